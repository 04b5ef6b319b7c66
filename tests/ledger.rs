//! The wait ledger, one hand-computed scenario for each of its fourteen states, and for the rules by which they are found.
//! Every length is fixed, so each part is known to the minute; a part that is not named must be zero, so nothing hides in `working`.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::Wait::{
    self, Busy, Consultation, DecisionReach, Deliberation, Dependency, HandOver, NoGrant, NoKnowledge, OffDuty, Rework, Unanswered,
    Undetected, Vendor, Working,
};
use firedrill::model::fact::{Answer, Ending, Fact};
use lab::{facts, one, plan_of};

const MONDAY_NOON: &str = "2026-01-05T12:00";
const SATURDAY_TWO: &str = "2026-01-10T02:00";
const SATURDAY_TEN: &str = "2026-01-10T10:00";

/// On shift people answer a page in 5 minutes, on call in 10, off duty never.
fn scenario(starts: &str, parts: &str) -> String {
    format!(
        r#"(name: "ledger", time_zone: "UTC", starts: "{starts}", runs_for: "2d", horizon: "30d",
        reach: (on_shift: (answers: 1.0, after: "5m"), on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "1m")),
        rosters: {{
            "always": Always, "office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]),
            "from-13": Weekly([(days: "daily", from: "13:00", to: "23:00")]), "from-14": Weekly([(days: "daily", from: "14:00", to: "23:00")]),
            "from-15": Weekly([(days: "daily", from: "15:00", to: "23:00")]), "from-16": Weekly([(days: "daily", from: "16:00", to: "23:00")]),
            "from-17": Weekly([(days: "daily", from: "17:00", to: "23:00")]), "from-18": Weekly([(days: "daily", from: "18:00", to: "23:00")]),
        }},
        {parts})"#
    )
}
/// Two people of `ops` around the clock who can do the craft.
const OPS: &str = r#"teams: {"ops": ()}, people: {"op": (count: 2, team: "ops", roster: "always", skills: {"craft": Working})},"#;
/// One task of an hour for whoever can do the craft.
const AN_HOUR: &str = r#"playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")})},"#;
/// One incident at the start, reported at once.
fn incident(starts: &str) -> String {
    format!(r#"incidents: {{"i": (playbook: "p", at: "{starts}", severity: High, reported: "0s")}}"#)
}

/// What the first incident of a kind came to.
fn outcome_of(text: &str, kind: &str, seed: u64) -> Outcome {
    let plan = plan_of(text);
    let mut play = firedrill::play::Play::new(plan.clone());
    let all = one(&plan, &mut play, seed, 0);
    all.into_iter().find(|o| plan.kinds[o.kind.at()].id == kind).unwrap()
}
fn hold(o: &Outcome, expected: &[(Wait, i64)]) {
    let shown: Vec<String> = Wait::ALL
        .iter()
        .filter(|w| o.ledger[**w as usize] != Span(0))
        .map(|w| format!("{} {} min", w.name(), o.ledger[*w as usize].0 as f64 / 60_000.0))
        .collect();
    for wait in Wait::ALL {
        let minutes = expected.iter().find(|(w, _)| *w == wait).map_or(0, |(_, m)| *m);
        assert_eq!(o.ledger[wait as usize], Span(minutes * 60_000), "{}; the ledger is: {}", wait.name(), shown.join(", "));
    }
    let whole = o.recovered.unwrap_or(o.horizon).0 - o.occurred.unwrap().0;
    assert_eq!(o.ledger.iter().map(|s| s.0).sum::<i64>(), whole);
}
/// The ledger of the incident `i`, which recovers, in minutes.
fn ledger(text: &str, expected: &[(Wait, i64)]) {
    let o = outcome_of(text, "i", 1);
    assert!(o.recovered.is_some(), "it has not recovered");
    hold(&o, expected);
}
/// The same for one that does not recover.
fn ledger_to_the_horizon(text: &str, expected: &[(Wait, i64)]) {
    let o = outcome_of(text, "i", 1);
    assert!(o.recovered.is_none(), "it has recovered");
    hold(&o, expected);
}

#[test]
fn undetected_until_somebody_reports_it() {
    let parts = format!(
        r#"{OPS} escalation: {{"e": (steps: [(page: "ops", wait: "15m")])}},
        playbooks: {{"p": (escalation: "e", tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "{MONDAY_NOON}", severity: High, reported: "37m")}}"#
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Undetected, 37), (Unanswered, 5), (Working, 60)]);
}

