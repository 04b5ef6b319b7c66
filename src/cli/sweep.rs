//! `firedrill sweep`: what the answer depends on.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which};
use super::progress::Progress;
use super::run::{design, no_folder};
use super::vary::{Level, Vary};
use super::{Failure, Status, output, report};
use crate::model::plan::Plan;
use crate::report::folder::Folder;
use crate::report::sweep::{How, Origin, Point, Sweep as Summed, table};
use crate::scenario::Scenario;
use crate::study::Arm;
use crate::study::sweep::{self, Influence, Swept};
use crate::text::Overlay;

/// More variants than these are refused.
const AT_MOST: usize = 2_000;

/// Vary one or several inputs: how does the answer change, and which estimate is worth improving?
///
/// Values are a list (`people.analyst.count=2,4,6`) or a range (`telemetry.edr.sees=0.3..0.9`, `decisions.isolate.deliberation=5m..4h/4` for four
/// values). Several inputs are varied one at a time, all others as they are, unless --grid, --latin or --morris says otherwise. Every variant meets
/// the same luck.
///
/// With --latin, what is not known is drawn apart from luck: each draw takes a value of every range, and the table tells how much of the doubt is luck
/// and how much is not knowing. Writes summary.json and responses.parquet.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
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

    /// An input and its values, once for each
    #[arg(long = "vary", value_name = "PATH=VALUES", required = true)]
    vary: Vec<Vary>,

    /// Every combination of all values
    #[arg(long, conflicts_with_all = ["latin", "morris"])]
    grid: bool,

    /// So many draws of all inputs at once, each part of each range once (Latin hypercube)
    #[arg(long, value_name = "DRAWS", conflicts_with = "morris", value_parser = clap::value_parser!(u16).range(2..=1000))]
    latin: Option<u16>,

    /// Rank the inputs by so many trajectories (Morris); takes a variant for each input and one more, for each
    #[arg(long, value_name = "TRAJECTORIES", value_parser = clap::value_parser!(u16).range(2..=200))]
    morris: Option<u16>,

    /// What is measured, by its name in summary.json
    #[arg(long, value_name = "NAME", default_value = "time_to_recover")]
    measure: String,

    #[command(flatten)]
    plays: Plays,

    /// Where the results go [default: results/SCENARIO-sweep, with the names of the models]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write the table as CSV as well
    #[arg(long)]
    csv: bool,

    #[command(flatten)]
    shown: Shown,
}

/// A value of each input, or none where it is as the scenario has it.
type Values = Vec<Option<Level>>;
/// How inputs are varied, the shares of their ranges (of draws and trajectories), and their values.
type Variants = (How, Vec<Vec<f64>>, Vec<Values>);

