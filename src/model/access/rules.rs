//! What access does: whoever is there and lacks only the grant asks for it; once allowed it is set up, held for a while, and runs out.
//! When work has waited too long the glass is broken. Each privileged action is told with the authority that is on record for it.

use super::{Asking, Askings, Loan, Matter, Owed, Passage, Stage};
use crate::engine::chance::Purpose;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::contract::{Held, terms::held};
use crate::model::fact::{Authority as On, Basis, Capability, Fact, Way};
use crate::model::happening::{Access as Happening, Authority, Case, Happening as Any, JobNo, Qualification, Response};
use crate::model::ids::{DecisionId, GrantId, IncidentNo, PersonId, RequirementId};

pub(super) const PROVISIONING: Purpose = Purpose::named("provisioning");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Wanted { case, job, fresh } if scene.live(case) => wanted(scene, case, job, fresh),
        Happening::MayBreakGlass { case, job, since } if scene.live(case) => may_break_glass(scene, case, job, since),
        Happening::Allowed { case, decision } if scene.live(case) => allowed(scene, case, decision),
        Happening::Given { case, decision } if scene.live(case) => given(scene, case, decision),
        Happening::RunsOut { person, grant } => runs_out(scene, person, grant),
        Happening::Ends { nth } => ends(scene, nth),
        Happening::Used { case, job, person } if scene.live(case) => used(scene, case, job, person),
        Happening::ReviewBegins { case, grant } if scene.live(case) => review_begins(scene, case, grant),
        Happening::ReviewDue { case, grant, times } if scene.live(case) => review_due(scene, case, grant, times),
        Happening::Reviewed { case, grant, person } if scene.live(case) => reviewed(scene, case, grant, person),
        _ => {}
    }
}

/// Nobody holds anything for a while only, and the first grant ends when it ends.
pub fn begin(scene: &mut Scene) {
    scene.rooms.access.loans.0.clear();
    book_ending(scene, 0);
}

fn book_ending(scene: &mut Scene, nth: u32) {
    if let Some(&(at, ..)) = scene.plan.access.endings.get(nth as usize) {
        scene.book_at(at, Any::Access(Happening::Ends { nth }));
    }
}

/// Somebody's role or contract ends, and what they held for it.
fn ends(scene: &mut Scene, nth: u32) {
    let (_, person, grant) = scene.plan.access.endings[nth as usize];
    scene.follow(Any::Qualification(Qualification::Lose { person, what: Capability::Grant(grant) }));
    book_ending(scene, nth + 1);
}

fn askings<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Askings {
    &mut scene.rooms.access.askings[case.at()]
}

/// Work waits for a grant that somebody who is there lacks: they ask for it, and may break the glass if it takes too long.
fn wanted(scene: &mut Scene, case: Case, job: JobNo, fresh: bool) {
    let plan = scene.plan;
    let Some((requirement, since)) = scene.rooms.response.lacks_grant(case, job) else { return };
    let Some(grant) = plan.requirements[requirement.at()].grant else { return };
    if plan.access.passage(grant, Way::Request).is_some() {
        ask(scene, case, job, (requirement, grant), Way::Request);
    }
    if let Some(glass) = plan.access.passage(grant, Way::BreakGlass).filter(|_| fresh) {
        scene.book_at(since + glass.after, Any::Access(Happening::MayBreakGlass { case, job, since }));
    }
}

/// The work has waited without a break: the glass may be broken.
fn may_break_glass(scene: &mut Scene, case: Case, job: JobNo, since: Instant) {
    let plan = scene.plan;
    let still = scene.rooms.response.lacks_grant(case, job).filter(|(_, lacks_since)| *lacks_since == since);
    let Some((requirement, grant)) = still.and_then(|(r, _)| Some((r, plan.requirements[r.at()].grant?))) else { return };
    ask(scene, case, job, (requirement, grant), Way::BreakGlass);
}

