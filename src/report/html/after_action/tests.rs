//! The report of a play by hand, whose times are known to the minute.

use super::*;
use crate::engine::time::Instant;
use crate::exercise::account::{Choice, Grade, Note, Observation, Override, Rated, When};
use crate::exercise::improvement::{Action, Element, State};
use crate::model::ids::{DecisionId, IncidentNo};
use crate::report::html::roles::Naming;
use crate::report::testing;
use crate::text::Overlay;

const EXERCISE: &str = r#"(
    exercise: (
        objectives: {"1": (text: "Answer in time", capability: "Escalation"), "2": (text: "Decide in time", capability: "Authority")},
        moves: [(title: "A", minutes: 20, begins: "2026-03-07T02:14", questions: ["?"])],
        expectations: {
            "answered": (after: Alerted, what: Acknowledged, within: "30m", objective: "1"),
            "decided": (text: "Isolation is decided.", after: Asked("isolate"), what: Decided("isolate"), within: "45m", objective: "2"),
        },
    ),
)"#;

fn account() -> Account {
    let facts = testing::facts(17, 600);
    let now = facts.last().map_or(Instant(0), |(at, _)| *at);
    let when = When { story: Instant(2400 * 60_000), wall: Span::minutes(12) };
    Account {
        name: "march".into(),
        began: "2026-11-25 14:02".into(),
        lasted: Span::minutes(88),
        ended: true,
        now,
        facts,
        choices: vec![Choice {
            when,
            role: "ciso".into(),
            by_facilitator: true,
            decision: Some((IncidentNo(0), DecisionId(0))),
            asked: "isolate".into(),
            offered: vec![],
            taken: "approves".into(),
            drawn: Some("refuses".into()),
            why: "Marcus Oyelaran trusts the <backups>".into(),
            cost: None,
        }],
        overrides: vec![Override { when, what: "core-db is back".into(), instead: None, why: "we have a mirror".into() }],
        notes: vec![Note { when, about: About::HotWash, by: "ciso".into(), text: "Write the rights down".into() }],
        observations: vec![
            Observation {
                when,
                objective: Some(1),
                weight: Weight::Improvement,
                by: "evaluator".into(),
                text: "Nobody knew the deputy".into(),
            },
            Observation { when, objective: None, weight: Weight::Strength, by: "evaluator".into(), text: "They kept a log".into() },
        ],
        ratings: vec![Rated { objective: 0, grade: Grade::S, by: "evaluator".into(), why: "by luck".into() }],
        ..Account::default()
    }
}

fn made(naming: Naming) -> (AfterAction, String) {
    let scenario = testing::scenario(&[]).with(&Overlay { name: "exercise", text: EXERCISE, ..Overlay::default() });
    let scenario = scenario.unwrap_or_else(|rejected| panic!("{rejected}"));
    let action = Action {
        id: "a".into(),
        issue: "Missed".into(),
        action: "Name a deputy".into(),
        capability: "Authority".into(),
        element: Element::Planning,
        owner: String::new(),
        start: None,
        due: None,
        status: State::Open,
        done: None,
        retested: None,
        retest: String::new(),
        patch: String::new(),
        effect: "saves 3 h".into(),
    };
    let improvement = Improvement { actions: vec![action], ..Improvement::default() };
    let plays = Plays { count: 4, times: vec![("to the answer".into(), Some(1020.0), vec![600.0, 1200.0, 2400.0, f64::INFINITY])] };
    let account = account();
    let options = Options { names: naming, marking: None };
    let report = report(&scenario, &Basis { account: &account, plays: Some(plays), improvement: &improvement }, &options).expect("made");
    let page = html(&report, &options).expect("a page");
    (report, page)
}

#[test]
fn each_rating_has_its_points_and_each_statement_the_facts_that_show_it() {
    let (report, page) = made(Naming::Roles);
    // The answer came 17 min after the alert, in 30: all points. The decision took 270 min in 45: late, half the points.
    assert_eq!(report.objectives.rows[0][2..5], ["10 of 10", "P", "S (evaluator)"]);
    assert_eq!(report.objectives.rows[1][2..5], ["5 of 10", "M", "to be confirmed"]);
    assert!(report.capabilities[0].strengths[0].words.contains("done with 13 min to spare"));
    let area = &report.capabilities[1].areas[0];
    assert!(area.words.contains("within 45 min after the decision isolate is asked for; done 3 h 45 min late"), "{}", area.words);
    assert!(area.facts.len() >= 3 && area.facts[0].contains("needs a decision"), "{:?}", area.facts);
    assert_eq!(report.capabilities[1].areas[1].title, "Nobody knew the deputy");
    // What belongs to no one objective is a strength all the same, and nothing for the parking lot.
    let whole = report.capabilities.last().expect("one");
    assert_eq!(
        (whole.title.as_str(), whole.strengths[0].title.as_str(), report.capabilities.len()),
        ("The exercise as a whole", "They kept a log", 3)
    );
    assert!(report.parking.is_empty() && !page.contains("Parking lot"));
    assert_eq!(report.summary[0], "Of 2 expectations 2 came due: 1 met in time, 1 late, 0 not at all.");
    assert_eq!(report.plays.rows[0][1..], ["17 min", "20 min", "40 min", "75 %"]);
    for part in ["Executive summary", "Name a deputy", "nobody yet", "saves 3 h", "we have a mirror", "Write the rights down", "THE ROOM"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn persons_are_not_named_unless_asked_for_and_nothing_of_a_text_is_markup() {
    let (report, page) = made(Naming::Roles);
    assert!(!page.contains("Marcus") && !page.contains("Ana Reyes") && page.contains("&lt;backups"));
    let words = markdown(&report);
    assert!(!words.contains("Marcus") && words.contains("trusts the &lt;backups&gt;"), "{words}");
    for part in [
        "# After-action report",
        "## Executive summary",
        "| Decide in time | Authority | 5 of 10 | M |",
        "## Improvement plan",
        "Rating: **M: performed with major challenges, proposed**",
    ] {
        assert!(words.contains(part), "{part} in\n{words}");
    }
    assert!(made(Naming::Full).1.contains("Marcus Oyelaran"));
}
