//! A comparison for a planner: the models side by side, each held against the first in words, who keeps which target, what each one costs.

use super::super::summary::{MeasureSummary, Summary, TargetSummary};
use super::super::table::{labelled, labels, promise};
use super::super::words::{count, duration, harmless, list, many, money, share, wrap};
use super::{Comparison, DifferenceSummary, ModelSummary};
use super::{blocks, tickets};
use crate::model::plan::Plan;
use crate::statistics::paired::WRONG_WAY;

const WIDTH: usize = 96;
/// Of the first column.
const LABEL: usize = 28;

/// What the table cannot know from the comparison.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// How long it took, for the first line.
    pub took: Option<f64>,
    /// Models that are the scenario as written, by name.
    pub as_written: Option<String>,
    /// What to type next.
    pub next: Vec<String>,
    /// Where the results are, and how many files.
    pub written: Option<(String, usize)>,
}

/// Columns under the names of the models.
struct Grid<'a> {
    models: &'a [ModelSummary],
    width: usize,
}

impl Grid<'_> {
    /// A row; each cell a text and a mark behind it.
    fn row(&self, label: &str, cells: impl IntoIterator<Item = (String, char)>) -> String {
        let cells: String = cells
            .into_iter()
            .map(|(text, mark)| format!("{:>width$} {mark}", shortened(&text, self.width - 3), width = self.width - 2))
            .collect();
        format!("{label:<LABEL$}{cells}").trim_end().to_owned() + "\n"
    }

    fn head(&self) -> String {
        self.row("", self.models.iter().map(|model| (harmless(&model.name), ' ')))
    }
}

/// A text that fits, with an ellipsis where it was cut.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).collect::<String>() + "…"
}

/// The whole text; `plan` is the first model's.
pub fn of(comparison: &Comparison, plan: &Plan, around: &Around) -> String {
    let Some(first) = comparison.models.first() else { return String::new() };
    let grid = Grid { models: &comparison.models, width: ((WIDTH - LABEL) / comparison.models.len().max(1)).clamp(14, 20) };
    let mut text = head(comparison, plan, around);
    let (rows, _) = labels(&first.summary, plan);
    let rows: Vec<(String, String)> = rows.into_iter().filter(|(name, _)| told(comparison, name)).collect();
    let (alike, differing): (Vec<_>, Vec<_>) = rows.iter().cloned().partition(|(name, _)| alike(comparison, name));
    text.push_str(&format!("\n{}{}", grid.head(), side_by_side(comparison, &grid, &differing)));
    let waits = tickets::rows(comparison, plan);
    text.push_str(&tickets_side_by_side(comparison, &grid, &waits));
    text.push_str(&legend(comparison, &alike));
    let held: Vec<(String, String)> = rows.iter().chain(&waits).cloned().collect();
    let mut verdicts: String = comparison.models.iter().skip(1).map(|other| blocks::of(comparison, first, other, &held)).collect();
    if comparison.models.len() > 2 {
        verdicts.push_str(&blocks::best(comparison, &rows));
    }
    text.push_str(&verdicts);
    text.push_str(&targets(&grid, &rows));
    text.push_str(&costs(&grid, tickets::are_all_there_is(comparison, plan), |model| {
        comparison.difference(&first.name, &model.name, "cost").is_some_and(|cost| cost.verdict == "cannot_tell")
    }));
    text.push_str(&pairing(comparison));
    text.push_str(&blocks::assumptions(comparison, &rows));
    if verdicts.contains("cannot tell") && !tickets::are_all_there_is(comparison, plan) {
        text.push_str(&format!("\n{}", labelled("Cannot tell?", &why_unsure())));
    }
    text.push('\n');
    for (at, command) in around.next.iter().enumerate() {
        text.push_str(&format!("{:<15}{command}\n", if at == 0 { "Next" } else { "" }));
    }
    if let Some((folder, files)) = &around.written {
        text.push_str(&format!("{:<15}{folder}/summary.json and {} more\n", "Written", files.saturating_sub(1)));
    }
    text
}

