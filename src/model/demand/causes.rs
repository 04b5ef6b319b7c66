//! Root causes: after an incident whose kind comes again, work on its root cause waits behind all tickets; until it is done, the incident
//! may come again.

use super::Room;
use super::book::Link;
use super::tickets;
use crate::engine::chance::Purpose;
use crate::engine::driver::HAPPENS;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Happening as Any, Incident};
use crate::model::ids::{IncidentNo, KindId, PersonId, SystemId};
use crate::model::incident::NONE;
use crate::model::plan::{Arrivals, Plan};

pub(super) const COMES_AGAIN: Purpose = Purpose::named("comes again");
pub(super) const CAUSE: Purpose = Purpose::named("root cause");

/// A root cause that was not fixed when everything was back.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The kind of incident.
    pub kind: KindId,
    /// The last of them, and key of its luck.
    pub incident: IncidentNo,
    /// See `incident`.
    pub luck: u64,
    /// The system that failed, where its kind does not say what it hits.
    pub system: Option<SystemId>,
    /// Told apart from the root cause that was kept here before.
    pub(super) generation: u32,
    /// Not fixed.
    pub(super) open: bool,
}

impl Room<'_> {
    /// What an incident that comes again was before; none once its root cause is fixed.
    pub fn still_open(&self, cause: u32, generation: u32) -> Option<Cause> {
        self.book.causes.get(cause as usize).filter(|c| c.open && c.generation == generation).cloned()
    }
    /// Key of the luck of a ticket.
    pub fn luck_of(&self, ticket: u32, plan: &Plan) -> u64 {
        self.book.luck_of(ticket, &plan.demand)
    }
}

/// Everything is back. Will it come again? And who sees to it that it does not?
pub(super) fn recovered(scene: &mut Scene, case: Case) {
    if !scene.live(case) {
        return;
    }
    let plan = scene.plan;
    let now = scene.now();
    let file = scene.rooms.incident.file(case);
    let (kind, luck, known, first_hit) = (file.kind, file.luck, file.cause, file.hit.first().copied());
    let Some(recurs) = plan.demand.recurs(kind) else { return };
    let incident = IncidentNo(case.no);
    let system = first_hit.filter(|_| matches!(plan.kinds[kind.at()].arrivals, Arrivals::ByFailure));
    let effort = plan.demand.classes[recurs.class as usize].effort.sample(&mut scene.draw(CAUSE, luck, 0));
    let book = &mut *scene.rooms.demand.book;
    let number = if known != NONE && book.causes[known as usize].open {
        let cause = &mut book.causes[known as usize];
        (cause.incident, cause.luck) = (incident, luck);
        known
    } else {
        // Root causes that are fixed make room for new ones.
        let place = book.causes.iter().position(|c| !c.open);
        let generation = place.map_or(0, |p| book.causes[p].generation + 1);
        let cause = Cause { kind, incident, luck, system, generation, open: true };
        let number = match place {
            Some(place) => {
                book.causes[place] = cause;
                place as u32
            }
            None => {
                book.causes.push(cause);
                book.causes.len() as u32 - 1
            }
        };
        let ticket = book.open(recurs.class, luck, now, effort);
        book.ticket(ticket).link = Link::Cause(number);
        if book.counting {
            book.sums[recurs.class as usize].arrived += 1;
        }
        scene.record(Fact::RootCauseWaits { incident });
        tickets::place_again(scene, ticket);
        number
    };
    let mut draw = scene.draw(COMES_AGAIN, luck, 0);
    if draw.chance(recurs.chance) {
        let at = now + recurs.within.times(draw.uniform());
        let generation = scene.rooms.demand.book.causes[number as usize].generation;
        scene.hot.core.book(at, HAPPENS, Any::Incident(Incident::Again { cause: number, generation }));
    }
}

/// A root cause is fixed.
pub(super) fn fixed(scene: &mut Scene, cause: u32, person: PersonId) {
    let cause = &mut scene.rooms.demand.book.causes[cause as usize];
    cause.open = false;
    let incident = cause.incident;
    scene.record(Fact::RootCauseFixed { incident, person });
}
