//! What knowledge does for success: attempts that fail are done again, and fail more often in hands that improvise.

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Ending, Fact, Wait};

use crate::lab::{agrees, facts, plan_of, play};

/// An hour's work on shift around the clock: by somebody who knows, or who does not and improvises in the same time.
fn text(knows: bool, task: &str, system: &str, effort: &str) -> String {
    let who = if knows { r#", knows: ["runbook"]"# } else { "" };
    format!(
        r#"(name: "success", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "60d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}},
        people: {{"op": (team: "ops", roster: "always"{who}), "zed": (team: "ops", knows: ["runbook"], reach: (off_duty: (answers: 0.0, after: "1m")))}},
        systems: {{"db": (runbook: "runbook", improvise: 1.0{system}, backup: (restore: "1h", works: 0.8, last_tested: "2025-12-01"))}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], {task}{effort})}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", hits: ["db"], severity: High, reported: "0s")}})"#
    )
}
fn task(knows: bool, fields: &str) -> String {
    text(knows, &format!(r#"knows: "runbook", improvise: 1.0, {fields}"#), "", r#"effort: "1h""#)
}
fn restore(knows: bool, system: &str) -> String {
    text(knows, "each: Affected, ", system, "effort: Restore")
}
/// Hours of rework in each of so many plays. The first attempt is an hour of work, and nothing else may take any time.
fn rework(text: &str, plays: u64) -> Vec<i64> {
    let minutes = |span: Span| span.0 / 60_000;
    let of = |o: &Outcome| {
        let (working, rework) = (o.ledger[Wait::Working as usize], o.ledger[Wait::Rework as usize]);
        assert_eq!(minutes(working), 60, "the first attempt");
        assert_eq!(o.ledger.iter().copied().sum::<Span>(), working + rework, "work and rework only");
        assert_eq!(minutes(rework) % 60, 0, "whole attempts");
        minutes(rework) / 60
    };
    play(&plan_of(text), 1, plays).iter().map(|outcomes| of(&outcomes[0])).collect()
}
const PLAYS: u64 = 500;

#[test]
fn an_attempt_that_fails_is_done_again_as_rework() {
    assert!(rework(&task(true, ""), PLAYS).iter().all(|h| *h == 0), "nothing fails unless it is said");
    // 40,000 plays tell a share of a half from one 2 % off by four standard errors.
    let first: Vec<f64> = rework(&task(true, "works: 0.5, "), 40_000).iter().map(|h| f64::from(u8::from(*h == 0))).collect();
    agrees("share of first attempts that work", &first, 0.5);
    let plan = plan_of(&task(true, "works: 0.5, "));
    for replication in 0..20 {
        let failed = facts(&plan, 1, replication).iter().filter(|(_, f)| matches!(f, Fact::Ended { ending: Ending::Failed, .. })).count();
        assert_eq!(failed as i64, rework(&task(true, "works: 0.5, "), replication + 1)[replication as usize], "each one is a fact");
    }
}

#[test]
fn who_improvises_fails_as_often_as_if_every_attempt_were_less_likely_to_work() {
    // Luck belongs to the attempt, so that equal chances give equal plays, to the last of them.
    let alike = |a: &str, b: &str| {
        let both = (rework(a, PLAYS), rework(b, PLAYS));
        assert_eq!(both.0, both.1);
        assert!(both.0.iter().any(|h| *h > 0) && both.0.contains(&0));
    };
    alike(&task(false, "works: 0.8, improvise_works: 0.5, "), &task(true, "works: 0.4, "));
    alike(&task(true, "works: 0.8, improvise_works: 0.5, "), &task(true, "works: 0.8, "));
    alike(&task(false, "improvise_works: 0.5, "), &task(true, "works: 0.5, "));
    alike(&restore(false, ", improvise_works: 0.5"), &restore(true, "").replace("works: 0.8", "works: 0.4"));
    alike(&restore(true, ", improvise_works: 0.5"), &restore(true, ""));
    alike(&restore(false, ""), &restore(true, ""));
}

#[test]
fn elapsed_time_can_be_in_vain_too() {
    let waits = text(true, "works: 0.5, ", "", r#"takes: "1h""#).replace(r#"teams: ["ops"], "#, "");
    assert_eq!(rework(&waits, PLAYS), rework(&task(true, "works: 0.5, "), PLAYS));
}

#[test]
fn the_luck_of_an_attempt_is_the_same_whoever_makes_it() {
    let of = |knows: bool| rework(&task(knows, "works: 0.8, improvise_works: 0.5, "), PLAYS);
    // Whatever works for who improvises would have worked in hands that know.
    assert!(of(true).iter().zip(of(false)).all(|(known, improvised)| *known <= improvised));
    assert_ne!(of(true), of(false));
}
