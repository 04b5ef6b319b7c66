//! From facts to what an incident came to: milestones, the wait ledger, systems lost, decisions, costs. Pure: it reads the plan and the
//! facts, draws nothing, books nothing, and the same facts give the same outcomes.
//!
//! A [`Recorder`] is told every fact of a play in order and hands out one [`Outcome`] per counted incident.

mod cost;
mod decisions;
#[cfg(test)]
mod fixture;
mod history;
mod ledger;
mod open;
mod outcome;
mod record;
mod recorder;
#[cfg(test)]
mod tests;

pub use outcome::{DecisionRecord, Outcome, SystemOutcome};
pub use recorder::Recorder;
