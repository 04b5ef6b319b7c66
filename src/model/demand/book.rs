//! Where tickets are kept: a slab of them, the lines in which they wait, who is free to take one, and what was counted.

use bevy_ecs::prelude::*;

use super::Activity;
use super::alerts::Waiting;
use super::arrivals::Stream;
use super::causes::Cause;
use super::hours::TeamHours;
use super::plan::{Demand, LEVELS};
use super::projects::{NOT_BEGUN, Progress};
use super::steps::PASSED_ON;
use super::tickets::TICKET;
use crate::engine::bits::Bits;
use crate::engine::chance::{Luck, Source, combine};
use crate::engine::time::{Instant, Span};
use crate::model::exposure::Finding;
use crate::model::happening::Case;
use crate::model::ids::PersonId;

/// No ticket, or nobody.
pub(super) const NONE: u32 = u32::MAX;

/// What a ticket has to do with an incident.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing.
    None,
    /// It is the alert of this one.
    Case(Case),
    /// It is work on this root cause.
    Cause(u32),
    /// It is work on this finding.
    Finding(Finding),
}

/// One ticket. A row is used again when the ticket is done or given up.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    /// Its kind.
    pub class: u32,
    /// Happenings booked for an earlier state carry an older one.
    pub generation: u32,
    /// The ones before and behind it in its line.
    pub before: u32,
    pub behind: u32,
    /// Tickets of one level are taken in this order.
    pub order: u64,
    /// Which of its kind: key of its luck.
    pub nth: u64,
    /// When it arrived, and when it reached the queue of its step.
    pub arrived: Instant,
    pub since: Instant,
    /// When the work at hand began, and how many times as long it takes in these hands.
    pub began: Instant,
    pub factor: f64,
    /// Work in ordinary hands, and what is left of it.
    pub effort: Span,
    pub left: Span,
    /// Who is at it.
    pub person: u32,
    /// How many steps are done.
    pub step: u32,
    /// It has not reached the queue of its step yet.
    pub on_its_way: bool,
    /// Somebody has taken it up once in this step; it is not given up any more.
    pub taken: bool,
    /// How often its length was drawn anew.
    pub redrawn: u32,
    /// What it has to do with an incident.
    pub link: Link,
}

/// Tickets of one level in the order in which they are taken.
#[derive(Copy, Clone, Debug)]
struct Line {
    first: u32,
    last: u32,
}
const EMPTY: Line = Line { first: NONE, last: NONE };

/// A desk: what waits there, and who of its people could take it, by rank, a bit each.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    lines: [Option<Line>; LEVELS],
    /// People with nothing in hand.
    pub free: Bits,
    /// People at root-cause work, which a ticket takes them from.
    pub at_cause: Bits,
}

/// What somebody is doing, and the ticket they are at.
#[derive(Copy, Clone, Debug)]
pub(super) struct Post {
    pub activity: Activity,
    pub ticket: u32,
}
const AWAY: Post = Post { activity: Activity::Off, ticket: NONE };

/// What was counted of one kind of ticket.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Sums {
    pub arrived: u32,
    /// Somebody has taken them up.
    pub taken: u32,
    pub done: u32,
    pub given_up: u32,
    /// From arrival at their queue until somebody took them up or they were given up, all of them together.
    pub waited: Span,
    /// From arrival until they were done, all of them together.
    pub took: Span,
}
/// What was counted of a later step of one kind of ticket.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct StepSums {
    pub came: u32,
    pub taken: u32,
    /// From arrival at their queue until somebody took them up, all of them together.
    pub waited: Span,
}

