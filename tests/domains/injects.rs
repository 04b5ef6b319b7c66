//! Injects: each state in which one comes, each thing that one does, to the millisecond.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Outcome, Recorder};
use firedrill::model::fact::{Fact, Told, Wait};
use firedrill::model::ids::{InjectId, PersonId};
use firedrill::model::incident::entry::Severity;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::plan_of;

/// Two systems fall on Monday at noon; ten minutes later it is reported. Ana looks for half an hour, the boss thinks for a quarter of an hour,
/// Ana contains it in half an hour and restores `app` and then `db` in an hour each. `web` needs `app`. Ben can do what Ana can, and is on call:
/// he answers after 20 minutes. `noise` is another kind of incident, at 18:00, that nothing is said of here.
fn text(injects: &str) -> String {
    format!(
        r#"(name: "injects", time_zone: "UTC", starts: "2026-01-05T10:00", runs_for: "1d", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "5m"), on_call: (answers: 1.0, after: "20m"), off_duty: (answers: 0.0, after: "1m"),
                absent: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always, "rota": OnCall(members: ["ben"], hand_over: "Mon 09:00", from: "2026-01-05")}},
        teams: {{"ops": (), "bosses": (), "soc": ()}},
        people: {{
            "ana": (team: "ops", role: "engineer", roster: "always", grants: ["root"]),
            "ben": (team: "ops", role: "engineer", grants: ["root"]),
            "boss": (team: "bosses", roster: "always"),
            "sue": (team: "soc", roster: "always"),
        }},
        systems: {{"app": (backup: (restore: "1h", works: 1.0)), "db": (backup: (restore: "1h", works: 1.0)), "web": (needs: ["app"])}},
        decisions: {{"cut": (held_by: ["boss"], deliberation: "15m")}},
        notices: {{"regulator": (within: "2h", from: Aware, teams: ["bosses"], effort: "3h")}},
        playbooks: {{
            "p": (notices: ["regulator"], tasks: {{
                "look": (phase: Triage, teams: ["ops"], effort: "30m", declares: true),
                "contain": (phase: Contain, after: ["look"], teams: ["ops"], decision: "cut", effort: "30m"),
                "restore": (phase: Recover, after: ["contain"], each: Affected, teams: ["ops"], grant: "root", effort: Restore),
            }}),
            "q": (tasks: {{"tidy": (phase: Recover, teams: ["soc"], effort: "45m")}}),
        }},
        incidents: {{
            "i": (playbook: "p", at: "2026-01-05T12:00", hits: ["app", "db"], severity: High, reported: "10m"),
            "noise": (playbook: "q", at: "2026-01-05T18:00", severity: Low, reported: "0s"),
            "second": (playbook: "q", severity: Low, reported: "5m"),
        }},
        injects: {{{injects}}})"#
    )
}
fn plan(injects: &str) -> Arc<Plan> {
    plan_of(&more(injects))
}
fn more(injects: &str) -> String {
    text(&format!(r#"{injects}, "z-begins": (says: "-", held_back: true, effect: NewIncident("second"), for: ["i"])"#))
}

type Facts = Vec<(Instant, Fact)>;
/// All facts of a play, and what became of its incidents, in the order in which they began. What an earlier play changed is forgotten.
fn played(plan: &Arc<Plan>, by_hand: &[(i64, &str)]) -> (Vec<Outcome>, Facts) {
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    for replication in [1, 0] {
        play.reset(1, replication);
        recorder.reset();
        facts.clear();
        for (minute, id) in by_hand {
            assert!(play.inject_by_id(noon() + Span::minutes(*minute), id));
        }
        let played = play
            .run(&mut |at, fact| {
                facts.push((at, *fact));
                recorder.observe(at, fact);
            })
            .unwrap();
        recorder.finish(played.end);
    }
    (recorder.take(), facts)
}
fn noon() -> Instant {
    Instant(0) + Span::hours(2)
}
fn minute(at: Instant) -> i64 {
    assert_eq!((at - noon()).0 % 60_000, 0, "whole minutes");
    (at - noon()).0 / 60_000
}
/// When the first inject came, in minutes after noon, with the number of the incident.
fn came(facts: &Facts) -> Vec<(i64, u32)> {
    let fired = |(at, fact): &(Instant, Fact)| match fact {
        Fact::Inject(Told::Fired { incident, inject: InjectId(0) }) => Some((minute(*at), incident.0)),
        _ => None,
    };
    facts.iter().filter_map(fired).collect()
}
/// The parts of the ledger of the first incident in minutes, those of no length left out.
fn ledger(outcomes: &[Outcome]) -> Vec<(Wait, i64)> {
    Wait::ALL.into_iter().map(|w| (w, outcomes[0].ledger[w as usize].0 / 60_000)).filter(|(_, m)| *m > 0).collect()
}
fn ledger_of(injects: &str) -> Vec<(Wait, i64)> {
    ledger(&played(&plan(injects), &[]).0)
}
/// An inject of which only the coming is of interest.
fn cue(fields: &str) -> Vec<(i64, u32)> {
    came(&played(&plan(&format!(r#""a": (says: "Look.", {fields})"#)), &[]).1)
}
/// As it goes without any inject: reported at 0:10, looked at until 0:40, decided at 1:00, contained at 1:30, `app` back at 2:30 and `db`, which
/// waits for Ana meanwhile, at 3:30.
const QUIET: [(Wait, i64); 5] =
    [(Wait::Undetected, 10), (Wait::Busy, 60), (Wait::DecisionReach, 5), (Wait::Deliberation, 15), (Wait::Working, 120)];

#[test]
fn an_inject_comes_in_each_state() {
    for (state, first) in [
        ("Began", 0),
        ("Occurred", 0),
        ("Alerted", 10),
        ("Acknowledged", 10),
        ("Aware", 40),
        ("Declared", 40),
        ("Escalated", 45),
        ("Contained", 90),
        ("Recovered", 210),
        (r#"SystemDown("db")"#, 0),
        ("SystemsDown(3)", 0),
        (r#"TaskStarted("restore")"#, 90),
        (r#"TaskStartedFor("restore", "db")"#, 150),
        (r#"TaskDone("restore")"#, 150),
        (r#"TaskDoneFor("restore", "db")"#, 210),
        (r#"Asked("cut")"#, 40),
        (r#"Approved("cut")"#, 60),
        (r#"NoticeSent("regulator")"#, 220),
        (r#"NoticeMissed("regulator")"#, 160),
        (r#"Injected("b")"#, 15),
    ] {
        let other = r#""a": (says: "Look.", for: ["i"], when: STATE), "b": (says: "Look.", for: ["i"], at: "+15m")"#;
        let (_, facts) = played(&plan(&other.replace("STATE", state)), &[]);
        // A deadline has passed a moment after it.
        let facts: Facts = facts.into_iter().map(|(at, f)| (Instant(at.0 - at.0 % 60_000), f)).collect();
        assert_eq!(came(&facts), [(first, 0)], "{state}");
    }
}

#[test]
fn an_inject_comes_when_nobody_has_answered_for_so_long() {
    let away = r#""x": (says: "Ana is ill.", for: ["i"], when: Began, effect: Absent(person: "engineer", lasts: "2d"))"#;
    let with = |wait: &str, more: &str| {
        let all = format!(r#""a": (says: "Silence.", for: ["i"], when: Unanswered("{wait}")){more}"#);
        came(&played(&plan(&all), &[]).1)
    };
    assert_eq!(with("1h", &format!(", {away}")), [(70, 0)], "an hour after the report");
    assert_eq!(with("1h", ""), [], "Ana has answered");
}

#[test]
fn an_inject_comes_by_the_clock() {
    assert_eq!(cue(r#"at: "+1h", for: ["i"]"#), [(60, 0)]);
    assert_eq!(cue(r#"at: "+20m""#), [(20, 0), (6 * 60 + 20, 1)], "in every incident");
    assert_eq!(cue(r#"at: "2026-01-05T12:40""#), [(40, 0)]);
    assert_eq!(cue(r#"at: "2026-01-05T11:40""#), [], "no incident is in hand");
    assert_eq!(cue(r#"at: "2026-01-05T12:40", for: ["noise"]"#), [], "none of its own");
}

#[test]
fn an_inject_waits_as_long_as_it_says() {
    assert_eq!(cue(r#"when: Declared, after: "1h 5m", for: ["i"]"#), [(105, 0)]);
    assert_eq!(cue(r#"at: "2026-01-05T12:40", after: "10m""#), [(50, 0)]);
    assert_eq!(cue(r#"when: Declared, after: "2d", for: ["i"]"#), [], "it is long over");
}

#[test]
fn an_inject_comes_as_often_as_it_may() {
    assert_eq!(cue(r#"when: TaskStarted("restore")"#), [(90, 0)]);
    assert_eq!(cue(r#"when: TaskStarted("restore"), times: 2"#), [(90, 0), (150, 0)]);
    assert_eq!(cue(r#"when: TaskStarted("restore"), times: 9"#), [(90, 0), (150, 0)]);
}

#[test]
fn chance_belongs_to_the_inject_and_the_incident() {
    assert_eq!(cue(r#"when: Declared, chance: 0"#), []);
    let sometimes = plan(r#""a": (says: "Look.", for: ["i"], when: TaskStarted("restore"), chance: 0.25)"#);
    let mut play = Play::new(sometimes.clone());
    let mut times = 0;
    for replication in 0..2_000 {
        play.reset(1, replication);
        play.run(&mut |_, fact| times += usize::from(matches!(fact, Fact::Inject(Told::Fired { .. })))).unwrap();
    }
    // Standard error 19; a second chance with the second restore would make it 875.
    assert!((420..580).contains(&times), "{times} of 2000");
}

#[test]
fn the_facilitator_plays_what_is_held_back() {
    let all = plan(r#""a": (says: "The press calls.", held_back: true, effect: Absent(person: "ana", lasts: "1h"))"#);
    let (outcomes, facts) = played(&all, &[]);
    assert_eq!((came(&facts), ledger(&outcomes), outcomes[0].injects), (vec![], QUIET.to_vec(), 0));
    let (outcomes, facts) = played(&all, &[(100, "a"), (130, "a")]);
    assert_eq!((came(&facts), outcomes[0].injects), (vec![(100, 0)], 1), "once");
    assert_eq!(ledger(&outcomes)[1], (Wait::OffDuty, 20), "until Ben answers");
    assert_eq!(came(&played(&all, &[(-30, "a")]).1), [], "nothing has happened yet");
    assert!(!Play::new(all).inject_by_id(noon(), "b"));
}

#[test]
fn somebody_is_away_until_they_are_back() {
    assert_eq!(ledger_of(r#""a": (says: "-", at: "+1000h", effect: Absent(person: "ana", lasts: "1h"))"#), QUIET);
    let away =
        |lasts: &str| plan(&format!(r#""a": (says: "-", for: ["i"], at: "+1h 40m", effect: Absent(person: "ana", lasts: "{lasts}"))"#));
    // Ana is ten minutes into the restore of app, and goes on with it a quarter of an hour later; Ben, who was called meanwhile, answers at 2:00
    // and restores db.
    let (outcomes, facts) = played(&away("15m"), &[]);
    let waited = [(Wait::Undetected, 10), (Wait::OffDuty, 15), (Wait::Busy, 15)];
    assert_eq!(ledger(&outcomes), [&waited, &QUIET[2..]].concat());
    assert!(facts.iter().any(|(at, f)| minute(*at) == 115 && *f == Fact::Back { person: PersonId(0) }));
    // Ben takes up what she has begun and goes on with it.
    let (outcomes, _) = played(&away("2d"), &[]);
    assert_eq!(ledger(&outcomes)[1], (Wait::OffDuty, 20));
    assert_eq!(outcomes[0].recovered, Some(noon() + Span::minutes(230)));
}

#[test]
fn who_is_on_leave_already_stays_so_and_is_away_a_little_longer() {
    let text = more(r#""a": (says: "-", for: ["i"], at: "+30m", effect: Absent(person: ["ana", "ben"], lasts: "3h"))"#);
    let leave = r#"overrides: {"leave": Away(people: ["ana"], from: "2026-01-05T12:20", to: "2026-01-05T14:00")}, systems:"#;
    let plan = plan_of(&text.replacen("systems:", leave, 1));
    let (outcomes, facts) = played(&plan, &[]);
    let away: Vec<(i64, u32, i64)> = facts
        .iter()
        .filter_map(|(at, f)| if let Fact::Away { person, until, .. } = f { Some((minute(*at), person.0, minute(*until))) } else { None })
        .collect();
    // The leave of which the file speaks stands; what follows it is told when it begins. Ben is away too, and cannot be called.
    assert_eq!(away, [(20, 0, 120), (30, 1, 210), (120, 0, 210)]);
    assert_eq!(ledger(&outcomes)[1], (Wait::OffDuty, 190));
}

#[test]
fn a_grant_is_lost_and_given() {
    let lost = |lasts: &str| {
        format!(r#""a": (says: "-", for: ["i"], at: "+1h 40m", effect: GrantLost(person: "engineer", grant: "root"{lasts}))"#)
    };
    assert_eq!(ledger_of(&lost(r#", lasts: "1h""#))[1..3], [(Wait::Busy, 60), (Wait::NoGrant, 60)]);
    let given = r#""b": (says: "-", for: ["i"], at: "+2h", effect: GrantGiven(person: "ana", grant: "root", lasts: "90m"))"#;
    // Twenty minutes without; then she has it for the 110 minutes that are left, less twenty.
    let (outcomes, _) = played(&plan(&format!("{}, {given}", lost(""))), &[]);
    assert_eq!(outcomes[0].recovered, None);
    let longer = given.replace("90m", "111m");
    assert_eq!(ledger_of(&format!("{}, {longer}", lost("")))[2], (Wait::NoGrant, 20));
    // Who holds it already does not lose it when what is given runs out.
    let again = given.replace(r#""ana""#, r#"["ana", "sue"]"#).replace("90m", "5m");
    assert_eq!(ledger_of(&again), QUIET);
}

#[test]
fn another_incident_begins() {
    let (outcomes, facts) =
        played(&plan(r#""a": (says: "-", for: ["i"], when: TaskStarted("restore"), effect: NewIncident("second"))"#), &[]);
    assert_eq!(came(&facts), [(90, 0)]);
    let began: Vec<i64> = outcomes.iter().map(|o| minute(o.began)).collect();
    assert_eq!(began, [0, 90, 360]);
    assert_eq!(minute(outcomes[1].recovered.unwrap()), 90 + 5 + 45);
    assert_eq!(ledger(&outcomes), QUIET);
    let late = r#""a": (says: "-", for: ["noise"], when: Began, after: "15h 30m", effect: NewIncident("second"))"#;
    let long = text(late).replacen(
        r#""tidy": (phase: Recover, teams: ["soc"], effort: "45m")"#,
        r#""tidy": (phase: Recover, teams: ["soc"], effort: "40h")"#,
        1,
    );
    let began = |text: &str| played(&plan_of(text), &[]).0.iter().map(|o| minute(o.began)).collect::<Vec<_>>();
    assert_eq!(began(&long), [0, 360, 360 + 930]);
    assert_eq!(began(&long.replace("15h 30m", "16h")), [0, 360], "incidents arrive no more");
}

#[test]
fn severity_changes_in_truth_or_to_those_who_deal_with_it() {
    let assessed = |effect: &str, at: &str| {
        let (_, facts) = played(&plan(&format!(r#""a": (says: "-", for: ["i"], at: "{at}", effect: {effect})"#)), &[]);
        let aware = facts.iter().find_map(|(_, f)| if let Fact::Aware { severity, .. } = f { Some(*severity) } else { None }).unwrap();
        let turns = facts.iter().any(|(_, f)| matches!(f, Fact::Inject(Told::Turns { .. })));
        (aware, turns)
    };
    assert_eq!(assessed("Severity(Critical)", "+20m"), (Severity::Critical, true), "triage finds it out");
    assert_eq!(assessed("Severity(Critical)", "+50m"), (Severity::High, true), "triage is over");
    assert_eq!(assessed("Assessed(Critical)", "+20m"), (Severity::High, true), "triage knows better");
}

#[test]
fn who_is_taken_for_more_severe_comes_first() {
    // Three incidents want Sue; the one in the middle is made worse while the first has her.
    let text = |effect: &str, preemption: &str| {
        format!(
            r#"(name: "order", time_zone: "UTC", starts: "2026-01-05T12:00", runs_for: "1d", horizon: "5d",
            rosters: {{"always": Always}}, teams: {{"soc": (preemption: {preemption})}}, people: {{"sue": (team: "soc", roster: "always")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["soc"], effort: "1h")}})}},
            incidents: {{
                "a": (playbook: "p", at: "2026-01-05T12:00", severity: Medium, reported: "0s"),
                "b": (playbook: "p", at: "2026-01-05T12:10", severity: Medium, reported: "0s"),
                "c": (playbook: "p", at: "2026-01-05T12:20", severity: Medium, reported: "0s"),
            }},
            injects: {{"worse": (says: "-", for: ["c"], at: "+10m", effect: {effect})}})"#
        )
    };
    let back = |effect: &str, preemption: &str| {
        let (outcomes, _) = played(&plan_of(&text(effect, preemption)), &[]);
        outcomes.iter().map(|o| o.recovered.unwrap().0 / 60_000).collect::<Vec<_>>()
    };
    assert_eq!(back("Severity(High)", "Never"), [60, 120, 180], "nobody knows");
    assert_eq!(back("Assessed(High)", "Never"), [60, 180, 120], "it waits, but comes next");
    assert_eq!(back("Assessed(High)", "Resume"), [120, 180, 90], "it takes her");
    assert_eq!(back("Assessed(Low)", "Resume"), [60, 120, 180]);
}

#[test]
fn copies_are_found_bad_in_the_middle_of_a_restore() {
    // Copies every six hours; the restores fail no more than they are made to.
    let with = |effect: &str, backup: &str| {
        let inject = format!(r#""a": (says: "-", for: ["i"], when: TaskStartedFor("restore", "app"), after: "20m", effect: {effect})"#);
        let text = more(&inject).replacen(
            r#""app": (backup: (restore: "1h", works: 1.0"#,
            &format!(r#""app": (backup: (restore: "1h"{backup}"#),
            1,
        );
        let (outcomes, facts) = played(&plan_of(&text), &[]);
        let read: Vec<_> = facts
            .iter()
            .filter_map(|(_, f)| if let Fact::Restored { copy, vault, .. } = f { Some((minute(*copy), *vault)) } else { None })
            .collect();
        (outcomes[0].ledger[Wait::Rework as usize].0 / 60_000, outcomes[0].recovered.map(minute), read)
    };
    let dated = r#", every: "6h", keep: "1d""#;
    assert_eq!(with("Severity(High)", dated), (0, Some(210), vec![(0, false)]));
    // Twenty minutes are lost; Ana restores db, and then app from the next older copy. All of that is rework of app.
    let (rework, back, read) = with(r#"CopiesLost(system: "app", copies: 1)"#, dated);
    assert_eq!((back, read), (Some(230), vec![(-360, false)]));
    assert_eq!(rework, 120);
    assert_eq!(with(r#"CopiesLost(system: "app", copies: 3)"#, dated).2, [(-1080, false)]);
    let vault = r#", every: "6h", keep: "1d", vault: (restore: "3h", works: 1.0, every: "7d", at: "Mon 00:00")"#;
    assert_eq!(with(r#"CopiesLost(system: "app", copies: 9)"#, vault), (240, Some(110 + 60 + 180), vec![(-720, true)]));
    assert_eq!(with(r#"CopiesLost(system: "app")"#, vault), (240, Some(110 + 60 + 180), vec![(-720, true)]));
    assert_eq!(with(r#"CopiesLost(system: "app")"#, dated).1, None, "no copy is left");
}

#[test]
fn with_no_copy_left_it_says_so_and_all_that_follows_the_failed_attempt_is_rework() {
    // Nobody has said how old the copies are; twenty minutes into the restore of app they turn out bad. Then Ana restores db, and nothing more.
    let inject = r#""a": (says: "-", for: ["i"], when: TaskStartedFor("restore", "app"), after: "20m", effect: CopiesLost(system: "app"))"#;
    let (outcomes, facts) = played(&plan(inject), &[]);
    assert!(facts.iter().any(|(at, f)| minute(*at) == 110 && matches!(f, Fact::NoCopyLeft { .. })));
    let ledger = ledger(&outcomes);
    assert_eq!(outcomes[0].recovered, None);
    // All that comes after the failed attempt, to the end of the five days, would not be there but for it.
    assert_eq!(ledger.iter().find(|(w, _)| *w == Wait::Rework), Some(&(Wait::Rework, 5 * 24 * 60 - 110)), "{ledger:?}");
    assert_eq!(ledger.iter().find(|(w, _)| *w == Wait::Dependency), None, "{ledger:?}");
}

#[test]
fn what_waits_to_be_restored_reads_other_copies() {
    let with = |vault: &str| {
        let inject =
            r#""a": (says: "-", for: ["i"], when: TaskStartedFor("restore", "app"), after: "20m", effect: CopiesLost(system: "db"))"#;
        let text = more(inject).replacen(
            r#""db": (backup: (restore: "1h", works: 1.0"#,
            &format!(r#""db": (backup: (restore: "1h", every: "6h"{vault}"#),
            1,
        );
        played(&plan_of(&text), &[])
    };
    assert_eq!(with(r#", vault: (restore: "3h", works: 1.0)"#).0[0].recovered.map(minute), Some(150 + 180));
    let (outcomes, facts) = with("");
    assert_eq!(outcomes[0].recovered, None);
    assert!(facts.iter().any(|(at, f)| minute(*at) == 110 && matches!(f, Fact::NoCopyLeft { .. })));
}

#[test]
fn a_system_is_out_for_a_time_whatever_is_done_about_it() {
    let down = |lasts: &str| {
        let plan = plan(&format!(r#""a": (says: "-", for: ["i"], at: "+30m", effect: Down(system: "app", lasts: "{lasts}"))"#));
        let (outcomes, _) = played(&plan, &[]);
        let back = |id: &str| {
            let lost = outcomes[0].systems.iter().find(|s| plan.systems[s.system.at()].id == id).unwrap();
            (minute(lost.lost), lost.back.map(minute))
        };
        (back("app"), back("web"), outcomes[0].recovered.map(minute))
    };
    assert_eq!(down("1h"), ((0, Some(150)), (0, Some(150)), Some(210)), "it is over before the restore");
    assert_eq!(down("4h"), ((0, Some(270)), (0, Some(270)), Some(210)), "restored, and still down");
    let healthy = plan(r#""a": (says: "-", for: ["noise"], when: Began, effect: Down(system: "app", lasts: "2h"))"#);
    let (outcomes, _) = played(&healthy, &[]);
    let lost: Vec<_> = outcomes[1].systems.iter().map(|s| (minute(s.lost), s.back.map(minute), s.hit)).collect();
    assert_eq!(lost, [(360, Some(480), false), (360, Some(480), false)], "with what needs it");
}

#[test]
fn telemetry_is_blind_for_a_time() {
    let with = |effect: &str| {
        let text = more(&format!(r#""a": (says: "-", for: ["i"], when: Began, effect: {effect})"#));
        let sensor = r#"telemetry: {"watch": (watches: ["app"], after: "5m", goes_to: "ops"), "other": (watches: ["mail"], after: "5m", goes_to: "ops")}, systems: {"mail": (),"#;
        let outcomes = played(&plan_of(&text.replacen("systems: {", sensor, 1)), &[]).0;
        outcomes[0].alerted.map(minute)
    };
    assert_eq!(with(r#"Blind(telemetry: "other")"#), Some(5));
    assert_eq!(with(r#"Blind(telemetry: "watch")"#), Some(10), "only the report is left");
    assert_eq!(with(r#"Blind(telemetry: "watch", lasts: "2m")"#), Some(7), "it sees what it has missed");
}

#[test]
fn a_third_party_cannot_be_had_for_a_time() {
    let back = |at: &str, lasts: &str| {
        let text = more(&format!(r#""a": (says: "-", for: ["i"], at: "{at}", effect: VendorAway(vendor: "forensics", lasts: "{lasts}"))"#));
        let text = text.replacen("systems:", r#"vendors: {"forensics": (activation: "1h")}, systems:"#, 1);
        let dig = r#""dig": (phase: Contain, after: ["look"], takes: "2h", vendor: "forensics"), "sift": (phase: Contain, after: ["dig"], takes: "1h", vendor: "forensics"), "contain""#;
        let outcomes = played(&plan_of(&text.replacen(r#""contain""#, dig, 1)), &[]).0;
        minute(outcomes[0].contained.unwrap())
    };
    // Called at 0:40, it begins at 1:40, is at it until 3:40, and sifts until 4:40.
    assert_eq!(back("+100h", "1h"), 280);
    assert_eq!(back("+10m", "20m"), 280, "back before it is called");
    assert_eq!(back("+10m", "50m"), 280 + 20, "it hears of it twenty minutes later");
    assert_eq!(back("+1h", "2h"), 280 + 80, "it was on its way");
    assert_eq!(back("+2h", "1h"), 280, "what it has begun goes on");
    assert_eq!(back("+2h", "3h"), 280 + 80, "and nothing else is begun");
}

#[test]
fn a_decision_is_questioned() {
    let with = |at: &str| {
        let (outcomes, facts) = played(&plan(&format!(r#""a": (says: "-", for: ["i"], at: "{at}", effect: Challenged("cut"))"#)), &[]);
        let asked = facts.iter().filter(|(_, f)| matches!(f, Fact::Asked { .. })).count();
        (outcomes[0].contained.map(minute), asked)
    };
    assert_eq!(with("+50m"), (Some(90), 1), "it has not been taken");
    assert_eq!(with("+1h 10m"), (Some(90), 2), "what is in hand goes on");
    // Taken at 1:00 and questioned at that very moment, so that nothing is begun on it: the boss, who is at hand, answers again at 1:15.
    let (outcomes, _) = played(&plan(r#""a": (says: "-", for: ["i"], when: Approved("cut"), effect: Challenged("cut"))"#), &[]);
    assert_eq!(outcomes[0].contained.map(minute), Some(75 + 30));
    // Ana is away when it is taken, so that nothing has been begun: the boss, who is at hand, is asked again at 1:20 and answers
    // at 1:35.
    let away = r#""b": (says: "-", for: ["i"], at: "+55m", effect: Absent(person: "engineer", lasts: "35m")), "a": (says: "-", for: ["i"], at: "+1h 20m", effect: Challenged("cut"))"#;
    let (outcomes, _) = played(&plan(away), &[]);
    assert_eq!(outcomes[0].contained.map(minute), Some(95 + 30));
    assert_eq!(ledger(&outcomes).iter().find(|(w, _)| *w == Wait::Deliberation), Some(&(Wait::Deliberation, 30)));
}

#[test]
fn a_call_takes_the_time_of_whoever_it_is_for() {
    let back = |effect: &str| {
        let (outcomes, facts) = played(&plan(&format!(r#""a": (says: "-", for: ["i"], at: "+2h", effect: {effect})"#)), &[]);
        let calls = facts.iter().filter(|(_, f)| matches!(f, Fact::Inject(Told::Call { .. }))).count();
        (minute(outcomes[0].recovered.unwrap()), calls)
    };
    assert_eq!(back(r#"Call(takes: "25m")"#), (235, 1), "with nobody in the lead, of who is at work");
    assert_eq!(back(r#"Call(person: "ana", takes: "25m")"#), (235, 1));
    assert_eq!(back(r#"Call(person: "ben", takes: "25m")"#), (210, 0), "he is at home");
    assert_eq!(back(r#"Call(person: "sue", takes: "25m")"#), (210, 1), "she has nothing to do");
    // With empty hands she takes nothing up until it is over; a second call comes before that.
    let idle = |at: &str, times: &str| {
        let inject = format!(r#""a": (says: "-", for: ["noise"], {at}, effect: Call(person: "sue", takes: "20m")), {times}"#);
        let (outcomes, _) =
            played(&plan_of(&more(&inject).replacen(r#"severity: Low, reported: "0s""#, r#"severity: Low, reported: "10m""#, 1)), &[]);
        minute(outcomes[1].recovered.unwrap())
    };
    let none = r#""c": (says: "-", held_back: true)"#;
    assert_eq!(idle(r#"at: "+5m""#, none), 360 + 25 + 45);
    assert_eq!(
        idle(r#"at: "+5m""#, r#""c": (says: "-", for: ["noise"], at: "+20m", effect: Call(person: "sue", takes: "20m"))"#),
        360 + 40 + 45
    );
    assert_eq!(idle(r#"at: "+15m""#, none), 360 + 10 + 45 + 20);
}

#[test]
fn somebody_comes_in_for_a_time() {
    let with = |lasts: &str| {
        let effect = format!(r#""a": (says: "-", for: ["i"], at: "+5m", effect: OnShift(person: "ben", lasts: "{lasts}"))"#);
        played(&plan(&effect), &[])
    };
    let recovered = |lasts: &str| minute(with(lasts).0[0].recovered.unwrap());
    // Ana looks and contains until 1:30; then Ben restores beside her, if he is still there to begin.
    assert_eq!(recovered("80m"), 210, "gone at 1:25");
    assert_eq!(recovered("90m"), 150, "he ends at 2:30 what he has begun");
    assert_eq!(recovered("3h"), 150);
    let (outcomes, facts) = with("3h");
    assert_eq!(ledger(&outcomes), [QUIET[0], QUIET[2], QUIET[3], QUIET[4]], "nothing waits for busy hands any more");
    assert!(facts.iter().any(|(at, f)| minute(*at) == 5 && matches!(f, Fact::Inject(Told::Shift { works: true, .. }))));
    assert!(!facts.iter().any(|(_, f)| matches!(f, Fact::CalledOut { .. })));
}

#[test]
fn somebody_has_time_off_and_comes_back() {
    // Ana ends what she looks at at 0:40 and goes; Ben, called then, comes at 1:00, contains until 1:30 and restores `app` until 2:30. Ana is back
    // at 2:20 and restores `db`.
    let (outcomes, _) = played(&plan(r#""a": (says: "-", for: ["i"], at: "+20m", effect: OffShift(person: "ana", lasts: "2h"))"#), &[]);
    assert_eq!(outcomes[0].recovered.map(minute), Some(200));
    // Until 1:00 nobody is there, and that is when the decision is taken.
    assert_eq!(outcomes[0].contained.map(minute), Some(90));
}

#[test]
fn the_turns_of_a_rota_go_to_somebody_else_or_to_nobody() {
    let with = |effect: &str| {
        let gone = r#""b": (says: "-", for: ["i"], at: "+50m", effect: Absent(person: "ana", lasts: "9h"))"#;
        let text = more(&format!(r#""a": (says: "-", for: ["i"], at: "+5m", effect: {effect}), {gone}"#));
        let text = text.replacen(r#""boss": ("#, r#""cat": (team: "ops", grants: ["root"]), "boss": ("#, 1);
        let plan = plan_of(&text);
        let (outcomes, facts) = played(&plan, &[]);
        let came = facts.iter().find_map(|(at, f)| match f {
            Fact::CalledOut { person, .. } => Some((minute(*at), plan.people[person.at()].id.clone())),
            _ => None,
        });
        (minute(outcomes[0].recovered.unwrap()), came)
    };
    // Called when Ana goes at 0:50, whoever is on call comes at 1:10, contains until 1:40, restores until 3:40.
    assert_eq!(with(r#"Call(person: "sue", takes: "1m")"#), (220, Some((70, "ben".to_string()))));
    assert_eq!(with(r#"OnCall(person: "cat", rota: "rota", lasts: "4h")"#), (220, Some((70, "cat".to_string()))));
    assert_eq!(with(r#"OnCall(person: "cat", rota: "rota", lasts: "30m")"#), (220, Some((70, "ben".to_string()))), "it is over at 0:35");
    // Nobody comes before Ana is back at 9:50: she contains and restores until 12:20.
    assert_eq!(with(r#"NobodyOnCall(rota: "rota", lasts: "4h")"#), (740, None));
    assert_eq!(with(r#"OffShift(person: "ben", lasts: "4h")"#), (740, None), "time off is from the turns on call too");
}

/// When the first inject came, in a scenario changed in some places.
fn cue_in(state: &str, changes: &[(&str, &str)]) -> (Vec<(i64, u32)>, Facts) {
    let mut text = more(&format!(r#""a": (says: "Look.", for: ["i"], when: {state})"#));
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let (_, facts) = played(&plan_of(&text), &[]);
    (came(&facts), facts)
}

#[test]
fn an_inject_comes_when_an_attack_reaches_a_stage() {
    let attack = [
        (
            "systems:",
            r#"attacks: {"theft": (stages: [(stage: "in", next: "40m"), (stage: "look", next: "25m"), (stage: "harm")])}, systems:"#,
        ),
        (r#""i": (playbook: "p","#, r#""i": (attack: "theft", playbook: "p","#),
    ];
    for (stage, minutes) in [("in", 0), ("look", 40), ("harm", 65)] {
        assert_eq!(cue_in(&format!("Stage({stage:?})"), &attack).0, [(minutes, 0)], "{stage}");
    }
}

#[test]
fn an_inject_comes_when_an_escalation_falls_silent() {
    let silent = [
        ("systems:", r#"escalation: {"page": (steps: [(page: "ben", wait: "8m"), (page: "ben", wait: "7m")], repeat: 0)}, systems:"#),
        (r#""p": (notices"#, r#""p": (escalation: "page", notices"#),
    ];
    // Reported at 0:10; Ben would answer at 0:30.
    assert_eq!(cue_in("Silent", &silent).0, [(25, 0)]);
}

#[test]
fn an_inject_comes_when_nobody_leads() {
    let nobody = ("systems:", r#"lead: (by: ["ben"], without: 1.5), systems:"#);
    // Declared at 0:40, when Ben is not there.
    assert_eq!(cue_in("Leaderless", &[nobody]).0, [(40, 0)]);
    let somebody = ("systems:", r#"lead: (by: ["boss"], without: 1.5), systems:"#);
    assert_eq!(cue_in("Leaderless", &[somebody]).0, []);
}

#[test]
fn an_inject_comes_when_an_attempt_fails() {
    let (came, facts) = cue_in(r#"TaskFailed("restore")"#, &[(r#"restore: "1h", works: 1.0"#, r#"restore: "1h", works: 0.1"#)]);
    let failed = facts.iter().find(|(_, f)| matches!(f, Fact::Ended { ending: firedrill::model::fact::Ending::Failed, .. }));
    assert_eq!(came, [(minute(failed.expect("nine in ten fail").0), 0)]);
    assert_eq!(came, [(150, 0)], "the first restore ends at 2:30");
}

#[test]
fn an_inject_comes_when_somebody_refuses() {
    let refused = (r#"deliberation: "15m""#, r#"deliberation: "15m", outcomes: (approve: 0.02, refuse: 0.98)"#);
    assert_eq!(cue_in(r#"Refused("cut")"#, &[refused]).0, [(60, 0)]);
    assert_eq!(cue_in(r#"Refused("cut")"#, &[]).0, []);
}
