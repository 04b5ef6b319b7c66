//! The tables of a study of people.

use super::{Found, because, json::ids};
use crate::report::folder::{Folder, Trouble};
use crate::report::rows::{Cell, Kind, Sheet, Table};
use crate::study::people::effect::Missed;

type Filled<'a> = (Sheet, Vec<Vec<Cell<'a>>>);

fn filled<'a>(name: &'static str, columns: Vec<(String, Kind)>, rows: Vec<Vec<Cell<'a>>>) -> Filled<'a> {
    (Sheet { table: Table::OfStudy, name, columns }, rows)
}

fn columns(all: &[(&str, Kind)]) -> Vec<(String, Kind)> {
    all.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect()
}

/// Writes all tables; returns how many files that are.
pub fn write(found: &Found, folder: &Folder, csv: bool) -> Result<usize, Trouble> {
    let who: Vec<String> = found.people.effects.iter().map(|effect| ids(found, &effect.away)).collect();
    let sets: Vec<(String, String)> = found
        .needed
        .iter()
        .flat_map(|(_, sets)| sets)
        .map(|needed| {
            let people: Vec<&str> = needed.people.iter().map(|p| found.plan.people[p.at()].id.as_str()).collect();
            (people.join("+"), because(found.plan, needed.why))
        })
        .collect();
    let all = [absences(found, &who), unrecoverable(found, &sets), truck_factor(found), holders(found)];
    all.iter().try_for_each(|(sheet, rows)| folder.table(sheet, csv, rows))?;
    Ok(all.len() * if csv { 2 } else { 1 })
}

fn absences<'a>(found: &Found<'a>, who: &'a [String]) -> Filled<'a> {
    let mut of = columns(&[("away", Kind::Text), ("who", Kind::Text), ("replications", Kind::Whole), ("played_again", Kind::Whole)]);
    of.extend(columns(&[("p50_s", Kind::Real), ("p90_s", Kind::Real)]));
    for statistic in ["mean", "p50", "p90"] {
        of.extend(["change", "low", "high"].map(|what| (format!("{statistic}_{what}_s"), Kind::Real)));
    }
    for missed in Missed::ALL {
        of.push((missed.name().to_owned(), Kind::Real));
        of.extend(["change", "low", "high"].map(|what| (format!("{}_{what}", missed.name()), Kind::Real)));
    }
    let rows = found.people.effects.iter().zip(who).map(|(effect, who)| {
        let mut row = vec![Cell::Text(Some(effect.away.sort())), Cell::Text(Some(who))];
        row.extend([Cell::Whole(effect.replications), Cell::Whole(effect.played)]);
        row.extend(effect.recover.map(Cell::Real));
        for estimate in [&effect.longer.mean, &effect.longer.quantiles[0], &effect.longer.quantiles[1]] {
            row.extend([estimate.value, estimate.interval.low, estimate.interval.high].map(Cell::Real));
        }
        for (share, oftener) in effect.shares.iter().zip(&effect.oftener) {
            row.push(Cell::Real(*share));
            row.extend([oftener.mean.value, oftener.mean.interval.low, oftener.mean.interval.high].map(Cell::Real));
        }
        row
    });
    filled("absences", of, rows.collect())
}

fn unrecoverable<'a>(found: &Found<'a>, sets: &'a [(String, String)]) -> Filled<'a> {
    let of = [("system", Kind::Text), ("incident", Kind::Text), ("people", Kind::Text), ("how_many", Kind::Whole), ("because", Kind::Text)];
    let plan = found.plan;
    let keys = found.needed.iter().flat_map(|(recovery, sets)| sets.iter().map(move |needed| (recovery, needed)));
    let rows = keys.zip(sets).map(|((recovery, needed), (people, because))| {
        let system = Cell::Text(Some(plan.systems[recovery.system.at()].id.as_str()));
        let incident = Cell::Text(Some(plan.kinds[recovery.kind.at()].id.as_str()));
        vec![system, incident, Cell::Text(Some(people)), Cell::Whole(needed.people.len() as u64), Cell::Text(Some(because))]
    });
    filled("unrecoverable", columns(&of), rows.collect())
}

fn truck_factor<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("system", Kind::Text), ("hour_of_week", Kind::Whole), ("truck_factor", Kind::Whole)];
    let plan = found.plan;
    let rows = found.by_hour.iter().flat_map(|of| {
        let system = Cell::Text(Some(plan.systems[of.system.at()].id.as_str()));
        of.factor.iter().enumerate().map(move |(hour, factor)| vec![system, Cell::Whole(hour as u64), Cell::Whole(*factor as u64)])
    });
    filled("truck_factor", columns(&of), rows.collect())
}

fn holders<'a>(found: &Found<'a>) -> Filled<'a> {
    let of = [("sort", Kind::Text), ("name", Kind::Text), ("person", Kind::Text), ("holders", Kind::Whole), ("takes", Kind::Whole)];
    let plan = found.plan;
    let rows = found.held.iter().flat_map(|held| {
        held.people.iter().map(move |person| {
            let key = [held.sort, held.name.as_str(), plan.people[person.at()].id.as_str()].map(|text| Cell::Text(Some(text)));
            key.into_iter().chain([Cell::Whole(held.people.len() as u64), Cell::Whole(u64::from(held.quorum))]).collect()
        })
    });
    filled("holders", columns(&of), rows.collect())
}
