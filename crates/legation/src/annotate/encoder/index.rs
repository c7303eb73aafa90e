//! An index from the parts of a text to numbers.
//!
//! In: one text and the byte ranges of it that are keys. Out: the number stored with a key that reads the same.
//! It keeps ranges instead of strings, so building it allocates twice, whatever the number of keys: the vocabulary and the names
//! are read at every start of the program. The order of the keys never shows.

use std::ops::Range;
use std::sync::Arc;

/// The index. Keys are not empty and under 64 KiB.
pub(super) struct TextIndex {
    text: Arc<str>,
    /// Open addressing, at most two thirds full; the length is a power of two.
    slots: Vec<Slot>,
    used: usize,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    start: u32,
    /// 0 in a free slot.
    length: u16,
    /// Part of the hash, to look into the text for equal keys almost only.
    mark: u16,
    number: u32,
}

impl TextIndex {
    /// An empty index with room for about `keys`.
    pub(super) fn new(text: Arc<str>, keys: usize) -> Self {
        let slots = (keys * 3 / 2).next_power_of_two().max(16);
        Self { text, slots: vec![Slot::default(); slots], used: 0 }
    }

    /// The number of the key at `range`, 0 when it is new. `None` when the range can be no key.
    pub(super) fn entry(&mut self, range: Range<usize>) -> Option<&mut u32> {
        if (self.used + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let length = u16::try_from(range.len()).ok().filter(|&length| length > 0)?;
        let start = u32::try_from(range.start).ok()?;
        let key = self.text.get(range)?;
        let hash = hash(key);
        let place = self.place(key, hash);
        let slot = &mut self.slots[place];
        if slot.length == 0 {
            *slot = Slot { start, length, mark: mark(hash), number: 0 };
            self.used += 1;
        }
        Some(&mut slot.number)
    }

    /// The number stored with a key.
    pub(super) fn get(&self, key: &str) -> Option<u32> {
        let slot = &self.slots[self.place(key, hash(key))];
        (slot.length > 0).then_some(slot.number)
    }

    /// Where the key is or would be.
    fn place(&self, key: &str, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut place = hash as usize & last;
        loop {
            let slot = &self.slots[place];
            if slot.length == 0 || (slot.mark == mark(hash) && self.key(slot) == key.as_bytes()) {
                return place;
            }
            place = (place + 1) & last;
        }
    }

    fn key(&self, slot: &Slot) -> &[u8] {
        &self.text.as_bytes()[slot.start as usize..][..usize::from(slot.length)]
    }

    fn grow(&mut self) {
        let doubled = vec![Slot::default(); self.slots.len() * 2];
        let last = doubled.len() - 1;
        for slot in std::mem::replace(&mut self.slots, doubled) {
            if slot.length == 0 {
                continue;
            }
            let key = &self.text[slot.start as usize..][..usize::from(slot.length)];
            let mut place = hash(key) as usize & last;
            while self.slots[place].length > 0 {
                place = (place + 1) & last;
            }
            self.slots[place] = slot;
        }
    }
}

/// The lines of a text, each with its place in it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |whole| {
        let start = end;
        end += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        (start..start + line.len(), line)
    })
}

fn mark(hash: u64) -> u16 {
    (hash >> 48) as u16
}

/// Eight bytes at a time: multiply, fold the upper half down. Keys are ours, so nobody can choose them to collide.
fn hash(key: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |state: u64, word: u64| {
        let product = (state ^ word).wrapping_mul(FACTOR);
        product ^ (product >> 32)
    };
    let (blocks, rest) = key.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let state =
        blocks.iter().fold(key.len() as u64, |state, block| mix(state, u64::from_le_bytes(*block)));
    mix(mix(state, u64::from_le_bytes(last)), FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_again_and_no_other() {
        let text: Arc<str> = (0..5000).map(|n| format!("key{n};")).collect::<String>().into();
        let mut index = TextIndex::new(text.clone(), 0);
        let mut start = 0;
        for (n, key) in text.split_terminator(';').enumerate() {
            *index.entry(start..start + key.len()).expect("a key") = n as u32;
            start += key.len() + 1;
        }
        for n in 0..5000 {
            assert_eq!(index.get(&format!("key{n}")), Some(n));
            assert_eq!(index.get(&format!("kez{n}")), None);
        }
        assert_eq!(index.get(""), None);
    }

    #[test]
    fn equal_keys_share_a_number() {
        let mut index = TextIndex::new("war war".into(), 2);
        *index.entry(0..3).expect("a key") = 7;
        assert_eq!(index.entry(4..7).copied(), Some(7));
    }

    #[test]
    fn what_can_be_no_key_is_refused() {
        let mut index = TextIndex::new("é".into(), 1);
        assert!(index.entry(0..0).is_none(), "empty");
        assert!(index.entry(0..1).is_none(), "inside a character");
        assert!(index.entry(0..9).is_none(), "outside the text");
    }
}
