//! What would help against each of the longest waits: a change to this very scenario where one is called for, else a sentence a leader can act on.

use super::Line;
use super::roles::Cast;
use crate::model::fact::Wait;
use crate::report::summary::{DecisionSummary, Summary};
use crate::report::words::{duration, harmless, state};
use crate::scenario::remedy::{Remedy, Seen, foremost};

/// So many are named.
const SHOWN: usize = 3;

/// The longest waits and a change to this scenario that answers each, with the most that it could save: the wait itself. None has been played.
pub(super) fn of(summary: &Summary, cast: &Cast) -> Vec<Line> {
    let mean = |wait: Wait| summary.ledger.get(wait.name()).copied().unwrap_or(0.0);
    let total: f64 = summary.ledger.values().sum();
    let waited = |id: &str| summary.decisions.get(id).map_or(0.0, |of| (of.reach + of.deliberation) * of.asked as f64);
    let seen = Seen {
        ledger: (total > 0.0).then(|| Wait::ALL.map(mean)),
        decisions: cast.scenario.plan.decisions.iter().map(|decision| waited(&decision.id)).collect(),
    };
    let line = |(wait, remedy): (Wait, Option<Remedy>)| {
        let most = format!(
            "An incident waits {} of {} on average for this: {}. It could be over sooner by that much at most.",
            duration(mean(wait)),
            duration(total),
            state(wait)
        );
        match remedy {
            Some(remedy) => {
                let said = |text: &str| harmless(&cast.said(text));
                super::line(format!("{}.", said(&remedy.title)), format!("{} {most}", said(&remedy.why)))
            }
            None => super::line(cure(wait, summary), most),
        }
    };
    foremost(&cast.scenario, &seen, SHOWN).into_iter().map(line).collect()
}

/// The decision that is waited for most in one way.
fn decision(summary: &Summary, waited: fn(&DecisionSummary) -> f64) -> String {
    let most = summary.decisions.iter().max_by(|a, b| (waited(a.1) * a.1.asked as f64).total_cmp(&(waited(b.1) * b.1.asked as f64)));
    most.map_or("the decision".to_owned(), |(id, _)| format!("“{}”", harmless(id)))
}

fn cure(wait: Wait, summary: &Summary) -> String {
    let words = match wait {
        Wait::Undetected => "See it sooner: telemetry that watches what is hit, or users who know whom to call.",
        Wait::Unanswered => "Let somebody answer: an escalation whose first steps page people who are on shift or on call at that hour.",
        Wait::OffDuty => {
            "Have somebody there who can do it: a turn on call or a shift at these hours, a second person trained, or a provider."
        }
        Wait::Busy => "Take work off those who can: more hands with the same skill, or interruptions sent elsewhere during an incident.",
        Wait::NoGrant => "Give those on duty the access before it is needed, or an emergency way in that they may use.",
        Wait::NoKnowledge => "Write the runbook down, exercise it, and let a second person learn it.",
        Wait::DecisionReach => {
            return format!("Pre-authorise {} within bounds, or name a delegate who is on duty.", decision(summary, |d| d.reach));
        }
        Wait::Deliberation => {
            return format!(
                "Agree beforehand when {} is approved, so that less has to be weighed on the night.",
                decision(summary, |d| d.deliberation)
            );
        }
        Wait::Consultation => "Ask fewer before acting, or tell them afterwards.",
        Wait::HandOver => "Hand over better: overlapping shifts, one shared record of the work.",
        Wait::Dependency => "Loosen what the recovery waits for: means of response that do not depend on what is down.",
        Wait::Vendor => "Contract a response time with whoever is brought in from outside, or have the means yourselves.",
        Wait::Rework => "Test restores and exercise runbooks: what fails is done again.",
        Wait::Working => "Make the work shorter.",
    };
    words.to_owned()
}
