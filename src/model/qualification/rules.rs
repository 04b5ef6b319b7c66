//! What qualification does: grants and knowledge are gained, lost, put out of use and into use again, and the desks are told.

use super::{Changed, Fit, asks_for};
use crate::model::Scene;
use crate::model::demand;
use crate::model::fact::{Capability, Fact};
use crate::model::happening::{Happening as Any, Qualification as Happening, Response};
use crate::model::ids::PersonId;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Gain { person, what } => gain(scene, person, what),
        Happening::Lose { person, what } => lose(scene, person, what),
        Happening::PutOutOfUse { what } => put_out_of_use(scene, what),
        Happening::PutInUse { what } => put_in_use(scene, what),
    }
}

/// Everybody holds and knows what the plan says.
pub fn begin(scene: &mut Scene) {
    let holdings = &mut *scene.rooms.qualification.holdings;
    holdings.people.iter_mut().for_each(|p| *p = None);
    holdings.out_of_use.clear();
}

fn gain(scene: &mut Scene, person: PersonId, what: Capability) {
    if scene.rooms.qualification.has(scene.plan, person, what) {
        return;
    }
    let changed = changed(scene, person);
    match what {
        Capability::Grant(g) => insert(&mut changed.grants, g),
        Capability::Knowledge(k) => insert(&mut changed.knows, k),
        // What is written down is nobody's own.
        Capability::Written(_) => return,
    }
    scene.record(Fact::Gained { person, what });
    requalify(scene, person, what);
}

fn lose(scene: &mut Scene, person: PersonId, what: Capability) {
    if !scene.rooms.qualification.has(scene.plan, person, what) {
        return;
    }
    let changed = changed(scene, person);
    match what {
        Capability::Grant(g) => changed.grants.retain(|held| *held != g),
        Capability::Knowledge(k) => changed.knows.retain(|known| *known != k),
        Capability::Written(_) => return,
    }
    scene.record(Fact::Lost { person, what });
    requalify(scene, person, what);
}

fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    let place = list.partition_point(|known| *known < item);
    list.insert(place, item);
}

fn put_out_of_use(scene: &mut Scene, what: Capability) {
    let was_usable = scene.rooms.qualification.usable(what);
    scene.rooms.qualification.holdings.out_of_use.push(what);
    if was_usable {
        scene.record(Fact::OutOfUse { what });
        requalify_all(scene, what);
    }
}

fn put_in_use(scene: &mut Scene, what: Capability) {
    let list = &mut scene.rooms.qualification.holdings.out_of_use;
    let Some(place) = list.iter().position(|w| *w == what) else { return };
    list.swap_remove(place);
    if scene.rooms.qualification.usable(what) {
        scene.record(Fact::InUse { what });
        requalify_all(scene, what);
    }
}

fn requalify_all(scene: &mut Scene, what: Capability) {
    for index in 0..scene.plan.people.len() {
        let person = PersonId(index as u32);
        let concerned = match what {
            Capability::Written(_) => {
                scene.plan.people[index].candidate_for.iter().any(|(r, _)| asks_for(&scene.plan.requirements[r.at()], what))
            }
            _ => scene.rooms.qualification.has(scene.plan, person, what),
        };
        if concerned {
            requalify(scene, person, what);
        }
    }
}

fn changed<'s>(scene: &'s mut Scene, person: PersonId) -> &'s mut Changed {
    let entry = &scene.plan.people[person.at()];
    scene.rooms.qualification.holdings.people[person.at()].get_or_insert_with(|| {
        Box::new(Changed {
            grants: entry.grants.clone(),
            knows: entry.knows.clone(),
            qualifies: entry.qualifies.clone(),
            lacks_grant: entry.lacks_grant.clone(),
            lacks_knowledge: entry.lacks_knowledge.clone(),
        })
    })
}

/// Works out anew what somebody may and can do of what asks for something, and tells the desks.
fn requalify(scene: &mut Scene, person: PersonId, what: Capability) {
    let plan = scene.plan;
    let (mut qualifies, mut lacks_grant, mut lacks_knowledge) = (Vec::new(), Vec::new(), Vec::new());
    for &(id, seat) in &plan.people[person.at()].candidate_for {
        let asked = &plan.requirements[id.at()];
        match scene.rooms.qualification.fit(plan, person, asked) {
            Fit::Knows => qualifies.push((id, asked.rank(seat, false))),
            Fit::Follows | Fit::Improvises => qualifies.push((id, asked.rank(seat, true))),
            Fit::LacksGrant => lacks_grant.push(id),
            Fit::LacksKnowledge => lacks_knowledge.push(id),
            Fit::LacksBoth => {}
        }
    }
    let changed = changed(scene, person);
    (changed.qualifies, changed.lacks_grant, changed.lacks_knowledge) = (qualifies, lacks_grant, lacks_knowledge);
    if plan.people[person.at()].candidate_for.iter().any(|(r, _)| asks_for(&plan.requirements[r.at()], what)) {
        scene.follow(Any::Response(Response::Requalified { person, what }));
    }
    if plan.demand.desks.iter().any(|desk| desk.grant.is_some_and(|grant| what == Capability::Grant(grant))) {
        demand::look(scene, person);
    }
}
