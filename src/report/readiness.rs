//! Readiness over time: exercises of one organisation side by side, from what each after-action report left in its folder. What is compared is told
//! with its scenario: times of different scenarios stand beside each other, and no trend is drawn from one to the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::exercise::columns;
use super::summary::SCHEMA;
use super::words::{duration, harmless, list};
use crate::exercise::improvement::{Action, Improvement, State};
use crate::exercise::journal::JOURNAL;

/// The name of the file that an after-action report leaves for programs.
pub const FILE: &str = "after-action.json";

/// An exercise in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exercised {
    /// Version of this form.
    pub schema: u32,
    /// Version of firedrill.
    pub firedrill: String,
    /// What the session is called.
    pub session: String,
    /// The scenario.
    pub scenario: String,
    /// Its fingerprint.
    pub scenario_hash: String,
    /// The day on which it was held, where that is known: "2026-11-25".
    pub held: Option<String>,
    /// The day with the time of STARTEX, which tells two of one day apart.
    #[serde(default)]
    pub began: Option<String>,
    /// ENDEX was called.
    pub ended: bool,
    /// Seconds from the first harm, by milestone; nothing where it was not reached.
    pub milestones_s: Vec<(String, Option<f64>)>,
    /// Objectives.
    pub objectives: Vec<ObjectiveExercised>,
    /// Expectations that came due.
    pub expectations_due: u32,
    /// Those met in time.
    pub expectations_met: u32,
    /// Decisions that somebody took without authority.
    pub without_authority: u32,
    /// Outcomes that the facilitator set.
    pub overrides: u32,
}

/// An objective of an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectiveExercised {
    /// Id.
    pub objective: String,
    /// The capability.
    pub capability: String,
    /// The grade: the evaluator's, else the proposed one.
    pub grade: Option<String>,
    /// An evaluator has confirmed it.
    pub confirmed: bool,
}

/// Several exercises.
#[derive(Clone, Debug, Serialize)]
pub struct Readiness {
    schema: u32,
    firedrill: &'static str,
    as_of: String,
    exercises: Vec<Exercised>,
    /// By exercise: corrective actions that were open on its day and after it.
    open_then: Vec<OpenThen>,
    /// Sessions that have no report yet, so that nothing of them is shown: their folders.
    without_report: Vec<String>,
    actions: Vec<ActionShown>,
    open: usize,
    overdue: usize,
    without_owner: usize,
}
#[derive(Clone, Debug, PartialEq, Serialize)]
struct OpenThen {
    session: String,
    /// Not done by then, of this exercise and of those before.
    open: usize,
    /// Done by then.
    done: usize,
    /// Done and tried again by then.
    retested: usize,
}
#[derive(Clone, Debug, Serialize)]
struct ActionShown {
    session: String,
    id: String,
    action: String,
    capability: String,
    owner: Option<String>,
    due: Option<String>,
    status: &'static str,
    overdue: bool,
}

