//! The int8 matrix product: activations × weights → 32-bit sums, scaled back to `f32`.
//!
//! In: rows of activations as [`Rows`] (int8 stored with an offset of 128, one scale a row) and [`Weights`], packed once at load.
//! Out: `y = sum · row scale · channel scale + bias`, in that order.
//!
//! The offset is there for `vpdpbusd`, which multiplies unsigned by signed bytes. Its surplus, `128 · Σ weights` of a column,
//! is known when the weights are packed, so every sum starts at minus that instead of at zero and the correction is free.
//! All instruction sets read the same layout and are exact: [`MAX_WIDTH`] keeps the sums inside 32 bits.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;
use std::ops::Range;

use super::{Level, Simd};

/// Columns that one tile computes; weights are packed in panels of so many.
pub(in super::super) const PANEL: usize = 32;
/// Consecutive products that one 32-bit lane sums in one instruction.
const GROUP: usize = 4;
/// Bytes of one group of a panel.
const STEP: usize = PANEL * GROUP;
/// The widest row whose sums fit: `32 768 · 128 · (255 + 128)` is under 2³¹.
pub(in super::super) const MAX_WIDTH: usize = 32_768;

/// Quantised activations, row after row.
#[derive(Default)]
pub(in super::super) struct Rows {
    width: usize,
    values: Vec<u8>,
    scales: Vec<f32>,
}

impl Rows {
    /// Makes room for `rows` rows of `width`, to be written: the values (offset by 128) and the scales.
    pub(in super::super) fn reset(&mut self, rows: usize, width: usize) -> (&mut [u8], &mut [f32]) {
        self.width = width;
        self.values.resize(rows * width, 0);
        self.scales.resize(rows, 1.0);
        (&mut self.values, &mut self.scales)
    }
}

/// A weight matrix with its scales and bias, packed for the inner loops.
///
/// Invariant: `values` holds [`PANEL`] columns of `width` for each panel, the other three one number a padded column.
pub(in super::super) struct Weights {
    width: usize,
    values: Vec<i8>,
    /// What each column's sum starts at: it takes the offset of the activations back.
    starts: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// Packs the bytes of a row-major int8 `[outputs, width]` matrix with one scale and one bias an output.
    ///
    /// The reader of the file has checked that the three agree and that `width` is a multiple of [`GROUP`].
    pub(in super::super) fn pack(values: &[u8], mut scales: Vec<f32>, mut bias: Vec<f32>) -> Self {
        let width = values.len().checked_div(scales.len()).unwrap_or(0);
        assert!(width.is_multiple_of(GROUP) && width <= MAX_WIDTH, "width of a weight matrix");
        let padded = scales.len().next_multiple_of(PANEL);
        let mut packed = vec![0; padded * width];
        let mut starts = vec![0; padded];
        for (output, row) in values.chunks_exact(width.max(1)).enumerate() {
            let panel = &mut packed[output / PANEL * PANEL * width..][..PANEL * width];
            let lane = output % PANEL * GROUP;
            for (step, group) in panel.chunks_exact_mut(STEP).zip(row.chunks_exact(GROUP)) {
                step[lane..lane + GROUP]
                    .copy_from_slice(&[0, 1, 2, 3].map(|i: usize| group[i].cast_signed()));
            }
            starts[output] =
                -128 * row.iter().map(|&weight| i32::from(weight.cast_signed())).sum::<i32>();
        }
        scales.resize(padded, 0.0);
        bias.resize(padded, 0.0);
        Self { width, values: packed, starts, scales, bias }
    }

    /// Distance of the rows of the output: the number of outputs, rounded up to a whole panel. What stands in the gap is zero.
    pub(in super::super) fn stride(&self) -> usize {
        self.starts.len()
    }

