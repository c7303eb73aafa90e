//! Words of time and named days: typed views of `data/lexicon/en/time.toml` and `holidays.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Which part of a stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The first third.
    Early,
    /// The second third.
    Middle,
    /// The last third.
    Late,
}

/// Everything that one word may mean in an expression of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeWord {
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day of the week, Monday 1.
    pub weekday: Option<i8>,
    /// Unit.
    pub unit: Option<TimeUnit>,
    /// Cardinal number.
    pub number: Option<i64>,
    /// Ordinal number.
    pub ordinal: Option<i64>,
    /// The tens of a decade's name.
    pub decade: Option<i16>,
    /// TIMEX3 part of the day or clock time.
    pub day_part: Option<String>,
    /// TIMEX3 season.
    pub season: Option<String>,
    /// Days from publication.
    pub days_away: Option<i64>,
    /// Which neighbour of the present stretch.
    pub shift: Option<i64>,
    /// Part of a stretch.
    pub part: Option<Part>,
    /// A number that is not given (`X`) or loosely given.
    pub vague: Option<String>,
    /// TIMEX3 value of a word that repeats.
    pub set: Option<String>,
    /// Whether the next number counts or numbers something else.
    pub numbered: bool,
    /// Whether the number before it counts this.
    pub counted: bool,
    /// Whether it tells of what is to come.
    pub future: bool,
    /// Whether it tells of what has been.
    pub past: bool,
    /// Phrases that begin with this word, longest first.
    pub phrases: Vec<Phrase>,
    /// Whether an expression may hang on this word (so that text without any such word is skipped).
    pub anchor: bool,
}

/// What a fixed phrase means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Reference(String),
    /// An index into [`TimeLexicon::holidays`].
    Holiday(usize),
    /// An inexact number follows.
    Approximation,
    /// A name; nothing in it is a date.
    NotADate,
}

/// A fixed phrase: its words in lower case, without apostrophes and hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its words.
    pub words: Vec<String>,
    /// What it means.
    pub kind: PhraseKind,
}

/// A named day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Lower-case names.
    pub names: Vec<String>,
    /// `MM-DD`.
    pub fixed: Option<String>,
    /// Days after Easter Sunday.
    pub easter: Option<i64>,
    /// Days after Orthodox Easter Sunday.
    pub orthodox_easter: Option<i64>,
    /// Month, weekday, which one (-1 the last).
    pub nth: Option<[i8; 3]>,
    /// One day a year.
    #[serde(default, deserialize_with = "days")]
    pub dates: Vec<Date>,
    /// How many days it lasts; 1 if absent.
    pub days: Option<i64>,
}

/// Days written as `YYYY-MM-DD`.
fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Date>, D::Error> {
    let days = Vec::<String>::deserialize(from)?;
    days.iter().map(|d| d.parse().map_err(serde::de::Error::custom)).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(alias = "phrases")]
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    units: BTreeMap<String, TimeUnit>,
    numbers: BTreeMap<String, i64>,
    ordinals: BTreeMap<String, i64>,
    decades: BTreeMap<String, i16>,
    day_parts: BTreeMap<String, String>,
    seasons: BTreeMap<String, String>,
    days_away: BTreeMap<String, i64>,
    shifts: BTreeMap<String, i64>,
    parts: BTreeMap<String, Part>,
    vague_numbers: BTreeMap<String, String>,
    approximations: Words,
    references: BTreeMap<String, String>,
    sets: BTreeMap<String, String>,
    not_dates: Words,
    counted: Words,
    numbered: Words,
    future_cues: Words,
    past_cues: Words,
}

/// The words of time of one language.
#[derive(Debug)]
pub struct TimeLexicon {
    words: HashMap<String, TimeWord>,
    anchors: Vec<Vec<String>>,
    /// For each first letter the lengths that its anchors have, as bits.
    lengths: [u32; 26],
    /// Named days.
    pub holidays: Vec<Holiday>,
}

/// Longest word of the lexicon that is looked up.
const LONGEST: usize = 16;

