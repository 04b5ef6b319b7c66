//! The commands as a user has them: the flagship, a check, the help.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::figures::{Asked, Figures, median};

const FLAGSHIP: &str = "scenarios/harbour-mutual/ransomware.ron";

fn seconds(arguments: &[&str]) -> f64 {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_firedrill"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    // A missed target (3) is an answer too.
    assert!(status.is_ok_and(|s| matches!(s.code(), Some(0 | 3))), "firedrill {}", arguments.join(" "));
    start.elapsed().as_secs_f64()
}
fn often(times: u64, arguments: &[&str]) -> f64 {
    median(&(0..times).map(|_| seconds(arguments)).collect::<Vec<_>>())
}

pub fn measure(rounds: u64, figures: &mut Figures) {
    eprintln!("commands");
    let out = tempfile::tempdir().map(|dir| dir.path().join("results").display().to_string()).unwrap_or_default();
    let run = ["run", FLAGSHIP, "-n", "10000", "--quiet", "--out", &out];
    figures.add("flagship, 10,000 replications with all results written", often(rounds.min(5), &run), "s", Asked::AtMost(3.0, 1.0));
    figures.add("check of the flagship", 1e3 * often(rounds * 4, &["check", FLAGSHIP]), "ms", Asked::AtMost(100.0, 30.0));
    figures.add("--help", 1e3 * often(rounds * 4, &["--help"]), "ms", Asked::AtMost(20.0, 5.0));
}
