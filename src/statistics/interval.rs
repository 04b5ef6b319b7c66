//! Intervals whose unit is the replication.
//!
//! - One value a replication at most: distribution-free from order statistics with exact binomial probabilities
//!   (David and Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1).
//! - Several values a replication: Woodruff, "Confidence Intervals for Medians and Other Position Measures", Journal of
//!   the American Statistical Association 47 (1952) 635-646: the share below the quantile is estimated as a ratio over
//!   clusters, its interval is turned back into order statistics. Like the bootstrap of whole replications, without its
//!   noise and its thousand passes.
//! - Mean: ratio of the replications' sums to their counts, linearised (Cochran, Sampling Techniques, 3rd ed. 1977,
//!   section 2.11), with Student's t. With one value a replication it is the ordinary t interval.

use super::CONFIDENCE;
use super::beta::{binomial_at_most, student_t};
use super::quantile::quantile;
use super::sample::Sample;

/// From and to. A missing end is one that so few replications cannot give; an infinite one lies beyond the horizon.
#[derive(Copy, Clone, Debug, PartialEq, Default)]
pub struct Interval {
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

const TAIL: f64 = (1.0 - CONFIDENCE) / 2.0;
/// What a standard normal value exceeds with probability [`TAIL`].
const NORMAL: f64 = 1.959_963_984_540_054;

/// The interval of a quantile; `sorted` are the sample's values in rising order.
pub fn of_quantile(sample: &Sample, sorted: &[f64], level: f64) -> Interval {
    let (low, high) = if sorted.is_empty() {
        (None, None)
    } else if sample.one_each() {
        exact_ranks(sorted.len() as u64, level)
    } else {
        cluster_ranks(sample, sorted, level)
    };
    let at = |rank: Option<u64>| rank.and_then(|rank| sorted.get(rank as usize - 1).copied());
    Interval { low: at(low), high: at(high) }
}

/// Ranks from 1 of the order statistics between which the quantile of an independent sample lies.
pub fn exact_ranks(count: u64, level: f64) -> (Option<u64>, Option<u64>) {
    // Rank l is low enough when at most l - 1 values below the quantile are improbable; rank u is high enough when u or more are.
    let improbably_few = first(count + 1, |k| binomial_at_most(k as i64, count, level) > TAIL);
    let improbably_many = first(count + 1, |k| 1.0 - binomial_at_most(k as i64 - 1, count, level) <= TAIL);
    let low = improbably_few.filter(|&k| k >= 1);
    let high = improbably_many.filter(|&k| (1..=count).contains(&k));
    (low, high)
}

/// The first of 0..end for which a statement holds that holds ever after.
fn first(end: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut from, mut to) = (0, end);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    (from < end).then_some(from)
}

fn cluster_ranks(sample: &Sample, sorted: &[f64], level: f64) -> (Option<u64>, Option<u64>) {
    let replications = sample.replications();
    let Some(estimate) = quantile(sorted, level).filter(|_| replications > 1) else { return (None, None) };
    // In the censored part the spread is taken at the last value that was reached.
    let reached = sorted.partition_point(|&value| value < f64::INFINITY);
    let threshold = if estimate < f64::INFINITY { estimate } else { reached.checked_sub(1).map_or(0.0, |last| sorted[last]) };
    let count = sorted.len() as f64;
    let share = sorted.partition_point(|&value| value <= threshold) as f64 / count;
    let squares: f64 = sample
        .by_replication()
        .map(|(values, _)| {
            let below = values.iter().filter(|&&value| value <= threshold).count() as f64;
            let residual = below - share * values.len() as f64;
            residual * residual
        })
        .sum();
    let plays = replications as f64;
    let error = libm::sqrt(squares * plays / (plays - 1.0)) / count;
    let reach = student_t(TAIL, plays - 1.0) * error;
    let low = libm::floor(count * (level - reach));
    let high = libm::ceil(count * (level + reach)) + 1.0;
    ((low >= 1.0).then_some(low as u64), (high <= count).then_some(high as u64))
}

