//! How people are reached, and how decisions are taken.

use firedrill::engine::chance::{Purpose, combine};

use super::organisation::{self, DAY, HOUR, JOBS, MINUTE};
use super::{HAPPENS, Program, Stage, State, What};

/// Somebody as the outage tries to reach them. What they are wanted for is a bit each: the ladder, the two decisions, the jobs.
#[derive(Copy, Clone, Default)]
pub struct Contact {
    drawn: bool,
    day: i64,
    /// How well they could be reached when that was drawn: off duty, on call, at work.
    within: u8,
    answered: bool,
    coming: bool,
    wanted: u32,
    draw: u32,
}
const LADDER: u32 = 1;
const fn decision_bit(decision: u8) -> u32 {
    2 << decision
}
/// Calls are for a task, whichever system it is for.
const fn task_bit(job: u8) -> u32 {
    match job {
        organisation::TRIAGE => 8,
        organisation::FAIL_OVER => 16,
        organisation::REPORT => 32,
        organisation::RESTORE..organisation::VERIFY => 64,
        _ => 128,
    }
}
/// A ready task calls one after the other so far apart.
const APART: i64 = 15 * MINUTE;

/// A decision as it is asked for.
#[derive(Copy, Clone, Default)]
pub struct Asking {
    pub open: bool,
    pub taken: bool,
    answers: u64,
    reached: bool,
}

/// People sleep before each morning, at 07:00.
fn day(at: i64) -> i64 {
    (at - 7 * HOUR).div_euclid(DAY) - (-7 * HOUR).div_euclid(DAY)
}
fn next_morning(at: i64) -> i64 {
    let today = at.div_euclid(DAY) * DAY + 7 * HOUR;
    if today > at { today } else { today + DAY }
}
fn is_night(at: i64) -> bool {
    !(7 * HOUR..22 * HOUR).contains(&at.rem_euclid(DAY))
}

impl Program {
    // ---- The ladder.

    /// Fires a step and books the next; steps that find nobody take no time.
    pub fn step(&mut self, mut place: u8) {
        let steps = organisation::STEPS.len() as u8;
        while !self.responding {
            if place == steps * organisation::ROUNDS {
                return;
            }
            let people = organisation::step((place % steps) as usize, self.now, self.on_shift);
            for person in organisation::each(people) {
                self.page(person, LADDER);
            }
            let wait = organisation::STEPS[(place % steps) as usize];
            place += 1;
            if people != 0 {
                return self.book(self.now + wait, HAPPENS, What::Step(place));
            }
        }
    }

    // ---- Pages and answers.

    fn page(&mut self, person: u8, why: u32) {
        self.contacts[person as usize].wanted |= why;
        self.reach(person);
    }

    fn reach(&mut self, person: u8) {
        const REACH: Purpose = Purpose::named("reach");
        let now = self.now;
        let here = (self.on_shift | self.called_out) >> person & 1 == 1;
        let within = if here { 2 } else { u8::from(organisation::on_call(now) == person) };
        let known = self.contacts[person as usize];
        if known.coming && known.day == day(now) {
            return;
        }
        if known.drawn && known.day == day(now) && known.answered && known.within <= within {
            return self.in_touch.push(person);
        }
        if known.drawn && known.day == day(now) && !known.answered && known.within >= within {
            return self.later(person);
        }
        let law = &self.reach[2 - within as usize];
        let share = if is_night(now) { law.1 } else { law.0 };
        let mut draw = self.draw(REACH, self.keys.people[person as usize], day(now) as u64);
        let answers = draw.chance(share);
        let after = law.2.sample(&mut draw).0;
        let contact = &mut self.contacts[person as usize];
        (contact.drawn, contact.day, contact.within, contact.answered, contact.coming) = (true, day(now), within, false, answers);
        contact.draw += 1;
        let draw = contact.draw;
        if answers {
            self.book(now + after, HAPPENS, What::Answers { person, draw });
        } else {
            self.later(person);
        }
    }
    fn later(&mut self, person: u8) {
        let at = next_morning(self.now).min(organisation::next_shift(person, self.now));
        self.contacts[person as usize].draw += 1;
        let draw = self.contacts[person as usize].draw;
        self.book(at, HAPPENS, What::TriesAgain { person, draw });
    }
    pub fn tries_again(&mut self, person: u8, draw: u32) {
        let contact = &self.contacts[person as usize];
        if contact.draw == draw && contact.wanted != 0 {
            self.reach(person);
        }
    }
    pub fn answers(&mut self, person: u8, draw: u32) {
        let contact = &mut self.contacts[person as usize];
        if contact.draw == draw {
            (contact.coming, contact.answered) = (false, true);
            self.takes_up(person);
        }
    }
    /// Somebody has answered: what they were wanted for goes on.
    pub fn takes_up(&mut self, person: u8) {
        let wanted = std::mem::take(&mut self.contacts[person as usize].wanted);
        if wanted & LADDER != 0 {
            if organisation::DOERS >> person & 1 == 1 {
                self.call_out(person);
            }
            if !self.responding {
                self.night.acknowledged = Some(self.now);
                self.respond();
            }
        }
        for decision in 0..2 {
            if wanted & decision_bit(decision) != 0 {
                self.decider_reached(decision);
            }
        }
        let open = |j: &u8| wanted & task_bit(*j) != 0 && matches!(self.jobs[*j as usize].state, Stage::Asking | Stage::Waiting);
        if (0..JOBS as u8).any(|j| open(&j)) {
            self.call_out(person);
        }
    }

