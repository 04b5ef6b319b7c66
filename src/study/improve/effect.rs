//! What a remedy came to against the scenario as it is, what can be said of that, and the order of several.

use crate::model::plan::Plan;
use crate::scenario::remedy::{Sort, privileged};
use crate::statistics::paired::{Estimate, Sign};
use crate::study::Arm;
use crate::study::annual::{self, Annual, alarms::Noise, work::OfYear};
use crate::study::stakes::{Stakes, saved};

/// Figures that differ by less than this share of the largest share a place.
const ALIKE: f64 = 0.02;
/// What an hour of work costs where the scenario gives no cost of any hour.
const RATE: f64 = 60.0;

/// What a remedy came to, against the scenario as it is.
#[derive(Clone, Debug)]
pub struct Effect {
    /// After so many plays.
    pub plays: u64,
    /// Hours saved, of an incident or a year.
    pub hours: Estimate,
    /// By how much the share of broken promises falls.
    pub promises: Estimate,
    /// Money saved on incidents, of an incident or a year.
    pub money: Estimate,
    /// More false isolations a year; nothing where false alarms are not in the scenario.
    pub false_isolations: Option<f64>,
    /// More that false alarms cost a year.
    pub false_alarm_cost: f64,
    /// More grants held.
    pub privileged: i64,
    /// Hours of work once, and a year.
    pub upkeep: (f64, f64),
    /// Money, once.
    pub once: f64,
    /// Money, a year: payroll, retainers, allowances, licences, upkeep, false alarms.
    pub per_year: f64,
}

impl Effect {
    /// What is left of the money saved, at one incident a year where incidents have a date.
    pub fn net(&self) -> f64 {
        self.money.value.unwrap_or(0.0) - self.per_year
    }

    /// From so many incidents a year on it pays; nothing where it saves nothing on one.
    pub fn pays_from(&self) -> Option<f64> {
        let saved = self.money.value.filter(|saved| *saved > 0.0)?;
        Some((self.per_year / saved).max(0.0))
    }

    /// What can be said of it.
    pub fn verdict(&self) -> Verdict {
        let isolates = self.false_isolations.is_some_and(|more| more > 0.0);
        let falsely = isolates && self.false_alarm_cost > self.money.value.unwrap_or(0.0).max(0.0);
        let longer = self.hours.sign() == Sign::Below || (self.promises.sign() == Sign::Below && self.hours.sign() != Sign::Above);
        if longer || falsely {
            Verdict::Harms
        } else if self.hours.sign() == Sign::Above || self.promises.sign() == Sign::Above {
            Verdict::Helps
        } else if self.hours.sign() == Sign::Zero && self.promises.sign() == Sign::Zero {
            Verdict::Nothing
        } else {
            Verdict::CannotTell
        }
    }
}

/// What can be said of a remedy.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It saves hours or keeps promises, at 95 % confidence.
    Helps,
    /// So few plays do not tell.
    CannotTell,
    /// It changes no play.
    Nothing,
    /// It costs hours, or what it takes down for nothing costs more than it saves.
    Harms,
}
impl Verdict {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Helps => "helps",
            Verdict::CannotTell => "cannot_tell",
            Verdict::Nothing => "nothing",
            Verdict::Harms => "harms",
        }
    }
}

/// What an arm came to against another, with upkeep of these sorts.
pub(super) fn effect(base: &Arm, arm: &Arm, sorts: &[Sort]) -> Effect {
    let (before, after) = (Stakes::of(base), Stakes::of(arm));
    let noise = |arm: &Arm, of: Noise| {
        let found = arm.tally.annual.iter().find(|(annual, _)| *annual == Annual::Of(OfYear::FalseAlarms(of)));
        found.and_then(|(_, sample)| sample.mean())
    };
    let more = |of: Noise| noise(base, of).zip(noise(arm, of)).map(|(before, after)| after - before);
    let upkeep = sorts
        .iter()
        .map(|sort| sort.upkeep())
        .fold((0.0, 0.0, 0.0), |sum, of| (sum.0 + of.hours_once, sum.1 + of.hours_per_year, sum.2 + of.licence_per_year));
    let rate = rate(base.plan());
    let standing = |plan: &Plan| annual::payroll(plan) + annual::retainers(plan) + annual::allowances(plan);
    let false_alarm_cost = more(Noise::Cost).unwrap_or(0.0);
    Effect {
        plays: arm.tally.replications(),
        hours: saved(&before.hours, &after.hours),
        promises: saved(&before.broken, &after.broken),
        money: saved(&before.money, &after.money),
        false_isolations: more(Noise::Isolations),
        false_alarm_cost,
        privileged: privileged(arm.plan()) as i64 - privileged(base.plan()) as i64,
        upkeep: (upkeep.0, upkeep.1),
        once: upkeep.0 * rate,
        per_year: standing(arm.plan()) - standing(base.plan()) + upkeep.1 * rate + upkeep.2 + false_alarm_cost,
    }
}

/// What an hour of the organisation's own people costs on average.
pub fn rate(plan: &Plan) -> f64 {
    let own = plan.people.iter().filter(|person| !plan.employers[person.employer.at()].provider && person.cost_per_hour > 0.0);
    let costs: Vec<f64> = own.map(|person| person.cost_per_hour).collect();
    if costs.is_empty() { RATE } else { costs.iter().sum::<f64>() / costs.len() as f64 }
}

/// The order of some effects, the best first.
pub(super) fn order(effects: &[Effect]) -> Vec<usize> {
    let values: [fn(&Effect) -> f64; 3] = [|e| e.hours.value.unwrap_or(0.0), |e| e.promises.value.unwrap_or(0.0), Effect::net];
    let places: Vec<Vec<usize>> = values
        .iter()
        .map(|of| {
            let figures: Vec<f64> = effects.iter().map(of).collect();
            let near = ALIKE * figures.iter().map(|figure| libm::fabs(*figure)).fold(0.0, f64::max);
            figures.iter().map(|here| figures.iter().filter(|other| **other > here + near).count()).collect()
        })
        .collect();
    let place = |at: usize| -> usize { places.iter().map(|places| places[at]).sum() };
    let mut all: Vec<usize> = (0..effects.len()).collect();
    all.sort_by(|&a, &b| {
        let hours = |at: usize| effects[at].hours.value.unwrap_or(0.0);
        let verdicts = effects[a].verdict().cmp(&effects[b].verdict());
        verdicts.then(place(a).cmp(&place(b))).then(hours(b).total_cmp(&hours(a))).then(a.cmp(&b))
    });
    all
}
