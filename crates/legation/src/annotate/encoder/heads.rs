//! The heads: from the states of words to tags, trees and names.
//!
//! In: the states of the pieces of some [`Part`]s. Out: one [`PartAnalysis`] a part. The state of a word is the mean of its pieces;
//! that of `[CLS]` stands before the words as the root. The rows of all parts go through each matrix together; arcs are scored
//! inside a part.

use super::arithmetic::{LANES, Left, Product, Right, Transpose, gelu};
use super::bio::EntitySpan;
use super::forward::{Activate, Quantise};
use super::input::Part;
use super::model::{HIDDEN, HeadWeights, Model};
use super::readings::{self, Readings};
use super::simd::gemm::{Rows, Weights};
use super::simd::{Kernel, Simd};
use super::tree::{self, ArcScores};

/// What was found in a part of a sentence.
pub(super) struct PartAnalysis {
    pub(super) words: Vec<Tags>,
    /// For each word its head in the part, counted from 1; 0 is the root.
    pub(super) heads: Vec<usize>,
    /// For each word the relation to its head.
    pub(super) relations: Vec<u8>,
    pub(super) entities: Vec<EntitySpan>,
    pub(super) readings: Readings,
}

/// The part-of-speech tags of a word.
#[derive(Clone, Copy)]
pub(super) struct Tags {
    pub(super) upos: u8,
    pub(super) xpos: u8,
}

/// Numbers in rows.
#[derive(Default)]
pub(super) struct Table {
    pub(super) numbers: Vec<f32>,
    pub(super) stride: usize,
}

impl Table {
    pub(super) fn row(&self, row: usize) -> &[f32] {
        &self.numbers[row * self.stride..][..self.stride]
    }

    fn rows(&self) -> usize {
        self.numbers.len() / self.stride
    }
}

/// The states of the root and the words of each part, and their quantised form.
pub(super) struct WordStates {
    pub(super) states: Table,
    rows: Rows,
    pub(super) count: usize,
}

impl WordStates {
    /// Takes the means over the pieces.
    pub(super) fn new(simd: Simd, parts: &[Part], pieces: &[f32]) -> Self {
        let count = parts.iter().map(|part| part.words.len() + 1).sum();
        let mut states = Vec::with_capacity(count * HIDDEN);
        let mut first = 0;
        for part in parts {
            let own = &pieces[first * HIDDEN..][..part.pieces.len() * HIDDEN];
            first += part.pieces.len();
            let root = 0..1;
            for range in std::iter::once(&root).chain(&part.words) {
                push_mean(&own[range.start * HIDDEN..range.end * HIDDEN], &mut states);
            }
        }
        let mut rows = Rows::default();
        simd.run(Quantise { numbers: &states, width: HIDDEN, rows: &mut rows });
        Self { states: Table { numbers: states, stride: HIDDEN }, rows, count }
    }

    pub(super) fn through(&self, simd: Simd, weights: &Weights) -> Table {
        through(simd, weights, &self.rows, self.count)
    }
}

/// Appends the mean of some states.
fn push_mean(pieces: &[f32], states: &mut Vec<f32>) {
    let start = states.len();
    states.extend_from_slice(&pieces[..HIDDEN]);
    let state = &mut states[start..];
    for piece in pieces.chunks_exact(HIDDEN).skip(1) {
        for (x, piece) in state.iter_mut().zip(piece) {
            *x += piece;
        }
    }
    let share = 1.0 / (pieces.len() / HIDDEN) as f32;
    for x in state {
        *x *= share;
    }
}

pub(super) fn through(simd: Simd, weights: &Weights, rows: &Rows, count: usize) -> Table {
    let mut numbers = vec![0.0; count * weights.stride()];
    weights.multiply(simd, rows, 0..count, &mut numbers);
    Table { numbers, stride: weights.stride() }
}

/// Raw scores of every head but the labels of arcs, which need the tree first. Rows are those of [`WordStates`].
pub(super) struct Scores {
    pub(super) upos: Table,
    pub(super) xpos: Table,
    pub(super) ner: Table,
    /// For each part the scores of its words' heads.
    pub(super) arcs: Vec<Table>,
}

impl Scores {
    pub(super) fn new(heads: &HeadWeights, simd: Simd, parts: &[Part], words: &WordStates) -> Self {
        let mut inner = words.through(simd, &heads.ner_inner);
        let mut rows = Rows::default();
        simd.run(Activate { width: inner.stride, numbers: &mut inner.numbers, rows: &mut rows });
        Self {
            upos: words.through(simd, &heads.upos),
            xpos: words.through(simd, &heads.xpos),
            ner: through(simd, &heads.ner_out, &rows, words.count),
            arcs: score_arcs(heads, simd, parts, words),
        }
    }
}

