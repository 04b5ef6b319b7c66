//! Staffing models compared on the sample organisation: what the same luck is worth, and that nothing differs from itself.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::Path;
use std::sync::atomic::AtomicBool;

use firedrill::scenario::{self, Scenario};
use firedrill::study::compare::{Compared, Verdict, differences};
use firedrill::study::{Arms, Design, arms};
use firedrill::text::{Overlay, Request};

fn harbour() -> Scenario {
    let model = ["scenarios/harbour-mutual/models/internal-only.ron".into()];
    let path = Path::new("scenarios/harbour-mutual/ransomware.ron");
    scenario::open(&Request { scenario: path, models: &model, sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn played(scenarios: &[&Scenario], replications: u64) -> Vec<Compared> {
    let mut all = Arms::new(scenarios.iter().enumerate().map(|(at, s)| (format!("model {at}"), s.plan.clone())));
    let design = Design { seed: 1, replications, jobs: 2, precision: None };
    arms::play_all(&mut all, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("no limit is hit");
    differences(&all, 2)
}

/// "`internal-only` against itself with isolation pre-authorised: variance of the paired difference in mean time to recover at most a fifth of
/// the unpaired one".
#[test]
fn the_same_luck_takes_four_fifths_of_the_variance_away() {
    let internal_only = harbour();
    let sets = ["isolate", "isolate-core"].map(|decision| {
        format!(
            "decisions.{decision}.pre_authorised=[(to: \"security\", from_severity: High), (to: \"infrastructure\", from_severity: High)]"
        )
    });
    let bolder = internal_only.with(&Overlay { sets: &sets, ..Overlay::default() }).unwrap_or_else(|rejected| panic!("{rejected}"));
    let all = played(&[&internal_only, &bolder], 120);
    let recover = all.iter().find(|c| c.measure == "time_to_recover").expect("it is measured");
    let pairing = recover.difference.pairing.expect("there is a mean");
    assert!(pairing.paired > 0.0, "it makes a difference in some plays");
    assert!(pairing.paired <= pairing.unpaired / 5.0, "{pairing:?}");
}

#[test]
fn a_model_differs_from_itself_by_exactly_nothing() {
    let internal_only = harbour();
    for compared in played(&[&internal_only, &internal_only], 25) {
        let of = &compared.difference;
        for estimate in of.quantiles.iter().chain([&of.mean]).filter(|estimate| estimate.value.is_some()) {
            assert_eq!(estimate.value, Some(0.0), "{compared:?}");
        }
        assert!(compared.verdict() == Verdict::Same || of.mean.value.is_none(), "{compared:?}");
    }
}
