//! `firedrill people`: what depends on whom.

use std::path::PathBuf;

use clap::Args;

use super::coverage::head;
use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::{design, no_folder};
use super::{Failure, STATUSES_OF_STUDY, Status, needs_incidents, output, report};
use crate::engine::time::Span;
use crate::report::folder::Folder;
use crate::report::people::{Found, json, rows, table};
use crate::report::words::{list, many};
use crate::scenario::finding::week::Weeks;
use crate::study::coverage::presence::Presence;
use crate::study::people::effect::Effect;
use crate::study::people::{self as study, Away, holders, needed, truck};
use crate::study::resume::Identity;

/// Key people: each person away in turn, on the same luck; who is needed at all; how many hold each runbook, grant and decision.
///
/// Away means as if they had left: not on shift, not reached, no decisions, and their turn on call is the next one's. The plays without them meet the
/// same incidents and the same luck as those with them, so that what changes is theirs alone. Beside the plays stand the smallest sets of people
/// without whom a tier-1 system does not come back, because nobody is left for some task or decision, now and at each hour of the week.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill people scenarios/harbour-mutual/ransomware.ron
  firedrill people ransomware.ron --teams -n 2000
  firedrill people ransomware.ron --pairs -n 300                          every two people, too
  firedrill people ransomware.ron --format json | jq '.unrecoverable[] | select(.truck_factor == 1)'

{STATUSES_OF_STUDY}"))]
pub struct People {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    plays: Plays,

    /// Every two people away together, too
    #[arg(long)]
    pairs: bool,

    /// Every team and every provider away as a whole, too
    #[arg(long)]
    teams: bool,

    /// Where the results go [default: results/SCENARIO-people, with the names of the models]
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

impl People {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        needs_incidents(&scenario.plan, "`people` looks at what becomes of incidents while somebody is away")?;
        let plan = &scenario.plan;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("people"));
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        let all = Away::all(plan, self.pairs, self.teams);
        let mut progress = Progress::begin(self.shown.quiet);
        let design = design(&self.plays, None);
        let asked = format!("{} {} {}", self.pairs, self.teams, design.replications);
        let identity = Identity { study: "people", seed: self.plays.seed, hashes: vec![&scenario.hash], asked };
        let mut memory = self.resume.memory(&out, &identity)?;
        let played = study::play(plan, &all, &design, (interrupt.stop(), &mut memory), &mut |done, of| progress.show(done, of));
        progress.end();
        let played = played.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let recoveries = needed::recoveries(plan);
        let weeks = Weeks::of(plan);
        let presence = Presence::of(plan, &weeks, Span::HOUR);
        let by_hour = truck::by_hour(plan, &recoveries, &presence, &weeks);
        let needed: Vec<_> = recoveries
            .into_iter()
            .map(|recovery| {
                let sets = truck::sets(&recovery);
                (recovery, sets)
            })
            .collect();
        let held = holders::all(plan);
        let found = Found { plan, people: &played, needed: &needed, by_hour: &by_hour, held: &held };
        let models = self.which.model_names();
        let plays = played.base.replications();
        let note = played.stopped.then(|| {
            format!("interrupted: {} of {} absences, {plays} of {} plays of each", played.effects.len(), played.asked, design.replications)
        });
        let head_of = self.which.setting(&scenario, self.plays.seed).head("people", &plan.name, plays, note.clone());
        let json = serde_json::to_string_pretty(&json::of(&found, &head_of)).map_err(|why| Failure::new(Status::Unfinished, why))? + "\n";
        let tables = rows::write(&found, &folder, self.csv).map_err(no_folder)?;
        if played.stopped {
            leave(&folder, &memory, &identity)?;
        }
        let files =
            folder.finish_with(&[("scenario.ron", &scenario.canonical), ("summary.json", &json)], &mut report::files).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let mut text = head(plan, &models, self.plays.seed);
                text.push_str(&format!("{}, and as many on the same luck without {}\n", many(plays, "play"), absences(&played.effects)));
                text.push_str(&note.map_or(String::new(), |note| format!("NOTE  {note}\n")));
                text.push_str(&table(&found));
                let typed = self.which.as_typed();
                let next = if played.stopped { HOW.to_owned() } else { format!("firedrill coverage {typed}  (who is there at each hour)") };
                text.push_str(&format!("\n{:<15}{next}\n", "Next"));
                text.push_str(&format!("{:<15}{}/summary.json and {} more\n", "Written", out.display(), files.len() - 1 + tables));
                output::say(&text)?;
            }
        }
        Ok(if played.stopped { Status::Interrupted } else { Status::Done })
    }
}

/// How many absences were played, by sort: "each of 44 people and 11 teams".
fn absences(effects: &[Effect]) -> String {
    let sorts = [("person", "people"), ("team", "teams"), ("provider", "providers"), ("pair", "pairs")];
    let of = |(sort, several): (&'static str, &str)| match effects.iter().filter(|effect| effect.away.sort() == sort).count() {
        0 => None,
        1 => Some(format!("1 {sort}")),
        number => Some(format!("{number} {several}")),
    };
    let all: Vec<String> = sorts.into_iter().filter_map(of).collect();
    if all.is_empty() { "anybody away".to_owned() } else { format!("each of {}", list(&all, all.len())) }
}
