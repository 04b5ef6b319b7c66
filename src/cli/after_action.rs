//! `firedrill after-action`: what an exercise has shown, and what is to be done.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use super::exercise::OPENS_WITH;
use super::interrupt::Interrupt;
use super::options::{Names, threads};
use super::progress::Progress;
use super::{Failure, Status, output};
use crate::exercise::account::Account;
use crate::exercise::after::{decisions, milestones, ratings};
use crate::exercise::expectation::{Verdict, judge};
use crate::exercise::improvement::{self, Improvement};
use crate::exercise::journal::SCENARIO;
use crate::exercise::{Kind, Session, evaluation, proposal};
use crate::model::exercise::Exercise;
use crate::report::exercise::{expected, milestone};
use crate::report::html::Options;
use crate::report::html::after_action::{self, Basis, Plays};
use crate::report::html::roles::Naming;
use crate::report::readiness::{self, Exercised, ObjectiveExercised};
use crate::report::summary::SCHEMA;
use crate::report::words::{count, duration};
use crate::scenario::remedy::{Remedy, patch, remedies};
use crate::scenario::{self, Scenario};
use crate::statistics::paired::Estimate;
use crate::study::improve::{self, Verdict as Helps};
use crate::study::measure::seconds;
use crate::study::resume::Memory;
use crate::study::{Design, Measure};
use crate::text::Request;

/// Write the after-action report of an exercise, as a page and as Markdown, and its improvement plan.
///
/// Objectives are rated from what was expected and what the facts show, by thresholds that stand in the report; the evaluators confirm or change each
/// grade in evaluation.ron, which is written to be filled in. Changes that would have helped are played with simulated staff, and stand in
/// improvement-plan.ron with what they came to; owners and dates are yours. Neither file is ever changed once it is there: run this again
/// after filling them in. People are called by their roles unless you say --names full.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firedrill after-action results/ransomware-tabletop-exercise
  firedrill after-action sessions/march --show-plays --marking \"Confidential\"
  firedrill after-action ransomware-tabletop.ron --replication 3          a simulated play in place of the room, to see what the report is like

Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line is wrong, or there is no session
  4    a limit was hit
  130  interrupted")]
pub struct AfterAction {
    /// The session's folder; or a scenario file, of which a simulated play stands in for the room
    #[arg(value_name = "SESSION")]
    session: PathBuf,

    /// Show how the room did beside simulated plays
    #[arg(long)]
    show_plays: bool,

    /// How many plays with simulated staff stand behind each change, and beside the room [default: 400, and 10000]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: Option<u64>,

    /// Where the luck of these plays comes from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// Of a scenario file: which play stands in for the room
    #[arg(long, value_name = "K", default_value_t = 0)]
    replication: u64,

    /// How many cores to use; all of them unless given. The results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// What people are called
    #[arg(long, value_name = "HOW", default_value = "roles")]
    names: Names,

    /// A line on each page, such as "Confidential" or "Privileged"
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,