/// The interval of the mean, censored values counted at the horizon.
pub fn of_mean(sample: &Sample) -> Interval {
    let plays = sample.replications() as f64;
    let Some(mean) = sample.mean().filter(|_| plays > 1.0) else { return Interval::default() };
    let squares: f64 = sample
        .by_replication()
        .map(|(values, sum)| {
            let residual = sum - mean * values.len() as f64;
            residual * residual
        })
        .sum();
    let error = libm::sqrt(squares * plays / (plays - 1.0)) / sample.count() as f64;
    let reach = student_t(TAIL, plays - 1.0) * error;
    // The mean of what is never negative is not either, however few plays there are.
    let negative = sample.by_replication().any(|(values, _)| values.iter().any(|value| *value < 0.0));
    let low = if negative { mean - reach } else { (mean - reach).max(0.0) };
    Interval { low: Some(low), high: Some(mean + reach) }
}

/// The interval of the share of independent plays in which something holds, by Wilson, "Probable Inference, the Law of Succession, and
/// Statistical Inference", Journal of the American Statistical Association 22 (1927) 209-212: it stays between 0 and 1 and is right for rare things.
pub fn of_share(held: u64, of: u64) -> Interval {
    if of == 0 {
        return Interval::default();
    }
    let (count, share) = (of as f64, held as f64 / of as f64);
    let square = NORMAL * NORMAL;
    let middle = share + square / (2.0 * count);
    let reach = NORMAL * libm::sqrt((share * (1.0 - share) + square / (4.0 * count)) / count);
    let scale = 1.0 + square / count;
    Interval { low: Some(((middle - reach) / scale).max(0.0)), high: Some(((middle + reach) / scale).min(1.0)) }
}

