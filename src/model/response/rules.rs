//! What the response does: it begins, tasks become ready, people take them, people come and go.

use super::{
    Hands, JobState, Standing, Work, apart, assign, beside, dropped, finished, injected, jobs, lanes, leading, outside, remote,
    requalified, retime, review, room, seats, shared, strain, unentitled, window, work,
};
use crate::engine::time::Span;
use crate::model::fact::{Fact, Stop, Wait};
use crate::model::happening::{Case, Contract, Duty, Happening as Any, JobNo, Lead, Response as Happening};
use crate::model::ids::{DecisionId, PersonId, TaskId};
use crate::model::{Scene, demand, lead};

/// Hands a happening to its rule. What happens seldom is apart, so that what happens often goes to its rule by the shortest way.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Ends { case, job, generation } if scene.live(case) => work::ends(scene, case, job, generation),
        Happening::Done { case, job } if scene.live(case) => jobs::after(scene, case, job),
        Happening::Free { person } => assign::free(scene, person),
        Happening::Summon { case, job, attempt } if scene.live(case) => assign::summon(scene, case, job, attempt),
        Happening::Answered { case, person, task } if scene.live(case) => answered(scene, case, person, task),
        Happening::NeedsUp { system, by } => jobs::needs_up(scene, system, by),
        Happening::CameOn { person } => came_on(scene, person),
        Happening::WentOff { person } => went_off(scene, person),
        Happening::CouldCome { person } => could_come(scene, person),
        Happening::DecisionWaits { case, decision, on } if scene.live(case) => decision_waits(scene, case, decision, on),
        Happening::Granted { case, decision } if scene.live(case) => granted(scene, case, decision),
        _ => happen_seldom(scene, happening),
    }
}

#[inline(never)]
fn happen_seldom(scene: &mut Scene, happening: &Happening) {
    match *happening {
        // Whoever leaves with others at the same instant takes nothing from them.
        Happening::Leaves { person } => seats::withdraw(scene, person),
        Happening::Requalified { person, what } => requalified::requalified(scene, person, what),
        Happening::LookRound { person, what } => requalified::look_round(scene, person, what),
        Happening::DownTools { person, why } => down_tools(scene, person, why),
        Happening::Begin { case } if scene.live(case) => jobs::begin(scene, case),
        Happening::HitMore { case, system } if scene.live(case) => jobs::hit_more(scene, case, system),
        Happening::AccessMoves { case, grant } if scene.live(case) => unentitled::moves(scene, case, grant),
        Happening::Owes { case, task } if scene.live(case) => jobs::owe(scene, case, task),
        Happening::Advised { case, task } if scene.live(case) => jobs::advised(scene, case, task),
        Happening::Owned { case, job, generation } if scene.live(case) => apart::owned(scene, case, job, generation),
        Happening::Tires { case, job, generation } if scene.live(case) => strain::tires(scene, case, job, generation),
        Happening::Pair { case, job } if scene.live(case) => beside::pair(scene, case, job),
        Happening::Repace { case } if scene.live(case) => retime::retime_case(scene, case),
        Happening::RepaceAll => retime::retime_all(scene),
        Happening::VendorReady { case, vendor } if scene.live(case) => work::vendor_ready(scene, case, vendor),
        Happening::ProviderHere { case, employer } if scene.live(case) => outside::here(scene, case, employer),
        Happening::ContractNews { case } if scene.live(case) => outside::news(scene, case),
        Happening::ProviderDown { person } => outside::cut_off(scene, person),
        Happening::ContractEnded { person } => outside::leaves(scene, person, Stop::ContractEnded),
        Happening::Suspended { person } => outside::leaves(scene, person, Stop::Suspended),
        Happening::CutOff => remote::cut_off(scene),
        Happening::Connected => remote::connected(scene),
        Happening::OnSite { case, person, journey } if scene.live(case) => remote::on_site(scene, case, person, journey),
        Happening::ArrangeLane { lane } => lanes::arrange(scene, lane),
        Happening::Joined { case, person } if scene.live(case) => joined(scene, case, person),
        Happening::Joined { case, person } => scene.follow(Any::Duty(Duty::StandDown { case, person })),
        Happening::BackForOthers { case, system, job } if scene.live(case) => shared::back_for_others(scene, case, system, job),
        Happening::StandDown { case } if scene.live(case) => stand_down(scene, case),
        Happening::Drop { case } if scene.live(case) => {
            dropped::drop_all(scene, case);
            stand_down(scene, case);
        }
        Happening::LookAround { case } if scene.live(case) => jobs::look_around(scene, case),
        Happening::WindowOpens { case } if scene.live(case) => window::opens(scene, case),
        Happening::WindowCloses { case } if scene.live(case) => window::closes(scene, case),
        Happening::GiveUp { case, task } if scene.live(case) => window::give_up(scene, case, task),
        Happening::Weighed { case } if scene.live(case) => injected::weighed(scene, case),
        Happening::CopiesBad { case, system } if scene.live(case) => injected::copies_bad(scene, case, system),
        Happening::Reopened { case, decision } if scene.live(case) => injected::reopened(scene, case, decision),
        Happening::Called { case, person, takes } if scene.live(case) => injected::called(scene, case, person, takes),
        Happening::Assigned { case, job, person } if scene.live(case) => room::assigned(scene, case, job, person),
        Happening::MustEnd { case, job, after, ending } if scene.live(case) => room::must_end(scene, case, job, after, ending),
        Happening::MustBeBack { case, system } if scene.live(case) => room::must_be_back(scene, case, system),
        _ => {}
    }
}

