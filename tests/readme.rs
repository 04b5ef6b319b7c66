//! The README's commands are true.
#![allow(missing_docs, clippy::unwrap_used)]

use std::process::Command;

/// All lines of the README's shell blocks.
fn commands() -> Vec<String> {
    let text = std::fs::read_to_string("README.md").unwrap();
    text.split("```sh\n")
        .skip(1)
        .flat_map(|block| block.split("```").next().unwrap().lines().map(String::from).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_command_of_the_readme_does_what_it_says() {
    let all = commands();
    assert!(all.iter().any(|c| c == "cargo run --release -- run scenarios/harbour-mutual/ransomware.ron"), "the main job is shown");
    assert!(all.iter().any(|c| c == "cargo test"), "the tests are shown");
    let place = tempfile::tempdir().unwrap();
    let mut ran = 0;
    for (index, command) in all.iter().enumerate().filter(|(_, c)| *c != "cargo test") {
        let arguments = command.strip_prefix("cargo run --release -- ").unwrap_or_else(|| panic!("{command} is not tested"));
        let out = place.path().join(index.to_string());
        let output = Command::new(env!("CARGO_BIN_EXE_firedrill"))
            .args(arguments.split_whitespace())
            .args(["-n", "40", "--quiet", "--out"])
            .arg(&out)
            .output()
            .unwrap();
        // The sample misses its targets, and the README says so.
        assert_eq!(output.status.code(), Some(3), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(out.join("summary.json").exists() && out.join("incidents.parquet").exists(), "{command} leaves a results folder");
        ran += 1;
    }
    assert!(ran >= 3, "only {ran} commands were run");
}

#[test]
fn every_sample_plays_under_every_staffing_model() {
    let place = tempfile::tempdir().unwrap();
    let folder = std::path::Path::new("scenarios/harbour-mutual");
    let mut results = std::collections::BTreeMap::new();
    for scenario in ["ransomware", "identity-outage", "account-takeover"] {
        for model in ["internal-only", "staff-augmentation", "co-managed", "fully-managed"] {
            let output = Command::new(env!("CARGO_BIN_EXE_firedrill"))
                .arg("run")
                .arg(folder.join(format!("{scenario}.ron")))
                .arg("--model")
                .arg(folder.join(format!("models/{model}.ron")))
                .args(["-n", "60", "--quiet", "--format", "json", "--out"])
                .arg(place.path().join(format!("{scenario}-{model}")))
                .output()
                .unwrap();
            assert!(matches!(output.status.code(), Some(0 | 3)), "{scenario} with {model}: {}", String::from_utf8_lossy(&output.stderr));
            let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(summary["replications"], 60);
            results.insert((scenario, model), summary["measures"]["time_to_contain"]["p50"].as_f64().unwrap());
        }
    }
    // Somebody awake who may isolate contains sooner than an office-hours team; that is the reason for the models.
    assert!(results[&("ransomware", "co-managed")] < results[&("ransomware", "internal-only")]);
}
