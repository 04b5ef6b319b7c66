//! The lines at the desks: a job that waits for people stands in the line of the desk of what it asks for. Which desks have a line at all is
//! kept too, since most have none, and whoever comes or goes should cost nothing then.

use super::Desk;
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::RequirementId;

/// The place of a job in a line: the most severe first, then the one that was ready first.
pub(super) type Place = (u8, u64);

pub(super) fn desk<'a>(scene: &'a mut Scene, requirement: RequirementId) -> &'a mut Desk {
    &mut scene.rooms.response.desks[requirement.at()]
}

/// A job stands in line.
pub(super) fn join(scene: &mut Scene, requirement: RequirementId, place: Place, job: (Case, JobNo)) {
    desk(scene, requirement).queue.insert(place, job);
    scene.rooms.response.turns.lines.set(requirement);
}

/// A job stands in line no more, where it did.
#[inline]
pub(super) fn leave(scene: &mut Scene, requirement: RequirementId, place: Place) {
    if !desk(scene, requirement).queue.is_empty() {
        take_out(scene, requirement, place);
    }
}

fn take_out(scene: &mut Scene, requirement: RequirementId, place: Place) {
    let queue = &mut desk(scene, requirement).queue;
    if queue.remove(&place).is_some() && queue.is_empty() {
        scene.rooms.response.turns.lines.unset(requirement);
    }
}
