//! `firedrill sweep`: what the answer depends on.

mod parts;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which, within};
use super::progress::Progress;
use super::resume::{HOW, Resume, leave};
use super::run::{design, no_folder};
use super::vary::{Level, Vary};
use super::{Failure, Status, output, ranges_hold, report};
use crate::model::plan::Plan;
use crate::report::demand;
use crate::report::folder::Folder;
use crate::report::sweep::{How, Origin, Point, Sweep as Summed, table};
use crate::report::words::{harmless, list};
use crate::scenario::Scenario;
use crate::study::Arm;
use crate::study::arms::OF_A_YEAR;
use crate::study::resume::Identity;
use crate::study::sweep::{self, Swept};

use crate::text::Overlay;
use parts::Part;

/// Vary one or several inputs: how does the answer change, and which estimate is worth improving?
///
/// Without --vary, the inputs are what the scenario itself says that nobody knows: every value with a range beside it, such as
/// `(value: "4h", between: ("2h", "9h"))`. Each is varied by itself, they are ranked, and all are drawn at once, which tells luck and not knowing apart:
/// half of the draws of a value lie below what is written, half above.
///
/// Values are a list (`people.analyst.count=2,4,6`) or a range (`telemetry.edr.sees=0.3..0.9`, `decisions.isolate.deliberation=5m..4h/4` for four
/// values). Several inputs are varied one at a time, all others as they are, unless --grid, --latin or --morris says otherwise. Every variant meets
/// the same luck.
///
/// With --latin, what is not known is drawn apart from luck: each draw takes a value of every range, and the table tells how much of the doubt is luck
/// and how much is not knowing. Writes report.html, summary.json and responses.parquet.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill sweep ransomware.ron                                          what nobody knows, by the scenario itself
  firedrill sweep ransomware.ron --vary decisions.isolate.delegate_after=15m,45m,2h
  firedrill sweep ransomware.ron --vary telemetry.edr-agents.sees=0.5..0.95 --vary rest.longest_stretch=10h..20h/3
  firedrill sweep ransomware.ron --vary telemetry.edr-agents.sees=0.5..0.95 --vary work.basic_takes=1.0..2.0 --latin 30 -n 200
  firedrill sweep ransomware.ron --vary A=0.1..0.9 --vary B=1h..9h --morris 10 --format json | jq .inputs

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line, the scenario or a value is wrong
  4    a limit was hit
  130  interrupted, with the variants that were finished kept")]
pub struct Sweep {
    #[command(flatten)]
    which: Which,

    /// An input and its values, once for each [default: every value of the scenario with a range beside it, `between: (…, …)`]
    #[arg(long = "vary", value_name = "PATH=VALUES")]
    vary: Vec<Vary>,

    /// Every combination of all values
    #[arg(long, conflicts_with_all = ["latin", "morris"])]
    grid: bool,

    /// So many draws of all inputs at once, each part of each range once (Latin hypercube)
    #[arg(long, value_name = "DRAWS", conflicts_with = "morris", value_parser = within::<u16>(2, 1000))]
    latin: Option<u16>,

    /// Rank the inputs by so many trajectories (Morris); takes a variant for each input and one more, for each
    #[arg(long, value_name = "TRAJECTORIES", value_parser = within::<u16>(2, 200))]
    morris: Option<u16>,

    /// What is measured, by its name in summary.json [default: time_to_recover; where no incident can come and
    /// tickets are of one kind, how long these wait]
    #[arg(long, value_name = "NAME")]
    measure: Option<String>,

    #[command(flatten)]
    plays: Plays,

