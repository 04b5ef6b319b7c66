//! `firedrill staff`: the cheapest staffing that meets the targets.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::{design, no_folder};
use super::vary::{Vary, each_once};
use super::{Failure, STATUSES, Status, output, report};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::report::folder::{Folder, VARIANTS};
use crate::report::staff::{Staffings, Way};
use crate::scenario::Scenario;
use crate::study::resume::Identity;
use crate::study::staff::{self, Raced, Relief};
use crate::text::{Overlay, Value, bare};

/// More staffings than these are refused.
const AT_MOST: usize = 1_000;
/// Most people of one entry that is varied by itself.
const MOST_PEOPLE: u32 = 12;

/// Search head counts and rosters for the cheapest staffing that meets the targets.
///
/// Head counts come from --vary (`people.analyst.count=1..6`), or, without it, are all entries with a `count`, from one to twice as many. Rosters and other
/// ways to staff come as files with --variant: each is tried beside the scenario as it is, with every head count. All are raced on the same luck: what
/// misses a target for certain, or is dearer than one that meets all, is played no further.
///
/// Shows the cheapest, the front of cost against risk, and how many people a seat around the clock takes after leave. Writes report.html,
/// summary.json and staffings.parquet.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill staff scenarios/harbour-mutual/ransomware.ron --model scenarios/harbour-mutual/models/co-managed.ron
  firedrill staff ransomware.ron --vary people.night-analyst.count=1..4 --vary people.responder.count=1,2
  firedrill staff ransomware.ron --variant models/co-managed.ron --variant models/fully-managed.ron -n 4000
  firedrill staff ransomware.ron --vary people.analyst.count=2..8 --format json | jq '.staffings[.best]'

{STATUSES}"))]
pub struct Staff {
    #[command(flatten)]
    which: Which,

    /// A head count, or any other value, and what it may be, once for each
    #[arg(long = "vary", value_name = "PATH=VALUES")]
    vary: Vec<Vary>,

    /// Another way to staff, tried beside the scenario as it is
    #[arg(long = "variant", value_name = "FILE")]
    variants: Vec<PathBuf>,

    #[command(flatten)]
    plays: Plays,

    /// Where the results go [default: results/SCENARIO-staff, with the names of the models]
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

/// What head counts are laid on: what it is called, where it stands in the folder, and the scenario.
struct Ground {
    name: Option<String>,
    file: String,
    scenario: Scenario,
}

/// One way to staff, and the scenario that it makes.
type Candidate = (Way, Arc<Plan>);

impl Staff {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        if scenario.plan.targets.is_empty() {
            let words = "the scenario has no targets, so no staffing is good enough or too little: add some, \
                         such as targets: {\"back-in-a-day\": (measure: P90(Recovered), at_most: \"24h\")}";
            return Err(Failure::new(Status::Wrong, words));
        }
        let vary = if self.vary.is_empty() { counts(&scenario) } else { self.vary.clone() };
        each_once(&vary)?;
        let grounds = self.grounds(&scenario)?;
        let candidates = candidates(&grounds, &vary)?;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("staff"));
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        let plans: Vec<Arc<Plan>> = candidates.iter().map(|(_, plan)| plan.clone()).collect();
        let mut progress = Progress::begin(self.shown.quiet);
        let names: Vec<&Vec<String>> = candidates.iter().map(|(way, _)| &way.name).collect();
        let asked = format!("{names:?} {}", self.plays.replications);
        let identity = Identity { study: "staff", seed: self.plays.seed, hashes: vec![&scenario.hash], asked };
        let mut memory = self.resume.memory(&out, &identity)?;
        let watch = (interrupt.stop(), &mut memory);
        let raced = staff::race(&plans, &design(&self.plays, None), watch, &mut |done, of| progress.show(done, of));
        progress.end();
        let raced = raced.map_err(|broken| Failure::new(Status::Limit, broken))?;
        if raced.judged.iter().all(Option::is_none) {
            return Err(Failure::new(Status::Interrupted, "no staffing was finished: nothing is written"));
        }
        let setting = self.which.setting(&scenario, self.plays.seed);
        let ways: Vec<Way> = candidates.iter().map(|(way, _)| way.clone()).collect();
        let summed = Staffings::of(&scenario.plan, &raced, &ways, seats(&scenario.plan, &vary), &setting, self.plays.replications);
        let json = summed.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        if raced.stopped {
            leave(&folder, &memory, &identity)?;
        }
        let names = summed.names();
        folder.table(&Staffings::sheet(), self.csv, &summed.rows(&names)).map_err(no_folder)?;
        // What the report plays again, and what its commands play.
        let mut texts: Vec<(&str, &str)> =
            grounds.iter().map(|ground| (ground.file.as_str(), ground.scenario.canonical.as_str())).collect();
        texts.push(("summary.json", &json));
        folder.finish_with(&texts, &mut report::files).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let mut around = vec![("Written", format!("{}/summary.json, staffings.parquet, report.html", out.display()))];
                around.splice(0..0, self.next(&raced, &candidates));
                output::say(&summed.table(&around))?;
            }
        }
        Ok(match raced.best {
            _ if raced.stopped => Status::Interrupted,
            Some(_) => Status::Done,
            None => Status::Missed,
        })
    }

    fn next(&self, raced: &Raced, candidates: &[Candidate]) -> Option<(&'static str, String)> {
        if raced.stopped {
            return Some(("Next", HOW.to_owned()));
        }
        let (way, _) = &candidates[raced.best?];
        let mut which = self.which.clone();
        for name in &way.name {
            match self.variants.iter().find(|file| file.display().to_string() == *name) {
                Some(file) => which.models.push(file.clone()),
                None if name.contains('=') => which.sets.push(name.clone()),
                None => {}
            }
        }
        Some(("Next", format!("firedrill run {} --seed {} -n {}", which.as_typed(), self.plays.seed, self.plays.replications)))
    }

    /// The scenario as it is, and each variant.
    fn grounds(&self, scenario: &Scenario) -> Result<Vec<Ground>, Failure> {
        let mut grounds = vec![Ground { name: None, file: "scenario.ron".to_owned(), scenario: scenario.clone() }];
        for (at, file) in self.variants.iter().enumerate() {
            let mut which = self.which.clone();
            which.models.push(file.clone());
            let stem = file.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
            let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
            let within = format!("{VARIANTS}/{:02}-{plain}.ron", at + 1);
            grounds.push(Ground { name: Some(file.display().to_string()), file: within, scenario: which.open()? });
        }
        Ok(grounds)
    }
}

