//! What is offered is what would have been drawn.

use firedrill::engine::time::Instant;
use firedrill::exercise::headless;
use firedrill::exercise::words::{Choice, Says};
use firedrill::model::fact::Fact;
use firedrill::play::Play;
use firedrill::scenario::Scenario;

use super::{everybody, random};

fn plain(scenario: &Scenario, seed: u64) -> Vec<(Instant, Fact)> {
    let mut play = Play::new(scenario.plan.clone());
    play.reset(seed, 0);
    let mut facts = Vec::new();
    play.run(&mut |at, fact| facts.push((at, *fact))).unwrap();
    facts
}

#[test]
fn whoever_takes_every_offer_plays_what_a_study_plays() {
    let mut chosen = 0;
    // Where several must agree, the luck of an answer is that of its turn, which nobody can know before.
    let alone = |scenario: &Scenario| scenario.plan.decisions.iter().all(|decision| decision.quorum == 1);
    for (seed, scenario) in (0..100).map(|seed| (seed, random(seed))).filter(|(_, scenario)| alone(scenario)) {
        let mut facts = Vec::new();
        let policy = &mut |_: &_, offer: &Choice| {
            chosen += 1;
            *offer
        };
        headless::play(&scenario.plan, seed, &everybody(&scenario), policy, &mut |at, fact| facts.push((at, *fact))).unwrap();
        let seats = facts.iter().filter(|(_, fact)| matches!(fact, Fact::Room(_))).count();
        facts.retain(|(_, fact)| !matches!(fact, Fact::Room(_)));
        assert!(seats >= scenario.plan.people.len(), "{seed}: every seat is told");
        let plain = plain(&scenario, seed);
        if facts != plain {
            let at = facts.iter().zip(&plain).position(|(a, b)| a != b).unwrap_or(facts.len().min(plain.len()));
            let near =
                |facts: &[(Instant, Fact)]| format!("{:?}", &facts[at.saturating_sub(3).min(facts.len())..(at + 3).min(facts.len())]);
            panic!("{seed}: {}\nand not {}", near(&facts), near(&plain));
        }
    }
    assert!(chosen > 500, "only {chosen} choices came up");
}

#[test]
fn another_choice_makes_another_play() {
    let mut differ = 0;
    for seed in 0..20 {
        let scenario = random(seed);
        let mut facts = Vec::new();
        let mut refused = 0;
        let policy = &mut |_: &_, offer: &Choice| match *offer {
            Choice::Decide { takes_ms, .. } if refused < 3 => {
                refused += 1;
                Choice::Decide { says: Says::Refuse, takes_ms }
            }
            offer => offer,
        };
        headless::play(&scenario.plan, seed, &everybody(&scenario), policy, &mut |at, fact| facts.push((at, *fact))).unwrap();
        facts.retain(|(_, fact)| !matches!(fact, Fact::Room(_)));
        differ += usize::from(facts != plain(&scenario, seed));
    }
    assert!(differ > 3, "{differ}");
}
