//! People: a full name, a surname with a title, a surname with a context; and the office held on a day.

use super::super::phrase::{Part, Phrase};
use super::country;
use super::{ActorKind, ResolvedActor};
use crate::Role;
use jiff::civil::Date;
use legation_data::Sector;
use legation_data::actors::{HeldOffice, KnowledgeBase, Person, Sense};
use legation_data::names::{NameWord, name_words};

/// Somebody named in the core, at the head or behind it, and not as an owner.
pub(super) fn named(phrase: &Phrase<'_>, date: Option<Date>) -> Option<ResolvedActor> {
    let part = phrase
        .core_parts()
        .rev()
        .find(|p| p.end > phrase.head && !p.people().is_empty() && !phrase.owns(p))?;
    let country = country::before(phrase, part.start);
    let one = best(phrase.base, &part.people(), country.as_deref(), date)?;
    let full = part.end - part.start > 1;
    let former = phrase.is_former(part.start);
    let mut found =
        describe(&phrase.base.people[one], date, former, if full { 0.95 } else { 0.85 });
    if found.sector.is_none() {
        found.sector = sector_of_title(phrase, part, date);
    }
    Some(found)
}

/// What the title before a name says of somebody whose offices are not known for the day.
fn sector_of_title(phrase: &Phrase<'_>, name: &Part, date: Option<Date>) -> Option<Sector> {
    let title = phrase.core_parts().rfind(|p| p.end == name.start && p.is_role())?;
    let words = &phrase.words[..title.end];
    super::resolve(words, Some(title.end - 1), date)?.sector
}

/// Of several people with a name, the one of the phrase's country, or in office; none where that leaves more than one.
fn best(
    base: &KnowledgeBase,
    people: &[usize],
    country: Option<&str>,
    date: Option<Date>,
) -> Option<usize> {
    if let [one] = people {
        return Some(*one);
    }
    let of_country =
        |i: &&usize| base.people[**i].offices.iter().any(|o| Some(o.country.as_str()) == country);
    let mut left: Vec<&usize> = people.iter().filter(of_country).collect();
    if left.is_empty() {
        left = people.iter().collect();
    }
    if left.len() > 1 {
        left.retain(|i| office_on(&base.people[**i], date).is_some());
    }
    match left[..] {
        [one] => Some(*one),
        _ => None,
    }
}

/// "President Moon", "Chinese leader Xi": a surname that holds the office or belongs to the country.
pub(super) fn by_title(phrase: &Phrase<'_>, date: Option<Date>) -> Option<ResolvedActor> {
    let name = phrase.core.checked_sub(1).map(|i| &phrase.words[i])?;
    if !name.capital || phrase.part_of(phrase.core - 1).is_some() {
        return None;
    }
    let role = phrase.core_parts().rev().find(|p| p.end == phrase.core - 1 && p.is_role())?;
    let country = country::before(phrase, phrase.core - 1);
    let former = phrase.is_former(role.start);
    let fits =
        |i: &&usize| fits(phrase, &phrase.base.people[**i], role, country.as_deref(), date, former);
    let found: Vec<&usize> = phrase.base.people_named(&name.key).iter().filter(fits).collect();
    let [one] = found[..] else { return None };
    Some(describe(
        &phrase.base.people[*one],
        date,
        former,
        if country.is_some() { 0.85 } else { 0.7 },
    ))
}

fn fits(
    phrase: &Phrase<'_>,
    person: &Person,
    role: &Part,
    country: Option<&str>,
    date: Option<Date>,
    former: bool,
) -> bool {
    let titles: Vec<&str> = role
        .senses
        .iter()
        .filter_map(|s| match s {
            Sense::Office(index) => Some(phrase.base.offices[*index].title.as_str()),
            Sense::Country(..)
            | Sense::Organisation(_)
            | Sense::Person(_)
            | Sense::Role(_)
            | Sense::Force(_) => None,
        })
        .collect();
    person.offices.iter().any(|office| {
        let when = former || date.is_none_or(|day| office.held_on(day));
        let whose = country.is_none_or(|code| office.country == code);
        let which = titles.iter().any(|t| office.title.starts_with(t) || is_leader(t, office));
        when && whose && (which || (titles.is_empty() && country.is_some()))
    })
}

/// "Leader" fits whoever leads a state.
fn is_leader(title: &str, office: &HeldOffice) -> bool {
    title == "supreme leader"
        && ["president", "prime minister", "chancellor", "leader", "premier"]
            .iter()
            .any(|t| office.title.starts_with(t))
}

