//! Staffing models held against each other.

use std::fs;

use crate::shell::words;
use crate::{drill, ended, status};

#[test]
fn models_are_compared_in_a_table_a_folder_and_json() {
    let place = drill();
    fs::write(place.path().join("same.ron"), "(name: \"Another name\")").expect("written");
    let compare = "compare drill/ransomware.ron --model drill/models/night-watch.ron --model same.ron --quiet -n 60";
    let output = ended(place.path(), compare);
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in
        ["3 staffing models · 60 plays of each", "night-watch against as-written", "no different in anything", "Same luck", "Money"]
    {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let folder = place.path().join("results/ransomware-compared");
    for file in ["summary.json", "differences.parquet", "as-written/summary.json", "night-watch/incidents.parquet", "same/scenario.ron"] {
        assert!(folder.join(file).exists(), "{file}");
    }
    let of = |jobs: u32| {
        let output = ended(place.path(), &format!("{compare} --format json --csv --jobs {jobs}"));
        assert_eq!(status(&output), 0, "the folder is replaced: {}", words(&output.stderr));
        let csv = fs::read(folder.join("differences.csv")).expect("written");
        assert_eq!(fs::read(folder.join("summary.json")).expect("written"), output.stdout);
        (output.stdout, csv)
    };
    let one = of(1);
    assert!(of(3) == one, "whatever the number of cores");
    let all: serde_json::Value = serde_json::from_slice(&one.0).expect("JSON");
    let single =
        ended(place.path(), "run drill/ransomware.ron --model drill/models/night-watch.ron --quiet -n 60 --format json --out single");
    let single: serde_json::Value = serde_json::from_slice(&single.stdout).expect("JSON");
    assert_eq!(all["models"][1]["measures"], single["measures"], "a model plays as it does by itself");
    let differences = all["differences"].as_array().expect("a list");
    let same = differences.iter().filter(|d| d["a"] == "as-written" && d["b"] == "same");
    for found in same {
        let mean = &found["difference"]["mean"];
        assert!(mean.is_null() || (mean == &serde_json::json!(0.0) && found["verdict"] == "same"), "{found}");
    }
}

#[test]
fn assumed_values_that_turn_a_verdict_are_named() {
    let place = drill();
    // Doubled, they are as quick as the others, which is as the scenario is; what was measured is left alone.
    let model = r#"(work: (working_takes: (value: 0.5, source: Assumed("a hope"))),
        people: {"maya": (cost_per_hour: (value: 72, source: Measured("payroll")))})"#;
    fs::write(place.path().join("quick.ron"), model).expect("written");
    let compare = "compare drill/ransomware.ron --model quick.ron --quiet -n 60 --assumptions=60 --format json";
    let output = ended(place.path(), compare);
    assert!([0, 3].contains(&status(&output)), "{}", words(&output.stderr));
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = &all["assumptions"];
    assert_eq!((&found["stated"], &found["varied"], &found["replications"]), (&1.into(), &1.into(), &60.into()), "{found}");
    let turned = found["turned"].as_array().expect("a list");
    let recover = turned.iter().find(|turned| turned["measure"] == "time_to_recover").unwrap_or_else(|| panic!("{found}"));
    assert_eq!(
        (&recover["path"], &recover["varied"], &recover["before"], &recover["after"]),
        (&"work.working_takes".into(), &"double".into(), &"b_better".into(), &"same".into())
    );
    assert!(turned.iter().all(|turned| turned["varied"] != "half"), "half as much makes it better still: {found}");
    let plain = ended(place.path(), "compare drill/ransomware.ron --model drill/models/night-watch.ron --quiet -n 20 --assumptions=20");
    assert!(words(&plain.stdout).contains("no value says that it is assumed"), "{}", words(&plain.stdout));
}

#[test]
fn a_comparison_that_cannot_be_made_says_why() {
    let place = drill();
    fs::create_dir(place.path().join("mine")).expect("made");
    fs::create_dir(place.path().join("mine/notes")).expect("made");
    let missed = "--set targets={\"t\":(measure:P50(Contained),at_most:\"1m\")}";
    for (arguments, wanted, said) in [
        ("compare drill/ransomware.ron", 2, "--model"),
        ("compare drill/ransomware.ron --model nowhere.ron", 2, "nowhere.ron"),
        ("compare drill/ransomware.ron --model drill/models/night-watch.ron+nowhere.ron", 2, "nowhere.ron"),
        ("compare drill/ransomware.ron --model drill/models/night-watch.ron --out mine", 2, "notes"),
        ("compare drill/ransomware.ron --model drill/models/night-watch.ron --quiet --set limits=(happenings:50)", 4, "limits.happenings"),
        (&format!("compare drill/ransomware.ron --model drill/models/night-watch.ron --quiet -n 20 {missed}"), 3, ""),
        ("compare drill/ransomware.ron --model drill/models/night-watch.ron --quiet -n 50 --precision 60%", 0, ""),
    ] {
        let output = ended(place.path(), arguments);
        assert_eq!(status(&output), wanted, "{arguments}: {}", words(&output.stderr));
        assert!(words(&output.stderr).contains(said), "{arguments}: {}", words(&output.stderr));
        assert!(!words(&output.stderr).contains("panicked"), "{arguments}");
    }
}

#[test]
fn what_is_compared_with_nothing_is_refused() {
    let place = drill();
    for (command, why) in [
        ("compare drill/ransomware.ron --model drill/models/night-watch.ron --only-models -n 5", "night-watch is compared with nothing"),
        ("compare drill/ransomware.ron --model drill/ransomware.ron -n 5", "ransomware changes nothing of the scenario"),
    ] {
        let output = ended(place.path(), command);
        assert_eq!(status(&output), 2, "{}", words(&output.stdout));
        assert!(words(&output.stderr).contains(why), "{}", words(&output.stderr));
    }
}
