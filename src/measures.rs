//! From facts to what an incident came to: milestones, the wait ledger, systems lost, decisions, costs. Pure: it reads the plan and the
//! facts, draws nothing, books nothing, and the same facts give the same outcomes.
//!
//! A [`Recorder`] is told every fact of a play in order, hands out one [`Outcome`] per counted incident, and keeps the sums of the [`Year`].

mod access;
mod alarms;
mod billing;
mod changes;
mod concluded;
mod cost;
mod decisions;
mod exposure;
#[cfg(test)]
mod fixture;
mod history;
mod knowledge;
mod lead;
mod ledger;
mod notices;
mod open;
mod outcome;
mod post;
mod record;
mod recorder;
mod restores;
#[cfg(test)]
mod tests;
mod third_parties;
mod year;

pub use access::Access;
pub use alarms::FalseAlarmSums;
pub use changes::{ChangeSums, For};
pub use exposure::{ExposureSums, FindingSums};
pub use knowledge::Knowledge;
pub use outcome::{DecisionRecord, NoticeOutcome, Outcome, ProviderRecord, SystemOutcome, VendorRecord};
pub use post::Post;
pub use recorder::Recorder;
pub use year::{Year, comes_again};
