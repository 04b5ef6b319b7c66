//! The business calendar: times of the year in which lost service costs more, more is asked of people, or nothing may be changed, such as
//! month-end closing, renewals, an audit or a change freeze.
//! Leaves to others: the price of an hour (estate, measures), what is asked at all (demand), which changes wait (change), who works (roster).

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::Instant;
use crate::model::ids::PeriodId;
use crate::model::roster::Hours;

pub mod build;
pub mod entry;
pub mod rules;

/// A time of the business year.
#[derive(Clone, Debug)]
pub struct Period {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// When it is, as far as the scenario reaches.
    pub hours: Hours,
    /// It is given by dates, and does not come again.
    pub once: bool,
    /// What an hour of lost service costs then, times the ordinary price.
    pub downtime_cost: f64,
    /// The tickets and alerts that come then, times the ordinary number.
    pub demand: f64,
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
    /// From each instant on lost service costs so many times as much; before the first, once. Empty where it always costs the same.
    downtime_cost: Vec<(Instant, f64)>,
    /// The same of demand.
    demand: Vec<(Instant, f64)>,
    /// All instants at which a period begins or ends, in order.
    turns: Vec<Instant>,
}

/// What is told of a period while incidents are in hand.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// It is under way when the first of them begins.
    UnderWay,
    /// It begins.
    Begins,
    /// It ends.
    Ends,
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
        let downtime_cost = steps(&periods, |period| period.downtime_cost);
        let demand = steps(&periods, |period| period.demand);
        let mut turns: Vec<Instant> = periods.iter().flat_map(|period| period.hours.spans()).flat_map(|(from, to)| [*from, *to]).collect();
        turns.sort_unstable();
        turns.dedup();
        BusinessCalendar { periods, frozen: Hours::from_spans(frozen), downtime_cost, demand, turns }
    }

    /// Whether lost service ever costs more or less than usual.
    pub fn scales_downtime_cost(&self) -> bool {
        !self.downtime_cost.is_empty()
    }

    /// Cuts a stretch of time where the price of lost service changes: from, to, times the ordinary price.
    pub fn downtime_pieces(&self, from: Instant, to: Instant) -> impl Iterator<Item = (Instant, Instant, f64)> {
        let first = self.downtime_cost.partition_point(|(at, _)| *at <= from);
        let before = first.checked_sub(1).map_or(1.0, |at| self.downtime_cost[at].1);
        let within = self.downtime_cost[first..].iter().take_while(move |(at, _)| *at < to).copied();
        let ends = self.downtime_cost[first..].iter().map(|(at, _)| *at).take_while(move |at| *at < to).chain(std::iter::once(to));
        let starts = std::iter::once((from, before)).chain(within);
        starts.zip(ends).map(|((from, scale), to)| (from, to, scale))
    }

    /// The tickets and alerts that come at an instant, times the ordinary number.
    pub fn demand_at(&self, at: Instant) -> f64 {
        let begun = self.demand.partition_point(|(from, _)| *from <= at);
        begun.checked_sub(1).map_or(1.0, |step| self.demand[step].1)
    }

    /// The scales of demand that ever hold beside the ordinary one, each once, in rising order.
    pub fn demand_scales(&self) -> Vec<f64> {
        let mut scales: Vec<f64> = self.demand.iter().map(|(_, scale)| *scale).filter(|scale| *scale != 1.0).collect();
        scales.sort_by(f64::total_cmp);
        scales.dedup();
        scales
    }

    /// The first instant after another at which a period begins or ends.
    pub(super) fn next_turn(&self, at: Instant) -> Option<Instant> {
        self.turns.get(self.turns.partition_point(|turn| *turn <= at)).copied()
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

/// The product of all scales that hold, from each instant on at which it changes.
fn steps(periods: &[Period], scale: impl Fn(&Period) -> f64) -> Vec<(Instant, f64)> {
    let scaling: Vec<&Period> = periods.iter().filter(|period| scale(period) != 1.0).collect();
    let mut changes: Vec<(Instant, usize)> = Vec::new();
    for (number, period) in scaling.iter().enumerate() {
        changes.extend(period.hours.spans().iter().flat_map(|(from, to)| [(*from, number), (*to, number)]));
    }
    changes.sort_unstable();
    let mut under_way: BTreeSet<usize> = BTreeSet::new();
    let mut steps: Vec<(Instant, f64)> = Vec::new();
    for (at, number) in changes {
        // The stretches of one period do not touch, so that each change of it is a beginning and an end in turn.
        if !under_way.remove(&number) {
            under_way.insert(number);
        }
        let product = under_way.iter().map(|number| scale(scaling[*number])).product();
        match steps.last_mut() {
            Some(last) if last.0 == at => last.1 = product,
            _ => steps.push((at, product)),
        }
    }
    steps.dedup_by(|later, earlier| later.1 == earlier.1);
    steps
}

/// Whether the next turn is booked.
#[derive(Resource, Debug, Default)]
pub struct Watch {
    booked: bool,
}

/// The room of the business calendar.
#[derive(SystemParam)]
pub struct Room<'w> {
    watch: ResMut<'w, Watch>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(spans: &[(i64, i64)], freeze: bool) -> Period {
        let hours = Hours::from_spans(spans.iter().map(|(from, to)| (Instant(*from), Instant(*to))).collect());
        Period { id: String::new(), name: String::new(), hours, once: false, downtime_cost: 1.0, demand: 1.0, freeze }
    }
    fn dear(spans: &[(i64, i64)], downtime_cost: f64) -> Period {
        Period { downtime_cost, demand: 1.0 / downtime_cost, ..period(spans, false) }
    }
    fn pieces(calendar: &BusinessCalendar, from: i64, to: i64) -> Vec<(i64, i64, f64)> {
        calendar.downtime_pieces(Instant(from), Instant(to)).map(|(from, to, scale)| (from.0, to.0, scale)).collect()
    }

    #[test]
    fn a_stretch_is_cut_where_the_price_changes_and_periods_that_fall_together_multiply() {
        let calendar = BusinessCalendar::new(vec![dear(&[(10, 20), (40, 50)], 2.0), dear(&[(15, 30)], 4.0), period(&[(0, 99)], true)]);
        assert_eq!(pieces(&calendar, 0, 45), [(0, 10, 1.0), (10, 15, 2.0), (15, 20, 8.0), (20, 30, 4.0), (30, 40, 1.0), (40, 45, 2.0)]);
        assert_eq!(pieces(&calendar, 16, 18), [(16, 18, 8.0)]);
        assert_eq!(pieces(&calendar, 10, 15), [(10, 15, 2.0)]);
        assert_eq!(pieces(&calendar, 60, 70), [(60, 70, 1.0)]);
        assert!(!BusinessCalendar::default().scales_downtime_cost());
        assert_eq!([9, 10, 15, 29, 30].map(|at| calendar.demand_at(Instant(at))), [1.0, 0.5, 0.125, 0.25, 1.0]);
        assert_eq!(calendar.demand_scales(), [0.125, 0.25, 0.5]);
        assert_eq!(calendar.next_turn(Instant(20)), Some(Instant(30)));
    }

    #[test]
    fn where_one_period_ends_and_another_of_the_same_scale_begins_nothing_changes() {
        let calendar = BusinessCalendar::new(vec![dear(&[(0, 10)], 2.0), dear(&[(10, 20)], 2.0)]);
        assert_eq!(pieces(&calendar, 5, 25), [(5, 20, 2.0), (20, 25, 1.0)]);
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
