//! Jobs: they come into being with the response or a late hit, become ready when those before them are done, and bring systems back.

use super::ready::{awaits_its_clock, release_ready};
use super::rules::{asks, job, stand, waits, work_of};
use super::{Standing, apart, assign, lanes, length, reinfection, window, work};
use crate::engine::chance::Purpose;
use crate::model::Scene;
use crate::model::change::{Happening as Change, Part};
use crate::model::fact::{Fact, Job, Wait};
use crate::model::happening::{Access, Authority, Case, Estate, Happening as Any, Incident, JobNo, Response, Responsibility};
use crate::model::ids::{IncidentNo, SystemId, TaskId};
use crate::model::plan::{Length, Task};
use crate::model::playbook::entry::{OnlyIf, Phase};
use crate::model::responsibility::Matter;

const NEEDED: Purpose = Purpose::named("needed");

/// The response begins: every task gets its jobs, and the first are ready.
pub(super) fn begin(scene: &mut Scene, case: Case) {
    if std::mem::replace(&mut work_of(scene, case).begun, true) {
        return;
    }
    let plan = scene.plan;
    let playbook = &plan.playbooks[plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook.at()];
    let file = scene.rooms.incident.file(case);
    let (occurred, luck) = (file.occurred, file.luck);
    let work = &mut scene.rooms.response.work[case.at()];
    // A change is undone only once it has failed.
    let from_the_start = |task: &&TaskId| plan.tasks[task.at()].change.is_none_or(|of| of.part != Part::Rollback);
    for &task in playbook.tasks.iter().filter(from_the_start) {
        match &plan.tasks[task.at()].each {
            None => work.add(plan, luck, task, None),
            // Before any harm there is nothing to bring back, but what the attacker is on can be isolated.
            Some(_) if !occurred && plan.tasks[task.at()].phase >= Phase::Recover && plan.tasks[task.at()].reconnects.is_none() => {}
            Some(covers) => {
                // What another incident has brought back meanwhile is back.
                let recovers = plan.tasks[task.at()].phase == Phase::Recover && plan.tasks[task.at()].reconnects.is_none();
                for &system in file.hit.iter().filter(|s| covers[s.at()] && !(recovers && file.back.contains(s))) {
                    work.add(plan, luck, task, Some(system));
                }
            }
        }
    }
    if playbook.tasks.iter().all(|t| plan.tasks[t.at()].phase != Phase::Triage) {
        scene.follow(Any::Incident(Incident::Aware { case }));
    }
    release_ready(scene, case, None);
    look_round(scene, case, None);
}

/// A system hit after the response began gets its jobs; one hit again does not.
pub(super) fn hit_more(scene: &mut Scene, case: Case, system: SystemId) {
    if !work_of(scene, case).begun {
        return;
    }
    let plan = scene.plan;
    let file = scene.rooms.incident.file(case);
    let (playbook, luck) = (&plan.playbooks[plan.kinds[file.kind.at()].playbook.at()], file.luck);
    let work = work_of(scene, case);
    for &task in &playbook.tasks {
        let covers = plan.tasks[task.at()].each.as_ref().is_some_and(|c| c[system.at()]);
        if covers && !work.of_task(plan, task).any(|(_, j)| j.system == Some(system)) {
            work.add(plan, luck, task, Some(system));
        }
    }
    release_ready(scene, case, None);
    look_round(scene, case, None);
}

/// A review is owed: it joins the incident's jobs, or is to be done once more. One that is still to come covers this too.
pub(super) fn owe(scene: &mut Scene, case: Case, task: TaskId) {
    let (plan, luck) = (scene.plan, scene.rooms.incident.file(case).luck);
    let work = work_of(scene, case);
    let there = work.of_task(plan, task).next().map(|(no, state)| (no, state.standing()));
    match there {
        None => work.add(plan, luck, task, None),
        Some((no, Standing::Over)) => {
            work.opened += 1;
            stand(scene, case, no, Standing::Blocked);
            let done = job(scene, case, no);
            (done.on, done.key, done.summoning) = (None, None, false);
            done.attempt += 1;
        }
        Some(_) => return,
    }
    release_ready(scene, case, None);
}

