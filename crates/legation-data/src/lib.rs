//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod codebook;
mod lexicon;
mod pages;
pub mod models;
mod plover;
mod time;

pub use codebook::{Codebook, Example, Mode, Requires, Rule, Trigger, TriggerKind, TypeFile, codebook};
pub use lexicon::{CorefWords, Directions, Effect, HolderWords, Lexicon, LightSubject, Operator, OperatorKind, coref_words, holder_words, lexicon};
pub use pages::{
    Containers, Furniture, PageMetadata, Phrases, Weights, furniture, is_function_word, month_number, page_metadata,
};
pub use plover::{EventType, Quad, Sector};
pub use time::{Holiday, Part, Phrase, PhraseKind, TimeLexicon, TimeUnit, TimeWord};

/// Version of the codebook files, stamped on every claim.
pub const CODEBOOK_VERSION: &str = "0.1.0";

/// Version of the other data, stamped on every claim.
pub const DATA_VERSION: &str = "0.1.0";
