//! Third parties of one incident: when they were called and ready, and what they charge.
//!
//! A vendor charges its fee for each hour that its tasks take, several at once each for themselves, and at least its minimum in an incident in
//! which it works at all. Hours beyond the horizon of the incident are not charged.

use super::outcome::VendorRecord;
use crate::engine::time::{Instant, Span};
use crate::model::fact::Job;
use crate::model::ids::VendorId;
use crate::model::plan::Plan;

/// The third parties of one incident.
#[derive(Debug, Default)]
pub(super) struct ThirdParties {
    called: Vec<VendorRecord>,
    /// Tasks under way.
    at_work: Vec<(Job, VendorId, Instant)>,
    /// Time of tasks that have ended.
    worked: Vec<(VendorId, Span)>,
}

impl ThirdParties {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.called.clear();
        self.at_work.clear();
        self.worked.clear();
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
    pub(super) fn end(&mut self, at: Instant, job: &Job) {
        if let Some(place) = self.at_work.iter().position(|(known, ..)| known == job) {
            let (_, vendor, since) = self.at_work.swap_remove(place);
            self.worked.push((vendor, at - since));
        }
    }

    /// What all of them charge, for tasks under way up to an instant.
    pub(super) fn fees(&self, plan: &Plan, until: Instant) -> f64 {
        let fee = |record: &VendorRecord| {
            let entry = plan.vendors.get(record.vendor.at())?;
            let ended = self.worked.iter().filter(|(vendor, _)| *vendor == record.vendor).map(|(_, span)| *span);
            let under_way = self.at_work.iter().filter(|(_, vendor, _)| *vendor == record.vendor).map(|(.., since)| until - *since);
            let spans: Vec<Span> = ended.chain(under_way).collect();
            let worked: Span = spans.iter().copied().sum();
            (!spans.is_empty()).then(|| worked.max(entry.minimum).hours_f64() * entry.fee_per_hour)
        };
        self.called.iter().filter_map(fee).sum()
    }
}
