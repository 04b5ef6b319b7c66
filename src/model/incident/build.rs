//! Attacks and kinds of incident as the plan has them.

use super::entry::{AttackEntry, HoldersEntry, IncidentEntry, SpreadEntry};
use crate::engine::chance::{Dist, subject};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{AttackId, GrantId, PlaybookId, SystemId};
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::{Arrivals, Attack, Kind, Spread};
use crate::model::quantity::Moment;
use crate::text::{Dict, Id, Place, Problems, figure};

pub mod exposure;
pub mod weights;

/// The most stages of one attack.
const MOST_STAGES: usize = 100;
/// The most incidents of one wave, on average.
const MOST_IN_A_WAVE: f64 = 1000.0;
/// The most incidents of one kind a year.
const MOST_A_YEAR: f64 = 1e7;

/// Enters attacks, their stages and incidents into the names.
pub fn enter(names: &mut Names, attacks: &Dict<AttackEntry>, incidents: &Dict<IncidentEntry>) {
    names.attacks.fill(attacks.ids());
    names.stages.fill(attacks.iter().flat_map(|(_, a)| a.stages.iter().map(|s| &s.stage)));
    names.kinds.fill(incidents.ids());
}

/// Builds the attacks.
pub fn attacks(entries: &Dict<AttackEntry>, names: &Names, problems: &mut Problems) -> Vec<Attack> {
    sorted(entries).into_iter().map(|(id, entry)| attack(id, entry, names, problems)).collect()
}

fn attack(id: &Id, entry: &AttackEntry, names: &Names, problems: &mut Problems) -> Attack {
    check_stages(id, entry, names, problems);
    let grants = |ids: &[Id], problems: &mut Problems| {
        twice(ids, problems);
        for grant in ids {
            names.opens(grant, problems);
        }
        ids.iter().filter_map(|g| names.grants.number(g)).map(GrantId).collect()
    };
    let stages = entry.stages.iter().map(|s| {
        let next = s.next.clone().unwrap_or_else(|| Dist::fixed(Span(0)));
        (s.stage.text.clone(), next, grants(&s.steals, problems))
    });
    let stages = stages.collect();
    let from_holders = (0u8..).zip(&entry.stages).filter_map(|(at, s)| Some((at, s.from_holders.as_ref()?)));
    let from_holders = from_holders.map(|(at, holders)| (at, holders_of(holders, names, problems), holders.each.0)).collect();
    let spread = entry.spread.as_ref().map(|s| spread(id, s, names, problems));
    Attack { id: id.text.clone(), stages, from_holders, reinfects: entry.reinfects.0, spread }
}

/// The grants that are taken from their holders; reports those that nobody could have, and a chance that is none.
fn holders_of(entry: &HoldersEntry, names: &Names, problems: &mut Problems) -> Vec<GrantId> {
    if entry.grants.is_empty() {
        problems.at(entry.place.head(), "this takes nothing from anybody", "`grants` is empty").help("name the grants it is after");
    }
    if entry.each.0 <= 0.0 {
        problems.at(entry.place.head(), "no holder ever falls", "`each` must be more than 0").help("take `from_holders` out");
    }
    twice(&entry.grants, problems);
    for grant in &entry.grants {
        names.held(grant, problems);
    }
    entry.grants.iter().filter_map(|g| names.grants.number(g)).map(GrantId).collect()
}

fn check_stages(id: &Id, entry: &AttackEntry, names: &Names, problems: &mut Problems) {
    let place = names.place(&["attacks", id, "stages"]);
    if entry.stages.is_empty() {
        problems.at(place, format!("the attack `{id}` has no stages"), "at least one is needed; the last one does harm");
    }
    if entry.stages.len() > MOST_STAGES {
        problems.at(place, format!("the attack `{id}` has {} stages", entry.stages.len()), format!("at most {MOST_STAGES}"));
    }
    let called: Vec<Id> = entry.stages.iter().map(|s| s.stage.clone()).collect();
    twice(&called, problems);
    let last = entry.stages.len().saturating_sub(1);
    for (at, stage) in entry.stages.iter().enumerate() {
        let (name, here) = (&stage.stage, stage.stage.place);
        if at < last && stage.next.is_none() {
            let problem = problems.at(here, format!("the stage `{name}` leads nowhere"), "every stage but the last has a `next`");
            problem.help("next: … says how long it is until the next stage");
        }
        if at == last && stage.next.is_some() {
            problems.at(here, format!("nothing comes after the last stage `{name}`"), "`next` has no effect here").help("take `next` out");
        }
    }
}

