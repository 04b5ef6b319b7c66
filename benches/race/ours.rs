//! How firedrill plays a scenario here: one world, one recorder, outcomes handed over now and then and added up.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use firedrill::measures::{Outcome, Recorder};
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use firedrill::text::Request;

/// The model of the peers with two tiers, as tickets: what goes through it has a team and a length at each step, and nothing else, as with the peers.
pub const PIPELINE: &str = "benches/models/pipeline.ron";
/// The same as incidents, each with its tasks, milestones and ledger.
pub const PIPELINE_OF_INCIDENTS: &str = "benches/models/pipeline-incidents.ron";
/// The plan of a scenario with single values changed, as `--set` has them.
pub fn plan(file: &str, sets: &[&str]) -> Arc<Plan> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    firedrill::scenario::open(&Request { scenario: &path, models: &[], sets: &sets }).unwrap_or_else(|e| panic!("{e}")).plan
}

/// A pipeline with so many times the people and so many times the load.
pub fn larger(file: &str, times: u64, days: f64) -> Arc<Plan> {
    let mut sets = vec![
        format!("runs_for={}s", (days * 86_400.0) as u64),
        format!("people.one-always.count={}", 2 * times),
        format!("people.one-day.count={}", 2 * times),
        format!("people.two-always.count={}", 3 * times),
        format!("people.two-day.count={}", 3 * times),
    ];
    if file == PIPELINE {
        let rates = [("critical", 33.6), ("major", 100.8), ("minor", 201.6)];
        sets.extend(rates.map(|(kind, rate)| format!("demand.{kind}.rate_per_week={}", rate * times as f64)));
    } else {
        // So many incidents are in hand at once as that makes.
        sets.push("limits.in_hand=1000000".to_string());
        let means = [("critical", 18_000_000), ("major", 6_000_000), ("minor", 3_000_000)];
        sets.extend(means.map(|(kind, ms)| format!("incidents.{kind}.every=Exponential(mean: \"{}ms\")", ms / times)));
    }
    plan(file, &sets.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What some plays came to.
#[derive(Copy, Clone, Debug, Default)]
pub struct Ran {
    /// Incidents, or tickets.
    pub incidents: u64,
    pub happenings: u64,
    pub seconds: f64,
    /// The sum over incidents of the time to recover, or over tickets of the time until they are done, in hours.
    pub hours: f64,
}
impl Ran {
    pub fn per_incident(&self) -> f64 {
        self.seconds * 1e9 / self.incidents as f64
    }
    pub fn per_happening(&self) -> f64 {
        self.seconds * 1e9 / self.happenings as f64
    }
}

/// One world and one recorder, for one play after another.
pub struct Player<'a> {
    play: Play,
    recorder: Recorder<'a>,
}
impl<'a> Player<'a> {
    pub fn new(plan: &'a Arc<Plan>) -> Player<'a> {
        Player { play: Play::unmarked(plan.clone()), recorder: Recorder::new(plan) }
    }

    /// Plays some replications; `tell` is told every fact beside.
    pub fn plays(
        &mut self,
        seed: u64,
        replications: std::ops::Range<u64>,
        mut tell: impl FnMut(firedrill::engine::time::Instant, &Fact),
    ) -> Ran {
        let mut ran = Ran::default();
        let start = Instant::now();
        for replication in replications {
            self.recorder.reset();
            self.play.reset(seed, replication);
            let recorder = &mut self.recorder;
            let mut count = |outcome: Outcome| {
                ran.incidents += 1;
                let back = outcome.until() - outcome.occurred.unwrap_or(outcome.began);
                ran.hours += back.hours_f64();
            };
            let (mut tickets, mut took) = (0, 0.0);
            let played = self.play.run_in_portions(&mut |facts| {
                recorder.observe_all(facts);
                for (at, fact) in facts {
                    match fact {
                        Fact::Tickets { arrived, .. } => tickets += u64::from(*arrived),
                        Fact::TicketsTook { took: span, .. } => took += span.hours_f64(),
                        _ => {}
                    }
                    tell(*at, fact);
                }
                recorder.drain(&mut count);
            });
            let played = played.unwrap_or_else(|limit| panic!("{limit}"));
            recorder.finish(played.end);
            recorder.drain(&mut count);
            ran.happenings += played.happenings;
            ran.incidents += tickets;
            ran.hours += took;
        }
        ran.seconds = start.elapsed().as_secs_f64();
        ran
    }

    /// The same with nobody to tell.
    pub fn run(&mut self, seed: u64, replications: std::ops::Range<u64>) -> Ran {
        self.plays(seed, replications, |_, _| {})
    }
}
