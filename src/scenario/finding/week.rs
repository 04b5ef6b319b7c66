//! A typical week: what holds for the middle one of the first weeks of a scenario, so that holidays, absences and the change to daylight
//! saving do not count. Where nobody is missing in it, the worst of the weeks that rosters alone make: one week in four is a gap as well.

use std::collections::BTreeSet;

use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, RotaId};
use crate::model::plan::Plan;
use crate::model::roster::{Hours, Zone};

mod spoken;
mod when;

pub use spoken::{Stretches, moment};
pub use when::When;

/// How many weeks are looked at; rosters always reach so far.
const WEEKS: usize = 7;
const HOUR: i64 = 3_600_000;

/// Whole weeks of the local clock, from Monday 00:00 on.
#[derive(Clone, Debug)]
pub struct Weeks {
    all: Vec<(Instant, Instant)>,
    /// Those in which nothing but rosters says who works: no holiday, no override, no change of the clock, no contract at an end.
    plain: Vec<(Instant, Instant)>,
}

impl Weeks {
    /// The first whole weeks of a scenario.
    pub fn of(plan: &Plan) -> Weeks {
        Weeks::first(plan, WEEKS)
    }

    /// So many whole weeks from the start of a scenario on, whose rosters must reach so far.
    pub fn first(plan: &Plan, many: usize) -> Weeks {
        let mut mondays = vec![monday_from(&plan.zone, Instant(0))];
        for week in 0..many {
            mondays.push(monday_from(&plan.zone, mondays[week] + Span(HOUR)));
        }
        let all: Vec<(Instant, Instant)> = mondays.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let ended = |to: Instant| plan.employers.iter().any(|e| e.terms.ends.is_some_and(|ends| ends < to));
        let plain =
            |(from, to): &&(Instant, Instant)| *to - *from == Span::WEEK && plan.unusual.elapsed(*from, *to) == Span(0) && !ended(*to);
        Weeks { plain: all.iter().filter(plain).copied().collect(), all }
    }

    /// From the first instant of the first week to the last of the last.
    pub fn whole(&self) -> (Instant, Instant) {
        (self.all[0].0, self.all[self.all.len() - 1].1)
    }

    /// How many there are.
    pub fn many(&self) -> usize {
        self.all.len()
    }

    /// The share of each hour of the week by the local clock, from Monday 00:00 on, that lies in these hours: on average over all weeks.
    pub fn by_hour(&self, zone: &Zone, hours: &Hours) -> Vec<f64> {
        let (from, to) = self.whole();
        let (mut inside, mut all) = (vec![0_i64; 168], vec![0_i64; 168]);
        for at in (from.0..to.0).step_by(HOUR as usize).map(Instant) {
            let hour = zone.hour_of_week(at).0;
            inside[hour] += hours.elapsed(at, at + Span(HOUR)).0;
            all[hour] += HOUR;
        }
        inside.iter().zip(all).map(|(inside, all)| *inside as f64 / all.max(1) as f64).collect()
    }

    /// How much of a typical week lies in these hours.
    pub fn covered(&self, hours: &Hours) -> Span {
        self.middle(|from, to| hours.elapsed(from, to))
    }

    /// How much of a typical week does not lie in these hours; where nothing is missing in it, of the worst that rosters alone make.
    pub fn uncovered(&self, hours: &Hours) -> Span {
        let missing = |from, to| (to - from) - hours.elapsed(from, to);
        match self.middle(missing) {
            Span(0) => self.plain.iter().map(|(from, to)| missing(*from, *to)).max().unwrap_or(Span(0)),
            typical => typical,
        }
    }

    /// In how many of how many weeks that rosters alone make something is missing, where nothing is in a typical one.
    fn at_times(&self, hours: &Hours) -> Option<(usize, usize)> {
        let missing = |from, to| (to - from) - hours.elapsed(from, to);
        let some = self.plain.iter().filter(|(from, to)| missing(*from, *to) > Span(0)).count();
        (some > 0 && self.middle(missing) == Span(0)).then_some((some, self.plain.len()))
    }

    /// The longest time without any of these hours that begins in a typical week.
    pub fn gap(&self, hours: &Hours) -> Option<(Instant, Instant)> {
        let mut longest: Vec<(Instant, Instant)> = self.usual().filter_map(|(from, to)| longest_gap(hours, from, to)).collect();
        longest.sort_by_key(|(from, to)| (*to - *from, *from));
        longest.get(longest.len() / 2).copied()
    }

