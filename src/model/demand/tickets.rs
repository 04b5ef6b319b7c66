//! Tickets: they arrive, wait, are taken up, put down, done, given up.

use super::book::{Desk, Link, NONE};
use super::plan::{CAUSE, Sort};
use super::{Activity, alerts, causes, hours, steps};
use crate::engine::bits::Bits;
use crate::engine::chance::{Dist, Purpose};
use crate::engine::driver::HAPPENS;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::exposure::{self, Finding};
use crate::model::fact::Capability;
use crate::model::happening::{Demand as Happening, Happening as Any, Incident};
use crate::model::ids::{GrantId, PersonId};
use crate::model::organisation::entry::Preemption;

pub(super) const TICKET: Purpose = Purpose::named("ticket");
const REAL: Purpose = Purpose::named("real");

/// The next ticket of a kind arrives, and the one after it is booked.
pub(super) fn arrive(scene: &mut Scene, class: u32, nth: u64) {
    book_next(scene, class);
    let now = scene.now();
    let entry = &scene.plan.demand.classes[class as usize];
    if let Sort::Findings(source, severity) = entry.sort {
        return scene.follow(Any::Exposure(exposure::Happening::Found { source, severity, nth }));
    }
    let book = &mut *scene.rooms.demand.book;
    let mut draw = scene.hot.core.luck.draw_of(&book.luck[class as usize], nth);
    let effort = entry.effort.sample(&mut draw);
    let patience = entry.gives_up_after.as_ref().map(|p: &Dist| p.sample(&mut draw));
    let no = book.open(class, nth, now, effort);
    if book.counting {
        book.sums[class as usize].arrived += 1;
    }
    if let Some((kind, share)) = entry.raises
        && now < scene.plan.arrivals_end
        && scene.draw(REAL, entry.luck, nth).chance(share)
    {
        scene.follow(Any::Incident(Incident::Raised { kind, ticket: no }));
    }
    match &entry.after {
        None => waits_or_is_taken(scene, no, patience),
        Some(after) => {
            let takes = after.sample(&mut draw);
            steps::is_on_its_way(scene, no, takes);
        }
    }
}

/// A new ticket is in its queue.
fn waits_or_is_taken(scene: &mut Scene, no: u32, patience: Option<Span>) {
    if !place(scene, no)
        && let Some(patience) = patience
    {
        let generation = scene.rooms.demand.book.ticket(no).generation;
        scene.book_in(patience, Any::Demand(Happening::GivesUp { ticket: no, generation }));
    }
}

/// A ticket that was on its way reaches the queue of its step.
pub(super) fn joins(scene: &mut Scene, no: u32, generation: u32) {
    let now = scene.now();
    let book = &mut *scene.rooms.demand.book;
    if book.ticket(no).generation != generation {
        return;
    }
    // Of what is equally pressing, what reaches a queue first is taken first.
    let order = book.next_order();
    let ticket = book.ticket(no);
    (ticket.since, ticket.order, ticket.on_its_way) = (now, order, false);
    let (step, nth) = (ticket.step, ticket.nth);
    let class = &scene.plan.demand.classes[ticket.class as usize];
    let patience = class.gives_up_after.as_ref().filter(|_| step == 0).map(|patience| {
        // As when it arrived: the effort is drawn before.
        let mut draw = scene.draw(TICKET, class.luck, nth);
        class.effort.sample(&mut draw);
        patience.sample(&mut draw)
    });
    waits_or_is_taken(scene, no, patience);
}

/// Books the next arrival of a kind.
pub(super) fn book_next(scene: &mut Scene, class: u32) {
    let luck = &scene.hot.core.luck;
    let stream = &mut scene.rooms.demand.book.streams[class as usize];
    if let Some((at, nth)) = stream.next(&scene.plan.demand, class as usize, luck) {
        // It does not lie in the past: what came before it is over.
        scene.hot.core.calendar.book(at, HAPPENS, Any::Demand(Happening::Arrive { class, nth }));
    }
}

/// A finding is somebody's to remediate: that is a ticket like others.
pub(super) fn remediate(scene: &mut Scene, class: u32, nth: u64, finding: Finding) {
    let now = scene.now();
    let entry = &scene.plan.demand.classes[class as usize];
    let effort = entry.effort.sample(&mut scene.draw(TICKET, entry.luck, nth));
    let book = &mut *scene.rooms.demand.book;
    let no = book.open(class, nth, now, effort);
    book.ticket(no).link = Link::Finding(finding);
    place(scene, no);
}

