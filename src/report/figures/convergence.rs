//! How sure the estimates are: the median and the 90th percentile after so many plays, with their 95 % intervals.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure};
use crate::report::words::{count, duration};
use crate::statistics::interval::exact_ranks;
use crate::statistics::quantile::quantile;

const LEFT: f64 = 120.0;
const RIGHT: f64 = 960.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 440.0;
const LEVELS: [(f64, &str); 2] = [(0.9, "1 in 10 is worse"), (0.5, "half are worse")];

/// An estimate after some plays.
struct Estimate {
    plays: usize,
    value: f64,
    low: f64,
    high: f64,
}

/// The figure of one value a play, in the order of the plays, infinite where it was not reached; none below twenty of them.
pub fn of(id: &str, title: &str, what: &str, values: &[f64]) -> Option<Figure> {
    let values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    if values.len() < 20 {
        return None;
    }
    let runs: Vec<Vec<Estimate>> = LEVELS.iter().map(|(level, _)| estimates(&values, *level)).collect();
    let top = runs.iter().flatten().flat_map(|e| [e.value, e.high]).filter(|v| v.is_finite()).max_by(f64::total_cmp)?;
    let x = Scale::ratio(20.0, values.len() as f64, LEFT, RIGHT);
    let y = Scale::even(0.0, top * 1.05, BOTTOM, TOP);
    let mut canvas = Canvas::new(1200, 520);
    for (mark, words) in y.time_marks() {
        canvas.line(&[(LEFT, y.at(mark)), (RIGHT, y.at(mark))], Ink::Grid, 2);
        canvas.text(LEFT - 12.0, y.at(mark), Side::End, 20.0, Ink::Muted, &words);
    }
    for plays in [20_u64, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000] {
        if plays as usize <= values.len() && !(values.len() >= 5000 && plays.to_string().starts_with(['2', '5'])) {
            canvas.text(x.at(plays as f64), BOTTOM + 26.0, Side::Middle, 20.0, Ink::Muted, &count(plays));
        }
    }
    canvas.text((LEFT + RIGHT) / 2.0, BOTTOM + 60.0, Side::Middle, 20.0, Ink::Muted, "plays");
    for (at, (run, (_, words))) in runs.iter().zip(LEVELS).enumerate() {
        let line = |pick: fn(&Estimate) -> f64| run.iter().map(|e| (x.at(e.plays as f64), drawn(&y, pick(e)))).collect::<Vec<_>>();
        canvas.series(Some((at, words)));
        canvas.line(&line(|e| e.low), Ink::Series(at), 2);
        canvas.line(&line(|e| e.high), Ink::Series(at), 2);
        canvas.line(&line(|e| e.value), Ink::Series(at), 5);
        if let Some(last) = run.last().filter(|last| last.value.is_finite()) {
            canvas.text(RIGHT + 16.0, y.at(last.value), Side::Start, 21.0, Ink::Text, words);
        }
    }
    canvas.series(None);
    canvas.axes((&x, "plays"), (&y, "s"));
    let caption = caption(what, &values, &runs);
    let svg = canvas.finish(id, title, &format!("Estimates against the number of plays, thin lines their 95 % intervals. {caption}"));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&runs) })
}

/// What lies beyond the horizon stands nowhere.
fn drawn(y: &Scale, value: f64) -> f64 {
    if value.is_finite() { y.at(value) } else { f64::NAN }
}

fn estimates(values: &[f64], level: f64) -> Vec<Estimate> {
    let mut sizes: Vec<usize> = Vec::new();
    let mut size = 20.0;
    while (size as usize) < values.len() {
        sizes.push(size as usize);
        size *= 1.25;
    }
    sizes.push(values.len());
    let of = |plays: usize| {
        let mut sorted = values[..plays].to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = exact_ranks(plays as u64, level);
        let at = |rank: Option<u64>| rank.and_then(|rank| sorted.get(rank as usize - 1)).copied().unwrap_or(f64::NAN);
        Estimate { plays, value: quantile(&sorted, level).unwrap_or(f64::NAN), low: at(low), high: at(high) }
    };
    sizes.into_iter().map(of).collect()
}

fn words(value: f64) -> String {
    match value {
        value if value.is_nan() => "too few plays".to_owned(),
        value if value.is_finite() => duration(value),
        _ => "beyond the horizon".to_owned(),
    }
}

fn caption(what: &str, values: &[f64], runs: &[Vec<Estimate>]) -> String {
    let last =
        |run: &Vec<Estimate>| run.last().map_or(String::new(), |e| format!("{} ({} to {})", words(e.value), words(e.low), words(e.high)));
    let both: Vec<String> = runs.iter().map(last).collect();
    format!(
        "After {} plays the median of {what} is {} and its 90th percentile {}, with 95 % intervals in brackets: luck alone moves them no further.",
        count(values.len() as u64),
        both[1],
        both[0]
    )
}

fn table(runs: &[Vec<Estimate>]) -> DataTable {
    let mut table = DataTable::new(["plays", "median", "from", "to", "90th percentile", "from", "to"]);
    for (ninety, half) in runs[0].iter().zip(&runs[1]).rev().step_by(4) {
        table.row([count(half.plays as u64)].into_iter().chain([half, ninety].iter().flat_map(|e| [e.value, e.low, e.high].map(words))));
    }
    table.rows.reverse();
    table
}
