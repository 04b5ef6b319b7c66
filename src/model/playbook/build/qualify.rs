//! Who may do what, worked out once: every task's requirement with its qualified people in the order of preference.

use std::collections::{BTreeMap, BTreeSet};

use super::Built;
use crate::model::access::Rules;
use crate::model::estate::entry::SystemEntry;
use crate::model::ids::{EmployerId, GrantId, KnowledgeId, PersonId, RequirementId, SystemId, TeamId};
use crate::model::knowledge::Runbooks;
use crate::model::organisation::build::Work;
use crate::model::people::entry::Level;
use crate::model::plan::{Employer, ItSystem, Person, Requirement, RequirementOf, Team};
use crate::model::playbook::entry::{Effort, Phase, TaskEntry};
use crate::text::{Id, Problems};

mod nobody;

/// What qualification depends on.
#[derive(Debug)]
pub struct Staff<'p> {
    /// People.
    pub people: &'p [Person],
    /// How many times as long each of them takes, whatever their skill.
    pub paces: &'p [f64],
    /// Teams.
    pub teams: &'p [Team],
    /// Names of grants in the order of their numbers.
    pub grants: &'p [String],
    /// Names of knowledge in the order of their numbers.
    pub knowledge: &'p [String],
    /// Employers, for what their contracts cover.
    pub employers: &'p [Employer],
    /// What is written down.
    pub runbooks: &'p Runbooks,
    /// Speed by skill.
    pub work: &'p Work,
    /// Which grants somebody who lacks them can come by.
    pub access: &'p Rules,
}

/// Systems as compiled, what the file says of each, and which of them each playbook may have to restore.
#[derive(Debug)]
pub struct Estate<'p> {
    /// As compiled.
    pub systems: &'p [ItSystem],
    /// What the file says of each.
    pub texts: &'p [(&'p Id, &'p SystemEntry)],
    /// For each playbook the systems that its incidents can hit, one flag a system.
    pub hit: &'p [Vec<bool>],
}

/// What is asked of a person; equal ones are shared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    teams: Vec<TeamId>,
    skill: Option<(String, Level)>,
    grant: Option<GrantId>,
    knows: Option<KnowledgeId>,
    /// Times as long without the knowledge, as bits so that it can be compared.
    improvise: Option<u64>,
    /// How often it works without the knowledge, as bits.
    improvise_works: u64,
    /// Providers whose contracts do not cover it, and those who do it on a change order.
    barred: Vec<EmployerId>,
    on_order: Vec<EmployerId>,
}

/// Providers who may not do it, and those who may on a change order.
type Scope = (Vec<EmployerId>, Vec<EmployerId>);

/// How somebody stands to what is asked.
enum Fit {
    /// They may do it; `bool`: without knowing how, by what is written or improvising.
    Qualified(bool),
    LacksGrant,
    LacksKnowledge,
    Not,
}

/// All requirements, numbered as they come up.
struct Requirements<'p> {
    staff: &'p Staff<'p>,
    numbers: BTreeMap<Asked, RequirementId>,
    all: Vec<Requirement>,
    lacking: Vec<(PersonId, RequirementId, bool)>,
    /// Nobody can ever meet these.
    hopeless: BTreeSet<RequirementId>,
}

/// Works out the requirements of all tasks and enters them there; reports those that nobody meets, and restores without a backup.
/// Returns the requirements, and who lacks only the grant (true) or only the knowledge (false).
pub fn requirements(
    built: &mut Built,
    staff: &Staff,
    estate: &Estate,
    problems: &mut Problems,
) -> (Vec<Requirement>, Vec<(PersonId, RequirementId, bool)>) {
    let mut requirements =
        Requirements { staff, numbers: BTreeMap::new(), all: Vec::new(), lacking: Vec::new(), hopeless: BTreeSet::new() };
    let scoped = staff.employers.iter().any(|e| e.terms.go_by_system());
    for (task, text) in built.tasks.iter_mut().zip(&built.texts) {
        let scope = |system| scope(task.phase, text.service, system, staff.employers);
        let Some(effort) = &text.entry.effort else { continue };
        let by_system = text.entry.by_system || !matches!(effort, Effort::Of(_));
        let mut unmet = nobody::Unmet::new(text);
        let covered = task.each.as_ref().zip(estate.hit.get(task.playbook.at()));
        task.requirement = Some(match covered {
            Some((each, hit)) if by_system || scoped => {
                let mut of = vec![None; estate.systems.len()];
                for index in (0..of.len()).filter(|i| each[*i] && hit[*i]) {
                    let (_, system) = estate.texts[index];
                    let id = SystemId(index as u32);
                    let by = by_system.then_some((system, &estate.systems[index]));
                    let asked = asked(&text.entry, &text.teams, by, scope(Some(id)), staff);
                    of[index] = Some(requirements.of(asked, Some(id), &mut unmet));
                    match (effort, &system.backup) {
                        (Effort::Restore, None) => unmet.without_backup(estate.texts[index].0),
                        (Effort::Verify, backup) if backup.as_ref().is_none_or(|b| b.verify.is_none()) => {
                            unmet.without_verify(estate.texts[index].0)
                        }
                        _ => {}
                    }
                }
                RequirementOf::System(of)
            }
            _ => RequirementOf::Task(requirements.of(asked(&text.entry, &text.teams, None, scope(None), staff), None, &mut unmet)),
        });
        unmet.report(staff, estate, problems);
    }
    (requirements.all, requirements.lacking)
}

