//! `firedrill readiness`: exercises of one organisation side by side.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::options::{Format, Shown};
use super::{Failure, Status, output};
use crate::report::html::{self, Options};
use crate::report::readiness;

/// Show the exercises of one organisation side by side: milestones, grades, and which corrective actions are open and overdue.
///
/// Reads every folder in a folder in which `firedrill after-action` has left its files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill readiness sessions
  firedrill readiness sessions --html readiness.html --marking \"Confidential\"
  firedrill readiness sessions --as-of 2027-01-01 --format json | jq '.actions[] | select(.overdue)'

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line is wrong, or there is no exercise
  130  interrupted")]
pub struct Readiness {
    /// The folder in which the exercises are
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// What is overdue is told as of this day [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Write it as a page as well
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// A line on each page, such as "Confidential" or "Privileged"
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,

    #[command(flatten)]
    shown: Shown,
}

impl Readiness {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let today = self.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        let read = readiness::read(&self.folder, today).map_err(|why| Failure::new(Status::Wrong, why))?;
        if let Some(path) = &self.html {
            let options = Options { marking: self.marking.clone(), ..Options::default() };
            let page = html::readiness::html(&read, &options).map_err(|why| Failure::new(Status::Unfinished, why))?;
            let unwritten = |why| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display()));
            super::report::replace(path, &page).map_err(unwritten)?;
        }
        match self.shown.format {
            Format::Json => output::say(&read.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?)?,
            Format::Table => output::say(&readiness::table(&read))?,
        }
        Ok(Status::Done)
    }
}