/// Somebody can use the access now that the tickets of a desk take.
fn may_begin(scene: &Scene, person: PersonId, grant: Option<GrantId>) -> bool {
    grant.is_none_or(|grant| {
        let what = Capability::Grant(grant);
        scene.rooms.qualification.usable(what) && scene.rooms.qualification.has(scene.plan, person, what)
    })
}

/// The first of some ranks of a desk who may begin on its tickets.
#[inline]
fn first(scene: &Scene, desk: u32, of: impl Fn(&Desk) -> &Bits) -> Option<usize> {
    let entry = &scene.plan.demand.desks[desk as usize];
    let ranks = of(&scene.rooms.demand.book.desks[desk as usize]);
    match entry.grant {
        None => ranks.first(),
        Some(_) => ranks.iter().find(|rank| may_begin(scene, entry.people[*rank].0, entry.grant)),
    }
}

/// Gives a ticket to somebody, or puts it into its line. True when somebody took it.
pub(super) fn place(scene: &mut Scene, no: u32) -> bool {
    let plan = scene.plan;
    let ticket = scene.rooms.demand.book.ticket(no);
    let class = &plan.demand.classes[ticket.class as usize];
    let at = class.desk_of(ticket.step);
    let people = &plan.demand.desks[at as usize].people;
    if let Some(rank) = first(scene, at, |desk| &desk.free) {
        let (person, factor) = people[rank];
        start(scene, no, person, factor);
        return true;
    }
    if class.level < CAUSE
        && let Some(rank) = first(scene, at, |desk| &desk.at_cause)
    {
        let (person, factor) = people[rank];
        let cause = put_down(scene, person, Preemption::Resume);
        start(scene, no, person, factor);
        if cause != NONE {
            place(scene, cause);
        }
        return true;
    }
    scene.rooms.demand.book.wait(at, class.level, no);
    false
}

/// Puts a ticket into somebody's hands.
#[inline]
fn start(scene: &mut Scene, no: u32, person: PersonId, skilled: f64) {
    let now = scene.now();
    let plan = scene.plan;
    let book = &mut *scene.rooms.demand.book;
    let counting = book.counting;
    let ticket = book.ticket(no);
    let class = &plan.demand.classes[ticket.class as usize];
    ticket.generation += 1;
    ticket.person = person.0;
    ticket.began = now;
    ticket.factor = if plan.demand.available < 1.0 { skilled / plan.demand.available } else { skilled };
    let takes = ticket.left.times(ticket.factor);
    let generation = ticket.generation;
    let first = !std::mem::replace(&mut ticket.taken, true);
    let (since, kind, step) = (ticket.since, ticket.class as usize, ticket.step);
    if first && counting {
        let (taken, waited) = match step {
            0 => {
                let sums = &mut book.sums[kind];
                (&mut sums.taken, &mut sums.waited)
            }
            _ => {
                let sums = &mut book.step_sums[class.count_of(step)];
                (&mut sums.taken, &mut sums.waited)
            }
        };
        *taken += 1;
        *waited += now - since;
    }
    book.post(person).ticket = no;
    turn(scene, person, if class.level == CAUSE { Activity::Cause } else { Activity::Ticket });
    scene.hot.core.calendar.book(now + takes, HAPPENS, Any::Demand(Happening::Ends { ticket: no, generation }));
}

/// Takes the ticket in hand from somebody; its number. It is for the caller to say what they do now, and to place the ticket again. Nothing is
/// left to put down of one that is done at this very instant: shifts end before anything else happens, but it is finished.
pub(super) fn put_down(scene: &mut Scene, person: PersonId, how: Preemption) -> u32 {
    let now = scene.now();
    let plan = scene.plan;
    let no = std::mem::replace(&mut scene.rooms.demand.book.post(person).ticket, NONE);
    if no == NONE {
        return NONE;
    }
    if scene.rooms.demand.book.ends(no) <= now {
        finish(scene, no, person);
        return NONE;
    }
    let luck = &scene.hot.core.luck;
    let ticket = scene.rooms.demand.book.ticket(no);
    ticket.generation += 1;
    ticket.person = NONE;
    ticket.left = Span((ticket.left.0 - (now - ticket.began).times(1.0 / ticket.factor).0).max(0));
    match how {
        Preemption::Never | Preemption::Resume => {}
        Preemption::Restart => ticket.left = ticket.effort,
        Preemption::Resample => {
            ticket.redrawn += 1;
            let class = &plan.demand.classes[ticket.class as usize];
            let anew = crate::engine::chance::combine(ticket.nth, u64::from(ticket.redrawn));
            ticket.effort = class.effort_of(ticket.step).sample(&mut luck.draw(TICKET, class.luck_of(ticket.step), anew));
            ticket.left = ticket.effort;
        }
    }
    no
}

