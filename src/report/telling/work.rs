//! What is told of work: what starts, waits, stops and ends, in whose hands.

use super::{Teller, sentence, since};
use crate::engine::time::Instant;
use crate::model::fact::{Capability, Ending, Fact, Stop, Wait};
use crate::report::words::duration;
use crate::study::measure::seconds;

impl Teller<'_> {
    pub(super) fn work(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        match *fact {
            Fact::Waits { job, on } => {
                let news = self.waits.insert(job, on) != Some(on) && !self.explained(job, on);
                let reason = waits_for(on)?;
                let away = self.missing.who_could(names, job, on, at);
                news.then(|| format!("{} waits: {reason}{away}.", sentence(names.job(job))))
            }
            Fact::Started { job, .. } | Fact::Ended { job, .. } if self.only_decides(job) => {
                self.waits.remove(&job);
                None
            }
            Fact::Started { job, person, attempt, reading_in, again: lost, improvised } => {
                self.waits.remove(&job);
                let again = self.begun.contains_key(&job);
                self.begun.entry(job).or_insert(at);
                let Some(person) = person else { return Some(format!("{} runs.", sentence(names.job(job)))) };
                let verb = if again { "goes on with" } else { "starts" };
                let mut words = format!("{} {verb} {}", names.person(person), names.job(job));
                if attempt > 1 {
                    words.push_str(&format!(", attempt {attempt}"));
                }
                if reading_in > lost {
                    words.push_str(&format!(", reading in for {}", duration(seconds(reading_in - lost))));
                }
                if lost.0 > 0 {
                    words.push_str(&format!(", and does again {} of lost work", duration(seconds(lost))));
                }
                if improvised {
                    words.push_str(", improvising without the runbook");
                }
                if let Some((_, runbook)) = self.by_runbook.take().filter(|(of, _)| *of == job) {
                    words.push_str(&format!(", following the runbook {}", names.capability(Capability::Knowledge(runbook))));
                }
                Some(words + ".")
            }
            Fact::Stopped { job, person, why } => {
                let why = match why {
                    Stop::Preempted => Some("more severe work takes over".to_owned()),
                    Stop::ShiftEnded => Some("the shift ends".to_owned()),
                    Stop::Leads => Some("the lead takes all their attention".to_owned()),
                    Stop::Rest => Some("rest is due".to_owned()),
                    Stop::NotNeeded => Some("there is nothing to do".to_owned()),
                    Stop::CutOff => Some("the connection is lost".to_owned()),
                    Stop::Reassigned => Some("the room has it so".to_owned()),
                    Stop::ProviderDown => Some("the provider cannot work".to_owned()),
                    Stop::Suspended => Some("the contract does not hold for now".to_owned()),
                    Stop::ContractEnded => Some("the contract has ended".to_owned()),
                    Stop::Disqualified => Some("the access or the knowledge for it is gone".to_owned()),
                    Stop::Away => self.missing.news(names, person, at),
                };
                let why = why.map_or(String::new(), |why| format!(": {why}"));
                Some(format!("{} leaves {}{why}.", names.person(person), names.job(job)))
            }
            Fact::Ended { job, person, ending, .. } => {
                let after = self.begun.remove(&job).map_or(String::new(), |begun| format!(" after {}", since(begun, at)));
                let job = names.job(job);
                let who = |doing: &str| person.map_or(sentence(job.clone()), |person| format!("{} {doing} {job}", names.person(person)));
                Some(match ending {
                    Ending::Done if person.is_none() => format!("{} is done{after}.", sentence(job)),
                    Ending::Done => format!("{}{after}.", who("finishes")),
                    Ending::Failed if person.is_none() => format!("{} FAILED{after}.", sentence(job)),
                    Ending::Failed => format!("{} without success{after}; it FAILED.", who("ends")),
                    Ending::BackTo(task) => format!("{}{after}; the work goes back to {}.", who("ends"), names.task(task)),
                })
            }
            _ => None,
        }
    }
}

fn waits_for(on: Wait) -> Option<&'static str> {
    match on {
        Wait::OffDuty => Some("nobody on duty can do it"),
        Wait::Busy => Some("those who can do it are busy"),
        Wait::NoGrant => Some("those on duty lack the access"),
        Wait::NoKnowledge => Some("those on duty lack the knowledge"),
        Wait::Consultation => Some("others are being consulted"),
        Wait::Dependency => Some("what it needs is not back"),
        // Told by the facts themselves.
        _ => None,
    }
}
