//! Staffing models compared on the sample organisation: what the same luck is worth, and that nothing differs from itself.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::Path;
use std::sync::atomic::AtomicBool;

use firedrill::report::compare::money::{no_more, of};
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

/// Until another model works, whoever is not in it any more is paid as well: own people, and providers on a retainer.
#[test]
fn on_the_way_to_a_model_those_who_go_are_paid_too() {
    let opened = |people: &str, more: &str| {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("scenario.ron");
        let text = format!(
            r#"(name: "way", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1y", horizon: "5d", {more}
            rosters: {{"office": Weekly([(days: "Mon-Fri", from: "08:00", to: "16:00")])}}, teams: {{"ops": ()}}, people: {{{people}}},
            playbooks: {{"p": (tasks: {{"mend": (phase: Recover, teams: ["ops"], effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", rate_per_year: 2, severity: High, reported: "0s")}})"#
        );
        std::fs::write(&path, text).unwrap();
        scenario::open(&Request { scenario: &path, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}")).plan
    };
    let person = |id: &str, cost: u32| format!(r#""{id}": (team: "ops", roster: "office", cost_per_hour: {cost}), "#);
    let provider = r#"employers: {"own": (), "prov": (provider: true, contract: (retainer_per_month: 1000))},"#;
    let first = opened(&(person("ann", 30) + &person("eve", 10)), provider);
    // As dear as Ann, so that the payrolls do not differ.
    let other = opened(&(person("bob", 30) + &person("eve", 10)), r#"transition: (takes: "73d"),"#);
    let gone = no_more(&other, &first);
    assert!((gone - (40.0 * 30.0 * 365.0 / 7.0 + 12_000.0)).abs() < 1.0, "Ann's hours of a year, and twelve retainers: {gone}");
    assert_eq!(no_more(&first, &first), 0.0);
    let mut all = Arms::new([("first".to_owned(), first), ("other".to_owned(), other)]);
    let design = Design { seed: 1, replications: 5, jobs: 2, precision: None };
    arms::play_all(&mut all, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("no limit is hit");
    let money = of(&all.all()[1], &all.all()[0]);
    let year = money.transition.and_then(|way| way.first_year).expect("a year");
    // Incidents cost a few call-outs beyond the payroll, far less than a hundredth of that: a fifth of a year of those who go is what there is more.
    assert!((year - money.standing_per_year - gone / 5.0).abs() < gone / 1_000.0, "{year} {money:?}", money = money.standing_per_year);
}
