//! Third parties and providers that are not there when they are counted on.

use std::collections::BTreeSet;

use super::cover::{WORTH_TELLING, gap_in_words};
use super::week::{Weeks, When};
use super::{Finding, Uses, contract, escalation, hours, listed, of_week};
use crate::engine::time::Span;
use crate::model::ids::{EmployerId, PersonId, PolicyId, RequirementId, ServiceId, SystemId};
use crate::model::plan::{Pagee, Plan, Policy};
use crate::model::roster::Hours;

/// All findings about those outside.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    vendors(plan, &weeks, all);
    steps(plan, &weeks, all);
    for id in (0..plan.requirements.len() as u32).map(RequirementId) {
        work(plan, &weeks, uses, id, all);
    }
    ends(plan, uses, all);
    themselves(plan, uses, all);
    promises(plan, all);
    benches(plan, all);
}

/// The hours in which one of some people's providers owes anything, where all of them are of providers who owe it in some hours only.
fn owed(plan: &Plan, people: &[PersonId]) -> Option<(Hours, Vec<EmployerId>)> {
    let mut employers: Vec<EmployerId> = people.iter().map(|p| plan.people[p.at()].employer).collect();
    employers.sort_unstable();
    employers.dedup();
    let mut all = Hours::never();
    for employer in &employers {
        let terms = &plan.employers[employer.at()].terms;
        all = all.union(terms.only_in()?);
    }
    (!employers.is_empty()).then_some((all, employers))
}

fn names(plan: &Plan, employers: &[EmployerId]) -> String {
    listed(&employers.iter().map(|e| plan.employers[e.at()].name.as_str()).collect::<Vec<_>>())
}

/// Steps of policies that page nobody but people of providers, outside the hours of their contracts.
fn steps(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    for (id, policy) in (0..).map(PolicyId).zip(&plan.policies) {
        for (number, (pagees, _)) in policy.steps.iter().enumerate() {
            let people: Vec<PersonId> = pagees.iter().flat_map(|pagee| called(plan, pagee)).copied().collect();
            beyond_scope(plan, (id, policy, number), &people, all);
            let Some((hours_owed, employers)) = owed(plan, &people) else { continue };
            let missing = weeks.uncovered(&hours_owed);
            if missing > WORTH_TELLING {
                let title = format!(
                    "Step {} of escalation {} pages {}, whose contract does not cover {}",
                    number + 1,
                    policy.id,
                    names(plan, &employers),
                    of_week(missing)
                );
                let evidence = gap(plan, weeks, &hours_owed);
                all.push(Finding::new(45.0 + 30.0 * missing.hours_f64() / 168.0, title, evidence).outside(plan, weeks, &hours_owed));
            }
        }
    }
}

/// A step that pages nobody but people of providers whose contracts cover none of the work of what the policy is started for.
fn beyond_scope(plan: &Plan, (id, policy, number): (PolicyId, &Policy, usize), people: &[PersonId], all: &mut Vec<Finding>) {
    let services: Option<BTreeSet<ServiceId>> =
        escalation::playbooks(plan, id).iter().map(|playbook| plan.playbooks[playbook.at()].service).collect();
    let Some(services) = services.filter(|s| !s.is_empty() && !people.is_empty()) else { return };
    if people.iter().any(|person| services.iter().any(|service| contract::covers_some(plan, *service, *person))) {
        return;
    }
    let employers: BTreeSet<EmployerId> = people.iter().map(|p| plan.people[p.at()].employer).collect();
    let of: Vec<&str> = services.iter().map(|s| plan.services[s.at()].id.as_str()).collect();
    let who = names(plan, &employers.into_iter().collect::<Vec<_>>());
    let title =
        format!("Step {} of escalation {} pages {who}, whose contract covers none of the work for {}", number + 1, policy.id, listed(&of));
    let evidence = "They answer and may do nothing: page somebody who may, or widen `covers` of the contract.".into();
    all.push(Finding::new(58.0, title, evidence));
}

