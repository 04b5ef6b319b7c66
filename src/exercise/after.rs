//! After an exercise: what its facts come to. Ratings proposed by stated thresholds, what shows each, decisions and on whose authority. Pure: from a
//! plan and an account to data; how it is written is the report's matter.

use crate::engine::time::Instant;
use crate::exercise::account::{Account, Choice, Grade, Rated};
use crate::exercise::dry_run::authority;
use crate::exercise::expectation::{Judged, Verdict};
use crate::model::exercise::{Deed, Exercise, Expectation, Milestone};
use crate::model::fact::{Answer, Fact, PageFor};
use crate::model::ids::{DecisionId, IncidentNo, PersonId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// From this share of the points on an objective is rated so, the best first; below the last it is U.
pub const THRESHOLDS: [(Grade, f64); 3] = [(Grade::P, 0.9), (Grade::S, 0.65), (Grade::M, 0.3)];
/// What is done late is worth this share of its points.
pub const LATE: f64 = 0.5;
/// No more facts than this are shown for one expectation.
const SHOWN: usize = 6;

/// The thresholds in words.
pub fn thresholds() -> String {
    let each: Vec<String> = THRESHOLDS.iter().map(|(grade, share)| format!("{} from {:.0} %", grade.letter(), share * 100.0)).collect();
    format!(
        "Proposed from the points of what was due: in full where it was done in time, half where it was done late; {}, U below. Where nothing was due nothing is proposed.",
        each.join(", ")
    )
}

/// How an objective was met.
#[derive(Clone, Debug)]
pub struct Rating<'a> {
    /// The objective, by its place.
    pub objective: usize,
    /// Points of what was due by the end.
    pub due: u32,
    /// Points of what was done, late ones in part.
    pub earned: f64,
    /// What the thresholds say.
    pub proposed: Option<Grade>,
    /// What an evaluator says.
    pub rated: Option<&'a Rated>,
}
impl Rating<'_> {
    /// The evaluator's, else what is proposed.
    pub fn grade(&self) -> Option<Grade> {
        self.rated.map(|rated| rated.grade).or(self.proposed)
    }
}

/// The grade of a share of the points.
pub fn grade(share: f64) -> Grade {
    THRESHOLDS.iter().find(|(_, from)| share >= *from).map_or(Grade::U, |(grade, _)| *grade)
}

/// Rates every objective. The last word of an evaluator on one counts.
pub fn ratings<'a>(exercise: &Exercise, judged: &[Judged], account: &'a Account) -> Vec<Rating<'a>> {
    let each = 0..exercise.objectives.len();
    each.map(|objective| {
        let (mut due, mut earned) = (0, 0.0);
        for judged in judged.iter().filter(|j| exercise.expectations[j.expectation].objective == objective) {
            let points = exercise.expectations[judged.expectation].points;
            let worth = match judged.verdict {
                Verdict::NotDue | Verdict::Open { .. } => continue,
                Verdict::Met { .. } => 1.0,
                Verdict::Missed { late: Some(_), .. } => LATE,
                Verdict::Missed { late: None, .. } => 0.0,
            };
            due += points;
            earned += worth * f64::from(points);
        }
        let proposed = (due > 0).then(|| grade(earned / f64::from(due)));
        let rated = account.ratings.iter().rfind(|rated| rated.objective == objective);
        Rating { objective, due, earned, proposed, rated }
    })
    .collect()
}

/// The facts that show what became of an expectation, by their places: what it follows on, what was done about it, what settled it.
pub fn evidence(plan: &Plan, account: &Account, expectation: &Expectation, judged: &Judged) -> Vec<usize> {
    let Some((incident, since)) = judged.since else { return Vec::new() };
    let (until, last) = match judged.verdict {
        Verdict::Met { by, .. } => (by.at, Some(by.fact)),
        Verdict::Missed { late: Some(late), .. } => (late.at, Some(late.fact)),
        _ => (account.now, None),
    };
    let concerns = |fact: &Fact| expectation.deeds.iter().any(|deed| about(plan, deed, incident, fact));
    let between = account.facts.iter().enumerate().skip(since.fact + 1).take_while(|(_, (at, _))| *at <= until);
    let mut all = vec![since.fact];
    all.extend(between.filter(|(_, (_, fact))| concerns(fact)).map(|(at, _)| at));
    all.extend(last);
    all.sort_unstable();
    all.dedup();
    // The beginning and the end tell more than the middle.
    if all.len() > SHOWN {
        all.drain(SHOWN / 2..all.len() - SHOWN / 2);
    }
    all
}

