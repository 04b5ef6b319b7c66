//! The results folder: complete or absent. It is written aside, next to where it belongs, and renamed when all is in it.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::rows::{self, Rows, Sheet};
use super::{csv, parquet};
use crate::model::plan::Plan;
use crate::study::Replicated;

/// What a study that was stopped goes on from.
pub const RESUME: &str = "resume.bin";

/// The folder of changes, in a results folder of `improve`.
const PATCHES: &str = "patches";
/// The folder of other ways to staff, in one of `staff`.
pub const VARIANTS: &str = "variants";

/// Everything that a results folder may hold; a folder that holds anything else is not replaced.
const OURS: [&str; 7] = ["scenario.ron", "summary.json", "trace.jsonl", RESUME, "report.html", "since.html", "plots"];

/// Every table that it may hold, with `.parquet` or `.csv`.
const TABLES: [&str; 23] = [
    "incidents",
    "systems",
    "ledger",
    "decisions",
    "plays",
    "notices",
    "providers",
    "differences",
    "gaps",
    "gap_hours",
    "rotas",
    "escalations",
    "escalation_hours",
    "hours",
    "people",
    "unrecoverable",
    "truck_factor",
    "holders",
    "absences",
    "remedies",
    "responses",
    "influences",
    "staffings",
];

/// Why there is no results folder.
#[derive(Debug)]
pub enum Trouble {
    /// Something else is there.
    InTheWay(PathBuf, String),
    /// It could not be written.
    Io(PathBuf, io::Error),
}
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::InTheWay(path, why) => {
                write!(f, "{} is not replaced: {why}. Choose another folder with --out, or remove it yourself", path.display())
            }
            Trouble::Io(path, why) => write!(f, "{} could not be written: {why}", path.display()),
        }
    }
}

/// Makes files from a folder, each a name in it and its bytes.
pub type More<'a> = &'a mut dyn FnMut(&Path) -> Vec<(String, Vec<u8>)>;

/// A results folder in the making. Dropped before it is finished, it leaves nothing.
pub struct Folder {
    target: PathBuf,
    aside: TempDir,
    studies: Vec<Tables>,
}

/// The tables of one scenario.
struct Tables {
    rows: Rows,
    /// The folder they are in, seen from the results folder; "" for that itself.
    within: String,
    sheets: Vec<(Sheet, parquet::Writer, Option<csv::Writer>)>,
}

impl Folder {
    /// Starts a folder that will be called `target`; `csv` writes each table as CSV, too.
    pub fn begin(target: &Path, plan: &Arc<Plan>, csv: bool) -> Result<Self, Trouble> {
        Folder::begin_each(target, &[("", plan)], csv)
    }

    /// The same for several scenarios, each in a folder of its own in it.
    pub fn begin_each(target: &Path, studies: &[(&str, &Arc<Plan>)], csv: bool) -> Result<Self, Trouble> {
        let trouble = |why| Trouble::Io(target.to_owned(), why);
        may_replace(target)?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(trouble)?;
        let aside = tempfile::Builder::new().prefix(".firedrill-").tempdir_in(parent).map_err(trouble)?;
        // One level down, because the outer folder is readable by its owner only, and the results should not be.
        let new = aside.path().join("new");
        fs::create_dir(&new).map_err(trouble)?;
        let studies = studies.iter().map(|(within, plan)| Tables::begin(&new, within, plan, csv)).collect::<io::Result<_>>();
        Ok(Folder { target: target.to_owned(), aside, studies: studies.map_err(trouble)? })
    }

    /// Where it is written for now; gone when the program ends in good order.
    pub fn aside(&self) -> &Path {
        self.aside.path()
    }

    /// Adds one replication.
    pub fn add(&mut self, replication: u64, replicated: &Replicated) -> Result<(), Trouble> {
        self.add_to(0, replication, replicated)
    }

    /// Adds one replication of one of several scenarios, by its place.
    pub fn add_to(&mut self, study: usize, replication: u64, replicated: &Replicated) -> Result<(), Trouble> {
        self.studies[study].add(replication, replicated).map_err(|why| Trouble::Io(self.target.clone(), why))
    }

    /// Adds all rows of a results folder of the same scenarios, which a study goes on from.
    pub fn go_on_from(&mut self, old: &Path) -> Result<(), Trouble> {
        let mut copy = || -> io::Result<()> {
            for tables in &mut self.studies {
                for (sheet, writer, beside) in &mut tables.sheets {
                    parquet::read(&old.join(&tables.within), sheet, &mut |row| {
                        writer.add(row)?;
                        beside.as_mut().map_or(Ok(()), |beside| beside.add(row))
                    })?;
                }
            }
            Ok(())
        };
        copy().map_err(|why| Trouble::Io(old.to_owned(), why))
    }

