//! Copies and what is lost by going back to them.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Ending, Fact, Wait};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{agrees, facts, one, plan_of, play};

/// One person around the clock who restores; a failure at 14:20 on Monday that is reported at once.
fn failure(system: &str, tasks: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "recovery", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "3d", horizon: "10d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        systems: {{"db": (tier: 1, {system})}},
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore), {tasks}}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T14:20", hits: ["db"], severity: High, reported: "0s")}})"#
    ))
}
/// The same for an attack that is in from 9:30 on Tuesday and does harm at 11:45 on Wednesday.
fn attack(system: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "recovery", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "3d", horizon: "10d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always", grants: ["backup"])}},
        systems: {{"db": (tier: 1, {system})}},
        attacks: {{"a": (stages: [(stage: "in", next: "26h 15m", steals: ["backup"]), (stage: "harm")])}},
        playbooks: {{"p": (tasks: {{
            "stop": (phase: Contain, takes: "0s"),
            "restore": (phase: Recover, after: ["stop"], each: Affected, teams: ["ops"], effort: Restore),
        }})}},
        incidents: {{"i": (playbook: "p", attack: "a", at: "2026-01-06T09:30", hits: ["db"], severity: High, reported: "0s")}})"#
    ))
}
fn outcome(plan: &Arc<Plan>) -> Outcome {
    one(plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
/// How much data was lost, and whether the RPO was met.
fn lost(plan: &Arc<Plan>) -> (Option<Span>, Option<bool>) {
    let system = outcome(plan).systems[0];
    (system.data_loss, system.rpo_met)
}
fn minutes(count: i64) -> Option<Span> {
    Some(Span::minutes(count))
}

#[test]
fn a_failure_loses_what_came_after_the_last_copy() {
    let backup = |copies: &str| failure(&format!(r#"rpo: "4h", backup: (restore: "1h", {copies})"#), "");
    assert_eq!(lost(&backup("")), (None, None), "without an interval nobody knows");
    assert_eq!(lost(&backup(r#"every: "1h""#)), (minutes(20), Some(true)));
    assert_eq!(lost(&backup(r#"every: "1h", at: "00:20""#)), (minutes(0), Some(true)), "a copy made at that very instant");
    assert_eq!(lost(&backup(r#"every: "1h", at: "00:21""#)), (minutes(59), Some(true)));
    assert_eq!(lost(&backup(r#"every: "1d", at: "22:00""#)), (minutes(16 * 60 + 20), Some(false)));
    // The interval changes nothing else.
    let (with, without) = (outcome(&backup(r#"every: "1h""#)), outcome(&backup("")));
    assert_eq!((with.ledger, with.recovered), (without.ledger, without.recovered));
    assert_eq!(with.ledger[Wait::Working as usize], Span::hours(1));
}

#[test]
fn an_attack_loses_all_since_it_came_in() {
    let backup = |copies: &str| attack(&format!(r#"rpo: "26h", backup: (restore: "1h", every: "1h", {copies})"#));
    // In at 9:30 on Tuesday: the copy of 9:00 is the last clean one, 26 h 45 min before the harm.
    assert_eq!(lost(&backup("")), (minutes(26 * 60 + 45), Some(false)));
    assert_eq!(lost(&backup(r#"at: "00:30""#)), (minutes(27 * 60 + 15), Some(false)), "the copy of 9:30 is not clean");
    assert_eq!(lost(&backup(r#"keep: "27h""#)), (minutes(26 * 60 + 45), Some(false)));
}

#[test]
fn without_a_clean_copy_the_vault_is_used_or_the_system_stays_down() {
    let backup = |more: &str| attack(&format!(r#"rpo: "26h", backup: (restore: "1h", every: "1h", keep: "26h", {more})"#));
    let bare = outcome(&backup(""));
    assert_eq!((bare.recovered, bare.systems[0].no_copy_left, bare.systems[0].rpo_met), (None, true, Some(false)));
    assert_eq!(bare.ledger[Wait::Dependency as usize], Span::days(10) - Span::minutes(26 * 60 + 15));
    // Sunday 22:00 to Wednesday 11:45.
    let vault = outcome(&backup(r#"vault: (restore: "3h", every: "7d", at: "Sun 22:00")"#));
    assert_eq!((vault.ledger[Wait::Working as usize], vault.systems[0].data_loss), (Span::hours(3), minutes(61 * 60 + 45)));
    // Copies that are destroyed are as good as none.
    let lost = r#"backup: (restore: "1h", every: "1h", reached_by: "backup", vault: (restore: "3h", every: "7d", at: "Sun 22:00"))"#;
    assert_eq!(outcome(&attack(lost)).systems[0].data_loss, minutes(61 * 60 + 45));
    let safe = lost.replace("reached_by", "immutable: true, reached_by");
    assert_eq!(outcome(&attack(&safe)).systems[0].data_loss, minutes(26 * 60 + 45));
}

#[test]
fn each_restore_that_fails_costs_one_more_interval_if_an_older_copy_is_tried() {
    let backup = |more: &str| failure(&format!(r#"backup: (restore: "1h", works: 0.5, every: "2h", {more})"#), "");
    let (same, older) = (backup(""), backup("if_fails: OlderCopy"));
    let mut seen = [0; 3];
    for replication in 0..40 {
        let told = facts(&older, 1, replication);
        let failed = told.iter().filter(|(_, f)| matches!(f, Fact::Ended { ending: Ending::Failed, .. })).count() as i64;
        let [a, b] = [&same, &older].map(|plan| one(plan, &mut Play::new(plan.clone()), 1, replication).remove(0));
        assert_eq!(a.systems[0].data_loss, minutes(20));
        assert_eq!(b.systems[0].data_loss, minutes(20 + 120 * failed));
        assert_eq!((a.ledger, a.ledger[Wait::Rework as usize]), (b.ledger, Span::hours(failed)), "it takes as long");
        seen[failed.min(2) as usize] += 1;
    }
    assert!(seen.iter().all(|n| *n >= 4), "{seen:?}");
}

#[test]
fn restores_that_were_not_tested_fail_more_often() {
    let failing = |more: &str| {
        let plan = failure(&format!(r#"backup: (restore: "1h", works: 0.8, {more})"#), "");
        play(&plan, 1, 4000).iter().map(|o| f64::from(u8::from(o[0].ledger[Wait::Rework as usize] > Span(0)))).collect::<Vec<_>>()
    };
    agrees("as stated", &failing(""), 0.2);
    agrees("never tested", &failing("untested_fails: 2.5"), 0.5);
    agrees("tested long ago", &failing(r#"untested_fails: 2.5, last_tested: "2025-01-04""#), 0.5);
    assert_eq!(failing(r#"untested_fails: 2.5, last_tested: "2025-01-05""#), failing(""), "tested a year ago to the day");
}

#[test]
fn checking_what_was_restored_takes_its_own_time() {
    let checked = r#""check": (phase: Recover, after: ["restore"], each: Affected, teams: ["ops"], effort: Verify),"#;
    let with = outcome(&failure(r#"backup: (restore: "1h", verify: "37m")"#, checked));
    let without = outcome(&failure(r#"backup: (restore: "1h")"#, ""));
    assert_eq!(with.ledger[Wait::Working as usize], without.ledger[Wait::Working as usize] + Span::minutes(37));
    assert_eq!(with.ledger.iter().copied().sum::<Span>(), Span::minutes(97), "nothing else changes");
}

#[test]
fn a_copy_that_checking_sends_back_is_as_bad_as_one_that_fails() {
    let checked =
        r#""check": (phase: Recover, after: ["restore"], each: Affected, teams: ["ops"], effort: Verify, back_to: ("restore", 0.5)),"#;
    let plan = failure(r#"backup: (restore: "1h", verify: "10m", every: "2h", if_fails: OlderCopy)"#, checked);
    let mut back = 0;
    for replication in 0..20 {
        let o = one(&plan, &mut Play::new(plan.clone()), 1, replication).remove(0);
        let times = o.ledger[Wait::Rework as usize].0 / Span::minutes(70).0;
        assert_eq!(o.systems[0].data_loss, minutes(20 + 120 * times));
        back += i64::from(times > 0);
    }
    assert!((3..17).contains(&back), "{back}");
}

/// Nightly copies at 22:00 in New York, where clocks go forward at 2:00 on Sunday 8 March 2026; a failure at 12:00 on a day of March.
fn nightly(day: u32, copies: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "recovery", time_zone: "America/New_York", starts: "2026-03-05T12:00", runs_for: "10d", horizon: "5d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        systems: {{"db": (rpo: "14h", backup: (restore: "1h", {copies}))}},
        playbooks: {{"p": (tasks: {{"restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)}})}},
        incidents: {{"i": (playbook: "p", at: "2026-03-{day:02}T12:00", hits: ["db"], severity: High, reported: "0s")}})"#
    ))
}

#[test]
fn nightly_copies_are_made_by_the_local_clock() {
    // 22:00 to 12:00 is 14 hours in every night but the one of the change, which is an hour short.
    for (day, hours) in [(7, 14), (8, 13), (9, 14), (10, 14)] {
        assert_eq!(lost(&nightly(day, r#"every: "1d", at: "22:00""#)), (Some(Span::hours(hours)), Some(true)), "{day} March");
    }
    // From Saturday 7 March 22:00 on every second night: 37 hours to Monday noon, one of which the clock skips.
    assert_eq!(lost(&nightly(9, r#"every: "2d", at: "Sat 22:00""#)).0, Some(Span::hours(37)));
    // What is made every eight hours goes by elapsed time: at 6:00, 14:00 and 22:00 before the change, an hour later after it.
    let eight = r#"every: "8h", at: "22:00""#;
    assert_eq!([7, 9].map(|day| lost(&nightly(day, eight)).0), [Some(Span::hours(6)), Some(Span::hours(5))]);
}

/// A disk fails at 12:00 on Monday and is restored by a team of its own from 12:00 to 16:00; at 13:00 something else hits the same system,
/// for which another team is there.
fn twice(second: &str, tasks: &str, more: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "recovery", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "3d", horizon: "10d",
        rosters: {{"always": Always}}, teams: {{"disks": (), "ops": ()}},
        people: {{"ann": (team: "disks", roster: "always"), "op": (team: "ops", roster: "always")}},
        systems: {{"db": (tier: 1, backup: (restore: "4h", every: "1h")), "web": (backup: (restore: "1h"))}},
        playbooks: {{
            "disk": (tasks: {{"replace": (phase: Recover, each: Affected, teams: ["disks"], effort: Restore)}}),
            "p": (tasks: {{{tasks}}}),
        }},
        {more}
        incidents: {{"disk": (playbook: "disk", at: "2026-01-05T12:00", hits: ["db"], severity: High, reported: "0s"),
            "i": (playbook: "p", severity: High, {second})}})"#
    ))
}
const RESTORE: &str = r#""restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)"#;
const AT_ONE: &str = r#"at: "2026-01-05T13:00", hits: ["db"], reported: "0s""#;

fn at(hour: i64) -> Option<Instant> {
    Some(Instant(0) + Span::hours(hour))
}
/// The incident beside the disk, and the restores of the database that were finished, by the kind of incident.
fn second(plan: &Arc<Plan>) -> (Outcome, Vec<&'static str>) {
    let mut outcomes = one(plan, &mut Play::new(plan.clone()), 1, 0);
    for outcome in &outcomes {
        let until = outcome.recovered.unwrap_or(outcome.began + plan.horizon);
        assert_eq!(outcome.ledger.iter().copied().sum::<Span>(), until - outcome.occurred.expect("it occurred"), "it adds up");
    }
    outcomes.sort_by_key(|o| o.kind);
    let [disk, other] = <[Outcome; 2]>::try_from(outcomes).expect("two incidents");
    assert_eq!(disk.recovered, at(16), "nothing changes for the disk");
    let restored = facts(plan, 1, 0).into_iter().filter_map(|(_, f)| match f {
        Fact::Restored { job, .. } => Some(if job.incident == disk.incident { "disk" } else { "i" }),
        _ => None,
    });
    let restored = restored.collect();
    (other, restored)
}

#[test]
fn a_system_that_two_incidents_hit_is_restored_once() {
    // Its own restore, at work since 13:00, is dropped.
    let (o, restored) = second(&twice(AT_ONE, RESTORE, ""));
    assert_eq!((o.recovered, o.ledger[Wait::Working as usize], restored), (at(16), Span::hours(3), vec!["disk"]));
    // It had not come so far: somebody was still looking into it, and goes on with that.
    let triage = r#""look": (phase: Triage, teams: ["ops"], effort: "6h"), "restore": (phase: Recover, after: ["look"], each: Affected, teams: ["ops"], effort: Restore)"#;
    let (o, restored) = second(&twice(AT_ONE, triage, ""));
    assert_eq!((o.recovered, o.ledger[Wait::Working as usize], restored), (at(16), Span::hours(3), vec!["disk"]));
    assert_eq!(o.closed, at(19), "the looking into it goes on");
    // Nobody had noticed it.
    let (o, restored) = second(&twice(&AT_ONE.replace("0s", "9h"), RESTORE, ""));
    assert_eq!((o.recovered, o.ledger[Wait::Undetected as usize], restored), (at(16), Span::hours(3), vec!["disk"]));
    assert_eq!(o.closed, at(16), "and nobody has to");
    // Somebody had been alerted, and comes to look when the shift begins.
    let look = r#""look": (phase: Triage, teams: ["ops"], effort: "1h")"#;
    let plan = twice(
        AT_ONE,
        &format!("{look}, {RESTORE}"),
        r#"overrides: {"away": Remove(people: ["op"], from: "2026-01-05T12:00", to: "2026-01-05T20:00")},
        reach: (off_duty: (answers: 0, after: "1h")),"#,
    );
    let (o, restored) = second(&plan);
    assert_eq!((o.recovered, o.closed, restored), (at(16), at(21), vec!["disk"]));
    // What it hit beside is its own.
    let (o, restored) = second(&twice(&AT_ONE.replace(r#"["db"]"#, r#"["db", "web"]"#), RESTORE, ""));
    assert_eq!((o.recovered, restored), (at(17), vec!["disk"]));
    // Work for all systems at once is dropped with the last of them.
    let all = r#""repair": (phase: Recover, teams: ["ops"], effort: "9h")"#;
    let (o, _) = second(&twice(AT_ONE, all, ""));
    assert_eq!((o.recovered, o.closed), (at(16), at(16)));
}

#[test]
fn what_is_restored_for_one_does_not_do_for_another_that_needs_something_else() {
    let attack = |began: &str, next: &str, reinfects: &str| {
        let attacks = format!(r#"attacks: {{"a": (reinfects: {reinfects}, stages: [(stage: "in", next: "{next}"), (stage: "harm")])}},"#);
        let second = format!(r#"attack: "a", at: "2026-01-05T{began}", hits: ["db"], reported: "0s""#);
        let stop = r#""stop": (phase: Contain, takes: "5h"), "restore": (phase: Recover, after: ["stop"], each: Affected, teams: ["ops"], effort: Restore)"#;
        twice(&second, stop, &attacks)
    };
    // The attack is in since 11:30: the copy of 12:00, which the disk is restored from, is not clean.
    let (o, restored) = second(&attack("11:30", "90m", "0.0"));
    assert_eq!((o.recovered, restored), (at(22), vec!["disk", "i"]));
    // In since 12:30: it is clean, and the system is back with it …
    let (o, restored) = second(&attack("12:30", "30m", "0.0"));
    assert_eq!((o.recovered, restored), (at(16), vec!["disk"]));
    // … unless it is hit again, since the cause is removed at 18:00 only.
    let (o, restored) = second(&attack("12:30", "30m", "1.0"));
    assert_eq!((o.recovered, restored), (at(22), vec!["disk", "i"]));
    // A repair is no restore.
    let repair = r#""repair": (phase: Recover, each: Affected, teams: ["disks"], effort: "1h")"#;
    let plan = twice(&AT_ONE.replace("13:00", "11:00"), &repair.replace("1h", "2h"), "");
    let outcomes = one(&plan, &mut Play::new(plan.clone()), 1, 0);
    // The repair from 11:00 to 13:00, then the restore by the same person.
    assert_eq!(outcomes.iter().map(|o| o.recovered).collect::<Vec<_>>(), [at(13), at(17)]);
}

#[test]
fn what_is_tried_for_ever_or_never_kept_up_with_ends_with_an_explanation() {
    let stopped = |plan: &Arc<Plan>| {
        let mut play = Play::new(plan.clone());
        play.reset(1, 0);
        play.run(&mut |_, _| {}).expect_err("it goes on for ever").to_string()
    };
    // Every restore has to pass a check that it does not pass: 10,000 times 61 seconds.
    let check = r#""check": (phase: Recover, after: ["restore"], each: Affected, takes: "1m", back_to: ("restore", 0.999999)),"#;
    assert_eq!(
        stopped(&failure(r#"backup: (restore: "1s")"#, check)),
        "the play was stopped at 2026-01-12 15:46 UTC: more than 10,000 attempts at one task (limits.attempts); incident 1 (i) was at task check for db, \
         attempt 10001 (being worked on)"
    );
    // One person for 40 hours of work an hour.
    let flood = plan_of(
        r#"(name: "flood", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "30d", horizon: "30d", limits: (in_hand: 100),
        rosters: {"always": Always}, teams: {"ops": ()}, people: {"op": (team: "ops", roster: "always")},
        playbooks: {"p": (tasks: {"repair": (phase: Recover, teams: ["ops"], effort: "1h")})},
        incidents: {"i": (playbook: "p", every: "90s", severity: High, reported: "0s")})"#,
    );
    assert_eq!(
        stopped(&flood),
        "the play was stopped at 2026-01-05 14:34 UTC: more than 100 incidents in hand at once (limits.in_hand); 101 incidents were in hand; incident 3 (i) \
         was at task repair, attempt 1 (being worked on)"
    );
}
