//! What changes do: they are raised, wait for their window, are carried out, fail, are undone, or are an incident.

use super::{Belongs, Change, Course, Happening, Part, Step, review};
use crate::engine::chance::{Purpose, combine};
use crate::engine::driver::CLOSES;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::change::entry::ChangeKind;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Happening as Any, Incident, JobNo, Response};
use crate::model::ids::{ChangeId, IncidentNo, PersonId};

const FAILS: Purpose = Purpose::named("change fails");
const NOTICED: Purpose = Purpose::named("failure noticed");
const WORKS: Purpose = Purpose::named("rollback works");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Raised { case, counted } if scene.live(case) => raised(scene, case, counted),
        Happening::Opens { case, generation } if scene.live(case) && course(scene, case).generation == generation => {
            scene.follow(Any::Response(Response::WindowOpens { case }))
        }
        Happening::Closes { case, generation } if scene.live(case) && course(scene, case).generation == generation => closes(scene, case),
        Happening::TooLate { case } if scene.live(case) && course(scene, case).undoing => too_late(scene, case),
        Happening::ReviewBegins { case, change } if scene.live(case) => review::begins(scene, case, change),
        Happening::ReviewDue { case, change, times } if scene.live(case) => review::due(scene, case, change, times),
        _ => {}
    }
}

pub(super) fn course<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Course {
    &mut scene.rooms.change.courses[case.at()]
}

/// The change that is kept in a place.
fn kept<'p>(scene: &Scene<'p, '_>, case: Case) -> Option<(ChangeId, &'p Change)> {
    let kind = scene.rooms.incident.file(case).kind;
    scene.plan.kinds[kind.at()].change.map(|id| (id, scene.plan.changes.of(id)))
}

pub(super) fn tell(scene: &mut Scene, step: Step) {
    scene.record(Fact::Change(step));
}

fn raised(scene: &mut Scene, case: Case, counted: bool) {
    let Some((change, _)) = kept(scene, case) else { return };
    tell(scene, Step::Raised { incident: IncidentNo(case.no), change, counted });
    scene.follow(Any::Response(Response::Begin { case }));
}

/// Whether a change may be begun now. If not, that is told, and it is looked at again once it may; one that never may any more is given up.
pub fn may_begin(scene: &mut Scene, case: Case, job: JobNo, change: ChangeId) -> bool {
    let now = scene.now();
    let entry = scene.plan.changes.of(change);
    let Some(open) = &entry.open else { return true };
    if let Some((_, to)) = open.span_at(now) {
        let course = course(scene, case);
        if course.closes != Some(to) {
            course.closes = Some(to);
            course.generation += 1;
            let generation = course.generation;
            // Before whoever comes on shift at that instant could begin.
            scene.hot.core.book(to, CLOSES, Any::Change(Happening::Closes { case, generation }));
        }
        return true;
    }
    match open.next_start(now) {
        Some(until) => {
            let name = scene.rooms.response.job(case, job);
            // It could have begun before but for a freeze.
            let window = entry.window.as_ref();
            let freeze = window.is_none_or(|w| w.on_at(now) || w.next_start(now).is_some_and(|from| from < until));
            tell(scene, Step::Shut { job: name, until, freeze });
            let course = course(scene, case);
            course.closes = None;
            course.generation += 1;
            let generation = course.generation;
            scene.book_at(until, Any::Change(Happening::Opens { case, generation }));
        }
        None => {
            tell(scene, Step::Lapsed { incident: IncidentNo(case.no), change });
            scene.follow(Any::Response(Response::Drop { case }));
        }
    }
    false
}

/// The window ends; what was not begun by then waits for the next.
fn closes(scene: &mut Scene, case: Case) {
    let Some((change, _)) = kept(scene, case) else { return };
    if course(scene, case).begun {
        return;
    }
    course(scene, case).closes = None;
    tell(scene, Step::Missed { incident: IncidentNo(case.no), change });
    scene.follow(Any::Response(Response::WindowCloses { case }));
}

/// Somebody starts, or goes on with, a task of a change.
pub fn started(scene: &mut Scene, case: Case, of: Belongs, person: PersonId) {
    if matches!(of.part, Part::Carry | Part::Rollback | Part::Emergency) {
        let course = course(scene, case);
        course.by = Some(person);
        course.begun = true;
    }
}

