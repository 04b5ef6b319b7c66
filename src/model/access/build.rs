//! Grants and the ways to them as the plan has them.

use super::entry::{BreakGlassEntry, GrantEntry, RequestEntry};
use super::{Matter, Passage, Review, Rule, Rules};
use crate::engine::chance::{Dist, combine, subject};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Way;
use crate::model::ids::{DecisionId, GrantId, PersonId, PlaybookId, RequirementId, TaskId};
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted, unknown};
use crate::model::people::entry::PersonEntry;
use crate::model::plan::{Decision, Length, Person, Requirement, RequirementOf, Task, Team};
use crate::model::playbook::build::Built;
use crate::model::playbook::entry::Phase;
use crate::model::quantity::Moment;
use crate::text::{Dict, Id, Problems};

/// Somebody's ways to a grant, the decisions about everybody still open.
pub fn rules(entries: &Dict<GrantEntry>, names: &Names, problems: &mut Problems) -> Rules {
    let mut rules = Rules::default();
    if entries.iter().next().is_none() {
        return rules;
    }
    rules.grants.resize_with(names.grants.len(), Rule::default);
    for (id, entry) in sorted(entries) {
        if !entry.privileged && entry.request.is_none() && entry.break_glass.is_none() {
            let problem = problems.at(id.place, format!("nothing is said of the grant `{id}`"), "this has no effect");
            problem.help("add privileged: true, request: (decision: \"…\") or break_glass: (decision: \"…\"), or take it out");
        }
        let passages = [
            entry.request.as_ref().and_then(|request| requested(request, names, problems)),
            entry.break_glass.as_ref().and_then(|glass| broken(glass, names, problems)),
        ];
        match names.grants.number(id) {
            Some(number) => rules.grants[number as usize] = Rule { privileged: entry.privileged, passages },
            None if names.whole => unknown(id, "grant", "those that anybody holds or anything takes", names.grants.names(), problems),
            None => {}
        }
    }
    rules
}

fn requested(entry: &RequestEntry, names: &Names, problems: &mut Problems) -> Option<Passage> {
    let right = DecisionId(names.decisions.find(&entry.decision, problems)?);
    Some(Passage { right, after: Span(0), takes: entry.takes.clone(), lasts: entry.lasts.0, review: None, matters: Vec::new() })
}

fn broken(entry: &BreakGlassEntry, names: &Names, problems: &mut Problems) -> Option<Passage> {
    if let Some(review) = &entry.review {
        names.who(&review.by, Called::AsPermitted, problems);
    }
    let right = DecisionId(names.decisions.find(&entry.decision, problems)?);
    let review = entry.review.as_ref().map(|review| Review { within: review.within.0, tasks: Vec::new() });
    Some(Passage { right, after: entry.after, takes: entry.takes.clone(), lasts: entry.lasts.0, review, matters: Vec::new() })
}

