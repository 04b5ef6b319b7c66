//! The cheapest staffing that meets the targets: every candidate begins with few plays on the same luck, and drops out as soon as it is known that it
//! misses a target, or that a cheaper one meets all; the others go on with twice as many plays (racing: Maron and Moore, Advances in Neural
//! Information Processing Systems 6 (1994) 59-66). The cheapest that meets all goes on to the last play before it is named, and whatever is as cheap with
//! it: what met all with fewer plays only may not be it.
//!
//! A target is met when the 95 % interval of its statistic lies at or below its limit, missed when it lies above, and else open. The intervals are looked
//! at a few times, so a candidate at the very limit is given up a little more often than one in twenty times.

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

    /// What it costs, to the hundredth: what is as cheap but for rounding is as cheap.
    fn price(&self) -> f64 {
        libm::round(self.cost * 100.0)
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
    /// The cheapest that meets all targets, after all plays unless it was stopped.
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
    let named = candidates.iter().enumerate();
    let mut arms: Vec<Option<Arm>> = named.map(|(at, plan)| Some(Arm::new(format!("staffing {}", at + 1), plan.clone()))).collect();
    let mut judged: Vec<Option<Judged>> = vec![None; candidates.len()];
    let most = candidates.len() as u64 * design.replications;
    let mut done = 0;
    'race: while let Some((places, plays)) = next(&judged, design.replications) {
        for some in places.chunks(AT_ONCE) {
            if stop.load(Ordering::Relaxed) {
                break 'race;
            }
            let mut side_by_side = Arms::of(some.iter().filter_map(|place| arms[*place].take()).collect());
            let (many, before) = (some.len() as u64, side_by_side.replications());
            let round = Design { replications: plays, ..*design };
            memory.piece(&mut side_by_side, stop, |side_by_side| {
                arms::play_all(side_by_side, &round, stop, &mut |at, _| progress((done + at - before * many).min(most), most))
            })?;
            done += (side_by_side.replications() - before) * many;
            if side_by_side.replications() < plays {
                break 'race;
            }
            for (place, arm) in some.iter().zip(side_by_side.into_all()) {
                let of = Judged::of(&arm);
                // A dearer one is kept: it plays on if all that are cheaper turn out to miss a target after all.
                arms[*place] = Some(arm).filter(|_| of.standing() != Standing::Missed && plays < design.replications);
                judged[*place] = Some(of);
            }
        }
    }
    Ok(Raced { best: cheapest(&judged), judged, stopped: stop.load(Ordering::Relaxed) })
}

/// Who plays on, those with the fewest plays first, and up to how many plays: whatever is not played yet, what may still turn out to be a cheaper one
/// that meets all, and the cheapest that does, with all that are as cheap, so that no staffing is named on fewer plays than were asked for.
fn next(judged: &[Option<Judged>], all: u64) -> Option<(Vec<usize>, u64)> {
    let limit = cheapest(judged).and_then(|best| judged[best].as_ref()).map_or(f64::INFINITY, Judged::price);
    let plays = |of: &Option<Judged>| match of {
        None => Some(0),
        Some(of) if of.standing() == Standing::Missed || of.plays >= all || of.price() > limit => None,
        Some(of) => Some(of.plays),
    };
    let fewest = judged.iter().filter_map(plays).min()?;
    let places = (0..judged.len()).filter(|at| plays(&judged[*at]) == Some(fewest)).collect();
    Some((places, if fewest == 0 { (all / 8).max(20).min(all) } else { (fewest * 2).min(all) }))
}

/// The cheapest that meets all targets; of those as cheap the one that breaks the fewest promises, then the one with which incidents cost least.
fn cheapest(judged: &[Option<Judged>]) -> Option<usize> {
    let met = judged.iter().enumerate().filter_map(|(at, of)| Some((at, of.as_ref().filter(|of| of.standing() == Standing::Met)?)));
    let risk = |of: &Judged| (of.broken.0.unwrap_or(1.0), of.incidents.unwrap_or(f64::INFINITY));
    met.min_by(|(at, a), (other, b)| {
        let (left, right) = (risk(a), risk(b));
        a.price().total_cmp(&b.price()).then(left.0.total_cmp(&right.0)).then(left.1.total_cmp(&right.1)).then(at.cmp(other))
    })
    .map(|(at, _)| at)
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
