//! Two studies of the same plan some time apart, as a review opens with them: what moved, by how much, whether luck alone explains it, which
//! lines of the scenario changed, which findings are gone, which are new, and how each target has come along.

use serde::Serialize;

pub mod changes;
pub mod moved;
pub mod samples;
pub mod table;

use super::demand;
use super::html::Trouble;
use super::html::results::Results;
use super::html::roles::Cast;
use super::summary::TargetSummary;
use super::words::{count, harmless};
use crate::scenario::finding::findings;
use crate::study::arms::Better;
use changes::Change;
use moved::{Luck, Moved, Of, Step, step};
use samples::Samples;

/// Systems without a target that are shown by themselves as well: those that are away for longest.
const SYSTEMS: usize = 4;

/// What a review sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Since {
    /// Plays that are compared: the first ones of both.
    pub plays: u64,
    /// Both have the same seed, so that play k met the same luck in both.
    pub same_luck: bool,
    /// Anything that a reader must know first.
    pub notes: Vec<String>,
    /// Each target of now.
    pub targets: Vec<Trend>,
    /// What moved.
    pub moved: Vec<Moved>,
    /// Which lines of the scenario changed.
    pub changes: Vec<Change>,
    /// Findings of the checker that are there no more.
    pub gone: Vec<String>,
    /// Those that are new.
    pub new: Vec<String>,
    /// The values of both, the earlier ones first, of the plays that are compared.
    #[serde(skip)]
    pub samples: [Samples; 2],
}

/// How a target has come along.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Its name.
    pub name: String,
    /// "p90" of what.
    pub statistic: String,
    /// The measure it is about.
    pub measure: String,
    /// At most this is promised, in seconds.
    pub limit: f64,
    /// What it came to when it was set.
    pub baseline: Option<f64>,
    /// What it came to then; nothing where it was not there, or lay beyond the horizon.
    pub earlier: Option<f64>,
    /// What it comes to now.
    pub now: Option<f64>,
    /// It was met then; nothing where it was not there.
    pub was_met: Option<bool>,
    /// It is met now.
    pub met: Option<bool>,
    /// Now less then.
    pub by: Option<f64>,
    /// The 95 % interval of that.
    pub between: [Option<f64>; 2],
    /// Whether luck explains it; nothing where there is nothing to hold it against.
    pub luck: Option<Luck>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day by which it is to be looked at again.
    pub review: Option<String>,
    /// So many days ago.
    pub overdue: Option<i32>,
}

