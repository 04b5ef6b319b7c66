//! Knowledge: what is written down and can be followed by others, and what is passed on from one to another at work. Runbooks that nothing
//! is said of are in the heads of those who know them.
//! Leaves to others: who knows what at one instant (qualification), who works beside whom (response), where the store is down (means).

use crate::model::fact::Job;
use crate::model::ids::{KnowledgeId, PersonId};
use crate::model::plan::{Plan, Requirement};

pub mod build;
pub mod entry;

/// How somebody does what takes knowledge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Manner {
    /// They know how, or no knowledge is needed.
    Knows,
    /// They follow what is written down.
    Follows,
    /// They find out as they go.
    Improvises,
}

/// A runbook that is written down.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Written {
    /// Those who follow it take this many times as long as those who know it.
    pub takes: f64,
    /// How often an attempt of theirs works, as a share of how often one works in hands that know.
    pub works: f64,
    /// When it was last tried out.
    pub exercised: Exercised,
}
/// When a runbook was last followed, in an exercise or in earnest.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Exercised {
    /// In the year before the start.
    Lately,
    /// Before that.
    LongAgo,
    /// Never, as far as the file says.
    Never,
}

/// How it is passed on to somebody who works beside whoever knows it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Pairing {
    /// The work takes this many times as long while somebody is shown how.
    pub takes: f64,
    /// The share of cases in which they know it when it is done.
    pub learns: f64,
}

/// What is said of a runbook.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Runbook {
    /// It is written down.
    pub written: Option<Written>,
    /// It is passed on at work.
    pub pairing: Option<Pairing>,
    /// The file has an entry of it.
    pub said: bool,
}

/// What is said of all runbooks, by their numbers; nothing where the scenario says nothing.
#[derive(Clone, Debug, Default)]
pub struct Runbooks {
    pub(super) all: Vec<Runbook>,
    /// Some runbook is passed on at work.
    pub passed_on: bool,
    /// The scenario says what becomes of attempts without the knowledge, so that they are counted.
    pub counted: bool,
}

impl Runbooks {
    /// Nothing is said of any.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
    /// What is written down of it.
    pub fn written(&self, runbook: KnowledgeId) -> Option<&Written> {
        self.all.get(runbook.at())?.written.as_ref()
    }
    /// The file says of it that it is in heads only.
    pub fn is_said_not_to_be_written(&self, runbook: KnowledgeId) -> bool {
        self.all.get(runbook.at()).is_some_and(|r| r.said && r.written.is_none())
    }
    /// How it is passed on.
    pub fn pairing(&self, runbook: KnowledgeId) -> Option<&Pairing> {
        self.all.get(runbook.at())?.pairing.as_ref()
    }
}

impl Plan {
    /// How many times as long work takes for the manner in which it is done.
    pub fn takes(&self, asked: &Requirement, manner: Manner) -> f64 {
        match manner {
            Manner::Knows => 1.0,
            Manner::Follows => asked.knows.and_then(|k| self.runbooks.written(k)).map_or(1.0, |w| w.takes),
            Manner::Improvises => asked.improvise.unwrap_or(1.0),
        }
    }
}

/// What is recorded of how knowledge is used and passed on.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Knowing {
    /// Somebody takes a job up and follows what is written down.
    Follows { job: Job, person: PersonId, runbook: KnowledgeId },
    /// Somebody joins a job to learn how it is done, beside whoever knows.
    Joins { job: Job, person: PersonId, beside: PersonId, runbook: KnowledgeId },
    /// They are beside it no more; `learned` what they know from now on.
    Parts { job: Job, person: PersonId, learned: Option<KnowledgeId> },
}
impl Knowing {
    /// The job it is about.
    pub fn job(&self) -> Job {
        match *self {
            Knowing::Follows { job, .. } | Knowing::Joins { job, .. } | Knowing::Parts { job, .. } => job,
        }
    }
}
