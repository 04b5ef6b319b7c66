//! A play in which it shows what the input that matters most does.

use super::View;
use crate::report::html::lanes::{Shown, Told};
use crate::report::html::parting::{self, Side, Wanted};
use crate::report::sweep::Point;
use crate::text::Overlay;

impl View<'_> {
    /// The same play with the input where the mean is least, and where it is most: only where one input was varied at a time, and where the answer
    /// is what a play's story is about.
    pub(super) fn shown(&self, seed: u64) -> Option<(Shown, Told)> {
        let first = *self.order.first()?;
        if self.design() != "one_at_a_time" || self.sweep.measure != "time_to_recover" || self.hardly() {
            return None;
        }
        let (least, most) = self.ends(first)?;
        let path = &self.sweep.inputs[first].path;
        let set = |point: &Point| Some(vec![format!("{path}={}", point.inputs.get(first)?.as_ref()?)]);
        let (low, high) = (set(least)?, set(most)?);
        let with = |sets: &[String]| {
            let scenario = self.cast.scenario.with(&Overlay { sets, ..Overlay::default() }).ok()?;
            Some(self.cast.in_another(scenario))
        };
        let (lesser, greater) = (with(&low)?, with(&high)?);
        let called = |point: &Point| format!("with {} {}", self.input(first), self.label(point, first));
        let sides = [Side { cast: &lesser, called: called(least) }, Side { cast: &greater, called: called(most) }];
        let wanted = Wanted::About(self.number(most.mean.value) - self.number(least.mean.value));
        // A path that names a person is not written out where people are called by their roles.
        let plain = self.cast.said(path) == *path && self.input(first) == *path;
        let command = plain.then(|| format!("firedrill trace scenario.ron --set '{}'", high[0]));
        let note = if plain { String::new() } else { format!("It is played {}.", sides[1].called) };
        let parting = parting::of([&sides[0], &sides[1]], (seed, self.sweep.head.replications), wanted, "input", (command, note))?;
        Some((parting.shown, parting.told))
    }
}
