//! A play of the incident as it is written in which a gap shows.

use super::super::Worst;
use super::View;
use crate::model::fact::Wait;
use crate::report::html::evidence;
use crate::report::html::lanes::{Again, Shown, Told};
use crate::report::words::capital;
use crate::scenario::finding::Finding;
use crate::scenario::finding::week::When;

/// So many plays are looked at.
const LOOKED_AT: u64 = 6;
/// What the ledger says while a task waits for somebody who may and can do it.
const GAPS: [Wait; 4] = [Wait::OffDuty, Wait::NoGrant, Wait::NoKnowledge, Wait::DecisionReach];

impl View<'_> {
    /// The worst finding, with the first play of the incident as it is written in which it is waited for.
    pub(super) fn shown(&self, seed: u64) -> (Option<Worst>, Vec<Told>) {
        let Some(worst) = self.worst() else { return (None, Vec::new()) };
        let Some((shown, told)) = self.open().first().and_then(|gap| self.waited(&gap.name, seed)) else {
            return (Some(worst), Vec::new());
        };
        (Some(Worst { shown: Some(shown), ..worst }), vec![told])
    }

    fn waited(&self, gap: &str, seed: u64) -> Option<(Shown, Told)> {
        let plan = &self.cast.scenario.plan;
        let finding = Finding { title: gap.to_owned(), evidence: String::new(), weight: 0.0, when: When::any_hour(), waits: &GAPS };
        let play = |replication| {
            let again = Again::play(self.cast, seed, replication, &format!("play {replication}"), "gap")?;
            let pieces = evidence::pieces(plan, &again);
            let piece = evidence::of(plan, &finding, &pieces)?;
            Some((piece.from, self.said(&piece.words(plan)), again))
        };
        let (at, words, mut again) = (0..LOOKED_AT).find_map(play)?;
        let words = format!("{}, with the incident as it is written, {words}", capital(&again.name));
        Some((Shown { words, link: again.point_at(at) }, again.told(seed)))
    }
}
