//! Reads `data/actors/` into a [`KnowledgeBase`].
//!
//! The files are part of the library and a test checks each line, so a line that does not parse is left out here, never a panic.

use super::{
    Case, Country, CountryForm, Entry, HeldOffice, KnowledgeBase, Office, Organisation,
    OrganisationKind, Person, Sense,
};
use crate::Sector;
use crate::names::name_words;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

const COUNTRIES: &str = include_str!("../../data/actors/countries.toml");
const SECTORS: &str = include_str!("../../data/actors/sectors.toml");
const OFFICES: &str = include_str!("../../data/actors/offices.toml");
const WORDS: &str = include_str!("../../data/actors/words.toml");
const ORGANISATIONS: &str = include_str!("../../data/actors/organisations.tsv");
const PEOPLE: &str = include_str!("../../data/actors/people.tsv");
const LEADERS: &str = include_str!("../../data/actors/leaders.tsv");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountryLine {
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) country: Option<String>,
    #[serde(default)]
    pub(super) adjectives: Vec<String>,
    #[serde(default)]
    pub(super) people: Vec<String>,
    #[serde(default)]
    pub(super) capitals: Vec<String>,
    #[serde(default)]
    pub(super) seats: Vec<String>,
    #[serde(default)]
    pub(super) military_seats: Vec<String>,
    #[serde(default)]
    pub(super) legislative_seats: Vec<String>,
    #[serde(default)]
    pub(super) geonameid: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct CountryFile {
    #[serde(default)]
    pub(super) partial: Vec<CountryLine>,
    #[serde(flatten)]
    pub(super) states: BTreeMap<String, CountryLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectorLine {
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) forces: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeLine {
    pub(super) title: String,
    pub(super) sector: String,
    #[serde(default)]
    pub(super) others: Vec<String>,
    #[serde(default)]
    pub(super) unique: bool,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) only: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct OfficeFile {
    pub(super) office: Vec<OfficeLine>,
}

/// The countries as their file has them.
pub(super) fn country_file() -> CountryFile {
    toml::from_str(COUNTRIES).expect("countries.toml is checked by a test")
}

/// The sectors as their file has them.
pub(super) fn sector_file() -> BTreeMap<String, SectorLine> {
    toml::from_str(SECTORS).expect("sectors.toml is checked by a test")
}

/// The offices as their file has them.
pub(super) fn office_file() -> OfficeFile {
    toml::from_str(OFFICES).expect("offices.toml is checked by a test")
}

/// The fields of the lines of a table, without its comments and its head.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
        .map(|l| l.split('\t').collect())
}

/// People: the hand-written ones, then the generated ones.
pub(super) fn person_rows() -> impl Iterator<Item = Vec<&'static str>> {
    rows(PEOPLE).chain(rows(LEADERS))
}

/// Organisations.
pub(super) fn organisation_rows() -> impl Iterator<Item = Vec<&'static str>> {
    rows(ORGANISATIONS)
}

/// Reads everything.
pub(super) fn knowledge_base() -> KnowledgeBase {
    let mut base = KnowledgeBase::default();
    let file = country_file();
    for (code, line) in &file.states {
        add_country(&mut base, code, line);
    }
    for line in &file.partial {
        add_country(&mut base, line.country.as_deref().unwrap_or_default(), line);
    }
    add_sectors(&mut base);
    add_offices(&mut base);
    add_organisations(&mut base);
    add_people(&mut base);
    base.words = toml::from_str(WORDS).expect("words.toml is checked by a test");
    base
}

fn add_country(base: &mut KnowledgeBase, code: &str, line: &CountryLine) {
    let index = base.countries.len();
    base.countries.push(Country {
        code: code.to_owned(),
        name: line.names.first().cloned().unwrap_or_default(),
        partial: line.country.is_some(),
        geonameid: line.geonameid,
    });
    let forms = [
        (&line.names, CountryForm::Name),
        (&line.adjectives, CountryForm::Adjective),
        (&line.people, CountryForm::People),
        (&line.capitals, CountryForm::Capital),
        (&line.seats, CountryForm::Seat(Sector::Gov)),
        (&line.military_seats, CountryForm::Seat(Sector::Mil)),
        (&line.legislative_seats, CountryForm::Seat(Sector::Leg)),
    ];
    for (names, form) in forms {
        for name in names {
            add_name(base, name, Sense::Country(index, form));
        }
    }
}

fn add_sectors(base: &mut KnowledgeBase) {
    for (code, line) in sector_file() {
        let Some(sector) = Sector::parse(&code) else { continue };
        for word in &line.words {
            add_noun(base, word, Sense::Role(sector));
        }
        for word in &line.forces {
            add_noun(base, word, Sense::Force(sector));
        }
    }
}

fn add_offices(base: &mut KnowledgeBase) {
    for line in office_file().office {
        let Some(sector) = Sector::parse(&line.sector) else { continue };
        let index = base.offices.len();
        base.offices.push(Office {
            title: line.title.clone(),
            sector,
            others: line.others.iter().filter_map(|s| Sector::parse(s)).collect(),
            unique: line.unique,
            held_as: line.also.clone(),
            only: line.only,
        });
        for name in line.also.iter().chain([&line.title]) {
            add_noun(base, &name.to_lowercase(), Sense::Office(index));
        }
    }
}

