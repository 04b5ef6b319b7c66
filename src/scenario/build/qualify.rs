//! Who can do what: worked out once systems, tasks and people are known, and entered with the tasks and the people.

use super::{Compiler, Held, Lines, Organisation, Threats};
use crate::model::access::build::{self as access, Reviewers};
use crate::model::change::{Changes, build as changes};
use crate::model::contract;
use crate::model::ids::{KindId, RequirementId};
use crate::model::incident::build::exposure;
use crate::model::names::sorted;
use crate::model::people::build as people;
use crate::model::plan::{Desks, Requirement, Task};
use crate::model::playbook::build::Built;
use crate::model::playbook::build::qualify::{Estate, Staff, requirements};
use crate::model::playbook::entry::Phase;

impl<'c> Compiler<'c> {
    /// Works out who can do what, and enters it with the tasks and the people.
    pub(super) fn qualify(
        &mut self,
        mut built: Built<'c>,
        organisation: &mut Organisation,
        threats: &Threats,
        (lines, changes): (&mut Lines, &mut Changes),
        known: &mut Held,
    ) -> (Built<'c>, Vec<Requirement>) {
        let names = self.names;
        let texts: Vec<_> = sorted(&self.entry.systems)
            .into_iter()
            .flat_map(|(id, system)| std::iter::repeat_n((id, system), names.systems.range(id).map_or(0, |r| r.len())))
            .collect();
        let paces = people::paces(&self.entry.people, names);
        let mut hit = vec![vec![false; threats.systems.len()]; built.playbooks.len()];
        for (index, kind) in threats.kinds.iter().enumerate() {
            let can = exposure::can_hit(KindId(index as u32), &threats.kinds, &threats.attacks, &threats.systems);
            hit[kind.playbook.at()].iter_mut().zip(can).for_each(|(all, this)| *all |= this);
        }
        let Organisation { people, teams, work, employers, .. } = &*organisation;
        let Held { grants, knowledge, runbooks } = known;
        let staff = Staff { people, paces: &paces, teams, grants, knowledge, employers, runbooks, work, access: &lines.access };
        let estate = Estate { systems: &threats.systems, texts: &texts, hit: &hit };
        let (mut requirements, lacking) = requirements(&mut built, &staff, &estate, self.problems);
        let reviewers = Reviewers { people, teams, paces: &paces };
        access::reviews(&mut lines.access, &self.entry.grants, &mut built, &mut requirements, reviewers, names);
        changes::reviews(changes, &self.entry.changes, &mut built, &mut requirements, reviewers, names);
        access::matters(&mut lines.access, &mut lines.decisions, people, &requirements, grants);
        contract::build::bind(&mut requirements, people, employers);
        runbooks.counted = !runbooks.is_empty() || requirements.iter().any(|r| r.improvise_works < 1.0);
        lines.access.end(std::mem::take(&mut organisation.endings));
        for (number, requirement) in (0..).map(RequirementId).zip(&requirements) {
            for (seat, (person, _)) in (0..).zip(&requirement.candidates) {
                let person = &mut organisation.people[person.at()];
                person.candidate_for.push((number, seat));
            }
            for (person, _, without) in &requirement.qualified {
                let person = &mut organisation.people[person.at()];
                if let Some((_, seat)) = person.candidate_for.last().filter(|(r, _)| *r == number) {
                    person.qualifies.push((number, requirement.rank(*seat, *without)));
                }
            }
        }
        for (person, requirement, grant) in lacking {
            let person = &mut organisation.people[person.at()];
            if grant { person.lacks_grant.push(requirement) } else { person.lacks_knowledge.push(requirement) }
        }
        for person in &mut organisation.people {
            person.desks = Desks::of(person.candidate_for.iter().map(|(requirement, _)| *requirement));
            person.able = Desks::of(person.qualifies.iter().map(|(requirement, _)| *requirement));
        }
        for playbook in &mut built.playbooks {
            let tasks = || playbook.tasks.iter().map(|task| &built.tasks[task.at()]).filter(|task| !task.notice && task.sends.is_none());
            playbook.takes = Desks::of(tasks().flat_map(Task::requirements));
            playbook.does = Desks::of(tasks().filter(|task| task.phase != Phase::Triage).flat_map(Task::requirements));
        }
        (built, requirements)
    }
}
