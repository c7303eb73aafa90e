//! The encoder's opinion of a word as an act, in the codes of PLOVER.
//!
//! The lists of a reading are in the order of the model's labels, which is that of the codes here; a test holds the two together.

use crate::Status;
use crate::annotate::{ActReading, TokenId};
use legation_data::{EventType, modes};

/// A type of less probability is none, where another has more than [`SURE`].
const REFUTED: f32 = 0.1;
const SURE: f32 = 0.8;

/// What a word is to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Actor = 1,
    Recipient = 2,
    Holder = 3,
    Cue = 4,
}

/// A reading, asked in the terms of the codebook.
#[derive(Clone, Copy)]
pub(crate) struct Opinion<'a>(pub(crate) &'a ActReading);

impl Opinion<'_> {
    /// Probability that the word names an act at all.
    pub(crate) fn any(self) -> f32 {
        self.0.types.first().map_or(0.0, |none| 1.0 - none)
    }

    /// Probability of a type.
    pub(crate) fn of(self, event: EventType) -> f32 {
        let at = EventType::ALL.iter().position(|e| *e == event);
        at.and_then(|at| self.0.types.get(at + 1)).copied().unwrap_or(0.0)
    }

    /// The most probable type, the first of equals, and its probability.
    pub(crate) fn best(self) -> (EventType, f32) {
        let better = |best: (EventType, f32), next: (EventType, f32)| {
            if next.1 > best.1 { next } else { best }
        };
        let first = EventType::ALL[0];
        EventType::ALL.iter().map(|&e| (e, self.of(e))).fold((first, self.of(first)), better)
    }

    /// Whether the word is surely an act of another type.
    pub(crate) fn refutes(self, event: EventType) -> bool {
        self.of(event) < REFUTED && self.best().1 > SURE
    }

    /// The most probable mode of a type, if it is likelier than none.
    pub(crate) fn mode(self, event: EventType) -> Option<&'static str> {
        let all = EventType::ALL.iter().flat_map(|&e| modes(e).iter().map(move |m| (e, *m)));
        let own = all.zip(self.0.modes.iter().skip(1)).filter(|((e, _), _)| *e == event);
        let ((_, name), share) = own.max_by(|a, b| a.1.total_cmp(b.1))?;
        (*share > self.0.modes.first().copied().unwrap_or(1.0)).then_some(name)
    }

    /// Probability of a status.
    pub(crate) fn status(self, status: Status) -> f32 {
        self.0.statuses.get(status as usize).copied().unwrap_or(0.0)
    }

    /// Probability that a word has this part in the act.
    pub(crate) fn share(self, word: TokenId, part: Part) -> f32 {
        self.0.roles.of(word).and_then(|shares| shares.get(part as usize)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;

    #[test]
    fn the_models_labels_are_the_codes() {
        let annotator = Annotator::shipped().expect("the shipped model");
        let labels = annotator.encoder().labels();
        let types = EventType::ALL.iter().map(|e| e.as_str());
        assert!(labels.act().iter().map(String::as_str).skip(1).eq(types));
        let all = EventType::ALL
            .iter()
            .flat_map(|e| modes(*e).iter().map(move |m| format!("{}/{m}", e.as_str())));
        assert!(labels.mode().iter().skip(1).cloned().eq(all));
        assert!(
            labels.status().iter().map(String::as_str).eq(Status::ALL.iter().map(|s| s.as_str()))
        );
        assert_eq!(labels.role(), ["-", "actor", "recipient", "holder", "cue"]);
        assert_eq!(labels.voice(), ["-", "source", "content", "cue"]);
    }
}
