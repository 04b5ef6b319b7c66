//! What would help against each wait, in a sentence a leader can act on.

use super::Line;
use crate::model::fact::Wait;
use crate::report::summary::{DecisionSummary, Summary};
use crate::report::words::{duration, harmless, state};

/// So many are named.
const SHOWN: usize = 3;

/// The longest waits and what would shorten them, with the most that this could save.
pub(super) fn of(summary: &Summary) -> Vec<Line> {
    let total: f64 = summary.ledger.values().sum();
    let mean = |wait: Wait| summary.ledger.get(wait.name()).copied().unwrap_or(0.0);
    let mut waits: Vec<Wait> = Wait::ALL.into_iter().filter(|wait| *wait != Wait::Working && mean(*wait) > 0.01 * total).collect();
    waits.sort_by(|a, b| mean(*b).total_cmp(&mean(*a)));
    waits.truncate(SHOWN);
    let line = |wait: Wait| {
        let words = format!(
            "An incident waits {} of {} on average for this: {}. Without that wait it would be over sooner by that much at most.",
            duration(mean(wait)),
            duration(total),
            state(wait)
        );
        super::line(cure(wait, summary), words)
    };
    waits.into_iter().map(line).collect()
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
