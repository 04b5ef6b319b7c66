//! Knowledge over a study: attempts improvised and by what is written, how many fail, what people learn beside each other.

use serde::{Deserialize, Serialize};

use super::access::figure;
use super::summary::Summary;
use super::words::{duration, share};
use crate::study::Tally;
use crate::study::measure::seconds;

/// What the incidents of a study came to in knowledge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnowledgeSummary {
    /// Attempts in the hands of somebody who improvised, per incident.
    pub improvised_attempts: f64,
    /// The share of them that failed; null when there were none.
    pub improvised_failed: Option<f64>,
    /// Attempts in the hands of somebody who went by what is written, per incident.
    pub followed_attempts: f64,
    /// The share of them that failed; null when there were none.
    pub followed_failed: Option<f64>,
    /// Runbooks learned beside somebody who knew them, per incident.
    pub runbooks_learned: f64,
    /// Time of those who worked beside others to learn, in seconds per incident.
    pub pairing: f64,
}

/// Sums it up; nothing where the scenario does not say what becomes of work without the knowledge.
pub fn of(tally: &Tally) -> Option<KnowledgeSummary> {
    if !tally.plan.runbooks.counted {
        return None;
    }
    let rounded = |value: f64| libm::round(value * 1e6) / 1e6;
    let incidents = tally.incidents.max(1) as f64;
    let each = |count: u64| rounded(count as f64 / incidents);
    let failed = |(all, failed): (u64, u64)| (all > 0).then(|| rounded(failed as f64 / all as f64));
    let all = &tally.knowledge;
    Some(KnowledgeSummary {
        improvised_attempts: each(all.improvised.0),
        improvised_failed: failed(all.improvised),
        followed_attempts: each(all.followed.0),
        followed_failed: failed(all.followed),
        runbooks_learned: each(all.learned),
        pairing: rounded(seconds(all.pairing) / incidents),
    })
}

/// What a leader needs of it, in sentences.
pub fn sentences(summary: &Summary) -> Option<String> {
    let of = summary.knowledge.as_ref()?;
    let mut said = Vec::new();
    if let Some(failed) = of.improvised_failed {
        let attempts = figure(of.improvised_attempts);
        said.push(format!("{attempts} attempts an incident are improvised without the runbook; {} of them fail.", share(failed)));
    }
    if let Some(failed) = of.followed_failed {
        said.push(format!("{} go by a written runbook; {} of them fail.", figure(of.followed_attempts), share(failed)));
    }
    if of.pairing > 0.0 {
        let learned = if of.runbooks_learned > 0.0 { figure(of.runbooks_learned) } else { "0".to_owned() };
        said.push(format!("{learned} runbooks an incident are learned beside those who know them, in {}.", duration(of.pairing)));
    }
    (!said.is_empty()).then(|| said.join(" "))
}
