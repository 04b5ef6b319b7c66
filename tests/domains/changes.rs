//! Changes: they are approved, wait for their window and for people, fail, are rolled back or are an incident; emergency changes owe a review.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{ChangeSums, For, Outcome, Recorder};
use firedrill::model::fact::{Fact, Spent, Step, Wait};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::plan_of;

const MINUTE: i64 = 60_000;

/// A week from Monday 5 January 2026, 00:00. Ana is always there, Ben in the evening only; the boss is reached in 5 minutes. What a failed
/// change is takes an hour of work.
fn scenario(changes: &str, incidents: &str) -> String {
    let failed = if changes.contains("begins") { r#""failed": (playbook: "p", severity: High),"# } else { "" };
    format!(
        r#"(name: "changes", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "5m"), off_duty: (answers: 1.0, after: "40m")),
        rosters: {{"always": Always, "evening": Weekly([(days: "daily", from: "18:00", to: "23:00")]), "office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])}},
        teams: {{"ops": (), "board": (), "late": ()}},
        people: {{
            "ana": (team: "ops", roster: "always", skills: {{"craft": Working}}, cost_per_hour: 60),
            "ben": (team: "late", roster: "evening", skills: {{"craft": Working}}, grants: ["root"]),
            "boss": (role: "ciso", team: "board", roster: "always"),
            "clerk": (team: "board", roster: "office"),
        }},
        decisions: {{"approve": (held_by: ["ciso"], deliberation: "30m"), "go": (held_by: ["ciso"], deliberation: "10m"), "urgent": (held_by: ["ciso"], deliberation: "7m")}},
        systems: {{"core": ()}},
        playbooks: {{"p": (tasks: {{"repair": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{{failed} {incidents}}},
        changes: {{{changes}}})"#
    )
}
/// Raised on Monday at 10:00, an hour of work on Mondays and Tuesdays from 18:00 to 22:00.
const WEEKLY: &str = r#"at: "2026-01-05T10:00", systems: ["core"], teams: ["ops"], effort: "1h", window: Weekly([(days: "Mon,Tue", from: "18:00", to: "22:00")])"#;
fn change(kind: &str, more: &str) -> String {
    scenario(&format!(r#""c": (kind: {kind}, {WEEKLY}{more})"#), "")
}

struct Played {
    sums: ChangeSums,
    outcomes: Vec<Outcome>,
    facts: Vec<(i64, Fact)>,
}
fn played(text: &str) -> Played {
    replication(&plan_of(text), 0)
}
fn replication(plan: &Arc<Plan>, replication: u64) -> Played {
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    // A world used before knows nothing of what it was used for.
    for replication in [replication + 1, replication] {
        play.reset(1, replication);
        recorder.reset();
        facts.clear();
        let played = play
            .run(&mut |at, fact| {
                facts.push(((at - Instant(0)).0, *fact));
                recorder.observe(at, fact);
            })
            .unwrap();
        recorder.finish(played.end);
    }
    Played { sums: recorder.year().changes, outcomes: recorder.take(), facts }
}
impl Played {
    /// When something was told, in milliseconds.
    fn when(&self, is: impl Fn(&Fact) -> bool) -> Vec<i64> {
        self.facts.iter().filter(|(_, f)| is(f)).map(|(at, _)| *at).collect()
    }
    fn steps(&self, is: impl Fn(&Step) -> bool) -> Vec<i64> {
        self.when(|f| if let Fact::Change(step) = f { is(step) } else { false })
    }
    fn started(&self) -> Vec<i64> {
        self.when(|f| matches!(f, Fact::Started { person: Some(_), .. }))
    }
    /// Minutes waited for approval, for the window and for people.
    fn waited(&self) -> [i64; 3] {
        For::ALL.map(|on| self.sums.waited[on as usize].0 / MINUTE)
    }
}
const fn hours(hours: i64) -> i64 {
    hours * 60 * MINUTE
}

#[test]
fn a_standard_change_waits_for_its_window_and_nothing_else() {
    let played = played(&change("Standard", ", fails: 0"));
    assert_eq!(played.steps(|s| matches!(s, Step::Raised { .. })), [hours(10)]);
    assert_eq!(played.started(), [hours(18)]);
    assert_eq!(played.steps(|s| matches!(s, Step::Done { .. })), [hours(19)]);
    assert_eq!(played.waited(), [0, 480, 0]);
    assert!(played.outcomes.is_empty(), "a change is no incident");
    let expected = ChangeSums {
        raised: 1,
        done: 1,
        waited: [Span(0), Span(hours(8)), Span(0)],
        worked: Span(hours(1)),
        labour: 60.0,
        ..ChangeSums::default()
    };
    assert_eq!(played.sums, expected);
}

#[test]
fn a_normal_change_is_approved_first_and_then_waits_for_its_window() {
    let played = played(&change("Normal", r#", fails: 0, approval: "approve""#));
    // 5 minutes to reach the boss, 30 to think; the window has not opened by then.
    assert_eq!(played.when(|f| matches!(f, Fact::Granted { .. })), [hours(10) + 35 * MINUTE]);
    assert_eq!(played.started(), [hours(18)]);
    assert_eq!(played.waited(), [35, 445, 0]);
}

#[test]
fn a_change_that_is_approved_in_its_window_begins_at_once() {
    let text = change("Normal", r#", fails: 0, approval: "approve""#).replace("2026-01-05T10:00", "2026-01-05T19:00");
    let played = played(&text);
    assert_eq!(played.started(), [hours(19) + 35 * MINUTE]);
    assert_eq!(played.waited(), [35, 0, 0]);
}

#[test]
fn a_change_is_tested_before_it_is_approved() {
    let played = played(&change("Normal", r#", fails: 0, approval: "approve", test: "2h""#));
    assert_eq!(played.started(), [hours(10), hours(18)]);
    assert_eq!(played.when(|f| matches!(f, Fact::Asked { .. })), [hours(12)]);
    assert_eq!(played.waited(), [35, 325, 0]);
    assert_eq!(played.sums.worked, Span(hours(3)));
}

#[test]
fn what_is_not_begun_in_its_window_waits_for_the_next() {
    // Ben alone could do it, and has no shift before 18:00 the day after.
    let text = change("Standard", ", fails: 0")
        .replace(r#"teams: ["ops"]"#, r#"teams: ["late"]"#)
        .replace(r#"from: "18:00", to: "22:00")"#, r#"from: "15:00", to: "18:00"), (days: "Wed", from: "20:00", to: "21:00")"#);
    let played = played(&text);
    assert_eq!(played.steps(|s| matches!(s, Step::Missed { .. })), [hours(18), hours(42)]);
    assert_eq!(played.started(), [hours(48 + 20)]);
    // From 10 to 15, from 18 to 15 and from 18 to 20; in the windows it waits for somebody.
    assert_eq!(played.waited(), [0, (5 + 21 + 26) * 60, 6 * 60]);
    // Nobody is called for planned work.
    assert!(played.when(|f| matches!(f, Fact::Paged { .. })).is_empty());
}

#[test]
fn a_change_begun_in_its_window_goes_on_after_it() {
    let text = change("Standard", ", fails: 0").replace(r#"effort: "1h""#, r#"effort: "5h""#);
    let played = played(&text);
    assert_eq!((played.started(), played.steps(|s| matches!(s, Step::Done { .. }))), (vec![hours(18)], vec![hours(23)]));
    assert_eq!(played.sums.missed, 0);
}

#[test]
fn a_change_without_a_window_left_is_given_up() {
    let window = r#"window: Between("2026-01-05T03:00", "2026-01-05T09:00")"#;
    let text = change("Standard", ", fails: 0").replace(r#"window: Weekly([(days: "Mon,Tue", from: "18:00", to: "22:00")])"#, window);
    let played = played(&text);
    assert_eq!(played.steps(|s| matches!(s, Step::Lapsed { .. })), [hours(10)]);
    assert_eq!((played.sums.lapsed, played.sums.done, played.started().len()), (1, 0, 0));
}

#[test]
fn a_failed_change_is_an_incident_that_its_team_knows_of() {
    let played = played(&change("Standard", r#", fails: 1.0, begins: "failed""#));
    assert_eq!(played.steps(|s| matches!(s, Step::Failed { noticed: true, .. })), [hours(19)]);
    let [outcome] = played.outcomes.as_slice() else { panic!("one incident") };
    assert_eq!((outcome.began, outcome.acknowledged), (Instant(hours(19)), Some(Instant(hours(19)))));
    assert_eq!(outcome.recovered, Some(Instant(hours(20))), "an hour of repair");
    assert_eq!(outcome.systems.iter().map(|s| s.system.0).collect::<Vec<_>>(), [0], "it hits what was changed");
    let work =
        played.facts.iter().find_map(|(_, f)| if let Fact::Change(Step::Raised { incident, .. }) = f { Some(*incident) } else { None });
    let linked = played.facts.iter().find_map(|(_, f)| match f {
        Fact::Change(Step::Begins { incident, of, .. }) => Some((*incident, *of)),
        _ => None,
    });
    assert_eq!(linked, Some((outcome.incident, work.unwrap())));
    assert_eq!((played.sums.failed, played.sums.incidents, played.sums.done), (1, 1, 0));
}

#[test]
fn a_failure_that_nobody_notices_is_found_as_the_incident_is() {
    let text =
        change("Standard", r#", fails: 1.0, noticed: 0, begins: "failed""#).replace("severity: High", r#"severity: High, reported: "90m""#);
    let played = played(&text);
    let [outcome] = played.outcomes.as_slice() else { panic!("one incident") };
    assert_eq!((outcome.began, outcome.alerted), (Instant(hours(19)), Some(Instant(hours(20) + 30 * MINUTE))));
    assert_eq!(outcome.ledger[Wait::Undetected as usize], Span(hours(1) + 30 * MINUTE));
}

#[test]
fn what_is_rolled_back_in_time_is_no_incident() {
    let played = played(&change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "2h")"#));
    assert_eq!(played.steps(|s| matches!(s, Step::RolledBack { works: true, .. })), [hours(21)]);
    assert!(played.outcomes.is_empty());
    assert_eq!((played.sums.failed, played.sums.rolled_back, played.sums.incidents), (1, 1, 0));
    assert_eq!(played.sums.worked, Span(hours(3)));
}

#[test]
fn what_is_not_rolled_back_by_the_end_of_the_window_is_an_incident() {
    let slow = played(&change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "4h")"#));
    assert_eq!(slow.steps(|s| matches!(s, Step::TooLate { .. })), [hours(22)]);
    assert_eq!(slow.outcomes[0].began, Instant(hours(22)));
    assert_eq!(slow.outcomes[0].recovered, Some(Instant(hours(23))), "who was rolling it back repairs it");
    // The same with a time of its own.
    let within = played(&change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "4h", within: "90m")"#));
    assert_eq!(within.steps(|s| matches!(s, Step::TooLate { .. })), [hours(20) + 30 * MINUTE]);
    // And with time enough.
    let enough = played(&change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "4h", within: "5h")"#));
    assert_eq!((enough.sums.rolled_back, enough.outcomes.len()), (1, 0));
}

#[test]
fn a_rollback_that_does_not_work_is_an_incident() {
    let played = played(&change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "2h", works: 0)"#));
    assert_eq!(played.steps(|s| matches!(s, Step::RolledBack { works: false, .. })), [hours(21)]);
    assert_eq!(played.outcomes[0].began, Instant(hours(21)));
    assert_eq!((played.sums.rolled_back, played.sums.incidents), (0, 1));
}

#[test]
fn a_rollback_calls_whoever_holds_the_grant_from_off_duty() {
    // Ben holds it, and his shift is over: he comes after 40 minutes.
    let window =
        |text: String| text.replace(r#"(days: "Mon,Tue", from: "18:00", to: "22:00")"#, r#"(days: "Mon", from: "12:00", to: "17:00")"#);
    let text = window(change("Standard", r#", fails: 1.0, begins: "failed", rollback: (effort: "1h", teams: ["late"], grant: "root")"#));
    let played = played(&text);
    assert_eq!(played.when(|f| matches!(f, Fact::CalledOut { .. })), [hours(13) + 40 * MINUTE]);
    assert_eq!(played.steps(|s| matches!(s, Step::RolledBack { works: true, .. })), [hours(14) + 40 * MINUTE]);
    assert_eq!(played.when(|f| matches!(f, Fact::StoodDown { .. })), [hours(14) + 40 * MINUTE]);
}

#[test]
fn a_go_ahead_is_asked_for_in_the_window_and_waited_for() {
    let played = played(&change("Normal", r#", fails: 0, approval: "approve", go_ahead: "go""#));
    let asked: Vec<i64> = played.when(|f| matches!(f, Fact::Asked { .. }));
    assert_eq!(asked, [hours(10), hours(18)]);
    // The boss, who was reached today, thinks for 10 minutes.
    assert_eq!(played.started(), [hours(18) + 10 * MINUTE]);
    assert_eq!(played.waited(), [35 + 10, 445, 0]);
}

#[test]
fn a_go_ahead_that_comes_too_late_holds_for_the_next_window() {
    let text =
        change("Normal", r#", fails: 0, approval: "approve", go_ahead: "go""#).replace(r#"deliberation: "10m""#, r#"deliberation: "5h""#);
    let played = played(&text);
    assert_eq!(played.steps(|s| matches!(s, Step::Missed { .. })), [hours(22)]);
    assert_eq!(played.started(), [hours(42)]);
    // 35 and 300 minutes for the boss; to 18:00, and from 23:00 to 18:00.
    assert_eq!(played.waited(), [35 + 300, 445 + 1140, 0]);
}

#[test]
fn an_incident_takes_people_from_changes_as_their_team_says() {
    let text = change("Standard", ", fails: 0")
        .replace(r#""ops": ()"#, r#""ops": (preemption: Resume)"#)
        .replace("incidents: {", r#"incidents: {"i": (playbook: "p", at: "2026-01-05T18:20", severity: High, reported: "0s")"#);
    let played = played(&text);
    assert_eq!(played.outcomes[0].ledger[Wait::Working as usize], Span(hours(1)), "the incident waits for nobody");
    assert_eq!(played.steps(|s| matches!(s, Step::Done { .. })), [hours(20)]);
    assert_eq!(played.sums.worked, Span(hours(1)));
}

const EMERGENCY: &str =
    r#""e": (kind: Emergency, approval: "urgent", fails: 0, review: (by: "clerk", effort: "2h", within: BusinessDays(1)))"#;
/// An incident on Monday at 12:00 whose repair is an emergency change, or is not.
fn emergency(change: &str, task: &str) -> String {
    scenario(change, r#""i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")"#)
        .replace(r#"skill: ("craft", Basic), effort: "1h""#, &format!(r#"skill: ("craft", Basic), effort: "1h"{task}"#))
}

#[test]
fn a_task_that_is_an_emergency_change_is_approved_and_owes_a_review() {
    let without = played(&emergency("", ""));
    let with = played(&emergency(EMERGENCY, r#", change: "e""#));
    assert_eq!(without.outcomes[0].recovered, Some(Instant(hours(13))));
    // Only the decision has come to it: 5 minutes to reach the boss, 7 to think.
    assert_eq!(with.outcomes[0].recovered, Some(Instant(hours(13) + 12 * MINUTE)));
    for (wait, minutes) in [(Wait::DecisionReach, 5), (Wait::Deliberation, 7), (Wait::Working, 60)] {
        assert_eq!(with.outcomes[0].ledger[wait as usize], Span(minutes * MINUTE));
    }
    // The clerk is there until 17:00.
    let reviewed = hours(15) + 12 * MINUTE;
    assert_eq!(with.steps(|s| matches!(s, Step::Reviewed { .. })), [reviewed]);
    assert_eq!(with.outcomes[0].closed, Some(Instant(reviewed)));
    let sums = with.sums;
    assert_eq!((sums.emergencies, sums.owed, sums.reviewed, sums.overdue, sums.raised), (1, 1, 1, 0, 0));
    assert_eq!(without.sums, ChangeSums::default());
}

#[test]
fn a_review_that_nobody_does_in_time_is_overdue() {
    // On Friday at 20:00 the clerk has gone, is away on Monday and Tuesday, and one working day is over with Monday.
    let text = emergency(EMERGENCY, r#", change: "e""#).replace("2026-01-05T12:00", "2026-01-09T20:00").replace(
        "runs_for: \"7d\"",
        r#"runs_for: "14d", overrides: {"off": Remove(people: ["clerk"], from: "2026-01-12T00:00", to: "2026-01-14T00:00")}"#,
    );
    let played = played(&text);
    assert_eq!(played.steps(|s| matches!(s, Step::ReviewOverdue { .. })), [8 * hours(24)]);
    assert_eq!(played.steps(|s| matches!(s, Step::Reviewed { .. })), [9 * hours(24) + hours(11)]);
    assert_eq!((played.sums.owed, played.sums.reviewed, played.sums.overdue), (1, 1, 1));
    // A holiday is no working day.
    let holiday = text
        .replace(r#"within: BusinessDays(1)"#, r#"within: BusinessDays(1), calendar: ["feast"]"#)
        .replace("overrides:", r#"holidays: {"feast": (days: ["2026-01-12"])}, overrides:"#);
    assert_eq!(self::played(&holiday).steps(|s| matches!(s, Step::ReviewOverdue { .. })), [9 * hours(24)]);
}

#[test]
fn an_emergency_change_that_fails_is_tried_again_and_may_be_an_incident_of_its_own() {
    let failing = r#""e": (kind: Emergency, approval: "urgent", fails: 0.5, begins: "failed", review: (by: "clerk", effort: "2h"))"#;
    let text = emergency(failing, r#", change: "e""#)
        .replace(r#""failed": (playbook: "p", severity: High)"#, r#""failed": (playbook: "q", severity: Low)"#)
        .replace("playbooks: {", r#"playbooks: {"q": (tasks: {"look": (phase: Recover, teams: ["late"], effort: "1h")}), "#);
    let plan = plan_of(&text);
    let (mut failures, mut clean) = (0, 0);
    for k in 0..40 {
        let played = replication(&plan, k);
        let failed = played.steps(|s| matches!(s, Step::Failed { .. }));
        // Each failed attempt takes an hour, and the decision holds.
        let recovered = hours(13) + 12 * MINUTE + hours(failed.len() as i64);
        assert_eq!(played.outcomes[0].recovered, Some(Instant(recovered)));
        assert_eq!(played.outcomes[0].ledger[Wait::Rework as usize], Span(hours(failed.len() as i64)));
        assert_eq!(played.sums.incidents, failed.len() as u64);
        assert_eq!(played.sums.emergencies, failed.len() as u64 + 1);
        assert_eq!(played.sums.owed, 1, "one review covers all attempts");
        failures += failed.len();
        clean += usize::from(failed.is_empty());
    }
    assert!((8..32).contains(&clean) && failures >= 40 - clean, "{clean} of 40 worked at once, {failures} failures");
}

#[test]
fn an_emergency_change_of_its_own_waits_for_no_window_and_calls_people() {
    let text = scenario(
        r#""e": (kind: Emergency, at: "2026-01-05T10:00", teams: ["late"], effort: "1h", approval: "urgent", fails: 0, review: (by: "board", effort: "1h"))"#,
        "",
    );
    let played = played(&text);
    // While the boss is asked, Ben is called: 40 minutes.
    assert_eq!(played.when(|f| matches!(f, Fact::CalledOut { .. })), [hours(10) + 40 * MINUTE]);
    assert_eq!(played.steps(|s| matches!(s, Step::Done { .. })), [hours(11) + 40 * MINUTE]);
    assert_eq!((played.sums.raised, played.sums.emergencies, played.sums.reviewed), (1, 1, 1));
}

#[test]
fn changes_come_at_their_rate_in_their_hours_and_fail_as_often_as_is_said() {
    let text = scenario(
        r#""c": (kind: Normal, risk: High, approval: "approve", rate_per_week: 10,
            weight_by_hour: [(days: "Mon-Thu", from: "17:00", to: "09:00", weight: 0), (days: "Fri", from: "17:00", to: "24:00", weight: 0), (days: "Sat,Sun", from: "00:00", to: "24:00", weight: 0), (days: "Mon", from: "00:00", to: "09:00", weight: 0)],
            teams: ["ops"], effort: "10m", begins: "failed", rollback: (effort: "5m", within: "10d"))"#,
        "",
    );
    let plan = plan_of(&text.replace("runs_for: \"7d\"", "runs_for: \"700d\""));
    let played = replication(&plan, 0);
    let raised = played.steps(|s| matches!(s, Step::Raised { .. }));
    assert!((880..1120).contains(&raised.len()), "{} in a hundred weeks", raised.len());
    assert!(raised.iter().all(|at| (9..17).contains(&(at / hours(1) % 24)) && at / hours(24) % 7 < 5));
    let failed = played.sums.failed as f64 / raised.len() as f64;
    assert!((0.10..0.20).contains(&failed), "one in seven fails: {failed}");
    assert_eq!(played.sums.rolled_back, played.sums.failed);
}

#[test]
fn one_more_change_leaves_the_luck_of_the_others_alone() {
    let one =
        r#""c": (kind: Standard, at: "2026-01-05T10:00", teams: ["ops"], effort: Exponential(mean: "1h"), fails: 0.5, begins: "failed")"#;
    let more = format!(r#"{one}, "a": (kind: Standard, at: "2026-01-05T08:00", teams: ["late"], effort: "1h", fails: 0)"#);
    let (one, more) = (plan_of(&scenario(one, "")), plan_of(&scenario(&more, "")));
    let mut failed = 0;
    for k in 0..20 {
        let tell = |plan: &Arc<Plan>, change: u32| {
            let played = replication(plan, k);
            let of = |s: &Step| match *s {
                Step::Done { change: c, .. } => c.0 == change,
                Step::Failed { change: c, .. } => c.0 == change,
                _ => false,
            };
            (played.steps(of), played.sums.failed)
        };
        let alone = tell(&one, 0);
        assert_eq!(alone, tell(&more, 1));
        failed += alone.1;
    }
    assert!((1..20).contains(&failed));
}

#[test]
fn a_freeze_holds_planned_changes_back_and_leaves_those_of_an_emergency() {
    let freeze = r#"calendar: {"audit": (when: Between([(from: "2026-01-05T12:00", to: "2026-01-06T20:00")]), freeze: true)}, changes: {"#;
    let text = change("Standard", ", fails: 0").replace("changes: {", freeze);
    let played = played(&text);
    let shut: Vec<bool> = played
        .facts
        .iter()
        .filter_map(|(_, f)| if let Fact::Change(Step::Shut { freeze, .. }) = f { Some(*freeze) } else { None })
        .collect();
    assert_eq!(shut, [true], "its window would have opened before");
    assert_eq!(played.started(), [hours(24 + 20)]);
    assert_eq!(played.waited(), [0, 34 * 60, 0]);
    // Without a window it waits for the end of the freeze, and only when it is raised in it.
    let any = change("Standard", ", fails: 0")
        .replace(r#", window: Weekly([(days: "Mon,Tue", from: "18:00", to: "22:00")])"#, "")
        .replace("changes: {", freeze);
    assert_eq!(self::played(&any).started(), [hours(10)]);
    assert_eq!(self::played(&any.replace("2026-01-05T10:00", "2026-01-05T13:00")).started(), [hours(44)]);
    // Nothing else is frozen, so a planned change stands beside that of an emergency.
    let urgent = r#""e": (kind: Emergency, at: "2026-01-05T13:00", teams: ["ops"], effort: "1h", approval: "urgent", fails: 0, review: (by: "board", effort: "1h")), "c": (kind: Standard, at: "2026-01-11T00:00", teams: ["ops"], effort: "1h", fails: 0)"#;
    let played = self::played(&scenario(urgent, "").replace("changes: {", freeze));
    assert_eq!(played.started()[0], hours(13) + 12 * MINUTE);
}

#[test]
fn hours_on_changes_are_no_hours_on_incidents() {
    let demand = r#"demand: {"t": (team: "ops", rate_per_week: 1000000, effort: "10h")}, changes: {"#;
    let text = change("Standard", ", fails: 0").replace("changes: {", demand);
    let spent = |played: &Played, on: Spent| -> Span {
        let times = played.facts.iter().filter_map(|(_, f)| match *f {
            Fact::Spent { on: of, time, .. } if of == on => Some(time),
            _ => None,
        });
        times.sum()
    };
    let with = played(&text);
    assert_eq!((spent(&with, Spent::Changes), spent(&with, Spent::Incidents)), (Span(hours(1)), Span(0)));
    assert_eq!(with.when(|f| matches!(f, Fact::LeftTicket { .. })), [hours(18)], "a change takes people from tickets");
}
