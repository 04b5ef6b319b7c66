//! A play in which it shows what the input that matters most does.

use super::View;
use crate::report::html::lanes::{Shown, Told};
use crate::report::html::parting::{self, Parting, Side, Wanted};
use crate::report::html::typed::{self, How};
use crate::report::sweep::Point;
use crate::study::arms::OF_A_YEAR;
use crate::text::Overlay;

/// More variants than these are not held against each other one by one.
const HELD: usize = 400;

impl View<'_> {
    /// The same play in two variants, with a smaller and a larger answer; or else how to see one with the larger.
    pub(super) fn shown(&self, seed: u64) -> (Option<Shown>, Option<Told>, Option<How>) {
        let Some(first) = self.order.first().copied().filter(|_| !self.nothing()) else { return (None, None, None) };
        let Some((least, most)) = self.pair(first) else { return (None, None, None) };
        // A play's story is about the time until everything is back.
        let told = self.sweep.measure == "time_to_recover";
        match told.then(|| self.parting(first, (least, most), seed)).flatten() {
            Some(parting) => (Some(parting.shown), Some(parting.told), None),
            None => (None, None, self.typed(first, most, seed)),
        }
    }

    /// Two variants that differ in this input alone, by as much as any two do; where all were varied at once, those with the least and the most mean.
    fn pair(&self, first: usize) -> Option<(&Point, &Point)> {
        if self.design() == "one_at_a_time" {
            return self.ends(first);
        }
        let points: Vec<&Point> = self.sweep.points.iter().filter(|point| point.mean.value.is_some()).take(HELD).collect();
        let mean = |point: &Point| point.mean.value.unwrap_or(0.0);
        let alone = |a: &Point, b: &Point| {
            let mut apart = (0..a.inputs.len()).filter(|at| a.inputs[*at] != b.inputs[*at]);
            apart.next() == Some(first) && apart.next().is_none()
        };
        let mut widest: Option<(&Point, &Point)> = None;
        for (at, a) in points.iter().enumerate() {
            for b in points[at + 1..].iter().filter(|b| alone(a, b)) {
                let (least, most) = if mean(a) <= mean(b) { (*a, *b) } else { (*b, *a) };
                if widest.is_none_or(|(low, high)| mean(most) - mean(least) > mean(high) - mean(low)) {
                    widest = Some((least, most));
                }
            }
        }
        widest.or_else(|| self.ends(first))
    }

    fn sets(&self, point: &Point) -> Vec<String> {
        let set =
            |(input, value): (&crate::report::sweep::InputSummary, &Option<String>)| Some(format!("{}={}", input.path, value.as_ref()?));
        self.sweep.inputs.iter().zip(&point.inputs).filter_map(set).collect()
    }

    /// What a variant is called beside another.
    fn called(&self, first: usize, point: &Point, beside: &Point) -> String {
        let apart = (0..point.inputs.len()).filter(|at| point.inputs[*at] != beside.inputs[*at]).count();
        let with = format!("with {} {}", self.input(first), self.label(point, first));
        if apart > 1 { format!("{with} and the other inputs as they were drawn with it") } else { with }
    }

    fn parting(&self, first: usize, (least, most): (&Point, &Point), seed: u64) -> Option<Parting> {
        let (low, high) = (self.sets(least), self.sets(most));
        let with = |sets: &[String]| {
            let scenario = self.cast.scenario.with(&Overlay { sets, ..Overlay::default() }).ok()?;
            Some(self.cast.in_another(scenario))
        };
        let (lesser, greater) = (with(&low)?, with(&high)?);
        let sides = [
            Side { cast: &lesser, called: self.called(first, least, most) },
            Side { cast: &greater, called: self.called(first, most, least) },
        ];
        let by = self.number(most.mean.value) - self.number(least.mean.value);
        // A path that names a person is not written out where people are called by their roles.
        let command = typed::trace(self.cast, "scenario.ron", &high);
        let note = if command.is_some() { String::new() } else { format!("It is played {}.", sides[1].called) };
        parting::of([&sides[0], &sides[1]], (seed, self.sweep.head.replications), Wanted::About(by), "input", (command, note))
    }

    fn typed(&self, first: usize, most: &Point, seed: u64) -> Option<How> {
        let command = typed::of_play(&typed::trace(self.cast, "scenario.ron", &self.sets(most))?, seed, 0);
        let with = format!("with {} {}", self.input(first), self.label(most, first));
        let words = match self.sweep.measure.as_str() {
            "time_to_recover" => format!("No play that was looked at differs so. This tells the first {with}."),
            year if year.starts_with(OF_A_YEAR) => format!("This tells the first play {with}."),
            _ => {
                let measure = self.measure();
                format!(
                    "A play is told up to when everything is back, whatever is measured; the {measure} is in it. This tells the first {with}."
                )
            }
        };
        Some(How { words, command })
    }
}
