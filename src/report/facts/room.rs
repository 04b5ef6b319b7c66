//! Lines about what the room chooses and does in an exercise.

use serde_json::{Value, json};

use super::super::rows::answer;
use super::Lines;
use crate::engine::time::Span;
use crate::model::choice::{Spot, Told};
use crate::model::fact::Job;

impl Lines<'_> {
    pub(super) fn fields_of_room(&self, told: Told) -> (&'static str, Vec<(&'static str, Value)>) {
        let takes = |span: Span| ("takes_s", json!(span.seconds_f64()));
        let after = |span: Option<Span>| ("after_s", json!(span.map(Span::seconds_f64)));
        let (name, more) = match told {
            Told::Seat { person, room } => ("seat", vec![self.person(person), ("room", json!(room))]),
            Told::Says { decision, person, answer: said, takes: span, offered, .. } => (
                "room_decides",
                vec![
                    self.decision(decision),
                    self.person(person),
                    ("answer", json!(answer(said))),
                    takes(span),
                    ("offered", json!(offered)),
                ],
            ),
            Told::Answers { person, after: span, offered, .. } => {
                let answers = ("answers", json!(span.is_some()));
                ("room_answers", vec![self.person(person), answers, after(span), ("offered", json!(offered))])
            }
            Told::Pages { person, .. } => ("room_pages", vec![self.person(person)]),
            Told::Declares { .. } => ("room_declares", vec![]),
            Told::Assesses { severity, .. } => ("room_assesses", vec![("severity", json!(format!("{severity:?}").to_lowercase()))]),
            Told::Assigns { job, person } => ("room_assigns", self.job_alone(job).into_iter().chain([self.person(person)]).collect()),
            Told::Plays { inject } => ("room_plays", vec![("inject", json!(self.plan.injects.injects[inject.at()].id))]),
            Told::Spot(Spot::Away { person, lasts }) => ("spot_away", vec![self.person(person), ("lasts_s", json!(lasts.seconds_f64()))]),
            Told::Spot(Spot::Down { system, lasts, .. }) => {
                ("spot_down", vec![self.system(system), ("lasts_s", json!(lasts.seconds_f64()))])
            }
            Told::Spot(Spot::Severity { severity, .. }) => {
                ("spot_severity", vec![("severity", json!(format!("{severity:?}").to_lowercase()))])
            }
            Told::EndsTask { job, after: span, ending } => {
                let ending = ("ending", json!(self.ending(ending)));
                ("override_task", self.job_alone(job).into_iter().chain([after(Some(span)), ending]).collect())
            }
            Told::AnswersPage { person, after: span, .. } => {
                ("override_page", vec![self.person(person), ("answers", json!(span.is_some())), after(span)])
            }
            Told::BringsBack { system, .. } => ("override_system", vec![self.system(system)]),
            Told::Overtaken => ("overtaken", vec![]),
        };
        let incident = told.incident().map(|incident| ("incident", json!(incident.0)));
        (name, incident.into_iter().chain(more).collect())
    }

    /// A job without the number of its incident, which stands before it.
    fn job_alone(&self, job: Job) -> Vec<(&'static str, Value)> {
        self.job(job).into_iter().skip(1).collect()
    }
}
