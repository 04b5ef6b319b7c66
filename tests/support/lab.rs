//! What the tests share: a scenario written as text becomes a plan, a plan is played, figures are held against exact ones.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)]

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::measures::Recorder;
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use firedrill::text::Request;

/// Reads a scenario as a user's file would be read; a mistake in it fails the test with the message a user would see.
pub fn plan_of(text: &str) -> Arc<Plan> {
    read(text).unwrap_or_else(|rejected| panic!("{rejected}"))
}

/// Reads a scenario as a user's file would be read, or says what a user would be told.
pub fn read(text: &str) -> Result<Arc<Plan>, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("scenario.ron");
    std::fs::write(&path, text).unwrap();
    let opened = firedrill::scenario::open(&Request { scenario: &path, models: &[], sets: &[] });
    opened.map(|scenario| scenario.plan).map_err(|rejected| rejected.to_string())
}

/// Plays so many replications on all cores; their outcomes in order.
pub fn play(plan: &Arc<Plan>, seed: u64, replications: u64) -> Vec<Vec<Outcome>> {
    each(plan, seed, replications, |outcomes| outcomes)
}

/// Plays so many replications on all cores and keeps what `of` makes of each.
pub fn each<T: Send>(plan: &Arc<Plan>, seed: u64, replications: u64, of: impl Fn(Vec<Outcome>) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4) as u64;
    let mut all: Vec<(u64, T)> = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let of = &of;
                scope.spawn(move || {
                    let mut play = Play::new(plan.clone());
                    (worker..replications).step_by(threads as usize).map(|k| (k, of(one(plan, &mut play, seed, k)))).collect::<Vec<_>>()
                })
            })
            .collect();
        for worker in workers {
            all.extend(worker.join().unwrap());
        }
    });
    all.sort_by_key(|(k, _)| *k);
    all.into_iter().map(|(_, t)| t).collect()
}

/// One replication's outcomes.
pub fn one(plan: &Arc<Plan>, play: &mut Play, seed: u64, replication: u64) -> Vec<Outcome> {
    let mut recorder = Recorder::new(plan);
    play.reset(seed, replication);
    let played = play.run(&mut |at, fact| recorder.observe(at, fact)).unwrap_or_else(|limit| panic!("{limit}"));
    recorder.finish(played.end);
    recorder.take()
}

/// All facts of one replication.
pub fn facts(plan: &Arc<Plan>, seed: u64, replication: u64) -> Vec<(Instant, Fact)> {
    let mut play = Play::new(plan.clone());
    let mut facts = Vec::new();
    play.reset(seed, replication);
    play.run(&mut |at, fact| facts.push((at, *fact))).unwrap_or_else(|limit| panic!("{limit}"));
    facts
}

/// Hours between two instants.
pub fn hours(from: Instant, to: Instant) -> f64 {
    Span(to.0 - from.0).0 as f64 / 3_600_000.0
}

/// Holds a mean over replications against an exact value: at least 30 of them, within 4 standard errors, error at most 2 %;
/// the same test against 1.1 times the exact value must fail.
pub fn agrees(what: &str, values: &[f64], exact: f64) {
    assert!(values.len() >= 30, "{what}: {} replications", values.len());
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    let passes = |value: f64| (mean - value).abs() <= 4.0 * error && (mean - value).abs() <= 0.02 * value;
    println!("{what}: {mean:.5} (s.e. {error:.5}) against {exact:.5}, {:+.2} %", 100.0 * (mean / exact - 1.0));
    assert!(passes(exact), "{what}: {mean} (s.e. {error}) against {exact}");
    assert!(!passes(1.1 * exact), "{what}: the test does not tell {exact} from 1.1 times it (s.e. {error})");
}
