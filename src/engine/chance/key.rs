//! Keys of luck: names turned into numbers that stay the same in every build, and numbers folded into one.

/// What a draw is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purpose(pub u64);
impl Purpose {
    /// The purpose of that name; equal names are one purpose.
    pub const fn named(name: &str) -> Purpose {
        Purpose(fnv1a(name.as_bytes()))
    }
}

/// The key of a subject by the text of its id.
pub const fn subject(text: &str) -> u64 {
    mix(fnv1a(text.as_bytes()))
}

/// Two keys folded into one; their order counts.
#[inline]
pub const fn combine(a: u64, b: u64) -> u64 {
    mix(mix_in(a, b))
}

#[inline]
const fn mix_in(a: u64, b: u64) -> u64 {
    // The golden ratio, as in splitmix64, keeps a chain of zeros from staying zero; the rotation keeps (a, b) from being (b, a).
    a.rotate_left(23).wrapping_add(0x9e37_79b9_7f4a_7c15) ^ b
}

/// The finaliser of splitmix64 (variant 13 of D. Stafford, as in G. Steele, D. Lea, C. Flood: Fast splittable pseudorandom number
/// generators, 2014, <https://prng.di.unimi.it/splitmix64.c>): one to one, and each bit of the argument moves half of those of the
/// result.
#[inline]
pub const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a, 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv_agrees_with_its_published_test_vectors() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn mixing_is_that_of_splitmix64() {
        // The first two numbers of splitmix64 from seed 1234567, as published with many implementations.
        let seed = 1_234_567_u64;
        assert_eq!(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)), 6_457_827_717_110_365_317);
        assert_eq!(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2))), 3_203_168_211_198_807_973);
    }

    #[test]
    fn order_counts_when_keys_are_folded() {
        assert_ne!(combine(1, 2), combine(2, 1));
        assert_ne!(combine(0, 0), 0);
        assert_ne!(combine(combine(1, 2), 3), combine(1, combine(2, 3)));
    }

    #[test]
    fn folded_small_keys_do_not_meet() {
        let mut seen = std::collections::BTreeSet::new();
        for a in 0..300 {
            for b in 0..300 {
                seen.insert(combine(a, b));
            }
        }
        assert_eq!(seen.len(), 90_000);
    }

    #[test]
    fn names_can_be_keyed_when_the_program_is_built() {
        const REACH: Purpose = Purpose::named("reach");
        const ANA: u64 = subject("ana");
        assert_eq!(REACH, Purpose::named("reach"));
        assert_ne!(ANA, subject("ben"));
        assert_ne!(subject("x-1"), subject("x-2"));
    }
}
