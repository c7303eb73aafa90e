//! PLOVER's contexts and the words that show them.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const FILE: &str = include_str!("../data/lexicon/en/contexts.toml");

/// The words that show a context, as lemmas in lower case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextWords {
    /// One is enough.
    pub strong: BTreeSet<String>,
    /// Two different ones are needed.
    pub weak: BTreeSet<String>,
}

static CONTEXTS: LazyLock<BTreeMap<String, ContextWords>> =
    LazyLock::new(|| toml::from_str(FILE).expect("the shipped file is read by a test"));

/// The contexts that these lemmas show, by name.
pub fn contexts(lemmas: &BTreeSet<String>) -> impl Iterator<Item = &'static str> {
    let shown = |words: &&ContextWords| {
        words.strong.iter().any(|w| lemmas.contains(w))
            || words.weak.iter().filter(|w| lemmas.contains(*w)).count() > 1
    };
    let names: Vec<&'static str> =
        CONTEXTS.iter().filter(|(_, w)| shown(w)).map(|(name, _)| name.as_str()).collect();
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&'static str> {
        contexts(&text.split(' ').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn there_are_the_contexts_of_the_manual() {
        assert_eq!(CONTEXTS.len(), 37);
    }

    #[test]
    fn one_strong_word_or_two_weak_ones_show_a_context() {
        assert_eq!(of("the ambassador leave"), ["diplomatic"]);
        assert_eq!(of("raise a tax"), Vec::<&str>::new());
        assert_eq!(of("raise a tax on the bank"), ["economic"]);
    }
}
