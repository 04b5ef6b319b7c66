//! Who takes which job. Among free qualified people: on shift before called out, then the least skill that suffices, then id (the order of
//! the requirement's list). A ready job that nobody on duty can take pages by itself: those on call, then those off duty, in id order, a wait apart.

use super::line::desk;
use super::outside::Present;
use super::rules::{asks, in_hand, job, stand, work_of};
use super::seats::mark;
use super::{Standing, beside, finished, injected, leading, line, outside, precedence, remote, unentitled, work};
use crate::engine::time::Span;
use crate::model::duty::on_call;
use crate::model::fact::{Capability, PageFor, Stop, Wait};
use crate::model::happening::{Case, Happening as Any, JobNo, Paging, Response as Happening};
use crate::model::ids::{PersonId, RequirementId};
use crate::model::knowledge::Manner;
use crate::model::organisation::entry::Preemption;
use crate::model::{Scene, demand};

/// How long one is called for a task before the next is called too.
const CALL_WAIT: Span = Span(15 * 60_000);

/// Puts a job on its desk, or straight into somebody's hands.
pub(super) fn queue(scene: &mut Scene, case: Case, no: JobNo) {
    let Some(requirement) = asks(scene, case, no) else { return work::let_pass(scene, case, no) };
    stand(scene, case, no, Standing::Queued);
    let urgency = 3 - scene.rooms.incident.file(case).acts_on() as u8;
    let room = &mut scene.rooms.response;
    let state = &mut room.work[case.at()].jobs[no as usize];
    let gives_notice = scene.plan.tasks[state.task.at()].notice;
    let order = state.key.map_or_else(
        || {
            room.turns.given += 1;
            room.turns.given
        },
        |(_, order)| order,
    );
    let key = (urgency, order);
    state.key = Some(key);
    if let Some(rank) = gives_notice.then(|| precedence::declarer(scene, case, no, requirement)).flatten() {
        return take(scene, case, no, requirement, rank);
    }
    if let Some(rank) = best_free(scene, case, requirement) {
        return take(scene, case, no, requirement, rank);
    }
    if let Some(rank) = leading::last_resort(scene, case, requirement) {
        return take(scene, case, no, requirement, rank);
    }
    if let Some((person, rank)) = victim(scene, case, requirement, urgency) {
        // The more severe job is in their hands before the other one looks for somebody, or it might find them.
        let done = finished::ends_with_its_owner(scene, person, Stop::Preempted);
        let other = if done { None } else { work::put_down(scene, person, Stop::Preempted) };
        take(scene, case, no, requirement, rank as usize);
        if let Some((case, no)) = other {
            work::wait_again(scene, case, no);
        }
        return;
    }
    line::join(scene, requirement, key, (case, no));
    wait(scene, case, no, requirement);
    summon_if_needed(scene, case, no);
}

/// Says why a job waits for people, and asks providers for help.
pub(super) fn wait(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId) {
    unentitled::tell(scene, case, no, requirement);
    outside::ask_for_help(scene, case, no, requirement);
}

/// The best of those who are free: who knows how before who has to look it up or improvise, who is on shift before who was called out, who is
/// at no ticket before who is taken from one, then by rank.
fn best_free(scene: &mut Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    let asked = &scene.plan.requirements[requirement.at()];
    let without = |rank: usize| asked.at_rank(rank).2;
    let idle = best_idle(scene, case, requirement);
    let just = precedence::just_free(scene, case, requirement);
    // Nobody who was called out goes before somebody on shift who knows how.
    let settled = [idle, just].into_iter().flatten().any(|rank| !without(rank) && on_shift(scene, asked.at_rank(rank).0));
    let called = if settled { None } else { called_and_free(scene, case, requirement) };
    if let (Some(rank), None, None) | (None, Some(rank), None) = (idle, just, called) {
        return Some(rank);
    }
    let place = |rank: &usize| {
        let (person, _, without) = asked.at_rank(*rank);
        (without, !on_shift(scene, person), scene.rooms.demand.at_ticket(person), *rank)
    };
    [idle, just, called].into_iter().flatten().min_by_key(place)
}

fn on_shift(scene: &Scene, person: PersonId) -> bool {
    scene.rooms.duty.of(person).on_shift
}

