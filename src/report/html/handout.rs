//! An exercise on paper: the players' brief, the facilitator's guide with the evaluator's sheets, and the injects as cards. With them it can be played
//! when the screen dies. The brief is made from what players may know alone: it has no injects, no expectations, and nothing of the incident.

use serde::Serialize;

use super::after_action::improvement;
use super::{Line, Options, Sheet, Trouble, line, page};
use crate::exercise::after::thresholds;
use crate::exercise::dry_run::{DryRun, of_the_room, quantile};
use crate::exercise::improvement::Improvement;
use crate::exercise::msel::{COLUMNS, Row};
use crate::model::exercise::{Exercise, Move};
use crate::model::ids::{DecisionId, InjectId, PersonId};
use crate::model::plan::{Decision, Plan};
use crate::report::exercise::msel::{in_order, rows};
use crate::report::exercise::{begins, comes, due, expected, ground_rules, to};
use crate::report::names::Names;
use crate::report::words::{duration, harmless, list, share};
use crate::study::measure::seconds;

/// Decisions that come in fewer plays are not in the guide.
const RARE: f64 = 0.1;

/// What a facilitator looks at before.
pub struct Beforehand<'a> {
    /// What the dry run has shown.
    pub warnings: &'a [String],
    /// What the last exercise left to be done.
    pub last: Option<&'a Improvement>,
}

/// The papers of an exercise, each a file name and its text.
pub fn papers(plan: &Plan, run: &DryRun, beforehand: &Beforehand, options: &Options) -> Result<Vec<(&'static str, String)>, Trouble> {
    let Some(exercise) = &plan.exercise else { return Err(Trouble("the scenario has no `exercise` section".to_owned())) };
    Ok(vec![
        ("players.html", page("players.html", &title(exercise), &players(plan, exercise), options)?),
        (
            "facilitator.html",
            page(
                "facilitator.html",
                &format!("{}: facilitator's guide", title(exercise)),
                &guide(plan, exercise, (run, beforehand)),
                options,
            )?,
        ),
        ("injects.html", page("injects.html", &format!("{}: injects", title(exercise)), &cards(plan, exercise), options)?),
    ])
}

/// What players call the exercise.
fn title(exercise: &Exercise) -> String {
    if exercise.title.trim().is_empty() { "Tabletop exercise".to_owned() } else { harmless(&exercise.title) }
}

fn footer(words: &str) -> Vec<Line> {
    vec![line("This paper", words), line("Made by", format!("firedrill {}", env!("CARGO_PKG_VERSION")))]
}

#[derive(Serialize)]
struct Players {
    about: String,
    setting: String,
    brief: Vec<String>,
    rules: Vec<String>,
    timetable: Vec<Line>,
    objectives: Vec<Line>,
    seats: Sheet,
    rights: Sheet,
    footer: Vec<Line>,
}

fn players(plan: &Plan, exercise: &Exercise) -> Players {
    let talk = exercise.minutes_of_moves();
    let mut timetable = vec![line("Altogether", format!("{} minutes by the clock on the wall", exercise.minutes))];
    timetable.extend((1..).zip(&exercise.moves).map(|(at, of)| line(format!("Move {at}"), format!("{} minutes", of.minutes))));
    if exercise.minutes > talk {
        timetable.push(line("Hot wash", format!("{} minutes: what went well, what did not, what must change", exercise.minutes - talk)));
    }
    let brief = if exercise.brief.trim().is_empty() {
        vec!["You are who you are in your organisation, with the same rights and the same telephone as on any day. The facilitator tells you what you see.".to_owned()]
    } else {
        exercise.brief.split("\n\n").map(harmless).collect()
    };
    Players {
        about: "Player's brief. Bring it with you; you may write on it.".to_owned(),
        setting: String::new(),
        brief,
        rules: ground_rules(plan),
        timetable,
        objectives: objectives(exercise),
        seats: seats(plan, exercise),
        rights: rights(plan),
        footer: footer("says what players may know beforehand"),
    }
}

fn objectives(exercise: &Exercise) -> Vec<Line> {
    exercise.objectives.iter().map(|o| line(harmless(&o.capability), harmless(&o.text))).collect()
}

fn role(plan: &Plan, person: PersonId) -> String {
    plan.people[person.at()].role.as_deref().map_or(String::new(), |role| harmless(&role.replace(['-', '_'], " ")))
}

fn people(plan: &Plan, all: &[PersonId]) -> String {
    list(&all.iter().map(|person| Names(plan).person(*person)).collect::<Vec<_>>(), 6)
}

