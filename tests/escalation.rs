//! Escalation policies, instant by instant.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;

use firedrill::engine::time::Instant;
use firedrill::model::fact::{Fact, PageFor};
use lab::{facts, plan_of};

/// A policy under test: who is there, what the policy says, how people answer. The incident is reported at 12:00 on a Monday.
fn scenario(people: &str, policy: &str, answers: &str) -> String {
    format!(
        r#"(name: "policy", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "3d",
        reach: (on_shift: (answers: 1.0, after: "2m"), on_call: (answers: 0.0, after: "1m"), off_duty: ({answers})),
        rosters: {{
            "always": Always, "evening": Weekly([(days: "daily", from: "12:20", to: "20:00")]),
            "rota": OnCall(members: ["ana", "ben"], hand_over: "Mon 12:25", from: "2026-01-05"),
        }},
        teams: {{"ops": (), "late": (), "nobody": ()}}, people: {{{people}}},
        escalation: {{"p": ({policy})}},
        playbooks: {{"work": (escalation: "p", tasks: {{"do": (phase: Recover, takes: "1m")}})}},
        incidents: {{"i": (playbook: "work", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    )
}
const THREE: &str = r#""ana": (team: "ops"), "ben": (team: "ops"), "cal": (team: "ops"), "eve": (team: "late", roster: "evening"), "non": (team: "nobody")"#;
const DEAF: &str = r#"answers: 0.0, after: "1m""#;

/// Minutes of each page with the person's id, and of each milestone.
fn pages(text: &str) -> Vec<(i64, String)> {
    let plan = plan_of(text);
    facts(&plan, 1, 0)
        .into_iter()
        .filter_map(|(at, fact)| match fact {
            Fact::Paged { person, why: PageFor::Policy(_), .. } => Some((minutes(at), plan.people[person.at()].id.clone())),
            Fact::Silent { .. } => Some((minutes(at), "silent".to_string())),
            Fact::Acknowledged { person, .. } => Some((minutes(at), format!("{} answers", plan.people[person.at()].id))),
            _ => None,
        })
        .collect()
}
fn minutes(at: Instant) -> i64 {
    at.0 / 60_000
}
fn said(list: &[(i64, &str)]) -> Vec<(i64, String)> {
    list.iter().map(|(at, what)| (*at, what.to_string())).collect()
}

#[test]
fn pages_go_out_at_partial_sums_of_the_delays_and_silence_after_all_rounds() {
    let policy = r#"repeat: 1, steps: [(page: "ana", wait: "15m"), (page: "ben", wait: "20m"), (page: "cal", wait: "30m")]"#;
    let expected = [(0, "ana"), (15, "ben"), (35, "cal"), (65, "ana"), (80, "ben"), (100, "cal"), (130, "silent")];
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&expected));
}

#[test]
fn a_step_with_nobody_there_still_takes_its_time() {
    let policy = r#"steps: [(page: "nobody", wait: "15m"), (page: "ben", wait: "20m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(15, "ben"), (35, "silent")]));
}

#[test]
fn a_step_with_nobody_there_is_passed_over_if_the_policy_says_so() {
    let policy = r#"skip_if_empty: true, steps: [(page: "nobody", wait: "15m"), (page: "ben", wait: "20m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(0, "ben"), (20, "silent")]));
}

#[test]
fn a_policy_of_empty_steps_only_falls_silent_at_once_when_they_are_passed_over() {
    let policy = r#"skip_if_empty: true, repeat: 3, steps: [(page: "nobody", wait: "15m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(0, "silent")]));
}

#[test]
fn somebody_whose_shift_begins_in_mid_delay_is_not_paged_until_the_next_step() {
    let policy = r#"steps: [(page: "late", wait: "30m"), (page: "late", wait: "30m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(30, "eve"), (32, "eve answers")]));
}

#[test]
fn somebody_whose_shift_begins_in_mid_delay_is_paged_at_once_if_the_policy_looks_again() {
    let policy = r#"re_resolve: true, steps: [(page: "late", wait: "30m"), (page: "late", wait: "30m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(20, "eve"), (22, "eve answers")]));
}

#[test]
fn who_is_on_call_is_resolved_once_when_the_step_fires() {
    let policy = r#"steps: [(page: "rota", wait: "30m"), (page: "rota", wait: "30m")]"#;
    // Until 12:25 it is ben's turn (the week before ana's), then ana's.
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(0, "ben"), (30, "ana"), (60, "silent")]));
    let policy = r#"re_resolve: true, steps: [(page: "rota", wait: "30m"), (page: "rota", wait: "30m")]"#;
    assert_eq!(pages(&scenario(THREE, policy, DEAF)), said(&[(0, "ben"), (25, "ana"), (30, "ana"), (60, "silent")]));
}

