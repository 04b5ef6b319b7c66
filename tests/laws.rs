//! Laws that hold in every play of every scenario, tried on 256 random ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

#[path = "laws/access.rs"]
mod access;
#[path = "laws/calendar.rs"]
mod calendar;
#[path = "laws/calls.rs"]
mod calls;
#[path = "laws/changes.rs"]
mod changes;
#[path = "laws/coverage.rs"]
mod coverage;
#[path = "laws/decisions.rs"]
mod decisions;
#[path = "laws/employers.rs"]
mod employers;
#[path = "laws/exposure.rs"]
mod exposure;
#[path = "support/generator.rs"]
mod generator;
#[path = "laws/injects.rs"]
mod injects;
#[path = "laws/key_people.rs"]
mod key_people;
#[path = "support/lab.rs"]
mod lab;
#[path = "laws/ledger.rs"]
mod ledger;
#[path = "laws/milestones.rs"]
mod milestones;
#[path = "laws/notices.rs"]
mod notices;
#[path = "laws/people.rs"]
mod people;
#[path = "laws/qualified.rs"]
mod qualified;
#[path = "laws/recovery.rs"]
mod recovery;
#[path = "laws/same.rs"]
mod same;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock};

use firedrill::engine::time::Instant;
use firedrill::measures::{Outcome, Recorder};
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::{Play, Played};

/// How many scenarios: 256, or as many as the environment says (`just long` tries 10,000).
fn scenarios() -> u64 {
    std::env::var("SCENARIOS").ok().and_then(|s| s.parse().ok()).unwrap_or(256)
}
/// Whether a scenario is tried: all are, unless the environment names some (`SCENARIO=263,494`).
fn tried(seed: u64) -> bool {
    static ONLY: OnceLock<Option<BTreeSet<u64>>> = OnceLock::new();
    let only = || Some(std::env::var("SCENARIO").ok()?.split(',').filter_map(|s| s.parse().ok()).collect());
    ONLY.get_or_init(only).as_ref().is_none_or(|only: &BTreeSet<u64>| only.contains(&seed))
}
const REPLICATIONS: u64 = 3;
const SEED: u64 = 7;

/// Everything that a replication was.
struct Told {
    facts: Vec<(Instant, Fact)>,
    outcomes: Vec<Outcome>,
    played: Played,
}
fn tell(plan: &Plan, play: &mut Play, replication: u64) -> Told {
    let mut recorder = Recorder::new(plan);
    let mut facts = Vec::new();
    play.reset(SEED, replication);
    let played = play
        .run(&mut |at, fact| {
            facts.push((at, *fact));
            recorder.observe(at, fact);
        })
        .unwrap();
    recorder.finish(played.end);
    Told { facts, outcomes: recorder.take(), played }
}
fn told(plan: &Arc<Plan>) -> Vec<Told> {
    let mut play = Play::new(plan.clone());
    (0..REPLICATIONS).map(|k| tell(plan, &mut play, k)).collect()
}

/// The scenarios that are refused for good reason (nobody is left who could do a task): found out once for all laws.
fn refused() -> &'static BTreeSet<u64> {
    static REFUSED: OnceLock<BTreeSet<u64>> = OnceLock::new();
    REFUSED.get_or_init(|| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4) as u64;
        std::thread::scope(|scope| {
            let among = |worker: u64| (worker..scenarios()).step_by(threads as usize);
            let is_refused = |seed: &u64| tried(*seed) && lab::read(&generator::scenario(*seed).text()).is_err();
            let workers: Vec<_> = (0..threads).map(|w| scope.spawn(move || among(w).filter(is_refused).collect::<Vec<_>>())).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        })
    })
}

/// Tries a law on every scenario that is not refused, on all cores; says which scenario broke it. Few may be refused.
fn for_all(law: impl Fn(u64, &generator::Scenario) + Sync) {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4) as u64;
    let broken = Mutex::new(Vec::new());
    let refused = refused();
    assert!(refused.len() as u64 * 50 <= scenarios(), "{} of {} random scenarios are refused", refused.len(), scenarios());
    std::thread::scope(|scope| {
        for worker in 0..threads {
            let (law, broken) = (&law, &broken);
            scope.spawn(move || {
                for seed in (worker..scenarios()).step_by(threads as usize).filter(|s| tried(*s)) {
                    if refused.contains(&seed) {
                        continue;
                    }
                    let scenario = generator::scenario(seed);
                    let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| law(seed, &scenario)));
                    if held.is_err() {
                        broken.lock().unwrap().push(seed);
                    }
                }
            });
        }
    });
    let mut broken = broken.into_inner().unwrap();
    broken.sort_unstable();
    if let Some(first) = broken.first() {
        eprintln!("{}", generator::scenario(*first).text());
        panic!(
            "broken by {} of {} random scenarios, first by {first} (above; SCENARIO={first} tries it alone): {broken:?}",
            broken.len(),
            scenarios()
        );
    }
}