/// All tickets of a play.
#[derive(Resource, Debug)]
pub struct Book {
    tickets: Vec<Ticket>,
    spare: Vec<u32>,
    pub(super) desks: Vec<Desk>,
    /// By person.
    pub(super) posts: Vec<Post>,
    /// By team.
    pub(super) teams: Vec<TeamHours>,
    /// By kind of ticket.
    pub(super) streams: Vec<Stream>,
    /// By kind: the luck of its tickets in this play.
    pub(super) luck: Vec<Source>,
    /// By later step of each kind: the luck of those that are passed on to it.
    pub(super) step_luck: Vec<Source>,
    pub(super) sums: Vec<Sums>,
    /// By later step of each kind, from [`Class::first_count`](super::plan::Class::first_count) on.
    pub(super) step_sums: Vec<StepSums>,
    /// By project.
    pub(super) projects: Vec<Progress>,
    /// Alerts of incidents in the queues of teams.
    pub(super) alerts: Vec<Waiting>,
    /// Root causes, fixed or not.
    pub(super) causes: Vec<Cause>,
    /// What happens now is counted.
    pub(super) counting: bool,
    order: u64,
}
impl Book {
    /// An empty one.
    pub fn of(demand: &Demand) -> Book {
        Book {
            tickets: Vec::new(),
            spare: Vec::new(),
            desks: demand
                .desks
                .iter()
                .map(|d| Desk { lines: [None; LEVELS], free: Bits::none_of(d.people.len()), at_cause: Bits::none_of(d.people.len()) })
                .collect(),
            posts: vec![AWAY; demand.concerned.len()],
            teams: vec![TeamHours::default(); demand.followed.len()],
            streams: vec![Stream::default(); demand.classes.len()],
            luck: Vec::new(),
            step_luck: Vec::new(),
            sums: vec![Sums::default(); demand.classes.len()],
            step_sums: vec![StepSums::default(); demand.classes.iter().map(|c| c.then.len()).sum()],
            projects: vec![NOT_BEGUN; demand.projects.len()],
            alerts: Vec::new(),
            causes: Vec::new(),
            counting: false,
            order: 0,
        }
    }
    /// As at the start of a play with this luck; keeps what was allocated.
    pub(super) fn clear(&mut self, demand: &Demand, luck: &Luck) {
        self.luck.clear();
        self.luck.extend(demand.classes.iter().map(|class| luck.source(TICKET, class.luck)));
        self.step_luck.clear();
        self.step_luck.extend(demand.classes.iter().flat_map(|c| &c.then).map(|step| luck.source(PASSED_ON, step.luck)));
        self.tickets.clear();
        self.spare.clear();
        for desk in &mut self.desks {
            desk.lines = [None; LEVELS];
            desk.free.clear();
            desk.at_cause.clear();
        }
        self.posts.fill(AWAY);
        self.teams.fill(TeamHours::default());
        self.streams.iter_mut().for_each(Stream::clear);
        self.sums.fill(Sums::default());
        self.step_sums.fill(StepSums::default());
        self.projects.fill(NOT_BEGUN);
        self.alerts.clear();
        self.causes.clear();
        self.counting = false;
        self.order = 0;
    }