/// Asks for one person's access, unless somebody who is there has been asked for already.
fn ask(scene: &mut Scene, case: Case, job: JobNo, (requirement, grant): (RequirementId, GrantId), way: Way) {
    if !scene.rooms.qualification.usable(Capability::Grant(grant)) {
        return;
    }
    let under_way = askings(scene, case).asked.iter().filter(|a| a.stage != Stage::Over && (a.matter.grant, a.matter.way) == (grant, way));
    let under_way: Vec<PersonId> = under_way.map(|a| a.matter.person).collect();
    if under_way.iter().any(|p| scene.rooms.duty.here(*p, case)) {
        return;
    }
    let Some(person) = best(scene, case, requirement, grant, &under_way) else { return };
    let plan = scene.plan;
    let Some(decision) = plan.access.passage(grant, way).and_then(|p| p.matter(person)) else { return };
    let right = plan.decisions[decision.at()].access.map_or(decision, |m| m.right);
    let list = &mut askings(scene, case).asked;
    match list.iter_mut().find(|a| a.decision == decision) {
        Some(again) => (again.stage, again.times) = (Stage::Asked, again.times + 1),
        None => list.push(Asking { decision, matter: Matter { right, person, grant, way }, stage: Stage::Asked, times: 1 }),
    }
    scene.follow(Any::Authority(Authority::Ask { case, decision, job }));
}

/// Who asks, of those who are there and lack only the grant: whose hands are free, on shift before called out, then the least skill, then id.
fn best(scene: &Scene, case: Case, requirement: RequirementId, grant: GrantId, not: &[PersonId]) -> Option<PersonId> {
    let (plan, rooms) = (scene.plan, &*scene.rooms);
    let lacks = |person: PersonId| {
        !not.contains(&person)
            && rooms.duty.here(person, case)
            && held(scene, case, requirement, person).is_none_or(|held| held == Held::Order)
            && rooms.qualification.lacks_grant(plan, person).contains(&requirement)
            && !rooms.qualification.has(plan, person, Capability::Grant(grant))
    };
    let candidates = (0u32..).zip(&plan.requirements[requirement.at()].candidates).filter(|(_, (p, _))| lacks(*p));
    let ranked = candidates.map(|(seat, (p, _))| (rooms.response.busy(*p), !rooms.duty.of(*p).on_shift, seat, *p));
    ranked.min().map(|(.., person)| person)
}

/// Whoever may has decided: the access is set up.
fn allowed(scene: &mut Scene, case: Case, decision: DecisionId) {
    let plan = scene.plan;
    // It may have been questioned at the very moment at which it was taken.
    if scene.rooms.authority.granted_on(case, decision).is_none() {
        return;
    }
    let Some(asking) = askings(scene, case).asked.iter_mut().find(|a| a.decision == decision && a.stage == Stage::Asked) else { return };
    asking.stage = Stage::Provisioning;
    let (matter, times) = (asking.matter, asking.times);
    match plan.access.passage(matter.grant, matter.way).and_then(|p| p.takes.as_ref()) {
        Some(takes) => {
            let luck = plan.decisions[decision.at()].luck;
            let takes = takes.sample(&mut scene.draw_for(PROVISIONING, case, luck, times));
            scene.book_in(takes, Any::Access(Happening::Given { case, decision }));
            scene.follow(Any::Response(Response::AccessMoves { case, grant: matter.grant }));
        }
        None => given(scene, case, decision),
    }
}

/// The access is there, unless nothing waits for it any more. The glass is left whole, too, when nobody is there who would use it.
fn given(scene: &mut Scene, case: Case, decision: DecisionId) {
    let Some(asking) = askings(scene, case).asked.iter_mut().find(|a| a.decision == decision && a.stage == Stage::Provisioning) else {
        return;
    };
    asking.stage = Stage::Over;
    let Matter { person, grant, way, .. } = asking.matter;
    let plan = scene.plan;
    let Some(passage) = plan.access.passage(grant, way) else { return };
    let needed = match way {
        Way::Request => scene.rooms.response.any_queued(plan, case, grant),
        Way::BreakGlass => scene.rooms.response.any_lacks(plan, case, grant),
    };
    if !needed {
        return;
    }
    let authority = scene.rooms.authority.granted_on(case, decision).unwrap_or(On::Nobody);
    scene.record(Fact::AccessGiven { incident: IncidentNo(case.no), person, grant, way, authority, lasts: passage.lasts });
    lend(scene, passage, Loan { person, grant, until: scene.now() + passage.lasts, way, authorised: authority != On::Nobody });
    if let Some(review) = passage.review.as_ref().filter(|_| way == Way::BreakGlass) {
        let playbook = plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook;
        if let Some(task) = review.tasks[playbook.at()] {
            owe(scene, case, grant);
            scene.follow(Any::Response(Response::Owes { case, task }));
        }
    }
}