/// The best rank of those with no job in hand: of people at no ticket, if there are any, else of those that it takes from one.
fn best_idle(scene: &mut Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    let plan = scene.plan;
    let first = desk(scene, requirement).idle.first()?;
    let asked = &plan.requirements[requirement.at()];
    // Who has just lost a grant may still be marked here; the desks hear of it a little later.
    let meets = |rank: usize| scene.rooms.qualification.still_meets(asked.at_rank(rank).0, requirement);
    if !plan.demand.any() && !asked.bound && !plan.runbooks.passed_on && meets(first) {
        return Some(first);
    }
    let desk = &scene.rooms.response.desks[requirement.at()];
    // Who has just learned something may still be marked at the rank they had before, and have something in hand since.
    let free = |rank: &usize| {
        let (person, ..) = asked.at_rank(*rank);
        meets(*rank) && outside::may(scene, case, requirement, person) && in_hand(scene, person).is_none()
    };
    let may = || desk.idle.iter().filter(free);
    may().find(|rank| !scene.rooms.demand.at_ticket(asked.at_rank(*rank).0)).or_else(|| may().next())
}

/// Gives a job to the qualified person of a rank.
pub(super) fn take(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId, rank: usize) {
    let plan = scene.plan;
    let asked = &plan.requirements[requirement.at()];
    let (person, skilled, _) = asked.at_rank(rank);
    // What they know may have changed since they were marked at this rank.
    let now = scene.rooms.qualification.rank(plan, person, requirement).map_or(rank, |now| now as usize);
    let without = asked.knows.is_some() && asked.at_rank(now).2;
    let manner = if without { scene.rooms.qualification.without(plan, asked).unwrap_or(Manner::Improvises) } else { Manner::Knows };
    let factor = skilled * plan.takes(asked, manner);
    beside::part(scene, person);
    if let Some(key) = job(scene, case, no).key {
        line::leave(scene, requirement, key);
    }
    mark(scene, person, false);
    work::start(scene, (case, no), requirement, person, factor, manner);
}

/// The best rank among those called out for an incident who have nothing in hand.
fn called_and_free(scene: &Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    if scene.rooms.response.of(case).called.is_empty() {
        return None;
    }
    // What has waited for whoever has just finished goes before what has come up since, as it does on shift.
    let now = scene.now();
    let just = scene.rooms.response.of(case).just_free.filter(|(.., at)| *at == now).map(|(person, ..)| person);
    let awaited = |person: PersonId| just == Some(person) && waits_for(scene, case, person).is_some();
    let (plan, called) = (scene.plan, &scene.rooms.response.of(case).called);
    let here = |p: &PersonId| {
        let duty = scene.rooms.duty.of(*p);
        plan.people[p.at()].desks.has(requirement)
            && !duty.on_shift
            && duty.called_for == Some(case)
            && in_hand(scene, *p).is_none()
            && !remote::away(scene, *p)
            && !awaited(*p)
    };
    let may = |p: &PersonId| outside::may(scene, case, requirement, *p) && !injected::on_the_telephone(scene, *p);
    let free = called.iter().filter(|p| here(p) && may(p));
    free.filter_map(|p| scene.rooms.qualification.rank(plan, *p, requirement)).min().map(|rank| rank as usize)
}

/// Somebody qualified at less severe work, whose team lets more severe work take them: the least severe work, then the best rank.
fn victim(scene: &mut Scene, for_case: Case, requirement: RequirementId, urgency: u8) -> Option<(PersonId, u32)> {
    let plan = scene.plan;
    // The highest urgency number is the least severe work; among equals the best rank counts.
    let mut best: Option<(u8, std::cmp::Reverse<u32>, PersonId)> = None;
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        if plan.teams[plan.people[person.at()].team.at()].preemption == Preemption::Never || !scene.rooms.duty.of(person).on_shift {
            continue;
        }
        let Some((case, no)) = in_hand(scene, person) else { continue };
        if scene.rooms.lead.leads(person) || !outside::may(scene, for_case, requirement, person) {
            continue;
        }
        // What it is taken for now, which may be worse than when the job was queued.
        let now = 3 - scene.rooms.incident.file(case).acts_on() as u8;
        let other = job(scene, case, no).key.map_or(0, |_| now);
        if other <= urgency {
            continue;
        }
        let Some(rank) = scene.rooms.qualification.rank(plan, person, requirement) else { continue };
        best = best.max(Some((other, std::cmp::Reverse(rank), person)));
    }
    best.map(|(_, std::cmp::Reverse(rank), person)| (person, rank))
}

