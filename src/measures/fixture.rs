//! For tests: a small plan, and facts by hand with instants in minutes.

use super::{Outcome, Recorder};
use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::business_calendar::BusinessCalendar;
use crate::model::contract::Terms;
use crate::model::cost::Pay;
use crate::model::fact::{AlertFrom, AlertTo, Ending, Fact, Job, Wait};
use crate::model::ids::{EmployerId, IncidentNo, KindId, PersonId, PlaybookId, SystemId, TaskId, TeamId};
use crate::model::incident::entry::Severity;
use crate::model::knowledge::Runbooks;
use crate::model::plan::{AnswerLaw, Arrivals, Desks, Employer, ItSystem, Kind, Limits, Person, Plan, Playbook, Reach, Task};
use crate::model::playbook::entry::Phase;
use crate::model::roster::{Hours, Zone};

pub(super) const CONTAIN: TaskId = TaskId(0);
/// Of a vendor.
pub(super) const COPY: TaskId = TaskId(1);
pub(super) const ERADICATE: TaskId = TaskId(2);
pub(super) const NOTIFY: TaskId = TaskId(3);
pub(super) const RESTORE: TaskId = TaskId(4);
pub(super) const TRIAGE: TaskId = TaskId(5);
pub(super) const VERIFY: TaskId = TaskId(6);
/// The one task of the playbook that brings nothing back.
pub(super) const FIX: TaskId = TaskId(7);

/// Costs 100 an hour.
pub(super) const ANA: PersonId = PersonId(0);
/// Costs 60 an hour.
pub(super) const BEN: PersonId = PersonId(1);
/// Of a provider, for 240 an hour.
pub(super) const NIA: PersonId = PersonId(2);

pub(super) const INCIDENT: IncidentNo = IncidentNo(0);
/// In minutes.
pub(super) const HORIZON: i64 = 6_000;

/// Seven tasks that recover, the last one after copy and restore, and a playbook with one that does not; three people; four systems, the first with an RTO of 4 h and an MTPD of 8 h;
/// business hours from 9:00 to 17:00 of each day; a horizon of 100 h; call-outs at double pay, for 4 h at least.
pub(super) fn plan() -> Plan {
    let phases =
        [Phase::Contain, Phase::Recover, Phase::Eradicate, Phase::Notify, Phase::Recover, Phase::Triage, Phase::Recover, Phase::Close];
    Plan {
        changes: Default::default(),
        name: String::new(),
        about: String::new(),
        zone: Zone::new("UTC", jiff::civil::date(2026, 1, 5).at(0, 0, 0, 0)).unwrap(),
        warm_up: Instant(0),
        arrivals_end: Instant(0),
        horizon: Span::minutes(HORIZON),
        limits: Limits { happenings: 0, per_instant: 0, pending: 0, attempts: 0, in_hand: 0 },
        calendar: BusinessCalendar::default(),
        business_hours: Hours::from_spans((0..10).map(|day| (minute(day * 1_440 + 540), minute(day * 1_440 + 1_020))).collect()),
        rest: None,
        strain: Default::default(),
        has_leads: false,
        hand_offs: None,
        call_out_pay: 2.0,
        call_out_at_least: Span::hours(4),
        pay: Pay { overtime: Some(1.5), on_call_per_week: 0.0 },
        employers: vec![employer(false), employer(true)],
        vendors: Vec::new(),
        teams: Vec::new(),
        hours: Vec::new(),
        rotas: Vec::new(),
        in_turn: Vec::new(),
        unusual: Hours::never(),
        idle_overrides: Vec::new(),
        absence: None,
        people: vec![person(0, 100.0), person(0, 60.0), person(1, 240.0)],
        grants: Vec::new(),
        knowledge: Vec::new(),
        runbooks: Runbooks::default(),
        systems: (0..4).map(system).collect(),
        lanes: Vec::new(),
        means: Vec::new(),
        sensors: Vec::new(),
        services: Vec::new(),
        decisions: Vec::new(),
        access: Default::default(),
        policies: Vec::new(),
        playbooks: vec![playbook(0..7, true), playbook(7..8, false)],
        tasks: phases.iter().zip(0..).map(|(phase, index)| task(*phase, index)).collect(),
        requirements: Vec::new(),
        notices: Vec::new(),
        attacks: Vec::new(),
        kinds: vec![kind(0), kind(1)],
        exercise: None,
        injects: Default::default(),
        targets: Vec::new(),
        transition: None,
        demand: Default::default(),
        exposure: Default::default(),
    }
}

