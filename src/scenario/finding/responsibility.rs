//! What is wrong with who is responsible, accountable and consulted: nobody or two who own a service, teams that are not there, parties that
//! cannot be asked at night, providers that may do nothing or decide too much.

use std::collections::BTreeMap;

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::permission::{Holds, permitted};
use super::week::Weeks;
use super::{Finding, contract, hours, listed, of_week, people};
use crate::engine::time::Span;
use crate::model::authority::entry::DecisionKind;
use crate::model::ids::{DecisionId, EmployerId, PersonId, ServiceId, TeamId};
use crate::model::plan::{Decision, Plan};
use crate::model::responsibility::{Matter, Service};

/// A party of whom nobody answers at least so many of the calls at night is out of reach then.
const HARDLY: f64 = 0.5;

/// All findings about responsibilities.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    owners(plan, all);
    let weeks = Weeks::of(plan);
    let used: Vec<(ServiceId, &Service)> = (0..).map(ServiceId).zip(&plan.services).filter(|(id, _)| in_use(plan, *id)).collect();
    for (id, service) in &used {
        nobody_in_team(plan, service, all);
        responsible_hours(plan, &weeks, (*id, service), all);
        provider_without_permission(plan, *id, service, all);
        answer_too_late(plan, service, all);
    }
    unreachable(plan, &weeks, &used, all);
    providers_that_decide(plan, all);
}

/// Some incident of the scenario concerns the service.
fn in_use(plan: &Plan, id: ServiceId) -> bool {
    plan.kinds.iter().any(|k| plan.playbooks[k.playbook.at()].service == Some(id))
}

/// Services that nobody owns, or more than one.
fn owners(plan: &Plan, all: &mut Vec<Finding>) {
    let none: Vec<&str> = plan.services.iter().filter(|s| s.owners.is_empty()).map(|s| s.id.as_str()).collect();
    if !none.is_empty() {
        let title = format!("Nobody is accountable for {}", listed(&none));
        let evidence = "An escalation that runs out of steps has nobody left to turn to, and no one person answers for the result. Name one person or role.".into();
        all.push(Finding::new(46.0 + 2.0 * none.len().min(8) as f64, title, evidence));
    }
    for service in plan.services.iter().filter(|s| s.owners.len() > 1) {
        let title = format!("{} people are accountable for {}: {}", service.owners.len(), service.id, people(plan, &service.owners));
        let evidence = "Exactly one should be: where two own a service, each waits for the other.".into();
        all.push(Finding::new(50.0, title, evidence));
    }
}

fn members(plan: &Plan, teams: &[TeamId]) -> Vec<PersonId> {
    teams.iter().flat_map(|t| plan.teams[t.at()].members.iter().copied()).collect()
}

/// Responsible teams without any people.
fn nobody_in_team(plan: &Plan, service: &Service, all: &mut Vec<Finding>) {
    for team in service.responsible.iter().map(|t| &plan.teams[t.at()]).filter(|t| t.members.is_empty()) {
        let title = format!("{} is responsible for {}, and nobody belongs to it", team.name, service.id);
        all.push(Finding::new(54.0, title, "A name on the matrix does no work: give it people, or the work to others.".into()));
    }
}

