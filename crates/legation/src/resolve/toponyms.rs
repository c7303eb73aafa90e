//! Which stretches of a text name places, and which places these are, read together.
//!
//! In: a text and its analysis. Out: [`Toponym`]s in text order. Names of places are taken from the tagger (trimmed to the name:
//! "southern **Sudan**", "**Paris**, **Texas**"), and from inside names of bodies ("the **California** Department of Health").
//! What an ambiguous name means is settled by the other names of the text: each has a share in every place that it may mean, by
//! people and by what stands behind its comma; countries, divisions and neighbourhoods in which the others have a share gain; this
//! is repeated until it settles. One name means one place in a text, unless a comma says otherwise.

use super::places::{
    ENDINGS, Form, ResolvedPlace, Within, candidates, demonym, described, divisions_of,
};
use crate::annotate::{Annotations, EntityKind};
use crate::{PlacePrecision, Span};
use legation_data::places::{GazetteerPlace, PlaceKind, is_common_word, place_key};
use std::collections::BTreeMap;

/// How many times likelier a candidate gets where all other names are of its country, of its division, or one lies beside it.
const COUNTRY_GAIN: f64 = 60.0;
const DIVISION_GAIN: f64 = 200.0;
const NEAR_GAIN: f64 = 100.0;
/// A reading of less share does not speak for its neighbours.
const LITTLE: f64 = 0.02;
/// A place of fewer people in a country that nothing else in the text points to is not the one that is meant.
const FAR_OFF: u32 = 50_000;
/// Names within this many kilometres speak for each other.
const NEAR_KM: f64 = 120.0;
/// Rounds in which names inform each other.
const ROUNDS: usize = 3;
/// Candidates of one name that are weighed against those of others.
const MOST: usize = 12;
/// A town inside a body's name counts from this many people on: "Santa Ana City Council"; one that is the whole name from fewer.
const KNOWN_TOWN: u32 = 50_000;
const WHOLE_TOWN: u32 = 15_000;
/// The score of a place that is in no list.
const UNKNOWN: f32 = 0.05;
/// How far, in bytes, an unknown place may stand from the known one that it is looked for beside.
const BESIDE: usize = 400;

/// A stretch of text that names a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Where it stands.
    pub span: Span,
    /// How.
    pub form: Form,
    /// What it means.
    pub place: ResolvedPlace,
}

impl Toponym {
    /// Whether it is a place by its own name that a list has; of others only the neighbourhood is known.
    pub fn is_known(&self) -> bool {
        self.form == Form::Name && self.place.score > UNKNOWN
    }
}

/// A name as it stands in the text.
#[derive(Clone, Debug)]
struct Mention {
    span: Span,
    /// As it is looked up, and what stands behind its comma.
    name: Name,
    /// Whether the tagger took it for a place: an unknown one is told all the same.
    tagged: bool,
}

/// The key of a name, and the countries or divisions that a comma says it lies in.
type Name = (String, Vec<Within>);
type Readings = BTreeMap<Name, Reading>;

/// What a name may mean, with weights that sum to 1.
struct Reading {
    times: f64,
    prior: Vec<f64>,
    share: Vec<f64>,
    /// The part of the other names that lies in the place's country.
    support: Vec<f64>,
    places: Vec<GazetteerPlace>,
}

/// The places that a text names.
pub fn toponyms(text: &str, ann: &Annotations) -> Vec<Toponym> {
    let mut spans: Vec<(Span, bool)> = Vec::new();
    for entity in &ann.entities {
        match entity.kind {
            EntityKind::Loc => spans.extend(locations(text, entity.span)),
            EntityKind::Org | EntityKind::Misc => {
                spans.extend(inside_body(text, entity.span).into_iter().map(|s| (s, false)));
            }
            EntityKind::Per => {}
        }
    }
    let demonyms = demonyms(text, ann);
    let mut out = read(text, &spans, &demonyms);
    let apart = |d: &Toponym| !spans.iter().any(|(s, _)| s.overlaps(d.span));
    out.extend(demonyms.into_iter().filter(apart));
    out.sort_by_key(|t| t.span);
    out
}

