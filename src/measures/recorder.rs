//! Listens to the facts of a play and hands out what each counted incident came to.

mod conclude;
mod notes;
mod outages;

use super::alarms::Alarms;
use super::billing::Billing;
use super::changes::Changes;
use super::concluded::Concluded;
use super::cost::{Charge, Payroll};
use super::open::Open;
use super::outcome::Outcome;
use super::record::Record;
use super::year::{Year, comes_again};
use crate::engine::time::Instant;
use crate::model::fact::{Fact, Told};
use crate::model::ids::{IncidentNo, KindId};
use crate::model::plan::Plan;

/// Turns the facts of one play after another into outcomes. What it keeps grows with the incidents that are open at once and with the outcomes
/// that have not been collected, not with the length of the play.
///
/// An incident is concluded at its horizon, or once it is closed, is recovered or was stopped before impact, every system that it took down is
/// up, and nobody has a job of it in hand or is called out for it. What is told of it afterwards is passed over, and so is everything told of
/// incidents that do not count.
#[derive(Debug)]
pub struct Recorder<'a> {
    plan: &'a Plan,
    open: Open,
    records: Vec<Record>,
    /// Records that can be used again.
    free: Vec<usize>,
    /// The incident of the fact before, and the place of its record.
    last: Option<(IncidentNo, usize)>,
    /// By system, the open incidents because of which it is down.
    down_by: Vec<Vec<IncidentNo>>,
    /// By system, the open incidents whose outage of it still has something to follow.
    after: Vec<Vec<IncidentNo>>,
    payroll: Payroll<'a>,
    /// Where any source raises false alarms.
    alarms: Option<Box<Alarms>>,
    billing: Billing<'a>,
    /// Where there are any changes.
    changes: Option<Box<Changes>>,
    concluded: Concluded,
    year: Year,
    /// One flag a kind of incident: it comes again and again, so that it is part of a year.
    again: Vec<bool>,
}