/// Gives somebody on shift the most pressing job that waits for them, or marks them idle.
pub(super) fn offer(scene: &mut Scene, person: PersonId) {
    let mut best: Option<(line::Place, RequirementId, u32, (Case, JobNo))> = None;
    let bound = outside::bound(scene, person);
    let lines = &scene.rooms.response.turns.lines;
    let anybody_waits = scene.plan.people[person.at()].desks.any_set(lines);
    let wants = if anybody_waits { scene.rooms.qualification.qualifies(scene.plan, person) } else { &[] };
    for &(requirement, rank) in wants.iter().filter(|(requirement, _)| lines.has(*requirement)) {
        let desk = &scene.rooms.response.desks[requirement.at()];
        let first = if bound {
            desk.queue.iter().find(|(_, (case, _))| outside::may(scene, *case, requirement, person))
        } else {
            desk.queue.first()
        };
        if let Some((place, job)) = first
            && best.is_none_or(|(b, ..)| place < b)
        {
            best = Some((place, requirement, rank, job));
        }
    }
    match best {
        Some((_, requirement, rank, (case, no))) => take(scene, case, no, requirement, rank as usize),
        None => {
            mark(scene, person, true);
            demand::look(scene, person);
        }
    }
}

/// Gives somebody called out the most pressing job of that incident that waits for them.
pub(super) fn offer_to_called(scene: &mut Scene, case: Case, person: PersonId) {
    if let Some((no, requirement, rank)) = waits_for(scene, case, person) {
        take(scene, case, no, requirement, rank as usize);
    }
}

/// The most pressing job of an incident that waits for somebody who was called out; once everything is back, only what people are called for
/// even then.
pub(super) fn waits_for(scene: &Scene, case: Case, person: PersonId) -> Option<(JobNo, RequirementId, u32)> {
    if remote::away(scene, person) {
        return None;
    }
    let plan = scene.plan;
    let work = scene.rooms.response.of(case);
    let mut queued = work.how_many(Standing::Queued);
    let mut best: Option<((u8, u64), JobNo, RequirementId, u32)> = None;
    for (no, state) in (0..).zip(&work.jobs) {
        if queued == 0 {
            break;
        }
        if state.standing() != Standing::Queued {
            continue;
        }
        queued -= 1;
        let (Some(key), Some(requirement)) = (state.key, state.asks) else { continue };
        if work.stood_down && !plan.tasks[state.task.at()].tells_others() {
            continue;
        }
        if best.is_none_or(|(b, ..)| key < b)
            && plan.people[person.at()].desks.has(requirement)
            && let Some(rank) = scene.rooms.qualification.rank(plan, person, requirement)
            && outside::may(scene, case, requirement, person)
        {
            best = Some((key, no, requirement, rank));
        }
    }
    best.map(|(_, no, requirement, rank)| (no, requirement, rank))
}

/// Somebody has their hands free and is still there.
#[inline(never)]
pub(super) fn free(scene: &mut Scene, person: PersonId) {
    if in_hand(scene, person).is_some() || injected::on_the_telephone(scene, person) {
        return;
    }
    if scene.rooms.lead.leads(person) {
        leading::offer(scene, person);
        return demand::look(scene, person);
    }
    let duty = scene.rooms.duty.of(person);
    match (duty.on_shift, duty.called_for) {
        (true, _) => offer(scene, person),
        (false, Some(case)) if scene.live(case) => offer_to_called(scene, case, person),
        _ => {}
    }
}

/// What a requirement asks for cannot be used by anybody now, since what holds it is down.
fn out_of_use(scene: &Scene, requirement: RequirementId) -> bool {
    let (plan, held) = (scene.plan, &scene.rooms.qualification);
    let asked = &plan.requirements[requirement.at()];
    let unusable = |what: Option<Capability>| what.is_some_and(|w| !held.usable(w));
    unusable(asked.grant.map(Capability::Grant)) || asked.improvise.is_none() && unusable(asked.knows.map(Capability::Knowledge))
}

