//! Exact values from queueing and reliability theory, as scenarios in firedrill's own format.
//! The values are those of the cases named beside each test, computed from the formulas named there.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;

use firedrill::engine::time::Instant;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Spent};
use lab::{agrees, each, hours, plan_of};

/// A scenario of one kind of organisation: so many people around the clock, what they do, what arrives.
fn scenario(people: &str, playbooks: &str, incidents: &str, run: &str) -> String {
    format!(
        r#"(name: "theory", time_zone: "UTC", starts: "2026-01-05T00:00", {run}
        limits: (happenings: 1_000_000_000, per_instant: 100_000, pending: 10_000_000),
        reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 0.0, after: "1m"), off_duty: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always}}, {people} {playbooks} {incidents})"#
    )
}
fn crew(count: u32, preemption: &str) -> String {
    format!(
        r#"teams: {{"crew": (preemption: {preemption})}},
        people: {{"worker": (count: {count}, team: "crew", roster: "always", skills: {{"craft": Working}})}},"#
    )
}
fn one_task(effort: &str) -> String {
    format!(r#"playbooks: {{"work": (tasks: {{"do": (phase: Recover, teams: ["crew"], skill: ("craft", Working), effort: {effort})}})}},"#)
}
fn arrivals(mean_hours: f64) -> String {
    arrivals_of("i", mean_hours, "Medium", "work")
}
fn arrivals_of(id: &str, mean_hours: f64, severity: &str, playbook: &str) -> String {
    let seconds = mean_hours * 3600.0;
    format!(r#""{id}": (playbook: "{playbook}", every: Exponential(mean: "{seconds}s"), severity: {severity}, reported: "0s"),"#)
}
fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in of {
        sum += value;
        n += 1.0;
    }
    sum / n
}
fn wait(o: &Outcome) -> f64 {
    hours(o.occurred.unwrap(), o.acknowledged.unwrap_or(o.horizon))
}
fn sojourn(o: &Outcome) -> f64 {
    hours(o.occurred.unwrap(), o.recovered.unwrap_or(o.horizon))
}

const LONG: &str = r#"warm_up: "30d", runs_for: "1500d", horizon: "30d","#;

#[test]
fn a_queue_with_c_servers_waits_as_erlang_c_says() {
    for (c, per_hour, exact, days) in [(1, 0.8, 4.0, 2500), (3, 2.4, 1.078651685393258, 900), (10, 9.0, 0.668731524107697, 500)] {
        let run = format!(r#"warm_up: "40d", runs_for: "{days}d", horizon: "30d","#);
        let incidents = format!("incidents: {{{}}}", arrivals(1.0 / per_hour));
        let plan = plan_of(&scenario(&crew(c, "Never"), &one_task(r#"Exponential(mean: "1h")"#), &incidents, &run));
        let waits = each(&plan, 78, 40, |o| mean(o.iter().map(wait)));
        agrees(&format!("M/M/{c}"), &waits, exact);
    }
}

#[test]
fn one_server_with_any_service_waits_as_pollaczek_and_khinchine_say() {
    let incidents = |per_hour: f64| format!("incidents: {{{}}}", arrivals(1.0 / per_hour));
    let plan = plan_of(&scenario(&crew(1, "Never"), &one_task(r#"Fixed("1h")"#), &incidents(0.8), LONG));
    agrees("M/D/1", &each(&plan, 12, 40, |o| mean(o.iter().map(wait))), 2.0);
    let run = r#"warm_up: "40d", runs_for: "4000d", horizon: "30d","#;
    let plan = plan_of(&scenario(&crew(1, "Never"), &one_task(r#"LogNormal(mean: "1h", sigma: 1.0)"#), &incidents(0.7), run));
    agrees("M/G/1", &each(&plan, 13, 40, |o| mean(o.iter().map(wait))), 3.1713287998688853);
}

fn by_class(outcomes: &[Outcome], class: u32, of: fn(&Outcome) -> f64) -> f64 {
    mean(outcomes.iter().filter(|o| o.kind.0 == class).map(of))
}

#[test]
fn more_severe_incidents_overtake_in_the_queue_as_cobham_says() {
    let three = format!(
        "incidents: {{{}{}{}}}",
        arrivals_of("a", 5.0, "High", "work"),
        arrivals_of("b", 1.0 / 0.3, "Medium", "work"),
        arrivals_of("c", 1.0 / 0.3, "Low", "work")
    );
    let run = r#"warm_up: "40d", runs_for: "2500d", horizon: "60d","#;
    let plan = plan_of(&scenario(&crew(1, "Never"), &one_task(r#"Exponential(mean: "1h")"#), &three, run));
    let all = each(&plan, 14, 40, |o| [0, 1, 2].map(|class| by_class(&o, class, wait)));
    for (class, exact) in [1.0, 2.0, 8.0].into_iter().enumerate() {
        agrees(&format!("class {class} of M/M/1 by severity"), &all.iter().map(|v| v[class]).collect::<Vec<_>>(), exact);
    }
    let two = format!("incidents: {{{}{}}}", arrivals_of("a", 1.0 / 0.6, "High", "work"), arrivals_of("b", 1.0, "Low", "work"));
    let plan = plan_of(&scenario(&crew(2, "Never"), &one_task(r#"Exponential(mean: "1h")"#), &two, LONG));
    let all = each(&plan, 15, 40, |o| [0, 1].map(|class| by_class(&o, class, wait)));
    for (class, exact) in [0.507936507936508, 2.539682539682541].into_iter().enumerate() {
        agrees(&format!("class {class} of M/M/2 by severity"), &all.iter().map(|v| v[class]).collect::<Vec<_>>(), exact);
    }
}

#[test]
fn more_severe_incidents_take_people_from_less_severe_ones() {
    let three = format!(
        "incidents: {{{}{}{}}}",
        arrivals_of("a", 5.0, "High", "work"),
        arrivals_of("b", 1.0 / 0.3, "Medium", "work"),
        arrivals_of("c", 1.0 / 0.3, "Low", "work")
    );
    let run = r#"warm_up: "40d", runs_for: "2500d", horizon: "60d","#;
    let plan = plan_of(&scenario(&crew(1, "Resume"), &one_task(r#"Exponential(mean: "1h")"#), &three, run));
    let all = each(&plan, 16, 40, |o| [0, 1, 2].map(|class| by_class(&o, class, sojourn)));
    for (class, exact) in [1.25, 2.5, 10.0].into_iter().enumerate() {
        agrees(&format!("class {class} of pre-emptive M/M/1"), &all.iter().map(|v| v[class]).collect::<Vec<_>>(), exact);
    }
}

#[test]
fn tiers_in_a_row_and_work_sent_back_take_as_long_as_jackson_says() {
    let people = r#"teams: {"l1": (), "l2": (), "l3": ()}, people: {
        "a": (count: 3, team: "l1", roster: "always", skills: {"s": Working}), "b": (count: 6, team: "l2", roster: "always", skills: {"s": Working}),
        "c": (count: 1, team: "l3", roster: "always", skills: {"s": Working})},"#;
    let playbooks = r#"playbooks: {"work": (tasks: {
        "one": (phase: Recover, teams: ["l1"], skill: ("s", Working), effort: Exponential(mean: "30m")),
        "two": (phase: Recover, after: ["one"], teams: ["l2"], skill: ("s", Working), effort: Exponential(mean: "1h")),
        "three": (phase: Recover, after: ["two"], teams: ["l3"], skill: ("s", Working), effort: Exponential(mean: "12m")) })},"#;
    let run = r#"warm_up: "20d", runs_for: "300d", horizon: "30d","#;
    let plan = plan_of(&scenario(people, playbooks, &format!("incidents: {{{}}}", arrivals(0.25)), run));
    agrees("three tiers", &each(&plan, 17, 40, |o| mean(o.iter().map(sojourn))), 2.864602644914102);
    let people = r#"teams: {"l1": (), "l2": ()}, people: {
        "a": (count: 7, team: "l1", roster: "always", skills: {"s": Working}), "b": (count: 6, team: "l2", roster: "always", skills: {"s": Working})},"#;
    let playbooks = r#"playbooks: {"work": (tasks: {
        "one": (phase: Recover, teams: ["l1"], skill: ("s", Working), effort: Exponential(mean: "30m")),
        "two": (phase: Recover, after: ["one"], chance: 0.3, back_to: ("one", 0.1), teams: ["l2"], skill: ("s", Working),
                effort: Exponential(mean: "75m")) })},"#;
    let plan = plan_of(&scenario(
        people,
        playbooks,
        &format!("incidents: {{{}}}", arrivals(0.1)),
        r#"warm_up: "20d", runs_for: "150d", horizon: "30d","#,
    ));
    agrees("bounced back", &each(&plan, 18, 40, |o| mean(o.iter().map(sojourn))), 1.049129681813952);
}

#[test]
fn ten_machines_and_one_repairer_are_up_as_the_birth_death_equations_say() {
    let systems = r#"systems: {"machine": (count: 10, fails: (every: Exponential(mean: "300m"), incident: "broken"))},"#;
    let incidents = r#"incidents: {"broken": (playbook: "work", severity: Medium, reported: "0s")}"#;
    let people = format!("{} {systems}", crew(1, "Never"));
    let run = r#"warm_up: "10d", runs_for: "400d", horizon: "10d","#;
    let plan = plan_of(&scenario(&people, &one_task(r#"Exponential(mean: "30m")"#), incidents, run));
    agrees("time down of a machine (min)", &each(&plan, 19, 40, |o| 60.0 * mean(o.iter().map(sojourn))), 81.96238315661223);
    agrees("wait for the repairer (min)", &each(&plan, 19, 40, |o| 60.0 * mean(o.iter().map(wait))), 51.96238315661225);
}

/// In hand at each of these hours of a cycle, on average over the days after the warm-up.
fn in_hand(outcomes: &[Outcome], plan_warm_up: Instant, cycle_hours: i64, cycles: i64, at: i64) -> f64 {
    let hour = 3_600_000;
    let mut count = vec![0i64; cycles as usize];
    for o in outcomes {
        let (from, to) = (o.occurred.unwrap().0, o.recovered.unwrap_or(o.horizon).0);
        let first = ((from - plan_warm_up.0 - at * hour) as f64 / (cycle_hours * hour) as f64).ceil().max(0.0) as i64;
        let mut k = first;
        while k < cycles && plan_warm_up.0 + (k * cycle_hours + at) * hour < to {
            count[k as usize] += 1;
            k += 1;
        }
    }
    // The first cycles would count incidents of the warm-up, which are not in the results.
    let counted = &count[5..];
    counted.iter().sum::<i64>() as f64 / counted.len() as f64
}

#[test]
fn with_hands_enough_the_number_in_hand_follows_the_hour_of_the_day() {
    let weights: Vec<String> = (0..24)
        .map(|h| {
            let w = std::f64::consts::TAU / 24.0;
            let rate = 10.0 + 6.0 / w * ((w * f64::from(h)).cos() - (w * f64::from(h + 1)).cos());
            format!(r#"(days: "daily", from: "{h:02}:00", to: "{:02}:00", weight: {rate})"#, h + 1)
        })
        .collect();
    let incidents = format!(
        r#"incidents: {{"i": (playbook: "work", rate_per_year: 87600.0, weight_by_hour: [{}], severity: Medium, reported: "0s")}}"#,
        weights.join(", ")
    );
    let playbooks = r#"playbooks: {"work": (tasks: {"do": (phase: Recover, takes: Exponential(mean: "2h"))})},"#;
    let run = r#"warm_up: "10d", runs_for: "150d", horizon: "30d","#;
    let plan = plan_of(&scenario(&crew(1, "Never"), playbooks, &incidents, run));
    let at = [0, 6, 12, 18];
    let all = each(&plan, 20, 40, |o| at.map(|h| in_hand(&o, plan.warm_up, 24, 140, h)));
    for (i, exact) in [14.966793831730863, 29.363484513586567, 25.033206168269135, 10.636515486413426].into_iter().enumerate() {
        agrees(&format!("in hand at {}:00", at[i]), &all.iter().map(|v| v[i]).collect::<Vec<_>>(), exact);
    }
}

#[test]
fn shifts_that_hand_over_at_no_cost_wait_as_the_periodic_markov_chain_says() {
    let people = r#"teams: {"crew": (at_shift_end: HandOver(cost: "0s"))},
        people: {"base": (count: 2, team: "crew", roster: "always", skills: {"craft": Working}),
                 "day": (count: 6, team: "crew", roster: "day", skills: {"craft": Working})},"#;
    let incidents = r#"incidents: {"i": (playbook: "work", rate_per_year: 27010.0, weight_by_hour: [(days: "daily", from: "08:00", to: "18:00", weight: 6.0)],
        severity: Medium, reported: "0s")}"#;
    let run = r#"warm_up: "20d", runs_for: "250d", horizon: "30d","#;
    let text = scenario(people, &one_task(r#"Exponential(mean: "1h")"#), incidents, run)
        .replace(r#"{"always": Always}"#, r#"{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "18:00")])}"#);
    let plan = plan_of(&text);
    agrees("sojourn, day and night shifts", &each(&plan, 21, 40, |o| mean(o.iter().map(sojourn))), 1.4542885312989384);
}

#[test]
fn tasks_side_by_side_end_with_the_slowest() {
    let playbooks = r#"playbooks: {"work": (tasks: {"a": (phase: Recover, takes: Exponential(mean: "1h")), "b": (phase: Recover, takes: Exponential(mean: "2h")),
        "c": (phase: Recover, takes: Exponential(mean: "4h"))})},"#;
    let plan = plan_of(&scenario(
        &crew(1, "Never"),
        playbooks,
        &format!("incidents: {{{}}}", arrivals(1.0)),
        r#"warm_up: "5d", runs_for: "100d", horizon: "30d","#,
    ));
    agrees("the slowest of three", &each(&plan, 22, 40, |o| mean(o.iter().map(sojourn))), 4.771428571428571);
}

#[test]
fn a_ladder_of_three_is_answered_as_the_geometric_law_says() {
    let people = r#"teams: {"crew": ()}, people: {"a": (team: "crew", skills: {"craft": Working}), "b": (team: "crew", skills: {"craft": Working}),
        "c": (team: "crew", skills: {"craft": Working})},
        escalation: {"ladder": (lapses: true, steps: [(page: "a", wait: "15m"), (page: "b", wait: "15m"), (page: "c", wait: "15m")])},"#;
    let playbooks = r#"playbooks: {"work": (escalation: "ladder", tasks: {"do": (phase: Recover, takes: "1m")})},"#;
    // Nothing begins within the hour before 07:00: whoever is still being paged then wakes up and has a second chance.
    let incidents = r#"incidents: {"i": (playbook: "work", rate_per_year: 17520.0, weight_by_hour: [(days: "daily", from: "06:00", to: "07:00", weight: 0.0)],
        severity: Medium, reported: "0s")}"#;
    let text = scenario(people, playbooks, incidents, r#"runs_for: "800d", horizon: "1d","#)
        .replace(r#"off_duty: (answers: 0.0, after: "1m")"#, r#"off_duty: (answers: 0.8, after: Exponential(mean: "5m"))"#);
    let plan = plan_of(&text);
    // A page that lapsed with its level is not answered later, so whoever is not reached in 45 minutes is not reached at all.
    let never = each(&plan, 23, 40, |o| o.iter().filter(|o| o.acknowledged.is_none()).count() as f64 / o.len() as f64);
    agrees("never answered", &never, 0.013794585218847187);
    let minutes = |o: &Outcome| o.acknowledged.map(|a| 60.0 * hours(o.occurred.unwrap(), a));
    agrees("minutes to an answer", &each(&plan, 23, 40, |o| mean(o.iter().filter_map(minutes))), 8.317044674483988);
    let first = each(&plan, 23, 40, |o| o.iter().filter(|o| minutes(o).is_some_and(|m| m < 15.0)).count() as f64 / o.len() as f64);
    agrees("answered on the first level", &first, 0.7601703453057089);
}

#[test]
fn of_n_who_could_come_nobody_does_as_the_binomial_law_says() {
    for (n, exact) in [(2, 0.0169), (3, 0.002197)] {
        let people = format!(
            r#"teams: {{"crew": ()}}, people: {{"p": (count: {n}, team: "crew", role: "holder", skills: {{"craft": Working}})}},
            escalation: {{"all": (steps: [(page: "holder", wait: "15m")])}},"#
        );
        let playbooks = r#"playbooks: {"work": (escalation: "all", tasks: {"do": (phase: Recover, takes: "1m")})},"#;
        let text = scenario(
            &people,
            playbooks,
            r#"incidents: {"i": (playbook: "work", every: "10m", severity: Medium, reported: "0s")}"#,
            r#"runs_for: "350d", horizon: "5m","#,
        )
        .replace(r#"off_duty: (answers: 0.0, after: "1m")"#, r#"off_duty: (answers: 0.87, after: "0s")"#);
        let plan = plan_of(&text);
        let nobody = each(&plan, 24, 40, |o| o.iter().filter(|o| o.acknowledged.is_none()).count() as f64 / o.len() as f64);
        agrees(&format!("nobody of {n}"), &nobody, exact);
    }
}

#[test]
fn tickets_that_are_passed_on_wait_in_each_line_as_erlang_c_says() {
    // What leaves a line of exponential services comes to the next as if at random (P. Burke: The output of a queuing system, Operations
    // Research 4, 1956, 699-704): both lines wait as if they were alone, and what takes time between them changes nothing.
    let people = r#"teams: {"crew": (), "second": ()}, people: {"a": (count: 10, team: "crew", roster: "always"),
        "b": (count: 10, team: "second", roster: "always")},"#;
    let demand = r#"demand: {"calls": (team: "crew", rate_per_week: 1512, effort: Exponential(mean: "1h"), after: Exponential(mean: "3h"),
        then: [(share: 0.5, team: "second", after: Uniform("1h", "9h"), effort: Exponential(mean: "2h"))])},"#;
    let plan = plan_of(&scenario(people, demand, "", r#"warm_up: "20d", runs_for: "400d","#));
    let all: Vec<[f64; 3]> = (0..40)
        .map(|k| {
            let (mut values, mut took, mut done) = ([0.0; 3], 0.0, 0.0);
            for (_, fact) in lab::facts(&plan, 26, k) {
                match fact {
                    Fact::Tickets { arrived, waited, .. } => values[0] = waited.hours_f64() / f64::from(arrived),
                    Fact::TicketsPassedOn { came, waited, .. } => values[1] = waited.hours_f64() / f64::from(came),
                    Fact::TicketsTook { done: n, took: span, .. } => (done, took) = (f64::from(n), span.hours_f64()),
                    _ => {}
                }
            }
            values[2] = took / done;
            values
        })
        .collect();
    // M/M/10 at 90 % waits w = 0.6687 h. The second line is the same at half the speed. In all that makes 3 + w + 1 hours, and for half of
    // them 5 + 2 w + 2 more.
    let w = 0.668_731_524_107_697;
    let exact = [("wait", w), ("wait in the second line", 2.0 * w), ("from arrival to done", 7.5 + 2.0 * w)];
    for (i, (what, exact)) in exact.into_iter().enumerate() {
        agrees(&format!("{what}, tandem"), &all.iter().map(|v| v[i]).collect::<Vec<_>>(), exact);
    }
}

#[test]
fn tickets_that_are_given_up_wait_as_erlang_a_says() {
    let text = scenario(
        &crew(10, "Never"),
        r#"demand: {"calls": (team: "crew", rate_per_week: 1680, effort: Exponential(mean: "1h"), gives_up_after: Exponential(mean: "2h"))},"#,
        "",
        r#"warm_up: "10d", runs_for: "200d","#,
    );
    let plan = plan_of(&text);
    let all: Vec<[f64; 3]> = (0..40)
        .map(|k| {
            let facts = lab::facts(&plan, 25, k);
            let (mut values, mut hours) = ([0.0; 3], 0.0);
            for (_, fact) in facts {
                match fact {
                    Fact::Tickets { arrived, given_up, waited, .. } => {
                        values[0] = f64::from(given_up) / f64::from(arrived);
                        values[1] = waited.hours_f64() / f64::from(arrived);
                    }
                    Fact::Spent { on: Spent::Tickets, time, .. } => hours += time.hours_f64(),
                    _ => {}
                }
            }
            values[2] = hours / (10.0 * 200.0 * 24.0);
            values
        })
        .collect();
    let exact = [("given up", 0.1039132123263081), ("wait of all", 0.2078264246526162), ("at tickets", 0.8960867876736918)];
    for (i, (what, exact)) in exact.into_iter().enumerate() {
        agrees(&format!("{what}, Erlang A"), &all.iter().map(|v| v[i]).collect::<Vec<_>>(), exact);
    }
}
