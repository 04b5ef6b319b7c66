//! Access: work that waits for a grant nobody there holds, glass that nobody may break or nobody reviews, and holders who need no grant.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::WORTH_TELLING;
use super::week::{Weeks, When};
use super::{Finding, Uses, listed, of_week, people};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Way;
use crate::model::ids::{GrantId, PersonId, RequirementId};
use crate::model::plan::{Length, Plan, RequirementOf};
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

/// All findings about access.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    locked_out(plan, uses, all);
    (0..plan.grants.len() as u32).map(GrantId).for_each(|grant| run_out(plan, uses, grant, all));
    for (grant, way, passage) in plan.access.passages() {
        let name = &plan.grants[grant.at()];
        let lacking = |p: &PersonId| plan.people[p.at()].grants.binary_search(&grant).is_err();
        let alone = passage.matters().iter().filter(|(person, decision)| {
            let right = &plan.decisions[decision.at()];
            let able = right.holders.len() + right.delegates.len();
            lacking(person)
                && able < right.quorum as usize
                && right.pre_authorised.is_empty()
                && right.acts_without_authority_after.is_none()
        });
        let alone: Vec<PersonId> = alone.map(|(person, _)| *person).collect();
        let right = &plan.decisions[passage.right.at()];
        if !alone.is_empty() {
            let who = people(plan, &alone);
            let title = match way {
                Way::Request => format!("Nobody can give {who} access to {name}"),
                Way::BreakGlass => format!("Nobody can allow {who} to break the glass for {name}"),
            };
            let holders: Vec<PersonId> = right.holders.iter().chain(&right.delegates).copied().collect();
            let evidence = format!(
                "{} decides on {}, and nobody decides about their own access. Name somebody else, or say who is pre-authorised.",
                people(plan, &holders),
                right.id
            );
            all.push(Finding::new(66.0, title, evidence));
        }
        if way == Way::BreakGlass && passage.review.is_none() {
            let title = format!("Breaking the glass for {name} owes no review");
            let evidence = "Nobody ever says whether it was right: what is done behind it stays without authority on record.".into();
            all.push(Finding::new(44.0, title, evidence));
        }
    }
    for grant in (0..plan.grants.len() as u32).map(GrantId).filter(|g| plan.access.privileged(*g)) {
        idle_holders(plan, uses, grant, all);
    }
}

/// A grant that all who hold it lose while incidents can still arrive.
fn run_out(plan: &Plan, uses: &Uses, grant: GrantId, all: &mut Vec<Finding>) {
    let holders: Vec<(PersonId, Option<Instant>)> = (0..)
        .map(PersonId)
        .zip(&plan.people)
        .filter(|(_, entry)| entry.grants.binary_search(&grant).is_ok())
        .map(|(id, _)| (id, plan.access.ends(id, grant)))
        .collect();
    let last = holders.iter().map(|(_, ends)| *ends).max_by_key(|ends| ends.unwrap_or(Instant::NEVER)).flatten();
    let Some(last) = last.filter(|last| *last < plan.arrivals_end) else { return };
    let work: Vec<String> = asking(plan, grant).flat_map(|r| uses.words(plan, r)).collect();
    if work.is_empty() {
        return;
    }
    let name = &plan.grants[grant.at()];
    let title = format!("From {} on nobody holds {name}, which {} takes", plan.zone.format_long(last), listed(&work));
    let who: Vec<PersonId> = holders.iter().map(|(person, _)| *person).collect();
    let (had, way) = match plan.access.can_be_had(grant) {
        true => (48.0, "It can only be asked for then"),
        false => (70.0, "Nobody can come by it then"),
    };
    let evidence = format!(
        "The access of {} has ended by then. {way}, while incidents go on arriving. Extend it, or give it to somebody who stays.",
        people(plan, &who)
    );
    all.push(Finding::new(had, title, evidence).at(When::since(plan, last)));
}

/// The requirements that take a grant.
fn asking(plan: &Plan, grant: GrantId) -> impl Iterator<Item = RequirementId> {
    let all = (0..).map(RequirementId).zip(&plan.requirements);
    all.filter(move |(_, r)| r.grant == Some(grant)).map(|(id, _)| id)
}

