//! Key people: each person (pair, team, provider) away for the whole of every play, on the same luck as the scenario as it is; who is needed at
//! all, by what they may and can; and how many hold each runbook, grant and decision.
//!
//! *Away* means as if they had left before the play began: they are not on shift, answer no page, take no turn on call (the next member does, where
//! the rota has it so), decide nothing. Their grants stay with them, so an attack steals no less.
//!
//! **Plays that need not be played.** In a play in which a person is in no fact (was not paged, did nothing, decided nothing, was asked nothing) their
//! presence changed nothing: what a rule does differently because somebody is there, it records with them in it. So the play without them is the same,
//! and is not played again. Three kinds of people can matter without being seen, and are always played: those of teams whose tickets are followed (who
//! works on tickets is not told), those of providers who must first be asked (the asking names the provider only), and, where there are changes or
//! findings to remediate, everybody. A law holds this against playing everything.

pub mod away;
pub mod effect;
pub mod holders;
pub mod mentioned;
pub mod needed;
pub mod truck;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::measures::Recorder;
use crate::model::ids::{EmployerId, PersonId, TeamId};
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};
use crate::study::resume::{Memory, Piece};
use crate::study::{self, Broken, Design, Replicated, replicate};
use effect::{Effect, Readings};
use mentioned::{Mentioned, Seen};

/// Who is away together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Away {
    /// One person.
    Person(PersonId),
    /// Two people.
    Pair(PersonId, PersonId),
    /// Everybody of a team.
    Team(TeamId),
    /// Everybody of a provider.
    Provider(EmployerId),
}

impl Away {
    /// Who that is.
    pub fn people(&self, plan: &Plan) -> Vec<PersonId> {
        let everybody = || (0..).map(PersonId).zip(&plan.people);
        match self {
            Away::Person(one) => vec![*one],
            Away::Pair(one, other) => vec![*one, *other],
            Away::Team(team) => everybody().filter(|(_, p)| p.team == *team).map(|(id, _)| id).collect(),
            Away::Provider(employer) => everybody().filter(|(_, p)| p.employer == *employer).map(|(id, _)| id).collect(),
        }
    }

    /// Its name in files: "person", "pair", "team", "provider".
    pub fn sort(&self) -> &'static str {
        match self {
            Away::Person(_) => "person",
            Away::Pair(..) => "pair",
            Away::Team(_) => "team",
            Away::Provider(_) => "provider",
        }
    }

    /// Everybody, one by one; every pair and every team and provider on request.
    pub fn all(plan: &Plan, pairs: bool, groups: bool) -> Vec<Away> {
        let people = || (0..plan.people.len() as u32).map(PersonId).filter(|p| plan.people[p.at()].involved);
        let mut all: Vec<Away> = people().map(Away::Person).collect();
        if groups {
            let teams = (0..plan.teams.len() as u32).map(TeamId).filter(|team| people().any(|p| plan.people[p.at()].team == *team));
            all.extend(teams.map(Away::Team));
            let providers = (0..).map(EmployerId).zip(&plan.employers).filter(|(_, employer)| employer.provider).map(|(id, _)| id);
            all.extend(providers.filter(|e| people().any(|p| plan.people[p.at()].employer == *e)).map(Away::Provider));
        }
        if pairs {
            all.extend(people().flat_map(|one| people().filter(move |other| one < *other).map(move |other| Away::Pair(one, other))));
        }
        all
    }
}