#[test]
fn undetected_to_the_horizon_when_nobody_reports_it_before() {
    let parts = format!(r#"{OPS} {AN_HOUR} incidents: {{"i": (playbook: "p", at: "{MONDAY_NOON}", severity: High, reported: "31d")}}"#);
    ledger_to_the_horizon(&scenario(MONDAY_NOON, &parts), &[(Undetected, 30 * 24 * 60)]);
}

#[test]
fn unanswered_while_the_queue_is_unstaffed_until_monday() {
    let parts = format!(
        r#"teams: {{"ops": (), "desk": ()}}, people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}}), "dora": (team: "desk", roster: "office")}},
        {AN_HOUR} systems: {{"db": ()}}, telemetry: {{"watch": (watches: ["db"], after: "10m", goes_to: "desk")}},
        incidents: {{"i": (playbook: "p", at: "{SATURDAY_TWO}", severity: High, hits: ["db"])}}"#
    );
    // Saturday 02:10 to Monday 09:05.
    ledger(&scenario(SATURDAY_TWO, &parts), &[(Undetected, 10), (Unanswered, 54 * 60 + 55), (Working, 60)]);
}

#[test]
fn unanswered_to_the_horizon_when_the_policy_falls_silent() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", skills: {{"craft": Working}})}},
        escalation: {{"e": (steps: [(page: "ana", wait: "15m")])}},
        playbooks: {{"p": (escalation: "e", tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    let text = scenario(MONDAY_NOON, &parts);
    ledger_to_the_horizon(&text, &[(Unanswered, 30 * 24 * 60)]);
    assert_eq!(outcome_of(&text, "i", 1).silences, 1);
}

#[test]
fn off_duty_from_saturday_to_monday() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", roster: "office", skills: {{"craft": Working}})}}, {AN_HOUR} {}"#,
        incident(SATURDAY_TEN)
    );
    ledger(&scenario(SATURDAY_TEN, &parts), &[(OffDuty, 47 * 60), (Working, 60)]);
}

#[test]
fn off_duty_until_the_one_on_call_answers_and_not_until_the_one_off_duty_would() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", skills: {{"craft": Working}}), "ben": (team: "ops", skills: {{"craft": Working}})}},
        {AN_HOUR} {}"#,
        incident(SATURDAY_TEN)
    );
    let text = scenario(SATURDAY_TEN, &parts)
        .replace(r#""always": Always,"#, r#""always": Always, "rota": OnCall(members: ["ben"], hand_over: "Mon 09:00"),"#);
    ledger(&text, &[(OffDuty, 10), (Working, 60)]);
}

#[test]
fn busy_while_everybody_qualified_is_at_another_incident() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}}),
                    "long": (tasks: {{"dig": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "2h")}})}},
        incidents: {{"first": (playbook: "long", at: "{MONDAY_NOON}", severity: High, reported: "0s"),
                    "i": (playbook: "p", at: "2026-01-05T12:30", severity: High, reported: "0s")}}"#
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Busy, 90), (Working, 60)]);
}

