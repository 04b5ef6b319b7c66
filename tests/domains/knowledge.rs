//! Knowledge: attempts that fail, more often in the hands of whoever follows or improvises; what is written down; what is learned beside others.

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Ending, Fact, Knowing, Wait};

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

/// An hour's work that takes the runbook. `ana` knows it, `ben` does not; both are on shift from noon on, with the skill.
fn by_the_book(people: &str, task: &str, more: &str) -> String {
    format!(
        r#"(name: "book", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "60d",
        reach: (off_duty: (answers: 0.0, after: "1m")), rosters: {{"always": Always, "early": Weekly([(days: "daily", from: "12:00", to: "12:30")])}},
        teams: {{"ops": ()}}, people: {{{people}}}, {more}
        systems: {{"db": (backup: (restore: "90m"))}},
        playbooks: {{
            "p": (tasks: {{"do": (phase: Recover, teams: ["ops"], knows: "runbook", effort: "1h"{task})}}),
            "q": (tasks: {{"other": (phase: Recover, teams: ["ops"], effort: "20m")}}),
            "r": (tasks: {{"mend": (phase: Recover, takes: "3h")}}),
        }},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    )
}
const ANA: &str = r#""ana": (team: "ops", roster: "always", knows: ["runbook"], cost_per_hour: 100)"#;
const BEN: &str = r#""ben": (team: "ops", roster: "always", cost_per_hour: 60)"#;
/// Somebody who knows it, and is never there.
const ZED: &str = r#""zed": (team: "ops", knows: ["runbook"])"#;

