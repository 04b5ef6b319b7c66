//! The scenario's incident begun at each of the 168 hours of a week: how long until somebody answers, until somebody decides, until all is back.
//! All hours share the luck of a replication: the same incident meets the organisation at another hour. What the scenario dates otherwise
//! (absences, injects at a date, other incidents that arrive at random) stays where it is; incidents at fixed times are moved together.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::engine::time::{Instant, Span};
use crate::measures::{Outcome, Recorder};
use crate::model::ids::KindId;
use crate::model::plan::{Arrivals, Plan};
use crate::play::Play;
use crate::statistics::Sample;
use crate::study::measure::{Measure, Reading, seconds};
use crate::study::resume::{Memory, Piece};
use crate::study::{self, Broken, replicate};

const HOUR: i64 = 3_600_000;
/// Hours of a week.
pub const HOURS: usize = 168;
/// So long must incidents be able to begin, so that every hour of a week comes, unless the clock skips one.
const AT_LEAST: Span = Span(8 * 24 * HOUR);

/// What is measured at each hour.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// From the alert to the first answer of a person.
    Acknowledged,
    /// From the alert until the first decision that the response waits for is taken.
    Decided,
    /// From the first harm until every hit system is back.
    Recovered,
}
impl Until {
    /// All of them.
    pub const ALL: [Until; 3] = [Until::Acknowledged, Until::Decided, Until::Recovered];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["time_to_acknowledge", "time_to_decide", "time_to_recover"][self as usize]
    }

    fn read(self, plan: &Plan, outcome: &Outcome) -> Reading {
        match self {
            Until::Acknowledged => Measure::Acknowledge.read(plan, outcome),
            Until::Recovered => Measure::Recover.read(plan, outcome),
            Until::Decided => decided(plan, outcome),
        }
    }
}

/// The first decision about the incident itself. One asked for and never taken is later than its horizon.
fn decided(plan: &Plan, outcome: &Outcome) -> Reading {
    let of_incident = || outcome.decisions.iter().filter(|d| plan.decisions[d.decision.at()].access.is_none());
    let Some(from) = outcome.alerted.filter(|_| of_incident().next().is_some()) else { return Reading::Missing };
    let since = |at: Instant| seconds(Span((at - from).0.max(0)));
    match of_incident().filter_map(|d| d.decided).min() {
        Some(at) => Reading::Value(since(at)),
        None if outcome.closed.is_some() => Reading::Missing,
        None => Reading::MoreThan(since(outcome.horizon)),
    }
}

/// What an incident begun at one hour of the week came to, in the order of [`Until::ALL`].
#[derive(Clone, Debug)]
pub struct AtHour {
    /// The hour of the week, 0 for Monday 00:00 of the local clock.
    pub hour: usize,
    /// When it was begun.
    pub at: Instant,
    /// One sample for each.
    pub samples: Vec<Sample>,
    /// In how many plays it was stopped before it did harm.
    pub stopped: u64,
}

/// The hours that were finished, in the order of the week.
#[derive(Clone, Debug)]
pub struct Hourly {
    /// Which incident is begun.
    pub kind: KindId,
    /// Plays at each hour.
    pub replications: u64,
    /// One for each hour that was finished.
    pub hours: Vec<AtHour>,
}

/// The incident that is begun at each hour unless told otherwise: the first that the scenario has at a fixed time; else the most severe one.
pub fn usual(plan: &Plan) -> Option<KindId> {
    let kinds = || (0..).map(KindId).zip(&plan.kinds).filter(|(_, kind)| kind.change.is_none());
    let at = |arrivals: &Arrivals| if let Arrivals::At(at) = arrivals { Some(*at) } else { None };
    let fixed = kinds().filter_map(|(id, kind)| Some((at(&kind.arrivals)?, id))).min().map(|(_, id)| id);
    fixed.or_else(|| kinds().max_by_key(|(id, kind)| (kind.severity, std::cmp::Reverse(*id))).map(|(id, _)| id))
}

