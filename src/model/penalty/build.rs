//! Penalties from their entries; those that cost nothing are refused.

use super::entry::{BrokenEntry, LateEntry, PromiseEntry};
use super::{Penalty, Promise};
use crate::engine::time::Span;
use crate::model::estate::entry::SystemEntry;
use crate::model::names::Names;
use crate::text::{Id, Problems};

/// The penalty of a notice.
pub fn late(id: &Id, entry: &LateEntry, names: &Names, problems: &mut Problems) -> Penalty {
    let at_most = entry.at_most.map(|most| most.0);
    let penalty = Penalty { fixed: entry.fixed.0, per_unit: entry.per_day.0, unit: Span::DAY, at_most };
    check(["notices", id], &penalty, "per_day: 10000", names, problems);
    penalty
}

/// The penalty of a broken promise about a system.
pub fn broken(id: &Id, entry: &BrokenEntry, system: &SystemEntry, names: &Names, problems: &mut Problems) -> (Promise, Penalty) {
    let at_most = entry.at_most.map(|most| most.0);
    let penalty = Penalty { fixed: entry.fixed.0, per_unit: entry.per_hour.0, unit: Span::HOUR, at_most };
    check(["systems", id], &penalty, "per_hour: 5000", names, problems);
    let (promise, promised, field) = match entry.over {
        PromiseEntry::Rto => (Promise::Rto, system.rto.is_some(), "rto"),
        PromiseEntry::Mtpd => (Promise::Mtpd, system.mtpd.is_some(), "mtpd"),
    };
    if !promised {
        let place = names.place(&["systems", id, "penalty"]);
        let problem = problems.at(place, format!("`{id}` promises no {}", promise.name()), format!("this has no effect without `{field}`"));
        problem.help(format!("add {field}: \"…\", or say over which promise: over: Rto"));
    }
    (promise, penalty)
}

fn check(path: [&str; 2], penalty: &Penalty, example: &str, names: &Names, problems: &mut Problems) {
    let [section, id] = path;
    let place = |field: &str| names.place(&[section, id, "penalty", field]);
    if penalty.fixed == 0.0 && penalty.per_unit == 0.0 {
        let problem =
            problems.at(names.place(&[section, id, "penalty"]), format!("the penalty of `{id}` costs nothing"), "no amount is given");
        problem.help(format!("add fixed: 50000, or {example}"));
        return;
    }
    match penalty.at_most {
        Some(most) if penalty.per_unit == 0.0 => {
            let label = if most < penalty.fixed { "it is less than what is fixed" } else { "nothing grows" };
            problems
                .at(place("at_most"), format!("the cap of the penalty of `{id}` changes nothing that grows"), label)
                .help("take it out");
        }
        Some(most) if most <= penalty.fixed => {
            problems.at(place("at_most"), format!("the penalty of `{id}` would never grow"), "no more than what is fixed");
        }
        _ => {}
    }
}
