//! How the inputs of a sweep are varied: each way is a part, and the variants of all parts are played one after the other.

use super::{Sweep, Values};
use crate::cli::vary::{Level, Vary, each_once};
use crate::cli::{Failure, Status};
use crate::report::sweep::{How, Input, Point, Varied};
use crate::study::sweep::{self, Influence, Response};

/// More variants than these are refused.
pub const AT_MOST: usize = 2_000;
/// Trajectories and draws, where nothing else is asked for than what the scenario says that nobody knows.
const TRAJECTORIES: u16 = 6;
const DRAWS: u16 = 30;

/// Some variants.
pub struct Part {
    /// How they were made.
    pub how: How,
    /// Of draws and trajectories: the shares of the ranges.
    shares: Vec<Vec<f64>>,
    /// The value of each input, or none where it is as the scenario has it.
    pub variants: Vec<Values>,
}

impl Part {
    fn of_shares(how: How, shares: Vec<Vec<f64>>, inputs: &[Vary]) -> Part {
        let at = |point: &Vec<f64>| inputs.iter().zip(point).map(|(vary, share)| Some(vary.at(*share))).collect();
        Part { how, variants: shares.iter().map(at).collect(), shares }
    }

    /// What its variants came to, the first of them that were finished.
    pub fn sum_up(&self, inputs: &[Vary], base: &Response, responses: &[Response]) -> Varied {
        let means: Vec<f64> = responses.iter().map(|response| response.mean.0.unwrap_or(f64::NAN)).collect();
        let influences: Vec<Influence> = match self.how {
            How::Morris => {
                let places = |point: &Vec<f64>| inputs.iter().zip(point).map(|(vary, share)| vary.place(*share)).collect();
                sweep::morris(&self.shares.iter().map(places).collect::<Vec<_>>(), &means, inputs.len())
            }
            How::Latin => (0..inputs.len())
                .map(|input| {
                    let column: Vec<f64> = self.shares.iter().take(means.len()).map(|point| point[input]).collect();
                    Influence { size: sweep::rank_correlation(&column, &means), spread: None }
                })
                .collect(),
            How::OneAtATime | How::Grid => (0..inputs.len()).map(|input| span(input, base, &self.variants, &means)).collect(),
        };
        let summed: Vec<Input> =
            inputs.iter().zip(influences).map(|(vary, influence)| (vary.path.clone(), vary.source(), influence)).collect();
        let points = responses.iter().zip(&self.variants).map(|(response, values)| {
            Point::of(response, values.iter().map(|level| level.clone().map(|level| (level.value, level.label))).collect())
        });
        Varied { how: self.how, inputs: summed, points: points.collect() }
    }
}

impl Sweep {
    /// All parts: one where something is asked for; of the scenario's own ranges, each by itself, trajectories and draws.
    pub fn parts(&self, inputs: &[Vary]) -> Result<Vec<Part>, Failure> {
        let paths: Vec<String> = inputs.iter().map(|vary| vary.path.clone()).collect();
        each_once(inputs)?;
        let latin = |draws: u16| Part::of_shares(How::Latin, sweep::latin(usize::from(draws), &paths, self.plays.seed), inputs);
        let morris = |many: u16| Part::of_shares(How::Morris, sweep::trajectories(usize::from(many), &paths, self.plays.seed), inputs);
        let by_itself = || Part { how: How::OneAtATime, shares: Vec::new(), variants: one_at_a_time(inputs) };
        let parts = match (self.latin, self.morris) {
            (Some(draws), _) => vec![latin(draws)],
            (_, Some(many)) => vec![morris(many)],
            _ if self.grid => vec![Part { how: How::Grid, shares: Vec::new(), variants: combinations(inputs)? }],
            _ if !self.vary.is_empty() => vec![by_itself()],
            // Of one input there is nothing to rank.
            _ if inputs.len() == 1 => vec![by_itself(), latin(DRAWS)],
            _ => vec![by_itself(), morris(TRAJECTORIES), latin(DRAWS)],
        };
        let many: usize = parts.iter().map(|part| part.variants.len()).sum();
        if many > AT_MOST {
            return Err(Failure::new(Status::Wrong, format!("{many} variants are more than {AT_MOST}: take fewer values, or --latin")));
        }
        Ok(parts)
    }
}

fn one_at_a_time(inputs: &[Vary]) -> Vec<Values> {
    let only = |at: usize, level: Level| (0..inputs.len()).map(|input| (input == at).then(|| level.clone())).collect();
    inputs.iter().enumerate().flat_map(|(at, vary)| vary.levels().into_iter().map(move |level| only(at, level))).collect()
}

fn combinations(inputs: &[Vary]) -> Result<Vec<Values>, Failure> {
    let many = inputs.iter().map(|vary| vary.levels().len()).try_fold(1_usize, usize::checked_mul);
    if many.is_none_or(|many| many > AT_MOST) {
        return Err(Failure::new(Status::Wrong, format!("the grid has more than {AT_MOST} variants: take fewer values, or --latin")));
    }
    Ok(inputs.iter().fold(vec![Vec::new()], |all: Vec<Values>, vary| {
        let more =
            |values: &Values| vary.levels().into_iter().map(|level| [values.clone(), vec![Some(level)]].concat()).collect::<Vec<_>>();
        all.iter().flat_map(more).collect()
    }))
}

/// The largest mean over the values of an input less the smallest, all else averaged.
fn span(input: usize, base: &Response, variants: &[Values], means: &[f64]) -> Influence {
    let mut by_value: Vec<(&Level, Vec<f64>)> = Vec::new();
    for (values, mean) in variants.iter().zip(means).filter(|(_, mean)| !mean.is_nan()) {
        let Some(level) = &values[input] else { continue };
        match by_value.iter_mut().find(|(known, _)| *known == level) {
            Some((_, all)) => all.push(*mean),
            None => by_value.push((level, vec![*mean])),
        }
    }
    let mut averages: Vec<f64> = by_value.iter().map(|(_, all)| all.iter().sum::<f64>() / all.len() as f64).collect();
    // One at a time, the scenario as it is is a value of each input.
    if variants.iter().any(|values| values.iter().any(Option::is_none)) {
        averages.extend(base.mean.0);
    }
    let (least, most) = averages.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), a| (least.min(*a), most.max(*a)));
    Influence { size: if most >= least { most - least } else { 0.0 }, spread: None }
}
