//! How the text stands to an act: does it say that it happened, or that somebody says so, denies it, plans it, fears it?
//!
//! The walk starts at the word that names the act and climbs to the root of its sentence. On the way it collects marks (negation,
//! modals, conditions, operators of `lexicon/en/operators.toml`) and links of attribution. Marks reach through complements ("is
//! believed **to have tried** to …"), not through relative and adverbial clauses, whose content the text takes for granted;
//! attribution reaches through everything in the sentence.

use super::syntax::Syntax;
use crate::Status;
use crate::annotate::{Deprel, TokenId, Upos, Xpos};
use legation_data::{Effect, Operator, OperatorKind};

/// One link of attribution, as words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The head of the phrase that names the source; none for "reportedly".
    pub(crate) source: Option<TokenId>,
    /// The word that attributes.
    pub(crate) cue: TokenId,
    /// The head of what is attributed.
    pub(crate) content: TokenId,
}

/// What was met on the way up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(super) negated: bool,
    pub(super) denied: bool,
    pub(super) planned: bool,
    pub(super) attempted: bool,
    pub(super) doubted: bool,
    pub(super) ordered: bool,
    /// Attribution, innermost first.
    pub(crate) links: Vec<Link>,
    /// The speech act whose content this is, if the walk met one (see `object_is_content` of the codebook).
    pub(crate) content_of: Option<TokenId>,
    /// Words that decided, with the effect each had.
    pub(crate) cues: Vec<(TokenId, &'static str)>,
}

/// How a word hangs on its governor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// A complement: the governor's own marks and operator count.
    Complement,
    /// A noun under its verb or noun: operator counts, marks where the verb is light.
    Named,
    /// Coordination: what the first has in common with the second counts.
    Shared,
    /// An infinitive of purpose.
    Purpose,
    /// Taken for granted: attribution only.
    Loose,
}

impl Standing {
    /// The status before attribution and time are looked at; `None` means: as a fact.
    pub(crate) fn status(&self) -> Option<Status> {
        let marks = [
            (self.denied, Status::Denied),
            (self.attempted, Status::Attempted),
            (self.negated, Status::Negated),
            (self.doubted || self.ordered, Status::Hypothetical),
            (self.planned, Status::Planned),
        ];
        marks.into_iter().find(|(on, _)| *on).map(|(_, status)| status)
    }

    pub(super) fn note(&mut self, cue: TokenId, effect: &'static str) {
        self.cues.push((cue, effect));
    }
}

