//! How often intervals of differences hold the truth, and how often they see what is there and what is not.

use super::*;
use crate::engine::chance::Luck;
use crate::engine::chance::{Draw, Purpose};

const PLAYS: usize = 1000;

/// The luck of one experiment.
fn noise(seed: u64, experiment: u64) -> Draw {
    Luck::new(seed, experiment, 0).draw(Purpose::named("experiment"), 0, 0)
}

fn sample(values: impl IntoIterator<Item = f64>) -> Sample {
    let mut sample = Sample::new();
    for value in values {
        sample.add(value);
        sample.end_replication();
    }
    sample
}

fn difference(a: &Sample, b: &Sample) -> Difference {
    Difference::of(&Side::of(a), &Side::of(b))
}

/// Two standard normal numbers a play, so alike.
fn pairs(draw: &mut Draw, plays: usize, alike: f64) -> Vec<(f64, f64)> {
    let mut pair = || {
        let (first, second) = (draw.normal(), draw.normal());
        (first, alike * first + libm::sqrt(1.0 - alike * alike) * second)
    };
    (0..plays).map(|_| pair()).collect()
}

/// An exponential number of mean 1 that grows with a normal one.
fn exponential(normal: f64) -> f64 {
    -libm::log(0.5 * libm::erfc(normal * core::f64::consts::FRAC_1_SQRT_2))
}

/// The shares of experiments in which something holds of the mean, the median and the 90th percentile.
fn shares(experiments: u64, mut holds: impl FnMut(u64) -> [bool; 3]) -> [f64; 3] {
    let mut held = [0_u32; 3];
    for experiment in 0..experiments {
        for (sum, yes) in held.iter_mut().zip(holds(experiment)) {
            *sum += u32::from(yes);
        }
    }
    held.map(|sum| f64::from(sum) / experiments as f64)
}

fn coverage(experiments: u64) -> [f64; 3] {
    // Exponential times of mean 1 and 0.8 with the same luck for the most part: the differences are known.
    let truths = [0.2, 0.2 * core::f64::consts::LN_2, 0.2 * core::f64::consts::LN_10];
    shares(experiments, |experiment| {
        let pairs = pairs(&mut noise(3, experiment), PLAYS, 0.7);
        let a = sample(pairs.iter().map(|(x, _)| exponential(*x)));
        let b = sample(pairs.iter().map(|(_, y)| 0.8 * exponential(*y)));
        let found = difference(&a, &b);
        let holds = |estimate: &Estimate, truth: f64| {
            estimate.interval.low.is_none_or(|low| low <= truth) && estimate.interval.high.is_none_or(|high| truth <= high)
        };
        [holds(&found.mean, truths[0]), holds(&found.quantiles[0], truths[1]), holds(&found.quantiles[1], truths[2])]
    })
}

fn called_different(experiments: u64) -> [f64; 3] {
    // The same lognormal times on different luck.
    shares(experiments, |experiment| {
        let pairs = pairs(&mut noise(5, experiment), PLAYS, 0.0);
        let found = difference(&sample(pairs.iter().map(|(x, _)| libm::exp(*x))), &sample(pairs.iter().map(|(_, y)| libm::exp(*y))));
        [&found.mean, &found.quantiles[0], &found.quantiles[1]].map(|e| matches!(e.sign(), Sign::Below | Sign::Above))
    })
}

const ALIKE: f64 = 0.6;
/// Differences that are seen in 8 of 10 studies by theory: of normal means, and of normal medians, whose covariance follows from the chance
/// that both values lie below (Sheppard 1899).
fn effects() -> [f64; 2] {
    let of_mean = libm::sqrt(2.0 * (1.0 - ALIKE) / PLAYS as f64);
    let density = 1.0 / libm::sqrt(2.0 * core::f64::consts::PI);
    let together = libm::asin(ALIKE) / (2.0 * core::f64::consts::PI);
    let of_median = libm::sqrt(2.0 * (0.25 - together) / (density * density) / PLAYS as f64);
    [of_mean, of_median].map(|error| error * (NORMAL.0 + NORMAL.1))
}

