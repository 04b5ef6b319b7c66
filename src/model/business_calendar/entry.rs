//! What a file may say about the business calendar: when a period is, and what is different in it.

use jiff::civil::Date;

use crate::model::quantity::Moment;
use crate::model::roster::entry::ShiftEntry;
use crate::text::{Id, Node, OneOrMore, Problems, Read, Value, choice, entry, mismatch};

entry! {
    /// A time of the business year.
    pub struct PeriodEntry {
        /// Shown in reports.
        name: Option<String>,
        /// When it is.
        when: When,
        /// The entries of `holidays` whose days are no business days.
        holidays: Option<OneOrMore<Id>>,
        /// What is more, or less, than usual.
        scales: Option<ScalesEntry>,
        /// Nothing is changed in it, save in an emergency.
        freeze: bool = false,
    }
}
entry! {
    /// What a period scales.
    pub struct ScalesEntry {
        /// The cost of lost service, times the ordinary one.
        downtime_cost: f64 = 1.0,
        /// The tickets and alerts that come, times the ordinary number.
        demand: f64 = 1.0,
    }
}
choice! {
    /// When a period is, by the local clock of the scenario.
    pub enum When {
        /// Around the end of each month.
        MonthEnd {
            /// The last days of a month.
            last: Option<CountedEntry>,
            /// The first days of the next.
            first: Option<CountedEntry>
        },
        /// Around the ends of March, June, September and December.
        QuarterEnd {
            /// The last days of a quarter.
            last: Option<CountedEntry>,
            /// The first days of the next.
            first: Option<CountedEntry>
        },
        /// Around the end of each year.
        YearEnd {
            /// The last days of a year.
            last: Option<CountedEntry>,
            /// The first days of the next.
            first: Option<CountedEntry>
        },
        /// The same days every year, the last one included.
        Yearly {
            /// The first day.
            from: DayOfYear,
            /// The last day.
            to: DayOfYear
        },
        /// The same hours every week.
        Weekly(Vec<ShiftEntry>),
        /// Once each.
        Between(Vec<BetweenEntry>),
    }
}
choice! {
    /// How many days before or after the end of a month, quarter or year.
    #[derive(Copy, PartialEq, Eq)]
    pub enum CountedEntry {
        /// So many days.
        Days(u32),
        /// So many business days, and what lies between them and the end.
        BusinessDays(u32),
    }
}
entry! {
    /// From one instant to another.
    pub struct BetweenEntry {
        /// From when.
        from: Moment,
        /// Until when.
        to: Moment,
    }
}

/// A day of any year.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DayOfYear {
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}
impl Read for DayOfYear {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            mismatch(node, &Self::expected(), problems);
            return None;
        };
        let parts = text.split_once('-').and_then(|(month, day)| Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?)));
        // A leap year has every day that any year has.
        match parts.filter(|(month, day)| Date::new(2028, *month, *day).is_ok()) {
            Some((month, day)) => Some(DayOfYear { month, day }),
            None => {
                let problem = problems.at(node.place, format!("\"{text}\" is no day of the year"), Self::expected());
                problem.help("write month and day, as in \"12-20\"");
                None
            }
        }
    }
    fn expected() -> String {
        "month and day, as in \"12-20\"".into()
    }
}
