//! What a year is like besides its cost: incidents of each kind, hours without each system, what people's hours go on, what becomes of
//! tickets and of the milestones of projects.

use super::super::arms::Better;
use super::alarms::Noise;
use super::changes::Course;
use super::exposure::{self, Exposed};
use super::{Annual, comes_again, years};
use crate::engine::time::Span;
use crate::measures::Year;
use crate::model::demand::plan::CAUSE;
use crate::model::fact::Spent;
use crate::model::ids::{DemandId, KindId, NoticeId, SystemId};
use crate::model::plan::Plan;

/// Something of a year.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OfYear {
    /// Incidents of one kind that come again and again.
    Incidents(KindId),
    /// Hours without one system because of them.
    Downtime(SystemId),
    /// What becomes of the deadlines of notices in them.
    Deadlines(Deadline),
    /// Deadlines of one notice that are missed.
    Missed(NoticeId),
    /// What people's hours go on.
    Hours(Spent),
    /// What becomes of one kind of ticket.
    Tickets(DemandId, Fate),
    /// What becomes of milestones that are due.
    Milestones(Kept),
    /// What false alarms come to.
    FalseAlarms(Noise),
    /// Security exposure.
    Exposure(Exposed),
    /// What becomes of changes.
    Changes(Course),
}
/// What becomes of deadlines.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// It is known whether they are kept.
    Due,
    /// They are missed.
    Missed,
    /// Nobody has concluded that the clock runs.
    Undetermined,
}
/// What becomes of tickets.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They arrive.
    Arrived,
    /// They are done.
    Done,
    /// They are given up.
    GivenUp,
    /// How long one waits on average until it is taken up or given up.
    Wait,
    /// How long one takes on average from its arrival until it is done.
    Took,
    /// So many come to a later step, 1 for the first that is passed on.
    PassedOn(u32),
    /// How long one waits on average there until it is taken up.
    WaitThen(u32),
}
/// What becomes of milestones.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// They are due.
    Due,
    /// They are missed.
    Missed,
    /// They would have been kept with the hours that incidents took.
    MissedByIncidents,
    /// How late one is on average of those that are missed; one not reached by the end is at least so late.
    Late,
}

/// The notices that incidents of a kind owe.
fn owed(plan: &Plan, kind: KindId) -> impl Iterator<Item = NoticeId> {
    plan.playbooks[plan.kinds[kind.at()].playbook.at()].notices.iter().map(|owed| owed.notice)
}

/// The mean of what so many came to together, in a unit; nothing where there were none.
fn mean(sum: Span, of: u64, unit: Span) -> Option<f64> {
    (of > 0).then(|| sum.0 as f64 / of as f64 / unit.0 as f64)
}

impl Fate {
    /// What is said beside of a kind of ticket that is passed on.
    fn later(plan: &Plan, class: DemandId) -> impl Iterator<Item = Fate> {
        let steps = plan.demand.classes[class.at()].then.len() as u32;
        let took = (steps > 0).then_some(Fate::Took);
        took.into_iter().chain((1..=steps).flat_map(|step| [Fate::PassedOn(step), Fate::WaitThen(step)]))
    }
    /// Its name in files. The first step is the one that tickets arrive at, so that what is passed on first comes to step 2.
    fn name(self) -> String {
        match self {
            Fate::Arrived => "arrived".to_owned(),
            Fate::Done => "done".to_owned(),
            Fate::GivenUp => "given_up".to_owned(),
            Fate::Wait => "wait_hours".to_owned(),
            Fate::Took => "took_hours".to_owned(),
            Fate::PassedOn(step) => format!("step_{}.came", step + 1),
            Fate::WaitThen(step) => format!("step_{}.wait_hours", step + 1),
        }
    }
    /// It is a length of time on average.
    fn is_on_average(self) -> bool {
        matches!(self, Fate::Wait | Fate::Took | Fate::WaitThen(_))
    }
    fn sum(self, plan: &Plan, class: DemandId, play: &Year) -> Option<f64> {
        let of = play.tickets.get(class.at()).copied().unwrap_or_default();
        let later = |step: u32| play.passed_on.get(plan.demand.classes[class.at()].count_of(step)).copied().unwrap_or_default();
        match self {
            Fate::Arrived => Some(f64::from(of.arrived)),
            Fate::Done => Some(f64::from(of.done)),
            Fate::GivenUp => Some(f64::from(of.given_up)),
            Fate::Wait => mean(of.waited, u64::from(of.taken + of.given_up + of.waiting), Span::HOUR),
            Fate::Took => mean(of.took, u64::from(of.done), Span::HOUR),
            Fate::PassedOn(step) => Some(f64::from(later(step).came)),
            Fate::WaitThen(step) => mean(later(step).waited, u64::from(later(step).taken + later(step).waiting), Span::HOUR),
        }
    }
}

