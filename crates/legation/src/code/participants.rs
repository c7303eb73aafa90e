//! Who a phrase is: noun phrases of the tree to actors, with the article's memory.
//!
//! A phrase is first read by itself ("Russian troops", "the Syrian foreign ministry"). What it leaves open is filled, in this
//! order, from its apposition, from the place it is said to be of or in, from its chain ("Kim" from "Kim Jong Un"), and for
//! bodies that every country has ("police", "the government") from the one country the sentence or the article is about.
//! Each step is told in `Actor::why`.

use super::phrases::head_of;
use super::syntax::Syntax;
use super::voices::quoted;
use crate::Actor;
use crate::annotate::{Deprel, EntityKind, TokenId, Upos, Xpos};
use crate::resolve::actors::{ActorKind, ResolvedActor, resolve_all, resolve_words};
use crate::resolve::toponyms::Toponym;
use jiff::civil::Date;
use legation_data::actors::actors;
use legation_data::{codebook, coref_words};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How many nested steps a look-up may take (apposition of a chain of an apposition …).
const DEPTH: usize = 3;

/// The people, bodies and countries of one text.
pub(crate) struct Participants<'a> {
    pub(super) syntax: Syntax<'a>,
    text: &'a str,
    published: Option<Date>,
    toponyms: &'a [Toponym],
    /// Heads of each chain's phrases, names before pronouns.
    chains: BTreeMap<usize, Vec<TokenId>>,
    by_head: BTreeMap<TokenId, Vec<usize>>,
    known: RefCell<BTreeMap<TokenId, Vec<Actor>>>,
    /// The country that the text is about.
    pub(super) focus: Option<String>,
    /// Whether it is about hardly any other.
    pub(super) domestic: bool,
    /// Heads of phrases that are sides because somebody says so, whoever they are.
    given: Vec<TokenId>,
}

impl<'a> Participants<'a> {
    /// Reads the chains of the analysis and finds the country that the text is about.
    pub(crate) fn new(
        text: &'a str,
        syntax: Syntax<'a>,
        published: Option<Date>,
        toponyms: &'a [Toponym],
    ) -> Self {
        let mut chains: BTreeMap<usize, Vec<TokenId>> = BTreeMap::new();
        let mut by_head: BTreeMap<TokenId, Vec<usize>> = BTreeMap::new();
        for entity in &syntax.ann.entities {
            let head = head_of(syntax, entity.tokens.clone());
            chains.entry(entity.chain).or_default().push(head);
            by_head.entry(head).or_default().push(entity.chain);
        }
        for mention in &syntax.ann.mentions {
            by_head.entry(mention.head).or_default().extend(&mention.chains);
            if let ([chain], false) =
                (mention.chains.as_slice(), syntax.token(mention.head).upos == Upos::Pron)
            {
                chains.entry(*chain).or_default().push(mention.head);
            }
        }
        let mut out = Self {
            syntax,
            published,
            toponyms,
            chains,
            by_head,
            known: RefCell::default(),
            focus: None,
            domestic: false,
            given: Vec::new(),
            text,
        };
        (out.focus, out.domestic) = out.focus_country();
        out
    }

    /// Takes these heads for actors, whether or not they resolve.
    pub(crate) fn with_given(mut self, heads: Vec<TokenId>) -> Self {
        self.given = heads;
        self
    }

