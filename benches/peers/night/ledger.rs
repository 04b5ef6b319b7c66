//! Where the time of an outage went, found by walking back from the check that brought the last system back.

use super::organisation::{JOBS, REPORT, VERIFY};
use super::{Job, Night, Stage};

pub const STATES: usize = 14;
/// The states of the ledger that a night can be in, at their places among all fourteen.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    Undetected = 0,
    Unanswered = 1,
    OffDuty = 2,
    Busy = 3,
    NoGrant = 4,
    NoKnowledge = 5,
    DecisionReach = 6,
    Deliberation = 7,
    HandOver = 9,
    Rework = 12,
    Working = 13,
}
/// Fills in the ledger of a night that is over.
pub fn close(night: &mut Night, jobs: &[Job; JOBS], horizon: i64) {
    let end = night.recovered.unwrap_or(night.began + horizon);
    let mut cut = end;
    let mut next = if night.recovered.is_some() {
        (VERIFY..REPORT).max_by_key(|j| (jobs[*j as usize].done_at, std::cmp::Reverse(*j)))
    } else {
        let open = |j: &u8| !matches!(jobs[*j as usize].state, Stage::Locked | Stage::Done);
        (0..REPORT).filter(open).min()
    };
    while let Some(job) = next {
        let job = &jobs[job as usize];
        for (since, state) in job.history.iter().rev() {
            // What was booked ahead and cut short lies beyond the cut.
            if *since < cut {
                night.ledger[*state as usize] += cut - since;
                cut = *since;
            }
        }
        next = job.released_by;
    }
    let mut before = |state: State, from: i64| {
        if from < cut {
            night.ledger[state as usize] += cut - from;
            cut = from;
        }
    };
    if let Some(alerted) = night.alerted {
        before(State::Unanswered, alerted);
    }
    before(State::Undetected, night.began);
}
