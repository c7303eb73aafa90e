//! Role nouns: "Russian troops", "the South Korean foreign minister", "dozens of protesters".

use super::super::phrase::{Part, Phrase};
use super::{ActorKind, ResolvedActor, country, person, resolve};
use crate::Role;
use jiff::civil::Date;
use legation_data::Sector;
use legation_data::actors::{CountryForm, Office, Organisation, OrganisationKind, Sense};

/// What a role noun says by itself.
#[derive(Clone, Debug, Default)]
struct Meaning<'a> {
    sector: Option<Sector>,
    others: Vec<Sector>,
    offices: Vec<&'a Office>,
    equipment: bool,
}

/// "Dozens of protesters", "a group of soldiers": what stands behind "of".
pub(super) fn quantity(phrase: &Phrase<'_>, date: Option<Date>) -> Option<ResolvedActor> {
    let key = &phrase.words[phrase.head].key;
    let tail = phrase.tail(&["of"]).filter(|_| phrase.base.is_in("quantity", key))?;
    let mut found = resolve(tail, None, date)?;
    if found.country.is_none() {
        found.country = country::before(phrase, phrase.head);
    }
    (!matches!(found.kind, ActorKind::Country | ActorKind::Seat)).then_some(found)
}

/// The role noun at the head, with the country of the phrase.
pub(super) fn at_head(phrase: &Phrase<'_>, date: Option<Date>) -> Option<ResolvedActor> {
    let part = &role_part(phrase)?;
    let mut meaning = meaning(phrase, part);
    let mut code = country::before(phrase, part.start);
    borrow(phrase, part, date, &mut meaning, &mut code);
    code =
        code.or_else(|| country::behind(phrase, meaning.sector)).or_else(|| body_of(phrase, part));
    meaning.offices.retain(|o| is_office_of(o, code.as_deref()));
    let former = phrase.is_former(part.start);
    if let Some(found) = office_holder(phrase, part, &meaning, code.as_deref(), date, former) {
        return Some(found);
    }
    described(phrase, part, meaning, code, former)
}

/// The country of a body that has a plain name of its own: "Congress" with a capital.
fn body_of(phrase: &Phrase<'_>, part: &Part) -> Option<String> {
    let (index, form) = part.country()?;
    matches!(form, CountryForm::Seat(_)).then(|| phrase.base.countries[index].code.clone())
}

/// The part at the head; or, for a stranger's name ("Russian businessman Ivan Petrov"), the role before it.
/// A rank that is no role noun by itself ("members") gets its meaning from its neighbours alone.
fn role_part(phrase: &Phrase<'_>) -> Option<Part> {
    let head = phrase.head;
    if let Some(part) = phrase.part_of(head) {
        return part.is_role().then(|| part.clone());
    }
    if phrase.base.is_in("generic", &phrase.words[head].key) {
        return Some(Part { start: head, end: head + 1, senses: Vec::new() });
    }
    let part = phrase.core_parts().rev().find(|p| p.end <= phrase.head)?;
    let name = phrase.words[part.end..=phrase.head].iter().all(|w| w.capital);
    (name && part.is_role() && !phrase.owns(part)).then(|| part.clone())
}

fn meaning<'a>(phrase: &Phrase<'a>, part: &Part) -> Meaning<'a> {
    let mut out = Meaning::default();
    for sense in &part.senses {
        match sense {
            Sense::Office(index) => out.offices.push(&phrase.base.offices[*index]),
            Sense::Role(sector) => out.sector = out.sector.or(Some(*sector)),
            Sense::Force(sector) => {
                out.sector = out.sector.or(Some(*sector));
                out.equipment = true;
            }
            Sense::Country(..) | Sense::Organisation(_) | Sense::Person(_) => {}
        }
    }
    if let Some(office) = out.offices.first() {
        out.sector = out.sector.or(Some(office.sector));
        out.others.clone_from(&office.others);
    }
    out
}

/// A head that only says rank takes the sector of what stands before it or behind "of": "rebel leader", "members of parliament".
fn borrow(
    phrase: &Phrase<'_>,
    part: &Part,
    date: Option<Date>,
    meaning: &mut Meaning<'_>,
    code: &mut Option<String>,
) {
    if let Some(owner) = owner(phrase, part) {
        *code = Some(owner.country.clone());
        if let Some(sector) = owner.sector.filter(|_| keeps_sector(phrase, part, owner)) {
            meaning.sector = Some(sector);
            meaning.others.clone_from(&owner.others);
            meaning.offices.clear();
        }
        return;
    }
    let rank =
        phrase.base.is_in("generic", &phrase.words[part.end - 1].key) && part.end == part.start + 1;
    if !rank {
        return;
    }
    if let Some(sector) = sector_before(phrase, part, date) {
        meaning.sector = Some(sector);
        meaning.offices.clear();
        return;
    }
    let Some(found) =
        phrase.tail(&["of", "for", "from"]).and_then(|tail| resolve(tail, None, date))
    else {
        return;
    };
    if matches!(
        found.kind,
        ActorKind::Role | ActorKind::Organisation | ActorKind::Outlet | ActorKind::Seat
    ) {
        meaning.sector = found.sector.or(meaning.sector);
        meaning.others.clone_from(&found.other_sectors);
        meaning.offices.clear();
    }
    *code = code.take().or(found.country);
}

