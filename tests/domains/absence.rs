//! Who is away, and what that does: to shifts, call-outs, turns on call, decisions; and that they are away as often as asked.

use std::sync::Arc;

use firedrill::engine::chance::Luck;
use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::absence::{Spell, Why, spells_of};
use firedrill::model::fact::{Fact, Stop, Wait};
use firedrill::model::ids::PersonId;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{agrees, facts, one, plan_of};

/// A Monday noon; an incident of one task of an hour, begun at once by whoever can. `more` are further sections.
fn plan(people: &str, more: &str) -> Arc<Plan> {
    plan_at("2026-01-05T12:00", people, more)
}
fn plan_at(at: &str, people: &str, more: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
        reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 1.0, after: "0s"), off_duty: (answers: 1.0, after: "0s"),
            absent: (answers: 1.0, after: "3h")),
        rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]), "always": Always,
            "rota": OnCall(members: ["ana", "ben", "chi"], hand_over: "Mon 09:00", from: "2026-01-05")}},
        teams: {{"ops": (), "board": ()}},
        people: {{{people}}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "{at}", severity: High, reported: "0s")}}, {more})"#
    ))
}
const THREE: &str = r#""ana": (team: "ops", roster: "office", skills: {"craft": Working}), "ben": (team: "ops"), "chi": (team: "ops")"#;
fn played(plan: &Arc<Plan>) -> Outcome {
    one(plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
fn person(plan: &Plan, id: &str) -> PersonId {
    PersonId(plan.people.iter().position(|p| p.id == id).unwrap() as u32)
}
/// What a play came to in the ledger, state by state where there is any.
fn ledger(plan: &Arc<Plan>) -> Vec<(Wait, Span)> {
    let outcome = played(plan);
    Wait::ALL.into_iter().map(|w| (w, outcome.ledger[w as usize])).filter(|(_, span)| span.0 > 0).collect()
}
fn away(people: &str, from: &str, to: &str, why: &str) -> String {
    format!(r#"overrides: {{"away": Away(people: {people}, from: "{from}", to: "{to}", why: {why})}}"#)
}

#[test]
fn only_the_wait_for_somebody_on_duty_grows_by_a_named_absence() {
    let there = ledger(&plan(THREE, ""));
    assert_eq!(there, [(Wait::Working, Span::hours(1))]);
    for why in ["Leave", "Sick", "Training", "Other"] {
        let gone = ledger(&plan(THREE, &away(r#"["ana"]"#, "2026-01-02T17:00", "2026-01-08T09:00", why)));
        // Monday noon to Thursday 09:00, when Ana is back.
        assert_eq!(gone, [(Wait::OffDuty, Span::hours(69)), (Wait::Working, Span::hours(1))], "{why}");
    }
}

#[test]
fn whoever_is_away_is_not_called_out_but_whoever_is_only_taken_off_the_roster_is() {
    let removed = r#"overrides: {"away": Remove(people: ["ana"], from: "2026-01-02T17:00", to: "2026-01-08T09:00")}"#;
    assert_eq!(ledger(&plan(THREE, removed)), [(Wait::Working, Span::hours(1))], "off the roster, she comes when called");
    let plan = plan(THREE, &away(r#"["ana"]"#, "2026-01-02T17:00", "2026-01-08T09:00", "Leave"));
    let told = facts(&plan, 1, 0);
    assert!(!told.iter().any(|(_, f)| matches!(f, Fact::CalledOut { .. } | Fact::Paged { .. })));
    let ana = person(&plan, "ana");
    let until = Instant(0) + Span::hours(3 * 24 + 9);
    assert!(told.contains(&(Instant(0) + Span::hours(12), Fact::Away { person: ana, why: Why::Leave, until })));
    assert!(told.contains(&(until, Fact::Back { person: ana })));
}

#[test]
fn work_in_hand_is_put_down_when_an_absence_begins_and_taken_up_in_the_middle_of_a_shift_when_it_ends() {
    let ill = away(r#"["ana"]"#, "2026-01-05T12:20", "2026-01-06T11:00", "Sick");
    let finish = ledger(&plan(THREE, &ill));
    // Twenty minutes done; from 12:20 to the next day 11:00 nobody is there; forty minutes are left.
    assert_eq!(finish, [(Wait::OffDuty, Span::minutes(22 * 60 + 40)), (Wait::Working, Span::hours(1))]);
    let handed = plan_of(&format!(
        r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d", {ill},
        rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])}}, teams: {{"ops": (at_shift_end: HandOver(cost: "10m"))}},
        people: {{{THREE}}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}})"#
    ));
    let expected = [(Wait::OffDuty, Span::minutes(22 * 60 + 40)), (Wait::HandOver, Span::minutes(10)), (Wait::Working, Span::hours(1))];
    assert_eq!(ledger(&handed), expected);
    let stopped = facts(&handed, 1, 0).iter().any(|(_, f)| matches!(f, Fact::Stopped { why: Stop::Away, .. }));
    assert!(stopped);
}

#[test]
fn whoever_is_away_may_decide_when_they_answer_and_does_nothing_hands_on() {
    let people = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}), "boss": (team: "board", roster: "always"),
        "ben": (team: "ops"), "chi": (team: "ops")"#;
    let gated = r#"decisions: {"go": (held_by: ["boss"], deliberation: "30m")},
        playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), decision: "go", effort: "1h")})}"#;
    let text = |more: &str| {
        format!(
            r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
            reach: (on_shift: (answers: 1.0, after: "0s"), absent: (answers: 1.0, at_night: 0.0, after: "3h")),
            rosters: {{"always": Always}}, teams: {{"ops": (), "board": ()}}, people: {{{people}}}, {gated},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}}, {more})"#
        )
    };
    assert_eq!(ledger(&plan_of(&text(""))), [(Wait::Deliberation, Span::minutes(30)), (Wait::Working, Span::hours(1))]);
    let away = plan_of(&text(&away(r#"["boss"]"#, "2026-01-02T17:00", "2026-01-08T09:00", "Leave")));
    let expected = [(Wait::DecisionReach, Span::hours(3)), (Wait::Deliberation, Span::minutes(30)), (Wait::Working, Span::hours(1))];
    assert_eq!(ledger(&away), expected);
    let night = plan_of(&text(&self::away(r#"["boss"]"#, "2026-01-02T17:00", "2026-01-08T09:00", "Leave")).replace("05T12:00", "05T22:00"));
    // Never at night: called again at 07:00, reached three hours later.
    assert_eq!(ledger(&night)[0], (Wait::DecisionReach, Span::hours(12)));
}

/// A night incident that pages the rota of Ana, Ben and Chi, Ana's week; who is paged first, and when the work ends.
fn paged_first(cover: &str, overrides: &str) -> (String, Span) {
    let people = r#""ana": (team: "ops", skills: {"craft": Working}), "ben": (team: "ops", skills: {"craft": Working}),
        "chi": (team: "ops", skills: {"craft": Working})"#;
    let plan = plan_of(&format!(
        r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
        reach: (on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "0s"), absent: (answers: 0.0, after: "0s")),
        rosters: {{"rota": OnCall(members: ["ana", "ben", "chi"], hand_over: "Mon 09:00", from: "2026-01-05"{cover})}},
        teams: {{"ops": ()}}, people: {{{people}}}, overrides: {{{overrides}}},
        escalation: {{"e": (steps: [(page: "rota", wait: "30m")], repeat: 40)}},
        playbooks: {{"p": (escalation: "e", tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-07T02:00", severity: High, reported: "0s")}})"#
    ));
    let first = facts(&plan, 1, 0).iter().find_map(|(_, f)| if let Fact::Paged { person, .. } = f { Some(*person) } else { None });
    let outcome = played(&plan);
    (plan.people[first.unwrap().at()].id.clone(), outcome.until() - outcome.occurred.unwrap())
}

#[test]
fn a_turn_on_call_passes_on_as_the_rota_says() {
    let gone = |who: &str, why: &str, from: &str| {
        format!(r#""{who}": Away(people: ["{who}"], from: "{from}", to: "2026-01-19T09:00", why: {why})"#)
    };
    let quick = Span::minutes(70);
    assert_eq!(paged_first("", ""), ("ana".into(), quick));
    for why in ["Leave", "Training", "Other"] {
        assert_eq!(paged_first("", &gone("ana", why, "2026-01-07T01:00")), ("ben".into(), quick), "{why}");
        assert_eq!(paged_first(", cover: WhenPlanned", &gone("ana", why, "2026-01-07T01:00")), ("ben".into(), quick), "{why}");
    }
    let both = format!("{}, {}", gone("ana", "Leave", "2026-01-07T01:00"), gone("ben", "Sick", "2026-01-07T01:00"));
    assert_eq!(paged_first("", &both), ("chi".into(), quick), "whoever is there, however briefly the other has been ill");
    // Ill since 01:00: Ben takes over at 05:00, and is paged by the step at 05:00.
    let ill = gone("ana", "Sick", "2026-01-07T01:00");
    assert_eq!(paged_first("", &ill), ("ana".into(), Span::hours(3) + quick));
    assert_eq!(paged_first(r#", cover: Next(sick_after: "30m")"#, &ill), ("ben".into(), quick));
    assert_eq!(paged_first(r#", cover: Next(sick_after: "2h")"#, &ill), ("ana".into(), Span::hours(1) + quick));
    // Not covered: Ben's own week begins on Monday at 09:00; the policy falls silent long before.
    let never = Span::days(20);
    assert_eq!(paged_first(", cover: WhenPlanned", &ill), ("ana".into(), never));
    assert_eq!(paged_first(", cover: Nobody", &gone("ana", "Leave", "2026-01-07T01:00")), ("ana".into(), never));
    // Taken off the rota by an override, Ben is not asked to stand in.
    let off = format!(
        r#"{}, "off": Remove(people: ["ben"], from: "2026-01-01T00:00", to: "2026-02-01T00:00")"#,
        gone("ana", "Leave", "2026-01-07T01:00")
    );
    assert_eq!(paged_first("", &off), ("chi".into(), quick));
}

#[test]
fn a_policy_that_looks_again_sees_a_turn_pass_and_somebody_come_back() {
    let people = r#""ana": (team: "ops", skills: {"craft": Working}), "ben": (team: "ops", skills: {"craft": Working}),
        "chi": (team: "desk", roster: "always", skills: {"craft": Working})"#;
    let text = |page: &str| {
        format!(
            r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
            reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "0s"),
                absent: (answers: 0.0, after: "0s")),
            rosters: {{"always": Always, "rota": OnCall(members: ["ana", "ben"], hand_over: "Mon 09:00", from: "2026-01-05")}},
            teams: {{"ops": (), "desk": ()}}, people: {{{people}}},
            overrides: {{"ill": Away(people: ["ana"], from: "2026-01-07T01:00", to: "2026-01-09T00:00", why: Sick),
                "course": Away(people: ["chi"], from: "2026-01-07T01:00", to: "2026-01-07T04:20", why: Training)}},
            escalation: {{"e": (steps: [(page: "{page}", wait: "12h")], re_resolve: true)}},
            playbooks: {{"p": (escalation: "e", tasks: {{"do": (phase: Recover, teams: ["ops", "desk"], skill: ("craft", Basic), effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-07T02:00", severity: High, reported: "0s")}})"#
        )
    };
    let length = |page: &str| {
        let outcome = played(&plan_of(&text(page)));
        outcome.acknowledged.unwrap() - outcome.occurred.unwrap()
    };
    // Ben is on call from 05:00 on, and Chi of the desk back at 04:20.
    assert_eq!(length("rota"), Span::minutes(3 * 60 + 10));
    assert_eq!(length("desk"), Span::minutes(2 * 60 + 20));
}

#[test]
fn a_queue_waits_for_those_of_the_team_who_are_there() {
    let text = |more: &str| {
        format!(
            r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
            reach: (on_shift: (answers: 1.0, after: "0s")),
            rosters: {{"early": Weekly([(days: "Mon-Fri", from: "06:00", to: "14:00")]), "late": Weekly([(days: "Mon-Fri", from: "14:00", to: "22:00")])}},
            teams: {{"desk": ()}}, people: {{"ana": (team: "desk", roster: "early", skills: {{"craft": Working}}), "ben": (team: "desk", roster: "late")}},
            systems: {{"s": (backup: (restore: "1h"))}},
            telemetry: {{"t": (watches: ["s"], after: "0s", goes_to: "desk")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["desk"], skill: ("craft", Basic), effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-06T05:00", hits: ["s"], severity: High)}}, {more})"#
        )
    };
    let answered = |more: &str| {
        let outcome = played(&plan_of(&text(more)));
        outcome.acknowledged.unwrap() - outcome.occurred.unwrap()
    };
    assert_eq!(answered(""), Span::hours(1));
    assert_eq!(answered(&away(r#"["ana"]"#, "2026-01-05T14:00", "2026-01-06T10:30", "Sick")), Span::minutes(5 * 60 + 30));
    assert_eq!(answered(&away(r#"["ana"]"#, "2026-01-05T14:00", "2026-01-09T06:00", "Leave")), Span::hours(9));
}

#[test]
fn holidays_thin_all_their_rosters_together_and_on_call_goes_on() {
    let text = |holiday: &str| {
        format!(
            r#"(name: "absence", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d",
            reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "0s")),
            rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]), "desk": Weekly([(days: "Mon-Fri", from: "08:00", to: "18:00")]),
                "rota": OnCall(members: ["ana"], hand_over: "Mon 09:00", from: "2026-01-05")}},
            {holiday}
            teams: {{"ops": (), "desk": ()}},
            people: {{"ana": (team: "ops", roster: "office", skills: {{"craft": Working}}), "ben": (team: "desk", roster: "desk", skills: {{"craft": Working}})}},
            escalation: {{"e": (steps: [(page: ["desk", "ops"], wait: "30m"), (page: "rota", wait: "30m")])}},
            playbooks: {{"p": (escalation: "e", tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-06T12:00", severity: High, reported: "0s")}})"#
        )
    };
    let states = |holiday: &str| ledger(&plan_of(&text(holiday)));
    assert_eq!(states(""), [(Wait::Working, Span::hours(1))]);
    let both = r#"holidays: {"epiphany": (days: ["2026-01-06"], rosters: ["office", "desk"])},"#;
    assert_eq!(states(both), [(Wait::Unanswered, Span::minutes(40)), (Wait::Working, Span::hours(1))]);
}

/// A year of people on different rosters, with so many days of absence.
fn year(absence: &str, more: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "a year", time_zone: "Europe/Berlin", starts: "2026-01-05T00:00", runs_for: "364d", horizon: "1d",
        rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]),
            "turns": Rotating(cycle: "DDNN----", from: "2026-01-05", day: "07:00-19:00", night: "19:00-07:00"), "always": Always}},
        teams: {{"ops": (), "desk": ()}},
        absence: {absence},
        people: {{"office": (team: "ops", roster: "office", skills: {{"craft": Working}}), "turns": (team: "ops", roster: "turns", skills: {{"craft": Working}}),
            "always": (team: "ops", roster: "always", skills: {{"craft": Working}}), "free": (team: "ops", skills: {{"craft": Working}}),
            "desk": (count: 2, team: "desk", roster: "office", skills: {{"craft": Working}})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops", "desk"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}}, {more})"#
    ))
}
/// How many of somebody's working days of a year are lost to one kind of absence.
fn missed(plan: &Plan, spells: &[Spell], who: PersonId, why: Why) -> f64 {
    let absence = plan.absence.as_ref().unwrap();
    let days = &absence.days[absence.habits[who.at()].days];
    days.iter().filter(|d| spells.iter().any(|s| s.why == why && s.from <= d.0 && d.1 <= s.to)).count() as f64
}

#[test]
fn the_days_that_people_miss_are_those_asked_for() {
    let plan = year(r#"(annual_leave: "22d", sick: "6d", training: "4d")"#, "");
    for id in ["office", "turns", "always", "free"] {
        let who = person(&plan, id);
        let years: Vec<Vec<Spell>> = (0..12_000).map(|k| spells_of(&plan, &Luck::new(3, k, 0), who)).collect();
        for (why, asked) in [(Why::Leave, 22.0), (Why::Sick, 6.0), (Why::Training, 4.0)] {
            let days: Vec<f64> = years.iter().map(|spells| missed(&plan, spells, who, why)).collect();
            agrees(&format!("{id}: days of {why:?} a year"), &days, asked);
        }
        for spells in &years {
            assert!(spells.windows(2).all(|w| w[0].to <= w[1].from) && spells.iter().all(|s| s.from < s.to), "{id}: {spells:?}");
        }
    }
}

#[test]
fn leave_follows_the_weights_of_the_months_and_keeps_its_days() {
    let plan = year(r#"(annual_leave: "22d", leave_lasts: "1d", leave_by_month: [1, 1, 1, 1, 1, 1, 4, 4, 1, 1, 1, 1])"#, "");
    let who = person(&plan, "office");
    let years: Vec<Vec<Spell>> = (0..6_000).map(|k| spells_of(&plan, &Luck::new(3, k, 0), who)).collect();
    let days: Vec<f64> = years.iter().map(|spells| missed(&plan, spells, who, Why::Leave)).collect();
    agrees("days of leave a year", &days, 22.0);
    // July weighs 4 where a month weighs (303 + 62 * 4) / 365 on average; it has 23 of the 261 working days of this year. One day is lost at a time.
    let july = |spells: &Vec<Spell>| {
        let absence = plan.absence.as_ref().unwrap();
        let days = &absence.days[absence.habits[who.at()].days];
        let july = days.iter().filter(|d| plan.zone.civil(d.0).month() == 7);
        july.filter(|d| spells.iter().any(|s| s.from <= d.0 && d.1 <= s.to)).count() as f64
    };
    let july: Vec<f64> = years.iter().map(july).collect();
    agrees("days of leave in July", &july, 22.0 * 4.0 / ((303.0 + 248.0) / 365.0) * 23.0 / 261.0);
}

#[test]
fn absence_is_that_of_the_person_then_of_the_team_then_of_the_scenario_and_covered_people_are_never_missed() {
    let plan = plan_of(
        r#"(name: "whose", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d",
        rosters: {"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])},
        employers: {"own": (), "firm": (provider: true)},
        absence: (annual_leave: "22d", sick: "6d"),
        teams: {"ops": (), "desk": (absence: (sick: "0d"))},
        people: {
            "own": (team: "ops", employer: "own", roster: "office", skills: {"craft": Working}, absence: (annual_leave: "0d")),
            "of-team": (team: "desk", employer: "own", roster: "office", absence: (training: "3d")),
            "covered": (team: "ops", employer: "own", roster: "office", absence: (covered: true)),
            "of-firm": (team: "ops", employer: "firm", roster: "office"),
            "lent": (team: "ops", employer: "firm", roster: "office", absence: (covered: false))},
        playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")})"#,
    );
    let kinds =
        |id: &str| -> Vec<Why> { plan.absence.as_ref().unwrap().habits[person(&plan, id).at()].kinds.iter().map(|k| k.why).collect() };
    assert_eq!(kinds("own"), [Why::Sick]);
    assert_eq!(kinds("of-team"), [Why::Leave, Why::Training]);
    assert_eq!(kinds("covered"), []);
    assert_eq!(kinds("of-firm"), []);
    assert_eq!(kinds("lent"), [Why::Leave, Why::Sick]);
}

/// All spells of a person in some plays.
fn all_spells(plan: &Plan, id: &str) -> Vec<Vec<Spell>> {
    (0..200).map(|k| spells_of(plan, &Luck::new(7, k, 0), person(plan, id))).collect()
}

#[test]
fn absences_are_those_of_the_person_whoever_else_is_there_and_however_the_work_is_staffed() {
    let usual = year(r#"(annual_leave: "22d", sick: "6d", training: "4d")"#, "");
    // Another staffing model: more people, named before and behind, another rota, other skills; and absence for one of them only.
    let more = r#"decisions: {"d": (held_by: ["office"], deliberation: "1h")}"#;
    let text = |people: &str, absence: &str| {
        plan_of(&format!(
            r#"(name: "another model", time_zone: "Europe/Berlin", starts: "2026-01-05T00:00", runs_for: "364d", horizon: "1d",
            rosters: {{"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]),
                "turns": Rotating(cycle: "DDNN----", from: "2026-01-05", day: "07:00-19:00", night: "19:00-07:00")}},
            teams: {{"ops": (), "other": ()}}, {absence} {more},
            people: {{"office": (team: "other", roster: "office", skills: {{"craft": Expert}}), "turns": (team: "ops", roster: "turns"), {people}}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops", "other"], skill: ("craft", Basic), effort: "2h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-02-05T12:00", severity: Low, reported: "1h")}})"#
        ))
    };
    let days = r#"annual_leave: "22d", sick: "6d", training: "4d""#;
    let other = text(r#""aaa": (count: 3, team: "ops", roster: "office"), "zzz": (team: "ops")"#, &format!("absence: ({days}),"));
    let alone = text(&format!(r#""pat": (team: "ops", roster: "office", absence: ({days})), "sam": (team: "ops", roster: "office")"#), "");
    let with = text(
        &format!(r#""pat": (team: "ops", roster: "office", absence: ({days})), "sam": (team: "ops", roster: "office", absence: ({days}))"#),
        "",
    );
    for id in ["office", "turns"] {
        assert_eq!(all_spells(&usual, id), all_spells(&other, id), "{id} in another staffing model");
        assert!(all_spells(&alone, id).iter().all(Vec::is_empty));
    }
    assert_eq!(all_spells(&alone, "pat"), all_spells(&with, "pat"), "absence for Sam too leaves Pat's as it was");
    assert!(all_spells(&alone, "sam").iter().all(Vec::is_empty) && all_spells(&with, "sam").iter().any(|s| !s.is_empty()));
    let (a, b) = (all_spells(&with, "pat"), all_spells(&with, "sam"));
    assert!(a.iter().zip(&b).all(|(a, b)| a != b || a.is_empty()), "each has their own luck");
}

#[test]
fn people_leave_as_often_as_asked_and_their_seat_is_empty_until_somebody_comes() {
    let plan = year(r#"(turnover_per_year: 1.0, notice: "0d", time_to_hire: "0d")"#, "");
    let who = person(&plan, "office");
    let leavers: Vec<f64> = (0..20_000).map(|k| spells_of(&plan, &Luck::new(3, k, 0), who).len() as f64).collect();
    // A working night lies between one and the next, in which nobody can leave.
    agrees("people who leave a seat in a year", &leavers, 1.0);
    let plan = year(r#"(turnover_per_year: 1.0, notice: "30d", time_to_hire: "90d")"#, "");
    let end = Instant(0) + Span::days(365);
    let gaps = |k| spells_of(&plan, &Luck::new(3, k, 0), person(&plan, "office"));
    let whole: Vec<Spell> = (0..500).flat_map(gaps).filter(|s| s.to < end).collect();
    assert!(whole.len() > 100);
    for spell in whole {
        // Two months, and as much as lies between shifts: from the end of the last one to the beginning of the first.
        let days = (spell.to - spell.from).hours_f64() / 24.0;
        assert!(spell.why == Why::Left && (59.0..=66.0).contains(&days), "{days} days: {spell:?}");
    }
}

/// An incident in the eleventh month in the hands of the one who can do it, in a play in which somebody else has come in her place.
fn by_a_successor(absence: &str, task: &str) -> Vec<(Wait, Span)> {
    let plan = plan_of(&format!(
        r#"(name: "successor", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "364d", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "0s"), off_duty: (answers: 0.0, after: "0s")),
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, {absence}
        people: {{"ana": (team: "ops", roster: "always", skills: {{"craft": Working}}, knows: ["secret"])}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h", {task})}})}},
        incidents: {{"i": (playbook: "p", at: "2026-11-25T12:00", severity: High, reported: "0s")}})"#
    ));
    let at = Instant(0) + Span::days(324) + Span::hours(12);
    let comes = |k: &u64| {
        let spells = spells_of(&plan, &Luck::new(1, *k, 0), PersonId(0));
        spells.iter().any(|s| s.to < at) && !spells.iter().any(|s| s.from < at + Span::days(6) && s.to > at)
    };
    let k = if absence.is_empty() { 0 } else { (0..10_000).find(comes).expect("in some play somebody comes in time") };
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, k).remove(0);
    Wait::ALL.into_iter().map(|w| (w, outcome.ledger[w as usize])).filter(|(_, span)| span.0 > 0).collect()
}

#[test]
fn whoever_comes_is_slower_while_new_and_does_not_know_what_only_the_leaver_knew() {
    let leaves = r#"turnover_per_year: 6.0, notice: "0d", time_to_hire: "2d""#;
    let new = |ramp: &str| format!("absence: ({leaves}, {ramp}),");
    let hour = [(Wait::Working, Span::hours(1))];
    assert_eq!(by_a_successor("", ""), hour);
    // Only the work takes longer, and only while they are new.
    assert_eq!(by_a_successor(&new(r#"ramp: "3650d", ramp_takes: 2.5"#), ""), [(Wait::Working, Span::minutes(150))]);
    assert_eq!(by_a_successor(&new(r#"ramp: "0s", ramp_takes: 2.5"#), ""), hour);
    // What the leaver knew is gone with them: a wait for the knowledge until the horizon; improvised where that can be.
    assert_eq!(by_a_successor("", r#"knows: "secret""#), hour);
    assert_eq!(by_a_successor(&new(r#"ramp: "0s""#), r#"knows: "secret""#), [(Wait::NoKnowledge, Span::days(5))]);
    assert_eq!(by_a_successor(&new(r#"ramp: "0s""#), r#"knows: "secret", improvise: 3.0"#), [(Wait::Working, Span::hours(3))]);
}

#[test]
fn while_the_last_who_knows_is_away_the_work_waits_for_the_knowledge_and_nothing_else_changes() {
    let people = r#""ana": (team: "ops", roster: "always", skills: {"craft": Working}, knows: ["old-ways"]),
        "ben": (team: "ops", roster: "always", skills: {"craft": Working})"#;
    let ledger = |knows: &str, more: &str| {
        let text = format!(
            r#"(name: "knows", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "20d", reach: (absent: (answers: 0)),
            rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{{people}}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, {knows}teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T12:00", severity: High, reported: "0s")}}, {more})"#
        );
        self::ledger(&plan_of(&text))
    };
    let knows = r#"knows: "old-ways", "#;
    let gone = away(r#"["ana"]"#, "2026-01-02T17:00", "2026-01-08T09:00", "Leave");
    assert_eq!(ledger(knows, ""), [(Wait::Working, Span::hours(1))]);
    // Monday noon to Thursday 09:00.
    assert_eq!(ledger(knows, &gone), [(Wait::NoKnowledge, Span::hours(69)), (Wait::Working, Span::hours(1))]);
    assert_eq!(ledger("", &gone), [(Wait::Working, Span::hours(1))], "what anybody knows waits for nobody");
}
