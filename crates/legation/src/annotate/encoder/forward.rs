//! The trunk: from pieces to their states.
//!
//! In: [`Part`]s of sentences. Out: one state of [`HIDDEN`] numbers a piece, part after part without padding.
//! The rows of all parts go through the matrix products together; attention looks only inside a part. Each row is quantised with
//! a scale of its own, so the states of a part are the same bits alone or in any company.

use std::ops::Range;

use super::arithmetic::{
    LANES, Left, Product, Right, SoftmaxColumns, Transpose, gelu, normalise, quantise,
};
use super::features::Features;
use super::input::Part;
use super::model::{Embedding, HIDDEN, Layer, Model, Norm};
use super::simd::gemm::Rows;
use super::simd::{Kernel, Simd};

/// Numbers that each of the twelve attention heads looks at.
const HEAD: usize = 32;
/// Rows that go through the inner layer together: their 1536 numbers each must stay in the cache.
const INNER_ROWS: usize = 48;

/// Memory for one batch, reused from batch to batch.
#[derive(Default)]
pub(super) struct Scratch {
    /// The states of the pieces, in the end the result.
    pub(super) states: Vec<f32>,
    /// What the next product reads: the states or what attention made of them.
    rows: Rows,
    query_key_value: Vec<f32>,
    attention: AttentionScratch,
    inner: Vec<f32>,
    inner_rows: Rows,
    /// What a half of a layer adds to the states.
    update: Vec<f32>,
}

/// Computes the states of all pieces of the parts into `scratch.states`.
pub(super) fn run_trunk(model: &Model, simd: Simd, parts: &[Part], scratch: &mut Scratch) {
    let mut count = 0;
    let spans = parts.iter().map(|part| {
        let start = count;
        count += part.pieces.len();
        start..count
    });
    let spans: Vec<Range<usize>> = spans.collect();
    scratch.states.resize(count * HIDDEN, 0.0);
    scratch.update.resize(count * HIDDEN, 0.0);
    scratch.query_key_value.resize(count * 3 * HIDDEN, 0.0);
    let states = scratch.states.as_mut_slice();
    simd.run(Embed { embedding: &model.embedding, parts, states, rows: &mut scratch.rows });
    for layer in &model.layers {
        attend(layer, simd, &spans, scratch);
        feed_forward(layer, simd, scratch);
    }
}

/// Attention with its residual and norm. Takes the states and their quantised rows, leaves the new ones.
fn attend(layer: &Layer, simd: Simd, spans: &[Range<usize>], scratch: &mut Scratch) {
    let count = scratch.states.len() / HIDDEN;
    layer.query_key_value.multiply(simd, &scratch.rows, 0..count, &mut scratch.query_key_value);
    for span in spans {
        let rows = &scratch.query_key_value[span.start * 3 * HIDDEN..span.end * 3 * HIDDEN];
        let out = &mut scratch.update[span.start * HIDDEN..span.end * HIDDEN];
        for head in (0..HIDDEN).step_by(HEAD) {
            attend_head(simd, &rows[head..], span.len(), &mut scratch.attention, &mut out[head..]);
        }
    }
    simd.run(Quantise { numbers: &scratch.update, width: HIDDEN, rows: &mut scratch.rows });
    layer.out.multiply(simd, &scratch.rows, 0..count, &mut scratch.update);
    add_update(simd, &layer.norm1, scratch);
}

/// The two products with GELU between, with their residual and norm.
fn feed_forward(layer: &Layer, simd: Simd, scratch: &mut Scratch) {
    let count = scratch.states.len() / HIDDEN;
    let width = layer.inner.stride();
    for start in (0..count).step_by(INNER_ROWS) {
        let end = count.min(start + INNER_ROWS);
        scratch.inner.resize((end - start) * width, 0.0);
        layer.inner.multiply(simd, &scratch.rows, start..end, &mut scratch.inner);
        simd.run(Activate { numbers: &mut scratch.inner, width, rows: &mut scratch.inner_rows });
        let update = &mut scratch.update[start * HIDDEN..end * HIDDEN];
        layer.outer.multiply(simd, &scratch.inner_rows, 0..end - start, update);
    }
    add_update(simd, &layer.norm2, scratch);
}

fn add_update(simd: Simd, norm: &Norm, scratch: &mut Scratch) {
    let (states, update) = (scratch.states.as_mut_slice(), scratch.update.as_slice());
    simd.run(AddAndNormalise { states, update, norm, rows: &mut scratch.rows });
}

/// The states of pieces before the first layer.
struct Embed<'a> {
    embedding: &'a Embedding,
    parts: &'a [Part],
    states: &'a mut [f32],
    rows: &'a mut Rows,
}

impl Kernel for Embed<'_> {
    #[inline(always)]
    fn run(self) {
        let (values, scales) = self.rows.reset(self.states.len() / HIDDEN, HIDDEN);
        let mut rows =
            self.states.chunks_exact_mut(HIDDEN).zip(values.chunks_exact_mut(HIDDEN)).zip(scales);
        for part in self.parts {
            let mut words = part.words.iter().zip(&part.features).peekable();
            for (position, &piece) in part.pieces.iter().enumerate() {
                words.next_if(|(word, _)| word.end <= position);
                let word = words.peek().filter(|(word, _)| word.contains(&position));
                let features = word.map_or(Features::default(), |&(_, &features)| features);
                let Some(((state, values), scale)) = rows.next() else { return };
                embed(self.embedding, piece as usize, position, features, state);
                *scale = quantise(state, values);
            }
        }
    }
}

