//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod plover;
mod time;

pub use plover::{EventType, Quad, Sector};
pub use time::{Holiday, Part, Phrase, PhraseKind, TimeLexicon, TimeUnit, TimeWord};
