//! From what the words mean to a stretch of the calendar: the day of publication, the narrative's last date and the tense decide.

use super::calendar::{self, Stretch, around, shift};
use super::meaning::{From, Grain, Meaning, Piece, YearOf};
use super::{Tense, TimeKind};
use crate::DatePrecision;
use jiff::civil::Date;
use legation_data::{TimeLexicon, TimeUnit};

/// What a meaning is read against.
#[derive(Clone, Debug)]
pub(super) struct Anchor<'a> {
    pub(super) published: Option<Date>,
    /// The last calendar date that the text has named.
    pub(super) narrative: Option<&'a Stretch>,
    pub(super) tense: Tense,
    pub(super) lexicon: &'a TimeLexicon,
}

/// A TIMEX3 type and value, and the stretch if there is one.
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) stretch: Option<Stretch>,
}

impl Anchor<'_> {
    /// Type, value and stretch of an expression.
    pub(super) fn resolve(&self, meaning: &Meaning) -> Resolved {
        let (kind, value, stretch) = match meaning {
            Meaning::Duration(value, window) => {
                (TimeKind::Duration, value.clone(), window.and_then(|(u, n)| self.window(u, n)))
            }
            Meaning::Ahead(_, _, value) if self.tense != Tense::Future => {
                (TimeKind::Duration, value.clone(), None)
            }
            Meaning::Set(value) => (TimeKind::Set, value.clone(), None),
            Meaning::Reference(value) => (TimeKind::Date, value.clone(), None),
            Meaning::Timed(day, time) => {
                let day = day.as_ref().map_or_else(|| self.today(), |d| self.stretch(d));
                let value = day.as_ref().map_or("XXXX-XX-XX", |d| d.value.as_str());
                (TimeKind::Time, format!("{value}T{time}"), day)
            }
            other => {
                let stretch = self.stretch(other);
                let value = stretch.as_ref().map_or_else(|| open_value(other), |s| s.value.clone());
                (TimeKind::Date, value, stretch)
            }
        };
        Resolved { kind, value, stretch }
    }

    /// The stretch that a date means.
    pub(super) fn stretch(&self, meaning: &Meaning) -> Option<Stretch> {
        match meaning {
            Meaning::Known(stretch) => Some(stretch.clone()),
            Meaning::InYear(piece, year) => self.in_year(piece, *year),
            Meaning::DayOfMonth(day, away) => self.day_of_month(*day, *away),
            Meaning::Weekday(weekday, away) => self.weekday(*weekday, *away),
            Meaning::WeekdayOf(weekday, week) => {
                let week = self.stretch(week)?;
                Some(Stretch::day(calendar::nth_weekday(&week, *weekday, 1)?))
            }
            Meaning::Away(unit, n, from) => self.away(*unit, *n, from),
            Meaning::Nth(n, grain, whole) => nth(*n, *grain, &self.stretch(whole)?),
            Meaning::Ahead(unit, n, _) => self.away(*unit, *n, &From::Publication),
            Meaning::Part(part, whole) => Some(self.stretch(whole)?.narrowed(*part)),
            Meaning::Range(from, to) => self.range(from, to),
            Meaning::Timed(day, _) => day.as_ref().and_then(|d| self.stretch(d)),
            Meaning::Duration(_, window) => window.and_then(|(unit, n)| self.window(unit, n)),
            Meaning::Set(_) | Meaning::Reference(_) => None,
        }
    }

    fn today(&self) -> Option<Stretch> {
        self.narrative
            .filter(|s| s.precision == DatePrecision::Day)
            .cloned()
            .or_else(|| self.published.map(Stretch::day))
    }

    /// The year of publication; without one, that which the text named last.
    fn base_year(&self) -> Option<i16> {
        self.published.map(Date::year).or_else(|| self.narrative.map(|s| s.start.year()))
    }

    fn in_year(&self, piece: &Piece, year: YearOf) -> Option<Stretch> {
        match year {
            YearOf::Given(year) => self.piece(piece, year),
            YearOf::Away(n) => self.piece(piece, self.published?.year() + i16::try_from(n).ok()?),
            YearOf::Narrative => {
                self.piece(piece, self.narrative.map(|s| s.start.year()).or(self.base_year())?)
            }
            YearOf::Stepped(n) => self.stepped(piece, n),
            YearOf::Nearest => self.nearest(piece),
        }
    }

    fn piece(&self, piece: &Piece, year: i16) -> Option<Stretch> {
        match piece {
            Piece::Day(month, day) => Date::new(year, *month, *day).ok().map(Stretch::day),
            Piece::Month(month) => calendar::month(year, *month),
            Piece::Quarter(n) => calendar::quarter(year, *n),
            Piece::Half(n) => calendar::half(year, *n),
            Piece::Season(code) => calendar::season(year, code),
            Piece::Holiday(index) => calendar::holiday(self.lexicon.holidays.get(*index)?, year),
        }
    }

    /// The years around that of publication, in order.
    fn around(&self, piece: &Piece) -> Vec<Stretch> {
        let Some(year) = self.base_year() else { return Vec::new() };
        (-1..=1).filter_map(|n| self.piece(piece, year.checked_add(n)?)).collect()
    }

    /// "last March" is the latest that is over, "next March" the first to come, "this March" that of the year.
    fn stepped(&self, piece: &Piece, n: i64) -> Option<Stretch> {
        let (published, all) = (self.published?, self.around(piece));
        match n {
            0 => self.piece(piece, published.year()),
            1.. => all.into_iter().find(|s| s.start > published),
            _ => all.into_iter().rfind(|s| s.end < published),
        }
    }

    /// Past tense looks back, future tense ahead; without either the nearer one counts, with a leaning to the past, of which
    /// most news tells.
    fn nearest(&self, piece: &Piece) -> Option<Stretch> {
        let all = self.around(piece);
        let Some(published) = self.published else {
            let year = self.base_year()?;
            return self.piece(piece, year);
        };
        match self.tense {
            Tense::Past => all.into_iter().rfind(|s| s.start <= published),
            Tense::Future | Tense::Present => all.into_iter().find(|s| s.end >= published),
            Tense::Unknown => all.into_iter().min_by_key(|s| {
                let back = (published - s.end).get_days();
                let ahead = (s.start - published).get_days();
                if back > 0 { back } else { ahead.max(0) * 2 }
            }),
        }
    }

    fn day_of_month(&self, day: i8, away: Option<i64>) -> Option<Stretch> {
        let base = self.published.or_else(|| self.narrative.map(|s| s.start))?;
        let month = |n: i64| {
            let first = shift(base.first_of_month(), TimeUnit::Month, n)?;
            Date::new(first.year(), first.month(), day).ok()
        };
        if let Some(n) = away {
            return month(n).map(Stretch::day);
        }
        let found = match self.tense {
            Tense::Future | Tense::Present => (0..3).filter_map(month).find(|d| *d >= base),
            Tense::Past => (0..3).filter_map(|n| month(-n)).find(|d| *d <= base),
            Tense::Unknown => month(0),
        };
        found.map(Stretch::day)
    }

    /// A bare weekday is the nearest in the direction of the tense, the day of publication included; "last" and "next" leave
    /// it out, and "next" means the week after where that day is still to come in this one.
    fn weekday(&self, weekday: i8, away: Option<i64>) -> Option<Stretch> {
        let published = self.published?;
        let today = published.weekday().to_monday_one_offset();
        let back = i64::from((today - weekday).rem_euclid(7));
        let ahead = i64::from((weekday - today).rem_euclid(7));
        let n = match away {
            Some(0) if self.tense == Tense::Past => -back,
            Some(0) => ahead,
            Some(1..) => i64::from(weekday - today) + 7,
            Some(_) => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            None if matches!(self.tense, Tense::Future | Tense::Present) => ahead,
            None => -back,
        };
        shift(published, TimeUnit::Day, n).map(Stretch::day)
    }

    /// The stretch so many units away. What the narrative counts from is the publication date where it has named no other.
    fn away(&self, unit: TimeUnit, n: i64, from: &From) -> Option<Stretch> {
        let narrative = self.narrative.cloned();
        let base = match from {
            From::Publication => Stretch::day(self.published?),
            From::Narrative => narrative.or_else(|| self.published.map(Stretch::day))?,
            From::Other(other) => self.stretch(other)?,
        };
        // "a year earlier" after "the third quarter" is that quarter of the year before.
        let grain = match (from, base.precision) {
            (From::Narrative, DatePrecision::Quarter)
                if unit == TimeUnit::Year && n != 0 && base.value.contains('Q') =>
            {
                TimeUnit::Quarter
            }
            (From::Other(_), DatePrecision::Day) => TimeUnit::Day,
            _ => unit,
        };
        around(shift(base.start, unit, n)?, grain)
    }

    fn range(&self, from: &Meaning, to: &Meaning) -> Option<Stretch> {
        let (mut first, mut last) = (self.stretch(from)?, self.stretch(to)?);
        if let Meaning::Weekday(weekday, None) = to {
            // "from next Monday to Friday" ends on the Friday after.
            let days =
                i64::from((weekday - first.start.weekday().to_monday_one_offset()).rem_euclid(7));
            last = Stretch::day(shift(first.start, TimeUnit::Day, days)?);
        }
        if first.start > last.end {
            first = match from {
                Meaning::InYear(piece, _) => self.piece(
                    piece,
                    last.start.year()
                        - i16::from(self.piece(piece, last.start.year())?.start > last.end),
                )?,
                _ => return None,
            };
        }
        Some(first.to(&last))
    }

    /// The days of "the past three weeks" or "the next two months".
    fn window(&self, unit: TimeUnit, n: i64) -> Option<Stretch> {
        let published = self.published.filter(|_| unit >= TimeUnit::Day)?;
        let step = |d: Date, n: i64| shift(d, TimeUnit::Day, n);
        let (start, end) = if n < 0 {
            (shift(published, unit, n)?, step(published, -1)?)
        } else {
            (step(published, 1)?, shift(published, unit, n)?)
        };
        (start <= end).then(|| Stretch {
            value: format!("{start}/{end}"),
            start,
            end,
            precision: around(start, unit).map_or(DatePrecision::Unresolved, |s| s.precision),
        })
    }
}

