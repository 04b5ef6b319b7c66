//! Several leave at the same instant, or are sent home and called in at once: nobody takes up what another leaves who is going as well.

use firedrill::engine::time::Instant;
use firedrill::model::fact::Fact;

use crate::lab::{facts, plan_of};

/// A long and severe piece of work and, two hours later, a slight one, from Monday 08:00 on; Ana and Ben can do both, who hand over at the end
/// of their shifts.
fn scenario(people: &str, more: &str) -> String {
    let teams = if people.contains("nw") { r#""nw", "ops""# } else { r#""ops""# };
    format!(
        r#"(name: "staffing", time_zone: "UTC", starts: "2026-01-05T08:00", runs_for: "1d", horizon: "2d",
        reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 0.0), off_duty: (answers: 0.0)),
        work: (overtime_pay: 1.5),
        rosters: {{"day": Weekly([(days: "daily", from: "08:00", to: "17:00")]), "always": Always}},
        people: {{{people}}},
        playbooks: {{
            "long": (tasks: {{"restore": (phase: Recover, teams: [{teams}], skill: ("craft", Working), effort: "30h")}}),
            "slight": (tasks: {{"tidy": (phase: Recover, teams: [{teams}], skill: ("craft", Working), effort: "30h")}}),
        }},
        incidents: {{
            "a": (playbook: "long", at: "2026-01-05T08:00", severity: Critical, reported: "0s"),
            "b": (playbook: "slight", at: "2026-01-05T10:00", severity: Low, reported: "0s"),
        }}{more})"#
    )
}
/// Who starts something, in hours from the start.
fn starts(text: &str) -> Vec<(i64, String)> {
    let plan = plan_of(text);
    let started = |(at, fact): (Instant, Fact)| match fact {
        Fact::Started { person: Some(person), .. } => Some(((at - Instant(0)).0 / 3_600_000, plan.people[person.at()].id.clone())),
        _ => None,
    };
    facts(&plan, 1, 0).into_iter().filter_map(started).collect()
}
fn all(of: &[(i64, &str)]) -> Vec<(i64, String)> {
    of.iter().map(|(at, person)| (*at, person.to_string())).collect()
}
/// One team, whose people leave slight work for severe work and hand over.
const OWN: &str = r#"teams: {"ops": (preemption: Resume, at_shift_end: HandOver())},"#;

#[test]
fn who_came_in_together_and_leaves_together_takes_nothing_from_each_other() {
    let people = r#""ana": (team: "ops", role: "engineer", skills: {"craft": Working}), "ben": (team: "ops", role: "engineer", skills: {"craft": Working})"#;
    let comes = |lasts: &str| {
        format!(r#", {OWN} injects: {{"in": (says: "-", for: ["a"], at: "+0s", effect: OnShift(person: "engineer", lasts: "{lasts}"))}}"#)
    };
    // Both are there for six hours; at 14:00 both go, and the more severe work is nobody's.
    let scenario = scenario(people, &comes("6h"));
    assert_eq!(starts(&scenario), all(&[(0, "ana"), (2, "ben")]));
}

#[test]
fn who_goes_home_as_a_contract_ends_takes_up_nothing_of_it() {
    let people = r#""ana": (team: "ops", employer: "own", roster: "day", skills: {"craft": Working}),
        "ada": (team: "nw", employer: "northwind", roster: "always", skills: {"craft": Working})"#;
    let of = |ends: &str| {
        let contract = format!(r#""northwind": (provider: true, contract: (fee_per_hour: 200, ends: "2026-01-05T{ends}"))"#);
        let teams = r#"teams: {"ops": (preemption: Resume, at_shift_end: HandOver()), "nw": (preemption: Resume)},"#;
        scenario(people, &format!(r#", {teams} employers: {{"own": (), {contract}}}"#))
    };
    let at = |of: &str| starts(of).into_iter().take_while(|(at, _)| *at < 20).collect::<Vec<_>>();
    // Ada begins; Ana does the slight work until what Ada leaves is more severe.
    assert_eq!(at(&of("16:00")), all(&[(0, "ada"), (2, "ana"), (8, "ana")]));
    assert_eq!(at(&of("17:00")), all(&[(0, "ada"), (2, "ana")]), "both go at 17:00");
}

#[test]
fn who_is_sent_home_and_called_in_at_one_instant_has_never_left() {
    let people = r#""ana": (team: "ops", roster: "day", skills: {"craft": Working})"#;
    let teams = r#"teams: {"ops": (preemption: Never, at_shift_end: Finish)},"#;
    let of = |injects: &str| scenario(people, &format!(r#", {teams} injects: {{{injects}}}"#));
    let off = r#""a": (says: "-", for: ["a"], when: TaskStarted("restore"), effect: OffShift(person: "ana", lasts: "2h"))"#;
    let on = r#""b": (says: "-", for: ["a"], when: TaskStarted("restore"), effect: OnShift(person: "ana", lasts: "2h"))"#;
    let overtime = |text: &str| {
        let of = facts(&plan_of(text), 1, 0);
        let kinds = of.iter().filter(|(_, f)| matches!(f, Fact::StaysOn { .. } | Fact::BackOnShift { .. }));
        kinds.map(|(at, _)| (*at - Instant(0)).0 / 3_600_000).collect::<Vec<_>>()
    };
    // What is in hand is finished, beyond the shift; a shift of one's own ends that.
    assert_eq!(overtime(&of(off)), [0, 2, 9, 24, 33, 48]);
    assert_eq!(overtime(&of(&format!("{off}, {on}"))), [9, 24, 33, 48]);
}
