//! Who is there and who is called: people who are on shift around the clock rest in turn, whoever comes back looks at what lies there, whoever
//! has just done the task before goes on, whoever was called to tell others stays for it, whoever went home is not in touch any more.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Ending, Fact, Wait};
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

const REACH: &str = r#"reach: (on_shift: (answers: 1, after: "0s"), on_call: (answers: 0), off_duty: (answers: 0)),"#;

fn scenario(parts: &str) -> String {
    format!(r#"(name: "rest", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "3d", horizon: "20d", {parts})"#)
}
fn outcome(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
/// The parts of the ledger of the first incident in minutes, those of no length left out.
fn ledger(text: &str) -> Vec<(Wait, i64)> {
    let outcome = outcome(text);
    Wait::ALL.into_iter().map(|w| (w, outcome.ledger[w as usize].0 / 60_000)).filter(|(_, m)| *m > 0).collect()
}
/// What those at work do: who starts which task when, in minutes from the start.
fn starts(text: &str) -> Vec<(i64, String, String)> {
    let plan = plan_of(text);
    let named = |(at, fact): (Instant, Fact)| match fact {
        Fact::Started { job, person: Some(person), .. } => {
            Some(((at - Instant(0)).0 / 60_000, plan.tasks[job.task.at()].id.clone(), plan.people[person.at()].id.clone()))
        }
        _ => None,
    };
    facts(&plan, 1, 0).into_iter().filter_map(named).collect()
}
fn all(of: &[(i64, &str, &str)]) -> Vec<(i64, String, String)> {
    of.iter().map(|(at, task, person)| (*at, task.to_string(), person.to_string())).collect()
}
fn minutes(hours: i64, minutes: i64) -> i64 {
    60 * hours + minutes
}

/// So many people who are always there, one incident at the hour given that takes so long.
fn around_the_clock(count: u32, rest: &str, at: &str, effort: &str) -> String {
    scenario(&format!(
        r#"{REACH} {rest} rosters: {{"round": Always}}, teams: {{"ops": ()}},
        people: {{"op": (count: {count}, team: "ops", roster: "round", cost_per_hour: 10)}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "{effort}")}})}},
        incidents: {{"i": (playbook: "p", at: "{at}", severity: High, reported: "0s")}}"#
    ))
}
const REST: &str = r#"rest: (longest_stretch: "16h", least_rest: "10h"),"#;

#[test]
fn who_is_always_there_rests_by_the_clock_and_not_from_the_first_incident_on() {
    use Wait::{OffDuty, Working};
    // There from 0 to 16, from 26 to 42, from 52 on.
    for (at, before) in [("05T00:00", 0), ("05T10:00", 600), ("05T16:00", 600), ("05T20:00", 360)] {
        let off_duty = [(OffDuty, before)].into_iter().filter(|(_, minutes)| *minutes > 0);
        let expected: Vec<_> = off_duty.chain([(Working, 15 * 60)]).collect();
        assert_eq!(ledger(&around_the_clock(1, REST, &format!("2026-01-{at}"), "15h")), expected, "{at}");
    }
    assert_eq!(ledger(&around_the_clock(1, "", "2026-01-05T10:00", "15h")), [(Working, 900)]);
}

#[test]
fn people_who_are_always_there_rest_in_turn() {
    // The first from 0 to 16 and from 26 on, the second from -13 to 3, from 13 to 29: there is always one of them.
    let text = around_the_clock(2, REST, "2026-01-05T06:00", "30h");
    assert_eq!(ledger(&text), [(Wait::Working, 30 * 60)]);
    let changes = [(minutes(6, 0), "do", "op-1"), (minutes(16, 0), "do", "op-2"), (minutes(29, 0), "do", "op-1")];
    assert_eq!(starts(&text), all(&changes));
    // Where nobody has to rest the first does it alone.
    assert_eq!(starts(&around_the_clock(2, "", "2026-01-05T06:00", "30h")), all(&changes[..1]));
    // One more person takes a third of a turn, 8 h 40 min, from the one before: the first works until 16:00, the second from 8:40 on.
    let text = around_the_clock(3, REST, "2026-01-05T15:00", "3h");
    assert_eq!(starts(&text), all(&[(minutes(15, 0), "do", "op-1"), (minutes(16, 0), "do", "op-2")]));
}

