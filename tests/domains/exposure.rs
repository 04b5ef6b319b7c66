//! Vulnerability findings: whose they are, by when they are remediated, what they wait for.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use firedrill::engine::time::{Instant, Span};
use firedrill::model::exposure::Told;
use firedrill::model::fact::{Fact, Spent};
use firedrill::report::summary::{Setting, Summary};
use firedrill::study::{self, Design};

use crate::lab::{facts, plan_of};

/// One system and those who see to it; what is left open is filled in.
struct Case {
    owner: &'static str,
    people: &'static str,
    of: &'static str,
    runs: &'static str,
    more: &'static str,
}
const FEW: Case = Case {
    owner: r#"owner: "ops","#,
    people: r#""op": (name: "Olu", team: "ops", roster: "always", grants: ["admin"], skills: {"craft": Working})"#,
    of: r#"rate_per_week: (critical: 2), effort: "10h""#,
    runs: "365d",
    more: "",
};
impl Case {
    fn text(&self) -> String {
        let Case { owner, people, of, runs, more } = self;
        format!(
            r#"(name: "exposure", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "{runs}", horizon: "5d",
            reach: (on_shift: (answers: 1.0, after: "5m"), off_duty: (answers: 0.0, after: "1h")),
            rosters: {{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "16:00")]), "late": Weekly([(days: "daily", from: "16:00", to: "24:00")])}},
            teams: {{"ops": (), "bosses": ()}}, people: {{{people}}},
            systems: {{"db": ({owner} grant: "admin", backup: (restore: "1h"))}},
            vulnerabilities: {{"scanner": (systems: ["db"], {of})}}, {more})"#
        )
    }
    fn told(&self) -> Vec<(Instant, Fact)> {
        facts(&plan_of(&self.text()), 1, 0)
    }
}

fn findings(facts: &[(Instant, Fact)]) -> Vec<(Instant, Told)> {
    facts.iter().filter_map(|(at, fact)| if let Fact::Exposure(told) = fact { Some((*at, *told)) } else { None }).collect()
}
fn found(facts: &[(Instant, Fact)]) -> Vec<Instant> {
    findings(facts).iter().filter(|(_, told)| matches!(told, Told::Found { .. })).map(|(at, _)| *at).collect()
}
/// When each finding was remediated, by its number, and since when it was overdue.
fn remediated(facts: &[(Instant, Fact)]) -> Vec<(u32, Instant, Option<Instant>)> {
    let of = |(at, told): (Instant, Told)| match told {
        Told::Remediated { about, overdue, .. } => Some((about.no.0, at, overdue)),
        _ => None,
    };
    findings(facts).into_iter().filter_map(of).collect()
}
fn overdue(facts: &[(Instant, Fact)]) -> Vec<(u32, Instant)> {
    let of = |(at, told): (Instant, Told)| if let Told::Overdue { about, .. } = told { Some((about.no.0, at)) } else { None };
    findings(facts).into_iter().filter_map(of).collect()
}
/// Annual measures of one play.
fn measured(text: &str) -> impl Fn(&str) -> Option<f64> + use<> {
    let plan = plan_of(text);
    let design = Design { seed: 1, replications: 1, jobs: 1, precision: None };
    let studied = study::run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), Infallible>(()));
    let annual = Summary::of(&studied.expect("no limit"), &Setting::default()).annual.expect("findings are measured");
    move |name| annual.measures.get(name).and_then(|m| m.mean)
}

