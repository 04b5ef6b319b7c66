//! Security exposure of one play: what became of vulnerability findings, and for how long they were overdue.
//!
//! Counted is what happens in the time in which incidents count; the time overdue is that part of it which lies there.

use crate::engine::time::{Instant, Span};
use crate::model::exposure::Told;
use crate::model::plan::Plan;

/// What became of the findings of one severity.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingSums {
    /// They were found.
    pub found: u32,
    /// They were remediated.
    pub remediated: u32,
    /// From being found to that, all of them together.
    pub to_remediate: Span,
    /// Not remediated: now, and at the end of what is counted.
    pub open: u32,
    /// Of these past their deadlines, with nobody having accepted that.
    pub overdue: u32,
    /// Time overdue, of one finding after another.
    pub time_overdue: Span,
    /// Their risk was accepted; every renewal counts as well.
    pub accepted: u32,
    /// It was refused.
    pub refused: u32,
    /// Incidents that came in through one of them.
    pub came_through: u32,
    /// Of these through one past its deadline.
    pub came_through_late: u32,
}

/// What the findings of a play came to, by severity, the lowest first.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ExposureSums {
    /// Of the findings of each severity.
    pub by_severity: [FindingSums; 4],
    /// Added up to here.
    since: Instant,
}

impl ExposureSums {
    /// Adds up to an instant.
    fn settle(&mut self, plan: &Plan, at: Instant) {
        let (from, to) = (self.since.max(plan.warm_up), at.min(plan.arrivals_end));
        self.since = at;
        if to > from {
            for sums in &mut self.by_severity {
                sums.time_overdue += Span((to - from).0 * i64::from(sums.overdue));
            }
        }
    }

    /// Takes note of what is told of findings.
    pub(super) fn note(&mut self, plan: &Plan, at: Instant, told: &Told) {
        if at >= plan.arrivals_end {
            return;
        }
        self.settle(plan, at);
        let counted = at >= plan.warm_up;
        let sums = &mut self.by_severity[told.about().severity as usize];
        match *told {
            Told::Found { .. } => {
                sums.found += u32::from(counted);
                sums.open += 1;
            }
            Told::Assigned { .. } | Told::Asked { .. } => {}
            Told::Overdue { .. } | Told::Expired { overdue: true, .. } => sums.overdue += 1,
            Told::Expired { overdue: false, .. } => {}
            Told::Accepted { overdue, .. } => {
                sums.overdue -= u32::from(overdue.is_some());
                sums.accepted += u32::from(counted);
            }
            Told::Refused { .. } => sums.refused += u32::from(counted),
            Told::CameThrough { late, .. } => {
                sums.came_through += u32::from(counted);
                sums.came_through_late += u32::from(counted && late);
            }
            Told::Remediated { after, overdue, .. } => {
                sums.open -= 1;
                sums.overdue -= u32::from(overdue.is_some());
                if counted {
                    sums.remediated += 1;
                    sums.to_remediate += after;
                }
            }
        }
    }

    /// The play is over.
    pub(super) fn close(&mut self, plan: &Plan) {
        self.settle(plan, plan.arrivals_end);
    }
}
