//! What one play came to as a whole: sums over its incidents that arrive again and again, the ground of everything that is said of a year.
//!
//! An incident with a date is an exercise and says nothing about how often such a thing happens, so it is left out of these sums.
//!
//! To measure something more of a year:
//! 1. add a field to [`Year`], a sum with its unit in the comment; one a system, a team or a project is a list by their numbers;
//! 2. add to it in [`Year::add`] where an outcome knows it, else in a method of its own that [`Recorder::observe`](super::Recorder::observe)
//!    calls for the facts that tell it;
//! 3. give it a variant in `study::annual::Annual` (name, unit, how it is read), and it has a mean and quantiles in `summary.json`;
//! 4. give it a column in the sheet `plays` of `report::rows`.

use super::alarms::FalseAlarmSums;
use super::changes::ChangeSums;
use super::exposure::ExposureSums;
use super::outcome::{NoticeOutcome, Outcome};
use super::post::Post;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Fact, Spent};
use crate::model::ids::KindId;
use crate::model::plan::{Arrivals, Plan};

/// The sums of one play.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// Incidents counted.
    pub incidents: u64,
    /// What they cost up to their horizons, in money, indexed by `Post as usize`.
    pub paid: [f64; Post::ALL.len()],
    /// What of the cost of lost service the business calendar added.
    pub by_calendar: f64,
    /// Incidents counted, by kind; what is not in the list is none.
    pub by_kind: Vec<u64>,
    /// Time without each system because of them, up to their horizons.
    pub downtime: Vec<Span>,
    /// What people of all teams with tickets or projects spent their time on shift on, indexed by `Spent as usize`.
    pub spent: [Span; Spent::ALL.len()],
    /// What became of the deadlines of notices.
    pub deadlines: Deadlines,
    /// Deadlines missed, by notice; what is not in the list is none.
    pub missed: Vec<u64>,
    /// What became of tickets, by kind.
    pub tickets: Vec<Tickets>,
    /// What became of later steps of tickets, by kind and step.
    pub passed_on: Vec<PassedOn>,
    /// What became of milestones.
    pub milestones: Milestones,
    /// What false alarms came to.
    pub false_alarms: FalseAlarmSums,
    /// What vulnerability findings came to.
    pub exposure: ExposureSums,
    /// What changes came to.
    pub changes: ChangeSums,
}

/// What became of the deadlines of notices, in the incidents counted.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// It was known by the horizon whether they were kept.
    pub due: u32,
    /// They were missed.
    pub missed: u32,
    /// Nobody had concluded by the horizon that the clock runs.
    pub undetermined: u32,
}

/// What became of one kind of ticket.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Tickets {
    /// They arrived.
    pub arrived: u32,
    /// They were taken up.
    pub taken: u32,
    /// They were done.
    pub done: u32,
    /// They were given up.
    pub given_up: u32,
    /// They still waited when no more was counted.
    pub waiting: u32,
    /// How long those that were given up or taken up waited until then, and the others up to when no more was counted, all together.
    pub waited: Span,
    /// The time from arrival until they were done, all together; where more than one has a hand in them.
    pub took: Span,
}

/// What became of a later step of one kind of ticket.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOn {
    /// They came so far.
    pub came: u32,
    /// They were taken up.
    pub taken: u32,
    /// They still waited when no more was counted.
    pub waiting: u32,
    /// How long these and those waited, all together.
    pub waited: Span,
}

/// What became of the milestones of projects in the time that is counted.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Milestones {
    /// They were due.
    pub due: u32,
    /// They were missed.
    pub missed: u32,
    /// Of these, so many would have been kept with the hours that incidents took.
    pub by_incidents: u32,
    /// How late they were, all together; to the end of what is counted where they were not reached by then.
    pub late: Span,
}

/// The entry of a list by a number, with room made for it.
fn slot<T: Clone + Default>(list: &mut Vec<T>, number: usize) -> &mut T {
    if list.len() <= number {
        list.resize(number + 1, T::default());
    }
    &mut list[number]
}

impl Year {
    /// Nothing yet; keeps the room its lists have taken.
    pub fn clear(&mut self) {
        self.incidents = 0;
        self.paid = [0.0; Post::ALL.len()];
        self.by_calendar = 0.0;
        self.by_kind.clear();
        self.downtime.clear();
        self.spent = [Span(0); Spent::ALL.len()];
        self.deadlines = Deadlines::default();
        self.missed.clear();
        self.tickets.clear();
        self.passed_on.clear();
        self.milestones = Milestones::default();
        self.false_alarms = FalseAlarmSums::default();
        self.exposure = ExposureSums::default();
        self.changes = ChangeSums::default();
    }

