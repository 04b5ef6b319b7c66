//! Access in sentences: who asks, who is given what, whose glass is broken, which use has no authority on record.

use super::super::words::{duration, harmless};
use super::{Teller, sentence};
use crate::engine::time::Instant;
use crate::model::access::Matter;
use crate::model::fact::{Basis, Capability, Fact, Job, Way};
use crate::model::ids::DecisionId;
use crate::study::measure::seconds;

impl Teller<'_> {
    /// Somebody asks for access, or for leave to break the glass.
    pub(super) fn asking(&self, decision: DecisionId, about: Matter, job: Job) -> String {
        let names = self.names;
        let (who, grant, job) = (names.person(about.person), names.capability(Capability::Grant(about.grant)), names.job(job));
        let right = harmless(&names.0.decisions[decision.at()].id);
        match about.way {
            Way::Request => format!("{who} asks for {grant}, to do {job}: {right}."),
            Way::BreakGlass => format!("{who} wants to break the glass for {grant}, to do {job}: {right}."),
        }
    }

    /// Access given, used and reviewed.
    pub(super) fn access(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        let held = |grant| names.capability(Capability::Grant(grant));
        Some(match *fact {
            Fact::AccessGiven { person, grant, way, lasts, .. } => {
                self.given = Some((at, person, Capability::Grant(grant)));
                let (who, lasts) = (names.person(person), duration(seconds(lasts)));
                match way {
                    Way::Request => format!("{who} is given {} for {lasts}.", held(grant)),
                    Way::BreakGlass => format!("{who} BREAKS THE GLASS: {} for {lasts}.", held(grant)),
                }
            }
            Fact::Privileged { grant, basis: Basis::Nothing, .. } => {
                format!("{} is used with no authority on record.", sentence(held(grant)))
            }
            Fact::Privileged { .. } => return None,
            Fact::GlassReviewed { person, grant, .. } => {
                format!("REVIEWED: {} has gone through the break-glass use of {}.", names.person(person), held(grant))
            }
            Fact::ReviewOverdue { grant, .. } => format!("OVERDUE: nobody has reviewed the break-glass use of {}.", held(grant)),
            _ => return None,
        })
    }
}
