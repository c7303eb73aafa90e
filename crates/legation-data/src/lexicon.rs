//! Words with a job in the coder: operators on status, light verbs, control.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What an operator does to the act it governs (lexicon/en/operators.toml says when to use which).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Attributed to the governor's subject.
    Say,
    /// Attributed to nobody in particular.
    Hedge,
    /// Its subject says that it is not so.
    Deny,
    /// Attributed, and said to be sure.
    Confirm,
    /// Intended, offered, scheduled.
    Plan,
    /// Tried.
    Attempt,
    /// Did not happen.
    Negate,
    /// Possible, feared.
    Doubt,
    /// Kept from happening.
    Foil,
    /// Content of a request.
    Order,
    /// Came to an end.
    Stop,
    /// No effect; the governor only passes its sides on.
    Keep,
}

/// A group of words with one effect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// Name, for `why`.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// What it does as a passive without a by-phrase, where that differs.
    #[serde(default)]
    pub passive: Option<Effect>,
    /// Holds only over a noun of saying ("dismissed **reports** that").
    #[serde(default)]
    pub needs_report: bool,
    /// Counts for an act that is the verb's subject, and only there ("the talks **collapsed**").
    #[serde(default)]
    pub of_subject: bool,
    /// Verbs, a second word being a particle.
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    adverbs: Vec<String>,
}

/// Which part of speech an operator is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatorKind {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
}

/// What the subject of a light verb is to the act its noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LightSubject {
    /// It acts: "launched an attack".
    Agent,
    /// It is acted on: "suffered an attack".
    Object,
    /// It is the act: "talks resumed".
    Itself,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LightGroup {
    subject: LightSubject,
    noun: String,
    verbs: Vec<String>,
}

/// Words that coreference asks about (lexicon/en/coref.toml).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorefWords {
    /// Nouns for one person.
    pub persons: BTreeSet<String>,
    /// Nouns for a body that acts.
    pub bodies: BTreeSet<String>,
    /// "the two …" of persons.
    pub two_persons: BTreeSet<String>,
    /// "the two …" of countries.
    pub two_countries: BTreeSet<String>,
    /// "the North", "the South" by the name they are parts of.
    pub directions: BTreeMap<String, Directions>,
}

/// The halves of a divided country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directions {
    /// What "the North" is.
    pub north: String,
    /// What "the South" is.
    pub south: String,
}

static COREF: LazyLock<CorefWords> = LazyLock::new(|| {
    parse("coref.toml", include_str!("../data/lexicon/en/coref.toml"))
        .expect("the shipped lexicon is read by a test, so it parses")
});

/// The shipped words of coreference.
pub fn coref_words() -> &'static CorefWords {
    &COREF
}

/// What kind of voice a source is, by its head noun (lexicon/en/holders.toml).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderWords {
    /// Newspapers, agencies, broadcasters.
    pub outlets: BTreeSet<String>,
    /// Papers that speak.
    pub documents: BTreeSet<String>,
    /// People without a name.
    pub anonymous: BTreeSet<String>,
}

static HOLDERS: LazyLock<HolderWords> = LazyLock::new(|| {
    parse("holders.toml", include_str!("../data/lexicon/en/holders.toml"))
        .expect("the shipped lexicon is read by a test, so it parses")
});

/// The shipped words for holders.
pub fn holder_words() -> &'static HolderWords {
    &HOLDERS
}

/// The words of a field whose verbs are those of war and diplomacy (lexicon/en/discards.toml).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// One of these is enough.
    pub strong: BTreeSet<String>,
    /// Two of these are.
    pub weak: BTreeSet<String>,
}

static DISCARDS: LazyLock<BTreeMap<String, Field>> = LazyLock::new(|| {
    parse("discards.toml", include_str!("../data/lexicon/en/discards.toml"))
        .expect("the shipped lexicon is read by a test, so it parses")
});

/// Sport, markets, weather, shows: by name.
pub fn discards() -> &'static BTreeMap<String, Field> {
    &DISCARDS
}

#[derive(Debug, Deserialize)]
struct OperatorFile {
    operators: Vec<Operator>,
}

