//! What an answer depends on: inputs varied, each variant played on the same luck, so that what differs is the input.
//!
//! - **One at a time**: each input at each of its values, all others as they are; the span of the answer is the bar of a tornado.
//! - **Full grid**: every combination.
//! - **Latin hypercube** (McKay, Beckman and Conover, Technometrics 21 (1979) 239-245): so many draws of all inputs at once, each input taking each
//!   part of its range once. This is the outer level of a two-level study: what is not known is drawn apart from luck, which is the same in all draws.
//! - **Morris** (Technometrics 33 (1991) 161-174; mu* of Campolongo, Cariboni and Saltelli, Environmental Modelling & Software 22 (2007)
//!   1509-1518): trajectories that change one input at a time; the mean absolute effect ranks which estimate is worth improving, its spread shows
//!   effects that depend on other inputs.

mod apart;
mod chunk;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use apart::{Apart, Band, apart};
use chunk::Chunk;

use super::Design;
use super::arms::{self, Arm, Arms, Broken};
use super::resume::Memory;
use super::stakes::Stakes;
use crate::engine::chance::{Luck, Purpose, subject};
use crate::model::plan::Plan;
use crate::statistics::paired::{Difference, Estimate, Side};
use crate::statistics::{Interval, Sample, interval};

const CELL: Purpose = Purpose::named("cell of a hypercube");
const PLACE: Purpose = Purpose::named("place in a cell");
const TURN: Purpose = Purpose::named("turn of a trajectory");
const START: Purpose = Purpose::named("start of a trajectory");
/// Variants that are played side by side.
const AT_ONCE: usize = 8;

/// So many draws of so many inputs, each from 0 to 1. The same for the same seed; an input more leaves the others' draws as they are.
pub fn latin(draws: usize, inputs: &[String], seed: u64) -> Vec<Vec<f64>> {
    let luck = Luck::new(seed, 0, 0);
    let columns: Vec<Vec<f64>> = inputs
        .iter()
        .map(|input| {
            let of = subject(input);
            let mut cells: Vec<usize> = (0..draws).collect();
            cells.sort_by_key(|cell| luck.draw(CELL, of, *cell as u64).next_u64());
            let place = |(draw, cell): (usize, usize)| (cell as f64 + luck.draw(PLACE, of, draw as u64).uniform()) / draws as f64;
            cells.into_iter().enumerate().map(place).collect()
        })
        .collect();
    (0..draws).map(|draw| columns.iter().map(|column| column[draw]).collect()).collect()
}

/// Trajectories on the levels 0, 1/3, 2/3, 1: of each `inputs + 1` points, of which each differs from the one before in one input, by 2/3.
pub fn trajectories(many: usize, inputs: &[String], seed: u64) -> Vec<Vec<f64>> {
    let luck = Luck::new(seed, 0, 0);
    let mut points = Vec::new();
    for trajectory in 0..many as u64 {
        let start = |input: &String| if luck.draw(START, subject(input), trajectory).chance(0.5) { 0.0 } else { 1.0 / 3.0 };
        let mut at: Vec<f64> = inputs.iter().map(start).collect();
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by_key(|input| luck.draw(TURN, subject(&inputs[*input]), trajectory).next_u64());
        points.push(at.clone());
        for input in order {
            at[input] += 2.0 / 3.0;
            points.push(at.clone());
        }
    }
    points
}

/// What one variant came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// Values of the measure, and how many of them were not reached by the horizon.
    pub count: (u64, u64),
    /// The mean and its interval.
    pub mean: (Option<f64>, Interval),
    /// The median.
    pub p50: (Option<f64>, Interval),
    /// What 1 in 10 is worse than.
    pub p90: (Option<f64>, Interval),
    /// The 10 % quantile.
    pub p10: Option<f64>,
    /// The standard deviation of its values, by luck alone.
    pub sd: Option<f64>,
    /// This mean less that of the scenario as it is.
    pub change: Estimate,
    /// Hours from harm to recovery, on average of a play (of a year).
    pub hours: Option<f64>,
    /// The share of promises broken.
    pub broken: Option<f64>,
    /// What incidents cost, of a play (of a year).
    pub money: Option<f64>,
}

