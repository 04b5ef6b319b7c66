//! Everything that can be booked, one kind a domain. Rules ask another domain only by these.

pub use super::ids::{Case, JobNo};
use crate::engine::time::{Instant, Span};
use crate::model::choice;
use crate::model::exposure::{self, Finding};
use crate::model::fact::{AlertFrom, Capability, PageFor};
use crate::model::ids::{DecisionId, DemandId, EmployerId, GrantId, PersonId, PolicyId, RotaId, SensorId, SystemId, TeamId, VendorId};
use crate::model::incident::entry::Severity;
use crate::model::notice::Start;
use crate::model::responsibility::Matter;

mod contract;
mod incident;
mod inject;
mod response;

pub use crate::model::change::Happening as Change;
pub use contract::Contract;
pub use incident::Incident;
pub use inject::Inject;
pub use response::Response;

/// What can happen.
#[derive(Copy, Clone, Debug)]
pub enum Happening {
    /// To absence.
    Absence(Absence),
    /// To duty.
    Duty(Duty),
    /// To what people hold and know.
    Qualification(Qualification),
    /// To access.
    Access(Access),
    /// To incidents.
    Incident(Incident),
    /// To systems.
    Estate(Estate),
    /// To means of response.
    Means(Means),
    /// To alerts.
    Telemetry(Telemetry),
    /// To policies.
    Escalation(Escalation),
    /// To pages.
    Paging(Paging),
    /// To decisions.
    Authority(Authority),
    /// To those accountable and consulted.
    Responsibility(Responsibility),
    /// To work.
    Response(Response),
    /// To tickets and projects.
    Demand(Demand),
    /// To incident leads.
    Lead(Lead),
    /// To third parties.
    Vendor(Vendor),
    /// To notices.
    Notice(Notice),
    /// To contracts with providers.
    Contract(Contract),
    /// To vulnerability findings.
    Exposure(exposure::Happening),
    /// To the business calendar.
    BusinessCalendar(BusinessCalendar),
    /// To changes.
    Change(Change),
    /// To injects.
    Inject(Inject),
    /// By the room's hand.
    Choice(choice::Happening),
}
/// What happens to absence.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Absence {
    /// Somebody leaves for good.
    Leaves { person: PersonId },
    /// Somebody else comes in their place.
    Comes { person: PersonId },
    /// Somebody is called away until then.
    Called { person: PersonId, until: Instant },
}
/// What happens to duty.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Duty {
    /// The next shift on the list begins or ends.
    Change { generation: u32 },
    /// Somebody comes to work on an incident outside their shift.
    CallOut { case: Case, person: PersonId },
    /// Somebody's call-out ends.
    StandDown { case: Case, person: PersonId },
    /// Somebody's work is done after the end of their shift; `late` when they stayed for it.
    WentHome { person: PersonId, late: bool },
    /// Somebody stays on after the end of their shift.
    Stays { person: PersonId },
    /// Somebody has worked as long as anybody may.
    MustRest { person: PersonId, generation: u32 },
    /// Somebody has rested.
    Rested { person: PersonId, generation: u32 },
    /// When somebody is away has changed.
    Away { person: PersonId },
    /// Until then somebody works, or does not, whatever their roster says.
    Swap { person: PersonId, works: bool, until: Instant },
    /// Until then somebody does not work, since their employer owes us nobody.
    TimeOff { person: PersonId, until: Instant },
    /// What took the place of somebody's roster may be over.
    SwapEnds { person: PersonId },
    /// Until then nobody has the turns of a rota, save those who take them.
    ClearTurns { rota: RotaId, until: Instant },
    /// Somebody takes them.
    TakesTurns { rota: RotaId, person: PersonId },
}
/// What happens to what people hold and know.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Qualification {
    /// Somebody gets a grant, or learns something.
    Gain { person: PersonId, what: Capability },
    /// Somebody loses a grant, or takes knowledge away with them.
    Lose { person: PersonId, what: Capability },
    /// Nobody can use it for now; each such happening wants one `PutInUse`.
    PutOutOfUse { what: Capability },
    /// One reason why nobody could use it is gone.
    PutInUse { what: Capability },
}
/// What happens to access.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Access {
    /// A job waits for a grant that somebody who is there lacks; `fresh` when it did not wait for it a moment ago.
    Wanted { case: Case, job: JobNo, fresh: bool },
    /// It has waited since then, and the glass may be broken.
    MayBreakGlass { case: Case, job: JobNo, since: Instant },
    /// Somebody's access was decided on.
    Allowed { case: Case, decision: DecisionId },
    /// It is set up.
    Given { case: Case, decision: DecisionId },
    /// What somebody holds for a while runs out.
    RunsOut { person: PersonId, grant: GrantId },
    /// The n-th of the grants that end with role or contract ends.
    Ends { nth: u32 },
    /// Somebody starts work that takes a privileged grant.
    Used { case: Case, job: JobNo, person: PersonId },
    /// The review that a break-glass owes can begin.
    ReviewBegins { case: Case, grant: GrantId },
    /// It must be done by now.
    ReviewDue { case: Case, grant: GrantId, times: u32 },
    /// It is done.
    Reviewed { case: Case, grant: GrantId, person: PersonId },
}
/// What happens to systems.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Estate {
    /// An incident takes a system down.
    Strike { case: Case, system: SystemId },
    /// A hit system is restored by a job.
    Restored { case: Case, system: SystemId, job: JobNo },
    /// Containment takes a system's service down.
    Isolate { case: Case, system: SystemId },
    /// A system is reconnected, by a job where one did it.
    Reconnect { case: Case, system: SystemId, job: Option<JobNo> },
    /// An incident isolates nothing any more, save (unless `all`) what its playbook reconnects by a task.
    Rejoin { case: Case, all: bool },
    /// A system runs at full capacity.
    FullService { system: SystemId, generation: u32 },
    /// The business has caught up after an outage.
    CaughtUp { system: SystemId, generation: u32 },
    /// A system has started again.
    Restarted { system: SystemId, generation: u32 },
    /// The time is over that was promised for the outage since then.
    PromiseRunsOut { system: SystemId, lost: Instant },
    /// A system fails by itself.
    Fails { system: SystemId, generation: u32 },
    /// Something that nobody here can end takes a system down, until then.
    GoesOut { case: Case, system: SystemId, until: Instant },
    /// That is over.
    ComesBack { system: SystemId },
}
/// What happens to means of response.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Means {
    /// A system that is a means of response went down.
    SystemDown { system: SystemId },
    /// It is up again.
    SystemUp { system: SystemId },
    /// The telephone tree reaches somebody whose page could not be delivered.
    ByTelephone { case: Case, person: PersonId, why: PageFor },
}
/// What happens to alerts.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Telemetry {
    /// A stage of an attack can be seen.
    StageShows { case: Case, stage: u8 },
    /// A hit can be seen.
    HitShows { case: Case, system: SystemId },
    /// An outage can be seen.
    OutageShows { case: Case, system: SystemId },
    /// A report comes in.
    Report { case: Case },
    /// An alert is raised.
    Alert { case: Case, from: AlertFrom, severity: Severity, team: Option<TeamId>, policy: Option<PolicyId> },
    /// A team's queue is looked at.
    LookAtQueue { case: Case, team: TeamId },
    /// Somebody comes in the middle of a shift, and looks at the queue of their team.
    LookedAtBy { person: PersonId },
    /// Somebody has taken the alert from a queue.
    Taken { case: Case, team: TeamId, person: PersonId },
    /// A sensor's alert is due if the outage still lasts.
    OutageAlert { case: Case, sensor: SensorId, system: SystemId },
    /// One alert among many is the first sign of it.
    Among { case: Case, class: DemandId },
    /// A user's call is due if the outage still lasts.
    UserCall { case: Case, system: SystemId },
    /// A source sees nothing from now on; each such happening wants one `SeesAgain`.
    Blinded { sensor: SensorId },
    /// One reason why it saw nothing is gone.
    SeesAgain { sensor: SensorId },
}
/// What happens to policies.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Escalation {
    /// A policy starts.
    Start { case: Case, policy: PolicyId },
    /// A step is due.
    Step { case: Case, policy: PolicyId, generation: u32 },
    /// Somebody may have come on duty during a step.
    LookAgain { case: Case, policy: PolicyId, generation: u32 },
    /// Somebody answered for it.
    Answered { case: Case },
    /// Time to see whether work has begun.
    Progress { case: Case, policy: PolicyId, generation: u32 },
}
/// What happens to pages.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Paging {
    /// Somebody is paged.
    Page { case: Case, person: PersonId, why: PageFor },
    /// A page that was held up reaches them.
    Arrives { case: Case, person: PersonId, why: PageFor },
    /// They answer.
    Answers { case: Case, person: PersonId, generation: u32 },
    /// They may be reached now: a new day, or their shift.
    TryAgain { case: Case, person: PersonId, generation: u32 },
    /// Somebody comes in the middle of a shift, and can be reached otherwise than before.
    Comes { person: PersonId },
    /// A provider has responded: those of its people who are paged answer.
    ProviderHere { case: Case, employer: EmployerId },
    /// Pages of a policy lapse.
    Lapse { case: Case, policy: PolicyId },
    /// They answer what they are paged for after so long, or not that day, whatever was drawn.
    MustAnswer { case: Case, person: PersonId, after: Option<Span> },
}
/// What happens to decisions.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Authority {
    /// A job needs a decision.
    Ask { case: Case, decision: DecisionId, job: JobNo },
    /// The next holder is called.
    CallNext { case: Case, decision: DecisionId },
    /// Delegates may decide.
    Delegate { case: Case, decision: DecisionId },
    /// A decider has been reached.
    Reached { case: Case, decision: DecisionId, person: PersonId },
    /// Those who must be consulted have been.
    Consulted { case: Case, decision: DecisionId, person: PersonId },
    /// A decider answers.
    Concludes { case: Case, decision: DecisionId, person: PersonId },
    /// They are asked again.
    AskAgain { case: Case, decision: DecisionId, person: PersonId },
    /// Somebody acts without it.
    ActWithout { case: Case, decision: DecisionId },
    /// All who must be asked about it have been, or are given up.
    Advised { case: Case, decision: DecisionId },
    /// Somebody came on duty who may need no decision.
    LookAgain { case: Case },
    /// The room has reached somebody: open decisions that they may take are put to them.
    AtHand { case: Case, person: PersonId },
    /// What a decision allows may begin.
    TakesEffect { case: Case, decision: DecisionId },
    /// A decision that has been taken is questioned.
    Challenge { case: Case, decision: DecisionId },
}
/// What happens to incident leads.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Lead {
    /// Others are to be told how it stands: an update is due, or late.
    Update { case: Case, due: bool },
    /// A lead has read in, or given an update.
    Attends { person: PersonId, generation: u32 },
    /// The next person is called to lead.
    Call { case: Case },
    /// Somebody who was called to lead answers.
    Answered { case: Case, person: PersonId },
    /// A lead's shift has ended, or they must rest.
    Left { person: PersonId },
    /// The next lead is looked for among those on duty.
    Seek { case: Case },
    /// Somebody who was at work elsewhere or had to rest can be called again.
    CouldCome { person: PersonId },
    /// Somebody calls the lead, and takes so much of their time.
    Called { case: Case, takes: Span },
    /// A lead has their mind on something else for so long.
    Occupied { person: PersonId, takes: Span },
}
/// What happens to those accountable and consulted.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Responsibility {
    /// The accountable is paged: a policy has run out of steps, or (without one) a major incident was declared.
    Escalate { case: Case, silent: Option<PolicyId> },
    /// Everybody who must be asked about a matter is asked.
    Consult { case: Case, matter: Matter },
    /// The next of a party is called.
    CallNext { case: Case, matter: Matter, party: u32 },
    /// Somebody of a party has been reached.
    Reached { case: Case, matter: Matter, person: PersonId },
    /// A party answers.
    Answers { case: Case, matter: Matter, party: u32 },
    /// A party is waited for no longer.
    GivesUp { case: Case, matter: Matter, party: u32 },
}
/// What happens to notices.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Notice {
    /// An incident has reached what a clock may run from.
    Reached { case: Case, milestone: Start },
    /// The deadline of the n-th notice that the playbook owes has passed.
    Due { case: Case, owed: u32 },
}
/// What happens to the business calendar.
#[derive(Copy, Clone, Debug)]
pub enum BusinessCalendar {
    /// An incident is in hand, and none was before.
    FirstInHand,
    /// Some period begins or ends.
    Turns,
}
/// What happens to tickets and projects.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Demand {
    /// A ticket of a kind arrives.
    Arrive { class: u32, nth: u64 },
    /// A ticket reaches the queue of its step.
    Joins { ticket: u32, generation: u32 },
    /// Work on a ticket ends.
    Ends { ticket: u32, generation: u32 },
    /// Nobody has taken a ticket up in time.
    GivesUp { ticket: u32, generation: u32 },
    /// What somebody has in hand of incidents, or whether they are on shift, has changed.
    Look { person: PersonId },
    /// A ticket is the alert of an incident.
    Raised { ticket: u32, case: Case },
    /// An alert lies in the queue of a team beside its tickets.
    AlertWaits { case: Case, team: TeamId },
    /// A finding is somebody's to remediate, the n-th of its source and severity.
    Remediate { class: u32, nth: u64, finding: Finding },
    /// An incident is over whose root cause is to be fixed.
    Recovered { case: Case },
    /// A milestone of a project is due.
    Due { project: u32, milestone: u32 },
    /// The next milestone of a project may be reached.
    Reaches { project: u32, generation: u32 },
    /// The warm-up is over.
    CountingBegins,
    /// What is counted is over.
    CountingEnds,
}
/// What happens to third parties.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Vendor {
    /// A task needs one.
    Call { case: Case, vendor: VendorId },
    /// It is activated.
    Ready { case: Case, vendor: VendorId },
    /// It is away until then.
    Away { vendor: VendorId, until: Instant },
    /// It is back.
    Back { vendor: VendorId },
}