/// A fact has to do with a deed in an incident.
fn about(plan: &Plan, deed: &Deed, of: IncidentNo, fact: &Fact) -> bool {
    match (deed, fact) {
        (Deed::Decided(id) | Deed::Approved(id), fact) => {
            decides(fact).is_some_and(|(incident, decision)| (incident, decision) == (of, *id))
        }
        (Deed::Milestone(Milestone::Acknowledged), Fact::Alerted { incident, .. } | Fact::Silent { incident, .. }) => *incident == of,
        (Deed::Milestone(Milestone::Acknowledged), Fact::StepFired { incident, .. }) => *incident == of,
        (Deed::Milestone(Milestone::Declared), Fact::Aware { incident, .. }) => *incident == of,
        (Deed::Milestone(Milestone::Declared), Fact::Waits { job, .. } | Fact::Started { job, .. }) => {
            job.incident == of && plan.tasks[job.task.at()].declares
        }
        (Deed::Milestone(Milestone::Escalated), Fact::Reached { incident, .. }) => *incident == of,
        (Deed::Milestone(Milestone::Contained), Fact::Ended { job, .. } | Fact::Started { job, .. }) => {
            job.incident == of && plan.tasks[job.task.at()].phase == Phase::Contain
        }
        (Deed::Restored(system), Fact::Ended { job, .. } | Fact::Started { job, .. }) => job.incident == of && job.system == Some(*system),
        (Deed::Done(tasks), Fact::Ended { job, .. } | Fact::Started { job, .. } | Fact::Waits { job, .. }) => {
            job.incident == of && tasks.contains(&job.task)
        }
        (Deed::Sent(notice), Fact::NoticeClock { incident, notice: told, .. } | Fact::NoticeMissed { incident, notice: told, .. }) => {
            *incident == of && told == notice
        }
        _ => false,
    }
}

/// The decision that a fact is about.
fn decides(fact: &Fact) -> Option<(IncidentNo, DecisionId)> {
    match *fact {
        Fact::Asked { incident, decision, .. }
        | Fact::Reached { incident, decision, .. }
        | Fact::Decided { incident, decision, .. }
        | Fact::Granted { incident, decision, .. }
        | Fact::Paged { incident, why: PageFor::Decision(decision), .. } => Some((incident, decision)),
        _ => None,
    }
}

/// A decision of the exercise.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// In which incident.
    pub incident: IncidentNo,
    /// Which.
    pub decision: DecisionId,
    /// When it was first asked for.
    pub asked: Instant,
    /// When somebody who may was first reached.
    pub reached: Option<Instant>,
    /// When it was taken or refused; nothing where it was open at the end.
    pub settled: Option<Instant>,
    /// Who answered, with what, each once.
    pub by: Vec<(PersonId, Answer)>,
    /// On what authority.
    pub authority: Option<&'static str>,
    /// What the room said of it.
    pub choices: Vec<&'a Choice>,
}
impl Taken<'_> {
    /// Somebody acted without authority.
    pub fn without_authority(&self) -> bool {
        self.authority == Some("without authority")
    }
}

/// All decisions that were asked for, or settled without asking, in the order in which they came.
pub fn decisions(account: &Account) -> Vec<Taken<'_>> {
    let mut all: Vec<Taken> = Vec::new();
    for (at, fact) in &account.facts {
        let Some((incident, decision)) = decides(fact) else { continue };
        let place = all.iter().position(|taken| (taken.incident, taken.decision) == (incident, decision)).unwrap_or_else(|| {
            let choices = account.choices.iter().filter(|choice| choice.decision == Some((incident, decision))).collect();
            all.push(Taken { incident, decision, asked: *at, reached: None, settled: None, by: Vec::new(), authority: None, choices });
            all.len() - 1
        });
        let taken = &mut all[place];
        match *fact {
            Fact::Reached { .. } => taken.reached = taken.reached.or(Some(*at)),
            Fact::Decided { person, answer, authority: on, .. } => {
                if let Some(person) = person.filter(|person| !taken.by.contains(&(*person, answer))) {
                    taken.by.push((person, answer));
                }
                taken.authority = taken.authority.or((answer != Answer::Deferred).then(|| authority(on)));
                if answer == Answer::Refused {
                    taken.settled = taken.settled.or(Some(*at));
                }
            }
            Fact::Granted { authority: on, .. } => {
                taken.settled = taken.settled.or(Some(*at));
                taken.authority = taken.authority.or(Some(authority(on)));
            }
            _ => {}
        }
    }
    all
}

