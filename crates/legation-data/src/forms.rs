//! Lemmas and UD features by form, learned from gold treebanks by `training/tables.py`.
//!
//! The files are sorted lines of text and are searched where they lie, by halving: nothing is built when the program starts.
//! Which table is asked in which order is the engine's affair (`annotate/lemmas.rs`).

/// A file of sorted lines: columns of the key, then the value.
#[derive(Clone, Copy, Debug)]
struct Table(&'static str);

const LEMMAS: Table = Table(include_str!("../data/lexicon/en/lemmas.tsv"));
const ENDINGS: Table = Table(include_str!("../data/lexicon/en/lemma_endings.tsv"));
const FEATS: Table = Table(include_str!("../data/lexicon/en/feats.tsv"));

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
    /// The lines without the comments at the top.
    fn body(self) -> &'static str {
        let mut text = self.0;
        while text.starts_with("# ") {
            text = text.split_once('\n').map_or("", |(_, rest)| rest);
        }
        text
    }

    /// What follows the key on the line that starts with it.
    fn value(self, key: &[&str]) -> Option<&'static str> {
        let text = self.body();
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let start = line_start(text, low.midpoint(high));
            let line = text[start..].split('\n').next().unwrap_or_default();
            match compare(line, key) {
                Ok(value) => return Some(value),
                Err(std::cmp::Ordering::Less) => low = start + line.len() + 1,
                Err(_) => high = start,
            }
        }
        None
    }
}

/// Where the line that holds a byte starts.
fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1)
}

/// The value of a line if its first columns are the key, else how the line compares with it.
fn compare<'t>(line: &'t str, key: &[&str]) -> Result<&'t str, std::cmp::Ordering> {
    let mut rest = line;
    for part in key {
        let (column, more) = rest.split_once('\t').unwrap_or((rest, ""));
        match column.cmp(part) {
            std::cmp::Ordering::Equal => rest = more,
            other => return Err(other),
        }
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_line_is_found() {
        for (table, columns) in [(LEMMAS, 2), (ENDINGS, 3), (FEATS, 3)] {
            let mut last: Vec<&str> = Vec::new();
            for line in table.body().lines() {
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
        for line in ENDINGS.body().lines() {
            let key: Vec<&str> = line.split('\t').collect();
            assert!(lemma_rule(key[0], key[1], key[2]).is_some(), "{line}");
        }
    }
}
