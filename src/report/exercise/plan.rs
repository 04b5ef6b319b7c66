//! The dry run of an exercise, summed up for programs; `table` is what a facilitator reads.

use serde::Serialize;

use super::{begins, due, expected};
use crate::engine::time::{Instant, Span};
use crate::exercise::dry_run::{DryRun, Load, of_the_room, quantile};
use crate::exercise::expectation::Verdict;
use crate::model::exercise::Exercise;
use crate::model::ids::{DecisionId, InjectId};
use crate::model::plan::Plan;
use crate::report::names::Names;
use crate::report::summary::SCHEMA;
use crate::report::words::{harmless, share};
use crate::study::measure::seconds;

mod table;

pub use table::{left, table};

/// A dry run, summed up.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    schema: u32,
    firedrill: &'static str,
    scenario: String,
    scenario_hash: String,
    seed: u64,
    plays: u64,
    plays_with_harm: u64,
    /// How long the session lasts.
    minutes: u32,
    /// Of all moves together.
    minutes_of_moves: u32,
    /// What the room needs for decisions and injects, half of the plays and nine in ten.
    needed_minutes: Pair,
    fits: bool,
    moves: Vec<MovePlanned>,
    decisions: Vec<DecisionPlanned>,
    injects: Vec<InjectPlanned>,
    expectations: Vec<ExpectationPlanned>,
    warnings: Vec<String>,
}
/// A figure in the middle of the plays, and one that nine in ten do not pass.
#[derive(Copy, Clone, Debug, Default, Serialize)]
struct Pair {
    p50: u32,
    p90: u32,
}
#[derive(Clone, Debug, Serialize)]
struct MovePlanned {
    title: String,
    begins: String,
    minutes: u32,
    share_of_plays: f64,
    decisions: Pair,
    injects: Pair,
    needed_minutes: Pair,
}
#[derive(Clone, Debug, Serialize)]
struct DecisionPlanned {
    decision: String,
    of_the_room: bool,
    share_of_plays: f64,
    asked: Option<[String; 3]>,
    asked_s: Option<[f64; 3]>,
    r#move: Option<String>,
    took_s: Option<[f64; 3]>,
    by: Vec<By>,
    undecided_share: f64,
}
#[derive(Clone, Debug, Serialize)]
struct By {
    who: String,
    authority: &'static str,
    share: f64,
}
#[derive(Clone, Debug, Serialize)]
struct InjectPlanned {
    inject: String,
    written_for: Option<String>,
    held_back: bool,
    share_of_plays: f64,
    mostly_in: Option<String>,
}
#[derive(Clone, Debug, Serialize)]
struct ExpectationPlanned {
    expectation: String,
    text: String,
    due: String,
    objective: String,
    points: u32,
    due_share: f64,
    met_share: Option<f64>,
    margin_s: Option<[f64; 3]>,
}

fn of<T: Copy + Ord>(mut values: Vec<T>) -> Option<[T; 3]> {
    values.sort_unstable();
    Some([quantile(&values, 0.1)?, quantile(&values, 0.5)?, quantile(&values, 0.9)?])
}

fn pair(values: impl Iterator<Item = u32>) -> Pair {
    of(values.collect()).map_or(Pair::default(), |[_, p50, p90]| Pair { p50, p90 })
}

