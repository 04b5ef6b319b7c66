//! `trace.jsonl`: every fact of one replication, one JSON object a line, in the order in which they happened.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::rows::{answer, authority};
use crate::engine::time::Instant;
use crate::model::fact::{AlertFrom, AlertTo, Authority, Capability, Ending, Fact, Job, PageFor, Stop};
use crate::model::ids::{DecisionId, IncidentNo, KindId, NoticeId, PersonId, PolicyId, SystemId};
use crate::model::plan::Plan;

mod absence;
mod access;
mod calendar;
mod change;
mod demand;
mod exposure;
mod inject;
mod knowledge;
mod means;
mod outside;
mod overtime;
mod recovery;
mod responsibility;
mod room;

/// Turns facts into lines.
pub struct Lines<'a> {
    plan: &'a Plan,
    kinds: BTreeMap<IncidentNo, KindId>,
    text: String,
}

impl<'a> Lines<'a> {
    /// No lines yet.
    pub fn new(plan: &'a Plan) -> Self {
        Lines { plan, kinds: BTreeMap::new(), text: String::new() }
    }

    /// Adds a fact.
    pub fn add(&mut self, at: Instant, fact: &Fact) {
        if let Fact::Began { incident, kind, .. } = *fact {
            self.kinds.insert(incident, kind);
        }
        let (name, fields) = self.fields(fact);
        let local = self.plan.zone.civil(at).to_string();
        let mut line = format!("{{\"local\":{},\"s\":{},\"fact\":\"{name}\"", json!(local), json!(at.0 as f64 / 1000.0));
        for (key, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
            line.push_str(&format!(",\"{key}\":{value}"));
        }
        line.push_str("}\n");
        self.text.push_str(&line);
    }

    /// All lines.
    pub fn finish(self) -> String {
        self.text
    }

