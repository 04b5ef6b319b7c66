//! Quantiles, means and how sure we are of them. Pure: values in, figures out; no random numbers, no platform maths.
//!
//! The replication is the unit of every interval, because the incidents of one play share its staff, its queues and
//! its luck. A value that was not reached by the horizon is kept as plus infinity: it takes its place in the order of
//! the sample, so a quantile below the censored part is exact, and one inside it is infinite rather than wrong.

pub mod beta;
pub mod cumulative;
pub mod interval;
pub mod paired;
pub mod quantile;
pub mod sample;

pub use interval::Interval;
pub use sample::Sample;

/// The confidence of every interval that is reported.
pub const CONFIDENCE: f64 = 0.95;

/// What is said about one sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Values, the censored ones included.
    pub count: u64,
    /// Values not reached by the horizon.
    pub censored: u64,
    /// Mean with censored values counted at the horizon: a lower bound when there are any.
    pub mean: Option<f64>,
    /// Standard deviation of the values, censored ones at the horizon.
    pub sd: Option<f64>,
    /// Quantiles at [`Description::LEVELS`]; infinite in the censored part.
    pub quantiles: [Option<f64>; 5],
    /// Interval of the median.
    pub p50: Interval,
    /// Interval of the 90th percentile.
    pub p90: Interval,
    /// Interval of the mean.
    pub mean_interval: Interval,
}

impl Description {
    /// The levels of [`Description::quantiles`].
    pub const LEVELS: [f64; 5] = [0.10, 0.50, 0.90, 0.95, 0.99];

    /// Describes a sample.
    pub fn of(sample: &Sample) -> Self {
        let sorted = sample.sorted();
        let at = |level| quantile::quantile(&sorted, level);
        Description {
            count: sample.count(),
            censored: sample.censored(),
            mean: sample.mean(),
            sd: sample.sd(),
            quantiles: Self::LEVELS.map(at),
            p50: interval::of_quantile(sample, &sorted, 0.5),
            p90: interval::of_quantile(sample, &sorted, 0.9),
            mean_interval: interval::of_mean(sample),
        }
    }

    /// The median.
    pub fn median(&self) -> Option<f64> {
        self.quantiles[1]
    }

    /// The 90th percentile.
    pub fn nine_in_ten(&self) -> Option<f64> {
        self.quantiles[2]
    }
}
