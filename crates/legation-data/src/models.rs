//! The weights of the encoder and what belongs to them (docs/MODEL.md).

/// `encoder.safetensors`.
pub const ENCODER: &[u8] = include_bytes!("../data/models/encoder.safetensors");

/// The pieces, one a line.
pub const VOCABULARY: &str = include_str!("../data/models/vocab.txt");

/// The names that the encoder is told of.
pub const NAMES: &str = include_str!("../data/lexicon/en/names.tsv");