/// Why a job waits for people: is somebody fully qualified here and busy, or what do those lack who are here?
pub(super) fn reason(scene: &Scene, case: Case, requirement: RequirementId) -> Wait {
    let (plan, held) = (scene.plan, &scene.rooms.qualification);
    let bound = plan.requirements[requirement.at()].bound;
    let desk = &scene.rooms.response.desks[requirement.at()];
    if !bound && desk.qualified > 0 {
        return Wait::Busy;
    }
    let (mut unreachable, mut no_grant, mut no_knowledge) = (false, desk.lack_grant > 0, desk.lack_knowledge > 0);
    let called = scene.rooms.response.of(case).called.iter().copied();
    let here = |p: &PersonId| plan.people[p.at()].desks.has(requirement) && scene.rooms.duty.of(*p).called_for == Some(case);
    for person in called.filter(here) {
        let meets = held.rank(plan, person, requirement).is_some();
        if remote::away(scene, person) {
            unreachable |= meets;
        } else if !bound {
            if meets {
                return Wait::Busy;
            }
            no_grant = no_grant || held.lacks_grant(plan, person).contains(&requirement);
            no_knowledge = no_knowledge || held.lacks_knowledge(plan, person).contains(&requirement);
        }
    }
    let out_of_use = !plan.means.is_empty() && out_of_use(scene, requirement);
    let store_down = !plan.means.is_empty() && held.lost(plan, &plan.requirements[requirement.at()]);
    let here = if bound {
        outside::present(scene, case, requirement)
    } else {
        Present { qualified: false, lacks_grant: no_grant, lacks_knowledge: no_knowledge, held_back: None }
    };
    if here.qualified {
        Wait::Busy
    } else if let Some(on) = here.held_back {
        on
    } else if unreachable || out_of_use {
        Wait::Dependency
    } else if here.lacks_grant {
        Wait::NoGrant
    } else if here.lacks_knowledge {
        // Who would look it up waits for the store.
        if store_down { Wait::Dependency } else { Wait::NoKnowledge }
    } else {
        Wait::OffDuty
    }
}

/// Starts a chain of calls for a job that nobody on duty can take.
pub(super) fn summon_if_needed(scene: &mut Scene, case: Case, no: JobNo) {
    let Some(requirement) = asks(scene, case, no) else { return };
    let task = job(scene, case, no).task;
    if scene.plan.tasks[task.at()].change.is_some_and(|of| !of.calls) {
        // Planned work waits for those who are there.
        return;
    }
    if job(scene, case, no).summoning || outside::is_helped(scene, case, requirement) {
        return;
    }
    let state = job(scene, case, no);
    state.summoning = true;
    let summon = Any::Response(Happening::Summon { case, job: no, attempt: state.attempt });
    // At the end of this instant: those whose shift begins with it may take the job, and whether it brought the last system back must be known.
    scene.book_in(Span(0), summon);
}

/// Calls the next person for a job, and books the call after.
#[inline(never)]
pub(super) fn summon(scene: &mut Scene, case: Case, no: JobNo, attempt: u32) {
    let Some(requirement) = asks(scene, case, no) else { return };
    let state = job(scene, case, no);
    let (standing, task) = (state.standing(), state.task);
    let waiting = state.attempt == attempt && matches!(standing, Standing::Queued | Standing::Consulting | Standing::Gated);
    // Once everything is back people are still called to tell others, but not to wait for a decision on it.
    let over = work_of(scene, case).stood_down && (!scene.plan.tasks[task.at()].tells_others() || standing != Standing::Queued);
    if !waiting || over || outside::is_helped(scene, case, requirement) {
        job(scene, case, no).summoning = false;
        return;
    }
    let plan = scene.plan;
    let now = scene.now();
    let why = PageFor::Task(task);
    let mut best: Option<(bool, PersonId)> = None;
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        let duty = scene.rooms.duty.of(person);
        // Whoever has stayed for a ticket leaves it for an incident, as they would have before.
        let at_work = duty.at_work() && !(duty.staying && scene.rooms.demand.at_ticket(person));
        if at_work || duty.away.is_some() || duty.rests_until > now {
            continue;
        }
        if scene.rooms.qualification.rank(plan, person, requirement).is_none() || scene.rooms.paging.was_paged(case, person, why) {
            continue;
        }
        if outside::in_vain(scene, case, requirement, person) {
            continue;
        }
        let rank = (!on_call(scene, person, now), person);
        if best.is_none_or(|b| rank < b) {
            best = Some(rank);
        }
    }
    let Some((_, person)) = best else {
        job(scene, case, no).summoning = false;
        outside::call_at_opening(scene, requirement);
        return;
    };
    scene.follow(Any::Paging(Paging::Page { case, person, why }));
    scene.book_in(CALL_WAIT, Any::Response(Happening::Summon { case, job: no, attempt }));
}