/// Adjectives and nouns of countries and their people, outside of persons' names.
fn demonyms(text: &str, ann: &Annotations) -> Vec<Toponym> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < ann.tokens.len() {
        let run: Vec<&str> = ann.tokens[at..].iter().take(3).map(|t| t.span.slice(text)).collect();
        let person = ann.entity_at(at).is_some_and(|e| e.kind == EntityKind::Per);
        let found = demonym(&run).filter(|_| !person && run[0].starts_with(char::is_uppercase));
        let Some((words, form, place)) = found else {
            at += 1;
            continue;
        };
        let span = ann.tokens[at].span.cover(ann.tokens[at + words - 1].span);
        out.push(Toponym { span, form, place });
        at += words;
    }
    out
}

/// What names of places at given stretches mean, read together.
pub fn toponyms_at(text: &str, spans: &[Span]) -> Vec<Toponym> {
    let tagged: Vec<(Span, bool)> = spans.iter().map(|s| (*s, true)).collect();
    read(text, &tagged, &[])
}

/// `said` are words that name countries without being places: they tell where the text is set.
fn read(text: &str, spans: &[(Span, bool)], said: &[Toponym]) -> Vec<Toponym> {
    let mentions = mentions(text, spans);
    let mut readings = Readings::new();
    for m in &mentions {
        let new = || Reading::new(&looked_up(text, m.span), &m.name.1);
        readings.entry(m.name.clone()).or_insert_with(new).times += 1.0;
    }
    let mut spoken: BTreeMap<&str, f64> = BTreeMap::new();
    said.iter()
        .filter_map(|t| t.place.country.as_deref())
        .for_each(|country| *spoken.entry(country).or_default() += 1.0);
    for _ in 0..ROUNDS {
        inform(&mut readings, &spoken);
    }
    let known = mentions.iter().filter_map(|m| {
        let place = readings.get(&m.name)?.best(&readings)?;
        Some(Toponym { span: m.span, form: Form::Name, place })
    });
    let mut out: Vec<Toponym> = known.collect();
    let is_known = |m: &Mention| out.iter().any(|t| t.span == m.span);
    let unknown = mentions.iter().filter(|m| m.tagged && !is_known(m));
    let unknown: Vec<Toponym> = unknown.filter_map(|m| beside(text, m.span, &out)).collect();
    out.extend(unknown);
    out.sort_by_key(|t| t.span);
    out
}

impl Reading {
    fn new(name: &str, within: &[Within]) -> Self {
        let mut places = candidates(name);
        let inside = |p: &GazetteerPlace| {
            within.iter().any(|(country, division)| {
                p.country.as_ref() == Some(country)
                    && p.kind != PlaceKind::Country
                    && division.as_ref().is_none_or(|d| p.division == *d)
            })
        };
        if places.iter().any(inside) {
            places.retain(inside);
        }
        let mut weighed: Vec<(f64, GazetteerPlace)> =
            places.iter().map(|p| (weight(p, &places), p.clone())).collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.geonameid.cmp(&b.1.geonameid)));
        weighed.truncate(MOST);
        let (weights, places): (Vec<f64>, Vec<GazetteerPlace>) = weighed.into_iter().unzip();
        let prior = normal(weights);
        Self { times: 0.0, share: prior.clone(), support: vec![1.0; prior.len()], prior, places }
    }

    fn best(&self, all: &Readings) -> Option<ResolvedPlace> {
        let better =
            |a: &usize, b: &usize| self.share[*a].total_cmp(&self.share[*b]).then(b.cmp(a));
        let at = (0..self.places.len()).max_by(better)?;
        let mut place = self.places[at].clone();
        let small = place.kind == PlaceKind::City && place.population < FAR_OFF && !place.curated;
        if small && self.support[at] <= 0.0 {
            return None;
        }
        if place.approximate {
            place.position = among_towns(&place, all);
        }
        let why = if self.places.len() == 1 {
            "the only one of that name"
        } else if at == 0 {
            "the first of that name"
        } else {
            "near what else is named"
        };
        Some(described(place, (self.share[at] * 0.95) as f32, why))
    }
}

