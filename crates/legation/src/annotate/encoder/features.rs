//! What a word shows besides its letters: the shape of its case, and whether it is part of a known name.
//!
//! In: the words of a sentence. Out: for each a [`Features`], which the encoder adds to the embedding of the word's pieces,
//! because the pieces are lower-cased and know few names.

use std::ops::Range;
use std::sync::Arc;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::error::ModelError;
use super::index::{TextIndex, lines};

/// Number of case classes.
pub(super) const CASE_CLASSES: usize = 6;
/// Classes of names that fit the numbers of the index.
pub(super) const MOST_NAME_CLASSES: usize = 15;

/// What the encoder is told of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// The case class, under [`CASE_CLASSES`].
    pub(super) case: u8,
    /// Bit `2c` when the word begins a name of class `c`, bit `2c + 1` when it continues one.
    pub(super) names: u32,
}

impl Features {
    /// The rows of the name table to add, in order.
    pub(super) fn name_rows(self) -> impl Iterator<Item = usize> {
        (0..2 * MOST_NAME_CLASSES).filter(move |row| self.names >> row & 1 == 1)
    }
}

/// The case class of a word: 0 no capital · 1 one, at the head · 2 capitals only · 3 mixed · 4 a digit · 5 a single capital.
pub(super) fn case_class(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 4;
    }
    let is_letter = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphabetic(),
        false => c.general_category_group() == GeneralCategoryGroup::Letter,
    };
    let mut letters = word.chars().filter(|&c| is_letter(c)).map(char::is_uppercase);
    let Some(first) = letters.next() else { return 0 };
    let (others, capitals) = letters.fold((0, 0), |(others, capitals), is_capital| {
        (others + 1, capitals + usize::from(is_capital))
    });
    match (first, others, capitals) {
        (false, _, 0) => 0,
        (true, 0, _) => 5,
        (true, others, capitals) if others == capitals => 2,
        (true, _, 0) => 1,
        (true | false, _, _) => 3,
    }
}

/// The known names, in classes.
///
/// The index holds every entry and every beginning of an entry that ends at a word, so that a search goes on only as long as
/// some name does. The number of a key has bit `c` for "a name of class `c`", and [`GOES_ON`] for "a longer name begins so".
pub(super) struct Names {
    index: TextIndex,
    classes: usize,
}

/// A longer name begins with this key.
const GOES_ON: u32 = 1 << 31;

impl Names {
    /// Reads `class<TAB>words` lines; `classes` gives the order of the classes.
    pub(super) fn new(names: &str, classes: &[String]) -> Result<Self, ModelError> {
        let text: Arc<str> = names.into();
        let mut index = TextIndex::new(text.clone(), text.lines().count() * 3 / 2);
        for (number, (range, line)) in lines(&text).enumerate() {
            let error = |problem| ModelError::names(number + 1, problem);
            let (class, words) =
                line.split_once('\t').ok_or_else(|| error("expected `class<TAB>words`"))?;
            let class = classes.iter().position(|name| name == class);
            let class = class.ok_or_else(|| error("a class that the model does not know"))?;
            insert(&mut index, words, range.end - words.len(), class)
                .ok_or_else(|| error("an empty or too long name"))?;
        }
        Ok(Self { index, classes: classes.len().min(MOST_NAME_CLASSES) })
    }

    /// The features of every word of a sentence.
    pub(super) fn features(&self, words: &[&str]) -> Vec<Features> {
        let mut features: Vec<Features> =
            words.iter().map(|word| Features { case: case_class(word), names: 0 }).collect();
        let (text, ranges) = joined(words);
        let mut free = [0; MOST_NAME_CLASSES];
        for first in 0..words.len() {
            let ends = self.longest_names(&text, &ranges[first..]);
            for class in 0..self.classes {
                let words = ends[class];
                if words > 0 && free[class] <= first {
                    free[class] = first + words;
                    features[first].names |= 1 << (2 * class);
                    let others = &mut features[first + 1..first + words];
                    others.iter_mut().for_each(|word| word.names |= 2 << (2 * class));
                }
            }
        }
        features
    }

