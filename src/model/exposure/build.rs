//! Exposure from its entries to the plan: sources, owners, deadlines, and the tickets that remediation is.

use super::SEVERITIES;
use super::entry::{RatesEntry, VulnerabilitiesEntry};
use super::plan::{Exceptions, Exposure, Owner, Source};
use crate::engine::chance::{combine, subject};
use crate::engine::time::Span;
use crate::model::demand::build::{Asked, Staff, desk};
use crate::model::demand::counts::{Counts, MOST_AN_HOUR};
use crate::model::demand::plan::{Class, Demand, Sort};
use crate::model::estate::entry::SystemEntry;
use crate::model::ids::{DecisionId, GrantId, ServiceId, SystemId, TeamId};
use crate::model::incident::build::weights;
use crate::model::incident::entry::Severity;
use crate::model::names::{Names, sorted};
use crate::model::people::entry::Level;
use crate::model::plan::ItSystem;
use crate::model::responsibility::Service;
use crate::text::{Dict, Id, Place, Problems, figure};

pub mod doors;
pub mod logs;

/// Hours of a week.
const HOURS: usize = 168;
/// Weeks of a year of 365 days.
const WEEKS: f64 = 8_760.0 / 168.0;
/// The most findings of one severity and source in a week.
const MOST_A_WEEK: f64 = 1e5;
/// How long there is, where a file does not say: 15 days for a critical finding and 30 for a high one (CISA, Binding Operational Directive
/// 19-02), 90 for a medium one and 180 for a low one (FedRAMP, Continuous Monitoring Performance Management Guide, which has 30 for high ones too).
const WITHIN: [Span; 4] = [Span::days(180), Span::days(90), Span::days(30), Span::days(15)];
/// The priority of remediation, where a file does not say: a step below the finding.
const PRIORITY: [Severity; 4] = [Severity::Low, Severity::Low, Severity::Medium, Severity::High];
const NAMES: [&str; 4] = ["low", "medium", "high", "critical"];

/// What the file says.
#[derive(Debug)]
pub struct Entries<'e> {
    /// Where findings come from.
    pub vulnerabilities: &'e Dict<VulnerabilitiesEntry>,
    /// Systems, for whose their findings are.
    pub systems: &'e Dict<SystemEntry>,
}
/// What else is known.
#[derive(Debug)]
pub struct Around<'p> {
    /// Systems.
    pub systems: &'p [ItSystem],
    /// Services.
    pub services: &'p [Service],
    /// People.
    pub staff: &'p Staff<'p>,
}

/// Builds exposure, and enters the work that it is into the demand.
pub fn exposure(entries: &Entries, around: &Around, demand: &mut Demand, names: &Names, problems: &mut Problems) -> Exposure {
    let owners = owners(entries.systems, names, problems);
    let mut built = Exposure::default();
    let mut concerned = vec![false; owners.len()];
    for (number, (id, entry)) in (0..).zip(sorted(entries.vulnerabilities)) {
        check(id, entry, names, problems);
        let systems = names.systems.find_all(&entry.systems, problems);
        systems.iter().for_each(|system| concerned[*system as usize] = true);
        let means = means(id, entry, names, problems);
        let luck = SEVERITIES.map(|severity| combine(combine(subject("vulnerabilities"), subject(id)), severity as u64));
        let service = entry.service.as_ref().and_then(|s| names.services.find(s, problems)).map(ServiceId);
        let share = 1.0 / systems.len().max(1) as f64;
        let mut seats = Seats { number, id, entry, around, luck, share, made: Vec::new() };
        let mut unowned = 0;
        let systems: Vec<(SystemId, Option<Owner>)> = systems
            .iter()
            .map(|system| {
                let own = owners.get(*system as usize).copied().flatten();
                unowned += u32::from(own.is_none());
                let assigned = || Some((assigned(entry, SystemId(*system), service?, around)?, entry.service.as_ref()?.place, true));
                let team = own.map(|(team, at)| (team, at, false)).or_else(assigned);
                (SystemId(*system), team.and_then(|team| seats.owner(SystemId(*system), team, demand, names, problems)))
            })
            .collect();
        check_service(id, entry, unowned, service.and_then(|s| around.services.get(s.at())), names, problems);
        seats.arrive(&systems, means, demand);
        built.sources.push(Source {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            luck,
            per_week: entry.rate_per_week.by_severity(),
            within: within(entry),
            systems,
            service,
            exceptions: exceptions(id, entry, names, problems),
        });
    }
    for (id, entry) in sorted(entries.systems) {
        let range = names.systems.range(id).unwrap_or(0..0);
        if let (Some(owner), true) = (&entry.owner, names.whole && !range.clone().any(|at| concerned[at as usize])) {
            let title = format!("no findings come on `{id}` that could be anybody's");
            let problem = problems.at(owner.place, title, "this has no effect without `vulnerabilities` on this system");
            problem.help("name the system in the `systems` of an entry of `vulnerabilities`, or take `owner` out");
        }
    }
    built
}

