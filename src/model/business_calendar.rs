//! The business calendar: times of the year in which lost service costs more, more is asked of people, or nothing may be changed, such as
//! month-end closing, renewals, an audit or a change freeze.
//! Leaves to others: the price of an hour (estate, measures), what is asked at all (demand), which changes wait (change), who works (roster).

use crate::engine::time::Instant;
use crate::model::ids::PeriodId;
use crate::model::roster::Hours;

pub mod build;
pub mod entry;

/// A time of the business year.
#[derive(Clone, Debug)]
pub struct Period {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// When it is, as far as the scenario reaches.
    pub hours: Hours,
    /// Nothing is changed in it, save in an emergency.
    pub freeze: bool,
}

/// The periods of a scenario in the order of their ids, and what they come to together.
#[derive(Clone, Debug, Default)]
pub struct BusinessCalendar {
    /// All periods, by their numbers.
    pub periods: Vec<Period>,
    /// When any of them is a freeze.
    frozen: Hours,
}

/// A time in which nothing is changed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// The period that says so; of several the one that lasts longest, then the first by its id.
    pub period: PeriodId,
    /// The first instant at which no period is a freeze any more.
    pub until: Instant,
}

impl BusinessCalendar {
    /// Periods in the order of their ids.
    pub fn new(periods: Vec<Period>) -> BusinessCalendar {
        let frozen = periods.iter().filter(|period| period.freeze).flat_map(|period| period.hours.spans()).copied().collect();
        BusinessCalendar { periods, frozen: Hours::from_spans(frozen) }
    }

    /// When nothing is changed.
    pub fn frozen(&self) -> &Hours {
        &self.frozen
    }

    /// The freeze that an instant lies in.
    pub fn freeze_at(&self, at: Instant) -> Option<Freeze> {
        let (_, until) = self.frozen.span_at(at)?;
        let freezing = (0..).map(PeriodId).zip(&self.periods).filter(|(_, period)| period.freeze);
        let ends = freezing.filter_map(|(id, period)| period.hours.span_at(at).map(|(_, end)| (id, end)));
        let (period, _) = ends.min_by_key(|(id, end)| (std::cmp::Reverse(*end), *id))?;
        Some(Freeze { period, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn period(spans: &[(i64, i64)], freeze: bool) -> Period {
        let hours = Hours::from_spans(spans.iter().map(|(from, to)| (Instant(*from), Instant(*to))).collect());
        Period { id: String::new(), name: String::new(), hours, freeze }
    }

    #[test]
    fn a_freeze_lasts_until_none_of_the_periods_is_one_and_is_known_by_the_one_that_lasts_longest() {
        let calendar = BusinessCalendar::new(vec![
            period(&[(10, 20), (40, 50)], true),
            period(&[(0, 100)], false),
            period(&[(15, 30), (40, 50)], true),
        ]);
        let freeze = |at| calendar.freeze_at(Instant(at)).map(|f| (f.period.0, f.until.0));
        assert_eq!([9, 10, 14, 15, 29, 30].map(freeze), [None, Some((0, 30)), Some((0, 30)), Some((2, 30)), Some((2, 30)), None]);
        assert_eq!(freeze(45), Some((0, 50)), "of two that end together the first");
        assert_eq!(calendar.frozen().next_start(Instant(30)), Some(Instant(40)));
        assert_eq!(BusinessCalendar::default().freeze_at(Instant(0)), None);
    }
}
