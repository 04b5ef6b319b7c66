//! `firedrill compare`: staffing models side by side on the same luck.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, HandedOn, Plays, Shown, Which, precision, within};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::{design, no_folder, on_paper};
use super::{Failure, Status, assumptions, output, report, trace};
use crate::report::compare::{Comparison, table};
use crate::report::folder::{Folder, Trouble};
use crate::report::summary::{Setting, Summary};
use crate::scenario::Scenario;
use crate::study::arms::{self, Broken, Played, Watch};
use crate::study::compare::{differences, settled};
use crate::study::resume::{Identity, Memory};
use crate::study::{Arms, Ended};

/// Compare staffing models: who is better at what, how sure is that, and what does each one cost?
///
/// Every model is laid on the scenario and played as often, each play on the same luck in all of them: the same incident, the same absences, the
/// same good and bad turns. So what differs is the model. The scenario as written is compared as well, unless a model is the same; the others are held
/// against the first. Every difference has its interval at 95 % confidence, and where it cannot be told apart from none, the number of plays
/// that would tell it.
///
/// Writes a results folder: report.html, summary.json (each model, each difference), differences.parquet, and a folder for each model as `run` writes it. A
/// staffing model may say what the way to it takes, with `transition: (one_off: 95000, takes: "70d", dip: 0.2, exit: 0)`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill compare ransomware.ron --model models/co-managed.ron --model models/fully-managed.ron -n 10000
  firedrill compare ransomware.ron --model models/co-managed.ron+patches/isolate-at-once.ron
  firedrill compare year.ron --model models/internal-only.ron --model models/co-managed.ron --precision 10%
  firedrill compare ransomware.ron --model models/co-managed.ron --assumptions=500
  firedrill compare ransomware.ron --model models/co-managed.ron -n 100000 --resume      after Ctrl-C
  firedrill compare ransomware.ron --model models/co-managed.ron --format json | jq '.differences[] | select(.verdict == \"b_better\")'

Exit status:
  0    done, and some model meets every target
  1    could not finish (disk full, no right to write)
  2    the command line, the scenario or a model is wrong
  3    no model meets every target
  4    a limit was hit, or --precision was not reached
  130  interrupted, with what was finished kept")]
pub struct Compare {
    /// The scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,

    /// A staffing model to compare, once for each; files joined by + are laid on one another
    #[arg(long = "model", value_name = "FILE[+FILE]", required = true)]
    models: Vec<String>,

    /// Leave out the scenario as written: compare the models only
    #[arg(long)]
    only_models: bool,

    /// Change one value in all of them, for example --set horizon=20d
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,

    #[command(flatten)]
    plays: Plays,

    /// Play on, doubling the number of plays up to 1,000,000, until half the 95 % interval of each target, in each model and of its difference
    /// from the first model, is at most this share of the value (without targets: of the median and 90th percentile of the time to recover)
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    precision: Option<f64>,

    #[command(flatten)]
    resume: Resume,

    /// Halve and double every value that is said to be assumed (`source: Assumed("…")`), one after the other, PLAYS plays each, and name those that turn
    /// a verdict on a target, on the time to recover or on the cost
    #[arg(long, value_name = "PLAYS", num_args = 0..=1, require_equals = true, default_missing_value = "200", value_parser = within::<u64>(20, 1_000_000))]
    assumptions: Option<u64>,

    /// Where the results go [default: results/SCENARIO-compared]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write each table as CSV as well
    #[arg(long)]
    csv: bool,

    #[command(flatten)]
    handed_on: HandedOn,

    #[command(flatten)]
    shown: Shown,
}

/// One model laid on the scenario.
struct Laid {
    /// What it is called, different from all others.
    name: String,
    which: Which,
    scenario: Scenario,
}

