//! Employers, teams and bounds as the plan has them.

use super::entry::{AtShiftEnd, EmployerEntry, LimitsEntry, RestEntry, TeamEntry, Then, WorkEntry};
use super::{HandOver, Strain};
use crate::engine::time::Span;
use crate::model::contract::Terms;
use crate::model::ids::EmployerId;
use crate::model::names::{Names, sorted};
use crate::model::people::entry::Level;
use crate::model::plan::{Employer, Limits, Rest, Team};
use crate::model::responsibility::entry::ResponsibilityEntry;
use crate::text::{Dict, Id, Place, Problems};

/// What the organisation itself is called when the file does not say.
pub const INTERNAL: &str = "internal";

/// Enters employers, teams and services into the names. An organisation that names no employer of its own is its own employer.
pub fn enter(names: &mut Names, employers: &Dict<EmployerEntry>, teams: &Dict<TeamEntry>, services: &Dict<ResponsibilityEntry>) {
    let own = employers.iter().any(|(_, e)| !e.provider);
    let itself = Id { text: INTERNAL.into(), place: Place::default() };
    names.employers.fill(employers.ids().chain((!own).then_some(&itself)));
    names.teams.fill(teams.ids());
    names.services.fill(services.ids());
}

/// Builds the employers.
pub fn employers(entries: &Dict<EmployerEntry>, names: &Names, problems: &mut Problems) -> Vec<Employer> {
    let entries = sorted(entries);
    let build = |id: &str| {
        let entry = entries.binary_search_by(|(known, _)| known.text.as_str().cmp(id)).ok().map(|at| &entries[at].1);
        let contract = entry.and_then(|e| e.contract.as_ref());
        if let Some(entry) = entry
            && !entry.provider
            && contract.is_some()
        {
            let place = names.place(&["employers", id, "contract"]);
            let problem = problems.at(place, format!("`{id}` has a contract but is not a provider"), "this would have no effect");
            problem.help("write provider: true beside it");
        }
        Employer {
            id: id.to_string(),
            name: entry.and_then(|e| e.name.clone()).unwrap_or_else(|| id.to_string()),
            provider: entry.is_some_and(|e| e.provider),
            retainer_per_month: contract.map_or(0.0, |c| c.retainer_per_month.0),
            fee_per_hour: contract.map_or(0.0, |c| c.fee_per_hour.0),
            terms: Terms::default(),
        }
    };
    names.employers.names().map(build).collect()
}

