//! The end of an incident for those who keep count: what is still open of it is settled, and its outcome is handed out.

use super::Recorder;
use crate::engine::time::Instant;

impl Recorder<'_> {
    /// Concludes an incident of which nothing more can be told.
    pub(super) fn conclude_if_over(&mut self, place: usize, at: Instant) {
        if self.records[place].is_over() {
            self.conclude(place, at);
        }
    }

    /// Settles what is still open of an incident, hands out its outcome and frees its record.
    pub(super) fn conclude(&mut self, place: usize, at: Instant) {
        let until = at.min(self.records[place].horizon);
        let incident = self.records[place].incident;
        while let Some(person) = self.records[place].working.pop() {
            let charge = self.payroll.leave(until, person, incident);
            self.charge(charge);
        }
        while let Some(person) = self.records[place].called.pop() {
            let charge = self.payroll.stand_down(until, person, incident);
            self.charge(charge);
        }
        self.lead_goes(until, place);
        self.records[place].close_bills(&mut self.billing);
        let record = &self.records[place];
        for loss in record.losses.iter().filter(|l| l.back.is_none()) {
            self.down_by[loss.system.at()].retain(|i| *i != incident);
        }
        let outcome = record.outcome(self.plan, until);
        if self.again.get(outcome.kind.at()).is_some_and(|again| *again) {
            self.year.add(self.plan, &outcome);
        }
        self.concluded.push(outcome);
        self.open.remove(incident);
        self.free.push(place);
        self.last = None;
    }
}
