//! Key people: plays that are not played again would have come out the same, and the search for those without whom a system does not come back
//! finds what trying every set of people does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use firedrill::measures::{Outcome, Recorder};
use firedrill::model::ids::{PersonId, SystemId};
use firedrill::model::plan::{Plan, RequirementOf};
use firedrill::model::playbook::entry::Phase;
use firedrill::play::Play;
use firedrill::study;
use firedrill::study::people::away::without;
use firedrill::study::people::mentioned::{Mentioned, Seen};
use firedrill::study::people::{needed, truck};

use crate::generator::Dice;
use crate::lab::plan_of;
use crate::{REPLICATIONS, for_all};

/// What a study of people reads of an incident: everything but the ledger, whose states go by who is on duty.
fn read(outcome: &Outcome) -> String {
    let of_systems: Vec<_> = outcome.systems.iter().map(|s| (s.system, s.lost, s.back, s.rto_met, s.mtpd_met)).collect();
    let milestones = [outcome.occurred, outcome.alerted, outcome.acknowledged, outcome.contained, outcome.recovered, outcome.closed];
    format!(
        "{:?} {milestones:?} {of_systems:?} {:?}",
        outcome.kind,
        outcome.decisions.iter().map(|d| (d.decision, d.decided)).collect::<Vec<_>>()
    )
}

