//! What stands in the tables of a results folder: the rows that one play and one incident give.

use std::sync::Arc;

use super::{Cell, TIMES, Table, answer, authority, posts, promises};
use crate::engine::time::Instant;
use crate::measures::{Access, Knowledge, NoticeOutcome, Outcome, Post, Year};
use crate::model::fact::Wait;
use crate::model::plan::Plan;
use crate::study::annual::{self, Annual, OfYear};
use crate::study::measure::{Measure, Reading, seconds};

/// What is told the rows.
pub type Add<'a, E> = &'a mut dyn FnMut(Table, &[Cell]) -> Result<(), E>;

/// A row has room for so many cells from the beginning; a wider one takes more.
const ROOM: usize = 64;
/// The first cells of every row of an incident: which replication, which incident.
const KEY: usize = 2;

/// Makes the rows of one scenario. What depends on the scenario alone is looked up once.
#[derive(Debug)]
pub struct Rows {
    plan: Arc<Plan>,
    /// Something is promised of some system.
    promises: bool,
    /// Something costs a penalty.
    penalties: bool,
    /// The posts that have a column.
    posts: Vec<Post>,
    /// What stands in the row of a play; nothing where plays have no table.
    of_play: Option<Vec<Annual>>,
}

fn when(at: Instant) -> Cell<'static> {
    Cell::Real(Some(at.0 as f64 / 1000.0))
}
fn maybe(at: Option<Instant>) -> Cell<'static> {
    Cell::Real(at.map(|at| at.0 as f64 / 1000.0))
}

impl Rows {
    /// For a scenario.
    pub fn of(plan: &Arc<Plan>) -> Rows {
        Rows {
            promises: promises(plan),
            penalties: Post::Penalty.in_use(plan),
            posts: posts(plan).collect(),
            of_play: (!Annual::all(plan).is_empty()).then(|| OfYear::all(plan)),
            plan: Arc::clone(plan),
        }
    }

    /// Gives the row of one play to `add`: the sums over its incidents that arrive again and again, not scaled to a year.
    pub fn play<E>(&self, replication: u64, year: &Year, add: Add<E>) -> Result<(), E> {
        let Some(of_play) = &self.of_play else { return Ok(()) };
        let mut row = Vec::with_capacity(4 + self.posts.len() + of_play.len());
        row.extend([Cell::Whole(replication), Cell::Whole(year.incidents)]);
        row.extend([annual::years(&self.plan), year.cost()].map(|value| Cell::Real(Some(value))));
        row.extend(self.posts.iter().map(|post| Cell::Real(Some(year.paid[*post as usize]))));
        row.extend(of_play.iter().map(|annual| match annual {
            Annual::Of(of) => Cell::Real(of.sum(&self.plan, year)),
            _ => Cell::Real(None),
        }));
        add(Table::Plays, &row)
    }

    /// Gives the rows of one incident to `add`, table by table.
    pub fn incident<E>(&self, replication: u64, outcome: &Outcome, add: Add<E>) -> Result<(), E> {
        let local = self.plan.zone.civil(outcome.began).to_string();
        let mut row = Vec::with_capacity(ROOM);
        row.extend([Cell::Whole(replication), Cell::Whole(u64::from(outcome.incident.0))]);
        self.itself(outcome, &local, &mut row);
        add(Table::Incidents, &row)?;
        self.systems(outcome, &mut row, add)?;
        self.outside(outcome, &mut row, add)?;
        row.truncate(KEY);
        row.extend(outcome.ledger.iter().map(|span| Cell::Real(Some(seconds(*span)))));
        add(Table::Ledger, &row)?;
        for record in &outcome.decisions {
            row.truncate(KEY);
            row.push(Cell::Text(Some(&self.plan.decisions[record.decision.at()].id)));
            row.extend([when(record.asked), maybe(record.reached), maybe(record.decided)]);
            row.push(Cell::Text(record.person.map(|person| self.plan.people[person.at()].id.as_str())));
            row.extend([Cell::Text(record.answer.map(answer)), Cell::Text(record.authority.map(authority))]);
            add(Table::Decisions, &row)?;
        }
        for told in &outcome.notices {
            self.notice(outcome, told, &mut row);
            add(Table::Notices, &row)?;
        }
        Ok(())
    }

