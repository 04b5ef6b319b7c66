//! What was recorded: an append-only row of facts with their instants, handed on in portions, and a fingerprint of all of them.
//!
//! Two plays are the same if their fingerprints are: it is folded from every fact and instant in order, alike on every platform.

use std::hash::{Hash, Hasher};

use crate::engine::time::Instant;

/// Facts in the order in which they were recorded.
#[derive(Clone, Debug)]
pub struct Chronicle<F: Copy> {
    marks: bool,
    facts: Vec<(Instant, F)>,
    taken: u64,
    fold: Fold,
}
impl<F: Copy> Default for Chronicle<F> {
    fn default() -> Self {
        Chronicle { marks: true, facts: Vec::new(), taken: 0, fold: Fold::NEW }
    }
}
impl<F: Copy + Hash> Chronicle<F> {
    /// An empty chronicle.
    pub fn new() -> Self {
        Chronicle::default()
    }
    /// Whether the fingerprint is worked out, which takes as long as all else that is done to record a fact; it is unless this says otherwise.
    pub fn set_marks(&mut self, marks: bool) {
        self.marks = marks;
    }
    /// Records a fact.
    #[inline]
    pub fn record(&mut self, at: Instant, fact: F) {
        self.facts.push((at, fact));
        if self.marks {
            self.mark();
        }
    }
    /// The fact recorded last goes into the fingerprint.
    #[inline(never)]
    fn mark(&mut self) {
        if let Some((at, fact)) = self.facts.last() {
            self.fold.write_i64(at.0);
            fact.hash(&mut self.fold);
        }
    }
    /// The facts that have not been taken yet.
    pub fn facts(&self) -> &[(Instant, F)] {
        &self.facts
    }
    /// How many facts have not been taken yet.
    #[inline]
    pub fn len(&self) -> usize {
        self.facts.len()
    }
    /// No fact waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }
    /// How many facts were recorded since the start, taken or not.
    pub fn recorded(&self) -> u64 {
        self.taken + self.facts.len() as u64
    }
    /// Moves the facts to the end of `to`.
    pub fn take_into(&mut self, to: &mut Vec<(Instant, F)>) {
        self.taken += self.facts.len() as u64;
        to.append(&mut self.facts);
    }
    /// Takes the facts one by one.
    pub fn drain(&mut self) -> std::vec::Drain<'_, (Instant, F)> {
        self.taken += self.facts.len() as u64;
        self.facts.drain(..)
    }
    /// A number that stands for every fact recorded since the start, with its instant and in its order; always the same where it is not worked out.
    pub fn fingerprint(&self) -> u64 {
        self.fold.finish()
    }
    /// Back to the start; keeps the setting and the room.
    pub fn clear(&mut self) {
        self.facts.clear();
        self.taken = 0;
        self.fold = Fold::NEW;
    }
}

/// A hasher that is the same in every build: rotate, mix in, multiply, as in Firefox and rustc
/// (<https://nnethercote.github.io/2021/12/08/a-brutally-effective-hash-function-in-rust.html>), finished by that of splitmix64.
/// Every whole number counts as 64 bits, whatever its width on this platform.
#[derive(Clone, Debug)]
struct Fold(u64);
impl Fold {
    /// The digits of pi, so that leading zeros count.
    const NEW: Fold = Fold(0x243f_6a88_85a3_08d3);
}
impl Hasher for Fold {
    #[inline]
    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
        self.write_u64(bytes.len() as u64);
    }
    #[inline]
    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }
    #[inline]
    fn write_u16(&mut self, value: u16) {
        self.write_u64(value.into());
    }
    #[inline]
    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }
    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
    #[inline]
    fn write_i8(&mut self, value: i8) {
        self.write_i64(value.into());
    }
    #[inline]
    fn write_i16(&mut self, value: i16) {
        self.write_i64(value.into());
    }
    #[inline]
    fn write_i32(&mut self, value: i32) {
        self.write_i64(value.into());
    }
    #[inline]
    fn write_i64(&mut self, value: i64) {
        self.write_u64(value as u64);
    }
    #[inline]
    fn write_isize(&mut self, value: isize) {
        self.write_i64(value as i64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        crate::engine::chance::mix(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
    enum Fact {
        Began { no: u32 },
        Reached { no: u32, who: Option<u32> },
    }

    fn told(facts: &[(i64, Fact)]) -> u64 {
        let mut chronicle = Chronicle::new();
        facts.iter().for_each(|(at, fact)| chronicle.record(Instant(*at), *fact));
        chronicle.fingerprint()
    }

    #[test]
    fn the_fingerprint_depends_on_every_instant_every_fact_and_their_order() {
        let (a, b) = (Fact::Began { no: 1 }, Fact::Reached { no: 1, who: Some(2) });
        let all = [
            told(&[]),
            told(&[(0, a)]),
            told(&[(1, a)]),
            told(&[(0, a), (0, b)]),
            told(&[(0, b), (0, a)]),
            told(&[(0, Fact::Began { no: 2 })]),
            told(&[(0, Fact::Reached { no: 1, who: None })]),
            told(&[(0, Fact::Reached { no: 1, who: Some(0) })]),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|other| other != one), "{i}");
        }
        assert_eq!(told(&[(0, a), (5, b)]), told(&[(0, a), (5, b)]));
    }

    #[test]
    fn the_fingerprint_is_the_same_in_every_build() {
        let facts = [(0, Fact::Began { no: 7 }), (90_000, Fact::Reached { no: 7, who: Some(3) })];
        assert_eq!(told(&facts), 198_043_196_006_712_394);
    }

    #[test]
    fn taking_facts_leaves_count_and_fingerprint_alone() {
        let mut chronicle = Chronicle::new();
        chronicle.record(Instant(1), 10_u32);
        let mut taken = Vec::new();
        chronicle.take_into(&mut taken);
        chronicle.record(Instant(2), 20);
        assert_eq!((chronicle.len(), chronicle.recorded()), (1, 2));
        taken.extend(chronicle.drain());
        assert_eq!(taken, [(Instant(1), 10), (Instant(2), 20)]);
        assert!(chronicle.is_empty());
        let mut whole = Chronicle::new();
        taken.iter().for_each(|(at, fact)| whole.record(*at, *fact));
        assert_eq!(whole.fingerprint(), chronicle.fingerprint());
        assert_eq!(whole.facts(), taken);
    }

    #[test]
    fn without_marks_it_keeps_the_same_facts_and_no_fingerprint() {
        let mut chronicle = Chronicle::new();
        chronicle.set_marks(false);
        chronicle.record(Instant(1), 1_u8);
        assert_eq!((chronicle.facts(), chronicle.recorded()), (&[(Instant(1), 1)][..], 1));
        assert_eq!(chronicle.fingerprint(), Chronicle::<u8>::new().fingerprint());
    }

    #[test]
    fn a_cleared_chronicle_is_as_new() {
        let mut chronicle = Chronicle::new();
        chronicle.record(Instant(1), 1_u8);
        chronicle.clear();
        assert_eq!((chronicle.len(), chronicle.recorded()), (0, 0));
        assert_eq!(chronicle.fingerprint(), Chronicle::<u8>::new().fingerprint());
    }
}
