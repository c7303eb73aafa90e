//! Reading: a file or standard input, as a page or as records.

use crate::args::{InputArgs, InputKind};
use anyhow::{Context, Result, anyhow, bail};
use legation::extract::decode;
use legation::{Article, Code, Diagnostic, Published, PublishedFrom, RawDocument};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

/// No page is larger; a file that is larger is refused before it is read whole.
const MAX_PAGE: u64 = 15 << 20;

/// What one record asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    /// A page: its furniture is removed first.
    Page {
        /// The page.
        raw: RawDocument,
        /// Where it was fetched.
        url: Option<String>,
        /// Day of publication, if the record gives one.
        date: Option<Published>,
    },
    /// A clean article.
    Article(Box<Article>),
}

/// One record, or why it is none.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The caller's id.
    pub(crate) id: String,
    /// What it holds.
    pub(crate) document: Result<Document, Diagnostic>,
}

/// What a run reads.
pub(crate) enum Source {
    /// One page or text.
    One(Box<Record>),
    /// Records, line by line.
    Lines(Box<dyn BufRead>),
}

/// Opens what the arguments name and finds out what it holds.
pub(crate) fn open(args: &InputArgs) -> Result<Source> {
    let mut reader = reader(&args.file)?;
    let kind = args.input.or_else(|| kind_by_ending(&args.file));
    let kind = match kind {
        Some(kind) => kind,
        None => kind_by_bytes(
            reader.fill_buf().with_context(|| format!("E008: cannot read {}", args.file))?,
        ),
    };
    match kind {
        InputKind::Jsonl => Ok(Source::Lines(reader)),
        InputKind::Html | InputKind::Text => {
            page(&args.file, kind, reader).map(|r| Source::One(Box::new(r)))
        }
        InputKind::Conllu => {
            bail!("CoNLL-U goes to `legation annotate`, not here; give a page, a text or JSONL")
        }
    }
}

/// The whole input as text, for CoNLL-U.
pub(crate) fn read_text(args: &InputArgs) -> Result<String> {
    let mut text = String::new();
    reader(&args.file)?
        .read_to_string(&mut text)
        .with_context(|| format!("E008: cannot read {} as UTF-8", args.file))?;
    Ok(text)
}

/// The lines of the input.
pub(crate) fn lines(args: &InputArgs) -> Result<Box<dyn BufRead>> {
    reader(&args.file)
}

/// What the file holds, as far as its name or the arguments tell.
pub(crate) fn told_kind(args: &InputArgs) -> Option<InputKind> {
    args.input.or_else(|| kind_by_ending(&args.file))
}

fn reader(file: &str) -> Result<Box<dyn BufRead>> {
    if file == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    if file.starts_with("http://") || file.starts_with("https://") {
        bail!("E008: this build does not fetch pages; save {file} to a file and give its name");
    }
    let opened = std::fs::File::open(file).and_then(|f| {
        if f.metadata()?.is_dir() { Err(std::io::Error::other("it is a folder")) } else { Ok(f) }
    });
    let opened = opened.map_err(|e| {
        anyhow!("E008: cannot read {file}: {}; check the name and your rights to it", plain(&e))
    })?;
    Ok(Box::new(BufReader::new(opened)))
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn kind_by_ending(file: &str) -> Option<InputKind> {
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Some(InputKind::Html),
        "txt" | "text" => Some(InputKind::Text),
        "jsonl" | "ndjson" => Some(InputKind::Jsonl),
        "conllu" => Some(InputKind::Conllu),
        _ => None,
    }
}

fn kind_by_bytes(start: &[u8]) -> InputKind {
    let start = start.trim_ascii_start();
    match start.first() {
        Some(b'{') => InputKind::Jsonl,
        Some(b'<') => InputKind::Html,
        _ => InputKind::Text,
    }
}

fn page(file: &str, kind: InputKind, reader: Box<dyn BufRead>) -> Result<Record> {
    let mut bytes = Vec::new();
    reader
        .take(MAX_PAGE + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| anyhow!("E008: cannot read {file}: {e}"))?;
    if bytes.len() as u64 > MAX_PAGE {
        bail!(
            "E003: {file} is larger than 15 MiB, which no news page is; give one page a file, or records as JSONL"
        );
    }
    let text = decode(&bytes, None).map_err(|d| anyhow!("{d}"))?.0;
    let raw =
        if kind == InputKind::Html { RawDocument::Html(text) } else { RawDocument::Page(text) };
    let name =
        std::path::Path::new(file).file_stem().map_or("stdin".into(), |s| s.to_string_lossy());
    let id = if file == "-" { "stdin".to_owned() } else { name.into_owned() };
    Ok(Record { id, document: Ok(Document::Page { raw, url: None, date: None }) })
}

/// Reads one line of JSONL.
pub(crate) fn record(number: usize, line: &str) -> Record {
    let bad = |message: String| Diagnostic::new(Code::BadRecord, message);
    let value: Value = match serde_json::from_str(line) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => {
            return Record {
                id: number.to_string(),
                document: Err(bad(format!("line {number}: expected a JSON object"))),
            };
        }
        Err(e) => {
            return Record {
                id: number.to_string(),
                document: Err(bad(format!("line {number}: no JSON: {e}"))),
            };
        }
    };
    let id = match &value["id"] {
        Value::String(id) => id.clone(),
        Value::Number(n) => n.to_string(),
        _ => number.to_string(),
    };
    let document = document(&id, &value);
    Record { id, document }
}

fn document(id: &str, value: &Value) -> Result<Document, Diagnostic> {
    let string = |key: &str| value[key].as_str().map(str::to_owned);
    let date = published(value)?;
    let url = string("url");
    let page =
        string("html").map(RawDocument::Html).or_else(|| string("page").map(RawDocument::Page));
    if let Some(raw) = page {
        return Ok(Document::Page { raw, url, date });
    }
    let Some(text) = string("text") else {
        return Err(Diagnostic::new(
            Code::BadRecord,
            "expected one of \"text\", \"page\", \"html\" in the record, found none",
        ));
    };
    let title = string("title");
    if text.trim().is_empty() && title.is_none() {
        return Err(Diagnostic::new(Code::EmptyInput, "the record's text is empty"));
    }
    let article = Article {
        title,
        url,
        published: date,
        site: string("source"),
        ..Article::of_text(id, text)
    };
    Ok(Document::Article(Box::new(article)))
}

fn published(value: &Value) -> Result<Option<Published>, Diagnostic> {
    let Some(text) = value["date"].as_str().filter(|d| !d.is_empty()) else { return Ok(None) };
    let day = text.get(..10).unwrap_or(text);
    match day.parse() {
        Ok(date) => Ok(Some(Published { date, timestamp: None, from: PublishedFrom::Given })),
        Err(_) => Err(Diagnostic::new(
            Code::BadDate,
            format!("{text:?} is no date; write it as 2025-06-12 (year-month-day)"),
        )),
    }
}

/// The same record read as `extract` takes it: "text" is a page there.
pub(crate) fn page_record(number: usize, line: &str) -> Record {
    let record = record(number, line);
    let document = record.document.map(|document| match document {
        Document::Article(article) => Document::Page {
            raw: RawDocument::Page(article.text),
            url: article.url,
            date: article.published,
        },
        page @ Document::Page { .. } => page,
    });
    Record { id: record.id, document }
}