fn nth(n: i64, grain: Grain, whole: &Stretch) -> Option<Stretch> {
    match grain {
        Grain::Weekday(weekday) => calendar::nth_weekday(whole, weekday, n).map(Stretch::day),
        Grain::Unit(unit) => {
            let edge = if n > 0 { whole.start } else { whole.end };
            let steps = if n > 0 { n - 1 } else { n + 1 };
            let found = around(shift(edge, unit, steps)?, unit)?;
            // A week belongs to the month or year that has its Thursday.
            let middle = shift(found.start, TimeUnit::Day, 3)?;
            if unit != TimeUnit::Week
                || (whole.start <= middle && middle <= whole.end)
                || whole.start == whole.end
            {
                return Some(found);
            }
            around(shift(found.start, unit, n.signum())?, unit)
        }
    }
}

/// What TIMEX3 writes where the calendar is not known.
fn open_value(meaning: &Meaning) -> String {
    match meaning {
        Meaning::InYear(Piece::Day(month, day), _) => format!("XXXX-{month:02}-{day:02}"),
        Meaning::InYear(Piece::Month(month), _) => format!("XXXX-{month:02}"),
        Meaning::InYear(Piece::Quarter(n), _) => format!("XXXX-Q{n}"),
        Meaning::InYear(Piece::Half(n), _) => format!("XXXX-H{n}"),
        Meaning::InYear(Piece::Season(code), _) => format!("XXXX-{code}"),
        Meaning::DayOfMonth(day, _) => format!("XXXX-XX-{day:02}"),
        Meaning::Weekday(weekday, _) | Meaning::WeekdayOf(weekday, _) => {
            format!("XXXX-WXX-{weekday}")
        }
        Meaning::Away(TimeUnit::Week, ..) => "XXXX-WXX".to_owned(),
        Meaning::Away(TimeUnit::Weekend, ..) => "XXXX-WXX-WE".to_owned(),
        Meaning::Away(TimeUnit::Month, ..) => "XXXX-XX".to_owned(),
        Meaning::Away(TimeUnit::Quarter, ..) => "XXXX-QX".to_owned(),
        Meaning::Away(TimeUnit::Year, ..) => "XXXX".to_owned(),
        Meaning::Away(TimeUnit::Decade, ..) => "XXX".to_owned(),
        Meaning::Away(TimeUnit::Century, ..) => "XX".to_owned(),
        Meaning::Part(_, whole) => open_value(whole),
        Meaning::Range(from, to) => format!("{}/{}", open_value(from), open_value(to)),
        Meaning::Known(stretch) => stretch.value.clone(),
        _ => "XXXX-XX-XX".to_owned(),
    }
}
