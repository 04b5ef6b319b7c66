//! Choices and acts in words: ids as the scenario has them, incidents by their number as people count, times in milliseconds. A journal made of
//! these can be read by anybody, and is not tied to how a plan numbers its entries.

use serde::{Deserialize, Serialize};

use super::Trouble;
use crate::engine::time::Span;
use crate::model::choice::{self, Pending};
use crate::model::fact::{Answer, Authority, Ending, Fact, Job, PageFor};
use crate::model::ids::{DecisionId, IncidentNo, InjectId, PersonId, SystemId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;
use crate::model::responsibility::Matter;

mod spot;

pub use spot::Spot;

/// Where a choice is to be made. Incidents count from 1, and so do askings and pages of one person in one incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "point", rename_all = "snake_case", deny_unknown_fields)]
pub enum Point {
    /// What somebody says to a decision.
    Decision {
        /// The incident.
        incident: u32,
        /// The decision's id; of one on somebody's access "id: grant for person".
        decision: String,
        /// Who is asked.
        person: String,
        /// The how-manieth time they think about it.
        asking: u32,
    },
    /// Whether and when somebody answers a page.
    Page {
        /// The incident.
        incident: u32,
        /// Who is paged.
        person: String,
        /// The how-manieth time that is open.
        page: u32,
    },
}
impl Point {
    /// Whose choice it is.
    pub fn person(&self) -> &str {
        match self {
            Point::Decision { person, .. } | Point::Page { person, .. } => person,
        }
    }
    /// The incident.
    pub fn incident(&self) -> u32 {
        match self {
            Point::Decision { incident, .. } | Point::Page { incident, .. } => *incident,
        }
    }
    /// A point of a play.
    pub fn of(plan: &Plan, point: &choice::Point) -> Point {
        match *point {
            choice::Point::Decision { case, decision, person, nth } => Point::Decision {
                incident: case.no + 1,
                decision: decision_in_words(plan, decision),
                person: plan.people[person.at()].id.clone(),
                asking: nth,
            },
            choice::Point::Page { case, person, nth } => {
                Point::Page { incident: case.no + 1, person: plan.people[person.at()].id.clone(), page: nth }
            }
        }
    }
}

/// What somebody says to a decision.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// Yes.
    Approve,
    /// Not yet.
    Defer,
    /// No.
    Refuse,
}

/// What is chosen at a point.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
    /// What somebody says to a decision, after so much story time.
    Decide {
        /// What.
        says: Says,
        /// How long they take.
        takes_ms: i64,
    },
    /// When somebody answers a page.
    Answer {
        /// How long after it; nothing when not before the next morning or their next shift.
        after_ms: Option<i64>,
    },
}
impl Choice {
    /// A choice of a play.
    pub fn of(choice: &choice::Choice) -> Choice {
        match *choice {
            choice::Choice::Says { answer, takes } => {
                let says = [Says::Approve, Says::Defer, Says::Refuse][answer as usize];
                Choice::Decide { says, takes_ms: takes.0 }
            }
            choice::Choice::Answers { after } => Choice::Answer { after_ms: after.map(|after| after.0) },
        }
    }
    /// As a play takes it.
    pub fn to_play(self) -> Result<choice::Choice, Trouble> {
        Ok(match self {
            Choice::Decide { says, takes_ms } => {
                let answer = [Answer::Approved, Answer::Deferred, Answer::Refused][says as usize];
                choice::Choice::Says { answer, takes: span(takes_ms)? }
            }
            Choice::Answer { after_ms } => choice::Choice::Answers { after: after_ms.map(span).transpose()? },
        })
    }
}

/// How a task ends by the facilitator's word.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// It is done.
    Done,
    /// It has failed, and is tried again.
    Failed,
}

