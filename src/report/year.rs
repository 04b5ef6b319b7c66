//! What a year costs, in a few lines of the table: on average, in a bad year, and how often more than round amounts.

use super::summary::{AnnualSummary, Summary};
use super::words::{list, money, share};

/// Of the round amounts those are told that about these shares of years exceed.
const TOLD: [f64; 3] = [0.5, 0.2, 0.03];

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
