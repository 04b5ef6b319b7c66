//! Exposure: vulnerability findings. They arrive, need an owner, and have a deadline by their severity; until they are remediated they are a way
//! in. Remediation is a ticket like others, for the same people.
//! Leaves to others: when findings arrive and who has time for them (demand), what comes in through one (incident).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::combine;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{DecisionId, FindingNo, IncidentNo, PersonId, SystemId, TeamId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;

pub mod build;
pub mod entry;
mod exceptions;
pub mod plan;
pub mod rules;

use plan::Door;

/// All severities, the lowest first: lists by severity are in this order.
pub const SEVERITIES: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

/// A finding in hand: where it is kept, and its number, by which a happening that comes too late is known.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place it is kept in; places are used again.
    pub place: u32,
    /// Its number in this play.
    pub no: FindingNo,
}

/// What happens to findings.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Happening {
    /// The n-th of a source and severity is found.
    Found { source: u32, severity: Severity, nth: u64 },
    /// Whoever is accountable is at work and finds it an owner.
    Assigned { finding: Finding, by: PersonId },
    /// Its deadline has come; `last` once everything else of that instant has happened.
    Due { finding: Finding, last: bool },
    /// Somebody has remediated it.
    Remediated { finding: Finding, person: PersonId },
    /// It nears its deadline: its owner asks for an exception, for the n-th time.
    Asks { finding: Finding, nth: u32 },
    /// Whoever may accept its risk has answered that.
    Answered { finding: Finding, nth: u32, accepted: bool, by: PersonId },
    /// An exception that held up to now is over.
    Expires { finding: Finding },
}

/// What a fact says of the finding that it is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct About {
    /// Its number in this play.
    pub no: FindingNo,
    /// Index into [`plan::Exposure::sources`].
    pub source: u32,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub system: SystemId,
}

/// What is told of findings.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// It is found; it is to be remediated by then. Without a team nobody owns it yet.
    Found { about: About, due: Instant, team: Option<TeamId> },
    /// Whoever is accountable has given it to a team.
    Assigned { about: About, team: TeamId, by: PersonId },
    /// Its deadline has passed, and nobody has accepted that.
    Overdue { about: About, owned: bool },
    /// It is remediated, so long after it was found; it was overdue since then.
    Remediated { about: About, person: PersonId, after: Span, overdue: Option<Instant> },
    /// Its owner asks for an exception; `nobody` when no one who may accept its risk is ever at work.
    Asked { about: About, decision: DecisionId, nobody: bool },
    /// Its risk is accepted until then; it was overdue since.
    Accepted { about: About, by: PersonId, until: Option<Instant>, overdue: Option<Instant> },
    /// Its risk is not accepted.
    Refused { about: About, by: PersonId },
    /// The exception is over; `overdue`: and so is its deadline.
    Expired { about: About, overdue: bool },
    /// An incident has come in through it, which would not have come without such findings; `late`: past its deadline.
    CameThrough { about: About, incident: IncidentNo, late: bool },
}
impl Told {
    /// The finding it is about.
    pub fn about(&self) -> About {
        match *self {
            Told::Found { about, .. }
            | Told::Assigned { about, .. }
            | Told::Overdue { about, .. }
            | Told::Remediated { about, .. }
            | Told::Asked { about, .. }
            | Told::Accepted { about, .. }
            | Told::Refused { about, .. }
            | Told::Expired { about, .. }
            | Told::CameThrough { about, .. } => about,
        }
    }
    /// The incident that it is about as well.
    pub fn incident(&self) -> Option<IncidentNo> {
        if let Told::CameThrough { incident, .. } = *self { Some(incident) } else { None }
    }
}

/// A finding that is not remediated.
#[derive(Clone, Debug)]
struct Open {
    about: About,
    /// Which of its source and severity: key of its luck.
    nth: u64,
    found: Instant,
    /// Place in its source's list of systems.
    on: usize,
    owned: bool,
    /// Past its deadline.
    late: bool,
    /// Past its deadline, with nobody having accepted that, since then.
    overdue: Option<Instant>,
    /// It is time to ask for an exception, for the n-th time, once somebody owns it.
    asks: Option<u32>,
    /// Its risk is accepted until then.
    exempt: Option<Instant>,
}

/// All findings of a play.
#[derive(Resource, Debug, Default)]
pub struct Register {
    /// None where a place is free.
    open: Vec<Option<Open>>,
    free: Vec<u32>,
    found: u32,
    /// By source and severity: how many are not remediated, and how many of these are past their deadline.
    counts: Vec<[Count; 4]>,
}
#[derive(Copy, Clone, Debug, Default)]
struct Count {
    open: u32,
    late: u32,
}

/// The room of exposure.
#[derive(SystemParam)]
pub struct Room<'w> {
    register: ResMut<'w, Register>,
}
impl Room<'_> {
    /// How many times as often as the file says incidents of a kind come now, because of findings.
    pub fn multiplier(&self, door: &Door) -> f64 {
        let mut sum = 1.0;
        for source in &door.sources {
            for (count, each) in self.register.counts[*source as usize].iter().zip(door.each) {
                sum += each * f64::from(if door.from_found { count.open } else { count.late });
            }
        }
        f64::min(sum, door.at_most)
    }
    /// The finding through which an incident comes in, and whether it is past its deadline: the one whose exponential clock rings first, the
    /// more it adds to the rate the sooner. `uniform` gives a number from 0 to 1 by the key of a finding.
    pub fn way_in(&self, plan: &Plan, door: &Door, uniform: impl Fn(u64) -> f64) -> Option<(About, bool)> {
        let counts = |open: &&Open| door.sources.contains(&open.about.source) && (door.from_found || open.late);
        let clock = |open: &Open| {
            let luck = plan.exposure.sources[open.about.source as usize].luck[open.about.severity as usize];
            -libm::log(uniform(combine(luck, open.nth))) / door.each[open.about.severity as usize]
        };
        let open = self.register.open.iter().flatten().filter(counts).map(|open| (clock(open), open));
        let first = open.filter(|(clock, _)| clock.is_finite()).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.about.no.cmp(&b.1.about.no)));
        first.map(|(_, open)| (open.about, open.late))
    }
}