/// Whom somebody works for who does not say: the one employer that is no provider. None when there are several.
pub fn usual_employer(employers: &[Employer]) -> Option<EmployerId> {
    let mut own = employers.iter().enumerate().filter(|(_, e)| !e.provider).map(|(i, _)| EmployerId(i as u32));
    match (own.next(), own.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Builds the teams, still without members.
pub fn teams(entries: &Dict<TeamEntry>, names: &Names, problems: &mut Problems) -> Vec<Team> {
    for (id, entry) in sorted(entries) {
        if let AtShiftEnd::HandOver { then, loses, .. } = entry.at_shift_end
            && then != Then::Resume
            && loses.0 > 0.0
        {
            let title = format!("work that starts again loses all that was done, not {}", loses.0);
            let problem = problems.at(names.place(&["teams", id, "at_shift_end"]), title, "`loses` would have no effect");
            problem.help("leave out `loses`, or write then: Resume");
        }
    }
    let build = |(id, entry): &&(Id, TeamEntry)| Team {
        id: id.text.clone(),
        name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
        hand_over: match entry.at_shift_end {
            AtShiftEnd::Finish => None,
            AtShiftEnd::HandOver { cost, then, loses } => Some(HandOver { cost, then, loses: loses.0 }),
        },
        preemption: entry.preemption,
        members: Vec::new(),
    };
    sorted(entries).iter().map(build).collect()
}

/// Bounds on working time.
pub fn rest(entry: Option<&RestEntry>) -> Option<Rest> {
    entry.map(|e| Rest { longest_stretch: e.longest_stretch.0, least_rest: e.least_rest })
}

/// How many times as long a task takes by skill, and what a call-out costs.
#[derive(Copy, Clone, Debug)]
pub struct Work {
    takes: [f64; 3],
    /// Pay during a call-out, times the ordinary cost.
    pub call_out_pay: f64,
    /// A call-out is paid for at least this long.
    pub call_out_at_least: Span,
    /// How much of paid time is there for tickets and projects.
    pub available: f64,
}
impl Work {
    /// How many times as long somebody of this level takes.
    pub fn takes(&self, level: Level) -> f64 {
        self.takes[level as usize]
    }
}

/// Speed by skill and the price of call-outs.
pub fn work(entry: Option<&WorkEntry>, names: &Names, problems: &mut Problems) -> Work {
    let Some(entry) = entry else { return Work { takes: [1.0; 3], call_out_pay: 1.0, call_out_at_least: Span(0), available: 1.0 } };
    let factors = [("basic_takes", entry.basic_takes), ("working_takes", entry.working_takes), ("expert_takes", entry.expert_takes)];
    for (field, factor) in factors {
        if factor <= 0.0 {
            problems.at(names.place(&["work", field]), format!("work cannot take {factor} times as long"), "more than 0");
        }
    }
    if entry.call_out_pay < 0.0 {
        problems.at(names.place(&["work", "call_out_pay"]), "pay cannot be negative", "0 or more");
    }
    if entry.available.0 <= 0.0 {
        let place = names.place(&["work", "available"]);
        problems.at(place, "nobody would ever get anything done", "more than 0").help("around 0.7 of paid time is usual");
    }
    Work {
        takes: factors.map(|(_, f)| f),
        call_out_pay: entry.call_out_pay,
        call_out_at_least: entry.call_out_at_least,
        available: entry.available.0,
    }
}

/// What it costs when work lasts; `rest` is how long anybody may work at all.
pub fn strain(entry: Option<&WorkEntry>, rest: Option<Rest>, names: &Names, problems: &mut Problems) -> Strain {
    let Some(entry) = entry else { return Strain::default() };
    let mut before = (Span(0), 1.0);
    for step in &entry.fatigue {
        let (after, takes) = (step.after.0, step.takes);
        if takes <= before.1 {
            let title = format!("tired people cannot take {takes} times as long when they took {} times as long before", before.1);
            problems
                .at(step.place, title, format!("`takes` is more than {}", before.1))
                .help("the longer the stretch, the slower the work");
        } else if after <= before.0 {
            let title = format!("{after} comes after {}", before.0);
            problems.at(step.place, title, "the shortest stretch comes first").help("put them in the order of `after`");
        } else if let Some(longest) = rest.map(|r| r.longest_stretch).filter(|longest| *longest <= after) {
            let problem =
                problems.at(step.place, format!("nobody works for {after}: they must rest after {longest}"), "this would have no effect");
            problem.help("see `rest.longest_stretch`").also(names.place(&["rest"]), "this is the bound");
        }
        before = (after, takes);
    }
    Strain { fatigue: entry.fatigue.iter().map(|step| (step.after.0, step.takes)).collect(), switch: entry.switch }
}

/// Bounds on one play.
pub fn limits(entry: Option<&LimitsEntry>, names: &Names, problems: &mut Problems) -> Limits {
    let usual = Limits { happenings: 20_000_000, per_instant: 200_000, pending: 1_000_000, attempts: 10_000, in_hand: 5_000 };
    let Some(entry) = entry else { return usual };
    let LimitsEntry { happenings, per_instant, pending, attempts, in_hand, .. } = *entry;
    let bounds =
        [("happenings", happenings), ("per_instant", per_instant), ("pending", pending), ("attempts", attempts), ("in_hand", in_hand)];
    for (field, _) in bounds.into_iter().filter(|(_, bound)| *bound == 0) {
        problems.at(names.place(&["limits", field]), "a limit of 0 lets nothing happen", "at least 1");
    }
    Limits { happenings, per_instant, pending, attempts, in_hand }
}
