//! What moved between two studies, by how much, and whether luck alone explains it: play k of one against play k of the other, which meets the
//! same luck where both have the same seed.

use serde::Serialize;

use super::samples::Samples;
use crate::model::fact::Wait;
use crate::report::words::state;
use crate::statistics::Sample;
use crate::statistics::paired::{Difference, Estimate, LEVELS, Side};
use crate::study::arms::{Better, OF_A_YEAR};
use crate::study::compare::Verdict;

/// Whether luck alone explains that something moved.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Luck {
    /// It did not move.
    Same,
    /// It is better, and luck alone does not explain it.
    Better,
    /// It is worse, and luck alone does not explain it.
    Worse,
    /// It moved, and luck alone may explain it; or nothing can be told.
    MayExplain,
}

impl Luck {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Luck::Same => "as before",
            Luck::Better => "better, and not by luck alone",
            Luck::Worse => "worse, and not by luck alone",
            Luck::MayExplain => "luck alone may explain it",
        }
    }
}

/// Which part of a report it belongs to: these are never added up into one score.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Board {
    /// Service availability.
    Availability,
    /// Security exposure.
    Exposure,
    /// Recovery readiness.
    Readiness,
    /// Money.
    Money,
    /// Where the time goes.
    Waits,
    /// Day-to-day work.
    Work,
}

impl Board {
    /// All of them, in the order of a page.
    pub const ALL: [Board; 6] = [Board::Availability, Board::Exposure, Board::Readiness, Board::Waits, Board::Work, Board::Money];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Board::Availability => "Service availability",
            Board::Exposure => "Security exposure",
            Board::Readiness => "Recovery readiness",
            Board::Money => "Money",
            Board::Waits => "Where the time goes, on average an incident",
            Board::Work => "Day-to-day work, on average a ticket",
        }
    }
}

/// A statistic of a measure, then and now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Which part it belongs to.
    pub board: Board,
    /// In words: "every hit system back, typically".
    pub label: String,
    /// The measure, as `summary.json` names it.
    pub measure: String,
    /// "s", "h", "money" or "share".
    pub unit: &'static str,
    /// Then; nothing where it lay beyond the horizon.
    pub earlier: Option<f64>,
    /// Now; nothing as above.
    pub now: Option<f64>,
    /// Now less then.
    pub by: Option<f64>,
    /// The 95 % interval of that.
    pub between: [Option<f64>; 2],
    /// Whether luck explains it.
    pub luck: Luck,
}

/// What of a sample is compared: the mean, or a quantile at one of [`LEVELS`] by its place.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// The mean.
    Mean,
    /// At one of the levels.
    Level(usize),
}

impl Of {
    /// Of a target's statistic, as `summary.json` names it; none where no interval of a difference is known for it.
    pub fn named(statistic: &str) -> Option<Of> {
        if statistic == "mean" {
            return Some(Of::Mean);
        }
        let percent: f64 = statistic.strip_prefix('p')?.parse().ok()?;
        LEVELS.iter().position(|level| libm::fabs(level * 100.0 - percent) < 1e-6).map(Of::Level)
    }
}

/// What one statistic of two samples did, with as many replications each.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Step {
    /// Then.
    pub earlier: Option<f64>,
    /// Now.
    pub now: Option<f64>,
    /// Now less then.
    pub by: Option<f64>,
    /// Its interval.
    pub between: [Option<f64>; 2],
    /// Whether luck explains it.
    pub luck: Luck,
}

/// Holds two samples against each other.
pub fn step(earlier: &Sample, now: &Sample, of: Of, better: Better) -> Step {
    let difference = Difference::of(&Side::of(earlier), &Side::of(now));
    let (estimate, was, is): (&Estimate, _, _) = match of {
        Of::Mean => (&difference.mean, earlier.mean(), now.mean()),
        Of::Level(at) => (&difference.quantiles[at], earlier.quantile(LEVELS[at]), now.quantile(LEVELS[at])),
    };
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let turned = |value: Option<f64>| finite(value).map(|value| -value + 0.0);
    Step {
        earlier: finite(was),
        now: finite(is),
        by: turned(estimate.value),
        between: [turned(estimate.interval.high), turned(estimate.interval.low)],
        luck: match Verdict::of(estimate, better) {
            // The same in every play, though these may be too few for an interval.
            _ if difference.alone == (0, 0) && difference.smaller == (0, 0) => Luck::Same,
            Verdict::Same | Verdict::SameLikeForLike => Luck::Same,
            Verdict::ABetter => Luck::Worse,
            Verdict::BBetter => Luck::Better,
            Verdict::Differs | Verdict::CannotTell => Luck::MayExplain,
        },
    }
}

