//! The executive summary: what came of what was expected, the ratings, the milestones, and what a leader should know of how it was decided.

use super::Maker;
use crate::engine::time::Span;
use crate::exercise::account::Grade;
use crate::exercise::after::{decisions, milestones};
use crate::exercise::expectation::Verdict;
use crate::model::exercise::Milestone;
use crate::report::exercise::milestone;
use crate::report::words::{duration, list};
use crate::study::measure::seconds;

impl Maker<'_> {
    pub(super) fn summary(&self) -> Vec<String> {
        let mut all = vec![self.expected()];
        let grades: Vec<String> = Grade::ALL
            .iter()
            .map(|grade| (self.ratings.iter().filter(|r| r.grade() == Some(*grade)).count(), grade))
            .filter(|(many, _)| *many > 0)
            .map(|(many, grade)| format!("{many} {} ({})", grade.letter(), grade.words()))
            .collect();
        if !grades.is_empty() {
            all.push(format!("Objectives: {}.", grades.join(", ")));
        }
        all.extend(self.times());
        let taken = decisions(self.account);
        let (alone, unsettled) =
            (taken.iter().filter(|t| t.without_authority()).count(), taken.iter().filter(|t| t.settled.is_none()).count());
        match alone {
            0 => {}
            1 => all.push("Once somebody acted without the authority to do so.".to_owned()),
            _ => all.push(format!("{alone} times somebody acted without the authority to do so.")),
        }
        if unsettled > 0 {
            all.push(format!("Of {} that were asked for {unsettled} {} open at the end.", many(taken.len(), "decision"), were(unsettled)));
        }
        match self.account.overrides.len() {
            0 => {}
            1 => all.push("The facilitator set one outcome by hand; it is listed below with its reason.".to_owned()),
            set => all.push(format!("The facilitator set {set} outcomes by hand; they are listed below with their reasons.")),
        }
        all
    }

    /// What came of what was expected.
    fn expected(&self) -> String {
        let count = |of: fn(&Verdict) -> bool| self.judged.iter().filter(|j| of(&j.verdict)).count();
        let met = count(|v| matches!(v, Verdict::Met { .. }));
        let late = count(|v| matches!(v, Verdict::Missed { late: Some(_), .. }));
        let missed = count(|v| matches!(v, Verdict::Missed { late: None, .. }));
        let open = count(|v| matches!(v, Verdict::Open { .. }));
        let idle = count(|v| matches!(v, Verdict::NotDue));
        let due = met + late + missed;
        let mut words =
            format!("Of {} {due} came due: {met} met in time, {late} late, {missed} not at all.", many(self.judged.len(), "expectation"));
        let rest = [(open, format!("{open} {} still open at the end", were(open))), (idle, format!("{idle} did not arise"))];
        let rest: Vec<String> = rest.into_iter().filter(|(many, _)| *many > 0).map(|(_, words)| words).collect();
        if !rest.is_empty() {
            words.push_str(&format!(" {}.", rest.join(", ")));
        }
        words
    }

    /// The milestones in one sentence, and those that were not reached in another.
    fn times(&self) -> Option<String> {
        let all = milestones(self.account);
        let at = |of: Milestone| all.iter().find(|(m, _)| *m == of).and_then(|(_, at)| *at);
        let first = at(Milestone::Occurred).or(at(Milestone::Alerted))?;
        let each = || all.iter().filter(|(m, _)| *m != Milestone::Occurred && *m != Milestone::Escalated);
        let reached =
            each().filter_map(|(of, at)| Some(format!("{} after {}", milestone(*of), duration(seconds(((*at)? - first).max(Span(0)))))));
        let not: Vec<&str> = each().filter(|(_, at)| at.is_none()).map(|(of, _)| milestone(*of)).collect();
        let mut words = format!("From the first harm: {}.", reached.collect::<Vec<_>>().join(", "));
        if !not.is_empty() {
            words.push_str(&format!(" Not reached by the end: {}.", list(&not, 8)));
        }
        Some(words)
    }
}

fn were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}
/// "1 expectation", "12 expectations".
fn many(count: usize, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}
