//! The codebook: sixteen files of rules, read once and indexed by the words that trigger them (docs/CODEBOOK.md).

use crate::EventType;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The text of every codebook file, by event type.
pub const FILES: [(&str, &str); 16] = [
    ("agree", include_str!("../data/codebook/plover/agree.toml")),
    ("consult", include_str!("../data/codebook/plover/consult.toml")),
    ("support", include_str!("../data/codebook/plover/support.toml")),
    ("concede", include_str!("../data/codebook/plover/concede.toml")),
    ("cooperate", include_str!("../data/codebook/plover/cooperate.toml")),
    ("aid", include_str!("../data/codebook/plover/aid.toml")),
    ("retreat", include_str!("../data/codebook/plover/retreat.toml")),
    ("request", include_str!("../data/codebook/plover/request.toml")),
    ("accuse", include_str!("../data/codebook/plover/accuse.toml")),
    ("reject", include_str!("../data/codebook/plover/reject.toml")),
    ("threaten", include_str!("../data/codebook/plover/threaten.toml")),
    ("protest", include_str!("../data/codebook/plover/protest.toml")),
    ("sanction", include_str!("../data/codebook/plover/sanction.toml")),
    ("mobilize", include_str!("../data/codebook/plover/mobilize.toml")),
    ("coerce", include_str!("../data/codebook/plover/coerce.toml")),
    ("assault", include_str!("../data/codebook/plover/assault.toml")),
];

/// Word classes that rules name with `@`.
const CLASS_FILES: [&str; 2] = [
    include_str!("../data/lexicon/en/classes.toml"),
    include_str!("../data/lexicon/en/classes-conflict.toml"),
];

/// One codebook file as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFile {
    /// PLOVER name of the type.
    #[serde(rename = "type")]
    pub event: String,
    /// What the type covers, in our words.
    pub definition: String,
    /// Conflict–cooperation score of the type, -10 to 10 (PLOVER manual, table 2.2).
    pub score: f32,
    /// Whether PLOVER wants a recipient.
    pub recipient_required: bool,
    /// Whether a side may be somebody or something that no list knows.
    #[serde(default)]
    pub strangers: Strangers,
    /// Whether what is asked, refused, promised or threatened is content and no act of its own, also where only the encoder sees the act.
    #[serde(default)]
    pub object_is_content: bool,
    /// Causes that make the act nobody's: who dies in a crash or of a fever has not been attacked.
    #[serde(default)]
    pub not_cause: Vec<String>,
    /// The usual context.
    #[serde(default)]
    pub context: Option<String>,
    /// Its modes.
    #[serde(default)]
    pub modes: Vec<Mode>,
    /// Its rules.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// When a side of an act need not resolve to a country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strangers {
    /// A side that resolves to nobody is none.
    #[default]
    Never,
    /// In a story about one country, where its own people act: what they find fault with or refuse is the country's too.
    AtHome,
    /// The act is political whoever does or suffers it: force.
    Anywhere,
}

/// A mode of a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// PLOVER name.
    pub name: String,
    /// Score, where PLOVER gives one.
    #[serde(default)]
    pub score: Option<f32>,
    /// What it covers, in our words.
    pub definition: String,
    /// Words of the act's object, complement or modifiers that choose it; `@class` for a class.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// One rule: the words that name an act, what must hold, and where its sides stand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `type.name`, unique.
    pub id: String,
    /// Trigger verbs; a second word is a particle or preposition.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Trigger nouns.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Trigger adjectives.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Head lemmas the object must have.
    #[serde(default)]
    pub object: Vec<String>,
    /// Head lemmas the object must not have.
    #[serde(default)]
    pub not_object: Vec<String>,
    /// Verb lemmas of the governed clause.
    #[serde(default)]
    pub complement: Vec<String>,
    /// Verb lemmas the governed clause must not have.
    #[serde(default)]
    pub not_complement: Vec<String>,
    /// Head lemmas that places must have.
    #[serde(default)]
    pub args: BTreeMap<String, Vec<String>>,
    /// Sectors or kinds the actor must have.
    #[serde(default)]
    pub actor_is: Vec<String>,
    /// Sectors or kinds the recipient must have.
    #[serde(default)]
    pub recipient_is: Vec<String>,
    /// Which sides must resolve.
    #[serde(default)]
    pub requires: Requires,
    /// Places of the actor, first that resolves.
    #[serde(default = "agent")]
    pub actor: Vec<String>,
    /// Places of the recipient, first that resolves.
    #[serde(default = "any_recipient")]
    pub recipient: Vec<String>,
    /// The two sides must be of different countries.
    #[serde(default)]
    pub across: bool,
    /// All parties are actors.
    #[serde(default)]
    pub reciprocal: bool,
    /// What the complement holds is the content of a speech act, not an event of its own.
    #[serde(default)]
    pub object_is_content: bool,
    /// Fixed mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// Fixed context.
    #[serde(default)]
    pub context: Option<String>,
    /// How often the rule is right when it fires.
    #[serde(default = "usual_weight")]
    pub weight: f32,
    /// Sentences that must fire.
    #[serde(default)]
    pub examples: Vec<Example>,
    /// Sentences that must not.
    #[serde(default)]
    pub near_misses: Vec<String>,
}

/// Which sides of a claim must resolve to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requires {
    /// At least one.
    #[default]
    Either,
    /// The actor.
    Actor,
    /// The recipient.
    Recipient,
    /// Both.
    Both,
}

/// A sentence and the claims that it must give (docs/CODEBOOK.md).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What must be coded, one string a claim.
    pub claims: Vec<String>,
}

fn agent() -> Vec<String> {
    vec!["agent".into()]
}

