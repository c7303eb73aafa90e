//! `legation actors` as JSON.

use crate::resolve::actors::ResolvedActor;
use serde_json::{Value, json};

/// Who a name is; every field null where nobody is known by it.
pub fn resolved(id: &str, name: &str, found: Option<&ResolvedActor>) -> Value {
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let role = found.and_then(|f| f.role.as_ref());
    json!({
        "id": id,
        "name": name,
        "entity": found.and_then(|f| f.entity.clone()),
        "wikidata": found.and_then(|f| f.wikidata.clone()),
        "country": found.and_then(|f| f.country.clone()),
        "sector": found.and_then(|f| f.sector).map(|s| s.as_str()),
        "other_sectors": found.map_or_else(Vec::new, |f| f.other_sectors.iter().map(|s| s.as_str()).collect()),
        "role": role.map(|r| json!({"title": r.title, "from": day(r.from), "to": day(r.to)})),
        "score": found.map_or(0.0, |f| f.score),
        "why": found.map_or("unknown", |f| f.why.as_str()),
    })
}
