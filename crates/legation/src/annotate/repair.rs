//! Corrections that knowledge of names allows: two countries side by side are no one name, two full names no one person.
//!
//! "Anna Weber Jonas Klein" stands where a list or a signature has lost its line breaks: a given name behind a full name begins
//! the next person.
//!
//! "UN investigator Anna Weber said" has one subject: a person's name that stands right behind a noun in the same place of the same
//! verb is that noun's apposition.
//!
//! "From Peru Chile recalled its envoy" reads to a parser like a man called Peru Chile. Where two known countries stand next to
//! each other, the first behind a preposition and the second before the verb that lacks a subject, the second is the subject.

use super::{Annotations, Deprel, Entity, EntityKind, Token, TokenId, Upos};
use crate::Span;
use legation_data::actors::{Sense, actors};
use legation_data::models::is_given_name;
use legation_data::names::name_words;
use std::ops::Range;

/// Longest name of a country in words ("Democratic Republic of the Congo").
const LONGEST: usize = 6;

/// Splits such names and gives the verb its subject.
pub(crate) fn split_countries(ann: &mut Annotations) {
    for s in 0..ann.sentences.len() {
        let range = ann.sentences[s].tokens.clone();
        let mut at = range.start;
        while at < range.end {
            let Some(first) = country_at(ann, at, range.end) else {
                at += 1;
                continue;
            };
            let found = country_at(ann, first.end, range.end)
                .and_then(|second| Some((fronted(ann, &first, &second)?, second)));
            if let Some((verb, second)) = found {
                reattach(ann, &first, &second, verb);
            }
            at = first.end;
        }
    }
}

/// Gives a noun the name behind it that the parser took for a second subject or object.
pub(crate) fn join_titles(ann: &mut Annotations) {
    let people = ann.entities.iter().filter(|e| e.kind == EntityKind::Per);
    let joined: Vec<(TokenId, TokenId)> = people.filter_map(|e| title_of(ann, e)).collect();
    for (name, noun) in joined {
        ann.tokens[name].head = Some(noun);
        ann.tokens[name].deprel = Deprel::Appos;
    }
}

/// The head of a name, and the noun right before it in the same place of the same verb.
fn title_of(ann: &Annotations, person: &Entity) -> Option<(TokenId, TokenId)> {
    let outside = |t: &TokenId| ann.tokens[*t].head.is_none_or(|h| !person.tokens.contains(&h));
    let name = person.tokens.clone().find(outside)?;
    let noun = person.tokens.start.checked_sub(1)?;
    let (own, before) = (&ann.tokens[name], &ann.tokens[noun]);
    let same = own.head.is_some() && own.head == before.head && own.deprel == before.deprel;
    let place = matches!(own.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl);
    (same && place && before.upos == Upos::Noun).then_some((name, noun))
}

/// Splits names of persons that are several.
pub(crate) fn split_persons(ann: &mut Annotations) {
    let tokens = &ann.tokens;
    let split = |entity: Entity| {
        let mut parts = vec![entity.tokens.start];
        if entity.kind == EntityKind::Per {
            let inner = entity.tokens.start + 1..entity.tokens.end;
            parts.extend(inner.filter(|&t| begins_person(tokens, &entity.tokens, t)));
        }
        parts.push(entity.tokens.end);
        let part = |w: &[TokenId]| Entity {
            span: covered(&tokens[w[0]..w[1]]),
            tokens: w[0]..w[1],
            ..entity.clone()
        };
        parts.windows(2).map(part).collect::<Vec<_>>()
    };
    ann.entities = std::mem::take(&mut ann.entities).into_iter().flat_map(split).collect();
}

/// Whether a new person's name begins inside a name: the first word again, or a given name behind a full name.
fn begins_person(tokens: &[Token], name: &Range<TokenId>, t: TokenId) -> bool {
    let word = |t: TokenId| tokens[t].form.to_lowercase();
    if word(t) == word(name.start) && t + 1 < name.end {
        return true;
    }
    let before = &tokens[t - 1].form;
    let full = t >= name.start + 2
        && is_given_name(&word(name.start))
        && !is_given_name(&before.to_lowercase());
    let surname = before.chars().count() > 2 && before.starts_with(char::is_uppercase);
    full && surname && is_given_name(&word(t)) && t + 1 < name.end
}

/// The longest name of a country that begins at a word.
fn country_at(ann: &Annotations, at: TokenId, end: TokenId) -> Option<Range<TokenId>> {
    let most = LONGEST.min(end.saturating_sub(at));
    (1..=most).rev().map(|n| at..at + n).find(|r| is_country(&ann.tokens[r.clone()]))
}

/// Whether the words can only mean a country or its seat ("Washington" alone is no person).
pub(crate) fn is_country(tokens: &[Token]) -> bool {
    if !tokens.iter().any(|t| t.form.starts_with(char::is_uppercase)) {
        return false;
    }
    let words: Vec<&str> = tokens.iter().map(|t| t.form.as_str()).collect();
    let senses = actors().senses(&name_words(&words));
    !senses.is_empty() && senses.iter().all(|s| matches!(s, Sense::Country(..)))
}

/// The verb that follows two neighbouring countries and lacks a subject, where the first stands behind a preposition.
fn fronted(ann: &Annotations, first: &Range<TokenId>, second: &Range<TokenId>) -> Option<TokenId> {
    let before = first.start.checked_sub(1)?;
    if !matches!(ann.tokens[before].upos, Upos::Adp | Upos::Sconj)
        || ann.tokens[second.start].upos == Upos::Adj
    {
        return None;
    }
    let next = (second.end..ann.tokens.len())
        .find(|&t| !matches!(ann.tokens[t].upos, Upos::Aux | Upos::Adv | Upos::Part))?;
    let verb = Some(next).filter(|&v| ann.tokens[v].upos == Upos::Verb)?;
    let same = ann.sentence_of(verb)?.tokens.contains(&first.start);
    let subject = ann.child(verb, Deprel::Nsubj).or_else(|| ann.child(verb, Deprel::NsubjPass));
    (same && subject.is_none_or(|s| first.contains(&s) || second.contains(&s))).then_some(verb)
}

fn reattach(ann: &mut Annotations, first: &Range<TokenId>, second: &Range<TokenId>, verb: TokenId) {
    let passive = ann.child(verb, Deprel::AuxPass).is_some();
    attach(ann, first, verb, Deprel::Obl);
    attach(ann, second, verb, if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    let preposition = first.start - 1;
    ann.tokens[preposition].head = Some(first.end - 1);
    ann.tokens[preposition].deprel = Deprel::Case;
    ann.entities.retain(|e| e.tokens.end <= first.start || e.tokens.start >= second.end);
    for part in [first, second] {
        let span = covered(&ann.tokens[part.clone()]);
        ann.entities.push(Entity { span, tokens: part.clone(), kind: EntityKind::Loc, chain: 0 });
    }
    ann.entities.sort_by_key(|e| e.span);
}

/// Makes the words one phrase under `head`.
fn attach(ann: &mut Annotations, words: &Range<TokenId>, head: TokenId, deprel: Deprel) {
    let last = words.end - 1;
    for t in words.start..last {
        ann.tokens[t].head = Some(last);
        ann.tokens[t].deprel = Deprel::Compound;
    }
    ann.tokens[last].head = Some(head);
    ann.tokens[last].deprel = deprel;
}

/// From the first of the tokens to the last.
pub(crate) fn covered(tokens: &[Token]) -> Span {
    match tokens {
        [first, .., last] => first.span.cover(last.span),
        [only] => only.span,
        [] => Span::new(0, 0),
    }
}
