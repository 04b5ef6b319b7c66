//! The tables of a coverage study.

use super::Found;
use crate::report::folder::{Folder, Trouble};
use crate::report::rows::{Cell, Kind, Sheet, Table};
use crate::statistics::interval::of_quantile;
use crate::study::coverage::hourly::Until;
use crate::study::coverage::human::{grid, quantile};
use crate::study::coverage::need::Cause;

fn columns(all: &[(&str, Kind)]) -> Vec<(String, Kind)> {
    all.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect()
}

/// A table and its rows.
type Filled<'a> = (Sheet, Vec<Vec<Cell<'a>>>);

fn filled<'a>(name: &'static str, columns: Vec<(String, Kind)>, rows: Vec<Vec<Cell<'a>>>) -> Filled<'a> {
    (Sheet { table: Table::OfStudy, name, columns }, rows)
}

/// Writes all tables; returns how many files that are.
pub fn write(found: &Found, folder: &Folder, csv: bool) -> Result<usize, Trouble> {
    let began: Vec<String> = found.hourly.iter().flat_map(|h| &h.hours).map(|at| found.plan.zone.civil(at.at).to_string()).collect();
    let mut all = vec![gaps(found), gap_hours(found), rotas(found)];
    if !found.humans.is_empty() {
        all.extend([escalations(found), escalation_hours(found)]);
    }
    if found.hourly.is_some() {
        all.push(hours(found, &began));
    }
    all.iter().try_for_each(|(sheet, rows)| folder.table(sheet, csv, rows))?;
    Ok(all.len() * if csv { 2 } else { 1 })
}

fn real(value: f64) -> Cell<'static> {
    Cell::Real(Some(value))
}

fn gaps<'a>(found: &Found<'a>) -> Filled<'a> {
    let mut of =
        columns(&[("sort", Kind::Text), ("name", Kind::Text), ("takes", Kind::Text), ("people", Kind::Whole), ("able", Kind::Whole)]);
    of.extend(columns(&[("calendar_gap_h", Kind::Real), ("effective_gap_h", Kind::Real)]));
    of.extend(Cause::ALL.iter().map(|cause| (format!("{}_h", cause.name()), Kind::Real)));
    of.extend(columns(&[("off_duty_answers_by_day", Kind::Real), ("off_duty_answers_at_night", Kind::Real)]));
    let rows = found.fixed.gaps.iter().map(|(need, gap)| {
        let mut row = vec![Cell::Text(Some(need.sort.name())), Cell::Text(Some(&need.name)), Cell::Text(Some(&need.takes))];
        row.extend([Cell::Whole(need.pool.len() as u64), Cell::Whole(gap.able as u64), real(gap.calendar()), real(gap.effective())]);
        row.extend(gap.by_cause.map(real));
        row.extend(gap.off_duty.map(real));
        row
    });
    filled("gaps", of, rows.collect())
}

fn gap_hours<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("sort", Kind::Text), ("name", Kind::Text), ("hour_of_week", Kind::Whole), ("covered", Kind::Real), ("cause", Kind::Text)];
    let rows = found.fixed.gaps.iter().flat_map(|(need, gap)| {
        gap.covered.iter().zip(&gap.causes).enumerate().map(move |(hour, (covered, cause))| {
            let key = [Cell::Text(Some(need.sort.name())), Cell::Text(Some(&need.name)), Cell::Whole(hour as u64)];
            key.into_iter().chain([real(*covered), Cell::Text(cause.map(Cause::name))]).collect()
        })
    });
    filled("gap_hours", columns(&of), rows.collect())
}

fn rotas<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("rota", Kind::Text), ("person", Kind::Text), ("hours_a_week", Kind::Real), ("score", Kind::Real)];
    let plan = found.plan;
    let rows = found.fixed.rotas.iter().flat_map(|quality| {
        quality.loads.iter().map(move |(who, load)| {
            let (rota, person) = (plan.rotas[quality.rota.at()].id(), plan.people[who.at()].id.as_str());
            vec![Cell::Text(Some(rota)), Cell::Text(Some(person)), real(*load), real(quality.score())]
        })
    });
    filled("rotas", columns(&of), rows.collect())
}

fn escalations<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("policy", Kind::Text), ("within_s", Kind::Whole), ("answered", Kind::Real)];
    let plan = found.plan;
    let rows = found.humans.iter().flat_map(|human| {
        let policy = Cell::Text(Some(plan.policies[human.policy.at()].id.as_str()));
        grid()
            .into_iter()
            .zip(&human.answered)
            .map(move |(minute, answered)| vec![policy, Cell::Whole(minute as u64 * 60), real(*answered)])
    });
    filled("escalations", columns(&of), rows.collect())
}

fn escalation_hours<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("policy", Kind::Text), ("hour_of_week", Kind::Whole), ("p50_s", Kind::Real), ("p90_s", Kind::Real)];
    let plan = found.plan;
    let seconds = |minutes: Option<i64>| Cell::Real(minutes.map(|minutes| minutes as f64 * 60.0));
    let rows = found.humans.iter().flat_map(|human| {
        let policy = Cell::Text(Some(plan.policies[human.policy.at()].id.as_str()));
        human.by_hour.iter().enumerate().map(move |(hour, answered)| {
            vec![policy, Cell::Whole(hour as u64), seconds(quantile(answered, 0.5)), seconds(quantile(answered, 0.9))]
        })
    });
    filled("escalation_hours", columns(&of), rows.collect())
}

fn hours<'a>(found: &Found<'a>, began: &'a [String]) -> Filled<'a> {
    let mut of = columns(&[("hour_of_week", Kind::Whole), ("began_local", Kind::Text), ("measure", Kind::Text)]);
    of.extend(columns(&[("count", Kind::Whole), ("censored", Kind::Whole)]));
    of.extend(columns(&["p50_s", "p50_low_s", "p50_high_s", "p90_s", "p90_low_s", "p90_high_s"].map(|name| (name, Kind::Real))));
    let mut rows = Vec::new();
    for (at, began) in found.hourly.iter().flat_map(|hourly| &hourly.hours).zip(began) {
        for (until, sample) in Until::ALL.iter().zip(&at.samples) {
            let sorted = sample.sorted();
            let mut row = vec![Cell::Whole(at.hour as u64), Cell::Text(Some(began)), Cell::Text(Some(until.name()))];
            row.extend([Cell::Whole(sample.count()), Cell::Whole(sample.censored())]);
            for level in [0.5, 0.9] {
                let interval = of_quantile(sample, &sorted, level);
                row.extend([sample.quantile(level), interval.low, interval.high].map(Cell::Real));
            }
            rows.push(row);
        }
    }
    filled("hours", of, rows)
}
