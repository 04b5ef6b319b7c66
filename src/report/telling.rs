//! One fact in one sentence, for the story of a replication. What adds nothing for a reader has no sentence.

use std::collections::BTreeMap;

use super::missing::Missing;
use super::names::Names;
use super::notices::Notices;
use super::outside::Outside;
use super::words::duration;
use crate::engine::time::{Instant, Span};
use crate::model::contract::terms;
use crate::model::fact::{AlertFrom, AlertTo, Capability, Fact, Job, PageFor, Wait};
use crate::model::ids::{DecisionId, IncidentNo, KindId, KnowledgeId, PersonId, SystemId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;
use crate::model::responsibility::Matter;

mod access;
mod calendar;
mod change;
mod decision;
mod inject;
mod knowledge;
mod means;
mod overtime;
pub(super) mod penalty;
mod recovery;
mod responsibility;
mod room;
mod wanted;
mod work;

/// Remembers what a sentence needs of earlier facts: since when somebody was paged, asked, at work.
pub struct Teller<'a> {
    names: Names<'a>,
    kinds: BTreeMap<IncidentNo, KindId>,
    severity: BTreeMap<IncidentNo, Severity>,
    hit: BTreeMap<(IncidentNo, SystemId), Instant>,
    bare: Vec<(IncidentNo, SystemId)>,
    in_line: Option<Job>,
    up: BTreeMap<SystemId, Instant>,
    paged: BTreeMap<(IncidentNo, PersonId), Instant>,
    asked: BTreeMap<(IncidentNo, DecisionId), Instant>,
    reached: BTreeMap<(IncidentNo, DecisionId), Instant>,
    /// Since when those who have been reached weigh a decision, and after what pause where they had not approved before.
    weighs: BTreeMap<(IncidentNo, DecisionId, PersonId), (Instant, Option<Span>)>,
    begun: BTreeMap<Job, Instant>,
    waits: BTreeMap<Job, Wait>,
    decided: Option<(Instant, IncidentNo, DecisionId)>,
    agreed: BTreeMap<(IncidentNo, DecisionId), u32>,
    consulting: BTreeMap<(IncidentNo, Matter, u32), Instant>,
    heard: Vec<(IncidentNo, Option<AlertFrom>, AlertTo)>,
    /// It was said that two employers are at work on it.
    apart: BTreeMap<IncidentNo, bool>,
    /// The declaration has just said who leads it.
    announced: Option<IncidentNo>,
    outside: Outside,
    missing: Missing,
    /// Who goes by what is written at the job that starts next.
    by_runbook: Option<(Job, KnowledgeId)>,
    /// Beside whom somebody works, to learn.
    beside: BTreeMap<PersonId, PersonId>,
    /// Access just given or a runbook just learned, which has been said.
    given: Option<(Instant, PersonId, Capability)>,
    notices: Notices<'a>,
    wanted: wanted::Wanted,
}

impl<'a> Teller<'a> {
    /// Nothing told yet.
    pub fn new(plan: &'a Plan) -> Self {
        Teller {
            names: Names(plan),
            kinds: BTreeMap::new(),
            severity: BTreeMap::new(),
            hit: BTreeMap::new(),
            bare: Vec::new(),
            in_line: None,
            up: BTreeMap::new(),
            paged: BTreeMap::new(),
            asked: BTreeMap::new(),
            reached: BTreeMap::new(),
            weighs: BTreeMap::new(),
            begun: BTreeMap::new(),
            waits: BTreeMap::new(),
            decided: None,
            agreed: BTreeMap::new(),
            consulting: BTreeMap::new(),
            heard: Vec::new(),
            apart: BTreeMap::new(),
            announced: None,
            outside: Outside::default(),
            missing: Missing::default(),
            by_runbook: None,
            beside: BTreeMap::new(),
            given: None,
            notices: Notices::new(plan),
            wanted: wanted::Wanted::default(),
        }
    }

    /// What is said of a fact.
    pub fn tell(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        self.notices.see(at, fact);
        let words = self.say(at, fact);
        self.wanted.see(fact);
        words
    }