impl Response {
    /// Of an arm, held against another.
    pub fn of(arm: &Arm, base: &Arm, measure: &str) -> Response {
        let empty = Sample::new();
        let (figure, before) = (arm.figure(measure), base.figure(measure));
        let sample = figure.as_ref().map_or(&empty, |figure| figure.sample);
        let sorted = sample.sorted();
        let at = |level: f64| (sample.quantile(level), interval::of_quantile(sample, &sorted, level));
        let change = match &before {
            Some(before) if sample.count() > 0 => Difference::of(&Side::of(sample), &Side::of(before.sample)).mean,
            _ => Estimate::default(),
        };
        let stakes = Stakes::of(arm);
        Response {
            count: (sample.count(), sample.censored()),
            mean: (sample.mean(), interval::of_mean(sample)),
            p50: at(0.5),
            p90: at(0.9),
            p10: sample.quantile(0.1),
            sd: sample.sd(),
            change,
            hours: stakes.hours.mean(),
            broken: stakes.broken.mean(),
            money: stakes.money.mean(),
        }
    }
}

/// What came of it: the scenario as it is, and the variants that are finished, in their order.
#[derive(Clone, Debug)]
pub struct Swept {
    /// As it is.
    pub base: Response,
    /// Each variant; fewer than asked for when it was stopped.
    pub responses: Vec<Response>,
    /// Plays of each.
    pub plays: u64,
}

