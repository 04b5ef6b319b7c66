//! Which remedies help: each is played on the luck that the scenario as it is meets, charged with its side effects, and ranked; then the best few
//! together.
//!
//! **Which are played how often.** All begin with few plays; the better half goes on with twice as many (successive halving: Jamieson and
//! Talwalkar, AISTATS 2016), until [`FINAL`] are left, which are played in full. All are judged on the same plays, so the luck of a round is
//! everybody's.
//!
//! **The order** is by the sum of three places: by hours saved, by promises no longer broken, by money (what is saved less what it costs, at one
//! incident a year where incidents have a date); what differs by less than 2 % of the largest shares a place. What cannot be told from no effect comes after what helps, what does harm last.
//!
//! **Together.** Remedies overlap. From the best one on, each step plays every other of the best few on top of what is chosen, and takes the one
//! that saves most. That is greedy: a pair of which neither is good by itself is not found.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arms::{self, Arm, Arms, Broken};
use super::resume::Memory;
use super::stakes::of_a_year;
use super::{Design, Ended};
use crate::model::plan::Plan;
use crate::scenario::Scenario;
use crate::scenario::remedy::{Remedy, Seen, Sort};

mod effect;

pub use effect::{Effect, Verdict, rate};
use effect::{effect, order};

/// How many remedies are played in full.
pub const FINAL: usize = 8;
/// How many of the best are tried together, and how many make the plan.
const TOGETHER: (usize, usize) = (4, 3);

/// A remedy and what it came to.
#[derive(Debug)]
pub struct Tried {
    /// By its place among those proposed.
    pub remedy: usize,
    /// What it came to.
    pub effect: Effect,
    /// All its plays; nothing of one that was given up on the way.
    pub arm: Option<Arm>,
}

/// Several remedies together.
#[derive(Debug)]
pub struct Together {
    /// By their places among those proposed; the last one was added in this step.
    pub remedies: Vec<usize>,
    /// What they came to.
    pub effect: Effect,
    /// Hours that they would save if what each saves alone added up.
    pub sum: f64,
    /// It is in the plan; the others were tried in the same step and save less.
    pub chosen: bool,
    /// All plays.
    pub arm: Arm,
}

/// What came of it.
#[derive(Debug)]
pub struct Improved {
    /// The scenario as it is.
    pub base: Arm,
    /// The remedies, the best first.
    pub tried: Vec<Tried>,
    /// The best few together, step by step.
    pub together: Vec<Together>,
    /// How it ended.
    pub ended: Ended,
}

/// Lays several remedies at once: the compiled scenario that they make.
pub type Lay<'a> = &'a dyn Fn(&[usize]) -> Option<Arc<Plan>>;

/// How many are kept, and after how many plays each.
fn rounds(candidates: usize, replications: u64) -> Vec<(usize, u64)> {
    let (mut left, mut plays, mut all) = (candidates, first(replications), Vec::new());
    while left > FINAL && plays < replications {
        left = (left / 2).max(FINAL);
        all.push((left, plays));
        plays *= 2;
    }
    all
}

/// What a few plays of the scenario as it is show: as many as the first round of [`improve`] plays.
pub fn few(
    plan: &Arc<Plan>,
    design: &Design,
    (stop, memory): (&AtomicBool, &mut Memory),
) -> Result<Seen, Broken<std::convert::Infallible>> {
    let mut arms = Arms::new([("as it is".to_owned(), plan.clone())]);
    let design = Design { replications: first(design.replications), ..*design };
    memory.piece(&mut arms, stop, |arms| arms::play_all(arms, &design, stop, &mut |_, _| ()))?;
    let tally = &arms.all()[0].tally;
    Ok(Seen {
        ledger: (tally.occurred > 0).then(|| tally.ledger_means()),
        decisions: tally.decisions.iter().map(|decision| (decision.reaching + decision.deciding) as f64).collect(),
    })
}

/// Plays of the first round.
fn first(replications: u64) -> u64 {
    (replications / 8).max(10).min(replications)
}

