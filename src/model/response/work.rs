//! Work on a job: it starts in somebody's hands or by itself, stops, goes on, ends.
//! Leaves to others: whether an attempt worked, and what is done again (attempt).

use super::rules::{in_hand, job, stand, waits, work_of};
use super::{JobState, Standing, apart, assign, attempt, beside, finished, lanes, leading, length, pace, retime, seats, strain};
use crate::engine::time::Span;
use crate::model::fact::{Ending, Fact, Job, Stop, Wait};
use crate::model::happening::{Access, Case, Duty, Estate, Happening as Any, Incident, JobNo, Response as Happening, Vendor};
use crate::model::ids::{IncidentNo, PersonId, PlaybookId, RequirementId, SystemId, TaskId, VendorId};
use crate::model::knowledge::{Knowing, Manner};
use crate::model::notice::{self, Start};
use crate::model::organisation::HandOver;
use crate::model::organisation::entry::{Preemption, Then};
use crate::model::playbook::entry::Phase;
use crate::model::recovery::Cut;
use crate::model::{Scene, change, demand};

/// Somebody who can do more than find out: a task of containment or later of this playbook.
pub(super) fn is_doer(scene: &Scene, playbook: PlaybookId, person: PersonId) -> bool {
    scene.rooms.qualification.can_some(scene.plan, person, &scene.plan.playbooks[playbook.at()].does)
}

/// Somebody who can do any task of this playbook.
pub(super) fn takes_part(scene: &Scene, playbook: PlaybookId, person: PersonId) -> bool {
    scene.rooms.qualification.can_some(scene.plan, person, &scene.plan.playbooks[playbook.at()].takes)
}

/// Puts a job into somebody's hands.
pub(super) fn start(
    scene: &mut Scene,
    (case, no): (Case, JobNo),
    requirement: RequirementId,
    person: PersonId,
    skilled: f64,
    manner: Manner,
) {
    let now = scene.now();
    let plan = scene.plan;
    scene.rooms.response.hands[person.at()].job = Some((case, no));
    work_of(scene, case).at_work += 1;
    apart::joins(scene, case, person);
    let hand_off = apart::takes_up(scene, case, no, person);
    let factor = pace::factor(scene, case, no, person, skilled);
    let doubled = apart::twice(scene, case, person);
    let switch = strain::switch(scene, case, no, person);
    stand(scene, case, no, Standing::Worked);
    let work = work_of(scene, case);
    work.started = true;
    let state = &mut work.jobs[no as usize];
    state.person = Some(person);
    state.began = now;
    state.factor = factor;
    state.skilled = skilled;
    state.manner = manner;
    state.doubled = doubled;
    state.on = None;
    state.lacks_since = None;
    state.reading_in = state.owed + switch + hand_off;
    // What is done again because it changed hands counts as part of taking it up.
    let (attempt, again) = (state.attempt, state.again.times(factor));
    let reading_in = state.reading_in + again;
    let name = Job { incident: IncidentNo(case.no), task: state.task, system: state.system };
    if let (Manner::Follows, Some(runbook)) = (manner, plan.requirements[requirement.at()].knows) {
        scene.record(Fact::Knowing(Knowing::Follows { job: name, person, runbook }));
    }
    let improvised = manner == Manner::Improvises;
    scene.record(Fact::Started { job: name, person: Some(person), attempt, reading_in, again, improvised });
    strain::tell(scene, case, no);
    if plan.requirements[requirement.at()].grant.is_some_and(|grant| plan.access.privileged(grant)) {
        scene.follow(Any::Access(Access::Used { case, job: no, person }));
    }
    lanes::begun(scene, case, no);
    if let Some(of) = plan.tasks[name.task.at()].change {
        change::rules::started(scene, case, of, person);
    }
    demand::look(scene, person);
    let file = scene.rooms.incident.file(case);
    let (acknowledged, doer, kind) = (file.acknowledged, file.doer, file.kind);
    if !acknowledged {
        scene.follow(Any::Incident(Incident::Acknowledge { case, person }));
    }
    if !doer && is_doer(scene, plan.kinds[kind.at()].playbook, person) {
        scene.follow(Any::Incident(Incident::DoerEngaged { case }));
    }
    retime::book_end(scene, case, no);
    leading::hands_changed(scene, case, person);
    beside::begun(scene, case, no);
}

