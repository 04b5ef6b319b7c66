//! Hours: stretches of time, sorted and apart, with the sums that make "how much of it" a look-up.

use crate::engine::time::{Instant, Span};

/// The number by which a compiled scenario knows some hours; people with equal rosters share one.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct HoursId(pub u32);
impl HoursId {
    /// The hours of those who are never on shift.
    pub const NEVER: HoursId = HoursId(0);
    /// As an index into the table of hours.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// Stretches of time, each from its first instant up to, but not including, its last; sorted, and with a gap between any two.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Hours {
    spans: Vec<(Instant, Instant)>,
    /// How much of these hours lies before each stretch, in milliseconds.
    before: Vec<i64>,
    /// Where to look for what has begun by an instant, where there are many stretches.
    near: Near,
}

/// How many stretches have begun by the beginning of each of so many parts of the time in which they lie, all parts alike: 2 to the power of
/// `part` milliseconds, since to divide by anything else takes long.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Near {
    first: i64,
    part: u32,
    begun: Vec<u32>,
}
/// Fewer stretches than this are searched.
const FEW: usize = 8;
impl Near {
    fn of(spans: &[(Instant, Instant)]) -> Near {
        let (Some((first, _)), Some((last, _))) = (spans.first(), spans.last()) else { return Near::default() };
        if spans.len() < FEW {
            return Near::default();
        }
        let part = (last.0.saturating_sub(first.0) / (2 * spans.len() as i64)).max(1).ilog2();
        let parts = last.0.saturating_sub(first.0) >> part;
        let begun = |at: i64| spans.partition_point(|(from, _)| from.0 <= at) as u32;
        Near { first: first.0, part, begun: (0..=parts).map(|nth| begun(first.0 + (nth << part))).collect() }
    }
}

impl Hours {
    /// No time at all.
    pub fn never() -> Hours {
        Hours::default()
    }

    /// All the time there is, far beyond any scenario.
    pub fn always() -> Hours {
        Hours::between(Instant(i64::MIN / 4), Instant(i64::MAX / 4))
    }

    /// One stretch; nothing when it ends before it begins.
    pub fn between(from: Instant, to: Instant) -> Hours {
        Hours::from_spans(vec![(from, to)])
    }

    /// Stretches in any order, which may overlap; empty ones are left out.
    pub fn from_spans(mut spans: Vec<(Instant, Instant)>) -> Hours {
        spans.retain(|(from, to)| from < to);
        spans.sort();
        let mut merged: Vec<(Instant, Instant)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        let mut sum: i64 = 0;
        let before = merged
            .iter()
            .map(|(from, to)| {
                let so_far = sum;
                sum = to.0.saturating_sub(from.0).saturating_add(sum);
                so_far
            })
            .collect();
        let near = Near::of(&merged);
        Hours { spans: merged, before, near }
    }

    /// The stretches in order.
    pub fn spans(&self) -> &[(Instant, Instant)] {
        &self.spans
    }

    /// How many stretches have begun by an instant.
    #[inline]
    pub fn begun(&self, at: Instant) -> usize {
        let near = &self.near;
        if near.begun.is_empty() {
            return self.spans.partition_point(|(from, _)| *from <= at);
        }
        if at.0 < near.first {
            return 0;
        }
        let nth = (at.0.saturating_sub(near.first) >> near.part) as usize;
        let mut begun = near.begun.get(nth).map_or(self.spans.len(), |begun| *begun as usize);
        while self.spans.get(begun).is_some_and(|(from, _)| *from <= at) {
            begun += 1;
        }
        begun
    }

    /// Whether there is no such time at all.
    pub fn is_never(&self) -> bool {
        self.spans.is_empty()
    }

    /// The stretch that an instant lies in.
    #[inline]
    pub fn span_at(&self, at: Instant) -> Option<(Instant, Instant)> {
        let begun = self.begun(at);
        begun.checked_sub(1).map(|last| self.spans[last]).filter(|(_, to)| *to > at)
    }

    /// Whether an instant lies in these hours.
    pub fn on_at(&self, at: Instant) -> bool {
        self.span_at(at).is_some()
    }

    /// The first beginning at or after an instant.
    pub fn next_start(&self, at: Instant) -> Option<Instant> {
        let begun = self.begun(at);
        let now = begun.checked_sub(1).filter(|last| self.spans[*last].0 == at);
        self.spans.get(now.unwrap_or(begun)).map(|(from, _)| *from)
    }

