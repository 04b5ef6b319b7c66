//! What is booked to happen, in the order (instant, phase, sequence): a shift ends before the next begins, and of two happenings that
//! are alike in both, the one booked first comes first.
//!
//! Nothing is ever taken out: the model cancels by a generation number that it keeps in the happening and looks at when it comes due.
//!
//! What comes next lies in a short list in order, and only what is further off in a heap: most plays have so little booked that they never
//! need the heap, and a short list is put in order sooner than one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::engine::time::Instant;

/// One booking. The key is kept as two halves of a `u128`, since a `u128` would pad the entry to a multiple of 16 bytes. What happens is kept
/// beside: keeping bookings in order moves them again and again.
#[derive(Copy, Clone, Debug)]
struct Booked {
    /// The instant, moved so that unsigned order is its order.
    when: u64,
    /// The phase in the upper 8 bits, the sequence below.
    order: u64,
    /// Where the happening is.
    place: u32,
}
impl Booked {
    #[inline]
    fn key(&self) -> u128 {
        u128::from(self.when) << 64 | u128::from(self.order)
    }
    #[inline]
    fn at(&self) -> Instant {
        Instant((self.when ^ SIGN) as i64)
    }
}
impl PartialEq for Booked {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for Booked {}
impl PartialOrd for Booked {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
    // The heap compares with these; by themselves they are one subtraction of 128 bits.
    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.key() > other.key()
    }
    #[inline]
    fn le(&self, other: &Self) -> bool {
        self.key() >= other.key()
    }
    #[inline]
    fn gt(&self, other: &Self) -> bool {
        self.key() < other.key()
    }
    #[inline]
    fn ge(&self, other: &Self) -> bool {
        self.key() <= other.key()
    }
}
impl Ord for Booked {
    /// The earliest is the greatest: the heap hands out the greatest.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

/// Bits of the sequence in [`Booked::order`].
const SEQUENCE_BITS: u32 = 56;
/// Turns the order of signed numbers into that of unsigned ones.
const SIGN: u64 = 1 << 63;

/// As many as this lie in order before some of them go to the heap.
const NEAR_AT_MOST: usize = 64;
/// So many come from the heap at once, or go there.
const AT_ONCE: usize = 24;

/// All that is booked.
#[derive(Clone, Debug)]
pub struct Calendar<H: Copy> {
    /// What comes next, the first one last.
    near: Vec<Booked>,
    /// What comes after all of that.
    far: BinaryHeap<Booked>,
    /// What happens, by place.
    happenings: Vec<H>,
    /// Places that are free.
    spare: Vec<u32>,
    sequence: u64,
}
impl<H: Copy> Default for Calendar<H> {
    fn default() -> Self {
        Calendar::new()
    }
}
impl<H: Copy> Calendar<H> {
    /// An empty calendar.
    pub fn new() -> Self {
        let near = Vec::with_capacity(NEAR_AT_MOST);
        Calendar { near, far: BinaryHeap::new(), happenings: Vec::new(), spare: Vec::new(), sequence: 0 }
    }
    /// Books a happening. Of those at one instant the lower phase comes first, then the one booked earlier.
    #[inline(always)]
    pub fn book(&mut self, at: Instant, phase: u8, happening: H) {
        let sequence = self.reserve();
        self.book_as(at, phase, sequence, happening);
    }
    /// Keeps a place for a booking that is made later: of what is alike in instant and phase it then comes where it would have come had it
    /// been booked now.
    #[inline]
    pub fn reserve(&mut self) -> u64 {
        let sequence = self.sequence;
        // 2^56 bookings would take a century.
        self.sequence = (self.sequence + 1) & ((1 << SEQUENCE_BITS) - 1);
        sequence
    }
    /// Books a happening in the place that was kept for it. It is written where it stays: put together elsewhere, it would have to be read
    /// again as a whole before all its pieces are written.
    #[inline(always)]
    pub fn book_as(&mut self, at: Instant, phase: u8, sequence: u64, happening: H) {
        let place = self.put_in_order(at, phase, sequence);
        match self.happenings.get_mut(place as usize) {
            Some(free) => *free = happening,
            None => self.happenings.push(happening),
        }
    }
    /// The place of a happening that is booked.
    fn put_in_order(&mut self, at: Instant, phase: u8, sequence: u64) -> u32 {
        let place = self.spare.pop().unwrap_or(self.happenings.len() as u32);
        let booked = Booked { when: at.0 as u64 ^ SIGN, order: u64::from(phase) << SEQUENCE_BITS | sequence, place };
        if self.far.peek().is_some_and(|first| first.key() < booked.key()) {
            self.far.push(booked);
            return place;
        }
        // What is booked mostly comes soon: what comes sooner still makes room for it.
        let mut at = self.near.len();
        self.near.push(booked);
        while at > 0 && self.near[at - 1].key() < booked.key() {
            self.near[at] = self.near[at - 1];
            at -= 1;
        }
        self.near[at] = booked;
        if self.near.len() == NEAR_AT_MOST {
            self.go_far();
        }
        place
    }
    /// What comes last of what is near goes to what is far.
    #[cold]
    fn go_far(&mut self) {
        self.far.extend(self.near.drain(..AT_ONCE));
    }
    /// What is far comes near, where nothing is near any more.
    #[cold]
    fn come_near(&mut self) {
        let far = &mut self.far;
        self.near.extend(std::iter::from_fn(|| far.pop()).take(AT_ONCE));
        self.near.reverse();
    }
    /// When the next happening is due; [`Calendar::take`] takes it.
    #[inline]
    pub fn due(&mut self) -> Option<Instant> {
        if self.near.is_empty() && !self.far.is_empty() {
            self.come_near();
        }
        self.near.last().map(Booked::at)
    }
    /// Takes out the one that [`Calendar::due`] has just told of.
    ///
    /// # Panics
    /// Panics if nothing is booked.
    #[inline]
    pub fn take(&mut self) -> H {
        let place = self.near.pop().expect("something is booked").place;
        self.spare.push(place);
        self.happenings[place as usize]
    }
    /// Takes out what comes next.
    #[inline]
    pub fn pop(&mut self) -> Option<(Instant, H)> {
        let at = self.due()?;
        Some((at, self.take()))
    }
    /// When the next happening is due.
    #[inline]
    pub fn peek_time(&self) -> Option<Instant> {
        self.near.last().or_else(|| self.far.peek()).map(Booked::at)
    }
    /// All that is booked, in no order: to be looked through, never while a play runs.
    pub fn booked(&self) -> impl Iterator<Item = (Instant, &H)> {
        self.near.iter().chain(&self.far).map(|booked| (booked.at(), &self.happenings[booked.place as usize]))
    }
    /// How many happenings are booked.
    #[inline]
    pub fn len(&self) -> usize {
        self.near.len() + self.far.len()
    }
    /// Nothing is booked.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Forgets everything, the sequence too, and keeps the room.
    pub fn clear(&mut self) {
        self.near.clear();
        self.far.clear();
        self.happenings.clear();
        self.spare.clear();
        self.sequence = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::{Luck, Purpose};

    #[test]
    fn happenings_come_by_instant_then_phase_then_booking() {
        let mut calendar = Calendar::new();
        calendar.book(Instant(5), 2, 'd');
        calendar.book(Instant(5), 2, 'e');
        calendar.book(Instant(5), 0, 'b');
        calendar.book(Instant(-3), 9, 'a');
        calendar.book(Instant(5), 1, 'c');
        calendar.book(Instant::NEVER, 0, 'f');
        assert_eq!(calendar.len(), 6);
        assert_eq!(calendar.peek_time(), Some(Instant(-3)));
        let order: Vec<(Instant, char)> = std::iter::from_fn(|| calendar.pop()).collect();
        assert_eq!(order.iter().map(|(_, h)| h).collect::<String>(), "abcdef");
        assert_eq!(order[0].0, Instant(-3));
        assert_eq!(order[5].0, Instant::NEVER);
        assert_eq!(calendar.pop(), None);
        assert_eq!(calendar.peek_time(), None);
    }

    #[test]
    fn any_mix_of_booking_and_popping_agrees_with_sorting() {
        let mut draw = Luck::new(7, 0, 0).draw(Purpose::named("calendar"), 0, 0);
        for _ in 0..50 {
            let mut calendar = Calendar::new();
            let mut plain: Vec<(Instant, u8, u32)> = Vec::new();
            let mut went_far = false;
            for number in 0..600_u32 {
                // First more and more is booked, so that some of it is far off, and then it comes.
                if draw.chance(if number < 250 { 0.85 } else { 0.4 }) {
                    let at = Instant((draw.next_u64() % 50) as i64 + i64::from(number / 10) - 10);
                    let phase = (draw.next_u64() % 3) as u8;
                    calendar.book(at, phase, number);
                    plain.push((at, phase, number));
                } else {
                    plain.sort();
                    let first = (!plain.is_empty()).then(|| plain.remove(0));
                    assert_eq!(calendar.pop(), first.map(|(at, _, number)| (at, number)));
                }
                assert_eq!(calendar.len(), plain.len());
                assert_eq!(calendar.peek_time(), plain.iter().map(|(at, ..)| *at).min());
                assert_eq!(calendar.booked().count(), plain.len());
                assert_eq!(calendar.is_empty(), plain.is_empty());
                went_far |= !calendar.far.is_empty();
            }
            assert!(went_far, "both the list and the heap are tried");
        }
    }

    #[test]
    fn a_place_that_was_kept_comes_where_it_would_have_come() {
        let mut calendar = Calendar::new();
        calendar.book(Instant(5), 2, 'a');
        let kept = calendar.reserve();
        calendar.book(Instant(5), 2, 'c');
        calendar.book(Instant(4), 2, '0');
        calendar.book_as(Instant(5), 2, kept, 'b');
        let order: String = std::iter::from_fn(|| calendar.pop()).map(|(_, h)| h).collect();
        assert_eq!(order, "0abc");
    }

    #[test]
    fn a_cleared_calendar_is_as_new() {
        let mut calendar = Calendar::new();
        calendar.book(Instant(1), 0, 1);
        calendar.clear();
        assert!(calendar.is_empty());
        calendar.book(Instant(1), 0, 2);
        assert_eq!(calendar.pop(), Some((Instant(1), 2)));
        assert_eq!(calendar.sequence, 1);
    }

    #[test]
    fn what_moves_is_the_key_and_where_the_happening_lies() {
        assert_eq!(size_of::<Booked>(), 24);
    }

    #[test]
    fn places_of_what_has_happened_are_used_again() {
        let mut calendar = Calendar::new();
        (0..10).for_each(|number| calendar.book(Instant(number), 0, number));
        for number in 0..1000 {
            let (at, happening) = calendar.pop().expect("ten are booked");
            assert_eq!(at, Instant(happening));
            // Now and then one books none, and the next two.
            (0..[1, 0, 2][number as usize % 3]).for_each(|more| calendar.book(Instant(at.0 + 10 + more), 0, at.0 + 10 + more));
        }
        assert_eq!(calendar.len(), 10);
        assert_eq!(calendar.happenings.len(), 10, "no more than were ever booked at once");
    }
}
