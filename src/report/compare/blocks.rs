//! One model against another in words, which model is best at what, and which assumptions turn that.

use super::super::measured::signed;
use super::super::table::labelled;
use super::super::words::{count, harmless, list, share, wrap};
use super::table::{OBJECTIVES, named, shortened};
use super::{Comparison, DifferenceSummary, LikeForLike, ModelSummary};

const WIDTH: usize = 96;
const LABEL: usize = 26;
/// More plays than this are not worth naming.
const MOST: u64 = 10_000_000;

/// The verdict on the second model, in words.
fn verdict(of: &DifferenceSummary) -> String {
    let word = |verdict: &str| match verdict {
        "b_better" => "better",
        "a_better" => "worse",
        "same" => "no different",
        "same_like_for_like" => "no different, like for like",
        "differs" => "different",
        _ => "cannot tell",
    };
    let mut words = word(&of.verdict).to_owned();
    if of.verdict == "cannot_tell" {
        match of.replications_needed {
            _ if of.is_slight => return "hardly any".to_owned(),
            Some(needed) if needed <= MOST => words.push_str(&format!(" ({})", about(needed))),
            Some(_) => return "hardly any".to_owned(),
            None => {}
        }
        return words;
    }
    if of.is_slight && !of.verdict.starts_with("same") {
        words.push_str(", under 1 %");
    }
    // The mean is not the whole story where the middle or the bad end point the other way.
    let against = |verdict: &str| matches!((of.verdict.as_str(), verdict), ("b_better", "a_better") | ("a_better", "b_better"));
    if against(&of.verdicts.p50) {
        words.push_str(&format!(", typically {}", word(&of.verdicts.p50)));
    }
    if against(&of.verdicts.p90) {
        words.push_str(&format!(", the worst tenth {}", word(&of.verdicts.p90)));
    }
    words
}

/// About so many: two digits are enough.
fn about(plays: u64) -> String {
    let mut step = 1;
    while plays / step >= 100 {
        step *= 10;
    }
    count(plays.div_ceil(step) * step)
}

/// A figure against the first model: what is less of it has a minus.
fn line(of: &DifferenceSummary, label: &str) -> String {
    let turned = |value: f64| signed(&of.unit, -value, '-');
    let value = of.difference.mean.map_or("-".to_owned(), turned);
    let between = match of.interval.mean {
        [Some(low), Some(high)] => format!("{} to {}", turned(high), turned(low)),
        _ => String::new(),
    };
    let better = of.share_b_better.map_or(String::new(), share);
    let label = shortened(label, LABEL - 1);
    format!("{label:<LABEL$}{value:>13}  {between:<28}{better:>7}  {}", verdict(of)).trim_end().to_owned() + "\n"
}

/// One model held against the first.
pub(super) fn of(comparison: &Comparison, first: &ModelSummary, other: &ModelSummary, rows: &[(String, String)]) -> String {
    let title = format!("{} against {}", harmless(&other.name), harmless(&first.name));
    let mut text = format!("\n{}\n", wrap(&title, WIDTH).join("\n"));
    let of = |measure: &str| comparison.difference(&first.name, &other.name, measure);
    let objectives = OBJECTIVES.map(|(name, label)| (format!("objectives.{name}"), label.to_owned()));
    let year = ("annual.cost".to_owned(), "a year, without payroll".to_owned());
    let (mut lines, mut same) = (String::new(), Vec::new());
    for (name, label) in rows.iter().chain(&objectives).chain([&year]) {
        let Some(found) = of(name).filter(|d| d.difference.mean.is_some()) else { continue };
        if found.verdict == "same" {
            // What never happens in either is not worth a word.
            if name != "objectives.stopped_before_impact" {
                same.push(label.trim());
            }
            continue;
        }
        lines.push_str(&line(found, label));
        lines.push_str(&like_for_like(found));
    }
    if !lines.is_empty() {
        let verdict = if lines.contains("cannot tell (") { "verdict (plays that would tell)" } else { "verdict" };
        let head = format!("{:<LABEL$}{:>13}  {:<28}{:>7}  {verdict}", "", "on average", "95 % sure between", "better");
        text.push_str(&format!("{head}\n{lines}"));
    }
    if !same.is_empty() {
        let words =
            if lines.is_empty() { "no different in anything".to_owned() } else { format!("no different: {}", list(&same, same.len())) };
        text.push_str(&(wrap(&words, WIDTH).join("\n") + "\n"));
    }
    text
}

/// Where some incidents have the measure in one model only, means are of other incidents: the same over those that have it in both.
fn like_for_like(of: &DifferenceSummary) -> String {
    let all = |both: &LikeForLike| both.incidents + both.only_a + both.only_b;
    let many = |both: &&LikeForLike| (both.only_a + both.only_b) * 20 > all(both) || of.verdict == "same_like_for_like";
    let Some(both) = of.like_for_like.as_ref().filter(many) else { return String::new() };
    let (Some(mean), [Some(low), Some(high)]) = (both.mean, both.interval) else { return String::new() };
    let turned = |value: f64| signed(&of.unit, -value, '-');
    let interval = if low == high { String::new() } else { format!("{} to {}", turned(high), turned(low)) };
    let only = |many: u64, name: &str| (many > 0).then(|| format!("{} only with {}", count(many), harmless(name)));
    let only: Vec<String> = only(both.only_a, &of.a).into_iter().chain(only(both.only_b, &of.b)).collect();
    let words = format!("{} incidents have it in both, {}", count(both.incidents), only.join(" and "));
    format!("{:<LABEL$}{:>13}  {interval:<28}  {words}\n", "    like for like", turned(mean))
}

