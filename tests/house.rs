//! The house: import directions and file sizes hold.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

fn all() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths);
    assert!(paths.len() > 30, "the sources are found");
    paths.iter().map(|p| (p.strip_prefix("src").unwrap().to_string_lossy().replace('\\', "/"), fs::read_to_string(p).unwrap())).collect()
}

/// The part of a file before its tests, without comments.
fn code(text: &str) -> String {
    let before = text.split("#[cfg(test)]").next().unwrap_or_default();
    before.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// What each room may look at, besides itself.
const MAY: &[(&str, &[&str])] = &[
    ("engine", &[]),
    ("text", &[]),
    ("model", &["engine", "text"]),
    ("scenario", &["model", "engine", "text"]),
    ("play", &["model", "engine"]),
    ("measures", &["model", "engine"]),
    ("statistics", &["engine"]),
    ("study", &["play", "measures", "statistics", "scenario", "model", "engine"]),
    ("exercise", &["study", "play", "measures", "statistics", "scenario", "model", "engine", "text"]),
    ("report", &["exercise", "study", "play", "measures", "statistics", "scenario", "model", "engine", "text"]),
    ("live", &["report", "exercise", "study", "play", "measures", "statistics", "scenario", "model", "engine", "text"]),
    ("cli", &["live", "report", "exercise", "study", "play", "measures", "statistics", "scenario", "model", "engine", "text"]),
];

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (file, text) in all() {
        let here = room(&file).to_string();
        let Some((_, may)) = MAY.iter().find(|(r, _)| *r == here) else {
            assert!(["main", "lib"].contains(&here.as_str()), "{file} belongs to no room");
            continue;
        };
        for part in code(&text).split("crate::").skip(1) {
            let target: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = MAY.iter().any(|(r, _)| *r == target);
            if known && target != here && !may.contains(&target.as_str()) {
                wrong.push(format!("{file} looks at {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn libraries_stay_in_their_rooms() {
    let homes: &[(&str, &[&str])] = &[
        ("bevy_ecs", &["engine", "model", "play"]),
        ("clap", &["cli"]),
        ("indicatif", &["cli"]),
        ("parquet", &["report"]),
        ("rayon", &["study"]),
        ("ctrlc", &["cli"]),
        ("ron", &["text"]),
        ("plotters", &["report"]),
        ("minijinja", &["report"]),
        ("axum", &["live"]),
        ("tokio", &["live"]),
        ("hyper", &["live"]),
        ("calamine", &["report"]),
        ("rust_xlsxwriter", &["report"]),
        ("annotate_snippets", &["text"]),
    ];
    for (file, text) in all() {
        for (library, rooms) in homes {
            let used = code(&text).contains(&format!("use {library}::")) || code(&text).contains(&format!(" {library}::"));
            assert!(!used || rooms.contains(&room(&file)), "{file} uses {library}, which stays in {rooms:?}");
        }
    }
}

#[test]
fn a_panic_unwinds() {
    // A damaged table at which the library panics is refused as any other; a build that ends at every panic would end there.
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    assert!(!manifest.lines().any(|line| line.trim_start().starts_with("panic") && line.contains("abort")));
}

#[test]
fn figures_are_drawn_in_one_file_and_pages_made_in_one() {
    for (library, home) in [("plotters", "report/figures/canvas"), ("ttf_parser", "report/figures/canvas"), ("minijinja", "report/html.rs")]
    {
        for (file, text) in all() {
            assert!(
                file.starts_with(home) || !code(&text).contains(&format!("{library}::")),
                "{file} uses {library}, which only {home} knows"
            );
        }
    }
}

#[test]
fn the_engine_knows_no_incident() {
    for (file, text) in all().into_iter().filter(|(f, _)| room(f) == "engine" || room(f) == "text") {
        for word in ["Incident", "PersonId", "SystemId", "Playbook", "Decision"] {
            assert!(!code(&text).contains(word), "{file} knows {word}");
        }
    }
}

#[test]
fn files_are_read_in_one_sitting() {
    let mut lengths = Vec::new();
    // Files of tests only are as long as their tables.
    let tests_only =
        |file: &str| file.contains("/tests/") || file.contains("/tests.rs") || file.contains("testing.rs") || file.contains("fixture.rs");
    for (file, text) in all().into_iter().filter(|(f, _)| !tests_only(f)) {
        let lines = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
        assert!(lines <= 400, "{file} has {lines} lines before its tests");
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 200, "the median file has {median} lines");
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (file, text) in all() {
        assert!(text.starts_with("//!"), "{file} does not say what it is for");
    }
}

#[test]
fn only_the_command_line_prints() {
    for (file, text) in all().into_iter().filter(|(f, _)| !["cli", "main"].contains(&room(f))) {
        for word in ["println!", "eprintln!", "print!(", "eprint!("] {
            assert!(!code(&text).contains(word), "{file} prints");
        }
    }
}

#[test]
fn there_is_no_mod_rs() {
    assert!(all().iter().all(|(f, _)| !f.ends_with("mod.rs")));
}

#[test]
fn every_rule_of_the_trade_has_its_tests_and_a_golden_play_in_the_table() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let table = page.split("## Where each rule of the trade is tested").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| ---")).skip(1).map(|l| l.split('|').collect()).collect();
    let named = |column: usize| -> BTreeSet<String> {
        let cells = rows.iter().flat_map(|row| row[column].split(','));
        cells.map(|name| name.trim().trim_matches('`').to_string()).filter(|name| !name.is_empty()).collect()
    };
    let stems = |dir: &str, extension: &str| -> BTreeSet<String> {
        let paths = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
        paths
            .filter(|p| p.extension().is_some_and(|e| e == extension))
            .map(|p| p.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(named(2), stems("tests/domains", "rs"));
    assert_eq!(named(3), stems("tests/traces", "ron"));
}
