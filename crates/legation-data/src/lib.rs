//! What Legation knows, as data files with typed views.
//!
//! Nothing here decides anything: files are read, checked and handed to the engine.

mod pages;
mod plover;

pub use pages::{
    Containers, Furniture, PageMetadata, Phrases, Weights, furniture, is_function_word,
    month_number, page_metadata,
};
pub use plover::{EventType, Quad, Sector};