/// Reads every folder in a folder that holds an after-action report, by the day of the exercise.
pub fn read(folder: &Path, today: Date) -> Result<Readiness, String> {
    let entries = std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.push(folder.to_owned());
    folders.sort();
    let without: Vec<PathBuf> = folders.iter().filter(|path| path.join(JOURNAL).is_file() && !path.join(FILE).is_file()).cloned().collect();
    folders.retain(|path| path.join(FILE).is_file());
    if folders.is_empty() {
        let write = match without.first() {
            Some(session) => format!(": firedrill after-action {}", session.display()),
            None => String::new(),
        };
        return Err(format!("{}: no folder in it holds {FILE}, which `firedrill after-action` writes{write}", folder.display()));
    }
    let mut all: Vec<(Exercised, Option<Improvement>)> = Vec::new();
    for path in &folders {
        let file = path.join(FILE);
        let text = std::fs::read_to_string(&file).map_err(|why| format!("{}: {why}", file.display()))?;
        let of: Exercised =
            serde_json::from_str(&text).map_err(|why| format!("{} is not one of this version of firedrill: {why}", file.display()))?;
        if of.schema != SCHEMA {
            return Err(format!("{} was written by another version of firedrill; make the report again", file.display()));
        }
        all.push((of, Improvement::of_folder(path)?));
    }
    all.sort_by(|(a, _), (b, _)| (&a.held, &a.began, &a.session).cmp(&(&b.held, &b.began, &b.session)));
    let newest = newest(&all);
    let mut actions = Vec::new();
    for (nth, (of, plan)) in all.iter().enumerate() {
        for action in plan.iter().flat_map(|plan| &plan.actions).filter(|action| newest.get(&key(action)) == Some(&nth)) {
            let owner = Some(action.owner.trim()).filter(|owner| !owner.is_empty()).map(harmless);
            actions.push(ActionShown {
                session: harmless(&of.session),
                id: harmless(&action.id),
                action: harmless(&action.action),
                capability: harmless(&action.capability),
                owner,
                due: action.due.map(|due| due.to_string()),
                status: action.status.words(),
                overdue: action.overdue(today),
            });
        }
    }
    let open = actions.iter().filter(|action| action.status == State::Open.words()).count();
    let overdue = actions.iter().filter(|action| action.overdue).count();
    let without_owner = actions.iter().filter(|action| action.status == State::Open.words() && action.owner.is_none()).count();
    let open_then = (0..all.len()).map(|nth| open_then(&all, nth)).collect();
    let exercises = all.into_iter().map(|(of, _)| of).collect();
    Ok(Readiness {
        schema: SCHEMA,
        firedrill: env!("CARGO_PKG_VERSION"),
        as_of: today.to_string(),
        exercises,
        open_then,
        without_report: without.iter().map(|path| path.display().to_string()).collect(),
        actions,
        open,
        overdue,
        without_owner,
    })
}

/// What makes an action the same in two plans: ids such as "1" are given again.
type Key<'a> = (&'a str, &'a str);
fn key(action: &Action) -> Key<'_> {
    (&action.id, &action.action)
}

/// An action that the next exercise has taken over stands in the plans of both: the newest has the word. By action: the place of that exercise.
fn newest(all: &[(Exercised, Option<Improvement>)]) -> BTreeMap<Key<'_>, usize> {
    let actions =
        all.iter().enumerate().flat_map(|(nth, (_, plan))| plan.iter().flat_map(move |plan| plan.actions.iter().map(move |a| (a, nth))));
    actions.map(|(action, nth)| (key(action), nth)).collect()
}

/// How the actions of an exercise and of those before it stood on its day, as far as days are given; what is done without a day was done before.
fn open_then(all: &[(Exercised, Option<Improvement>)], nth: usize) -> OpenThen {
    let held: Option<Date> = all[nth].0.held.as_ref().and_then(|day| day.parse().ok());
    let by_then = |day: Option<Date>| day.zip(held).is_none_or(|(day, held)| day <= held);
    let mut then = OpenThen { session: all[nth].0.session.clone(), open: 0, done: 0, retested: 0 };
    let newest = newest(all);
    let known: BTreeSet<Key> = all[..=nth].iter().flat_map(|(_, plan)| plan.iter().flat_map(|plan| plan.actions.iter().map(key))).collect();
    for of in known {
        let plan = newest.get(&of).and_then(|at| all[*at].1.as_ref());
        let Some(action) = plan.and_then(|plan| plan.actions.iter().find(|action| key(action) == of)) else { continue };
        match action.status {
            State::Dropped => {}
            State::Retested if by_then(action.retested) => then.retested += 1,
            State::Done | State::Retested if by_then(action.done) => then.done += 1,
            State::Open | State::Done | State::Retested => then.open += 1,
        }
    }
    then
}

/// A time, or that it was not reached.
fn time(seconds: Option<f64>) -> String {
    seconds.map_or("not reached".to_owned(), duration)
}

/// A table: its head and rows.
pub type Rows = (Vec<String>, Vec<Vec<String>>);

