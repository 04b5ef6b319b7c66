//! The after-action report in the order of HSEEP: overview, executive summary, objectives by capability with their ratings, strengths and areas for
//! improvement each with the facts that show it, the course of events, decisions with rationale and authority, overrides, the room beside simulated plays
//! where the facilitator shows that, hot wash, improvement plan. Teams and plans are rated, never persons.
//!
//! One structure, two forms: HTML on the report's renderer, and Markdown.

mod course;
mod markdown;
mod summary;

use serde::Serialize;

use super::roles::Cast;
use super::{Line, Options, Sheet, Trouble, line, page};
use crate::engine::time::Span;
use crate::exercise::account::{About, Account, Weight};
use crate::exercise::after::{Rating, decisions, evidence, ratings, thresholds};
use crate::exercise::expectation::{Judged, Verdict, judge};
use crate::exercise::improvement::Improvement;
use crate::model::exercise::Exercise;
use crate::model::plan::Plan;
use crate::report::exercise::{due, expected};
use crate::report::names::Names;
use crate::report::words::{duration, harmless, list, share};
use crate::scenario::Scenario;
use crate::study::measure::seconds;

pub use markdown::markdown;

/// What a report is made from, beside the scenario.
pub struct Basis<'a> {
    /// The session.
    pub account: &'a Account,
    /// Simulated plays beside it, each a row: what, the room, half of the plays, nine in ten, the share that took longer; nothing unless shown.
    pub plays: Option<Plays>,
    /// What is to be done.
    pub improvement: &'a Improvement,
}

/// How simulated plays did.
pub struct Plays {
    /// How many.
    pub count: u64,
    /// By name of a time: what the room took, and what the plays did, sorted; infinite where it was not reached.
    pub times: Vec<(String, Option<f64>, Vec<f64>)>,
}

/// The report as data.
#[derive(Clone, Debug, Serialize)]
pub struct AfterAction {
    about: String,
    setting: String,
    overview: Vec<Line>,
    summary: Vec<String>,
    thresholds: String,
    objectives: Sheet,
    capabilities: Vec<Capability>,
    course: Sheet,
    decisions: Sheet,
    overrides: Sheet,
    plays: Sheet,
    hot_wash: Vec<String>,
    parking: Vec<String>,
    improvement: Sheet,
    present: Sheet,
    footer: Vec<Line>,
}
#[derive(Clone, Debug, Serialize)]
struct Capability {
    title: String,
    rating: String,
    strengths: Vec<Shown>,
    areas: Vec<Shown>,
    open: Vec<String>,
}
/// Something that was seen, and what shows it.
#[derive(Clone, Debug, Serialize)]
struct Shown {
    title: String,
    words: String,
    facts: Vec<String>,
}

/// The report of a session as HTML.
pub fn html(report: &AfterAction, options: &Options) -> Result<String, Trouble> {
    page("after_action.html", "After-action report", report, options)
}

/// The report of a session.
pub fn report(scenario: &Scenario, basis: &Basis, options: &Options) -> Result<AfterAction, Trouble> {
    let cast = Cast::of(scenario.clone(), options.names).map_err(Trouble)?;
    let plan = &*cast.scenario.plan;
    let Some(exercise) = &plan.exercise else {
        return Err(Trouble("the scenario has no `exercise` section, so that there is nothing to rate".into()));
    };
    let account = basis.account;
    let judged = judge(plan, &account.facts, account.now);
    let maker = Maker { plan, exercise, account, cast: &cast, told: course::told(plan, account), judged, ratings: Vec::new() };
    let ratings = ratings(exercise, &maker.judged, account);
    let maker = Maker { ratings, ..maker };
    Ok(maker.make(basis))
}

struct Maker<'a> {
    plan: &'a Plan,
    exercise: &'a Exercise,
    account: &'a Account,
    cast: &'a Cast,
    /// What is said of each fact.
    told: Vec<Option<String>>,
    judged: Vec<Judged>,
    ratings: Vec<Rating<'a>>,
}

