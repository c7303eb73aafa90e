//! `legation relate`: what passes between two sides that are known.

use super::progress::Progress;
use crate::args::RelateArgs;
use crate::{Outcome, input, output};
use anyhow::{Result, anyhow};
use legation::annotate::Annotator;
use legation::code::relate;
use legation::{Code, Diagnostic, Span, wire};
use serde_json::Value;
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &RelateArgs) -> Result<Outcome> {
    let lines = input::lines(&args.input)?;
    let annotator =
        Annotator::shipped().map_err(|e| anyhow!("the built-in model does not read: {e}"))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (progress, mut outcome) = (Progress::of("pairs"), Outcome::Fine);
    for (number, line) in lines.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let (id, found) = record(&annotator, number + 1, &line);
        let value = found.unwrap_or_else(|why| {
            outcome = Outcome::SomeFailed;
            output::failed(&id, &why)
        });
        output::line(&mut out, &value)?;
        progress.step();
    }
    progress.done();
    out.flush()?;
    Ok(outcome)
}

fn record(annotator: &Annotator, number: usize, line: &str) -> (String, Result<Value, Diagnostic>) {
    let value: Value = serde_json::from_str(line).unwrap_or_default();
    let id = value["id"].as_str().map_or_else(|| number.to_string(), str::to_owned);
    let bad = |why: &str| Diagnostic::new(Code::BadRecord, format!("line {number}: {why}"));
    let Some(text) = value["text"].as_str().filter(|t| !t.trim().is_empty()) else {
        return (id, Err(bad("expected an object with a string \"text\", found none")));
    };
    let side = |name: &str| {
        spans(text, &value[name])
            .ok_or_else(|| bad(&format!("{name:?} is no list of [start, end] within the text")))
    };
    let found = side("actor").and_then(|actor| {
        let recipient = side("recipient")?;
        let related = relate(annotator, text, &actor, &recipient)
            .ok_or_else(|| bad("the text has no words"))?;
        Ok(wire::related(&id, text, &related))
    });
    (id, found)
}

/// Spans of characters as spans of bytes; none where one lies outside of the text. A missing list is empty.
fn spans(text: &str, value: &Value) -> Option<Vec<Span>> {
    if value.is_null() {
        return Some(Vec::new());
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = |v: &Value| starts.get(usize::try_from(v.as_u64()?).ok()?).copied();
    let span = |pair: &Value| {
        let (start, end) = (at(&pair[0])?, at(&pair[1])?);
        (start <= end).then(|| Span::new(start, end))
    };
    value.as_array()?.iter().map(span).collect()
}