fn add_organisations(base: &mut KnowledgeBase) {
    for row in organisation_rows() {
        let [name, kind, country, sector, others, also, wikidata] = row[..] else { continue };
        let Some(kind) = kind_of(kind) else { continue };
        let index = base.organisations.len();
        base.organisations.push(Organisation {
            name: name.to_owned(),
            kind,
            country: country.to_owned(),
            sector: Sector::parse(sector),
            others: sectors(others),
            wikidata: filled(wikidata),
        });
        for name in [name].into_iter().chain(also.split('|').filter(|a| !a.is_empty())) {
            add_name(base, name, Sense::Organisation(index));
        }
    }
}

pub(super) fn kind_of(text: &str) -> Option<OrganisationKind> {
    Some(match text {
        "igo" => OrganisationKind::Intergovernmental,
        "group" => OrganisationKind::Group,
        "armed" => OrganisationKind::Armed,
        "agency" => OrganisationKind::Agency,
        "outlet" => OrganisationKind::Outlet,
        "ngo" => OrganisationKind::Ngo,
        "company" => OrganisationKind::Company,
        _ => return None,
    })
}

fn add_people(base: &mut KnowledgeBase) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for row in person_rows() {
        let [name, country, in_sectors, title, from, to, also, wikidata] = row[..] else {
            continue;
        };
        let index = *known.entry(name).or_insert_with(|| {
            let person =
                Person { name: name.to_owned(), wikidata: filled(wikidata), offices: Vec::new() };
            base.people.push(person);
            base.people.len() - 1
        });
        base.people[index].offices.push(HeldOffice {
            country: country.to_owned(),
            sectors: sectors(in_sectors),
            title: title.to_owned(),
            from: first_day(from),
            to: last_day(to.trim_start_matches('~')),
            at_least: to.starts_with('~'),
        });
        add_person_names(base, index, name, also);
    }
}

fn add_person_names(base: &mut KnowledgeBase, index: usize, name: &str, also: &str) {
    for name in [name].into_iter().chain(also.split('|').filter(|a| !a.is_empty())) {
        add_name(base, name, Sense::Person(index));
        for word in name_words(&name.split_whitespace().collect::<Vec<_>>()) {
            let people = base.surnames.entry(word.key).or_default();
            if !people.contains(&index) {
                people.push(index);
            }
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn sectors(text: &str) -> Vec<Sector> {
    text.split(';').filter_map(Sector::parse).collect()
}

/// A day, or the first day of a month or year.
pub(super) fn first_day(text: &str) -> Option<Date> {
    let (year, month, day) = date_parts(text)?;
    Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()
}

/// A day, or the last day of a month or year.
pub(super) fn last_day(text: &str) -> Option<Date> {
    let (year, month, day) = date_parts(text)?;
    let first = Date::new(year, month.unwrap_or(12), 1).ok()?;
    day.map_or_else(|| Some(first.last_of_month()), |day| Date::new(year, month?, day).ok())
}

fn date_parts(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse).transpose().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    Some((year, month, day))
}

fn add_name(base: &mut KnowledgeBase, name: &str, sense: Sense) {
    let pieces: Vec<&str> = name.split_whitespace().collect();
    let words = name_words(&pieces);
    let words = match words.split_first() {
        Some((first, rest)) if first.key == "the" && !rest.is_empty() => rest,
        _ => &words[..],
    };
    let short = words.len() == 1 && words[0].key.len() <= 6;
    let case = match words {
        [word] if short && word.capitals => Case::Capitals,
        _ if words.iter().any(|w| w.capital) => Case::Capital,
        _ => Case::Any,
    };
    let keys: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    add_entry(base, &keys, Entry { case, sense });
}

/// A common noun and its plural.
fn add_noun(base: &mut KnowledgeBase, noun: &str, sense: Sense) {
    let pieces: Vec<&str> = noun.split_whitespace().collect();
    let words = name_words(&pieces);
    let mut keys: Vec<String> = words.into_iter().map(|w| w.key).collect();
    add_keys(base, &keys, sense);
    let Some(last) = keys.pop() else { return };
    for plural in plurals(&last) {
        keys.push(plural);
        add_keys(base, &keys, sense);
        keys.pop();
    }
}

fn add_keys(base: &mut KnowledgeBase, keys: &[String], sense: Sense) {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    add_entry(base, &keys, Entry { case: Case::Any, sense });
}

fn add_entry(base: &mut KnowledgeBase, keys: &[&str], entry: Entry) {
    if keys.is_empty() {
        return;
    }
    base.longest = base.longest.max(keys.len());
    let entries = base.entries.entry(keys.join(" ")).or_default();
    if !entries.iter().any(|e| e.sense == entry.sense) {
        entries.push(entry);
    }
}

/// The regular plurals of a noun; all that are thinkable, since a wrong one is never met.
fn plurals(noun: &str) -> Vec<String> {
    let mut out = vec![format!("{noun}s")];
    if let Some(stem) = noun.strip_suffix('y') {
        out.push(format!("{stem}ies"));
    }
    if noun.ends_with(['s', 'x', 'h']) {
        out.push(format!("{noun}es"));
    }
    if let Some(stem) = noun.strip_suffix("man") {
        out.push(format!("{stem}men"));
    }
    if let Some(stem) = noun.strip_suffix("person") {
        out.push(format!("{stem}people"));
    }
    if let Some(stem) = noun.strip_suffix("fe") {
        out.push(format!("{stem}ves"));
    }
    if noun.ends_with("child") {
        out.push(format!("{noun}ren"));
    }
    out
}
