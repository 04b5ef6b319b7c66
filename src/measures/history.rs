//! What is told of the jobs of one incident, so that the ledger can walk back over it: for each job a chain of marks, the last one first.

use std::cell::Cell;

use crate::engine::time::{Instant, Span};
use crate::model::fact::{Job, Wait};
use crate::model::ids::{SystemId, TaskId};

/// No mark, or no job.
pub(super) const NONE: u32 = u32::MAX;

/// What begins at a mark.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The job is ready, thanks to the job of this number (or `NONE`), which was over for the last time at that mark (or `NONE`).
    Released { by: u32, end: u32, attempt: u32 },
    /// It waits.
    Waits(Wait),
    /// It is worked on, after reading in.
    Works { reading_in: Span },
    /// An attempt is over, or it turned out not to be needed; `done` if nothing of it is left to do.
    Over { done: bool },
}

/// Something told of one job.
#[derive(Copy, Clone, Debug)]
pub(super) struct Mark {
    pub(super) at: Instant,
    /// The mark before it of the same job.
    pub(super) before: u32,
    /// The job, by its number.
    job: u32,
    pub(super) what: What,
}

/// One job of the incident.
#[derive(Copy, Clone, Debug)]
pub(super) struct Told {
    pub(super) task: TaskId,
    pub(super) system: Option<SystemId>,
    /// Its last mark.
    last: u32,
    /// The last one at which it was over.
    end: u32,
}

/// All jobs of one incident and all their marks, in the order in which they were told.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Job numbers in the order of task and system.
    order: Vec<(u64, u32)>,
    jobs: Vec<Told>,
    marks: Vec<Mark>,
    /// For each job the last of its marks among the first `bound` of all, as far as anybody has asked: a walk back need not begin at the end
    /// each time.
    seen: Vec<Cell<u32>>,
    /// See `seen`.
    bound: Cell<u32>,
    /// The number of the job that was found last of those that share a slot; what it was in an incident before is not that job here.
    found: [u32; SLOTS],
}
/// More than most incidents have jobs.
const SLOTS: usize = 32;

/// Task first, then system; a job for no system comes first.
fn key(task: TaskId, system: Option<SystemId>) -> u64 {
    (u64::from(task.0) << 32) | system.map_or(0, |s| u64::from(s.0) + 1)
}
/// Jobs of one task for systems next to each other have slots of their own, and so have tasks next to each other.
#[inline]
fn slot(job: &Job) -> usize {
    let system = job.system.map_or(0, |system| system.0.wrapping_add(1));
    job.task.0.wrapping_mul(5).wrapping_add(system) as usize % SLOTS
}

