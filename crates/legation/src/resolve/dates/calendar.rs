//! Stretches of the calendar and the arithmetic on them. All of it is total: a day outside years 1 to 9999 is `None`.

use crate::DatePrecision;
use jiff::ToSpan;
use jiff::civil::Date;
use legation_data::{Holiday, Part, TimeUnit};

/// A stretch of days with its TIMEX3 value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) value: String,
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) precision: DatePrecision,
}

impl Stretch {
    /// One day.
    pub(super) fn day(date: Date) -> Self {
        Self { value: date.to_string(), start: date, end: date, precision: DatePrecision::Day }
    }

    /// From the first day of one to the last of another, as an ISO 8601 interval.
    pub(super) fn to(&self, other: &Stretch) -> Self {
        Self {
            value: format!("{}/{}", self.value, other.value),
            start: self.start,
            end: other.end.max(self.start),
            precision: self.precision.max(other.precision),
        }
    }

    /// The first, second or last third; the value stays (TIMEX3 puts the part into `mod`).
    #[must_use]
    pub(super) fn narrowed(mut self, part: Part) -> Self {
        let days = i64::from((self.end - self.start).get_days()) + 1;
        let at = |n: i64| self.start.checked_add(n.days()).unwrap_or(self.start);
        let (from, to) = match part {
            Part::Early => (at(0), at((days / 3 - 1).max(0))),
            Part::Middle => (at(days / 3), at((days * 2 / 3).max(1) - 1)),
            Part::Late => (at(days * 2 / 3), self.end),
        };
        (self.start, self.end) = (from, to.max(from));
        self
    }
}

/// The day `n` units away; months keep the day of the month where they have it.
pub(super) fn shift(date: Date, unit: TimeUnit, n: i64) -> Option<Date> {
    let n = i32::try_from(n).ok().filter(|n| n.abs() < 20_000)?;
    let span = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => 0.days(),
        TimeUnit::Day => n.days(),
        TimeUnit::Week | TimeUnit::Weekend => n.weeks(),
        TimeUnit::Fortnight => (2 * n).weeks(),
        TimeUnit::Month => n.months(),
        TimeUnit::Quarter => (3 * n).months(),
        TimeUnit::Half => (6 * n).months(),
        TimeUnit::Year => n.try_into_years()?,
        TimeUnit::Decade => (10 * n).try_into_years()?,
        TimeUnit::Century => (100 * n).try_into_years()?,
    };
    date.checked_add(span).ok().filter(|d| d.year() > 0)
}

/// Years as a span, unless there are more of them than the calendar has.
trait Years {
    fn try_into_years(self) -> Option<jiff::Span>;
}

impl Years for i32 {
    fn try_into_years(self) -> Option<jiff::Span> {
        jiff::Span::new().try_years(self).ok()
    }
}

/// The stretch of that unit that holds the day.
pub(super) fn around(date: Date, unit: TimeUnit) -> Option<Stretch> {
    let year = date.year();
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => {
            Some(Stretch::day(date))
        }
        TimeUnit::Week | TimeUnit::Fortnight => week(date),
        TimeUnit::Weekend => weekend(date),
        TimeUnit::Month => month(year, date.month()),
        TimeUnit::Quarter => quarter(year, (date.month() + 2) / 3),
        TimeUnit::Half => half(year, (date.month() + 5) / 6),
        TimeUnit::Year => self::year(year),
        TimeUnit::Decade => decade(year / 10),
        TimeUnit::Century => century(year / 100),
    }
}

fn week(date: Date) -> Option<Stretch> {
    let iso = date.iso_week_date();
    let start = shift(date, TimeUnit::Day, -i64::from(date.weekday().to_monday_zero_offset()))?;
    let value = format!("{:04}-W{:02}", iso.year(), iso.week());
    let end = shift(start, TimeUnit::Day, 6)?;
    Some(Stretch { value, start, end, precision: DatePrecision::Week })
}

fn weekend(date: Date) -> Option<Stretch> {
    let week = week(date)?;
    let start = shift(week.start, TimeUnit::Day, 5)?;
    let value = format!("{}-WE", week.value);
    Some(Stretch { value, start, end: week.end, precision: DatePrecision::Day })
}

/// `count` months from the first of one.
fn months(
    year: i16,
    first: i8,
    count: i64,
    value: String,
    precision: DatePrecision,
) -> Option<Stretch> {
    let start = Date::new(year, first, 1).ok()?;
    let end = shift(shift(start, TimeUnit::Month, count)?, TimeUnit::Day, -1)?;
    Some(Stretch { value, start, end, precision })
}

/// A month.
pub(super) fn month(year: i16, month: i8) -> Option<Stretch> {
    months(year, month, 1, format!("{year:04}-{month:02}"), DatePrecision::Month)
}

