//! Notices and injects, as a viewer knows them.

use serde::Serialize;

use crate::engine::time::Instant;
use crate::exercise::known::Viewer;
use crate::exercise::session::Session;
use crate::exercise::state::State;
use crate::model::exercise::Card;
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, InjectId, KindId, NoticeId};
use crate::model::plan::Plan;

/// A notice that an incident may owe.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// The incident.
    pub incident: u32,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whom it tells.
    pub to: Option<String>,
    /// Its clock runs; where it does not and there is a deadline, only its second limit does.
    pub runs: bool,
    /// When it is due; nothing while no clock has started.
    pub deadline_ms: Option<i64>,
    /// The same as people read it.
    pub deadline_local: Option<String>,
    /// When it was sent.
    pub sent_ms: Option<i64>,
    /// It was not owed after all.
    pub waived: bool,
    /// Its deadline has passed.
    pub missed: bool,
}

/// An inject of the scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Inject {
    /// Id.
    pub id: String,
    /// What the room is told.
    pub says: String,
    /// Only the facilitator plays it.
    pub held_back: bool,
    /// When it comes by the clock.
    pub at_ms: Option<i64>,
    /// When it has come.
    pub came_ms: Vec<i64>,
    /// It can come again.
    pub to_come: bool,
    /// Who says it in the story.
    pub from: Option<String>,
    /// Whom it reaches: names; the whole room where there are none.
    pub to: Vec<String>,
    /// The move that it is written for, by its place. For the facilitator, as the next two are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub move_number: Option<usize>,
    /// What should come of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What its author noted for whoever plays it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

pub(super) fn notices(session: &Session, viewer: &Viewer, state: &State) -> Vec<Notice> {
    let plan = &session.plan;
    let mut shown: Vec<Notice> = Vec::new();
    for (incident, now) in state.incidents.iter().filter(|(no, _)| session.known.has_to_do(plan, viewer, **no)) {
        let kind = session.kind_of(*incident).filter(|_| !now.false_alarm);
        for owed in kind.iter().flat_map(|kind| owed(session, *kind)) {
            let known = state.notices.iter().find(|n| n.incident == *incident && n.notice == owed);
            // What may come to be owed is known once somebody has concluded that it is an incident.
            if known.is_none() && now.aware.is_none() {
                continue;
            }
            let entry = &plan.notices[owed.at()];
            let deadline = known.and_then(|n| n.deadline);
            shown.push(Notice {
                incident: incident.0 + 1,
                id: entry.id.clone(),
                name: entry.name.clone(),
                to: entry.to.clone(),
                runs: known.is_some_and(|n| n.runs),
                deadline_ms: deadline.map(|at| at.0),
                deadline_local: deadline.map(|at| session.local(at)),
                sent_ms: known.and_then(|n| n.sent).map(|(at, _)| at.0),
                waived: known.is_some_and(|n| n.waived),
                missed: known.is_some_and(|n| n.missed),
            });
        }
    }
    shown
}

/// The notices that the playbook of a kind owes.
fn owed(session: &Session, kind: KindId) -> impl Iterator<Item = NoticeId> + '_ {
    let playbook = &session.plan.playbooks[session.plan.kinds[kind.at()].playbook.at()];
    playbook.tasks.iter().filter_map(|task| session.plan.tasks[task.at()].sends)
}

pub(super) fn injects(session: &Session, viewer: &Viewer, state: &State) -> Vec<Inject> {
    let all = session.plan.injects.injects.iter().enumerate();
    let facilitator = *viewer == Viewer::Facilitator;
    let reaches = |inject: &Option<&Card>| inject.is_none_or(|card| reaches(&session.plan, viewer, card));
    let shown = all.map(|(place, entry)| (place, entry, card(&session.plan, place))).filter(|(.., card)| reaches(card));
    let shown = shown.map(|(place, entry, card)| {
        let came: Vec<Instant> = state.injects.iter().filter(|(id, ..)| *id == InjectId(place as u32)).map(|(_, at, _)| *at).collect();
        Inject {
            id: entry.id.clone(),
            says: entry.says.clone(),
            held_back: entry.held_back,
            at_ms: entry.at.map(|at| at.0),
            to_come: (came.len() as u32) < entry.times && entry.may_come(),
            came_ms: came.into_iter().map(|at| at.0).collect(),
            from: card.and_then(|card| card.from.clone()),
            to: card.map_or_else(Vec::new, |card| addressees(&session.plan, card)),
            move_number: if facilitator { move_of(&session.plan, place) } else { None },
            expected: card.filter(|_| facilitator).and_then(|card| card.expected.clone()),
            notes: card.filter(|_| facilitator).and_then(|card| card.notes.clone()),
        }
    });
    if facilitator {
        return shown.collect();
    }
    // Of injects to come nobody but the facilitator knows.
    let came = shown.filter(|inject| !inject.came_ms.is_empty());
    came.map(|inject| Inject { to_come: false, held_back: false, at_ms: None, ..inject }).collect()
}

/// The card of an inject.
fn card(plan: &Plan, inject: usize) -> Option<&Card> {
    plan.exercise.iter().flat_map(|exercise| &exercise.cards).find(|card| card.inject.at() == inject)
}
/// The words of an inject reach a seat only where they are meant for somebody there. The room knows what anybody knows.
fn reaches(plan: &Plan, viewer: &Viewer, card: &Card) -> bool {
    card.to.is_empty() || card.to.iter().any(|person| viewer.is(plan, *person))
}
/// Whom a card reaches: by their names while they are few, else as the file calls them all.
fn addressees(plan: &Plan, card: &Card) -> Vec<String> {
    if card.to.len() > 3 { card.to_names.clone() } else { card.to.iter().map(|person| plan.people[person.at()].name.clone()).collect() }
}
/// The move that an inject is written for.
fn move_of(plan: &Plan, inject: usize) -> Option<usize> {
    plan.exercise.iter().flat_map(|exercise| &exercise.moves).position(|of| of.injects.iter().any(|written| written.at() == inject))
}

impl Session {
    /// The kind of an incident.
    pub(in crate::exercise) fn kind_of(&self, incident: IncidentNo) -> Option<KindId> {
        self.facts.iter().find_map(|(_, fact)| match *fact {
            Fact::Began { incident: of, kind, .. } | Fact::FalseAlarm { incident: of, kind, .. } if of == incident => Some(kind),
            _ => None,
        })
    }
}