fn seats(plan: &Plan, exercise: &Exercise) -> Sheet {
    let row = |seat: &crate::model::exercise::Seat| {
        let first = seat.people.first().map_or(String::new(), |person| role(plan, *person));
        vec![people(plan, &seat.people), first, String::new()]
    };
    Sheet {
        caption: "Seats; all others are simulated".to_owned(),
        head: vec!["in the story".into(), "role".into(), "played by".into()],
        rows: exercise.seats.iter().map(row).collect(),
    }
}

/// Who may take a decision: "Marcus Oyelaran, after 1 h 30 min Helena Vasquez-Brandt; 2 must agree".
fn who_may(plan: &Plan, right: &Decision) -> String {
    let mut words = people(plan, &right.holders);
    if right.quorum > 1 {
        words.push_str(&format!(" ({} must agree)", right.quorum));
    }
    if !right.delegates.is_empty() {
        let after = right.delegate_after.map_or("otherwise".to_owned(), |after| format!("after {}", duration(seconds(after))));
        words.push_str(&format!("; {after} {}", people(plan, &right.delegates)));
    }
    for (to, _, severity) in &right.pre_authorised {
        words.push_str(&format!("; {} need not ask from {severity:?} on", harmless(to)));
    }
    words
}

/// All decision rights of the file, whether they will be asked for or not.
fn rights(plan: &Plan) -> Sheet {
    let file = plan.decisions.iter().filter(|right| right.access.is_none());
    let row = |right: &Decision| vec![harmless(&right.id), who_may(plan, right)];
    Sheet { caption: "Decision rights".to_owned(), head: vec!["decision".into(), "who may take it".into()], rows: file.map(row).collect() }
}

#[derive(Serialize)]
struct Guide {
    about: String,
    setting: String,
    glance: Vec<Line>,
    warnings: Vec<String>,
    last: Sheet,
    objectives: Vec<Line>,
    script: Sheet,
    moves: Vec<Part>,
    others: Vec<Paper>,
    thresholds: String,
    evaluation: Vec<Evaluation>,
    footer: Vec<Line>,
}
#[derive(Serialize)]
struct Part {
    title: String,
    setting: String,
    says: String,
    questions: Vec<String>,
    injects: Vec<Paper>,
    decisions: Sheet,
}
#[derive(Serialize)]
struct Paper {
    title: String,
    held: bool,
    says: String,
    lines: Vec<Line>,
}
#[derive(Serialize)]
struct Evaluation {
    title: String,
    caption: String,
    rows: Vec<Vec<String>>,
}

fn guide(plan: &Plan, exercise: &Exercise, (run, beforehand): (&DryRun, &Beforehand)) -> Guide {
    let mut wall = 0;
    let moves = (0..exercise.moves.len())
        .map(|at| {
            let of = &exercise.moves[at];
            let part = part(plan, exercise, run, (at, of, wall));
            wall += of.minutes;
            part
        })
        .collect();
    let unwritten = in_order(plan).into_iter().filter(|id| exercise.move_of(*id).is_none());
    Guide {
        about: harmless(&plan.about),
        setting: format!("{} · {} minutes · facilitators only", harmless(&plan.name), exercise.minutes),
        glance: glance(plan, exercise),
        warnings: beforehand.warnings.to_vec(),
        last: beforehand.last.map_or(Sheet::default(), |last| improvement(last, &harmless)),
        objectives: objectives(exercise),
        script: Sheet {
            caption: "Master scenario events list".to_owned(),
            head: std::iter::once("card").chain(COLUMNS).map(str::to_owned).collect(),
            rows: script(plan, exercise),
        },
        moves,
        others: unwritten.map(|id| paper(plan, exercise, id)).collect(),
        thresholds: thresholds(),
        evaluation: evaluation(plan, exercise, run),
        footer: footer(&format!(
            "is for facilitators and evaluators; times of decisions are those of {} plays with simulated staff",
            run.plays
        )),
    }
}

/// The list as a spreadsheet has it, with people by their names: on paper nobody looks for ids.
fn script(plan: &Plan, exercise: &Exercise) -> Vec<Vec<String>> {
    let whom = COLUMNS.iter().position(|column| *column == "To");
    let row = |((at, id), row): ((u32, InjectId), Row)| {
        let mut cells: Vec<String> = row.cells.into();
        if let (Some(whom), Some(card)) = (whom, exercise.card(id)) {
            cells[whom] = to(plan, &card.to);
        }
        std::iter::once(at.to_string()).chain(cells).collect()
    };
    (1..).zip(in_order(plan)).zip(rows(plan)).map(row).collect()
}

