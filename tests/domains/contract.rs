//! Contracts with providers, by hand: one term is switched, and only its part of the ledger or of the bill moves.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Wait};
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

/// On a Monday at 18:00 somebody of Northwind, who are always there for 200 an hour, triages for one hour and repairs for two. Ana of the own
/// staff can do the same; she is on shift from 9 to 17 and answers no pages. `more` stands among the sections, `team` does the work.
fn scenario(contract: &str, team: &str, more: &str) -> String {
    format!(
        r#"(name: "contract", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "9d",
        employers: {{"own": (), "northwind": (name: "Northwind", provider: true, contract: (fee_per_hour: 200, {contract}))}},
        rosters: {{"always": Always, "day": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])}},
        teams: {{"ops": (), "nw": ()}},
        reach: (on_shift: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "1h")),
        people: {{
            "ana": (team: "ops", employer: "own", roster: "day"),
            "boss": (team: "ops", employer: "own", role: "cio", roster: "always", skills: {{"decide": Basic}}),
            "nia": (team: "nw", employer: "northwind", roster: "always", skills: {{"repair": Basic}}),
        }},
        decisions: {{"spend": (held_by: ["cio"], deliberation: "20m")}},
        responsibilities: {{"repairs": (responsible: ["nw"])}},
        playbooks: {{"p": (service: "repairs", tasks: {{
            "triage": (phase: Triage, teams: [{team}], skill: ("repair", Basic), effort: "1h"),
            "repair": (phase: Recover, after: ["triage"], teams: [{team}], skill: ("repair", Basic), effort: "2h"),
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T18:00", severity: High, reported: "0s")}}{more})"#
    )
}
const NW: &str = r#""nw""#;
const BOTH: &str = r#""nw", "ops""#;

fn played(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
fn with(contract: &str) -> Outcome {
    played(&scenario(contract, NW, ""))
}
fn length(outcome: &Outcome) -> Span {
    outcome.until() - outcome.occurred.unwrap()
}
/// Only these states of the ledger differ, by so many minutes.
fn moved(a: &Outcome, b: &Outcome, by: &[(Wait, i64)]) {
    for wait in Wait::ALL {
        let more = by.iter().find(|(of, _)| *of == wait).map_or(0, |(_, minutes)| *minutes);
        assert_eq!(b.ledger[wait as usize] - a.ledger[wait as usize], Span::minutes(more), "{wait:?} of {:?}", b.ledger);
    }
}

#[test]
fn a_provider_responds_once_before_its_people_do_anything() {
    let (without, with_response) = (with(""), with(r#"response: (actual: "15m")"#));
    assert_eq!(length(&without), Span::hours(3));
    // Until somebody works on it nobody has answered the report.
    moved(&without, &with_response, &[(Wait::Vendor, 15)]);
    assert_eq!((without.cost(), with_response.cost()), (600.0, 600.0));
    let within = |target: &str| with(&format!(r#"response: (target: "{target}", actual: "15m")"#)).providers[0].within;
    assert_eq!((within("15m"), within("14m"), with_response.providers[0].within), (Some(true), Some(false), None));
    assert!(without.providers.is_empty());
}

#[test]
fn a_page_to_its_people_on_duty_is_answered_by_the_contract() {
    let paged = r#", escalation: {"call": (steps: [(page: "nia", wait: "1h")])}, telemetry: {}"#;
    let text = |contract: &str| scenario(contract, NW, paged).replace(r#"service: "repairs""#, r#"service: "repairs", escalation: "call""#);
    let (by_reach, by_contract) = (played(&text("")), played(&text(r#"response: (actual: "25m")"#)));
    let minutes = |o: &Outcome| (o.acknowledged.unwrap() - o.alerted.unwrap()).0 / 60_000;
    assert_eq!((minutes(&by_reach), minutes(&by_contract)), (10, 25));
}

#[test]
fn outside_its_hours_a_provider_waits_or_costs_more() {
    let always = with("");
    // Until Tuesday at 9:00 nobody is owed.
    moved(&always, &with(r#"hours: "day""#), &[(Wait::OffDuty, 15 * 60)]);
    let paid = with(r#"hours: "day", out_of_hours: 1.5"#);
    moved(&always, &paid, &[]);
    assert_eq!((always.provider, paid.provider), (600.0, 900.0));
    // A response is prepared, and its promise counted, in the hours of the contract.
    let late = with(r#"hours: "day", response: (target: "30m", actual: "20m")"#);
    moved(&always, &late, &[(Wait::OffDuty, 15 * 60), (Wait::Vendor, 20)]);
    assert_eq!(late.providers[0].within, Some(true));
    // Who comes at any time has promised it for any time.
    let paid_late = with(r#"hours: "day", out_of_hours: 1.5, response: (target: "15m", actual: "20m")"#);
    moved(&always, &paid_late, &[(Wait::Vendor, 20)]);
    assert_eq!(paid_late.providers[0].within, Some(false));
}

#[test]
fn what_the_contract_does_not_cover_is_ordered_for_time_and_money() {
    let order = r#"covers: (phases: [Triage, Contain]), change_order: (decision: "spend", takes: "2h", costs: 5000)"#;
    let (all, ordered) = (with(""), with(order));
    moved(&all, &ordered, &[(Wait::DecisionReach, 10), (Wait::Deliberation, 20), (Wait::Vendor, 120)]);
    assert_eq!((all.provider, ordered.provider), (600.0, 5_600.0));
    assert_eq!(ordered.decisions.len(), 1);
    // The same work excluded instead of not covered; by service, whatever the phase, the order comes first.
    moved(&ordered, &with(&order.replace("covers: (phases: [Triage, Contain])", "excludes: (phases: [Recover])")), &[]);
    let service = with(&order.replace("covers: (phases: [Triage, Contain])", r#"excludes: (services: ["repairs"])"#));
    moved(&ordered, &service, &[]);
    // Where somebody of the own staff can do it, nothing is ordered.
    let skilled = scenario(order, BOTH, "").replace(r#""ana": ("#, r#""ana": (skills: {"repair": Basic}, "#);
    let own = played(&skilled.replace(r#"roster: "day"),"#, r#"roster: "always"),"#));
    assert_eq!((own.decisions.len(), length(&own)), (0, Span::hours(3)));
}

#[test]
fn a_shared_bench_may_be_with_other_clients() {
    let alone = with(r#"response: (target: "1h", actual: "15m")"#);
    let never = with(r#"response: (target: "1h", actual: "15m"), shared: (clients: 3, busy: 0.0, left_sector_wide: 0.5)"#);
    moved(&alone, &never, &[]);
    let busy = with(r#"response: (target: "1h", actual: "15m"), shared: (clients: 3, busy: 1.0, free_after: "4h")"#);
    moved(&alone, &busy, &[(Wait::Vendor, 240)]);
    assert_eq!((alone.providers[0].within, busy.providers[0].within), (Some(true), Some(false)));
    // Each of 12 other clients has them 5 % of the time: somebody has them in 1 - 0.95^12 = 46 % of incidents.
    let plan = plan_of(&scenario(r#"shared: (clients: 12, busy: 0.05, free_after: "4h")"#, NW, ""));
    let late = crate::lab::play(&plan, 1, 2_000).iter().filter(|o| length(&o[0]) == Span::hours(7)).count() as f64 / 2_000.0;
    assert!((late - 0.4596).abs() < 0.045, "{late}");
}

#[test]
fn an_incident_of_the_whole_sector_leaves_a_share_of_the_bench() {
    let four = |contract: &str, wide: &str| {
        let text = scenario(contract, NW, "").replace(r#""nia": ("#, r#""nia": (count: 4, "#);
        let tasks: String = (1..5).map(|n| format!(r#""r{n}": (phase: Recover, teams: ["nw"], effort: "1h"),"#)).collect();
        let text = text.replace(r#""triage": (phase: Triage, teams: ["nw"], skill: ("repair", Basic), effort: "1h"),"#, &tasks);
        let text =
            text.replace(r#""repair": (phase: Recover, after: ["triage"], teams: ["nw"], skill: ("repair", Basic), effort: "2h"),"#, "");
        played(&text.replace("severity: High", &format!("severity: High{wide}")))
    };
    let shared = "shared: (clients: 9, left_sector_wide: 0.5)";
    assert_eq!(length(&four(shared, "")), Span::hours(1));
    assert_eq!(length(&four(shared, ", sector_wide: true")), Span::hours(2));
    assert_eq!(length(&four("shared: (clients: 9, left_sector_wide: 0.25)", ", sector_wide: true")), Span::hours(4));
    assert_eq!(length(&four("", ", sector_wide: true")), Span::hours(1), "a bench that is not shared");
    // Where nothing is shared nobody need be asked.
    assert_eq!((four(shared, "").providers.len(), four(shared, ", sector_wide: true").providers.len()), (0, 1));
    // None is left: nobody comes within the horizon.
    let none = four("response: (target: \"1h\", actual: \"5m\"), shared: (clients: 9, left_sector_wide: 0.0)", ", sector_wide: true");
    assert_eq!((none.recovered, none.providers[0].responded, none.providers[0].within), (None, None, Some(false)));
}

/// The provider's portal is down from 18:30 on for 90 minutes, and then works again.
const PORTAL: &str = r#", systems: {"portal": (backup: (restore: "90m"))}"#;
fn portal(contract: &str) -> Outcome {
    let text = scenario(contract, NW, PORTAL).replace(r#""ana": (team: "ops","#, r#""ana": (team: "ops", skills: {"portal": Basic},"#);
    let text = text.replace(r#"roster: "day"),"#, r#"roster: "always"),"#);
    let fix = r#""fix": (tasks: {"fix": (phase: Recover, each: Affected, teams: ["ops"], skill: ("portal", Basic), effort: Restore)}),"#;
    let text = text.replace("playbooks: {", &format!("playbooks: {{{fix} "));
    let other = r#""z": (playbook: "fix", at: "2026-01-05T18:30", severity: High, hits: ["portal"], reported: "0s"), "#;
    played(&text.replace("incidents: {", &format!("incidents: {{{other}")))
}

#[test]
fn a_provider_that_is_down_puts_the_work_down_and_goes_on_later() {
    let (free, bound) = (portal(""), portal(r#"needs: ["portal"]"#));
    // Half an hour of triage is done at 18:30; it goes on at 20:00.
    moved(&free, &bound, &[(Wait::Vendor, 90)]);
    assert_eq!((free.provider, bound.provider), (600.0, 600.0));
    let told = facts(&plan_of(&scenario("", NW, "")), 1, 0);
    assert!(!told.iter().any(|(_, f)| matches!(f, Fact::ProviderDown { .. })));
}

#[test]
fn from_the_end_of_the_contract_its_people_are_gone() {
    let gone = with(r#"ends: "2026-01-05T18:30""#);
    assert_eq!((gone.recovered, gone.provider), (None, 100.0));
    // Ana finishes it on the next morning, from half an hour of triage left.
    let skilled = scenario(r#"ends: "2026-01-05T18:30""#, BOTH, "").replace(r#""ana": ("#, r#""ana": (skills: {"repair": Basic}, "#);
    let taken_up = played(&skilled);
    assert_eq!((length(&taken_up), taken_up.provider), (Span::minutes(15 * 60 + 150), 100.0));
    // An end after the incident changes nothing.
    moved(&with(""), &with(r#"ends: "2026-01-06T18:30""#), &[]);
}

/// Nia holds the grant that an attack is after at 20:00, when everybody who holds it falls.
fn attacked(contract: &str, person: &str) -> Vec<(Instant, Fact)> {
    let attack = r#", systems: {"first": (backup: (restore: "1m"))}, attacks: {"a": (stages: [
        (stage: "in", next: "2h"), (stage: "on", next: "1h", from_holders: (grants: ["root"], each: 1.0)), (stage: "harm")])}"#;
    let text = scenario(contract, NW, attack).replace(r#""nia": ("#, &format!(r#""nia": (grants: ["root"], {person}"#));
    let text = text.replace("phase: Triage", "phase: Contain").replace("severity: High", r#"severity: High, attack: "a", hits: ["first"]"#);
    facts(&plan_of(&text), 1, 0)
}
fn lost(told: &[(Instant, Fact)]) -> Vec<i64> {
    told.iter().filter(|(_, f)| matches!(f, Fact::Lost { .. })).map(|(at, _)| at.0 / 60_000).collect()
}

#[test]
fn with_the_contract_ends_the_access_that_its_people_held_for_it() {
    let minute = |hour: i64, minute: i64| hour * 60 + minute;
    let stolen = |told: &[(Instant, Fact)]| told.iter().filter(|(_, f)| matches!(f, Fact::Stolen { .. })).count();
    let held = attacked("", "");
    assert_eq!((lost(&held), stolen(&held)), (vec![], 1));
    // Who has gone is no way in any more; who goes later still is one.
    let gone = attacked(r#"ends: "2026-01-05T19:45""#, "");
    assert_eq!((lost(&gone), stolen(&gone)), (vec![minute(19, 45)], 0));
    let later = attacked(r#"ends: "2026-01-05T20:15""#, "");
    assert_eq!((lost(&later), stolen(&later)), (vec![minute(20, 15)], 1));
    // A grant that ends before the contract does so at its own time, one that would last longer with the contract.
    let own = attacked(r#"ends: "2026-01-05T19:45""#, r#"grants_until: {"root": "2026-01-05T18:30"}, "#);
    assert_eq!((lost(&own), stolen(&own)), (vec![minute(18, 30)], 0));
    let longer = attacked(r#"ends: "2026-01-05T19:45""#, r#"access_until: "2026-01-05T22:00", "#);
    assert_eq!((lost(&longer), stolen(&longer)), (vec![minute(19, 45)], 0));
    // What has ended before the play begins is not held in it.
    let never = attacked(r#"ends: "2026-01-05T00:00""#, "");
    assert_eq!((lost(&never), stolen(&never)), (vec![], 0));
}

#[test]
fn bills_go_by_the_contract() {
    let bill = |terms: &str| {
        let outcome = with(terms);
        moved(&with(""), &outcome, &[]);
        outcome.provider
    };
    assert_eq!(bill(""), 3.0 * 200.0);
    assert_eq!(bill("recovery_fee_per_hour: 350"), 200.0 + 2.0 * 350.0);
    assert_eq!(bill("recovery_fee_per_hour: 0"), 200.0);
    assert_eq!(bill(r#"included_hours_per_month: "2h""#), 200.0);
    assert_eq!(bill(r#"included_hours_per_month: "90m""#), 300.0);
    assert_eq!(bill(r#"minimum: "4h""#), 800.0);
    assert_eq!(bill(r#"minimum: "2h""#), 600.0);
    // Five hours at least, of which two are included.
    assert_eq!(bill(r#"minimum: "5h", included_hours_per_month: "2h""#), 600.0);
}

/// An inject at the beginning of the incident or so long after it.
fn injected(contract: &str, when: &str, effect: &str) -> Outcome {
    let inject = format!(r#", injects: {{"news": (says: "-", {when}, effect: {effect})}}"#);
    played(&scenario(contract, NW, &inject))
}

#[test]
fn a_contract_is_suspended_for_a_time_or_for_good() {
    let quiet = with("");
    // Nia has half of the triage behind her at 18:30, and goes on with it when the contract holds again.
    let suspended = injected("", r#"at: "+30m""#, r#"Suspended(provider: "northwind", lasts: "2h")"#);
    assert_eq!(length(&suspended), Span::hours(5));
    moved(&quiet, &suspended, &[(Wait::OffDuty, 120)]);
    let ended = injected("", r#"at: "+30m""#, r#"Suspended(provider: "northwind")"#);
    assert_eq!(ended.recovered, None, "nobody comes any more");
    assert_eq!(ended.ledger[Wait::Working as usize], Span::minutes(30));
}

#[test]
fn a_provider_is_owed_in_other_hours_from_now_on() {
    let quiet = with("");
    // The shifts of `day` are from 9 to 17: nobody comes before Tuesday at 9, or before the old hours hold again at 22:00.
    for (lasts, minutes) in [("", 15 * 60), (r#", lasts: "4h""#, 4 * 60)] {
        let other = injected("", "when: Began", &format!(r#"OwedIn(provider: "northwind", hours: "day"{lasts})"#));
        assert_eq!(length(&other), Span::minutes(180 + minutes));
        assert_eq!(other.ledger[Wait::Working as usize], quiet.ledger[Wait::Working as usize]);
    }
    // In mid-work at 18:30 what is left of three hours is done from Tuesday at 9:00 on.
    let late = injected("", r#"at: "+30m""#, r#"OwedIn(provider: "northwind", hours: "day")"#);
    assert_eq!(length(&late), Span::hours(15) + Span::minutes(150));
}

#[test]
fn a_provider_responds_otherwise_from_now_on() {
    let promised = r#"response: (actual: "15m")"#;
    let slower = injected(promised, "when: Began", r#"RespondsAfter(provider: "northwind", takes: "1h")"#);
    moved(&with(promised), &slower, &[(Wait::Vendor, 45)]);
    let late = injected(promised, r#"at: "+5m""#, r#"RespondsAfter(provider: "northwind", takes: "1h")"#);
    moved(&with(promised), &late, &[]);
}

#[test]
fn the_contract_of_the_last_who_knows_may_end() {
    // Nia of Northwind has it in her head; Ana may and can do it but for that, around the clock.
    let played = |contract: &str, knows: &str| {
        let text = scenario(contract, BOTH, "");
        let text = text.replace(r#""repair": (phase: Recover, "#, &format!(r#""repair": (phase: Recover, {knows}"#));
        let text = text.replace(r#"roster: "day")"#, r#"roster: "always", skills: {"repair": Basic})"#);
        let nia = r#""nia": (team: "nw", "#;
        played(&text.replace(nia, &format!(r#"{nia}knows: ["old-ways"], "#)))
    };
    let knows = r#"knows: "old-ways", "#;
    let parts = |o: &Outcome| Wait::ALL.into_iter().map(|w| (w, o.ledger[w as usize])).filter(|(_, s)| *s > Span(0)).collect::<Vec<_>>();
    assert_eq!(parts(&played("", knows)), [(Wait::Working, Span::hours(3))]);
    // From the end of the contract on, an hour into the repair, nobody who is there knows how; what anybody knows, Ana does.
    let ends = r#"ends: "2026-01-05T20:00""#;
    let gone = played(ends, knows);
    assert_eq!(gone.recovered, None);
    assert_eq!(parts(&gone), [(Wait::NoKnowledge, Span::hours(9 * 24 - 2)), (Wait::Working, Span::hours(2))]);
    assert_eq!(parts(&played(ends, "")), [(Wait::Working, Span::hours(3))]);
}

#[test]
fn what_has_changed_of_a_roster_outlasts_a_suspension() {
    // Nia has time off for twenty hours from 18:00 on; four hours later the contract is suspended for two.
    let off = r#""off": (says: "-", at: "+0s", effect: OffShift(person: "nia", lasts: "20h"))"#;
    let suspended = r#""s": (says: "-", at: "+4h", effect: Suspended(provider: "northwind", lasts: "2h"))"#;
    let of = |injects: &[&str]| {
        let asleep = scenario("", NW, &format!(", injects: {{{}}}", injects.join(", "))).replace("runs_for: \"1d\"", "runs_for: \"2d\"");
        played(&asleep)
    };
    let length = |o: &Outcome| o.recovered.map(|at| at - o.occurred.unwrap());
    // She is not called: nobody answers at home. At 14:00 she comes, and does three hours' work.
    assert_eq!(length(&of(&[off])), Some(Span::hours(23)));
    assert_eq!(length(&of(&[suspended])), Some(Span::hours(3)), "done by then");
    assert_eq!(of(&[off, suspended]).ledger, of(&[off]).ledger, "the end of the suspension at midnight ends no time off");
    // The other way round: suspended for two hours, time off meanwhile for one.
    let early = suspended.replace("+4h", "+1m");
    let within = off.replace("+0s", "+2m").replace("20h", "1h");
    let parts = |o: &Outcome| Wait::ALL.into_iter().map(|w| (w, o.ledger[w as usize])).filter(|(_, s)| *s > Span(0)).collect::<Vec<_>>();
    assert_eq!(parts(&of(&[&early, &within])), parts(&of(&[&early])), "nobody comes before the contract holds again");
    assert_eq!(length(&of(&[&early])), Some(Span::hours(5)));
}