impl Syntax<'_> {
    /// Walks from the act to the root. `speech` says whether a word is a speech act that swallows its content.
    pub(crate) fn standing(&self, act: TokenId, speech: &dyn Fn(TokenId) -> bool) -> Standing {
        let mut out = Standing::default();
        self.local_marks(act, &mut out);
        self.asides(act, act, &mut out);
        let (mut at, mut full) = (act, true);
        for governor in self.ann.ancestors(act).collect::<Vec<_>>() {
            let hold = self.hold(at, governor);
            if full && self.deprel(at) == Deprel::AclRelcl {
                self.foiled(governor, &mut out);
            }
            full &= hold != Hold::Loose;
            if full && hold != Hold::Shared && speech(governor) && out.content_of.is_none() {
                out.content_of = Some(governor);
            }
            self.climb(at, governor, hold, full, &mut out);
            self.asides(governor, at, &mut out);
            at = governor;
        }
        if self.is_question(act) {
            out.doubted = true;
        }
        out
    }

    /// "A bomb that they had planted was **defused**": what is foiled in the means is foiled in the act.
    fn foiled(&self, means: TokenId, out: &mut Standing) {
        let suffers = matches!(self.deprel(means), Deprel::Obj | Deprel::NsubjPass);
        let Some(verb) = self.token(means).head.filter(|_| suffers) else { return };
        let foils = self.operator(verb, means).is_some_and(|o| o.effect == Effect::Foil);
        if foils && !self.is_negated(verb) {
            out.attempted = true;
            out.note(verb, "foil");
        }
    }

    fn climb(&self, at: TokenId, governor: TokenId, hold: Hold, full: bool, out: &mut Standing) {
        let operator = self.operator(governor, at);
        if !full {
            self.attribute(governor, at, operator, out);
            return;
        }
        match hold {
            Hold::Complement => self.govern(governor, at, operator, out),
            Hold::Named => self.govern_noun(governor, at, operator, out),
            Hold::Shared => self.share(governor, at, out),
            Hold::Purpose if operator.is_some() => self.govern(governor, at, operator, out),
            Hold::Purpose => {
                out.planned = true;
                out.note(at, "purpose");
                self.local_marks(governor, out);
            }
            Hold::Loose => {}
        }
    }

    fn hold(&self, at: TokenId, governor: TokenId) -> Hold {
        let nominal = self.is_nominal(at);
        match self.deprel(at) {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => Hold::Complement,
            Deprel::Advcl
                if self.is_complement_clause(at) && self.case(at).as_deref() != Some("to") =>
            {
                Hold::Complement
            }
            Deprel::Advcl
                if self.token(at).xpos == Xpos::Vb && self.case(at).as_deref() == Some("to") =>
            {
                Hold::Purpose
            }
            Deprel::Acl if self.is_complement_clause(at) && self.is_nominal(governor) => {
                Hold::Complement
            }
            Deprel::Conj => Hold::Shared,
            Deprel::Obj
            | Deprel::NsubjPass
            | Deprel::Obl
            | Deprel::Nsubj
            | Deprel::Nmod
            | Deprel::Compound
                if nominal =>
            {
                Hold::Named
            }
            _ => Hold::Loose,
        }
    }

    /// The operator that `governor` is, if any; one that needs a report under it only with one.
    fn operator(&self, governor: TokenId, at: TokenId) -> Option<&'static Operator> {
        let token = self.token(governor);
        let kind = match token.upos {
            Upos::Verb | Upos::Aux => OperatorKind::Verb,
            Upos::Noun | Upos::Propn => OperatorKind::Noun,
            Upos::Adj => OperatorKind::Adjective,
            Upos::Adv => OperatorKind::Adverb,
            _ => return None,
        };
        let particle = self.particle(governor).or_else(|| self.case(at));
        let reports =
            || self.operators_of_noun(at).any(|o| matches!(o.effect, Effect::Hedge | Effect::Say));
        let mut found = self.lexicon.operators(kind, &token.lemma, particle.as_deref());
        let as_subject = self.deprel(at) == Deprel::Nsubj;
        found.find(|o| o.of_subject == as_subject && (!o.needs_report || reports()))
    }

    fn operators_of_noun(&self, t: TokenId) -> impl Iterator<Item = &'static Operator> {
        self.lexicon.operators(OperatorKind::Noun, self.lemma(t), None)
    }

    fn effect(&self, governor: TokenId, operator: &Operator) -> Effect {
        let agentless =
            self.is_verb(governor) && self.is_passive(governor) && self.agents(governor).is_empty();
        match operator.passive {
            Some(passive) if agentless => passive,
            None if agentless && operator.effect == Effect::Say => Effect::Hedge,
            Some(_) | None => operator.effect,
        }
    }

    fn govern(
        &self,
        governor: TokenId,
        at: TokenId,
        operator: Option<&Operator>,
        out: &mut Standing,
    ) {
        let infinitive_of_be = self.lemma(governor) == "be" && self.token(at).xpos == Xpos::Vb;
        let going = self.lemma(governor) == "go"
            && self.token(governor).xpos == Xpos::Vbg
            && self.token(at).xpos == Xpos::Vb;
        if infinitive_of_be || going {
            out.planned = true;
            out.note(governor, "plan");
        }
        let Some(operator) = operator else {
            if self.deprel(at) == Deprel::Xcomp || self.is_complement_clause(at) {
                self.local_marks(governor, out);
            }
            return;
        };
        let negated = self.is_negated(governor);
        self.apply(self.effect(governor, operator), governor, at, negated, out);
        if !matches!(operator.effect, Effect::Say | Effect::Hedge | Effect::Confirm | Effect::Deny)
        {
            self.modal_marks(governor, out);
        }
    }

    /// A noun under a verb or noun: "denied an attack", "plans for an attack", "talks will be held".
    fn govern_noun(
        &self,
        governor: TokenId,
        at: TokenId,
        operator: Option<&Operator>,
        out: &mut Standing,
    ) {
        let light = self.host(at).is_some_and(|h| h.verb == governor);
        if light {
            self.local_marks(governor, out);
        }
        let Some(operator) = operator else { return };
        let effect = self.effect(governor, operator);
        let speaks = matches!(effect, Effect::Say | Effect::Hedge | Effect::Confirm);
        // "the case was tried", "asylum was sought": only a clause can be tried in the sense of attempted.
        let other_sense = effect == Effect::Attempt
            && !operator.of_subject
            && self.is_verb(governor)
            && self.lemma(governor) != "attempt";
        if other_sense
            || (light && speaks)
            || (speaks && self.is_verb(governor) && self.deprel(at) != Deprel::NsubjPass)
        {
            return;
        }
        self.apply(effect, governor, at, !light && self.is_negated(governor), out);
    }

    /// What the first of a row has in common with the others: its modals and conditions, if they have none of their own.
    fn share(&self, first: TokenId, at: TokenId, out: &mut Standing) {
        const OWN: &[Deprel] = &[Deprel::Aux, Deprel::Nsubj, Deprel::NsubjPass, Deprel::Mark];
        if self.with_deprel(at, OWN).next().is_none() {
            self.modal_marks(first, out);
        }
        if self.is_nominal(at) && self.is_negated(first) {
            out.negated = true;
        }
    }

    pub(super) fn apply(
        &self,
        effect: Effect,
        governor: TokenId,
        at: TokenId,
        negated: bool,
        out: &mut Standing,
    ) {
        out.note(governor, effect_name(effect));
        match effect {
            Effect::Say | Effect::Confirm if negated => out.doubted = true,
            Effect::Say | Effect::Confirm => self.push_link(governor, at, out),
            Effect::Hedge => self.push_anonymous(governor, at, out),
            Effect::Deny if negated => self.push_link(governor, at, out),
            Effect::Deny => {
                out.denied = true;
                self.push_link(governor, at, out);
            }
            Effect::Negate => out.negated |= !negated,
            _ if negated => out.negated = true,
            Effect::Plan => out.planned = true,
            Effect::Attempt | Effect::Foil => out.attempted = true,
            Effect::Doubt => out.doubted = true,
            Effect::Order => out.ordered = true,
            Effect::Stop => out.negated = true,
            Effect::Keep => {}
        }
    }

    fn attribute(
        &self,
        governor: TokenId,
        at: TokenId,
        operator: Option<&Operator>,
        out: &mut Standing,
    ) {
        let Some(operator) = operator else { return };
        let clause = matches!(self.deprel(at), Deprel::Ccomp | Deprel::Parataxis);
        if clause
            && matches!(operator.effect, Effect::Say | Effect::Confirm)
            && !self.is_negated(governor)
        {
            self.push_link(governor, at, out);
        }
    }

    fn push_link(&self, cue: TokenId, content: TokenId, out: &mut Standing) {
        let source = self.agents(cue).into_iter().find(|&a| a != content);
        out.links.push(Link { source, cue, content });
    }

    /// "reports that …", "is believed to …": nobody in particular, unless the noun has an owner ("a Yonhap report").
    fn push_anonymous(&self, cue: TokenId, content: TokenId, out: &mut Standing) {
        let owner = self
            .is_nominal(cue)
            .then(|| self.possessors(cue).into_iter().find(|&p| self.token(p).upos == Upos::Propn))
            .flatten();
        out.links.push(Link { source: owner, cue, content });
    }

    /// Attribution that hangs below: "according to …", "…, Yonhap reported", "citing officials", "as … said".
    fn asides(&self, t: TokenId, content: TokenId, out: &mut Standing) {
        for child in self.ann.children(t).filter(|&c| c != content) {
            if let Some(source) = self.aside_source(child)
                && !out.links.iter().any(|l| l.source == source.1 && l.source.is_some())
            {
                out.note(source.0, "say");
                out.links.push(Link { source: source.1, cue: source.0, content: t });
            }
        }
    }

    /// The cue and source of an aside, if the child is one.
    fn aside_source(&self, child: TokenId) -> Option<(TokenId, Option<TokenId>)> {
        match self.deprel(child) {
            Deprel::Obl | Deprel::Nmod | Deprel::Parataxis if self.is_nominal(child) => {
                let accord = self
                    .with_deprel(child, &[Deprel::Case])
                    .find(|&c| matches!(self.lemma(c), "accord" | "according" | "per"))?;
                Some((accord, Some(child)))
            }
            Deprel::Advcl if matches!(self.lemma(child), "cite" | "quote") => {
                Some((child, self.with_deprel(child, &[Deprel::Obj]).next()))
            }
            Deprel::Advcl if self.case(child).as_deref() == Some("as") => self.speaker_of(child),
            Deprel::Parataxis | Deprel::Discourse | Deprel::Dep => self.speaker_of(child),
            _ => None,
        }
    }

    fn speaker_of(&self, verb: TokenId) -> Option<(TokenId, Option<TokenId>)> {
        const SPOKEN: &[Deprel] = &[Deprel::Ccomp, Deprel::Obj];
        let says = self.is_verb(verb)
            && self
                .lexicon
                .operators(OperatorKind::Verb, self.lemma(verb), None)
                .any(|o| matches!(o.effect, Effect::Say | Effect::Confirm));
        if !says
            || self.with_deprel(verb, SPOKEN).any(|c| c > verb)
            || self.with_deprel(verb, &[Deprel::Nsubj, Deprel::OblAgent]).next().is_none()
        {
            return None;
        }
        Some((verb, self.agents(verb).into_iter().next()))
    }
}

fn effect_name(effect: Effect) -> &'static str {
    match effect {
        Effect::Say => "say",
        Effect::Hedge => "hedge",
        Effect::Deny => "deny",
        Effect::Confirm => "confirm",
        Effect::Plan => "plan",
        Effect::Attempt => "attempt",
        Effect::Negate => "negate",
        Effect::Doubt => "doubt",
        Effect::Foil => "foil",
        Effect::Order => "order",
        Effect::Stop => "stop",
        Effect::Keep => "keep",
    }
}
