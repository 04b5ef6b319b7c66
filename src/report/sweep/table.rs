//! A sweep as a planner reads it: what matters most, a tornado, curves with their bands.

pub(in crate::report) mod apart;

use super::{How, InputSummary, Point, Sweep};
use crate::report::measured;
use crate::report::table::labelled;
use crate::report::words::{count, duration, harmless, many, money, share, wrap};

const WIDTH: usize = 96;
const BAR: f64 = 24.0;
/// The most letters of what a line is of.
const LABEL: usize = 34;
/// More variants than these are not shown; the files have all.
const SHOWN: usize = 40;

/// A figure in the unit of the measure.
fn figure(sweep: &Sweep, value: Option<f64>) -> String {
    let sign = |value: f64, words: fn(f64) -> String| if value < 0.0 { format!("-{}", words(-value)) } else { words(value) };
    match (value, sweep.unit.as_str()) {
        (None, _) => "-".to_owned(),
        (Some(value), "s") => sign(value, duration),
        // Hours that are worked are no time from one moment to another.
        (Some(value), "h") if sweep.is_an_amount() => sign(value, |hours| format!("{} h", count(libm::round(hours) as u64))),
        (Some(value), "h") => sign(value * 3600.0, duration),
        (Some(value), "d") => sign(value * 86_400.0, duration),
        (Some(value), "money") => sign(value, money),
        (Some(value), "share") => sign(value, share),
        (Some(value), _) => format!("{value:.1}"),
    }
}

fn bar(value: f64, most: f64) -> String {
    if most > 0.0 { "█".repeat(libm::round(value / most * BAR).max(0.0) as usize) } else { String::new() }
}

/// The table; `around` are the last lines: what next, and where it was written.
pub fn of(sweep: &Sweep, how: How, around: &[(&str, String)]) -> String {
    let mut parts = vec![harmless(&sweep.head.scenario)];
    parts.extend(sweep.head.model.as_deref().map(harmless));
    parts.push(many(sweep.all_points().count() as u64, "variant"));
    parts.push(format!("{} of each", many(sweep.head.replications, "play")));
    parts.push(format!("seed {}", sweep.head.seed));
    let mut text = parts.join(" · ") + "\n";
    text.push_str(&sweep.head.note.as_ref().map_or(String::new(), |note| format!("NOTE  {note}\n")));
    if let Some(known) = sweep.not_knowing.as_ref().filter(|_| sweep.has_any()) {
        text.push_str(&(wrap(&apart::answer(sweep, known), WIDTH).join("\n") + "\n"));
    }
    text.push_str(&(wrap(&answer(sweep, how), WIDTH).join("\n") + "\n"));
    text.push_str(&influences(sweep, how, &sweep.inputs));
    if let Some(ranking) = &sweep.ranking {
        text.push_str(&influences(sweep, How::Morris, &ranking.inputs));
    }
    text.push_str(&match how {
        How::OneAtATime => curves(sweep),
        How::Grid | How::Latin | How::Morris => points(sweep),
    });
    if let Some(known) = sweep.not_knowing.as_ref().filter(|_| sweep.has_any()) {
        text.push_str(&apart::of(sweep, known));
    }
    let mut words = "every variant meets the same luck, and is held against the scenario as it is play by play, so that what differs is the input; the band is the \
                     95 % interval of the mean of one variant by itself, and a change much smaller than it may be sure."
        .to_owned();
    if sweep.points.iter().chain([&sweep.as_it_is]).any(|point| point.censored > 0) {
        words.push_str(" What is not over by the horizon counts as the horizon in means.");
    }
    text.push_str(&format!("\n{}", labelled("How", &words)));
    for (label, words) in around {
        text.push_str(&format!("{label:<15}{words}\n"));
    }
    text
}

/// Places of inputs, what matters most first.
pub(in crate::report) fn most_first(inputs: &[InputSummary]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    let size = |at: usize| libm::fabs(inputs[at].influence);
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)).then(a.cmp(&b)));
    order
}

