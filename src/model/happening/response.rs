//! What can be booked to happen to work.

use super::{Case, JobNo};
use crate::engine::time::Span;
use crate::model::fact::{Capability, Ending, Stop, Wait};
use crate::model::ids::{DecisionId, EmployerId, GrantId, LaneId, PersonId, SystemId, TaskId, VendorId};

/// What happens to work.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Response {
    /// The response begins.
    Begin { case: Case },
    /// One more system was hit.
    HitMore { case: Case, system: SystemId },
    /// Systems came back: jobs that need them may go on. The job that did it, where one did.
    NeedsUp { system: SystemId, by: Option<(Case, JobNo)> },
    /// Jobs that wait for a decision wait for this now.
    DecisionWaits { case: Case, decision: DecisionId, on: Wait },
    /// A decision is taken: its jobs go on.
    Granted { case: Case, decision: DecisionId },
    /// All who must be asked about a task have been, or are given up.
    Advised { case: Case, task: TaskId },
    /// Access to a grant that jobs of an incident wait for is asked for, weighed, or on its way.
    AccessMoves { case: Case, grant: GrantId },
    /// A review is owed, or a change is to be undone: this task has to be done.
    Owes { case: Case, task: TaskId },
    /// The next person is called for a job.
    Summon { case: Case, job: JobNo, attempt: u32 },
    /// The restores that are ready for a lane are put in order.
    ArrangeLane { lane: LaneId },
    /// Work on a job ends.
    Ends { case: Case, job: JobNo, generation: u32 },
    /// It is settled whose a job is.
    Owned { case: Case, job: JobNo, generation: u32 },
    /// Somebody may work beside whoever has taken a job up, to learn it.
    Pair { case: Case, job: JobNo },
    /// Somebody passes a threshold of fatigue with a job in hand.
    Tires { case: Case, job: JobNo, generation: u32 },
    /// Something that slows or speeds the work on an incident has changed: what is in hand is timed anew.
    Repace { case: Case },
    /// The same for the work on all incidents.
    RepaceAll,
    /// A vendor is ready for the tasks of an incident.
    VendorReady { case: Case, vendor: VendorId },
    /// A provider has responded, is back, or may do more: its people take up what waits for them.
    ProviderHere { case: Case, employer: EmployerId },
    /// Something about a contract has changed: what do jobs wait for now?
    ContractNews { case: Case },
    /// The employer of somebody cannot work.
    ProviderDown { person: PersonId },
    /// The contract of somebody's employer has ended.
    ContractEnded { person: PersonId },
    /// The contract of somebody's employer does not hold for now.
    Suspended { person: PersonId },
    /// A job is over, and what follows from that for the incident is known.
    Done { case: Case, job: JobNo },
    /// Nobody can work from elsewhere any more.
    CutOff,
    /// Everybody can again.
    Connected,
    /// Somebody who could not work from elsewhere has come to the site.
    OnSite { case: Case, person: PersonId, journey: u32 },
    /// Nothing is to be done about an incident after all.
    Drop { case: Case },
    /// Somebody has their hands free.
    Free { person: PersonId },
    /// Somebody answered a page, for a task or from a policy.
    Answered { case: Case, person: PersonId, task: Option<TaskId> },
    /// Somebody came on shift.
    CameOn { person: PersonId },
    /// Somebody's shift is about to end.
    Leaves { person: PersonId },
    /// Somebody who was at work elsewhere or had to rest can be called again.
    CouldCome { person: PersonId },
    /// Somebody's shift ended.
    WentOff { person: PersonId },
    /// Somebody came to work on an incident.
    Joined { case: Case, person: PersonId },
    /// Somebody must stop.
    DownTools { person: PersonId, why: Stop },
    /// What somebody may or can do has changed, at the desks that ask for this.
    Requalified { person: PersonId, what: Capability },
    /// The desks know that by now of everybody: they put down, or take up, what that means.
    LookRound { person: PersonId, what: Capability },
    /// An incident has brought a system back that others hit too.
    BackForOthers { case: Case, system: SystemId, job: JobNo },
    /// Everything is back: those called out can go.
    StandDown { case: Case },
    /// Something outside the work has made a job of it ready.
    LookAround { case: Case },
    /// The window of a change opens.
    WindowOpens { case: Case },
    /// It ends, and the change was not begun.
    WindowCloses { case: Case },
    /// A task is to be done no more.
    GiveUp { case: Case, task: TaskId },
    /// The copies of a system were found bad: whatever reads them has failed.
    CopiesBad { case: Case, system: SystemId },
    /// A decision that had been taken is asked for again.
    Reopened { case: Case, decision: DecisionId },
    /// The room gives a job to somebody.
    Assigned { case: Case, job: JobNo, person: PersonId },
    /// A job ends so after so long, whatever would have been drawn.
    MustEnd { case: Case, job: JobNo, after: Span, ending: Ending },
    /// A system is back, whatever is left to do about it.
    MustBeBack { case: Case, system: SystemId },
    /// Somebody calls, and takes so much of a person's time.
    Called { case: Case, person: PersonId, takes: Span },
    /// It is taken for worse than before, or for less bad: its jobs wait in another order.
    Weighed { case: Case },
}
