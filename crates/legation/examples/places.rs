//! Resolves given toponyms: one JSON object a line, `{"id","text","places":[{"span":[s,e]}]}` (code points), to the same with what each
//! means: a program to measure place resolution with, apart from recognition.
#![allow(clippy::print_stdout, reason = "a program")]

use legation::resolve::places::{Seen, resolve_place};
use serde_json::{Value, json};
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let Ok(record) = serde_json::from_str::<Value>(&line) else { continue };
        let letters: Vec<char> = record["text"].as_str().unwrap_or_default().chars().collect();
        let spans: Vec<(usize, usize)> =
            record["places"].as_array().into_iter().flatten().filter_map(span).collect();
        let names: Vec<String> =
            spans.iter().map(|(s, e)| letters[*s..*e].iter().collect()).collect();
        let context = countries(&names);
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        let places: Vec<Value> =
            spans.iter().zip(&names).filter_map(|(s, name)| answer(*s, name, &context)).collect();
        println!("{}", json!({"id": record["id"], "places": places}));
    }
}

fn span(place: &Value) -> Option<(usize, usize)> {
    let end = |i: usize| place["span"][i].as_u64().and_then(|n| usize::try_from(n).ok());
    Some((end(0)?, end(1)?))
}

/// The countries of all names by themselves, the most frequent first.
fn countries(names: &[String]) -> Vec<String> {
    let mut count = std::collections::BTreeMap::<String, usize>::new();
    for code in names.iter().filter_map(|n| resolve_place(n, &[], Seen::AsLocation)?.country) {
        *count.entry(code).or_default() += 1;
    }
    let mut out: Vec<(usize, String)> = count.into_iter().map(|(c, n)| (n, c)).collect();
    out.sort_by(|a, b| b.cmp(a));
    out.into_iter().map(|(_, code)| code).collect()
}

fn answer(span: (usize, usize), name: &str, context: &[&str]) -> Option<Value> {
    let place = resolve_place(name, context, Seen::AsLocation)?;
    Some(json!({
        "span": [span.0, span.1], "geonameid": place.geonameid, "name": place.name,
        "lat": place.position.map(|p| p.0), "lon": place.position.map(|p| p.1),
        "country": place.country, "precision": format!("{:?}", place.precision).to_lowercase(),
    }))
}
