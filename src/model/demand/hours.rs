//! What the people of a team spend their hours on shift on, added up whenever somebody turns to something else. Projects get what is left:
//! they cost nothing while nobody turns.

use super::projects;
use super::{Activity, book::NONE};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Fact, Spent};
use crate::model::ids::{PersonId, TeamId};

/// How many of a team are doing what, and for how long they have been.
#[derive(Copy, Clone, Debug)]
pub(super) struct TeamHours {
    /// What a project has is added up to here.
    since: Instant,
    /// How many, by activity.
    pub counts: [u32; 6],
    /// Time of one person after another, in milliseconds, by activity: at an instant that is this and the count times the instant. So there is
    /// nothing to add up when somebody turns, but their own beginning or end.
    spent: [i64; 6],
    /// What of the free time went to projects.
    on_projects: i64,
    /// What tickets and incidents took while a project waited: since counting began, and since the play began.
    displaced: [i64; 2],
    displaced_before: [i64; 2],
    /// The project that the team works on.
    pub project: u32,
}
impl Default for TeamHours {
    fn default() -> Self {
        TeamHours {
            since: Instant(0),
            counts: [0; 6],
            spent: [0; 6],
            on_projects: 0,
            displaced: [0; 2],
            displaced_before: [0; 2],
            project: NONE,
        }
    }
}
impl TeamHours {
    /// Adds up to now what a project has.
    #[inline]
    pub fn settle(&mut self, now: Instant) {
        let passed = (now - self.since).0;
        if passed <= 0 {
            return;
        }
        self.since = now;
        let time = |activity: Activity| passed * i64::from(self.counts[activity as usize]);
        if self.project != NONE {
            self.on_projects += time(Activity::Free);
            self.displaced[0] += time(Activity::Ticket) + time(Activity::Cause);
            self.displaced[1] += time(Activity::Incident);
        }
    }
    /// One of them turns from one thing to another.
    #[inline]
    fn turn(&mut self, now: Instant, from: Activity, to: Activity) {
        if self.project != NONE {
            self.settle(now);
        }
        if from != Activity::Off {
            self.counts[from as usize] -= 1;
            self.spent[from as usize] += now.0;
        }
        if to != Activity::Off {
            self.counts[to as usize] += 1;
            self.spent[to as usize] -= now.0;
        }
    }
    /// What tickets, and what incidents, have taken from projects since the play began.
    pub fn displaced(&self) -> [Span; 2] {
        [0, 1].map(|i| Span(self.displaced[i] + self.displaced_before[i]))
    }
    /// What was up to now does not count.
    fn forget(&mut self, now: Instant) {
        self.spent = self.counts.map(|count| -i64::from(count) * now.0);
        self.on_projects = 0;
        for (before, now) in self.displaced_before.iter_mut().zip(&mut self.displaced) {
            *before += std::mem::take(now);
        }
    }
    fn on(&self, what: Spent, now: Instant) -> Span {
        let activity = |activity: Activity| self.spent[activity as usize] + i64::from(self.counts[activity as usize]) * now.0;
        Span(match what {
            Spent::Projects => self.on_projects,
            Spent::Tickets => activity(Activity::Ticket),
            Spent::RootCauses => activity(Activity::Cause),
            Spent::Incidents => activity(Activity::Incident),
            Spent::Changes => activity(Activity::Change),
            Spent::Nothing => activity(Activity::Free) - self.on_projects,
            Spent::DisplacedByTickets => self.displaced[0],
            Spent::DisplacedByIncidents => self.displaced[1],
        })
    }
}

/// Somebody turns from one thing to another.
#[inline]
pub(super) fn turn(scene: &mut Scene, person: PersonId, from: Activity, to: Activity) {
    let now = scene.now();
    let team = scene.plan.people[person.at()].team;
    let hours = &mut scene.rooms.demand.book.teams[team.at()];
    hours.turn(now, from, to);
    let project = hours.project;
    if project != NONE {
        match (from, to) {
            (Activity::Free, _) => projects::pace(scene, project, -1),
            (_, Activity::Free) => projects::pace(scene, project, 1),
            _ => {}
        }
    }
}

/// What is counted begins here, and so do projects.
pub(super) fn begin_counting(scene: &mut Scene) {
    let now = scene.now();
    for hours in &mut scene.rooms.demand.book.teams {
        hours.settle(now);
        hours.forget(now);
    }
    projects::begin(scene);
}

/// Tells what the teams have spent their hours on.
pub(super) fn tell(scene: &mut Scene) {
    let now = scene.now();
    for index in 0..scene.plan.teams.len() {
        if !scene.plan.demand.followed[index] {
            continue;
        }
        let hours = &mut scene.rooms.demand.book.teams[index];
        hours.settle(now);
        let hours = *hours;
        let team = TeamId(index as u32);
        for on in Spent::of(scene.plan.changes.any()) {
            scene.record(Fact::Spent { team, on, time: hours.on(on, now) });
        }
    }
}
