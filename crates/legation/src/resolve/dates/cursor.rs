//! Looking at tokens: the small words of the grammar (a day, a year, a number, a unit).

use super::scan::{Kind, Token};
use crate::Span;
use legation_data::{PhraseKind, TimeUnit, TimeWord};

/// The tokens of one piece of text. Every function takes an index and is total: off the end stands an empty mark.
pub(super) struct Cursor<'t> {
    pub(super) tokens: &'t [Token<'t>],
}

/// How many: as TIMEX3 writes it, and as a number if it is one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) text: String,
    pub(super) value: Option<i64>,
}

impl Amount {
    fn of(value: i64) -> Self {
        Self { text: value.to_string(), value: Some(value) }
    }
}

impl<'t> Cursor<'t> {
    pub(super) fn at(&self, i: usize) -> Token<'t> {
        let nothing = || Token {
            text: "",
            span: Span::new(0, 0),
            kind: Kind::Mark,
            spaced: true,
            word: None,
        };
        self.tokens.get(i).copied().unwrap_or_else(nothing)
    }

    /// The token before; nothing at the start.
    pub(super) fn before(&self, i: usize) -> Token<'t> {
        self.at(i.wrapping_sub(1))
    }

    pub(super) fn is(&self, i: usize, word: &str) -> bool {
        self.at(i).is(word)
    }

    pub(super) fn any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(i, w))
    }

    /// The index after that word, or the same if it is not there.
    pub(super) fn skip(&self, i: usize, words: &[&str]) -> usize {
        i + usize::from(self.any(i, words))
    }

    pub(super) fn word<T>(&self, i: usize, get: impl Fn(&TimeWord) -> Option<T>) -> Option<T> {
        self.at(i).word.and_then(get)
    }

    /// Whether a mark joins `i` to its neighbours without white space.
    pub(super) fn glued(&self, i: usize, marks: &[&str]) -> bool {
        self.any(i, marks) && !self.at(i).spaced && !self.at(i + 1).spaced
    }

    /// A hyphen between two words.
    pub(super) fn skip_hyphen(&self, i: usize) -> usize {
        i + usize::from(self.glued(i, &["-", "–", "‑"]))
    }

    /// A whole number written in digits, with at most so many.
    pub(super) fn digits(&self, i: usize, from: usize, to: usize) -> Option<i64> {
        match self.at(i).kind {
            Kind::Number(Some((n, digits))) if (from..=to).contains(&digits) => Some(n),
            Kind::Number(_) | Kind::Word | Kind::Mark => None,
        }
    }

    /// A month, with the full stop of its short form. Names that are also words need a capital.
    pub(super) fn month(&self, i: usize) -> Option<(i8, usize)> {
        let month = self.word(i, |w| w.month)?;
        let token = self.at(i);
        let common = self.any(i, &["may", "march", "mar", "dec", "jan", "august"]);
        let leads = self.any(
            i.wrapping_sub(1),
            &[
                "in", "of", "last", "next", "th", "between", "from", "since", "until", "early",
                "late", "mid",
            ],
        ) || matches!(self.at(i.wrapping_sub(1)).kind, Kind::Number(_));
        let followed = self.digits(i + 1, 1, 4).is_some();
        if common && !token.capital() && !leads && !followed {
            return None;
        }
        let short = token.text.len() <= 4 && !self.any(i, &["may", "june", "july"]);
        let stop = short && self.is(i + 1, ".") && !self.at(i + 1).spaced;
        Some((month, i + 1 + usize::from(stop)))
    }

    /// A weekday; short forms that are also words need a full stop, a comma or a number.
    pub(super) fn weekday(&self, i: usize) -> Option<(i8, usize)> {
        let weekday = self.word(i, |w| w.weekday)?;
        let stop = self.at(i).text.len() <= 5 && self.is(i + 1, ".") && !self.at(i + 1).spaced;
        let shown = stop || self.is(i + 1, ",") || self.digits(i + 1, 1, 2).is_some();
        if self.any(i, &["sat", "sun", "wed", "mon"]) && !shown {
            return None;
        }
        Some((weekday, i + 1 + usize::from(stop)))
    }

    /// A year that is certain from its place: four digits.
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize)> {
        let year = self.digits(i, 4, 4).filter(|y| (1000..2200).contains(y))?;
        Some((i16::try_from(year).ok()?, i + 1))
    }

    /// A day of the month in digits ("3", "3rd") or as an ordinal word.
    pub(super) fn day(&self, i: usize) -> Option<(i8, usize)> {
        if let Some(n) = self.digits(i, 1, 2).filter(|n| (1..=31).contains(n)) {
            let suffix = self.any(i + 1, &["st", "nd", "rd", "th"]) && !self.at(i + 1).spaced;
            return Some((i8::try_from(n).ok()?, i + 1 + usize::from(suffix)));
        }
        let (n, next) = self.ordinal(i).filter(|(n, _)| (1..=31).contains(n))?;
        Some((i8::try_from(n).ok()?, next))
    }

    /// A day of the month that can only be an ordinal.
    pub(super) fn ordinal_day(&self, i: usize) -> Option<(i8, usize)> {
        self.day(i).filter(|(_, next)| *next == i + 2 && self.digits(i, 1, 2).is_some())
    }

    /// "third", "3rd", "twenty-first".
    pub(super) fn ordinal(&self, i: usize) -> Option<(i64, usize)> {
        if let Some(n) = self.digits(i, 1, 2) {
            let suffix = self.any(i + 1, &["st", "nd", "rd", "th"]) && !self.at(i + 1).spaced;
            return suffix.then_some((n, i + 2));
        }
        if let Some(n) = self.word(i, |w| w.ordinal) {
            return Some((n, i + 1));
        }
        let tens = self.word(i, |w| w.number).filter(|n| (20..100).contains(n))?;
        let next = self.skip_hyphen(i + 1);
        let ones = self.word(next, |w| w.ordinal).filter(|n| *n < 10)?;
        Some((tens + ones, next + 1))
    }

    /// A number in digits or words; `a` and `an` count as one.
    pub(super) fn amount(&self, i: usize) -> Option<(Amount, usize)> {
        if let Kind::Number(_) = self.at(i).kind {
            return self.written_amount(i);
        }
        if self.any(i, &["half"]) {
            let next = self.skip(i + 1, &["a", "an"]);
            return Some((Amount { text: "0.5".to_owned(), value: None }, next));
        }
        let article = self.any(i, &["a", "an"]);
        let start = i + usize::from(article);
        if let Some(vague) = self.word(start, |w| w.vague.clone()) {
            let next = self.skip(start + 1, &["of"]);
            return Some((Amount { value: vague.parse().ok(), text: vague }, next));
        }
        if let Some((value, next)) = self.spelled(start) {
            return Some(self.with_half(value, next));
        }
        (article && !self.any(start, &["half"])).then(|| (Amount::of(1), start))
    }

    fn written_amount(&self, i: usize) -> Option<(Amount, usize)> {
        let text = self.at(i).text.replace(',', "");
        let value: Option<i64> = text.parse().ok();
        let suffix = self.any(i + 1, &["st", "nd", "rd", "th", "s"]) && !self.at(i + 1).spaced;
        if suffix || text.matches('.').count() > 1 {
            return None;
        }
        match value {
            Some(value) => Some(self.with_half(value, i + 1)),
            None => Some((Amount { text, value: None }, i + 1)),
        }
    }

    /// "and a half" after a number.
    fn with_half(&self, value: i64, next: usize) -> (Amount, usize) {
        let (half, quarter) = (self.is(next + 2, "half"), self.is(next + 2, "quarter"));
        if self.is(next, "and") && self.any(next + 1, &["a", "one"]) && (half || quarter) {
            let fraction = if half { "5" } else { "25" };
            return (Amount { text: format!("{value}.{fraction}"), value: None }, next + 3);
        }
        if self.is(next, "and") && self.is(next + 1, "half") {
            return (Amount { text: format!("{value}.5"), value: None }, next + 2);
        }
        (Amount::of(value), next)
    }

    /// "twenty-five", "a hundred and two".
    fn spelled(&self, i: usize) -> Option<(i64, usize)> {
        let mut total = self.word(i, |w| w.number)?;
        let mut next = i + 1;
        loop {
            let joined = self.skip(self.skip_hyphen(next), &["and"]);
            let Some(n) = self.word(joined, |w| w.number) else { return Some((total, next)) };
            total = match n {
                100 | 1000 | 12 if joined == next => total.checked_mul(n)?,
                1..100 if total % 10 == 0 && n < 10 || total % 100 == 0 => total.checked_add(n)?,
                _ => return Some((total, next)),
            };
            next = joined + 1;
        }
    }

    /// A unit of time; "business days" are days. A half is one only after "first" or "second", and a number elsewhere.
    pub(super) fn unit(&self, i: usize) -> Option<(TimeUnit, usize)> {
        let i = self.skip(
            i,
            &[
                "business",
                "working",
                "calendar",
                "fiscal",
                "financial",
                "full",
                "consecutive",
                "straight",
            ],
        );
        let second = self.is(i, "second") && self.word(i.wrapping_sub(1), |w| w.number).is_none();
        self.word(i, |w| w.unit)
            .filter(|_| !second && !self.is(i, "half"))
            .map(|unit| (unit, i + 1))
    }

    /// The longest fixed phrase of that kind.
    pub(super) fn phrase<T>(
        &self,
        i: usize,
        pick: impl Fn(&PhraseKind) -> Option<T>,
    ) -> Option<(T, usize)> {
        let phrases = &self.at(i).word?.phrases;
        phrases.iter().find_map(|p| {
            let picked = pick(&p.kind)?;
            Some((picked, self.matches(i, &p.words)?))
        })
    }

    /// The index after those words, hyphens and apostrophes between them passed over.
    fn matches(&self, i: usize, words: &[String]) -> Option<usize> {
        let mut at = i;
        for (n, word) in words.iter().enumerate() {
            if n > 0 && self.any(at, &["'", "’", "-", "."]) {
                at += 1;
            }
            if !self.is(at, word) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}
