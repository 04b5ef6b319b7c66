//! What must be covered, and who may be asked for it: every skill, grant and runbook that tasks take, the tasks themselves with the decision
//! they wait for, decisions, and escalation policies. Each is a pool of people and a row of gates, every one of which leaves fewer of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::{DecisionId, GrantId, KnowledgeId, PersonId, PlaybookId, PolicyId, RequirementId, TaskId, TeamId};
use crate::model::people::entry::Level;
use crate::model::plan::{Pagee, Plan, Requirement};
use crate::scenario::finding::{Holds, Uses, permitted};

/// Why nobody is there who may and can.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Nobody of those whose work it is is on shift or on call.
    NobodyThere,
    /// Some are, but none of them has the skill.
    NoSkill,
    /// None of those who have holds the grant.
    NoGrant,
    /// None of those who hold it has the knowledge.
    NoKnowledge,
    /// Somebody could, but too few who may decide are there.
    NoAuthority,
    /// All of it is there, but only on call, with those who answer fewer than half of the pages at that hour.
    NotReachable,
}
impl Cause {
    /// All of them, in the order in which they are looked at.
    pub const ALL: [Cause; 6] =
        [Cause::NobodyThere, Cause::NoSkill, Cause::NoGrant, Cause::NoKnowledge, Cause::NoAuthority, Cause::NotReachable];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["nobody_there", "no_skill", "no_grant", "no_knowledge", "no_authority", "not_reachable"][self as usize]
    }
}

/// What kind of thing must be covered.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Tasks that ask the same of people and wait for the same decision.
    Work,
    /// A decision right.
    Decision,
    /// An escalation policy.
    Policy,
    /// A skill at some level or above.
    Skill,
    /// Access.
    Grant,
    /// A runbook, or what only heads know.
    Knowledge,
}
impl Sort {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["work", "decision", "policy", "skill", "grant", "knowledge"][self as usize]
    }
}

/// Who is left after some cause has been looked at.
#[derive(Clone, Debug)]
pub enum Gate {
    /// One of these is enough.
    Any(Cause, Vec<PersonId>),
    /// So many of those who may decide, or one of those who need not ask.
    Authority {
        /// Those who may decide.
        able: Vec<PersonId>,
        /// How many of them must agree.
        quorum: u32,
        /// Those who need not ask.
        permitted: Vec<PersonId>,
    },
}

/// Something that must be covered.
#[derive(Clone, Debug)]
pub struct Need {
    /// What kind of thing it is.
    pub sort: Sort,
    /// What it is: an id, or tasks in words.
    pub name: String,
    /// What it takes, in words.
    pub takes: String,
    /// Those whose work it is.
    pub pool: Vec<PersonId>,
    /// In the order of [`Cause::ALL`], each a part of the one before.
    pub gates: Vec<Gate>,
    /// Some incident of the scenario needs it; else only playbooks do that none of them starts.
    pub used: bool,
}

/// Everything that the incidents of a plan need.
pub fn needs(plan: &Plan) -> Vec<Need> {
    let uses = Uses::of(plan);
    let asked: Vec<RequirementId> =
        (0..plan.requirements.len() as u32).map(RequirementId).filter(|r| uses.tasks(*r).next().is_some()).collect();
    let mut all = work(plan, &uses, &asked);
    all.extend(decisions(plan));
    all.extend(policies(plan, &uses));
    all.extend(skills(plan, &asked));
    all.extend(held(plan, &asked));
    all
}

/// Some incident of the scenario is answered by this playbook.
fn started(plan: &Plan, playbook: PlaybookId) -> bool {
    plan.kinds.iter().any(|kind| kind.playbook == playbook)
}

/// Everybody whose work something is.
pub fn pool(plan: &Plan, requirement: &Requirement) -> Vec<PersonId> {
    let members = requirement.teams.iter().flat_map(|team| &plan.teams[team.at()].members);
    let mut pool: Vec<PersonId> = members.copied().filter(|p| !requirement.barred.contains(&plan.people[p.at()].employer)).collect();
    pool.extend(requirement.candidates.iter().map(|(person, _)| *person));
    unique(pool)
}

fn unique<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// Those who have the skill, of them those who hold the grant, and of them those who can do it.
fn able(plan: &Plan, requirement: &Requirement) -> Vec<Gate> {
    let skilled: Vec<PersonId> = requirement.candidates.iter().map(|(person, _)| *person).collect();
    let mut gates = vec![Gate::Any(Cause::NoSkill, skilled.clone())];
    if let Some(grant) = requirement.grant {
        gates.push(Gate::Any(Cause::NoGrant, skilled.into_iter().filter(|p| plan.people[p.at()].grants.contains(&grant)).collect()));
    }
    if requirement.knows.is_some() {
        gates.push(Gate::Any(Cause::NoKnowledge, qualified(requirement)));
    }
    gates
}

