//! What the evaluators say of a session afterwards, in a file that they fill in: a grade for each objective with the reason, and what the hot wash brought.
//! A report that is made writes the file with the proposed grades, to be confirmed; one that is there is read and never changed.

use std::path::Path;

use super::account::{About, Account, Grade, Note, Rated, When};
use super::after::Rating;
use crate::model::exercise::Exercise;
use crate::scenario::remedy::patch::quoted;
use crate::text::{self, Dict, Problems, Sources, choice, entry, read};

/// The name of the file.
pub const FILE: &str = "evaluation.ron";

entry! {
    /// What evaluators say of a session.
    pub struct EvaluationEntry {
        /// By objective.
        ratings: Dict<RatingEntry>,
        /// What participants said afterwards.
        hot_wash: Vec<String> = Vec::new(),
        /// What is to be settled later.
        parking_lot: Vec<String> = Vec::new(),
    }
}
entry! {
    /// The rating of an objective.
    pub struct RatingEntry {
        /// The grade; nothing is confirmed without it.
        grade: Option<GradeEntry>,
        /// Who rates: a part, not a person.
        by: String = "evaluator".to_owned(),
        /// Why.
        why: String = String::new(),
    }
}
choice! {
    /// A grade.
    #[derive(Copy, PartialEq, Eq)]
    pub enum GradeEntry {
        /// Performed without challenges.
        P,
        /// Performed with some challenges.
        S,
        /// Performed with major challenges.
        M,
        /// Unable to be performed.
        U,
    }
}

/// Adds what the evaluators of a folder say to an account; false where there is no file.
pub fn read_into(folder: &Path, exercise: &Exercise, account: &mut Account) -> Result<bool, String> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok(false);
    }
    let words = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    add(&path.display().to_string(), &words, exercise, account)?;
    Ok(true)
}

/// Adds what a text says.
fn add(name: &str, words: &str, exercise: &Exercise, account: &mut Account) -> Result<(), String> {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let file = sources.add(name.to_owned(), words.to_owned());
    let root = text::parse(&sources, file, &mut problems);
    let entry = root.and_then(|root| read::<EvaluationEntry>(&root, &mut problems));
    for (id, rating) in entry.iter().flat_map(|entry| &entry.ratings) {
        match exercise.objectives.iter().position(|objective| objective.id == id.text) {
            Some(objective) => {
                let grade = rating.grade.map(|grade| Grade::ALL[grade as usize]);
                let (by, why) = (rating.by.clone(), rating.why.clone());
                account.ratings.extend(grade.map(|grade| Rated { objective, grade, by, why }));
            }
            None => {
                let known: Vec<&str> = exercise.objectives.iter().map(|objective| objective.id.as_str()).collect();
                problems.at(id.place, format!("there is no objective `{id}`"), format!("it has {}", known.join(", ")));
            }
        }
    }
    let Some(entry) = entry.filter(|_| problems.is_empty()) else { return Err(text::render(&problems, &sources, false)) };
    let when = When { story: account.now, wall: account.lasted };
    for (about, all) in [(About::HotWash, entry.hot_wash), (About::ParkingLot, entry.parking_lot)] {
        account.notes.extend(all.into_iter().map(|text| Note { when, about, by: "evaluator".to_owned(), text }));
    }
    Ok(())
}

/// A file to fill in, with the grades that are proposed.
pub fn template(exercise: &Exercise, ratings: &[Rating]) -> String {
    let mut words = String::from(
        "// For the evaluators: confirm or change each grade (P, S, M, U) by taking the line's marks away, and say why. Rate teams and plans, never persons.\n\
         // `firedrill after-action` reads this file and never changes it.\n(\n    ratings: {\n",
    );
    for rating in ratings {
        let objective = &exercise.objectives[rating.objective];
        let line = objective.text.replace(['\n', '\r'], " ");
        let proposed = rating.proposed.map_or("P", Grade::letter);
        let note = if rating.proposed.is_some() { "proposed" } else { "nothing was due: the evaluator alone can tell" };
        words.push_str(&format!("        // {line}\n        {}: (\n            // grade: {proposed},  // {note}\n            by: \"evaluator\", why: \"\",\n        ),\n", quoted(&objective.id)));
    }
    words.push_str(
        "    },\n    // What participants said: one thing to keep and one to change each.\n    hot_wash: [],\n    parking_lot: [],\n)\n",
    );
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exercise::Objective;

    fn exercise() -> Exercise {
        let objective = |id: &str| Objective { id: id.into(), text: "Answer \"in time\"".into(), capability: "Escalation".into() };
        Exercise {
            title: String::new(),
            brief: String::new(),
            ground_rules: vec![],
            minutes: 90,
            minutes_per_decision: 5,
            minutes_per_inject: 2,
            ends: None,
            objectives: vec![objective("a"), objective("b")],
            moves: vec![],
            cards: vec![],
            expectations: vec![],
            seats: vec![],
        }
    }

    #[test]
    fn a_file_to_fill_in_confirms_nothing_until_it_is_filled_in() {
        let exercise = exercise();
        let rating = |objective, proposed| Rating { objective, due: 10, earned: 5.0, proposed, rated: None };
        let words = template(&exercise, &[rating(0, Some(Grade::M)), rating(1, None)]);
        let mut account = Account::default();
        add("evaluation.ron", &words, &exercise, &mut account).unwrap_or_else(|why| panic!("{why}"));
        assert!(account.ratings.is_empty() && account.notes.is_empty());
        let filled = words.replacen("// grade: M,", "grade: S,", 1).replace("hot_wash: []", "hot_wash: [\"keep the bridge\"]");
        add("evaluation.ron", &filled, &exercise, &mut account).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((account.ratings[0].grade, account.ratings[0].objective), (Grade::S, 0));
        assert_eq!(account.notes_about(About::HotWash).count(), 1);
        let wrong = add("evaluation.ron", "(ratings: {\"c\": (grade: S)})", &exercise, &mut account);
        assert!(wrong.expect_err("unknown").contains("there is no objective `c`"));
    }
}
