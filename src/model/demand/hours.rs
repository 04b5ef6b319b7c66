//! What the people of a team spend their hours on shift on, added up whenever somebody turns to something else.

use super::Activity;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Fact, Spent};
use crate::model::ids::{PersonId, TeamId};

/// How many of a team are doing what, and for how long they have been.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct TeamHours {
    /// Added up to here.
    since: Instant,
    /// How many, by activity.
    counts: [u32; 5],
    /// Time of one person after another, in milliseconds, by activity.
    spent: [i64; 5],
}
impl TeamHours {
    /// Adds up to now.
    #[inline]
    fn settle(&mut self, now: Instant) {
        let passed = (now - self.since).0;
        if passed > 0 {
            self.since = now;
            for (sum, count) in self.spent.iter_mut().zip(self.counts) {
                *sum += passed * i64::from(count);
            }
        }
    }
}

/// Somebody turns from one thing to another.
#[inline]
pub(super) fn turn(scene: &mut Scene, person: PersonId, from: Activity, to: Activity) {
    let now = scene.now();
    let team = scene.plan.people[person.at()].team;
    let hours = &mut scene.rooms.demand.book.teams[team.at()];
    hours.settle(now);
    if from != Activity::Off {
        hours.counts[from as usize] -= 1;
    }
    if to != Activity::Off {
        hours.counts[to as usize] += 1;
    }
}

/// What is counted begins here.
pub(super) fn begin_counting(scene: &mut Scene) {
    let now = scene.now();
    for hours in &mut scene.rooms.demand.book.teams {
        hours.settle(now);
        hours.spent = [0; 5];
    }
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
        let spent = hours.spent;
        let team = TeamId(index as u32);
        for (on, activity) in [(Spent::Tickets, Activity::Ticket), (Spent::Incidents, Activity::Incident), (Spent::Nothing, Activity::Free)]
        {
            scene.record(Fact::Spent { team, on, time: Span(spent[activity as usize]) });
        }
    }
}
