//! Access: it is asked for, decided on, set up, held for a while; the glass is broken and reviewed; privileged actions are counted.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Access, Outcome, Recorder};
use firedrill::model::fact::{Basis, Capability, Fact, Stop, Wait, Way};
use firedrill::model::ids::{GrantId, PersonId};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::plan_of;

const ADMIN: Capability = Capability::Grant(GrantId(0));

/// An hour's work for somebody with the grant. Ana (always there) lacks it; Zed, who has it, cannot be reached. Monday 12:00.
fn scenario(sections: &str, people: &str, task: &str) -> String {
    format!(
        r#"(name: "access", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always, "afternoon": Weekly([(days: "daily", from: "12:00", to: "13:00")]), "evening": Weekly([(days: "daily", from: "13:00", to: "20:00")])}},
        teams: {{"ops": (), "board": ()}},
        people: {{{people} "boss": (role: "ciso", team: "board", roster: "always"), "zed": (team: "ops", skills: {{"craft": Expert}}, grants: ["admin"])}},
        decisions: {{"give": (held_by: ["ciso"], deliberation: "20m"), "break": (held_by: ["ciso"], deliberation: "5m"), "act": (held_by: ["ciso"], deliberation: "7m")}},
        {sections}
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), grant: "admin", effort: "1h"{task})}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    )
}
const ANA: &str = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}),"#;
const REQUEST: &str = r#"request: (decision: "give", takes: "25m")"#;
fn asked(grant: &str) -> Arc<Plan> {
    plan_of(&scenario(&format!(r#"grants: {{"admin": ({grant})}},"#), ANA, ""))
}

struct Played {
    outcome: Outcome,
    facts: Vec<(i64, Fact)>,
}
fn played(plan: &Arc<Plan>) -> Played {
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    // Whatever an earlier replication lent out is forgotten.
    for replication in [1, 0] {
        play.reset(1, replication);
        recorder.reset();
        facts.clear();
        let played = play
            .run(&mut |at, fact| {
                facts.push(((at - Instant(0)).0 / 60_000, *fact));
                recorder.observe(at, fact);
            })
            .unwrap();
        recorder.finish(played.end);
    }
    Played { outcome: recorder.take().remove(0), facts }
}
impl Played {
    /// The ledger in minutes: no grant, reaching who decides, deliberation, off duty, hand-over, working; and nothing else.
    fn ledger(&self) -> [i64; 6] {
        let shown = [Wait::NoGrant, Wait::DecisionReach, Wait::Deliberation, Wait::OffDuty, Wait::HandOver, Wait::Working];
        let parts = shown.map(|w| self.outcome.ledger[w as usize]);
        assert_eq!(parts.iter().copied().sum::<Span>(), self.outcome.ledger.iter().copied().sum::<Span>(), "{:?}", self.outcome.ledger);
        parts.map(|p| p.0 / 60_000)
    }
    fn when(&self, is: impl Fn(&Fact) -> bool) -> Vec<i64> {
        self.facts.iter().filter(|(_, f)| is(f)).map(|(at, _)| *at).collect()
    }
    fn gained(&self) -> Vec<(i64, PersonId)> {
        let gained = self.facts.iter().filter_map(|(at, f)| if let Fact::Gained { person, .. } = f { Some((*at, *person)) } else { None });
        gained.collect()
    }
    fn bases(&self) -> Vec<Basis> {
        self.facts.iter().filter_map(|(_, f)| if let Fact::Privileged { basis, .. } = f { Some(*basis) } else { None }).collect()
    }
}

#[test]
fn access_is_asked_for_weighed_set_up_and_then_the_work_begins() {
    let played = played(&asked(REQUEST));
    // Reached after 10 minutes, 20 of thinking, 25 until it is there.
    assert_eq!(played.ledger(), [25, 10, 20, 0, 0, 60]);
    assert_eq!(played.gained(), [(55, PersonId(0))]);
    assert_eq!(played.when(|f| matches!(f, Fact::Lost { what: ADMIN, .. })), [] as [i64; 0], "the play ends before it runs out");
}

#[test]
fn without_a_way_to_the_grant_the_work_waits() {
    let plan = plan_of(&scenario(r#"grants: {"admin": (privileged: true)},"#, ANA, ""));
    let played = played(&plan);
    assert!(played.outcome.recovered.is_none());
    assert_eq!(played.ledger(), [5 * 24 * 60, 0, 0, 0, 0, 0]);
}

#[test]
fn what_nobody_holds_can_be_asked_for() {
    let text = scenario(&format!(r#"grants: {{"admin": ({REQUEST})}},"#), ANA, "").replace(r#", grants: ["admin"]"#, "");
    assert_eq!(played(&plan_of(&text)).ledger(), [25, 10, 20, 0, 0, 60]);
}

#[test]
fn whoever_may_have_it_without_asking_waits_only_until_it_is_there() {
    let text = scenario(&format!(r#"grants: {{"admin": ({REQUEST})}},"#), ANA, "");
    let text = text.replace(r#"deliberation: "20m""#, r#"deliberation: "20m", pre_authorised: [(to: "ops")]"#);
    assert_eq!(played(&plan_of(&text)).ledger(), [25, 0, 0, 0, 0, 60]);
    // A permission for others is none for Ana.
    let text = text.replace(r#"(to: "ops")"#, r#"(to: "board")"#);
    assert_eq!(played(&plan_of(&text)).ledger(), [25, 10, 20, 0, 0, 60]);
}

#[test]
fn nobody_decides_about_their_own_access() {
    let text = scenario(&format!(r#"grants: {{"admin": ({REQUEST})}},"#), ANA, "");
    let alone = text.replace(r#"held_by: ["ciso"], deliberation: "20m""#, r#"held_by: ["ana"], deliberation: "20m""#);
    let played_alone = played(&plan_of(&alone));
    assert!(played_alone.outcome.recovered.is_none(), "there is nobody else to ask");
    assert_eq!(played_alone.ledger(), [0, 5 * 24 * 60, 0, 0, 0, 0]);
    let two = text.replace(r#"held_by: ["ciso"], deliberation: "20m""#, r#"held_by: ["ana", "ciso"], deliberation: "20m""#);
    assert_eq!(played(&plan_of(&two)).ledger(), [25, 10, 20, 0, 0, 60]);
}

#[test]
fn it_runs_out_in_mid_work_and_is_asked_for_again() {
    let played = played(&asked(r#"request: (decision: "give", takes: "25m", lasts: "45m")"#));
    // 55 minutes until it is there, 45 of work; then the boss has answered before and thinks again, and it is set up again.
    assert_eq!(played.ledger(), [50, 10, 40, 0, 0, 60]);
    assert_eq!(played.gained(), [(55, PersonId(0)), (145, PersonId(0))]);
    assert_eq!(played.when(|f| matches!(f, Fact::Stopped { why: Stop::Disqualified, .. })), [100]);
    assert_eq!(played.when(|f| matches!(f, Fact::Asked { .. })), [0, 100]);
}

#[test]
fn when_whoever_asked_has_gone_whoever_came_asks() {
    let people = r#""ana": (team: "ops", roster: "afternoon", skills: {"craft": Working}), "ben": (team: "ops", roster: "evening", skills: {"craft": Working}),"#;
    let plan = plan_of(&scenario(r#"grants: {"admin": (request: (decision: "give", takes: "40m"))},"#, people, ""));
    let played = played(&plan);
    // Ana's access would be there at 13:10, ten minutes after she has gone; Ben asks at 13:00, and thinking about him takes as long as about her.
    assert_eq!(played.gained(), [(70, PersonId(0)), (120, PersonId(1))]);
    assert_eq!(played.when(|f| matches!(f, Fact::Started { .. })), [120]);
}

#[test]
fn the_glass_is_broken_when_the_work_has_waited_long_enough() {
    let glass = |rest: &str| asked(&format!(r#"break_glass: (decision: "break", after: "30m"{rest})"#));
    let at_once = played(&glass(""));
    assert_eq!(at_once.ledger(), [30, 10, 5, 0, 0, 60]);
    assert_eq!(at_once.when(|f| matches!(f, Fact::AccessGiven { way: Way::BreakGlass, .. })), [45]);
    assert_eq!(played(&glass(r#", takes: "3m""#)).ledger(), [33, 10, 5, 0, 0, 60]);
    let access = at_once.outcome.access;
    assert_eq!((access.glass_broken, access.given, access.privileged_actions), (1, 0, 0), "nothing is privileged");
}

#[test]
fn the_glass_stays_whole_when_the_request_is_answered_first() {
    let both = played(&asked(r#"request: (decision: "give", takes: "2m"), break_glass: (decision: "break", after: "29m", takes: "2m")"#));
    // The request is there at 32; the glass would be broken at 36.
    assert_eq!(both.gained(), [(32, PersonId(0))]);
    assert_eq!(both.outcome.access.glass_broken, 0);
    assert_eq!(both.ledger(), [2, 10, 20, 0, 0, 60]);
}

#[test]
fn a_break_glass_owes_a_review_once_everything_is_back() {
    let owing = |within: &str, by: &str| {
        played(&asked(&format!(
            r#"privileged: true, break_glass: (decision: "break", after: "30m", review: (within: "{within}", by: "{by}", effort: "90m"))"#
        )))
    };
    let in_time = owing("2h", "ciso");
    // Back after 105 minutes; the review takes 90 more.
    assert_eq!(in_time.outcome.recovered, Some(Instant(0) + Span::minutes(105)));
    assert_eq!(in_time.outcome.closed, Some(Instant(0) + Span::minutes(195)));
    assert_eq!(in_time.when(|f| matches!(f, Fact::GlassReviewed { person: PersonId(1), .. })), [195]);
    assert_eq!(in_time.bases(), [Basis::BreakGlass]);
    let counts = |privileged_actions, without_authority, reviews_overdue| Access {
        privileged_actions,
        without_authority,
        given: 0,
        glass_broken: 1,
        reviews_overdue,
    };
    assert_eq!(in_time.outcome.access, counts(1, 0, 0));
    let late = owing("1h", "board");
    assert_eq!(late.when(|f| matches!(f, Fact::ReviewOverdue { .. })), [165]);
    assert_eq!(late.outcome.access, counts(1, 0, 1), "late, but reviewed");
    let never = owing("1h", "zed");
    assert_eq!(never.outcome.closed, None, "Zed is never there");
    assert_eq!(never.outcome.access, counts(1, 1, 1));
    assert_eq!(never.outcome.ledger, in_time.outcome.ledger, "a review costs the recovery nothing");
}

#[test]
fn privileged_actions_are_counted_with_and_without_authority() {
    let holder = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}, grants: ["admin"]),"#;
    let of = |grants: &str, people: &str, task: &str| {
        let played = played(&plan_of(&scenario(&format!(r#"grants: {{"admin": ({grants})}},"#), people, task)));
        (played.bases(), (played.outcome.access.privileged_actions, played.outcome.access.without_authority))
    };
    let act = r#", decision: "act""#;
    assert_eq!(of("privileged: true", holder, ""), (vec![Basis::Nothing], (1, 1)), "nobody decided anything");
    assert_eq!(of("privileged: true", holder, act), (vec![Basis::Decision], (1, 0)));
    let asked = format!("privileged: true, {REQUEST}");
    assert_eq!(of(&asked, ANA, ""), (vec![Basis::Request], (1, 0)));
    let glass = r#"privileged: true, break_glass: (decision: "break", after: "0s")"#;
    assert_eq!(of(glass, ANA, act), (vec![Basis::BreakGlass], (1, 1)), "never reviewed");
    let acting = |text: &str| text.replace(r#"deliberation: "7m""#, r#"deliberation: "7h", acts_without_authority_after: "1h""#);
    let plan = plan_of(&acting(&scenario(r#"grants: {"admin": (privileged: true)},"#, holder, act)));
    assert_eq!(played(&plan).bases(), [Basis::Nothing], "somebody acted without authority");
}

#[test]
fn counting_changes_nothing_else() {
    let holder = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}, grants: ["admin"]),"#;
    let plain = played(&plan_of(&scenario("", holder, "")));
    let counted = played(&plan_of(&scenario(r#"grants: {"admin": (privileged: true)},"#, holder, "")));
    assert_eq!(Outcome { access: Access::default(), ..counted.outcome }, plain.outcome);
}

#[test]
fn what_is_held_for_a_role_or_contract_ends_with_it() {
    let until = |field: &str| {
        let ana = format!(r#""ana": (team: "ops", roster: "always", skills: {{"craft": Working}}, grants: ["admin"], {field}),"#);
        played(&plan_of(&scenario(&format!(r#"grants: {{"admin": ({REQUEST})}},"#), &ana, "")))
    };
    for field in [r#"access_until: "2026-01-05T12:40""#, r#"grants_until: {"admin": "2026-01-05T12:40"}"#] {
        let ended = until(field);
        // Forty minutes of work, then she has to ask like anybody else.
        assert_eq!(ended.when(|f| matches!(f, Fact::Lost { person: PersonId(0), what: ADMIN })), [40]);
        assert_eq!(ended.ledger(), [25, 10, 20, 0, 0, 60]);
        assert_eq!(ended.gained(), [(95, PersonId(0))]);
    }
    assert_eq!(until(r#"access_until: "2026-01-05T14:00""#).ledger(), [0, 0, 0, 0, 0, 60]);
    let before = until(r#"access_until: "2026-01-01T00:00""#);
    assert_eq!(before.gained(), [(55, PersonId(0))], "ended before the play: she never had it");
}

/// How often an attack gets a grant that so many people hold, of 2,000.
fn stolen(holders: usize, each: f64) -> (usize, Vec<bool>) {
    let plan = plan_of(&format!(
        r#"(name: "holders", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1h", horizon: "1d",
        teams: {{"ops": ()}},
        people: {{"admin": (count: {holders}, team: "ops", grants: ["root"]), "fixer": (team: "ops", roster: "always")}},
        rosters: {{"always": Always}},
        systems: {{"first": (backup: (restore: "1m")), "second": (grant: "root", backup: (restore: "1m"))}},
        attacks: {{"a": (stages: [(stage: "in", next: "1m", from_holders: (grants: ["root"], each: {each})), (stage: "harm")],
            spread: (over: [Grants], every: "1m", at_most: 2))}},
        playbooks: {{"p": (tasks: {{"stop": (phase: Contain, teams: ["ops"], effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", attack: "a", at: "2026-01-05T12:00", hits: ["first"], severity: High, reported: "0s")}})"#
    ));
    let mut play = Play::new(plan.clone());
    let mut all = Vec::new();
    for replication in 0..2_000 {
        play.reset(5, replication);
        let (mut fell, mut hits) = (false, 0);
        play.run(&mut |_, fact| {
            fell |= matches!(fact, Fact::Stolen { .. });
            hits += u32::from(matches!(fact, Fact::Hit { .. }));
        })
        .unwrap();
        assert_eq!(hits, 1 + u32::from(fell), "with the grant it goes on to the second system, and not without");
        all.push(fell);
    }
    (all.iter().filter(|f| **f).count(), all)
}

#[test]
fn each_holder_is_a_way_to_spread() {
    let (one, alone) = stolen(1, 0.1);
    let (five, together) = stolen(5, 0.1);
    // 1-(1-p)^n; six standard deviations.
    assert!((one as f64 - 200.0).abs() < 6.0 * 13.5, "{one}");
    assert!((five as f64 - 819.0).abs() < 6.0 * 22.0, "{five}");
    // One holder fewer saves attacks and costs none: the others' luck stays theirs.
    let (four, fewer) = stolen(4, 0.1);
    assert!(four < five && fewer.iter().zip(&together).all(|(few, all)| *all || !few));
    assert!(one < four && alone.len() == 2_000);
    assert_eq!(stolen(3, 1.0).0, 2_000);
}