/// The plan with an incident begun at an instant; other incidents at fixed times are as far from it as before.
fn begun(plan: &Plan, kind: KindId, at: Instant) -> Plan {
    let mut moved = plan.clone();
    let shift = if let Arrivals::At(was) = plan.kinds[kind.at()].arrivals { at - was } else { Span(0) };
    for (id, entry) in (0..).map(KindId).zip(&mut moved.kinds) {
        match entry.arrivals {
            _ if id == kind => entry.arrivals = Arrivals::At(at),
            Arrivals::At(was) => entry.arrivals = Arrivals::At((was + shift).max(plan.warm_up)),
            _ => {}
        }
    }
    moved
}

/// The first whole hour at which an incident counts.
fn first_hour(plan: &Plan) -> Instant {
    match plan.zone.hour_of_week(plan.warm_up).1 {
        Span(0) => plan.warm_up,
        into => plan.warm_up + Span(HOUR) - into,
    }
}

/// When each hour of the week first comes, from the first whole hour on, in so many hours.
fn starts(plan: &Plan, hours: i64) -> Vec<Option<Instant>> {
    let first = first_hour(plan);
    let mut starts: Vec<Option<Instant>> = vec![None; HOURS];
    for at in (0..hours).map(|hour| first + Span(hour * HOUR)) {
        starts[plan.zone.hour_of_week(at).0].get_or_insert(at);
    }
    starts
}

/// So long must incidents be able to begin, so that every hour of a week comes: where the clock is put forward, the hour that it skips comes a week later.
pub fn lasting(plan: &Plan) -> Span {
    let all = starts(plan, HOURS as i64).iter().all(Option::is_some);
    if all { AT_LEAST } else { AT_LEAST + Span::WEEK }
}

/// Plays an incident at each hour of the week. `plan` must let incidents begin for as long as [`lasting`] says. `progress` is told how many plays of how many are
/// done. When stopped, the hours that were finished are kept.
pub fn hourly(
    plan: &Arc<Plan>,
    (kind, seed, replications): (KindId, u64, u64),
    jobs: usize,
    (stop, memory): (&AtomicBool, &mut Memory),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Hourly, Broken<std::convert::Infallible>> {
    // An hour that the clock skips in the first week is begun in the second.
    let hours: Vec<(usize, Instant)> =
        starts(plan, 2 * HOURS as i64).into_iter().enumerate().filter_map(|(hour, at)| Some((hour, at?))).collect();
    let all = hours.len() as u64 * replications;
    let mut done: Vec<AtHour> = Vec::new();
    for (hour, at) in hours {
        let plan = Arc::new(begun(plan, kind, at));
        let mut entry = AtHour { hour, at, samples: vec![Sample::new(); Until::ALL.len()], stopped: 0 };
        let before = done.len() as u64 * replications;
        let played = memory.piece(&mut entry, stop, |entry| {
            replicate::in_order(
                entry.samples[0].replications() as u64..replications,
                jobs,
                stop,
                || (Play::unmarked(plan.clone()), Recorder::new(&plan)),
                |(play, recorder), replication| study::one(play, recorder, seed, replication),
                |replication, played| {
                    let replicated = played.map_err(|limit| Broken::Limit(replication, limit))?;
                    if let Some(outcome) = replicated.outcomes.iter().find(|outcome| outcome.kind == kind) {
                        entry.add(&plan, outcome);
                    }
                    entry.samples.iter_mut().for_each(Sample::end_replication);
                    progress(before + replication + 1, all);
                    Ok(())
                },
            )
        })?;
        if played < replications {
            break;
        }
        done.push(entry);
    }
    Ok(Hourly { kind, replications, hours: done })
}

impl Piece for AtHour {
    fn put(&self, words: &mut Vec<u64>) {
        self.samples.iter().for_each(|sample| sample.put(words));
        words.push(self.stopped);
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        self.samples.iter_mut().try_for_each(|sample| sample.get(words))?;
        self.stopped = words.next()?;
        Some(())
    }
}

impl AtHour {
    fn add(&mut self, plan: &Plan, outcome: &Outcome) {
        self.stopped += u64::from(outcome.stopped_before_impact);
        for (sample, until) in self.samples.iter_mut().zip(Until::ALL) {
            match until.read(plan, outcome) {
                Reading::Missing => {}
                Reading::Value(value) => sample.add(value),
                Reading::MoreThan(value) => sample.add_censored(value),
            }
        }
    }
}
