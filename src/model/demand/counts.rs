//! How many tickets arrive in an hour: at random, or more unevenly than that.
//!
//! The count of an hour is Poisson where its variance is its mean, else negative binomial: Poisson with a rate that is itself drawn from a
//! gamma distribution, anew for each hour, such that the variance of the count is `variance` times its mean whatever the hour (gamma shape
//! mean / (variance - 1)). Within the hour each arrives at a moment of its own, all moments alike, so that with variance 1 arrivals are a
//! Poisson process exactly.

/// Tables of counts, one for each distinct mean.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// By row: which table. The rows are the hours of an ordinary week, and behind them those of weeks that the business calendar scales; what it
    /// does not scale has the first only.
    by_row: Vec<u16>,
    /// The running sums of the chances of 0, 1, 2, …; an empty one for a mean of 0.
    tables: Vec<Box<[f64]>>,
}

/// More than this in an hour, on average, is a slip of the pen.
pub const MOST_AN_HOUR: f64 = 20_000.0;
/// Chances are added up until no more than this is left.
const REST: f64 = 1e-15;

impl Counts {
    /// For the mean of each row , all with the same ratio of variance and mean (1 or more).
    pub fn new(means: &[f64], variance: f64) -> Counts {
        let mut distinct: Vec<f64> = Vec::new();
        let mut by_row = Vec::with_capacity(means.len());
        for mean in means {
            let place = distinct.iter().position(|m| m.to_bits() == mean.to_bits()).unwrap_or_else(|| {
                distinct.push(*mean);
                distinct.len() - 1
            });
            by_row.push(place as u16);
        }
        Counts { by_row, tables: distinct.into_iter().map(|mean| table(mean, variance)).collect() }
    }

    #[inline]
    fn table(&self, row: u16) -> &[f64] {
        &self.tables[usize::from(self.by_row[usize::from(row) % self.by_row.len()])]
    }

    /// Nothing arrives in this row at all.
    #[inline]
    pub fn never(&self, row: u16) -> bool {
        self.table(row).is_empty()
    }

    /// The count of a row for a uniform number; it grows with the number.
    #[inline]
    pub fn of(&self, row: u16, uniform: f64) -> u32 {
        let sums = self.table(row);
        // Most counts are small: from the beginning is faster than halving.
        match sums.iter().take(8).position(|sum| uniform < *sum) {
            Some(count) => count as u32,
            None => sums.partition_point(|sum| *sum <= uniform) as u32,
        }
    }
}

/// The running sums of chances, the last of them 1.
fn table(mean: f64, variance: f64) -> Box<[f64]> {
    if mean <= 0.0 {
        return Box::default();
    }
    let mut sums = Vec::new();
    let mut sum = 0.0;
    let mut count = 0.0;
    // Past the mean the chances only fall; the bound on the length is far beyond any count that is ever drawn.
    while (1.0 - sum > REST || count < mean) && count < (100.0 + 40.0 * mean) * variance {
        sum += libm::exp(if variance > 1.0 { log_negative_binomial(count, mean, variance) } else { log_poisson(count, mean) });
        sums.push(sum);
        count += 1.0;
    }
    for each in &mut sums {
        *each /= sum;
    }
    sums.into_boxed_slice()
}

fn log_poisson(count: f64, mean: f64) -> f64 {
    count * libm::log(mean) - mean - libm::lgamma(count + 1.0)
}

/// With shape r = mean / (variance - 1) the chance of k is Γ(k + r) / (k! Γ(r)) · variance^-r · (1 - 1 / variance)^k.
fn log_negative_binomial(count: f64, mean: f64, variance: f64) -> f64 {
    let shape = mean / (variance - 1.0);
    libm::lgamma(count + shape) - libm::lgamma(count + 1.0) - libm::lgamma(shape) - shape * libm::log(variance)
        + count * libm::log1p(-1.0 / variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mean: f64, variance: f64) -> (f64, f64) {
        let sums = table(mean, variance);
        let (mut first, mut second, mut before) = (0.0, 0.0, 0.0);
        for (count, sum) in sums.iter().enumerate() {
            let chance = sum - before;
            before = *sum;
            first += chance * count as f64;
            second += chance * (count * count) as f64;
        }
        (first, second - first * first)
    }

    #[test]
    fn counts_have_the_mean_and_the_variance_that_were_asked_for() {
        for mean in [0.001, 0.3, 1.0, 7.5, 120.0, 3000.0] {
            for variance in [1.0, 1.5, 3.0, 20.0] {
                let (m, v) = moments(mean, variance);
                assert!((m / mean - 1.0).abs() < 1e-7, "mean {m} for {mean}, {variance}");
                assert!((v / (mean * variance) - 1.0).abs() < 1e-5, "variance {v} for {mean}, {variance}");
            }
        }
    }

    #[test]
    fn a_count_grows_with_the_number_drawn_and_is_none_where_nothing_arrives() {
        let counts = Counts::new(&[0.0, 12.0, 0.5], 3.0);
        assert!(counts.never(0) && !counts.never(1));
        assert_eq!(counts.of(0, 0.999), 0);
        let drawn: Vec<u32> = (0..1000).map(|i| counts.of(1, f64::from(i) / 1000.0)).collect();
        assert!(drawn.is_sorted() && drawn[0] == 0 && drawn[999] > 20);
        assert_eq!(counts.of(2, 0.0), 0);
    }
}
