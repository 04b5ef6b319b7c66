//! Demand from its entries to the plan.

use super::counts::{Counts, MOST_AN_HOUR};
use super::entry::{DemandEntry, ProjectEntry, TicketAtShiftEnd};
use super::plan::{CAUSE, Class, Demand, ROOT_CAUSE, Recurs, Sort, Step, TicketDesk};
use crate::engine::chance::{combine, subject};
use crate::engine::time::{Instant, Span};
use crate::model::business_calendar::BusinessCalendar;
use crate::model::ids::{GrantId, KindId, PersonId, TeamId};
use crate::model::incident::build::weights;
use crate::model::incident::entry::IncidentEntry;
use crate::model::names::{Names, sorted};
use crate::model::organisation::build::Work;
use crate::model::people::entry::Level;
use crate::model::plan::{Person, Team};
use crate::model::roster::Zone;
use crate::text::{Dict, Id, Place, Problems};

pub mod projects;

/// Hours of a week.
const HOURS: usize = 168;
/// Hours of a year of 365 days.
const YEAR: f64 = 8_760.0;
/// The most that one kind may bring in a week.
const MOST_A_WEEK: f64 = 1e6;
/// The most hands that one may go through after the first.
const MOST_STEPS: usize = 20;

/// People and how fast they work.
#[derive(Debug)]
pub struct Staff<'p> {
    /// People.
    pub people: &'p [Person],
    /// How many times as long each of them takes, whatever their skill.
    pub paces: &'p [f64],
    /// Teams.
    pub teams: &'p [Team],
    /// Speed by skill, and how much of paid time is there for work.
    pub work: &'p Work,
    /// They could all be read.
    pub sound: bool,
}

/// What the file says of demand.
#[derive(Debug)]
pub struct Entries<'e> {
    /// Tickets.
    pub demand: &'e Dict<DemandEntry>,
    /// Projects.
    pub projects: &'e Dict<ProjectEntry>,
    /// Incidents, for those that come again.
    pub incidents: &'e Dict<IncidentEntry>,
    /// Something else occupies people as tickets do.
    pub more: bool,
    /// How many times the ordinary number come at some times of the business year.
    pub scales: &'e [f64],
}

/// Builds the demand, up to [`seat`]. `zone` is none where it could not be read.
pub fn demand(entries: &Entries, staff: &Staff, zone: Option<&Zone>, names: &Names, problems: &mut Problems) -> Demand {
    let mut built = Demand { available: staff.work.available, ..Demand::default() };
    let comes_again = entries.incidents.iter().any(|(_, i)| i.recurs.is_some());
    if entries.demand.is_empty()
        && entries.projects.is_empty()
        && !entries.more
        && !comes_again
        && staff.work.available < 1.0
        && names.whole
    {
        let place = names.place(&["work", "available"]);
        let problem = problems.at(
            place,
            "there are no tickets for which time could be available",
            "this has no effect without `demand` or `projects`",
        );
        problem.help("incidents are worked on all the time; take `available` out");
    }
    tickets(entries, &mut built, staff, names, problems);
    projects::projects(entries.projects, &mut built, zone, names, problems);
    causes(entries.incidents, &mut built, staff, names, problems);
    built
}