    /// How long tickets waited and by how much milestones were late, all together.
    pub fn work_waited(&self) -> Span {
        let waits = self.tickets.iter().map(|tickets| tickets.waited).chain(self.passed_on.iter().map(|step| step.waited));
        waits.fold(self.milestones.late, |sum, waited| sum + waited)
    }

    /// Takes note of what is told of tickets and projects.
    pub fn note(&mut self, plan: &Plan, at: Instant, fact: &Fact) {
        let counted = at <= plan.arrivals_end;
        match *fact {
            Fact::Tickets { class, arrived, taken, done, given_up, waited } => {
                *slot(&mut self.tickets, class.at()) = Tickets { arrived, taken, done, given_up, waiting: 0, waited, took: Span(0) };
            }
            Fact::TicketsTook { class, took, .. } => slot(&mut self.tickets, class.at()).took = took,
            Fact::TicketsPassedOn { class, step, came, taken, waited } => {
                let count = plan.demand.classes[class.at()].count_of(step);
                *slot(&mut self.passed_on, count) = PassedOn { came, taken, waiting: 0, waited };
            }
            Fact::TicketsWaiting { class, step: 0, waiting, waited } => {
                let tickets = slot(&mut self.tickets, class.at());
                tickets.waiting = waiting;
                tickets.waited += waited;
            }
            Fact::TicketsWaiting { class, step, waiting, waited } => {
                let later = slot(&mut self.passed_on, plan.demand.classes[class.at()].count_of(step));
                later.waiting = waiting;
                later.waited += waited;
            }
            Fact::Spent { on, time, .. } => {
                self.spent[on as usize] += time;
                let due = plan.demand.projects.iter().flat_map(|p| &p.milestones).map(|m| m.due);
                self.milestones.due = due.filter(|due| *due > plan.warm_up && *due <= plan.arrivals_end).count() as u32;
            }
            Fact::MilestoneMissed { left, by_incidents, .. } if counted => {
                self.milestones.missed += 1;
                self.milestones.by_incidents += u32::from(left <= by_incidents);
                self.milestones.late += plan.arrivals_end - at;
            }
            // What was counted up to the end when it was missed lasted up to here only.
            Fact::MilestoneReached { late, .. } if counted && late > Span(0) => self.milestones.late -= plan.arrivals_end - at,
            _ => {}
        }
    }

    /// Adds one counted incident of a kind that [comes again and again](comes_again).
    pub fn add(&mut self, plan: &Plan, outcome: &Outcome) {
        self.incidents += 1;
        *slot(&mut self.by_kind, outcome.kind.at()) += 1;
        for lost in &outcome.systems {
            *slot(&mut self.downtime, lost.system.at()) += lost.back.unwrap_or(outcome.horizon) - lost.lost;
        }
        for told in &outcome.notices {
            self.deadlines.due += u32::from(told.met.is_some());
            self.deadlines.undetermined += u32::from(undetermined(plan, outcome, told));
            if told.met == Some(false) {
                self.deadlines.missed += 1;
                *slot(&mut self.missed, told.notice.at()) += 1;
            }
        }
        self.by_calendar += outcome.by_calendar;
        for post in Post::ALL {
            self.paid[post as usize] += outcome.paid(post);
        }
    }

    /// What incidents and false alarms cost.
    pub fn cost(&self) -> f64 {
        self.paid.iter().sum::<f64>() + self.false_alarms.labour + self.false_alarms.downtime
    }
}

/// Nobody had concluded by the horizon that the clock of a notice runs, though there was something to conclude and the incident was not over.
fn undetermined(plan: &Plan, outcome: &Outcome, told: &NoticeOutcome) -> bool {
    let open = outcome.closed.is_none() && !outcome.stopped_before_impact && (outcome.occurred.is_some() || outcome.aware.is_some());
    let owed = || plan.playbooks[plan.kinds[outcome.kind.at()].playbook.at()].notices.iter().find(|owed| owed.notice == told.notice);
    open && !told.waived && told.started.is_none() && owed().is_some_and(|owed| owed.start.is_a_judgement())
}

/// Whether incidents of a kind arrive again and again (at random, at intervals, by failures), rather than once on a date.
pub fn comes_again(plan: &Plan, kind: KindId) -> bool {
    match plan.kinds.get(kind.at()).map(|k| &k.arrivals) {
        None | Some(Arrivals::At(_)) => false,
        // A change is kept like an incident, and is none.
        Some(_) if plan.kinds[kind.at()].change.is_some() => false,
        Some(Arrivals::Every(_) | Arrivals::Rate(_)) => true,
        Some(Arrivals::ByFailure) if plan.demand.raises(kind) || plan.changes.begin_again(kind) => true,
        Some(Arrivals::ByFailure) => plan.systems.iter().any(|s| s.fails.as_ref().is_some_and(|(_, of)| *of == kind)),
    }
}
