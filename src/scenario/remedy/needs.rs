//! What the answer to incidents asks of people, and when somebody is there for it: the ground on which remedies are proposed.

use super::patch::{Edit, quoted};
use crate::engine::time::Span;
use crate::model::ids::{PersonId, PolicyId, RequirementId, TaskId, TeamId};
use crate::model::plan::{Pagee, Person, Plan, RequirementOf, Task};
use crate::scenario::finding::week::Weeks;

/// What tasks ask of people, in one requirement.
#[derive(Clone, Debug)]
pub struct Need {
    /// Which requirement.
    pub requirement: RequirementId,
    /// The tasks that ask it.
    pub tasks: Vec<TaskId>,
    /// Hours of a typical week in which nobody qualified is on shift.
    pub empty: f64,
    /// How much it is likely to matter: tasks, times the share of the week without anybody, more when few can do it.
    pub weight: f64,
}

/// All needs of a scenario.
#[derive(Clone, Debug)]
pub struct Needs {
    /// Those of the playbooks of its incidents, the gravest first.
    pub all: Vec<Need>,
    /// How likely each person is to be there at some instant of a week, on shift, on call or at home.
    pub presence: Vec<f64>,
    /// How much of a week each person is on shift, from 0 to 1.
    pub on_shift: Vec<f64>,
    /// Teams with hours, but nobody on shift at night.
    pub no_nights: Vec<TeamId>,
}

impl Needs {
    /// Of a scenario.
    pub fn of(plan: &Plan) -> Needs {
        let weeks = Weeks::of(plan);
        let week = Span::WEEK.0 as f64;
        let on_shift: Vec<f64> = plan.people.iter().map(|p| weeks.covered(&plan.hours[p.hours as usize]).0 as f64 / week).collect();
        let presence = plan.people.iter().zip(&on_shift).map(|(person, shift)| presence(plan, person, *shift)).collect();
        let mut all: Vec<Need> = Vec::new();
        for (id, task) in (0..).map(TaskId).zip(&plan.tasks).filter(|(_, task)| answers(plan, task)) {
            for requirement in requirements(task) {
                match all.iter_mut().find(|need| need.requirement == requirement) {
                    Some(need) if need.tasks.contains(&id) => {}
                    Some(need) => need.tasks.push(id),
                    None => all.push(Need { requirement, tasks: vec![id], empty: 0.0, weight: 0.0 }),
                }
            }
        }
        for need in &mut all {
            let qualified: Vec<PersonId> = plan.requirements[need.requirement.at()].qualified.iter().map(|(p, ..)| *p).collect();
            need.empty = weeks.uncovered(&weeks.any_on_shift(plan, &qualified)).hours_f64();
            let few = 1.0 + 3.0 / (1.0 + qualified.len() as f64);
            need.weight = need.tasks.len() as f64 * few * (0.2 + need.empty / 168.0);
        }
        all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.requirement.cmp(&b.requirement)));
        let nights = weeks.nights(&plan.zone);
        let no_nights = |team: &TeamId| {
            let there = weeks.any_on_shift(plan, &plan.teams[team.at()].members);
            !there.is_never() && weeks.covered(&nights.minus(&there)) > Span(0)
        };
        let no_nights = (0..plan.teams.len() as u32).map(TeamId).filter(no_nights).collect();
        Needs { all, presence, on_shift, no_nights }
    }

    /// The needs that a team answers.
    pub fn of_team<'a>(&'a self, plan: &'a Plan, team: TeamId) -> impl Iterator<Item = &'a Need> {
        self.all.iter().filter(move |need| plan.requirements[need.requirement.at()].teams.contains(&team))
    }

    /// Those of these people who are most likely to be there, the likeliest first.
    pub fn likeliest(&self, people: impl IntoIterator<Item = PersonId>, most: usize) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = people.into_iter().collect();
        people.sort_by(|a, b| self.presence[b.at()].total_cmp(&self.presence[a.at()]).then(a.cmp(b)));
        people.truncate(most);
        people
    }
}

/// The task belongs to the answer to an incident, not to a planned change or to telling people.
fn answers(plan: &Plan, task: &Task) -> bool {
    task.change.is_none() && !task.notice && plan.kinds.iter().any(|kind| kind.playbook == task.playbook)
}

/// All that a task asks of people, system by system.
pub fn requirements(task: &Task) -> Vec<RequirementId> {
    match &task.requirement {
        None => Vec::new(),
        Some(RequirementOf::Task(requirement)) => vec![*requirement],
        Some(RequirementOf::System(by_system)) => by_system.iter().flatten().copied().collect(),
    }
}

/// The share of the week in which a page would be answered, by and large.
fn presence(plan: &Plan, person: &Person, on_shift: f64) -> f64 {
    let on_call = person.rotas.iter().map(|rota| 1.0 / plan.rotas[rota.at()].members().len().max(1) as f64).sum::<f64>().min(1.0);
    // Nights are 9 of 24 hours.
    let by_law = |law: &crate::model::plan::AnswerLaw| (15.0 * law.by_day + 9.0 * law.at_night) / 24.0;
    let away = on_call * by_law(&person.reach.on_call) + (1.0 - on_call) * by_law(&person.reach.off_duty);
    on_shift * by_law(&person.reach.on_shift) + (1.0 - on_shift) * away
}

/// The entry of the file that a person comes from: of `analyst-3` it is `analyst` where the file has a count of them.
pub fn entry_of(root: &crate::text::Node, id: &str) -> String {
    let people = root.field("people").map(crate::text::bare);
    let there = |id: &str| people.is_some_and(|people| people.field(id).is_some());
    match id.rsplit_once('-') {
        Some((before, _)) if !there(id) && there(before) => before.to_owned(),
        _ => id.to_owned(),
    }
}

/// Steps for the policies of incidents that these tasks answer, so that whoever is new is paged as well: none where a policy does so already.
pub fn paged(plan: &Plan, tasks: &[TaskId], whom: &str, there: impl Fn(&Pagee) -> bool) -> Vec<Edit> {
    let mut policies: Vec<PolicyId> =
        tasks.iter().filter_map(|task| plan.playbooks[plan.tasks[task.at()].playbook.at()].escalation).collect();
    policies.sort_unstable();
    policies.dedup();
    let lacks = |policy: &&PolicyId| !plan.policies[policy.at()].steps.iter().any(|(pagees, _)| pagees.iter().any(&there));
    let step = |policy: &PolicyId| {
        let item = format!("(page: {}, wait: \"15m\")", quoted(whom));
        Edit::append(&["escalation", &plan.policies[policy.at()].id, "steps"], item)
    };
    policies.iter().filter(lacks).map(step).collect()
}
