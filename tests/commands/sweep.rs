//! What an answer depends on, and ranges of what nobody knows.

use std::fs;
use std::process::Command;

use crate::shell::words;
use crate::{drill, ended, status};

#[test]
fn sweep_shows_what_matters_and_writes_it() {
    let place = drill();
    let vary = "--vary decisions.isolate.deliberation=5m..4h/3 --vary decisions.isolate.delegate_after=10m,2h";
    let output = ended(place.path(), &format!("sweep drill/ransomware.ron {vary} -n 20 --csv --quiet"));
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in ["What matters most", "as it is", "decisions.isolate.deliberation", "2 h 3 min", "results/ransomware-sweep/summary.json"]
    {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let csv = fs::read_to_string(place.path().join("results/ransomware-sweep/responses.csv")).expect("written");
    assert_eq!(csv.lines().count(), 6, "{csv}");
    let of = |more: &str, jobs: u32| {
        let output = ended(
            place.path(),
            &format!("sweep drill/ransomware.ron {vary} {more} -n 10 --quiet --format json --out o{jobs} --jobs {jobs}"),
        );
        assert_eq!(status(&output), 0, "{}", words(&output.stderr));
        output.stdout
    };
    for (more, points) in [("--grid", 6), ("--latin 7", 7), ("--morris 2", 6)] {
        let bytes = of(more, 1);
        assert!(bytes == of(more, 3), "{more}: alike on any number of cores");
        let json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(json["points"].as_array().map(Vec::len), Some(points), "{more}");
    }
    for (bad, why) in [
        ("--vary a.b=1..2 --measure frob", "frob"),
        ("--vary people.nobody.count=1,2", "people"),
        ("--vary x=5", "x"),
        ("", "between: (\"2h\", \"9h\")"),
    ] {
        let output = ended(place.path(), &format!("sweep drill/ransomware.ron {bad} -n 5"));
        assert_eq!(status(&output), 2, "{bad}");
        assert!(words(&output.stderr).contains(why), "{bad}: {}", words(&output.stderr));
    }
}

#[test]
fn what_the_scenario_says_that_nobody_knows_is_swept_and_kept_apart_from_luck() {
    let place = drill();
    let ranges = r#"(decisions: {"isolate": (
        deliberation: LogNormal(median: (value: "20m", between: ("5m", "3h"), source: Estimated("the board")), p90: "4h"),
        delegate_after: (value: "1h", between: ("30m", "6h")),
    )})"#;
    fs::write(place.path().join("ranges.ron"), ranges).expect("written");
    let plain = r#"(decisions: {"isolate": (deliberation: LogNormal(median: "20m", p90: "4h"), delegate_after: "1h")})"#;
    fs::write(place.path().join("plain.ron"), plain).expect("written");
    let sweep = "sweep drill/ransomware.ron --model ranges.ron -n 12 --measure time_to_contain --quiet";
    let output = ended(place.path(), &format!("{sweep} --csv"));
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    for wanted in [
        "Time to contain: typically ",
        "depending on what nobody knows",
        "Which estimate is worth improving",
        "Estimated(\"the board\")",
        "Luck and not knowing, apart: 30 draws of all 2 inputs at once",
    ] {
        assert!(shown.contains(wanted), "{wanted}:\n{shown}");
    }
    let page = fs::read_to_string(place.path().join("results/ransomware-ranges-sweep/report.html")).expect("written");
    assert!(page.contains("depending on what nobody knows") && page.contains("not knowing along a line"));
    let csv = fs::read_to_string(place.path().join("results/ransomware-ranges-sweep/responses.csv")).expect("written");
    let made = |design: &str| csv.lines().filter(|line| line.ends_with(design)).count();
    // Two ends of two inputs, six trajectories of three points, thirty draws.
    assert_eq!([made("one_at_a_time"), made("morris"), made("latin")], [4, 18, 30]);
    let json: serde_json::Value = serde_json::from_slice(&ended(place.path(), &format!("{sweep} --format json")).stdout).expect("JSON");
    let band = &json["not_knowing"]["p50"];
    let at = |name: &str| band[name].as_f64().unwrap_or(f64::INFINITY);
    assert!(at("least") <= at("low") && at("low") < at("high") && at("high") <= at("most"), "{band}");
    assert_eq!(json["ranking"]["inputs"].as_array().map(Vec::len), Some(2));
    // The scenario as it is plays the values themselves, as `run` does with a file that knows no ranges.
    let run = ended(place.path(), "run drill/ransomware.ron --model plain.ron -n 12 --quiet --format json");
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(json["as_it_is"]["p50"]["value"], run["measures"]["time_to_contain"]["p50"]);
    assert_eq!(band["as_it_is"], run["measures"]["time_to_contain"]["p50"]);
    // Asked for draws only, there are no other variants.
    let draws = ended(place.path(), &format!("{sweep} --latin 5 --format json"));
    let draws: serde_json::Value = serde_json::from_slice(&draws.stdout).expect("JSON");
    assert_eq!(
        (draws["points"].as_array().map(Vec::len), &draws["not_knowing"]["draws"], draws.get("ranking")),
        (Some(5), &5.into(), None)
    );
}

