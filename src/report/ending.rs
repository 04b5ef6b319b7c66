//! The end of a story: what became of an incident, and where its time went.

use super::names::Names;
use super::notices;
use super::outages::system_line;
use super::words::{apportion, duration, money, state, to_the_minute};
use crate::engine::time::Span;
use crate::measures::Outcome;
use crate::model::fact::Wait;
use crate::model::plan::Plan;
use crate::study::measure::seconds;

/// How long an incident took, where its time went, what it left and cost; `many` says which it is.
pub(super) fn ending(plan: &Plan, outcome: &Outcome, many: bool) -> String {
    let names = Names(plan);
    let which = if many { format!("{} {}: ", names.incident(outcome.incident), names.kind(outcome.kind)) } else { String::new() };
    let Some(occurred) = outcome.occurred else {
        let why = if outcome.stopped_before_impact { "stopped before it did any harm" } else { "no harm done by the end" };
        return format!("{which}{why}.\n");
    };
    let end = outcome.recovered.unwrap_or(outcome.horizon);
    let total = seconds(Span(end.0 - occurred.0));
    let minutes = libm::round(total / 60.0) as i64;
    let mut text = match outcome.recovered {
        Some(_) => format!("{which}{} from the first harm to every hit system back. They went so:\n", to_the_minute(minutes)),
        None => {
            format!("{which}NOT everything is back within {}. The {} went so:\n", duration(seconds(plan.horizon)), to_the_minute(minutes))
        }
    };
    let parts: Vec<f64> = outcome.ledger.iter().map(|span| seconds(*span)).collect();
    let shares = apportion(&parts, minutes);
    let mut order: Vec<usize> = (0..parts.len()).filter(|&at| parts[at] > 0.0).collect();
    order.sort_by(|&a, &b| parts[b].total_cmp(&parts[a]));
    for at in order {
        let wait = Wait::ALL[at];
        text.push_str(&format!("  {:>18}  {:<16}{}\n", to_the_minute(shares[at]), wait.name(), state(wait)));
    }
    text.push_str(&format!("  {:>18}  in all\n", to_the_minute(minutes)));
    for entry in &outcome.systems {
        text.push_str(&system_line(plan, entry, outcome.horizon));
    }
    text.push_str(&notices::lines(plan, outcome));
    let added = Some(outcome.by_calendar).filter(|added| *added > 0.0);
    let added = added.map_or(String::new(), |added| format!(" ({} of that added by the calendar)", money(added)));
    let posts = [(outcome.overtime, "overtime"), (outcome.vendor, "third parties"), (outcome.penalty, "penalties")];
    let posts: String = posts.iter().filter(|(paid, _)| *paid > 0.0).map(|(paid, what)| format!(", {what} {}", money(*paid))).collect();
    text.push_str(&format!("  Cost {}, of it lost service {}{added}{posts}.\n", money(outcome.cost()), money(outcome.downtime)));
    text
}
