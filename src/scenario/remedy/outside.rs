//! Remedies with providers: one held ready, and a view that employers share.

use super::needs::{Needs, paged};
use super::patch::{Edit, find, list, quoted};
use super::{Remedy, Sort};
use crate::model::fact::Wait;
use crate::model::ids::{TaskId, TeamId};
use crate::model::people::entry::Level;
use crate::model::plan::{Pagee, Plan};
use crate::text::{Node, Value, bare};

/// What a responder held ready costs; judgements, dated 2026.
const RETAINER: (f64, f64) = (6_000.0, 350.0);

/// Proposes.
pub fn remedies(plan: &Plan, root: &Node, needs: &Needs, all: &mut Vec<Remedy>) {
    share_view(plan, root, all);
    let teams = (0..plan.teams.len() as u32).map(TeamId);
    let mut teams: Vec<(TeamId, f64)> = teams.map(|team| (team, needs.of_team(plan, team).map(|need| need.weight).sum())).collect();
    teams.retain(|(_, weight)| *weight > 0.0);
    teams.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.extend(teams.into_iter().take(2).filter_map(|(team, weight)| retainer(plan, root, needs, (team, weight))));
}

fn share_view(plan: &Plan, root: &Node, all: &mut Vec<Remedy>) {
    if plan.hand_offs.is_none() {
        return;
    }
    for employer in plan.employers.iter().filter(|employer| employer.provider) {
        let shares = find(root, &["employers", employer.id.as_str(), "shared_view"]).map(bare);
        if shares.is_some_and(|node| matches!(node.value, Value::Bool(true))) {
            continue;
        }
        let title = format!("Let {} work in the same view as the organisation", employer.name);
        let why = "Each hand-over between two ticket systems is read in, work is done twice, and owners are unclear.".to_owned();
        let edits = vec![Edit::set(&["employers", &employer.id, "shared_view"], "true")];
        let slug = format!("share-view-{}", employer.id);
        let answers = &[Wait::HandOver, Wait::Rework, Wait::Working];
        all.push(Remedy::new(Sort::ShareView, &slug, (title, why), answers, edits).about([employer.name.clone()]));
    }
}

/// Two responders under contract who can do what the team is asked for.
fn retainer(plan: &Plan, root: &Node, needs: &Needs, (team, weight): (TeamId, f64)) -> Option<Remedy> {
    let team_of = &plan.teams[team.at()];
    let id = format!("retainer-{}", team_of.id);
    if ["employers", "people", "rosters"].iter().any(|section| find(root, &[*section, id.as_str()]).is_some()) {
        return None;
    }
    let (mut skills, mut grants): (Vec<(String, Level)>, Vec<&str>) = (Vec::new(), Vec::new());
    for need in needs.of_team(plan, team) {
        let asked = &plan.requirements[need.requirement.at()];
        if let Some((skill, level)) = &asked.skill {
            match skills.iter_mut().find(|(known, _)| known == skill) {
                Some((_, known)) => *known = (*known).max(*level),
                None => skills.push((skill.clone(), *level)),
            }
        }
        grants.extend(asked.grant.map(|grant| plan.grants[grant.at()].as_str()));
    }
    skills.sort();
    grants.sort_unstable();
    grants.dedup();
    let skills: Vec<String> = skills.iter().map(|(skill, level)| format!("{}: {level:?}", quoted(skill))).collect();
    let employer = format!(
        "(name: {}, provider: true, contract: (retainer_per_month: {}, fee_per_hour: {}, response: (target: \"2h\", actual: LogNormal(median: \"1h\", p90: \"4h\"))))",
        quoted(&format!("Retainer for {}", team_of.name)),
        RETAINER.0,
        RETAINER.1
    );
    let person = format!(
        "(name: {}, count: 2, team: {}, employer: {}, roster: {}, skills: {{{}}}, grants: {})",
        quoted(&format!("Responder for {}", team_of.name)),
        quoted(&team_of.id),
        quoted(&id),
        quoted(&id),
        skills.join(", "),
        list(&grants)
    );
    let mut edits =
        vec![Edit::set(&["rosters", &id], "Always"), Edit::set(&["employers", &id], employer), Edit::set(&["people", &id], person)];
    let tasks: Vec<TaskId> = needs.of_team(plan, team).flat_map(|need| need.tasks.iter().copied()).collect();
    edits.extend(paged(plan, &tasks, &team_of.id, |pagee| matches!(pagee, Pagee::Team(of) if *of == team)));
    let title = format!("Hold a provider ready for {} (two responders, around the clock)", team_of.name);
    let why = format!("They answer in about an hour at any hour, with the skills and the access that {} is asked for.", team_of.name);
    let answers = &[Wait::Unanswered, Wait::OffDuty, Wait::Busy, Wait::NoGrant];
    Some(Remedy::new(Sort::Retainer, &id, (title, why), answers, edits).weighing(weight))
}
