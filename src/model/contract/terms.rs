//! What the terms of a contract mean at one instant: who is held back from what, and why.

use super::{Bench, Held, Order, Scope, Terms};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::happening::Case;
use crate::model::ids::{PersonId, RequirementId, SystemId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

impl Scope {
    /// It names nothing at all.
    pub fn is_empty(&self) -> bool {
        self.phases.is_empty() && self.services.is_empty() && self.systems.is_empty()
    }
}
impl Terms {
    /// People under these terms may be held back from work during a play.
    pub fn bind(&self) -> bool {
        self.responds()
            || self.change_order.is_some()
            || !self.needs.is_empty()
            || self.ends.is_some()
            || self.hours.is_some()
            || self.changes
    }
    /// They may be asked for a response before they answer or work.
    pub fn responds(&self) -> bool {
        self.asked(true)
    }
    /// They are asked for a response in an incident of the whole sector, or in any other.
    pub fn asked(&self, sector_wide: bool) -> bool {
        let shared = |bench: &Bench| bench.taken > 0.0 || (sector_wide && bench.left.is_some());
        self.response.is_some() || self.bench.as_ref().is_some_and(shared)
    }
    /// Nobody of them can be had: outside their hours, or after the end of the contract.
    pub fn closed(&self, at: Instant) -> bool {
        self.gone(at) || self.only_in().is_some_and(|hours| !hours.on_at(at))
    }
    /// The contract has ended.
    pub fn gone(&self, at: Instant) -> bool {
        self.ends.is_some_and(|ends| ends <= at)
    }
    /// How much of a time counts against the promised response: that in the hours in which they are owed.
    pub fn counted(&self, from: Instant, to: Instant) -> Span {
        self.only_in().map_or(to - from, |hours| hours.elapsed(from, to))
    }
    /// The hours in which alone they are owed; nothing where they come at any time.
    pub fn only_in(&self) -> Option<&Hours> {
        self.hours.as_ref().filter(|_| self.out_of_hours.is_none())
    }
    /// Whether some work is covered. A task for no system is not judged by systems.
    pub fn cover(&self, phase: Phase, service: Option<u32>, system: Option<SystemId>) -> bool {
        let inside = |scope: &Scope| {
            (scope.phases.is_empty() || scope.phases.contains(&phase))
                && (scope.services.is_empty() || service.is_some_and(|s| scope.services.contains(&s)))
                && (scope.systems.is_empty() || system.is_none_or(|s| scope.systems.contains(&s)))
        };
        let excluded = self.excludes.phases.contains(&phase)
            || service.is_some_and(|s| self.excludes.services.contains(&s))
            || system.is_some_and(|s| self.excludes.systems.contains(&s));
        inside(&self.covers) && !excluded
    }
    /// Whether it matters for which system a task is done.
    pub fn go_by_system(&self) -> bool {
        !self.covers.systems.is_empty() || !self.excludes.systems.is_empty()
    }
}

/// The terms under which somebody works.
pub fn of(plan: &Plan, person: PersonId) -> &Terms {
    &plan.employers[plan.people[person.at()].employer.at()].terms
}

/// Somebody cannot be had now: outside the hours of their contract, after its end, or while it is suspended.
#[inline]
pub fn closed(scene: &Scene, person: PersonId) -> bool {
    scene.plan.people[person.at()].bound && closed_by_terms(scene, person)
}

fn closed_by_terms(scene: &Scene, person: PersonId) -> bool {
    let (now, terms) = (scene.now(), of(scene.plan, person));
    let changed = || scene.rooms.contract.changed(scene.plan.people[person.at()].employer);
    // From the very end of the hours in which they are owed now, whatever else of that instant comes first.
    let other_hours = || changed().owed_in.is_some_and(|(hours, until)| now < until && !scene.plan.hours[hours.at()].on_at(now));
    terms.closed(now) || (terms.changes && (changed().closes(now) || other_hours()))
}

/// Nobody will be had any more: the contract is at an end.
pub fn gone(scene: &Scene, person: PersonId) -> bool {
    let (now, terms) = (scene.now(), of(scene.plan, person));
    terms.gone(now)
        || (terms.changes && scene.rooms.contract.changed(scene.plan.people[person.at()].employer).opens() == Some(Instant::NEVER))
}

/// When the hours of somebody's contract begin, if that is all that holds them back; what has changed in it is told when it is over.
pub fn opens(scene: &Scene, person: PersonId) -> Option<Instant> {
    let (now, terms) = (scene.now(), of(scene.plan, person));
    let hours = terms.hours.as_ref().filter(|_| terms.closed(now) && !terms.gone(now))?;
    hours.next_start(now + Span(1))
}

/// An incident hits the whole sector: what is none hits nobody else either.
pub fn sector_wide(scene: &Scene, case: Case) -> bool {
    let file = scene.rooms.incident.file(case);
    scene.plan.kinds[file.kind.at()].sector_wide && file.false_alarm.is_none()
}

/// What holds somebody back from the work of an incident that asks this, if anything.
pub fn held(scene: &Scene, case: Case, requirement: RequirementId, person: PersonId) -> Option<Held> {
    let plan = scene.plan;
    if !plan.people[person.at()].bound {
        return None;
    }
    let terms = of(plan, person);
    let employer = plan.people[person.at()].employer;
    let engagement = scene.rooms.contract.find(case, employer);
    if closed(scene, person) {
        Some(Held::Closed)
    } else if scene.rooms.contract.is_down(employer) {
        Some(Held::Down)
    } else if engagement.is_some_and(|e| e.left_out.contains(&person)) {
        Some(Held::Bench)
    } else if terms.asked(sector_wide(scene, case)) && !engagement.is_some_and(|e| e.responded) {
        Some(Held::Response)
    } else if plan.requirements[requirement.at()].on_order.contains(&employer) && !engagement.is_some_and(|e| e.order == Order::Done) {
        Some(Held::Order)
    } else {
        None
    }
}
