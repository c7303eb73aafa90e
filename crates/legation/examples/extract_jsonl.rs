//! Extracts articles from JSON lines on standard input: `{"id","url"?,"html"|"text"}` to `{"id","title","published","text",…}`.
//!
//! `cargo run --release -p legation --example extract_jsonl < pages.jsonl > articles.jsonl`. Pages in any language are
//! read, because benchmarks have such pages; a page without an article still gives its date.

use legation::{RawDocument, extract};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(&record))?;
    }
    out.flush()
}

fn answer(record: &Value) -> Value {
    let field = |name: &str| record[name].as_str();
    let document = match field("html") {
        Some(html) => RawDocument::Html(html.to_owned()),
        None => RawDocument::Page(field("text").unwrap_or_default().to_owned()),
    };
    let (id, url) = (field("id").unwrap_or_default(), field("url"));
    match extract::extract_any_language(id, url, &document) {
        Ok((a, _)) => json!({
            "id": id, "title": a.title, "byline": a.byline, "site": a.site, "language": a.language, "text": a.text,
            "published": a.published.map(|p| p.date.to_string()),
            "dropped": a.dropped.iter().map(|d| json!({"why": d.role.as_str(), "text": d.text})).collect::<Vec<_>>(),
        }),
        Err(e) => json!({
            "id": id, "text": "", "note": e.to_string(),
            "published": extract::publication_date(url, &document).map(|p| p.date.to_string()),
        }),
    }
}