/// Somebody holds a grant for a while, or for longer than they did; what they hold for good stays so.
fn lend(scene: &mut Scene, passage: &Passage, loan: Loan) {
    let Loan { person, grant, .. } = loan;
    let loans = &mut scene.rooms.access.loans.0;
    match loans.iter_mut().find(|l| (l.person, l.grant) == (person, grant)) {
        Some(held) => *held = Loan { until: held.until.max(loan.until), ..loan },
        None if scene.rooms.qualification.has(scene.plan, person, Capability::Grant(grant)) => return,
        None => loans.push(loan),
    }
    scene.book_in(passage.lasts, Any::Access(Happening::RunsOut { person, grant }));
    scene.follow(Any::Qualification(Qualification::Gain { person, what: Capability::Grant(grant) }));
}

/// What somebody held for a while is over, unless they were given it for longer.
fn runs_out(scene: &mut Scene, person: PersonId, grant: GrantId) {
    let now = scene.now();
    let loans = &mut scene.rooms.access.loans.0;
    let Some(at) = loans.iter().position(|l| (l.person, l.grant) == (person, grant) && l.until <= now) else { return };
    loans.swap_remove(at);
    scene.follow(Any::Qualification(Qualification::Lose { person, what: Capability::Grant(grant) }));
}

/// Somebody starts work that takes a privileged grant: on what authority?
fn used(scene: &mut Scene, case: Case, job: JobNo, person: PersonId) {
    let plan = scene.plan;
    let asked = scene.rooms.response.requirement(case, job);
    let Some(grant) = asked.and_then(|r| plan.requirements[r.at()].grant) else { return };
    let name = scene.rooms.response.job(case, job);
    let decided = plan.tasks[name.task.at()].decision.and_then(|d| scene.rooms.authority.granted_on(case, d));
    let loan = scene.rooms.access.loans.0.iter().find(|l| (l.person, l.grant) == (person, grant));
    let basis = match loan.map(|l| (l.way, l.authorised)) {
        // Whatever else was decided: that it was right to break the glass, only the review can say.
        Some((Way::BreakGlass, _)) => Basis::BreakGlass,
        _ if decided.is_some_and(|on| on != On::Nobody) => Basis::Decision,
        Some((Way::Request, true)) => Basis::Request,
        _ => Basis::Nothing,
    };
    scene.record(Fact::Privileged { job: name, person, grant, basis });
}

/// One more review is owed, unless one that is still to come covers this too.
fn owe(scene: &mut Scene, case: Case, grant: GrantId) {
    let owed = &mut askings(scene, case).owed;
    match owed.iter_mut().find(|o| o.grant == grant) {
        Some(before) if before.done => (before.done, before.times) = (false, before.times + 1),
        Some(_) => {}
        None => owed.push(Owed { grant, done: false, times: 1 }),
    }
}

/// The review can be done from now on.
fn review_begins(scene: &mut Scene, case: Case, grant: GrantId) {
    let within = scene.plan.access.passage(grant, Way::BreakGlass).and_then(|p| p.review.as_ref()).map(|r| r.within);
    let times = askings(scene, case).owed.iter().find(|o| o.grant == grant).map(|o| o.times);
    if let (Some(within), Some(times)) = (within, times) {
        scene.book_in(within, Any::Access(Happening::ReviewDue { case, grant, times }));
    }
}

fn review_due(scene: &mut Scene, case: Case, grant: GrantId, times: u32) {
    if askings(scene, case).owed.iter().any(|o| o.grant == grant && o.times == times && !o.done) {
        scene.record(Fact::ReviewOverdue { incident: IncidentNo(case.no), grant });
    }
}

fn reviewed(scene: &mut Scene, case: Case, grant: GrantId, person: PersonId) {
    if let Some(owed) = askings(scene, case).owed.iter_mut().find(|o| o.grant == grant) {
        owed.done = true;
        scene.record(Fact::GlassReviewed { incident: IncidentNo(case.no), grant, person });
    }
}
