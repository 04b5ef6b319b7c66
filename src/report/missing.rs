//! Who is away, in words: told where somebody is asked for, and again when somebody who was missed is back.

use std::collections::BTreeMap;

use super::names::Names;
use super::words::list;
use crate::engine::time::Instant;
use crate::model::absence::Why;
use crate::model::fact::{Fact, Job, Wait};
use crate::model::ids::PersonId;
use crate::model::plan::RequirementOf;

/// How many are named of those who could do a task but are away.
const NAMED: usize = 3;

/// Remembers who is away, and of whom that was told.
#[derive(Debug, Default)]
pub struct Missing {
    away: BTreeMap<PersonId, (Why, Instant)>,
    told: BTreeMap<PersonId, Instant>,
}

impl Missing {
    /// What is said of a fact of somebody who goes, comes back, or is stood in for.
    pub fn tell(&mut self, names: Names, at: Instant, fact: &Fact) -> Option<String> {
        match *fact {
            Fact::Away { person, why, until } => {
                self.away.insert(person, (why, until));
                None
            }
            Fact::Back { person } => {
                self.away.remove(&person);
                self.told.remove(&person).map(|_| format!("{} is back.", names.person(person)))
            }
            Fact::Left { person } => {
                self.away.insert(person, (Why::Left, Instant::NEVER));
                Some(format!("{} has left the organisation.", names.person(person)))
            }
            Fact::Hired { person } => {
                self.away.remove(&person);
                self.told.remove(&person);
                Some(format!("Somebody new takes the place of {}, and goes by that name here.", names.person(person)))
            }
            Fact::StoodDown { person, .. } => Some(match self.noted(names, person, at) {
                Some(why) => format!("{} is {why} and stands down.", names.person(person)),
                None => format!("{} stands down.", names.person(person)),
            }),
            Fact::Covered { rota, person, by, .. } => {
                let why = self.noted(names, person, at)?;
                let (person, by) = (names.person(person), names.person(by));
                Some(format!("{person}, whose turn it is on {}, is {why}; {by} takes it.", names.rota(rota)))
            }
            _ => None,
        }
    }

    /// The name of somebody, and of somebody who is away also why and until when: "Ana Reyes (on leave until Mon 16 March)".
    pub fn with_reason(&mut self, names: Names, person: PersonId, at: Instant) -> String {
        let name = names.person(person);
        match self.noted(names, person, at) {
            Some(why) => format!("{name} ({why})"),
            None => name,
        }
    }

    /// Why somebody is away and until when, which counts as told; nothing of those who are there.
    pub fn noted(&mut self, names: Names, person: PersonId, at: Instant) -> Option<String> {
        let &(why, until) = self.away.get(&person)?;
        self.told.insert(person, at);
        Some(format!("{}{}", reason(why), end(names, until, at)))
    }

    /// Why somebody is away, unless that was told at this very instant.
    pub fn news(&mut self, names: Names, person: PersonId, at: Instant) -> Option<String> {
        if self.told.get(&person) == Some(&at) { None } else { self.noted(names, person, at) }
    }

    /// Those who could do a job that waits for people, but are away: "; of those who could, Ana Reyes is on leave until Mon 16 March".
    pub fn who_could(&mut self, names: Names, job: Job, on: Wait, at: Instant) -> String {
        if !matches!(on, Wait::OffDuty | Wait::NoGrant | Wait::NoKnowledge) || self.away.is_empty() {
            return String::new();
        }
        let requirement = match names.0.tasks[job.task.at()].requirement.as_ref() {
            Some(RequirementOf::Task(requirement)) => Some(*requirement),
            Some(RequirementOf::System(all)) => job.system.and_then(|s| all[s.at()]),
            None => None,
        };
        let Some(requirement) = requirement else { return String::new() };
        let mut able: Vec<PersonId> = names.0.requirements[requirement.at()].qualified.iter().map(|q| q.0).collect();
        able.retain(|person| self.away.contains_key(person));
        if able.is_empty() {
            return String::new();
        }
        let people: Vec<String> = able
            .iter()
            .enumerate()
            .map(|(place, person)| match self.noted(names, *person, at) {
                Some(why) if place < NAMED => format!("{} is {why}", names.person(*person)),
                _ => names.person(*person),
            })
            .collect();
        format!("; of those who could, {}", list(&people, NAMED))
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Leave => "on leave",
        Why::Training => "in training",
        Why::Other => "away",
        Why::Sick => "sick",
        Why::Left => "gone for good",
    }
}

/// Until when: the day, or the time when it is today; nothing where that lies beyond what is played.
fn end(names: Names, until: Instant, at: Instant) -> String {
    if until >= names.0.arrivals_end + names.0.horizon {
        return String::new();
    }
    let (until, now) = (names.0.zone.civil(until), names.0.zone.civil(at));
    let shape = if until.date() == now.date() { " until %H:%M" } else { " until %a %-d %B" };
    until.strftime(shape).to_string()
}
