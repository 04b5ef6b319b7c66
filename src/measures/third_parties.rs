//! Third parties of one incident: when they were called and ready, and what they charge.
//!
//! A vendor charges its fee for each hour that its tasks take, several at once each for themselves, and at least its minimum in an incident in
//! which it works at all. Hours beyond the horizon of the incident are not charged.

use super::billing::Stretch;
use super::outcome::{ProviderRecord, VendorRecord};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Job;
use crate::model::ids::{EmployerId, VendorId};
use crate::model::plan::Plan;

/// The third parties of one incident.
#[derive(Debug, Default)]
pub(super) struct ThirdParties {
    called: Vec<VendorRecord>,
    /// Tasks under way.
    at_work: Vec<(Job, VendorId, Instant)>,
    /// Time of tasks that have ended.
    worked: Vec<(VendorId, Span)>,
    /// Providers that were asked for a response, when, and when it came.
    asked: Vec<(EmployerId, Instant, Option<Instant>)>,
    /// How long people of each provider have worked.
    providers: Vec<(EmployerId, Span)>,
}

impl ThirdParties {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.called.clear();
        self.at_work.clear();
        self.worked.clear();
        self.asked.clear();
        self.providers.clear();
    }
    /// All that were called.
    pub(super) fn called(&self) -> &[VendorRecord] {
        &self.called
    }

    /// A vendor is called.
    pub(super) fn call(&mut self, at: Instant, vendor: VendorId) {
        self.called.push(VendorRecord { vendor, called: at, ready: None });
    }
    /// A vendor is ready.
    pub(super) fn ready(&mut self, at: Instant, vendor: VendorId) {
        if let Some(record) = self.called.iter_mut().find(|r| r.vendor == vendor) {
            record.ready = Some(at);
        }
    }
    /// A vendor begins a task.
    pub(super) fn start(&mut self, at: Instant, job: Job, vendor: VendorId) {
        self.at_work.push((job, vendor, at));
    }
    /// A task ends, if it is a vendor's.
    #[inline]
    pub(super) fn end(&mut self, at: Instant, job: &Job) {
        if let Some(place) = self.at_work.iter().position(|(known, ..)| known == job) {
            let (_, vendor, since) = self.at_work.swap_remove(place);
            self.worked.push((vendor, at - since));
        }
    }

    /// A provider is asked for a response.
    pub(super) fn ask(&mut self, at: Instant, employer: EmployerId) {
        self.asked.push((employer, at, None));
    }
    /// A provider responds.
    pub(super) fn respond(&mut self, at: Instant, employer: EmployerId) {
        if let Some((.., responded)) = self.asked.iter_mut().find(|(known, ..)| *known == employer) {
            *responded = Some(at);
        }
    }
    /// Somebody of a provider has worked.
    pub(super) fn worked(&mut self, stretch: &Stretch) {
        let span = Span((stretch.to - stretch.from).0.max(0));
        match self.providers.iter_mut().find(|(known, _)| *known == stretch.employer) {
            Some((_, worked)) => *worked += span,
            None => self.providers.push((stretch.employer, span)),
        }
    }
    /// How long people of each provider have worked.
    pub(super) fn providers_at_work(&self) -> &[(EmployerId, Span)] {
        &self.providers
    }

    /// What became of the requests to providers, as far as that is known at an instant.
    pub(super) fn providers(&self, plan: &Plan, until: Instant) -> Vec<ProviderRecord> {
        let record = |&(employer, requested, responded): &(EmployerId, Instant, Option<Instant>)| {
            let terms = plan.employers.get(employer.at()).map(|e| &e.terms);
            let target = terms.and_then(|t| t.response.as_ref()?.target);
            let counted = |to: Instant| terms.map_or(Span(0), |t| t.counted(requested, to));
            let within = target.and_then(|target| match responded {
                Some(at) => Some(counted(at) <= target),
                None => (counted(until) > target).then_some(false),
            });
            ProviderRecord { employer, requested, responded, within }
        };
        self.asked.iter().map(record).collect()
    }

    /// What all of them charge, for tasks under way up to an instant.
    pub(super) fn fees(&self, plan: &Plan, until: Instant) -> f64 {
        if self.called.is_empty() {
            return 0.0;
        }
        let fee = |record: &VendorRecord| {
            let entry = plan.vendors.get(record.vendor.at())?;
            let ended = self.worked.iter().filter(|(vendor, _)| *vendor == record.vendor).map(|(_, span)| *span);
            let under_way = self.at_work.iter().filter(|(_, vendor, _)| *vendor == record.vendor).map(|(.., since)| until - *since);
            let spans: Vec<Span> = ended.chain(under_way).collect();
            let worked: Span = spans.iter().copied().sum();
            (!spans.is_empty()).then(|| worked.max(entry.minimum).hours_f64() * entry.fee_per_hour)
        };
        self.called.iter().filter_map(fee).fold(0.0, |sum, fee| sum + fee)
    }
}
