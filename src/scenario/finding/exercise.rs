//! Exercises that cannot be played as prepared: expectations that can never be met, objectives that nothing shows, moves with nothing to talk
//! about, a session that is too short for its moves.

use std::collections::BTreeSet;

use super::{Finding, counted, inject, listed};
use crate::model::exercise::{Deed, Exercise, Expectation, Milestone, Need, Trigger};
use crate::model::ids::{DecisionId, InjectId, KindId, PersonId, SystemId};
use crate::model::incident::build::exposure::{can_hit, goes_down};
use crate::model::plan::{Kind, Plan, Playbook};

/// All findings about the exercise.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let Some(exercise) = &plan.exercise else { return };
    for expectation in &exercise.expectations {
        never(plan, expectation, all);
    }
    objectives(exercise, all);
    moves(plan, exercise, all);
    seats(plan, exercise, all);
}

/// The incidents in which an expectation is looked for.
fn kinds<'p>(plan: &'p Plan, expectation: &'p Expectation) -> impl Iterator<Item = (KindId, &'p Kind)> {
    (0..).map(KindId).zip(&plan.kinds).filter(|(id, kind)| kind.change.is_none() && expectation.belongs_to(*id))
}

fn playbooks<'p>(plan: &'p Plan, expectation: &'p Expectation) -> impl Iterator<Item = &'p Playbook> {
    kinds(plan, expectation).map(|(_, kind)| &plan.playbooks[kind.playbook.at()])
}

fn never(plan: &Plan, expectation: &Expectation, all: &mut Vec<Finding>) {
    let of = || {
        let names: Vec<&str> = kinds(plan, expectation).map(|(_, kind)| kind.name.as_str()).collect();
        listed(&names)
    };
    if let Some(why) = never_waits(plan, expectation) {
        let title = format!("The expectation {} never arises: {why}", expectation.id);
        all.push(Finding::new(47.0, title, format!("It is looked for in {}, and comes to nothing.", of())));
        return;
    }
    let hopeless: Vec<String> = expectation.deeds.iter().filter_map(|deed| impossible(plan, expectation, deed)).collect();
    let met = match expectation.need {
        Need::All => hopeless.is_empty(),
        Need::AtLeastOne => hopeless.len() < expectation.deeds.len(),
    };
    if !met {
        let why: Vec<&str> = hopeless.iter().map(String::as_str).collect();
        let title = format!("The expectation {} can never be met: {}", expectation.id, listed(&why));
        all.push(Finding::new(48.0, title, format!("It is looked for in {}; nobody could meet it.", of())));
    }
}

/// Why what an expectation follows on does not come.
fn never_waits(plan: &Plan, expectation: &Expectation) -> Option<String> {
    match expectation.after {
        Trigger::Injected(inject) => never_comes(plan, expectation, inject),
        Trigger::Asked(decision) | Trigger::Decided(decision) => unasked(plan, expectation, decision),
        Trigger::Down(system) => never_down(plan, expectation, system),
        Trigger::Milestone(milestone) => not_reached(plan, expectation, milestone),
    }
}

fn never_comes(plan: &Plan, expectation: &Expectation, inject: InjectId) -> Option<String> {
    let of = &plan.injects.injects[inject.at()];
    if !inject::comes(plan, of) {
        Some(format!("the inject {} never comes", of.id))
    } else if !kinds(plan, expectation).any(|(kind, _)| of.belongs_to(kind)) {
        Some(format!("the inject {} belongs to other incidents", of.id))
    } else {
        None
    }
}

fn unasked(plan: &Plan, expectation: &Expectation, decision: DecisionId) -> Option<String> {
    let asks = |p: &Playbook| p.tasks.iter().any(|t| plan.tasks[t.at()].decision == Some(decision));
    let asked = playbooks(plan, expectation).any(asks);
    (!asked).then(|| format!("nobody asks for the decision {}", plan.decisions[decision.at()].id))
}

fn never_down(plan: &Plan, expectation: &Expectation, system: SystemId) -> Option<String> {
    let down = |kind: KindId| goes_down(&can_hit(kind, &plan.kinds, &plan.attacks, &plan.systems), &plan.systems)[system.at()];
    let isolated = playbooks(plan, expectation).any(|p| p.isolates);
    let lost = isolated || kinds(plan, expectation).any(|(kind, _)| down(kind));
    (!lost).then(|| format!("{} cannot be lost", plan.systems[system.at()].name))
}

fn not_reached(plan: &Plan, expectation: &Expectation, milestone: Milestone) -> Option<String> {
    let any = |of: &dyn Fn(&Playbook) -> bool| playbooks(plan, expectation).any(of);
    let (reached, why) = match milestone {
        Milestone::Declared => (any(&|p| p.tasks.iter().any(|t| plan.tasks[t.at()].declares)), "no task declares a major incident"),
        Milestone::Escalated => (any(&|p| p.has_decisions), "no task needs a decision, so that nothing is escalated"),
        Milestone::Contained => (any(&|p| p.has_contain), "no task contains anything"),
        Milestone::Recovered => (any(&|p| p.has_recover), "no task brings anything back"),
        Milestone::Occurred | Milestone::Alerted | Milestone::Acknowledged | Milestone::Aware => (true, ""),
    };
    (!reached).then(|| why.to_owned())
}