fn spread(id: &Id, entry: &SpreadEntry, names: &Names, problems: &mut Problems) -> Spread {
    let place = |field: &str| names.place(&["attacks", id, "spread", field]);
    if entry.over.is_empty() {
        problems.at(place("over"), "this spreads over nothing", "Grants, Network or both");
    }
    if entry.at_most == 0 {
        problems.at(place("at_most"), "an attack that reaches no system does not spread", "at least 1").help("take `spread` out");
    }
    let mut weights = vec![1.0; names.systems.len()];
    for (system, weight) in &entry.weights {
        negative(*weight, || names.place(&["attacks", id, "spread", "weights", system]), problems);
        for at in names.systems.find(system, problems).unwrap_or_default() {
            weights[at as usize] = *weight;
        }
    }
    if !weights.is_empty() && weights.iter().all(|w| *w == 0.0) {
        problems.at(place("weights"), "this spreads to nothing", "all weights are 0").help("take `spread` out");
    }
    Spread { over: entry.over.clone(), every: entry.every.clone(), at_most: entry.at_most, weights }
}

fn negative(weight: f64, place: impl Fn() -> Place, problems: &mut Problems) -> bool {
    if weight < 0.0 {
        problems.at(place(), "a weight cannot be negative", "0 or more");
    }
    weight < 0.0
}

/// When instants of the file are, and when incidents may begin.
pub struct Times<'t> {
    /// The instant of a local time; reports one that daylight saving skips.
    pub instant: &'t mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
    /// No incident arrives from here on; None when that could not be read.
    pub arrivals_end: Option<Instant>,
}

/// What begins incidents that do not say themselves when they do, one flag a kind.
#[derive(Debug, Default)]
pub struct Named {
    /// A system's `fails` names it.
    pub failing: Vec<bool>,
    /// Alerts of `demand` may be the first sign of it.
    pub raised: Vec<bool>,
}

/// Builds the kinds of incident, still without the sensors that may see them.
pub fn kinds(entries: &Dict<IncidentEntry>, named: &Named, times: &mut Times, names: &Names, problems: &mut Problems) -> Vec<Kind> {
    let mut all = Vec::new();
    for (number, (id, entry)) in sorted(entries).into_iter().enumerate() {
        let [failing, raised] = [&named.failing, &named.raised].map(|flags| flags.get(number).copied().unwrap_or(false));
        let arrivals = arrivals(id, entry, [failing, raised], times, names, problems);
        if !entry.hits.is_empty() && !entry.hits_one_of.is_empty() {
            let place = names.place(&["incidents", id, "hits_one_of"]);
            problems.at(place, format!("`{id}` has both `hits` and `hits_one_of`"), "only one of them is possible");
        }
        let attack = entry.attack.as_ref().and_then(|a| names.attacks.find(a, problems)).map(AttackId);
        all.push(Kind {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            luck: subject(id),
            playbook: PlaybookId(names.playbooks.find(&entry.playbook, problems).unwrap_or_default()),
            attack,
            arrivals,
            hits: names.systems.find_all(&entry.hits, problems).into_iter().map(SystemId).collect(),
            hits_one_of: one_of(id, &entry.hits_one_of, names, problems),
            severity: entry.severity,
            sector_wide: entry.sector_wide,
            reported: entry.reported.clone(),
            assessment: assessment(id, entry, names, problems),
            waves: waves(id, entry, names, problems),
            sensors: Vec::new(),
            by_changes: Vec::new(),
            change: None,
        });
    }
    all
}

fn waves(id: &Id, entry: &IncidentEntry, names: &Names, problems: &mut Problems) -> Option<(f64, Span)> {
    let waves = entry.waves.as_ref()?;
    let place = |field: &str| names.place(&["incidents", id, "waves", field]);
    if entry.rate_per_year.is_none() {
        problems.at(names.place(&["incidents", id, "waves"]), "these waves have no effect", "they belong to `rate_per_year`");
    }
    if waves.size <= 1.0 || waves.size > MOST_IN_A_WAVE {
        let title = format!("a wave cannot have {} incidents on average", waves.size);
        problems.at(place("size"), title, "more than 1, and at most 1000").help("take `waves` out where they come one by one");
        return None;
    }
    Some((waves.size, waves.within.0))
}

fn assessment(id: &Id, entry: &IncidentEntry, names: &Names, problems: &mut Problems) -> [f64; 2] {
    let shares = entry.assessment.as_ref().map_or([0.0; 2], |a| [a.too_low.0, a.too_high.0]);
    if shares[0] + shares[1] > 1.0 {
        let place = names.place(&["incidents", id, "assessment"]);
        problems.at(place, "triage cannot be wrong more often than always", "too_low and too_high add up to more than 1");
    }
    shares
}

