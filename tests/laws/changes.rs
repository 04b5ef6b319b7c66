//! Laws of changes: none is begun before it may be, each has one end, and what fails is undone or an incident.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use firedrill::engine::time::Instant;
use firedrill::model::change::entry::ChangeKind;
use firedrill::model::change::{Change, Part};
use firedrill::model::fact::{Fact, Job, PageFor, Step};
use firedrill::model::ids::{ChangeId, DecisionId, IncidentNo};
use firedrill::model::plan::Plan;

use super::lab::plan_of;
use super::{Told, for_all, told};

/// What was told of one change so far.
#[derive(Default)]
struct Known {
    tested: bool,
    granted: BTreeSet<DecisionId>,
    begun: bool,
    done: bool,
    failed: bool,
    undoing: bool,
    lapsed: bool,
    incident: bool,
    closed: bool,
}

#[test]
fn no_change_is_begun_without_approval_outside_its_window_or_in_a_freeze_and_each_has_one_end() {
    let seen = Mutex::new([0_u64; 6]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        if !plan.changes.any() {
            return;
        }
        for told in told(&plan) {
            let counts = follow(&plan, &told);
            seen.lock().unwrap().iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
    });
    let [begun, rolled_back, incidents, shut, reviews, frozen] = seen.into_inner().unwrap();
    println!(
        "{begun} changes begun, {rolled_back} rolled back, {incidents} incidents, {shut} waits for a window, {frozen} for a freeze, {reviews} reviews"
    );
    let enough = begun > 200 && rolled_back > 20 && incidents > 50 && shut > 200 && frozen > 20 && reviews > 50;
    assert!(std::env::var_os("SCENARIO").is_some() || enough);
}

fn of(plan: &Plan, job: Job) -> Option<(ChangeId, &Change, Part)> {
    plan.tasks[job.task.at()].change.map(|of| (of.change, plan.changes.of(of.change), of.part))
}

fn follow(plan: &Plan, told: &Told) -> [u64; 6] {
    let mut all: BTreeMap<IncidentNo, Known> = BTreeMap::new();
    let (mut granted, mut seen): (BTreeSet<(IncidentNo, DecisionId)>, [u64; 6]) = Default::default();
    let (mut owed, mut reviewed, mut due) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(at, ref fact) in &told.facts {
        match *fact {
            Fact::Change(step) => {
                steps(plan, at, &step, &mut all, &mut seen);
                match step {
                    Step::ReviewOwed { incident, change } => *owed.entry((incident, change)).or_insert(0) += 1,
                    Step::ReviewDue { incident, change, due: by } => {
                        due.insert((incident, change), by);
                    }
                    Step::Reviewed { incident, change, .. } => {
                        seen[4] += 1;
                        *reviewed.entry((incident, change)).or_insert(0) += 1;
                        assert!(reviewed[&(incident, change)] <= owed[&(incident, change)], "{at:?}: one review too many");
                    }
                    Step::ReviewOverdue { incident, change } => assert_eq!(due[&(incident, change)], at, "overdue at the time it is due"),
                    _ => {}
                }
            }
            Fact::Granted { incident, decision, .. } => {
                granted.insert((incident, decision));
                if let Some(known) = all.get_mut(&incident) {
                    known.granted.insert(decision);
                }
            }
            Fact::Paged { why: PageFor::Task(task), .. } => {
                assert!(plan.tasks[task.at()].change.is_none_or(|of| of.calls), "{at:?}: somebody is called for planned work");
            }
            Fact::Started { job, attempt, person: Some(_), .. } => match of(plan, job) {
                Some((_, change, Part::Carry)) => {
                    seen[0] += u64::from(begins(plan, at, change, all.get_mut(&job.incident).expect("it was raised")));
                }
                Some((_, _, Part::Rollback)) => assert!(all[&job.incident].undoing, "{at:?}: undone without having failed"),
                Some((_, change, Part::Emergency)) if attempt == 1 => {
                    let approved = change.approval.is_some_and(|d| granted.contains(&(job.incident, d)));
                    assert!(approved, "{at:?}: {job:?} is an emergency change without approval");
                }
                _ => {}
            },
            Fact::Ended { job, .. } if of(plan, job).is_some_and(|(.., part)| part == Part::Test) => {
                all.get_mut(&job.incident).expect("it was raised").tested = true;
            }
            Fact::Down { by, .. } | Fact::Hit { incident: by, .. } => {
                assert!(!all.contains_key(&by), "{at:?}: a change takes nothing down")
            }
            _ => {}
        }
    }
    for outcome in &told.outcomes {
        assert!(!all.contains_key(&outcome.incident), "a change is counted as an incident");
    }
    seen
}

