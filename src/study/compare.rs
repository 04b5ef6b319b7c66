//! Arms held against each other, measure by measure: the differences of every pair on the same luck, and what can be said of them.
//!
//! The verdict on a measure is that of its mean, because means add up and a mean that is restricted to the horizon is known whatever lies beyond
//! it; the quantiles have verdicts of their own. Each is at 95 % confidence by itself: of twenty figures without a difference one is called
//! different by chance.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use super::alike::{Alike, alike};
use super::annual;
use super::arms::{Arm, Arms, Better, Figure, OF_A_YEAR};
use super::measure::Measure;
use super::precision;
use super::replicate;
use crate::model::plan::Statistic;
use crate::statistics::Sample;
use crate::statistics::paired::{Difference, Estimate, Side, Sign};

/// What can be said of two arms.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no difference at all.
    Same,
    /// Other incidents have it in one than in the other; those that have it in both do not differ at all.
    SameLikeForLike,
    /// The first is better.
    ABetter,
    /// The second is better.
    BBetter,
    /// They differ, in something of which neither more nor less is better.
    Differs,
    /// It cannot be told.
    CannotTell,
}
impl Verdict {
    /// Of a difference of the first less the second.
    pub fn of(estimate: &Estimate, better: Better) -> Verdict {
        match (estimate.sign(), better) {
            (Sign::Zero, _) => Verdict::Same,
            (Sign::Unknown, _) => Verdict::CannotTell,
            (_, Better::Neither) => Verdict::Differs,
            (Sign::Below, Better::Lower) | (Sign::Above, Better::Higher) => Verdict::ABetter,
            (Sign::Above, Better::Lower) | (Sign::Below, Better::Higher) => Verdict::BBetter,
        }
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::SameLikeForLike => "same_like_for_like",
            Verdict::ABetter => "a_better",
            Verdict::BBetter => "b_better",
            Verdict::Differs => "differs",
            Verdict::CannotTell => "cannot_tell",
        }
    }

    /// The same seen from the other arm.
    pub fn turned(self) -> Verdict {
        match self {
            Verdict::ABetter => Verdict::BBetter,
            Verdict::BBetter => Verdict::ABetter,
            other => other,
        }
    }
}

/// One measure of two arms, the first less the second.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The first arm, by its place.
    pub a: usize,
    /// The second, which stands behind it.
    pub b: usize,
    /// The measure.
    pub measure: String,
    /// Its unit.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// The difference.
    pub difference: Difference,
    /// The incidents that have it in both, where some have it in one only.
    pub alike: Option<Alike>,
}

impl Compared {
    /// The verdict, on the mean.
    pub fn verdict(&self) -> Verdict {
        self.verdict_of(&self.difference.mean)
    }

    /// The verdict on one of its statistics: a difference is none where it comes only from which incidents have the measure at all.
    pub fn verdict_of(&self, estimate: &Estimate) -> Verdict {
        match Verdict::of(estimate, self.better) {
            Verdict::Same => Verdict::Same,
            _ if self.alike.is_some_and(|alike| alike.is_none()) => Verdict::SameLikeForLike,
            found => found,
        }
    }

    /// Where it cannot be told: how many replications would tell a difference as large as the one found, in 8 of 10 studies.
    pub fn needed(&self, plays: u64) -> Option<u64> {
        self.difference.mean.needed(plays).filter(|_| self.verdict() == Verdict::CannotTell)
    }

    /// The share of pairs in which the first is better, and in which the second is; nothing where neither way is better or there is no pair.
    pub fn shares_better(&self) -> Option<(f64, f64)> {
        let of = |count: u64| count as f64 / self.difference.pairs as f64;
        let (first, second) = self.difference.smaller;
        match self.better {
            Better::Neither => None,
            _ if self.difference.pairs == 0 => None,
            Better::Lower => Some((of(first), of(second))),
            Better::Higher => Some((of(second), of(first))),
        }
    }
}

/// All differences of all pairs, pair by pair, in the order of the arms and their measures. The same whatever the number of threads.
pub fn differences(arms: &Arms, jobs: usize) -> Vec<Compared> {
    let figures: Vec<Vec<Figure<'_>>> = arms.all().iter().map(Arm::figures).collect();
    let mut names: Vec<&str> = Vec::new();
    for figure in figures.iter().flatten() {
        if !names.contains(&figure.name.as_str()) {
            names.push(&figure.name);
        }
    }
    let whole = arms.all().first().is_some_and(|arm| annual::is_a_year(arm.plan()));
    let mut all: Vec<Compared> = Vec::new();
    let work = |(): &mut (), at: u64| {
        let of = |arm: &Vec<Figure<'_>>| arm.iter().position(|figure| figure.name == names[at as usize]);
        let places: Vec<Option<usize>> = figures.iter().map(of).collect();
        let here: Vec<Option<&Figure<'_>>> = figures.iter().zip(places).map(|(arm, place)| arm.get(place?)).collect();
        one_measure(arms.all(), &here, whole)
    };
    let take = |_, found: Vec<Compared>| {
        all.extend(found);
        Ok::<(), Infallible>(())
    };
    let Ok(_) = replicate::in_order(0..names.len() as u64, jobs, &AtomicBool::new(false), || (), work, take);
    all.sort_by_key(|compared| (compared.a, compared.b));
    all
}

