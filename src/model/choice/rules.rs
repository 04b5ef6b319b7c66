//! How a choice comes about: a rule that would draw it asks for it, the play stands still, an answer lets it go on as if drawn.

use super::acts;
use super::{Act, Choice, Hand, Happening, Pending, Point, Refusal, Told};
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Answer, Authority as On, Fact, PageFor};
use crate::model::happening::{Case, Happening as Any};
use crate::model::ids::{DecisionId, IncidentNo, PersonId};
use crate::model::{Scene, authority, paging};

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Done { nth } => {
            if let Some(act) = scene.rooms.choice.table.acts.get(nth as usize).copied() {
                acts::done(scene, act);
            }
        }
    }
}

/// Does what is done to a play that stands still, or says why not.
pub fn by_hand(scene: &mut Scene, hand: Hand) -> Result<(), Refusal> {
    match hand {
        Hand::Seat { person, room } => {
            seat(scene, person, room);
            Ok(())
        }
        Hand::Choose { point, choice } if choose(scene, point, choice) => Ok(()),
        Hand::Choose { .. } => Err(Refusal::NotAsked),
        Hand::May { act } => acts::check(scene, &act),
        Hand::Act { at, act: what } => act(scene, at, what),
    }
}

/// Nobody is seated and nothing is waited for.
pub fn begin(scene: &mut Scene) {
    scene.rooms.choice.table.clear();
}

/// Somebody in the room's hands thinks about a decision: the play stands still until the room says what they say, and when.
pub fn decision(scene: &mut Scene, (case, decision, person): (Case, DecisionId, PersonId), authority: On, offer: (Answer, Span)) {
    let nth = scene.rooms.choice.table.count(case, Some(decision), person);
    let (answer, takes) = offer;
    wait(scene, Point::Decision { case, decision, person, nth }, Choice::Says { answer, takes }, authority, Vec::new());
}

/// Somebody in the room's hands is paged: the play stands still until the room says whether they answer, and when.
pub fn page(scene: &mut Scene, case: Case, person: PersonId, after: Option<Span>, pages: Vec<PageFor>) {
    let nth = scene.rooms.choice.table.count(case, None, person);
    wait(scene, Point::Page { case, person, nth }, Choice::Answers { after }, On::Nobody, pages);
}

fn wait(scene: &mut Scene, point: Point, offer: Choice, authority: On, pages: Vec<PageFor>) {
    let order = scene.hot.core.calendar.reserve();
    scene.rooms.choice.table.pending.push(Pending { point, offer, pages, authority, order });
    scene.hot.core.chooses();
}

/// Somebody is in the room's hands from now on, or in the simulator's again.
fn seat(scene: &mut Scene, person: PersonId, room: bool) {
    if scene.rooms.choice.seats(person) != room {
        let people = scene.plan.people.len();
        scene.rooms.choice.table.seat(person, room, people);
        scene.record(Fact::Room(Told::Seat { person, room }));
    }
}

/// The room chooses. False, and nothing is done, where the play does not wait for such a choice.
fn choose(scene: &mut Scene, point: Point, choice: Choice) -> bool {
    let table = &mut scene.rooms.choice.table;
    let Some(place) = table.pending.iter().position(|p| p.point == point) else { return false };
    if std::mem::discriminant(&table.pending[place].offer) != std::mem::discriminant(&choice) {
        return false;
    }
    let Pending { offer, order, .. } = table.pending.remove(place);
    let offered = offer == choice;
    match (point, choice) {
        (Point::Decision { case, decision, person, .. }, Choice::Says { answer, takes }) => {
            let incident = IncidentNo(case.no);
            scene.record(Fact::Room(Told::Says { incident, decision, person, answer, takes, offered }));
            authority::room::chosen(scene, (case, decision, person), (answer, takes), order);
        }
        (Point::Page { case, person, .. }, Choice::Answers { after }) => {
            scene.record(Fact::Room(Told::Answers { incident: IncidentNo(case.no), person, after, offered }));
            paging::rules::chosen(scene, case, person, after, order);
        }
        _ => {}
    }
    if !scene.rooms.choice.table.pending.is_empty() {
        scene.hot.core.chooses();
    }
    true
}

/// The room acts: booked for an instant at which the play stands still. Says why not where it cannot.
fn act(scene: &mut Scene, at: Instant, act: Act) -> Result<(), Refusal> {
    acts::check(scene, &act)?;
    let acts = &mut scene.rooms.choice.table.acts;
    let nth = acts.len() as u32;
    acts.push(act);
    scene.book_at(at, Any::Choice(Happening::Done { nth }));
    Ok(())
}
