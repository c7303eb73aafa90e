//! `legation code`: the main job.

use super::progress::Progress;
use crate::args::{CodeArgs, CodeFormat};
use crate::input::{self, Document, Record, Source};
use crate::{Outcome, output, report};
use anyhow::{Result, anyhow};
use jiff::civil::Date;
use legation::pipeline::{CodedArticle, Engine};
use legation::{Diagnostic, Published, PublishedFrom, wire};
use serde_json::json;
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &CodeArgs) -> Result<Outcome> {
    let source = input::open(&args.input)?;
    let engine = Engine::new().map_err(|e| anyhow!("the built-in model does not read: {e}"))?;
    let engine = match args.min_confidence {
        Some(least) => engine.with_least(least),
        None => engine,
    };
    let mut printer = Printer::new(args)?;
    match source {
        Source::One(record) => {
            let coded = code(&engine, args.date, *record).map_err(|(_, d)| anyhow!("{d}"))?;
            printer.print(&coded)?;
            printer.finish()?;
            Ok(Outcome::Fine)
        }
        Source::Lines(lines) => each_line(&engine, args, lines, &mut printer),
    }
}

fn each_line(
    engine: &Engine,
    args: &CodeArgs,
    lines: Box<dyn BufRead>,
    printer: &mut Printer,
) -> Result<Outcome> {
    let progress = Progress::of("articles");
    let mut outcome = Outcome::Fine;
    for (number, line) in lines.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match code(engine, args.date, input::record(number + 1, &line)) {
            Ok(coded) => printer.print(&coded)?,
            Err((id, why)) => {
                outcome = Outcome::SomeFailed;
                printer.failed(&id, &why)?;
            }
        }
        progress.step();
    }
    progress.done();
    printer.finish()?;
    Ok(outcome)
}

/// Codes one record; `date` is the day of publication where the record gives none.
pub(crate) fn code(
    engine: &Engine,
    date: Option<Date>,
    record: Record,
) -> Result<CodedArticle, (String, Diagnostic)> {
    let id = record.id;
    let given = date.map(|date| Published { date, timestamp: None, from: PublishedFrom::Given });
    match record.document.map_err(|d| (id.clone(), d))? {
        Document::Page { raw, url, date } => {
            let day = given.or(date).map(|p| p.date);
            engine.code_page(&id, url.as_deref(), &raw, day).map_err(|d| (id, d))
        }
        Document::Article(mut article) => {
            article.published = article.published.or(given);
            Ok(engine.code_article(*article))
        }
    }
}

/// Prints coded articles in one format.
struct Printer {
    format: CodeFormat,
    explain: bool,
    out: Box<dyn Write>,
    table: Option<csv::Writer<std::io::Stdout>>,
}

impl Printer {
    fn new(args: &CodeArgs) -> Result<Self> {
        let format = args.format.unwrap_or(if output::to_terminal() {
            CodeFormat::Report
        } else {
            CodeFormat::Jsonl
        });
        let mut table =
            (format == CodeFormat::Csv).then(|| csv::Writer::from_writer(std::io::stdout()));
        if let Some(table) = &mut table {
            table.write_record(report::CSV_HEADER)?;
        }
        let out: Box<dyn Write> = match format {
            CodeFormat::Report => Box::new(anstream::stdout()),
            CodeFormat::Jsonl | CodeFormat::Csv => {
                Box::new(std::io::BufWriter::new(std::io::stdout()))
            }
        };
        Ok(Self { format, explain: args.explain_skipped, out, table })
    }

    fn print(&mut self, coded: &CodedArticle) -> Result<()> {
        match (self.format, self.table.as_mut()) {
            (CodeFormat::Csv, Some(table)) => report::csv_rows(table, coded)?,
            (CodeFormat::Report | CodeFormat::Csv, _) => {
                report::print(&mut self.out, coded, report::width())?
            }
            (CodeFormat::Jsonl, _) => {
                for claim in wire::claims(coded) {
                    output::line(&mut self.out, &claim)?;
                }
            }
        }
        self.explain(coded)
    }

    /// What was left out goes to stderr for people, into the stream as its own record for programs.
    fn explain(&mut self, coded: &CodedArticle) -> Result<()> {
        if !self.explain {
            return Ok(());
        }
        for note in &coded.coded.diagnostics {
            let place = note.span.map(|s| s.slice(&coded.analysed.text));
            match self.format {
                CodeFormat::Jsonl => {
                    let skipped =
                        json!({"code": note.code.as_str(), "message": note.message, "text": place});
                    output::line(
                        &mut self.out,
                        &json!({"article": coded.article.id, "skipped": skipped}),
                    )?;
                }
                CodeFormat::Report | CodeFormat::Csv => output::remark(&note.to_string()),
            }
        }
        Ok(())
    }

    fn failed(&mut self, id: &str, why: &Diagnostic) -> Result<()> {
        match self.format {
            CodeFormat::Jsonl => output::line(&mut self.out, &output::failed(id, why)),
            CodeFormat::Report | CodeFormat::Csv => {
                output::remark(&format!("record {id}: {why}"));
                Ok(())
            }
        }
    }

    fn finish(&mut self) -> Result<()> {
        if let Some(table) = &mut self.table {
            table.flush()?;
        }
        self.out.flush()?;
        Ok(())
    }
}