    /// Where it goes [default: the session's folder, or results/SCENARIO-after-action]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// Plays behind each change, of which many are tried, and beside the room, where nothing is said.
const CHANGED: u64 = 400;
const BESIDE: u64 = 10_000;

fn wrong(words: impl std::fmt::Display) -> Failure {
    Failure::new(Status::Wrong, words)
}

impl AfterAction {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let (scenario, mut account, out) = self.open()?;
        let plan = scenario.plan.clone();
        let Some(exercise) = &plan.exercise else {
            return Err(wrong(
                "the scenario has no `exercise` section, so that nothing was expected: scenarios/README.md says what stands in one",
            ));
        };
        let evaluated = evaluation::read_into(&out, exercise, &mut account).map_err(wrong)?;
        let known = match Improvement::of_folder(&out).map_err(wrong)? {
            None => self.left_by_the_last()?,
            known => known,
        };
        let interrupt = Interrupt::listen();
        let proposed = self.propose(&scenario, &interrupt)?;
        let (improvement, patches) = self.improvement(&scenario, &account, &proposed, known);
        let plays = if self.show_plays { Some(self.plays(&scenario, &account, &interrupt)?) } else { None };
        let names = if self.names == Names::Full { Naming::Full } else { Naming::Roles };
        let options = Options { names, marking: self.marking.clone() };
        let basis = Basis { account: &account, plays, improvement: &improvement };
        let report = after_action::report(&scenario, &basis, &options).map_err(wrong)?;
        let page = after_action::html(&report, &options).map_err(wrong)?;
        let unwritable = |why: serde_json::Error| Failure::new(Status::Unfinished, why);
        let figures = serde_json::to_string_pretty(&figures(&scenario, exercise, &account)).map_err(unwritable)? + "\n";
        let mut files = vec![
            ("after-action.html".to_owned(), page),
            ("after-action.md".to_owned(), after_action::markdown(&report)),
            (readiness::FILE.to_owned(), figures),
            (improvement::FILE.to_owned(), improvement.to_ron()),
        ];
        if !evaluated {
            let judged = judge(&plan, &account.facts, account.now);
            files.push((evaluation::FILE.to_owned(), evaluation::template(exercise, &ratings(exercise, &judged, &account))));
        }
        files.extend(patches);
        write(&out, &files)?;
        let next = if evaluated {
            "owners and dates stand in improvement-plan.ron"
        } else {
            "confirm the grades in evaluation.ron, name owners in improvement-plan.ron, and run this again"
        };
        output::say(&format!(
            "Written  {}: after-action.html, after-action.md and {} more\nNext     {next}\n",
            out.display(),
            files.len() - 2
        ))?;
        Ok(Status::Done)
    }

    /// What the last exercise left to be done or to be tried again, where this one opened with it: that goes on in the plan of this one.
    fn left_by_the_last(&self) -> Result<Option<Improvement>, Failure> {
        let path = self.session.join(OPENS_WITH);
        let Ok(words) = fs::read_to_string(&path) else { return Ok(None) };
        let mut last = Improvement::of_text(&path.display().to_string(), &words).map_err(wrong)?;
        last.actions.retain(|action| action.status.goes_on());
        // Its patches lie in the folder of that session.
        for action in last.actions.iter_mut().filter(|action| !action.patch.is_empty()) {
            action.patch = format!("{}/{}", last.session, action.patch);
        }
        Ok(Some(last))
    }

