//! Questions to the tree: who is the logical subject, what is the object, what stands after a preposition.
//!
//! Everything here is plain UD grammar. Passives, relative clauses, control, coordination and light verbs are undone in this
//! file, so that a rule written for the plain active sentence holds for all its forms. Answers are head words.

use crate::annotate::{Annotations, Deprel, Token, TokenId, Upos, Xpos};
use legation_data::{Lexicon, LightSubject, lexicon};

/// A tree and the words that matter to its reading.
#[derive(Clone, Copy)]
pub(crate) struct Syntax<'a> {
    /// The analysed text.
    pub(crate) ann: &'a Annotations,
    /// Control, light verbs, operators.
    pub(crate) lexicon: &'static Lexicon,
}

/// A verb that lends its sides to an act named by a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// The light verb.
    pub(crate) verb: TokenId,
    /// What its subject is to the act.
    pub(crate) subject: LightSubject,
}

impl<'a> Syntax<'a> {
    /// A view of this analysis.
    pub(crate) fn new(ann: &'a Annotations) -> Self {
        Self { ann, lexicon: lexicon() }
    }

    /// The token.
    pub(crate) fn token(&self, t: TokenId) -> &'a Token {
        &self.ann.tokens[t]
    }

    /// Its lemma.
    pub(crate) fn lemma(&self, t: TokenId) -> &'a str {
        &self.ann.tokens[t].lemma
    }

    /// Its relation to its head.
    pub(crate) fn deprel(&self, t: TokenId) -> Deprel {
        self.ann.tokens[t].deprel
    }

    /// Whether it is a full verb.
    pub(crate) fn is_verb(&self, t: TokenId) -> bool {
        self.token(t).upos == Upos::Verb
    }

    /// Whether it is a noun or name.
    pub(crate) fn is_nominal(&self, t: TokenId) -> bool {
        matches!(self.token(t).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// Children of `t` with one of these relations, in text order.
    pub(crate) fn with_deprel(
        &self,
        t: TokenId,
        wanted: &'static [Deprel],
    ) -> impl Iterator<Item = TokenId> + 'a {
        let ann = self.ann;
        ann.children(t).filter(move |&c| wanted.contains(&ann.tokens[c].deprel))
    }

    pub(super) fn has(&self, t: TokenId, wanted: &'static [Deprel]) -> bool {
        self.with_deprel(t, wanted).next().is_some()
    }

    /// The verb's particle ("out" of "pulled out"), lower-cased.
    pub(crate) fn particle(&self, t: TokenId) -> Option<String> {
        let prt = self.with_deprel(t, &[Deprel::CompoundPrt]).next()?;
        Some(self.token(prt).form.to_lowercase())
    }

    /// The words that mark a dependent: its prepositions ("alongside", "on behalf of") as one lower-case string.
    pub(crate) fn case(&self, t: TokenId) -> Option<String> {
        let marker = self
            .with_deprel(t, &[Deprel::Case, Deprel::Mark])
            .find(|&c| self.token(c).xpos != Xpos::Pos)?;
        let mut words = vec![self.token(marker).form.to_lowercase()];
        words.extend(
            self.with_deprel(marker, &[Deprel::Fixed]).map(|f| self.token(f).form.to_lowercase()),
        );
        Some(words.join(" "))
    }

    /// Whether the verb is passive: by its auxiliary or subject, as a bare participle behind a noun, or in a row of passives.
    pub(crate) fn is_passive(&self, t: TokenId) -> bool {
        const MARKS: &[Deprel] =
            &[Deprel::NsubjPass, Deprel::AuxPass, Deprel::CsubjPass, Deprel::OblAgent];
        if self.has(t, MARKS) {
            return true;
        }
        if self.token(t).xpos != Xpos::Vbn
            || self.has(t, &[Deprel::Aux, Deprel::Nsubj, Deprel::Obj])
        {
            return false;
        }
        match self.deprel(t) {
            Deprel::Acl | Deprel::Advcl | Deprel::Amod => true,
            Deprel::Conj => {
                self.token(t).head.is_some_and(|h| self.is_verb(h) && self.is_passive(h))
            }
            _ => false,
        }
    }

    /// Follows a relative pronoun to the noun it stands for.
    pub(crate) fn dereference(&self, t: TokenId) -> TokenId {
        let token = self.token(t);
        let tagged = token.upos == Upos::Pron && token.feats.contains("PronType=Rel");
        if !tagged && !matches!(token.xpos, Xpos::Wdt | Xpos::Wp) {
            return t;
        }
        let clause = std::iter::once(t)
            .chain(self.ann.ancestors(t))
            .find(|&a| self.deprel(a) == Deprel::AclRelcl);
        clause.and_then(|c| self.token(c).head).unwrap_or(t)
    }

    /// Nationality and compound modifiers of a noun: "**Israeli** raid", "**Kremlin** statement".
    pub(crate) fn modifiers(&self, t: TokenId) -> impl Iterator<Item = TokenId> + 'a {
        self.with_deprel(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodDesc])
    }

    /// What stands after the preposition: at the act itself, at its object (attachment is a coin toss), at its light verb.
    pub(crate) fn after(&self, t: TokenId, preposition: &str) -> Vec<TokenId> {
        let own = self.oblique(t, preposition);
        if !own.is_empty() {
            return own;
        }
        let below = self.objects(t).into_iter().filter(|&o| o > t || self.is_passive(t));
        let below: Vec<_> = below.flat_map(|o| self.nominal_dependents(o, preposition)).collect();
        if !below.is_empty() {
            return below;
        }
        self.host(t)
            .into_iter()
            .flat_map(|h| self.oblique(h.verb, preposition))
            .filter(|&o| o != t)
            .collect()
    }

    /// Dependents of `t` that the preposition marks.
    pub(crate) fn oblique(&self, t: TokenId, preposition: &str) -> Vec<TokenId> {
        const DEPENDENTS: &[Deprel] =
            &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent, Deprel::Advcl, Deprel::Acl];
        let matching = self
            .with_deprel(t, DEPENDENTS)
            .filter(|&d| self.is_nominal(d) && self.has_case(d, preposition));
        matching.map(|d| self.dereference(d)).collect()
    }

    pub(super) fn nominal_dependents(&self, t: TokenId, preposition: &str) -> Vec<TokenId> {
        let direct = self
            .with_deprel(t, &[Deprel::Nmod, Deprel::Obl])
            .filter(|&d| self.has_case(d, preposition));
        direct.map(|d| self.dereference(d)).collect()
    }

    pub(super) fn has_case(&self, t: TokenId, preposition: &str) -> bool {
        self.case(t)
            .is_some_and(|c| c == preposition || (preposition == "toward" && c == "towards"))
    }

    /// The clauses that `t` governs as complement: "refused **to accept**", "accused of **shelling**", "plan **to visit**".
    pub(crate) fn complements(&self, t: TokenId) -> Vec<TokenId> {
        let direct = self.with_deprel(t, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Csubj]);
        let gerunds = self
            .with_deprel(t, &[Deprel::Advcl, Deprel::Acl])
            .filter(|&c| self.is_complement_clause(c));
        let mut out: Vec<_> = direct.chain(gerunds).collect();
        out.sort_unstable();
        out
    }

    /// Whether an adverbial or adnominal clause is really a complement: an infinitive or a gerund after of, from, for, into …
    pub(crate) fn is_complement_clause(&self, t: TokenId) -> bool {
        const GERUND: [&str; 11] =
            ["of", "from", "for", "into", "against", "on", "at", "in", "about", "over", "to"];
        let Some(mark) = self.case(t) else { return false };
        let verb = self.token(t).xpos;
        mark == "that"
            || verb == Xpos::Vb && mark == "to"
            || verb == Xpos::Vbg && GERUND.contains(&mark.as_str())
    }

    /// The light verb of an act named by a noun, if it has one.
    pub(crate) fn host(&self, t: TokenId) -> Option<Host> {
        if self.is_verb(t) {
            return None;
        }
        let at = if self.deprel(t) == Deprel::Conj { self.token(t).head? } else { t };
        let verb =
            self.token(at).head.filter(|&v| self.is_verb(v) || self.token(v).upos == Upos::Aux)?;
        let place = match self.deprel(at) {
            Deprel::Obj | Deprel::NsubjPass => "object".to_owned(),
            Deprel::Nsubj => "subject".to_owned(),
            Deprel::Obl | Deprel::Xcomp => self.case(at)?,
            _ => return None,
        };
        let particle = self.particle(verb).map(|p| format!("{} {p}", self.lemma(verb)));
        let name = particle.as_deref().unwrap_or(self.lemma(verb));
        let subject = self.lexicon.light_verb(name, &place)?;
        Some(Host { verb, subject })
    }

    /// Possessors and nationality of a noun: "**Seoul's** offer", "the **American** offer".
    pub(crate) fn possessors(&self, t: TokenId) -> Vec<TokenId> {
        let mut out: Vec<_> = self.with_deprel(t, &[Deprel::NmodPoss]).collect();
        out.extend(self.modifiers(t));
        out
    }

    /// "**the** withdrawal", "**its** attack", "**Russia's** invasion": a noun that speaks of something known.
    pub(crate) fn is_definite_noun(&self, t: TokenId) -> bool {
        let known = |d: TokenId| {
            self.deprel(d) == Deprel::NmodPoss
                || matches!(self.lemma(d), "the" | "this" | "that" | "these" | "those")
        };
        self.token(t).upos == Upos::Noun
            && self.with_deprel(t, &[Deprel::Det, Deprel::NmodPoss]).any(known)
    }

    /// Earlier words for the same thing: "**the** letter" after "a letter from Paris".
    pub(crate) fn antecedents(&self, t: TokenId) -> Vec<TokenId> {
        let definite = self
            .with_deprel(t, &[Deprel::Det])
            .any(|d| matches!(self.lemma(d), "the" | "this" | "that"));
        if !definite
            || self.token(t).upos != Upos::Noun
            || self.has(t, &[Deprel::Nmod, Deprel::NmodPoss])
        {
            return Vec::new();
        }
        let same =
            |&e: &TokenId| self.token(e).upos == Upos::Noun && self.lemma(e) == self.lemma(t);
        (0..t).rev().filter(same).collect()
    }

    /// The words at a place of a rule ("object.poss", "with", "complement.object"), as heads, in order of likelihood.
    pub(crate) fn place(&self, t: TokenId, path: &str) -> Vec<TokenId> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
        let heads = match first {
            "agent" => self.agents(t),
            "object" => self.objects(t),
            "indirect" => self.indirect(t),
            "poss" => self.possessors(t),
            "complement" => self.complements(t),
            preposition => self.after(t, preposition),
        };
        match rest {
            None => heads,
            Some(rest) => heads.into_iter().flat_map(|h| self.place_below(h, rest)).collect(),
        }
    }

    /// A step down from a head, or from what it takes up again.
    fn place_below(&self, head: TokenId, path: &str) -> Vec<TokenId> {
        let own = self.place(head, path);
        if !own.is_empty() || path == "agent" {
            return own;
        }
        self.antecedents(head)
            .into_iter()
            .map(|a| self.place(a, path))
            .find(|p| !p.is_empty())
            .unwrap_or_default()
    }

    /// A head and what is coordinated with it.
    pub(crate) fn conjuncts(&self, t: TokenId) -> Vec<TokenId> {
        let mut out = vec![t];
        let mut at = 0;
        while at < out.len() && out.len() < 32 {
            let more = self
                .with_deprel(out[at], &[Deprel::Conj])
                .filter(|&c| self.is_nominal(c) || self.token(c).upos == Upos::Adj);
            out.extend(more);
            at += 1;
        }
        out.sort_unstable();
        out
    }
}
