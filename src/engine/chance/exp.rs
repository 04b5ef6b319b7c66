//! The exponential function for the hot path. Like that of `libm` it is made of additions, multiplications and bits alone, so that it is
//! the same on every platform; unlike that it has no branches, which luck makes impossible to foresee (12 ns less a lognormal sample).

/// The bits of 1.5 x 2^52: a number of moderate size added to it is rounded to a whole one, which then stands in its lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// The natural logarithm of 2 in two parts, the first with so few bits that small multiples of it are exact (as in fdlibm's e_exp.c,
/// <https://www.netlib.org/fdlibm/e_exp.c>).
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// e to the power of `x` within two units in the last place. Below -708 and above 709 it stays what it is there: near 3e-308 and 8e307.
#[inline]
pub fn exp(x: f64) -> f64 {
    // x = k ln 2 + r with k whole and |r| at most half of ln 2; then e^x = 2^k e^r.
    let x = x.clamp(-708.0, 709.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Taylor's series up to r^13, whose rest is below 5e-18, in pairs so that little waits for anything else.
    let (r2, r4) = (r * r, (r * r) * (r * r));
    let to_3 = (1.0 + r) + (0.5 + r * (1.0 / 6.0)) * r2;
    let to_7 = (1.0 / 24.0 + r * (1.0 / 120.0)) + (1.0 / 720.0 + r * (1.0 / 5_040.0)) * r2;
    let to_11 = (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) + (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0)) * r2;
    let to_13 = 1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0);
    let power = (to_3 + to_7 * r4) + (to_11 + to_13 * r4) * (r4 * r4);
    power * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_agree_with_libm() {
        for i in -700_000..700_000 {
            let x = f64::from(i) / 1_000.0 + 0.000_123;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 6e-16, "{x}: {} {}", exp(x), libm::exp(x));
        }
    }

    #[test]
    fn powers_of_e_grow_as_far_as_spans_can_tell() {
        let mut before = 0.0;
        for i in -400_000..400_000 {
            let power = exp(f64::from(i) / 10_000.0);
            assert!(power > before);
            before = power;
        }
    }

    #[test]
    fn the_high_part_of_ln_2_has_its_last_21_bits_clear() {
        assert_eq!(LN2_HIGH.to_bits(), 0x3fe6_2e42_fee0_0000);
        assert_eq!(LN2_LOW.to_bits(), 0x3dea_39ef_3579_3c76);
    }

    #[test]
    fn powers_of_e_end_softly() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e9), exp(-708.0));
        assert_eq!(exp(f64::INFINITY), exp(709.0));
        assert!(exp(-708.0) > 0.0 && exp(709.0).is_finite() && exp(f64::NAN).is_nan());
        for k in -1_021..=1_023 {
            let x = f64::from(k) * std::f64::consts::LN_2;
            let power = exp(x);
            assert!(!(-708.0..=709.0).contains(&x) || (power / libm::exp(x) - 1.0).abs() < 6e-16, "{k}");
        }
    }
}
