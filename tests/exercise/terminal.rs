//! The line console: a whole session by the facilitator alone, as it is printed. `BLESS=1 cargo test --test exercise` writes the transcript anew;
//! read the difference before you keep it.

use std::path::Path;

use firedrill::exercise::words::Point;
use firedrill::exercise::{Opening, Session};
use firedrill::live::terminal::Console;

use super::open;

/// The wall clock stands still.
fn wall() -> u64 {
    1_773_000_000_000
}

fn console(scenario: &str, seed: u64, folder: Option<&Path>) -> Console {
    let scenario = open(Path::new(scenario));
    let opening = Opening { scenario: &scenario, seed, seats: None, folder, wall: Box::new(wall) };
    Console::new(Session::open(opening).unwrap(), folder.map(Path::to_owned), wall)
}

/// A session entered line by line: choices in two keystrokes, a few in words, looks in between.
const COMMANDS: &[&str] = &[
    "help",
    "systems",
    "choose 1 approve",
    "go",
    "who",
    "1a",
    "go",
    "1a",
    "1a",
    "go",
    "waiting",
    "choose 1 answer 5m because he sleeps with the telephone beside him",
    "go",
    "1a",
    "incidents",
    "tasks",
    "notices",
    "step",
    "room",
    "page elsa",
    "assess critical",
    "inject reporter",
    "say The mayor wants to know whether the payroll runs on Monday.",
    "note they talked for ten minutes about who may speak to the press",
    "observe asked for the call list before anything else",
    "go",
    "1c",
    "pause",
    "go",
    "start",
    "until +2h",
    "pages",
    "decisions",
    "override system file-shares",
    "override system file-shares because our own copies would have been back by then",
    "injects",
    "fly",
    "back to 4",
    "journal",
    "end",
    "go",
];

#[test]
fn a_session_on_the_console_reads_as_its_transcript() {
    let mut console = console("scenarios/harbour-mutual/ransomware-tabletop.ron", 7, None);
    let mut text = console.greeting();
    for command in COMMANDS {
        text.push_str(&format!("{}{command}\n{}", console.prompt(), console.line(command).text));
    }
    let golden = Path::new("tests/exercise/terminal.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(golden, &text).unwrap();
    }
    assert!(std::fs::read_to_string(golden).unwrap_or_default() == text, "told otherwise than the transcript says:\n{text}");
}

#[test]
fn a_session_can_be_played_to_its_end_with_two_keystrokes_a_choice() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("session");
    let mut console = console("scenarios/harbour-mutual/ransomware.ron", 3, Some(&folder));
    let mut keys = 0;
    for _ in 0..2_000 {
        if console.session().over().is_some() {
            break;
        }
        let waits = !console.session().pending().is_empty();
        let said = console.line(if waits { "1a" } else { "g" }).text;
        keys += usize::from(waits);
        assert!(!said.contains("cannot") && !said.is_empty(), "{said}");
    }
    assert!(console.session().over().is_some() && keys > 5, "{keys} choices");
    assert!(console.line("end").text.contains("firedrill replay"));
    let facts = console.session().fingerprint();
    drop(console);
    let (again, said) = Session::replay(&folder, Box::new(wall)).unwrap();
    assert_eq!((again.fingerprint(), said.len()), (facts, 0));
}

#[test]
fn what_cannot_be_understood_is_said_and_does_nothing() {
    let mut console = console("scenarios/harbour-mutual/ransomware-tabletop.ron", 7, None);
    console.line("go");
    let before = (console.session().journal().entries().len(), console.session().fingerprint());
    for (line, says) in [
        ("gi", "no command"),
        ("9z", "no choice 9"),
        ("1z", "options"),
        ("choose", "ay which choice"),
        ("choose 1 perhaps", "ay which choice"),
        ("choose 1 answer quickly", "span of time"),
        ("page nobody", "obody is called"),
        ("page elsa #7", "o such incident"),
        ("until yesterday", "no time of the story"),
        ("until 2020-01-01", "is past"),
        ("assess awful", "assess low"),
        ("assign triage", "to whom"),
        ("override task triage done", "reason"),
        ("inject nothing", "no inject"),
        ("seat ana", "on"),
        ("note", "missing"),
        ("back to never", "no time of the story"),
        ("start", "under way already"),
    ] {
        let said = console.line(line).text;
        assert!(said.contains(says), "{line}: {said}");
    }
    assert_eq!(before, (console.session().journal().entries().len(), console.session().fingerprint()));
}

#[test]
fn a_forecast_says_what_it_lacks() {
    let mut console = console("scenarios/harbour-mutual/ransomware-tabletop.ron", 7, None);
    let mut said = |line: &str| console.line(line).text;
    assert!(said("forecast").contains("othing is waited for"), "{}", said("forecast"));
    said("go");
    assert!(said("forecast 9").contains("here is no choice 9"), "{}", said("forecast 9"));
    assert!(said("forecast 0").contains("here is no choice 0"), "{}", said("forecast 0"));
    assert!(said("f one").contains("by its number"), "{}", said("f one"));
    assert!(said("forcast 1").contains("forecast"), "{}", said("forcast 1"));
}

#[test]
fn a_forecast_tells_where_each_answer_leads_and_changes_nothing() {
    let mut console = console("tests/support/night.ron", 1, None);
    console.line("go");
    // Whoever is paged first, what becomes of it is told as well.
    let paged = console.line("forecast").text;
    assert!(paged.contains("  answer: contained in ") && paged.contains("  do not answer: "), "{paged}");
    while console.session().pending().first().is_some_and(|(at, _)| matches!(at, Point::Page { .. })) {
        console.line("choose 1 answer 15m");
        console.line("go");
    }
    let before = (console.session().journal().entries().len(), console.session().fingerprint());
    let decision = console.line("f 1").text;
    println!("{decision}");
    assert!(decision.starts_with("From here on 400 times for each answer"), "{decision}");
    for answer in ["  approve: contained in ", "  defer: contained in ", "  refuse: contained in ", "Missed: recovery time of mail"] {
        assert!(decision.contains(answer), "{answer}: {decision}");
    }
    assert_eq!(before, (console.session().journal().entries().len(), console.session().fingerprint()));
    assert_eq!(console.line("forecast 1").text, decision, "it is the same however often it is asked for");
}
