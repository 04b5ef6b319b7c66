//! Restore lanes: what copies can be read at once. Restores that are ready wait for a lane, most urgent first: in the order that a decision
//! has laid down, then by tier, then by the nearest end of what the business can bear. A lane is taken when somebody begins, not before, so
//! that it never stands idle for want of hands.
//! Leaves to others: what a restore reads (recovery), who does it (assign).

use bevy_ecs::prelude::*;

use super::rules::{asks, job, stand, waits};
use super::{JobState, Standing, assign, length, line};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Fact, Wait};
use crate::model::happening::{Case, Happening as Any, JobNo, Response as Happening};
use crate::model::ids::{DecisionId, LaneId, SystemId};
use crate::model::plan::{Length, Plan};

/// One lane.
#[derive(Clone, Debug, Default)]
struct Lane {
    /// Restores under way.
    used: u32,
    /// Restores that are ready and have not begun.
    ready: Vec<(Case, JobNo)>,
}
/// All lanes.
#[derive(Resource, Debug)]
pub struct Lanes(Vec<Lane>);
impl Lanes {
    /// All free.
    pub fn of(plan: &Plan) -> Lanes {
        Lanes(vec![Lane::default(); plan.lanes.len()])
    }
}

/// Frees all lanes.
pub(super) fn begin(scene: &mut Scene) {
    for lane in &mut scene.rooms.response.lanes.0 {
        lane.used = 0;
        lane.ready.clear();
    }
}

/// The lane that a job takes, by the copies it reads.
#[inline]
pub(super) fn lane_of(scene: &mut Scene, case: Case, no: JobNo) -> Option<LaneId> {
    if scene.plan.lanes.is_empty() { None } else { lane_by_copies(scene, case, no) }
}

fn lane_by_copies(scene: &mut Scene, case: Case, no: JobNo) -> Option<LaneId> {
    let plan = scene.plan;
    let state: &JobState = job(scene, case, no);
    let system = state.system.filter(|_| matches!(plan.tasks[state.task.at()].length, Length::Restore))?;
    let backup = plan.systems[system.at()].backup.as_ref()?;
    let source = length::source(scene, case, no)?;
    if source.vault { backup.vault.as_ref()?.lane } else { backup.lane }
}

/// A job goes to its lane if it takes one, else straight to its desk.
pub(super) fn enter_or_queue(scene: &mut Scene, case: Case, no: JobNo) {
    match lane_of(scene, case, no) {
        Some(lane) => enter(scene, case, no, lane),
        None => assign::queue(scene, case, no),
    }
}

/// A job is ready for its lane.
pub(super) fn enter(scene: &mut Scene, case: Case, no: JobNo, lane: LaneId) {
    stand(scene, case, no, Standing::InLine);
    job(scene, case, no).lane = Some(lane);
    scene.rooms.response.lanes.0[lane.at()].ready.push((case, no));
    scene.follow(Any::Response(Happening::ArrangeLane { lane }));
}

/// Somebody begins with a job: it takes its lane, and if that was the last place the others stand back.
#[inline]
pub(super) fn begun(scene: &mut Scene, case: Case, no: JobNo) {
    if !scene.plan.lanes.is_empty() {
        take_lane(scene, case, no);
    }
}

fn take_lane(scene: &mut Scene, case: Case, no: JobNo) {
    let Some(lane) = job(scene, case, no).lane else { return };
    let state = &mut scene.rooms.response.lanes.0[lane.at()];
    state.used += 1;
    state.ready.retain(|other| *other != (case, no));
    if state.used >= scene.plan.lanes[lane.at()].at_once {
        for (case, no) in state.ready.clone() {
            stand_back(scene, case, no, lane);
        }
    }
}

/// A job leaves its lane, done or not.
#[inline]
pub(super) fn left(scene: &mut Scene, case: Case, no: JobNo) -> Option<LaneId> {
    if scene.plan.lanes.is_empty() { None } else { leave_lane(scene, case, no) }
}

fn leave_lane(scene: &mut Scene, case: Case, no: JobNo) -> Option<LaneId> {
    let lane = job(scene, case, no).lane.take()?;
    scene.rooms.response.lanes.0[lane.at()].used -= 1;
    scene.follow(Any::Response(Happening::ArrangeLane { lane }));
    Some(lane)
}

/// A job is dropped: it neither waits for its lane nor has it.
pub(super) fn forget(scene: &mut Scene, case: Case, no: JobNo, worked: bool) {
    if worked {
        left(scene, case, no);
    } else if let Some(lane) = job(scene, case, no).lane.take() {
        scene.rooms.response.lanes.0[lane.at()].ready.retain(|other| *other != (case, no));
    }
}

/// Puts the ready jobs of a lane onto their desks in their order, as long as there is room.
pub(super) fn arrange(scene: &mut Scene, lane: LaneId) {
    let mut ready = scene.rooms.response.lanes.0[lane.at()].ready.clone();
    ready.retain(|(case, _)| scene.live(*case));
    ready.sort_by_cached_key(|(case, no)| urgency(scene, *case, *no));
    for &(case, no) in &ready {
        take_off_desk(scene, case, no);
    }
    for (case, no) in ready {
        if job(scene, case, no).standing() != Standing::InLine {
            continue;
        }
        if scene.rooms.response.lanes.0[lane.at()].used < scene.plan.lanes[lane.at()].at_once {
            assign::queue(scene, case, no);
        } else {
            stand_back(scene, case, no, lane);
        }
    }
}

/// A job waits for room in its lane.
fn stand_back(scene: &mut Scene, case: Case, no: JobNo, lane: LaneId) {
    take_off_desk(scene, case, no);
    if job(scene, case, no).on != Some(Wait::Dependency) {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::LaneFull { job: name, lane });
        waits(scene, case, no, Wait::Dependency);
    }
}

fn take_off_desk(scene: &mut Scene, case: Case, no: JobNo) {
    if job(scene, case, no).standing() != Standing::Queued {
        return;
    }
    stand(scene, case, no, Standing::InLine);
    let state = job(scene, case, no);
    if let (Some(key), Some(requirement)) = (state.key.take(), asks(scene, case, no)) {
        line::leave(scene, requirement, key);
    }
}

/// What comes first in a lane: as decided, then by tier, then by the nearest MTPD, then by system.
fn urgency(scene: &mut Scene, case: Case, no: JobNo) -> (usize, u32, Instant, u32, SystemId) {
    let plan = scene.plan;
    let system = job(scene, case, no).system.unwrap_or_default();
    let granted = |index: &usize| scene.rooms.authority.is_granted(case, DecisionId(*index as u32));
    let orders = plan.decisions.iter().enumerate().filter(|(index, d)| !d.restore_order.is_empty() && granted(index));
    let decided = orders.filter_map(|(_, d)| d.restore_order.iter().position(|s| *s == system)).min();
    let entry = &plan.systems[system.at()];
    let loss = scene.rooms.incident.file(case).loss(plan, system);
    let due = entry.mtpd.map_or(Instant::NEVER, |mtpd: Span| loss.hit + mtpd);
    (decided.unwrap_or(usize::MAX), entry.tier, due, case.no, system)
}