/// What the room, or whoever runs the exercise, does of its own accord. All but the overrides are what people could do; an override changes
/// what the simulator would have had, and needs a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Pages somebody about an incident.
    Page {
        /// The incident.
        incident: u32,
        /// Whom.
        person: String,
    },
    /// Declares a major incident.
    Declare {
        /// The incident.
        incident: u32,
    },
    /// Takes an incident to be as bad as this.
    Assess {
        /// The incident.
        incident: u32,
        /// How bad.
        severity: Bad,
    },
    /// Plays an inject of the scenario, held back or not.
    Inject {
        /// Its id.
        inject: String,
    },
    /// An inject written on the spot: what is said, to whom, and what happens besides.
    Spot {
        /// The words.
        says: String,
        /// To which role; to everybody where there is nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// What happens.
        effect: Spot,
    },
    /// Gives a task to somebody; whoever has it in hand hands it over.
    Assign {
        /// The incident.
        incident: u32,
        /// The task's id.
        task: String,
        /// The system it is done for, when it is done once for each.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        system: Option<String>,
        /// To whom.
        person: String,
    },
    /// Override: a task ends so after so much story time.
    EndTask {
        /// The incident.
        incident: u32,
        /// The task's id.
        task: String,
        /// The system it is done for, when it is done once for each.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        system: Option<String>,
        /// How long from now.
        after_ms: i64,
        /// How.
        ends: Ends,
    },
    /// Override: somebody answers what they are paged for, whatever was drawn.
    AnswerPage {
        /// The incident.
        incident: u32,
        /// Who.
        person: String,
        /// How long from now; nothing when not before the next morning or their next shift.
        after_ms: Option<i64>,
    },
    /// Override: a system is back.
    SystemBack {
        /// The incident that has taken it down.
        incident: u32,
        /// The system's id.
        system: String,
    },
}
impl Act {
    /// It changes what the simulator would have had, so it needs a reason.
    pub fn is_override(&self) -> bool {
        matches!(self, Act::EndTask { .. } | Act::AnswerPage { .. } | Act::SystemBack { .. })
    }
    /// As a play takes it; `facts` tell which tasks an incident has.
    pub fn to_play(&self, plan: &Plan, facts: &[(crate::engine::time::Instant, Fact)]) -> Result<choice::Act, Trouble> {
        Ok(match self {
            Act::Page { incident, person } => choice::Act::Page { incident: number(*incident)?, person: person_of(plan, person)? },
            Act::Declare { incident } => choice::Act::Declare { incident: number(*incident)? },
            Act::Assess { incident, severity } => choice::Act::Assess { incident: number(*incident)?, severity: severity.of() },
            Act::Inject { inject } => choice::Act::Inject { inject: inject_of(plan, inject)? },
            Act::Spot { effect, .. } => choice::Act::Spot(effect.to_play(plan)?),
            Act::Assign { incident, task, system, person } => choice::Act::Assign {
                job: job_of(plan, facts, number(*incident)?, task, system.as_deref())?,
                person: person_of(plan, person)?,
            },
            Act::EndTask { incident, task, system, after_ms, ends } => choice::Act::EndTask {
                job: job_of(plan, facts, number(*incident)?, task, system.as_deref())?,
                after: span(*after_ms)?,
                ending: if *ends == Ends::Done { Ending::Done } else { Ending::Failed },
            },
            Act::AnswerPage { incident, person, after_ms } => choice::Act::AnswerPage {
                incident: number(*incident)?,
                person: person_of(plan, person)?,
                after: after_ms.map(span).transpose()?,
            },
            Act::SystemBack { incident, system } => {
                choice::Act::SystemBack { incident: number(*incident)?, system: system_of(plan, system)? }
            }
        })
    }
}

/// How bad an incident is taken to be.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bad {
    /// Can wait.
    Low,
    /// Handled in office hours.
    Medium,
    /// Handled now.
    High,
    /// A crisis.
    Critical,
}
impl Bad {
    /// As scenarios have it.
    pub fn of(self) -> Severity {
        [Severity::Low, Severity::Medium, Severity::High, Severity::Critical][self as usize]
    }
    /// The same from a scenario's.
    pub fn from(severity: Severity) -> Bad {
        [Bad::Low, Bad::Medium, Bad::High, Bad::Critical][severity as usize]
    }
}

fn span(ms: i64) -> Result<Span, Trouble> {
    if (0..=10 * Span::YEAR.0).contains(&ms) { Ok(Span(ms)) } else { Err(Trouble::refused("a time must be from nothing to ten years")) }
}
fn number(incident: u32) -> Result<IncidentNo, Trouble> {
    incident.checked_sub(1).map(IncidentNo).ok_or_else(|| Trouble::refused("incidents are counted from 1"))
}