/// One measure of every pair of arms that have it.
fn one_measure(all_arms: &[Arm], arms: &[Option<&Figure<'_>>], whole: bool) -> Vec<Compared> {
    let sides: Vec<Option<Side<'_>>> = arms.iter().map(|figure| Some(Side::of(figure.as_ref()?.sample))).collect();
    let mut all = Vec::new();
    for (a, left) in sides.iter().enumerate() {
        for (b, right) in sides.iter().enumerate().skip(a + 1) {
            let (Some(left), Some(right), Some(figure)) = (left, right, arms[a]) else { continue };
            let mut difference = Difference::of(left, right);
            // Quantiles of yes and no say nothing, and those of a year only where a play is one.
            if figure.unit == "share" || (figure.name.starts_with(OF_A_YEAR) && !whole) {
                difference.quantiles = Default::default();
            }
            let (measure, unit, better) = (figure.name.clone(), figure.unit, figure.better);
            let alike = alike(&all_arms[a], &all_arms[b], &measure);
            all.push(Compared { a, b, measure, unit, better, difference, alike });
        }
    }
    all
}

/// The verdict on one measure of two arms; none where one of them does not have it.
pub fn verdict(a: &Arm, b: &Arm, measure: &str) -> Option<Verdict> {
    let (left, right) = (a.figure(measure)?, b.figure(measure)?);
    let difference = Difference::of(&Side::of(left.sample), &Side::of(right.sample));
    let alike = alike(a, b, measure);
    Some(Compared { a: 0, b: 1, measure: left.name, unit: left.unit, better: left.better, difference, alike }.verdict())
}

/// Whether a comparison is as precise as asked for: in every arm the statistics that [`precision::reached`] asks for are, and half the interval of
/// each of their differences from the first arm is at most this share of the larger of the two. A difference beyond the horizon is a bound
/// that more replications do not narrow.
pub fn settled(arms: &Arms, precision: f64) -> bool {
    let Some((first, others)) = arms.all().split_first() else { return true };
    let wanted = precision::wanted(first.plan());
    arms.all().iter().all(|arm| precision::reached(&arm.tally, precision))
        && others.iter().all(|other| wanted.iter().all(|(measure, statistic)| narrow(first, other, *measure, *statistic, precision)))
}

fn narrow(first: &Arm, other: &Arm, measure: Measure, statistic: Statistic, precision: f64) -> bool {
    let name = measure.name(first.plan());
    let (Some(a), Some(b)) = (first.figure(&name), other.figure(&name)) else { return true };
    let difference = Difference::of(&Side::of(a.sample), &Side::of(b.sample));
    let level = match statistic {
        Statistic::Mean => None,
        Statistic::Quantile(level) => Some(level),
    };
    // Of other quantiles only those of each arm are told.
    let Some(estimate) = difference.at(level) else { return true };
    let of = |sample: &Sample| precision::estimate(sample, statistic).0;
    match (of(a.sample), of(b.sample)) {
        (Some(left), Some(right)) if left.is_finite() && right.is_finite() => {
            estimate.interval.relative_half_width(libm::fmax(libm::fabs(left), libm::fabs(right))).is_some_and(|width| width <= precision)
        }
        // What lies beyond the horizon does so however many plays there are, once that is sure, which the arm itself is asked.
        (Some(_), Some(_)) => true,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;
    use crate::study::{Design, arms};

    fn played(sets: &[&str], replications: u64) -> Arms {
        let variant = testing::scenario(sets).plan;
        let mut arms = Arms::new([("as it is".to_owned(), testing::plan()), ("other".to_owned(), variant)]);
        let design = Design { seed: 7, replications, jobs: 2, precision: None };
        arms::play_all(&mut arms, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("played");
        arms
    }

    #[test]
    fn a_scenario_differs_from_itself_by_exactly_nothing() {
        let all = differences(&played(&[], 60), 2);
        assert!(all.len() > 10);
        for compared in &all {
            let of = &compared.difference;
            assert!(of.mean.value.is_none_or(|value| value == 0.0), "{compared:?}");
            assert!(of.quantiles.iter().all(|q| q.value.is_none_or(|value| value == 0.0)), "{compared:?}");
            assert!(matches!(compared.verdict(), Verdict::Same) || of.mean.value.is_none(), "{compared:?}");
            assert_eq!((of.smaller, of.alone), ((0, 0), (0, 0)), "{compared:?}");
        }
    }

    #[test]
    fn pre_authorised_isolation_is_better_in_the_decision_and_the_same_in_detection() {
        let sets = ["decisions.isolate.pre_authorised=[(to:\"infrastructure\",from_severity:Low)]"];
        let all = differences(&played(&sets, 80), 1);
        let of = |name: &str| all.iter().find(|c| c.measure == name).unwrap_or_else(|| panic!("{name} is measured"));
        assert_eq!(of("time_to_detect").verdict(), Verdict::Same);
        let contain = of("time_to_contain");
        assert_eq!(contain.verdict(), Verdict::BBetter, "{contain:?}");
        assert!(contain.shares_better().is_some_and(|(first, second)| first < second), "{contain:?}");
        assert_eq!(contain.verdict().turned(), Verdict::ABetter);
        assert_eq!(differences(&played(&sets, 80), 3).len(), all.len(), "whatever the number of threads");
    }

    #[test]
    fn a_comparison_that_differs_in_nothing_is_as_precise_as_its_arms() {
        let arms = played(&[], 400);
        assert!(settled(&arms, 0.9));
        assert!(!settled(&arms, 0.000_001));
    }
}