    /// Which domain knows how a fact is written. Every fact is named here, so that a new one cannot be forgotten.
    #[allow(clippy::too_many_lines, reason = "an arm for each fact, so that a new one cannot be forgotten")]
    fn fields(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        match fact {
            Fact::Began { .. }
            | Fact::Stage { .. }
            | Fact::Occurred { .. }
            | Fact::Hit { .. }
            | Fact::Stolen { .. }
            | Fact::Down { .. }
            | Fact::Up { .. }
            | Fact::StoppedBeforeImpact { .. }
            | Fact::Alerted { .. }
            | Fact::Aware { .. }
            | Fact::Declared { .. }
            | Fact::Escalated { .. }
            | Fact::Contained { .. }
            | Fact::Recovered { .. }
            | Fact::Closed { .. }
            | Fact::HorizonReached { .. } => self.fields_of_incident(fact),
            Fact::StepFired { .. }
            | Fact::Silent { .. }
            | Fact::Paged { .. }
            | Fact::Answered { .. }
            | Fact::Acknowledged { .. }
            | Fact::CalledOut { .. }
            | Fact::StoodDown { .. }
            | Fact::StaysOn { .. }
            | Fact::BackOnShift { .. }
            | Fact::MustRest { .. }
            | Fact::Released { .. }
            | Fact::Waits { .. }
            | Fact::Started { .. }
            | Fact::Stopped { .. }
            | Fact::Ended { .. }
            | Fact::Skipped { .. }
            | Fact::Asked { .. }
            | Fact::Reached { .. }
            | Fact::Decided { .. }
            | Fact::Granted { .. } => self.fields_of_response(fact),
            Fact::Inject(told) => self.fields_of_inject(*told),
            Fact::Room(told) => self.fields_of_room(*told),
            Fact::HandedOver { .. } | Fact::Tired { .. } | Fact::Switched { .. } => self.fields_of_overtime(fact),
            Fact::HandedOff { .. } | Fact::WorkApart { .. } | Fact::DoneTwice { .. } | Fact::OwnerUnclear { .. } => {
                self.fields_of_hand_offs(fact)
            }
            Fact::LeadTakesOver { .. }
            | Fact::LeadHandsOver { .. }
            | Fact::LeadStaysOn { .. }
            | Fact::LeadEnds { .. }
            | Fact::LeaderLess { .. }
            | Fact::Update { .. } => self.fields_of_lead(fact),
            Fact::AccessGiven { .. } | Fact::Privileged { .. } | Fact::GlassReviewed { .. } | Fact::ReviewOverdue { .. } => {
                self.fields_of_access(fact)
            }
            Fact::CopiesLost { .. }
            | Fact::NoCleanCopy { .. }
            | Fact::NoCopyLeft { .. }
            | Fact::Restored { .. }
            | Fact::Reinfected { .. }
            | Fact::BackWith { .. }
            | Fact::FalseAlarm { .. }
            | Fact::FoundFalse { .. }
            | Fact::Isolated { .. }
            | Fact::Reconnected { .. }
            | Fact::LaneFull { .. }
            | Fact::FullService { .. }
            | Fact::CaughtUp { .. } => self.fields_of_recovery(fact),
            Fact::Exposure(told) => self.fields_of_exposure(told),
            Fact::NothingKept { .. } => self.fields_of_logs(fact),
            Fact::MeansDown { .. } | Fact::MeansUp { .. } | Fact::NotDelivered { .. } | Fact::CutOff { .. } | Fact::OnSite { .. } => {
                self.fields_of_means(fact)
            }
            Fact::NoticeClock { .. } | Fact::NoticeSubmitted { .. } | Fact::NoticeWaived { .. } | Fact::NoticeMissed { .. } => {
                self.fields_of_notice(fact)
            }
            Fact::Gained { .. } | Fact::Lost { .. } | Fact::OutOfUse { .. } | Fact::InUse { .. } => self.fields_of_qualification(fact),
            Fact::Knowing(what) => self.fields_of_knowing(*what),
            Fact::LeftTicket { .. }
            | Fact::Tickets { .. }
            | Fact::TicketsTook { .. }
            | Fact::TicketsPassedOn { .. }
            | Fact::TicketsWaiting { .. }
            | Fact::Spent { .. }
            | Fact::MilestoneReached { .. }
            | Fact::MilestoneMissed { .. }
            | Fact::RootCauseWaits { .. }
            | Fact::RootCauseFixed { .. }
            | Fact::CameAgain { .. } => self.fields_of_demand(fact),
            Fact::ProviderRequested { .. }
            | Fact::ProviderResponded { .. }
            | Fact::BenchBusy { .. }
            | Fact::BenchShared { .. }
            | Fact::ChangeOrdered { .. }
            | Fact::ProviderDown { .. }
            | Fact::ProviderBack { .. }
            | Fact::ContractEnded { .. }
            | Fact::VendorCalled { .. }
            | Fact::VendorReady { .. } => self.fields_of_outside(fact),
            Fact::PromiseBroken { incident, system, promise } => {
                let promise = ("promise", json!(promise.name().to_lowercase()));
                ("promise_broken", vec![("incident", json!(incident.0)), self.system(*system), promise])
            }
            Fact::Period { period, turn } => self.fields_of_period(*period, *turn),
            Fact::Change(step) => self.fields_of_change(step),
            Fact::Away { .. } | Fact::Back { .. } | Fact::Left { .. } | Fact::Hired { .. } | Fact::Covered { .. } => {
                self.fields_of_absence(fact)
            }
            Fact::Owned { .. } | Fact::Consulting { .. } | Fact::Consulted { .. } | Fact::WentWithout { .. } | Fact::Informed { .. } => {
                self.fields_of_responsibility(fact)
            }
        }
    }

    fn fields_of_qualification(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        match *fact {
            Fact::Gained { person, what } => ("gained", vec![self.person(person), self.capability(what)]),
            Fact::Lost { person, what } => ("lost", vec![self.person(person), self.capability(what)]),
            Fact::OutOfUse { what } => ("out_of_use", vec![self.capability(what)]),
            Fact::InUse { what } => ("in_use", vec![self.capability(what)]),
            _ => ("fact", vec![]),
        }
    }

