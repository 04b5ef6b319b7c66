//! `firedrill trace`: tells one play.

use std::convert::Infallible;
use std::sync::Arc;

use clap::Args;

use super::interrupt::Interrupt;
use super::options::{Format, Plays, Shown, Which};
use super::progress::Progress;
use super::run::design;
use super::{Failure, STATUSES, Status, output};
use crate::measures::Recorder;
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};
use crate::report;
use crate::report::facts::Lines;
use crate::report::story::Story;
use crate::report::words::harmless;
use crate::study::{self, Ended, Replicated};

mod forecast;

/// Tell one play minute by minute: who did what, why, and waiting for whom.
///
/// Of several plays it tells the median one by the harm done, the worst, or the one you name; the same seed and number always give
/// the same play. The right-hand column says what the incident is waiting for as things stand; the ledger at the end is worked out
/// backwards from the recovery, and adds up.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill trace scenarios/harbour-mutual/ransomware.ron                 the median of 1000 plays
  firedrill trace ransomware.ron --worst -n 10000 --seed 7
  firedrill trace ransomware.ron --seed 7 --replication 4127
  firedrill trace ransomware.ron --replication 4127 --forecast-at 5h       where it is likely to lead from there
  firedrill trace ransomware.ron --format json                            every fact, one JSON object a line

{STATUSES}"))]
pub struct Trace {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    plays: Plays,

    /// Tell this play; they are numbered from 0
    #[arg(long, value_name = "K", conflicts_with_all = ["median", "worst"])]
    replication: Option<u64>,

    /// Tell the play in the middle, of those in which harm was done (this is what it does unless told otherwise)
    #[arg(long, conflicts_with = "worst")]
    median: bool,

    /// Tell the play in which most harm was done
    #[arg(long)]
    worst: bool,

    /// Do not tell it: say where it is likely to lead from so long after its first incident began ("5h"), given what had happened by then
    #[arg(long, value_name = "DURATION", requires = "replication")]
    forecast_at: Option<String>,

    #[command(flatten)]
    shown: Shown,
}

impl Trace {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let scenario = self.which.open()?;
        let plan = &scenario.plan;
        let seed = self.plays.seed;
        let (replication, which) = match self.replication {
            Some(replication) => (replication, String::new()),
            None => self.choose(plan)?,
        };
        if let Some(after) = &self.forecast_at {
            let made = forecast::of(plan, seed, replication, after, self.plays.jobs(), self.shown.quiet)?;
            let json = || serde_json::to_string_pretty(&made).map_err(|why| Failure::new(Status::Unfinished, why));
            let text = if self.shown.format == Format::Json { json()? + "\n" } else { report::forecast::told(&made) };
            output::say(&text)?;
            return Ok(Status::Done);
        }
        if self.shown.format == Format::Json {
            output::say(&lines(plan, plan, seed, replication)?)?;
            return Ok(Status::Done);
        }
        let models = self.which.model_names().iter().map(|model| format!(" · {}", harmless(model))).collect::<String>();
        let head = format!("{}{models} · seed {seed} · replication {replication}{which}\n\n", harmless(&plan.name));
        output::say(&(head + &told(plan, seed, replication)?))?;
        Ok(Status::Done)
    }

    /// Plays them all to find the one that was asked for.
    fn choose(&self, plan: &Arc<Plan>) -> Result<(u64, String), Failure> {
        let interrupt = Interrupt::listen();
        let mut progress = Progress::begin(self.shown.quiet);
        let keep = &mut |_, _: Replicated| Ok::<(), Infallible>(());
        let studied = study::run(plan, &design(&self.plays, None), interrupt.stop(), &mut |done, of| progress.show(done, of), keep);
        progress.end();
        let studied = studied.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let played = studied.tally.replications();
        let found = if self.worst { studied.tally.worst_replication() } else { studied.tally.median_replication() };
        match found.filter(|_| studied.ended == Ended::Complete) {
            Some(replication) => Ok((replication, format!(" (the {} of {played})", if self.worst { "worst" } else { "median" }))),
            None => Err(Failure::new(Status::Interrupted, format!("interrupted after {played} of {} plays", studied.asked))),
        }
    }
}

fn limit(replication: u64) -> impl Fn(LimitHit) -> Failure {
    move |limit| Failure::new(Status::Limit, format!("replication {replication}: {limit}"))
}

/// One replication as `trace.jsonl`; `called` is the same scenario with people called as they are to be.
pub fn lines(plan: &Arc<Plan>, called: &Plan, seed: u64, replication: u64) -> Result<String, Failure> {
    let (mut play, mut recorder, mut lines) = (Play::new(plan.clone()), Recorder::new(plan), Lines::new(called));
    study::one_told(&mut play, &mut recorder, seed, replication, |at, fact| lines.add(at, fact)).map_err(limit(replication))?;
    Ok(lines.finish())
}

/// One replication as a story.
pub fn told(plan: &Arc<Plan>, seed: u64, replication: u64) -> Result<String, Failure> {
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    let told = study::one_told(&mut play, &mut recorder, seed, replication, |at, fact| facts.push((at, *fact)));
    let outcomes = told.map_err(limit(replication))?.outcomes;
    let mut story = Story::new(plan, outcomes.len() > 1);
    for (at, fact) in &facts {
        story.add(*at, fact);
    }
    Ok(story.finish(&outcomes))
}
