//! The hours of the week in which something is not covered, and why: by set algebra over a year of the calendar, so nothing is sampled.
//!
//! Looked at in turn are: is anybody there (on shift or on call) whose work it is; with the skill; with the grant; with the knowledge; are those
//! there who may decide; will they answer. Every moment of a gap has the first cause that is not met, so that the causes add up to the gap, and
//! the gap without the first of them is what a calendar alone does not show.

use super::need::{Cause, Gate, Need};
use super::presence::{Presence, both};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::model::roster::Hours;
use crate::scenario::finding::week::Weeks;

/// How something is covered in an average week.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Hours of a week in which it is not covered, by [`Cause`].
    pub by_cause: [f64; Cause::ALL.len()],
    /// By hour of the week: the share of it that is covered.
    pub covered: Vec<f64>,
    /// By hour of the week: what most of what is not covered lacks.
    pub causes: Vec<Option<Cause>>,
    /// Of those who have everything it takes, how often the likeliest answers a page off duty: by day and at night.
    pub off_duty: [f64; 2],
    /// How many have everything it takes.
    pub able: usize,
}

impl Gap {
    /// Hours of a week in which nobody of those whose work it is is there: what a calendar shows.
    pub fn calendar(&self) -> f64 {
        self.by_cause[0]
    }

    /// Hours of a week in which it is not covered, whatever the cause.
    pub fn effective(&self) -> f64 {
        self.by_cause.iter().sum()
    }

    /// How something is covered.
    pub fn of(plan: &Plan, need: &Need, presence: &Presence, weeks: &Weeks) -> Gap {
        let (from, to) = weeks.whole();
        let mut left = Hours::between(from, to);
        let mut lacking: Vec<(Cause, Hours)> = Vec::new();
        let mut narrow = |cause: Cause, cover: &Hours| {
            let covered = both(&left, cover);
            lacking.push((cause, left.minus(&covered)));
            left = covered;
        };
        let mut people: &[PersonId] = &need.pool;
        narrow(Cause::NobodyThere, &presence.there(people));
        let mut decides = None;
        for gate in &need.gates {
            match gate {
                Gate::Any(cause, some) => {
                    people = some;
                    narrow(*cause, &presence.there(people));
                }
                Gate::Authority { able, quorum, permitted } => {
                    narrow(Cause::NoAuthority, &presence.so_many(able, *quorum, Presence::there).union(&presence.there(permitted)));
                    decides = Some((able, *quorum, permitted));
                }
            }
        }
        let only_decision = need.gates.len() == 1 && decides.is_some();
        if !only_decision {
            narrow(Cause::NotReachable, &presence.reachable(people));
        }
        if let Some((able, quorum, permitted)) = decides {
            let reached = presence.so_many(able, quorum, Presence::reachable).union(&presence.reachable(permitted));
            narrow(Cause::NotReachable, &reached);
            if only_decision {
                people = able;
            }
        }
        Gap::told(plan, people, &lacking, weeks)
    }

    fn told(plan: &Plan, able: &[PersonId], lacking: &[(Cause, Hours)], weeks: &Weeks) -> Gap {
        let mut by_cause = [0.0; Cause::ALL.len()];
        let mut shares = vec![[0.0; Cause::ALL.len()]; 168];
        for (cause, hours) in lacking.iter().filter(|(_, hours)| !hours.is_never()) {
            by_cause[*cause as usize] += hours.total().hours_f64() / weeks.many() as f64;
            for (of, share) in shares.iter_mut().zip(weeks.by_hour(&plan.zone, hours)) {
                of[*cause as usize] += share;
            }
        }
        let covered = shares.iter().map(|of| (1.0 - of.iter().sum::<f64>()).clamp(0.0, 1.0)).collect();
        let most = |of: &[f64; Cause::ALL.len()]| {
            let worst = Cause::ALL.into_iter().max_by(|a, b| of[*a as usize].total_cmp(&of[*b as usize]).then(b.cmp(a)));
            worst.filter(|cause| of[*cause as usize] > 0.0)
        };
        let best = |of: fn(&crate::model::plan::AnswerLaw) -> f64| {
            able.iter().map(|p| of(&plan.people[p.at()].reach.off_duty)).fold(0.0, f64::max)
        };
        Gap {
            by_cause,
            covered,
            causes: shares.iter().map(most).collect(),
            off_duty: [best(|l| l.by_day), best(|l| l.at_night)],
            able: able.len(),
        }
    }
}
