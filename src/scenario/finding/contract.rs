//! When a contract, and not a roster, is why nobody is there: its scope keeps people on shift from some work, or its hours end before theirs.

use std::collections::BTreeSet;

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::week::Weeks;
use super::{Finding, Uses, hours, listed, people};
use crate::model::ids::{EmployerId, PersonId, RequirementId, ServiceId};
use crate::model::plan::{Plan, Requirement};

/// All findings about work that contracts keep those who are there from.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    if plan.requirements.iter().all(|r| r.barred.is_empty() && r.on_order.is_empty()) {
        return;
    }
    let weeks = Weeks::of(plan);
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        out_of_scope(plan, &weeks, uses, (id, requirement), all);
    }
}

/// Hours in which people of a provider are there who could do some work but for the scope of their contract, and nobody else is who can.
fn out_of_scope(plan: &Plan, weeks: &Weeks, uses: &Uses, (id, requirement): (RequirementId, &Requirement), all: &mut Vec<Finding>) {
    let work = uses.words(plan, id);
    let on_order = |p: &PersonId| requirement.on_order.contains(&plan.people[p.at()].employer);
    let (ordered, able): (Vec<PersonId>, Vec<PersonId>) = requirement.qualified.iter().map(|(p, ..)| *p).partition(|p| on_order(p));
    let mut kept: Vec<PersonId> = (0..plan.people.len() as u32).map(PersonId).filter(|p| barred(plan, requirement, *p)).collect();
    kept.extend(&ordered);
    // Where nobody else ever can, that is said of the provider already.
    if work.is_empty() || kept.is_empty() || able.is_empty() {
        return;
    }
    let (there, cover) = (weeks.any_on_shift(plan, &kept), weeks.any_on_shift(plan, &able));
    let alone = weeks.covered(&there.minus(&cover));
    if alone <= WORTH_TELLING {
        return;
    }
    let what = listed(&work);
    let employers: BTreeSet<EmployerId> = kept.iter().map(|p| plan.people[p.at()].employer).collect();
    let names: Vec<&str> = employers.iter().map(|e| plan.employers[e.at()].name.as_str()).collect();
    let title = format!(
        "For {} of the 168 hours of a week only {} could do {what}: they are there, but their contract does not cover it",
        hours(alone),
        people(plan, &kept)
    );
    let order = if ordered.is_empty() { "" } else { " A change order must be agreed first." };
    let evidence = format!(
        "The contract of {} leaves it out.{order} Of those who may do it, {}, nobody is on shift then. {}",
        listed(&names),
        people(plan, &able),
        gap_in_words(plan, weeks, &cover)
    );
    all.push(Finding::new(40.0 + 30.0 * share(alone), title, evidence).outside(plan, weeks, &cover));
}

/// Nothing but the scope of their contract keeps somebody from some work.
fn barred(plan: &Plan, requirement: &Requirement, who: PersonId) -> bool {
    let person = &plan.people[who.at()];
    let skilled =
        requirement.skill.as_ref().is_none_or(|(skill, least)| person.skills.iter().any(|(s, level)| s == skill && level >= least));
    let granted = requirement.grant.is_none_or(|g| person.grants.binary_search(&g).is_ok());
    let written = || requirement.improvise.is_some() || requirement.knows.is_some_and(|k| plan.runbooks.written(k).is_some());
    let knows = requirement.knows.is_none_or(|k| person.knows.binary_search(&k).is_ok()) || written();
    requirement.barred.contains(&person.employer) && requirement.teams.contains(&person.team) && skilled && granted && knows
}

/// Somebody's contract covers any of the work of a service, with or without a change order.
pub(super) fn covers_some(plan: &Plan, service: ServiceId, who: PersonId) -> bool {
    let terms = &plan.employers[plan.people[who.at()].employer.at()].terms;
    let of = |t: &&crate::model::plan::Task| plan.playbooks[t.playbook.at()].service == Some(service);
    terms.change_order.is_some() || plan.tasks.iter().filter(of).any(|t| terms.cover(t.phase, Some(service.0), None))
}

/// The providers of some people whose contracts, and not the rosters, end the hours of these, in words; nothing where there are none.
pub(super) fn ends_their_hours(plan: &Plan, weeks: &Weeks, who: &[PersonId]) -> String {
    let employers: BTreeSet<EmployerId> = who.iter().map(|p| plan.people[p.at()].employer).collect();
    let mut words = String::new();
    for employer in employers {
        let entry = &plan.employers[employer.at()];
        let Some(owed) = entry.terms.only_in() else { continue };
        let theirs: Vec<PersonId> = who.iter().copied().filter(|p| plan.people[p.at()].employer == employer).collect();
        let (there, owed) = (weeks.covered(&weeks.any_on_shift(plan, &theirs)), weeks.covered(owed));
        // Where they are on shift for less than that, it is their roster that ends first.
        if there == owed && there > crate::engine::time::Span(0) {
            words = format!(
                "{words} The contract of {} covers {} of the 168 hours, and its people come in no others.",
                entry.name,
                hours(owed)
            );
        }
    }
    words
}
