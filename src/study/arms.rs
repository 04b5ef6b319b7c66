//! Several variants of one scenario (*arms*) played side by side on common random numbers: replication k meets the same incident, the same
//! absences and the same luck in every arm, over all cores, with progress and stop. The ground of every study that compares.
//!
//! How to use it:
//! 1. make the arms: the scenario as opened, and each variant of it ([`Scenario::with`](crate::scenario::Scenario::with) lays a text or single
//!    values on an opened scenario, in memory; files of staffing models come in by [`open`](crate::scenario::open)): [`Arms::new`];
//! 2. play them: [`play`]. Stopped, it keeps a complete prefix: as many replications of every arm. Called again with the same arms it goes on
//!    from there, and ends with the same sums as if it had never been stopped; [`resume`](super::resume) keeps what has been played as bytes;
//! 3. read each arm: its [`Tally`] is the same as [`run`](super::run) gives, so that [`Summary`](crate::report::summary::Summary) sums it up;
//!    [`Arm::figures`] are its measures by name, with the values of each replication;
//! 4. compare two arms figure by figure with [`Difference`](crate::statistics::paired::Difference), which pairs them by replication.
//!
//! **One figure from several incidents.** A play may have many incidents, and a table all of them: quantiles are over all incidents of all plays
//! (so that the difference of two medians is the difference of the medians that `run` prints), and the play is the unit of every interval.
//! Where one play has to be held against the same play of another arm (in what share of plays is A better?), its figure is the mean over its
//! incidents; it is *censored*, and larger than every figure that is not, when one of them was not over by the horizon ([`Sample::figures`]).
//! A play in which a measure has no value (an attack stopped before any harm has no time to recover) has no figure, and is in no pair.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::alike::Incidents;
use super::measure::Reading;
use super::objective::Objective;
use super::precision::AT_MOST;
use super::tally::Tally;
use super::{Design, Ended, Replicated, one, replicate};
use crate::measures::Recorder;
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};
use crate::statistics::Sample;

/// Which way is better.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Better {
    /// Times, costs, losses.
    Lower,
    /// Objectives kept, work done.
    Higher,
    /// Neither: how many tickets came, how many deadlines were due.
    Neither,
}

/// One measure of one arm.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    /// Its name in files: `time_to_recover`, `annual.cost`, `objectives.rto`.
    pub name: String,
    /// Its unit: "s", "money", "h", "d", "count", "share".
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// Its values by replication.
    pub sample: &'a Sample,
}

/// What measures of a year have before the names that they have in `plays.parquet`.
pub const OF_A_YEAR: &str = "annual.";

/// One variant of the scenario, and what it came to so far.
#[derive(Clone, Debug)]
pub struct Arm {
    /// What it is called: "internal-only", "co-managed".
    pub name: String,
    /// All that a study of one scenario adds up.
    pub tally: Tally,
    /// What was kept or not, as ones and zeros.
    pub objectives: Vec<(Objective, Sample)>,
    /// Which incidents have which of them, so that like can be held against like.
    pub incidents: Incidents,
}

impl Arm {
    /// An arm of which nothing has been played.
    pub fn new(name: String, plan: Arc<Plan>) -> Arm {
        let objectives = Objective::all(&plan).into_iter().map(|objective| (objective, Sample::new())).collect();
        Arm { name, tally: Tally::new(plan), objectives, incidents: Incidents::default() }
    }

