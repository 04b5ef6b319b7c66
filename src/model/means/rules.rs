//! What happens to the means of response: they go down and come back with their systems.

use super::{For, Held};
use crate::model::Scene;
use crate::model::fact::{Fact, PageFor};
use crate::model::happening::{Case, Happening as Any, Means as Happening, Paging, Qualification, Response};
use crate::model::ids::{IncidentNo, MeansId, PersonId, SystemId};

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::SystemDown { system } => changes(scene, system, true),
        Happening::SystemUp { system } => changes(scene, system, false),
        Happening::ByTelephone { case, person, why } if scene.live(case) => by_telephone(scene, case, person, why),
        Happening::ByTelephone { .. } => {}
    }
}

/// All are there, and no page waits.
pub fn begin(scene: &mut Scene) {
    let outage = &mut *scene.rooms.means.outage;
    outage.down.fill(false);
    outage.held.clear();
}

/// A system went down or came back, and with it what it is a means for.
fn changes(scene: &mut Scene, system: SystemId, down: bool) {
    let plan = scene.plan;
    // The system may have changed again at the same instant.
    if scene.rooms.estate.of(system).down != down {
        return;
    }
    for &means in &plan.systems[system.at()].means {
        if std::mem::replace(scene.rooms.means.is_down(means), down) == down {
            continue;
        }
        scene.record(if down { Fact::MeansDown { means } } else { Fact::MeansUp { means } });
        takes_effect(scene, means, down);
    }
}

fn takes_effect(scene: &mut Scene, means: MeansId, down: bool) {
    let plan = scene.plan;
    match &plan.means[means.at()].is_for {
        For::Use(what) => {
            for &what in what {
                let happening = if down { Qualification::PutOutOfUse { what } } else { Qualification::PutInUse { what } };
                scene.follow(Any::Qualification(happening));
            }
        }
        For::Chat(_) => scene.follow(Any::Response(Response::RepaceAll)),
        For::RemoteAccess if down => scene.follow(Any::Response(Response::CutOff)),
        For::RemoteAccess => scene.follow(Any::Response(Response::Connected)),
        For::Paging if down => {}
        For::Paging => {
            for Held { case, person, why } in std::mem::take(&mut scene.rooms.means.outage.held) {
                scene.follow(Any::Paging(Paging::Arrives { case, person, why }));
            }
        }
    }
}

/// A page that cannot be delivered: it waits for the means, or for the telephone tree where there is one.
pub fn hold(scene: &mut Scene, case: Case, person: PersonId, why: PageFor) {
    let Some(fallback) = scene.rooms.means.lost(scene.plan, &For::Paging) else { return };
    let held = Held { case, person, why };
    if scene.rooms.means.outage.held.contains(&held) {
        return;
    }
    scene.rooms.means.outage.held.push(held);
    scene.record(Fact::NotDelivered { incident: IncidentNo(case.no), person, why });
    if let Some(after) = fallback {
        scene.book_in(after, Any::Means(Happening::ByTelephone { case, person, why }));
    }
}

fn by_telephone(scene: &mut Scene, case: Case, person: PersonId, why: PageFor) {
    let held = &mut scene.rooms.means.outage.held;
    if let Some(place) = held.iter().position(|h| *h == Held { case, person, why }) {
        held.remove(place);
        scene.follow(Any::Paging(Paging::Arrives { case, person, why }));
    }
}
