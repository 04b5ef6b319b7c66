//! Laws of containment and recovery: isolation, restore lanes, and what data is lost.

use firedrill::model::fact;
use firedrill::model::fact::Job;
use firedrill::model::plan::Length;
use std::collections::BTreeMap;
use std::sync::Mutex;

use super::lab::plan_of;
use super::{for_all, told};
use firedrill::engine::time::{Instant, Span};
use firedrill::model::fact::Fact;
use firedrill::model::ids::{IncidentNo, SystemId};

#[test]
fn isolated_systems_are_down_while_they_are_isolated() {
    let seen = Mutex::new(0u64);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut down = vec![false; plan.systems.len()];
            let mut isolated: Vec<(IncidentNo, SystemId)> = Vec::new();
            // Where an attacker is already, the first harm is done even so.
            let mut first_harm = BTreeMap::new();
            let mut facts = told.facts.iter().peekable();
            while let Some((at, fact)) = facts.next() {
                match *fact {
                    Fact::Down { system, .. } => down[system.at()] = true,
                    Fact::Up { system } => down[system.at()] = false,
                    Fact::Isolated { incident, system } => {
                        assert!(!isolated.contains(&(incident, system)), "{at:?}: isolated twice");
                        isolated.push((incident, system));
                        *seen.lock().unwrap() += 1;
                    }
                    Fact::Reconnected { incident, system } => {
                        let place = isolated.iter().position(|i| *i == (incident, system)).expect("it was isolated");
                        isolated.remove(place);
                    }
                    Fact::Occurred { incident, .. } => {
                        first_harm.insert(incident, *at);
                    }
                    Fact::Hit { incident, system }
                        if plan.systems[system.at()].fails.is_none() && first_harm.get(&incident) != Some(at) =>
                    {
                        let by_itself = isolated.iter().any(|(i, s)| *i == incident && *s == system);
                        assert!(!by_itself, "{at:?}: {incident:?} hits {system:?}, which it has isolated");
                    }
                    _ => {}
                }
                if facts.peek().is_none_or(|(next, _)| next != at) {
                    let up = isolated.iter().find(|(_, s)| !down[s.at()]);
                    assert!(up.is_none(), "{at:?}: {up:?} is isolated and up");
                }
            }
        }
    });
    assert!(std::env::var_os("SCENARIO").is_some() || seen.into_inner().unwrap() > 100);
}

#[test]
fn no_more_restores_run_in_a_lane_than_it_has_room_for() {
    let full = Mutex::new(0u64);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut running: BTreeMap<Job, usize> = BTreeMap::new();
            let mut lost: Vec<(IncidentNo, SystemId)> = Vec::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::LaneFull { .. } => *full.lock().unwrap() += 1,
                    Fact::CopiesLost { incident, system }
                    | Fact::NoCleanCopy { incident, system }
                    | Fact::Inject(fact::Told::CopiesBad { incident, system, .. }) => lost.push((incident, system)),
                    Fact::Started { job, .. } if matches!(plan.tasks[job.task.at()].length, Length::Restore) => {
                        let system = job.system.unwrap();
                        let backup = plan.systems[system.at()].backup.as_ref().unwrap();
                        // Older copies that are used up lead to the vault too: such systems are left out here.
                        if let (Some(lane), false, false) = (backup.lane, backup.older, lost.contains(&(job.incident, system))) {
                            running.insert(job, lane.at());
                            let now = running.values().filter(|l| **l == lane.at()).count();
                            assert!(now <= plan.lanes[lane.at()].at_once as usize, "{at:?}: {now} in {}", plan.lanes[lane.at()].id);
                        }
                    }
                    Fact::Stopped { job, .. } | Fact::Ended { job, .. } => {
                        running.remove(&job);
                    }
                    _ => {}
                }
            }
        }
    });
    let full = full.into_inner().unwrap();
    assert!(std::env::var_os("SCENARIO").is_some() || full > 100, "{full}");
}

#[test]
fn data_loss_is_never_less_than_the_time_since_the_last_clean_copy() {
    let seen = Mutex::new([0u64; 2]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut hit: BTreeMap<(IncidentNo, SystemId), Instant> = BTreeMap::new();
            let mut attacks: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Began { incident, kind, .. } if plan.kinds[kind.at()].attack.is_some() => {
                        attacks.insert(incident, *at);
                    }
                    Fact::Hit { incident, system } => {
                        hit.insert((incident, system), *at);
                    }
                    Fact::Restored { job, copy, vault } => {
                        let system = job.system.unwrap();
                        let at = hit[&(job.incident, system)];
                        let backup = plan.systems[system.at()].backup.as_ref().unwrap();
                        let copies = if vault { backup.vault.as_ref().unwrap().copies } else { backup.copies }.unwrap();
                        let newest = copies.made(&plan.zone, copies.newest(&plan.zone, at));
                        assert!(copy <= newest && newest <= at, "{at:?} {copy:?}");
                        let made = copies.made(&plan.zone, copies.newest(&plan.zone, copy));
                        assert_eq!(copy, made, "there is no such copy");
                        assert!(attacks.get(&job.incident).is_none_or(|began| copy < *began), "{copy:?} is not clean");
                        assert!(copies.keep.is_none_or(|keep| at.0 - copy.0 <= keep.0), "{copy:?} is not kept so long");
                        seen.lock().unwrap()[usize::from(attacks.contains_key(&job.incident))] += 1;
                    }
                    _ => {}
                }
            }
            for system in told.outcomes.iter().flat_map(|o| &o.systems) {
                assert!(system.data_loss.is_none_or(|lost| lost >= Span(0) && system.hit), "{system:?}");
                let rpo = plan.systems[system.system.at()].rpo;
                let kept = if system.no_copy_left { rpo.map(|_| false) } else { system.data_loss.zip(rpo).map(|(l, r)| l <= r) };
                assert_eq!(system.rpo_met, kept);
            }
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(std::env::var_os("SCENARIO").is_some() || seen.iter().all(|n| *n > 100), "{seen:?}");
}