    /// Every replication has been added: the tables are written while the rest is made.
    pub fn all_added(&mut self) -> Result<(), Trouble> {
        self.studies.iter_mut().try_for_each(Tables::all_added).map_err(|why| Trouble::Io(self.target.clone(), why))
    }

    /// Adds a file of bytes.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        fs::write(self.aside.path().join("new").join(name), bytes).map_err(|why| Trouble::Io(self.target.clone(), why))
    }

    /// Adds a table that is no scenario's.
    pub fn table(&self, sheet: &Sheet, csv: bool, rows: &[Vec<rows::Cell<'_>>]) -> Result<(), Trouble> {
        let new = self.aside.path().join("new");
        let write = || -> io::Result<()> {
            let mut writer = parquet::Writer::create(&new, sheet)?;
            rows.iter().try_for_each(|row| writer.add(row))?;
            writer.finish()?;
            if csv {
                let mut writer = csv::Writer::create(&new, sheet)?;
                rows.iter().try_for_each(|row| writer.add(row))?;
                writer.finish()?;
            }
            Ok(())
        };
        write().map_err(|why| Trouble::Io(self.target.clone(), why))
    }

    /// Adds the other files, each a name and its text, and puts the folder in its place. Returns the names of all files of scenarios.
    pub fn finish(self, texts: &[(&str, &str)]) -> Result<Vec<String>, Trouble> {
        self.finish_with(texts, &mut |_| Vec::new())
    }

    /// The same, with files that are made from what is in the folder by then; `more` is told where that is.
    pub fn finish_with(self, texts: &[(&str, &str)], more: More<'_>) -> Result<Vec<String>, Trouble> {
        let target = self.target.clone();
        self.put_in_place(texts, more).map_err(|why| Trouble::Io(target, why))
    }

    fn put_in_place(self, texts: &[(&str, &str)], more: More<'_>) -> io::Result<Vec<String>> {
        let new = self.aside.path().join("new");
        let mut names = Vec::new();
        for (name, text) in texts {
            let file = new.join(name);
            if let Some(within) = file.parent() {
                fs::create_dir_all(within)?;
            }
            fs::write(file, text)?;
            names.push((*name).to_owned());
        }
        let mut studies = self.studies;
        studies.iter_mut().try_for_each(Tables::all_added)?;
        for tables in studies {
            tables.finish(&mut names)?;
        }
        for (name, bytes) in more(&new) {
            let path = new.join(&name);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, bytes)?;
            names.push(name);
        }
        let old = self.aside.path().join("old");
        let replaced = fs::symlink_metadata(&self.target).is_ok();
        if replaced {
            fs::rename(&self.target, &old)?;
        }
        if let Err(why) = fs::rename(&new, &self.target) {
            if replaced {
                fs::rename(&old, &self.target)?;
            }
            return Err(why);
        }
        self.aside.close()?;
        Ok(names)
    }
}

impl Tables {
    fn begin(new: &Path, within: &str, plan: &Arc<Plan>, csv: bool) -> io::Result<Tables> {
        let place = new.join(within);
        if !within.is_empty() {
            fs::create_dir(&place)?;
        }
        let start = |sheet: Sheet| -> io::Result<_> {
            let writer = parquet::Writer::create(&place, &sheet)?;
            let beside = csv.then(|| csv::Writer::create(&place, &sheet)).transpose()?;
            Ok((sheet, writer, beside))
        };
        let sheets = rows::sheets(plan).into_iter().map(start).collect::<io::Result<_>>()?;
        Ok(Tables { rows: Rows::of(plan), within: within.to_owned(), sheets })
    }

    fn add(&mut self, replication: u64, replicated: &Replicated) -> io::Result<()> {
        let sheets = &mut self.sheets;
        let mut add = |table: rows::Table, row: &[rows::Cell]| {
            // A table that says nothing of this scenario is not written.
            let Some((_, writer, beside)) = sheets.iter_mut().find(|(sheet, ..)| sheet.table == table) else { return Ok(()) };
            writer.add(row)?;
            beside.as_mut().map_or(Ok(()), |beside| beside.add(row))
        };
        self.rows.play(replication, &replicated.year, &mut add)?;
        replicated.outcomes.iter().try_for_each(|outcome| self.rows.incident(replication, outcome, &mut add))
    }

    fn all_added(&mut self) -> io::Result<()> {
        self.sheets.iter_mut().try_for_each(|(_, writer, _)| writer.hand_on())
    }

    fn finish(self, names: &mut Vec<String>) -> io::Result<()> {
        let within = if self.within.is_empty() { String::new() } else { format!("{}/", self.within) };
        for (sheet, writer, beside) in self.sheets {
            writer.finish()?;
            names.push(format!("{within}{}.parquet", sheet.name));
            if let Some(beside) = beside {
                beside.finish()?;
                names.push(format!("{within}{}.csv", sheet.name));
            }
        }
        Ok(())
    }
}

