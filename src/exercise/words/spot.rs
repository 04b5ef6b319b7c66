//! What an inject does that is written on the spot, in words.

use serde::{Deserialize, Serialize};

use super::{Bad, number, person_of, span, system_of};
use crate::engine::time::Span;
use crate::exercise::Trouble;
use crate::model::choice;
use crate::model::plan::Plan;

/// What happens besides the words that are said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Spot {
    /// Somebody is away from now on.
    Away {
        /// Who.
        person: String,
        /// For how long.
        lasts_ms: i64,
    },
    /// A system is down, whatever is done about it here.
    Down {
        /// In which incident.
        incident: u32,
        /// Which.
        system: String,
        /// For how long.
        lasts_ms: i64,
    },
    /// It is as bad as this, and those who deal with it see it.
    Severity {
        /// Which incident.
        incident: u32,
        /// How bad.
        severity: Bad,
    },
}
impl Spot {
    /// As a play takes it.
    pub(super) fn to_play(&self, plan: &Plan) -> Result<choice::Spot, Trouble> {
        Ok(match self {
            Spot::Away { person, lasts_ms } => choice::Spot::Away { person: person_of(plan, person)?, lasts: lasts(*lasts_ms)? },
            Spot::Down { incident, system, lasts_ms } => {
                choice::Spot::Down { incident: number(*incident)?, system: system_of(plan, system)?, lasts: lasts(*lasts_ms)? }
            }
            Spot::Severity { incident, severity } => choice::Spot::Severity { incident: number(*incident)?, severity: severity.of() },
        })
    }
    /// What it does, in words.
    pub fn in_words(&self, plan: &Plan) -> String {
        match self {
            Spot::Away { person, lasts_ms } => {
                let name = person_of(plan, person).map_or(person.clone(), |person| plan.people[person.at()].name.clone());
                format!("{name} is away for {}", Span(*lasts_ms))
            }
            Spot::Down { system, lasts_ms, .. } => {
                let name = system_of(plan, system).map_or(system.clone(), |system| plan.systems[system.at()].name.clone());
                format!("{name} is down for {}", Span(*lasts_ms))
            }
            Spot::Severity { severity, .. } => format!("it is {} now", format!("{severity:?}").to_lowercase()),
        }
    }
}

fn lasts(ms: i64) -> Result<Span, Trouble> {
    if ms == 0 { Err(Trouble::refused("say for how long: 30m, 9h, 2d")) } else { span(ms) }
}
