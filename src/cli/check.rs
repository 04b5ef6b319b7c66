//! `firedrill check`: reads a scenario and says what is wrong with it, and with the organisation in it.

use clap::Args;
use serde_json::json;

use super::options::{Format, Shown, Which};
use super::{Failure, STATUSES, Status, output, ranges_hold};
use crate::engine::time::Instant;
use crate::model::plan::Plan;
use crate::report::raci;
use crate::report::words::{count, harmless, list, wrap};
use crate::scenario::Scenario;
use crate::scenario::finding::week::moment;
use crate::scenario::finding::{Finding, findings, of_responsibilities};
use crate::text::{Node, SourceKind, count_values, provenance};

/// Read and check a scenario without playing it.
///
/// Mistakes in the file end it with exit status 2, each with its place and what was expected; the end of a range beside a value that could not be
/// played is one, too. A file without mistakes may still
/// describe an organisation with gaps: an alert that nobody reads for days, a decision nobody on nights may take, a runbook one
/// person knows. Those are findings; the exit status is 0.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill check scenarios/harbour-mutual/ransomware.ron
  firedrill check ransomware.ron --model models/fully-managed.ron --format json
  firedrill check ransomware.ron --raci

{STATUSES}"))]
pub struct Check {
    #[command(flatten)]
    which: Which,

    /// Show who is responsible, accountable, consulted and informed for each service, and what is wrong with that
    #[arg(long)]
    raci: bool,

    #[command(flatten)]
    shown: Shown,
}

impl Check {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        ranges_hold(&scenario)?;
        let found = if self.raci { of_responsibilities(&scenario.plan) } else { findings(&scenario.plan) };
        let sources = Sources::of(&scenario.root);
        match self.shown.format {
            Format::Json => output::say(&self.json(&scenario, &found, &sources)?)?,
            Format::Table if self.raci => output::say(&(raci::table(&scenario.plan) + "\n" + &listed(&found)))?,
            Format::Table => output::say(&table(&scenario.plan, &found, &sources))?,
        }
        Ok(Status::Done)
    }

    fn json(&self, scenario: &Scenario, found: &[Finding], sources: &Sources) -> Result<String, Failure> {
        let models = self.which.model_names();
        let findings: Vec<_> = found
            .iter()
            .map(|finding| {
                let when = &finding.when;
                let hours: Vec<_> = when.hours.0.iter().map(|(from, to)| json!({"from": moment(*from), "to": moment(*to)})).collect();
                let mut found = json!({
                    "title": finding.title, "when": when.words, "evidence": finding.evidence, "at_every_hour": when.is_always(), "hours": hours,
                });
                if !when.dates.is_empty() {
                    let local = |at: Instant| scenario.plan.zone.civil(at).strftime("%Y-%m-%dT%H:%M").to_string();
                    found["dates"] = when.dates.iter().map(|(from, to)| json!({"from": local(*from), "to": to.map(local)})).collect();
                }
                found
            })
            .collect();
        let values = json!({
            "total": sources.total, "measured": sources.marked[0], "contract": sources.marked[1], "estimated": sources.marked[2],
            "assumed": sources.marked[3] + sources.unmarked(), "unmarked": sources.unmarked(),
        });
        let mut all = json!({
            "schema": crate::report::summary::SCHEMA, "firedrill": env!("CARGO_PKG_VERSION"), "scenario": scenario.plan.name,
            "scenario_hash": scenario.hash, "model": (!models.is_empty()).then(|| models.join("+")), "values": values, "findings": findings,
        });
        if self.raci {
            all["responsibilities"] = raci::json(&scenario.plan);
        }
        serde_json::to_string_pretty(&all).map(|text| text + "\n").map_err(|why| Failure::new(Status::Unfinished, why))
    }
}

/// Where the values of a scenario come from.
struct Sources {
    total: usize,
    marked: [usize; SourceKind::ALL.len()],
}
impl Sources {
    fn of(root: &Node) -> Self {
        let mut marked = [0; SourceKind::ALL.len()];
        for statement in provenance(root) {
            marked[statement.kind as usize] += statement.covers;
        }
        Sources { total: count_values(root), marked }
    }
    fn unmarked(&self) -> usize {
        self.total.saturating_sub(self.marked.iter().sum())
    }
}

fn of(many: usize, one: &str, more: &str) -> String {
    format!("{} {}", count(many as u64), if many == 1 { one } else { more })
}

fn table(plan: &Plan, found: &[Finding], sources: &Sources) -> String {
    // Changes that are raised by themselves are kept like incidents, and are none.
    let kept = plan.kinds.iter().filter(|kind| kind.change.is_some()).count();
    let mut contents = vec![
        of(plan.people.len(), "person", "people"),
        of(plan.teams.len(), "team", "teams"),
        of(plan.systems.len(), "system", "systems"),
        of(plan.decisions.len(), "decision", "decisions"),
        of(plan.playbooks.len() - kept, "playbook", "playbooks"),
        of(plan.kinds.len() - kept, "kind of incident", "kinds of incident"),
        of(plan.targets.len(), "target", "targets"),
    ];
    if plan.changes.any() {
        contents.insert(6, of(plan.changes.0.len(), "kind of change", "kinds of change"));
    }
    let mut text = format!("{}: no mistakes\n{}\n", harmless(&plan.name), list(&contents, 10));
    let [measured, contract, estimated, assumed] = sources.marked;
    text.push_str(&format!(
        "{}: {measured} measured, {contract} by contract, {estimated} estimated, {assumed} assumed, {} unmarked, which counts as assumed\n\n",
        of(sources.total, "value", "values"),
        sources.unmarked()
    ));
    text + &listed(found)
}

/// Stands for a blank at which no line is broken.
const TOGETHER: char = '\u{2060}';

/// Numbers stay on one line with their units: "8 h", "65 %".
fn with_units(text: &str) -> String {
    let is_unit = |word: &str| ["%", "d", "h", "min", "s"].contains(&word.trim_end_matches(['.', ',', ';', ':', ')']));
    let mut all = String::new();
    for word in text.split(' ') {
        let glue = if is_unit(word) && all.ends_with(|c: char| c.is_ascii_digit()) { TOGETHER } else { ' ' };
        if !all.is_empty() {
            all.push(glue);
        }
        all.push_str(word);
    }
    all
}

/// The findings with their evidence.
fn listed(found: &[Finding]) -> String {
    if found.is_empty() {
        return "no findings\n".to_owned();
    }
    let worst_first = if found.len() > 1 { ", the worst first" } else { "" };
    let mut text = format!("{}{worst_first}\n", of(found.len(), "finding", "findings"));
    for (at, finding) in found.iter().enumerate() {
        for (row, words) in wrap(&with_units(&harmless(&finding.title)), 92).iter().enumerate() {
            let words = words.replace(TOGETHER, " ");
            text.push_str(&if row == 0 { format!("{:>3}  {words}\n", at + 1) } else { format!("     {words}\n") });
        }
        for words in wrap(&with_units(&harmless(&finding.in_full())), 88).iter().filter(|words| !words.is_empty()) {
            text.push_str(&format!("       {}\n", words.replace(TOGETHER, " ")));
        }
    }
    text
}