impl OfYear {
    /// All of a scenario.
    pub fn all(plan: &Plan) -> Vec<Annual> {
        let mut all = Vec::new();
        let again: Vec<KindId> = (0..plan.kinds.len() as u32).map(KindId).filter(|kind| comes_again(plan, *kind)).collect();
        if !again.is_empty() {
            all.extend(again.iter().copied().map(OfYear::Incidents));
            all.extend((0..plan.systems.len() as u32).map(|system| OfYear::Downtime(SystemId(system))));
            let mut owed: Vec<NoticeId> = again.iter().flat_map(|kind| owed(plan, *kind)).collect();
            owed.sort_unstable();
            owed.dedup();
            if !owed.is_empty() {
                all.extend([Deadline::Due, Deadline::Missed, Deadline::Undetermined].map(OfYear::Deadlines));
                all.extend(owed.into_iter().map(OfYear::Missed));
            }
        }
        if plan.demand.any() {
            all.extend(Spent::of(plan.changes.any()).map(OfYear::Hours));
            let classes = (0..plan.demand.classes.len() as u32).map(DemandId);
            for class in classes.filter(|class| plan.demand.classes[class.at()].is_told()) {
                let ever = |fate: &Fate| *fate != Fate::GivenUp || plan.demand.classes[class.at()].gives_up_after.is_some();
                let fates = [Fate::Arrived, Fate::Done, Fate::GivenUp, Fate::Wait].into_iter().filter(ever);
                all.extend(fates.chain(Fate::later(plan, class)).map(|fate| OfYear::Tickets(class, fate)));
            }
        }
        if !plan.demand.projects.is_empty() {
            all.extend([Kept::Due, Kept::Missed, Kept::MissedByIncidents, Kept::Late].map(OfYear::Milestones));
        }
        all.extend(Noise::all(plan));
        all.extend(Course::all(plan));
        all.into_iter().map(Annual::Of).chain(exposure::all(plan)).collect()
    }

