//! A play of each model beside the same play of the first: where the difference that was found can be seen to come about.

use serde::Serialize;

use super::{View, verdict};
use crate::report::compare::{ModelSummary, tickets};
use crate::report::html::lanes::{Shown, Told};
use crate::report::html::parting::{self, Parting, Side, Wanted};
use crate::report::html::typed::{self, How};
use crate::report::measured::signed;
use crate::report::words::{count, duration, share};

/// What one model changes, and a play that shows it.
#[derive(Serialize)]
pub(super) struct Beside {
    title: String,
    evidence: String,
    shown: Option<Shown>,
    how: Option<How>,
}

impl View<'_> {
    /// One of each model but the first, and the plays that are told.
    pub(super) fn plays(&self) -> (Vec<Beside>, Vec<Told>) {
        let (mut all, mut told) = (Vec::new(), Vec::new());
        if tickets::are_all_there_is(self.comparison, self.plan) {
            return (all, told);
        }
        for (at, model) in self.comparison.models.iter().enumerate().skip(1) {
            let parting = self.beside(at, model);
            let (shown, play) = parting.map_or((None, None), |of| (Some(of.shown), Some(of.told)));
            let how = if shown.is_none() { self.how(at, model) } else { None };
            let (title, evidence) = self.told(model);
            all.push(Beside { title, evidence, shown, how });
            told.extend(play);
        }
        (all, told)
    }

    /// "co-managed: everything is back 3 d sooner on average", and how sure that is.
    fn told(&self, model: &ModelSummary) -> (String, String) {
        let (name, first) = (Self::name(model), Self::name(self.first()));
        let found = self.difference(model, "time_to_recover");
        let mean = found.and_then(|found| Some((found, found.difference.mean?)));
        match mean {
            None => (format!("{name}: nothing can be said of when everything is back."), String::new()),
            Some((found, _)) if found.verdict == "same" => {
                (format!("{name}: everything is back when it is with {first}, in every play."), String::new())
            }
            Some((found, by)) => {
                let word = if by > 0.0 { "sooner" } else { "later" };
                let title = format!("{name}: everything is back {} {word} on average than with {first}.", duration(libm::fabs(by)));
                let sure = match found.interval.mean {
                    [Some(low), Some(high)] => format!("95 % sure between {} and {}; ", signed("s", -high, '−'), signed("s", -low, '−')),
                    _ => String::new(),
                };
                let better = found.share_b_better.map_or(String::new(), |of| format!("sooner in {} of plays; ", share(of)));
                (title, format!("{sure}{better}verdict: {}.", verdict(found)))
            }
        }
    }

    /// The play in which a model differs about as much as on average; where none differs so, one that is neither short nor long.
    fn beside(&self, at: usize, model: &ModelSummary) -> Option<Parting> {
        let side = |at: usize| {
            let model = &self.comparison.models[at];
            Some(Side { cast: *self.casts.get(at)?, called: format!("with {}", Self::name(model)) })
        };
        let (first, other) = (side(0)?, side(at)?);
        let luck = (self.comparison.seed, self.comparison.replications);
        let mean = self.difference(model, "time_to_recover").and_then(|found| found.difference.mean).unwrap_or(0.0);
        // The mean is of an incident; a play may have many.
        let incidents = model.summary.incidents as f64 / self.comparison.replications.max(1) as f64;
        let told = || {
            let beside = self.command(0).map_or(String::new(), |command| {
                format!("The one it is held against is told by {command} with the same seed and replication.")
            });
            (self.command(at), beside)
        };
        let id = format!("model-{}", at + 1);
        let parted = parting::of([&first, &other], luck, Wanted::About(-mean * incidents), &id, told());
        parted.or_else(|| parting::typical(&other, luck, &id, (self.command(at), String::new())))
    }

    /// Tells plays of a model: each has a folder of its own.
    fn command(&self, at: usize) -> Option<String> {
        typed::trace(self.casts.get(at)?, &format!("{}/scenario.ron", self.comparison.models.get(at)?.name), &[])
    }

    fn how(&self, at: usize, model: &ModelSummary) -> Option<How> {
        let words = format!(
            "None of the first plays of {} does any harm; this tells one of its {}.",
            Self::name(model),
            count(self.comparison.replications)
        );
        Some(How { words, command: typed::of_play(&self.command(at)?, self.comparison.seed, 0) })
    }
}
