//! When nobody is there: queues, rotas and shifts over a typical week.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::LeftOut;
use super::week::{Weeks, When};
use super::{Finding, Uses, counted, listed, of_week, people};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, PlaybookId, PolicyId, RequirementId, RotaId, TeamId};
use crate::model::plan::{Pagee, Plan};
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

/// Any time of a week without anybody is worth telling, minutes too: a shift that ends at 23:59 where the day ends at 24:00 is a slip of the pen.
pub(super) const WORTH_TELLING: Span = Span(0);
const WEEK: f64 = 168.0;

/// All findings about when nobody is there.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    queues(plan, &weeks, all);
    rotas(plan, all);
    turns(plan, uses, all);
    endless_shifts(plan, all);
    long_shifts(plan, all);
}

/// As a share of a week.
pub(super) fn share(span: Span) -> f64 {
    span.0 as f64 / 3_600_000.0 / WEEK
}

/// The longest time without any of these hours; from when to when, where the hours are too many to be listed.
pub(super) fn gap_in_words(plan: &Plan, weeks: &Weeks, cover: &Hours) -> String {
    let Some((from, to)) = weeks.gap(cover) else { return String::new() };
    let stretches = weeks.stretches(plan, cover);
    match stretches.0.as_slice() {
        [_] => String::new(),
        _ if stretches.listed() => format!("The longest gap is {}.", to - from),
        _ => format!("The longest gap is {}, from {} to {}.", to - from, plan.zone.format(from), plan.zone.format(to)),
    }
}

/// What waits in the queue of a team until somebody comes: alerts, and calls with the hours in which they come.
#[derive(Debug, Default)]
pub(super) struct Queued<'p> {
    pub(super) alerts: Vec<String>,
    pub(super) calls: Vec<(String, &'p Hours)>,
}

/// The teams in whose queues alerts and calls wait.
pub(super) fn queued(plan: &Plan) -> BTreeMap<TeamId, Queued<'_>> {
    let mut sources: BTreeMap<TeamId, Queued> = BTreeMap::new();
    // A source that can see none of the scenario's incidents is no finding about it.
    let sees_any = |index: usize| plan.kinds.iter().any(|k| k.sensors.iter().any(|s| s.at() == index));
    for (_, sensor) in plan.sensors.iter().enumerate().filter(|(i, s)| s.pages.is_none() && sees_any(*i)) {
        if let Some(team) = sensor.goes_to {
            sources.entry(team).or_default().alerts.push(format!("alerts of {}", sensor.id));
        }
    }
    let users = plan.systems.iter().filter_map(|s| Some((s, s.users.as_ref().filter(|u| u.pages.is_none())?)));
    for (system, users) in users {
        if let Some(team) = users.team {
            sources.entry(team).or_default().calls.push((format!("calls about {}", system.name), &users.hours));
        }
    }
    sources
}

/// Alerts that wait in a queue until somebody comes.
fn queues(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    for (id, sources) in queued(plan) {
        let team = &plan.teams[id.at()];
        let there = weeks.any_on_shift(plan, &team.members);
        // People call in their own hours only.
        let Queued { alerts, calls } = sources;
        let calls: Vec<(String, &Hours)> =
            calls.into_iter().filter(|(_, hours)| weeks.covered(&hours.minus(&there)) > WORTH_TELLING).collect();
        let cover = if alerts.is_empty() {
            let (from, to) = weeks.whole();
            let theirs = calls.iter().fold(Hours::never(), |all, (_, hours)| all.union(hours));
            there.union(&Hours::between(from, to + Span::WEEK).minus(&theirs))
        } else {
            there
        };
        let sources: Vec<String> = alerts.into_iter().chain(calls.into_iter().map(|(source, _)| source)).collect();
        let missing = if sources.is_empty() { Span(0) } else { weeks.uncovered(&cover) };
        if missing > WORTH_TELLING {
            let by_contract = LeftOut::of(plan, weeks, &team.members, missing);
            let title = format!(
                "Nobody of {} is on shift for {}{}, and {} wait there",
                team.name,
                of_week(missing),
                by_contract.cause,
                listed(&sources)
            );
            let evidence = format!(
                "{}{} They page nobody; `pages` beside the team would call somebody. The team has {}.",
                gap_in_words(plan, weeks, &cover),
                by_contract.evidence,
                counted(team.members.len(), "member", "members")
            );
            // The more sources wait there, the more depends on it.
            let sources = sources.len() as f64;
            all.push(Finding::new(45.0 + 45.0 * share(missing) * sources / (sources + 1.0), title, evidence).outside(plan, weeks, &cover));
        }
    }
}