impl Interval {
    /// Half its width as a share of the value in it; none where the value is not finite or an end is missing.
    pub fn relative_half_width(&self, value: f64) -> Option<f64> {
        let half = (self.high? - self.low?) / 2.0;
        if !half.is_finite() {
            None
        } else if half == 0.0 {
            Some(0.0)
        } else {
            Some(half / libm::fabs(value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Noise(u64);
    impl Noise {
        fn share(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        }
        fn exponential(&mut self) -> f64 {
            -libm::log(1.0 - self.share())
        }
    }

    #[test]
    fn ranks_for_the_median_as_in_the_tables() {
        // Of the binomial table at one half: n = 10 gives the 2nd and 9th (97.9 %), n = 20 the 6th and 15th (95.9 %).
        assert_eq!(exact_ranks(10, 0.5), (Some(2), Some(9)));
        assert_eq!(exact_ranks(20, 0.5), (Some(6), Some(15)));
        assert_eq!(exact_ranks(5, 0.5), (None, None));
        assert_eq!(exact_ranks(6, 0.5), (Some(1), Some(6)));
    }

    #[test]
    fn few_replications_give_no_upper_end_for_a_high_quantile() {
        let (low, high) = exact_ranks(20, 0.9);
        assert!(low.is_some());
        assert_eq!(high, None);
    }

    #[test]
    fn the_mean_as_worked_out_by_hand() {
        let mut sample = Sample::new();
        for value in [1.0, 2.0, 3.0, 4.0, 5.0] {
            sample.add(value);
            sample.end_replication();
        }
        // 3 +- 2.776 * 1.5811 / sqrt(5)
        let Interval { low: Some(low), high: Some(high) } = of_mean(&sample) else { panic!("five values have an interval") };
        assert!((low - (3.0 - 1.9632)).abs() < 1e-3 && (high - (3.0 + 1.9632)).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn a_share_as_in_the_book() {
        // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 29 of 29.
        for (held, of, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (29, 29, 0.8830, 1.0)] {
            let found = of_share(held, of);
            assert!((found.low.unwrap() - low).abs() < 5e-5 && (found.high.unwrap() - high).abs() < 5e-5, "{held} of {of}: {found:?}");
        }
        assert_eq!(of_share(0, 0), Interval::default());
    }

    /// The share of 600 studies whose interval holds the truth.
    fn coverage(study: impl Fn(&mut Noise) -> Sample, truth: f64, interval: impl Fn(&Sample) -> Interval) -> f64 {
        let mut noise = Noise(11);
        let held = (0..600)
            .filter(|_| {
                let Interval { low, high } = interval(&study(&mut noise));
                low.is_none_or(|low| low <= truth) && high.is_none_or(|high| truth <= high)
            })
            .count();
        held as f64 / 600.0
    }

    #[test]
    fn independent_values_are_covered() {
        let study = |noise: &mut Noise| {
            let mut sample = Sample::new();
            for _ in 0..200 {
                sample.add(noise.exponential());
                sample.end_replication();
            }
            sample
        };
        for level in [0.5, 0.9] {
            let held = coverage(study, -libm::log(1.0 - level), |sample| of_quantile(sample, &sample.sorted(), level));
            assert!((0.93..=0.985).contains(&held), "{level}: {held}");
        }
        let held = coverage(study, 1.0, of_mean);
        assert!((0.92..=0.975).contains(&held), "mean: {held}");
    }

    #[test]
    fn intervals_of_a_thousand_plays_hold_the_truth_in_93_to_97_of_100_studies() {
        let truths = [1.0, core::f64::consts::LN_2, core::f64::consts::LN_10];
        let (mut noise, mut held) = (Noise(23), [0_u32; 3]);
        for _ in 0..1000 {
            let mut sample = Sample::new();
            for _ in 0..1000 {
                sample.add(noise.exponential());
                sample.end_replication();
            }
            let sorted = sample.sorted();
            let found = [of_mean(&sample), of_quantile(&sample, &sorted, 0.5), of_quantile(&sample, &sorted, 0.9)];
            for ((held, interval), truth) in held.iter_mut().zip(found).zip(truths) {
                let Interval { low: Some(low), high: Some(high) } = interval else { panic!("a thousand plays have both ends") };
                *held += u32::from(low <= truth && truth <= high);
            }
        }
        assert!(held.iter().all(|held| (930..=970).contains(held)), "of 1,000, for the mean, the median and the 90th percentile: {held:?}");
    }

    #[test]
    fn incidents_that_share_the_luck_of_their_play_are_covered_too() {
        // Each play has its own pace, so its ten incidents say less than ten plays would.
        let study = |noise: &mut Noise| {
            let mut sample = Sample::new();
            for _ in 0..60 {
                let pace = noise.share();
                for _ in 0..10 {
                    sample.add(if noise.share() < 0.8 { pace } else { noise.share() });
                }
                sample.end_replication();
            }
            sample
        };
        for level in [0.5, 0.9] {
            let held = coverage(study, level, |sample| of_quantile(sample, &sample.sorted(), level));
            assert!((0.92..=0.985).contains(&held), "{level}: {held}");
        }
        let held = coverage(study, 0.5, of_mean);
        assert!((0.92..=0.98).contains(&held), "mean: {held}");
        let as_if_independent = coverage(study, 0.5, |sample| {
            let sorted = sample.sorted();
            let (low, high) = exact_ranks(sorted.len() as u64, 0.5);
            Interval { low: low.map(|rank| sorted[rank as usize - 1]), high: high.map(|rank| sorted[rank as usize - 1]) }
        });
        assert!(as_if_independent < 0.75, "else the test shows nothing: {as_if_independent}");
    }

    #[test]
    fn an_interval_may_reach_into_the_censored_part() {
        let mut sample = Sample::new();
        for k in 0..200 {
            if k < 178 {
                sample.add(f64::from(k))
            } else {
                sample.add_censored(1e6)
            }
            sample.end_replication();
        }
        let interval = of_quantile(&sample, &sample.sorted(), 0.9);
        assert!(interval.low.is_some_and(|low| low < 178.0));
        assert_eq!(interval.high, Some(f64::INFINITY));
        assert_eq!(interval.relative_half_width(170.0), None);
    }
}