/// Empties all hands and desks, and puts those on shift at their desks.
pub fn begin(scene: &mut Scene) {
    lanes::begin(scene);
    scene.rooms.response.turns.given = 0;
    scene.rooms.response.turns.lines.clear();
    scene.rooms.response.turns.asking = 0;
    scene.rooms.response.work.iter_mut().for_each(Work::clear);
    for desk in scene.rooms.response.desks.iter_mut() {
        desk.queue.clear();
        desk.idle.clear();
        (desk.qualified, desk.lack_grant, desk.lack_knowledge) = (0, 0, 0);
    }
    for index in 0..scene.plan.people.len() {
        let person = PersonId(index as u32);
        let hands = &mut scene.rooms.response.hands[person.at()];
        *hands = Hands::default();
        if scene.rooms.duty.of(person).on_shift {
            seats::count(scene, person, true);
            assign::offer(scene, person);
        }
    }
}

/// Nothing of an incident is left to do.
pub fn all_over(scene: &mut Scene, case: Case) -> bool {
    jobs::all_over(scene, case)
}

/// The work of an incident.
pub(super) fn work_of<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Work {
    &mut scene.rooms.response.work[case.at()]
}
/// A job stands elsewhere from now on; returns where it stood.
pub(super) fn stand(scene: &mut Scene, case: Case, no: JobNo, to: Standing) -> Standing {
    let room = &mut scene.rooms.response;
    let from = room.work[case.at()].stand(no, to);
    if from.asks() != to.asks() {
        room.turns.asking = room.turns.asking + u32::from(to.asks()) - u32::from(from.asks());
    }
    from
}
/// One of its jobs.
pub(super) fn job<'a>(scene: &'a mut Scene, case: Case, no: JobNo) -> &'a mut JobState {
    &mut work_of(scene, case).jobs[no as usize]
}
/// What a person has in hand.
pub(super) fn in_hand(scene: &Scene, person: PersonId) -> Option<(Case, JobNo)> {
    scene.rooms.response.in_hand(person)
}
/// Records what a job waits for, when that has changed.
pub(super) fn waits(scene: &mut Scene, case: Case, no: JobNo, on: Wait) {
    let state = job(scene, case, no);
    if state.on != Some(on) {
        state.on = Some(on);
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::Waits { job: name, on });
    }
}

/// Does something with each job that waits for a decision.
fn each_gated_by(scene: &mut Scene, case: Case, decision: DecisionId, with: impl Fn(&mut Scene, Case, JobNo)) {
    let plan = scene.plan;
    let mut from = 0;
    while let Some(no) = work_of(scene, case).next_asking(from) {
        let job = job(scene, case, no);
        if job.standing() == Standing::Gated && plan.tasks[job.task.at()].decision == Some(decision) {
            with(scene, case, no);
        }
        from = no + 1;
    }
}

#[inline(never)]
fn decision_waits(scene: &mut Scene, case: Case, decision: DecisionId, on: Wait) {
    if let Some(matter) = scene.plan.decisions[decision.at()].access {
        return unentitled::moves(scene, case, matter.grant);
    }
    each_gated_by(scene, case, decision, |scene, case, no| waits(scene, case, no, on));
    if orders_by(scene, decision) {
        review::of_case(scene, case);
    }
}

