//! The forecast of a choice: several hundred continuations of an exercise from the moment at which it stands, for each option that the room has,
//! the options sharing each continuation's luck. A continuation draws anew what is not known by then, and what is under way given how long it has
//! lasted (`model::unknown`): it never knows the future. After the choice everybody is simulated.
//!
//! How the play comes to the moment, and what is done to it for an option, is the caller's ([`Moment`]).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use serde::Serialize;

use crate::engine::chance::Branch;
use crate::engine::time::{Instant, Span};
use crate::measures::{Outcome, Recorder};
use crate::model::fact::Fact;
use crate::model::ids::IncidentNo;
use crate::model::plan::Plan;
use crate::play::Play;
use crate::statistics::quantile::quantile;
use crate::study::replicate::in_order;

mod choice;
mod moment;

pub use choice::AtChoice;
pub use moment::At;

/// What is told of each fact.
pub type Sink<'s> = dyn FnMut(Instant, &Fact) + 's;

/// Where an exercise stands, and what can be chosen there.
pub trait Moment: Sync {
    /// What is played.
    fn plan(&self) -> &Arc<Plan>;
    /// The incident whose end is forecast.
    fn incident(&self) -> IncidentNo;
    /// The moment, on the story's clock.
    fn at(&self) -> Instant;
    /// What each option is called.
    fn options(&self) -> Vec<String>;
    /// Resets a play and brings it to the moment, as it was brought there the first time. `sink` is told every fact.
    ///
    /// # Errors
    /// When it does not come there; that is for the reader.
    fn bring(&self, play: &mut Play, sink: &mut Sink) -> Result<(), String>;
    /// Does what an option says to a play that stands at the moment; whatever follows is simulated.
    ///
    /// # Errors
    /// When it cannot be done; that is for the reader.
    fn take(&self, play: &mut Play, option: usize, sink: &mut Sink) -> Result<(), String>;
}

/// What is to be expected of each option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// The seed, from which it can be made again.
    pub seed: u64,
    /// The moment, in milliseconds of the story.
    pub at_ms: i64,
    /// The incident, from 1.
    pub incident: u32,
    /// How many continuations each option has.
    pub continuations: u64,
    /// How many more did not come to the moment as the play had, and were left out.
    pub left_out: u64,
    /// In the order of the options.
    pub options: Vec<Expected>,
}
/// What is to be expected of one option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expected {
    /// What it is called.
    pub option: String,
    /// From the moment until the incident can do no further harm; nothing where it can do none by now.
    pub contained: Option<Spread>,
    /// From the moment until every hit system is back; nothing where they are by now.
    pub recovered: Option<Spread>,
    /// In which share of the continuations systems are back sooner than with any other option; alike counts for all that are alike.
    pub first_back: f64,
    /// The chance of missing the recovery time objective of each system that has one and is lost in some continuation, the greatest first.
    pub rto_missed: Vec<Chance>,
    /// The chance of missing the deadline of each notice that is due in some continuation, the greatest first.
    pub notices_missed: Vec<Chance>,
}
/// How long something takes, in seconds.
#[derive(Copy, Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// One in ten is shorter; nothing where that is beyond the horizon.
    pub p10_s: Option<f64>,
    /// Half are.
    pub p50_s: Option<f64>,
    /// Nine in ten are.
    pub p90_s: Option<f64>,
    /// In how many continuations it had not come by the horizon.
    pub beyond_horizon: u64,
}
/// How likely something is to be missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// The id of what may be missed.
    pub id: String,
    /// In which share of the continuations it is.
    pub missed: f64,
}

/// Forecasts every option by as many continuations, on so many threads; the same whatever their number. Once `stop` is set it ends soon, with
/// the continuations that it has; `progress` is told how many those are.
///
/// # Errors
/// When the play does not come to the moment, or an option cannot be taken there; that is for the reader.
pub fn forecast(
    moment: &dyn Moment,
    wanted: u64,
    jobs: usize,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64),
) -> Result<Forecast, String> {
    let (options, mut came, mut left_out) = (moment.options(), Vec::new(), 0);
    let (branches, seed) = continuations(moment, wanted, jobs, stop, &mut |continuation| {
        match continuation? {
            Some(each) => came.push(each),
            None => left_out += 1,
        }
        progress(came.len() as u64);
        Ok(wanted.saturating_sub(came.len() as u64))
    })?;
    if came.is_empty() && !stop.load(Ordering::Relaxed) {
        return Err(format!("none of {branches} continuations comes to this moment as the play has"));
    }
    let expected = options.into_iter().enumerate().map(|(nth, option)| expected(moment, nth, option, &came)).collect();
    Ok(Forecast {
        seed,
        at_ms: moment.at().0,
        incident: moment.incident().0 + 1,
        continuations: came.len() as u64,
        left_out,
        options: expected,
    })
}

