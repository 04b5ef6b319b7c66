//! Decision rights as the plan has them.

use std::sync::Arc;

use super::entry::{DecisionEntry, OutcomesEntry, PreAuthorisedEntry};
use crate::engine::chance::subject;
use crate::engine::time::Span;
use crate::model::ids::SystemId;
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::{Decision, Person};
use crate::text::{Dict, Id, Problems};

/// How far the shares of what comes of asking may be from 1.
const NEAR_ONE: f64 = 1e-9;
/// The most standing permissions of one decision.
const MOST_PERMISSIONS: usize = 100;

/// The people of a scenario.
#[derive(Copy, Clone, Debug)]
pub struct Staff<'p> {
    /// People.
    pub people: &'p [Person],
    /// All of what the file says about them makes sense; if not, it is no mistake that nobody belongs to something.
    pub sound: bool,
}

/// Builds the decision rights.
pub fn decisions(entries: &Dict<DecisionEntry>, staff: Staff, names: &Names, problems: &mut Problems) -> Vec<Decision> {
    sorted(entries).into_iter().map(|(id, entry)| decision(id, entry, staff, names, problems)).collect()
}

fn decision(id: &Id, entry: &DecisionEntry, staff: Staff, names: &Names, problems: &mut Problems) -> Decision {
    let before = problems.len();
    let holders = names.deciders(&entry.held_by, problems);
    let delegates = names.deciders(&entry.delegates, problems);
    check(id, entry, names, problems);
    if problems.len() == before && staff.sound {
        for id in &entry.delegates {
            let Some(Who::People(called)) = names.who(id, Called::AsDecider, problems) else { continue };
            if let Some(both) = called.iter().find(|p| holders.contains(p)) {
                let who = staff.people.get(both.at()).map_or(id.as_ref(), |p| p.id.as_str());
                problems.at(id.place, format!("`{who}` holds this decision and is its delegate"), "already among `held_by`");
            }
        }
        let able = holders.len() + delegates.len();
        if entry.quorum as usize > able {
            let title = format!("{} must agree, but only {able} may decide", entry.quorum);
            problems
                .at(names.place(&["decisions", id, "quorum"]), title, "the quorum can never be reached")
                .help("lower it, or name more holders");
        }
    }
    Decision {
        id: id.text.clone(),
        luck: subject(id),
        kind: entry.kind,
        holders,
        delegates,
        delegate_after: entry.delegate_after,
        quorum: entry.quorum,
        call_wait: entry.call_wait,
        deliberation: entry.deliberation.clone(),
        consultation: entry.consultation.clone(),
        outcomes: outcomes(entry.outcomes.as_ref(), problems),
        restore_order: restore_order(id, entry, names, problems),
        ask_again: entry.ask_again,
        pre_authorised: entry
            .pre_authorised
            .iter()
            .filter_map(|p| Some((p.to.text.clone(), permitted(p, staff, names, problems)?, p.from_severity)))
            .collect(),
        acts_without_authority_after: entry.acts_without_authority_after,
        access: None,
    }
}

fn check(id: &Id, entry: &DecisionEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["decisions", id, field]);
    if entry.held_by.is_empty() {
        problems.at(place("held_by"), format!("nobody holds the decision `{id}`"), "at least one person or role is needed");
    }
    if entry.quorum == 0 {
        problems
            .at(place("quorum"), "a decision that nobody takes", "the quorum is at least 1")
            .help("use pre_authorised where nobody need be asked");
    }
    match (entry.delegates.is_empty(), entry.delegate_after.is_some()) {
        (false, false) => {
            let problem = problems.at(
                place("delegates"),
                format!("it is not said when the delegates of `{id}` may decide"),
                "`delegate_after` is missing",
            );
            problem.help("for example delegate_after: \"45m\"");
        }
        (true, true) => {
            let problem =
                problems.at(place("delegate_after"), format!("`{id}` has no delegates"), "this has no effect without `delegates`");
            problem.help("add delegates: [\"…\"], or take `delegate_after` out");
        }
        _ => {}
    }
    let defers = entry.outcomes.as_ref().is_some_and(|o| o.approve.0 < 1.0);
    if defers && entry.ask_again <= Span(0) {
        problems.at(place("ask_again"), format!("`{id}` would be asked again at once, for ever"), "more than 0 is needed");
    }
    if entry.pre_authorised.len() > MOST_PERMISSIONS {
        problems.at(place("pre_authorised"), "too many standing permissions", format!("at most {MOST_PERMISSIONS}"));
    }
}

fn outcomes(entry: Option<&OutcomesEntry>, problems: &mut Problems) -> [f64; 3] {
    let Some(entry) = entry else { return [1.0, 0.0, 0.0] };
    let shares = [entry.approve.0, entry.defer.0, entry.refuse.0];
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() > NEAR_ONE {
        let shown = (sum * 1e6).round() / 1e6;
        problems.at(entry.place.head(), format!("what comes of asking adds up to {shown}"), "approve, defer and refuse must add up to 1");
    } else if entry.approve.0 <= 0.0 {
        problems.at(entry.place.head(), "this is never approved", "asking would go on for ever").help("give approve a share above 0");
    }
    shares
}

/// The order of restores that a decision lays down; it means something only where restores wait for each other.
fn restore_order(id: &Id, entry: &DecisionEntry, names: &Names, problems: &mut Problems) -> Vec<SystemId> {
    if !entry.restore_order.is_empty() && names.whole && names.lanes.is_empty() {
        let place = names.place(&["decisions", id, "restore_order"]);
        let problem = problems.at(place, "no restore waits for another", "this has no effect without `restore_lanes`");
        problem.help("restore_lanes: {\"array\": (at_once: 2)}, and lane: \"array\" in the `backup` of systems");
    }
    twice(&entry.restore_order, problems);
    // In the order of the list, which is what it says.
    let numbers = entry.restore_order.iter().flat_map(|id| names.systems.find(id, problems).unwrap_or_default());
    numbers.map(SystemId).collect()
}

/// Who has a standing permission, one flag a person; None when its name means nobody.
fn permitted(entry: &PreAuthorisedEntry, staff: Staff, names: &Names, problems: &mut Problems) -> Option<Arc<[bool]>> {
    let people = staff.people;
    let who = names.who(&entry.to, Called::AsPermitted, problems)?;
    let flags: Vec<bool> = match who {
        Who::People(some) => {
            let mut flags = vec![false; people.len()];
            for person in some {
                if let Some(flag) = flags.get_mut(person.at()) {
                    *flag = true;
                }
            }
            flags
        }
        Who::Team(team) => people.iter().map(|p| p.team == team).collect(),
        Who::Employer(employer) => people.iter().map(|p| p.employer == employer).collect(),
        Who::Rota(_) => return None,
    };
    if staff.sound && !flags.contains(&true) {
        problems.at(entry.to.place, format!("nobody belongs to `{}`", entry.to), "this permission is nobody's");
    }
    Some(flags.into())
}