#[test]
fn busy_also_while_more_severe_work_has_taken_the_person() {
    let parts = |preemption: &str| {
        format!(
            r#"teams: {{"ops": (preemption: {preemption})}}, people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}})}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}}),
                        "long": (tasks: {{"dig": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "90m")}})}},
            incidents: {{"i": (playbook: "p", at: "{MONDAY_NOON}", severity: Low, reported: "0s"),
                        "worse": (playbook: "long", at: "2026-01-05T12:20", severity: Critical, reported: "0s")}}"#
        )
    };
    ledger(&scenario(MONDAY_NOON, &parts("Resume")), &[(Busy, 90), (Working, 60)]);
    ledger(&scenario(MONDAY_NOON, &parts("Restart")), &[(Busy, 90), (Working, 80)]);
    ledger(&scenario(MONDAY_NOON, &parts("Resample")), &[(Busy, 90), (Working, 80)]);
    ledger(&scenario(MONDAY_NOON, &parts("Never")), &[(Working, 60)]);
}

#[test]
fn no_grant_while_only_people_without_access_are_there() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", roster: "always", skills: {{"craft": Expert}}),
            "bob": (team: "ops", roster: "from-16", skills: {{"craft": Working}}, grants: ["admin"])}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), grant: "admin", effort: "1h")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(NoGrant, 240), (Working, 60)]);
}

#[test]
fn no_knowledge_while_only_people_who_do_not_know_are_there() {
    let parts = |improvise: &str| {
        format!(
            r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", roster: "always", skills: {{"craft": Expert}}),
                "bob": (team: "ops", roster: "from-15", skills: {{"craft": Working}}, knows: ["how"])}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), knows: "how", {improvise} effort: "1h")}})}}, {}"#,
            incident(MONDAY_NOON)
        )
    };
    ledger(&scenario(MONDAY_NOON, &parts("")), &[(NoKnowledge, 180), (Working, 60)]);
    ledger(&scenario(MONDAY_NOON, &parts("improvise: 2.5,")), &[(Working, 150)]);
}

#[test]
fn a_wait_for_people_is_cut_at_every_change_of_duty() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{
            "cal": (team: "ops", roster: "from-13", skills: {{"craft": Working}}, grants: ["admin"]),
            "gil": (team: "ops", roster: "from-14", skills: {{"craft": Working}}, knows: ["how"]),
            "nia": (team: "ops", roster: "always", skills: {{"craft": Working}}),
            "sam": (team: "ops", roster: "always", skills: {{"craft": Basic}}, grants: ["admin"], knows: ["how"]),
            "zoe": (team: "ops", roster: "from-16", skills: {{"craft": Working}}, grants: ["admin"], knows: ["how"])}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), grant: "admin", knows: "how", effort: "1h")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    // 12 to 13: only people who lack two things or the skill. 13 to 14: one lacks only the knowledge. 14 to 16: another lacks only the grant.
    ledger(&scenario(MONDAY_NOON, &parts), &[(OffDuty, 60), (NoKnowledge, 60), (NoGrant, 120), (Working, 60)]);
}

/// A task behind a decision whose holder answers in 40 minutes although off duty and then thinks for 20.
fn gated(decision: &str) -> String {
    format!(
        r#"teams: {{"ops": (), "board": ()}}, people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}}),
            "chief": (team: "board", role: "ciso", reach: (off_duty: (answers: 1.0, after: "40m"))),
            "second": (team: "board", role: "cio", reach: (off_duty: (answers: 1.0, after: "10m")))}},
        decisions: {{"go": ({decision})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), decision: "go", effort: "1h")}})}}, {}"#,
        incident(MONDAY_NOON)
    )
}

#[test]
fn decision_reach_until_the_holder_is_there_and_deliberation_while_they_think() {
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "20m""#));
    ledger(&text, &[(DecisionReach, 40), (Deliberation, 20), (Working, 60)]);
}

#[test]
fn decision_reach_until_the_delegate_is_called_and_there() {
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], delegates: ["cio"], delegate_after: "15m", deliberation: "20m""#));
    ledger(&text, &[(DecisionReach, 25), (Deliberation, 20), (Working, 60)]);
}

#[test]
fn consultation_while_others_are_asked_before_the_thinking() {
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], consultation: "50m", deliberation: "20m""#));
    ledger(&text, &[(DecisionReach, 40), (Consultation, 50), (Deliberation, 20), (Working, 60)]);
}

