//! The command of plays: what it prints, what it leaves, how it ends, and the library of scenarios beside it.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell::{files, words};
use crate::{drill, ended, firedrill, status};

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_cores() {
    let place = drill();
    let of = |jobs: u32| {
        let output = ended(
            place.path(),
            &format!("run drill/ransomware.ron -n 300 --seed 7 --format json --quiet --csv --jobs {jobs} --out o{jobs}"),
        );
        assert_eq!(status(&output), 0, "{}", words(&output.stderr));
        assert!(output.stderr.is_empty(), "--quiet says nothing");
        let folder = place.path().join(format!("o{jobs}"));
        assert_eq!(fs::read(folder.join("summary.json")).expect("written"), output.stdout, "nothing but summary.json is printed");
        let (files, plots): (Vec<_>, Vec<_>) = files(&folder).into_iter().partition(|(name, _)| !name.starts_with("plots"));
        assert_eq!(files.len(), 12);
        assert!(plots.len() >= 6);
        (files, plots)
    };
    let one = of(1);
    assert!(of(2) == one && of(7) == one);
}

#[test]
fn a_table_a_folder_and_a_trace() {
    let place = drill();
    let output = ended(place.path(), "run drill/ransomware.ron -n 200 --model drill/models/night-watch.ron");
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in ["night-watch · 200 plays", "time to contain", "Worst finding", "results/ransomware-night-watch/summary.json"] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    assert!(words(&output.stderr).contains("200 of 200"));
    assert!(place.path().join("results/ransomware-night-watch/trace.jsonl").exists());
    let told = ended(place.path(), "trace drill/ransomware.ron -n 50 --quiet");
    assert_eq!(status(&told), 0);
    assert!(words(&told.stdout).contains("in all"), "{}", words(&told.stdout));
    let again = ended(place.path(), "run results/ransomware-night-watch/scenario.ron -n 200 --format json --quiet --out again");
    assert_eq!(status(&again), 0, "what was resolved can be run: {}", words(&again.stderr));
}

