//! A dry run: the exercise played some hundred times by simulated staff, so that a facilitator knows beforehand which decisions will come when, and
//! whether there is time to talk about them.
//!
//! A decision is counted once an incident, when it is first asked for: what is asked again for the next system has been talked about. It is the
//! room's when somebody at the table may take it (or would, in place of who may); with nobody at the table all are. What standing permissions
//! settle is nobody's to talk about. Everything is counted from the beginning of the first move to the end of the exercise in story time; injects that have come before are handed in at STARTEX.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::expectation::{Judge, Judged, Verdict};
use crate::engine::time::{Instant, Span};
use crate::model::exercise::Exercise;
use crate::model::fact::{Answer, Authority, Fact, Told};
use crate::model::ids::{DecisionId, IncidentNo, InjectId, PersonId};
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};
use crate::study::{Broken, Design, replicate};

/// What some hundred plays of an exercise came to.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// Plays.
    pub plays: u64,
    /// Those in which harm was done.
    pub harmed: u64,
    /// By the place of the move: what each of the plays that reached it came to.
    pub moves: Vec<Vec<Load>>,
    /// All moves of a play together.
    pub whole: Vec<Load>,
    /// By decision.
    pub decisions: BTreeMap<DecisionId, Expected>,
    /// By the place of the expectation: what became of it in each play.
    pub expectations: Vec<Vec<Judged>>,
    /// How many plays each inject came in, by the place of the move in which it did.
    pub injects: BTreeMap<(InjectId, usize), u64>,
}

/// What a play asks of the room.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Load {
    /// Decisions of the room.
    pub decisions: u32,
    /// Injects that are read out.
    pub injects: u32,
}
impl Load {
    /// How long the room needs for it, in minutes.
    pub fn minutes(self, exercise: &Exercise) -> u32 {
        self.decisions * exercise.minutes_per_decision + self.injects * exercise.minutes_per_inject
    }
}

/// A decision in all plays.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// When it was first asked for, in each play in which it was.
    pub asked: Vec<Instant>,
    /// How long it took until it was taken or refused, where it was by the end.
    pub took: Vec<Span>,
    /// By whom and on what authority, how often; nobody's name where a permission stood.
    pub by: BTreeMap<(Option<PersonId>, &'static str), u64>,
    /// By the place of the move in which it was asked for, in how many plays.
    pub moves: BTreeMap<usize, u64>,
}

/// Somebody at the table may take a decision, or there is no table.
pub fn of_the_room(plan: &Plan, decision: DecisionId) -> bool {
    let Some(exercise) = &plan.exercise else { return false };
    let right = &plan.decisions[decision.at()];
    exercise.seats.is_empty() || right.holders.iter().chain(&right.delegates).any(|person| exercise.seat_of(*person).is_some())
}

/// The instants at which the moves of a play begin, and at which the exercise ends; nothing for a move that is not reached.
pub fn times(exercise: &Exercise, occurred: Option<Instant>, end: Instant) -> (Vec<Option<Instant>>, Instant) {
    let ends = exercise.ends.and_then(|ends| ends.instant(occurred)).map_or(end, |ends| ends.min(end));
    let begins = |at: usize| match exercise.moves[at].begins {
        None if at == 0 => Some(Instant(0)),
        begins => begins.and_then(|begins| begins.instant(occurred)),
    };
    ((0..exercise.moves.len()).map(|at| begins(at).filter(|at| *at < ends)).collect(), ends)
}

/// Plays it. Nothing where the scenario has no exercise.
pub fn run(
    plan: &Arc<Plan>,
    design: &Design,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<DryRun>, Broken<Infallible>> {
    let Some(exercise) = &plan.exercise else { return Ok(None) };
    let mut all = DryRun {
        plays: 0,
        harmed: 0,
        moves: vec![Vec::new(); exercise.moves.len()],
        whole: Vec::new(),
        decisions: BTreeMap::new(),
        expectations: vec![Vec::new(); exercise.expectations.len()],
        injects: BTreeMap::new(),
    };
    let make = || (Play::new(plan.clone()), Vec::new());
    let work = |(play, facts): &mut (Play, Vec<(Instant, Fact)>), replication| {
        facts.clear();
        play.reset(design.seed, replication);
        play.run(&mut |at, fact| facts.push((at, *fact))).map(|played| Seen::of(plan, exercise, facts, played.end))
    };
    replicate::in_order(0..design.replications, design.jobs, stop, make, work, |replication, seen: Result<Seen, LimitHit>| {
        all.add(seen.map_err(|limit| Broken::Limit(replication, limit))?);
        progress(replication + 1, design.replications);
        Ok::<(), Broken<Infallible>>(())
    })?;
    Ok(Some(all))
}

/// What one play came to.
struct Seen {
    harmed: bool,
    moves: Vec<Option<Load>>,
    asked: Vec<Asked>,
    injects: Vec<(InjectId, usize)>,
    judged: Vec<Judged>,
}
struct Asked {
    incident: IncidentNo,
    decision: DecisionId,
    at: Instant,
    in_move: usize,
    settled: Option<(Instant, Option<PersonId>, &'static str)>,
}

/// On what authority, in a word.
pub fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Holder => "holder",
        Authority::Delegate => "delegate",
        Authority::PreAuthorised(_) => "pre-authorised",
        Authority::Nobody => "without authority",
    }
}

