//! What one incident of one play came to.

use super::access::Access;
use super::knowledge::Knowledge;
use super::post::Post;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Answer, Authority, Wait};
use crate::model::ids::{DecisionId, EmployerId, IncidentNo, KindId, NoticeId, PersonId, SystemId, VendorId};

/// What one incident came to. Each milestone is the first of its kind, and only those reached by the horizon are here.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its number in the play.
    pub incident: IncidentNo,
    /// Its kind.
    pub kind: KindId,
    /// It began.
    pub began: Instant,
    /// It was followed until then: its beginning and the plan's horizon, or the end of the play if that came first.
    pub horizon: Instant,
    /// The first harm to a service.
    pub occurred: Option<Instant>,
    /// An alert reached a queue or a policy.
    pub alerted: Option<Instant>,
    /// Somebody answered.
    pub acknowledged: Option<Instant>,
    /// Somebody concluded that it is an incident.
    pub aware: Option<Instant>,
    /// A major incident was declared.
    pub declared: Option<Instant>,
    /// One who may do it and one who may decide were both engaged.
    pub escalated: Option<Instant>,
    /// It could do no further harm.
    pub contained: Option<Instant>,
    /// Every hit system was back.
    pub recovered: Option<Instant>,
    /// The last task was done.
    pub closed: Option<Instant>,
    /// It was contained before it did harm.
    pub stopped_before_impact: bool,
    /// It came in through a vulnerability finding, and would not have come without such findings.
    pub through_finding: bool,
    /// The wait ledger, indexed by `Wait as usize`. It adds up to (recovered or horizon) - occurred; all is zero when it never occurred.
    pub ledger: [Span; Wait::ALL.len()],
    /// A row for each loss of a system's service because of it, by system and instant; a system lost twice has two rows.
    pub systems: Vec<SystemOutcome>,
    /// A row for each answer of a decider, and for each asking that got none, in the order in which they were asked or reached.
    pub decisions: Vec<DecisionRecord>,
    /// A row for each notice that its playbook owes.
    pub notices: Vec<NoticeOutcome>,
    /// Cost of hands-on work by the organisation's own people, outside paid call-outs.
    pub labour: f64,
    /// Cost of work by the organisation's own people after the end of their shifts, where it is paid as overtime.
    pub overtime: f64,
    /// Cost of calling the organisation's own people out.
    pub call_out: f64,
    /// Cost of hands-on work by providers' people.
    pub provider: f64,
    /// Fees of third parties who were brought in.
    pub vendor: f64,
    /// Cost of lost service.
    pub downtime: f64,
    /// What of it the business calendar adds to the ordinary price; less than nothing where it takes away.
    pub by_calendar: f64,
    /// Penalties for notices that were late and promises that were broken, for what is not over up to the horizon.
    pub penalty: f64,
    /// The third parties that were called, in that order.
    pub vendors: Vec<VendorRecord>,
    /// The providers that were asked for a response, in that order.
    pub providers: Vec<ProviderRecord>,
    /// How often an escalation policy ran out of steps.
    pub silences: u32,
    /// How many injects came.
    pub injects: u32,
    /// How much of the work on it was done twice; nothing where hand-offs between employers cost nothing.
    pub duplicated: Option<Span>,
    /// How long nobody led it from its declaration to its end or the horizon; nothing where it was not declared, or needs no lead.
    pub without_lead: Option<Span>,
    /// Privileged actions, access given, glass broken.
    pub access: Access,
    /// Attempts improvised and by what is written, and what was learned at work.
    pub knowledge: Knowledge,
}

impl Outcome {
    /// When the ledger ends: recovery, or the horizon.
    pub fn until(&self) -> Instant {
        self.recovered.unwrap_or(self.horizon)
    }

    /// What was paid for one thing.
    pub fn paid(&self, post: Post) -> f64 {
        match post {
            Post::Labour => self.labour,
            Post::Overtime => self.overtime,
            Post::CallOut => self.call_out,
            Post::Provider => self.provider,
            Post::Vendor => self.vendor,
            Post::Downtime => self.downtime,
            Post::Penalty => self.penalty,
        }
    }

    /// Everything it cost up to its horizon.
    pub fn cost(&self) -> f64 {
        Post::ALL.iter().map(|post| self.paid(*post)).sum()
    }
}

/// One loss of one system's service.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct SystemOutcome {
    /// The system.
    pub system: SystemId,
    /// The incident hit it; otherwise it was lost with what it needs.
    pub hit: bool,
    /// Its service was lost.
    pub lost: Instant,
    /// Its service was back.
    pub back: Option<Instant>,
    /// The recovery time objective was met; nothing where it has none, or where the horizon came before it was decided.
    pub rto_met: Option<bool>,
    /// The maximum tolerable period of disruption was kept, to when the business had caught up; nothing as above.
    pub mtpd_met: Option<bool>,
    /// It was isolated.
    pub isolated: bool,
    /// It ran at full capacity again; nothing where it comes back with all of it.
    pub full: Option<Instant>,
    /// The business had caught up on what it left lying; nothing where it has nothing to catch up on.
    pub caught_up: Option<Instant>,
    /// How much data was lost: from the copy that it was restored from to the hit. Nothing where it was not hit or not restored from a copy of
    /// known age.
    pub data_loss: Option<Span>,
    /// It was hit, and no copy was left to restore it from.
    pub no_copy_left: bool,
    /// The recovery point objective was met; nothing where it has none, or where it is not known how much data was lost.
    pub rpo_met: Option<bool>,
    /// What a broken promise about it cost; an outage cut short by the next leaves the rest to that one.
    pub penalty: f64,
}

/// A provider that was asked for a response.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ProviderRecord {
    /// Which.
    pub employer: EmployerId,
    /// When.
    pub requested: Instant,
    /// It responded.
    pub responded: Option<Instant>,
    /// Within the time that its contract promises, counted in the hours of the contract; nothing where it promises none, or where that was not
    /// known by the horizon.
    pub within: Option<bool>,
}

/// A third party that was called.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct VendorRecord {
    /// Which.
    pub vendor: VendorId,
    /// When.
    pub called: Instant,
    /// It was ready to start.
    pub ready: Option<Instant>,
}

/// One answer of one decider, or an asking without one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// The decision.
    pub decision: DecisionId,
    /// It was asked for.
    pub asked: Instant,
    /// The decider was reached.
    pub reached: Option<Instant>,
    /// The decider answered.
    pub decided: Option<Instant>,
    /// Who.
    pub person: Option<PersonId>,
    /// What they said.
    pub answer: Option<Answer>,
    /// On what authority.
    pub authority: Option<Authority>,
}

/// What became of one notice.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct NoticeOutcome {
    /// The notice.
    pub notice: NoticeId,
    /// The incident was not severe enough for it when its clock would have started.
    pub waived: bool,
    /// Its clock has run since; nothing where it never did.
    pub started: Option<Instant>,
    /// It was due by then: by its own clock, or by its second limit alone.
    pub deadline: Option<Instant>,
    /// It was sent.
    pub submitted: Option<Instant>,
    /// It was sent by its deadline; nothing where it was never due, or where the horizon came before that was decided.
    pub met: Option<bool>,
    /// What most of the time went into up to its being sent, or to its deadline where that came first; nothing where it took no time.
    pub waited_on: Option<Wait>,
    /// What its being late cost.
    pub penalty: f64,
}
