//! One thin file a subcommand: read, call the engine, print.

pub(crate) mod actors;
pub(crate) mod annotate;
pub(crate) mod code;
pub(crate) mod extract;
mod progress;
pub(crate) mod relate;
pub(crate) mod shell;
pub(crate) mod why;
