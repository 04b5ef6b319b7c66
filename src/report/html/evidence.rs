//! Where a finding shows: the longest wait of a play that is of the kind the finding speaks of, about something that it names, in the hours
//! that it names. A finding of which no such wait is seen has no evidence from a play, and is not said to have any.

use std::collections::BTreeMap;

use super::lanes::Again;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{AlertTo, Fact, Job, Wait};
use crate::model::ids::IncidentNo;
use crate::model::plan::{Plan, RequirementOf};
use crate::report::names::Names;
use crate::report::words::{duration, state};
use crate::scenario::finding::Finding;
use crate::study::measure::seconds;

/// Waits of less than this are not worth pointing at.
const LEAST: Span = Span(15 * 60_000);
const WEEK: u32 = 7 * 24 * 60;

/// A wait of one play.
pub(super) struct Piece {
    /// It began.
    pub(super) from: Instant,
    to: Instant,
    wait: Wait,
    /// What waited, in words.
    what: String,
    /// What a finding about it would name: the task, the decision, the knowledge, the queue.
    about: Vec<String>,
    /// What it may name beside: the systems.
    beside: Vec<String>,
}

/// All waits of a play that are long enough to be pointed at.
pub(super) fn pieces(plan: &Plan, again: &Again) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut open: BTreeMap<Job, (Instant, Wait)> = BTreeMap::new();
    let over: BTreeMap<IncidentNo, Instant> = again.outcomes.iter().map(|outcome| (outcome.incident, outcome.until())).collect();
    let mut close = |open: &mut BTreeMap<Job, (Instant, Wait)>, job: Job, at: Instant| {
        let Some((from, wait)) = open.remove(&job) else { return };
        let to = over.get(&job.incident).map_or(at, |over| at.min(*over));
        if to - from >= LEAST {
            all.push(of_job(plan, job, (from, to), wait));
        }
    };
    for (at, fact) in &again.facts {
        match *fact {
            Fact::Waits { job, on } => {
                close(&mut open, job, *at);
                open.insert(job, (*at, on));
            }
            Fact::Started { job, attempt, .. } => {
                close(&mut open, job, *at);
                if attempt > 1 {
                    open.insert(job, (*at, Wait::Rework));
                }
            }
            Fact::Stopped { job, .. } | Fact::Ended { job, .. } | Fact::Skipped { job } => close(&mut open, job, *at),
            _ => {}
        }
    }
    for job in open.keys().copied().collect::<Vec<_>>() {
        let until = over.get(&job.incident).copied().unwrap_or(Instant(0));
        close(&mut open, job, until);
    }
    before_the_response(plan, again, &mut all);
    all
}

fn of_job(plan: &Plan, job: Job, (from, to): (Instant, Instant), wait: Wait) -> Piece {
    let task = &plan.tasks[job.task.at()];
    let mut about = vec![task.name.clone()];
    let requirement = match &task.requirement {
        Some(RequirementOf::Task(requirement)) => Some(*requirement),
        Some(RequirementOf::System(by_system)) => job.system.and_then(|system| by_system.get(system.at()).copied().flatten()),
        None => None,
    };
    let requirement = requirement.map(|requirement| &plan.requirements[requirement.at()]);
    match wait {
        // A wait for a decision is about the decision, whatever it gates.
        Wait::DecisionReach | Wait::Deliberation => {
            about.extend(task.decision.map(|decision| plan.decisions[decision.at()].id.clone()));
        }
        Wait::NoGrant => about.extend(requirement.and_then(|r| r.grant).map(|grant| plan.grants[grant.at()].clone())),
        Wait::NoKnowledge => about.extend(requirement.and_then(|r| r.knows).map(|knows| plan.knowledge[knows.at()].clone())),
        _ => {}
    }
    let system = job.system.map(|system| &plan.systems[system.at()]);
    let beside = system.map_or(Vec::new(), |system| vec![system.name.clone(), system.id.clone()]);
    Piece { from, to, wait, what: Names(plan).job(job), about, beside }
}

/// Until an alert, and from the alert to an answer.
fn before_the_response(plan: &Plan, again: &Again, all: &mut Vec<Piece>) {
    let mut asked = asked_of(plan, again);
    for outcome in &again.outcomes {
        let Some(occurred) = outcome.occurred else { continue };
        let alerted = outcome.alerted.unwrap_or(outcome.until()).max(occurred);
        let answered = outcome.acknowledged.unwrap_or(outcome.until()).max(alerted);
        let hit = outcome.systems.iter().filter(|outage| outage.hit).map(|outage| &plan.systems[outage.system.at()]);
        let names: Vec<String> = hit.flat_map(|system| [system.name.clone(), system.id.clone()]).collect();
        let what = Names(plan).kind(outcome.kind);
        let mut piece = |from: Instant, to: Instant, wait, about: Vec<String>| {
            if to - from >= LEAST {
                all.push(Piece { from, to, wait, what: what.clone(), about, beside: names.clone() });
            }
        };
        piece(occurred, alerted, Wait::Undetected, names.clone());
        piece(alerted, answered, Wait::Unanswered, asked.remove(&outcome.incident).unwrap_or_default());
    }
}

/// Whom each incident was given to before anybody answered: the policies that paged, then the queues.
fn asked_of(plan: &Plan, again: &Again) -> BTreeMap<IncidentNo, Vec<String>> {
    let mut asked: BTreeMap<IncidentNo, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for (_, fact) in &again.facts {
        match *fact {
            Fact::StepFired { incident, policy, .. } => asked.entry(incident).or_default().0.push(plan.policies[policy.at()].id.clone()),
            Fact::Alerted { incident, to: AlertTo::Queue(team), .. } => {
                asked.entry(incident).or_default().1.push(plan.teams[team.at()].name.clone());
            }
            _ => {}
        }
    }
    asked.into_iter().map(|(incident, (policies, queues))| (incident, [policies, queues].concat())).collect()
}

