//! Readiness over time: exercises of one organisation side by side, from what each after-action report left in its folder. What is compared is told
//! with its scenario: times of different scenarios stand beside each other, and no trend is drawn from one to the other.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::exercise::columns;
use super::summary::SCHEMA;
use super::words::{duration, harmless};
use crate::exercise::improvement::{Improvement, State};

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
    actions: Vec<ActionShown>,
    open: usize,
    overdue: usize,
    without_owner: usize,
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
    let mut folders: Vec<std::path::PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join(FILE).is_file()).collect();
    if folder.join(FILE).is_file() {
        folders.push(folder.to_owned());
    }
    folders.sort();
    if folders.is_empty() {
        return Err(format!("{}: no folder in it holds {FILE}, which `firedrill after-action` writes", folder.display()));
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
    all.sort_by(|(a, _), (b, _)| a.held.cmp(&b.held).then_with(|| a.session.cmp(&b.session)));
    let mut actions = Vec::new();
    for (of, plan) in &all {
        for action in plan.iter().flat_map(|plan| &plan.actions) {
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
    let exercises = all.into_iter().map(|(of, _)| of).collect();
    Ok(Readiness {
        schema: SCHEMA,
        firedrill: env!("CARGO_PKG_VERSION"),
        as_of: today.to_string(),
        exercises,
        actions,
        open,
        overdue,
        without_owner,
    })
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
        let rows = names.iter().map(|name| std::iter::once(harmless(name)).chain(self.exercises.iter().map(|of| cell(of, name))).collect());
        (self.head("from the first harm"), rows.collect())
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
        let row = |key: (&str, &str)| {
            let name = format!("{}: {}", harmless(key.0), harmless(key.1));
            std::iter::once(name).chain(self.exercises.iter().map(|of| cell(of, key))).collect()
        };
        (self.head("objective"), keys.into_iter().map(row).collect())
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

    /// Actions that are not done, the overdue first.
    pub fn actions(&self) -> Rows {
        let mut left: Vec<&ActionShown> =
            self.actions.iter().filter(|a| a.status == State::Open.words() || a.status == State::Done.words()).collect();
        left.sort_by(|a, b| b.overdue.cmp(&a.overdue).then_with(|| a.due.cmp(&b.due)));
        let row = |a: &&ActionShown| {
            let owner = a.owner.clone().unwrap_or("nobody yet".to_owned());
            let state = if a.overdue { "OVERDUE".to_owned() } else { a.status.to_owned() };
            vec![a.action.clone(), a.capability.clone(), owner, a.due.clone().unwrap_or("-".to_owned()), state, a.session.clone()]
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
            held: Some(held.into()),
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
        assert!(!text.contains("retested"), "what is over is not listed");
        assert!(!readiness.to_json().expect("json").is_empty());
        std::fs::write(place.path().join("a").join(crate::exercise::improvement::FILE), "(session: 5)").expect("written");
        assert!(read(place.path(), today).expect_err("a slip").contains("improvement-plan.ron"));
    }
}