/// Somebody takes a change up; true for the first time.
fn begins(plan: &Plan, at: Instant, change: &Change, known: &mut Known) -> bool {
    if std::mem::replace(&mut known.begun, true) {
        return false;
    }
    let has_test =
        plan.tasks.iter().any(|t| t.change.is_some_and(|of| of.part == Part::Test && plan.changes.of(of.change).id == change.id));
    assert!(!has_test || known.tested, "{at:?}: {} is begun untested", change.id);
    for decision in change.approval.iter().chain(&change.go_ahead) {
        assert!(known.granted.contains(decision), "{at:?}: {} is begun without {}", change.id, plan.decisions[decision.at()].id);
    }
    if change.kind != ChangeKind::Emergency {
        assert!(plan.calendar.freeze_at(at).is_none(), "{at:?}: {} is begun in a freeze", change.id);
        assert!(change.window.as_ref().is_none_or(|w| w.on_at(at)), "{at:?}: {} is begun outside its window", change.id);
    }
    true
}

fn steps(plan: &Plan, at: Instant, step: &Step, all: &mut BTreeMap<IncidentNo, Known>, seen: &mut [u64; 6]) {
    let incident = step.incident();
    match *step {
        Step::Raised { .. } => assert!(all.insert(incident, Known::default()).is_none(), "raised twice"),
        Step::Shut { job, until, freeze } => {
            seen[if freeze { 5 } else { 3 }] += 1;
            let (_, change, _) = of(plan, job).expect("a task of a change");
            assert!(until > at && change.open.as_ref().is_some_and(|open| !open.on_at(at) && open.on_at(until)));
        }
        Step::Begins { of, change, .. } => {
            seen[2] += 1;
            match all.get_mut(&of) {
                Some(known) => {
                    assert!(known.failed && !std::mem::replace(&mut known.incident, true), "{at:?}: an incident without a failure")
                }
                None => assert!(plan.changes.of(change).by_tasks, "an incident of no change"),
            }
        }
        _ => {
            let Some(known) = all.get_mut(&incident) else { return };
            assert!(!known.closed, "{at:?}: {step:?} after its end");
            match *step {
                Step::Missed { .. } => assert!(!known.begun, "{at:?}: missed though begun"),
                Step::Lapsed { .. } => {
                    assert!(!known.begun);
                    known.lapsed = true;
                }
                Step::Done { .. } => {
                    assert!(known.begun && !known.failed && !std::mem::replace(&mut known.done, true), "{at:?}: {step:?}");
                }
                Step::Failed { change, noticed, .. } => {
                    assert!(known.begun && !known.done && !std::mem::replace(&mut known.failed, true), "{at:?}: {step:?}");
                    known.undoing = noticed && plan.changes.of(change).rollback.is_some();
                }
                Step::RolledBack { works, .. } => {
                    seen[1] += u64::from(works);
                    assert!(std::mem::replace(&mut known.undoing, false), "{at:?}: {step:?}");
                }
                Step::TooLate { .. } => assert!(std::mem::replace(&mut known.undoing, false), "{at:?}: {step:?}"),
                Step::Closed { .. } => {
                    known.closed = true;
                    assert!((known.done || known.failed || known.lapsed) && !known.undoing, "{at:?}: an end without an end");
                }
                _ => {}
            }
        }
    }
}
