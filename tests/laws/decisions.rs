//! Laws of the order of work: decisions, consultations, what is before a task, and escalation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::lab::plan_of;
use super::{for_all, told};
use firedrill::engine::time::Instant;
use firedrill::model::fact;
use firedrill::model::fact::{Answer, Authority, Ending, Fact, Job, Told};
use firedrill::model::ids::{DecisionId, IncidentNo, PersonId, PolicyId, ServiceId};
use firedrill::model::plan::Task;
use firedrill::model::responsibility::Matter;

#[test]
fn a_gated_task_starts_only_after_its_decision_was_taken_by_those_who_may() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut asked = BTreeMap::new();
            let mut agreed: BTreeMap<(IncidentNo, DecisionId), BTreeMap<PersonId, Answer>> = BTreeMap::new();
            let mut granted = BTreeMap::new();
            let (mut questioned, mut begun, mut brought) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Inject(fact::Told::Challenged { incident, decision }) => {
                        questioned.insert((incident, decision));
                    }
                    Fact::Asked { incident, decision, .. } => {
                        let before = asked.insert((incident, decision), *at);
                        // Access that has run out and what an inject questions are asked for again; everything else is asked once.
                        let questioned = questioned.remove(&(incident, decision));
                        let again = granted.remove(&(incident, decision)).is_some()
                            && (questioned || plan.decisions[decision.at()].access.is_some());
                        assert!(before.is_none() || again, "{at:?}: asked twice");
                        agreed.remove(&(incident, decision));
                    }
                    Fact::Decided { incident, decision, person, answer, authority } => {
                        let law = &plan.decisions[decision.at()];
                        match (authority, person) {
                            (Authority::Holder, Some(p)) => assert!(law.holders.contains(&p)),
                            (Authority::Delegate, Some(p)) => {
                                let after = law.delegate_after.expect("there are delegates");
                                assert!(
                                    law.delegates.contains(&p) && *at >= asked[&(incident, decision)] + after,
                                    "{at:?}: a delegate decides too early"
                                );
                            }
                            (Authority::PreAuthorised(n), Some(p)) => assert!(law.pre_authorised[usize::from(n)].1[p.at()]),
                            (Authority::Nobody, None) => {
                                let after = law.acts_without_authority_after.expect("nobody may act without");
                                assert!(*at == asked[&(incident, decision)] + after);
                            }
                            other => panic!("{at:?}: {other:?}"),
                        }
                        if let (Authority::Holder | Authority::Delegate, Some(p)) = (authority, person) {
                            agreed.entry((incident, decision)).or_default().insert(p, answer);
                        }
                    }
                    Fact::Granted { incident, decision, authority } => {
                        assert!(granted.insert((incident, decision), *at).is_none(), "{at:?}: granted twice");
                        if matches!(authority, Authority::Holder | Authority::Delegate) {
                            let yes = agreed[&(incident, decision)].values().filter(|a| **a == Answer::Approved).count();
                            assert_eq!(yes, plan.decisions[decision.at()].quorum as usize, "{at:?}: granted by {yes}");
                        }
                    }
                    Fact::VendorCalled { incident, vendor } => {
                        let by = |t: &&Task| t.by == Some(vendor) && t.decision.is_some();
                        let decision = plan.tasks.iter().find(by).and_then(|t| t.decision);
                        assert!(decision.is_none_or(|d| granted.contains_key(&(incident, d))), "{at:?}: {vendor:?} comes unasked");
                        brought.insert((incident, vendor));
                    }
                    Fact::Started { job, .. } => {
                        let task = &plan.tasks[job.task.at()];
                        if let Some(decision) = task.decision {
                            // What was begun before its decision was questioned goes on, as does a vendor who was brought in before.
                            let comes = task.by.is_some_and(|vendor| brought.contains(&(job.incident, vendor)));
                            let may = granted.contains_key(&(job.incident, decision)) || begun.contains(&job) || comes;
                            assert!(may, "{at:?}: {job:?} starts without its decision");
                            begun.insert(job);
                        }
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn a_task_is_released_only_when_those_before_it_are_over_and_nothing_is_hit_after_containment() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut over: BTreeMap<Job, bool> = BTreeMap::new();
            let mut safe: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Released { job, .. } => {
                        for before in &plan.tasks[job.task.at()].after {
                            let concerns = |j: &Job| j.system.is_none() || job.system.is_none() || j.system == job.system;
                            let open =
                                over.iter().find(|(j, over)| j.incident == job.incident && j.task == *before && concerns(j) && !**over);
                            assert!(open.is_none(), "{at:?}: {job:?} is released before {open:?} is over");
                        }
                        over.insert(job, false);
                    }
                    Fact::Ended { job, ending: Ending::Done, .. } | Fact::Skipped { job } => {
                        over.insert(job, true);
                    }
                    Fact::Contained { incident } | Fact::Recovered { incident } => {
                        safe.insert(incident, *at);
                    }
                    Fact::Hit { incident, system } => {
                        assert!(
                            !safe.contains_key(&incident),
                            "{at:?}: {} is hit after all was safe at {:?}",
                            plan.systems[system.at()].id,
                            safe[&incident]
                        );
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn nothing_goes_on_before_those_consulted_have_answered_or_their_time_is_over() {
    let asked_in = Mutex::new((0, 0));
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            // Who is being asked about what, since when; and what is being asked about or has been, in which incident.
            let mut open: BTreeMap<(IncidentNo, Matter, u32), Instant> = BTreeMap::new();
            let (mut known, mut answered, mut without) = (BTreeMap::new(), 0, 0);
            // Decisions that were questioned: whose time ended while one stood is gone without when it is put again.
            let mut questioned = BTreeSet::new();
            for (at, fact) in &told.facts {
                let allowed =
                    |party: u32, since: Instant, service: ServiceId| since + plan.services[service.at()].consulted[party as usize].at_most;
                match *fact {
                    Fact::Consulting { incident, matter, service, party } => {
                        assert!(plan.services[service.at()].consulted[party as usize].about.contains(&matter));
                        assert!(known.insert((incident, matter, party), *at).is_none(), "{at:?}: asked twice about {matter:?}");
                        open.insert((incident, matter, party), *at);
                    }
                    Fact::Consulted { incident, matter, service, party, person } => {
                        let since = open.remove(&(incident, matter, party)).expect("asked before they answer");
                        assert!(*at <= allowed(party, since, service), "{at:?}: answered after their time");
                        assert!(plan.services[service.at()].consulted[party as usize].party.people.contains(&person));
                        answered += 1;
                    }
                    Fact::WentWithout { incident, matter, service, party } => {
                        let since = open.remove(&(incident, matter, party)).expect("asked before they are given up");
                        let (put_again, over) = (questioned.contains(&(incident, matter)), allowed(party, since, service));
                        assert!(*at == over || (*at > over && put_again), "{at:?}: given up, their time is over at {over:?}");
                        without += 1;
                    }
                    Fact::Inject(Told::Challenged { incident, decision }) => {
                        questioned.insert((incident, Matter::Decision(decision)));
                    }
                    Fact::Decided { incident, decision, person: Some(_), authority: Authority::Holder | Authority::Delegate, .. } => {
                        let waits = open.keys().any(|(i, matter, _)| *i == incident && *matter == Matter::Decision(decision));
                        assert!(!waits, "{at:?}: {decision:?} is taken before those consulted have answered");
                    }
                    Fact::Started { job, .. } => {
                        let matter = Matter::Task(job.task);
                        let service = plan.playbooks[plan.tasks[job.task.at()].playbook.at()].service;
                        let parties = service.map_or(0, |s| plan.services[s.at()].to_ask(matter).count());
                        let asked = known.keys().filter(|(i, m, _)| *i == job.incident && *m == matter).count();
                        assert_eq!(asked, parties, "{at:?}: {job:?} begins before all were asked");
                        assert!(
                            !open.keys().any(|(i, m, _)| *i == job.incident && *m == matter),
                            "{at:?}: {job:?} begins before all answered"
                        );
                    }
                    _ => {}
                }
            }
            let mut sums = asked_in.lock().unwrap();
            *sums = (sums.0 + answered, sums.1 + without);
        }
    });
    let (answered, without) = asked_in.into_inner().unwrap();
    println!("{answered} answers of those consulted, {without} given up");
    assert!(std::env::var_os("SCENARIO").is_some() || (answered > 100 && without > 100), "{answered} answered, {without} given up");
}

#[test]
fn no_escalation_falls_silent_before_its_accountable_was_given_the_time() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut turned: BTreeMap<(IncidentNo, PolicyId), Instant> = BTreeMap::new();
            let mut kinds = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Began { incident, kind, .. } | Fact::FalseAlarm { incident, kind, .. } => {
                        kinds.insert(incident, kind);
                    }
                    Fact::Owned { incident, silent: Some(policy), .. } => {
                        turned.insert((incident, policy), *at);
                    }
                    Fact::Silent { incident, policy } => {
                        let service = plan.playbooks[plan.kinds[kinds[&incident].at()].playbook.at()].service;
                        if let Some(service) = service.map(|s| &plan.services[s.at()]).filter(|s| !s.owners.is_empty()) {
                            let since = turned.remove(&(incident, policy)).expect("the accountable is turned to first");
                            assert_eq!(*at, since + service.accountable_wait);
                        }
                    }
                    _ => {}
                }
            }
        }
    });
}
