//! English spelling as the tokeniser and the sentence splitter need it: abbreviations, contractions, joined prefixes, units,
//! faces, words that open a sentence. Out of `data/lexicon/en/*.tsv`, read once, looked up by form.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// The files, by name; each says at its top what its columns mean.
const FILES: [(&str, &str); 7] = [
    ("abbreviations", include_str!("../data/lexicon/en/abbreviations.tsv")),
    ("clitics", include_str!("../data/lexicon/en/clitics.tsv")),
    ("joined", include_str!("../data/lexicon/en/joined.tsv")),
    ("units", include_str!("../data/lexicon/en/units.tsv")),
    ("starters", include_str!("../data/lexicon/en/starters.tsv")),
    ("emoticons", include_str!("../data/lexicon/en/emoticons.tsv")),
    ("addresses", include_str!("../data/lexicon/en/addresses.tsv")),
];

/// What may follow a word that keeps its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// More text, always: it ends no sentence (Mr., Gen., e.g.).
    Title,
    /// A figure; without one it is a plain word and a full stop (No., Art.).
    Number,
    /// Anything, the next sentence too (Inc., Jan.).
    Plain,
    /// The rest of its sentence; at the end of one the stop is a token of its own (etc.).
    Inner,
}

/// Spelling knowledge, looked up by form.
#[derive(Debug, Default)]
pub struct Words {
    abbreviations: HashMap<&'static str, Abbreviation>,
    words: HashMap<&'static str, Vec<usize>>,
    sets: HashMap<(&'static str, &'static str), HashSet<&'static str>>,
    suffixes: Vec<&'static str>,
    money: Vec<&'static str>,
    emoticons: HashSet<&'static str>,
    /// Length of the longest key of `words`.
    longest_word: usize,
}

/// The spelling knowledge of English.
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(Words::load)
}

/// The rows of a table: columns parted by tabs; lines that start with `# ` and empty lines are none.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with("# ")).map(|line| {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        (next(), next(), next())
    })
}

impl Words {
    fn load() -> Self {
        let mut out = Words::default();
        for (file, text) in FILES {
            for (form, kind, parts) in rows(text) {
                out.add(file, form, kind, parts);
            }
        }
        // Longest first, so that "n't" wins over a shorter suffix.
        out.suffixes.sort_by_key(|s| std::cmp::Reverse(s.len()));
        out.money.sort_by_key(|s| std::cmp::Reverse(s.len()));
        out.longest_word = out.words.keys().map(|w| w.len()).max().unwrap_or(0);
        out
    }

    fn add(
        &mut self,
        file: &'static str,
        form: &'static str,
        kind: &'static str,
        parts: &'static str,
    ) {
        match (file, kind) {
            ("abbreviations", _) => {
                if let Some(kind) = Abbreviation::parse(kind) {
                    self.abbreviations.insert(form, kind);
                }
            }
            ("clitics", "suffix") => self.suffixes.push(form),
            ("clitics", "word") => {
                self.words.insert(form, parts.split(' ').map(|p| p.chars().count()).collect());
            }
            ("units", "money") => self.money.push(form),
            ("emoticons", _) => {
                self.emoticons.insert(form);
            }
            _ => {
                self.sets.entry((file, kind)).or_default().insert(form);
            }
        }
    }

    fn has(&self, file: &'static str, kind: &'static str, form: &str) -> bool {
        self.sets.get(&(file, kind)).is_some_and(|set| set.contains(form))
    }

    /// The kind of abbreviation `form` is, full stop included; also of `GEN.` where only `Gen.` is known.
    pub fn abbreviation(&self, form: &str) -> Option<Abbreviation> {
        self.abbreviations.get(form).copied().or_else(|| self.shouted(form))
    }

    /// An abbreviation in capitals. Months and days (`SUN.`) are then as likely words: they want their figure.
    fn shouted(&self, form: &str) -> Option<Abbreviation> {
        let capitals = form.len() > 2 && form.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        if !capitals {
            return None;
        }
        let mut title = form.to_ascii_lowercase();
        title[..1].make_ascii_uppercase();
        match *self.abbreviations.get(title.as_str())? {
            Abbreviation::Title => Some(Abbreviation::Title),
            Abbreviation::Number | Abbreviation::Plain | Abbreviation::Inner => {
                Some(Abbreviation::Number)
            }
        }
    }