#[test]
fn a_finding_is_remediated_one_after_the_other_by_those_who_hold_the_grant() {
    let told = FEW.told();
    let (found, done) = (found(&told), remediated(&told));
    assert!(found.len() > 60 && done.len() + 4 > found.len(), "{} of {}", done.len(), found.len());
    // A single pair of hands, ten hours each, in the order in which they came.
    let mut free = Instant(0);
    for (no, at, overdue) in done {
        let began = found[no as usize].max(free);
        assert_eq!((at, overdue), (began + Span::hours(10), None));
        free = at;
    }
    // Somebody without the grant is no help, with it they are.
    let two = |grants: &str| {
        FEW.people.to_owned() + &format!(r#", "second": (team: "ops", roster: "always", {grants} skills: {{"craft": Expert}})"#)
    };
    let with = |people: String| remediated(&facts(&plan_of(&FEW.text().replace(FEW.people, &people)), 1, 0));
    assert_eq!(with(two("")), remediated(&told));
    assert_ne!(with(two(r#"grants: ["admin"],"#)), remediated(&told));
}

#[test]
fn a_finding_that_nobody_owns_waits_until_it_is_overdue_and_longer() {
    let told = Case { owner: "", ..FEW }.told();
    assert_eq!(found(&told), found(&FEW.told()), "the same findings at the same instants");
    assert!(remediated(&told).is_empty());
    let after: Vec<(u32, Instant)> =
        (0..).zip(found(&told)).map(|(no, at)| (no, at + Span::days(15))).filter(|(_, at)| *at < Instant(0) + Span::days(370)).collect();
    let before_end = |list: Vec<(u32, Instant)>| list.into_iter().filter(|(_, at)| *at < Instant(0) + Span::days(365)).collect::<Vec<_>>();
    assert_eq!(before_end(overdue(&told)), before_end(after));
}

#[test]
fn each_severity_has_its_deadline_and_the_file_may_say_another() {
    let days = |of: &'static str| {
        let told = Case { owner: "", of, ..FEW }.told();
        let due: Vec<Span> =
            findings(&told).iter().filter_map(|(at, t)| if let Told::Found { due, .. } = t { Some(*due - *at) } else { None }).collect();
        assert!(due.len() > 20 && due.iter().all(|d| *d == due[0]));
        due[0].0 / Span::DAY.0
    };
    assert_eq!(days(r#"rate_per_week: (critical: 2), effort: "1h""#), 15);
    assert_eq!(days(r#"rate_per_week: (high: 2), effort: "1h""#), 30);
    assert_eq!(days(r#"rate_per_week: (medium: 2), effort: "1h""#), 90);
    assert_eq!(days(r#"rate_per_week: (low: 2), effort: "1h""#), 180);
    assert_eq!(days(r#"rate_per_week: (critical: 2), within: (critical: "3d"), effort: "1h""#), 3);
}

#[test]
fn what_is_remediated_at_the_instant_of_its_deadline_is_in_time() {
    for (within, late) in [("10h", false), ("35999s", true)] {
        let text = FEW.text().replace("effort:", &format!(r#"within: (critical: "{within}"), effort:"#));
        let (no, at, since) = remediated(&facts(&plan_of(&text), 1, 0))[0];
        assert_eq!((no, since), (0, late.then_some(Instant(at.0 - 1_000))), "{within}");
    }
}

#[test]
fn whoever_is_accountable_finds_an_owner_in_their_next_hour_at_work() {
    let people =
        r#""op": (team: "ops", roster: "always", grants: ["admin"]), "cio": (name: "Carla", role: "cio", team: "bosses", roster: "late")"#;
    let of = r#"rate_per_week: (critical: 2), effort: "1m", service: "patching""#;
    let more = r#"responsibilities: {"patching": (responsible: ["ops"], accountable: "cio")}"#;
    let told = Case { owner: "", people, of, more, ..FEW }.told();
    let mut seen = 0;
    for (no, at, _) in remediated(&told) {
        let found = found(&told)[no as usize];
        let (day, hour) = (found.0 / Span::DAY.0, (found.0 % Span::DAY.0) / Span::HOUR.0);
        let assigned = if hour >= 16 { found } else { Instant(day * Span::DAY.0 + 16 * Span::HOUR.0) };
        // Two that were assigned at one instant are done one after the other.
        assert!(at == assigned + Span::MINUTE || at == assigned + Span::minutes(2), "{no}");
        seen += usize::from(at == assigned + Span::MINUTE);
    }
    assert!(seen > 60, "{seen}");
    // They do nothing where the system has an owner: but then the file says something that has no effect.
    let away = Case { owner: "", people: &people.replace("late", "day").leak()[..], of, more, ..FEW }.told();
    assert_eq!(found(&away), found(&told), "who finds an owner moves nothing that is found");
}

#[test]
fn tickets_and_incidents_compete_with_remediation() {
    let spent = |facts: &[(Instant, Fact)], what: Spent| -> Span {
        facts.iter().filter_map(|(_, f)| if let Fact::Spent { on, time, .. } = f { (*on == what).then_some(*time) } else { None }).sum()
    };
    // A flood of tickets that go before, or after.
    let flood = |priority: &str| {
        let text = Case { of: r#"rate_per_week: (medium: 2), within: (medium: "3d"), effort: "10h""#, runs: "60d", ..FEW }.text();
        let demand =
            format!(r#"demand: {{"flood": (team: "ops", rate_per_week: 2000, effort: "1h", priority: {priority}, gives_up_after: "1h")}}"#);
        facts(&plan_of(&text.replace("vulnerabilities:", &format!("{demand}, vulnerabilities:"))), 1, 0)
    };
    assert!(remediated(&flood("High")).is_empty(), "remediating a medium finding is a ticket of low priority");
    let after = flood("Low");
    assert!(!remediated(&after).is_empty());
    assert_eq!(spent(&after, Spent::Tickets) + spent(&after, Spent::Nothing), Span::days(60), "it counts as work on tickets");

    // An incident takes the one pair of hands for an hour.
    let first = found(&FEW.told())[0];
    let incident = |at: Instant| {
        let at = plan_of(&FEW.text()).zone.civil(at).to_string();
        let more = format!(
            r#"playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", at: "{}", severity: High, reported: "0s")}}"#,
            &at[..19]
        );
        remediated(&facts(&plan_of(&Case { more: more.leak(), ..FEW }.text()), 1, 0))[0].1
    };
    assert_eq!(incident(first + Span::hours(5)), first + Span::hours(11));
    assert_eq!(incident(first + Span::hours(11)), first + Span::hours(10));
}

#[test]
fn a_grant_that_ends_stops_remediation_and_nothing_else() {
    let people = r#""op": (team: "ops", roster: "always", grants: ["admin"], grants_until: {"admin": "2026-06-01T00:00"})"#;
    let (with, without) = (FEW.told(), Case { people, ..FEW }.told());
    let end = Instant(0) + Span::days(31 - 4 + 28 + 31 + 30 + 31);
    let before: Vec<_> = remediated(&with).into_iter().filter(|(_, at, _)| *at < end).collect();
    // What was begun before goes on to its end.
    let until = remediated(&without);
    assert_eq!(until[..before.len()], before);
    assert!(until.len() <= before.len() + 1 && until.len() > 30, "{} {}", until.len(), before.len());
    assert_eq!(found(&with), found(&without));
}

#[test]
fn a_year_of_exposure_is_measured_from_what_is_told() {
    let slow = r#"rate_per_week: (critical: 2, low: 1), within: (critical: "1d"), effort: "40h""#;
    let case = Case { of: slow, ..FEW };
    let told = case.told();
    let measure = measured(&case.text());
    let end = Instant(0) + Span::days(365);
    let of = |severity: usize| {
        findings(&told).into_iter().filter(move |(at, t)| *at < end && t.about().severity as usize == severity).collect::<Vec<_>>()
    };
    for (severity, name) in [(3, "critical"), (0, "low")] {
        let (mut found, mut done, mut took, mut late) = (0, 0, 0, 0);
        let mut since = std::collections::BTreeMap::new();
        for (at, told) in of(severity) {
            match told {
                Told::Found { .. } => found += 1,
                Told::Overdue { about, .. } => {
                    since.insert(about.no, at);
                }
                Told::Remediated { about, after, overdue, .. } => {
                    assert_eq!(since.get(&about.no).copied(), overdue);
                    late += since.remove(&about.no).map_or(0, |since| at.0 - since.0);
                    (done, took) = (done + 1, took + after.0);
                }
                _ => panic!("{told:?}"),
            }
        }
        late += since.values().map(|since| end.0 - since.0).sum::<i64>();
        let day = Span::DAY.0 as f64;
        let is = |what: &str, value: f64| {
            let measured = measure(&format!("exposure.{name}.{what}")).expect("it is measured");
            assert!((measured - value).abs() < 1e-6 * value.max(1.0), "{name}.{what}: {measured} and not {value}");
        };
        is("found", f64::from(found));
        is("remediated", f64::from(done));
        is("days_to_remediate", took as f64 / f64::from(done) / day);
        is("open_at_end", f64::from(found - done));
        is("overdue_at_end", since.len() as f64);
        is("days_overdue", late as f64 / day);
        assert!(severity == 0 || late > 0);
    }
    assert!(measure("exposure.high.found").is_none(), "there are none of these");
    // Half of a year as warm-up leaves the other half.
    let warm = measured(&case.text().replace(r#"runs_for: "365d""#, r#"warm_up: "183d", runs_for: "182d""#));
    let later = of(3).iter().filter(|(at, t)| matches!(t, Told::Found { .. }) && *at >= Instant(0) + Span::days(183)).count();
    assert!((warm("exposure.critical.found").unwrap() - later as f64 * 365.0 / 182.0).abs() < 1e-6);
    assert_eq!(
        warm("exposure.critical.open_at_end"),
        measure("exposure.critical.open_at_end"),
        "what was found in the warm-up is there all the same"
    );
}

#[test]
fn another_source_another_system_and_another_person_shift_no_luck() {
    let alone = FEW.told();
    let text =
        FEW.text().replace(r#""scanner": ("#, r#""audit": (systems: ["web"], rate_per_week: (high: 3), effort: "1h"), "scanner": ("#);
    let text = text.replace(r#"systems: {"#, r#"systems: {"web": (backup: (restore: "1h")), "#);
    let text = text.replace(r#"people: {"#, r#"people: {"ann": (team: "bosses", roster: "day"), "#);
    let more = facts(&plan_of(&text), 1, 0);
    let critical = |facts: &[(Instant, Fact)]| -> Vec<Instant> {
        findings(facts).into_iter().filter(|(_, t)| t.about().severity as u8 == 3).map(|(at, _)| at).collect()
    };
    assert_eq!(critical(&alone), critical(&more));
}
