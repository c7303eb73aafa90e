//! `legation relate` as JSON.

use super::offsets::Offsets;
use crate::code::Related;
use serde_json::{Map, Value, json};

/// What passes between two sides of a text.
pub fn related(id: &str, text: &str, r: &Related) -> Value {
    let offsets = Offsets::new(text, 0);
    let rounded = |x: f32| (f64::from(x) * 1000.0).round() / 1000.0;
    let scores: Map<String, Value> =
        r.scores.iter().map(|(e, s)| (e.as_str().to_owned(), json!(rounded(*s)))).collect();
    let mut why = Map::new();
    if let Some(trigger) = r.trigger {
        why.insert("trigger".into(), json!(offsets.pair(trigger)));
    }
    let by = if r.rule.starts_with("model.") { "model" } else { "rule" };
    why.insert(by.into(), json!(r.rule));
    json!({
        "id": id,
        "type": r.event.as_str(),
        "mode": r.mode,
        "quad": r.event.quad().number(),
        "score": rounded(r.score),
        "status": r.status.as_str(),
        "scores": scores,
        "why": why,
    })
}