/// A task of a change is done. What follows must be known before the incident, or the change, is closed.
pub fn done(scene: &mut Scene, case: Case, of: Belongs, person: Option<PersonId>) {
    match of.part {
        Part::Test | Part::Approval | Part::GoAhead => {}
        Part::Carry => carried_out(scene, case, of.change),
        Part::Rollback => undone(scene, case, of.change),
        Part::Review => review::done(scene, case, of.change, person),
        Part::Emergency => {
            tell(scene, Step::Done { incident: IncidentNo(case.no), change: of.change });
            review::owe(scene, case, of.change);
        }
    }
}

/// Whether an attempt at a task that is an emergency change fails. `luck` is that of the task, `attempt` counts from 1.
pub fn attempt_fails(scene: &mut Scene, case: Case, of: Belongs, luck: u64, attempt: u32) -> bool {
    let fails = scene.plan.changes.of(of.change).fails;
    of.part == Part::Emergency && fails > 0.0 && scene.draw_for(FAILS, case, luck, u64::from(attempt)).chance(fails)
}

/// An attempt at a task that is an emergency change has failed: it is tried again, and may have done harm.
pub fn attempt_failed(scene: &mut Scene, case: Case, of: Belongs, luck: u64, attempt: u32) {
    let noticed = scene.plan.changes.of(of.change).noticed;
    let noticed = scene.draw_for(NOTICED, case, luck, u64::from(attempt)).chance(noticed);
    tell(scene, Step::Failed { incident: IncidentNo(case.no), change: of.change, noticed });
    review::owe(scene, case, of.change);
    begin_incident(scene, case, of.change, noticed, combine(luck, u64::from(attempt)));
}

fn carried_out(scene: &mut Scene, case: Case, change: ChangeId) {
    let (plan, now, incident) = (scene.plan, scene.now(), IncidentNo(case.no));
    let entry = plan.changes.of(change);
    let emergency = entry.kind == ChangeKind::Emergency;
    if entry.fails == 0.0 || !scene.draw_for(FAILS, case, entry.luck, 0).chance(entry.fails) {
        tell(scene, Step::Done { incident, change });
        if emergency {
            review::owe(scene, case, change);
        }
        return;
    }
    let noticed = scene.draw_for(NOTICED, case, entry.luck, 0).chance(entry.noticed);
    tell(scene, Step::Failed { incident, change, noticed });
    if emergency {
        review::owe(scene, case, change);
    }
    let Some(rollback) = entry.rollback.as_ref().filter(|_| noticed) else {
        return begin_incident(scene, case, change, noticed, entry.luck);
    };
    // One that was finished after its window had ended has no time left.
    let end = rollback.within.map(|within| now + within).or(course(scene, case).closes).unwrap_or(Instant(i64::MAX));
    if end <= now {
        tell(scene, Step::TooLate { incident, change });
        return begin_incident(scene, case, change, noticed, entry.luck);
    }
    course(scene, case).undoing = true;
    if let Some(kind) = entry.begins {
        scene.follow(Any::Incident(Incident::ChangeFailed { case, severity: plan.kinds[kind.at()].severity }));
    }
    scene.follow(Any::Response(Response::Owes { case, task: rollback.task }));
    scene.book_at(end, Any::Change(Happening::TooLate { case }));
}

fn undone(scene: &mut Scene, case: Case, change: ChangeId) {
    let entry = scene.plan.changes.of(change);
    let works = entry.rollback.as_ref().map_or(1.0, |r| r.works);
    let works = scene.draw_for(WORKS, case, entry.luck, 0).chance(works);
    course(scene, case).undoing = false;
    tell(scene, Step::RolledBack { incident: IncidentNo(case.no), change, works });
    if !works {
        begin_incident(scene, case, change, true, entry.luck);
    }
}

/// It is not rolled back in time: others take over.
fn too_late(scene: &mut Scene, case: Case) {
    let Some((change, entry)) = kept(scene, case) else { return };
    course(scene, case).undoing = false;
    tell(scene, Step::TooLate { incident: IncidentNo(case.no), change });
    if let Some(rollback) = &entry.rollback {
        scene.follow(Any::Response(Response::GiveUp { case, task: rollback.task }));
    }
    begin_incident(scene, case, change, true, entry.luck);
}

fn begin_incident(scene: &mut Scene, of: Case, change: ChangeId, noticed: bool, luck: u64) {
    let by = course(scene, of).by.filter(|_| noticed);
    let known = noticed.then_some(by);
    scene.follow(Any::Incident(Incident::ByChange { of, change, known, luck }));
}
