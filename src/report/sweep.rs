//! What a study of sensitivity came to, as `summary.json` has it.

use serde::{Deserialize, Serialize};

use super::head::Head;
use super::rows::{Cell, Kind, Sheet, Table};
use super::summary::{Bounds, finite, rounded};
use crate::statistics::Interval;
use crate::study::sweep::{Apart, Band, Influence, Response};

pub mod table;

/// How the inputs were varied.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Each by itself.
    OneAtATime,
    /// All combinations.
    Grid,
    /// Draws of a Latin hypercube.
    Latin,
    /// Trajectories.
    Morris,
}
impl How {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            How::OneAtATime => "one_at_a_time",
            How::Grid => "grid",
            How::Latin => "latin",
            How::Morris => "morris",
        }
    }
}

/// A figure and its interval at 95 % confidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// The figure.
    pub value: Option<f64>,
    /// From and to.
    pub interval: Bounds,
}
impl Figure {
    fn of((value, interval): (Option<f64>, Interval)) -> Figure {
        Figure { value: finite(value), interval: [finite(interval.low), finite(interval.high)] }
    }
}

/// One variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Point {
    /// The value of each input, in their order; null where it is as the scenario has it.
    pub inputs: Vec<Option<String>>,
    /// As a table shows them.
    #[serde(default)]
    pub labels: Vec<Option<String>>,
    /// Values of the measure.
    pub count: u64,
    /// Those not reached by the horizon.
    pub censored: u64,
    /// The mean.
    pub mean: Figure,
    /// The median.
    pub p50: Figure,
    /// What 1 in 10 is worse than.
    pub p90: Figure,
    /// The mean less that of the scenario as it is.
    pub change: Figure,
    /// Hours from harm to recovery.
    pub hours_lost: Option<f64>,
    /// The share of promises broken.
    pub promises_broken: Option<f64>,
    /// What incidents cost.
    pub money: Option<f64>,
}
impl Point {
    /// Of a response; each input's value as set and as shown.
    pub fn of(response: &Response, inputs: Vec<Option<(String, String)>>) -> Point {
        let (inputs, labels) = inputs.into_iter().map(Option::unzip).unzip();
        Point {
            inputs,
            labels,
            count: response.count.0,
            censored: response.count.1,
            mean: Figure::of(response.mean),
            p50: Figure::of(response.p50),
            p90: Figure::of(response.p90),
            change: Figure::of((response.change.value, response.change.interval)),
            hours_lost: finite(response.hours),
            promises_broken: finite(response.broken),
            money: finite(response.money),
        }
    }
}

/// How much one input matters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InputSummary {
    /// Where it stands.
    pub path: String,
    /// One at a time and grid: span of the mean. Morris: mean absolute effect of the whole range. Latin: rank correlation.
    pub influence: f64,
    /// Morris: the spread of effects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<f64>,
    /// Where the scenario says that its range comes from: `Estimated("…")`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An input: its path, what the scenario says of where it comes from, how much it matters.
pub type Input = (String, Option<String>, Influence);

/// Some variants, and what they say of the inputs.
#[derive(Clone, Debug)]
pub struct Varied {
    /// How they were varied.
    pub how: How,
    /// The inputs.
    pub inputs: Vec<Input>,
    /// What each variant came to.
    pub points: Vec<Point>,
}

/// What one figure of luck is, and what it may be for all that is known; null beyond the horizon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BandSummary {
    /// With every value as it is written.
    pub as_it_is: Option<f64>,
    /// The least of all draws.
    pub least: Option<f64>,
    /// 1 draw in 20 is less than this.
    pub low: Option<f64>,
    /// Half of the draws are.
    pub middle: Option<f64>,
    /// 19 in 20 are.
    pub high: Option<f64>,
    /// The most of all draws.
    pub most: Option<f64>,
}

/// The measure over luck, as a band over what nobody knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NotKnowing {
    /// Draws of all inputs at once.
    pub draws: usize,
    /// What 1 in 10 is better than.
    pub p10: BandSummary,
    /// The median.
    pub p50: BandSummary,
    /// What 1 in 10 is worse than.
    pub p90: BandSummary,
    /// The mean.
    pub mean: BandSummary,
    /// The share of all variance that is not knowing; the rest is luck.
    pub share_of_variance: Option<f64>,
    /// The inputs, with their rank correlations.
    pub inputs: Vec<InputSummary>,
    /// The draws; those of `points` where these are the draws.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
}

/// Which estimate is worth improving, by trajectories (Morris).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ranking {
    /// The inputs, with the mean absolute effect of the whole range of each, and its spread.
    pub inputs: Vec<InputSummary>,
    /// The steps of the trajectories.
    pub points: Vec<Point>,
}

fn summed(inputs: &[Input]) -> Vec<InputSummary> {
    let of = |(path, source, influence): &Input| InputSummary {
        path: path.clone(),
        influence: rounded(influence.size),
        spread: influence.spread.map(rounded),
        source: source.clone(),
    };
    inputs.iter().map(of).collect()
}

