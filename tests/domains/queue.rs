//! Alerts among tickets: who looks at one, and when.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{AlertFrom, Fact};
use firedrill::play::Play;

use crate::lab::{facts, hours, one, plan_of, play};

/// An alert of some severity reaches the queue of one analyst at 05:00.
fn scenario(severity: &str, demand: &str) -> String {
    format!(
        r#"(name: "queue", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "24h", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "5m")), rosters: {{"always": Always}}, teams: {{"soc": (), "ops": ()}},
        people: {{"ana": (team: "soc", roster: "always"), "op": (team: "ops", roster: "always", skills: {{"craft": Working}})}},
        systems: {{"db": (backup: (restore: "1h"))}}, telemetry: {{"mon": (watches: ["db"], after: "0s", goes_to: "soc", severity: {severity})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T05:00", hits: ["db"], severity: Critical)}}, demand: {{{demand}}})"#
    )
}
/// The analyst has a ticket of ten hours in hand, and nothing waits for longer than a minute.
const TEN_HOURS: &str = r#""t": (team: "soc", priority: Medium, rate_per_week: 1000000, effort: "10h", gives_up_after: "1m")"#;

fn acknowledged(text: &str) -> Option<Instant> {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0).acknowledged
}
fn about(at: Option<Instant>, minutes: i64) -> bool {
    at.is_some_and(|at| (at - Instant(0) - Span::minutes(minutes)).0.abs() < 2_000)
}

#[test]
fn an_alert_that_is_no_more_pressing_than_the_ticket_in_hand_waits_for_its_end() {
    assert_eq!(acknowledged(&scenario("Medium", "")), Some(Instant(0) + Span::minutes(305)), "nobody is busy");
    assert!(about(acknowledged(&scenario("Medium", TEN_HOURS)), 605));
    assert!(about(acknowledged(&scenario("High", TEN_HOURS)), 305), "what is more pressing is seen at once");
    // Tickets of a higher priority go before it whenever somebody is free.
    assert_eq!(acknowledged(&scenario("Low", TEN_HOURS)), None);
}

#[test]
fn tickets_of_another_team_delay_nothing() {
    let demand = TEN_HOURS.replace("soc", "ops");
    assert_eq!(acknowledged(&scenario("Medium", &demand)), Some(Instant(0) + Span::minutes(305)));
}

/// Alerts, one in fifty of them real, and other things that the analyst has to do.
fn flood(other: &str) -> String {
    format!(
        r#"(name: "flood", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "30d", horizon: "20d",
        rosters: {{"always": Always}}, teams: {{"soc": (), "ops": ()}},
        people: {{"ana": (team: "soc", roster: "always"), "op": (team: "ops", roster: "always", skills: {{"craft": Working}})}},
        playbooks: {{"p": (service: "s", tasks: {{"do": (phase: Recover, skill: ("craft", Basic), effort: "1h")}})}},
        responsibilities: {{"s": (responsible: ["ops"])}},
        incidents: {{"breach": (playbook: "p", severity: High)}},
        demand: {{"alerts": (team: "soc", rate_per_week: 100, effort: "30m", false_positives: 0.98, raises: "breach"), {other}}})"#
    )
}
fn mean_answer(all: &[Vec<Outcome>]) -> (f64, usize) {
    let waits: Vec<f64> = all.iter().flatten().filter_map(|o| Some(hours(o.occurred?, o.acknowledged?))).collect();
    (waits.iter().sum::<f64>() / waits.len() as f64, waits.len())
}

#[test]
fn a_real_one_among_many_is_found_when_somebody_has_looked_at_it() {
    let plan = plan_of(&flood(""));
    let facts = facts(&plan, 1, 0);
    let alerted = facts.iter().filter(|(_, f)| matches!(f, Fact::Alerted { from: AlertFrom::Among(_), .. })).count();
    let acknowledged = facts.iter().filter(|(_, f)| matches!(f, Fact::Acknowledged { .. })).count();
    assert!(alerted >= 3 && alerted == acknowledged, "{alerted} {acknowledged}");
    let quiet = play(&plan, 1, 40);
    // Some of them find the analyst free: half an hour to the millisecond, nothing faster.
    let waits: Vec<Span> = quiet.iter().flatten().map(|o| o.acknowledged.unwrap() - o.occurred.unwrap()).collect();
    assert_eq!(waits.iter().min(), Some(&Span::minutes(30)));
    // About one in fifty of 428 in thirty days.
    let per_play = waits.len() as f64 / 40.0;
    assert!((per_play - 8.57).abs() < 4.0 * (8.57_f64 / 40.0).sqrt(), "{per_play}");
    let busy = play(&plan_of(&flood(r#""more": (team: "soc", rate_per_week: 200, effort: "30m", variance: 3.0)"#)), 1, 40);
    let ((quiet, n), (busy, m)) = (mean_answer(&quiet), mean_answer(&busy));
    assert_eq!(n, m, "the same incidents");
    assert!(busy > quiet + 1.0, "a flood hides the real one: {quiet} h, {busy} h");
}

#[test]
fn a_real_one_that_is_given_up_unread_is_not_found() {
    let text = flood(r#""more": (team: "soc", rate_per_week: 900, effort: "1h", priority: High)"#)
        .replace("false_positives", "gives_up_after: \"10m\", false_positives");
    let all = play(&plan_of(&text), 1, 10);
    let found = all.iter().flatten().filter(|o| o.acknowledged.is_some()).count();
    let all: usize = all.iter().map(Vec::len).sum();
    assert!(found * 5 < all, "{found} of {all}");
}

#[test]
fn a_second_incident_on_a_system_that_is_down_already_is_seen_too() {
    let second = r#""i": (playbook: "p", at: "2026-01-05T05:00", hits: ["db"], severity: Critical), "j": (playbook: "p", at: "2026-01-05T05:30", hits: ["db"], severity: Critical)"#;
    let text = scenario("High", "").replace(r#""i": (playbook: "p", at: "2026-01-05T05:00", hits: ["db"], severity: Critical)"#, second);
    let plan = plan_of(&text);
    let all = one(&plan, &mut Play::new(plan.clone()), 1, 0);
    let alerted: Vec<Option<Instant>> = all.iter().map(|o| o.alerted).collect();
    assert_eq!(alerted, [Some(Instant(0) + Span::minutes(300)), Some(Instant(0) + Span::minutes(330))]);
    assert!(all.iter().all(|o| o.recovered.is_some()), "both are over");
}