#[test]
fn a_quorum_is_reached_with_its_last_member() {
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso", "cio"], quorum: 2, consultation: "50m", deliberation: "20m""#));
    ledger(&text, &[(DecisionReach, 40), (Consultation, 50), (Deliberation, 20), (Working, 60)]);
}

#[test]
fn deliberation_goes_on_while_the_decision_is_put_off() {
    let text = scenario(
        MONDAY_NOON,
        &gated(r#"held_by: ["ciso"], deliberation: "20m", outcomes: (approve: 0.4, defer: 0.4, refuse: 0.2), ask_again: "90m""#),
    );
    let plan = plan_of(&text);
    let mut most = 0;
    for seed in 0..20 {
        let put_off = facts(&plan, seed, 0)
            .iter()
            .filter(|(_, f)| matches!(f, Fact::Decided { answer: Answer::Deferred | Answer::Refused, .. }))
            .count() as i64;
        most = most.max(put_off);
        hold(&outcome_of(&text, "i", seed), &[(DecisionReach, 40), (Deliberation, 20 + put_off * 110), (Working, 60)]);
    }
    assert!(most >= 2, "no seed puts it off twice");
}

#[test]
fn a_standing_permission_costs_nothing_and_acting_without_one_the_wait() {
    let text =
        scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "20m", pre_authorised: [(to: "ops", from_severity: High)]"#));
    ledger(&text, &[(Working, 60)]);
    let text =
        scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "20m", pre_authorised: [(to: "ops", from_severity: Critical)]"#));
    ledger(&text, &[(DecisionReach, 40), (Deliberation, 20), (Working, 60)]);
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "3h", acts_without_authority_after: "55m""#));
    ledger(&text, &[(DecisionReach, 40), (Deliberation, 15), (Working, 60)]);
}

#[test]
fn while_a_decision_is_open_it_wins_over_whoever_is_off_duty() {
    let text = scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "20m""#))
        .replace(r#""op": (team: "ops", roster: "always""#, r#""op": (team: "ops", roster: "from-16""#);
    ledger(&text, &[(DecisionReach, 40), (Deliberation, 20), (OffDuty, 180), (Working, 60)]);
}

#[test]
fn hand_over_while_the_next_shift_reads_in() {
    let parts = |next: &str| {
        format!(
            r#"teams: {{"ops": (at_shift_end: HandOver(cost: "20m"))}}, people: {{"ana": (team: "ops", roster: "office", skills: {{"craft": Working}}),
                "ben": (team: "ops", roster: "{next}", skills: {{"craft": Working}})}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "2h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T16:00", severity: High, reported: "0s")}}"#
        )
    };
    ledger(&scenario(MONDAY_NOON, &parts("from-17")), &[(HandOver, 20), (Working, 120)]);
    ledger(&scenario(MONDAY_NOON, &parts("from-18")), &[(OffDuty, 60), (HandOver, 20), (Working, 120)]);
    let stays = parts("from-17").replace(r#"HandOver(cost: "20m")"#, "Finish");
    ledger(&scenario(MONDAY_NOON, &stays), &[(Working, 120)]);
}

/// Two systems, one of which needs the other, with a restore of 3 hours for the one and 1 hour for the other.
const NEEDY: &str = r#"systems: {"core": (backup: (restore: "3h")), "app": (needs: ["core"], backup: (restore: "1h"))},
    playbooks: {"p": (tasks: {"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)})},"#;

#[test]
fn dependency_while_another_incident_holds_down_what_the_restore_needs() {
    let parts = format!(
        r#"{OPS} {NEEDY} incidents: {{"other": (playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["core"], reported: "0s"),
            "i": (playbook: "p", at: "2026-01-05T12:30", severity: High, hits: ["app"], reported: "0s")}}"#
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Dependency, 150), (Working, 60)]);
}

