//! Files that are wrong in every way a person, a script or an attacker would make them wrong. Each is refused with its line and column,
//! in words, with a hint; nothing panics, nothing takes long.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

#[path = "support/files.rs"]
mod files;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use files::{BASE, MARK, Row, SLIPS, SYNTAX};
use firedrill::scenario::{Rejected, open};
use firedrill::text::Request;

/// Longer than this no refusal may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// The text of a row without its marks, and the line and column of each mark.
fn text_of(row: &Row) -> (String, Vec<(usize, usize)>) {
    let marked = match row.find {
        "" => row.put.to_string(),
        find => {
            assert_eq!(BASE.matches(find).count(), 1, "{find:?} is not once in the base file");
            BASE.replace(find, row.put)
        }
    };
    let (mut line, mut column, mut places) = (1, 1, Vec::new());
    for c in marked.chars() {
        match c {
            MARK => places.push((line, column)),
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
    }
    assert!(!places.is_empty() && !row.title.is_empty() && !row.hint.is_empty(), "something is not said of {:?}", row.put);
    (marked.replace(MARK, ""), places)
}
/// Writes files into a folder of their own.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}
fn refused(path: &Path, models: &[PathBuf], sets: &[String]) -> (Rejected, Duration) {
    let begun = Instant::now();
    let result = open(&Request { scenario: path, models, sets });
    let took = begun.elapsed();
    match result {
        Ok(_) => panic!("{} is accepted", path.display()),
        Err(rejected) => (rejected, took),
    }
}
/// What is said when a file is refused; it must not take long.
fn refusal(bytes: &[u8]) -> String {
    let dir = folder(&[("scenario.ron", bytes)]);
    let (rejected, took) = refused(&dir.path().join("scenario.ron"), &[], &[]);
    assert!(took < PATIENCE, "it took {took:?}");
    let shown = rejected.to_string();
    assert!(shown.len() < 100_000, "{} bytes of explanation", shown.len());
    shown
}
/// What is wrong with the answer to a row, in words; nothing when all is well.
fn fault(row: &Row) -> Option<String> {
    let (text, places) = text_of(row);
    let dir = folder(&[("scenario.ron", text.as_bytes())]);
    let path = dir.path().join("scenario.ron");
    let begun = Instant::now();
    let result = open(&Request { scenario: &path, models: &[], sets: &[] });
    let took = begun.elapsed();
    let Err(rejected) = result else { return Some("it is accepted".into()) };
    let shown = rejected.to_string();
    let errors = shown.lines().filter(|l| l.starts_with("error")).count();
    let mut faults = Vec::new();
    for (line, column) in &places {
        let place = format!("{}:{line}:{column}", path.display());
        if !shown.lines().any(|l| l.trim_end().ends_with(&place)) {
            faults.push(format!("line {line}, column {column} is not named"));
        }
    }
    if errors != places.len() {
        faults.push(format!("{errors} mistakes are reported instead of {}", places.len()));
    }
    for fragment in [row.title, row.hint] {
        if !shown.contains(fragment) {
            faults.push(format!("it does not say {fragment:?}"));
        }
    }
    if took > PATIENCE {
        faults.push(format!("it took {took:?}"));
    }
    (!faults.is_empty()).then(|| format!("{}\n{shown}", faults.join("; ")))
}
fn all_refused(rows: &[Row]) {
    let faults: Vec<String> = rows.iter().filter_map(|row| fault(row).map(|f| format!("--- {:?}\n{f}", row.put))).collect();
    assert!(faults.is_empty(), "{} of {} files are not refused as they should be:\n{}", faults.len(), rows.len(), faults.join("\n"));
}

#[test]
fn the_file_that_the_others_spoil_is_sound() {
    let dir = folder(&[("scenario.ron", BASE.as_bytes())]);
    let path = dir.path().join("scenario.ron");
    if let Err(rejected) = open(&Request { scenario: &path, models: &[], sets: &[] }) {
        panic!("{rejected}");
    }
}

#[test]
fn what_is_not_even_ron_is_refused_where_it_goes_wrong() {
    all_refused(SYNTAX);
}

#[test]
fn what_makes_no_sense_is_refused_where_it_is_written() {
    all_refused(SLIPS);
}

#[test]
fn the_table_is_long_enough() {
    assert!(SYNTAX.len() + SLIPS.len() >= 60, "{} files", SYNTAX.len() + SLIPS.len());
}

#[test]
fn the_binary_says_where_and_leaves_with_status_2() {
    for row in SYNTAX.iter().step_by(7).chain(SLIPS.iter().step_by(13)) {
        let (text, places) = text_of(row);
        let dir = folder(&[("scenario.ron", text.as_bytes())]);
        for command in ["check", "run"] {
            let out =
                Command::new(env!("CARGO_BIN_EXE_firedrill")).arg(command).arg("scenario.ron").current_dir(dir.path()).output().unwrap();
            let said = String::from_utf8_lossy(&out.stderr);
            assert_eq!(out.status.code(), Some(2), "{command}: {:?}\n{said}", row.put);
            for (line, column) in places.iter() {
                assert!(said.contains(&format!("scenario.ron:{line}:{column}")), "{command}: {:?}\n{said}", row.put);
            }
            assert!(out.stdout.is_empty(), "{command} prints results of a wrong file");
            assert!(!dir.path().join("results").exists(), "{command} leaves results of a wrong file");
        }
    }
}

#[test]
fn the_binary_leaves_with_status_2_when_there_is_no_file() {
    for command in ["check", "run", "trace"] {
        let out = Command::new(env!("CARGO_BIN_EXE_firedrill")).args([command, "no-such-file.ron"]).output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains("no-such-file.ron"));
    }
}

