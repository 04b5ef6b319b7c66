//! The notice to the informed is a task of its own in every playbook of their service: it costs whoever declared the major incident some time,
//! or, in a playbook that declares nothing, whoever did the triage. It is entered beside the tasks of the file, under ids that no file can give.

use super::entry::ResponsibilityEntry;
use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::organisation::entry::TeamEntry;
use crate::model::playbook::entry::{Effort, Phase, PlaybookEntry, TaskEntry};
use crate::text::{Dict, Field, Id, Node, Problems, Read, Value, Word};

/// How the ids of notices begin; names in a file have no spaces.
const ID: &str = "notice after ";

/// Whether a task of this id tells the informed.
pub fn is_notice(task: &str) -> bool {
    task.starts_with(ID)
}

/// Adds the notices to the playbooks of services that have somebody to tell.
pub fn add(playbooks: &mut Dict<PlaybookEntry>, services: &Dict<ResponsibilityEntry>, teams: &Dict<TeamEntry>) {
    for (_, playbook) in &mut playbooks.0 {
        let Some(service) = playbook.service.as_ref().and_then(|s| services.get(s)) else { continue };
        let Some(first) = service.informed.first() else { continue };
        let declares = playbook.tasks.iter().any(|(_, task)| task.declares);
        let tells = |task: &TaskEntry| if declares { task.declares } else { task.phase == Phase::Triage };
        let after = playbook.tasks.iter().filter(|(_, task)| tells(task));
        let notices: Vec<(Id, TaskEntry)> = after.filter_map(|(id, task)| notice(first, id, task, service, teams)).collect();
        playbook.tasks.0.extend(notices);
    }
}

/// The notice that follows a task: those who may do that task may give it.
fn notice(first: &Id, after: &Id, task: &TaskEntry, service: &ResponsibilityEntry, teams: &Dict<TeamEntry>) -> Option<(Id, TaskEntry)> {
    let word = |text: &str| Word { text: text.into(), place: first.place };
    let phase = Field { name: word("phase"), node: Node { place: first.place, value: Value::Word("Notify".into()) } };
    let bare = Node { place: first.place, value: Value::Struct(None, vec![phase]) };
    let told: Vec<&str> = service.informed.iter().map(|id| id.text.as_str()).collect();
    let mut entry = TaskEntry::read(&bare, &mut Problems::new())?;
    entry.name = Some(format!("the notice to {}", told.join(", ")));
    entry.after = vec![after.clone()];
    // A team that does not exist is reported where the file names it.
    entry.teams = task.teams.iter().filter(|team| teams.get(team).is_some()).cloned().collect();
    entry.effort = Some(Effort::Of(service.notice.clone().unwrap_or_else(|| Dist::log_normal(Span::minutes(10), Span::minutes(25)))));
    Some((Id { text: format!("{ID}{after}"), place: first.place }, entry))
}