fn rotas(plan: &Plan, all: &mut Vec<Finding>) {
    for rota in &plan.rotas {
        if let [only] = rota.everyone() {
            let title = format!("The rota {} is one person: {}", rota.id(), people(plan, &[*only]));
            all.push(Finding::new(
                55.0,
                title,
                "Always on call, with nobody to take over on leave, sick or asleep. Add a second member.".into(),
            ));
        }
    }
}

/// The rotas that are paged at all.
pub(super) fn paged_rotas(plan: &Plan) -> Vec<RotaId> {
    let policies = (0..).map(PolicyId).zip(&plan.policies).filter(|(id, _)| super::escalation::in_use(plan, *id));
    let pagees = policies.flat_map(|(_, policy)| &policy.steps).flat_map(|(pagees, _)| pagees);
    let mut all: Vec<RotaId> = pagees.filter_map(|p| if let Pagee::Rota(rota) = p { Some(*rota) } else { None }).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The rotas that are paged for a playbook.
fn paged_for(plan: &Plan, playbook: PlaybookId) -> Vec<RotaId> {
    let kinds = plan.kinds.iter().filter(|k| k.playbook == playbook);
    let by_sensors = kinds.flat_map(|k| &k.sensors).filter_map(|s| plan.sensors[s.at()].pages);
    let policies: Vec<PolicyId> = plan.playbooks[playbook.at()].escalation.into_iter().chain(by_sensors).collect();
    let pagees = policies.iter().flat_map(|p| &plan.policies[p.at()].steps).flat_map(|(pagees, _)| pagees);
    let mut rotas: Vec<RotaId> = pagees.filter_map(|p| if let Pagee::Rota(rota) = p { Some(*rota) } else { None }).collect();
    rotas.sort_unstable();
    rotas.dedup();
    rotas
}

/// Work that whoever has some of the turns on a rota cannot do.
#[derive(Default)]
struct Undone {
    requirements: Vec<RequirementId>,
    /// Some of it stops the harm.
    contains: bool,
    /// Who would need only a grant, for each of them.
    lacking: Vec<Vec<PersonId>>,
}

/// Turns on call in which whoever is paged cannot stop the harm, or lacks only a grant; work that the same members can do is told together.
fn turns(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let mut paged: BTreeMap<RotaId, Vec<PlaybookId>> = BTreeMap::new();
    for number in (0..plan.playbooks.len() as u32).map(PlaybookId) {
        paged_for(plan, number).into_iter().for_each(|rota| paged.entry(rota).or_default().push(number));
    }
    for (rota, playbooks) in paged {
        let members = plan.rotas[rota.at()].everyone();
        let mut alike: BTreeMap<Vec<PersonId>, Undone> = BTreeMap::new();
        for requirement in (0..plan.requirements.len() as u32).map(RequirementId) {
            let tasks = uses.tasks(requirement).map(|t| &plan.tasks[t.at()]).filter(|t| playbooks.contains(&t.playbook));
            let phases: Vec<Phase> = tasks.map(|t| t.phase).collect();
            if phases.is_empty() {
                continue;
            }
            let entry = |p: &PersonId| &plan.people[p.at()];
            let (able, unable): (Vec<PersonId>, Vec<PersonId>) =
                members.iter().partition(|p| entry(p).qualifies.iter().any(|(r, _)| *r == requirement));
            let lacking: Vec<PersonId> = unable.iter().copied().filter(|p| entry(p).lacks_grant.contains(&requirement)).collect();
            let contains = phases.contains(&Phase::Contain);
            if unable.is_empty() || !(contains && !able.is_empty() || !lacking.is_empty()) {
                continue;
            }
            let undone = alike.entry(able).or_default();
            undone.requirements.push(requirement);
            undone.contains |= contains;
            undone.lacking.push(lacking);
        }
        alike.iter().for_each(|(able, undone)| turns_of_others(plan, uses, rota, able, undone, all));
    }
}

/// What some members of a rota can do, and the others cannot.
fn turns_of_others(plan: &Plan, uses: &Uses, rota: RotaId, able: &[PersonId], undone: &Undone, all: &mut Vec<Finding>) {
    let members = plan.rotas[rota.at()].everyone();
    let unable: Vec<PersonId> = members.iter().copied().filter(|p| !able.contains(p)).collect();
    let what: Vec<String> = undone.requirements.iter().flat_map(|r| uses.words(plan, *r)).collect();
    let (what, rota) = (listed(&what), plan.rotas[rota.at()].id());
    let title = match able {
        [] => format!("Nobody on {rota} can do {what}"),
        _ => format!("{} of the {} on {rota} cannot do {what}", unable.len(), members.len()),
    };
    let who = if able.is_empty() { "None of them can".into() } else { format!("Only {} can", people(plan, able)) };
    let lacking: Vec<PersonId> = undone.lacking.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let for_all = undone.lacking.iter().all(|some| *some == lacking);
    let but = match lacking.as_slice() {
        [] => String::new(),
        some if for_all => format!("; {} would need only the grant", people(plan, some)),
        some => format!("; for some of it {} would need only a grant", people(plan, some)),
    };
    let takes = match undone.requirements.as_slice() {
        [only] => format!(" It takes {}.", plan.requirements[only.at()].words),
        _ => String::new(),
    };
    let evidence = format!("{who}{but}.{takes}");
    let turn =
        if able.is_empty() { When::any_hour() } else { When::any_hour().only(&format!("in the turns of {}", people(plan, &unable))) };
    let missing = unable.len() as f64 / members.len() as f64;
    all.push(Finding::new(if undone.contains { 40.0 } else { 25.0 } + 30.0 * missing, title, evidence).at(turn));
}

/// Shifts around the clock, in which everybody must rest in turn.
fn endless_shifts(plan: &Plan, all: &mut Vec<Finding>) {
    let Some(rest) = plan.rest else { return };
    for who in plan.in_turn.iter().filter(|who| who.iter().any(|p| plan.people[p.at()].involved)) {
        let title = format!("Shifts of {} do not end, but nobody may work longer than {}", people(plan, who), rest.longest_stretch);
        let turn = rest.longest_stretch + rest.least_rest;
        let at_least = who.len() as i64 * rest.longest_stretch.0 / turn.0;
        let there = match at_least {
            0 => "nobody takes over".to_string(),
            1 => format!("at times 1 of the {} is there", who.len()),
            some => format!("at times {some} of the {} are there", who.len()),
        };
        let in_turn = if who.len() > 1 { ", in turn" } else { "" };
        let evidence = format!("After every {} they rest for {}{in_turn}: {there}.", rest.longest_stretch, rest.least_rest);
        all.push(Finding::new(if at_least == 0 { 35.0 } else { 20.0 }, title, evidence));
    }
}

/// Shifts that are longer than anybody may work.
fn long_shifts(plan: &Plan, all: &mut Vec<Finding>) {
    let Some(rest) = plan.rest else { return };
    let (weeks, end) = (Weeks::of(plan), plan.arrivals_end + plan.horizon);
    let mut alike: BTreeMap<u32, Vec<PersonId>> = BTreeMap::new();
    for (id, person) in (0..).map(PersonId).zip(&plan.people).filter(|(_, p)| p.involved) {
        alike.entry(person.hours).or_default().push(id);
    }
    for (hours, who) in alike {
        let spans = plan.hours.get(hours as usize).map_or(&[][..], |h| h.spans());
        let longest = spans.iter().filter(|(from, _)| *from < end).map(|(from, to)| *to - *from).max().unwrap_or(Span(0));
        if longest > rest.longest_stretch {
            let endless = spans.iter().any(|(from, to)| *from <= Instant(0) && *to >= end);
            let long = if endless { "do not end".to_string() } else { format!("last up to {longest}") };
            let title = format!("Shifts of {} {long}, but nobody may work longer than {}", people(plan, &who), rest.longest_stretch);
            let evidence = format!("They must rest for {} in the middle of the shift, and nobody takes over.", rest.least_rest);
            let beyond = Hours::from_spans(spans.iter().map(|(from, to)| (*from + rest.longest_stretch, *to)).collect());
            let when = if endless { When::any_hour() } else { weeks.inside(plan, &beyond) };
            all.push(Finding::new(35.0, title, evidence).at(when));
        }
    }
}
