//! Why a claim is what it is: one [`Reason`] for each decision, in the order in which they were taken.

use super::Coder;
use super::matching::Match;
use super::opinion::Opinion;
use super::phrases::head_of;
use super::standing::Standing;
use crate::annotate::TokenId;
use crate::{Actor, Attribution, EventDate, Place, Reason, Status};

/// What was decided of a claim beside its match.
pub(super) struct Found<'a> {
    pub(super) standing: &'a Standing,
    pub(super) status: Status,
    pub(super) attribution: &'a [Attribution],
    pub(super) date: &'a EventDate,
    pub(super) place: Option<&'a Place>,
}

impl Coder<'_> {
    pub(super) fn why(&self, m: &Match, found: &Found<'_>) -> Vec<Reason> {
        let word = |t: TokenId| self.syntax.token(t).form.clone();
        let mut out = vec![reason("trigger", word(m.trigger), &m.rule.id)];
        let reading = self.syntax.ann.act_of(m.trigger);
        out.extend(reading.map(|r| of_opinion(m, Opinion(r))));
        for (step, sides) in [("actor", &m.actor), ("recipient", &m.recipient)] {
            for side in sides {
                out.push(reason(step, side.span.slice(self.reading.text), &side.why));
                out.extend(self.path(m.trigger, side).map(|path| reason("path", path, step)));
            }
        }
        let marks = &found.standing.cues;
        out.extend(marks.iter().map(|(t, effect)| reason("status", word(*t), effect)));
        out.extend(found.attribution.iter().map(|a| self.of_voice(a)));
        out.push(reason("status", found.status.as_str(), "standing"));
        out.push(self.of_date(found.date));
        out.extend(found.place.map(|p| reason("place", p.span.slice(self.reading.text), &p.name)));
        out
    }

    /// The way through the tree from the act to a side: up (`↑`) to a word above both, then down (`↓`).
    fn path(&self, trigger: TokenId, side: &Actor) -> Option<String> {
        let ann = self.syntax.ann;
        let first = ann.tokens.partition_point(|t| t.span.start() < side.span.start());
        let last = ann.tokens.partition_point(|t| t.span.start() < side.span.end());
        let head = head_of(self.syntax, first..last.max(first + 1).min(ann.tokens.len()));
        let up: Vec<TokenId> = std::iter::once(trigger).chain(ann.ancestors(trigger)).collect();
        let down: Vec<TokenId> = std::iter::once(head).chain(ann.ancestors(head)).collect();
        let meeting = up.iter().position(|t| down.contains(t))?;
        let below = down.iter().position(|t| *t == up[meeting])?;
        let named = |t: &TokenId| ann.tokens[*t].form.clone();
        let mut out = named(&trigger);
        for (t, above) in up.iter().zip(up.iter().skip(1)).take(meeting) {
            out += &format!(" ↑{} {}", ann.tokens[*t].deprel.as_str(), named(above));
        }
        for t in down[..below].iter().rev() {
            out += &format!(" ↓{} {}", ann.tokens[*t].deprel.as_str(), named(t));
        }
        Some(out)
    }

    fn of_voice(&self, a: &Attribution) -> Reason {
        let cue = a.cue.slice(self.reading.text);
        let holder = if a.holder.is_empty() { "nobody named" } else { &a.holder };
        reason("attribution", format!("{holder}: “{cue}”"), a.kind.as_str())
    }

    fn of_date(&self, date: &EventDate) -> Reason {
        let words = date.span.map(|s| format!("“{}”", s.slice(self.reading.text)));
        let start = date.start.map_or_else(|| "no day".to_owned(), |d| d.to_string());
        let from = match (&words, date.start) {
            (Some(_), _) => "words of the text",
            (None, Some(_)) => "day of publication",
            (None, None) => "neither words nor day of publication",
        };
        reason("date", [words.unwrap_or_default(), start].join(" ").trim(), from)
    }
}

/// What the encoder makes of the word: how sure it is of the type, and which it holds likelier or next.
fn of_opinion(m: &Match, opinion: Opinion<'_>) -> Reason {
    let (best, share) = opinion.best();
    let own = opinion.of(m.event);
    let other = if best == m.event {
        format!("no act {:.2}", opinion.0.types.first().copied().unwrap_or(0.0))
    } else {
        format!("{} {share:.2}", best.as_str())
    };
    reason("type", format!("{} {own:.2}, {other}", m.event.as_str()), "model.act")
}

fn reason(step: &'static str, what: impl Into<String>, rule: &str) -> Reason {
    Reason { step, what: what.into(), rule: rule.to_owned() }
}