    /// A ticket.
    #[inline]
    pub(super) fn ticket(&mut self, no: u32) -> &mut Ticket {
        &mut self.tickets[no as usize]
    }
    /// All tickets that wait or are in hand.
    pub(super) fn open_tickets(&self) -> impl Iterator<Item = &Ticket> {
        let mut closed = vec![false; self.tickets.len()];
        self.spare.iter().for_each(|no| closed[*no as usize] = true);
        self.tickets.iter().zip(closed).filter(|(_, closed)| !closed).map(|(ticket, _)| ticket)
    }
    /// The next place in the order of tickets and alerts.
    pub(super) fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }
    /// The kind of a ticket.
    #[inline]
    pub(super) fn class_of(&self, no: u32) -> usize {
        self.tickets[no as usize].class as usize
    }
    /// When a ticket in hand will be done.
    #[inline]
    pub(super) fn ends(&self, no: u32) -> Instant {
        let ticket = &self.tickets[no as usize];
        ticket.began + ticket.left.times(ticket.factor)
    }
    /// The level of a ticket.
    pub(super) fn level_of(&self, no: u32, demand: &Demand) -> u8 {
        demand.classes[self.tickets[no as usize].class as usize].level
    }
    /// Key of the luck of a ticket.
    pub(super) fn luck_of(&self, no: u32, demand: &Demand) -> u64 {
        let ticket = &self.tickets[no as usize];
        combine(demand.classes[ticket.class as usize].luck, ticket.nth)
    }
    /// The number of a new ticket, the last in order.
    pub(super) fn open(&mut self, class: u32, nth: u64, arrived: Instant, effort: Span) -> u32 {
        let order = self.next_order();
        let mut ticket = Ticket {
            class,
            generation: 0,
            before: NONE,
            behind: NONE,
            order,
            nth,
            arrived,
            since: arrived,
            began: arrived,
            factor: 1.0,
            effort,
            left: effort,
            person: NONE,
            step: 0,
            on_its_way: false,
            taken: false,
            redrawn: 0,
            link: Link::None,
        };
        match self.spare.pop() {
            Some(no) => {
                ticket.generation = self.tickets[no as usize].generation + 1;
                self.tickets[no as usize] = ticket;
                no
            }
            None => {
                self.tickets.push(ticket);
                self.tickets.len() as u32 - 1
            }
        }
    }
    /// A ticket is done or given up: its row can be used again.
    pub(super) fn close(&mut self, no: u32) {
        self.tickets[no as usize].generation += 1;
        self.spare.push(no);
    }

    /// Puts a ticket into its line, where its order belongs: nearly always at an end.
    pub(super) fn wait(&mut self, desk: u32, level: u8, no: u32) {
        let order = self.tickets[no as usize].order;
        let mut line = self.desks[desk as usize].lines[usize::from(level)].unwrap_or(EMPTY);
        let (mut before, mut behind) = (line.last, NONE);
        if before != NONE && self.tickets[before as usize].order > order {
            // One that was put down goes in front of those that came after it.
            (before, behind) = (NONE, line.first);
            while behind != NONE && self.tickets[behind as usize].order < order {
                before = behind;
                behind = self.tickets[behind as usize].behind;
            }
        }
        let ticket = &mut self.tickets[no as usize];
        (ticket.before, ticket.behind) = (before, behind);
        match before {
            NONE => line.first = no,
            _ => self.tickets[before as usize].behind = no,
        }
        match behind {
            NONE => line.last = no,
            _ => self.tickets[behind as usize].before = no,
        }
        self.desks[desk as usize].lines[usize::from(level)] = Some(line);
    }
    /// Takes the first ticket out of a line.
    #[inline]
    pub(super) fn take_first(&mut self, desk: u32, level: u8) {
        let line = &mut self.desks[desk as usize].lines[usize::from(level)];
        let Some(Line { first, last }) = *line else { return };
        let behind = self.tickets[first as usize].behind;
        *line = (behind != NONE).then_some(Line { first: behind, last });
        if behind != NONE {
            self.tickets[behind as usize].before = NONE;
        }
    }
    /// Takes a ticket out of its line.
    pub(super) fn take_out(&mut self, desk: u32, level: u8, no: u32) {
        let Ticket { before, behind, .. } = self.tickets[no as usize];
        let Some(mut line) = self.desks[desk as usize].lines[usize::from(level)] else { return };
        match before {
            NONE => line.first = behind,
            _ => self.tickets[before as usize].behind = behind,
        }
        match behind {
            NONE => line.last = before,
            _ => self.tickets[behind as usize].before = before,
        }
        self.desks[desk as usize].lines[usize::from(level)] = (line.first != NONE).then_some(line);
    }
    /// The most pressing ticket that waits at a desk: its level, its order, its number.
    #[inline]
    pub(super) fn next_at(&self, desk: u32) -> Option<(u8, u64, u32)> {
        let lines = self.desks[desk as usize].lines.iter();
        let (level, line) = lines.enumerate().find_map(|(level, line)| line.map(|line| (level as u8, line)))?;
        Some((level, self.tickets[line.first as usize].order, line.first))
    }
    /// What somebody is doing.
    #[inline]
    pub(super) fn post(&mut self, person: PersonId) -> &mut Post {
        &mut self.posts[person.at()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_of_a_level_wait_in_the_order_in_which_they_came_even_when_put_back() {
        let demand = Demand { desks: vec![super::super::plan::TicketDesk { people: Vec::new(), grant: None }], ..Demand::default() };
        let mut book = Book::of(&demand);
        let all: Vec<u32> = (0..6).map(|n| book.open(0, n, Instant(0), Span(1))).collect();
        for no in [0, 2, 3, 5] {
            book.wait(0, 2, all[no]);
        }
        book.wait(0, 2, all[1]);
        book.wait(0, 2, all[4]);
        book.take_out(0, 2, all[3]);
        let mut seen = Vec::new();
        while let Some((level, _, no)) = book.next_at(0) {
            assert_eq!(level, 2);
            book.take_first(0, 2);
            seen.push(no);
        }
        assert_eq!(seen, [all[0], all[1], all[2], all[4], all[5]]);
        book.wait(0, 4, all[0]);
        book.wait(0, 1, all[5]);
        assert_eq!(book.next_at(0).map(|(level, _, no)| (level, no)), Some((1, all[5])), "a higher priority goes first");
        book.close(all[5]);
        let again = book.open(0, 9, Instant(0), Span(1));
        assert_eq!(again, all[5], "rows are used again");
        assert!(book.ticket(again).generation > 0, "and told apart from what they held before");
    }
}
