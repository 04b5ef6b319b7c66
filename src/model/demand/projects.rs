//! Projects get the hours on shift in which people of their teams have nothing else in hand, the project that is due first before the
//! others. How far each has come is worked out when that number of people changes; only its next milestone is booked.

use super::book::NONE;
use super::plan::Project;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Demand as Happening, Happening as Any};
use crate::model::ids::ProjectId;

/// How far a project has come.
#[derive(Copy, Clone, Debug)]
pub(super) struct Progress {
    /// Time of one person after another on shift, in milliseconds, up to `since`.
    done: i64,
    since: Instant,
    /// People at it now.
    people: u32,
    /// Its next milestone.
    next: u32,
    /// For when that is booked; a booking that turns out too early is made again.
    booked: Instant,
    generation: u32,
}
pub(super) const NOT_BEGUN: Progress = Progress { done: 0, since: Instant(0), people: 0, next: 0, booked: Instant::NEVER, generation: 0 };

impl Progress {
    #[inline]
    fn advance(&mut self, now: Instant) {
        self.done += (now - self.since).0 * i64::from(self.people);
        self.since = now;
    }
    fn is_over(&self, project: &Project) -> bool {
        self.next as usize >= project.milestones.len()
    }
}

/// Projects begin: each team turns to the one that is due first.
pub(super) fn begin(scene: &mut Scene) {
    let now = scene.now();
    for (number, project) in (0..).zip(&scene.plan.demand.projects) {
        for (milestone, entry) in (0..).zip(&project.milestones) {
            if entry.due > now {
                scene.book_at(entry.due, Any::Demand(Happening::Due { project: number, milestone }));
            }
        }
        scene.rooms.demand.book.projects[number as usize].since = now;
    }
    for team in 0..scene.plan.teams.len() {
        turn_to_next(scene, team);
    }
}

/// A team turns to the first project of its line that is not done.
fn turn_to_next(scene: &mut Scene, team: usize) {
    let now = scene.now();
    let demand = &scene.plan.demand;
    let Some(line) = demand.lines.get(team) else { return };
    let book = &mut *scene.rooms.demand.book;
    let next = line.iter().copied().find(|p| !book.projects[*p as usize].is_over(&demand.projects[*p as usize]));
    let hours = &mut book.teams[team];
    hours.settle(now);
    hours.project = next.unwrap_or(NONE);
    let free = hours.counts[super::Activity::Free as usize] as i32;
    if let Some(project) = next {
        pace(scene, project, free);
    }
}

/// So many more people are at a project, or fewer.
#[inline]
pub(super) fn pace(scene: &mut Scene, project: u32, more: i32) {
    let now = scene.now();
    let progress = &mut scene.rooms.demand.book.projects[project as usize];
    progress.advance(now);
    progress.people = progress.people.saturating_add_signed(more);
    book_next(scene, project);
}

/// Books the instant at which the next milestone is reached as things stand, unless an earlier one is booked.
#[inline]
fn book_next(scene: &mut Scene, project: u32) {
    let now = scene.now();
    let progress = &mut scene.rooms.demand.book.projects[project as usize];
    let Some(milestone) = scene.plan.demand.projects[project as usize].milestones.get(progress.next as usize) else { return };
    if progress.people == 0 {
        return;
    }
    let people = i64::from(progress.people);
    let left = (milestone.needs.0 - progress.done).max(0);
    let at = now + Span((left + people - 1) / people);
    if at < progress.booked {
        progress.booked = at;
        progress.generation += 1;
        let generation = progress.generation;
        scene.book_at(at, Any::Demand(Happening::Reaches { project, generation }));
    }
}

/// The next milestone may be reached.
pub(super) fn reaches(scene: &mut Scene, project: u32, generation: u32) {
    let now = scene.now();
    let entry = &scene.plan.demand.projects[project as usize];
    let progress = &mut scene.rooms.demand.book.projects[project as usize];
    if progress.generation != generation {
        return;
    }
    progress.booked = Instant::NEVER;
    progress.advance(now);
    let mut reached = *progress;
    while let Some(milestone) = entry.milestones.get(reached.next as usize).filter(|m| m.needs.0 <= reached.done) {
        scene.record(Fact::MilestoneReached { project: ProjectId(project), milestone: reached.next, late: now - milestone.due });
        reached.next += 1;
    }
    scene.rooms.demand.book.projects[project as usize].next = reached.next;
    if !reached.is_over(entry) {
        return book_next(scene, project);
    }
    scene.rooms.demand.book.projects[project as usize].people = 0;
    for team in 0..scene.plan.teams.len() {
        if scene.rooms.demand.book.teams[team].project == project {
            turn_to_next(scene, team);
        }
    }
}

/// A milestone is due: if it is not reached, what would it have taken?
pub(super) fn due(scene: &mut Scene, project: u32, milestone: u32) {
    let now = scene.now();
    let demand = &scene.plan.demand;
    let entry = &demand.projects[project as usize];
    let needs = entry.milestones[milestone as usize].needs.0;
    let book = &mut *scene.rooms.demand.book;
    let progress = &mut book.projects[project as usize];
    progress.advance(now);
    // One that is reached at this very instant is in time.
    if progress.next > milestone || progress.done >= needs {
        return;
    }
    let mut left = needs - progress.done;
    // What its teams do before it.
    let ahead = |other: u32| entry.teams.iter().any(|t| demand.lines[t.at()].iter().take_while(|p| **p != project).any(|p| *p == other));
    for other in (0..demand.projects.len() as u32).filter(|other| ahead(*other)) {
        let progress = &mut book.projects[other as usize];
        progress.advance(now);
        left += (demand.projects[other as usize].needs().0 - progress.done).max(0);
    }
    let mut displaced = [Span(0); 2];
    for team in &entry.teams {
        let hours = &mut book.teams[team.at()];
        hours.settle(now);
        displaced.iter_mut().zip(hours.displaced()).for_each(|(sum, of)| *sum += of);
    }
    let work = |time: Span| time.times(demand.available);
    let (left, by_tickets, by_incidents) = (work(Span(left)), work(displaced[0]), work(displaced[1]));
    scene.record(Fact::MilestoneMissed { project: ProjectId(project), milestone, left, by_incidents, by_tickets });
}
