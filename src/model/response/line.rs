//! The lines at the desks: a job that waits for people stands in the line of the desk of what it asks for. Which desks have a line at all is
//! kept too, since most have none, and whoever comes or goes should cost nothing then.

use super::{Desk, Turns};
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
    let queue = &mut desk(scene, requirement).queue;
    let first = queue.is_empty();
    queue.insert(place, job);
    if first {
        let lines = &mut scene.rooms.response.turns.lines;
        if let Err(at) = lines.binary_search(&requirement) {
            lines.insert(at, requirement);
        }
    }
}

/// A job stands in line no more, where it did.
pub(super) fn leave(scene: &mut Scene, requirement: RequirementId, place: Place) {
    let queue = &mut desk(scene, requirement).queue;
    if queue.remove(&place).is_some() && queue.is_empty() {
        let lines = &mut scene.rooms.response.turns.lines;
        if let Ok(at) = lines.binary_search(&requirement) {
            lines.remove(at);
        }
    }
}

impl Turns {
    /// The first desk after this one (the very first, without one) at which somebody waits.
    pub(super) fn line_after(&self, requirement: Option<RequirementId>) -> Option<RequirementId> {
        let past = requirement.map_or(0, |requirement| self.lines.partition_point(|line| *line <= requirement));
        self.lines.get(past).copied()
    }
}
