//! The dry run of an exercise as a facilitator reads it.

use super::{DecisionPlanned, Pair, Planned};
use crate::exercise::improvement::Improvement;
use crate::report::exercise::columns;
use crate::report::words::{count, duration, harmless, share};

/// A decision that is expected in fewer plays than this is not told in the table.
const RARE: f64 = 0.02;

/// As text.
pub fn table(planned: &Planned) -> String {
    let mut text =
        format!("{} · dry run of {} plays with simulated staff · seed {}\n", planned.scenario, count(planned.plays), planned.seed);
    if planned.plays_with_harm < planned.plays {
        let stopped = 1.0 - planned.plays_with_harm as f64 / planned.plays.max(1) as f64;
        text.push_str(&format!("stopped before any harm in {} of the plays\n", share(stopped)));
    }
    text.push_str(&table_of_moves(planned));
    text.push_str(&table_of_decisions(planned));
    text.push_str(&table_of_injects(planned));
    text.push_str(&table_of_expectations(planned));
    if planned.warnings.is_empty() {
        text.push_str("\nNothing speaks against playing it as it is.\n");
    } else {
        text.push_str("\nTo look at before you play it\n");
        for warning in &planned.warnings {
            for (row, words) in crate::report::words::wrap(warning, 100).iter().enumerate() {
                text.push_str(&format!("  {} {words}\n", if row == 0 { "-" } else { " " }));
            }
        }
    }
    text
}

/// What the last exercise left to be done.
pub fn left(last: &Improvement) -> String {
    let head = ["", "owner", "due", "state"].map(str::to_owned).to_vec();
    let day = |day: Option<jiff::civil::Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let owner = |owner: &str| if owner.trim().is_empty() { "nobody yet".to_owned() } else { harmless(owner) };
    let rows = last.actions.iter().map(|of| vec![harmless(&of.action), owner(&of.owner), day(of.due), of.status.words().to_owned()]);
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    format!("\nWhat {} left to be done\n{}", harmless(&last.session), columns(&rows, &[]))
}

fn in_half(of: Pair) -> String {
    if of.p50 == of.p90 { of.p50.to_string() } else { format!("{} ({})", of.p50, of.p90) }
}

fn table_of_moves(planned: &Planned) -> String {
    let head = ["", "begins", "minutes", "decisions", "injects", "the room needs"];
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for (at, of) in planned.moves.iter().enumerate() {
        let needs = format!("{} min", in_half(of.needed_minutes));
        rows.push(vec![
            format!("{} {}", at + 1, of.title),
            of.begins.clone(),
            of.minutes.to_string(),
            in_half(of.decisions),
            in_half(of.injects),
            needs,
        ]);
    }
    let needs = format!("{} min", in_half(planned.needed_minutes));
    rows.push(vec!["all moves".into(), String::new(), planned.minutes_of_moves.to_string(), String::new(), String::new(), needs]);
    let fits = if planned.fits { "It fits" } else { "It does NOT fit" };
    format!(
        "\nMoves: half of the plays ask so much of the room, one in ten more than in brackets\n{}{fits} into {} minutes.\n",
        columns(&rows, &[2, 3, 4, 5]),
        planned.minutes
    )
}

fn table_of_decisions(planned: &Planned) -> String {
    let head = ["", "in plays", "asked, typically (from one in ten to nine in ten)", "taken after", "by whom"];
    let row = |of: &DecisionPlanned| {
        let asked = of.asked.as_ref().map_or(String::new(), |[early, typical, late]| format!("{typical} ({early} to {late})"));
        let took = of.took_s.map_or("-".to_owned(), |[_, typical, _]| duration(typical));
        let by: Vec<String> = of.by.iter().take(2).map(|by| format!("{} {}", by.who, share(by.share))).collect();
        let mut by = by.join(", ");
        if of.undecided_share > 0.05 {
            by.push_str(&format!("{}open at the end {}", if by.is_empty() { "" } else { "; " }, share(of.undecided_share)));
        }
        vec![of.decision.clone(), share(of.share_of_plays), asked, took, by]
    };
    let part = |room: bool| -> Vec<Vec<String>> {
        let often = planned.decisions.iter().filter(|of| of.of_the_room == room && of.share_of_plays >= RARE);
        std::iter::once(head.map(str::to_owned).to_vec()).chain(often.map(row)).collect()
    };
    let mut text = String::new();
    let (room, others) = (part(true), part(false));
    if room.len() > 1 {
        text.push_str(&format!("\nDecisions of the room\n{}", columns(&room, &[1])));
    }
    if others.len() > 1 {
        text.push_str(&format!("\nDecisions that simulated staff take, since nobody at the table may\n{}", columns(&others, &[1])));
    }
    text
}

fn table_of_injects(planned: &Planned) -> String {
    if planned.injects.is_empty() {
        return String::new();
    }
    let mut rows: Vec<Vec<String>> = vec![["", "written for", "in plays", "mostly in"].map(str::to_owned).to_vec()];
    for of in &planned.injects {
        let comes = if of.held_back { "held back".to_owned() } else { share(of.share_of_plays) };
        let dash = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
        rows.push(vec![of.inject.clone(), dash(&of.written_for), comes, dash(&of.mostly_in)]);
    }
    format!("\nInjects\n{}", columns(&rows, &[2]))
}

fn table_of_expectations(planned: &Planned) -> String {
    if planned.expectations.is_empty() {
        return String::new();
    }
    let head = ["", "objective", "points", "due in plays", "met of these", "typically"];
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for of in &planned.expectations {
        let margin = of.margin_s.map_or("-".to_owned(), |[_, typical, _]| match typical {
            spare if spare >= 0.0 => format!("{} to spare", duration(spare)),
            late => format!("{} late", duration(-late)),
        });
        let met = of.met_share.map_or("-".to_owned(), share);
        rows.push(vec![of.expectation.clone(), of.objective.clone(), of.points.to_string(), share(of.due_share), met, margin]);
    }
    format!("\nExpectations, as simulated staff meet them by the end of the exercise\n{}", columns(&rows, &[2, 3, 4]))
}
