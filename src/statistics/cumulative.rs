//! The chance that a span drawn from a distribution is at most so long. Nothing is drawn: closed forms, the incomplete beta function for PERT,
//! and for gamma the incomplete gamma function by its series below the mean and its continued fraction above (W. Press et al.: Numerical Recipes,
//! 3rd ed. 2007, 6.2), all to about 1e-12.

use super::beta::incomplete_beta;
use crate::engine::chance::Dist;
use crate::engine::time::Span;

/// The chance that a drawn span, which is in whole milliseconds, is at most so long.
pub fn at_most(dist: &Dist, span: Span) -> f64 {
    if span.0 < 0 { 0.0 } else { below(dist, span.0 as f64 + 0.5) }
}

/// The share of a distribution, before it is rounded, that is not longer than so many milliseconds.
fn below(dist: &Dist, x: f64) -> f64 {
    match dist {
        Dist::Fixed(value) => f64::from(*value <= x),
        Dist::Uniform { min, max } => ((x - min) / (max - min)).clamp(0.0, 1.0),
        Dist::Triangular { min, mode, max } => match x {
            x if x <= *min => 0.0,
            x if x < *mode => (x - min) * (x - min) / ((max - min) * (mode - min)),
            x if x < *max => 1.0 - (max - x) * (max - x) / ((max - min) * (max - mode)),
            _ => 1.0,
        },
        Dist::Pert { min, max, alpha, beta } => incomplete_beta(*alpha, *beta, ((x - min) / (max - min)).clamp(0.0, 1.0)),
        Dist::Exponential { mean } => -libm::expm1(-x / mean),
        Dist::LogNormal { median, sigma } => 0.5 * libm::erfc(-libm::log(x / median) / sigma * std::f64::consts::FRAC_1_SQRT_2),
        Dist::Gamma { shape, scale } => incomplete_gamma(*shape, x / scale),
        Dist::Weibull { scale, shape } => -libm::expm1(-libm::pow(x / scale, *shape)),
        Dist::Empirical(values) => values.partition_point(|value| *value <= x) as f64 / values.len().max(1) as f64,
        Dist::Mixture(parts) => {
            let mut begin = 0.0;
            let share = |(end, part): &(f64, Dist)| {
                let share = end - begin;
                begin = *end;
                share * below(part, x)
            };
            parts.iter().map(share).sum()
        }
    }
}

/// The share of a gamma distribution of scale 1 below `x`.
fn incomplete_gamma(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut next) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..1000 {
            next += 1.0;
            term *= x / next;
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        return (front * sum).clamp(0.0, 1.0);
    }
    // Lentz's way through the continued fraction.
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut h = d;
    for i in 1..1000 {
        let an = -f64::from(i) * (f64::from(i) - shape);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if libm::fabs(d) < tiny { tiny } else { d };
        c = b + an / c;
        if libm::fabs(c) < tiny {
            c = tiny;
        }
        let step = d * c;
        h *= step;
        if libm::fabs(step - 1.0) < 1e-15 {
            break;
        }
    }
    (1.0 - front * h).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::{Luck, Purpose};

    #[test]
    fn every_distribution_agrees_with_its_own_draws() {
        let m = Span::minutes;
        let all = [
            Dist::fixed(m(20)),
            Dist::uniform(m(10), m(30)),
            Dist::triangular(m(10), m(15), m(60)),
            Dist::pert(m(10), m(15), m(60)),
            Dist::exponential(m(240)),
            Dist::log_normal(m(30), m(120)),
            Dist::gamma(m(240), m(120)),
            Dist::gamma(m(240), m(480)),
            Dist::weibull(m(30), m(120)),
            Dist::empirical([m(10), m(5), m(120), m(30)]),
            Dist::mixture([(3.0, Dist::fixed(m(5))), (7.0, Dist::exponential(m(60)))]),
        ];
        const N: u64 = 4000;
        for dist in all {
            for minutes in [3, 12, 20, 45, 300] {
                let limit = m(minutes);
                let drawn = (0..N).filter(|k| dist.sample(&mut Luck::new(5, *k, 0).draw(Purpose::named("cdf"), 1, 0)) <= limit).count();
                let (seen, exact) = (drawn as f64 / N as f64, at_most(&dist, limit));
                // Four standard errors at most.
                assert!((seen - exact).abs() <= 0.033, "{dist:?} at {minutes} min: {seen} seen, {exact} exact");
            }
        }
    }

    #[test]
    fn known_values() {
        // An exponential is a gamma of shape 1; chi-square with 4 degrees below 4 is 1 - 3 exp(-2).
        for x in [0.1, 0.9, 2.0, 7.0] {
            assert!((incomplete_gamma(1.0, x) - (1.0 - libm::exp(-x))).abs() < 1e-12);
        }
        assert!((incomplete_gamma(2.0, 2.0) - (1.0 - 3.0 * libm::exp(-2.0))).abs() < 1e-12);
        assert_eq!(at_most(&Dist::fixed(Span::minutes(5)), Span::minutes(5)), 1.0);
        assert_eq!(at_most(&Dist::fixed(Span::minutes(5)), Span(5 * 60_000 - 1)), 0.0);
        assert!((at_most(&Dist::log_normal(Span::minutes(30), Span::minutes(120)), Span::minutes(120)) - 0.9).abs() < 1e-6);
    }
}
