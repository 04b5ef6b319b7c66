//! Work from elsewhere: whoever is called out works remotely as long as they can connect; without that they come to the site.

use super::Hands;
use super::rules::in_hand;
use super::{assign, beside, review, work};
use crate::model::Scene;
use crate::model::fact::{Fact, Stop};
use crate::model::happening::{Case, Happening as Any, Response as Happening};
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::means::For;

fn hands<'a>(scene: &'a mut Scene, person: PersonId) -> &'a mut Hands {
    &mut scene.rooms.response.hands[person.at()]
}

/// Somebody called out cannot reach the systems now.
pub(super) fn away(scene: &Scene, person: PersonId) -> bool {
    scene.rooms.response.hands[person.at()].away
}

/// Somebody has been called out: can they connect?
pub(super) fn called(scene: &mut Scene, case: Case, person: PersonId) {
    if scene.plan.means.is_empty() {
        return;
    }
    let state = hands(scene, person);
    (state.away, state.on_site) = (false, false);
    state.journey += 1;
    if scene.rooms.means.lost(scene.plan, &For::RemoteAccess).is_some() {
        sets_out(scene, case, person);
    }
}

/// Somebody sets out for the site, where there is time for that.
fn sets_out(scene: &mut Scene, case: Case, person: PersonId) {
    let Some(way) = scene.rooms.means.lost(scene.plan, &For::RemoteAccess) else { return };
    beside::part(scene, person);
    let state = hands(scene, person);
    state.away = true;
    state.journey += 1;
    let journey = state.journey;
    scene.record(Fact::CutOff { incident: IncidentNo(case.no), person });
    if let Some(takes) = way {
        scene.book_in(takes, Any::Response(Happening::OnSite { case, person, journey }));
    }
}

/// Nobody can connect any more: all who work from elsewhere put down what they have in hand.
pub(super) fn cut_off(scene: &mut Scene) {
    if scene.rooms.means.lost(scene.plan, &For::RemoteAccess).is_none() {
        return;
    }
    for person in (0..scene.plan.people.len() as u32).map(PersonId) {
        let duty = scene.rooms.duty.of(person);
        let Some(case) = duty.called_for.filter(|_| !duty.on_shift) else { continue };
        let state = hands(scene, person);
        if state.away || state.on_site || !scene.live(case) {
            continue;
        }
        sets_out(scene, case, person);
        if in_hand(scene, person).is_some() {
            work::stop(scene, person, Stop::CutOff);
        }
        review::of_case(scene, case);
    }
}

/// Everybody can connect again.
pub(super) fn connected(scene: &mut Scene) {
    for person in (0..scene.plan.people.len() as u32).map(PersonId) {
        if away(scene, person) {
            let state = hands(scene, person);
            state.away = false;
            state.journey += 1;
            there(scene, person);
        }
    }
}

/// Somebody has come to the site.
pub(super) fn on_site(scene: &mut Scene, case: Case, person: PersonId, journey: u32) {
    let state = hands(scene, person);
    if state.journey != journey || !state.away {
        return;
    }
    (state.away, state.on_site) = (false, true);
    scene.record(Fact::OnSite { incident: IncidentNo(case.no), person });
    there(scene, person);
}

fn there(scene: &mut Scene, person: PersonId) {
    let called_for = scene.rooms.duty.of(person).called_for;
    assign::free(scene, person);
    if let Some(case) = called_for.filter(|case| scene.live(*case)) {
        review::of_case(scene, case);
    }
}