impl TimeLexicon {
    /// English.
    pub fn english() -> &'static TimeLexicon {
        static ENGLISH: OnceLock<TimeLexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            Self::parse(
                include_str!("../data/lexicon/en/time.toml"),
                include_str!("../data/lexicon/en/holidays.toml"),
            )
            .expect("the embedded files are parsed by a test")
        })
    }

    /// The lexicon that two files hold.
    pub fn parse(words: &str, holidays: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(words)?;
        let holidays: HolidayFile = toml::from_str(holidays)?;
        let mut lexicon = Self {
            words: HashMap::new(),
            anchors: Vec::new(),
            lengths: [0; 26],
            holidays: holidays.holiday,
        };
        lexicon.add_words(&file);
        lexicon.add_cues(&file);
        lexicon.add_phrases(&file);
        lexicon.index_anchors();
        Ok(lexicon)
    }

    /// What a word may mean, whatever its case; `None` for a word that has nothing to do with time.
    pub fn word(&self, word: &str) -> Option<&TimeWord> {
        let mut buffer = [0u8; LONGEST];
        let low = buffer.get_mut(..word.len())?;
        low.copy_from_slice(word.as_bytes());
        low.make_ascii_lowercase();
        self.words.get(std::str::from_utf8(low).ok()?)
    }

    /// Whether an expression may hang on this word of ASCII letters.
    pub fn anchors(&self, word: &[u8]) -> bool {
        let Some(first) = word.first().filter(|b| b.is_ascii_alphabetic()) else { return false };
        let letter = usize::from(first.to_ascii_lowercase() - b'a');
        if word.len() > LONGEST || self.lengths[letter] & (1 << word.len()) == 0 {
            return false;
        }
        let slot = &self.anchors[letter * (LONGEST + 1) + word.len()];
        slot.iter().any(|w| w.as_bytes().eq_ignore_ascii_case(word))
    }

    fn entry(&mut self, word: &str) -> &mut TimeWord {
        self.words.entry(word.to_owned()).or_default()
    }

    fn add_words(&mut self, file: &File) {
        macro_rules! fill {
            ($table:ident, $field:ident, $anchor:literal) => {
                for (word, value) in &file.$table {
                    let entry = self.entry(word);
                    entry.$field = Some(value.clone());
                    entry.anchor |= $anchor;
                }
            };
        }
        fill!(months, month, true);
        fill!(weekdays, weekday, true);
        fill!(units, unit, true);
        fill!(numbers, number, false);
        fill!(ordinals, ordinal, false);
        fill!(decades, decade, true);
        fill!(day_parts, day_part, true);
        fill!(seasons, season, true);
        fill!(days_away, days_away, true);
        fill!(shifts, shift, false);
        fill!(parts, part, false);
        fill!(vague_numbers, vague, false);
        fill!(sets, set, true);
    }

    fn add_cues(&mut self, file: &File) {
        for word in &file.counted.words {
            self.entry(word).counted = true;
        }
        for word in &file.numbered.words {
            self.entry(word).numbered = true;
        }
        for word in &file.future_cues.words {
            self.entry(word).future = true;
        }
        for word in &file.past_cues.words {
            self.entry(word).past = true;
        }
    }

    fn add_phrases(&mut self, file: &File) {
        for (phrase, value) in &file.references {
            self.add_phrase(phrase, PhraseKind::Reference(value.clone()), true);
        }
        for phrase in &file.approximations.words {
            self.add_phrase(phrase, PhraseKind::Approximation, false);
        }
        for phrase in &file.not_dates.words {
            self.add_phrase(phrase, PhraseKind::NotADate, false);
        }
        for index in 0..self.holidays.len() {
            for name in self.holidays[index].names.clone() {
                self.add_phrase(&name, PhraseKind::Holiday(index), true);
            }
        }
    }

    fn add_phrase(&mut self, phrase: &str, kind: PhraseKind, anchor: bool) {
        let words: Vec<String> =
            phrase.split([' ', '\'', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let Some(first) = words.first().cloned() else { return };
        // "a while ago" hangs on "ago", "Day of the Shining Star" on "shining": what is rare in other text.
        let rare = match kind {
            PhraseKind::Reference(_) => words.last(),
            _ => words.iter().max_by_key(|w| w.len()),
        };
        if let Some(rare) = rare.filter(|_| anchor).cloned() {
            self.entry(&rare).anchor = true;
        }
        let phrases = &mut self.entry(&first).phrases;
        phrases.push(Phrase { words, kind });
        phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
    }

    fn index_anchors(&mut self) {
        let mut slots = vec![Vec::new(); 26 * (LONGEST + 1)];
        #[expect(clippy::iter_over_hash_type, reason = "sorted right below")]
        for (word, entry) in &self.words {
            let first = word.as_bytes()[0];
            if entry.anchor && first.is_ascii_lowercase() && word.len() <= LONGEST {
                slots[usize::from(first - b'a') * (LONGEST + 1) + word.len()].push(word.clone());
            }
        }
        slots.iter_mut().for_each(|s| s.sort());
        for (slot, words) in slots.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
            self.lengths[slot / (LONGEST + 1)] |= 1 << words[0].len();
        }
        self.anchors = slots;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_embedded_files() {
        let lexicon = TimeLexicon::english();
        assert_eq!(lexicon.word("MARCH").and_then(|w| w.month), Some(3));
        assert!(lexicon.anchors(b"Tuesday") && !lexicon.anchors(b"minister"));
        assert!(lexicon.word("unconstitutionally").is_none());
    }

    #[test]
    fn every_holiday_has_one_rule() {
        for h in &TimeLexicon::english().holidays {
            let rules = [
                h.fixed.is_some(),
                h.easter.is_some(),
                h.orthodox_easter.is_some(),
                h.nth.is_some(),
                !h.dates.is_empty(),
            ];
            assert_eq!(rules.iter().filter(|r| **r).count(), 1, "{:?}", h.names);
        }
    }

    #[test]
    fn refuses_an_unknown_table() {
        assert!(TimeLexicon::parse("[colours]\nred = 1", "holiday = []").is_err());
    }
}
