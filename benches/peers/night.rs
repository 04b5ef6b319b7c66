//! The night of `benches/models/night.ron` by hand: an independent program, written from the rules of the scenario format and not from the
//! engine. It takes the engine's keyed luck and its spans of time, and nothing else, so it must come to the same milestones and the same ledger
//! to the tick: a second opinion on what is right, and a yardstick of speed.
//!
//! One outage is in hand at a time. People are bits of a set, jobs places of an array, and one heap is the calendar. [`organisation`] says who
//! and what there is, [`calls`] how people are reached and decisions are taken, [`work`] who does what, [`ledger`] where the time went.
//!
//! Where the rules are silent about what comes first at one instant: whoever ends a job takes up what has waited for them, and is otherwise as free
//! as anybody for what that end leads to; whoever is paged and known to be awake answers after all that.

#[path = "night/calls.rs"]
mod calls;
#[path = "night/ledger.rs"]
mod ledger;
#[path = "night/organisation.rs"]
mod organisation;
#[path = "night/work.rs"]
mod work;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use firedrill::engine::chance::{Dist, Luck, Purpose, combine, subject};
use firedrill::engine::time::Span;

use calls::{Asking, Contact};
pub use ledger::{STATES, State};
use organisation::{COUNT, Change, DAY, JOBS, People, Reach, Right, SYSTEMS};

const HORIZON: i64 = 5 * DAY;
const ARRIVALS_END: i64 = 364 * DAY;

/// What an outage came to, in milliseconds since the start; what did not happen by the horizon is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Night {
    pub began: i64,
    pub alerted: Option<i64>,
    pub acknowledged: Option<i64>,
    pub aware: Option<i64>,
    pub escalated: Option<i64>,
    pub contained: Option<i64>,
    pub recovered: Option<i64>,
    pub closed: Option<i64>,
    pub back: [Option<i64>; SYSTEMS.len()],
    pub ledger: [i64; STATES],
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Shifts(usize),
    Begins(u32),
    Alert,
    Step(u8),
    Answers { person: u8, draw: u32 },
    TriesAgain { person: u8, draw: u32 },
    CallsFor { job: u8, attempt: u64 },
    CallsHolder { decision: u8, place: u8 },
    CallsDelegate { decision: u8, place: u8 },
    Concludes { decision: u8 },
    AsksAgain { decision: u8 },
    Done { job: u8, turn: u32 },
    Horizon,
}
const ENDS: u64 = 0;
const BEGINS: u64 = 1 << 62;
const HAPPENS: u64 = 2 << 62;

/// A job: what it waits for or does, who has it in hand, and how it came about.
#[derive(Default)]
struct Job {
    state: Stage,
    attempt: u64,
    /// Its place in the queue.
    place: Option<u32>,
    person: Option<u8>,
    /// Work still to do, once its length is drawn.
    left: Option<i64>,
    /// What whoever takes it up next reads in for.
    reading: i64,
    /// The hands-on work of this stretch begins (after the reading in).
    works_from: i64,
    /// Told apart from ends and calls booked before.
    turn: u32,
    calling: bool,
    released_by: Option<u8>,
    history: Vec<(i64, State)>,
    done_at: i64,
}
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Locked,
    Asking,
    Waiting,
    InHand,
    Done,
}

/// Everything of one play.
pub struct Program {
    changes: Vec<Change>,
    rights: [Right; 2],
    reach: [Reach; 3],
    efforts: [(Dist, f64); JOBS],
    sees: (f64, Dist),
    reported: Dist,
    every: Dist,
    keys: Keys,
    luck: Luck,
    heap: BinaryHeap<Reverse<(i64, u64, u32, What)>>,
    sequence: u64,
    now: i64,
    /// The outage in hand by its number; its luck.
    number: u32,
    case: u64,
    live: bool,
    /// Its last job is done.
    over: bool,
    on_shift: People,
    called_out: People,
    hands_full: People,
    responding: bool,
    paging: bool,
    /// Paged at this instant, and known to be awake: they answer once everything else of it is settled.
    in_touch: Vec<u8>,
    doer: bool,
    decider: bool,
    /// How many jobs have been queued: who came first is served first.
    queued: u32,
    jobs: [Job; JOBS],
    contacts: [Contact; COUNT],
    askings: [Asking; 2],
    night: Night,
}
/// The keys of luck that do not change.
struct Keys {
    kind: u64,
    people: [u64; COUNT],
    jobs: [u64; JOBS],
    decisions: [u64; 2],
    monitor: u64,
}

