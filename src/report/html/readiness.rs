//! Readiness over time as a page.

use serde::Serialize;

use super::{Line, Options, Sheet, Trouble, line, page};
use crate::report::readiness::Readiness;

#[derive(Serialize)]
struct Part {
    about: String,
    setting: String,
    answers: Vec<String>,
    sheets: Vec<Sheet>,
    footer: Vec<Line>,
}

/// The page.
pub fn html(readiness: &Readiness, options: &Options) -> Result<String, Trouble> {
    let tables = [
        ("Milestones", readiness.milestones()),
        ("Objectives", readiness.grades()),
        ("Expectations", readiness.counts()),
        ("Corrective actions so far", readiness.trend()),
        ("Corrective actions that are not done", readiness.actions()),
    ];
    let sheets = tables.into_iter().filter(|(_, (_, rows))| !rows.is_empty());
    let part = Part {
        about: "Exercises of one organisation side by side.".to_owned(),
        setting: String::new(),
        answers: readiness.answers(),
        sheets: sheets.map(|(caption, (head, rows))| Sheet { caption: caption.to_owned(), head, rows }).collect(),
        footer: vec![line("Made by", format!("firedrill {}", env!("CARGO_PKG_VERSION")))],
    };
    page("readiness.html", "Readiness over time", &part, options)
}
