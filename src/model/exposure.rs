//! Exposure: vulnerability findings. They arrive, need an owner, and have a deadline by their severity; until they are remediated they are a way
//! in. Remediation is a ticket like others, for the same people.
//! Leaves to others: when findings arrive and who has time for them (demand), what comes in through one (incident).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::{Instant, Span};
use crate::model::ids::{FindingNo, PersonId, SystemId, TeamId};
use crate::model::incident::entry::Severity;

pub mod build;
pub mod entry;
pub mod plan;
pub mod rules;

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
}
impl Told {
    /// The finding it is about.
    pub fn about(&self) -> About {
        match *self {
            Told::Found { about, .. } | Told::Assigned { about, .. } | Told::Overdue { about, .. } | Told::Remediated { about, .. } => {
                about
            }
        }
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
    /// Past its deadline, with nobody having accepted that, since then.
    overdue: Option<Instant>,
}

/// All findings of a play.
#[derive(Resource, Debug, Default)]
pub struct Register {
    /// None where a place is free.
    open: Vec<Option<Open>>,
    free: Vec<u32>,
    found: u32,
}

/// The room of exposure.
#[derive(SystemParam)]
pub struct Room<'w> {
    register: ResMut<'w, Register>,
}
