//! The jobs of an incident. What of them is open is counted as they move, so that nobody has to go through all of them to know it; and a job
//! that waits for one before it is looked at again only when that one is over.

use bevy_ecs::prelude::*;

use super::{Counts, JobState, Standing};
use crate::engine::chance::combine;
use crate::engine::time::Instant;
use crate::model::happening::JobNo;
use crate::model::ids::{EmployerId, PersonId, SystemId, TaskId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// How many ways to stand there are.
const STANDINGS: usize = Standing::Over as usize + 1;
/// How many phases there are.
const PHASES: usize = Phase::Close as usize + 1;

/// The work of an incident.
#[derive(Component, Debug, Default)]
pub struct Work {
    /// Its jobs.
    pub(in super::super) jobs: Vec<JobState>,
    /// How many of them stand where.
    standing: [u32; STANDINGS],
    /// What is open.
    open: Open,
    /// Recovery of single systems, in the order in which they got it.
    own: Vec<Own>,
    /// What there is of each task, by its place among those of the playbook.
    of_task: Vec<OfTask>,
    /// Jobs that are blocked, by no other one as far as is known, a bit each.
    unhindered: Bits,
    /// Jobs that wait for others to be asked or for a decision, a bit each.
    asking: Bits,
    /// How often a job came into being or was opened again after it had been over.
    pub(in super::super) opened: u32,
    /// Systems that were hit again after they had been restored.
    pub(in super::super) reinfected: Vec<SystemId>,
    /// Its response has begun.
    pub(in super::super) begun: bool,
    /// Work on some task has started.
    pub(in super::super) started: bool,
    /// How many have a job of it in hand.
    pub(in super::super) at_work: u32,
    /// Whose people these are, and how many; followed where hand-offs cost anything.
    pub(in super::super) employers: Vec<(EmployerId, u32)>,
    /// The informed are told, or are being told.
    pub(in super::super) notified: bool,
    /// People called out for it.
    pub(in super::super) called: Vec<PersonId>,
    /// Everything is back: nobody is called out any more.
    pub(in super::super) stood_down: bool,
    /// Who was the last to do a job of it or to fail at one, which one, and when.
    pub(in super::super) just_free: Option<(PersonId, JobNo, Instant)>,
}

/// How many jobs are open by phase, reviews apart.
#[derive(Copy, Clone, Debug, Default)]
pub(in super::super) struct Open {
    /// All.
    all: [u32; PHASES],
    /// Those done for all systems at once that send nothing.
    at_once: [u32; PHASES],
}
impl Open {
    /// Jobs of a phase.
    pub(in super::super) fn of(&self, phase: Phase) -> u32 {
        self.all[phase as usize]
    }
    /// Jobs of whatever comes no later than recovery.
    pub(in super::super) fn upto_recover(&self) -> u32 {
        self.all[..=Phase::Recover as usize].iter().sum()
    }
    /// Jobs that bring back systems which have no work of their own: recovery, or everything where there is none. Whom one tells brings
    /// nothing back.
    pub(in super::super) fn general(&self, has_recover: bool) -> u32 {
        if has_recover { self.at_once[Phase::Recover as usize] } else { self.at_once.iter().sum() }
    }
}

/// Recovery of one system: how many of its jobs are open, reviews apart.
#[derive(Copy, Clone, Debug)]
struct Own {
    system: SystemId,
    open: u32,
}

/// What there is of a task: the first job, how many, and how many of them are open.
#[derive(Copy, Clone, Debug, Default)]
struct OfTask {
    first: JobNo,
    jobs: u32,
    open: u32,
}

impl Work {
    /// Forgets everything.
    pub(in super::super) fn clear(&mut self) {
        self.jobs.clear();
        self.standing = [0; STANDINGS];
        self.open = Open::default();
        self.own.clear();
        self.of_task.clear();
        self.unhindered.clear();
        self.asking.clear();
        self.opened = 0;
        self.reinfected.clear();
        self.called.clear();
        self.begun = false;
        self.started = false;
        self.at_work = 0;
        self.employers.clear();
        self.notified = false;
        self.stood_down = false;
        self.just_free = None;
    }
    /// A job comes into being, blocked; `luck` is the key of the luck of its incident.
    pub(in super::super) fn add(&mut self, plan: &Plan, luck: u64, task: TaskId, system: Option<SystemId>) {
        let no = self.jobs.len() as JobNo;
        let entry = &plan.tasks[task.at()];
        let nth = entry.nth as usize;
        if self.of_task.len() <= nth {
            self.of_task.resize(nth + 1, OfTask::default());
        }
        let of = &mut self.of_task[nth];
        if of.jobs == 0 {
            of.first = no;
        }
        of.jobs += 1;
        self.jobs.push(JobState::of(task, system));
        let job = &mut self.jobs[no as usize];
        (job.counts, job.asks) = (Counts::of(entry, system), entry.requirement_for(system));
        job.luck = combine(luck, super::luck(plan, task, system));
        if let Some(system) = system.filter(|_| entry.phase == Phase::Recover) {
            let there = self.own.iter().position(|own| own.system == system);
            job.counts.own = Some(there.unwrap_or(self.own.len()) as u32);
            if there.is_none() {
                self.own.push(Own { system, open: 0 });
            }
        }
        self.standing[Standing::Blocked as usize] += 1;
        self.opened += 1;
        self.count(no, true);
        self.may_go_on(no);
    }
    /// A job stands elsewhere from now on.
    pub(in super::super) fn stand(&mut self, no: JobNo, to: Standing) -> Standing {
        let job = &mut self.jobs[no as usize];
        let from = std::mem::replace(&mut job.standing, to);
        self.standing[from as usize] -= 1;
        self.standing[to as usize] += 1;
        if from == Standing::Blocked && to != Standing::Blocked {
            self.unhindered.unset(no);
        }
        if from.asks() != to.asks() {
            if to.asks() { self.asking.set(no) } else { self.asking.unset(no) }
        }
        if to == Standing::Blocked {
            self.may_go_on(no);
        }
        if (from == Standing::Over) != (to == Standing::Over) {
            self.count(no, to != Standing::Over);
            if to == Standing::Over {
                self.make_way(no);
            }
        }
        from
    }
    /// How many jobs stand so.
    #[inline]
    pub(in super::super) fn how_many(&self, standing: Standing) -> u32 {
        self.standing[standing as usize]
    }
    /// How many wait for others to be asked, or for a decision.
    pub(in super::super) fn asking(&self) -> u32 {
        self.how_many(Standing::Consulting) + self.how_many(Standing::Gated)
    }
    /// The first job from one on that waits for others to be asked or for a decision.
    #[inline]
    pub(in super::super) fn next_asking(&self, from: JobNo) -> Option<JobNo> {
        self.asking.next(from)
    }
    /// What is open.
    #[inline]
    pub(in super::super) fn open(&self) -> Open {
        self.open
    }
    /// A system has recovery work of its own, and whether all of that is over.
    #[inline]
    pub(in super::super) fn own(&self, system: SystemId) -> Option<bool> {
        self.own.iter().find(|own| own.system == system).map(|own| own.open == 0)
    }
    /// The jobs of a task, in their order.
    pub(in super::super) fn of_task(&self, plan: &Plan, task: TaskId) -> impl Iterator<Item = (JobNo, &JobState)> {
        let of = self.of_task.get(plan.tasks[task.at()].nth as usize).copied().unwrap_or_default();
        let all = (of.first..).zip(self.jobs.get(of.first as usize..).unwrap_or_default());
        all.filter(move |(_, job)| job.task == task).take(of.jobs as usize)
    }
    /// The first blocked job from one on all of whose predecessors are over.
    #[inline]
    pub(in super::super) fn unblocked(&mut self, plan: &Plan, from: JobNo) -> Option<JobNo> {
        let mut from = from;
        while let Some(no) = self.unhindered.next(from) {
            if self.is_clear(plan, no) {
                return Some(no);
            }
            from = no + 1;
        }
        None
    }

    /// All predecessors of a blocked job are over; else it waits behind one of them from now on.
    fn is_clear(&mut self, plan: &Plan, no: JobNo) -> bool {
        if self.jobs[no as usize].cleared == Some(self.opened) {
            return true;
        }
        let blocker = self.blocker(plan, no);
        match blocker {
            Some(blocker) => self.waits_behind(no, blocker),
            None => self.jobs[no as usize].cleared = Some(self.opened),
        }
        blocker.is_none()
    }
    /// Counts a job as open, or as over.
    #[inline]
    fn count(&mut self, no: JobNo, open: bool) {
        let Counts { nth, own, phase, at_once } = self.jobs[no as usize].counts;
        let step = if open { 1 } else { u32::MAX };
        let count = |n: &mut u32| *n = n.wrapping_add(step);
        count(&mut self.of_task[nth as usize].open);
        let Some(phase) = phase else { return };
        count(&mut self.open.all[phase as usize]);
        if at_once {
            count(&mut self.open.at_once[phase as usize]);
        }
        if let Some(own) = own {
            count(&mut self.own[own as usize].open);
        }
    }
    /// Some open job before one: of the tasks before its own, for the same system where both are done for each. A plain loop, since each job is
    /// looked at again whenever one before it is over.
    fn blocker(&self, plan: &Plan, no: JobNo) -> Option<JobNo> {
        let JobState { task, system, .. } = self.jobs[no as usize];
        for before in &plan.tasks[task.at()].after {
            let Some(of) = self.of_task.get(plan.tasks[before.at()].nth as usize) else { continue };
            let (mut open, mut no) = (of.open, of.first);
            while open > 0 {
                let Some(job) = self.jobs.get(no as usize) else { break };
                if job.task == *before && job.standing != Standing::Over {
                    if job.system.is_none() || system.is_none() || job.system == system {
                        return Some(no);
                    }
                    open -= 1;
                }
                no += 1;
            }
        }
        None
    }
    /// A job waits for another one to be over.
    fn waits_behind(&mut self, no: JobNo, blocker: JobNo) {
        let first = self.jobs[blocker as usize].behind.replace(no);
        let job = &mut self.jobs[no as usize];
        (job.blocker, job.beside_it) = (Some(blocker), first);
        self.unhindered.unset(no);
    }
    /// A job is over: those that wait for it are looked at again.
    fn make_way(&mut self, no: JobNo) {
        let mut next = self.jobs[no as usize].behind.take();
        while let Some(no) = next {
            let job = &mut self.jobs[no as usize];
            job.blocker = None;
            next = job.beside_it.take();
            if job.standing == Standing::Blocked {
                self.may_go_on(no);
            }
        }
    }
    /// A blocked job is looked at again, unless it waits for another one that is not over.
    #[inline(always)]
    fn may_go_on(&mut self, no: JobNo) {
        if self.jobs[no as usize].blocker.is_none() {
            self.unhindered.set(no);
        }
    }
}

/// Some jobs, a bit each: those below 64, which few incidents go beyond, and the others.
#[derive(Clone, Debug, Default)]
struct Bits {
    low: u64,
    high: Vec<u64>,
}
impl Bits {
    fn clear(&mut self) {
        self.low = 0;
        self.high.clear();
    }
    #[inline]
    fn set(&mut self, no: JobNo) {
        match (no as usize / 64).checked_sub(1) {
            None => self.low |= 1 << no,
            Some(word) => {
                if self.high.len() <= word {
                    self.high.resize(word + 1, 0);
                }
                self.high[word] |= 1 << (no % 64);
            }
        }
    }
    #[inline]
    fn unset(&mut self, no: JobNo) {
        match (no as usize / 64).checked_sub(1) {
            None => self.low &= !(1 << no),
            Some(word) => {
                if let Some(bits) = self.high.get_mut(word) {
                    *bits &= !(1 << (no % 64));
                }
            }
        }
    }
    /// The first from one on.
    #[inline]
    fn next(&self, from: JobNo) -> Option<JobNo> {
        let left = if from < 64 { self.low & u64::MAX << from } else { 0 };
        match left {
            0 if self.high.is_empty() => None,
            0 => self.next_high(from),
            left => Some(left.trailing_zeros()),
        }
    }
    fn next_high(&self, from: JobNo) -> Option<JobNo> {
        let from = from.saturating_sub(64);
        let mut mask = u64::MAX << (from % 64);
        for (word, bits) in self.high.iter().enumerate().skip(from as usize / 64) {
            let left = bits & mask;
            if left != 0 {
                return Some(((word + 1) * 64) as JobNo + left.trailing_zeros());
            }
            mask = u64::MAX;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn jobs_are_found_in_order_from_any_one_on() {
        let (mut bits, mut set) = (Bits::default(), BTreeSet::new());
        for step in 0..3_000_u32 {
            let no = step.wrapping_mul(2_654_435_761) >> 7 & 255;
            if step % 3 == 0 {
                bits.unset(no);
                set.remove(&no);
            } else {
                bits.set(no);
                set.insert(no);
            }
            let from = step % 300;
            assert_eq!(bits.next(from), set.range(from..).next().copied());
        }
        bits.clear();
        assert_eq!(bits.next(0), None);
    }
}
