//! Distributions of spans of time, compiled for sampling. Lengths inside are milliseconds as `f64`; samples are whole, never below zero
//! and never above [`LONGEST`].
//!
//! With u the stream's next uniform number and z the normal quantile of it:
//!
//! | distribution | sample | grows with the first u |
//! | --- | --- | --- |
//! | fixed | the value | |
//! | uniform | min + u (max - min) | always |
//! | triangular | inversion (S. Kotz, J. van Dorp: Beyond Beta, 2004, section 1.1) | always |
//! | PERT | min + (max - min) Beta(1 + 4 (mode - min)/(max - min), 1 + 4 (max - mode)/(max - min)) (D. Malcolm et al., Operations Research 7, 1959); Beta by two gammas (L. Devroye: Non-Uniform Random Variate Generation, 1986, IX.4) | unless a proposal is refused |
//! | exponential | -mean log(1 - u) | always |
//! | lognormal | median exp(sigma z) | always |
//! | gamma | G. Marsaglia, W. Tsang: A simple method for generating gamma variables, ACM TOMS 26 (2000) 363-372, with z for the normal | unless a proposal is refused |
//! | Weibull | scale (-log(1 - u))^(1/shape) | always |
//! | empirical | the value at place u n, in order of size | always |
//! | mixture | u picks the part, which then draws for itself | |
//!
//! Devroye's book gives the inversions too (chapter II).

use super::exp::exp;
use super::{Draw, normal};
use crate::engine::time::Span;

/// The longest sample: 100 years of 365 days.
pub const LONGEST: Span = Span(100 * Span::YEAR.0);
/// The normal quantile of 0.9.
const Z90: f64 = 1.281_551_565_544_600_4;

