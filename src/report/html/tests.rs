//! The page is safe whatever the names are, says what it should, and is the same whenever it is made.

mod dark;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::*;
use crate::report::folder::Folder;
use crate::report::summary::{Setting, Summary};
use crate::report::testing;
use crate::study::{self, Design};

/// A results folder with its report, as `run` makes it.
fn run(sets: &[&str], replications: u64) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("r");
    let scenario = testing::scenario(sets);
    let mut folder = Folder::begin(&target, &scenario.plan, false).unwrap();
    let design = Design { seed: 7, replications, jobs: 2, precision: None };
    let studied =
        study::run(&scenario.plan, &design, &AtomicBool::new(false), &mut |_, _| (), &mut |k, replicated| folder.add(k, &replicated));
    let setting = Setting { scenario_hash: scenario.hash.clone(), models: Vec::new(), seed: 7, precision: None };
    let json = Summary::of(&studied.unwrap(), &setting).to_json().unwrap();
    let mut more = |folder: &Path| vec![("report.html".to_owned(), of_folder(folder, &Options::default()).unwrap().html.into_bytes())];
    folder.finish_with(&[("scenario.ron", &scenario.canonical), ("summary.json", &json)], &mut more).unwrap();
    (place, target)
}
fn html(folder: &Path, options: &Options) -> String {
    of_folder(folder, options).unwrap_or_else(|why| panic!("{why}")).html
}

#[test]
fn made_again_the_page_is_the_same_to_the_byte() {
    let (_place, folder) = run(&[], 30);
    let written = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert_eq!(html(&folder, &Options::default()), written);
    for part in
        ["For the board", "Service availability", "Security exposure", "Recovery readiness", "policies back in a day", "seed 7", "<svg "]
    {
        assert!(written.contains(part), "{part}");
    }
    for figure in ["recovery", "ledger", "median-play", "systems", "systems-median", "duty", "times", "convergence"] {
        assert!(written.contains(&format!("<figure id=\"{figure}\"")), "{figure}");
    }
    assert_eq!(written.matches("<figure").count(), written.matches("role=\"img\"").count());
    assert_eq!(written.matches("<figure").count(), written.matches("<summary>The figures").count(), "a table beside each");
}

