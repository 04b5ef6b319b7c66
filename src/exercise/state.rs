//! How things stand, by the facts that somebody knows: the same code for whoever runs the exercise and for a seat, which only differ in what
//! they have been told.

use std::collections::BTreeMap;

use crate::engine::time::{Instant, Span};
use crate::model::fact::{Answer, Authority, Fact, Job, PageFor, Told, Wait};
use crate::model::ids::{DecisionId, IncidentNo, InjectId, KindId, NoticeId, PersonId, SystemId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;

/// An incident.
#[derive(Clone, Debug, Default)]
pub(super) struct Incident {
    pub kind: Option<KindId>,
    pub alerted: Option<Instant>,
    pub acknowledged: Option<Instant>,
    pub aware: Option<(Instant, Severity)>,
    pub declared: Option<Instant>,
    pub lead: Option<PersonId>,
    pub contained: Option<Instant>,
    pub recovered: Option<Instant>,
    pub closed: Option<Instant>,
    pub false_alarm: bool,
}
/// A system.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    pub hit: bool,
    pub down: Option<(Instant, IncidentNo)>,
    pub isolated: bool,
}
/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub incident: IncidentNo,
    pub person: PersonId,
    pub why: PageFor,
    pub at: Instant,
    pub times: u32,
    pub answered: Option<Instant>,
}
/// A decision.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    pub incident: IncidentNo,
    pub decision: DecisionId,
    pub asked: Instant,
    pub by: Job,
    pub reached: Vec<(PersonId, Instant)>,
    pub answers: Vec<(Option<PersonId>, Answer, Authority, Instant)>,
    pub granted: Option<(Authority, Instant)>,
}
/// A notice.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub incident: IncidentNo,
    pub notice: NoticeId,
    pub deadline: Option<Instant>,
    pub runs: bool,
    pub sent: Option<(Instant, Span)>,
    pub waived: bool,
    pub missed: bool,
}
/// A task.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub since: Instant,
    pub attempt: u32,
    pub at_work: Option<PersonId>,
    pub under_way: bool,
    pub waits: Option<Wait>,
    pub over: bool,
}

/// How things stand.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub incidents: BTreeMap<IncidentNo, Incident>,
    pub systems: Vec<System>,
    pub pages: Vec<Page>,
    pub decisions: Vec<Decision>,
    pub notices: Vec<Notice>,
    pub tasks: BTreeMap<Job, Task>,
    pub injects: Vec<(InjectId, Instant, IncidentNo)>,
}