/// Hours in which nobody of the responsible teams is on shift whose contract covers any of the work.
fn responsible_hours(plan: &Plan, weeks: &Weeks, (id, service): (ServiceId, &Service), all: &mut Vec<Finding>) {
    let (everybody, kept): (Vec<PersonId>, Vec<PersonId>) =
        members(plan, &service.responsible).into_iter().partition(|p| contract::covers_some(plan, id, *p));
    let cover = weeks.any_on_shift(plan, &everybody);
    let missing = weeks.uncovered(&cover);
    if missing <= WORTH_TELLING {
        return;
    }
    let by_contract = contract::LeftOut::of(plan, weeks, &everybody, missing);
    let title = format!("Nobody responsible for {} is on shift for {}{}", service.id, of_week(missing), by_contract.cause);
    let rotas: Vec<&str> = plan.rotas.iter().filter(|r| r.everyone().iter().any(|p| everybody.contains(p))).map(|r| r.id()).collect();
    let on_call = match rotas.as_slice() {
        [] => "None of them is ever on call.".to_string(),
        some => format!("On call meanwhile: {}.", listed(some)),
    };
    let teams: Vec<&str> = service.responsible.iter().map(|t| plan.teams[t.at()].name.as_str()).collect();
    let left_out = match kept.as_slice() {
        [] => String::new(),
        some => format!(" The contract of {} covers none of the work.", people(plan, some)),
    };
    let gap = gap_in_words(plan, weeks, &cover);
    let evidence = format!("Responsible: {}. {gap}{}{left_out} {on_call}", listed(&teams), by_contract.evidence);
    let weight = if rotas.is_empty() { 36.0 } else { 22.0 };
    all.push(Finding::new(weight + 20.0 * share(missing), title, evidence).outside(plan, weeks, &cover));
}

/// Somebody whose silence holds something up.
type Awaited<'p> = BTreeMap<(&'p [PersonId], &'p str), Vec<String>>;

/// Consulted and accountable people who are not on shift at night and then hardly answer.
fn unreachable(plan: &Plan, weeks: &Weeks, used: &[(ServiceId, &Service)], all: &mut Vec<Finding>) {
    let nights = weeks.nights(&plan.zone);
    let mut awaited: Awaited = BTreeMap::new();
    for (_, service) in used {
        for consulted in service.consulted.iter().filter(|c| !c.about.is_empty()) {
            let about: Vec<&str> = consulted.about.iter().map(|matter| name(plan, *matter)).collect();
            let what = format!("must be asked about {} ({} at most)", listed(&about), consulted.at_most);
            awaited.entry((&consulted.party.people, &consulted.party.id)).or_default().push(what);
        }
        for owner in &service.accountable {
            awaited.entry((&owner.people, &owner.id)).or_default().push(format!("is accountable for {}", service.id));
        }
    }
    for ((party, id), roles) in awaited {
        let alone = nights.minus(&weeks.any_on_shift(plan, party));
        let missing = weeks.covered(&alone);
        let answers = party.iter().map(|p| at_night(plan, *p)).fold(0.0, f64::max);
        if missing <= WORTH_TELLING || answers >= HARDLY {
            continue;
        }
        let who = if let [only] = party { people(plan, &[*only]) } else { id.to_string() };
        let mut roles = roles;
        roles.sort();
        roles.dedup();
        let title = format!("{who} {}, and can hardly be reached at night", listed(&roles));
        let (nobody, reached) = if party.len() == 1 { ("Not", "this person") } else { ("Nobody of them is", "the easiest to reach") };
        let nights = weeks.covered(&nights);
        let how_long =
            if missing == nights { "then".to_string() } else { format!("for {} of the {} night hours", hours(missing), hours(nights)) };
        let evidence = format!(
            "{nobody} on shift {how_long}; {reached} answers {:.0} % of calls at night. A deputy, or a rota, would be reached.",
            answers * 100.0
        );
        all.push(Finding::new(30.0 + 20.0 * (1.0 - answers), title, evidence).inside(plan, weeks, &alone));
    }
}

/// Consulted parties who take longer to answer, once they are reached, than they are given from the asking on.
fn answer_too_late(plan: &Plan, service: &Service, all: &mut Vec<Finding>) {
    for consulted in service.consulted.iter().filter(|c| !c.about.is_empty() && c.takes.mean() >= c.at_most.0 as f64) {
        let about: Vec<&str> = consulted.about.iter().map(|matter| name(plan, *matter)).collect();
        let who = if let [only] = consulted.party.people[..] { people(plan, &[only]) } else { consulted.party.id.clone() };
        let title = format!("{who} must be asked about {}, and takes longer to answer than the work waits", listed(&about));
        let evidence = format!(
            "Once reached they take {} on average, and are given {} from the asking on: the work mostly waits that long and then goes on without them. Ask for a shorter answer, give them longer (`at_most`), or let them be informed instead.",
            Span(consulted.takes.mean() as i64),
            consulted.at_most
        );
        all.push(Finding::new(34.0, title, evidence));
    }
}