fn tickets(entries: &Entries, built: &mut Demand, staff: &Staff, names: &Names, problems: &mut Problems) {
    for (id, entry) in sorted(entries.demand) {
        check(id, entry, names, problems);
        let per_year = entry.rate_per_week * YEAR / HOURS as f64;
        let rates = weights::rates(["demand", id], per_year, &entry.weight_by_hour, names, problems);
        // The hours of an ordinary week, and behind them those of a week scaled in each way.
        let times = std::iter::once(1.0).chain(entries.scales.iter().copied());
        let means: Vec<f64> = times.flat_map(|times| rates.iter().map(move |r| r * Span::HOUR.0 as f64 * times)).collect();
        if means.iter().any(|m| *m > MOST_AN_HOUR) {
            let place = names.place(&["demand", id, "rate_per_week"]);
            problems.at(place, format!("`{id}` is more than anybody could count"), format!("at most {MOST_AN_HOUR} in any hour"));
            continue;
        }
        let what = format!("the tickets of `{id}`");
        let Some((team, desk)) = takers(what, &entry.team, entry.skill.as_ref(), built, staff, names, problems) else { continue };
        let then = then(id, entry, built, staff, names, problems);
        let first_count = built.classes.iter().map(|c| c.then.len() as u32).sum();
        built.classes.push(Class {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            sort: Sort::Tickets,
            luck: subject(id),
            team,
            desk,
            level: 3 - entry.priority as u8,
            counts: Counts::new(&means, entry.variance.clamp(1.0, 1000.0)),
            per_week: entry.rate_per_week,
            effort: entry.effort.clone(),
            after: entry.after.clone(),
            gives_up_after: entry.gives_up_after.clone(),
            stays: entry.at_shift_end == TicketAtShiftEnd::Finish,
            then,
            first_count,
            raises: raises(id, entry, names, problems),
        });
    }
}

fn check(id: &Id, entry: &DemandEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["demand", id, field]);
    if entry.rate_per_week <= 0.0 || entry.rate_per_week > MOST_A_WEEK {
        let title = format!("`{id}` cannot come {} times a week", entry.rate_per_week);
        let problem = problems.at(place("rate_per_week"), title, "more than 0, and at most a million");
        problem.help("take demand that never comes out with `remove`");
    }
    if entry.variance < 1.0 || entry.variance > 1000.0 {
        let title = format!("the counts of `{id}` cannot vary {} times as much as their mean", entry.variance);
        let problem = problems.at(place("variance"), title, "1 or more, and at most 1000");
        problem.help("1 is for arrivals at random, 3 is usual for a service desk; nothing comes more evenly than at random");
    }
    if entry.effort.mean() <= 0.0 {
        problems.at(place("effort"), format!("`{id}` would occupy nobody"), "more than 0 is needed");
    }
}

/// Those who go on with a kind of ticket.
fn then(id: &Id, entry: &DemandEntry, built: &mut Demand, staff: &Staff, names: &Names, problems: &mut Problems) -> Vec<Step> {
    let place = || names.place(&["demand", id, "then"]);
    if entry.then.len() > MOST_STEPS {
        problems.at(place(), format!("`{id}` is passed on {} times", entry.then.len()), format!("at most {MOST_STEPS}"));
        return Vec::new();
    }
    if !entry.then.is_empty() && entry.raises.is_some() {
        let problem = problems.at(place(), format!("one of `{id}` that is real would be passed on"), "not together with `raises`");
        problem.help("an alert that is real is an incident once somebody has looked at it; who goes on with it is for its playbook to say");
    }
    let mut steps = Vec::new();
    for (number, next) in (1_u64..).zip(&entry.then) {
        if next.share.0 <= 0.0 {
            problems.at(
                place(),
                format!("none of `{id}` would ever be passed on"),
                "a share of more than 0 is needed, or take the step out",
            );
        }
        if next.effort.mean() <= 0.0 {
            problems.at(place(), format!("a step of `{id}` would occupy nobody"), "an effort of more than 0 is needed");
        }
        let what = format!("what is passed on of `{id}`");
        let Some((team, desk)) = takers(what, &next.team, next.skill.as_ref(), built, staff, names, problems) else { continue };
        let (after, effort) = (next.after.clone(), next.effort.clone());
        steps.push(Step { share: next.share.0, after, team, desk, effort, luck: combine(subject(id), number) });
    }
    steps
}

