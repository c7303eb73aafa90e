//! `legation actors`: who a name is, on a day.

use crate::args::ActorsArgs;
use crate::{Outcome, input, output};
use anyhow::Result;
use jiff::civil::Date;
use legation::resolve::actors::resolve_name;
use legation::{Code, Diagnostic, wire};
use serde_json::Value;
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &ActorsArgs) -> Result<Outcome> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if let Some(name) = &args.name {
        let found = resolve_name(name, None, args.date);
        output::line(&mut out, &wire::resolved("1", name, found.as_ref()))?;
        out.flush()?;
        return Ok(Outcome::Fine);
    }
    let mut outcome = Outcome::Fine;
    for (number, line) in input::lines(&args.input)?.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let value = resolve(number + 1, &line, args.date).unwrap_or_else(|why| {
            outcome = Outcome::SomeFailed;
            output::failed(&(number + 1).to_string(), &why)
        });
        output::line(&mut out, &value)?;
    }
    out.flush()?;
    Ok(outcome)
}

fn resolve(number: usize, line: &str, date: Option<Date>) -> Result<Value, Diagnostic> {
    let bad = |why: String| Diagnostic::new(Code::BadRecord, format!("line {number}: {why}"));
    let value: Value = serde_json::from_str(line).map_err(|e| bad(format!("no JSON: {e}")))?;
    let name = value["name"]
        .as_str()
        .ok_or_else(|| bad("expected a string \"name\", found none".to_owned()))?;
    let day = match value["date"].as_str() {
        Some(day) => Some(day.parse().map_err(|_| {
            Diagnostic::new(Code::BadDate, format!("{day:?} is no date; write it as 2025-06-12"))
        })?),
        None => date,
    };
    let id = value["id"].as_str().map_or_else(|| number.to_string(), str::to_owned);
    Ok(wire::resolved(&id, name, resolve_name(name, value["context"].as_str(), day).as_ref()))
}
