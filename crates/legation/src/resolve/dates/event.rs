//! The date that governs an event.
//!
//! In: the expressions of the text, where the event's trigger, clause and sentence are, its tense and the publication date.
//! Out: an [`EventDate`]. A date in the clause goes before one in the rest of the sentence, one with a preposition of time
//! before one without, and the nearer before the farther. "since 2022", "until July" and "after the 2016 vote" bound an event
//! and do not date it. Where the text gives none, an event told as done is dated to the week that ends with publication, with
//! no span: news tells of what has just happened, and a week is as exact as that. What is to come has no date then.

use super::{Lead, Tense, TimeExpression, TimeKind};
use crate::{DatePrecision, EventDate, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// The date of the event that `trigger` names. Spans are of the text that the expressions were found in.
pub fn event_date(
    expressions: &[TimeExpression],
    trigger: Span,
    clause: Span,
    sentence: Span,
    published: Option<Date>,
    tense: Tense,
) -> EventDate {
    let dating = expressions.iter().filter(|e| dates(e) && sentence.contains(e.span));
    let best = dating.min_by_key(|e| {
        let led = !matches!(e.lead, Lead::In) && !touches(e.span, trigger);
        (!clause.contains(e.span), e.lead == Lead::Other, led, gap(e.span, trigger))
    });
    best.map_or_else(|| fallback(published, tense), from_expression)
}

/// Whether an expression can date an event at all.
fn dates(e: &TimeExpression) -> bool {
    let bounds = matches!(e.lead, Lead::Since | Lead::Until | Lead::After);
    matches!(e.kind, TimeKind::Date | TimeKind::Time) && e.start.is_some() && !bounds
        || e.kind == TimeKind::Duration && e.start.is_some() && e.lead == Lead::In
}

fn from_expression(e: &TimeExpression) -> EventDate {
    let end = e.end.filter(|end| Some(*end) != e.start);
    EventDate { start: e.start, end, precision: e.precision, span: Some(e.span) }
}

fn fallback(published: Option<Date>, tense: Tense) -> EventDate {
    let unresolved =
        EventDate { start: None, end: None, precision: DatePrecision::Unresolved, span: None };
    let Some(day) = published.filter(|_| tense != Tense::Future) else { return unresolved };
    let Ok(start) = day.checked_sub(6.days()) else { return unresolved };
    EventDate { start: Some(start), end: Some(day), precision: DatePrecision::Week, span: None }
}

fn touches(a: Span, b: Span) -> bool {
    gap(a, b) <= 1
}

/// Bytes between two spans.
fn gap(a: Span, b: Span) -> usize {
    a.start().saturating_sub(b.end()).max(b.start().saturating_sub(a.end()))
}