/// Everything before a job is done. Is it needed at all, and can it go on?
pub(super) fn release(scene: &mut Scene, case: Case, no: JobNo, by: Option<JobNo>) {
    let plan = scene.plan;
    let (task_id, system, attempt, luck) = {
        let state = job(scene, case, no);
        (state.task, state.system, state.attempt, state.luck)
    };
    let task = &plan.tasks[task_id.at()];
    let name = Job { incident: IncidentNo(case.no), task: task_id, system };
    apart_from(scene, case, no, by);
    let by = by.map(|b| scene.rooms.response.job(case, b));
    scene.record(Fact::Released { job: name, by, attempt });
    if !needed(scene, case, task, luck, attempt) || (task.notice && !to_be_told(scene, case)) {
        stand(scene, case, no, Standing::Over);
        scene.record(Fact::Skipped { job: name });
        return after(scene, case, no);
    }
    if let Some(grant) = task.owed {
        scene.follow(Any::Access(Access::ReviewBegins { case, grant }));
    }
    if let Some(of) = task.change.filter(|of| of.part == Part::Review) {
        scene.follow(Any::Change(Change::ReviewBegins { case, change: of.change }));
    }
    length::draw(scene, case, no);
    if let Some(system) = system.filter(|_| task.needs_up) {
        let copy_left = length::source(scene, case, no).is_some();
        if !copy_left && plan.systems[system.at()].backup.as_ref().is_some() {
            scene.record(Fact::NoCopyLeft { incident: IncidentNo(case.no), system });
        }
        if !copy_left || !scene.rooms.estate.may_be_restored(plan, system) {
            stand(scene, case, no, Standing::NeedsDown);
            return waits(scene, case, no, Wait::Dependency);
        }
    }
    gate(scene, case, no);
}

/// Notes whose people did what released a job.
fn apart_from(scene: &mut Scene, case: Case, no: JobNo, by: Option<JobNo>) {
    if scene.plan.hand_offs.is_some() {
        let from = by.and_then(|by| job(scene, case, by).from);
        let state = job(scene, case, no);
        (state.from, state.foreign) = (from, false);
    }
}

fn needed(scene: &mut Scene, case: Case, task: &Task, luck: u64, attempt: u32) -> bool {
    let file = scene.rooms.incident.file(case);
    let lost = !file.copies_lost.is_empty();
    let fits = task.from_severity.is_none_or(|s| file.acts_on() >= s)
        && match task.only_if {
            None => true,
            Some(OnlyIf::CopiesLost) => lost,
            Some(OnlyIf::CopiesIntact) => !lost,
        };
    fits && (task.chance >= 1.0 || scene.draw(NEEDED, luck, u64::from(attempt)).chance(task.chance))
}

/// The informed are told once, and where a playbook can declare a major incident, only when one was declared.
fn to_be_told(scene: &mut Scene, case: Case) -> bool {
    let file = scene.rooms.incident.file(case);
    let playbook = &scene.plan.playbooks[scene.plan.kinds[file.kind.at()].playbook.at()];
    let due = file.declared || !playbook.tasks.iter().any(|t| scene.plan.tasks[t.at()].declares);
    due && !std::mem::replace(&mut work_of(scene, case).notified, true)
}

/// Asks those who must be asked about a job, then for the decision it needs; meanwhile people are called who could do it.
#[inline]
pub(super) fn gate(scene: &mut Scene, case: Case, no: JobNo) {
    let plan = scene.plan;
    let task = job(scene, case, no).task;
    let entry = &plan.tasks[task.at()];
    if entry.change.is_some() && window::shut(scene, case, no, Part::GoAhead) {
        return;
    }
    let matter = Matter::Task(task);
    if entry.consulted && !scene.rooms.responsibility.is_over(case, matter) {
        stand(scene, case, no, Standing::Consulting);
        waits(scene, case, no, Wait::Consultation);
        scene.follow(Any::Responsibility(Responsibility::Consult { case, matter }));
        return assign::summon_if_needed(scene, case, no);
    }
    match entry.decision {
        Some(decision) if !scene.rooms.authority.is_granted(case, decision) => {
            stand(scene, case, no, Standing::Gated);
            let on = scene.rooms.authority.waits_on(case, decision).unwrap_or(Wait::DecisionReach);
            waits(scene, case, no, on);
            scene.follow(Any::Authority(Authority::Ask { case, decision, job: no }));
            assign::summon_if_needed(scene, case, no);
        }
        _ => proceed(scene, case, no),
    }
}