/// Plays the scenario as it is and each variant of it. Stopped, it keeps the variants that are finished.
pub fn sweep(
    base: &Arc<Plan>,
    variants: &[Arc<Plan>],
    measure: &str,
    design: &Design,
    (stop, memory): (&AtomicBool, &mut Memory),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<Swept>, Broken<std::convert::Infallible>> {
    let of = (variants.len() as u64 + 1) * design.replications;
    let mut play = |arms: &mut Arms, before: usize| {
        let before = before as u64 * design.replications;
        arms::play_all(arms, design, stop, &mut |at, _| progress(before + at, of))
    };
    let mut as_it_is = Arms::new([("as it is".to_owned(), base.clone())]);
    memory.piece(&mut as_it_is, stop, |arms| play(arms, 0))?;
    if as_it_is.replications() < design.replications {
        return Ok(None);
    }
    let as_it_is = &as_it_is.all()[0];
    let mut responses = Vec::new();
    for (at, some) in variants.chunks(AT_ONCE).enumerate() {
        let named = some.iter().enumerate().map(|(place, plan)| (format!("variant {}", at * AT_ONCE + place + 1), plan.clone()));
        let mut chunk = Chunk { arms: Arms::new(named), responses: Vec::new() };
        memory.piece(&mut chunk, stop, |chunk| {
            chunk.play(&mut |arms| play(arms, 1 + at * AT_ONCE), design.replications, |arm| Response::of(arm, as_it_is, measure))
        })?;
        if chunk.responses.is_empty() {
            break;
        }
        responses.extend(chunk.responses);
    }
    Ok(Some(Swept { base: Response::of(as_it_is, as_it_is, measure), responses, plays: design.replications }))
}

/// How much one input matters.
#[derive(Copy, Clone, Debug, PartialEq, Default)]
pub struct Influence {
    /// One at a time and grid: the largest mean less the smallest. Morris: the mean absolute effect of the whole range. Latin: the rank correlation.
    pub size: f64,
    /// Morris: the standard deviation of the effects of the whole range; large beside `size` where it depends on other inputs.
    pub spread: Option<f64>,
}

/// The effects of trajectories: of each input the mean absolute effect of its whole range, and the spread of effects.
pub fn morris(points: &[Vec<f64>], means: &[f64], inputs: usize) -> Vec<Influence> {
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    for (at, trajectory) in points.chunks(inputs + 1).enumerate() {
        for step in 1..trajectory.len() {
            let place = at * (inputs + 1) + step;
            let known = means.get(place - 1).zip(means.get(place)).filter(|(before, here)| !(*here - *before).is_nan());
            let Some((before, here)) = known else { continue };
            let moved = (0..inputs).find(|input| trajectory[step][*input] != trajectory[step - 1][*input]);
            if let Some(input) = moved {
                effects[input].push((here - before) / (trajectory[step][input] - trajectory[step - 1][input]));
            }
        }
    }
    let of = |effects: Vec<f64>| {
        let count = effects.len() as f64;
        if effects.is_empty() {
            return Influence::default();
        }
        let mean = effects.iter().sum::<f64>() / count;
        let squares: f64 = effects.iter().map(|effect| (effect - mean) * (effect - mean)).sum();
        let spread = (count > 1.0).then(|| libm::sqrt(squares / (count - 1.0)));
        Influence { size: effects.iter().map(|effect| libm::fabs(*effect)).sum::<f64>() / count, spread }
    };
    effects.into_iter().map(of).collect()
}

/// Spearman's rank correlation of two lists; 0 where one does not vary.
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let count = a.len() as f64;
    let (of_a, of_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let sum = |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(&b).map(|(a, b)| of(a - of_a, b - of_b)).sum::<f64>();
    let (both, first, second) = (sum(&|a, b| a * b), sum(&|a, _| a * a), sum(&|_, b| b * b));
    if first * second > 0.0 { both / libm::sqrt(first * second) } else { 0.0 }
}

/// The rank of each value; equal ones share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: f64| values.iter().filter(|other| **other < value).count() as f64;
    let same = |value: f64| values.iter().filter(|other| **other == value).count() as f64;
    values.iter().map(|value| below(*value) + (same(*value) - 1.0) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(many: usize) -> Vec<String> {
        (0..many).map(|at| format!("input {at}")).collect()
    }

    #[test]
    fn each_part_of_each_range_is_drawn_once_and_an_input_more_changes_no_other() {
        let draws = latin(20, &names(3), 7);
        for input in 0..3 {
            let mut cells: Vec<usize> = draws.iter().map(|draw| (draw[input] * 20.0) as usize).collect();
            cells.sort_unstable();
            assert_eq!(cells, (0..20).collect::<Vec<_>>());
        }
        let more = latin(20, &names(4), 7);
        assert!(draws.iter().zip(&more).all(|(a, b)| a[..] == b[..3]));
        assert_ne!(latin(20, &names(3), 8), draws);
    }

    #[test]
    fn morris_finds_what_a_known_function_depends_on() {
        // 3 a + b c: the effect of a is 3 everywhere; of b it is c; the fourth input does nothing.
        let points = trajectories(40, &names(4), 1);
        assert_eq!(points.len(), 40 * 5);
        assert!(points.iter().flatten().all(|at| (-1e-12..=1.0 + 1e-12).contains(at)));
        let means: Vec<f64> = points.iter().map(|at| 3.0 * at[0] + at[1] * at[2]).collect();
        let all = morris(&points, &means, 4);
        assert!((all[0].size - 3.0).abs() < 1e-9 && all[0].spread.is_some_and(|spread| spread < 1e-9), "{all:?}");
        assert!((all[1].size - 0.5).abs() < 0.15 && all[1].spread.is_some_and(|spread| spread > 0.2), "{all:?}");
        assert_eq!(all[3].size, 0.0);
    }

    #[test]
    fn ranks_correlate_as_in_the_book() {
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0, 4.0], &[1.0, 8.0, 27.0, 64.0]), 1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[5.0, 4.0, 1.0]), -1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), 0.0);
        // IQ and hours of television, Wikipedia's example of 2026: -29/165.
        let (iq, tv) = ([106., 100., 86., 101., 99., 103., 97., 113., 112., 110.], [7., 27., 2., 50., 28., 29., 20., 12., 6., 17.]);
        assert!((rank_correlation(&iq, &tv) + 29.0 / 165.0).abs() < 1e-12);
    }
}