fn sheet(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { caption: caption.to_owned(), head: head.iter().map(|cell| (*cell).to_owned()).collect(), rows }
}

fn minutes(span: Span) -> String {
    format!("{} min", span.0 / 60_000)
}

impl Maker<'_> {
    /// A text without the names of people, where they are called by their roles.
    fn said(&self, text: &str) -> String {
        self.cast.said(&harmless(text))
    }

    fn make(&self, basis: &Basis) -> AfterAction {
        let title = if self.exercise.title.trim().is_empty() { &self.plan.name } else { &self.exercise.title };
        AfterAction {
            about: format!("{} · {}", self.said(title), self.said(&self.account.name)),
            setting: "It rates plans, rights and teams, and no person. A fact stands behind each statement.".to_owned(),
            overview: self.overview(),
            summary: self.summary(),
            thresholds: thresholds(),
            objectives: self.objectives(),
            capabilities: self.capabilities(),
            course: sheet(
                "Course of events",
                &["story time", "what happened"],
                course::rows(self.plan, self.account, &self.told, &|text| self.said(text)),
            ),
            decisions: self.decisions(),
            overrides: self.overrides(),
            plays: basis.plays.as_ref().map_or(Sheet::default(), plays),
            hot_wash: self.notes(About::HotWash),
            parking: self.notes(About::ParkingLot),
            improvement: improvement(basis.improvement, &|text| self.said(text)),
            present: self.present(),
            footer: vec![
                line("Scenario", format!("{} ({})", harmless(&self.plan.name), self.cast.scenario.hash)),
                line("Made by", format!("firedrill {}", env!("CARGO_PKG_VERSION"))),
            ],
        }
    }

    fn overview(&self) -> Vec<Line> {
        let (exercise, account) = (self.exercise, self.account);
        let mut lines =
            vec![line("Exercise", self.said(&self.plan.name)), line("Type", "tabletop, discussion-based, on a simulated organisation")];
        if !account.began.is_empty() {
            let paused = if account.paused > Span(0) { format!(" and {} of pauses", minutes(account.paused)) } else { String::new() };
            lines.push(line(
                "Held",
                format!("{}, {} of {} planned{paused}", harmless(&account.began), minutes(account.lasted), exercise.minutes),
            ));
        }
        let from = exercise.moves.first().and_then(|m| m.begins).and_then(|b| b.instant(None)).unwrap_or_default();
        lines.push(line("Story", format!("{} to {}", self.plan.zone.format_long(from), self.plan.zone.format_long(account.now))));
        if !account.ended {
            lines.push(line("State", "not over: ENDEX has not been called, and what is open may still be met"));
        }
        let mut capabilities: Vec<&str> = exercise.objectives.iter().map(|o| o.capability.as_str()).collect();
        capabilities.dedup();
        lines.push(line("Capabilities", harmless(&list(&capabilities, 20))));
        let threats: Vec<String> = self.plan.kinds.iter().filter(|kind| kind.change.is_none()).map(|kind| self.said(&kind.name)).collect();
        lines.push(line("Scenario", list(&threats, 6)));
        lines
    }

    fn objectives(&self) -> Sheet {
        let row = |rating: &Rating| {
            let objective = &self.exercise.objectives[rating.objective];
            let points = if rating.due == 0 { "nothing due".to_owned() } else { format!("{} of {}", rating.earned, rating.due) };
            let proposed = rating.proposed.map_or("-".to_owned(), |grade| grade.letter().to_owned());
            let confirmed =
                rating.rated.map_or("to be confirmed".to_owned(), |rated| format!("{} ({})", rated.grade.letter(), harmless(&rated.by)));
            let why = rating.rated.map_or(String::new(), |rated| self.said(&rated.why));
            vec![self.said(&objective.text), harmless(&objective.capability), points, proposed, confirmed, why]
        };
        let head = ["objective", "capability", "points", "proposed", "evaluator", "why"];
        sheet("Objectives and ratings", &head, self.ratings.iter().map(row).collect())
    }

    fn capabilities(&self) -> Vec<Capability> {
        self.ratings.iter().map(|rating| self.capability(rating)).chain(self.as_a_whole()).collect()
    }

    /// What evaluators saw that belongs to no one objective.
    fn as_a_whole(&self) -> Option<Capability> {
        let title = "The exercise as a whole".to_owned();
        let mut of = Capability { title, rating: String::new(), strengths: Vec::new(), areas: Vec::new(), open: Vec::new() };
        self.observed(None, &mut of);
        let seen = !of.strengths.is_empty() || !of.areas.is_empty() || !of.open.is_empty();
        seen.then_some(of)
    }

    fn capability(&self, rating: &Rating) -> Capability {
        let objective = &self.exercise.objectives[rating.objective];
        let words = rating.grade().map_or("not rated".to_owned(), |grade| format!("{}: {}", grade.letter(), grade.words()));
        let state = if rating.rated.is_some() { "" } else { ", proposed" };
        let mut of = Capability {
            title: format!("{}: {}", harmless(&objective.capability), self.said(&objective.text)),
            rating: format!("{words}{state}"),
            strengths: Vec::new(),
            areas: Vec::new(),
            open: Vec::new(),
        };
        for judged in self.judged.iter().filter(|j| self.exercise.expectations[j.expectation].objective == rating.objective) {
            let expectation = &self.exercise.expectations[judged.expectation];
            let title = self.said(&expected(self.plan, expectation));
            let by = due(self.plan, expectation);
            let facts = || self.facts(&evidence(self.plan, self.account, expectation, judged));
            match judged.verdict {
                Verdict::Met { spare, .. } => {
                    let words = format!("Asked for {by}; done with {} to spare.", duration(seconds(spare)));
                    of.strengths.push(Shown { title, words, facts: facts() });
                }
                Verdict::Missed { late, .. } => {
                    let words = match late {
                        Some(_) => format!("Asked for {by}; done {} late.", duration(seconds(judged.late_by().unwrap_or_default()))),
                        None => format!("Asked for {by}; not done by the end."),
                    };
                    of.areas.push(Shown { title, words, facts: facts() });
                }
                Verdict::Open { until } => {
                    of.open.push(format!("{title} Open at the end; it had time until {}.", self.plan.zone.format(until)))
                }
                Verdict::NotDue => of.open.push(format!("{title} Did not arise.")),
            }
        }
        self.observed(Some(rating.objective), &mut of);
        of
    }

    /// What evaluators saw for an objective, or for none.
    fn observed(&self, objective: Option<usize>, of: &mut Capability) {
        for seen in self.account.observations.iter().filter(|seen| seen.objective == objective) {
            let words = format!("Seen by the {} at {}.", harmless(&seen.by), self.plan.zone.format(seen.when.story));
            let shown = Shown { title: self.said(&seen.text), words, facts: Vec::new() };
            match seen.weight {
                Weight::Strength => of.strengths.push(shown),
                Weight::Improvement => of.areas.push(shown),
                Weight::Neutral => of.open.push(format!("{}. {}", shown.title.trim_end_matches('.'), shown.words)),
            }
        }
    }

    fn facts(&self, which: &[usize]) -> Vec<String> {
        let words = |at: &usize| {
            let told = self.told.get(*at)?.as_ref()?;
            Some(format!("{}  {}", self.plan.zone.format(self.account.facts[*at].0), self.said(told)))
        };
        which.iter().filter_map(words).collect()
    }

    fn decisions(&self) -> Sheet {
        let names = Names(self.plan);
        let row = |taken: &crate::exercise::after::Taken| {
            let took = taken.settled.map_or("open at the end".to_owned(), |at| {
                format!("{} ({})", self.plan.zone.format(at), duration(seconds(at - taken.asked)))
            });
            let by: Vec<String> = taken
                .by
                .iter()
                .map(|(person, answer)| format!("{} {}", names.person(*person), format!("{answer:?}").to_lowercase()))
                .collect();
            let why: Vec<String> =
                taken.choices.iter().filter(|choice| !choice.why.is_empty()).map(|choice| self.said(&choice.why)).collect();
            let drawn = taken.choices.iter().rev().find_map(|choice| choice.drawn.as_ref()).map_or(String::new(), |drawn| self.said(drawn));
            let authority = taken.authority.unwrap_or("-").to_owned();
            vec![names.decision(taken.decision), self.plan.zone.format(taken.asked), took, list(&by, 6), authority, why.join(" / "), drawn]
        };
        let head = ["decision", "asked", "settled (after)", "by", "authority", "rationale", "the simulator offered"];
        sheet("Decisions", &head, decisions(self.account).iter().map(row).collect())
    }

    fn overrides(&self) -> Sheet {
        let row = |o: &crate::exercise::account::Override| {
            let instead = o.instead.as_ref().map_or(String::new(), |text| self.said(text));
            vec![self.plan.zone.format(o.when.story), self.said(&o.what), instead, self.said(&o.why)]
        };
        sheet("Set by the facilitator", &["story time", "what", "instead of", "why"], self.account.overrides.iter().map(row).collect())
    }

    fn notes(&self, about: About) -> Vec<String> {
        self.account.notes_about(about).map(|note| self.said(&note.text)).collect()
    }

    fn present(&self) -> Sheet {
        let row = |of: &crate::exercise::account::Present| {
            let by = if of.simulated { "simulated".to_owned() } else { harmless(&of.name) };
            vec![self.said(&of.part), by]
        };
        sheet("Participants", &["part", "played by"], self.account.present.iter().map(row).collect())
    }
}