impl Planned {
    /// Sums a dry run up. None where the scenario has no exercise.
    pub fn of(plan: &Plan, run: &DryRun, scenario_hash: &str, seed: u64) -> Option<Planned> {
        let exercise = plan.exercise.as_ref()?;
        let part = |many: u64| if run.plays == 0 { 0.0 } else { many as f64 / run.plays as f64 };
        let needed_minutes = pair(run.whole.iter().map(|load| load.minutes(exercise)));
        let mut planned = Planned {
            schema: SCHEMA,
            firedrill: env!("CARGO_PKG_VERSION"),
            scenario: harmless(&plan.name),
            scenario_hash: scenario_hash.to_owned(),
            seed,
            plays: run.plays,
            plays_with_harm: run.harmed,
            minutes: exercise.minutes,
            minutes_of_moves: exercise.minutes_of_moves(),
            needed_minutes,
            fits: true,
            moves: moves(plan, exercise, run),
            decisions: decisions(plan, exercise, run),
            injects: (0..)
                .map(InjectId)
                .zip(&plan.injects.injects)
                .map(|(id, inject)| {
                    let came: Vec<(usize, u64)> =
                        run.injects.iter().filter(|((of, _), _)| *of == id).map(|((_, at), n)| (*at, *n)).collect();
                    let title = |at: usize| exercise.moves.get(at).map(|m| harmless(&m.title));
                    InjectPlanned {
                        inject: harmless(&inject.id),
                        written_for: exercise.move_of(id).and_then(title),
                        held_back: inject.held_back,
                        share_of_plays: part(came.iter().map(|(_, n)| n).sum()).min(1.0),
                        mostly_in: came.iter().max_by_key(|(at, n)| (*n, std::cmp::Reverse(*at))).and_then(|(at, _)| title(*at)),
                    }
                })
                .collect(),
            expectations: expectations(plan, exercise, run),
            warnings: Vec::new(),
        };
        planned.warn(plan, exercise);
        Some(planned)
    }

    /// What to look at before it is played.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// For programs.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    fn warn(&mut self, plan: &Plan, exercise: &Exercise) {
        let mut all = Vec::new();
        if self.minutes_of_moves > self.minutes {
            all.push(format!("The moves take {} minutes, and the session lasts {}.", self.minutes_of_moves, self.minutes));
        }
        if self.needed_minutes.p50 > self.minutes {
            let words = "More decisions are to be expected than fit: in half of the plays the room needs";
            all.push(format!("{words} {} minutes or more, and the session lasts {}.", self.needed_minutes.p50, self.minutes));
        }
        self.fits = all.is_empty();
        for of in &self.moves {
            if of.needed_minutes.p50 > of.minutes {
                let (title, needs) = (&of.title, of.needed_minutes.p50);
                all.push(format!(
                    "{title}: in half of the plays its decisions and injects take {needs} minutes or more; it has {}.",
                    of.minutes
                ));
                self.fits = false;
            }
            if of.share_of_plays < 0.5 {
                all.push(format!("{}: it is reached in only {} of the plays.", of.title, share(of.share_of_plays)));
            }
        }
        for inject in self.injects.iter().filter(|inject| !inject.held_back) {
            match (&inject.written_for, &inject.mostly_in) {
                (Some(written), Some(came)) if written != came => {
                    all.push(format!("The inject {} is written for {written}, and mostly comes in {came}.", inject.inject));
                }
                (_, None) => all.push(format!("The inject {} came in no play.", inject.inject)),
                _ => {}
            }
        }
        for of in &self.expectations {
            match of.met_share {
                None => all.push(format!("The expectation {} was due in no play: nothing can be learned from it.", of.expectation)),
                Some(met) if met >= 0.98 => {
                    all.push(format!(
                        "The expectation {} was met by simulated staff in {} of the plays: it tells little.",
                        of.expectation,
                        share(met)
                    ));
                }
                Some(met) if met <= 0.02 => {
                    all.push(format!("The expectation {} was met in {} of the plays: hardly anybody could.", of.expectation, share(met)));
                }
                Some(_) => {}
            }
        }
        let idle = exercise.seats.iter().filter(|seat| {
            let may = |d: &DecisionPlanned| {
                plan.decisions
                    .iter()
                    .filter(|right| right.id == d.decision)
                    .any(|right| right.holders.iter().chain(&right.delegates).any(|person| seat.people.contains(person)))
            };
            !self.decisions.iter().filter(|d| d.share_of_plays >= 0.5).any(may)
        });
        all.extend(
            idle.map(|seat| {
                format!("The seat {} has nothing to decide in half of the plays: give them a part in words.", harmless(&seat.id))
            }),
        );
        self.warnings = all;
    }
}