    #[allow(clippy::too_many_lines, reason = "an arm for each domain's facts")]
    fn say(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        match *fact {
            Fact::Began { .. } | Fact::Stage { .. } | Fact::Occurred { .. } | Fact::Alerted { .. } => self.beginning(fact),
            Fact::StepFired { .. } | Fact::Silent { .. } | Fact::Answered { .. } | Fact::Paged { .. } => self.escalation(at, fact),
            Fact::Released { .. }
            | Fact::Waits { .. }
            | Fact::Started { .. }
            | Fact::Stopped { .. }
            | Fact::Ended { .. }
            | Fact::Skipped { .. } => self.work(at, fact),
            Fact::Knowing(what) => self.knowing(at, what),
            Fact::HandedOver { .. } | Fact::Tired { .. } | Fact::Switched { .. } => overtime::strain(self.names, fact),
            Fact::WorkApart { incident, .. } => {
                let news = !std::mem::replace(self.apart.entry(incident).or_default(), true);
                if news { overtime::apart(self.names, fact) } else { None }
            }
            Fact::HandedOff { .. } | Fact::DoneTwice { .. } | Fact::OwnerUnclear { .. } => overtime::apart(self.names, fact),
            Fact::LeadTakesOver { .. }
            | Fact::LeadHandsOver { .. }
            | Fact::LeadStaysOn { .. }
            | Fact::LeadEnds { .. }
            | Fact::LeaderLess { .. }
            | Fact::Update { .. } => {
                let announced = self.announced.take().is_some();
                overtime::lead(self.names, announced, self.kind_of(fact), fact)
            }
            Fact::Asked { .. } | Fact::Reached { .. } | Fact::Decided { .. } | Fact::Granted { .. } => self.decision(at, fact),
            Fact::AccessGiven { .. } | Fact::Privileged { .. } | Fact::GlassReviewed { .. } | Fact::ReviewOverdue { .. } => {
                self.access(at, fact)
            }
            Fact::Gained { person, what } if self.given == Some((at, person, what)) => None,
            Fact::Gained { .. } | Fact::Lost { .. } | Fact::OutOfUse { .. } | Fact::InUse { .. } => self.qualification(at, fact),
            Fact::ProviderRequested { .. }
            | Fact::ProviderResponded { .. }
            | Fact::BenchBusy { .. }
            | Fact::BenchShared { .. }
            | Fact::ChangeOrdered { .. }
            | Fact::ProviderDown { .. }
            | Fact::ProviderBack { .. }
            | Fact::ContractEnded { .. }
            | Fact::VendorCalled { .. }
            | Fact::VendorReady { .. } => self.outside.tell(&self.names, at, fact),
            Fact::Away { .. }
            | Fact::Back { .. }
            | Fact::Left { .. }
            | Fact::Hired { .. }
            | Fact::Covered { .. }
            | Fact::StoodDown { .. } => self.missing.tell(self.names, at, fact),
            Fact::Owned { .. } | Fact::Consulting { .. } | Fact::Consulted { .. } | Fact::WentWithout { .. } | Fact::Informed { .. } => {
                self.responsibility(at, fact)
            }
            Fact::Hit { incident, system } => {
                self.hit.insert((incident, system), at);
                None
            }
            Fact::CopiesLost { .. } | Fact::NoCleanCopy { .. } | Fact::NoCopyLeft { .. } | Fact::Restored { .. } => self.copies(fact),
            Fact::MeansDown { .. } | Fact::MeansUp { .. } | Fact::NotDelivered { .. } | Fact::CutOff { .. } | Fact::OnSite { .. } => {
                self.means(fact)
            }
            Fact::Exposure(_) | Fact::NothingKept { .. } => super::exposure::say(&self.names, fact),
            Fact::FalseAlarm { .. } | Fact::FoundFalse { .. } => self.false_alarm(fact),
            Fact::Inject(told) => Some(inject::tell(self.names, at, told)),
            Fact::Room(told) => Some(room::tell(self.names, told)),
            Fact::Reinfected { .. } | Fact::BackWith { .. } | Fact::Isolated { .. } | Fact::Reconnected { .. } | Fact::LaneFull { .. } => {
                self.containment(fact)
            }
            Fact::Up { system } | Fact::FullService { system } | Fact::CaughtUp { system } => self.aftermath(at, system, fact),
            Fact::NoticeClock { .. } | Fact::NoticeSubmitted { .. } | Fact::NoticeWaived { .. } | Fact::NoticeMissed { .. } => {
                self.notices.tell(at, fact)
            }
            Fact::PromiseBroken { system, promise, .. } => Some(penalty::broken(self.names, system, promise)),
            Fact::Period { period, turn } => Some(calendar::tell(self.names, at, period, turn)),
            Fact::Change(_) => self.change(at, fact),
            _ => self.milestone(fact),
        }
    }

