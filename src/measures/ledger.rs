//! The wait ledger: from occurrence to recovery (or the horizon) an incident is always in exactly one state.
//!
//! It is found by walking back. The walk starts at the end of the job that brought the last hit system back, and goes over what that job did
//! and waited for to the end of the job that released it; from there over that one, and so on, until a job that nothing released. Before the
//! response there is `unanswered` back to the alert, and `undetected` back to the occurrence. Every step moves one cut point back and books
//! what lies between, so the parts add up by construction.

use super::history::{History, NONE, Told, What};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Wait;
use crate::model::ids::{SystemId, TaskId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// One length for each state.
pub(super) type Parts = [Span; Wait::ALL.len()];

/// What the ledger needs to know of an incident beside its jobs.
pub(super) struct Frame<'a> {
    pub(super) plan: &'a Plan,
    /// It occurred then: the ledger begins.
    pub(super) occurred: Instant,
    pub(super) alerted: Option<Instant>,
    pub(super) recovered: Option<Instant>,
    /// The ledger ends here at the latest.
    pub(super) horizon: Instant,
    /// Its playbook has tasks that bring systems back.
    pub(super) has_recover: bool,
}

/// The ledger of an incident that occurred; `is_back` says whether a system's service is back at the horizon.
pub(super) fn ledger(history: &History, frame: &Frame, is_back: &dyn Fn(SystemId) -> bool) -> Parts {
    let until = frame.recovered.unwrap_or(frame.horizon);
    history.begin_at_the_end();
    let mut walk = Walk { history, frame, cut: until, parts: [Span(0); Wait::ALL.len()] };
    let mut next = walk.start(is_back);
    while let Some(step) = next
        && walk.cut > frame.occurred
    {
        history.has_come_to(step.below);
        next = walk.over(step);
    }
    walk.before_the_response();
    walk.parts
}

/// Where the walk goes on: at this mark of a job, its last among the first `below` of all.
#[derive(Copy, Clone)]
struct Step {
    job: u32,
    mark: u32,
    below: u32,
}
impl Step {
    /// At the end of an attempt at a job.
    fn at_end(job: u32, mark: u32) -> Step {
        Step { job, mark, below: mark + 1 }
    }
}

/// One attempt at a job, as far as the walk has come.
struct Attempt {
    /// Its waits and work count from here; what lies before it belongs to `next`.
    from: Instant,
    /// From here on everything is rework.
    rework: Option<Instant>,
    next: Option<Step>,
}

struct Walk<'a> {
    history: &'a History,
    frame: &'a Frame<'a>,
    /// Everything from here on is booked.
    cut: Instant,
    parts: Parts,
}