#[test]
fn what_the_same_incident_holds_down_is_its_own_work_and_no_dependency() {
    let parts = format!(
        r#"{OPS} {NEEDY} incidents: {{"i": (playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["app", "core"], reported: "0s")}}"#
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Working, 240)]);
}

#[test]
fn dependency_to_the_horizon_when_no_copy_is_left() {
    let parts = |vault: &str| {
        format!(
            r#"{OPS} systems: {{"db": (grant: "admin", backup: (restore: "1h", reached_by: "admin" {vault}))}},
            attacks: {{"a": (stages: [(stage: "encryption", steals: ["admin"])])}},
            playbooks: {{"p": (tasks: {{"isolate": (phase: Contain, teams: ["ops"], skill: ("craft", Working), effort: "30m"),
                "restore": (phase: Recover, after: ["isolate"], each: Affected, teams: ["ops"], effort: Restore)}})}},
            incidents: {{"i": (attack: "a", playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["db"], reported: "0s")}}"#
        )
        .replace(r#"skills: {"craft": Working})"#, r#"skills: {"craft": Working}, grants: ["admin"])"#)
    };
    ledger_to_the_horizon(&scenario(MONDAY_NOON, &parts("")), &[(Working, 30), (Dependency, 30 * 24 * 60 - 30)]);
    ledger(&scenario(MONDAY_NOON, &parts(r#", vault: (restore: "5h")"#)), &[(Working, 330)]);
    ledger(&scenario(MONDAY_NOON, &parts(", immutable: true")), &[(Working, 90)]);
}

#[test]
fn vendor_while_a_vendor_is_waited_for() {
    let parts = |vendor: &str| {
        format!(
            r#"{OPS} playbooks: {{"p": (tasks: {{
                "order": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "15m"),
                "parts": (phase: Recover, after: ["order"], takes: "4h" {vendor}),
                "fit": (phase: Recover, after: ["parts"], teams: ["ops"], skill: ("craft", Working), effort: "30m")}})}}, {}"#,
            incident(MONDAY_NOON)
        )
    };
    ledger(&scenario(MONDAY_NOON, &parts(", vendor: true")), &[(Vendor, 240), (Working, 45)]);
    ledger(&scenario(MONDAY_NOON, &parts("")), &[(Working, 285)]);
}

#[test]
fn rework_from_the_second_attempt_on_when_a_restore_fails() {
    let parts = format!(
        r#"{OPS} systems: {{"db": (backup: (restore: "1h", works: 0.5))}},
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)}})}},
        incidents: {{"i": (playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["db"], reported: "0s")}}"#
    );
    let text = scenario(MONDAY_NOON, &parts);
    let plan = plan_of(&text);
    let mut most = 0;
    for seed in 0..20 {
        let failed = facts(&plan, seed, 0).iter().filter(|(_, f)| matches!(f, Fact::Ended { ending: Ending::Failed, .. })).count() as i64;
        most = most.max(failed);
        hold(&outcome_of(&text, "i", seed), &[(Working, 60), (Rework, 60 * failed)]);
    }
    assert!(most >= 2, "no seed fails twice");
}

#[test]
fn rework_from_the_second_attempt_on_when_the_work_goes_back() {
    let parts = format!(
        r#"{OPS} playbooks: {{"p": (tasks: {{
            "find": (phase: Triage, teams: ["ops"], skill: ("craft", Working), effort: "7m"),
            "copy": (phase: Recover, after: ["find"], takes: "20m"),
            "build": (phase: Recover, after: ["copy"], teams: ["ops"], skill: ("craft", Working), effort: "1h"),
            "verify": (phase: Recover, after: ["build"], teams: ["ops"], skill: ("craft", Working), effort: "30m", back_to: ("copy", 0.5))}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    let text = scenario(MONDAY_NOON, &parts);
    let plan = plan_of(&text);
    let mut most = 0;
    for seed in 0..20 {
        let back = facts(&plan, seed, 0).iter().filter(|(_, f)| matches!(f, Fact::Ended { ending: Ending::BackTo(_), .. })).count() as i64;
        most = most.max(back);
        hold(&outcome_of(&text, "i", seed), &[(Working, 117), (Rework, 110 * back)]);
    }
    assert!(most >= 2, "no seed goes back twice");
}

