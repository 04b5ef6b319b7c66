//! The plays that the page tells, and the findings of the checker, each with the moment of a play in which it shows.

use serde::Serialize;

use super::super::Trouble;
use super::super::evidence::{self, Piece};
use super::super::lanes::{Again, Shown};
use super::super::results::Results;
use super::super::roles::Cast;
use crate::report::table::worst;
use crate::report::words::{capital, harmless};
use crate::scenario::finding::{Finding, findings};

/// So many findings are listed.
const LISTED: usize = 12;
/// So many plays are told beside the median and the worst, for findings that show in neither.
const MORE: usize = 3;

/// A finding with its evidence.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Found {
    title: String,
    evidence: String,
    shown: Option<Shown>,
}

/// The findings, the worst first, and the plays that the page tells.
pub(super) struct All {
    /// Those that are listed.
    pub(super) found: Vec<Found>,
    /// How many there are beyond them.
    pub(super) more: usize,
    /// The median play, the worst, and those that show what these do not.
    pub(super) plays: Vec<Again>,
}

/// Plays the median and the worst play again, and looks in them for what the checker finds; what shows in neither is looked for in the play in
/// which most time went into such waits.
pub(super) fn of(cast: &Cast, results: &Results) -> Result<All, Trouble> {
    let (plan, summary) = (&*cast.scenario.plan, &results.summary);
    let mut all = findings(plan);
    let more = all.len().saturating_sub(LISTED);
    all.truncate(LISTED);
    let mut told = Plays { cast, seed: summary.head.seed, plays: Vec::new(), pieces: Vec::new() };
    let worst_play = summary.worst_replication.filter(|worst| Some(*worst) != summary.median_replication);
    for (replication, name, id) in
        [(summary.median_replication, "the median play", "median-play"), (worst_play, "the worst play", "worst-play")]
    {
        if let Some(replication) = replication {
            told.add(replication, name, id);
        }
    }
    let mut found = Vec::new();
    for finding in &all {
        if !finding.waits.is_empty() && told.place(finding).is_none() && told.plays.len() < 2 + MORE {
            let most = results.most_time_in(finding.waits)?;
            if let Some(play) = most.filter(|play| told.plays.iter().all(|again| again.replication != *play)) {
                told.add(play, &format!("play {play}"), &format!("play-{play}"));
                // A play that shows nothing is not told.
                if told.place(finding).is_none() {
                    told.plays.pop();
                    told.pieces.pop();
                }
            }
        }
        let said = |text: &str| quoted(&harmless(&cast.said(text)));
        found.push(Found { title: said(&finding.title), evidence: said(&finding.in_full()), shown: told.shown(finding) });
    }
    if found.is_empty() {
        found.extend(worst(summary, plan).map(|title| Found { title: harmless(&title), evidence: String::new(), shown: None }));
    }
    Ok(All { found, more, plays: told.plays })
}

/// Names of fields as a page has them: “pages”.
fn quoted(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // One by itself is none of a pair.
    if parts.len().is_multiple_of(2) {
        return text.to_owned();
    }
    let mut said = parts[0].to_owned();
    for (at, part) in parts.iter().enumerate().skip(1) {
        said.push(if at % 2 == 1 { '“' } else { '”' });
        said.push_str(part);
    }
    said
}

struct Plays<'a> {
    cast: &'a Cast,
    seed: u64,
    plays: Vec<Again>,
    pieces: Vec<Vec<Piece>>,
}

impl Plays<'_> {
    fn add(&mut self, replication: u64, name: &str, id: &str) {
        if let Some(again) = Again::play(self.cast, self.seed, replication, name, id) {
            self.pieces.push(evidence::pieces(&self.cast.scenario.plan, &again));
            self.plays.push(again);
        }
    }

    /// The first play in which a finding shows, and where.
    fn place(&self, finding: &Finding) -> Option<(usize, &Piece)> {
        let plan = &self.cast.scenario.plan;
        self.pieces.iter().enumerate().find_map(|(play, pieces)| Some((play, evidence::of(plan, finding, pieces)?)))
    }

    fn shown(&mut self, finding: &Finding) -> Option<Shown> {
        let (play, piece) = self.place(finding)?;
        let words = harmless(&self.cast.said(&piece.words(&self.cast.scenario.plan)));
        let at = piece.from;
        let again = &mut self.plays[play];
        Some(Shown { words: format!("{}, {words}", capital(&again.name)), link: again.point_at(at) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_stand_in_the_quotes_of_a_page() {
        assert_eq!(quoted("They page nobody; `pages` beside the team would."), "They page nobody; “pages” beside the team would.");
        assert_eq!(quoted("a ` alone"), "a ` alone");
    }
}
