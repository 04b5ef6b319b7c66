//! Remedies: changes to an organisation that its findings and the wait ledger call for, each as a text that `--model` can lay on the scenario.
//! What is proposed is seen from the plan alone: who could do a task but may not, who may decide, who is there when. Whether a remedy
//! helps is not known before it has been played (study::improve).

use super::{Rejected, Scenario};
use crate::model::fact::Wait;
use crate::model::plan::Plan;

mod authority;
mod estate;
mod needs;
mod outside;
pub mod patch;
mod people;
mod staffing;

pub use patch::Edit;

/// How many remedies of one sort are proposed; those beyond it help with less.
const OF_A_SORT: usize = 4;

/// The sorts of remedy.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A team need not ask.
    PreAuthorise,
    /// Somebody else may decide as well.
    Delegate,
    /// A runbook is written down.
    Document,
    /// Somebody learns a skill or a runbook.
    CrossTrain,
    /// Somebody is given access.
    Grant,
    /// Somebody takes turns on call.
    Rota,
    /// A team has somebody at night.
    Nights,
    /// A restore is tested.
    TestRestore,
    /// Something watches, or what watches pages somebody.
    Telemetry,
    /// A provider is held ready.
    Retainer,
    /// Employers work in one view.
    ShareView,
}

/// What a remedy takes beside what the scenario itself charges (payroll, retainers, allowances). Judgements of this program, dated 2026, to be
/// replaced by the organisation's own.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Upkeep {
    /// Hours of work, once.
    pub hours_once: f64,
    /// Hours of work a year.
    pub hours_per_year: f64,
    /// Licences and the like, a year, in money.
    pub licence_per_year: f64,
}

impl Sort {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Sort::PreAuthorise => "pre_authorise",
            Sort::Delegate => "delegate",
            Sort::Document => "document",
            Sort::CrossTrain => "cross_train",
            Sort::Grant => "grant",
            Sort::Rota => "rota",
            Sort::Nights => "nights",
            Sort::TestRestore => "test_restore",
            Sort::Telemetry => "telemetry",
            Sort::Retainer => "retainer",
            Sort::ShareView => "share_view",
        }
    }

    /// What it takes.
    pub fn upkeep(self) -> Upkeep {
        let (hours_once, hours_per_year, licence_per_year) = match self {
            Sort::PreAuthorise => (16.0, 4.0, 0.0),
            Sort::Delegate => (8.0, 4.0, 0.0),
            Sort::Document => (40.0, 8.0, 0.0),
            Sort::CrossTrain => (60.0, 16.0, 0.0),
            Sort::Grant => (2.0, 4.0, 0.0),
            Sort::Rota => (8.0, 6.0, 0.0),
            Sort::Nights => (40.0, 12.0, 0.0),
            Sort::TestRestore => (0.0, 16.0, 0.0),
            Sort::Telemetry => (40.0, 26.0, 12_000.0),
            Sort::Retainer => (40.0, 24.0, 0.0),
            Sort::ShareView => (24.0, 12.0, 6_000.0),
        };
        Upkeep { hours_once, hours_per_year, licence_per_year }
    }

    /// What these hours are.
    pub fn upkeep_words(self) -> &'static str {
        match self {
            Sort::PreAuthorise => "writing and rehearsing the standing permission; a review a year",
            Sort::Delegate => "briefing the deputy; a review a year",
            Sort::Document => "writing and trying it; keeping it up to date",
            Sort::CrossTrain => "training; two days a year to stay able",
            Sort::Grant => "setting it up; a review each quarter",
            Sort::Rota => "setting it up; planning the turns",
            Sort::Nights => "hiring and training; planning the nights",
            Sort::TestRestore => "one test of the restore a year",
            Sort::Telemetry => "setting it up; tuning it",
            Sort::Retainer => "taking them on; an exercise and reviews a year",
            Sort::ShareView => "joining the ticket systems; keeping them joined",
        }
    }
}

/// A change that may help.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// What sort.
    pub sort: Sort,
    /// A short name for files: "pre-authorise-isolate".
    pub slug: String,
    /// What is done, as an order: "Let security isolate without asking".
    pub title: String,
    /// Why, in a sentence.
    pub why: String,
    /// The states of the ledger that it answers.
    pub answers: &'static [Wait],
    /// The finding of `check` that it answers, if one names the same things.
    pub finding: Option<String>,
    /// What it changes.
    pub edits: Vec<Edit>,
    /// Ids and names of what it is about, by which its finding is found.
    about: Vec<String>,
    /// By how much it is likely to matter, among those of its sort.
    weight: f64,
}

impl Remedy {
    fn new(sort: Sort, slug: &str, (title, why): (String, String), answers: &'static [Wait], edits: Vec<Edit>) -> Remedy {
        let kept: String = slug.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let slug = kept.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        Remedy { sort, slug, title, why, answers, finding: None, edits, about: Vec::new(), weight: 1.0 }
    }

    fn weighing(self, weight: f64) -> Remedy {
        Remedy { weight, ..self }
    }