impl Since {
    /// As JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// Holds two studies against each other, on a day by which reviews are due or not. `casts` are the scenarios of both as they are called on paper:
/// the earlier one first.
pub fn of(earlier: &Results, now: &Results, casts: [&Cast; 2], on: jiff::civil::Date) -> Result<Since, Trouble> {
    let plays = earlier.summary.head.replications.min(now.summary.head.replications);
    let (then, is) = (samples::read(earlier, plays)?, samples::read(now, plays)?);
    let [was, cast] = casts;
    let called = |text: &str| {
        let known = cast.called(text);
        if known == text { was.called(text) } else { known }
    };
    let changes = changes::between(&earlier.scenario.root, &now.scenario.root, &|text| harmless(&called(text)));
    let titles = |results: &Results| -> Vec<String> { findings(&results.scenario.plan).into_iter().map(|finding| finding.title).collect() };
    let (before, after) = (titles(earlier), titles(now));
    let only = |of: &[String], others: &[String]| -> Vec<String> {
        of.iter().filter(|title| !others.contains(title)).map(|title| harmless(&was.said(&cast.said(title)))).collect()
    };
    let trends = now.summary.targets.iter().map(|(name, target)| trend(name, target, earlier, (&then, &is), cast, on)).collect();
    Ok(Since {
        plays,
        same_luck: earlier.summary.head.seed == now.summary.head.seed,
        notes: notes(earlier, now),
        targets: trends,
        moved: moved::all(&then, &is, &systems(now), &demand::waits(&now.scenario.plan)),
        changes,
        gone: only(&before, &after),
        new: only(&after, &before),
        samples: [then, is],
    })
}

/// The systems with a target, and those away for longest.
fn systems(results: &Results) -> Vec<(String, String)> {
    let targeted = |id: &str| results.summary.targets.values().any(|target| target.measure.strip_prefix("recover.") == Some(id));
    let mut all: Vec<(&str, f64)> =
        results.summary.measures.iter().filter_map(|(name, measure)| Some((name.strip_prefix("recover.")?, measure.mean?))).collect();
    all.sort_by(|a, b| targeted(b.0).cmp(&targeted(a.0)).then(b.1.total_cmp(&a.1)));
    let with_target = all.iter().filter(|(id, _)| targeted(id)).count();
    all.truncate(with_target.max(SYSTEMS));
    let name = |id: &str| results.scenario.plan.systems.iter().find(|system| system.id == id).map_or(id.to_owned(), |s| harmless(&s.name));
    all.into_iter().map(|(id, _)| (id.to_owned(), name(id))).collect()
}

/// What makes two studies less alike than they look.
fn notes(earlier: &Results, now: &Results) -> Vec<String> {
    let (then, is) = (&earlier.summary.head, &now.summary.head);
    let mut notes = Vec::new();
    if then.firedrill != is.firedrill {
        notes.push(format!(
            "The earlier study was made by firedrill {}, this one by {}: what moved may come from the program.",
            then.firedrill, is.firedrill
        ));
    }
    if earlier.summary.horizon != now.summary.horizon {
        notes
            .push("The two follow incidents for different times: means of what was not over count it up to different horizons.".to_owned());
    }
    if then.replications != is.replications {
        let [was, plays] = [then, is].map(|head| count(head.replications));
        let both = count(then.replications.min(is.replications));
        notes.push(format!(
            "The earlier study has {was} plays, this one {plays}: the first {both} of both are held against each other; whether a target is met is judged by all."
        ));
    }
    if then.model != is.model {
        let name = |model: &Option<String>| model.as_deref().map_or("as written".to_owned(), harmless);
        notes.push(format!("The earlier study is of the staffing model {}, this one of {}.", name(&then.model), name(&is.model)));
    }
    if then.scenario != is.scenario {
        notes.push(format!("The earlier study is called “{}”.", harmless(&then.scenario)));
    }
    notes.extend([then, is].iter().filter_map(|head| head.note.clone()));
    notes
}

fn trend(
    name: &str,
    target: &TargetSummary,
    earlier: &Results,
    (then, is): (&Samples, &Samples),
    cast: &Cast,
    on: jiff::civil::Date,
) -> Trend {
    let was = earlier.summary.targets.get(name).filter(|was| was.measure == target.measure && was.statistic == target.statistic);
    let paired = was.and_then(|_| {
        let of = Of::named(&target.statistic)?;
        Some(step(then.get(&target.measure)?, is.get(&target.measure)?, of, Better::Lower))
    });
    let moved = paired.or_else(|| was.map(|was| by_intervals(was, target)));
    let due = target.review.as_deref().and_then(|day| day.parse::<jiff::civil::Date>().ok());
    let overdue = due.filter(|due| *due < on).and_then(|due| on.since(due).ok()).map(|late| late.get_days());
    Trend {
        name: harmless(&name.replace('-', " ")),
        statistic: target.statistic.clone(),
        measure: target.measure.clone(),
        limit: target.limit,
        baseline: target.baseline,
        // Of the plays that are held against each other, as what it moved by is.
        earlier: paired.map_or_else(|| was.and_then(|was| was.value), |paired| paired.earlier),
        now: paired.map_or(target.value, |paired| paired.now),
        was_met: was.and_then(|was| was.met),
        met: target.met,
        by: moved.and_then(|moved| moved.by),
        between: moved.map_or([None, None], |moved| moved.between),
        luck: moved.map(|moved| moved.luck),
        owner: target.owner.as_deref().map(|owner| cast.name(owner)),
        review: target.review.clone(),
        overdue,
    }
}

/// Where values play by play are not kept, only what lies apart is called moved: intervals that do not meet.
fn by_intervals(was: &TargetSummary, is: &TargetSummary) -> Step {
    let by = was.value.zip(is.value).map(|(was, is)| is - was);
    let below = |a: &TargetSummary, b: &TargetSummary| matches!((a.interval[1], b.interval[0]), (Some(high), Some(low)) if high < low);
    let luck = match (below(is, was), below(was, is)) {
        (true, _) => Luck::Better,
        (_, true) => Luck::Worse,
        _ if was.value == is.value && was.interval == is.interval => Luck::Same,
        _ => Luck::MayExplain,
    };
    Step { earlier: was.value, now: is.value, by, between: [None, None], luck }
}
