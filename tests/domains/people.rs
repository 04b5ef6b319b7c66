//! Key people: an expert, a twin, and somebody nobody ever asks.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::lab::plan_of;
use firedrill::model::ids::PersonId;
use firedrill::model::plan::Plan;
use firedrill::study::Design;
use firedrill::study::people::effect::Missed;
use firedrill::study::people::needed::{self, Why};
use firedrill::study::people::{Away, People, holders, play, truck};
use firedrill::study::resume::Memory;

const DESIGN: Design = Design { seed: 7, replications: 40, jobs: 2, precision: None };

fn organisation(more: &str) -> String {
    format!(
        r#"(
    name: "people", time_zone: "UTC", starts: "2026-03-02T00:00", runs_for: "14d", horizon: "10d",
    employers: {{"own": (), "north": (provider: true)}},
    teams: {{"it": (), "away": ()}},
    rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])}},
    people: {{
        "ana": (team: "it", employer: "own", roster: "office", skills: {{"backup": Working}}, grants: ["admin"]),
        "ben": (team: "it", employer: "own", roster: "office", skills: {{"triage": Working}}),
        "boss": (team: "it", employer: "own", roster: "office"),
        "nobody": (team: "away", employer: "own", roster: "office", skills: {{"cooking": Expert}}),
        {more}
    }},
    systems: {{"db": (tier: 1, grant: "admin", rto: "8h", mtpd: "24h", downtime_cost: (business_hour: 100, other: 10))}},
    decisions: {{"go": (held_by: ["boss"], delegates: ["ben"], delegate_after: "1h", deliberation: Fixed("20m"))}},
    responsibilities: {{"service": (responsible: ["it"])}},
    playbooks: {{"outage": (service: "service", tasks: {{
        "look": (phase: Triage, skill: ("triage", Basic), effort: Exponential(mean: "30m")),
        "mend": (phase: Recover, after: ["look"], each: Affected, skill: ("backup", Working), by_system: true, decision: "go", effort: Exponential(mean: "2h")),
    }})}},
    incidents: {{"first": (playbook: "outage", at: "2026-03-04T10:00", hits: ["db"], severity: High, reported: Fixed("5m"))}},
    escalation: {{"page": (steps: [(page: "nobody", wait: "1h")])}},
)"#
    )
}

fn person(plan: &Plan, id: &str) -> PersonId {
    PersonId(plan.people.iter().position(|p| p.id == id).unwrap_or_else(|| panic!("{id}")) as u32)
}

fn played(plan: &std::sync::Arc<Plan>, pairs: bool, groups: bool) -> People {
    let never = AtomicBool::new(false);
    play(plan, &Away::all(plan, pairs, groups), &DESIGN, (&never, &mut Memory::new()), &mut |_, _| {}).expect("played")
}

#[test]
fn an_expert_is_missed_and_whoever_is_never_asked_is_not() {
    let plan = plan_of(&organisation(""));
    let people = played(&plan, false, true);
    let of = |away: Away| people.effects.iter().find(|e| e.away == away).expect("played");
    let expert = of(Away::Person(person(&plan, "ana")));
    // Nobody else can mend it: not back by the horizon in any play.
    assert_eq!((expert.played, expert.shares[Missed::Recovery as usize]), (40, Some(1.0)));
    assert_eq!(expert.oftener[Missed::Recovery as usize].mean.value, Some(1.0));
    assert_eq!(expert.beyond_mtpd.len(), 1);
    let nobody = of(Away::Person(person(&plan, "nobody")));
    assert!(nobody.is_nothing() && nobody.played == 0);
    assert_eq!(nobody.longer.mean.value, Some(0.0));
    assert_eq!((nobody.longer.mean.interval.low, nobody.longer.mean.interval.high), (Some(0.0), Some(0.0)));
    assert_eq!(nobody.oftener[Missed::Rto as usize].mean.value, Some(0.0));
    // Without the boss the delegate decides, an hour later: never sooner.
    let boss = of(Away::Person(person(&plan, "boss")));
    assert!(!boss.is_nothing() && boss.longer.smaller.0 == 0, "{boss:?}");
    assert_eq!(boss.shares[Missed::Recovery as usize], Some(0.0));
    // A whole team: nobody is left to do anything.
    let team = of(Away::Team(plan.people[person(&plan, "ana").at()].team));
    assert_eq!(team.shares[Missed::Recovery as usize], Some(1.0));
}

