//! Where the time goes: the wait ledger of one or several models as bars that add up.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};
use crate::model::fact::Wait;
use crate::report::words::{apportion, duration, state, to_the_minute};

/// The ledger of one model: mean seconds by state.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is called.
    pub label: String,
    /// Mean seconds an incident, by the names of the states.
    pub parts: BTreeMap<String, f64>,
}

/// Kinds of waits that have a colour of their own, in the order in which they are stacked.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Kind {
    Unseen,
    People,
    Decisions,
    Others,
    Again,
    Work,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Work, Kind::People, Kind::Decisions, Kind::Others, Kind::Again, Kind::Unseen];

    fn of(wait: Wait) -> Kind {
        match wait {
            Wait::Undetected | Wait::Unanswered => Kind::Unseen,
            Wait::OffDuty | Wait::Busy | Wait::NoGrant | Wait::NoKnowledge => Kind::People,
            Wait::DecisionReach | Wait::Deliberation | Wait::Consultation => Kind::Decisions,
            Wait::Dependency | Wait::Vendor => Kind::Others,
            Wait::HandOver | Wait::Rework => Kind::Again,
            Wait::Working => Kind::Work,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::Unseen => "nobody has noticed or answered",
            Kind::People => "waiting for people",
            Kind::Decisions => "waiting for decisions",
            Kind::Others => "waiting for others",
            Kind::Again => "work again, hand-overs",
            Kind::Work => "working",
        }
    }

    fn ink(self) -> Ink {
        Ink::Series(match self {
            Kind::Work => 6,
            Kind::People => 1,
            Kind::Decisions => 0,
            Kind::Others => 4,
            Kind::Again => 3,
            Kind::Unseen => 2,
        })
    }
}

fn seconds(bar: &Bar, wait: Wait) -> f64 {
    bar.parts.get(wait.name()).copied().filter(|part| part.is_finite() && *part > 0.0).unwrap_or(0.0)
}
fn total(bar: &Bar) -> f64 {
    Wait::ALL.iter().map(|wait| seconds(bar, *wait)).sum()
}
fn of_kind(bar: &Bar, kind: Kind) -> f64 {
    Wait::ALL.iter().filter(|wait| Kind::of(**wait) == kind).map(|wait| seconds(bar, *wait)).sum()
}

/// The ledger of one model: a bar of everything, and below it each state by itself. None where no time was lost.
pub fn of_one(id: &str, title: &str, caption: String, bar: &Bar) -> Option<Figure> {
    let total = total(bar);
    if total <= 0.0 {
        return None;
    }
    let mut states: Vec<Wait> = Wait::ALL.into_iter().filter(|wait| seconds(bar, *wait) >= 0.005 * total).collect();
    states.sort_by(|a, b| seconds(bar, *b).total_cmp(&seconds(bar, *a)));
    let height = 150.0 + 46.0 * states.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    stack(&mut canvas, bar, [20.0, 30.0, 1160.0, 54.0], total);
    canvas.line(&[(440.0, 112.0), (440.0, height - 20.0)], Ink::Grid, 2);
    let longest = seconds(bar, states[0]);
    for (row, wait) in states.iter().enumerate() {
        let middle = 136.0 + 46.0 * row as f64;
        let length = 500.0 * seconds(bar, *wait) / longest;
        canvas.text(426.0, middle, Side::End, 22.0, Ink::Text, state(*wait));
        canvas.rect(440.0, middle - 15.0, length.max(2.0), 30.0, Kind::of(*wait).ink());
        let words = format!("{} · {:.0} %", duration(seconds(bar, *wait)), 100.0 * seconds(bar, *wait) / total);
        canvas.text(452.0 + length, middle, Side::Start, 22.0, Ink::Text, &words);
    }
    let parts: Vec<String> = states.iter().map(|wait| format!("{} {}", state(*wait), duration(seconds(bar, *wait)))).collect();
    let svg = canvas.finish(id, title, &format!("Bars that add up to {}: {}.", duration(total), parts.join(", ")));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&[bar]) })
}

