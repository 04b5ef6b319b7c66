//! The commands as a user meets them: what they print, what they leave, how they end.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[path = "support/shell.rs"]
mod shell;

use shell::{files, words};

fn firedrill(place: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    command.current_dir(place).args(arguments.split_whitespace());
    command
}
fn ended(place: &Path, arguments: &str) -> Output {
    firedrill(place, arguments).output().expect("it starts")
}
fn status(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// A folder with the starter organisation in `drill`.
fn drill() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(status(&ended(place.path(), "new drill")), 0);
    place
}

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
fn a_report_is_made_anew_to_the_byte_or_with_names_and_a_marking() {
    let place = drill();
    assert_eq!(status(&ended(place.path(), "run drill/ransomware.ron --quiet -n 40 --out one")), 0);
    let compare = "compare drill/ransomware.ron --model drill/models/night-watch.ron --quiet -n 40 --out several";
    assert_eq!(status(&ended(place.path(), compare)), 0);
    for folder in ["one", "several"] {
        let folder = place.path().join(folder);
        let before = files(&folder);
        assert!(before.iter().any(|(name, _)| name == "report.html") && before.iter().any(|(name, _)| name == "plots/recovery.svg"));
        let output = ended(place.path(), &format!("report {}", folder.display()));
        assert_eq!((status(&output), words(&output.stderr).as_str()), (0, ""));
        assert!(files(&folder) == before, "nothing has changed");
    }
    let output = ended(place.path(), "report one --names full --marking Privileged --out board.html");
    assert_eq!(status(&output), 0, "{}", words(&output.stderr));
    let page = fs::read_to_string(place.path().join("board.html")).expect("written");
    assert!(page.contains("<p class=\"marking\">Privileged</p>"));
    assert!(!fs::read_to_string(place.path().join("one/report.html")).expect("kept").contains("Privileged"));
    let output = ended(place.path(), "report drill");
    let review = ended(place.path(), "report one --since several/night-watch --on 2026-06-30");
    assert_eq!(status(&review), 0, "{}", words(&review.stderr));
    assert!(words(&review.stdout).contains("Service availability") && place.path().join("one/since.html").exists());
    let refused = ended(place.path(), "report one --since several");
    assert_eq!((status(&refused), words(&refused.stderr).contains("one of its models")), (2, true), "{}", words(&refused.stderr));
    assert_eq!(status(&ended(place.path(), "run drill/ransomware.ron --quiet -n 20 --out one")), 0, "a folder with a review is replaced");
    assert_eq!((status(&output), words(&output.stderr).contains("holds no results")), (2, true), "{}", words(&output.stderr));
}

#[test]
fn tables_and_traces_call_people_by_role_unless_asked_for_names_and_figures_come_as_png_on_request() {
    let place = drill();
    let run = |more: &str| ended(place.path(), &format!("run drill/ransomware.ron --quiet -n 20 --csv --out one {more}"));
    let named = || {
        let read = |name: &str| fs::read_to_string(place.path().join("one").join(name)).expect("written");
        ["decisions.csv", "trace.jsonl", "report.html"]
            .map(|name| [read(name).contains("maya"), read(name).contains("Maya")].contains(&true))
    };
    assert!([0, 3].contains(&status(&run(""))));
    assert_eq!(named(), [false; 3]);
    let png = place.path().join("one/plots/recovery.png");
    assert!(!png.exists());
    assert!([0, 3].contains(&status(&run("--names full --png"))));
    assert_eq!(named(), [true; 3]);
    assert!(fs::read(png).expect("drawn").starts_with(b"\x89PNG"));
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
