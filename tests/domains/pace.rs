//! How fast work goes in whose hands.

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::Wait;
use firedrill::play::Play;

use crate::lab::{one, plan_of};

fn played(person: &str) -> Outcome {
    let plan = plan_of(&format!(
        r#"(name: "pace", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "5d",
        work: (basic_takes: 2.0, working_takes: 1.0, expert_takes: 0.5),
        rosters: {{"always": Always}}, teams: {{"ops": ()}},
        people: {{"op": (team: "ops", roster: "always", {person})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    ));
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
fn working(person: &str) -> Span {
    let outcome = played(person);
    assert_eq!(outcome.ledger.iter().copied().sum::<Span>(), outcome.ledger[Wait::Working as usize], "nothing but work");
    outcome.ledger[Wait::Working as usize]
}

#[test]
fn skill_and_the_person_s_own_pace_scale_the_same_draw() {
    assert_eq!(working(r#"skills: {"craft": Working}"#), Span::hours(1));
    assert_eq!(working(r#"skills: {"craft": Basic}"#), Span::hours(2));
    assert_eq!(working(r#"skills: {"craft": Expert}"#), Span::minutes(30));
    assert_eq!(working(r#"skills: {"craft": Working}, takes_times: 1.5"#), Span::minutes(90));
}
