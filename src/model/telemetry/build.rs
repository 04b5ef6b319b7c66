//! Sources of alerts as the plan has them.

use super::FalseAlarms;
use super::entry::TelemetryEntry;
use crate::engine::chance::{Dist, subject};
use crate::engine::time::Span;
use crate::model::ids::{KindId, PolicyId, TeamId};
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::Sensor;
use crate::text::{Dict, Id, Problems, figure};

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
        false_alarms: false_alarms(id, entry, names, problems),
        severity: entry.severity,
    }
}

/// The most false alarms of one source a week.
const MOST_A_WEEK: f64 = 1e5;

fn false_alarms(id: &Id, entry: &TelemetryEntry, names: &Names, problems: &mut Problems) -> Option<FalseAlarms> {
    let place = |field: &str| names.place(&["telemetry", id, field]);
    let looks_like = entry.looks_like.as_ref().and_then(|kind| names.kinds.find(kind, problems)).map(KindId);
    let said = [
        (entry.looks_like.is_some(), "looks_like"),
        (entry.taken_for_real.0 > 0.0, "taken_for_real"),
        (entry.noticed_after.is_some(), "noticed_after"),
    ];
    let Some(rate) = entry.false_alarms_per_week else {
        for (_, field) in said.iter().filter(|(said, _)| *said) {
            let problem = problems.at(place(field), format!("`{id}` raises no false alarms"), "this has no effect");
            problem.help("false_alarms_per_week: 40 says how many there are");
        }
        return None;
    };
    if rate <= 0.0 || rate > MOST_A_WEEK {
        let label = "more than 0, and at most a hundred thousand";
        problems.at(place("false_alarms_per_week"), format!("`{id}` cannot raise {} false alarms a week", figure(rate)), label);
    }
    if entry.looks_like.is_none() {
        let problem = problems.at(place("false_alarms_per_week"), "nobody knows what to do about these alarms", "`looks_like` is missing");
        problem.help("looks_like: \"…\" names the incident whose playbook answers them");
    }
    if entry.noticed_after.is_some() && entry.taken_for_real.0 <= 0.0 {
        let problem = problems.at(place("noticed_after"), "triage sees through all of these alarms", "this has no effect");
        problem.help("taken_for_real: 0.1 says how often it does not");
    }
    let week = Span::WEEK.0 as f64;
    Some(FalseAlarms {
        mean_gap: Span(libm::round(week / rate.clamp(1e-6, MOST_A_WEEK)) as i64),
        looks_like: looks_like?,
        taken_for_real: entry.taken_for_real.0,
        noticed_after: entry.noticed_after.clone().unwrap_or_else(|| Dist::fixed(Span::HOUR)),
    })
}
