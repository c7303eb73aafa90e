//! Dates that name a place in the calendar: days, months, quarters, seasons, years, holidays, and ranges of them.

use super::calendar::{self, Stretch};
use super::cursor::Cursor;
use super::meaning::{Found, Grain, Meaning, Piece, YearOf};
use jiff::civil::Date;
use legation_data::{PhraseKind, TimeUnit};

/// A date that stands by itself.
pub(super) fn known(stretch: Option<Stretch>) -> Option<Meaning> {
    stretch.map(Meaning::Known)
}

/// A day, if the calendar has it.
fn exact(year: i64, month: i64, day: i64) -> Option<Meaning> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    known(date.ok().map(Stretch::day))
}

/// A day with or without a year; the year is asked for only to reject what no year has.
pub(super) fn day_in(month: i8, day: i8, year: YearOf) -> Option<Meaning> {
    Date::new(2000, month, day).ok()?;
    match year {
        YearOf::Given(y) => exact(y.into(), month.into(), day.into()),
        YearOf::Nearest | YearOf::Away(_) | YearOf::Stepped(_) | YearOf::Narrative => {
            Some(Meaning::InYear(Piece::Day(month, day), year))
        }
    }
}

impl Cursor<'_> {
    /// "2025-06-12", "2025/6/12", "2015-3".
    pub(super) fn iso_date(&self, i: usize) -> Found {
        let (year, _) = self.year(i)?;
        let marks: &[&str] = &["-", "/"];
        if !self.glued(i + 1, marks) {
            return None;
        }
        let month = self.digits(i + 2, 1, 2).filter(|m| (1..=12).contains(m))?;
        if self.glued(i + 3, marks)
            && let Some(day) = self.digits(i + 4, 1, 2)
        {
            return Some((i + 5, exact(year.into(), month, day)?));
        }
        let short = self.is(i + 1, "-") || self.at(i + 2).text.len() == 2;
        let month = i8::try_from(month).ok()?;
        // "1989-90" is a span of two years, and 2019-12 a month: twelve is the last month and no year's short form here.
        short.then_some(())?;
        Some((i + 3, known(calendar::month(year, month))?))
    }

    /// "12/6/2025", "4-23-2019", "11/20": month first unless only the other way makes a date.
    pub(super) fn slash_date(&self, i: usize) -> Found {
        let (a, b) = (self.digits(i, 1, 2)?, self.digits(i + 2, 1, 2)?);
        let slash = self.glued(i + 1, &["/"]);
        let mark = self.at(i + 1).text;
        if !slash && !self.glued(i + 1, &["-"]) || self.glued(i.wrapping_sub(1), &[mark]) {
            return None;
        }
        let order = |y: i64| exact(y, a, b).or_else(|| exact(y, b, a));
        if self.glued(i + 3, &["/", "-"]) {
            let year = self.digits(i + 4, 4, 4).or_else(|| {
                let short = self.digits(i + 4, 2, 2)?;
                Some(if short < 50 { 2000 + short } else { 1900 + short })
            })?;
            return Some((i + 5, order(year)?));
        }
        let led = self.any(
            i.wrapping_sub(1),
            &["on", "from", "to", "until", "by", "before", "after", "since", ","],
        ) || self.word(i.wrapping_sub(1), |w| w.weekday).is_some();
        if !slash || !led {
            return None;
        }
        let (month, day) = if a <= 12 { (a, b) } else { (b, a) };
        Some((i + 3, day_in(month.try_into().ok()?, day.try_into().ok()?, YearOf::Nearest)?))
    }

    /// "June 12, 2025", "June 12", "June 3-5", "June 2025", "June".
    pub(super) fn month_first(&self, i: usize) -> Found {
        let (month, next) = self.month(i)?;
        let next = self.skip(next, &["the"]);
        let at = next + usize::from(self.glued(next, &["/", "-"]));
        let at = self.skip(at, &[","]);
        if let Some((year, end)) = self.year(at) {
            return Some((end, known(calendar::month(year, month))?));
        }
        if let Some((day, end)) = self.day(at).filter(|(_, end)| self.free(*end)) {
            return self.rest_of_day(month, day, end);
        }
        if self.is(next, "of")
            && let Some((end, year)) = self.year_of(next)
        {
            return Some((end, Meaning::InYear(Piece::Month(month), year)));
        }
        let end = self.month(i)?.1;
        self.bare_month(i).then_some((end, Meaning::InYear(Piece::Month(month), YearOf::Nearest)))
    }

    /// Whether what follows a day leaves it a day: no clock time, no unit, no percentage.
    pub(super) fn free(&self, end: usize) -> bool {
        !self.glued(end, &[":"]) && !self.at(end).word.is_some_and(|w| w.counted)
    }

    /// After "June 12": a last day, a year, both or neither.
    fn rest_of_day(&self, month: i8, day: i8, end: usize) -> Found {
        let dash = self.any(end, &["-", "–", "—", "to", "through", "and", "till", "until"]);
        let mark = self.any(end, &["to", "through", "till", "until", "-", "–", "—"]);
        if dash
            && let Some((last, after)) = self.day(end + 1)
            && last > day
            && self.free(after)
            && (mark || self.is(end, "and") && self.year(self.skip(after, &[","])).is_some())
        {
            let (after, year) = self.year_after(after);
            let from = day_in(month, day, year)?;
            return Some((
                after,
                Meaning::Range(Box::new(from), Box::new(day_in(month, last, year)?)),
            ));
        }
        let (after, year) = self.year_after(end);
        Some((after, day_in(month, day, year)?))
    }

    /// ", 2025", " 2025", " of last year", " last year", or nothing.
    pub(super) fn year_after(&self, end: usize) -> (usize, YearOf) {
        let joined = end + usize::from(self.glued(end, &["-", "/"]));
        let at = self.skip(joined, &[",", "of", "in"]);
        if let Some((year, after)) = self.year(at).filter(|(_, a)| !self.glued(*a, &[":"])) {
            return (after, YearOf::Given(year));
        }
        self.year_of(end).unwrap_or((end, YearOf::Nearest))
    }

    /// "of 2025", "of last year", "last year", "of that year".
    pub(super) fn year_of(&self, i: usize) -> Option<(usize, YearOf)> {
        let at = self.skip(i, &["of", ",", "in"]);
        let at = self.skip(at, &["the"]);
        if let Some((year, after)) = self.year(self.skip(self.skip(at, &["fiscal"]), &["year"])) {
            return Some((after, YearOf::Given(year)));
        }
        let unit = self.skip(at + 1, &["fiscal", "financial"]);
        if !self.is(unit, "year") {
            return None;
        }
        if self.any(at, &["that", "same"]) {
            return Some((unit + 1, YearOf::Narrative));
        }
        self.word(at, |w| w.shift).map(|n| (unit + 1, YearOf::Away(n)))
    }

    /// Whether a month's name without day and year is a month, not a verb or a person.
    fn bare_month(&self, i: usize) -> bool {
        let before = self.before(i);
        let led = [
            "in",
            "of",
            "since",
            "until",
            "till",
            "by",
            "from",
            "to",
            "last",
            "next",
            "this",
            "early",
            "late",
            "mid",
            "during",
            "through",
            "before",
            "after",
            "for",
            "between",
            "and",
            "or",
            "every",
            "each",
            "previous",
            "following",
            "-",
            "–",
            "/",
            "past",
        ]
        .iter()
        .any(|w| before.is(w));
        if led {
            return true;
        }
        if !self.any(i, &["may", "march", "april", "june", "august", "jan", "mar", "dec"]) {
            return self.at(i).capital() || self.tokens.len() <= 2;
        }
        let next = self.at(i + 1);
        let named = next.capital() && next.word.is_none() || before.capital() && before.spaced;
        !named && i > 0 && self.at(i).capital() && !self.any(i, &["may", "march"])
    }

    /// "12 June 2025", "the 12th of June", "3-5 June", "3 to 5 June".
    pub(super) fn day_first(&self, i: usize) -> Found {
        let start = self.skip(i, &["the"]);
        if self.any(i.wrapping_sub(1), &["$", "£", "€"]) {
            return None;
        }
        let (day, next) = self.day(start)?;
        let dash = self.any(next, &["-", "–", "—", "to", "and", "through"]);
        if dash
            && let Some((last, after)) = self.day(self.skip(next + 1, &["the"]))
            && last > day
            && let Some((month, end)) = self.month_after(after)
        {
            let (end, year) = self.year_after(end);
            let from = day_in(month, day, year)?;
            return Some((
                end,
                Meaning::Range(Box::new(from), Box::new(day_in(month, last, year)?)),
            ));
        }
        let (month, end) = self.month_after(next)?;
        let (end, year) = self.year_after(end);
        Some((end, day_in(month, day, year)?))
    }

    fn month_after(&self, i: usize) -> Option<(i8, usize)> {
        let at = i + usize::from(self.glued(i, &["-", "/"]));
        self.month(self.skip(at, &["of"]))
    }

    /// "2017 April", "2017 June 3".
    pub(super) fn year_first(&self, i: usize) -> Found {
        let (year, next) = self.year(i)?;
        let joined = self.skip_hyphen(next);
        if let Some((end, Meaning::InYear(piece, YearOf::Nearest))) = self.quarter(joined) {
            return Some((end, Meaning::InYear(piece, YearOf::Given(year))));
        }
        let (month, end) = self.month(next + usize::from(self.glued(next, &["-", "/"])))?;
        let end = end + usize::from(self.glued(end, &["-", "/"]));
        match self.day(end).filter(|(_, e)| self.free(*e)) {
            Some((day, end)) => Some((end, day_in(month, day, YearOf::Given(year))?)),
            None => Some((end, known(calendar::month(year, month))?)),
        }
    }

    /// "the 12th", only with a preposition that days have or "this month".
    pub(super) fn day_of_month(&self, i: usize) -> Found {
        let the = self.is(i, "the");
        let (day, end) = self.ordinal_day(i + usize::from(the))?;
        let at = self.skip(end, &["of", "day"]);
        let at = self.skip(at, &["of"]);
        let shift = self.word(self.skip(at, &["the"]), |w| w.shift);
        if let Some(n) = shift.filter(|_| self.is(self.skip(at, &["the"]) + 1, "month")) {
            return Some((self.skip(at, &["the"]) + 2, Meaning::DayOfMonth(day, Some(n))));
        }
        let led = self
            .any(i.wrapping_sub(1), &["on", "until", "by", "since", "around", "before", "after"]);
        // "on the 18th floor" counts something.
        let counts = self.at(end).text.starts_with(char::is_lowercase)
            && !self
                .any(end, &["and", "or", "at", "in", "after", "before", "when", "as", "to", "of"]);
        (the && led && !counts).then_some((end, Meaning::DayOfMonth(day, None)))
    }

    /// A weekday, alone, with a neighbour ("next Monday") or with its date ("Tuesday, June 12").
    pub(super) fn weekday_expression(&self, i: usize) -> Found {
        let start = self.skip(i, &["the"]);
        let shift = self.word(start, |w| w.shift);
        let at = start + usize::from(shift.is_some());
        if shift.is_none() && start != i {
            return None;
        }
        let (weekday, end) = self.weekday(at)?;
        let after = self.skip(self.skip(self.skip(end, &[","]), &["-"]), &["the"]);
        let date = self
            .iso_date(after)
            .or_else(|| self.slash_date(after))
            .or_else(|| self.day_first(after))
            .or_else(|| self.month_first(after).filter(|(e, _)| *e > after + 1));
        if let Some(found) = date {
            return Some(found);
        }
        if let Some((day, end)) = self.ordinal_day(self.skip(end, &["the"])) {
            return Some((end, Meaning::DayOfMonth(day, None)));
        }
        if let Some((end, week)) = self.week_of(end) {
            return Some((end, Meaning::WeekdayOf(weekday, Box::new(week))));
        }
        Some((end, Meaning::Weekday(weekday, self.step(start, shift))))
    }

    /// "the coming Friday" is the first to come, as "this Friday" is.
    fn step(&self, i: usize, shift: Option<i64>) -> Option<i64> {
        if self.any(i, &["coming", "upcoming"]) {
            Some(0)
        } else {
            shift.filter(|n| *n != 0 || self.is(i, "this"))
        }
    }

    /// "of next week", "next week", "last week" after a weekday.
    fn week_of(&self, i: usize) -> Found {
        let at = self.skip(self.skip(self.skip(i, &[","]), &["of"]), &["the"]);
        let n = self.word(at, |w| w.shift)?;
        self.is(at + 1, "week")
            .then(|| (at + 2, Meaning::Away(TimeUnit::Week, n, super::meaning::From::Publication)))
    }

    /// "the third quarter of 1989", "Q3 2024", "the first half", "second-quarter".
    pub(super) fn quarter(&self, i: usize) -> Found {
        let text = self.at(i).text.as_bytes();
        if self.any(i, &["h"])
            && !self.at(i + 1).spaced
            && let Some(n) = self.digits(i + 1, 1, 1).filter(|n| (1..=2).contains(n))
        {
            return self.in_year(i + 2, Piece::Half(n.try_into().ok()?));
        }
        if let [b'Q' | b'q', n @ b'1'..=b'4'] = text {
            return self.in_year(i + 1, Piece::Quarter((n - b'0').try_into().ok()?));
        }
        if self.any(i, &["q"])
            && !self.at(i + 1).spaced
            && let Some(n) = self.digits(i + 1, 1, 1).filter(|n| (1..=4).contains(n))
        {
            return self.in_year(i + 2, Piece::Quarter(n.try_into().ok()?));
        }
        let start = self.skip(i, &["the", "its", "their"]);
        let start = self.skip(start, &["fiscal", "financial"]);
        let (n, next) =
            self.ordinal(start).or_else(|| self.is(start, "final").then_some((-1, start + 1)))?;
        let next = self.skip(self.skip_hyphen(next), &["fiscal", "calendar", "financial"]);
        let n = i8::try_from(n).ok()?;
        if self.any(next, &["quarter", "qtr"])
            && (n == -1 || (1..=4).contains(&n))
            && self.of_year(next + 1)
        {
            return self.in_year(next + 1, Piece::Quarter(if n == -1 { 4 } else { n }));
        }
        if self.is(next, "half") && (1..=2).contains(&n) && self.of_year(next + 1) {
            return self.in_year(next + 1, Piece::Half(n));
        }
        None
    }

    /// Whether "of" is followed by a year: "the first half of the match" has none.
    fn of_year(&self, i: usize) -> bool {
        !self.is(i, "of")
            || self.year_of(i).is_some()
            || self.any(i + 1, &["fiscal"])
            || self.is(i + 1, "the") && self.is(i + 2, "year")
    }

    fn in_year(&self, end: usize, piece: Piece) -> Found {
        if self.is(end, "of") && self.is(end + 1, "the") && self.is(end + 2, "year") {
            return Some((end + 3, Meaning::InYear(piece, YearOf::Away(0))));
        }
        let (end, year) = self.year_after(end);
        Some((end, Meaning::InYear(piece, year)))
    }

    /// "the spring", "last summer", "winter 2023", "in autumn".
    pub(super) fn season(&self, i: usize) -> Found {
        let the = self.skip(i, &["the"]);
        let shift = self.word(the, |w| w.shift);
        let at = the + usize::from(shift.is_some());
        let season = self.word(at, |w| w.season.clone())?;
        let (end, year) = self.year_after(at + 1);
        let summer = self.any(at, &["summer", "winter", "autumn"]);
        let led = the > i
            || self.any(
                i.wrapping_sub(1),
                &["in", "by", "since", "until", "early", "late", "mid", "during", "-"],
            );
        match shift {
            Some(n) => Some((at + 1, Meaning::InYear(Piece::Season(season), YearOf::Stepped(n)))),
            None if year != YearOf::Nearest
                || led && (summer || the > i || self.is(i.wrapping_sub(1), "in")) =>
            {
                Some((end, Meaning::InYear(Piece::Season(season), year)))
            }
            None => None,
        }
    }

    /// A named day, with its year if that is given.
    pub(super) fn holiday(&self, i: usize) -> Found {
        let the = self.skip(i, &["the"]);
        let shift = self.word(the, |w| w.shift);
        let at = the + usize::from(shift.is_some());
        let (index, end) = self.phrase(at, |kind| match kind {
            PhraseKind::Holiday(index) => Some(*index),
            PhraseKind::Reference(_) | PhraseKind::Approximation | PhraseKind::NotADate => None,
        })?;
        // "a new year" is no holiday, and neither is the start of one.
        if self.is(end - 1, "year")
            && (i > 0 && self.any(i - 1, &["a", "this"]) || !self.at(at).capital())
        {
            return None;
        }
        if let Some(n) = shift {
            return Some((end, Meaning::InYear(Piece::Holiday(index), YearOf::Stepped(n))));
        }
        let (end, year) = self.year_after(end);
        Some((end, Meaning::InYear(Piece::Holiday(index), year)))
    }

    /// "the first week of June", "last Friday of October", "the week of June 3", "week 12 of 2020".
    pub(super) fn nth_of(&self, i: usize) -> Found {
        let at = self.skip(i, &["the"]);
        if self.is(at, "week") && self.any(at + 1, &["of", "beginning", "starting", "commencing"]) {
            let day = self.skip(at + 2, &["on"]);
            let (end, day) = self.month_first(day).or_else(|| self.day_first(day))?;
            return Some((
                end,
                Meaning::Nth(
                    1,
                    Grain::Unit(TimeUnit::Week),
                    Box::new(Meaning::Part(legation_data::Part::Early, Box::new(day))),
                ),
            ));
        }
        let last = self.any(at, &["last", "final"]);
        let (n, next) = if last { (-1, at + 1) } else { self.ordinal(at)? };
        let (n, next) = if !last && self.is(next, "last") { (-n, next + 1) } else { (n, next) };
        let (grain, next) = match self.weekday(next) {
            Some((weekday, next)) => (Grain::Weekday(weekday), next),
            None => self.unit(next).map(|(unit, next)| (Grain::Unit(unit), next))?,
        };
        let of = self.any(next, &["of", "in"]).then_some(next + 1)?;
        let (end, whole) = self.whole(of)?;
        Some((end, Meaning::Nth(n, grain, Box::new(whole))))
    }

    /// What a part can be a part of: a month, a year, "next month", "the year".
    pub(super) fn whole(&self, i: usize) -> Found {
        self.year_first(i)
            .or_else(|| self.season(i))
            .or_else(|| self.era(i))
            .or_else(|| self.month_first(i))
            .or_else(|| self.quarter(i))
            .or_else(|| self.bare_year(i))
            .or_else(|| self.neighbour(i))
            .or_else(|| {
                let at = self.skip(i, &["the"]);
                let (unit, end) = self.unit(at).filter(|(u, _)| *u >= TimeUnit::Day)?;
                Some((end, Meaning::Away(unit, 0, super::meaning::From::Publication)))
            })
    }
}
