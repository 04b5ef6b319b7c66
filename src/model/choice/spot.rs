//! What an inject does that whoever runs an exercise writes on the spot: a few things that may be said of any organisation in any scenario. Each
//! books what the domain concerned already knows to do, as the scenario's injects do.

use super::Refusal;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::happening::{Absence, Case, Estate, Happening as Any, Incident, Response};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::incident::entry::Severity;

/// What happens on the spot.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Somebody is away from now on.
    Away {
        /// Who.
        person: PersonId,
        /// For how long.
        lasts: Span,
    },
    /// A system is down, whatever is done about it here.
    Down {
        /// In which incident.
        incident: IncidentNo,
        /// Which system.
        system: SystemId,
        /// For how long.
        lasts: Span,
    },
    /// It is as bad as this, and those who deal with it see it.
    Severity {
        /// Which incident.
        incident: IncidentNo,
        /// How bad.
        severity: Severity,
    },
}
impl Spot {
    /// The incident that it belongs to.
    pub fn incident(self) -> Option<IncidentNo> {
        match self {
            Spot::Away { .. } => None,
            Spot::Down { incident, .. } | Spot::Severity { incident, .. } => Some(incident),
        }
    }
}

/// It could happen now.
pub(super) fn check(scene: &Scene, spot: Spot, case_of: impl Fn(IncidentNo) -> Result<Case, Refusal>) -> Result<(), Refusal> {
    match spot {
        Spot::Away { person, .. } if scene.rooms.duty.of(person).away.is_some() => Err(Refusal::Away),
        Spot::Away { .. } => Ok(()),
        Spot::Down { incident, .. } => case_of(incident).map(|_| ()),
        Spot::Severity { incident, severity } => {
            let file = scene.rooms.incident.file(case_of(incident)?);
            let is_so = file.severity == severity && file.assessed.is_none_or(|assessed| assessed == severity);
            if is_so { Err(Refusal::AssessedSo) } else { Ok(()) }
        }
    }
}

/// It happens; `case` is the incident in hand that it belongs to.
pub(super) fn happens(scene: &mut Scene, spot: Spot, case: Option<Case>) {
    match (spot, case) {
        (Spot::Away { person, lasts }, _) => {
            let until = scene.now() + lasts;
            scene.follow(Any::Response(Response::Leaves { person }));
            scene.follow(Any::Absence(Absence::Called { person, until }));
        }
        (Spot::Down { system, lasts, .. }, Some(case)) => {
            let until = scene.now() + lasts;
            scene.follow(Any::Estate(Estate::GoesOut { case, system, until }));
        }
        (Spot::Severity { severity, .. }, Some(case)) => {
            // Triage that is still to come finds it out or not; whoever has been through it is told.
            scene.follow(Any::Incident(Incident::Turns { case, severity, in_truth: true }));
            if scene.rooms.incident.file(case).assessed.is_some() {
                scene.follow(Any::Incident(Incident::Turns { case, severity, in_truth: false }));
            }
        }
        (Spot::Down { .. } | Spot::Severity { .. }, None) => {}
    }
}
