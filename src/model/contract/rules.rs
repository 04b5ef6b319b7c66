//! What contracts do: providers are asked for a response and give it, change orders are asked for and come, providers are down and back, and
//! leave.

use super::{Changed, Engagement, Held, Order, changed, terms};
use crate::engine::chance::Purpose;
use crate::engine::driver::CLOSES;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Authority, Case, Contract as Happening, Happening as Any, JobNo, Paging, Response};
use crate::model::ids::{DecisionId, EmployerId, IncidentNo, PersonId, RequirementId, SystemId};
use crate::model::incident::NONE;

pub(super) const RESPONSE: Purpose = Purpose::named("response");
pub(super) const BENCH: Purpose = Purpose::named("bench");
const LEFT: Purpose = Purpose::named("left");
pub(super) const ORDER: Purpose = Purpose::named("order");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Request { case, employer } if scene.live(case) => request(scene, case, employer),
        Happening::Responds { case, employer } if scene.live(case) => responds(scene, case, employer),
        Happening::Order { case, employer, job } if scene.live(case) => order(scene, case, employer, job),
        Happening::Granted { case, decision } if scene.live(case) => granted(scene, case, decision),
        Happening::Ordered { case, employer } if scene.live(case) => ordered(scene, case, employer),
        Happening::SystemChanged { system } => system_changed(scene, system),
        Happening::Ends { employer } => ends(scene, employer),
        Happening::Suspended { employer, until } => changed::suspended(scene, employer, until),
        Happening::Resumes { employer } => changed::resumes(scene, employer),
        Happening::OwedIn { employer, hours, until } => changed::owed_in(scene, employer, hours, until),
        Happening::OwedHours { employer, generation } => changed::hours_turn(scene, employer, generation),
        Happening::RespondsAs { employer, inject, effect } => changed::responds_as(scene, employer, inject, effect),
        _ => {}
    }
}

/// Books the ends of contracts.
pub fn begin(scene: &mut Scene) {
    let plan = scene.plan;
    scene.rooms.contract.standing.down.fill(false);
    scene.rooms.contract.standing.changed.fill(Changed::default());
    for (employer, entry) in employers(plan) {
        if let Some(ends) = entry.terms.ends {
            scene.hot.core.book(ends, CLOSES, Any::Contract(Happening::Ends { employer }));
        }
    }
}

fn employers(plan: &crate::model::plan::Plan) -> impl Iterator<Item = (EmployerId, &crate::model::plan::Employer)> {
    (0..).map(EmployerId).zip(&plan.employers)
}

fn engagement<'a>(scene: &'a mut Scene, case: Case, employer: EmployerId) -> &'a mut Engagement {
    let all = &mut scene.rooms.contract.engagements[case.at()].0;
    let place = all.iter().position(|e| e.employer == employer).unwrap_or_else(|| {
        let (requested, left_out) = (None, Vec::new());
        all.push(Engagement { employer, requested, due: false, responded: false, left_out, order: Order::None });
        all.len() - 1
    });
    &mut all[place]
}

/// The people of a provider.
pub(super) fn people(scene: &Scene, employer: EmployerId) -> impl Iterator<Item = PersonId> + use<> {
    let of: Vec<PersonId> = (0..).map(PersonId).zip(&scene.plan.people).filter(|(_, p)| p.employer == employer).map(|(id, _)| id).collect();
    of.into_iter()
}

/// Somebody can do what is asked, or needs only a grant for it that can be had.
pub fn could(scene: &Scene, requirement: RequirementId, person: PersonId) -> bool {
    let (plan, held) = (scene.plan, &scene.rooms.qualification);
    let can_be_had = || plan.requirements[requirement.at()].grant.is_some_and(|grant| plan.access.can_be_had(grant));
    held.rank(plan, person, requirement).is_some() || (held.lacks_grant(plan, person).contains(&requirement) && can_be_had())
}

