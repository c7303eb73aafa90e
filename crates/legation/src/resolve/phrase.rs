//! A noun phrase cut into the entries of the knowledge base, from left to right, the longest first.
//!
//! In: the words and which of them is the head. Out: a [`Phrase`] that answers small questions: what stands at the head, which
//! countries stand before it, what follows "of". The decisions are taken in `actors`.

use legation_data::actors::{CountryForm, Found, KnowledgeBase, Sense};
use legation_data::names::{BREAK, NameWord};

/// An entry found in a phrase.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// First word.
    pub(super) start: usize,
    /// One past the last word.
    pub(super) end: usize,
    /// What it can mean.
    pub(super) senses: Vec<Sense>,
}

/// A phrase, cut.
pub(super) struct Phrase<'a> {
    pub(super) base: &'static KnowledgeBase,
    pub(super) words: &'a [NameWord],
    pub(super) parts: Vec<Part>,
    /// Index of the head word.
    pub(super) head: usize,
    /// One past the last word of the core: head and what stands before it, with the name that may follow.
    pub(super) core: usize,
}

impl<'a> Phrase<'a> {
    /// Cuts the words; `head` is an index into them, or the last word of the core is taken.
    pub(super) fn read(
        base: &'static KnowledgeBase,
        words: &'a [NameWord],
        head: Option<usize>,
    ) -> Option<Self> {
        let mut phrase = Self { base, words, parts: cut(base, words), head: 0, core: 0 };
        let from = head.unwrap_or_else(|| phrase.first_word());
        phrase.core = phrase.core_end(from);
        phrase.head = head.unwrap_or(phrase.core.saturating_sub(1));
        (phrase.head < words.len() && phrase.core > 0).then_some(phrase)
    }

    /// The first word that can belong to a core.
    fn first_word(&self) -> usize {
        self.words.iter().position(|w| !self.is_stop_key(&w.key)).unwrap_or(0)
    }

    fn is_stop_key(&self, key: &str) -> bool {
        key == BREAK || self.base.is_in("stops", key)
    }

    fn core_end(&self, from: usize) -> usize {
        (from..self.words.len()).find(|i| *i > from && self.is_stop(*i)).unwrap_or(self.words.len())
    }

    /// Whether the core ends at that word: a preposition or comma outside of any entry.
    fn is_stop(&self, word: usize) -> bool {
        self.is_stop_key(&self.words[word].key) && self.part_of(word).is_none()
    }

    /// The part that covers a word.
    pub(super) fn part_of(&self, word: usize) -> Option<&Part> {
        self.parts.iter().find(|p| p.start <= word && word < p.end)
    }

    /// The parts that begin in the core.
    pub(super) fn core_parts(&self) -> impl DoubleEndedIterator<Item = &Part> {
        self.parts.iter().filter(|p| p.start < self.core)
    }

    /// Whether a part's last word carries a possessive: it owns what follows.
    pub(super) fn owns(&self, part: &Part) -> bool {
        self.words[part.end - 1].possessive && part.end < self.core && part.end <= self.head
    }

    /// Whether the word before a part is in a list.
    pub(super) fn preceded_by(&self, part: &Part, list: &str) -> bool {
        part.start > 0 && self.base.is_in(list, &self.words[part.start - 1].key)
    }

    /// Whether the word after a part is in a list.
    pub(super) fn followed_by(&self, part: &Part, list: &str) -> bool {
        self.words.get(part.end).is_some_and(|w| self.base.is_in(list, &w.key))
    }

    /// Whether a word of the core before the role says that it is over.
    pub(super) fn is_former(&self, before: usize) -> bool {
        self.words[..before].iter().any(|w| self.base.is_in("former", &w.key))
    }

    /// Whether a capitalised word that no entry covers stands beside a part: "Michael Jordan".
    pub(super) fn has_stranger_beside(&self, part: &Part) -> bool {
        let strange =
            |i: usize| i < self.core && self.words[i].capital && self.part_of(i).is_none();
        let before =
            part.start > 0 && !self.words[part.start - 1].possessive && strange(part.start - 1);
        before || (!self.words[part.end - 1].possessive && strange(part.end))
    }

    /// The words behind the first of these prepositions, if one directly ends the core; up to the next stop.
    pub(super) fn tail(&self, prepositions: &[&str]) -> Option<&'a [NameWord]> {
        let word = self.words.get(self.core)?;
        prepositions.contains(&word.key.as_str()).then(|| &self.words[self.core + 1..])
    }

    /// What follows a comma behind the core.
    pub(super) fn apposition(&self) -> Option<&'a [NameWord]> {
        let word = self.words.get(self.core)?;
        (word.key == BREAK && self.core + 1 < self.words.len())
            .then(|| &self.words[self.core + 1..])
    }
}

fn cut(base: &KnowledgeBase, words: &[NameWord]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match base.longest_at(&words[at..]) {
            Some(Found { len, senses }) => {
                parts.push(Part { start: at, end: at + len, senses });
                at += len;
            }
            None => at += 1,
        }
    }
    parts
}

impl Part {
    /// The first sense of a kind.
    pub(super) fn pick<T>(&self, kind: impl Fn(&Sense) -> Option<T>) -> Option<T> {
        self.senses.iter().find_map(kind)
    }

    /// As a country.
    pub(super) fn country(&self) -> Option<(usize, CountryForm)> {
        self.pick(|s| match s {
            Sense::Country(index, form) => Some((*index, *form)),
            _ => None,
        })
    }

    /// As an organisation.
    pub(super) fn organisation(&self) -> Option<usize> {
        self.pick(|s| match s {
            Sense::Organisation(index) => Some(*index),
            _ => None,
        })
    }

    /// As people.
    pub(super) fn people(&self) -> Vec<usize> {
        let person = |s: &Sense| match s {
            Sense::Person(index) => Some(*index),
            _ => None,
        };
        self.senses.iter().filter_map(person).collect()
    }

    /// Whether it is an office or a role noun.
    pub(super) fn is_role(&self) -> bool {
        self.senses.iter().any(|s| matches!(s, Sense::Office(_) | Sense::Role(_) | Sense::Force(_)))
    }
}
