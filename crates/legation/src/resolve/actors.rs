//! Who a name or noun phrase stands for.
//!
//! In: a name, or the words of a phrase with its head, and the day. Out: a [`ResolvedActor`] with country, sector, the office held on
//! that day and the reason; or `None`. Steps: cut the phrase into known entries (`phrase.rs`); a person who is named wins; then
//! an organisation at the head; then the role noun at the head with the country of the phrase; then a country alone.
//! Everything here is a pure function of its arguments: what an article said before is the caller's to remember.

mod country;
mod person;
mod role;

use super::phrase::{Part, Phrase};
use crate::{Actor, Role, Span};
use jiff::civil::Date;
use legation_data::Sector;
use legation_data::actors::{KnowledgeBase, Organisation, OrganisationKind, actors};
use legation_data::names::{NameWord, name_words};

/// What a phrase turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// Somebody with a name.
    Person,
    /// A body with a name.
    Organisation,
    /// A body that publishes news: an attribution to it is *reported*.
    Outlet,
    /// A state by its own name ("Russia", "the Russians").
    Country,
    /// A capital or seat that stands for a government ("Moscow", "the Kremlin").
    Seat,
    /// People or things told by their role ("Russian troops", "protesters").
    Role,
    /// Something of a country's whose own sector is not known ("Iran's nuclear programme").
    Belonging,
}

/// Who a phrase names.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedActor {
    /// What kind of thing.
    pub kind: ActorKind,
    /// Canonical name of the person or organisation.
    pub entity: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// ISO 3166-1 alpha-3, or one of UNO EUR IGO NGO IMG MNC ISM.
    pub country: Option<String>,
    /// Main sector.
    pub sector: Option<Sector>,
    /// Further sectors.
    pub other_sectors: Vec<Sector>,
    /// Office held on the day.
    pub role: Option<Role>,
    /// How sure, 0 to 1.
    pub score: f32,
    /// What decided.
    pub why: String,
}

impl ResolvedActor {
    fn new(kind: ActorKind, score: f32, why: impl Into<String>) -> Self {
        Self {
            kind,
            entity: None,
            wikidata: None,
            country: None,
            sector: None,
            other_sectors: Vec::new(),
            role: None,
            score,
            why: why.into(),
        }
    }

    /// As the actor of a claim.
    pub fn into_actor(self, span: Span) -> Actor {
        Actor {
            span,
            entity_name: self.entity,
            wikidata: self.wikidata,
            country: self.country,
            sector: self.sector,
            other_sectors: self.other_sectors,
            role: self.role,
            belongs: self.kind == ActorKind::Belonging,
            why: self.why,
        }
    }
}

/// Resolves a name as a person would write it. `context` is the text around it; `date` is the day on which offices are asked for,
/// the present if there is none.
pub fn resolve_name(
    name: &str,
    context: Option<&str>,
    date: Option<Date>,
) -> Option<ResolvedActor> {
    let pieces: Vec<&str> = name.split_whitespace().collect();
    let words = name_words(&pieces);
    resolve(&words, None, date)
        .or_else(|| context.and_then(|text| person::by_context(actors(), &words, text, date)))
}

/// Resolves a phrase of a parse: its words and which of them is its head.
pub fn resolve_words(words: &[&str], head: usize, date: Option<Date>) -> Option<ResolvedActor> {
    let names = name_words(words);
    let head = names.iter().rposition(|w| w.piece == head && !w.key.starts_with(','))?;
    resolve(&names, Some(head), date)
}

/// Resolves a phrase that may name several sides at once: "U.S. and South Korean officials", "the two Koreas". One actor a country;
/// what [`resolve_words`] says where the phrase is no such compound.
pub fn resolve_all(words: &[&str], head: usize, date: Option<Date>) -> Vec<ResolvedActor> {
    let names = name_words(words);
    let sides = country::coordinated(actors(), &names);
    let Some(first) = resolve_words(words, head, date) else {
        return sides.into_iter().map(|(_, code)| country_alone(code)).collect();
    };
    if sides.len() < 2
        || !matches!(
            first.kind,
            ActorKind::Role | ActorKind::Belonging | ActorKind::Country | ActorKind::Seat
        )
    {
        return vec![first];
    }
    let side = |code: String| ResolvedActor {
        country: Some(code),
        entity: None,
        role: None,
        ..first.clone()
    };
    sides.into_iter().map(|(_, code)| side(code)).collect()
}

