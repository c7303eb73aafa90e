//! Articles and claims as JSON.

use super::offsets::Offsets;
use crate::pipeline::CodedArticle;
use crate::{
    Actor, Article, Attribution, Claim, EventDate, Evidence, Place, PlaceFrom, Published,
    PublishedFrom,
};
use legation_data::codebook;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// `legation extract`: an article with what was dropped.
pub fn article(a: &Article, kind: &str) -> Value {
    let offsets = Offsets::new(&a.text, 0);
    let published = a.published.as_ref();
    json!({
        "id": a.id,
        "url": a.url,
        "kind": kind,
        "title": a.title,
        "byline": a.byline,
        "site": a.site,
        "published": published.map(when),
        "published_from": published.map(|p| from(p.from)),
        "language": a.language,
        "lead_image": a.lead_image,
        "text": a.text,
        "paragraphs": a.paragraphs.iter().map(|p| offsets.pair(*p)).collect::<Vec<_>>(),
        "dropped": a.dropped.iter().map(|d| json!({"text": d.text, "why": d.role.as_str()})).collect::<Vec<_>>(),
    })
}

fn when(p: &Published) -> String {
    p.timestamp.clone().unwrap_or_else(|| p.date.to_string())
}

fn from(from: PublishedFrom) -> &'static str {
    match from {
        PublishedFrom::Given => "given",
        PublishedFrom::JsonLd => "jsonld",
        PublishedFrom::Meta => "meta",
        PublishedFrom::Text => "text",
        PublishedFrom::Url => "url",
    }
}

/// `legation code`: every claim of an article, in text order.
pub fn claims(coded: &CodedArticle) -> Vec<Value> {
    let claims = &coded.coded.claims;
    let mut out: Vec<Value> = claims.iter().map(|c| claim(coded, c)).collect();
    let ids: Vec<Value> = out.iter().map(|c| c["id"].clone()).collect();
    for (value, claim) in out.iter_mut().zip(claims) {
        if let Some(id) = claim.answers.and_then(|at| ids.get(at)) {
            value["answers"] = id.clone();
        }
    }
    out
}

/// One claim, without the link to what it answers, which only its neighbours can give.
pub fn claim(coded: &CodedArticle, c: &Claim) -> Value {
    let analysed = &coded.analysed;
    // A headline's spans are counted from the headline's start, all others from the body's.
    let base = if c.evidence.in_title { 0 } else { analysed.body_start };
    let writer = Writer { text: &analysed.text, offsets: Offsets::new(&analysed.text, base) };
    let mut out = Map::new();
    out.insert("id".into(), Value::Null);
    out.insert("article".into(), json!(coded.article.id));
    writer.date(&c.date, &mut out);
    writer.coding(c, &mut out);
    out.insert("actor".into(), writer.actors(&c.actor));
    out.insert("recipient".into(), writer.actors(&c.recipient));
    out.insert("event_loc".into(), c.place.as_ref().map_or(Value::Null, |p| writer.place(p)));
    out.insert("status".into(), json!(c.status.as_str()));
    out.insert("attribution".into(), c.attribution.iter().map(|a| writer.attribution(a)).collect());
    out.insert(
        "confidence".into(),
        json!((f64::from(c.confidence.get()) * 1000.0).round() / 1000.0),
    );
    out.insert("evidence".into(), writer.evidence(&c.evidence));
    out.insert("also".into(), c.also.iter().map(|e| writer.evidence(e)).collect());
    out.insert(
        "why".into(),
        c.why.iter().map(|r| json!({"step": r.step, "what": r.what, "rule": r.rule})).collect(),
    );
    out.insert("coder".into(), coder());
    out.insert("id".into(), json!(content_id(&out)));
    Value::Object(out)
}

/// The versions that a claim depends on.
fn coder() -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({"version": version, "codebook": legation_data::CODEBOOK_VERSION, "data": legation_data::DATA_VERSION})
}

/// The same claim from the same article has the same id: a hash of what is claimed and where it stands.
fn content_id(claim: &Map<String, Value>) -> String {
    let mut hash = Sha256::new();
    for key in
        ["article", "event", "mode", "actor", "recipient", "status", "attribution", "evidence"]
    {
        hash.update(claim.get(key).map(Value::to_string).unwrap_or_default());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

struct Writer<'a> {
    text: &'a str,
    offsets: Offsets,
}

impl Writer<'_> {
    /// `date_text` is null where the publication date stands in: then no words of the text say when.
    fn date(&self, date: &EventDate, out: &mut Map<String, Value>) {
        out.insert("date".into(), json!(date.start.map(|d| d.to_string())));
        if let Some(end) = date.end {
            out.insert("enddate".into(), json!(end.to_string()));
        }
        out.insert("date_precision".into(), json!(date.precision.as_str()));
        out.insert("date_text".into(), json!(date.span.map(|s| s.slice(self.text))));
    }

    fn coding(&self, c: &Claim, out: &mut Map<String, Value>) {
        let file = codebook().type_file(c.event);
        let mode_score = |f: &legation_data::TypeFile| {
            f.modes.iter().find(|m| c.modes.contains(&m.name)).and_then(|m| m.score)
        };
        let score = file.map(|f| mode_score(f).unwrap_or(f.score));
        out.insert("event".into(), json!([c.event.as_str()]));
        out.insert("mode".into(), json!(c.modes));
        out.insert("context".into(), json!(c.contexts));
        out.insert("quad_code".into(), json!(c.event.quad().number()));
        out.insert("event_scale".into(), json!(score));
        let mode = c.modes.first().map(String::as_str);
        out.insert("cameo".into(), json!(legation_data::cameo(c.event, mode)));
    }

    fn actors(&self, actors: &[Actor]) -> Value {
        actors.iter().map(|a| self.actor(a)).collect()
    }

    fn actor(&self, a: &Actor) -> Value {
        json!({
            "raw_text": a.span.slice(self.text),
            "span": self.offsets.pair(a.span),
            "entity_name": a.entity_name,
            "wikidata_id": a.wikidata,
            "entity_code": a.country,
            "country_code": a.country,
            "sector_code": a.sector.map(|s| s.as_str()),
            "other_sector_codes": a.other_sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
        })
    }

    fn place(&self, p: &Place) -> Value {
        json!({
            "raw_text": p.span.slice(self.text),
            "span": self.offsets.pair(p.span),
            "geonameid": p.geonameid,
            "name": p.name,
            "lat": p.position.map(|(lat, _)| lat),
            "lon": p.position.map(|(_, lon)| lon),
            "country": p.country,
            "precision": p.precision.as_str(),
            "from": match p.from {
                PlaceFrom::Clause => "clause",
                PlaceFrom::Sentence => "sentence",
                PlaceFrom::Dateline => "dateline",
            },
        })
    }

    fn attribution(&self, a: &Attribution) -> Value {
        json!({
            "holder": a.holder,
            "holder_entity": a.entity.as_ref().and_then(|e| e.entity_name.clone().or_else(|| e.country.clone())),
            "cue": a.cue.slice(self.text),
            "kind": a.kind.as_str(),
            "content_span": self.offsets.pair(a.content),
        })
    }

    fn evidence(&self, e: &Evidence) -> Value {
        json!({
            "in": if e.in_title { "title" } else { "text" },
            "sentence": self.offsets.pair(e.sentence),
            "trigger": self.offsets.pair(e.trigger),
            "text": e.sentence.slice(self.text),
        })
    }
}