    /// Multiplies some of the rows; `out` has as many rows of [`Weights::stride`] numbers.
    pub(in super::super) fn multiply(
        &self,
        simd: Simd,
        rows: &Rows,
        range: Range<usize>,
        out: &mut [f32],
    ) {
        assert_eq!(rows.width, self.width, "rows as wide as the weights");
        assert_eq!(out.len(), range.len() * self.stride(), "room for the product");
        // Panels outside: a panel stays in the first cache while the rows, which are fewer bytes, stream past it.
        for panel in 0..self.stride() / PANEL {
            let mut row = range.start;
            while row < range.end {
                let height = simd.tile_height(range.end - row);
                let tile = Tile::new(self, panel, rows, row..row + height);
                let start = (row - range.start) * self.stride() + panel * PANEL;
                tile.compute(simd, &mut out[start..], self.stride());
                row += height;
            }
        }
    }
}

impl Simd {
    /// Rows of the tallest tile, of those that [`Tile::compute`] knows, for so many rows that are left.
    fn tile_height(self, left: usize) -> usize {
        let tallest = match self.0 {
            Level::Baseline => 1,
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => 4,
            #[cfg(target_arch = "x86_64")]
            Level::Avx512Vnni => 12,
        };
        [12, 4, 1].into_iter().find(|&height| height <= tallest && height <= left).unwrap_or(1)
    }
}

/// One panel of columns times a few rows.
struct Tile<'a> {
    width: usize,
    weights: &'a [i8],
    starts: &'a [i32; PANEL],
    scales: &'a [f32; PANEL],
    bias: &'a [f32; PANEL],
    rows: &'a [u8],
    row_scales: &'a [f32],
}

impl<'a> Tile<'a> {
    fn new(weights: &'a Weights, panel: usize, rows: &'a Rows, range: Range<usize>) -> Self {
        let width = weights.width;
        Self {
            width,
            weights: &weights.values[panel * PANEL * width..][..PANEL * width],
            starts: column(&weights.starts, panel),
            scales: column(&weights.scales, panel),
            bias: column(&weights.bias, panel),
            rows: &rows.values[range.start * width..range.end * width],
            row_scales: &rows.scales[range],
        }
    }