/// Plays them.
pub fn improve(
    base: &Arc<Plan>,
    remedies: &[(Remedy, Scenario, String)],
    lay: Lay<'_>,
    design: &Design,
    (stop, memory): (&AtomicBool, &mut Memory),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Improved, Broken<std::convert::Infallible>> {
    let plans = std::iter::once(base).chain(remedies.iter().map(|(_, with, _)| &with.plan));
    let mut arms: Vec<Arm> = plans.enumerate().map(|(at, plan)| Arm::new(name(remedies, at), plan.clone())).collect();
    let mut which: Vec<usize> = (0..remedies.len()).collect();
    let mut tried: Vec<Tried> = Vec::new();
    let rounds = rounds(remedies.len(), design.replications);
    let mut work = Work { design, stop, memory, progress, done: 0, of: total(remedies.len(), &rounds, design.replications) };
    for (keep, plays) in rounds {
        work.play(&mut arms, plays)?;
        if work.stopped() {
            break;
        }
        let effects: Vec<Effect> = effects(&arms, &which, remedies);
        let order = order(&effects);
        let mut left: Vec<(usize, Arm)> = Vec::new();
        let base = arms.remove(0);
        let mut kept: Vec<usize> = order.into_iter().take(keep).collect();
        kept.sort_unstable();
        for (at, (arm, effect)) in arms.drain(..).zip(effects).enumerate() {
            if kept.contains(&at) {
                left.push((which[at], arm));
            } else {
                tried.push(Tried { remedy: which[at], effect, arm: None });
            }
        }
        which = left.iter().map(|(remedy, _)| *remedy).collect();
        arms = std::iter::once(base).chain(left.into_iter().map(|(_, arm)| arm)).collect();
    }
    if !work.stopped() {
        work.play(&mut arms, design.replications)?;
    }
    let effects = effects(&arms, &which, remedies);
    let mut rest = arms.into_iter();
    let Some(base) = rest.next() else {
        return Ok(Improved { base: Arm::new(String::new(), base.clone()), tried, together: vec![], ended: Ended::Complete });
    };
    let finished = rest.zip(effects).zip(&which).map(|((arm, effect), remedy)| Tried { remedy: *remedy, effect, arm: Some(arm) });
    let (mut full, given_up): (Vec<Tried>, Vec<Tried>) = (finished.collect(), tried);
    ranked(&mut full);
    let together = if work.stopped() { Vec::new() } else { work.together(&base, &full, remedies, lay)? };
    let mut given_up = given_up;
    ranked(&mut given_up);
    full.extend(given_up);
    let ended = if work.stopped() { Ended::Interrupted } else { Ended::Complete };
    Ok(Improved { base, tried: full, together, ended })
}

fn name(remedies: &[(Remedy, Scenario, String)], at: usize) -> String {
    at.checked_sub(1).map_or("as it is".to_owned(), |at| remedies[at].0.slug.clone())
}

fn total(candidates: usize, rounds: &[(usize, u64)], replications: u64) -> u64 {
    let (mut sum, mut left, mut before) = (0, candidates as u64 + 1, 0);
    for (keep, plays) in rounds {
        sum += left * (plays - before);
        (left, before) = (*keep as u64 + 1, *plays);
    }
    let few = candidates.min(TOGETHER.0) as u64;
    let together: u64 = (1..TOGETHER.1 as u64).map(|step| few.saturating_sub(step)).sum();
    sum + left * (replications - before) + together * replications
}

/// The plays of a study in several rounds.
struct Work<'a> {
    design: &'a Design,
    stop: &'a AtomicBool,
    memory: &'a mut Memory,
    progress: &'a mut dyn FnMut(u64, u64),
    done: u64,
    of: u64,
}