/// Why something can never be done.
fn impossible(plan: &Plan, expectation: &Expectation, deed: &Deed) -> Option<String> {
    match deed {
        Deed::Milestone(milestone) => not_reached(plan, expectation, *milestone),
        Deed::Decided(decision) => unasked(plan, expectation, *decision),
        Deed::Approved(decision) => {
            let right = &plan.decisions[decision.at()];
            let never = right.outcomes[0] <= 0.0 && right.pre_authorised.is_empty();
            unasked(plan, expectation, *decision).or_else(|| never.then(|| format!("nobody ever approves {}", right.id)))
        }
        Deed::Restored(system) => never_down(plan, expectation, *system),
        Deed::Sent(notice) => {
            let owed = playbooks(plan, expectation).any(|p| p.notices.iter().any(|owed| owed.notice == *notice));
            (!owed).then(|| format!("nobody owes the notice {}", plan.notices[notice.at()].name))
        }
        Deed::Done(tasks) => {
            let there = playbooks(plan, expectation).any(|p| tasks.iter().any(|task| p.tasks.contains(task)));
            (!there).then(|| "the task is in none of their playbooks".to_owned())
        }
        Deed::Paged(name, people) => {
            let paged = playbooks(plan, expectation).any(|p| inject::concerned(plan, p).iter().any(|person| people.contains(person)));
            (!paged).then(|| format!("nobody pages {name}"))
        }
    }
}

fn objectives(exercise: &Exercise, all: &mut Vec<Finding>) {
    for (at, objective) in exercise.objectives.iter().enumerate() {
        if !exercise.expectations.iter().any(|expectation| expectation.objective == at) {
            let title = format!("Nothing is expected for the objective {}", objective.id);
            let evidence = "No expectation is part of it, so that no fact shows whether it was met and no rating can be proposed.";
            all.push(Finding::new(40.0, title, evidence.to_owned()));
        }
    }
}

fn moves(plan: &Plan, exercise: &Exercise, all: &mut Vec<Finding>) {
    let (sum, minutes) = (exercise.minutes_of_moves(), exercise.minutes);
    if sum > minutes {
        let title = format!("The moves of the exercise take {sum} minutes, and the session lasts {minutes}");
        let of: Vec<String> = exercise.moves.iter().map(|m| format!("{} ({} min)", m.title, m.minutes)).collect();
        let of: Vec<&str> = of.iter().map(String::as_str).collect();
        all.push(Finding::new(45.0, title, format!("{}. Shorten a move, or lengthen the session (`minutes`).", listed(&of))));
    }
    for a_move in &exercise.moves {
        let reading = a_move.injects.len() as u32 * exercise.minutes_per_inject;
        if a_move.questions.is_empty() && a_move.injects.is_empty() {
            let title = format!("The move {} gives the room nothing to talk about", a_move.title);
            all.push(Finding::new(30.0, title, "It has no questions and no injects.".to_owned()));
        } else if reading > a_move.minutes {
            let many = counted(a_move.injects.len(), "inject", "injects");
            let title = format!("The move {} is too short for its injects", a_move.title);
            let evidence = format!("Reading {many} out takes {reading} minutes; it lasts {}.", a_move.minutes);
            all.push(Finding::new(38.0, title, evidence));
        }
    }
    let never: Vec<&str> = exercise
        .moves
        .iter()
        .flat_map(|m| &m.injects)
        .map(|inject| &plan.injects.injects[inject.at()])
        .filter(|inject| !inject::comes(plan, inject))
        .map(|inject| inject.id.as_str())
        .collect();
    if !never.is_empty() {
        let title = format!("Moves of the exercise wait for injects that never come: {}", listed(&never));
        all.push(Finding::new(44.0, title, "What they wait for cannot happen.".to_owned()));
    }
}

/// Seats without anything to do or to decide.
fn seats(plan: &Plan, exercise: &Exercise, all: &mut Vec<Finding>) {
    let real = plan.kinds.iter().filter(|kind| kind.change.is_none());
    let concerned: BTreeSet<PersonId> = real.flat_map(|kind| inject::concerned(plan, &plan.playbooks[kind.playbook.at()])).collect();
    for seat in &exercise.seats {
        let named = exercise.cards.iter().any(|card| card.to.iter().any(|person| seat.people.contains(person)));
        if !named && !seat.people.iter().any(|person| concerned.contains(person)) {
            let title = format!("The seat {} has nothing to do in this exercise", seat.id);
            let evidence = "They have no task, no decision and no page in any incident, and no inject reaches them.";
            all.push(Finding::new(34.0, title, evidence.to_owned()));
        }
    }
}
