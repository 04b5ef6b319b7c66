//! How long an incident that needs a lead goes without one, and who leads it.

use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;

/// The lead of one incident.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct LeadWatch {
    /// They lead it.
    pub(super) person: Option<PersonId>,
    /// Since then nobody does.
    nobody_since: Option<Instant>,
    without: Span,
}

impl LeadWatch {
    /// Somebody leads it.
    pub(super) fn takes_over(&mut self, at: Instant, person: PersonId) {
        self.without = self.without(at);
        self.nobody_since = None;
        self.person = Some(person);
    }
    /// They do not any more. Returns who.
    pub(super) fn goes(&mut self) -> Option<PersonId> {
        self.person.take()
    }
    /// Nobody leads it.
    pub(super) fn nobody(&mut self, at: Instant) {
        self.nobody_since.get_or_insert(at);
    }
    /// How long nobody led it, up to an instant.
    pub(super) fn without(&self, until: Instant) -> Span {
        self.without + self.nobody_since.map_or(Span(0), |since| Span((until - since).0.max(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_without_a_lead_add_up() {
        let mut watch = LeadWatch::default();
        assert_eq!(watch.without(Instant(9)), Span(0));
        watch.nobody(Instant(10));
        watch.nobody(Instant(12));
        assert_eq!(watch.without(Instant(15)), Span(5));
        watch.takes_over(Instant(20), PersonId(1));
        assert_eq!((watch.without(Instant(90)), watch.goes()), (Span(10), Some(PersonId(1))));
        watch.nobody(Instant(90));
        assert_eq!(watch.without(Instant(100)), Span(20));
    }
}