fn answer(sweep: &Sweep, how: How) -> String {
    let name = harmless(&measured::name(&sweep.measure));
    let ends = |input: usize| -> Option<(&Point, &Point)> {
        let known = || sweep.points.iter().filter(move |p| p.inputs[input].is_some() && p.mean.value.is_some());
        let least = known().min_by(|a, b| a.mean.value.unwrap_or(0.0).total_cmp(&b.mean.value.unwrap_or(0.0)))?;
        Some((least, known().max_by(|a, b| a.mean.value.unwrap_or(0.0).total_cmp(&b.mean.value.unwrap_or(0.0)))?))
    };
    let order = most_first(&sweep.inputs);
    let Some(&first) = order.first() else { return String::new() };
    let path = harmless(&sweep.inputs[first].path);
    let unsure = if how == How::OneAtATime && !sure(sweep, first) { " So few plays cannot tell that from no change." } else { "" };
    let others = if order.len() > 1 { format!(" It matters most of the {} inputs.", order.len()) } else { String::new() };
    match (how, ends(first)) {
        (_, None) => format!("No play has any {name}: nothing can be said."),
        (_, Some(_)) if sweep.inputs.iter().all(|input| input.influence == 0.0) => match sweep.without_any() {
            0 => format!("Nothing that was varied changes the {name} in any play."),
            none => format!(
                "Nothing that was varied changes the {name} where there is any; {} of {} variants have none.",
                none,
                sweep.points.len()
            ),
        },
        (How::Morris, _) => format!(
            "The estimate most worth improving is {path}: over its range it moves the mean {name} by {} on average.{others}",
            figure(sweep, Some(sweep.inputs[first].influence))
        ),
        (How::Latin, Some(_)) => {
            format!("Of what is not known, {path} matters most (rank correlation {:.2}).", sweep.inputs[first].influence)
        }
        (_, Some((least, most))) => {
            let at = |point: &Point| point.labels[first].clone().unwrap_or_default();
            format!(
                "With {path} from {} to {}, the mean {name} goes from {} to {}.{unsure}{others}",
                harmless(&at(least)),
                harmless(&at(most)),
                figure(sweep, least.mean.value),
                figure(sweep, most.mean.value)
            )
        }
    }
}

/// Of each input by itself: some value of it can be told from how it is.
fn sure(sweep: &Sweep, input: usize) -> bool {
    let told = |point: &&Point| {
        point.inputs[input].is_some() && matches!(point.change.interval, [Some(low), Some(high)] if low > 0.0 || high < 0.0)
    };
    sweep.points.iter().any(|point| told(&point))
}

fn influences(sweep: &Sweep, how: How, inputs: &[InputSummary]) -> String {
    if inputs.len() < 2 {
        return String::new();
    }
    let title = match how {
        How::OneAtATime | How::Grid => "What matters most: span of the mean",
        How::Morris => "Which estimate is worth improving: effect of the whole range on the mean (and its spread)",
        How::Latin => "What matters most: rank correlation",
    };
    let mut text = format!("\n{title}\n");
    let most = inputs.iter().map(|input| libm::fabs(input.influence)).fold(0.0, f64::max);
    let mut some_unsure = false;
    let size = |at: usize| {
        let input = &inputs[at];
        let size = match how {
            How::Latin => format!("{:.2}", input.influence),
            _ => figure(sweep, Some(input.influence)),
        };
        let unsure = how == How::OneAtATime && input.influence != 0.0 && !sure(sweep, at);
        let spread = input.spread.map_or(String::new(), |spread| format!(" ({})", figure(sweep, Some(spread))));
        (if unsure { format!("({size})") } else { size } + &spread, unsure)
    };
    let width = (0..inputs.len()).map(|at| size(at).0.chars().count()).max().unwrap_or(0).max(22);
    for at in most_first(inputs) {
        let (input, (size, unsure)) = (&inputs[at], size(at));
        some_unsure |= unsure;
        let path = harmless(&input.path);
        // A path that is too long for its column stands on a line of its own.
        let path = if path.chars().count() > 47 { format!("{path}\n{:<48}", "") } else { format!("{path:<48}") };
        text.push_str(&format!("{path}{size:>width$}  {}\n", bar(libm::fabs(input.influence), most)));
        if let Some(source) = &input.source {
            wrap(&harmless(source), WIDTH - 2).iter().for_each(|row| text.push_str(&format!("  {row}\n")));
        }
    }
    if some_unsure {
        text.push_str("in brackets: with none of its values can that be told from how it is\n");
    }
    text
}

