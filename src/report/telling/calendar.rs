//! What is said of the periods of the business calendar.

use super::sentence;
use crate::engine::time::Instant;
use crate::model::business_calendar::{Period, Turn};
use crate::model::ids::PeriodId;
use crate::report::names::Names;
use crate::report::notices::day_and_time;
use crate::report::words::{harmless, list};

/// What is said of a period that is under way, begins or ends.
pub(super) fn tell(names: Names, at: Instant, period: PeriodId, turn: Turn) -> String {
    let entry = &names.0.calendar.periods[period.at()];
    let name = harmless(&entry.name);
    let until = entry.hours.span_at(at).map_or(String::new(), |(_, end)| format!(" until {}", day_and_time(names.0, end)));
    match turn {
        Turn::UnderWay => format!("{} is under way{until}: {}.", sentence(name), effects(entry)),
        Turn::Begins => format!("{} begins,{until}: {}.", sentence(name), effects(entry)),
        Turn::Ends => format!("{} ends.", sentence(name)),
    }
}

fn effects(period: &Period) -> String {
    let scales =
        [(period.downtime_cost, "lost service costs", "times as much"), (period.demand, "tickets and alerts come", "times as often")];
    let scaled = scales.iter().filter(|(times, ..)| *times != 1.0).map(|(times, what, as_much)| format!("{what} {times} {as_much}"));
    let frozen = period.freeze.then(|| "nothing is changed save in an emergency".to_owned());
    list(&scaled.chain(frozen).collect::<Vec<_>>(), 3)
}