#[test]
fn working_is_hands_on_work_and_nothing_else() {
    let parts = format!("{OPS} {AN_HOUR} {}", incident(MONDAY_NOON));
    ledger(&scenario(MONDAY_NOON, &parts), &[(Working, 60)]);
}

#[test]
fn of_several_tasks_that_must_end_first_only_the_last_to_end_counts() {
    let parts = format!(
        r#"teams: {{"ops": (), "late": ()}}, people: {{"op": (count: 3, team: "ops", roster: "always", skills: {{"craft": Working}}),
            "eve": (team: "late", roster: "from-13", skills: {{"craft": Working}})}},
        playbooks: {{"p": (tasks: {{
            "a": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "80m"),
            "b": (phase: Recover, teams: ["late"], skill: ("craft", Working), effort: "30m"),
            "c": (phase: Recover, takes: "85m", vendor: true),
            "join": (phase: Recover, after: ["a", "b", "c"], teams: ["ops"], skill: ("craft", Working), effort: "10m")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    // `b` waits until 13:00 and ends at 13:30, after `a` (13:20) and `c` (13:25).
    ledger(&scenario(MONDAY_NOON, &parts), &[(OffDuty, 60), (Working, 40)]);
}

#[test]
fn of_several_tasks_that_end_together_the_lowest_id_counts() {
    let parts = format!(
        r#"{OPS} playbooks: {{"p": (tasks: {{
            "b": (phase: Recover, takes: "40m", vendor: true),
            "a": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "40m"),
            "join": (phase: Recover, after: ["a", "b"], teams: ["ops"], skill: ("craft", Working), effort: "10m")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Working, 50)]);
    let renamed = parts.replace(r#""a""#, r#""z""#);
    ledger(&scenario(MONDAY_NOON, &renamed), &[(Vendor, 40), (Working, 10)]);
}

#[test]
fn a_system_hit_late_goes_on_with_the_containment_open_at_that_instant() {
    let parts = format!(
        r#"teams: {{"ops": (), "net": ()}}, people: {{"op": (count: 2, team: "ops", roster: "always", skills: {{"craft": Working}}),
            "iso": (team: "net", roster: "from-16", skills: {{"isolate": Working}})}},
        systems: {{"a": (segment: "lan", backup: (restore: "1h")), "b": (segment: "lan", backup: (restore: "1h"))}},
        attacks: {{"worm": (stages: [(stage: "encryption")], spread: (over: [Network], every: "30m", at_most: 2))}},
        playbooks: {{"p": (tasks: {{"isolate": (phase: Contain, teams: ["net"], skill: ("isolate", Working), effort: "1h"),
            "restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)}})}},
        incidents: {{"i": (attack: "worm", playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["a"], reported: "0s")}}"#
    );
    // `b` is hit at 12:30, while containment waits for somebody, and is back at 13:30.
    ledger(&scenario(MONDAY_NOON, &parts), &[(OffDuty, 30), (Working, 60)]);
}

#[test]
fn an_attack_stopped_before_harm_has_no_ledger() {
    let parts = format!(
        r#"{OPS} systems: {{"db": ()}}, telemetry: {{"edr": (watches: ["db"], stages: ["access"], after: "1h", goes_to: "ops")}},
        attacks: {{"a": (stages: [(stage: "access", next: "1d"), (stage: "encryption")])}},
        playbooks: {{"p": (tasks: {{"isolate": (phase: Contain, teams: ["ops"], skill: ("craft", Working), effort: "30m")}})}},
        incidents: {{"i": (attack: "a", playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["db"])}}"#
    );
    let o = outcome_of(&scenario(MONDAY_NOON, &parts), "i", 1);
    assert!(o.stopped_before_impact && o.occurred.is_none() && o.recovered.is_none());
    assert!(o.ledger.iter().all(|s| *s == Span(0)) && o.systems.is_empty());
    assert_eq!(o.contained.unwrap().0, (60 + 5 + 30) * 60_000);
}

#[test]
fn an_incident_cut_off_in_mid_wait_counts_to_its_horizon() {
    let parts = format!(
        r#"{OPS} playbooks: {{"p": (tasks: {{
            "order": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "15m"),
            "parts": (phase: Recover, after: ["order"], takes: "4h", vendor: true)}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    let text = scenario(MONDAY_NOON, &parts).replace(r#"horizon: "30d""#, r#"horizon: "2h""#);
    ledger_to_the_horizon(&text, &[(Working, 15), (Vendor, 105)]);
}

#[test]
fn every_restore_that_waits_for_a_system_goes_on_when_it_is_back() {
    let parts = format!(
        r#"{OPS} {} incidents: {{"other": (playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["core"], reported: "0s"),
            "i": (playbook: "two", at: "2026-01-05T12:30", severity: High, hits: ["app"], reported: "0s")}}"#,
        NEEDY.replace(
            "playbooks: {",
            r#"playbooks: {"two": (tasks: {"data": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore), "disk": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)}),"#
        )
    );
    ledger(&scenario(MONDAY_NOON, &parts), &[(Dependency, 150), (Working, 60)]);
}

#[test]
fn somebody_who_had_to_rest_is_called_again() {
    let parts = format!(
        r#"rest: (longest_stretch: "16h", least_rest: "10h"),
        teams: {{"ops": ()}}, people: {{"ana": (team: "ops", skills: {{"craft": Working}}, reach: (off_duty: (answers: 1.0, after: "10m")))}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "20h")}})}}, {}"#,
        incident(MONDAY_NOON)
    );
    // Answers at 12:10, works until 04:10, rests until 14:10, answers in 10 minutes (or at once, if today's answer still stands).
    let o = outcome_of(&scenario(MONDAY_NOON, &parts), "i", 1);
    let minutes = |w: Wait| o.ledger[w as usize].0 / 60_000;
    assert!(o.recovered.is_some(), "nobody called her again");
    assert_eq!(minutes(Working), 20 * 60);
    assert!((610..=620).contains(&minutes(OffDuty)), "{} minutes off duty", minutes(OffDuty));
}

