//! `f32` arithmetic whose result depends on nothing but its input.
//!
//! In: rows of numbers. Out: rows of numbers, the same bits on every processor, at every vector width and in every batch.
//!
//! Floating-point sums depend on their order, so the order is fixed here: a sum over a row runs in [`LANES`] lanes that are added up
//! at the end in a fixed tree, and a product of matrices adds its terms one after the other. The compiler may compute lanes side by
//! side but may not change what a lane computes. The exponential is a polynomial of our own, because those of the platforms differ;
//! division and square root are exact by IEEE 754 and may be used.
//!
//! Everything is `#[inline(always)]`, to be compiled with the instructions of the [`Kernel`] that calls it;
//! and it loops with `for`, because the closures of `for_each` and its like may be compiled apart, without those instructions.

use super::simd::Kernel;

/// Lanes of a sum. Sixteen fill the widest vector there is; narrower processors take several for one.
pub(super) const LANES: usize = 16;
/// Adding this to a number under 2²² rounds it to an integer, half to even, which then stands in the low bits.
const ROUND: f32 = 12_582_912.0;

type Lanes = [f32; LANES];

/// 2ˣ to within two units in the last place; outside ±125 as at the border.
#[inline(always)]
pub(super) fn exp2(x: f32) -> f32 {
    let x = at_least(-125.0, at_most(125.0, x));
    let rounded = x + ROUND;
    let rest = x - (rounded - ROUND);
    // The polynomial of degree 5 with the least relative error on [−½, ½], grouped so that its parts can be computed side by side.
    let square = rest * rest;
    let high = 9.675_758e-3 + 1.327_793_9e-3 * rest;
    let middle = 0.240_221_14 + 5.550_709_7e-2 * rest;
    let low = 1.000_000_1 + 0.693_146_94 * rest;
    let fraction = (high * square + middle) * square + low;
    // Adds the rounded part to the exponent.
    f32::from_bits(fraction.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// GELU in its tanh form, `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`, by way of `1 + tanh(z) = 2 / (1 + e⁻²ᶻ)`.
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    /// −2·√(2/π)·log₂e, and 0.044715 times that.
    const FACTORS: [f32; 2] = [-2.302_208_2, -0.102_943_24];
    x / (1.0 + exp2(x * (FACTORS[0] + FACTORS[1] * (x * x))))
}

/// Written so that it is one instruction: `f32::max` must also care for NaN.
#[inline(always)]
fn at_least(bound: f32, x: f32) -> f32 {
    if x > bound { x } else { bound }
}

#[inline(always)]
fn at_most(bound: f32, x: f32) -> f32 {
    if x < bound { x } else { bound }
}

/// Folds `part` of each number into lanes, number `i` into lane `i mod LANES`, and then the lanes into one.
#[inline(always)]
fn fold(row: &[f32], start: f32, part: impl Fn(f32) -> f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes: Lanes = [start; LANES];
    let (blocks, rest) = row.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &x) in lanes.iter_mut().zip(block) {
            *lane = join(*lane, part(x));
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane = join(*lane, part(x));
    }
    // Without this the compiler lays the lanes out for the tree below and loses the wide vectors above.
    lanes = std::hint::black_box(lanes);
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn sum_of(row: &[f32], part: impl Fn(f32) -> f32) -> f32 {
    fold(row, 0.0, part, |sum, x| sum + x)
}

/// Quantises a row to int8 (offset by 128) and returns its scale: the greatest magnitude becomes 127, halves round to even.
#[inline(always)]
pub(super) fn quantise(row: &[f32], out: &mut [u8]) -> f32 {
    /// Below this the reciprocal of a scale would overflow; such a row counts as zero.
    const NOTHING: f32 = 1e-30;
    let greatest = fold(row, 0.0, f32::abs, at_least);
    if greatest < NOTHING {
        out.fill(128);
        return 1.0;
    }
    let steps = 127.0 / greatest;
    for (out, &x) in out.iter_mut().zip(row) {
        *out = ((x * steps + ROUND).to_bits() as u8).wrapping_add(128);
    }
    greatest / 127.0
}

/// Scales a row to mean 0 and variance 1, then by `weight` and `bias`.
#[inline(always)]
pub(super) fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    const EPSILON: f32 = 1e-12;
    let length = row.len() as f32;
    let mean = sum_of(row, |x| x) / length;
    for x in &mut *row {
        *x -= mean;
    }
    let variance = sum_of(row, |x| x * x) / length;
    let scale = 1.0 / (variance + EPSILON).sqrt();
    for ((x, &weight), &bias) in row.iter_mut().zip(weight).zip(bias) {
        *x = *x * scale * weight + bias;
    }
}

/// Turns each column into shares of one: `2^(x · scale)` over the sum of these.
///
/// Down the columns, because then each lane has a column to itself and no lanes need to be folded.
pub(super) struct SoftmaxColumns<'a> {
    pub(super) numbers: &'a mut [f32],
    /// A multiple of [`LANES`].
    pub(super) columns: usize,
    pub(super) scale: f32,
}