/// Ana was called out in the night from 0:00 on, for six hours, and rests until 16:00, in the middle of her shift from 8:00 to 18:00. At noon an
/// alert reaches the queue of her team.
fn back_at_four(more: &str) -> String {
    scenario(&format!(
        r#"reach: (on_shift: (answers: 1, after: "0s"), off_duty: (answers: 1, after: "0s")), rest: (longest_stretch: "16h", least_rest: "10h"),
        rosters: {{"day": Weekly([(days: "daily", from: "08:00", to: "18:00")])}}, teams: {{"ops": ()}},
        people: {{"ana": (team: "ops", roster: "day")}}, systems: {{"app": ()}},
        telemetry: {{"watch": (watches: ["app"], sees: 1, after: "0s", goes_to: "ops")}},
        playbooks: {{"night": (tasks: {{"mend": (phase: Recover, teams: ["ops"], effort: "6h")}}),
            "p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "30m")}})}},
        incidents: {{
            "first": (playbook: "night", at: "2026-01-05T00:00", severity: High, reported: "0s"),
            "second": (playbook: "p", at: "2026-01-05T12:00", severity: High, hits: ["app"]{more}),
        }}"#
    ))
}

#[test]
fn who_comes_back_from_rest_in_mid_shift_sees_what_lies_in_the_queue() {
    let text = back_at_four("");
    let plan = plan_of(&text);
    let acknowledged = facts(&plan, 1, 0).into_iter().filter(|(_, f)| matches!(f, Fact::Acknowledged { .. })).map(|(at, _)| at);
    let times: Vec<i64> = acknowledged.map(|at| (at - Instant(0)).0 / 60_000).collect();
    assert_eq!(times, [0, minutes(16, 0)], "not at the beginning of her next shift");
    let expected = [(0, "mend", "ana"), (minutes(16, 0), "do", "ana")];
    assert_eq!(starts(&text), all(&expected));
    // The task is there at noon where it is reported to the responders; it waits for her as long.
    assert_eq!(starts(&back_at_four(r#", reported: "0s""#)), all(&expected));
}

/// Ann and Zoe are on shift. Ann knows the runbook of the second task or not; Zoe improvises. The third person is called out.
fn relay(ann: &str, zoe: &str, first: &str, second: &str) -> String {
    scenario(&format!(
        r#"{REACH} rosters: {{"round": Always}}, teams: {{"ops": (), "others": ()}},
        people: {{"ann": (team: "ops", roster: "round", {ann}), "zoe": (team: "ops", roster: "round", {zoe})}},
        playbooks: {{"p": (tasks: {{
            "one": (phase: Contain, teams: ["ops"], {first} effort: "1h"),
            "two": (phase: Recover, after: ["one"], teams: ["ops"], {second} effort: "1h"),
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T00:00", severity: High, reported: "0s")}}"#
    ))
}

#[test]
fn who_has_just_done_the_task_before_counts_as_free() {
    let improvised = r#"knows: "book", improvise: 2.0,"#;
    let text = |ann: &str, zoe: &str, first: &str, second: &str| starts(&relay(ann, zoe, first, second));
    // She knows how, the idle one would improvise, though her name comes first.
    let knows = r#"skills: {"craft": Expert}, knows: ["book"]"#;
    assert_eq!(text(r#"skills: {}"#, knows, r#"skill: ("craft", Working),"#, improvised), all(&[(0, "one", "zoe"), (60, "two", "zoe")]));
    // Nobody knows: the first by id.
    assert_eq!(text("", "", "", ""), all(&[(0, "one", "ann"), (60, "two", "ann")]));
    // The least skill that suffices goes before who has just been at it.
    let (working, expert) = (r#"skills: {"craft": Working}"#, r#"skills: {"craft": Expert}"#);
    assert_eq!(
        text(expert, working, r#"skill: ("craft", Expert),"#, r#"skill: ("craft", Working),"#),
        all(&[(0, "one", "ann"), (60, "two", "zoe")])
    );
}

#[test]
fn who_has_just_done_the_task_before_turns_to_other_work_that_waits_for_them() {
    // Two tasks are ready when `one` is done: `two`, and `zeal` that waits for Zoe since the beginning.
    let text = relay(
        r#"skills: {}"#,
        r#"skills: {"craft": Expert}, knows: ["book"]"#,
        r#"skill: ("craft", Working),"#,
        r#"knows: "book", improvise: 2.0,"#,
    )
    .replace(r#""two":"#, r#""zeal": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h"), "two":"#);
    assert_eq!(starts(&text), all(&[(0, "one", "zoe"), (60, "two", "ann"), (60, "zeal", "zoe")]));
}

/// Nobody is on shift; Ana answers in 20 minutes. Mending needs no hands, then others are to be told.
fn telling(phase: &str) -> String {
    scenario(&format!(
        r#"reach: (off_duty: (answers: 1, after: "20m")), teams: {{"ops": (), "press": ()}},
        people: {{"ana": (team: "press"), "bob": (team: "ops")}},
        playbooks: {{"p": (tasks: {{
            "wait": (phase: Recover, takes: "1h"),
            "tell": (phase: {phase}, after: ["wait"], teams: ["press"], effort: "30m"),
            "tell-more": (phase: {phase}, after: ["wait"], teams: ["press"], effort: "30m"),
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T00:00", severity: High, reported: "0s")}}"#
    ))
}

#[test]
fn who_was_called_to_tell_others_stays_for_it_though_everything_is_back() {
    let text = telling("Notify");
    let told = outcome(&text);
    assert_eq!(told.recovered.unwrap() - Instant(0), Span::hours(1));
    assert_eq!(starts(&text), all(&[(80, "tell", "ana"), (110, "tell-more", "ana")]));
    assert_eq!(told.closed.unwrap() - Instant(0), Span::minutes(140));
    let plan = plan_of(&text);
    let called: Vec<_> =
        facts(&plan, 1, 0).into_iter().filter(|(_, f)| matches!(f, Fact::CalledOut { .. } | Fact::StoodDown { .. })).collect();
    let times: Vec<i64> = called.iter().map(|(at, _)| (*at - Instant(0)).0 / 60_000).collect();
    assert_eq!(times, [80, 140], "called once, and goes when nothing is left to tell");
}

#[test]
fn nobody_is_called_to_look_back_once_everything_is_back() {
    let plan = plan_of(&telling("Close"));
    let facts = facts(&plan, 1, 0);
    assert!(!facts.iter().any(|(_, f)| matches!(f, Fact::Paged { .. } | Fact::CalledOut { .. })), "they do it when they are there");
}

/// The boss decides twice: at noon, in the office, and at 21:00, at home, where nobody reaches them before 8:00.
fn decided_at_night(off_duty: &str) -> String {
    scenario(&format!(
        r#"reach: (on_shift: (answers: 1, after: "0s"), off_duty: ({off_duty})),
        rosters: {{"round": Always, "day": Weekly([(days: "daily", from: "08:00", to: "18:00")])}}, teams: {{"ops": (), "bosses": ()}},
        people: {{"op": (team: "ops", roster: "round"), "boss": (team: "bosses", roster: "day")}},
        decisions: {{"one": (held_by: ["boss"], deliberation: "0s"), "two": (held_by: ["boss"], deliberation: "0s")}},
        playbooks: {{"p": (tasks: {{
            "isolate": (phase: Contain, teams: ["ops"], decision: "one", effort: "9h"),
            "restore": (phase: Recover, after: ["isolate"], teams: ["ops"], decision: "two", effort: "1h"),
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}}"#
    ))
}

#[test]
fn who_answered_at_work_is_not_in_touch_at_home() {
    use Wait::{DecisionReach, Working};
    assert_eq!(
        ledger(&decided_at_night("answers: 0")),
        [(DecisionReach, 11 * 60), (Working, 600)],
        "from 21:00 until the next shift at 8:00"
    );
    assert_eq!(ledger(&decided_at_night(r#"answers: 1, after: "45m""#)), [(DecisionReach, 45), (Working, 600)], "reached anew");
}

#[test]
fn who_answered_at_home_is_in_touch_there_for_the_day() {
    // At 10:00 on a day off the boss is asked, and again at 19:00: the first call took 45 minutes, the second finds them in touch.
    let text = decided_at_night(r#"answers: 1, after: "45m""#).replace("day\": Weekly([(days: \"daily\"", "day\": Weekly([(days: \"Sun\"");
    assert_eq!(ledger(&text), [(Wait::DecisionReach, 45), (Wait::Working, 600)]);
}

#[test]
fn a_task_that_failed_goes_to_the_best_of_those_who_are_free() {
    let text = relay(r#"skills: {}"#, "", "", r#"works: 0.5,"#);
    let plan = plan_of(&text);
    for replication in 0..20 {
        for (_, fact) in facts(&plan, 1, replication) {
            if let Fact::Ended { person: Some(person), ending, .. } = fact {
                assert_eq!(plan.people[person.at()].id, "ann", "{ending:?}");
                assert!(matches!(ending, Ending::Done | Ending::Failed));
            }
        }
    }
}
