//! Third parties and providers in words.

use std::collections::BTreeMap;

use super::names::Names;
use super::telling::{sentence, since};
use super::words::limit;
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::ids::{EmployerId, IncidentNo, VendorId};
use crate::study::measure::seconds;

/// Remembers since when somebody outside has been called.
#[derive(Debug, Default)]
pub struct Outside {
    called: BTreeMap<(IncidentNo, VendorId), Instant>,
    asked: BTreeMap<(IncidentNo, EmployerId), Instant>,
}

impl Outside {
    /// What is said of a fact of somebody outside.
    pub fn tell(&mut self, names: &Names, at: Instant, fact: &Fact) -> Option<String> {
        Some(match *fact {
            Fact::ProviderRequested { incident, employer } => {
                self.asked.insert((incident, employer), at);
                format!("{} is asked to respond.", names.employer(employer))
            }
            Fact::ProviderResponded { incident, employer } => {
                let asked = self.asked.get(&(incident, employer)).copied().unwrap_or(at);
                let terms = &names.0.employers[employer.at()].terms;
                let target = terms.response.as_ref().and_then(|r| r.target);
                let promise = target.map_or(String::new(), |target| {
                    let promised = limit(seconds(target));
                    if terms.counted(asked, at) <= target {
                        format!(", within the {promised} promised")
                    } else {
                        format!(", LATE: {promised} were promised")
                    }
                });
                let when = if asked == at { "at once".into() } else { format!("after {}", since(asked, at)) };
                format!("{} responds {when}{promise}.", names.employer(employer))
            }
            Fact::BenchBusy { employer, .. } => format!("The people of {} are with another client.", names.employer(employer)),
            Fact::BenchShared { employer, left, of, .. } => {
                format!("The whole sector is hit: {} has {left} of its {of} people left for this.", names.employer(employer))
            }
            Fact::ChangeOrdered { employer, .. } => {
                format!("The change order comes through: {} may do what its contract does not cover.", names.employer(employer))
            }
            Fact::ProviderDown { employer } => format!("{} cannot work: what it needs is down.", names.employer(employer)),
            Fact::ProviderBack { employer } => format!("{} can work again.", names.employer(employer)),
            Fact::ContractEnded { employer } => format!(
                "The contract of {} has ended: its people are gone, and all the access that they held for it.",
                names.employer(employer)
            ),
            Fact::VendorCalled { incident, vendor } => {
                self.called.insert((incident, vendor), at);
                format!("{} is called in.", sentence(names.vendor(vendor)))
            }
            Fact::VendorReady { incident, vendor } => {
                let after =
                    self.called.get(&(incident, vendor)).map_or(String::new(), |called| format!(", {} after the call", since(*called, at)));
                format!("{} is ready to start{after}.", sentence(names.vendor(vendor)))
            }
            _ => return None,
        })
    }
}
