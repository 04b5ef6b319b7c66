//! What became of the notices of one incident: when each clock started, when it was due, when it was sent, and what it waited for most.

use super::history::History;
use super::outcome::NoticeOutcome;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Fact, Wait};
use crate::model::ids::NoticeId;
use crate::model::plan::Plan;

/// What has been told of one notice.
#[derive(Copy, Clone, Debug)]
struct Row {
    notice: NoticeId,
    /// A limit has run since: its own, or its second one.
    running: Instant,
    /// Its own clock has run since.
    started: Option<Instant>,
    deadline: Instant,
    submitted: Option<Instant>,
    /// What it waited for when its deadline passed.
    missed_on: Option<Wait>,
}

/// The notices of one incident of which a clock has started.
#[derive(Debug, Default)]
pub(super) struct Notices {
    rows: Vec<Row>,
    waived: Vec<NoticeId>,
}

impl Notices {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.waived.clear();
    }

    /// Takes note of what is told of a notice.
    pub(super) fn note(&mut self, at: Instant, fact: &Fact) {
        match *fact {
            Fact::NoticeClock { notice, deadline, runs, .. } => {
                let started = runs.then_some(at);
                match self.find(notice) {
                    Some(row) => {
                        row.deadline = deadline;
                        row.started = row.started.or(started);
                    }
                    None => self.rows.push(Row { notice, running: at, started, deadline, submitted: None, missed_on: None }),
                }
            }
            Fact::NoticeSubmitted { notice, .. } => {
                if let Some(row) = self.find(notice) {
                    row.submitted = Some(at);
                }
            }
            Fact::NoticeWaived { notice, .. } => self.waived.push(notice),
            Fact::NoticeMissed { notice, on, .. } => {
                if let Some(row) = self.find(notice) {
                    row.missed_on = Some(on);
                }
            }
            _ => {}
        }
    }

    fn find(&mut self, notice: NoticeId) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.notice == notice)
    }

    /// A row for each notice that the playbook owes, told up to an instant.
    pub(super) fn outcomes(&self, plan: &Plan, playbook: usize, history: &History, until: Instant) -> Vec<NoticeOutcome> {
        let Some(playbook) = plan.playbooks.get(playbook) else { return Vec::new() };
        let outcome = |owed: &crate::model::notice::Owed| {
            let (notice, waived) = (owed.notice, self.waived.contains(&owed.notice));
            let Some(row) = self.rows.iter().find(|row| row.notice == notice) else {
                return NoticeOutcome {
                    notice,
                    waived,
                    started: None,
                    deadline: None,
                    submitted: None,
                    met: None,
                    waited_on: None,
                    penalty: 0.0,
                };
            };
            let met = match row.submitted {
                Some(at) => Some(at <= row.deadline),
                None => (until > row.deadline).then_some(false),
            };
            // What came after the deadline did not make it late.
            let to = row.submitted.unwrap_or(until).min(row.deadline).max(row.running);
            let (parts, before) = history.spent(owed.task, row.running, to);
            let longest = Wait::ALL.into_iter().max_by_key(|wait| (parts[*wait as usize], std::cmp::Reverse(*wait as usize)));
            let longest = longest.filter(|wait| parts[*wait as usize] > Span(0) && parts[*wait as usize] >= before);
            let late = row.submitted.unwrap_or(until) - row.deadline;
            let penalty = plan.notices[notice.at()].penalty.filter(|_| met == Some(false)).map_or(0.0, |penalty| penalty.of(late));
            NoticeOutcome {
                notice,
                waived,
                started: row.started,
                deadline: Some(row.deadline),
                submitted: row.submitted,
                met,
                waited_on: longest.or(row.missed_on),
                penalty,
            }
        };
        playbook.notices.iter().map(outcome).collect()
    }
}
