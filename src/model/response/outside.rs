//! People of providers among those who take up work: their contract may hold them back, and what holds them back is what a job waits for.
//! Nothing here costs anything where no provider's people could do a job.

use super::rules::{in_hand, job, work_of};
use super::{Standing, assign, beside, remote, review, work};
use crate::engine::driver::HAPPENS;
use crate::model::Scene;
use crate::model::contract::rules::{ask, could};
use crate::model::contract::terms::{held, of, opens};
use crate::model::contract::{Held, Order};
use crate::model::fact::{Stop, Wait};
use crate::model::happening::{Case, Duty, Happening as Any, JobNo, Response};
use crate::model::ids::{EmployerId, PersonId, RequirementId};

/// Nothing in their contract holds somebody back from a job that asks this.
pub(super) fn may(scene: &Scene, case: Case, requirement: RequirementId, person: PersonId) -> bool {
    !scene.plan.requirements[requirement.at()].bound || held(scene, case, requirement, person).is_none()
}
/// Somebody can be held back at all.
pub(super) fn bound(scene: &Scene, person: PersonId) -> bool {
    scene.plan.people[person.at()].bound
}

/// How those who are here stand to a job, as far as contracts let them.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Present {
    /// Somebody may do it.
    pub(super) qualified: bool,
    /// Somebody lacks only the grant.
    pub(super) lacks_grant: bool,
    /// Somebody lacks only the knowledge.
    pub(super) lacks_knowledge: bool,
    /// Somebody could, but is held back, and this is waited for.
    pub(super) held_back: Option<Wait>,
}

/// Looks at everybody here who could do a job.
pub(super) fn present(scene: &Scene, case: Case, requirement: RequirementId) -> Present {
    let (plan, rooms) = (scene.plan, &*scene.rooms);
    let mut all = Present::default();
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        if !rooms.duty.here(person, case) || (!rooms.duty.of(person).on_shift && remote::away(scene, person)) {
            continue;
        }
        let could = could(scene, requirement, person);
        match held(scene, case, requirement, person) {
            None => {
                all.qualified |= rooms.qualification.rank(plan, person, requirement).is_some();
                all.lacks_grant |= rooms.qualification.lacks_grant(plan, person).contains(&requirement);
                all.lacks_knowledge |= rooms.qualification.lacks_knowledge(plan, person).contains(&requirement);
            }
            Some(Held::Response | Held::Down) if could => all.held_back = all.held_back.or(Some(Wait::Vendor)),
            Some(Held::Order) if could => all.held_back = all.held_back.or(Some(order_waits(scene, case, person))),
            Some(_) => {}
        }
    }
    all
}

/// What a change order waits for: the decision, or the provider.
fn order_waits(scene: &Scene, case: Case, person: PersonId) -> Wait {
    let employer = scene.plan.people[person.at()].employer;
    let state = scene.rooms.contract.find(case, employer).map_or(Order::None, |e| e.order);
    let decision = of(scene.plan, person).change_order.as_ref().map(|o| o.decision);
    match (state, decision) {
        (Order::None | Order::Asked, Some(decision)) => scene.rooms.authority.waits_on(case, decision).unwrap_or(Wait::DecisionReach),
        _ => Wait::Vendor,
    }
}

/// Somebody fully qualified is here, or a provider's response is on its way: nobody else need be called.
pub(super) fn is_helped(scene: &Scene, case: Case, requirement: RequirementId) -> bool {
    if assign::reason(scene, case, requirement) == Wait::Busy {
        return true;
    }
    let plan = scene.plan;
    let comes = |person: PersonId| {
        could(scene, requirement, person)
            && scene.rooms.duty.here(person, case)
            && held(scene, case, requirement, person) == Some(Held::Response)
    };
    plan.requirements[requirement.at()].bound && plan.requirements[requirement.at()].candidates.iter().any(|(p, _)| comes(*p))
}

/// Calling somebody would lead to nothing: their contract has ended, they are with other clients, their employer is down.
pub(super) fn in_vain(scene: &Scene, case: Case, requirement: RequirementId, person: PersonId) -> bool {
    scene.plan.requirements[requirement.at()].bound
        && matches!(held(scene, case, requirement, person), Some(Held::Bench | Held::Closed | Held::Down))
}

/// Nobody is left to call for a job: those of a provider who are owed at other times can be called from then on.
pub(super) fn call_at_opening(scene: &mut Scene, requirement: RequirementId) {
    let plan = scene.plan;
    if !plan.requirements[requirement.at()].bound {
        return;
    }
    let opens = |&(person, _): &(PersonId, f64)| Some((opens(scene, person)?, person));
    if let Some((at, person)) = plan.requirements[requirement.at()].candidates.iter().filter_map(opens).min() {
        scene.hot.core.book(at, HAPPENS, Any::Response(Response::CouldCome { person }));
    }
}

/// A job waits: providers are asked for what holds their people back.
pub(super) fn ask_for_help(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId) {
    if scene.plan.requirements[requirement.at()].bound {
        let others = assign::reason(scene, case, requirement) == Wait::Busy;
        ask(scene, case, no, requirement, others);
    }
}

/// A provider has responded, a change order has come, or it is back: its people take up what waits for them.
pub(super) fn here(scene: &mut Scene, case: Case, employer: EmployerId) {
    let plan = scene.plan;
    for (person, entry) in (0..).map(PersonId).zip(&plan.people) {
        if entry.employer == employer && scene.rooms.duty.here(person, case) {
            assign::free(scene, person);
        }
    }
    news(scene, case);
}

/// Something about a contract has changed: jobs may wait for another reason, or for other people.
pub(super) fn news(scene: &mut Scene, case: Case) {
    review::of_case(scene, case);
    if work_of(scene, case).how_many(Standing::Queued) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if job(scene, case, no).standing() == Standing::Queued {
            assign::summon_if_needed(scene, case, no);
        }
    }
}

/// What their employer works with is down: somebody puts down what they have in hand.
pub(super) fn cut_off(scene: &mut Scene, person: PersonId) {
    if let Some((case, _)) = in_hand(scene, person) {
        work::stop(scene, person, Stop::ProviderDown);
        work::turns_to_other(scene, case, person);
    }
    beside::part(scene, person);
}

/// The contract of their employer has ended, or does not hold for now: somebody goes at once.
pub(super) fn leaves(scene: &mut Scene, person: PersonId, why: Stop) {
    if in_hand(scene, person).is_some() {
        work::stop(scene, person, why);
    }
    beside::part(scene, person);
    let duty = scene.rooms.duty.of(person);
    match (duty.called_for, duty.staying) {
        (Some(case), _) => {
            if scene.live(case) {
                work_of(scene, case).called.retain(|p| *p != person);
            }
            scene.follow(Any::Duty(Duty::StandDown { case, person }));
        }
        (None, true) => scene.follow(Any::Duty(Duty::WentHome { person, late: false })),
        (None, false) => {}
    }
}
