//! Alerts of incidents among the tickets of a team: one that is real among many that are nothing, and alerts of telemetry that reach the
//! queue of a team whose people are busy.

use super::Room;
use super::book::{Link, NONE};
use crate::model::Scene;
use crate::model::fact::PageFor;
use crate::model::happening::{Case, Happening as Any, Incident, Paging, Telemetry};
use crate::model::ids::{DemandId, PersonId, TeamId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;

/// An alert that lies in a queue beside the tickets of a team.
#[derive(Copy, Clone, Debug)]
pub(super) struct Waiting {
    case: Case,
    team: TeamId,
    /// Its turn among the tickets.
    key: (u8, u64),
}

impl Room<'_> {
    /// Whether somebody looks at an alert of this severity in their queue now: not while they are at a ticket that is as pressing.
    pub fn attends(&self, plan: &Plan, person: PersonId, severity: Severity) -> bool {
        match self.book.posts.get(person.at()).map_or(NONE, |p| p.ticket) {
            NONE => true,
            no => 3 - (severity as u8) < self.book.level_of(no, &plan.demand),
        }
    }
}

/// An alert reaches the queue of a team.
pub(super) fn waits(scene: &mut Scene, case: Case, team: TeamId) {
    if !scene.live(case) {
        return;
    }
    let level = 3 - scene.rooms.incident.file(case).acts_on() as u8;
    let book = &mut *scene.rooms.demand.book;
    match book.alerts.iter_mut().find(|w| w.case == case && w.team == team) {
        Some(waiting) => waiting.key.0 = waiting.key.0.min(level),
        None => {
            let key = (level, book.next_order());
            book.alerts.push(Waiting { case, team, key });
        }
    }
}

/// Somebody with nothing in hand sees the alerts in their queue whose turn comes before that of the next ticket.
pub(super) fn seen_before(scene: &mut Scene, person: PersonId, next: Option<(u8, u64)>) {
    let team = scene.plan.people[person.at()].team;
    let mut index = 0;
    while index < scene.rooms.demand.book.alerts.len() {
        let Waiting { case, team: of, key } = scene.rooms.demand.book.alerts[index];
        if !scene.live(case) || scene.rooms.incident.file(case).acknowledged {
            scene.rooms.demand.book.alerts.remove(index);
            continue;
        }
        index += 1;
        let why = PageFor::Queue(team);
        if of == team && next.is_none_or(|next| key < next) && !scene.rooms.paging.was_paged(case, person, why) {
            scene.follow(Any::Paging(Paging::Page { case, person, why }));
        }
    }
}

/// A ticket turns out to be the first sign of an incident: its alert lies in the queue as one of many.
pub(super) fn raised(scene: &mut Scene, ticket: u32, case: Case) {
    let book = &mut *scene.rooms.demand.book;
    book.ticket(ticket).link = Link::Case(case);
    let class = DemandId(book.ticket(ticket).class);
    scene.follow(Any::Telemetry(Telemetry::Among { case, class }));
}

/// Somebody has looked at the alert of an incident and knows that it is real.
pub(super) fn found(scene: &mut Scene, case: Case, class: u32, person: PersonId) {
    if !scene.live(case) || scene.rooms.incident.file(case).acknowledged {
        return;
    }
    let team = scene.plan.demand.classes[class as usize].team;
    scene.follow(Any::Incident(Incident::Acknowledge { case, person }));
    scene.follow(Any::Telemetry(Telemetry::Taken { case, team, person }));
}
