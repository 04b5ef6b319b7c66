//! The measures of an incident: their names, their units, and where each is read from an outcome.

use crate::engine::time::{Instant, Span};
use crate::measures::{NoticeOutcome, Outcome, Post, SystemOutcome};
use crate::model::ids::{NoticeId, SystemId};
use crate::model::notice::Start;
use crate::model::plan::{Milestone, Plan};
use crate::model::recovery::Backup;

/// Something that is measured of every incident.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Began to alerted or occurred, whichever comes first; of attacks.
    Dwell,
    /// Occurred to alerted.
    Detect,
    /// Alerted to a person's answer.
    Acknowledge,
    /// Alerted to escalated.
    Escalate,
    /// Occurred to contained.
    Contain,
    /// Occurred to everything back.
    Recover,
    /// From the loss of one system's service to its return.
    SystemBack(SystemId),
    /// How much work was done twice.
    Duplicated,
    /// How long nobody led it, from its declaration on.
    WithoutLead,
    /// From the loss of one system's service until the business had caught up.
    CaughtUp(SystemId),
    /// How much data was lost, of the hit system that lost most.
    DataLoss,
    /// How much data one system lost.
    DataLossOf(SystemId),
    /// From the first harm (or awareness, where that came first) until somebody concluded that the clock of a notice runs.
    Undetermined(NoticeId),
    /// From there until it was sent.
    Notified(NoticeId),
    /// From its deadline until it was sent; none when it was in time.
    Lateness(NoticeId),
    /// Everything it cost up to its horizon.
    Cost,
    /// One part of that.
    CostOf(Post),
    /// What the business calendar adds to the cost of lost service.
    CostByCalendar,
}

/// One measure of one incident.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Reading {
    /// It does not apply: its milestone was never needed, or nothing was there to start from.
    Missing,
    /// It came to this.
    Value(f64),
    /// It was not reached by the horizon, and is known only to be larger than this.
    MoreThan(f64),
}

impl Measure {
    /// The measures of a scenario: those that its incidents can have, its tier-1 systems, and whatever it has targets for.
    pub fn all(plan: &Plan) -> Vec<Measure> {
        let mut measures = Vec::new();
        if plan.kinds.iter().any(|kind| kind.attack.is_some()) {
            measures.push(Measure::Dwell);
        }
        measures.extend([Measure::Detect, Measure::Acknowledge, Measure::Escalate, Measure::Contain, Measure::Recover]);
        let targeted = |id: SystemId| plan.targets.iter().any(|target| target.of == Milestone::SystemBack(id));
        let systems = (0..plan.systems.len() as u32).map(SystemId);
        measures.extend(systems.filter(|&id| plan.systems[id.at()].tier == 1 || targeted(id)).map(Measure::SystemBack));
        if plan.hand_offs.is_some() {
            measures.push(Measure::Duplicated);
        }
        if plan.has_leads {
            measures.push(Measure::WithoutLead);
        }
        let works_off = |id: &SystemId| plan.systems[id.at()].catch_up.is_some() && plan.systems[id.at()].tier == 1;
        measures.extend((0..plan.systems.len() as u32).map(SystemId).filter(works_off).map(Measure::CaughtUp));
        let dated = |id: &SystemId| plan.systems[id.at()].backup.as_ref().is_some_and(Backup::dated);
        let mut dated = (0..plan.systems.len() as u32).map(SystemId).filter(dated).peekable();
        if dated.peek().is_some() {
            measures.push(Measure::DataLoss);
            measures.extend(dated.filter(|id| plan.systems[id.at()].tier == 1).map(Measure::DataLossOf));
        }
        measures.extend(notices(plan));
        measures.push(Measure::Cost);
        measures.extend(Post::ALL.into_iter().filter(|post| post.in_use(plan)).map(Measure::CostOf));
        if plan.calendar.scales_downtime_cost() {
            measures.push(Measure::CostByCalendar);
        }
        measures
    }

    /// The system that is measured by itself, of a time to its return.
    pub fn of_system(self) -> Option<SystemId> {
        match self {
            Measure::SystemBack(system) => Some(system),
            _ => None,
        }
    }

    /// The measure that a target is about.
    pub fn of_target(milestone: Milestone) -> Measure {
        match milestone {
            Milestone::Detected => Measure::Detect,
            Milestone::Acknowledged => Measure::Acknowledge,
            Milestone::Escalated => Measure::Escalate,
            Milestone::Contained => Measure::Contain,
            Milestone::Recovered => Measure::Recover,
            Milestone::SystemBack(system) => Measure::SystemBack(system),
            Milestone::Undetermined(notice) => Measure::Undetermined(notice),
            Milestone::Notified(notice) => Measure::Notified(notice),
            Milestone::Lateness(notice) => Measure::Lateness(notice),
        }
    }

