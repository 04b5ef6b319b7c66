//! What is scripted to change during incidents, and the exercise in which people meet it.

use std::collections::BTreeSet;

use super::clock::Clock;
use super::staffing::Staffing;
use super::{Compiler, Organisation, Threats};
use crate::model::exercise::{self, Exercise};
use crate::model::inject::{self, Script};
use crate::model::playbook::build::Built;
use crate::scenario::entry::ScenarioEntry;
use crate::text::{Id, Problems};

/// Incidents that need not say when they begin: an alert is the first sign of them, a change fails, or an inject begins them.
pub(super) fn begun_otherwise(entry: &ScenarioEntry) -> BTreeSet<&Id> {
    let raised = entry.demand.iter().filter_map(|(_, d)| d.raises.as_ref());
    let changed = entry.changes.iter().filter_map(|(_, c)| c.begins.as_ref());
    raised.chain(changed).chain(inject::build::begun(&entry.injects)).collect()
}

impl Compiler<'_> {
    /// The injects.
    pub(super) fn injects(
        &mut self,
        built: &Built,
        threats: &Threats,
        organisation: &Organisation,
        staffing: &Staffing,
        clock: &Option<Clock>,
    ) -> Script {
        let sources = inject::build::Sources {
            tasks: &built.tasks,
            kinds: &threats.kinds,
            attacks: &threats.attacks,
            systems: &threats.systems,
            teams: &organisation.teams,
            people: &organisation.people,
            employers: &organisation.employers,
            hours: &|roster| staffing.rosters.of_roster(roster),
            end: clock.as_ref().map(|c| c.end()),
        };
        let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
        inject::build::script(&self.entry.injects, &sources, &mut instant, self.names, self.problems)
    }

    /// The frame in which people play it.
    pub(super) fn exercise(
        &mut self,
        built: &Built,
        threats: &Threats,
        organisation: &Organisation,
        staffing: &Staffing,
        clock: &Option<Clock>,
    ) -> Option<Exercise> {
        let sources = exercise::build::Sources {
            teams: &organisation.teams,
            rotas: &staffing.rosters.rotas,
            tasks: &built.tasks,
            kinds: &threats.kinds,
            end: clock.as_ref().map(|c| c.end()),
        };
        let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
        exercise::build::exercise(self.entry.exercise.as_ref(), &sources, &mut instant, self.names, self.problems)
    }
}
