//! What a year costs, in a few lines of the table: on average, in a bad year, and how often more than round amounts.

use super::summary::{AnnualSummary, Summary};
use super::words::{count, duration, harmless, list, money, share};
use crate::model::plan::{ItSystem, Plan};

/// Of the round amounts those are told that about these shares of years exceed.
const TOLD: [f64; 3] = [0.5, 0.2, 0.03];

/// Of the systems so many are told.
const SYSTEMS_TOLD: usize = 4;

/// The sentences, if a year can be told of and costs anything.
pub fn sentences(summary: &Summary) -> Option<String> {
    let annual = summary.annual.as_ref()?;
    let cost = annual.measures.get("cost")?;
    let mean = cost.mean.filter(|mean| *mean > 0.0)?;
    let sure = match cost.interval.mean {
        [Some(low), Some(high)] if money(low) != money(high) => format!(" ({} to {} at 95 % confidence)", money(low.max(0.0)), money(high)),
        _ => String::new(),
    };
    let mut text = format!("costs {} on average{sure}", money(mean));
    match (cost.p90, cost.p95) {
        (Some(p90), Some(p95)) => text.push_str(&format!("; 1 in 10 costs more than {}, 1 in 20 more than {}.", money(p90), money(p95))),
        _ => text.push_str(". How much years differ can be told once a play is a year long: runs_for: \"1y\"."),
    }
    let standing = [(annual.retainers, "retainers"), (annual.on_call_allowances, "on-call allowances")];
    let standing: Vec<String> =
        standing.iter().filter(|(paid, _)| *paid > 0.0).map(|(paid, what)| format!("{} {what}", money(*paid))).collect();
    if !standing.is_empty() {
        text.push_str(&format!(" Of it {}, paid whether or not anything happens.", list(&standing, 2)));
    }
    text.push_str(&exceedance(annual));
    Some(text)
}

/// How many deadlines of notices a year has, and what becomes of them, if any come.
pub fn deadlines(summary: &Summary) -> Option<String> {
    let mean = |what: &str| summary.annual.as_ref()?.measures.get(&format!("deadlines.{what}"))?.mean;
    let (due, missed, undetermined) = (mean("due")?, mean("missed")?, mean("undetermined")?);
    let mut text = match due {
        due if due <= 0.0 => return None,
        due if missed <= 0.0 => format!("{} a year on average, none of them missed", times(due)),
        due => format!("{} a year on average, {} of them missed ({})", times(due), times(missed), share(missed / due)),
    };
    if undetermined > 0.0 {
        text.push_str(&format!("; of {} more nobody had concluded that the clock runs", times(undetermined)));
    }
    Some(text + ".")
}

/// The systems that are away for longest in a year, if any is.
pub fn downtime(summary: &Summary, plan: &Plan) -> Option<String> {
    let annual = summary.annual.as_ref()?;
    let hours = |system: &ItSystem| annual.measures.get(&format!("downtime_hours.{}", system.id))?.mean.filter(|hours| *hours > 0.0);
    let mut away: Vec<(f64, &str)> = plan.systems.iter().filter_map(|system| Some((hours(system)?, system.name.as_str()))).collect();
    away.sort_by(|a, b| b.0.total_cmp(&a.0));
    let words: Vec<String> = away.iter().map(|(hours, name)| format!("{} {}", harmless(name), duration(hours * 3600.0))).collect();
    (!words.is_empty()).then(|| format!("a year on average: {}.", list(&words, SYSTEMS_TOLD)))
}

/// How often something comes in a year.
fn times(mean: f64) -> String {
    if mean < 9.95 { format!("{mean:.1}") } else { count(libm::round(mean) as u64) }
}

fn exceedance(annual: &AnnualSummary) -> String {
    let near = |level: f64| {
        let rows = annual.exceedance.iter().rev();
        rows.min_by(|a, b| libm::fabs(a.share - level).total_cmp(&libm::fabs(b.share - level)))
    };
    let mut rows: Vec<_> = TOLD.into_iter().filter_map(near).collect();
    rows.dedup();
    let words: Vec<String> = rows.iter().map(|row| format!("{} in {} of years", money(row.cost), share(row.share))).collect();
    if words.is_empty() { String::new() } else { format!(" It costs more than {}.", list(&words, TOLD.len())) }
}