/// What real ones among many are the first sign of, and how many are real.
fn raises(id: &Id, entry: &DemandEntry, names: &Names, problems: &mut Problems) -> Option<(KindId, f64)> {
    match (&entry.raises, entry.false_positives) {
        (Some(kind), Some(share)) => Some((KindId(names.kinds.find(kind, problems)?), 1.0 - share.0)),
        (Some(kind), None) => {
            let problem = problems.at(kind.place, format!("it is not said how many of `{id}` are real"), "`false_positives` is missing");
            problem.help("false_positives: 0.99 makes one in a hundred real");
            None
        }
        (None, Some(_)) => {
            let place = names.place(&["demand", id, "false_positives"]);
            let problem = problems.at(place, format!("it is not said what those of `{id}` are that are real"), "`raises` is missing");
            problem.help("raises: \"…\" names the incident of which a real one is the first sign; without both, none is");
            None
        }
        (None, None) => None,
    }
}

/// Root-cause work, one class for each kind of incident that comes again.
fn causes(entries: &Dict<IncidentEntry>, built: &mut Demand, staff: &Staff, names: &Names, problems: &mut Problems) {
    let entries = sorted(entries);
    if entries.iter().all(|(_, e)| e.recurs.is_none()) {
        return;
    }
    built.recurs.resize_with(entries.len(), || None);
    for (kind, (id, entry)) in entries.into_iter().enumerate() {
        let Some(recurs) = &entry.recurs else { continue };
        let fix = &recurs.fixed_by;
        let place = |field: &str| names.place(&["incidents", id, "recurs", field]);
        if recurs.chance.0 <= 0.0 {
            problems.at(place("chance"), format!("`{id}` would never come again"), "more than 0").help("take `recurs` out");
        }
        if fix.effort.mean() <= 0.0 {
            problems.at(
                place("fixed_by"),
                format!("the root cause of `{id}` would be fixed at once"),
                "an effort of more than 0 is needed",
            );
        }
        let what = format!("the root cause of `{id}`");
        let Some((team, desk)) = takers(what, &fix.team, fix.skill.as_ref(), built, staff, names, problems) else { continue };
        let name = entry.name.as_deref().unwrap_or(id);
        built.recurs[kind] = Some(Recurs { chance: recurs.chance.0, within: recurs.within.0, class: built.classes.len() as u32 });
        built.classes.push(Class {
            id: id.text.clone(),
            name: format!("{ROOT_CAUSE}{name}"),
            sort: Sort::Causes,
            luck: subject(id),
            team,
            desk,
            level: CAUSE,
            counts: Counts::new(&[0.0; HOURS], 1.0),
            per_week: 0.0,
            effort: fix.effort.clone(),
            after: None,
            gives_up_after: None,
            stays: false,
            then: Vec::new(),
            first_count: 0,
            raises: None,
        });
    }
}

/// The team and the desk of those who take something, by the names that the file gives; nothing where they cannot be read.
fn takers(
    what: String,
    team: &Id,
    skill: Option<&(Id, Level)>,
    built: &mut Demand,
    staff: &Staff,
    names: &Names,
    problems: &mut Problems,
) -> Option<(TeamId, u32)> {
    let found = names.teams.find(team, problems).map(TeamId);
    if let Some((skill, _)) = skill {
        names.skilled(skill, problems);
    }
    let found = found.filter(|_| staff.sound)?;
    let asked = Asked { what, team: found, at: team.place, skill, grant: None };
    Some((found, desk(&asked, built, staff, names, problems)))
}

/// What is asked of those who take something.
#[derive(Debug)]
pub struct Asked<'a> {
    /// What they take, in words.
    pub what: String,
    /// They are of this team.
    pub team: TeamId,
    /// Where the team is named.
    pub at: Place,
    /// They can do this.
    pub skill: Option<&'a (Id, Level)>,
    /// They hold this, and its name.
    pub grant: Option<(GrantId, &'a str)>,
}

