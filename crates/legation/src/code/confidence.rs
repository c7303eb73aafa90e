//! How likely a claim is right.
//!
//! In: the [`Signals`] of a claim: what rule and encoder say of its type and sides, and what had to be inferred. Out: a [`Confidence`], by
//! logistic regression. Its weights (`data/models/confidence.toml`) are fitted on claims of texts with known answers by
//! `training/calibrate.py`, so that of the claims with 0.8 about eight in ten are right.

use super::matching::Match;
use super::opinion::{Opinion, Part};
use super::phrases::head_of;
use super::syntax::Syntax;
use crate::{Actor, Confidence, Signals};
use legation_data::models::confidence;

/// What the encoder gives a type that it has no reading of.
const UNREAD: f32 = 0.02;

/// The signals of a match.
pub(super) fn signals(syntax: Syntax<'_>, m: &Match) -> Signals {
    let opinion = syntax.ann.act_of(m.trigger).map(Opinion);
    let share = |actors: &[Actor], part: Part| {
        let of = |a: &Actor| opinion.map_or(0.0, |o| o.share(head(syntax, a), part));
        actors.iter().map(of).fold(0.0, f32::max)
    };
    let sides = || m.actor.iter().chain(&m.recipient);
    let inferred = |a: &&Actor| a.why.contains("country:");
    Signals {
        rule: if m.rule.id.starts_with("model.") { 0.0 } else { m.rule.weight },
        kind: opinion.map_or(UNREAD, |o| o.of(m.event)),
        act: opinion.map_or(UNREAD, Opinion::any),
        actor: share(&m.actor, Part::Actor),
        recipient: share(&m.recipient, Part::Recipient).max(second(syntax, m, opinion)),
        inferred: sides().filter(inferred).count() as f32,
        unplaced: sides().filter(|a| a.country.is_none()).count() as f32,
        lost: lost(syntax, m, opinion),
        bare: m.actor.is_empty() || (m.recipient.is_empty() && m.actor.len() < 2),
    }
}

/// How sure the encoder is of a side that nothing was found for: one of which it knows nothing may rightly be missing.
fn lost(syntax: Syntax<'_>, m: &Match, opinion: Option<Opinion<'_>>) -> f32 {
    let Some(opinion) = opinion else { return 0.0 };
    let words = syntax.ann.sentence_of(m.trigger).map_or(0..0, |s| s.tokens.clone());
    let most = |part: Part| words.clone().map(|w| opinion.share(w, part)).fold(0.0, f32::max);
    let actor = if m.actor.is_empty() { most(Part::Actor) } else { 0.0 };
    let alone = m.recipient.is_empty() && m.actor.len() < 2;
    actor.max(if alone { most(Part::Recipient) } else { 0.0 })
}

/// Of a reciprocal act the second party is an actor too.
fn second(syntax: Syntax<'_>, m: &Match, opinion: Option<Opinion<'_>>) -> f32 {
    match (m.actor.as_slice(), opinion) {
        ([_, second, ..], Some(o)) => o.share(head(syntax, second), Part::Actor),
        _ => 0.0,
    }
}

/// The word of a side that its others hang on.
fn head(syntax: Syntax<'_>, side: &Actor) -> usize {
    let tokens = &syntax.ann.tokens;
    let first = tokens.partition_point(|t| t.span.start() < side.span.start());
    let last = tokens.partition_point(|t| t.span.start() < side.span.end());
    head_of(syntax, first..last.max(first + 1).min(tokens.len()))
}

/// The probability that a claim with these signals is right.
pub(super) fn estimate(s: &Signals) -> Confidence {
    let weights = confidence();
    let of = |name: &str| weights.get(name).copied().unwrap_or(0.0);
    let sum = s.values().iter().map(|(name, value)| of(name) * value).sum::<f32>();
    Confidence::new(1.0 / (1.0 + (-(of("base") + sum)).exp()))
}
