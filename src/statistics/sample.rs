//! The values of one measure over all replications, in replication order.

use super::quantile;

/// Values of one measure, grouped by the replication they come from. Sums run in the order in which values are added,
/// so the same values give the same bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    values: Vec<f64>,
    per_replication: Vec<u32>,
    sums: Vec<f64>,
    open_count: u32,
    open_sum: f64,
    censored: u64,
    welford_mean: f64,
    welford_squares: f64,
}

impl Sample {
    /// An empty sample.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value of the present replication.
    pub fn add(&mut self, value: f64) {
        self.values.push(value);
        self.count_towards_mean(value);
    }

    /// Adds a value of the present replication that is known only to be larger than `at_least`.
    pub fn add_censored(&mut self, at_least: f64) {
        self.values.push(f64::INFINITY);
        self.censored += 1;
        self.count_towards_mean(at_least);
    }

    /// Adds a whole replication: its values, and their sum with censored ones at the horizon.
    pub fn add_replication(&mut self, values: &[f64], sum: f64) {
        let censored = values.iter().filter(|value| **value == f64::INFINITY).count();
        let known: f64 = values.iter().filter(|value| **value < f64::INFINITY).sum();
        for value in values {
            // Of several censored values only their sum is known.
            if *value < f64::INFINITY { self.add(*value) } else { self.add_censored((sum - known) / censored as f64) }
        }
        self.open_sum = sum;
        self.end_replication();
    }

    fn count_towards_mean(&mut self, value: f64) {
        self.open_count += 1;
        self.open_sum += value;
        let step = value - self.welford_mean;
        self.welford_mean += step / self.values.len() as f64;
        self.welford_squares += step * (value - self.welford_mean);
    }

    /// Ends the present replication; one without values counts as well.
    pub fn end_replication(&mut self) {
        self.per_replication.push(self.open_count);
        self.sums.push(self.open_sum);
        self.open_count = 0;
        self.open_sum = 0.0;
    }

    /// Everything that is known of it, to the last bit.
    pub fn to_words(&self, words: &mut Vec<u64>) {
        words.extend([self.values.len() as u64, self.per_replication.len() as u64, self.censored]);
        words.extend([self.welford_mean.to_bits(), self.welford_squares.to_bits(), u64::from(self.open_count), self.open_sum.to_bits()]);
        words.extend(self.values.iter().map(|value| value.to_bits()));
        words.extend(self.per_replication.iter().map(|count| u64::from(*count)));
        words.extend(self.sums.iter().map(|sum| sum.to_bits()));
    }

    /// A sample from its words; none where there are too few or they make no sense.
    pub fn from_words(words: &mut dyn Iterator<Item = u64>) -> Option<Sample> {
        let (values, replications, censored) = (words.next()?, words.next()?, words.next()?);
        let (welford_mean, welford_squares) = (f64::from_bits(words.next()?), f64::from_bits(words.next()?));
        let (open_count, open_sum) = (u32::try_from(words.next()?).ok()?, f64::from_bits(words.next()?));
        // One at a time, so that a length that is wrong takes no more memory than there are words.
        let mut sample = Sample { censored, welford_mean, welford_squares, open_count, open_sum, ..Sample::default() };
        for _ in 0..values {
            sample.values.push(f64::from_bits(words.next()?));
        }
        for _ in 0..replications {
            sample.per_replication.push(u32::try_from(words.next()?).ok()?);
        }
        for _ in 0..replications {
            sample.sums.push(f64::from_bits(words.next()?));
        }
        let counted = sample.per_replication.iter().map(|count| u64::from(*count)).sum::<u64>();
        (counted + u64::from(open_count) == values).then_some(sample)
    }

    /// How many values.
    pub fn count(&self) -> u64 {
        self.values.len() as u64
    }

    /// How many of them are censored.
    pub fn censored(&self) -> u64 {
        self.censored
    }

    /// How many replications.
    pub fn replications(&self) -> usize {
        self.per_replication.len()
    }

