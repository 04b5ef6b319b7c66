//! Quantiles of the standard normal distribution: algorithm AS 241 (PPND16) of M. J. Wichura, The percentage points of the normal
//! distribution, Applied Statistics 37 (1988) 477-484; about 1 part in 10^16.
#![allow(clippy::excessive_precision, reason = "the coefficients stand here as the paper prints them")]

/// `c[0] + c[1] x + c[2] x^2 + …`, in pairs (Estrin's scheme): a third of the waiting of one term after the other.
#[inline]
fn polynomial(c: &[f64; 8], x: f64) -> f64 {
    let (x2, x4) = (x * x, (x * x) * (x * x));
    ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2) + ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4
}

const A: [f64; 8] = [
    3.387_132_872_796_366_608,
    133.141_667_891_784_377_45,
    1_971.590_950_306_551_442_7,
    13_731.693_765_509_461_125,
    45_921.953_931_549_871_457,
    67_265.770_927_008_700_853,
    33_430.575_583_588_128_105,
    2_509.080_928_730_122_672_7,
];
const B: [f64; 8] = [
    1.0,
    42.313_330_701_600_911_252,
    687.187_007_492_057_908_3,
    5_394.196_021_424_751_107_7,
    21_213.794_301_586_595_867,
    39_307.895_800_092_710_61,
    28_729.085_735_721_942_674,
    5_226.495_278_852_854_561,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_9,
    5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    0.241_780_725_177_450_611_77,
    0.022_723_844_989_269_184_583_3,
    7.745_450_142_783_414_076_4e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_4,
    0.689_767_334_985_100_004_55,
    0.148_103_976_427_480_074_59,
    0.015_198_666_563_616_457_196_6,
    5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103_777_2,
    5.463_784_911_164_114_369_9,
    1.784_826_539_917_291_335_8,
    0.296_560_571_828_504_891_23,
    0.026_532_189_526_576_123_093,
    0.001_242_660_947_388_078_438_6,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const F: [f64; 8] = [
    1.0,
    0.599_832_206_555_887_937_69,
    0.136_929_880_922_735_805_31,
    0.014_875_361_290_850_615_025,
    7.868_691_311_456_132_591e-4,
    1.846_318_317_510_054_681_8e-5,
    1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
];

/// The number that a standard normal one stays below with probability `p`; infinite at 0 and 1.
#[inline]
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    tail(p, q)
}

fn tail(p: f64, q: f64) -> f64 {
    let outside = if q < 0.0 { p } else { 1.0 - p };
    if outside <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-libm::log(outside)).sqrt();
    let z = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(&C, r) / polynomial(&D, r)
    } else {
        let r = r - 5.0;
        polynomial(&E, r) / polynomial(&F, r)
    };
    if q < 0.0 { -z } else { z }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_published_check_values() {
        // From the paper: PPND16 of 0.25, 0.001 and 1e-20.
        for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408)] {
            assert!((quantile(p) / z - 1.0).abs() < 4e-16, "{p}: {}", quantile(p));
        }
        assert_eq!(quantile(0.5), 0.0);
        assert!((quantile(0.9) - 1.281_551_565_544_600_4).abs() < 1e-15);
    }

    #[test]
    fn quantiles_invert_the_distribution_function() {
        let below = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        for i in 1..20_000 {
            let p = f64::from(i) / 20_000.0;
            assert!((below(quantile(p)) / p - 1.0).abs() < 1e-13, "{p}");
        }
        for exponent in 5..300 {
            let p = libm::pow(10.0, -f64::from(exponent));
            assert!((below(quantile(p)) / p - 1.0).abs() < 1e-11, "{p}");
        }
    }

    #[test]
    fn quantiles_are_symmetric_and_grow() {
        let mut before = f64::NEG_INFINITY;
        for i in 1..100_000 {
            let p = f64::from(i) / 100_000.0;
            let z = quantile(p);
            assert!(z > before);
            assert!((z + quantile(1.0 - p)).abs() < 1e-10);
            before = z;
        }
        assert_eq!((quantile(0.0), quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
