//! Time expressions: found in plain text, given their TIMEX3 value and placed in the calendar.
//!
//! In: a text, its sentences, the day of publication, and a function that tells the tense of the clause around a span (by
//! words: [`tense_by_words`]; by parse: the caller's). Out: [`TimeExpression`]s in text order, never overlapping; and
//! [`event_date`], the date that governs an event.
//!
//! Steps: pieces of text without any word of time are passed over (`scan`); in the others the recognisers of `grammar` and
//! `relative` read the longest expression at each word into a `Meaning`; `anchor` places it. Relative words count from the
//! publication date, "that year" and "two days earlier" from the last date of the text. Without a publication date what is
//! relative stays unresolved, with the X of TIMEX3 in its value. Spans leave out prepositions and keep determiners.
//!
//! Choices: "12/6/2025" is read month first. "Tuesday" in past tense on a Tuesday is that day. "two weeks ago" is a week, "two
//! years ago" a year: the value is as exact as its words. Ranges are one expression with an ISO 8601 interval as value, their
//! last stretch included. A winter is named by the year in which it begins.

mod anchor;
mod calendar;
mod cursor;
mod event;
mod grammar;
mod meaning;
mod relative;
mod scan;
mod tense;
#[cfg(test)]
mod tests;
mod years;

pub use event::event_date;
pub use tense::tense_by_words;

use crate::{DatePrecision, Span};
use anchor::Anchor;
use calendar::Stretch;
use cursor::Cursor;
use jiff::civil::Date;
use legation_data::{PhraseKind, TimeLexicon};
use meaning::{Found, Meaning};

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date, or a vague past, present or future.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// A time that repeats.
    Set,
}

impl TimeKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// The tense of a clause: which way its weekdays and months point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// It tells of what has been.
    Past,
    /// It tells of what is, or is scheduled: "the summit opens Tuesday" points ahead.
    Present,
    /// It tells of what is, or is scheduled: "the summit opens Tuesday" points ahead.to come.
    Future,
    /// Nothing shows it.
    Unknown,
}

/// How an expression is bound to its clause, by the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lead {
    /// No preposition.
    Bare,
    /// "on", "in", "at", "during", "between".
    In,
    /// "since", "from".
    Since,
    /// "until", "by", "before".
    Until,
    /// "after".
    After,
    /// "for", "of" and others that date no event.
    Other,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its words.
    pub span: Span,
    /// Its type.
    pub kind: TimeKind,
    /// Its TIMEX3 value.
    pub value: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// How exact that is.
    pub precision: DatePrecision,
    /// Whether it has a place in the calendar, or needs none.
    pub resolved: bool,
    /// How it is bound to its clause.
    pub lead: Lead,
}

/// All expressions of time in a text, in order. Without sentences the text is taken as one.
pub fn tag(
    text: &str,
    sentences: &[Span],
    published: Option<Date>,
    tense: &dyn Fn(Span) -> Tense,
) -> Vec<TimeExpression> {
    let lexicon = TimeLexicon::english();
    let (mut found, mut narrative) = (Vec::new(), None);
    for range in scan::pieces(text, lexicon) {
        let tokens = scan::tokens(text, range, lexicon);
        let cursor = Cursor { tokens: &tokens };
        let mut i = 0;
        while i < tokens.len() {
            let Some((end, meaning)) =
                cursor.read(i).filter(|(end, _)| cursor.in_one(i, *end, sentences))
            else {
                i += cursor.name(i).max(1);
                continue;
            };
            let span = tokens[i].span.cover(tokens[end - 1].span);
            let anchor =
                Anchor { published, narrative: narrative.as_ref(), tense: tense(span), lexicon };
            let expression = place(span, &meaning, &anchor, cursor.lead(i));
            if let (Some(stretch), TimeKind::Date | TimeKind::Time) =
                (&expression.1, expression.0.kind)
            {
                narrative = Some(stretch.clone());
            }
            found.push(expression.0);
            i = end;
        }
    }
    found
}

/// An expression with its place in the calendar.
fn place(
    span: Span,
    meaning: &Meaning,
    anchor: &Anchor,
    lead: Lead,
) -> (TimeExpression, Option<Stretch>) {
    let resolved = anchor.resolve(meaning);
    let stretch = resolved.stretch;
    let needs_none = matches!(resolved.kind, TimeKind::Duration | TimeKind::Set);
    let expression = TimeExpression {
        span,
        kind: resolved.kind,
        value: resolved.value,
        start: stretch.as_ref().map(|s| s.start),
        end: stretch.as_ref().map(|s| s.end),
        precision: stretch.as_ref().map_or(DatePrecision::Unresolved, |s| s.precision),
        resolved: stretch.is_some() || needs_none,
        lead,
    };
    (expression, stretch)
}

