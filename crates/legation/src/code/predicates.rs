//! Predicates: words that say that something happens or is so, and how surely.
//!
//! In: an analysed text. Out: a [`Predicate`] for each verb, each word with a copula and each noun that may name an act. Polarity and
//! time come from the walk of `standing`; the factuality is the encoder's (the scale of UDS: +3 certainly happened, -3 certainly not).

use super::standing::Standing;
use super::syntax::Syntax;
use crate::annotate::{Annotations, Deprel, TokenId, Upos, Xpos};

/// A word that says what happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The word.
    pub word: TokenId,
    /// Whether it is said to be so or not to be so.
    pub polarity: Polarity,
    /// How surely.
    pub certainty: Certainty,
    /// When, seen from the text.
    pub time: PredicateTime,
    /// -3 certainly not, 3 certainly.
    pub factuality: f32,
}

/// Declares a closed list of words used in output.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// The word used in output.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
    };
}

words! {
    /// Whether something is said to be so.
    Polarity {
        /// It is.
        Positive = "positive",
        /// It is not.
        Negative = "negative",
    }
}

words! {
    /// How surely.
    Certainty {
        /// Beyond doubt.
        Certain = "certain",
        /// More likely than not.
        Probable = "probable",
        /// Perhaps.
        Possible = "possible",
        /// The text does not say.
        None = "none",
    }
}

words! {
    /// When, seen from the text.
    PredicateTime {
        /// Before it.
        Past = "past",
        /// While it was written.
        Present = "present",
        /// After it.
        Future = "future",
        /// In no time: supposed, wished, feared.
        Hypothetical = "hypothetical",
    }
}

/// The predicates of a text, in its order.
pub fn predicates(ann: &Annotations) -> Vec<Predicate> {
    let syntax = Syntax::new(ann);
    let words = (0..ann.tokens.len()).filter(|&t| is_predicate(ann, t));
    words.map(|t| predicate(syntax, t)).collect()
}

fn is_predicate(ann: &Annotations, t: TokenId) -> bool {
    let token = &ann.tokens[t];
    match token.upos {
        Upos::Verb => true,
        Upos::Aux => token.head.is_none() || !is_helper(token.deprel),
        Upos::Punct => false,
        _ => {
            ann.child(t, Deprel::Cop).is_some()
                || ann.act_at(t).is_some()
                || token.head.is_none() && ann.child(t, Deprel::Nsubj).is_some()
        }
    }
}

fn is_helper(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
}

fn predicate(syntax: Syntax<'_>, t: TokenId) -> Predicate {
    let standing = syntax.standing(t, &|_| false);
    let factuality = syntax.ann.facts.get(t).copied().unwrap_or(0.0);
    let negative = standing.negated || standing.denied;
    let certainty = match factuality.abs() {
        sure if sure >= 2.0 => Certainty::Certain,
        likely if likely >= 1.0 => Certainty::Probable,
        open if open >= 0.3 => Certainty::Possible,
        _ => Certainty::None,
    };
    Predicate {
        word: t,
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        certainty,
        time: time(syntax, t, &standing),
        factuality,
    }
}

fn time(syntax: Syntax<'_>, t: TokenId, standing: &Standing) -> PredicateTime {
    if standing.doubted || standing.ordered {
        return PredicateTime::Hypothetical;
    }
    if standing.planned {
        return PredicateTime::Future;
    }
    let helpers = syntax.with_deprel(t, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]);
    let past = std::iter::once(t).chain(helpers).any(|w| {
        matches!(syntax.token(w).xpos, Xpos::Vbd | Xpos::Vbn) || syntax.lemma(w) == "have" && w != t
    });
    if past || syntax.is_nominal(t) { PredicateTime::Past } else { PredicateTime::Present }
}