/// `score(i → j) = d_i·U·g_j + u·g_j`, computed as `(d_i·U + u)·g_j`.
fn score_arcs(heads: &HeadWeights, simd: Simd, parts: &[Part], words: &WordStates) -> Vec<Table> {
    let (mut word, mut head) =
        (words.through(simd, &heads.arc_word), words.through(simd, &heads.arc_head));
    simd.run(Gelu(&mut word.numbers));
    simd.run(Gelu(&mut head.numbers));
    let wanted = wanted_heads(heads, simd, &word);
    let mut columns = Vec::new();
    let mut first = 0;
    let arcs = parts.iter().map(|part| {
        let count = part.words.len();
        let stride = (count + 1).next_multiple_of(LANES);
        let mut arcs = Table { numbers: vec![0.0; count * stride], stride };
        let (width, candidates) = (head.stride, &head.numbers[first * head.stride..]);
        simd.run(Transpose {
            rows: candidates,
            stride: width,
            count: count + 1,
            inner: width,
            out: &mut columns,
        });
        simd.run(Product {
            left: Left { numbers: &wanted.numbers[(first + 1) * width..], row: width, step: 1 },
            right: Right { numbers: &columns, block: LANES * width, step: LANES },
            rows: count,
            inner: width,
            columns: stride,
            out: &mut arcs.numbers,
            stride,
        });
        first += count + 1;
        arcs
    });
    arcs.collect()
}

/// What each word looks for in its head, `d·U + u`.
fn wanted_heads(heads: &HeadWeights, simd: Simd, words: &Table) -> Table {
    let width = words.stride;
    let mut numbers = vec![0.0; words.numbers.len()];
    simd.run(Product {
        left: Left { numbers: &words.numbers, row: width, step: 1 },
        right: Right { numbers: &heads.arc_product, block: LANES * width, step: LANES },
        rows: words.rows(),
        inner: width,
        columns: width,
        out: &mut numbers,
        stride: width,
    });
    for row in numbers.chunks_exact_mut(width) {
        for (x, bias) in row.iter_mut().zip(&heads.arc_bias) {
            *x += bias;
        }
    }
    Table { numbers, stride: width }
}

/// Analyses some parts, given the states of their pieces.
pub(super) fn analyse(
    model: &Model,
    simd: Simd,
    parts: &[Part],
    words: &WordStates,
) -> Vec<PartAnalysis> {
    let scores = Scores::new(&model.heads, simd, parts, words);
    let mut first = 0;
    let analyses = parts.iter().zip(&scores.arcs).map(|(part, arcs)| {
        let rows = first + 1..first + 1 + part.words.len();
        first = rows.end;
        let tags = rows.clone().map(|row| Tags {
            upos: greatest(&scores.upos.row(row)[..model.labels.upos.len()]),
            xpos: greatest(&scores.xpos.row(row)[..model.labels.xpos.len()]),
        });
        let arcs =
            ArcScores { numbers: &arcs.numbers, stride: arcs.stride, words: part.words.len() };
        PartAnalysis {
            words: tags.collect(),
            heads: tree::heads(arcs),
            relations: Vec::new(),
            entities: model.labels.bio.spans(rows.map(|row| scores.ner.row(row))),
            readings: Readings::default(),
        }
    });
    let mut analyses: Vec<PartAnalysis> = analyses.collect();
    label(model, simd, words, &mut analyses);
    for (analysis, found) in analyses.iter_mut().zip(readings::read(model, simd, parts, words)) {
        analysis.readings = found;
    }
    analyses
}

/// Names the relations of the arcs that were chosen.
fn label(model: &Model, simd: Simd, words: &WordStates, analyses: &mut [PartAnalysis]) {
    let heads = &model.heads;
    let scores =
        score_labels(heads, simd, words, analyses.iter().map(|part| part.heads.as_slice()));
    let mut row = 0;
    for part in analyses {
        let labels =
            (row..row + part.heads.len()).map(|row| &scores.row(row)[..model.labels.deprel.len()]);
        part.relations = labels.map(greatest).collect();
        row += part.heads.len();
    }
}

/// The scores of all relations for each word and its head; a row a word, without the roots.
pub(super) fn score_labels<'a>(
    heads: &HeadWeights,
    simd: Simd,
    words: &WordStates,
    trees: impl Iterator<Item = &'a [usize]>,
) -> Table {
    let (word, head) =
        (words.through(simd, &heads.label_word), words.through(simd, &heads.label_head));
    let width = word.stride;
    let mut pairs = Vec::with_capacity(word.numbers.len());
    let mut first = 0;
    for tree in trees {
        for (index, &chosen) in tree.iter().enumerate() {
            let sums = word.row(first + 1 + index).iter().zip(head.row(first + chosen));
            pairs.extend(sums.map(|(word, head)| word + head));
        }
        first += tree.len() + 1;
    }
    let mut rows = Rows::default();
    simd.run(Activate { numbers: &mut pairs, width, rows: &mut rows });
    through(simd, &heads.label_out, &rows, pairs.len() / width)
}

/// The index of the greatest score, the first of equals.
fn greatest(scores: &[f32]) -> u8 {
    let better = |best: usize, next: usize| if scores[next] > scores[best] { next } else { best };
    let index = (0..scores.len()).reduce(better).unwrap_or(0);
    u8::try_from(index).expect("a list of labels has at most 256 names")
}

/// GELU of all numbers in place.
struct Gelu<'a>(&'a mut [f32]);

impl Kernel for Gelu<'_> {
    #[inline(always)]
    fn run(self) {
        for x in self.0 {
            *x = gelu(*x);
        }
    }
}
