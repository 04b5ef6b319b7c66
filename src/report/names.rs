//! Names of everything in a scenario, made harmless for a terminal.

use super::words::harmless;
use crate::model::fact::{Capability, Job};
use crate::model::ids::{
    ChangeId, DecisionId, DemandId, EmployerId, IncidentNo, KindId, NoticeId, PersonId, PolicyId, ProjectId, RotaId, SensorId, ServiceId,
    SystemId, TaskId, TeamId, VendorId,
};
use crate::model::plan::Plan;
use crate::model::responsibility::Matter;

/// Names by number.
#[derive(Copy, Clone, Debug)]
pub struct Names<'a>(pub &'a Plan);

impl Names<'_> {
    /// Of a person.
    pub fn person(&self, id: PersonId) -> String {
        harmless(&self.0.people[id.at()].name)
    }
    /// Of a system.
    pub fn system(&self, id: SystemId) -> String {
        harmless(&self.0.systems[id.at()].name)
    }
    /// Of a team.
    pub fn team(&self, id: TeamId) -> String {
        harmless(&self.0.teams[id.at()].name)
    }
    /// Of an on-call rota.
    pub fn rota(&self, id: RotaId) -> String {
        harmless(self.0.rotas[id.at()].id())
    }
    /// Of a source of telemetry.
    pub fn sensor(&self, id: SensorId) -> String {
        harmless(&self.0.sensors[id.at()].id)
    }
    /// Of a decision; of one on somebody's access, with what for and for whom.
    pub fn decision(&self, id: DecisionId) -> String {
        let entry = &self.0.decisions[id.at()];
        match entry.access {
            Some(m) => {
                format!("{} ({} for {})", harmless(&entry.id), self.capability(Capability::Grant(m.grant)), self.person(m.person))
            }
            None => harmless(&entry.id),
        }
    }
    /// Of a service.
    pub fn service(&self, id: ServiceId) -> String {
        harmless(&self.0.services[id.at()].id)
    }
    /// Of what somebody is asked about.
    pub fn matter(&self, matter: Matter) -> String {
        match matter {
            Matter::Decision(decision) => self.decision(decision),
            Matter::Task(task) => self.task(task),
        }
    }
    /// Of an escalation policy.
    pub fn policy(&self, id: PolicyId) -> String {
        harmless(&self.0.policies[id.at()].id)
    }
    /// Of an employer.
    pub fn employer(&self, id: EmployerId) -> String {
        harmless(&self.0.employers[id.at()].name)
    }
    /// Of a third party.
    pub fn vendor(&self, id: VendorId) -> String {
        harmless(&self.0.vendors[id.at()].name)
    }
    /// Of a task.
    pub fn task(&self, id: TaskId) -> String {
        harmless(&self.0.tasks[id.at()].name)
    }
    /// Of a notice, and whom it tells.
    pub fn notice(&self, id: NoticeId) -> String {
        let notice = &self.0.notices[id.at()];
        let to = notice.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
        harmless(&format!("{}{to}", notice.name))
    }
    /// Of a kind of incident.
    pub fn kind(&self, id: KindId) -> String {
        harmless(&self.0.kinds[id.at()].name)
    }
    /// Of a grant, or of something that people know.
    pub fn capability(&self, what: Capability) -> String {
        harmless(match what {
            Capability::Grant(grant) => &self.0.grants[grant.at()],
            Capability::Knowledge(knowledge) => &self.0.knowledge[knowledge.at()],
            Capability::Written(knowledge) => return format!("the written runbook {}", harmless(&self.0.knowledge[knowledge.at()])),
        })
    }
    /// Of a milestone of a project, or of its end.
    pub fn milestone(&self, project: ProjectId, milestone: u32) -> String {
        let entry = &self.0.demand.projects[project.at()];
        match entry.milestones.get(milestone as usize).and_then(|m| m.id.as_deref()) {
            Some(id) => format!("The milestone {} of {}", harmless(id), harmless(&entry.name)),
            None => format!("The end of {}", harmless(&entry.name)),
        }
    }
    /// Of a kind of ticket.
    pub fn demand(&self, id: DemandId) -> String {
        harmless(&self.0.demand.classes[id.at()].name)
    }
    /// Of a change.
    pub fn change(&self, id: ChangeId) -> String {
        harmless(&self.0.changes.of(id).name)
    }
    /// Of a task and the system it is done for.
    pub fn job(&self, job: Job) -> String {
        match job.system {
            Some(system) => format!("{} ({})", self.task(job.task), self.system(system)),
            None => self.task(job.task),
        }
    }
    /// Of a source of vulnerability findings.
    pub fn source(&self, source: u32) -> String {
        harmless(&self.0.exposure.sources[source as usize].name)
    }
    /// Of an incident, by its number.
    pub fn incident(&self, incident: IncidentNo) -> String {
        format!("#{}", incident.0 + 1)
    }
}