impl Walk<'_> {
    /// Books everything back to an instant.
    fn back_to(&mut self, from: Instant, state: Wait) {
        let from = from.max(self.frame.occurred);
        if from < self.cut {
            self.parts[state as usize] += self.cut - from;
            self.cut = from;
        }
    }

    fn before_the_response(&mut self) {
        if let Some(alerted) = self.frame.alerted {
            self.back_to(alerted, Wait::Unanswered);
        }
        self.back_to(self.frame.occurred, Wait::Undetected);
    }

    /// The job that brought the last hit system back; if not recovered, the one that is still open.
    fn start(&self, is_back: &dyn Fn(SystemId) -> bool) -> Option<Step> {
        let below = self.history.told_by(self.cut);
        let brought_back = || self.frame.recovered.and_then(|at| self.ended_at(at, below, |task, done| done && self.brings_back(task)));
        let still_open = || self.pressing(below, is_back);
        let open = || if self.frame.recovered.is_none() { still_open() } else { None };
        brought_back().or_else(open).or_else(|| self.last_ended(below)).or_else(still_open)
    }

    fn phase(&self, task: TaskId) -> Option<Phase> {
        self.frame.plan.tasks.get(task.at()).map(|t| t.phase)
    }

    fn brings_back(&self, task: TaskId) -> bool {
        !self.notifies(task) && (!self.frame.has_recover || self.phase(task) == Some(Phase::Recover))
    }

    /// Whom one tells brings nothing back: no recovery waits for a notice.
    fn notifies(&self, task: TaskId) -> bool {
        self.frame.plan.tasks.get(task.at()).is_some_and(|t| t.sends.is_some())
    }

    /// The lowest job that ended at this very instant.
    fn ended_at(&self, at: Instant, below: u32, wanted: impl Fn(TaskId, bool) -> bool) -> Option<Step> {
        let done = |end: u32| matches!(self.history.at(end).what, What::Over { done: true });
        let ended = self.history.ended_at(at, below).filter(|(job, end)| wanted(self.history.job(*job).task, done(*end)));
        let lowest = ended.min_by_key(|(job, _)| (self.history.job(*job).task, self.history.job(*job).system));
        lowest.map(|(job, end)| Step::at_end(job, end))
    }

    /// The job that ended last, the lowest of several.
    fn last_ended(&self, below: u32) -> Option<Step> {
        let mut best: Option<(Instant, Step)> = None;
        for job in self.history.in_order().filter(|job| !self.notifies(self.history.job(*job).task)) {
            let Some(end) = self.history.end_below(job, below) else { continue };
            let at = self.history.at(end).at;
            if best.is_none_or(|(b, _)| at > b) {
                best = Some((at, Step::at_end(job, end)));
            }
        }
        best.map(|(_, step)| step)
    }

    /// The open job for which the recovery waits: one that brings back a system that is not back, before others; one that goes on or waits for
    /// people, before one that waits for something outside, since that may be another job's system; then the lowest.
    fn pressing(&self, below: u32, is_back: &dyn Fn(SystemId) -> bool) -> Option<Step> {
        let open = self.history.in_order().filter_map(|job| Some((job, self.history.open_below(job, below)?)));
        let rank = |job: u32, mark: u32| {
            let told = self.history.job(job);
            let recovers = self.phase(told.task) == Some(Phase::Recover) && !told.system.is_some_and(is_back);
            (self.notifies(told.task), !recovers, self.history.at(mark).what == What::Waits(Wait::Dependency))
        };
        // `min_by_key` keeps the first of several, and they come in order.
        open.min_by_key(|(job, mark)| rank(*job, *mark)).map(|(job, mark)| Step { job, mark, below })
    }

    /// Books what a job did and waited for, back to the end of the one that released it.
    fn over(&mut self, step: Step) -> Option<Step> {
        let attempt = self.attempt(step);
        let mut mark = step.mark;
        let mut first = true;
        while mark != NONE && self.cut > attempt.from {
            let told = *self.history.at(mark);
            match told.what {
                // Between its end and what it is taken for nothing is known of it.
                What::Over { .. } if first => self.back_to(told.at.max(attempt.from), Wait::Dependency),
                What::Over { .. } => break,
                What::Released { .. } => {}
                What::Waits(on) => self.piece(told.at, on, &attempt),
                What::Works { reading_in } => {
                    self.piece(told.at + reading_in, Wait::Working, &attempt);
                    self.piece(told.at, Wait::HandOver, &attempt);
                }
            }
            first = false;
            mark = told.before;
        }
        self.piece(attempt.from, Wait::Dependency, &attempt);
        attempt.next
    }

    /// Books a piece of an attempt; all of a second one is rework, whatever it waits for: it would not be there but for the first.
    fn piece(&mut self, from: Instant, state: Wait, attempt: &Attempt) {
        let from = from.max(attempt.from);
        if let Some(rework) = attempt.rework {
            self.back_to(from.max(rework), Wait::Rework);
        }
        self.back_to(from, state);
    }

    /// The attempt a job is in, or has just ended: what released it, and when it began.
    fn attempt(&self, step: Step) -> Attempt {
        let history = self.history;
        let mut mark = step.mark;
        let (mut first_release, mut first_mark, mut releaser, mut rework) = (None, mark, None, false);
        let mut top = true;
        let mut earlier_attempt = None;
        while mark != NONE {
            let told = history.at(mark);
            match told.what {
                What::Over { .. } if !top => {
                    earlier_attempt = Some(Step::at_end(step.job, mark));
                    break;
                }
                What::Released { by, end, attempt } => {
                    first_release = Some(mark);
                    rework |= attempt > 1;
                    // Of several releases of one attempt that name a job of this incident, the one by the job that ended last counts.
                    let other = self.releaser(step.job, (by, end), mark);
                    let ended = |step: &Step| history.at(step.mark).at;
                    if other.is_some_and(|other| releaser.is_none_or(|best| ended(&other) > ended(&best))) {
                        releaser = other;
                    }
                }
                _ => {}
            }
            top = false;
            first_mark = mark;
            mark = told.before;
        }
        let began = first_release.unwrap_or(first_mark);
        if began == NONE {
            return Attempt { from: self.cut, rework: None, next: None };
        }
        let began_at = history.at(began).at;
        let rework = rework.then_some(began_at);
        if let Some(next) = releaser {
            return Attempt { from: history.at(next.mark).at, rework, next: Some(next) };
        }
        let next = earlier_attempt.or_else(|| self.released_by_none(step.job, began, first_release.is_none()));
        Attempt { from: began_at, rework, next }
    }

    /// The end of the job `by` that released another, told as mark `below`. Of several tasks before it that ended at that instant, the lowest.
    fn releaser(&self, job: u32, (by, end): (u32, u32), below: u32) -> Option<Step> {
        if by == NONE || end == NONE {
            return None;
        }
        let history = self.history;
        let (job, told) = (history.job(job), history.job(by));
        let before = self.frame.plan.tasks.get(job.task.at()).map_or(&[][..], |t| &t.after);
        let precedes =
            |other: &Told| before.contains(&other.task) && (other.system.is_none() || job.system.is_none() || other.system == job.system);
        let lowest = || history.lowest_ended_with(end, below, precedes);
        let (job, end) = if precedes(told) { lowest().unwrap_or((by, end)) } else { (by, end) };
        Some(Step::at_end(job, end))
    }

    /// What a job goes on with that nothing is known to have released: for one that was not released at all, the one that ended then; for one
    /// that a late hit created, the open containment task, or any that is open. Nothing for the first tasks of the response.
    fn released_by_none(&self, job: u32, below: u32, unreleased: bool) -> Option<Step> {
        if unreleased && let Some(step) = self.ended_at(self.history.at(below).at, below, |task, _| !self.notifies(task)) {
            return Some(step);
        }
        let aside = |other: &u32| self.notifies(self.history.job(*other).task);
        let open = |other: &u32| *other != job && !aside(other) && self.history.open_below(*other, below).is_some();
        let contains = |other: &u32| self.phase(self.history.job(*other).task) == Some(Phase::Contain);
        let mut all = self.history.in_order().filter(open);
        let job = self.history.in_order().filter(open).find(contains).or_else(|| all.next())?;
        Some(Step { job, mark: self.history.last_below(job, below)?, below })
    }
}
