//! Responsibilities as the plan has them.

use super::entry::{AskedEntry, ResponsibilityEntry};
use super::{Consulted, Matter, Party, Service};
use crate::engine::chance::subject;
use crate::engine::time::Span;
use crate::model::ids::{DecisionId, ServiceId, TaskId, TeamId};
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted, twice, unknown};
use crate::model::plan::{Playbook, Task, Team};
use crate::text::{Dict, Id, Problems};

/// How long the accountable is given, when the file does not say.
const USUAL_WAIT: Span = Span::minutes(30);

/// Builds the services with their responsible teams and their owners; who is asked and told follows once teams and tasks are known.
pub fn services(entries: &Dict<ResponsibilityEntry>, names: &Names, problems: &mut Problems) -> Vec<Service> {
    let mut all = Vec::new();
    for (id, entry) in sorted(entries) {
        check(id, entry, names, problems);
        let mut responsible: Vec<TeamId> = names.teams.find_all(&entry.responsible, problems).into_iter().map(TeamId).collect();
        responsible.sort_unstable();
        responsible.dedup();
        let owner = |id: &Id, problems: &mut Problems| match names.who(id, Called::AsDecider, problems)? {
            Who::People(people) => Some(Party { id: id.text.clone(), people }),
            _ => None,
        };
        twice(&entry.accountable.0, problems);
        let accountable: Vec<Party> = entry.accountable.0.iter().filter_map(|id| owner(id, problems)).collect();
        let mut owners = Vec::new();
        for person in accountable.iter().flat_map(|party| &party.people) {
            if !owners.contains(person) {
                owners.push(*person);
            }
        }
        let accountable_wait = entry.accountable_wait.unwrap_or(USUAL_WAIT);
        let id = id.text.clone();
        all.push(Service { id, responsible, accountable, owners, accountable_wait, consulted: Vec::new(), informed: Vec::new() });
    }
    all
}

fn check(id: &Id, entry: &ResponsibilityEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["responsibilities", id, field]);
    if entry.responsible.is_empty() {
        problems.at(place("responsible"), format!("nobody is responsible for `{id}`"), "at least one team is needed");
    }
    if entry.accountable_wait.is_some() && entry.accountable.0.is_empty() {
        let title = format!("nobody is accountable for `{id}`");
        let problem = problems.at(place("accountable_wait"), title, "this has no effect without `accountable`");
        problem.help("add accountable: \"…\", or take `accountable_wait` out");
    }
    if entry.notice.is_some() && entry.informed.is_empty() {
        let problem = problems.at(place("notice"), format!("nobody is informed about `{id}`"), "this has no effect without `informed`");
        problem.help("add informed: [\"…\"], or take `notice` out");
    }
}

/// What the file says of playbooks, as far as somebody may have to be asked about it.
#[derive(Debug)]
pub struct Work<'p> {
    /// Playbooks.
    pub playbooks: &'p [Playbook],
    /// Their tasks.
    pub tasks: &'p mut [Task],
    /// Teams with their members.
    pub teams: &'p [Team],
}

/// Enters with the services who must be asked about what and who is told, and marks the tasks that wait for that.
pub fn parties(entries: &Dict<ResponsibilityEntry>, services: &mut [Service], work: Work, names: &Names, problems: &mut Problems) {
    for (number, (id, entry)) in (0..).map(ServiceId).zip(sorted(entries)) {
        twice(&entry.informed, problems);
        let who: Vec<Id> = entry.consulted.iter().map(|c| c.0.who.clone()).collect();
        twice(&who, problems);
        let informed = entry.informed.iter().filter_map(|who| party(who, work.teams, names, problems)).collect();
        let mut consulted = Vec::new();
        for asked in entry.consulted.iter().map(|c| &c.0) {
            let about = about(id, number, asked, &work, names, problems);
            if let Some(party) = party(&asked.who, work.teams, names, problems) {
                let (takes, at_most) = (asked.takes.clone(), asked.at_most.0);
                consulted.push(Consulted { party, luck: subject(&asked.who), about, takes, at_most });
            }
        }
        for matter in consulted.iter().flat_map(|c| &c.about) {
            if let Matter::Task(task) = matter {
                work.tasks[task.at()].consulted = true;
            }
        }
        if let Some(service) = services.get_mut(number.at()) {
            (service.informed, service.consulted) = (informed, consulted);
        }
    }
}

fn party(id: &Id, teams: &[Team], names: &Names, problems: &mut Problems) -> Option<Party> {
    let people = match names.who(id, Called::AsAsked, problems)? {
        Who::People(people) => people,
        Who::Team(team) => teams.get(team.at()).map(|t| t.members.clone()).unwrap_or_default(),
        Who::Rota(_) | Who::Employer(_) => return None,
    };
    if people.is_empty() && names.whole {
        problems.at(id.place, format!("nobody belongs to `{id}`"), "a party to be asked or told has at least one person");
    }
    Some(Party { id: id.text.clone(), people })
}

/// What somebody is asked about. A name that is both a decision's and a task's means the decision.
fn about(service: &Id, number: ServiceId, asked: &AskedEntry, work: &Work, names: &Names, problems: &mut Problems) -> Vec<Matter> {
    let playbooks: Vec<&Playbook> = work.playbooks.iter().filter(|p| p.service == Some(number)).collect();
    let tasks: Vec<TaskId> = playbooks.iter().flat_map(|p| p.tasks.iter().copied()).collect();
    let waited_for = |decision: DecisionId| tasks.iter().any(|t| work.tasks[t.at()].decision == Some(decision));
    // Without a playbook nothing is done for the service, and nobody can say what its tasks are.
    let sound = names.whole && !playbooks.is_empty();
    let mut all = Vec::new();
    let Some(ids) = &asked.about else {
        all.extend((0..names.decisions.len() as u32).map(DecisionId).filter(|d| waited_for(*d)).map(Matter::Decision));
        if all.is_empty() && sound {
            let title = format!("`{}` is asked about nothing: no task of `{service}` waits for a decision", asked.who);
            let problem = problems.at(asked.who.place, title, "this has no effect");
            problem.help("say what they are asked about, for example (who: \"…\", about: [\"a-task\"])");
        }
        return all;
    };
    if ids.is_empty() {
        problems.at(asked.who.place, format!("`{}` is asked about nothing", asked.who), "`about` is empty");
    }
    twice(ids, problems);
    for id in ids {
        let named: Vec<Matter> = tasks.iter().filter(|t| work.tasks[t.at()].id == id.text).map(|t| Matter::Task(*t)).collect();
        match names.decisions.number(id).map(DecisionId) {
            Some(decision) if waited_for(decision) || !sound => all.push(Matter::Decision(decision)),
            Some(_) if named.is_empty() => {
                let problem = problems.at(id.place, format!("no task of `{service}` waits for the decision `{id}`"), "this has no effect");
                problem.help("name a decision or a task of the playbooks of this service");
            }
            None if named.is_empty() && sound => {
                let known = tasks.iter().map(|t| work.tasks[t.at()].id.as_str()).filter(|t| !super::notice::is_notice(t));
                let of = format!("the tasks of `{service}` and the decisions they wait for");
                unknown(id, "decision or task", &of, names.decisions.names().chain(known), problems);
            }
            _ => all.extend(named),
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
