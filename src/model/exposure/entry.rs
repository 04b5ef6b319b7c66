//! What a file may say about vulnerability findings.

use crate::engine::chance::Dist;
use crate::model::incident::entry::{Severity, WeightEntry};
use crate::model::people::entry::Level;
use crate::model::quantity::{Positive, Span};
use crate::text::{Id, OneOrMore, choice, entry};

entry! {
    /// Where findings come from: a scanner, the bulletins of a vendor, a penetration test.
    pub struct VulnerabilitiesEntry {
        /// Shown in reports.
        name: Option<String>,
        /// The systems they are found on, each as often as the others.
        systems: Vec<Id>,
        /// How many a week, on average, by severity.
        rate_per_week: RatesEntry,
        /// Hours of the week that bring more or fewer of them; the others weigh 1.
        weight_by_hour: Vec<WeightEntry> = Vec::new(),
        /// The variance of the count of an hour over its mean: 1 at random, more where they come in crowds.
        variance: f64 = 1.0,
        /// How long there is to remediate one, by severity.
        within: Option<WithinEntry>,
        /// Hands-on time of remediating one.
        effort: Dist,
        /// Only those who can do this, and how well at least.
        skill: Option<(Id, Level)>,
        /// Which priority remediation has among tickets, by severity.
        priority: Option<PriorityEntry>,
        /// Whoever is accountable for this service finds an owner where the system has none.
        service: Option<Id>,
        /// How the risk of one that is not remediated in time is accepted.
        exceptions: Option<ExceptionsEntry>,
    }
}
entry! {
    /// Living with a finding for a while.
    pub struct ExceptionsEntry {
        /// The decision right.
        decision: Id,
        /// How long before its deadline it is asked for.
        before: Span = Span::days(5),
        /// How long it holds; for ever, when not given.
        lasts: Option<Positive>,
    }
}
choice! {
    /// Since when a finding is a way in.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Since {
        /// Since its deadline, whether somebody has accepted that or not.
        Deadline,
        /// Since it was found.
        Found,
    }
}
entry! {
    /// Findings that open the door to incidents of a kind.
    pub struct ExposedByEntry {
        /// Where these findings come from.
        vulnerabilities: Vec<Id>,
        /// How much of the rate each of them adds, by severity.
        each: RatesEntry,
        /// They come at most so many times as often.
        at_most: f64,
        /// Since when a finding counts.
        from: Since = Since::Deadline,
    }
}
entry! {
    /// A task that reads what telemetry has kept.
    pub struct InvestigatesEntry {
        /// The sources that it reads; the one that keeps longest is enough.
        telemetry: OneOrMore<Id>,
        /// It takes this many times as long when nothing has been kept of the beginning.
        without: f64,
    }
}
entry! {
    /// Findings a week.
    pub struct RatesEntry {
        /// Critical ones.
        critical: f64 = 0.0,
        /// High ones.
        high: f64 = 0.0,
        /// Medium ones.
        medium: f64 = 0.0,
        /// Low ones.
        low: f64 = 0.0,
    }
}
impl RatesEntry {
    /// By severity, the lowest first.
    pub fn by_severity(&self) -> [f64; 4] {
        [self.low, self.medium, self.high, self.critical]
    }
}
entry! {
    /// How long there is to remediate a finding.
    pub struct WithinEntry {
        /// A critical one.
        critical: Option<Positive>,
        /// A high one.
        high: Option<Positive>,
        /// A medium one.
        medium: Option<Positive>,
        /// A low one.
        low: Option<Positive>,
    }
}
impl WithinEntry {
    /// By severity, the lowest first.
    pub fn by_severity(&self) -> [Option<Positive>; 4] {
        [self.low, self.medium, self.high, self.critical]
    }
}
entry! {
    /// The priority of remediation among tickets.
    pub struct PriorityEntry {
        /// Of a critical finding.
        critical: Option<Severity>,
        /// Of a high one.
        high: Option<Severity>,
        /// Of a medium one.
        medium: Option<Severity>,
        /// Of a low one.
        low: Option<Severity>,
    }
}
impl PriorityEntry {
    /// By severity, the lowest first.
    pub fn by_severity(&self) -> [Option<Severity>; 4] {
        [self.low, self.medium, self.high, self.critical]
    }
}
