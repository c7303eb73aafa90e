//! The encoder: one pass over a sentence gives tags, tree and names.
//!
//! In: the words of some sentences. Out: for each sentence a [`SentenceAnalysis`]. The steps, in order:
//!
//! 1. [`features`] and [`wordpiece`]: what each word looks like, and the pieces it consists of;
//! 2. [`input`]: sentences too long for the model are cut between words;
//! 3. [`forward`]: the trunk, a transformer with int8 weights, gives each piece a state that knows its sentence;
//! 4. [`heads`]: scores for the tags, the arcs of the tree and the tags of names; [`readings`]: acts, voices, factuality;
//! 5. [`tree`] and [`bio`]: the best tree and the best spans, and the parts of a cut sentence are joined again.
//!
//! `docs/MODEL.md` is the contract with the trainer. The result for a sentence is the same bits alone or in any batch, on every
//! processor ([`arithmetic`], [`simd`]): claims must not depend on the machine that coded them.

mod arithmetic;
mod bio;
mod error;
mod features;
mod forward;
mod heads;
mod index;
mod input;
mod model;
mod readings;
#[expect(
    unsafe_code,
    reason = "vector instructions; the one module that may, see its documentation"
)]
mod simd;
#[cfg(test)]
mod tests;
mod tree;
mod wordpiece;

pub use bio::EntitySpan;
pub use error::ModelError;
pub use model::{HIDDEN, Labels};
pub use readings::{ActReading, Around, VoiceReading};

use features::Names;
use forward::Scratch;
use heads::{PartAnalysis, WordStates};
use input::Part;
use model::Model;
use simd::Simd;
use wordpiece::WordPiece;

/// Pieces that go through the model together: enough to use the weights often, few enough to stay in the second cache.
const BATCH_PIECES: usize = 256;

/// The model, its vocabulary and its names, ready for use. Shared freely between threads.
pub struct Encoder {
    wordpiece: WordPiece,
    names: Names,
    model: Model,
    /// The relation of the later parts of a cut sentence to its first.
    joining_relation: Option<u8>,
    simd: Simd,
}

/// What the encoder found in a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SentenceAnalysis {
    /// One for each word.
    pub words: Vec<WordAnalysis>,
    /// Names, in the order of the sentence, not overlapping.
    pub entities: Vec<EntitySpan>,
    /// Words that may name an act.
    pub acts: Vec<ActReading>,
    /// Words that may attribute.
    pub voices: Vec<VoiceReading>,
    /// For each word how certain it is that what it says happened (3) or did not (-3), on the scale of UDS.
    pub facts: Vec<f32>,
    /// The states of the root and of each word, [`HIDDEN`] numbers each, when they were asked for; else empty.
    pub states: Vec<f32>,
}

/// What the encoder found of a word; the numbers are indices into the lists of [`Labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordAnalysis {
    /// Universal part of speech.
    pub upos: u8,
    /// Penn part of speech.
    pub xpos: u8,
    /// Number of the word's head, counted from 1; 0 for the root of the sentence, of which there is exactly one.
    pub head: usize,
    /// Relation to the head.
    pub deprel: u8,
}

/// Whether an analysis keeps the states, which are 1.5 kB a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// For further heads that read them.
    Keep,
    /// When only the labels are wanted.
    Drop,
}

impl Encoder {
    /// Makes an encoder of the bytes of `encoder.safetensors`, the text of `vocab.txt` and that of `names.tsv`.
    ///
    /// # Errors
    /// When one of the three is not what `docs/MODEL.md` says, or they do not fit each other.
    pub fn load(weights: &[u8], vocabulary: &str, names: &str) -> Result<Self, ModelError> {
        let wordpiece = WordPiece::new(vocabulary)?;
        let model = Model::read(weights, wordpiece.size())?;
        let names = Names::new(names, &model.labels.name_classes)?;
        let parataxis = model.labels.deprel.iter().position(|name| name == "parataxis");
        let joining_relation = parataxis.and_then(|index| u8::try_from(index).ok());
        Ok(Self { wordpiece, names, model, joining_relation, simd: Simd::detect() })
    }

    /// The names behind the numbers of an analysis.
    pub fn labels(&self) -> &Labels {
        &self.model.labels
    }

