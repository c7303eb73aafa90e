//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

pub mod actors;
pub mod names;
pub mod places;
mod plover;

pub use plover::{EventType, Quad, Sector};
