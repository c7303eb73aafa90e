//! Resolves given toponyms: one JSON object a line, `{"id","text","places":[{"span":[s,e]}]}` (code points), to the same with what each
//! means: a program to measure place resolution with, apart from recognition.
#![allow(clippy::print_stdout, reason = "a program")]

use legation::Span;
use legation::resolve::toponyms::{Toponym, toponyms_at};
use serde_json::{Value, json};
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let Ok(record) = serde_json::from_str::<Value>(&line) else { continue };
        let text = record["text"].as_str().unwrap_or_default();
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let spans: Vec<Span> = record["places"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|place| span(place, &bytes))
            .collect();
        let places: Vec<Value> =
            toponyms_at(text, &spans).iter().map(|t| answer(t, &bytes)).collect();
        println!("{}", json!({"id": record["id"], "places": places}));
    }
}

fn span(place: &Value, bytes: &[usize]) -> Option<Span> {
    let end = |i: usize| {
        let at = usize::try_from(place["span"][i].as_u64()?).ok()?;
        bytes.get(at).copied()
    };
    Some(Span::new(end(0)?, end(1)?))
}

fn answer(toponym: &Toponym, bytes: &[usize]) -> Value {
    let place = &toponym.place;
    let letter = |at: usize| bytes.partition_point(|b| *b < at);
    json!({
        "span": [letter(toponym.span.start()), letter(toponym.span.end())],
        "geonameid": place.geonameid, "name": place.name,
        "lat": place.position.map(|p| p.0), "lon": place.position.map(|p| p.1),
        "country": place.country, "precision": place.precision.as_str(),
    })
}