    /// For each class the number of words of the longest name that begins with the first of these.
    fn longest_names(&self, text: &str, words: &[Range<usize>]) -> [usize; MOST_NAME_CLASSES] {
        let mut longest = [0; MOST_NAME_CLASSES];
        for (count, word) in words.iter().enumerate() {
            let Some(found) = self.index.get(&text[words[0].start..word.end]) else { break };
            for (class, longest) in longest.iter_mut().enumerate() {
                if found >> class & 1 == 1 {
                    *longest = count + 1;
                }
            }
            if found & GOES_ON == 0 {
                break;
            }
        }
        longest
    }
}

/// Enters a name and each of its beginnings; `start` is where it stands in the text of the index.
fn insert(index: &mut TextIndex, words: &str, start: usize, class: usize) -> Option<()> {
    for (space, _) in words.match_indices(' ') {
        *index.entry(start..start + space)? |= GOES_ON;
    }
    *index.entry(start..start + words.len())? |= 1 << class;
    Some(())
}

/// The words lower-cased, parted by one space as in the file of names, and where each stands.
fn joined(words: &[&str]) -> (String, Vec<Range<usize>>) {
    let mut text = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    let ranges = words.iter().map(|word| {
        let start = text.len();
        // A space inside a word must not look like the end of one.
        match word.is_ascii() {
            true => text.extend(word.bytes().map(|byte| match byte {
                b' ' => '\0',
                byte => char::from(byte.to_ascii_lowercase()),
            })),
            false => text.push_str(&word.to_lowercase().replace(' ', "\0")),
        }
        text.push(' ');
        start..text.len() - 1
    });
    let ranges = ranges.collect();
    (text, ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_classes() {
        for (class, words) in [
            (0, ["", "war", "naïve", "—", "'s", "서울"].as_slice()),
            (1, &["War", "Mr.", "Élysée", "'Tis"]),
            (2, &["UN", "U.S.", "ÉÀ"]),
            (3, &["iPhone", "McDonald", "O'Neill", "USs"]),
            (4, &["1990s", "B-52", "G7"]),
            (5, &["A", "J.", "(X)"]),
        ] {
            for word in words {
                assert_eq!(case_class(word), class, "{word:?}");
            }
        }
    }

    /// The words with their flags behind: `B` and `I` with the number of the class.
    fn show(names: &str, words: &str) -> String {
        let classes = ["country".to_owned(), "org".to_owned()];
        let names = Names::new(names, &classes).expect("names");
        let words: Vec<&str> = words.split(' ').collect();
        let flags = names.features(&words).into_iter().map(|features| {
            let rows =
                features.name_rows().map(|row| format!("/{}{}", ["B", "I"][row % 2], row / 2));
            rows.collect::<String>()
        });
        words
            .iter()
            .zip(flags)
            .map(|(word, flags)| format!("{word}{flags} "))
            .collect::<String>()
            .trim_end()
            .to_owned()
    }

    const NAMES: &str = "country\tnorth korea\ncountry\tunited states\norg\tkorea\norg\tnorth korea times\norg\tunited\n";

    #[track_caller]
    fn check(words: &str, expected: &str) {
        assert_eq!(show(NAMES, words), expected);
    }

    #[test]
    fn a_name_is_marked_at_its_head_and_behind() {
        check("In North Korea today", "In North/B0 Korea/I0/B1 today");
    }

    #[test]
    fn the_longest_name_of_a_class_wins() {
        check("North Korea Times", "North/B0/B1 Korea/I0/I1 Times/I1");
    }

    #[test]
    fn names_of_a_class_do_not_overlap() {
        check("united united states", "united/B1 united/B0/B1 states/I0");
    }

    #[test]
    fn a_beginning_is_no_name() {
        check("north", "north");
        check("North America", "North America");
    }

    #[test]
    fn a_space_inside_a_word_ends_no_word() {
        let names = Names::new(NAMES, &["country".to_owned(), "org".to_owned()]).expect("names");
        assert_eq!(names.features(&["north korea"])[0].names, 0);
    }

    #[test]
    fn the_line_at_fault_is_told() {
        let error =
            Names::new("org\tun\norg un\n", &["org".to_owned()]).map(|_| ()).expect_err("no tab");
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(Names::new("org\tun\n", &["place".to_owned()]).is_err());
    }
}
