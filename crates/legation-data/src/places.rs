//! The gazetteer: names of places to what they name.
//!
//! In: `data/actors/places.tsv` (GeoNames, sorted by key), our own `features.tsv` and `supplement.toml`. Out: [`places_named`]. The big table is
//! searched where it lies, as text: nothing is read or built at start.

use crate::names::name_words;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const PLACES: &str = include_str!("../data/actors/places.tsv");
const FEATURES: &str = include_str!("../data/actors/features.tsv");
const SUPPLEMENT: &str = include_str!("../data/actors/supplement.toml");
const COMMON: &str = include_str!("../data/actors/common_words.txt");

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country or the like.
    Country,
    /// A first-order division, or a region or sea of that size.
    Admin1,
    /// A second-order division.
    Admin2,
    /// A town.
    City,
    /// A building, base, crossing, field.
    Site,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct GazetteerPlace {
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Name to print.
    pub name: String,
    /// Latitude and longitude in degrees.
    pub position: (f32, f32),
    /// ISO 3166-1 alpha-3; none for seas.
    pub country: Option<String>,
    /// First-order division, by GeoNames' code within the country ("TX"); empty where not known.
    pub division: String,
    /// Whether the position is that of the first-order division around it, its own not being known.
    pub approximate: bool,
    /// People who live there; 0 if not known.
    pub population: u32,
    /// Kind.
    pub kind: PlaceKind,
    /// From the hand-made supplement, which wins over the table.
    pub curated: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Supplement {
    not_places: Vec<String>,
    exonyms: BTreeMap<String, String>,
    abbreviations: BTreeMap<String, Vec<String>>,
}

struct Curated {
    exonyms: BTreeMap<String, String>,
    abbreviations: BTreeMap<String, Vec<String>>,
    places: BTreeMap<String, GazetteerPlace>,
    common: Vec<String>,
}

/// The key under which a place name is found.
pub fn place_key(name: &str) -> String {
    let pieces: Vec<&str> = name.split_whitespace().collect();
    let words = name_words(&pieces);
    let skip = usize::from(words.len() > 1 && words[0].key == "the");
    words[skip..].iter().map(|w| w.key.as_str()).collect::<Vec<_>>().join(" ")
}

/// The places of that key ([`place_key`]), in the order of the table; the supplement's own first.
pub fn places_named(key: &str) -> Vec<GazetteerPlace> {
    let own = curated().places.get(key).cloned();
    let other = curated().exonyms.get(key).into_iter().flat_map(|k| rows_of(k));
    own.into_iter().chain(rows_of(key).chain(other).filter_map(read_row)).collect()
}

/// The keys of the divisions that an abbreviation stands for, as it is written: "Calif.", "TX", "Ont.".
pub fn abbreviated(name: &str) -> impl Iterator<Item = &'static str> {
    curated().abbreviations.get(name).into_iter().flatten().map(String::as_str)
}

/// Whether a key is also an everyday word or a person's name: a place only where something else says so.
pub fn is_common_word(key: &str) -> bool {
    curated().common.binary_search_by(|w| w.as_str().cmp(key)).is_ok()
}

fn curated() -> &'static Curated {
    static CURATED: LazyLock<Curated> = LazyLock::new(read_supplement);
    &CURATED
}

fn read_supplement() -> Curated {
    let file: Supplement =
        toml::from_str(SUPPLEMENT).expect("supplement.toml is checked by a test");
    let mut places = BTreeMap::new();
    for line in features() {
        let (names, place) = read_feature(line).expect("features.tsv is checked by a test");
        for name in names {
            places.insert(place_key(name), place.clone());
        }
    }
    let mut common: Vec<String> =
        COMMON.lines().map(str::to_owned).chain(file.not_places).collect();
    common.sort_unstable();
    Curated { exonyms: file.exonyms, abbreviations: file.abbreviations, places, common }
}

/// The lines of features.tsv that hold a place.
fn features() -> impl Iterator<Item = &'static str> {
    FEATURES.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1)
}

