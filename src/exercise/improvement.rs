//! The improvement plan: corrective actions with owner and dates, in a file that people edit and the next exercise opens with.
//!
//! The file belongs to the organisation. What stands in it is never changed: an after-action report that is made anew adds actions, and leaves owners,
//! dates and states as they were written.

use std::path::Path;

use jiff::civil;

use crate::model::quantity::Date;
use crate::scenario::remedy::patch::quoted;
use crate::text::{self, Dict, Problems, Sources, choice, entry, read};

/// The name of the file.
pub const FILE: &str = "improvement-plan.ron";

entry! {
    /// An improvement plan.
    pub struct ImprovementEntry {
        /// The session that it came from.
        session: String,
        /// What was exercised.
        scenario: String,
        /// The day of the exercise.
        held: Option<Date>,
        /// Corrective actions.
        actions: Dict<ActionEntry>,
    }
}
entry! {
    /// A corrective action.
    pub struct ActionEntry {
        /// What went wrong.
        issue: String,
        /// What is done about it.
        action: String,
        /// The capability that it serves.
        capability: String = String::new(),
        /// The element of that.
        element: Element = Element::Planning,
        /// Who answers for it.
        owner: String = String::new(),
        /// When it begins.
        start: Option<Date>,
        /// When it is to be done.
        due: Option<Date>,
        /// How it stands.
        status: State = State::Open,
        /// When it was done.
        done: Option<Date>,
        /// When it was tried again.
        retested: Option<Date>,
        /// The scenario by which it is tried again.
        retest: String = String::new(),
        /// The change of the scenario that stands for it.
        patch: String = String::new(),
        /// What that change came to in simulated plays.
        effect: String = String::new(),
    }
}
choice! {
    /// What of a capability an action is about: planning, organization, equipment, training, exercise.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Element {
        /// Plans, procedures, decision rights.
        Planning,
        /// People, rosters, contracts.
        Organization,
        /// Systems and tools.
        Equipment,
        /// Skills and knowledge.
        Training,
        /// Exercises and tests.
        Exercise,
    }
}
choice! {
    /// How an action stands.
    #[derive(Copy, PartialEq, Eq)]
    pub enum State {
        /// Not done.
        Open,
        /// Done, and not tried.
        Done,
        /// Done, and tried again in an exercise.
        Retested,
        /// Given up, with a reason in the plan.
        Dropped,
    }
}

impl Element {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Element::Planning => "planning",
            Element::Organization => "organization",
            Element::Equipment => "equipment",
            Element::Training => "training",
            Element::Exercise => "exercise",
        }
    }
}
impl State {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Done => "done, to be retested",
            State::Retested => "done and retested",
            State::Dropped => "given up",
        }
    }
    /// There is something left: it is to be done, or to be tried again.
    pub fn goes_on(self) -> bool {
        matches!(self, State::Open | State::Done)
    }
}

/// A corrective action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Id.
    pub id: String,
    /// What went wrong.
    pub issue: String,
    /// What is done about it.
    pub action: String,
    /// The capability that it serves.
    pub capability: String,
    /// The element of that.
    pub element: Element,
    /// Who answers for it; empty while nobody does.
    pub owner: String,
    /// When it begins.
    pub start: Option<civil::Date>,
    /// When it is to be done.
    pub due: Option<civil::Date>,
    /// How it stands.
    pub status: State,
    /// When it was done.
    pub done: Option<civil::Date>,
    /// When it was tried again.
    pub retested: Option<civil::Date>,
    /// The scenario by which it is tried again.
    pub retest: String,
    /// The change of the scenario that stands for it.
    pub patch: String,
    /// What that change came to in simulated plays.
    pub effect: String,
}
impl Action {
    /// It is open after its day.
    pub fn overdue(&self, today: civil::Date) -> bool {
        self.status == State::Open && self.due.is_some_and(|due| due < today)
    }
}

/// An improvement plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Improvement {
    /// The session that it came from.
    pub session: String,
    /// What was exercised.
    pub scenario: String,
    /// The day of the exercise.
    pub held: Option<civil::Date>,
    /// Corrective actions, in the order of the file.
    pub actions: Vec<Action>,
}