/// Where a division lies whose own position is not known: among the towns of its parent that the text names.
fn among_towns(place: &GazetteerPlace, all: &Readings) -> (f32, f32) {
    let towns: Vec<(f32, f32)> = all
        .values()
        .flat_map(|r| r.places.iter().zip(&r.share))
        .filter(|(p, share)| {
            **share > 0.5
                && p.kind == PlaceKind::City
                && p.country == place.country
                && p.division == place.division
        })
        .map(|(p, _)| p.position)
        .collect();
    let n = towns.len() as f32;
    if towns.is_empty() {
        return place.position;
    }
    (towns.iter().map(|t| t.0).sum::<f32>() / n, towns.iter().map(|t| t.1).sum::<f32>() / n)
}

/// How much of a text's names lie in each country and division.
#[derive(Default)]
struct Shares<'a> {
    total: f64,
    countries: BTreeMap<&'a str, f64>,
    divisions: BTreeMap<(&'a str, &'a str), f64>,
}

impl<'a> Shares<'a> {
    fn add(&mut self, reading: &'a Reading) {
        let weight = reading.times.sqrt();
        self.total += if reading.places.is_empty() { 0.0 } else { weight };
        for (place, share) in reading.places.iter().zip(&reading.share) {
            let Some(country) = place.country.as_deref() else { continue };
            *self.countries.entry(country).or_default() += share * weight;
            if let Some(division) = division(place) {
                *self.divisions.entry((country, division)).or_default() += share * weight;
            }
        }
    }

    /// The share of the names other than `own` that lie in a place's country, and in its division.
    fn without(&self, own: &Shares<'_>, place: &GazetteerPlace) -> (f64, f64) {
        let Some(country) = place.country.as_deref() else { return (0.0, 0.0) };
        let rest = (self.total - own.total).max(1.0);
        let of = |s: &Shares<'_>| s.countries.get(country).copied().unwrap_or(0.0);
        let inner = |s: &Shares<'_>| {
            division(place).and_then(|d| s.divisions.get(&(country, d)).copied()).unwrap_or(0.0)
        };
        let part = |all: f64, mine: f64| ((all - mine) / rest).clamp(0.0, 1.0);
        (part(of(self), of(own)), part(inner(self), inner(own)))
    }
}

/// The division that a place lies in, or is.
fn division(place: &GazetteerPlace) -> Option<&str> {
    (place.kind != PlaceKind::Country && !place.division.is_empty()).then_some(&place.division)
}

/// One round: every name's shares anew, from its people and from what the others are taken to mean.
fn inform(readings: &mut Readings, spoken: &BTreeMap<&str, f64>) {
    let mut all = Shares::default();
    for (country, times) in spoken {
        all.total += times.sqrt();
        *all.countries.entry(country).or_default() += times.sqrt();
    }
    readings.values().for_each(|r| all.add(r));
    let likely =
        |r: &Reading, at: usize| r.places[at].kind == PlaceKind::City && r.share[at] > LITTLE;
    let towns: Vec<(&Reading, usize)> = readings
        .values()
        .flat_map(|r| (0..r.places.len()).filter(move |at| likely(r, *at)).map(move |at| (r, at)))
        .collect();
    let fresh: Vec<(Vec<f64>, Vec<f64>)> = readings
        .values()
        .map(|reading| {
            let mut own = Shares::default();
            own.add(reading);
            let alone = all.total - own.total <= 0.0;
            let weigh = |(place, prior): (&GazetteerPlace, &f64)| {
                let (country, division) = all.without(&own, place);
                let near = neighbours(place, reading, &towns).min(1.0);
                let around = 1.0 + DIVISION_GAIN * division + NEAR_GAIN * near;
                let gain = (1.0 + COUNTRY_GAIN * country) * around;
                (prior * gain, if alone { 1.0 } else { country })
            };
            let (weights, support) =
                reading.places.iter().zip(&reading.prior).map(weigh).unzip::<_, _, Vec<f64>, _>();
            (normal(weights), support)
        })
        .collect();
    for (reading, (share, support)) in readings.values_mut().zip(fresh) {
        (reading.share, reading.support) = (share, support);
    }
}

