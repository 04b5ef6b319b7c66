//! Instructions a happening, counted by callgrind on the models and the flagship: a long run less a short one, so that start-up and reading
//! drop out. Unlike times they are the same on a busy machine, so CI holds them to a baseline that is kept in the repository.
//!
//! `just instructions` compares and fails when one grows by more than 3 %; `just instructions-rebase "reason"` moves the baseline and keeps the reason.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "instructions/baseline.rs"]
mod baseline;
#[allow(dead_code)]
#[path = "race/ours.rs"]
mod ours;

use std::process::{Command, ExitCode};

use baseline::Baseline;

/// What is counted: a scenario, and how much of it the short and the long run play.
struct Model {
    name: &'static str,
    file: &'static str,
    short: Amount,
    long: Amount,
}
#[derive(Copy, Clone)]
enum Amount {
    /// One play of so many days.
    Days(u32),
    /// So many plays.
    Plays(u64),
}
const MODELS: [Model; 6] = [
    Model { name: "queue", file: "benches/models/queue.ron", short: Amount::Days(20), long: Amount::Days(120) },
    Model { name: "pipeline", file: "benches/models/pipeline.ron", short: Amount::Days(50), long: Amount::Days(300) },
    Model { name: "queue-incidents", file: "benches/models/queue-incidents.ron", short: Amount::Days(20), long: Amount::Days(120) },
    Model { name: "pipeline-incidents", file: "benches/models/pipeline-incidents.ron", short: Amount::Days(50), long: Amount::Days(300) },
    Model { name: "night", file: "benches/models/night.ron", short: Amount::Plays(2), long: Amount::Plays(12) },
    Model { name: "flagship", file: "scenarios/harbour-mutual/ransomware.ron", short: Amount::Plays(20), long: Amount::Plays(120) },
];
/// The share by which a count may grow.
const MAY_GROW: f64 = 0.03;

fn main() -> ExitCode {
    if let Ok(what) = std::env::var("INSTRUCTIONS_OF") {
        play(&what);
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if !Command::new("valgrind").arg("--version").output().is_ok_and(|o| o.status.success()) {
        println!("valgrind is not installed: instructions were not counted");
        return ExitCode::SUCCESS;
    }
    let counts: Vec<(&str, f64)> = MODELS.iter().map(|model| (model.name, a_happening(model))).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(&counts),
        ["rebase", reason] if !reason.trim().is_empty() => {
            Baseline::read().moved(&counts, reason.trim());
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("either nothing, or: rebase \"the reason\"");
            ExitCode::FAILURE
        }
    }
}

/// Plays the short or the long run of a model and says how many happenings that was.
fn play(what: &str) {
    let (name, long) = what.split_once(':').unwrap_or((what, ""));
    let model = MODELS.iter().find(|m| m.name == name).unwrap();
    let (days, plays) = match if long == "long" { model.long } else { model.short } {
        Amount::Days(days) => (Some(format!("runs_for={days}d")), 1),
        Amount::Plays(plays) => (None, plays),
    };
    let plan = ours::plan(model.file, &days.iter().map(String::as_str).collect::<Vec<_>>());
    let ran = ours::Player::new(&plan).run(1, 0..plays);
    println!("happenings {} of {} incidents or tickets", ran.happenings, ran.incidents);
}

fn a_happening(model: &Model) -> f64 {
    let ((few, short), (many, long)) = (count(model, "short"), count(model, "long"));
    (long - short) / (many - few)
}
/// Happenings and instructions of a run.
fn count(model: &Model, length: &str) -> (f64, f64) {
    let program = std::env::current_exe().unwrap();
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = valgrind.env("INSTRUCTIONS_OF", format!("{}:{length}", model.name)).output().unwrap();
    let after = |bytes: &[u8], word: &str| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let place = text.find(word).map(|at| at + word.len()).unwrap_or_else(|| panic!("valgrind said no `{word}`: {text}"));
        text[place..].split_whitespace().find_map(|number| number.parse::<f64>().ok()).unwrap()
    };
    (after(&output.stdout, "happenings"), after(&output.stderr, "Collected"))
}

fn compare(counts: &[(&str, f64)]) -> ExitCode {
    let baseline = Baseline::read();
    let mut grown = false;
    println!("{:<20} {:>14} {:>10} {:>8}", "model", "instructions", "baseline", "change");
    for (name, now) in counts {
        let Some(before) = baseline.of(name) else {
            println!("{name:<20} {now:>14.0} {:>10} {:>8}", "none", "");
            grown = true;
            continue;
        };
        let change = now / before - 1.0;
        let verdict = if change > MAY_GROW { "  GREW" } else { "" };
        grown |= change > MAY_GROW;
        println!("{name:<20} {now:>14.0} {before:>10.0} {:>7.1}%{verdict}", 100.0 * change);
    }
    if let Some(other) = baseline.other_compiler() {
        println!("The baseline was counted with {other}; another compiler counts otherwise.");
    }
    if grown {
        println!("More than 3 % over benches/instructions.baseline. If that is meant: just instructions-rebase \"the reason\"");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