/// Lets a job take its time without hands.
pub(super) fn let_pass(scene: &mut Scene, case: Case, no: JobNo) {
    let plan = scene.plan;
    if let Some(vendor) = plan.tasks[job(scene, case, no).task.at()].by
        && !scene.rooms.vendor.is_ready(scene.hot.core.now, case, vendor)
    {
        stand(scene, case, no, Standing::Called);
        waits(scene, case, no, Wait::Vendor);
        return scene.follow(Any::Vendor(Vendor::Call { case, vendor }));
    }
    stand(scene, case, no, Standing::Elapsing);
    let state = job(scene, case, no);
    state.generation += 1;
    let (attempt, generation, takes) = (state.attempt, state.generation, state.left);
    let vendor = plan.tasks[state.task.at()].vendor;
    if vendor {
        waits(scene, case, no, Wait::Vendor);
    }
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::Started { job: name, person: None, attempt, reading_in: Span(0), again: Span(0), improvised: false });
    scene.book_in(takes, Any::Response(Happening::Ends { case, job: no, generation }));
}

/// A vendor has been brought in: its tasks that are ready go on.
pub(super) fn vendor_ready(scene: &mut Scene, case: Case, vendor: VendorId) {
    if work_of(scene, case).how_many(Standing::Called) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        if state.standing() == Standing::Called && scene.plan.tasks[job(scene, case, no).task.at()].by == Some(vendor) {
            let_pass(scene, case, no);
        }
    }
}

/// Takes the job in hand from somebody and puts it back into the queue; one that is done at this very instant ends.
pub(super) fn stop(scene: &mut Scene, person: PersonId, why: Stop) {
    if finished::ends_with_its_owner(scene, person, why) {
        return;
    }
    match put_down(scene, person, why) {
        Some((case, no)) => wait_again(scene, case, no),
        None => seats::withdraw(scene, person),
    }
}

/// A job that was put down waits for somebody, or for its turn, again.
pub(super) fn wait_again(scene: &mut Scene, case: Case, no: JobNo) {
    match lanes::left(scene, case, no) {
        Some(lane) => lanes::enter(scene, case, no, lane),
        None => assign::queue(scene, case, no),
    }
}

/// Takes the job in hand from somebody; it waits nowhere yet.
pub(super) fn put_down(scene: &mut Scene, person: PersonId, why: Stop) -> Option<(Case, JobNo)> {
    let (case, no) = in_hand(scene, person)?;
    let now = scene.now();
    let plan = scene.plan;
    let team = &plan.teams[plan.people[person.at()].team.at()];
    scene.rooms.response.hands[person.at()].job = None;
    work_of(scene, case).at_work -= 1;
    apart::leaves(scene, case, person);
    leading::hands_changed(scene, case, person);
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::Stopped { job: name, person, why });
    beside::over(scene, case, no, false);
    let state = job(scene, case, no);
    retime::bank(state, now);
    apart::settle(scene, case, no, person);
    stand(scene, case, no, Standing::Queued);
    let state = job(scene, case, no);
    state.generation += 1;
    state.person = None;
    state.reached = state.reached.max(state.effort - state.left);
    state.owed = state.owed.min(state.reading_in);
    match why {
        Stop::Preempted => match team.preemption {
            Preemption::Never | Preemption::Resume => {}
            Preemption::Restart => (state.left, state.again) = (state.effort, Span(0)),
            Preemption::Resample => {
                state.redrawn += 1;
                length::draw(scene, case, no);
            }
        },
        // Whoever has to come to the site goes on with it there, if nobody else has taken it.
        Stop::Leads | Stop::NotNeeded | Stop::CutOff | Stop::ProviderDown => {}
        Stop::Reassigned | Stop::ShiftEnded | Stop::Rest | Stop::Away | Stop::Disqualified | Stop::ContractEnded | Stop::Suspended => {
            hand_over(scene, case, no, team.hand_over)
        }
    }
    withdraw(scene, case, person, why);
    Some((case, no))
}

