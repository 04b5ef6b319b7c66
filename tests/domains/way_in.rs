//! Vulnerability findings that are not remediated make incidents more frequent, and logs that reach back too short make investigating them longer.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::exposure::Told;
use firedrill::model::fact::{Fact, Wait};
use firedrill::play::Play;

use crate::lab::{agrees, each, facts, one, plan_of};

/// Incidents that cost nothing to play, and findings that open their door. `rate` is that of the findings a week.
fn scenario(rate: f64, owner: &str, exposed: &str) -> String {
    format!(
        r#"(name: "way in", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "365d", horizon: "1d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        systems: {{"db": ({owner} backup: (restore: "1h"))}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, takes: "1m")}})}},
        incidents: {{"breach": (playbook: "p", rate_per_year: 200, severity: High, reported: "0s", {exposed})}},
        vulnerabilities: {{"scanner": (systems: ["db"], rate_per_week: (high: {rate}), within: (high: "20d"), effort: Exponential(mean: "100h"))}})"#
    )
}
const A_YEAR: f64 = 365.0;

/// When incidents began, and which of them came through a finding.
fn incidents(facts: &[(Instant, Fact)]) -> (Vec<Instant>, Vec<Instant>) {
    let mut anyway: Vec<(u32, Instant)> = Vec::new();
    let mut through = Vec::new();
    for (at, fact) in facts {
        match fact {
            Fact::Began { incident, .. } => anyway.push((incident.0, *at)),
            Fact::Exposure(told) => {
                if let Some(incident) = told.incident() {
                    anyway.retain(|(no, _)| *no != incident.0);
                    through.push(*at);
                }
            }
            _ => {}
        }
    }
    (anyway.into_iter().map(|(_, at)| at).collect(), through)
}

