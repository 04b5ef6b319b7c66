//! Laws of the business calendar and of penalties: they change what is paid, by no more than they say, and nothing else.

use firedrill::measures::Outcome;
use firedrill::model::fact::Fact;
use firedrill::model::penalty::Promise;

use super::lab::plan_of;
use super::{for_all, told};

#[test]
fn a_calendar_of_prices_changes_what_lost_service_costs_and_nothing_else() {
    let added = std::sync::Mutex::new([0_u64; 2]);
    for_all(|seed, scenario| {
        let ordinary = told(&plan_of(&scenario.without_calendar().text()));
        let priced = told(&plan_of(&scenario.with_prices(seed).text()));
        for (ordinary, priced) in ordinary.iter().zip(&priced) {
            let facts = priced.facts.iter().filter(|(_, fact)| !matches!(fact, Fact::Period { .. }));
            assert!(facts.eq(&ordinary.facts), "another play");
            assert_eq!(ordinary.outcomes.len(), priced.outcomes.len());
            for (without, with) in ordinary.outcomes.iter().zip(&priced.outcomes) {
                let moved = Outcome { downtime: without.downtime, by_calendar: 0.0, ..with.clone() };
                assert_eq!(&moved, without);
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
                assert!(near(with.downtime - with.by_calendar, without.downtime), "{with:?}");
                let times = with.downtime / without.downtime;
                assert!(without.downtime == 0.0 || (0.5 - 1e-9..=3.75 + 1e-9).contains(&times), "{times} times as much");
                let mut added = added.lock().unwrap();
                added[0] += u64::from(with.by_calendar > 0.0);
                added[1] += u64::from(with.by_calendar < 0.0);
            }
        }
    });
    let added = added.into_inner().unwrap();
    assert!(added.iter().all(|times| *times > 0), "dearer, cheaper: {added:?}");
}

#[test]
fn penalties_change_what_is_paid_and_nothing_else() {
    let owed = std::sync::Mutex::new([0_u64; 3]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let with = told(&plan);
        let without = told(&plan_of(&scenario.without_penalties().text()));
        for (with, without) in with.iter().zip(&without) {
            let facts = with.facts.iter().filter(|(_, fact)| !matches!(fact, Fact::PromiseBroken { .. }));
            assert!(facts.eq(&without.facts), "another play");
            for (with, without) in with.outcomes.iter().zip(&without.outcomes) {
                let rows: f64 = with.systems.iter().map(|s| s.penalty).chain(with.notices.iter().map(|n| n.penalty)).sum();
                assert!((rows - with.penalty).abs() < 1e-6);
                let mut moved = Outcome { penalty: 0.0, ..with.clone() };
                moved.systems.iter_mut().for_each(|s| s.penalty = 0.0);
                moved.notices.iter_mut().for_each(|n| n.penalty = 0.0);
                assert_eq!(&moved, without);
                let mut owed = owed.lock().unwrap();
                for notice in &with.notices {
                    assert_eq!(notice.penalty > 0.0, notice.met == Some(false) && plan.notices[notice.notice.at()].penalty.is_some());
                    owed[0] += u64::from(notice.penalty > 0.0);
                }
                for system in with.systems.iter().filter(|s| s.penalty > 0.0) {
                    let (promise, _) = plan.systems[system.system.at()].penalty.unwrap();
                    assert_eq!(if promise == Promise::Rto { system.rto_met } else { system.mtpd_met }, Some(false));
                    owed[1 + promise as usize] += 1;
                }
            }
        }
    });
    let owed = owed.into_inner().unwrap();
    assert!(owed.iter().all(|times| *times > 0), "late notices, broken RTOs, broken MTPDs: {owed:?}");
}
