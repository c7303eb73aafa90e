//! Which words name an act of the codebook; who its sides are is told in `sides.rs`.

use super::opinion::Opinion;
use super::participants::Participants;
use super::syntax::Syntax;
use crate::Actor;
use crate::annotate::{Deprel, TokenId, Upos, Xpos};
use legation_data::{Codebook, EventType, Requires, Rule, Trigger, TriggerKind, codebook};

/// The encoder alone names an act from this probability of its type on.
const SURE_ACT: f32 = 0.5;

/// A rule that fired.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// The word that names the act.
    pub(crate) trigger: TokenId,
    /// Its type.
    pub(crate) event: EventType,
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// Words that the rule's constraints used up; they name no act of their own.
    pub(crate) consumed: Vec<TokenId>,
    /// Who did it.
    pub(crate) actor: Vec<Actor>,
    /// To whom.
    pub(crate) recipient: Vec<Actor>,
    /// How many constraints held.
    specificity: usize,
}

/// Why a trigger gave no claim; counted under `--explain-skipped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Skip {
    /// No rule's constraints held.
    NoRule,
    /// A side that the rule needs does not resolve.
    NoSide,
}

/// Matches rules against the words of one text.
pub(crate) struct Matcher<'a> {
    pub(crate) syntax: Syntax<'a>,
    pub(crate) participants: &'a Participants<'a>,
    pub(super) book: &'static Codebook,
}

/// What the constraints of a rule found.
struct Fit {
    consumed: Vec<TokenId>,
    specificity: usize,
    /// What follows the preposition of a trigger such as "call on", instead of the object.
    object: Option<Vec<TokenId>>,
}

impl<'a> Matcher<'a> {
    /// A matcher over this text.
    pub(crate) fn new(syntax: Syntax<'a>, participants: &'a Participants<'a>) -> Self {
        Self { syntax, participants, book: codebook() }
    }

    /// The best match of every word that names an act, in text order, and what was skipped.
    pub(crate) fn matches(&self) -> (Vec<Match>, Vec<(TokenId, Skip)>) {
        let (mut found, mut skipped) = (Vec::new(), Vec::new());
        for t in 0..self.syntax.ann.tokens.len() {
            match self.best(t) {
                Some(Ok(m)) => found.extend(m),
                Some(Err(skip)) => skipped.push((t, skip)),
                None => {}
            }
        }
        let consumed: Vec<TokenId> =
            found.iter().flat_map(|m: &Match| m.consumed.clone()).collect();
        found.retain(|m| !consumed.contains(&m.trigger));
        for m in &mut found {
            self.complete(m);
        }
        self.add_opinions(&consumed, &mut found);
        skipped.retain(|(t, _)| !found.iter().any(|m| m.trigger == *t));
        (found, skipped)
    }

    /// Acts that no rule names and the encoder sees.
    fn add_opinions(&self, consumed: &[TokenId], found: &mut Vec<Match>) {
        for reading in &self.syntax.ann.acts {
            let t = reading.word;
            let taken = consumed.contains(&t) || found.iter().any(|m| m.trigger == t);
            if !taken && !self.is_name_part(t) {
                found.extend(self.opinion_match(t, Opinion(reading)));
            }
        }
        found.sort_by_key(|m| m.trigger);
    }

    fn opinion_match(&self, t: TokenId, opinion: Opinion<'_>) -> Option<Match> {
        let (event, share) = opinion.best();
        let rule = self.book.opinion(event).filter(|_| share >= SURE_ACT)?;
        if self.is_mishap(t, event) {
            return None;
        }
        let (actor, recipient) = self.opinion_sides(event, opinion);
        self.is_political(t, event, &actor, &recipient).then(|| Match {
            trigger: t,
            event,
            rule,
            consumed: Vec::new(),
            actor,
            recipient,
            specificity: 0,
        })
    }

