//! Options that commands have in common, so that they are alike everywhere.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, Status, output};
use crate::report::head::Setting;
use crate::report::html::roles::Naming;
use crate::report::words::{count, typed};
use crate::scenario::{self, Scenario};
use crate::text::Request;

/// Reads a whole number between two others, both included; refuses anything else in words.
pub fn within<N: TryFrom<u64>>(least: u64, most: u64) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let read = number.and_then(|number| N::try_from(number).ok());
        read.ok_or_else(|| format!("it must be a whole number, at least {least} and at most {}", count(most)))
    }
}

/// Which scenario, and what is laid on it.
#[derive(Clone, Debug, Args)]
pub struct Which {
    /// The scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,

    /// Lay this staffing model on the scenario; given again, the next one goes on top
    #[arg(long = "model", value_name = "FILE")]
    pub models: Vec<PathBuf>,

    /// Change one value, for example --set people.ana.roster=always --set horizon=20d
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}

/// How often, with which luck, on how many cores.
#[derive(Clone, Debug, Args)]
pub struct Plays {
    /// How many times the scenario is played
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1000, value_parser = within::<u64>(1, 10_000_000))]
    pub replications: u64,

    /// Where all luck comes from: the same seed gives the same plays
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// How many cores to use; all of them unless given. The results do not depend on it
    #[arg(long, value_name = "N", value_parser = within::<u16>(1, 1024))]
    pub jobs: Option<u16>,
}

/// How often at each hour of the week, with which luck, on how many cores.
#[derive(Clone, Debug, Args)]
pub struct HourlyPlays {
    /// How many times the incident is played at each hour of the week; 0 plays nothing
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100, value_parser = within::<u64>(0, 1_000_000))]
    pub replications: u64,

    /// Where all luck comes from: the same seed gives the same plays
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// How many cores to use; all of them unless given. The results do not depend on it
    #[arg(long, value_name = "N", value_parser = within::<u16>(1, 1024))]
    pub jobs: Option<u16>,
}

/// What is handed on, and how.
#[derive(Clone, Debug, Args)]
pub struct HandedOn {
    /// What people are called in report.html, decisions and trace.jsonl; scenario.ron names them all the same, since the study is repeated from it
    #[arg(long, value_name = "HOW", default_value = "roles")]
    pub names: Names,

    /// Write each figure as PNG as well
    #[arg(long)]
    pub png: bool,
}

impl HandedOn {
    /// What an interrupted study must have been asked as well, to be gone on with: its tables call people in one way.
    pub fn asked(&self) -> String {
        if self.names == Names::Full { "--names full".to_owned() } else { String::new() }
    }
}

/// What people are called.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Names {
    /// By their roles
    Roles,
    /// By name, and in tables by id
    Full,
}

impl Names {
    /// As reports have it.
    pub fn naming(self) -> Naming {
        match self {
            Names::Roles => Naming::Roles,
            Names::Full => Naming::Full,
        }
    }
}

/// How it is shown.
#[derive(Clone, Debug, Args)]
pub struct Shown {
    /// A table to read, or JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,

    /// Show no progress
    #[arg(long)]
    pub quiet: bool,
}

/// How results are printed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

impl Plays {
    /// The number of threads.
    pub fn jobs(&self) -> usize {
        threads(self.jobs)
    }
}

impl HourlyPlays {
    /// The number of threads.
    pub fn jobs(&self) -> usize {
        threads(self.jobs)
    }
}

/// As many threads as asked for, or as there are cores.
pub fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

impl Which {
    /// Reads and checks the scenario.
    pub fn open(&self) -> Result<Scenario, Failure> {
        let request = Request { scenario: &self.scenario, models: &self.models, sets: &self.sets };
        scenario::open(&request).map_err(|rejected| Failure::new(Status::Wrong, rejected.render(output::colour())))
    }

    /// The names of the staffing models: their files without folder and ending.
    pub fn model_names(&self) -> Vec<String> {
        self.models.iter().map(stem).collect()
    }

    /// What a study does not know of itself.
    pub fn setting(&self, scenario: &Scenario, seed: u64) -> Setting {
        Setting { scenario_hash: scenario.hash.clone(), models: self.model_names(), seed, precision: None }
    }

    /// The scenario and what is laid on it, as a command would name it.
    pub fn as_typed(&self) -> String {
        let mut words = vec![typed(&self.scenario.to_string_lossy())];
        words.extend(self.models.iter().map(|model| format!("--model {}", typed(&model.to_string_lossy()))));
        words.extend(self.sets.iter().map(|set| format!("--set {}", typed(set))));
        words.join(" ")
    }

    /// Where results go unless told otherwise: `results/<scenario>-<model>`.
    pub fn default_folder(&self) -> PathBuf {
        let mut name = stem(&self.scenario);
        for model in self.model_names() {
            name.push('-');
            name.push_str(&model);
        }
        PathBuf::from("results").join(name)
    }

    /// The same for a study that is no run: `results/<scenario>-<model>-<study>`.
    pub fn folder_of(&self, study: &str) -> PathBuf {
        let mut name = self.default_folder().into_os_string();
        name.push(format!("-{study}"));
        PathBuf::from(name)
    }
}

fn stem(path: &PathBuf) -> String {
    let stem = std::path::Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| !stem.is_empty() && stem != "..").unwrap_or_else(|| "scenario".to_owned())
}

/// "5%" or "0.05" as a share.
pub fn precision(text: &str) -> Result<f64, String> {
    let number = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map(|percent| percent / 100.0),
        None => text.trim().parse(),
    };
    match number {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        Ok(share) if (1.0..100.0).contains(&share) && !text.contains('%') => Err(format!("did you mean {text}%?")),
        _ => Err("write a share of the value, such as 5% or 0.05".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precision_is_a_share() {
        assert_eq!(precision("5%"), Ok(0.05));
        assert_eq!(precision("0.02"), Ok(0.02));
        assert!(precision("5").is_err_and(|words| words.contains("5%")));
        for bad in ["", "0", "-3%", "100%", "NaN", "inf", "five"] {
            assert!(precision(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_folder_is_named_after_the_scenario_and_its_models() {
        let which = Which {
            scenario: "scenarios/hm/ransomware.ron".into(),
            models: vec!["scenarios/hm/models/co-managed.ron".into()],
            sets: vec![],
        };
        assert_eq!(which.default_folder(), PathBuf::from("results/ransomware-co-managed"));
        let odd = Which { scenario: "/".into(), models: vec![], sets: vec!["name=It's on".into()] };
        assert_eq!(odd.default_folder(), PathBuf::from("results/scenario"));
        assert_eq!(odd.as_typed(), r"/ --set 'name=It'\''s on'");
    }
}
