//! Escalation policies: when they fall silent, and whom they turn to first.

use super::cover::{WORTH_TELLING, share};
use super::week::Weeks;
use super::{Finding, Uses, hours, listed, people};
use crate::engine::time::Span;
use crate::model::ids::{PersonId, PlaybookId, PolicyId, RequirementId, RotaId};
use crate::model::plan::{Kind, Pagee, Plan, Policy};
use crate::model::roster::Hours;

/// All findings about escalation.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    for (id, policy) in (0..).map(PolicyId).zip(&plan.policies).filter(|(id, _)| in_use(plan, *id)) {
        silence(plan, id, policy, all);
        past_the_on_call(plan, uses, &weeks, id, all);
    }
}

fn in_use(plan: &Plan, id: PolicyId) -> bool {
    plan.playbooks.iter().any(|p| p.escalation == Some(id))
        || plan.sensors.iter().any(|s| s.pages == Some(id))
        || plan.systems.iter().any(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(id)))
}

/// How long the accountable is given at least, where a policy turns to one whichever incident has started it.
fn owners_wait(plan: &Plan, policy: PolicyId) -> Option<Span> {
    let services = playbooks(plan, policy).into_iter().map(|p| plan.playbooks[p.at()].service);
    let waits: Option<Vec<Span>> =
        services.map(|s| s.map(|s| &plan.services[s.at()]).filter(|s| !s.owners.is_empty()).map(|s| s.accountable_wait)).collect();
    waits?.into_iter().min()
}

/// Policies fall silent; how soon is worth knowing.
fn silence(plan: &Plan, id: PolicyId, policy: &Policy, all: &mut Vec<Finding>) {
    let round: Span = policy.steps.iter().map(|(_, wait)| *wait).sum();
    let owners = owners_wait(plan, id);
    let whole = round * (i64::from(policy.repeat) + 1) + owners.unwrap_or(Span(0));
    let title = format!("The escalation {} falls silent after {whole} without an answer", policy.id);
    let rounds = if policy.repeat == 0 { "once".to_string() } else { format!("{} times", policy.repeat + 1) };
    let last = owners.map_or(String::new(), |wait| format!(" then the accountable is paged and given {wait};"));
    let evidence =
        format!("Its {} steps take {round} and are gone through {rounds};{last} after that nobody is paged any more.", policy.steps.len());
    let soon = Span(4 * 3_600_000);
    let weight = if whole < soon { 20.0 + 25.0 * (1.0 - whole.0 as f64 / soon.0 as f64) } else { 10.0 };
    all.push(Finding::new(weight, title, evidence));
}

/// The playbooks whose incidents a policy can be started for.
fn playbooks(plan: &Plan, policy: PolicyId) -> Vec<PlaybookId> {
    let by_users = plan.systems.iter().any(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(policy)));
    let by_sensor = |k: &Kind| k.sensors.iter().any(|s| plan.sensors[s.at()].pages == Some(policy));
    let starts = |k: &&Kind| by_users || by_sensor(k) || plan.playbooks[k.playbook.at()].escalation == Some(policy);
    let mut all: Vec<PlaybookId> = plan.kinds.iter().filter(starts).map(|k| k.playbook).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Policies that turn to people who can do none of the work while somebody on call could do it, and is paged later or never.
fn past_the_on_call(plan: &Plan, uses: &Uses, weeks: &Weeks, id: PolicyId, all: &mut Vec<Finding>) {
    let policy = &plan.policies[id.at()];
    let served = playbooks(plan, id);
    let asked = |r: &RequirementId| uses.tasks(*r).any(|t| served.contains(&plan.tasks[t.at()].playbook));
    let work: Vec<RequirementId> = (0..plan.requirements.len() as u32).map(RequirementId).filter(asked).collect();
    let able = |p: &PersonId| plan.people[p.at()].qualifies.iter().any(|(r, _)| work.contains(r));
    let hands_off = |pagee: &Pagee| matches!(pagee, Pagee::People(people) if !people.iter().any(able));
    let skipping: Vec<&Vec<Pagee>> = policy.steps.iter().map(|(who, _)| who).take_while(|who| who.iter().all(hands_off)).collect();
    let mut leaders: Vec<PersonId> = Vec::new();
    for pagee in skipping.iter().copied().flatten() {
        if let Pagee::People(people) = pagee {
            leaders.extend(people.iter().filter(|p| !leaders.contains(p)).collect::<Vec<_>>());
        }
    }
    let on_call: Vec<RotaId> =
        (0..plan.rotas.len() as u32).map(RotaId).filter(|r| plan.rotas[r.at()].everyone().iter().any(able)).collect();
    if leaders.is_empty() || on_call.is_empty() {
        return;
    }
    // While one of the leaders is at work anyway, asking them first costs little.
    let turns = on_call.iter().flat_map(|r| plan.rotas[r.at()].turns()).map(|(from, to, _)| (from, to)).collect();
    let alone = Hours::from_spans(turns).minus(&weeks.any_on_shift(plan, &leaders));
    let held = weeks.covered(&alone);
    if held <= WORTH_TELLING {
        return;
    }
    let rotas: Vec<&str> = on_call.iter().map(|r| plan.rotas[r.at()].id()).collect();
    let title = format!("The escalation {} turns to {} past the on-call", policy.id, people(plan, &leaders));
    let paged = |(who, _): &(Vec<Pagee>, Span)| who.iter().any(|p| matches!(p, Pagee::Rota(rota) if on_call.contains(rota)));
    let when = match policy.steps.iter().position(paged) {
        Some(step) => format!("paged in step {} only", step + 1),
        None => "never paged by it".to_string(),
    };
    let evidence = format!(
        "{} could do some of the work, and is {when}; for {} of the 168 hours of a week somebody is on call while nobody of the first paged is \
         on shift.",
        listed(&rotas),
        hours(held)
    );
    all.push(Finding::new(30.0 + 15.0 * share(held), title, evidence));
}
