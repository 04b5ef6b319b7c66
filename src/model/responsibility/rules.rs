//! What responsibility does: the accountable is paged when an escalation has run out of steps and when a major incident is declared;
//! consulted parties are asked.

use super::{consultation, service};
use crate::model::Scene;
use crate::model::fact::{Fact, PageFor};
use crate::model::happening::{Case, Happening as Any, Paging, Responsibility as Happening};
use crate::model::ids::{IncidentNo, PersonId, PolicyId};

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Escalate { case, silent } if scene.live(case) => escalate(scene, case, silent),
        Happening::Consult { case, matter } if scene.live(case) => consultation::begin(scene, case, matter),
        Happening::CallNext { case, matter, party } if scene.live(case) => consultation::call_next(scene, case, matter, party),
        Happening::Reached { case, matter, person } if scene.live(case) => consultation::reached(scene, case, matter, person),
        Happening::Answers { case, matter, party } if scene.live(case) => consultation::answers(scene, case, matter, party),
        Happening::GivesUp { case, matter, party } if scene.live(case) => consultation::gives_up(scene, case, matter, party),
        _ => {}
    }
}

/// Who is accountable for the service that an incident concerns.
pub fn owners<'p>(scene: &Scene<'p, '_>, case: Case) -> &'p [PersonId] {
    service(scene.plan, scene.rooms.incident.file(case).kind).map_or(&[], |(_, s)| &s.owners)
}

/// Pages whoever is accountable. An answer counts like that to any page of a policy.
fn escalate(scene: &mut Scene, case: Case, silent: Option<PolicyId>) {
    let Some((id, owned)) = service(scene.plan, scene.rooms.incident.file(case).kind) else { return };
    scene.record(Fact::Owned { incident: IncidentNo(case.no), service: id, silent });
    for &person in &owned.owners {
        scene.follow(Any::Paging(Paging::Page { case, person, why: PageFor::Accountable(id) }));
    }
}
