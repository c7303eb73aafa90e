//! Who acts: the logical subject of a verb, the agent of a noun.
//!
//! A subject is a verb's own, or the one that it shares with the verb before it, or that its governor lends it (control and
//! raising: "forced Seoul to withdraw", "is believed to have received").

use super::syntax::Syntax;
use crate::annotate::{Deprel, TokenId};
use legation_data::LightSubject;

/// How far control and coordination are followed; real sentences need three steps.
const MAX_STEPS: usize = 6;

impl Syntax<'_> {
    /// The subject as it stands: its own, or the one it shares with or is lent by its governor.
    pub(crate) fn surface_subject(&self, t: TokenId) -> Option<TokenId> {
        self.surface_subject_within(t, MAX_STEPS)
    }

    pub(super) fn surface_subject_within(&self, t: TokenId, steps: usize) -> Option<TokenId> {
        const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter];
        if let Some(own) = self.with_deprel(t, SUBJECTS).find(|&s| self.token(s).lemma != "there") {
            return Some(self.dereference(own));
        }
        let steps = steps.checked_sub(1)?;
        let head = self.token(t).head?;
        match self.deprel(t) {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl => self.lent_subject(t, head, steps),
            Deprel::Conj | Deprel::Parataxis => self.surface_subject_within(head, steps),
            Deprel::Acl if self.is_verb(t) => self.subject_of_acl(t, head, steps),
            Deprel::AclRelcl | Deprel::Amod => Some(head),
            _ => None,
        }
    }

    /// Control: the governor's object if it is that kind of verb ("forced Seoul to …"), else its subject.
    fn lent_subject(&self, t: TokenId, governor: TokenId, steps: usize) -> Option<TokenId> {
        let finite = self.has(t, &[Deprel::Mark])
            && self.case(t).is_some_and(|m| matches!(m.as_str(), "that" | "if" | "whether"));
        if finite {
            return None;
        }
        let object = self.with_deprel(governor, &[Deprel::Iobj, Deprel::Obj]).next();
        let called = || self.oblique(governor, "on").into_iter().next();
        if self.lexicon.is_object_control(self.lemma(governor))
            && !self.is_passive(governor)
            && let Some(object) = object.or_else(called)
        {
            return Some(self.dereference(object));
        }
        if self.is_verb(governor) || self.deprel(t) == Deprel::Xcomp {
            return self.surface_subject_within(governor, steps);
        }
        self.surface_subject_within(governor, steps)
            .or_else(|| self.agents(governor).into_iter().next())
    }

    /// "troops fighting …": the noun; "a plan to attack": whoever has the plan.
    fn subject_of_acl(&self, t: TokenId, noun: TokenId, steps: usize) -> Option<TokenId> {
        let infinitive = self
            .with_deprel(t, &[Deprel::Mark])
            .any(|m| self.lemma(m) == "to" || self.lemma(m) == "of");
        if !infinitive {
            return Some(noun);
        }
        let own = self.agents(noun).into_iter().next();
        own.or_else(|| {
            // "explored the possibility of engaging": whoever explores.
            let verb = self
                .token(noun)
                .head
                .filter(|&v| self.is_verb(v) && self.deprel(noun) == Deprel::Obj)?;
            self.surface_subject_within(verb, steps)
        })
    }

    /// Who acts: of a verb its logical subject, of a noun its possessor, nationality, by-phrase or light verb's subject.
    pub(crate) fn agents(&self, t: TokenId) -> Vec<TokenId> {
        if self.is_verb(t) { self.verb_agents(t) } else { self.noun_agents(t) }
    }

    pub(super) fn verb_agents(&self, t: TokenId) -> Vec<TokenId> {
        if self.is_passive(t) {
            let by = self.with_deprel(t, &[Deprel::OblAgent]).collect::<Vec<_>>();
            let by = if by.is_empty() { self.oblique(t, "by") } else { by };
            // "was granted a loan by Japan": the by-phrase may hang on what is given.
            let given = || self.with_deprel(t, &[Deprel::Obj, Deprel::Obl]);
            let inner = || given().flat_map(|g| self.nominal_dependents(g, "by")).collect();
            return if by.is_empty() { inner() } else { by };
        }
        self.surface_subject(t).map(|s| self.counted(s)).into_iter().collect()
    }

    fn noun_agents(&self, t: TokenId) -> Vec<TokenId> {
        if let Some(subject) = self.with_deprel(t, &[Deprel::Nsubj]).next() {
            return vec![self.dereference(subject)]; // adjectives and predicate nouns
        }
        let mut out: Vec<_> = self.with_deprel(t, &[Deprel::NmodPoss]).collect();
        let by = self.nominal_dependents(t, "by");
        // "the killing of priests by gangsters": the by-phrase may hang on the object.
        let inner = || {
            self.nominal_dependents(t, "of")
                .into_iter()
                .flat_map(|o| self.nominal_dependents(o, "by"))
                .collect()
        };
        out.extend(if by.is_empty() { inner() } else { by });
        out.extend(self.nominal_dependents(t, "from"));
        if self.lexicon.of_is_agent(self.lemma(t)) {
            out.extend(self.nominal_dependents(t, "of"));
        }
        if out.is_empty() {
            out.extend(
                self.host(t)
                    .filter(|h| h.subject == LightSubject::Agent)
                    .into_iter()
                    .flat_map(|h| self.verb_agents(h.verb)),
            );
        }
        out.extend(self.modifiers(t));
        if out.is_empty() && matches!(self.deprel(t), Deprel::Xcomp | Deprel::Conj) {
            out.extend(self.surface_subject(t));
        }
        out
    }
}
