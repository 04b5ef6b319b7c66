//! `firedrill coverage`: who is there at each hour of the week, and what becomes of the incident then.

use std::path::PathBuf;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, HourlyPlays, Shown, Which};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::no_folder;
use super::{Failure, STATUSES_OF_STUDY, Status, needs_incidents, output, report};
use crate::model::ids::KindId;
use crate::model::plan::Plan;
use crate::report::coverage::json;
use crate::report::coverage::{Found, rows, table};
use crate::report::folder::Folder;
use crate::report::words::harmless;
use crate::scenario::Scenario;
use crate::study::coverage::hourly::{self, Hourly};
use crate::study::coverage::{REACH, Static};
use crate::study::resume::{Identity, Memory};

/// Show each hour of the week: who is there that may and can, how long until a human answers, and how the incident then goes.
///
/// Three parts. From a year of the calendar: for every task, decision, escalation, skill, grant and runbook, the hours of the week without
/// anybody on shift or on call who has all it takes, beside what a calendar alone would show. Worked out without sampling: how long each
/// escalation takes to reach a human, for a start at every minute of that year. Played: the incident begun at each of the 168 hours.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill coverage scenarios/harbour-mutual/ransomware.ron
  firedrill coverage ransomware.ron --model models/co-managed.ron -n 500
  firedrill coverage ransomware.ron -n 0                                  the calendar only, nothing played
  firedrill coverage year.ron --incident identity-outage --format json | jq '.gaps[0]'

{STATUSES_OF_STUDY}"))]
pub struct Coverage {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    plays: HourlyPlays,

    /// Begin this incident at each hour [default: the first that the scenario has at a fixed time, else the most severe]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,

    /// Where the results go [default: results/SCENARIO-coverage, with the names of the models]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write each table as CSV as well
    #[arg(long)]
    csv: bool,

    #[command(flatten)]
    resume: Resume,

    #[command(flatten)]
    shown: Shown,
}

impl Coverage {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        if scenario.plan.tasks.is_empty() {
            needs_incidents(&scenario.plan, "`coverage` looks for who may and can do the work on them at each hour")?;
        }
        let kind = self.kind(&scenario.plan)?;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("coverage"));
        let year = scenario.lasting(REACH);
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        let asked = format!("{kind:?} {}", self.plays.replications);
        let identity = Identity { study: "coverage", seed: self.plays.seed, hashes: vec![&scenario.hash], asked };
        let mut memory = self.resume.memory(&out, &identity)?;
        let fixed = Static::of(&year);
        let jobs = self.plays.jobs();
        let mut progress = Progress::of(self.shown.quiet, "days of escalations");
        let humans = fixed.humans(&year, jobs, interrupt.stop(), &mut |done, of| progress.show(done, of));
        progress.end();
        let hourly = kind.map(|kind| self.play(&scenario, kind, &interrupt, &mut memory)).transpose()?;
        let stopped = interrupt.stop().load(std::sync::atomic::Ordering::Relaxed);
        let models = self.which.model_names();
        let finished = hourly.as_ref().map_or(0, |hourly| hourly.hours.len());
        let note = stopped.then(|| format!("interrupted: {} escalations and {finished} of 168 hours are finished", humans.len()));
        let plays = hourly.as_ref().map_or(0, |hourly| hourly.replications);
        let head_of = self.which.setting(&scenario, self.plays.seed).head("coverage", &scenario.plan.name, plays, note.clone());
        let found = Found { plan: &year, fixed: &fixed, humans: &humans, hourly: hourly.as_ref() };
        let json = json::of(&found, &head_of);
        let json = serde_json::to_string_pretty(&json).map_err(|why| Failure::new(Status::Unfinished, why))? + "\n";
        let tables = rows::write(&found, &folder, self.csv).map_err(no_folder)?;
        if stopped {
            leave(&folder, &memory, &identity)?;
        }
        let files =
            folder.finish_with(&[("scenario.ron", &scenario.canonical), ("summary.json", &json)], &mut report::files).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let mut text = head(&scenario.plan, &models, self.plays.seed);
                text.push_str(&note.map_or(String::new(), |note| format!("NOTE  {note}\n")));
                text.push_str(&table(&found));
                let typed = self.which.as_typed();
                let next = if stopped { HOW.to_owned() } else { format!("firedrill check {typed}  (all findings)") };
                text.push_str(&format!("\n{:<15}{next}\n", "Next"));
                text.push_str(&format!("{:<15}{}/summary.json and {} more\n", "Written", out.display(), files.len() - 1 + tables));
                output::say(&text)?;
            }
        }
        Ok(if stopped { Status::Interrupted } else { Status::Done })
    }

    /// The incident that is begun; none where no plays are asked for, or there is no incident.
    fn kind(&self, plan: &Plan) -> Result<Option<KindId>, Failure> {
        let kinds = || (0..).map(KindId).zip(&plan.kinds).filter(|(_, kind)| kind.change.is_none());
        let Some(id) = &self.incident else { return Ok(hourly::usual(plan).filter(|_| self.plays.replications > 0)) };
        match kinds().find(|(_, kind)| kind.id == *id) {
            Some((number, _)) => Ok(Some(number).filter(|_| self.plays.replications > 0)),
            None => {
                let known: Vec<&str> = kinds().map(|(_, kind)| kind.id.as_str()).collect();
                Err(Failure::new(Status::Wrong, format!("the scenario has no incident {id:?}; it has {}", known.join(", "))))
            }
        }
    }

    fn play(&self, scenario: &Scenario, kind: KindId, interrupt: &Interrupt, memory: &mut Memory) -> Result<Hourly, Failure> {
        let plan = scenario.lasting(hourly::lasting(&scenario.plan));
        let mut progress = Progress::begin(self.shown.quiet);
        let what = (kind, self.plays.seed, self.plays.replications);
        let watch = (interrupt.stop(), memory);
        let played = hourly::hourly(&plan, what, self.plays.jobs(), watch, &mut |done, of| progress.show(done, of));
        progress.end();
        played.map_err(|broken| Failure::new(Status::Limit, broken))
    }
}

/// The first lines of a table: what was studied.
pub fn head(plan: &Plan, models: &[String], seed: u64) -> String {
    let mut parts = vec![harmless(&plan.name)];
    parts.extend(models.iter().map(|model| harmless(model)));
    parts.push(format!("seed {seed}"));
    parts.join(" · ") + "\n"
}
