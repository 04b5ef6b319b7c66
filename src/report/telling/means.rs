//! What is said of the means of response.

use super::{Teller, sentence};
use crate::model::fact::Fact;
use crate::model::ids::MeansId;
use crate::model::means::For;
use crate::report::words::{duration, harmless};
use crate::study::measure::seconds;

impl Teller<'_> {
    /// What is said of a means that is lost or found again, and of whoever that stops.
    pub(super) fn means(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::MeansDown { means } => self.lost(means),
            Fact::MeansUp { means } => self.found(means),
            Fact::NotDelivered { person, .. } => format!("The page does NOT reach {}: what carries pages is down.", names.person(person)),
            Fact::CutOff { person, .. } => {
                let ways = names.0.means.iter().filter(|m| m.is_for == For::RemoteAccess).filter_map(|m| m.fallback);
                match ways.min() {
                    Some(way) => {
                        format!("{} cannot connect and comes to the site, which takes {}.", names.person(person), duration(seconds(way)))
                    }
                    None => format!("{} cannot connect.", names.person(person)),
                }
            }
            Fact::OnSite { person, .. } => format!("{} is at the site.", names.person(person)),
            _ => return None,
        })
    }

    fn lost(&self, means: MeansId) -> String {
        let entry = &self.names.0.means[means.at()];
        let system = self.names.system(entry.system);
        match entry.is_for {
            For::Paging => format!("Pages reach nobody who is not at work: {system} is down."),
            For::RemoteAccess => format!("Nobody can connect from elsewhere: {system} is down."),
            For::Chat(times) => format!("There is nothing to talk over, and work takes {times} times as long: {system} is down."),
            For::Use(_) => format!("{} cannot be used: {system} is down.", sentence(harmless(&entry.id))),
        }
    }

    fn found(&self, means: MeansId) -> String {
        let entry = &self.names.0.means[means.at()];
        match entry.is_for {
            For::Paging => "Pages reach people again.".to_owned(),
            For::RemoteAccess => "People can connect from elsewhere again.".to_owned(),
            For::Chat(_) => "People can talk to each other again.".to_owned(),
            For::Use(_) => format!("{} can be used again.", sentence(harmless(&entry.id))),
        }
    }
}
