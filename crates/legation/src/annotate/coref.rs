//! Light coreference: who "Kim", "he", "they", "the two leaders" are, by rules that would rather say nothing than guess.
//!
//! In: tokens, trees and entities. Out: a chain number on every entity, and mentions (pronouns, definite noun phrases) with the
//! chains that they belong to. Names are matched by their parts; pronouns take the nearest compatible subject before them,
//! in their own sentence or the two before it.

use super::{Annotations, Deprel, EntityKind, Mention, TokenId, Upos, Xpos};
use legation_data::{CorefWords, coref_words};

/// How many sentences back a pronoun may reach.
const REACH: usize = 2;

/// What a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Person,
    Thing,
    Several,
}

/// Numbers the chains of `ann.entities` and fills `ann.mentions`.
pub(crate) fn resolve(ann: &mut Annotations) {
    let mut chains = name_chains(ann);
    let mut finder = Finder {
        ann,
        words: coref_words(),
        mentions: Vec::new(),
        next_chain: chains.iter().max().map_or(0, |m| m + 1),
        chains: &mut chains,
    };
    finder.appositions();
    for t in 0..finder.ann.tokens.len() {
        finder.token(t);
    }
    let mut mentions = finder.mentions;
    mentions.sort_by_key(|m| m.head);
    ann.mentions = mentions;
    for (entity, chain) in ann.entities.iter_mut().zip(chains) {
        entity.chain = chain;
    }
}

/// Chains of names: the same words, or a part of a longer name of the same kind met before (or the only one after).
fn name_chains(ann: &Annotations) -> Vec<usize> {
    let words: Vec<Vec<String>> =
        ann.entities.iter().map(|e| name_words(ann, e.tokens.clone())).collect();
    let mut chains = Vec::with_capacity(words.len());
    let mut next = 0;
    for i in 0..words.len() {
        let earlier = (0..i).rev().find(|&j| same_name(ann, &words, i, j));
        let chain = earlier.map_or(next, |j: usize| chains[j]);
        next = next.max(chain + 1);
        chains.push(chain);
    }
    chains
}

fn name_words(ann: &Annotations, tokens: std::ops::Range<TokenId>) -> Vec<String> {
    let words = ann.tokens[tokens]
        .iter()
        .filter(|t| t.upos != Upos::Punct && t.xpos != Xpos::Pos && t.upos != Upos::Det);
    words.map(|t| t.form.to_lowercase().replace('.', "")).collect()
}

fn same_name(ann: &Annotations, words: &[Vec<String>], i: usize, j: usize) -> bool {
    let (a, b) = (&words[i], &words[j]);
    if a.is_empty() || b.is_empty() || ann.entities[i].kind != ann.entities[j].kind {
        return false;
    }
    if a == b {
        return true;
    }
    match ann.entities[i].kind {
        EntityKind::Per => part_of_name(a, b) || part_of_name(b, a),
        EntityKind::Org | EntityKind::Misc => is_acronym(a, b) || is_acronym(b, a),
        EntityKind::Loc => is_acronym(a, b),
    }
}

/// "Kim" of "Kim Jong Un", "Leavitt" of "Karoline Leavitt": one word that is the first or last of the longer name.
fn part_of_name(short: &[String], long: &[String]) -> bool {
    short.len() == 1
        && long.len() > 1
        && (long.last() == short.first() || long.first() == short.first() && short[0].len() > 2)
}

fn is_acronym(short: &[String], long: &[String]) -> bool {
    let initials: String = long.iter().filter_map(|w| w.chars().next()).collect();
    short.len() == 1 && long.len() > 2 && short[0] == initials
}

struct Finder<'a> {
    ann: &'a Annotations,
    words: &'static CorefWords,
    mentions: Vec<Mention>,
    next_chain: usize,
    chains: &'a mut Vec<usize>,
}