impl NotKnowing {
    fn of(apart: &Apart, inputs: Vec<InputSummary>, points: Vec<Point>) -> NotKnowing {
        let band = |band: &Band| BandSummary {
            as_it_is: finite(band.as_it_is),
            least: finite(band.least),
            low: finite(band.low),
            middle: finite(band.middle),
            high: finite(band.high),
            most: finite(band.most),
        };
        NotKnowing {
            draws: apart.draws,
            p10: band(&apart.p10),
            p50: band(&apart.p50),
            p90: band(&apart.p90),
            mean: band(&apart.mean),
            share_of_variance: finite(apart.not_knowing),
            inputs,
            points,
        }
    }
}

/// All of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// What was played.
    #[serde(flatten)]
    pub head: Head,
    /// What was measured.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// How the inputs were varied.
    pub design: String,
    /// The inputs; one at a time, Morris and Latin: the one that matters most first.
    pub inputs: Vec<InputSummary>,
    /// The scenario as it is.
    pub as_it_is: Point,
    /// The variants.
    pub points: Vec<Point>,
    /// Which estimate is worth improving, where that was asked beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// Luck and not knowing, apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_knowing: Option<NotKnowing>,
}

/// What was studied.
#[derive(Clone, Debug)]
pub struct Origin {
    /// What was played.
    pub head: Head,
    /// What was measured, and its unit.
    pub measure: (String, &'static str),
}

impl Sweep {
    /// Of what was played: the scenario as it is, some variants, and others beside them.
    pub fn of(origin: Origin, as_it_is: Point, main: Varied, beside: Vec<Varied>, apart: Option<&Apart>) -> Sweep {
        let mut sweep = Sweep {
            head: origin.head,
            measure: origin.measure.0,
            unit: origin.measure.1.to_owned(),
            design: main.how.name().to_owned(),
            inputs: summed(&main.inputs),
            as_it_is,
            points: main.points,
            ranking: None,
            not_knowing: apart.filter(|_| main.how == How::Latin).map(|apart| NotKnowing::of(apart, summed(&main.inputs), Vec::new())),
        };
        for varied in beside {
            let inputs = summed(&varied.inputs);
            match varied.how {
                How::Morris => sweep.ranking = Some(Ranking { inputs, points: varied.points }),
                How::Latin => sweep.not_knowing = apart.map(|apart| NotKnowing::of(apart, inputs, varied.points)),
                How::OneAtATime | How::Grid => {}
            }
        }
        sweep
    }

    /// It is hours of work or of lost service in a year, which are counted.
    pub(super) fn is_an_amount(&self) -> bool {
        ["annual.hours.", "annual.downtime_hours."].iter().any(|hours| self.measure.starts_with(hours))
    }

    /// Some play has what is measured.
    pub(super) fn has_any(&self) -> bool {
        self.as_it_is.count > 0 || self.all_points().any(|(_, point)| point.count > 0)
    }

    /// Variants of which no play has what is measured.
    pub(super) fn without_any(&self) -> usize {
        self.points.iter().filter(|point| point.count == 0).count()
    }

    /// What stands where there is no figure: it was not reached by the horizon, or no play has any.
    pub(super) fn none(&self) -> &'static str {
        let censored = self.as_it_is.censored > 0 || self.all_points().any(|(_, point)| point.censored > 0);
        if censored { "beyond the horizon" } else { "none" }
    }

    /// All variants that were played, and how each was made.
    fn all_points(&self) -> impl Iterator<Item = (&str, &Point)> {
        let main = self.points.iter().map(|point| (self.design.as_str(), point));
        let ranking = self.ranking.iter().flat_map(|of| &of.points).map(|point| (How::Morris.name(), point));
        let draws = self.not_knowing.iter().flat_map(|of| &of.points).map(|point| (How::Latin.name(), point));
        main.chain(ranking).chain(draws)
    }

    /// The text of `summary.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The table of responses: a column an input, in the order of `inputs`.
    pub fn sheet(&self) -> Sheet {
        let mut columns: Vec<(String, Kind)> = self.inputs.iter().map(|input| (input.path.clone(), Kind::Text)).collect();
        for name in ["mean", "mean_low", "mean_high", "p50", "p90", "change", "hours_lost", "promises_broken", "money"] {
            columns.push((name.to_owned(), Kind::Real));
        }
        columns.extend([("count".to_owned(), Kind::Whole), ("censored".to_owned(), Kind::Whole), ("design".to_owned(), Kind::Text)]);
        Sheet { table: Table::OfStudy, name: "responses", columns }
    }

    /// Its rows.
    pub fn rows(&self) -> Vec<Vec<Cell<'_>>> {
        let row = |point: &'_ Point| -> Vec<f64> {
            let figures = [point.mean.value, point.mean.interval[0], point.mean.interval[1], point.p50.value, point.p90.value];
            let more = [point.change.value, point.hours_lost, point.promises_broken, point.money];
            figures.into_iter().chain(more).map(|value| value.unwrap_or(f64::NAN)).collect()
        };
        self.all_points()
            .map(|(design, point)| {
                let mut cells: Vec<Cell<'_>> = point.inputs.iter().map(|input| Cell::Text(input.as_deref())).collect();
                cells.extend(row(point).into_iter().map(|value| Cell::Real(Some(value).filter(|value| !value.is_nan()))));
                cells.extend([Cell::Whole(point.count), Cell::Whole(point.censored), Cell::Text(Some(design))]);
                cells
            })
            .collect()
    }
}