impl Sweep {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        let measure = self.measured(&scenario.plan)?;
        let (how, shares, variants) = self.variants()?;
        let plans = variants.iter().map(|values| self.lay(&scenario, values)).collect::<Result<Vec<_>, _>>()?;
        let out = self.out.clone().unwrap_or_else(|| self.which.folder_of("sweep"));
        let folder = Folder::begin_each(&out, &[], self.csv).map_err(no_folder)?;
        let interrupt = Interrupt::listen();
        interrupt.clean_up(folder.aside().to_owned());
        let mut progress = Progress::begin(self.shown.quiet);
        let design = design(&self.plays, None);
        let played = sweep::sweep(&scenario.plan, &plans, &measure.0, &design, interrupt.stop(), &mut |done, of| progress.show(done, of));
        progress.end();
        let swept = played.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let Some(swept) = swept.filter(|swept| !swept.responses.is_empty()) else {
            return Err(Failure::new(Status::Interrupted, "no variant was finished: nothing is written"));
        };
        let whole = swept.responses.len() == variants.len();
        let note = (!whole).then(|| format!("interrupted: {} of {} variants are finished", swept.responses.len(), variants.len()));
        let head = self.which.setting(&scenario, self.plays.seed).head("sweep", &scenario.plan.name, swept.plays, note);
        let origin = Origin { head, measure, how };
        let summed = self.sum_up(origin, &swept, &variants, &shares);
        let json = summed.to_json().map_err(|why| Failure::new(Status::Unfinished, why))?;
        folder.table(&summed.sheet(), self.csv, &summed.rows()).map_err(no_folder)?;
        let texts = [("scenario.ron", scenario.canonical.as_str()), ("summary.json", &json)];
        folder.finish_with(&texts, &mut report::files).map_err(no_folder)?;
        match self.shown.format {
            Format::Json => output::say(&json)?,
            Format::Table => {
                let written = format!("{}/summary.json, responses.parquet", out.display());
                output::say(&table::of(&summed, how, &[("Written", written)]))?;
            }
        }
        Ok(if whole { Status::Done } else { Status::Interrupted })
    }

    /// What is measured, and its unit.
    fn measured(&self, plan: &Arc<Plan>) -> Result<(String, &'static str), Failure> {
        let arm = Arm::new(String::new(), plan.clone());
        let name = &self.measure;
        match arm.figure(name) {
            Some(figure) => Ok((name.clone(), figure.unit)),
            None => {
                let known: Vec<String> = arm.figures().into_iter().map(|figure| figure.name).collect();
                Err(Failure::new(Status::Wrong, format!("nothing is measured as {name:?}; there are {}", known.join(", "))))
            }
        }
    }

    /// How inputs are varied, the shares of their ranges (of draws and trajectories), and their values.
    fn variants(&self) -> Result<Variants, Failure> {
        let paths: Vec<String> = self.vary.iter().map(|vary| vary.path.clone()).collect();
        if let Some(twice) = paths.iter().enumerate().find(|(at, path)| paths[..*at].contains(path)) {
            return Err(Failure::new(Status::Wrong, format!("{} is varied twice", twice.1)));
        }
        let of = |shares: &[Vec<f64>]| -> Vec<Values> {
            shares.iter().map(|point| self.vary.iter().zip(point).map(|(vary, share)| Some(vary.at(*share))).collect()).collect()
        };
        let (how, shares, variants) = match (self.latin, self.morris) {
            (Some(draws), _) => {
                let shares = sweep::latin(usize::from(draws), &paths, self.plays.seed);
                (How::Latin, shares.clone(), of(&shares))
            }
            (_, Some(many)) => {
                let shares = sweep::trajectories(usize::from(many), &paths, self.plays.seed);
                (How::Morris, shares.clone(), of(&shares))
            }
            _ if self.grid => (How::Grid, Vec::new(), self.combinations()?),
            _ => (How::OneAtATime, Vec::new(), self.one_at_a_time()),
        };
        if variants.len() > AT_MOST {
            return Err(Failure::new(
                Status::Wrong,
                format!("{} variants are more than {AT_MOST}: take fewer values, or --latin", variants.len()),
            ));
        }
        Ok((how, shares, variants))
    }

    fn one_at_a_time(&self) -> Vec<Values> {
        let many = self.vary.len();
        let only = |at: usize, level: Level| (0..many).map(|input| (input == at).then(|| level.clone())).collect();
        self.vary.iter().enumerate().flat_map(|(at, vary)| vary.levels().into_iter().map(move |level| only(at, level))).collect()
    }

    fn combinations(&self) -> Result<Vec<Values>, Failure> {
        let many = self.vary.iter().map(|vary| vary.levels().len()).try_fold(1_usize, usize::checked_mul);
        if many.is_none_or(|many| many > AT_MOST) {
            return Err(Failure::new(Status::Wrong, format!("the grid has more than {AT_MOST} variants: take fewer values, or --latin")));
        }
        Ok(self.vary.iter().fold(vec![Vec::new()], |all: Vec<Values>, vary| {
            let more =
                |values: &Values| vary.levels().into_iter().map(|level| [values.clone(), vec![Some(level)]].concat()).collect::<Vec<_>>();
            all.iter().flat_map(more).collect()
        }))
    }

    fn lay(&self, scenario: &Scenario, values: &Values) -> Result<Arc<Plan>, Failure> {
        let sets: Vec<String> = self.vary.iter().zip(values).filter_map(|(vary, level)| Some(vary.set(level.as_ref()?))).collect();
        let with = scenario.with(&Overlay { sets: &sets, ..Overlay::default() });
        with.map(|with| with.plan).map_err(|rejected| Failure::new(Status::Wrong, rejected.render(output::colour())))
    }

    fn sum_up(&self, origin: Origin, swept: &Swept, variants: &[Values], shares: &[Vec<f64>]) -> Summed {
        let means: Vec<f64> = swept.responses.iter().map(|response| response.mean.0.unwrap_or(f64::NAN)).collect();
        let influences: Vec<Influence> = match origin.how {
            How::Morris => sweep::morris(shares, &means, self.vary.len()),
            How::Latin => (0..self.vary.len())
                .map(|input| {
                    let column: Vec<f64> = shares.iter().take(means.len()).map(|point| point[input]).collect();
                    Influence { size: sweep::rank_correlation(&column, &means), spread: None }
                })
                .collect(),
            How::OneAtATime | How::Grid => (0..self.vary.len()).map(|input| span(input, swept, variants, &means)).collect(),
        };
        let inputs: Vec<(String, Influence)> = self.vary.iter().map(|vary| vary.path.clone()).zip(influences).collect();
        let points = swept.responses.iter().zip(variants).map(|(response, values)| {
            Point::of(response, values.iter().map(|level| level.clone().map(|level| (level.value, level.label))).collect())
        });
        let as_it_is = Point::of(&swept.base, vec![None; self.vary.len()]);
        Summed::of(origin, &inputs, (as_it_is, points.collect()))
    }
}

/// The largest mean over the values of an input less the smallest, all else averaged.
fn span(input: usize, swept: &Swept, variants: &[Values], means: &[f64]) -> Influence {
    let mut by_value: Vec<(&Level, Vec<f64>)> = Vec::new();
    for (values, mean) in variants.iter().zip(means).filter(|(_, mean)| !mean.is_nan()) {
        let Some(level) = &values[input] else { continue };
        match by_value.iter_mut().find(|(known, _)| *known == level) {
            Some((_, all)) => all.push(*mean),
            None => by_value.push((level, vec![*mean])),
        }
    }
    let mut averages: Vec<f64> = by_value.iter().map(|(_, all)| all.iter().sum::<f64>() / all.len() as f64).collect();
    // One at a time, the scenario as it is is a value of each input.
    if variants.iter().any(|values| values.iter().any(Option::is_none)) {
        averages.extend(swept.base.mean.0);
    }
    let (least, most) = averages.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), a| (least.min(*a), most.max(*a)));
    Influence { size: if most >= least { most - least } else { 0.0 }, spread: None }
}