fn qualified(requirement: &Requirement) -> Vec<PersonId> {
    requirement.qualified.iter().map(|(person, ..)| *person).collect()
}

/// Those who may decide, or need not ask.
fn authority(plan: &Plan, decision: DecisionId, able_to_do: Option<&[PersonId]>) -> Gate {
    let right = &plan.decisions[decision.at()];
    let doing = |p: &PersonId| able_to_do.is_none_or(|able| able.contains(p));
    Gate::Authority {
        able: unique(right.holders.iter().chain(&right.delegates).copied().collect()),
        quorum: right.quorum,
        permitted: permitted(plan, decision, Holds::Always).into_iter().filter(doing).collect(),
    }
}

/// Tasks that ask the same and wait for the same decision.
fn work(plan: &Plan, uses: &Uses, asked: &[RequirementId]) -> Vec<Need> {
    let mut all = Vec::new();
    for &id in asked {
        let requirement = &plan.requirements[id.at()];
        let mut decided: Vec<Option<DecisionId>> = uses.tasks(id).map(|task| plan.tasks[task.at()].decision).collect();
        decided = unique(decided);
        for decision in decided {
            let words = uses.words_of(plan, id, |task| plan.tasks[task.at()].decision == decision);
            let mut gates = able(plan, requirement);
            let mut takes = requirement.words.clone();
            if let Some(decision) = decision {
                gates.push(authority(plan, decision, Some(&qualified(requirement))));
                takes = format!("{takes}, and the decision {}", plan.decisions[decision.at()].id);
            }
            let of_decision = |task: &TaskId| plan.tasks[task.at()].decision == decision;
            let used = uses.tasks(id).filter(of_decision).any(|task| started(plan, plan.tasks[task.at()].playbook));
            all.push(Need { sort: Sort::Work, name: words.join(", "), takes, pool: pool(plan, requirement), gates, used });
        }
    }
    all
}

/// Decisions that tasks or access wait for.
fn decisions(plan: &Plan) -> Vec<Need> {
    let mut gated: BTreeMap<DecisionId, Vec<TeamId>> = BTreeMap::new();
    for task in &plan.tasks {
        if let Some(decision) = task.decision {
            gated.entry(decision).or_default().extend(&plan.playbooks[task.playbook.at()].responsible);
        }
    }
    for (.., passage) in plan.access.passages() {
        gated.entry(passage.right).or_default();
    }
    let of = |(id, teams): (DecisionId, Vec<TeamId>)| {
        let right = &plan.decisions[id.at()];
        let gate = authority(plan, id, None);
        let mut pool: Vec<PersonId> = teams.iter().flat_map(|team| &plan.teams[team.at()].members).copied().collect();
        if let Gate::Authority { able, permitted, .. } = &gate {
            pool.extend(able.iter().chain(permitted));
        }
        let many = if right.quorum > 1 { format!("{} of those who may decide", right.quorum) } else { "one who may decide".into() };
        let gated = plan.tasks.iter().filter(|task| task.decision == Some(id));
        let used = gated.map(|task| task.playbook).any(|playbook| started(plan, playbook));
        Need { sort: Sort::Decision, name: right.id.clone(), takes: many, pool: unique(pool), gates: vec![gate], used }
    };
    gated.into_iter().filter(|(id, _)| plan.decisions[id.at()].access.is_none()).map(of).collect()
}

/// Everybody whom a policy can page.
pub fn paged(plan: &Plan, policy: PolicyId) -> Vec<PersonId> {
    let pagees = plan.policies[policy.at()].steps.iter().flat_map(|(pagees, _)| pagees);
    unique(
        pagees
            .flat_map(|pagee| match pagee {
                Pagee::People(people) => people.as_slice(),
                Pagee::Team(team) => &plan.teams[team.at()].members,
                Pagee::Rota(rota) => plan.rotas[rota.at()].everyone(),
            })
            .copied()
            .collect(),
    )
}

/// The policies that something starts, each with the playbooks of the incidents for which it can be.
pub fn policies_in_use(plan: &Plan) -> Vec<(PolicyId, Vec<PlaybookId>)> {
    let mut all = Vec::new();
    for id in (0..plan.policies.len() as u32).map(PolicyId) {
        let by_users = plan.systems.iter().any(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(id)));
        let starts = |kind: &crate::model::plan::Kind| {
            let by_sensor = kind.sensors.iter().any(|s| plan.sensors[s.at()].pages == Some(id));
            by_users || by_sensor || plan.playbooks[kind.playbook.at()].escalation == Some(id)
        };
        let served: BTreeSet<PlaybookId> = plan.kinds.iter().filter(|k| k.change.is_none() && starts(k)).map(|k| k.playbook).collect();
        if !served.is_empty() {
            all.push((id, served.into_iter().collect()));
        }
    }
    all
}

