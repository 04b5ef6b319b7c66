//! Key people: what only one person can do, what only one person knows, and teams that lack a grant.

use std::collections::BTreeMap;

use super::week::When;
use super::{Finding, Uses, listed, people, person};
use crate::engine::time::Instant;
use crate::model::ids::{GrantId, KnowledgeId, PersonId, RequirementId, TeamId};
use crate::model::plan::Plan;

/// All findings about who can do what.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let lacking = Lacking::of(plan);
    key_people(plan, uses, &lacking, all);
    last_to_stay(plan, uses, all);
    for id in (0..plan.requirements.len() as u32).map(RequirementId) {
        let what = listed(&uses.words(plan, id));
        runbook(plan, id, &what, &lacking, all);
        team_without_grant(plan, id, &what, &lacking, all);
    }
}

/// For each requirement who lacks only the grant, and who only the knowledge.
struct Lacking {
    grant: Vec<Vec<PersonId>>,
    knowledge: Vec<Vec<PersonId>>,
}
impl Lacking {
    fn of(plan: &Plan) -> Lacking {
        let none = || vec![Vec::new(); plan.requirements.len()];
        let mut lacking = Lacking { grant: none(), knowledge: none() };
        for (id, person) in (0..).map(PersonId).zip(&plan.people) {
            person.lacks_grant.iter().for_each(|r| lacking.grant[r.at()].push(id));
            person.lacks_knowledge.iter().for_each(|r| lacking.knowledge[r.at()].push(id));
        }
        lacking
    }
}

/// Work that only one person can do, whatever the reason.
fn key_people(plan: &Plan, uses: &Uses, lacking: &Lacking, all: &mut Vec<Finding>) {
    let mut keys: BTreeMap<PersonId, Vec<RequirementId>> = BTreeMap::new();
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        if let ([(only, ..)], []) = (requirement.qualified.as_slice(), lacking.knowledge[id.at()].as_slice()) {
            keys.entry(*only).or_default().push(id);
        }
    }
    for (who, requirements) in keys {
        let work: Vec<String> = requirements.iter().flat_map(|r| uses.words(plan, *r)).collect();
        // Reviews and notes to the informed are no work that an incident waits for.
        if work.is_empty() {
            continue;
        }
        let title = format!("Only {} can do {}", person(plan, who), listed(&work));
        let near: Vec<PersonId> = requirements.iter().flat_map(|r| lacking.grant[r.at()].iter().copied()).collect();
        let mut evidence = format!("It takes {}.", plan.requirements[requirements[0].at()].words);
        if !near.is_empty() {
            let mut near = near;
            near.sort_unstable();
            near.dedup();
            evidence = format!("{evidence} {} would need only the grant.", people(plan, &near));
        } else {
            evidence.push_str(" A second person has to be trained.");
        }
        all.push(Finding::new(58.0 + 2.0 * work.len().min(10) as f64, title, evidence));
    }
}

/// When somebody is gone for good: their access ends, or their contract, or they are away until after the last incident.
fn leaves(plan: &Plan, who: PersonId, grant: Option<GrantId>) -> Option<Instant> {
    let access = grant.and_then(|g| plan.access.ends(who, g));
    let contract = plan.employers[plan.people[who.at()].employer.at()].terms.ends;
    let named = plan.absence.iter().flat_map(|a| &a.named).filter(|(p, spell)| *p == who && spell.to >= plan.arrivals_end);
    let end = access.into_iter().chain(contract).chain(named.map(|(_, spell)| spell.from)).min()?;
    (end < plan.arrivals_end).then_some(end)
}

/// From when on only one is left, who that is, and the runbook that they alone know.
type LastLeft = (Instant, PersonId, Option<KnowledgeId>);

/// Work of which only one can be had any more from some instant on, as those who could do it, or knew how, leave one after another.
fn last_to_stay(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    // Those who are gone by then, and the work.
    let mut left: BTreeMap<LastLeft, (Vec<PersonId>, Vec<String>)> = BTreeMap::new();
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        let knows = requirement.knows.filter(|k| plan.runbooks.written(*k).is_none());
        let able = requirement.qualified.iter().filter(|(.., without)| knows.is_none() || !without).map(|(p, ..)| *p);
        let (gone, stay): (Vec<_>, Vec<_>) = able.map(|p| (p, leaves(plan, p, requirement.grant))).partition(|(_, end)| end.is_some());
        let (Some(last), [(only, _)]) = (gone.iter().filter_map(|(_, end)| *end).max(), stay.as_slice()) else { continue };
        let work = uses.words(plan, id);
        if !work.is_empty() {
            let entry = left.entry((last.max(Instant(0)), *only, knows)).or_default();
            entry.0.extend(gone.iter().map(|(p, _)| *p));
            entry.1.extend(work);
        }
    }
    for ((from, only, knows), (mut gone, mut work)) in left {
        gone.sort_unstable();
        gone.dedup();
        work.sort();
        work.dedup();
        let when = When::since(plan, from);
        let (from, only, work) = (plan.zone.format_long(from), person(plan, only), listed(&work));
        let title = match knows {
            Some(k) => format!("From {from} on only {only} knows {}, which {work} takes", plan.knowledge[k.at()]),
            None => format!("From {from} on only {only} can do {work}"),
        };
        let whose = if gone.len() == 1 { "is" } else { "are" };
        let evidence = format!(
            "{} {whose} gone by then (access or contract at an end, or away until the last incident), and incidents go on arriving.",
            people(plan, &gone)
        );
        all.push(Finding::new(if knows.is_some() { 60.0 } else { 56.0 }, title, evidence).at(when));
    }
}

