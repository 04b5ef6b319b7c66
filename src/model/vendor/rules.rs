//! What vendors do: the first task that needs one calls it; after its activation it is ready for this and all further tasks of the incident.

use crate::engine::chance::Purpose;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Happening as Any, Response, Vendor as Happening};
use crate::model::ids::{IncidentNo, VendorId};

const ACTIVATION: Purpose = Purpose::named("activation");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: Happening) {
    match happening {
        Happening::Call { case, vendor } if scene.live(case) => call(scene, case, vendor),
        Happening::Ready { case, vendor } if scene.live(case) => ready(scene, case, vendor),
        _ => {}
    }
}

fn brought<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Vec<(VendorId, bool)> {
    let entity = scene.hot.case(case);
    &mut scene.rooms.vendor.brought.get_mut(entity).expect("every case has its vendors").into_inner().0
}

fn call(scene: &mut Scene, case: Case, vendor: VendorId) {
    if brought(scene, case).iter().any(|(known, _)| *known == vendor) {
        return;
    }
    brought(scene, case).push((vendor, false));
    scene.record(Fact::VendorCalled { incident: IncidentNo(case.no), vendor });
    let (plan, now) = (scene.plan, scene.now());
    let entry = &plan.vendors[vendor.at()];
    let takes = entry.activation.sample(&mut scene.draw_for(ACTIVATION, case, entry.luck, 0));
    // A vendor whose hours end before it is activated never comes.
    let at = entry.hours.as_ref().map_or(Some(now + takes), |hours| hours.after(now, takes));
    if let Some(at) = at {
        scene.book_at(at, Any::Vendor(Happening::Ready { case, vendor }));
    }
}

fn ready(scene: &mut Scene, case: Case, vendor: VendorId) {
    for (known, ready) in brought(scene, case) {
        *ready |= *known == vendor;
    }
    scene.record(Fact::VendorReady { incident: IncidentNo(case.no), vendor });
    scene.follow(Any::Response(Response::VendorReady { case, vendor }));
}