    /// The hours in which any of some people is on shift.
    pub fn any_on_shift<'p>(&self, plan: &Plan, people: impl IntoIterator<Item = &'p PersonId>) -> Hours {
        let (from, to) = (self.all[0].0, self.all[self.all.len() - 1].1 + Span(7 * 24 * HOUR));
        let distinct: BTreeSet<u32> = people.into_iter().map(|p| plan.people[p.at()].hours).collect();
        let spans = distinct.iter().filter_map(|h| plan.hours.get(*h as usize)).flat_map(|h| h.within(from, to).spans().to_vec());
        Hours::from_spans(spans.collect())
    }

    /// The hours in which at least so many of some people are on shift.
    pub fn at_least(&self, plan: &Plan, people: &[PersonId], many: usize) -> Hours {
        let (from, to) = (self.all[0].0, self.all[self.all.len() - 1].1 + Span(7 * 24 * HOUR));
        let hours = people.iter().filter_map(|p| plan.hours.get(plan.people[p.at()].hours as usize));
        let spans = hours.flat_map(|h| h.within(from, to).spans().to_vec());
        let mut changes: Vec<(Instant, i64)> = spans.flat_map(|(begins, ends)| [(begins, 1), (ends, -1)]).collect();
        changes.sort_unstable();
        let (mut there, mut since, mut enough) = (0, None, Vec::new());
        for (at, change) in changes {
            there += change;
            match since {
                None if there >= many as i64 => since = Some(at),
                Some(begun) if there < many as i64 => {
                    enough.push((begun, at));
                    since = None;
                }
                _ => {}
            }
        }
        Hours::from_spans(enough)
    }

    /// The hours in which somebody has a turn on a rota.
    pub fn turns(plan: &Plan, rota: RotaId) -> Hours {
        Hours::from_spans(plan.rotas[rota.at()].turns().map(|(from, to, _)| (from, to)).collect())
    }

    /// The nights, from 22:00 to 07:00 of the local clock.
    pub fn nights(&self, zone: &Zone) -> Hours {
        let hours = self.all.iter().flat_map(|(from, to)| (from.0..to.0).step_by(HOUR as usize).map(Instant));
        Hours::from_spans(hours.filter(|at| zone.is_night(*at)).map(|at| (at, at + Span(HOUR))).collect())
    }

    /// How many of some people are on shift at each of the 168 hours of a typical week, from Monday 00:00 on, at half past.
    pub fn on_shift(&self, plan: &Plan, people: &[PersonId]) -> Vec<usize> {
        let hours: Vec<&Hours> = people.iter().filter_map(|person| plan.hours.get(plan.people[person.at()].hours as usize)).collect();
        let at = |monday: Instant, hour: usize| {
            let half_past = monday + Span(HOUR * hour as i64 + HOUR / 2);
            hours.iter().filter(|hours| hours.on_at(half_past)).count()
        };
        let typical = |hour: usize| {
            let mut weeks: Vec<usize> = self.all.iter().map(|(monday, _)| at(*monday, hour)).collect();
            weeks.sort_unstable();
            weeks[weeks.len() / 2]
        };
        (0..168).map(typical).collect()
    }

    /// Those of 168 hours: in the others the clock is put forward or back. All where there is none.
    fn usual(&self) -> impl Iterator<Item = (Instant, Instant)> {
        let usual = |(from, to): &(Instant, Instant)| *to - *from == Span::WEEK;
        let none = !self.all.iter().any(usual);
        self.all.iter().copied().filter(move |week| none || usual(week))
    }

    fn middle(&self, of: impl Fn(Instant, Instant) -> Span) -> Span {
        let mut all: Vec<Span> = self.usual().map(|(from, to)| of(from, to)).collect();
        all.sort_unstable();
        all[all.len() / 2]
    }
}

/// The first Monday 00:00 of the local clock from an instant on.
fn monday_from(zone: &Zone, at: Instant) -> Instant {
    let (hour, into) = zone.hour_of_week(at);
    if hour == 0 && into == Span(0) {
        return at;
    }
    let near = at + Span((168 - hour as i64) * HOUR) - into;
    // The clock may have been put forward or back in between.
    match zone.hour_of_week(near) {
        (hour, into) if hour >= 84 => near + Span((168 - hour as i64) * HOUR) - into,
        (hour, into) => near - Span(hour as i64 * HOUR) - into,
    }
}

fn longest_gap(hours: &Hours, from: Instant, to: Instant) -> Option<(Instant, Instant)> {
    let ends = hours.spans().iter().map(|(_, end)| *end).filter(|end| (from..to).contains(end));
    ends.filter_map(|end| Some((end, hours.next_start(end)?))).max_by_key(|(end, next)| *next - *end)
}
