//! The changes of a scenario, and what they are kept as among its kinds of incident and playbooks.

use super::clock::Clock;
use super::staffing::Staffing;
use crate::engine::time::Instant;
use crate::model::change::{Changes, build};
use crate::model::incident::build::Times;
use crate::model::names::Names;
use crate::model::plan::Kind;
use crate::model::playbook::build::Built;
use crate::model::roster::RosterContext;
use crate::scenario::entry::ScenarioEntry;
use crate::text::Problems;

/// Builds the changes; those that are raised by themselves are added to the playbooks and the kinds of incident.
pub fn changes<'e>(
    entry: &'e ScenarioEntry,
    clock: &Option<Clock>,
    staffing: &Staffing,
    (built, kinds): (&mut Built<'e>, &mut Vec<Kind>),
    names: &Names,
    problems: &mut Problems,
) -> Changes {
    let context = clock.as_ref().map(|c| RosterContext { zone: &c.zone, from: Instant(0), to: staffing.end });
    let sources = build::Sources { holidays: &entry.holidays, context, frozen: staffing.calendar.frozen() };
    let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
    let mut times = Times { instant: &mut instant, arrivals_end: clock.as_ref().map(|c| c.arrivals_end) };
    build::changes(&entry.changes, &sources, &mut times, built, kinds, names, problems)
}