fn power(experiments: u64) -> [f64; 2] {
    let effects = effects();
    let seen = shares(experiments, |experiment| {
        let pairs = pairs(&mut noise(9, experiment), PLAYS, ALIKE);
        let a = sample(pairs.iter().map(|(x, _)| *x));
        let less = |effect: f64| difference(&a, &sample(pairs.iter().map(|(_, y)| *y - effect)));
        let seen = |estimate: &Estimate| estimate.sign() == Sign::Above;
        [seen(&less(effects[0]).mean), seen(&less(effects[1]).quantiles[0]), false]
    });
    [seen[0], seen[1]]
}

/// The share of repeats in which 100 incidents a model make one that is 10 % better look worse: by the mean, by the geometric mean.
fn wrong_way(repeats: u64) -> (f64, f64) {
    const INCIDENTS: usize = 100;
    let (mut by_mean, mut by_geometric) = (0_u64, 0_u64);
    for repeat in 0..repeats {
        let mut draw = noise(13, repeat);
        let mut arm = |factor: f64| {
            let logs: Vec<f64> = (0..INCIDENTS).map(|_| 4.25 + 1.25 * draw.normal() + libm::log(factor)).collect();
            (logs.iter().map(|log| libm::exp(*log)).sum::<f64>(), logs.iter().sum::<f64>())
        };
        let (as_it_is, better) = (arm(1.0), arm(0.9));
        by_mean += u64::from(better.0 > as_it_is.0);
        by_geometric += u64::from(better.1 > as_it_is.1);
    }
    (by_mean as f64 / repeats as f64, by_geometric as f64 / repeats as f64)
}

#[test]
fn intervals_hold_the_truth_nineteen_times_in_twenty() {
    let held = coverage(1000);
    assert!(held.iter().all(|held| (0.93..=0.97).contains(held)), "{held:?}");
}

#[test]
fn without_a_difference_one_in_twenty_is_called_different() {
    let called = called_different(1000);
    assert!(called.iter().all(|called| (0.03..=0.07).contains(called)), "{called:?}");
}

#[test]
fn a_difference_that_is_there_is_seen_as_often_as_theory_says() {
    let seen = power(1000);
    assert!(seen.iter().all(|seen| (seen - POWER).abs() <= 0.05), "{seen:?}");
}

#[test]
fn a_hundred_incidents_a_model_point_the_wrong_way_in_a_third_of_studies() {
    let (by_mean, by_geometric) = wrong_way(10_000);
    assert!((by_mean - 0.340).abs() <= 0.015, "{by_mean}");
    assert!((by_geometric - 0.276).abs() <= 0.015, "{by_geometric}");
    // What reports say of it.
    assert!((by_mean - WRONG_WAY.0).abs() <= 0.015 && (by_geometric - WRONG_WAY.1).abs() <= 0.015);
}

#[test]
fn a_sample_differs_from_itself_by_exactly_nothing() {
    let mut draw = noise(1, 0);
    let mut several = Sample::new();
    for play in 0..300_u32 {
        for _ in 0..play % 4 {
            if draw.chance(0.9) {
                several.add(libm::exp(3.0 * draw.normal()));
            } else {
                several.add_censored(1e3);
            }
        }
        several.end_replication();
    }
    let found = difference(&several, &several);
    let zero = Estimate { value: Some(0.0), interval: Interval { low: Some(0.0), high: Some(0.0) } };
    assert_eq!((found.mean, found.quantiles[0]), (zero, zero));
    assert_eq!((found.smaller, found.alone), ((0, 0), (0, 0)));
    assert_eq!(found.mean.sign(), Sign::Zero);
    assert_eq!(found.pairing.and_then(|pairing| pairing.saves()), None);
    // One in ten is censored: of the quantiles beyond nothing is known.
    assert_eq!((found.quantiles[2].value, found.quantiles[2].sign()), (None, Sign::Unknown));
}

#[test]
fn of_few_plays_that_are_the_same_no_quantile_differs() {
    for plays in [2, 5, 40] {
        let of = sample((0..plays).map(|play| f64::from(play * play)));
        let found = difference(&of, &of.clone());
        assert!(found.quantiles.iter().all(|estimate| estimate.sign() == Sign::Zero), "{plays}: {found:?}");
    }
    // One play tells nothing, and the same values in other plays are not the same.
    let (one, turned) = (sample([3.0]), sample([2.0, 1.0]));
    assert_eq!(difference(&one, &one.clone()).quantiles[0].sign(), Sign::Unknown);
    assert_eq!(difference(&sample([1.0, 2.0]), &turned).quantiles[0].sign(), Sign::Unknown);
}

