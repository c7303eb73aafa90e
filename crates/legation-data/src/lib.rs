//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod forms;
mod plover;
mod words;

pub use forms::{LemmaCase, LemmaRule, feats_of, lemma_of, lemma_rule};
pub use plover::{EventType, Quad, Sector};
pub use words::{Abbreviation, Words, words};