/// The desk of those who may take something, in the order of preference; reports it when there is nobody.
pub fn desk(asked: &Asked, built: &mut Demand, staff: &Staff, names: &Names, problems: &mut Problems) -> u32 {
    let able = |&who: &PersonId| {
        if asked.grant.is_some_and(|(grant, _)| !staff.people[who.at()].grants.contains(&grant)) {
            return None;
        }
        let pace = staff.paces[who.at()];
        let Some((skill, least)) = asked.skill else { return Some((Level::Basic, who, pace)) };
        let level = staff.people[who.at()].skills.iter().find(|(s, _)| *s == skill.text).map(|(_, level)| *level)?;
        (level >= *least).then(|| (level, who, pace * staff.work.takes(level)))
    };
    let mut able: Vec<(Level, PersonId, f64)> = staff.teams[asked.team.at()].members.iter().filter_map(able).collect();
    able.sort_by_key(|(level, who, _)| (*level, *who));
    // A skill that nobody has at all is reported as such.
    let known = asked.skill.is_none_or(|(skill, _)| names.skills.number(skill).is_some());
    if able.is_empty() && names.whole && known {
        let team = &staff.teams[asked.team.at()].id;
        let (place, label) = match (asked.skill, asked.grant) {
            (Some((_, level)), Some((_, grant))) => {
                (asked.at, format!("nobody of `{team}` holds {grant} and has the skill that it takes ({level:?} or better)"))
            }
            (None, Some((_, grant))) => (asked.at, format!("nobody of `{team}` holds {grant}")),
            (Some((skill, level)), None) => (skill.place, format!("nobody of `{team}` can do {skill} ({level:?} or better)")),
            (None, None) => (asked.at, format!("`{team}` has no members")),
        };
        problems.at(place, format!("nobody could ever take {}", asked.what), label).help("name another team or skill, or add people");
    }
    let people: Vec<(PersonId, f64)> = able.into_iter().map(|(_, who, factor)| (who, factor)).collect();
    let grant = asked.grant.map(|(grant, _)| grant);
    let known = built.desks.iter().position(|d| d.people == people && d.grant == grant);
    known.unwrap_or_else(|| {
        built.desks.push(TicketDesk { people, grant });
        built.desks.len() - 1
    }) as u32
}

/// Enters with people and teams that demand follows them.
pub fn seat(built: &mut Demand, staff: &Staff) {
    if built.classes.is_empty() && built.projects.is_empty() {
        return;
    }
    projects::line_up(built, staff.teams.len());
    built.at_desks = vec![Vec::new(); staff.people.len()];
    for (number, desk) in (0..).zip(&built.desks) {
        for (rank, (person, _)) in (0..).zip(&desk.people) {
            built.at_desks[person.at()].push((number, rank));
        }
    }
    built.followed = vec![false; staff.teams.len()];
    // Findings arrive at nobody: the work on them is of a kind of its own.
    for class in built.classes.iter().filter(|c| !matches!(c.sort, Sort::Findings(..))) {
        built.followed[class.team.at()] = true;
        for later in &class.then {
            built.followed[later.team.at()] = true;
        }
    }
    for team in built.projects.iter().flat_map(|p| &p.teams) {
        built.followed[team.at()] = true;
    }
    built.concerned = staff.people.iter().map(|p| built.followed[p.team.at()]).collect();
}

/// Enters the hours of a play, from its start to `end`.
pub fn enter_hours(built: &mut Demand, calendar: &BusinessCalendar, zone: &Zone, end: Instant) {
    if !built.any() {
        return;
    }
    let (_, into) = zone.hour_of_week(Instant(0));
    built.before_start = into;
    let hours = ((end.0 + into.0) / Span::HOUR.0).max(0) + 1;
    // Where the clock changes by half an hour, the hour in which most of it lies counts.
    let middle = |hour: i64| Instant(hour * Span::HOUR.0 - into.0 + Span::HOUR.0 / 2);
    let scales = calendar.demand_scales();
    let row = |hour: i64| {
        let scale = calendar.demand_at(middle(hour));
        let week = scales.iter().position(|known| *known == scale).map_or(0, |scaled| 1 + scaled);
        (zone.hour_of_week(middle(hour)).0 + HOURS * week) as u16
    };
    built.hours = (0..hours).map(row).collect();
}
