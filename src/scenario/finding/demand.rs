//! Whether the people of a team can do the tickets that come, and what is left for its projects.

use super::week::{Weeks, When};
use super::{Finding, nobody_on_shift};
use crate::engine::time::{Instant, Span};
use crate::model::demand::plan::{CAUSE, Class, Part, Project, Sort};
use crate::model::ids::TeamId;
use crate::model::plan::Plan;

/// From this share of a team's time on, tickets are a finding.
const NEARLY_ALL: f64 = 0.85;
const WEEK: f64 = 7.0 * 24.0 * 3_600_000.0;

/// All findings about tickets and projects.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    if !plan.demand.any() {
        return;
    }
    let weeks = Weeks::of(plan);
    let loads: Vec<Load> = (0..plan.teams.len() as u32).map(|team| Load::of(plan, &weeks, TeamId(team))).collect();
    for (team, load) in (0..).map(TeamId).zip(&loads) {
        tickets(plan, &weeks, team, load, all);
    }
    for (number, project) in (0..).zip(&plan.demand.projects) {
        late(plan, number, project, &loads, all);
    }
}

/// Hours of a typical week that a team has for work, and that tickets take.
pub(super) struct Load {
    pub(super) there: f64,
    pub(super) taken: f64,
}
impl Load {
    pub(super) fn of(plan: &Plan, weeks: &Weeks, team: TeamId) -> Load {
        let members = &plan.teams[team.at()].members;
        let paid: f64 = members.iter().map(|p| weeks.covered(&plan.hours[plan.people[p.at()].hours as usize]).hours_f64()).sum();
        Load { there: paid * plan.demand.available, taken: of_team(plan, team).map(|(_, part)| work(plan, &part)).sum() }
    }
    fn left(&self) -> f64 {
        (self.there - self.taken).max(0.0)
    }
}

/// What comes to a team: kinds of tickets, and which step of them.
fn of_team(plan: &Plan, team: TeamId) -> impl Iterator<Item = (&Class, Part<'_>)> {
    // Findings become tickets of their owners only, which are counted there.
    let classes = plan.demand.classes.iter().filter(|c| c.level < CAUSE && !matches!(c.sort, Sort::Findings(..)));
    classes.flat_map(|class| class.parts().map(move |part| (class, part))).filter(move |(_, part)| part.team == team)
}

/// Hours of work that a step of a kind of ticket brings in a week, in the hands of those who take it.
pub(super) fn work(plan: &Plan, part: &Part) -> f64 {
    let people = plan.demand.desks.get(part.desk as usize).map_or(&[][..], |desk| &desk.people);
    let pace = people.iter().map(|(_, factor)| factor).sum::<f64>() / people.len().max(1) as f64;
    part.per_week * part.effort.mean() / Span::HOUR.0 as f64 * pace
}

fn tickets(plan: &Plan, weeks: &Weeks, team: TeamId, load: &Load, all: &mut Vec<Finding>) {
    let share = load.taken / load.there;
    if load.taken <= 0.0 || share < NEARLY_ALL {
        return;
    }
    let name = &plan.teams[team.at()].name;
    let cover = weeks.any_on_shift(plan, &plan.teams[team.at()].members);
    let nobody = nobody_on_shift(weeks.uncovered(&cover), "of them");
    let what = if of_team(plan, team).any(|(c, _)| c.sort == Sort::Remediation) { "Tickets and remediation" } else { "Tickets" };
    let (taken, there) = (format!("{:.0}", load.taken), format!("{:.0}", load.there));
    let paid =
        format!("Its people have {there} hours a week for work ({:.0} % of their time on shift); {nobody}.", plan.demand.available * 100.0);
    all.push(if share >= 1.0 {
        let title = format!("{what} ask more of {name} than it has: {taken} hours of work a week for {there}");
        Finding::new(62.0 + 10.0 * (share - 1.0).min(1.0), title, format!("{paid} {}", waits(plan, team, share)))
    } else {
        let title = format!("{what} take {:.0} % of the time of {name}", share * 100.0);
        let left = format!("{:.0} hours a week are left for projects and root causes, less what incidents take.", load.left());
        Finding::new(38.0 + 20.0 * (share - NEARLY_ALL) / (1.0 - NEARLY_ALL), title, format!("{paid} {left}"))
    });
}

/// What becomes of what waits where tickets ask all the time of a team, or more.
fn waits(plan: &Plan, team: TeamId, share: f64) -> &'static str {
    // Nobody gives up what has been passed on.
    let gives_up = |class: &Class, part: &Part| class.gives_up_after.is_some() && std::ptr::eq(part.effort, &class.effort);
    let patient = of_team(plan, team).filter(|(c, part)| !gives_up(c, part) && work(plan, part) > 0.0).count();
    match of_team(plan, team).filter(|(c, part)| gives_up(c, part)).count() {
        0 if share <= 1.0 => "Nothing is left for a bad week: what waits after one is never caught up with.",
        0 => "What waits grows from week to week.",
        _ if patient == 0 => "What waits is given up in the end, so that it does not grow without end.",
        _ => "Some of what waits is given up in the end; the rest waits longer and longer.",
    }
}

/// A project that could not be done in time even without any incident.
fn late(plan: &Plan, number: u32, project: &Project, loads: &[Load], all: &mut Vec<Finding>) {
    let demand = &plan.demand;
    let ahead = |team: &TeamId| demand.lines[team.at()].iter().copied().take_while(|p| *p != number).collect::<Vec<u32>>();
    let mut before: Vec<u32> = project.teams.iter().flat_map(ahead).collect();
    before.sort_unstable();
    before.dedup();
    let work = |span: Span| span.times(demand.available).hours_f64();
    let first: f64 = before.iter().map(|p| work(demand.projects[*p as usize].needs())).sum();
    let a_week: f64 = project.teams.iter().map(|t| loads[t.at()].left()).sum();
    let Some(end) = project.milestones.last() else { return };
    let there = a_week * (end.due - plan.warm_up.max(Instant(0))).0 as f64 / WEEK;
    let needs = work(project.needs());
    if there >= needs + first {
        return;
    }
    let title = format!("{} cannot be done in time, whatever happens: it is {:.0} hours of work", project.name, needs);
    let before = match before.len() {
        0 => String::new(),
        n => format!(" {first:.0} hours go to {n} {} before it.", if n == 1 { "project that is due" } else { "projects that are due" }),
    };
    let evidence = format!("Tickets leave its teams {a_week:.0} hours a week, {there:.0} in all until it is due.{before}");
    let until_due = (plan.warm_up.max(Instant(0)), end.due);
    all.push(Finding::new(44.0, title, evidence).at(When::during(plan, &[until_due])));
}