/// The names of a feature, and the place.
fn read_feature(line: &'static str) -> Option<(Vec<&'static str>, GazetteerPlace)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, also, country, lat, lon, kind] = fields[..] else { return None };
    let names = std::iter::once(name).chain(also.split('|').filter(|a| !a.is_empty())).collect();
    let place = GazetteerPlace {
        geonameid: None,
        name: name.to_owned(),
        position: (lat.parse().ok()?, lon.parse().ok()?),
        country: (!country.is_empty()).then(|| country.to_owned()),
        division: String::new(),
        approximate: false,
        population: 0,
        kind: match kind {
            "region" => PlaceKind::Admin1,
            "town" => PlaceKind::City,
            "site" | "district" => PlaceKind::Site,
            _ => return None,
        },
        curated: true,
    };
    Some((names, place))
}

/// The rows of a key: a binary search over the bytes of the table, to the first line that is not below the key.
fn rows_of(key: &str) -> impl Iterator<Item = &'static str> {
    let (mut low, mut high) = (0, PLACES.len());
    while low < high {
        let middle = line_start(low + (high - low) / 2);
        let line = line_at(middle);
        if key_of(line) < key {
            low = (middle + line.len() + 1).min(PLACES.len());
        } else {
            high = middle.max(low);
            if high == middle && middle == low {
                break;
            }
        }
    }
    let key = key.to_owned();
    PLACES.get(low..).unwrap_or_default().lines().take_while(move |l| key_of(l) == key)
}

fn line_start(at: usize) -> usize {
    PLACES.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1)
}

fn line_at(start: usize) -> &'static str {
    PLACES.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

fn key_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn read_row(line: &str) -> Option<GazetteerPlace> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [_, ident, name, lat, lon, country, division, population, kind] = fields[..] else {
        return None;
    };
    Some(GazetteerPlace {
        geonameid: ident.parse().ok(),
        name: name.to_owned(),
        position: (lat.parse().ok()?, lon.parse().ok()?),
        country: Some(country.to_owned()),
        division: division.to_owned(),
        approximate: kind.ends_with('*'),
        population: population.parse().ok()?,
        kind: match kind.trim_end_matches('*') {
            "admin1" => PlaceKind::Admin1,
            "admin2" => PlaceKind::Admin2,
            _ => PlaceKind::City,
        },
        curated: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_row_reads() {
        let mut last = "";
        for line in PLACES.lines() {
            assert!(key_of(line) >= last, "{line}");
            last = key_of(line);
            let place = read_row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(place.position.0.abs() <= 90.0 && place.position.1.abs() <= 180.0, "{line}");
        }
    }

    #[test]
    fn the_search_finds_every_first_middle_and_last_key() {
        let lines: Vec<&str> = PLACES.lines().collect();
        for line in lines.iter().step_by(97).chain(lines.first()).chain(lines.last()) {
            let found = places_named(key_of(line));
            assert!(found.contains(&read_row(line).unwrap()), "{line}");
        }
        assert!(places_named("no such place at all").is_empty());
        assert!(places_named("").is_empty());
        assert!(places_named("zzzzzz").is_empty());
    }

    #[test]
    fn names_meet_their_keys_as_written_by_the_generator() {
        for line in PLACES.lines().filter(|l| l.ends_with("\tcity")).step_by(211) {
            let place = read_row(line).unwrap();
            if place.name.contains(['(', ',']) {
                continue;
            }
            assert!(
                places_named(&place_key(&place.name))
                    .iter()
                    .any(|p| p.geonameid == place.geonameid),
                "{line}"
            );
        }
    }

    #[test]
    fn the_supplement_is_sorted_and_sane() {
        let file: Supplement = toml::from_str(SUPPLEMENT).unwrap();
        assert!(file.not_places.is_sorted());
        for (name, key) in &file.exonyms {
            assert!(rows_of(key).next().is_some(), "{name}: no place {key}");
        }
    }

    #[test]
    fn the_features_are_sorted_and_sane() {
        let known: Vec<String> =
            crate::actors::actors().countries.iter().map(|c| c.code.clone()).collect();
        assert!(features().map(key_of).is_sorted_by(|a, b| a < b));
        for line in features() {
            let (_, place) = read_feature(line).unwrap_or_else(|| panic!("{line}"));
            assert!(place.country.as_ref().is_none_or(|c| known.contains(c)), "{line}");
            assert!(place.position.0.abs() <= 90.0 && place.position.1.abs() <= 180.0, "{line}");
        }
    }
}
