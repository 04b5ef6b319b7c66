//! Sentences about those who are accountable, consulted and informed.

use super::{Teller, sentence, since};
use crate::engine::time::Instant;
use crate::model::authority::entry::DecisionKind;
use crate::model::fact::Fact;
use crate::model::responsibility::Party;
use crate::report::names::Names;
use crate::report::words::{duration, harmless, list};
use crate::study::measure::seconds;

impl Teller<'_> {
    /// What is said of a fact about responsibilities.
    pub(super) fn responsibility(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::Owned { service, silent: Some(policy), .. } => {
                format!(
                    "Escalation {} has run out of steps and turns to the accountable for {}.",
                    names.policy(policy),
                    names.service(service)
                )
            }
            Fact::Consulting { incident, matter, service, party } => {
                self.consulting.insert((incident, matter, party), at);
                format!("{} must be asked about {}.", sentence(self.consulted(service, party)), names.matter(matter))
            }
            Fact::Consulted { incident, matter, party, person, .. } => {
                let asked = self.consulting.remove(&(incident, matter, party));
                let after = asked.map_or(String::new(), |asked| format!(", {} after the asking", since(asked, at)));
                format!("{} has advised on {}{after}.", names.person(person), names.matter(matter))
            }
            Fact::WentWithout { matter, service, party, .. } => {
                let at_most = names.0.services[service.at()].consulted.get(party as usize).map_or(0.0, |c| seconds(c.at_most));
                let (who, what) = (sentence(self.consulted(service, party)), names.matter(matter));
                format!("{who} has not answered on {what} within {}: the work goes on WITHOUT THEM.", duration(at_most))
            }
            Fact::Informed { service, by, .. } => {
                let told: Vec<String> = names.0.services[service.at()].informed.iter().map(|p| called(names, p)).collect();
                let told = list(&told, 10);
                by.map_or(format!("Told of it: {told}."), |by| format!("{} has told {told}.", names.person(by)))
            }
            _ => return None,
        })
    }

    fn consulted(&self, service: crate::model::ids::ServiceId, party: u32) -> String {
        self.names.0.services[service.at()].consulted.get(party as usize).map_or(String::new(), |c| called(self.names, &c.party))
    }
}

/// One person by name, several as the file calls them.
fn called(names: Names, party: &Party) -> String {
    match party.people.as_slice() {
        [only] => names.person(*only),
        _ => harmless(&party.id),
    }
}

/// What kind of decision it is, behind its name.
pub(super) fn kind(kind: Option<DecisionKind>) -> &'static str {
    match kind {
        Some(DecisionKind::RiskAcceptance) => ", an acceptance of risk",
        Some(DecisionKind::Notification) => ", a notification",
        Some(DecisionKind::BusinessShutdown) => ", a shutdown of business",
        None => "",
    }
}
