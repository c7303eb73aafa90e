//! Marks of negation, modality and condition that stand at a word itself.

use super::standing::Standing;
use super::syntax::Syntax;
use crate::annotate::{Deprel, TokenId, Xpos};
use legation_data::{Effect, Operator, OperatorKind};

impl Syntax<'_> {
    /// Marks at the word itself.
    pub(super) fn local_marks(&self, t: TokenId, out: &mut Standing) {
        if self.is_negated(t) {
            out.negated = true;
            out.note(t, "not");
        }
        self.modal_marks(t, out);
        for child in self.ann.children(t) {
            let kind = match self.deprel(child) {
                Deprel::Advmod => OperatorKind::Adverb,
                Deprel::Amod => OperatorKind::Adjective,
                _ => continue,
            };
            let found = self
                .lexicon
                .operators(kind, self.lemma(child), None)
                .next()
                .or_else(|| self.participle_operator(child));
            if let Some(operator) = found {
                self.apply(operator.effect, child, t, false, out);
            }
        }
    }

    /// "a **planned** visit", "the **threatened** strike".
    fn participle_operator(&self, child: TokenId) -> Option<&'static Operator> {
        let participle = self.token(child).xpos == Xpos::Vbn;
        let mut found = self.lexicon.operators(OperatorKind::Verb, self.lemma(child), None);
        participle.then(|| {
            found.find(|o| {
                matches!(o.effect, Effect::Plan | Effect::Attempt | Effect::Foil | Effect::Doubt)
            })
        })?
    }

    /// Modals, conditions.
    pub(super) fn modal_marks(&self, t: TokenId, out: &mut Standing) {
        // "is to visit": however the parser hangs it, "be" and "to" before one verb are a plan.
        let be = self
            .with_deprel(t, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop])
            .find(|&c| self.lemma(c) == "be");
        let to = self.with_deprel(t, &[Deprel::Mark]).find(|&c| self.lemma(c) == "to");
        if let Some(aux) = self.inverted(t) {
            out.doubted = true;
            out.note(aux, "if");
        } else if let (Some(be), Some(to)) = (be, to)
            && be < to
        {
            out.planned = true;
            out.note(be, "plan");
        }
        for child in self.ann.children(t) {
            match self.deprel(child) {
                Deprel::Aux => self.modal(t, child, out),
                Deprel::Mark
                    if matches!(self.lemma(child), "if" | "unless" | "whether" | "lest") =>
                {
                    out.doubted = true;
                    out.note(child, "if");
                }
                Deprel::Advcl if self.is_condition(child) => {
                    out.doubted = true;
                    out.note(child, "if");
                }
                _ => {}
            }
        }
    }

    fn modal(&self, verb: TokenId, modal: TokenId, out: &mut Standing) {
        match self.token(modal).form.to_lowercase().as_str() {
            "will" | "'ll" | "’ll" | "wo" | "shall" => out.planned = true,
            "would" | "'d" | "’d" => {
                // "said it would open" is a plan; on its own, or with a perfect, it is supposition.
                let reported = std::iter::once(verb)
                    .chain(self.ann.ancestors(verb))
                    .any(|a| self.deprel(a) == Deprel::Ccomp);
                let perfect =
                    self.with_deprel(verb, &[Deprel::Aux]).any(|a| self.lemma(a) == "have");
                if reported && !perfect { out.planned = true } else { out.doubted = true }
            }
            "may" | "might" | "could" | "can" | "ca" | "must" | "should" | "ought" => {
                out.doubted = true
            }
            _ => return,
        }
        out.note(modal, "modal");
    }

    fn is_condition(&self, clause: TokenId) -> bool {
        let marked = self
            .with_deprel(clause, &[Deprel::Mark])
            .any(|m| matches!(self.lemma(m), "if" | "unless"));
        marked || self.inverted(clause).is_some()
    }

    /// "**Had** they crossed the river", "**were** Russia to attack": the auxiliary before its subject that makes a condition.
    fn inverted(&self, clause: TokenId) -> Option<TokenId> {
        const FIRST: &[Deprel] = &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop];
        let subject = self.with_deprel(clause, &[Deprel::Nsubj, Deprel::NsubjPass]).next()?;
        let leads = |a: &TokenId| {
            let form = self.token(*a).form.to_lowercase();
            *a < subject && matches!(form.as_str(), "should" | "were" | "had")
        };
        self.with_deprel(clause, FIRST).find(leads)
    }

    /// Whether the word is negated: by "not", "never", "no", "without", or a subject or object with "no".
    pub(crate) fn is_negated(&self, t: TokenId) -> bool {
        const SIDES: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Obj];
        let no = |c: TokenId| {
            self.with_deprel(c, &[Deprel::Det]).any(|d| matches!(self.lemma(d), "no" | "neither"))
        };
        let denying = |c: TokenId| match self.deprel(c) {
            Deprel::Advmod | Deprel::CcPreconj => {
                matches!(self.lemma(c), "not" | "never" | "n't" | "neither" | "nor")
            }
            Deprel::Det | Deprel::Amod => {
                matches!(self.lemma(c), "no" | "neither" | "little" | "few")
            }
            Deprel::Mark | Deprel::Case | Deprel::Cc => {
                matches!(self.lemma(c), "without" | "nor")
                    || matches!(self.case(t).as_deref(), Some("instead of" | "rather than"))
            }
            _ => false,
        };
        self.ann.children(t).any(denying)
            || self.is_verb(t)
                && self
                    .with_deprel(t, SIDES)
                    .any(|s| no(s) || matches!(self.lemma(s), "nobody" | "none" | "nothing"))
    }

    pub(super) fn is_question(&self, t: TokenId) -> bool {
        let Some(sentence) = self.ann.sentence_of(t) else { return false };
        sentence
            .tokens
            .clone()
            .rev()
            .find(|&p| self.token(p).xpos == Xpos::Stop)
            .is_some_and(|p| self.token(p).form.contains('?'))
    }
}