#[test]
fn a_late_answer_counts() {
    let policy = r#"steps: [(page: "ana", wait: "15m"), (page: "nobody", wait: "30m")]"#;
    let late = r#"answers: 1.0, after: "40m""#;
    assert_eq!(pages(&scenario(THREE, policy, late)), said(&[(0, "ana"), (40, "ana answers")]));
    let later = r#"answers: 1.0, after: "50m""#;
    assert_eq!(pages(&scenario(THREE, policy, later)), said(&[(0, "ana"), (45, "silent"), (50, "ana answers")]));
}

#[test]
fn a_late_answer_does_not_count_where_pages_lapse() {
    let policy = r#"lapses: true, steps: [(page: "ana", wait: "15m"), (page: "nobody", wait: "30m")]"#;
    let late = r#"answers: 1.0, after: "40m""#;
    assert_eq!(pages(&scenario(THREE, policy, late)), said(&[(0, "ana"), (45, "silent")]));
}

#[test]
fn an_answer_ends_the_policy() {
    let policy = r#"repeat: 9, steps: [(page: "ana", wait: "15m"), (page: "ben", wait: "15m")]"#;
    let quick = r#"answers: 1.0, after: "20m""#;
    assert_eq!(pages(&scenario(THREE, policy, quick)), said(&[(0, "ana"), (15, "ben"), (20, "ana answers")]));
}

#[test]
fn an_answer_from_which_nothing_comes_starts_the_policy_again() {
    let policy = r#"re_page_after: "30m", steps: [(page: "ana", wait: "15m")]"#;
    let quick = r#"answers: 1.0, after: "5m""#;
    let text = scenario(THREE, policy, quick)
        .replace(r#"takes: "1m""#, r#"effort: "1m", teams: ["late"], skill: ("craft", Working)"#)
        .replace(r#"roster: "evening""#, r#"roster: "evening", skills: {"craft": Working}, reach: (off_duty: (answers: 0.0, after: "1m"))"#)
        .replace("12:20", "18:20");
    let got = pages(&text);
    assert_eq!(got[..3], said(&[(0, "ana"), (5, "ana answers"), (35, "ana")])[..]);
}

#[test]
fn without_a_policy_the_work_goes_straight_to_the_responsible_teams() {
    let text = scenario(THREE, r#"steps: [(page: "ana", wait: "15m")]"#, DEAF).replace(r#"escalation: "p", "#, "");
    assert_eq!(pages(&text), said(&[]));
    let plan = plan_of(&text);
    let started = facts(&plan, 1, 0).into_iter().find(|(_, f)| matches!(f, Fact::Started { .. })).unwrap();
    assert_eq!(started.0, Instant(0));
}

#[test]
fn a_policy_may_fall_silent_only_after_more_than_a_day() {
    // Seven rounds of four hours: from Monday noon to Tuesday 16:00, the last page at noon.
    let text = scenario(THREE, r#"steps: [(page: "ana", wait: "4h")], repeat: 6"#, DEAF);
    let expected: Vec<(i64, &str)> = (0..7).map(|round| (round * 240, "ana")).chain([(28 * 60, "silent")]).collect();
    assert_eq!(pages(&text), said(&expected));
    // Nobody answers to the end of what is followed: the silence is counted, and the time is unanswered before and after it.
    let plan = plan_of(&text);
    let mut played = lab::one(&plan, &mut firedrill::play::Play::new(plan.clone()), 1, 0);
    let outcome = played.remove(0);
    assert_eq!(outcome.silences, 1);
    assert_eq!(outcome.ledger[firedrill::model::fact::Wait::Unanswered as usize], firedrill::engine::time::Span::hours(72));
}