    /// Writes the tile's rows to `out`, `stride` apart.
    fn compute(&self, simd: Simd, out: &mut [f32], stride: usize) {
        match (simd.0, self.row_scales.len()) {
            // SAFETY: a `Simd` of this level is made only after the processor was asked for the instructions.
            #[cfg(target_arch = "x86_64")]
            (Level::Avx512Vnni, 12) => unsafe { self.avx512::<12>(out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            (Level::Avx512Vnni, 4) => unsafe { self.avx512::<4>(out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            (Level::Avx512Vnni, _) => unsafe { self.avx512::<1>(out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            (Level::Avx2, 4) => unsafe { self.avx2::<4>(out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            (Level::Avx2, _) => unsafe { self.avx2::<1>(out, stride) },
            (Level::Baseline, _) => self.portable(out, stride),
        }
    }

    /// One row in plain Rust.
    fn portable(&self, out: &mut [f32], stride: usize) {
        let mut sums = *self.starts;
        for (step, group) in self.weights.chunks_exact(STEP).zip(self.rows.chunks_exact(GROUP)) {
            for (sum, weights) in sums.iter_mut().zip(step.chunks_exact(GROUP)) {
                for (&weight, &value) in weights.iter().zip(group) {
                    *sum += i32::from(weight) * i32::from(value);
                }
            }
        }
        self.scale(&[sums], out, stride);
    }

    /// Bytes to 16-bit numbers, then `vpmaddwd`: 255 · 128 · 2 fits its 32-bit sums, where the older byte instruction saturates.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn avx2<const ROWS: usize>(&self, out: &mut [f32], stride: usize) {
        /// Columns at a time: four to a vector, each with two half sums.
        const COLUMNS: usize = 8;
        assert!(self.rows.len() == ROWS * self.width && self.weights.len() == PANEL * self.width);
        let mut sums = [[0_i32; PANEL]; ROWS];
        for start in (0..PANEL).step_by(COLUMNS) {
            let mut halves = [[_mm256_setzero_si256(); 2]; ROWS];
            for group in 0..self.width / GROUP {
                // SAFETY: `group < width / GROUP` and `start + 8 <= PANEL`, so 32 bytes from here lie inside the panel.
                let weights = unsafe { self.weights.as_ptr().add(group * STEP + start * GROUP) };
                // SAFETY: the first 16 of the 32 bytes.
                let low = _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(weights.cast()) });
                // SAFETY: the other 16.
                let high = _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(weights.add(16).cast()) });
                for (row, [first, second]) in halves.iter_mut().enumerate() {
                    // SAFETY: `row < ROWS` and `group < width / GROUP`: four bytes inside the rows, at any alignment.
                    let values = unsafe { read_group(self.rows, row * self.width + group * GROUP) };
                    let values = _mm256_cvtepu8_epi16(_mm_set1_epi32(values));
                    *first = _mm256_add_epi32(*first, _mm256_madd_epi16(low, values));
                    *second = _mm256_add_epi32(*second, _mm256_madd_epi16(high, values));
                }
            }
            for (sums, [first, second]) in sums.iter_mut().zip(halves) {
                let paired = _mm256_hadd_epi32(first, second);
                let ordered = _mm256_permute4x64_epi64::<0b11_01_10_00>(paired);
                // SAFETY: eight numbers from `start` on, and `start + 8 <= PANEL`.
                unsafe { _mm256_storeu_si256(sums.as_mut_ptr().add(start).cast(), ordered) };
            }
        }
        for sums in &mut sums {
            sums.iter_mut().zip(self.starts).for_each(|(sum, start)| *sum += start);
        }
        self.scale(&sums, out, stride);
    }

    /// `vpdpbusd`: four products of bytes summed into a lane, sixteen lanes at once.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn avx512<const ROWS: usize>(&self, out: &mut [f32], stride: usize) {
        assert!(self.rows.len() == ROWS * self.width && self.weights.len() == PANEL * self.width);
        // SAFETY: `starts` is 32 numbers, two vectors of 16.
        let starts = unsafe { load_pair(self.starts.as_ptr().cast()) };
        let mut lanes = [starts; ROWS];
        for group in 0..self.width / GROUP {
            // SAFETY: `group < width / GROUP`, so a whole step of 128 bytes lies inside the panel.
            let [low, high] = unsafe { load_pair(self.weights.as_ptr().add(group * STEP)) };
            for (row, [first, second]) in lanes.iter_mut().enumerate() {
                // SAFETY: `row < ROWS` and `group < width / GROUP`: four bytes inside the rows, at any alignment.
                let values = unsafe { read_group(self.rows, row * self.width + group * GROUP) };
                let values = _mm512_set1_epi32(values);
                *first = _mm512_dpbusd_epi32(*first, values, low);
                *second = _mm512_dpbusd_epi32(*second, values, high);
            }
        }
        let mut sums = [[0_i32; PANEL]; ROWS];
        for (sums, [first, second]) in sums.iter_mut().zip(lanes) {
            // SAFETY: `sums` is 32 numbers: the first 16.
            unsafe { _mm512_storeu_si512(sums.as_mut_ptr().cast(), first) };
            // SAFETY: the other 16.
            unsafe { _mm512_storeu_si512(sums.as_mut_ptr().add(16).cast(), second) };
        }
        self.scale(&sums, out, stride);
    }

    /// From sums to numbers. The same four operations in the same order everywhere, and inlined to use the caller's vectors.
    #[inline(always)]
    fn scale<const ROWS: usize>(
        &self,
        sums: &[[i32; PANEL]; ROWS],
        out: &mut [f32],
        stride: usize,
    ) {
        for (row, (sums, &row_scale)) in sums.iter().zip(self.row_scales).enumerate() {
            let out = &mut out[row * stride..][..PANEL];
            for (column, out) in out.iter_mut().enumerate() {
                let scaled = sums[column] as f32 * row_scale * self.scales[column];
                *out = scaled + self.bias[column];
            }
        }
    }
}

/// Four activations as one number.
///
/// # Safety
/// `rows` must hold four bytes from `start` on.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn read_group(rows: &[u8], start: usize) -> i32 {
    // SAFETY: the caller's promise; the read is unaligned.
    unsafe { rows.as_ptr().add(start).cast::<i32>().read_unaligned() }
}

/// Two vectors that follow each other in memory.
///
/// # Safety
/// 128 bytes must be readable from `start` on.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn load_pair(start: *const i8) -> [__m512i; 2] {
    // SAFETY: the caller's promise; both reads are unaligned.
    unsafe { [_mm512_loadu_si512(start.cast()), _mm512_loadu_si512(start.add(64).cast())] }
}

