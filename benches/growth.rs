//! How time and memory grow with people, systems, incidents, horizon, replications and cores: points, fitted exponents, plots and a page.
//!
//! `just growth` measures all of it and writes `benches/growth/*.svg` and `benches/growth/README.md`.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "growth/curves.rs"]
mod curves;
#[allow(dead_code)]
#[path = "race/figures.rs"]
mod figures;
#[allow(dead_code)]
#[path = "race/ours.rs"]
mod ours;
#[path = "growth/page.rs"]
mod page;
#[path = "growth/plot.rs"]
mod plot;

use std::process::Command;

use curves::{CURVES, Curve};

/// What one point of a curve took: medians over rounds.
#[derive(Copy, Clone, Debug)]
pub struct Point {
    /// What is varied.
    pub x: f64,
    /// Seconds: of the whole, or of a million happenings where the curve says so.
    pub seconds: f64,
    /// Peak memory of the process, in MB.
    pub megabytes: f64,
}

fn main() {
    // Each point is a process of its own, so that its memory is its own.
    if let Ok(what) = std::env::var("GROWTH_POINT") {
        let (curve, x) = what.split_once(':').unwrap();
        let curve = CURVES.iter().find(|c| c.name == curve).unwrap();
        return println!("{} {}", (curve.play)(x.parse().unwrap()), peak_memory());
    }
    let rounds: u64 = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let mut measured: Vec<(&Curve, Vec<Point>)> = Vec::new();
    for curve in &CURVES {
        eprintln!("{}", curve.name);
        let mut points: Vec<(Vec<f64>, Vec<f64>)> = curve.at.iter().map(|_| (Vec::new(), Vec::new())).collect();
        for _ in 0..rounds {
            for (x, (seconds, megabytes)) in curve.at.iter().zip(&mut points) {
                let (time, memory) = run(curve, *x);
                seconds.push(time);
                megabytes.push(memory);
            }
        }
        let point = |(x, (s, m)): (&u32, &(Vec<f64>, Vec<f64>))| Point {
            x: f64::from(*x),
            seconds: figures::median(s),
            megabytes: figures::median(m),
        };
        let points: Vec<Point> = curve.at.iter().zip(&points).map(point).collect();
        plot::draw(curve, &points);
        measured.push((curve, points));
    }
    page::write(&measured);
}

fn run(curve: &Curve, x: u32) -> (f64, f64) {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).env("GROWTH_POINT", format!("{}:{x}", curve.name)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = said.split_whitespace().map(|word| word.parse::<f64>().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap() / 1e3)
}
/// In kB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    peak.unwrap_or(0)
}

/// The exponent b of y = a x^b by least squares on logarithms.
pub fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let n = logs.len() as f64;
    let (mx, my) = (logs.iter().map(|p| p.0).sum::<f64>() / n, logs.iter().map(|p| p.1).sum::<f64>() / n);
    let above: f64 = logs.iter().map(|(x, y)| (x - mx) * (y - my)).sum();
    above / logs.iter().map(|(x, _)| (x - mx) * (x - mx)).sum::<f64>()
}
