//! People as the plan has them. Their hours and rotas are filled in with the rosters, what they can do with the playbooks.

use super::entry::{AnswerEntry, PersonEntry, ReachEntry};
use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::ids::{EmployerId, GrantId, KnowledgeId, PersonId, TeamId};
use crate::model::names::{Member, Names, sorted, twice};
use crate::model::organisation::build::usual_employer;
use crate::model::organisation::entry::TeamEntry;
use crate::model::plan::{AnswerLaw, Desks, Employer, Person, Reach, Team};
use crate::model::quantity::Share;
use crate::text::{Dict, Id, Node, Problems};

/// Enters people, their roles, skills and knowledge into the names.
pub fn enter(names: &mut Names, people: &Dict<PersonEntry>, root: &Node, problems: &mut Problems) {
    names.people.fill(people.iter().map(|(id, p)| (id, p.count)), root, problems);
    for (id, person) in sorted(people) {
        if let (Some(role), Some(range)) = (&person.role, names.people.range(id)) {
            let (_, holders) = names.roles.entry(role.text.clone()).or_insert_with(|| (role.place, Vec::new()));
            holders.extend(range.map(PersonId));
        }
    }
    names.skills.fill(people.iter().flat_map(|(_, p)| p.skills.ids()));
    names.knowledge.fill(people.iter().flat_map(|(_, p)| &p.knows));
}

/// What people inherit from elsewhere.
#[derive(Debug)]
pub struct Inherited<'e> {
    /// Teams, for how their members answer.
    pub teams: &'e Dict<TeamEntry>,
    /// How anybody answers.
    pub reach: Option<&'e ReachEntry>,
    /// Employers as built.
    pub employers: &'e [Employer],
}

/// Builds the people and puts them into their teams.
pub fn people(
    entries: &Dict<PersonEntry>,
    inherited: &Inherited,
    teams: &mut [Team],
    names: &Names,
    problems: &mut Problems,
) -> Vec<Person> {
    let usual = usual_employer(inherited.employers);
    let team_entries = sorted(inherited.teams);
    let mut all = Vec::with_capacity(names.people.len());
    let mut members = names.people.each();
    for (id, entry) in sorted(entries) {
        check(id, entry, names, problems);
        let team = names.teams.find(&entry.team, problems);
        let team_reach = team.and_then(|t| team_entries.get(t as usize)).and_then(|(_, t)| t.reach.as_ref());
        let employer = employer(id, entry, usual, names, problems);
        let pattern = Person {
            id: String::new(),
            name: String::new(),
            role: entry.role.as_ref().map(|r| r.text.clone()),
            luck: 0,
            team: TeamId(team.unwrap_or_default()),
            employer,
            hours: 0,
            rostered: 0,
            rotas: Vec::new(),
            cost_per_hour: cost_per_hour(entry, inherited.employers.get(employer.at())),
            reach: reach([entry.reach.as_ref(), team_reach, inherited.reach]),
            candidate_for: Vec::new(),
            desks: Desks::default(),
            able: Desks::default(),
            qualifies: Vec::new(),
            lacks_grant: Vec::new(),
            lacks_knowledge: Vec::new(),
            bound: false,
            involved: false,
            need_not_ask: false,
            skills: sorted(&entry.skills).iter().map(|(s, l)| (s.text.clone(), *l)).collect(),
            grants: grants(&entry.grants, names, problems),
            knows: knows(&entry.knows, names, problems),
        };
        let many = names.people.range(id).map_or(0, |r| r.len());
        for member in members.by_ref().take(many) {
            let person = PersonId(all.len() as u32);
            if let Some(team) = team.and_then(|t| teams.get_mut(t as usize)) {
                team.members.push(person);
            }
            all.push(one_of(&pattern, member, entry));
        }
    }
    all
}

