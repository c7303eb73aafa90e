//! What the grammar reads out of the words, before it is known when "now" is.

use super::calendar::Stretch;
use legation_data::{Part, TimeUnit};

/// A piece of a year that comes back every year.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Day(i8, i8),
    Month(i8),
    Quarter(i8),
    Half(i8),
    Season(String),
    Holiday(usize),
}

/// Which year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum YearOf {
    /// The text does not say: the tense decides.
    Nearest,
    /// As given.
    Given(i16),
    /// Years from that of publication.
    Away(i64),
    /// The one before or after the nearest: "last March".
    Stepped(i64),
    /// The year that the narrative has reached.
    Narrative,
}

/// What an offset is counted from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    Publication,
    Narrative,
    Other(Box<Meaning>),
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Known(Stretch),
    InYear(Piece, YearOf),
    /// "the 12th", and months from the present one if that is said.
    DayOfMonth(i8, Option<i64>),
    /// A weekday, and weeks away if that is said.
    Weekday(i8, Option<i64>),
    /// A weekday so many weeks from the present one: "Monday of next week".
    WeekdayOf(i8, Box<Meaning>),
    /// The stretch of that unit so many units away.
    Away(TimeUnit, i64, From),
    /// The `n`th weekday or week or day of a stretch; negative from its end.
    Nth(i64, Grain, Box<Meaning>),
    /// "in two weeks": a date in future tense, else a stretch of that TIMEX3 value.
    Ahead(TimeUnit, i64, String),
    Part(Part, Box<Meaning>),
    Range(Box<Meaning>, Box<Meaning>),
    /// A day and the TIMEX3 time after the `T`.
    Timed(Option<Box<Meaning>>, String),
    /// TIMEX3 value, and the stretch that it covers: units from the present, backward if negative.
    Duration(String, Option<(TimeUnit, i64)>),
    Set(String),
    Reference(String),
}

/// What an ordinal counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Grain {
    Weekday(i8),
    Unit(TimeUnit),
}

/// How many tokens an expression has from where it began, and what it means.
pub(super) type Found = Option<(usize, Meaning)>;