/// A quarter, 1 to 4.
pub(super) fn quarter(year: i16, number: i8) -> Option<Stretch> {
    let first = number.checked_mul(3)?.checked_sub(2)?;
    months(year, first, 3, format!("{year:04}-Q{number}"), DatePrecision::Quarter)
}

/// A half year, 1 or 2.
pub(super) fn half(year: i16, number: i8) -> Option<Stretch> {
    let first = number.checked_mul(6)?.checked_sub(5)?;
    months(year, first, 6, format!("{year:04}-H{number}"), DatePrecision::Quarter)
}

/// A season by the meteorologists' months; a winter is named by the year in which it begins.
pub(super) fn season(year: i16, code: &str) -> Option<Stretch> {
    let first = match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    months(year, first, 3, format!("{year:04}-{code}"), DatePrecision::Quarter)
}

/// A year.
pub(super) fn year(year: i16) -> Option<Stretch> {
    months(year, 1, 12, format!("{year:04}"), DatePrecision::Year)
}

/// A decade by its first three digits.
pub(super) fn decade(digits: i16) -> Option<Stretch> {
    let first = digits.checked_mul(10)?;
    months(first, 1, 120, format!("{digits:03}"), DatePrecision::Decade)
}

/// A century by its first two digits.
pub(super) fn century(digits: i16) -> Option<Stretch> {
    let first = digits.checked_mul(100)?.max(1);
    months(first, 1, 1200, format!("{digits:02}"), DatePrecision::Decade)
}

/// The `n`th weekday (Monday 1) of a stretch; -1 is the last.
pub(super) fn nth_weekday(stretch: &Stretch, weekday: i8, n: i64) -> Option<Date> {
    let offset = |from: Date| {
        i64::from((weekday - 1 - from.weekday().to_monday_zero_offset()).rem_euclid(7))
    };
    let first = shift(stretch.start, TimeUnit::Day, offset(stretch.start))?;
    let found = if n > 0 {
        shift(first, TimeUnit::Week, n - 1)?
    } else {
        let after = shift(stretch.end, TimeUnit::Day, -6)?;
        shift(shift(after, TimeUnit::Day, offset(after))?, TimeUnit::Week, n + 1)?
    };
    (stretch.start <= found && found <= stretch.end).then_some(found)
}

/// The named day in that year.
pub(super) fn holiday(holiday: &Holiday, year: i16) -> Option<Stretch> {
    let start = if let Some(fixed) = &holiday.fixed {
        format!("{year:04}-{fixed}").parse().ok()
    } else if let Some(after) = holiday.easter {
        shift(easter(year)?, TimeUnit::Day, after)
    } else if let Some(after) = holiday.orthodox_easter {
        shift(orthodox_easter(year)?, TimeUnit::Day, after)
    } else if let Some([m, weekday, n]) = holiday.nth {
        nth_weekday(&month(year, m)?, weekday, i64::from(n))
    } else {
        holiday.dates.iter().find(|d| d.year() == year).copied()
    }?;
    let end = shift(start, TimeUnit::Day, holiday.days.unwrap_or(1) - 1)?;
    if start == end {
        return Some(Stretch::day(start));
    }
    let value = format!("{start}/{end}");
    Some(Stretch { value, start, end, precision: DatePrecision::Month })
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    date_of(year, sum / 31, sum % 31 + 1)
}

/// Easter Sunday by the Julian calendar, in Gregorian days (13 days apart from 1900 to 2099).
fn orthodox_easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let moon = (19 * (year % 19) + 15) % 30;
    let weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let sum = moon + weekday + 114;
    shift(date_of(year, sum / 31, sum % 31 + 1)?, TimeUnit::Day, 13)
}

fn date_of(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_church_says() {
        assert_eq!(easter(2013), Some(date(2013, 3, 31)));
        assert_eq!(easter(2025), Some(date(2025, 4, 20)));
        assert_eq!(orthodox_easter(2018), Some(date(2018, 4, 8)));
    }

    #[test]
    fn counts_weekdays_of_a_month() {
        let november = month(2025, 11).unwrap();
        assert_eq!(nth_weekday(&november, 4, 4), Some(date(2025, 11, 27)));
        assert_eq!(nth_weekday(&november, 5, -1), Some(date(2025, 11, 28)));
        assert_eq!(nth_weekday(&november, 5, 9), None);
    }

    #[test]
    fn the_last_day_of_the_calendar_has_no_next() {
        assert_eq!(shift(date(9999, 12, 31), TimeUnit::Day, 1), None);
        assert_eq!(year(9999), None);
        assert_eq!(shift(date(2020, 1, 1), TimeUnit::Century, 19_999), None);
    }
}
