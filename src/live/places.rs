//! Who sits where: the parts of an exercise, each with a link of its own and, for those who join by telephone, a short code.
//!
//! A link is a random token of 128 bits; whoever has it is who it says, so that nobody needs an account. It is compared in constant time.

use std::fmt::Write as _;

use subtle::ConstantTimeEq;

use crate::exercise::{Trouble, Viewer};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

/// A part in an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Runs it.
    Facilitator,
    /// The projector: it looks, and does nothing.
    Room,
    /// Watches, and writes down what was seen.
    Evaluator,
    /// Speaks for these people.
    Seat(Vec<PersonId>),
}
impl Part {
    /// As pages name it.
    pub fn word(&self) -> &'static str {
        match self {
            Part::Facilitator => "facilitator",
            Part::Room => "room",
            Part::Evaluator => "evaluator",
            Part::Seat(_) => "seat",
        }
    }
}

/// A place and how to come to it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The part played there.
    pub part: Part,
    /// What it is called: "Facilitator", or the seat's role.
    pub title: String,
    /// Whose eyes it has.
    pub viewer: Viewer,
    /// The secret of its link, 32 hexadecimal digits.
    pub token: String,
    /// Six letters and figures to be typed; places of those who know too much to be guessed have none.
    pub code: Option<String>,
}

/// All places of an exercise.
#[derive(Clone, Debug)]
pub struct Places(Vec<Place>);

/// Letters and figures that nobody takes for one another.
const PLAIN: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

impl Places {
    /// The places of an exercise: facilitator, room, evaluator, and the seats of the scenario; where it has none, one for each role for which
    /// the room speaks (`spoken_for`: ids of people).
    ///
    /// # Errors
    /// When the machine has no random numbers.
    pub fn of(plan: &Plan, spoken_for: &[String]) -> Result<Places, Trouble> {
        let mut places = Vec::new();
        let mut add = |part: Part, title: String, viewer: Viewer| -> Result<(), Trouble> {
            let code = matches!(part, Part::Seat(_)).then(code).transpose()?;
            places.push(Place { part, title, viewer, token: token()?, code });
            Ok(())
        };
        add(Part::Facilitator, "Facilitator".to_owned(), Viewer::Facilitator)?;
        add(Part::Room, "Room".to_owned(), Viewer::Room)?;
        add(Part::Evaluator, "Evaluator".to_owned(), Viewer::Room)?;
        for (title, people) in seats(plan, spoken_for) {
            let viewer = viewer(&title, &people);
            add(Part::Seat(people), title, viewer)?;
        }
        Ok(Places(places))
    }
    /// All of them.
    pub fn all(&self) -> &[Place] {
        &self.0
    }
    /// The place of a link. All links are compared, each in a time that does not tell how much of it was right.
    pub fn by_token(&self, token: &str) -> Option<usize> {
        find(&self.0, token, |place| Some(&place.token))
    }
    /// The place of a code, as somebody types it.
    pub fn by_code(&self, typed: &str) -> Option<usize> {
        let typed: String = typed.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        find(&self.0, &typed.to_ascii_uppercase(), |place| place.code.as_ref())
    }
}

fn find(places: &[Place], secret: &str, of: impl Fn(&Place) -> Option<&String>) -> Option<usize> {
    let mut found = None;
    for (at, place) in places.iter().enumerate() {
        if of(place).is_some_and(|own| bool::from(own.as_bytes().ct_eq(secret.as_bytes()))) {
            found = Some(at);
        }
    }
    found
}

/// The seats by name.
fn seats(plan: &Plan, spoken_for: &[String]) -> Vec<(String, Vec<PersonId>)> {
    let prepared = plan.exercise.iter().flat_map(|exercise| &exercise.seats);
    let prepared: Vec<(String, Vec<PersonId>)> = prepared.map(|seat| (seat.id.clone(), seat.people.clone())).collect();
    if !prepared.is_empty() {
        return prepared;
    }
    let mut seats: Vec<(String, Vec<PersonId>)> = Vec::new();
    for (person, entry) in (0..).map(PersonId).zip(&plan.people).filter(|(_, entry)| spoken_for.contains(&entry.id)) {
        let title = entry.role.clone().unwrap_or_else(|| entry.id.clone());
        match seats.iter_mut().find(|(of, _)| *of == title) {
            Some((_, people)) => people.push(person),
            None => seats.push((title, vec![person])),
        }
    }
    seats
}

/// Whose eyes a seat has: those of the one person who sits there, or of its role. A seat is named by a person or by a role, never by a team.
fn viewer(title: &str, people: &[PersonId]) -> Viewer {
    match people {
        [one] => Viewer::Person(*one),
        _ => Viewer::Role(title.to_owned()),
    }
}

fn random<const N: usize>() -> Result<[u8; N], Trouble> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| Trouble::refused(format!("this machine gives no random numbers for the links: {why}")))?;
    Ok(bytes)
}
fn token() -> Result<String, Trouble> {
    let mut token = String::new();
    for byte in random::<16>()? {
        // Writing to a string cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}
fn code() -> Result<String, Trouble> {
    Ok(random::<6>()?.iter().map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect())
}
