//! Which place a name means.
//!
//! In: a toponym, the countries its article speaks of (the most important first), and whether a tagger took it for a place. Out: a
//! [`ResolvedPlace`] with its precision, or `None`. A country wins over towns of its name; among towns the countries of the article
//! count first, then population. A name that nothing tells apart still gets an answer, with a low score.

use crate::annotate::{Annotations, EntityKind};
use crate::{PlacePrecision, Span};
use legation_data::actors::{CountryForm, KnowledgeBase, Sense, actors};
use legation_data::names::name_words;
use legation_data::places::{GazetteerPlace, PlaceKind, is_common_word, place_key, places_named};
use std::collections::BTreeMap;

/// What speaks for a name's being a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A tagger marked it as a location.
    AsLocation,
    /// Only its spelling: everyday words and people's names are left out.
    BySpelling,
}

/// A place a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPlace {
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Canonical name.
    pub name: String,
    /// Latitude and longitude in degrees; none for a country, which is no point.
    pub position: Option<(f32, f32)>,
    /// ISO 3166-1 alpha-3; none for seas.
    pub country: Option<String>,
    /// How exact.
    pub precision: PlacePrecision,
    /// How sure, 0 to 1.
    pub score: f32,
    /// What decided.
    pub why: String,
}

/// Words that may follow the name of a division and precede nothing.
const ENDINGS: &[&str] = &[
    "area",
    "city",
    "county",
    "district",
    "governorate",
    "oblast",
    "prefecture",
    "province",
    "region",
    "state",
];

/// The place a name means, or `None` where it is not known.
pub fn resolve_place(name: &str, countries: &[&str], seen: Seen) -> Option<ResolvedPlace> {
    let key = place_key(name);
    if key.is_empty() || !name.chars().any(char::is_uppercase) {
        return None;
    }
    if seen == Seen::BySpelling && is_common_word(&key) {
        return None;
    }
    country(actors(), name, countries).or_else(|| best(candidates(&key), countries))
}

/// The places that a text names, with their characters: its names of places, each read beside the countries that it names.
pub fn toponyms(text: &str, ann: &Annotations) -> Vec<(Span, ResolvedPlace)> {
    let names = || ann.entities.iter().filter(|e| e.kind == EntityKind::Loc);
    let alone =
        names().filter_map(|e| resolve_place(e.span.slice(text), &[], Seen::AsLocation)?.country);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    alone.for_each(|country| *counts.entry(country).or_default() += 1);
    let mut countries: Vec<(&str, usize)> = counts.iter().map(|(c, n)| (c.as_str(), *n)).collect();
    countries.sort_by_key(|(country, n)| (std::cmp::Reverse(*n), *country));
    let countries: Vec<&str> = countries.into_iter().map(|(c, _)| c).collect();
    names()
        .filter_map(|e| {
            Some((e.span, resolve_place(e.span.slice(text), &countries, Seen::AsLocation)?))
        })
        .collect()
}

/// A country of that name, unless its article is set in another country that has a place of that name ("Georgia" in the USA).
fn country(base: &KnowledgeBase, name: &str, countries: &[&str]) -> Option<ResolvedPlace> {
    let pieces: Vec<&str> = name.split_whitespace().collect();
    let words = name_words(&pieces);
    let words = if words.len() > 1 && words[0].key == "the" { &words[1..] } else { &words[..] };
    let index = base.senses(words).into_iter().find_map(|s| match s {
        Sense::Country(index, CountryForm::Name) => Some(index),
        Sense::Country(..)
        | Sense::Organisation(_)
        | Sense::Person(_)
        | Sense::Office(_)
        | Sense::Role(_)
        | Sense::Force(_) => None,
    })?;
    let found = &base.countries[index];
    let key = place_key(name);
    let elsewhere = candidates(&key).iter().any(|p| {
        p.kind == PlaceKind::Admin1
            && p.country.as_deref().is_some_and(|c| countries.contains(&c))
            && !countries.contains(&found.code.as_str())
    });
    // Dependencies and disputed regions are names of a country here, but not the country: the gazetteer knows them better.
    let is_part = place_key(&found.name) != key && places_named(&key).iter().any(|p| p.curated);
    (!elsewhere && !is_part && !found.partial).then(|| ResolvedPlace {
        geonameid: found.geonameid,
        name: found.name.clone(),
        position: None,
        country: Some(found.code.clone()),
        precision: PlacePrecision::Country,
        score: 0.95,
        why: "country".to_owned(),
    })
}

/// The gazetteer's places of a key; without a closing "region", "province" where that finds nothing, and then divisions first.
fn candidates(key: &str) -> Vec<GazetteerPlace> {
    let found = places_named(key);
    let Some((stem, ending)) = key.rsplit_once(' ').filter(|_| found.is_empty()) else {
        return found;
    };
    if !ENDINGS.contains(&ending) {
        return found;
    }
    let mut found = places_named(stem);
    if ending != "city" && found.iter().any(|p| p.kind == PlaceKind::Admin1) {
        found.retain(|p| p.kind == PlaceKind::Admin1);
    }
    found
}