/// The nearest known name, as a help.
fn unknown<'a>(what: &str, id: &str, all: impl Iterator<Item = &'a str>) -> Trouble {
    let near = crate::text::nearest(id, all).map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
    Trouble::refused(format!("there is no {what} {id:?}{near}"))
}
/// A person by their id.
pub fn person_of(plan: &Plan, id: &str) -> Result<PersonId, Trouble> {
    let found = plan.people.iter().position(|p| p.id == id).map(|at| PersonId(at as u32));
    found.ok_or_else(|| unknown("person", id, plan.people.iter().map(|p| p.id.as_str())))
}
/// A system by its id.
pub fn system_of(plan: &Plan, id: &str) -> Result<SystemId, Trouble> {
    let found = plan.systems.iter().position(|s| s.id == id).map(|at| SystemId(at as u32));
    found.ok_or_else(|| unknown("system", id, plan.systems.iter().map(|s| s.id.as_str())))
}
/// An inject by its id.
pub fn inject_of(plan: &Plan, id: &str) -> Result<InjectId, Trouble> {
    let found = plan.injects.injects.iter().position(|i| i.id == id).map(|at| InjectId(at as u32));
    found.ok_or_else(|| unknown("inject", id, plan.injects.injects.iter().map(|i| i.id.as_str())))
}
/// A task of an incident that has been told of.
fn job_of(
    plan: &Plan,
    facts: &[(crate::engine::time::Instant, Fact)],
    incident: IncidentNo,
    task: &str,
    system: Option<&str>,
) -> Result<Job, Trouble> {
    let system = system.map(|system| system_of(plan, system)).transpose()?;
    let jobs = facts.iter().rev().filter_map(|(_, fact)| match *fact {
        Fact::Released { job, .. } | Fact::Waits { job, .. } | Fact::Started { job, .. } if job.incident == incident => Some(job),
        _ => None,
    });
    let mut jobs = jobs.filter(|job| plan.tasks[job.task.at()].id == task);
    let found = match system {
        Some(system) => jobs.find(|job| job.system == Some(system)),
        None => jobs.next(),
    };
    found.ok_or_else(|| Trouble::refused(format!("incident {} has no task {task:?} that is ready", incident.0 + 1)))
}

/// A decision as journals name it: of one on somebody's access, what for and for whom.
pub fn decision_in_words(plan: &Plan, id: DecisionId) -> String {
    let entry = &plan.decisions[id.at()];
    match entry.access {
        Some(matter) => format!("{}: {} for {}", entry.id, plan.grants[matter.grant.at()], plan.people[matter.person.at()].id),
        None => entry.id.clone(),
    }
}

/// Why somebody is paged, in words.
pub fn page_in_words(plan: &Plan, why: PageFor) -> String {
    match why {
        PageFor::Queue(team) => format!("an alert in the queue of {}", plan.teams[team.at()].name),
        PageFor::Policy(policy) => format!("escalation {}", plan.policies[policy.at()].id),
        PageFor::Task(task) => format!("the task {}", plan.tasks[task.at()].name),
        PageFor::Decision(decision) => format!("the decision {}", decision_in_words(plan, decision)),
        PageFor::Lead => "the lead of the incident".to_owned(),
        PageFor::Accountable(service) => format!("{}, for which they are accountable", plan.services[service.at()].id),
        PageFor::Advice(Matter::Decision(decision)) => format!("advice on {}", decision_in_words(plan, decision)),
        PageFor::Advice(Matter::Task(task)) => format!("advice on {}", plan.tasks[task.at()].name),
        PageFor::Room => "the room, which wants them".to_owned(),
    }
}

/// On what authority somebody would decide, in words.
pub fn authority_in_words(pending: &Pending) -> Option<&'static str> {
    match pending.authority {
        Authority::Holder => Some("holder"),
        Authority::Delegate => Some("delegate"),
        Authority::PreAuthorised(_) | Authority::Nobody => None,
    }
}
