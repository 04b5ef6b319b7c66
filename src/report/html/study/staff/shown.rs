//! Plays in which it shows what a staffing does: the answer, and what is not known, each beside the organisation as it is.

use std::path::Path;

use super::super::Worst;
use super::View;
use crate::report::html::lanes::{Shown, Told};
use crate::report::html::parting::{self, Parting, Side, Wanted};
use crate::report::html::roles::{Cast, Naming};
use crate::report::html::typed::{self, How};
use crate::report::staff::StaffingSummary;
use crate::scenario;
use crate::text::{Overlay, Request};

/// The scenario of the folder, on which variants and head counts are laid.
const AS_IT_IS: &str = "scenario.ron";

/// What shows where.
pub(super) struct Seen {
    /// What is not known.
    pub(super) worst: Option<Worst>,
    /// The answer.
    pub(super) answer: Option<Shown>,
    /// Where no play of the answer can be told: how to see one.
    pub(super) how: Option<How>,
    pub(super) plays: Vec<Told>,
}

impl View<'_> {
    pub(super) fn seen(&self, place: (&Path, Naming)) -> Seen {
        let open = self.all.cheaper_and_open.first().and_then(|at| self.all.staffings.get(*at));
        let of_open = open.and_then(|of| self.play(of, place, "open"));
        let (shown, of_open) = of_open.map_or((None, None), |of| (Some(of.shown), Some(of.told)));
        let how_open = open.filter(|_| shown.is_none()).and_then(|of| self.how(of));
        let worst = self.open().map(|worst| Worst { shown, how: how_open, ..worst });
        // The safest where none meets the targets.
        let answer = self.best().or_else(|| self.safest());
        let of_answer = answer.and_then(|of| self.play(of, place, "staffing"));
        let (answer_shown, of_answer) = of_answer.map_or((None, None), |of| (Some(of.shown), Some(of.told)));
        let how = answer.filter(|_| answer_shown.is_none()).and_then(|of| self.how(of));
        Seen { worst, answer: answer_shown, how, plays: of_open.into_iter().chain(of_answer).collect() }
    }

    /// A play with a staffing, beside the same play with the organisation as it is: in the middle of those that differ. Where none does, one
    /// that is neither short nor long.
    fn play(&self, of: &StaffingSummary, (folder, naming): (&Path, Naming), id: &str) -> Option<Parting> {
        let ground = match of.scenario.as_str() {
            "" => return None,
            AS_IT_IS => None,
            variant => {
                let path = folder.join(variant);
                let opened = scenario::open(&Request { scenario: &path, models: &[], sets: &[] }).ok()?;
                Some(Cast::of(opened, naming).ok()?)
            }
        };
        let ground = ground.as_ref().unwrap_or(self.cast);
        let laid = ground.in_another(ground.scenario.with(&Overlay { sets: &of.sets, ..Overlay::default() }).ok()?);
        let named = self.name(of);
        let called = if named == "as it is" { named } else { format!("with {named}") };
        let (as_it_is, staffed) = (Side { cast: self.cast, called: "as it is".to_owned() }, Side { cast: &laid, called });
        let command = typed::trace(&laid, &of.scenario, &of.sets);
        let luck = (self.all.head.seed, of.plays);
        let told = || (command.clone(), if command.is_some() { String::new() } else { "It is played with that staffing.".to_owned() });
        let beside = parting::of([&as_it_is, &staffed], luck, Wanted::Middle, id, told());
        beside.or_else(|| parting::typical(&staffed, luck, id, told()))
    }

    fn how(&self, of: &StaffingSummary) -> Option<How> {
        let scenario = if of.scenario.is_empty() { AS_IT_IS } else { &of.scenario };
        let command = typed::of_play(&typed::trace(self.cast, scenario, &of.sets)?, self.all.head.seed, 0);
        Some(How { words: format!("No play of {} that was looked at does any harm; this tells the first.", self.name(of)), command })
    }
}
