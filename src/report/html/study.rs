//! The reports on all studies but `run` and `compare`: one form for all of them, a page for the leader, then parts for the planner and the analyst.
//! What each of them has to say is in a file of its own.

mod coverage;
mod improve;
mod people;
mod staff;
mod sweep;

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::lanes::{self, Shown};
use super::provenance::Origins;
use super::results::scenario_of;
use super::roles::Cast;
use super::run::{sheet_of_origins, words_of_origins};
use super::typed::How;
use super::{LIMITS, Line, Made, Options, Sheet, Trouble, line, page, plots};
use crate::report::figures::Figure;
use crate::report::head::Head;
use crate::report::words::{count, harmless};

/// What one study has to say.
#[derive(Default)]
struct Told {
    /// How much was played, for the line under the title.
    played: String,
    question: String,
    answers: Vec<Line>,
    /// Figures beside one another.
    lead: Vec<Figure>,
    /// Figures that take the whole width.
    whole: Vec<Figure>,
    worst: Option<Worst>,
    cures_title: String,
    cures: Vec<Line>,
    cures_note: String,
    /// A play in which the first of the cures shows.
    cures_shown: Option<Shown>,
    /// How to see one where none is told on the page.
    cures_how: Option<How>,
    planner: Vec<Piece>,
    analyst: Vec<Piece>,
    /// Plays that are pointed at.
    plays: Vec<lanes::Told>,
}

/// What stands out.
#[derive(Clone, Debug, Serialize)]
struct Worst {
    heading: String,
    title: String,
    evidence: String,
    /// A play in which it shows.
    shown: Option<Shown>,
    /// How to see one where none is told on the page.
    how: Option<How>,
}

/// What has a moment in a play, as templates ask for it.
#[derive(Serialize)]
struct Holds {
    shown: Shown,
}

/// A piece of a part.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Piece {
    Figure(Figure),
    Sheet(Sheet),
    Lines(Vec<Line>),
    Words(String),
}

/// A part of the page after the first.
#[derive(Serialize)]
struct Section {
    id: &'static str,
    title: &'static str,
    pieces: Vec<Piece>,
}

/// Everything that the template shows.
#[derive(Serialize)]
struct Part {
    about: String,
    setting: String,
    note: Option<String>,
    question: String,
    answers: Vec<Line>,
    lead: Vec<Figure>,
    whole: Vec<Figure>,
    worst: Option<Worst>,
    cures_title: String,
    cures: Vec<Line>,
    cures_note: String,
    cures_shown: Vec<Holds>,
    cures_how: Option<How>,
    sections: Vec<Section>,
    told: Vec<lanes::Told>,
    origins: Sheet,
    origins_words: String,
    footer: Vec<Line>,
    limits: Vec<&'static str>,
}

/// The report on a folder with this summary.
pub fn report(folder: &Path, summary: Value, options: &Options) -> Result<Made, Trouble> {
    let odd = |why: serde_json::Error| Trouble(format!("{} cannot be read: {why}", folder.join("summary.json").display()));
    let head: Head = serde_json::from_value(summary.clone()).map_err(odd)?;
    let cast = Cast::of(scenario_of(folder, &head.scenario_hash)?, options.names).map_err(Trouble)?;
    let told = match study(&summary) {
        "coverage" => coverage::tell(&serde_json::from_value(summary).map_err(odd)?, &cast, head.seed),
        "people" => people::tell(&serde_json::from_value(summary).map_err(odd)?, &cast, head.seed),
        "improve" => improve::tell(&serde_json::from_value(summary).map_err(odd)?, &cast, folder),
        "staff" => staff::tell(&serde_json::from_value(summary).map_err(odd)?, &cast, (folder, options.names)),
        "sweep" => sweep::tell(&serde_json::from_value(summary).map_err(odd)?, &cast, head.seed),
        _ => return Err(Trouble(format!("{} holds a study that has no report", folder.display()))),
    };
    written(told, head, &cast, options)
}

/// Which study a summary is of: some say so, others are known by what they hold.
fn study(summary: &Value) -> &str {
    let by_content = [("remedies", "improve"), ("staffings", "staff"), ("design", "sweep")];
    let said = summary.get("study").and_then(Value::as_str);
    said.or_else(|| by_content.into_iter().find(|(part, _)| summary.get(part).is_some()).map(|(_, study)| study)).unwrap_or_default()
}

fn written(told: Told, head: Head, cast: &Cast, options: &Options) -> Result<Made, Trouble> {
    let origins = Origins::of(&cast.scenario.root);
    let model = head.model.as_deref().map_or("as written".to_owned(), |model| format!("with {}", harmless(model)));
    let sections = [("planner", "For the planner", told.planner), ("analyst", "For the analyst", told.analyst)];
    let sections = sections.map(|(id, title, pieces)| Section { id, title, pieces }).into_iter().filter(|s| !s.pieces.is_empty()).collect();
    let part = Part {
        about: harmless(&cast.said(&cast.scenario.plan.about)),
        setting: format!("{model} · {} · seed {}", told.played, head.seed),
        note: head.note.as_deref().map(harmless),
        question: told.question,
        answers: told.answers,
        lead: told.lead,
        whole: told.whole,
        worst: told.worst,
        cures_title: told.cures_title,
        cures: told.cures,
        cures_note: told.cures_note,
        cures_shown: told.cures_shown.into_iter().map(|shown| Holds { shown }).collect(),
        cures_how: told.cures_how,
        told: told.plays,
        sections,
        origins: sheet_of_origins(&origins),
        origins_words: words_of_origins(&origins),
        footer: footer(&head, &told.played),
        limits: LIMITS.to_vec(),
    };
    let html = page("study.html", &cast.said(&cast.scenario.plan.name), &part, options)?;
    let figure = |piece: &'_ Piece| match piece {
        Piece::Figure(figure) => Some(figure.clone()),
        _ => None,
    };
    let later: Vec<Figure> = part.sections.iter().flat_map(|section| &section.pieces).filter_map(figure).collect();
    let plots = plots(part.lead.iter().chain(&part.whole).chain(&later));
    Ok(Made { html, plots })
}

fn footer(head: &Head, played: &str) -> Vec<Line> {
    vec![
        line("Scenario", format!("{}, hash {}", harmless(&head.scenario), head.scenario_hash)),
        line("Model", head.model.as_deref().map_or("as written".to_owned(), harmless)),
        line("Luck", format!("seed {}, {played}; the same scenario, seed and version give the same figures", head.seed)),
        line("Program", format!("firedrill {}", head.firedrill)),
    ]
}

/// What a page that proposes changes says of the study that plays them.
const TO_IMPROVE: &str = "“firedrill improve scenario.ron” in this folder plays such changes and says what each of them saves and costs.";

/// More rows than these are in the files only.
const ROWS: usize = 200;

/// A table; none without rows. What is too long for a page is cut, and says so.
fn sheet<const N: usize>(caption: &str, head: [&str; N], mut rows: Vec<Vec<String>>) -> Option<Piece> {
    let all = rows.len();
    rows.truncate(ROWS);
    let caption = if all > ROWS { format!("{caption} ({ROWS} of {}; the files have all)", count(all as u64)) } else { caption.to_owned() };
    (all > 0).then(|| Piece::Sheet(Sheet { caption, head: head.map(str::to_owned).to_vec(), rows }))
}