fn moves(plan: &Plan, exercise: &Exercise, run: &DryRun) -> Vec<MovePlanned> {
    let each = exercise.moves.iter().zip(&run.moves);
    each.map(|(of, loads)| MovePlanned {
        title: harmless(&of.title),
        begins: begins(plan, of.begins),
        minutes: of.minutes,
        share_of_plays: loads.len() as f64 / run.plays.max(1) as f64,
        decisions: pair(loads.iter().map(|load: &Load| load.decisions)),
        injects: pair(loads.iter().map(|load| load.injects)),
        needed_minutes: pair(loads.iter().map(|load| load.minutes(exercise))),
    })
    .collect()
}

fn decisions(plan: &Plan, exercise: &Exercise, run: &DryRun) -> Vec<DecisionPlanned> {
    let names = Names(plan);
    let mut all: Vec<(bool, Option<Instant>, DecisionPlanned)> = Vec::new();
    for (id, expected) in &run.decisions {
        let room = of_the_room(plan, DecisionId(id.0));
        let asked = of(expected.asked.clone());
        let settled: u64 = expected.by.values().sum();
        let mut by: Vec<By> = expected
            .by
            .iter()
            .map(|((person, authority), many)| By {
                who: person.map_or("nobody asked".to_owned(), |person| names.person(person)),
                authority,
                share: *many as f64 / settled.max(1) as f64,
            })
            .collect();
        by.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.who.cmp(&b.who)));
        let most = expected.moves.iter().max_by_key(|(at, many)| (**many, std::cmp::Reverse(**at)));
        all.push((
            room,
            asked.map(|asked| asked[1]),
            DecisionPlanned {
                decision: names.decision(*id),
                of_the_room: room,
                share_of_plays: expected.asked.len() as f64 / run.plays.max(1) as f64,
                asked: asked.map(|asked| asked.map(|at| plan.zone.format(at))),
                asked_s: asked.map(|asked| asked.map(|at| at.0 as f64 / 1000.0)),
                r#move: most.and_then(|(at, _)| exercise.moves.get(*at)).map(|m| harmless(&m.title)),
                took_s: of(expected.took.clone()).map(|took| took.map(seconds)),
                by,
                undecided_share: 1.0 - settled as f64 / expected.asked.len().max(1) as f64,
            },
        ));
    }
    all.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.2.decision.cmp(&b.2.decision)));
    all.into_iter().map(|(.., decision)| decision).collect()
}

