//! One play once more: played from the scenario and the seed of a results folder, told as a story and as a timeline.

use std::sync::Arc;

use serde::Serialize;

use super::roles::Cast;
use crate::engine::time::Instant;
use crate::measures::{Outcome, Recorder};
use crate::model::fact::Fact;
use crate::play::Play;
use crate::report::figures::{Figure, timeline};
use crate::report::story::Story;
use crate::report::words::{count, harmless};
use crate::study;

/// Lines of a story that a page shows; the rest is told by the command.
const LINES: usize = 400;

/// A play in words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    id: String,
    title: String,
    command: String,
    text: String,
}

impl Told {
    /// The name of its place on the page.
    pub(super) fn link(&self) -> String {
        self.id.clone()
    }
}

/// A play as a figure and in words; neither where it hits a limit.
pub(super) fn of(cast: &Cast, seed: u64, replication: u64, which: &str, id: &str) -> (Option<Figure>, Option<Told>) {
    let plan = &cast.scenario.plan;
    let (mut play, mut recorder, mut facts) = (Play::new(Arc::clone(plan)), Recorder::new(plan), Vec::<(Instant, Fact)>::new());
    let played = study::one_told(&mut play, &mut recorder, seed, replication, &mut |at, fact| facts.push((at, *fact)));
    let Ok(played) = played else { return (None, None) };
    let mut story = Story::new(plan, played.outcomes.len() > 1);
    facts.iter().for_each(|(at, fact)| story.add(*at, fact));
    let told = cast.said(&story.finish(&played.outcomes));
    let mut lines: Vec<&str> = told.lines().collect();
    let more = lines.len().saturating_sub(LINES);
    let cut = format!("… {} more lines: the command above tells them all.", count(more as u64));
    if more > 0 {
        lines.truncate(LINES);
        lines.push(&cut);
    }
    let command = format!("firedrill trace scenario.ron --seed {seed} --replication {replication}");
    let title = format!("The {which} play, minute by minute");
    let told = Told { id: format!("{id}-told"), title, command, text: harmless_lines(&lines) };
    let worst = |outcome: &&Outcome| outcome.occurred.map_or(0, |at| outcome.recovered.unwrap_or(outcome.horizon).0 - at.0);
    let title = match played.outcomes.len() {
        0 | 1 => format!("The {which} play"),
        many => format!("The longest of the {} incidents of the {which} play", count(many as u64)),
    };
    let figure = played.outcomes.iter().max_by_key(worst).and_then(|outcome| timeline::of(id, &title, plan, outcome, &facts));
    (figure, Some(told))
}

fn harmless_lines(lines: &[&str]) -> String {
    lines.iter().map(|line| harmless(line)).collect::<Vec<_>>().join("\n")
}
