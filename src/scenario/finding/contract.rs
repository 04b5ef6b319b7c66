//! When a contract, and not a roster, is why nobody is there: its scope keeps people on shift from some work, or its hours end before theirs.

use std::collections::BTreeSet;

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::week::Weeks;
use super::{Finding, Uses, listed, of_week, people};
use crate::engine::time::Span;
use crate::model::ids::{EmployerId, PersonId, RequirementId, ServiceId};
use crate::model::plan::{Plan, Requirement};
use crate::model::roster::Hours;

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
    let there_alone = there.minus(&cover);
    let alone = weeks.covered(&there_alone);
    if alone <= WORTH_TELLING {
        return;
    }
    let what = listed(&work);
    let employers: BTreeSet<EmployerId> = kept.iter().map(|p| plan.people[p.at()].employer).collect();
    let names: Vec<&str> = employers.iter().map(|e| plan.employers[e.at()].name.as_str()).collect();
    let title = format!(
        "For {} only {} could do {what}: they are there, but their contract does not cover it",
        of_week(alone),
        people(plan, &kept)
    );
    let order = if ordered.is_empty() { "" } else { " A change order must be agreed first." };
    let evidence = format!(
        "The contract of {} leaves it out.{order} Of those who may do it, {}, nobody is on shift then. {}",
        listed(&names),
        people(plan, &able),
        gap_in_words(plan, weeks, &cover)
    );
    all.push(Finding::new(40.0 + 30.0 * share(alone), title, evidence).inside(plan, weeks, &there_alone));
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

/// How contracts, and not rosters, leave hours of a week without any of some people: who would be there but for them.
pub(super) struct LeftOut {
    /// For a title, after the hours: ", which the contract of northwind does not cover"; empty where rosters are why.
    pub cause: String,
    /// A sentence each, with a space before it.
    pub evidence: String,
}
impl LeftOut {
    /// Of some people of whom nobody is on shift for so much of a week.
    pub fn of(plan: &Plan, weeks: &Weeks, who: &[PersonId], missing: Span) -> LeftOut {
        let employers: BTreeSet<EmployerId> = who.iter().map(|p| plan.people[p.at()].employer).collect();
        let cover = weeks.any_on_shift(plan, who);
        let (mut names, mut evidence, mut but_for) = (Vec::new(), String::new(), Hours::never());
        for employer in employers {
            let entry = &plan.employers[employer.at()];
            let (owed, ended) = (entry.terms.only_in(), entry.terms.ends.filter(|ends| *ends <= weeks.whole().0));
            if owed.is_none() && ended.is_none() {
                continue;
            }
            let theirs = who.iter().map(|p| &plan.people[p.at()]).filter(|p| p.employer == employer);
            let spans = theirs.flat_map(|p| plan.hours[p.rostered as usize].spans()).copied().collect();
            // Nothing but a contract cuts the hours of a roster.
            let left_out = Hours::from_spans(spans).minus(&cover);
            if weeks.covered(&left_out) == Span(0) {
                continue;
            }
            names.push(entry.name.as_str());
            but_for = but_for.union(&left_out);
            evidence.push_str(&match (ended, owed) {
                (Some(ends), _) => format!(" The contract of {} ended on {}.", entry.name, plan.zone.format_long(ends)),
                (None, owed) => format!(
                    " The contract of {} covers {}, and its people come in no other hours.",
                    entry.name,
                    of_week(owed.map_or(Span(0), |owed| weeks.covered(owed)))
                ),
            });
        }
        let all_of_it = !names.is_empty() && weeks.covered(&but_for) == missing;
        let contracts = if names.len() == 1 { "the contract of" } else { "the contracts of" };
        let verb = if names.len() == 1 { "does" } else { "do" };
        let cause = if all_of_it { format!(", which {contracts} {} {verb} not cover", listed(&names)) } else { String::new() };
        LeftOut { cause, evidence }
    }
}