    /// The scenario, what was played, and where the report goes.
    fn open(&self) -> Result<(Scenario, Account, PathBuf), Failure> {
        if self.session.is_dir() {
            return self.of_session();
        }
        if !self.session.exists() {
            return Err(wrong(format!("there is no session {}", self.session.display())));
        }
        let request = Request { scenario: &self.session, models: &[], sets: &[] };
        let scenario = scenario::open(&request).map_err(|rejected| wrong(rejected.render(output::colour())))?;
        let mut account =
            Account::of_play(&scenario.plan, self.seed, self.replication).map_err(|limit| Failure::new(Status::Limit, limit))?;
        // The exercise ends before the play does.
        if let Some(exercise) = &scenario.plan.exercise {
            let (_, ends) = crate::exercise::dry_run::times(exercise, milestones(&account).first().and_then(|(_, at)| *at), account.now);
            account.facts.retain(|(at, _)| *at <= ends);
            account.now = ends;
        }
        let stem = self.session.file_stem().map_or("scenario".to_owned(), |stem| stem.to_string_lossy().into_owned());
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("results").join(format!("{stem}-after-action")));
        Ok((scenario, account, out))
    }

    /// A session is played again from its journal, to the same facts.
    fn of_session(&self) -> Result<(Scenario, Account, PathBuf), Failure> {
        // A replay adds nothing to the journal, so that nothing asks for the time.
        let replayed = Session::replay(&self.session, Box::new(|| 0));
        let (session, said) = replayed.map_err(|trouble| {
            let status = if trouble.kind == Kind::Limit { Status::Limit } else { Status::Wrong };
            Failure::new(status, trouble.words)
        })?;
        said.iter().for_each(|line| output::tell(&format!("note: {line}")));
        let path = self.session.join(SCENARIO);
        let request = Request { scenario: &path, models: &[], sets: &[] };
        let scenario = scenario::open(&request).map_err(|rejected| wrong(rejected.render(output::colour())))?;
        let mut account = session.account();
        // Played again it is kept in memory; it is called what its folder is.
        let folder = self.session.canonicalize().unwrap_or_else(|_| self.session.clone());
        account.name = folder.file_name().map_or(account.name, |name| name.to_string_lossy().into_owned());
        Ok((scenario, account, self.out.clone().unwrap_or_else(|| self.session.clone())))
    }

    fn design(&self, usual: u64) -> Design {
        Design { seed: self.seed, replications: self.replications.unwrap_or(usual), jobs: threads(self.jobs), precision: None }
    }

    /// The changes that would help most, each with its scenario, its patch and what it came to.
    fn propose(&self, scenario: &Scenario, interrupt: &Interrupt) -> Result<Vec<Proposed>, Failure> {
        let design = self.design(CHANGED);
        let limit = |broken: crate::study::arms::Broken<std::convert::Infallible>| Failure::new(Status::Limit, broken);
        let mut memory = Memory::new();
        let seen = improve::few(&scenario.plan, &design, (interrupt.stop(), &mut memory)).map_err(limit)?;
        let all = remedies(scenario, &seen);
        let lay = |which: &[usize]| -> Option<Arc<crate::model::plan::Plan>> {
            let some: Vec<&Remedy> = which.iter().map(|at| &all[*at].0).collect();
            patch::lay(scenario, &some).ok().map(|(with, _)| with.plan)
        };
        let mut progress = Progress::begin(self.quiet);
        let played =
            improve::improve(&scenario.plan, &all, &lay, &design, (interrupt.stop(), &mut memory), &mut |done, of| progress.show(done, of));
        progress.end();
        let played = played.map_err(limit)?;
        if interrupt.stop().load(std::sync::atomic::Ordering::Relaxed) {
            return Err(Failure::new(Status::Interrupted, "interrupted: nothing is written"));
        }
        let per = if improve::yearly(&played) { "a year" } else { "an incident" };
        let helps = played.tried.iter().filter(|tried| tried.effect.verdict() == Helps::Helps).take(proposal::CHANGES);
        Ok(helps
            .map(|tried| {
                let (remedy, _, text) = &all[tried.remedy];
                let effect = format!("{}; {} plays, seed {}", saves(&tried.effect.hours, per), count(tried.effect.plays), self.seed);
                Proposed { remedy: remedy.clone(), text: text.clone(), effect }
            })
            .collect())
    }

    /// The plan with what is new in it, and the patches of that.
    fn improvement(
        &self,
        scenario: &Scenario,
        account: &Account,
        proposed: &[Proposed],
        known: Option<Improvement>,
    ) -> (Improvement, Vec<(String, String)>) {
        let plan = &*scenario.plan;
        let file = |at: usize, of: &Proposed| format!("patches/{:02}-{}.ron", at + 1, of.remedy.slug);
        let changes: Vec<proposal::Change> = proposed
            .iter()
            .enumerate()
            .map(|(at, of)| proposal::Change { remedy: &of.remedy, effect: of.effect.clone(), patch: file(at, of) })
            .collect();
        let judged = judge(plan, &account.facts, account.now);
        let sentence =
            |at: usize| plan.exercise.as_ref().and_then(|e| e.expectations.get(at)).map_or(String::new(), |of| expected(plan, of));
        let held = account.began.get(..10).and_then(|day| day.parse::<Date>().ok());
        let again = if self.session.is_dir() { self.session.join(SCENARIO) } else { self.session.clone() };
        let retest = again.display().to_string();
        let newer = proposal::plan(plan, account, (&judged, &changes), &sentence, (held, &retest));
        let patches =
            proposed.iter().enumerate().map(|(at, of)| (file(at, of), format!("{}{}", of.remedy.comment(&of.effect), of.text))).collect();
        let plan = match known {
            Some(known) => known.with(newer),
            None => newer,
        };
        (plan, patches)
    }

    /// How simulated plays did.
    fn plays(&self, scenario: &Scenario, account: &Account, interrupt: &Interrupt) -> Result<Plays, Failure> {
        let plan = &scenario.plan;
        let mut progress = Progress::begin(self.quiet);
        let keep = &mut |_, _| Ok::<(), std::convert::Infallible>(());
        let studied = crate::study::run(plan, &self.design(BESIDE), interrupt.stop(), &mut |done, of| progress.show(done, of), keep);
        progress.end();
        let studied = studied.map_err(|broken| Failure::new(Status::Limit, broken))?;
        let mut recorder = crate::measures::Recorder::new(plan);
        recorder.observe_all(&account.facts);
        recorder.finish(account.now);
        let room = recorder.take().into_iter().next();
        let shown = [
            (Measure::Detect, "from the first harm to the first alert"),
            (Measure::Acknowledge, "from the alert to the first answer"),
            (Measure::Escalate, "from the alert until those who may act and decide are engaged"),
            (Measure::Contain, "from the first harm to containment"),
            (Measure::Recover, "from the first harm until everything is back"),
        ];
        let times = shown
            .into_iter()
            .filter_map(|(measure, name)| {
                let took = room.as_ref().and_then(|room| match measure.read(plan, room) {
                    crate::study::Reading::Value(value) => Some(value),
                    _ => None,
                });
                let sorted = studied.tally.sample(measure)?.sorted();
                Some((name.to_owned(), took, sorted))
            })
            .collect();
        Ok(Plays { count: studied.tally.replications(), times })
    }
}

