//! Time as the engine counts it: whole milliseconds since the scenario's start. Zones and daylight saving live at the edges, not here.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// A moment, in milliseconds since the scenario's start; earlier ones are negative.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

/// A length of time in milliseconds.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

impl Instant {
    /// The scenario's start.
    pub const START: Instant = Instant(0);
    /// Later than everything that happens.
    pub const NEVER: Instant = Instant(i64::MAX);
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// One second.
    pub const SECOND: Span = Span(1_000);
    /// One minute.
    pub const MINUTE: Span = Span(60_000);
    /// One hour.
    pub const HOUR: Span = Span(3_600_000);
    /// Twenty-four hours.
    pub const DAY: Span = Span(86_400_000);
    /// Seven days.
    pub const WEEK: Span = Span(7 * 86_400_000);
    /// 365 days: a year throughout firedrill.
    pub const YEAR: Span = Span(365 * 86_400_000);

    /// So many seconds.
    pub const fn seconds(count: i64) -> Span {
        Span(count.saturating_mul(Span::SECOND.0))
    }
    /// So many minutes.
    pub const fn minutes(count: i64) -> Span {
        Span(count.saturating_mul(Span::MINUTE.0))
    }
    /// So many hours.
    pub const fn hours(count: i64) -> Span {
        Span(count.saturating_mul(Span::HOUR.0))
    }
    /// So many days of twenty-four hours.
    pub const fn days(count: i64) -> Span {
        Span(count.saturating_mul(Span::DAY.0))
    }
    /// So many hours, rounded to the nearest millisecond; what is not a number is no time.
    pub fn from_hours_f64(hours: f64) -> Span {
        Span((hours * 3_600_000.0).round() as i64)
    }
    /// In hours.
    pub fn hours_f64(self) -> f64 {
        self.0 as f64 / 3_600_000.0
    }
    /// In seconds.
    pub fn seconds_f64(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
    /// This many times as long, rounded to the nearest millisecond; what is not a number is no time.
    #[inline]
    pub fn times(self, factor: f64) -> Span {
        let length = self.0 as f64 * factor;
        // The largest number below a half, so that cutting off rounds halves away from zero and nothing else up: `round` without a call.
        Span((length + 0.499_999_999_999_999_94_f64.copysign(length)) as i64)
    }
}

impl Add<Span> for Instant {
    type Output = Instant;
    #[inline]
    fn add(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
}
impl AddAssign<Span> for Instant {
    #[inline]
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}
impl Sub<Span> for Instant {
    type Output = Instant;
    #[inline]
    fn sub(self, span: Span) -> Instant {
        Instant(self.0.saturating_sub(span.0))
    }
}
impl Sub for Instant {
    type Output = Span;
    #[inline]
    fn sub(self, earlier: Instant) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
impl Add for Span {
    type Output = Span;
    #[inline]
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}
impl Sub for Span {
    type Output = Span;
    #[inline]
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}
impl SubAssign for Span {
    #[inline]
    fn sub_assign(&mut self, other: Span) {
        *self = *self - other;
    }
}
impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(self.0.saturating_neg())
    }
}
impl Mul<i64> for Span {
    type Output = Span;
    #[inline]
    fn mul(self, count: i64) -> Span {
        Span(self.0.saturating_mul(count))
    }
}
impl Sum for Span {
    fn sum<I: Iterator<Item = Span>>(spans: I) -> Span {
        spans.fold(Span::ZERO, Add::add)
    }
}

/// As people write it: "3 d 4 h 10 min", "17 min", "45 s", "350 ms". From the largest unit that counts, at most three units in a row,
/// rounded to the last of them: minutes from a day on, seconds below.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.unsigned_abs();
        // Days in the thousands say nothing to anybody.
        if whole >= 10 * Span::YEAR.0.unsigned_abs() {
            let years = whole / Span::YEAR.0.unsigned_abs();
            let sign = if self.0 < 0 { "-" } else { "" };
            return f.pad(&if years > 9_999 { format!("{sign}more than 9999 years") } else { format!("{sign}{years} years") });
        }
        let to = |unit: i64| {
            let unit = unit.unsigned_abs();
            (whole + unit / 2) / unit * unit
        };
        // Rounding can carry into the next unit, so each limit is tried on the rounded value.
        let rounded = match whole {
            0..1_000 => whole,
            _ if to(Span::SECOND.0) < Span::DAY.0.unsigned_abs() => to(Span::SECOND.0),
            _ => to(Span::MINUTE.0),
        };
        let units: [(i64, &str); 5] = [(Span::DAY.0, "d"), (Span::HOUR.0, "h"), (Span::MINUTE.0, "min"), (Span::SECOND.0, "s"), (1, "ms")];
        let mut text = String::new();
        let mut left = rounded;
        for (unit, name) in units {
            let unit = unit.unsigned_abs();
            let count = left / unit;
            left %= unit;
            if count > 0 {
                let gap = if text.is_empty() { "" } else { " " };
                text.push_str(&format!("{gap}{count} {name}"));
            }
        }
        if text.is_empty() {
            text.push_str("0 s");
        }
        if self.0 < 0 {
            text.insert(0, '-');
        }
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_shown_as_people_write_them() {
        let shown = |ms: i64| Span(ms).to_string();
        assert_eq!(shown(0), "0 s");
        assert_eq!(shown(350), "350 ms");
        assert_eq!(shown(45_000), "45 s");
        assert_eq!(shown(17 * 60_000), "17 min");
        assert_eq!(shown(17 * 60_000 + 5_000), "17 min 5 s");
        assert_eq!(shown(2 * 3_600_000 + 30 * 60_000), "2 h 30 min");
        assert_eq!(shown(3 * 86_400_000 + 4 * 3_600_000 + 10 * 60_000), "3 d 4 h 10 min");
        assert_eq!(shown(3 * 86_400_000 + 10 * 60_000 + 29_000), "3 d 10 min");
        assert_eq!(shown(400 * 86_400_000), "400 d");
        assert_eq!(shown(-90_000), "-1 min 30 s");
    }