impl State {
    /// Nothing is known.
    pub fn new(plan: &Plan) -> State {
        State { systems: vec![System::default(); plan.systems.len()], ..State::default() }
    }
    /// Takes in a fact.
    pub fn see(&mut self, at: Instant, fact: &Fact) {
        self.see_incident(at, fact);
        self.see_system(at, fact);
        self.see_people(at, fact);
        self.see_work(at, fact);
    }
    fn incident(&mut self, incident: IncidentNo) -> &mut Incident {
        self.incidents.entry(incident).or_default()
    }
    fn see_incident(&mut self, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Began { incident, kind, .. } => self.incident(incident).kind = Some(kind),
            Fact::FalseAlarm { incident, kind, .. } => {
                self.incident(incident).kind = Some(kind);
                self.incident(incident).false_alarm = true;
            }
            Fact::FoundFalse { incident } => self.incident(incident).false_alarm = true,
            Fact::Alerted { incident, .. } => {
                self.incident(incident).alerted.get_or_insert(at);
            }
            Fact::Acknowledged { incident, .. } => self.incident(incident).acknowledged = Some(at),
            Fact::Aware { incident, severity } => self.incident(incident).aware = Some((at, severity)),
            Fact::Inject(Told::Turns { incident, severity, in_truth: false }) => {
                let since = self.incident(incident).aware.map_or(at, |(since, _)| since);
                self.incident(incident).aware = Some((since, severity));
            }
            Fact::Declared { incident, lead } => {
                self.incident(incident).declared = Some(at);
                self.incident(incident).lead = lead;
            }
            Fact::LeadTakesOver { incident, person, .. } => self.incident(incident).lead = Some(person),
            Fact::LeadHandsOver { incident, .. } | Fact::LeadEnds { incident, .. } | Fact::LeaderLess { incident } => {
                self.incident(incident).lead = None;
            }
            Fact::Contained { incident } => self.incident(incident).contained = Some(at),
            Fact::Recovered { incident } => self.incident(incident).recovered = Some(at),
            Fact::Closed { incident } => self.incident(incident).closed = Some(at),
            Fact::Inject(Told::Fired { incident, inject }) => self.injects.push((inject, at, incident)),
            Fact::NoticeClock { incident, notice, deadline, runs } => {
                let entry = self.notice(incident, notice);
                (entry.deadline, entry.runs) = (Some(deadline), runs);
            }
            Fact::NoticeSubmitted { incident, notice, margin } => self.notice(incident, notice).sent = Some((at, margin)),
            Fact::NoticeWaived { incident, notice } => self.notice(incident, notice).waived = true,
            Fact::NoticeMissed { incident, notice, .. } => self.notice(incident, notice).missed = true,
            _ => {}
        }
    }
    fn notice(&mut self, incident: IncidentNo, notice: NoticeId) -> &mut Notice {
        let known = self.notices.iter().position(|n| n.incident == incident && n.notice == notice);
        let place = known.unwrap_or_else(|| {
            self.notices.push(Notice { incident, notice, deadline: None, runs: false, sent: None, waived: false, missed: false });
            self.notices.len() - 1
        });
        &mut self.notices[place]
    }
    fn see_system(&mut self, at: Instant, fact: &Fact) {
        let mut system = |id: SystemId, change: &dyn Fn(&mut System)| {
            if let Some(system) = self.systems.get_mut(id.at()) {
                change(system);
            }
        };
        match *fact {
            Fact::Hit { system: id, .. } | Fact::Reinfected { system: id, .. } => system(id, &|s| s.hit = true),
            Fact::Down { system: id, by } => system(id, &|s| s.down = Some((at, by))),
            Fact::Isolated { system: id, .. } => system(id, &|s| s.isolated = true),
            Fact::Reconnected { system: id, .. } => system(id, &|s| s.isolated = false),
            Fact::BackWith { system: id, .. } => system(id, &|s| s.hit = false),
            Fact::Restored { job, .. } => {
                if let Some(id) = job.system {
                    system(id, &|s| s.hit = false);
                }
            }
            Fact::Up { system: id } => system(id, &|s| (s.down, s.hit) = (None, false)),
            _ => {}
        }
    }
    fn see_people(&mut self, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Paged { incident, person, why } => {
                let same = |p: &&mut Page| p.incident == incident && p.person == person && p.why == why && p.answered.is_none();
                match self.pages.iter_mut().find(same) {
                    Some(page) => page.times += 1,
                    None => self.pages.push(Page { incident, person, why, at, times: 1, answered: None }),
                }
            }
            Fact::Answered { incident, person, why } => {
                let same = |p: &&mut Page| p.incident == incident && p.person == person && p.why == why && p.answered.is_none();
                if let Some(page) = self.pages.iter_mut().find(same) {
                    page.answered = Some(at);
                }
            }
            Fact::Asked { incident, decision, job } => {
                let (reached, answers) = (Vec::new(), Vec::new());
                self.decisions.push(Decision { incident, decision, asked: at, by: job, reached, answers, granted: None });
            }
            Fact::Reached { incident, decision, person } => {
                if let Some(entry) = self.decision(incident, decision) {
                    entry.reached.push((person, at));
                }
            }
            Fact::Decided { incident, decision, person, answer, authority } => {
                if let Some(entry) = self.decision(incident, decision) {
                    entry.answers.push((person, answer, authority, at));
                }
            }
            Fact::Granted { incident, decision, authority } => {
                if let Some(entry) = self.decision(incident, decision) {
                    entry.granted = Some((authority, at));
                }
            }
            _ => {}
        }
    }
    /// The last time that it was asked for.
    fn decision(&mut self, incident: IncidentNo, decision: DecisionId) -> Option<&mut Decision> {
        self.decisions.iter_mut().rev().find(|d| d.incident == incident && d.decision == decision)
    }
    fn see_work(&mut self, at: Instant, fact: &Fact) {
        let fresh = |attempt| Task { since: at, attempt, at_work: None, under_way: false, waits: None, over: false };
        match *fact {
            Fact::Released { job, attempt, .. } => {
                self.tasks.insert(job, fresh(attempt));
            }
            Fact::Waits { job, on } => {
                let task = self.tasks.entry(job).or_insert_with(|| fresh(1));
                (task.waits, task.at_work, task.under_way) = (Some(on), None, false);
            }
            Fact::Started { job, person, attempt, .. } => {
                let task = self.tasks.entry(job).or_insert_with(|| fresh(attempt));
                (task.waits, task.at_work, task.under_way) = (None, person, true);
            }
            Fact::Stopped { job, .. } => {
                if let Some(task) = self.tasks.get_mut(&job) {
                    (task.at_work, task.under_way) = (None, false);
                }
            }
            Fact::Ended { job, .. } | Fact::Skipped { job } => {
                if let Some(task) = self.tasks.get_mut(&job) {
                    (task.at_work, task.under_way, task.waits, task.over) = (None, false, None, true);
                }
            }
            _ => {}
        }
    }
}