impl Readiness {
    /// For programs.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// What can be said in three sentences.
    pub fn answers(&self) -> Vec<String> {
        let met: u32 = self.exercises.iter().map(|of| of.expectations_met).sum();
        let due: u32 = self.exercises.iter().map(|of| of.expectations_due).sum();
        let many = self.exercises.len();
        let mut all =
            vec![format!("{many} {}; {met} of {due} expectations met in time.", if many == 1 { "exercise" } else { "exercises" })];
        let same = self.exercises.first().is_some_and(|first| self.exercises.iter().all(|of| of.scenario_hash == first.scenario_hash));
        if self.exercises.len() > 1 && !same {
            all.push("They played different scenarios, or the same after it was changed: their times stand side by side and are no trend by themselves.".to_owned());
        }
        all.push(format!(
            "{} corrective actions are open on {}, {} of them overdue and {} without an owner.",
            self.open, self.as_of, self.overdue, self.without_owner
        ));
        if !self.without_report.is_empty() {
            let which: Vec<String> = self.without_report.iter().map(|path| harmless(path)).collect();
            all.push(format!(
                "Left out, since they have no after-action report yet: {} (firedrill after-action writes it).",
                list(&which, 6)
            ));
        }
        all
    }

    /// Milestones, a column an exercise.
    pub fn milestones(&self) -> Rows {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.exercises.iter().flat_map(|of| &of.milestones_s) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let cell = |of: &Exercised, name: &str| of.milestones_s.iter().find(|(n, _)| n == name).map_or(String::new(), |(_, s)| time(*s));
        let rows = names.iter().map(|name| {
            let cells = self.exercises.iter().map(|of| cell(of, name));
            std::iter::once(harmless(name)).chain(cells).chain(self.before().map(|before| self.moved(before, name))).collect()
        });
        let mut head = self.head("from the first harm");
        head.extend(self.before().map(|before| format!("the last, against {}", harmless(&self.exercises[before].session))));
        (head, rows.collect())
    }
    /// The exercise before the last that played the same, by its place.
    fn before(&self) -> Option<usize> {
        let (last, before) = self.exercises.split_last()?;
        before.iter().rposition(|of| of.scenario_hash == last.scenario_hash)
    }
    /// How a milestone of the last exercise has moved against an earlier one.
    fn moved(&self, before: usize, name: &str) -> String {
        let of = |exercised: &Exercised| exercised.milestones_s.iter().find(|(n, _)| n == name).and_then(|(_, s)| *s);
        match (of(&self.exercises[before]), self.exercises.last().and_then(of)) {
            (Some(was), Some(is)) if libm::fabs(is - was) < 1.0 => "the same".to_owned(),
            (Some(was), Some(is)) if is < was => format!("{} sooner", duration(was - is)),
            (Some(was), Some(is)) => format!("{} later", duration(is - was)),
            (Some(_), None) => "not reached this time".to_owned(),
            (None, Some(_)) => "reached this time".to_owned(),
            (None, None) => "-".to_owned(),
        }
    }

