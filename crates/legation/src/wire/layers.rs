//! The layers of `legation annotate` as JSON.

use super::offsets::Offsets;
use crate::Span;
use crate::annotate::{Annotations, Attributed, attributions};
use crate::code::{Predicate, predicates};
use crate::resolve::dates::TimeExpression;
use crate::resolve::places::Form;
use crate::resolve::toponyms::{Toponym, toponyms};
use serde_json::{Map, Value, json};

/// A layer of analysis that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Sentences and tokens.
    Tokens,
    /// Names with their chains.
    Entities,
    /// Toponyms and where they are.
    Places,
    /// Time expressions.
    Dates,
    /// Who says what.
    Attributions,
    /// Verbs and nouns that name what happens, and whether it does.
    Predicates,
}

impl Layer {
    /// All of them.
    pub const ALL: &'static [Layer] = &[
        Layer::Tokens,
        Layer::Entities,
        Layer::Places,
        Layer::Dates,
        Layer::Attributions,
        Layer::Predicates,
    ];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Layer::Tokens => "tokens",
            Layer::Entities => "entities",
            Layer::Places => "places",
            Layer::Dates => "dates",
            Layer::Attributions => "attributions",
            Layer::Predicates => "predicates",
        }
    }
}

/// The layers asked for, of one text.
pub fn layers(
    id: &str,
    text: &str,
    ann: &Annotations,
    dates: &[TimeExpression],
    wanted: &[Layer],
) -> Value {
    let offsets = Offsets::new(text, 0);
    let mut out = Map::new();
    out.insert("id".into(), json!(id));
    out.insert("text".into(), json!(text));
    out.insert(
        "sentences".into(),
        ann.sentences.iter().map(|s| json!(offsets.pair(s.span))).collect(),
    );
    for layer in wanted {
        let value = match layer {
            Layer::Tokens => tokens(ann, &offsets),
            Layer::Entities => entities(ann, &offsets),
            Layer::Places => toponyms(text, ann).iter().map(|t| place(t, &offsets)).collect(),
            Layer::Dates => dates.iter().map(|d| date(d, &offsets)).collect(),
            Layer::Attributions => {
                attributions(text, ann).iter().map(|a| attribution(text, a, &offsets)).collect()
            }
            Layer::Predicates => {
                predicates(ann).iter().map(|p| predicate(p, ann, &offsets)).collect()
            }
        };
        out.insert(layer.as_str().into(), value);
    }
    Value::Object(out)
}

fn tokens(ann: &Annotations, offsets: &Offsets) -> Value {
    let token = |t: &crate::annotate::Token| {
        json!({
            "span": offsets.pair(t.span),
            "lemma": t.lemma,
            "upos": t.upos.as_str(),
            "xpos": t.xpos.as_str(),
            "feats": t.feats,
            "head": t.head.map_or(-1, |h| i64::try_from(h).unwrap_or(-1)),
            "deprel": t.deprel.as_str(),
        })
    };
    ann.tokens.iter().map(token).collect()
}

fn entities(ann: &Annotations, offsets: &Offsets) -> Value {
    ann.entities
        .iter()
        .map(|e| json!({"span": offsets.pair(e.span), "kind": e.kind.as_str(), "chain": e.chain}))
        .collect()
}

fn place(toponym: &Toponym, offsets: &Offsets) -> Value {
    let p = &toponym.place;
    json!({
        "span": offsets.pair(toponym.span),
        "geonameid": p.geonameid,
        "name": p.name,
        "lat": p.position.map(|(lat, _)| lat),
        "lon": p.position.map(|(_, lon)| lon),
        "country": p.country,
        "feature": feature(toponym),
        "precision": p.precision.as_str(),
        "score": p.score,
    })
}

/// What the words are: a place of some size, or an adjective or people of a country, which are no places.
fn feature(toponym: &Toponym) -> &'static str {
    match toponym.form {
        Form::Name if toponym.is_known() => toponym.place.precision.as_str(),
        Form::Name => "unknown",
        Form::Adjective => "adjective",
        Form::People => "people",
    }
}

fn date(d: &TimeExpression, offsets: &Offsets) -> Value {
    json!({
        "span": offsets.pair(d.span),
        "type": d.kind.as_str(),
        "value": d.value,
        "start": d.start.map(|x| x.to_string()),
        "end": d.end.map(|x| x.to_string()),
        "precision": d.precision.as_str(),
        "resolved": d.resolved,
    })
}

fn attribution(text: &str, a: &Attributed, offsets: &Offsets) -> Value {
    let spans = |spans: &[Span]| spans.iter().map(|s| offsets.pair(*s)).collect::<Vec<_>>();
    let holder: Vec<&str> = a.source.iter().map(|s| s.slice(text)).collect();
    json!({
        "source": spans(&a.source),
        "cue": spans(&a.cue),
        "content": spans(&a.content),
        "holder": holder.join(" "),
        "nested_in": a.nested_in,
    })
}

fn predicate(p: &Predicate, ann: &Annotations, offsets: &Offsets) -> Value {
    let token = &ann.tokens[p.word];
    json!({
        "span": offsets.pair(token.span),
        "lemma": token.lemma,
        "polarity": p.polarity.as_str(),
        "certainty": p.certainty.as_str(),
        "time": p.time.as_str(),
        "factuality": (f64::from(p.factuality) * 100.0).round() / 100.0,
    })
}