    /// No replication gave more than one value, so the values are independent of each other.
    pub fn one_each(&self) -> bool {
        self.per_replication.iter().all(|&count| count <= 1)
    }

    /// The values of each replication and their sum, censored ones counted at the horizon.
    pub fn by_replication(&self) -> impl Iterator<Item = (&[f64], f64)> {
        let mut rest = self.values.as_slice();
        self.per_replication.iter().zip(&self.sums).map(move |(&count, &sum)| {
            let (these, others) = rest.split_at(count as usize);
            rest = others;
            (these, sum)
        })
    }

    /// One figure for each replication: the mean of its values, infinite where one of them is censored, nothing where it has none.
    pub fn figures(&self) -> impl Iterator<Item = Option<f64>> {
        self.by_replication().map(|(values, sum)| match values.len() {
            0 => None,
            _ if values.contains(&f64::INFINITY) => Some(f64::INFINITY),
            count => Some(sum / count as f64),
        })
    }

    /// The values in rising order, censored ones last.
    pub fn sorted(&self) -> Vec<f64> {
        // By whole numbers in the same order, which are compared in one step.
        let mut keys: Vec<i64> = self.values.iter().map(|value| in_order(value.to_bits() as i64)).collect();
        keys.sort_unstable();
        keys.into_iter().map(|key| f64::from_bits(in_order(key) as u64)).collect()
    }

    /// The quantile at this level, infinite in the censored part.
    pub fn quantile(&self, level: f64) -> Option<f64> {
        quantile::quantile_of_any(&mut self.values.clone(), level)
    }

    /// The mean over all values, censored ones at the horizon.
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sums.iter().sum::<f64>() / count as f64)
    }

    /// The standard deviation of the values around their mean (Welford 1962, so that no digits cancel).
    pub fn sd(&self) -> Option<f64> {
        let count = self.count();
        (count > 1).then(|| libm::sqrt(self.welford_squares / (count - 1) as f64))
    }
}

/// Turns the bits of a number into a whole number that takes the same place in the order of all of them ([`f64::total_cmp`]), and back.
fn in_order(bits: i64) -> i64 {
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_is_in_the_order_of_all_numbers() {
        let values = [3.5, -0.0, 0.0, -2.0, 1e300, -1e300, f64::INFINITY, 2.0, -7.25, 2.0];
        let mut sample = Sample::new();
        values.iter().for_each(|value| sample.add(*value));
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let bits = |all: &[f64]| all.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&sample.sorted()), bits(&sorted));
    }

    #[test]
    fn mean_and_sd_of_a_textbook_sample() {
        let mut sample = Sample::new();
        for value in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            sample.add(value);
            sample.end_replication();
        }
        assert_eq!(sample.mean(), Some(5.0));
        let sd = sample.sd().expect("eight values");
        assert!((sd - libm::sqrt(32.0 / 7.0)).abs() < 1e-12);
    }

    #[test]
    fn a_censored_value_counts_at_the_horizon_in_the_mean_and_as_infinite_in_quantiles() {
        let mut sample = Sample::new();
        sample.add(1.0);
        sample.add_censored(9.0);
        sample.end_replication();
        assert_eq!(sample.mean(), Some(5.0));
        assert_eq!(sample.censored(), 1);
        assert_eq!(sample.figures().collect::<Vec<_>>(), [Some(f64::INFINITY)]);
        assert_eq!(sample.quantile(0.0), Some(1.0));
        assert_eq!(sample.quantile(0.9), Some(f64::INFINITY));
    }

    #[test]
    fn replications_without_values_keep_their_place() {
        let mut sample = Sample::new();
        sample.add(1.0);
        sample.end_replication();
        sample.end_replication();
        sample.add(2.0);
        sample.add(3.0);
        sample.end_replication();
        let counts: Vec<usize> = sample.by_replication().map(|(values, _)| values.len()).collect();
        assert_eq!(counts, [1, 0, 2]);
        assert_eq!(sample.figures().collect::<Vec<_>>(), [Some(1.0), None, Some(2.5)]);
        assert!(!sample.one_each());
    }
}