    #[test]
    fn rounding_in_a_shown_span_carries_into_the_next_unit() {
        assert_eq!(Span(59_999).to_string(), "1 min");
        assert_eq!(Span(999).to_string(), "999 ms");
        assert_eq!(Span(3_599_600).to_string(), "1 h");
        assert_eq!(Span(86_399_700).to_string(), "1 d");
        assert_eq!(Span(2 * 86_400_000 - 20_000).to_string(), "2 d");
        assert!(Span(i64::MIN).to_string().starts_with('-'));
        assert!(!Span(i64::MAX).to_string().is_empty());
    }

    #[test]
    fn shown_spans_can_be_padded() {
        assert_eq!(format!("{:>8}", Span::minutes(17)), "  17 min");
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_time() {
        assert_eq!(Instant::NEVER + Span::HOUR, Instant::NEVER);
        assert_eq!(Instant(i64::MIN) - Span::HOUR, Instant(i64::MIN));
        assert_eq!(Instant::NEVER - Instant(-5), Span(i64::MAX));
        assert_eq!(Span::hours(i64::MAX), Span(i64::MAX));
        assert_eq!(Span::DAY.times(f64::INFINITY), Span(i64::MAX));
        assert_eq!(Span::DAY.times(f64::NAN), Span::ZERO);
    }

    #[test]
    fn instants_and_spans_add_up() {
        let at = Instant(1_500) + Span::MINUTE;
        assert_eq!(at - Instant(1_500), Span::MINUTE);
        assert_eq!(at - Span::MINUTE, Instant(1_500));
        assert_eq!(Span(1_001).times(0.5), Span(501));
        assert_eq!(Span::from_hours_f64(1.5), Span::minutes(90));
        assert!((Span::minutes(90).hours_f64() - 1.5).abs() < 1e-12);
        assert_eq!([Span::HOUR, Span::MINUTE].into_iter().sum::<Span>(), Span::minutes(61));
        assert_eq!(Span::WEEK, Span::DAY * 7);
    }
}