#[test]
fn who_is_in_no_fact_of_a_play_changes_nothing_by_being_away() {
    let (tried, mattered) = (Mutex::new(0_u32), Mutex::new(0_u32));
    for_all(|_, scenario| {
        let plan: Arc<Plan> = plan_of(&scenario.text());
        let seen = Seen::of(&plan);
        let mut play = Play::new(plan.clone());
        let mut recorder = Recorder::new(&plan);
        let mut others: BTreeMap<PersonId, Arc<Plan>> = BTreeMap::new();
        for replication in 0..REPLICATIONS {
            let mut mentioned = Mentioned::new(&seen);
            let told = study::one_told(&mut play, &mut recorder, 7, replication, |_, fact| mentioned.note(fact));
            let as_it_is = told.unwrap_or_else(|limit| panic!("{limit}"));
            for person in (0..plan.people.len() as u32).map(PersonId).filter(|p| plan.people[p.at()].involved) {
                let unseen = !mentioned.any(&[person]);
                // That others can matter is worth a sample only.
                if !unseen && (person.0 % 4 > 0 || replication > 0) {
                    continue;
                }
                let other = others.entry(person).or_insert_with(|| Arc::new(without(&plan, &[person]))).clone();
                let (mut play, mut recorder) = (Play::new(other.clone()), Recorder::new(&other));
                let gone = study::one(&mut play, &mut recorder, 7, replication).unwrap_or_else(|limit| panic!("{limit}"));
                let same = gone.outcomes.iter().map(read).eq(as_it_is.outcomes.iter().map(read));
                if unseen {
                    *tried.lock().unwrap() += 1;
                    let id = &plan.people[person.at()].id;
                    let pair = || gone.outcomes.iter().zip(&as_it_is.outcomes).find(|(a, b)| read(a) != read(b));
                    assert!(same, "{id} in no fact of replication {replication}, but {:?}", pair().map(|(a, b)| (read(a), read(b))));
                } else {
                    *mattered.lock().unwrap() += u32::from(!same);
                }
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*tried.lock().unwrap() > 200 && *mattered.lock().unwrap() > 200, "{tried:?} {mattered:?}");
    }
}

/// A small organisation with a chain of tasks, a system that needs another, and decisions of one or two.
fn small(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let many = 3 + dice.below(5);
    let mut people = String::new();
    for at in 0..many {
        let skills: Vec<&str> = ["triage", "craft", "backup"].into_iter().filter(|_| dice.chance(60)).collect();
        let skills: Vec<String> = skills.iter().map(|s| format!("{s:?}: Working")).collect();
        let grants: Vec<&str> = [r#""admin""#, r#""vault""#].into_iter().filter(|_| dice.chance(60)).collect();
        let knows = if dice.chance(40) { r#", knows: ["book"]"# } else { "" };
        people.push_str(&format!("\"p{at}\": (team: \"it\", skills: {{{}}}, grants: [{}]{knows}), ", skills.join(", "), grants.join(", ")));
    }
    // Somebody who can do everything, so that the scenario is sound.
    people.push_str(r#""all": (team: "it", skills: {"triage": Working, "craft": Working, "backup": Working}, grants: ["admin", "vault"], knows: ["book"]), "#);
    let person = |dice: &mut Dice| format!("\"p{}\"", dice.below(many));
    let holders: BTreeSet<String> = (0..2 + dice.below(3)).map(|_| person(&mut dice)).collect();
    let quorum = 1 + dice.below(holders.len().min(2));
    let delegates = person(&mut dice);
    let delegates = if dice.chance(50) && !holders.contains(&delegates) {
        format!("delegates: [{delegates}], delegate_after: \"1h\", ")
    } else {
        String::new()
    };
    let permitted =
        if dice.chance(30) { format!("pre_authorised: [(to: {}, from_severity: Low)], ", person(&mut dice)) } else { String::new() };
    let holders: Vec<String> = holders.into_iter().collect();
    let decision = if dice.chance(70) { r#"decision: "go", "# } else { "" };
    let knows = if dice.chance(50) { r#"knows: "book", "# } else { "" };
    let late = if dice.chance(30) { "chance: 0.5, " } else { "" };
    format!(
        r#"(
    name: "small", time_zone: "UTC", starts: "2026-03-02T00:00", runs_for: "7d", horizon: "5d",
    teams: {{"it": ()}},
    people: {{{people}}},
    systems: {{"base": (tier: 2, grant: "admin"), "top": (tier: 1, needs: ["base"], grant: "vault"), "apart": (tier: 1, grant: "admin")}},
    decisions: {{"go": (held_by: [{holders}], quorum: {quorum}, {delegates}{permitted}deliberation: Fixed("5m"))}},
    responsibilities: {{"service": (responsible: ["it"])}},
    playbooks: {{"plan": (service: "service", tasks: {{
        "look": (phase: Triage, skill: ("triage", Working), effort: Fixed("5m")),
        "side": (phase: Contain, skill: ("craft", Working), grant: "vault", {late}effort: Fixed("5m")),
        "stop": (phase: Contain, after: ["look", "side"], {decision}effort: Fixed("5m"), skill: ("craft", Working)),
        "mend": (phase: Recover, after: ["stop"], each: Affected, skill: ("backup", Working), by_system: true, {knows}effort: Fixed("30m")),
    }})}},
    incidents: {{"first": (playbook: "plan", at: "2026-03-04T03:00", hits: ["base", "top"], severity: High, reported: Fixed("5m"))}},
)"#,
        holders = holders.join(", ")
    )
}

/// Whether a system comes back without some people, task by task from its end, each looked at by itself.
fn comes_back(plan: &Plan, system: SystemId, gone: &[PersonId]) -> bool {
    let left = |p: &PersonId| !gone.contains(p);
    let hit = |s: SystemId| plan.kinds[0].hits.contains(&s);
    let mut systems = vec![system];
    systems.extend(plan.systems[system.at()].needs.iter().copied());
    let done = |task: usize, system: SystemId| -> bool {
        let mut open = vec![task];
        while let Some(at) = open.pop() {
            let task = &plan.tasks[at];
            open.extend(task.after.iter().map(|t| t.at()));
            if task.chance < 1.0 {
                continue;
            }
            let requirement = match task.requirement.as_ref() {
                Some(RequirementOf::Task(r)) => Some(*r),
                Some(RequirementOf::System(by)) => by[system.at()],
                None => None,
            };
            let doers: Vec<PersonId> =
                requirement.map_or(Vec::new(), |r| plan.requirements[r.at()].qualified.iter().map(|q| q.0).filter(left).collect());
            if requirement.is_some() && doers.is_empty() {
                return false;
            }
            if let Some(decision) = task.decision {
                let right = &plan.decisions[decision.at()];
                let may: BTreeSet<PersonId> = right.holders.iter().chain(&right.delegates).copied().filter(left).collect();
                let need_not_ask = doers.iter().any(|p| right.pre_authorised.iter().any(|(_, flags, _)| flags[p.at()]));
                if may.len() < right.quorum as usize && !need_not_ask {
                    return false;
                }
            }
        }
        true
    };
    let recover = (0..plan.tasks.len()).filter(|t| plan.tasks[*t].phase == Phase::Recover);
    systems.into_iter().filter(|s| hit(*s)).all(|s| recover.clone().all(|task| done(task, s)))
}

fn subsets(people: usize, size: usize) -> Vec<Vec<PersonId>> {
    let all = (0..1_u32 << people).filter(|bits| bits.count_ones() as usize == size);
    all.map(|bits| (0..people as u32).filter(|p| bits >> p & 1 == 1).map(PersonId).collect()).collect()
}

#[test]
fn the_search_finds_what_trying_every_set_of_people_does() {
    let (mut organisations, mut sizes) = (0, BTreeSet::new());
    for seed in 0..200 {
        let plan = plan_of(&small(seed));
        let recoveries = needed::recoveries(&plan);
        assert_eq!(recoveries.len(), 1, "only `top` is of tier 1 and hit");
        for recovery in recoveries {
            let found: BTreeSet<Vec<PersonId>> = truck::sets(&recovery).into_iter().map(|set| set.people).collect();
            let smallest = truck::factor(&recovery, |_| true).expect("people are needed");
            let mut tried: BTreeSet<Vec<PersonId>> = BTreeSet::new();
            for size in 0..=smallest.max(truck::LISTED).min(plan.people.len()) {
                for set in subsets(plan.people.len(), size) {
                    let part = tried.iter().any(|smaller| smaller.iter().all(|p| set.contains(p)));
                    if !part && !comes_back(&plan, recovery.system, &set) {
                        tried.insert(set);
                    }
                }
            }
            assert_eq!(found, tried, "organisation {seed}");
            assert_eq!(found.iter().map(Vec::len).min(), Some(smallest));
            organisations += 1;
            sizes.insert(smallest);
        }
    }
    assert!(organisations == 200 && sizes.len() >= 3, "{sizes:?}");
}
