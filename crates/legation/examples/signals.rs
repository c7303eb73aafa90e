//! What the confidence of each claim is computed from, for `training/calibrate.py`: JSONL articles in, JSONL claims with `signals` out.

use legation::pipeline::Engine;
use legation::{Article, Published, PublishedFrom, wire};
use serde_json::{Map, Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new().map_err(|e| e.to_string())?.with_least(0.0);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        let mut article = Article::of_text(text("id"), text("text"));
        article.title = record["title"].as_str().map(str::to_owned);
        article.published = text("date").parse().ok().map(|date| Published {
            date,
            timestamp: None,
            from: PublishedFrom::Given,
        });
        let coded = engine.code_article(article);
        for (mut value, claim) in wire::claims(&coded).into_iter().zip(&coded.coded.claims) {
            let signals: Map<String, Value> =
                claim.signals.values().iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
            value["signals"] = Value::Object(signals);
            writeln!(out, "{value}")?;
        }
    }
    Ok(())
}