#[test]
fn nesting_a_hundred_thousand_deep_is_refused() {
    for bracket in ["(", "[", "{", "{\"a\":", "(a:", "Some(", "/*", "(x(", "[(", "{\"a\":["] {
        for (before, after) in [("", ""), ("(name: ", ")"), ("(people: ", ""), ("(name: \"x\", limits: ", ")")] {
            let text = format!("{before}{}{after}", bracket.repeat(100_000));
            refusal(text.as_bytes());
        }
    }
    let balanced = format!("(name: {}{})", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refusal(balanced.as_bytes()).contains("too deep"));
}

#[test]
fn a_file_of_64_megabytes_is_refused_unread() {
    for line in ["// nothing\n", "(name: \"x\",\n", "\"", "a", " "] {
        let text = line.repeat(64 * 1024 * 1024 / line.len());
        let said = refusal(text.as_bytes());
        assert!(said.contains("too large") && said.contains("scenario.ron"), "{said}");
    }
}

#[test]
fn as_much_as_is_read_at_all_is_read_in_bearable_time() {
    let near = 15 * 1024 * 1024;
    let wide = |one: &str| one.repeat(near / one.len());
    let long = |text: String| {
        let dir = folder(&[("scenario.ron", text.as_bytes())]);
        let (rejected, took) = refused(&dir.path().join("scenario.ron"), &[], &[]);
        assert!(took < Duration::from_secs(5), "it took {took:?}: {}", &text[..40]);
        assert!(rejected.to_string().len() < 100_000);
    };
    long(format!("(name: \"{}\")", wide("x")));
    long(format!("(name: [{}])", wide("1, ")));
    long(format!("(name: \"x\", {})", wide("a: 1, ")));
    long(format!("(people: {{{}}})", wide("\"a\": (), ")));
    long(wide("("));
    long(wide("/*"));
    long(wide("\"\\"));
    long(format!("({}", wide("a b ")));
    long(format!("({}", wide("\n")));
    long(format!("(people: {{{}", wide("\"a\" ")));
}

