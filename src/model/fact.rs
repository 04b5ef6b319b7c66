//! Everything that a play records. Measures, the trace, reports and the exercise read only these.

use crate::engine::time::{Instant, Span};
use crate::model::absence::Why;
pub use crate::model::access::{Basis, Way};
use crate::model::business_calendar::Turn;
pub use crate::model::change::Step;
use crate::model::choice;
use crate::model::exposure;
use crate::model::ids::{
    ChangeId, DecisionId, DemandId, EmployerId, GrantId, IncidentNo, KindId, KnowledgeId, LaneId, MeansId, NoticeId, PeriodId, PersonId,
    PolicyId, ProjectId, RotaId, SensorId, ServiceId, SystemId, TaskId, TeamId, VendorId,
};
use crate::model::incident::entry::Severity;
pub use crate::model::inject::Told;
pub use crate::model::knowledge::Knowing;
use crate::model::organisation::entry::Then;
use crate::model::penalty::Promise;
use crate::model::responsibility::Matter;

mod spent;
mod wait;

pub use spent::Spent;
pub use wait::Wait;

/// One task of one incident, for one system when it is done once for each.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// The incident.
    pub incident: IncidentNo,
    /// The task of its playbook.
    pub task: TaskId,
    /// The system it is done for.
    pub system: Option<SystemId>,
}

/// What raised an alert.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum AlertFrom {
    /// A source of telemetry.
    Sensor(SensorId),
    /// The users of a system.
    Users(SystemId),
    /// Somebody who reported the incident.
    Report,
    /// One of many alerts of this kind, most of which are nothing.
    Among(DemandId),
    /// Those who carried out a change that failed.
    Change(ChangeId),
}
/// Where an alert went.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum AlertTo {
    /// A team's queue.
    Queue(TeamId),
    /// An escalation policy.
    Policy(PolicyId),
    /// Straight to the queue of the responsible teams.
    Responders,
}
/// Why somebody is paged or called.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageFor {
    /// An alert in their team's queue.
    Queue(TeamId),
    /// A step of an escalation policy.
    Policy(PolicyId),
    /// A ready task that nobody on duty can take.
    Task(TaskId),
    /// A decision.
    Decision(DecisionId),
    /// An incident that nobody leads.
    Lead,
    /// A service that they are accountable for.
    Accountable(ServiceId),
    /// A decision or a task that they must be asked about.
    Advice(Matter),
    /// The room wants them.
    Room,
}
/// What lets somebody do a task, beside team and skill; it can come and go during a play.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Access.
    Grant(GrantId),
    /// Knowledge.
    Knowledge(KnowledgeId),
    /// What is written down, for those who do not know it.
    Written(KnowledgeId),
}
/// Why work stopped before it was done.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stop {
    /// More severe work took the person.
    Preempted,
    /// The shift ended.
    ShiftEnded,
    /// The person must rest.
    Rest,
    /// The person leads an incident from now on.
    Leads,
    /// What the person's employer works with is down.
    ProviderDown,
    /// The contract of the person's employer has ended.
    ContractEnded,
    /// The contract of the person's employer does not hold for now.
    Suspended,
    /// The person may or can do it no more: a grant or knowledge is gone.
    Disqualified,
    /// The person is away from now on.
    Away,
    /// It turned out not to be needed.
    NotNeeded,
    /// The person cannot reach the systems any more.
    CutOff,
    /// The room gives the job, or the person, something else to go on with.
    Reassigned,
}
/// How an attempt at a task ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Done.
    Done,
    /// It did not work and is tried again.
    Failed,
    /// Done, but the work goes back to an earlier task.
    BackTo(TaskId),
}
/// What a decider said.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Yes.
    Approved,
    /// Not yet.
    Deferred,
    /// No.
    Refused,
}
/// On what authority a decision was taken.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    /// A holder of the decision right.
    Holder,
    /// A delegate after the time-out.
    Delegate,
    /// A standing permission, the n-th of the decision.
    PreAuthorised(u8),
    /// None: somebody acted without it.
    Nobody,
}