    /// Grades by capability and objective, a column an exercise.
    pub fn grades(&self) -> Rows {
        let mut keys: Vec<(&str, &str)> =
            self.exercises.iter().flat_map(|of| &of.objectives).map(|o| (o.capability.as_str(), o.objective.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        let cell = |of: &Exercised, key: (&str, &str)| {
            let found = of.objectives.iter().find(|o| (o.capability.as_str(), o.objective.as_str()) == key);
            found.map_or(String::new(), |o| match (&o.grade, o.confirmed) {
                (Some(grade), true) => harmless(grade),
                (Some(grade), false) => format!("{} (proposed)", harmless(grade)),
                (None, _) => "-".to_owned(),
            })
        };
        let alone = |key: (&str, &str)| keys.iter().filter(|(capability, _)| *capability == key.0).count() == 1;
        let row = |key: (&str, &str)| {
            let name = if alone(key) { harmless(key.0) } else { format!("{}: {}", harmless(key.0), harmless(key.1)) };
            std::iter::once(name).chain(self.exercises.iter().map(|of| cell(of, key))).collect()
        };
        (self.head("objective"), keys.iter().copied().map(row).collect())
    }

    /// Expectations and what went by itself, a column an exercise.
    pub fn counts(&self) -> Rows {
        let row = |name: &str, cell: &dyn Fn(&Exercised) -> String| {
            std::iter::once(name.to_owned()).chain(self.exercises.iter().map(cell)).collect()
        };
        let rows = vec![
            row("expectations met in time", &|of| format!("{} of {}", of.expectations_met, of.expectations_due)),
            row("decisions without authority", &|of| of.without_authority.to_string()),
            row("outcomes set by the facilitator", &|of| of.overrides.to_string()),
        ];
        (self.head(""), rows)
    }

    /// How the corrective actions stood after each exercise, a column each.
    pub fn trend(&self) -> Rows {
        let row = |name: &str, cell: fn(&OpenThen) -> usize| {
            std::iter::once(name.to_owned()).chain(self.open_then.iter().map(|then| cell(then).to_string())).collect()
        };
        let rows = vec![row("open", |then| then.open), row("done", |then| then.done), row("done and retested", |then| then.retested)];
        (self.head("after the exercise"), rows)
    }

    /// Actions that are not done, the overdue first.
    pub fn actions(&self) -> Rows {
        let mut left: Vec<&ActionShown> =
            self.actions.iter().filter(|a| a.status == State::Open.words() || a.status == State::Done.words()).collect();
        left.sort_by(|a, b| b.overdue.cmp(&a.overdue).then_with(|| a.due.cmp(&b.due)));
        let row = |a: &&ActionShown| {
            let owner = a.owner.clone().unwrap_or("nobody yet".to_owned());
            let state = if a.overdue { "OVERDUE".to_owned() } else { a.status.to_owned() };
            let capability = if a.capability.is_empty() { "-".to_owned() } else { a.capability.clone() };
            vec![a.action.clone(), capability, owner, a.due.clone().unwrap_or("-".to_owned()), state, a.session.clone()]
        };
        let head = ["corrective action", "capability", "owner", "due", "state", "from"].map(str::to_owned).to_vec();
        (head, left.iter().map(row).collect())
    }

    fn head(&self, first: &str) -> Vec<String> {
        let name =
            |of: &Exercised| of.held.as_ref().map_or(harmless(&of.session), |held| format!("{} {}", harmless(held), harmless(&of.session)));
        std::iter::once(first.to_owned()).chain(self.exercises.iter().map(name)).collect()
    }
}

/// As text.
pub fn table(readiness: &Readiness) -> String {
    let mut text = String::from("Readiness\n");
    for answer in readiness.answers() {
        text.push_str(&format!("  {answer}\n"));
    }
    for (title, (head, rows)) in [
        ("Milestones", readiness.milestones()),
        ("Objectives", readiness.grades()),
        ("Expectations", readiness.counts()),
        ("Corrective actions so far", readiness.trend()),
        ("Corrective actions that are not done", readiness.actions()),
    ] {
        if !rows.is_empty() {
            let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
            text.push_str(&format!("\n{title}\n{}", columns(&all, &[])));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exercised(session: &str, held: &str, answered: Option<f64>, grade: &str) -> Exercised {
        Exercised {
            schema: SCHEMA,
            firedrill: "0".into(),
            session: session.into(),
            scenario: "Ransomware".into(),
            scenario_hash: "a".into(),
            held: held.get(..10).map(str::to_owned),
            began: Some(held.into()),
            ended: true,
            milestones_s: vec![("the first answer".into(), answered)],
            objectives: vec![ObjectiveExercised {
                objective: "1".into(),
                capability: "Escalation".into(),
                grade: Some(grade.into()),
                confirmed: true,
            }],
            expectations_due: 4,
            expectations_met: 3,
            without_authority: 1,
            overrides: 0,
        }
    }

    #[test]
    fn exercises_stand_side_by_side_by_day_with_what_is_left_to_do() {
        let place = tempfile::tempdir().expect("a folder");
        let today: Date = "2026-11-25".parse().expect("a day");
        assert!(read(place.path(), today).expect_err("nothing there").contains("no folder in it holds"));
        for (name, held, answered, grade) in [("b", "2026-03-01", Some(5400.0), "M"), ("a", "2026-09-01", Some(1200.0), "S")] {
            let folder = place.path().join(name);
            std::fs::create_dir(&folder).expect("made");
            std::fs::write(folder.join(FILE), serde_json::to_string(&exercised(name, held, answered, grade)).expect("text"))
                .expect("written");
            let plan = format!(
                "(session: \"{name}\", scenario: \"x\", actions: {{\"late\": (issue: \"i\", action: \"Train {name}\", due: \"2026-06-01\"), \"done\": (issue: \"i\", action: \"j\", status: Retested)}})"
            );
            std::fs::write(folder.join(crate::exercise::improvement::FILE), plan).expect("written");
        }
        let readiness = read(place.path(), today).expect("read");
        assert_eq!(readiness.exercises.iter().map(|of| of.session.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!((readiness.open, readiness.overdue, readiness.without_owner), (2, 2, 2));
        let text = table(&readiness);
        for part in [
            "6 of 8 expectations met",
            "2 corrective actions are open on 2026-11-25, 2 of them overdue and 2 without an owner",
            "1 h 30 min",
            "20 min",
            "Train a",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        let left = text.split("Corrective actions that are not done").nth(1).expect("a table");
        assert!(!left.contains("retested"), "what is over is not listed");
        // The two played the same, so that the last is held against the one before.
        assert!(text.contains("the last, against b") && text.contains("1 h 10 min sooner"), "{text}");
        assert!(!readiness.to_json().expect("json").is_empty());
        std::fs::write(place.path().join("a").join(crate::exercise::improvement::FILE), "(session: 5)").expect("written");
        assert!(read(place.path(), today).expect_err("a slip").contains("improvement-plan.ron"));
    }

    /// Spring leaves three; before autumn one is done, and autumn takes the others over, tries that one again and finds a fourth.
    #[test]
    fn what_the_next_exercise_takes_over_counts_once_and_stands_as_it_stood_on_each_day() {
        let place = tempfile::tempdir().expect("a folder");
        let today: Date = "2026-11-25".parse().expect("a day");
        let write = |name: &str, held: &str, actions: &str| {
            let folder = place.path().join(name);
            std::fs::create_dir(&folder).expect("made");
            std::fs::write(folder.join(FILE), serde_json::to_string(&exercised(name, held, None, "M")).expect("text")).expect("written");
            let plan = format!("(session: \"{name}\", scenario: \"x\", actions: {{{actions}}})");
            std::fs::write(folder.join(crate::exercise::improvement::FILE), plan).expect("written");
        };
        let open = |id: &str| format!("\"{id}\": (issue: \"i\", action: \"Do {id}\"), ");
        write("spring", "2026-03-01", &format!("{}{}{}", open("a"), open("b"), open("c")));
        let tried = "\"a\": (issue: \"i\", action: \"Do a\", status: Retested, done: \"2026-06-01\", retested: \"2026-09-01\"), ";
        let dropped = "\"c\": (issue: \"i\", action: \"Do c\", status: Dropped), ";
        write("autumn", "2026-09-01", &format!("{tried}{}{dropped}{}", open("b"), open("d")));
        let readiness = read(place.path(), today).expect("read");
        let then = |nth: usize| (readiness.open_then[nth].open, readiness.open_then[nth].done, readiness.open_then[nth].retested);
        // In spring a was not done yet; c has been given up since.
        assert_eq!((then(0), then(1)), ((2, 0, 0), (2, 0, 1)));
        assert_eq!(readiness.open, 2, "b and d, each once");
        assert_eq!(table(&readiness).matches("Do b").count(), 1);
        // Of two on one day the later one is the last.
        write("again", "2026-09-01 08:00 UTC", &open("e"));
        assert_eq!(read(place.path(), today).expect("read").exercises.last().map(|of| of.session.clone()), Some("again".to_owned()));
        // A session without a report is said to be left out, and where there is nothing else that is the help.
        let winter = place.path().join("winter");
        std::fs::create_dir(&winter).expect("made");
        std::fs::write(winter.join(JOURNAL), "").expect("written");
        let text = table(&read(place.path(), today).expect("read"));
        assert!(text.contains("Left out, since they have no after-action report yet:") && text.contains("winter"), "{text}");
        assert!(read(&winter, today).expect_err("no report").contains("firedrill after-action"));
    }
}
