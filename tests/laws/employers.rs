//! Laws of several employers: what is lost between them, and what a contract lets its people do.

use std::collections::BTreeSet;
use std::sync::Mutex;

use super::calls::requirement;
use super::lab::plan_of;
use super::{for_all, told};
use firedrill::engine::time::Span;
use firedrill::model::fact::Fact;

#[test]
fn only_employers_without_a_shared_view_lose_anything_between_them() {
    let lost = Mutex::new(0);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            for (at, fact) in &told.facts {
                let apart = match *fact {
                    Fact::HandedOff { person, from, .. } => Some((plan.people[person.at()].employer, from)),
                    Fact::WorkApart { first, second, .. } => Some((first, second)),
                    _ => None,
                };
                if let Some((a, b)) = apart {
                    *lost.lock().unwrap() += 1;
                    assert!(plan.hand_offs.as_ref().is_some_and(|law| law.apart(a, b)), "{at:?}: {fact:?}");
                }
                let shared = plan.hand_offs.as_ref().is_none_or(|law| law.shared.iter().all(|s| *s));
                assert!(!shared || !matches!(fact, Fact::DoneTwice { .. } | Fact::OwnerUnclear { .. }), "{at:?}: {fact:?}");
            }
            for o in &told.outcomes {
                let hands = o.duplicated.unwrap_or(Span(0));
                assert!(hands >= Span(0) && o.duplicated.is_some() == plan.hand_offs.is_some(), "{o:?}");
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(lost.into_inner().unwrap() > 100, "hardly anything goes from one employer to another");
    }
}

#[test]
fn people_of_a_provider_work_only_as_their_contract_lets_them() {
    let (responses, orders) = (Mutex::new(0), Mutex::new(0));
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let (mut responded, mut ordered) = (BTreeSet::new(), BTreeSet::new());
            let mut down = BTreeSet::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::ProviderResponded { incident, employer } => {
                        assert!(responded.insert((incident, employer)), "{at:?}: a second response");
                        *responses.lock().unwrap() += 1;
                    }
                    Fact::ChangeOrdered { incident, employer } => {
                        assert!(ordered.insert((incident, employer)), "{at:?}: a second change order");
                        *orders.lock().unwrap() += 1;
                    }
                    Fact::ProviderDown { employer } => assert!(down.insert(employer), "{at:?}: down twice"),
                    Fact::ProviderBack { employer } => assert!(down.remove(&employer), "{at:?}: back twice"),
                    Fact::Started { job, person: Some(person), .. } => {
                        let employer = plan.people[person.at()].employer;
                        let terms = &plan.employers[employer.at()].terms;
                        let who = (job.incident, employer);
                        assert!(!terms.asked(false) || responded.contains(&who), "{at:?}: {job:?} before the response");
                        assert!(!terms.gone(*at), "{at:?}: {job:?} after the end of the contract");
                        assert!(!down.contains(&employer), "{at:?}: {job:?} while the provider is down");
                        let asked = requirement(&plan, job).is_some_and(|r| r.on_order.contains(&employer));
                        assert!(!asked || ordered.contains(&who), "{at:?}: {job:?} without a change order");
                    }
                    _ => {}
                }
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*responses.lock().unwrap() > 100 && *orders.lock().unwrap() > 20, "{responses:?} {orders:?}");
    }
}