/// Policies: somebody paged is there, and can do some of the work.
fn policies(plan: &Plan, uses: &Uses) -> Vec<Need> {
    let of = |(id, served): (PolicyId, Vec<PlaybookId>)| {
        let pool = paged(plan, id);
        let serves = |task: TaskId| served.contains(&plan.tasks[task.at()].playbook);
        let ids = (0..plan.requirements.len() as u32).map(RequirementId);
        let work: Vec<&Requirement> = ids.filter(|r| uses.tasks(*r).any(serves)).map(|r| &plan.requirements[r.at()]).collect();
        let some = |of: fn(&Requirement, PersonId) -> bool| -> Vec<PersonId> {
            pool.iter().copied().filter(|p| work.iter().any(|r| of(r, *p))).collect()
        };
        let candidate = |r: &Requirement, p: PersonId| r.candidates.iter().any(|(c, _)| *c == p);
        let qualifies = |r: &Requirement, p: PersonId| r.qualified.iter().any(|(c, ..)| *c == p);
        // Whoever may decide is no less of use than whoever does the work.
        let tasks = || plan.tasks.iter().zip((0..).map(TaskId)).filter(|(_, id)| serves(*id)).filter_map(|(task, _)| task.decision);
        let decides =
            |p: &PersonId| tasks().any(|d| plan.decisions[d.at()].holders.iter().chain(&plan.decisions[d.at()].delegates).any(|h| h == p));
        let deciders: Vec<PersonId> = pool.iter().copied().filter(decides).collect();
        let or_decide = |able: Vec<PersonId>| unique(able.into_iter().chain(deciders.iter().copied()).collect());
        let gates = vec![Gate::Any(Cause::NoSkill, or_decide(some(candidate))), Gate::Any(Cause::NoGrant, or_decide(some(qualifies)))];
        let name = plan.policies[id.at()].id.clone();
        Need { sort: Sort::Policy, name, takes: "somebody paged who can do some of the work, or decide".into(), pool, gates, used: true }
    };
    policies_in_use(plan).into_iter().map(of).collect()
}

/// Skills, each at the levels that tasks take.
fn skills(plan: &Plan, asked: &[RequirementId]) -> Vec<Need> {
    let mut all: BTreeMap<(&str, Level), Vec<PersonId>> = BTreeMap::new();
    for requirement in asked.iter().map(|id| &plan.requirements[id.at()]) {
        if let Some((skill, level)) = &requirement.skill {
            all.entry((skill, *level)).or_default().extend(pool(plan, requirement));
        }
    }
    let of = |((skill, least), pool): ((&str, Level), Vec<PersonId>)| {
        let pool = unique(pool);
        let has = |p: &PersonId| plan.people[p.at()].skills.iter().any(|(s, level)| s == skill && *level >= least);
        let gates = vec![Gate::Any(Cause::NoSkill, pool.iter().copied().filter(has).collect())];
        let name = format!("{skill}, {}", format!("{least:?}").to_lowercase());
        Need { sort: Sort::Skill, takes: format!("the skill {name} or above"), name, pool, gates, used: true }
    };
    all.into_iter().map(of).collect()
}

/// Grants and knowledge that tasks take.
fn held(plan: &Plan, asked: &[RequirementId]) -> Vec<Need> {
    let mut grants: BTreeMap<GrantId, Vec<PersonId>> = BTreeMap::new();
    let mut knowledge: BTreeMap<KnowledgeId, Vec<PersonId>> = BTreeMap::new();
    for requirement in asked.iter().map(|id| &plan.requirements[id.at()]) {
        let pool = pool(plan, requirement);
        if let Some(grant) = requirement.grant {
            grants.entry(grant).or_default().extend(&pool);
        }
        if let Some(knows) = requirement.knows {
            knowledge.entry(knows).or_default().extend(&pool);
        }
    }
    let mut all = Vec::new();
    for (grant, pool) in grants {
        let pool = unique(pool);
        let holds = pool.iter().copied().filter(|p| plan.people[p.at()].grants.contains(&grant)).collect();
        let name = plan.grants[grant.at()].clone();
        let gates = vec![Gate::Any(Cause::NoGrant, holds)];
        all.push(Need { sort: Sort::Grant, takes: format!("the grant {name}"), name, pool, gates, used: true });
    }
    for (knows, pool) in knowledge {
        let pool = unique(pool);
        let written = plan.runbooks.written(knows).is_some();
        let able = pool.iter().copied().filter(|p| written || plan.people[p.at()].knows.contains(&knows)).collect();
        let name = plan.knowledge[knows.at()].clone();
        let takes = if written { format!("{name}, which is written down") } else { format!("knowing {name}") };
        let gates = vec![Gate::Any(Cause::NoKnowledge, able)];
        all.push(Need { sort: Sort::Knowledge, name, takes, pool, gates, used: true });
    }
    all
}
