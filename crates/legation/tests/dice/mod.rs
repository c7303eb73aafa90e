//! Chance that is the same on every machine, and what it does to a text.

/// A small generator (xorshift), so that every run throws the same texts.
pub(crate) struct Dice(u64);

impl Dice {
    /// A generator; the seed must not be nought.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).expect("below the number of sides")
    }

    /// Up to a dozen cuts, copies and splinters.
    pub(crate) fn mutate(&mut self, text: &[u8], splinters: &[&[u8]]) -> Vec<u8> {
        let mut text = text.to_vec();
        for _ in 0..=self.roll(12) {
            let at = self.roll(text.len() + 1);
            let end = (at + self.roll(200)).min(text.len());
            match self.roll(5) {
                0 => {
                    drop(text.splice(at..at, splinters[self.roll(splinters.len())].iter().copied()))
                }
                1 => drop(text.drain(at..end)),
                2 => text.extend_from_within(at..end),
                3 => text.truncate(at.max(1)),
                _ => text[at..end].iter_mut().for_each(|byte| *byte = byte.rotate_left(1)),
            }
        }
        text
    }
}