fn best(found: Vec<GazetteerPlace>, countries: &[&str]) -> Option<ResolvedPlace> {
    let mut ranked: Vec<(f64, GazetteerPlace)> =
        found.into_iter().map(|p| (weight(&p, countries), p)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.geonameid.cmp(&b.1.geonameid)));
    let second = ranked.iter().find(|(_, p)| p.country != ranked[0].1.country).map_or(0.0, |r| r.0);
    let (first, place) = ranked.into_iter().next()?;
    let score = first / (first + second).max(1.0);
    Some(described(place, (score * 0.9) as f32, countries))
}

/// A town's people, more where its country is spoken of; a division counts less than a town of its size, because a bare name
/// mostly means the town.
fn weight(place: &GazetteerPlace, countries: &[&str]) -> f64 {
    let people = f64::from(place.population.max(1_000));
    let kind = match place.kind {
        PlaceKind::Admin1 | PlaceKind::Admin2 => 0.25,
        PlaceKind::Country | PlaceKind::City | PlaceKind::Site => 1.0,
    };
    let spoken_of = countries.iter().position(|c| place.country.as_deref() == Some(*c));
    let near = spoken_of.map_or(1.0, |rank| if rank == 0 { 60.0 } else { 30.0 });
    let curated = if place.curated { 1e6 } else { 1.0 };
    people * kind * near * curated
}

fn described(place: GazetteerPlace, score: f32, countries: &[&str]) -> ResolvedPlace {
    let near = place.country.as_deref().is_some_and(|c| countries.contains(&c));
    let why = if place.curated {
        "supplement"
    } else if near {
        "country of the article"
    } else {
        "population"
    };
    ResolvedPlace {
        geonameid: place.geonameid,
        name: place.name,
        position: Some(place.position),
        country: place.country,
        precision: precision(place.kind),
        score,
        why: why.to_owned(),
    }
}

fn precision(kind: PlaceKind) -> PlacePrecision {
    match kind {
        PlaceKind::Country => PlacePrecision::Country,
        PlaceKind::Admin1 => PlacePrecision::Admin1,
        PlaceKind::Admin2 => PlacePrecision::Admin2,
        PlaceKind::City => PlacePrecision::City,
        PlaceKind::Site => PlacePrecision::Site,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, countries: &[&str], expected: &str) {
        let found = resolve_place(name, countries, Seen::AsLocation);
        let shown = found.map_or("-".to_owned(), |p| {
            format!("{} {} {:?}", p.name, p.country.unwrap_or_default(), p.precision)
        });
        assert_eq!(shown, expected, "{name} {countries:?}");
    }

    #[test]
    fn countries_come_first() {
        check("Russia", &[], "Russia RUS Country");
        check("the United States", &[], "United States USA Country");
        check("DPRK", &[], "North Korea PRK Country");
        check("Georgia", &["RUS"], "Georgia GEO Country");
        check("Georgia", &["USA"], "Georgia USA Admin1");
        check("Georgia", &["GEO", "USA"], "Georgia GEO Country");
    }

    #[test]
    fn towns_go_by_the_article_then_by_people() {
        check("Seoul", &[], "Seoul KOR City");
        check("Kiev", &[], "Kyiv UKR City");
        check("Tripoli", &[], "Tripoli LBY City");
        check("Tripoli", &["LBN"], "Tripoli LBN City");
        check("Paris", &[], "Paris FRA City");
        check("Cambridge", &["USA"], "Cambridge USA City");
        check("Cambridge", &["GBR"], "Cambridge GBR City");
        check("Hyderabad", &["PAK"], "Hyderabad PAK City");
        check("Hyderabad", &[], "Hyderabad IND City");
    }

    #[test]
    fn regions_and_sites_have_their_own_precision() {
        check("Donetsk region", &[], "Donetsk UKR Admin1");
        check("California", &[], "California USA Admin1");
        check("Panmunjom", &[], "Panmunjom KOR Site");
        check("Punggye-ri", &[], "Punggye-ri PRK Site");
        check("the Korean Demilitarized Zone", &[], "Korean Demilitarized Zone KOR Site");
        check("Crimea", &["RUS"], "Crimea UKR Admin1");
        check("the Gaza Strip", &[], "Gaza Strip PSE Admin1");
        check("South China Sea", &[], "South China Sea  Admin1");
        check("Western Sahara", &[], "Western Sahara MAR Admin1");
    }

    #[test]
    fn what_is_not_known_stays_unresolved() {
        check("Xyzzyville", &[], "-");
        check("", &[], "-");
        check("paris", &[], "-");
    }

    #[test]
    fn everyday_words_need_a_tagger() {
        for word in ["Nice", "Reading", "Mobile", "March", "Police", "Most", "May"] {
            assert_eq!(resolve_place(word, &[], Seen::BySpelling), None, "{word}");
        }
        assert!(resolve_place("Nice", &[], Seen::AsLocation).is_some());
        assert!(resolve_place("Nagasaki", &[], Seen::BySpelling).is_some());
    }
}
