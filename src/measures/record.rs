//! What is known of one open incident, and what it comes to in the end.

use super::access::Counting;
use super::billing::Billing;
use super::cost::{self, Charge, Downtime};
use super::decisions::Decisions;
use super::history::History;
use super::knowledge;
use super::lead::LeadWatch;
use super::ledger::{self, Frame};
use super::notices::Notices;
use super::outcome::{Outcome, SystemOutcome};
use super::post::Post;
use super::restores::Restores;
use super::third_parties::ThirdParties;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Fact, Wait};
use crate::model::ids::{EmployerId, IncidentNo, KindId, PersonId, SystemId};
use crate::model::penalty::Promise;
use crate::model::plan::{ItSystem, Plan};

/// One loss of a system's service.
#[derive(Copy, Clone, Debug)]
pub(super) struct Loss {
    pub(super) system: SystemId,
    pub(super) lost: Instant,
    pub(super) back: Option<Instant>,
    /// It ran at full capacity again.
    full: Option<Instant>,
    /// The business had caught up.
    caught_up: Option<Instant>,
    /// It was lost again before all of that was over.
    cut_short: Option<Instant>,
    /// Nothing more follows from it.
    over: bool,
}

impl Loss {
    /// What a broken promise about it cost up to an instant.
    fn penalty(&self, entry: &ItSystem, until: Instant) -> f64 {
        let Some((promise, penalty)) = entry.penalty else { return 0.0 };
        let over = match promise {
            Promise::Mtpd if entry.catch_up.is_some() => self.caught_up.or(self.cut_short),
            _ => self.back,
        };
        promise.of(entry).map_or(0.0, |limit| penalty.of(over.unwrap_or(until).min(until) - self.lost - limit))
    }

    /// What it cost up to an instant: all of the service until it is back, then what is missing of it until it runs at full capacity.
    fn cost(&self, plan: &Plan, until: Instant) -> Downtime {
        let away = cost::downtime(plan, self.system, self.lost, self.back.unwrap_or(until));
        let capacity = plan.systems.get(self.system.at()).and_then(|s| s.capacity.as_ref());
        let (Some(back), Some(capacity)) = (self.back, capacity) else { return away };
        let slow = self.full.or(self.cut_short).unwrap_or(until).min(until);
        away + cost::downtime(plan, self.system, back, slow).times(1.0 - capacity.minimum)
    }
}

/// The first instant of each milestone.
#[derive(Debug, Default)]
struct Milestones {
    occurred: Option<Instant>,
    alerted: Option<Instant>,
    acknowledged: Option<Instant>,
    aware: Option<Instant>,
    declared: Option<Instant>,
    escalated: Option<Instant>,
    contained: Option<Instant>,
    recovered: Option<Instant>,
    closed: Option<Instant>,
    stopped: Option<Instant>,
}

/// One open incident. Used again for another one when it is over, with the room its lists have taken.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) incident: IncidentNo,
    kind: KindId,
    began: Instant,
    pub(super) horizon: Instant,
    milestones: Milestones,
    silences: u32,
    /// How many injects have come.
    pub(super) injects: u32,
    pub(super) restores: Restores,
    pub(super) losses: Vec<Loss>,
    /// How many of the losses are not made good.
    pub(super) down: usize,
    pub(super) decisions: Decisions,
    pub(super) access: Counting,
    pub(super) knowledge: knowledge::Counting,
    pub(super) notices: Notices,
    pub(super) history: History,
    /// Who has a job of it in hand.
    pub(super) working: Vec<PersonId>,
    /// Who is called out for it.
    pub(super) called: Vec<PersonId>,
    pub(super) lead: LeadWatch,
    /// It came in through a vulnerability finding.
    pub(super) through_finding: bool,
    /// How much work was done twice.
    pub(super) duplicated: Span,
    /// What it has cost so far, indexed by `Post as usize`; downtime is reckoned at the end.
    paid: [f64; Post::ALL.len()],
    pub(super) third_parties: ThirdParties,
}

impl Record {
    /// Begins another incident.
    pub(super) fn begin(&mut self, plan: &Plan, at: Instant, incident: IncidentNo, kind: KindId) {
        (self.incident, self.kind, self.began, self.horizon) = (incident, kind, at, at + plan.horizon);
        self.milestones = Milestones::default();
        (self.silences, self.injects, self.down) = (0, 0, 0);
        self.paid = [0.0; Post::ALL.len()];
        self.third_parties.clear();
        self.restores.clear();
        self.losses.clear();
        self.decisions.clear();
        self.access.clear();
        self.knowledge.clear();
        self.notices.clear();
        self.history.clear();
        self.working.clear();
        self.called.clear();
        self.lead = LeadWatch::default();
        self.through_finding = false;
        self.duplicated = Span(0);
    }

