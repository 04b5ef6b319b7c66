//! The notice to the informed is a task of its own in every playbook of their service: it costs whoever declared the major incident some time,
//! or, in a playbook that declares nothing, whoever did the triage. It is entered beside the tasks of the file, under ids that no file can give.

use super::entry::ResponsibilityEntry;
use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::organisation::entry::TeamEntry;
use crate::model::people::entry::PersonEntry;
use crate::model::playbook::entry::{Effort, Phase, PlaybookEntry, TaskEntry};
use crate::text::{Dict, Field, Id, Node, Problems, Read, Value, Word};

/// How the ids of notices begin; names in a file have no spaces.
const ID: &str = "notice after ";

/// Whether a task of this id tells the informed.
pub fn is_notice(task: &str) -> bool {
    task.starts_with(ID)
}

/// Adds the notices to the playbooks of services that have somebody to tell.
pub fn add(playbooks: &mut Dict<PlaybookEntry>, services: &Dict<ResponsibilityEntry>, teams: &Dict<TeamEntry>, people: &Dict<PersonEntry>) {
    for (_, playbook) in &mut playbooks.0 {
        let Some(service) = playbook.service.as_ref().and_then(|s| services.get(s)) else { continue };
        let Some(first) = service.informed.first() else { continue };
        let declares = playbook.tasks.iter().any(|(_, task)| task.declares);
        let tells = |task: &TaskEntry| if declares { task.declares } else { task.phase == Phase::Triage };
        let after = playbook.tasks.iter().filter(|(_, task)| tells(task));
        let notices: Vec<(Id, TaskEntry)> = after.filter_map(|(id, task)| notice(first, id, task, service, (teams, people))).collect();
        playbook.tasks.0.extend(notices);
    }
}

/// The notice that follows a task: those who may do that task may give it.
fn notice(
    first: &Id,
    after: &Id,
    task: &TaskEntry,
    service: &ResponsibilityEntry,
    (teams, people): (&Dict<TeamEntry>, &Dict<PersonEntry>),
) -> Option<(Id, TaskEntry)> {
    let word = |text: &str| Word { text: text.into(), place: first.place };
    let phase = Field { name: word("phase"), node: Node { place: first.place, value: Value::Word("Notify".into()) } };
    let bare = Node { place: first.place, value: Value::Struct(None, vec![phase]) };
    let told: Vec<&str> = service.informed.iter().map(|id| called(id, teams, people)).collect();
    let mut entry = TaskEntry::read(&bare, &mut Problems::new())?;
    entry.name = Some(format!("the notice to {}", names(&told)));
    entry.after = vec![after.clone()];
    // A team that does not exist is reported where the file names it.
    entry.teams = task.teams.iter().filter(|team| teams.get(team).is_some()).cloned().collect();
    entry.effort = Some(Effort::Of(service.notice.clone().unwrap_or_else(|| Dist::log_normal(Span::minutes(10), Span::minutes(25)))));
    Some((Id { text: format!("{ID}{after}"), place: first.place }, entry))
}

/// What a person, a team or whoever is alone in a role is called; a role that several have, by itself.
fn called<'e>(id: &'e Id, teams: &'e Dict<TeamEntry>, people: &'e Dict<PersonEntry>) -> &'e str {
    let of_person = |(own, entry): (&'e Id, &'e PersonEntry)| entry.name.as_deref().unwrap_or(&own.text);
    if let Some((own, entry)) = people.iter().map(|(own, entry)| (own, entry)).find(|(own, _)| own.text == id.text) {
        return of_person((own, entry));
    }
    if let Some(team) = teams.get(id) {
        return team.name.as_deref().unwrap_or(&id.text);
    }
    let mut holders = people.iter().filter(|(_, entry)| entry.role.as_ref().is_some_and(|role| **role == *id.text));
    match (holders.next(), holders.next()) {
        (Some((own, entry)), None) if entry.count.is_none() => of_person((own, entry)),
        _ => &id.text,
    }
}

/// "a, b and c"; of many the first three, and how many more.
fn names(told: &[&str]) -> String {
    match told {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first, second, third, more @ ..] if more.len() > 1 => format!("{first}, {second}, {third} and {} more", more.len()),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