    /// Its scenario.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.tally.plan
    }

    /// Adds its next replication.
    pub fn add(&mut self, replicated: &Replicated) {
        self.tally.add(replicated);
        for (objective, sample) in &mut self.objectives {
            for outcome in &replicated.outcomes {
                objective.each(outcome, |kept| sample.add(if kept { 1.0 } else { 0.0 }));
            }
            sample.end_replication();
        }
        let (plan, samples, objectives) = (&self.tally.plan, &self.tally.samples, &self.objectives);
        self.incidents.add(replicated, |outcome, values| {
            for (measure, _) in samples {
                let mut many = 0_u8;
                measure.each(plan, outcome, |reading| many = many.saturating_add(u8::from(reading != Reading::Missing)));
                values.push(many);
            }
            for (objective, _) in objectives {
                let mut many = 0_u8;
                objective.each(outcome, |_| many = many.saturating_add(1));
                values.push(many);
            }
        });
    }

    /// How many measures and objectives of incidents there are.
    pub(super) fn measures(&self) -> usize {
        self.tally.samples.len() + self.objectives.len()
    }

    /// The place of a measure or objective of incidents, by its name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let plan = self.plan();
        match name.strip_prefix("objectives.") {
            Some(name) => {
                let place = self.objectives.iter().position(|(objective, _)| objective.name(plan) == name)?;
                Some(self.tally.samples.len() + place)
            }
            None => self.tally.samples.iter().position(|(measure, _)| measure.name(plan) == name),
        }
    }

    /// The values of the measure or objective at a place.
    pub(super) fn sample_at(&self, place: usize) -> &Sample {
        match place.checked_sub(self.tally.samples.len()) {
            None => &self.tally.samples[place].1,
            Some(place) => &self.objectives[place].1,
        }
    }

    /// All its measures: of incidents, of objectives, of a year. Arms of one scenario have most of them in common, by name.
    pub fn figures(&self) -> Vec<Figure<'_>> {
        let plan = self.plan();
        let tally = &self.tally;
        let of_incidents = tally.samples.iter().map(|(measure, sample)| Figure {
            name: measure.name(plan),
            unit: measure.unit(),
            better: Better::Lower,
            sample,
        });
        let kept = self.objectives.iter().map(|(objective, sample)| Figure {
            name: format!("objectives.{}", objective.name(plan)),
            unit: "share",
            better: Better::Higher,
            sample,
        });
        let of_a_year = tally.annual.iter().map(|(annual, sample)| Figure {
            name: format!("{OF_A_YEAR}{}", annual.name(plan)),
            unit: annual.unit(),
            better: annual.better(),
            sample,
        });
        of_incidents.chain(kept).chain(of_a_year).collect()
    }

    /// The measure of that name, if the arm has it.
    pub fn figure(&self, name: &str) -> Option<Figure<'_>> {
        self.figures().into_iter().find(|figure| figure.name == name)
    }
}

/// Arms that are played side by side; all have the same number of replications.
#[derive(Clone, Debug)]
pub struct Arms(Vec<Arm>);

impl Arms {
    /// Arms of which nothing has been played, each a name and a scenario.
    pub fn new(arms: impl IntoIterator<Item = (String, Arc<Plan>)>) -> Arms {
        Arms(arms.into_iter().map(|(name, plan)| Arm::new(name, plan)).collect())
    }

    /// Arms that have been played, as many replications of each.
    pub fn of(arms: Vec<Arm>) -> Arms {
        Arms(arms)
    }

    /// The arms, in the order in which they were given.
    pub fn all(&self) -> &[Arm] {
        &self.0
    }

    /// The arms themselves.
    pub fn into_all(self) -> Vec<Arm> {
        self.0
    }

    /// How many replications of each have been played.
    pub fn replications(&self) -> u64 {
        self.0.first().map_or(0, |arm| arm.tally.replications())
    }
}

/// Why the arms could not be played to the end.
#[derive(Debug)]
pub enum Broken<E> {
    /// A limit was hit.
    Limit {
        /// In which arm.
        arm: String,
        /// In which replication.
        replication: u64,
        /// Which limit.
        limit: LimitHit,
    },
    /// Results could not be kept.
    Keep(E),
}
impl<E: fmt::Display> fmt::Display for Broken<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Limit { arm, replication, limit } => write!(f, "{arm}, replication {replication}: {limit}"),
            Broken::Keep(why) => write!(f, "{why}"),
        }
    }
}