/// How many times as long work takes in the hands of each person, whatever their skill.
pub fn paces(entries: &Dict<PersonEntry>, names: &Names) -> Vec<f64> {
    let each = sorted(entries).into_iter().map(|(id, entry)| (names.people.range(id).map_or(0, |r| r.len()), entry.takes_times));
    each.flat_map(|(many, pace)| std::iter::repeat_n(pace, many)).collect()
}

fn one_of(pattern: &Person, member: Member, entry: &PersonEntry) -> Person {
    Person { id: member.id(), name: member.name(entry.name.as_ref()), luck: member.luck(), ..pattern.clone() }
}

fn check(id: &Id, entry: &PersonEntry, names: &Names, problems: &mut Problems) {
    if entry.takes_times <= 0.0 {
        let place = names.place(&["people", id, "takes_times"]);
        problems.at(place, format!("work cannot take {} times as long", entry.takes_times), "more than 0");
    }
    let Some(roster) = &entry.roster else { return };
    if names.rosters.find(roster, problems).is_some() && names.rotas.number(roster).is_some() {
        let title = format!("`{roster}` is an on-call rota, not hours of work");
        let problem = problems.at(roster.place, title, "a roster with shifts is needed");
        problem.help(format!("name `{id}` among the members of `{roster}` to put them on call"));
        if let Some(place) = names.rosters.place_of(roster) {
            problem.also(place, "an OnCall roster");
        }
    }
}

fn employer(id: &Id, entry: &PersonEntry, usual: Option<EmployerId>, names: &Names, problems: &mut Problems) -> EmployerId {
    if let Some(named) = &entry.employer {
        return EmployerId(names.employers.find(named, problems).unwrap_or_default());
    }
    if usual.is_none() && !names.employers.has_broken() {
        let problem =
            problems.at(id.place, format!("it is not said who employs `{id}`"), "there are several employers that are no providers");
        problem.help("add employer: \"…\"");
    }
    usual.unwrap_or_default()
}

/// A provider under contract is paid its fee, whatever its people cost it.
fn cost_per_hour(entry: &PersonEntry, employer: Option<&Employer>) -> f64 {
    match employer {
        Some(employer) if employer.provider && (employer.fee_per_hour > 0.0 || employer.retainer_per_month > 0.0) => employer.fee_per_hour,
        _ => entry.cost_per_hour.0,
    }
}

fn grants(ids: &[Id], names: &Names, problems: &mut Problems) -> Vec<GrantId> {
    let mut all: Vec<GrantId> = names.grants.find_all(ids, problems).into_iter().map(GrantId).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn knows(ids: &[Id], names: &Names, problems: &mut Problems) -> Vec<KnowledgeId> {
    twice(ids, problems);
    let mut all: Vec<KnowledgeId> = ids.iter().filter_map(|id| names.runbooks.number(id)).map(KnowledgeId).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The first of these that says how pages are answered on a duty, and else what is usual.
fn reach(from: [Option<&ReachEntry>; 3]) -> Reach {
    let part = |of: fn(&ReachEntry) -> Option<&AnswerEntry>, usual: AnswerLaw| {
        let said = from.iter().flatten().find_map(|entry| of(entry));
        let Some(said) = said else { return usual };
        AnswerLaw {
            by_day: said.answers.0,
            at_night: said.at_night.unwrap_or(Share(said.answers.0)).0,
            after: said.after.clone().unwrap_or(usual.after),
        }
    };
    let usual = |by_day, at_night, median, p90| AnswerLaw { by_day, at_night, after: Dist::log_normal(median, p90) };
    Reach {
        on_shift: part(|r| r.on_shift.as_ref(), usual(0.99, 0.99, Span::minutes(4), Span::minutes(12))),
        on_call: part(|r| r.on_call.as_ref(), usual(0.95, 0.95, Span::minutes(11), Span::minutes(35))),
        off_duty: part(|r| r.off_duty.as_ref(), usual(0.35, 0.15, Span::minutes(50), Span::hours(4))),
        absent: part(|r| r.absent.as_ref(), usual(0.15, 0.0, Span::hours(3), Span::hours(10))),
    }
}
