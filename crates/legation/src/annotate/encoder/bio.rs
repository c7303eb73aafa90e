//! From tag scores to the spans of names.
//!
//! In: for every word a score for each BIO tag. Out: spans of words with their kind. Of all sequences of tags in which `I-X`
//! follows `B-X` or `I-X`, the one with the greatest sum is taken (Viterbi, without learned transitions).

use super::error::ModelError;

/// A name: words `start..end` of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntitySpan {
    /// The first word, counted from 0.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// The kind, an index into [`Labels::entity_kinds`](super::Labels::entity_kinds).
    pub kind: u8,
}

/// The tags in the order of the scores.
pub(super) struct BioTags {
    tags: Vec<Tag>,
    /// For each tag the tags that may stand before it; none means any.
    before: Vec<Vec<usize>>,
    kinds: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Outside,
    Begin(u8),
    Inside(u8),
}

impl BioTags {
    /// Reads the names of the tags: `O`, `B-kind`, `I-kind`.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, ModelError> {
        let mut kinds: Vec<String> = Vec::new();
        let mut tags = Vec::new();
        for name in names {
            tags.push(match name.split_once('-') {
                None if name == "O" => Tag::Outside,
                Some(("B", kind)) => Tag::Begin(number_of(kind, &mut kinds)),
                Some(("I", kind)) => Tag::Inside(number_of(kind, &mut kinds)),
                Some(_) | None => {
                    return Err(ModelError::metadata("ner", format!("`{name}` is no BIO tag")));
                }
            });
        }
        let allowed = |tag: &Tag| match *tag {
            Tag::Outside | Tag::Begin(_) => Vec::new(),
            Tag::Inside(kind) => {
                let fits = |before: &Tag| [Tag::Begin(kind), Tag::Inside(kind)].contains(before);
                (0..tags.len()).filter(|&before| fits(&tags[before])).collect()
            }
        };
        let before = tags.iter().map(allowed).collect();
        Ok(Self { tags, before, kinds })
    }

    /// Number of tags.
    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// The kinds of names, in the order of their first tags.
    pub(super) fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The names in a sentence; one row of scores a word, at least as long as there are tags.
    pub(super) fn spans<'a>(
        &self,
        scores: impl ExactSizeIterator<Item = &'a [f32]>,
    ) -> Vec<EntitySpan> {
        let mut spans: Vec<EntitySpan> = Vec::new();
        for (word, tag) in self.best_path(scores).into_iter().enumerate() {
            match self.tags[tag] {
                Tag::Outside => {}
                Tag::Begin(kind) => spans.push(EntitySpan { start: word, end: word + 1, kind }),
                Tag::Inside(_) => {
                    if let Some(span) = spans.last_mut() {
                        span.end = word + 1;
                    }
                }
            }
        }
        spans
    }

    /// The tag of each word in the best sequence.
    fn best_path<'a>(&self, scores: impl ExactSizeIterator<Item = &'a [f32]>) -> Vec<usize> {
        // Before the first word stands, as it were, a word outside: no name goes on from there.
        let mut totals: Vec<f32> = self
            .tags
            .iter()
            .map(|&tag| if tag == Tag::Outside { 0.0 } else { f32::NEG_INFINITY })
            .collect();
        let mut steps = Vec::with_capacity(scores.len());
        for row in scores {
            let anywhere = best(0..self.len(), &totals);
            let from = self.before.iter().map(|before| match before.as_slice() {
                [] => anywhere,
                before => best(before.iter().copied(), &totals),
            });
            let from: Vec<usize> = from.collect();
            totals = from.iter().zip(row).map(|(&from, score)| totals[from] + score).collect();
            steps.push(from);
        }
        let mut tag = best(0..self.len(), &totals);
        let mut path = vec![0; steps.len()];
        for (place, from) in path.iter_mut().zip(&steps).rev() {
            *place = tag;
            tag = from[tag];
        }
        path
    }
}

/// The first of the tags with the greatest total.
fn best(tags: impl Iterator<Item = usize>, totals: &[f32]) -> usize {
    tags.reduce(|best, tag| if totals[tag] > totals[best] { tag } else { best }).unwrap_or(0)
}

fn number_of(kind: &str, kinds: &mut Vec<String>) -> u8 {
    let known = kinds.iter().position(|known| known == kind);
    let number = known.unwrap_or_else(|| {
        kinds.push(kind.to_owned());
        kinds.len() - 1
    });
    u8::try_from(number).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores are given tag by tag: `O B-PER I-PER B-ORG I-ORG`.
    #[track_caller]
    fn check(scores: &[[f32; 5]], expected: &[(usize, usize, &str)]) {
        let tags = BioTags::new("O B-PER I-PER B-ORG I-ORG".split(' ')).expect("tags");
        let spans = tags.spans(scores.iter().map(<[f32; 5]>::as_slice));
        let found: Vec<_> = spans
            .iter()
            .map(|span| (span.start, span.end, tags.kinds()[usize::from(span.kind)].as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    const OUTSIDE: [f32; 5] = [9.0, 0.0, 0.0, 0.0, 0.0];
    const BEGIN_PERSON: [f32; 5] = [0.0, 9.0, 0.0, 0.0, 0.0];
    const IN_PERSON: [f32; 5] = [0.0, 0.0, 9.0, 0.0, 0.0];

    #[test]
    fn nothing_in_nothing_out() {
        check(&[], &[]);
        check(&[OUTSIDE, OUTSIDE], &[]);
    }

    #[test]
    fn a_name_ends_before_the_next_begins() {
        check(&[BEGIN_PERSON, IN_PERSON, BEGIN_PERSON, OUTSIDE], &[(0, 2, "PER"), (2, 3, "PER")]);
    }

    #[test]
    fn a_name_cannot_begin_inside() {
        check(&[IN_PERSON], &[]);
        check(&[[0.0, 1.0, 9.0, 0.0, 0.0], IN_PERSON], &[(0, 2, "PER")]);
    }

    #[test]
    fn the_kind_cannot_change_inside() {
        check(&[[0.0, 8.0, 0.0, 7.0, 0.0], [0.0, 0.0, 0.0, 0.0, 9.0]], &[(0, 2, "ORG")]);
    }

    #[test]
    fn broken_numbers_give_some_spans() {
        let tags = BioTags::new("O B-PER I-PER".split(' ')).expect("tags");
        let rows = [[f32::NAN; 3], [f32::INFINITY; 3], [f32::NEG_INFINITY; 3]];
        for span in tags.spans(rows.iter().map(<[f32; 3]>::as_slice)) {
            assert!(span.start < span.end && span.end <= 3);
        }
    }

    #[test]
    fn other_tags_are_refused() {
        assert!(BioTags::new("O X-PER".split(' ')).is_err());
        assert!(BioTags::new("B".split(' ')).is_err());
    }
}
