//! The processor's vector instructions, behind a safe door.
//!
//! In: a [`Kernel`] (plain Rust loops) or an int8 matrix product. Out: the same bits on every processor; only the speed differs.
//!
//! A [`Simd`] is a proof that this processor has certain instructions: [`Simd::detect`] is the only way to obtain the wider ones.
//! Two things are done with it:
//!
//! * [`Simd::run`] compiles plain loops once for each instruction set. The loops stay ordinary `f32` arithmetic: Rust never fuses
//!   a multiplication with an addition and never reorders a sum, so wider vectors cannot change a result.
//! * [`gemm`] multiplies int8 matrices with hand-chosen instructions. Integer sums are exact, so their order does not matter.
//!
//! This is the one module of the engine that may use `unsafe`.

pub(super) mod gemm;

/// A computation written as plain loops, to be compiled for each instruction set.
///
/// `run` and what it calls in its loops must be `#[inline(always)]`: only inlined code takes over the instruction set of its caller.
/// Keep kernels small: the compiler finds the wide vectors in a few loops, and loses them in a function of many.
pub(super) trait Kernel {
    /// Does the computation.
    fn run(self);
}

/// An instruction set that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Simd(Level);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// Whatever the compiler assumes of every processor.
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Simd {
    /// The widest instruction set of this processor.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512vnni")
            {
                return Self(Level::Avx512Vnni);
            }
            if std::arch::is_x86_feature_detected!("avx2") {
                return Self(Level::Avx2);
            }
        }
        Self(Level::Baseline)
    }

    /// All instruction sets that can be used here, narrowest first: tests compare their results.
    #[cfg(test)]
    pub(super) fn available() -> Vec<Self> {
        #[cfg(target_arch = "x86_64")]
        let levels = match Self::detect().0 {
            Level::Baseline => vec![Level::Baseline],
            Level::Avx2 => vec![Level::Baseline, Level::Avx2],
            Level::Avx512Vnni => vec![Level::Baseline, Level::Avx2, Level::Avx512Vnni],
        };
        #[cfg(not(target_arch = "x86_64"))]
        let levels = vec![Level::Baseline];
        levels.into_iter().map(Self).collect()
    }

    /// Runs a kernel as compiled for this instruction set.
    pub(super) fn run<K: Kernel>(self, kernel: K) {
        match self.0 {
            Level::Baseline => kernel.run(),
            // SAFETY: a `Simd` of this level is made only after the processor was asked for the instructions.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { run_avx2(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512Vnni => unsafe { run_avx512(kernel) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline(never)]
fn run_avx2<K: Kernel>(kernel: K) {
    kernel.run();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
#[inline(never)]
fn run_avx512<K: Kernel>(kernel: K) {
    kernel.run();
}
