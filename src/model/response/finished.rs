//! Work that is done at the very instant at which its owner must leave it: shifts end before anything else happens, but nothing of such a job
//! is left to hand over. It ends, and its owner goes.

use super::rules::{in_hand, job};
use super::{Standing, work};
use crate::model::Scene;
use crate::model::fact::Stop;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::PersonId;

/// All of a job in hand is done by now: its end is booked for this instant and only has not come yet.
pub(super) fn is_done(scene: &mut Scene, case: Case, no: JobNo) -> bool {
    let now = scene.now();
    let state = job(scene, case, no);
    let end = state.began + state.reading_in + state.left.times(state.factor);
    state.standing() == Standing::Worked && end <= now
}

/// What somebody has in hand, if all of it is done by now.
fn done_by_now(scene: &mut Scene, person: PersonId) -> Option<(Case, JobNo)> {
    let (case, no) = in_hand(scene, person)?;
    is_done(scene, case, no).then_some((case, no))
}

/// Ends what somebody has in hand if it is done by now; false when there is something left of it. They take up nothing that follows from it,
/// unless they stay.
pub(super) fn ends_with_its_owner(scene: &mut Scene, person: PersonId, why: Stop) -> bool {
    let Some((case, no)) = done_by_now(scene, person) else { return false };
    work::over(scene, case, no, None, false);
    work::withdraw(scene, case, person, why);
    match why {
        // Who is called out for another incident goes on to that; who only must not go on with this one looks for something else.
        Stop::ShiftEnded if scene.rooms.duty.of(person).called_for.is_some() => work::freed(scene, case, person),
        Stop::Disqualified | Stop::CutOff | Stop::ProviderDown => work::freed(scene, case, person),
        _ => {}
    }
    true
}
