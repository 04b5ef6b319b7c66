//! Many plays of one scenario: replications over all cores, added up in their order.
//!
//! The same seed gives the same bytes whatever the number of threads: every replication has its own keyed luck, and
//! results are handed on strictly in replication order. Outcomes are streamed; only one figure a measure is kept.

pub mod alike;
pub mod annual;
pub mod arms;
pub mod assumptions;
pub mod compare;
pub mod coverage;
pub mod improve;
pub mod measure;
pub mod objective;
pub mod people;
pub mod precision;
pub mod promises;
pub mod replicate;
pub mod resume;
pub mod staff;
pub mod stakes;
pub mod sweep;
pub mod tally;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::time::Instant;
use crate::measures::{Outcome, Recorder, Year};
use crate::model::fact::Fact;
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};

pub use annual::Annual;
pub use arms::{Arm, Arms};
pub use measure::{Measure, Reading};
pub use tally::Tally;

/// What is asked of a study.
#[derive(Copy, Clone, Debug)]
pub struct Design {
    /// Where all luck comes from.
    pub seed: u64,
    /// How many replications, or how many to begin with.
    pub replications: u64,
    /// How many threads.
    pub jobs: usize,
    /// Run on until the statistics that matter are known to within this share of their value.
    pub precision: Option<f64>,
}

/// How a study ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As many replications as asked for, or as precise.
    Complete,
    /// Stopped by the user; what was finished is a complete prefix.
    Interrupted,
    /// [`precision::AT_MOST`] replications did not make it as precise as asked for.
    NotPreciseEnough,
}

/// A study that was run.
#[derive(Debug)]
pub struct Studied {
    /// Its sums.
    pub tally: Tally,
    /// How many replications were asked for.
    pub asked: u64,
    /// How it ended.
    pub ended: Ended,
}

/// What one replication came to.
#[derive(Clone, Debug)]
pub struct Replicated {
    /// Its counted incidents, in the order of their numbers.
    pub outcomes: Vec<Outcome>,
    /// Its sums.
    pub year: Year,
}

/// Why a study could not be finished.
#[derive(Debug)]
pub enum Broken<E> {
    /// A limit of the scenario was hit in this replication.
    Limit(u64, LimitHit),
    /// Results could not be kept.
    Keep(E),
}
impl<E: fmt::Display> fmt::Display for Broken<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Limit(replication, limit) => write!(f, "replication {replication}: {limit}"),
            Broken::Keep(why) => write!(f, "{why}"),
        }
    }
}

/// How many replications to play next, of which some have been played: as many as a study would that was never stopped.
fn asked(design: &Design, played: u64) -> u64 {
    match design.precision {
        None => design.replications.max(played),
        Some(_) => {
            let mut asked = design.replications;
            while asked < played {
                asked = (asked * 2).min(precision::AT_MOST.max(played));
            }
            asked
        }
    }
}

/// Plays a scenario over and over. `progress` is told how many replications of how many are done; `keep` is given what
/// every replication came to, in replication order.
pub fn run<E>(
    plan: &Arc<Plan>,
    design: &Design,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
    keep: &mut dyn FnMut(u64, Replicated) -> Result<(), E>,
) -> Result<Studied, Broken<E>> {
    let mut tally = Tally::new(plan.clone());
    let (asked, ended) = go_on(&mut tally, design, stop, progress, keep)?;
    Ok(Studied { tally, asked, ended })
}

/// The same from what has been played before; how many replications were asked for in the end, and how it ended.
pub fn go_on<E>(
    tally: &mut Tally,
    design: &Design,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
    keep: &mut dyn FnMut(u64, Replicated) -> Result<(), E>,
) -> Result<(u64, Ended), Broken<E>> {
    let plan = &tally.plan.clone();
    let mut asked = asked(design, tally.replications());
    loop {
        replicate(plan, design, tally.replications()..asked, stop, &mut |replication, replicated| {
            tally.add(&replicated);
            keep(replication, replicated).map_err(Broken::Keep)?;
            progress(replication + 1, asked);
            Ok(())
        })?;
        let ended = if tally.replications() < asked && stop.load(Ordering::Relaxed) {
            Ended::Interrupted
        } else if design.precision.is_none_or(|precision| precision::reached(tally, precision)) {
            Ended::Complete
        } else if asked >= precision::AT_MOST {
            Ended::NotPreciseEnough
        } else {
            asked = (asked * 2).min(precision::AT_MOST);
            continue;
        };
        return Ok((asked, ended));
    }
}

fn replicate<E>(
    plan: &Arc<Plan>,
    design: &Design,
    range: std::ops::Range<u64>,
    stop: &AtomicBool,
    take: &mut dyn FnMut(u64, Replicated) -> Result<(), Broken<E>>,
) -> Result<(), Broken<E>> {
    replicate::in_order(
        range,
        design.jobs,
        stop,
        || (Play::unmarked(plan.clone()), Recorder::new(plan)),
        |(play, recorder), replication| one(play, recorder, design.seed, replication),
        |replication, played| match played {
            Ok(replicated) => take(replication, replicated),
            Err(limit) => Err(Broken::Limit(replication, limit)),
        },
    )?;
    Ok(())
}

/// One replication.
pub fn one(play: &mut Play, recorder: &mut Recorder, seed: u64, replication: u64) -> Result<Replicated, LimitHit> {
    one_told(play, recorder, seed, replication, |_, _| {})
}

/// One replication, with every fact told as it happens.
pub fn one_told(
    play: &mut Play,
    recorder: &mut Recorder,
    seed: u64,
    replication: u64,
    mut tell: impl FnMut(Instant, &Fact),
) -> Result<Replicated, LimitHit> {
    play.reset(seed, replication);
    recorder.reset();
    let played = play.run_in_portions(&mut |facts| {
        recorder.observe_all(facts);
        facts.iter().for_each(|(at, fact)| tell(*at, fact));
    })?;
    recorder.finish(played.end);
    Ok(Replicated { outcomes: recorder.take(), year: recorder.year().clone() })
}