/// What happened, at the instant beside it in the chronicle.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// An incident begins; one of the warm-up is not counted.
    Began { incident: IncidentNo, kind: KindId, counted: bool },
    /// An attack reaches its n-th stage.
    Stage { incident: IncidentNo, stage: u8 },
    /// The first harm to a service (or, without systems, the incident itself).
    Occurred { incident: IncidentNo, severity: Severity },
    /// A system is hit.
    Hit { incident: IncidentNo, system: SystemId },
    /// The copies of a hit system are destroyed.
    CopiesLost { incident: IncidentNo, system: SystemId },
    /// All kept copies of a hit system are younger than the attack.
    NoCleanCopy { incident: IncidentNo, system: SystemId },
    /// No copy of a hit system is left to restore from.
    NoCopyLeft { incident: IncidentNo, system: SystemId },
    /// A restore has brought a system back to where it was when a copy was made; `vault` for an off-line one.
    Restored { job: Job, copy: Instant, vault: bool },
    /// A means of response is down with its system.
    MeansDown { means: MeansId },
    /// A means of response is there again.
    MeansUp { means: MeansId },
    /// A page does not reach somebody, since what carries pages is down.
    NotDelivered { incident: IncidentNo, person: PersonId, why: PageFor },
    /// Somebody called out cannot connect, and comes to the site where that is possible.
    CutOff { incident: IncidentNo, person: PersonId },
    /// Somebody has come to the site.
    OnSite { incident: IncidentNo, person: PersonId },
    /// A source raises an alarm about nothing, which looks like an incident of a kind on a system; one of the warm-up is not counted.
    FalseAlarm { incident: IncidentNo, sensor: SensorId, kind: KindId, system: SystemId, counted: bool },
    /// It is noticed that an alarm was about nothing.
    FoundFalse { incident: IncidentNo },
    /// A restored system is hit again, since the cause was not removed.
    Reinfected { incident: IncidentNo, system: SystemId },
    /// A system that an incident hit is back for it too, since another one that hit it has brought it back.
    BackWith { incident: IncidentNo, system: SystemId, by: IncidentNo },
    /// A system is isolated: its service is down until it is reconnected.
    Isolated { incident: IncidentNo, system: SystemId },
    /// A system is reconnected.
    Reconnected { incident: IncidentNo, system: SystemId },
    /// A restore waits: as many as can run at once are under way in its lane.
    LaneFull { job: Job, lane: LaneId },
    /// A system that came back slow runs at full capacity.
    FullService { system: SystemId },
    /// The business has worked off what the outage of a system left lying.
    CaughtUp { system: SystemId },
    /// A system's service is lost, by this incident or by the loss of what it needs.
    Down { system: SystemId, by: IncidentNo },
    /// A system's service is back.
    Up { system: SystemId },
    /// An attack was contained before it did harm.
    StoppedBeforeImpact { incident: IncidentNo },
    /// An alert reaches a queue or starts a policy.
    Alerted { incident: IncidentNo, from: AlertFrom, to: AlertTo, severity: Severity },
    /// A step of a policy fires and pages so many people.
    StepFired { incident: IncidentNo, policy: PolicyId, step: u8, round: u32, people: u32 },
    /// A policy has run out of steps.
    Silent { incident: IncidentNo, policy: PolicyId },
    /// Somebody is paged.
    Paged { incident: IncidentNo, person: PersonId, why: PageFor },
    /// Somebody answers.
    Answered { incident: IncidentNo, person: PersonId, why: PageFor },
    /// The first answer, or the first work where nobody had to be paged.
    Acknowledged { incident: IncidentNo, person: PersonId },
    /// A person has concluded that it is an incident of this severity.
    Aware { incident: IncidentNo, severity: Severity },
    /// A major incident is declared.
    Declared { incident: IncidentNo, lead: Option<PersonId> },
    /// One who may do it and one who may decide are both engaged.
    Escalated { incident: IncidentNo },
    /// It can do no further harm.
    Contained { incident: IncidentNo },
    /// Every hit system is back.
    Recovered { incident: IncidentNo },
    /// The last task is done.
    Closed { incident: IncidentNo },
    /// The incident has been followed for its horizon; nothing more of it counts.
    HorizonReached { incident: IncidentNo },
    /// Somebody off duty comes to work on an incident.
    CalledOut { incident: IncidentNo, person: PersonId },
    /// A call-out ends.
    StoodDown { incident: IncidentNo, person: PersonId },
    /// A shift ends and its owner stays for the job in hand, where overtime is paid.
    StaysOn { job: Job, person: PersonId },
    /// The next shift of somebody who stayed begins, and they are still at it.
    BackOnShift { job: Job, person: PersonId },
    /// Somebody has worked as long as anybody may.
    MustRest { person: PersonId },
    /// A provider is asked for a response.
    ProviderRequested { incident: IncidentNo, employer: EmployerId },
    /// It has responded.
    ProviderResponded { incident: IncidentNo, employer: EmployerId },
    /// Its people are with another client and come later.
    BenchBusy { incident: IncidentNo, employer: EmployerId },
    /// The whole sector is hit: so many of its people are left for this incident.
    BenchShared { incident: IncidentNo, employer: EmployerId, left: u32, of: u32 },
    /// A change order has come through: it may do what its contract does not cover.
    ChangeOrdered { incident: IncidentNo, employer: EmployerId },
    /// A provider cannot work: something that it needs is down.
    ProviderDown { employer: EmployerId },
    /// It can work again.
    ProviderBack { employer: EmployerId },
    /// A contract has ended.
    ContractEnded { employer: EmployerId },
    /// A third party is called in, for the first task of an incident that needs it.
    VendorCalled { incident: IncidentNo, vendor: VendorId },
    /// It is ready to start.
    VendorReady { incident: IncidentNo, vendor: VendorId },
    /// Somebody holds a grant, or knows something, from now on.
    Gained { person: PersonId, what: Capability },
    /// Somebody holds a grant, or knows something, no more.
    Lost { person: PersonId, what: Capability },
    /// Nobody can use a grant, or knowledge, until it is in use again.
    OutOfUse { what: Capability },
    /// It can be used again.
    InUse { what: Capability },
    /// Access that was asked for, or taken in an emergency, is there, for so long.
    AccessGiven { incident: IncidentNo, person: PersonId, grant: GrantId, way: Way, authority: Authority, lasts: Span },
    /// Work that takes a privileged grant is started.
    Privileged { job: Job, person: PersonId, grant: GrantId, basis: Basis },
    /// All breaking of the glass for a grant in an incident so far has been reviewed.
    GlassReviewed { incident: IncidentNo, grant: GrantId, person: PersonId },
    /// The review that breaking the glass owes was not done in time.
    ReviewOverdue { incident: IncidentNo, grant: GrantId },
    /// An attacker comes to hold a grant through somebody who holds it.
    Stolen { incident: IncidentNo, person: PersonId, grant: GrantId },
    /// Everything that a task waited for is done: it is ready. `by` did the last of it (nothing, for the first tasks).
    Released { job: Job, by: Option<Job>, attempt: u32 },
    /// A ready task waits for this from now on.
    Waits { job: Job, on: Wait },
    /// Work on a task starts or goes on; the first `reading_in` of it takes up what was handed over, of which `again` does
    /// lost work again. Without a person it takes elapsed time.
    Started { job: Job, person: Option<PersonId>, attempt: u32, reading_in: Span, again: Span, improvised: bool },
    /// Work on a task stops before it is done.
    Stopped { job: Job, person: PersonId, why: Stop },
    /// Work on a task was handed over; so much of what was done on it (in ordinary hands' time) has to be done again.
    HandedOver { job: Job, then: Then, again: Span },
    /// Somebody has passed the n-th threshold of fatigue: what they have in hand goes on more slowly.
    Tired { job: Job, person: PersonId, step: u8 },
    /// Somebody follows what is written, or works beside whoever knows.
    Knowing(Knowing),
    /// Somebody takes up a task who did something of another incident last.
    Switched { job: Job, person: PersonId, from: IncidentNo },
    /// Somebody takes up what people of an employer did whose tickets they do not see, and reads in first.
    HandedOff { job: Job, person: PersonId, from: EmployerId, reading_in: Span },
    /// People of two employers are at work on an incident who do not see each other's tickets.
    WorkApart { incident: IncidentNo, first: EmployerId, second: EmployerId },
    /// So much of somebody's time at a task was work that others did too.
    DoneTwice { job: Job, person: PersonId, time: Span },
    /// Whose a task is has to be settled first.
    OwnerUnclear { job: Job, takes: Span },
    /// Somebody leads an incident from now on, once they have read in; they run so many now.
    LeadTakesOver { incident: IncidentNo, person: PersonId, reading_in: Span, runs: u8 },
    /// Somebody leads an incident no more, though it is not over; the next does, if there is one.
    LeadHandsOver { incident: IncidentNo, person: PersonId, to: Option<PersonId> },
    /// Nobody leads a declared incident from now on.
    LeaderLess { incident: IncidentNo },
    /// The shift of a lead with empty hands ends and they stay, with nobody to hand over to, where overtime is paid; or their next begins.
    LeadStaysOn { incident: IncidentNo, person: PersonId, ends: bool },
    /// An incident needs its lead no more.
    LeadEnds { incident: IncidentNo, person: PersonId },
    /// Somebody begins to tell others how it stands: the lead, or one who is at work on it.
    Update { incident: IncidentNo, person: PersonId, takes: Span, leads: bool },
    /// An attempt at a task ends.
    Ended { job: Job, person: Option<PersonId>, attempt: u32, ending: Ending },
    /// A task turns out not to be needed.
    Skipped { job: Job },
    /// A decision is asked for.
    Asked { incident: IncidentNo, decision: DecisionId, job: Job },
    /// A decider has been reached.
    Reached { incident: IncidentNo, decision: DecisionId, person: PersonId },
    /// A decider has answered.
    Decided { incident: IncidentNo, decision: DecisionId, person: Option<PersonId>, answer: Answer, authority: Authority },
    /// The decision is taken (the quorum is complete); its tasks go on.
    Granted { incident: IncidentNo, decision: DecisionId, authority: Authority },
    /// An incident takes somebody from a ticket.
    LeftTicket { incident: IncidentNo, person: PersonId, class: DemandId },
    /// What came of a kind of ticket in the time that is counted: how many arrived, were done, were given up, and how long those that were
    /// given up or taken up, so many, waited until then. Tickets have no facts of their own.
    Tickets { class: DemandId, arrived: u32, taken: u32, done: u32, given_up: u32, waited: Span },
    /// How long those that were done took from their arrival on, all together; of kinds that more than one has a hand in.
    TicketsTook { class: DemandId, done: u32, took: Span },
    /// Of a later step of a kind of ticket (1 for the first that is passed on): how many came so far, how many of them somebody took up, and
    /// how long these waited there.
    TicketsPassedOn { class: DemandId, step: u32, came: u32, taken: u32, waited: Span },
    /// So many of a kind of ticket still wait for a step (0 for the first) when no more is counted, and so long they have waited there up to now, all
    /// together.
    TicketsWaiting { class: DemandId, step: u32, waiting: u32, waited: Span },
    /// A milestone of a project is reached, so long after it was due (before, where this is negative).
    MilestoneReached { project: ProjectId, milestone: u32, late: Span },
    /// A milestone of a project is due and not reached. So much work is left before it, in projects that go first too; and so much work
    /// incidents and tickets have taken from the projects of these teams so far.
    MilestoneMissed { project: ProjectId, milestone: u32, left: Span, by_incidents: Span, by_tickets: Span },
    /// Everything is back, but its root cause is not fixed: that work waits behind the tickets of a team.
    RootCauseWaits { incident: IncidentNo },
    /// The root cause of an incident is fixed: it does not come again.
    RootCauseFixed { incident: IncidentNo, person: PersonId },
    /// An incident is one that came before.
    CameAgain { incident: IncidentNo, before: IncidentNo },
    /// What people of a team spent their hours on shift on in the time that is counted.
    Spent { team: TeamId, on: Spent, time: Span },
    /// Somebody is away: told when it begins and, for those who are, when an incident begins while none is in hand.
    Away { person: PersonId, why: Why, until: Instant },
    /// Somebody is back.
    Back { person: PersonId },
    /// Somebody has left for good.
    Left { person: PersonId },
    /// Somebody else has come in their place.
    Hired { person: PersonId },
    /// The turn on call of somebody who is away is another's when an escalation step looks for it.
    Covered { incident: IncidentNo, rota: RotaId, person: PersonId, by: PersonId },
    /// Whoever is accountable is turned to: a policy has run out of steps, or (without one) a major incident was declared.
    Owned { incident: IncidentNo, service: ServiceId, silent: Option<PolicyId> },
    /// A party is asked, the n-th that the service consults.
    Consulting { incident: IncidentNo, matter: Matter, service: ServiceId, party: u32 },
    /// A party has answered.
    Consulted { incident: IncidentNo, matter: Matter, service: ServiceId, party: u32, person: PersonId },
    /// A party has not answered in the time allowed: work goes on without them.
    WentWithout { incident: IncidentNo, matter: Matter, service: ServiceId, party: u32 },
    /// The informed of a service have been told.
    Informed { incident: IncidentNo, service: ServiceId, by: Option<PersonId> },
    /// A period of the business calendar is under way, begins or ends; told while incidents are in hand.
    Period { period: PeriodId, turn: Turn },
    /// A promise about a system is broken, which costs a penalty.
    PromiseBroken { incident: IncidentNo, system: SystemId, promise: Promise },
    /// A notice is due by then. `runs`: its own clock has started; else only its second limit has.
    NoticeClock { incident: IncidentNo, notice: NoticeId, deadline: Instant, runs: bool },
    /// A notice is sent, this long before its deadline (after it, where that is negative).
    NoticeSubmitted { incident: IncidentNo, notice: NoticeId, margin: Span },
    /// What the clock of a notice runs from has come, and the incident is not severe enough for it.
    NoticeWaived { incident: IncidentNo, notice: NoticeId },
    /// The deadline of a notice has passed; it waits for this.
    NoticeMissed { incident: IncidentNo, notice: NoticeId, on: Wait },
    /// A task reads what telemetry has kept for so long, and nothing is left of the beginning of what went on unseen for so long.
    NothingKept { job: Job, kept: Span, dwell: Span },
    /// Something becomes of a vulnerability finding.
    Exposure(exposure::Told),
    /// What becomes of a change.
    Change(Step),
    /// What injects record.
    Inject(Told),
    /// What the room chooses and does in an exercise.
    Room(choice::Told),
}