    /// The actors that these heads and what is coordinated with them name; nothing for phrases that name nobody.
    pub(crate) fn actors(&self, heads: &[TokenId]) -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for &head in heads {
            for part in self.syntax.conjuncts(head) {
                for actor in self.at(part, DEPTH) {
                    if !out.iter().any(|a| same(a, &actor)) {
                        out.push(actor);
                    }
                }
            }
        }
        out
    }

    /// Whether the phrase names an actor.
    pub(crate) fn is_actor(&self, head: TokenId) -> bool {
        self.given.contains(&head) || !self.actors(&[head]).is_empty()
    }

    /// Whoever these phrases and what is coordinated with them name, also those whom no list knows: "three farmers", "the bridge". Of
    /// actors only people.
    pub(crate) fn people(&self, heads: &[TokenId], act: bool) -> Vec<Actor> {
        let parts = heads.iter().flat_map(|&h| self.syntax.conjuncts(h));
        let named = parts.filter(|&p| if act { self.is_person(p) } else { self.is_someone(p) });
        let mut out: Vec<Actor> = Vec::new();
        for actor in named.flat_map(|p| self.someone(p)) {
            // "his companion Anna Weber": a title and its name are one.
            if !out.iter().any(|a| a.span == actor.span) {
                out.push(actor);
            }
        }
        out
    }

    fn someone(&self, head: TokenId) -> Vec<Actor> {
        let known = self.at(head, DEPTH);
        if !known.is_empty() {
            return known;
        }
        let (first, last) = self.extent(head);
        let unknown = Actor {
            span: self.span_without_article(first, last),
            entity_name: self.own_name(head),
            wikidata: None,
            country: None,
            sector: None,
            other_sectors: Vec::new(),
            role: None,
            belongs: true,
            why: "somebody whom no list knows".to_owned(),
        };
        self.by_place(head, Some(&unknown), DEPTH)
            .map(|found| found.into_iter().map(|f| merge(Some(&unknown), f)).collect())
            .unwrap_or_else(|| vec![unknown])
    }

    /// The fullest name that the article itself gives somebody whom no list knows: "Bennett" → "Richard Bennett", "the mayor, **Luis
    /// Soto**", "he".
    fn own_name(&self, head: TokenId) -> Option<String> {
        let entity = |t: TokenId| self.syntax.ann.entity_at(t);
        let beside = self.syntax.with_deprel(head, &[Deprel::Appos, Deprel::Flat]);
        let chains = self.by_head.get(&head).into_iter().flatten();
        let same = chains.flat_map(|c| self.chains.get(c).into_iter().flatten().copied());
        let people = std::iter::once(head).chain(beside).chain(same).filter_map(entity);
        let people = people.filter(|e| e.kind == EntityKind::Per);
        let body = entity(head).filter(|e| e.kind == EntityKind::Org);
        // Of equals the first in the text.
        let longest = people.max_by_key(|e| (e.tokens.len(), std::cmp::Reverse(e.span)));
        longest.or(body).map(|e| self.words(e.span))
    }

    /// Whether the phrase names people: a person or body with a name, or a noun for people.
    pub(crate) fn is_person(&self, head: TokenId) -> bool {
        let named = self
            .syntax
            .ann
            .entity_at(head)
            .is_some_and(|e| matches!(e.kind, EntityKind::Per | EntityKind::Org));
        let noun = self.syntax.token(head).upos == Upos::Noun
            && codebook().matches("@somebody", &self.syntax.lemma(head).to_lowercase());
        named || noun || self.is_actor(head)
    }

    /// Whether the phrase can suffer: people or things with a noun or name.
    pub(crate) fn is_someone(&self, head: TokenId) -> bool {
        let token = self.syntax.token(head);
        let names = matches!(token.upos, Upos::Noun | Upos::Propn);
        names && !codebook().matches("@no-victim", &token.lemma.to_lowercase())
            || self.is_actor(head)
    }

    /// Whether the phrase can act: something that merely belongs to a country does only in the plural ("Malaysian shoppers").
    pub(crate) fn can_act(&self, head: TokenId) -> bool {
        let plural = matches!(self.syntax.token(head).xpos, Xpos::Nns | Xpos::Nnps);
        let body = coref_words().bodies.contains(self.syntax.lemma(head));
        self.actors(&[head]).iter().any(|a| plural || body || !a.belongs || a.sector.is_some())
    }

    fn at(&self, head: TokenId, depth: usize) -> Vec<Actor> {
        if let Some(known) = self.known.borrow().get(&head) {
            return known.clone();
        }
        let mut found = self.find(head, depth);
        if let [one] = found.as_mut_slice()
            && one.entity_name.is_none()
        {
            one.entity_name = self.own_name(head);
        }
        if depth == DEPTH {
            self.known.borrow_mut().insert(head, found.clone());
        }
        found
    }

    fn find(&self, head: TokenId, depth: usize) -> Vec<Actor> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        if self.syntax.token(head).upos == Upos::Pron {
            return self.by_pronoun(head, depth);
        }
        let shared = self.joint_modifiers(head);
        if shared.len() > 1 {
            return shared;
        }
        let own = self.by_itself(head);
        if own.iter().any(|a| a.country.is_some()) {
            return own;
        }
        let mut own = own.into_iter().next();
        if let Some(filled) = self.fill(head, own.as_ref(), depth) {
            return filled;
        }
        if own.is_none() {
            own = self.local_person(head);
        }
        if let Some(actor) = own.as_mut().filter(|a| a.country.is_none()) {
            if self.is_nongovernmental(head) {
                actor.country = Some("NGO".to_owned());
            } else {
                self.fill_from_focus(head, actor);
            }
        }
        own.into_iter().collect()
    }

    /// "international rights groups", which belong to no country unless the text names one.
    fn is_nongovernmental(&self, head: TokenId) -> bool {
        let own = self.syntax.lemma(head).to_lowercase();
        let before = head.checked_sub(1).map(|b| self.syntax.token(b).form.to_lowercase());
        let two = before.map(|b| format!("{b} {own}"));
        [Some(own), two].into_iter().flatten().any(|name| actors().is_in("nongovernmental", &name))
    }

    /// A person nobody knows, in an article about one country, is one of its people.
    fn local_person(&self, head: TokenId) -> Option<Actor> {
        let person = self.syntax.ann.entity_at(head).is_some_and(|e| e.kind == EntityKind::Per);
        let country = self.focus.clone().filter(|_| person && self.domestic)?;
        let why =
            "a person in an article about one country; country: the country the article is about"
                .to_owned();
        let span = self.phrase(head);
        Some(Actor {
            span,
            entity_name: None,
            wikidata: None,
            country: Some(country),
            sector: None,
            other_sectors: Vec::new(),
            role: None,
            belongs: false,
            why,
        })
    }

    /// The phrase alone.
    pub(super) fn by_itself(&self, head: TokenId) -> Vec<Actor> {
        let (first, last) = self.extent(head);
        let words: Vec<&str> =
            self.syntax.ann.tokens[first..=last].iter().map(|t| t.form.as_str()).collect();
        let mut found = resolve_all(&words, head - first, self.published);
        if found.is_empty() {
            found.extend(self.as_place(head).or_else(|| self.as_belonging(head)));
        }
        if let [one] = &found[..] {
            found.extend(self.of_others(head, one));
        }
        let span = self.span_without_article(first, last);
        found.into_iter().map(|r| r.into_actor(span)).collect()
    }

    /// "ministers of Sweden **and Denmark**": the same body of each further country.
    fn of_others(&self, head: TokenId, first: &ResolvedActor) -> Vec<ResolvedActor> {
        let owners = self
            .syntax
            .oblique(head, "of")
            .into_iter()
            .chain(self.syntax.with_deprel(head, &[Deprel::NmodPoss]));
        let others =
            owners.flat_map(|o| self.syntax.conjuncts(o).into_iter().skip(1).collect::<Vec<_>>());
        let countries = others.filter_map(|o| {
            resolve_words(&[self.syntax.token(o).form.as_str()], 0, self.published)?.country
        });
        let countries = countries.filter(|c| first.country.as_ref().is_some_and(|own| own != c));
        countries
            .map(|c| ResolvedActor { country: Some(c), entity: None, role: None, ..first.clone() })
            .collect()
    }

    /// "the Trump team", "Hamas's offices": what belongs to somebody known belongs to that one's country.
    fn as_belonging(&self, head: TokenId) -> Option<ResolvedActor> {
        let owners = self.syntax.with_deprel(head, &[Deprel::Compound, Deprel::NmodPoss]);
        let named = owners.filter(|&o| self.syntax.token(o).upos == Upos::Propn);
        let found = named.filter_map(|o| {
            let (first, last) = self.extent(o);
            let words: Vec<&str> =
                self.syntax.ann.tokens[first..=last].iter().map(|t| t.form.as_str()).collect();
            resolve_words(&words, o - first, self.published)
        });
        let owner = found.into_iter().find(|f| f.country.is_some())?;
        let why =
            format!("belongs to {}: {}", owner.entity.as_deref().unwrap_or("a country"), owner.why);
        Some(ResolvedActor {
            kind: ActorKind::Belonging,
            entity: None,
            wikidata: None,
            role: None,
            why,
            ..owner
        })
    }

    /// A town or region that stands for its country: "a base in **Aleppo**".
    fn as_place(&self, head: TokenId) -> Option<ResolvedActor> {
        let entity = self.syntax.ann.entity_at(head).filter(|e| e.kind == EntityKind::Loc)?;
        let named = self.toponyms.iter().filter(|t| entity.span.contains(t.span) && t.is_known());
        let place = &named.max_by_key(|t| t.span.len())?.place;
        let why = format!("place {}: {}", place.name, place.why);
        Some(ResolvedActor {
            kind: ActorKind::Belonging,
            entity: None,
            wikidata: None,
            country: Some(place.country.clone()?),
            sector: None,
            other_sectors: Vec::new(),
            role: None,
            score: place.score,
            why,
        })
    }

    /// "U.S. and South Korean forces", "US-Japanese patrols": one actor a country.
    fn joint_modifiers(&self, head: TokenId) -> Vec<Actor> {
        let joint = self
            .syntax
            .modifiers(head)
            .find(|&m| self.syntax.with_deprel(m, &[Deprel::Conj]).next().is_some());
        let Some(first) = joint else { return Vec::new() };
        let parts = std::iter::once(first).chain(self.syntax.with_deprel(first, &[Deprel::Conj]));
        let read = parts.filter_map(|part| {
            let (from, to) = self.extent(part);
            let mut words: Vec<&str> =
                self.syntax.ann.tokens[from..=to].iter().map(|t| t.form.as_str()).collect();
            words.push(&self.syntax.token(head).form);
            let found = resolve_words(&words, words.len() - 1, self.published)?;
            found.country.is_some().then(|| {
                found.into_actor(self.syntax.token(from).span.cover(self.syntax.token(to).span))
            })
        });
        read.collect()
    }

    /// What the phrase leaves open, from elsewhere in the text.
    fn fill(&self, head: TokenId, own: Option<&Actor>, depth: usize) -> Option<Vec<Actor>> {
        let beside = self.by_apposition(head).map(|a| vec![a]);
        if let Some(found) = beside.or_else(|| self.by_place(head, own, depth)) {
            return Some(found.into_iter().map(|f| merge(own, f)).collect());
        }
        let chained = self.by_chains(head, depth);
        match chained.as_slice() {
            [] => None,
            [one] => Some(vec![merge(own, one.clone())]),
            _ => Some(chained),
        }
    }

    fn by_apposition(&self, head: TokenId) -> Option<Actor> {
        let beside = self.syntax.with_deprel(head, &[Deprel::Appos]);
        let above =
            self.syntax.token(head).head.filter(|_| self.syntax.deprel(head) == Deprel::Appos);
        beside.chain(above).flat_map(|b| self.by_itself(b)).find(|a| a.country.is_some())
    }

    /// "officials **in Tehran**", "ministers **of Mali and Niger**", "students **from Kenya**", "**its** spy chief".
    fn by_place(&self, head: TokenId, own: Option<&Actor>, depth: usize) -> Option<Vec<Actor>> {
        own?;
        let places =
            ["of", "from", "in", "at"].into_iter().flat_map(|p| self.syntax.oblique(head, p));
        let places = places.map(|p| {
            self.syntax.conjuncts(p).into_iter().flat_map(|c| self.by_itself(c)).collect::<Vec<_>>()
        });
        let owners = self
            .syntax
            .with_deprel(head, &[Deprel::NmodPoss])
            .filter(|&o| self.syntax.token(o).upos == Upos::Pron);
        let owners = owners.map(|o| self.by_pronoun(o, depth));
        let mut found = places.chain(owners).find(|a| a.iter().any(|a| a.country.is_some()))?;
        found.retain(|a| a.country.is_some());
        for actor in &mut found {
            actor.why = format!("its place: {}", actor.why);
            (actor.entity_name, actor.wikidata, actor.sector, actor.role) =
                (None, None, None, None);
        }
        Some(found)
    }

    /// Whom a pronoun takes up; in a quotation the first person is who speaks.
    fn by_pronoun(&self, head: TokenId, depth: usize) -> Vec<Actor> {
        let Some(speaker) = self.speaker(head) else { return self.by_chains(head, depth) };
        let span = self.phrase(head);
        let said = |a: Actor| Actor { why: format!("who speaks: {}", a.why), span, ..a };
        self.at(speaker, depth).into_iter().map(said).collect()
    }

    /// The head of who speaks where a quotation says "I", "we", "our".
    fn speaker(&self, pronoun: TokenId) -> Option<TokenId> {
        let form = self.syntax.token(pronoun).form.to_lowercase();
        let first_person =
            matches!(form.as_str(), "i" | "we" | "us" | "me" | "our" | "my" | "ours" | "mine");
        first_person.then(|| quoted(self.text, self.syntax, pronoun)?.source).flatten()
    }

    fn by_chains(&self, head: TokenId, depth: usize) -> Vec<Actor> {
        let chains = self.by_head.get(&head).cloned().unwrap_or_default();
        let mut out: Vec<Actor> = Vec::new();
        for chain in chains {
            out.extend(self.of_chain(chain, head, depth));
        }
        out
    }

    /// The best-resolved phrase of a chain, with the span of the mention that asked.
    fn of_chain(&self, chain: usize, asking: TokenId, depth: usize) -> Vec<Actor> {
        let heads = self.chains.get(&chain).map_or(&[][..], Vec::as_slice);
        let others = || heads.iter().copied().filter(|&h| h != asking);
        let read = others().flat_map(|h| self.by_itself(h)).find(|a| a.country.is_some());
        let found = match read {
            Some(actor) => vec![actor],
            None => others().map(|h| self.at(h, depth)).find(|a| !a.is_empty()).unwrap_or_default(),
        };
        let span = self.phrase(asking);
        let named = |mut a: Actor| {
            let words = a.entity_name.clone().unwrap_or_else(|| self.words(a.span));
            a.why = format!("same as {words:?} in the text: {}", a.why);
            a.span = span;
            a
        };
        found.into_iter().map(named).collect()
    }
}

fn same(a: &Actor, b: &Actor) -> bool {
    a.country == b.country && a.sector == b.sector && a.entity_name == b.entity_name
}

/// The country from elsewhere, the sector from the phrase itself where it has one.
fn merge(own: Option<&Actor>, found: Actor) -> Actor {
    let Some(own) = own else { return found };
    let sector = own.sector.or(found.sector);
    Actor { span: own.span, sector, ..found }
}
