//! Exact sample quantiles.

/// The quantile at `level` (0 to 1) of values in rising order; none of an empty sample, infinite in the censored part.
///
/// Type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996) 361-365:
/// the definition that R, NumPy, pandas and spreadsheets use, so that whoever opens the result files finds the same
/// figure. Between a reached and a censored value it is infinite, the side on which no promise is made.
pub fn quantile(sorted: &[f64], level: f64) -> Option<f64> {
    let (below, share) = place(sorted.len(), level)?;
    let above = sorted.get(below + 1).copied();
    Some(between(sorted[below], above, share))
}

/// The same of values in any order, which are put in order no further than it takes.
pub fn quantile_of_any(values: &mut [f64], level: f64) -> Option<f64> {
    let (below, share) = place(values.len(), level)?;
    let (_, low, others) = values.select_nth_unstable_by(below, f64::total_cmp);
    let above = others.iter().copied().min_by(f64::total_cmp);
    Some(between(*low, above, share))
}

/// The value below a level, counted from the smallest, and how much of the way to the next one it lies.
fn place(count: usize, level: f64) -> Option<(usize, f64)> {
    let last = count.checked_sub(1)?;
    let place = level.clamp(0.0, 1.0) * last as f64;
    let below = libm::floor(place + 1e-9);
    Some((below as usize, (place - below).max(0.0)))
}

/// Between a value and the next one; the last has none.
fn between(low: f64, above: Option<f64>, share: f64) -> f64 {
    if share < 1e-9 || low == f64::INFINITY {
        return low;
    }
    let high = above.unwrap_or(low);
    if high == f64::INFINITY { high } else { low + share * (high - low) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand from the definition: place 5 p, counted from the smallest, on the line between its neighbours.
    #[test]
    fn type_seven_as_worked_out_by_hand() {
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
        for (level, expected) in [(0.0, 1.0), (0.1, 1.5), (0.25, 2.5), (0.5, 6.0), (0.75, 14.0), (0.9, 24.0), (0.95, 28.0), (1.0, 32.0)] {
            let found = quantile(&sorted, level).expect("not empty");
            assert!((found - expected).abs() < 1e-12, "{level}: {found} instead of {expected}");
            assert_eq!(quantile_of_any(&mut [8.0, 1.0, 32.0, 2.0, 16.0, 4.0], level), Some(found), "in any order");
        }
    }

    #[test]
    fn of_nothing_there_is_none_and_of_one_it_is_that_one() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.9), Some(3.0));
    }

    #[test]
    fn on_a_value_the_censored_neighbour_does_not_matter() {
        let sorted = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, f64::INFINITY];
        assert_eq!(quantile(&sorted, 0.9), Some(10.0));
        assert_eq!(quantile(&sorted, 0.91), Some(f64::INFINITY));
        assert_eq!(quantile(&[f64::INFINITY, f64::INFINITY], 0.3), Some(f64::INFINITY));
        assert_eq!(quantile_of_any(&mut [f64::INFINITY, 2.0, 1.0], 0.75), Some(f64::INFINITY));
    }

    #[test]
    fn rounding_of_the_level_does_not_move_it_off_a_value() {
        let sorted: Vec<f64> = (0..1001).map(f64::from).collect();
        for percent in 0..=100 {
            assert_eq!(quantile(&sorted, f64::from(percent) / 100.0), Some(f64::from(percent) * 10.0));
        }
    }
}
