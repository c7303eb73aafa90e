//! Expressions that are counted from another day, stretches of time, repeated times, and times of the day.

use super::cursor::{Amount, Cursor};
use super::meaning::{Found, From, Meaning, Piece, YearOf};
use legation_data::{PhraseKind, TimeUnit};

/// `P3D`, `PT3H`; weekends count as two days of a week here, fortnights as two weeks.
fn duration(amount: &Amount, unit: TimeUnit) -> String {
    let times = |n: i64| {
        amount.value.map_or_else(|| amount.text.clone(), |v| v.saturating_mul(n).to_string())
    };
    match unit {
        TimeUnit::Second => format!("PT{}S", amount.text),
        TimeUnit::Minute => format!("PT{}M", amount.text),
        TimeUnit::Hour => format!("PT{}H", amount.text),
        TimeUnit::Day => format!("P{}D", amount.text),
        TimeUnit::Weekend => format!("P{}WE", amount.text),
        TimeUnit::Week => format!("P{}W", amount.text),
        TimeUnit::Fortnight => format!("P{}W", times(2)),
        TimeUnit::Month => format!("P{}M", amount.text),
        TimeUnit::Quarter => format!("P{}Q", amount.text),
        TimeUnit::Half => format!("P{}M", times(6)),
        TimeUnit::Year => format!("P{}Y", amount.text),
        TimeUnit::Decade if amount.value.is_some() => format!("P{}Y", times(10)),
        TimeUnit::Decade => format!("P{}DE", amount.text),
        TimeUnit::Century if amount.value.is_some() => format!("P{}Y", times(100)),
        TimeUnit::Century => format!("P{}CE", amount.text),
    }
}

