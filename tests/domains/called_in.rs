//! Who is called when: five points on which an independent program, written from the rules alone, disagreed with the engine.

use firedrill::model::fact::{Fact, PageFor};

use crate::lab::{facts, plan_of};

/// An incident at noon on a Monday, reported at once; whoever is paged answers in five minutes at work and in ten elsewhere.
fn scenario(parts: &str) -> String {
    format!(
        r#"(name: "called in", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "3d",
        reach: (on_shift: (answers: 1.0, after: "5m"), off_duty: (answers: 1.0, after: "10m")),
        rosters: {{"always": Always, "to-13": Weekly([(days: "daily", from: "08:00", to: "13:00")])}},
        {parts}
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    )
}
/// The calls for tasks, or for decisions: minutes after noon and the person's id.
fn calls(text: &str, for_tasks: bool) -> Vec<(i64, String)> {
    let plan = plan_of(text);
    let called = |fact: &Fact| match fact {
        Fact::Paged { person, why: PageFor::Task(_), .. } if for_tasks => Some(*person),
        Fact::Paged { person, why: PageFor::Decision(_), .. } if !for_tasks => Some(*person),
        _ => None,
    };
    facts(&plan, 1, 0).iter().filter_map(|(at, fact)| Some((at.0 / 60_000, plan.people[called(fact)?.at()].id.clone()))).collect()
}
fn said(list: &[(i64, &str)]) -> Vec<(i64, String)> {
    list.iter().map(|(at, who)| (*at, (*who).to_string())).collect()
}

#[test]
fn once_as_many_as_it_takes_have_been_reached_nobody_else_is_called_for_a_decision() {
    let parts = |quorum: u32, wait: &str, holders: &str, delegates: &str| {
        format!(
            r#"teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always"), "cio": (team: "ops"), "ciso": (team: "ops"), "coo": (team: "ops")}},
            decisions: {{"d": (held_by: [{holders}], {delegates} call_wait: "{wait}", quorum: {quorum}, deliberation: "2h")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], decision: "d", effort: "1h")}})}},"#
        )
    };
    // One after the other, six minutes apart, until the first answers after ten; he thinks for two hours, and the delegate sleeps.
    assert_eq!(calls(&scenario(&parts(1, "6m", r#""cio", "ciso", "coo""#, "")), false), said(&[(0, "cio"), (6, "ciso")]));
    assert_eq!(calls(&scenario(&parts(1, "6m", r#""cio""#, r#"delegates: ["coo"], delegate_after: "45m","#)), false), said(&[(0, "cio")]));
    // For a quorum of two, two are called at once; both answer after ten minutes.
    assert_eq!(calls(&scenario(&parts(2, "12m", r#""cio", "ciso", "coo""#, "")), false), said(&[(0, "cio"), (0, "ciso")]));
    assert_eq!(calls(&scenario(&parts(2, "8m", r#""cio", "ciso", "coo""#, "")), false), said(&[(0, "cio"), (0, "ciso"), (8, "coo")]));
}

#[test]
fn a_task_that_waits_for_a_decision_calls_somebody_when_the_last_who_could_do_it_goes_home() {
    let parts = |roster: &str| {
        format!(
            r#"teams: {{"ops": (), "board": ()}}, people: {{"ana": (team: "ops", roster: "{roster}"), "ben": (team: "ops"), "cio": (team: "board")}},
            decisions: {{"d": (held_by: ["cio"], deliberation: "3h")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], decision: "d", effort: "1h")}})}},"#
        )
    };
    assert_eq!(calls(&scenario(&parts("to-13")), true), said(&[(60, "ana")]), "at 13:00, when she leaves");
    assert_eq!(calls(&scenario(&parts("always")), true), said(&[]));
}

#[test]
fn whoever_hands_over_can_be_called_like_anybody_who_is_off_duty() {
    let parts = |team: &str| {
        format!(
            r#"teams: {{"ops": ({team})}}, people: {{"ana": (team: "ops", roster: "to-13"), "ben": (team: "ops")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "2h")}})}},"#
        )
    };
    // In the order of their ids; she answers after ten minutes, before it would be Ben's turn.
    assert_eq!(calls(&scenario(&parts(r#"at_shift_end: HandOver(cost: "5m")"#)), true), said(&[(60, "ana")]));
    assert_eq!(calls(&scenario(&parts("")), true), said(&[]), "who stays until it is done is not called");
    // Nobody is called when the next shift begins as the last one ends.
    let relieved =
        parts(r#"at_shift_end: HandOver(cost: "5m")"#).replace(r#""ben": (team: "ops")"#, r#""ben": (team: "ops", roster: "from-13")"#);
    let both = scenario(&relieved)
        .replace(r#""always": Always,"#, r#""always": Always, "from-13": Weekly([(days: "daily", from: "13:00", to: "23:00")]),"#);
    assert_eq!(calls(&both, true), said(&[]));
}

#[test]
fn whoever_stayed_on_for_an_attempt_that_failed_can_be_called_for_the_next() {
    let parts = |works: f64| {
        format!(
            r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", roster: "to-13"), "ben": (team: "ops")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "2h", works: {works})}})}},"#
        )
    };
    // From noon to 14:00, an hour beyond her shift; called out she stays for what follows.
    assert_eq!(calls(&scenario(&parts(0.000_001)), true), said(&[(120, "ana")]));
    assert_eq!(calls(&scenario(&parts(1.0)), true), said(&[]));
}

#[test]
fn what_has_waited_goes_before_another_attempt_on_shift_and_called_out_alike() {
    let starts = |roster: &str| {
        let plan = plan_of(&scenario(&format!(
            r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", {roster})}},
            playbooks: {{"p": (tasks: {{"a": (phase: Recover, teams: ["ops"], effort: "1h", works: 0.000001), "b": (phase: Recover, teams: ["ops"], effort: "1h")}})}},"#
        )));
        let started = |fact: &Fact| match fact {
            Fact::Started { job, .. } => Some(plan.tasks[job.task.at()].id.clone()),
            _ => None,
        };
        let all = facts(&plan, 1, 0);
        all.iter().filter_map(|(at, fact)| Some((at.0 / 60_000, started(fact)?))).take(3).collect::<Vec<_>>()
    };
    assert_eq!(starts(r#"roster: "always""#), said(&[(0, "a"), (60, "b"), (120, "a")]));
    assert_eq!(starts(""), said(&[(10, "a"), (70, "b"), (130, "a")]));
}
