//! What a file may say about notices: whom to tell, how soon, counted from what, and who does it.

use super::deadline::Within;
use crate::engine::chance::Dist;
use crate::model::incident::entry::Severity;
use crate::model::penalty::entry::LateEntry;
use crate::model::people::entry::Level;
use crate::model::quantity::{ClockTime, Positive};
use crate::text::{Id, Node, Problems, Read, Value, choice, entry, read::OneOrMore, read::read};

entry! {
    /// Somebody who must be told of an incident in time. A playbook names those that bind it.
    pub struct NoticeEntry {
        /// Shown in reports.
        name: Option<String>,
        /// Who is told.
        to: Option<String>,
        /// How long there is.
        within: Within,
        /// What the clock runs from.
        from: FromEntry,
        /// A second limit; the earlier one counts.
        at_most: Option<AtMostEntry>,
        /// The time of day at which a period of days or months ends; else the end of the day.
        by: Option<ClockTime>,
        /// What becomes of a deadline on a day off.
        weekends: Weekends = Weekends::Count,
        /// The entries of `holidays` whose days are no working days.
        calendar: Option<OneOrMore<Id>>,
        /// The zone whose calendar counts; else the scenario's.
        time_zone: Option<String>,
        /// Needed only from this assessed severity on.
        from_severity: Option<Severity>,
        /// What it costs when it is not sent in time.
        penalty: Option<LateEntry>,
        /// Who prepares and sends it; else the responsible teams of the playbook's service.
        teams: Vec<Id> = Vec::new(),
        /// Skill it takes.
        skill: Option<(Id, Level)>,
        /// Access it takes.
        grant: Option<Id>,
        /// Knowledge it takes.
        knows: Option<Id>,
        /// Those without the knowledge do it too, in this many times the time.
        improvise: Option<f64>,
        /// The decision it waits for.
        decision: Option<Id>,
        /// Hands-on time from the beginning to its being sent.
        effort: Option<Dist>,
    }
}
entry! {
    /// A second limit, counted from something else.
    pub struct AtMostEntry {
        /// How long there is.
        within: Within,
        /// What it runs from.
        from: FromEntry,
        /// It does not bind when the notice's own clock starts only after it has run out.
        lapses: bool = false,
    }
}
choice! {
    /// What a clock runs from.
    pub enum FromEntry {
        /// The first harm.
        Occurred,
        /// Somebody has concluded that it is an incident.
        Aware,
        /// A major incident is declared.
        Declared,
        /// A decision is taken.
        Decided(Id),
        /// A task is done for the first time.
        TaskDone(Id),
        /// Another notice is sent.
        Submitted(Id),
    }
}
choice! {
    /// What becomes of a deadline on a Saturday, a Sunday or a holiday.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Weekends {
        /// It stands.
        Count,
        /// It moves to the end of the next working day.
        NextWorkingDay,
        /// It moves to noon of the next working day.
        NoonNextWorkingDay,
    }
}
choice! {
    /// A period that is not counted in hours.
    enum Period {
        /// Days after the day of the start.
        Days(u32),
        /// Working days after the day of the start.
        BusinessDays(u32),
        /// The same date so many months later.
        Months(u32),
    }
}

/// No regime gives longer.
const MOST_DAYS: u32 = 3_660;

impl Read for Within {
    fn read(node: &Node, problems: &mut Problems) -> Option<Within> {
        if let Value::Text(_) = &node.value {
            return read::<Positive>(node, problems).map(|span| Within::Elapsed(span.0));
        }
        let (count, within): (u32, fn(u32) -> Within) = match Period::read(node, problems)? {
            Period::Days(count) => (count, Within::Days),
            Period::BusinessDays(count) => (count, Within::BusinessDays),
            Period::Months(count) => (count, Within::Months),
        };
        if (1..=MOST_DAYS).contains(&count) {
            return Some(within(count));
        }
        problems.at(node.place, format!("{count} is not a number of days or months to count"), format!("from 1 to {MOST_DAYS}"));
        None
    }
    fn amount(&self) -> Option<f64> {
        if let Within::Elapsed(span) = self { span.amount() } else { None }
    }
    fn expected() -> String {
        "text like \"72h\", or one of `Days(30)`, `BusinessDays(4)` and `Months(1)`".into()
    }
}
