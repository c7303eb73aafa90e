//! Chores of the project: every check in order, what the crates may use, the manifest of the data.
//!
//! A library as well as a program, so that `cargo test` runs tidy too (`tests/tidy.rs`).

pub mod ci;
pub mod files;
pub mod manifest;
pub mod tidy;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}

/// Tells the person at the terminal something.
#[expect(clippy::print_stderr, reason = "this is where the chores talk")]
pub fn say(text: &str) {
    eprintln!("{text}");
}