/// How much the other names lie around a place; those of little share do not count.
fn neighbours(place: &GazetteerPlace, own: &Reading, towns: &[(&Reading, usize)]) -> f64 {
    if place.kind == PlaceKind::Country {
        return 0.0;
    }
    let close = |(reading, at): &(&Reading, usize)| {
        let other = &reading.places[*at];
        let near = !std::ptr::eq(*reading, own)
            && other.country == place.country
            && kilometres(other.position, place.position) < NEAR_KM;
        if near { reading.share[*at] } else { 0.0 }
    };
    towns.iter().map(close).sum()
}

/// Distance in kilometres on a plane that touches the first place; good enough for neighbours.
fn kilometres(a: (f32, f32), b: (f32, f32)) -> f64 {
    let (north, east) = (f64::from(a.0 - b.0), f64::from(a.1 - b.1));
    let narrow = f64::from(a.0).to_radians().cos();
    111.2 * north.hypot(east * narrow)
}

/// How likely a bare name is to mean a place: by the people who live there, or what stands for them. A division that is called after
/// a town in it counts little, because a bare name mostly means the town.
fn weight(place: &GazetteerPlace, all: &[GazetteerPlace]) -> f64 {
    let counted = f64::from(place.population.max(500));
    let town = |p: &GazetteerPlace| {
        p.kind == PlaceKind::City
            && p.population >= WHOLE_TOWN
            && (&p.country, &p.division) == (&place.country, &place.division)
    };
    match place.kind {
        PlaceKind::Country => 1e9,
        PlaceKind::Admin1 if place.curated => 3e6,
        PlaceKind::Admin1 if all.iter().any(town) => counted * 0.1,
        PlaceKind::Admin1 => counted.max(400_000.0) * 0.25,
        PlaceKind::Admin2 if all.iter().any(town) => 2_000.0,
        PlaceKind::Admin2 => 20_000.0,
        PlaceKind::Site => 100_000.0,
        PlaceKind::City => counted,
    }
}

fn normal(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| if sum > 0.0 { w / sum } else { 0.0 }).collect()
}

/// A place that no list has: it lies about where the nearest known one lies, and that is all that is known.
fn beside(text: &str, span: Span, known: &[Toponym]) -> Option<Toponym> {
    let gap = |t: &Toponym| {
        t.span.start().saturating_sub(span.end()).max(span.start().saturating_sub(t.span.end()))
    };
    let placed = known.iter().filter(|t| t.place.position.is_some() && gap(t) <= BESIDE);
    let near = placed.min_by_key(|t| gap(t));
    let other = || known.iter().min_by_key(|t| gap(t));
    let found = &near.or_else(other)?.place;
    Some(Toponym {
        span,
        form: Form::Name,
        place: ResolvedPlace {
            geonameid: None,
            name: span.slice(text).to_owned(),
            position: found.position,
            country: found.country.clone(),
            precision: found.precision.min(PlacePrecision::Admin1),
            score: UNKNOWN,
            why: format!("in no list; named beside {}", found.name),
        },
    })
}

