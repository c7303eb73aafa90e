//! Lint of the data files: every line reads, codes are valid, dates are sane, no two entries fight for a name unnoticed.

use super::load::{
    country_file, first_day, kind_of, last_day, office_file, organisation_rows, person_rows,
    sector_file,
};
use super::*;
use crate::names::name_words;
use std::collections::{BTreeMap, BTreeSet};

/// Codes that stand beside ISO's (PLOVER 2.0, table 5.1).
const INTERNATIONAL: &[&str] = &["UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"];

fn codes() -> BTreeSet<String> {
    let own = country_file().states.into_keys();
    own.chain(INTERNATIONAL.iter().map(|c| (*c).to_owned())).collect()
}

fn key(name: &str) -> String {
    let pieces: Vec<&str> = name.split_whitespace().collect();
    name_words(&pieces).iter().map(|w| w.key.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn countries_are_complete_and_own_their_names() {
    let file = country_file();
    assert!(file.states.len() > 195, "{}", file.states.len());
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (code, line) in &file.states {
        assert!(code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()), "{code}");
        let words = line.names.iter().chain(&line.people).chain(&line.seats);
        for name in words {
            let other = seen.insert(key(name), code);
            assert!(other.is_none_or(|o| o == code), "{name}: {other:?} and {code}");
        }
    }
    for line in &file.partial {
        let country = line.country.as_deref().unwrap();
        assert!(file.states.contains_key(country), "{country}");
    }
}

#[test]
fn adjectives_and_capitals_point_to_one_state() {
    let file = country_file();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (code, line) in &file.states {
        for name in line.adjectives.iter().chain(&line.capitals) {
            let other = seen.insert(key(name), code);
            assert!(other.is_none_or(|o| o == code), "{name}: {other:?} and {code}");
        }
    }
}

#[test]
fn a_role_noun_has_one_sector() {
    let file = sector_file();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (sector, line) in &file {
        assert!(Sector::parse(sector).is_some(), "{sector}");
        for word in line.words.iter().chain(&line.forces) {
            let other = seen.insert(key(word), sector);
            assert!(other.is_none(), "{word}: {other:?} and {sector}");
            assert_eq!(*word, word.to_lowercase());
        }
    }
}

#[test]
fn offices_are_sorted_and_read() {
    let file = office_file();
    assert!(file.office.is_sorted_by(|a, b| a.title.to_lowercase() < b.title.to_lowercase()));
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for office in file.office {
        assert!(Sector::parse(&office.sector).is_some(), "{}", office.title);
        assert!(office.others.iter().all(|s| Sector::parse(s).is_some()), "{}", office.title);
        assert!(office.only.iter().all(|c| codes().contains(c)), "{}", office.title);
        for name in office.also.iter().chain([&office.title]) {
            let other = seen.insert(key(name), office.title.clone());
            assert!(other.is_none(), "{name}: {other:?} and {}", office.title);
        }
    }
}

#[test]
fn organisations_are_sorted_valid_and_enough() {
    let (codes, rows) = (codes(), organisation_rows().collect::<Vec<_>>());
    assert!(rows.len() >= 350, "{}", rows.len());
    assert!(rows.is_sorted_by(|a, b| a[0].to_lowercase() < b[0].to_lowercase()));
    for row in &rows {
        let [name, kind, country, sector, others, _, wikidata] = row[..] else { panic!("{row:?}") };
        assert!(kind_of(kind).is_some(), "{name}: {kind}");
        assert!(codes.contains(country), "{name}: {country}");
        assert!(sector.is_empty() || Sector::parse(sector).is_some(), "{name}: {sector}");
        assert!(
            others.split(';').all(|s| s.is_empty() || Sector::parse(s).is_some()),
            "{name}: {others}"
        );
        assert!(is_wikidata(wikidata), "{name}: {wikidata}");
    }
}

#[test]
fn no_two_organisations_share_a_name() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for row in organisation_rows() {
        for name in row[5].split('|').filter(|n| !n.is_empty()).chain([row[0]]) {
            let other = seen.insert(key(name), row[0]);
            assert!(other.is_none_or(|o| o == row[0]), "{name}: {other:?} and {}", row[0]);
        }
    }
}