/// Whether the head's sector is that of its organisation: "Hamas officials", but not "UN troops", "Hamas prisoners".
fn keeps_sector(phrase: &Phrase<'_>, part: &Part, owner: &Organisation) -> bool {
    let private = matches!(
        owner.kind,
        OrganisationKind::Ngo | OrganisationKind::Outlet | OrganisationKind::Company
    );
    if private && !part.senses.contains(&Sense::Role(Sector::Lab)) {
        return true;
    }
    let key = &phrase.words[part.end - 1].key;
    phrase.base.is_in("generic", key)
        || part
            .senses
            .iter()
            .any(|s| matches!(s, Sense::Force(_) | Sense::Role(Sector::Reb | Sector::Mil)))
}

/// The organisation right before a role: "NATO troops", "Wagner's fighters".
fn owner<'a>(phrase: &Phrase<'a>, part: &Part) -> Option<&'a Organisation> {
    let before = phrase.core_parts().rfind(|p| p.end <= part.start)?;
    if phrase.followed_by(before, "backed") || phrase.preceded_by(before, "against") {
        return None;
    }
    before.organisation().map(|index| &phrase.base.organisations[index])
}

/// The sector of the nearest role, seat or noun before a rank.
fn sector_before(phrase: &Phrase<'_>, part: &Part, date: Option<Date>) -> Option<Sector> {
    let before = phrase.core_parts().rfind(|p| p.end <= part.start)?;
    if phrase.preceded_by(before, "against") {
        return None;
    }
    before.pick(|s| match s {
        Sense::Role(sector)
        | Sense::Force(sector)
        | Sense::Country(_, CountryForm::Seat(sector)) => Some(*sector),
        Sense::Office(index) => Some(phrase.base.offices[*index].sector),
        Sense::Person(index) => {
            let office = person::office_on(&phrase.base.people[*index], date)?;
            office.sectors.first().copied()
        }
        Sense::Country(..) | Sense::Organisation(_) => None,
    })
}

fn is_office_of(office: &Office, code: Option<&str>) -> bool {
    office.only.is_empty() || code.is_some_and(|code| office.only.iter().any(|o| o == code))
}

/// Whoever held the office that day, where one person holds it.
fn office_holder(
    phrase: &Phrase<'_>,
    part: &Part,
    meaning: &Meaning<'_>,
    code: Option<&str>,
    date: Option<Date>,
    former: bool,
) -> Option<ResolvedActor> {
    let stranger = phrase.head >= part.end;
    let below = phrase.words[..part.start].iter().any(|w| phrase.base.is_in("below", &w.key));
    if former || stranger || below || phrase.words[phrase.head].key.ends_with('s') {
        return None;
    }
    let titles: Vec<&str> =
        meaning.offices.iter().filter(|o| o.unique).flat_map(|o| wordings(o)).collect();
    let (person, office) = person::holder(phrase.base, &titles, code?, date)?;
    Some(ResolvedActor {
        entity: Some(person.name.clone()),
        wikidata: person.wikidata.clone(),
        country: Some(office.country.clone()),
        sector: office.sectors.first().copied(),
        other_sectors: office.sectors.iter().skip(1).copied().collect(),
        role: Some(person::role_of(office)),
        ..ResolvedActor::new(
            ActorKind::Person,
            0.85,
            format!("{} on that day: {}", office.title, person.name),
        )
    })
}

/// The titles under which an office stands in the list of people.
fn wordings(office: &Office) -> impl Iterator<Item = &str> {
    [office.title.as_str()].into_iter().chain(office.held_as.iter().map(String::as_str))
}

fn described(
    phrase: &Phrase<'_>,
    part: &Part,
    meaning: Meaning<'_>,
    country: Option<String>,
    former: bool,
) -> Option<ResolvedActor> {
    let mut sector = meaning.sector?;
    let mut others = meaning.others;
    if former {
        sector = person::after_office(sector);
        others.clear();
    }
    if meaning.equipment && country.is_none() {
        return None;
    }
    let what: Vec<&str> =
        phrase.words[part.start..part.end].iter().map(|w| w.key.as_str()).collect();
    let title = meaning
        .offices
        .first()
        .filter(|_| !former && phrase.head >= part.end)
        .map(|o| o.title.clone());
    let score = if country.is_some() { 0.85 } else { 0.6 };
    let why = format!("role \"{}\"", what.join(" "));
    Some(ResolvedActor {
        country,
        sector: Some(sector),
        other_sectors: others,
        role: title.map(|title| Role { title, from: None, to: None }),
        ..ResolvedActor::new(ActorKind::Role, score, why)
    })
}
