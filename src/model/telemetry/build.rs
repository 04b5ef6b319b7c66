//! Sources of alerts as the plan has them.

use super::entry::TelemetryEntry;
use crate::engine::chance::subject;
use crate::model::ids::{PolicyId, TeamId};
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::Sensor;
use crate::text::{Dict, Id, Problems};

/// Builds the sources of alerts.
pub fn sensors(entries: &Dict<TelemetryEntry>, names: &Names, problems: &mut Problems) -> Vec<Sensor> {
    sorted(entries).into_iter().map(|(id, entry)| sensor(id, entry, names, problems)).collect()
}

fn sensor(id: &Id, entry: &TelemetryEntry, names: &Names, problems: &mut Problems) -> Sensor {
    if entry.goes_to.is_none() && entry.pages.is_none() {
        let problem = problems.at(id.place, format!("the alerts of `{id}` reach nobody"), "`goes_to` or `pages` is missing");
        problem.help("goes_to: \"…\" names the team whose queue they reach, pages: \"…\" the escalation policy they start");
    }
    if entry.watches.is_empty() {
        problems.at(names.place(&["telemetry", id, "watches"]), format!("`{id}` watches nothing"), "at least one system is needed");
    }
    twice(&entry.stages, problems);
    for stage in &entry.stages {
        names.stages.find(stage, problems);
    }
    let mut watches = vec![false; names.systems.len()];
    for system in names.systems.find_all(&entry.watches, problems) {
        watches[system as usize] = true;
    }
    Sensor {
        id: id.text.clone(),
        luck: subject(id),
        watches,
        stages: entry.stages.iter().map(|s| s.text.clone()).collect(),
        sees: entry.sees.0,
        after: entry.after.clone(),
        goes_to: entry.goes_to.as_ref().and_then(|t| names.teams.find(t, problems)).map(TeamId),
        pages: entry.pages.as_ref().and_then(|p| names.policies.find(p, problems)).map(PolicyId),
        severity: entry.severity,
    }
}
