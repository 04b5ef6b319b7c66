//! Luck by key. A draw belongs to (seed, replication, branch, purpose, subject, occurrence) and to nothing else: not to the order in
//! which draws are asked for, not to who else takes part. So two staffing models meet the same luck, and one person more shifts nobody
//! else's.
//!
//! - [`Luck`] is one play's luck, [`Draw`] one stream of it ([`key`]).
//! - [`Dist`] turns a draw into a span of time ([`dist`]), by inversion of its first uniform number where there is a formula for it, so
//!   that what is bad luck for one distribution is bad luck for another.
//! - [`branch`] is for continuations of a play: what is known stays, what is not is drawn anew.
//! - [`normal`] has the quantiles of the normal distribution, [`exp`] a fast exponential function.
//!
//! All logarithms, exponentials and powers are `libm`'s or our own: the platform's differ in their last bits.

pub mod branch;
pub mod dist;
pub mod exp;
pub mod key;
pub mod normal;

pub use branch::{Branch, Unknown};
pub use dist::Dist;
pub use key::{Purpose, combine, mix, subject};

use std::sync::Arc;

use branch::{Key, Notes, Way};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use crate::engine::time::Instant;

/// The luck of one play.
#[derive(Clone, Debug)]
pub struct Luck {
    seed: u64,
    replication: u64,
    branch: u64,
    /// The three folded into one.
    play: u64,
    /// How it comes otherwise than straight from its keys; not in studies.
    way: Option<Arc<Way>>,
}
impl Luck {
    /// The luck of one play: the study's seed, the replication's number, and the branch (0 in studies; each continuation of an exercise
    /// has its own).
    pub fn new(seed: u64, replication: u64, branch: u64) -> Luck {
        Luck { seed, replication, branch, play: combine(combine(combine(0, seed), replication), branch), way: None }
    }
    /// The same, and it is noted what is asked for, so that the play can be continued otherwise.
    pub fn noted(self) -> Luck {
        Luck { way: Some(Arc::new(Way::Noted(Notes::new()))), ..self }
    }
    /// That of a continuation of the play that it is the luck of.
    pub fn on(&self, branch: Branch) -> Luck {
        Luck { way: Some(Arc::new(Way::On(branch))), ..self.clone() }
    }
    /// It is noted what is asked for.
    pub fn is_noted(&self) -> bool {
        self.notes().is_some()
    }
    fn notes(&self) -> Option<&Notes> {
        match self.way.as_deref() {
            Some(Way::Noted(notes)) => Some(notes),
            _ => None,
        }
    }
    /// What is asked for from here on is noted as asked for at this instant.
    pub fn note_from(&self, now: Instant) {
        if let Some(notes) = self.notes() {
            notes.set_now(now);
        }
    }
    /// The study's seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }
    /// The replication's number.
    pub fn replication(&self) -> u64 {
        self.replication
    }
    /// The branch.
    pub fn branch(&self) -> u64 {
        self.branch
    }
    /// Where the streams for one purpose and one subject come from.
    pub fn source(&self, purpose: Purpose, subject: u64) -> Source {
        Source { purpose, subject, folded: combine(combine(self.play, purpose.0), subject) }
    }
    /// The stream of a source for the how-manieth time: the same as [`Luck::draw`] gives.
    #[inline(always)]
    pub fn draw_of(&self, source: &Source, occurrence: u64) -> Draw {
        let key = combine(source.folded, occurrence);
        Draw::of_stream(match &self.way {
            None => key,
            Some(way) => way.stream(key, (source.purpose, source.subject, occurrence)),
        })
    }
    /// The stream for one purpose, one subject, and the how-manieth time. Always inlined, so that of a stream that only one number is taken
    /// from no more than that number is worked out.
    #[inline(always)]
    pub fn draw(&self, purpose: Purpose, subject: u64, occurrence: u64) -> Draw {
        let key = self.key((purpose, subject, occurrence));
        Draw::of_stream(match &self.way {
            None => key,
            Some(way) => way.stream(key, (purpose, subject, occurrence)),
        })
    }
    /// The number of a stream.
    #[inline]
    fn key(&self, (purpose, subject, occurrence): Key) -> u64 {
        combine(combine(combine(self.play, purpose.0), subject), occurrence)
    }
}

/// What the keys of all streams for one purpose and one subject have in common, worked out once for a play in which there are many.
#[derive(Copy, Clone, Debug)]
pub struct Source {
    purpose: Purpose,
    subject: u64,
    folded: u64,
}

