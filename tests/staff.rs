//! Staffing: the race finds what enumeration finds, and the relief factor is what one works out by hand.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use firedrill::model::ids::PersonId;
use firedrill::model::plan::Plan;
use firedrill::scenario;
use firedrill::study::resume::Memory;
use firedrill::study::staff::{Standing, race, relief};
use firedrill::study::{self, Design, Measure, precision};
use firedrill::text::Request;

const DESIGN: Design = Design { seed: 4, replications: 160, jobs: 2, precision: None };

/// Six incidents at once; each takes about an hour of one of `ops` and then half an hour of one of `check`.
fn plan(ops: u32, check: u32, absence: &str) -> Arc<Plan> {
    paced(ops, check, absence, "50m", "60m")
}

fn paced(ops: u32, check: u32, absence: &str, least: &str, most: &str) -> Arc<Plan> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("scenario.ron");
    let incidents: Vec<String> =
        (0..6).map(|k| format!(r#""i{k}": (playbook: "p", at: "2026-01-06T08:00", severity: High, reported: "0s")"#)).collect();
    let text = format!(
        r#"(name: "six at once", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "5d", {absence}
        reach: (on_shift: (answers: 1.0, after: "0s")),
        rosters: {{"always": Always, "office": Weekly([(days: "Mon-Fri", from: "08:00", to: "16:00")])}}, teams: {{"ops": (), "check": ()}},
        people: {{"op": (count: {ops}, team: "ops", roster: "always", cost_per_hour: 30), "eve": (count: {check}, team: "check", roster: "office", cost_per_hour: 50)}},
        playbooks: {{"p": (tasks: {{
            "mend": (phase: Recover, teams: ["ops"], effort: Uniform("{least}", "{most}")),
            "check": (phase: Recover, after: ["mend"], teams: ["check"], effort: Uniform("20m", "30m")),
        }})}},
        incidents: {{{}}},
        targets: {{"back": (measure: P90(Recovered), at_most: "3h"), "typically": (measure: P50(Recovered), at_most: "2h 15m")}})"#,
        incidents.join(", ")
    );
    std::fs::write(&path, text).unwrap();
    scenario::open(&Request { scenario: &path, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}")).plan
}

#[test]
fn the_race_finds_the_cheapest_that_enumeration_finds() {
    let counts: Vec<(u32, u32)> = (1..=6).flat_map(|ops| (1..=3).map(move |check| (ops, check))).collect();
    let plans: Vec<Arc<Plan>> = counts.iter().map(|(ops, check)| plan(*ops, *check, "")).collect();
    let never = AtomicBool::new(false);
    let mut played = 0;
    let raced = race(&plans, &DESIGN, (&never, &mut Memory::new()), &mut |done, _| played = done).unwrap();
    // Each of them played in full, one by one.
    let meets = |plan: &Arc<Plan>| {
        let run = study::run(plan, &DESIGN, &never, &mut |_, _| (), &mut |_, _| Ok::<(), ()>(())).unwrap();
        plan.targets.iter().all(|target| {
            let (_, interval) = precision::estimate(run.tally.sample(Measure::of_target(target.of)).unwrap(), target.statistic);
            interval.high.is_some_and(|high| high <= target.at_most.seconds_f64())
        })
    };
    let cost = |at: usize| study::staff::standing_cost(&plans[at]);
    let known = (0..plans.len()).filter(|at| meets(&plans[*at])).min_by(|a, b| cost(*a).total_cmp(&cost(*b))).expect("some staffing does");
    let best = raced.best.expect("found");
    assert_eq!(counts[best], counts[known]);
    assert!(counts[best].0 > 1 && counts[best] != (6, 3), "neither the smallest nor the largest: {:?}", counts[best]);
    assert!(played < plans.len() as u64 * DESIGN.replications / 2, "{played}: most drop out early");
    assert_eq!(raced.judged[best].as_ref().map(|of| of.plays), Some(DESIGN.replications), "it is named on all plays that were asked for");
    let front = raced.front();
    assert!(front.windows(2).all(|pair| {
        let of = |at: usize| raced.judged[at].as_ref().unwrap();
        of(pair[0]).cost < of(pair[1]).cost && of(pair[0]).broken.0 > of(pair[1]).broken.0
    }));
    assert_eq!(raced.judged[0].as_ref().unwrap().standing(), Standing::Missed, "one person for six hours of work");
}

/// The same people at the same cost, who work at another pace.
#[test]
fn of_staffings_that_cost_the_same_the_one_that_breaks_fewer_promises_is_named() {
    let (slower, quicker) = (plan(5, 3, ""), paced(5, 3, "", "20m", "30m"));
    let never = AtomicBool::new(false);
    for (plans, wanted) in [(vec![slower.clone(), quicker.clone()], 1), (vec![quicker, slower], 0)] {
        let raced = race(&plans, &DESIGN, (&never, &mut Memory::new()), &mut |_, _| ()).unwrap();
        let of = |at: usize| raced.judged[at].as_ref().unwrap();
        assert!((0..2).all(|at| of(at).standing() == Standing::Met && of(at).plays == DESIGN.replications), "{raced:?}");
        assert!(of(wanted).broken.0 < of(1 - wanted).broken.0, "{raced:?}");
        assert_eq!(raced.best, Some(wanted));
    }
}

#[test]
fn stopped_it_keeps_what_it_knows() {
    let plans = vec![plan(2, 1, ""), plan(3, 2, "")];
    let stop = AtomicBool::new(false);
    let raced =
        race(&plans, &Design { jobs: 1, ..DESIGN }, (&stop, &mut Memory::new()), &mut |done, _| stop.store(done >= 5, Ordering::Relaxed))
            .unwrap();
    assert!(raced.stopped && raced.best.is_none());
}

#[test]
fn the_relief_factor_is_worked_out_as_by_hand() {
    let without = relief(&plan(1, 1, ""), PersonId(0)).unwrap();
    assert_eq!((without.hours, without.factor, without.away.len()), (40.0, 4.2, 0), "eve: 168 / 40");
    let with = relief(&plan(1, 1, r#"absence: (annual_leave: "25d", sick: "6d", training: "5d"),"#), PersonId(0)).unwrap();
    let away: f64 = with.away.iter().map(|(_, share)| share).sum();
    // 36 working days of about 260 a year.
    assert!((away - 36.0 / 260.7).abs() < 0.01, "{with:?}");
    assert!((with.factor - 168.0 / (40.0 * (1.0 - away))).abs() < 1e-9);
}