/// The same verdict from the side of the first model named.
fn between<'a>(comparison: &'a Comparison, one: &str, other: &str, measure: &str) -> Option<(&'a DifferenceSummary, bool)> {
    let straight = comparison.difference(one, other, measure).map(|d| (d, true));
    straight.or_else(|| comparison.difference(other, one, measure).map(|d| (d, false)))
}

/// Which model is best at what, and which of the others may be as good.
pub(super) fn best(comparison: &Comparison, rows: &[(String, String)]) -> String {
    let mut text = String::from("\nBest on average\n");
    let mut no_matter = Vec::new();
    for (name, label) in rows.iter().filter(|(name, _)| !name.starts_with("cost.")) {
        let mean = |model: &ModelSummary| model.summary.measures.get(name).and_then(|m| m.mean);
        let ranked = comparison.models.iter().filter_map(|model| Some((mean(model)?, model.name.as_str())));
        let Some((_, best)) = ranked.min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let (mut alike, mut unsure, mut needed, mut too_few) = (vec![best], Vec::new(), 0, false);
        for other in comparison.models.iter().map(|model| model.name.as_str()).filter(|other| *other != best) {
            let Some((found, _)) = between(comparison, best, other, name) else { continue };
            match found.verdict.as_str() {
                "same" | "same_like_for_like" => alike.push(other),
                "cannot_tell" => {
                    unsure.push(other);
                    needed = needed.max(found.replications_needed.unwrap_or(u64::MAX));
                    too_few |= found.interval.mean.contains(&None);
                }
                _ => {}
            }
        }
        let plays = match needed {
            _ if too_few => "more plays (-n) would".to_owned(),
            needed if needed <= MOST => format!("{} plays would", about(needed)),
            _ => "hardly any difference".to_owned(),
        };
        if alike.len() == comparison.models.len() {
            no_matter.push(label.as_str());
            continue;
        }
        let words = match unsure.is_empty() {
            true => named(&alike),
            false => format!("{}; perhaps {}: cannot tell, {plays}", named(&alike), named(&unsure)),
        };
        for (at, row) in wrap(&words, WIDTH - LABEL).iter().enumerate() {
            let label = if at == 0 { shortened(label, LABEL - 1) } else { String::new() };
            text.push_str(&format!("{label:<LABEL$}{row}\n"));
        }
    }
    if !no_matter.is_empty() {
        let words = format!("no model makes a difference to {}", list(&no_matter, no_matter.len()));
        text.push_str(&(wrap(&words, WIDTH).join("\n") + "\n"));
    }
    text
}

/// Which assumed values turn a verdict.
pub(super) fn assumptions(comparison: &Comparison, rows: &[(String, String)]) -> String {
    let Some(found) = &comparison.assumptions else { return String::new() };
    let stated = match found.stated {
        0 => {
            return format!(
                "\n{}",
                labelled("Assumptions", "no value says that it is assumed (source: Assumed(\"…\")), so none was varied.")
            );
        }
        1 => "1 statement says that something is assumed".to_owned(),
        many => format!("{} statements say that something is assumed", count(many)),
    };
    let varied = match found.varied {
        0 => "none is about a number or a time that can be varied".to_owned(),
        many => format!(
            "of {} the numbers and times were halved and doubled, {} plays each",
            if many == found.stated { "each".to_owned() } else { format!("{} of them", count(many)) },
            count(found.replications)
        ),
    };
    let ended = match (found.varied, found.turned.is_empty()) {
        (0, _) => "",
        (_, true) => " None turns a verdict on a target, on the time to recover or on the cost.",
        (_, false) => " These turn a verdict:",
    };
    let mut text = format!("\n{}", labelled("Assumptions", &format!("{stated}; {varied}.{ended}")));
    for turned in &found.turned {
        let label = rows.iter().find(|(name, _)| *name == turned.measure).map_or(turned.measure.as_str(), |(_, label)| label);
        let words = format!(
            "{}, {}: {}, {} against {}: {} instead of {}",
            harmless(&turned.path),
            if turned.varied == "half" { "halved" } else { "doubled" },
            harmless(label),
            harmless(&turned.b),
            harmless(&turned.a),
            seen(&turned.after),
            seen(&turned.before)
        );
        text.push_str(&labelled("", &words));
    }
    text
}

/// A verdict in a word, of the second model.
fn seen(verdict: &str) -> &'static str {
    match verdict {
        "b_better" => "better",
        "a_better" => "worse",
        "same" => "no different",
        "same_like_for_like" => "no different, like for like",
        _ => "cannot tell",
    }
}
