//! What occupies people besides incidents: tickets, projects, root causes, vulnerability findings.

use super::clock::Clock;
use super::{Compiler, Organisation, Threats};
use crate::model::business_calendar::BusinessCalendar;
use crate::model::demand::build as demand;
use crate::model::demand::plan::Demand;
use crate::model::exposure::build as exposed;
use crate::model::exposure::plan::Exposure;
use crate::model::people::build as people;
use crate::model::playbook::build::Built;
use crate::model::responsibility::Service;

impl Compiler<'_> {
    /// What occupies people: tickets, projects, root causes, vulnerability findings.
    pub(super) fn demand(
        &mut self,
        organisation: &Organisation,
        sound: bool,
        clock: &Option<Clock>,
        calendar: &BusinessCalendar,
        (threats, services, built): (&Threats, &[Service], &Built),
    ) -> (Demand, Exposure) {
        let entry = self.entry;
        let paces = people::paces(&self.entry.people, self.names);
        let Organisation { people, teams, work, .. } = organisation;
        let staff = demand::Staff { people, paces: &paces, teams, work, sound: sound && self.names.whole };
        let more = !entry.vulnerabilities.is_empty();
        let scales = &*calendar.demand_scales();
        let entries = demand::Entries { demand: &entry.demand, projects: &entry.projects, incidents: &entry.incidents, more, scales };
        let mut demand = demand::demand(&entries, &staff, clock.as_ref().map(|c| &c.zone), self.names, self.problems);
        let entries = exposed::Entries { vulnerabilities: &entry.vulnerabilities, systems: &entry.systems };
        let around = exposed::Around { systems: &threats.systems, services, staff: &staff };
        let mut exposure = exposed::exposure(&entries, &around, &mut demand, self.names, self.problems);
        exposure.doors = exposed::doors::doors(&entry.incidents, &exposure.sources, self.names, self.problems);
        exposure.logs = exposed::logs::logs(&built.texts, &entry.telemetry, self.names, self.problems);
        demand::seat(&mut demand, &staff);
        (demand, exposure)
    }
}
