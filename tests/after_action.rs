//! From a session to its report, its improvement plan and the next exercises: what people have filled in is never written over.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use firedrill::exercise::{Opening, Session, What};
use firedrill::scenario;
use firedrill::text::Request;

const SCENARIO: &str = r#"(
    name: "Ransomware, Saturday 02:14", time_zone: "America/New_York", starts: "2026-03-05T12:00", runs_for: "7d", horizon: "20d",
    employers: {"internal": ()}, teams: {"infrastructure": (), "leaders": ()},
    rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")])},
    people: {
        "ana": (name: "Ana Reyes", role: "engineer", team: "infrastructure", roster: "office"),
        "ciso": (name: "Marcus Oyelaran", role: "security-officer", team: "leaders", roster: "office"),
    },
    systems: {"core-db": (tier: 1, rto: "24h")},
    telemetry: {"edr": (watches: ["core-db"], stages: ["encryption"], after: Fixed("5m"), pages: "security")},
    decisions: {"isolate": (held_by: ["ciso"], deliberation: Fixed("20m"))},
    responsibilities: {"incident-response": (responsible: ["infrastructure"])},
    escalation: {"security": (steps: [(page: ["ana", "ciso"], wait: "15m")], repeat: 3)},
    playbooks: {"ransomware": (service: "incident-response", escalation: "security", tasks: {
        "triage": (phase: Triage, teams: ["infrastructure"], effort: Fixed("30m")),
        "isolate": (phase: Contain, after: ["triage"], teams: ["infrastructure"], each: Affected, decision: "isolate", effort: Fixed("30m")),
        "restore": (phase: Recover, after: ["isolate"], teams: ["infrastructure"], each: Affected, effort: Fixed("4h")),
    })},
    attacks: {"extortion": (stages: [(stage: "access", next: Fixed("26h")), (stage: "encryption")])},
    incidents: {"first": (attack: "extortion", playbook: "ransomware", at: "2026-03-05T23:40", hits: ["core-db"], severity: Critical)},
    exercise: (
        seats: ["ciso"], moves: [(title: "The night", minutes: 30, questions: ["Who is awake?"])],
        objectives: {"answer": (text: "Answer in time", capability: "Escalation"), "decide": (text: "Decide in time", capability: "Authority")},
        expectations: {
            "answered": (after: Alerted, what: Acknowledged, within: "1m", objective: "answer"),
            "decided": (after: Asked("isolate"), what: Decided("isolate"), within: "30d", objective: "decide"),
        },
    ),
)"#;

