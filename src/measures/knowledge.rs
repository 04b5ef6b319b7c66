//! What is counted of knowledge in one incident: attempts that were improvised or went by what is written, how many of them failed, what was
//! learned at work.

use crate::engine::time::{Instant, Span};
use crate::model::fact::{Ending, Job, Knowing};
use crate::model::ids::PersonId;

/// What an incident came to in knowledge.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// Attempts that ended in the hands of somebody who improvised.
    pub improvised: u32,
    /// Of these, those that failed.
    pub improvised_failed: u32,
    /// Attempts that ended in the hands of somebody who went by what is written.
    pub followed: u32,
    /// Of these, those that failed.
    pub followed_failed: u32,
    /// How often somebody learned a runbook beside whoever knew it.
    pub learned: u32,
    /// Time of those who worked beside others to learn.
    pub pairing: Span,
}

/// The knowledge of one incident as far as it is told.
#[derive(Debug, Default)]
pub(super) struct Counting {
    so_far: Knowledge,
    /// Jobs in hand that are improvised.
    improvising: Vec<Job>,
    /// Jobs in hand that go by what is written.
    following: Vec<Job>,
    /// Who works beside somebody, and since when.
    beside: Vec<(PersonId, Instant)>,
}

impl Counting {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.so_far = Knowledge::default();
        self.improvising.clear();
        self.following.clear();
        self.beside.clear();
    }

    /// Takes note of how somebody goes about a job, or learns beside another.
    pub(super) fn note(&mut self, at: Instant, told: &Knowing) {
        match *told {
            Knowing::Follows { job, .. } => self.following.push(job),
            Knowing::Joins { person, .. } => self.beside.push((person, at)),
            Knowing::Parts { person, learned, .. } => {
                self.so_far.learned += u32::from(learned.is_some());
                self.goes(at, person);
            }
        }
    }

    /// A job is taken in hand by somebody who improvises.
    pub(super) fn improvises(&mut self, job: Job) {
        self.improvising.push(job);
    }

    /// A job is put down.
    #[inline]
    pub(super) fn stopped(&mut self, job: &Job) {
        if !self.is_idle() {
            self.improvising.retain(|j| j != job);
            self.following.retain(|j| j != job);
        }
    }

    /// An attempt at a job is over.
    #[inline]
    pub(super) fn ended(&mut self, job: &Job, ending: Ending) {
        if !self.is_idle() {
            self.count(job, ending);
        }
    }

    fn count(&mut self, job: &Job, ending: Ending) {
        let failed = u32::from(ending == Ending::Failed);
        for (jobs, all, of_these) in [
            (&mut self.improvising, &mut self.so_far.improvised, &mut self.so_far.improvised_failed),
            (&mut self.following, &mut self.so_far.followed, &mut self.so_far.followed_failed),
        ] {
            if let Some(place) = jobs.iter().position(|j| j == job) {
                jobs.swap_remove(place);
                *all += 1;
                *of_these += failed;
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.improvising.is_empty() && self.following.is_empty()
    }

    fn goes(&mut self, at: Instant, person: PersonId) {
        if let Some(place) = self.beside.iter().position(|(p, _)| *p == person) {
            let (_, since) = self.beside.swap_remove(place);
            self.so_far.pairing += at - since;
        }
    }

    /// What it comes to by an instant.
    pub(super) fn outcome(&self, until: Instant) -> Knowledge {
        let open: Span = self.beside.iter().map(|(_, since)| (until - *since).max(Span(0))).sum();
        Knowledge { pairing: self.so_far.pairing + open, ..self.so_far }
    }
}