/// What was played.
#[derive(Debug)]
pub struct People {
    /// The scenario as it is.
    pub base: Readings,
    /// One for each that was asked for and finished, in that order.
    pub effects: Vec<Effect>,
    /// How many were asked for.
    pub asked: usize,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// So many absences are played side by side; each takes a world a thread.
const AT_ONCE: usize = 64;

/// Plays every absence. `progress` is told how many plays of how many are done. Stopped, it keeps as many replications of every absence in hand as
/// were finished, and drops those that were not begun.
pub fn play(
    plan: &Arc<Plan>,
    all: &[Away],
    design: &Design,
    (stop, memory): (&AtomicBool, &mut Memory),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<People, Broken<std::convert::Infallible>> {
    let seen = Seen::of(plan);
    let of = all.len().max(1) as u64 * design.replications;
    let mut people = People { base: Readings::new(plan), effects: Vec::new(), asked: all.len(), stopped: false };
    let mut done = 0;
    for some in all.chunks(AT_ONCE) {
        let plans: Vec<Arc<Plan>> = some.iter().map(|away| Arc::new(away::without(plan, &away.people(plan)))).collect();
        let sets: Vec<Vec<PersonId>> = some.iter().map(|away| away.people(plan)).collect();
        let mut chunk =
            Chunk { base: Readings::new(plan), without: some.iter().map(|_| Readings::new(plan)).collect(), changed: vec![0; some.len()] };
        memory.piece(&mut chunk, stop, |chunk| {
            replicate::in_order(
                chunk.base.replications()..design.replications,
                design.jobs,
                stop,
                || Worlds { base: (Play::unmarked(plan.clone()), Recorder::new(plan)), without: plans.iter().map(|_| None).collect() },
                |worlds, replication| worlds.play(&plans, &sets, &seen, design.seed, replication),
                |replication, played| {
                    chunk.add(plan, played.map_err(|limit| Broken::Limit(replication, limit))?);
                    progress(done + (replication + 1) * some.len() as u64, of);
                    Ok(())
                },
            )
        })?;
        let Chunk { base, without, changed } = chunk;
        done += design.replications * some.len() as u64;
        let finished = base.replications();
        if finished > 0 {
            for ((away, without), changed) in some.iter().zip(&without).zip(changed) {
                people.effects.push(Effect::of(plan, away.clone(), &base, without, changed));
            }
            if people.base.replications() < finished {
                people.base = base;
            }
        }
        if stop.load(Ordering::Relaxed) && (finished < design.replications || people.effects.len() < all.len()) {
            people.stopped = true;
            break;
        }
    }
    Ok(people)
}

/// Some absences that are played side by side, and the scenario as it is.
struct Chunk {
    base: Readings,
    without: Vec<Readings>,
    /// Of each, the plays that can have changed.
    changed: Vec<u64>,
}

impl Chunk {
    fn add(&mut self, plan: &Plan, (as_it_is, others): (Replicated, Vec<Option<Replicated>>)) {
        self.base.add(plan, &as_it_is);
        for (at, other) in others.iter().enumerate() {
            self.changed[at] += u64::from(other.is_some());
            self.without[at].add(plan, other.as_ref().unwrap_or(&as_it_is));
        }
    }
}

impl Piece for Chunk {
    fn put(&self, words: &mut Vec<u64>) {
        std::iter::once(&self.base).chain(&self.without).for_each(|readings| readings.put(words));
        words.extend(&self.changed);
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        std::iter::once(&mut self.base).chain(&mut self.without).try_for_each(|readings| readings.get(words))?;
        for changed in &mut self.changed {
            *changed = words.next()?;
        }
        Some(())
    }
}

/// The worlds of one thread.
struct Worlds<'p> {
    base: (Play, Recorder<'p>),
    without: Vec<Option<(Play, Recorder<'p>)>>,
}

impl<'p> Worlds<'p> {
    /// One replication as it is, and without each of some sets of people: nothing where their absence cannot change it.
    fn play(
        &mut self,
        plans: &'p [Arc<Plan>],
        sets: &[Vec<PersonId>],
        seen: &Seen,
        seed: u64,
        replication: u64,
    ) -> Result<(Replicated, Vec<Option<Replicated>>), LimitHit> {
        let mut mentioned = Mentioned::new(seen);
        let (play, recorder) = &mut self.base;
        let as_it_is = study::one_told(play, recorder, seed, replication, |_, fact| mentioned.note(fact))?;
        let mut others = Vec::with_capacity(sets.len());
        for (at, set) in sets.iter().enumerate() {
            if !mentioned.any(set) {
                others.push(None);
                continue;
            }
            let (play, recorder) = self.without[at].get_or_insert_with(|| (Play::unmarked(plans[at].clone()), Recorder::new(&plans[at])));
            others.push(Some(study::one(play, recorder, seed, replication)?));
        }
        Ok((as_it_is, others))
    }
}
