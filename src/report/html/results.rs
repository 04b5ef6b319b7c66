//! Reads a results folder back: the summary, the scenario, and the columns of tables that figures are drawn from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Trouble;
use crate::model::fact::Wait;
use crate::report::compare::Comparison;
use crate::report::parquet::{self, Portion};
use crate::report::summary::{SCHEMA, Summary};
use crate::scenario::{self, Scenario};
use crate::text::Request;

/// Times of incidents that figures show, by their names in the files.
const TIMES: [&str; 4] = ["time_to_detect", "time_to_acknowledge", "time_to_contain", "time_to_recover"];

/// A results folder, read.
pub enum Folder {
    /// Of one scenario.
    Run(Box<Results>),
    /// Of several models.
    Comparison(Box<Comparison>),
    /// Of another study: its `summary.json`.
    Study(serde_json::Value),
}

/// What the folder of one scenario holds.
pub struct Results {
    /// `summary.json`.
    pub summary: Summary,
    /// `scenario.ron`, read and compiled.
    pub scenario: Scenario,
    /// The values of times by name, infinite where they were not reached by the horizon.
    pub times: BTreeMap<String, Vec<f64>>,
    /// How long each system was away in the first outage of each incident, by its id; infinite as above.
    pub away: BTreeMap<String, Vec<f64>>,
    /// No play has more than one incident.
    pub one_each: bool,
    /// Where it was read from.
    pub folder: PathBuf,
}

/// Reads a folder.
pub fn read(folder: &Path) -> Result<Folder, Trouble> {
    let path = folder.join("summary.json");
    let text = fs::read_to_string(&path).map_err(|why| no_results(folder, &format!("{}: {why}", path.display())))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|why| no_results(folder, &format!("{}: {why}", path.display())))?;
    let schema = value.get("schema").and_then(serde_json::Value::as_u64);
    if schema.is_none() || value.get("firedrill").is_none() {
        return Err(no_results(folder, "its summary.json is not one of firedrill"));
    }
    if schema != Some(u64::from(SCHEMA)) {
        return Err(Trouble(format!("{} was written by another version of firedrill; run the study again", folder.display())));
    }
    let odd = |why: serde_json::Error| Trouble(format!("{} cannot be read: {why}", path.display()));
    if value.get("differences").is_some() {
        return Ok(Folder::Comparison(Box::new(serde_json::from_value(value).map_err(odd)?)));
    }
    if value.get("measures").is_none() {
        return Ok(Folder::Study(value));
    }
    Ok(Folder::Run(Box::new(of(folder, serde_json::from_value(value).map_err(odd)?)?)))
}

fn no_results(folder: &Path, why: &str) -> Trouble {
    Trouble(format!("{} holds no results: {why}", folder.display()))
}

/// What the folder of one scenario holds, besides the summary given.
pub fn of(folder: &Path, summary: Summary) -> Result<Results, Trouble> {
    let scenario = scenario_of(folder, &summary.head.scenario_hash)?;
    let mut results =
        Results { summary, scenario, times: BTreeMap::new(), away: BTreeMap::new(), one_each: true, folder: folder.to_owned() };
    results.read_incidents(&folder.join("incidents.parquet"))?;
    results.read_systems(&folder.join("systems.parquet"))?;
    Ok(results)
}

/// The scenario of a folder, which must be the one whose hash the summary has.
pub fn scenario_of(folder: &Path, hash: &str) -> Result<Scenario, Trouble> {
    let path = folder.join("scenario.ron");
    let scenario = scenario::open(&Request { scenario: &path, models: &[], sets: &[] });
    let scenario = scenario.map_err(|rejected| Trouble(format!("{} cannot be played by this version:\n{rejected}", path.display())))?;
    if scenario.hash == hash {
        return Ok(scenario);
    }
    Err(Trouble(format!("{} is not the scenario of its summary.json: its hash is {}", path.display(), scenario.hash)))
}

impl Results {
    /// The play that spent most time in some states of the ledger, all its incidents together; none where no play spent any.
    pub fn most_time_in(&self, waits: &[Wait]) -> Result<Option<u64>, Trouble> {
        let columns: Vec<String> = waits.iter().map(|wait| format!("{}_s", wait.name())).collect();
        let wanted: Vec<&str> = std::iter::once("replication").chain(columns.iter().map(String::as_str)).collect();
        let mut times: BTreeMap<u64, f64> = BTreeMap::new();
        portions(&self.folder.join("ledger.parquet"), &wanted, &mut |portion| {
            let plays = portion.whole("replication")?;
            for column in &columns {
                for (play, part) in plays.iter().zip(portion.real(column)?) {
                    if let Some(part) = part {
                        *times.entry(*play).or_default() += part;
                    }
                }
            }
            Some(())
        })?;
        let most = times.into_iter().filter(|(_, time)| *time > 0.0).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        Ok(most.map(|(play, _)| play))
    }

    fn read_incidents(&mut self, path: &Path) -> Result<(), Trouble> {
        let columns: Vec<String> = TIMES.iter().flat_map(|time| [format!("{time}_s"), format!("{time}_censored")]).collect();
        let wanted: Vec<&str> = std::iter::once("replication").chain(columns.iter().map(String::as_str)).collect();
        let mut last = None;
        portions(path, &wanted, &mut |portion| {
            for play in portion.whole("replication")? {
                self.one_each &= last != Some(*play);
                last = Some(*play);
            }
            for time in TIMES {
                let values = portion.real(&format!("{time}_s"))?;
                let censored = portion.flag(&format!("{time}_censored"))?;
                let all = self.times.entry(time.to_owned()).or_default();
                for (value, censored) in values.iter().zip(censored) {
                    all.extend(value.or_else(|| censored.unwrap_or(false).then_some(f64::INFINITY)));
                }
            }
            Some(())
        })
    }

    fn read_systems(&mut self, path: &Path) -> Result<(), Trouble> {
        let mut seen: Vec<String> = Vec::new();
        let mut incident = None;
        portions(path, &["replication", "incident", "system", "recover_s"], &mut |portion| {
            let (plays, incidents) = (portion.whole("replication")?, portion.whole("incident")?);
            let (systems, values) = (portion.text("system")?, portion.real("recover_s")?);
            for row in 0..portion.rows() {
                let here = (plays[row], incidents[row]);
                if incident != Some(here) {
                    incident = Some(here);
                    seen.clear();
                }
                let system = systems.get(row).unwrap_or_default();
                // As measures have it: of several outages in one incident the first.
                if seen.iter().any(|known| known == system) {
                    continue;
                }
                seen.push(system.to_owned());
                let value = values[row].unwrap_or(f64::INFINITY);
                match self.away.get_mut(system) {
                    Some(all) => all.push(value),
                    None => {
                        self.away.insert(system.to_owned(), vec![value]);
                    }
                }
            }
            Some(())
        })
    }
}

/// Hands the wanted columns of a Parquet file on, some rows at a time.
pub fn portions(path: &Path, wanted: &[&str], take: &mut dyn FnMut(&Portion<'_>) -> Option<()>) -> Result<(), Trouble> {
    parquet::portions(path, wanted, take).map_err(|why| Trouble(format!("{} cannot be read: {why}", path.display())))
}
