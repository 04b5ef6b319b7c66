//! Notices in words: when a clock starts, how long nobody had decided that it should, when a notice is sent or its deadline missed.

use std::collections::BTreeMap;

use super::names::Names;
use super::summary::Summary;
use super::telling::penalty::terms;
use super::words::{duration, harmless, money, share, state};
use crate::engine::time::Instant;
use crate::measures::{NoticeOutcome, Outcome};
use crate::model::fact::{Fact, Wait};
use crate::model::ids::{IncidentNo, KindId, NoticeId};
use crate::model::plan::Plan;
use crate::study::measure::seconds;

/// Remembers of each incident what notices are counted from.
pub struct Notices<'a> {
    names: Names<'a>,
    kinds: BTreeMap<IncidentNo, KindId>,
    /// Since the first harm, or since somebody was aware.
    known: BTreeMap<IncidentNo, Instant>,
}

impl<'a> Notices<'a> {
    /// Nothing told yet.
    pub fn new(plan: &'a Plan) -> Self {
        Notices { names: Names(plan), kinds: BTreeMap::new(), known: BTreeMap::new() }
    }

    /// Takes note of a fact that is told elsewhere.
    pub fn see(&mut self, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Began { incident, kind, .. } => {
                self.kinds.insert(incident, kind);
            }
            Fact::Occurred { incident, .. } | Fact::Aware { incident, .. } => {
                self.known.entry(incident).or_insert(at);
            }
            _ => {}
        }
    }

    /// What is said of a fact about a notice.
    pub fn tell(&self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::NoticeClock { incident, notice, deadline, runs } => {
                let due = day_and_time(names.0, deadline);
                let which = if runs { "The clock runs" } else { "A limit runs, though its own clock has not started," };
                let late = self.undetermined(at, incident, notice).filter(|_| runs);
                let late = late.map_or(String::new(), |took| format!(", {took} after the first harm"));
                format!("{which} for {}{late}: due by {due}.", names.notice(notice))
            }
            Fact::NoticeSubmitted { notice, margin, .. } if margin.0 < 0 => {
                let penalty = names.0.notices[notice.at()].penalty.map(|penalty| penalty.of(-margin));
                let penalty = penalty.map_or(String::new(), |owed| format!(" The penalty is {}.", money(owed)));
                format!("SENT, {} LATE: {}.{penalty}", duration(seconds(-margin)), names.notice(notice))
            }
            Fact::NoticeSubmitted { notice, margin, .. } => {
                format!("SENT in time, with {} to go: {}.", left(seconds(margin)), names.notice(notice))
            }
            Fact::NoticeWaived { notice, .. } => format!("{} is not needed: the incident is not severe enough.", names.notice(notice)),
            Fact::NoticeMissed { notice, on, .. } => {
                let why = match on {
                    Wait::Working => "it is still being worked on",
                    Wait::DecisionReach => "one who may decide has not been reached",
                    Wait::Deliberation => "the decision is not taken",
                    Wait::Undetected => "nobody has noticed the incident",
                    Wait::Unanswered => "nobody has taken the incident up",
                    other => state(other),
                };
                let costs = names.0.notices[notice.at()].penalty.map_or(String::new(), |penalty| format!(" {}", terms(&penalty)));
                format!("DEADLINE MISSED: {} was due by now; {why}.{costs}", names.notice(notice))
            }
            _ => return None,
        })
    }

    /// How long it took somebody to conclude that a clock runs.
    fn undetermined(&self, at: Instant, incident: IncidentNo, notice: NoticeId) -> Option<String> {
        let plan = self.names.0;
        let playbook = &plan.playbooks[plan.kinds[self.kinds.get(&incident)?.at()].playbook.at()];
        let owed = playbook.notices.iter().find(|owed| owed.notice == notice)?;
        let since = *self.known.get(&incident).filter(|since| **since < at && owed.start.is_a_judgement())?;
        Some(duration(seconds(at - since)))
    }
}