#[test]
fn who_has_an_exact_twin_makes_nothing_unrecoverable() {
    let sets = |more: &str| {
        let plan = plan_of(&organisation(more));
        let recoveries = needed::recoveries(&plan);
        assert_eq!(recoveries.len(), 1);
        let names = |set: &truck::Needed| set.people.iter().map(|p| plan.people[p.at()].id.clone()).collect::<Vec<_>>();
        truck::sets(&recoveries[0]).iter().map(|set| (names(set), matches!(set.why, Why::Task(..)))).collect::<Vec<_>>()
    };
    let named = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    assert_eq!(sets("")[0], (named(&["ana"]), true));
    // What is done once for all systems brings none of them back that has work of its own.
    let plan = plan_of(&organisation("").replace(
        r#""mend": ("#,
        r#""paint": (phase: Recover, skill: ("cooking", Expert), teams: ["away"], effort: Fixed("1h")), "mend": ("#,
    ));
    let all = truck::sets(&needed::recoveries(&plan)[0]);
    assert!(all.iter().all(|set| !set.people.contains(&person(&plan, "nobody"))), "{all:?}");
    let twin = r#""twin": (team: "it", employer: "own", roster: "office", skills: {"backup": Working}, grants: ["admin"]),"#;
    let with_twin = sets(twin);
    // Ben alone can triage, as before; either of the twins can be missed, and no longer both.
    assert_eq!(with_twin, [(named(&["ben"]), true), (named(&["ana", "twin"]), true)]);
    let plan = plan_of(&organisation(twin));
    let people = played(&plan, true, false);
    let (ana, twin) = (person(&plan, "ana"), person(&plan, "twin"));
    let of = |away: Away| people.effects.iter().find(|e| e.away == away).expect("played");
    assert_eq!(of(Away::Person(ana)).shares[Missed::Recovery as usize], Some(0.0));
    assert_eq!(of(Away::Pair(ana, twin)).shares[Missed::Recovery as usize], Some(1.0));
    let held = holders::all(&plan);
    let grant = held.iter().find(|h| h.sort == "grant").expect("a grant");
    assert_eq!((grant.name.as_str(), grant.people.clone()), ("admin", vec![ana, twin]));
    let decision = held.iter().find(|h| h.sort == "decision").expect("a decision");
    assert_eq!((decision.people.len(), decision.spare()), (2, 1));
}

#[test]
fn stopped_it_keeps_as_many_plays_of_every_absence() {
    let plan = plan_of(&organisation(""));
    let stop = AtomicBool::new(false);
    let all = Away::all(&plan, false, false);
    let people =
        play(&plan, &all, &DESIGN, (&stop, &mut Memory::new()), &mut |done, _| stop.store(done >= 20, Ordering::Relaxed)).expect("played");
    assert!(people.stopped && people.effects.len() == all.len());
    let plays = people.base.replications();
    assert!((5..40).contains(&plays) && people.effects.iter().all(|e| e.replications == plays), "{plays}");
}

/// Two incidents of the night wait for the one who comes at 9: `one` for a standing permission, `two` for hands. `others` are people of a team
/// that sees another queue.
fn at_nine(others: &str) -> Vec<(firedrill::engine::time::Instant, std::mem::Discriminant<firedrill::model::fact::Fact>)> {
    let text = format!(
        r#"(name: "at nine", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1h", horizon: "1d", reach: (off_duty: (answers: 0)),
        rosters: {{"day": Weekly([(days: "Mon-Sun", from: "09:00", to: "17:00")])}},
        employers: {{"own": ()}}, teams: {{"ops": (), "board": (), "side": ()}},
        people: {{{others} "boss": (team: "board"), "op": (team: "ops", roster: "day", skills: {{"craft": Working}}), "zed": (team: "side")}},
        systems: {{"shop": ()}}, telemetry: {{"probe": (watches: ["shop"], after: "1m", goes_to: "side")}},
        decisions: {{"cut": (held_by: ["boss"], deliberation: "5m", pre_authorised: [(to: "own")])}},
        playbooks: {{
            "p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), decision: "cut", effort: "1h")}}),
            "q": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "1h")}}),
        }},
        incidents: {{
            "one": (playbook: "p", at: "2026-01-05T00:10", severity: Low, reported: "0s"),
            "two": (playbook: "q", at: "2026-01-05T00:20", severity: High, reported: "0s"),
        }})"#
    );
    let facts = crate::lab::facts(&crate::lab::plan_of(&text), 1, 0);
    facts.iter().map(|(at, fact)| (*at, std::mem::discriminant(fact))).collect()
}

#[test]
fn whoever_comes_with_others_and_can_do_nothing_here_does_not_change_the_order_of_things() {
    let alone = at_nine("");
    assert!(alone.len() > 10);
    assert_eq!(at_nine(r#""aaa": (team: "side", roster: "day"),"#), alone);
}