fn plays(plays: &Plays) -> Sheet {
    let shown = |value: f64| if value.is_finite() { duration(value) } else { "not reached".to_owned() };
    let row = |(name, room, sorted): &(String, Option<f64>, Vec<f64>)| {
        let at = |level: f64| crate::exercise::dry_run::quantile(sorted, level).map_or("-".to_owned(), shown);
        let longer = room
            .filter(|_| !sorted.is_empty())
            .map(|room| sorted.iter().filter(|value| **value > room).count() as f64 / sorted.len() as f64);
        vec![name.clone(), room.map_or("not reached".to_owned(), shown), at(0.5), at(0.9), longer.map_or("-".to_owned(), share)]
    };
    let caption = format!("The room beside {} simulated plays of the same scenario", crate::report::words::count(plays.count));
    sheet(
        &caption,
        &["time", "the room", "half of the plays", "nine in ten", "plays that took longer"],
        plays.times.iter().map(row).collect(),
    )
}

/// A capability and the element of it; the element alone where an action serves no one capability.
fn serves(capability: &str, element: &str) -> String {
    if capability.is_empty() { element.to_owned() } else { format!("{capability} ({element})") }
}

/// Corrective actions as a table.
pub(super) fn improvement(plan: &Improvement, said: &dyn Fn(&str) -> String) -> Sheet {
    let day = |day: Option<jiff::civil::Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let row = |action: &crate::exercise::improvement::Action| {
        let owner = if action.owner.trim().is_empty() { "nobody yet".to_owned() } else { said(&action.owner) };
        vec![
            said(&action.action),
            said(&action.issue),
            serves(&said(&action.capability), action.element.words()),
            owner,
            day(action.start),
            day(action.due),
            action.status.words().to_owned(),
            said(&action.effect),
            said(&action.retest),
        ]
    };
    let head =
        ["corrective action", "issue", "capability (element)", "owner", "start", "due", "state", "effect in simulated plays", "retest"];
    sheet("Improvement plan", &head, plan.actions.iter().map(row).collect())
}

#[cfg(test)]
mod tests;