fn employer(provider: bool) -> Employer {
    Employer { id: String::new(), name: String::new(), provider, retainer_per_month: 0.0, fee_per_hour: 240.0, terms: Terms::default() }
}

fn person(employer: u32, cost_per_hour: f64) -> Person {
    let law = AnswerLaw { by_day: 1.0, at_night: 1.0, after: Dist::Fixed(0.0) };
    Person {
        id: String::new(),
        name: String::new(),
        role: None,
        luck: 0,
        team: TeamId(0),
        employer: EmployerId(employer),
        hours: 0,
        rostered: 0,
        rotas: Vec::new(),
        cost_per_hour,
        reach: Reach { on_shift: law.clone(), on_call: law.clone(), off_duty: law.clone(), absent: law },
        candidate_for: Vec::new(),
        desks: Desks::default(),
        able: Desks::default(),
        qualifies: Vec::new(),
        lacks_grant: Vec::new(),
        lacks_knowledge: Vec::new(),
        bound: false,
        involved: true,
        need_not_ask: false,
        skills: Vec::new(),
        grants: Vec::new(),
        knows: Vec::new(),
    }
}

fn system(index: u32) -> ItSystem {
    let first = index == 0;
    ItSystem {
        id: String::new(),
        name: String::new(),
        luck: 0,
        tier: 1,
        rto: first.then_some(Span::hours(4)),
        rpo: None,
        mtpd: first.then_some(Span::hours(8)),
        cost_business_hour: if first { 1_000.0 } else { 0.0 },
        cost_other_hour: if first { 100.0 } else { 0.0 },
        penalty: None,
        needs: Vec::new(),
        needed_by: Vec::new(),
        grant: None,
        segment: None,
        exposes: Vec::new(),
        backup: None,
        capacity: None,
        catch_up: None,
        restart: None,
        fails: None,
        means: Vec::new(),
        users: None,
    }
}

fn playbook(tasks: std::ops::Range<u32>, has_recover: bool) -> Playbook {
    let tasks = tasks.map(TaskId).collect();
    Playbook {
        id: String::new(),
        service: None,
        escalation: None,
        responsible: Vec::new(),
        tasks,
        has_contain: has_recover,
        has_recover,
        has_decisions: false,
        lead: None,
        takes: Desks::default(),
        does: Desks::default(),
        isolates: false,
        reconnected: Vec::new(),
        notices: Vec::new(),
    }
}

fn task(phase: Phase, index: u32) -> Task {
    Task {
        after: if TaskId(index) == VERIFY { vec![COPY, RESTORE] } else { Vec::new() },
        vendor: TaskId(index) == COPY,
        ..Task::bare(PlaybookId(index / 7), phase)
    }
}

fn kind(playbook: u32) -> Kind {
    Kind {
        by_changes: Vec::new(),
        change: None,
        id: String::new(),
        name: String::new(),
        luck: 0,
        playbook: PlaybookId(playbook),
        attack: None,
        arrivals: Arrivals::ByFailure,
        hits: Vec::new(),
        hits_one_of: Vec::new(),
        severity: Severity::High,
        sector_wide: false,
        reported: None,
        assessment: [0.0, 0.0],
        waves: None,
        sensors: Vec::new(),
    }
}

/// So many minutes after the start.
pub(super) fn minute(count: i64) -> Instant {
    Instant(0) + Span::minutes(count)
}

/// A job of the incident, for a system where one is named.
pub(super) fn job(task: TaskId, system: Option<u32>) -> Job {
    Job { incident: INCIDENT, task, system: system.map(SystemId) }
}

/// Facts of one incident, told as a test goes along.
pub(super) struct Tape {
    pub(super) facts: Vec<(Instant, Fact)>,
    now: Instant,
}