fn head(comparison: &Comparison, plan: &Plan, around: &Around) -> String {
    let plays = match comparison.asked {
        Some(asked) => format!("{} of {asked} plays of each", comparison.replications),
        None => format!("{} of each", many(comparison.replications, "play")),
    };
    let mut parts = vec![harmless(&plan.name), format!("{} staffing models", comparison.models.len())];
    parts.extend([format!("{plays} on the same luck"), format!("seed {}", comparison.seed)]);
    parts.extend(around.took.map(|seconds| if seconds < 60.0 { format!("{seconds:.1} s") } else { duration(seconds) }));
    let mut text = wrap(&parts.join(" · "), WIDTH).join("\n") + "\n";
    for line in wrap(&harmless(&plan.about), WIDTH).iter().filter(|line| !line.is_empty()) {
        text.push_str(&format!("{line}\n"));
    }
    if let Some(name) = &around.as_written {
        text.push_str(&format!("{} is the scenario as written\n", harmless(name)));
    }
    if let Some(note) = &comparison.note {
        text.push_str(&format!("NOTE  {note}\n"));
    }
    text
}

/// Some model has the measure, and it is more than a part of the cost that is hardly ever paid.
fn told(comparison: &Comparison, name: &str) -> bool {
    let part = name.starts_with("cost.");
    let tells = |m: &MeasureSummary| m.count > 0 && !(part && m.p90 == Some(0.0));
    comparison.models.iter().any(|model| model.summary.measures.get(name).is_some_and(tells))
}

/// A figure of a model's measure, as a leader reads it.
pub(super) fn figure(summary: &Summary, name: &str, measure: &MeasureSummary, value: Option<f64>) -> String {
    match value {
        _ if measure.count == 0 => "-".to_owned(),
        Some(value) if measure.unit == "money" => money(value),
        Some(value) => duration(value),
        None if name.starts_with("data_loss") => "all of it".to_owned(),
        None => format!("> {}", duration(summary.horizon)),
    }
}

/// How a verdict of the first model against another is marked beside the other.
fn mark(verdict: Option<&str>) -> char {
    match verdict {
        Some("b_better") => '+',
        Some("a_better") => '-',
        Some("same" | "same_like_for_like") => '=',
        Some("cannot_tell") => '?',
        _ => ' ',
    }
}

fn side_by_side(comparison: &Comparison, grid: &Grid, rows: &[(String, String)]) -> String {
    let first = &comparison.models[0].name;
    let marked = |model: &ModelSummary, name: &str, verdict: fn(&DifferenceSummary) -> &str| {
        mark(comparison.difference(first, &model.name, name).map(verdict))
    };
    let mut text = String::new();
    for (name, label) in rows {
        let cell = |model: &ModelSummary, value: fn(&MeasureSummary) -> Option<f64>| {
            let measure = model.summary.measures.get(name);
            measure.map_or("-".to_owned(), |m| figure(&model.summary, name, m, value(m)))
        };
        let typical = grid.models.iter().map(|m| (cell(m, |m| m.p50), marked(m, name, |d| &d.verdicts.p50)));
        text.push_str(&grid.row(&shortened(label, LABEL - 1), typical));
        let bad = grid.models.iter().map(|m| (cell(m, |m| m.p90), marked(m, name, |d| &d.verdicts.p90)));
        text.push_str(&grid.row("    1 in 10 is worse than", bad));
    }
    for (name, label) in OBJECTIVES {
        let value = |model: &ModelSummary| match name {
            "stopped_before_impact" => model.summary.stopped_before_impact,
            _ => model.summary.objectives.get(name).copied(),
        };
        if grid.models.iter().any(|model| value(model).is_some_and(|kept| name != "stopped_before_impact" || kept > 0.0)) {
            let measure = format!("objectives.{name}");
            let shown = |model: &ModelSummary| value(model).map_or("-".to_owned(), share);
            text.push_str(&grid.row(label, grid.models.iter().map(|m| (shown(m), marked(m, &measure, |d| &d.verdict)))));
        }
    }
    text
}

/// How long tickets wait in each model.
fn tickets_side_by_side(comparison: &Comparison, grid: &Grid, rows: &[(String, String)]) -> String {
    let first = &comparison.models[0].name;
    let row = |(name, label): &(String, String)| {
        let cell = |model: &ModelSummary| {
            let wait = tickets::mean(&model.summary, name).map_or("-".to_owned(), |hours| duration(hours * 3600.0));
            (wait, mark(comparison.difference(first, &model.name, name).map(|d| d.verdict.as_str())))
        };
        grid.row(&shortened(label, LABEL - 1), grid.models.iter().map(cell))
    };
    let rows: String = rows.iter().map(row).collect();
    if rows.is_empty() { rows } else { format!("Tickets, on average\n{rows}") }
}

