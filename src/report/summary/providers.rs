//! How well providers keep what their contracts promise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{finite, rounded};
use crate::study::Tally;
use crate::study::measure::seconds;

/// How the requests to one provider fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderSummary {
    /// How often it was asked, once an incident at most.
    pub requests: u64,
    /// Share of them to which it responded.
    pub responded: f64,
    /// Mean seconds to these responses; null without any.
    pub response: Option<f64>,
    /// Seconds promised; null where nothing is.
    pub target: Option<f64>,
    /// Share answered within the time promised, counted in the hours of the contract; null where nothing is promised.
    pub within_target: Option<f64>,
}

/// Each provider that was asked for a response.
pub(super) fn providers(tally: &Tally) -> BTreeMap<String, ProviderSummary> {
    let asked = tally.plan.employers.iter().zip(&tally.providers).filter(|(_, tally)| tally.requests > 0);
    asked
        .map(|(employer, tally)| {
            let summary = ProviderSummary {
                requests: tally.requests,
                responded: rounded(tally.responded as f64 / tally.requests as f64),
                response: (tally.responded > 0).then(|| rounded(tally.waited as f64 / tally.responded as f64 / 1000.0)),
                target: employer.terms.response.as_ref().and_then(|r| r.target).map(seconds),
                within_target: finite(tally.within.share()),
            };
            (employer.id.clone(), summary)
        })
        .collect()
}
