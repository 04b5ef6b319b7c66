//! False alarms: whom they occupy, and which services they stop.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{FalseAlarmSums, Recorder};
use firedrill::model::fact::{Fact, Wait};
use firedrill::model::ids::IncidentNo;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{agrees, facts, one, plan_of};

/// An analyst around the clock who triages for half an hour, a responder who isolates within ten minutes.
fn plan(alarms: &str, decision: &str, more: &str) -> Arc<Plan> {
    plan_of(&text(alarms, decision, more))
}
fn text(alarms: &str, decision: &str, more: &str) -> String {
    let gate = if decision.is_empty() { "" } else { r#", decision: "cut""# };
    format!(
        r#"(name: "alarms", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "70d", horizon: "20d",
        reach: (on_shift: (answers: 1.0, after: "0s")),
        rosters: {{"always": Always}}, teams: {{"soc": (), "ops": (), "board": ()}},
        people: {{"sam": (team: "soc", roster: "always", cost_per_hour: 40), "rob": (team: "ops", roster: "always", cost_per_hour: 60),
            "bo": (role: "ciso", team: "board", roster: "always")}},
        systems: {{"pc": (backup: (restore: "1h")), "net": (downtime_cost: (business_hour: 90, other: 90))}},
        decisions: {{"cut": (held_by: ["ciso"], deliberation: "20m"{decision})}},
        telemetry: {{"edr": (watches: ["pc"], stages: ["harm"], after: "1m", goes_to: "soc"{alarms})}},
        attacks: {{"worm": (stages: [(stage: "harm")])}},
        playbooks: {{"p": (tasks: {{
            "triage": (phase: Triage, teams: ["soc"], effort: "30m"),
            "cut": (phase: Contain, after: ["triage"], teams: ["ops"], effort: "10m", isolates: ["net"]{gate}),
            "restore": (phase: Recover, after: ["cut"], each: Affected, teams: ["ops"], effort: Restore),
        }})}},
        incidents: {{"worm": (attack: "worm", playbook: "p", at: "2026-01-20T10:00", hits: ["pc"], severity: High){more}}})"#
    )
}
fn sums(plan: &Arc<Plan>, replication: u64) -> FalseAlarmSums {
    let (mut play, mut recorder) = (Play::new(plan.clone()), Recorder::new(plan));
    play.reset(1, replication);
    let played = play.run(&mut |at, fact| recorder.observe(at, fact)).unwrap();
    recorder.finish(played.end);
    recorder.year().false_alarms
}
const TEN: &str = r#", false_alarms_per_week: 10, looks_like: "worm""#;
fn taken(share: &str) -> String {
    format!(r#"{TEN}, taken_for_real: {share}, noticed_after: "2h""#)
}

#[test]
fn they_come_as_often_as_stated_and_take_half_an_hour_each() {
    let plan = plan(TEN, "", "");
    let counts: Vec<f64> = (0..60).map(|k| sums(&plan, k).alarms as f64).collect();
    agrees("alarms in ten weeks", &counts, 100.0);
    let one = sums(&plan, 0);
    // All but the last, which may still be in hand when the play ends.
    let least = Span::minutes(30 * (one.alarms as i64 - 2));
    assert!(one.worked >= least && one.worked <= Span::minutes(30 * one.alarms as i64), "{one:?}");
    assert_eq!((one.isolations, one.downtime), (0, 0.0));
    assert!((one.labour - one.worked.hours_f64() * 40.0).abs() < 1e-6);
}

#[test]
fn one_taken_for_real_stops_a_service_until_somebody_notices() {
    let all = plan(&taken("1.0"), r#", pre_authorised: [(to: "ops")]"#, "");
    let mut since: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
    let mut alarms = Vec::new();
    for (at, fact) in facts(&all, 1, 0) {
        match fact {
            Fact::FalseAlarm { incident, .. } => alarms.push(incident),
            Fact::Isolated { incident, .. } => assert!(since.insert(incident, at).is_none()),
            Fact::Reconnected { incident, .. } if alarms.contains(&incident) => assert_eq!(at - since[&incident], Span::hours(2)),
            _ => {}
        }
    }
    let sums = sums(&all, 0);
    assert!(sums.alarms > 60 && sums.isolations >= sums.alarms - 3, "{sums:?}");
    assert!(sums.downtime > 0.0 && sums.downtime <= 180.0 * sums.isolations as f64 + 1e-6, "at most two hours each: they may overlap");
}

#[test]
fn whoever_is_asked_sees_that_there_is_nothing() {
    let asked = plan(&taken("1.0"), ", call_wait: \"15m\"", "");
    assert_eq!(sums(&asked, 0).isolations, 0);
    assert!(sums(&asked, 0).alarms > 60);
    let some: Vec<f64> =
        (0..40).map(|k| sums(&plan(&taken("0.25"), r#", pre_authorised: [(to: "ops")]"#, ""), k).isolations as f64).collect();
    agrees("isolations in ten weeks", &some, 25.0);
}

#[test]
fn a_real_incident_waits_while_its_people_look_at_nothing_and_nothing_else_changes() {
    let worm = |alarms: &str| {
        let plan = plan(alarms, "", "");
        (0..30).map(|k| one(&plan, &mut Play::new(plan.clone()), 1, k).remove(0)).collect::<Vec<_>>()
    };
    let (quiet, loud) = (worm(""), worm(r#", false_alarms_per_week: 150, looks_like: "worm""#));
    let state = |o: &firedrill::measures::Outcome, w: Wait| o.ledger[w as usize];
    assert!(quiet.iter().all(|o| state(o, Wait::Busy) == Span(0)));
    assert!(loud.iter().any(|o| state(o, Wait::Busy) > Span(0)));
    for (a, b) in quiet.iter().zip(&loud) {
        for wait in Wait::ALL.into_iter().filter(|w| *w != Wait::Busy) {
            assert_eq!(state(a, wait), state(b, wait), "{wait:?}");
        }
    }
}

#[test]
fn a_glass_broken_for_nothing_is_reviewed_all_the_same() {
    let glass = r#"grants: {"admin": (privileged: true, break_glass: (decision: "break", after: "0s", lasts: "1h",
        review: (within: "2h", by: "ciso", effort: "30m")))},
        systems: {"#;
    let breaking = text(&taken("1.0"), "", "")
        .replace("systems: {", glass)
        .replace(r#"decisions: {"#, r#"decisions: {"break": (held_by: ["ciso"], deliberation: "5m", pre_authorised: [(to: "ops")]), "#)
        .replace(r#"effort: "10m","#, r#"effort: "10m", grant: "admin","#);
    let (mut noticed, mut reviewed, mut owed) = (BTreeMap::new(), 0, Vec::new());
    for (at, fact) in facts(&plan_of(&breaking), 1, 0) {
        match fact {
            Fact::AccessGiven { incident, .. } => owed.push(incident),
            Fact::FoundFalse { incident } => {
                noticed.insert(incident, at);
            }
            Fact::GlassReviewed { incident, .. } => {
                owed.retain(|i| *i != incident);
                reviewed += u32::from(noticed.get(&incident).is_some_and(|since| at >= *since + Span::minutes(30)));
            }
            Fact::Closed { incident } => assert!(!owed.contains(&incident), "{incident:?} is closed and owes a review"),
            _ => {}
        }
    }
    assert!(reviewed > 20, "{reviewed} of {} were reviewed after there was nothing", noticed.len());
}
