//! From text to sentences of tokens, by rules, as UD English (EWT, GUM) cuts them.
//!
//! In: any text. Out: sentences in text order, each with the spans of its tokens: in order, without overlap, on character
//! boundaries, never empty. Steps: blocks ([`super::sentences`]), chunks between white space, tokens within a chunk
//! ([`chunk`]), sentences over the tokens of a block. Which abbreviations, contractions, prefixes and units exist is data
//! ([`legation_data::words`]); the rules here know only shapes.

mod chunk;
mod shapes;

use super::sentences;
use crate::Span;
use chunk::Chunk;

/// A sentence before any analysis: its characters and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// From the first character of the first token to the last of the last.
    pub span: Span,
    /// The tokens, in order; never empty.
    pub tokens: Vec<Span>,
}

/// The sentences of a text with their tokens.
///
/// ```
/// let text = "Gen. Lee can't go. He's in the U.S.";
/// let sentences = legation::annotate::segment(text);
/// let words: Vec<_> = sentences[0].tokens.iter().map(|t| t.slice(text)).collect();
/// assert_eq!(words, ["Gen.", "Lee", "ca", "n't", "go", "."]);
/// assert_eq!(sentences.len(), 2);
/// ```
pub fn segment(text: &str) -> Vec<RawSentence> {
    let mut out = Vec::new();
    let mut tokens = Vec::new();
    for block in sentences::blocks(text) {
        tokens.clear();
        tokenise(text, block, &mut tokens);
        for range in sentences::split(text, &tokens) {
            if let [first, .., last] | [first @ last] = &tokens[range.clone()] {
                let span = first.cover(*last);
                out.push(RawSentence { span, tokens: tokens[range].to_vec() });
            }
        }
    }
    out
}

/// Appends the tokens of a block.
fn tokenise(text: &str, block: Span, out: &mut Vec<Span>) {
    let mut chunks = chunks(text, block).peekable();
    while let Some(span) = chunks.next() {
        let next = chunks.peek().and_then(|s| s.slice(text).chars().next());
        Chunk { text, start: span.start(), end: span.end(), next }.scan(out);
    }
}

/// Whether a character only parts tokens: white space, controls, marks of zero width.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// The stretches between gaps.
fn chunks(text: &str, block: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = block.start();
    std::iter::from_fn(move || {
        let rest = &text[at..block.end()];
        let start = at + rest.find(|c| !is_gap(c))?;
        let rest = &text[start..block.end()];
        at = rest.find(is_gap).map_or(block.end(), |n| start + n);
        Some(Span::new(start, at))
    })
}

#[cfg(test)]
mod tests;
