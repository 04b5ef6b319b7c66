//! What is told of decisions: who is asked, reached, what they say, and on what authority work goes on.

use super::{Teller, responsibility, sentence, since};
use crate::engine::time::Instant;
use crate::model::fact::{Answer, Authority, Fact};
use crate::model::ids::{DecisionId, IncidentNo, PersonId};
use crate::report::words::duration;
use crate::study::measure::seconds;

impl Teller<'_> {
    pub(super) fn decision(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        match *fact {
            Fact::Asked { incident, decision, job } => {
                let first = self.asked.insert((incident, decision), at).is_none();
                let kind = responsibility::kind(names.0.decisions[decision.at()].kind);
                match names.0.decisions[decision.at()].access {
                    Some(matter) => Some(self.asking(decision, matter, job)),
                    None => first.then(|| format!("{} needs a decision: {}{kind}.", sentence(names.job(job)), names.decision(decision))),
                }
            }
            Fact::Reached { incident, decision, person } => {
                self.reached.insert((incident, decision), at);
                self.weighs.insert((incident, decision, person), (at, None));
                let asked = self.asked.get(&(incident, decision)).copied();
                let (person, decision) = (names.person(person), names.decision(decision));
                Some(match asked {
                    Some(asked) if asked == at => format!("{person} is at hand to decide on {decision}."),
                    Some(asked) => format!("{person} is reached to decide on {decision}, {} after the asking.", since(asked, at)),
                    None => format!("{person} is reached to decide on {decision}."),
                })
            }
            Fact::Decided { incident, decision, person, answer, authority } => {
                self.decided = Some((at, incident, decision));
                let after = self.weighed(at, incident, decision, person, answer);
                let words = match answer {
                    Answer::Approved => "APPROVES",
                    Answer::Deferred => "puts off",
                    Answer::Refused => "REFUSES",
                };
                let who = person.map_or("Somebody".to_owned(), |person| names.person(person));
                Some(match authority {
                    Authority::Nobody => format!("{who} acts WITHOUT AUTHORITY on {}{after}.", names.decision(decision)),
                    Authority::PreAuthorised(_) => self.standing(decision, authority),
                    _ => format!(
                        "{who} {words} {}{after}{}{}.",
                        names.decision(decision),
                        if authority == Authority::Delegate { ", as delegate" } else { "" },
                        self.quorum(incident, decision, answer)
                    ),
                })
            }
            Fact::Granted { incident, decision, authority } => {
                let told = self.decided == Some((at, incident, decision));
                (!told).then(|| match authority {
                    Authority::Nobody => format!("Somebody acts WITHOUT AUTHORITY on {}.", names.decision(decision)),
                    Authority::PreAuthorised(_) => self.standing(decision, authority),
                    _ => format!("{} is approved; the work goes on.", sentence(names.decision(decision))),
                })
            }
            _ => None,
        }
    }

    /// How long whoever answers has weighed it: since they were reached or, when they had not approved before, since they were asked again.
    fn weighed(&mut self, at: Instant, incident: IncidentNo, decision: DecisionId, person: Option<PersonId>, answer: Answer) -> String {
        let ask_again = self.names.0.decisions[decision.at()].ask_again;
        let Some(weighs) = person.and_then(|person| self.weighs.get_mut(&(incident, decision, person))) else {
            let after = self.reached.get(&(incident, decision)).filter(|reached| **reached < at);
            return after.map_or(String::new(), |reached| format!(" after {}", since(*reached, at)));
        };
        let (from, pause) = *weighs;
        if answer != Answer::Approved {
            *weighs = (at + ask_again, Some(ask_again));
        }
        let took = if from < at { format!(" after {}", since(from, at)) } else { String::new() };
        pause.map_or(took.clone(), |pause| format!("{took}, asked again {} after the answer before", duration(seconds(pause))))
    }

    /// Where several must agree: how many have.
    fn quorum(&mut self, incident: IncidentNo, decision: DecisionId, answer: Answer) -> String {
        let needed = self.names.0.decisions[decision.at()].quorum;
        let agreed = self.agreed.entry((incident, decision)).or_default();
        *agreed += u32::from(answer == Answer::Approved);
        if needed > 1 { format!(" ({agreed} of {needed} agree)") } else { String::new() }
    }

    fn standing(&self, decision: DecisionId, authority: Authority) -> String {
        let Authority::PreAuthorised(nth) = authority else { return String::new() };
        let to = self.names.0.decisions[decision.at()].pre_authorised.get(usize::from(nth));
        let to = to.map_or(String::new(), |(to, ..)| format!(" for {}", crate::report::words::harmless(to)));
        format!("{} need not be asked: pre-authorised{to}.", sentence(self.names.decision(decision)))
    }
}