fn firedrill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firedrill")).args(arguments).output().unwrap()
}
fn done(arguments: &[&str]) -> String {
    let output = firedrill(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A session in which whoever speaks for the officer takes every offer, kept in a folder.
fn played(place: &Path) -> std::path::PathBuf {
    let file = place.join("scenario.ron");
    fs::write(&file, SCENARIO).unwrap();
    let scenario = scenario::open(&Request { scenario: &file, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}"));
    let folder = place.join("sessions/march");
    let opening = Opening { scenario: &scenario, seed: 1, seats: None, folder: Some(&folder), wall: Box::new(|| 1_800_000_000_000) };
    let mut session = Session::open(opening).unwrap_or_else(|trouble| panic!("{}", trouble.words));
    let sound = |done: Result<(), firedrill::exercise::Trouble>| done.unwrap_or_else(|trouble| panic!("{}", trouble.words));
    sound(session.start(None));
    for _ in 0..200 {
        while let Some((at, offer)) = session.pending().first().cloned() {
            sound(session.choose(Some("ciso"), &at, offer, Some("as the plan has it")));
        }
        if !session.go().unwrap_or_else(|trouble| panic!("{}", trouble.words)) {
            break;
        }
    }
    let seen = What::Observed { text: "Nobody knew the deputy".into(), objective: Some("decide".into()), strength: Some(false) };
    sound(session.note(Some("evaluator"), seen, None));
    sound(session.end(None));
    folder
}

#[test]
fn a_session_becomes_a_report_and_what_people_fill_in_stays() {
    let place = tempfile::tempdir().unwrap();
    let folder = played(place.path());
    let session = folder.to_str().unwrap();
    done(&["after-action", session, "-n", "16", "--quiet", "--show-plays"]);
    let report = read(&folder, "after-action.md");
    for part in [
        "Executive summary",
        "Nobody knew the deputy",
        "as the plan has it",
        "to be confirmed",
        "The room and simulated plays",
        "The room beside 16 simulated plays of the same scenario. The simulator draws",
        "2027-01-15",
    ] {
        assert!(report.contains(part), "{part} in\n{report}");
    }
    assert!(!report.contains("Marcus") && !report.contains("Reyes"), "people are called by their roles");
    // An answer within a minute is late or never; a decision within a month is in time.
    assert!(report.contains("| Decide in time | Authority | 10 of 10 | P |"), "{report}");
    assert!(report.contains("Areas for improvement"), "{report}");

    // The evaluator confirms a grade, somebody takes an action on.
    let evaluation = read(&folder, "evaluation.ron").replacen("// grade: ", "grade: S, // proposed: ", 1);
    fs::write(folder.join("evaluation.ron"), &evaluation).unwrap();
    let plan = read(&folder, "improvement-plan.ron");
    assert!(plan.contains("owner: \"\""), "{plan}");
    let plan = plan.replacen("owner: \"\"", "owner: \"head of security\"", 1);
    fs::write(folder.join("improvement-plan.ron"), &plan).unwrap();
    done(&["after-action", session, "-n", "16", "--quiet", "--names", "full"]);
    assert_eq!((read(&folder, "evaluation.ron"), read(&folder, "improvement-plan.ron")), (evaluation, plan));
    let report = read(&folder, "after-action.html");
    assert!(report.contains("S (evaluator)") && report.contains("head of security") && report.contains("Marcus Oyelaran"));

    // The next exercise opens with it, and readiness tells what is overdue.
    let file = place.path().join("scenario.ron");
    let dry = done(&["exercise", file.to_str().unwrap(), "--plan", "-n", "5", "--quiet", "--last", session]);
    assert!(dry.contains("What march left to be done") && dry.contains("head of security"), "{dry}");
    let sessions = place.path().join("sessions");
    let page = place.path().join("readiness.html");
    let table = done(&["readiness", sessions.to_str().unwrap(), "--as-of", "2027-12-31", "--html", page.to_str().unwrap()]);
    assert!(table.contains("1 exercise;") && table.contains("OVERDUE") && table.contains("head of security"), "{table}");
    assert!(fs::read_to_string(page).unwrap().contains("Readiness over time"));
    assert!(done(&["readiness", sessions.to_str().unwrap(), "--as-of", "2027-12-31", "--format", "json"]).contains("\"overdue\": true"));
}

#[test]
fn what_the_last_exercise_left_goes_on_in_the_plan_of_the_next() {
    let place = tempfile::tempdir().unwrap();
    let folder = played(place.path());
    // As `--last` keeps it beside the journal.
    let last = r#"(session: "autumn", scenario: "x", actions: {
        "call-list": (issue: "No number at hand", action: "Print the call list", owner: "Helena", due: "2026-12-01"),
        "deputy": (issue: "Nobody knew", action: "Name a deputy", status: Done, done: "2026-10-02", patch: "patches/01-deputy.ron"),
        "siren": (issue: "i", action: "Buy a siren", status: Dropped), "drill": (issue: "i", action: "Drill", status: Retested)})"#;
    fs::write(folder.join("opens-with.ron"), last).unwrap();
    done(&["after-action", folder.to_str().unwrap(), "-n", "16", "--quiet"]);
    let plan = read(&folder, "improvement-plan.ron");
    assert!(plan.contains("Print the call list") && plan.contains("owner: \"Helena\"") && plan.contains("Name a deputy"), "{plan}");
    assert!(plan.contains("autumn/patches/01-deputy.ron"), "the patch lies with the last exercise: {plan}");
    assert!(!plan.contains("siren") && !plan.contains("Drill") && plan.contains("session: \"march\""), "{plan}");
    assert!(plan.contains("meet-answered") || plan.contains("Missed: "), "and what this one has shown: {plan}");
    assert!(plan.contains("march/scenario.ron"), "what it is tried again with can be played: {plan}");
    // People give up one of them: it does not come back.
    let given_up = plan.replacen("status: Open", "status: Dropped", 1);
    fs::write(folder.join("improvement-plan.ron"), &given_up).unwrap();
    done(&["after-action", folder.to_str().unwrap(), "-n", "16", "--quiet"]);
    assert_eq!(read(&folder, "improvement-plan.ron"), given_up);
}

#[test]
fn what_is_no_session_is_refused_in_words() {
    let place = tempfile::tempdir().unwrap();
    for arguments in [
        ["after-action", "no-such-session"],
        ["readiness", place.path().to_str().unwrap()],
        ["after-action", place.path().to_str().unwrap()],
    ] {
        let output = firedrill(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}