impl Kernel for SoftmaxColumns<'_> {
    #[inline(always)]
    fn run(self) {
        let Self { numbers, columns, scale } = self;
        for block in (0..columns).step_by(LANES) {
            let mut greatest: Lanes = [f32::MIN; LANES];
            for row in numbers.chunks_exact(columns) {
                for (greatest, &x) in greatest.iter_mut().zip(lanes(row, block)) {
                    *greatest = at_least(*greatest, x);
                }
            }
            let mut shares: Lanes = [0.0; LANES];
            for row in numbers.chunks_exact_mut(columns) {
                for ((x, greatest), sum) in
                    lanes_mut(row, block).iter_mut().zip(&greatest).zip(&mut shares)
                {
                    *x = exp2((*x - greatest) * scale);
                    *sum += *x;
                }
            }
            for share in &mut shares {
                *share = 1.0 / *share;
            }
            for row in numbers.chunks_exact_mut(columns) {
                for (x, share) in lanes_mut(row, block).iter_mut().zip(&shares) {
                    *x *= share;
                }
            }
        }
    }
}

#[inline(always)]
fn lanes(numbers: &[f32], start: usize) -> &Lanes {
    numbers[start..].first_chunk().expect("columns are padded to whole blocks")
}

#[inline(always)]
fn lanes_mut(numbers: &mut [f32], start: usize) -> &mut Lanes {
    numbers[start..].first_chunk_mut().expect("columns are padded to whole blocks")
}

/// The left-hand side of a [`Product`]: number `step` of row `row` stands at `row · self.row + step · self.step`.
#[derive(Clone, Copy)]
pub(super) struct Left<'a> {
    pub(super) numbers: &'a [f32],
    pub(super) row: usize,
    pub(super) step: usize,
}

/// The right-hand side of a [`Product`]: columns in blocks of [`LANES`], which lie `block` apart, their rows `step` apart.
#[derive(Clone, Copy)]
pub(super) struct Right<'a> {
    pub(super) numbers: &'a [f32],
    pub(super) block: usize,
    pub(super) step: usize,
}

/// The product of two `f32` matrices; every sum runs over `inner` in order.
pub(super) struct Product<'a> {
    /// `rows × inner`.
    pub(super) left: Left<'a>,
    /// `inner × columns`.
    pub(super) right: Right<'a>,
    pub(super) rows: usize,
    pub(super) inner: usize,
    /// A multiple of [`LANES`]: pad the right-hand matrix.
    pub(super) columns: usize,
    pub(super) out: &'a mut [f32],
    /// Distance of the rows of `out`.
    pub(super) stride: usize,
}

impl Kernel for Product<'_> {
    #[inline(always)]
    fn run(self) {
        /// Rows at once: enough sums in flight to hide the latency of an addition.
        const TALL: usize = 4;
        for block in 0..self.columns / LANES {
            let right =
                Right { numbers: &self.right.numbers[block * self.right.block..], ..self.right };
            let mut row = 0;
            while row < self.rows {
                let left = Left { numbers: &self.left.numbers[row * self.left.row..], ..self.left };
                let out = &mut self.out[row * self.stride + block * LANES..];
                row += if row + TALL <= self.rows {
                    tile::<TALL>(left, right, self.inner, out, self.stride)
                } else {
                    tile::<1>(left, right, self.inner, out, self.stride)
                };
            }
        }
    }
}

/// The product of a few rows with a block of columns. Returns how many rows.
#[inline(always)]
fn tile<const ROWS: usize>(
    left: Left<'_>,
    right: Right<'_>,
    inner: usize,
    out: &mut [f32],
    stride: usize,
) -> usize {
    let mut sums = [[0.0; LANES]; ROWS];
    for step in 0..inner {
        let block = *lanes(right.numbers, step * right.step);
        let numbers = &left.numbers[step * left.step..][..(ROWS - 1) * left.row + 1];
        for (row, sums) in sums.iter_mut().enumerate() {
            let factor = numbers[row * left.row];
            for (sum, x) in sums.iter_mut().zip(&block) {
                *sum += factor * x;
            }
        }
    }
    // As in `fold`: what happens to the sums below must not decide how they are held above.
    sums = std::hint::black_box(sums);
    for (row, sums) in sums.iter().enumerate() {
        out[row * stride..][..LANES].copy_from_slice(sums);
    }
    ROWS
}

/// Turns rows into columns, in blocks as [`Right`] wants them: `LANES` columns, each `inner` long, then the next ones.
/// The last row fills the last block up.
pub(super) struct Transpose<'a> {
    pub(super) rows: &'a [f32],
    /// Distance of the rows.
    pub(super) stride: usize,
    pub(super) count: usize,
    /// A multiple of 4.
    pub(super) inner: usize,
    pub(super) out: &'a mut Vec<f32>,
}