/// Whose the findings on each system are.
fn owners(entries: &Dict<SystemEntry>, names: &Names, problems: &mut Problems) -> Vec<Option<(TeamId, Place)>> {
    let mut owners = vec![None; names.systems.len()];
    for (id, entry) in sorted(entries) {
        let Some(owner) = &entry.owner else { continue };
        let team = names.teams.find(owner, problems).map(TeamId);
        for at in names.systems.range(id).unwrap_or(0..0) {
            owners[at as usize] = team.map(|team| (team, owner.place));
        }
    }
    owners
}

fn check(id: &Id, entry: &VulnerabilitiesEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["vulnerabilities", id, field]);
    if entry.systems.is_empty() {
        problems.at(place("systems"), format!("`{id}` finds nothing anywhere"), "at least one system is needed");
    }
    let rates = entry.rate_per_week.by_severity();
    for (rate, name) in rates.into_iter().zip(NAMES) {
        if !(0.0..=MOST_A_WEEK).contains(&rate) {
            let place = names.place(&["vulnerabilities", id, "rate_per_week", name]);
            problems.at(
                place,
                format!("findings of `{id}` cannot come {} times a week", figure(rate)),
                "0 or more, and at most a hundred thousand",
            );
        }
    }
    if rates.iter().all(|rate| *rate == 0.0) {
        let problem = problems.at(place("rate_per_week"), format!("`{id}` never finds anything"), "all rates are 0");
        problem.help("rate_per_week: (critical: 0.5, high: 3) says how many there are; take a source that finds nothing out with `remove`");
    }
    let without = |field: &str, severity: usize, problems: &mut Problems| {
        if rates[severity] == 0.0 {
            let place = names.place(&["vulnerabilities", id, field, NAMES[severity]]);
            let title = format!("`{id}` has no {} findings", NAMES[severity]);
            problems.at(place, title, format!("this has no effect without a rate for `{}`", NAMES[severity]));
        }
    };
    for severity in 0..4 {
        if entry.within.as_ref().is_some_and(|w| w.by_severity()[severity].is_some()) {
            without("within", severity, problems);
        }
        if entry.priority.as_ref().is_some_and(|p| p.by_severity()[severity].is_some()) {
            without("priority", severity, problems);
        }
    }
    if entry.variance < 1.0 || entry.variance > 1000.0 {
        let title = format!("the counts of `{id}` cannot vary {} times as much as their mean", entry.variance);
        problems.at(place("variance"), title, "1 or more, and at most 1000");
    }
    if entry.effort.mean() <= 0.0 {
        problems.at(place("effort"), format!("remediating what `{id}` finds would occupy nobody"), "more than 0 is needed");
    }
    if let Some((skill, _)) = &entry.skill {
        names.skilled(skill, problems);
    }
}

/// The decision by which the risk of a finding is accepted. What that of an incident has for emergencies means nothing here.
fn exceptions(id: &Id, entry: &VulnerabilitiesEntry, names: &Names, problems: &mut Problems) -> Option<Exceptions> {
    let exceptions = entry.exceptions.as_ref()?;
    let decision = DecisionId(names.decisions.find(&exceptions.decision, problems)?);
    let shortest =
        within(entry).into_iter().zip(entry.rate_per_week.by_severity()).filter(|(_, rate)| *rate > 0.0).map(|(span, _)| span).min();
    if shortest.is_some_and(|shortest| exceptions.before >= shortest) {
        let place = names.place(&["vulnerabilities", id, "exceptions", "before"]);
        let title = format!("an exception for a finding of `{id}` would be asked for before it is found");
        let problem = problems.at(place, title, format!("{} before a deadline of {}", exceptions.before, shortest.unwrap_or_default()));
        problem.help("before: \"2d\", or less: what is not remediated by then is asked about");
    }
    Some(Exceptions { decision, before: exceptions.before, lasts: exceptions.lasts.map(|p| p.0) })
}

fn within(entry: &VulnerabilitiesEntry) -> [Span; 4] {
    let said = entry.within.as_ref().map_or([None; 4], |w| w.by_severity());
    std::array::from_fn(|severity| said[severity].map_or(WITHIN[severity], |p| p.0))
}

/// How many findings come in an hour, by hour of the week, where one comes a week; none where that makes no sense.
fn means(id: &Id, entry: &VulnerabilitiesEntry, names: &Names, problems: &mut Problems) -> Option<Vec<f64>> {
    let rates = weights::rates(["vulnerabilities", id], WEEKS, &entry.weight_by_hour, names, problems);
    let means: Vec<f64> = rates.iter().map(|r| r * Span::HOUR.0 as f64).collect();
    let most = entry.rate_per_week.by_severity().into_iter().fold(0.0, f64::max);
    if means.iter().any(|m| m * most > MOST_AN_HOUR) {
        let place = names.place(&["vulnerabilities", id, "rate_per_week"]);
        problems.at(place, format!("`{id}` finds more than anybody could count"), format!("at most {MOST_AN_HOUR} in any hour"));
        return None;
    }
    Some(means)
}

