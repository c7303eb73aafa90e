//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod codebook;
mod lexicon;
mod plover;
mod time;

pub use codebook::{Codebook, Example, Mode, Requires, Rule, Trigger, TriggerKind, TypeFile, codebook};
pub use lexicon::{CorefWords, Directions, Effect, HolderWords, Lexicon, LightSubject, Operator, OperatorKind, coref_words, holder_words, lexicon};
pub use plover::{EventType, Quad, Sector};
pub use time::{Holiday, Part, Phrase, PhraseKind, TimeLexicon, TimeUnit, TimeWord};
