//! Containment that takes services down, restores that wait for each other, systems hit again, and what follows an outage.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Wait};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{agrees, facts, one, plan_of, play};

/// Everything of a scenario that starts on Monday at noon; three people around the clock.
fn scenario(parts: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "containment", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "3d", horizon: "10d",
        rosters: {{"always": Always, "from-15": Weekly([(days: "daily", from: "15:00", to: "23:00")])}},
        teams: {{"ops": (), "forensics": ()}},
        people: {{"op": (count: 3, team: "ops", roster: "always"), "fox": (team: "forensics", roster: "always")}},
        {parts})"#
    ))
}
/// A failure at noon that is reported at once, answered by these tasks and an hour of restoring.
fn failure(systems: &str, hits: &str, tasks: &str) -> Arc<Plan> {
    scenario(&format!(
        r#"systems: {{{systems}}},
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore), {tasks}}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", hits: {hits}, severity: High, reported: "0s")}}"#
    ))
}
fn outcome(plan: &Arc<Plan>) -> Outcome {
    one(plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
/// From noon, in minutes: when a system was lost and when it was back.
fn away(plan: &Plan, o: &Outcome, id: &str) -> Option<(i64, i64)> {
    let system = o.systems.iter().find(|s| plan.systems[s.system.at()].id == id)?;
    Some((system.lost.0 / 60_000, system.back.unwrap().0 / 60_000))
}
fn state(o: &Outcome, wait: Wait) -> Span {
    o.ledger[wait as usize]
}

const TWO: &str = r#""db": (backup: (restore: "1h")), "net": (downtime_cost: (business_hour: 60, other: 60)), "web": (needs: ["net"])"#;

#[test]
fn what_is_isolated_is_down_until_everything_is_back_or_a_task_reconnects_it() {
    let cut = |isolates: &str| format!(r#""cut": (phase: Contain, teams: ["ops"], effort: "30m"{isolates}),"#);
    let (plain, cut_off) = (failure(TWO, r#"["db"]"#, &cut("")), failure(TWO, r#"["db"]"#, &cut(r#", isolates: ["net"]"#)));
    let (a, b) = (outcome(&plain), outcome(&cut_off));
    assert_eq!((away(&plain, &a, "net"), a.downtime), (None, 0.0));
    // Isolated at 12:30, while the restore goes on until 13:00; what needs it goes down and comes back with it.
    assert_eq!((away(&cut_off, &b, "net"), away(&cut_off, &b, "web")), (Some((30, 60)), Some((30, 60))));
    assert_eq!((b.downtime, b.ledger, b.recovered), (30.0, a.ledger, a.recovered), "only services and cost change");
    let told: Vec<bool> = b.systems.iter().map(|s| s.isolated).collect();
    assert_eq!(told, [false, true, false]);
    let join = format!(
        r#"{} "join": (phase: Close, after: ["restore", "cut"], teams: ["ops"], effort: "10m", reconnects: ["net"]),"#,
        cut(r#", isolates: ["net"]"#)
    );
    let joined = failure(TWO, r#"["db"]"#, &join);
    let c = outcome(&joined);
    assert_eq!((away(&joined, &c, "net"), c.downtime, c.recovered), (Some((30, 70)), 40.0, a.recovered));
}

#[test]
fn a_hit_system_that_is_isolated_comes_back_when_it_is_reconnected() {
    let tasks = |more: &str| format!(r#""cut": (phase: Contain, each: Affected, teams: ["ops"], effort: "10m", isolates: true), {more}"#);
    let plain = failure(TWO, r#"["db"]"#, &tasks(""));
    assert_eq!(away(&plain, &outcome(&plain), "db"), Some((0, 60)), "with its restore, where no task reconnects it");
    let join = failure(
        TWO,
        r#"["db"]"#,
        &tasks(r#""join": (phase: Close, after: ["restore"], each: Affected, teams: ["ops"], effort: "25m", reconnects: true),"#),
    );
    let o = outcome(&join);
    assert_eq!((away(&join, &o, "db"), o.recovered), (Some((0, 85)), Some(Instant(60 * 60_000))));
}

#[test]
fn what_needs_an_isolated_system_is_restored_and_waits_for_it_to_be_reconnected() {
    let systems = r#""net": (), "app": (needs: ["net"], backup: (restore: "1h"))"#;
    let plan = failure(
        systems,
        r#"["app"]"#,
        r#""cut": (phase: Contain, teams: ["ops"], effort: "1m", isolates: ["net"]), "first": (phase: Contain, takes: "5m"), "join": (phase: Close, after: ["restore"], teams: ["ops"], effort: "20m", reconnects: true),"#,
    );
    let o = outcome(&plan);
    assert_eq!((away(&plan, &o, "net"), away(&plan, &o, "app")), (Some((1, 80)), Some((0, 80))));
    assert_eq!(state(&o, Wait::Dependency), Span(0), "the restore itself waits for nothing");
}

fn attack(reinfects: &str, tasks: &str, systems: &str, spread: &str) -> Arc<Plan> {
    scenario(
        &format!(
            r#"systems: {{{systems}}},
        attacks: {{"a": ({reinfects} stages: [(stage: "in", next: "10h"), (stage: "harm")]{spread})}},
        playbooks: {{"p": (tasks: {{{tasks}}})}},
        telemetry: {{"eye": (watches: ["a"], stages: ["SEES"], after: "1h", goes_to: "forensics")}},
        incidents: {{"i": (playbook: "p", attack: "a", at: "2026-01-05T12:00", hits: ["a"], severity: High, reported: "0s")}}"#
        )
        .replace("SEES", if tasks.contains("early") { "in" } else { "harm" }),
    )
}

#[test]
fn nothing_spreads_to_or_from_what_is_isolated() {
    let systems = r#""a": (segment: "lan", backup: (restore: "1h")), "b": (segment: "lan", backup: (restore: "1h")), "c": (segment: "lan", backup: (restore: "1h"))"#;
    let spread = r#", spread: (over: [Network], every: "1h", at_most: 3)"#;
    let tasks = |isolates: &str| {
        format!(
            r#""cut": (phase: Contain, each: Affected, teams: ["ops"], effort: "10m"{isolates}), "hunt": (phase: Contain, teams: ["forensics"], effort: "5h"),
        "restore": (phase: Recover, after: ["hunt"], each: Affected, teams: ["ops"], effort: Restore)"#
        )
    };
    let hit = |plan: &Arc<Plan>| outcome(plan).systems.iter().filter(|s| s.hit).count();
    assert_eq!(hit(&attack("", &tasks(""), systems, spread)), 3);
    assert_eq!(hit(&attack("", &tasks(", isolates: true"), systems, spread)), 1);
}

#[test]
fn isolating_before_any_harm_has_its_price() {
    let tasks = |isolates: &str| {
        format!(
            r#""early": (phase: Contain, each: Affected, teams: ["ops"], effort: "10m"{isolates}), "check": (phase: Eradicate, after: ["early"], teams: ["forensics"], effort: "2h")"#
        )
    };
    let systems = r#""a": (downtime_cost: (business_hour: 60, other: 60), backup: (restore: "1h"))"#;
    let (plain, cut) = (attack("", &tasks(""), systems, ""), attack("", &tasks(", isolates: true"), systems, ""));
    let (a, b) = (outcome(&plain), outcome(&cut));
    assert!(a.stopped_before_impact && b.stopped_before_impact);
    assert_eq!((a.systems.len(), a.downtime), (0, 0.0));
    assert!(b.systems[0].isolated && !b.systems[0].hit);
    assert_eq!(b.downtime, 120.0, "from the isolation to the end of the search");
}

/// A failure of three systems, tier 3, 1 and 2, an hour's restore each.
fn three(at_once: Option<u32>, more: &str, decision: &str) -> Arc<Plan> {
    let lane = at_once.map_or("", |_| r#", lane: "array""#);
    let lanes = at_once.map_or(String::new(), |n| format!(r#"restore_lanes: {{"array": (at_once: {n})}},"#));
    scenario(&format!(
        r#"systems: {{"a": (tier: 3, backup: (restore: "1h"{lane})), "b": (tier: 1, backup: (restore: "1h"{lane}){more}), "c": (tier: 2, backup: (restore: "1h"{lane}))}},
        {lanes} {decision}
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore{})}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", hits: ["a", "b", "c"], severity: High, reported: "0s")}}"#,
        if decision.is_empty() { "" } else { r#", decision: "restore""# }
    ))
}
fn back(plan: &Arc<Plan>) -> Vec<i64> {
    outcome(plan).systems.iter().map(|s| s.back.unwrap().0 / 60_000).collect()
}

#[test]
fn restores_share_their_lane_tier_first() {
    assert_eq!(back(&three(None, "", "")), [60, 60, 60]);
    let narrow = three(Some(1), "", "");
    assert_eq!(back(&narrow), [180, 60, 120]);
    assert_eq!(back(&three(Some(2), "", "")), [120, 60, 60]);
    assert_eq!(back(&three(Some(3), "", "")), [60, 60, 60]);
    let o = outcome(&narrow);
    assert_eq!((state(&o, Wait::Dependency), state(&o, Wait::Working)), (Span::hours(2), Span::hours(1)));
    assert_eq!(o.ledger.iter().copied().sum::<Span>(), Span::hours(3), "and nothing else");
}

#[test]
fn of_one_tier_the_nearest_mtpd_is_first_and_a_decision_reorders() {
    let scenario = |decision: &str| {
        let gate = if decision.is_empty() { "" } else { r#", decision: "restore""# };
        scenario(&format!(
            r#"systems: {{"a": (mtpd: "3d", backup: (restore: "1h", lane: "x")), "b": (backup: (restore: "1h", lane: "x")), "c": (mtpd: "2d", backup: (restore: "1h", lane: "x"))}},
            restore_lanes: {{"x": (at_once: 1)}}, {decision}
            playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore{gate})}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", hits: ["a", "b", "c"], severity: High, reported: "0s")}}"#
        ))
    };
    assert_eq!(back(&scenario("")), [120, 180, 60]);
    let decided = scenario(
        r#"decisions: {"restore": (held_by: ["fox"], deliberation: "30m", pre_authorised: [(to: "ops")], restore_order: ["b", "a"])},"#,
    );
    assert_eq!(back(&decided), [120, 60, 180]);
}

#[test]
fn a_lane_does_not_stand_idle_for_want_of_hands() {
    let plan = plan_of(
        r#"(name: "idle", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "3d", horizon: "10d",
        rosters: {"always": Always, "from-15": Weekly([(days: "daily", from: "15:00", to: "23:00")])}, teams: {"ops": ()},
        people: {"late": (team: "ops", roster: "from-15", skills: {"tape": Working}), "op": (team: "ops", roster: "always")},
        reach: (off_duty: (answers: 0.0, after: "1m")), restore_lanes: {"x": (at_once: 1)},
        systems: {"a": (tier: 3, backup: (restore: "1h", lane: "x")), "b": (tier: 1, skill: ("tape", Working), backup: (restore: "1h", lane: "x"))},
        playbooks: {"p": (tasks: {"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T12:00", hits: ["a", "b"], severity: High, reported: "0s")})"#,
    );
    assert_eq!(back(&plan), [60, 240]);
}

#[test]
fn what_is_restored_before_the_cause_is_removed_is_hit_again_and_then_waits() {
    let systems = r#""a": (backup: (restore: "1h"))"#;
    let tasks = |after: &str| {
        format!(
            r#""stop": (phase: Contain, takes: "0s"), "clean": (phase: Eradicate, after: ["stop"], teams: ["forensics"], effort: "5h"),
        "restore": (phase: Recover, after: ["stop"{after}], each: Affected, teams: ["ops"], effort: Restore)"#
        )
    };
    let parts = |plan: &Arc<Plan>| {
        let o = outcome(plan);
        (o.ledger.iter().copied().sum::<Span>().hours_f64(), state(&o, Wait::Working).hours_f64(), state(&o, Wait::Rework).hours_f64())
    };
    assert_eq!(parts(&attack("", &tasks(""), systems, "")), (1.0, 1.0, 0.0));
    assert_eq!(parts(&attack("reinfects: 1.0,", &tasks(""), systems, "")), (6.0, 5.0, 1.0));
    assert_eq!(parts(&attack("reinfects: 1.0,", &tasks(r#", "clean""#), systems, "")), (6.0, 6.0, 0.0), "the right order");
    let sometimes = attack("reinfects: 0.3,", &tasks(""), systems, "");
    let again: Vec<f64> = play(&sometimes, 1, 4000).iter().map(|o| f64::from(u8::from(state(&o[0], Wait::Rework) > Span(0)))).collect();
    agrees("hit again", &again, 0.3);
}

#[test]
fn full_capacity_and_catching_up_come_after_the_service() {
    let db = |more: &str| {
        failure(
            &format!(
                r#""db": (tier: 1, rto: "1h", mtpd: "4h", downtime_cost: (business_hour: 100, other: 100){more}, backup: (restore: "1h"))"#
            ),
            r#"["db"]"#,
            "",
        )
    };
    let after = |plan: &Arc<Plan>| {
        let o = outcome(plan);
        let s = o.systems[0];
        let minutes = |at: Option<Instant>| at.map(|at| at.0 / 60_000);
        assert_eq!((s.rto_met, o.recovered, o.ledger[Wait::Working as usize]), (Some(true), Some(Instant(3_600_000)), Span::hours(1)));
        (minutes(s.full), minutes(s.caught_up), s.mtpd_met, o.downtime)
    };
    assert_eq!(after(&db("")), (None, None, Some(true), 100.0));
    // An hour without it, three with 40 % missing.
    assert_eq!(after(&db(r#", capacity: (minimum: 0.6, full_after: "3h")"#)), (Some(240), None, Some(true), 220.0));
    assert_eq!(after(&db(r#", catch_up: "30m""#)), (None, Some(90), Some(true), 100.0));
    assert_eq!(after(&db(r#", catch_up: "4h""#)), (None, Some(300), Some(false), 100.0));
    assert_eq!(after(&db(r#", capacity: (minimum: 0.6, full_after: "3h"), catch_up: "30m""#)), (Some(240), Some(270), Some(false), 220.0));
}

#[test]
fn what_is_left_to_catch_up_on_is_added_to_the_next_outage() {
    let plan = scenario(
        r#"systems: {"db": (capacity: (minimum: 0.5, full_after: "3h"), catch_up: "30m", downtime_cost: (business_hour: 100, other: 100), backup: (restore: "1h"))},
        playbooks: {"p": (tasks: {"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)})},
        incidents: {
            "i": (playbook: "p", at: "2026-01-05T12:00", hits: ["db"], severity: High, reported: "0s"),
            "j": (playbook: "p", at: "2026-01-05T14:00", hits: ["db"], severity: High, reported: "0s"),
        }"#,
    );
    let all = one(&plan, &mut Play::new(plan.clone()), 1, 0);
    let seen: Vec<_> =
        all.iter().map(|o| (o.systems[0].full.map(|f| f.0 / 60_000), o.systems[0].caught_up.map(|c| c.0 / 60_000), o.downtime)).collect();
    // Back at 13:00 and lost again at 14:00; back at 15:00, at full capacity at 18:00, and then half an hour for each of the two hours.
    assert_eq!(seen, [(None, None, 150.0), (Some(360), Some(420), 250.0)]);
    assert!(facts(&plan, 1, 0).iter().filter(|(_, f)| matches!(f, Fact::CaughtUp { .. })).count() == 1);
}
