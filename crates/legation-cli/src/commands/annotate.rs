//! `legation annotate`: every layer of analysis.

use super::progress::Progress;
use crate::args::{AnnotateArgs, AnnotateFormat, InputKind, LayerArg};
use crate::input::{self, Document, Record, Source};
use crate::{Outcome, output};
use anyhow::{Result, anyhow};
use jiff::civil::Date;
use legation::annotate::{Annotations, Annotator};
use legation::resolve::tag_article;
use legation::wire::{self, Layer, conllu};
use legation::{Diagnostic, RawDocument};
use std::io::{BufRead, Write};

/// Runs the subcommand.
pub(crate) fn run(args: &AnnotateArgs) -> Result<Outcome> {
    let annotator =
        Annotator::shipped().map_err(|e| anyhow!("the built-in model does not read: {e}"))?;
    let mut job =
        Job { annotator, args, out: Box::new(std::io::BufWriter::new(std::io::stdout())) };
    if input::told_kind(&args.input) == Some(InputKind::Conllu) {
        return job.conllu();
    }
    match input::open(&args.input)? {
        Source::One(record) => {
            job.record(*record).map_err(|(_, d)| anyhow!("{d}"))?;
            job.out.flush()?;
            Ok(Outcome::Fine)
        }
        Source::Lines(lines) => job.each_line(lines),
    }
}

struct Job<'a> {
    annotator: Annotator,
    args: &'a AnnotateArgs,
    out: Box<dyn Write>,
}

impl Job<'_> {
    fn layers(&self) -> Vec<Layer> {
        if self.args.layers.is_empty() {
            return Layer::ALL.to_vec();
        }
        let layer = |l: &LayerArg| match l {
            LayerArg::Tokens => Layer::Tokens,
            LayerArg::Entities => Layer::Entities,
            LayerArg::Places => Layer::Places,
            LayerArg::Dates => Layer::Dates,
            LayerArg::Attributions => Layer::Attributions,
            LayerArg::Predicates => Layer::Predicates,
        };
        self.args.layers.iter().map(layer).collect()
    }

    fn each_line(&mut self, lines: Box<dyn BufRead>) -> Result<Outcome> {
        let progress = Progress::of("texts");
        let mut outcome = Outcome::Fine;
        for (number, line) in lines.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            if let Err((id, why)) = self.record(input::record(number + 1, &line)) {
                outcome = Outcome::SomeFailed;
                output::line(&mut self.out, &output::failed(&id, &why))?;
            }
            progress.step();
        }
        progress.done();
        self.out.flush()?;
        Ok(outcome)
    }

    fn record(&mut self, record: Record) -> Result<(), (String, Diagnostic)> {
        let id = record.id;
        let (text, date) = match record.document.map_err(|d| (id.clone(), d))? {
            Document::Article(article) => (article.text.clone(), article.date()),
            Document::Page {
                raw: RawDocument::Html(text) | RawDocument::Page(text), date, ..
            } => (text, date.map(|p| p.date)),
        };
        let ann = self.annotator.annotate(&text);
        let written = self.write(&id, &text, &ann, date);
        written.map_err(|e| {
            (id, Diagnostic::new(legation::Code::NoFile, format!("cannot write: {e}")))
        })
    }

    fn write(&mut self, id: &str, text: &str, ann: &Annotations, date: Option<Date>) -> Result<()> {
        match self.args.format {
            AnnotateFormat::Conllu => {
                let document = conllu::Document::new(id, text, ann.clone());
                self.out.write_all(document.write().as_bytes())?;
            }
            AnnotateFormat::Jsonl => {
                let dates = tag_article(text, ann, date);
                let layers = self.layers();
                output::line(&mut self.out, &wire::layers(id, text, ann, &dates, &layers))?;
            }
        }
        Ok(())
    }

    /// Tokens and sentences are kept as given.
    fn conllu(&mut self) -> Result<Outcome> {
        let text = input::read_text(&self.args.input)?;
        let (documents, notes) = conllu::read(&text);
        for note in &notes {
            output::remark(&note.to_string());
        }
        let progress = Progress::of("documents");
        for document in documents {
            let ann = self.annotator.annotate_given(&document.text, &document.annotations);
            match self.args.format {
                AnnotateFormat::Conllu => {
                    let document = conllu::Document { annotations: ann, ..document };
                    self.out.write_all(document.write().as_bytes())?;
                }
                AnnotateFormat::Jsonl => self.write(&document.id, &document.text, &ann, None)?,
            }
            progress.step();
        }
        progress.done();
        self.out.flush()?;
        Ok(if notes.is_empty() { Outcome::Fine } else { Outcome::SomeFailed })
    }
}