fn any_recipient() -> Vec<String> {
    const PLACES: [&str; 14] = [
        "object",
        "indirect",
        "to",
        "against",
        "on",
        "at",
        "with",
        "from",
        "object.poss",
        "object.of",
        "object.to",
        "object.against",
        "object.with",
        "complement.object",
    ];
    PLACES.map(String::from).to_vec()
}

fn usual_weight() -> f32 {
    0.8
}

/// How a trigger word stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TriggerKind {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

/// A way to trigger a rule: its kind, first word, and what must follow ("pull" + "out").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Index into [`Codebook::rules`].
    pub rule: usize,
    /// Particle or preposition (or noun modifier) that goes with the word.
    pub particle: Option<String>,
}

/// All rules, indexed by trigger.
#[derive(Debug)]
pub struct Codebook {
    types: BTreeMap<EventType, TypeFile>,
    opinions: BTreeMap<EventType, Rule>,
    rules: Vec<(EventType, Rule)>,
    index: BTreeMap<(TriggerKind, String), Vec<Trigger>>,
    classes: BTreeMap<String, BTreeSet<String>>,
}

static CODEBOOK: LazyLock<Codebook> = LazyLock::new(|| {
    Codebook::read().expect("the shipped codebook is read by a test, so it parses")
});

/// The shipped codebook.
pub fn codebook() -> &'static Codebook {
    &CODEBOOK
}

impl Codebook {
    /// Reads the shipped files.
    ///
    /// # Errors
    /// A message naming the file and what is wrong in it.
    pub fn read() -> Result<Self, String> {
        let classes = read_classes()?;
        let mut book = Self {
            types: BTreeMap::new(),
            opinions: BTreeMap::new(),
            rules: Vec::new(),
            index: BTreeMap::new(),
            classes,
        };
        for (name, text) in FILES {
            let file: TypeFile =
                toml::from_str(text).map_err(|e| format!("codebook/plover/{name}.toml: {e}"))?;
            book.add(name, file)?;
        }
        Ok(book)
    }

    fn add(&mut self, name: &str, mut file: TypeFile) -> Result<(), String> {
        let event = EventType::parse(&file.event)
            .ok_or_else(|| format!("{name}.toml: no type {:?}", file.event))?;
        for rule in std::mem::take(&mut file.rules) {
            self.check_classes(&rule)?;
            self.index_rule(&rule);
            self.rules.push((event, rule));
        }
        let opinion =
            format!("id = \"model.{name}\"\nobject_is_content = {}", file.object_is_content);
        self.types.insert(event, file);
        self.opinions.insert(event, toml::from_str(&opinion).map_err(|e| e.to_string())?);
        Ok(())
    }

    fn index_rule(&mut self, rule: &Rule) {
        let id = self.rules.len();
        let kinds = [
            (TriggerKind::Verb, &rule.verbs),
            (TriggerKind::Noun, &rule.nouns),
            (TriggerKind::Adjective, &rule.adjectives),
        ];
        for (kind, words) in kinds {
            for word in words {
                let (first, particle) = split_trigger(kind, word);
                let trigger = Trigger { rule: id, particle };
                self.index.entry((kind, first)).or_default().push(trigger);
            }
        }
    }

    fn check_classes(&self, rule: &Rule) -> Result<(), String> {
        let lists = [&rule.object, &rule.not_object, &rule.complement, &rule.not_complement];
        let words = lists.into_iter().chain(rule.args.values()).flatten();
        match words.filter_map(|w| w.strip_prefix('@')).find(|c| !self.classes.contains_key(*c)) {
            Some(missing) => Err(format!("{}: no word class @{missing}", rule.id)),
            None => Ok(()),
        }
    }

    /// All rules with their types, in file order.
    pub fn rules(&self) -> &[(EventType, Rule)] {
        &self.rules
    }

    /// The rule at `index` with its type.
    pub fn rule(&self, index: usize) -> &(EventType, Rule) {
        &self.rules[index]
    }

    /// The rule that stands for the encoder's opinion, where no written rule names the act: it has no words of its own.
    pub fn opinion(&self, event: EventType) -> Option<&Rule> {
        self.opinions.get(&event)
    }

    /// The rules that this word can trigger.
    pub fn triggers(&self, kind: TriggerKind, lemma: &str) -> &[Trigger] {
        self.index.get(&(kind, lemma.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Definition, scores and modes of a type.
    pub fn type_file(&self, event: EventType) -> Option<&TypeFile> {
        self.types.get(&event)
    }

    /// Whether `lemma` is `entry`, or in the class that `entry` names.
    pub fn matches(&self, entry: &str, lemma: &str) -> bool {
        match entry.strip_prefix('@') {
            Some(class) => self.classes.get(class).is_some_and(|words| words.contains(lemma)),
            None => entry == lemma,
        }
    }

    /// Whether any entry of the list matches.
    pub fn any_matches(&self, entries: &[String], lemma: &str) -> bool {
        entries.iter().any(|entry| self.matches(entry, lemma))
    }
}

fn split_trigger(kind: TriggerKind, word: &str) -> (String, Option<String>) {
    match word.split_once(' ') {
        // "air strike": the head of a compound noun is its last word.
        Some(_) if kind == TriggerKind::Noun => {
            let (modifier, head) = word.rsplit_once(' ').unwrap_or(("", word));
            (head.to_owned(), Some(modifier.to_owned()))
        }
        Some((first, rest)) => (first.to_owned(), Some(rest.to_owned())),
        None => (word.to_owned(), None),
    }
}

fn read_classes() -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in CLASS_FILES {
        let file: BTreeMap<String, Vec<String>> =
            toml::from_str(text).map_err(|e| format!("lexicon/en/classes: {e}"))?;
        for (name, words) in file {
            out.entry(name).or_default().extend(words);
        }
    }
    Ok(out)
}
