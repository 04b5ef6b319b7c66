//! Tasks that read what telemetry has kept, and how far back that goes.

use crate::engine::time::Span;
use crate::model::exposure::entry::InvestigatesEntry;
use crate::model::exposure::plan::Log;
use crate::model::names::{Names, unknown};
use crate::model::playbook::build::TaskText;
use crate::model::telemetry::entry::TelemetryEntry;
use crate::text::{Dict, Id, Problems};

/// By task: what it reads. Empty where no task reads anything.
pub fn logs(texts: &[TaskText], telemetry: &Dict<TelemetryEntry>, names: &Names, problems: &mut Problems) -> Vec<Option<Log>> {
    let mut read: Vec<&Id> = Vec::new();
    let logs: Vec<Option<Log>> = texts.iter().map(|text| log(text, telemetry, &mut read, names, problems)).collect();
    for (id, _) in telemetry.iter().filter(|(id, entry)| entry.retention.is_some() && !read.contains(&id)) {
        if names.whole {
            let place = names.place(&["telemetry", id, "retention"]);
            let problem = problems.at(
                place,
                format!("nobody reads what `{id}` has kept"),
                "this has no effect without a task that `investigates` it",
            );
            problem.help(format!("investigates: (telemetry: \"{}\", without: 2.5) in a task, or take `retention` out", id.text));
        }
    }
    if logs.iter().all(Option::is_none) { Vec::new() } else { logs }
}

fn log<'e>(
    text: &TaskText<'e>,
    telemetry: &'e Dict<TelemetryEntry>,
    read: &mut Vec<&'e Id>,
    names: &Names,
    problems: &mut Problems,
) -> Option<Log> {
    let entry: &InvestigatesEntry = text.entry.investigates.as_ref()?;
    let place = |field: &str| names.place(&["playbooks", text.playbook, "tasks", text.id, "investigates", field]);
    if entry.without <= 1.0 {
        let problem = problems.at(place("without"), "without its logs an investigation is not faster", "more than 1 is needed");
        problem.help("2.5 lets it take two and a half times as long");
    }
    if text.entry.effort.is_none() {
        let title = format!("the task `{}` is no work that could take longer", text.id);
        problems.at(place("without"), title, "this has no effect without `effort`");
    }
    let mut kept = Some(Span(0));
    for id in &entry.telemetry.0 {
        let Some((known, source)) = telemetry.iter().find(|(known, _)| known.text == id.text) else {
            if names.whole {
                unknown(id, "source of telemetry", "`telemetry`", telemetry.iter().map(|(id, _)| id.text.as_str()), problems);
            }
            return None;
        };
        read.push(known);
        if source.retention.is_none() {
            let problem = problems.at(id.place, format!("`{id}` keeps what it has seen for ever"), "nothing is ever missing");
            problem.help(format!("add retention: \"30d\" to `{id}`, or take `investigates` out"));
        }
        // The one that reaches back farthest is enough.
        kept = kept.zip(source.retention).map(|(kept, retention)| kept.max(retention.0));
    }
    Some(Log { kept: kept.filter(|kept| *kept > Span(0))?, without: entry.without })
}
