//! `summary.json` of a study of people.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Found, because};
use crate::model::ids::PersonId;
use crate::report::coverage::json::{begin, figure};
use crate::report::head::Head;
use crate::statistics::paired::Estimate;
use crate::study::people::Away;
use crate::study::people::effect::{Effect, Missed};

/// The whole study.
pub fn of(found: &Found, head: &Head) -> Value {
    let plan = found.plan;
    let mut all = begin(head);
    let id = |person: &PersonId| plan.people[person.at()].id.clone();
    let base = &found.people.base;
    let missed: BTreeMap<&str, Option<f64>> = Missed::ALL.iter().zip(&base.missed).map(|(m, sample)| (m.name(), sample.mean())).collect();
    all.insert("as_it_is".into(), json!({"time_to_recover": figure(&base.recover), "shares": missed}));
    all.insert("absences".into(), found.people.effects.iter().map(|effect| absence(found, effect)).collect());
    all.insert(
        "unrecoverable".into(),
        found
            .needed
            .iter()
            .map(|(recovery, sets)| {
                let sets: Vec<Value> = sets
                    .iter()
                    .map(|needed| json!({"people": needed.people.iter().map(id).collect::<Vec<_>>(), "because": because(plan, needed.why)}))
                    .collect();
                json!({
                    "system": plan.systems[recovery.system.at()].id, "incident": plan.kinds[recovery.kind.at()].id,
                    "truck_factor": sets.first().and_then(|set| set["people"].as_array().map(Vec::len)), "sets": sets,
                })
            })
            .collect(),
    );
    all.insert(
        "truck_factor_by_hour".into(),
        found.by_hour.iter().map(|of| json!({"system": plan.systems[of.system.at()].id, "by_hour": of.factor})).collect(),
    );
    all.insert(
        "holders".into(),
        found
            .held
            .iter()
            .map(|held| {
                json!({
                    "sort": held.sort, "name": held.name, "holders": held.people.len(), "takes": held.quorum, "written": held.written,
                    "people": held.people.iter().map(id).collect::<Vec<_>>(),
                })
            })
            .collect(),
    );
    Value::Object(all)
}

/// Those who are away, by their ids.
pub fn ids(found: &Found, away: &Away) -> String {
    let plan = found.plan;
    let person = |p: &PersonId| plan.people[p.at()].id.as_str();
    match away {
        Away::Person(one) => person(one).to_owned(),
        Away::Pair(one, other) => format!("{}+{}", person(one), person(other)),
        Away::Team(team) => plan.teams[team.at()].id.clone(),
        Away::Provider(employer) => plan.employers[employer.at()].id.clone(),
    }
}

fn absence(found: &Found, effect: &Effect) -> Value {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let change = |estimate: &Estimate| json!({"value": finite(estimate.value), "interval": [finite(estimate.interval.low), finite(estimate.interval.high)]});
    let quantiles = &effect.longer.quantiles;
    let shares: BTreeMap<&str, Value> = Missed::ALL
        .iter()
        .zip(effect.shares.iter().zip(&effect.oftener))
        .map(|(missed, (share, oftener))| (missed.name(), json!({"share": share, "change": change(&oftener.mean)})))
        .collect();
    let systems: Vec<&str> = effect.beyond_mtpd.iter().map(|s| found.plan.systems[s.at()].id.as_str()).collect();
    json!({
        "away": effect.away.sort(), "who": ids(found, &effect.away), "replications": effect.replications, "played_again": effect.played,
        "no_effect": effect.is_nothing(),
        "time_to_recover": {
            "unit": "s", "p50": finite(effect.recover[0]), "p90": finite(effect.recover[1]),
            "change": {"mean": change(&effect.longer.mean), "p50": change(&quantiles[0]), "p90": change(&quantiles[1])},
        },
        "shares": shares, "beyond_mtpd": systems,
    })
}
