//! Every study can be stopped with Ctrl-C and goes on with --resume: it ends with the same files, to the byte, as one that never was stopped.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[path = "support/shell.rs"]
mod shell;

use shell::{files, words};

fn firedrill(place: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    command.current_dir(place).args(arguments.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
fn ended(place: &Path, arguments: &str) -> Output {
    firedrill(place, arguments).output().expect("it starts")
}

/// The starter organisation in `drill`, with what staff and sweep look for.
fn drill() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    assert!(ended(place.path(), "new drill").status.success());
    let goal = r#"(targets: {"t": (measure: P50(Contained), at_most: "20h")})"#;
    fs::write(place.path().join("goal.ron"), goal).expect("written");
    let ranges = r#"(decisions: {"isolate": (delegate_after: (value: "1h", between: ("30m", "6h")))})"#;
    fs::write(place.path().join("ranges.ron"), ranges).expect("written");
    // Without an escalation, which would be followed for every minute of a year.
    let small = r#"(name: "small", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "20d", horizon: "5d", teams: {"ops": ()},
        rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:00", to: "16:00")])}, people: {"ann": (team: "ops", roster: "office")},
        playbooks: {"p": (tasks: {"mend": (phase: Recover, teams: ["ops"], effort: Uniform("50m", "2h"))})},
        incidents: {"i": (playbook: "p", at: "2026-01-06T08:00", severity: High, reported: "0s")})"#;
    fs::write(place.path().join("small.ron"), small).expect("written");
    place
}

/// Runs a command as a whole; interrupts it after a part of the time that took; goes on with it; and compares what is left.
fn goes_on(command: &str) {
    let place = drill();
    let begun = Instant::now();
    let whole = ended(place.path(), &format!("{command} --quiet --csv --out whole"));
    let took = begun.elapsed();
    let status = whole.status.code().expect("it ends by itself");
    assert!([0, 3].contains(&status), "{}", words(&whole.stderr));
    let mut left = None;
    // Sooner each time that it had ended by itself, later each time that nothing was finished.
    for part in [0.6, 0.4, 0.75, 0.3, 0.85, 0.5, 0.65, 0.2] {
        let mut child = firedrill(place.path(), &format!("{command} --quiet --csv --out part")).spawn().expect("it starts");
        sleep(Duration::from_secs_f64(took.as_secs_f64() * part));
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status().expect("kill is there");
        let ended = child.wait().expect("it ends").code();
        if ended == Some(130) && place.path().join("part/resume.bin").exists() {
            left = child.stdout.take();
            break;
        }
        let _ = fs::remove_dir_all(place.path().join("part"));
    }
    let mut shown = String::new();
    std::io::Read::read_to_string(&mut left.expect("it was interrupted with something finished"), &mut shown).expect("text");
    assert!(shown.contains("the same command with --resume goes on from here"), "{shown}");
    let json = fs::read_to_string(place.path().join("part/summary.json")).expect("kept");
    assert!(json.contains("\"note\": \"interrupted: "), "{command}: the summary says so");
    let other = ended(place.path(), &format!("{command} --quiet --csv --out part --resume --seed 99"));
    assert_eq!((other.status.code(), words(&other.stderr).contains("another seed")), (Some(2), true), "{}", words(&other.stderr));
    if let Some((before, after)) = command.split_once(" -n ").filter(|_| !command.contains("--precision")) {
        let after = after.split_once(' ').map_or("", |(_, after)| after);
        let fewer = ended(place.path(), &format!("{before} -n 1 {after} --quiet --csv --out part --resume"));
        assert_eq!((fewer.status.code(), words(&fewer.stderr).contains("-n")), (Some(2), true), "{}", words(&fewer.stderr));
    }
    let resumed = ended(place.path(), &format!("{command} --quiet --csv --out part --resume"));
    assert_eq!(resumed.status.code(), Some(status), "{}", words(&resumed.stderr));
    let (part, whole) = (files(&place.path().join("part")), files(&place.path().join("whole")));
    let names = |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&part), names(&whole), "{command}");
    for ((name, part), (_, whole)) in part.iter().zip(&whole) {
        assert!(part == whole, "{command}: {name} is not as if it had never been stopped");
    }
    let nothing = ended(place.path(), &format!("{command} --quiet --out part --resume"));
    assert_eq!((nothing.status.code(), words(&nothing.stderr).contains("nothing was interrupted")), (Some(2), true));
    let left = fs::read_dir(place.path()).expect("there").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with(".firedrill")
    });
    assert_eq!(left.count(), 0, "nothing unfinished is left");
}

#[test]
fn run_goes_on() {
    goes_on("run drill/ransomware.ron -n 1500");
}

#[test]
fn run_with_a_precision_goes_on() {
    goes_on("run drill/ransomware.ron -n 100 --precision 6%");
}

#[test]
fn compare_goes_on() {
    goes_on("compare drill/ransomware.ron --model drill/models/night-watch.ron -n 800");
}

#[test]
fn people_goes_on() {
    goes_on("people drill/ransomware.ron --teams --pairs -n 60");
}

#[test]
fn coverage_goes_on() {
    goes_on("coverage small.ron -n 60");
}

#[test]
fn improve_goes_on() {
    goes_on("improve drill/ransomware.ron -n 80");
}

#[test]
fn sweep_goes_on() {
    goes_on("sweep drill/ransomware.ron --model ranges.ron -n 40");
}

#[test]
fn staff_goes_on() {
    goes_on(
        "staff drill/ransomware.ron --model goal.ron --variant drill/models/night-watch.ron --vary people.jonas.takes_times=0.5..3.0/6 -n 1600",
    );
}