    fn about<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Remedy {
        Remedy { about: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// What its patch says of it, above the fields.
    pub fn comment(&self, seen: &str) -> String {
        let mut lines = vec![self.title.clone(), self.why.clone()];
        lines.extend(self.finding.iter().map(|finding| format!("Answers the finding: {finding}")));
        lines.push(seen.to_owned());
        let upkeep = self.sort.upkeep();
        lines.push(format!(
            "Takes, as assumed by firedrill: {} hours once, {} hours a year ({}), licences {} a year.",
            upkeep.hours_once,
            upkeep.hours_per_year,
            self.sort.upkeep_words(),
            upkeep.licence_per_year
        ));
        lines.iter().filter(|line| !line.is_empty()).map(|line| format!("// {}\n", line.replace(['\n', '\r'], " "))).collect()
    }

    /// The finding that names all it is about.
    fn answered(&self, found: &[super::Finding]) -> Option<String> {
        let names = |text: &str| !self.about.is_empty() && self.about.iter().all(|name| text.contains(name.as_str()));
        found.iter().find(|finding| names(&format!("{} {}", finding.title, finding.evidence))).map(|finding| finding.title.clone())
    }

    /// The same as [`Remedy::laid`]; nothing where it makes no sense in this scenario, or changes nothing in it.
    fn changing(&self, scenario: &Scenario) -> Option<(Scenario, String)> {
        self.laid(scenario).ok().filter(|(with, _)| with.hash != scenario.hash)
    }

    /// The scenario with it, and the text that was laid on it.
    pub fn laid(&self, scenario: &Scenario) -> Result<(Scenario, String), Rejected> {
        patch::lay(scenario, &[self])
    }
}

/// What a few plays of the scenario as it is have shown.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Time in each state of the ledger, in any unit; none where no play did harm, so that nothing is known.
    pub ledger: Option<[f64; Wait::ALL.len()]>,
    /// Time that each decision right was waited for, in any unit.
    pub decisions: Vec<f64>,
}

/// All remedies that a scenario calls for and that can be laid on it, each with the scenario that it makes and its patch. Those that answer
/// only states of the ledger in which no time went are left out. The same for the same scenario and what was seen of it.
pub fn remedies(scenario: &Scenario, seen: &Seen) -> Vec<(Remedy, Scenario, String)> {
    let found = super::findings(&scenario.plan);
    let mut laid: Vec<(Remedy, Scenario, String)> = Vec::new();
    for mut remedy in called_for(scenario, seen) {
        if laid.iter().filter(|(other, ..)| other.sort == remedy.sort).count() >= OF_A_SORT {
            continue;
        }
        let Some((with, text)) = remedy.changing(scenario) else { continue };
        remedy.finding = remedy.answered(&found);
        laid.push((remedy, with, text));
    }
    laid
}

/// For each of the longest waits of the ledger, other than for work, the remedy that answers it and the worst finding: so many at most, each with
/// the wait it answers. Nothing is played: whether one helps is for `study::improve` to say.
pub fn foremost(scenario: &Scenario, seen: &Seen, most: usize) -> Vec<(Wait, Option<Remedy>)> {
    let Some(ledger) = seen.ledger else { return Vec::new() };
    let total: f64 = ledger.iter().sum();
    let time = |wait: &Wait| ledger[*wait as usize];
    let mut waits: Vec<Wait> = Wait::ALL.into_iter().filter(|wait| *wait != Wait::Working && time(wait) > 0.01 * total).collect();
    waits.sort_by(|a, b| time(b).total_cmp(&time(a)));
    waits.truncate(most);
    let found = super::findings(&scenario.plan);
    let mut proposed: Vec<Remedy> = called_for(scenario, seen);
    proposed.iter_mut().for_each(|remedy| remedy.finding = remedy.answered(&found));
    let place = |remedy: &Remedy| found.iter().position(|finding| Some(&finding.title) == remedy.finding.as_ref()).unwrap_or(found.len());
    let mut taken: Vec<String> = Vec::new();
    let mut first = |wait: Wait| {
        let mut fitting: Vec<&Remedy> = proposed.iter().filter(|r| r.answers.contains(&wait) && !taken.contains(&r.slug)).collect();
        fitting.sort_by_key(|remedy| place(remedy));
        let remedy = fitting.into_iter().find(|remedy| remedy.changing(scenario).is_some())?.clone();
        taken.push(remedy.slug.clone());
        Some(remedy)
    };
    waits.into_iter().map(|wait| (wait, first(wait))).collect()
}

/// All remedies that a scenario calls for, whether they can be laid on it or not; those of one sort by their weight.
fn called_for(scenario: &Scenario, seen: &Seen) -> Vec<Remedy> {
    let (plan, root) = (scenario.plan.as_ref(), &scenario.root);
    let needs = needs::Needs::of(plan);
    let mut all = Vec::new();
    authority::remedies(plan, root, (&needs, seen), &mut all);
    people::remedies(plan, root, &needs, &mut all);
    staffing::remedies(plan, root, &needs, &mut all);
    estate::remedies(plan, root, &needs, &mut all);
    outside::remedies(plan, root, &needs, &mut all);
    all.retain(|remedy: &Remedy| seen.ledger.is_none_or(|ledger| remedy.answers.iter().any(|wait| ledger[*wait as usize] > 0.0)));
    all.sort_by(|a, b| a.sort.cmp(&b.sort).then_with(|| b.weight.total_cmp(&a.weight)).then_with(|| a.slug.cmp(&b.slug)));
    all.dedup_by(|a, b| a.slug == b.slug);
    all
}

/// How many times somebody holds a grant: what a review of privileged access has to go through.
pub fn privileged(plan: &Plan) -> usize {
    plan.people.iter().map(|person| person.grants.len()).sum()
}

#[cfg(test)]
mod tests;
