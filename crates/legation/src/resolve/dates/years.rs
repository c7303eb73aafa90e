//! Years, decades and centuries, and the numbers that are none of them.

use super::calendar;
use super::cursor::Cursor;
use super::grammar::known;
use super::meaning::{Found, Meaning};

impl Cursor<'_> {
    /// "1990s", "the '90s", "the nineties", "the 20th century".
    pub(super) fn era(&self, i: usize) -> Found {
        let at = self.skip(i, &["the"]);
        let at = self.skip(at, &["'", "’", "‘"]);
        if let Some(tens) = self.word(at, |w| w.decade) {
            return (at > i || self.is(at.wrapping_sub(1), "in"))
                .then_some((at + 1, known(calendar::decade(190 + tens / 10))?));
        }
        if let Some((n, next)) = self.ordinal(at)
            && self.is(self.skip_hyphen(next), "century")
        {
            let end = self.skip_hyphen(next) + 1;
            return Some((end, known(calendar::century(i16::try_from(n - 1).ok()?))?));
        }
        let apostrophe = usize::from(self.any(at + 1, &["'", "’"]) && !self.at(at + 1).spaced);
        let s = at + 1 + apostrophe;
        if !self.is(s, "s") || self.at(s).spaced || apostrophe == 1 && at == i {
            return None;
        }
        if let Some((year, _)) = self.year(at).filter(|(y, _)| y % 10 == 0) {
            return Some((s + 1, known(calendar::decade(year / 10))?));
        }
        let tens = self.digits(at, 2, 2).filter(|n| n % 10 == 0 && at > i)?;
        let tens = i16::try_from(tens / 10).ok()?;
        Some((s + 1, known(calendar::decade(if tens <= 2 { 200 } else { 190 } + tens))?))
    }

    /// A year by itself, if nothing around it makes it a number of something.
    pub(super) fn bare_year(&self, i: usize) -> Found {
        let the = self.skip(i, &["the"]);
        let i = if self.any(the, &["fiscal", "year", "calendar"]) { the } else { i };
        let named = self.any(i, &["fiscal", "year", "calendar"]);
        let start = self.skip(self.skip(i, &["fiscal", "calendar"]), &["year"]);
        let start = if named { self.skip(start, &["of"]) } else { start };
        let (year, end) = self.year(start)?;
        let span = self.short_range(year, end);
        if named {
            return span.or(Some((end, known(calendar::year(year))?)));
        }
        self.counts_years(i, year, end).then_some(())?;
        span.or(Some((end, known(calendar::year(year))?)))
    }

    /// "1989-90" and "2024/25" after the first year.
    fn short_range(&self, year: i16, end: usize) -> Found {
        if !self.glued(end, &["-", "/", "–"]) {
            return None;
        }
        let last = i16::try_from(self.digits(end + 1, 2, 2)?).ok()? + year / 100 * 100;
        (last > year && last - year <= 15 && self.free(end + 2)).then_some(())?;
        let to = |y| known(calendar::year(y)).map(Box::new);
        Some((end + 2, Meaning::Range(to(year)?, to(last)?)))
    }

    /// Whether four digits can be a year where they stand.
    fn counts_years(&self, i: usize, year: i16, end: usize) -> bool {
        let (before, next) = (self.before(i), self.at(end));
        if before.word.is_some_and(|w| w.numbered) || next.word.is_some_and(|w| w.counted) {
            return false;
        }
        let glued = !self.at(i).spaced
            && i > 0
            && !self.any(i - 1, &["(", "-", "–", "~", "—", "\"", "“", "'", "‘", "/", "["]);
        let unit = self.skip_hyphen(end);
        let telephone = self.glued(i.wrapping_sub(1), &["-", "–", "/"])
            && self.digits(i.wrapping_sub(2), 4, 4).is_none()
            && matches!(self.at(i.wrapping_sub(2)).kind, super::scan::Kind::Number(_));
        if glued
            || telephone
            || self.word(unit, |w| w.unit).is_some()
            || self.glued(end, &[":", "/", "."])
        {
            return false;
        }
        let led = self.any(
            i.wrapping_sub(1),
            &[
                "in", "since", "of", "by", "until", "till", "from", "during", "early", "late",
                "mid", "before", "after", "to", "through", "and", "between", "-", "–", "the", "(",
                "s", "year", "than", "for", "around", "circa", "'",
            ],
        );
        let plural = next.text.ends_with('s')
            && next.text.starts_with(char::is_lowercase)
            && next.text.len() > 3;
        let owned = self.any(i.wrapping_sub(1), &["the", "s", "its", "their", "'"]);
        (1900..=2100).contains(&year)
            && (!plural || owned || self.any(end, &["was", "has", "as", "is"]))
            || led && year >= 1400 && !next.text.starts_with(char::is_lowercase)
    }
}
