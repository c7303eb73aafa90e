//! The one documented JSON shape (CONTRACT.md), shared by the command line, the server and Python.
//!
//! Core types derive no `Serialize`: what is promised to the outside stands here and nowhere else.

mod actors;
mod claims;
pub mod conllu;
mod layers;
mod offsets;
mod related;

pub use actors::resolved;
pub use claims::{article, claim, claims};
pub use layers::{Layer, layers};
pub use related::related;
