//! From clean text to every layer of analysis that later stages read.
//!
//! In: an article's text (or tokens that are given). Out: [`Annotations`]: sentences, tokens with UD analysis, entities with
//! coreference chains. Steps: sentences and tokens by rules, one pass of the encoder a sentence (tags, tree, names), lemmas by
//! table, coreference by rules. The encoder also says which words may name an act or attribute; that is passed on as it is, and
//! what it means for events is decided in `code`.

mod annotator;
mod attributions;
mod coref;
mod encoder;
mod lemmas;
mod repair;
mod sentences;
mod tags;
mod tokens;

pub use annotator::Annotator;
pub use attributions::{Attributed, attributions};
pub use encoder::{
    ActReading, Around, Encoder, EntitySpan, HIDDEN, Labels, ModelError, SentenceAnalysis, States,
    VoiceReading, WordAnalysis,
};
pub use lemmas::{feats, lemma};
pub use tags::{Deprel, Upos, Xpos};
pub(crate) use tokens::is_gap;
pub use tokens::{RawSentence, segment};

use crate::Span;
use std::ops::Range;

/// Index of a token in [`Annotations::tokens`].
pub type TokenId = usize;

/// One syntactic word (UD).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters.
    pub span: Span,
    /// The form as it stands in the text.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn tag.
    pub xpos: Xpos,
    /// UD features, `Name=Value|…`, or `_`.
    pub feats: String,
    /// Index of the word that governs it; `None` for the root of its sentence.
    pub head: Option<TokenId>,
    /// Relation to `head`.
    pub deprel: Deprel,
}

/// A sentence: its characters and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its characters.
    pub span: Span,
    /// Indices of its tokens.
    pub tokens: Range<TokenId>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A person.
    Per,
    /// An organisation.
    Org,
    /// A place.
    Loc,
    /// Another name: an event, a law, a work, a product.
    Misc,
}

impl EntityKind {
    /// The label used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Per => "PER",
            EntityKind::Org => "ORG",
            EntityKind::Loc => "LOC",
            EntityKind::Misc => "MISC",
        }
    }

    /// The kind of that label.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Per, Self::Org, Self::Loc, Self::Misc].into_iter().find(|k| k.as_str() == text)
    }
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its characters.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// What it names.
    pub kind: EntityKind,
    /// Coreference chain, shared by all mentions of one referent in the article (see [`Annotations::mentions`]).
    pub chain: usize,
}

/// A noun phrase or pronoun that refers to somebody, by its head word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The head word.
    pub head: TokenId,
    /// The chains it belongs to: one, or several for "the two leaders".
    pub chains: Vec<usize>,
}

/// Every layer of analysis of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// All tokens of the text, sentence after sentence.
    pub tokens: Vec<Token>,
    /// Names, in text order.
    pub entities: Vec<Entity>,
    /// Noun phrases and pronouns that corefer with a name or with each other, by head word, in text order.
    pub mentions: Vec<Mention>,
    /// Words that may name an act, with the encoder's opinion of each; `word` is a [`TokenId`].
    pub acts: Vec<ActReading>,
    /// Words that may attribute, likewise.
    pub voices: Vec<VoiceReading>,
    /// Factuality of each token, -3 (did not happen) to 3 (happened); empty where the text was not read by the encoder.
    pub facts: Vec<f32>,
}

impl Annotations {
    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: TokenId) -> Option<&Sentence> {
        let at = self.sentences.partition_point(|s| s.tokens.end <= token);
        self.sentences.get(at)
    }

    /// The words directly below `token`, in text order.
    pub fn children(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let range = self.sentence_of(token).map_or(0..0, |s| s.tokens.clone());
        range.filter(move |&t| self.tokens[t].head == Some(token))
    }

    /// The first child of `token` with that relation.
    pub fn child(&self, token: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(token).find(|&c| self.tokens[c].deprel == deprel)
    }

    /// The words that govern `token`, nearest first; ends at the root (or at a loop, which no tree has).
    pub fn ancestors(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let mut left = self.sentence_of(token).map_or(0, |s| s.tokens.len());
        std::iter::successors(self.tokens[token].head, move |&t| {
            left = left.checked_sub(1)?;
            self.tokens[t].head
        })
    }

    /// All words of the phrase headed by `token`, itself included, in text order.
    pub fn subtree(&self, token: TokenId) -> Vec<TokenId> {
        let range = self.sentence_of(token).map_or(0..0, |s| s.tokens.clone());
        range.filter(|&t| t == token || self.ancestors(t).any(|a| a == token)).collect()
    }

    /// What the encoder makes of a word as an act, if anything.
    pub fn act_at(&self, token: TokenId) -> Option<&ActReading> {
        let at = self.acts.binary_search_by_key(&token, |a| a.word).ok()?;
        self.acts.get(at)
    }

    /// What the encoder makes of an act; where it names the verb that carries a noun's act ("**declared** martial law"), that.
    pub fn act_of(&self, token: TokenId) -> Option<&ActReading> {
        let carrier = || {
            let noun = self.tokens.get(token)?;
            let carried = matches!(noun.deprel, Deprel::Obj | Deprel::NsubjPass);
            noun.head.filter(|_| carried)
        };
        self.act_at(token).or_else(|| self.act_at(carrier()?))
    }

    /// The entity whose words include `token`.
    pub fn entity_at(&self, token: TokenId) -> Option<&Entity> {
        self.entities.iter().find(|e| e.tokens.contains(&token))
    }
}
