//! The exercise of a file: what is refused, what the check finds, and what of it stands in the plan.

use super::found::{expect, never};
use super::mistakes::{Case, check as refuses};
use super::{changed, plan, read};
use crate::engine::time::{Instant, Span};
use crate::model::exercise::{Begins, Deed, Need, Trigger};

const TARGETS: &str = "    targets: {\"quick\"";

/// The base scenario with an inject and an exercise.
fn with(exercise: &str) -> String {
    format!("    injects: {{\"news\": (says: \"x\", at: \"+1h\", for: [\"first\"])}},\n    exercise: (\n{exercise}\n    ),\n{TARGETS}")
}
/// The same with one objective and one expectation.
fn expecting(expectation: &str) -> String {
    with(&format!("objectives: {{\"o\": (text: \"x\", capability: \"c\")}},\nexpectations: {{\"e\": {expectation}}},"))
}

fn refused(make: fn(&str) -> String, cases: &[(&str, &'static [&'static str], &'static str)]) {
    for (text, said, line) in cases {
        let text: &'static str = make(text).leak();
        let case: Case = (TARGETS, text, said, line);
        refuses(&[case]);
    }
}

#[test]
fn exercises_that_make_no_sense_are_refused() {
    refused(
        with,
        &[
            ("", &["this exercise has nothing in it"], "exercise"),
            (r#"moves: [(title: "A", minutes: 0)],"#, &["the move `A` lasts 0 minutes"], "moves"),
            (r#"moves: [(title: " ", minutes: 5)],"#, &["a move without a title"], "moves"),
            ("moves: [(title: \"A\", minutes: 5),\n(title: \"B\", minutes: 5)],", &["it is not said when the move `B` begins"], "B"),
            (
                "moves: [(title: \"A\", minutes: 5, begins: \"+2h\"),\n(title: \"B\", minutes: 5, begins: \"+1h\")],",
                &["the move `B` begins no later than the one before it"],
                "B",
            ),
            (
                "moves: [(title: \"A\", minutes: 5, begins: \"+2h\")],\nends: \"+1h\",",
                &["the exercise ends before the move `A` begins"],
                "ends",
            ),
            (
                r#"moves: [(title: "A", minutes: 5, begins: "2025-01-01T00:00")],"#,
                &["the move `A` never begins", "earlier than `starts`"],
                "A",
            ),
            (r#"moves: [(title: "A", minutes: 5, injects: ["nws"])],"#, &["there is no inject `nws`", "did you mean `news`?"], "A"),
            (
                "moves: [(title: \"A\", minutes: 5, injects: [\"news\"]),\n(title: \"B\", minutes: 5, begins: \"+1h\", injects: [\"news\"])],",
                &["the inject `news` belongs to two moves", "written for `A` too"],
                "B",
            ),
            (r#"seats: ["ciso", "boss"],"#, &["`boss` and `ciso` are the same seat"], "seats"),
            (r#"seats: ["cso"],"#, &["there is no person or role `cso`", "did you mean `ciso`?"], "seats"),
            (r#"cards: {"news": ()}, seats: ["ciso"],"#, &["the card of the inject `news` says nothing"], "cards"),
            (r#"cards: {"news": (objective: "x")},"#, &["there is no objective `x`"], "cards"),
            (r#"objectives: {"o": (text: " ", capability: "c")},"#, &["the objective `o` does not say its text"], "objectives"),
            (r#"minutes: 0, seats: ["ciso"],"#, &["`minutes` is 0"], "minutes"),
            (r#"ground_rules: [""],"#, &["a ground rule says nothing"], "ground_rules"),
        ],
    );
}

#[test]
fn expectations_that_make_no_sense_are_refused() {
    refused(
        expecting,
        &[
            (r#"(after: Alerted, what: Acknowledged, within: "30m", objective: "x")"#, &["there is no objective `x`", "`o`"], "\"e\""),
            (r#"(after: Alerted, what: Acknowledged, within: "0s", objective: "o")"#, &["longer than nothing"], "\"e\""),
            (r#"(after: Alerted, what: Acknowledged, within: "1h", points: 0, objective: "o")"#, &["`e` is worth nothing"], "\"e\""),
            (r#"(after: Aware, what: Acknowledged, within: "1h", objective: "o")"#, &["the expectation `e` holds by itself"], "\"e\""),
            (r#"(after: Declared, what: Declared, within: "1h", objective: "o")"#, &["the expectation `e` holds by itself"], "\"e\""),
            (r#"(after: Alerted, what: Declared, need: All, within: "1h", objective: "o")"#, &["`e` asks for one thing only"], "\"e\""),
            (r#"(after: Alerted, what: [Declared, Declared], within: "1h", objective: "o")"#, &["asks for the same thing twice"], "\"e\""),
            (r#"(after: Asked("isolat"), what: Declared, within: "1h", objective: "o")"#, &["there is no decision `isolat`"], "\"e\""),
            (r#"(after: Alerted, what: TaskDone("restor"), within: "1h", objective: "o")"#, &["there is no task `restor`"], "\"e\""),
            (
                r#"(after: Alerted, what: Paged("bosss"), within: "1h", objective: "o")"#,
                &["there is no person, role, team or on-call rota `bosss`"],
                "\"e\"",
            ),
            (r#"(after: Alerted, what: Restored("cor"), within: "1h", objective: "o")"#, &["there is no system `cor`"], "\"e\""),
            (r#"(after: Soon, what: Declared, within: "1h", objective: "o")"#, &["unknown after `Soon`"], "\"e\""),
        ],
    );
}

#[test]
fn the_plan_has_what_the_file_says() {
    let text = with(
        r#"moves: [(title: "A", minutes: 20, questions: ["Who?"], injects: ["news"]), (title: "B", minutes: 30, begins: "+4h", questions: ["And now?"])],
        ends: "+1d", seats: ["ciso", "ana"], cards: {"news": (from: "The press", to: "infra", objective: "o")},
        objectives: {"o": (text: "Answer", capability: "Response")},
        expectations: {"e": (after: Injected("news"), what: [Decided("isolate"), Paged("infra-rota")], need: AtLeastOne, within: "45m", objective: "o", for: ["first"])},"#,
    );
    let plan = plan(&[(TARGETS, &text)]);
    let exercise = plan.exercise.as_ref().expect("there is one");
    assert_eq!((exercise.minutes, exercise.minutes_of_moves(), exercise.seats.len()), (90, 50, 2));
    assert_eq!(exercise.moves[1].begins, Some(Begins::After(Span::hours(4))));
    assert_eq!(exercise.ends.and_then(|ends| ends.instant(Some(Instant(1)))), Some(Instant(1) + Span::days(1)));
    assert_eq!((exercise.cards[0].to.len(), exercise.cards[0].objective), (2, Some(0)));
    let expectation = &exercise.expectations[0];
    assert!(matches!(expectation.after, Trigger::Injected(_)) && expectation.need == Need::AtLeastOne && expectation.points == 10);
    assert!(matches!(&expectation.deeds[1], Deed::Paged(name, people) if name == "infra-rota" && people.len() == 2));
    assert!(read(&changed(&[])).expect("it makes sense").exercise.is_none());
}

#[test]
pub(super) fn exercises_that_cannot_be_played_as_prepared_are_found() {
    let one = |expectation: &str, title: &str, evidence: &str| {
        let text = expecting(&format!("(objective: \"o\", within: \"1h\", for: [\"first\"], {expectation})"));
        expect(&[(TARGETS, &text)], title, evidence);
    };
    one("after: Alerted, what: Declared", "The expectation e can never be met: no task declares a major incident", "looked for in first");
    let noise = |expectation: &str| expecting(&format!("(objective: \"o\", within: \"1h\", for: [\"noise\"], {expectation})"));
    expect(
        &[(TARGETS, &noise(r#"after: Asked("isolate"), what: Contained"#))],
        "The expectation e never arises: nobody asks for the decision isolate",
        "looked for in noise",
    );
    expect(&[(TARGETS, &noise(r#"after: Injected("news"), what: Recovered"#))], "the inject news belongs to other incidents", "");
    let fine = expecting(r#"(objective: "o", within: "1h", for: ["first"], after: Alerted, what: Contained)"#);
    never(&[(TARGETS, &fine)], "The expectation e");
    never(&[(TARGETS, &fine)], "Nothing is expected");
    expect(
        &[(TARGETS, &with("objectives: {\"o\": (text: \"x\", capability: \"c\")},"))],
        "Nothing is expected for the objective o",
        "no rating",
    );
    let long = with(r#"minutes: 30, moves: [(title: "A", minutes: 20, questions: ["?"]), (title: "B", minutes: 20, begins: "+1h")],"#);
    expect(&[(TARGETS, &long)], "The moves of the exercise take 40 minutes, and the session lasts 30", "A (20 min) and B (20 min)");
    expect(&[(TARGETS, &long)], "The move B gives the room nothing to talk about", "");
    let moved = |minutes: u32| with(&format!(r#"moves: [(title: "A", minutes: {minutes}, injects: ["news"])], seats: ["temp"],"#));
    let temp = (r#""deputy": (team"#, r#""temp": (team: "bosses"), "deputy": (team"#);
    expect(&[temp, (TARGETS, &moved(1))], "The move A is too short for its injects", "Reading 1 inject out takes 2 minutes");
    never(&[temp, (TARGETS, &moved(2))], "too short for its injects");
    expect(&[temp, (TARGETS, &moved(2))], "The seat temp has nothing to do in this exercise", "no task, no decision and no page");
    never(&[temp, (TARGETS, &moved(2).replace(r#""temp""#, r#""ana""#))], "has nothing to do in this exercise");
    let silent = moved(2).replace(r#"at: "+1h""#, r#"at: "+1h", chance: 0"#);
    expect(&[temp, (TARGETS, &silent)], "Moves of the exercise wait for injects that never come: news", "cannot happen");
    never(&[temp, (TARGETS, &moved(2))], "wait for injects that never come");
}
