//! What is booked to happen, in the order (instant, phase, sequence): a shift ends before the next begins, and of two happenings that
//! are alike in both, the one booked first comes first.
//!
//! Nothing is ever taken out: the model cancels by a generation number that it keeps in the happening and looks at when it comes due.
//!
//! As long as little is booked it lies in a list in order, and else in a heap: most plays have so little booked that they never need the heap,
//! and a short list is put in order sooner than one.

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

/// As many as this lie in the list before all of them go to the heap.
const LIST_AT_MOST: usize = 64;
/// Fewer than this in the heap go back to the list.
const HEAP_AT_LEAST: usize = 24;

/// All that is booked.
#[derive(Clone, Debug)]
pub struct Calendar<H: Copy> {
    /// All that is booked as long as that is little, in order, what comes first at the end.
    list: Vec<Booked>,
    /// All that is booked where that is much; of the two one is always empty.
    heap: BinaryHeap<Booked>,
    /// The first one in the heap has been handed out already: what is booked next takes its place. Most happenings book one that follows, so
    /// that the heap is put in order once for both.
    handed_out: bool,
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
        let list = Vec::with_capacity(LIST_AT_MOST);
        Calendar { list, heap: BinaryHeap::new(), handed_out: false, happenings: Vec::new(), spare: Vec::new(), sequence: 0 }
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
        let (when, order) = (at.0 as u64 ^ SIGN, u64::from(phase) << SEQUENCE_BITS | sequence);
        if self.handed_out {
            return self.put_first(when, order);
        }
        let place = self.spare.pop().unwrap_or(self.happenings.len() as u32);
        let booked = Booked { when, order, place };
        if !self.heap.is_empty() {
            self.heap.push(booked);
            return place;
        }
        // What is booked mostly comes soon: what comes sooner still makes room for it.
        let mut at = self.list.len();
        self.list.push(booked);
        while at > 0 && self.list[at - 1].key() < booked.key() {
            self.list[at] = self.list[at - 1];
            at -= 1;
        }
        self.list[at] = booked;
        if self.list.len() == LIST_AT_MOST {
            self.heap.extend(self.list.drain(..));
        }
        place
    }
    /// Puts a booking in the place of the first one in the heap, which has been handed out.
    fn put_first(&mut self, when: u64, order: u64) -> u32 {
        self.handed_out = false;
        let mut first = self.heap.peek_mut().expect("one has been handed out");
        *first = Booked { when, order, ..*first };
        first.place
    }
    /// When the next happening is due; [`Calendar::take`] takes it.
    #[inline]
    pub fn due(&mut self) -> Option<Instant> {
        if self.handed_out {
            self.take_out();
        }
        self.list.last().or_else(|| self.heap.peek()).map(Booked::at)
    }
    /// The one that was handed out leaves the heap.
    fn take_out(&mut self) {
        self.handed_out = false;
        if let Some(gone) = self.heap.pop() {
            self.spare.push(gone.place);
        }
        if self.heap.len() < HEAP_AT_LEAST {
            self.list.extend(self.heap.drain());
            self.list.sort_unstable();
        }
    }
    /// Takes out the one that [`Calendar::due`] has just told of.
    ///
    /// # Panics
    /// Panics if nothing is booked.
    #[inline]
    pub fn take(&mut self) -> H {
        let place = match self.list.pop() {
            Some(Booked { place, .. }) => {
                self.spare.push(place);
                place
            }
            None => {
                self.handed_out = true;
                self.heap.as_slice()[0].place
            }
        };
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
        if self.handed_out {
            // Those next to it in the order of the heap.
            return self.heap.as_slice().get(1..)?.iter().take(2).map(Booked::at).min();
        }
        self.list.last().or_else(|| self.heap.peek()).map(Booked::at)
    }
    /// All that is booked, in no order: to be looked through, never while a play runs.
    pub fn booked(&self) -> impl Iterator<Item = (Instant, &H)> {
        let booked = self.list.iter().chain(self.heap.iter().skip(usize::from(self.handed_out)));
        booked.map(|booked| (booked.at(), &self.happenings[booked.place as usize]))
    }
    /// How many happenings are booked.
    #[inline]
    pub fn len(&self) -> usize {
        self.list.len() + self.heap.len() - usize::from(self.handed_out)
    }
    /// Nothing is booked.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Forgets everything, the sequence too, and keeps the room.
    pub fn clear(&mut self) {
        self.list.clear();
        self.heap.clear();
        self.handed_out = false;
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
            let (mut in_list, mut in_heap) = (0, 0);
            for number in 0..600_u32 {
                // First more and more is booked, so that it needs the heap, and then it comes, until the list does.
                if draw.chance(if number < 200 { 0.8 } else { 0.2 }) {
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
                in_list += usize::from(calendar.heap.is_empty());
                in_heap += usize::from(calendar.list.is_empty());
                assert!(calendar.list.is_empty() || calendar.heap.is_empty());
            }
            assert!(in_list > 100 && in_heap > 100, "both are tried: {in_list} and {in_heap} steps");
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
