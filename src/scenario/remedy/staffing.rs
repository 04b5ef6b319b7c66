//! Remedies for hours in which nobody is there: turns on call, and somebody at night.

use super::needs::{Need, Needs, paged};
use super::patch::{Edit, find, list, quoted};
use super::people::tasks;
use super::{Remedy, Sort};
use crate::model::fact::Wait;
use crate::model::ids::{PersonId, TaskId, TeamId};
use crate::model::plan::{Pagee, Plan};
use crate::scenario::finding::listed;
use crate::text::{Node, Value, bare, write};

const AWAY: &[Wait] = &[Wait::Unanswered, Wait::OffDuty, Wait::DecisionReach];
/// Paid a week for being on call, where the scenario pays nobody for it: Harbour Mutual's rate.
const ALLOWANCE: f64 = 300.0;
/// How many take turns on a new rota.
const IN_TURN: usize = 4;

/// Proposes.
pub fn remedies(plan: &Plan, root: &Node, needs: &Needs, all: &mut Vec<Remedy>) {
    let mut seen: Vec<Vec<PersonId>> = Vec::new();
    for need in needs.all.iter().filter(|need| need.empty >= 1.0) {
        rota(plan, root, needs, need, &mut seen, all);
    }
    for team in &needs.no_nights {
        all.extend(night(plan, root, needs, *team));
    }
}

/// Those who can do it and are not on call take turns, on a rota of their own; the one of them who shares a team with a rota joins that.
fn rota(plan: &Plan, root: &Node, needs: &Needs, need: &Need, seen: &mut Vec<Vec<PersonId>>, all: &mut Vec<Remedy>) {
    let qualified = plan.requirements[need.requirement.at()].qualified.iter().map(|(person, ..)| *person);
    let free = |person: &PersonId| {
        let who = &plan.people[person.at()];
        who.rotas.is_empty() && needs.on_shift[person.at()] < 0.95 && !plan.employers[who.employer.at()].provider
    };
    let mut people = needs.likeliest(qualified.filter(free), IN_TURN);
    people.sort_unstable();
    if people.is_empty() || seen.contains(&people) {
        return;
    }
    seen.push(people.clone());
    let names: Vec<&str> = people.iter().map(|person| plan.people[person.at()].name.as_str()).collect();
    let ids: Vec<&str> = people.iter().map(|person| plan.people[person.at()].id.as_str()).collect();
    let name = format!("call-{}", ids[0]);
    let taken = |name: &str| find(root, &["rosters", name]).is_some();
    let name = if taken(&name) { format!("{name}-new") } else { name };
    let value = format!("OnCall(members: {}, hand_over: \"Mon 09:00\", allowance_per_week: {})", list(&ids), allowance(plan));
    let turns = if ids.len() > 1 { " in turn" } else { "" };
    let why = format!(
        "For {:.0} of the 168 hours of a week nobody who can do {} is on shift, and these are on no rota.",
        need.empty,
        tasks(plan, need)
    );
    let mut edits = vec![Edit::set(&["rosters", &name], value)];
    edits.extend(paged(plan, &need.tasks, &name, |pagee| matches!(pagee, Pagee::People(all) if all.iter().any(|p| people.contains(p)))));
    let remedy = Remedy::new(
        Sort::Rota,
        &format!("on-call-{}", ids.join("-")),
        (format!("Put {} on call{turns}", listed(&names)), why.clone()),
        AWAY,
        edits,
    );
    all.push(remedy.weighing(need.weight).about([names[0].to_owned()]));
    join(plan, root, need, (&people, &why), all);
}

