//! Overtures and their answers: the request that is refused, the offer that is accepted, the charge that is denied.
//!
//! In: the claims of an article, in text order. Out: the same, `answers` set where one claim answers another: its actor is the one that
//! was asked, offered, threatened or accused, and it turns to the one who did so. Of several the last before it is meant, else the
//! first after it.

use crate::{Actor, Claim, Status};
use legation_data::EventType;

/// Sets `answers` of each claim.
pub(super) fn link(claims: &mut [Claim]) {
    for at in 0..claims.len() {
        let fits = |other: &usize| *other != at && is_answer(&claims[at], &claims[*other]);
        claims[at].answers = (0..at).rev().find(fits).or_else(|| (at + 1..claims.len()).find(fits));
    }
}

fn is_answer(answer: &Claim, overture: &Claim) -> bool {
    if answer.evidence.trigger == overture.evidence.trigger {
        return false;
    }
    if answer.status == Status::Denied {
        return overture.event == EventType::Accuse
            && overture.status != Status::Denied
            && meets(&answer.actor, &overture.recipient);
    }
    let replies = match overture.event {
        EventType::Request => REPLIES,
        EventType::Agree => &[EventType::Reject, EventType::Support],
        EventType::Threaten => &[EventType::Reject, EventType::Concede, EventType::Threaten],
        EventType::Consult if overture.status == Status::Planned => &[EventType::Reject],
        _ => return false,
    };
    // Where nobody is addressed, one side alone may still answer; what two sides do together answers no third.
    let turned = match answer.recipient.as_slice() {
        [] => answer.actor.len() == 1,
        _ => meets(&answer.recipient, &overture.actor),
    };
    replies.contains(&answer.event)
        && turned
        && meets(&answer.actor, &overture.recipient)
        && !meets(&answer.actor, &overture.actor)
}

/// What may answer a request.
const REPLIES: &[EventType] =
    &[EventType::Reject, EventType::Agree, EventType::Concede, EventType::Retreat, EventType::Aid];

/// Whether the two sides have a country in common.
fn meets(a: &[Actor], b: &[Actor]) -> bool {
    a.iter().any(|a| a.country.is_some() && b.iter().any(|b| a.country == b.country))
}
