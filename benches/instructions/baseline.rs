//! The counts that are kept, and why they were moved.

use std::path::PathBuf;
use std::process::Command;

const HEAD: &str =
    "# Instructions a happening by callgrind: a long run less a short one. `just instructions` fails when one grows by more than 3 %.
# `just instructions-rebase \"reason\"` moves them; each reason stays here.
";

/// The lines of the file: reasons (with the compiler) and counts.
#[derive(Default)]
pub struct Baseline {
    reasons: Vec<String>,
    counts: Vec<(String, f64)>,
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.baseline")
}
fn compiler() -> String {
    let version = Command::new("rustc").arg("--version").output().map(|o| String::from_utf8_lossy(&o.stdout).trim().to_string());
    version.map(|v| v.split(" (").next().unwrap_or_default().to_string()).unwrap_or_default()
}

impl Baseline {
    pub fn read() -> Baseline {
        let text = std::fs::read_to_string(file()).unwrap_or_default();
        let mut baseline = Baseline::default();
        for line in text.lines() {
            if let Some(reason) = line.strip_prefix("## ") {
                baseline.reasons.push(reason.to_string());
            } else if let Some((name, count)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
                baseline.counts.extend(count.trim().parse().ok().map(|count| (name.to_string(), count)));
            }
        }
        baseline
    }
    pub fn of(&self, name: &str) -> Option<f64> {
        self.counts.iter().find(|(n, _)| n == name).map(|(_, count)| *count)
    }
    /// The compiler of the counts, when it is another than the one here.
    pub fn other_compiler(&self) -> Option<&str> {
        let by = self.reasons.last()?.split(", ").nth(1)?;
        (by != compiler()).then_some(by)
    }
    /// Writes new counts, with the reason.
    pub fn moved(mut self, counts: &[(&str, f64)], reason: &str) {
        let changes: Vec<String> = counts
            .iter()
            .filter_map(|(name, now)| self.of(name).map(|before| format!("{name} {:+.1} %", 100.0 * (now / before - 1.0))))
            .collect();
        let changes = if changes.is_empty() { String::new() } else { format!(" ({})", changes.join(", ")) };
        let day = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
        self.reasons.push(format!("{day}, {}, {reason}{changes}", compiler()));
        let mut text = HEAD.to_string();
        self.reasons.iter().for_each(|reason| text += &format!("## {reason}\n"));
        counts.iter().for_each(|(name, count)| text += &format!("{name} {count:.0}\n"));
        std::fs::write(file(), &text).unwrap();
        print!("{text}");
    }
}
