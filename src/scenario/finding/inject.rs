//! Injects that come to nothing: their state is never reached, whom they take away has nothing to do there or is away anyway, two contradict.

use std::collections::BTreeSet;

use super::week::When;
use super::{Finding, listed, people};
use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::fact::Capability;
use crate::model::ids::{DecisionId, KindId, PersonId, RotaId, TaskId};
use crate::model::incident::build::exposure::{can_hit, goes_down};
use crate::model::inject::{Cue, Effect, Inject};
use crate::model::plan::{Arrivals, Kind, Pagee, Plan, Playbook, RequirementOf};

/// All findings about injects.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    for inject in &plan.injects.injects {
        never(plan, inject, all);
        for effect in &inject.effects {
            match effect {
                Effect::Absent(absent, lasts) => {
                    not_concerned(plan, inject, absent, all);
                    away_anyway(plan, inject, absent, Span(lasts.mean() as i64), all);
                }
                Effect::Shift(off, false, _) => not_concerned(plan, inject, off, all),
                Effect::Turns(rota, ..) => not_paged(plan, inject, *rota, all),
                _ => {}
            }
        }
    }
    for (place, first) in plan.injects.injects.iter().enumerate() {
        plan.injects.injects[place + 1..].iter().for_each(|second| contradiction(first, second, all));
    }
}

/// The incidents that an inject belongs to.
fn kinds<'p>(plan: &'p Plan, inject: &'p Inject) -> impl Iterator<Item = (KindId, &'p Kind)> {
    (0..).map(KindId).zip(&plan.kinds).filter(|(id, kind)| kind.change.is_none() && inject.belongs_to(*id))
}
fn playbooks<'p>(plan: &'p Plan, inject: &'p Inject) -> impl Iterator<Item = &'p Playbook> {
    kinds(plan, inject).map(|(_, kind)| &plan.playbooks[kind.playbook.at()])
}

/// An inject comes in some play, or by a facilitator's hand.
pub(super) fn comes(plan: &Plan, inject: &Inject) -> bool {
    let waits_in_vain = !inject.held_back && !inject.cues.is_empty() && !inject.cues.iter().any(|cue| possible(plan, inject, *cue));
    inject.chance > 0.0 && !waits_in_vain
}

fn never(plan: &Plan, inject: &Inject, all: &mut Vec<Finding>) {
    let evidence = if inject.chance <= 0.0 {
        "Its `chance` is 0.".to_string()
    } else if !comes(plan, inject) {
        let of: Vec<&str> = kinds(plan, inject).map(|(_, kind)| kind.name.as_str()).collect();
        format!("What it waits for cannot happen in {}.", listed(&of))
    } else {
        return;
    };
    all.push(Finding::new(46.0, format!("The inject {} never comes", inject.id), evidence));
}

/// What an inject waits for can happen in some incident that it belongs to.
fn possible(plan: &Plan, inject: &Inject, cue: Cue) -> bool {
    let asks = |p: &Playbook, d: DecisionId| p.tasks.iter().any(|t| plan.tasks[t.at()].decision == Some(d));
    let any = |of: &dyn Fn(&Playbook) -> bool| playbooks(plan, inject).any(of);
    let down = |of: &dyn Fn(Vec<bool>) -> bool| {
        kinds(plan, inject).any(|(id, _)| of(goes_down(&can_hit(id, &plan.kinds, &plan.attacks, &plan.systems), &plan.systems)))
    };
    match cue {
        Cue::Stage(attack, _) => kinds(plan, inject).any(|(_, kind)| kind.attack == Some(attack)),
        Cue::Silent => !plan.policies.is_empty(),
        Cue::Declared => any(&|p| p.tasks.iter().any(|t| plan.tasks[t.at()].declares)),
        Cue::Leaderless => any(&|p| p.lead.is_some()),
        Cue::Escalated => any(&|p| p.has_decisions),
        Cue::Contained => any(&|p| p.has_contain),
        Cue::Down(system) => down(&|down| down[system.at()]),
        Cue::Lost(so_many) => down(&|down| down.iter().filter(|d| **d).count() >= so_many as usize),
        Cue::Started(task) | Cue::Done(task) | Cue::Failed(task) => any(&|p| p.tasks.contains(&task)),
        Cue::Asked(decision) | Cue::Approved(decision) => any(&|p| asks(p, decision)),
        Cue::Refused(decision) => plan.decisions[decision.at()].outcomes[2] > 0.0 && any(&|p| asks(p, decision)),
        Cue::Sent(notice) | Cue::Missed(notice) => any(&|p| p.notices.iter().any(|owed| owed.notice == notice)),
        Cue::Began | Cue::Occurred | Cue::Alerted | Cue::Acknowledged | Cue::Aware | Cue::Recovered | Cue::Injected(_) => true,
    }
}

/// Everybody who has anything to do with incidents of a playbook.
pub(super) fn concerned(plan: &Plan, playbook: &Playbook) -> BTreeSet<PersonId> {
    let mut all = BTreeSet::new();
    let task = |t: &TaskId| &plan.tasks[t.at()];
    for task in playbook.tasks.iter().map(task) {
        let asked = match &task.requirement {
            Some(RequirementOf::Task(requirement)) => vec![*requirement],
            Some(RequirementOf::System(by_system)) => by_system.iter().flatten().copied().collect(),
            None => Vec::new(),
        };
        all.extend(asked.iter().flat_map(|r| plan.requirements[r.at()].candidates.iter().map(|c| c.0)));
        let decision = task.decision.map(|d| &plan.decisions[d.at()]);
        all.extend(decision.into_iter().flat_map(|d| d.holders.iter().chain(&d.delegates)));
    }
    all.extend(playbook.lead.iter().flat_map(|lead| &lead.able));
    let service = playbook.service.map(|s| &plan.services[s.at()]);
    all.extend(service.into_iter().flat_map(|s| s.owners.iter().chain(s.consulted.iter().flat_map(|c| &c.party.people))));
    for pagee in playbook.escalation.into_iter().flat_map(|p| &plan.policies[p.at()].steps).flat_map(|(who, _)| who) {
        match pagee {
            Pagee::People(some) => all.extend(some),
            Pagee::Team(team) => all.extend(&plan.teams[team.at()].members),
            Pagee::Rota(rota) => all.extend(plan.rotas[rota.at()].members()),
        }
    }
    all
}