impl Kernel for Transpose<'_> {
    #[inline(always)]
    fn run(self) {
        /// Rows and columns at once: four vectors of four turn into four others.
        const SIDE: usize = 4;
        let block_length = LANES * self.inner;
        self.out.resize(self.count.div_ceil(LANES) * block_length, 0.0);
        for (block, out) in self.out.chunks_exact_mut(block_length).enumerate() {
            for lane in (0..LANES).step_by(SIDE) {
                let first = block * LANES + lane;
                let row = |offset: usize| {
                    &self.rows[(first + offset).min(self.count - 1) * self.stride..][..self.inner]
                };
                let rows = [row(0), row(1), row(2), row(3)].map(|row| row.as_chunks::<SIDE>().0);
                for (step, out) in out.chunks_exact_mut(SIDE * LANES).enumerate() {
                    let square = [rows[0][step], rows[1][step], rows[2][step], rows[3][step]];
                    for (column, out) in out.chunks_exact_mut(LANES).enumerate() {
                        let turned = [
                            square[0][column],
                            square[1][column],
                            square[2][column],
                            square[3][column],
                        ];
                        out[lane..lane + SIDE].copy_from_slice(&turned);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::simd::Simd;
    use super::*;

    #[test]
    fn powers_of_two_are_close() {
        for step in -12_000..=12_000 {
            let x = step as f32 / 100.0;
            let expected = f64::from(x).exp2();
            assert!((f64::from(exp2(x)) / expected - 1.0).abs() < 3e-7, "2^{x}");
        }
        assert!(exp2(f32::NEG_INFINITY) < 1e-37 && exp2(1e9).is_finite());
    }

    #[test]
    fn gelu_is_that_of_the_textbook() {
        for step in -10_000..=10_000 {
            let x = f64::from(step) / 1000.0;
            let root = (2.0 / std::f64::consts::PI).sqrt();
            let expected = 0.5 * x * (1.0 + (root * (x + 0.044_715 * x * x * x)).tanh());
            assert!((f64::from(gelu(x as f32)) - expected).abs() < 2e-6, "gelu({x})");
        }
        assert!(gelu(1e9) >= 1e9 && gelu(-1e9).abs() < 1e-20);
    }

    #[test]
    fn the_greatest_becomes_127_and_halves_go_to_even() {
        let mut out = [0; 6];
        let scale = quantise(&[127.0, -127.0, 0.5, 1.5, -2.5, 0.0], &mut out);
        assert_eq!(scale.to_bits(), 1.0_f32.to_bits());
        assert_eq!(out.map(|byte| i32::from(byte) - 128), [127, -127, 0, 2, -2, 0]);
    }

    #[test]
    fn a_row_of_nothing_stays_nothing() {
        let mut out = [0; 3];
        assert_eq!(quantise(&[0.0, -0.0, 1e-40], &mut out).to_bits(), 1.0_f32.to_bits());
        assert_eq!(out, [128; 3]);
    }

    #[test]
    fn a_normal_row_has_mean_0_and_variance_1() {
        let mut row: Vec<f32> = (0..40).map(|n| n as f32).collect();
        normalise(&mut row, &[1.0; 40], &[0.0; 40]);
        let mean: f32 = row.iter().sum::<f32>() / 40.0;
        let variance: f32 = row.iter().map(|x| x * x).sum::<f32>() / 40.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5, "{mean} {variance}");
    }

    fn matrix(rows: usize, columns: usize) -> Vec<f32> {
        (0..rows * columns).map(|n| ((n * 37 + 11) % 101) as f32 / 10.0 - 5.0).collect()
    }

    /// `left · rightᵀ` by way of `Transpose` and `Product`, against sums one after the other.
    #[track_caller]
    fn check_product(rows: usize, inner: usize, count: usize) {
        let (left, right) = (matrix(rows, inner), matrix(count, inner));
        let columns = count.next_multiple_of(LANES);
        for simd in Simd::available() {
            let mut turned = Vec::new();
            simd.run(Transpose { rows: &right, stride: inner, count, inner, out: &mut turned });
            let mut out = vec![0.0; rows * columns];
            let right_side = Right { numbers: &turned, block: LANES * inner, step: LANES };
            let left = Left { numbers: &left, row: inner, step: 1 };
            simd.run(Product {
                left,
                right: right_side,
                rows,
                inner,
                columns,
                out: &mut out,
                stride: columns,
            });
            for row in 0..rows {
                for column in 0..count {
                    let pairs = left.numbers[row * inner..][..inner]
                        .iter()
                        .zip(&right[column * inner..][..inner]);
                    let expected = pairs.fold(0.0, |sum: f32, (x, y)| sum + x * y);
                    assert_eq!(
                        out[row * columns + column].to_bits(),
                        expected.to_bits(),
                        "{simd:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_product_is_its_sums_in_order() {
        check_product(1, 4, 1);
        check_product(7, 32, 25);
        check_product(30, 256, 33);
    }

    #[test]
    fn shares_of_a_column_make_one() {
        for simd in Simd::available() {
            let mut numbers = matrix(9, 32);
            simd.run(SoftmaxColumns { numbers: &mut numbers, columns: 32, scale: 0.7 });
            for column in 0..32 {
                let total: f32 = (0..9).map(|row| numbers[row * 32 + column]).sum();
                assert!((total - 1.0).abs() < 1e-6, "{simd:?}: {total}");
            }
        }
    }
}