    fn beginning(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        match *fact {
            Fact::Began { incident, kind, .. } => {
                self.kinds.insert(incident, kind);
                let attack = names.0.kinds[kind.at()].attack.is_some();
                Some(format!("{} begins{}.", sentence(names.kind(kind)), if attack { ", unseen" } else { "" }))
            }
            Fact::Stage { incident, stage } => {
                let attack = self.kinds.get(&incident).and_then(|kind| names.0.kinds[kind.at()].attack)?;
                let name = &names.0.attacks[attack.at()].stages.get(usize::from(stage))?.0;
                (stage > 0).then(|| format!("The attack goes on to {}.", super::words::harmless(name)))
            }
            Fact::Occurred { incident, severity } => {
                self.severity.insert(incident, severity);
                Some(format!("It does its first harm ({severity:?})."))
            }
            Fact::Alerted { incident, from, to, severity } => {
                // The first alert of a source is told, and the first call to a queue; what repeats them is in trace.jsonl.
                let source = if matches!(from, AlertFrom::Users(_)) { None } else { Some(from) };
                let again = self.heard.iter().any(|(of, _, went)| *of == incident && *went == to);
                if self.heard.contains(&(incident, source, to)) {
                    return None;
                }
                self.heard.push((incident, source, to));
                let whose = match from {
                    AlertFrom::Sensor(sensor) => format!("{} raises an alert ({severity:?})", sentence(names.sensor(sensor))),
                    AlertFrom::Users(system) => format!("Users of {} call", names.system(system)),
                    AlertFrom::Report => "Somebody reports it".to_owned(),
                    AlertFrom::Change(_) => "Those who carried out the change tell their team".to_owned(),
                    AlertFrom::Among(class) => {
                        format!("Its first sign is one of many alerts ({}), {severity:?} like all of them", names.demand(class))
                    }
                };
                let goes = match to {
                    AlertTo::Queue(team) => format!("it goes to the queue of {}", names.team(team)),
                    AlertTo::Policy(policy) if again => format!("escalation {} has begun already", names.policy(policy)),
                    AlertTo::Policy(policy) => format!("escalation {} begins", names.policy(policy)),
                    AlertTo::Responders => "it goes straight to the responsible teams".to_owned(),
                };
                Some(format!("{whose}; {goes}."))
            }
            _ => None,
        }
    }

    fn kind_of(&self, fact: &Fact) -> Option<KindId> {
        match fact {
            Fact::LeaderLess { incident } => self.kinds.get(incident).copied(),
            _ => None,
        }
    }

