//! Laws of qualification: only those who can take a task, and learning beside another.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::calls::requirement;
use super::lab::plan_of;
use super::{for_all, told};
use firedrill::model::fact::{Capability, Fact, Job, Knowing};
use firedrill::model::ids::PersonId;
use firedrill::model::plan::Plan;

#[test]
fn only_qualified_people_take_a_task_and_only_one_at_a_time_does_it() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut under_way: BTreeMap<Job, Option<PersonId>> = BTreeMap::new();
            let mut holds = Holds::default();
            let mut by_writing = None;
            for (at, fact) in &told.facts {
                holds.see(fact);
                match *fact {
                    Fact::Knowing(Knowing::Follows { job, person, .. }) => by_writing = Some((job, person)),
                    Fact::Started { job, person, improvised, .. } => {
                        let before = under_way.insert(job, person);
                        assert!(before.is_none(), "{at:?}: {job:?} is started while {before:?} is at it");
                        if let Some(person) = person {
                            let name = &plan.people[person.at()].id;
                            let asked = requirement(&plan, job).expect("somebody works on it");
                            assert!(asked.candidates.iter().any(|c| c.0 == person), "{at:?}: {name} lacks the skill for {job:?}");
                            let can = |what| holds.can(&plan, person, what);
                            assert!(asked.grant.is_none_or(|g| can(Capability::Grant(g))), "{at:?}: {name} has no access for {job:?}");
                            let knows = asked.knows.is_none_or(|k| can(Capability::Knowledge(k)));
                            let reads = asked.knows.is_some_and(|k| can(Capability::Written(k)));
                            assert!(knows || reads || asked.improvise.is_some(), "{at:?}: {name} does not know how to do {job:?}");
                            assert_eq!(std::mem::take(&mut by_writing), (!knows && reads).then_some((job, person)), "{at:?}: {name}");
                            assert_eq!(improvised, !knows && !reads, "{at:?}: {name} at {job:?}");
                        }
                    }
                    Fact::Stopped { job, person, .. } => assert_eq!(under_way.remove(&job), Some(Some(person)), "{at:?}"),
                    Fact::Ended { job, person, .. } => assert_eq!(under_way.remove(&job), Some(person), "{at:?}"),
                    _ => {}
                }
            }
        }
    });
}

/// What people hold and know at one instant, by the facts.
#[derive(Default)]
struct Holds {
    changed: BTreeMap<(PersonId, Capability), bool>,
    out_of_use: Vec<Capability>,
}

impl Holds {
    fn see(&mut self, fact: &Fact) {
        match *fact {
            Fact::Gained { person, what } => assert!(self.changed.insert((person, what), true) != Some(true)),
            Fact::Lost { person, what } => assert!(self.changed.insert((person, what), false) != Some(false)),
            Fact::OutOfUse { what } => self.out_of_use.push(what),
            Fact::InUse { what } => self.out_of_use.retain(|w| *w != what),
            _ => {}
        }
    }
    fn can(&self, plan: &Plan, person: PersonId, what: Capability) -> bool {
        let entry = &plan.people[person.at()];
        let at_first = match what {
            Capability::Grant(g) => entry.grants.contains(&g),
            Capability::Knowledge(k) => entry.knows.contains(&k),
            Capability::Written(k) => plan.runbooks.written(k).is_some(),
        };
        !self.out_of_use.contains(&what) && self.changed.get(&(person, what)).copied().unwrap_or(at_first)
    }
}

#[test]
fn whoever_learns_beside_another_is_there_with_nothing_else_to_do_and_lacks_only_the_knowledge() {
    let seen = Mutex::new([0u64; 2]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let (mut holds, mut hands, mut beside) = (Holds::default(), BTreeMap::new(), BTreeMap::new());
            for (at, fact) in &told.facts {
                holds.see(fact);
                match *fact {
                    Fact::Started { job, person: Some(person), .. } => {
                        assert!(
                            !beside.contains_key(&person),
                            "{at:?}: {} starts {job:?} while beside another",
                            plan.people[person.at()].id
                        );
                        hands.insert(job, person);
                    }
                    Fact::Stopped { job, .. } | Fact::Ended { job, person: Some(_), .. } => {
                        hands.remove(&job);
                    }
                    Fact::Knowing(Knowing::Joins { job, person, beside: owner, runbook }) => {
                        seen.lock().unwrap()[0] += 1;
                        let name = &plan.people[person.at()].id;
                        assert_eq!(hands.get(&job), Some(&owner), "{at:?}: {name} is beside nobody");
                        assert!(!hands.values().any(|p| *p == person), "{at:?}: {name} has something in hand");
                        assert!(beside.insert(person, job).is_none(), "{at:?}: {name} is in two places");
                        let asked = requirement(&plan, job).expect("somebody works on it");
                        assert!(asked.candidates.iter().any(|c| c.0 == person), "{at:?}: {name} lacks the skill for {job:?}");
                        let can = |person, what| holds.can(&plan, person, what);
                        assert!(asked.grant.is_none_or(|g| can(person, Capability::Grant(g))), "{at:?}: {name} has no access for {job:?}");
                        let knows = Capability::Knowledge(runbook);
                        assert!(can(owner, knows) && !can(person, knows), "{at:?}: {name} has nothing to learn, or nobody to learn from");
                    }
                    Fact::Knowing(Knowing::Parts { job, person, learned }) => {
                        seen.lock().unwrap()[1] += u64::from(learned.is_some());
                        assert_eq!(beside.remove(&person), Some(job), "{at:?}");
                        assert!(learned.is_none() || !hands.contains_key(&job), "{at:?}: something was learned before it was done");
                    }
                    _ => {}
                }
            }
            for job in beside.values() {
                assert!(hands.contains_key(job), "{job:?} is over and somebody is still beside it");
            }
        }
    });
    let seen = *seen.lock().unwrap();
    if std::env::var_os("SCENARIO").is_none() {
        assert!(seen.iter().all(|count| *count >= 20), "people who joined, runbooks learned: {seen:?}");
    }
}