    fn fields_of_notice(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let this = |name, incident: IncidentNo, more: Vec<(&'static str, Value)>| {
            (name, std::iter::once(("incident", json!(incident.0))).chain(more).collect::<Vec<_>>())
        };
        match *fact {
            Fact::NoticeClock { incident, notice, deadline, runs } => {
                let local = json!(self.plan.zone.civil(deadline).to_string());
                let deadline = ("deadline_s", json!(deadline.0 as f64 / 1000.0));
                this("notice_clock", incident, vec![self.notice(notice), ("deadline_local", local), deadline, ("runs", json!(runs))])
            }
            Fact::NoticeSubmitted { incident, notice, margin } => {
                let penalty = self.plan.notices[notice.at()].penalty.map(|penalty| penalty.of(-margin)).filter(|owed| *owed > 0.0);
                let margin = ("margin_s", json!(margin.0 as f64 / 1000.0));
                this("notice_submitted", incident, vec![self.notice(notice), margin, ("penalty", json!(penalty))])
            }
            Fact::NoticeWaived { incident, notice } => this("notice_waived", incident, vec![self.notice(notice)]),
            Fact::NoticeMissed { incident, notice, on } => {
                this("notice_missed", incident, vec![self.notice(notice), ("on", json!(on.name()))])
            }
            _ => ("fact", vec![]),
        }
    }

    fn fields_of_incident(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let this = |name, incident: IncidentNo, mut more: Vec<(&'static str, Value)>| {
            more.insert(0, ("incident", json!(incident.0)));
            (name, more)
        };
        let severity = |severity: &dyn std::fmt::Debug| ("severity", json!(format!("{severity:?}").to_lowercase()));
        match *fact {
            Fact::Began { incident, kind, counted } => {
                this("began", incident, vec![("kind", json!(self.plan.kinds[kind.at()].id)), ("counted", json!(counted))])
            }
            Fact::Stage { incident, stage } => this("stage", incident, vec![("stage", self.stage(incident, stage))]),
            Fact::Occurred { incident, severity: of } => this("occurred", incident, vec![severity(&of)]),
            Fact::Hit { incident, system } => this("hit", incident, vec![self.system(system)]),
            Fact::Stolen { incident, person, grant } => {
                this("stolen", incident, vec![self.person(person), self.capability(Capability::Grant(grant))])
            }
            Fact::Down { system, by } => this("down", by, vec![self.system(system)]),
            Fact::Up { system } => ("up", vec![self.system(system)]),
            Fact::StoppedBeforeImpact { incident } => this("stopped_before_impact", incident, vec![]),
            Fact::Alerted { incident, from, to, severity: of } => {
                this("alerted", incident, vec![("from", self.from(from)), ("to", self.to(to)), severity(&of)])
            }
            Fact::Aware { incident, severity: of } => this("aware", incident, vec![severity(&of)]),
            Fact::Declared { incident, lead } => this("declared", incident, vec![self.maybe(lead)]),
            Fact::Escalated { incident } => this("escalated", incident, vec![]),
            Fact::Contained { incident } => this("contained", incident, vec![]),
            Fact::Recovered { incident } => this("recovered", incident, vec![]),
            Fact::Closed { incident } => this("closed", incident, vec![]),
            Fact::HorizonReached { incident } => this("horizon_reached", incident, vec![]),
            _ => ("fact", vec![]),
        }
    }