fn glance(plan: &Plan, exercise: &Exercise) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in plan.kinds.iter().filter(|kind| kind.change.is_none()) {
        if let crate::model::plan::Arrivals::At(at) = kind.arrivals {
            lines.push(line("The truth", format!("{} begins {}", harmless(&kind.name), plan.zone.format_long(at))));
        }
    }
    let mut wall = 0;
    for (at, of) in (1..).zip(&exercise.moves) {
        let title = format!("{}, story time {}", harmless(&of.title), begins(plan, of.begins));
        lines.push(line(format!("Move {at}: {wall} to {} min", wall + of.minutes), title));
        wall += of.minutes;
    }
    if let Some(ends) = exercise.ends {
        lines.push(line(format!("ENDEX: {wall} min"), format!("story time {}", begins(plan, Some(ends)))));
    }
    if exercise.minutes > wall {
        lines.push(line(
            format!("Hot wash: to {} min", exercise.minutes),
            "ask each seat for one thing to keep and one to change; write both down".to_owned(),
        ));
    }
    if !exercise.seats.is_empty() {
        let seats: Vec<String> = exercise.seats.iter().map(|seat| people(plan, &seat.people)).collect();
        lines.push(line("At the table", list(&seats, 20)));
    }
    lines
}

fn part(plan: &Plan, exercise: &Exercise, run: &DryRun, (at, of, wall): (usize, &Move, u32)) -> Part {
    Part {
        title: format!("Move {}: {}", at + 1, harmless(&of.title)),
        setting: format!("Minute {wall} to {} on the wall · story time {}", wall + of.minutes, begins(plan, of.begins)),
        says: harmless(&of.says),
        questions: of.questions.iter().map(|question| harmless(question)).collect(),
        injects: of.injects.iter().map(|id| paper(plan, exercise, *id)).collect(),
        decisions: decisions(plan, run, at),
    }
}

fn paper(plan: &Plan, exercise: &Exercise, id: InjectId) -> Paper {
    let inject = &plan.injects.injects[id.at()];
    let card = exercise.card(id);
    let mut lines = vec![line("when", comes(plan, inject))];
    if let Some(card) = card {
        lines.extend(card.from.as_ref().map(|from| line("from", harmless(from))));
        lines.push(line("to", to(plan, &card.to)));
        lines.extend(card.expected.as_ref().map(|text| line("should come of it", harmless(text))));
        lines.extend(card.objective.and_then(|at| exercise.objectives.get(at)).map(|o| line("objective", harmless(&o.text))));
        lines.extend(card.notes.as_ref().map(|notes| line("notes", harmless(notes))));
    }
    let held = if inject.held_back { " (held back)" } else { "" };
    Paper {
        title: format!("{} · {}{held}", number(plan, id), harmless(&inject.id)),
        held: inject.held_back,
        says: harmless(&inject.says),
        lines,
    }
}

