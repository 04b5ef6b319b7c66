//! Laws of time and of systems: milestones come in an order that makes sense, nothing goes back, nothing is up before what it needs.

use super::lab::plan_of;
use super::{for_all, told};
use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Outcome, Post};
use firedrill::model::fact::{Fact, Told, Wait};
use firedrill::model::ids::SystemId;

#[test]
fn milestones_come_in_an_order_that_makes_sense() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let with_another = |o: &Outcome| {
                let all = told.facts.iter().filter(|(_, f)| matches!(f, Fact::BackWith { incident, .. } if *incident == o.incident));
                all.map(|(at, _)| *at).max()
            };
            for o in &told.outcomes {
                in_order(o, with_another(o), plan.kinds[o.kind.at()].attack.is_some());
                let out = |f: &Fact| matches!(f, Fact::Inject(Told::Out { incident, .. }) if *incident == o.incident);
                nothing_lost_before_impact(o, told.facts.iter().any(|(_, f)| out(f)));
            }
        }
    });
}

/// `with_another`: when the work on another incident last brought a system back for this one as well.
fn in_order(o: &Outcome, with_another: Option<Instant>, attacked: bool) {
    let all = [o.occurred, o.alerted, o.acknowledged, o.aware, o.declared, o.escalated, o.contained, o.recovered, o.closed];
    for at in all.into_iter().flatten() {
        assert!(o.began <= at && at <= o.horizon, "a milestone outside the time in which it is followed: {o:?}");
    }
    // A system that two incidents have hit is back for both when it is restored for one of them. If nobody has noticed the other by then, nobody
    // will: no source sees an outage that is over, and no user calls about it. It ends without an alert, and what it never needed is missing.
    // An attacker is not gone with that: such an incident stays open until somebody has looked into it.
    let unnoticed = o.recovered.is_some() && o.alerted.is_none();
    if unnoticed {
        assert_eq!(with_another, o.recovered, "recovered, unnoticed, by its own: {o:?}");
        assert!(!attacked || o.closed.is_none(), "closed, and nobody has looked into it: {o:?}");
        let undetected = o.ledger[Wait::Undetected as usize];
        assert_eq!(o.ledger.iter().copied().sum::<Span>(), undetected, "nobody did anything about it: {o:?}");
    }
    let pairs = [
        ("occurred", o.occurred, "recovered", o.recovered),
        ("alerted", o.alerted, "acknowledged", o.acknowledged),
        ("alerted", o.alerted, "aware", o.aware),
        ("alerted", o.alerted, "escalated", o.escalated),
        ("aware", o.aware, "declared", o.declared),
        ("alerted", o.alerted, "contained", o.contained),
        ("alerted", o.alerted, "recovered", o.recovered.filter(|_| !unnoticed)),
        ("acknowledged", o.acknowledged, "closed", o.closed.filter(|_| !unnoticed)),
    ];
    for (earlier, a, later, b) in pairs {
        if let Some(b) = b {
            assert!(a.is_some_and(|a| a <= b), "{later} without {earlier} before it: {o:?}");
        }
    }
    if o.stopped_before_impact {
        assert!(o.occurred.is_none() && o.recovered.is_none() && o.contained.is_some(), "{o:?}");
    }
    for system in &o.systems {
        assert!(system.back.is_none_or(|back| back >= system.lost), "{o:?}");
        assert!(system.full.is_none_or(|full| system.back.is_some_and(|back| back <= full)), "{o:?}");
        assert!(system.caught_up.is_none_or(|at| system.full.or(system.back).is_some_and(|before| before <= at)), "{o:?}");
    }
    for decision in &o.decisions {
        assert!(decision.reached.is_none_or(|at| at >= decision.asked) && decision.decided.is_none_or(|at| at >= decision.asked), "{o:?}");
    }
    for cost in Post::ALL.map(|post| o.paid(post)) {
        assert!(cost.is_finite() && cost >= 0.0, "{o:?}");
    }
}

/// Only containment, or an inject that takes a system `out`, takes services down before there is any harm.
fn nothing_lost_before_impact(o: &Outcome, out: bool) {
    if out || o.systems.iter().any(|s| s.isolated) {
        return;
    }
    assert!(!o.stopped_before_impact || (o.systems.is_empty() && o.downtime == 0.0), "{o:?}");
    for system in &o.systems {
        assert!(o.occurred.is_some_and(|at| at <= system.lost), "{o:?}");
    }
}

#[test]
fn time_does_not_go_back_and_systems_come_up_only_when_down() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut now = Instant(0);
            let mut down = vec![false; plan.systems.len()];
            for (at, fact) in &told.facts {
                assert!(*at >= now, "time goes back from {now:?} to {at:?} with {fact:?}");
                now = *at;
                let (system, to) = match fact {
                    Fact::Down { system, .. } => (*system, true),
                    Fact::Up { system } => (*system, false),
                    _ => continue,
                };
                let SystemId(index) = system;
                let was = std::mem::replace(&mut down[index as usize], to);
                assert!(was != to, "{at:?}: {} twice {}", plan.systems[system.at()].id, if to { "down" } else { "up" });
            }
            assert!(told.played.end >= now);
        }
    });
}

#[test]
fn what_somebody_needs_is_up_before_it_is() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut down = vec![false; plan.systems.len()];
            let mut facts = told.facts.iter().peekable();
            while let Some((at, fact)) = facts.next() {
                match fact {
                    Fact::Down { system, .. } => down[system.at()] = true,
                    Fact::Up { system } => down[system.at()] = false,
                    _ => {}
                }
                // Between facts of the same instant a loss may still be on its way to what needs the system.
                if facts.peek().is_some_and(|(next, _)| next == at) {
                    continue;
                }
                for (index, entry) in plan.systems.iter().enumerate().filter(|(i, _)| !down[*i]) {
                    let lacking = entry.needs.iter().find(|n| down[n.at()]);
                    assert!(
                        lacking.is_none(),
                        "{at:?}: {} is up without {}",
                        plan.systems[index].id,
                        plan.systems[lacking.unwrap().at()].id
                    );
                }
            }
        }
    });
}
