//! What is made of a results folder, and what people are called there.

use std::fs;

use crate::shell::{files, words};
use crate::{drill, ended, status};

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