/// Some change order waits for a decision.
fn orders_by(scene: &Scene, decision: DecisionId) -> bool {
    scene.plan.employers.iter().any(|e| e.terms.change_order.as_ref().is_some_and(|order| order.decision == decision))
}

#[inline(never)]
fn granted(scene: &mut Scene, case: Case, decision: DecisionId) {
    // It may have been questioned at the very moment at which it was taken.
    if scene.rooms.authority.granted_on(case, decision).is_none() {
        return;
    }
    each_gated_by(scene, case, decision, jobs::proceed);
    if orders_by(scene, decision) {
        scene.follow(Any::Contract(Contract::Granted { case, decision }));
    }
}

/// Somebody comes on shift: their desks count them, and they take the most pressing job that waits for them.
#[inline(never)]
fn came_on(scene: &mut Scene, person: PersonId) {
    if !scene.rooms.duty.of(person).on_shift {
        // Sent home again at this very instant.
        return;
    }
    let never_left = scene.rooms.response.hands[person.at()].counted;
    seats::count(scene, person, true);
    lead::rules::came(scene, person);
    if scene.rooms.lead.leads(person) {
        lead::rules::back_on_shift(scene, person);
    }
    match in_hand(scene, person) {
        None if scene.rooms.lead.leads(person) => assign::free(scene, person),
        None => assign::offer(scene, person),
        Some(at) => {
            if !never_left {
                note_overtime(scene, person, at, false);
            }
            demand::look(scene, person);
        }
    }
    review::of_person(scene, person);
    // With others there is nothing new to look at, and when it is looked at must not depend on them.
    if !scene.plan.people[person.at()].need_not_ask {
        return;
    }
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no != crate::model::incident::NONE && scene.rooms.authority.any_open(case) {
            scene.follow(Any::Authority(crate::model::happening::Authority::LookAgain { case }));
        }
    }
}

/// Somebody's shift ends: they hand over, or stay until the job in hand is done.
#[inline(never)]
fn went_off(scene: &mut Scene, person: PersonId) {
    if scene.rooms.duty.of(person).on_shift {
        // Called in again at this very instant.
        return;
    }
    seats::count(scene, person, false);
    demand::look(scene, person);
    let plan = scene.plan;
    let called = scene.rooms.duty.of(person).called_for;
    // Whoever would stay to finish goes home if it is done with their shift: there is nothing to stay for.
    if called.is_none() {
        finished::ends_with_its_owner(scene, person, Stop::ShiftEnded);
    }
    if let Some(at @ (case, _)) = in_hand(scene, person) {
        if plan.teams[plan.people[person.at()].team.at()].hand_over.is_some() && called != Some(case) {
            let gone = plan.employers[plan.people[person.at()].employer.at()].terms.gone(scene.now());
            work::stop(scene, person, if gone { Stop::ContractEnded } else { Stop::ShiftEnded });
            scene.follow(Any::Duty(Duty::WentHome { person, late: false }));
        } else {
            note_overtime(scene, person, at, true);
            scene.follow(Any::Duty(Duty::Stays { person }));
        }
    } else {
        seats::withdraw(scene, person);
        let finishes = plan.teams[plan.people[person.at()].team.at()].hand_over.is_none();
        let at_ticket = scene.rooms.demand.finishes(plan, person, scene.now());
        let gone = || plan.employers[plan.people[person.at()].employer.at()].terms.gone(scene.now());
        let stays = finishes && scene.rooms.lead.leads(person) || at_ticket && called.is_none() && !gone();
        scene.follow(Any::Duty(if stays { Duty::Stays { person } } else { Duty::WentHome { person, late: false } }));
    }
    if scene.rooms.lead.leads(person) {
        scene.follow(Any::Lead(Lead::Left { person }));
    }
    review::of_person(scene, person);
}

/// Records that overtime begins with the end of a shift or ends with the beginning of the next, where it is paid. Who is called out is paid
/// for that instead.
fn note_overtime(scene: &mut Scene, person: PersonId, (case, no): (Case, JobNo), begins: bool) {
    if scene.plan.pay.overtime.is_none() || scene.rooms.duty.of(person).called_for.is_some() {
        return;
    }
    let job = scene.rooms.response.job(case, no);
    scene.record(if begins { Fact::StaysOn { job, person } } else { Fact::BackOnShift { job, person } });
}