/// A recogniser.
type Recogniser<'t> = fn(&Cursor<'t>, usize) -> Found;

impl<'t> Cursor<'t> {
    /// The longest expression that begins at a token; of equally long ones the first recogniser's.
    fn read(&self, i: usize) -> Found {
        if self.name(i) > 0 {
            return None;
        }
        let others: [Recogniser<'t>; 7] = [
            Cursor::timed,
            Cursor::set,
            Cursor::offset,
            Cursor::year_ago,
            Cursor::reference,
            Cursor::duration,
            Cursor::bare_units,
        ];
        let mut best = self.date(i);
        if let Some((end, one)) = &best
            && let Some(range) = self.range(i, one, *end)
        {
            best = Some(range);
        }
        for recogniser in others {
            if let Some(found) = recogniser(self, i)
                && best.as_ref().is_none_or(|b| found.0 > b.0)
            {
                best = Some(found);
            }
        }
        best.filter(|(end, _)| *end > i && *end <= self.tokens.len() && !self.goes_on(*end))
    }

    /// The longest calendar date that begins at a token.
    fn date(&self, i: usize) -> Found {
        let recognisers: [Recogniser<'t>; 19] = [
            Cursor::iso_date,
            Cursor::slash_date,
            Cursor::weekday_expression,
            Cursor::day_first,
            Cursor::month_first,
            Cursor::year_first,
            Cursor::stepped_month,
            Cursor::quarter,
            Cursor::season,
            Cursor::holiday,
            Cursor::nth_of,
            Cursor::era,
            Cursor::part_of,
            Cursor::day_away,
            Cursor::neighbour,
            Cursor::stepped,
            Cursor::present,
            Cursor::day_of_month,
            Cursor::bare_year,
        ];
        let mut best: Found = None;
        for recogniser in recognisers {
            if let Some(found) = recogniser(self, i)
                && best.as_ref().is_none_or(|b| found.0 > b.0)
            {
                best = Some(found);
            }
        }
        best
    }

    /// How many tokens of a name made with words of time begin here.
    fn name(&self, i: usize) -> usize {
        let name = self.phrase(i, |kind| matches!(kind, PhraseKind::NotADate).then_some(()));
        name.map_or(0, |((), end)| end - i)
    }

    /// Whether a word is glued on that shows the expression to be part of another: "June's" is not, "2025kg" is.
    fn goes_on(&self, end: usize) -> bool {
        let next = self.at(end);
        !next.spaced && next.text.starts_with(char::is_alphanumeric)
    }

    /// Whether the tokens do not cross the end of a sentence.
    fn in_one(&self, i: usize, end: usize, sentences: &[Span]) -> bool {
        let (Some(first), Some(last)) = (self.tokens.get(i), self.tokens.get(end.wrapping_sub(1)))
        else {
            return false;
        };
        let at = |byte: usize| sentences.partition_point(|s| s.end() <= byte);
        sentences.is_empty() || at(first.span.start()) == at(last.span.start())
    }

    /// How the word before binds what begins at a token.
    fn lead(&self, i: usize) -> Lead {
        let before = i.wrapping_sub(1 + usize::from(self.is(i.wrapping_sub(1), "the")));
        match () {
            () if self.any(
                before,
                &["in", "on", "at", "during", "between", "throughout", "over", "within"],
            ) =>
            {
                Lead::In
            }
            () if self.any(before, &["since", "from"]) => Lead::Since,
            () if self.any(before, &["until", "till", "by", "before", "to", "through"]) => {
                Lead::Until
            }
            () if self.is(before, "after") => Lead::After,
            () if self.any(before, &["for", "of", "than", "with", "about"]) => Lead::Other,
            () => Lead::Bare,
        }
    }
}

impl Meaning {
    /// Whether it is a date that can be the end of a range.
    fn dated(&self) -> bool {
        !matches!(
            self,
            Meaning::Range(..)
                | Meaning::Timed(..)
                | Meaning::Duration(..)
                | Meaning::Set(_)
                | Meaning::Reference(_)
        )
    }
}
