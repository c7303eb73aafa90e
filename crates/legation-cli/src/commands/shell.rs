//! Completions and the manual page.

use crate::Outcome;
use crate::args::{Cli, CompletionsArgs};
use anyhow::Result;
use clap::CommandFactory;

/// Prints a completion script.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Outcome> {
    clap_complete::generate(args.shell, &mut Cli::command(), "legation", &mut std::io::stdout());
    Ok(Outcome::Fine)
}

/// Prints the manual page.
pub(crate) fn man() -> Result<Outcome> {
    clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout())?;
    Ok(Outcome::Fine)
}