/// Asks providers for what holds back those of their people who are on duty and could do a job that waits: a response, or a change order
/// where nobody else on duty can.
pub fn ask(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId, others: bool) {
    let plan = scene.plan;
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        if !could(scene, requirement, person) || !scene.rooms.duty.here(person, case) {
            continue;
        }
        let employer = plan.people[person.at()].employer;
        match terms::held(scene, case, requirement, person) {
            Some(Held::Response) => scene.follow(Any::Contract(Happening::Request { case, employer })),
            Some(Held::Order) if !others => scene.follow(Any::Contract(Happening::Order { case, employer, job: no })),
            _ => {}
        }
    }
}

fn request(scene: &mut Scene, case: Case, employer: EmployerId) {
    let now = scene.now();
    let incident = IncidentNo(case.no);
    let state = engagement(scene, case, employer);
    if state.requested.is_some() {
        return;
    }
    state.requested = Some(now);
    scene.record(Fact::ProviderRequested { incident, employer });
    let plan = scene.plan;
    let entry = &plan.employers[employer.at()].terms;
    let mut takes = match changed::response(scene, employer).or(entry.response.as_ref().map(|r| &r.actual)) {
        Some(actual) => actual.sample(&mut scene.draw_for(RESPONSE, case, entry.luck, 0)),
        None => Span(0),
    };
    if let Some(bench) = &entry.bench {
        if bench.taken > 0.0 && scene.draw_for(BENCH, case, entry.luck, 0).chance(bench.taken) {
            scene.record(Fact::BenchBusy { incident, employer });
            takes += bench.free_after.as_ref().map_or(Span(0), |after| after.sample(&mut scene.draw_for(BENCH, case, entry.luck, 1)));
        }
        if terms::sector_wide(scene, case)
            && let Some(left) = bench.left
        {
            scene.follow(Any::Response(Response::ContractNews { case }));
            if !share_out(scene, case, employer, left) {
                return;
            }
        }
    }
    // A response that is owed in some hours only is prepared in these hours; after the last of them it never comes.
    let at = entry.only_in().map_or(Some(now + takes), |hours| hours.after(now, takes));
    if let Some(at) = at {
        scene.book_at(at, Any::Contract(Happening::Responds { case, employer }));
    }
}

/// The whole sector is hit: so many of a provider's people are left for this client, drawn anew in each incident. False when none is.
fn share_out(scene: &mut Scene, case: Case, employer: EmployerId, left: f64) -> bool {
    let mut drawn: Vec<(u64, PersonId)> = Vec::new();
    for person in people(scene, employer) {
        let luck = scene.plan.people[person.at()].luck;
        drawn.push((scene.draw_for(LEFT, case, luck, 0).next_u64(), person));
    }
    drawn.sort_unstable();
    let (of, kept) = (drawn.len() as u32, libm::round(left * drawn.len() as f64) as usize);
    engagement(scene, case, employer).left_out = drawn.split_off(kept).into_iter().map(|(_, person)| person).collect();
    scene.record(Fact::BenchShared { incident: IncidentNo(case.no), employer, left: kept as u32, of });
    kept > 0
}

fn responds(scene: &mut Scene, case: Case, employer: EmployerId) {
    let now = scene.now();
    let entry = &scene.plan.employers[employer.at()].terms;
    if entry.gone(now) {
        return;
    }
    if scene.rooms.contract.is_down(employer) || scene.rooms.contract.changed(employer).closes(now) {
        engagement(scene, case, employer).due = true;
        return;
    }
    let state = engagement(scene, case, employer);
    (state.due, state.responded) = (false, true);
    scene.record(Fact::ProviderResponded { incident: IncidentNo(case.no), employer });
    scene.follow(Any::Paging(Paging::ProviderHere { case, employer }));
    scene.follow(Any::Response(Response::ProviderHere { case, employer }));
}

