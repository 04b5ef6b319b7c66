//! Patterns of days that come round, and the stretches of time they lay over a window.

use super::hours::Hours;
use super::zone::Zone;
use crate::engine::time::Instant;

/// The stretch of time that is compiled.
pub(super) type Stretch = (Instant, Instant);

/// Shifts by the day on which they begin, in days that come round, before the first as well.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// The number of the day that the first element is for.
    pub anchor: i64,
    /// For each day: the shifts that begin on it, in minutes of the local clock; those that run over midnight end beyond 24 hours.
    pub days: Vec<Vec<(i64, i64)>>,
}

impl Pattern {
    /// Whether any shift ever begins.
    pub fn comes_round(&self) -> bool {
        self.days.iter().any(|day| !day.is_empty())
    }

    /// The shifts that touch a window when the pattern starts some days later: whole, but for those that begin on a holiday (numbers of
    /// days, sorted). None when there are more than `limit`.
    pub fn lay(&self, zone: &Zone, window: Stretch, later: i64, holidays: &[i64], limit: usize) -> Option<Hours> {
        let anchor = self.anchor + later;
        let (first, last) = (zone.day_number(window.0) - 2, zone.day_number(window.1) + 1);
        let mut spans = Vec::new();
        for day in first..=last {
            let shifts = &self.days[(day - anchor).rem_euclid(self.days.len() as i64) as usize];
            if shifts.is_empty() || holidays.binary_search(&day).is_ok() {
                continue;
            }
            for &(from, to) in shifts {
                let span = (zone.at_day(day, from), zone.at_day(day, to));
                if span.0 < window.1 && span.1 > window.0 {
                    spans.push(span);
                }
            }
            if spans.len() > limit {
                return None;
            }
        }
        Some(Hours::from_spans(spans))
    }
}

/// Turns of some weeks each, handed over at the same local time of the week.
#[derive(Copy, Clone, Debug)]
pub(super) struct Turns {
    /// The day on which turn 0 begins.
    pub first: i64,
    /// Minutes of the local clock at which turns begin.
    pub minutes: i64,
    /// Days from one turn to the next.
    pub long: i64,
}

impl Turns {
    /// The turns that touch a window, whole, with their numbers. None when there are more than `limit`.
    pub fn lay(&self, zone: &Zone, window: Stretch, limit: usize) -> Option<Vec<(i64, Stretch)>> {
        let number = |at| (zone.day_number(at) - self.first).div_euclid(self.long);
        let (first, last) = (number(window.0) - 2, number(window.1) + 1);
        if usize::try_from(last - first).is_ok_and(|turns| turns > limit) {
            return None;
        }
        let begins = |turn: i64| zone.at_day(self.first.saturating_add(turn.saturating_mul(self.long)), self.minutes);
        let all = (first..=last).map(|turn| (turn, (begins(turn), begins(turn + 1))));
        Some(all.filter(|(_, (from, to))| *from < window.1 && *to > window.0).collect())
    }
}