    /// Notes a milestone; true if nothing more may be expected of the incident from here on.
    pub(super) fn reached(&mut self, at: Instant, fact: &Fact) -> bool {
        let all = &mut self.milestones;
        let (milestone, last) = match fact {
            Fact::Occurred { .. } => (&mut all.occurred, false),
            Fact::Alerted { .. } => (&mut all.alerted, false),
            Fact::Acknowledged { .. } => (&mut all.acknowledged, false),
            Fact::Aware { .. } => (&mut all.aware, false),
            Fact::Declared { .. } => (&mut all.declared, false),
            Fact::Escalated { .. } => (&mut all.escalated, false),
            Fact::Contained { .. } => (&mut all.contained, false),
            Fact::Recovered { .. } => (&mut all.recovered, true),
            Fact::Closed { .. } => (&mut all.closed, true),
            Fact::StoppedBeforeImpact { .. } => (&mut all.stopped, true),
            _ => return false,
        };
        milestone.get_or_insert(at);
        last
    }

    /// A policy has run out of steps.
    pub(super) fn silent(&mut self) {
        self.silences += 1;
    }

    /// A system's service is lost; false if it is lost already.
    pub(super) fn lose(&mut self, at: Instant, system: SystemId) -> bool {
        let new = !self.losses.iter().any(|l| l.system == system && l.back.is_none());
        if new {
            self.losses.push(Loss { system, lost: at, back: None, full: None, caught_up: None, cut_short: None, over: false });
            self.down += 1;
        }
        new
    }

    /// A system's service is back.
    /// `more`: something follows from the loss.
    pub(super) fn regain(&mut self, at: Instant, system: SystemId, more: bool) {
        for loss in self.losses.iter_mut().filter(|l| l.system == system && l.back.is_none()) {
            loss.back = Some(at);
            loss.over = !more;
            self.down -= usize::from(loss.over);
        }
    }

    /// What follows from the loss of a service: full capacity, the business has caught up, or it is lost again before that.
    pub(super) fn follows(&mut self, at: Instant, system: SystemId, fact: &Fact, over: bool) {
        for loss in self.losses.iter_mut().filter(|l| l.system == system && l.back.is_some() && !l.over) {
            match fact {
                Fact::FullService { .. } => loss.full = Some(at),
                Fact::CaughtUp { .. } => loss.caught_up = Some(at),
                _ => loss.cut_short = Some(at),
            }
            loss.over = over;
            self.down -= usize::from(over);
        }
    }

    /// Adds a cost.
    pub(super) fn charge(&mut self, charge: &Charge, billing: &mut Billing) {
        let amount = match charge.billed(self.horizon) {
            Some(stretch) => {
                self.third_parties.worked(&stretch);
                billing.price(&stretch)
            }
            None => charge.cost(self.horizon),
        };
        self.paid[charge.post as usize] += amount;
    }

    /// Nothing more will be worked: providers bill their minimum.
    pub(super) fn close_bills(&mut self, billing: &mut Billing) {
        for (employer, worked) in self.third_parties.providers_at_work() {
            self.paid[Post::Provider as usize] += billing.top_up(*employer, self.began, *worked);
        }
    }

    /// A provider's change order comes through.
    pub(super) fn ordered(&mut self, plan: &Plan, employer: EmployerId) {
        let order = plan.employers.get(employer.at()).and_then(|e| e.terms.change_order.as_ref());
        self.paid[Post::Provider as usize] += order.map_or(0.0, |order| order.price);
    }

    /// Its response is over, well or never needed.
    fn settled(&self) -> bool {
        let all = &self.milestones;
        all.closed.is_some() && (all.recovered.is_some() || all.stopped.is_some())
    }

    /// Nothing more can happen to it: its response is over, what it took down is up, and who came for it has gone.
    pub(super) fn is_over(&self) -> bool {
        self.down == 0 && self.called.is_empty() && self.working.is_empty() && self.settled()
    }

