//! What is noted of jobs, leads, call-outs and decisions of an incident that is followed.

use super::Recorder;
use crate::engine::time::Instant;
use crate::measures::record::Record;
use crate::model::exposure::Told;
use crate::model::fact::{Ending, Fact, Job, Knowing, Wait};
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::plan::Plan;

impl Recorder<'_> {
    pub(super) fn note_finding(&mut self, at: Instant, told: &Told) {
        self.year.exposure.note(self.plan, at, told);
        if let Some(place) = told.incident().and_then(|incident| self.follow(at, incident)) {
            self.records[place].through_finding = true;
        }
    }

    pub(super) fn note_job(&mut self, at: Instant, place: usize, job: &Job, fact: &Fact) {
        let record = &mut self.records[place];
        match *fact {
            Fact::Released { by, attempt, .. } => record.history.released(at, job, by, attempt),
            Fact::Restored { .. } => record.restores.note(at, fact),
            Fact::Waits { on, .. } => record.history.waits(at, job, on),
            Fact::Skipped { .. } => record.history.over(at, job, true),
            Fact::Started { person, reading_in, improvised, .. } => {
                if improvised {
                    record.knowledge.improvises(*job);
                }
                let vendor = person.is_none() && self.plan.tasks.get(job.task.at()).is_some_and(|t| t.vendor);
                if vendor {
                    record.history.waits(at, job, Wait::Vendor);
                } else {
                    record.history.works(at, job, reading_in);
                }
                if person.is_none()
                    && let Some(vendor) = self.plan.tasks.get(job.task.at()).and_then(|t| t.by)
                {
                    record.third_parties.start(at, *job, vendor);
                }
                if let Some(person) = person {
                    record.working.push(person);
                    let charge = self.payroll.start(at, person, *job);
                    self.charge(charge);
                }
            }
            Fact::Stopped { person, .. } => {
                // Somebody qualified has just been here; the next wait or start tells more.
                record.history.waits(at, job, Wait::Busy);
                record.knowledge.stopped(job);
                self.put_down(at, place, person, job);
            }
            Fact::Ended { person, ending, .. } => {
                record.history.over(at, job, ending == Ending::Done);
                record.knowledge.ended(job, ending);
                record.third_parties.end(at, job);
                if let Some(person) = person {
                    self.put_down(at, place, person, job);
                }
            }
            Fact::StaysOn { person, .. } => {
                let charge = self.payroll.overtime(at, person, job, true);
                self.charge(charge);
            }
            Fact::BackOnShift { person, .. } => {
                let charge = self.payroll.overtime(at, person, job, false);
                self.charge(charge);
            }
            _ => {}
        }
    }

    /// Whoever works beside another to learn is paid like for a job in hand; the ledger knows nothing of it.
    pub(super) fn note_knowing(&mut self, at: Instant, what: &Knowing) {
        let Some(place) = self.follow(at, what.job().incident) else { return };
        let record = &mut self.records[place];
        record.knowledge.note(at, what);
        match *what {
            Knowing::Follows { .. } => {}
            Knowing::Joins { job, person, .. } => {
                record.working.push(person);
                let charge = self.payroll.start(at, person, job);
                self.charge(charge);
            }
            Knowing::Parts { job, person, .. } => self.put_down(at, place, person, &job),
        }
    }

    pub(super) fn note_lead(&mut self, at: Instant, place: usize, fact: &Fact) {
        let record = &mut self.records[place];
        let incident = record.incident;
        match *fact {
            Fact::LeadTakesOver { person, .. } => {
                record.lead.takes_over(at, person);
                let charge = self.payroll.lead(at, person, incident);
                self.charge(charge);
            }
            Fact::LeaderLess { .. } => record.lead.nobody(at),
            Fact::LeadStaysOn { person, ends, .. } => {
                let charge = self.payroll.stays_to_lead(at, person, !ends);
                self.charge(charge);
            }
            _ => self.lead_goes(at, place),
        }
    }

    pub(super) fn lead_goes(&mut self, at: Instant, place: usize) {
        let record = &mut self.records[place];
        let incident = record.incident;
        if let Some(person) = record.lead.goes() {
            let charge = self.payroll.lead_no_more(at, person, incident);
            self.charge(charge);
        }
    }

    pub(super) fn put_down(&mut self, at: Instant, place: usize, person: PersonId, job: &Job) {
        let working = &mut self.records[place].working;
        if let Some(index) = working.iter().position(|p| *p == person) {
            working.swap_remove(index);
        }
        let charge = self.payroll.stop(at, person, job);
        self.charge(charge);
        self.conclude_if_over(place, at);
    }

    pub(super) fn called_out(&mut self, at: Instant, place: usize, incident: IncidentNo, person: PersonId) {
        let called = &mut self.records[place].called;
        if !called.contains(&person) {
            called.push(person);
        }
        let charge = self.payroll.call_out(at, person, incident);
        self.charge(charge);
    }

    pub(super) fn stood_down(&mut self, at: Instant, place: usize, incident: IncidentNo, person: PersonId) {
        self.records[place].called.retain(|p| *p != person);
        let charge = self.payroll.stand_down(at, person, incident);
        self.charge(charge);
        self.conclude_if_over(place, at);
    }
}

/// Takes note of what is told of decisions, hits, silences, providers and third parties.
pub(super) fn note_decision(record: &mut Record, plan: &Plan, at: Instant, fact: &Fact) {
    match *fact {
        Fact::Hit { .. } | Fact::NoCopyLeft { .. } | Fact::Isolated { .. } => record.restores.note(at, fact),
        Fact::Silent { .. } => record.silent(),
        Fact::ProviderRequested { employer, .. } => record.third_parties.ask(at, employer),
        Fact::ProviderResponded { employer, .. } => record.third_parties.respond(at, employer),
        Fact::ChangeOrdered { employer, .. } => record.ordered(plan, employer),
        Fact::Inject(_) => record.injects += 1,
        Fact::VendorCalled { vendor, .. } => record.third_parties.call(at, vendor),
        Fact::VendorReady { vendor, .. } => record.third_parties.ready(at, vendor),
        Fact::Asked { decision, .. } => record.decisions.asked(at, decision),
        Fact::Reached { decision, person, .. } => record.decisions.reached(at, decision, person),
        Fact::Decided { decision, person, answer, authority, .. } => record.decisions.decided(at, decision, person, answer, authority),
        Fact::Granted { decision, authority, .. } => record.decisions.granted(at, decision, authority),
        _ => {}
    }
}
