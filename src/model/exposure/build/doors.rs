//! Which incidents findings open the door to, and by how much.

use crate::model::exposure::entry::{ExposedByEntry, Since};
use crate::model::exposure::plan::{Door, Source};
use crate::model::incident::entry::IncidentEntry;
use crate::model::names::{Names, sorted};
use crate::text::{Dict, Id, Problems};

use super::NAMES;

/// The most times that findings can make incidents as frequent.
const MOST: f64 = 1_000.0;

/// By kind of incident: the findings that open its door. Empty where nothing does.
pub fn doors(entries: &Dict<IncidentEntry>, sources: &[Source], names: &Names, problems: &mut Problems) -> Vec<Option<Door>> {
    if entries.iter().all(|(_, entry)| entry.exposed_by.is_none()) {
        return Vec::new();
    }
    let of = |(id, entry): &(Id, IncidentEntry), problems: &mut Problems| {
        let exposed = entry.exposed_by.as_ref()?;
        if entry.rate_per_year.is_none() {
            let place = names.place(&["incidents", id, "exposed_by"]);
            let problem = problems.at(place, format!("there is no rate of `{id}` that findings could raise"), "`rate_per_year` is missing");
            problem.help("what comes at an instant, at intervals or by a failure does not come in through a finding");
        }
        Some(door(id, exposed, sources, names, problems))
    };
    sorted(entries).into_iter().map(|entry| of(entry, problems)).collect()
}

fn door(id: &Id, entry: &ExposedByEntry, sources: &[Source], names: &Names, problems: &mut Problems) -> Door {
    let place = |path: &[&str]| names.place(&[&["incidents", id, "exposed_by"], path].concat());
    if entry.vulnerabilities.is_empty() {
        problems.at(place(&["vulnerabilities"]), format!("no findings open the door to `{id}`"), "at least one source is needed");
    }
    let numbers = names.vulnerabilities.find_all(&entry.vulnerabilities, problems);
    if entry.at_most <= 1.0 || entry.at_most > MOST {
        let title = format!("findings cannot make `{id}` at most {} times as frequent", entry.at_most);
        problems.at(place(&["at_most"]), title, "more than 1, and at most 1000");
    }
    let each = entry.each.by_severity();
    if each.iter().all(|each| *each == 0.0) {
        let problem = problems.at(place(&["each"]), format!("no finding makes `{id}` more frequent"), "all of `each` are 0");
        problem.help("each: (critical: 0.5) lets each critical finding add half of `rate_per_year`");
    }
    for (severity, each) in each.into_iter().enumerate() {
        let place = place(&["each", NAMES[severity]]);
        let found = numbers.iter().any(|n| sources.get(*n as usize).is_some_and(|s| s.per_week[severity] > 0.0));
        if !(0.0..=MOST).contains(&each) {
            problems.at(place, "a finding cannot make incidents so frequent", "0 or more, and at most 1000");
        } else if each > 0.0 && !found && !numbers.is_empty() && names.whole {
            let title = format!("none of these sources has {} findings", NAMES[severity]);
            problems.at(place, title, format!("this has no effect without a rate for `{}`", NAMES[severity]));
        }
    }
    Door { sources: numbers, each, at_most: entry.at_most, from_found: matches!(entry.from, Since::Found) }
}
