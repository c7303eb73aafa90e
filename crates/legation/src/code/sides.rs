//! Who the sides of an act are: where its rule looks for them, what the encoder adds, whose country nobody tells.

use super::focus::{have_jurisdiction, share_country, share_jurisdiction};
use super::matching::{Match, Matcher};
use super::opinion::{Opinion, Part};
use crate::Actor;
use crate::annotate::TokenId;
use legation_data::{EventType, Rule, Strangers};

/// A word is a side if the encoder takes it for one with at least this probability.
const SURE_PART: f32 = 0.5;
/// An act between people of whom no country is known counts if the encoder gives its type this probability.
const LIKELY_ACT: f32 = 0.5;

impl Matcher<'_> {
    /// A side that no place of the rule names, where the encoder is sure of it.
    pub(super) fn complete(&self, m: &mut Match) {
        let Some(reading) = self.syntax.ann.act_of(m.trigger) else { return };
        if m.actor.is_empty() {
            let anywhere = self.strangers(m.event) == Strangers::Anywhere;
            m.actor = self.opinion_side(Opinion(reading), Part::Actor, anywhere);
            m.actor.retain(|a| !m.recipient.iter().any(|r| r.span == a.span));
        }
        if m.recipient.is_empty() && !m.rule.reciprocal {
            let strangers = self.takes_strangers(m.event, &m.actor);
            m.recipient = self.opinion_side(Opinion(reading), Part::Recipient, strangers);
            m.recipient.retain(|r| !m.actor.iter().any(|a| a.span == r.span));
        }
        self.settle(m.trigger, m.event, &mut m.actor, &mut m.recipient);
    }

    /// Countries that the sides have of each other or of where it happened.
    pub(super) fn settle(
        &self,
        t: TokenId,
        event: EventType,
        actor: &mut [Actor],
        recipient: &mut [Actor],
    ) {
        share_country(actor, recipient);
        if self.takes_strangers(event, actor) {
            self.participants.fill_from_place(t, actor, recipient);
        }
        share_jurisdiction(actor, recipient);
    }

    /// Whether somebody whom no list knows may suffer this from these: force does not ask, courts and police act on whoever lives
    /// under them, and of some acts those of a domestic story.
    fn takes_strangers(&self, event: EventType, actor: &[Actor]) -> bool {
        self.strangers(event) == Strangers::Anywhere
            || have_jurisdiction(actor)
            || self.at_home(event, actor)
    }

    fn strangers(&self, event: EventType) -> Strangers {
        self.book.type_file(event).map_or(Strangers::Never, |file| file.strangers)
    }

    /// Whether what these actors find fault with is their own country's.
    fn at_home(&self, event: EventType, actor: &[Actor]) -> bool {
        let own = |a: &Actor| a.country.is_some() && a.country == self.participants.focus;
        self.strangers(event) == Strangers::AtHome
            && self.participants.domestic
            && !actor.is_empty()
            && actor.iter().all(own)
    }

    /// Whether the sides make a political event: one belongs to a country or to a body that acts between countries; or the act is
    /// force, which needs no country, and the encoder sees it too.
    pub(super) fn is_political(
        &self,
        t: TokenId,
        event: EventType,
        actor: &[Actor],
        recipient: &[Actor],
    ) -> bool {
        let sides = [actor, recipient].concat();
        let seen = || {
            let reading = self.syntax.ann.act_at(t).map(Opinion);
            self.strangers(event) == Strangers::Anywhere
                && reading.is_some_and(|o| o.of(event) >= LIKELY_ACT)
        };
        sides.iter().any(|a| a.country.is_some()) || (!sides.is_empty() && seen())
    }

    /// Who the encoder takes for a side of the act.
    fn opinion_side(&self, opinion: Opinion<'_>, part: Part, strangers: bool) -> Vec<Actor> {
        let Some(sentence) = self.syntax.ann.sentence_of(opinion.0.word) else { return Vec::new() };
        let heads: Vec<TokenId> =
            sentence.tokens.clone().filter(|&w| opinion.share(w, part) >= SURE_PART).collect();
        let known = self.participants.actors(&heads);
        if known.is_empty() && strangers {
            return self.participants.people(&heads, part == Part::Actor);
        }
        known
    }

    /// The sides of an act that only the encoder sees.
    pub(super) fn opinion_sides(
        &self,
        event: EventType,
        opinion: Opinion<'_>,
    ) -> (Vec<Actor>, Vec<Actor>) {
        let anywhere = self.strangers(event) == Strangers::Anywhere;
        let mut actor = self.opinion_side(opinion, Part::Actor, anywhere);
        let strangers = self.takes_strangers(event, &actor);
        let mut recipient = self.opinion_side(opinion, Part::Recipient, strangers);
        recipient.retain(|r| !actor.iter().any(|a| a.span == r.span));
        self.settle(opinion.0.word, event, &mut actor, &mut recipient);
        (actor, recipient)
    }

    /// The sides that the places of a rule name.
    pub(super) fn sides(
        &self,
        t: TokenId,
        event: EventType,
        rule: &Rule,
        object: Option<&[TokenId]>,
    ) -> (Vec<Actor>, Vec<Actor>) {
        let is_known = |h: TokenId| self.participants.is_actor(h);
        let (_, mut actor_heads) = self.first_side(t, &rule.actor, object, &[], &is_known);
        if rule.actor == ["agent"] {
            actor_heads.retain(|&h| self.participants.can_act(h));
        }
        let mut actor = self.participants.actors(&actor_heads);
        if actor.is_empty() && self.strangers(event) == Strangers::Anywhere {
            let is_person = |h: TokenId| self.participants.is_person(h);
            (_, actor_heads) = self.first_side(t, &rule.actor, object, &[], &is_person);
            actor = self.participants.people(&actor_heads, true);
        }
        let taken: Vec<TokenId> =
            actor_heads.iter().flat_map(|&h| self.syntax.conjuncts(h)).collect();
        let (at, heads) = self.first_side(t, &rule.recipient, object, &taken, &is_known);
        let mut recipient = self.participants.actors(&heads);
        if self.takes_strangers(event, &actor) {
            recipient = self.victims(t, &rule.recipient[..at], object, &taken, recipient);
        }
        recipient.retain(|r| !actor.iter().any(|a| a.span == r.span));
        self.settle(t, event, &mut actor, &mut recipient);
        (actor, recipient)
    }

    /// Whoever or whatever stands at one of these places, before those where `known` was found: "killed **six farmers** in Darfur".
    fn victims(
        &self,
        t: TokenId,
        places: &[String],
        object: Option<&[TokenId]>,
        taken: &[TokenId],
        known: Vec<Actor>,
    ) -> Vec<Actor> {
        let is_nominal = |h: TokenId| self.participants.is_someone(h);
        let (_, heads) = self.first_side(t, places, object, taken, &is_nominal);
        let mut out = self.participants.people(&heads, false);
        if out.is_empty() {
            return known;
        }
        if let [place] = known.as_slice() {
            for one in out.iter_mut().filter(|a| a.country.is_none()) {
                one.country.clone_from(&place.country);
                one.why = format!("{}; country: {}", one.why, place.why);
            }
        }
        out
    }

    /// The heads of the first place that names a side, and the number of that place; with none, the number of places.
    fn first_side(
        &self,
        t: TokenId,
        places: &[String],
        object: Option<&[TokenId]>,
        taken: &[TokenId],
        names_side: &dyn Fn(TokenId) -> bool,
    ) -> (usize, Vec<TokenId>) {
        for (at, place) in places.iter().enumerate() {
            let mut heads = self.heads(t, place, object);
            heads.retain(|h| *h != t && !taken.contains(h));
            // Whoever receives is the side, known or not: "denied Harkness entry to **Yemen**" is not done to Yemen.
            let settled = place == "indirect" && !heads.is_empty();
            let head = heads.into_iter().find(|&h| names_side(h));
            if head.is_some() || settled {
                return (at, head.into_iter().collect());
            }
        }
        (places.len(), Vec::new())
    }

    fn heads(&self, t: TokenId, place: &str, object: Option<&[TokenId]>) -> Vec<TokenId> {
        match (object, place.split_once('.')) {
            (Some(object), None) if place == "object" => object.to_vec(),
            // "asked Spain for jets": the jets are what is asked for, Spain is who is asked.
            (Some(_), None) if place == "indirect" => {
                self.syntax.indirect(t).into_iter().chain(self.syntax.objects(t)).collect()
            }
            (Some(object), Some(("object", rest))) => {
                object.iter().flat_map(|&o| self.syntax.place(o, rest)).collect()
            }
            _ => self.syntax.place(t, place),
        }
    }

    /// All parties of a reciprocal act are its actors.
    pub(super) fn parties(
        &self,
        t: TokenId,
        mut actor: Vec<Actor>,
        recipient: Vec<Actor>,
    ) -> (Vec<Actor>, Vec<Actor>) {
        let between: Vec<TokenId> =
            ["between", "among"].into_iter().flat_map(|p| self.syntax.after(t, p)).collect();
        let between = self.participants.actors(&between);
        let parties = if between.len() > 1 {
            between
        } else {
            recipient.into_iter().chain(between).collect()
        };
        for party in parties {
            if !actor.iter().any(|a| {
                a.span == party.span
                    || (a.country == party.country && a.entity_name == party.entity_name)
            }) {
                actor.push(party);
            }
        }
        (actor, Vec::new())
    }
}