/// Places a ticket that somebody has put down.
pub(super) fn place_again(scene: &mut Scene, no: u32) {
    if no != NONE {
        place(scene, no);
    }
}

/// Work on a ticket ends, if nothing has stopped it since this was booked.
pub(super) fn ends(scene: &mut Scene, no: u32, generation: u32) {
    let ticket = scene.rooms.demand.book.ticket(no);
    if ticket.generation != generation {
        return;
    }
    let person = PersonId(ticket.person);
    finish(scene, no, person);
    if !steps::goes_home(scene, person) {
        take_next(scene, person);
    }
}

/// What somebody had to do of a ticket is done. It is for the caller to say what they do now.
#[inline]
fn finish(scene: &mut Scene, no: u32, person: PersonId) {
    let now = scene.now();
    let book = &mut *scene.rooms.demand.book;
    let ticket = book.ticket(no);
    let (class, link, step, arrived) = (ticket.class as usize, ticket.link, ticket.step, ticket.arrived);
    book.post(person).ticket = NONE;
    let entry = &scene.plan.demand.classes[class];
    if let Some(next) = entry.later(step + 1)
        && link == Link::None
        && steps::passes_on(scene, no, next)
    {
        return;
    }
    let book = &mut *scene.rooms.demand.book;
    if book.counting {
        let sums = &mut book.sums[class];
        sums.done += 1;
        sums.took += now - arrived;
    }
    book.close(no);
    match link {
        Link::None => {}
        Link::Case(case) => alerts::found(scene, case, class as u32, person),
        Link::Cause(cause) => causes::fixed(scene, cause, person),
        Link::Finding(finding) => scene.follow(Any::Exposure(exposure::Happening::Remediated { finding, person })),
    }
}

/// Nobody has taken a ticket up in time.
pub(super) fn gives_up(scene: &mut Scene, no: u32, generation: u32) {
    let now = scene.now();
    let book = &mut *scene.rooms.demand.book;
    let ticket = book.ticket(no);
    if ticket.generation != generation {
        return;
    }
    let (class, since) = (ticket.class as usize, ticket.since);
    let entry = &scene.plan.demand.classes[class];
    book.take_out(entry.desk, entry.level, no);
    if book.counting {
        book.sums[class].given_up += 1;
        book.sums[class].waited += now - since;
    }
    book.close(no);
}

/// Gives somebody with nothing in hand the most pressing ticket that waits for them, or lets them be free.
pub(super) fn take_next(scene: &mut Scene, person: PersonId) {
    let plan = scene.plan;
    let mut best: Option<((u8, u64), u32, u32, u32)> = None;
    for &(desk, rank) in &plan.demand.at_desks[person.at()] {
        if let Some((level, order, no)) = scene.rooms.demand.book.next_at(desk)
            && best.is_none_or(|(key, ..)| (level, order) < key)
            && may_begin(scene, person, plan.demand.desks[desk as usize].grant)
        {
            best = Some(((level, order), desk, rank, no));
        }
    }
    if !scene.rooms.demand.book.alerts.is_empty() {
        alerts::seen_before(scene, person, best.map(|(key, ..)| key));
    }
    let book = &mut *scene.rooms.demand.book;
    match best {
        Some(((level, _), desk, rank, no)) => {
            book.take_first(desk, level);
            let (_, factor) = plan.demand.desks[desk as usize].people[rank as usize];
            start(scene, no, person, factor);
        }
        None => turn(scene, person, Activity::Free),
    }
}

/// Somebody who had stayed for a ticket is at it still when their next shift begins.
pub(super) fn goes_on(scene: &mut Scene, person: PersonId) {
    let book = &mut *scene.rooms.demand.book;
    let no = book.post(person).ticket;
    let cause = book.level_of(no, &scene.plan.demand) == CAUSE;
    turn(scene, person, if cause { Activity::Cause } else { Activity::Ticket });
}

/// Somebody does something else from now on, or goes on with the same: mostly the next ticket.
#[inline]
pub(super) fn turn(scene: &mut Scene, person: PersonId, to: Activity) {
    let from = std::mem::replace(&mut scene.rooms.demand.book.post(person).activity, to);
    if from != to {
        turns(scene, person, from, to);
    }
}

fn turns(scene: &mut Scene, person: PersonId, from: Activity, to: Activity) {
    let book = &mut *scene.rooms.demand.book;
    for &(desk, rank) in &scene.plan.demand.at_desks[person.at()] {
        let desk = &mut book.desks[desk as usize];
        desk.free.set(rank as usize, to == Activity::Free);
        desk.at_cause.set(rank as usize, to == Activity::Cause);
    }
    hours::turn(scene, person, from, to);
}