/// What a continuation came to with each option; nothing where it does not come to the moment as the play had.
type Continuation = Result<Option<Vec<Outcome>>, String>;

/// Branches that are looked for in one go, at most: one that is broken off meanwhile ends after these.
const AT_ONCE: u64 = 200;
/// How many are tried for each that is wanted, at most.
const TRIES: u64 = 16;

/// What each continuation came to with each option, in the order of their numbers; nothing for one that does not come to the moment as the play
/// had. `take` says how many more are wanted. Returns how many branches there were, and the seed.
fn continuations(
    moment: &dyn Moment,
    wanted: u64,
    jobs: usize,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Continuation) -> Result<u64, String>,
) -> Result<(u64, u64), String> {
    let plan = moment.plan();
    let mut play = Play::new(plan.clone());
    play.note_luck();
    moment.bring(&mut play, &mut |_, _| {})?;
    let (by_then, seed, options) = (play.fingerprint(), play.seed(), moment.options().len());
    // Some do not come to the moment alike: then others are tried, at some moments many.
    let most = TRIES * wanted + 8;
    let (mut tried, mut lacks) = (0, wanted);
    while tried < most && lacks > 0 && !stop.load(Ordering::Relaxed) {
        let upto = most.min(tried + AT_ONCE.min(lacks + lacks / 16 + 1));
        let branches = play.branches(&(tried + 1..=upto).collect::<Vec<u64>>());
        let make = || Worker { play: Play::new(plan.clone()), recorder: Recorder::new(plan) };
        let work = |worker: &mut Worker, number: u64| worker.continuation(moment, &branches[number as usize], options, by_then, stop);
        let ended = in_order(0..branches.len() as u64, jobs, stop, make, work, |_, came| {
            lacks = take(came).map_err(Some)?;
            if lacks == 0 { Err(None) } else { Ok(()) }
        });
        if let Err(Some(words)) = ended {
            return Err(words);
        }
        tried = upto;
    }
    Ok((tried, seed))
}

/// A world of its own, used for one continuation after another.
struct Worker<'p> {
    play: Play,
    recorder: Recorder<'p>,
}
impl Worker<'_> {
    /// What a continuation comes to with each option; nothing where it is not one of this play.
    fn continuation(&mut self, moment: &dyn Moment, branch: &Branch, options: usize, by_then: u64, stop: &AtomicBool) -> Continuation {
        self.play.follow(branch);
        let mut each = Vec::with_capacity(options);
        for option in 0..options {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let Worker { play, recorder } = self;
            recorder.reset();
            // One that comes to the moment otherwise may come to other choices, and then there is nothing to be brought there.
            let brought = moment.bring(play, &mut |at, fact| recorder.observe(at, fact));
            if brought.is_err() || play.fingerprint() != by_then {
                return Ok(None);
            }
            moment.take(play, option, &mut |at, fact| recorder.observe(at, fact))?;
            let end = to_its_end(play, recorder, moment)?;
            recorder.finish(end);
            let outcome = recorder.take().into_iter().find(|outcome| outcome.incident == moment.incident());
            each.push(outcome.ok_or("there is no such incident by then")?);
        }
        Ok(Some(each))
    }
}

/// How far a play goes on before it is looked whether the incident is over.
const STEP: Span = Span::HOUR;

/// Plays on until nothing more comes of the incident, or to the end.
fn to_its_end(play: &mut Play, recorder: &mut Recorder, moment: &dyn Moment) -> Result<Instant, String> {
    let (mut closed, mut last) = (false, moment.at());
    loop {
        let until = play.next_due().map_or(last, |due| due.max(last)) + STEP;
        let over = play.run_until(until, &mut |at, fact| {
            closed |= matches!(fact, Fact::Closed { incident } if *incident == moment.incident());
            recorder.observe(at, fact);
        });
        last = until;
        match over.map_err(|limit| limit.to_string())? {
            Some(played) => return Ok(played.end),
            None if closed => return Ok(until),
            None => {}
        }
    }
}