/// When grants end with the role or contract they are held for. What has ended before the play begins is not held in it.
pub fn endings(
    entries: &Dict<PersonEntry>,
    people: &mut [Person],
    instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<(Instant, PersonId, GrantId)> {
    let mut all = Vec::new();
    for (id, entry) in sorted(entries) {
        let ends = ends(id, entry, instant, names, problems);
        for person in names.people.range(id).into_iter().flatten() {
            let Some(grants) = people.get_mut(person as usize).map(|p| &mut p.grants) else { continue };
            grants.retain(|grant| match ends.iter().find(|(g, _)| g == grant) {
                Some(&(_, at)) if at <= Instant(0) => false,
                Some(&(_, at)) => {
                    all.push((at, PersonId(person), *grant));
                    true
                }
                None => true,
            });
        }
    }
    all.sort_unstable();
    all
}

/// When each grant of an entry ends: by itself, or with all others.
fn ends(
    id: &Id,
    entry: &PersonEntry,
    instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<(GrantId, Instant)> {
    if entry.grants.is_empty() && entry.access_until.is_some() {
        let place = names.place(&["people", id, "access_until"]);
        problems.at(place, format!("`{id}` holds no grant that could end"), "this has no effect without `grants`").help("take it out");
    }
    for (grant, _) in &entry.grants_until {
        if !entry.grants.iter().any(|held| held.text == grant.text) {
            let problem = problems.at(grant.place, format!("`{id}` does not hold the grant `{grant}`"), "it cannot end");
            problem.help(format!("add it to grants: [\"{grant}\"], or take this out"));
        }
    }
    let with_all = entry.access_until.as_ref().and_then(|moment| instant(moment, problems));
    let mut ends = Vec::new();
    for grant in &entry.grants {
        let own = entry.grants_until.iter().find(|(named, _)| named.text == grant.text).and_then(|(_, moment)| instant(moment, problems));
        if let (Some(number), Some(at)) = (names.grants.number(grant), own.into_iter().chain(with_all).min()) {
            ends.push((GrantId(number), at));
        }
    }
    ends
}

/// Adds the decisions about everybody who could ever need a grant that can be had: each is the decision right of the file, but for who asks.
pub fn matters(rules: &mut Rules, decisions: &mut Vec<Decision>, people: &[Person], requirements: &[Requirement], grants: &[String]) {
    for (grant, rule) in (0..).map(GrantId).zip(&mut rules.grants) {
        let asking = requirements.iter().filter(|r| r.grant == Some(grant)).flat_map(|r| &r.candidates);
        let mut needing: Vec<PersonId> = asking.map(|(person, _)| *person).collect();
        needing.sort_unstable();
        needing.dedup();
        for (way, passage) in [Way::Request, Way::BreakGlass].into_iter().zip(&mut rule.passages) {
            let Some(passage) = passage else { continue };
            for &person in &needing {
                let luck = combine(combine(subject(&grants[grant.at()]), people[person.at()].luck), way as u64);
                passage.matters.push((person, DecisionId(decisions.len() as u32)));
                decisions.push(matter(&decisions[passage.right.at()], Matter { right: passage.right, person, grant, way }, luck));
            }
        }
    }
}

/// Nobody decides about their own access; a standing permission is that of whoever asks.
fn matter(right: &Decision, about: Matter, luck: u64) -> Decision {
    let mut decision = Decision { luck: combine(right.luck, luck), access: Some(about), ..right.clone() };
    decision.holders.retain(|p| *p != about.person);
    decision.delegates.retain(|p| *p != about.person);
    decision.pre_authorised.retain(|(_, covers, _)| covers[about.person.at()]);
    decision
}

/// People, teams and how long work takes in whose hands.
#[derive(Copy, Clone, Debug)]
pub struct Reviewers<'p> {
    /// People.
    pub people: &'p [Person],
    /// Teams.
    pub teams: &'p [Team],
    /// How many times as long each person takes.
    pub paces: &'p [f64],
}

/// Adds the reviews that break-glass owes: a task for each playbook and grant that one of its tasks takes.
pub fn reviews(
    rules: &mut Rules,
    entries: &Dict<GrantEntry>,
    built: &mut Built,
    requirements: &mut Vec<Requirement>,
    staff: Reviewers,
    names: &Names,
) {
    for (id, entry) in sorted(entries) {
        let review = entry.break_glass.as_ref().and_then(|glass| glass.review.as_ref());
        let (Some(review), Some(grant)) = (review, names.grants.number(id).map(GrantId)) else { continue };
        let asked_in = |playbook: PlaybookId| takes(built, playbook, grant, requirements);
        let playbooks: Vec<bool> = (0..built.playbooks.len() as u32).map(|p| asked_in(PlaybookId(p))).collect();
        let Some(requirement) = reviewer(&review.by, staff, names, requirements) else { continue };
        let mut tasks = Vec::new();
        for (playbook, asked) in (0..).map(PlaybookId).zip(playbooks) {
            tasks.push(asked.then_some(TaskId(built.tasks.len() as u32)));
            if asked {
                let called = (format!("review-break-glass-{id}"), format!("the review of break-glass access to {id}"));
                let effort = review.effort.clone();
                let mut task = review_task(called, effort, playbook, &built.playbooks[playbook.at()].id, requirement);
                task.owed = Some(grant);
                built.tasks.push(task);
            }
        }
        if let Some(owed) = rules.grants[grant.at()].passages[Way::BreakGlass as usize].as_mut().and_then(|p| p.review.as_mut()) {
            owed.tasks = tasks;
        }
    }
}

/// Some task of a playbook takes a grant.
fn takes(built: &Built, playbook: PlaybookId, grant: GrantId, requirements: &[Requirement]) -> bool {
    let takes = |r: &RequirementId| requirements[r.at()].grant == Some(grant);
    let tasks = built.playbooks[playbook.at()].tasks.iter().map(|t| &built.tasks[t.at()]);
    tasks.filter_map(|t| t.requirement.as_ref()).any(|r| match r {
        RequirementOf::Task(one) => takes(one),
        RequirementOf::System(all) => all.iter().flatten().any(takes),
    })
}

/// What a review asks of people: to be one of those who do it.
pub fn reviewer(by: &Id, staff: Reviewers, names: &Names, requirements: &mut Vec<Requirement>) -> Option<RequirementId> {
    let people = || (0..).map(PersonId).zip(staff.people);
    let (words, mut able): (String, Vec<PersonId>) = match names.who(by, Called::AsPermitted, &mut Problems::new())? {
        Who::People(some) => match some.as_slice() {
            [only] if staff.people[only.at()].id == by.text => (staff.people[only.at()].name.clone(), some),
            _ => (format!("somebody who is {by}"), some),
        },
        Who::Team(team) => {
            let members = people().filter(|(_, p)| p.team == team).map(|(id, _)| id).collect();
            (format!("somebody of {}", staff.teams[team.at()].name), members)
        }
        Who::Employer(employer) => {
            let employed = people().filter(|(_, p)| p.employer == employer).map(|(id, _)| id).collect();
            (format!("somebody employed by {by}"), employed)
        }
        Who::Rota(_) => return None,
    };
    able.sort_unstable();
    let candidates: Vec<(PersonId, f64)> = able.into_iter().map(|p| (p, staff.paces[p.at()])).collect();
    let qualified = candidates.iter().map(|(p, takes)| (*p, *takes, false)).collect();
    requirements.push(Requirement {
        words,
        // Whoever may is meant, of whatever team.
        teams: Vec::new(),
        skill: None,
        barred: Vec::new(),
        grant: None,
        knows: None,
        improvise: None,
        improvise_works: 1.0,
        candidates,
        qualified,
        bound: false,
        on_order: Vec::new(),
    });
    Some(RequirementId(requirements.len() as u32 - 1))
}

/// The task of a review after the fact, by its id and what it is called.
pub fn review_task((id, name): (String, String), effort: Dist, number: PlaybookId, playbook: &str, requirement: RequirementId) -> Task {
    Task {
        luck: combine(subject(playbook), subject(&id)),
        id,
        name,
        requirement: Some(RequirementOf::Task(requirement)),
        length: Length::Effort(effort),
        ..Task::bare(number, Phase::Close)
    }
}
