//! The values of two studies, play by play, out of the tables of their folders.

use std::collections::BTreeMap;

use crate::model::fact::Wait;
use crate::report::demand;
use crate::report::html::Trouble;
use crate::report::html::results::{Results, portions};
use crate::statistics::Sample;
use crate::study::arms::OF_A_YEAR;

/// Times of incidents, and from which instant on each counts: what was not over at the horizon is known to be longer than from there to it.
const TIMES: [(&str, &str); 6] = [
    ("dwell", "began_s"),
    ("time_to_detect", "occurred_s"),
    ("time_to_acknowledge", "alerted_s"),
    ("time_to_escalate", "alerted_s"),
    ("time_to_contain", "occurred_s"),
    ("time_to_recover", "occurred_s"),
];
const KEPT: [(&str, &str); 3] = [("rto_met", "objectives.rto"), ("mtpd_met", "objectives.mtpd"), ("rpo_met", "objectives.rpo")];

/// Values by measure, named as in `summary.json`; times of the ledger are called `ledger.<state>`.
pub type Samples = BTreeMap<String, Sample>;

/// Samples in the making: rows come in the order of the plays.
struct Making {
    plays: u64,
    samples: BTreeMap<String, (Sample, u64)>,
}

impl Making {
    fn add(&mut self, name: &str, play: u64, value: f64, at_least: f64) {
        if play >= self.plays || value.is_nan() {
            return;
        }
        let (sample, at) = self.samples.entry(name.to_owned()).or_default();
        while *at < play {
            sample.end_replication();
            *at += 1;
        }
        if value.is_finite() { sample.add(value) } else { sample.add_censored(at_least.max(0.0)) }
    }

    fn finish(self) -> Samples {
        let plays = self.plays;
        let end = |(name, (mut sample, at)): (String, (Sample, u64))| {
            (at..plays).for_each(|_| sample.end_replication());
            (name, sample)
        };
        self.samples.into_iter().map(end).collect()
    }
}

/// Of the first so many plays.
pub fn read(results: &Results, plays: u64) -> Result<Samples, Trouble> {
    let mut making = Making { plays, samples: BTreeMap::new() };
    let horizons = incidents(results, &mut making)?;
    systems(results, &horizons, &mut making)?;
    ledger(results, &horizons, &mut making)?;
    tickets(results, &mut making)?;
    Ok(making.finish())
}

/// When each incident that did harm is followed no longer; the others have none.
type Horizons = BTreeMap<(u64, u64), f64>;

fn incidents(results: &Results, making: &mut Making) -> Result<Horizons, Trouble> {
    let columns: Vec<String> = TIMES.iter().flat_map(|(time, _)| [format!("{time}_s"), format!("{time}_censored")]).collect();
    let own = ["replication", "incident", "began_s", "occurred_s", "alerted_s", "horizon_s", "cost"];
    let wanted: Vec<&str> = own.into_iter().chain(columns.iter().map(String::as_str)).collect();
    let mut horizons = Horizons::new();
    portions(&results.folder.join("incidents.parquet"), &wanted, &mut |portion| {
        let (plays, numbers, horizon) = (portion.whole("replication")?, portion.whole("incident")?, portion.real("horizon_s")?);
        let (occurred, cost) = (portion.real("occurred_s")?, portion.real("cost")?);
        for row in 0..portion.rows() {
            let play = plays[row];
            if occurred[row].is_some() {
                horizons.insert((play, numbers[row]), horizon[row].unwrap_or(0.0));
            }
            making.add("cost", play, cost[row].unwrap_or(f64::NAN), 0.0);
        }
        for (time, since) in TIMES {
            let (values, censored) = (portion.real(&format!("{time}_s"))?, portion.flag(&format!("{time}_censored"))?);
            let since = portion.real(since)?;
            for row in 0..portion.rows() {
                let at_least = horizon[row].unwrap_or(0.0) - since[row].unwrap_or(0.0);
                match values[row] {
                    Some(value) => making.add(time, plays[row], value, 0.0),
                    None if censored[row] == Some(true) => making.add(time, plays[row], f64::INFINITY, at_least),
                    None => {}
                }
            }
        }
        Some(())
    })?;
    Ok(horizons)
}