    /// The rules whose words and constraints fit a word, whoever the sides are.
    pub(crate) fn fitting(&self, t: TokenId) -> Vec<(EventType, &'static Rule)> {
        if self.is_name_part(t) {
            return Vec::new();
        }
        let fits = |trigger: &&'static Trigger| {
            let (_, rule) = self.book.rule(trigger.rule);
            self.fit(t, trigger, rule)
        };
        let mut found: Vec<_> = self
            .triggers(t)
            .into_iter()
            .filter_map(|r| Some((fits(&r)?.specificity, r.rule)))
            .collect();
        found.sort_by_key(|(specificity, _)| std::cmp::Reverse(*specificity));
        found
            .into_iter()
            .map(|(_, r)| self.book.rule(r))
            .map(|(event, rule)| (*event, rule))
            .collect()
    }

    fn kind(&self, t: TokenId) -> Option<TriggerKind> {
        match self.syntax.token(t).upos {
            Upos::Verb if self.syntax.deprel(t) != Deprel::Amod => Some(TriggerKind::Verb),
            Upos::Noun | Upos::Propn => Some(TriggerKind::Noun),
            Upos::Adj => Some(TriggerKind::Adjective),
            _ => None,
        }
    }

    /// The rules that the word can trigger; a participle may be listed as an adjective ("is prepared to").
    fn triggers(&self, t: TokenId) -> Vec<&'static Trigger> {
        let token = self.syntax.token(t);
        let Some(kind) = self.kind(t) else { return Vec::new() };
        let form = token.form.to_lowercase();
        let participle = matches!(token.xpos, Xpos::Vbn | Xpos::Vbg) && kind == TriggerKind::Verb;
        let as_adjective =
            if participle { self.book.triggers(TriggerKind::Adjective, &form) } else { &[] };
        self.book.triggers(kind, &token.lemma).iter().chain(as_adjective).collect()
    }

    /// The best match of a word, and a second one if the word names another act towards others as well: "fought **alongside** the
    /// Russians **against** the Ukrainians". Of several rules one that the encoder refutes comes last ("launched missiles into the sea").
    fn best(&self, t: TokenId) -> Option<Result<Vec<Match>, Skip>> {
        let triggers = self.triggers(t);
        if triggers.is_empty() || self.is_name_part(t) {
            return None;
        }
        let (mut found, mut skip) = (Vec::new(), Skip::NoRule);
        for trigger in triggers {
            match self.try_rule(t, trigger) {
                Ok(m) => found.push(m),
                Err(s) => skip = skip.max(s),
            }
        }
        // Stable: of equals the first in the codebook wins.
        let reading = self.syntax.ann.act_at(t).map(Opinion);
        let refuted = |m: &Match| reading.is_some_and(|o| o.refutes(m.event));
        found.sort_by_key(|m| (refuted(m), std::cmp::Reverse(rank(m))));
        let mut rest = found.into_iter();
        let Some(best) = rest.next() else { return Some(Err(skip)) };
        let second = rest.find(|m| is_another_act(&best, m));
        Some(Ok(std::iter::once(best).chain(second).collect()))
    }

    /// "Strike" in "Operation Desert Strike" is no act; neither is a noun that only modifies another ("attack helicopter").
    fn is_name_part(&self, t: TokenId) -> bool {
        let modifier = self.syntax.is_nominal(t) && self.syntax.deprel(t) == Deprel::Compound;
        modifier || self.syntax.ann.entity_at(t).is_some()
    }

    /// Whether an accident or illness did it, or the word is one.
    fn is_mishap(&self, t: TokenId, event: EventType) -> bool {
        let Some(file) = self.book.type_file(event).filter(|f| !f.not_cause.is_empty()) else {
            return false;
        };
        let listed = |w: TokenId| self.is_listed(w, &file.not_cause);
        if !self.syntax.is_verb(t) {
            return listed(t) || self.syntax.place(t, "in").into_iter().any(listed);
        }
        let places = ["agent", "in", "by", "from", "of", "during"];
        places.iter().flat_map(|place| self.syntax.place(t, place)).any(listed)
    }

    fn try_rule(&self, t: TokenId, trigger: &Trigger) -> Result<Match, Skip> {
        let (event, rule) = self.book.rule(trigger.rule);
        let fit = self.fit(t, trigger, rule).ok_or(Skip::NoRule)?;
        if self.is_mishap(t, *event) {
            return Err(Skip::NoRule);
        }
        let (actor, recipient) = self.sides(t, *event, rule, fit.object.as_deref());
        let (actor, recipient) =
            if rule.reciprocal && (!rule.across || is_across(&actor, &recipient)) {
                self.parties(t, actor, recipient)
            } else {
                (actor, recipient)
            };
        let needed = match rule.requires {
            Requires::Either => !actor.is_empty() || !recipient.is_empty(),
            Requires::Actor => !actor.is_empty(),
            Requires::Recipient => !recipient.is_empty() || rule.reciprocal && actor.len() > 1,
            Requires::Both => {
                !actor.is_empty() && (!recipient.is_empty() || rule.reciprocal && actor.len() > 1)
            }
        };
        let political = self.is_political(t, *event, &actor, &recipient);
        if rule.across
            && !is_across(&actor, &recipient)
            && !(rule.reciprocal && is_across(&actor[..1.min(actor.len())], &actor))
        {
            return Err(Skip::NoSide);
        }
        if !needed
            || !political
            || !is_any(&rule.actor_is, &actor)
            || !is_any(&rule.recipient_is, &recipient)
        {
            return Err(Skip::NoSide);
        }
        let specificity = fit.specificity
            + usize::from(!actor.is_empty())
            + usize::from(!recipient.is_empty() || rule.reciprocal);
        Ok(Match {
            trigger: t,
            event: *event,
            rule,
            consumed: fit.consumed,
            actor,
            recipient,
            specificity,
        })
    }

    fn fit(&self, t: TokenId, trigger: &Trigger, rule: &Rule) -> Option<Fit> {
        let mut fit = Fit { consumed: Vec::new(), specificity: 0, object: None };
        if let Some(particle) = &trigger.particle {
            self.fit_particle(t, particle, &mut fit)?;
            fit.specificity += 2;
        }
        let objects = fit.object.clone().unwrap_or_else(|| self.objects(t));
        if !rule.object.is_empty() {
            let named = objects.iter().copied().find(|&o| self.is_listed(o, &rule.object));
            if !objects.iter().any(|&o| self.is_one_of(o, &rule.object)) {
                return None;
            }
            fit.specificity += if named.is_some() { 3 } else { 1 };
            fit.consumed.extend(named);
        }
        if objects.iter().any(|&o| self.is_one_of(o, &rule.not_object)) {
            return None;
        }
        self.fit_complement(t, rule, &mut fit)?;
        for (place, words) in &rule.args {
            let head =
                self.syntax.place(t, place).into_iter().find(|&h| self.is_one_of(h, words))?;
            fit.consumed.push(head);
            fit.specificity += 2;
        }
        Some(fit)
    }

    fn fit_complement(&self, t: TokenId, rule: &Rule, fit: &mut Fit) -> Option<()> {
        let complements = self.syntax.complements(t);
        let is_in = |c: &TokenId, words: &[String]| self.is_listed(*c, words);
        if !rule.complement.is_empty() {
            let clause = complements.iter().copied().find(|c| is_in(c, &rule.complement))?;
            fit.consumed.push(clause);
            fit.specificity += 2;
        }
        (!complements.iter().any(|c| is_in(c, &rule.not_complement))).then_some(())
    }

    /// Every word of the particle must stand at the verb; a preposition makes what follows it the object.
    fn fit_particle(&self, t: TokenId, particle: &str, fit: &mut Fit) -> Option<()> {
        if self.kind(t) == Some(TriggerKind::Noun) {
            let wanted = particle
                .split(' ')
                .all(|w| self.syntax.modifiers(t).any(|m| self.syntax.lemma(m) == w));
            return wanted.then_some(());
        }
        for word in particle.split(' ') {
            let beside =
                self.syntax.with_deprel(t, &[Deprel::CompoundPrt, Deprel::Advmod, Deprel::Obj]);
            if let Some(part) = beside.into_iter().find(|&c| {
                self.syntax.token(c).form.eq_ignore_ascii_case(word) || self.syntax.lemma(c) == word
            }) {
                fit.consumed.extend((self.syntax.deprel(part) == Deprel::Obj).then_some(part));
                continue;
            }
            let after = self.syntax.oblique(t, word);
            if !after.is_empty() {
                fit.object = Some(after);
                continue;
            }
            let passive = self.syntax.is_passive(t)
                && self.syntax.ann.children(t).any(|c| self.syntax.token(c).form == *word);
            let clause = self
                .syntax
                .complements(t)
                .into_iter()
                .any(|c| self.syntax.case(c).as_deref() == Some(word));
            if !passive && !clause {
                return None;
            }
        }
        Some(())
    }

    /// The object; of a noun also what is compounded with it ("prisoner release").
    fn objects(&self, t: TokenId) -> Vec<TokenId> {
        let mut out = self.syntax.objects(t);
        if !self.syntax.is_verb(t) {
            out.extend(self.syntax.with_deprel(t, &[Deprel::Compound]));
        }
        out.into_iter().flat_map(|o| self.syntax.conjuncts(o)).collect()
    }

    /// Whether the word is in the list; names of treaties and councils are written large.
    fn is_listed(&self, t: TokenId, words: &[String]) -> bool {
        self.book.any_matches(words, &self.syntax.lemma(t).to_lowercase())
    }

    fn is_one_of(&self, head: TokenId, words: &[String]) -> bool {
        self.is_listed(head, words)
            || words.iter().any(|w| w == "?") && self.participants.is_actor(head)
    }

    /// The mode: the rule's own, or the first of the type whose cue stands among the act's dependents.
    pub(crate) fn mode(&self, m: &Match) -> Option<String> {
        if m.rule.mode.is_some() {
            return m.rule.mode.clone();
        }
        let words = self.syntax.ann.subtree(m.trigger);
        let modes = &self.book.type_file(m.event)?.modes;
        let cued = modes.iter().find(|mode| words.iter().any(|&w| self.is_listed(w, &mode.cues)));
        cued.map(|mode| mode.name.clone())
    }
}

