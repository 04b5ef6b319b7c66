//! Injects in a file: what is refused, and what the check finds.

use super::found::{expect, never};
use super::mistakes::{Case, check as refuses};
use super::{changed, plan, read};
use crate::model::inject::Cue;

const TARGETS: &str = "    targets: {\"quick\"";

/// The base scenario with one inject.
fn one(inject: &str) -> String {
    format!("    injects: {{\"news\": {inject}}},\n{TARGETS}")
}

/// Each inject, what is said of it, and something of the line.
fn refused(cases: &[(&str, &'static [&'static str], &'static str)]) {
    for (inject, said, line) in cases {
        let text: &'static str = one(inject).leak();
        let case: Case = (TARGETS, text, said, line);
        refuses(&[case]);
    }
}

#[test]
fn injects_that_make_no_sense_are_refused() {
    refused(&[
        (r#"(says: "x")"#, &["it is not said when `news` comes", "held_back: true for the facilitator"], "news"),
        (r#"(says: " ", at: "+1h")"#, &["`news` says nothing", "nobody could read it out"], "news"),
        (r#"(at: "+1h")"#, &["missing field `says`"], "news"),
        (r#"(says: "x", at: "+1h", when: Declared)"#, &["has both `at` and `when`", "an hour after the declaration"], "when"),
        (r#"(says: "x", at: "+1h", after: "2h")"#, &["says twice how long it takes"], "after"),
        (r#"(says: "x", at: "+1 hour later")"#, &["\"later\" is not a span of time"], "at"),
        (r#"(says: "x", at: "soon")"#, &["\"soon\" is not a day"], "at"),
        (r#"(says: "x", at: "2026-01-01T00:00")"#, &["the inject `news` never comes", "earlier than `starts`"], "at"),
        (r#"(says: "x", at: "2026-03-01T00:00")"#, &["the inject `news` never comes", "followed as long as that"], "at"),
        (r#"(says: "x", held_back: true, when: Declared)"#, &["held back for the facilitator and comes by itself too"], "when"),
        (r#"(says: "x", held_back: true, chance: 0.5)"#, &["`chance` has no effect then"], "chance"),
        (r#"(says: "x", when: Declared, times: 0)"#, &["`news` never comes", "at least 1"], "times"),
        (r#"(says: "x", when: Declared, times: 2)"#, &["can come only once in an incident"], "times"),
        (r#"(says: "x", when: Declared, for: ["frist"])"#, &["there is no incident `frist`", "did you mean `first`?"], "for"),
        (r#"(says: "x", when: TaskStarted("restor"))"#, &["there is no task `restor`", "did you mean `restore`?"], "when"),
        (r#"(says: "x", when: TaskDoneFor("restore", "cor"))"#, &["there is no system `cor`", "`core`"], "when"),
        (r#"(says: "x", when: Approved("isolat"))"#, &["there is no decision `isolat`", "`isolate`"], "when"),
        (r#"(says: "x", when: NoticeSent("gdpr"))"#, &["there is no notice `gdpr`"], "when"),
        (r#"(says: "x", when: Stage("acces"))"#, &["there is no attack stage `acces`", "`access`"], "when"),
        (r#"(says: "x", when: SystemsDown(0))"#, &["waits until 0 systems are lost", "from 1 to 7"], "when"),
        (r#"(says: "x", when: SystemsDown(8))"#, &["waits until 8 systems are lost"], "when"),
        (r#"(says: "x", when: Injected("new"))"#, &["there is no inject `new`", "`news`"], "when"),
        (r#"(says: "x", when: Injected("news"))"#, &["would come after itself"], "when"),
        (
            r#"(says: "x", at: "+1h", effect: Absent(person: "anna", lasts: "1h"))"#,
            &["there is no person, role, team or employer `anna`", "`ana`"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: Absent(person: "ana"))"#, &["missing field `lasts`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: GrantLost(person: "ana", grant: "admin"))"#, &["there is no grant `admin`"], "effect"),
        (
            r#"(says: "x", at: "+1h", effect: GrantLost(person: "ben", grant: "domain-admin"))"#,
            &["takes `domain-admin` from nobody"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: CopiesLost(system: "app2"))"#, &["there is no system `app2`", "`app`"], "effect"),
        (
            r#"(says: "x", at: "+1h", effect: CopiesLost(system: "app", copies: 1))"#,
            &["which copies of `app` are the newest", "`every`"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: Down(system: "app"))"#, &["missing field `lasts`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: Blind(telemetry: "edt"))"#, &["there is no source of telemetry `edt`", "`edr`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: VendorAway(vendor: "forensics", lasts: "1h"))"#, &["there is no vendor `forensics`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: Challenged("isolat"))"#, &["there is no decision `isolat`"], "effect"),
        (
            r#"(says: "x", at: "+1h", effect: Call(person: "bos", takes: "1h"))"#,
            &["there is no person, role, team or employer `bos`"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: OnShift(person: "bem", lasts: "1h"))"#, &["employer `bem`", "`ben`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: OffShift(person: "ben"))"#, &["missing field `lasts`"], "effect"),
        (
            r#"(says: "x", at: "+1h", effect: OnCall(person: "ben", rota: "office", lasts: "1h"))"#,
            &["`office` is a roster with shifts", "OnShift(…)"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: NobodyOnCall(rota: "infra", lasts: "1h"))"#, &["there is no roster `infra`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: Suspended(provider: "internal"))"#, &["`internal` is no provider"], "effect"),
        (
            r#"(says: "x", at: "+1h", effect: Suspended(provider: "northwid"))"#,
            &["there is no employer `northwid`", "`northwind`"],
            "effect",
        ),
        (
            r#"(says: "x", at: "+1h", effect: OwedIn(provider: "northwind", hours: "infra-rota"))"#,
            &["`infra-rota` is an on-call rota, not hours"],
            "effect",
        ),
        (
            r#"(says: "x", at: "+1h", effect: RespondsAfter(provider: "northwind", takes: "1h"))"#,
            &["`northwind` responds at once", "response: (actual: …)"],
            "effect",
        ),
        (r#"(says: "x", at: "+1h", effect: NewIncident("fire"))"#, &["there is no incident `fire`"], "effect"),
        (r#"(says: "x", at: "+1h", effect: NewIncident("noise"))"#, &["would begin incidents for ever", "say with `for`"], "effect"),
    ]);
}

#[test]
fn incidents_that_begin_each_other_are_refused() {
    let round = r#"(says: "x", at: "+1h", for: ["first"], effect: NewIncident("noise")), "more": (says: "x", at: "+1h", for: ["noise"], effect: NewIncident("first"))"#;
    let Err((problems, _)) = read(&changed(&[(TARGETS, &one(round))])) else { panic!("nothing was said") };
    assert_eq!(problems.len(), 2, "each of them");
    plan(&[(TARGETS, &one(r#"(says: "x", at: "+1h", for: ["first"], effect: NewIncident("noise"))"#))]);
}

#[test]
fn the_absence_of_somebody_who_takes_no_part_is_refused() {
    let guest = (r#""boss": (role"#, r#""guest": (team: "bosses"), "boss": (role"#);
    let away = one(r#"(says: "x", at: "+1h", effect: Absent(person: "guest", lasts: "1h"))"#);
    let Err((problems, sources)) = read(&changed(&[guest, (TARGETS, &away)])) else { panic!("nothing was said") };
    let shown = crate::text::render(&problems, &sources, false);
    assert!(shown.contains("nobody would notice the absence of which the inject `news` speaks"), "{shown}");
}

#[test]
fn a_task_means_that_of_the_incidents_that_an_inject_belongs_to() {
    let copy = (r#""repair": (phase: Recover,"#, r#""triage": (phase: Triage, effort: Fixed("1m")), "repair": (phase: Recover,"#);
    let cues = |inject: &str| {
        let plan = plan(&[copy, (TARGETS, &one(inject))]);
        let playbook = |cue: &Cue| {
            if let Cue::Started(task) = cue { plan.playbooks[plan.tasks[task.at()].playbook.at()].id.clone() } else { String::new() }
        };
        plan.injects.injects[0].cues.iter().map(playbook).collect::<Vec<_>>()
    };
    assert_eq!(cues(r#"(says: "x", when: TaskStarted("triage"))"#), ["fix", "ransomware"]);
    assert_eq!(cues(r#"(says: "x", when: TaskStarted("triage"), for: ["noise"])"#), ["fix"]);
}

#[test]
pub(super) fn injects_that_come_to_nothing_are_found() {
    let found = |inject: &str, title: &str, evidence: &str| expect(&[(TARGETS, &one(inject))], title, evidence);
    let comes = |inject: &str| never(&[(TARGETS, &one(inject))], "The inject");
    let never_comes = "The inject news never comes";
    found(r#"(says: "x", at: "+1h", chance: 0)"#, never_comes, "`chance` is 0");
    found(
        r#"(says: "x", when: TaskDone("repair"), for: ["first"])"#,
        never_comes,
        "At any hour. What it waits for cannot happen in first.",
    );
    comes(r#"(says: "x", when: TaskDone("repair"))"#);
    found(r#"(says: "x", when: Declared)"#, never_comes, "cannot happen in first and noise");
    found(r#"(says: "x", when: Approved("isolate"), for: ["noise"])"#, never_comes, "");
    comes(r#"(says: "x", when: Approved("isolate"))"#);
    found(r#"(says: "x", when: Stage("access"), for: ["noise"])"#, never_comes, "");
    found(r#"(says: "x", when: SystemDown("pc-1"), for: ["noise"])"#, never_comes, "");
    comes(r#"(says: "x", when: SystemDown("app"), for: ["noise"])"#);
    found(r#"(says: "x", when: SystemsDown(3), for: ["noise"])"#, never_comes, "");
    comes(r#"(says: "x", when: SystemsDown(2), for: ["noise"])"#);
    found(r#"(says: "x", when: Leaderless)"#, never_comes, "");
    found(r#"(says: "x", when: Contained, for: ["noise"])"#, never_comes, "");
}

#[test]
pub(super) fn injects_about_people_who_are_not_needed_or_away_anyway_are_found() {
    let away = |person: &str, at: &str, incident: &str| {
        one(&format!(r#"(says: "x", at: "{at}", for: ["{incident}"], effect: Absent(person: "{person}", lasts: "2h"))"#))
    };
    let title = "The inject news takes away who is not needed: boss";
    expect(&[(TARGETS, &away("boss", "+1h", "noise"))], title, "At any hour. They have no task, no decision and no page in noise");
    never(&[(TARGETS, &away("boss", "+1h", "first"))], title);
    let leave = "    overrides: {\"leave\": Away(people: [\"ana\"], from: \"2026-01-08T00:00\", to: \"2026-01-20T00:00\")},\n";
    let both = |at: &str| format!("{leave}{}", away("ana", at, "first"));
    let title = "The inject news takes away who is away anyway: Ana";
    expect(&[(TARGETS, &both("2026-01-10T12:00"))], title, "in the middle of an absence that the scenario names");
    never(&[(TARGETS, &both("2026-01-20T12:00"))], title);
    never(&[(TARGETS, &both("+1h"))], title);
}

#[test]
pub(super) fn injects_that_contradict_each_other_are_found() {
    let two = |first: &str, second: &str| {
        one(&format!(r#"(says: "x", when: Alerted, effect: {first}), "more": (says: "y", when: Alerted, effect: {second})"#))
    };
    let title = "The injects more and news contradict each other";
    let lost = r#"GrantLost(person: "ana", grant: "console")"#;
    expect(&[(TARGETS, &two(lost, r#"GrantGiven(person: "infra", grant: "console")"#))], title, "one undoes what the other does");
    never(&[(TARGETS, &two(lost, r#"GrantGiven(person: "boss", grant: "console")"#))], title);
    expect(&[(TARGETS, &two("Assessed(Low)", "Assessed(High)"))], title, "");
    never(&[(TARGETS, &two("Severity(Low)", "Assessed(High)"))], title);
}

#[test]
fn time_off_for_those_who_have_no_shift_is_refused() {
    let guest = (r#""boss": (role"#, r#""guest": (team: "infra", skills: {"windows": Working}), "boss": (role"#);
    let off = one(r#"(says: "x", at: "+1h", effect: OffShift(person: "guest", lasts: "1h"))"#);
    let Err((problems, sources)) = read(&changed(&[guest, (TARGETS, &off)])) else { panic!("nothing was said") };
    let shown = crate::text::render(&problems, &sources, false);
    assert!(shown.contains("gives time off to people who are on no shift and no rota"), "{shown}");
}

#[test]
pub(super) fn injects_that_change_shifts_and_turns_of_people_not_needed_are_found() {
    let with = |effect: &str, incident: &str| one(&format!(r#"(says: "x", at: "+1h", for: ["{incident}"], effect: {effect})"#));
    let off = r#"OffShift(person: "boss", lasts: "2h")"#;
    let title = "The inject news takes away who is not needed: boss";
    expect(&[(TARGETS, &with(off, "noise"))], title, "At any hour. ");
    never(&[(TARGETS, &with(off, "first"))], title);
    let spare = (r#""round": Always,"#, r#""round": Always, "spare": OnCall(members: ["deputy"], hand_over: "Mon 09:00"),"#);
    let title = "The inject news changes who is on call on spare, whom nobody calls";
    // The deputy may be called to decide on the attack, but on nothing of a false alarm.
    expect(&[spare, (TARGETS, &with(r#"NobodyOnCall(rota: "spare", lasts: "2h")"#, "noise"))], title, "At any hour. ");
    never(&[spare, (TARGETS, &with(r#"NobodyOnCall(rota: "spare", lasts: "2h")"#, "first"))], title);
    never(&[spare, (TARGETS, &with(r#"NobodyOnCall(rota: "infra-rota", lasts: "2h")"#, "first"))], "changes who is on call");
    let two = |first: &str, second: &str| {
        one(&format!(r#"(says: "x", when: Alerted, effect: {first}), "more": (says: "y", when: Alerted, effect: {second})"#))
    };
    let title = "The injects more and news contradict each other";
    expect(&[(TARGETS, &two(r#"OnShift(person: "ana", lasts: "2h")"#, r#"OffShift(person: "infra", lasts: "2h")"#))], title, "");
    never(&[(TARGETS, &two(r#"OnShift(person: "ana", lasts: "2h")"#, r#"OffShift(person: "ben", lasts: "2h")"#))], title);
}