fn column<T>(numbers: &[T], panel: usize) -> &[T; PANEL] {
    numbers[panel * PANEL..].first_chunk().expect("columns are padded to whole panels")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small repeatable noise; the tests need variety, not quality.
    fn noise(seed: u64) -> impl FnMut() -> u64 {
        let mut state = seed;
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        }
    }

    fn example(outputs: usize, width: usize, rows: usize) -> (Vec<u8>, Weights, Rows) {
        let mut next = noise(outputs as u64 * 31 + width as u64);
        let values: Vec<u8> = (0..outputs * width).map(|_| (next() % 256) as u8).collect();
        let scales = (0..outputs).map(|_| (next() % 1000) as f32 * 1e-5).collect();
        let bias = (0..outputs).map(|_| (next() % 1000) as f32 * 1e-3).collect();
        let weights = Weights::pack(&values, scales, bias);
        let mut quantised = Rows::default();
        let (bytes, row_scales) = quantised.reset(rows, width);
        bytes.iter_mut().for_each(|byte| *byte = (next() % 256) as u8);
        row_scales.iter_mut().for_each(|scale| *scale = (next() % 1000) as f32 * 1e-4);
        (values, weights, quantised)
    }

    #[test]
    fn every_instruction_set_gives_the_textbook_sum() {
        for (outputs, width, rows) in
            [(1, 4, 1), (17, 64, 5), (32, 384, 12), (50, 384, 31), (96, 1536, 13)]
        {
            let (values, weights, quantised) = example(outputs, width, rows);
            for simd in Simd::available() {
                let mut out = vec![0.0; rows * weights.stride()];
                weights.multiply(simd, &quantised, 0..rows, &mut out);
                for row in 0..rows {
                    for output in 0..outputs {
                        let bytes = &quantised.values[row * width..][..width];
                        let line = &values[output * width..][..width];
                        let sum: i32 = bytes
                            .iter()
                            .zip(line)
                            .map(|(&a, &b)| (i32::from(a) - 128) * i32::from(b.cast_signed()))
                            .sum();
                        let expected = sum as f32 * quantised.scales[row] * weights.scales[output]
                            + weights.bias[output];
                        let found = out[row * weights.stride() + output];
                        assert_eq!(
                            found.to_bits(),
                            expected.to_bits(),
                            "{simd:?} {outputs}x{width}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_greatest_sums_do_not_overflow() {
        let weights = Weights::pack(&[128; 1536], vec![1.0], vec![0.0]);
        let mut rows = Rows::default();
        rows.reset(1, 1536).0.fill(255);
        for simd in Simd::available() {
            let mut out = [0.0; PANEL];
            weights.multiply(simd, &rows, 0..1, &mut out);
            assert_eq!(out[0], (-128 * 127 * 1536) as f32, "{simd:?}");
        }
    }

    #[test]
    fn a_part_of_the_rows_is_the_same_as_that_part_of_the_whole() {
        let (_, weights, rows) = example(64, 128, 40);
        for simd in Simd::available() {
            let (mut whole, mut part) = ([0.0; 40 * 64], [0.0; 20 * 64]);
            weights.multiply(simd, &rows, 0..40, &mut whole);
            weights.multiply(simd, &rows, 13..33, &mut part);
            assert_eq!(part, whole[13 * 64..33 * 64]);
        }
    }

    #[test]
    fn no_outputs_is_no_trouble() {
        let weights = Weights::pack(&[], Vec::new(), Vec::new());
        let mut rows = Rows::default();
        rows.reset(3, 0);
        weights.multiply(Simd::detect(), &rows, 0..3, &mut []);
    }
}