impl Improvement {
    /// Reads the plan of a folder; nothing where there is none.
    pub fn of_folder(folder: &Path) -> Result<Option<Improvement>, String> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let words = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        Improvement::of_text(&path.display().to_string(), &words).map(Some)
    }

    /// Reads a plan.
    pub fn of_text(name: &str, words: &str) -> Result<Improvement, String> {
        let (mut sources, mut problems) = (Sources::default(), Problems::new());
        let file = sources.add(name.to_owned(), words.to_owned());
        let root = text::parse(&sources, file, &mut problems);
        let entry = root.and_then(|root| read::<ImprovementEntry>(&root, &mut problems));
        let Some(entry) = entry.filter(|_| problems.is_empty()) else { return Err(text::render(&problems, &sources, false)) };
        let day = |date: Option<Date>| date.map(|date| date.civil);
        let action = |(id, entry): (text::Id, ActionEntry)| Action {
            id: id.text,
            issue: entry.issue,
            action: entry.action,
            capability: entry.capability,
            element: entry.element,
            owner: entry.owner,
            start: day(entry.start),
            due: day(entry.due),
            status: entry.status,
            done: day(entry.done),
            retested: day(entry.retested),
            retest: entry.retest,
            patch: entry.patch,
            effect: entry.effect,
        };
        let actions = entry.actions.0.into_iter().map(action).collect();
        Ok(Improvement { session: entry.session, scenario: entry.scenario, held: day(entry.held), actions })
    }

    /// Adds the actions of another plan that this one does not have; those that it has stay as they are written.
    pub fn with(mut self, newer: Improvement) -> Improvement {
        for action in newer.actions {
            if !self.actions.iter().any(|known| known.id == action.id) {
                self.actions.push(action);
            }
        }
        Improvement { session: newer.session, scenario: newer.scenario, held: newer.held.or(self.held), actions: self.actions }
    }

    /// As a file.
    pub fn to_ron(&self) -> String {
        let mut words = String::from(
            "// What this exercise has shown is to be done. Fill in owners and dates; say Done, then Retested, with the day. `firedrill after-action` adds to it\n\
             // and changes nothing that is written here; `firedrill readiness` reads it beside those of other exercises.\n(\n",
        );
        words.push_str(&format!("    session: {},\n    scenario: {},\n", plain(&self.session), plain(&self.scenario)));
        if let Some(held) = self.held {
            words.push_str(&format!("    held: \"{held}\",\n"));
        }
        words.push_str("    actions: {\n");
        for action in &self.actions {
            words.push_str(&format!("        {}: (\n", quoted(&action.id)));
            let mut field = |name: &str, value: String| words.push_str(&format!("            {name}: {value},\n"));
            field("issue", plain(&action.issue));
            field("action", plain(&action.action));
            field("capability", plain(&action.capability));
            field("element", format!("{:?}", action.element));
            field("owner", plain(&action.owner));
            let days = [("start", action.start), ("due", action.due), ("done", action.done), ("retested", action.retested)];
            days.iter().filter_map(|(name, day)| Some((name, (*day)?))).for_each(|(name, day)| field(name, format!("\"{day}\"")));
            field("status", format!("{:?}", action.status));
            let texts = [("retest", &action.retest), ("patch", &action.patch), ("effect", &action.effect)];
            texts.iter().filter(|(_, text)| !text.is_empty()).for_each(|(name, text)| field(name, plain(text)));
            words.push_str("        ),\n");
        }
        words.push_str("    },\n)\n");
        words
    }
}

/// A text in quotes, on one line.
fn plain(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    quoted(&line.chars().filter(|c| !c.is_control()).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(id: &str) -> Action {
        Action {
            id: id.to_owned(),
            issue: "Isolation waited for one man".to_owned(),
            action: "Let \"infrastructure\" isolate".to_owned(),
            capability: "Containment".to_owned(),
            element: Element::Planning,
            owner: String::new(),
            start: Some(civil::date(2026, 11, 25)),
            due: Some(civil::date(2027, 2, 23)),
            status: State::Open,
            done: None,
            retested: None,
            retest: "ransomware.ron".to_owned(),
            patch: "patches/01.ron".to_owned(),
            effect: "saves 3 h".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_what_people_wrote_stays() {
        let plan = Improvement {
            session: "march".into(),
            scenario: "Ransomware".into(),
            held: Some(civil::date(2026, 11, 25)),
            actions: vec![action("1-a")],
        };
        assert_eq!(Improvement::of_text("a", &plan.to_ron()), Ok(plan.clone()));
        let mut edited = plan.clone();
        edited.actions[0].owner = "ciso".into();
        edited.actions[0].status = State::Done;
        let newer = Improvement { actions: vec![action("1-a"), action("2-b")], ..plan };
        let both = edited.with(newer);
        assert_eq!((both.actions.len(), both.actions[0].owner.as_str(), both.actions[0].status), (2, "ciso", State::Done));
        assert!(both.actions[1].overdue(civil::date(2027, 2, 24)) && !both.actions[1].overdue(civil::date(2027, 2, 23)));
        assert!(!both.actions[0].overdue(civil::date(2028, 1, 1)), "what is done is not overdue");
        let wrong = Improvement::of_text(
            "plan.ron",
            "(session: \"a\", scenario: \"b\", actions: {\"x\": (issue: \"i\", action: \"a\", status: Donne)})",
        );
        assert!(wrong.expect_err("a slip of the pen").contains("did you mean `Done`?"));
    }
}