    /// Its name in files.
    pub fn name(self, plan: &Plan) -> String {
        match self {
            OfYear::Incidents(kind) => format!("incidents.{}", plan.kinds[kind.at()].id),
            OfYear::Downtime(system) => format!("downtime_hours.{}", plan.systems[system.at()].id),
            OfYear::Deadlines(Deadline::Due) => "deadlines.due".to_owned(),
            OfYear::Deadlines(Deadline::Missed) => "deadlines.missed".to_owned(),
            OfYear::Deadlines(Deadline::Undetermined) => "deadlines.undetermined".to_owned(),
            OfYear::Missed(notice) => format!("deadlines.missed.{}", plan.notices[notice.at()].id),
            OfYear::Hours(on) => format!("hours.{}", on.name()),
            OfYear::Tickets(class, fate) => {
                let fate = fate.name();
                let entry = &plan.demand.classes[class.at()];
                format!("{}.{}.{fate}", if entry.level == CAUSE { "root_causes" } else { "tickets" }, entry.id)
            }
            OfYear::FalseAlarms(noise) => noise.name().to_owned(),
            OfYear::Exposure(exposed) => exposed.name(),
            OfYear::Changes(course) => course.name(),
            OfYear::Milestones(Kept::Due) => "milestones.due".to_owned(),
            OfYear::Milestones(Kept::Missed) => "milestones.missed".to_owned(),
            OfYear::Milestones(Kept::MissedByIncidents) => "milestones.missed_by_incidents".to_owned(),
            OfYear::Milestones(Kept::Late) => "milestones.late_days".to_owned(),
        }
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            OfYear::Downtime(_) | OfYear::Hours(_) => "h",
            OfYear::Tickets(_, fate) if fate.is_on_average() => "h",
            OfYear::Milestones(Kept::Late) => "d",
            OfYear::FalseAlarms(noise) => noise.unit(),
            OfYear::Exposure(exposed) => exposed.unit(),
            OfYear::Changes(course) => course.unit(),
            _ => "count",
        }
    }

    /// Which way is better; neither where it is only said how much there was.
    pub fn better(self) -> Better {
        match self {
            OfYear::Hours(Spent::Projects) | OfYear::Tickets(_, Fate::Done) => Better::Higher,
            OfYear::Hours(_) | OfYear::Deadlines(Deadline::Due) | OfYear::Milestones(Kept::Due) => Better::Neither,
            OfYear::Tickets(_, Fate::Arrived | Fate::PassedOn(_)) => Better::Neither,
            OfYear::Exposure(exposed) => exposed.better(),
            OfYear::Changes(course) => course.better(),
            _ => Better::Lower,
        }
    }

    /// What it came to in a play; a length of time on average is missing where there was nothing to take it of.
    pub fn sum(self, plan: &Plan, play: &Year) -> Option<f64> {
        match self {
            OfYear::Incidents(kind) => Some(play.by_kind.get(kind.at()).copied().unwrap_or(0) as f64),
            OfYear::Downtime(system) => Some(play.downtime.get(system.at()).map_or(0.0, |span| span.hours_f64())),
            OfYear::Deadlines(Deadline::Due) => Some(f64::from(play.deadlines.due)),
            OfYear::Deadlines(Deadline::Missed) => Some(f64::from(play.deadlines.missed)),
            OfYear::Deadlines(Deadline::Undetermined) => Some(f64::from(play.deadlines.undetermined)),
            OfYear::Missed(notice) => Some(play.missed.get(notice.at()).copied().unwrap_or(0) as f64),
            OfYear::Hours(on) => Some(play.spent[on as usize].hours_f64()),
            OfYear::Tickets(class, fate) => fate.sum(plan, class, play),
            OfYear::FalseAlarms(noise) => Some(noise.sum(&play.false_alarms)),
            OfYear::Exposure(exposed) => exposed.sum(play),
            OfYear::Changes(course) => course.sum(&play.changes),
            OfYear::Milestones(Kept::Due) => Some(f64::from(play.milestones.due)),
            OfYear::Milestones(Kept::Missed) => Some(f64::from(play.milestones.missed)),
            OfYear::Milestones(Kept::MissedByIncidents) => Some(f64::from(play.milestones.by_incidents)),
            OfYear::Milestones(Kept::Late) => mean(play.milestones.late, u64::from(play.milestones.missed), Span::DAY),
        }
    }

    /// What it comes to in a year like this play.
    pub fn read(self, plan: &Plan, play: &Year) -> Option<f64> {
        let sum = self.sum(plan, play)?;
        match self {
            OfYear::Exposure(exposed) => Some(exposed.in_a_year(plan, sum)),
            OfYear::Tickets(_, fate) if fate.is_on_average() => Some(sum),
            OfYear::Milestones(Kept::Late) | OfYear::Changes(Course::Wait(_)) => Some(sum),
            _ => Some(sum / years(plan)),
        }
    }
}
