//! What a page asks for, and whether its part may: the facilitator everything, a seat what the people there could do, an evaluator to write
//! down what was seen, the room nothing.

use serde::Deserialize;

use super::places::{Part, Place};
use crate::engine::time::Instant;
use crate::exercise::words::{self, Act, Choice, Point};
use crate::exercise::{Session, Trouble, What};

/// What a page asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// STARTEX, or on again after a pause.
    Start,
    /// PAUSEX.
    Pause,
    /// ENDEX.
    End,
    /// On to the next thing that happens.
    Step,
    /// On to the next choice.
    Go,
    /// On by so much story time, or to a choice before it.
    GoOn {
        /// How much.
        by_ms: i64,
    },
    /// Make a choice that the story waits for.
    Choose {
        /// Which.
        at: Point,
        /// What.
        choice: Choice,
        /// Why.
        #[serde(default)]
        why: Option<String>,
    },
    /// Act of one's own accord; an override needs a reason.
    Act {
        /// What.
        act: Act,
        /// Why.
        #[serde(default)]
        why: Option<String>,
    },
    /// Say words to the room or to a role.
    Tell {
        /// The words.
        text: String,
        /// To which role; to everybody where there is nothing.
        #[serde(default)]
        to: Option<String>,
    },
    /// The room speaks for somebody from here on, or the simulator does again.
    Seat {
        /// Whom: id.
        person: String,
        /// The room does.
        room: bool,
    },
    /// Write something down beside the play.
    Note {
        /// What.
        note: What,
        /// Why.
        #[serde(default)]
        why: Option<String>,
    },
}

/// Does what a page asks for.
///
/// # Errors
/// When the part may not, or the session refuses; nothing has been done then.
pub fn does(session: &mut Session, place: &Place, deed: Deed) -> Result<(), Trouble> {
    let who = Some(place.title.as_str());
    if !may(session, place, &deed) {
        return Err(Trouble::refused(format!("that is not for {} to do", place.title)));
    }
    match deed {
        Deed::Start => {
            session.start(who)?;
            first_move(session, who)
        }
        Deed::Pause => session.pause(who),
        Deed::End => session.end(who),
        Deed::Step => session.step().map(|_| ()),
        Deed::Go => session.go().map(|_| ()),
        Deed::GoOn { by_ms } => {
            let at = session.clock().0.checked_add(by_ms).filter(|_| by_ms >= 0);
            let at = at.ok_or_else(|| Trouble::refused("the story goes forward only, and not that far"))?;
            session.until(Instant(at)).map(|_| ())
        }
        Deed::Choose { at, choice, why } => session.choose(who, &at, choice, why.as_deref()),
        Deed::Act { act, why } => session.act(who, &act, why.as_deref()),
        Deed::Tell { text, to } => session.tell(who, &text, to.as_deref()),
        Deed::Seat { person, room } => session.seat(who, &person, room),
        Deed::Note { note, why } => session.note(who, note, why.as_deref()),
    }
}

/// The first move begins with the exercise: a facilitator who has pressed start has begun.
fn first_move(session: &mut Session, who: Option<&str>) -> Result<(), Trouble> {
    let has_moves = session.plan().exercise.as_ref().is_some_and(|exercise| !exercise.moves.is_empty());
    let begun = session.journal().entries().iter().any(|entry| matches!(entry.what, What::Move { .. }));
    if has_moves && !begun { session.note(who, What::Move { number: 0 }, None) } else { Ok(()) }
}

/// Whether a part may ask for that at all.
fn may(session: &mut Session, place: &Place, deed: &Deed) -> bool {
    let people = match &place.part {
        Part::Facilitator => return true,
        Part::Room => return false,
        Part::Evaluator => {
            let seen = |what: &What| matches!(what, What::Note { .. } | What::Observed { .. } | What::Rated { .. });
            return matches!(deed, Deed::Note { note, .. } if seen(note));
        }
        Part::Seat(people) => people.clone(),
    };
    let knows = |session: &mut Session, incident: u32| session.view(&place.viewer).incidents.iter().any(|i| i.incident == incident);
    match deed {
        Deed::Choose { at, .. } => words::person_of(session.plan(), at.person()).is_ok_and(|person| people.contains(&person)),
        Deed::Act { act: Act::Page { incident, .. } | Act::Declare { incident } | Act::Assess { incident, .. }, .. } => {
            knows(session, *incident)
        }
        Deed::Act { act: Act::Assign { incident, .. }, .. } => knows(session, *incident),
        Deed::Note { note: What::Note { .. } | What::Present { .. }, .. } => true,
        _ => false,
    }
}
