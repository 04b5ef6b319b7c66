//! Working days: the unit in which people count leave and sickness.

use super::hours::Hours;
use super::zone::{Zone, weekday_of};
use crate::engine::time::{Instant, Span};

/// Hours that last longer than this are no shift of one day.
const LONG: Span = Span(25 * 3_600_000);

/// The working days of some hours up to an instant: their shifts, and those longer than a day cut at each midnight. Of somebody never on shift,
/// Mondays to Fridays.
pub fn working_days(hours: &Hours, zone: &Zone, end: Instant) -> Vec<(Instant, Instant)> {
    let (first, last) = (zone.day_number(Instant(0)), zone.day_number(end));
    let day = |number: i64| (zone.at_day(number, 0), zone.at_day(number + 1, 0));
    let in_play = |span: &(Instant, Instant)| span.1 > Instant(0) && span.0 < end;
    if hours.is_never() {
        let weekdays = (first..=last).filter(|number| weekday_of(*number) < 5);
        return weekdays.map(day).filter(in_play).collect();
    }
    let mut days = Vec::new();
    for &(from, to) in hours.spans().iter().filter(|span| in_play(span)) {
        if to - from <= LONG {
            days.push((from, to));
            continue;
        }
        for number in zone.day_number(from.max(Instant(0)))..=zone.day_number(to.min(end)) {
            let (begins, ends) = day(number);
            days.push((begins.max(from), ends.min(to)));
        }
    }
    days.retain(|span| span.0 < span.1 && in_play(span));
    days
}
