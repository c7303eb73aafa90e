//! What news pages look like: phrases of their furniture, the weights of the line scorer, names of their metadata.
//!
//! In: `data/lexicon/en/{furniture,months}.toml`, `function_words.tsv`, `data/pages/metadata.toml`, read once. Out: typed
//! views. Matching and deciding is the engine's.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Phrases that mark a line; see the head of `furniture.toml` for how each list is matched.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phrases {
    /// The line is this.
    pub whole: BTreeSet<String>,
    /// The line begins so.
    pub starts: Vec<String>,
    /// The line ends so.
    pub ends: Vec<String>,
    /// The line holds this.
    pub contains: Vec<String>,
    /// Longer lines are not matched at all; 0 for no such limit.
    pub most_words: usize,
}

/// Class and id words of elements that hold furniture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Containers {
    /// Elements with authors' names.
    pub byline: BTreeSet<String>,
    /// Elements with the text of a picture.
    pub caption: BTreeSet<String>,
    /// Elements with other articles.
    pub related: BTreeSet<String>,
    /// Elements with anything else that is no article.
    pub boilerplate: BTreeSet<String>,
}

/// What speaks for and against a line being body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Each word.
    pub word: f64,
    /// Words beyond these add nothing.
    pub most_words: usize,
    /// Ends like a sentence.
    pub sentence: f64,
    /// Ends like a sentence but is short.
    pub short_sentence: f64,
    /// Does not end like a sentence.
    pub fragment: f64,
    /// Hardly any function words.
    pub few_function_words: f64,
    /// Capitalised like a headline.
    pub title_case: f64,
    /// Known furniture.
    pub furniture: f64,
    /// Mostly link text.
    pub linked: f64,
    /// Within the candidate.
    pub inside: f64,
    /// Outside the candidate.
    pub outside: f64,
    /// A line outside the candidate that is no body costs a run this much.
    pub between: f64,
}

/// The furniture of news pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// Longest line, in words, that `starts` may mark.
    pub starts_words: usize,
    /// Longest line, in words, that `ends` may mark.
    pub ends_words: usize,
    /// Longest line, in words, that `contains` may mark.
    pub contains_words: usize,
    /// Who wrote it.
    pub byline: Phrases,
    /// Texts and credits of pictures.
    pub caption: Phrases,
    /// Heads of lists of other articles.
    pub related: Phrases,
    /// Share bars, notices, prompts, menus.
    pub boilerplate: Phrases,
    /// Words in class names.
    pub containers: Containers,
    /// The line scorer.
    pub weights: Weights,
}

/// Names under which pages give their metadata, in order of trust.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageMetadata {
    /// Names of the title.
    pub title: Vec<String>,
    /// Names of the outlet.
    pub site: Vec<String>,
    /// Names of the authors.
    pub author: Vec<String>,
    /// Names of the lead picture.
    pub image: Vec<String>,
    /// Names of the language.
    pub language: Vec<String>,
    /// Names of the publication date.
    pub published: Vec<String>,
    /// Names of the date of the last change.
    pub modified: Vec<String>,
    /// Class and id words of elements that show the date.
    pub date_containers: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Months {
    months: Vec<Vec<String>>,
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/lexicon/en/furniture.toml"))
        .expect("shipped data, checked by a test")
});

static METADATA: LazyLock<PageMetadata> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/pages/metadata.toml"))
        .expect("shipped data, checked by a test")
});

static MONTHS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let file: Months = toml::from_str(include_str!("../data/lexicon/en/months.toml"))
        .expect("shipped data, checked by a test");
    file.months
});

static FUNCTION_WORDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/lexicon/en/function_words.tsv").lines();
    lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// The furniture of news pages.
pub fn furniture() -> &'static Furniture {
    &FURNITURE
}

/// Names under which pages give their metadata.
pub fn page_metadata() -> &'static PageMetadata {
    &METADATA
}

/// The number of the month of that English name or short form, in lower case and without a point.
pub fn month_number(name: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|forms| forms.iter().any(|form| form == name))?;
    i8::try_from(at + 1).ok()
}

/// Whether a word, in lower case, is an English function word.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read() {
        assert!(furniture().boilerplate.whole.contains("share this article"));
        assert!(page_metadata().published.iter().any(|name| name == "article:published_time"));
        assert_eq!(month_number("sept"), Some(9));
        assert_eq!(month_number("smarch"), None);
        assert!(is_function_word("whose") && !is_function_word("minister"));
    }

    #[test]
    fn lists_are_sorted_and_folded() {
        let f = furniture();
        for phrases in [&f.byline, &f.caption, &f.related, &f.boilerplate] {
            for list in [&phrases.starts, &phrases.ends, &phrases.contains] {
                assert!(list.is_sorted(), "not sorted: {list:?}");
                assert!(list.iter().all(|p| *p == p.to_lowercase()), "not lower case: {list:?}");
            }
        }
    }
}
