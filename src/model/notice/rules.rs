//! What notices do: a milestone starts their clocks, their work becomes ready, they are sent, or their deadline passes.

use super::{Clock, Owed, Start};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::{Fact, Wait};
use crate::model::happening::{Case, Happening as Any, Notice as Happening, Response};
use crate::model::ids::IncidentNo;

/// A deadline has passed at the first instant after it: what is sent at the deadline itself is in time.
const AFTER: Span = Span(1);

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Reached { case, milestone } if scene.live(case) => reached(scene, case, milestone),
        Happening::Due { case, owed } if scene.live(case) => due(scene, case, owed as usize),
        _ => {}
    }
}

/// Lets the clocks of an incident know of a milestone.
#[inline]
pub fn tell(scene: &mut Scene, case: Case, milestone: Start) {
    if !scene.plan.notices.is_empty() && !owed(scene, case).is_empty() {
        scene.follow(Any::Notice(Happening::Reached { case, milestone }));
    }
}

/// The notices that an incident's playbook owes.
pub fn owed<'p>(scene: &Scene<'p, '_>, case: Case) -> &'p [Owed] {
    &scene.plan.playbooks[scene.plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook.at()].notices
}

fn clock<'a>(scene: &'a mut Scene, case: Case, owed: usize) -> &'a mut Clock {
    &mut scene.rooms.notice.clocks[case.at()].0[owed]
}

fn reached(scene: &mut Scene, case: Case, milestone: Start) {
    for (index, owed) in owed(scene, case).iter().enumerate() {
        if milestone == Start::TaskDone(owed.task) {
            sent(scene, case, index);
        }
        if milestone == owed.start {
            start(scene, case, index);
        }
        if Some(milestone) == owed.cap && clock(scene, case, index).cap_from.is_none() {
            clock(scene, case, index).cap_from = Some(scene.now());
            set_deadline(scene, case, index, false);
        }
    }
}

/// The clock of a notice starts, unless the incident is not severe enough, and the work on it can begin.
fn start(scene: &mut Scene, case: Case, index: usize) {
    if clock(scene, case, index).started.is_some() {
        return;
    }
    let now = scene.now();
    let notice = owed(scene, case)[index].notice;
    let assessed = scene.rooms.incident.file(case).acts_on();
    let waived = scene.plan.notices[notice.at()].from_severity.is_some_and(|least| assessed < least);
    let clock = clock(scene, case, index);
    clock.started = Some(now);
    clock.waived = waived;
    if waived {
        scene.record(Fact::NoticeWaived { incident: IncidentNo(case.no), notice });
    } else {
        set_deadline(scene, case, index, true);
        scene.follow(Any::Response(Response::LookAround { case }));
    }
}

/// Works out the deadline anew; tells it where it has changed or `begins` says that the notice's own clock starts now.
fn set_deadline(scene: &mut Scene, case: Case, index: usize, begins: bool) {
    let owed = owed(scene, case)[index];
    let state = *clock(scene, case, index);
    let due = scene.plan.notices[owed.notice.at()].term.due(state.started, state.cap_from);
    let Some(deadline) = due.filter(|_| !state.sent && !state.waived) else { return };
    let moved = due != state.due;
    clock(scene, case, index).due = due;
    if moved || begins {
        let runs = state.started.is_some();
        scene.record(Fact::NoticeClock { incident: IncidentNo(case.no), notice: owed.notice, deadline, runs });
    }
    if moved {
        let passed = (deadline + AFTER).max(scene.now());
        scene.book_at(passed, Any::Notice(Happening::Due { case, owed: index as u32 }));
    }
}

fn sent(scene: &mut Scene, case: Case, index: usize) {
    let now = scene.now();
    let notice = owed(scene, case)[index].notice;
    let clock = clock(scene, case, index);
    clock.sent = true;
    let margin = clock.due.map_or(Span(0), |due| due - now);
    scene.record(Fact::NoticeSubmitted { incident: IncidentNo(case.no), notice, margin });
    reached(scene, case, Start::Submitted(notice));
}

/// The deadline has passed, if it has not been moved since this was booked.
fn due(scene: &mut Scene, case: Case, index: usize) {
    let now = scene.now();
    let state = *clock(scene, case, index);
    if state.sent || state.missed || state.waived || state.due.is_none_or(|due| due >= now) {
        return;
    }
    clock(scene, case, index).missed = true;
    let owed = owed(scene, case)[index];
    let on = waits_for(scene, case, owed);
    scene.record(Fact::NoticeMissed { incident: IncidentNo(case.no), notice: owed.notice, on });
}

/// What a notice waits for now: what its task does, or, before that is ready, what it takes to start the clock.
fn waits_for(scene: &Scene, case: Case, owed: Owed) -> Wait {
    if let Some(on) = scene.rooms.response.waits_for(case, owed.task) {
        return on;
    }
    let file = scene.rooms.incident.file(case);
    let decision = if let Start::Decided(decision) = owed.start { scene.rooms.authority.waits_on(case, decision) } else { None };
    match decision {
        Some(on) => on,
        None if !file.alerted => Wait::Undetected,
        None if !file.acknowledged => Wait::Unanswered,
        None => Wait::Working,
    }
}