fn not_concerned(plan: &Plan, inject: &Inject, absent: &[PersonId], all: &mut Vec<Finding>) {
    let queues: BTreeSet<_> =
        plan.sensors.iter().filter_map(|s| s.goes_to).chain(plan.systems.iter().filter_map(|s| s.users.as_ref()?.team)).collect();
    let has_to_do =
        |p: &PersonId| queues.contains(&plan.people[p.at()].team) || playbooks(plan, inject).any(|b| concerned(plan, b).contains(p));
    if absent.is_empty() || absent.iter().any(has_to_do) {
        return;
    }
    let of: Vec<&str> = kinds(plan, inject).map(|(_, kind)| kind.name.as_str()).collect();
    let title = format!("The inject {} takes away who is not needed: {}", inject.id, people(plan, absent));
    let evidence = format!("They have no task, no decision and no page in {}.", listed(&of));
    all.push(Finding::new(42.0, title, evidence));
}

/// A rota on which nobody is paged and of which nobody can do anything in the incidents of an inject.
fn not_paged(plan: &Plan, inject: &Inject, rota: RotaId, all: &mut Vec<Finding>) {
    let paged = |p: &Playbook| {
        let steps = p.escalation.into_iter().flat_map(|p| &plan.policies[p.at()].steps);
        steps.flat_map(|(who, _)| who).any(|pagee| matches!(pagee, Pagee::Rota(other) if *other == rota))
    };
    let called = |p: &Playbook| concerned(plan, p).iter().any(|person| plan.rotas[rota.at()].members().contains(person));
    if playbooks(plan, inject).any(|p| paged(p) || called(p)) {
        return;
    }
    let of: Vec<&str> = kinds(plan, inject).map(|(_, kind)| kind.name.as_str()).collect();
    let title = format!("The inject {} changes who is on call on {}, whom nobody calls", inject.id, plan.rotas[rota.at()].id());
    let evidence = format!("No escalation and no task of {} pages anybody on it.", listed(&of));
    all.push(Finding::new(42.0, title, evidence));
}

/// When an inject comes, where that is known beforehand.
fn comes_at(plan: &Plan, inject: &Inject) -> Option<Instant> {
    let after = match &inject.after {
        None => Span(0),
        Some(Dist::Fixed(after)) => Span(*after as i64),
        Some(_) => return None,
    };
    if let Some(at) = inject.at {
        return Some(at + after);
    }
    match kinds(plan, inject).map(|(_, kind)| kind).collect::<Vec<_>>().as_slice() {
        [Kind { arrivals: Arrivals::At(at), attack: None, .. }] if inject.cues == [Cue::Occurred] => Some(*at + after),
        _ => None,
    }
}

fn away_anyway(plan: &Plan, inject: &Inject, absent: &[PersonId], lasts: Span, all: &mut Vec<Finding>) {
    let (Some(at), Some(absence)) = (comes_at(plan, inject), &plan.absence) else { return };
    let covers = |p: &PersonId| absence.named.iter().any(|(who, spell)| who == p && spell.from <= at && spell.to >= at + lasts);
    if absent.is_empty() || !absent.iter().all(covers) {
        return;
    }
    let title = format!("The inject {} takes away who is away anyway: {}", inject.id, people(plan, absent));
    let evidence = "It comes in the middle of an absence that the scenario names.".to_string();
    all.push(Finding::new(44.0, title, evidence).at(When::during(plan, &[(at, at + lasts)])));
}

/// Two injects that come at once and undo each other.
fn contradiction(first: &Inject, second: &Inject, all: &mut Vec<Finding>) {
    let together = first.at == second.at
        && first.cues == second.cues
        && !first.held_back
        && !second.held_back
        && first.after.is_none()
        && second.after.is_none();
    let meet = first.belongs.is_empty() || second.belongs.is_empty() || first.belongs.iter().any(|kind| second.belongs.contains(kind));
    if !together || !meet {
        return;
    }
    let undo = |a: &Effect, b: &Effect| match (a, b) {
        (Effect::Holds(p, Capability::Grant(g), held, _), Effect::Holds(q, Capability::Grant(h), kept, _)) => {
            g == h && held != kept && p.iter().any(|person| q.contains(person))
        }
        (Effect::Shift(some, works, _), Effect::Shift(others, work, _)) => works != work && some.iter().any(|p| others.contains(p)),
        (Effect::Turns(rota, some, _), Effect::Turns(other, others, _)) => rota == other && some != others,
        (Effect::RespondsAfter(provider, _), Effect::RespondsAfter(other, _)) => provider == other,
        (Effect::Severity(one, in_truth), Effect::Severity(other, too)) => in_truth == too && one != other,
        _ => false,
    };
    if first.effects.iter().any(|a| second.effects.iter().any(|b| undo(a, b))) {
        let title = format!("The injects {} and {} contradict each other", first.id, second.id);
        all.push(Finding::new(48.0, title, "They come at the same moment, and one undoes what the other does.".into()));
    }
}