/// A member more on a rota that is there.
fn join(plan: &Plan, root: &Node, need: &Need, (people, why): (&[PersonId], &str), all: &mut Vec<Remedy>) {
    let of_team = |rota: &crate::model::roster::Rota, person: PersonId| {
        rota.members().iter().any(|member| plan.people[member.at()].team == plan.people[person.at()].team)
    };
    let Some((rota, person)) = plan.rotas.iter().find_map(|rota| Some((rota, *people.iter().find(|person| of_team(rota, **person))?)))
    else {
        return;
    };
    let Some(mut node) = find(root, &["rosters", rota.id()]).map(bare).cloned() else { return };
    let Value::Struct(Some(_), fields) = &mut node.value else { return };
    let Some(members) = fields.iter_mut().find(|field| field.name.text == "members") else { return };
    let Value::List(items) = &mut members.node.value else { return };
    let who = &plan.people[person.at()];
    items.push(Node { place: members.node.place, value: Value::Text(who.id.clone()) });
    let edits = vec![Edit::set(&["rosters", rota.id()], write(&node).trim().to_owned())];
    let title = format!("Add {} to the rota {:?}", who.name, rota.id());
    let remedy = Remedy::new(Sort::Rota, &format!("join-{}-{}", rota.id(), who.id), (title, why.to_owned()), AWAY, edits);
    all.push(remedy.weighing(need.weight * 0.5).about([who.name.clone()]));
}

fn allowance(plan: &Plan) -> f64 {
    let rotas = plan.rotas.len().max(1) as f64;
    if plan.pay.on_call_per_week > 0.0 { libm::round(plan.pay.on_call_per_week / rotas) } else { ALLOWANCE }
}

/// Three people share one seat at night, each one night in three; with the skills and the access of the ablest of the team.
fn night(plan: &Plan, root: &Node, needs: &Needs, team: TeamId) -> Option<Remedy> {
    let weight: f64 = needs.of_team(plan, team).map(|need| need.weight).sum();
    let gets_alerts = plan.sensors.iter().any(|sensor| sensor.goes_to == Some(team));
    let team_of = &plan.teams[team.at()];
    let provider = |person: &PersonId| plan.employers[plan.people[person.at()].employer.at()].provider;
    let like = team_of.members.iter().copied().filter(|person| !provider(person));
    let like = like.max_by_key(|person| (plan.people[person.at()].qualifies.len(), std::cmp::Reverse(person.0)))?;
    if weight == 0.0 && !gets_alerts {
        return None;
    }
    let who = &plan.people[like.at()];
    let id = format!("night-{}", team_of.id);
    if find(root, &["people", &id]).is_some() || find(root, &["rosters", &id]).is_some() {
        return None;
    }
    let skills: Vec<String> = who.skills.iter().map(|(skill, level)| format!("{}: {level:?}", quoted(skill))).collect();
    let grants: Vec<&str> = who.grants.iter().map(|grant| plan.grants[grant.at()].as_str()).collect();
    let from = plan.zone.civil(crate::engine::time::Instant(0)).date();
    let employer = &plan.employers[who.employer.at()].id;
    let employed =
        if find(root, &["employers", employer.as_str()]).is_some() { format!("employer: {}, ", quoted(employer)) } else { String::new() };
    let person = format!(
        "(name: {}, count: 3, team: {}, {employed}roster: {}, skills: {{{}}}, grants: {}, cost_per_hour: {})",
        quoted(&format!("Night seat, {}", team_of.name)),
        quoted(&team_of.id),
        quoted(&id),
        skills.join(", "),
        list(&grants),
        who.cost_per_hour
    );
    let roster = format!("Rotating(cycle: \"N--\", from: \"{from}\", day: \"07:00-19:00\", night: \"19:00-07:00\")");
    let mut edits = vec![Edit::set(&["rosters", &id], roster), Edit::set(&["people", &id], person)];
    let tasks: Vec<TaskId> = needs.of_team(plan, team).flat_map(|need| need.tasks.iter().copied()).collect();
    edits.extend(paged(plan, &tasks, &team_of.id, |pagee| matches!(pagee, Pagee::Team(of) if *of == team)));
    let title = format!("One more in {} at night (a seat that three people share)", team_of.name);
    let why = format!("Nobody of {} is on shift at night; the seat has the skills and the access of {}.", team_of.name, who.name);
    let remedy = Remedy::new(Sort::Nights, &id, (title, why), &[Wait::Unanswered, Wait::OffDuty, Wait::DecisionReach, Wait::Busy], edits);
    Some(remedy.weighing(weight + if gets_alerts { 1.0 } else { 0.0 }).about([team_of.name.clone()]))
}