    /// The first end after an instant: that of the stretch it lies in, else that of the next.
    pub fn next_end(&self, at: Instant) -> Option<Instant> {
        let begun = self.begun(at);
        let now = begun.checked_sub(1).filter(|last| self.spans[*last].1 > at);
        self.spans.get(now.unwrap_or(begun)).map(|(_, to)| *to)
    }

    /// The first beginning or end after an instant.
    pub fn next_change(&self, at: Instant) -> Option<Instant> {
        let begun = self.begun(at);
        match begun.checked_sub(1).map(|last| self.spans[last].1) {
            Some(to) if to > at => Some(to),
            _ => self.spans.get(begun).map(|(from, _)| *from),
        }
    }

    /// How much of the time from `from` up to `to` lies in these hours; none when `to` is not after `from`.
    pub fn elapsed(&self, from: Instant, to: Instant) -> Span {
        Span((self.passed(to) - self.passed(from)).max(0))
    }

    /// All of these hours together.
    pub fn total(&self) -> Span {
        Span(self.passed(Instant(i64::MAX)))
    }

    /// The instant at which this much of these hours has passed since `from`: where it runs out with the end of a stretch, that end. With
    /// nothing to pass, the first instant from `from` on that lies in these hours. None when they end before.
    pub fn after(&self, from: Instant, working: Span) -> Option<Instant> {
        if working.0 <= 0 {
            return if self.on_at(from) { Some(from) } else { self.next_start(from) };
        }
        let target = self.passed(from).checked_add(working.0)?;
        let index = self.before.partition_point(|before| *before < target).checked_sub(1)?;
        let (from, to) = self.spans[index];
        let at = from.0.checked_add(target - self.before[index])?;
        (at <= to.0).then_some(Instant(at))
    }

    /// How much of these hours lies before an instant, in milliseconds.
    fn passed(&self, at: Instant) -> i64 {
        let begun = self.begun(at);
        match begun.checked_sub(1) {
            Some(last) => (self.spans[last].1.min(at) - self.spans[last].0).0.saturating_add(self.before[last]),
            None => 0,
        }
    }

    /// The time in these hours, in others, or in both.
    pub fn union(&self, other: &Hours) -> Hours {
        Hours::from_spans(self.spans.iter().chain(&other.spans).copied().collect())
    }

    /// The time in these hours and not in others.
    pub fn minus(&self, other: &Hours) -> Hours {
        let mut left = Vec::with_capacity(self.spans.len());
        let mut next = 0;
        for &(mut from, to) in &self.spans {
            while other.spans.get(next).is_some_and(|hole| hole.1 <= from) {
                next += 1;
            }
            let mut hole = next;
            while let Some(&(begins, ends)) = other.spans.get(hole).filter(|hole| hole.0 < to) {
                left.push((from, begins));
                from = ends;
                hole += 1;
            }
            left.push((from, to));
        }
        Hours::from_spans(left)
    }