/// The team that whoever is accountable for a service gives the findings on a system to: the first of the responsible ones of which somebody
/// can remediate them; where nobody can, the first.
fn assigned(entry: &VulnerabilitiesEntry, system: SystemId, service: ServiceId, around: &Around) -> Option<TeamId> {
    let responsible = &around.services.get(service.at())?.responsible;
    let grant = around.systems.get(system.at())?.grant;
    let able = |team: &&TeamId| {
        around.staff.teams[team.at()].members.iter().any(|who| {
            let person = &around.staff.people[who.at()];
            let skilled = |(skill, least): &(Id, Level)| person.skills.iter().any(|(s, level)| *s == skill.text && level >= least);
            grant.is_none_or(|grant| person.grants.contains(&grant)) && entry.skill.as_ref().is_none_or(skilled)
        })
    };
    responsible.iter().find(able).or(responsible.first()).copied()
}

/// A service whose accountable need find no owner, or has none who could.
fn check_service(id: &Id, entry: &VulnerabilitiesEntry, unowned: u32, service: Option<&Service>, names: &Names, problems: &mut Problems) {
    let (Some(named), Some(service)) = (&entry.service, service) else { return };
    if unowned == 0 && names.whole {
        let problem = problems.at(named.place, format!("every system of `{id}` has an owner"), "nobody need find one");
        problem.help("take `service` out");
    } else if service.accountable.is_empty() && names.whole {
        let problem = problems.at(named.place, format!("nobody is accountable for `{named}`"), "nobody could find an owner");
        problem.help(format!("add accountable: \"…\" to `{named}`, or owner: \"…\" to the systems"));
    }
}

/// The tickets that remediating the findings of one source is.
struct Seats<'s> {
    number: u32,
    id: &'s Id,
    entry: &'s VulnerabilitiesEntry,
    around: &'s Around<'s>,
    luck: [u64; 4],
    /// Of its findings, on each system.
    share: f64,
    made: Vec<(TeamId, Option<GrantId>, [u32; 4])>,
}
impl Seats<'_> {
    /// Whose findings on a system are, with the tickets that they become.
    fn owner(
        &mut self,
        system: SystemId,
        (team, at, assigned): (TeamId, Place, bool),
        demand: &mut Demand,
        names: &Names,
        problems: &mut Problems,
    ) -> Option<Owner> {
        let (entry, around) = (self.entry, self.around);
        let grant = around.systems.get(system.at())?.grant;
        if !around.staff.sound {
            return None;
        }
        let classes = match self.made.iter().find(|(of, with, _)| (*of, *with) == (team, grant)) {
            Some((.., classes)) => *classes,
            None => {
                let what = format!("the findings of `{}` on `{}`", self.id, around.systems[system.at()].id);
                let held = grant.and_then(|g| Some((g, names.grants.names().nth(g.at())?)));
                let asked = Asked { what, team, at, skill: entry.skill.as_ref(), grant: held };
                let desk = desk(&asked, demand, around.staff, names, problems);
                let classes = SEVERITIES.map(|severity| self.class(severity, team, desk, Sort::Remediation, demand));
                self.made.push((team, grant, classes));
                classes
            }
        };
        for (class, rate) in classes.iter().zip(entry.rate_per_week.by_severity()) {
            demand.classes[*class as usize].per_week += rate * self.share;
        }
        Some(Owner { team, assigned, classes })
    }

    /// A kind of ticket of this source; its number.
    fn class(&self, severity: Severity, team: TeamId, desk: u32, sort: Sort, demand: &mut Demand) -> u32 {
        let name = self.entry.name.as_deref().unwrap_or(self.id);
        let said = self.entry.priority.as_ref().map_or([None; 4], |p| p.by_severity());
        let priority = said[severity as usize].unwrap_or(PRIORITY[severity as usize]);
        demand.classes.push(Class {
            id: self.id.text.clone(),
            name: format!("remediation: {name}"),
            sort,
            luck: self.luck[severity as usize],
            team,
            desk,
            level: 3 - priority as u8,
            counts: Counts::new(&[0.0; HOURS], 1.0),
            per_week: 0.0,
            effort: self.entry.effort.clone(),
            after: None,
            gives_up_after: None,
            stays: false,
            then: Vec::new(),
            first_count: 0,
            raises: None,
        });
        demand.classes.len() as u32 - 1
    }

    /// Lets findings arrive.
    fn arrive(&self, systems: &[(SystemId, Option<Owner>)], means: Option<Vec<f64>>, demand: &mut Demand) {
        let Some(means) = means.filter(|_| !systems.is_empty()) else { return };
        let rates: &RatesEntry = &self.entry.rate_per_week;
        for (severity, rate) in SEVERITIES.into_iter().zip(rates.by_severity()).filter(|(_, rate)| *rate > 0.0) {
            let class = self.class(severity, TeamId(0), 0, Sort::Findings(self.number, severity), demand);
            let means: Vec<f64> = means.iter().map(|mean| mean * rate).collect();
            demand.classes[class as usize].counts = Counts::new(&means, self.entry.variance.clamp(1.0, 1000.0));
        }
    }
}