/// A line of a table: what it is of, and its figures.
type Line = [String; 5];

fn heads() -> Line {
    ["", "mean", "band", "typical", "1 in 10"].map(str::to_owned)
}

fn line(sweep: &Sweep, label: &str, point: &Point) -> Line {
    let band = match point.mean.interval {
        [Some(low), Some(high)] => format!("{} to {}", figure(sweep, Some(low)), figure(sweep, Some(high))),
        _ => "-".to_owned(),
    };
    let beyond = |value: Option<f64>| if value.is_none() && point.censored > 0 { "> horizon".to_owned() } else { figure(sweep, value) };
    [cut(label), figure(sweep, point.mean.value), band, beyond(point.p50.value), beyond(point.p90.value)]
}

/// No longer than its column: of what is longer the beginning and the end, since variants mostly differ there.
fn cut(label: &str) -> String {
    let letters: Vec<char> = label.chars().collect();
    if letters.len() <= LABEL {
        return label.to_owned();
    }
    let half = LABEL / 2;
    letters[..half].iter().chain(['…'].iter()).chain(&letters[letters.len() + half + 1 - LABEL..]).collect()
}

/// Lines below each other: values hold blanks, so that three stand between columns.
fn laid_out(lines: &[Line]) -> String {
    let widest = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let [label, mean, band, typical, bad] = [0, 1, 2, 3, 4].map(widest);
    let label = label.max(LABEL - 6);
    let row = |[of, m, b, t, w]: &Line| format!("{of:<label$}   {m:>mean$}   {b:>band$}   {t:>typical$}   {w:>bad$}\n");
    lines.iter().map(row).collect()
}

/// One input after the other, each value a line.
fn curves(sweep: &Sweep) -> String {
    let mut text = String::new();
    for at in most_first(&sweep.inputs) {
        let own = sweep.points.iter().filter(|point| point.inputs[at].is_some());
        let own = own.map(|point| line(sweep, &format!("  {}", harmless(&point.labels[at].clone().unwrap_or_default())), point));
        let lines: Vec<Line> = [heads(), line(sweep, "  as it is", &sweep.as_it_is)].into_iter().chain(own).collect();
        text.push_str(&format!("\n{}\n{}", harmless(&sweep.inputs[at].path), laid_out(&lines)));
    }
    text
}

/// Each combination a line, the lowest mean first.
fn points(sweep: &Sweep) -> String {
    let names: Vec<&str> = sweep.inputs.iter().map(|input| input.path.as_str()).collect();
    let mut text = format!("\n{}", labelled("Values of", &harmless(&names.join(", "))));
    let mut lines = vec![heads(), line(sweep, "as it is", &sweep.as_it_is)];
    let mut order: Vec<&Point> = sweep.points.iter().collect();
    order.sort_by(|a, b| a.mean.value.unwrap_or(f64::INFINITY).total_cmp(&b.mean.value.unwrap_or(f64::INFINITY)));
    for point in order.iter().take(SHOWN) {
        let values: Vec<String> = point.labels.iter().map(|label| harmless(label.as_deref().unwrap_or("-"))).collect();
        lines.push(line(sweep, &values.join(", "), point));
    }
    text.push_str(&laid_out(&lines));
    if order.len() > SHOWN {
        text.push_str(&format!("… and {} more in responses.parquet\n", order.len() - SHOWN));
    }
    text
}