/// Somebody who was at work elsewhere or had to rest can be called again.
#[inline(never)]
fn could_come(scene: &mut Scene, person: PersonId) {
    review::of_person(scene, person);
    if scene.plan.has_leads {
        scene.follow(Any::Lead(Lead::CouldCome { person }));
    }
}

/// Somebody must rest or is away: they put down what they have in hand, and whatever they lead.
fn down_tools(scene: &mut Scene, person: PersonId, why: Stop) {
    work::stop(scene, person, why);
    if scene.rooms.demand.finishes(scene.plan, person, scene.now()) {
        demand::look(scene, person);
    }
    if scene.rooms.lead.leads(person) {
        scene.follow(Any::Lead(Lead::Left { person }));
    }
    // What waited for them waits for others now, who may have to be called.
    review::of_person(scene, person);
}

/// Somebody takes the lead of an incident: they put down what others on duty can do.
pub fn takes_lead(scene: &mut Scene, person: PersonId) {
    leading::takes_lead(scene, person);
}

/// Takes so much of the time of somebody at work on an incident, of its lead where there is one. Returns whose.
pub fn interrupt(scene: &mut Scene, case: Case, lead: Option<PersonId>, takes: Span) -> Option<PersonId> {
    leading::interrupt(scene, case, lead, takes)
}

/// Somebody has come to work on an incident.
fn joined(scene: &mut Scene, case: Case, person: PersonId) {
    if work_of(scene, case).stood_down {
        if in_hand(scene, person).is_none() {
            assign::offer_to_called(scene, case, person);
        }
        // They may have been on their way when it was done.
        if in_hand(scene, person).is_none_or(|(of, _)| of != case) {
            return scene.follow(Any::Duty(Duty::StandDown { case, person }));
        }
    }
    let work = work_of(scene, case);
    if !work.called.contains(&person) {
        work.called.push(person);
        work.called.sort_unstable();
    }
    remote::called(scene, case, person);
    let plan = scene.plan;
    let playbook = plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook;
    if !scene.rooms.incident.file(case).doer && work::is_doer(scene, playbook, person) {
        scene.follow(Any::Incident(crate::model::happening::Incident::DoerEngaged { case }));
    }
    scene.follow(Any::Authority(crate::model::happening::Authority::LookAgain { case }));
    if scene.rooms.lead.leads(person) {
        scene.follow(Any::Lead(Lead::Left { person }));
    }
    lead::rules::came(scene, person);
    if scene.rooms.lead.leads(person) {
        assign::free(scene, person);
    } else if in_hand(scene, person).is_none() {
        assign::offer_to_called(scene, case, person);
    }
    review::of_case(scene, case);
}

/// Somebody answered a page for a task or from a policy: they come if there is something for them to do.
#[inline(never)]
fn answered(scene: &mut Scene, case: Case, person: PersonId, task: Option<TaskId>) {
    let plan = scene.plan;
    let work = work_of(scene, case);
    let comes = match task {
        _ if work.stood_down => assign::waits_for(scene, case, person).is_some(),
        Some(task) => {
            work.jobs.iter().any(|j| j.task == task && matches!(j.standing(), Standing::Queued | Standing::Consulting | Standing::Gated))
        }
        None => {
            let playbook = plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook;
            work::takes_part(scene, playbook, person)
        }
    };
    if comes {
        scene.follow(Any::Duty(Duty::CallOut { case, person }));
    }
}

/// Those called out go, once what they have in hand is done.
fn stand_down(scene: &mut Scene, case: Case) {
    work_of(scene, case).stood_down = true;
    lead::rules::over(scene, case);
    let mut stay = 0;
    while let Some(&person) = work_of(scene, case).called.get(stay) {
        if in_hand(scene, person).is_some() {
            stay += 1;
            continue;
        }
        beside::part(scene, person);
        work_of(scene, case).called.remove(stay);
        scene.follow(Any::Duty(Duty::StandDown { case, person }));
    }
    jobs::look_again(scene, case);
}

/// What a job asks of people, by its number.
pub(super) fn asks(scene: &Scene, case: Case, no: JobNo) -> Option<crate::model::ids::RequirementId> {
    scene.rooms.response.of(case).jobs[no as usize].asks
}
