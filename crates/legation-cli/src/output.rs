//! Writing: records to stdout, talk to stderr.

use anyhow::Result;
use legation::Diagnostic;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Whether somebody reads stdout.
pub(crate) fn to_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// One JSON object as a line.
pub(crate) fn line(out: &mut dyn Write, value: &Value) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// The object of a record that could not be done.
pub(crate) fn failed(id: &str, why: &Diagnostic) -> Value {
    json!({"id": id, "error": {"code": why.code.as_str(), "message": why.message}})
}

/// Tells stderr what went wrong, in one line.
#[expect(clippy::print_stderr, reason = "this is where the program talks")]
pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("legation: {error:#}");
}

/// Tells stderr something worth knowing.
#[expect(clippy::print_stderr, reason = "this is where the program talks")]
pub(crate) fn remark(text: &str) {
    eprintln!("legation: {text}");
}