/// Work outside the scope is needed: the organisation decides whether to order it.
fn order(scene: &mut Scene, case: Case, employer: EmployerId, job: JobNo) {
    let Some(entry) = &scene.plan.employers[employer.at()].terms.change_order else { return };
    let state = engagement(scene, case, employer);
    if state.order != Order::None {
        return;
    }
    state.order = Order::Asked;
    let decision = entry.decision;
    if scene.rooms.authority.is_granted(case, decision) {
        return granted(scene, case, decision);
    }
    scene.follow(Any::Authority(Authority::Ask { case, decision, job }));
}

fn granted(scene: &mut Scene, case: Case, decision: DecisionId) {
    let plan = scene.plan;
    for (employer, entry) in employers(plan) {
        let Some(order) = entry.terms.change_order.as_ref().filter(|o| o.decision == decision) else { continue };
        if scene.rooms.contract.find(case, employer).is_none_or(|e| e.order != Order::Asked) {
            continue;
        }
        engagement(scene, case, employer).order = Order::Prepared;
        let takes = order.takes.sample(&mut scene.draw_for(ORDER, case, entry.terms.luck, 0));
        scene.book_in(takes, Any::Contract(Happening::Ordered { case, employer }));
        scene.follow(Any::Response(Response::ContractNews { case }));
    }
}

fn ordered(scene: &mut Scene, case: Case, employer: EmployerId) {
    engagement(scene, case, employer).order = Order::Done;
    scene.record(Fact::ChangeOrdered { incident: IncidentNo(case.no), employer });
    scene.follow(Any::Response(Response::ProviderHere { case, employer }));
}

/// All incidents in hand.
pub(super) fn cases(scene: &Scene) -> Vec<Case> {
    let places = (0..scene.rooms.incident.places()).map(|place| Case { place, no: 0 });
    let cases = places.map(|at| Case { place: at.place, no: scene.rooms.incident.file(at).no });
    cases.filter(|case| case.no != NONE).collect()
}

/// A system has gone down or come up: providers that need it may not be able to work any more, or may be again.
fn system_changed(scene: &mut Scene, system: SystemId) {
    let plan = scene.plan;
    for (employer, entry) in employers(plan).filter(|(_, e)| e.terms.needs.contains(&system)) {
        let down = entry.terms.needs.iter().any(|s| scene.rooms.estate.of(*s).down);
        if std::mem::replace(&mut scene.rooms.contract.standing.down[employer.at()], down) == down {
            continue;
        }
        if down {
            goes_down(scene, employer);
        } else {
            comes_back(scene, employer);
        }
    }
}

/// A provider cannot work: who is at work for us puts it down.
fn goes_down(scene: &mut Scene, employer: EmployerId) {
    scene.record(Fact::ProviderDown { employer });
    for person in people(scene, employer) {
        scene.follow(Any::Response(Response::ProviderDown { person }));
    }
    for case in cases(scene) {
        scene.follow(Any::Response(Response::ContractNews { case }));
    }
}

fn comes_back(scene: &mut Scene, employer: EmployerId) {
    scene.record(Fact::ProviderBack { employer });
    can_be_had(scene, employer);
}

/// A provider can be had again: what it owed by now comes, and its people take up what waits for them.
pub(super) fn can_be_had(scene: &mut Scene, employer: EmployerId) {
    for case in cases(scene) {
        match scene.rooms.contract.find(case, employer) {
            Some(state) if state.due => scene.follow(Any::Contract(Happening::Responds { case, employer })),
            _ => {
                scene.follow(Any::Paging(Paging::ProviderHere { case, employer }));
                scene.follow(Any::Response(Response::ProviderHere { case, employer }));
            }
        }
    }
}

/// The contract ends: who is at work for us goes.
fn ends(scene: &mut Scene, employer: EmployerId) {
    scene.record(Fact::ContractEnded { employer });
    for person in people(scene, employer) {
        scene.follow(Any::Response(Response::ContractEnded { person }));
    }
    for case in cases(scene) {
        scene.follow(Any::Response(Response::ContractNews { case }));
    }
}