/// Every one of a count draws with the weight that is given for the count.
fn one_of(id: &Id, entries: &Dict<f64>, names: &Names, problems: &mut Problems) -> Vec<(SystemId, f64)> {
    let mut all = Vec::new();
    let mut bad = false;
    for (system, weight) in sorted(entries) {
        bad |= negative(*weight, || names.place(&["incidents", id, "hits_one_of", system]), problems);
        match names.systems.find(system, problems) {
            Some(range) => all.extend(range.map(|at| (SystemId(at), *weight))),
            None => bad = true,
        }
    }
    all.sort_by_key(|(system, _)| *system);
    if let Some(pair) = all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let place = names.place(&["incidents", id, "hits_one_of"]);
        let name = names.systems.each().nth(pair[0].0.at()).map(|m| m.id()).unwrap_or_default();
        problems.at(place, format!("`{name}` has two weights"), "by its own name and by that of its count");
    }
    if !bad && !all.is_empty() && all.iter().all(|(_, w)| *w == 0.0) {
        problems.at(names.place(&["incidents", id, "hits_one_of"]), "nothing can be hit", "all weights are 0");
    }
    all
}

fn arrivals(
    id: &Id,
    entry: &IncidentEntry,
    [failing, raised]: [bool; 2],
    times: &mut Times,
    names: &Names,
    problems: &mut Problems,
) -> Arrivals {
    let place = |field: &str| names.place(&["incidents", id, field]);
    let said: Vec<&str> = [("at", entry.at.is_some()), ("every", entry.every.is_some()), ("rate_per_year", entry.rate_per_year.is_some())]
        .into_iter()
        .filter_map(|(field, said)| said.then_some(field))
        .collect();
    if said.len() > 1 {
        let problem =
            problems.at(place(said[1]), format!("`{id}` has both `{}` and `{}`", said[0], said[1]), "only one of them is possible");
        problem.help("at: once; every: again and again; rate_per_year: at random");
    }
    if said.is_empty() && !failing && !raised && names.whole {
        let problem = problems.at(id.place, format!("it is not said when `{id}` begins"), "`at`, `every` or `rate_per_year` is missing");
        problem.help("at: \"2026-03-07T02:14\", every: Exponential(mean: \"30d\"), rate_per_year: 24, or name it in a system's `fails`");
    }
    if !entry.weight_by_hour.is_empty() && entry.rate_per_year.is_none() {
        problems.at(place("weight_by_hour"), "these weights have no effect", "they belong to `rate_per_year`");
    }
    if said.is_empty() && failing && !raised && (!entry.hits.is_empty() || !entry.hits_one_of.is_empty()) {
        let field = if entry.hits.is_empty() { "hits_one_of" } else { "hits" };
        let problem = problems.at(place(field), format!("`{id}` is a failure and hits the system that fails"), "this has no effect");
        problem.help(format!("take `{field}` out; what needs the system goes down with it"));
    }
    if let Some(at) = &entry.at {
        return scripted(id, at, times, problems);
    }
    if let Some(every) = &entry.every {
        if every.mean() <= 0.0 {
            problems.at(place("every"), format!("`{id}` would come for ever in no time at all"), "more than 0 is needed");
        }
        return Arrivals::Every(every.clone());
    }
    let Some(rate) = entry.rate_per_year else { return Arrivals::ByFailure };
    if rate <= 0.0 || rate > MOST_A_YEAR {
        let problem = problems.at(
            place("rate_per_year"),
            format!("`{id}` cannot come {} times a year", figure(rate)),
            "more than 0, and at most ten million",
        );
        problem.help("take an incident that never comes out with `remove`");
    }
    // `rate_per_year` counts incidents; what is drawn are waves.
    let rate = entry.waves.as_ref().map_or(rate, |w| rate / w.size.max(1.0));
    Arrivals::Rate(weights::rates(["incidents", id], rate, &entry.weight_by_hour, names, problems))
}

fn scripted(id: &Id, at: &Moment, times: &mut Times, problems: &mut Problems) -> Arrivals {
    let place = at.place;
    let Some(instant) = (times.instant)(at, problems) else { return Arrivals::ByFailure };
    if let Some(end) = times.arrivals_end {
        if instant < Instant(0) {
            problems
                .at(place, format!("`{id}` begins before the play"), "earlier than `starts`")
                .help("let the play start earlier, or the incident later");
        } else if instant >= end {
            let label = "incidents arrive from `starts` on, for `warm_up` and `runs_for`";
            problems.at(place, format!("`{id}` begins when no incidents arrive any more"), label).help("let it run for longer");
        }
    }
    Arrivals::At(instant)
}

/// Reports an attack that no task of its playbook could contain.
pub fn check_containment(
    entries: &Dict<IncidentEntry>,
    contains: impl Fn(PlaybookId) -> Option<bool>,
    names: &Names,
    problems: &mut Problems,
) {
    for (id, entry) in sorted(entries) {
        let Some(playbook) = names.playbooks.number(&entry.playbook).map(PlaybookId) else { continue };
        if let (Some(attack), Some(false)) = (&entry.attack, contains(playbook)) {
            let title = format!("the attack of `{id}` could never be contained");
            let problem = problems.at(entry.playbook.place, title, format!("no task of `{}` has phase: Contain", entry.playbook));
            problem.help(format!("give `{}` a task that stops `{attack}`", entry.playbook));
        }
    }
}