/// Nobody need be asked about a task any more.
pub(super) fn advised(scene: &mut Scene, case: Case, task: TaskId) {
    if work_of(scene, case).how_many(Standing::Consulting) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        if state.task == task && state.standing() == Standing::Consulting {
            gate(scene, case, no);
        }
    }
}

/// Nothing but time or hands is missing.
#[inline]
pub(super) fn proceed(scene: &mut Scene, case: Case, no: JobNo) {
    let plan = scene.plan;
    let task = &plan.tasks[job(scene, case, no).task.at()];
    if task.change.is_some() && window::shut(scene, case, no, Part::Carry) {
        return;
    }
    let needs_hands = task.requirement.is_some();
    match task.length {
        Length::Nothing if !needs_hands => work::let_pass(scene, case, no),
        Length::Takes(_) => work::let_pass(scene, case, no),
        _ if task.change.is_none() && apart::owner_unclear(scene, case, no) => {}
        _ if asks(scene, case, no).is_some() => lanes::enter_or_queue(scene, case, no),
        _ => work::let_pass(scene, case, no),
    }
}

/// What a system needs is up again: its restore can go on. `by` is the job that did it.
#[inline(never)]
pub(super) fn needs_up(scene: &mut Scene, system: SystemId, by: Option<(Case, JobNo)>) {
    for place in 0..scene.rooms.incident.places() {
        let no = scene.rooms.incident.file(Case { place, no: 0 }).no;
        let case = Case { place, no };
        if no == crate::model::incident::NONE {
            continue;
        }
        let mut left = work_of(scene, case).how_many(Standing::NeedsDown);
        for no in 0..work_of(scene, case).jobs.len() as JobNo {
            if left == 0 {
                break;
            }
            let state = job(scene, case, no);
            if state.standing() != Standing::NeedsDown {
                continue;
            }
            left -= 1;
            if state.system == Some(system) {
                goes_on(scene, case, no, by);
            }
        }
    }
}

/// A restore goes on if nothing that its system needs is down any more and a copy is left.
fn goes_on(scene: &mut Scene, case: Case, no: JobNo, by: Option<(Case, JobNo)>) {
    let state = job(scene, case, no);
    let (system, attempt) = (state.system, state.attempt);
    let free = system.is_some_and(|system| scene.rooms.estate.may_be_restored(scene.plan, system));
    if !free || length::source(scene, case, no).is_none() {
        return;
    }
    if let Some((_, by_job)) = by.filter(|(c, _)| *c == case) {
        apart_from(scene, case, no, Some(by_job));
        let name = scene.rooms.response.job(case, no);
        let by = Some(scene.rooms.response.job(case, by_job));
        scene.record(Fact::Released { job: name, by, attempt });
    }
    // Released, it may wait for something outside again: its turn in a lane.
    job(scene, case, no).on = None;
    gate(scene, case, no);
}

/// A job is over: what does that make ready, contained, recovered, closed?
#[inline(never)]
pub(super) fn after(scene: &mut Scene, case: Case, no: JobNo) {
    let file = scene.rooms.incident.file(case);
    if file.false_alarm.is_some() && file.stopped {
        // Found out at this very instant: everything is about to be dropped.
        return;
    }
    release_ready(scene, case, Some(no));
    look_round(scene, case, Some(no));
}

/// Something outside the work has made a job of it ready.
pub(super) fn look_around(scene: &mut Scene, case: Case) {
    release_ready(scene, case, None);
}

