//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

pub mod actors;
mod cameo;
pub mod codebook;
mod contexts;
mod forms;
mod lexicon;
pub mod models;
pub mod names;
mod pages;
pub mod places;
mod plover;
mod time;
mod words;

pub use cameo::cameo;
pub use codebook::{
    Codebook, Example, Mode, Requires, Rule, Strangers, Trigger, TriggerKind, TypeFile, codebook,
};
pub use contexts::{ContextWords, contexts};
pub use forms::{LemmaCase, LemmaRule, feats_of, is_base_verb, lemma_of, lemma_rule};
pub use lexicon::{
    CorefWords, Directions, Effect, Field, HolderWords, Lexicon, LightSubject, Operator,
    OperatorKind, coref_words, discards, holder_words, lexicon,
};
pub use pages::{
    Containers, Furniture, PageMetadata, Phrases, Weights, furniture, is_function_word,
    month_number, page_metadata,
};
pub use plover::{EventType, Quad, Sector, modes};
pub use time::{Holiday, Part, Phrase, PhraseKind, TimeLexicon, TimeUnit, TimeWord};
pub use words::{Abbreviation, Words, words};

/// Version of the codebook files, stamped on every claim.
pub const CODEBOOK_VERSION: &str = "0.1.0";

/// Version of the other data, stamped on every claim.
pub const DATA_VERSION: &str = "0.1.0";

/// The name of a country or body by its code, as a desk would print it.
pub fn country_name(code: &str) -> Option<&'static str> {
    actors::actors().countries.iter().find(|c| c.code == code).map(|c| c.name.as_str())
}
