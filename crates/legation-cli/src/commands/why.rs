//! `legation why`: how each claim of an article came about, step by step.

use crate::args::WhyArgs;
use crate::commands::code;
use crate::{Outcome, input, output, report};
use anyhow::{Result, anyhow};
use input::Source;
use legation::pipeline::{CodedArticle, Engine};
use legation::wire;
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &WhyArgs) -> Result<Outcome> {
    let source = input::open(&args.input)?;
    let engine = Engine::new().map_err(|e| anyhow!("the built-in model does not read: {e}"))?;
    let mut out = anstream::stdout();
    let (mut told, mut outcome) = (0, Outcome::Fine);
    let records: Box<dyn Iterator<Item = Result<input::Record>>> = match source {
        Source::One(record) => Box::new(std::iter::once(Ok(*record))),
        Source::Lines(lines) => {
            Box::new(lines.lines().enumerate().map(|(n, line)| Ok(input::record(n + 1, &line?))))
        }
    };
    for record in records {
        match code::code(&engine, args.date, record?) {
            Ok(coded) => told += explain(&mut out, &coded, args.claim.as_deref())?,
            Err((id, why)) => {
                outcome = Outcome::SomeFailed;
                output::remark(&format!("record {id}: {why}"));
            }
        }
    }
    out.flush()?;
    match (&args.claim, told) {
        (Some(id), 0) => {
            Err(anyhow!("E010: no claim {id} here; `legation code --format jsonl` prints the ids"))
        }
        (Some(_) | None, _) => Ok(outcome),
    }
}

/// Explains the wanted claims of an article, all if none is named; gives their number.
fn explain(out: &mut dyn Write, coded: &CodedArticle, wanted: Option<&str>) -> Result<usize> {
    let mut told = 0;
    for (value, claim) in wire::claims(coded).iter().zip(&coded.coded.claims) {
        let id = value["id"].as_str().unwrap_or_default();
        if wanted.is_none_or(|w| id.starts_with(w)) {
            report::why(out, coded, claim, id, report::width())?;
            told += 1;
        }
    }
    Ok(told)
}