    // ---- A ready task calls for hands.

    /// With nobody on duty who can do it, a waiting job calls the first who could; the others follow.
    pub fn call_if_nobody(&mut self, job: u8) {
        let nobody = organisation::hands(job).able & self.on_duty() == 0;
        if nobody && !std::mem::replace(&mut self.jobs[job as usize].calling, true) {
            let attempt = self.jobs[job as usize].attempt;
            // At the end of this instant: by then those whose shift begins with it are there.
            self.book(self.now, HAPPENS, What::CallsFor { job, attempt });
        }
    }
    pub fn call_for(&mut self, job: u8, attempt: u64) {
        let state = &mut self.jobs[job as usize];
        if state.attempt != attempt {
            return;
        }
        let waits = matches!(state.state, Stage::Asking | Stage::Waiting);
        let hands = organisation::hands(job);
        if !waits || hands.able & self.on_duty() != 0 || self.night.recovered.is_some() {
            self.jobs[job as usize].calling = false;
            return;
        }
        // Whoever is being called for such a job already is not called again.
        let not_called = |p: &u8| {
            let contact = &self.contacts[*p as usize];
            contact.wanted & task_bit(job) == 0
        };
        let next =
            organisation::each(hands.able & 1 << organisation::on_call(self.now)).chain(organisation::each(hands.able)).find(not_called);
        let Some(person) = next else {
            self.jobs[job as usize].calling = false;
            return;
        };
        self.book(self.now + APART, HAPPENS, What::CallsFor { job, attempt });
        self.page(person, task_bit(job));
    }

    // ---- Decisions.

    /// Asks for a decision, once in an outage.
    pub fn ask(&mut self, decision: u8) {
        let asking = &mut self.askings[decision as usize];
        if asking.open {
            return;
        }
        asking.open = true;
        let right = &self.rights[decision as usize];
        let (at, delegates) = (self.now + right.delegate_after, !right.delegates.is_empty());
        if delegates {
            self.book(at, HAPPENS, What::CallsDelegate { decision, place: 0 });
        }
        self.call_holder(decision, 0);
    }
    pub fn call_holder(&mut self, decision: u8, place: u8) {
        let list = self.rights[decision as usize].holders;
        self.call_decider(decision, list, place, |place| What::CallsHolder { decision, place });
    }
    pub fn call_delegate(&mut self, decision: u8, place: u8) {
        let list = self.rights[decision as usize].delegates;
        self.call_decider(decision, list, place, |place| What::CallsDelegate { decision, place });
    }
    fn call_decider(&mut self, decision: u8, list: &[u8], place: u8, next: impl Fn(u8) -> What) {
        let asking = &mut self.askings[decision as usize];
        if asking.taken || asking.reached {
            return;
        }
        let Some(person) = list.get(place as usize) else { return };
        let wait = self.rights[decision as usize].call_wait;
        if list.len() > place as usize + 1 {
            self.book(self.now + wait, HAPPENS, next(place + 1));
        }
        self.page(*person, decision_bit(decision));
    }
    fn decider_reached(&mut self, decision: u8) {
        let asking = &mut self.askings[decision as usize];
        if asking.taken {
            return;
        }
        if !asking.reached {
            asking.reached = true;
            self.think(decision);
            self.engaged(false);
        }
    }
    /// Who has been reached thinks about it. The luck of a decision goes by the place of the one who decides among those who do.
    fn think(&mut self, decision: u8) {
        const DELIBERATION: Purpose = Purpose::named("deliberation");
        let key = combine(self.keys.decisions[decision as usize], 0);
        let mut draw = self.draw(DELIBERATION, key, self.askings[decision as usize].answers);
        let takes = self.rights[decision as usize].deliberation.sample(&mut draw).0;
        self.note_asking(decision);
        self.book(self.now + takes, HAPPENS, What::Concludes { decision });
    }
    pub fn concludes(&mut self, decision: u8) {
        const ANSWER: Purpose = Purpose::named("answer");
        let key = combine(self.keys.decisions[decision as usize], 0);
        let mut draw = self.draw(ANSWER, key, self.askings[decision as usize].answers);
        let approves = draw.pick(&self.rights[decision as usize].outcomes) == 0;
        let asking = &mut self.askings[decision as usize];
        asking.answers += 1;
        asking.taken = approves;
        if !approves {
            let again = self.now + self.rights[decision as usize].ask_again;
            return self.book(again, HAPPENS, What::AsksAgain { decision });
        }
        for job in 0..JOBS as u8 {
            if self.jobs[job as usize].state == Stage::Asking && organisation::decision_of(job) == Some(decision) {
                self.seek(job);
            }
        }
    }
    /// Put off or refused: it is put to the same person again.
    pub fn asks_again(&mut self, decision: u8) {
        self.think(decision);
    }

    pub fn asking_state(&self, decision: u8) -> State {
        if self.askings[decision as usize].reached { State::Deliberation } else { State::DecisionReach }
    }
    fn note_asking(&mut self, decision: u8) {
        let state = self.asking_state(decision);
        for job in 0..JOBS as u8 {
            if self.jobs[job as usize].state == Stage::Asking && organisation::decision_of(job) == Some(decision) {
                self.note(job, state);
            }
        }
    }

    /// One who may do more than find out is engaged, or one who may decide; once both are, it is escalated.
    pub fn engaged(&mut self, doer: bool) {
        if doer {
            self.doer = true;
        } else {
            self.decider = true;
        }
        if self.doer && self.decider {
            self.night.escalated.get_or_insert(self.now);
        }
    }
}