#[test]
fn a_range_that_cannot_be_played_at_its_ends_is_told_where_it_is_written() {
    let place = drill();
    let ranges = r#"(decisions: {"isolate": (deliberation: LogNormal(median: (value: "20m", between: ("0s", "3h")), p90: "4h"))},
people: {"maya": (count: (value: 1, between: (0, 2)))})"#;
    fs::write(place.path().join("ranges.ron"), ranges).expect("written");
    for command in ["check", "sweep"] {
        let output = ended(place.path(), &format!("{command} drill/ransomware.ron --model ranges.ron"));
        let said = words(&output.stderr);
        assert_eq!(status(&output), 2, "{command}: {said}");
        for wanted in ["ranges.ron:1:83", "ranges.ron:2:47", "between: (0, 2)", "stands for nobody"] {
            assert!(said.contains(wanted), "{command}: {wanted}: {said}");
        }
        assert!(!said.contains("--set"), "{said}");
    }
    assert_eq!(
        status(&ended(place.path(), "run drill/ransomware.ron --model ranges.ron -n 2 --quiet")),
        0,
        "the values themselves are good"
    );
    // What is told elsewhere points to the end that it comes from.
    let output = Command::new(env!("CARGO_BIN_EXE_firedrill"))
        .current_dir(place.path())
        .args(["check", "drill/ransomware.ron", "--set", "decisions.isolate.outcomes.approve=(value: 0.85, between: (0.5, 0.9))"])
        .output()
        .expect("started");
    let said = words(&output.stderr);
    assert_eq!((status(&output), said.matches("with this end of the range").count()), (2, 2), "{said}");
    assert!(said.contains("adds up to 0.65") && said.contains("approve:1:60"), "{said}");
}

#[test]
fn an_input_is_varied_once_and_ranked_by_the_effect_of_its_whole_range() {
    let place = drill();
    let twice = "--vary decisions.isolate.deliberation=5m,1h --vary decisions.isolate.deliberation=2h,3h";
    for command in ["sweep", "staff"] {
        fs::write(place.path().join("goal.ron"), "(targets: {\"t\": (measure: P90(Contained), at_most: \"1d\")})").expect("written");
        let output = ended(place.path(), &format!("{command} drill/ransomware.ron --model goal.ron {twice} -n 5"));
        assert_eq!(status(&output), 2, "{command}: {}", words(&output.stdout));
        assert!(words(&output.stderr).contains("is varied twice"), "{}", words(&output.stderr));
    }
    let influence = |vary: &str, how: &str| {
        let sweep = format!("sweep drill/ransomware.ron --vary {vary} {how} --measure time_to_contain -n 15 --quiet --format json");
        let json: serde_json::Value = serde_json::from_slice(&ended(place.path(), &sweep).stdout).expect("JSON");
        let means: Vec<f64> = json["points"].as_array().expect("a list").iter().filter_map(|p| p["mean"]["value"].as_f64()).collect();
        let span = means.iter().copied().fold(f64::MIN, f64::max) - means.iter().copied().fold(f64::MAX, f64::min);
        (json["inputs"][0]["influence"].as_f64().expect("a number"), span)
    };
    // A list of two has no middle: each step of a trajectory is from one end to the other.
    for vary in ["decisions.isolate.deliberation=5m,4h", "decisions.isolate.deliberation=5m..4h/2"] {
        let (effect, span) = influence(vary, "--morris 3");
        assert!(span > 60.0, "it matters: {span}");
        if vary.contains(',') {
            assert!((effect - span).abs() < 1e-3, "{vary}: {effect} of a span of {span}");
        }
    }
}
