//! The words of a phrase around its head.

use super::participants::Participants;
use super::syntax::Syntax;
use crate::Span;
use crate::annotate::{Deprel, EntityKind, TokenId, Upos, Xpos};

impl Participants<'_> {
    /// The words of a phrase around its head: determiners, modifiers, name parts, "of …".
    pub(crate) fn phrase(&self, head: TokenId) -> Span {
        let (first, last) = self.extent(head);
        self.syntax.token(first).span.cover(self.syntax.token(last).span)
    }

    /// The words of a span, parted by spaces.
    pub(super) fn words(&self, span: Span) -> String {
        let inside = self.syntax.ann.tokens.iter().filter(|t| span.contains(t.span));
        inside.map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// First and last token of the phrase.
    pub(super) fn extent(&self, head: TokenId) -> (TokenId, TokenId) {
        let entity = self.syntax.ann.entity_at(head).map_or(head..head + 1, |e| e.tokens.clone());
        let (mut first, mut last) = (entity.start.min(head), (entity.end - 1).max(head));
        let mut stack = vec![head];
        while let Some(t) = stack.pop() {
            for child in self.syntax.ann.children(t).filter(|&c| self.belongs(c, t)) {
                first = first.min(child);
                last = last.max(child);
                stack.push(child);
            }
        }
        (first, last)
    }

    fn belongs(&self, child: TokenId, parent: TokenId) -> bool {
        match self.syntax.deprel(child) {
            Deprel::Amod
            | Deprel::Compound
            | Deprel::Flat
            | Deprel::NmodPoss
            | Deprel::NmodDesc
            | Deprel::Nummod
            | Deprel::Det
            | Deprel::Goeswith
            | Deprel::Fixed => child.abs_diff(parent) <= 12,
            Deprel::Case => self.syntax.token(child).xpos == Xpos::Pos,
            Deprel::Punct => self.syntax.token(child).xpos == Xpos::Hyph,
            Deprel::Appos => self.is_name_behind(child, parent),
            Deprel::Nmod => self.syntax.case(child).as_deref() == Some("of") && child > parent,
            _ => false,
        }
    }

    /// "envoy **Anna Weber**": a name that no comma parts from its title.
    fn is_name_behind(&self, child: TokenId, parent: TokenId) -> bool {
        let name = self.syntax.ann.entity_at(child).filter(|e| e.kind == EntityKind::Per);
        name.is_some_and(|e| {
            e.tokens.start > parent && self.syntax.token(e.tokens.start - 1).upos != Upos::Punct
        })
    }

    pub(super) fn span_without_article(&self, first: TokenId, last: TokenId) -> Span {
        let start = if self.syntax.token(first).upos == Upos::Det && first < last {
            first + 1
        } else {
            first
        };
        self.syntax.token(start).span.cover(self.syntax.token(last).span)
    }
}

/// The word of a name that its other words hang on.
pub(super) fn head_of(syntax: Syntax<'_>, tokens: std::ops::Range<TokenId>) -> TokenId {
    let outside = |t: &TokenId| syntax.token(*t).head.is_none_or(|h| !tokens.contains(&h));
    tokens.clone().find(outside).unwrap_or(tokens.start)
}