/// The providers whose contracts do not cover some work, and those of them who do it on a change order.
fn scope(phase: Phase, service: Option<u32>, system: Option<SystemId>, employers: &[Employer]) -> Scope {
    let beyond = (0..).map(EmployerId).zip(employers).filter(|(_, e)| !e.terms.cover(phase, service, system));
    let (on_order, barred): (Vec<_>, Vec<_>) = beyond.partition(|(_, e)| e.terms.change_order.is_some());
    let ids = |some: Vec<(EmployerId, &Employer)>| some.into_iter().map(|(id, _)| id).collect();
    (ids(barred), ids(on_order))
}

/// What a task asks; what it does not say itself it takes from the system when it goes by system.
fn asked(task: &TaskEntry, teams: &[TeamId], system: Option<(&SystemEntry, &ItSystem)>, scope: Scope, staff: &Staff) -> Asked {
    let (barred, on_order) = scope;
    let text = system.map(|(text, _)| text);
    let skill = task.skill.as_ref().or_else(|| text.and_then(|s| s.skill.as_ref()));
    let own = task.grant.as_ref().and_then(|g| staff.grants.binary_search(&g.text).ok()).map(|g| GrantId(g as u32));
    let (knows, improvise, works) = match &task.knows {
        Some(knows) => (Some(knows), task.improvise, task.improvise_works),
        None => (text.and_then(|s| s.runbook.as_ref()), text.and_then(|s| s.improvise), text.and_then(|s| s.improvise_works)),
    };
    Asked {
        teams: teams.to_vec(),
        skill: skill.map(|(skill, level)| (skill.text.clone(), *level)),
        grant: own.or_else(|| system.and_then(|(_, s)| s.grant)),
        knows: knows.and_then(|k| staff.knowledge.binary_search(&k.text).ok()).map(|k| KnowledgeId(k as u32)),
        improvise: improvise.map(f64::to_bits),
        improvise_works: works.map_or(1.0, |w| w.0).to_bits(),
        barred,
        on_order,
    }
}

impl Requirements<'_> {
    /// The number of what is asked. What nobody can do is noted in `unmet`.
    fn of(&mut self, asked: Asked, system: Option<SystemId>, unmet: &mut nobody::Unmet) -> RequirementId {
        if let Some(&known) = self.numbers.get(&asked) {
            if self.hopeless.contains(&known) {
                unmet.note(&asked, system);
            }
            return known;
        }
        let number = RequirementId(self.all.len() as u32);
        let teams = self.staff.teams.iter().enumerate().filter(|(t, _)| asked.teams.contains(&TeamId(*t as u32)));
        let members = teams.flat_map(|(_, t)| &t.members);
        let mut skilled: Vec<(Level, PersonId, f64)> =
            members.filter_map(|person| self.staff.skilled(*person, &asked).map(|(level, takes)| (level, *person, takes))).collect();
        skilled.sort_by_key(|(level, person, _)| (*level, *person));
        let (mut knowing, mut improvising) = (Vec::new(), Vec::new());
        for &(_, person, takes) in &skilled {
            match self.staff.fit(person, &asked) {
                Fit::Qualified(false) => knowing.push((person, takes, false)),
                Fit::Qualified(true) => improvising.push((person, takes * self.staff.without(&asked).unwrap_or(1.0), true)),
                Fit::LacksGrant => self.lacking.push((person, number, true)),
                Fit::LacksKnowledge => self.lacking.push((person, number, false)),
                Fit::Not => {}
            }
        }
        knowing.append(&mut improvising);
        let asked_for = asked.grant.is_some_and(|g| self.staff.access.can_be_had(g));
        let comes_by = asked_for && self.lacking.iter().any(|(_, r, grant)| *r == number && *grant);
        if knowing.is_empty() && !comes_by {
            self.hopeless.insert(number);
            unmet.note(&asked, system);
        }
        self.all.push(Requirement {
            words: self.staff.words(&asked),
            teams: asked.teams.clone(),
            skill: asked.skill.clone(),
            barred: asked.barred.clone(),
            grant: asked.grant,
            knows: asked.knows,
            improvise: asked.improvise.map(f64::from_bits),
            improvise_works: f64::from_bits(asked.improvise_works),
            candidates: skilled.into_iter().map(|(_, person, takes)| (person, takes)).collect(),
            qualified: knowing,
            bound: false,
            on_order: asked.on_order.clone(),
        });
        self.numbers.insert(asked, number);
        number
    }
}

