//! `cargo xtask CHORE`.

use anyhow::{Result, bail};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask ci        every check in order; stops at the first that fails
cargo xtask tidy      what the crates may use, lengths, paths, the manifest
cargo xtask manifest  rewrite sizes and hashes in crates/legation-data/MANIFEST.toml";

fn main() -> ExitCode {
    let chore = std::env::args().nth(1).unwrap_or_default();
    match run(&chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            xtask::say(&format!("xtask {chore}: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &str) -> Result<()> {
    match chore {
        "ci" => xtask::ci::run(&xtask::root()),
        "tidy" => xtask::tidy::run(&xtask::root()),
        "manifest" => xtask::manifest::rewrite(&xtask::root()),
        _ => bail!("expected one of these chores\n{USAGE}"),
    }
}