#[test]
fn what_goes_wrong_has_a_status_and_says_why() {
    let place = drill();
    fs::create_dir(place.path().join("mine")).expect("made");
    fs::write(place.path().join("mine/thesis.doc"), "years").expect("written");
    for (arguments, wanted, said) in [
        ("frob", 2, "unrecognized"),
        ("run nowhere.ron", 2, "nowhere.ron"),
        ("run drill/ransomware.ron --set people.maia.cost_per_hour=3", 2, "maya"),
        ("run drill/ransomware.ron --out mine", 2, "thesis.doc"),
        ("run drill/ransomware.ron --precision 5", 2, "5%"),
        ("new drill", 2, "not empty"),
        ("run drill/ransomware.ron --quiet --set limits=(happenings:50)", 4, "limits.happenings"),
        ("run drill/ransomware.ron --quiet --set targets={\"t\":(measure:P50(Contained),at_most:\"1m\")}", 3, ""),
    ] {
        let output = ended(place.path(), arguments);
        assert_eq!(status(&output), wanted, "{arguments}: {}", words(&output.stderr));
        assert!(words(&output.stderr).contains(said), "{arguments}: {}", words(&output.stderr));
        assert!(!words(&output.stderr).contains("panicked"), "{arguments}");
    }
    assert_eq!(status(&ended(place.path(), "--help")), 0);
    assert_eq!(status(&ended(place.path(), "--version")), 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = drill();
    let mut child = firedrill(place.path(), "run drill/ransomware.ron -n 50 --format json --quiet")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((status(&output), words(&output.stderr).as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_was_finished() {
    let place = drill();
    let mut child = firedrill(place.path(), "run drill/ransomware.ron -n 5000000")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let mut shown = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut shown).expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(shown.contains(" of 5000000 plays"), "{shown}");
    let json = fs::read_to_string(place.path().join("results/ransomware/summary.json")).expect("kept");
    assert!(json.contains(" of 5000000 replications"), "{json}");
    let left: Vec<_> = fs::read_dir(place.path().join("results")).expect("there").collect();
    assert_eq!(left.len(), 1, "nothing unfinished is left");
}

#[test]
fn few_plays_are_told_as_few() {
    let place = drill();
    fs::write(place.path().join("same.ron"), "(name: \"Another name\")").expect("written");
    let told = |command: &str| {
        let output = ended(place.path(), &format!("{command} --quiet"));
        let shown = words(&output.stdout);
        assert!(!shown.contains(" 1 plays") && !shown.contains("\n1 plays"), "{shown}");
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = told("compare drill/ransomware.ron --model same.ron --model drill/models/night-watch.ron -n 1");
    assert!(one.contains("cannot tell, more plays (-n) would") && !one.contains("hardly any difference"), "{one}");
    // The same in every one of five plays is no different in any figure, the 90th percentile included.
    let five = ended(place.path(), "compare drill/ransomware.ron --model same.ron -n 5 --quiet --format json");
    let five: serde_json::Value = serde_json::from_slice(&five.stdout).expect("JSON");
    let differences = five["differences"].as_array().expect("a list");
    for level in ["mean", "p50", "p90", "p95"] {
        let known: Vec<_> = differences.iter().filter(|of| of["difference"][level].is_number()).collect();
        assert!(known.len() > 5, "{level}: {differences:?}");
        for of in known {
            assert_eq!(
                (&of["difference"][level], &of["interval"][level]),
                (&0.0.into(), &serde_json::json!([0.0, 0.0])),
                "{level} of {of}"
            );
        }
    }
    assert!(told("people drill/ransomware.ron --teams -n 1").contains("1 play, and as many on the same luck without each of "));
    assert!(told("improve drill/ransomware.ron -n 1").contains(" · 1 play · "));
    assert!(told("sweep drill/ransomware.ron --vary horizon=20d,30d -n 1").contains("2 variants · 1 play of each"));
    let target = "(targets: {\"t\": (measure: P90(Contained), at_most: \"1d\")})";
    fs::write(place.path().join("goal.ron"), target).expect("written");
    let staff = told("staff drill/ransomware.ron --model goal.ron --variant drill/models/night-watch.ron --vary people.agent.count=2 -n 1");
    assert!(staff.is_empty(), "a single value is refused: {staff}");
    let staff = told("staff drill/ransomware.ron --model goal.ron --variant drill/models/night-watch.ron -n 1");
    assert!(staff.contains("up to 1 play of each") && staff.contains("of them it cannot be told whether they do"), "{staff}");
}

#[test]
fn what_is_not_over_counts_as_the_horizon_and_that_is_said() {
    let place = drill();
    let told = |command: &str| {
        let output = ended(place.path(), &format!("{command} --quiet"));
        words(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let short = "--set horizon=6h -n 30";
    let compare = told(&format!("compare drill/ransomware.ron --model drill/models/night-watch.ron {short}"));
    assert!(compare.contains("Averages count what is not over within 6 h as 6 h: they are at least so much."), "{compare}");
    let sweep = told("sweep drill/ransomware.ron --vary decisions.isolate.deliberation=5m,6m --set horizon=2d -n 30");
    assert!(sweep.contains("What is not over by the horizon counts as the horizon in means."), "{sweep}");
    let whole = told("compare drill/ransomware.ron --model drill/models/night-watch.ron --set horizon=300d -n 30");
    assert!(!whole.contains("Averages count"), "{whole}");
}

/// A target on something that never happens in a scenario was played a million times in vain.
#[test]
fn what_never_happens_is_not_waited_for() {
    let place = drill();
    let text = r#"(name: "no containment", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d",
        rosters: {"always": Always}, teams: {"ops": ()}, people: {"ann": (team: "ops", roster: "always")},
        playbooks: {"p": (tasks: {"mend": (phase: Recover, teams: ["ops"], effort: "1h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T10:00", severity: High, reported: "0s")},
        targets: {"t": (measure: P90(Contained), at_most: "4h")})"#;
    fs::write(place.path().join("never.ron"), text).expect("written");
    let output = ended(place.path(), "run never.ron --precision 5% -n 400 --quiet --format json");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["replications"], 1600, "{}", words(&output.stderr));
}

#[test]
fn the_library_is_listed_one_line_each() {
    let here = Path::new(".");
    let output = ended(here, "list");
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    assert!(shown.lines().count() >= 12, "{shown}");
    for wanted in ["scenarios/harbour-mutual/ransomware.ron", "Ransomware, Saturday 02:14", "scenarios/aughrim/insider.ron"] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    assert!(!shown.contains("organisation.ron") && !shown.contains("models/"), "what others build on is no scenario:\n{shown}");
    let all: serde_json::Value = serde_json::from_slice(&ended(here, "list --format json").stdout).expect("JSON");
    for scenario in all["scenarios"].as_array().expect("a list") {
        let file = scenario["file"].as_str().expect("a file");
        assert!(scenario["about"].as_str().is_some_and(|a| a.len() > 20), "{file} says what it is about");
        let output = ended(here, &format!("check {file} --quiet"));
        assert_eq!(status(&output), 0, "{file}: {}", words(&output.stderr));
    }
    assert_eq!(all["unreadable"], serde_json::json!([]));
}

#[test]
fn a_folder_without_scenarios_and_one_that_is_not_there() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let output = ended(place.path(), "list .");
    assert_eq!(status(&output), 0);
    assert!(words(&output.stdout).starts_with("no scenarios in ."), "{}", words(&output.stdout));
    fs::write(place.path().join("bad.ron"), "(name: ").expect("written");
    assert!(words(&ended(place.path(), "list .").stdout).contains("bad.ron cannot be read"));
    let output = ended(place.path(), "list nowhere");
    assert_eq!(status(&output), 2);
    assert!(words(&output.stderr).contains("nowhere"), "{}", words(&output.stderr));
}
