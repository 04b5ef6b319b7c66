//! Outcomes that have been concluded and not been collected yet. They are handed out in the order of incident numbers; most come in it.

use super::outcome::Outcome;
use crate::model::ids::IncidentNo;

/// Outcomes that wait to be collected.
#[derive(Debug, Default)]
pub(super) struct Concluded {
    /// As they were concluded. They stay where they are until they are handed out: moving outcomes to sort them took a quarter of a play of
    /// many incidents, a place on the heap for each a tenth of what it takes to listen to one.
    outcomes: Vec<Option<Outcome>>,
    /// The number of each, and where it is.
    order: Vec<(IncidentNo, u32)>,
}

impl Concluded {
    /// Forgets everything; keeps the room.
    pub(super) fn clear(&mut self) {
        self.outcomes.clear();
        self.order.clear();
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// One more.
    #[inline]
    pub(super) fn push(&mut self, outcome: Outcome) {
        self.order.push((outcome.incident, self.outcomes.len() as u32));
        self.outcomes.push(Some(outcome));
    }

    /// Hands all over and forgets them.
    pub(super) fn drain(&mut self, to: &mut dyn FnMut(Outcome)) {
        self.order.sort_unstable();
        for (_, place) in self.order.drain(..) {
            if let Some(outcome) = self.outcomes[place as usize].take() {
                to(outcome);
            }
        }
        self.outcomes.clear();
    }
}
