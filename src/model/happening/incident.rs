//! What can be booked to happen to incidents.

use super::Case;
use crate::model::ids::{ChangeId, KindId, PersonId, SensorId, SystemId};
use crate::model::incident::entry::Severity;

/// What happens to incidents.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Incident {
    /// One of a kind begins, the n-th.
    Arrive { kind: KindId, nth: u32 },
    /// One of a kind may begin, through a vulnerability finding: the n-th of these.
    Candidate { kind: KindId, nth: u32 },
    /// A system failed by itself, for the n-th time.
    Failed { system: SystemId, kind: KindId, nth: u32 },
    /// A source of telemetry raises its n-th false alarm.
    FalseAlarm { sensor: SensorId, nth: u32 },
    /// Somebody notices that an alarm was about nothing, or it is forgotten.
    FoundFalse { case: Case },
    /// An attack reaches a stage.
    Stage { case: Case, stage: u8 },
    /// Harm is done.
    Occur { case: Case },
    /// An attack goes on to one more system, the n-th.
    Spread { case: Case, nth: u32 },
    /// Somebody has answered for it.
    Acknowledge { case: Case, person: PersonId },
    /// The first triage is done.
    Aware { case: Case },
    /// An alert carries a severity.
    AlertedAt { case: Case, severity: Severity },
    /// A major incident is declared.
    Declare { case: Case, lead: Option<PersonId> },
    /// One who may do it is engaged.
    DoerEngaged { case: Case },
    /// One who may decide is engaged.
    DeciderEngaged { case: Case },
    /// All containment is done.
    Contained { case: Case },
    /// One hit system is back.
    SystemBack { case: Case, system: SystemId },
    /// All work of recovery is done, where nothing was hit.
    WorkRecovered { case: Case },
    /// All tasks are done.
    WorkClosed { case: Case },
    /// It has taken a system's service down.
    OutageBegan { case: Case },
    /// A service that it had taken down is up again.
    OutageEnded { case: Case },
    /// Nothing is left to do: its place can be used again.
    Settle { case: Case },
    /// The oldest incidents have been followed long enough.
    Horizon,
    /// Another one of a wave begins.
    Follows { kind: KindId, wave: u32, index: u32 },
    /// One begins again, unless its root cause is fixed.
    Again { cause: u32, generation: u32 },
    /// A ticket is the first sign of one.
    Raised { kind: KindId, ticket: u32 },
    /// A change that is kept like one has failed: undoing it is as pressing as this.
    ChangeFailed { case: Case, severity: Severity },
    /// A change that failed is one. `known` where those who carried it out see it: whoever had it in hand last.
    ByChange { of: Case, change: ChangeId, known: Option<Option<PersonId>>, luck: u64 },
    /// One breaks in upon another, with this luck.
    Breaks { kind: KindId, luck: u64 },
    /// The copies of a system are found bad, or the newest so many of them.
    CopiesBad { case: Case, system: SystemId, copies: Option<u32> },
    /// It is as bad as this from now on: in truth, or to those who deal with it.
    Turns { case: Case, severity: Severity, in_truth: bool },
}