/// The names, in text order, each with what a comma says of it.
fn mentions(text: &str, spans: &[(Span, bool)]) -> Vec<Mention> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    spans.dedup_by_key(|(span, _)| *span);
    let within = |i: usize| -> Vec<Within> {
        let behind = spans.get(i + 1).map(|(next, _)| *next);
        let tied =
            |next: &Span| matches!(text.get(spans[i].0.end()..next.start()), Some(", " | " ("));
        behind.filter(tied).map(|next| divisions_of(next.slice(text))).unwrap_or_default()
    };
    let mention = |i: usize| {
        let (span, tagged) = spans[i];
        Mention { span, name: (place_key(&looked_up(text, span)), within(i)), tagged }
    };
    (0..spans.len()).map(mention).collect()
}

/// The name as it is looked up: with "region", "province" behind it.
fn looked_up(text: &str, span: Span) -> String {
    let rest = text[span.end()..].strip_prefix(' ').unwrap_or_default();
    let next = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let name = span.slice(text);
    if ENDINGS.contains(&next) { format!("{name} {next}") } else { name.to_owned() }
}

/// The names in a tagged location: cut at commas, without the small words around them.
fn locations(text: &str, span: Span) -> Vec<(Span, bool)> {
    let mut out = Vec::new();
    let mut start = span.start();
    for piece in span.slice(text).split(", ") {
        let whole = Span::new(start, start + piece.len());
        start += piece.len() + 2;
        let Some(name) = capitals(text, whole) else { continue };
        if !candidates(name.slice(text)).is_empty() {
            out.push((name, true));
            continue;
        }
        // "Nairobi slum Kibera", "North-Western Sydney": what is known in it.
        let inner = inside_body(text, name);
        out.push((name, true));
        out.extend(inner.into_iter().map(|s| (s, false)));
    }
    out
}

/// From the first to the last word with a capital; an article in front is left out.
fn capitals(text: &str, span: Span) -> Option<Span> {
    let words: Vec<Span> = words(text, span)
        .into_iter()
        .skip_while(|w| !w.slice(text).starts_with(char::is_uppercase) || w.slice(text) == "The")
        .collect();
    let last = words.iter().rposition(|w| w.slice(text).contains(char::is_uppercase))?;
    Some(words.first()?.cover(words[last]))
}

fn words(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = span.start();
    for word in span.slice(text).split(' ') {
        out.push(Span::new(at, at + word.len()));
        at += word.len() + 1;
    }
    out.retain(|w| !w.is_empty());
    out
}