#[test]
fn somebody_called_out_for_one_incident_is_called_for_the_next_once_it_is_over() {
    let parts = format!(
        r#"teams: {{"ops": ()}}, people: {{"ana": (team: "ops", skills: {{"craft": Working}}, reach: (off_duty: (answers: 1.0, after: "10m")))}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}}),
                    "long": (tasks: {{"dig": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "2h")}})}},
        incidents: {{"first": (playbook: "long", at: "{MONDAY_NOON}", severity: High, reported: "0s"),
                    "i": (playbook: "p", at: "2026-01-05T12:30", severity: High, reported: "0s")}}"#
    );
    // Busy with the first until 14:10, then called again.
    let o = outcome_of(&scenario(MONDAY_NOON, &parts), "i", 1);
    assert!(o.recovered.is_some(), "nobody called her for the second incident");
    let waited = (o.recovered.unwrap().0 - o.occurred.unwrap().0) / 60_000 - 60;
    assert!((100..=115).contains(&waited), "waited {waited} minutes");
}

#[test]
fn a_standing_permission_holds_as_soon_as_somebody_who_has_it_comes_on_shift() {
    let text =
        scenario(MONDAY_NOON, &gated(r#"held_by: ["ciso"], deliberation: "6h", pre_authorised: [(to: "ops", from_severity: High)]"#))
            .replace(r#""op": (team: "ops", roster: "always""#, r#""op": (team: "ops", roster: "from-13""#);
    ledger(&text, &[(DecisionReach, 40), (Deliberation, 20), (Working, 60)]);
}

#[test]
fn whoever_leaves_at_the_same_instant_does_not_take_over() {
    let parts = r#"teams: {"ops": (at_shift_end: HandOver(cost: "20m"))}, people: {"op": (count: 3, team: "ops", roster: "office", skills: {"craft": Working}),
            "zoe": (team: "ops", roster: "from-18", skills: {"craft": Working})},
        playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "2h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T16:00", severity: High, reported: "0s")}"#;
    let text = scenario(MONDAY_NOON, parts);
    let started = facts(&plan_of(&text), 1, 0).iter().filter(|(_, f)| matches!(f, Fact::Started { .. })).count();
    assert_eq!(started, 2, "it was put into other hands at 17:00");
    ledger(&text, &[(OffDuty, 60), (HandOver, 20), (Working, 120)]);
}