/// One incident's outages, as they are read.
#[derive(Default)]
struct Outages {
    of: Option<(u64, u64)>,
    seen: Vec<String>,
    lost: Option<f64>,
}

impl Outages {
    /// The next incident; the most data that any system lost in the one before it is its loss of data.
    fn go_on(&mut self, to: Option<(u64, u64)>, making: &mut Making) {
        if self.of != to {
            if let (Some((play, _)), Some(lost)) = (self.of, self.lost.take()) {
                making.add("data_loss", play, lost, 0.0);
            }
            self.of = to;
            self.seen.clear();
        }
    }
}

fn systems(results: &Results, horizons: &Horizons, making: &mut Making) -> Result<(), Trouble> {
    let own = ["replication", "incident", "system", "lost_s", "recover_s", "data_loss_s", "no_copy_left"];
    let wanted: Vec<&str> = own.into_iter().chain(KEPT.iter().map(|(column, _)| *column)).collect();
    let mut outages = Outages::default();
    portions(&results.folder.join("systems.parquet"), &wanted, &mut |portion| {
        let (plays, numbers) = (portion.whole("replication")?, portion.whole("incident")?);
        let systems = portion.text("system")?;
        let (lost, back, data) = (portion.real("lost_s")?, portion.real("recover_s")?, portion.real("data_loss_s")?);
        let none_left = portion.flag("no_copy_left")?;
        for row in 0..portion.rows() {
            let here = (plays[row], numbers[row]);
            outages.go_on(Some(here), making);
            let known = if none_left[row] == Some(true) { Some(f64::INFINITY) } else { data[row] };
            outages.lost = known.map(|known| outages.lost.map_or(known, |lost| lost.max(known))).or(outages.lost);
            // As measures have it: of several outages in one incident the first.
            let system = systems.get(row).unwrap_or_default();
            if !outages.seen.iter().any(|seen| seen == system) {
                outages.seen.push(system.to_owned());
                let at_least = horizons.get(&here).copied().unwrap_or(0.0) - lost[row].unwrap_or(0.0);
                making.add(&format!("recover.{system}"), here.0, back[row].unwrap_or(f64::INFINITY), at_least);
            }
        }
        for (column, name) in KEPT {
            let kept = portion.flag(column)?;
            for row in 0..portion.rows() {
                if let Some(kept) = kept[row] {
                    making.add(name, plays[row], if kept { 1.0 } else { 0.0 }, 0.0);
                }
            }
        }
        Some(())
    })?;
    outages.go_on(None, making);
    Ok(())
}

fn ledger(results: &Results, horizons: &Horizons, making: &mut Making) -> Result<(), Trouble> {
    let columns: Vec<String> = Wait::ALL.iter().map(|wait| format!("{}_s", wait.name())).collect();
    let wanted: Vec<&str> = ["replication", "incident"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    portions(&results.folder.join("ledger.parquet"), &wanted, &mut |portion| {
        let (plays, numbers) = (portion.whole("replication")?, portion.whole("incident")?);
        for (wait, column) in Wait::ALL.iter().zip(&columns) {
            let parts = portion.real(column)?;
            let name = format!("ledger.{}", wait.name());
            for row in (0..portion.rows()).filter(|row| horizons.contains_key(&(plays[*row], numbers[*row]))) {
                making.add(&name, plays[row], parts[row].unwrap_or(f64::NAN), 0.0);
            }
        }
        Some(())
    })
}

/// How long tickets waited on average of a play, in hours; nothing where none was taken up.
fn tickets(results: &Results, making: &mut Making) -> Result<(), Trouble> {
    let waits = demand::waits(&results.scenario.plan);
    if waits.is_empty() {
        return Ok(());
    }
    let wanted: Vec<&str> = ["replication"].into_iter().chain(waits.iter().map(|(column, _)| column.as_str())).collect();
    portions(&results.folder.join("plays.parquet"), &wanted, &mut |portion| {
        let plays = portion.whole("replication")?;
        for (column, _) in &waits {
            let hours = portion.real(column)?;
            for row in 0..portion.rows() {
                making.add(&format!("{OF_A_YEAR}{column}"), plays[row], hours[row].unwrap_or(f64::NAN), 0.0);
            }
        }
        Some(())
    })
}
