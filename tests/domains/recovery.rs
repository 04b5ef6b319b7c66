//! Copies and what is lost by going back to them.

use std::sync::Arc;

use firedrill::engine::time::Span;
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