/// "saves 14 h of an incident (95 % sure of 10 h to 18 h)".
fn saves(hours: &Estimate, per: &str) -> String {
    let shown = |hours: f64| if hours.is_finite() { duration(libm::fabs(hours) * 3600.0) } else { "more than was followed".to_owned() };
    let sign = |hours: Option<f64>| match hours {
        Some(hours) if hours < 0.0 => format!("-{}", shown(hours)),
        Some(hours) => shown(hours),
        None => "any".to_owned(),
    };
    match hours.value {
        None => "too few plays to say".to_owned(),
        Some(value) => {
            let verb = if value < 0.0 { "adds" } else { "saves" };
            format!("{verb} {} of {per} (95 % sure of {} to {})", shown(value), sign(hours.interval.low), sign(hours.interval.high))
        }
    }
}

/// A change that helps.
struct Proposed {
    remedy: Remedy,
    text: String,
    effect: String,
}

/// The exercise in figures.
fn figures(scenario: &Scenario, exercise: &Exercise, account: &Account) -> Exercised {
    let plan = &*scenario.plan;
    let judged = judge(plan, &account.facts, account.now);
    let all = milestones(account);
    let first = all.iter().find_map(|(_, at)| *at);
    let count = |of: fn(&Verdict) -> bool| judged.iter().filter(|j| of(&j.verdict)).count() as u32;
    Exercised {
        schema: SCHEMA,
        firedrill: env!("CARGO_PKG_VERSION").to_owned(),
        session: account.name.clone(),
        scenario: plan.name.clone(),
        scenario_hash: scenario.hash.clone(),
        held: account.began.get(..10).map(str::to_owned),
        began: Some(account.began.clone()).filter(|began| !began.is_empty()),
        ended: account.ended,
        milestones_s: all
            .iter()
            .skip(1)
            .map(|(of, at)| (milestone(*of).to_owned(), at.zip(first).map(|(at, first)| seconds(at - first).max(0.0))))
            .collect(),
        objectives: ratings(exercise, &judged, account)
            .iter()
            .map(|rating| ObjectiveExercised {
                objective: exercise.objectives[rating.objective].id.clone(),
                capability: exercise.objectives[rating.objective].capability.clone(),
                grade: rating.grade().map(|grade| grade.letter().to_owned()),
                confirmed: rating.rated.is_some(),
            })
            .collect(),
        expectations_due: count(|v| matches!(v, Verdict::Met { .. } | Verdict::Missed { .. })),
        expectations_met: count(|v| matches!(v, Verdict::Met { .. })),
        without_authority: decisions(account).iter().filter(|taken| taken.without_authority()).count() as u32,
        overrides: account.overrides.len() as u32,
    }
}

/// Writes each file whole or not at all.
fn write(out: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    for (name, text) in files {
        let path = out.join(name);
        let parent = path.parent().unwrap_or(out);
        fs::create_dir_all(parent)
            .and_then(|()| super::report::replace(&path, text))
            .map_err(|why| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display())))?;
    }
    Ok(())
}