/// Somebody who has put a job down, or has done it, is not there for the next; who goes is not called for the incident any more.
pub(super) fn withdraw(scene: &mut Scene, case: Case, person: PersonId, why: Stop) {
    seats::withdraw(scene, person);
    if matches!(why, Stop::ShiftEnded | Stop::Rest | Stop::Away | Stop::ContractEnded | Stop::Suspended) {
        work_of(scene, case).called.retain(|p| *p != person);
    }
}

/// A job goes from its owner to whoever takes it up: what must be read in, and what must be done again.
fn hand_over(scene: &mut Scene, case: Case, no: JobNo, law: Option<HandOver>) {
    let Some(HandOver { cost, then, loses }) = law else {
        job(scene, case, no).owed = Span(0);
        return;
    };
    let lost = |state: &JobState, share: f64| (state.effort - state.left).times(share);
    let state = job(scene, case, no);
    let again = match then {
        Then::Resume => lost(state, loses),
        Then::Restart | Then::Resample => lost(state, 1.0),
    };
    let earlier = state.again;
    if then == Then::Resample {
        state.redrawn += 1;
        length::draw(scene, case, no);
    } else {
        state.left += again;
    }
    let state = job(scene, case, no);
    state.again = (earlier + again).min(state.left);
    state.owed = cost;
    if again > Span(0) {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::HandedOver { job: name, then, again });
    }
}

/// Somebody has nothing in hand of an incident any more.
pub(super) fn let_go(scene: &mut Scene, case: Case, person: PersonId) {
    scene.rooms.response.hands[person.at()].job = None;
    work_of(scene, case).at_work -= 1;
    leading::hands_changed(scene, case, person);
}

/// Work on a job ends, if nothing has stopped it since this was booked.
#[inline(never)]
pub(super) fn ends(scene: &mut Scene, case: Case, no: JobNo, generation: u32) {
    let state = job(scene, case, no);
    if state.generation == generation && matches!(state.standing(), Standing::Worked | Standing::Elapsing) {
        let must = state.must.take();
        ends_now(scene, case, no, must);
    }
}

/// Work on a job ends now: as luck has it, or as it must.
pub(super) fn ends_now(scene: &mut Scene, case: Case, no: JobNo, must: Option<Ending>) {
    if let Some(person) = over(scene, case, no, must, true) {
        freed(scene, case, person);
    }
}

/// Work on a job is over; whoever did it has nothing in hand, and is not yet asked what they do next. They are there for what comes of it
/// where they `stay`.
pub(super) fn over(scene: &mut Scene, case: Case, no: JobNo, must: Option<Ending>, stay: bool) -> Option<PersonId> {
    stand(scene, case, no, Standing::Over);
    let now = scene.now();
    let work = work_of(scene, case);
    let state = &mut work.jobs[no as usize];
    let person = state.person.take();
    let (task, system, attempt) = (state.task, state.system, state.attempt);
    let name = Job { incident: IncidentNo(case.no), task, system };
    state.key = None;
    state.done_by = person;
    if let Some(person) = person {
        retime::bank(state, now);
        work.at_work -= 1;
        scene.rooms.response.hands[person.at()].job = None;
        apart::leaves(scene, case, person);
        apart::settle(scene, case, no, person);
        leading::hands_changed(scene, case, person);
    }
    lanes::left(scene, case, no);
    let ending = must.unwrap_or_else(|| attempt::ending(scene, case, no));
    scene.record(Fact::Ended { job: name, person, attempt, ending });
    beside::over(scene, case, no, ending == Ending::Done);
    work_of(scene, case).just_free = person.filter(|_| stay).map(|person| (person, no, now));
    match ending {
        Ending::Done => {
            attempt::tell_copy(scene, case, no, task);
            done(scene, case, no, task, person)
        }
        Ending::Failed => {
            job(scene, case, no).failed += u32::from(must.is_none());
            if let Some(of) = scene.plan.tasks[task.at()].change {
                change::rules::attempt_failed(scene, case, of, super::job::luck(scene.plan, task, system), attempt);
            }
            attempt::again(scene, case, no, no)
        }
        Ending::BackTo(target) => attempt::go_back(scene, case, no, target, system),
    }
    person
}

