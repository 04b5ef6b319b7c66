//! The business calendar of a scenario, and holidays, which several parts of it count.

use super::clock::Clock;
use crate::engine::time::Instant;
use crate::model::business_calendar::BusinessCalendar;
use crate::model::business_calendar::build::{Effects, calendar as compile};
use crate::model::change::entry::ChangeKind;
use crate::model::estate::entry::DowntimeCostEntry;
use crate::model::names::Names;
use crate::model::roster::RosterContext;
use crate::scenario::entry::ScenarioEntry;
use crate::text::{Id, Problems};

/// The periods of the calendar up to `end`; none where the scenario's own zone is not known.
pub fn calendar(entry: &ScenarioEntry, clock: &Option<Clock>, end: Instant, names: &Names, problems: &mut Problems) -> BusinessCalendar {
    check_holidays(entry, names, problems);
    let Some(clock) = clock else { return BusinessCalendar::default() };
    let context = RosterContext { zone: &clock.zone, from: Instant(0), to: end };
    let costs = |cost: &DowntimeCostEntry| cost.business_hour.0 > 0.0 || cost.other.0 > 0.0;
    let effects = Effects {
        changes: entry.changes.iter().any(|(_, change)| change.kind != ChangeKind::Emergency),
        downtime_cost: entry.systems.iter().any(|(_, system)| system.downtime_cost.as_ref().is_some_and(costs)),
        demand: !entry.demand.is_empty(),
    };
    compile(&entry.calendar, &entry.holidays, &context, effects, names, problems)
}

/// Holidays must be of use to something.
fn check_holidays(entry: &ScenarioEntry, names: &Names, problems: &mut Problems) {
    let in_notices = |id: &Id| entry.notices.iter().filter_map(|(_, n)| n.calendar.as_ref()).any(|all| all.contains(id));
    let in_calendar = |id: &Id| entry.calendar.iter().filter_map(|(_, p)| p.holidays.as_ref()).any(|all| all.contains(id));
    let reviews = || entry.changes.iter().filter_map(|(_, c)| c.review.as_ref()?.calendar.as_ref());
    let in_reviews = |id: &Id| reviews().any(|all| all.contains(id));
    let of_no_use = |id: &Id| !in_notices(id) && !in_calendar(id) && !in_reviews(id);
    for (id, _) in entry.holidays.iter().filter(|(id, holidays)| names.whole && holidays.rosters.is_empty() && of_no_use(id)) {
        let problem = problems.at(
            id.place,
            format!("the holidays `{id}` change nothing"),
            "they thin no roster, and no notice, review or period of the calendar counts them",
        );
        problem.help("add rosters: [\"…\"], or name them in the `calendar` of a notice or the `holidays` of a period");
    }
}
