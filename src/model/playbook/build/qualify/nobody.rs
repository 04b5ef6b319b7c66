//! Work that nobody can do, explained: which of team, skill, grant and knowledge is missing.

use super::{Asked, Estate, Staff};
use crate::model::ids::SystemId;
use crate::model::people::entry::Level;
use crate::model::plan::Person;
use crate::model::playbook::build::TaskText;
use crate::text::{Id, Problems};

/// How many systems are named before "and 3 more".
const NAMED: usize = 3;

/// What nobody can do of one task.
pub struct Unmet<'t> {
    text: &'t TaskText<'t>,
    asked: Vec<(Asked, Vec<SystemId>)>,
    bare: Vec<&'t Id>,
    unchecked: Vec<&'t Id>,
}

impl<'t> Unmet<'t> {
    /// Nothing so far.
    pub fn new(text: &'t TaskText<'t>) -> Unmet<'t> {
        Unmet { text, asked: Vec::new(), bare: Vec::new(), unchecked: Vec::new() }
    }
    /// Nobody meets this, for this system.
    pub fn note(&mut self, asked: &Asked, system: Option<SystemId>) {
        let at = self.asked.iter().position(|(known, _)| known == asked).unwrap_or_else(|| {
            self.asked.push((asked.clone(), Vec::new()));
            self.asked.len() - 1
        });
        self.asked[at].1.extend(system);
    }
    /// This system is to be restored and has no backup.
    pub fn without_backup(&mut self, system: &'t Id) {
        once(&mut self.bare, system);
    }
    /// What is restored of this system is to be checked, and nothing says how long that takes.
    pub fn without_verify(&mut self, system: &'t Id) {
        once(&mut self.unchecked, system);
    }

    /// Reports all of it.
    pub fn report(&self, staff: &Staff, estate: &Estate, problems: &mut Problems) {
        let (task, playbook) = (self.text.id, self.text.playbook);
        for (asked, systems) in &self.asked {
            let of = match systems.as_slice() {
                [] => String::new(),
                some => format!(" for {}", listed(some.iter().map(|s| estate.systems[s.at()].id.as_str()))),
            };
            // A change is called as its playbook is.
            let title = match &self.text.entry.name {
                Some(name) if task == playbook => format!("nobody can do {name}"),
                _ => format!("nobody can do the task `{task}` of `{playbook}`{of}"),
            };
            let problem = problems.at(task.place, title, staff.shortfall(asked));
            problem.help(staff.nearest_fit(asked));
        }
        if let [first, ..] = self.bare.as_slice() {
            let title = format!("there is no backup to restore {} from", listed(self.bare.iter().map(|id| id.as_ref())));
            let problem = problems.at(first.place, title, "it can be hit, and has no `backup`");
            problem.help("add backup: (restore: …), or restore only the others with `only`");
            problem.also(task.place, format!("this task of `{playbook}` restores it"));
        }
        if let [first, ..] = self.unchecked.as_slice() {
            let title = format!("nothing says how long checking takes of {}", listed(self.unchecked.iter().map(|id| id.as_ref())));
            let problem = problems.at(first.place, title, "it can be hit, and its `backup` has no `verify`");
            problem.help("add verify: … to its backup, or check only the others with `only`");
            problem.also(task.place, format!("this task of `{playbook}` checks it"));
        }
    }
}

/// Notes a system that is not the last one noted: alike systems share their id.
fn once<'t>(all: &mut Vec<&'t Id>, system: &'t Id) {
    if all.last().is_none_or(|last| last.text != system.text) {
        all.push(system);
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let all: Vec<String> = names.map(|n| format!("`{n}`")).collect();
    match all.len() {
        0..=NAMED => all.join(", "),
        many => format!("{} and {} more", all[..NAMED].join(", "), many - NAMED),
    }
}

impl Staff<'_> {
    fn members<'s>(&'s self, asked: &'s Asked) -> impl Iterator<Item = &'s Person> {
        asked.teams.iter().flat_map(|t| &self.teams[t.at()].members).map(|p| &self.people[p.at()])
    }

    /// How many of the teams meet each part of what is asked.
    fn shortfall(&self, asked: &Asked) -> String {
        let teams: Vec<&str> = asked.teams.iter().map(|t| self.teams[t.at()].id.as_str()).collect();
        let many = self.members(asked).count();
        let mut parts = vec![format!("{} in {}", counted(many), teams.join(", "))];
        let having = |has: &dyn Fn(&Person) -> bool| match self.members(asked).filter(|p| has(p)).count() {
            0 => "none".to_string(),
            some => format!("{some}"),
        };
        if let Some((skill, level)) = &asked.skill {
            parts.push(format!("{} with the skill `{skill}` at {level:?} or better", having(&|p| has_skill(p, skill, *level))));
        }
        if let Some(grant) = asked.grant {
            parts.push(format!("{} with the grant `{}`", having(&|p| p.grants.contains(&grant)), self.grants[grant.at()]));
        }
        if let Some(knows) = asked.knows.filter(|_| self.without(asked).is_none()) {
            parts.push(format!("{} knowing `{}`", having(&|p| p.knows.contains(&knows)), self.knowledge[knows.at()]));
        }
        if !asked.barred.is_empty() {
            parts.push(format!("{} whose contract covers it", having(&|p| !asked.barred.contains(&p.employer))));
        }
        let several = parts.len() > 2 && many > 0;
        format!("{}{}", parts.join("; "), if several { "; nobody with all of it" } else { "" })
    }

    /// Whoever lacks least, and what.
    fn nearest_fit(&self, asked: &Asked) -> String {
        let lacks = |person: &Person| {
            let mut all = Vec::new();
            if asked.barred.contains(&person.employer) {
                all.push("a contract that covers it".to_string());
            }
            if let Some((skill, level)) = &asked.skill
                && !has_skill(person, skill, *level)
            {
                all.push(format!("the skill `{skill}` at {level:?}"));
            }
            if let Some(grant) = asked.grant
                && !person.grants.contains(&grant)
            {
                all.push(format!("the grant `{}`", self.grants[grant.at()]));
            }
            if let Some(knows) = asked.knows.filter(|_| self.without(asked).is_none())
                && !person.knows.contains(&knows)
            {
                all.push(format!("knowing `{}`", self.knowledge[knows.at()]));
            }
            all
        };
        let closest = self.members(asked).map(|p| (lacks(p), p)).min_by_key(|(lacks, _)| lacks.len());
        match closest {
            Some((lacks, person)) => format!("`{}` lacks only {}", person.id, lacks.join(" and ")),
            None => "these teams have no members".into(),
        }
    }
}

fn counted(people: usize) -> String {
    match people {
        0 => "nobody".into(),
        1 => "1 person".into(),
        many => format!("{many} people"),
    }
}

fn has_skill(person: &Person, skill: &str, least: Level) -> bool {
    person.skills.iter().any(|(s, level)| s == skill && *level >= least)
}
