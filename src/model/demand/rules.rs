//! What demand does: tickets arrive and are worked on by whoever has nothing of an incident in hand.

use super::book::NONE;
use super::{Activity, alerts, causes, hours, projects, steps, tickets};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Demand as Happening, Happening as Any};
use crate::model::ids::{DemandId, IncidentNo, PersonId};
use crate::model::organisation::entry::Preemption;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Arrive { class, nth } => tickets::arrive(scene, class, nth),
        Happening::Joins { ticket, generation } => tickets::joins(scene, ticket, generation),
        Happening::Ends { ticket, generation } => tickets::ends(scene, ticket, generation),
        Happening::GivesUp { ticket, generation } => tickets::gives_up(scene, ticket, generation),
        Happening::Look { person } => look(scene, person),
        Happening::Raised { ticket, case } => alerts::raised(scene, ticket, case),
        Happening::AlertWaits { case, team } => alerts::waits(scene, case, team),
        Happening::Remediate { class, nth, finding } => tickets::remediate(scene, class, nth, finding),
        Happening::Recovered { case } => causes::recovered(scene, case),
        Happening::Due { project, milestone } => projects::due(scene, project, milestone),
        Happening::Reaches { project, generation } => projects::reaches(scene, project, generation),
        Happening::CountingBegins => begin_counting(scene),
        Happening::CountingEnds => end_counting(scene),
    }
}

/// Empties all lines, and books the first ticket of each kind and the instants between which is counted.
pub fn begin(scene: &mut Scene) {
    if !scene.plan.demand.any() {
        return;
    }
    scene.rooms.demand.book.clear(&scene.plan.demand, &scene.hot.core.luck);
    // Booked before anything else, so that they come first of their instants.
    scene.book_at(scene.plan.warm_up, Any::Demand(Happening::CountingBegins));
    scene.book_at(scene.plan.arrivals_end, Any::Demand(Happening::CountingEnds));
    for class in 0..scene.plan.demand.classes.len() as u32 {
        tickets::book_next(scene, class);
    }
}

/// What somebody has in hand of incidents, or whether they are on shift, has changed.
fn look(scene: &mut Scene, person: PersonId) {
    let on_shift = scene.rooms.duty.of(person).on_shift;
    // Who leads an incident does nothing else.
    let job = scene.rooms.response.busy_with(person);
    match job.or_else(|| scene.rooms.lead.first(person)) {
        // They had stayed for it.
        Some(case) if !on_shift && scene.rooms.demand.finishes(scene.plan, person, scene.now()) => {
            leaves_ticket(scene, case, person, Activity::Off)
        }
        // The hours after a shift are in no count of hours, as those at incidents are in none.
        None if steps::stays(scene, person) => tickets::turn(scene, person, Activity::Off),
        // The end of a shift loses nothing of a ticket.
        _ if !on_shift => {
            let no = tickets::put_down(scene, person, Preemption::Resume);
            tickets::turn(scene, person, Activity::Off);
            tickets::place_again(scene, no);
        }
        Some(case) => {
            let kind = scene.rooms.incident.file(case).kind;
            let changes = scene.plan.kinds[kind.at()].change.is_some();
            leaves_ticket(scene, case, person, if changes { Activity::Change } else { Activity::Incident });
        }
        None if scene.rooms.demand.book.post(person).ticket == NONE => tickets::take_next(scene, person),
        None => tickets::goes_on(scene, person),
    }
}

/// Somebody turns to an incident, from a ticket where they have one in hand.
fn leaves_ticket(scene: &mut Scene, case: Case, person: PersonId, to: Activity) {
    let how = scene.plan.teams[scene.plan.people[person.at()].team.at()].preemption;
    let no = tickets::put_down(scene, person, how);
    tickets::turn(scene, person, to);
    if no != NONE {
        let class = DemandId(scene.rooms.demand.book.ticket(no).class);
        scene.record(Fact::LeftTicket { incident: IncidentNo(case.no), person, class });
        tickets::place_again(scene, no);
    }
}

/// The warm-up is over.
#[inline(never)]
fn begin_counting(scene: &mut Scene) {
    hours::begin_counting(scene);
    let book = &mut *scene.rooms.demand.book;
    book.sums.fill(Default::default());
    book.step_sums.fill(Default::default());
    book.counting = true;
}

/// No more is counted: tells what it came to. Tickets go on arriving, for the incidents that are still followed.
#[inline(never)]
fn end_counting(scene: &mut Scene) {
    scene.rooms.demand.book.counting = false;
    let still_waiting = still_waiting(scene);
    for index in (0..scene.plan.demand.classes.len()).filter(|index| scene.plan.demand.classes[*index].is_told()) {
        let sums = scene.rooms.demand.book.sums[index];
        let class = DemandId(index as u32);
        let (arrived, taken, done, given_up, waited) = (sums.arrived, sums.taken, sums.done, sums.given_up, sums.waited);
        scene.record(Fact::Tickets { class, arrived, taken, done, given_up, waited });
        let entry = &scene.plan.demand.classes[index];
        if !entry.then.is_empty() {
            scene.record(Fact::TicketsTook { class, done, took: sums.took });
        }
        for step in 1..=entry.then.len() as u32 {
            let sums = scene.rooms.demand.book.step_sums[entry.count_of(step)];
            scene.record(Fact::TicketsPassedOn { class, step, came: sums.came, taken: sums.taken, waited: sums.waited });
        }
        for (step, &(waiting, waited)) in (0..).zip(&still_waiting[index]) {
            if waiting > 0 {
                scene.record(Fact::TicketsWaiting { class, step, waiting, waited });
            }
        }
    }
    hours::tell(scene);
}

/// How many tickets of each kind wait for each step and have not been taken up there, and how long they have.
fn still_waiting(scene: &Scene) -> Vec<Vec<(u32, Span)>> {
    let now = scene.now();
    let mut all: Vec<Vec<(u32, Span)>> = scene.plan.demand.classes.iter().map(|class| vec![(0, Span(0)); class.then.len() + 1]).collect();
    for ticket in scene.rooms.demand.book.open_tickets().filter(|ticket| !ticket.taken && !ticket.on_its_way) {
        let (count, waited) = &mut all[ticket.class as usize][ticket.step as usize];
        *count += 1;
        *waited += now - ticket.since;
    }
    all
}
