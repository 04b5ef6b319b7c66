//! Numbers by which the compiled scenario knows its entries; each counts up in the order of the ids' text.

/// Declares a number for one kind of entry.
macro_rules! number {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the table of its kind.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )* };
}
number! {
    /// A person.
    PersonId;
    /// A team.
    TeamId;
    /// An employer.
    EmployerId;
    /// An IT system.
    SystemId;
    /// A grant.
    GrantId;
    /// Something undocumented that somebody may know: a runbook in people's heads.
    KnowledgeId;
    /// A source of telemetry.
    SensorId;
    /// A service with its responsible teams.
    ServiceId;
    /// A decision right.
    DecisionId;
    /// An escalation policy.
    PolicyId;
    /// An on-call rota.
    RotaId;
    /// A means of response.
    MeansId;
    /// A restore lane.
    LaneId;
    /// A playbook.
    PlaybookId;
    /// A task of a playbook, counted over all playbooks.
    TaskId;
    /// What a task asks of the person who does it.
    RequirementId;
    /// A project.
    ProjectId;
    /// A kind of ticket, an entry of `demand`.
    DemandId;
    /// A third party who is brought in.
    VendorId;
    /// A kind of incident, an entry of `incidents`.
    KindId;
    /// An attack.
    AttackId;
    /// A change, an entry of `changes`.
    ChangeId;
    /// A notice.
    NoticeId;
    /// A period of the business calendar.
    PeriodId;
    /// One vulnerability finding of one play, in the order in which they are found.
    FindingNo;
    /// An inject.
    InjectId;
    /// One incident of one play, in the order in which they begin.
    IncidentNo;
}

/// An incident in hand: where it is kept, and its number, by which a happening that comes too late is known.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The place it is kept in; places are used again.
    pub place: u32,
    /// Its number in this play.
    pub no: u32,
}
impl Case {
    /// As an index into what is kept by place.
    pub fn at(self) -> usize {
        self.place as usize
    }
}
/// A task of an incident by its place in the incident's list.
pub type JobNo = u32;