impl Finder<'_> {
    /// "the secretary, Karoline Leavitt", "the Korean Central News Agency (KCNA)": one chain.
    fn appositions(&mut self) {
        for t in 0..self.ann.tokens.len() {
            if self.ann.tokens[t].deprel != Deprel::Appos {
                continue;
            }
            let Some(head) = self.ann.tokens[t].head else { continue };
            match (self.entity_index(head), self.entity_index(t)) {
                (Some(a), Some(b)) if self.ann.entities[a].kind == self.ann.entities[b].kind => {
                    self.unite(a, b)
                }
                (None, Some(b)) => self.add(head, vec![self.chains[b]]),
                (Some(a), None) => self.add(t, vec![self.chains[a]]),
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (keep, gone) = (self.chains[a].min(self.chains[b]), self.chains[a].max(self.chains[b]));
        self.chains.iter_mut().filter(|c| **c == gone).for_each(|c| *c = keep);
    }

    fn add(&mut self, head: TokenId, chains: Vec<usize>) {
        if !self.mentions.iter().any(|m| m.head == head) {
            self.mentions.push(Mention { head, chains });
        }
    }

    fn token(&mut self, t: TokenId) {
        let token = &self.ann.tokens[t];
        let found = match token.upos {
            Upos::Pron => {
                pronoun(&token.form.to_lowercase()).and_then(|want| self.antecedent(t, want))
            }
            Upos::Noun => self.the_two(t),
            Upos::Propn | Upos::Adj => self.direction(t),
            _ => None,
        };
        if let Some(chains) = found {
            self.add(t, chains);
        }
    }

    /// The chains of the nearest compatible subject before the pronoun.
    fn antecedent(&mut self, t: TokenId, want: Want) -> Option<Vec<usize>> {
        let here = self.ann.sentences.partition_point(|s| s.tokens.end <= t);
        let first = here.saturating_sub(REACH);
        for s in (first..=here).rev() {
            let range = self.ann.sentences[s].tokens.clone();
            let candidates: Vec<_> = range
                .filter(|&c| c < t && self.may_be(c, want) && !self.same_clause(c, t))
                .collect();
            let subject = candidates
                .iter()
                .rev()
                .find(|&&c| self.is_subject(c))
                .or_else(|| candidates.iter().find(|_| s < here));
            let best = subject
                .or_else(|| candidates.last().filter(|_| s == here && want == Want::Person))
                .copied();
            if let Some(best) = best {
                return Some(self.chains_at(best, want));
            }
        }
        None
    }

    fn is_subject(&self, t: TokenId) -> bool {
        matches!(self.ann.tokens[t].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent)
    }

    /// A pronoun that is not a possessive does not stand for another argument of its own verb ("Kim met him").
    fn same_clause(&self, candidate: TokenId, pronoun: TokenId) -> bool {
        self.ann.tokens[pronoun].deprel != Deprel::NmodPoss
            && self.ann.tokens[candidate].head == self.ann.tokens[pronoun].head
    }

    fn may_be(&self, t: TokenId, want: Want) -> bool {
        let token = &self.ann.tokens[t];
        if !matches!(token.upos, Upos::Noun | Upos::Propn) || self.inside_name(t) {
            return false;
        }
        let kind = self.ann.entity_at(t).map(|e| e.kind);
        let plural = matches!(token.xpos, Xpos::Nns | Xpos::Nnps)
            || self.ann.child(t, Deprel::Conj).is_some();
        match want {
            Want::Person => {
                !plural
                    && (kind == Some(EntityKind::Per)
                        || kind.is_none() && self.words.persons.contains(&token.lemma))
            }
            Want::Thing => {
                let named = matches!(kind, Some(EntityKind::Org | EntityKind::Loc));
                !plural && (named || kind.is_none() && self.words.bodies.contains(&token.lemma))
            }
            Want::Several => {
                plural || kind == Some(EntityKind::Org) || self.words.bodies.contains(&token.lemma)
            }
        }
    }

    /// Whether `t` is a part of a name that another word heads, or a modifier: "North **Korean** leader".
    fn inside_name(&self, t: TokenId) -> bool {
        matches!(
            self.ann.tokens[t].deprel,
            Deprel::Compound | Deprel::Flat | Deprel::Amod | Deprel::Fixed
        )
    }

    /// The chain of a head, made if it has none yet; for "they" also those coordinated with it.
    fn chains_at(&mut self, t: TokenId, want: Want) -> Vec<usize> {
        let mut heads = vec![t];
        if want == Want::Several {
            heads.extend(
                self.ann.children(t).filter(|&c| self.ann.tokens[c].deprel == Deprel::Conj),
            );
        }
        heads.into_iter().flat_map(|h| self.chain_of(h)).collect()
    }

    fn chain_of(&mut self, head: TokenId) -> Vec<usize> {
        if let Some(entity) = self.entity_index(head) {
            return vec![self.chains[entity]];
        }
        if let Some(mention) = self.mentions.iter().find(|m| m.head == head) {
            return mention.chains.clone();
        }
        let chain = self.next_chain;
        self.next_chain += 1;
        self.add(head, vec![chain]);
        vec![chain]
    }

    /// "the two leaders", "both sides": the last two persons or countries named.
    fn the_two(&self, t: TokenId) -> Option<Vec<usize>> {
        let two = self
            .ann
            .children(t)
            .any(|c| matches!(self.ann.tokens[c].lemma.as_str(), "two" | "both"));
        let lemma = &self.ann.tokens[t].lemma;
        if !two || self.ann.child(t, Deprel::Nmod).is_some() {
            return None;
        }
        if self.words.two_persons.contains(lemma) {
            return self.last_two(t, &[EntityKind::Per]);
        }
        self.words
            .two_countries
            .contains(lemma)
            .then(|| self.last_two(t, &[EntityKind::Loc, EntityKind::Org]))
            .flatten()
    }

    fn last_two(&self, t: TokenId, kinds: &[EntityKind]) -> Option<Vec<usize>> {
        let mut out: Vec<usize> = Vec::new();
        for (i, entity) in self.ann.entities.iter().enumerate().rev() {
            let chain = self.chains[i];
            if entity.tokens.end <= t && kinds.contains(&entity.kind) && !out.contains(&chain) {
                out.push(chain);
            }
            if out.len() == 2 {
                out.reverse();
                return Some(out);
            }
        }
        None
    }

    /// "the North", where the article has named North Korea.
    fn direction(&self, t: TokenId) -> Option<Vec<usize>> {
        let form = self.ann.tokens[t].form.as_str();
        if !matches!(form, "North" | "South") || self.ann.child(t, Deprel::Det).is_none() {
            return None;
        }
        let full = self
            .words
            .directions
            .values()
            .map(|d| if form == "North" { &d.north } else { &d.south });
        let wanted: Vec<Vec<String>> =
            full.map(|n| n.to_lowercase().split(' ').map(String::from).collect()).collect();
        let named = (0..self.ann.entities.len()).find(|&i| {
            let entity = &self.ann.entities[i];
            !entity.tokens.contains(&t)
                && wanted.contains(&name_words(self.ann, entity.tokens.clone()))
        });
        named.map(|i| vec![self.chains[i]])
    }

    fn entity_index(&self, t: TokenId) -> Option<usize> {
        self.ann.entities.iter().position(|e| e.tokens.contains(&t))
    }
}

fn pronoun(form: &str) -> Option<Want> {
    match form {
        "he" | "him" | "his" | "she" | "her" | "hers" | "himself" | "herself" => Some(Want::Person),
        "it" | "its" | "itself" => Some(Want::Thing),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Want::Several),
        _ => None,
    }
}