    /// The lengths in characters of the parts of a contraction written as one word; `form` in lower case, with `'`.
    pub fn parts(&self, form: &str) -> Option<&[usize]> {
        if form.len() > self.longest_word {
            return None;
        }
        self.words.get(form).map(Vec::as_slice)
    }

    /// What is cut from the end of a word (`'s`, `n't`), longest first, in lower case and with `'`.
    pub fn suffixes(&self) -> &[&'static str] {
        &self.suffixes
    }

    /// Whether a token may begin with an apostrophe thus (`'em`); in lower case and with `'`.
    pub fn is_lead(&self, form: &str) -> bool {
        self.has("clitics", "lead", form)
    }

    /// Whether a hyphen after `form` (lower case) joins.
    pub fn is_joined_prefix(&self, form: &str) -> bool {
        self.has("joined", "prefix", form)
    }

    /// Whether `form` (lower case) is one token in spite of its hyphen or slash.
    pub fn is_joined_word(&self, form: &str) -> bool {
        self.has("joined", "word", form)
    }

    /// Whether `form` is a unit that may be glued to a figure.
    pub fn is_unit(&self, form: &str) -> bool {
        self.has("units", "unit", form)
    }

    /// Whether `form` is a currency code that may be glued to a figure.
    pub fn is_currency_code(&self, form: &str) -> bool {
        self.has("units", "code", form)
    }

    /// Currency signs of several characters (`US$`), longest first.
    pub fn money(&self) -> &[&'static str] {
        &self.money
    }

    /// Whether `form` is a face such as `:-)`.
    pub fn is_emoticon(&self, form: &str) -> bool {
        self.emoticons.contains(form)
    }

    /// Whether a name with dots that ends in `form` (lower case) is a web address or a file.
    pub fn is_address_ending(&self, form: &str) -> bool {
        self.has("addresses", "domain", form) || self.has("addresses", "file", form)
    }

    /// Whether the capitalised `form` opens a sentence after an abbreviation.
    pub fn is_starter(&self, form: &str) -> bool {
        self.has("starters", "starter", form)
    }

    /// Whether `form` is a verb of saying that carries a sentence on after a quotation.
    pub fn is_reporting(&self, form: &str) -> bool {
        self.has("starters", "reporting", form)
    }
}

impl Abbreviation {
    fn parse(kind: &str) -> Option<Self> {
        match kind {
            "title" => Some(Self::Title),
            "number" => Some(Self::Number),
            "plain" => Some(Self::Plain),
            "inner" => Some(Self::Inner),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind that a file may use; a typing error in a file fails here.
    const KINDS: [(&str, &[&str]); 7] = [
        ("abbreviations", &["inner", "number", "plain", "title"]),
        ("clitics", &["suffix", "word", "lead"]),
        ("joined", &["prefix", "word"]),
        ("units", &["unit", "money", "code"]),
        ("starters", &["starter", "reporting"]),
        ("emoticons", &[""]),
        ("addresses", &["domain", "file"]),
    ];

    #[test]
    fn every_row_has_a_known_kind_and_stands_in_order() {
        for ((file, text), (name, kinds)) in FILES.into_iter().zip(KINDS) {
            assert_eq!(file, name);
            let all: Vec<_> = rows(text).collect();
            for row in &all {
                assert!(kinds.contains(&row.1) && !row.0.is_empty(), "{file}: {row:?}");
            }
            assert!(all.windows(2).all(|w| w[0] < w[1]), "{file} is not sorted");
        }
    }

    #[test]
    fn parts_spell_their_word() {
        for (form, kind, parts) in rows(FILES[1].1) {
            assert!(kind != "word" || parts.replace(' ', "") == form, "{form}");
        }
    }

    #[test]
    fn abbreviations_end_in_a_stop() {
        assert!(rows(FILES[0].1).all(|(form, ..)| form.ends_with('.')));
        assert_eq!(words().abbreviation("Gen."), Some(Abbreviation::Title));
        assert_eq!(words().abbreviation("GEN."), Some(Abbreviation::Title));
        assert_eq!(words().abbreviation("SEPT."), Some(Abbreviation::Number));
        assert_eq!(words().abbreviation("war."), None);
    }
}
