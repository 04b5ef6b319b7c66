//! The end of a story: each system that was away, in a line.

use super::words::{duration, harmless, limit, money};
use crate::engine::time::Instant;
use crate::measures::SystemOutcome;
use crate::model::plan::Plan;
use crate::study::measure::seconds;

/// How long a system was away because of an incident, which promises that broke, and what it left.
pub(super) fn system_line(plan: &Plan, outcome: &SystemOutcome, horizon: Instant) -> String {
    let SystemOutcome { system, lost, back, .. } = *outcome;
    let entry = &plan.systems[system.at()];
    let name = harmless(&entry.name);
    let away = (back.unwrap_or(horizon).0 - lost.0) as f64 / 1000.0;
    let mut text = match back {
        Some(_) => format!("  {name} was away for {}", duration(away)),
        None => format!("  {name} was not back after {}", duration(away)),
    };
    if outcome.isolated {
        text.push_str(if outcome.hit { ", isolated at first" } else { ", isolated" });
    }
    if let Some(caught_up) = outcome.caught_up {
        text.push_str(&format!(", and the business had caught up after {}", duration(seconds(caught_up - lost))));
    }
    let caught = match (back, entry.catch_up) {
        (Some(_), Some(_)) => seconds(outcome.caught_up.unwrap_or(horizon) - lost),
        _ => away,
    };
    let over = |limit: Option<crate::engine::time::Span>| limit.map(seconds).filter(|limit| away > *limit);
    let mtpd = entry.mtpd.map(seconds).filter(|limit| caught > *limit);
    match (mtpd, over(entry.rto)) {
        (Some(mtpd), _) => text.push_str(&format!(", over its MTPD of {}", limit(mtpd))),
        (None, Some(rto)) => text.push_str(&format!(", over its RTO of {}", limit(rto))),
        (None, None) => {}
    }
    if outcome.penalty > 0.0 {
        text.push_str(&format!(", penalty {}", money(outcome.penalty)));
    }
    match outcome.data_loss.map(seconds) {
        Some(data) if outcome.rpo_met == Some(false) => {
            let rpo = entry.rpo.map_or(String::new(), |rpo| limit(seconds(rpo)));
            text.push_str(&format!("; it lost {} of data, over its RPO of {rpo}", duration(data)));
        }
        Some(data) if data > 0.0 => text.push_str(&format!("; it lost {} of data", duration(data))),
        Some(_) => text.push_str("; it lost no data"),
        None if outcome.no_copy_left => text.push_str("; no copy was left to restore it from"),
        None => {}
    }
    text + ".\n"
}