impl Cursor<'_> {
    /// "today", "tomorrow morning", "the day after tomorrow".
    pub(super) fn day_away(&self, i: usize) -> Found {
        let at = self.skip(i, &["the"]);
        if self.is(at, "day")
            && self.any(at + 1, &["before", "after"])
            && let Some(n) = self.word(at + 2, |w| w.days_away)
        {
            let step = if self.is(at + 1, "before") { -1 } else { 1 };
            return Some((at + 3, Meaning::Away(TimeUnit::Day, n + step, From::Publication)));
        }
        let n = self.word(i, |w| w.days_away)?;
        let day = Meaning::Away(TimeUnit::Day, n, From::Publication);
        if self.is(i, "tonight") {
            return Some((i + 1, Meaning::Timed(Some(Box::new(day)), "NI".to_owned())));
        }
        Some((i + 1, day))
    }

    /// "last week", "this year", "the same day", "that month", "earlier this week", "the following year".
    pub(super) fn neighbour(&self, i: usize) -> Found {
        let the = self.skip(i, &["the"]);
        if self.any(the, &["same", "that"]) {
            let at = self.skip(the + 1, &["same"]);
            let (unit, end) = self.unit(at).filter(|(u, _)| *u >= TimeUnit::Day)?;
            return (!self.is(at, "second"))
                .then_some((end, Meaning::Away(unit, 0, From::Narrative)));
        }
        let n = self.word(the, |w| w.shift)?;
        let (unit, end) = self.unit(the + 1).filter(|(u, _)| *u >= TimeUnit::Day)?;
        let plural = self.at(end - 1).text.ends_with('s');
        if plural {
            return None;
        }
        let narrative = self.any(the, &["following", "previous", "preceding", "prior"])
            || the > i && self.is(the, "next") && unit == TimeUnit::Day;
        // "the past year", "the last decade" are stretches that reach to now.
        if self.is(the, "past") || the > i && self.is(the, "last") && unit >= TimeUnit::Decade {
            let one = Amount { text: "1".to_owned(), value: Some(1) };
            return Some((end, Meaning::Duration(duration(&one, unit), Some((unit, -1)))));
        }
        let from = if narrative { From::Narrative } else { From::Publication };
        let day = self.skip(self.skip(end, &["-", ","]), &["on"]);
        if unit == TimeUnit::Week
            && let Some((weekday, end)) = self.weekday(day)
        {
            return Some((
                end,
                Meaning::WeekdayOf(weekday, Box::new(Meaning::Away(unit, n, from))),
            ));
        }
        if self.is(end, "after") && self.is(end + 1, "next") {
            return Some((end + 2, Meaning::Away(unit, n + 1, from)));
        }
        Some((end, Meaning::Away(unit, n, from)))
    }

    /// "in the quarter", "for the year", "of the week": the present one, or the quarter that the text is about.
    pub(super) fn present(&self, i: usize) -> Found {
        let led = self.any(
            i.wrapping_sub(1),
            &["in", "for", "of", "during", "this", "on", "from", "over", "throughout"],
        );
        let (unit, end) = self.unit(i + 1).filter(|(u, _)| *u >= TimeUnit::Day)?;
        let goes_on = self.any(
            end,
            &[
                "of", "ago", "before", "after", "when", "that", "ended", "ending", "-", "old", "s",
                "'", "’",
            ],
        );
        let plural = self.at(end - 1).text.ends_with('s');
        let from = if unit == TimeUnit::Quarter { From::Narrative } else { From::Publication };
        (self.is(i, "the") && led && !plural && !goes_on)
            .then_some((end, Meaning::Away(unit, 0, from)))
    }

    /// "the week after next", "the year before last", "the week before", "the day after".
    pub(super) fn stepped(&self, i: usize) -> Found {
        let at = self.skip(i, &["the", "a"]);
        let (unit, end) = self.unit(at).filter(|(u, _)| *u >= TimeUnit::Day)?;
        let step = match () {
            () if self.is(end, "after") => 1,
            () if self.is(end, "before") => -1,
            () => return None,
        };
        if self.any(end + 1, &["next", "last"]) {
            return Some((end + 2, Meaning::Away(unit, 2 * step, From::Publication)));
        }
        let closed = self.tokens.get(end + 1).is_none() || self.any(end + 1, &[".", ",", ";", ")"]);
        (at > i && closed).then_some((end + 1, Meaning::Away(unit, step, From::Narrative)))
    }

    /// "last March", "this October", "next June".
    pub(super) fn stepped_month(&self, i: usize) -> Found {
        let at = self.skip(i, &["the"]);
        let n = self.word(at, |w| w.shift)?;
        let (month, end) = self.month(at + 1)?;
        if let Some((day, end)) = self.day(end).filter(|(_, e)| !self.glued(*e, &[":"])) {
            return Some((end, Meaning::InYear(Piece::Day(month, day), YearOf::Stepped(n))));
        }
        Some((end, Meaning::InYear(Piece::Month(month), YearOf::Stepped(n))))
    }

    /// "two weeks ago", "a year earlier", "in three days", "two days before yesterday", "a decade later", "years ago".
    pub(super) fn offset(&self, i: usize) -> Found {
        let start = self.skip(i, &["in", "within"]);
        let start = self.approximate(start);
        let (amount, at) =
            self.amount(start).unwrap_or((Amount { text: "X".to_owned(), value: None }, start));
        let (unit, end) = self.unit(at)?;
        if self.word(at, |w| w.unit).is_none() && at == start {
            return None;
        }
        let n = amount.value;
        if self.any(end, &["ago", "back"]) {
            let back = |n: i64| Meaning::Away(unit, -n, From::Publication);
            return Some((
                end + 1,
                n.map_or_else(|| Meaning::Reference("PAST_REF".to_owned()), back),
            ));
        }
        let n = n?;
        if self.any(end, &["earlier", "previously"])
            || self.is(end, "before") && self.closes(end + 1)
        {
            return Some((end + 1, Meaning::Away(unit, -n, From::Narrative)));
        }
        if self.is(end, "later") && !self.any(end + 1, &["this", "in", "on", "next"])
            || self.is(end, "after") && self.closes(end + 1)
        {
            return Some((end + 1, Meaning::Away(unit, n, From::Narrative)));
        }
        if self.is(end, "hence") || self.is(end, "from") && self.is(end + 1, "now") {
            let end = if self.is(end, "hence") { end + 1 } else { end + 2 };
            return Some((end, Meaning::Away(unit, n, From::Publication)));
        }
        let ahead = self.any(i, &["in"]) || self.is(i.wrapping_sub(1), "in");
        self.offset_from(end, unit, n).or_else(|| {
            let closed =
                self.closes(end) || self.any(end, &["and", "or", "to", "when", "with", "at", "on"]);
            (ahead && closed && !self.is(i, "in") && start == i)
                .then(|| (end, Meaning::Ahead(unit, n, duration(&amount, unit))))
        })
    }

    fn closes(&self, i: usize) -> bool {
        self.tokens.get(i).is_none() || self.any(i, &[".", ",", ";", ")"])
    }

    /// "before yesterday", "after Easter", "from tomorrow" after "three days".
    fn offset_from(&self, end: usize, unit: TimeUnit, n: i64) -> Found {
        let step = match () {
            () if self.any(end, &["after", "from", "following"]) => n,
            () if self.any(end, &["before", "prior"]) => -n,
            () => return None,
        };
        let at = self.skip(end + 1, &["to"]);
        let named = |(_, m): &(usize, Meaning)| {
            matches!(m, Meaning::InYear(Piece::Day(..), _) | Meaning::Known(_))
        };
        let (end, other) = self
            .day_away(at)
            .or_else(|| self.holiday(at))
            .or_else(|| self.weekday_expression(at))
            .or_else(|| self.slash_date(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at).filter(named))?;
        Some((end, Meaning::Away(unit, step, From::Other(Box::new(other)))))
    }

    /// After "about", "more than" and the like; the same index if there is none.
    fn approximate(&self, i: usize) -> usize {
        let found = self.phrase(i, |kind| matches!(kind, PhraseKind::Approximation).then_some(()));
        found.map_or(i, |((), end)| end)
    }

    /// "three years", "a two-day visit", "the past six months", "the first nine months", "several weeks", "half an hour".
    pub(super) fn duration(&self, i: usize) -> Found {
        let start = self
            .approximate(self.skip(i, &["the", "another", "these", "those", "a", "an"]).min(i + 1));
        let (start, start_shift) = match self.word(start, |w| w.shift) {
            Some(n) => (self.approximate(start + 1), Some(n)),
            None => (start, None),
        };
        let first = self.any(start, &["first", "final"]);
        let start = start + usize::from(first);
        let (mut amount, at) = self.amount(start).or_else(|| self.amount(self.approximate(i)))?;
        let shift = self.word(at, |w| w.shift).filter(|_| start_shift.is_none());
        let at = self.skip_hyphen(at + usize::from(shift.is_some()));
        let (unit, mut end) = self.unit(at)?;
        if self.is(end, "and")
            && self.is(end + 1, "a")
            && self.any(end + 2, &["half"])
            && amount.value.is_some()
        {
            amount = Amount { text: format!("{}.5", amount.text), value: None };
            end += 3;
        }
        let mut value = duration(&amount, unit);
        if let Some((after, rest)) = self.smaller(end, unit) {
            end = after;
            let head = if value.contains('T') { "PT" } else { "P" };
            value.push_str(rest.trim_start_matches(head));
        }
        let shift = shift.or(start_shift).filter(|n| *n != 0);
        let window = shift.zip(amount.value).map(|(sign, n)| (unit, sign * n));
        if self.glued(end, &["-"]) && self.is(end + 1, "old") {
            end += 2;
        }
        self.long_enough(start, end, unit).then_some((end, Meaning::Duration(value, window)))
    }

    /// "and 30 minutes" after an hour, "six months" after a year.
    fn smaller(&self, end: usize, unit: TimeUnit) -> Option<(usize, String)> {
        let (amount, at) = self.amount(self.skip(end, &["and", ","]))?;
        let (other, after) = self.unit(at).filter(|(other, _)| *other < unit && at > end)?;
        let given = !self.any(at - 1, &["a", "an"]) && amount.value.is_some();
        given.then(|| (after, duration(&amount, other)))
    }

    /// "a day" and "a year" are a time that repeats after a count; "a second" is mostly an ordinal.
    fn long_enough(&self, start: usize, end: usize, unit: TimeUnit) -> bool {
        let article = self.any(start, &["a", "an"]) && end == start + 2;
        !(article && unit == TimeUnit::Second || self.is(end, "of"))
            || unit != TimeUnit::Quarter && unit != TimeUnit::Second
    }

    /// "years", "for weeks", "months of talks": a number nobody gives.
    pub(super) fn bare_units(&self, i: usize) -> Found {
        let at = self.approximate(i);
        let (unit, end) = self.unit(at)?;
        let plural = self.at(end - 1).text.ends_with('s');
        let led = self.any(
            i.wrapping_sub(1),
            &[
                "for", "in", "over", "after", "within", "of", "takes", "take", "took", "lasted",
                "than",
            ],
        ) || self.is(end, "of");
        let amount = Amount { text: "X".to_owned(), value: None };
        (plural && led).then(|| (end, Meaning::Duration(duration(&amount, unit), None)))
    }

    /// "the year-ago quarter", "the year-earlier period", "a year-earlier".
    pub(super) fn year_ago(&self, i: usize) -> Found {
        let at = self.skip(i, &["the", "a"]);
        let hyphen = at + 1;
        if !self.is(at, "year")
            || !self.glued(hyphen, &["-"])
            || !self.any(hyphen + 1, &["ago", "earlier"])
        {
            return None;
        }
        let end = self.skip(hyphen + 2, &["quarter", "period", "month"]);
        Some((end, Meaning::Away(TimeUnit::Year, -1, From::Narrative)))
    }

    /// "early June", "the end of the year", "mid-2024", "later this month", "late last week".
    pub(super) fn part_of(&self, i: usize) -> Found {
        let at = self.skip(i, &["the", "very"]);
        let part = self.word(at, |w| w.part)?;
        let next = self.skip_hyphen(at + 1);
        let of = self.skip(next, &["of", "in", "on"]);
        let of = self.skip(of, &["the"]);
        let noun = self.any(at, &["end", "beginning", "start", "middle", "close", "outset"]);
        if noun && !self.any(next, &["of"])
            || noun
                && self.any(i.wrapping_sub(1), &["to", "will"])
                && self.is(next, "of")
                && at == i
                && self.is(i, "start")
        {
            return None;
        }
        let (end, whole) =
            self.day_away(of).or_else(|| self.whole(of)).or_else(|| self.weekday_expression(of))?;
        // "later that day" is that day; "earlier 2024" is no phrase, "early 2024" is.
        let plain = self.any(at, &["later", "earlier"])
            && matches!(whole, Meaning::Known(_) | Meaning::InYear(..) | Meaning::Weekday(..));
        (!plain || self.is(next, "in") || self.is(next, "on"))
            .then(|| (end, Meaning::Part(part, Box::new(whole))))
    }

    /// "from June to August", "between 2014 and 2018", "2014–2018", "5 May to 8 June 2020".
    pub(super) fn range(&self, i: usize, one: &Meaning, end: usize) -> Found {
        let between = self.is(i.wrapping_sub(1), "between") && self.is(end, "and");
        let to = self.any(end, &["to", "through", "till", "until", "-", "–", "—", "~"]) || between;
        if !to || !one.dated() {
            return None;
        }
        let at = end + 1;
        let (after, other) = self.date(at)?;
        let (from, to) = match (one, &other) {
            // "from May to September 2020": the year is for both.
            (Meaning::InYear(p, YearOf::Nearest), Meaning::InYear(_, y))
                if *y != YearOf::Nearest =>
            {
                (Meaning::InYear(p.clone(), *y), other.clone())
            }
            (Meaning::InYear(p, YearOf::Nearest), Meaning::Known(s)) => {
                (Meaning::InYear(p.clone(), YearOf::Given(s.start.year())), other.clone())
            }
            _ => (one.clone(), other.clone()),
        };
        other.dated().then(|| (after, Meaning::Range(Box::new(from), Box::new(to))))
    }

    /// "every Tuesday", "each year", "daily", "twice a week", "on Mondays".
    pub(super) fn set(&self, i: usize) -> Found {
        if let Some(value) = self.word(i, |w| w.set.clone()) {
            return Some((i + 1, Meaning::Set(value)));
        }
        let each = self.any(i, &["every", "each", "per"]);
        let times = self.any(i.wrapping_sub(1), &["once", "twice", "times", "per"])
            || self.any(i.wrapping_sub(2), &["$"]);
        let at = i + 1;
        if each && let Some((weekday, end)) = self.weekday(at) {
            return Some((end, Meaning::Set(format!("XXXX-WXX-{weekday}"))));
        }
        if each && let Some((month, end)) = self.month(at) {
            return Some((end, Meaning::Set(format!("XXXX-{month:02}"))));
        }
        if each
            && let Some((part, end)) = self.word(at, |w| w.day_part.clone()).map(|p| (p, at + 1))
        {
            return Some((end, Meaning::Set(format!("XXXX-XX-XXT{part}"))));
        }
        if each {
            let other = self.is(at, "other");
            let (amount, at) = self.amount(at).unwrap_or((
                Amount {
                    text: if other { "2" } else { "1" }.to_owned(),
                    value: Some(if other { 2 } else { 1 }),
                },
                at + usize::from(other),
            ));
            let (unit, end) = self.unit(at)?;
            return Some((end, Meaning::Set(duration(&amount, unit))));
        }
        let one = Amount { text: "1".to_owned(), value: Some(1) };
        let (unit, end) =
            self.any(i, &["a", "an"]).then(|| self.unit(at)).flatten().filter(|_| times)?;
        Some((end, Meaning::Set(duration(&one, unit))))
    }

    /// "9 a.m.", "14:30 GMT", "noon", "Tuesday night", "this morning", "9 a.m. on Monday".
    pub(super) fn timed(&self, i: usize) -> Found {
        let start = self.skip(i, &["the"]);
        if let Some((end, day)) = self.day_away(i).or_else(|| self.weekday_expression(i)) {
            let at = self.skip(self.skip(end, &["in", "at"]), &["the"]);
            let (end, time) = self.clock(at).or_else(|| self.part_of_day(at))?;
            return Some((end, Meaning::Timed(Some(Box::new(day)), time)));
        }
        let shift = self.word(start, |w| w.shift);
        if let Some(n) = shift
            && let Some((end, time)) = self.part_of_day(start + 1)
        {
            let from = if self.any(start, &["following", "previous"]) {
                From::Narrative
            } else {
                From::Publication
            };
            return Some((
                end,
                Meaning::Timed(Some(Box::new(Meaning::Away(TimeUnit::Day, n, from))), time),
            ));
        }
        let (end, time) =
            self.clock(i).or_else(|| self.part_of_day(i).filter(|(_, t)| t.len() > 2))?;
        let at = self.skip(self.skip(end, &[","]), &["on"]);
        let day = self.day_away(at).or_else(|| self.weekday_expression(at)).or_else(|| {
            self.month_first(at).or_else(|| self.day_first(at)).filter(|(e, _)| *e > at + 1)
        });
        match day {
            Some((end, day)) => Some((end, Meaning::Timed(Some(Box::new(day)), time))),
            None => Some((end, Meaning::Timed(None, time))),
        }
    }

    fn part_of_day(&self, i: usize) -> Option<(usize, String)> {
        self.word(i, |w| w.day_part.clone()).map(|part| (i + 1, part))
    }

    /// The time of a clock and its zone.
    fn clock(&self, i: usize) -> Option<(usize, String)> {
        let hour = self.digits(i, 1, 2).filter(|h| *h <= 24)?;
        let minute = self.glued(i + 1, &[":", "."]).then(|| self.digits(i + 2, 2, 2)).flatten();
        if minute.is_some_and(|m| m > 59) {
            return None;
        }
        let (at, minute) = minute.map_or((i + 1, None), |m| (i + 3, Some(m)));
        let morning = self.any(at, &["am", "a.m.", "a.m"]);
        let evening = self.any(at, &["pm", "p.m.", "p.m"]);
        let clock = self.is(at, "o") && self.any(at + 1, &["'", "’"]);
        if !(morning || evening || clock || minute.is_some() && self.is(i + 1, ":"))
            || (morning || evening) && hour > 12
        {
            return None;
        }
        let hour = if evening && hour < 12 {
            hour + 12
        } else if morning && hour == 12 {
            0
        } else {
            hour
        };
        let end = at + usize::from(morning || evening) + if clock { 3 } else { 0 };
        let end = self.skip(end, &["gmt", "utc", "est", "edt", "cet", "kst", "local"]);
        let end = end + usize::from(self.is(end - 1, "local") && self.is(end, "time"));
        Some((end, minute.map_or_else(|| format!("{hour:02}"), |m| format!("{hour:02}:{m:02}"))))
    }

    /// "recently", "the past", "at the moment".
    pub(super) fn reference(&self, i: usize) -> Found {
        let (value, end) = self.phrase(i, |kind| match kind {
            PhraseKind::Reference(value) => Some(value.clone()),
            PhraseKind::Holiday(_) | PhraseKind::Approximation | PhraseKind::NotADate => None,
        })?;
        // "the past three days" and "the past year" are stretches, "the current year" is a year.
        let counts = self.amount(end).map_or(end, |(_, at)| at);
        let stretch = !self.is(end - 1, "now") && self.unit(self.skip_hyphen(counts)).is_some();
        (!stretch).then_some((end, Meaning::Reference(value)))
    }
}
