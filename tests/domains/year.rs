//! What a year costs: by hand, from incidents that come at fixed intervals.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use firedrill::report::summary::{AnnualSummary, Setting, Summary};
use firedrill::report::table::{self, Around};
use firedrill::study::{self, Design};

use crate::lab::plan_of;

/// An hour of work at 100 on a system that costs 400 an hour without it: 500 an incident. `more` stands among the incidents.
fn scenario(runs_for: &str, retainer: u32, when: &str, more: &str) -> String {
    format!(
        r#"(name: "year", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "{runs_for}", horizon: "5d",
        employers: {{"own": (), "outside": (provider: true, contract: (retainer_per_month: {retainer}))}},
        rosters: {{"always": Always}}, teams: {{"ops": ()}},
        people: {{"op": (team: "ops", employer: "own", roster: "always", cost_per_hour: 100)}},
        systems: {{"db": (downtime_cost: (business_hour: 400, other: 400), backup: (restore: "1h"))}},
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)}})}},
        incidents: {{"i": (playbook: "p", {when}, hits: ["db"], severity: High, reported: "0s"){more}}})"#
    )
}

fn summary(text: &str, replications: u64) -> (Summary, String) {
    let plan = plan_of(text);
    let design = Design { seed: 1, replications, jobs: 2, precision: None };
    let studied =
        study::run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), Infallible>(())).expect("no limit");
    let summary = Summary::of(&studied, &Setting::default());
    // However the lines are broken.
    let table = table::of(&summary, &plan, &Around::default()).split_whitespace().collect::<Vec<_>>().join(" ");
    (summary, table)
}
fn annual(text: &str, replications: u64) -> AnnualSummary {
    summary(text, replications).0.annual.expect("incidents come again and again")
}

#[test]
fn a_year_costs_its_incidents_and_the_retainers() {
    // Every 73 days from the start on: at 73, 146, 219 and 292; the fifth would be at 365, when the year is over.
    let of = annual(&scenario("365d", 1_000, r#"every: "73d""#, ""), 3);
    assert_eq!((of.years_per_play, of.retainers), (1.0, 12_000.0));
    let mean = |name: &str| of.measures[name].mean.unwrap();
    assert_eq!((mean("incidents"), mean("cost.labour"), mean("cost.downtime")), (4.0, 400.0, 1_600.0));
    assert_eq!((mean("cost"), of.measures["cost"].p90), (2_000.0 + 12_000.0, Some(14_000.0)));
    assert!(of.exceedance.is_empty(), "every year costs the same");
}

#[test]
fn an_incident_with_a_date_says_nothing_about_a_year() {
    let dated = r#", "once": (playbook: "p", at: "2026-03-01T00:00", hits: ["db"], severity: High, reported: "0s")"#;
    let (with, without) =
        (annual(&scenario("365d", 0, r#"every: "73d""#, dated), 2), annual(&scenario("365d", 0, r#"every: "73d""#, ""), 2));
    assert_eq!(with, without);
    let (alone, table) = summary(&scenario("365d", 0, r#"at: "2026-03-01T00:00""#, ""), 2);
    assert!(alone.annual.is_none() && !table.contains("A year"), "{table}");
}

#[test]
fn from_shorter_or_longer_plays_only_the_mean_is_told() {
    for (runs_for, every) in [("146d", "20d"), ("3650d", "40d")] {
        let (of, table) = summary(&scenario(runs_for, 0, &format!("every: {every:?}"), ""), 2);
        let of = of.annual.unwrap();
        let years = of.years_per_play;
        let (days, step) = (years * 365.0, every.trim_end_matches('d').parse::<f64>().unwrap());
        let count = ((days - 1e-6) / step).floor();
        assert!((of.measures["cost"].mean.unwrap() - 500.0 * count / years).abs() < 1e-6, "{runs_for}: {of:?}");
        assert_eq!((of.measures["cost"].p50, of.measures["cost"].p90, of.exceedance.len()), (None, None, 0));
        assert!(table.contains("once a play is a year long"), "{table}");
    }
    // A leap year, or 52 weeks, is near enough.
    assert!(annual(&scenario("52w", 0, r#"every: "73d""#, ""), 2).measures["cost"].p90.is_some());
}

#[test]
fn years_that_cost_more_than_round_amounts_are_counted() {
    let (summary, table) = summary(&scenario("1y", 0, "rate_per_year: 2", ""), 2_000);
    let of = summary.annual.unwrap();
    // Poisson with mean 2 (the hour in which the system is down already adds less): more than 1,000 means three or more, 0.3233.
    let over = |amount: f64| of.exceedance.iter().find(|row| row.cost == amount).expect("a round amount").share;
    let error = |share: f64| 4.0 * f64::sqrt(share * (1.0 - share) / 2_000.0);
    assert!((over(1_000.0) - 0.3233).abs() < error(0.3233), "{:?}", of.exceedance);
    assert!((over(500.0) - 0.5940).abs() < error(0.5940), "{:?}", of.exceedance);
    assert!((over(100.0) - 0.8647).abs() < error(0.8647), "{:?}", of.exceedance);
    assert!(of.exceedance.windows(2).all(|pair| pair[0].cost < pair[1].cost && pair[0].share >= pair[1].share), "{:?}", of.exceedance);
    let mean = &of.measures["cost"];
    let [Some(low), Some(high)] = mean.interval.mean else { panic!("2,000 plays have an interval") };
    assert!(low < 1_000.0 && 1_000.0 < high, "{mean:?}");
    assert!(table.contains("1 in 10 costs more than 2,000"), "{table}");
}
