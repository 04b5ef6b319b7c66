//! What of an inject makes no sense: fields without effect, and incidents that would begin each other for ever.

use super::super::entry::{At, InjectEntry, StateEntry};
use super::super::{Effect, Script};
use crate::model::ids::KindId;
use crate::model::names::Names;
use crate::model::plan::{Kind, Plan};
use crate::text::{Id, Problems};

/// Reports an inject that has no cue or two, and fields that change nothing.
pub(super) fn said(id: &Id, entry: &InjectEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["injects", id, field]);
    if entry.says.trim().is_empty() {
        problems.at(place("says"), format!("`{id}` says nothing"), "nobody could read it out").help("says: \"The phones are dead\"");
        return;
    }
    let given =
        [("at", entry.at.is_some()), ("when", entry.when.is_some()), ("after", entry.after.is_some()), ("chance", entry.chance.0 < 1.0)];
    if let (true, Some((field, _))) = (entry.held_back, given.iter().find(|(_, given)| *given)) {
        let title = format!("`{id}` is held back for the facilitator and comes by itself too");
        problems.at(place(field), title, format!("`{field}` has no effect then")).help("take it out, or held_back: true");
        return;
    }
    if entry.at.is_some() && entry.when.is_some() {
        let problem = problems.at(place("when"), format!("`{id}` has both `at` and `when`"), "only one of them is possible");
        problem.help("when: Declared, after: \"1h\" is an hour after the declaration");
    } else if entry.at.is_none() && entry.when.is_none() && !entry.held_back {
        let problem = problems.at(id.place, format!("it is not said when `{id}` comes"), "`at` or `when` is missing");
        problem.help("at: \"+1h\", when: TaskStarted(\"restore\"), or held_back: true for the facilitator of an exercise");
    }
    if entry.after.is_some() && matches!(entry.at, Some(At::After(_))) {
        problems
            .at(place("after"), format!("`{id}` says twice how long it takes to come"), "`at` says it already")
            .help("take `after` out");
    }
    if let Some(times) = entry.times {
        how_often(id, entry, times, names, problems);
    }
}

/// Reports a number of times that cannot be.
fn how_often(id: &Id, entry: &InjectEntry, times: u32, names: &Names, problems: &mut Problems) {
    let place = names.place(&["injects", id, "times"]);
    let recurs = matches!(
        entry.when,
        Some(
            StateEntry::SystemDown(_)
                | StateEntry::TaskStarted(_)
                | StateEntry::TaskStartedFor(..)
                | StateEntry::TaskDone(_)
                | StateEntry::TaskDoneFor(..)
                | StateEntry::TaskFailed(_)
                | StateEntry::Silent
                | StateEntry::Leaderless
                | StateEntry::Asked(_)
                | StateEntry::Approved(_)
                | StateEntry::Refused(_)
                | StateEntry::Injected(_)
        )
    );
    if times == 0 {
        problems.at(place, format!("`{id}` never comes"), "at least 1").help("take it out with `remove`");
    } else if times > 1 && !recurs && !entry.held_back {
        problems.at(place, format!("`{id}` can come only once in an incident"), "this has no effect").help("take `times` out");
    }
}

/// Reports incidents that would begin one another without end.
pub(super) fn circles(script: &Script, kinds: &[Kind], names: &Names, problems: &mut Problems) {
    let begins = |kind: KindId| {
        let injects = script.injects.iter().filter(move |i| i.belongs_to(kind));
        injects.flat_map(|i| i.effects.iter().map(move |e| (i, e))).filter_map(|(i, e)| match e {
            Effect::NewIncident(next) => Some((i, *next)),
            _ => None,
        })
    };
    for inject in &script.injects {
        for effect in &inject.effects {
            let Effect::NewIncident(first) = effect else { continue };
            // Everything that follows from the incident that it begins.
            let mut seen = vec![*first];
            let mut next = 0;
            while let Some(kind) = seen.get(next).copied() {
                next += 1;
                for (_, follows) in begins(kind) {
                    if !seen.contains(&follows) {
                        seen.push(follows);
                    }
                }
            }
            if seen.iter().any(|kind| inject.belongs_to(*kind)) {
                let place = names.place(&["injects", &inject.id, "effect"]);
                let name = kinds.get(first.at()).map_or("", |k| k.id.as_str());
                let title = format!("the inject `{}` would begin incidents for ever", inject.id);
                let label = format!("it belongs to `{name}` too, or to what follows from it");
                problems.at(place, title, label).help("say with `for` which incidents it belongs to");
            }
        }
    }
}

/// Reports absences of people whom nobody would miss.
pub fn people(plan: &Plan, names: &Names, problems: &mut Problems) {
    for inject in &plan.injects.injects {
        for effect in &inject.effects {
            let (Effect::Absent(people, _) | Effect::Shift(people, false, _)) = effect else { continue };
            if !people.is_empty() && people.iter().all(|p| plan.people.get(p.at()).is_some_and(|p| !p.involved)) {
                let place = names.place(&["injects", &inject.id, "effect"]);
                let title = format!("nobody would notice the absence of which the inject `{}` speaks", inject.id);
                problems.at(place, title, "they do no task, take no decision and are not paged").help("name somebody who takes part");
            }
        }
    }
}