    /// Its name in files.
    pub fn name(self, plan: &Plan) -> String {
        match self {
            Measure::Dwell => "dwell".to_owned(),
            Measure::Detect => "time_to_detect".to_owned(),
            Measure::Acknowledge => "time_to_acknowledge".to_owned(),
            Measure::Escalate => "time_to_escalate".to_owned(),
            Measure::Contain => "time_to_contain".to_owned(),
            Measure::Recover => "time_to_recover".to_owned(),
            Measure::SystemBack(system) => format!("recover.{}", plan.systems[system.at()].id),
            Measure::Duplicated => "duplicated_work".to_owned(),
            Measure::WithoutLead => "time_without_lead".to_owned(),
            Measure::CaughtUp(system) => format!("caught_up.{}", plan.systems[system.at()].id),
            Measure::DataLoss => "data_loss".to_owned(),
            Measure::DataLossOf(system) => format!("data_loss.{}", plan.systems[system.at()].id),
            Measure::Undetermined(notice) => format!("undetermined.{}", plan.notices[notice.at()].id),
            Measure::Notified(notice) => format!("notified.{}", plan.notices[notice.at()].id),
            Measure::Lateness(notice) => format!("lateness.{}", plan.notices[notice.at()].id),
            Measure::Cost => "cost".to_owned(),
            Measure::CostOf(post) => format!("cost.{}", post.name()),
            Measure::CostByCalendar => "cost.downtime.by_calendar".to_owned(),
        }
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            Measure::Cost | Measure::CostOf(_) | Measure::CostByCalendar => "money",
            _ => "s",
        }
    }

    /// What one incident came to: one reading, or for a system one for each time that its service was lost.
    pub fn each(self, plan: &Plan, outcome: &Outcome, mut tell: impl FnMut(Reading)) {
        let lost = |system: SystemId| outcome.systems.iter().filter(move |entry| entry.system == system);
        match self {
            Measure::SystemBack(system) => lost(system).for_each(|s| tell(between(outcome, Some(s.lost), s.back, true))),
            Measure::CaughtUp(system) => lost(system).for_each(|s| tell(between(outcome, Some(s.lost), s.caught_up, true))),
            _ => tell(self.read(plan, outcome)),
        }
    }

    /// What one incident came to; for a system, the first time that its service was lost.
    pub fn read(self, plan: &Plan, outcome: &Outcome) -> Reading {
        let playbook = &plan.playbooks[plan.kinds[outcome.kind.at()].playbook.at()];
        let time = |from: Option<Instant>, to: Option<Instant>, needed: bool| between(outcome, from, to, needed);
        // A milestone that an incident which is over never reached was never needed.
        let over = outcome.closed.is_some() || outcome.stopped_before_impact;
        match self {
            Measure::Dwell if plan.kinds[outcome.kind.at()].attack.is_none() => Reading::Missing,
            Measure::Dwell => time(Some(outcome.began), outcome.alerted.into_iter().chain(outcome.occurred).min(), !over),
            Measure::Detect => time(outcome.occurred, outcome.alerted, !over),
            Measure::Acknowledge => time(outcome.alerted, outcome.acknowledged, !over),
            Measure::Escalate => time(outcome.alerted, outcome.escalated, playbook.has_decisions && !over),
            Measure::Contain => time(outcome.occurred, outcome.contained, playbook.has_contain && !over),
            Measure::Recover => time(outcome.occurred, outcome.recovered, true),
            Measure::SystemBack(system) => {
                let lost = outcome.systems.iter().find(|entry| entry.system == system);
                lost.map_or(Reading::Missing, |entry| time(Some(entry.lost), entry.back, true))
            }
            Measure::Duplicated => outcome.duplicated.map_or(Reading::Missing, |span| Reading::Value(seconds(span))),
            Measure::WithoutLead => outcome.without_lead.map_or(Reading::Missing, |span| Reading::Value(seconds(span))),
            Measure::CaughtUp(system) => {
                let lost = outcome.systems.iter().find(|entry| entry.system == system);
                lost.map_or(Reading::Missing, |entry| time(Some(entry.lost), entry.caught_up, true))
            }
            Measure::DataLoss => data_lost(&outcome.systems, |_| true),
            Measure::DataLossOf(system) => data_lost(&outcome.systems, |entry| entry.system == system),
            Measure::Undetermined(notice) => undetermined(plan, outcome, notice),
            Measure::Notified(notice) => notified(plan, outcome, notice, 0),
            Measure::Lateness(notice) => lateness(outcome, notice),
            Measure::Cost => Reading::Value(outcome.cost()),
            Measure::CostOf(post) => Reading::Value(outcome.paid(post)),
            Measure::CostByCalendar => Reading::Value(outcome.by_calendar),
        }
    }
}

