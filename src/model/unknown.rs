//! What of a play's luck is not known at a moment, domain by domain: so that the play can be continued from there without knowing its future.
//!
//! Each domain says so in its own `redraw`. What has happened stays, whether anybody knows of it or not: an attacker is where they are, a copy
//! that is lost is lost. What is under way is drawn anew given how long it has lasted. What the play has not asked for comes from the branch.
//!
//! | drawn | when | known | how it is drawn anew |
//! | --- | --- | --- | --- |
//! | next incident of a kind, of a wave, through a finding; next false alarm | when the one before comes | when it comes | given that none has come since; of a wave that others have come of, the rest stays |
//! | what it hits, what holders fall, what becomes of copies, how it is assessed | at that instant | at once | stays |
//! | next stage, next spread | at the stage, at the hit | when it comes | given that it has not come |
//! | whether and when a source sees, users call, somebody reports | when there is something to see | when they do; never where not | given that they have not yet |
//! | whether and when somebody answers | at the first page of a day, and again once they can be reached better or that page has lapsed | when they do | given that they have not, to any of them |
//! | consultation, deliberation, advice | when somebody is reached, begins to think | at its end | given how long it has lasted |
//! | the answer to a decision | at its end | at once | stays |
//! | effort of a task, of an attempt, of a restore | when it is released | when it is done | given what has been done of it; anew where nothing has |
//! | whether it works, goes back, is needed, is learned from | at that instant | at once | stays |
//! | settling whose a job is | when it is unclear | at once: the fact says how long | stays |
//! | a provider's response and its bench, a change order, access being set up, a vendor's activation | when asked for | when it comes | given that it has not come |
//! | a restart, full capacity | when it begins | when it ends | given how long it has lasted |
//! | the next failure of a system | when it last failed | when it fails | given how long it has run |
//! | sickness | at the start | when it begins: how long it lasts too, as a note says | what has not begun is drawn anew, given that it has not |
//! | leave, training | at the start | at the start: it is planned | stays |
//! | who leaves for good | when they come | at their notice, and who comes when | given that no notice has been given |
//! | tickets: how many come in an hour and when | when the hour before is over | as they come | hours of which none has come by now anew; the rest of an hour under way stays |
//! | tickets and root causes: effort, patience, whether an incident comes again | on arrival, at recovery | when done, given up, again | given what has been done, how long they have waited |
//! | whether and when an inject comes after its cue | at the cue | when it comes | given that it has not come |
//! | how long an inject lasts | when it comes | at once where the fact says so, else at its end | given how long it has lasted |
//! | the answer to an exception asked for | when it is asked for | when it comes | stays |
//!
//! Nothing depends on this being without gaps: a continuation whose facts differ from those of the play up to the moment is seen by its
//! fingerprint, and not used.

use bevy_ecs::prelude::*;

use super::happening::{Case, Happening};
use super::incident::NONE;
use super::rooms::Doors;
use super::{Hot, PlanInUse, Scene};
use super::{absence, access, authority, contract, demand, estate, incident, inject, paging, response, responsibility, telemetry, vendor};
use crate::engine::chance::branch::Key;
use crate::engine::chance::{Branch, Purpose, Unknown, combine};
use crate::engine::driver::{Core, HasCore, Left, drive_some};
use crate::engine::time::Instant;
use crate::model::fact::Fact;

impl Scene<'_, '_> {
    /// What is asked for by [`Scene::draw_for`].
    pub fn key_for(&self, purpose: Purpose, case: Case, of: u64, occurrence: u64) -> Key {
        (purpose, combine(self.rooms.incident.file(case).luck, of), occurrence)
    }
    /// All incidents in hand, and what is kept like one.
    pub fn cases(&self) -> Vec<Case> {
        let at = |place| Case { place, no: self.rooms.incident.file(Case { place, no: 0 }).no };
        (0..self.rooms.incident.places()).map(at).filter(|case| case.no != NONE).collect()
    }
}

/// Branches of these numbers from a noted play that stands still at an instant: up to it nothing more happens, though that may be long after the
/// last that has.
pub fn branches(In((numbers, now)): In<(Vec<u64>, Instant)>, plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) -> Vec<Branch> {
    let Some(mut unknown) = Unknown::of(&hot.core.luck, now, &numbers) else { return Vec::new() };
    let mut rooms = doors.open();
    let scene = &mut Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms };
    absence::redraw::redraw(scene, &mut unknown);
    access::redraw::redraw(scene, &mut unknown);
    authority::redraw::redraw(scene, &mut unknown);
    contract::redraw::redraw(scene, &mut unknown);
    demand::redraw::redraw(scene, &mut unknown);
    estate::redraw::redraw(scene, &mut unknown);
    incident::redraw::redraw(scene, &mut unknown);
    inject::redraw::redraw(scene, &mut unknown);
    paging::redraw::redraw(scene, &mut unknown);
    response::redraw::redraw(scene, &mut unknown);
    responsibility::redraw::redraw(scene, &mut unknown);
    telemetry::redraw::redraw(scene, &mut unknown);
    vendor::redraw::redraw(scene, &mut unknown);
    unknown.branches()
}

/// A scene of which is noted when it asks for luck. A type of its own, so that the loop of studies is compiled without it.
struct Noted<'s, 'a, 'w> {
    scene: &'s mut Scene<'a, 'w>,
    rule: fn(&mut Scene, &Happening),
}
impl HasCore<Happening, Fact> for Noted<'_, '_, '_> {
    fn core(&mut self) -> &mut Core<Happening, Fact> {
        self.scene.core()
    }
}

/// The loop, for a play that notes its luck, and for at most so many happenings.
#[cold]
pub(super) fn drive_noted(mut scene: Scene, rule: fn(&mut Scene, &Happening), most: u64) -> Left {
    let mut noted = Noted { scene: &mut scene, rule };
    let rule = |noted: &mut Noted, happening: &Happening| {
        noted.scene.hot.core.luck.note_from(noted.scene.hot.core.now);
        (noted.rule)(noted.scene, happening);
    };
    drive_some(&mut noted, rule, most)
}