/// A distribution of spans. Made by the functions below, which see to it that its numbers make sense; lengths are in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Dist {
    /// Always the same.
    Fixed(f64),
    /// Anything between two bounds alike.
    Uniform {
        /// At least.
        min: f64,
        /// At most.
        max: f64,
    },
    /// Rising to the mode, falling after it.
    Triangular {
        /// At least.
        min: f64,
        /// Most likely.
        mode: f64,
        /// At most.
        max: f64,
    },
    /// A Beta distribution between two bounds, its mean (min + 4 mode + max) / 6.
    Pert {
        /// At least.
        min: f64,
        /// At most.
        max: f64,
        /// First shape of the Beta distribution.
        alpha: f64,
        /// Its second shape.
        beta: f64,
    },
    /// Without memory.
    Exponential {
        /// On average.
        mean: f64,
    },
    /// Its logarithm is normal.
    LogNormal {
        /// Half are longer.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// A sum of exponential steps, in a way.
    Gamma {
        /// Shape; the mean is shape times scale.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// A power of an exponential.
    Weibull {
        /// 63 % are shorter.
        scale: f64,
        /// Shape: below 1 the longer it lasted the longer it still lasts.
        shape: f64,
    },
    /// One of these, sorted by size.
    Empirical(Box<[f64]>),
    /// One of several, with the share at which each part begins and ends: the running sum of the shares up to and with it.
    Mixture(Box<[(f64, Dist)]>),
}

/// The larger of 0 and a length; what is not a number is 0.
fn length(span: Span) -> f64 {
    span.0.max(0) as f64
}

impl Dist {
    /// Always this long.
    pub fn fixed(span: Span) -> Dist {
        Dist::Fixed(length(span))
    }
    /// Anything between two bounds; fixed if they leave no room.
    pub fn uniform(min: Span, max: Span) -> Dist {
        let (min, max) = (length(min), length(max));
        if max > min { Dist::Uniform { min, max } } else { Dist::Fixed(min) }
    }
    /// Between two bounds, most likely at `mode`; fixed if they leave no room.
    pub fn triangular(min: Span, mode: Span, max: Span) -> Dist {
        let (min, mode, max) = (length(min), length(mode), length(max));
        if max > min { Dist::Triangular { min, mode: mode.clamp(min, max), max } } else { Dist::Fixed(min) }
    }
    /// Between two bounds, most likely at `mode`, the bounds rare; fixed if they leave no room.
    pub fn pert(min: Span, mode: Span, max: Span) -> Dist {
        let (min, mode, max) = (length(min), length(mode), length(max));
        if max > min {
            let (room, mode) = (max - min, mode.clamp(min, max));
            Dist::Pert { min, max, alpha: 1.0 + 4.0 * (mode - min) / room, beta: 1.0 + 4.0 * (max - mode) / room }
        } else {
            Dist::Fixed(min)
        }
    }
    /// Without memory; fixed at 0 for a mean of 0.
    pub fn exponential(mean: Span) -> Dist {
        let mean = length(mean);
        if mean > 0.0 { Dist::Exponential { mean } } else { Dist::Fixed(0.0) }
    }
    /// Lognormal: half are longer than `median`, one in ten longer than `p90`; fixed at the median if these are not in order.
    pub fn log_normal(median: Span, p90: Span) -> Dist {
        let (middle, p90) = (length(median), length(p90));
        if middle > 0.0 && p90 > middle { Dist::log_normal_sigma(median, libm::log(p90 / middle) / Z90) } else { Dist::Fixed(middle) }
    }
    /// Lognormal by median and the standard deviation of the natural logarithm; fixed at the median if that is not above 0.
    pub fn log_normal_sigma(median: Span, sigma: f64) -> Dist {
        Dist::log_normal_of(length(median), sigma)
    }
    /// Lognormal by mean and the standard deviation of the natural logarithm; fixed at the mean if that is not above 0.
    pub fn log_normal_mean(mean: Span, sigma: f64) -> Dist {
        let mean = length(mean);
        if sigma > 0.0 { Dist::log_normal_of(mean * libm::exp(-0.5 * sigma * sigma), sigma) } else { Dist::Fixed(mean) }
    }
    fn log_normal_of(median: f64, sigma: f64) -> Dist {
        if median > 0.0 && sigma > 0.0 && sigma.is_finite() { Dist::LogNormal { median, sigma } } else { Dist::Fixed(median) }
    }
    /// Gamma by mean and standard deviation; fixed at the mean if either is 0.
    pub fn gamma(mean: Span, sd: Span) -> Dist {
        let (mean, sd) = (length(mean), length(sd));
        if mean > 0.0 && sd > 0.0 { Dist::Gamma { shape: (mean / sd) * (mean / sd), scale: sd * (sd / mean) } } else { Dist::Fixed(mean) }
    }
    /// Weibull: half are longer than `median`, one in ten longer than `p90`; fixed at the median if these are not in order.
    pub fn weibull(median: Span, p90: Span) -> Dist {
        let (median, p90) = (length(median), length(p90));
        if median > 0.0 && p90 > median {
            // 1 - exp(-(x / scale)^shape) is 0.5 at the median and 0.9 at p90.
            let shape = libm::log(std::f64::consts::LN_10 / std::f64::consts::LN_2) / libm::log(p90 / median);
            Dist::Weibull { scale: median / libm::pow(std::f64::consts::LN_2, 1.0 / shape), shape }
        } else {
            Dist::Fixed(median)
        }
    }
    /// One of these, each as likely; fixed at 0 if there are none.
    pub fn empirical(values: impl IntoIterator<Item = Span>) -> Dist {
        let mut values: Vec<f64> = values.into_iter().map(length).collect();
        values.sort_by(f64::total_cmp);
        match values.as_slice() {
            [] => Dist::Fixed(0.0),
            [only] => Dist::Fixed(*only),
            _ => Dist::Empirical(values.into()),
        }
    }
    /// One of several by weight; parts whose weight is not above 0 are left out, and without any it is fixed at 0.
    pub fn mixture(parts: impl IntoIterator<Item = (f64, Dist)>) -> Dist {
        let mut parts: Vec<(f64, Dist)> = parts.into_iter().filter(|(weight, _)| *weight > 0.0 && weight.is_finite()).collect();
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        let mut so_far = 0.0;
        for (weight, _) in &mut parts {
            so_far += *weight;
            *weight = so_far / total;
        }
        match parts.pop() {
            None => Dist::Fixed(0.0),
            Some((_, only)) if parts.is_empty() => only,
            Some((_, last)) => {
                parts.push((1.0, last));
                Dist::Mixture(parts.into())
            }
        }
    }

    /// Draws a span: at least 0, in whole milliseconds, at most [`LONGEST`].
    #[inline(always)]
    pub fn sample(&self, draw: &mut Draw) -> Span {
        // Adding a half and cutting off rounds, since nothing is below 0; a cast of what is not a number gives 0.
        let most = LONGEST.0 as f64;
        Span((self.raw(draw).clamp(0.0, most) + 0.5) as i64)
    }

    /// The common kinds. Inlined, so that of a stream that only one number is taken from no more than that number is worked out.
    #[inline(always)]
    fn raw(&self, draw: &mut Draw) -> f64 {
        match self {
            Dist::Fixed(value) => *value,
            Dist::Exponential { mean } => mean * waiting(draw.uniform()),
            Dist::LogNormal { median, sigma } => median * log_normal(*sigma, draw.uniform()),
            other => other.rarer(draw),
        }
    }

    #[inline(never)]
    fn rarer(&self, draw: &mut Draw) -> f64 {
        match self {
            Dist::Fixed(_) | Dist::Exponential { .. } | Dist::LogNormal { .. } => self.raw(draw),
            Dist::Uniform { min, max } => min + draw.uniform() * (max - min),
            Dist::Triangular { min, mode, max } => {
                let u = draw.uniform();
                if u * (max - min) < mode - min {
                    min + (u * (max - min) * (mode - min)).sqrt()
                } else {
                    max - ((1.0 - u) * (max - min) * (max - mode)).sqrt()
                }
            }
            Dist::Pert { min, max, alpha, beta } => {
                let (a, b) = (standard_gamma(*alpha, draw), standard_gamma(*beta, draw));
                min + (max - min) * (a / (a + b))
            }
            Dist::Gamma { shape, scale } => scale * standard_gamma(*shape, draw),
            Dist::Weibull { scale, shape } => scale * exp(libm::log(waiting(draw.uniform())) / shape),
            Dist::Empirical(values) => {
                let place = (draw.uniform() * values.len() as f64) as usize;
                values.get(place).or(values.last()).copied().unwrap_or(0.0)
            }
            Dist::Mixture(parts) => {
                let u = draw.uniform();
                let place = parts.partition_point(|(end, _)| *end <= u);
                parts.get(place).or(parts.last()).map_or(0.0, |(_, part)| part.raw(draw))
            }
        }
    }

    /// The mean in milliseconds, before rounding and before the cap of [`LONGEST`].
    pub fn mean(&self) -> f64 {
        match self {
            Dist::Fixed(value) => *value,
            Dist::Uniform { min, max } => 0.5 * (min + max),
            Dist::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Dist::Pert { min, max, alpha, beta } => min + (max - min) * alpha / (alpha + beta),
            Dist::Exponential { mean } => *mean,
            Dist::LogNormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
            Dist::Gamma { shape, scale } => shape * scale,
            Dist::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Dist::Empirical(values) => values.iter().sum::<f64>() / values.len().max(1) as f64,
            Dist::Mixture(parts) => {
                let mut begin = 0.0;
                let share = |(end, part): &(f64, Dist)| {
                    let share = end - begin;
                    begin = *end;
                    share * part.mean()
                };
                parts.iter().map(share).sum()
            }
        }
    }
}

/// An exponential number of mean 1 from a uniform one.
#[inline(never)]
fn waiting(u: f64) -> f64 {
    -libm::log(1.0 - u)
}

/// A lognormal number of median 1 from a uniform one.
#[inline(never)]
fn log_normal(sigma: f64, u: f64) -> f64 {
    exp(sigma * normal::quantile(u))
}

/// A gamma number of scale 1: Marsaglia and Tsang, with their boost for shapes below 1.
fn standard_gamma(shape: f64, draw: &mut Draw) -> f64 {
    if shape < 1.0 {
        let above = standard_gamma(shape + 1.0, draw);
        return above * libm::exp(libm::log(draw.uniform()) / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = draw.normal();
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let u = draw.uniform();
        let squared = x * x;
        if u < 1.0 - 0.0331 * squared * squared || libm::log(u) < 0.5 * squared + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::{Luck, Purpose};

    const P: Purpose = Purpose::named("dist");
    const N: usize = 400_000;

    fn m(count: i64) -> Span {
        Span::minutes(count)
    }
    /// One of each kind.
    fn all() -> Vec<(&'static str, Dist)> {
        vec![
            ("fixed", Dist::fixed(m(20))),
            ("uniform", Dist::uniform(m(10), m(30))),
            ("triangular", Dist::triangular(m(10), m(15), m(60))),
            ("pert", Dist::pert(m(10), m(15), m(60))),
            ("exponential", Dist::exponential(m(240))),
            ("lognormal", Dist::log_normal(m(30), m(120))),
            ("gamma", Dist::gamma(m(240), m(120))),
            ("gamma below 1", Dist::gamma(m(240), m(480))),
            ("weibull", Dist::weibull(m(30), m(120))),
            ("weibull above 1", Dist::weibull(m(30), m(45))),
            ("empirical", Dist::empirical([m(10), m(5), m(120), m(30)])),
            ("mixture", Dist::mixture([(3.0, Dist::fixed(m(5))), (7.0, Dist::exponential(m(60)))])),
        ]
    }
    fn samples(dist: &Dist) -> Vec<f64> {
        // Many streams, as in plays; every kind of dist meets the same luck.
        let luck = Luck::new(20_261_123, 0, 0);
        let mut samples: Vec<f64> = (0..N).map(|i| dist.sample(&mut luck.draw(P, 0, i as u64)).0 as f64).collect();
        samples.sort_by(f64::total_cmp);
        samples
    }
    fn mean_and_sd(samples: &[f64]) -> (f64, f64) {
        let n = samples.len() as f64;
        let mean = samples.iter().sum::<f64>() / n;
        (mean, (samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt())
    }
    /// The share of samples at or below a value.
    fn below(samples: &[f64], value: f64) -> f64 {
        samples.partition_point(|x| *x <= value) as f64 / samples.len() as f64
    }
    /// Whether the share at or below `value` is `share`, within four standard errors.
    fn shares(name: &str, samples: &[f64], points: &[(f64, f64)]) {
        for (value, share) in points {
            let error = 4.0 * (share * (1.0 - share) / N as f64).sqrt() + 1e-5;
            let got = below(samples, *value);
            assert!((got - share).abs() < error, "{name}: {got} at or below {value}, not {share}");
        }
    }

    #[test]
    fn sample_means_agree_with_the_means_that_are_claimed() {
        for (name, dist) in all() {
            let (mean, sd) = mean_and_sd(&samples(&dist));
            let error = 4.0 * sd / (N as f64).sqrt() + 0.5;
            assert!((mean - dist.mean()).abs() < error, "{name}: {mean} is not {}", dist.mean());
        }
    }

    #[test]
    fn sample_deviations_agree_with_theory() {
        let minute = Span::MINUTE.0 as f64;
        let gamma = |x: f64| libm::tgamma(x);
        let weibull = |dist: &Dist| match dist {
            Dist::Weibull { scale, shape } => {
                scale * (gamma(1.0 + 2.0 / shape) - gamma(1.0 + 1.0 / shape) * gamma(1.0 + 1.0 / shape)).sqrt()
            }
            _ => f64::NAN,
        };
        let pert = |dist: &Dist| match dist {
            Dist::Pert { min, max, alpha, beta } => {
                let sum = alpha + beta;
                (max - min) * (alpha * beta / (sum * sum * (sum + 1.0))).sqrt()
            }
            _ => f64::NAN,
        };
        for (name, dist) in all() {
            let right = match name {
                "fixed" => 0.0,
                "uniform" => 20.0 * minute / 12_f64.sqrt(),
                // (a² + b² + c² - ab - ac - bc) / 18.
                "triangular" => minute * ((100.0 + 225.0 + 3600.0 - 150.0 - 600.0 - 900.0) / 18.0_f64).sqrt(),
                "pert" => pert(&dist),
                "exponential" => 240.0 * minute,
                "gamma" => 120.0 * minute,
                "gamma below 1" => 480.0 * minute,
                "weibull above 1" => weibull(&dist),
                "empirical" => minute * ((25.0 + 100.0 + 900.0 + 14_400.0) / 4.0 - 41.25_f64 * 41.25).sqrt(),
                // Mean of squares less square of the mean.
                "mixture" => minute * (0.3 * 25.0 + 0.7 * 7_200.0 - 43.5_f64 * 43.5).sqrt(),
                // Too heavy a tail for a sample deviation to say much; see the shares.
                _ => continue,
            };
            let (_, sd) = mean_and_sd(&samples(&dist));
            assert!((sd - right).abs() <= 0.012 * right, "{name}: {sd} is not {right}");
        }
    }

    #[test]
    fn half_stay_below_the_median_and_nine_in_ten_below_p90() {
        for (name, dist) in [
            ("lognormal", Dist::log_normal(m(30), m(120))),
            ("weibull", Dist::weibull(m(30), m(120))),
            ("steep", Dist::weibull(m(30), m(31))),
        ] {
            shares(
                name,
                &samples(&dist),
                &[(m(30).0 as f64, 0.5), ((m(120).0 as f64).min(if name == "steep" { m(31).0 as f64 } else { f64::MAX }), 0.9)],
            );
        }
    }

    #[test]
    fn samples_lie_as_the_distribution_functions_say() {
        let minute = Span::MINUTE.0 as f64;
        shares("uniform", &samples(&Dist::uniform(m(10), m(30))), &[(15.0 * minute, 0.25), (29.0 * minute, 0.95)]);
        let mean = 240.0 * minute;
        let exponential = |x: f64| (x * minute, 1.0 - libm::exp(-x * minute / mean));
        shares(
            "exponential",
            &samples(&Dist::exponential(m(240))),
            &[exponential(1.0), exponential(60.0), exponential(500.0), exponential(2_000.0)],
        );
        // (x - a)² / ((b - a)(c - a)) up to the mode, 1 - (b - x)² / ((b - a)(b - c)) after it.
        shares(
            "triangular",
            &samples(&Dist::triangular(m(10), m(15), m(60))),
            &[(12.0 * minute, 4.0 / 250.0), (15.0 * minute, 0.1), (40.0 * minute, 1.0 - 400.0 / 2_250.0)],
        );
        let sigma = libm::log(4.0) / Z90;
        let log_normal = |x: f64| (30.0 * minute * x, 0.5 * libm::erfc(-libm::log(x) / sigma / std::f64::consts::SQRT_2));
        shares(
            "lognormal",
            &samples(&Dist::log_normal(m(30), m(120))),
            &[log_normal(0.1), log_normal(0.7), log_normal(2.0), log_normal(20.0)],
        );
        // Shape 4: 1 - e^-x (1 + x + x²/2 + x³/6), x in units of the scale, 60 min.
        let gamma4 = |x: f64| (60.0 * minute * x, 1.0 - libm::exp(-x) * (1.0 + x + x * x / 2.0 + x * x * x / 6.0));
        shares("gamma", &samples(&Dist::gamma(m(240), m(120))), &[gamma4(1.0), gamma4(3.0), gamma4(5.0), gamma4(9.0)]);
        // Shape 1/2: twice the square of a normal, so erf(sqrt(x)); mean 30 min, scale 60 min, sd 60 min / sqrt 2.
        let half = Dist::Gamma { shape: 0.5, scale: 60.0 * minute };
        let gamma_half = |x: f64| (60.0 * minute * x, libm::erf(libm::sqrt(x)));
        shares("gamma of shape 1/2", &samples(&half), &[gamma_half(0.001), gamma_half(0.1), gamma_half(1.0), gamma_half(3.0)]);
        // PERT with the mode in the middle is Beta(3, 3): 10x³ - 15x⁴ + 6x⁵.
        let beta33 = |x: f64| (60.0 * minute * x, x * x * x * (10.0 - 15.0 * x + 6.0 * x * x));
        shares("pert", &samples(&Dist::pert(m(0), m(30), m(60))), &[beta33(0.1), beta33(0.3), beta33(0.5), beta33(0.9)]);
        // With the mode at the end it is Beta(1, 5): 1 - (1 - x)⁵.
        let beta15 = |x: f64| (60.0 * minute * x, 1.0 - (1.0 - x) * (1.0 - x) * (1.0 - x) * (1.0 - x) * (1.0 - x));
        shares("pert at its end", &samples(&Dist::pert(m(0), m(0), m(60))), &[beta15(0.05), beta15(0.3), beta15(0.6)]);
        shares(
            "empirical",
            &samples(&Dist::empirical([m(10), m(5), m(120), m(30)])),
            &[(5.0 * minute, 0.25), (10.0 * minute, 0.5), (30.0 * minute, 0.75), (120.0 * minute, 1.0)],
        );
    }

    #[test]
    fn a_mixture_takes_each_part_by_its_weight() {
        let minute = Span::MINUTE.0 as f64;
        let dist = Dist::mixture([
            (2.0, Dist::fixed(m(1))),
            (0.0, Dist::fixed(m(9))),
            (f64::NAN, Dist::fixed(m(9))),
            (5.0, Dist::fixed(m(2))),
            (3.0, Dist::fixed(m(3))),
        ]);
        shares("mixture", &samples(&dist), &[(minute, 0.2), (2.0 * minute, 0.7), (3.0 * minute, 1.0)]);
        assert!((dist.mean() - 2.1 * minute).abs() < 1e-6);
    }

    #[test]
    fn what_is_made_by_inversion_grows_with_the_luck() {
        let one_number = |name: &str| !matches!(name, "pert" | "gamma" | "gamma below 1" | "mixture");
        for (name, dist) in all().into_iter().filter(|(name, _)| one_number(name)) {
            let mut seen: Vec<(f64, Span)> = (0..20_000)
                .map(|i| {
                    let mut draw = Luck::new(5, i, 0).draw(P, 0, 0);
                    (draw.clone().uniform(), dist.sample(&mut draw))
                })
                .collect();
            seen.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(seen.is_sorted_by_key(|(_, span)| *span), "{name}");
        }
    }

    #[test]
    fn gamma_and_pert_nearly_grow_with_the_luck() {
        for (name, dist) in all().into_iter().filter(|(name, _)| matches!(*name, "pert" | "gamma")) {
            let pairs: Vec<(f64, f64)> = (0..50_000)
                .map(|i| {
                    let mut draw = Luck::new(6, i, 0).draw(P, 0, 0);
                    (draw.clone().uniform(), dist.sample(&mut draw).0 as f64)
                })
                .collect();
            let (mu, su) = mean_and_sd(&pairs.iter().map(|p| p.0).collect::<Vec<_>>());
            let (mx, sx) = mean_and_sd(&pairs.iter().map(|p| p.1).collect::<Vec<_>>());
            let r = pairs.iter().map(|(u, x)| (u - mu) * (x - mx)).sum::<f64>() / pairs.len() as f64 / su / sx;
            assert!(r > 0.7, "{name}: {r}");
        }
    }

    #[test]
    fn the_first_draws_are_fixed_for_ever() {
        // The bits of the first length, and the first three samples, of each kind with the same luck.
        let golden: [(&str, u64, [i64; 3]); 12] = [
            ("fixed", 0x4132_4f80_0000_0000, [1_200_000, 1_200_000, 1_200_000]),
            ("uniform", 0x413b_0479_9457_1bd3, [1_770_618, 985_042, 1_545_925]),
            ("triangular", 0x4148_116f_f753_d01c, [3_154_656, 1_254_586, 2_290_419]),
            ("pert", 0x4126_8221_addb_20ea, [737_553, 823_206, 1_500_695]),
            ("exponential", 0x4189_78ec_205b_b4a6, [53_419_396, 5_571_941, 22_355_266]),
            ("lognormal", 0x416c_e220_4379_827c, [15_143_170, 1_088_159, 4_278_680]),
            ("gamma", 0x417e_7992_d518_7fd3, [31_955_245, 10_245_420, 19_522_342]),
            ("gamma below 1", 0x4140_059c_13e6_573a, [2_100_024, 23_437_291, 16_742_241]),
            ("weibull", 0x4167_d1be_68cb_a9cb, [12_488_179, 918_161, 4_567_160]),
            ("weibull above 1", 0x4148_330f_8238_6d9e, [3_171_871, 1_478_307, 2_363_438]),
            ("empirical", 0x415b_7740_0000_0000, [7_200_000, 600_000, 7_200_000]),
            ("mixture", 0x4161_ae42_c5eb_d8d6, [9_269_782, 8_218_116, 2_230_832]),
        ];
        let luck = Luck::new(42, 7, 0);
        for ((name, dist), golden) in all().iter().zip(golden) {
            let bits = dist.raw(&mut luck.draw(P, 9, 0)).to_bits();
            let samples = std::array::from_fn(|i| dist.sample(&mut luck.draw(P, 9, i as u64)).0);
            assert_eq!((*name, bits, samples), golden, "{bits:#x}");
        }
    }

    #[test]
    fn compiled_numbers_are_fixed_for_ever() {
        let golden: [u64; 12] = [
            0x4132_4f80_0000_0000,
            0x4132_4f80_0000_0000,
            0x4139_f0a0_0000_0000,
            0x4133_d620_0000_0000,
            0x416b_7740_0000_0000,
            0x4148_a6f6_f89e_3fa0,
            0x416b_7740_0000_0000,
            0x416b_7740_0000_0000,
            0x4146_8dce_cb58_b99a,
            0x413b_be11_f57a_07de,
            0x4142_e1fc_0000_0000,
            0x4143_e9a8_0000_0000,
        ];
        let means: Vec<u64> = all().iter().map(|(_, dist)| dist.mean().to_bits()).collect();
        assert_eq!(means, golden, "{means:#x?}");
    }

    #[test]
    fn numbers_that_make_no_sense_give_something_fixed() {
        let nothing = Dist::fixed(Span::ZERO);
        assert_eq!(Dist::fixed(Span(-5)), nothing);
        assert_eq!(Dist::uniform(m(5), m(5)), Dist::fixed(m(5)));
        assert_eq!(Dist::uniform(m(5), m(1)), Dist::fixed(m(5)));
        assert_eq!(Dist::triangular(m(5), m(5), m(5)), Dist::fixed(m(5)));
        assert_eq!(Dist::pert(m(5), m(5), m(5)), Dist::fixed(m(5)));
        assert_eq!(Dist::exponential(Span::ZERO), nothing);
        assert_eq!(Dist::log_normal(m(5), m(5)), Dist::fixed(m(5)));
        assert_eq!(Dist::log_normal(Span::ZERO, m(5)), nothing);
        assert_eq!(Dist::log_normal_mean(m(5), 0.0), Dist::fixed(m(5)));
        assert_eq!(Dist::log_normal_sigma(m(5), f64::NAN), Dist::fixed(m(5)));
        assert_eq!(Dist::gamma(m(5), Span::ZERO), Dist::fixed(m(5)));
        assert_eq!(Dist::weibull(m(5), m(4)), Dist::fixed(m(5)));
        assert_eq!(Dist::empirical([]), nothing);
        assert_eq!(Dist::empirical([m(5)]), Dist::fixed(m(5)));
        assert_eq!(Dist::mixture([]), nothing);
        assert_eq!(Dist::mixture([(0.0, Dist::fixed(m(5)))]), nothing);
        assert_eq!(Dist::mixture([(0.1, Dist::fixed(m(5)))]), Dist::fixed(m(5)));
    }

    #[test]
    fn samples_are_whole_milliseconds_from_0_to_a_century() {
        let extreme = [
            Dist::log_normal_sigma(Span::YEAR, 10.0),
            Dist::log_normal_sigma(Span(1), 10.0),
            Dist::fixed(Span(i64::MAX)),
            Dist::gamma(Span(1), Span::YEAR),
            Dist::gamma(Span::YEAR, Span(1)),
            Dist::weibull(Span(1), Span(1_000 * Span::YEAR.0)),
            Dist::weibull(Span::YEAR, Span(Span::YEAR.0 + 1)),
            Dist::exponential(Span(1_000 * Span::YEAR.0)),
            Dist::pert(Span::ZERO, Span::ZERO, Span::YEAR),
            Dist::pert(Span::ZERO, Span::YEAR, Span::YEAR),
        ];
        for dist in extreme {
            let luck = Luck::new(1, 1, 1);
            for i in 0..20_000 {
                let span = dist.sample(&mut luck.draw(P, 1, i));
                assert!(span >= Span::ZERO && span <= LONGEST, "{dist:?} gave {span}");
            }
            assert!(dist.mean() > 0.0, "{dist:?}");
        }
        assert_eq!(Dist::Fixed(0.5).sample(&mut Luck::new(0, 0, 0).draw(P, 0, 0)), Span(1));
        assert_eq!(Dist::Fixed(f64::NAN).sample(&mut Luck::new(0, 0, 0).draw(P, 0, 0)), Span::ZERO);
    }
}
