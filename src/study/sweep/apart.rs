//! Luck and not knowing, apart. The outer level draws what nobody knows, the inner one plays each draw on the same luck: what differs from draw to draw
//! is not knowing, what differs from play to play within one is luck (Hofer, Kloos and others, Reliability Engineering and System Safety 77
//! (2002) 229-238, give the two levels; the law of total variance their shares).

use super::Response;
use crate::statistics::quantile::quantile;

/// Of nine in ten draws.
const ENDS: (f64, f64) = (0.05, 0.95);

/// What one figure of luck is, and what it may be for all that is known. Infinite beyond the horizon.
#[derive(Copy, Clone, Debug, PartialEq, Default)]
pub struct Band {
    /// With every value as it is written.
    pub as_it_is: Option<f64>,
    /// The least of all draws.
    pub least: Option<f64>,
    /// One draw in twenty is less than this.
    pub low: Option<f64>,
    /// Half of the draws are.
    pub middle: Option<f64>,
    /// Nineteen in twenty are.
    pub high: Option<f64>,
    /// The most of all draws.
    pub most: Option<f64>,
}

/// A measure over luck, as a band over what nobody knows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Apart {
    /// Draws of all that is not known.
    pub draws: usize,
    /// What 1 in 10 is better than.
    pub p10: Band,
    /// The median.
    pub p50: Band,
    /// What 1 in 10 is worse than.
    pub p90: Band,
    /// The mean.
    pub mean: Band,
    /// The share of all variance that is not knowing; the rest is luck. Nothing where nothing varies.
    pub not_knowing: Option<f64>,
}

/// Of the scenario as it is, and its draws.
pub fn apart(as_it_is: &Response, draws: &[Response]) -> Apart {
    let band = |of: fn(&Response) -> Option<f64>| {
        let mut all: Vec<f64> = draws.iter().filter_map(of).collect();
        all.sort_by(f64::total_cmp);
        let at = |level: f64| quantile(&all, level);
        Band {
            as_it_is: of(as_it_is),
            least: all.first().copied(),
            low: at(ENDS.0),
            middle: at(0.5),
            high: at(ENDS.1),
            most: all.last().copied(),
        }
    };
    let means: Vec<f64> = draws.iter().filter_map(|draw| draw.mean.0).collect();
    let count = means.len() as f64;
    let mean = means.iter().sum::<f64>() / count;
    let between = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (count - 1.0);
    let within: Vec<f64> = draws.iter().filter_map(|draw| draw.sd).map(|sd| sd * sd).collect();
    let within = within.iter().sum::<f64>() / within.len() as f64;
    Apart {
        draws: draws.len(),
        p10: band(|draw| draw.p10),
        p50: band(|draw| draw.p50.0),
        p90: band(|draw| draw.p90.0),
        mean: band(|draw| draw.mean.0),
        not_knowing: Some(between / (between + within)).filter(|share| share.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(mean: f64, sd: f64, p90: f64) -> Response {
        let value = |value: f64| (Some(value), Default::default());
        Response { mean: value(mean), p50: value(mean), p90: value(p90), p10: Some(mean - sd), sd: Some(sd), ..Response::default() }
    }

    #[test]
    fn luck_is_within_a_draw_and_not_knowing_between_them() {
        let draws: Vec<Response> = (0..21).map(|at| draw(f64::from(at), 3.0, f64::from(at) * 2.0)).collect();
        let found = apart(&draw(8.0, 3.0, 16.0), &draws);
        assert_eq!((found.draws, found.mean.as_it_is, found.mean.least, found.mean.most), (21, Some(8.0), Some(0.0), Some(20.0)));
        assert_eq!((found.p90.low, found.p90.middle, found.p90.high), (Some(2.0), Some(20.0), Some(38.0)));
        // Of 0 to 20 the variance is 38.5, of each draw 9.
        assert!(found.not_knowing.is_some_and(|share| (share - 38.5 / 47.5).abs() < 1e-12), "{found:?}");
        let alike = apart(&draw(8.0, 3.0, 16.0), &[draw(8.0, 3.0, 16.0), draw(8.0, 3.0, 16.0)]);
        assert_eq!((alike.not_knowing, alike.p90.low, alike.p90.most), (Some(0.0), Some(16.0), Some(16.0)));
        // Beyond the horizon it is more than anything, not missing.
        let open = apart(&draw(8.0, 3.0, 16.0), &[draw(8.0, 3.0, 16.0), draw(9.0, 3.0, f64::INFINITY)]);
        assert_eq!((open.p90.least, open.p90.most), (Some(16.0), Some(f64::INFINITY)));
        assert_eq!(apart(&draw(8.0, 3.0, 16.0), &[]).mean.least, None);
    }
}
