//! What a viewer is shown, as a page takes it (JSON): made from the facts that they know, what they can see of people, and their own questions.
//!
//! All times are milliseconds since the scenario's start unless their names say otherwise; `*_local` is the local clock as people read it.
//! Ids are those of the scenario; names are as the scenario gives them, to be escaped by whoever shows them.

use serde::Serialize;

use super::journal::Entry;
use super::known::Viewer;
use super::session::{Phase, Session};
use super::state::State;
use super::words::{Bad, Choice, Point};
use crate::engine::time::Instant;

mod clocks;
mod people;
mod scene;

pub use clocks::{Inject, Notice};
pub use people::{Duty, Page, Person, Waiting};
pub use scene::{Decision, Incident, Said, System, Task};

/// Everything that a viewer is shown.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The scenario's name.
    pub scenario: String,
    /// What it is about, for the facilitator only: it may tell the truth.
    pub about: Option<String>,
    /// Where the exercise stands.
    pub phase: Phase,
    /// The story's clock.
    pub story_ms: i64,
    /// The same as people read it.
    pub story_local: String,
    /// How long the exercise has been under way on the wall clock, pauses left out.
    pub wall_running_ms: u64,
    /// When it started on the wall clock, in milliseconds since 1970.
    pub started_wall_ms: Option<u64>,
    /// The story has come to its end by itself.
    pub over: bool,
    /// How many entries the journal has: it grows with everything that is done, so that a page knows when to look again.
    pub entries: u64,
    /// Who there is, how they are, and what they do.
    pub people: Vec<Person>,
    /// Systems, as far as is known.
    pub systems: Vec<System>,
    /// Incidents that somebody knows of.
    pub incidents: Vec<Incident>,
    /// Tasks that are ready and not over.
    pub tasks: Vec<Task>,
    /// Pages, the newest last.
    pub pages: Vec<Page>,
    /// Decisions, the newest last.
    pub decisions: Vec<Decision>,
    /// Notices whose clocks run, have run, or have not started although the incident is known.
    pub notices: Vec<Notice>,
    /// Choices that the story waits for: all of them for the facilitator, their own for a seat, decisions about known incidents for the room.
    pub waiting: Vec<Waiting>,
    /// Injects; for all but the facilitator only those that have come.
    pub injects: Vec<Inject>,
    /// What was said on the spot.
    pub said: Vec<Said>,
    /// The journal, for the facilitator only.
    pub journal: Option<Vec<Entry>>,
}

impl Session {
    /// What a viewer is shown now.
    pub fn view(&mut self, viewer: &Viewer) -> View {
        let facilitator = *viewer == Viewer::Facilitator;
        let mut state = State::new(&self.plan);
        let known: Vec<usize> = self.known_to(viewer).collect();
        for nth in known {
            let (at, fact) = self.facts[nth];
            state.see(at, &fact);
        }
        let (started_wall_ms, wall_running_ms) = self.wall_time();
        View {
            scenario: self.plan.name.clone(),
            about: facilitator.then(|| self.plan.about.clone()),
            phase: self.phase,
            story_ms: self.clock.0,
            story_local: self.plan.zone.format_long(self.clock),
            wall_running_ms,
            started_wall_ms,
            over: self.over.is_some(),
            entries: self.journal.entries().len() as u64,
            people: people::people(self, viewer, &state),
            systems: scene::systems(self, &state),
            incidents: scene::incidents(self, viewer, &state),
            tasks: scene::tasks(self, &state),
            pages: people::pages(self, &state),
            decisions: scene::decisions(self, &state),
            notices: clocks::notices(self, viewer, &state),
            waiting: people::waiting(self, viewer),
            injects: clocks::injects(self, viewer, &state),
            said: scene::said(self, viewer),
            journal: facilitator.then(|| self.journal.entries().to_vec()),
        }
    }
    /// When the exercise started on the wall clock, and how long it has been under way since, pauses left out.
    fn wall_time(&self) -> (Option<u64>, u64) {
        let started = self.journal.entries().iter().find(|entry| entry.what == super::journal::What::Startex);
        // A session that was gone on with after a crash has not been under way in between: the last entry is the last that is known.
        (started.map(|entry| entry.wall_ms), self.under_way_by(self.wall_ms()))
    }
    /// How long the exercise had been under way by a time of the wall clock, pauses left out.
    pub fn under_way_by(&self, wall_ms: u64) -> u64 {
        let (mut since, mut sum) = (None::<u64>, 0);
        for entry in self.journal.entries().iter().filter(|entry| entry.wall_ms <= wall_ms) {
            use super::journal::What::{Endex, Pausex, Resumex, Startex};
            match entry.what {
                Startex | Resumex => since = Some(entry.wall_ms),
                Pausex | Endex => sum += since.take().map_or(0, |since| entry.wall_ms.saturating_sub(since)),
                _ => {}
            }
        }
        sum + since.map_or(0, |since| wall_ms.saturating_sub(since))
    }
    /// An instant as people read it.
    pub(super) fn local(&self, at: Instant) -> String {
        self.plan.zone.format(at)
    }
    /// Options for a choice that is waited for: for a decision its three answers in the time that is offered, for a page the answer that is
    /// offered (or an answer after a quarter of an hour, where the offer is none) and none. The offer comes first.
    pub fn options(at: &Point, offer: &Choice) -> Vec<Choice> {
        use super::words::Says;
        let all = match (at, offer) {
            (Point::Decision { .. }, Choice::Decide { takes_ms, .. }) => {
                [Says::Approve, Says::Defer, Says::Refuse].map(|says| Choice::Decide { says, takes_ms: *takes_ms }).to_vec()
            }
            (_, Choice::Answer { after_ms }) => {
                vec![Choice::Answer { after_ms: Some(after_ms.unwrap_or(15 * 60_000)) }, Choice::Answer { after_ms: None }]
            }
            _ => Vec::new(),
        };
        std::iter::once(*offer).chain(all.into_iter().filter(|choice| choice != offer)).collect()
    }
}

/// How bad, in words.
pub(super) fn bad(severity: crate::model::incident::entry::Severity) -> Bad {
    Bad::from(severity)
}