    fn milestone(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::Stolen { person, grant, .. } => {
                format!("The attacker gets {} from {}.", names.capability(Capability::Grant(grant)), names.person(person))
            }
            Fact::StoppedBeforeImpact { .. } => "STOPPED before it did any harm.".to_owned(),
            Fact::Acknowledged { person, .. } => format!("ACKNOWLEDGED: {} is the first to take it up.", names.person(person)),
            Fact::Aware { incident, severity } => {
                let truth = self.severity.get(&incident).filter(|&&truth| truth != severity);
                let wrong = truth.map_or(String::new(), |truth| format!(", though it is {truth:?}"));
                format!("AWARE: triage concludes that it is an incident, assessed {severity:?}{wrong}.")
            }
            Fact::Declared { incident, lead: Some(lead) } => {
                self.announced = Some(incident);
                format!("DECLARED a major incident; {} leads.", names.person(lead))
            }
            Fact::Declared { lead: None, .. } => "DECLARED a major incident; nobody leads.".to_owned(),
            Fact::Escalated { .. } => "ESCALATED: one who may do it and one who may decide are both engaged.".to_owned(),
            Fact::Contained { .. } => "CONTAINED: it can do no further harm.".to_owned(),
            Fact::Recovered { .. } => "RECOVERED: every system that was hit is back.".to_owned(),
            Fact::Closed { .. } => "CLOSED: the last task is done.".to_owned(),
            Fact::HorizonReached { .. } => "It is followed no further.".to_owned(),
            Fact::CalledOut { person, .. } => format!("{} comes to work, off shift.", names.person(person)),
            Fact::StaysOn { job, person } => {
                format!("The shift of {} ends; overtime from here on, for {}.", names.person(person), names.job(job))
            }
            Fact::BackOnShift { person, .. } => format!("The next shift of {} begins, which ends the overtime.", names.person(person)),
            Fact::MustRest { person } if !self.wanted.takes_part(person) => return None,
            Fact::MustRest { person } => format!("{} has worked as long as anybody may, and must rest.", names.person(person)),
            Fact::LeftTicket { .. }
            | Fact::Tickets { .. }
            | Fact::TicketsTook { .. }
            | Fact::TicketsPassedOn { .. }
            | Fact::TicketsWaiting { .. }
            | Fact::Spent { .. }
            | Fact::MilestoneReached { .. }
            | Fact::MilestoneMissed { .. }
            | Fact::RootCauseWaits { .. }
            | Fact::RootCauseFixed { .. }
            | Fact::CameAgain { .. } => return super::demand::tell(&names, fact),
            // Hits, losses and returns are told together: see the story.
            _ => return None,
        })
    }

    fn qualification(&self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::Gained { person, what: what @ Capability::Grant(_) } => {
                format!("{} now holds {}.", names.person(person), names.capability(what))
            }
            Fact::Gained { person, what } => format!("{} now knows {}.", names.person(person), names.capability(what)),
            // That the contract has ended tells it of all its people at once.
            Fact::Lost { person, what: Capability::Grant(_) } if terms::of(names.0, person).gone(at) => return None,
            Fact::Lost { person, what: what @ Capability::Grant(_) } => {
                format!("{} no longer holds {}.", names.person(person), names.capability(what))
            }
            Fact::Lost { person, what } => format!("{} takes the knowledge of {} away.", names.person(person), names.capability(what)),
            Fact::OutOfUse { what } => format!("Nobody can use {} now.", names.capability(what)),
            Fact::InUse { what } => format!("{} can be used again.", sentence(names.capability(what))),
            _ => return None,
        })
    }

    fn escalation(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        match *fact {
            Fact::StepFired { policy, step, people: 0, .. } => {
                Some(format!("Step {} of escalation {} finds nobody to page.", step + 1, names.policy(policy)))
            }
            Fact::Silent { policy, .. } => Some(format!("Escalation {} has run out of steps: it falls SILENT.", names.policy(policy))),
            Fact::Paged { incident, person, .. } => {
                self.paged.entry((incident, person)).or_insert(at);
                None
            }
            Fact::Answered { incident, person, why } => {
                let paged = self.paged.remove(&(incident, person));
                if paged == Some(at) {
                    // Already at work on it: nothing to tell.
                    return None;
                }
                let after = paged.map_or(String::new(), |paged| format!(" after {}", since(paged, at)));
                let late = self.wanted.answered(incident, person, why)?;
                Some(format!("{} answers{after} ({}){late}.", names.person(person), self.why(why)))
            }
            _ => None,
        }
    }

    /// The name of somebody who is asked for; of somebody who is away also why, and until when.
    pub fn asked_for(&mut self, person: PersonId, at: Instant) -> String {
        self.missing.with_reason(self.names, person, at)
    }

    /// Why somebody is paged, in words.
    pub fn why(&self, why: PageFor) -> String {
        match why {
            PageFor::Queue(team) => format!("the queue of {}", self.names.team(team)),
            PageFor::Policy(policy) => format!("escalation {}", self.names.policy(policy)),
            PageFor::Task(task) => {
                // Some are called by what they are: "the rollback of …", "the notice to …".
                let name = self.names.task(task);
                if name.starts_with("the ") { name } else { format!("the task {name}") }
            }
            PageFor::Lead => "the lead".to_owned(),
            PageFor::Room => "the room".to_owned(),
            PageFor::Decision(decision) => format!("the decision {}", self.names.decision(decision)),
            PageFor::Accountable(service) => format!("{}, as accountable", self.names.service(service)),
            PageFor::Advice(matter) => format!("advice on {}", self.names.matter(matter)),
        }
    }
}

pub(super) fn since(from: Instant, to: Instant) -> String {
    duration((to.0 - from.0) as f64 / 1000.0)
}

/// With a capital letter, as at the beginning of a sentence.
pub fn sentence(words: String) -> String {
    super::words::capital(&words)
}