/// All combinations of variants and values.
fn candidates(grounds: &[Ground], vary: &[Vary]) -> Result<Vec<Candidate>, Failure> {
    let many = vary.iter().map(|vary| vary.levels().len()).try_fold(grounds.len(), usize::checked_mul);
    match many {
        Some(many) if many <= AT_MOST && many > 1 => {}
        Some(1) => {
            let words = "there is only one staffing: name what may vary with --vary people.ID.count=1..6, or give a --variant";
            return Err(Failure::new(Status::Wrong, words));
        }
        _ => {
            return Err(Failure::new(Status::Wrong, format!("these are more than {AT_MOST} staffings: vary fewer entries, with --vary")));
        }
    }
    let sets = vary.iter().fold(vec![Vec::new()], |all: Vec<Vec<String>>, vary| {
        let more =
            |before: &Vec<String>| vary.levels().iter().map(|level| [before.clone(), vec![vary.set(level)]].concat()).collect::<Vec<_>>();
        all.iter().flat_map(more).collect()
    });
    let mut all = Vec::new();
    for ground in grounds {
        for sets in &sets {
            let with = ground.scenario.with(&Overlay { sets, ..Overlay::default() });
            let with = with.map_err(|rejected| Failure::new(Status::Wrong, rejected.render(output::colour())))?;
            let name: Vec<String> = ground.name.iter().chain(sets).cloned().collect();
            let name = if name.is_empty() { vec!["as it is".to_owned()] } else { name };
            all.push((Way { name, scenario: ground.file.clone(), sets: sets.clone() }, with.plan));
        }
    }
    Ok(all)
}

/// Head counts of the scenario, from one to twice as many.
fn counts(scenario: &Scenario) -> Vec<Vary> {
    let people = scenario.root.field("people").map(bare).and_then(|people| people.fields()).unwrap_or(&[]);
    let counted = people.iter().filter_map(|field| match bare(&field.node).field("count").map(|count| &bare(count).value) {
        Some(Value::Number(count)) if *count >= 1.0 => Some((&field.name.text, *count as u32)),
        _ => None,
    });
    counted
        .filter_map(|(id, count)| format!("people.{id}.count=1..{}", (2 * count).clamp(2, MOST_PEOPLE.max(count + 1))).parse().ok())
        .collect()
}

/// The relief factor of each entry whose count is varied.
fn seats(plan: &Plan, vary: &[Vary]) -> Vec<(String, Relief)> {
    let ids = vary.iter().filter_map(|vary| vary.path.strip_prefix("people.")?.strip_suffix(".count"));
    let of = |id: &str| {
        let member = |name: &str| {
            let number = name.strip_prefix(id).and_then(|rest| rest.strip_prefix('-'));
            name == id || number.is_some_and(|number| number.parse::<u32>().is_ok())
        };
        let place = plan.people.iter().position(|person| member(&person.id))?;
        Some((id.to_owned(), staff::relief(plan, PersonId(place as u32))?))
    };
    ids.filter_map(of).collect()
}