/// A folder may be replaced when it is empty or holds results and nothing else; those of several scenarios are in folders of their own.
fn may_replace(target: &Path) -> Result<(), Trouble> {
    let in_the_way = |why: &str| Err(Trouble::InTheWay(target.to_owned(), why.to_owned()));
    let io = |why| Trouble::Io(target.to_owned(), why);
    match fs::symlink_metadata(target) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(io(why)),
        Ok(found) if !found.is_dir() => return in_the_way("it is not a folder"),
        Ok(_) => {}
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(target).map_err(io)? {
        names.push(entry.map_err(io)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let one_of_several = |name: &String| {
        target.join(name).is_dir() && is_summary(&target.join(name).join("summary.json")) && may_replace(&target.join(name)).is_ok()
    };
    let layers = |name: &String| [PATCHES, VARIANTS].contains(&name.as_str()) && holds_layers(&target.join(name));
    if let Some(foreign) = names.iter().find(|name| !ours(name) && !layers(name) && !one_of_several(name)) {
        return in_the_way(&format!("it holds {foreign:?}, which firedrill did not write"));
    }
    if names.is_empty() || is_summary(&target.join("summary.json")) { Ok(()) } else { in_the_way("it holds no results of firedrill") }
}

/// A folder with nothing but the patches of `improve`, "01-pre-authorise-isolate.ron", or the variants of `staff`.
fn holds_layers(folder: &Path) -> bool {
    let named = |name: &str| name.ends_with(".ron") && name.as_bytes().first().is_some_and(u8::is_ascii_digit) && name.contains('-');
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|e| named(&e.file_name().to_string_lossy()))))
}

/// A file that a results folder may hold.
fn ours(name: &str) -> bool {
    let table = name.strip_suffix(".parquet").or_else(|| name.strip_suffix(".csv"));
    table.map_or_else(|| OURS.contains(&name), |table| TABLES.contains(&table))
}

fn is_summary(path: &Path) -> bool {
    let read = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    read.is_some_and(|value| value.get("firedrill").is_some() && value.get("schema").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: (&str, &str) = ("summary.json", r#"{"schema": 1, "firedrill": "0.1.0"}"#);

    fn plan() -> Arc<Plan> {
        crate::report::testing::plan()
    }
    fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn until_it_is_finished_nothing_is_there_and_afterwards_everything() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("results/ransomware");
        let folder = Folder::begin(&target, &plan(), true).expect("begun");
        assert!(!target.exists());
        let written = folder.finish(&[SUMMARY, ("scenario.ron", "()")]).expect("finished");
        assert_eq!(written.len(), 10);
        assert_eq!(names(&target).len(), 10);
        assert_eq!(names(&place.path().join("results")), ["ransomware"], "nothing is left beside it");
        let summary = fs::read_to_string(target.join("summary.json")).expect("written");
        assert_eq!(summary, SUMMARY.1);
    }

    #[test]
    fn given_up_it_leaves_what_was_there_before() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("r");
        Folder::begin(&target, &plan(), false).expect("begun").finish(&[SUMMARY, ("scenario.ron", "(old)")]).expect("finished");
        drop(Folder::begin(&target, &plan(), false).expect("begun"));
        assert_eq!(fs::read_to_string(target.join("scenario.ron")).expect("kept"), "(old)");
        assert_eq!(names(place.path()), ["r"]);
        Folder::begin(&target, &plan(), false).expect("begun").finish(&[SUMMARY, ("scenario.ron", "(new)")]).expect("finished");
        assert_eq!(fs::read_to_string(target.join("scenario.ron")).expect("kept"), "(new)");
        assert_eq!(names(place.path()), ["r"]);
    }

    #[test]
    fn what_is_not_a_results_folder_is_left_alone() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("r");
        let refused = || matches!(Folder::begin(&target, &plan(), false), Err(Trouble::InTheWay(..)));
        fs::write(&target, "a file").expect("written");
        assert!(refused());
        fs::remove_file(&target).expect("removed");
        fs::create_dir(&target).expect("made");
        fs::write(target.join("thesis.doc"), "years of work").expect("written");
        assert!(refused());
        fs::write(target.join("summary.json"), SUMMARY.1).expect("written");
        assert!(refused(), "a note among the results is kept, too");
        fs::remove_file(target.join("thesis.doc")).expect("removed");
        assert!(!refused());
        fs::write(target.join("summary.json"), "{}").expect("written");
        assert!(refused());
    }

    #[test]
    fn the_folder_can_be_read_by_others_as_any_new_folder_can() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("r");
        Folder::begin(&target, &plan(), false).expect("begun").finish(&[SUMMARY]).expect("finished");
        let ordinary = place.path().join("ordinary");
        fs::create_dir(&ordinary).expect("made");
        let rights = |path: &Path| fs::metadata(path).expect("there").permissions();
        assert_eq!(rights(&target), rights(&ordinary));
    }
}
