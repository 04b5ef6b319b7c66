//! The states of the wait ledger.

/// The state of the wait ledger: what an incident is waiting for, or that it is being worked on.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wait {
    /// No alert yet.
    Undetected,
    /// An alert, page or call with no one yet.
    Unanswered,
    /// Nobody on duty could do it, whatever their grants and knowledge.
    OffDuty,
    /// Somebody fully qualified is on duty and busy.
    Busy,
    /// Somebody on duty lacks only the grant.
    NoGrant,
    /// Somebody on duty lacks only the knowledge.
    NoKnowledge,
    /// One who may decide has not been reached.
    DecisionReach,
    /// One who may decide is thinking, or has put it off.
    Deliberation,
    /// Those who must be consulted are being asked.
    Consultation,
    /// Somebody is reading in after a hand-over.
    HandOver,
    /// Something outside this incident.
    Dependency,
    /// A vendor.
    Vendor,
    /// Any attempt but the first.
    Rework,
    /// Being worked on.
    Working,
}
impl Wait {
    /// All states, in the order of the ledger.
    pub const ALL: [Wait; 14] = [
        Wait::Undetected,
        Wait::Unanswered,
        Wait::OffDuty,
        Wait::Busy,
        Wait::NoGrant,
        Wait::NoKnowledge,
        Wait::DecisionReach,
        Wait::Deliberation,
        Wait::Consultation,
        Wait::HandOver,
        Wait::Dependency,
        Wait::Vendor,
        Wait::Rework,
        Wait::Working,
    ];
    /// Its name in files.
    pub fn name(self) -> &'static str {
        [
            "undetected",
            "unanswered",
            "off_duty",
            "busy",
            "no_grant",
            "no_knowledge",
            "decision_reach",
            "deliberation",
            "consultation",
            "hand_over",
            "dependency",
            "vendor",
            "rework",
            "working",
        ][self as usize]
    }
}
