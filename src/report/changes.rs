//! Changes in words: what a year came to.

use super::summary::Summary;
use super::words::{duration, list, share};
use crate::model::plan::Plan;

/// What becomes of changes, and what they wait for, on average over all plays.
pub fn of_year(summary: &Summary, plan: &Plan) -> Option<String> {
    let annual = summary.annual.as_ref().filter(|_| plan.changes.any())?;
    let of = |what: &str| annual.measures.get(&format!("changes.{what}")).and_then(|m| m.mean).unwrap_or(0.0);
    let number = |n: f64| if n < 9.95 { format!("{n:.1}") } else { format!("{n:.0}") };
    let mut parts = Vec::new();
    let (raised, failed) = (of("raised"), of("failed"));
    let mut text = if raised > 0.0 { format!("{} a year are raised", number(raised)) } else { "None but of an emergency".to_owned() };
    if failed > 0.0 {
        text.push_str(&format!("; {} fail", number(failed)));
        for (what, words) in [("rolled_back", "are rolled back in time"), ("incidents", "are incidents")] {
            parts.extend(Some(of(what)).filter(|n| *n > 0.0).map(|n| format!("{} {words}", number(n))));
        }
        if !parts.is_empty() {
            text.push_str(&format!(", {}", list(&parts, 2)));
        }
    }
    let lapsed = of("lapsed");
    if lapsed > 0.0 {
        text.push_str(&format!("; {} are given up", number(lapsed)));
    }
    let waits = [("approval", "for approval"), ("window", "for its window"), ("people", "for people")];
    let waits = waits.iter().map(|(what, words)| (of(&format!("wait_{what}_hours")), words)).filter(|(hours, _)| *hours > 0.0);
    let waits: Vec<String> = waits.map(|(hours, words)| format!("{} {words}", duration(hours * 3600.0))).collect();
    if !waits.is_empty() {
        text.push_str(&format!(". One waits {} on average", list(&waits, 3)));
    }
    let (emergencies, owed) = (of("emergencies"), of("reviews_owed"));
    if emergencies > 0.0 {
        text.push_str(&format!(". {} in an emergency", number(emergencies)));
        if owed > 0.0 {
            match of("reviews_overdue") {
                0.0 => text.push_str("; the reviews they owe are done in time"),
                late => text.push_str(&format!("; {} of the reviews they owe are not done in time", share(late / owed))),
            }
        }
    }
    Some(text + ".")
}