impl Seen {
    fn of(plan: &Plan, exercise: &Exercise, facts: &[(Instant, Fact)], end: Instant) -> Seen {
        let occurred = facts.iter().find(|(_, fact)| matches!(fact, Fact::Occurred { .. })).map(|(at, _)| *at);
        let (begins, ends) = times(exercise, occurred, end);
        let mut judge = Judge::new(plan);
        let moves = begins.iter().map(|begins| begins.map(|_| Load::default())).collect();
        let mut seen = Seen { harmed: occurred.is_some(), moves, asked: Vec::new(), injects: Vec::new(), judged: Vec::new() };
        // Without moves the whole play is one.
        let in_move = |at: Instant| if begins.is_empty() { Some(0) } else { begins.iter().rposition(|b| b.is_some_and(|b| b <= at)) };
        for (at, fact) in facts.iter().take_while(|(at, _)| *at <= ends) {
            judge.see(*at, fact);
            // What has come before the first move is handed in at its beginning.
            let before = matches!(fact, Fact::Inject(Told::Fired { .. })).then_some(0);
            if let Some(in_move) = in_move(*at).or(before) {
                seen.see(plan, *at, fact, in_move);
            }
        }
        seen.judged = judge.by(ends);
        seen
    }

    fn see(&mut self, plan: &Plan, at: Instant, fact: &Fact, in_move: usize) {
        match *fact {
            Fact::Asked { incident, decision, .. } if !self.asked.iter().any(|a| (a.incident, a.decision) == (incident, decision)) => {
                self.asked.push(Asked { incident, decision, at, in_move, settled: None });
                if let Some(Some(load)) = self.moves.get_mut(in_move).filter(|_| of_the_room(plan, decision)) {
                    load.decisions += 1;
                }
            }
            Fact::Decided { incident, decision, person, answer, authority: on } if answer != Answer::Deferred => {
                self.settle(incident, decision, (at, person, authority(on)), answer == Answer::Refused);
            }
            Fact::Granted { incident, decision, authority: on } => self.settle(incident, decision, (at, None, authority(on)), true),
            Fact::Inject(Told::Fired { inject, .. }) => {
                self.injects.push((inject, in_move));
                if let Some(Some(load)) = self.moves.get_mut(in_move) {
                    load.injects += 1;
                }
            }
            _ => {}
        }
    }

    /// Somebody has answered; with `whole`, that settles it. The last who answered took it.
    fn settle(&mut self, incident: IncidentNo, decision: DecisionId, by: (Instant, Option<PersonId>, &'static str), whole: bool) {
        let Some(asked) = self.asked.iter_mut().find(|a| (a.incident, a.decision) == (incident, decision)) else { return };
        match &mut asked.settled {
            Some(settled) if settled.0 == Instant::NEVER => {
                let person = by.1.or(settled.1);
                *settled = (if whole { by.0 } else { Instant::NEVER }, person, by.2);
            }
            Some(_) => {}
            none => *none = Some((if whole { by.0 } else { Instant::NEVER }, by.1, by.2)),
        }
    }
}

impl DryRun {
    fn add(&mut self, seen: Seen) {
        self.plays += 1;
        self.harmed += u64::from(seen.harmed);
        let mut whole = Load::default();
        for (all, load) in self.moves.iter_mut().zip(&seen.moves) {
            let Some(load) = load else { continue };
            whole = Load { decisions: whole.decisions + load.decisions, injects: whole.injects + load.injects };
            all.push(*load);
        }
        self.whole.push(whole);
        let mut first: BTreeMap<DecisionId, &Asked> = BTreeMap::new();
        for asked in &seen.asked {
            first.entry(asked.decision).or_insert(asked);
        }
        for (decision, asked) in first {
            let expected = self.decisions.entry(decision).or_default();
            expected.asked.push(asked.at);
            *expected.moves.entry(asked.in_move).or_default() += 1;
            if let Some((at, person, on)) = asked.settled.filter(|(at, ..)| *at != Instant::NEVER) {
                expected.took.push(at - asked.at);
                *expected.by.entry((person, on)).or_default() += 1;
            }
        }
        let mut came = seen.injects;
        came.sort_unstable();
        came.dedup();
        for key in came {
            *self.injects.entry(key).or_default() += 1;
        }
        for (all, judged) in self.expectations.iter_mut().zip(seen.judged) {
            all.push(judged);
        }
    }

    /// How often an expectation was due, and met of these.
    pub fn met(&self, expectation: usize) -> (u64, u64) {
        let all = &self.expectations[expectation];
        let due = all.iter().filter(|judged| matches!(judged.verdict, Verdict::Met { .. } | Verdict::Missed { .. })).count();
        let met = all.iter().filter(|judged| matches!(judged.verdict, Verdict::Met { .. })).count();
        (due as u64, met as u64)
    }
}

/// A quantile of sorted values, the lower of two neighbours; nothing of none.
pub fn quantile<T: Copy>(sorted: &[T], level: f64) -> Option<T> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get(libm::floor(last as f64 * level) as usize).copied()
}
