//! Dates as pages write them: ISO stamps, "June 12, 2025", "12 Jun 2025", `/2025/06/12/` in an address.
//!
//! In: a short text. Out: the day as written, so in the page's own zone, and the instant where an offset is given.

use crate::{Published, PublishedFrom};
use jiff::Timestamp;
use jiff::civil::Date;
use legation_data::month_number;

/// The web has news since 1990; later than 2100 is a misprint.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Longest text that is searched for a date, in bytes: longer ones are prose that mentions one.
const LONGEST: usize = 160;

/// A publication date from a piece of metadata or a short line.
pub(super) fn published(text: &str, from: PublishedFrom) -> Option<Published> {
    let text = text.trim();
    let date = find_date(text)?;
    Some(Published { date, timestamp: timestamp(text), from })
}

/// The first day named in a short text.
pub(super) fn find_date(text: &str) -> Option<Date> {
    if text.len() > LONGEST {
        return None;
    }
    let parts = parts(text);
    (0..parts.len()).find_map(|at| date_at(&parts[at..]))
}

/// The day in the path of an address; a year and a month alone are no day.
pub(super) fn date_in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts = parts(path.split_once('/')?.1);
    (0..parts.len()).find_map(|at| year_first(&parts[at..]).or_else(|| compact(parts[at])))
}

/// Runs of digits and runs of letters.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let turn = |c: char| c.is_ascii_digit();
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| turn(c) != turn(first)).unwrap_or(rest.len());
            out.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out
}

fn date_at(parts: &[&str]) -> Option<Date> {
    year_first(parts)
        .or_else(|| month_first(parts))
        .or_else(|| day_first(parts))
        .or_else(|| compact(parts[0]))
}

/// 2025-06-12, 2025/jun/12.
fn year_first(parts: &[&str]) -> Option<Date> {
    let [y, m, d, ..] = parts else { return None };
    date(year(y)?, number(m).or_else(|| month(m))?, number(d)?)
}

/// June 12, 2025; June 12th 2025.
fn month_first(parts: &[&str]) -> Option<Date> {
    let [m, d, rest @ ..] = parts else { return None };
    date(year(after_ordinal(rest).first()?)?, month(m)?, number(d)?)
}

/// 12 June 2025; 12.06.2025. Of 05/06/2025 nobody can say which is the month, so only one that settles it is read.
fn day_first(parts: &[&str]) -> Option<Date> {
    let [a, rest @ ..] = parts else { return None };
    let [b, y, ..] = after_ordinal(rest) else { return None };
    let (first, year) = (number(a)?, year(y)?);
    match (month(b), number(b)) {
        (Some(month), _) => date(year, month, first),
        (None, Some(second)) if first > 12 || first == second => date(year, second, first),
        (None, Some(second)) if second > 12 => date(year, first, second),
        (None, _) => None,
    }
}

/// 20250612.
fn compact(part: &str) -> Option<Date> {
    let digits = part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| date(year(&part[..4])?, number(&part[4..6])?, number(&part[6..])?))?
}

/// The "th" of 12th.
fn after_ordinal<'a, 'b>(parts: &'b [&'a str]) -> &'b [&'a str] {
    match parts {
        [suffix, rest @ ..] if ["st", "nd", "rd", "th", "of"].contains(suffix) => {
            after_ordinal(rest)
        }
        other => other,
    }
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4).then(|| text.parse().ok())?.filter(|year| YEARS.contains(year))
}

fn number(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| text.parse().ok())?
}

fn month(text: &str) -> Option<i8> {
    month_number(&text.to_lowercase())
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The instant of an ISO stamp with an offset, in UTC, to the second.
fn timestamp(text: &str) -> Option<String> {
    let instant: Timestamp = text.parse().ok().or_else(|| with_colon(text)?.parse().ok())?;
    Timestamp::from_second(instant.as_second()).ok().map(|t| t.to_string())
}

/// Many pages write the offset as +0200.
fn with_colon(text: &str) -> Option<String> {
    let (head, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let sign = head.get(head.len().checked_sub(3)?..)?;
    let plain = sign.starts_with(['+', '-'])
        && sign[1..].bytes().chain(minutes.bytes()).all(|b| b.is_ascii_digit());
    plain.then(|| format!("{head}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(find_date(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn days_are_read_as_pages_write_them() {
        check("2025-06-12T23:30:00-07:00", Some("2025-06-12"));
        check("Published June 12, 2025 at 9:02 AM", Some("2025-06-12"));
        check("Updated on: Thu 12th of Jun 2025", Some("2025-06-12"));
        check("12 Sept. 2024 | 10:00", Some("2024-09-12"));
        check("20250612", Some("2025-06-12"));
        check("20250612T101500Z", Some("2025-06-12"));
        check("31.01.2025", Some("2025-01-31"));
        check("1/31/2025", Some("2025-01-31"));
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        check("05/06/2025", None);
        check("June 2025", None);
        check("2025-13-40", None);
        check("Updated on", None);
        check("June 12, 1825", None);
    }

    #[test]
    fn addresses() {
        let day = |url| date_in_url(url).map(|d| d.to_string());
        assert_eq!(day("https://x.org/world/2025/jun/12/vote").as_deref(), Some("2025-06-12"));
        assert_eq!(day("https://x.org/a-2025-06-12.html").as_deref(), Some("2025-06-12"));
        assert_eq!(day("https://x.org/20250612/a").as_deref(), Some("2025-06-12"));
        assert_eq!(day("https://x.org/2025/06/vote"), None);
        assert_eq!(day("https://x.org/story?date=2025-06-12"), None);
    }

    #[test]
    fn the_day_is_the_pages_own_and_the_instant_is_utc() {
        let found = published("2025-06-12T23:30:00.123-0700", PublishedFrom::Meta).expect("a date");
        assert_eq!(
            (found.date.to_string().as_str(), found.timestamp.as_deref()),
            ("2025-06-12", Some("2025-06-13T06:30:00Z"))
        );
        assert_eq!(
            published("2025-06-12 10:00", PublishedFrom::Meta).expect("a date").timestamp,
            None
        );
    }
}