#[test]
fn the_mean_of_pairs_as_worked_out_by_hand() {
    let found = difference(&sample([5.0, 7.0, 3.0, 9.0]), &sample([4.0, 4.0, 4.0, 4.0]));
    // Differences 1, 3, -1, 5: mean 2, standard deviation 2.5820, t with three degrees of freedom 3.1824.
    assert_eq!(found.mean.value, Some(2.0));
    let Interval { low: Some(low), high: Some(high) } = found.mean.interval else { panic!("four pairs have an interval") };
    assert!((low - (2.0 - 4.1085)).abs() < 1e-3 && (high - (2.0 + 4.1085)).abs() < 1e-3, "{low} {high}");
    assert_eq!((found.pairs, found.smaller), (4, (1, 3)));
    let pairing = found.pairing.expect("there is a mean");
    assert!((pairing.paired - 6.6667).abs() < 1e-3 && (pairing.unpaired - 6.6667).abs() < 1e-3, "b never varies: {pairing:?}");
    // 4 plays know it to 4.1085; 2 in 8 of 10 studies takes (4.1085 x 2.8016 / 1.9600 / 2)^2 times as many.
    assert_eq!(found.mean.needed(4), Some(35));
}

#[test]
fn the_same_luck_saves_plays_and_what_is_nine_tenths_is_known_well() {
    let pairs = pairs(&mut noise(2, 0), 2000, 0.0);
    let a = sample(pairs.iter().map(|(x, _)| libm::exp(4.25 + 1.25 * x)));
    let b = sample(pairs.iter().map(|(x, _)| 0.9 * libm::exp(4.25 + 1.25 * x)));
    let found = difference(&a, &b);
    assert!(found.pairing.and_then(|pairing| pairing.saves()).is_some_and(|times| times > 100.0), "{found:?}");
    for estimate in &found.quantiles {
        let (value, low) = (estimate.value.expect("a value"), estimate.interval.low.expect("an end"));
        assert!(estimate.sign() == Sign::Above && low > 0.8 * value, "{estimate:?}");
    }
    assert_eq!(found.share_smaller().map(|(share, _)| share), Some(0.0));
}

#[test]
fn beyond_the_horizon_a_difference_is_a_bound() {
    let mut slow = Sample::new();
    for _ in 0..100 {
        slow.add_censored(60.0);
        slow.end_replication();
    }
    let quick = sample((0..100).map(f64::from));
    let found = difference(&slow, &quick);
    assert_eq!((found.quantiles[0].value, found.quantiles[0].sign()), (Some(f64::INFINITY), Sign::Above));
    assert_eq!(difference(&quick, &slow).quantiles[0].sign(), Sign::Below);
    assert_eq!(found.smaller, (0, 100), "what was not reached is larger than anything");
    assert_eq!(found.quantiles[0].needed(100), None);
}

#[test]
fn plays_without_a_value_are_in_no_pair() {
    let (mut a, mut b) = (Sample::new(), Sample::new());
    for play in 0..100 {
        a.add(f64::from(play));
        // The second has no value in the easy half, and is one less in the other.
        if play >= 50 {
            b.add(f64::from(play) - 1.0);
        }
        a.end_replication();
        b.end_replication();
    }
    let found = difference(&a, &b);
    assert_eq!((found.pairs, found.alone), (50, (50, 0)));
    assert!(found.mean.value.is_some_and(|value| value < -20.0), "of all that have one: {found:?}");
    assert_eq!(found.smaller, (0, 50));
}

#[test]
fn of_few_or_no_plays_nothing_is_claimed() {
    let none = Sample::new();
    assert_eq!(difference(&none, &none).mean, Estimate::default());
    let one = difference(&sample([3.0]), &sample([1.0]));
    assert_eq!((one.mean.value, one.mean.interval, one.mean.sign()), (Some(2.0), Interval::default(), Sign::Unknown));
    let three = difference(&sample([3.0, 4.0, 5.0]), &sample([1.0, 1.5, 2.5]));
    assert_eq!(three.quantiles[1].sign(), Sign::Unknown, "{three:?}");
}
