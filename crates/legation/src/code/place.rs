//! Where it happened: the place of the act's own clause, else of its sentence, else that of the dateline, never a guess.
//!
//! A place counts when a preposition of place leads it ("in Kursk", "near the Kenyan border") or when it is a side that is itself
//! a spot ("shelled a village in Darfur"). Names of countries that act are no places. Which stretch it came from is told.

use super::syntax::Syntax;
use crate::annotate::{Deprel, Entity, EntityKind, TokenId};
use crate::dateline::split_dateline;
use crate::resolve::places::ResolvedPlace;
use crate::resolve::toponyms::Toponym;
use crate::{Place, PlaceFrom, Span};

/// Prepositions that lead a place.
const LEADS: [&str; 14] = [
    "in", "at", "near", "outside", "inside", "on", "off", "around", "across", "over", "through",
    "along", "into", "within",
];

/// The place of the act named by `trigger`; `stretches` are its phrase and clause, smallest first.
pub(crate) fn event_place(
    text: &str,
    syntax: Syntax<'_>,
    toponyms: &[Toponym],
    trigger: TokenId,
    stretches: &[Span],
) -> Option<Place> {
    let sentence = syntax.ann.sentence_of(trigger)?;
    let here = syntax
        .ann
        .entities
        .iter()
        .filter(|e| sentence.span.contains(e.span) && is_place(syntax, e));
    let found: Vec<(&Entity, &ResolvedPlace)> =
        here.filter_map(|e| Some((e, read(toponyms, e)?))).collect();
    let trigger = syntax.token(trigger).span;
    let nearest = |within: &Span| {
        let inside = found.iter().filter(|(e, _)| within.contains(e.span));
        // The most exact of the clause; of equals the nearest to the act.
        inside.max_by_key(|(e, p)| (p.precision, std::cmp::Reverse(gap(e.span, trigger))))
    };
    let of_clause = stretches.iter().find_map(nearest).map(|f| (f, PlaceFrom::Clause));
    let here = of_clause.or_else(|| nearest(&sentence.span).map(|f| (f, PlaceFrom::Sentence)));
    if let Some(((entity, place), from)) = here {
        return Some(placed(entity, place, from));
    }
    let (entity, place) = dateline(text, syntax, toponyms, sentence.span)?;
    Some(placed(entity, place, PlaceFrom::Dateline))
}

fn placed(entity: &Entity, place: &ResolvedPlace, from: PlaceFrom) -> Place {
    Place {
        span: entity.span,
        geonameid: place.geonameid,
        name: place.name.clone(),
        position: place.position,
        country: place.country.clone(),
        precision: place.precision,
        from,
    }
}

/// The first place of the last dateline before this sentence.
fn dateline<'a>(
    text: &str,
    syntax: Syntax<'a>,
    toponyms: &'a [Toponym],
    before: Span,
) -> Option<(&'a Entity, &'a ResolvedPlace)> {
    let earlier = syntax.ann.sentences.iter().rev().filter(|s| s.span.end() <= before.start());
    let parts = |s: &Span| {
        let line = text[s.start()..].lines().next().unwrap_or_default();
        let (_, rest) = split_dateline(line)?;
        (s.end() <= s.start() + line.len() - rest.len()).then_some(*s)
    };
    let line = earlier.map(|s| s.span).find_map(|s| parts(&s))?;
    let inside = syntax.ann.entities.iter().filter(|e| line.contains(e.span));
    inside.filter(|e| e.kind == EntityKind::Loc).find_map(|e| Some((e, read(toponyms, e)?)))
}

/// The most exact place that a name tells: "Paris, Texas" is the town.
fn read<'a>(toponyms: &'a [Toponym], entity: &Entity) -> Option<&'a ResolvedPlace> {
    let inside = toponyms.iter().filter(|t| entity.span.contains(t.span) && t.is_known());
    inside.map(|t| &t.place).max_by_key(|p| p.precision)
}

/// Whether a preposition of place leads the name, itself or as a modifier of what it leads ("the **Kursk** region").
fn is_place(syntax: Syntax<'_>, entity: &Entity) -> bool {
    let head = entity
        .tokens
        .clone()
        .find(|&t| syntax.token(t).head.is_none_or(|h| !entity.tokens.contains(&h)));
    let Some(mut head) = head.filter(|_| entity.kind == EntityKind::Loc) else { return false };
    if matches!(
        syntax.deprel(head),
        Deprel::Compound
            | Deprel::Amod
            | Deprel::NmodPoss
            | Deprel::Flat
            | Deprel::Appos
            | Deprel::Conj
    ) {
        head = syntax.token(head).head.unwrap_or(head);
    }
    syntax.case(head).is_some_and(|c| LEADS.contains(&c.as_str()))
}

/// Bytes between two spans.
fn gap(a: Span, b: Span) -> usize {
    a.start().saturating_sub(b.end()).max(b.start().saturating_sub(a.end()))
}