fn called<'p>(plan: &'p Plan, pagee: &'p Pagee) -> &'p [PersonId] {
    match pagee {
        Pagee::People(people) => people,
        Pagee::Team(team) => &plan.teams[team.at()].members,
        Pagee::Rota(rota) => plan.rotas[rota.at()].everyone(),
    }
}

/// Work that providers alone can do: outside the hours of their contracts, or beyond what these cover.
fn work(plan: &Plan, weeks: &Weeks, uses: &Uses, id: RequirementId, all: &mut Vec<Finding>) {
    let requirement = &plan.requirements[id.at()];
    let people: Vec<PersonId> = requirement.qualified.iter().map(|(p, ..)| *p).collect();
    let what = listed(&uses.words(plan, id));
    if let Some((hours_owed, employers)) = owed(plan, &people) {
        let missing = weeks.uncovered(&hours_owed);
        if missing > WORTH_TELLING {
            let who = names(plan, &employers);
            let title = format!("Only {who} can do {what}, and the contract does not cover {}", of_week(missing));
            let evidence = gap(plan, weeks, &hours_owed);
            all.push(Finding::new(50.0 + 30.0 * missing.hours_f64() / 168.0, title, evidence).outside(plan, weeks, &hours_owed));
        }
    }
    let beyond = |p: &PersonId| requirement.on_order.contains(&plan.people[p.at()].employer);
    if !people.is_empty() && people.iter().all(beyond) {
        let employer = plan.people[people[0].at()].employer;
        let entry = &plan.employers[employer.at()];
        let Some(order) = &entry.terms.change_order else { return };
        let title = format!("Only {} can do {what}, which its contract does not cover", entry.name);
        let evidence = format!(
            "In every incident it waits for a change order: for the decision {}, and then for the provider.",
            plan.decisions[order.decision.at()].id
        );
        all.push(Finding::new(56.0, title, evidence));
    }
}

/// The one employer of all who are qualified for some work.
fn only(plan: &Plan, id: RequirementId) -> Option<EmployerId> {
    let mut employers = plan.requirements[id.at()].qualified.iter().map(|(p, ..)| plan.people[p.at()].employer);
    let first = employers.next()?;
    employers.all(|e| e == first).then_some(first)
}

/// Contracts that end while incidents can still arrive, where nobody else can do what their people do.
fn ends(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    for (number, entry) in (0..).map(EmployerId).zip(&plan.employers) {
        let Some(ends) = entry.terms.ends.filter(|ends| *ends < plan.arrivals_end) else { continue };
        let alone = (0..plan.requirements.len() as u32).map(RequirementId).filter(|id| only(plan, *id) == Some(number));
        let mut work: Vec<String> = alone.flat_map(|id| uses.words(plan, id)).collect();
        work.sort();
        work.dedup();
        if !work.is_empty() {
            let title =
                format!("Nobody but {} can do {}, and its contract ends on {}", entry.name, listed(&work), plan.zone.format_long(ends));
            let evidence = "From then on nobody does it, and incidents go on arriving. Extend it, or train somebody else.".into();
            all.push(Finding::new(64.0, title, evidence).at(When::since(plan, ends)));
        }
    }
}

/// Systems that a provider alone restores, and without which it cannot work itself.
fn themselves(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    for (number, entry) in (0..).map(EmployerId).zip(&plan.employers).filter(|(_, e)| !e.terms.needs.is_empty()) {
        let mut found: Vec<(SystemId, SystemId)> = Vec::new();
        for id in (0..plan.requirements.len() as u32).map(RequirementId).filter(|id| only(plan, *id) == Some(number)) {
            for system in uses.brings_back(plan, id) {
                let down = goes_down_with(plan, system);
                found.extend(entry.terms.needs.iter().filter(|need| down[need.at()]).map(|need| (system, *need)));
            }
        }
        found.sort_unstable();
        found.dedup();
        for (system, need) in found {
            let name = |s: SystemId| plan.systems[s.at()].name.as_str();
            let title = format!("Nobody but {} can bring {} back, and it cannot work itself while that is down", entry.name, name(system));
            let how = if need == system { "It needs it".into() } else { format!("It needs {}, which goes down with it", name(need)) };
            all.push(Finding::new(78.0, title, format!("{how}: nobody ever brings it back.")));
        }
    }
}

