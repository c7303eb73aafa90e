//! From text to the words that the grammar reads, and the filter that passes over text without any word of time.

use crate::Span;
use legation_data::{TimeLexicon, TimeWord};
use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A whole number and how many digits it has; `None` where it has commas or a fraction.
    Number(Option<(i64, usize)>),
    Mark,
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    /// What it means, if it has to do with time.
    pub(super) word: Option<&'static TimeWord>,
}

impl Token<'_> {
    /// Whether it is that word, whatever its case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it begins with a capital letter.
    pub(super) fn capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The pieces of the text, between blank lines, in which an expression may stand.
pub(super) fn pieces(text: &str, lexicon: &TimeLexicon) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut found, mut start, mut at, mut hit) = (Vec::new(), 0, 0, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() && !hit {
            let length = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            hit = lexicon.anchors(&bytes[at..at + length]);
            at += length;
        } else if byte == b'\n' && bytes.get(at + 1) == Some(&b'\n') {
            found.extend(hit.then_some(start..at));
            (start, hit, at) = (at + 2, false, at + 2);
        } else {
            hit |= byte.is_ascii_digit();
            at += 1;
        }
    }
    found.extend(hit.then_some(start..bytes.len()));
    found
}

/// The tokens of one piece.
pub(super) fn tokens<'t>(
    text: &'t str,
    range: Range<usize>,
    lexicon: &'static TimeLexicon,
) -> Vec<Token<'t>> {
    let mut tokens = Vec::with_capacity(range.len() / 5);
    let (mut at, mut spaced) = (range.start, true);
    while let Some(first) = text[at..range.end].chars().next() {
        if first.is_whitespace() {
            (at, spaced) = (at + first.len_utf8(), true);
            continue;
        }
        let rest = &text[at..range.end];
        let (length, kind) = measure(rest, first);
        let piece = &rest[..length];
        let word = lexicon.word(piece);
        tokens.push(Token { text: piece, span: Span::new(at, at + length), kind, spaced, word });
        (at, spaced) = (at + length, false);
    }
    tokens
}

/// How long the token is that begins here, and what it is.
fn measure(rest: &str, first: char) -> (usize, Kind) {
    if first.is_ascii_digit() {
        return number(rest);
    }
    if !first.is_alphabetic() {
        return (first.len_utf8(), Kind::Mark);
    }
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    (if length == 1 { initials(rest) } else { length }, Kind::Word)
}

/// "a.m." and "U.S." are one word.
fn initials(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 1;
    while bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphabetic)
    {
        end += 2;
    }
    if end > 1 && bytes.get(end) == Some(&b'.') {
        return end + 1;
    }
    if end > 1 { end } else { rest.chars().next().map_or(0, char::len_utf8) }
}

fn number(rest: &str) -> (usize, Kind) {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let mut end = whole;
    while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    while bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    let value = if end == whole { rest[..end].parse().ok().map(|n| (n, whole)) } else { None };
    (end, Kind::Number(value))
}