impl Work<'_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// All of them up to so many plays.
    fn play(&mut self, all: &mut Vec<Arm>, plays: u64) -> Result<(), Broken<std::convert::Infallible>> {
        let mut arms = Arms::of(std::mem::take(all));
        let before = arms.replications() * arms.all().len() as u64;
        let (done, of) = (self.done, self.of);
        let design = Design { replications: plays, ..*self.design };
        let told = &mut *self.progress;
        let stop = self.stop;
        self.memory
            .piece(&mut arms, stop, |arms| arms::play_all(arms, &design, stop, &mut |at, _| told((done + at - before).min(of), of)))?;
        self.done += arms.replications() * arms.all().len() as u64 - before;
        *all = arms.into_all();
        Ok(())
    }

    /// From the best one on, one more at a time.
    fn together(
        &mut self,
        base: &Arm,
        full: &[Tried],
        remedies: &[(Remedy, Scenario, String)],
        lay: Lay<'_>,
    ) -> Result<Vec<Together>, Broken<std::convert::Infallible>> {
        let good: Vec<&Tried> = full.iter().filter(|tried| tried.effect.verdict() == Verdict::Helps).take(TOGETHER.0).collect();
        let alone = |remedy: usize| good.iter().find(|t| t.remedy == remedy).and_then(|t| t.effect.hours.value).unwrap_or(0.0);
        let Some(first) = good.first() else { return Ok(Vec::new()) };
        let (mut chosen, mut all) = (vec![first.remedy], Vec::<Together>::new());
        let mut best = first.effect.clone();
        while chosen.len() < TOGETHER.1 && !self.stopped() {
            let more = good.iter().map(|tried| tried.remedy).filter(|remedy| !chosen.contains(remedy));
            let sets: Vec<Vec<usize>> = more.map(|remedy| chosen.iter().copied().chain([remedy]).collect()).collect();
            let laid: Vec<(Vec<usize>, Arc<Plan>)> = sets.into_iter().filter_map(|set| lay(&set).map(|plan| (set, plan))).collect();
            let mut arms: Vec<Arm> = laid.iter().map(|(_, plan)| Arm::new("together".to_owned(), plan.clone())).collect();
            self.play(&mut arms, base.tally.replications())?;
            if self.stopped() {
                break;
            }
            let mut step: Vec<Together> = laid
                .into_iter()
                .zip(arms)
                .map(|((set, _), arm)| {
                    let sorts: Vec<Sort> = set.iter().map(|remedy| remedies[*remedy].0.sort).collect();
                    let sum = set.iter().map(|remedy| alone(*remedy)).sum();
                    Together { effect: effect(base, &arm, &sorts), remedies: set, sum, chosen: false, arm }
                })
                .collect();
            let effects: Vec<Effect> = step.iter().map(|t| t.effect.clone()).collect();
            let Some(at) = order(&effects).first().copied() else { break };
            // One more that makes nothing better is not worth its price.
            let better = |now: Option<f64>, before: Option<f64>| now.unwrap_or(0.0) > before.unwrap_or(0.0) + 1e-9;
            let now = &effects[at];
            let goes_on = better(now.hours.value, best.hours.value) || better(now.promises.value, best.promises.value);
            step[at].chosen = goes_on;
            if goes_on {
                chosen = step[at].remedies.clone();
                best = step[at].effect.clone();
            }
            all.extend(step);
            if !goes_on {
                break;
            }
        }
        Ok(all)
    }
}

fn effects(arms: &[Arm], which: &[usize], remedies: &[(Remedy, Scenario, String)]) -> Vec<Effect> {
    let Some((base, others)) = arms.split_first() else { return Vec::new() };
    others.iter().zip(which).map(|(arm, remedy)| effect(base, arm, &[remedies[*remedy].0.sort])).collect()
}

fn ranked(tried: &mut Vec<Tried>) {
    let effects: Vec<Effect> = tried.iter().map(|tried| tried.effect.clone()).collect();
    let order = order(&effects);
    let mut slots: Vec<Option<Tried>> = tried.drain(..).map(Some).collect();
    tried.extend(order.into_iter().filter_map(|at| slots[at].take()));
}

/// The figures are of a year, not of one incident.
pub fn yearly(improved: &Improved) -> bool {
    of_a_year(improved.base.plan())
}