fn expected(moment: &dyn Moment, nth: usize, option: String, came: &[Vec<Outcome>]) -> Expected {
    let (plan, at, all) = (moment.plan(), moment.at(), came.len());
    let of = || came.iter().map(|each| &each[nth]);
    let back = |outcome: &Outcome| outcome.recovered.map_or(i64::MAX, |at| at.0);
    let first = came.iter().filter(|each| each.iter().all(|other| back(&each[nth]) <= back(other))).count();
    let systems = |o: &Outcome| o.systems.iter().filter_map(|s| Some((plan.systems[s.system.at()].id.clone(), !s.rto_met?))).collect();
    let notices = |o: &Outcome| o.notices.iter().filter_map(|n| Some((plan.notices[n.notice.at()].id.clone(), !n.met?))).collect();
    Expected {
        option,
        contained: spread(at, of().map(|o| o.contained)),
        recovered: spread(at, of().map(|o| o.recovered)),
        first_back: share(first, all),
        rto_missed: chances(of().map(systems), all),
        notices_missed: chances(of().map(notices), all),
    }
}

fn share(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

/// How long it is from the moment; nothing where it had come by then in all of them, which is in every one the same.
fn spread(at: Instant, when: impl Iterator<Item = Option<Instant>>) -> Option<Spread> {
    let mut seconds: Vec<f64> = when.map(|when| when.map_or(f64::INFINITY, |when| (when - at).0 as f64 / 1000.0)).collect();
    seconds.sort_by(f64::total_cmp);
    let level = |level| quantile(&seconds, level).filter(|seconds| *seconds < f64::INFINITY);
    let beyond_horizon = seconds.iter().filter(|seconds| **seconds == f64::INFINITY).count() as u64;
    // What has happened stays: had it come by the moment, then in every continuation.
    seconds.last().filter(|last| **last > 0.0).map(|_| Spread { p10_s: level(0.1), p50_s: level(0.5), p90_s: level(0.9), beyond_horizon })
}

/// The chance that each is missed, of all continuations; a continuation that misses one twice counts once.
fn chances(rows: impl Iterator<Item = Vec<(String, bool)>>, of: usize) -> Vec<Chance> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for mut row in rows {
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        row.dedup_by(|next, kept| next.0 == kept.0);
        for (id, missed) in row {
            *counts.entry(id).or_default() += usize::from(missed);
        }
    }
    let mut chances: Vec<Chance> = counts.into_iter().map(|(id, count)| Chance { id, missed: share(count, of) }).collect();
    chances.sort_by(|a, b| b.missed.total_cmp(&a.missed));
    chances
}

/// Breaks a forecast off that is being made.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<AtomicBool>);
impl Stopper {
    /// Breaks it off; it ends soon, with what it has.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
    /// It was broken off.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A forecast that is being made while the exercise is looked at. Dropped, it ends.
#[derive(Debug)]
pub struct UnderWay {
    stop: Stopper,
    thread: Option<JoinHandle<Result<Forecast, String>>>,
}
impl UnderWay {
    /// Begins one on so many threads.
    pub fn begin(moment: impl Moment + Send + 'static, wanted: u64, jobs: usize) -> UnderWay {
        let stop = Stopper(Arc::new(AtomicBool::new(false)));
        let its = stop.clone();
        let thread = std::thread::spawn(move || forecast(&moment, wanted, jobs, &its.0, &mut |_| {}));
        UnderWay { stop, thread: Some(thread) }
    }
    /// What breaks it off while somebody else waits for it.
    pub fn stopper(&self) -> Stopper {
        self.stop.clone()
    }
    /// It is made, and can be taken without waiting.
    pub fn is_made(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
    /// What came of it; waits where it is not made yet.
    ///
    /// # Errors
    /// As [`forecast`].
    pub fn take(mut self) -> Result<Forecast, String> {
        let made = self.thread.take().map(JoinHandle::join);
        made.and_then(Result::ok).unwrap_or_else(|| Err("the forecast could not be made".to_owned()))
    }
}
impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.stop.stop();
            let _ = thread.join();
        }
    }
}