/// The wait in which a finding shows best: of those about what it names the one of which it names most, then the longest.
pub(super) fn of<'p>(plan: &Plan, finding: &Finding, pieces: &'p [Piece]) -> Option<&'p Piece> {
    let (title, all) = (finding.title.to_lowercase(), format!("{} {}", finding.title, finding.evidence).to_lowercase());
    let in_text = |text: &str, names: &[String]| names.iter().filter(|name| mentions(text, &name.to_lowercase())).count();
    let named = |names: &[String]| in_text(&all, names);
    let fits = pieces.iter().filter(|piece| finding.waits.contains(&piece.wait) && in_its_hours(plan, finding, piece));
    // A queue that is named beside is not what the finding is about.
    let before = |piece: &Piece| matches!(piece.wait, Wait::Undetected | Wait::Unanswered);
    let fits = fits.filter(|piece| in_text(if before(piece) { &title } else { &all }, &piece.about) > 0);
    fits.max_by_key(|piece| (named(&piece.about) + named(&piece.beside), piece.to - piece.from, std::cmp::Reverse(piece.from)))
}

/// The longest wait of a play.
pub(super) fn longest(pieces: &[Piece]) -> Option<&Piece> {
    pieces.iter().max_by_key(|piece| (piece.to - piece.from, std::cmp::Reverse(piece.from)))
}

/// Where the finding holds at certain hours only, the wait must reach into them.
fn in_its_hours(plan: &Plan, finding: &Finding, piece: &Piece) -> bool {
    let when = &finding.when;
    if when.is_always() {
        return true;
    }
    if !when.dates.is_empty() && !when.dates.iter().any(|(from, to)| piece.from < to.unwrap_or(Instant::NEVER) && *from < piece.to) {
        return false;
    }
    let (hour, into) = plan.zone.hour_of_week(piece.from);
    let from = hour as u32 * 60 + (into.0 / 60_000) as u32;
    let to = from + u32::try_from((piece.to - piece.from).0 / 60_000).unwrap_or(WEEK).min(WEEK);
    when.hours.0.iter().any(|(begins, ends)| [0, WEEK].iter().any(|later| begins + later < to && from < ends + later))
}

/// Whole words only.
fn mentions(text: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(name).any(|(at, _)| !text[..at].ends_with(inside) && !text[at + name.len()..].starts_with(inside))
}

impl Piece {
    /// "Saturday 7 March 08:40: isolate (core-db) waits 4 h 10 min (reaching who may decide)."
    pub(super) fn words(&self, plan: &Plan) -> String {
        let clock = plan.zone.civil(self.from).strftime("%A %-d %B %H:%M");
        let long = duration(seconds(self.to - self.from));
        match self.wait {
            Wait::Rework => format!("{clock}: {} is done again for {long}.", self.what),
            Wait::Undetected => format!("{clock}: for {long} nobody notices ({}).", self.what),
            Wait::Unanswered => format!("{clock}: for {long} nobody answers ({}).", self.what),
            wait => format!("{clock}: {} waits for {long} ({}).", self.what, state(wait)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::roles::{Cast, Naming};
    use crate::report::testing;
    use crate::scenario::finding::findings;
    use crate::scenario::finding::week::{Stretches, When};

    #[test]
    fn a_finding_shows_in_a_wait_of_its_kind_about_what_it_names_in_its_hours() {
        let cast = Cast::of(testing::scenario(&[]), Naming::Full).expect("as it is");
        let plan = &*cast.scenario.plan;
        let again = Again::play(&cast, 7, 0, "first", "first").expect("played");
        let pieces = pieces(plan, &again);
        let isolating = pieces.iter().filter(|piece| piece.wait == Wait::Deliberation).max_by_key(|piece| piece.to - piece.from);
        let isolating = isolating.expect("the CISO takes 20 minutes over it");
        let about = |title: &str, waits: &'static [Wait]| {
            let mut finding = findings(plan).into_iter().next().expect("there are some");
            (finding.title, finding.evidence, finding.waits) = (title.to_owned(), String::new(), waits);
            finding.when = When::any_hour();
            finding
        };
        let finding = about("Nobody who may decide isolate is on duty", &[Wait::Deliberation]);
        let found = of(plan, &finding, &pieces).expect("it shows");
        assert_eq!((found.from, found.wait), (isolating.from, Wait::Deliberation));
        assert!(found.words(plan).contains("isolate") && found.words(plan).contains("a decision being weighed"), "{}", found.words(plan));
        assert!(of(plan, &about("Nobody who may decide isolate is on duty", &[Wait::Vendor]), &pieces).is_none(), "of another kind");
        assert!(of(plan, &about("Nobody who may isolate-all is on duty", &[Wait::Deliberation]), &pieces).is_none(), "another name");
        let (hour, _) = plan.zone.hour_of_week(found.from);
        let mut elsewhere = finding.clone();
        let later = (hour as u32 + 100) % 168 * 60;
        elsewhere.when = When::weekly(Stretches(vec![(later, later + 60)]));
        assert!(of(plan, &elsewhere, std::slice::from_ref(found)).is_none() || found.to - found.from > Span(60 * 3_600_000));
        let mut here = finding;
        here.when = When::weekly(Stretches(vec![(hour as u32 * 60, hour as u32 * 60 + 120)]));
        assert!(of(plan, &here, std::slice::from_ref(found)).is_some());
    }
}