fn both() -> String {
    format!("{ANA}, {BEN}")
}
fn written(fields: &str) -> String {
    format!(r#"runbooks: {{"runbook": (documented: true{fields})}},"#)
}
fn pairing(fields: &str) -> String {
    format!(r#"runbooks: {{"runbook": (pairing: ({fields}))}},"#)
}
fn the_one(text: &str) -> Outcome {
    let mut all = play(&plan_of(text), 1, 1).remove(0);
    all.remove(0)
}
/// Milliseconds of the states that are not of no length.
fn parts(outcome: &Outcome) -> Vec<(Wait, i64)> {
    Wait::ALL.into_iter().map(|w| (w, outcome.ledger[w as usize].0)).filter(|(_, ms)| *ms > 0).collect()
}
const MINUTE: i64 = 60_000;

#[test]
fn whoever_has_skill_and_grant_follows_what_is_written_at_the_pace_that_is_stated() {
    let of = |improvise: &str, runbooks: &str| the_one(&by_the_book(&format!("{BEN}, {ZED}"), improvise, runbooks));
    let cannot = of("", "");
    assert_eq!(cannot.recovered, None, "nobody who knows it ever comes");
    assert_eq!(cannot.ledger[Wait::NoKnowledge as usize], cannot.ledger.iter().copied().sum::<Span>());
    assert_eq!(parts(&of(", improvise: 2.0", "")), [(Wait::Working, 120 * MINUTE)]);
    assert_eq!(parts(&of("", &written(""))), [(Wait::Working, 60 * MINUTE)], "as whoever knows it");
    assert_eq!(parts(&of("", &written(", takes_times: 1.2"))), [(Wait::Working, 72 * MINUTE)]);
    assert_eq!(parts(&of(", improvise: 2.0", &written(", takes_times: 1.2"))), [(Wait::Working, 72 * MINUTE)], "rather than to improvise");
    // Never exercised, long ago, lately.
    let untried = |last: &str| parts(&of("", &written(&format!(", takes_times: 1.2, unexercised_takes: 1.25{last}"))));
    assert_eq!(untried(""), [(Wait::Working, 90 * MINUTE)]);
    assert_eq!(untried(r#", last_exercised: "2025-01-04""#), [(Wait::Working, 90 * MINUTE)]);
    assert_eq!(untried(r#", last_exercised: "2025-01-05""#), [(Wait::Working, 72 * MINUTE)]);
    // Whoever knows it needs no writing, and comes first.
    let known = the_one(&by_the_book(&both(), "", &written(", takes_times: 1.2")));
    assert_eq!(parts(&known), [(Wait::Working, 60 * MINUTE)]);
    assert_eq!((known.labour, of("", &written("")).labour), (100.0, 60.0), "only who does it changes");
}

#[test]
fn who_follows_fails_as_often_as_stated_and_more_often_by_what_was_never_tried_out() {
    let who = format!("{BEN}, {ZED}");
    let of = |task: &str, runbooks: &str| rework(&by_the_book(&who, task, runbooks), PLAYS);
    let reference = |works: &str| rework(&by_the_book(&both(), &format!(", works: {works}"), ""), PLAYS);
    assert_eq!(of("", &written(r#", works: 0.8, last_exercised: "2025-12-01""#)), reference("0.8"));
    assert_eq!(of(", works: 0.5", &written(r#", works: 0.8, last_exercised: "2025-12-01""#)), reference("0.4"));
    assert_eq!(of("", &written(", works: 0.8, unexercised_fails: 1.5")), reference("0.7"));
    assert_eq!(of("", &written("")), vec![0; PLAYS as usize]);
    // What is written raises the chance of whoever would else improvise; in hands that know it changes nothing.
    let improvised = of(", works: 0.8, improvise: 1.0, improvise_works: 0.5", "");
    let followed = of(", works: 0.8, improvise: 1.0, improvise_works: 0.5", &written(r#", works: 0.9, last_exercised: "2025-12-01""#));
    assert!(improvised.iter().zip(&followed).all(|(improvised, followed)| followed <= improvised) && improvised != followed);
    assert_eq!(rework(&by_the_book(&both(), ", works: 0.8", &written(", works: 0.5")), PLAYS), reference("0.8"), "Ana tries again");
    // Attempts and failures are counted by the manner in which they were made.
    for (task, runbooks) in [(", improvise: 1.0, improvise_works: 0.5", ""), ("", &*written(", works: 0.5"))] {
        let text = by_the_book(&who, task, runbooks);
        for (outcomes, hours) in play(&plan_of(&text), 1, 50).iter().zip(rework(&text, 50)) {
            let (k, failed) = (outcomes[0].knowledge, hours as u32);
            let (of, not) = ((failed + 1, failed), (0, 0));
            let (improvised, followed) = if runbooks.is_empty() { (of, not) } else { (not, of) };
            assert_eq!(((k.improvised, k.improvised_failed), (k.followed, k.followed_failed)), (improvised, followed));
        }
    }
}

#[test]
fn a_store_that_is_down_leaves_those_who_know_it_by_heart() {
    let down = |people: &str, task: &str, means: &str| {
        let text = by_the_book(
            people,
            task,
            &format!(r#"{} means: {{"wiki": (system: "db", is_for: Runbooks(["runbook"]){means})}},"#, written(", takes_times: 1.2")),
        );
        // The database is away for the first three hours.
        let more = r#""a-wiki": (playbook: "r", at: "2026-01-05T12:00", hits: ["db"], severity: Low, reported: "0s"), "i": ("#;
        let text = text.replace(r#""i": ("#, more).replace(r#"reported: "0s")})"#, r#"reported: "1m")})"#);
        let outcomes = play(&plan_of(&text), 1, 1).remove(0);
        parts(outcomes.iter().find(|o| o.kind.at() == 1).unwrap())
    };
    let (ben, undetected) = (format!("{BEN}, {ZED}"), (Wait::Undetected, MINUTE));
    assert_eq!(down(&both(), "", ""), [undetected, (Wait::Working, 60 * MINUTE)], "Ana knows it by heart");
    assert_eq!(down(&ben, "", ""), [undetected, (Wait::Dependency, 179 * MINUTE), (Wait::Working, 72 * MINUTE)]);
    assert_eq!(down(&ben, "", ", out_of_band: true"), [undetected, (Wait::Working, 72 * MINUTE)], "a printed copy");
    assert_eq!(down(&ben, ", improvise: 2.0", ""), [undetected, (Wait::Working, 120 * MINUTE)], "improvised rather than waited for");
}

/// What is told of pairing: minute, and who joined, or whether they learned.
fn told(text: &str) -> Vec<(i64, Knowing)> {
    let all = facts(&plan_of(text), 1, 0);
    all.into_iter().filter_map(|(at, fact)| if let Fact::Knowing(k) = fact { Some((at.0 / MINUTE, k)) } else { None }).collect()
}
fn learned(text: &str) -> Vec<(i64, bool)> {
    told(text)
        .into_iter()
        .filter_map(|(at, k)| if let Knowing::Parts { learned, .. } = k { Some((at, learned.is_some())) } else { None })
        .collect()
}

#[test]
fn somebody_with_nothing_in_hand_learns_beside_whoever_knows() {
    let (without, with) = (by_the_book(&both(), "", ""), by_the_book(&both(), "", &pairing("")));
    assert_eq!(learned(&with), [(60, true)]);
    let (before, after) = (the_one(&without), the_one(&with));
    // Ana's hour and Ben's, who is in nobody's ledger.
    assert_eq!((before.labour, after.labour), (100.0, 160.0));
    assert_eq!((after.knowledge.learned, after.knowledge.pairing), (1, Span::minutes(60)));
    assert_eq!(Outcome { labour: before.labour, knowledge: before.knowledge, ..after.clone() }, before, "nothing else changes");
    // To be shown takes time.
    assert_eq!(parts(&the_one(&by_the_book(&both(), "", &pairing("takes_times: 1.25")))), [(Wait::Working, 75 * MINUTE)]);
    // Nobody learns what they know, or without the skill, or alone.
    assert_eq!(learned(&by_the_book(ANA, "", &pairing(""))), []);
    let unskilled =
        by_the_book(&both().replace("knows:", r#"skills: {"craft": Basic}, knows:"#), r#", skill: ("craft", Basic)"#, &pairing(""));
    assert_eq!(learned(&unskilled), []);
    assert_eq!(learned(&by_the_book(&both().replace(r#"roster: "always", cost_per_hour: 60"#, "cost_per_hour: 60"), "", &pairing(""))), []);
}

#[test]
fn what_was_learned_is_known_in_the_next_incident() {
    let next = |runbooks: &str| {
        let text = by_the_book(&both().replace(r#"roster: "always", knows"#, r#"roster: "early", knows"#), ", improvise: 3.0", runbooks);
        // Ana goes at half past twelve, when the first is done, and the second begins an hour later.
        let text = text.replace(r#"effort: "1h""#, r#"effort: "30m""#).replace(r#"runs_for: "1h""#, r#"runs_for: "2h""#);
        let second = r#", "j": (playbook: "p", at: "2026-01-05T13:30", severity: High, reported: "0s")})"#;
        let text = format!("{}{second}", text.strip_suffix("})").unwrap());
        let outcomes = play(&plan_of(&text), 1, 1).remove(0);
        (parts(&outcomes[1]), outcomes[1].knowledge.improvised)
    };
    assert_eq!(next(""), (vec![(Wait::Working, 90 * MINUTE)], 1));
    assert_eq!(next(&pairing("")), (vec![(Wait::Working, 30 * MINUTE)], 0));
}

#[test]
fn any_other_work_takes_whoever_learns_away() {
    let other = |runbooks: &str, at: &str| {
        let text = by_the_book(&both(), "", runbooks);
        format!(r#"{}, "j": (playbook: "q", at: "2026-01-05T{at}", severity: Low, reported: "0s")}})"#, text.strip_suffix("})").unwrap())
    };
    let with = other(&pairing("takes_times: 2.0"), "12:20");
    // Twenty minutes at half the pace, and the fifty minutes that are left.
    assert_eq!(learned(&with), [(20, false)]);
    let outcomes = play(&plan_of(&with), 1, 1).remove(0);
    assert_eq!(parts(&outcomes[0]), [(Wait::Working, 70 * MINUTE)]);
    assert_eq!(parts(&outcomes[1]), [(Wait::Working, 20 * MINUTE)], "it waits for nothing");
    assert_eq!(outcomes.iter().map(|o| o.labour).sum::<f64>(), 100.0 * 70.0 / 60.0 + 60.0 * 40.0 / 60.0);
    // Work that begins at the same instant comes before learning.
    assert_eq!(told(&other(&pairing("takes_times: 2.0"), "12:00")), []);
}

#[test]
fn whoever_goes_home_or_fails_learns_nothing() {
    let early = both().replace(r#""ben": (team: "ops", roster: "always""#, r#""ben": (team: "ops", roster: "early""#);
    assert_eq!(learned(&by_the_book(&early, "", &pairing(""))), [(30, false)]);
    // Every attempt that fails is one beside which nothing was learned; the last one works.
    let text = by_the_book(&both(), ", works: 0.5", &pairing(""));
    let plan = plan_of(&text);
    for replication in 0..20 {
        let all = facts(&plan, 1, replication);
        let failed = all.iter().filter(|(_, f)| matches!(f, Fact::Ended { ending: Ending::Failed, .. })).count();
        let parted = all
            .iter()
            .filter_map(|(_, f)| if let Fact::Knowing(Knowing::Parts { learned, .. }) = f { Some(learned.is_some()) } else { None });
        let parted: Vec<bool> = parted.collect();
        assert_eq!(parted, [vec![false; failed], vec![true]].concat());
    }
}

#[test]
fn some_need_to_see_it_more_than_once() {
    let who_learned = |share: &str| -> Vec<bool> {
        let plan = plan_of(&by_the_book(&both(), "", &pairing(&format!("learns: {share}"))));
        play(&plan, 1, 2_000).iter().map(|o| o[0].knowledge.learned == 1).collect()
    };
    let (often, seldom) = (who_learned("0.5"), who_learned("0.2"));
    // Four standard errors of a share of 2,000 are 0.045 and 0.036.
    let share = |all: &[bool]| all.iter().filter(|l| **l).count() as f64 / all.len() as f64;
    assert!((share(&often) - 0.5).abs() < 0.045 && (share(&seldom) - 0.2).abs() < 0.036, "{} {}", share(&often), share(&seldom));
    assert!(often.iter().zip(&seldom).all(|(often, seldom)| often >= seldom), "the same luck");
}

#[test]
fn whoever_goes_at_the_very_instant_at_which_it_is_done_has_learned() {
    let half = |people: &str| by_the_book(people, "", &pairing("")).replace(r#"effort: "1h""#, r#"effort: "30m""#);
    let ben_goes = both().replace(r#""ben": (team: "ops", roster: "always""#, r#""ben": (team: "ops", roster: "early""#);
    assert_eq!(learned(&half(&ben_goes)), [(30, true)]);
    // Both go.
    assert_eq!(learned(&half(&both().replace(r#"roster: "always""#, r#"roster: "early""#))), [(30, true)]);
}
