//! One play once more: played from the scenario and the seed of a results folder, told as a story and as a timeline.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::roles::Cast;
use crate::engine::time::Instant;
use crate::measures::{Outcome, Recorder, SystemOutcome};
use crate::model::fact::Fact;
use crate::play::Play;
use crate::report::figures::{Figure, timeline};
use crate::report::story::Story;
use crate::report::words::{capital, count, harmless};
use crate::study;

/// Lines of a story that a page shows in one piece; of a longer one it shows the beginning and what is pointed at.
const LINES: usize = 400;
/// Lines of a longer story that are shown at its beginning, and before and after one that is pointed at.
const BEGINNING: usize = 200;
const AROUND: usize = 25;

/// A play, played again.
pub(super) struct Again {
    /// "the median play", "play 412".
    pub(super) name: String,
    /// Its name in links.
    pub(super) id: String,
    /// Its number.
    pub(super) replication: u64,
    /// What each incident came to.
    pub(super) outcomes: Vec<Outcome>,
    /// Everything that happened.
    pub(super) facts: Vec<(Instant, Fact)>,
    /// Lines of its story that are pointed at, from 0.
    marked: BTreeMap<usize, String>,
    story: Vec<String>,
    places: Vec<(Instant, usize)>,
}

/// A line of a story, and its name where it is pointed at.
#[derive(Clone, Debug, Serialize)]
struct Row {
    anchor: Option<String>,
    text: String,
}

/// A play in words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    id: String,
    title: String,
    /// What tells it again; none where no file says how it was played.
    command: Option<String>,
    note: String,
    /// An incident waits for something in it.
    waits: bool,
    rows: Vec<Row>,
}

/// A moment of a play in which a finding shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    pub(super) words: String,
    /// Where its story goes on from there.
    pub(super) link: String,
}

impl Again {
    /// Plays it; nothing where it hits a limit.
    pub(super) fn play(cast: &Cast, seed: u64, replication: u64, name: &str, id: &str) -> Option<Again> {
        let plan = &cast.scenario.plan;
        let (mut play, mut recorder, mut facts) = (Play::new(Arc::clone(plan)), Recorder::new(plan), Vec::<(Instant, Fact)>::new());
        let played = study::one_told(&mut play, &mut recorder, seed, replication, |at, fact| facts.push((at, *fact))).ok()?;
        let mut story = Story::new(plan, played.outcomes.len() > 1);
        facts.iter().for_each(|(at, fact)| story.add(*at, fact));
        let (told, offsets) = story.finish_with_places(&played.outcomes);
        let (mut places, mut line, mut seen) = (Vec::new(), 0, 0);
        for (at, offset) in offsets {
            line += told[seen..offset].matches('\n').count();
            seen = offset;
            places.push((at, line));
        }
        let said: Vec<String> = told.lines().map(|line| harmless(&cast.said(line))).collect();
        Some(Again {
            name: name.to_owned(),
            id: id.to_owned(),
            replication,
            outcomes: played.outcomes,
            facts,
            marked: BTreeMap::new(),
            story: said,
            places,
        })
    }

    /// The losses of service in it, each with its incident.
    pub(super) fn outages(&self) -> impl Iterator<Item = (&Outcome, &SystemOutcome)> {
        self.outcomes.iter().flat_map(|outcome| outcome.systems.iter().map(move |outage| (outcome, outage)))
    }

    /// It as a timeline.
    pub(super) fn figure(&self, cast: &Cast) -> Option<Figure> {
        let worst = |outcome: &&Outcome| outcome.occurred.map_or(0, |at| outcome.recovered.unwrap_or(outcome.horizon).0 - at.0);
        let title = match self.outcomes.len() {
            0 | 1 => capital(&self.name),
            many => format!("The longest of the {} incidents of {}", count(many as u64), self.name),
        };
        let longest = self.outcomes.iter().max_by_key(worst)?;
        timeline::of(&self.id, &title, &cast.scenario.plan, longest, &self.facts)
    }

    /// Points at the line that tells of an instant; the name of that line.
    pub(super) fn point_at(&mut self, at: Instant) -> String {
        let known = self.places.partition_point(|(told, _)| *told < at).min(self.places.len().saturating_sub(1));
        let line = self.places.get(known).map_or(0, |(_, line)| *line);
        self.marked.entry(line).or_insert_with(|| format!("{}-line-{}", self.id, line + 1)).clone()
    }

    /// It in words, as the scenario is written.
    pub(super) fn told(&self, seed: u64) -> Told {
        let command = format!("firedrill trace scenario.ron --seed {seed} --replication {}", self.replication);
        self.told_as(Some(command), String::new())
    }

    /// It in words, with the command that tells it again and what else must be said of how it was played.
    pub(super) fn told_as(&self, command: Option<String>, note: String) -> Told {
        let elsewhere = if command.is_some() { ", which the command above tells" } else { "" };
        let long = self.story.len() > LINES;
        let near = |line: usize| self.marked.keys().any(|marked| marked.abs_diff(line) <= AROUND);
        let (mut rows, mut left_out) = (Vec::new(), 0);
        let gap = |left_out: &mut u64, rows: &mut Vec<Row>| {
            if *left_out > 0 {
                rows.push(Row { anchor: None, text: format!("… {} lines more{elsewhere}", count(*left_out)) });
            }
            *left_out = 0;
        };
        for (line, text) in self.story.iter().enumerate() {
            if long && line >= BEGINNING && !near(line) {
                left_out += 1;
                continue;
            }
            gap(&mut left_out, &mut rows);
            rows.push(Row { anchor: self.marked.get(&line).cloned(), text: text.clone() });
        }
        gap(&mut left_out, &mut rows);
        let title = format!("{}, minute by minute", capital(&self.name));
        Told { id: format!("{}-told", self.id), title, command, note, waits: !self.outcomes.is_empty(), rows }
    }
}
