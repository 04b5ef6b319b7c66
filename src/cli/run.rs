//! `firedrill run`: plays a scenario many times.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, HandedOn, Plays, Shown, Which, precision};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::{Failure, STATUSES, Status, output, report, trace};
use crate::model::plan::Plan;
use crate::report::folder::{Folder, Trouble};
use crate::report::html::roles::Cast;
use crate::report::summary::{Setting, Summary};
use crate::report::table;
use crate::scenario::Scenario;
use crate::scenario::finding::findings;
use crate::study::resume::{Identity, Memory};
use crate::study::{self, Broken, Design, Ended, Studied, Tally};

/// Play a scenario many times: when was it noticed, who was missing, when was service back?
///
/// Shows a table and writes everything else to a results folder: report.html to read and pass on, its figures, summary.json, one Parquet
/// file for incidents, systems, the wait ledger and decisions, the scenario as it was resolved, and the trace of the median play. The targets of the scenario make it a
/// gate: exit status 3 when one is missed.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill run scenarios/harbour-mutual/ransomware.ron
  firedrill run ransomware.ron --model models/co-managed.ron -n 10000 --seed 7
  firedrill run ransomware.ron --precision 5%
  firedrill run ransomware.ron --set horizon=20d --format json | jq .measures.time_to_recover

{STATUSES}"))]
pub struct Run {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    plays: Plays,

    /// Run on, doubling the number of plays up to 1,000,000, until half the 95 % interval of each target is at most this share of its
    /// value (without targets: of the median and 90th percentile of the time to recover)
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    precision: Option<f64>,

    /// Where the results go [default: results/SCENARIO, with the names of the models]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write each table as CSV as well
    #[arg(long)]
    csv: bool,

    #[command(flatten)]
    resume: Resume,

    #[command(flatten)]
    handed_on: HandedOn,

    #[command(flatten)]
    shown: Shown,
}

impl Run {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        let out = self.out.clone().unwrap_or_else(|| self.which.default_folder());
        let called = on_paper(&scenario, &self.handed_on)?;
        let mut folder = Folder::begin(&out, &called, self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        #[expect(clippy::disallowed_methods, reason = "the table says how long it took; no result depends on it")]
        let begun = Instant::now();
        let identity = Identity { study: "run", seed: self.plays.seed, hashes: vec![&scenario.hash], asked: self.handed_on.asked() };
        let mut memory = self.resume.memory(&out, &identity)?;
        if self.resume.resume {
            folder.go_on_from(&out).map_err(no_folder)?;
        }
        let studied = self.study(&scenario, &interrupt, &mut folder, &mut memory)?;
        if studied.tally.replications() == 0 {
            return Err(Failure::new(Status::Interrupted, format!("0 of {} plays were finished: nothing is written", studied.asked)));
        }
        if self.precision.is_none() {
            self.resume.no_more_than(self.plays.replications, studied.tally.replications(), &out)?;
        }
        folder.all_added().map_err(no_folder)?;
        let setting = Setting { precision: self.precision, ..self.which.setting(&scenario, self.plays.seed) };
        let summary = Summary::of(&studied, &setting);
        let json = summary.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        let median = match summary.median_replication {
            Some(replication) => trace::lines(&scenario.plan, &called, self.plays.seed, replication)?,
            None => String::new(),
        };
        if studied.ended == Ended::Interrupted {
            leave(&folder, &memory, &identity)?;
        }
        let texts = [("scenario.ron", scenario.canonical.as_str()), ("summary.json", &json), ("trace.jsonl", &median)];
        let files = folder.finish_with(&texts, &mut |folder| report::files_for(folder, &self.handed_on)).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => output::say(&self.table(&scenario, &summary, begun, &out, (files.len(), studied.ended)))?,
        }
        Ok(match studied.ended {
            Ended::Interrupted => Status::Interrupted,
            Ended::NotPreciseEnough => Status::Limit,
            Ended::Complete if summary.misses_a_target() => Status::Missed,
            Ended::Complete => Status::Done,
        })
    }

    fn study(&self, scenario: &Scenario, interrupt: &Interrupt, folder: &mut Folder, memory: &mut Memory) -> Result<Studied, Failure> {
        let mut progress = Progress::begin(self.shown.quiet);
        let design = design(&self.plays, self.precision);
        let stop = interrupt.stop();
        let mut tally = Tally::new(scenario.plan.clone());
        let studied = memory.piece(&mut tally, stop, |tally| {
            study::go_on(tally, &design, stop, &mut |done, of| progress.show(done, of), &mut |replication, replicated| {
                folder.add(replication, &replicated)
            })
        });
        progress.end();
        let studied = studied.map(|(asked, ended)| Studied { tally, asked, ended });
        studied.map_err(|broken| match broken {
            Broken::Keep(trouble) => no_folder(trouble),
            limit @ Broken::Limit(..) => Failure::new(Status::Limit, limit),
        })
    }

    fn table(&self, scenario: &Scenario, summary: &Summary, begun: Instant, out: &Path, (files, ended): (usize, Ended)) -> String {
        let typed = self.which.as_typed();
        let seed = self.plays.seed;
        let mut next: Vec<String> = (ended == Ended::Interrupted).then(|| HOW.to_owned()).into_iter().collect();
        if let Some(median) = summary.median_replication {
            next.push(format!("firedrill trace {typed} --seed {seed} --replication {median}  (the median play)"));
        }
        if let Some(worst) = summary.worst_replication.filter(|worst| Some(*worst) != summary.median_replication) {
            next.push(format!("firedrill trace {typed} --seed {seed} --replication {worst}  (the worst)"));
        }
        next.push(format!("firedrill check {typed}  (all findings)"));
        let around = table::Around {
            took: Some(begun.elapsed().as_secs_f64()),
            worst: findings(&scenario.plan).into_iter().next().map(|finding| finding.title),
            next,
            written: Some((out.display().to_string(), files)),
        };
        table::of(summary, &scenario.plan, &around)
    }
}

/// The scenario with its people called as tables and traces are to call them.
pub fn on_paper(scenario: &Scenario, handed_on: &HandedOn) -> Result<Arc<Plan>, Failure> {
    let cast = Cast::of(scenario.clone(), handed_on.names.naming()).map_err(|why| Failure::new(Status::Wrong, why))?;
    Ok(cast.on_paper())
}

/// The study that the options ask for.
pub fn design(plays: &Plays, precision: Option<f64>) -> Design {
    Design { seed: plays.seed, replications: plays.replications, jobs: plays.jobs(), precision }
}

/// Why there is no results folder, as the shell is told.
pub fn no_folder(trouble: Trouble) -> Failure {
    let status = if matches!(trouble, Trouble::InTheWay(..)) { Status::Wrong } else { Status::Unfinished };
    Failure::new(status, trouble)
}
