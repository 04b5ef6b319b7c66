//! How everybody is at an instant at which a play stands still: what a facilitator's page shows of people. While no incident is in hand nobody
//! steps through shifts, so rosters are asked.

use super::on_call;
use super::rules::rostered;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::absence::Spell;
use crate::model::fact::Job;
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::response;

/// How somebody is at an instant.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub person: PersonId,
    /// On shift.
    pub on_shift: bool,
    /// On call.
    pub on_call: bool,
    /// Called out for this incident.
    pub called_for: Option<IncidentNo>,
    /// At work after the end of their shift.
    pub stays: bool,
    /// Resting until then.
    pub rests_until: Option<Instant>,
    /// Away.
    pub away: Option<Spell>,
    /// What they have in hand.
    pub at: Option<Job>,
    /// They lead an incident.
    pub leads: bool,
}

/// Everybody, in the order of their ids.
pub fn all(scene: &mut Scene, at: Instant) -> Vec<Seen> {
    let running = scene.rooms.duty.clock.running;
    let people = (0..scene.plan.people.len() as u32).map(PersonId);
    people
        .map(|person| {
            let away = scene.rooms.absence.at(person, at);
            let duty = scene.rooms.duty.of(person);
            let (called_for, stays, rests) = (duty.called_for, duty.staying, duty.rests_until);
            let on_shift = if running { duty.on_shift } else { rostered(scene, person, at).0 && rests <= at };
            Seen {
                person,
                on_shift,
                on_call: on_call(scene, person, at),
                called_for: called_for.map(|case| IncidentNo(case.no)),
                stays,
                rests_until: Some(rests).filter(|until| *until > at),
                away,
                at: response::room::at(scene, person),
                leads: scene.rooms.lead.leads(person),
            }
        })
        .collect()
}