/// The measures of the notices that any incident can owe; time undetermined of those whose clock somebody must conclude to run.
fn notices(plan: &Plan) -> Vec<Measure> {
    let owed = plan.kinds.iter().flat_map(|kind| &plan.playbooks[kind.playbook.at()].notices);
    let mut all: Vec<(NoticeId, bool)> = owed.map(|owed| (owed.notice, owed.start.is_a_judgement())).collect();
    all.sort_unstable_by_key(|(notice, judged)| (*notice, !judged));
    all.dedup_by_key(|(notice, _)| *notice);
    let undetermined = all.iter().filter(|(_, judged)| *judged).map(|(notice, _)| Measure::Undetermined(*notice));
    let others = all.iter().flat_map(|(notice, _)| [Measure::Notified(*notice), Measure::Lateness(*notice)]);
    undetermined.chain(others).collect()
}

/// What became of a notice, what its clock runs from, and since when it is counted: the first harm, or awareness where that came first.
fn of_notice(plan: &Plan, outcome: &Outcome, notice: NoticeId) -> Option<(NoticeOutcome, Start, Option<Instant>)> {
    let told = outcome.notices.iter().find(|told| told.notice == notice && !told.waived)?;
    let owed = plan.playbooks[plan.kinds[outcome.kind.at()].playbook.at()].notices.iter().find(|owed| owed.notice == notice)?;
    Some((*told, owed.start, outcome.occurred.into_iter().chain(outcome.aware).min()))
}

/// Time undetermined: nobody has concluded yet that the clock of a notice runs. What was not concluded by the time the incident was over did
/// not have to be.
fn undetermined(plan: &Plan, outcome: &Outcome, notice: NoticeId) -> Reading {
    match of_notice(plan, outcome, notice) {
        Some((told, start, since)) if start.is_a_judgement() => between(outcome, since, told.started, outcome.closed.is_none()),
        _ => Reading::Missing,
    }
}

/// From the first harm to the sending. A notice that runs from another is still to come while that one is; one that runs from a task that was
/// not done is not.
fn notified(plan: &Plan, outcome: &Outcome, notice: NoticeId, depth: usize) -> Reading {
    let Some((told, start, since)) = of_notice(plan, outcome, notice) else { return Reading::Missing };
    let awaited = match (told.started, start) {
        (Some(_), _) => true,
        (None, Start::TaskDone(_)) => false,
        (None, Start::Submitted(before)) => {
            depth < plan.notices.len() && matches!(notified(plan, outcome, before, depth + 1), Reading::MoreThan(_))
        }
        (None, _) => outcome.closed.is_none(),
    };
    between(outcome, since, told.submitted, awaited)
}

/// How long after its deadline a notice was sent.
fn lateness(outcome: &Outcome, notice: NoticeId) -> Reading {
    let told = outcome.notices.iter().find(|told| told.notice == notice);
    match told.and_then(|told| Some((told.deadline?, told.met?, told.submitted))) {
        Some((deadline, _, sent @ Some(_))) => between(outcome, Some(deadline), sent, true),
        Some((deadline, false, None)) => between(outcome, Some(deadline), None, true),
        _ => Reading::Missing,
    }
}

/// A span in seconds.
pub fn seconds(span: Span) -> f64 {
    span.0 as f64 / 1000.0
}

/// The most data that any of some systems lost. Where no copy was left it is all of them, which is more than whatever the others lost.
fn data_lost(systems: &[SystemOutcome], of: impl Fn(&SystemOutcome) -> bool) -> Reading {
    let most = systems.iter().filter(|s| of(s)).filter_map(|s| s.data_loss).max();
    let all = systems.iter().any(|s| of(s) && s.no_copy_left);
    match (most.map(seconds), all) {
        (most, true) => Reading::MoreThan(most.unwrap_or(0.0)),
        (Some(most), false) => Reading::Value(most),
        (None, false) => Reading::Missing,
    }
}

/// From one milestone to another; a milestone reached early (an alert in the silent phase) took no time.
fn between(outcome: &Outcome, from: Option<Instant>, to: Option<Instant>, needed: bool) -> Reading {
    let taken = |from: Instant, to: Instant| seconds(Span((to.0 - from.0).max(0)));
    match (from, to) {
        (Some(from), Some(to)) => Reading::Value(taken(from, to)),
        (Some(from), None) if needed => Reading::MoreThan(taken(from, outcome.horizon)),
        _ => Reading::Missing,
    }
}
