//! How tickets, projects and root causes are written.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;
use crate::model::ids::{DemandId, ProjectId};

impl Lines<'_> {
    pub(super) fn fields_of_demand(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let class = |class: DemandId| ("demand", json!(self.plan.demand.classes[class.at()].id));
        match *fact {
            Fact::LeftTicket { incident, person, class: of } => {
                ("left_ticket", vec![("incident", json!(incident.0)), self.person(person), class(of)])
            }
            Fact::Tickets { class: of, arrived, taken, done, given_up, waited } => {
                let counts = [("arrived", arrived), ("taken_up", taken), ("done", done), ("given_up", given_up)];
                let counts = counts.map(|(name, count)| (name, json!(count)));
                let waited = ("waited_s", json!(waited.0 as f64 / 1000.0));
                ("tickets", std::iter::once(class(of)).chain(counts).chain([waited]).collect())
            }
            Fact::TicketsTook { class: of, done, took } => {
                ("tickets_took", vec![class(of), ("done", json!(done)), ("took_s", json!(took.0 as f64 / 1000.0))])
            }
            Fact::TicketsPassedOn { class: of, step, came, taken, waited } => {
                let team = self.plan.demand.classes[of.at()].later(step).map(|later| self.plan.teams[later.team.at()].id.clone());
                // Step 1 is that at which they arrive, as in `summary.json`.
                let counts = [("step", json!(step + 1)), ("team", json!(team)), ("came", json!(came)), ("taken_up", json!(taken))];
                let waited = ("waited_s", json!(waited.0 as f64 / 1000.0));
                ("tickets_passed_on", std::iter::once(class(of)).chain(counts).chain([waited]).collect())
            }
            Fact::TicketsWaiting { class: of, step, waiting, waited } => {
                let counts = [("step", json!(step + 1)), ("waiting", json!(waiting))];
                let waited = ("waited_s", json!(waited.0 as f64 / 1000.0));
                ("tickets_waiting", std::iter::once(class(of)).chain(counts).chain([waited]).collect())
            }
            Fact::MilestoneReached { project, milestone, late } => {
                let [project, milestone] = self.milestone(project, milestone);
                ("milestone_reached", vec![project, milestone, ("late_s", json!(late.0 as f64 / 1000.0))])
            }
            Fact::MilestoneMissed { project, milestone, left, by_incidents, by_tickets } => {
                let [project, milestone] = self.milestone(project, milestone);
                let spans = [("left_s", left), ("by_incidents_s", by_incidents), ("by_tickets_s", by_tickets)];
                let spans = spans.map(|(name, span)| (name, json!(span.0 as f64 / 1000.0)));
                ("milestone_missed", [project, milestone].into_iter().chain(spans).collect())
            }
            Fact::RootCauseWaits { incident } => ("root_cause_waits", vec![("incident", json!(incident.0))]),
            Fact::RootCauseFixed { incident, person } => ("root_cause_fixed", vec![("incident", json!(incident.0)), self.person(person)]),
            Fact::CameAgain { incident, before } => ("came_again", vec![("incident", json!(incident.0)), ("before", json!(before.0))]),
            Fact::Spent { team, on, time } => {
                let team = ("team", json!(self.plan.teams[team.at()].id));
                ("spent", vec![team, ("on", json!(on.name())), ("time_s", json!(time.0 as f64 / 1000.0))])
            }
            _ => ("fact", vec![]),
        }
    }

    pub(super) fn milestone(&self, project: ProjectId, milestone: u32) -> [(&'static str, Value); 2] {
        let entry = &self.plan.demand.projects[project.at()];
        let milestone = entry.milestones.get(milestone as usize).and_then(|m| m.id.as_deref());
        [("project", json!(entry.id)), ("milestone", json!(milestone))]
    }
}