/// The ledgers of several models below one another.
pub fn of_several(id: &str, title: &str, caption: String, bars: &[Bar]) -> Option<Figure> {
    let longest = bars.iter().map(total).fold(0.0, f64::max);
    if longest <= 0.0 {
        return None;
    }
    let height = 116.0 + 74.0 * bars.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (row, bar) in bars.iter().enumerate() {
        let top = 20.0 + 74.0 * row as f64;
        canvas.text(268.0, top + 25.0, Side::End, 22.0, Ink::Text, &short(&bar.label, 22));
        stack(&mut canvas, bar, [284.0, top, 740.0 * total(bar) / longest, 50.0], total(bar));
        canvas.text(296.0 + 740.0 * total(bar) / longest, top + 25.0, Side::Start, 22.0, Ink::Text, &duration(total(bar)));
    }
    let kinds = Kind::ALL.into_iter().filter(|kind| bars.iter().any(|bar| of_kind(bar, *kind) > 0.0));
    for (at, kind) in kinds.enumerate() {
        let (left, top) = (40.0 + 380.0 * (at % 3) as f64, height - 78.0 + 34.0 * (at / 3) as f64);
        canvas.rect(left, top, 20.0, 20.0, kind.ink());
        canvas.text(left + 28.0, top + 10.0, Side::Start, 20.0, Ink::Text, kind.words());
    }
    let words = |bar: &Bar| {
        let parts: Vec<String> = Kind::ALL.iter().map(|kind| format!("{} {}", kind.words(), duration(of_kind(bar, *kind)))).collect();
        format!("{}: {} in all, {}.", bar.label, duration(total(bar)), parts.join(", "))
    };
    let svg = canvas.finish(id, title, &bars.iter().map(words).collect::<Vec<_>>().join(" "));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&bars.iter().collect::<Vec<_>>()) })
}

/// One bar of all kinds, with the names of those that have room for them.
fn stack(canvas: &mut Canvas, bar: &Bar, [left, top, width, height]: [f64; 4], total: f64) {
    let mut from = left;
    for kind in Kind::ALL {
        let length = if total > 0.0 { width * of_kind(bar, kind) / total } else { 0.0 };
        if length < 0.5 {
            continue;
        }
        canvas.rect(from, top, length, height, kind.ink());
        canvas.line(&[(from, top), (from, top + height)], Ink::Paper, 2);
        let words = format!("{:.0} %", 100.0 * of_kind(bar, kind) / total);
        let light = !matches!(kind, Kind::Decisions);
        let ink = if light { Ink::OnSeries } else { Ink::OnDark };
        if length > 11.0 * (kind.words().len() + words.len() + 2) as f64 {
            canvas.text(from + length / 2.0, top + height / 2.0, Side::Middle, 20.0, ink, &format!("{} {words}", kind.words()));
        } else if length > 62.0 {
            canvas.text(from + length / 2.0, top + height / 2.0, Side::Middle, 20.0, ink, &words);
        }
        from += length;
    }
}

fn table(bars: &[&Bar]) -> DataTable {
    let mut table = DataTable::new(std::iter::once(String::new()).chain(bars.iter().map(|bar| bar.label.clone())));
    let minutes = |bar: &Bar| libm::round(total(bar) / 60.0) as i64;
    let columns: Vec<Vec<i64>> =
        bars.iter().map(|bar| apportion(&Wait::ALL.iter().map(|wait| seconds(bar, *wait)).collect::<Vec<_>>(), minutes(bar))).collect();
    for (at, wait) in Wait::ALL.iter().enumerate().filter(|(_, wait)| bars.iter().any(|bar| seconds(bar, **wait) > 0.0)) {
        table.row(std::iter::once(state(*wait).to_owned()).chain(columns.iter().map(|column| to_the_minute(column[at]))));
    }
    table.row(std::iter::once("in all".to_owned()).chain(bars.iter().map(|bar| to_the_minute(minutes(bar)))));
    table
}