fn is_wikidata(id: &str) -> bool {
    id.is_empty() || id.strip_prefix('Q').is_some_and(|n| n.parse::<u32>().is_ok())
}

#[test]
fn people_have_valid_codes_and_sane_dates() {
    let codes = codes();
    for row in person_rows() {
        let [name, country, sectors, _, from, to, _, wikidata] = row[..] else { panic!("{row:?}") };
        assert!(codes.contains(country), "{name}: {country}");
        assert!(sectors.split(';').all(|s| Sector::parse(s).is_some()), "{name}: {sectors}");
        assert!(is_wikidata(wikidata), "{name}: {wikidata}");
        let (start, end) = (first_day(from), last_day(to.trim_start_matches('~')));
        assert!(from.is_empty() || start.is_some(), "{name}: {from}");
        assert!(to.is_empty() || end.is_some(), "{name}: {to}");
        assert!(start.zip(end).is_none_or(|(s, e)| s <= e), "{name}: {from} to {to}");
        assert!(start.is_none_or(|d| (1900..2027).contains(&d.year())), "{name}: {from}");
    }
}

#[test]
fn no_two_people_share_a_name_unless_their_countries_tell_them_apart() {
    let base = actors();
    for (name, entries) in &base.entries {
        let people: Vec<&Person> = entries
            .iter()
            .filter_map(|e| match e.sense {
                Sense::Person(index) => Some(&base.people[index]),
                _ => None,
            })
            .collect();
        let countries: BTreeSet<&str> =
            people.iter().map(|p| p.offices[0].country.as_str()).collect();
        assert_eq!(
            countries.len(),
            people.len(),
            "{name}: {:?}",
            people.iter().map(|p| &p.name).collect::<Vec<_>>()
        );
    }
}

/// Offices that two may hold at once, or whose hand-over fell on one day.
const SHARED: &[&str] = &[
    "vice president",
    "first vice president",
    "co-prince",
    "captain regent",
    "chairman of the presidency",
    "senator",
    "presidential aide",
    "special envoy",
];

#[test]
fn one_holder_of_an_office_at_a_time() {
    let base = actors();
    let unique: BTreeSet<&str> =
        base.offices.iter().filter(|o| o.unique).map(|o| o.title.as_str()).collect();
    let mut held: BTreeMap<(&str, &str), Vec<Term<'_>>> = BTreeMap::new();
    let far = Date::constant(9999, 12, 31);
    for person in &base.people {
        for office in person
            .offices
            .iter()
            .filter(|o| unique.contains(o.title.as_str()) && !SHARED.contains(&o.title.as_str()))
        {
            let (Some(from), to) = (office.from, office.to.unwrap_or(far)) else { continue };
            held.entry((&office.country, &office.title)).or_default().push((
                from,
                to,
                &person.name,
            ));
        }
    }
    let mut wrong = Vec::new();
    for ((country, title), mut rows) in held {
        rows.sort_unstable();
        for pair in rows.windows(2) {
            let overlap = pair[0].1 > pair[1].0 && pair[0].2 != pair[1].2;
            if overlap && months(pair[0].1) > months(pair[1].0) + 1 {
                wrong.push(format!("{country} {title}: {} and {}", pair[0].2, pair[1].2));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// From, to, who.
type Term<'a> = (Date, Date, &'a str);

fn months(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

#[test]
fn word_lists_are_sorted() {
    for (name, words) in &actors().words {
        assert!(words.is_sorted_by(|a, b| a < b), "{name}");
    }
}

#[test]
fn capitals_and_plurals_decide() {
    let found = |text: &str| {
        let pieces: Vec<&str> = text.split_whitespace().collect();
        !actors().senses(&name_words(&pieces)).is_empty()
    };
    for known in
        ["US", "U.S.", "troops", "gunmen", "policemen", "Hezbollah", "agencies", "Paris", "IS"]
    {
        assert!(found(known), "{known}");
    }
    for unknown in ["us", "who", "is", "turkey", "Us", "xi", ""] {
        assert!(!found(unknown), "{unknown}");
    }
}
