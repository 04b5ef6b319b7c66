//! Who was asked for a decision, who was reached, what they said, and on what authority.

use super::outcome::DecisionRecord;
use crate::engine::time::Instant;
use crate::model::fact::{Answer, Authority};
use crate::model::ids::{DecisionId, PersonId};

/// The decisions of one incident.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    rows: Vec<DecisionRecord>,
}

impl Decisions {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
    }
    /// All rows so far.
    pub(super) fn rows(&self) -> &[DecisionRecord] {
        &self.rows
    }

    /// A decision is asked for; a second asking while the first has reached nobody adds nothing.
    pub(super) fn asked(&mut self, at: Instant, decision: DecisionId) {
        if self.unreached(decision).is_none() {
            self.rows.push(blank(decision, at));
        }
    }

    /// A decider is reached.
    pub(super) fn reached(&mut self, at: Instant, decision: DecisionId, person: PersonId) {
        let row = self.unreached_or_new(at, decision);
        row.reached = Some(at);
        row.person = Some(person);
    }

    /// A decider answers. One who had put it off and answers again gets a row of their own, with the same asking and reaching.
    pub(super) fn decided(&mut self, at: Instant, decision: DecisionId, person: Option<PersonId>, answer: Answer, authority: Authority) {
        let of_person = |r: &DecisionRecord| r.decision == decision && r.person == person && person.is_some();
        let row = match self.rows.iter().rposition(of_person) {
            Some(index) if self.rows[index].decided.is_none() => &mut self.rows[index],
            Some(index) => {
                let again = DecisionRecord { reached: self.rows[index].reached, ..blank(decision, self.rows[index].asked) };
                self.rows.push_mut(again)
            }
            None => self.unreached_or_new(at, decision),
        };
        row.person = person;
        row.decided = Some(at);
        row.answer = Some(answer);
        row.authority = Some(authority);
    }

    /// The decision is taken. The answers before it say so already, unless nobody had given one.
    pub(super) fn granted(&mut self, at: Instant, decision: DecisionId, authority: Authority) {
        let asked = self.rows.iter().rev().find(|r| r.decision == decision).map(|r| r.asked);
        let answered = |r: &DecisionRecord| r.decision == decision && Some(r.asked) == asked && r.answer == Some(Answer::Approved);
        if !self.rows.iter().any(answered) {
            self.decided(at, decision, None, Answer::Approved, authority);
        }
    }

    fn unreached(&self, decision: DecisionId) -> Option<usize> {
        self.rows.iter().rposition(|r| r.decision == decision && r.reached.is_none() && r.decided.is_none())
    }

    fn unreached_or_new(&mut self, at: Instant, decision: DecisionId) -> &mut DecisionRecord {
        match self.unreached(decision) {
            Some(index) => &mut self.rows[index],
            None => {
                let asked = self.rows.iter().rev().find(|r| r.decision == decision).map_or(at, |r| r.asked);
                self.rows.push_mut(blank(decision, asked))
            }
        }
    }
}

fn blank(decision: DecisionId, asked: Instant) -> DecisionRecord {
    DecisionRecord { decision, asked, reached: None, decided: None, person: None, answer: None, authority: None }
}