/// The share of calls that somebody answers at night when not on shift.
pub(super) fn at_night(plan: &Plan, person: PersonId) -> f64 {
    let entry = &plan.people[person.at()];
    if entry.rotas.is_empty() { entry.reach.off_duty.at_night } else { entry.reach.on_call.at_night.max(entry.reach.off_duty.at_night) }
}

fn name(plan: &Plan, matter: Matter) -> &str {
    match matter {
        Matter::Decision(decision) => &plan.decisions[decision.at()].id,
        Matter::Task(task) => &plan.tasks[task.at()].name,
    }
}

/// Providers whose people are responsible and must ask before everything that takes a decision.
fn provider_without_permission(plan: &Plan, id: ServiceId, service: &Service, all: &mut Vec<Finding>) {
    let playbooks = plan.playbooks.iter().filter(|p| p.service == Some(id));
    let mut gates: Vec<DecisionId> = playbooks.flat_map(|p| &p.tasks).filter_map(|t| plan.tasks[t.at()].decision).collect();
    gates.sort_unstable();
    gates.dedup();
    if gates.is_empty() {
        return;
    }
    let mut of: BTreeMap<EmployerId, Vec<PersonId>> = BTreeMap::new();
    for person in members(plan, &service.responsible) {
        let employer = plan.people[person.at()].employer;
        if plan.employers[employer.at()].provider {
            of.entry(employer).or_default().push(person);
        }
    }
    for (employer, people) in of {
        let may = |d: &DecisionId| permitted(plan, *d, Holds::AtTimes).iter().any(|p| people.contains(p));
        if gates.iter().any(may) {
            continue;
        }
        let name = &plan.employers[employer.at()].name;
        let names: Vec<&str> = gates.iter().map(|d| plan.decisions[d.at()].id.as_str()).collect();
        let title = format!("{name} is responsible for {} and has no pre-authorised action", service.id);
        let evidence = format!("Its people must wait for a decision on {}, whatever the severity.", listed(&names));
        all.push(Finding::new(56.0, title, evidence));
    }
}

/// Decisions an organisation keeps to itself, in the hands of a provider.
fn providers_that_decide(plan: &Plan, all: &mut Vec<Finding>) {
    let what = |kind| match kind {
        DecisionKind::RiskAcceptance => "accepts a risk of the organisation",
        DecisionKind::Notification => "is a notification the organisation answers for",
        DecisionKind::BusinessShutdown => "stops a part of the business",
    };
    for (decision, kind) in plan.decisions.iter().filter_map(|d| Some((d, d.kind?))) {
        for employer in (0..plan.employers.len() as u32).map(EmployerId).filter(|e| plan.employers[e.at()].provider) {
            let deciders = deciders(plan, decision, employer);
            if deciders.is_empty() {
                continue;
            }
            let name = &plan.employers[employer.at()].name;
            let title = format!("{name}, a provider, may decide on {}, which {}", decision.id, what(kind));
            let evidence = format!("By holding it, as delegate or by a standing permission: {}.", people(plan, &deciders));
            all.push(Finding::new(62.0, title, evidence));
        }
    }
}

/// Those of an employer who may take a decision, on whatever authority.
fn deciders(plan: &Plan, decision: &Decision, employer: EmployerId) -> Vec<PersonId> {
    let may = |p: &PersonId| {
        decision.holders.contains(p) || decision.delegates.contains(p) || decision.pre_authorised.iter().any(|(_, flags, _)| flags[p.at()])
    };
    (0..plan.people.len() as u32).map(PersonId).filter(|p| plan.people[p.at()].employer == employer && may(p)).collect()
}