#[test]
fn incidents_that_come_anyway_stay_and_those_beyond_come_through_a_finding() {
    let plain = incidents(&facts(&plan_of(&scenario(1.0, "", "")), 1, 0));
    let more = facts(&plan_of(&scenario(1.0, "", r#"exposed_by: (vulnerabilities: ["scanner"], each: (high: 0.05), at_most: 3)"#)), 1, 0);
    let (anyway, through) = incidents(&more);
    assert_eq!((anyway, plain.1.len()), (plain.0, 0), "the same incidents at the same instants");
    assert!(through.len() > 50, "{}", through.len());
    // None before the first deadline, since nothing counts before.
    let first = more
        .iter()
        .find_map(|(at, f)| if let Fact::Exposure(Told::Overdue { .. }) = f { Some(*at) } else { None })
        .expect("nobody owns them");
    assert!(through.iter().all(|at| *at >= first));
    // From being found, sooner.
    let sooner = r#"exposed_by: (vulnerabilities: ["scanner"], each: (high: 0.05), at_most: 3, from: Found)"#;
    let (anyway, found) = incidents(&facts(&plan_of(&scenario(1.0, "", sooner)), 1, 0));
    assert_eq!(anyway, incidents(&more).0);
    // The same candidates, of which more are real.
    assert!(through.iter().all(|at| found.contains(at)) && found.len() > through.len());
}

#[test]
fn the_number_of_incidents_is_the_rate_times_the_integral_of_the_multiplier() {
    // Nobody remediates: after t years there are Poisson(a t) findings, each of which adds a tenth up to twice the rate.
    let a_week = 20.0 * 7.0 / A_YEAR;
    let plan = plan_of(&scenario(a_week, "", r#"exposed_by: (vulnerabilities: ["scanner"], each: (high: 0.1), at_most: 2, from: Found)"#));
    let steps = 4_000;
    let multiplier = |t: f64| {
        let mean = 20.0 * t;
        let (mut chance, mut sum) = ((-mean).exp(), 0.0);
        for n in 0..200 {
            sum += chance * f64::min(2.0, 1.0 + 0.1 * f64::from(n));
            chance *= mean / f64::from(n + 1);
        }
        sum
    };
    let exact = (0..steps).map(|k| multiplier((f64::from(k) + 0.5) / f64::from(steps))).sum::<f64>() / f64::from(steps) * 200.0;
    let counts = each(&plan, 7, 400, |outcomes: Vec<Outcome>| outcomes.len() as f64);
    agrees("incidents of a year with findings", &counts, exact);
}

#[test]
fn so_it_is_while_people_remediate_and_incidents_get_in_their_way() {
    // Given what is told of findings, the number that came beyond the rate differs from what is expected by chance alone.
    let owner = r#"owner: "ops","#;
    let plan = plan_of(&scenario(2.0, owner, r#"exposed_by: (vulnerabilities: ["scanner"], each: (high: 0.25), at_most: 4)"#));
    let (mut expected, mut came) = (0.0, 0.0);
    for replication in 0..12 {
        let all = facts(&plan, 3, replication);
        came += incidents(&all).1.len() as f64;
        let (mut since, mut late) = (Instant(0), 0_u32);
        let mut add = |until: Instant, late: u32| {
            let until = until.min(Instant(0) + Span::days(365));
            expected += 200.0 * f64::min(3.0, 0.25 * f64::from(late)) * ((until.0 - since.0).max(0) as f64 / Span::days(365).0 as f64);
            since = until;
        };
        for (at, fact) in &all {
            let step = match fact {
                Fact::Exposure(Told::Overdue { .. }) => 1,
                Fact::Exposure(Told::Remediated { overdue: Some(_), .. }) => -1,
                _ => continue,
            };
            add(*at, late);
            late = late.checked_add_signed(step).expect("no more are remediated than were overdue");
        }
        add(Instant(i64::MAX), late);
    }
    let z = |expected: f64| (came - expected) / f64::sqrt(expected);
    println!("{came} came beyond the rate, {expected:.1} expected");
    assert!(expected > 1_600.0 && z(expected).abs() < 4.0, "{came} and not {expected}");
    assert!(z(1.1 * expected) < -3.0, "the test does not tell them apart");
}

#[test]
fn what_comes_through_findings_is_measured() {
    let plan = plan_of(&scenario(1.0, "", r#"exposed_by: (vulnerabilities: ["scanner"], each: (high: 0.05), at_most: 3)"#));
    let all = facts(&plan, 1, 0);
    let outcomes = one(&plan, &mut Play::new(plan.clone()), 1, 0);
    assert_eq!(outcomes.iter().filter(|o| o.through_finding).count(), incidents(&all).1.len());
}

/// An attack that goes on for forty days before it is seen; whoever looks into it reads the logs of the siem.
fn unseen(retention: &str, investigates: &str) -> Outcome {
    let plan = plan_of(&format!(
        r#"(name: "logs", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "60d", horizon: "60d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        reach: (on_shift: (answers: 1.0, after: "5m")),
        systems: {{"db": (backup: (restore: "1h"))}},
        telemetry: {{"siem": (watches: ["db"], stages: ["encryption"], after: "10m", goes_to: "ops", {retention})}},
        playbooks: {{"p": (tasks: {{
            "scope": (phase: Triage, teams: ["ops"], effort: "2h", {investigates}),
            "contain": (phase: Contain, after: ["scope"], teams: ["ops"], effort: "30m"),
            "restore": (phase: Recover, after: ["contain"], each: Affected, teams: ["ops"], effort: Restore)}})}},
        attacks: {{"slow": (stages: [(stage: "access", next: "40d"), (stage: "encryption")])}},
        incidents: {{"i": (playbook: "p", attack: "slow", at: "2026-01-06T00:00", hits: ["db"], severity: High)}})"#
    ));
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}

#[test]
fn so_it_is_with_what_is_reported_only_long_after_it_happened() {
    let text = |reported: &str| {
        format!(
            r#"(name: "leak", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "90d",
            rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}}, systems: {{"db": ()}},
            telemetry: {{"siem": (watches: ["db"], after: "10m", goes_to: "ops", retention: "30d")}},
            playbooks: {{"p": (tasks: {{"scope": (phase: Recover, teams: ["ops"], effort: "2h", investigates: (telemetry: "siem", without: 3))}})}},
            incidents: {{"leak": (playbook: "p", at: "2026-01-05T05:00", severity: High, reported: "{reported}")}})"#
        )
    };
    for (reported, hours) in [("30d", 2), ("30d 1s", 6)] {
        let plan = plan_of(&text(reported));
        let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
        assert_eq!(outcome.ledger[Wait::Working as usize], Span::hours(hours), "{reported}");
        let told = facts(&plan, 1, 0).iter().filter(|(_, f)| matches!(f, Fact::NothingKept { .. })).count();
        assert_eq!(told, usize::from(hours == 6));
    }
}

#[test]
fn an_investigation_takes_longer_when_the_logs_do_not_reach_back_to_the_beginning() {
    let reads = r#"investigates: (telemetry: "siem", without: 2.5)"#;
    let all = unseen("", "");
    let took = |outcome: &Outcome| outcome.ledger[Wait::Working as usize];
    assert_eq!(took(&all), Span::minutes(120 + 30 + 60));
    // Forty days and ten minutes until the alert.
    for (kept, minutes) in [("30d", 300), ("40d 9m", 300), ("40d 10m", 120), ("90d", 120)] {
        let outcome = unseen(&format!(r#"retention: "{kept}""#), reads);
        let mut expected = all.ledger;
        expected[Wait::Working as usize] = Span::minutes(minutes + 30 + 60);
        assert_eq!(outcome.ledger, expected, "{kept}: only the work is longer");
    }
    // The source that keeps longest is enough.
    let two =
        r#"retention: "30d"), "edr": (watches: ["db"], stages: ["encryption"], sees: 0, after: "10m", goes_to: "ops", retention: "60d""#;
    assert_eq!(took(&unseen(two, r#"investigates: (telemetry: ["siem", "edr"], without: 2.5)"#)), took(&all));
}
