//! The tokens layer without analysis: JSONL `{"id","text"}` on standard input, sentences and tokens on standard output, for
//! measuring the tokeniser and the sentence splitter alone. Offsets count code points, as everywhere outside the engine.
//!
//! `cargo run --release --example tokens < dev.raw.jsonl > pred.jsonl`

use legation::{Span, annotate::segment};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

/// Code points before each byte of a text.
fn code_points(text: &str) -> Vec<usize> {
    let mut places = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        places[at] = count;
        count += 1;
        places[at + c.len_utf8()] = count;
    }
    places
}

fn layer(id: &Value, text: &str) -> Value {
    let places = code_points(text);
    let points = |s: Span| [places[s.start()], places[s.end()]];
    let sentences = segment(text);
    let spans: Vec<_> = sentences.iter().map(|s| points(s.span)).collect();
    let tokens: Vec<_> =
        sentences.iter().flat_map(|s| &s.tokens).map(|t| json!({ "span": points(*t) })).collect();
    json!({ "id": id, "text": text, "sentences": spans, "tokens": tokens })
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        writeln!(out, "{}", layer(&record["id"], text))?;
    }
    Ok(())
}
