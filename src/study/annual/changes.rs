//! What changes are like in a year: how many are done, fail, are rolled back, how long they wait for what, and what becomes of reviews.

use super::super::arms::Better;
use super::OfYear;
use crate::engine::time::Span;
use crate::measures::{ChangeSums, For};
use crate::model::change::entry::ChangeKind;
use crate::model::plan::Plan;

/// What becomes of changes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Course {
    /// They are raised by themselves.
    Raised,
    /// They are done, and work.
    Done,
    /// They fail.
    Failed,
    /// They are rolled back in time.
    RolledBack,
    /// They are given up, since no window is left.
    Lapsed,
    /// A window ends before a change is begun.
    MissedWindows,
    /// They are incidents.
    Incidents,
    /// Hours that one waits on average before it is begun.
    Wait(For),
    /// Hands-on hours.
    Hours,
    /// What that work costs.
    Cost,
    /// Emergency changes are carried out.
    Emergencies,
    /// They owe reviews.
    Owed,
    /// These are done.
    Reviewed,
    /// They are not done in time.
    Overdue,
}

impl Course {
    /// All of a scenario; none where there are no changes.
    pub fn all(plan: &Plan) -> Vec<OfYear> {
        let mut all = Vec::new();
        if plan.changes.any() {
            all.extend([Course::Raised, Course::Done, Course::Failed, Course::RolledBack, Course::Lapsed, Course::MissedWindows]);
            all.push(Course::Incidents);
            all.extend(For::ALL.map(Course::Wait));
            all.extend([Course::Hours, Course::Cost]);
        }
        if plan.changes.0.iter().any(|c| c.kind == ChangeKind::Emergency) {
            all.extend([Course::Emergencies, Course::Owed, Course::Reviewed, Course::Overdue]);
        }
        all.into_iter().map(OfYear::Changes).collect()
    }

    /// Its name in files.
    pub fn name(self) -> String {
        let name = match self {
            Course::Raised => "raised",
            Course::Done => "done",
            Course::Failed => "failed",
            Course::RolledBack => "rolled_back",
            Course::Lapsed => "lapsed",
            Course::MissedWindows => "missed_windows",
            Course::Incidents => "incidents",
            Course::Wait(on) => return format!("changes.wait_{}_hours", on.name()),
            Course::Hours => "work_hours",
            Course::Cost => "work_cost",
            Course::Emergencies => "emergencies",
            Course::Owed => "reviews_owed",
            Course::Reviewed => "reviews_done",
            Course::Overdue => "reviews_overdue",
        };
        format!("changes.{name}")
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            Course::Wait(_) | Course::Hours => "h",
            Course::Cost => "money",
            _ => "count",
        }
    }

    /// Which way is better.
    pub fn better(self) -> Better {
        match self {
            Course::Done | Course::Reviewed => Better::Higher,
            Course::Raised | Course::Owed | Course::Emergencies | Course::Hours => Better::Neither,
            _ => Better::Lower,
        }
    }

    /// What it came to in a play; a wait on average is missing where there was nothing to take it of.
    pub fn sum(self, sums: &ChangeSums) -> Option<f64> {
        let count = |count: u64| Some(count as f64);
        match self {
            Course::Raised => count(sums.raised),
            Course::Done => count(sums.done),
            Course::Failed => count(sums.failed),
            Course::RolledBack => count(sums.rolled_back),
            Course::Lapsed => count(sums.lapsed),
            Course::MissedWindows => count(sums.missed),
            Course::Incidents => count(sums.incidents),
            Course::Wait(on) => {
                let hours = sums.waited[on as usize].0 as f64 / Span::HOUR.0 as f64;
                (sums.raised > 0).then(|| hours / sums.raised as f64)
            }
            Course::Hours => Some(sums.worked.hours_f64()),
            Course::Cost => Some(sums.labour),
            Course::Emergencies => count(sums.emergencies),
            Course::Owed => count(sums.owed),
            Course::Reviewed => count(sums.reviewed),
            Course::Overdue => count(sums.overdue),
        }
    }
}
