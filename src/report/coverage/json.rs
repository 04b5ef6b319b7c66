//! `summary.json` of a coverage study.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Found;
use crate::engine::time::Instant;
use crate::report::head::Head;
use crate::statistics::interval::of_quantile;
use crate::statistics::{Interval, Sample};
use crate::study::coverage::hourly::{Hourly, Until};
use crate::study::coverage::human::{Human, Start, quantile};
use crate::study::coverage::need::Cause;

/// The head of a summary, to be filled up.
pub fn begin(head: &Head) -> Map<String, Value> {
    if let Ok(Value::Object(head)) = serde_json::to_value(head) { head } else { Map::new() }
}

/// The whole study.
pub fn of(found: &Found, head: &Head) -> Value {
    let plan = found.plan;
    let mut all = begin(head);
    let local = |at: Instant| plan.zone.civil(at).to_string();
    let (from, to) = found.fixed.weeks.whole();
    all.insert("calendar".into(), json!({"from": local(from), "to": local(to), "weeks": found.fixed.weeks.many()}));
    all.insert(
        "gaps".into(),
        found
            .fixed
            .gaps
            .iter()
            .map(|(need, gap)| {
                let by_cause: BTreeMap<&str, f64> =
                    Cause::ALL.iter().map(|cause| (cause.name(), round(gap.by_cause[*cause as usize]))).collect();
                json!({
                    "sort": need.sort.name(), "name": need.name, "takes": need.takes, "used": need.used, "people": need.pool.len(), "able": gap.able,
                    "calendar_gap_hours": round(gap.calendar()), "effective_gap_hours": round(gap.effective()), "by_cause_hours": by_cause,
                    "off_duty_answers": {"by_day": gap.off_duty[0], "at_night": gap.off_duty[1]},
                    "covered_by_hour": gap.covered.iter().map(|share| round(*share)).collect::<Vec<_>>(),
                    "cause_by_hour": gap.causes.iter().map(|cause| cause.map(Cause::name)).collect::<Vec<_>>(),
                })
            })
            .collect(),
    );
    all.insert(
        "rotas".into(),
        found
            .fixed
            .rotas
            .iter()
            .map(|quality| {
                let loads: BTreeMap<&str, f64> =
                    quality.loads.iter().map(|(who, load)| (plan.people[who.at()].id.as_str(), round(*load))).collect();
                json!({
                    "rota": plan.rotas[quality.rota.at()].id(), "covered": round(quality.covered), "balance": round(quality.balance),
                    "score": round(quality.score()), "hours_a_week": loads,
                })
            })
            .collect(),
    );
    all.insert("escalations".into(), found.humans.iter().map(|human| escalation(found, human)).collect());
    if let Some(hourly) = found.hourly {
        all.insert("incident".into(), incident(found, hourly));
    }
    Value::Object(all)
}

/// To nine digits behind the point, so that the last bits of a sum do not show.
fn round(value: f64) -> f64 {
    libm::round(value * 1e9) / 1e9
}

fn escalation(found: &Found, human: &Human) -> Value {
    let seconds = |minutes: Option<i64>| minutes.map(|minutes| minutes * 60);
    let start = |start: &Start| {
        json!({
            "at": found.plan.zone.civil(start.at).to_string(), "p50": seconds(start.quantiles[0]), "p90": seconds(start.quantiles[1]),
            "nobody_when_silent": round(start.silent), "nobody_after_an_hour": round(start.after_an_hour),
        })
    };
    let by_hour = |level: f64| human.by_hour.iter().map(|answered| seconds(quantile(answered, level))).collect::<Vec<_>>();
    json!({
        "policy": found.plan.policies[human.policy.at()].id, "starts": human.starts,
        "time_to_a_human": {
            "unit": "s", "p50": seconds(quantile(&human.answered, 0.5)), "p90": seconds(quantile(&human.answered, 0.9)),
            "p99": seconds(quantile(&human.answered, 0.99)), "not_within_7_days": round(1.0 - human.answered.last().copied().unwrap_or(0.0)),
            "by_hour": {"p50": by_hour(0.5), "p90": by_hour(0.9)},
        },
        "worst": start(&human.worst), "falls_silent_after": human.falls_silent.seconds_f64(), "nobody_when_silent": round(human.silent),
        "likeliest_silence": start(&human.most_silent),
    })
}

/// A figure of a sample; null where it lies beyond the horizon.
pub fn figure(sample: &Sample) -> Value {
    let sorted = sample.sorted();
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let ends = |interval: Interval| [finite(interval.low), finite(interval.high)];
    json!({
        "unit": "s", "count": sample.count(), "censored": sample.censored(), "p50": finite(sample.quantile(0.5)), "p90": finite(sample.quantile(0.9)),
        "interval": {"p50": ends(of_quantile(sample, &sorted, 0.5)), "p90": ends(of_quantile(sample, &sorted, 0.9))},
    })
}

fn incident(found: &Found, hourly: &Hourly) -> Value {
    let hours: Vec<Value> = hourly
        .hours
        .iter()
        .map(|at| {
            let measures: BTreeMap<&str, Value> =
                Until::ALL.iter().zip(&at.samples).map(|(until, sample)| (until.name(), figure(sample))).collect();
            json!({
                "hour": at.hour, "began": found.plan.zone.civil(at.at).to_string(), "stopped_before_impact": at.stopped, "measures": measures,
            })
        })
        .collect();
    json!({"kind": found.plan.kinds[hourly.kind.at()].id, "replications": hourly.replications, "hours": hours})
}
