//! What a place name may mean, and a place as it is told.
//!
//! In: a name as written. Out: everything in the gazetteer that bears it, countries among them; which divisions a name behind a comma
//! stands for. Which of them is meant is decided in `toponyms`, where all names of a text are read together.

use crate::PlacePrecision;
use legation_data::actors::{CountryForm, KnowledgeBase, Sense, actors};
use legation_data::names::name_words;
use legation_data::places::{GazetteerPlace, PlaceKind, abbreviated, place_key, places_named};

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

/// How a word names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By its name: "Russia".
    Name,
    /// As an adjective: "Russian". No place where something happened.
    Adjective,
    /// By its people: "the Russians". No place either.
    People,
}

/// Words that may follow the name of a division and precede nothing.
pub(super) const ENDINGS: &[&str] = &[
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

/// Everything that a name may mean.
pub(super) fn candidates(name: &str) -> Vec<GazetteerPlace> {
    let key = place_key(name);
    if key.is_empty() || !name.chars().any(char::is_uppercase) {
        return Vec::new();
    }
    let mut out = in_gazetteer(&key);
    if out.is_empty() {
        out = abbreviated(name).flat_map(places_named).collect();
        out.retain(|p| p.kind == PlaceKind::Admin1);
    }
    // Dependencies and disputed regions are names of a country here, but not the country: the gazetteer knows them better.
    let own = country(actors(), name);
    let is_part = out.iter().any(|p| p.curated);
    out.extend(own.filter(|c| place_key(&c.name) == key || !is_part));
    out
}

/// A country of that name, as a place.
fn country(base: &KnowledgeBase, name: &str) -> Option<GazetteerPlace> {
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
    (!base.countries[index].partial).then(|| country_place(base, index))
}

fn country_place(base: &KnowledgeBase, index: usize) -> GazetteerPlace {
    let found = &base.countries[index];
    GazetteerPlace {
        geonameid: found.geonameid,
        name: found.name.clone(),
        position: (0.0, 0.0),
        country: Some(found.code.clone()),
        division: String::new(),
        approximate: false,
        population: 0,
        kind: PlaceKind::Country,
        curated: false,
    }
}

/// The adjective or people of a country that these words begin with, and how many of them it takes: "South Korean".
pub(super) fn demonym(words: &[&str]) -> Option<(usize, Form, ResolvedPlace)> {
    let base = actors();
    let taken = (1..=words.len()).rev().find_map(|n| {
        let senses = base.senses(&name_words(&words[..n]));
        senses.into_iter().find_map(|sense| match sense {
            Sense::Country(index, CountryForm::Adjective) => Some((n, Form::Adjective, index)),
            Sense::Country(index, CountryForm::People) => Some((n, Form::People, index)),
            Sense::Country(..)
            | Sense::Organisation(_)
            | Sense::Person(_)
            | Sense::Office(_)
            | Sense::Role(_)
            | Sense::Force(_) => None,
        })
    });
    let (n, form, index) = taken?;
    let why = match form {
        Form::Adjective => "adjective of a country",
        Form::People => "people of a country",
        Form::Name => "country",
    };
    Some((n, form, described(country_place(base, index), 0.9, why)))
}

/// The gazetteer's places of a key; without a closing "region", "province" where that finds nothing, and then divisions first.
fn in_gazetteer(key: &str) -> Vec<GazetteerPlace> {
    let found = places_named(key);
    let Some((stem, ending)) = key.rsplit_once(' ').filter(|_| found.is_empty()) else {
        return found;
    };
    if !ENDINGS.contains(&ending) {
        return found;
    }
    let mut found = places_named(stem);
    let of_size = |p: &GazetteerPlace| matches!(p.kind, PlaceKind::Admin1 | PlaceKind::Admin2);
    if ending != "city" && found.iter().any(of_size) {
        found.retain(of_size);
    }
    found
}

/// A country, or a division of it by its code: what a name behind a comma says about the one before it.
pub(super) type Within = (String, Option<String>);

/// The countries and divisions that a name or abbreviation stands for: "Texas", "Tex.", "TX", "France".
pub(super) fn divisions_of(name: &str) -> Vec<Within> {
    let named = candidates(name).into_iter();
    let short = abbreviated(name).flat_map(places_named);
    let mut out: Vec<Within> = named
        .chain(short)
        .filter_map(|p| match p.kind {
            PlaceKind::Country => Some((p.country?, None)),
            PlaceKind::Admin1 if !p.curated => Some((p.country?, Some(p.division))),
            PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::City | PlaceKind::Site => None,
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// A place of the gazetteer as it is told.
pub(super) fn described(place: GazetteerPlace, score: f32, why: &str) -> ResolvedPlace {
    let precision = precision(place.kind);
    ResolvedPlace {
        geonameid: place.geonameid,
        name: place.name,
        position: (precision != PlacePrecision::Country).then_some(place.position),
        country: place.country,
        precision,
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