/// The places named inside a body's name, the longest first: countries, divisions, known towns.
fn inside_body(text: &str, span: Span) -> Vec<Span> {
    let words = words(text, span);
    let mut out: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = (at + 1..=words.len().min(at + 4)).rev().find_map(|end| {
            let name = words[at].cover(words[end - 1]);
            let least = if name == span { WHOLE_TOWN } else { KNOWN_TOWN };
            is_known(name.slice(text), least).then_some((end, name))
        });
        match found {
            Some((end, name)) => {
                let bare = name.slice(text).trim_end_matches(['\'', ',', '.', ')']);
                let bare =
                    bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
                let keep = if name.slice(text).starts_with("U.") { name.len() } else { bare.len() };
                out.push(Span::new(name.start(), name.start() + keep));
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// Whether a name inside another says a place by itself; towns from `least` people on.
fn is_known(name: &str, least: u32) -> bool {
    if !name.starts_with(char::is_uppercase) || name.len() < 2 {
        return false;
    }
    let shouted = name.chars().all(|c| !c.is_lowercase());
    if is_common_word(&place_key(name)) && !shouted {
        return false;
    }
    candidates(name).iter().any(|p| match p.kind {
        PlaceKind::Country | PlaceKind::Admin1 => true,
        PlaceKind::City => p.population >= least,
        PlaceKind::Admin2 | PlaceKind::Site => p.curated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the stretches in square brackets mean.
    fn meant(marked: &str) -> Vec<String> {
        let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => start = text.len(),
                ']' => spans.push(Span::new(start, text.len())),
                c => text.push(c),
            }
        }
        let shown = |t: &Toponym| {
            let p = &t.place;
            format!("{} {} {}", p.name, p.country.as_deref().unwrap_or("-"), p.precision.as_str())
        };
        toponyms_at(&text, &spans).iter().map(shown).collect()
    }

    #[track_caller]
    fn check(marked: &str, expected: &[&str]) {
        assert_eq!(meant(marked), expected, "{marked}");
    }

    #[test]
    fn countries_come_first() {
        check(
            "[Russia] and the [United States]",
            &["Russia RUS country", "United States USA country"],
        );
        check("[DPRK]", &["North Korea PRK country"]);
        check("[Georgia] and [Armenia]", &["Georgia GEO country", "Armenia ARM country"]);
    }

    #[test]
    fn towns_go_by_what_else_is_named_then_by_people() {
        check("[Seoul]", &["Seoul KOR city"]);
        check("[Kiev]", &["Kyiv UKR city"]);
        check("[Tripoli]", &["Tripoli LBY city"]);
        check("[Tripoli] in [Lebanon]", &["Tripoli LBN city", "Lebanon LBN country"]);
        check("[Paris]", &["Paris FRA city"]);
        check("[Hyderabad]", &["Hyderabad IND city"]);
        check("[Hyderabad] and [Karachi]", &["Hyderabad PAK city", "Karachi PAK city"]);
    }

    #[test]
    fn a_comma_says_where() {
        check("[Paris], [Texas]", &["Paris USA city", "Texas USA admin1"]);
        check("[Springfield], [Ill.]", &["Springfield USA city", "Illinois USA admin1"]);
        check("[Cambridge], [MA]", &["Cambridge USA city", "Massachusetts USA admin1"]);
        check("[Atlanta], [Georgia]", &["Atlanta USA city", "Georgia USA admin1"]);
        check("[Tbilisi], [Georgia]", &["Tbilisi GEO city", "Georgia GEO country"]);
    }

    #[test]
    fn regions_and_sites_have_their_own_precision() {
        check("[Donetsk] region", &["Donetsk UKR admin1"]);
        check("[Donetsk] and [Kyiv]", &["Donetsk UKR city", "Kyiv UKR city"]);
        check("[California]", &["California USA admin1"]);
        check("[Panmunjom]", &["Panmunjom KOR site"]);
        check("[Punggye-ri]", &["Punggye-ri PRK site"]);
        check("[Crimea] and [Russia]", &["Crimea UKR admin1", "Russia RUS country"]);
        check("[Gaza Strip]", &["Gaza Strip PSE admin1"]);
        check("[South China Sea]", &["South China Sea - admin1"]);
    }

    #[test]
    fn what_is_in_no_list_lies_beside_what_is() {
        check("[Xyzzyville]", &[]);
        let text = "Troops left Xyzzyville near Kharkiv.";
        let at = |name: &str| {
            let start = text.find(name).unwrap();
            Span::new(start, start + name.len())
        };
        let found = toponyms_at(text, &[at("Xyzzyville"), at("Kharkiv")]);
        assert_eq!(found[0].place.position, found[1].place.position);
        assert_eq!(found[0].place.country.as_deref(), Some("UKR"));
        assert!(!found[0].is_known() && found[1].is_known());
    }

    #[test]
    fn names_are_cut_out_of_longer_ones() {
        let cut = |text: &str| -> Vec<String> {
            let whole = Span::new(0, text.len());
            locations(text, whole).into_iter().map(|(s, _)| s.slice(text).to_owned()).collect()
        };
        assert_eq!(cut("southern Sudan"), ["Sudan"]);
        assert_eq!(cut("Paris, Texas"), ["Paris", "Texas"]);
        let inside = |text: &str| -> Vec<String> {
            let found = inside_body(text, Span::new(0, text.len()));
            found.into_iter().map(|s| s.slice(text).to_owned()).collect()
        };
        assert_eq!(inside("U.S. Food and Drug Administration"), ["U.S."]);
        assert_eq!(inside("California Department of Health"), ["California"]);
        assert_eq!(inside("Bank of England"), ["England"]);
        assert!(inside("Doctors Without Borders").is_empty());
    }
}
