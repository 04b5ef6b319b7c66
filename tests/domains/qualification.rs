//! Grants and knowledge that come and go during a play: who waits for what, who takes over, and how fast.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Outcome, Recorder};
use firedrill::model::fact::{Capability, Fact, Stop, Wait};
use firedrill::model::happening::{Happening, Qualification};
use firedrill::model::ids::{GrantId, KnowledgeId, PersonId};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::plan_of;

/// An hour's work for somebody with the craft and the grant, who knows the runbook or takes three times as long.
fn plan(people: &str) -> Arc<Plan> {
    reported(people, "0s")
}
fn reported(people: &str, after: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "held", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "5d",
        reach: (off_duty: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always}}, teams: {{"ops": ()}},
        people: {{{people}, "zed": (team: "ops", skills: {{"craft": Working}}, grants: ["admin"], knows: ["runbook"])}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), grant: "admin", knows: "runbook", improvise: 3.0, effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "{after}")}})"#
    ))
}
const ANA: &str = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}, grants: ["admin"], knows: ["runbook"])"#;
const BEN: &str = r#""ben": (team: "ops", roster: "always", skills: {"craft": Expert})"#;

fn at(minutes: i64) -> Instant {
    Instant(0) + Span::minutes(minutes)
}
fn gain(person: u32, what: Capability) -> Happening {
    Happening::Qualification(Qualification::Gain { person: PersonId(person), what })
}
fn lose(person: u32, what: Capability) -> Happening {
    Happening::Qualification(Qualification::Lose { person: PersonId(person), what })
}
const ADMIN: Capability = Capability::Grant(GrantId(0));
const RUNBOOK: Capability = Capability::Knowledge(KnowledgeId(0));

fn played(plan: &Arc<Plan>, injected: &[(i64, Happening)]) -> (Outcome, Vec<(Instant, Fact)>) {
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    // Whatever an earlier replication changed is forgotten.
    for replication in [1, 0] {
        play.reset(1, replication);
        recorder.reset();
        facts.clear();
        for (minute, happening) in injected {
            play.inject(at(*minute), *happening);
        }
        let played = play
            .run(&mut |at, fact| {
                facts.push((at, *fact));
                recorder.observe(at, fact);
            })
            .unwrap();
        recorder.finish(played.end);
    }
    (recorder.take().remove(0), facts)
}
/// The ledger in minutes: no grant, no knowledge, busy, off duty, hand-over, working.
fn ledger(outcome: &Outcome) -> [i64; 6] {
    [Wait::NoGrant, Wait::NoKnowledge, Wait::Busy, Wait::OffDuty, Wait::HandOver, Wait::Working]
        .map(|w| outcome.ledger[w as usize].0 / 60_000)
}
fn minutes(outcome: &Outcome) -> i64 {
    (outcome.recovered.unwrap() - outcome.occurred.unwrap()).0 / 60_000
}

#[test]
fn work_waits_for_a_grant_until_somebody_is_given_it() {
    let plan = plan(BEN);
    let (outcome, facts) = played(&plan, &[(45, gain(0, ADMIN))]);
    assert_eq!(ledger(&outcome), [45, 0, 0, 0, 0, 180], "three times an hour, improvised");
    assert_eq!(minutes(&outcome), 225);
    assert!(facts.contains(&(at(45), Fact::Gained { person: PersonId(0), what: ADMIN })));
    assert!(facts.iter().any(|(t, f)| *t == at(45) && matches!(f, Fact::Started { improvised: true, .. })));
}

#[test]
fn what_was_learned_before_work_begins_makes_it_faster() {
    let plan = plan(BEN);
    let (outcome, _) = played(&plan, &[(10, gain(0, RUNBOOK)), (45, gain(0, ADMIN))]);
    assert_eq!(ledger(&outcome), [45, 0, 0, 0, 0, 60]);
}

