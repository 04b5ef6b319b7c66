//! A set of small numbers, a bit each, whose least member is found at once however many numbers there are: a second row of bits says which words
//! of the first have any.

/// A set of the numbers below some count.
#[derive(Clone, Debug, Default)]
pub struct Bits {
    /// Those below 64, which most sets are all of.
    low: u64,
    /// The others.
    words: Vec<u64>,
    /// Which of these have any, a bit each.
    some: Vec<u64>,
}
impl Bits {
    /// None of so many numbers.
    pub fn none_of(count: usize) -> Bits {
        let words = count.div_ceil(64).saturating_sub(1);
        Bits { low: 0, words: vec![0; words], some: vec![0; words.div_ceil(64)] }
    }
    /// The least one in it.
    #[inline]
    pub fn first(&self) -> Option<usize> {
        if self.low != 0 {
            return Some(self.low.trailing_zeros() as usize);
        }
        let (at, some) = self.some.iter().enumerate().find(|(_, some)| **some != 0)?;
        let word = at * 64 + some.trailing_zeros() as usize;
        Some((word + 1) * 64 + self.words[word].trailing_zeros() as usize)
    }
    /// All in it, the least one first.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.some.iter().enumerate().flat_map(|(at, some)| members(*some).map(move |word| at * 64 + word));
        members(self.low).chain(words.flat_map(|word| members(self.words[word]).map(move |bit| (word + 1) * 64 + bit)))
    }
    /// Puts a number in or takes it out.
    #[inline]
    pub fn set(&mut self, number: usize, to: bool) {
        let bit = 1u64 << (number % 64);
        let with = |word: u64| if to { word | bit } else { word & !bit };
        let Some(at) = (number / 64).checked_sub(1) else {
            self.low = with(self.low);
            return;
        };
        let word = &mut self.words[at];
        *word = with(*word);
        let (some, any) = (&mut self.some[at / 64], 1u64 << (at % 64));
        *some = if *word == 0 { *some & !any } else { *some | any };
    }
    /// Takes all out; keeps the room.
    pub fn clear(&mut self) {
        self.low = 0;
        self.words.fill(0);
        self.some.fill(0);
    }
}

/// The places of the bits of a word.
fn members(word: u64) -> impl Iterator<Item = usize> {
    let mut left = word;
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::engine::chance::{Luck, Purpose};

    #[test]
    fn it_is_a_set() {
        let mut draw = Luck::new(4, 0, 0).draw(Purpose::named("bits"), 0, 0);
        for count in [1, 63, 64, 65, 5000, 70_000] {
            let (mut bits, mut set) = (Bits::none_of(count), BTreeSet::new());
            for _ in 0..2000 {
                let number = (draw.uniform() * count as f64) as usize;
                let put = draw.chance(0.5);
                bits.set(number, put);
                if put {
                    set.insert(number)
                } else {
                    set.remove(&number)
                };
                assert_eq!(bits.first(), set.first().copied());
            }
            assert!(bits.iter().eq(set.iter().copied()), "{count}");
            bits.clear();
            assert_eq!((bits.first(), bits.iter().count()), (None, 0));
        }
    }
}
