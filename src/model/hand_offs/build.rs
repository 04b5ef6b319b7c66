//! Which employers see the same tickets, and what it costs where they do not.

use super::HandOffs;
use super::entry::HandOffsEntry;
use crate::engine::time::Span;
use crate::model::names::{Names, sorted};
use crate::model::organisation::entry::EmployerEntry;
use crate::model::plan::Employer;
use crate::text::{Dict, Problems};

/// Hand-offs as the plan has them. The organisation itself shares its view unless it says otherwise, a provider does not.
pub fn hand_offs(
    entry: Option<&HandOffsEntry>,
    entries: &Dict<EmployerEntry>,
    employers: &[Employer],
    names: &Names,
    problems: &mut Problems,
) -> Option<HandOffs> {
    let Some(entry) = entry else {
        for (id, _) in sorted(entries).into_iter().filter(|(_, e)| e.shared_view.is_some()) {
            let place = names.place(&["employers", id, "shared_view"]);
            let title = format!("it makes no difference whether `{id}` has a shared view");
            let problem = problems.at(place, title, "hand-offs between employers cost nothing");
            problem.help("say what they cost: hand_offs: (cost: \"30m\", context: 1.1, duplicated: 0.15)");
        }
        return None;
    };
    if entry.context < 1.0 {
        let title = format!("work without its context cannot take {} times as long", entry.context);
        problems.at(entry.place, title, "`context` is at least 1");
    } else if entry.cost == Span(0) && entry.context <= 1.0 && entry.duplicated.0 <= 0.0 && entry.unclear_owner.is_none() {
        let problem = problems.at(entry.place, "these hand-offs cost nothing", "this would have no effect");
        problem.help("give `cost`, `context`, `duplicated` or `unclear_owner`");
    }
    let said = |id: &str| entries.iter().find(|(known, _)| known.text == id).and_then(|(_, e)| e.shared_view);
    Some(HandOffs {
        cost: entry.cost,
        context: entry.context,
        duplicated: entry.duplicated.0,
        unclear_owner: entry.unclear_owner.clone(),
        shared: employers.iter().map(|e| said(&e.id).unwrap_or(!e.provider)).collect(),
    })
}