#[test]
fn more_mistakes_than_anybody_reads_are_counted_not_shown() {
    let people: String = (0..5_000).map(|i| format!("\"p{i}\": (team: \"nowhere-{i}\", roel: \"x\"),\n")).collect();
    let said = refusal(BASE.replace("people: {", &format!("people: {{\n{people}")).as_bytes());
    assert!(said.contains(" more"), "{said}");
    assert!(said.lines().filter(|l| l.starts_with("error")).count() <= 50);
}

#[test]
fn mistakes_that_do_not_depend_on_each_other_are_all_reported_at_once() {
    let text = BASE
        .replace(r#"runs_for: "5d""#, r#"runs_for: "0d""#)
        .replace(r#"needs: ["db"]"#, r#"needs: ["bd"]"#)
        .replace(r#"page: "rota""#, r#"page: "rotar""#)
        .replace("severity: High", "severity: Hihg")
        .replace(r#"after: ["isolate"]"#, r#"after: ["isolat"]"#);
    let said = refusal(text.as_bytes());
    for fragment in ["longer than nothing", "`bd`", "`rotar`", "`Hihg`", "`isolat`"] {
        assert!(said.contains(fragment), "{fragment} is missing:\n{said}");
    }
    assert_eq!(said.lines().filter(|l| l.starts_with("error")).count(), 5, "{said}");
}

#[test]
fn characters_that_mislead_are_refused_and_never_shown() {
    let text = BASE.replace("\"Base\"", "\"Ba\u{202e}se\u{7}\"");
    let said = refusal(text.as_bytes());
    assert!(said.contains("U+202E") && said.contains("U+0007"), "{said}");
    assert!(!said.contains('\u{202e}') && !said.contains('\u{7}'));
}

#[test]
fn a_file_that_is_not_text_is_refused() {
    let said = refusal(b"(name: \"caf\xe9\")");
    assert!(said.contains("UTF-8") && said.contains(":1:12"), "{said}");
    refusal(&[0u8; 1000]);
    refusal(&[0xffu8; 1000]);
    refusal(b"\x7fELF\x02\x01\x01\0\0\0");
    refusal(b"PK\x03\x04");
}

#[test]
fn files_that_extend_one_another_in_a_circle_are_refused() {
    let dir = folder(&[
        ("scenario.ron", b"(\n    extends: [\"b.ron\"],\n)"),
        ("b.ron", b"(extends: [\"c.ron\"])"),
        ("c.ron", b"(extends:\n[\"scenario.ron\"])"),
    ]);
    let (rejected, _) = refused(&dir.path().join("scenario.ron"), &[], &[]);
    let said = rejected.to_string();
    assert!(said.contains("circle") && said.contains("c.ron:2:2"), "{said}");
}

#[test]
fn files_that_are_not_there_are_refused_where_they_are_named() {
    let dir = folder(&[("scenario.ron", b"(\n  extends: [\"nowhere.ron\"],\n)")]);
    let (rejected, _) = refused(&dir.path().join("scenario.ron"), &[], &[]);
    let said = rejected.to_string();
    assert!(said.contains("nowhere.ron") && said.contains("scenario.ron:2:13"), "{said}");
    let (rejected, _) = refused(&dir.path().join("other.ron"), &[], &[]);
    assert!(rejected.to_string().contains("other.ron"));
    let (rejected, _) = refused(dir.path(), &[], &[]);
    assert!(rejected.to_string().contains("folder"), "{rejected}");
    let dir = folder(&[("scenario.ron", BASE.as_bytes())]);
    let (rejected, _) = refused(&dir.path().join("scenario.ron"), &[dir.path().join("model.ron")], &[]);
    assert!(rejected.to_string().contains("model.ron"), "{rejected}");
}

#[test]
fn a_mistake_in_a_model_is_placed_in_the_model() {
    let dir =
        folder(&[("scenario.ron", BASE.as_bytes()), ("model.ron", b"(\n    people: {\"ana\": (\n        roster: \"ofice\",\n    )},\n)")]);
    let (rejected, _) = refused(&dir.path().join("scenario.ron"), &[dir.path().join("model.ron")], &[]);
    let said = rejected.to_string();
    assert!(said.contains("model.ron:3:17") && said.contains("did you mean `office`"), "{said}");
}

#[test]
fn removing_what_is_not_there_is_refused() {
    let dir = folder(&[("scenario.ron", BASE.as_bytes()), ("model.ron", b"(\n    remove: [\"people.anna\"],\n)")]);
    let (rejected, _) = refused(&dir.path().join("scenario.ron"), &[dir.path().join("model.ron")], &[]);
    let said = rejected.to_string();
    assert!(said.contains("model.ron:2:") && said.contains("`ana`"), "{said}");
}

#[test]
fn values_on_the_command_line_are_checked_like_those_in_files() {
    let dir = folder(&[("scenario.ron", BASE.as_bytes())]);
    let path = dir.path().join("scenario.ron");
    for (set, fragments) in [
        ("people.anna.roster=office", ["anna", "did you mean `ana`"]),
        ("people.ana.roster=ofice", ["--set people.ana.roster", "did you mean `office`"]),
        ("people.ana.rooster=office", ["unknown field `rooster`", "`roster`"]),
        ("runs_for=0d", ["--set runs_for", "longer than nothing"]),
        ("runs_for=1e400d", ["--set runs_for", ""]),
        ("people.ana.count=1e400", ["--set people.ana.count", ""]),
        ("people.ana.count=-1", ["--set people.ana.count", ""]),
        ("runs_for", ["no value", "--set"]),
        ("=", ["", ""]),
        ("", ["", ""]),
        ("....=3", ["", ""]),
        ("people=3", ["--set people", ""]),
        ("people.ana=(((", ["", ""]),
        ("incidents.i.severity=Hihg", ["--set incidents.i.severity", "did you mean `High`"]),
    ] {
        let (rejected, took) = refused(&path, &[], &[set.to_string()]);
        let said = rejected.to_string();
        assert!(took < PATIENCE);
        for fragment in fragments {
            assert!(said.contains(fragment), "--set {set}: {fragment:?} is missing:\n{said}");
        }
    }
    let deep = format!("people.ana.count={}", "(".repeat(100_000));
    refused(&path, &[], &[deep]);
    let long = format!("{}=1", "a.".repeat(100_000));
    let (rejected, took) = refused(&path, &[], &[long]);
    assert!(took < PATIENCE && rejected.to_string().len() < 1_000_000);
}

#[test]
fn the_same_file_cut_off_anywhere_is_refused_without_a_panic() {
    for (at, _) in BASE.char_indices().step_by(5) {
        if BASE[at..].trim().is_empty() {
            continue;
        }
        refusal(&BASE.as_bytes()[..at]);
    }
}

#[test]
fn the_same_file_with_any_character_changed_never_panics() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % n as u64) as usize
    };
    let odd =
        ["(", ")", "[", "]", "{", "}", "\"", ":", ",", "-", "0", "9", "é", "\\", "#", "/", "*", "None", "1e308", "\u{feff}", "\"\"", "()"];
    for _ in 0..600 {
        let mut text: Vec<char> = BASE.chars().collect();
        for _ in 0..1 + next(3) {
            let at = next(text.len());
            match next(3) {
                0 => {
                    text.remove(at);
                }
                1 => {
                    text.splice(at..at, odd[next(odd.len())].chars());
                }
                _ => {
                    let from = next(text.len());
                    let piece: Vec<char> = text[from..(from + next(40)).min(text.len())].to_vec();
                    text.splice(at..at, piece);
                }
            }
        }
        let text: String = text.into_iter().collect();
        let dir = folder(&[("scenario.ron", text.as_bytes())]);
        let begun = Instant::now();
        if let Err(rejected) = open(&Request { scenario: &dir.path().join("scenario.ron"), models: &[], sets: &[] }) {
            assert!(!rejected.to_string().trim().is_empty(), "refused without a word:\n{text}");
        }
        assert!(begun.elapsed() < PATIENCE, "it took {:?}:\n{text}", begun.elapsed());
    }
}