impl Compare {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let (laid, as_written) = self.lay()?;
        if let [only] = laid.as_slice() {
            let words = match (&as_written, self.only_models) {
                (Some(name), false) => {
                    format!("{name} changes nothing of the scenario, so there is nothing to compare: give another --model")
                }
                _ => format!("{} is compared with nothing: give another --model, or leave out --only-models", only.name),
            };
            return Err(Failure::new(Status::Wrong, words));
        }
        let out = self.out.clone().unwrap_or_else(|| self.default_folder());
        let called = laid.iter().map(|laid| on_paper(&laid.scenario, &self.handed_on)).collect::<Result<Vec<_>, _>>()?;
        let plans: Vec<_> = laid.iter().zip(&called).map(|(laid, called)| (laid.name.as_str(), called)).collect();
        let mut folder = Folder::begin_each(&out, &plans, self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        #[expect(clippy::disallowed_methods, reason = "the table says how long it took; no result depends on it")]
        let begun = Instant::now();
        let mut arms = Arms::new(laid.iter().map(|laid| (laid.name.clone(), laid.scenario.plan.clone())));
        let mut memory = self.resume.memory(&out, &self.identity(&laid))?;
        if self.resume.resume {
            folder.go_on_from(&out).map_err(no_folder)?;
        }
        let played = self.play(&mut arms, &interrupt, &mut folder, &mut memory)?;
        if arms.replications() == 0 {
            return Err(Failure::new(Status::Interrupted, format!("0 of {} plays were finished: nothing is written", played.asked)));
        }
        if self.precision.is_none() {
            self.resume.no_more_than(self.plays.replications, arms.replications(), &out)?;
        }
        let settings: Vec<Setting> = laid.iter().map(|laid| self.setting(laid)).collect();
        let compared = differences(&arms, self.plays.jobs());
        let mut comparison = Comparison::of(arms.all(), &compared, played, &settings);
        if let Some(plays) = self.assumptions.filter(|_| played.ended != Ended::Interrupted) {
            let models: Vec<(&str, &Scenario)> = laid.iter().map(|laid| (laid.name.as_str(), &laid.scenario)).collect();
            let design = design(&self.plays, None);
            comparison.assumptions = Some(assumptions::ask(&models, &design, plays, interrupt.stop(), self.shown.quiet)?);
        }
        let json = comparison.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        if played.ended == Ended::Interrupted {
            leave(&folder, &memory, &self.identity(&laid))?;
        }
        let files = self.write(folder, &laid, &comparison, &json)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let around = table::Around {
                    took: Some(begun.elapsed().as_secs_f64()),
                    as_written,
                    next: self.next(&laid, played.ended),
                    written: Some((out.display().to_string(), files)),
                };
                output::say(&table::of(&comparison, &laid[0].scenario.plan, &around))?;
            }
        }
        Ok(match played.ended {
            Ended::Interrupted => Status::Interrupted,
            Ended::NotPreciseEnough => Status::Limit,
            Ended::Complete if comparison.some_model_meets_all_targets() => Status::Done,
            Ended::Complete => Status::Missed,
        })
    }

    /// Reads the scenario as written and with each model; which of them is as written.
    fn lay(&self) -> Result<(Vec<Laid>, Option<String>), Failure> {
        let mut laid = Vec::new();
        for model in &self.models {
            let which = Which { scenario: self.scenario.clone(), models: files(model), sets: self.sets.clone() };
            let name = unused(&which.model_names().join("+"), &laid);
            laid.push(Laid { name, scenario: which.open()?, which });
        }
        let which = Which { scenario: self.scenario.clone(), models: Vec::new(), sets: self.sets.clone() };
        let as_written = match (self.only_models, which.open()) {
            (true, opened) => opened.ok(),
            (false, opened) => Some(opened?),
        };
        let Some(scenario) = as_written else { return Ok((laid, None)) };
        // What a model says of where values come from, or of a name, makes no other play.
        let same = |other: &Laid| other.scenario.hash == scenario.hash || same_plan(&other.scenario, &scenario);
        if let Some(at) = laid.iter().position(same) {
            // Held against first, since it is what there is.
            let first = laid.remove(at);
            let name = first.name.clone();
            laid.insert(0, first);
            return Ok((laid, Some(name)));
        }
        if self.only_models {
            return Ok((laid, None));
        }
        let name = unused("as-written", &laid);
        laid.insert(0, Laid { name: name.clone(), which, scenario });
        Ok((laid, None))
    }

    fn play(&self, arms: &mut Arms, interrupt: &Interrupt, folder: &mut Folder, memory: &mut Memory) -> Result<Played, Failure> {
        let mut progress = Progress::begin(self.shown.quiet);
        let design = design(&self.plays, self.precision);
        let mut watch = Watch {
            progress: &mut |done, of| progress.show(done, of),
            keep: &mut |replication, arm, replicated| folder.add_to(arm, replication, replicated),
            settled: &|arms| self.precision.is_none_or(|precision| settled(arms, precision)),
        };
        let stop = interrupt.stop();
        let played = memory.piece(arms, stop, |arms| arms::play(arms, &design, stop, &mut watch));
        progress.end();
        played.map_err(|broken: Broken<Trouble>| match broken {
            Broken::Keep(trouble) => no_folder(trouble),
            limit @ Broken::Limit { .. } => Failure::new(Status::Limit, limit),
        })
    }

    fn setting(&self, laid: &Laid) -> Setting {
        Setting { precision: self.precision, ..laid.which.setting(&laid.scenario, self.plays.seed) }
    }

    /// Writes what stands beside the tables, and puts the folder in its place; how many files it has.
    fn write(&self, folder: Folder, laid: &[Laid], comparison: &Comparison, json: &str) -> Result<usize, Failure> {
        folder.table(&Comparison::sheet(), self.csv, &comparison.rows()).map_err(no_folder)?;
        let mut texts = vec![("summary.json".to_owned(), json.to_owned())];
        for (laid, model) in laid.iter().zip(&comparison.models) {
            let summary = model.summary.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
            texts.push((format!("{}/summary.json", laid.name), summary));
            texts.push((format!("{}/scenario.ron", laid.name), laid.scenario.canonical.clone()));
            texts.push((format!("{}/trace.jsonl", laid.name), self.median(laid, &model.summary)?));
        }
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let files = folder.finish_with(&texts, &mut |folder| report::files_for(folder, &self.handed_on)).map_err(no_folder)?.len();
        Ok(files + if self.csv { 2 } else { 1 })
    }

    fn median(&self, laid: &Laid, summary: &Summary) -> Result<String, Failure> {
        let called = on_paper(&laid.scenario, &self.handed_on)?;
        let told = summary.median_replication.map(|replication| trace::lines(&laid.scenario.plan, &called, self.plays.seed, replication));
        told.unwrap_or(Ok(String::new()))
    }

    /// What a comparison must have in common with the one it goes on with.
    fn identity<'a>(&self, laid: &'a [Laid]) -> Identity<'a> {
        let hashes = laid.iter().map(|laid| laid.scenario.hash.as_str()).collect();
        Identity { study: "compare", seed: self.plays.seed, hashes, asked: self.handed_on.asked() }
    }

    fn next(&self, laid: &[Laid], ended: Ended) -> Vec<String> {
        let seed = self.plays.seed;
        if ended == Ended::Interrupted {
            return vec![HOW.to_owned()];
        }
        let of = |laid: &Laid| {
            format!("firedrill run {} --seed {seed} -n {}  ({} by itself)", laid.which.as_typed(), self.plays.replications, laid.name)
        };
        laid.iter().skip(1).take(2).map(of).collect()
    }

    fn default_folder(&self) -> PathBuf {
        let which = Which { scenario: self.scenario.clone(), models: Vec::new(), sets: Vec::new() };
        let mut folder = which.default_folder().into_os_string();
        folder.push("-compared");
        folder.into()
    }
}

/// The files of one model: joined by "+", unless there is a file of that very name.
fn files(model: &str) -> Vec<PathBuf> {
    if Path::new(model).exists() { vec![model.into()] } else { model.split('+').map(PathBuf::from).collect() }
}

/// A name that no model has yet.
fn unused(name: &str, laid: &[Laid]) -> String {
    let taken = |name: &str| laid.iter().any(|laid| laid.name == name);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Two scenarios that play alike in everything.
fn same_plan(a: &Scenario, b: &Scenario) -> bool {
    format!("{:?}", a.plan) == format!("{:?}", b.plan)
}
