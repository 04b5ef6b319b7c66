//! What a year costs: the sums of each play, scaled to a year of 365 days, over all plays.
//!
//! The mean is right for plays of any length, since incidents that come again and again come in proportion to time. How much years differ is
//! another matter: plays of ten days scaled up would differ far too much, plays of ten years too little. So quantiles and the chance of a year
//! above some amount are told only where a play is a year long (within [`NEARLY`] of it).
//!
//! Incidents with a date are left out: see [`Year`]. To add a measure, see there as well.

use super::arms::Better;
use crate::engine::time::{Instant, Span};
use crate::measures::{Post, Year, comes_again};
use crate::model::ids::KindId;
use crate::model::plan::{Person, Plan};
use crate::statistics::{Interval, Sample, interval};

pub mod alarms;
pub mod changes;
pub mod exposure;
pub mod work;

pub use exposure::severity_name;
pub use work::OfYear;

/// How far from a year, as a share of it, a play may be to stand for one: leap years and whole weeks are near enough.
pub const NEARLY: f64 = 0.01;
/// Rosters are looked at for so long; they reach at least so far.
const WEEKS: Span = Span(8 * Span::WEEK.0);
/// About so many amounts are told of how often a year costs more.
const STEPS: f64 = 8.0;

/// Something that is measured of a year.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Annual {
    /// How many incidents came.
    Incidents,
    /// Everything that was paid, retainers and on-call allowances included.
    Cost,
    /// One part of what the incidents cost.
    CostOf(Post),
    /// What the business calendar adds to the cost of lost service.
    CostByCalendar,
    /// Something else.
    Of(OfYear),
}

impl Annual {
    /// All of a scenario; of incidents none where nothing arrives again and again, since one on a date says nothing about a year.
    pub fn all(plan: &Plan) -> Vec<Annual> {
        let mut all = Vec::new();
        if (0..plan.kinds.len() as u32).any(|kind| comes_again(plan, KindId(kind))) {
            all.extend([Annual::Incidents, Annual::Cost]);
            all.extend(Post::ALL.into_iter().filter(|post| post.in_use(plan)).map(Annual::CostOf));
            if plan.calendar.scales_downtime_cost() {
                all.push(Annual::CostByCalendar);
            }
        }
        all.extend(OfYear::all(plan));
        all
    }

    /// Its name in files.
    pub fn name(self, plan: &Plan) -> String {
        match self {
            Annual::Incidents => "incidents".to_owned(),
            Annual::Cost => "cost".to_owned(),
            Annual::CostOf(post) => format!("cost.{}", post.name()),
            Annual::CostByCalendar => "cost.downtime.by_calendar".to_owned(),
            Annual::Of(of) => of.name(plan),
        }
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            Annual::Incidents => "count",
            Annual::Cost | Annual::CostOf(_) | Annual::CostByCalendar => "money",
            Annual::Of(of) => of.unit(),
        }
    }

    /// Which way is better.
    pub fn better(self) -> Better {
        match self {
            Annual::Incidents | Annual::Cost | Annual::CostOf(_) | Annual::CostByCalendar => Better::Lower,
            Annual::Of(of) => of.better(),
        }
    }

    /// What it comes to in a year like this play; nothing where it cannot be told.
    pub fn read(self, plan: &Plan, play: &Year) -> Option<f64> {
        let years = years(plan);
        Some(match self {
            Annual::Incidents => play.incidents as f64 / years,
            Annual::Cost => play.cost() / years + retainers(plan) + allowances(plan),
            Annual::CostOf(post) => play.paid[post as usize] / years,
            Annual::CostByCalendar => play.by_calendar / years,
            Annual::Of(of) => return of.read(plan, play),
        })
    }
}

/// How many years of arrivals a play has.
pub fn years(plan: &Plan) -> f64 {
    (plan.arrivals_end - plan.warm_up).0 as f64 / Span::YEAR.0 as f64
}

/// A play is long enough, and not too long, to stand for a year.
pub fn is_a_year(plan: &Plan) -> bool {
    libm::fabs(years(plan) - 1.0) <= NEARLY
}

/// What providers and third parties are paid in a year whether or not anything happens.
pub fn retainers(plan: &Plan) -> f64 {
    12.0 * retainer_per_month(plan)
}

/// What providers and third parties are paid a month whether or not anything happens.
pub fn retainer_per_month(plan: &Plan) -> f64 {
    plan.employers.iter().map(|e| e.retainer_per_month).chain(plan.vendors.iter().map(|v| v.retainer_per_month)).sum()
}