/// Looks again at what can go on after an attack was stopped.
pub(super) fn look_again(scene: &mut Scene, case: Case) {
    release_ready(scene, case, None);
    if !yet_to_be_looked_into(scene, case) {
        close_if_over(scene, case);
    }
}

/// Another incident has brought everything back before anybody has taken this one up: whoever gets its alert still has to, and an attacker is
/// not gone with that.
fn yet_to_be_looked_into(scene: &mut Scene, case: Case) -> bool {
    let begun = work_of(scene, case).begun;
    let file = scene.rooms.incident.file(case);
    let attacked = scene.plan.kinds[file.kind.at()].attack.is_some();
    !begun && file.occurred && file.false_alarm.is_none() && (!file.recovered || file.alerted || attacked)
}

/// Looks whether milestones are reached.
fn look_round(scene: &mut Scene, case: Case, no: Option<JobNo>) {
    let plan = scene.plan;
    let playbook = &plan.playbooks[plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook.at()];
    let open = work_of(scene, case).open();
    let general = open.general(playbook.has_recover);
    let file = scene.rooms.incident.file(case);
    let (occurred, contained, stopped, hits) = (file.occurred, file.contained, file.stopped, file.hit.len());
    if playbook.has_contain && !contained && open.of(Phase::Contain) == 0 {
        scene.follow(Any::Incident(Incident::Contained { case }));
    }
    if !occurred {
        if contained || stopped {
            if playbook.isolates && open.upto_recover() == 0 {
                scene.follow(Any::Estate(Estate::Rejoin { case, all: false }));
            }
            close_if_over(scene, case);
        }
        return;
    }
    match no.and_then(|no| job(scene, case, no).system) {
        // The end of a job for one system brings no other one back.
        Some(system) if scene.rooms.incident.file(case).hit.contains(&system) => may_be_back(scene, case, system, no, general),
        Some(_) => {}
        None => {
            for index in 0..hits {
                let system = scene.rooms.incident.file(case).hit[index];
                may_be_back(scene, case, system, no, general);
            }
        }
    }
    if hits == 0 && open.of(Phase::Recover) == 0 && (playbook.has_recover || general == 0) {
        scene.follow(Any::Incident(Incident::WorkRecovered { case }));
    }
    close_if_over(scene, case);
}

/// A system that was hit is back once the work on it is over; one without work of its own once that for all systems at once is, of which so
/// much is `general`.
#[inline(always)]
fn may_be_back(scene: &mut Scene, case: Case, system: SystemId, no: Option<JobNo>, general: u32) {
    let own = work_of(scene, case).own(system);
    if own.unwrap_or(general == 0) && !scene.rooms.incident.file(case).back.contains(&system) {
        is_back(scene, case, system, no, own.is_some());
    }
}

/// It is back, unless it is hit again where it has been restored by work of its own.
fn is_back(scene: &mut Scene, case: Case, system: SystemId, no: Option<JobNo>, restored: bool) {
    if !(restored && reinfection::strikes(scene, case, system)) {
        let job = no.unwrap_or(0);
        scene.follow(Any::Estate(Estate::Restored { case, system, job }));
        scene.follow(Any::Incident(Incident::SystemBack { case, system }));
        if scene.rooms.estate.of(system).hits > 1 {
            scene.follow(Any::Response(Response::BackForOthers { case, system, job }));
        }
    }
}

fn close_if_over(scene: &mut Scene, case: Case) {
    if all_over(scene, case) {
        scene.follow(Any::Incident(Incident::WorkClosed { case }));
    }
}

/// Nothing is left to do: a notice whose clock has not started is not owed.
pub(super) fn all_over(scene: &mut Scene, case: Case) -> bool {
    let work = work_of(scene, case);
    let jobs = work.jobs.len() as JobNo;
    let (blocked, open) = (work.how_many(Standing::Blocked), jobs - work.how_many(Standing::Over));
    if open == 0 || blocked < open {
        return open == 0;
    }
    (0..jobs).all(|no| job(scene, case, no).standing() == Standing::Over || awaits_its_clock(scene, case, no))
}
