//! Lemmas and UD features by form, learned from gold treebanks by `training/tables.py`.
//!
//! The files are sorted lines of text and are searched where they lie, by halving; only the places of the lines are noted.
//! Which table is asked in which order is the engine's affair (`annotate/lemmas.rs`).

use std::sync::{LazyLock, OnceLock};

/// A file of sorted lines: columns of the key, then the value; and where its lines start, found on first use.
#[derive(Debug)]
struct Table {
    text: &'static str,
    starts: OnceLock<Vec<usize>>,
}

static LEMMAS: Table = Table::new(include_str!("../data/lexicon/en/lemmas.tsv"));
static ENDINGS: Table = Table::new(include_str!("../data/lexicon/en/lemma_endings.tsv"));
static FEATS: Table = Table::new(include_str!("../data/lexicon/en/feats.tsv"));

static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/lexicon/en/verbs.txt").lines();
    lines.filter(|l| !l.starts_with('#')).collect()
});

/// Whether the word is the base form of a verb that the treebanks or PETRARCH2's dictionary know.
pub fn is_base_verb(word: &str) -> bool {
    VERBS.binary_search(&word).is_ok()
}

/// How the lemma is made from a form: change of case, characters to strip from its end, characters to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LemmaRule {
    /// What happens to the letters first.
    pub case: LemmaCase,
    /// How many characters go from the end.
    pub strip: usize,
    /// What is put there.
    pub add: &'static str,
}

/// The change of case in a [`LemmaRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LemmaCase {
    /// To lower case.
    Lower,
    /// As it stands.
    Keep,
    /// First letter to upper case, the others to lower case.
    Title,
}

/// The lemma of a form that has a line of its own under that Penn tag.
pub fn lemma_of(form: &str, xpos: &str) -> Option<&'static str> {
    LEMMAS.value(&[form, xpos])
}

/// The rule for a Penn tag, a class of letter case (`l T U M d`, see `training/tables.py`) and an ending in lower case.
pub fn lemma_rule(xpos: &str, case: &str, ending: &str) -> Option<LemmaRule> {
    let value = ENDINGS.value(&[xpos, case, ending])?;
    let mut parts = value.splitn(3, ' ');
    let case = match parts.next()? {
        "L" => LemmaCase::Lower,
        "K" => LemmaCase::Keep,
        _ => LemmaCase::Title,
    };
    let strip = parts.next()?.parse().ok()?;
    Some(LemmaRule { case, strip, add: parts.next().unwrap_or_default() })
}

/// The features of a pair of tags under a key: `=form`, `~ending`, a shape of figures, or nothing.
pub fn feats_of(upos: &str, xpos: &str, key: &str) -> Option<&'static str> {
    FEATS.value(&[upos, xpos, key])
}

impl Table {
    const fn new(text: &'static str) -> Self {
        Self { text, starts: OnceLock::new() }
    }

    /// The lines without the comments at the top.
    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().skip_while(|l| l.starts_with("# "))
    }

    /// Where the lines start, in order.
    fn starts(&self) -> &[usize] {
        let place = |line: &str| line.as_ptr().addr() - self.text.as_ptr().addr();
        self.starts.get_or_init(|| self.lines().map(place).collect())
    }

    /// What follows the key on the line that starts with it.
    fn value(&self, key: &[&str]) -> Option<&'static str> {
        // A tab sorts before all that a column may hold, so lines stand in the order of their keys.
        let key = key.iter().flat_map(|part| [part, "\t"]).collect::<String>();
        let starts = self.starts();
        let at = starts.partition_point(|&start| self.text.as_bytes()[start..] < *key.as_bytes());
        let rest = self.text.get(*starts.get(at)?..)?.strip_prefix(key.as_str())?;
        rest.split('\n').next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_line_is_found() {
        for (table, columns) in [(&LEMMAS, 2), (&ENDINGS, 3), (&FEATS, 3)] {
            let mut last: Vec<&str> = Vec::new();
            for line in table.lines() {
                let all: Vec<&str> = line.split('\t').collect();
                assert_eq!(all.len(), columns + 1, "{line}");
                assert!(last.as_slice() < &all[..columns], "not sorted: {line}");
                assert_eq!(table.value(&all[..columns]), Some(all[columns]), "{line}");
                last = all[..columns].to_vec();
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for form in ["", "zzzzzz", "!", "\u{10FFFF}", "went\tVBD"] {
            assert_eq!(lemma_of(form, "VBX"), None);
        }
        assert_eq!(feats_of("NOUN", "NNS", ""), Some("Number=Plur"));
    }

    #[test]
    fn every_rule_can_be_read() {
        for line in ENDINGS.lines() {
            let key: Vec<&str> = line.split('\t').collect();
            assert!(lemma_rule(key[0], key[1], key[2]).is_some(), "{line}");
        }
    }
}
