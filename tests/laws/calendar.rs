//! Laws of the business calendar: prices change what is paid for lost service and nothing else, by no more than they say.

use firedrill::measures::Outcome;
use firedrill::model::fact::Fact;

use super::{for_all, plan_of, told};

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
