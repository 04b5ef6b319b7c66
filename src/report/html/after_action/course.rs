//! What happened in an exercise, in order: the facts that matter, what the room chose, what the facilitator set, what was noted.

use crate::engine::time::Instant;
use crate::exercise::account::{About, Account};
use crate::model::fact::{Fact, Told};
use crate::model::ids::SystemId;
use crate::model::plan::Plan;
use crate::report::names::Names;
use crate::report::telling::Teller;
use crate::report::words::{harmless, list};

/// More rows than this are no course of events that anybody reads; the whole is in trace.jsonl.
const MOST: usize = 250;

/// What is said of each fact.
pub(super) fn told(plan: &Plan, account: &Account) -> Vec<Option<String>> {
    let mut teller = Teller::new(plan);
    let names = Names(plan);
    let of = |(at, fact): &(Instant, Fact)| {
        let words = teller.tell(*at, fact);
        // What a story tells together has no sentence of its own.
        words.or_else(|| match *fact {
            Fact::Paged { person, why, .. } => Some(format!("{} is paged for {}.", names.person(person), teller.why(why))),
            Fact::Down { system, .. } => Some(format!("{} is lost.", names.system(system))),
            Fact::Up { system } => Some(format!("{} is back.", names.system(system))),
            Fact::StepFired { people, policy, step, .. } => {
                let whom = if people == 1 { "one person".to_owned() } else { format!("{people} people") };
                Some(format!("Step {} of escalation {} pages {whom}.", step + 1, names.policy(policy)))
            }
            _ => None,
        })
    };
    account.facts.iter().map(of).collect()
}

/// A fact that stands in the course of events.
fn matters(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Occurred { .. }
            | Fact::Alerted { .. }
            | Fact::Silent { .. }
            | Fact::Acknowledged { .. }
            | Fact::Aware { .. }
            | Fact::Declared { .. }
            | Fact::LeadTakesOver { .. }
            | Fact::LeaderLess { .. }
            | Fact::Escalated { .. }
            | Fact::Contained { .. }
            | Fact::Recovered { .. }
            | Fact::StoppedBeforeImpact { .. }
            | Fact::CopiesLost { .. }
            | Fact::NoCopyLeft { .. }
            | Fact::Reinfected { .. }
            | Fact::Asked { .. }
            | Fact::Decided { .. }
            | Fact::Granted { .. }
            | Fact::NoticeSubmitted { .. }
            | Fact::NoticeMissed { .. }
            | Fact::PromiseBroken { .. }
            | Fact::Inject(Told::Fired { .. } | Told::Challenged { .. })
    )
}

/// The rows, each the story's time and what happened. Systems lost or back at one instant are one row.
pub(super) fn rows(plan: &Plan, account: &Account, told: &[Option<String>], said: &dyn Fn(&str) -> String) -> Vec<Vec<String>> {
    let mut all: Vec<(Instant, String)> = Vec::new();
    let mut bundle: Option<(Instant, bool, Vec<SystemId>)> = None;
    let tell = |bundle: &mut Option<(Instant, bool, Vec<SystemId>)>, all: &mut Vec<(Instant, String)>| {
        let Some((at, lost, systems)) = bundle.take() else { return };
        let names: Vec<String> = systems.iter().map(|system| Names(plan).system(*system)).collect();
        all.push((at, format!("{}: {}.", if lost { "Lost" } else { "Back" }, list(&names, 12))));
    };
    for ((at, fact), words) in account.facts.iter().zip(told) {
        let change = match *fact {
            Fact::Down { system, .. } => Some((system, true)),
            Fact::Up { system } => Some((system, false)),
            _ => None,
        };
        match (change, &mut bundle) {
            (Some((system, lost)), Some((since, of, systems))) if since == at && *of == lost => systems.push(system),
            (Some((system, lost)), _) => {
                tell(&mut bundle, &mut all);
                bundle = Some((*at, lost, vec![system]));
            }
            (None, _) if matters(fact) => {
                tell(&mut bundle, &mut all);
                all.extend(words.as_ref().map(|words| (*at, said(words))));
            }
            _ => {}
        }
    }
    tell(&mut bundle, &mut all);
    all.extend(at_the_table(account, said));
    all.sort_by_key(|(at, _)| *at);
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    let mut rows: Vec<Vec<String>> = all.into_iter().map(|(at, words)| vec![plan.zone.format(at), words]).collect();
    if more > 0 {
        rows.push(vec![String::new(), format!("… and {more} more.")]);
    }
    rows
}

/// What was chosen, set, handed in and noted.
fn at_the_table(account: &Account, said: &dyn Fn(&str) -> String) -> Vec<(Instant, String)> {
    let why = |why: &str| if why.is_empty() { String::new() } else { format!(" ({})", said(why)) };
    let asked = |c: &crate::exercise::account::Choice| c.decision.map_or(String::new(), |_| format!(" on {}", said(&c.asked)));
    let chosen = account
        .choices
        .iter()
        .map(|c| (c.when.story, format!("THE ROOM, {}{}: {}{}", said(&c.role), asked(c), said(&c.taken), why(&c.why))));
    let set = account.overrides.iter().map(|o| (o.when.story, format!("SET by the facilitator: {}{}", said(&o.what), why(&o.why))));
    let written = account.handed.iter().filter(|handed| handed.inject.is_none());
    let handed = written.map(|handed| (handed.when.story, format!("SAID to the room: {}", said(&handed.says))));
    let noted =
        account.notes_about(About::Course).map(|note| (note.when.story, format!("Note, {}: {}", harmless(&note.by), said(&note.text))));
    chosen.chain(set).chain(handed).chain(noted).collect()
}