fn expectations(plan: &Plan, exercise: &Exercise, run: &DryRun) -> Vec<ExpectationPlanned> {
    let each = exercise.expectations.iter().enumerate();
    each.map(|(at, of_file)| {
        let (due_in, met) = run.met(at);
        let margins: Vec<Span> = run.expectations[at]
            .iter()
            .filter_map(|judged| match judged.verdict {
                Verdict::Met { spare, .. } => Some(spare),
                Verdict::Missed { .. } => judged.late_by().map(|late| -late),
                _ => None,
            })
            .collect();
        ExpectationPlanned {
            expectation: harmless(&of_file.id),
            text: expected(plan, of_file),
            due: due(plan, of_file),
            objective: exercise.objectives.get(of_file.objective).map_or(String::new(), |objective| harmless(&objective.id)),
            points: of_file.points,
            due_share: due_in as f64 / run.plays.max(1) as f64,
            met_share: (due_in > 0).then(|| met as f64 / due_in as f64),
            margin_s: of(margins).map(|margins| margins.map(seconds)),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::exercise::dry_run;
    use crate::play::Play;
    use crate::report::testing;
    use crate::scenario::Scenario;
    use crate::study::Design;
    use crate::text::Overlay;

    const EXERCISE: &str = r#"(
        injects: {"news": (says: "x", at: "+1h"), "of-the-hand": (says: "y", held_back: true)},
        exercise: (
            minutes: 30, minutes_per_decision: 20, minutes_per_inject: 5, ends: "+12h", seats: ["ana"],
            objectives: {"1": (text: "Answer", capability: "Escalation")},
            moves: [(title: "A", minutes: 10, questions: ["?"]), (title: "B", minutes: 25, begins: "+30m", injects: ["news"])],
            expectations: {
                "never-due": (after: Injected("of-the-hand"), what: Recovered, within: "1h", objective: "1"),
                "answered": (after: Alerted, what: Acknowledged, within: "12h", objective: "1"),
            },
        ),
    )"#;

    fn scenario(text: &str) -> Scenario {
        let laid = testing::scenario(&[]).with(&Overlay { name: "exercise", text, ..Overlay::default() });
        laid.unwrap_or_else(|rejected| panic!("{rejected}"))
    }
    fn run(scenario: &Scenario, jobs: usize) -> DryRun {
        let design = Design { seed: 3, replications: 30, jobs, precision: None };
        dry_run::run(&scenario.plan, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("played").expect("an exercise")
    }

    /// Nobody at the table may decide: the one decision is simulated, and the room needs five minutes for the one inject, all in move B.
    #[test]
    fn the_rooms_minutes_are_counted_from_its_decisions_and_injects() {
        let scenario = scenario(EXERCISE);
        let run = run(&scenario, 1);
        let planned = Planned::of(&scenario.plan, &run, &scenario.hash, 3).expect("an exercise");
        assert_eq!((planned.plays, planned.plays_with_harm), (30, 30));
        let needs: Vec<(u32, u32)> = planned.moves.iter().map(|of| (of.needed_minutes.p50, of.injects.p50)).collect();
        assert_eq!((needs, planned.needed_minutes.p90), (vec![(0, 0), (5, 1)], 5));
        assert!(planned.decisions.iter().all(|of| !of.of_the_room));
        assert!(
            !planned.fits && planned.warnings[0].contains("The moves take 35 minutes, and the session lasts 30"),
            "{:?}",
            planned.warnings
        );
        for words in ["The seat ana has nothing to decide", "The expectation never-due was due in no play"] {
            assert!(planned.warnings.iter().any(|warning| warning.contains(words)), "{words}: {:?}", planned.warnings);
        }
        let text = table(&planned);
        assert!(text.contains("It does NOT fit into 30 minutes") && text.contains("since nobody at the table may"), "{text}");
        // With whoever may decide at the table it is the room's, and takes twenty minutes.
        let with_ciso = super::tests::scenario(&EXERCISE.replace("[\"ana\"]", "[\"ciso\"]"));
        let planned = Planned::of(&with_ciso.plan, &super::tests::run(&with_ciso, 1), "", 3).expect("an exercise");
        let asked = planned.decisions.iter().filter(|of| of.of_the_room).map(|of| of.share_of_plays).sum::<f64>();
        assert!(asked > 0.0 && planned.needed_minutes.p90 == 25, "{asked} {:?}", planned.needed_minutes);
    }

    #[test]
    fn a_dry_run_is_the_same_on_any_number_of_threads_and_the_section_changes_no_play() {
        let exercised = scenario(EXERCISE);
        let json = |jobs| Planned::of(&exercised.plan, &run(&exercised, jobs), "", 3).expect("an exercise").to_json().expect("json");
        assert_eq!(json(1), json(4));
        let bare = scenario("(injects: {\"news\": (says: \"x\", at: \"+1h\")})");
        for replication in 0..5 {
            let print = |scenario: &Scenario| {
                let mut play = Play::new(scenario.plan.clone());
                play.reset(3, replication);
                play.run(&mut |_, _| ()).expect("played").fingerprint
            };
            assert_eq!(print(&exercised), print(&bare));
        }
    }
}
