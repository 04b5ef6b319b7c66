//! What is said of penalties.

use crate::model::ids::SystemId;
use crate::model::penalty::{Penalty, Promise};
use crate::report::names::Names;
use crate::report::words::{limit, money};
use crate::study::measure::seconds;

/// A promise about a system is broken.
pub(in crate::report) fn broken(names: Names, system: SystemId, promise: Promise) -> String {
    let entry = &names.0.systems[system.at()];
    let promised = promise.of(entry).map_or(String::new(), |span| format!(" of {}", limit(seconds(span))));
    let owed = entry.penalty.map_or(String::new(), |(_, penalty)| terms(&penalty));
    format!("PROMISE BROKEN: {} is over its {}{promised}. {owed}", names.system(system), promise.name())
}

/// What a penalty comes to, before it is known how late it will be.
pub(in crate::report) fn terms(penalty: &Penalty) -> String {
    let unit = if penalty.unit == crate::engine::time::Span::HOUR { "hour" } else { "day" };
    let each = money(penalty.per_unit);
    let most = penalty.at_most.map_or(String::new(), |most| format!(", at most {} in all", money(most)));
    match (penalty.fixed > 0.0, penalty.per_unit > 0.0) {
        (true, true) => format!("That costs {}, and {each} for each {unit} begun{most}.", money(penalty.fixed)),
        (true, false) => format!("That costs {}.", money(penalty.fixed)),
        _ => format!("That costs {each} for each {unit} begun{most}."),
    }
}
