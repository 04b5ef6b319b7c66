//! The regularised incomplete beta function, and the two distributions that intervals need from it. Over `libm`, so
//! that the last digit is the same on every platform.

use libm::{exp, fabs, lgamma, log};

/// The regularised incomplete beta function I_x(a, b), for a and b above zero and x from 0 to 1.
///
/// Continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by the method of Lentz, on the
/// side where it converges fast.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1.0 - x));
    if x < (a + 1.0) / (a + b + 2.0) { front * fraction(a, b, x) / a } else { 1.0 - front * fraction(b, a, 1.0 - x) / b }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if fabs(v) < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    // It converges in some multiple of the square root of the larger parameter; samples are far below 10^9.
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= c * d;
        if fabs(c * d - 1.0) < 1e-15 {
            break;
        }
    }
    value
}

/// The probability that at most `k` of `n` independent trials succeed, each with probability `p`.
pub fn binomial_at_most(k: i64, n: u64, p: f64) -> f64 {
    if k < 0 {
        return 0.0;
    }
    if k as u64 >= n {
        return 1.0;
    }
    incomplete_beta((n as i64 - k) as f64, k as f64 + 1.0, 1.0 - p)
}

/// The value that Student's t with so many degrees of freedom exceeds with probability `tail` (below one half).
pub fn student_t(tail: f64, degrees: f64) -> f64 {
    let beyond = |t: f64| 0.5 * incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + t * t));
    let (mut low, mut high) = (0.0, 1.0);
    while beyond(high) > tail && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if beyond(middle) > tail { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_t_as_in_the_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
        for (degrees, expected) in [(1.0, 12.706), (2.0, 4.303), (9.0, 2.262), (29.0, 2.045), (100.0, 1.984), (999_999.0, 1.960)] {
            let found = student_t(0.025, degrees);
            assert!((found - expected).abs() < 6e-4, "{degrees}: {found} instead of {expected}");
        }
    }

    #[test]
    fn binomial_as_summed_by_hand() {
        let by_sum = |k: i64, n: u64, p: f64| {
            let mut term = libm::pow(1.0 - p, n as f64);
            let mut sum = 0.0;
            for i in 0..=k {
                sum += term;
                term *= (n as f64 - i as f64) / (i as f64 + 1.0) * p / (1.0 - p);
            }
            sum
        };
        for (k, n, p) in [(0, 10, 0.5), (2, 10, 0.5), (7, 10, 0.9), (48, 60, 0.75), (180, 200, 0.9)] {
            assert!((binomial_at_most(k, n, p) - by_sum(k, n, p)).abs() < 1e-12, "{k} of {n} at {p}");
        }
        assert_eq!(binomial_at_most(-1, 5, 0.5), 0.0);
        assert_eq!(binomial_at_most(5, 5, 0.5), 1.0);
    }

    #[test]
    fn large_samples_agree_with_the_normal_approximation() {
        let n = 1_000_000;
        let k = 900_000 - 588;
        let found = binomial_at_most(k, n, 0.9);
        assert!((found - 0.025).abs() < 2e-4, "{found}");
    }
}