/// How the playing of arms ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// How many replications of each arm were asked for in the end.
    pub asked: u64,
    /// How it ended.
    pub ended: Ended,
}

/// What a study of arms is told on the way, and asks.
pub struct Watch<'a, E> {
    /// So many plays of so many are done, over all arms.
    pub progress: &'a mut dyn FnMut(u64, u64),
    /// What replication `k` of an arm (by its place) came to: strictly in order, all arms of one replication before the next, and only complete
    /// replications.
    pub keep: &'a mut dyn FnMut(u64, usize, &Replicated) -> Result<(), E>,
    /// With a precision in the design: whether the intervals that matter are that narrow. Else it is not asked.
    pub settled: &'a dyn Fn(&Arms) -> bool,
}

/// Plays the arms up to the number of replications in the design, from where they stand; with a precision on, doubling the number, until
/// `settled` says yes or [`AT_MOST`] have been played.
pub fn play<E>(arms: &mut Arms, design: &Design, stop: &AtomicBool, watch: &mut Watch<'_, E>) -> Result<Played, Broken<E>> {
    let mut asked = super::asked(design, arms.replications());
    loop {
        up_to(arms, design, asked, stop, watch)?;
        let ended = if arms.replications() < asked && stop.load(Ordering::Relaxed) {
            Ended::Interrupted
        } else if design.precision.is_none() || (watch.settled)(arms) {
            Ended::Complete
        } else if asked >= AT_MOST {
            Ended::NotPreciseEnough
        } else {
            asked = (asked * 2).min(AT_MOST);
            continue;
        };
        return Ok(Played { asked, ended });
    }
}

