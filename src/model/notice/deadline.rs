//! When a notice is due: arithmetic on the calendar of the regime's time zone, and nothing else. Which clock runs, and since when, is told to it.
//!
//! - A period in hours is so much time on any clock: daylight saving, weekends and holidays neither add to it nor take from it.
//! - A period in days, working days or months ends on a day, at a time of that day (its end, where the regime says nothing else). The day on which
//!   it starts does not count. A month ends on the same date of the next, or on the last day of a month that has no such date
//!   (Regulation 1182/71, Article 3(2)(c)).
//! - Where two limits are given the earlier one counts; what a regime says of days off is applied to that one.
//! - An instant at which one day ends and the next begins belongs to the day that ends: what is due by the end of Friday is not due on Saturday.

use jiff::civil::Date;

use crate::engine::time::{Instant, Span};
use crate::model::roster::{Zone, number_of, weekday_of};

/// Minutes from the beginning of a day to its end.
pub const END_OF_DAY: i64 = 24 * 60;
const NOON: i64 = 12 * 60;

/// How long a regime gives.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// So much time.
    Elapsed(Span),
    /// So many days.
    Days(u32),
    /// So many working days.
    BusinessDays(u32),
    /// So many months.
    Months(u32),
}

/// What becomes of a deadline that falls on a weekend or a holiday.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// It stands.
    Stands,
    /// It moves to the end of the next working day.
    NextWorkingDay,
    /// It moves to noon of the next working day.
    NoonNextWorkingDay,
}

/// A second limit, from another milestone.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// How long it gives.
    pub within: Within,
    /// It does not bind a clock that started only after it had run out.
    pub lapses: bool,
}

/// What a regime says of the time it gives.
#[derive(Clone, Debug)]
pub struct Term {
    /// How long.
    pub within: Within,
    /// At most so long after something else.
    pub at_most: Option<Cap>,
    /// The time of day at which periods end that are not counted in hours, in minutes.
    pub by: i64,
    /// What days off do.
    pub day_off: DayOff,
    /// The days it counts.
    pub days: WorkingDays,
}

/// The local calendar with its days off.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    zone: Zone,
    /// Numbers of the days on which nobody works beside Saturdays and Sundays, in order.
    holidays: Vec<i64>,
}

/// A limit, and the number of the day it falls on.
#[derive(Copy, Clone)]
struct Limit {
    at: Instant,
    day: i64,
}

impl WorkingDays {
    /// The working days of a zone, Monday to Friday without these dates.
    pub fn new(zone: Zone, holidays: impl IntoIterator<Item = Date>) -> WorkingDays {
        let mut holidays: Vec<i64> = holidays.into_iter().map(number_of).collect();
        holidays.sort_unstable();
        holidays.dedup();
        WorkingDays { zone, holidays }
    }

    /// The zone whose clock and calendar count.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Any holidays are known.
    pub fn has_holidays(&self) -> bool {
        !self.holidays.is_empty()
    }

    fn works_on(&self, day: i64) -> bool {
        weekday_of(day) < 5 && self.holidays.binary_search(&day).is_err()
    }

    /// The first working day from a day on.
    fn first_from(&self, mut day: i64) -> i64 {
        while !self.works_on(day) {
            day += 1;
        }
        day
    }

    /// The n-th working day after a day.
    pub(in crate::model) fn nth_after(&self, mut day: i64, count: u32) -> i64 {
        for _ in 0..count {
            day = self.first_from(day + 1);
        }
        day
    }

    /// The n-th working day before a day.
    pub(in crate::model) fn nth_before(&self, mut day: i64, count: u32) -> i64 {
        for _ in 0..count {
            day -= 1;
            while !self.works_on(day) {
                day -= 1;
            }
        }
        day
    }

    /// The day so many months after that of an instant.
    fn months_after(&self, at: Instant, count: u32) -> Option<i64> {
        let months = jiff::Span::new().try_months(count).ok()?;
        self.zone.civil(at).date().checked_add(months).ok().map(number_of)
    }
}

impl Term {
    /// The deadline of a clock that has started then, and of a cap that runs from then; none while nothing that binds has started.
    pub fn due(&self, started: Option<Instant>, cap_from: Option<Instant>) -> Option<Instant> {
        let own = started.map(|at| self.limit(self.within, at));
        let cap = self.at_most.and_then(|cap| Some((cap, self.limit(cap.within, cap_from?))));
        let binding = cap.filter(|(cap, limit)| !cap.lapses || started.is_some_and(|at| at <= limit.at)).map(|(_, limit)| limit);
        let limit = own.into_iter().chain(binding).min_by_key(|limit| limit.at)?;
        Some(self.without_days_off(limit))
    }

    fn limit(&self, within: Within, from: Instant) -> Limit {
        let days = &self.days;
        let first = days.zone.day_number(from);
        let day = match within {
            Within::Elapsed(span) => {
                let at = from + span;
                return Limit { at, day: days.zone.day_number(at - Span(1)) };
            }
            Within::Days(count) => first + i64::from(count),
            Within::BusinessDays(count) => days.nth_after(first, count),
            Within::Months(count) => days.months_after(from, count).unwrap_or(first),
        };
        Limit { at: days.zone.at_day(day, self.by), day }
    }

    fn without_days_off(&self, limit: Limit) -> Instant {
        let by = match self.day_off {
            DayOff::Stands => return limit.at,
            DayOff::NextWorkingDay => self.by,
            DayOff::NoonNextWorkingDay => NOON,
        };
        if self.days.works_on(limit.day) { limit.at } else { self.days.zone.at_day(self.days.first_from(limit.day), by) }
    }
}
