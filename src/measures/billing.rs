//! What providers bill for the hours of their people.
//!
//! - The fee of the contract an hour, or its recovery fee for tasks of recovery; outside the hours of the contract so many times as much.
//! - Hours included in a calendar month cost nothing; they are used up in the order in which work ends. A stretch counts for the month in which
//!   it begins, and what goes beyond the included hours is billed at the average price of the stretch.
//! - An incident in which anybody of the provider works is billed as at least the minimum; what is missing costs the fee of the contract.

use crate::engine::time::{Instant, Span};
use crate::model::ids::EmployerId;
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// A stretch of somebody's time that a provider bills.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) employer: EmployerId,
    pub(super) phase: Phase,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) per_hour: f64,
}

/// The bills of one play.
#[derive(Debug)]
pub(super) struct Billing<'a> {
    plan: &'a Plan,
    /// For each employer the month that was last billed, by year and number, and how much of its included hours is used.
    used: Vec<((i16, i8), Span)>,
}

impl<'a> Billing<'a> {
    /// Nothing billed yet.
    pub(super) fn new(plan: &'a Plan) -> Self {
        Billing { plan, used: vec![((0, 0), Span(0)); plan.employers.len()] }
    }
    /// Forgets all bills.
    pub(super) fn clear(&mut self) {
        self.used.fill(((0, 0), Span(0)));
    }

    /// The price of a stretch.
    pub(super) fn price(&mut self, stretch: &Stretch) -> f64 {
        let worked = Span((stretch.to - stretch.from).0.max(0));
        let Some(terms) = self.plan.employers.get(stretch.employer.at()).map(|e| &e.terms) else {
            return worked.hours_f64() * stretch.per_hour;
        };
        let fee = terms.recovery_fee.filter(|_| stretch.phase == Phase::Recover).unwrap_or(stretch.per_hour);
        let price = match (&terms.hours, terms.out_of_hours) {
            (Some(hours), Some(times)) => {
                let inside = hours.elapsed(stretch.from, stretch.to);
                fee * (inside.hours_f64() + (worked - inside).hours_f64() * times)
            }
            _ => worked.hours_f64() * fee,
        };
        price * self.billed(stretch.employer, stretch.from, worked)
    }

    /// What is missing to the minimum of an incident in which a provider's people worked so long, begun at an instant.
    pub(super) fn top_up(&mut self, employer: EmployerId, begun: Instant, worked: Span) -> f64 {
        let Some(entry) = self.plan.employers.get(employer.at()) else { return 0.0 };
        let missing = entry.terms.minimum - worked;
        if worked <= Span(0) || missing <= Span(0) {
            return 0.0;
        }
        missing.hours_f64() * entry.fee_per_hour * self.billed(employer, begun, missing)
    }

    /// The share of some hours that is not included.
    fn billed(&mut self, employer: EmployerId, from: Instant, hours: Span) -> f64 {
        let included = self.plan.employers[employer.at()].terms.included;
        if included <= Span(0) || hours <= Span(0) {
            return 1.0;
        }
        let date = self.plan.zone.civil(from);
        let month = (date.year(), date.month());
        let (of, used) = &mut self.used[employer.at()];
        if *of != month {
            (*of, *used) = (month, Span(0));
        }
        let free = hours.min(included - *used);
        *used += free;
        (hours - free).0 as f64 / hours.0 as f64
    }
}
