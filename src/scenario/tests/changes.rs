//! Changes: what makes no sense is refused, and what cannot go well is found.

use super::{changed, read, said};
use crate::text::render;

/// What stands before the sections that a test adds.
const BEFORE: &str = "rest: (longest";
const PATCH: &str = r#"kind: Normal, at: "2026-01-06T10:00", systems: ["core"], teams: ["infra"], skill: ("windows", Working), effort: "1h", approval: "isolate""#;
const INCIDENT: (&str, &str) = (r#"incidents: {"#, r#"incidents: {"broken": (playbook: "fix", severity: High), "#);

/// Each change must hear that, once.
fn hears(cases: &[(String, &[&str])]) {
    for (change, expected) in cases {
        let mut changes = vec![(BEFORE, format!("changes: {{{change}}}, {BEFORE}"))];
        if change.contains("begins: \"broken\"") {
            changes.push((INCIDENT.0, INCIDENT.1.to_string()));
        }
        let text = changed(&changes.iter().map(|(from, to)| (*from, to.as_str())).collect::<Vec<_>>());
        let Err((problems, sources)) = read(&text) else { panic!("{change}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{change}: one mistake only, not\n{shown}");
        let problem = problems.iter().next().expect("just counted");
        for part in *expected {
            assert!(said(problem).contains(part), "{change}: expected {part}, not\n{shown}");
        }
    }
}
/// The patch with more said, and something of it otherwise.
fn patch(from: &str, to: &str, more: &str) -> String {
    assert!(PATCH.contains(from), "{from}");
    format!(r#""patch": ({}{more})"#, PATCH.replacen(from, to, 1))
}
fn with(more: &str) -> String {
    patch("", "", more)
}

#[test]
fn changes_that_make_no_sense_are_refused() {
    let at = r#", at: "2026-01-06T10:00""#;
    hears(&[
        (patch(at, "", ", fails: 0"), &["it is not said when the change `patch` is raised", "`at` or `rate_per_week`"]),
        (with(", fails: 0, rate_per_week: 1"), &["both `at` and `rate_per_week`"]),
        (patch(at, ", rate_per_week: 0", ", fails: 0"), &["cannot be raised 0 times a week"]),
        (patch("2026-01-06T10:00", "2025-01-06T10:00", ", fails: 0"), &["`patch` is raised outside the play"]),
        (
            with(r#", fails: 0, weight_by_hour: [(days: "Mon", from: "00:00", to: "01:00", weight: 2)]"#),
            &["`weight_by_hour` changes nothing"],
        ),
        (patch("kind: Normal", "kind: Standard", ", fails: 0"), &["`approval` changes nothing", "approved beforehand"]),
        (patch(r#", approval: "isolate""#, "", ", fails: 0"), &["nobody approves the change `patch`", "kind: Standard"]),
        (patch("isolate", "isolat", ", fails: 0"), &["there is no decision `isolat`"]),
        (with(r#", fails: 0, review: (by: "boss", effort: "1h")"#), &["only an emergency change owes a review"]),
        (patch("kind: Normal", "kind: Emergency", ", fails: 0"), &["nobody looks back on the emergency change `patch`", "BusinessDays(5)"]),
        (
            patch(
                "kind: Normal",
                "kind: Emergency",
                r#", fails: 0, review: (by: "boss", effort: "1h"), window: Weekly([(days: "Mon", from: "20:00", to: "21:00")])"#,
            ),
            &["`window` changes nothing", "waits for no window"],
        ),
        (with(r#", fails: 0, go_ahead: "isolate""#), &["`go_ahead` changes nothing", "there is none"]),
        (with(""), &["it is not said what the change `patch` is when it fails", "fails: 0"]),
        (with(r#", begins: "brokn""#), &["there is no incident `brokn`"]),
        (with(r#", fails: 0.1, risk: High, begins: "broken""#), &["`risk` changes nothing", "`fails` says"]),
        (with(r#", fails: 0, rollback: (effort: "1h", within: "1h")"#), &["`rollback` changes nothing", "it never fails"]),
        (with(r#", begins: "broken", noticed: 0, rollback: (effort: "1h", within: "1h")"#), &["nobody notices that it failed"]),
        (with(r#", begins: "broken", rollback: (effort: "1h")"#), &["by when the change `patch` must be rolled back", "within"]),
        (patch(r#"effort: "1h""#, r#"effort: "0h""#, ", fails: 0"), &["the change `patch` takes no work"]),
        (patch(r#", teams: ["infra"]"#, "", ", fails: 0"), &["nobody is there to do the change `patch`"]),
        (patch("windows", "cobol", ", fails: 0"), &["nobody has the skill `cobol`"]),
        (patch(r#"("windows", Working)"#, r#"("triage", Working)"#, ", fails: 0"), &["nobody can do patch"]),
        (with(r#", fails: 0, window: Between("2026-01-07T10:00", "2026-01-07T09:00")"#), &["this window ends before it begins"]),
        (with(r#", fails: 0, improvise: 2"#), &["`improvise` changes nothing", "takes no knowledge"]),
        (with(r#", fails: 0, knows: "magic""#), &["magic"]),
    ]);
}

#[test]
fn tasks_that_are_changes_must_be_possible() {
    let fix = r#""hot-fix": (kind: Emergency, approval: "isolate", fails: 0, review: (by: "boss", effort: "1h"))"#;
    let task = r#"improvise: 2, effort: Fixed("1h")"#;
    let cases: [(&str, String, &[&str]); 5] = [
        (fix, format!("{task}, change: \"hot-fx\""), &["there is no change `hot-fx`", "`hot-fix`"]),
        (fix, format!("{task}, change: \"hot-fix\", decision: \"isolate\""), &["would need two decisions"]),
        (fix, task.to_string(), &["it is not said when the change `hot-fix` is raised", "on a task of a playbook"]),
        (&fix.replace("fails: 0", r#"fails: 0, teams: ["infra"]"#), format!("{task}, change: \"hot-fix\""), &["`teams` changes nothing"]),
        (&with(", fails: 0"), format!("{task}, change: \"patch\""), &["the task `repair` cannot be the change `patch`"]),
    ];
    for (change, task_now, expected) in cases {
        // What a task asks for that is not there is not said twice.
        let all = changed(&[(BEFORE, &format!("changes: {{{change}}}, {BEFORE}")), (task, &task_now)]);
        let Err((problems, sources)) = read(&all) else { panic!("{change}, {task_now}: nothing was said") };
        let shown = render(&problems, &sources, false);
        for part in expected {
            assert!(problems.iter().any(|p| said(p).contains(part)), "{change}, {task_now}: expected {part}, not\n{shown}");
        }
    }
}

/// The base scenario with an incident that is a failed change, and this change.
fn finds(change: &str, more: &[(&str, &str)], title: &str, evidence: &str) {
    let before = format!("changes: {{{change}}}, {BEFORE}");
    let mut changes = vec![(BEFORE, before.as_str())];
    if change.contains("begins") {
        changes.push(INCIDENT);
    }
    changes.extend(more);
    super::found::expect(&changes, title, evidence);
}

#[test]
fn changes_that_cannot_go_well_are_found() {
    // Infrastructure is there on weekdays from 08:30 to 17:30.
    let window = |hours: &str, more: &str| with(&format!(", window: Weekly([(days: \"Wed\", {hours})]){more}"));
    finds(
        &window(r#"from: "16:00", to: "20:00""#, ", fails: 0"),
        &[],
        "For 2.5 of the 4 hours a week of the window of patch nobody is on shift who can carry it out",
        "Nobody is called for planned work. The first such time is Wed 17:30 to Wed 20:00.",
    );
    finds(
        &window(r#"from: "20:00", to: "23:00""#, ", fails: 0"),
        &[],
        "In none of the 3 hours a week of the window of patch is anybody on shift who can carry it out",
        "Wed 20:00 to Wed 23:00",
    );
    finds(
        &window(r#"from: "10:00", to: "11:00""#, ", fails: 0"),
        &[(
            BEFORE,
            &format!("calendar: {{\"stop\": (when: Weekly([(days: \"Wed\", from: \"09:00\", to: \"12:00\")]), freeze: true)}}, {BEFORE}"),
        )],
        "The window of patch is never open",
        "All of it lies in freezes",
    );
    finds(
        &with(r#", fails: 0, window: Between("2026-01-11T10:00", "2026-01-11T14:00")"#),
        &[],
        "In none of the 4 hours of the window of patch is anybody on shift",
        "Sun 10:00 to Sun 14:00",
    );
    // The desk is there around the clock; what it cannot undo only Ana can.
    let desk = patch(
        r#"teams: ["infra"], skill: ("windows", Working)"#,
        r#"teams: ["desk"]"#,
        r#", window: Weekly([(days: "Wed", from: "20:00", to: "23:00")]), go_ahead: "isolate",
        begins: "broken", rollback: (effort: "1h", teams: ["infra"], grant: "domain-admin")"#,
    );
    finds(
        &desk,
        &[],
        "In none of the 3 hours a week of the window of patch is anybody on shift who can roll it back",
        "Ana can, and must be called. It takes the grant domain-admin.",
    );
    finds(&desk, &[], "is anybody on shift who may give the go-ahead", "isolate is for boss and deputy to say");
    let alone = patch(r#"teams: ["infra"]"#, r#"teams: ["infra"], grant: "domain-admin""#, ", fails: 0");
    finds(
        &alone,
        &[(r#"held_by: ["ciso"]"#, r#"held_by: ["lead"]"#)],
        "Ana approves patch and is the only one who can carry it out",
        "isolate",
    );
    let urgent = patch("kind: Normal", "kind: Emergency", r#", fails: 0, review: (by: "boss", effort: "1h")"#);
    let away = (r#""boss": (role: "ciso", team: "bosses", roster: "office")"#, r#""boss": (role: "ciso", team: "bosses")"#);
    finds(&urgent, &[away], "Nobody ever does the review that patch owes", "boss is never on shift");
}

#[test]
fn nothing_is_found_about_changes_that_can_go_well() {
    let well = with(
        r#", window: Weekly([(days: "Wed", from: "10:00", to: "12:00")]), go_ahead: "isolate", begins: "broken", rollback: (effort: "1h")"#,
    );
    let before = format!("changes: {{{well}}}, {BEFORE}");
    for title in ["window of patch", "patch owes", "approves patch"] {
        super::found::never(&[(BEFORE, &before), INCIDENT], title);
    }
    // Without a window it waits for the next shift, and misses nothing.
    let before = format!("changes: {{{}}}, {BEFORE}", with(", fails: 0"));
    super::found::never(&[(BEFORE, &before)], "who can carry it out");
}
