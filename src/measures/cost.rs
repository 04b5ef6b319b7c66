//! What an incident costs, and which objectives it misses.
//!
//! - *Labour*: hours in which the organisation's own people have a job of the incident in hand or lead it, at their cost per hour. Somebody
//!   who leads two is paid by the first, and while they have a job in hand by its incident.
//! - *Overtime*: of that the hours after the end of a shift, at the cost per hour times `overtime_pay`, where that is given; they are not labour.
//! - *Provider*: the same for people of an employer that is a provider, as it bills them (see `billing`). Their call-outs cost nothing beyond it.
//! - *Call-out*: hours from call-out to standing down of the organisation's own people, at least `call_out_at_least` for each call-out, at their
//!   cost per hour times `call_out_pay`. Hours in hand during a call-out are paid as call-out only, for whichever incident. Somebody called
//!   out for two incidents at once is paid by the first until it stands them down, then by the second, without a least length.
//! - *Downtime*: for each system lost, from loss to return or horizon, hours within business hours at one rate and all others at another, times
//!   what the business calendar says of each instant.
//!
//! Nothing is paid beyond the horizon of an incident, save what a short call-out is paid at least.

use super::billing::Stretch;
use super::post::Post;
use crate::engine::time::{Instant, Span};
use crate::model::fact::Job;
use crate::model::ids::{EmployerId, IncidentNo, PersonId, SystemId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// A stretch of somebody's time that an incident pays.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) struct Charge {
    pub(super) incident: IncidentNo,
    pub(super) post: Post,
    from: Instant,
    to: Instant,
    at_least: Span,
    per_hour: f64,
    /// Of a provider: whose people, at what.
    of: Option<(EmployerId, Phase)>,
}

impl Charge {
    /// The stretch that a provider bills, as far as it lies before the horizon.
    pub(super) fn billed(&self, horizon: Instant) -> Option<Stretch> {
        let (employer, phase) = self.of?;
        Some(Stretch { employer, phase, from: self.from, to: self.to.min(horizon), per_hour: self.per_hour })
    }

    /// Its cost, as far as it lies before the horizon.
    pub(super) fn cost(&self, horizon: Instant) -> f64 {
        let worked = self.to.min(horizon) - self.from;
        worked.max(self.at_least).max(Span(0)).hours_f64() * self.per_hour
    }
}

/// What somebody is doing that has to be paid.
#[derive(Clone, Debug, Default)]
struct Clock {
    /// What they have in hand, charged up to `since`.
    job: Option<Job>,
    since: Instant,
    /// Their shift has ended since they took it up, or while they led, and overtime is paid.
    overtime: bool,
    /// Which incidents they lead; the first one pays for the time in which they have no job in hand.
    leads: Vec<IncidentNo>,
    /// For which incidents they are called out; the first one pays.
    called_for: Vec<IncidentNo>,
    called_since: Instant,
    /// The payer called them out, rather than taking them over.
    fresh: bool,
}

/// The time of everybody.
#[derive(Debug)]
pub(super) struct Payroll<'a> {
    plan: &'a Plan,
    clocks: Vec<Clock>,
    /// One flag a person: of a provider.
    provided: Vec<bool>,
}

impl<'a> Payroll<'a> {
    /// Nobody does anything yet.
    pub(super) fn new(plan: &'a Plan) -> Self {
        let provided = plan.people.iter().map(|p| plan.employers.get(p.employer.at()).is_some_and(|e| e.provider)).collect();
        Payroll { plan, clocks: vec![Clock::default(); plan.people.len()], provided }
    }

    /// Everybody drops what they do.
    pub(super) fn clear(&mut self) {
        for clock in &mut self.clocks {
            clock.job = None;
            clock.overtime = false;
            clock.called_for.clear();
            clock.leads.clear();
        }
    }

    /// Somebody takes a job in hand.
    #[inline]
    pub(super) fn start(&mut self, at: Instant, person: PersonId, job: Job) -> Option<Charge> {
        let charge = self.settle(at, person);
        if let Some(clock) = self.clocks.get_mut(person.at()) {
            clock.job = Some(job);
            // A lead who has stayed on takes up what nobody else can do.
            clock.overtime &= !clock.leads.is_empty();
            clock.since = at;
        }
        charge
    }

    /// Somebody puts a job down, if they have it in hand.
    #[inline]
    pub(super) fn stop(&mut self, at: Instant, person: PersonId, job: &Job) -> Option<Charge> {
        if self.clocks.get(person.at())?.job.as_ref() != Some(job) {
            return None;
        }
        let charge = self.settle(at, person);
        let clock = &mut self.clocks[person.at()];
        clock.job = None;
        clock.overtime &= !clock.leads.is_empty();
        charge
    }

    /// The shift of somebody with this job in hand ends and they stay, or it begins again.
    pub(super) fn overtime(&mut self, at: Instant, person: PersonId, job: &Job, begins: bool) -> Option<Charge> {
        if self.clocks.get(person.at())?.job.as_ref() != Some(job) {
            return None;
        }
        let charge = self.settle(at, person);
        self.clocks[person.at()].overtime = begins;
        charge
    }

    /// The shift of somebody ends who stays only to lead, or it begins again.
    pub(super) fn stays_to_lead(&mut self, at: Instant, person: PersonId, begins: bool) -> Option<Charge> {
        let charge = self.settle(at, person);
        self.clocks.get_mut(person.at())?.overtime = begins;
        charge
    }

    /// Somebody puts down whatever they have in hand of an incident.
    pub(super) fn leave(&mut self, at: Instant, person: PersonId, incident: IncidentNo) -> Option<Charge> {
        let job = self.clocks.get(person.at())?.job.filter(|j| j.incident == incident)?;
        self.stop(at, person, &job)
    }