impl Tape {
    /// Begins an incident of a kind at minute 0.
    pub(super) fn of_kind(kind: u32) -> Tape {
        let tape = Tape { facts: Vec::new(), now: minute(0) };
        tape.tell(Fact::Began { incident: INCIDENT, kind: KindId(kind), counted: true })
    }
    /// Begins an incident that occurs at once and is seen at minute 10; Ana answers at minute 30.
    pub(super) fn seen() -> Tape {
        Tape::of_kind(0).occurred().at(10).alerted().at(30).acknowledged()
    }
    pub(super) fn at(mut self, count: i64) -> Tape {
        self.now = minute(count);
        self
    }
    pub(super) fn tell(mut self, fact: Fact) -> Tape {
        self.facts.push((self.now, fact));
        self
    }
    pub(super) fn occurred(self) -> Tape {
        self.tell(Fact::Occurred { incident: INCIDENT, severity: Severity::High })
    }
    pub(super) fn alerted(self) -> Tape {
        self.tell(Fact::Alerted { incident: INCIDENT, from: AlertFrom::Report, to: AlertTo::Responders, severity: Severity::High })
    }
    pub(super) fn acknowledged(self) -> Tape {
        self.tell(Fact::Acknowledged { incident: INCIDENT, person: ANA })
    }
    pub(super) fn down(self, system: u32) -> Tape {
        self.tell(Fact::Down { system: SystemId(system), by: INCIDENT })
    }
    pub(super) fn hit(self, system: u32) -> Tape {
        self.tell(Fact::Hit { incident: INCIDENT, system: SystemId(system) })
    }
    pub(super) fn up(self, system: u32) -> Tape {
        self.tell(Fact::Up { system: SystemId(system) })
    }
    pub(super) fn recovered(self) -> Tape {
        self.tell(Fact::Recovered { incident: INCIDENT })
    }
    pub(super) fn closed(self) -> Tape {
        self.tell(Fact::Closed { incident: INCIDENT })
    }
    pub(super) fn horizon(self) -> Tape {
        self.at(HORIZON).tell(Fact::HorizonReached { incident: INCIDENT })
    }
    pub(super) fn called_out(self, person: PersonId) -> Tape {
        self.tell(Fact::CalledOut { incident: INCIDENT, person })
    }
    pub(super) fn stood_down(self, person: PersonId) -> Tape {
        self.tell(Fact::StoodDown { incident: INCIDENT, person })
    }
    pub(super) fn released(self, job: Job, by: Option<Job>) -> Tape {
        self.tell(Fact::Released { job, by, attempt: 1 })
    }
    pub(super) fn released_again(self, job: Job, by: Job, attempt: u32) -> Tape {
        self.tell(Fact::Released { job, by: Some(by), attempt })
    }
    pub(super) fn waits(self, job: Job, on: Wait) -> Tape {
        self.tell(Fact::Waits { job, on })
    }
    pub(super) fn started(self, job: Job, person: PersonId) -> Tape {
        self.takes_up(job, person, 0)
    }
    /// Starts after reading in for so many minutes.
    pub(super) fn takes_up(self, job: Job, person: PersonId, reading_in: i64) -> Tape {
        self.tell(Fact::Started {
            job,
            person: Some(person),
            attempt: 1,
            reading_in: Span::minutes(reading_in),
            again: Span(0),
            improvised: false,
        })
    }
    pub(super) fn passes(self, job: Job) -> Tape {
        self.tell(Fact::Started { job, person: None, attempt: 1, reading_in: Span(0), again: Span(0), improvised: false })
    }
    pub(super) fn ended(self, job: Job, person: PersonId) -> Tape {
        self.ended_as(job, person, Ending::Done)
    }
    pub(super) fn ended_as(self, job: Job, person: PersonId, ending: Ending) -> Tape {
        self.tell(Fact::Ended { job, person: Some(person), attempt: 1, ending })
    }
    pub(super) fn passed(self, job: Job) -> Tape {
        self.tell(Fact::Ended { job, person: None, attempt: 1, ending: Ending::Done })
    }
    /// What the incident came to.
    pub(super) fn outcome(&self) -> Outcome {
        let mut all = self.outcomes();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }
    /// What all incidents came to; the play ends with the last fact, or with the horizon.
    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        let plan = plan();
        let mut recorder = Recorder::new(&plan);
        for (at, fact) in &self.facts {
            recorder.observe(*at, fact);
        }
        recorder.finish(self.now.max(minute(HORIZON)));
        recorder.take()
    }
    /// The ledger in minutes, states of no length left out.
    pub(super) fn ledger(&self) -> Vec<(Wait, i64)> {
        let outcome = self.outcome();
        let total: i64 = outcome.ledger.iter().map(|s| s.0).sum();
        assert_eq!(total, outcome.occurred.map_or(0, |o| (outcome.until() - o).0));
        let lengths = Wait::ALL.iter().zip(outcome.ledger).filter(|(_, length)| *length != Span(0));
        lengths.map(|(state, length)| (*state, length.0 / Span::MINUTE.0)).collect()
    }
}
