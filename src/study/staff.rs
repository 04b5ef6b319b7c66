//! The cheapest staffing that meets the targets: every candidate begins with few plays on the same luck, and drops out as soon as it is known that it
//! misses a target, or that a cheaper one meets all; the others go on with twice as many plays (racing: Maron and Moore, Advances in Neural
//! Information Processing Systems 6 (1994) 59-66).
//!
//! A target is met when the 95 % interval of its statistic lies at or below its limit, missed when it lies above, and else open. The intervals are looked
//! at a few times, so a candidate at the very limit is misjudged a little more often than one in twenty times.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arms::{self, Arm, Arms, Broken};
use super::precision::estimate;
use super::resume::Memory;
use super::stakes::Stakes;
use super::{Design, Measure, annual};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;
use crate::model::plan::{Plan, Target};
use crate::statistics::Interval;
use crate::statistics::interval::of_mean;

/// Candidates that are played side by side.
const AT_ONCE: usize = 8;
const WEEKS: i64 = 8;

/// What is known of a target, or of all.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is met.
    Met,
    /// So few plays do not tell.
    Open,
    /// It is missed.
    Missed,
}
impl Standing {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Met => "met",
            Standing::Open => "open",
            Standing::Missed => "missed",
        }
    }
}

/// What one staffing came to.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Standing cost of a year: payroll, retainers, allowances.
    pub cost: f64,
    /// Plays.
    pub plays: u64,
    /// Each target, with its statistic in seconds.
    pub targets: Vec<(Standing, Option<f64>)>,
    /// The share of promises broken, and its interval.
    pub broken: (Option<f64>, Interval),
    /// What incidents cost, of a play (of a year).
    pub incidents: Option<f64>,
}
impl Judged {
    /// All targets together: the worst of them.
    pub fn standing(&self) -> Standing {
        self.targets.iter().map(|(standing, _)| *standing).max().unwrap_or(Standing::Open)
    }

    fn of(arm: &Arm) -> Judged {
        let stakes = Stakes::of(arm);
        Judged {
            cost: standing_cost(arm.plan()),
            plays: arm.tally.replications(),
            targets: arm.plan().targets.iter().map(|target| judge(arm, target)).collect(),
            broken: (stakes.broken.mean(), of_mean(&stakes.broken)),
            incidents: stakes.money.mean(),
        }
    }
}

fn judge(arm: &Arm, target: &Target) -> (Standing, Option<f64>) {
    let Some(sample) = arm.tally.sample(Measure::of_target(target.of)) else { return (Standing::Open, None) };
    let (value, interval) = estimate(sample, target.statistic);
    let limit = super::measure::seconds(target.at_most);
    let standing = match interval {
        Interval { high: Some(high), .. } if high <= limit => Standing::Met,
        Interval { low: Some(low), .. } if low > limit => Standing::Missed,
        _ => Standing::Open,
    };
    (standing, value)
}

/// What a staffing costs a year whether or not anything happens.
pub fn standing_cost(plan: &Plan) -> f64 {
    annual::payroll(plan) + annual::retainers(plan) + annual::allowances(plan)
}

/// What came of the race.
#[derive(Clone, Debug)]
pub struct Raced {
    /// Each candidate, in their order; nothing of one that was never finished with its first plays.
    pub judged: Vec<Option<Judged>>,
    /// The cheapest that meets all targets.
    pub best: Option<usize>,
    /// It was stopped.
    pub stopped: bool,
}
impl Raced {
    /// Candidates of which none other is both as cheap and breaks as few promises, the cheapest first.
    pub fn front(&self) -> Vec<usize> {
        let figures = |at: usize| self.judged[at].as_ref().map(|of| (of.cost, of.broken.0.unwrap_or(1.0)));
        let known: Vec<usize> = (0..self.judged.len()).filter(|at| self.judged[*at].is_some()).collect();
        let better = |a: usize, b: usize| match (figures(a), figures(b)) {
            (Some(a), Some(b)) => a.0 <= b.0 && a.1 <= b.1 && a != b,
            _ => false,
        };
        let mut front: Vec<usize> = known.iter().copied().filter(|at| !known.iter().any(|other| better(*other, *at))).collect();
        front.sort_by(|a, b| figures(*a).partial_cmp(&figures(*b)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b)));
        front.dedup_by(|a, b| figures(*a) == figures(*b));
        front
    }
}

