//! `legation extract`: page to article.

use super::progress::Progress;
use crate::args::ExtractArgs;
use crate::input::{self, Document, Record, Source};
use crate::{Outcome, output};
use anyhow::{Result, anyhow};
use legation::extract::extract;
use legation::{Diagnostic, RawDocument, wire};
use serde_json::Value;
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &ExtractArgs) -> Result<Outcome> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match input::open(&args.input)? {
        Source::One(record) => {
            let value = article(&record).map_err(|d| anyhow!("{d}"))?;
            output::line(&mut out, &value)?;
            out.flush()?;
            Ok(Outcome::Fine)
        }
        Source::Lines(lines) => each_line(lines, &mut out),
    }
}

fn each_line(lines: Box<dyn BufRead>, out: &mut dyn Write) -> Result<Outcome> {
    let progress = Progress::of("pages");
    let mut outcome = Outcome::Fine;
    for (number, line) in lines.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let record = input::page_record(number + 1, &line);
        let value = article(&record).unwrap_or_else(|why| {
            outcome = Outcome::SomeFailed;
            output::failed(&record.id, &why)
        });
        output::line(out, &value)?;
        progress.step();
    }
    progress.done();
    out.flush()?;
    Ok(outcome)
}

fn article(record: &Record) -> Result<Value, Diagnostic> {
    match record.document.clone()? {
        Document::Page { raw, url, .. } => {
            let kind = if matches!(raw, RawDocument::Html(_)) { "html" } else { "text" };
            let (article, _) = extract(&record.id, url.as_deref(), &raw)?;
            Ok(wire::article(&article, kind))
        }
        Document::Article(article) => Ok(wire::article(&article, "text")),
    }
}