#[test]
fn whoever_loses_the_grant_puts_the_work_down_and_the_next_goes_on_with_it() {
    let plan = plan(&format!("{ANA}, {BEN}"));
    let (outcome, facts) = played(&plan, &[(0, gain(1, ADMIN)), (20, lose(0, ADMIN))]);
    let stopped = facts.iter().find_map(|(t, f)| if let Fact::Stopped { person, why, .. } = f { Some((*t, *person, *why)) } else { None });
    assert_eq!(stopped, Some((at(20), PersonId(0), Stop::Disqualified)));
    // Ben improvises the 40 minutes that are left.
    assert_eq!(ledger(&outcome), [0, 0, 0, 0, 0, 20 + 120]);
}

#[test]
fn with_the_grant_gone_and_nobody_else_work_waits_until_it_comes_back() {
    let plan = plan(ANA);
    let (outcome, _) = played(&plan, &[(20, lose(0, ADMIN)), (50, gain(0, ADMIN))]);
    assert_eq!(ledger(&outcome), [30, 0, 0, 0, 0, 60]);
}

#[test]
fn who_had_stayed_on_for_work_they_may_do_no_more_goes_home_and_can_be_called() {
    let plan = plan_of(
        r#"(name: "held", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "5d",
        reach: (off_duty: (answers: 1, after: "5m")), rosters: {"short": Weekly([(days: "Mon", from: "11:00", to: "12:30")])}, teams: {"ops": ()},
        people: {"ana": (team: "ops", roster: "short", grants: ["admin"])},
        playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], grant: "admin", effort: "1h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")})"#,
    );
    let (outcome, facts) = played(&plan, &[(40, lose(0, ADMIN)), (100, gain(0, ADMIN))]);
    assert!(facts.contains(&(at(105), Fact::CalledOut { incident: outcome.incident, person: PersonId(0) })));
    // Nobody is there from the minute she leaves until she comes; then the twenty minutes that were left.
    assert_eq!(ledger(&outcome), [0, 0, 0, 65, 0, 60]);
}

#[test]
fn what_is_out_of_use_for_two_reasons_is_back_when_both_are_gone() {
    let plan = plan(ANA);
    let out = Happening::Qualification(Qualification::PutOutOfUse { what: ADMIN });
    let back = Happening::Qualification(Qualification::PutInUse { what: ADMIN });
    let (outcome, facts) = played(&plan, &[(10, out), (15, out), (30, back), (70, back)]);
    assert_eq!(ledger(&outcome), [60, 0, 0, 0, 0, 60]);
    let told: Vec<&Instant> =
        facts.iter().filter(|(_, f)| matches!(f, Fact::OutOfUse { .. } | Fact::InUse { .. })).map(|(t, _)| t).collect();
    assert_eq!(told, [&at(10), &at(70)]);
}

#[test]
fn a_runbook_out_of_use_is_improvised_by_who_takes_it_up_then() {
    let plan = plan(ANA);
    let out = Happening::Qualification(Qualification::PutOutOfUse { what: RUNBOOK });
    let (outcome, _) = played(&plan, &[(1, out)]);
    assert_eq!(minutes(&outcome), 60, "Ana had begun before");
    let (outcome, _) = played(&reported(ANA, "10m"), &[(0, out)]);
    assert_eq!(minutes(&outcome), 10 + 180);
}

#[test]
fn somebody_who_has_learned_comes_before_somebody_who_improvises_whatever_their_skill() {
    let plan =
        reported(&format!(r#"{BEN}, "cal": (team: "ops", roster: "always", skills: {{"craft": Working}}, grants: ["admin"])"#), "10m");
    let first = |injected: &[(i64, Happening)]| {
        let (_, facts) = played(&plan, injected);
        facts.iter().find_map(|(_, f)| if let Fact::Started { person, .. } = f { *person } else { None })
    };
    assert_eq!(first(&[(0, gain(0, ADMIN))]), Some(PersonId(1)), "the least skill that suffices");
    assert_eq!(first(&[(0, gain(0, ADMIN)), (5, gain(0, RUNBOOK))]), Some(PersonId(0)));
}