/// What is kept, and what a planner calls it.
pub(super) const OBJECTIVES: [(&str, &str); 5] = [
    ("stopped_before_impact", "stopped before any harm"),
    ("rto", "RTO kept (of outages)"),
    ("rpo", "RPO kept (of restores)"),
    ("mtpd", "MTPD kept (of outages)"),
    ("notices", "notices in time"),
];

/// What the marks mean, and the figures that are the same in all models.
fn legend(comparison: &Comparison, alike: &[(String, String)]) -> String {
    let words = format!(
        "against {}: + better, - worse, = no different, ? cannot tell. Marks go by the figure shown, verdicts below by the mean. Each at 95 % confidence by itself: of twenty figures without a difference \
         one is called different by chance.",
        harmless(&comparison.models[0].name)
    );
    let mut text = wrap(&words, WIDTH).join("\n") + "\n";
    // Both ends of a difference may lie beyond the horizon.
    let open = |model: &ModelSummary| model.summary.measures.values().any(|measure| measure.unit == "s" && measure.censored > 0);
    if comparison.models.iter().any(open) {
        let horizon = duration(comparison.models[0].summary.horizon);
        let words = format!("Averages count what is not over within {horizon} as {horizon}: they are at least so much.");
        text.push_str(&(wrap(&words, WIDTH).join("\n") + "\n"));
    }
    let said = alike.iter().filter_map(|(name, label)| {
        let summary = &comparison.models[0].summary;
        let measure = summary.measures.get(name).filter(|measure| measure.count > 0)?;
        let of = |value| figure(summary, name, measure, value);
        let (typical, bad) = (of(measure.p50), of(measure.p90));
        let bad = if typical == bad { String::new() } else { format!(" (1 in 10 over {bad})") };
        Some(format!("{} {typical}{bad}", label.trim()))
    });
    let said: Vec<String> = said.collect();
    if !said.is_empty() {
        text.push_str(&(wrap(&format!("the same in all: {}", said.join("; ")), WIDTH).join("\n") + "\n"));
    }
    text
}

/// No pair of models differs in a measure.
fn alike(comparison: &Comparison, name: &str) -> bool {
    let mut all = comparison.differences.iter().filter(|d| d.measure == name).peekable();
    all.peek().is_some() && all.all(|d| d.verdict == "same")
}

fn targets(grid: &Grid, rows: &[(String, String)]) -> String {
    let Some(first) = grid.models.first().filter(|model| !model.summary.targets.is_empty()) else { return String::new() };
    let mut text = format!("\n{}", grid.row("Targets", grid.models.iter().map(|model| (harmless(&model.name), ' '))));
    for (id, target) in &first.summary.targets {
        let label = rows.iter().find(|(name, _)| *name == target.measure).map_or(target.measure.clone(), |(_, label)| label.clone());
        let cell = |model: &ModelSummary| {
            let value = |t: &TargetSummary| t.value.map_or(format!("> {}", duration(model.summary.horizon)), duration);
            model.summary.targets.get(id).map_or("-".to_owned(), |t| match t.met {
                Some(true) => format!("yes {}", value(t)),
                Some(false) => format!("NO {}", value(t)),
                None => "-".to_owned(),
            })
        };
        text.push_str(&format!("{}: {}\n", harmless(&label), promise(target).split_whitespace().collect::<Vec<_>>().join(" ")));
        text.push_str(&grid.row("", grid.models.iter().map(|model| (cell(model), ' '))));
    }
    let kept = |model: &ModelSummary| {
        let met = model.summary.targets.values().filter(|target| target.met == Some(true)).count();
        format!("{met} of {}", model.summary.targets.len())
    };
    text + &grid.row("targets met", grid.models.iter().map(|model| (kept(model), ' ')))
}

