//! From analysed text to claims: who did what to whom, how the text stands to it, and who says so.
//!
//! In: the text, its [`Annotations`] and time expressions. Out: [`Claim`]s in text order and notes on what was left out.
//! Steps, each in its file: read the grammar (`syntax`), find who the phrases are (`participants`), match the codebook
//! (`matching`), climb for status and attribution (`standing`, `voices`), put the claim together and merge repetitions (here).

mod answers;
mod confidence;
mod focus;
mod marks;
mod matching;
mod objects;
mod opinion;
mod participants;
mod phrases;
mod place;
mod predicates;
mod reasons;
mod relate;
mod sides;
mod standing;
mod subjects;
mod syntax;
mod voices;

pub use predicates::{Certainty, Polarity, Predicate, PredicateTime, predicates};
pub use relate::{Related, relate};

use crate::annotate::{Annotations, TokenId, Upos};
use crate::resolve::dates::{Tense, TimeExpression, event_date};
use crate::resolve::toponyms::{Toponym, toponyms};
use crate::{
    Actor, Attribution, Claim, Code, Diagnostic, EventDate, Evidence, HolderKind, Span, Status,
};
use jiff::civil::Date;
use legation_data::{EventType, codebook, contexts, discards};
use matching::{Match, Matcher, Skip};
use opinion::{Opinion, Part};
use participants::Participants;
use reasons::Found;
use standing::Standing;
use std::collections::BTreeSet;
use syntax::Syntax;

/// An act dated this many days before publication is background.
const HISTORICAL_DAYS: i32 = 90;

/// The encoder hears a voice, and who it is, from these probabilities on.
const HEARD: f32 = 0.6;
/// The encoder is sure of a status.
const SURE_STATUS: f32 = 0.8;
/// Statuses of what the text does not give as a fact.
const NOT_FACT: [Status; 5] =
    [Status::Denied, Status::Negated, Status::Attempted, Status::Planned, Status::Hypothetical];

/// What the coder reads.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Title and body in one text.
    pub text: &'a str,
    /// Where the body begins; what stands before is the title.
    pub body_start: usize,
    /// Its analysis.
    pub annotations: &'a Annotations,
    /// Its time expressions.
    pub dates: &'a [TimeExpression],
    /// Day of publication.
    pub published: Option<Date>,
    /// Claims with less confidence are left out, and noted.
    pub least: f32,
}

/// What the coder found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// Claims, in text order, the title's first.
    pub claims: Vec<Claim>,
    /// What was seen and left out, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// Codes a text.
pub fn code(reading: Reading<'_>) -> Coded {
    let syntax = Syntax::new(reading.annotations);
    let toponyms = toponyms(reading.text, reading.annotations);
    let participants = Participants::new(reading.text, syntax, reading.published, &toponyms);
    let matcher = Matcher::new(syntax, &participants);
    let coder = Coder {
        reading,
        syntax,
        toponyms: &toponyms,
        participants: &participants,
        matcher: &matcher,
    };
    let (matches, skipped) = matcher.matches();
    let mut diagnostics: Vec<Diagnostic> =
        skipped.into_iter().map(|(t, why)| coder.skipped(t, why)).collect();
    let mut claims = Vec::new();
    for m in &matches {
        match coder.claim(m, &matches) {
            Ok(claim) if claim.confidence.get() < reading.least => {
                diagnostics.push(coder.doubtful(m, &claim));
            }
            Ok(claim) => claims.push(claim),
            Err(note) => diagnostics.push(note),
        }
    }
    let mut claims = merge(claims);
    answers::link(&mut claims);
    Coded { claims, diagnostics }
}

struct Coder<'a> {
    reading: Reading<'a>,
    syntax: Syntax<'a>,
    toponyms: &'a [Toponym],
    participants: &'a Participants<'a>,
    matcher: &'a Matcher<'a>,
}