#[inline(always)]
fn embed(
    embedding: &Embedding,
    piece: usize,
    position: usize,
    features: Features,
    state: &mut [f32],
) {
    let scale = embedding.word_scales[piece];
    let word = &embedding.words[piece * HIDDEN..][..HIDDEN];
    let position = row(&embedding.positions, position);
    let case = row(&embedding.cases, usize::from(features.case));
    for (index, x) in state.iter_mut().enumerate() {
        *x = f32::from(word[index]) * scale + position[index] + case[index];
    }
    for name in features.name_rows() {
        for (x, name) in state.iter_mut().zip(row(&embedding.names, name)) {
            *x += name;
        }
    }
    normalise(state, &embedding.norm.weight, &embedding.norm.bias);
}

#[inline(always)]
fn row(table: &[f32], number: usize) -> &[f32] {
    &table[number * HIDDEN..][..HIDDEN]
}

/// `states = norm(states + update)`, and the same quantised.
struct AddAndNormalise<'a> {
    states: &'a mut [f32],
    update: &'a [f32],
    norm: &'a Norm,
    rows: &'a mut Rows,
}

impl Kernel for AddAndNormalise<'_> {
    #[inline(always)]
    fn run(self) {
        let (values, scales) = self.rows.reset(self.states.len() / HIDDEN, HIDDEN);
        let states = self.states.chunks_exact_mut(HIDDEN).zip(self.update.chunks_exact(HIDDEN));
        for ((state, update), (values, scale)) in
            states.zip(values.chunks_exact_mut(HIDDEN).zip(scales))
        {
            for (x, update) in state.iter_mut().zip(update) {
                *x += update;
            }
            normalise(state, &self.norm.weight, &self.norm.bias);
            *scale = quantise(state, values);
        }
    }
}

/// GELU of all numbers in place, and each row of `width` quantised.
pub(super) struct Activate<'a> {
    pub(super) numbers: &'a mut [f32],
    pub(super) width: usize,
    pub(super) rows: &'a mut Rows,
}

impl Kernel for Activate<'_> {
    #[inline(always)]
    fn run(self) {
        let (values, scales) = self.rows.reset(self.numbers.len() / self.width, self.width);
        let numbers = self.numbers.chunks_exact_mut(self.width);
        for ((numbers, values), scale) in
            numbers.zip(values.chunks_exact_mut(self.width)).zip(scales)
        {
            for x in &mut *numbers {
                *x = gelu(*x);
            }
            *scale = quantise(numbers, values);
        }
    }
}

/// Each row of `width` quantised.
pub(super) struct Quantise<'a> {
    pub(super) numbers: &'a [f32],
    pub(super) width: usize,
    pub(super) rows: &'a mut Rows,
}

impl Kernel for Quantise<'_> {
    #[inline(always)]
    fn run(self) {
        let (values, scales) = self.rows.reset(self.numbers.len() / self.width, self.width);
        let numbers =
            self.numbers.chunks_exact(self.width).zip(values.chunks_exact_mut(self.width));
        for ((numbers, values), scale) in numbers.zip(scales) {
            *scale = quantise(numbers, values);
        }
    }
}

/// Memory for one head over one part.
#[derive(Default)]
struct AttentionScratch {
    /// The queries, a column each.
    queries: Vec<f32>,
    /// For each key a row with its share for each query, padded to whole lanes.
    shares: Vec<f32>,
}

/// One head over one part: `softmax(q·kᵀ/√32)·v`. `rows` begins at the head's first query, `out` at its first output.
fn attend_head(
    simd: Simd,
    rows: &[f32],
    count: usize,
    scratch: &mut AttentionScratch,
    out: &mut [f32],
) {
    /// log₂e / √32: the softmax works with powers of two.
    const SCALE: f32 = 0.255_034_86;
    const STRIDE: usize = 3 * HIDDEN;
    let columns = count.next_multiple_of(LANES);
    scratch.shares.resize(count * columns, 0.0);
    simd.run(Transpose { rows, stride: STRIDE, count, inner: HEAD, out: &mut scratch.queries });
    simd.run(Product {
        left: Left { numbers: &rows[HIDDEN..], row: STRIDE, step: 1 },
        right: Right { numbers: &scratch.queries, block: LANES * HEAD, step: LANES },
        rows: count,
        inner: HEAD,
        columns,
        out: &mut scratch.shares,
        stride: columns,
    });
    simd.run(SoftmaxColumns { numbers: &mut scratch.shares, columns, scale: SCALE });
    simd.run(Product {
        left: Left { numbers: &scratch.shares, row: 1, step: columns },
        right: Right { numbers: &rows[2 * HIDDEN..], block: LANES, step: STRIDE },
        rows: count,
        inner: count,
        columns: HEAD,
        out,
        stride: HIDDEN,
    });
}
