//! Laws of injects: none comes more often than it may, nor into an incident that it does not belong to, nor one that is held back; and those
//! that luck forbids change nothing at all.

use std::collections::BTreeMap;
use std::sync::Mutex;

use firedrill::model::fact;
use firedrill::model::fact::Fact;

use super::lab::plan_of;
use super::{for_all, told};

#[test]
fn an_inject_comes_no_more_often_than_it_may_and_only_where_it_belongs() {
    let came = Mutex::new(0u64);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let (mut kinds, mut times) = (BTreeMap::new(), BTreeMap::new());
            for (_, fact) in &told.facts {
                match fact {
                    Fact::Began { incident, kind, .. } => {
                        kinds.insert(*incident, *kind);
                    }
                    Fact::Inject(fact::Told::Fired { incident, inject }) => {
                        let entry = &plan.injects.injects[inject.at()];
                        let kind = kinds.get(incident).expect("it has begun, and is no false alarm");
                        assert!(entry.belongs_to(*kind) && !entry.held_back, "{} in {incident:?}", entry.id);
                        let times: &mut u32 = times.entry((*incident, *inject)).or_default();
                        *times += 1;
                        assert!(*times <= entry.times, "{} comes for the {times}th time", entry.id);
                        *came.lock().unwrap() += 1;
                    }
                    _ => {}
                }
            }
            for o in &told.outcomes {
                let all: u32 = times.iter().filter(|((incident, _), _)| *incident == o.incident).map(|(_, n)| n).sum();
                assert!(o.injects <= all, "{:?} counts {} of {all}", o.incident, o.injects);
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*came.lock().unwrap() > 1_000, "{came:?}");
    }
}

#[test]
fn injects_that_never_come_change_nothing() {
    for_all(|_, scenario| {
        let (without, never) = (plan_of(&scenario.with_injects(false).text()), plan_of(&scenario.with_injects(true).text()));
        for (a, b) in told(&without).iter().zip(&told(&never)) {
            assert!(a.facts == b.facts, "an inject of chance 0 has changed something");
            assert_eq!(a.played.fingerprint, b.played.fingerprint);
        }
    });
}