impl Coder<'_> {
    fn skipped(&self, t: TokenId, why: Skip) -> Diagnostic {
        let word = self.syntax.lemma(t);
        let message = match why {
            Skip::NoRule => format!("{word:?} names an act in no way the codebook knows"),
            Skip::NoSide => {
                format!("{word:?} names an act, but a side that the rule needs does not resolve")
            }
        };
        Diagnostic::new(Code::Skipped, message).at(self.syntax.token(t).span)
    }

    fn doubtful(&self, m: &Match, claim: &Claim) -> Diagnostic {
        let sure = claim.confidence.get() * 100.0;
        let message = format!("{} with {sure:.0} % is not sure enough", claim.event.as_str());
        Diagnostic::new(Code::Skipped, message).at(self.syntax.token(m.trigger).span)
    }

    fn claim(&self, m: &Match, matches: &[Match]) -> Result<Claim, Diagnostic> {
        if let Some(field) = self.other_field(m.trigger) {
            let message = format!(
                "the sentence is about {field}, where {:?} is no political act",
                self.syntax.lemma(m.trigger)
            );
            return Err(
                Diagnostic::new(Code::Skipped, message).at(self.syntax.token(m.trigger).span)
            );
        }
        let speech =
            |t: TokenId| matches.iter().any(|o| o.trigger == t && o.rule.object_is_content);
        let mut standing = self.syntax.standing(m.trigger, &speech);
        if let Some(act) = standing.content_of {
            let event = matches.iter().find(|o| o.trigger == act).map_or(m.event, |o| o.event);
            self.content(m, act, event, &mut standing)?;
        }
        let attribution = self.attribution(m, &standing);
        let date = self.date(m, &standing);
        let status = self.status(m, &standing, &attribution, &date);
        let place = place::event_place(
            self.reading.text,
            self.syntax,
            self.toponyms,
            m.trigger,
            &self.clause(m.trigger),
        );
        let opinion = self.opinion(m);
        let mode = self
            .matcher
            .mode(m)
            .or_else(|| opinion.and_then(|o| o.mode(m.event)).map(str::to_owned));
        let found = Found {
            standing: &standing,
            status,
            attribution: &attribution,
            date: &date,
            place: place.as_ref(),
        };
        let why = self.why(m, &found);
        let signals = confidence::signals(self.syntax, m);
        Ok(Claim {
            event: m.event,
            modes: mode.into_iter().collect(),
            contexts: self.contexts(m),
            actor: m.actor.clone(),
            recipient: self.recipient(m, &attribution),
            date,
            place,
            status,
            attribution,
            confidence: confidence::estimate(&signals),
            signals,
            evidence: self.evidence(m),
            definite: self.syntax.is_definite_noun(m.trigger),
            also: Vec::new(),
            answers: None,
            why,
        })
    }

    /// The rule's own context, or the type's usual one, and those that the words of the sentence show.
    fn contexts(&self, m: &Match) -> Vec<String> {
        let usual = || codebook().type_file(m.event)?.context.clone();
        let mut out: Vec<String> = m.rule.context.clone().or_else(usual).into_iter().collect();
        let tokens = self.syntax.ann.sentence_of(m.trigger).map_or(0..0, |s| s.tokens.clone());
        let lemmas = tokens.map(|t| self.syntax.lemma(t).to_lowercase()).collect();
        let shown = contexts(&lemmas).filter(|c| out.iter().all(|o| o != c)).map(str::to_owned);
        let shown: Vec<String> = shown.collect();
        out.extend(shown);
        out
    }

    /// Sport, markets, weather or shows, if the sentence's words say so.
    fn other_field(&self, t: TokenId) -> Option<&'static str> {
        let tokens = self.syntax.ann.sentence_of(t)?.tokens.clone();
        let lemmas: Vec<String> = tokens.map(|w| self.syntax.lemma(w).to_lowercase()).collect();
        let found = discards().iter().find(|(_, field)| {
            let count =
                |words: &BTreeSet<String>| lemmas.iter().filter(|l| words.contains(*l)).count();
            count(&field.strong) > 0 || count(&field.weak) > 1
        });
        found.map(|(name, _)| name.as_str())
    }

    /// What a demand, threat, promise or refusal is about is no event of its own; what somebody is accused of is a claim.
    fn content(
        &self,
        m: &Match,
        act: TokenId,
        event: EventType,
        standing: &mut Standing,
    ) -> Result<(), Diagnostic> {
        if event != EventType::Accuse {
            let message = format!(
                "{:?} is the content of {:?}",
                self.syntax.lemma(m.trigger),
                self.syntax.lemma(act)
            );
            return Err(
                Diagnostic::new(Code::Skipped, message).at(self.syntax.token(m.trigger).span)
            );
        }
        // "condemned the raid": the raid is a fact; "accused Kyiv of a raid": it is the accuser's claim.
        if !self.syntax.objects(act).contains(&m.trigger)
            && !standing.links.iter().any(|l| l.cue == act)
        {
            let source = self.syntax.agents(act).into_iter().next();
            standing.links.insert(0, standing::Link { source, cue: act, content: m.trigger });
        }
        Ok(())
    }

    /// Who is said to be harmed; where nobody is named, the government that complains speaks for its own side.
    fn recipient(&self, m: &Match, attribution: &[Attribution]) -> Vec<Actor> {
        let harms = matches!(m.event, EventType::Assault | EventType::Coerce | EventType::Mobilize);
        let placed: Vec<Actor> =
            m.recipient.iter().filter(|r| r.country.is_some()).cloned().collect();
        let own = |r: &Actor| m.actor.iter().any(|a| a.country == r.country);
        let holder = attribution
            .last()
            .filter(|a| a.kind == HolderKind::Official)
            .and_then(|a| a.entity.clone());
        let Some(holder) =
            holder.filter(|_| harms && placed.iter().all(own) && !m.actor.is_empty())
        else {
            return m.recipient.clone();
        };
        let other = holder.country.is_some()
            && m.actor.iter().all(|a| a.country.is_some() && a.country != holder.country);
        let why = format!("the one who complains; country: {}", holder.why);
        if other { vec![Actor { why, ..holder }] } else { m.recipient.clone() }
    }

    fn attribution(&self, m: &Match, standing: &Standing) -> Vec<Attribution> {
        let mut links = standing.links.clone();
        if links.is_empty() {
            links.extend(voices::quoted(self.reading.text, self.syntax, m.trigger));
        }
        if links.is_empty() {
            links.extend(voices::carried_over(self.reading.text, self.syntax, m.trigger));
        }
        if links.is_empty() {
            links.extend(self.opinion(m).and_then(|o| self.heard(m, o)));
        }
        links
            .iter()
            .rev()
            .map(|link| {
                voices::attribution(self.reading.text, self.syntax, self.participants, link)
            })
            .collect()
    }

    fn opinion(&self, m: &Match) -> Option<Opinion<'_>> {
        self.syntax.ann.act_of(m.trigger).map(Opinion)
    }

    /// The voice that the encoder hears where the tree shows none: its cue, and the holder if there is one.
    fn heard(&self, m: &Match, opinion: Opinion<'_>) -> Option<standing::Link> {
        let said: f32 = [Status::Claimed, Status::Reported, Status::Denied]
            .into_iter()
            .map(|status| opinion.status(status))
            .sum();
        let words = self.syntax.ann.sentence_of(m.trigger)?.tokens.clone();
        let best = |part: Part| {
            let share = |w: &TokenId| opinion.share(*w, part);
            let word = words.clone().max_by(|a, b| share(a).total_cmp(&share(b)))?;
            (share(&word) >= HEARD).then_some(word)
        };
        let cue = best(Part::Cue).filter(|_| said >= HEARD)?;
        Some(standing::Link { source: best(Part::Holder), cue, content: m.trigger })
    }

    /// What the tree shows; where it shows a plain fact and the encoder is sure that it is none, what the encoder says.
    fn status(
        &self,
        m: &Match,
        standing: &Standing,
        attribution: &[Attribution],
        date: &EventDate,
    ) -> Status {
        let doubted = || {
            let opinion = self.opinion(m)?;
            NOT_FACT.iter().copied().find(|status| opinion.status(*status) >= SURE_STATUS)
        };
        if let Some(status) = standing.status().or_else(doubted) {
            return status;
        }
        match attribution.last() {
            Some(innermost) => match innermost.kind {
                HolderKind::Outlet | HolderKind::Narrator | HolderKind::Document => {
                    Status::Reported
                }
                HolderKind::Official | HolderKind::Person | HolderKind::Anonymous => {
                    Status::Claimed
                }
            },
            None if self.is_background(date) => Status::Historical,
            None => Status::Asserted,
        }
    }

    fn is_background(&self, date: &EventDate) -> bool {
        let (Some(end), Some(published)) = (date.end.or(date.start), self.reading.published) else {
            return false;
        };
        date.span.is_some() && (published - end).get_days() > HISTORICAL_DAYS
    }

    /// The date in the smallest stretch around the act that has one.
    fn date(&self, m: &Match, standing: &Standing) -> EventDate {
        let sentence = self.syntax.ann.sentence_of(m.trigger).map_or(Span::new(0, 0), |s| s.span);
        let stretches = self.clause(m.trigger);
        let dated = |s: &Span| self.reading.dates.iter().any(|d| s.contains(d.span));
        let clause =
            stretches.iter().copied().find(dated).or(stretches.last().copied()).unwrap_or(sentence);
        let tense =
            if standing.status() == Some(Status::Planned) { Tense::Future } else { Tense::Past };
        let trigger = self.syntax.token(m.trigger).span;
        event_date(self.reading.dates, trigger, clause, sentence, self.reading.published, tense)
    }

    /// The stretches around the act from its own phrase to its clause, smallest first.
    fn clause(&self, t: TokenId) -> Vec<Span> {
        let climb = std::iter::once(t).chain(self.syntax.ann.ancestors(t));
        let mut out: Vec<Span> = Vec::new();
        for at in climb {
            let words = self.syntax.ann.subtree(at);
            let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
            out.push(self.syntax.token(first).span.cover(self.syntax.token(last).span));
            if out.len() > 1 && self.syntax.is_verb(at) {
                break;
            }
        }
        out
    }

    fn evidence(&self, m: &Match) -> Evidence {
        let trigger = self.syntax.token(m.trigger).span;
        let sentence = self.syntax.ann.sentence_of(m.trigger).map_or(trigger, |s| s.span);
        Evidence { sentence, trigger, in_title: trigger.end() <= self.reading.body_start }
    }
}

