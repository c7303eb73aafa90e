//! Who says so: links of attribution to holders, and speech that runs over several sentences.

use super::is_connective;
use super::participants::Participants;
use super::standing::Link;
use super::syntax::Syntax;
use crate::annotate::{Deprel, EntityKind, TokenId, Upos, Xpos};
use crate::{Attribution, HolderKind, Span};
use legation_data::{Effect, OperatorKind, Sector, holder_words};

/// The attribution that a link stands for.
pub(crate) fn attribution(
    text: &str,
    syntax: Syntax<'_>,
    participants: &Participants<'_>,
    link: &Link,
) -> Attribution {
    let content = span_of(syntax, &syntax.ann.subtree(link.content));
    let cue = syntax.token(link.cue).span;
    let Some(source) = link.source else {
        return Attribution {
            source: None,
            holder: String::new(),
            entity: None,
            cue,
            kind: HolderKind::Narrator,
            content,
        };
    };
    let span = participants.phrase(source);
    let entity = participants.actors(&[source]).into_iter().next();
    let kind = match kind(syntax, source, entity.as_ref().and_then(|e| e.sector)) {
        // A body that nobody knows and that reports is an outlet: "…, Reforma reported".
        _ if entity.as_ref().is_none_or(|e| e.belongs)
            && reports(syntax, link.cue)
            && syntax.token(source).upos == Upos::Propn =>
        {
            HolderKind::Outlet
        }
        known => known,
    };
    let named = entity
        .as_ref()
        .and_then(|e| e.entity_name.clone())
        .filter(|_| syntax.token(source).upos == Upos::Pron);
    let holder = named.unwrap_or_else(|| plain(span.slice(text)));
    Attribution { source: Some(span), holder, entity, cue, kind, content }
}

fn reports(syntax: Syntax<'_>, cue: TokenId) -> bool {
    matches!(syntax.lemma(cue), "report" | "write" | "publish" | "broadcast")
}

fn plain(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed =
        joined.strip_prefix("the ").or_else(|| joined.strip_prefix("The ")).unwrap_or(&joined);
    trimmed.trim_end_matches("'s").trim_end_matches("’s").to_owned()
}

fn kind(syntax: Syntax<'_>, source: TokenId, sector: Option<Sector>) -> HolderKind {
    let lemma = syntax.lemma(source).to_lowercase();
    let words = holder_words();
    let entity = syntax.ann.entity_at(source).map(|e| e.kind);
    if sector == Some(Sector::Jrn) || words.outlets.contains(&lemma) {
        HolderKind::Outlet
    } else if words.documents.contains(&lemma) {
        HolderKind::Document
    } else if words.anonymous.contains(&lemma) {
        HolderKind::Anonymous
    } else if sector.map_or(is_body(entity), is_official) {
        HolderKind::Official
    } else {
        HolderKind::Person
    }
}

/// A body or state of which no sector is known speaks as an authority; rebels, parties and firms do not.
fn is_body(entity: Option<EntityKind>) -> bool {
    matches!(entity, Some(EntityKind::Org | EntityKind::Loc))
}

fn is_official(sector: Sector) -> bool {
    matches!(
        sector,
        Sector::Gov | Sector::Mil | Sector::Cop | Sector::Leg | Sector::Jud | Sector::Spy
    )
}

fn span_of(syntax: Syntax<'_>, words: &[TokenId]) -> Span {
    match (words.first(), words.last()) {
        (Some(&first), Some(&last)) => syntax.token(first).span.cover(syntax.token(last).span),
        _ => Span::new(0, 0),
    }
}

/// Speech in quotation marks whose speaker stands outside them, in the same paragraph.
pub(crate) fn quoted(text: &str, syntax: Syntax<'_>, trigger: TokenId) -> Option<Link> {
    let here = paragraph(text, syntax, trigger);
    let quotes = quote_spans(text, here);
    let quote = quotes.iter().find(|q| q.contains(syntax.token(trigger).span)).copied()?;
    let tokens = &syntax.ann.tokens;
    let begin = tokens.partition_point(|t| t.span.start() < here.start());
    let end = tokens.partition_point(|t| t.span.start() < here.end());
    let outside =
        (begin..end).filter(|&t| !quotes.iter().any(|q| q.overlaps(syntax.token(t).span)));
    let speakers = outside.filter(|&t| is_saying(syntax, t) && !syntax.agents(t).is_empty());
    let nearest = speakers.min_by_key(|&t| distance(syntax.token(t).span, quote))?;
    Some(Link { source: syntax.agents(nearest).into_iter().next(), cue: nearest, content: trigger })
}

fn is_saying(syntax: Syntax<'_>, t: TokenId) -> bool {
    syntax.is_verb(t)
        && syntax
            .lexicon
            .operators(OperatorKind::Verb, syntax.lemma(t), None)
            .any(|o| o.effect == Effect::Say)
}

fn distance(a: Span, b: Span) -> usize {
    a.start().saturating_sub(b.end()).max(b.start().saturating_sub(a.end()))
}

/// The lines of text around a token.
fn paragraph(text: &str, syntax: Syntax<'_>, t: TokenId) -> Span {
    let at = syntax.token(t).span;
    let start = text[..at.start()].rfind('\n').map_or(0, |p| p + 1);
    let end = text[at.end()..].find('\n').map_or(text.len(), |p| at.end() + p);
    Span::new(start, end)
}

/// Stretches between double quotation marks; a mark left open runs to the end of its paragraph.
fn quote_spans(text: &str, within: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in within.slice(text).char_indices() {
        let at = within.start() + at;
        match (c, open) {
            ('“' | '"' | '«' | '„', None) => open = Some(at),
            ('”' | '"' | '»', Some(start)) => {
                out.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    out.extend(open.map(|start| Span::new(start, within.end())));
    out
}

/// "According to NK News, … . **However**, the officials declined …": a sentence that a connective ties to an attributed one
/// in the same paragraph goes on in the same voice.
pub(crate) fn carried_over(text: &str, syntax: Syntax<'_>, trigger: TokenId) -> Option<Link> {
    let here = syntax.ann.sentences.partition_point(|s| s.tokens.end <= trigger);
    let sentence = syntax.ann.sentences.get(here)?;
    let before = syntax.ann.sentences.get(here.checked_sub(1)?)?;
    let first = sentence.tokens.start;
    let tied = is_connective(syntax.token(first).upos) || syntax.token(first).xpos == Xpos::Rb;
    if !tied || text[before.span.end()..sentence.span.start()].contains('\n') {
        return None;
    }
    before.tokens.clone().find_map(|t| according_to(syntax, t)).map(|(cue, source)| Link {
        source: Some(source),
        cue,
        content: trigger,
    })
}

fn according_to(syntax: Syntax<'_>, t: TokenId) -> Option<(TokenId, TokenId)> {
    let source = syntax.token(t).head.filter(|_| {
        matches!(syntax.lemma(t), "accord" | "according") && syntax.deprel(t) == Deprel::Case
    })?;
    Some((t, source))
}
