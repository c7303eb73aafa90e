//! Resolves names on standard input, one JSON object a line (`{"id","name","context"?,"date"?}`), to standard output, in the form of
//! the command line's `actors`: a program to measure the resolver with.
#![allow(clippy::print_stdout, reason = "a program")]

use jiff::civil::Date;
use legation::resolve::actors::{ResolvedActor, resolve_name};
use serde_json::{Value, json};
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let Ok(record) = serde_json::from_str::<Value>(&line) else { continue };
        println!("{}", answer(&record));
    }
}

fn answer(record: &Value) -> Value {
    let text = |field: &str| record.get(field).and_then(Value::as_str);
    let date: Option<Date> = text("date").and_then(|d| d.parse().ok());
    let name = text("name").unwrap_or_default();
    let found = resolve_name(name, text("context"), date);
    match found {
        Some(actor) => described(record, name, actor),
        None => {
            json!({"id": record["id"], "name": name, "entity": null, "wikidata": null, "country": null, "sector": null,
            "other_sectors": [], "role": null, "score": 0.0, "why": "not known"})
        }
    }
}

fn described(record: &Value, name: &str, actor: ResolvedActor) -> Value {
    let day = |d: Option<Date>| d.map(|d| d.to_string());
    let others: Vec<&str> = actor.other_sectors.iter().map(|s| s.as_str()).collect();
    json!({
        "id": record["id"], "name": name, "entity": actor.entity, "wikidata": actor.wikidata,
        "country": actor.country, "sector": actor.sector.map(|s| s.as_str()), "other_sectors": others,
        "role": actor.role.map(|r| json!({"title": r.title, "from": day(r.from), "to": day(r.to)})),
        "score": actor.score, "why": actor.why,
    })
}
