//! `report.html`: one file that a leader reads, a planner shows and an analyst trusts. It is made from a results folder and nothing else, so that
//! `firedrill report` gives the same bytes as the study that wrote the folder.
//!
//! One renderer (templates in `html/`, one style sheet), one place for words ([`words`](super::words)), figures from [`figures`](super::figures). The
//! page loads nothing and runs nothing but its own small script, which its content-security policy knows by its hash; without it everything is there to be read.

pub mod after_action;
pub mod comparison;
mod cures;
mod digest;
mod evidence;
pub mod handout;
mod lanes;
mod parting;
pub mod provenance;
pub mod readiness;
pub mod results;
pub mod roles;
pub mod run;
pub mod since;
mod study;
mod typed;

use std::fmt;
use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::figures::Figure;
use super::figures::drawing::Drawing;
use super::words::harmless;
use roles::Naming;

const SCRIPT: &str = include_str!("html/page.js");
const STYLE: &str = include_str!("html/style.css");
const TEMPLATES: [(&str, &str); 5] = [
    ("macros.html", include_str!("html/macros.html")),
    ("page.html", include_str!("html/page.html")),
    ("run.html", include_str!("html/run.html")),
    ("compare.html", include_str!("html/compare.html")),
    ("study.html", include_str!("html/study.html")),
];

/// The page of a review.
const REVIEW: (&str, &str) = ("since.html", include_str!("html/since.html"));

/// Style of pages that are no study's report: papers of an exercise.
const PAPER: &str = include_str!("html/paper.css");
const PAPERS: [(&str, &str); 6] = [
    ("paper.html", include_str!("html/paper.html")),
    ("players.html", include_str!("html/players.html")),
    ("facilitator.html", include_str!("html/facilitator.html")),
    ("injects.html", include_str!("html/injects.html")),
    ("after_action.html", include_str!("html/after_action.html")),
    ("readiness.html", include_str!("html/readiness.html")),
];

/// How a report is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What people are called.
    pub names: Naming,
    /// A line on each page, such as "Confidential".
    pub marking: Option<String>,
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub String);
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A report and its figures as files of their own, each a name and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// `report.html`.
    pub html: String,
    /// `plots/*`, each a name and its picture.
    pub plots: Vec<(String, Drawing)>,
}

impl Made {
    /// The files in `plots/`, as SVG, and as PNG on request.
    pub fn files(&self, png: bool) -> Vec<(String, Vec<u8>)> {
        let svg = self.plots.iter().map(|(name, drawing)| (format!("{name}.svg"), (drawing.to_string() + "\n").into_bytes()));
        let bitmaps = self.plots.iter().filter(|_| png).filter_map(|(name, drawing)| Some((format!("{name}.png"), drawing.png()?)));
        svg.chain(bitmaps).collect()
    }
}

/// The report on a results folder: of one scenario, of several models, or of another study.
pub fn of_folder(folder: &Path, options: &Options) -> Result<Made, Trouble> {
    match results::read(folder)? {
        results::Folder::Run(results) => run::report(*results, options),
        results::Folder::Comparison(comparison) => comparison::report(&comparison, folder, options),
        results::Folder::Study(summary) => study::report(folder, summary, options),
    }
}

/// What every page has besides its own part.
#[derive(Serialize)]
struct Page<'a, T> {
    csp: String,
    style: String,
    script: &'static str,
    marking: Option<String>,
    title: String,
    part: &'a T,
}

/// Fills a template; `title` is the page's name, `part` what the template shows.
fn page<T: Serialize>(template: &str, title: &str, part: &T, options: &Options) -> Result<String, Trouble> {
    let marking = options.marking.as_deref().map(harmless).filter(|marking| !marking.trim().is_empty());
    let own = if PAPERS.iter().any(|(name, _)| *name == template) { PAPER } else { "" };
    let style = (STYLE.to_owned() + own).replace("{marking}", &marking.as_deref().map_or(String::new(), in_style));
    let csp = format!("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'", digest::of(style.as_bytes()));
    let csp = format!("{csp}; script-src 'sha256-{}'", digest::of(SCRIPT.as_bytes()));
    let page = Page { csp, style, script: SCRIPT, marking, title: harmless(title), part };
    let trouble = |why: minijinja::Error| Trouble(format!("the report could not be made: {why:#}"));
    let mut all = Environment::new();
    // A name that a template gets wrong is a mistake, and not an empty place.
    all.set_undefined_behavior(UndefinedBehavior::Strict);
    all.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(trouble)?);
    for (name, text) in TEMPLATES.into_iter().chain([REVIEW]).chain(PAPERS) {
        all.add_template(name, text).map_err(trouble)?;
    }
    all.get_template(template).and_then(|template| template.render(Value::from(Serde(&page)))).map_err(trouble)
}

/// A text for a string of a style sheet: every character that is not plain by its number.
fn in_style(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == ' ' { c.to_string() } else { format!("\\{:x} ", c as u32) }).collect()
}

/// The figures of a page as files.
fn plots<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Vec<(String, Drawing)> {
    figures.into_iter().map(|figure| (figure.id.clone(), figure.svg.clone())).collect()
}

/// A table of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Sheet {
    caption: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A label and what is said of it.
#[derive(Clone, Debug, Serialize)]
struct Line {
    label: String,
    words: String,
}

fn line(label: impl Into<String>, words: impl Into<String>) -> Line {
    Line { label: label.into(), words: words.into() }
}

/// What a page cannot say, whatever it shows.
const LIMITS: [&str; 4] = [
    "The figures say how the plan behaves under the assumptions in the scenario. They are no forecast of how often incidents happen or how they will go.",
    "Intervals are at 95 % confidence and cover luck alone: with other assumptions the figures lie elsewhere, further than the intervals reach.",
    "What was not over at the horizon is counted up to there, so that means and the ledger are lower bounds where that is said.",
    "It collects no audit evidence. Findings come from the scenario as written; people, systems and rights that it does not name were not looked at.",
];

#[cfg(test)]
mod tests;
