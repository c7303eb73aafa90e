//! Whose police, whose parliament: the country that a sentence is set in or a story is about.
//!
//! A body that every country has one of gets its country from the places of its sentence, in a story about one country from
//! that country, and beside a side whose country is known from that side. Each is told in the actor's `why`.

use super::participants::Participants;
use super::phrases::head_of;
use crate::Actor;
use crate::annotate::{TokenId, Upos};
use legation_data::Sector;
use std::collections::BTreeMap;

impl Participants<'_> {
    /// A body that every country has belongs to the one country that its sentence is set in, else to that of a domestic story.
    pub(super) fn fill_from_focus(&self, head: TokenId, actor: &mut Actor) {
        if !actor.sector.is_some_and(is_national) {
            return;
        }
        let (country, why) = match (self.setting(head), &self.focus) {
            (Some(country), _) => (country, "where the sentence is set"),
            (None, Some(focus)) if self.domestic => {
                (focus.clone(), "the country the article is about")
            }
            (None, _) => return,
        };
        actor.country = Some(country);
        actor.why = format!("{}; country: {why}", actor.why);
    }

    /// Sides of an act of force whose country nothing tells belong to where it happened: the one country that the sentence is set
    /// in, else that of a domestic story, else, if neither side has one, that which the article is about.
    pub(super) fn fill_from_place(&self, t: TokenId, actor: &mut [Actor], recipient: &mut [Actor]) {
        let mut sides: Vec<&mut Actor> = actor.iter_mut().chain(recipient).collect();
        let nowhere = sides.iter().all(|a| a.country.is_none());
        if !sides.iter().any(|a| a.country.is_none()) {
            return;
        }
        let here = self.setting(t).map(|c| (c, "where the sentence is set"));
        let about = self.focus.clone().filter(|_| self.domestic || nowhere);
        let about = || about.map(|c| (c, "the country the article is about"));
        let Some((country, why)) = here.or_else(about) else { return };
        for one in sides.iter_mut().filter(|a| a.country.is_none()) {
            one.country = Some(country.clone());
            one.why = format!("{}; country: {why}", one.why);
        }
    }

    /// The one country of the places that the sentence is set in: "in Minsk", "near the Kenyan border".
    fn setting(&self, t: TokenId) -> Option<String> {
        let tokens = self.syntax.ann.sentence_of(t)?.tokens.clone();
        let set_in = |w: &TokenId| {
            matches!(
                self.syntax.case(*w).as_deref(),
                Some(
                    "in" | "at"
                        | "near"
                        | "outside"
                        | "across"
                        | "around"
                        | "through"
                        | "inside"
                        | "of"
                )
            )
        };
        let places = tokens.filter(|&w| self.names_country(w)).filter(set_in);
        let mut countries: Vec<String> =
            places.flat_map(|w| self.by_itself(w)).filter_map(|a| a.country).collect();
        countries.sort();
        countries.dedup();
        (countries.len() == 1).then(|| countries.swap_remove(0))
    }

    fn names_country(&self, t: TokenId) -> bool {
        let token = self.syntax.token(t);
        let head_of_entity = self
            .syntax
            .ann
            .entity_at(t)
            .is_some_and(|e| head_of(self.syntax, e.tokens.clone()) == t);
        head_of_entity || (token.upos == Upos::Adj && token.form.starts_with(char::is_uppercase))
    }

    /// The country that at least half of the text's resolved names belong to, and whether three quarters do.
    pub(super) fn focus_country(&self) -> (Option<String>, bool) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for t in (0..self.syntax.ann.tokens.len()).filter(|&t| self.names_country(t)) {
            for country in
                self.by_itself(t).into_iter().filter_map(|a| a.country).filter(|c| is_state(c))
            {
                *counts.entry(country).or_default() += 1;
            }
        }
        let total: usize = counts.values().sum();
        let most =
            counts.into_iter().max_by_key(|(country, n)| (*n, std::cmp::Reverse(country.clone())));
        match most {
            Some((country, count)) if count >= 2 && count * 2 >= total => {
                (Some(country), count >= 3 && count * 4 >= total * 3)
            }
            Some(_) | None => (None, false),
        }
    }
}

/// A body without a country of its own ("the government", "parliament") belongs to the other side's.
pub(crate) fn share_country(actor: &mut [Actor], recipient: &mut [Actor]) {
    let known = |side: &[Actor]| side.iter().find_map(|a| a.country.clone());
    let (ours, theirs) = (known(actor), known(recipient));
    for (side, country) in [(actor, theirs), (recipient, ours)] {
        let Some(country) = country.filter(|c| is_state(c)) else { continue };
        for one in side.iter_mut().filter(|a| {
            a.country.is_none() && a.sector.is_some_and(|s| is_national(s) || s == Sector::Eli)
        }) {
            one.country = Some(country.clone());
            one.why = format!("{}; country: that of the other side", one.why);
        }
    }
}

/// Courts and police act on their own country's people: whoever no place is told of belongs to theirs (right in seven of eight
/// such sides of the claims corpus, of an army's in three of five).
pub(crate) fn share_jurisdiction(actor: &[Actor], recipient: &mut [Actor]) {
    let Some(country) =
        actor.first().and_then(|a| a.country.clone()).filter(|_| have_jurisdiction(actor))
    else {
        return;
    };
    for one in recipient.iter_mut().filter(|a| a.country.is_none()) {
        one.country = Some(country.clone());
        one.why = format!("{}; country: that of the court or police", one.why);
    }
}

/// Whether these are courts or police of a country.
pub(crate) fn have_jurisdiction(actor: &[Actor]) -> bool {
    let at_home = |a: &Actor| {
        a.country.as_deref().is_some_and(is_state)
            && matches!(a.sector, Some(Sector::Jud | Sector::Cop))
    };
    !actor.is_empty() && actor.iter().all(at_home)
}

/// Whether the code is a state's, not that of the United Nations, a company or a movement.
fn is_state(code: &str) -> bool {
    !matches!(code, "UNO" | "EUR" | "IGO" | "NGO" | "IMG" | "MNC" | "ISM")
}

/// Sectors that every country has one of, so that "police" without a country are those of where the story is set.
fn is_national(sector: Sector) -> bool {
    match sector {
        Sector::Gov
        | Sector::Mil
        | Sector::Jud
        | Sector::Leg
        | Sector::Cop
        | Sector::Spy
        | Sector::Opp
        | Sector::Reb
        | Sector::Prm => true,
        Sector::Cvl
        | Sector::Lab
        | Sector::Edu
        | Sector::Soc
        | Sector::Ref
        | Sector::Agr
        | Sector::Uaf
        | Sector::Pty
        | Sector::Med => true,
        Sector::Jrn
        | Sector::Bus
        | Sector::Eli
        | Sector::Crm
        | Sector::Rel
        | Sector::Pre
        | Sector::Unk => false,
    }
}