/// A row of the costs: what it is called, and what it is of a model.
type Cost = (&'static str, fn(&ModelSummary) -> Option<String>);

const COSTS: [Cost; 12] = [
    ("own people, a year", |m| Some(m.money.payroll_per_year).filter(|paid| *paid > 0.0).map(money)),
    ("providers, a year", |m| Some(m.money.retainers_per_year).filter(|paid| *paid > 0.0).map(money)),
    ("being on call, a year", |m| Some(m.money.on_call_allowances_per_year).filter(|paid| *paid > 0.0).map(money)),
    ("standing cost, a year", |m| Some(money(m.money.standing_per_year))),
    ("one incident, on average", |m| m.money.incident.map(money)),
    ("incidents of a year", |m| m.money.incidents_per_year.map(money)),
    ("all in all, a year", |m| m.money.all_per_year.map(money)),
    ("once, to get there", |m| m.money.transition.as_ref().map(|way| money(way.one_off))),
    ("months until it works", |m| m.money.transition.as_ref().map(|way| format!("{:.1}", way.months))),
    ("an incident until then", |m| m.money.transition.as_ref()?.incident_until_then.map(money)),
    ("the first year, all in all", |m| m.money.transition.as_ref()?.first_year.map(money)),
    ("once, to leave it again", |m| m.money.transition.as_ref().map(|way| money(way.exit))),
];

fn often(times: f64) -> String {
    if times < 9.95 { format!("{times:.1}") } else { count(libm::round(times) as u64) }
}

/// Each model's costs; `unsure` says whether what an incident costs with it cannot be told from what it costs with the first.
fn costs(grid: &Grid, no_incidents: bool, unsure: impl Fn(&ModelSummary) -> bool) -> String {
    let mut text = format!("\n{}", grid.row("Money", grid.models.iter().map(|model| (harmless(&model.name), ' '))));
    for (label, of) in COSTS {
        if grid.models.iter().any(|model| of(model).is_some()) {
            text.push_str(&grid.row(label, grid.models.iter().map(|model| (of(model).unwrap_or("-".to_owned()), ' '))));
        }
    }
    for words in grid.models.iter().skip(1).filter_map(|model| worth(&grid.models[0], model, unsure(model))) {
        text.push_str(&(wrap(&words, WIDTH).join("\n") + "\n"));
    }
    if !no_incidents && grid.models.iter().all(|model| model.money.incidents_per_year.is_none()) {
        let words = "What incidents cost a year cannot be told here, since they have a date; compare a scenario in which they come by `rate_per_year`.";
        text.push_str(&(wrap(words, WIDTH).join("\n") + "\n"));
    }
    text
}

/// Whether a model pays: what it costs more or less by the year, against what it saves on one incident.
fn worth(first: &ModelSummary, other: &ModelSummary, unsure: bool) -> Option<String> {
    let more = other.money.standing_per_year - first.money.standing_per_year;
    let saved = first.money.incident? - other.money.incident?;
    let (name, before) = (harmless(&other.name), harmless(&first.name));
    let by = |amount: f64, more: &str, less: &str| format!("{} {}", money(libm::fabs(amount)), if amount > 0.0 { more } else { less });
    if unsure && more != 0.0 {
        return Some(format!(
            "{name} costs {} a year than {before}; whether it saves on an incident cannot be told.",
            by(more, "more", "less")
        ));
    }
    let turn = if saved == 0.0 { 0.0 } else { more / saved };
    let verdict = match (more, saved) {
        (0.0, _) | (_, 0.0) => return None,
        (more, saved) if more > 0.0 && saved > 0.0 => format!("it pays from {} such incidents a year", often(turn)),
        (more, saved) if more < 0.0 && saved < 0.0 => {
            format!("it pays as long as there are fewer than {} such incidents a year", often(turn))
        }
        (more, _) if more > 0.0 => "it does not pay".to_owned(),
        _ => "it pays".to_owned(),
    };
    let incident = if saved > 0.0 { "saves" } else { "adds" };
    Some(format!(
        "{name} costs {} a year than {before}, and {incident} {} on one such incident on average: {verdict}.",
        by(more, "more", "less"),
        money(libm::fabs(saved))
    ))
}

/// What the same luck is worth, of every pair.
fn pairing(comparison: &Comparison) -> String {
    let measured = |measure: &str| comparison.models[0].summary.measures.get(measure).is_some_and(|m| m.count > 1);
    let Some((measure, what)) =
        [("time_to_recover", "time until every hit system is back"), ("cost", "cost")].into_iter().find(|(measure, _)| measured(measure))
    else {
        return String::new();
    };
    let pairs = comparison.differences.iter().filter(|d| d.measure == measure).filter_map(|d| {
        let variance = d.variance.as_ref()?;
        let times = variance.saves.map_or("(the same difference in every play)".to_owned(), |times| format!("{} times", often(times)));
        Some(format!("{} and {} {times}", harmless(&d.a), harmless(&d.b)))
    });
    let pairs: Vec<String> = pairs.collect();
    let words = format!("saves so many times the plays that different luck would take, for the mean {what}: {}", pairs.join("; "));
    if pairs.is_empty() { String::new() } else { format!("\n{}", labelled("Same luck", &words)) }
}

fn why_unsure() -> String {
    format!(
        "Incidents differ so much from each other that of two times 100 of them (median 70 minutes, 1 in 10 over 5 h 48 min), a model that is 10 % better \
         looks worse on average in {} of cases, and by the geometric mean in {}. More plays (-n), not more digits, tell models apart; what the \
         number of plays is said to tell is a difference as large as the one seen, in 8 of 10 studies.",
        share(WRONG_WAY.0),
        share(WRONG_WAY.1)
    )
}

/// Models as a sentence has them.
pub(super) fn named(models: &[&str]) -> String {
    list(&models.iter().map(|name| harmless(name)).collect::<Vec<_>>(), 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::Setting;
    use crate::report::testing;
    use crate::study::arms::Played;
    use crate::study::compare::differences;
    use crate::study::{Arm, Arms, Ended};

    /// How many minutes answer and restore take in a play.
    type Shape = fn(i64) -> (i64, i64);

    /// The small scenario as it is; with an answer in half the time, at a price; and with slower restores now and then. From facts, not from plays, so that
    /// it is about the report alone.
    fn compared() -> (Arms, Comparison) {
        let paid = "transition=(one_off:20000,takes:\"60d\",dip:0.1,exit:5000)";
        let paid_for = [paid, "people.ana.cost_per_hour=99"];
        let shapes: [(&str, &[&str], Shape); 3] = [
            ("internal-only", &[], |k| (20 + 18 * (k % 23), 1500 + 140 * (k % 17))),
            ("night-watch", &paid_for, |k| (10 + 9 * (k % 23), 1500 + 140 * (k % 17))),
            ("slower-hands", &[], |k| (20 + 18 * (k % 23), 1500 + 140 * (k % 17) + if k % 10 == 3 { 60 * (k % 3 - 1) } else { 0 })),
        ];
        let arm = |(name, sets, shape): (&str, &[&str], Shape)| {
            let mut arm = Arm::new(name.to_owned(), testing::scenario(sets).plan);
            let plan = arm.plan().clone();
            for k in 0..200 {
                let (answer, restore) = shape(k);
                arm.add(&testing::replicated(&plan, &testing::facts(answer, restore)));
            }
            arm
        };
        let arms = Arms::of(shapes.map(arm).into());
        let setting = Setting { scenario_hash: "5eed".into(), models: vec![], seed: 7, precision: None };
        let played = Played { asked: 200, ended: Ended::Complete };
        let comparison = Comparison::of(arms.all(), &differences(&arms, 2), played, &[setting.clone(), setting.clone(), setting]);
        (arms, comparison)
    }

    #[test]
    fn a_comparison_is_shown_as_it_should_be() {
        let (arms, comparison) = compared();
        let around = Around {
            took: Some(1.42),
            as_written: Some("internal-only".into()),
            next: vec!["firedrill run ransomware.ron".into()],
            written: Some(("results/ransomware-compared".into(), 7)),
        };
        testing::golden("compare.txt", &of(&comparison, arms.all()[0].plan(), &around));
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let (_, comparison) = compared();
        let read: Comparison = serde_json::from_str(&comparison.to_json().expect("it can be written")).expect("it can be read");
        assert_eq!(read, comparison);
        assert!(comparison.rows().iter().all(|row| row.len() == Comparison::sheet().columns.len()));
        let [before, after, _] = comparison.models.as_slice() else { panic!("three models") };
        let contain = comparison.difference(&before.name, &after.name, "time_to_contain").expect("it is measured");
        assert_eq!(contain.verdict, "b_better");
        let means = [before, after].map(|model| model.summary.measures["time_to_contain"].mean.expect("a mean"));
        assert!((contain.difference.mean.expect("a mean") - (means[0] - means[1])).abs() < 1e-5, "as the summaries have it");
        let way = after.money.transition.as_ref().expect("it is given");
        let until = way.incident_until_then.expect("a cost");
        assert!((until - 1.1 * before.money.incident.expect("a cost")).abs() < 1e-3, "as before, and a tenth more");
    }
}