#[derive(Debug, Deserialize)]
struct LightFile {
    light_verbs: Vec<LightGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlFile {
    object_control: BTreeSet<String>,
    of_is_agent: BTreeSet<String>,
    ditransitive: BTreeSet<String>,
}

/// The lexicon, indexed.
#[derive(Debug)]
pub struct Lexicon {
    operators: Vec<Operator>,
    by_word: BTreeMap<(OperatorKind, String), Vec<usize>>,
    light: BTreeMap<(String, String), LightSubject>,
    control: ControlFile,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read().expect("the shipped lexicon is read by a test, so it parses"));

/// The shipped lexicon.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// Reads the shipped files.
    ///
    /// # Errors
    /// A message naming the file and what is wrong in it.
    pub fn read() -> Result<Self, String> {
        let operators: OperatorFile =
            parse("operators.toml", include_str!("../data/lexicon/en/operators.toml"))?;
        let light: LightFile =
            parse("light-verbs.toml", include_str!("../data/lexicon/en/light-verbs.toml"))?;
        let control = parse("control.toml", include_str!("../data/lexicon/en/control.toml"))?;
        let mut out = Self {
            operators: operators.operators,
            by_word: BTreeMap::new(),
            light: BTreeMap::new(),
            control,
        };
        out.index_operators();
        for group in light.light_verbs {
            for verb in group.verbs {
                out.light.entry((verb, group.noun.clone())).or_insert(group.subject);
            }
        }
        Ok(out)
    }

    fn index_operators(&mut self) {
        for (id, operator) in self.operators.iter().enumerate() {
            let kinds = [
                (OperatorKind::Verb, &operator.verbs),
                (OperatorKind::Noun, &operator.nouns),
                (OperatorKind::Adjective, &operator.adjectives),
                (OperatorKind::Adverb, &operator.adverbs),
            ];
            for (kind, words) in kinds {
                for word in words {
                    self.by_word.entry((kind, word.clone())).or_default().push(id);
                }
            }
        }
    }

    /// The operators that a word (with its particle, if any) names, in file order.
    pub fn operators(
        &self,
        kind: OperatorKind,
        lemma: &str,
        particle: Option<&str>,
    ) -> impl Iterator<Item = &Operator> {
        let with = particle.and_then(|p| self.by_word.get(&(kind, format!("{lemma} {p}"))));
        let ids = with.or_else(|| self.by_word.get(&(kind, lemma.to_owned())));
        ids.into_iter().flatten().map(|&id| &self.operators[id])
    }

    /// What the subject of this verb is to an act named by a noun in that place (`object` or a preposition).
    pub fn light_verb(&self, verb: &str, place: &str) -> Option<LightSubject> {
        self.light.get(&(verb.to_owned(), place.to_owned())).copied()
    }

    /// Whether the verb's object acts in the clause that the verb governs.
    pub fn is_object_control(&self, verb: &str) -> bool {
        self.control.object_control.contains(verb)
    }

    /// Whether the noun's "of" names the one that acts.
    pub fn of_is_agent(&self, noun: &str) -> bool {
        self.control.of_is_agent.contains(noun)
    }

    /// Whether the subject of the passive verb may be the one that receives.
    pub fn is_ditransitive(&self, verb: &str) -> bool {
        self.control.ditransitive.contains(verb)
    }
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|e| format!("lexicon/en/{name}: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lexicon_reads() {
        let lexicon = Lexicon::read().unwrap();
        let deny: Vec<_> =
            lexicon.operators(OperatorKind::Verb, "deny", None).map(|o| o.effect).collect();
        assert!(deny.contains(&Effect::Deny), "{deny:?}");
        assert_eq!(lexicon.light_verb("launch", "object"), Some(LightSubject::Agent));
        assert_eq!(lexicon.light_verb("come", "under"), Some(LightSubject::Object));
        assert!(
            discards()["sport"].strong.contains("wicket")
                && holder_words().documents.contains("report")
        );
        assert!(coref_words().persons.contains("leader"));
        assert!(lexicon.is_object_control("force") && !lexicon.is_object_control("promise"));
    }
}
