//! Who is who: countries, people with dated offices, organisations, role nouns, read once from `data/actors/`.
//!
//! In: the data files, built into the library. Out: [`actors()`], a [`KnowledgeBase`] that finds the longest entry at a place in
//! a phrase. Nothing here decides between senses; that is the engine's work.

mod load;

use crate::Sector;
use crate::names::NameWord;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How a word names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountryForm {
    /// "Emirates".
    Name,
    /// "Emirati" before a noun.
    Adjective,
    /// "Emiratis": its people.
    People,
    /// "Abu Dhabi".
    Capital,
    /// "the Kremlin", "the Pentagon", "Capitol Hill": a building or body that stands for part of the state.
    Seat(Sector),
}

/// What an entry can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// A country: index into [`KnowledgeBase::countries`].
    Country(usize, CountryForm),
    /// An organisation: index into [`KnowledgeBase::organisations`].
    Organisation(usize),
    /// A person: index into [`KnowledgeBase::people`].
    Person(usize),
    /// An office: index into [`KnowledgeBase::offices`].
    Office(usize),
    /// A role noun.
    Role(Sector),
    /// Equipment that acts for its owner: "jets".
    Force(Sector),
}

/// A state or a partially recognised entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3 (of the state that claims it, where `partial`).
    pub code: String,
    /// The name to print.
    pub name: String,
    /// Recognised in part only (PLOVER's PRE).
    pub partial: bool,
    /// GeoNames id.
    pub geonameid: Option<u32>,
}

/// An office that a person held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldOffice {
    /// Country or international code it acts for.
    pub country: String,
    /// Sectors while in office, main one first.
    pub sectors: Vec<Sector>,
    /// Title; empty for what a person is known as without one.
    pub title: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// `to` is only the last day on which it was seen.
    pub at_least: bool,
}

impl HeldOffice {
    /// Whether it was held on that day.
    pub fn held_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Somebody with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Canonical name.
    pub name: String,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Offices; the one to name first stands first.
    pub offices: Vec<HeldOffice>,
}

/// What kind of body an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationKind {
    /// Of states.
    Intergovernmental,
    /// An armed group.
    Group,
    /// A state's armed force.
    Armed,
    /// A state service, party or committee.
    Agency,
    /// Publishes news.
    Outlet,
    /// Non-governmental.
    Ngo,
    /// A firm.
    Company,
}

/// A body with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Canonical name.
    pub name: String,
    /// Kind.
    pub kind: OrganisationKind,
    /// Country or international code.
    pub country: String,
    /// Main sector, if it has one.
    pub sector: Option<Sector>,
    /// Further sectors.
    pub others: Vec<Sector>,
    /// Wikidata id.
    pub wikidata: Option<String>,
}

/// A kind of office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Title to print.
    pub title: String,
    /// Sector of who holds it.
    pub sector: Sector,
    /// Further sectors.
    pub others: Vec<Sector>,
    /// One holder a country at a time, to be looked up.
    pub unique: bool,
    /// Other titles under which its holders are listed ("premier" for a prime minister).
    pub held_as: Vec<String>,
    /// The countries in which the wording means this office; empty: all.
    pub only: Vec<String>,
}

/// How an entry must be written to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Any,
    Capital,
    Capitals,
}

#[derive(Clone, Debug)]
struct Entry {
    case: Case,
    sense: Sense,
}

/// Everything known about actors.
#[derive(Debug, Default)]
pub struct KnowledgeBase {
    /// States.
    pub countries: Vec<Country>,
    /// People.
    pub people: Vec<Person>,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Offices.
    pub offices: Vec<Office>,
    entries: BTreeMap<String, Vec<Entry>>,
    surnames: BTreeMap<String, Vec<usize>>,
    words: BTreeMap<String, Vec<String>>,
    longest: usize,
}

/// The entry that was found at a place in a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Words it covers.
    pub len: usize,
    /// What it can mean.
    pub senses: Vec<Sense>,
}

/// The knowledge base, read on first use.
pub fn actors() -> &'static KnowledgeBase {
    static BASE: LazyLock<KnowledgeBase> = LazyLock::new(load::knowledge_base);
    &BASE
}

impl KnowledgeBase {
    /// The longest entry that begins with the first of these words.
    pub fn longest_at(&self, words: &[NameWord]) -> Option<Found> {
        let most = self.longest.min(words.len());
        (1..=most).rev().find_map(|len| {
            let senses = self.senses(&words[..len]);
            (!senses.is_empty()).then_some(Found { len, senses })
        })
    }

    /// The senses of exactly these words.
    pub fn senses(&self, words: &[NameWord]) -> Vec<Sense> {
        let key = words.iter().map(|w| w.key.as_str()).collect::<Vec<_>>().join(" ");
        let Some(entries) = self.entries.get(&key) else { return Vec::new() };
        entries.iter().filter(|e| written_so(e.case, words)).map(|e| e.sense).collect()
    }

    /// People one of whose names has that word (a folded lower-case one).
    pub fn people_named(&self, word: &str) -> &[usize] {
        self.surnames.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a list of `words.toml` holds that word.
    pub fn is_in(&self, list: &str, word: &str) -> bool {
        self.words
            .get(list)
            .is_some_and(|words| words.binary_search_by(|w| w.as_str().cmp(word)).is_ok())
    }
}

fn written_so(case: Case, words: &[NameWord]) -> bool {
    match case {
        Case::Any => true,
        Case::Capital => words.iter().any(|w| w.capital),
        Case::Capitals => words.iter().all(|w| w.capitals || w.key.len() == 1),
    }
}

#[cfg(test)]
mod tests;
