//! What a facilitator has prepared, as pages show it: moves and their questions, objectives, what is expected and what became of it, the seats.

use serde::Serialize;
use serde_json::{Value, json};

use super::places::{Part, Places};
use crate::exercise::Session;
use crate::exercise::expectation::{self, Verdict};
use crate::exercise::improvement::{self, Improvement};
use crate::exercise::journal::What;
use crate::model::plan::Plan;

/// A seat and how to come to it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Seat {
    title: String,
    /// The names of those who play there.
    names: Vec<String>,
    part: &'static str,
    /// The path of its page.
    path: String,
    code: Option<String>,
}
/// What has been prepared.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Script {
    title: String,
    brief: String,
    ground_rules: Vec<String>,
    /// How long the session is meant to last.
    minutes: u32,
    /// Moves that have begun; all of them for the facilitator.
    moves: Vec<Move>,
    /// The one under way, by its place.
    now: Option<usize>,
    /// For those who judge.
    objectives: Vec<Objective>,
    /// For the facilitator.
    expectations: Vec<Expectation>,
}
#[derive(Clone, Debug, Serialize)]
struct Move {
    /// Its place, from 0.
    number: usize,
    title: String,
    says: String,
    minutes: u32,
    questions: Vec<String>,
    /// For the facilitator: the injects that are written for it.
    injects: Vec<String>,
    /// When it began on the wall clock, in milliseconds since 1970.
    began_wall_ms: Option<u64>,
    /// How long the exercise had been under way then, pauses left out.
    began_running_ms: Option<u64>,
}
#[derive(Clone, Debug, Serialize)]
struct Objective {
    id: String,
    text: String,
    capability: String,
}
#[derive(Clone, Debug, Serialize)]
struct Expectation {
    text: String,
    objective: String,
    points: u32,
    /// "not due", "open", "met" or "missed".
    state: &'static str,
    /// Story time: until when it is open, when it was met or missed.
    at_ms: Option<i64>,
}

/// The places of an exercise, for whoever hands out the links.
pub(super) fn seats(plan: &Plan, places: &Places) -> Vec<Seat> {
    let seat = |place: &super::places::Place| Seat {
        title: place.title.clone(),
        names: names(plan, &place.part),
        part: place.part.word(),
        path: format!("/{}/", place.token),
        code: place.code.clone(),
    };
    places.all().iter().filter(|place| place.part != Part::Facilitator).map(seat).collect()
}

/// The names of those who play at a place; nobody's where it is no seat.
pub(super) fn names(plan: &Plan, part: &Part) -> Vec<String> {
    let Part::Seat(people) = part else { return Vec::new() };
    people.iter().map(|person| plan.people[person.at()].name.clone()).collect()
}

/// What the last exercise left to be done, as the next one opens with it.
pub(super) fn left(last: &Improvement) -> Value {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let action = |of: &improvement::Action| {
        json!({
            "action": of.action, "issue": of.issue, "owner": of.owner, "due": day(of.due), "done": day(of.done),
            "retested": day(of.retested), "state": of.status.words(), "open": of.status == improvement::State::Open,
        })
    };
    json!({"session": last.session, "held": day(last.held), "actions": last.actions.iter().map(action).collect::<Vec<_>>()})
}

/// What a part sees of the script; nothing where the scenario has no exercise.
pub(super) fn script(session: &Session, part: &Part) -> Option<Script> {
    let plan = session.plan();
    let exercise = plan.exercise.as_ref()?;
    let facilitator = *part == Part::Facilitator;
    let judges = facilitator || *part == Part::Evaluator;
    let begun = |number: usize| {
        let entries = session.journal().entries().iter();
        entries.filter(|e| e.what == What::Move { number }).map(|e| e.wall_ms).next_back()
    };
    let now = session.journal().entries().iter().rev().find_map(|e| match e.what {
        What::Move { number } => Some(number),
        _ => None,
    });
    let shown: Vec<usize> = (0..exercise.moves.len()).filter(|number| facilitator || begun(*number).is_some()).collect();
    let moves = shown.iter().map(|number| (*number, &exercise.moves[*number])).map(|(number, entry)| Move {
        number,
        title: entry.title.clone(),
        says: entry.says.clone(),
        minutes: entry.minutes,
        questions: entry.questions.clone(),
        injects: entry.injects.iter().filter(|_| facilitator).map(|inject| plan.injects.injects[inject.at()].id.clone()).collect(),
        began_wall_ms: begun(number),
        began_running_ms: begun(number).map(|at| session.under_way_by(at)),
    });
    let objectives = exercise.objectives.iter().filter(|_| judges).map(|objective| Objective {
        id: objective.id.clone(),
        text: objective.text.clone(),
        capability: objective.capability.clone(),
    });
    Some(Script {
        title: exercise.title.clone(),
        brief: exercise.brief.clone(),
        ground_rules: exercise.ground_rules.clone(),
        minutes: exercise.minutes,
        moves: moves.collect(),
        now,
        objectives: objectives.collect(),
        expectations: if facilitator { expectations(session) } else { Vec::new() },
    })
}

fn expectations(session: &Session) -> Vec<Expectation> {
    let plan = session.plan();
    let Some(exercise) = &plan.exercise else { return Vec::new() };
    let judged = expectation::judge(plan, session.facts(), session.clock());
    let shown = judged.iter().map(|judged| {
        let entry = &exercise.expectations[judged.expectation];
        let (state, at) = match judged.verdict {
            Verdict::NotDue => ("not due", None),
            Verdict::Open { until } => ("open", Some(until)),
            Verdict::Met { by, .. } => ("met", Some(by.at)),
            Verdict::Missed { at, .. } => ("missed", Some(at)),
        };
        Expectation {
            text: entry.text.clone().unwrap_or_else(|| entry.id.clone()),
            objective: exercise.objectives[entry.objective].id.clone(),
            points: entry.points,
            state,
            at_ms: at.map(|at| at.0),
        }
    });
    shown.collect()
}