impl Program {
    pub fn new() -> Program {
        let key = |job: u8| {
            let (task, system) = organisation::names(job);
            combine(combine(subject("outage"), subject(task)), system.map_or(0, subject))
        };
        let m = Span::minutes;
        Program {
            changes: organisation::changes(),
            rights: organisation::rights(),
            reach: organisation::reach(),
            efforts: organisation::efforts(),
            sees: (0.8, Dist::log_normal(m(8), m(40))),
            reported: Dist::log_normal(m(45), m(240)),
            every: Dist::uniform(Span::days(6), Span::days(9)),
            keys: Keys {
                kind: subject("outage"),
                people: organisation::IDS.map(subject),
                jobs: std::array::from_fn(|job| key(job as u8)),
                decisions: [subject("fail-over"), subject("restore")],
                monitor: combine(subject("monitor"), subject("core-db")),
            },
            luck: Luck::new(0, 0, 0),
            heap: BinaryHeap::new(),
            sequence: 0,
            now: 0,
            number: 0,
            case: 0,
            live: false,
            over: false,
            on_shift: 0,
            called_out: 0,
            hands_full: 0,
            responding: false,
            paging: false,
            in_touch: Vec::new(),
            doer: false,
            decider: false,
            queued: 0,
            jobs: std::array::from_fn(|_| Job::default()),
            contacts: [Contact::default(); COUNT],
            askings: [Asking::default(); 2],
            night: Night::default(),
        }
    }

    /// Plays one replication; `sink` is told each outage in order.
    pub fn play(&mut self, seed: u64, replication: u64, sink: &mut dyn FnMut(&Night)) {
        self.luck = Luck::new(seed, replication, 0);
        self.heap.clear();
        (self.sequence, self.now, self.number, self.live) = (0, 0, 0, false);
        self.arrive(0);
        while let Some(Reverse((at, _, number, what))) = self.heap.pop() {
            if number != self.number && !matches!(what, What::Begins(_)) {
                continue;
            }
            self.now = at;
            match what {
                What::Begins(nth) => self.begin(nth),
                _ if !self.live => {}
                What::Horizon => self.end(sink),
                What::Shifts(place) => self.shifts(place, at),
                What::Alert => self.alert(),
                What::Step(place) => self.step(place),
                What::Answers { person, draw } => self.answers(person, draw),
                What::TriesAgain { person, draw } => self.tries_again(person, draw),
                What::CallsFor { job, attempt } => self.call_for(job, attempt),
                What::CallsHolder { decision, place } => self.call_holder(decision, place),
                What::CallsDelegate { decision, place } => self.call_delegate(decision, place),
                What::Concludes { decision } => self.concludes(decision),
                What::AsksAgain { decision } => self.asks_again(decision),
                What::Done { job, turn } => self.done(job, turn),
            }
            while !self.in_touch.is_empty() {
                let person = self.in_touch.remove(0);
                self.takes_up(person);
            }
            if std::mem::take(&mut self.over) {
                self.end(sink);
            }
        }
    }

    fn book(&mut self, at: i64, phase: u64, what: What) {
        self.sequence += 1;
        self.heap.push(Reverse((at, phase | self.sequence, self.number, what)));
    }
    fn draw(&self, purpose: Purpose, of: u64, occurrence: u64) -> firedrill::engine::chance::Draw {
        self.luck.draw(purpose, combine(self.case, of), occurrence)
    }

    // ---- It begins, it is noticed, it is over.

    fn arrive(&mut self, nth: u32) {
        const ARRIVAL: Purpose = Purpose::named("arrival");
        let at = self.now + self.every.sample(&mut self.luck.draw(ARRIVAL, self.keys.kind, u64::from(nth))).0;
        if at < ARRIVALS_END {
            self.book(at, HAPPENS, What::Begins(nth));
        }
    }