/// Plays without keeping anything but the sums, and without a precision.
pub fn play_all(
    arms: &mut Arms,
    design: &Design,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Played, Broken<std::convert::Infallible>> {
    let design = Design { precision: None, ..*design };
    play(arms, &design, stop, &mut Watch { progress, keep: &mut |_, _, _| Ok(()), settled: &|_| true })
}

/// Each arm of each replication is a piece of work, so that a study of many arms stops soon and no core is idle at its end.
fn up_to<E>(arms: &mut Arms, design: &Design, asked: u64, stop: &AtomicBool, watch: &mut Watch<'_, E>) -> Result<(), Broken<E>> {
    let count = arms.0.len() as u64;
    if count == 0 {
        return Ok(());
    }
    let plans: Vec<Arc<Plan>> = arms.0.iter().map(|arm| arm.plan().clone()).collect();
    let worlds = || plans.iter().map(|_| None::<(Play, Recorder)>).collect::<Vec<_>>();
    let range: Range<u64> = arms.replications() * count..asked * count;
    let mut row: Vec<Replicated> = Vec::with_capacity(plans.len());
    replicate::in_order(
        range,
        design.jobs,
        stop,
        worlds,
        |worlds, piece| {
            let (replication, arm) = (piece / count, (piece % count) as usize);
            let (play, recorder) = worlds[arm].get_or_insert_with(|| (Play::unmarked(plans[arm].clone()), Recorder::new(&plans[arm])));
            one(play, recorder, design.seed, replication)
        },
        |piece, played| {
            let (replication, arm) = (piece / count, (piece % count) as usize);
            let replicated = played.map_err(|limit| Broken::Limit { arm: arms.0[arm].name.clone(), replication, limit })?;
            row.push(replicated);
            if arm + 1 == plans.len() {
                for (at, replicated) in row.drain(..).enumerate() {
                    arms.0[at].add(&replicated);
                    (watch.keep)(replication, at, &replicated).map_err(Broken::Keep)?;
                }
            }
            (watch.progress)(piece + 1, asked * count);
            Ok(())
        },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    const DESIGN: Design = Design { seed: 7, replications: 12, jobs: 3, precision: None };

    fn two() -> Arms {
        Arms::new([("a".to_owned(), testing::plan()), ("b".to_owned(), testing::plan())])
    }

    fn values(arms: &Arms) -> Vec<(String, Vec<u64>)> {
        let bits = |sample: &Sample| sample.by_replication().flat_map(|(values, _)| values.iter().map(|v| v.to_bits())).collect();
        arms.all().iter().flat_map(|arm| arm.figures().into_iter().map(|f| (f.name, bits(f.sample))).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn replications_of_all_arms_are_handed_on_in_order_and_stopped_they_can_go_on() {
        let never = AtomicBool::new(false);
        let mut whole = two();
        let mut seen = Vec::new();
        let mut keep = |k, arm, _: &Replicated| {
            seen.push((k, arm));
            Ok::<(), ()>(())
        };
        let mut watch = Watch { progress: &mut |_, _| (), keep: &mut keep, settled: &|_| true };
        let ended = play(&mut whole, &DESIGN, &never, &mut watch).expect("played");
        assert_eq!((ended.ended, whole.replications()), (Ended::Complete, 12));
        assert_eq!(seen, (0..12).flat_map(|k| [(k, 0), (k, 1)]).collect::<Vec<_>>());

        // More plays than the threads could have begun before they are told to stop.
        let long = Design { replications: 200, ..DESIGN };
        let mut whole = two();
        play_all(&mut whole, &long, &never, &mut |_, _| ()).expect("played");
        let stop = AtomicBool::new(false);
        let mut parts = two();
        let ended = play_all(&mut parts, &long, &stop, &mut |done, _| stop.store(done >= 7, Ordering::Relaxed)).expect("played");
        assert_eq!(ended.ended, Ended::Interrupted);
        let reached = parts.replications();
        assert!((3..200).contains(&reached), "{reached}");
        assert!(parts.all().iter().all(|arm| arm.tally.replications() == reached), "a prefix of all arms");
        play_all(&mut parts, &long, &never, &mut |_, _| ()).expect("played");
        assert_eq!(values(&parts), values(&whole), "as if it had never been stopped");
    }

    #[test]
    fn an_arm_adds_up_what_a_study_of_its_scenario_does() {
        let never = AtomicBool::new(false);
        let mut arms = two();
        play_all(&mut arms, &DESIGN, &never, &mut |_, _| ()).expect("played");
        let studied = super::super::run(&testing::plan(), &DESIGN, &never, &mut |_, _| (), &mut |_, _| Ok::<(), ()>(())).expect("run");
        let sums = |tally: &Tally| (tally.harm.clone(), tally.ledger, tally.samples.iter().map(|(_, s)| s.mean()).collect::<Vec<_>>());
        assert_eq!(sums(&arms.all()[1].tally), sums(&studied.tally));
        let harmless = arms.all()[0].figure("objectives.stopped_before_impact").expect("there is an attack");
        assert_eq!((harmless.sample.count(), harmless.sample.mean()), (12, Some(0.0)));
    }

    #[test]
    fn with_a_precision_it_goes_on_until_it_is_settled() {
        let never = AtomicBool::new(false);
        let mut arms = two();
        let design = Design { precision: Some(0.05), ..DESIGN };
        let settled = |arms: &Arms| arms.replications() >= 40;
        let mut watch = Watch { progress: &mut |_, _| (), keep: &mut |_, _, _| Ok::<(), ()>(()), settled: &settled };
        let ended = play(&mut arms, &design, &never, &mut watch).expect("played");
        assert_eq!((ended.asked, ended.ended), (48, Ended::Complete));
    }

    #[test]
    fn a_limit_says_in_which_arm_it_was_hit() {
        let never = AtomicBool::new(false);
        let tight = testing::scenario(&["limits=(happenings:5)"]).plan;
        let mut arms = Arms::new([("plain".to_owned(), testing::plan()), ("tight".to_owned(), tight)]);
        let broken = play_all(&mut arms, &DESIGN, &never, &mut |_, _| ()).expect_err("a limit");
        assert!(broken.to_string().starts_with("tight, replication 0: "), "{broken}");
    }
}
