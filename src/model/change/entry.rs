//! What a file may say about changes.

use crate::engine::chance::Dist;
use crate::model::incident::entry::WeightEntry;
use crate::model::notice::deadline::Within;
use crate::model::people::entry::Level;
use crate::model::quantity::{Moment, Positive, Share};
use crate::model::roster::entry::ShiftEntry;
use crate::text::{Id, OneOrMore, choice, entry};

entry! {
    /// A change of systems: planned work that may fail, or the way in which emergencies are dealt with.
    pub struct ChangeEntry {
        /// Shown in reports.
        name: Option<String>,
        /// What kind of change it is.
        kind: ChangeKind,
        /// How risky it is; it says how often such a change fails, unless `fails` does.
        risk: Option<Risk>,
        /// When it is raised, once.
        at: Option<Moment>,
        /// How many are raised a week, at random.
        rate_per_week: Option<f64>,
        /// Hours of the week in which more or fewer are raised; the others weigh 1.
        weight_by_hour: Vec<WeightEntry> = Vec::new(),
        /// What it changes, and what an incident that it begins hits.
        systems: Vec<Id> = Vec::new(),
        /// Who tests it and carries it out.
        teams: Vec<Id> = Vec::new(),
        /// Skill it takes.
        skill: Option<(Id, Level)>,
        /// Access it takes.
        grant: Option<Id>,
        /// Knowledge it takes.
        knows: Option<Id>,
        /// Those without the knowledge do it too, in this many times the time.
        improvise: Option<f64>,
        /// Hands-on time of carrying it out.
        effort: Option<Dist>,
        /// Hands-on time of testing it before.
        test: Option<Dist>,
        /// The decision that approves it.
        approval: Option<Id>,
        /// The decision that must be had in the window before it begins.
        go_ahead: Option<Id>,
        /// When it may begin.
        window: Option<WindowEntry>,
        /// How often it fails.
        fails: Option<Share>,
        /// How often those who carried it out see at once that it failed.
        noticed: Option<Share>,
        /// What is done then.
        rollback: Option<RollbackEntry>,
        /// The incident that it is when it fails and is not rolled back in time.
        begins: Option<Id>,
        /// The review that an emergency change owes.
        review: Option<RetrospectiveEntry>,
    }
}
choice! {
    /// The kinds of change that ITIL knows.
    #[derive(Copy, PartialEq, Eq)]
    pub enum ChangeKind {
        /// Low risk and well known: it is approved beforehand.
        Standard,
        /// It is approved by itself.
        Normal,
        /// It cannot wait: approved by those who may in an emergency, and reviewed afterwards.
        Emergency,
    }
}
choice! {
    /// How risky a change is.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Risk {
        /// One in fifty fails.
        Low,
        /// One in twenty.
        Medium,
        /// One in seven.
        High,
    }
}
choice! {
    /// When a change may begin.
    pub enum WindowEntry {
        /// In these hours of every week.
        Weekly(Vec<ShiftEntry>),
        /// Between two instants.
        Between(Moment, Moment),
    }
}
entry! {
    /// Undoing a change that failed. What it does not say is as for the change.
    pub struct RollbackEntry {
        /// Hands-on time.
        effort: Dist,
        /// How often it works.
        works: Share = Share(1.0),
        /// How soon after the failure it must be done; by the end of the window, where this is not given.
        within: Option<Positive>,
        /// Who does it.
        teams: Vec<Id> = Vec::new(),
        /// Skill it takes.
        skill: Option<(Id, Level)>,
        /// Access it takes.
        grant: Option<Id>,
    }
}
entry! {
    /// A review after the fact.
    pub struct RetrospectiveEntry {
        /// Who does it: a person, role, team or employer.
        by: Id,
        /// Hands-on time.
        effort: Dist,
        /// How soon after it can begin it must be done.
        within: Within = Within::BusinessDays(5),
        /// The entries of `holidays` that are no working days.
        calendar: Option<OneOrMore<Id>>,
    }
}
impl ChangeEntry {
    /// It is raised by itself, and not only by tasks of playbooks.
    pub fn is_raised(&self) -> bool {
        self.at.is_some() || self.rate_per_week.is_some()
    }
    /// How often it fails.
    pub fn failures(&self) -> f64 {
        let risk = self.risk.unwrap_or(match self.kind {
            ChangeKind::Standard => Risk::Low,
            ChangeKind::Normal => Risk::Medium,
            ChangeKind::Emergency => Risk::High,
        });
        self.fails.map_or_else(|| [0.02, 0.05, 0.15][risk as usize], |share| share.0)
    }
}
