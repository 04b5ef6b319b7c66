//! Security exposure of a year: vulnerability findings, and how long they were overdue. Kept apart from what incidents do to services.

use super::super::arms::Better;
use super::{Annual, OfYear, years};
use crate::engine::time::Span;
use crate::measures::Year;
use crate::model::exposure::SEVERITIES;
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;

/// Something of security exposure.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Exposed {
    /// Something of the findings of a severity.
    Findings(Severity, Fate),
}
/// What becomes of findings.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are found.
    Found,
    /// They are remediated.
    Remediated,
    /// From being found to that, on average.
    TimeToRemediate,
    /// Not remediated at the end.
    Open,
    /// Of these past their deadlines.
    Overdue,
    /// Days that findings were overdue, added up over them.
    DaysOverdue,
    /// Exceptions accepted, renewals included.
    Accepted,
    /// Exceptions refused.
    Refused,
    /// Incidents that came in through them.
    CameThrough,
    /// Of these through one past its deadline.
    CameThroughLate,
}
const FATES: [Fate; 10] = [
    Fate::Found,
    Fate::Remediated,
    Fate::TimeToRemediate,
    Fate::Open,
    Fate::Overdue,
    Fate::DaysOverdue,
    Fate::Accepted,
    Fate::Refused,
    Fate::CameThrough,
    Fate::CameThroughLate,
];

/// A severity as files call it.
pub fn severity_name(severity: Severity) -> &'static str {
    ["low", "medium", "high", "critical"][severity as usize]
}

impl Exposed {
    /// All of a scenario: none where nothing is ever found, the worst severity first.
    pub fn all(plan: &Plan) -> Vec<OfYear> {
        let ever = |severity: &Severity| plan.exposure.sources.iter().any(|s| s.per_week[*severity as usize] > 0.0);
        let severities = SEVERITIES.into_iter().rev().filter(ever);
        let may = |fate: &Fate| match fate {
            Fate::Accepted | Fate::Refused => plan.exposure.sources.iter().any(|s| s.exceptions.is_some()),
            Fate::CameThrough | Fate::CameThroughLate => !plan.exposure.doors.is_empty(),
            _ => true,
        };
        let fates: Vec<Fate> = FATES.into_iter().filter(may).collect();
        severities.flat_map(|severity| fates.iter().map(move |fate| OfYear::Exposure(Exposed::Findings(severity, *fate)))).collect()
    }

    /// Its name in files.
    pub fn name(self) -> String {
        match self {
            Exposed::Findings(severity, fate) => {
                let fate = match fate {
                    Fate::Found => "found",
                    Fate::Remediated => "remediated",
                    Fate::TimeToRemediate => "days_to_remediate",
                    Fate::Open => "open_at_end",
                    Fate::Overdue => "overdue_at_end",
                    Fate::DaysOverdue => "days_overdue",
                    Fate::Accepted => "exceptions_accepted",
                    Fate::Refused => "exceptions_refused",
                    Fate::CameThrough => "incidents",
                    Fate::CameThroughLate => "incidents_past_deadline",
                };
                format!("exposure.{}.{fate}", severity_name(severity))
            }
        }
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            Exposed::Findings(_, Fate::TimeToRemediate | Fate::DaysOverdue) => "d",
            Exposed::Findings(..) => "count",
        }
    }

    /// Which way is better.
    pub fn better(self) -> Better {
        match self {
            Exposed::Findings(_, Fate::Remediated) => Better::Higher,
            Exposed::Findings(_, Fate::Found | Fate::Accepted | Fate::Refused) => Better::Neither,
            Exposed::Findings(..) => Better::Lower,
        }
    }

    /// What it came to in a play; a time on average is missing where there was nothing to take it of.
    pub fn sum(self, play: &Year) -> Option<f64> {
        let days = |span: Span| span.0 as f64 / Span::DAY.0 as f64;
        match self {
            Exposed::Findings(severity, fate) => {
                let of = &play.exposure.by_severity[severity as usize];
                Some(match fate {
                    Fate::Found => f64::from(of.found),
                    Fate::Remediated => f64::from(of.remediated),
                    Fate::TimeToRemediate => return (of.remediated > 0).then(|| days(of.to_remediate) / f64::from(of.remediated)),
                    Fate::Open => f64::from(of.open),
                    Fate::Overdue => f64::from(of.overdue),
                    Fate::DaysOverdue => days(of.time_overdue),
                    Fate::Accepted => f64::from(of.accepted),
                    Fate::Refused => f64::from(of.refused),
                    Fate::CameThrough => f64::from(of.came_through),
                    Fate::CameThroughLate => f64::from(of.came_through_late),
                })
            }
        }
    }

    /// What a sum of a play is in a year like it: what is counted at one instant, or is a time on average, is as it is.
    pub fn in_a_year(self, plan: &Plan, sum: f64) -> f64 {
        match self {
            Exposed::Findings(_, Fate::TimeToRemediate | Fate::Open | Fate::Overdue) => sum,
            Exposed::Findings(..) => sum / years(plan),
        }
    }
}

/// All of a scenario.
pub(super) fn all(plan: &Plan) -> Vec<Annual> {
    Exposed::all(plan).into_iter().map(Annual::Of).collect()
}
