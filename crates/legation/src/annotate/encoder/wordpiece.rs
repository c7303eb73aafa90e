//! Word pieces, as BERT's uncased tokeniser cuts them.
//!
//! In: one word of the sentence. Out: the ids of its pieces, never none. The steps, in order:
//!
//! 1. normalise: without control characters and combining marks, lower-cased;
//! 2. cut at white space, and around every punctuation character and CJK ideograph;
//! 3. cover each run with the longest pieces that the vocabulary has, from the left; what cannot be covered is `[UNK]`.

use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::error::ModelError;
use super::index::{TextIndex, lines};

/// A run of more characters is `[UNK]`.
const LONGEST_RUN: usize = 100;

/// The id of a piece: its line in the vocabulary.
pub(super) type PieceId = u32;

/// The vocabulary, ready for use.
pub(super) struct WordPiece {
    /// Pieces that begin a run.
    first: TextIndex,
    /// Pieces that continue one, without their `##`.
    next: TextIndex,
    /// Bytes of the longest piece.
    longest: usize,
    /// Number of pieces.
    size: usize,
    unknown: PieceId,
    /// `[CLS]`, which stands before the first word.
    pub(super) start: PieceId,
    /// `[SEP]`, which stands behind the last.
    pub(super) end: PieceId,
}

impl WordPiece {
    /// Reads a vocabulary: a piece a line, in the order of the ids.
    pub(super) fn new(vocabulary: &str) -> Result<Self, ModelError> {
        let text: Arc<str> = vocabulary.into();
        let size = text.lines().count();
        let (mut first, mut next) =
            (TextIndex::new(text.clone(), size), TextIndex::new(text.clone(), size / 4));
        let mut longest = 0;
        for (id, (range, line)) in lines(&text).enumerate() {
            let (index, range) = match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut next, range.start + 2..range.end),
                _ => (&mut first, range),
            };
            longest = longest.max(range.len());
            if let Some(number) = index.entry(range) {
                *number = id as PieceId;
            }
        }
        let special = |name| first.get(name).ok_or_else(|| ModelError::vocabulary(name));
        let (unknown, start, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Self { first, next, longest, size, unknown, start, end })
    }

    /// Number of pieces in the vocabulary.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Appends the pieces of a word, at least one.
    pub(super) fn cut(&self, word: &str, pieces: &mut Vec<PieceId>) {
        let before = pieces.len();
        let normal = normalise(word);
        for run in runs(&normal) {
            self.cover(&normal[run], pieces);
        }
        if pieces.len() == before {
            pieces.push(self.unknown);
        }
    }

    /// Appends the pieces that cover a run, or one `[UNK]`.
    fn cover(&self, run: &str, pieces: &mut Vec<PieceId>) {
        let before = pieces.len();
        let mut rest = run;
        if run.len() > LONGEST_RUN && run.chars().count() > LONGEST_RUN {
            rest = "";
            pieces.push(self.unknown);
        }
        while !rest.is_empty() {
            let index = if rest.len() == run.len() { &self.first } else { &self.next };
            let Some((id, length)) = self.longest_piece(index, rest) else {
                pieces.truncate(before);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            rest = &rest[length..];
        }
    }

    /// The longest piece that `text` begins with, and its length.
    fn longest_piece(&self, index: &TextIndex, text: &str) -> Option<(PieceId, usize)> {
        (1..=self.longest.min(text.len()))
            .rev()
            .filter(|&length| text.is_char_boundary(length))
            .find_map(|length| Some((index.get(&text[..length])?, length)))
    }
}

/// The word without control characters and combining marks, lower-cased.
fn normalise(word: &str) -> String {
    let is_space = |c: char| matches!(c, '\t' | '\n' | '\r');
    if word.is_ascii() {
        let mut normal = word.to_ascii_lowercase();
        normal.retain(|c| !c.is_ascii_control() || is_space(c));
        return normal;
    }
    let kept = word.chars().filter(|&c| {
        is_space(c)
            || (c.general_category_group() != GeneralCategoryGroup::Other
                && c != char::REPLACEMENT_CHARACTER)
    });
    let bare: String =
        kept.nfd().filter(|c| c.general_category() != GeneralCategory::NonspacingMark).collect();
    bare.to_lowercase()
}

/// The runs of a text: what stands between white space, and each character that stands alone.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        rest += text[rest..].len() - text[rest..].trim_start().len();
        let first = text[rest..].chars().next()?;
        let length = if stands_alone(first) {
            first.len_utf8()
        } else {
            text[rest..]
                .find(|c: char| c.is_whitespace() || stands_alone(c))
                .unwrap_or(text.len() - rest)
        };
        rest += length;
        Some(rest - length..rest)
    })
}

fn stands_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    is_ideograph(c) || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// The blocks that BERT's tokeniser counts as CJK ideographs; Kana and Hangul are not among them.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2ceaf}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nu\n.\ns\nre\n-\nengage\n##d\ncafe\n平\n壤\nab\na\n##b\n##c\nnaive\nᄉ\n##ᅥ";

    #[track_caller]
    fn check(word: &str, expected: &str) {
        let wordpiece = WordPiece::new(VOCABULARY).expect("a vocabulary");
        let lines: Vec<&str> = VOCABULARY.lines().collect();
        let mut pieces = Vec::new();
        wordpiece.cut(word, &mut pieces);
        let found: Vec<&str> = pieces.iter().map(|&id| lines[id as usize]).collect();
        assert_eq!(found.join(" "), expected, "{word:?}");
    }

    #[test]
    fn a_word_is_covered_by_the_longest_pieces() {
        check("engaged", "engage ##d");
        check("abc", "ab ##c");
        check("ABB", "ab ##b");
        check("abbb", "ab ##b ##b");
    }

    #[test]
    fn one_gap_spoils_the_run() {
        check("abx", "[UNK]");
        check("abx-ab", "[UNK] - ab");
    }

    #[test]
    fn punctuation_stands_alone() {
        check("U.S.", "u . s .");
        check("re-engage", "re - engage");
        check("—", "[UNK]");
        check("ab…", "ab [UNK]");
    }

    #[test]
    fn accents_go() {
        check("Café", "cafe");
        check("cafe\u{301}", "cafe");
        check("naïve", "naive");
    }

    #[test]
    fn ideographs_stand_alone_and_hangul_does_not() {
        check("平壤", "平 壤");
        check("서", "ᄉ ##ᅥ");
        check("서울", "[UNK]");
    }

    #[test]
    fn a_word_of_nothing_is_unknown() {
        for word in ["", " ", "\u{0}", "\u{200b}", "\u{301}", "\u{fffd}", "😀", "👩‍👩‍👧"]
        {
            check(word, "[UNK]");
        }
    }

    #[test]
    fn control_characters_vanish_and_spaces_part() {
        check("a\u{0}b", "ab");
        check("a\u{ad}b", "ab");
        check("a\tb", "a [UNK]");
        check("a a", "a a");
    }

    #[test]
    fn a_run_of_over_a_hundred_characters_is_unknown() {
        check(&"a".repeat(200), "[UNK]");
        check(&format!("a{}", "b".repeat(99)), &format!("ab{}", " ##b".repeat(98)));
        check(&format!("a{}", "b".repeat(100)), "[UNK]");
    }

    #[test]
    fn a_vocabulary_needs_its_special_pieces() {
        assert!(WordPiece::new("[UNK]\n[CLS]\nword").is_err());
    }
}