    /// Somebody leads an incident from now on.
    pub(super) fn lead(&mut self, at: Instant, person: PersonId, incident: IncidentNo) -> Option<Charge> {
        let charge = self.settle(at, person);
        let clock = self.clocks.get_mut(person.at())?;
        if !clock.leads.contains(&incident) {
            clock.leads.push(incident);
        }
        clock.since = at;
        charge
    }

    /// Somebody leads an incident no more.
    pub(super) fn lead_no_more(&mut self, at: Instant, person: PersonId, incident: IncidentNo) -> Option<Charge> {
        let charge = self.settle(at, person);
        let clock = self.clocks.get_mut(person.at())?;
        clock.leads.retain(|i| *i != incident);
        clock.overtime &= clock.job.is_some() || !clock.leads.is_empty();
        charge
    }

    /// Somebody is called out for an incident.
    pub(super) fn call_out(&mut self, at: Instant, person: PersonId, incident: IncidentNo) -> Option<Charge> {
        let charge = self.settle(at, person);
        let clock = self.clocks.get_mut(person.at())?;
        if clock.called_for.is_empty() {
            clock.called_since = at;
            clock.fresh = true;
            clock.overtime = false;
        }
        if !clock.called_for.contains(&incident) {
            clock.called_for.push(incident);
        }
        charge
    }

    /// A call-out ends. The charge is the call-out's where it is paid as such, else that of the job in hand.
    pub(super) fn stand_down(&mut self, at: Instant, person: PersonId, incident: IncidentNo) -> Option<Charge> {
        let place = self.clocks.get(person.at())?.called_for.iter().position(|i| *i == incident)?;
        let work = self.settle(at, person);
        let clock = &mut self.clocks[person.at()];
        clock.called_for.remove(place);
        if place > 0 || self.provided[person.at()] {
            return work;
        }
        let at_least = if clock.fresh { self.plan.call_out_at_least } else { Span(0) };
        let per_hour = self.plan.people[person.at()].cost_per_hour * self.plan.call_out_pay;
        let charge = Charge { incident, post: Post::CallOut, from: clock.called_since, to: at, at_least, per_hour, of: None };
        clock.called_since = at;
        clock.fresh = false;
        Some(charge)
    }

    /// Charges what somebody has in hand up to now; nothing for one who is paid for a call-out.
    fn settle(&mut self, at: Instant, person: PersonId) -> Option<Charge> {
        let clock = self.clocks.get_mut(person.at())?;
        let incident = clock.job.map(|job| job.incident).or(clock.leads.first().copied())?;
        let from = std::mem::replace(&mut clock.since, at);
        let provided = self.provided[person.at()];
        if at <= from || (!provided && !clock.called_for.is_empty()) {
            return None;
        }
        let overtime = self.plan.pay.overtime.filter(|_| clock.overtime && !provided);
        let post = match overtime {
            _ if provided => Post::Provider,
            Some(_) => Post::Overtime,
            None => Post::Labour,
        };
        let per_hour = self.plan.people[person.at()].cost_per_hour * overtime.unwrap_or(1.0);
        let phase = clock.job.and_then(|job| self.plan.tasks.get(job.task.at())).map_or(Phase::Contain, |t| t.phase);
        let of = provided.then(|| (self.plan.people[person.at()].employer, phase));
        Some(Charge { incident, post, from, to: at, at_least: Span(0), per_hour, of })
    }
}

/// What a loss of service costs.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub(super) struct Downtime {
    /// All of it.
    pub(super) cost: f64,
    /// What the business calendar adds, over the ordinary price; less than nothing where it takes away.
    pub(super) by_calendar: f64,
}
impl Downtime {
    /// So much of it.
    pub(super) fn times(self, share: f64) -> Downtime {
        Downtime { cost: self.cost * share, by_calendar: self.by_calendar * share }
    }
}
impl std::ops::Add for Downtime {
    type Output = Downtime;
    fn add(self, other: Downtime) -> Downtime {
        Downtime { cost: self.cost + other.cost, by_calendar: self.by_calendar + other.by_calendar }
    }
}

/// What a loss of service costs. Where the price changes, each piece is paid at its own.
pub(super) fn downtime(plan: &Plan, system: SystemId, lost: Instant, until: Instant) -> Downtime {
    let Some(entry) = plan.systems.get(system.at()) else { return Downtime::default() };
    if until <= lost || (entry.cost_business_hour == 0.0 && entry.cost_other_hour == 0.0) {
        return Downtime::default();
    }
    let ordinary = |from: Instant, to: Instant| {
        let within = plan.business_hours.elapsed(from, to);
        within.hours_f64() * entry.cost_business_hour + (to - from - within).hours_f64() * entry.cost_other_hour
    };
    if !plan.calendar.scales_downtime_cost() {
        return Downtime { cost: ordinary(lost, until), by_calendar: 0.0 };
    }
    plan.calendar.downtime_pieces(lost, until).fold(Downtime::default(), |sum, (from, to, times)| {
        let piece = ordinary(from, to);
        sum + Downtime { cost: piece * times, by_calendar: piece * (times - 1.0) }
    })
}

/// Whether a limit on an outage was kept, as far as that is known by `until`.
pub(super) fn kept(limit: Option<Span>, lost: Instant, back: Option<Instant>, until: Instant) -> Option<bool> {
    let limit = limit?;
    match back {
        Some(back) => Some(back - lost <= limit),
        None if until - lost > limit => Some(false),
        None => None,
    }
}
