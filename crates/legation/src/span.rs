//! A place in a text: a half-open range of bytes, checked when it is made.

use std::ops::Range;

/// A half-open byte range into one text.
///
/// Invariant: `start <= end`. A span made by [`Span::of`] also lies inside its text on character boundaries, so that
/// slicing that text with it gives the words that were meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// A span from `start` to `end`; swapped ends give an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// A span that is known to lie inside `text` on character boundaries, or `None`.
    pub fn of(text: &str, start: usize, end: usize) -> Option<Self> {
        text.get(start..end).map(|_| Self { start, end })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words that it covers; empty where the text is not the one it was made for.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// As a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_the_words_it_was_made_for() {
        let text = "서울 — Séoul";
        let start = text.find("Séoul").unwrap();
        let span = Span::of(text, start, text.len()).unwrap();
        assert_eq!(span.slice(text), "Séoul");
    }

    #[test]
    fn refuses_half_a_character() {
        assert_eq!(Span::of("é", 0, 1), None);
        assert_eq!(Span::of("é", 0, 9), None);
    }

    #[test]
    fn covers_and_overlaps() {
        let (a, b) = (Span::new(2, 5), Span::new(4, 9));
        assert!(a.overlaps(b) && b.overlaps(a) && !a.contains(b));
        assert_eq!(a.cover(b), Span::new(2, 9));
        assert!(!Span::new(0, 2).overlaps(a));
    }
}
