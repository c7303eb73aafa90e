//! What the three voices say of a known pair, for `training/calibrate.py`: JSONL as `legation relate` takes it in, JSONL
//! `{"id","voices":{type: [pair, readings, rules]}}` out.

use legation::Span;
use legation::annotate::Annotator;
use legation::code::relate;
use serde_json::{Map, Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let annotator = Annotator::shipped().map_err(|e| e.to_string())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let side = |name: &str| spans(text, &record[name]);
        let Some(found) = relate(&annotator, text, &side("actor"), &side("recipient")) else {
            continue;
        };
        let voices = found.scores.iter().zip(&found.voices);
        let voices: Map<String, Value> =
            voices.map(|((event, _), said)| (event.as_str().to_owned(), json!(said))).collect();
        writeln!(out, "{}", json!({ "id": record["id"], "voices": voices }))?;
    }
    Ok(())
}

/// Spans of characters as spans of bytes.
fn spans(text: &str, value: &Value) -> Vec<Span> {
    let byte = |at: u64| text.char_indices().nth(at as usize).map_or(text.len(), |(b, _)| b);
    let pairs = value.as_array().into_iter().flatten();
    pairs.filter_map(|p| Some(Span::new(byte(p[0].as_u64()?), byte(p[1].as_u64()?)))).collect()
}