    fn begin(&mut self, nth: u32) {
        const SEES: Purpose = Purpose::named("sees");
        const REPORT: Purpose = Purpose::named("report");
        self.number += 1;
        self.arrive(nth + 1);
        self.case = combine(self.keys.kind, u64::from(nth));
        self.night = Night { began: self.now, ..Night::default() };
        (self.live, self.responding, self.paging) = (true, false, false);
        (self.doer, self.decider, self.queued) = (false, false, 0);
        (self.on_shift, self.called_out, self.hands_full) = (organisation::on_shift(self.now), 0, 0);
        for job in &mut self.jobs {
            let mut history = std::mem::take(&mut job.history);
            history.clear();
            *job = Job { history, attempt: 1, ..Job::default() };
        }
        self.contacts = [Contact::default(); COUNT];
        self.askings = [Asking::default(); 2];
        let week = self.now.rem_euclid(organisation::WEEK);
        let next = self.changes.iter().position(|c| c.at > week);
        let start = self.now - week + if next.is_none() { organisation::WEEK } else { 0 };
        let next = next.unwrap_or(0);
        self.book_shifts(start, next);
        let mut draw = self.draw(SEES, self.keys.monitor, 0);
        if draw.chance(self.sees.0) {
            let after = self.sees.1.sample(&mut draw).0;
            self.book(self.now + after, HAPPENS, What::Alert);
        }
        let after = self.reported.sample(&mut self.draw(REPORT, 0, 0)).0;
        self.book(self.now + after, HAPPENS, What::Alert);
        self.book(self.now + HORIZON, HAPPENS, What::Horizon);
    }

    fn alert(&mut self) {
        self.night.alerted.get_or_insert(self.now);
        if !self.paging {
            self.paging = true;
            self.step(0);
        }
    }

    /// The work can begin: somebody has taken it up.
    fn respond(&mut self) {
        self.responding = true;
        self.release(organisation::TRIAGE, None);
    }

    fn end(&mut self, sink: &mut dyn FnMut(&Night)) {
        ledger::close(&mut self.night, &self.jobs, HORIZON);
        self.live = false;
        sink(&self.night);
    }

    // ---- Duty.

    /// The changes of one time of the week: ends first, begins after everything that the ends lead to.
    fn book_shifts(&mut self, week: i64, place: usize) {
        let change = &self.changes[place];
        let (at, ends, begins) = (week + change.at, change.ends, change.begins);
        if ends != 0 {
            self.book(at, ENDS, What::Shifts(place << 1));
        }
        if begins != 0 || ends == 0 {
            self.book(at, BEGINS, What::Shifts(place << 1 | 1));
        }
    }
    fn shifts(&mut self, what: usize, at: i64) {
        let (place, begin) = (what >> 1, what & 1 == 1);
        let (ends, begins) = (self.changes[place].ends, self.changes[place].begins);
        if begin {
            for person in organisation::each(begins) {
                self.on_shift |= 1 << person;
                self.duty_changed();
                self.free(person);
            }
        } else {
            self.on_shift &= !ends;
            for person in organisation::each(ends) {
                if self.called_out >> person & 1 == 0 {
                    self.goes_home(person);
                }
                self.duty_changed();
            }
        }
        if begin || begins == 0 {
            let last = place + 1 == self.changes.len();
            let week = at - at.rem_euclid(organisation::WEEK) + if last { organisation::WEEK } else { 0 };
            self.book_shifts(week, if last { 0 } else { place + 1 });
        }
    }
    /// Whoever leaves puts down what they have in hand, where their team hands over.
    fn goes_home(&mut self, person: u8) {
        let Some(cost) = organisation::hand_over(person) else { return };
        let Some(job) = (0..JOBS).find(|j| self.jobs[*j].person == Some(person)) else { return };
        let state = &mut self.jobs[job];
        state.left = state.left.map(|left| left - (self.now - state.works_from).max(0));
        (state.person, state.reading) = (None, cost);
        state.turn += 1;
        self.hands_full &= !(1 << person);
        self.seek(job as u8);
    }
    /// Who is there to work: on shift, called out, or staying until what they have in hand is done.
    fn on_duty(&self) -> People {
        self.on_shift | self.called_out | self.hands_full
    }
    fn call_out(&mut self, person: u8) {
        if self.on_duty() >> person & 1 == 0 && self.night.recovered.is_none() {
            self.called_out |= 1 << person;
            if organisation::DOERS >> person & 1 == 1 {
                self.engaged(true);
            }
            self.duty_changed();
            self.free(person);
        }
    }
    /// What every waiting job waits for is looked at anew; and whether those who can and those who may are both there.
    fn duty_changed(&mut self) {
        for job in 0..JOBS as u8 {
            let waits = self.jobs[job as usize].state;
            if waits == Stage::Waiting {
                let state = self.wait_of(job);
                self.note(job, state);
            }
            if matches!(waits, Stage::Asking | Stage::Waiting) {
                self.call_if_nobody(job);
            }
        }
    }
}