impl History {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.order.clear();
        self.jobs.clear();
        self.marks.clear();
        self.seen.clear();
    }

    /// A walk back begins at the end.
    pub(super) fn begin_at_the_end(&self) {
        self.bound.set(NONE);
        self.seen.iter().zip(&self.jobs).for_each(|(seen, told)| seen.set(told.last));
    }
    /// From here on the walk asks for the first `below` marks of all, or fewer.
    pub(super) fn has_come_to(&self, below: u32) {
        self.bound.set(below.min(self.bound.get()));
    }

    /// The job is ready. Thanks to a job not told of, or of another incident, counts as thanks to none.
    pub(super) fn released(&mut self, at: Instant, job: &Job, by: Option<Job>, attempt: u32) {
        let by = match by {
            Some(by) if by.incident == job.incident => self.known(&by).or_else(|| self.find(key(by.task, by.system)).ok()),
            _ => None,
        };
        let by = by.unwrap_or(NONE);
        let end = self.jobs.get(by as usize).map_or(NONE, |told| told.end);
        self.mark(at, job, What::Released { by, end, attempt });
    }

    /// The job waits for this from now on.
    pub(super) fn waits(&mut self, at: Instant, job: &Job, on: Wait) {
        self.mark(at, job, What::Waits(on));
    }

    /// The job is worked on from now on.
    pub(super) fn works(&mut self, at: Instant, job: &Job, reading_in: Span) {
        self.mark(at, job, What::Works { reading_in });
    }

    /// An attempt at the job is over.
    pub(super) fn over(&mut self, at: Instant, job: &Job, done: bool) {
        let no = self.mark(at, job, What::Over { done });
        self.jobs[no as usize].end = self.marks.len() as u32 - 1;
    }

    #[inline]
    fn mark(&mut self, at: Instant, job: &Job, what: What) -> u32 {
        let no = self.known(job).unwrap_or_else(|| self.number(job));
        let told = &mut self.jobs[no as usize];
        self.marks.push(Mark { at, before: told.last, job: no, what });
        told.last = self.marks.len() as u32 - 1;
        no
    }

    /// The number of a job that was found not long ago.
    #[inline]
    fn known(&self, job: &Job) -> Option<u32> {
        let no = self.found[slot(job)];
        self.jobs.get(no as usize).filter(|told| told.task == job.task && told.system == job.system).map(|_| no)
    }

    /// The number of a job, which is a new one where nothing was told of it before.
    #[inline(never)]
    fn number(&mut self, job: &Job) -> u32 {
        let key = key(job.task, job.system);
        let no = self.find(key).unwrap_or_else(|place| {
            let no = self.jobs.len() as u32;
            self.jobs.push(Told { task: job.task, system: job.system, last: NONE, end: NONE });
            self.seen.push(Cell::new(NONE));
            self.order.insert(place, (key, no));
            no
        });
        self.found[slot(job)] = no;
        no
    }

    /// The number of a job, or where it belongs in the order.
    #[inline]
    fn find(&self, key: u64) -> Result<u32, usize> {
        self.order.binary_search_by_key(&key, |o| o.0).map(|place| self.order[place].1)
    }

    /// Job numbers, lowest task and system first.
    pub(super) fn in_order(&self) -> impl Iterator<Item = u32> {
        self.order.iter().map(|o| o.1)
    }
    /// A job.
    pub(super) fn job(&self, no: u32) -> &Told {
        &self.jobs[no as usize]
    }
    /// A mark.
    pub(super) fn at(&self, mark: u32) -> &Mark {
        &self.marks[mark as usize]
    }

    /// How many marks were told up to an instant. Facts come in order, so they are the first ones.
    pub(super) fn told_by(&self, until: Instant) -> u32 {
        match self.marks.last() {
            Some(last) if last.at > until => self.marks.partition_point(|m| m.at <= until) as u32,
            _ => self.marks.len() as u32,
        }
    }

    /// The last mark of a job among the first `below` marks of all.
    pub(super) fn last_below(&self, no: u32, below: u32) -> Option<u32> {
        let bound = self.bound.get();
        let back_to = |mut mark: u32, below: u32| {
            while mark != NONE && mark >= below {
                mark = self.marks[mark as usize].before;
            }
            mark
        };
        let mark = if below <= bound {
            let seen = &self.seen[no as usize];
            seen.set(back_to(seen.get(), bound));
            back_to(seen.get(), below)
        } else {
            back_to(self.jobs[no as usize].last, below)
        };
        (mark != NONE).then_some(mark)
    }

    /// The last end of a job among the first `below` marks of all.
    pub(super) fn end_below(&self, no: u32, below: u32) -> Option<u32> {
        let mut mark = self.last_below(no, below)?;
        loop {
            let told = self.at(mark);
            if matches!(told.what, What::Over { .. }) {
                return Some(mark);
            }
            if told.before == NONE {
                return None;
            }
            mark = told.before;
        }
    }

    /// How long a job that is done once was in each state from one instant to another, and how much of that came before it was ready.
    pub(super) fn spent(&self, task: TaskId, from: Instant, to: Instant) -> (super::ledger::Parts, Span) {
        let mut parts = [Span(0); Wait::ALL.len()];
        let mut cut = to;
        let place = self.order.binary_search_by_key(&key(task, None), |o| o.0);
        let mut mark = place.map_or(NONE, |place| self.jobs[self.order[place].1 as usize].last);
        while mark != NONE && cut > from {
            let told = *self.at(mark);
            let mut book = |since: Instant, state: Wait| {
                let since = since.max(from);
                if since < cut {
                    parts[state as usize] += cut - since;
                    cut = since;
                }
            };
            match told.what {
                What::Waits(on) => book(told.at, on),
                What::Works { reading_in } => {
                    book(told.at + reading_in, Wait::Working);
                    book(told.at, Wait::HandOver);
                }
                What::Released { .. } | What::Over { .. } => cut = cut.min(told.at),
            }
            mark = told.before;
        }
        (parts, (cut - from).max(Span(0)))
    }

    /// The jobs whose last end among the first `below` marks of all was at this instant, and those ends; the last one first.
    pub(super) fn ended_at(&self, at: Instant, below: u32) -> impl Iterator<Item = (u32, u32)> {
        let then = (0..below).rev().map(|no| (no, self.at(no))).take_while(move |(_, mark)| mark.at >= at);
        let ends = then.filter(move |(_, mark)| mark.at == at && matches!(mark.what, What::Over { .. }));
        ends.map(|(no, mark)| (mark.job, no)).filter(move |(job, end)| self.end_below(*job, below) == Some(*end))
    }

    /// The same for those that ended at the very instant at which one of them did: the lowest that is wanted, and its end. A plain loop, since it
    /// is gone through at each step of a walk.
    pub(super) fn lowest_ended_with(&self, end: u32, below: u32, wanted: impl Fn(&Told) -> bool) -> Option<(u32, u32)> {
        let at = self.at(end).at;
        let mut first = end;
        while first > 0 && self.at(first - 1).at == at {
            first -= 1;
        }
        let mut lowest = None;
        for no in first..below {
            let mark = self.at(no);
            if mark.at != at {
                break;
            }
            let job = self.job(mark.job);
            if matches!(mark.what, What::Over { .. }) && wanted(job) && (no == end || self.end_below(mark.job, below) == Some(no)) {
                let this = (key(job.task, job.system), mark.job, no);
                lowest = Some(lowest.map_or(this, |other: (u64, u32, u32)| other.min(this)));
            }
        }
        lowest.map(|(_, job, end)| (job, end))
    }

    /// The mark at which an open job began what it last did by then; nothing for one that had not begun or was over.
    pub(super) fn open_below(&self, no: u32, below: u32) -> Option<u32> {
        self.last_below(no, below).filter(|mark| !matches!(self.at(*mark).what, What::Over { .. }))
    }
}