    /// What it came to, told up to an instant.
    pub(super) fn outcome(&self, plan: &Plan, told_until: Instant) -> Outcome {
        let until = self.horizon.min(told_until);
        let horizon = if self.settled() { self.horizon } else { until };
        let all = &self.milestones;
        let downtime = self.losses.iter().map(|loss| loss.cost(plan, until)).fold(Downtime::default(), |a, b| a + b);
        let systems = self.systems(plan, until);
        let playbook = plan.kinds.get(self.kind.at()).map_or(usize::MAX, |k| k.playbook.at());
        let notices = self.notices.outcomes(plan, playbook, &self.history, until);
        let penalties = systems.iter().map(|s| s.penalty).chain(notices.iter().map(|n| n.penalty));
        Outcome {
            incident: self.incident,
            kind: self.kind,
            began: self.began,
            horizon,
            occurred: all.occurred,
            alerted: all.alerted,
            acknowledged: all.acknowledged,
            aware: all.aware,
            declared: all.declared,
            escalated: all.escalated,
            contained: all.contained,
            recovered: all.recovered,
            closed: all.closed,
            stopped_before_impact: all.stopped.is_some(),
            through_finding: self.through_finding,
            ledger: self.ledger(plan, horizon),
            penalty: penalties.fold(0.0, |sum, penalty| sum + penalty),
            systems,
            decisions: self.decisions.rows().to_vec(),
            notices,
            labour: self.paid[Post::Labour as usize],
            overtime: self.paid[Post::Overtime as usize],
            call_out: self.paid[Post::CallOut as usize],
            provider: self.paid[Post::Provider as usize],
            vendor: self.third_parties.fees(plan, until),
            vendors: self.third_parties.called().to_vec(),
            providers: self.third_parties.providers(plan, until),
            downtime: downtime.cost,
            by_calendar: downtime.by_calendar,
            silences: self.silences,
            injects: self.injects,
            duplicated: plan.hand_offs.as_ref().map(|_| self.duplicated),
            without_lead: self.without_lead(plan, until),
            access: self.access.outcome(),
            knowledge: self.knowledge.outcome(until),
        }
    }

    fn without_lead(&self, plan: &Plan, until: Instant) -> Option<Span> {
        let playbook = plan.playbooks.get(plan.kinds.get(self.kind.at())?.playbook.at())?;
        (playbook.lead.is_some() && self.milestones.declared.is_some()).then(|| {
            let end = self.milestones.recovered.or(self.milestones.stopped).unwrap_or(until);
            self.lead.without(end)
        })
    }

    fn ledger(&self, plan: &Plan, horizon: Instant) -> ledger::Parts {
        let Some(occurred) = self.milestones.occurred else { return [Span(0); Wait::ALL.len()] };
        let playbook = plan.kinds.get(self.kind.at()).and_then(|k| plan.playbooks.get(k.playbook.at()));
        let frame = Frame {
            plan,
            occurred,
            alerted: self.milestones.alerted,
            recovered: self.milestones.recovered,
            horizon,
            has_recover: playbook.is_some_and(|p| p.has_recover),
        };
        let is_back = |system: SystemId| {
            let mut lost = self.losses.iter().filter(|l| l.system == system).peekable();
            lost.peek().is_some() && lost.all(|l| l.back.is_some())
        };
        ledger::ledger(&self.history, &frame, &is_back)
    }

    fn systems(&self, plan: &Plan, until: Instant) -> Vec<SystemOutcome> {
        if self.losses.is_empty() {
            return Vec::new();
        }
        let row = |loss: &Loss| {
            let entry = plan.systems.get(loss.system.at());
            let (rto, mtpd) = (entry.and_then(|s| s.rto), entry.and_then(|s| s.mtpd));
            let (data_loss, no_copy_left) = self.restores.data_lost(loss.system, loss.lost, loss.back);
            let works_off = entry.is_some_and(|s| s.catch_up.is_some());
            let rpo = entry.and_then(|s| s.rpo);
            let kept = |lost: Option<Span>| lost.zip(rpo).map(|(lost, rpo)| lost <= rpo);
            SystemOutcome {
                system: loss.system,
                hit: self.restores.has(loss.system),
                lost: loss.lost,
                back: loss.back,
                rto_met: cost::kept(rto, loss.lost, loss.back, until),
                mtpd_met: cost::kept(mtpd, loss.lost, if works_off { loss.caught_up } else { loss.back }, until),
                isolated: self.restores.isolated(loss.system, loss.lost, loss.back),
                full: loss.full,
                caught_up: loss.caught_up,
                data_loss,
                no_copy_left,
                rpo_met: if no_copy_left { rpo.map(|_| false) } else { kept(data_loss) },
                penalty: entry.map_or(0.0, |entry| loss.penalty(entry, until)),
            }
        };
        let mut rows: Vec<SystemOutcome> = self.losses.iter().map(row).collect();
        rows.sort_by_key(|r| (r.system, r.lost));
        rows
    }
}