impl<'a> Recorder<'a> {
    /// A recorder for plays of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        Recorder {
            plan,
            open: Open::default(),
            records: Vec::new(),
            free: Vec::new(),
            last: None,
            down_by: vec![Vec::new(); plan.systems.len()],
            after: vec![Vec::new(); plan.systems.len()],
            payroll: Payroll::new(plan),
            alarms: plan.sensors.iter().any(|s| s.false_alarms.is_some()).then(Box::default),
            billing: Billing::new(plan),
            changes: plan.changes.any().then(Box::default),
            concluded: Concluded::default(),
            year: Year::default(),
            again: (0..plan.kinds.len() as u32).map(|kind| comes_again(plan, KindId(kind))).collect(),
        }
    }

    /// Forgets everything, outcomes not collected included: another play begins.
    pub fn reset(&mut self) {
        self.open.clear();
        self.free.clear();
        self.free.extend(0..self.records.len());
        self.last = None;
        self.down_by.iter_mut().for_each(Vec::clear);
        self.after.iter_mut().for_each(Vec::clear);
        self.payroll.clear();
        if let Some(alarms) = &mut self.alarms {
            alarms.clear();
        }
        self.billing.clear();
        if let Some(changes) = &mut self.changes {
            changes.clear();
        }
        self.concluded.clear();
        self.year.clear();
    }

    /// Takes note of a fact. Facts come in the order of the play.
    pub fn observe(&mut self, at: Instant, fact: &Fact) {
        self.observe_all(&[(at, *fact)]);
    }

    /// Takes note of many facts.
    pub fn observe_all(&mut self, facts: &[(Instant, Fact)]) {
        for (at, fact) in facts {
            self.note(*at, fact);
        }
    }

    /// The play is over: concludes what is still open. `end` is the instant up to which it was played; where that comes before the horizon of
    /// an incident whose response is not over, the incident counts as followed up to `end`.
    pub fn finish(&mut self, end: Instant) {
        if let Some(alarms) = &mut self.alarms {
            self.year.false_alarms = alarms.sums(self.plan, end);
        }
        self.year.exposure.close(self.plan);
        if let Some(changes) = &mut self.changes {
            self.year.changes = changes.sums(self.plan, end);
        }
        for incident in self.open.incidents() {
            if let Some(place) = self.place(incident) {
                self.conclude(place, end);
            }
        }
    }

    /// The outcomes concluded since they were last collected, in the order of incident numbers.
    pub fn take(&mut self) -> Vec<Outcome> {
        let mut all = Vec::with_capacity(self.concluded.len());
        self.concluded.drain(&mut |outcome| all.push(outcome));
        all
    }

    /// Hands over the outcomes concluded since they were last collected, in the order of incident numbers, and forgets them. Called now and then
    /// during a long play it keeps memory small.
    pub fn drain(&mut self, to: &mut dyn FnMut(Outcome)) {
        self.concluded.drain(to);
    }

    /// The sums of the play so far, over the incidents concluded.
    pub fn year(&self) -> &Year {
        &self.year
    }

    #[allow(clippy::too_many_lines, reason = "an arm for each fact, so that a new one cannot be forgotten")]
    #[inline(always)]
    fn note(&mut self, at: Instant, fact: &Fact) {
        if let Some(alarms) = &mut self.alarms {
            alarms.observe(self.plan, at, fact);
        }
        if let Some(changes) = &mut self.changes {
            changes.observe(self.plan, at, fact);
        }
        match *fact {
            Fact::Began { incident, kind, counted } => {
                if counted {
                    self.begin(at, incident, kind);
                }
            }
            Fact::Down { system, by } => self.down(at, system, by),
            Fact::Up { system } => self.up(at, system),
            Fact::FullService { system } => {
                let over = self.plan.systems.get(system.at()).is_some_and(|s| s.catch_up.is_none());
                self.follows(at, system, fact, over)
            }
            Fact::CaughtUp { system } => self.follows(at, system, fact, true),
            Fact::HorizonReached { incident } => {
                if let Some(place) = self.place(incident) {
                    self.conclude(place, at);
                }
            }
            Fact::Released { job, .. }
            | Fact::Waits { job, .. }
            | Fact::Started { job, .. }
            | Fact::Stopped { job, .. }
            | Fact::Ended { job, .. }
            | Fact::StaysOn { job, .. }
            | Fact::BackOnShift { job, .. }
            | Fact::Restored { job, .. }
            | Fact::Skipped { job } => {
                if let Some(place) = self.follow(at, job.incident) {
                    self.note_job(at, place, &job, fact);
                }
            }
            Fact::CalledOut { incident, person } | Fact::StoodDown { incident, person } => {
                if let Some(place) = self.follow(at, incident) {
                    match fact {
                        Fact::CalledOut { .. } => self.called_out(at, place, incident, person),
                        _ => self.stood_down(at, place, incident, person),
                    }
                }
            }
            Fact::DoneTwice { job, time, .. } => {
                if let Some(place) = self.follow(at, job.incident) {
                    self.records[place].duplicated += time;
                }
            }
            Fact::LeadTakesOver { incident, .. }
            | Fact::LeadHandsOver { incident, .. }
            | Fact::LeadStaysOn { incident, .. }
            | Fact::LeadEnds { incident, .. }
            | Fact::LeaderLess { incident } => {
                if let Some(place) = self.follow(at, incident) {
                    self.note_lead(at, place, fact);
                }
            }
            Fact::Hit { incident, .. }
            | Fact::NoCopyLeft { incident, .. }
            | Fact::Isolated { incident, .. }
            | Fact::Silent { incident, .. }
            | Fact::Asked { incident, .. }
            | Fact::Reached { incident, .. }
            | Fact::Decided { incident, .. }
            | Fact::Granted { incident, .. }
            | Fact::ProviderRequested { incident, .. }
            | Fact::ProviderResponded { incident, .. }
            | Fact::ChangeOrdered { incident, .. }
            | Fact::VendorCalled { incident, .. }
            | Fact::VendorReady { incident, .. }
            | Fact::Inject(Told::Fired { incident, .. }) => {
                if let Some(place) = self.follow(at, incident) {
                    notes::note_decision(&mut self.records[place], self.plan, at, fact);
                }
            }
            Fact::Knowing(what) => self.note_knowing(at, &what),
            Fact::Privileged { job, .. } => {
                if let Some(place) = self.follow(at, job.incident) {
                    self.records[place].access.note(fact);
                }
            }
            Fact::AccessGiven { incident, .. } | Fact::GlassReviewed { incident, .. } | Fact::ReviewOverdue { incident, .. } => {
                if let Some(place) = self.follow(at, incident) {
                    self.records[place].access.note(fact);
                }
            }
            Fact::NoticeClock { incident, .. }
            | Fact::NoticeSubmitted { incident, .. }
            | Fact::NoticeWaived { incident, .. }
            | Fact::NoticeMissed { incident, .. } => {
                if let Some(place) = self.follow(at, incident) {
                    self.records[place].notices.note(at, fact);
                }
            }
            Fact::Occurred { incident, .. }
            | Fact::Alerted { incident, .. }
            | Fact::Acknowledged { incident, .. }
            | Fact::Aware { incident, .. }
            | Fact::Declared { incident, .. }
            | Fact::Escalated { incident }
            | Fact::Contained { incident }
            | Fact::StoppedBeforeImpact { incident }
            | Fact::Recovered { incident }
            | Fact::Closed { incident } => {
                if let Some(place) = self.follow(at, incident)
                    && self.records[place].reached(at, fact)
                {
                    self.conclude_if_over(place, at);
                }
            }
            Fact::Exposure(told) => self.note_finding(at, &told),
            Fact::Tickets { .. }
            | Fact::TicketsTook { .. }
            | Fact::TicketsPassedOn { .. }
            | Fact::TicketsWaiting { .. }
            | Fact::Spent { .. }
            | Fact::MilestoneReached { .. }
            | Fact::MilestoneMissed { .. } => {
                self.year.note(self.plan, at, fact);
            }
            Fact::NothingKept { .. }
            | Fact::Stage { .. }
            | Fact::CopiesLost { .. }
            | Fact::NoCleanCopy { .. }
            | Fact::Reinfected { .. }
            | Fact::BackWith { .. }
            | Fact::FalseAlarm { .. }
            | Fact::FoundFalse { .. }
            | Fact::MeansDown { .. }
            | Fact::MeansUp { .. }
            | Fact::NotDelivered { .. }
            | Fact::CutOff { .. }
            | Fact::OnSite { .. }
            | Fact::Reconnected { .. }
            | Fact::LaneFull { .. }
            | Fact::StepFired { .. }
            | Fact::Paged { .. }
            | Fact::Answered { .. }
            | Fact::Owned { .. }
            | Fact::Consulting { .. }
            | Fact::Consulted { .. }
            | Fact::WentWithout { .. }
            | Fact::Informed { .. }
            | Fact::MustRest { .. }
            | Fact::BenchBusy { .. }
            | Fact::BenchShared { .. }
            | Fact::ProviderDown { .. }
            | Fact::ProviderBack { .. }
            | Fact::ContractEnded { .. }
            | Fact::Gained { .. }
            | Fact::Lost { .. }
            | Fact::Stolen { .. }
            | Fact::OutOfUse { .. }
            | Fact::InUse { .. }
            | Fact::Update { .. }
            | Fact::HandedOff { .. }
            | Fact::WorkApart { .. }
            | Fact::OwnerUnclear { .. }
            | Fact::HandedOver { .. }
            | Fact::Tired { .. }
            | Fact::Switched { .. }
            | Fact::LeftTicket { .. }
            | Fact::RootCauseWaits { .. }
            | Fact::RootCauseFixed { .. }
            | Fact::CameAgain { .. }
            | Fact::Away { .. }
            | Fact::Back { .. }
            | Fact::Left { .. }
            | Fact::Hired { .. }
            | Fact::Inject(_)
            | Fact::Room(_)
            | Fact::Covered { .. }
            | Fact::Period { .. }
            | Fact::Change(_)
            | Fact::PromiseBroken { .. } => {}
        }
    }

    fn begin(&mut self, at: Instant, incident: IncidentNo, kind: KindId) {
        if self.place(incident).is_some() {
            return;
        }
        let place = self.free.pop().unwrap_or_else(|| {
            self.records.push(Record::default());
            self.records.len() - 1
        });
        self.records[place].begin(self.plan, at, incident, kind);
        self.open.insert(incident, place);
        self.last = Some((incident, place));
    }

    /// The place of an open incident. Facts of one incident come in bursts, so the last one is tried first.
    #[inline(always)]
    fn place(&mut self, incident: IncidentNo) -> Option<usize> {
        if let Some((last, place)) = self.last
            && last == incident
        {
            return Some(place);
        }
        let place = self.open.place(incident)?;
        self.last = Some((incident, place));
        Some(place)
    }

    /// The place of an incident of which something is told; one that is past its horizon is concluded instead.
    #[inline(always)]
    fn follow(&mut self, at: Instant, incident: IncidentNo) -> Option<usize> {
        let place = self.place(incident)?;
        if at > self.records[place].horizon {
            self.conclude(place, at);
            return None;
        }
        Some(place)
    }

    #[inline]
    fn charge(&mut self, charge: Option<Charge>) {
        if let Some(charge) = &charge {
            self.book(charge);
        }
    }

    fn book(&mut self, charge: &Charge) {
        if let Some(place) = self.place(charge.incident) {
            self.records[place].charge(charge, &mut self.billing);
        }
    }
}

#[cfg(test)]
impl Recorder<'_> {
    /// How many records it holds, in use or not.
    pub(super) fn held(&self) -> usize {
        self.records.len()
    }
}
