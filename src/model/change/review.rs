//! The review that an emergency change owes: whoever is named does it once everything is back, and has a number of working days for it.

use super::rules::{course, tell};
use super::{Happening, Owed, Step};
use crate::model::Scene;
use crate::model::happening::{Case, Happening as Any, Response};
use crate::model::ids::{ChangeId, IncidentNo, PersonId};

/// One more review is owed, unless one that is still to come covers this too.
pub(super) fn owe(scene: &mut Scene, case: Case, change: ChangeId) {
    let plan = scene.plan;
    let playbook = plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook;
    let tasks = plan.changes.of(change).review.as_ref().map_or(&[][..], |r| &r.tasks);
    let Some(&(_, task)) = tasks.iter().find(|(of, _)| *of == playbook) else { return };
    let owed = &mut course(scene, case).owed;
    match owed.iter_mut().find(|o| o.change == change) {
        Some(before) if before.done => (before.done, before.times) = (false, before.times + 1),
        Some(_) => return,
        None => owed.push(Owed { change, done: false, times: 1 }),
    }
    tell(scene, Step::ReviewOwed { incident: IncidentNo(case.no), change });
    scene.follow(Any::Response(Response::Owes { case, task }));
}

/// It can be done from now on.
pub(super) fn begins(scene: &mut Scene, case: Case, change: ChangeId) {
    let now = scene.now();
    let within = scene.plan.changes.of(change).review.as_ref().map(|r| &r.within);
    let times = course(scene, case).owed.iter().find(|o| o.change == change).map(|o| o.times);
    if let (Some(due), Some(times)) = (within.and_then(|w| w.due(Some(now), None)), times) {
        tell(scene, Step::ReviewDue { incident: IncidentNo(case.no), change, due });
        scene.book_at(due, Any::Change(Happening::ReviewDue { case, change, times }));
    }
}

/// It must be done by now.
pub(super) fn due(scene: &mut Scene, case: Case, change: ChangeId, times: u32) {
    if course(scene, case).owed.iter().any(|o| o.change == change && o.times == times && !o.done) {
        tell(scene, Step::ReviewOverdue { incident: IncidentNo(case.no), change });
    }
}

/// Somebody has done it.
pub(super) fn done(scene: &mut Scene, case: Case, change: ChangeId, person: Option<PersonId>) {
    let owed = course(scene, case).owed.iter_mut().find(|o| o.change == change);
    if let (Some(owed), Some(person)) = (owed, person) {
        owed.done = true;
        tell(scene, Step::Reviewed { incident: IncidentNo(case.no), change, person });
    }
}