    /// Where the results go [default: results/SCENARIO-sweep, with the names of the models]
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

/// A value of each input, or none where it is as the scenario has it.
type Values = Vec<Option<Level>>;

impl Sweep {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        let measure = self.measured(&scenario.plan)?;
        let inputs = self.inputs(&scenario)?;
        let parts = self.parts(&inputs)?;
        let variants = parts.iter().flat_map(|part| &part.variants);
        let plans = variants.map(|values| self.lay(&scenario, &inputs, values)).collect::<Result<Vec<_>, _>>()?;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("sweep"));
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        let mut progress = Progress::begin(self.shown.quiet);
        let design = design(&self.plays, None);
        let variants: Vec<&Values> = parts.iter().flat_map(|part| &part.variants).collect();
        let asked = format!("{} {inputs:?} {variants:?} {}", measure.0, self.plays.replications);
        let identity = Identity { study: "sweep", seed: self.plays.seed, hashes: vec![&scenario.hash], asked };
        let mut memory = self.resume.memory(&out, &identity)?;
        let watch = (interrupt.stop(), &mut memory);
        let played = sweep::sweep(&scenario.plan, &plans, &measure.0, &design, watch, &mut |done, of| progress.show(done, of));
        progress.end();
        let swept = played.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let nothing = || Failure::new(Status::Interrupted, "no variant was finished: nothing is written");
        let swept = swept.ok_or_else(nothing)?;
        let whole = swept.responses.len() == plans.len();
        let note = (!whole).then(|| format!("interrupted: {} of {} variants are finished", swept.responses.len(), plans.len()));
        let head = self.which.setting(&scenario, self.plays.seed).head("sweep", &scenario.plan.name, swept.plays, note);
        let (how, summed) = self.sum_up(Origin { head, measure }, &inputs, &parts, &swept).ok_or_else(nothing)?;
        let json = summed.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        folder.table(&summed.sheet(), self.csv, &summed.rows()).map_err(no_folder)?;
        if !whole {
            leave(&folder, &memory, &identity)?;
        }
        let texts = [("scenario.ron", scenario.canonical.as_str()), ("summary.json", &json)];
        folder.finish_with(&texts, &mut report::files).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let written = format!("{}/summary.json, responses.parquet, report.html", out.display());
                let next = (!whole).then(|| ("Next", HOW.to_owned()));
                let around: Vec<(&str, String)> = next.into_iter().chain([("Written", written)]).collect();
                output::say(&table::of(&summed, how, &around))?;
            }
        }
        Ok(if whole { Status::Done } else { Status::Interrupted })
    }

    /// What is varied: what was named, or else what the scenario itself says that nobody knows.
    fn inputs(&self, scenario: &Scenario) -> Result<Vec<Vary>, Failure> {
        if !self.vary.is_empty() {
            return Ok(self.vary.clone());
        }
        ranges_hold(scenario)?;
        let own: Vec<Vary> = scenario.unknowns().into_iter().map(Vary::unknown).collect();
        if own.is_empty() {
            let words = "the scenario says of no value that it is not known: name inputs with --vary PATH=from..to, or write a range beside a value, such as \
                         (value: \"4h\", between: (\"2h\", \"9h\"))";
            return Err(Failure::new(Status::Wrong, words));
        }
        Ok(own)
    }

    /// What is measured, and its unit.
    fn measured(&self, plan: &Arc<Plan>) -> Result<(String, &'static str), Failure> {
        let arm = Arm::new(String::new(), plan.clone());
        let incidents = !plan.kinds.is_empty();
        let known = || {
            let names = arm.figures().into_iter().map(|figure| figure.name).filter(|name| incidents || name.starts_with(OF_A_YEAR));
            names.collect::<Vec<String>>().join(", ")
        };
        let wrong = |words: String| Failure::new(Status::Wrong, words);
        if known().is_empty() {
            return Err(wrong(
                "nothing is measured in this scenario: add `incidents`, or `demand` or `projects` and how long it `runs_for`".to_owned(),
            ));
        }
        let name = match (&self.measure, demand::waits(plan).as_slice()) {
            (Some(name), _) => name.clone(),
            (None, _) if incidents => "time_to_recover".to_owned(),
            (None, [(only, _)]) => format!("{OF_A_YEAR}{only}"),
            (None, waits) => {
                let words = "no incident can come in this scenario: say with --measure what is measured";
                let waits: Vec<String> = waits.iter().map(|(name, _)| format!("{OF_A_YEAR}{name}")).collect();
                let named = if waits.is_empty() { format!("there are {}", known()) } else { format!("for example {}", waits.join(", ")) };
                return Err(wrong(format!("{words}; {named}")));
            }
        };
        match arm.figure(&name) {
            Some(_) if !incidents && !name.starts_with(OF_A_YEAR) => {
                Err(wrong(format!("no incident can come in this scenario, so it has no {name}; there are {}", known())))
            }
            Some(figure) => Ok((name, figure.unit)),
            None => Err(wrong(format!("nothing is measured as {name:?}; there are {}", known()))),
        }
    }

    fn lay(&self, scenario: &Scenario, inputs: &[Vary], values: &Values) -> Result<Arc<Plan>, Failure> {
        let sets: Vec<String> = inputs.iter().zip(values).filter_map(|(vary, level)| Some(vary.set(level.as_ref()?))).collect();
        let with = scenario.with(&Overlay { sets: &sets, ..Overlay::default() });
        with.map(|with| with.plan).map_err(|rejected| {
            let values: Vec<String> = sets.iter().map(|set| harmless(set)).collect();
            let words = format!("{}\nThat is with the values of one variant: {}", rejected.render(output::colour()), list(&values, 8));
            Failure::new(Status::Wrong, words)
        })
    }

    fn sum_up(&self, origin: Origin, inputs: &[Vary], parts: &[Part], swept: &Swept) -> Option<(How, Summed)> {
        let mut left = swept.responses.as_slice();
        let (mut varied, mut draws) = (Vec::new(), None);
        for part in parts {
            let (own, rest) = left.split_at(part.variants.len().min(left.len()));
            left = rest;
            // Of a part that was not begun nothing can be said.
            if own.is_empty() {
                break;
            }
            if part.how == How::Latin {
                draws = Some(sweep::apart(&swept.base, own));
            }
            varied.push(part.sum_up(inputs, &swept.base, own));
        }
        let as_it_is = Point::of(&swept.base, vec![None; inputs.len()]);
        let mut varied = varied.into_iter();
        let main = varied.next()?;
        Some((main.how, Summed::of(origin, as_it_is, main, varied.collect(), draws.as_ref())))
    }
}
