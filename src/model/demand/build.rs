//! Demand from its entries to the plan.

use super::counts::{Counts, MOST_AN_HOUR};
use super::entry::DemandEntry;
use super::plan::{Class, Demand, TicketDesk};
use crate::engine::chance::subject;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, TeamId};
use crate::model::incident::build::weights;
use crate::model::names::{Names, sorted};
use crate::model::organisation::build::Work;
use crate::model::people::entry::Level;
use crate::model::plan::{Person, Team};
use crate::model::roster::Zone;
use crate::text::{Dict, Id, Problems};

/// Hours of a week.
const HOURS: usize = 168;
/// Hours of a year of 365 days.
const YEAR: f64 = 8_760.0;
/// The most that one kind may bring in a week.
const MOST_A_WEEK: f64 = 1e6;

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

/// Builds the demand.
pub fn demand(entries: &Dict<DemandEntry>, staff: &Staff, names: &Names, problems: &mut Problems) -> Demand {
    let mut built = Demand { available: staff.work.available, ..Demand::default() };
    if entries.is_empty() && staff.work.available < 1.0 && names.whole {
        let place = names.place(&["work", "available"]);
        let problem = problems.at(place, "there are no tickets for which time could be available", "this has no effect without `demand`");
        problem.help("incidents are worked on all the time; take `available` out");
    }
    for (id, entry) in sorted(entries) {
        check(id, entry, names, problems);
        let per_year = entry.rate_per_week * YEAR / HOURS as f64;
        let rates = weights::rates(["demand", id], per_year, &entry.weight_by_hour, names, problems);
        let means: Vec<f64> = rates.iter().map(|r| r * Span::HOUR.0 as f64).collect();
        if means.iter().any(|m| *m > MOST_AN_HOUR) {
            let place = names.place(&["demand", id, "rate_per_week"]);
            problems.at(place, format!("`{id}` is more than anybody could count"), format!("at most {MOST_AN_HOUR} in any hour"));
            continue;
        }
        let team = names.teams.find(&entry.team, problems).map(TeamId);
        if let Some((skill, _)) = &entry.skill {
            names.skilled(skill, problems);
        }
        let (Some(team), true) = (team, staff.sound) else { continue };
        let people = takers(id, entry, team, staff, names, problems);
        let desk = built.desks.iter().position(|d| d.people == people).unwrap_or_else(|| {
            built.desks.push(TicketDesk { people });
            built.desks.len() - 1
        });
        built.classes.push(Class {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            luck: subject(id),
            team,
            desk: desk as u32,
            level: 3 - entry.priority as u8,
            counts: Counts::new(&means, entry.variance),
            per_week: entry.rate_per_week,
            effort: entry.effort.clone(),
            gives_up_after: entry.gives_up_after.clone(),
        });
    }
    seat(&mut built, staff);
    built
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

/// Who takes a kind of ticket, in the order of preference.
fn takers(id: &Id, entry: &DemandEntry, team: TeamId, staff: &Staff, names: &Names, problems: &mut Problems) -> Vec<(PersonId, f64)> {
    let members = &staff.teams[team.at()].members;
    let mut able: Vec<(Level, PersonId, f64)> = members
        .iter()
        .filter_map(|&who| {
            let pace = staff.paces[who.at()];
            match &entry.skill {
                None => Some((Level::Basic, who, pace)),
                Some((skill, least)) => {
                    let skills = &staff.people[who.at()].skills;
                    let level = skills.iter().find(|(s, _)| *s == skill.text).map(|(_, level)| *level)?;
                    (level >= *least).then(|| (level, who, pace * staff.work.takes(level)))
                }
            }
        })
        .collect();
    able.sort_by_key(|(level, who, _)| (*level, *who));
    // A skill that nobody has at all is reported as such.
    let known = entry.skill.as_ref().is_none_or(|(skill, _)| names.skills.number(skill).is_some());
    if able.is_empty() && names.whole && known {
        let team = &staff.teams[team.at()].id;
        let (place, label) = match &entry.skill {
            Some((skill, level)) => (skill.place, format!("nobody of `{team}` can do {skill} ({level:?} or better)")),
            None => (entry.team.place, format!("`{team}` has no members")),
        };
        problems
            .at(place, format!("nobody could ever take the tickets of `{id}`"), label)
            .help("name another team or skill, or add people");
    }
    able.into_iter().map(|(_, who, factor)| (who, factor)).collect()
}

/// Enters with people and teams that demand follows them.
fn seat(built: &mut Demand, staff: &Staff) {
    if built.classes.is_empty() {
        return;
    }
    built.at_desks = vec![Vec::new(); staff.people.len()];
    for (number, desk) in (0..).zip(&built.desks) {
        for (rank, (person, _)) in (0..).zip(&desk.people) {
            built.at_desks[person.at()].push((number, rank));
        }
    }
    built.followed = vec![false; staff.teams.len()];
    for class in &built.classes {
        built.followed[class.team.at()] = true;
    }
    built.concerned = staff.people.iter().map(|p| built.followed[p.team.at()]).collect();
}

/// Enters the hours of a play, from its start to `end`.
pub fn enter_hours(built: &mut Demand, zone: &Zone, end: Instant) {
    if !built.any() {
        return;
    }
    let (_, into) = zone.hour_of_week(Instant(0));
    built.before_start = into;
    let hours = ((end.0 + into.0) / Span::HOUR.0).max(0) + 1;
    // Where the clock changes by half an hour, the hour in which most of it lies counts.
    let middle = |hour: i64| Instant(hour * Span::HOUR.0 - into.0 + Span::HOUR.0 / 2);
    built.hours = (0..hours).map(|hour| zone.hour_of_week(middle(hour)).0 as u16).collect();
}