fn country_alone(code: String) -> ResolvedActor {
    let why = format!("one side of a compound: {code}");
    ResolvedActor { country: Some(code), ..ResolvedActor::new(ActorKind::Country, 0.8, why) }
}

fn resolve(words: &[NameWord], head: Option<usize>, date: Option<Date>) -> Option<ResolvedActor> {
    let phrase = Phrase::read(actors(), words, head)?;
    person::named(&phrase, date)
        .or_else(|| organisation(&phrase))
        .or_else(|| person::by_title(&phrase, date))
        .or_else(|| role::quantity(&phrase, date))
        .or_else(|| role::at_head(&phrase, date))
        .or_else(|| country::at_head(&phrase))
        .or_else(|| phrase.apposition().and_then(|rest| weaker(resolve(rest, None, date)?)))
        .or_else(|| country::belonging(&phrase))
}

/// What was found behind a comma counts less.
fn weaker(found: ResolvedActor) -> Option<ResolvedActor> {
    Some(ResolvedActor { score: found.score * 0.8, entity: None, ..found })
}

/// An organisation whose name holds the head.
fn organisation(phrase: &Phrase<'_>) -> Option<ResolvedActor> {
    let part = phrase.part_of(phrase.head)?;
    let body = &phrase.base.organisations[part.organisation()?];
    let own = country::before(phrase, part.start).or_else(|| seat(phrase, body));
    let other = own.filter(|code| *code != body.country && is_generic(body));
    if other.is_none() && is_tail_of_name(phrase, part.start, body) {
        return Some(ResolvedActor {
            sector: body.sector,
            ..ResolvedActor::new(ActorKind::Role, 0.5, format!("a name that ends in {}", body.name))
        });
    }
    if let Some(code) = other {
        let why = format!("{} of {code}", body.name);
        let sector = body.sector.or(Some(Sector::Gov));
        return Some(ResolvedActor {
            country: Some(code),
            sector,
            ..ResolvedActor::new(ActorKind::Role, 0.7, why)
        });
    }
    Some(named_body(body))
}

/// The country behind "of" in the name of a state's own body: "Democratic Party **of Albania**".
fn seat(phrase: &Phrase<'_>, body: &Organisation) -> Option<String> {
    let own = body.kind == OrganisationKind::Agency;
    own.then(|| country::behind(phrase, Some(Sector::Mil))).flatten()
}

/// "**Christian** Democratic Party": a party whose longer name only ends like a known one's.
fn is_tail_of_name(phrase: &Phrase<'_>, start: usize, body: &Organisation) -> bool {
    let Some(before) = start.checked_sub(1).filter(|_| body.sector == Some(Sector::Pty)) else {
        return false;
    };
    let word = &phrase.words[before];
    let named = word.capital && !word.possessive && word.key != "the";
    named && phrase.part_of(before).is_none_or(Part::is_role)
}

/// A name that other states' bodies bear too: "Security Council", "Justice Department".
fn is_generic(body: &Organisation) -> bool {
    matches!(body.kind, OrganisationKind::Intergovernmental | OrganisationKind::Agency)
}

fn named_body(body: &Organisation) -> ResolvedActor {
    let kind = match body.kind {
        OrganisationKind::Outlet => ActorKind::Outlet,
        OrganisationKind::Intergovernmental
        | OrganisationKind::Group
        | OrganisationKind::Armed
        | OrganisationKind::Agency
        | OrganisationKind::Ngo
        | OrganisationKind::Company => ActorKind::Organisation,
    };
    ResolvedActor {
        entity: Some(body.name.clone()),
        wikidata: body.wikidata.clone(),
        country: Some(body.country.clone()),
        sector: body.sector,
        other_sectors: body.others.clone(),
        ..ResolvedActor::new(kind, 0.9, format!("organisation {}", body.name))
    }
}

/// What a part says of the country it belongs to: itself, or that of the person or body it names.
fn country_of(base: &KnowledgeBase, part: &Part, date: Option<Date>) -> Option<String> {
    if let Some((index, _)) = part.country() {
        return Some(base.countries[index].code.clone());
    }
    if let Some(index) = part.organisation() {
        return Some(base.organisations[index].country.clone());
    }
    let [one] = part.people()[..] else { return None };
    person::country(&base.people[one], date)
}

#[cfg(test)]
mod tests;