    /// Analyses sentences, given as words. Whatever the words are, each gets an analysis.
    pub fn analyse(&self, sentences: &[&[&str]]) -> Vec<SentenceAnalysis> {
        self.analyse_with(sentences, States::Drop)
    }

    /// As [`Encoder::analyse`], and keeps the states of the words if wished.
    pub fn analyse_with(&self, sentences: &[&[&str]], states: States) -> Vec<SentenceAnalysis> {
        let mut parts = Vec::new();
        for (number, words) in sentences.iter().enumerate() {
            input::prepare(number, words, &self.wordpiece, &self.names, &mut parts);
        }
        let mut analyses = vec![SentenceAnalysis::default(); sentences.len()];
        let mut scratch = Scratch::default();
        let mut rest = parts.as_slice();
        while !rest.is_empty() {
            let (batch, others) = rest.split_at(batch_length(rest));
            rest = others;
            self.analyse_batch(batch, states, &mut scratch, &mut analyses);
        }
        analyses
    }

    /// For each type of act (in the order of [`Labels::act`], less the first) the probability that it passes from one side to
    /// the other. The sides are words of the sentence, counted from 0; one that is empty or whose states were not kept gives none.
    pub fn pair(
        &self,
        analysis: &SentenceAnalysis,
        actor: &[usize],
        recipient: &[usize],
    ) -> Vec<f32> {
        let words = (analysis.states.len() / HIDDEN).saturating_sub(1);
        let known = |side: &[usize]| !side.is_empty() && side.iter().all(|&word| word < words);
        if !known(actor) || !known(recipient) {
            return Vec::new();
        }
        readings::pair(&self.model.heads.pair, self.simd, &analysis.states, [actor, recipient])
    }

    /// Takes some parts through the model and appends what was found to the analyses of their sentences.
    fn analyse_batch(
        &self,
        batch: &[Part],
        states: States,
        scratch: &mut Scratch,
        analyses: &mut [SentenceAnalysis],
    ) {
        forward::run_trunk(&self.model, self.simd, batch, scratch);
        let words = WordStates::new(self.simd, batch, &scratch.states);
        let found = heads::analyse(&self.model, self.simd, batch, &words);
        let mut first = 0;
        for (part, found) in batch.iter().zip(found) {
            let analysis = &mut analyses[part.sentence];
            if states == States::Keep {
                // A sentence has one root: that of its first part.
                let root = usize::from(!analysis.words.is_empty());
                for row in first + root..=first + part.words.len() {
                    analysis.states.extend_from_slice(words.states.row(row));
                }
            }
            first += part.words.len() + 1;
            self.join(analysis, found);
        }
    }

    /// Appends what was found in the next part of a sentence. Its root hangs on the root of the first part.
    fn join(&self, analysis: &mut SentenceAnalysis, part: PartAnalysis) {
        let before = analysis.words.len();
        let root = analysis.words.iter().position(|word| word.head == 0);
        let arcs = part.heads.into_iter().zip(part.relations);
        let words = part.words.into_iter().zip(arcs).map(|(tags, (head, relation))| {
            let (head, deprel) = match (head, root) {
                (0, Some(root)) => (root + 1, self.joining_relation.unwrap_or(relation)),
                (0, None) => (0, relation),
                (head, _) => (head + before, relation),
            };
            WordAnalysis { upos: tags.upos, xpos: tags.xpos, head, deprel }
        });
        analysis.words.extend(words);
        let moved = |span: EntitySpan| EntitySpan {
            start: span.start + before,
            end: span.end + before,
            ..span
        };
        analysis.entities.extend(part.entities.into_iter().map(moved));
        analysis.facts.extend(part.readings.facts);
        analysis.acts.extend(part.readings.acts.iter().map(|act| act.from(before)));
        analysis.voices.extend(part.readings.voices.iter().map(|voice| voice.from(before)));
    }
}

/// How many of the parts make the next batch, at least one.
fn batch_length(parts: &[Part]) -> usize {
    let mut pieces = 0;
    let fits = parts.iter().take_while(|part| {
        pieces += part.pieces.len();
        pieces <= BATCH_PIECES
    });
    fits.count().max(1)
}