    /// The part of these hours from `from` up to `to`.
    pub fn within(&self, from: Instant, to: Instant) -> Hours {
        let first = self.spans.partition_point(|span| span.1 <= from);
        let last = self.spans.partition_point(|span| span.0 < to).max(first);
        Hours::from_spans(self.spans[first..last].iter().map(|span| (span.0.max(from), span.1.min(to))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours(spans: &[(i64, i64)]) -> Hours {
        Hours::from_spans(spans.iter().map(|(from, to)| (Instant(*from), Instant(*to))).collect())
    }

    #[test]
    fn stretches_that_overlap_or_abut_become_one_and_others_stay_apart() {
        let merged = hours(&[(10, 20), (20, 30), (5, 12), (31, 40), (50, 50), (60, 55)]);
        assert_eq!(merged.spans(), [(Instant(5), Instant(30)), (Instant(31), Instant(40))]);
    }

    #[test]
    fn the_first_instant_is_in_and_the_last_is_out() {
        let day = hours(&[(10, 20)]);
        assert_eq!([9, 10, 19, 20].map(|t| day.on_at(Instant(t))), [false, true, true, false]);
        assert_eq!(day.next_start(Instant(10)), Some(Instant(10)));
        assert_eq!(day.next_start(Instant(11)), None);
        assert_eq!(day.next_end(Instant(0)), Some(Instant(20)));
        assert_eq!(day.next_end(Instant(20)), None);
        assert_eq!([9, 10, 20].map(|t| day.next_change(Instant(t))), [Some(Instant(10)), Some(Instant(20)), None]);
    }

    #[test]
    fn working_time_passes_only_within_the_hours() {
        let two = hours(&[(10, 20), (30, 40)]);
        assert_eq!(two.after(Instant(0), Span(10)), Some(Instant(20)));
        assert_eq!(two.after(Instant(0), Span(11)), Some(Instant(31)));
        assert_eq!(two.after(Instant(15), Span(15)), Some(Instant(40)));
        assert_eq!(two.after(Instant(15), Span(16)), None);
        assert_eq!(two.after(Instant(25), Span(0)), Some(Instant(30)));
        assert_eq!(two.after(Instant(12), Span(0)), Some(Instant(12)));
        assert_eq!(two.elapsed(Instant(15), Instant(35)), Span(10));
        assert_eq!(two.elapsed(Instant(35), Instant(15)), Span(0));
    }

    #[test]
    fn always_reaches_beyond_any_scenario() {
        let always = Hours::always();
        assert!(always.on_at(Instant(-1)) && always.on_at(Instant(1 << 60)));
        assert_eq!(always.elapsed(Instant(-5), Instant(7)), Span(12));
        assert_eq!(always.after(Instant(3), Span(1 << 55)), Some(Instant((1 << 55) + 3)));
        assert_eq!(Hours::never().after(Instant(0), Span(0)), None);
        let whole = Hours::between(Instant(i64::MIN), Instant(i64::MAX));
        assert!(whole.on_at(Instant(0)) && whole.total() == Span(i64::MAX));
        assert_eq!(hours(&[(10, 20)]).after(Instant(0), Span(i64::MAX - 5)), None);
    }

    fn some_hours() -> impl Strategy<Value = Hours> {
        prop::collection::vec((0_i64..200, 0_i64..30), 0..12)
            .prop_map(|list| hours(&list.iter().map(|(from, long)| (*from, from + long)).collect::<Vec<_>>()))
    }
    fn set(hours: &Hours) -> Vec<bool> {
        (-5..250).map(|t| hours.spans().iter().any(|(from, to)| (from.0..to.0).contains(&t))).collect()
    }

    proptest! {
        #[test]
        fn set_operations_agree_with_those_on_single_instants(a in some_hours(), b in some_hours(), from in -5_i64..240, long in 0_i64..100) {
            let (in_a, in_b) = (set(&a), set(&b));
            let pairs = || in_a.iter().zip(&in_b);
            prop_assert_eq!(set(&a.union(&b)), pairs().map(|(x, y)| *x || *y).collect::<Vec<_>>());
            prop_assert_eq!(set(&a.minus(&b)), pairs().map(|(x, y)| *x && !*y).collect::<Vec<_>>());
            let cut = in_a.iter().zip(-5..).map(|(x, t)| *x && (from..from + long).contains(&t)).collect::<Vec<_>>();
            prop_assert_eq!(set(&a.within(Instant(from), Instant(from + long))), cut);
        }

        #[test]
        fn look_ups_agree_with_counting_instants(a in some_hours(), from in -5_i64..240, long in 0_i64..100) {
            let on = |t: i64| a.spans().iter().any(|(f, e)| (f.0..e.0).contains(&t));
            prop_assert_eq!(a.on_at(Instant(from)), on(from));
            prop_assert_eq!(a.elapsed(Instant(from), Instant(from + long)).0, (from..from + long).filter(|t| on(*t)).count() as i64);
            let change = (from + 1..300).find(|t| on(*t) != on(*t - 1)).map(Instant);
            prop_assert_eq!(a.next_change(Instant(from)), change);
            prop_assert_eq!(a.next_start(Instant(from)), (from..300).find(|t| on(*t) && !on(*t - 1)).map(Instant));
            prop_assert_eq!(a.next_end(Instant(from)), (from + 1..300).find(|t| !on(*t) && on(*t - 1)).map(Instant));
            match a.after(Instant(from), Span(long)) {
                Some(at) => prop_assert_eq!(a.elapsed(Instant(from), at), Span(long)),
                None => prop_assert!(long == 0 || a.elapsed(Instant(from), Instant(300)).0 < long),
            }
        }
    }
}