fn done(scene: &mut Scene, case: Case, no: JobNo, task: TaskId, person: Option<PersonId>) {
    let entry = &scene.plan.tasks[task.at()];
    if let (Some(grant), Some(person)) = (entry.owed, person) {
        scene.follow(Any::Access(Access::Reviewed { case, grant, person }));
    }
    if entry.phase == Phase::Triage && !scene.rooms.incident.file(case).aware {
        scene.follow(Any::Incident(Incident::Aware { case }));
    }
    if entry.declares {
        scene.follow(Any::Incident(Incident::Declare { case, lead: person }));
    }
    if let (true, Some(service)) = (entry.notice, scene.plan.playbooks[entry.playbook.at()].service) {
        scene.record(Fact::Informed { incident: IncidentNo(case.no), service, by: person });
    }
    for (cut, isolates) in [(&entry.isolates, true), (&entry.reconnects, false)] {
        if let Some(cut) = cut {
            connect(scene, case, no, cut, isolates);
        }
    }
    notice::rules::tell(scene, case, Start::TaskDone(task));
    if let Some(of) = entry.change {
        change::rules::done(scene, case, of, person);
    }
    // What follows from awareness must be known before the next tasks ask for it.
    scene.follow(Any::Response(Happening::Done { case, job: no }));
}

/// A job has taken systems off the network, or has put them back.
fn connect(scene: &mut Scene, case: Case, no: JobNo, cut: &Cut, isolates: bool) {
    let own = job(scene, case, no).system;
    let systems: Vec<SystemId> = match cut {
        Cut::Own => own.into_iter().collect(),
        Cut::All => (0..scene.plan.systems.len() as u32).map(SystemId).collect(),
        Cut::These(some) => some.clone(),
    };
    for system in systems {
        scene.follow(Any::Estate(if isolates {
            Estate::Isolate { case, system }
        } else {
            Estate::Reconnect { case, system, job: Some(no) }
        }));
    }
}

/// Somebody has had to put down what they had in hand of an incident, and looks for other work; who had stayed on for it goes home.
pub(super) fn turns_to_other(scene: &mut Scene, case: Case, person: PersonId) {
    if scene.rooms.duty.of(person).staying {
        freed(scene, case, person);
    } else {
        assign::free(scene, person);
    }
}

/// Somebody has their hands free.
pub(super) fn freed(scene: &mut Scene, case: Case, person: PersonId) {
    let duty = scene.rooms.duty.of(person);
    let (on_shift, called, staying) = (duty.on_shift, duty.called_for, duty.staying);
    if on_shift {
        return scene.follow(Any::Response(Happening::Free { person }));
    }
    match called {
        // Once everything is back they stay only for what still has to be told.
        Some(for_case)
            if scene.live(for_case) && (!work_of(scene, for_case).stood_down || assign::waits_for(scene, for_case, person).is_some()) =>
        {
            scene.follow(Any::Response(Happening::Free { person }))
        }
        Some(for_case) => scene.follow(Any::Duty(Duty::StandDown { case: for_case, person })),
        // Who has stayed on to lead goes once somebody takes over.
        None if staying && scene.rooms.lead.leads(person) => {}
        None if staying => scene.follow(Any::Duty(Duty::WentHome { person, late: true })),
        None => {}
    }
    if called.is_some_and(|c| c == case) && scene.live(case) && work_of(scene, case).stood_down {
        work_of(scene, case).called.retain(|p| *p != person);
    }
}
