//! What an incident lead does with their own hands: nothing, unless nobody else on duty can; and an update that interrupts work.
//! Leaves to others: who leads (lead).

use super::rules::{asks, in_hand, job, work_of};
use super::{Standing, assign, finished, line, outside, retime, seats, work};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Stop;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{PersonId, RequirementId};
use crate::model::{demand, lead};

/// Nobody on duty can do it but those who lead incidents.
fn only_leads(scene: &mut Scene, case: Case, requirement: RequirementId) -> bool {
    let plan = scene.plan;
    let (mut leads, mut called) = (0, false);
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        let duty = scene.rooms.duty.of(person);
        let (on_shift, comes) = (duty.on_shift, duty.called_for == Some(case));
        if (on_shift || comes) && scene.rooms.qualification.rank(plan, person, requirement).is_some() {
            let leading = scene.rooms.lead.leads(person);
            leads += u32::from(leading && on_shift);
            called |= !leading && !on_shift;
        }
    }
    !called && leads == line::desk(scene, requirement).qualified
}

/// The best rank among leads with nothing in hand, for a job that nobody else on duty can do.
#[inline]
pub(super) fn last_resort(scene: &mut Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    if scene.plan.has_leads { free_lead(scene, case, requirement) } else { None }
}

fn free_lead(scene: &mut Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    if !only_leads(scene, case, requirement) {
        return None;
    }
    let plan = scene.plan;
    let free = |p: &PersonId| {
        let there = scene.rooms.lead.leads(*p) && scene.rooms.duty.here(*p, case);
        there && in_hand(scene, *p).is_none() && outside::may(scene, case, requirement, *p)
    };
    let leads = plan.requirements[requirement.at()].candidates.iter().map(|(p, _)| *p).filter(free);
    leads.filter_map(|p| scene.rooms.qualification.rank(plan, p, requirement)).min().map(|rank| rank as usize)
}

/// Gives a lead the most pressing job that waits for them because nobody else on duty can do it.
pub(super) fn offer(scene: &mut Scene, person: PersonId) {
    let mut waiting: Vec<((u8, u64), Case, JobNo)> = Vec::new();
    for &(requirement, _) in scene.rooms.qualification.qualifies(scene.plan, person) {
        waiting.extend(scene.rooms.response.desks[requirement.at()].queue.iter().map(|(key, (case, no))| (key, case, no)));
    }
    waiting.sort_unstable_by_key(|w| w.0);
    for (_, case, no) in waiting {
        let Some(requirement) = asks(scene, case, no) else { continue };
        let Some(rank) = scene.rooms.qualification.rank(scene.plan, person, requirement) else { continue };
        let may = outside::may(scene, case, requirement, person);
        if may && scene.rooms.duty.here(person, case) && only_leads(scene, case, requirement) {
            return assign::take(scene, case, no, requirement, rank as usize);
        }
    }
}

/// Somebody takes a lead: they put down what others on duty can do.
pub(super) fn takes_lead(scene: &mut Scene, person: PersonId) {
    let in_hand = in_hand(scene, person);
    let keeps = in_hand.and_then(|(case, no)| Some((case, asks(scene, case, no)?)));
    if let Some((case, requirement)) = keeps
        && !only_leads(scene, case, requirement)
    {
        work::stop(scene, person, Stop::Leads);
    }
    seats::withdraw(scene, person);
    demand::look(scene, person);
}

/// How many have a job of an incident in hand has changed, or what somebody has in hand who leads: does it go at another pace now?
#[inline]
pub(super) fn hands_changed(scene: &mut Scene, case: Case, person: PersonId) {
    if scene.plan.has_leads {
        repace(scene, case, person);
    }
}

fn repace(scene: &mut Scene, case: Case, person: PersonId) {
    if work_of(scene, case).at_work <= 2 {
        retime::soon(scene, case);
    }
    if scene.rooms.lead.leads(person) {
        lead::rules::repace(scene, person);
    }
}

/// Takes so much of the time of a lead who has a job in hand; without a lead, of the first who is at work on the incident. Returns whose.
pub(super) fn interrupt(scene: &mut Scene, case: Case, lead: Option<PersonId>, takes: Span) -> Option<PersonId> {
    let busy = lead.and_then(|person| in_hand(scene, person));
    let first = || {
        let jobs = &scene.rooms.response.of(case).jobs;
        jobs.iter().position(|j| j.standing() == Standing::Worked).map(|no| (case, no as JobNo))
    };
    let at @ (case, no) = if lead.is_some() { busy } else { first() }?;
    lengthen(scene, at, takes);
    job(scene, case, no).person
}

/// What somebody has in hand takes so much longer, unless it is done at this very instant.
pub(super) fn lengthen(scene: &mut Scene, (case, no): (Case, JobNo), takes: Span) {
    if finished::is_done(scene, case, no) {
        return;
    }
    let now = scene.now();
    let state = job(scene, case, no);
    retime::bank(state, now);
    state.owed = state.owed.min(state.reading_in);
    state.reading_in += takes;
    retime::book_end(scene, case, no);
}