/// Whether the sides are of different countries.
fn is_across(actor: &[Actor], recipient: &[Actor]) -> bool {
    let foreign = |r: &Actor| {
        r.country.is_some() && actor.iter().all(|a| a.country.is_some() && a.country != r.country)
    };
    !actor.is_empty() && recipient.iter().any(foreign)
}

/// Whether a rule of another quadrant has a recipient of its own that the first rule does not know of.
fn is_another_act(best: &Match, m: &Match) -> bool {
    let known = |a: &Actor| {
        best.actor.iter().chain(&best.recipient).any(|b| b.span == a.span || b.country == a.country)
    };
    m.event.quad() != best.event.quad()
        && !m.actor.is_empty()
        && !m.recipient.is_empty()
        && !m.recipient.iter().any(known)
}

fn rank(m: &Match) -> (usize, u32) {
    (m.specificity, (m.rule.weight * 1000.0) as u32)
}

/// Whether one of the actors has one of the sectors or kinds; an empty list asks nothing. A country by its bare name is its
/// government.
fn is_any(wanted: &[String], actors: &[Actor]) -> bool {
    let has = |a: &Actor, w: &str| {
        let bare = if a.country.is_some() { "GOV" } else { "" };
        let sector = a.sector.map_or(bare, |s| s.as_str());
        sector == w
            || a.other_sectors.iter().any(|s| s.as_str() == w)
            || a.country.as_deref() == Some(w)
    };
    wanted.is_empty()
        || actors.is_empty()
        || actors.iter().any(|a| wanted.iter().any(|w| has(a, w)))
}