    fn systems<'a, E>(&'a self, outcome: &Outcome, row: &mut Vec<Cell<'a>>, add: Add<E>) -> Result<(), E> {
        for entry in &outcome.systems {
            let system = &self.plan.systems[entry.system.at()];
            row.truncate(KEY);
            row.extend([Cell::Text(Some(&system.id)), Cell::Flag(Some(entry.hit)), when(entry.lost), maybe(entry.back)]);
            row.push(Cell::Real(entry.back.map(|back| (back.0 - entry.lost.0) as f64 / 1000.0)));
            row.extend([Cell::Flag(entry.rto_met), Cell::Flag(entry.mtpd_met)]);
            row.extend([Cell::Real(entry.data_loss.map(seconds)), maybe(entry.full), maybe(entry.caught_up)]);
            row.extend([Cell::Flag(entry.rpo_met), Cell::Flag(Some(entry.no_copy_left)), Cell::Flag(Some(entry.isolated))]);
            if self.promises {
                row.extend([system.rto, system.rpo, system.mtpd].map(|promised| Cell::Real(promised.map(seconds))));
            }
            if self.penalties {
                row.push(Cell::Real(Some(entry.penalty)));
            }
            add(Table::Systems, row)?;
        }
        Ok(())
    }

    /// Gives the rows of those outside who were asked or called: a third party promises no time.
    fn outside<'a, E>(&'a self, outcome: &Outcome, row: &mut Vec<Cell<'a>>, add: Add<E>) -> Result<(), E> {
        let mut tell = |id: &'a str, from: Instant, to: Option<Instant>, target: Option<f64>, within: Option<bool>| {
            row.truncate(KEY);
            row.extend([Cell::Text(Some(id)), when(from), maybe(to), Cell::Real(to.map(|to| seconds(to - from)))]);
            row.extend([Cell::Real(target), Cell::Flag(within)]);
            add(Table::Providers, row)
        };
        for record in &outcome.providers {
            let entry = &self.plan.employers[record.employer.at()];
            let target = entry.terms.response.as_ref().and_then(|r| r.target).map(seconds);
            tell(&entry.id, record.requested, record.responded, target, record.within)?;
        }
        for record in &outcome.vendors {
            tell(&self.plan.vendors[record.vendor.at()].id, record.called, record.ready, None, None)?;
        }
        Ok(())
    }

    fn notice<'a>(&'a self, outcome: &Outcome, told: &NoticeOutcome, row: &mut Vec<Cell<'a>>) {
        let margin = told.deadline.zip(told.submitted).map(|(due, sent)| (due.0 - sent.0) as f64 / 1000.0);
        let undetermined = Measure::Undetermined(told.notice).read(&self.plan, outcome);
        row.truncate(KEY);
        row.extend([Cell::Text(Some(&self.plan.notices[told.notice.at()].id)), Cell::Flag(Some(!told.waived))]);
        row.extend([maybe(told.started), maybe(told.deadline), maybe(told.submitted), Cell::Real(margin)]);
        row.push(Cell::Real(if let Reading::Value(value) = undetermined { Some(value) } else { None }));
        row.extend([Cell::Flag(Some(matches!(undetermined, Reading::MoreThan(_)))), Cell::Flag(told.met)]);
        row.push(Cell::Text(told.waited_on.map(Wait::name)));
        if self.penalties {
            row.push(Cell::Real(Some(told.penalty)));
        }
    }

    fn itself<'a>(&'a self, outcome: &Outcome, local: &'a str, row: &mut Vec<Cell<'a>>) {
        let plan = &*self.plan;
        row.extend([Cell::Text(Some(&plan.kinds[outcome.kind.at()].id)), Cell::Text(Some(local)), when(outcome.began)]);
        row.extend(
            [
                outcome.occurred,
                outcome.alerted,
                outcome.acknowledged,
                outcome.aware,
                outcome.declared,
                outcome.escalated,
                outcome.contained,
                outcome.recovered,
                outcome.closed,
            ]
            .map(maybe),
        );
        row.extend([when(outcome.horizon), Cell::Flag(Some(outcome.stopped_before_impact))]);
        if !plan.exposure.doors.is_empty() {
            row.push(Cell::Flag(Some(outcome.through_finding)));
        }
        for time in TIMES {
            let reading = time.read(plan, outcome);
            row.push(Cell::Real(if let Reading::Value(value) = reading { Some(value) } else { None }));
            row.push(Cell::Flag(Some(matches!(reading, Reading::MoreThan(_)))));
        }
        row.push(Cell::Real(Some(outcome.cost())));
        row.extend(self.posts.iter().map(|post| Cell::Real(Some(outcome.paid(*post)))));
        row.extend([Cell::Whole(outcome.systems.len() as u64), Cell::Whole(u64::from(outcome.silences))]);
        if plan.calendar.scales_downtime_cost() {
            row.push(Cell::Real(Some(outcome.by_calendar)));
        }
        if plan.hand_offs.is_some() {
            row.push(Cell::Real(outcome.duplicated.map(seconds)));
        }
        if plan.has_leads {
            row.push(Cell::Real(outcome.without_lead.map(seconds)));
        }
        if !plan.access.is_empty() {
            let Access { privileged_actions, without_authority, given, glass_broken, reviews_overdue } = outcome.access;
            row.extend([privileged_actions, without_authority, given, glass_broken, reviews_overdue].map(|n| Cell::Whole(u64::from(n))));
        }
        if plan.runbooks.counted {
            let Knowledge { improvised, improvised_failed, followed, followed_failed, learned, pairing } = outcome.knowledge;
            row.extend([improvised, improvised_failed, followed, followed_failed, learned].map(|n| Cell::Whole(u64::from(n))));
            row.push(Cell::Real(Some(seconds(pairing))));
        }
        if !plan.injects.injects.is_empty() {
            row.push(Cell::Whole(u64::from(outcome.injects)));
        }
    }
}
