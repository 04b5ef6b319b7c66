//! Who does what: jobs wait, are taken up, end and release others.

use firedrill::engine::chance::Purpose;

use super::organisation::{self, JOBS, People};
use super::{HAPPENS, Program, Stage, State, What};

impl Program {
    pub fn note(&mut self, job: u8, state: State) {
        let now = self.now;
        let state = if self.jobs[job as usize].attempt > 1 { State::Rework } else { state };
        self.jobs[job as usize].history.push((now, state));
    }
    pub fn wait_of(&self, job: u8) -> State {
        let (hands, duty) = (organisation::hands(job), self.on_duty());
        match () {
            () if hands.able & duty != 0 => State::Busy,
            () if hands.no_grant & duty != 0 => State::NoGrant,
            () if hands.no_knowledge & duty != 0 => State::NoKnowledge,
            () => State::OffDuty,
        }
    }

    /// A job whose predecessors are done.
    pub fn release(&mut self, job: u8, by: Option<u8>) {
        self.jobs[job as usize].released_by = by;
        match organisation::decision_of(job).filter(|d| !self.askings[*d as usize].taken) {
            Some(decision) => {
                self.jobs[job as usize].state = Stage::Asking;
                self.ask(decision);
                let state = self.asking_state(decision);
                self.note(job, state);
                self.call_if_nobody(job);
            }
            None => self.seek(job),
        }
    }

    /// Finds somebody for a job, or lets it wait.
    pub fn seek(&mut self, job: u8) {
        self.queued += 1;
        self.jobs[job as usize].state = Stage::Waiting;
        self.jobs[job as usize].place.get_or_insert(self.queued);
        let hands = organisation::hands(job);
        let idle = |on: People| hands.order.iter().copied().find(|p| (on & !self.hands_full) >> p & 1 == 1);
        match idle(self.on_shift).or_else(|| idle(self.called_out & !self.on_shift)) {
            Some(person) => self.start(job, person),
            None => {
                let state = self.wait_of(job);
                self.note(job, state);
                self.call_if_nobody(job);
            }
        }
    }

    pub fn start(&mut self, job: u8, person: u8) {
        const EFFORT: Purpose = Purpose::named("effort");
        let place = job as usize;
        let (attempt, reading) = (self.jobs[place].attempt, std::mem::take(&mut self.jobs[place].reading));
        let left =
            self.jobs[place].left.unwrap_or_else(|| self.efforts[place].0.sample(&mut self.draw(EFFORT, self.keys.jobs[place], attempt)).0);
        if reading > 0 {
            self.note(job, State::HandOver);
        }
        self.hands_full |= 1 << person;
        if organisation::DOERS >> person & 1 == 1 {
            self.engaged(true);
        }
        let state = &mut self.jobs[place];
        (state.state, state.person, state.left) = (Stage::InHand, Some(person), Some(left));
        state.turn += 1;
        state.works_from = self.now + reading;
        state.history.push((state.works_from, if attempt > 1 { State::Rework } else { State::Working }));
        let (at, turn) = (state.works_from + left, state.turn);
        self.book(at, HAPPENS, What::Done { job, turn });
    }

    /// Somebody with free hands looks for work.
    pub fn free(&mut self, person: u8) {
        if self.hands_full >> person & 1 == 1 || (self.on_shift | self.called_out) >> person & 1 == 0 {
            return;
        }
        let waits = |j: &u8| self.jobs[*j as usize].state == Stage::Waiting && organisation::hands(*j).able >> person & 1 == 1;
        if let Some(job) = (0..JOBS as u8).filter(waits).min_by_key(|j| self.jobs[*j as usize].place) {
            self.start(job, person);
        }
    }

    pub fn done(&mut self, job: u8, turn: u32) {
        const WORKS: Purpose = Purpose::named("works");
        let place = job as usize;
        if self.jobs[place].turn != turn {
            return;
        }
        let Some(person) = self.jobs[place].person.take() else { return };
        self.hands_full &= !(1 << person);
        self.jobs[place].left = None;
        let (works, attempt) = (self.efforts[place].1, self.jobs[place].attempt);
        let failed = works < 1.0 && !self.draw(WORKS, self.keys.jobs[place], attempt).chance(works);
        self.jobs[place].state = if failed { Stage::Locked } else { Stage::Done };
        self.free(person);
        if failed {
            self.jobs[place].attempt += 1;
            self.jobs[place].place = None;
            self.jobs[place].calling = false;
            self.seek(job);
        } else {
            self.jobs[place].done_at = self.now;
            self.finished(job);
        }
        if self.on_duty() >> person & 1 == 0 {
            self.duty_changed();
        }
    }

    /// What the end of a job leads to.
    fn finished(&mut self, job: u8) {
        let now = self.now;
        match job {
            organisation::TRIAGE => self.night.aware = Some(now),
            organisation::FAIL_OVER => self.night.contained = Some(now),
            organisation::VERIFY..organisation::REPORT => self.night.back[(job - organisation::VERIFY) as usize] = Some(now),
            _ => {}
        }
        if self.night.recovered.is_none() && self.night.back.iter().all(Option::is_some) {
            self.night.recovered = Some(now);
            self.called_out = 0;
        }
        for next in 0..JOBS as u8 {
            let done = |j: Option<u8>| j.is_none_or(|j| self.jobs[j as usize].state == Stage::Done);
            let after = organisation::after(next);
            if self.jobs[next as usize].state == Stage::Locked && after.contains(&Some(job)) && after.into_iter().all(done) {
                self.release(next, Some(job));
            }
        }
        if self.jobs.iter().all(|j| j.state == Stage::Done) {
            // Nothing that can still happen changes what it came to.
            self.night.closed = Some(now);
            self.over = true;
        }
    }
}
