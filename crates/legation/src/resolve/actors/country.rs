//! The country of a phrase: its adjective, its owner, what follows "of"; or the phrase is a country itself.

use super::super::phrase::{Part, Phrase};
use super::{ActorKind, ResolvedActor, country_of};
use legation_data::Sector;
use legation_data::actors::{CountryForm, KnowledgeBase, OrganisationKind};
use legation_data::names::NameWord;

/// The country that the words before a word give: the first one that counts.
pub(super) fn before(phrase: &Phrase<'_>, word: usize) -> Option<String> {
    let counts = |part: &&Part| part.end <= word && belongs(phrase, part);
    phrase.core_parts().filter(counts).find_map(|p| country_of(phrase.base, p, None))
}

/// Whether a part says whose the head is: not "anti-Russian", not "Iran-backed", not the first name in "Jordan Peterson".
fn belongs(phrase: &Phrase<'_>, part: &Part) -> bool {
    let foreign = phrase.followed_by(part, "backed") && !is_mandate(phrase, part);
    if foreign || phrase.preceded_by(part, "against") {
        return false;
    }
    part.country().is_none() || !is_a_name(phrase, part)
}

/// "UN-appointed investigator": whom a body of states appoints acts for it; whom a country appoints need not be its own.
fn is_mandate(phrase: &Phrase<'_>, part: &Part) -> bool {
    let body = part.organisation().map(|index| &phrase.base.organisations[index]);
    body.is_some_and(|b| b.kind == OrganisationKind::Intergovernmental)
        && phrase.followed_by(part, "mandated")
}

/// Whether an ambiguous word is part of somebody's name here.
fn is_a_name(phrase: &Phrase<'_>, part: &Part) -> bool {
    part.end == part.start + 1
        && phrase.base.is_in("ambiguous", &phrase.words[part.start].key)
        && phrase.has_stranger_beside(part)
}

/// The country behind "of", "from", or "in" where the people in a place are its own.
pub(super) fn behind(phrase: &Phrase<'_>, sector: Option<Sector>) -> Option<String> {
    let local = !matches!(sector, Some(Sector::Mil | Sector::Jrn | Sector::Reb | Sector::Spy));
    let prepositions: &[&str] = if local { &["of", "from", "in"] } else { &["of", "from"] };
    let tail = phrase.tail(prepositions)?;
    let inner = Phrase::read(phrase.base, tail, None)?;
    before(&inner, inner.core)
}

/// A country, its people, its capital or a seat of its government alone.
pub(super) fn at_head(phrase: &Phrase<'_>) -> Option<ResolvedActor> {
    let part = phrase.part_of(phrase.head)?;
    let (index, form) = part.country()?;
    if is_a_name(phrase, part) || phrase.preceded_by(part, "against") {
        return None;
    }
    let country = &phrase.base.countries[index];
    let (kind, sector, score) = match form {
        CountryForm::Name | CountryForm::Adjective => (ActorKind::Country, None, 0.9),
        CountryForm::People => people(phrase, part),
        CountryForm::Capital => (ActorKind::Seat, Some(Sector::Gov), 0.7),
        CountryForm::Seat(sector) => (ActorKind::Seat, Some(sector), 0.9),
    };
    let partial = country.partial.then_some(Sector::Pre);
    let sector = sector.or_else(|| country.partial.then_some(Sector::Gov));
    Some(ResolvedActor {
        country: Some(country.code.clone()),
        sector,
        other_sectors: partial.into_iter().collect(),
        ..ResolvedActor::new(kind, score, format!("{form:?} of {}", country.name))
    })
}

/// "Two Israelis" are people; "the Israelis" may be the state.
fn people(phrase: &Phrase<'_>, part: &Part) -> (ActorKind, Option<Sector>, f32) {
    let before = &phrase.words[..part.start];
    let plain = before.iter().all(|w| w.key == "the") && !before.is_empty() || part.start == 0;
    if plain { (ActorKind::Country, None, 0.8) } else { (ActorKind::Role, Some(Sector::Cvl), 0.8) }
}

/// Something of a country's, of which nothing else is known.
pub(super) fn belonging(phrase: &Phrase<'_>) -> Option<ResolvedActor> {
    let code = before(phrase, phrase.head).or_else(|| behind(phrase, None))?;
    let why = format!("belongs to {code}");
    Some(ResolvedActor {
        country: Some(code),
        ..ResolvedActor::new(ActorKind::Belonging, 0.5, why)
    })
}

/// The countries that stand side by side in a phrase: "U.S. and South Korean", "North and South Korea", "the two Koreas"; each with
/// the word it was found at.
pub(super) fn coordinated(base: &KnowledgeBase, words: &[NameWord]) -> Vec<(usize, String)> {
    let keys: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    let both = |i: usize| vec![(i, "PRK".to_owned()), (i, "KOR".to_owned())];
    if let Some(at) = keys.iter().position(|k| *k == "koreas") {
        return both(at);
    }
    let halves = |w: &[&str]| {
        matches!(
            w,
            ["north", "and", "south", "korea" | "korean" | "koreans"]
                | ["south", "and", "north", "korea" | "korean" | "koreans"]
        )
    };
    if let Some(at) = keys.windows(4).position(halves) {
        return both(at);
    }
    chain(base, words)
}

fn chain(base: &KnowledgeBase, words: &[NameWord]) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut linked = words.iter().any(|w| w.key == "and" || w.key == ",");
    let (mut at, mut last) = (0, None);
    while at < words.len() {
        let found = base.longest_at(&words[at..]);
        let part = found.map(|f| Part { start: at, end: at + f.len, senses: f.senses });
        match part.as_ref().and_then(Part::country) {
            Some((index, _)) => {
                linked |= last == Some(at) && is_hyphenated(words, at);
                out.push((at, base.countries[index].code.clone()));
                last = part.as_ref().map(|p| p.end);
            }
            None if out.is_empty() || matches!(words[at].key.as_str(), "and" | "," | "the") => {}
            None => break,
        }
        at = part.map_or(at + 1, |p| p.end);
    }
    if linked { out } else { Vec::new() }
}

/// Whether a hyphen stands before a word: it shares its piece with the word before, or the hyphen was a piece of its own.
fn is_hyphenated(words: &[NameWord], at: usize) -> bool {
    let gap = words[at].piece - words[at - 1].piece;
    !words[at - 1].possessive && gap != 1
}
