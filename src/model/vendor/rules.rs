//! What vendors do: the first task that needs one calls it; after its activation it is ready for this and all further tasks of the incident.

use crate::engine::chance::Purpose;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Case, Happening as Any, Response, Vendor as Happening};
use crate::model::ids::{IncidentNo, VendorId};
use crate::model::incident::NONE;

pub(super) const ACTIVATION: Purpose = Purpose::named("activation");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Call { case, vendor } if scene.live(case) => call(scene, case, vendor),
        Happening::Ready { case, vendor } if scene.live(case) => ready(scene, case, vendor),
        Happening::Away { vendor, until } => goes_away(scene, vendor, until),
        Happening::Back { vendor } => comes_back(scene, vendor),
        _ => {}
    }
}

fn brought<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Vec<(VendorId, bool)> {
    &mut scene.rooms.vendor.brought[case.at()].0
}

fn call(scene: &mut Scene, case: Case, vendor: VendorId) {
    if brought(scene, case).iter().any(|(known, _)| *known == vendor) {
        return;
    }
    brought(scene, case).push((vendor, false));
    scene.record(Fact::VendorCalled { incident: IncidentNo(case.no), vendor });
    // One that is away hears of it when it is back.
    let (plan, now) = (scene.plan, scene.now().max(away(scene, vendor)));
    let entry = &plan.vendors[vendor.at()];
    let takes = entry.activation.sample(&mut scene.draw_for(ACTIVATION, case, entry.luck, 0));
    // A vendor whose hours end before it is activated never comes.
    let at = entry.hours.as_ref().map_or(Some(now + takes), |hours| hours.after(now, takes));
    if let Some(at) = at {
        scene.book_at(at, Any::Vendor(Happening::Ready { case, vendor }));
    }
}

fn ready(scene: &mut Scene, case: Case, vendor: VendorId) {
    let back = away(scene, vendor);
    if back > scene.now() {
        return scene.book_at(back, Any::Vendor(Happening::Ready { case, vendor }));
    }
    for (known, ready) in brought(scene, case) {
        *ready |= *known == vendor;
    }
    scene.record(Fact::VendorReady { incident: IncidentNo(case.no), vendor });
    scene.follow(Any::Response(Response::VendorReady { case, vendor }));
}

/// Until when a vendor is away.
pub(super) fn away(scene: &Scene, vendor: VendorId) -> Instant {
    scene.rooms.vendor.away.0[vendor.at()]
}

/// All vendors are there.
pub fn begin(scene: &mut Scene) {
    scene.rooms.vendor.away.0.fill(Instant(0));
}

/// A vendor goes away: it begins nothing more before it is back, and what it has begun it brings to an end.
fn goes_away(scene: &mut Scene, vendor: VendorId, until: Instant) {
    if until <= away(scene, vendor) {
        return;
    }
    scene.rooms.vendor.away.0[vendor.at()] = until;
    scene.record(Fact::Inject(Told::VendorAway { vendor, until }));
    scene.book_at(until, Any::Vendor(Happening::Back { vendor }));
}

/// A vendor is back: the tasks of every incident that it was ready for go on.
fn comes_back(scene: &mut Scene, vendor: VendorId) {
    if away(scene, vendor) > scene.now() {
        return;
    }
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no != NONE && scene.rooms.vendor.is_ready(scene.hot.core.now, case, vendor) {
            scene.follow(Any::Response(Response::VendorReady { case, vendor }));
        }
    }
}