/// A row that is looked for: measure, words, statistic, unit, which way is better.
type Row = (Board, String, String, Of, &'static str, Better);

/// Everything that is shown, of those that both studies have. `systems` are ids and names of those shown by themselves, `tickets` the measures of
/// waits of tickets and what they are called.
pub fn all(earlier: &Samples, now: &Samples, systems: &[(String, String)], tickets: &[(String, String)]) -> Vec<Moved> {
    let (half, ninety) = (Of::Level(0), Of::Level(1));
    let time = |board, measure: &str, words: String, of| (board, measure.to_owned(), words, of, "s", Better::Lower);
    let kept = |board, measure: &str, words: &str| (board, measure.to_owned(), words.to_owned(), Of::Mean, "share", Better::Higher);
    let mut rows: Vec<Row> = vec![
        time(Board::Availability, "time_to_recover", "every hit system back, typically".into(), half),
        time(Board::Availability, "time_to_recover", "every hit system back, one in ten over".into(), ninety),
    ];
    for (id, name) in systems {
        rows.push(time(Board::Availability, &format!("recover.{id}"), format!("{name} back, typically"), half));
    }
    rows.push(kept(Board::Availability, "objectives.rto", "recovery time objectives kept"));
    rows.push(kept(Board::Availability, "objectives.mtpd", "tolerable disruption (MTPD) kept"));
    rows.push(time(Board::Exposure, "dwell", "unseen before harm or alert, typically".into(), half));
    let exposed = [
        ("time_to_detect", "from harm to alert"),
        ("time_to_acknowledge", "from alert to an answer"),
        ("time_to_contain", "from harm to containment"),
    ];
    for (measure, words) in exposed {
        rows.push(time(Board::Exposure, measure, format!("{words}, typically"), half));
        rows.push(time(Board::Exposure, measure, format!("{words}, one in ten over"), ninety));
    }
    rows.push(kept(Board::Readiness, "objectives.rpo", "recovery point objectives kept"));
    rows.push(time(Board::Readiness, "data_loss", "data lost, typically".into(), half));
    rows.push(time(Board::Readiness, "data_loss", "data lost, one in ten over".into(), ninety));
    rows.push(time(Board::Readiness, "ledger.rework", "work done again, on average".into(), Of::Mean));
    let longest = |samples: &Samples, wait: Wait| samples.get(&format!("ledger.{}", wait.name())).and_then(Sample::mean).unwrap_or(0.0);
    let total: f64 = Wait::ALL.iter().map(|wait| longest(earlier, *wait).max(longest(now, *wait))).sum();
    for wait in Wait::ALL.into_iter().filter(|wait| longest(earlier, *wait).max(longest(now, *wait)) > 0.01 * total) {
        rows.push(time(Board::Waits, &format!("ledger.{}", wait.name()), state(wait).to_owned(), Of::Mean));
    }
    for (measure, words) in tickets {
        rows.push((Board::Work, format!("{OF_A_YEAR}{measure}"), words.clone(), Of::Mean, "h", Better::Lower));
    }
    rows.push((Board::Money, "cost".into(), "an incident, on average".into(), Of::Mean, "money", Better::Lower));
    rows.push((Board::Money, "cost".into(), "an incident, one in ten over".into(), ninety, "money", Better::Lower));
    let moved = |(board, measure, label, of, unit, better): Row| {
        let Step { earlier, now, by, between, luck } = step(earlier.get(&measure)?, now.get(&measure)?, of, better);
        Some(Moved { board, label, measure, unit, earlier, now, by, between, luck })
    };
    rows.into_iter().filter_map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: impl IntoIterator<Item = f64>) -> Sample {
        let mut sample = Sample::new();
        for value in values {
            if value.is_finite() {
                sample.add(value)
            } else {
                sample.add_censored(1000.0)
            }
            sample.end_replication();
        }
        sample
    }
    fn noisy(plays: u64, seed: u64) -> impl Iterator<Item = f64> {
        (0..plays).map(move |k| 100.0 + ((k * 7919 + seed * 104_729) % 97) as f64)
    }

    #[test]
    fn what_did_not_move_is_as_before_and_what_moved_in_every_play_is_not_luck() {
        let before = sample(noisy(200, 1));
        assert_eq!(step(&before, &before, Of::Mean, Better::Lower).luck, Luck::Same);
        for of in [Of::Mean, Of::Level(0), Of::Level(1)] {
            let sooner = step(&before, &sample(noisy(200, 1).map(|v| v - 10.0)), of, Better::Lower);
            assert_eq!((sooner.luck, sooner.by.map(|by| by.round())), (Luck::Better, Some(-10.0)), "{of:?}");
            let [low, high] = sooner.between.map(Option::unwrap);
            assert!(low <= -10.0 + 1e-9 && (-10.0 - 1e-9..0.0).contains(&high), "{low} {high}");
        }
        assert_eq!(step(&before, &sample(noisy(200, 1).map(|v| v + 10.0)), Of::Mean, Better::Lower).luck, Luck::Worse);
        assert_eq!(step(&before, &sample(noisy(200, 1).map(|v| v + 10.0)), Of::Mean, Better::Higher).luck, Luck::Better);
    }

    #[test]
    fn other_luck_in_the_same_plan_is_luck() {
        assert_eq!(step(&sample(noisy(200, 1)), &sample(noisy(200, 2)), Of::Mean, Better::Lower).luck, Luck::MayExplain);
        let open =
            step(&sample([1.0, f64::INFINITY, f64::INFINITY]), &sample([2.0, f64::INFINITY, f64::INFINITY]), Of::Level(0), Better::Lower);
        assert_eq!((open.earlier, open.now, open.by, open.luck), (None, None, None, Luck::MayExplain));
    }

    #[test]
    fn statistics_of_targets_are_known_by_name() {
        assert_eq!(
            ["mean", "p50", "p90", "p95", "p99", "x"].map(Of::named),
            [Some(Of::Mean), Some(Of::Level(0)), Some(Of::Level(1)), Some(Of::Level(2)), None, None]
        );
    }
}
