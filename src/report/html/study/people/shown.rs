//! A play in which it shows what the absence of somebody does.

use std::sync::Arc;

use super::super::Worst;
use super::View;
use crate::model::ids::PersonId;
use crate::report::html::lanes::Told;
use crate::report::html::parting::{self, Side, Wanted};
use crate::scenario::Scenario;
use crate::study::people::away;

impl View<'_> {
    /// The worst finding, with a play without those whom it is about beside the same play with everybody there.
    pub(super) fn shown(&self, seed: u64) -> (Option<Worst>, Vec<Told>) {
        let Some((worst, who, longer)) = self.worst() else { return (None, Vec::new()) };
        let parting = self.without(who, seed, longer.map_or(Wanted::Most, Wanted::About));
        let (shown, told) = parting.map_or((None, None), |parting| (Some(parting.shown), Some(parting.told)));
        (Some(Worst { shown, ..worst }), told.into_iter().collect())
    }

    fn without(&self, who: &[String], seed: u64, wanted: Wanted) -> Option<parting::Parting> {
        let scenario = &self.cast.scenario;
        let number = |id: &String| scenario.plan.people.iter().position(|person| person.id == *id).map(|at| PersonId(at as u32));
        let people: Vec<PersonId> = who.iter().map(number).collect::<Option<_>>()?;
        if people.is_empty() {
            return None;
        }
        let plan = Arc::new(away::without(&scenario.plan, &people));
        let away = self.cast.in_another(Scenario { plan, ..scenario.clone() });
        let named = self.names(who, 6);
        let as_it_is = Side { cast: self.cast, called: "with everybody there".to_owned() };
        let without = Side { cast: &away, called: format!("without {named}") };
        let note = format!("It is played as if {named} had left before it began; no file has it so.");
        parting::of([&as_it_is, &without], (seed, self.read.replications), wanted, "absence", (None, note))
    }
}