/// Containing harm, or restoring a system of the first tier.
fn pressing(plan: &Plan, uses: &Uses, requirement: RequirementId) -> bool {
    uses.tasks(requirement).map(|t| &plan.tasks[t.at()]).any(|task| {
        let first = |by_system: &[Option<RequirementId>]| {
            let mut of_it = by_system.iter().zip(&plan.systems).filter(|(r, _)| **r == Some(requirement));
            of_it.any(|(_, system)| system.tier == 1)
        };
        let restores = matches!((&task.length, &task.requirement), (Length::Restore, Some(RequirementOf::System(all))) if first(all));
        task.phase == Phase::Contain || restores
    })
}

/// Hours in which those who are there could do urgent work but for a grant that cannot be come by.
fn locked_out(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    let mut urgent: BTreeMap<GrantId, Vec<RequirementId>> = BTreeMap::new();
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        if let Some(grant) = requirement.grant.filter(|g| !plan.access.can_be_had(*g) && pressing(plan, uses, id)) {
            urgent.entry(grant).or_default().push(id);
        }
    }
    for (grant, requirements) in urgent {
        let (mut worst, mut locked, mut lacking, mut work) = (Span(0), Hours::never(), BTreeSet::new(), Vec::new());
        let mut holders: BTreeSet<PersonId> = BTreeSet::new();
        for id in requirements {
            let able: Vec<PersonId> = plan.requirements[id.at()].qualified.iter().map(|(p, ..)| *p).collect();
            let near = |p: &PersonId| plan.people[p.at()].lacks_grant.contains(&id);
            let near: Vec<PersonId> = plan.requirements[id.at()].candidates.iter().map(|(p, _)| *p).filter(near).collect();
            let gap = weeks.any_on_shift(plan, &near).minus(&weeks.any_on_shift(plan, &able));
            let missing = weeks.covered(&gap);
            if missing > WORTH_TELLING {
                if missing > worst {
                    (worst, locked) = (missing, gap);
                }
                lacking.extend(near);
                work.extend(uses.words(plan, id));
            }
            holders.extend(able);
        }
        if worst == Span(0) {
            continue;
        }
        let (lacking, holders): (Vec<PersonId>, Vec<PersonId>) = (lacking.into_iter().collect(), holders.into_iter().collect());
        let name = &plan.grants[grant.at()];
        let title = format!("For {} nobody on shift holds {name} for {}, and it cannot be asked for", of_week(worst), listed(&work));
        let evidence = format!(
            "{} could do it but for the grant; it is held by {}. In `grants`, request or break_glass would open a way.",
            people(plan, &lacking),
            people(plan, &holders)
        );
        // Whoever is on call with the grant comes in the end.
        let called = holders.iter().any(|p| !plan.people[p.at()].rotas.is_empty());
        let share = worst.0 as f64 / 3_600_000.0 / 168.0;
        all.push(Finding::new(if called { 28.0 } else { 42.0 } + 30.0 * share, title, evidence).inside(plan, &weeks, &locked));
    }
}

/// People who hold a privileged grant and have no task that takes it.
fn idle_holders(plan: &Plan, uses: &Uses, grant: GrantId, all: &mut Vec<Finding>) {
    let useful: BTreeSet<PersonId> =
        asking(plan, grant).flat_map(|r| &plan.requirements[r.at()].candidates).map(|(person, _)| *person).collect();
    let holds = |p: &PersonId| plan.people[p.at()].grants.binary_search(&grant).is_ok();
    let holders: Vec<PersonId> = (0..plan.people.len() as u32).map(PersonId).filter(holds).collect();
    let idle: Vec<PersonId> = holders.iter().copied().filter(|p| !useful.contains(p)).collect();
    if useful.is_empty() || idle.is_empty() {
        return;
    }
    let work: Vec<String> = asking(plan, grant).flat_map(|r| uses.words(plan, r)).collect();
    let name = &plan.grants[grant.at()];
    let title = format!("{} of the {} who hold {name} have no task that takes it", idle.len(), holders.len());
    let evidence = format!("{}. It is taken by {}. Each holder is a way in for an attacker.", people(plan, &idle), listed(&work));
    all.push(Finding::new(30.0 + 20.0 * idle.len() as f64 / holders.len() as f64, title, evidence));
}