#[test]
fn nobody_rests_for_a_shift_that_ended_while_no_incident_was_in_hand() {
    // The first incident is over at 13:00 and ana's shift at 17:00; when the second comes the next morning she is fresh.
    let parts = format!(
        r#"rest: (longest_stretch: "13h", least_rest: "12h"), {} {AN_HOUR}
        incidents: {{"first": (playbook: "p", at: "{MONDAY_NOON}", severity: High, reported: "0s"),
                    "i": (playbook: "p", at: "2026-01-06T09:30", severity: High, reported: "0s")}}"#,
        OPS.replace("always", "office")
    );
    let text = scenario("2026-01-05T08:00", &parts);
    assert!(!facts(&plan_of(&text), 1, 0).iter().any(|(_, f)| matches!(f, Fact::MustRest { .. })));
    ledger(&text, &[(Working, 60)]);
}

#[test]
fn a_play_ends_when_nothing_that_counts_can_happen_any_more() {
    // One incident is never noticed and spreads to nothing for ever; a system that fails by itself keeps arrivals open to the end.
    let parts = format!(
        r#"{OPS} systems: {{"db": (segment: "a", backup: (restore: "1h")), "app": (backup: (restore: "1h"), fails: (every: "20h", incident: "broken"))}},
        attacks: {{"worm": (stages: [(stage: "harm")], spread: (over: [Network], every: "1m", at_most: 3))}},
        playbooks: {{"p": (tasks: {{"stop": (phase: Contain, teams: ["ops"], skill: ("craft", Working), effort: "1h"),
            "restore": (phase: Recover, after: ["stop"], each: Affected, teams: ["ops"], effort: Restore)}})}},
        incidents: {{"i": (attack: "worm", playbook: "p", at: "{MONDAY_NOON}", severity: High, hits: ["db"], reported: "900d"),
                    "broken": (playbook: "p", severity: Low, reported: "0s")}}"#
    );
    let text = scenario(MONDAY_NOON, &parts).replace(r#"horizon: "30d""#, r#"horizon: "1d""#);
    let plan = plan_of(&text);
    let mut play = firedrill::play::Play::new(plan);
    play.reset(1, 0);
    let played = play.run(&mut |_, _| ()).unwrap();
    assert!(played.happenings < 20_000, "{} happenings", played.happenings);
}

#[test]
fn somebody_on_shift_when_the_play_starts_must_rest_like_anybody_else() {
    let parts = format!(
        r#"rest: (longest_stretch: "16h", least_rest: "8h"), {OPS}
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "40h")}})}}, {}"#,
        incident(MONDAY_NOON)
    )
    .replace("count: 2, ", "");
    let text = scenario(MONDAY_NOON, &parts);
    let first = facts(&plan_of(&text), 1, 0).into_iter().find(|(_, f)| matches!(f, Fact::MustRest { .. }));
    assert!(first.is_some_and(|(at, _)| at.0 <= 16 * 3_600_000), "{first:?}");
    // 40 hours of work take two rests of 8 hours.
    let o = outcome_of(&text, "i", 1);
    assert_eq!(o.recovered.unwrap().0 - o.occurred.unwrap().0, 56 * 3_600_000);
}
