//! What is done before an exercise: the dry run, the papers, the script of planners in and out.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exercise;
use crate::cli::interrupt::Interrupt;
use crate::cli::options::{Format, threads};
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status, output};
use crate::exercise::dry_run::{self, DryRun};
use crate::exercise::improvement::{self, Improvement};
use crate::exercise::msel;
use crate::report::exercise::msel as sheet;
use crate::report::exercise::plan::left;
use crate::report::exercise::plan::{Planned, table};
use crate::report::html::Options;
use crate::report::html::handout::{self, Beforehand};
use crate::report::words::{count, harmless};
use crate::scenario::Scenario;
use crate::study::Design;
use crate::text::Overlay;

/// What a layer that was made from a list begins with; a file that begins otherwise is not replaced.
const MADE: &str = "// Made by firedrill exercise --msel";

/// What is done beforehand.
#[derive(Debug, Args)]
pub(super) struct Prepare {
    /// Play it with simulated staff: which decisions come when, and whether there is time to talk about them
    #[arg(long, group = "task")]
    plan: bool,

    /// The folder of the last exercise, whose improvement plan this one opens with: on its pages, in the dry run, and on paper
    #[arg(long, value_name = "DIR", conflicts_with_all = ["resume", "msel", "export_msel"])]
    last: Option<PathBuf>,

    /// Print the players' brief, the facilitator's guide and the injects as HTML for paper
    #[arg(long, group = "task")]
    handout: bool,

    /// Read a script (MSEL) from CSV or XLSX and write it as a layer for the scenario
    #[arg(long, value_name = "FILE", group = "task")]
    msel: Option<PathBuf>,

    /// Write the script of the scenario as CSV or XLSX
    #[arg(long, value_name = "FILE", group = "task")]
    export_msel: Option<PathBuf>,
}

impl Prepare {
    pub(super) fn asked(&self) -> bool {
        self.plan || self.handout || self.msel.is_some() || self.export_msel.is_some()
    }
}

pub(super) fn wrong(words: impl std::fmt::Display) -> Failure {
    Failure::new(Status::Wrong, words)
}

fn unwritten(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |why| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display()))
}

impl Exercise {
    /// Does what is done beforehand.
    pub(super) fn prepare(&self) -> Result<Status, Failure> {
        let scenario = self.which().open()?;
        if let Some(list) = &self.prepare.msel {
            return self.import(&scenario, list);
        }
        if let Some(list) = &self.prepare.export_msel {
            return export(&scenario, list);
        }
        let (run, planned) = self.dry_run(&scenario)?;
        if self.prepare.handout {
            return self.handout(&scenario, &run, &planned);
        }
        match self.shown.format {
            Format::Json => output::say(&planned.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?)?,
            Format::Table => output::say(&(table(&planned) + &self.opens_with()?.map_or(String::new(), |last| left(&last))))?,
        }
        Ok(Status::Done)
    }

    fn dry_run(&self, scenario: &Scenario) -> Result<(DryRun, Planned), Failure> {
        let interrupt = Interrupt::listen();
        let mut progress = Progress::begin(self.shown.quiet);
        let design = Design { seed: self.seed, replications: self.replications, jobs: threads(self.jobs), precision: None };
        let run = dry_run::run(&scenario.plan, &design, interrupt.stop(), &mut |done, of| progress.show(done, of));
        progress.end();
        let run = run.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let run = run.ok_or_else(|| wrong("this scenario has no `exercise` section: scenarios/README.md says what stands in one"))?;
        if run.plays < self.replications {
            return Err(Failure::new(Status::Interrupted, format!("interrupted after {} of {} plays", run.plays, self.replications)));
        }
        let planned = Planned::of(&scenario.plan, &run, &scenario.hash, self.seed);
        let planned = planned.ok_or_else(|| wrong("this scenario has no `exercise` section"))?;
        Ok((run, planned))
    }

    /// The improvement plan of the last exercise.
    pub(super) fn opens_with(&self) -> Result<Option<Improvement>, Failure> {
        let Some(folder) = &self.prepare.last else { return Ok(None) };
        let read = Improvement::of_folder(folder).map_err(wrong)?;
        read.map(Some).ok_or_else(|| wrong(format!("{} holds no {}", folder.display(), improvement::FILE)))
    }

    fn handout(&self, scenario: &Scenario, run: &DryRun, planned: &Planned) -> Result<Status, Failure> {
        let out = self.out.clone().unwrap_or_else(|| self.which().folder_of("handout"));
        let last = self.opens_with()?;
        let beforehand = Beforehand { warnings: planned.warnings(), last: last.as_ref() };
        let papers = handout::papers(&scenario.plan, run, &beforehand, &Options::default()).map_err(wrong)?;
        fs::create_dir_all(&out).map_err(unwritten(&out))?;
        for (name, text) in &papers {
            let path = out.join(name);
            fs::write(&path, text).map_err(unwritten(&path))?;
        }
        let names: Vec<&str> = papers.iter().map(|(name, _)| *name).collect();
        output::say(&format!(
            "Written  {}: {}. Open them in a browser and print; they fit A4 and Letter.\n",
            out.display(),
            names.join(", ")
        ))?;
        Ok(Status::Done)
    }

    fn import(&self, scenario: &Scenario, list: &Path) -> Result<Status, Failure> {
        let table = sheet::read(list).map_err(wrong)?;
        let read = msel::import(&scenario.plan, &table, &sheet::times(&scenario.plan));
        let read = read.map_err(|slips| wrong(format!("{} cannot be played:\n{slips}", list.display())))?;
        let laid = scenario.with(&Overlay { name: "the list as a layer", text: &read.overlay, ..Overlay::default() });
        laid.map_err(|rejected| {
            wrong(format!("{} does not go with this scenario:\n{}", list.display(), rejected.render(output::colour())))
        })?;
        let path = self.out.clone().unwrap_or_else(|| list.with_extension("ron"));
        if fs::read_to_string(&path).map_or_else(|_| path.exists(), |old| !old.starts_with(MADE)) {
            return Err(wrong(format!("{} is not replaced: firedrill did not make it. Choose another file with --out", path.display())));
        }
        let name = list.file_name().map_or(String::new(), |name| harmless(&name.to_string_lossy()));
        let text = format!("{MADE} from {name}. Lay it on the scenario with --model.\n{}", read.overlay);
        fs::write(&path, text).map_err(unwritten(&path))?;
        let (injects, known) = read.injects;
        let mut words =
            format!("Written  {}: {} injects, {} of them new\n", path.display(), count(injects as u64), count((injects - known) as u64));
        for remark in &read.remarks {
            words.push_str(&format!("         {}\n", harmless(remark)));
        }
        let mut which = self.which();
        which.models.push(path);
        words.push_str(&format!("Next     firedrill exercise {} --plan\n", which.as_typed()));
        output::say(&words)?;
        Ok(Status::Done)
    }
}

fn export(scenario: &Scenario, path: &Path) -> Result<Status, Failure> {
    let rows = sheet::rows(&scenario.plan);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bytes = match ending.as_str() {
        "csv" => sheet::to_csv(&rows),
        "xlsx" => sheet::to_xlsx(&rows),
        _ => return Err(wrong(format!("{}: its name must end in .csv or .xlsx", path.display()))),
    };
    let bytes = bytes.map_err(|why| Failure::new(Status::Unfinished, why))?;
    fs::write(path, bytes).map_err(unwritten(path))?;
    output::say(&format!("Written  {}: {} injects\n", path.display(), count(rows.len() as u64)))?;
    Ok(Status::Done)
}
