//! What it is done to: the logical object of a verb or noun, and who receives.
//!
//! Relative clauses put the object before its verb ("the letter that officials attempted to deliver"), rows of verbs share one,
//! counts hide it ("nine of its soldiers").

use super::syntax::Syntax;
use crate::annotate::{Deprel, TokenId, Upos};
use legation_data::{LightSubject, OperatorKind};

impl Syntax<'_> {
    /// What it is done to.
    pub(crate) fn objects(&self, t: TokenId) -> Vec<TokenId> {
        if self.is_verb(t) { self.verb_objects(t) } else { self.noun_objects(t) }
    }

    pub(super) fn verb_objects(&self, t: TokenId) -> Vec<TokenId> {
        let skip = usize::from(self.first_of_two(t).is_some());
        let own: Vec<_> = self
            .with_deprel(t, &[Deprel::Obj])
            .skip(skip)
            .map(|o| self.counted(self.dereference(o)))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if self.is_passive(t) {
            return self.surface_subject(t).map(|s| self.counted(s)).into_iter().collect();
        }
        let found = self
            .raised_object(t)
            .or_else(|| self.relative_gap(t))
            .or_else(|| self.shared_object(t));
        found.into_iter().collect()
    }

    /// "the letter **that** officials attempted to deliver": parsers hang the relative word on the first verb, but it is the
    /// object of the last.
    fn raised_object(&self, t: TokenId) -> Option<TokenId> {
        let governor = self.token(t).head.filter(|_| self.deprel(t) == Deprel::Xcomp)?;
        let object = self.with_deprel(governor, &[Deprel::Obj]).next()?;
        let noun = self.dereference(object);
        (noun != object).then_some(noun)
    }

    /// "the letter (that) officials attempted to deliver": the noun the clause hangs on, if the clause has no object of its own.
    fn relative_gap(&self, t: TokenId) -> Option<TokenId> {
        let clause = std::iter::once(t).chain(self.ann.ancestors(t)).take_while(|&a| {
            a == t
                || matches!(self.deprel(a), Deprel::Xcomp | Deprel::Ccomp | Deprel::AclRelcl)
                || self.is_verb(a)
        });
        let relative = clause
            .into_iter()
            .find(|&a| self.deprel(a) == Deprel::AclRelcl || self.is_relative_like(a))?;
        let has_relative_word =
            self.ann.subtree(relative).into_iter().any(|w| self.dereference(w) != w);
        (!has_relative_word && self.has(relative, &[Deprel::Nsubj]))
            .then(|| self.token(relative).head)
            .flatten()
    }

    /// A clause with "that" on a noun that has no content to tell is a relative clause ("the letter that officials …"), whatever
    /// the parser calls it.
    fn is_relative_like(&self, t: TokenId) -> bool {
        let Some(noun) = self.token(t).head.filter(|_| self.deprel(t) == Deprel::Acl) else {
            return false;
        };
        let tells =
            self.lexicon.operators(OperatorKind::Noun, self.lemma(noun), None).next().is_some();
        !tells && self.case(t).as_deref() == Some("that")
    }

    /// "nine **of its soldiers**", "dozens **of villages**": what is counted, not the count.
    pub(super) fn counted(&self, t: TokenId) -> TokenId {
        let counts = self.token(t).upos == Upos::Num
            || matches!(
                self.lemma(t),
                "dozen"
                    | "hundred"
                    | "thousand"
                    | "ten"
                    | "score"
                    | "number"
                    | "some"
                    | "many"
                    | "several"
                    | "most"
                    | "group"
                    | "majority"
                    | "all"
                    | "half"
                    | "none"
                    | "each"
                    | "both"
                    | "scores"
            );
        if !counts {
            return t;
        }
        self.with_deprel(t, &[Deprel::Nmod]).find(|&n| self.has_case(n, "of")).unwrap_or(t)
    }

    /// "arrested and deported two reporters": the object of the last verb is shared by the first.
    fn shared_object(&self, t: TokenId) -> Option<TokenId> {
        let next = self
            .with_deprel(t, &[Deprel::Conj])
            .find(|&c| self.is_verb(c) && !self.has(c, &[Deprel::Nsubj]))?;
        let between = self.ann.tokens[t + 1..next.max(t + 1)].iter().all(|w| {
            matches!(w.upos, Upos::Cconj | Upos::Adv | Upos::Punct | Upos::Adp | Upos::Aux)
        });
        between.then(|| self.with_deprel(next, &[Deprel::Obj]).next()).flatten()
    }

    fn noun_objects(&self, t: TokenId) -> Vec<TokenId> {
        let mut out = Vec::new();
        if !self.lexicon.of_is_agent(self.lemma(t)) {
            out.extend(self.nominal_dependents(t, "of"));
        }
        if let Some(host) = self.host(t).filter(|h| h.subject == LightSubject::Object) {
            out.extend(if self.is_passive(host.verb) {
                self.verb_objects(host.verb)
            } else {
                self.surface_subject(host.verb).into_iter().collect()
            });
        }
        out
    }

    /// "refused **him** access": of two objects the first is who receives, whatever the parser calls it.
    fn first_of_two(&self, t: TokenId) -> Option<TokenId> {
        let mut objects = self.with_deprel(t, &[Deprel::Obj]);
        let (first, second) = (objects.next()?, objects.next()?);
        (first > t && second > first && self.lexicon.is_ditransitive(self.lemma(t)))
            .then_some(first)
    }

    /// Who receives: the indirect object, or the subject of a passive verb of giving that keeps its object.
    pub(crate) fn indirect(&self, t: TokenId) -> Vec<TokenId> {
        let own: Vec<_> = self
            .with_deprel(t, &[Deprel::Iobj])
            .chain(self.first_of_two(t))
            .map(|i| self.dereference(i))
            .collect();
        if own.is_empty()
            && self.is_passive(t)
            && self.lexicon.is_ditransitive(self.lemma(t))
            && self.has(t, &[Deprel::Obj])
        {
            return self.surface_subject(t).into_iter().collect();
        }
        own
    }
}
