//! The weights of the encoder and what belongs to them (docs/MODEL.md).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `encoder.safetensors`.
pub const ENCODER: &[u8] = include_bytes!("../data/models/encoder.safetensors");

/// The pieces, one a line.
pub const VOCABULARY: &str = include_str!("../data/models/vocab.txt");

/// The names that the encoder is told of.
pub const NAMES: &str = include_str!("../data/lexicon/en/names.tsv");

static GIVEN: LazyLock<Vec<&str>> =
    LazyLock::new(|| NAMES.lines().filter_map(|l| l.strip_prefix("given\t")).collect());

/// Whether the lower-case word is a given name that the encoder is told of.
pub fn is_given_name(word: &str) -> bool {
    GIVEN.binary_search(&word).is_ok()
}

static CONFIDENCE: LazyLock<BTreeMap<String, f32>> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/models/confidence.toml"))
        .expect("the shipped weights are read by a test")
});

/// Weights of the signals of a claim's confidence, by name; `base` is the constant and `least` the confidence below which a claim is
/// left out.
pub fn confidence() -> &'static BTreeMap<String, f32> {
    &CONFIDENCE
}

static RELATE: LazyLock<BTreeMap<String, f32>> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/models/relate.toml"))
        .expect("the shipped weights are read by a test")
});

/// Weights of the three voices that say what passes between two sides that are known: `pair`, `readings`, `rules`.
pub fn relate() -> &'static BTreeMap<String, f32> {
    &RELATE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_are_sorted_and_found() {
        assert!(GIVEN.is_sorted() && GIVEN.len() > 100);
        assert!(is_given_name("john") && !is_given_name("minister"));
    }

    #[test]
    fn the_weights_of_confidence_read() {
        assert!(confidence().contains_key("base") && confidence().contains_key("least"));
        assert!(["pair", "readings", "rules"].iter().all(|v| relate().contains_key(*v)));
    }
}