/// A day and a time of it; midnight is the end of the day before.
pub(super) fn day_and_time(plan: &Plan, at: Instant) -> String {
    let local = plan.zone.civil(at);
    if local.time() == jiff::civil::Time::midnight() {
        let before = local.date().yesterday().unwrap_or(local.date());
        return before.strftime("the end of %A %-d %B").to_string();
    }
    local.strftime("%A %-d %B, %H:%M").to_string()
}

/// A line for each notice of which a clock ran, or that nobody came to decide on: for the end of a story.
pub fn lines(plan: &Plan, outcome: &Outcome) -> String {
    outcome.notices.iter().filter_map(|notice| line(plan, outcome, notice)).collect()
}

fn line(plan: &Plan, outcome: &Outcome, of: &NoticeOutcome) -> Option<String> {
    let name = Names(plan).notice(of.notice);
    let why = |wait: Option<Wait>| wait.map_or(String::new(), |wait| format!(", most of the time: {}", state(wait)));
    let words = match (of.deadline, of.submitted) {
        _ if of.waived => "not needed".to_owned(),
        (Some(due), Some(sent)) if sent > due => format!("sent {} LATE{}", duration(seconds(sent - due)), why(of.waited_on)),
        (Some(due), Some(sent)) => format!("sent {} before its deadline", left(seconds(due - sent))),
        (Some(_), None) if of.met == Some(false) => format!("NOT sent, its deadline missed{}", why(of.waited_on)),
        (Some(_), None) => "not sent yet, and not due yet".to_owned(),
        (None, _) if outcome.closed.is_some() => return None,
        (None, _) => "its clock never started".to_owned(),
    };
    let penalty = if of.penalty > 0.0 { format!("; penalty {}", money(of.penalty)) } else { String::new() };
    Some(format!("  {name}: {words}{penalty}.\n"))
}

/// What a measure of a notice is called in a table; none for other measures.
pub fn measure_label(measure: &str) -> Option<String> {
    let (kind, notice) = measure.split_once('.')?;
    let words = match kind {
        "undetermined" => "undecided for",
        "notified" => "sent after",
        "lateness" => "late by",
        _ => return None,
    };
    Some(harmless(&format!("{notice} {words}")))
}

/// A line for each notice: how often in time, how long nobody had decided that its clock runs, how long it took, why it was late.
pub fn table(summary: &Summary, plan: &Plan) -> String {
    if summary.notices.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{:<26}{:>9}{:>15}{:>15}   late mostly because\n", "Notices", "in time", "undecided for", "sent after");
    for notice in &plan.notices {
        let typical = |measure: &str| {
            let measure = summary.measures.get(&format!("{measure}.{}", notice.id)).filter(|measure| measure.count > 0)?;
            Some(measure.p50.map_or_else(|| format!("> {}", duration(summary.horizon)), duration))
        };
        let Some(sent) = typical("notified") else { continue };
        let fared = summary.notices.get(&notice.id);
        let in_time = fared.map_or("-".to_owned(), |fared| share(fared.in_time));
        let late = fared.and_then(|fared| fared.late_for.iter().max_by(|a, b| a.1.total_cmp(b.1)));
        let why = late.and_then(|(name, _)| Wait::ALL.into_iter().find(|wait| wait.name() == name)).map_or("", state);
        let name = if notice.name.chars().count() <= 25 { &notice.name } else { &notice.id };
        let undecided = typical("undetermined").unwrap_or_default();
        text.push_str(format!("{:<26}{in_time:>9}{undecided:>15}{sent:>15}   {why}", harmless(name)).trim_end());
        text.push('\n');
    }
    text
}

/// What is left of a time: whole days of a long one, so that nobody has more to go than there was.
fn left(seconds: f64) -> String {
    let day = 86_400.0;
    duration(if seconds >= 10.0 * day { libm::floor(seconds / day) * day } else { seconds })
}
