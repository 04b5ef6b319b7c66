//! What a review reads in the terminal.

use super::moved::{Board, Moved};
use super::{Since, Trend};
use crate::report::measured::signed;
use crate::report::since::changes::{Became, Change};
use crate::report::words::{count, duration, limit, money, share, wrap};

/// So many changes of a scenario are listed.
const CHANGES: usize = 30;
const WIDTH: usize = 100;

/// The whole text; `head` says what is held against what.
pub fn of(since: &Since, head: &str) -> String {
    let mut text = format!("{head}\n");
    let plays = count(since.plays);
    text.push_str(&match since.same_luck {
        true => format!("{plays} plays of each, play by play on the same luck\n"),
        false => format!("{plays} plays of each, on different luck (their seeds differ)\n"),
    });
    for note in &since.notes {
        text.push_str(&format!("{note}\n"));
    }
    text.push_str(&targets(&since.targets));
    for board in Board::ALL {
        let rows: Vec<[String; 5]> = since.moved.iter().filter(|moved| moved.board == board).map(row).collect();
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&columns([board.words(), "then", "now", "moved by", "95 % sure between; luck?"], &rows));
        }
    }
    text.push_str(&changes(&since.changes));
    for (label, titles) in [("Findings that are gone", &since.gone), ("New findings", &since.new)] {
        if !titles.is_empty() {
            text.push_str(&format!("\n{label}\n"));
            titles.iter().for_each(|title| text.push_str(&item(" ", title)));
        }
    }
    text
}

/// A value in its unit; what lay beyond the horizon is said to.
pub fn shown(unit: &str, value: Option<f64>) -> String {
    match (value, unit) {
        (None, _) => "not by the horizon".to_owned(),
        (Some(value), "s") => duration(value),
        (Some(value), "h") => duration(value * 3600.0),
        (Some(value), "money") => money(value),
        (Some(value), _) => share(value),
    }
}

/// By how much it moved, and between what that lies at 95 % confidence.
pub fn moved_by(unit: &str, by: Option<f64>, between: [Option<f64>; 2]) -> (String, String) {
    let between = match between {
        [Some(0.0), Some(0.0)] => String::new(),
        [Some(low), Some(high)] => format!("{} to {}", signed(unit, low, '−'), signed(unit, high, '−')),
        [None, Some(high)] => format!("at most {}", signed(unit, high, '−')),
        [Some(low), None] => format!("at least {}", signed(unit, low, '−')),
        [None, None] => String::new(),
    };
    (by.map_or(String::new(), |by| signed(unit, by, '−')), between)
}

fn row(moved: &Moved) -> [String; 5] {
    let (by, between) = moved_by(moved.unit, moved.by, moved.between);
    let said = [between, moved.luck.words().to_owned()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    [moved.label.clone(), shown(moved.unit, moved.earlier), shown(moved.unit, moved.now), by, said]
}

/// "missed, was met", "met".
pub fn verdict(trend: &Trend) -> String {
    let word = |met: Option<bool>| met.map_or("not tested", |met| if met { "met" } else { "MISSED" });
    match (trend.was_met, trend.met) {
        (None, is) => word(is).to_owned(),
        (was, is) if was == is => word(is).to_owned(),
        (was, is) => format!("{}, was {}", word(is), word(was).to_lowercase()),
    }
}

/// "review overdue for 12 days (2026-06-30)".
pub fn review(trend: &Trend) -> Option<String> {
    let day = trend.review.as_ref()?;
    Some(match trend.overdue {
        Some(1) => format!("review overdue for a day ({day})"),
        Some(days) => format!("review overdue for {} days ({day})", count(u64::from(days.unsigned_abs()))),
        None => format!("review by {day}"),
    })
}

fn targets(trends: &[Trend]) -> String {
    if trends.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let cell = |value: Option<f64>| value.map_or(String::new(), duration);
    let row = |trend: &Trend| {
        let promised = if trend.limit > 0.0 { format!("at most {}", limit(trend.limit)) } else { "in time".to_owned() };
        let then = if trend.was_met.is_some() { shown("s", trend.earlier) } else { cell(trend.baseline) };
        let now = if trend.met.is_some() { shown("s", trend.now) } else { String::new() };
        [format!("{} ({promised})", trend.name), then, now, moved_by("s", trend.by, trend.between).0, verdict(trend)]
    };
    let rows: Vec<[String; 5]> = trends.iter().map(row).collect();
    text.push('\n');
    text.push_str(&columns(["Targets", "then", "now", "moved by", "verdict"], &rows));
    for trend in trends {
        let owner = trend.owner.as_ref().map(|owner| format!("owner {owner}"));
        let baseline = trend.baseline.map(|baseline| format!("{} when it was set", duration(baseline)));
        let luck = trend.luck.map(|luck| luck.words().to_owned());
        let parts: Vec<String> = [luck, baseline, owner, review(trend)].into_iter().flatten().collect();
        if !parts.is_empty() {
            text.push_str(&item(" ", &format!("{}: {}", trend.name, parts.join("; "))));
        }
    }
    text
}

fn changes(all: &[Change]) -> String {
    let mut text = match all.len() {
        0 => return "\nNothing in the scenario changed.\n".to_owned(),
        1 => "\n1 entry of the scenario changed\n".to_owned(),
        many => format!("\n{} entries of the scenario changed\n", count(many as u64)),
    };
    for change in all.iter().take(CHANGES) {
        text.push_str(&match change.became {
            Became::Added => item("+", &format!("{}: {}", change.path, change.to)),
            Became::Removed => item("-", &format!("{}: {}", change.path, change.from)),
            Became::Changed => item("~", &format!("{}: {}", change.path, from_to(change))),
        });
    }
    if all.len() > CHANGES {
        text.push_str(&format!("    and {} more: the page lists them all\n", all.len() - CHANGES));
    }
    text
}

/// "4h -> 8h"; of a list what is new and what is gone.
pub fn from_to(change: &Change) -> String {
    match (change.from.as_str(), change.to.as_str()) {
        ("", to) => to.to_owned(),
        (from, "") => from.to_owned(),
        (from, to) if from.starts_with("without ") => format!("{to}, {from}"),
        (from, to) => format!("{from} -> {to}"),
    }
}

fn item(mark: &str, words: &str) -> String {
    let rows = wrap(words, WIDTH - 4);
    rows.iter().enumerate().map(|(at, row)| format!("  {} {row}\n", if at == 0 { mark } else { " " })).collect()
}

fn columns(head: [&str; 5], rows: &[[String; 5]]) -> String {
    let length = |text: &str| text.chars().count();
    let width = |at: usize| rows.iter().map(|row| length(&row[at])).chain([length(head[at])]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..4).map(width).collect();
    let line = |cells: [&str; 5]| {
        let mut text: String =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}  ", " ".repeat(width - length(cell)))).collect();
        text.push_str(cells[4]);
        text.trim_end().to_owned() + "\n"
    };
    std::iter::once(line(head)).chain(rows.iter().map(|row| line([0, 1, 2, 3, 4].map(|at| row[at].as_str())))).collect()
}
