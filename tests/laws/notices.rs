//! Laws of notices: a clock runs before anything is sent, deadlines are met or missed and never both, and no recovery waits for one.

use std::collections::BTreeMap;

use firedrill::engine::time::{Instant, Span};
use firedrill::model::fact::Fact;
use firedrill::model::ids::{IncidentNo, NoticeId};

use super::lab::plan_of;
use super::{Told, for_all, told};
use firedrill::model::plan::Plan;

/// What has been told of one notice of one incident.
#[derive(Default)]
struct Row {
    clock: Option<Instant>,
    runs: bool,
    sent: Option<Instant>,
    missed: bool,
    waived: bool,
}

#[test]
fn notices_are_sent_once_their_clock_runs_and_are_either_in_time_or_missed() {
    let seen = std::sync::Mutex::new([0_u64; 4]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let rows = follow(&plan, &told);
            agree(&plan, &told, &rows);
            let mut seen = seen.lock().unwrap();
            for row in rows.values() {
                seen[0] += u64::from(row.sent.is_some() && !row.missed);
                seen[1] += u64::from(row.sent.is_some() && row.missed);
                seen[2] += u64::from(row.sent.is_none() && row.missed);
                seen[3] += u64::from(row.waived);
            }
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen.iter().all(|times| *times > 0), "in time, late, never sent, not needed: {seen:?}");
}

fn follow(plan: &Plan, told: &Told) -> BTreeMap<(IncidentNo, NoticeId), Row> {
    let mut rows: BTreeMap<(IncidentNo, NoticeId), Row> = BTreeMap::new();
    for (at, fact) in &told.facts {
        match *fact {
            Fact::NoticeClock { incident, notice, deadline, runs } => {
                let row = rows.entry((incident, notice)).or_default();
                assert!(row.sent.is_none() && !row.waived);
                (row.clock, row.runs) = (Some(deadline), row.runs || runs);
            }
            Fact::NoticeWaived { incident, notice } => {
                let row = rows.entry((incident, notice)).or_default();
                assert!(!row.waived && !row.runs);
                row.waived = true;
            }
            Fact::NoticeMissed { incident, notice, .. } => {
                let row = rows.get_mut(&(incident, notice)).expect("a clock runs first");
                assert!(row.sent.is_none() && !row.missed && *at > row.clock.unwrap());
                row.missed = true;
            }
            Fact::NoticeSubmitted { incident, notice, margin } => {
                let row = rows.get_mut(&(incident, notice)).expect("a clock runs first");
                assert!(row.sent.is_none() && row.runs && !row.waived);
                assert_eq!(row.clock.unwrap() - *at, margin);
                // Late if and only if its deadline had passed.
                assert_eq!(row.missed, margin < Span(0));
                row.sent = Some(*at);
            }
            // The work on a notice begins with its clock and ends with its being sent.
            Fact::Started { job, .. } => {
                if let Some(notice) = plan.tasks[job.task.at()].sends {
                    let row = rows.get(&(job.incident, notice)).expect("a clock runs first");
                    assert!(row.runs && row.sent.is_none());
                }
            }
            _ => {}
        }
    }
    rows
}

/// The outcomes say what the facts say.
fn agree(plan: &Plan, told: &Told, rows: &BTreeMap<(IncidentNo, NoticeId), Row>) {
    for outcome in &told.outcomes {
        let owed = &plan.playbooks[plan.kinds[outcome.kind.at()].playbook.at()].notices;
        assert_eq!(outcome.notices.len(), owed.len());
        for of in &outcome.notices {
            let row = rows.get(&(outcome.incident, of.notice));
            let followed = |at: Option<Instant>| at.filter(|at| *at <= outcome.horizon);
            assert_eq!(of.submitted, row.and_then(|row| followed(row.sent)));
            if let (Some(deadline), Some(submitted)) = (of.deadline, of.submitted) {
                assert_eq!(of.met, Some(submitted <= deadline));
                assert!(of.started.is_some_and(|started| started <= submitted));
            }
            // An incident that is over owes nothing any more.
            if outcome.closed.is_some() && of.started.is_some() {
                assert!(of.submitted.is_some() || of.waived);
            }
        }
    }
}
