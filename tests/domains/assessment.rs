//! How severe people take an incident to be: once triage, or another alert, says worse, standing permissions from that severity on hold at
//! that very instant, and its work goes before less severe work that became ready earlier.

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Authority, Fact, Wait};
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

/// Its first alert says `alert`; triage takes half an hour and finds that it is high. Cutting off, which takes an hour and nobody's triage, waits
/// for the boss, who cannot be reached, unless it is at least `from`.
fn text(alert: &str, from: &str, more: &str) -> String {
    format!(
        r#"(name: "assessment", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "2d",
        reach: (on_shift: (answers: 1.0, after: "0s"), off_duty: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always}}, teams: {{"soc": (), "ops": (), "board": ()}},
        people: {{
            "sam": (team: "soc", roster: "always"), "ana": (team: "ops", roster: "always"), "boss": (team: "board", role: "ciso"),
        }},
        systems: {{"db": ()}},
        telemetry: {{"probe": (watches: ["db"], after: "0s", goes_to: "soc", severity: {alert}){more}}},
        decisions: {{"cut": (held_by: ["ciso"], call_wait: "5h", deliberation: "10m", pre_authorised: [(to: "ops", from_severity: {from})])}},
        playbooks: {{"p": (tasks: {{
            "look": (phase: Triage, teams: ["soc"], effort: "30m"),
            "cut": (phase: Recover, teams: ["ops"], decision: "cut", effort: "1h"),
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T10:00", hits: ["db"], severity: High)}})"#
    )
}
fn outcome(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
fn minutes(text: &str) -> Vec<(Wait, i64)> {
    let o = outcome(text);
    Wait::ALL.into_iter().map(|w| (w, o.ledger[w as usize])).filter(|(_, s)| *s > Span(0)).map(|(w, s)| (w, s.0 / 60_000)).collect()
}

#[test]
fn a_standing_permission_holds_as_soon_as_triage_says_that_it_is_so_severe() {
    assert_eq!(minutes(&text("High", "High", "")), [(Wait::Working, 60)], "the alert says so already");
    assert_eq!(minutes(&text("Low", "Low", "")), [(Wait::Working, 60)]);
    let waits = text("Low", "High", "");
    assert_eq!(minutes(&waits), [(Wait::DecisionReach, 30), (Wait::Working, 60)]);
    let permitted = |(_, fact): &(_, Fact)| matches!(fact, Fact::Granted { authority: Authority::PreAuthorised(0), .. });
    let at = facts(&plan_of(&waits), 1, 0).into_iter().find(permitted).map(|(at, _)| at.0);
    assert_eq!(at, Some((10 * 60 + 30) * 60_000), "at the instant of awareness");
    // Triage says less than it takes.
    assert_eq!(outcome(&text("Low", "Critical", "")).recovered, None);
}

#[test]
fn so_it_does_when_another_alert_says_that_it_is_worse() {
    let second = r#", "second": (watches: ["db"], after: "20m", goes_to: "soc", severity: High)"#;
    assert_eq!(minutes(&text("Low", "High", second)), [(Wait::DecisionReach, 20), (Wait::Working, 60)]);
    let no_worse = second.replace("severity: High", "severity: Medium");
    assert_eq!(minutes(&text("Low", "High", &no_worse)), [(Wait::DecisionReach, 30), (Wait::Working, 60)]);
}

#[test]
fn work_that_is_ready_already_goes_before_less_severe_work_from_then_on() {
    // Ana has an hour's work of an incident of her own in hand. Mending `b`, of medium severity, has been ready since five past; mending `a` since
    // ten past, of which the alert says little and triage, at twenty to eleven, that it is critical.
    let played = |truth: &str| {
        let plan = plan_of(&format!(
            r#"(name: "weighed", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "2d",
            reach: (on_shift: (answers: 1.0, after: "0s")), rosters: {{"always": Always}}, teams: {{"soc": (), "ops": ()}},
            people: {{"sam": (team: "soc", roster: "always"), "ana": (team: "ops", roster: "always")}},
            systems: {{"db": ()}}, telemetry: {{"probe": (watches: ["db"], after: "0s", goes_to: "soc", severity: Low)}},
            playbooks: {{
                "own": (tasks: {{"mend": (phase: Recover, teams: ["ops"], effort: "1h")}}),
                "p": (tasks: {{"look": (phase: Triage, teams: ["soc"], effort: "30m"), "mend": (phase: Recover, teams: ["ops"], effort: "1h")}}),
            }},
            incidents: {{
                "c": (playbook: "own", at: "2026-01-05T10:00", severity: Low, reported: "0s"),
                "b": (playbook: "own", at: "2026-01-05T10:05", severity: Medium, reported: "0s"),
                "a": (playbook: "p", at: "2026-01-05T10:10", hits: ["db"], severity: {truth}),
            }})"#
        ));
        let outcomes = one(&plan, &mut Play::new(plan.clone()), 1, 0);
        let length = |kind: &str| {
            let o = outcomes.iter().find(|o| plan.kinds[o.kind.at()].id == kind).unwrap();
            (o.recovered.unwrap() - o.occurred.unwrap()).0 / 60_000
        };
        (length("a"), length("b"))
    };
    // From eleven, and from twelve.
    assert_eq!(played("Critical"), (110, 175));
    assert_eq!(played("Low"), (170, 115));
}
