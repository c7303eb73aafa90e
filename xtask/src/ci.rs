//! Every check in order, with a heading for each; stops at the first that fails.
//!
//! Needs only cargo and rustc with rustfmt and clippy (rust-toolchain.toml names them). Where cargo-nextest is installed it runs
//! the tests; where cargo-fuzz and a nightly toolchain are, they run the fuzz targets; else stable stand-ins do.

use crate::{say, tidy};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Seconds for each fuzz target: together they make the minute.
const FUZZ_SECONDS: &str = "-max_total_time=30";

/// One check, run in the root of the repository.
type Step = fn(&Path) -> Result<()>;

/// Runs all steps.
///
/// # Errors
/// The first step that failed.
pub fn run(root: &Path) -> Result<()> {
    let steps: [(&str, Step); 7] = [
        ("format", format),
        ("clippy, warnings are errors", clippy),
        ("tests", tests),
        ("examples in the documentation", doc_tests),
        ("documentation, warnings are errors", docs),
        ("tidy", tidy::run),
        ("a minute of fuzzing", fuzz),
    ];
    for (number, (name, step)) in steps.iter().enumerate() {
        say(&format!("\n== {}/{} {name}", number + 1, steps.len()));
        let start = Instant::now();
        step(root).with_context(|| format!("step {name:?}"))?;
        say(&format!("== {name}: done in {} s", start.elapsed().as_secs()));
    }
    say("\nAll checks passed.");
    Ok(())
}

fn format(root: &Path) -> Result<()> {
    cargo(root, &["fmt", "--all", "--check"])
}

fn clippy(root: &Path) -> Result<()> {
    cargo(root, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
}

fn tests(root: &Path) -> Result<()> {
    if answers(root, &["nextest", "--version"]) {
        cargo(root, &["nextest", "run", "--workspace", "--locked"])
    } else {
        cargo(root, &["test", "--workspace", "--locked", "--lib", "--bins", "--tests"])
    }
}

fn doc_tests(root: &Path) -> Result<()> {
    cargo(root, &["test", "--workspace", "--locked", "--doc"])
}

fn docs(root: &Path) -> Result<()> {
    let mut command = Command::new("cargo");
    command
        .args(["doc", "--workspace", "--no-deps", "--locked"])
        .env("RUSTDOCFLAGS", "-D warnings");
    execute(command.current_dir(root))
}

/// The fuzz targets where they can be built, else the mutation tests that stand in for them, for as long.
fn fuzz(root: &Path) -> Result<()> {
    if !answers(root, &["+nightly", "fuzz", "--version"]) {
        say("cargo-fuzz or a nightly toolchain is missing: the mutation tests run instead");
        return cargo(
            root,
            &[
                "test",
                "-p",
                "legation",
                "--locked",
                "--test",
                "extract_mutations",
                "--test",
                "annotate_mutations",
                "--",
                "--ignored",
            ],
        );
    }
    cargo(root, &["+nightly", "fuzz", "run", "extract", "--", FUZZ_SECONDS])?;
    cargo(root, &["+nightly", "fuzz", "run", "annotate", "--", FUZZ_SECONDS])
}

fn answers(root: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
    // `cargo run` names its own toolchain; `+nightly` must be free to choose another.
    command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    command.status().is_ok_and(|status| status.success())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root);
    if arguments[0].starts_with('+') {
        command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    }
    execute(&mut command)
}

fn execute(command: &mut Command) -> Result<()> {
    let shown: Vec<_> = command.get_args().map(|a| a.to_string_lossy().into_owned()).collect();
    say(&format!("cargo {}", shown.join(" ")));
    let status = command.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed ({status})", shown.join(" "));
    }
    Ok(())
}
