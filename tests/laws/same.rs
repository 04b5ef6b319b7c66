//! Laws of sameness: the same seed, another order of entries, people and systems that take no part.

use std::mem::discriminant;

use super::lab::plan_of;
use super::{REPLICATIONS, Told, for_all, tell, told};
use firedrill::engine::time::Instant;
use firedrill::measures::{Outcome, Post};
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

/// What is there to say about an outcome, with names instead of numbers.
pub fn story(plan: &Plan, o: &Outcome) -> String {
    let systems: Vec<String> = o
        .systems
        .iter()
        .map(|s| {
            format!("{} hit {} lost {:?} back {:?} {:?} {:?}", plan.systems[s.system.at()].id, s.hit, s.lost, s.back, s.rto_met, s.mtpd_met)
        })
        .collect();
    let decisions: Vec<String> = o
        .decisions
        .iter()
        .map(|d| {
            let person = d.person.map(|p| &plan.people[p.at()].id);
            let id = &plan.decisions[d.decision.at()].id;
            format!(
                "{id} asked {:?} reached {:?} decided {:?} by {person:?} {:?} {:?}",
                d.asked, d.reached, d.decided, d.answer, d.authority
            )
        })
        .collect();
    let kind = &plan.kinds[o.kind.at()].id;
    let milestones = [o.occurred, o.alerted, o.acknowledged, o.aware, o.declared, o.escalated, o.contained, o.recovered, o.closed];
    format!(
        "{:?} {kind} {:?} {:?} {milestones:?} {} {:?} {systems:?} {decisions:?} {:?} {}",
        o.incident,
        o.began,
        o.horizon,
        o.stopped_before_impact,
        o.ledger,
        Post::ALL.map(|post| o.paid(post)),
        o.silences
    )
}

pub fn stories(plan: &Plan, told: &[Told]) -> Vec<String> {
    told.iter().flat_map(|t| t.outcomes.iter().map(|o| story(plan, o))).collect()
}

pub fn assert_alike(what: &str, a: &[String], b: &[String]) {
    assert_eq!(a.len(), b.len(), "{what}: another number of outcomes");
    for (a, b) in a.iter().zip(b) {
        assert_eq!(a, b, "{what}");
    }
}

#[test]
fn the_same_seed_tells_the_same_story_in_a_world_used_before_and_in_a_new_one() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let once = told(&plan);
        let mut used = Play::new(plan.clone());
        tell(&plan, &mut used, 99);
        for k in (0..REPLICATIONS).rev() {
            let again = tell(&plan, &mut used, k);
            assert_eq!(again.facts, once[k as usize].facts);
            assert_eq!(again.played, once[k as usize].played);
        }
        let all: Vec<u64> = once.iter().map(|t| t.played.fingerprint).collect();
        assert!(all.windows(2).all(|w| w[0] != w[1]), "replications are all alike: {all:?}");
    });
}

#[test]
fn a_play_that_stands_still_now_and_then_goes_on_as_if_it_had_not() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let once = told(&plan);
        let mut play = Play::new(plan.clone());
        play.reset(super::SEED, 0);
        let mut facts: Vec<(Instant, Fact)> = Vec::new();
        let mut reached = Instant(0);
        let played = (1..).find_map(|n| {
            // Uneven steps, some of which end at an instant at which something is due.
            let at = if n % 3 == 0 { play.next_due() } else { None };
            let at = at.unwrap_or(Instant(n * 7_000_003)).max(reached);
            reached = at;
            let left = play.run_until(at, &mut |at, fact| facts.push((at, *fact))).expect("within limits");
            assert!(left.is_some() || facts.last().is_none_or(|(last, _)| *last <= at), "it went past {at:?}");
            left
        });
        assert_eq!(played, Some(once[0].played));
        assert_eq!(facts, once[0].facts);
    });
}

#[test]
fn the_order_of_entries_in_the_file_does_not_matter() {
    for_all(|seed, scenario| {
        let plan = plan_of(&scenario.text());
        let other = plan_of(&scenario.shuffled(seed + 1000).text());
        let (a, b) = (told(&plan), told(&other));
        assert_alike("another order of entries", &stories(&plan, &a), &stories(&other, &b));
        for (a, b) in a.iter().zip(&b) {
            assert_eq!(a.facts, b.facts);
        }
    });
}

#[test]
fn people_and_systems_that_take_no_part_change_nothing() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let other = plan_of(&scenario.with_bystanders().text());
        let (a, b) = (told(&plan), told(&other));
        assert_alike("with bystanders", &stories(&plan, &a), &stories(&other, &b));
        for (a, b) in a.iter().zip(&b) {
            assert!(what(&plan, a) == what(&other, b), "other things happen with bystanders");
        }
    });
}

/// What happened when, without whom: their numbers differ. Bystanders work too long like anybody else.
fn what(plan: &Plan, told: &Told) -> Vec<(Instant, std::mem::Discriminant<Fact>)> {
    let by_bystander = |fact: &Fact| match fact {
        Fact::MustRest { person } | Fact::Away { person, .. } | Fact::Back { person } | Fact::Left { person } | Fact::Hired { person } => {
            ["aaa-", "zzz-"].iter().any(|id| plan.people[person.at()].id.starts_with(id))
        }
        _ => false,
    };
    told.facts.iter().filter(|(_, f)| !by_bystander(f)).map(|(at, f)| (*at, discriminant(f))).collect()
}