/// What those on call are paid in a year for being so.
pub fn allowances(plan: &Plan) -> f64 {
    plan.pay.on_call_per_week * (Span::YEAR.0 as f64 / Span::WEEK.0 as f64)
}

/// One of the organisation's own people.
pub fn is_own(plan: &Plan, person: &Person) -> bool {
    !plan.employers[person.employer.at()].provider
}

/// What the organisation's own people cost a year.
pub fn payroll(plan: &Plan) -> f64 {
    payroll_of(plan, |_| true)
}

/// What some of them cost.
pub fn payroll_of(plan: &Plan, which: impl Fn(&Person) -> bool) -> f64 {
    let own = plan.people.iter().filter(|person| is_own(plan, person) && which(person));
    let hours = |hours: u32| plan.hours[hours as usize].elapsed(Instant(0), Instant(0) + WEEKS).hours_f64();
    own.map(|person| hours(person.hours) * person.cost_per_hour).sum::<f64>() * (Span::YEAR.0 as f64 / WEEKS.0 as f64)
}

/// Years that cost more than an amount.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Exceedance {
    /// The amount.
    pub over: f64,
    /// The share of years that cost more.
    pub share: f64,
    /// The interval of that share.
    pub interval: Interval,
}

/// For round amounts between the cheapest year and the dearest: how often a year costs more. None of a sample in which all are alike.
pub fn exceedance(sample: &Sample) -> Vec<Exceedance> {
    let sorted = sample.sorted();
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let row = |over: f64| {
        let above = (sorted.len() - sorted.partition_point(|cost| *cost <= over)) as u64;
        let of = sorted.len() as u64;
        Exceedance { over, share: above as f64 / of as f64, interval: interval::of_share(above, of) }
    };
    amounts(least, most).into_iter().map(row).collect()
}

/// Round amounts from `least` to below `most`: 1, 2, 5, 10 and so on where they are far apart, else equal steps.
fn amounts(least: f64, most: f64) -> Vec<f64> {
    if most <= least || most <= 0.0 {
        return Vec::new();
    }
    let mut all = Vec::new();
    if least <= 0.0 || most / least > 30.0 {
        let mut power = libm::pow(10.0, libm::floor(libm::log10(least.max(most / 500.0))));
        while power < most {
            all.extend([1.0, 2.0, 5.0].map(|digit| digit * power).into_iter().filter(|amount| (least..most).contains(amount)));
            power *= 10.0;
        }
    } else {
        let step = round_up((most - least) / STEPS);
        let first = libm::ceil(least / step);
        all.extend((0..).map(|k| (first + f64::from(k)) * step).take_while(|amount| *amount < most));
    }
    all
}

/// The next of 1, 2, 5, 10 and so on.
fn round_up(amount: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(amount)));
    [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|round| *round >= amount).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: &[f64]) -> Sample {
        let mut sample = Sample::new();
        for value in values {
            sample.add(*value);
            sample.end_replication();
        }
        sample
    }

    #[test]
    fn amounts_are_round_and_lie_between_the_cheapest_year_and_the_dearest() {
        assert_eq!(amounts(900.0, 60_000.0), [1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0]);
        assert_eq!(amounts(0.0, 3_000.0), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0]);
        assert_eq!(
            amounts(910_000.0, 1_270_000.0),
            [950_000.0, 1_000_000.0, 1_050_000.0, 1_100_000.0, 1_150_000.0, 1_200_000.0, 1_250_000.0]
        );
        assert!(amounts(5.0, 5.0).is_empty());
        assert!(amounts(0.0, 0.0).is_empty());
    }

    #[test]
    fn the_share_of_years_above_an_amount_is_counted() {
        let rows = exceedance(&sample(&[1_000.0, 2_000.0, 3_000.0, 4_000.0, 41_000.0]));
        let shares: Vec<(f64, f64)> = rows.iter().map(|row| (row.over, row.share)).collect();
        // A year of exactly 2,000 does not cost more than 2,000.
        assert_eq!(shares, [(1_000.0, 0.8), (2_000.0, 0.6), (5_000.0, 0.2), (10_000.0, 0.2), (20_000.0, 0.2)]);
        assert!(rows.iter().all(|r| r.interval.low.is_some_and(|low| low < r.share) && r.interval.high.is_some_and(|high| high > r.share)));
    }
}
