//! The heads that read acts, voices and factuality, and what passes between two sides.
//!
//! In: the states of words. Out: [`ActReading`]s for the words that may name an act, [`VoiceReading`]s for those that may
//! attribute, the factuality of each word, and for two given sides a probability for each type of act. These are opinions of a model:
//! what becomes of them is decided in `code`.

use super::arithmetic::{LANES, exp2};
use super::forward::{Activate, Quantise};
use super::heads::{Table, WordStates, through};
use super::input::Part;
use super::model::{ActParts, BetweenWeights, HIDDEN, Model, PairWeights};
use super::simd::Simd;
use super::simd::gemm::{Rows, Weights};

/// Words that name an act with less probability than this get no reading.
const LEAST_ACT: f32 = 0.1;
/// Words that attribute with less probability than this get no reading.
const LEAST_CUE: f32 = 0.2;

/// What the model makes of a word that may name an act. Lists are in the order of the [`Labels`](super::Labels).
#[derive(Clone, Debug, PartialEq)]
pub struct ActReading {
    /// The word, counted from 0 in its sentence.
    pub word: usize,
    /// Probabilities of the types; the first is that of no act at all.
    pub types: Vec<f32>,
    /// Probabilities of the modes; the first is that of none.
    pub modes: Vec<f32>,
    /// Probabilities of the statuses.
    pub statuses: Vec<f32>,
    /// What the other words are to it: actor, recipient, holder, cue.
    pub roles: Around,
}

/// What the model makes of a word that may attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct VoiceReading {
    /// The word, counted from 0 in its sentence.
    pub word: usize,
    /// Probability that it attributes.
    pub cue: f32,
    /// What the other words are to it: source, content, part of the cue.
    pub parts: Around,
}

/// Probabilities of what each word of a sentence, or of a part of a very long one, is to one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    first: usize,
    labels: usize,
    shares: Vec<f32>,
}

impl Around {
    /// The probabilities of a word, in the order of the labels; none for a word of another part.
    pub fn of(&self, word: usize) -> Option<&[f32]> {
        let at = word.checked_sub(self.first)? * self.labels;
        self.shares.get(at..at + self.labels)
    }

    fn shifted(&self, by: usize) -> Self {
        Self { first: self.first + by, ..self.clone() }
    }
}

impl ActReading {
    /// The same where the words before the sentence are counted too.
    pub(in super::super) fn from(&self, first: usize) -> Self {
        Self { word: self.word + first, roles: self.roles.shifted(first), ..self.clone() }
    }
}

impl VoiceReading {
    /// The same where the words before the sentence are counted too.
    pub(in super::super) fn from(&self, first: usize) -> Self {
        Self { word: self.word + first, parts: self.parts.shifted(first), ..self.clone() }
    }
}

/// What was read in a part.
#[derive(Default)]
pub(super) struct Readings {
    pub(super) acts: Vec<ActReading>,
    pub(super) voices: Vec<VoiceReading>,
    /// Factuality of each word, -3 to 3.
    pub(super) facts: Vec<f32>,
}

/// Reads some parts.
pub(super) fn read(model: &Model, simd: Simd, parts: &[Part], words: &WordStates) -> Vec<Readings> {
    let heads = &model.heads;
    let mut inner = words.through(simd, &heads.act_inner);
    let mut rows = Rows::default();
    simd.run(Activate { width: inner.stride, numbers: &mut inner.numbers, rows: &mut rows });
    let said = through(simd, &heads.act_out, &rows, words.count);
    let mut role = Between::new(&heads.role, simd, model.labels.role.len());
    let mut voice = Between::new(&heads.voice, simd, model.labels.voice.len());
    let mut first = 0;
    let read = parts.iter().map(|part| {
        let rows = first + 1..first + 1 + part.words.len();
        first = rows.end;
        let mut out = Readings::default();
        for row in rows.clone() {
            let word = row - rows.start;
            let parts = model.labels.act_parts.split(said.row(row));
            out.facts.push(parts.fact.clamp(-3.0, 3.0));
            let types = shares(parts.types);
            if types[0] <= 1.0 - LEAST_ACT {
                let roles = role.around(words, rows.clone(), row);
                let (modes, statuses) = (shares(parts.modes), shares(parts.statuses));
                out.acts.push(ActReading { word, types, modes, statuses, roles });
            }
            let cue = shares(parts.cue)[1];
            if cue >= LEAST_CUE {
                let parts = voice.around(words, rows.clone(), row);
                out.voices.push(VoiceReading { word, cue, parts });
            }
        }
        out
    });
    read.collect()
}

