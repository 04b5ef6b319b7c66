//! `firedrill report`: makes the report of a results folder anew.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Failure, Status, output};
use crate::report::html::roles::Naming;
use crate::report::html::{self, Options};

/// Make report.html of a results folder anew: with or without names, with a marking on each page.
///
/// Every study ends in a report. This makes it again from what is in its folder: summary.json, scenario.ron and the Parquet files, which must be of
/// this version of firedrill. Without options the page is the same to the byte. People are called by their roles, so that no paper names a person as a risk unasked;
/// `--names full` calls them by name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill report results/ransomware
  firedrill report results/*
  firedrill report results/ransomware --marking \"Confidential\"
  firedrill report results/ransomware-compared --names full --out board.html

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line is wrong, or the folder holds no results
  130  interrupted")]
pub struct Report {
    /// The results folders, each with a report of its own
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,

    /// What people are called
    #[arg(long, value_name = "HOW", default_value = "roles")]
    names: Names,

    /// A line on each page, such as "Confidential" or "Privileged"
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,

    /// Write the page to this file instead, and no figures [default: report.html and plots/ in the folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What people are called.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Names {
    /// By their roles
    Roles,
    /// By name
    Full,
}

impl Report {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let names = if self.names == Names::Full { Naming::Full } else { Naming::Roles };
        let options = Options { names, marking: self.marking.clone() };
        if let (Some(out), 2..) = (&self.out, self.folders.len()) {
            let words = format!("{} can hold one report only: name one folder with --out", out.display());
            return Err(Failure::new(Status::Wrong, words));
        }
        self.folders.iter().try_for_each(|folder| self.make(folder, &options))?;
        Ok(Status::Done)
    }

    fn make(&self, folder: &Path, options: &Options) -> Result<(), Failure> {
        let made = html::of_folder(folder, options).map_err(|why| Failure::new(Status::Wrong, why))?;
        let path = self.out.clone().unwrap_or_else(|| folder.join("report.html"));
        let trouble =
            |path: &Path, why: io::Error| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display()));
        if self.out.is_none() {
            let plots = folder.join("plots");
            fs::create_dir_all(&plots).map_err(|why| trouble(&plots, why))?;
            for (name, svg) in &made.plots {
                replace(&plots.join(name), svg).map_err(|why| trouble(&plots, why))?;
            }
        }
        replace(&path, &made.html).map_err(|why| trouble(&path, why))?;
        output::say(&format!("Written  {} ({} KB)\n", path.display(), made.html.len().div_ceil(1000)))
    }
}

/// A file is the old one or the new one, and never half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // In a folder of its own, so that the file has the rights of any new file.
    let aside = tempfile::Builder::new().prefix(".firedrill-").tempdir_in(parent)?;
    let new = aside.path().join("new");
    fs::write(&new, text)?;
    fs::rename(&new, path)
}

/// What a study adds to its folder: the page and its figures. A page that cannot be made takes nothing else away.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    match html::of_folder(folder, &Options::default()) {
        Ok(made) => {
            let plots = made.plots.into_iter().map(|(name, svg)| (format!("plots/{name}"), svg));
            std::iter::once(("report.html".to_owned(), made.html)).chain(plots).collect()
        }
        Err(why) => {
            output::tell(&format!("warning: there is no report.html: {why}"));
            Vec::new()
        }
    }
}
