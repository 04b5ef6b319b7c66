//! `firedrill improve`: which changes help most, and what do they cost?

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::{design, no_folder};
use super::{Failure, Status, needs_incidents, output, report};
use crate::model::plan::Plan as Compiled;
use crate::report::folder::Folder;
use crate::report::improve::{Plan, table};
use crate::scenario::Scenario;
use crate::scenario::remedy::{Remedy, patch, remedies};
use crate::study::Ended;
use crate::study::improve::{self, Improved};
use crate::study::resume::{Identity, Memory};

/// Propose changes, play each one, and rank them by what they save for what they cost.
///
/// From who may decide, who can do what, who is there when, and what is watched and tested, changes are proposed: pre-authorise a decision, name
/// a deputy, write down a runbook, train somebody, give access, put somebody on call, one more at night, test a restore, watch a system, hold a
/// provider ready, share one view. Each is played on the same luck as the scenario as it is, and charged its side effects. The best few are played
/// together, since they overlap.
///
/// Writes a results folder: report.html, summary.json, remedies.parquet, and each change as a patch in `patches/` that `--model` lays on the scenario.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill improve scenarios/harbour-mutual/ransomware.ron
  firedrill improve ransomware.ron --model models/co-managed.ron -n 5000 --seed 7
  firedrill run ransomware.ron --model results/ransomware-improve/patches/00-best-3-together.ron
  firedrill improve ransomware.ron --format json | jq '.remedies[] | select(.place == 1)'

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line or the scenario is wrong
  4    a limit was hit
  130  interrupted, with what was finished kept")]
pub struct Improve {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    plays: Plays,

    /// Where the results go [default: results/SCENARIO-improve, with the names of the models]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write the table as CSV as well
    #[arg(long)]
    csv: bool,

    #[command(flatten)]
    resume: Resume,

    #[command(flatten)]
    shown: Shown,
}

impl Improve {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        needs_incidents(&scenario.plan, "`improve` looks for what would shorten incidents")?;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("improve"));
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        #[expect(clippy::disallowed_methods, reason = "the table says how long it took; no result depends on it")]
        let begun = Instant::now();
        let asked = self.plays.replications.to_string();
        let identity = Identity { study: "improve", seed: self.plays.seed, hashes: vec![&scenario.hash], asked };
        let mut memory = self.resume.memory(&out, &identity)?;
        let proposed = self.propose(&scenario, &interrupt, &mut memory)?;
        let improved = self.play(&scenario, &proposed, &interrupt, &mut memory)?;
        if improved.base.tally.replications() == 0 {
            return Err(Failure::new(Status::Interrupted, "no play was finished: nothing is written"));
        }
        let setting = self.which.setting(&scenario, self.plays.seed);
        let plan = Plan::of(&improved, &proposed, &setting, self.plays.replications);
        let json = plan.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        folder.table(&Plan::sheet(), self.csv, &plan.rows()).map_err(no_folder)?;
        if improved.ended == Ended::Interrupted {
            leave(&folder, &memory, &identity)?;
        }
        let mut texts = vec![("summary.json".to_owned(), json.clone()), ("scenario.ron".to_owned(), scenario.canonical.clone())];
        texts.extend(patches(&scenario, &plan, &improved, &proposed));
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let files = folder.finish_with(&texts, &mut report::files).map_err(no_folder)?.len() + if self.csv { 2 } else { 1 };
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let around = table::Around {
                    took: Some(begun.elapsed().as_secs_f64()),
                    next: if improved.ended == Ended::Interrupted { vec![HOW.to_owned()] } else { self.next(&plan, &out) },
                    written: Some((out.display().to_string(), files)),
                };
                output::say(&table::of(&plan, &around))?;
            }
        }
        Ok(if improved.ended == Ended::Interrupted { Status::Interrupted } else { Status::Done })
    }

    fn propose(&self, scenario: &Scenario, interrupt: &Interrupt, memory: &mut Memory) -> Result<Vec<(Remedy, Scenario, String)>, Failure> {
        let few = improve::few(&scenario.plan, &design(&self.plays, None), (interrupt.stop(), memory));
        Ok(remedies(scenario, &few.map_err(|broken| Failure::new(Status::Limit, broken))?))
    }

    fn play(
        &self,
        scenario: &Scenario,
        proposed: &[(Remedy, Scenario, String)],
        interrupt: &Interrupt,
        memory: &mut Memory,
    ) -> Result<Improved, Failure> {
        let mut progress = Progress::begin(self.shown.quiet);
        let lay = |which: &[usize]| -> Option<Arc<Compiled>> {
            let remedies: Vec<&Remedy> = which.iter().map(|at| &proposed[*at].0).collect();
            patch::lay(scenario, &remedies).ok().map(|(with, _)| with.plan)
        };
        let design = design(&self.plays, None);
        let watch = (interrupt.stop(), memory);
        let played = improve::improve(&scenario.plan, proposed, &lay, &design, watch, &mut |done, of| progress.show(done, of));
        progress.end();
        played.map_err(|broken| Failure::new(Status::Limit, broken))
    }

    fn next(&self, plan: &Plan, out: &std::path::Path) -> Vec<String> {
        let best = plan.together.iter().rfind(|step| step.chosen).and_then(|step| step.patch.clone());
        let best = best.or_else(|| plan.remedies.first().filter(|r| r.place.is_some()).map(|r| r.patch.clone()));
        let of = |patch: String| {
            let mut which = self.which.clone();
            which.models.push(out.join(patch));
            format!("firedrill run {} --seed {} -n {}", which.as_typed(), self.plays.seed, plan.head.replications)
        };
        best.map(of).into_iter().collect()
    }
}

/// Each change as a file, and the best few together.
fn patches(scenario: &Scenario, plan: &Plan, improved: &Improved, proposed: &[(Remedy, Scenario, String)]) -> Vec<(String, String)> {
    let each = improved.tried.iter().zip(&plan.remedies).map(|(tried, summary)| {
        let (remedy, _, text) = &proposed[tried.remedy];
        (summary.patch.clone(), format!("{}{text}", remedy.comment(&plan.seen(&summary.effect, &summary.answers))))
    });
    let together = improved.together.iter().zip(&plan.together).filter_map(|(step, summary)| {
        let remedies: Vec<&Remedy> = step.remedies.iter().map(|at| &proposed[*at].0).collect();
        let (_, text) = patch::lay(scenario, &remedies).ok()?;
        let titles: String = remedies.iter().map(|remedy| format!("// {}\n", remedy.title.replace(['\n', '\r'], " "))).collect();
        Some((summary.patch.clone()?, format!("// Together:\n{titles}// {}\n{text}", plan.seen(&summary.effect, &[]))))
    });
    each.chain(together).collect()
}
