//! `firedrill report`: makes the report of a results folder anew.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::options::{Format, HandedOn, Names};
use super::{Failure, Status, output};
use crate::report::html::results::{self, Results};
use crate::report::html::since::Both;
use crate::report::html::{self, Made, Options};
use crate::report::since::table;
use crate::report::words::harmless;

/// Make report.html of a results folder anew, or the page of a review: what moved since an earlier one.
///
/// Every study ends in a report. This makes it again from what is in its folder: summary.json, scenario.ron and the Parquet files, which must be of
/// this version of firedrill. Without options the page is the same to the byte. People are called by their roles, so that no paper names a person as a risk unasked;
/// `--names full` calls them by name.
///
/// With `--since EARLIER` it holds the folder against an earlier one of the same plan, and writes since.html: what moved, by how much, whether luck
/// alone explains it (95 % intervals, play by play), which entries of the scenario changed, which findings are gone and which are new, and how each target has come
/// along, with its owner and whether its review is overdue. Studies with the same seed are compared on the same luck, which tells smaller differences.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill report results/ransomware
  firedrill report results/*
  firedrill report results/ransomware --marking \"Confidential\"
  firedrill report results/ransomware-compared --names full --out board.html
  firedrill report results/ransomware --since results/ransomware-2026-q1
  firedrill report results/ransomware --since results/ransomware-2026-q1 --format json | jq '.moved[] | select(.luck == \"worse\")'

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line is wrong, or the folder holds no results
  130  interrupted")]
pub struct Report {
    /// The results folders, each with a report of its own
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,

    /// What people are called on the page
    #[arg(long, value_name = "HOW", default_value = "roles")]
    names: Names,

    /// Write each figure as PNG as well
    #[arg(long)]
    png: bool,

    /// A line on each page, such as "Confidential" or "Privileged"
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,

    /// Write the page to this file instead, and no figures [default: report.html, or since.html, and plots/ in the folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Hold it against this earlier results folder of the same plan
    #[arg(long, value_name = "EARLIER")]
    since: Option<PathBuf>,

    /// The day on which reviews of targets are due or not, as 2026-06-30 [default: today]
    #[arg(long, value_name = "DAY", requires = "since")]
    on: Option<jiff::civil::Date>,

    /// What moved as a table to read, or as JSON for programs [default: table]
    #[arg(long, value_name = "FORMAT", requires = "since")]
    format: Option<Format>,
}

impl Report {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let options = Options { names: self.names.naming(), marking: self.marking.clone() };
        if let Some(earlier) = &self.since {
            let [folder] = self.folders.as_slice() else {
                return Err(Failure::new(Status::Wrong, "--since holds one folder against an earlier one: name one folder"));
            };
            return self.review(folder, earlier, &options);
        }
        if let (Some(out), 2..) = (&self.out, self.folders.len()) {
            let words = format!("{} can hold one report only: name one folder with --out", out.display());
            return Err(Failure::new(Status::Wrong, words));
        }
        self.folders.iter().try_for_each(|folder| {
            let made = html::of_folder(folder, &options).map_err(wrong)?;
            let path = self.write(folder, &made, "report.html")?;
            output::say(&written(&path, &made))
        })?;
        Ok(Status::Done)
    }

    /// What moved since an earlier study.
    fn review(&self, folder: &Path, earlier: &Path, options: &Options) -> Result<Status, Failure> {
        let (then, now) = (study(earlier)?, study(folder)?);
        let on = self.on.unwrap_or_else(today);
        let both = Both::of(&then, &now, options).map_err(wrong)?;
        let since = both.since(on).map_err(wrong)?;
        let [was, is] = called([earlier, folder]);
        let made = both.page(&since, [&was, &is], on, options).map_err(wrong)?;
        let path = self.write(folder, &made, "since.html")?;
        match self.format {
            Some(Format::Json) => {
                output::say(&since.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?)?;
            }
            _ => {
                let head = format!("{} · {} since {} · on {on}", harmless(&now.summary.head.scenario), harmless(&is), harmless(&was));
                output::say(&format!("{}\n{}", table::of(&since, &head), written(&path, &made)))?;
            }
        }
        Ok(Status::Done)
    }

    /// Writes a page, and its figures where it stands in the folder; where it is.
    fn write(&self, folder: &Path, made: &Made, name: &str) -> Result<PathBuf, Failure> {
        let path = self.out.clone().unwrap_or_else(|| folder.join(name));
        let trouble =
            |path: &Path, why: io::Error| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display()));
        if self.out.is_none() {
            let plots = folder.join("plots");
            fs::create_dir_all(&plots).map_err(|why| trouble(&plots, why))?;
            for (name, bytes) in &made.files(self.png) {
                replace(&plots.join(name), bytes).map_err(|why| trouble(&plots, why))?;
            }
        }
        replace(&path, made.html.as_bytes()).map_err(|why| trouble(&path, why))?;
        Ok(path)
    }
}

fn wrong(why: html::Trouble) -> Failure {
    Failure::new(Status::Wrong, why)
}

fn written(path: &Path, made: &Made) -> String {
    format!("Written  {} ({} KB)\n", path.display(), made.html.len().div_ceil(1000))
}

/// What two folders are called where a page is handed on: the last part of each, and as many before it as tell them apart.
fn called(folders: [&Path; 2]) -> [String; 2] {
    let parts = folders.map(|folder| {
        let whole = std::path::absolute(folder).unwrap_or(folder.to_owned());
        let names = whole.components().filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        });
        names.collect::<Vec<String>>()
    });
    let last = |of: &[String], many: usize| of[of.len().saturating_sub(many)..].join("/");
    let most = parts[0].len().max(parts[1].len());
    let many = (1..=most).find(|many| last(&parts[0], *many) != last(&parts[1], *many)).unwrap_or(1);
    [last(&parts[0], many), last(&parts[1], many)]
}

/// The folder of a run.
fn study(folder: &Path) -> Result<Results, Failure> {
    match results::read(folder).map_err(wrong)? {
        results::Folder::Run(results) => Ok(*results),
        results::Folder::Comparison(_) => {
            let help = "name the folder of one of its models, which is in it";
            Err(Failure::new(Status::Wrong, format!("{} compares several models: {help}", folder.display())))
        }
        results::Folder::Study(_) => {
            Err(Failure::new(Status::Wrong, format!("{} holds no run: --since is for results of firedrill run", folder.display())))
        }
    }
}

/// By the clock of this machine, at Greenwich; no result depends on it, only what is said to be overdue.
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A file is the old one or the new one, and never half of it.
pub(super) fn replace(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // In a folder of its own, so that the file has the rights of any new file.
    let aside = tempfile::Builder::new().prefix(".firedrill-").tempdir_in(parent)?;
    let new = aside.path().join("new");
    fs::write(&new, bytes)?;
    fs::rename(&new, path)
}

/// What a study adds to its folder: the page and its figures. A page that cannot be made takes nothing else away.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    made(folder, &Options::default(), false)
}

/// The same, as it was asked to be handed on.
pub fn files_for(folder: &Path, handed_on: &HandedOn) -> Vec<(String, Vec<u8>)> {
    made(folder, &Options { names: handed_on.names.naming(), marking: None }, handed_on.png)
}

fn made(folder: &Path, options: &Options, png: bool) -> Vec<(String, Vec<u8>)> {
    match html::of_folder(folder, options) {
        Ok(made) => {
            let plots = made.files(png).into_iter().map(|(name, bytes)| (format!("plots/{name}"), bytes));
            std::iter::once(("report.html".to_owned(), made.html.clone().into_bytes())).chain(plots).collect()
        }
        Err(why) => {
            output::tell(&format!("warning: there is no report.html: {why}"));
            Vec::new()
        }
    }
}