/// A surname that the text around it explains: somebody of a country named there.
pub(super) fn by_context(
    base: &'static KnowledgeBase,
    words: &[NameWord],
    context: &str,
    date: Option<Date>,
) -> Option<ResolvedActor> {
    let surname = words.last().filter(|w| w.capital)?;
    let pieces: Vec<&str> = context.split_whitespace().collect();
    let around = name_words(&pieces);
    let phrase = Phrase::read(base, &around, None)?;
    let countries: Vec<&str> = phrase
        .parts
        .iter()
        .filter_map(|p| p.country().map(|(i, _)| base.countries[i].code.as_str()))
        .collect();
    let fits = |i: &&usize| {
        office_on(&base.people[**i], date).is_some_and(|o| countries.contains(&o.country.as_str()))
            && words.iter().all(|w| base.people_named(&w.key).contains(*i))
    };
    let found: Vec<&usize> = base.people_named(&surname.key).iter().filter(fits).collect();
    let [one] = found[..] else { return None };
    Some(describe(&base.people[*one], date, false, 0.6))
}

/// Whoever held an office of a country on a day.
pub(super) fn holder(
    base: &'static KnowledgeBase,
    titles: &[&str],
    country: &str,
    date: Option<Date>,
) -> Option<(&'static Person, &'static HeldOffice)> {
    let mut found =
        base.people.iter().flat_map(|p| p.offices.iter().map(move |o| (p, o))).filter(|(_, o)| {
            o.country == country
                && titles.iter().any(|t| is_title(&o.title, t))
                && in_office(o, date)
        });
    let first = found.next()?;
    found.all(|(p, _)| p.name == first.0.name).then_some(first)
}

/// Whether a title is that of an office, alone or with what it is of: "leader of North Korea", "commander of the armed forces".
fn is_title(title: &str, office: &str) -> bool {
    title.strip_prefix(office).is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "))
}

fn in_office(office: &HeldOffice, date: Option<Date>) -> bool {
    match date {
        Some(day) => office.held_on(day),
        None => office.to.is_none(),
    }
}

/// The office to name on a day: the first that was held then.
pub(super) fn office_on(person: &Person, date: Option<Date>) -> Option<&HeldOffice> {
    person.offices.iter().find(|o| in_office(o, date))
}

/// The country somebody belongs to: that of the office, or of the last one in a state's service.
pub(super) fn country(person: &Person, date: Option<Date>) -> Option<String> {
    let national = |o: &&HeldOffice| !matches!(o.country.as_str(), "UNO" | "EUR" | "IGO");
    office_on(person, date)
        .or_else(|| person.offices.iter().find(national))
        .or_else(|| person.offices.first())
        .map(|o| o.country.clone())
}

fn describe(person: &Person, date: Option<Date>, former: bool, score: f32) -> ResolvedActor {
    let office = office_on(person, date);
    let standing = match office {
        Some(office) if !office.title.is_empty() || !former => Standing::of(office),
        _ => Standing::out_of_office(person, date, former),
    };
    let role = office.filter(|o| !o.title.is_empty()).map(role_of);
    let what = role.as_ref().map_or("no office on that day", |r| r.title.as_str());
    ResolvedActor {
        entity: Some(person.name.clone()),
        wikidata: person.wikidata.clone(),
        country: country(person, date),
        sector: standing.main,
        other_sectors: standing.others,
        role: role.clone(),
        ..ResolvedActor::new(ActorKind::Person, score, format!("{}: {what}", person.name))
    }
}

/// An office as a role.
pub(super) fn role_of(office: &HeldOffice) -> Role {
    let to = office.to.filter(|_| !office.at_least);
    Role { title: office.title.clone(), from: office.from, to }
}

struct Standing {
    main: Option<Sector>,
    others: Vec<Sector>,
}

impl Standing {
    fn of(office: &HeldOffice) -> Self {
        Self {
            main: office.sectors.first().copied(),
            others: office.sectors.iter().skip(1).copied().collect(),
        }
    }

    /// After an office of state, ELI; after any other, what it made of them; before the first, nothing is known.
    fn out_of_office(person: &Person, date: Option<Date>, former: bool) -> Self {
        let over = |o: &&HeldOffice| match (o.to, date) {
            (Some(to), Some(day)) => to < day,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let last = person.offices.iter().filter(over).max_by_key(|o| o.to);
        let main = match last {
            Some(office) if office.at_least && !former => None,
            Some(office) => office.sectors.first().map(|s| after_office(*s)),
            None => former.then_some(Sector::Eli),
        };
        Self { main, others: Vec::new() }
    }
}

/// What a sector becomes when its office is over (PLOVER: former officials are ELI).
pub(super) fn after_office(sector: Sector) -> Sector {
    match sector {
        Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud | Sector::Spy | Sector::Cop => {
            Sector::Eli
        }
        Sector::Opp | Sector::Pty => Sector::Eli,
        other @ (Sector::Reb
        | Sector::Prm
        | Sector::Jrn
        | Sector::Bus
        | Sector::Cvl
        | Sector::Soc
        | Sector::Edu
        | Sector::Lab
        | Sector::Eli
        | Sector::Crm
        | Sector::Med
        | Sector::Ref
        | Sector::Agr
        | Sector::Uaf
        | Sector::Rel
        | Sector::Pre
        | Sector::Unk) => other,
    }
}
