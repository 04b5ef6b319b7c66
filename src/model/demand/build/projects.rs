//! Projects and their milestones from their entries to the plan.

use crate::engine::time::Instant;
use crate::model::demand::entry::{MilestoneEntry, ProjectEntry};
use crate::model::demand::plan::{Demand, Milestone, Project};
use crate::model::ids::TeamId;
use crate::model::names::{Names, sorted};
use crate::model::quantity::Date;
use crate::model::roster::Zone;
use crate::text::{Dict, Id, Problems};

/// Builds the projects. `zone` is none where it could not be read.
pub fn projects(entries: &Dict<ProjectEntry>, built: &mut Demand, zone: Option<&Zone>, names: &Names, problems: &mut Problems) {
    for (id, entry) in sorted(entries) {
        let teams: Vec<TeamId> = names.teams.find_all(&entry.team, problems).into_iter().map(TeamId).collect();
        let due = due(id, &entry.due, zone, problems);
        let mut milestones: Vec<Milestone> = sorted(&entry.milestones)
            .into_iter()
            .filter_map(|(name, milestone)| one(id, entry, name, milestone, zone, built.available, problems))
            .collect();
        milestones.sort_by(|a, b| (a.needs, &a.id).cmp(&(b.needs, &b.id)));
        let needs = entry.effort.0.times(1.0 / built.available);
        milestones.extend(due.map(|due| Milestone { id: None, needs, due }));
        built.projects.push(Project {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            teams,
            milestones,
        });
    }
}

fn one(
    project: &Id,
    of: &ProjectEntry,
    id: &Id,
    entry: &MilestoneEntry,
    zone: Option<&Zone>,
    available: f64,
    problems: &mut Problems,
) -> Option<Milestone> {
    if entry.after.0 > of.effort.0 {
        let title = format!("`{id}` would be reached after the end of `{project}`");
        problems
            .at(id.place, title, format!("the whole project takes {}", of.effort.0))
            .help("`after` counts from the beginning of the project");
    }
    let due = due(id, &entry.due, zone, problems)?;
    Some(Milestone { id: Some(id.text.clone()), needs: entry.after.0.times(1.0 / available), due })
}

/// The end of a day; one before the play is a mistake.
fn due(id: &Id, date: &Date, zone: Option<&Zone>, problems: &mut Problems) -> Option<Instant> {
    let next = date.civil.tomorrow().unwrap_or(date.civil);
    let due = zone?.instant(next.to_datetime(jiff::civil::Time::midnight()));
    if due <= Instant(0) {
        problems
            .at(date.place, format!("`{id}` is due before the play begins"), "earlier than `starts`")
            .help("give it a later day, or take it out");
    }
    Some(due)
}

/// Enters with each team its projects in the order in which they are worked on: the one that is due first, then by id.
pub fn line_up(built: &mut Demand, teams: usize) {
    built.lines = vec![Vec::new(); teams];
    let due = |project: &Project| project.milestones.last().map_or(Instant(i64::MAX), |m| m.due);
    let mut order: Vec<u32> = (0..built.projects.len() as u32).collect();
    order.sort_by_key(|p| (due(&built.projects[*p as usize]), *p));
    for project in order {
        for team in &built.projects[project as usize].teams {
            built.lines[team.at()].push(project);
        }
    }
}
