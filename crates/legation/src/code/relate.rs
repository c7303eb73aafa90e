//! What passes between two sides that are known.
//!
//! In: a text and the words of its two sides. Out: [`Related`], a probability for each PLOVER type. Three voices are heard: the
//! encoder's head for pairs, its readings of single words (how far each names a type and has these two as its parts), and the rules of
//! the codebook (whose words fit, and stand where the sides' words do). Their weights (`data/models/relate.toml`) are fitted by
//! `training/calibrate.py`.

use super::matching::Matcher;
use super::opinion::{Opinion, Part};
use super::participants::Participants;
use super::syntax::Syntax;
use crate::annotate::{Annotator, TokenId};
use crate::resolve::toponyms::toponyms;
use crate::{Span, Status};
use legation_data::EventType;
use legation_data::models::relate as weights;

/// What a type has that a voice says nothing of.
const FLOOR: f32 = 0.02;
/// A status is taken from the words around the act where the encoder is not this sure of another.
const FUTURE: f32 = 0.5;

/// What passes between two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The type.
    pub event: EventType,
    /// Its mode, if one fits.
    pub mode: Option<String>,
    /// How the text stands to it.
    pub status: Status,
    /// Probability of the type.
    pub score: f32,
    /// Of every type.
    pub scores: Vec<(EventType, f32)>,
    /// What the three voices say of every type: the logarithms of the pair head's and the readings' shares, and the fitting rule's weight.
    pub voices: Vec<[f32; 3]>,
    /// The word that names the act, if one does.
    pub trigger: Option<Span>,
    /// The rule that fits it, or the model.
    pub rule: String,
}

/// Codes a known pair; none where the text is empty.
pub fn relate(
    annotator: &Annotator,
    text: &str,
    actor: &[Span],
    recipient: &[Span],
) -> Option<Related> {
    let ann = annotator.annotate(text);
    let words = |spans: &[Span]| -> Vec<TokenId> {
        let on = |t: &TokenId| spans.iter().any(|s| s.overlaps(ann.tokens[*t].span));
        (0..ann.tokens.len()).filter(on).collect()
    };
    let sides = [words(actor), words(recipient)];
    let syntax = Syntax::new(&ann);
    let heads = |side: &[TokenId]| heads_of(syntax, side);
    let given: Vec<TokenId> = sides.iter().flat_map(|s| heads(s)).collect();
    let toponyms = toponyms(text, &ann);
    let participants = Participants::new(text, syntax, None, &toponyms).with_given(given);
    let matcher = Matcher::new(syntax, &participants);
    let asked = Asked { syntax, matcher: &matcher, heads: [heads(&sides[0]), heads(&sides[1])] };
    let readings = asked.readings();
    let rules = asked.rules();
    let pair = annotator.pair(&ann.tokens, &sides[0], &sides[1]);
    let log = |share: f32| share.max(FLOOR).ln();
    let heard =
        |at: usize| [log(pair.get(at).copied().unwrap_or(FLOOR)), log(readings[at].0), rules[at].0];
    let voices: Vec<[f32; 3]> = (0..EventType::ALL.len()).map(heard).collect();
    let weight = ["pair", "readings", "rules"].map(|v| weights().get(v).copied().unwrap_or(1.0));
    let sum = |said: &[f32; 3]| said.iter().zip(weight).map(|(s, w)| s * w).sum();
    let mut scores: Vec<(EventType, f32)> =
        EventType::ALL.iter().zip(&voices).map(|(&event, said)| (event, sum(said))).collect();
    normalise(&mut scores);
    let best = (0..scores.len()).reduce(|a, b| if scores[b].1 > scores[a].1 { b } else { a })?;
    let trigger = rules[best].1.or(readings[best].1);
    asked.related(best, scores, voices, trigger, rules[best].2)
}

/// One category says all, without an auxiliary mode: cooperation still to come is an agreement to it, force still to come a threat
/// (PLOVER 3.1 and 2.3), cooperation that does not come a refusal (CAMEO 12).
fn in_one_category(event: EventType, status: Status) -> EventType {
    let cooperates = matches!(
        event,
        EventType::Agree
            | EventType::Consult
            | EventType::Support
            | EventType::Cooperate
            | EventType::Aid
            | EventType::Concede
            | EventType::Retreat
    );
    let harms = matches!(
        event,
        EventType::Protest
            | EventType::Sanction
            | EventType::Coerce
            | EventType::Assault
            | EventType::Mobilize
    );
    match status {
        Status::Planned if cooperates => EventType::Agree,
        Status::Planned if harms => EventType::Threaten,
        Status::Negated if cooperates => EventType::Reject,
        _ => event,
    }
}