/// Repetitions of one act become further evidence: the same type, sides, status and voices; a headline joins its story's claim.
fn merge(claims: Vec<Claim>) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for claim in claims {
        if let Some(first) = out.iter_mut().find(|c| same_act(c, &claim)) {
            first.also.push(claim.evidence);
            continue;
        }
        if let Some(told) = out.iter_mut().find(|c| !c.evidence.in_title && is_taken_up(c, &claim))
        {
            told.also.push(claim.evidence);
            continue;
        }
        let title = out.iter().position(|c| c.evidence.in_title && same_sides(c, &claim));
        match title.filter(|_| !claim.evidence.in_title) {
            Some(at) => {
                let headline = std::mem::replace(&mut out[at], claim);
                out[at].also.push(headline.evidence);
            }
            None => out.push(claim),
        }
    }
    out.sort_by_key(|c| (!c.evidence.in_title, c.evidence.trigger));
    out
}

fn same_act(a: &Claim, b: &Claim) -> bool {
    let voices = |c: &Claim| c.attribution.iter().map(|l| l.holder.clone()).collect::<Vec<_>>();
    same_sides(a, b)
        && a.status == b.status
        && voices(a) == voices(b)
        && same_day(&a.date, &b.date)
        && !a.evidence.in_title
}

/// "The withdrawal" after "will withdraw": a definite noun takes up an act already told, whatever is said of it now.
fn is_taken_up(told: &Claim, again: &Claim) -> bool {
    again.definite
        && told.event == again.event
        && within(&again.actor, &told.actor)
        && within(&again.recipient, &told.recipient)
}

/// Whether every side's country is among those already told.
fn within(sides: &[Actor], told: &[Actor]) -> bool {
    sides.iter().all(|s| told.iter().any(|t| t.country == s.country))
}

/// Two dates of which neither contradicts the other; a date that only the publication gives contradicts none.
fn same_day(a: &EventDate, b: &EventDate) -> bool {
    a.span.is_none() || b.span.is_none() || a.start == b.start
}

fn same_sides(a: &Claim, b: &Claim) -> bool {
    let side = |actors: &[Actor]| {
        let mut out: Vec<_> =
            actors.iter().map(|a| (a.country.clone(), a.sector, a.entity_name.clone())).collect();
        out.sort();
        out
    };
    a.event == b.event
        && side(&a.actor) == side(&b.actor)
        && side(&a.recipient) == side(&b.recipient)
}

/// Whether the token could be a sentence's connective; kept here because two files ask.
fn is_connective(upos: Upos) -> bool {
    matches!(upos, Upos::Adv | Upos::Cconj | Upos::Sconj)
}