/// Races the candidates.
pub fn race(
    candidates: &[Arc<Plan>],
    design: &Design,
    (stop, memory): (&AtomicBool, &mut Memory),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Raced, Broken<std::convert::Infallible>> {
    let mut arms: Vec<(usize, Arm)> =
        candidates.iter().enumerate().map(|(at, plan)| (at, Arm::new(format!("staffing {}", at + 1), plan.clone()))).collect();
    let mut judged: Vec<Option<Judged>> = vec![None; candidates.len()];
    let most = candidates.len() as u64 * design.replications;
    let (mut plays, mut done) = ((design.replications / 8).max(20).min(design.replications), 0);
    loop {
        let mut next: Vec<(usize, Arm)> = Vec::new();
        while !arms.is_empty() && !stop.load(Ordering::Relaxed) {
            let some: Vec<(usize, Arm)> = arms.drain(..arms.len().min(AT_ONCE)).collect();
            let (places, some): (Vec<usize>, Vec<Arm>) = some.into_iter().unzip();
            let mut side_by_side = Arms::of(some);
            let (many, before) = (places.len() as u64, side_by_side.replications());
            let round = Design { replications: plays, ..*design };
            memory.piece(&mut side_by_side, stop, |side_by_side| {
                arms::play_all(side_by_side, &round, stop, &mut |at, _| progress((done + at - before * many).min(most), most))
            })?;
            done += (side_by_side.replications() - before) * many;
            if side_by_side.replications() < plays {
                break;
            }
            for (place, arm) in places.into_iter().zip(side_by_side.into_all()) {
                judged[place] = Some(Judged::of(&arm));
                next.push((place, arm));
            }
        }
        let stopped = stop.load(Ordering::Relaxed);
        let best = cheapest(&judged);
        let limit = best.and_then(|best| judged[best].as_ref()).map_or(f64::INFINITY, |best| best.cost);
        let goes_on = |place: &usize| judged[*place].as_ref().is_some_and(|of| of.standing() == Standing::Open && of.cost < limit);
        next.retain(|(place, _)| goes_on(place));
        if stopped || next.is_empty() || plays >= design.replications {
            return Ok(Raced { judged, best, stopped });
        }
        plays = (plays * 2).min(design.replications);
        arms = next;
    }
}

/// The cheapest that meets all targets.
fn cheapest(judged: &[Option<Judged>]) -> Option<usize> {
    let met = judged.iter().enumerate().filter_map(|(at, of)| Some((at, of.as_ref().filter(|of| of.standing() == Standing::Met)?.cost)));
    met.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))).map(|(at, _)| at)
}

/// How many people one seat around the clock takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Relief {
    /// Hours on shift a week.
    pub hours: f64,
    /// Shares of working time away: leave, sickness, training, and the share that a seat is empty after somebody has left.
    pub away: Vec<(&'static str, f64)>,
    /// People a seat.
    pub factor: f64,
}

/// The relief factor of somebody's roster and habits of absence; none of somebody without shifts.
pub fn relief(plan: &Plan, person: PersonId) -> Option<Relief> {
    let hours =
        plan.hours[plan.people[person.at()].hours as usize].elapsed(Instant(0), Instant(WEEKS * Span::WEEK.0)).hours_f64() / WEEKS as f64;
    if hours <= 0.0 {
        return None;
    }
    let mut away = Vec::new();
    if let Some((absence, habits)) = plan.absence.as_ref().and_then(|absence| Some((absence, absence.habits.get(person.at())?))) {
        for habit in &habits.kinds {
            let expected = &absence.expected[habit.expected];
            let (Some(first), Some(last)) = (expected.first(), expected.last()) else { continue };
            let a_day = (last - first) / (expected.len() - 1).max(1) as f64;
            away.push((habit.why.name(), a_day * habit.lasts.mean() / Span::DAY.0 as f64));
        }
        away.extend(habits.turnover.as_ref().map(|turnover| ("nobody hired yet", turnover.empty_share())));
    }
    let present = away.iter().fold(1.0, |left, (_, share)| left - share).max(0.05);
    Some(Relief { hours, factor: 168.0 / (hours * present), away })
}
