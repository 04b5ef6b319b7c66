//! Third parties and providers in words.

use std::collections::BTreeMap;

use super::names::Names;
use super::telling::{sentence, since};
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, VendorId};

/// Remembers since when somebody outside has been called.
#[derive(Debug, Default)]
pub struct Outside {
    called: BTreeMap<(IncidentNo, VendorId), Instant>,
}

impl Outside {
    /// What is said of a fact of somebody outside.
    pub fn tell(&mut self, names: &Names, at: Instant, fact: &Fact) -> Option<String> {
        Some(match *fact {
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
