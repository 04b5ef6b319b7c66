//! Access over a study: privileged actions with and without authority on record, how often access was given and the glass broken.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::summary::Summary;
use super::words::{harmless, list, share};
use crate::model::ids::GrantId;
use crate::study::Tally;

/// What the incidents of a study came to in access.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessSummary {
    /// Starts of work that takes a privileged grant, per incident.
    pub privileged_actions: f64,
    /// The share of them with no authority on record; null when there were none.
    pub without_authority: Option<f64>,
    /// How often access was given on request, per incident.
    pub given: f64,
    /// How often the glass was broken, per incident.
    pub glass_broken: f64,
    /// How often its review was not done in time, per incident.
    pub reviews_overdue: f64,
    /// How many people hold each privileged grant when a play begins: each is a way in.
    pub holders: BTreeMap<String, u64>,
}

/// Sums it up; nothing where the scenario has no `grants`.
pub fn of(tally: &Tally) -> Option<AccessSummary> {
    let plan = &*tally.plan;
    if plan.access.is_empty() {
        return None;
    }
    let rounded = |value: f64| libm::round(value * 1e6) / 1e6;
    let each = |count: u64| rounded(count as f64 / tally.incidents.max(1) as f64);
    let all = &tally.access;
    let holders = (0..).map(GrantId).zip(&plan.grants).filter(|(grant, _)| plan.access.privileged(*grant));
    let holders = holders.map(|(grant, id)| (id.clone(), plan.people.iter().filter(|p| p.grants.contains(&grant)).count() as u64));
    Some(AccessSummary {
        privileged_actions: each(all.privileged_actions),
        without_authority: (all.privileged_actions > 0).then(|| rounded(all.without_authority as f64 / all.privileged_actions as f64)),
        given: each(all.given),
        glass_broken: each(all.glass_broken),
        reviews_overdue: each(all.reviews_overdue),
        holders: holders.collect(),
    })
}

/// What a leader needs of it, in sentences.
pub fn sentences(summary: &Summary) -> Option<String> {
    let access = summary.access.as_ref()?;
    let mut said = Vec::new();
    if let Some(without) = access.without_authority {
        let actions = figure(access.privileged_actions);
        said.push(format!("{actions} privileged actions an incident, {} with no authority on record.", share(without)));
    }
    if access.given > 0.0 {
        said.push(format!("Access is given on request {} times an incident.", figure(access.given)));
    }
    if access.glass_broken > 0.0 {
        let overdue = match access.reviews_overdue {
            0.0 => String::new(),
            late => format!(", and {} reviews of it are late", figure(late)),
        };
        said.push(format!("The glass is broken {} times an incident{overdue}.", figure(access.glass_broken)));
    }
    let holders: Vec<String> = access.holders.iter().map(|(grant, many)| format!("{} {many}", harmless(grant))).collect();
    if !holders.is_empty() {
        said.push(format!("Holders of privileged grants: {}.", list(&holders, 4)));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// How many an incident: "3.1", and never "0.0" of something that did happen.
pub(super) fn figure(each: f64) -> String {
    match each {
        each if each < 0.005 => "under 0.01".to_owned(),
        each if each < 0.95 => format!("{each:.2}"),
        each => format!("{each:.1}"),
    }
}
