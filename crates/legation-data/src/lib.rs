//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod plover;

pub use plover::{EventType, Quad, Sector};
