//! The binary `legation`: read arguments, call the engine, print.
//!
//! stdout is data, stderr is talk. Exit codes: 0 fine, 1 some records failed and the others were done, 2 usage or trouble.
//! A broken pipe is success: whoever read us has had enough.

mod args;
mod commands;
mod input;
mod output;
mod report;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Fine,
    /// Some records were not; each says why in the output.
    SomeFailed,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Code(args) => commands::code::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Annotate(args) => commands::annotate::run(&args),
        Command::Actors(args) => commands::actors::run(&args),
        Command::Why(args) => commands::why::run(&args),
        Command::Relate(args) => commands::relate::run(&args),
        Command::Completions(args) => commands::shell::completions(&args),
        Command::Man => commands::shell::man(),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<std::io::Error>())
        .any(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
