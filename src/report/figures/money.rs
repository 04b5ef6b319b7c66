//! Cost against risk: what each model costs a year whether or not anything happens, and how long a bad incident takes with it.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};
use crate::report::words::{duration, money};

/// One model.
#[derive(Clone, Debug)]
pub struct Dot {
    /// What it is called.
    pub label: String,
    /// Its standing cost a year.
    pub cost: f64,
    /// How long one incident in ten takes at least, in seconds.
    pub risk: f64,
}

const LEFT: f64 = 130.0;
const RIGHT: f64 = 1160.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 500.0;

/// Whether nothing costs no more and is no worse, and one of these better.
fn on_the_front(dot: &Dot, all: &[&Dot]) -> bool {
    let beats = |other: &&&Dot| other.cost <= dot.cost && other.risk <= dot.risk && (other.cost < dot.cost || other.risk < dot.risk);
    !all.iter().any(|other| beats(&other))
}

/// The figure; none below two models with both.
pub fn of(id: &str, title: &str, risk: &str, dots: &[Dot]) -> Option<Figure> {
    let dots: Vec<&Dot> = dots.iter().filter(|dot| dot.cost.is_finite() && dot.risk.is_finite()).collect();
    if dots.len() < 2 {
        return None;
    }
    let most = |pick: fn(&Dot) -> f64| dots.iter().map(|dot| pick(dot)).fold(0.0, f64::max).max(1.0);
    // What is paid in any case would push the models together: the axis begins where they differ.
    let least = dots.iter().map(|dot| dot.cost).fold(f64::INFINITY, f64::min);
    let range = (most(|dot| dot.cost) - least).max(0.05 * most(|dot| dot.cost));
    let x = Scale::even((least - 0.4 * range).max(0.0), most(|dot| dot.cost) + 0.5 * range, LEFT, RIGHT);
    let y = Scale::even(0.0, most(|dot| dot.risk) * 1.15, BOTTOM, TOP);
    let mut canvas = Canvas::new(1200, 590);
    for (mark, words) in y.time_marks() {
        canvas.line(&[(LEFT, y.at(mark)), (RIGHT, y.at(mark))], Ink::Grid, 2);
        canvas.text(LEFT - 12.0, y.at(mark), Side::End, 20.0, Ink::Muted, &words);
    }
    for mark in x.number_marks(6.0) {
        canvas.text(x.at(mark), BOTTOM + 24.0, Side::Middle, 20.0, Ink::Muted, &money(mark));
    }
    canvas.text(
        (LEFT + RIGHT) / 2.0,
        BOTTOM + 60.0,
        Side::Middle,
        20.0,
        Ink::Muted,
        "standing cost a year, whether or not anything happens",
    );
    let mut front: Vec<&Dot> = dots.iter().copied().filter(|dot| on_the_front(dot, &dots)).collect();
    front.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    canvas.line(&front.iter().map(|dot| (x.at(dot.cost), y.at(dot.risk))).collect::<Vec<_>>(), Ink::Muted, 2);
    let mut names = Vec::new();
    for (at, dot) in dots.iter().enumerate() {
        canvas.dot(x.at(dot.cost), y.at(dot.risk), 11, Ink::Series(at));
        let mut height = y.at(dot.risk) - 18.0;
        let (left, room) = (x.at(dot.cost) + 18.0, 13.0 * short(&dot.label, 26).chars().count() as f64);
        // Names that would stand on one another stand below one another.
        while names.iter().any(|(l, r, h): &(f64, f64, f64)| left < *r && *l < left + room && libm::fabs(h - height) < 24.0) {
            height += 26.0;
        }
        names.push((left, left + room, height));
        canvas.text(left, height, Side::Start, 21.0, Ink::Text, &short(&dot.label, 26));
    }
    let best: Vec<&str> = front.iter().map(|dot| dot.label.as_str()).collect();
    let caption = format!(
        "On the front, where no other model is cheaper and no worse: {}. What incidents themselves cost is in the table of the models.",
        crate::report::words::list(&best, 8)
    );
    let words: Vec<String> = dots.iter().map(|dot| format!("{}: {} a year, {}", dot.label, money(dot.cost), duration(dot.risk))).collect();
    let svg = canvas.finish(id, title, &format!("Standing cost a year against {risk}. {}.", words.join("; ")));
    let mut table = DataTable::new(["", "standing cost a year", risk, "on the front"]);
    for dot in &dots {
        let front = if on_the_front(dot, &dots) { "yes" } else { "no" };
        table.row([dot.label.clone(), money(dot.cost), duration(dot.risk), front.to_owned()]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}
