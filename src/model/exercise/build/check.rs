//! What of an exercise makes no sense: texts that say nothing, moves out of order, expectations that hold by themselves.

use std::collections::BTreeMap;

use super::super::entry::{ExerciseEntry, ExpectationEntry};
use super::super::{Begins, Deed, Milestone, Move, Trigger};
use crate::model::ids::InjectId;
use crate::model::names::Names;
use crate::text::{Id, Problems};

/// A session is no longer than a week.
const LONGEST: u32 = 7 * 24 * 60;

/// Reports texts that say nothing and lengths that cannot be.
pub(super) fn said(entry: &ExerciseEntry, names: &Names, problems: &mut Problems) {
    let empty = entry.objectives.is_empty() && entry.moves.is_empty() && entry.expectations.is_empty() && entry.seats.is_empty();
    if empty && entry.cards.is_empty() && entry.brief.trim().is_empty() && entry.ground_rules.is_empty() && entry.title.is_empty() {
        problems
            .at(names.place(&["exercise"]), "this exercise has nothing in it", "no effect")
            .help("give it objectives and moves, or take it out");
        return;
    }
    let minutes = [
        ("minutes", entry.minutes, LONGEST),
        ("minutes_per_decision", entry.minutes_per_decision, LONGEST),
        ("minutes_per_inject", entry.minutes_per_inject, LONGEST),
    ];
    for (field, minutes, most) in minutes {
        if minutes > most || (minutes == 0 && field == "minutes") {
            let place = names.place(&["exercise", field]);
            problems.at(place, format!("`{field}` is {minutes}"), format!("minutes by the clock on the wall, at most {most}"));
        }
    }
    for rule in &entry.ground_rules {
        if rule.trim().is_empty() {
            problems.at(names.place(&["exercise", "ground_rules"]), "a ground rule says nothing", "take it out");
        }
    }
    for (id, objective) in &entry.objectives {
        for (field, text) in [("text", &objective.text), ("capability", &objective.capability)] {
            if text.trim().is_empty() {
                let title = format!("the objective `{id}` does not say its {field}");
                let problem = problems.at(names.place(&["exercise", "objectives", id, field]), title, "this is empty");
                problem.help("text: \"Declare within the hour\", capability: \"Operational coordination\"");
            }
        }
    }
    for (at, a_move) in entry.moves.iter().enumerate() {
        if a_move.title.trim().is_empty() {
            problems.at(a_move.place, "a move without a title", "the room would not know where it is").help("title: \"First hour\"");
        } else if entry.moves[..at].iter().any(|other| other.title.trim() == a_move.title.trim()) {
            problems.at(a_move.place, format!("two moves are called `{}`", a_move.title), "nobody could tell them apart");
        }
        if a_move.minutes == 0 || a_move.minutes > LONGEST {
            let title = format!("the move `{}` lasts {} minutes", a_move.title, a_move.minutes);
            problems.at(a_move.place, title, format!("from 1 to {LONGEST}"));
        }
        if a_move.questions.iter().any(|question| question.trim().is_empty()) {
            problems.at(a_move.place, format!("a question of the move `{}` is empty", a_move.title), "take it out");
        }
    }
    for (id, card) in &entry.cards {
        let said = [&card.from, &card.expected, &card.notes];
        if said.iter().all(|text| text.is_none()) && card.to.is_none() && card.objective.is_none() {
            problems.at(id.place, format!("the card of the inject `{id}` says nothing"), "no effect").help("take it out");
        }
    }
}

/// Reports moves that do not follow one another, and injects that belong to two.
pub(super) fn order(entry: &ExerciseEntry, moves: &[Move], ends: Option<Begins>, names: &Names, problems: &mut Problems) {
    let mut first: BTreeMap<InjectId, usize> = BTreeMap::new();
    for (at, (said, a_move)) in entry.moves.iter().zip(moves).enumerate() {
        if at > 0 && said.begins.is_none() {
            let title = format!("it is not said when the move `{}` begins", a_move.title);
            problems
                .at(said.place, title, "only the first begins with the story")
                .help("begins: \"+4h\" is four hours after the first harm");
        }
        if at > 0 && !later(moves[at - 1].begins, a_move.begins) {
            let title = format!("the move `{}` begins no later than the one before it", a_move.title);
            problems.at(said.place, title, "moves stand in the order in which they are played");
        }
        if !later(a_move.begins, ends) {
            let title = format!("the exercise ends before the move `{}` begins", a_move.title);
            problems.at(names.place(&["exercise", "ends"]), title, "`ends` must be later");
        }
        for (inject, id) in a_move.injects.iter().zip(&said.injects) {
            if let Some(other) = first.insert(*inject, at)
                && other != at
            {
                let title = format!("the inject `{id}` belongs to two moves");
                let label = format!("it is written for `{}` too", moves[other].title);
                problems.at(id.place, title, label).help("name it in the move in which it is to come");
            }
        }
    }
}

/// Whether the second comes after the first, as far as that can be told beforehand.
fn later(first: Option<Begins>, second: Option<Begins>) -> bool {
    match (first, second) {
        (Some(Begins::At(a)), Some(Begins::At(b))) => a < b,
        (Some(Begins::After(a)), Some(Begins::After(b))) => a < b,
        _ => true,
    }
}

/// Reports expectations that hold by themselves, or ask for one thing twice.
pub(super) fn expectation(id: &Id, entry: &ExpectationEntry, built: (Trigger, &[Deed]), names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["exercise", "expectations", id, field]);
    let (after, deeds) = built;
    if entry.points == 0 {
        let problem = problems.at(place("points"), format!("the expectation `{id}` is worth nothing"), "at least 1");
        problem.help("take it out, or say what it is worth beside the others");
    }
    if entry.text.as_ref().is_some_and(|text| text.trim().is_empty()) {
        problems.at(place("text"), format!("`{id}` says nothing"), "leave it out: a sentence is made from the rest");
    }
    if entry.need.is_some() && deeds.len() == 1 {
        let problem = problems.at(place("need"), format!("`{id}` asks for one thing only"), "this has no effect");
        problem.help("take `need` out, or name several in `what: […]`");
    }
    for (at, deed) in deeds.iter().enumerate() {
        if deeds[..at].contains(deed) {
            problems.at(place("what"), format!("`{id}` asks for the same thing twice"), "once is enough");
        }
        if by_then(after, deed) {
            let problem =
                problems.at(place("what"), format!("the expectation `{id}` holds by itself"), "this has come when it begins to wait");
            problem.help("after: Alerted, what: Acknowledged asks for an answer to the alert");
        }
    }
}

/// What the trigger itself is, or what it takes to come so far.
fn by_then(after: Trigger, deed: &Deed) -> bool {
    match (after, deed) {
        (Trigger::Milestone(trigger), Deed::Milestone(deed)) => {
            let in_turn = [Milestone::Acknowledged, Milestone::Aware, Milestone::Declared];
            *deed == trigger || (in_turn.contains(&trigger) && in_turn.contains(deed) && *deed < trigger)
        }
        (Trigger::Decided(decision), Deed::Decided(deed)) => decision == *deed,
        _ => false,
    }
}