#[test]
fn the_page_loads_nothing_and_runs_nothing_but_its_own_script() {
    let (_place, folder) = run(&[], 5);
    let page = html(&folder, &Options::default());
    for forbidden in ["http://", "https://", "src=", "url(", "@import", " style=\"", "<link", "javascript:", "onload"] {
        let page = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let policy = page.replace("&#x27;", "'").replace("&#x2f;", "/");
    let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
    assert_eq!((page.matches("<script").count(), script), (1, SCRIPT));
    let [of_style, of_script] = [style, script].map(|text| digest::of(text.as_bytes()));
    assert!(policy.contains(&format!("content=\"default-src 'none'; style-src 'sha256-{of_style}'; ")));
    assert!(policy.contains(&format!("; script-src 'sha256-{of_script}'\"")));
    // What a browser would take for the end of the script, or for a comment, is not in it; nor is anything that the policy forbids.
    for forbidden in ["</", "<!--", "eval(", "innerHTML", "setAttribute(\"style\"", ".style", "fetch(", "XMLHttpRequest"] {
        assert!(!SCRIPT.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn no_person_is_named_unless_asked_for() {
    let (_place, folder) = run(&["about=\"Ana is away, and Marcus Oyelaran decides.\""], 20);
    let roles = html(&folder, &Options::default());
    for name in ["Ana", "Reyes", "Marcus", "Oyelaran"] {
        assert!(
            !roles.contains(name),
            "{name}: {:?}",
            roles.split(name).next().map(|before| before.chars().rev().take(80).collect::<String>())
        );
    }
    let full = html(&folder, &Options { names: Naming::Full, marking: None });
    assert!(full.contains("Ana Reyes") && full.contains("Marcus Oyelaran"));
}

#[test]
fn hostile_names_are_only_words() {
    let evil = r#"</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}{% raw %} שלום"#;
    let long = "n".repeat(200);
    let sets = [
        format!("name=\"{evil}\""),
        format!("about=\"{evil}\""),
        format!("people.ana.name=\"{evil}\""),
        format!("people.ciso.name=\"{long}\""),
        format!("systems.core-db.name=\"{evil}\""),
        format!("systems.policy-admin.name=\"{long}\""),
        format!("teams.leaders.name=\"{evil}\""),
        format!("employers.internal.name=\"{evil}\""),
        format!("incidents.first.name=\"{evil}\""),
    ];
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let (_place, folder) = run(&sets, 10);
    for options in [Options::default(), Options { names: Naming::Full, marking: Some(format!("</style>{evil}")) }] {
        let page = html(&folder, &options);
        assert!(!page.contains("<img") && page.matches("<script").count() == 1 && page.contains('ש'));
        assert_eq!((page.matches("</style>").count(), page.matches("</title>\n").count() >= 1), (1, true));
        assert!(page.contains("{{ 7*7 }}{% raw %}"), "a name is no template");
        for tag in ["html", "body", "main", "header", "footer", "table", "figure", "details", "section", "svg", "pre", "dl", "ol"] {
            let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}

#[test]
fn a_marking_stands_on_the_page_and_on_paper_and_cannot_leave_its_string() {
    let (_place, folder) = run(&[], 5);
    let page = html(&folder, &Options { names: Naming::Roles, marking: Some("Privileged & Confidential".to_owned()) });
    assert_eq!(page.matches("<p class=\"marking\">Privileged &amp; Confidential</p>").count(), 2);
    assert!(page.contains("content:\"Privileged \\26  Confidential\""));
    assert!(!html(&folder, &Options { names: Naming::Roles, marking: Some("  ".to_owned()) }).contains("class=\"marking\""));
    assert_eq!(in_style("\"}</style>"), "\\22 \\7d \\3c \\2f style\\3e ");
}

#[test]
fn without_a_play_that_did_harm_there_is_still_a_page() {
    let (_place, folder) =
        run(&["incidents.first.at=\"2026-03-11T23:40\"", "telemetry.edr.stages=[\"access\"]", "telemetry.edr.after=Fixed(\"1s\")"], 3);
    assert!(html(&folder, &Options::default()).contains("What this stands on"));
}

#[test]
fn what_is_no_results_folder_is_told_apart() {
    let place = tempfile::tempdir().unwrap();
    let told = |path: &Path| of_folder(path, &Options::default()).unwrap_err().0;
    assert!(told(place.path()).contains("holds no results"));
    std::fs::write(place.path().join("summary.json"), "{}").unwrap();
    assert!(told(place.path()).contains("not one of firedrill"));
    std::fs::write(place.path().join("summary.json"), r#"{"schema": 99, "firedrill": "9"}"#).unwrap();
    assert!(told(place.path()).contains("another version"));
    let (_place, folder) = run(&[], 3);
    std::fs::write(folder.join("scenario.ron"), "(name: \"other\")").unwrap();
    assert!(told(&folder).contains("scenario.ron"));
}

#[test]
fn what_a_finding_shows_in_is_told_on_the_page_and_pointed_at() {
    let (_place, folder) = run(&[], 30);
    let page = html(&folder, &Options::default());
    let links: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!links.is_empty(), "some finding shows in some play");
    for link in &links {
        assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{link}");
    }
    // The line that is pointed at begins with the minute that the finding names.
    let shown = page.split("<p class=\"shown\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap();
    let line = page.split(&format!("id=\"{}\">", links[0])).nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let minute = line.split_whitespace().next().unwrap();
    assert!(minute.contains(':') && shown.contains(minute), "{shown} / {line}");
    assert!(page.contains("firedrill improve scenario.ron --seed 7") && page.contains("It could be over sooner by that much at most."));
}

/// A review of one study against another, on the last day of June 2026.
fn review(earlier: &Path, now: &Path, names: Naming) -> (crate::report::since::Since, Made) {
    let read = |folder: &Path| match results::read(folder).unwrap() {
        results::Folder::Run(results) => *results,
        _ => unreachable!("a run"),
    };
    let (then, now, on) = (read(earlier), read(now), jiff::civil::date(2026, 6, 30));
    let options = Options { names, marking: None };
    let both = since::Both::of(&then, &now, &options).unwrap();
    let since = both.since(on).unwrap();
    let made = both.page(&since, ["q1", "q2"], on, &options).unwrap();
    (since, made)
}

#[test]
fn held_against_itself_a_study_has_not_moved() {
    use crate::report::since::moved::Luck;
    let (_place, folder) = run(&[], 30);
    let (since, made) = review(&folder, &folder, Naming::Roles);
    assert!(since.same_luck && since.changes.is_empty() && since.gone.is_empty() && since.new.is_empty() && since.notes.is_empty());
    assert!(
        since.moved.len() > 10 && since.moved.iter().all(|moved| moved.luck == Luck::Same && moved.by == Some(0.0)),
        "{:?}",
        since.moved
    );
    assert!(since.targets.iter().all(|trend| trend.luck == Some(Luck::Same) && trend.was_met == trend.met));
    assert!(
        made.html.contains("Nothing in the scenario changed.") && made.html.contains("<svg ") && made.html.contains("as of 2026-06-30")
    );
}

#[test]
fn what_moved_since_is_told_with_its_luck_its_cause_and_the_targets_on_their_way() {
    use crate::report::since::moved::Luck;
    let (_before, earlier) = run(&[], 30);
    let sets = [
        "telemetry.edr.after=Fixed(\"15m\")",
        "people.ana.grants=[\"vault\"]",
        "targets.contained-in-4h.baseline=\"9h\"",
        "targets.contained-in-4h.review=\"2026-06-18\"",
        "targets.policies-back-in-a-day.review=\"2026-06-30\"",
    ];
    let (_after, now) = run(&sets, 30);
    let (since, made) = review(&earlier, &now, Naming::Roles);
    let detect = since.moved.iter().find(|moved| moved.measure == "time_to_detect").unwrap();
    assert_eq!((detect.earlier, detect.now, detect.by, detect.luck), (Some(300.0), Some(900.0), Some(600.0), Luck::Worse));
    let paths: Vec<&str> = since.changes.iter().map(|change| change.path.as_str()).collect();
    assert!(paths.contains(&"telemetry.edr.after") && paths.contains(&"people.colleague-a.grants"), "{paths:?}");
    let trend = |name: &str| since.targets.iter().find(|trend| trend.name == name).unwrap();
    let contained = trend("contained in 4h");
    assert_eq!((contained.baseline, contained.overdue, contained.was_met.is_some()), (Some(9.0 * 3600.0), Some(12), true));
    assert_eq!(trend("policies back in a day").overdue, None, "it is due today");
    for part in
        ["review overdue for 12 days (2026-06-18)", "Overdue for review: contained in 4h", "worse, and not by luck alone", "q2 against q1"]
    {
        assert!(made.html.contains(part), "{part}");
    }
    assert!(!made.html.contains("Ana") && !made.html.contains("people.ana"), "by role unless asked otherwise");
    assert!(review(&earlier, &now, Naming::Full).1.html.contains("people.ana.grants"));
    let text = crate::report::since::table::of(&since, "head");
    assert!(
        text.contains("  ~ telemetry.edr.after: Fixed(\"5m\") -> Fixed(\"15m\")") && text.contains("review overdue for 12 days"),
        "{text}"
    );
    // The summary's medians are those of the table, and the figures of a review stand in plots.
    assert_eq!(made.plots.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["since-recovery", "since-ledger"]);
}

#[test]
fn figures_of_a_review_are_of_the_plays_that_are_held_against_each_other() {
    let ((_one, many), (_two, few)) = (run(&[], 40), run(&[], 10));
    let (since, made) = review(&many, &few, Naming::Roles);
    assert_eq!(since.plays, 10);
    let caption = |id: &str| {
        let figure = made.html.split(&format!("<figure id=\"{id}\"")).nth(1).unwrap();
        figure.split("<figcaption>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned()
    };
    // The same plays of the same scenario: then is as now, however many more there were then.
    let (recovery, ledger) = (caption("since-recovery"), caption("since-ledger"));
    let (now, then) = recovery.trim_end_matches('.').split_once("; it was ").unwrap();
    assert!(now.ends_with(&format!("back within {then}")), "{recovery}");
    let times = ledger.split("on average: ").nth(1).unwrap().trim_end_matches(" now.");
    let (then, now) = times.split_once(" then, ").unwrap();
    assert_eq!(then, now, "{ledger}");
}

#[test]
fn values_read_back_from_tables_are_those_of_the_summary() {
    let (_place, folder) = run(&[], 40);
    let results::Folder::Run(results) = results::read(&folder).unwrap() else { unreachable!("a run") };
    let samples = crate::report::since::samples::read(&results, 40).unwrap();
    for (name, measure) in results.summary.measures.iter().filter(|(_, measure)| measure.count > 0) {
        let Some(sample) = samples.get(name) else { continue };
        assert_eq!((sample.count(), sample.censored(), sample.replications()), (measure.count, measure.censored, 40), "{name}");
        let near = |a: Option<f64>, b: Option<f64>| a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 1e-3 * b.abs().max(1.0));
        assert!(
            near(sample.mean(), measure.mean) && near(sample.quantile(0.5), measure.p50) && near(sample.quantile(0.9), measure.p90),
            "{name}"
        );
    }
    for (state, mean) in &results.summary.ledger {
        assert!((samples[&format!("ledger.{state}")].mean().unwrap() - mean).abs() < 1e-3, "{state}");
    }
    for name in ["time_to_recover", "time_to_detect", "time_to_contain", "cost", "recover.core-db", "recover.policy-admin"] {
        assert!(samples.contains_key(name), "{name}");
    }
}

#[test]
fn curves_say_their_axes_and_series_to_the_script() {
    let (_place, folder) = run(&[], 40);
    let page = html(&folder, &Options::default());
    assert_eq!(page.matches(" data-x=\"").count(), 3, "exceedance, spread, convergence");
    assert!(page.contains("data-name=\"everything back\"") && page.contains(" share\">"));
    let made = of_folder(&folder, &Options::default()).unwrap();
    assert_eq!(made.files(false).len(), made.plots.len());
    let files = Made { plots: made.plots[..1].to_vec(), ..made }.files(true);
    assert_eq!(files.len(), 2);
    for (name, bytes) in files {
        let starts: &[u8] = if name.ends_with(".png") { b"\x89PNG" } else { b"<svg " };
        assert!(bytes.starts_with(starts), "{name}");
    }
}

#[test]
fn an_owner_is_called_by_role() {
    let (_place, folder) = run(&["targets.policies-back-in-a-day.owner=\"ana\""], 20);
    let roles = html(&folder, &Options::default());
    assert!(roles.contains("<td>Colleague A</td>") && !roles.contains("<td>ana</td>"));
    assert!(html(&folder, &Options { names: Naming::Full, marking: None }).contains("<td>Ana Reyes</td>"));
}