/// One stream of luck: the same numbers in the same order whenever it is asked for.
#[derive(Clone, Debug)]
pub struct Draw {
    stream: Xoshiro256PlusPlus,
}
impl Draw {
    #[inline(always)]
    fn of_stream(number: u64) -> Draw {
        Draw { stream: Xoshiro256PlusPlus::seed_from_u64(number) }
    }
    /// The next 64 bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.stream.next_u64()
    }
    /// The next number between 0 and 1, never 0 and never 1: one of 2^52 midpoints, so that `1 - u` is as exact as `u`.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
        ((self.next_u64() >> 12) as f64 + 0.5) * STEP
    }
    /// Yes in a share `p` of all draws: never for 0, always for 1. A yes stays a yes when `p` grows.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }
    /// One of the places of `weights`, each as often as its weight says; what is not above 0 is never picked. The place grows with the
    /// number drawn. 0 where there is nothing to pick from.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let counts = |weight: f64| if weight > 0.0 { weight } else { 0.0 };
        let total: f64 = weights.iter().copied().map(counts).sum();
        let mut left = self.uniform() * total;
        let mut picked = 0;
        for (place, weight) in weights.iter().enumerate() {
            if *weight > 0.0 {
                picked = place;
                left -= weight;
                if left < 0.0 {
                    break;
                }
            }
        }
        picked
    }
    /// A standard normal number, by inversion.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: Purpose = Purpose::named("test");

    #[test]
    fn a_stream_is_fixed_by_its_key_for_ever() {
        let mut draw = Luck::new(42, 7, 0).draw(Purpose::named("reach"), subject("ana"), 3);
        let got: Vec<u64> = (0..4).map(|_| draw.next_u64()).collect();
        // Worked out apart from this program, in Python, from the published xoshiro256plusplus.c and splitmix64.c.
        assert_eq!(got, [0x9cf4_8cba_1fa8_b952, 0xf984_384a_8d5c_5c33, 0x2362_42aa_2223_04f6, 0x4e31_cbf8_b8e9_7819]);
    }

    #[test]
    fn a_source_gives_the_streams_of_its_purpose_and_subject() {
        let luck = Luck::new(3, 5, 0);
        let source = luck.source(P, subject("ana"));
        for nth in 0..100 {
            assert_eq!(luck.draw_of(&source, nth).next_u64(), luck.draw(P, subject("ana"), nth).next_u64());
        }
    }

    #[test]
    fn every_part_of_the_key_changes_the_stream() {
        let first = |seed, replication, branch, purpose, subject, occurrence| {
            Luck::new(seed, replication, branch).draw(Purpose(purpose), subject, occurrence).next_u64()
        };
        let mut seen = std::collections::BTreeSet::new();
        for place in 0..6 {
            for value in 1..500_u64 {
                let mut key = [0; 6];
                key[place] = value;
                seen.insert(first(key[0], key[1], key[2], key[3], key[4], key[5]));
            }
        }
        assert_eq!(seen.len(), 6 * 499);
    }

    #[test]
    fn neighbouring_keys_are_not_alike() {
        // The mean of first numbers over a grid of small keys, and the correlation of neighbours, as if independent.
        let n = 300_u64;
        let mut sum = 0.0;
        let mut lag = 0.0;
        for replication in 0..n {
            let luck = Luck::new(1, replication, 0);
            let mut before = 0.5;
            for occurrence in 0..n {
                let u = luck.draw(P, 0, occurrence).uniform();
                sum += u;
                lag += (u - 0.5) * (before - 0.5);
                before = u;
            }
        }
        let count = (n * n) as f64;
        assert!((sum / count - 0.5).abs() < 4.0 / (12.0 * count).sqrt());
        assert!((lag / count).abs() < 4.0 / 12.0 / count.sqrt());
    }

    #[test]
    fn luck_tells_what_it_was_made_from() {
        let luck = Luck::new(1, 2, 3);
        assert_eq!((luck.seed(), luck.replication(), luck.branch()), (1, 2, 3));
    }

    #[test]
    fn a_uniform_number_is_never_0_and_never_1() {
        let least = (0_u64 as f64 + 0.5) / (1_u64 << 52) as f64;
        let most = ((u64::MAX >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
        assert!(least > 0.0 && 1.0 - least < 1.0);
        assert!(most < 1.0 && 1.0 - most == least);
        let mut draw = Luck::new(0, 0, 0).draw(P, 0, 0);
        assert!((0..100_000).map(|_| draw.uniform()).all(|u| u > 0.0 && u < 1.0));
    }

    #[test]
    fn chance_never_comes_at_0_and_always_at_1() {
        let mut draw = Luck::new(0, 0, 0).draw(P, 0, 1);
        assert!((0..10_000).all(|_| !draw.chance(0.0)));
        assert!((0..10_000).all(|_| draw.chance(1.0)));
        let yes = (0..100_000).filter(|_| draw.chance(0.3)).count();
        assert!((29_400..30_600).contains(&yes), "{yes}");
    }

    #[test]
    fn picks_come_as_often_as_their_weights_say() {
        let mut draw = Luck::new(0, 0, 0).draw(P, 0, 2);
        let weights = [0.0, 1.0, f64::NAN, 3.0, -2.0, 6.0, 0.0];
        let mut counts = [0_u32; 7];
        (0..100_000).for_each(|_| counts[draw.pick(&weights)] += 1);
        assert_eq!([counts[0], counts[2], counts[4], counts[6]], [0; 4]);
        assert!(counts[1].abs_diff(10_000) < 500 && counts[3].abs_diff(30_000) < 700 && counts[5].abs_diff(60_000) < 800);
        assert_eq!(draw.pick(&[]), 0);
        assert_eq!(draw.pick(&[0.0, 0.0]), 0);
    }

    #[test]
    fn picks_grow_with_the_number_drawn() {
        let weights = [2.0, 1.0, 4.0];
        let mut seen: Vec<(f64, usize)> = (0..2_000)
            .map(|i| {
                let mut draw = Luck::new(3, i, 0).draw(P, 0, 0);
                (draw.clone().uniform(), draw.pick(&weights))
            })
            .collect();
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(seen.is_sorted_by_key(|(_, place)| *place));
    }
}