/// What goes down with a system, itself included, one flag a system.
fn goes_down_with(plan: &Plan, system: SystemId) -> Vec<bool> {
    let mut down = vec![false; plan.systems.len()];
    let mut open = vec![system];
    while let Some(next) = open.pop() {
        if !std::mem::replace(&mut down[next.at()], true) {
            open.extend(&plan.systems[next.at()].needed_by);
        }
    }
    down
}

/// Contracts that promise a response sooner than it comes on average.
fn promises(plan: &Plan, all: &mut Vec<Finding>) {
    for entry in &plan.employers {
        let Some((response, target)) = entry.terms.response.as_ref().and_then(|r| Some((r, r.target?))) else { continue };
        let mean = Span(libm::round(response.actual.mean()) as i64);
        if mean > target {
            let title = format!("{} promises to respond in {target}, but takes {mean} on average", entry.name);
            all.push(Finding::new(44.0, title, "The contract states one, experience the other; the play goes by experience.".into()));
        }
    }
}

/// Providers of whom little is left in an incident that hits the whole sector.
fn benches(plan: &Plan, all: &mut Vec<Finding>) {
    let wide: Vec<&str> = plan.kinds.iter().filter(|k| k.sector_wide).map(|k| k.name.as_str()).collect();
    for (number, entry) in (0..).map(EmployerId).zip(&plan.employers) {
        let Some(left) = entry.terms.bench.as_ref().and_then(|b| b.left).filter(|_| !wide.is_empty()) else { continue };
        let people = plan.people.iter().filter(|p| p.employer == number).count();
        let kept = libm::round(left * people as f64) as usize;
        if kept < people {
            let (few, are) = if kept == 0 { ("none".to_string(), "are") } else { (kept.to_string(), if kept == 1 { "is" } else { "are" }) };
            let title = format!("When {} hits the whole sector, {few} of the {people} people of {} {are} left", listed(&wide), entry.name);
            let evidence = "The others work for its other clients, who are hit at the same time.".into();
            all.push(Finding::new(if kept == 0 { 66.0 } else { 42.0 }, title, evidence));
        }
    }
}

/// The longest time without any of these hours, in words.
fn gap(plan: &Plan, weeks: &Weeks, cover: &Hours) -> String {
    if weeks.gap(cover).is_none() { "There are no such hours at all.".into() } else { gap_in_words(plan, weeks, cover) }
}

/// Third parties who can be activated in some hours only, and are waited for.
fn vendors(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    for (number, vendor) in plan.vendors.iter().enumerate() {
        let Some(open) = &vendor.hours else { continue };
        let of = plan.tasks.iter().filter(|t| t.by.is_some_and(|by| by.at() == number));
        let waits: Vec<String> = of.map(|t| format!("{} ({})", t.name, plan.playbooks[t.playbook.at()].id)).collect();
        let missing = weeks.uncovered(open);
        if missing <= WORTH_TELLING || waits.is_empty() {
            continue;
        }
        let verb = if waits.len() == 1 { "waits" } else { "wait" };
        let covered = hours(weeks.covered(open));
        let title =
            format!("{} is activated in {covered} of the 168 hours of a week only, and {} {verb} for it", vendor.name, listed(&waits));
        let evidence = gap(plan, weeks, open);
        all.push(Finding::new(30.0 + 20.0 * missing.hours_f64() / 168.0, title, evidence).outside(plan, weeks, open));
    }
}
