//! Bytes inside, code points outside: the one place where offsets are converted.

use crate::Span;

/// Converts byte offsets of one text to code points.
pub(crate) struct Offsets {
    /// Byte offset of every code point, or empty for ASCII text, where both are the same.
    starts: Vec<usize>,
    base: usize,
}

impl Offsets {
    /// For spans into `text` that are to be told from byte `base` on (the start of the body behind its title).
    pub(crate) fn new(text: &str, base: usize) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(i, _)| i).collect()
        };
        let mut out = Self { starts, base: 0 };
        out.base = out.point(base);
        out
    }

    fn point(&self, byte: usize) -> usize {
        if self.starts.is_empty() { byte } else { self.starts.partition_point(|&s| s < byte) }
    }

    /// `[start, end]` in code points, counted from the base.
    pub(crate) fn pair(&self, span: Span) -> [usize; 2] {
        [
            self.point(span.start()).saturating_sub(self.base),
            self.point(span.end()).saturating_sub(self.base),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_from_the_base() {
        let text = "Tïtle\n\nSéoul said";
        let offsets = Offsets::new(text, text.find("Séoul").unwrap());
        let said = text.find("said").unwrap();
        assert_eq!(offsets.pair(Span::new(said, said + 4)), [6, 10]);
    }

    #[test]
    fn ascii_needs_no_table() {
        assert_eq!(Offsets::new("abc def", 0).pair(Span::new(4, 7)), [4, 7]);
    }
}