/// Milestones of the first incident of an exercise, in the order of the trade: when each came, where it did.
pub fn milestones(account: &Account) -> Vec<(Milestone, Option<Instant>)> {
    let all = [
        Milestone::Occurred,
        Milestone::Alerted,
        Milestone::Acknowledged,
        Milestone::Aware,
        Milestone::Declared,
        Milestone::Escalated,
        Milestone::Contained,
        Milestone::Recovered,
    ];
    let first = account.facts.iter().find_map(|(_, fact)| if let Fact::Began { incident, .. } = fact { Some(*incident) } else { None });
    let came = |of: Milestone| {
        let found = account
            .facts
            .iter()
            .find(|(_, fact)| super::expectation::reaches(fact).is_some_and(|(incident, m)| m == of && Some(incident) == first));
        found.map(|(at, _)| *at)
    };
    all.map(|of| (of, came(of))).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::Span;
    use crate::exercise::expectation::Shown;

    #[test]
    fn grades_follow_the_stated_thresholds() {
        for (share, letter) in [(1.0, "P"), (0.9, "P"), (0.89, "S"), (0.65, "S"), (0.64, "M"), (0.3, "M"), (0.29, "U"), (0.0, "U")] {
            assert_eq!(grade(share).letter(), letter, "{share}");
        }
        assert!(thresholds().contains("P from 90 %, S from 65 %, M from 30 %, U below"));
    }

    /// Points 10, 20 and 10 of one objective: met, late, not due: 20 of 30, which is S. What an evaluator says last counts.
    #[test]
    fn what_is_late_is_worth_half_and_what_is_not_due_nothing() {
        use crate::model::exercise::{Need, Objective, Trigger};
        let objective = |id: &str| Objective { id: id.into(), text: "x".into(), capability: "c".into() };
        let expectation = |id: &str, points| Expectation {
            id: id.into(),
            text: None,
            objective: 0,
            belongs: vec![],
            after: Trigger::Milestone(Milestone::Alerted),
            deeds: vec![Deed::Milestone(Milestone::Declared)],
            need: Need::All,
            within: Span::HOUR,
            points,
        };
        let exercise = Exercise {
            title: String::new(),
            brief: String::new(),
            ground_rules: vec![],
            minutes: 90,
            minutes_per_decision: 5,
            minutes_per_inject: 2,
            ends: None,
            objectives: vec![objective("a"), objective("b")],
            moves: vec![],
            cards: vec![],
            expectations: vec![expectation("1", 10), expectation("2", 20), expectation("3", 10)],
            seats: vec![],
        };
        let by = Shown { at: Instant(0), fact: 0 };
        let judged = |expectation, verdict| Judged { expectation, since: None, verdict };
        let all = [
            judged(0, Verdict::Met { by, spare: Span(0) }),
            judged(1, Verdict::Missed { at: Instant(0), late: Some(by) }),
            judged(2, Verdict::NotDue),
        ];
        let mut account = Account::default();
        let rated = ratings(&exercise, &all, &account);
        assert_eq!((rated[0].due, rated[0].earned, rated[0].grade()), (30, 20.0, Some(Grade::S)));
        assert_eq!((rated[1].due, rated[1].grade()), (0, None), "nothing was due");
        let says = |grade| Rated { objective: 0, grade, by: "evaluator".into(), why: String::new() };
        account.ratings = vec![says(Grade::P), says(Grade::M)];
        let rated = ratings(&exercise, &all, &account);
        assert_eq!((rated[0].proposed, rated[0].grade()), (Some(Grade::S), Some(Grade::M)));
    }
}
