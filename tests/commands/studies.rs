//! Coverage, key people, improvements, staffing.

use std::fs;

use crate::shell::words;
use crate::{drill, ended, status};

#[test]
fn coverage_has_a_table_with_maps_and_a_folder() {
    let place = drill();
    // One policy on one rota and a short year: what is worked out takes longest in a build without optimisation.
    let sets = "--set escalation.it-page.steps=[(page:\"maya\",wait:\"15m\")]";
    let arguments = format!("coverage drill/ransomware.ron -n 2 --csv {sets}");
    let output = ended(place.path(), &arguments);
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in ["of the 168 hours of an average week", "A calendar shows the first column", "On-call rotas", "Time to a human", "\nSun "]
    {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let folder = place.path().join("results/ransomware-coverage");
    let json: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("summary.json")).expect("written")).expect("JSON");
    assert_eq!(json["incident"]["hours"].as_array().map(Vec::len), Some(168));
    for table in ["gaps", "gap_hours", "rotas", "escalations", "escalation_hours", "hours"] {
        assert!(folder.join(format!("{table}.parquet")).exists(), "{table}");
        assert!(fs::read_to_string(folder.join(format!("{table}.csv"))).expect("written").lines().count() > 1, "{table}");
    }
    let none = ended(place.path(), &format!("coverage drill/ransomware.ron -n 0 --incident frob {sets}"));
    assert_eq!(status(&none), 2);
    assert!(words(&none.stderr).contains("frob"));
}

#[test]
fn people_has_a_table_and_a_folder_alike_on_any_number_of_cores() {
    let place = drill();
    let output = ended(place.path(), "people drill/ransomware.ron -n 30 --pairs --teams --csv --jobs 3");
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in [
        "is missed most",
        "as it is",
        "without a team",
        "without two people",
        "does not come back",
        "Truck factor by hour",
        "How many hold it",
    ] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let folder = place.path().join("results/ransomware-people");
    for table in ["absences", "unrecoverable", "truck_factor", "holders"] {
        assert!(folder.join(format!("{table}.parquet")).exists(), "{table}");
        assert!(fs::read_to_string(folder.join(format!("{table}.csv"))).expect("written").lines().count() > 1, "{table}");
    }
    let again = ended(place.path(), "people drill/ransomware.ron -n 30 --pairs --teams --format json --quiet --jobs 1 --out again");
    assert_eq!(status(&again), 0);
    assert!(again.stderr.is_empty() && again.stdout == fs::read(folder.join("summary.json")).expect("written"));
    let json: serde_json::Value = serde_json::from_slice(&again.stdout).expect("JSON");
    let absences = json["absences"].as_array().expect("a list");
    let nothing: Vec<_> = absences.iter().filter(|absence| absence["played_again"] == 0).collect();
    assert!(nothing.iter().all(|absence| absence["time_to_recover"]["change"]["mean"]["value"] == 0.0));
    assert!(absences.iter().any(|absence| absence["away"] == "pair" && absence["no_effect"] == false));
}

#[test]
fn improve_writes_patches_with_which_run_comes_to_what_was_printed() {
    let place = drill();
    let output = ended(place.path(), "improve drill/ransomware.ron -n 20 --seed 5 --csv --quiet");
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in ["First: ", "Owner ____", "Where it goes", "results/ransomware-improve/summary.json"] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let folder = place.path().join("results/ransomware-improve");
    let json: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("summary.json")).expect("written")).expect("JSON");
    let best = &json["remedies"][0];
    let patch = folder.join(best["patch"].as_str().expect("a file"));
    assert!(fs::read_to_string(&patch).expect("written").starts_with("// "), "it says what it is for");
    let run = ended(place.path(), &format!("run drill/ransomware.ron --model {} -n 20 --seed 5 --quiet --format json", patch.display()));
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(run["measures"], best["effect"]["measures"], "to the digit");
    assert!(fs::read_to_string(folder.join("remedies.csv")).expect("written").lines().count() > 2);
}

#[test]
fn staff_finds_a_staffing_or_says_that_there_is_none() {
    let place = drill();
    let target = |limit: &str| {
        let text = format!("(targets: {{\"t\": (measure: P50(Contained), at_most: \"{limit}\")}})");
        fs::write(place.path().join("goal.ron"), text).expect("written");
        "--model goal.ron"
    };
    let one = ended(
        place.path(),
        &format!("staff drill/ransomware.ron {} -n 40 --variant drill/models/night-watch.ron --csv --quiet", target("50d")),
    );
    assert_eq!(status(&one), 0, "{}\n{}", words(&one.stderr), words(&one.stdout));
    let shown = words(&one.stdout);
    for wanted in ["The cheapest staffing that meets", "Cost against risk", "Next", "results/ransomware-goal-staff/summary.json"] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let none =
        ended(place.path(), &format!("staff drill/ransomware.ron {} -n 40 --variant drill/models/night-watch.ron --quiet", target("1s")));
    assert_eq!(status(&none), 3, "{}", words(&none.stdout));
    assert!(words(&none.stdout).contains("None of these staffings is sure to meet"));
}