impl Staff<'_> {
    /// The skill with which somebody would do it, and how many times as long they would take, whatever they hold and know.
    fn skilled(&self, who: PersonId, asked: &Asked) -> Option<(Level, f64)> {
        let person = &self.people[who.at()];
        if asked.barred.contains(&person.employer) {
            return None;
        }
        let (level, by_skill) = match &asked.skill {
            None => (Level::Basic, 1.0),
            Some((skill, least)) => match person.skills.binary_search_by(|(s, _)| s.as_str().cmp(skill)).map(|at| person.skills[at].1) {
                Ok(level) if level >= *least => (level, self.work.takes(level)),
                _ => return None,
            },
        };
        Some((level, by_skill * self.paces[who.at()]))
    }

    /// How many times as long those take who do not know how: by what is written, else improvising. None: they cannot.
    fn without(&self, asked: &Asked) -> Option<f64> {
        let written = asked.knows.and_then(|k| self.runbooks.written(k));
        written.map(|w| w.takes).or(asked.improvise.map(f64::from_bits))
    }

    fn fit(&self, who: PersonId, asked: &Asked) -> Fit {
        let person = &self.people[who.at()];
        let granted = asked.grant.is_none_or(|g| person.grants.binary_search(&g).is_ok());
        let knows = asked.knows.is_none_or(|k| person.knows.binary_search(&k).is_ok());
        match (granted, knows, self.without(asked)) {
            (true, true, _) => Fit::Qualified(false),
            (true, false, Some(_)) => Fit::Qualified(true),
            (true, false, None) => Fit::LacksKnowledge,
            (false, true, _) | (false, false, Some(_)) => Fit::LacksGrant,
            (false, false, None) => Fit::Not,
        }
    }

    /// What is asked, in words.
    fn words(&self, asked: &Asked) -> String {
        let teams: Vec<&str> = asked.teams.iter().map(|t| self.teams[t.at()].name.as_str()).collect();
        let mut words = format!("somebody of {}", either(&teams));
        let mut parts = Vec::new();
        if let Some((skill, level)) = &asked.skill {
            parts.push(format!("the skill {skill} ({level:?} or better)"));
        }
        if let Some(grant) = asked.grant {
            parts.push(format!("the grant {}", self.grants[grant.at()]));
        }
        if !parts.is_empty() {
            words = format!("{words} with {}", parts.join(" and "));
        }
        if let Some(written) = asked.knows.filter(|k| self.runbooks.written(*k).is_some()) {
            return format!("{words}, knowing {0} or following it", self.knowledge[written.at()]);
        }
        match (asked.knows.map(|k| &self.knowledge[k.at()]), asked.improvise.map(f64::from_bits)) {
            (Some(knows), Some(times)) => format!("{words}, knowing {knows} (or in {times} times the time)"),
            (Some(knows), None) => format!("{words}, knowing {knows}"),
            (None, _) => words,
        }
    }
}

/// "A or B", "A, B or C"; of more the first three, and how many more.
fn either(teams: &[&str]) -> String {
    match teams {
        [] => "nobody".to_string(),
        [one] => (*one).to_string(),
        [first, second, third, more @ ..] if more.len() > 1 => format!("{first}, {second}, {third} or {} more teams", more.len()),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::either;

    #[test]
    fn of_many_teams_the_first_three_are_named() {
        assert_eq!(either(&["a"]), "a");
        assert_eq!(either(&["a", "b"]), "a or b");
        assert_eq!(either(&["a", "b", "c", "d"]), "a, b, c or d");
        assert_eq!(either(&["a", "b", "c", "d", "e"]), "a, b, c or 2 more teams");
    }
}
