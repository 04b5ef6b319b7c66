//! Coverage: in which hours of the week is somebody there who may and can, how long does an escalation take to reach a human, and what becomes
//! of the incident at each hour. The first two are worked out from a year of the calendar without playing anything; the third is played.

pub mod answer;
pub mod gap;
pub mod hourly;
pub mod human;
pub mod ladder;
pub mod need;
pub mod presence;
pub mod quality;

use std::sync::atomic::AtomicBool;

use crate::engine::time::Span;
use crate::model::plan::Plan;
use crate::scenario::finding::week::Weeks;
use gap::Gap;
use human::{Human, Reaching};
use need::Need;
use presence::Presence;
use quality::Quality;

/// The weeks that are looked at.
pub const WEEKS: usize = 52;
/// Rosters must reach so far for them: a week until the first Monday, and what a policy started in the last minute still needs.
pub const REACH: Span = Span((7 * 54 + 9) * 24 * 3_600_000);

/// What a calendar shows of an organisation, and what it does not.
#[derive(Debug)]
pub struct Static {
    /// The weeks that were looked at.
    pub weeks: Weeks,
    /// Everything that must be covered, and how it is; the largest gap first within each sort.
    pub gaps: Vec<(Need, Gap)>,
    /// The on-call rotas.
    pub rotas: Vec<Quality>,
    /// Who is where in these weeks and the days after them.
    pub presence: Presence,
}

impl Static {
    /// Looks at the first weeks of a plan, whose rosters must reach beyond [`REACH`].
    pub fn of(plan: &Plan) -> Static {
        let weeks = Weeks::first(plan, WEEKS);
        let presence = Presence::of(plan, &weeks, human::FOLLOWED + Span::DAY);
        let mut gaps: Vec<(Need, Gap)> = need::needs(plan)
            .into_iter()
            .map(|need| {
                let gap = Gap::of(plan, &need, &presence, &weeks);
                (need, gap)
            })
            .collect();
        gaps.sort_by(|(a, of_a), (b, of_b)| {
            a.sort.cmp(&b.sort).then(of_b.effective().total_cmp(&of_a.effective())).then_with(|| a.name.cmp(&b.name))
        });
        let rotas = quality::qualities(plan, &weeks);
        Static { weeks, gaps, rotas, presence }
    }

    /// How long each policy takes to reach a human; those that were finished before it was stopped. `progress` is told how many days of how many
    /// are worked out, of all policies.
    pub fn humans(&self, plan: &Plan, jobs: usize, stop: &AtomicBool, progress: &mut dyn FnMut(u64, u64)) -> Vec<Human> {
        let policies = need::policies_in_use(plan);
        let mut done = Vec::new();
        for (policy, served) in &policies {
            let reaching = Reaching::of(plan, &self.presence, *policy, served);
            match human::human(&reaching, &self.weeks, jobs, stop, progress) {
                Some(human) => done.push(human),
                None => break,
            }
        }
        done
    }
}