/// Numbers that sum to one and stand in the ratio of eˣ.
fn shares(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut out: Vec<f32> =
        scores.iter().map(|x| exp2((x - top) * std::f32::consts::LOG2_E)).collect();
    let sum: f32 = out.iter().sum();
    for x in &mut out {
        *x /= sum;
    }
    out
}

/// A head that scores pairs of words: `gelu(a_i + c_j)·W + b`. The two halves are computed when the first pair is asked for.
struct Between<'a> {
    weights: &'a BetweenWeights,
    simd: Simd,
    labels: usize,
    halves: Option<(Table, Table)>,
}

impl<'a> Between<'a> {
    fn new(weights: &'a BetweenWeights, simd: Simd, labels: usize) -> Self {
        Self { weights, simd, labels, halves: None }
    }

    /// What the words in `rows` are to that in `centre`.
    fn around(
        &mut self,
        words: &WordStates,
        rows: std::ops::Range<usize>,
        centre: usize,
    ) -> Around {
        let (weights, simd) = (self.weights, self.simd);
        let (at, word) = self.halves.get_or_insert_with(|| {
            (words.through(simd, &weights.at), words.through(simd, &weights.word))
        });
        let mut sums = Vec::with_capacity(rows.len() * at.stride);
        for row in rows.clone() {
            sums.extend(at.row(centre).iter().zip(word.row(row)).map(|(a, c)| a + c));
        }
        let mut quantised = Rows::default();
        simd.run(Activate { width: at.stride, numbers: &mut sums, rows: &mut quantised });
        let scores = through(simd, &weights.out, &quantised, rows.len());
        let shares = (0..rows.len()).flat_map(|row| shares(&scores.row(row)[..self.labels]));
        Around { first: 0, labels: self.labels, shares: shares.collect() }
    }
}

impl ActParts {
    /// The runs of a row of the act head.
    fn split<'a>(&self, row: &'a [f32]) -> Said<'a> {
        let (types, row) = row.split_at(self.types);
        let (modes, row) = row.split_at(self.modes);
        let (statuses, row) = row.split_at(self.statuses);
        let (cue, row) = row.split_at(2);
        Said { types, modes, statuses, cue, fact: row[0] }
    }
}

/// What the act head says of a word.
struct Said<'a> {
    types: &'a [f32],
    modes: &'a [f32],
    statuses: &'a [f32],
    cue: &'a [f32],
    fact: f32,
}

/// For each type the probability that it passes from one side to the other. `states` are those of a sentence, the root's first;
/// the sides are words counted from 0, neither empty.
pub(super) fn pair(
    weights: &PairWeights,
    simd: Simd,
    states: &[f32],
    sides: [&[usize]; 2],
) -> Vec<f32> {
    let words = &states[HIDDEN..];
    let count = words.len() / HIDDEN;
    let mut input: Vec<f32> = sides.iter().flat_map(|side| mean(words, side)).collect();
    let query = product(&weights.query, simd, &input, 2 * HIDDEN);
    let keys = product(&weights.key, simd, words, HIDDEN);
    let width = weights.key.stride();
    let scale = 1.0 / (width as f32).sqrt();
    let scores: Vec<f32> =
        (0..count).map(|w| dot(&keys[w * width..][..width], &query) * scale).collect();
    let mut between = vec![0.0; HIDDEN];
    for (share, state) in shares(&scores).iter().zip(words.chunks_exact(HIDDEN)) {
        for (sum, x) in between.iter_mut().zip(state) {
            *sum += share * x;
        }
    }
    input.extend(between);
    let mut inner = product(&weights.inner, simd, &input, 3 * HIDDEN);
    let mut rows = Rows::default();
    simd.run(Activate { width: inner.len(), numbers: &mut inner, rows: &mut rows });
    let out = through(simd, &weights.out, &rows, 1);
    shares(&out.row(0)[..weights.types])
}

fn mean(words: &[f32], side: &[usize]) -> Vec<f32> {
    let mut sum = vec![0.0; HIDDEN];
    for &word in side {
        for (sum, x) in sum.iter_mut().zip(&words[word * HIDDEN..][..HIDDEN]) {
            *sum += x;
        }
    }
    for x in &mut sum {
        *x /= side.len() as f32;
    }
    sum
}

/// A sum in [`LANES`] lanes, so that its order is fixed.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for (sum, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    lanes.iter().sum()
}

fn product(weights: &Weights, simd: Simd, numbers: &[f32], width: usize) -> Vec<f32> {
    let mut rows = Rows::default();
    simd.run(Quantise { numbers, width, rows: &mut rows });
    through(simd, weights, &rows, numbers.len() / width).numbers
}
