//! Runbooks that are in heads only while those heads are elsewhere, and written ones that nobody has ever tried.

use std::collections::BTreeMap;

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::week::Weeks;
use super::{Finding, Uses, listed, of_week, people};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{KnowledgeId, PersonId, RequirementId};
use crate::model::knowledge::Exercised;
use crate::model::plan::{Plan, Requirement};
use crate::model::roster::Hours;

/// All findings about runbooks.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    in_heads_elsewhere(plan, uses, all);
    not_exercised(plan, uses, all);
}

/// How much of a week nobody is there, and the longest gap.
type Missing = (Span, Option<(Instant, Instant)>);

/// A runbook, what takes it, and who of those who could do that knows it.
struct Runbook {
    id: KnowledgeId,
    work: Vec<String>,
    knowers: Vec<PersonId>,
    /// Some of it cannot be done at all without knowing how.
    cannot: bool,
}

fn taken(plan: &Plan, uses: &Uses, id: KnowledgeId) -> Option<Runbook> {
    let asks = |(_, r): &(RequirementId, &Requirement)| r.knows == Some(id);
    let requirements: Vec<(RequirementId, &Requirement)> = (0..).map(RequirementId).zip(&plan.requirements).filter(asks).collect();
    let work: Vec<String> = requirements.iter().flat_map(|(r, _)| uses.words(plan, *r)).collect();
    let knowing = requirements.iter().flat_map(|(_, r)| &r.qualified).filter(|(.., without)| !without);
    let mut knowers: Vec<PersonId> = knowing.map(|(person, ..)| *person).collect();
    knowers.sort_unstable();
    knowers.dedup();
    let cannot = requirements.iter().any(|(_, r)| r.improvise.is_none());
    (!work.is_empty()).then_some(Runbook { id, work, knowers, cannot })
}

/// Undocumented runbooks all of whose knowers are off shift at some hours, those of the same hours together.
fn in_heads_elsewhere(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    let mut alike: BTreeMap<Missing, (Hours, Vec<Runbook>)> = BTreeMap::new();
    for id in (0..plan.knowledge.len() as u32).map(KnowledgeId).filter(|id| plan.runbooks.written(*id).is_none()) {
        let Some(runbook) = taken(plan, uses, id).filter(|r| !r.knowers.is_empty()) else { continue };
        let cover = weeks.any_on_shift(plan, &runbook.knowers);
        let missing = weeks.uncovered(&cover);
        if missing > WORTH_TELLING {
            alike.entry((missing, weeks.gap(&cover))).or_insert_with(|| (cover, Vec::new())).1.push(runbook);
        }
    }
    for ((missing, _), (cover, runbooks)) in alike {
        let names: Vec<&str> = runbooks.iter().map(|r| plan.knowledge[r.id.at()].as_str()).collect();
        let title = format!("For {} nobody is on shift who knows {}", of_week(missing), listed(&names));
        let heads = runbooks.iter().map(|r| {
            let know = if r.knowers.len() == 1 { "knows" } else { "know" };
            format!("{} {know} {}", people(plan, &r.knowers), plan.knowledge[r.id.at()])
        });
        let work: Vec<&str> = runbooks.iter().flat_map(|r| r.work.iter().map(String::as_str)).collect();
        let cannot = runbooks.iter().any(|r| r.cannot);
        let else_what = if cannot { "cannot be done without it" } else { "is improvised then" };
        let evidence = format!(
            "{} It is written down nowhere: {}. What takes it ({}) {else_what}.",
            gap_in_words(plan, &weeks, &cover),
            heads.collect::<Vec<_>>().join("; "),
            listed(&work)
        );
        all.push(Finding::new(if cannot { 34.0 } else { 26.0 } + 26.0 * share(missing), title, evidence).outside(plan, &weeks, &cover));
    }
}

/// Written runbooks that were not followed in the year before the start, or never.
fn not_exercised(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    for (exercised, how) in
        [(Exercised::Never, "never been exercised"), (Exercised::LongAgo, "not been exercised in the year before the start")]
    {
        let written = |id: &KnowledgeId| plan.runbooks.written(*id).is_some_and(|w| w.exercised == exercised);
        let ids = (0..plan.knowledge.len() as u32).map(KnowledgeId).filter(written);
        let runbooks: Vec<Runbook> = ids.filter_map(|id| taken(plan, uses, id)).collect();
        if runbooks.is_empty() {
            continue;
        }
        let names: Vec<&str> = runbooks.iter().map(|r| plan.knowledge[r.id.at()].as_str()).collect();
        let work: Vec<&str> = runbooks.iter().flat_map(|r| r.work.iter().map(String::as_str)).collect();
        let (runbook, have) = if runbooks.len() == 1 { ("runbook", "has") } else { ("runbooks", "have") };
        let title = format!("The written {runbook} {} {have} {how}", listed(&names));
        let evidence = format!("Gaps in it are found in the middle of an incident: in {}.", listed(&work));
        all.push(Finding::new(36.0 + runbooks.len().min(10) as f64, title, evidence));
    }
}
