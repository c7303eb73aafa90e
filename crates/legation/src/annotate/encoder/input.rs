//! From words to what the trunk reads.
//!
//! In: the words of a sentence. Out: one [`Part`] or, for a sentence of more pieces than the model has positions, several,
//! cut between words. Nothing is too long or too odd: an endless word keeps its first pieces.

use std::ops::Range;

use super::features::{Features, Names};
use super::wordpiece::{PieceId, WordPiece};

/// Pieces of a part without `[CLS]` and `[SEP]`: the model has 512 positions.
const MOST_PIECES: usize = 510;
/// Positions of the model.
pub(super) const POSITIONS: usize = MOST_PIECES + 2;

/// A sentence, or as much of it as the model can see at once.
pub(super) struct Part {
    /// Which sentence of the batch it belongs to.
    pub(super) sentence: usize,
    /// `[CLS]`, the pieces of the words, `[SEP]`.
    pub(super) pieces: Vec<PieceId>,
    /// For each word its place among `pieces`.
    pub(super) words: Vec<Range<usize>>,
    /// For each word what the embedding adds to its pieces.
    pub(super) features: Vec<Features>,
}

/// Cuts a sentence into pieces and parts, and appends those.
pub(super) fn prepare(
    sentence: usize,
    words: &[&str],
    wordpiece: &WordPiece,
    names: &Names,
    parts: &mut Vec<Part>,
) {
    let begin = || Part {
        sentence,
        pieces: vec![wordpiece.start],
        words: Vec::new(),
        features: Vec::new(),
    };
    let mut part = begin();
    let mut pieces = Vec::new();
    for (word, features) in words.iter().zip(names.features(words)) {
        pieces.clear();
        wordpiece.cut(word, &mut pieces);
        pieces.truncate(MOST_PIECES);
        if part.pieces.len() + pieces.len() >= POSITIONS {
            part.pieces.push(wordpiece.end);
            parts.push(std::mem::replace(&mut part, begin()));
        }
        let start = part.pieces.len();
        part.pieces.extend(&pieces);
        part.words.push(start..part.pieces.len());
        part.features.push(features);
    }
    if !part.words.is_empty() {
        part.pieces.push(wordpiece.end);
        parts.push(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n.\n";

    fn parts_of(words: &[&str]) -> Vec<Part> {
        let wordpiece = WordPiece::new(VOCABULARY).expect("a vocabulary");
        let names = Names::new("", &[]).expect("no names");
        let mut parts = Vec::new();
        prepare(3, words, &wordpiece, &names, &mut parts);
        for part in &parts {
            assert_eq!(part.sentence, 3);
            assert_eq!((part.pieces[0], part.pieces.last()), (2, Some(&3)));
            assert!(part.pieces.len() <= POSITIONS, "{} pieces", part.pieces.len());
            assert_eq!(part.words.len(), part.features.len());
            assert_eq!(part.words.first().map(|word| word.start), Some(1));
            assert_eq!(part.words.last().map(|word| word.end + 1), Some(part.pieces.len()));
            assert!(
                part.words.windows(2).all(|pair| pair[0].end == pair[1].start),
                "words follow each other"
            );
        }
        assert_eq!(parts.iter().map(|part| part.words.len()).sum::<usize>(), words.len());
        parts
    }

    #[test]
    fn no_words_no_parts() {
        assert!(parts_of(&[]).is_empty());
    }

    #[test]
    fn a_sentence_is_one_part() {
        let parts = parts_of(&["a", "a.a", "😀"]);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].pieces, [2, 4, 4, 5, 4, 1, 3]);
    }

    #[test]
    fn a_full_part_is_not_cut() {
        assert_eq!(parts_of(&["a"; 510]).len(), 1);
        assert_eq!(parts_of(&["a"; 511]).len(), 2);
    }

    #[test]
    fn a_cut_falls_between_words() {
        let parts = parts_of(&["a.a"; 400]);
        assert_eq!(parts.iter().map(|part| part.words.len()).collect::<Vec<_>>(), [170, 170, 60]);
    }

    #[test]
    fn an_endless_word_keeps_its_beginning() {
        let endless = ".".repeat(10_000);
        assert_eq!(parts_of(&["a", &endless, "a"]).len(), 3);
    }
}
