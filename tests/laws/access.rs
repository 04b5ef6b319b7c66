//! Laws of access: decided on by others, broken glass reviewed, privileged actions told.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::calls::requirement;
use super::lab::plan_of;
use super::{for_all, told};
use firedrill::engine::time::Instant;
use firedrill::model::fact::{Authority, Basis, Fact, Job, Way};
use firedrill::model::ids::{DecisionId, GrantId, IncidentNo};
use firedrill::model::plan::Plan;

/// What an incident asked for and was given.
#[derive(Default)]
struct Accesses {
    granted: Vec<DecisionId>,
    /// Reviews that are owed.
    owed: Vec<GrantId>,
    privileged: Vec<(Instant, Job)>,
}

#[test]
fn access_is_decided_on_by_others_every_broken_glass_is_reviewed_before_the_end_and_every_privileged_action_is_told() {
    let seen = Mutex::new([0u64; 5]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut incidents: BTreeMap<IncidentNo, Accesses> = BTreeMap::new();
            for (at, fact) in &told.facts {
                accesses(&plan, *at, fact, &mut incidents, &seen);
            }
            assert!(incidents.values().all(|i| i.privileged.is_empty()), "a privileged action is not told");
        }
    });
    let seen = seen.into_inner().unwrap();
    println!("requests, broken glass, reviews, overdue, privileged actions: {seen:?}");
    assert!(std::env::var_os("SCENARIO").is_some() || seen.iter().all(|n| *n >= 10), "too little of it happens: {seen:?}");
}

fn accesses(plan: &Plan, at: Instant, fact: &Fact, all: &mut BTreeMap<IncidentNo, Accesses>, seen: &Mutex<[u64; 5]>) {
    let count = |which: usize| seen.lock().unwrap()[which] += 1;
    match *fact {
        Fact::Decided { decision, person: Some(person), authority: Authority::Holder | Authority::Delegate, .. } => {
            let own = plan.decisions[decision.at()].access.is_some_and(|m| m.person == person);
            assert!(!own, "{at:?}: {} decides about their own access", plan.people[person.at()].id);
        }
        Fact::Granted { incident, decision, .. } => all.entry(incident).or_default().granted.push(decision),
        Fact::AccessGiven { incident, person, grant, way, .. } => {
            let this = all.entry(incident).or_default();
            let about = |d: &DecisionId| plan.decisions[d.at()].access.is_some_and(|m| (m.person, m.grant, m.way) == (person, grant, way));
            let decision = this.granted.iter().position(about).expect("access is given without a decision");
            this.granted.remove(decision);
            let reviewed = plan.access.passage(grant, way).is_some_and(|p| p.review.is_some());
            if reviewed && !this.owed.contains(&grant) {
                this.owed.push(grant);
            }
            count(usize::from(way == Way::BreakGlass));
        }
        Fact::GlassReviewed { incident, grant, .. } => {
            let owed = &mut all.entry(incident).or_default().owed;
            owed.remove(owed.iter().position(|g| *g == grant).expect("a review that nothing owes"));
            count(2);
        }
        Fact::ReviewOverdue { incident, grant } => {
            assert!(all.entry(incident).or_default().owed.contains(&grant), "{at:?}: nothing is owed");
            count(3);
        }
        Fact::Closed { incident } => {
            assert!(all.entry(incident).or_default().owed.is_empty(), "{at:?}: {incident:?} is closed and owes a review");
        }
        Fact::Started { job, person: Some(_), .. }
            if requirement(plan, job).and_then(|r| r.grant).is_some_and(|g| plan.access.privileged(g)) =>
        {
            all.entry(job.incident).or_default().privileged.push((at, job));
        }
        Fact::Privileged { job, basis, .. } => {
            let started = &mut all.entry(job.incident).or_default().privileged;
            started.remove(started.iter().position(|s| *s == (at, job)).expect("a privileged action without its start"));
            let decided = plan.tasks[job.task.at()].decision.is_some();
            assert!(basis != Basis::Decision || decided, "{at:?}: {job:?} needs no decision");
            count(4);
        }
        _ => {}
    }
}