    fn fields_of_response(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let this = |name, incident: IncidentNo, more: Vec<(&'static str, Value)>| {
            (name, std::iter::once(("incident", json!(incident.0))).chain(more).collect::<Vec<_>>())
        };
        let work = |name, job: Job, more: Vec<(&'static str, Value)>| (name, self.job(job).into_iter().chain(more).collect::<Vec<_>>());
        match *fact {
            Fact::StepFired { incident, policy, step, round, people } => this(
                "step_fired",
                incident,
                vec![self.policy(policy), ("step", json!(step)), ("round", json!(round)), ("people", json!(people))],
            ),
            Fact::Silent { incident, policy } => this("silent", incident, vec![self.policy(policy)]),
            Fact::Paged { incident, person, why } => this("paged", incident, vec![self.person(person), ("for", self.page(why))]),
            Fact::Answered { incident, person, why } => this("answered", incident, vec![self.person(person), ("for", self.page(why))]),
            Fact::Acknowledged { incident, person } => this("acknowledged", incident, vec![self.person(person)]),
            Fact::CalledOut { incident, person } => this("called_out", incident, vec![self.person(person)]),
            Fact::StoodDown { incident, person } => this("stood_down", incident, vec![self.person(person)]),
            Fact::StaysOn { job, person } => work("stays_on", job, vec![self.person(person)]),
            Fact::BackOnShift { job, person } => work("back_on_shift", job, vec![self.person(person)]),
            Fact::MustRest { person } => ("must_rest", vec![self.person(person)]),
            Fact::Released { job, by, attempt } => {
                let by = by.map_or(Value::Null, |by| json!(self.plan.tasks[by.task.at()].id));
                work("released", job, vec![("attempt", json!(attempt)), ("by", by)])
            }
            Fact::Waits { job, on } => work("waits", job, vec![("on", json!(on.name()))]),
            Fact::Started { job, person, attempt, reading_in, improvised, .. } => {
                let reading = ("reading_in_s", json!(reading_in.0 as f64 / 1000.0));
                work("started", job, vec![self.maybe(person), ("attempt", json!(attempt)), reading, ("improvised", json!(improvised))])
            }
            Fact::Stopped { job, person, why } => work("stopped", job, vec![self.person(person), ("why", json!(stop(why)))]),
            Fact::Ended { job, person, attempt, ending } => {
                work("ended", job, vec![self.maybe(person), ("attempt", json!(attempt)), ("ending", json!(self.ending(ending)))])
            }
            Fact::Skipped { job } => work("skipped", job, vec![]),
            Fact::Asked { decision, job, .. } => work("asked", job, vec![self.decision(decision)]),
            Fact::Reached { incident, decision, person } => this("reached", incident, vec![self.decision(decision), self.person(person)]),
            Fact::Decided { incident, decision, person, answer: said, authority: on } => {
                let said = ("answer", json!(answer(said)));
                this("decided", incident, vec![self.decision(decision), self.maybe(person), said, self.authority(decision, on)])
            }
            Fact::Granted { incident, decision, authority: on } => {
                this("granted", incident, vec![self.decision(decision), self.authority(decision, on)])
            }
            _ => ("fact", vec![]),
        }
    }

    fn stage(&self, incident: IncidentNo, stage: u8) -> Value {
        let attack = self.kinds.get(&incident).and_then(|kind| self.plan.kinds[kind.at()].attack);
        attack.and_then(|attack| self.plan.attacks[attack.at()].stages.get(usize::from(stage))).map_or(json!(stage), |stage| json!(stage.0))
    }
    fn system(&self, system: SystemId) -> (&'static str, Value) {
        ("system", json!(self.plan.systems[system.at()].id))
    }
    fn person(&self, person: PersonId) -> (&'static str, Value) {
        ("person", json!(self.plan.people[person.at()].id))
    }
    fn capability(&self, what: Capability) -> (&'static str, Value) {
        match what {
            Capability::Grant(grant) => ("grant", json!(self.plan.grants[grant.at()])),
            Capability::Knowledge(knowledge) => ("knowledge", json!(self.plan.knowledge[knowledge.at()])),
            Capability::Written(knowledge) => ("runbook", json!(self.plan.knowledge[knowledge.at()])),
        }
    }
    fn maybe(&self, person: Option<PersonId>) -> (&'static str, Value) {
        person.map_or(("person", Value::Null), |person| self.person(person))
    }
    fn policy(&self, policy: PolicyId) -> (&'static str, Value) {
        ("policy", json!(self.plan.policies[policy.at()].id))
    }
    fn notice(&self, notice: NoticeId) -> (&'static str, Value) {
        ("notice", json!(self.plan.notices[notice.at()].id))
    }
    fn decision(&self, decision: DecisionId) -> (&'static str, Value) {
        ("decision", json!(self.decision_name(decision)))
    }
    /// On somebody's access: "grant-access: domain-admin for ben".
    fn decision_name(&self, decision: DecisionId) -> String {
        let entry = &self.plan.decisions[decision.at()];
        match entry.access {
            Some(m) => format!("{}: {} for {}", entry.id, self.plan.grants[m.grant.at()], self.plan.people[m.person.at()].id),
            None => entry.id.clone(),
        }
    }
    fn authority(&self, decision: DecisionId, on: Authority) -> (&'static str, Value) {
        let standing = |nth: u8| self.plan.decisions[decision.at()].pre_authorised.get(usize::from(nth));
        let words = match on {
            Authority::PreAuthorised(nth) => standing(nth).map(|(to, ..)| format!("pre_authorised: {to}")),
            _ => None,
        };
        ("authority", json!(words.as_deref().unwrap_or(authority(on))))
    }
    fn job(&self, job: Job) -> Vec<(&'static str, Value)> {
        let mut fields = vec![("incident", json!(job.incident.0)), ("task", json!(self.plan.tasks[job.task.at()].id))];
        fields.extend(job.system.map(|system| self.system(system)));
        fields
    }
    fn from(&self, from: AlertFrom) -> Value {
        match from {
            AlertFrom::Sensor(sensor) => json!(self.plan.sensors[sensor.at()].id),
            AlertFrom::Users(system) => json!(format!("users of {}", self.plan.systems[system.at()].id)),
            AlertFrom::Report => json!("report"),
            AlertFrom::Change(change) => json!(format!("change {}", self.plan.changes.of(change).id)),
            AlertFrom::Among(class) => json!(format!("among {}", self.plan.demand.classes[class.at()].id)),
        }
    }
    fn to(&self, to: AlertTo) -> Value {
        match to {
            AlertTo::Queue(team) => json!(format!("queue of {}", self.plan.teams[team.at()].id)),
            AlertTo::Policy(policy) => json!(format!("policy {}", self.plan.policies[policy.at()].id)),
            AlertTo::Responders => json!("responders"),
        }
    }
    fn page(&self, why: PageFor) -> Value {
        match why {
            PageFor::Queue(team) => json!(format!("queue of {}", self.plan.teams[team.at()].id)),
            PageFor::Policy(policy) => json!(format!("policy {}", self.plan.policies[policy.at()].id)),
            PageFor::Task(task) => json!(format!("task {}", self.plan.tasks[task.at()].id)),
            PageFor::Lead => json!("lead"),
            PageFor::Room => json!("room"),
            PageFor::Decision(decision) => json!(format!("decision {}", self.decision_name(decision))),
            PageFor::Accountable(service) => json!(format!("accountable for {}", self.plan.services[service.at()].id)),
            PageFor::Advice(matter) => json!(format!("advice on {}", self.matter_in_words(matter))),
        }
    }
    fn ending(&self, ending: Ending) -> String {
        match ending {
            Ending::Done => "done".to_owned(),
            Ending::Failed => "failed".to_owned(),
            Ending::BackTo(task) => format!("back to {}", self.plan.tasks[task.at()].id),
        }
    }
}

fn stop(why: Stop) -> &'static str {
    match why {
        Stop::Preempted => "preempted",
        Stop::ShiftEnded => "shift_ended",
        Stop::Rest => "rest",
        Stop::Leads => "leads",
        Stop::NotNeeded => "not_needed",
        Stop::CutOff => "cut_off",
        Stop::Reassigned => "reassigned",
        Stop::Disqualified => "disqualified",
        Stop::Away => "away",
        Stop::ProviderDown => "provider_down",
        Stop::Suspended => "contract_suspended",
        Stop::ContractEnded => "contract_ended",
    }
}