/// The decisions that mostly come in a move.
fn decisions(plan: &Plan, run: &DryRun, at: usize) -> Sheet {
    let names = Names(plan);
    let mut rows: Vec<(crate::engine::time::Instant, Vec<String>)> = Vec::new();
    for (id, of) in &run.decisions {
        let most = of.moves.iter().max_by_key(|(at, many)| (**many, std::cmp::Reverse(**at))).map(|(at, _)| *at);
        let often = of.asked.len() as f64 / run.plays.max(1) as f64;
        if most != Some(at) || often < RARE {
            continue;
        }
        let (mut asked, mut took) = (of.asked.clone(), of.took.clone());
        asked.sort_unstable();
        took.sort_unstable();
        let Some(typical) = quantile(&asked, 0.5) else { continue };
        let right = &plan.decisions[id.at()];
        let weighs = duration(right.deliberation.mean() / 1000.0);
        let took = quantile(&took, 0.5).map_or("-".to_owned(), |took| duration(seconds(took)));
        let whose = if of_the_room(plan, DecisionId(id.0)) { "the room" } else { "simulated" };
        rows.push((
            typical,
            vec![names.decision(*id), who_may(plan, right), whose.to_owned(), plan.zone.format(typical), share(often), weighs, took],
        ));
    }
    rows.sort();
    Sheet {
        caption: "Decisions to expect, as simulated staff meet them".to_owned(),
        head: ["decision", "who may take it", "whose", "typically asked", "in plays", "weighed for", "until taken"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn evaluation(plan: &Plan, exercise: &Exercise, run: &DryRun) -> Vec<Evaluation> {
    let each = exercise.objectives.iter().enumerate();
    each.map(|(at, objective)| {
        let all = exercise.expectations.iter().enumerate().filter(|(_, expectation)| expectation.objective == at);
        let row = |(place, of): (usize, &crate::model::exercise::Expectation)| {
            let (due_in, met) = run.met(place);
            let met = if due_in == 0 { "-".to_owned() } else { format!("{} in time", share(met as f64 / due_in as f64)) };
            vec![expected(plan, of), due(plan, of), of.points.to_string(), met]
        };
        Evaluation { title: harmless(&objective.text), caption: harmless(&objective.capability), rows: all.map(row).collect() }
    })
    .collect()
}

/// What stands on the card of an inject: its id would tell what comes.
fn number(plan: &Plan, id: InjectId) -> String {
    format!("Inject {}", in_order(plan).iter().position(|other| *other == id).map_or(0, |at| at + 1))
}

#[derive(Serialize)]
struct Cards {
    about: String,
    setting: String,
    cards: Vec<Paper>,
    footer: Vec<Line>,
}

fn cards(plan: &Plan, exercise: &Exercise) -> Cards {
    let card = |id: InjectId| {
        let inject = &plan.injects.injects[id.at()];
        let of = exercise.card(id);
        let mut lines = vec![line("to", to(plan, of.map_or(&[], |card| &card.to)))];
        lines.extend(of.and_then(|card| card.from.as_ref()).map(|from| line("from", harmless(from))));
        let held = inject.held_back;
        Paper { title: number(plan, id), held, says: harmless(&inject.says), lines }
    };
    Cards {
        about: "Cut them apart; hand each out at its time. What stands on a card may be read by the player.".to_owned(),
        setting: String::new(),
        cards: in_order(plan).into_iter().map(card).collect(),
        footer: footer("is the facilitator's until a card is handed out"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::exercise::dry_run;
    use crate::report::testing;
    use crate::study::Design;
    use crate::text::Overlay;

    const SCRIPT: &str = r#"(
        injects: {
            "press-calls": (says: "A reporter asks for the <truth>", held_back: true),
            "boarding": (says: "Somebody boards a plane", at: "+4h", effect: Absent(person: "ana", lasts: "2h")),
        },
        exercise: (
            title: "A weekend in March", brief: "It is Saturday.\n\nYou are who you are.", seats: ["ciso"],
            objectives: {"1": (text: "Decide in time", capability: "Authority")},
            cards: {"press-calls": (from: "The Courant", to: ["ciso"], expected: "A statement", notes: "late")},
            moves: [(title: "Who may pull the plug?", minutes: 20, begins: "2026-03-07T02:14", says: "It is dark.", questions: ["Who is on call?"], injects: ["boarding", "press-calls"])],
            expectations: {"decided": (after: Asked("isolate"), what: Decided("isolate"), within: "45m", objective: "1")},
        ),
    )"#;

    fn made() -> Vec<(&'static str, String)> {
        let scenario = testing::scenario(&[]).with(&Overlay { name: "script", text: SCRIPT, ..Overlay::default() });
        let scenario = scenario.unwrap_or_else(|rejected| panic!("{rejected}"));
        let design = Design { seed: 1, replications: 12, jobs: 1, precision: None };
        let run = dry_run::run(&scenario.plan, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("played").expect("an exercise");
        assert_eq!((run.plays, run.whole.len(), run.expectations[0].len()), (12, 12, 12));
        papers(&scenario.plan, &run, &Beforehand { warnings: &["Look at this.".to_owned()], last: None }, &Options::default())
            .expect("made")
    }
    fn text<'a>(all: &'a [(&str, String)], name: &str) -> &'a str {
        &all.iter().find(|(known, _)| *known == name).expect("there").1
    }

    #[test]
    fn the_players_brief_tells_no_inject_no_expectation_and_no_incident() {
        let all = made();
        let brief = text(&all, "players.html");
        for part in
            ["A weekend in March", "It is Saturday.", "You are who you are.", "Decide in time", "isolate", "20 minutes", "Marcus Oyelaran"]
        {
            assert!(brief.contains(part), "{part}");
        }
        for part in [
            "reporter",
            "boards a plane",
            "press-calls",
            "Courant",
            "ansomware",
            "core-db",
            "extortion",
            "pull the plug",
            "It is dark",
            "45 min",
            "Saturday 02:14",
        ] {
            assert!(!brief.contains(part), "{part} would give it away");
        }
    }

    #[test]
    fn the_guide_has_all_that_it_takes_when_the_screen_dies() {
        let all = made();
        let guide = text(&all, "facilitator.html");
        for part in [
            "Who may pull the plug?",
            "It is dark.",
            "Who is on call?",
            "Somebody boards a plane",
            "A statement",
            "within 45 min",
            "Look at this.",
            "&lt;truth",
            "Rating: ☐ P",
        ] {
            assert!(guide.contains(part), "{part}");
        }
        let cards = text(&all, "injects.html");
        assert!(cards.contains("Inject 2") && !cards.contains("press-calls") && !cards.contains("A statement"));
        assert!(all.iter().all(|(_, page)| !page.contains("<script") && page.contains("default-src")));
    }
}
