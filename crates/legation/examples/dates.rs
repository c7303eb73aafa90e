//! Reads JSONL `{"id","text","date"?}` and writes `{"id","dates":[…]}` with spans in characters, for scoring.

use legation::resolve::dates::{TimeExpression, tag, tense_by_words};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or_default();
        let published = document["date"].as_str().and_then(|d| d.get(..10)?.parse().ok());
        let found = tag(text, &[], published, &tense_by_words(text, &[]));
        let dates: Vec<Value> = found.iter().map(|e| row(text, e)).collect();
        writeln!(out, "{}", json!({"id": document["id"], "dates": dates}))?;
    }
    out.flush()
}

fn row(text: &str, e: &TimeExpression) -> Value {
    let characters = |byte: usize| text.get(..byte).map_or(0, |t| t.chars().count());
    json!({
        "span": [characters(e.span.start()), characters(e.span.end())],
        "type": e.kind.as_str(),
        "value": e.value,
        "start": e.start.map(|d| d.to_string()),
        "end": e.end.map(|d| d.to_string()),
        "precision": e.precision.as_str(),
        "resolved": e.resolved,
    })
}