/// Knowledge that one person has, or nobody.
fn runbook(plan: &Plan, id: RequirementId, work: &str, lacking: &Lacking, all: &mut Vec<Finding>) {
    let requirement = &plan.requirements[id.at()];
    if requirement.knows.is_some_and(|k| plan.runbooks.written(k).is_some()) {
        return;
    }
    let knowers: Vec<PersonId> = requirement.qualified.iter().filter(|(.., improvises)| !improvises).map(|(p, ..)| *p).collect();
    let improvisers: Vec<PersonId> = requirement.qualified.iter().filter(|(.., improvises)| *improvises).map(|(p, ..)| *p).collect();
    let without = &lacking.knowledge[id.at()];
    match knowers.as_slice() {
        [] if !improvisers.is_empty() => {
            let title = format!("Nobody knows how to do {work}: it can only be improvised");
            all.push(Finding::new(50.0, title, format!("It takes {}. Write it down, or have somebody learn it.", requirement.words)));
        }
        [only] if !improvisers.is_empty() || !without.is_empty() => {
            let what = requirement.knows.map_or("has the knowledge".into(), |k| format!("knows {}", plan.knowledge[k.at()]));
            let title = format!("Only {} {what}, which {work} takes", person(plan, *only));
            let (weight, evidence) = match improvisers.is_empty() {
                true => (
                    75.0,
                    format!(
                        "{} could do it but for that; it is written down nowhere they could use. Write it down, or have them learn it.",
                        people(plan, without)
                    ),
                ),
                false if requirement.improvise_works < 1.0 => {
                    let often = requirement.improvise_works * 100.0;
                    let who = people(plan, &improvisers);
                    (
                        58.0,
                        format!(
                            "{who} would have to improvise, take far longer, and succeed only {often:.0} % as often. Write it down, or have them learn it."
                        ),
                    )
                }
                false => {
                    let who = people(plan, &improvisers);
                    (52.0, format!("{who} would have to improvise and take far longer. Write it down, or have them learn it."))
                }
            };
            all.push(Finding::new(weight, title, evidence));
        }
        _ => {}
    }
}

/// Responsible teams nobody of which holds the grant.
fn team_without_grant(plan: &Plan, id: RequirementId, work: &str, lacking: &Lacking, all: &mut Vec<Finding>) {
    let team_of = |p: &PersonId| plan.people[p.at()].team;
    let mut teams: BTreeMap<TeamId, Vec<PersonId>> = BTreeMap::new();
    for person in &lacking.grant[id.at()] {
        teams.entry(team_of(person)).or_default().push(*person);
    }
    let able: Vec<PersonId> = plan.requirements[id.at()].qualified.iter().map(|(p, ..)| *p).collect();
    for (team, members) in teams {
        if able.iter().any(|p| team_of(p) == team) {
            continue;
        }
        let what = match grant(plan, &able, &members) {
            Some(grant) => format!("the grant {}", plan.grants[grant.at()]),
            None => "the grant".into(),
        };
        let title = format!("Nobody of {} holds {what} for {work}", plan.teams[team.at()].name);
        let evidence = format!(
            "It takes {}. {} would need only the grant; today only {} can.",
            plan.requirements[id.at()].words,
            people(plan, &members),
            people(plan, &able)
        );
        all.push(Finding::new(48.0, title, evidence));
    }
}

/// The one grant that all of some people hold and none of the others does.
fn grant(plan: &Plan, holders: &[PersonId], others: &[PersonId]) -> Option<GrantId> {
    let holds = |p: &PersonId, g: &GrantId| plan.people[p.at()].grants.contains(g);
    let first = holders.first()?;
    let common = |g: &&GrantId| holders.iter().all(|p| holds(p, g)) && !others.iter().any(|p| holds(p, g));
    let mut common = plan.people[first.at()].grants.iter().filter(common);
    match (common.next(), common.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}
