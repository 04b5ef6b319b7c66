//! `firedrill list`: which scenarios there are, one line each.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::options::{Format, Shown};
use super::{Failure, STATUSES, Status, output};
use crate::report::words::harmless;
use crate::text::{self, Node, Problems, Request, Sources, Value, bare};

/// Show the scenarios in a folder and the folders below it, one line each.
///
/// A scenario is a file that, with what it extends, names incidents. Files that only others build on (an organisation, its playbooks, a
/// staffing model) are not listed.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill list
  firedrill list scenarios/harbour-mutual
  firedrill list --format json

{STATUSES}"))]
pub struct List {
    /// Where to look
    #[arg(value_name = "DIR", default_value = "scenarios")]
    folder: PathBuf,

    #[command(flatten)]
    shown: Shown,
}

/// One scenario.
struct Found {
    file: PathBuf,
    name: String,
    about: String,
    incidents: usize,
}

impl List {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let mut files = Vec::new();
        collect(&self.folder, &mut files).map_err(|why| Failure::new(Status::Wrong, format!("{}: {why}", self.folder.display())))?;
        files.sort();
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        for file in files {
            let (mut problems, mut sources) = (Problems::new(), Sources::default());
            match text::load(Request { scenario: &file, models: &[], sets: &[] }, &mut problems, &mut sources) {
                Some(root) if problems.is_empty() => found.extend(scenario(&file, &root)),
                _ if names_incidents(&file) => broken.push(file),
                _ => {}
            }
        }
        match self.shown.format {
            Format::Table => output::say(&table(&self.folder, &found, &broken))?,
            Format::Json => {
                let scenarios: Vec<_> = found
                    .iter()
                    .map(|f| json!({"file": f.file.to_string_lossy(), "name": f.name, "about": f.about, "incidents": f.incidents}))
                    .collect();
                let unreadable: Vec<_> = broken.iter().map(|file| file.to_string_lossy()).collect();
                output::say(&format!("{:#}\n", json!({"scenarios": scenarios, "unreadable": unreadable})))?;
            }
        }
        Ok(Status::Done)
    }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, into)?;
        } else if path.extension().is_some_and(|e| e == "ron") {
            into.push(path);
        }
    }
    Ok(())
}

/// A file that cannot be read with what it builds on is worth telling only if it is meant as a scenario: an overlay may well not stand alone.
fn names_incidents(file: &Path) -> bool {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let Ok(text) = fs::read_to_string(file) else { return true };
    let id = sources.add(file.to_string_lossy().into_owned(), text);
    text::parse(&sources, id, &mut problems).is_none_or(|root| root.field("incidents").is_some())
}

/// What the file is, if it is a scenario.
fn scenario(file: &Path, root: &Node) -> Option<Found> {
    let words = |field: &str| match root.field(field).map(|f| &bare(f).value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let incidents = root.field("incidents").and_then(|f| bare(f).fields()).map_or(0, <[_]>::len);
    (incidents > 0).then(|| Found {
        file: file.to_path_buf(),
        name: words("name").unwrap_or_default(),
        about: words("about").unwrap_or_default(),
        incidents,
    })
}

fn table(folder: &Path, found: &[Found], broken: &[PathBuf]) -> String {
    if found.is_empty() && broken.is_empty() {
        return format!("no scenarios in {}; `firedrill new DIR` writes one to start from\n", harmless(&folder.to_string_lossy()));
    }
    let path = |file: &Path| harmless(&file.to_string_lossy());
    let width = found.iter().map(|f| path(&f.file).chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for f in found {
        text.push_str(&format!("{:width$}  {}\n", path(&f.file), harmless(&f.name)));
    }
    for file in broken {
        text.push_str(&format!("{} cannot be read: `firedrill check` says why\n", path(file)));
    }
    text
}