fn normalise(scores: &mut [(EventType, f32)]) {
    let top = scores.iter().map(|s| s.1).fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|s| (s.1 - top).exp()).sum();
    for score in scores {
        score.1 = (score.1 - top).exp() / sum;
    }
}

/// Words of a side that hang outside of it.
fn heads_of(syntax: Syntax<'_>, side: &[TokenId]) -> Vec<TokenId> {
    let outside = |t: &TokenId| syntax.token(*t).head.is_none_or(|h| !side.contains(&h));
    side.iter().copied().filter(outside).collect()
}

/// A text and the heads of its two sides.
struct Asked<'a> {
    syntax: Syntax<'a>,
    matcher: &'a Matcher<'a>,
    heads: [Vec<TokenId>; 2],
}

impl Asked<'_> {
    /// For each type the share of the readings that name it and have these sides, with the best word.
    fn readings(&self) -> Vec<(f32, Option<TokenId>)> {
        let mut out = vec![(0.0, None); EventType::ALL.len()];
        for reading in &self.syntax.ann.acts {
            let opinion = Opinion(reading);
            let share = |side: usize, part: Part| {
                let own = self.heads[side].iter().map(|&h| opinion.share(h, part));
                own.fold(0.0, f32::max)
            };
            let actor = share(0, Part::Actor);
            // Of a reciprocal act the other side is an actor too.
            let recipient = share(1, Part::Recipient).max(share(1, Part::Actor));
            let known = (0.15 + actor) * (0.15 + recipient) / 1.3225;
            for (slot, &event) in out.iter_mut().zip(EventType::ALL) {
                let said = opinion.of(event) * known;
                if said > slot.0 {
                    *slot = (said, Some(reading.word));
                }
            }
        }
        out
    }

    /// For each type how well the best rule fits and lies between the sides, with its word and id.
    fn rules(&self) -> Vec<(f32, Option<TokenId>, Option<&'static str>)> {
        let mut out = vec![(0.0, None, None); EventType::ALL.len()];
        for t in 0..self.syntax.ann.tokens.len() {
            let fitting = self.matcher.fitting(t);
            let Some((best, _)) = fitting.first() else { continue };
            let near = self.near(t);
            for (event, rule) in &fitting {
                // What a less specific rule says of the same word counts half.
                let rank = if event == best { 1.0 } else { 0.5 };
                let said = rule.weight * near * rank;
                let at = EventType::ALL.iter().position(|e| e == event).unwrap_or(0);
                if said > out[at].0 {
                    out[at] = (said, Some(t), Some(rule.id.as_str()));
                }
            }
        }
        out
    }

    /// How far a word lies between the sides in the tree: 1 if the first acts in it and the second hangs below it.
    fn near(&self, t: TokenId) -> f32 {
        let agents: Vec<TokenId> =
            self.syntax.agents(t).into_iter().flat_map(|a| self.syntax.conjuncts(a)).collect();
        let below = self.syntax.ann.subtree(t);
        let acts = self.heads[0].iter().any(|h| agents.contains(h));
        let meets = self.heads[1].iter().any(|h| below.contains(h) && !agents.contains(h));
        0.3 + if acts { 0.35 } else { 0.0 } + if meets { 0.35 } else { 0.0 }
    }

    fn related(
        &self,
        best: usize,
        scores: Vec<(EventType, f32)>,
        voices: Vec<[f32; 3]>,
        trigger: Option<TokenId>,
        rule: Option<&'static str>,
    ) -> Option<Related> {
        let (named, score) = scores[best];
        let reading = trigger.and_then(|t| self.syntax.ann.act_at(t));
        let mode = reading.and_then(|r| Opinion(r).mode(named)).map(str::to_owned);
        let status = trigger.map_or(Status::Asserted, |t| self.status(t));
        let event = in_one_category(named, status);
        let mode = mode.filter(|_| event == named);
        Some(Related {
            event,
            mode,
            status,
            score,
            scores,
            voices,
            trigger: trigger.map(|t| self.syntax.token(t).span),
            rule: rule.unwrap_or("model.pair").to_owned(),
        })
    }

    fn status(&self, t: TokenId) -> Status {
        let standing = self.syntax.standing(t, &|_| false);
        let known = standing.status();
        let said = if standing.links.is_empty() { Status::Asserted } else { Status::Claimed };
        let planned =
            self.syntax.ann.act_at(t).is_some_and(|r| Opinion(r).status(Status::Planned) > FUTURE);
        known.unwrap_or(if planned { Status::Planned } else { said })
    }
}
