//! What injects do: they wait for their cue, luck decides whether they come, and then they come.

use super::{Cue, Seen, Told, effects};
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::choice::Refusal;
use crate::model::fact::{Answer, Ending, Fact};
use crate::model::happening::{Case, Happening as Any, Inject as Happening};
use crate::model::ids::{IncidentNo, InjectId, SystemId};

pub(super) const INJECT: Purpose = Purpose::named("inject");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Now { inject, by_hand } => now(scene, inject, by_hand),
        Happening::StillUnanswered { case, inject, nth } if scene.live(case) => {
            if !scene.rooms.incident.file(case).acknowledged {
                decide(scene, case, inject, nth);
            }
        }
        // One that the facilitator has played meanwhile does not come once more.
        Happening::Fires { case, inject, nth } if scene.live(case) && may_come(scene, case, inject) => fire(scene, case, inject, nth),
        Happening::StillUnanswered { .. } | Happening::Fires { .. } => {}
    }
}

/// Books those that come by the clock.
pub fn begin(scene: &mut Scene) {
    let plan = scene.plan;
    for (inject, entry) in (0..).map(InjectId).zip(&plan.injects.injects) {
        if let Some(at) = entry.at {
            scene.book_at(at, Any::Inject(Happening::Now { inject, by_hand: false }));
        }
    }
}

/// Sees a fact, and lets those come that wait for it. Called for each fact where any inject waits for any.
pub fn see(scene: &mut Scene, fact: &Fact) {
    match *fact {
        Fact::Began { incident, .. } => cue(scene, incident, Cue::Began, None),
        Fact::Occurred { incident, .. } => cue(scene, incident, Cue::Occurred, None),
        Fact::Stage { incident, stage } => reaches_stage(scene, incident, stage),
        Fact::Alerted { incident, .. } => cue(scene, incident, Cue::Alerted, None),
        Fact::Silent { incident, .. } => cue(scene, incident, Cue::Silent, None),
        Fact::Acknowledged { incident, .. } => cue(scene, incident, Cue::Acknowledged, None),
        Fact::Aware { incident, .. } => cue(scene, incident, Cue::Aware, None),
        Fact::Declared { incident, .. } => cue(scene, incident, Cue::Declared, None),
        Fact::LeaderLess { incident } => cue(scene, incident, Cue::Leaderless, None),
        Fact::Escalated { incident } => cue(scene, incident, Cue::Escalated, None),
        Fact::Contained { incident } => cue(scene, incident, Cue::Contained, None),
        Fact::Recovered { incident } => cue(scene, incident, Cue::Recovered, None),
        Fact::Down { system, by } => goes_down(scene, by, system),
        Fact::Started { job, .. } => cue(scene, job.incident, Cue::Started(job.task), job.system),
        Fact::Ended { job, ending: Ending::Done, .. } => cue(scene, job.incident, Cue::Done(job.task), job.system),
        Fact::Ended { job, ending: Ending::Failed, .. } => cue(scene, job.incident, Cue::Failed(job.task), job.system),
        Fact::Asked { incident, decision, .. } => cue(scene, incident, Cue::Asked(decision), None),
        Fact::Granted { incident, decision, .. } => cue(scene, incident, Cue::Approved(decision), None),
        Fact::Decided { incident, decision, answer: Answer::Refused, .. } => cue(scene, incident, Cue::Refused(decision), None),
        Fact::NoticeSubmitted { incident, notice, .. } => cue(scene, incident, Cue::Sent(notice), None),
        Fact::NoticeMissed { incident, notice, .. } => cue(scene, incident, Cue::Missed(notice), None),
        Fact::Inject(Told::Fired { incident, inject }) => cue(scene, incident, Cue::Injected(inject), None),
        _ => {}
    }
}

fn reaches_stage(scene: &mut Scene, incident: IncidentNo, stage: u8) {
    let Some(case) = case_of(scene, incident) else { return };
    let attack = scene.plan.kinds[scene.rooms.incident.file(case).kind.at()].attack;
    if let Some(attack) = attack {
        cue(scene, incident, Cue::Stage(attack, stage), None);
    }
}

fn goes_down(scene: &mut Scene, incident: IncidentNo, system: SystemId) {
    cue(scene, incident, Cue::Down(system), None);
    if !scene.plan.injects.counts_losses {
        return;
    }
    let Some(case) = case_of(scene, incident) else { return };
    let lost = &mut seen(scene, case).lost;
    if !lost.contains(&system) {
        lost.push(system);
        let so_many = lost.len() as u32;
        cue(scene, incident, Cue::Lost(so_many), None);
    }
}

/// The place in which an incident is kept. Asked only where some inject waits for what has happened.
fn case_of(scene: &Scene, incident: IncidentNo) -> Option<Case> {
    (0..scene.rooms.incident.places()).map(|place| Case { place, no: incident.0 }).find(|case| scene.live(*case))
}

fn seen<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Seen {
    &mut scene.rooms.inject.seen[case.at()]
}

/// What some injects may wait for has come in an incident, for a system where it is about one.
fn cue(scene: &mut Scene, incident: IncidentNo, cue: Cue, system: Option<SystemId>) {
    let watches = &scene.plan.injects.watches;
    let first = watches.partition_point(|w| w.cue < cue);
    for watch in watches[first..].iter().take_while(|w| w.cue == cue).filter(|w| w.system.is_none() || w.system == system) {
        let Some(case) = case_of(scene, incident).filter(|case| belongs(scene, *case, watch.inject)) else { continue };
        let Some(nth) = comes_again(scene, case, watch.inject) else { continue };
        let (inject, nth) = (watch.inject, nth);
        match watch.unanswered {
            Some(wait) => scene.book_in(wait, Any::Inject(Happening::StillUnanswered { case, inject, nth })),
            None => decide(scene, case, inject, nth),
        }
    }
}

/// An inject belongs to an incident, which is one: no false alarm, and no change that is kept like one.
fn belongs(scene: &Scene, case: Case, inject: InjectId) -> bool {
    let file = scene.rooms.incident.file(case);
    let is_one = file.false_alarm.is_none() && scene.plan.kinds[file.kind.at()].change.is_none();
    is_one && scene.plan.injects.injects[inject.at()].belongs_to(file.kind)
}

/// Counts that an inject could come into an incident once more; the how-manieth time that is, unless it has come as often as it may.
fn comes_again(scene: &mut Scene, case: Case, inject: InjectId) -> Option<u32> {
    let most = scene.plan.injects.injects[inject.at()].times;
    let nth = counted(&mut seen(scene, case).reached, inject);
    if *nth >= most {
        return None;
    }
    *nth += 1;
    Some(*nth)
}

/// A count by inject.
fn counted(counts: &mut Vec<u32>, inject: InjectId) -> &mut u32 {
    if counts.len() <= inject.at() {
        counts.resize(inject.at() + 1, 0);
    }
    &mut counts[inject.at()]
}

/// How often an inject has come into an incident.
fn came(scene: &Scene, case: Case, inject: InjectId) -> u32 {
    scene.rooms.inject.seen[case.at()].came.get(inject.at()).copied().unwrap_or(0)
}

/// An inject has not come into an incident as often as it may.
fn may_come(scene: &Scene, case: Case, inject: InjectId) -> bool {
    came(scene, case, inject) < scene.plan.injects.injects[inject.at()].times
}

/// Luck decides whether an inject comes, and how long after its cue.
fn decide(scene: &mut Scene, case: Case, inject: InjectId, nth: u32) {
    let entry = &scene.plan.injects.injects[inject.at()];
    let mut draw = scene.draw_for(INJECT, case, entry.luck, u64::from(nth));
    if entry.chance < 1.0 && !draw.chance(entry.chance) {
        return;
    }
    let after = entry.after.as_ref().map_or(Span(0), |after| after.sample(&mut draw));
    let fires = Any::Inject(Happening::Fires { case, inject, nth });
    if after > Span(0) {
        scene.book_in(after, fires);
    } else {
        scene.follow(fires);
    }
}

/// The oldest incident in hand that an inject belongs to.
fn oldest(scene: &Scene, inject: InjectId) -> Option<Case> {
    let of = |place: u32| Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
    let cases = (0..scene.rooms.incident.places()).map(of).filter(|case| case.no != crate::model::incident::NONE);
    cases.filter(|case| belongs(scene, *case, inject)).min_by_key(|case| case.no)
}

/// An inject comes by the clock, or by hand, which luck does not stop. With no incident in hand that it belongs to it comes to nothing.
fn now(scene: &mut Scene, inject: InjectId, by_hand: bool) {
    let Some(case) = oldest(scene, inject) else { return };
    if !by_hand {
        if let Some(nth) = comes_again(scene, case, inject) {
            decide(scene, case, inject, nth);
        }
    } else if may_come(scene, case, inject) {
        // It takes the turn of one that luck has kept back, or that is still on its way.
        let nth = came(scene, case, inject) + 1;
        let reached = counted(&mut seen(scene, case).reached, inject);
        *reached = nth.max(*reached);
        fire(scene, case, inject, nth);
    }
}

/// Whether an inject could be played by hand now.
pub fn may_be_played(scene: &Scene, inject: InjectId) -> Result<(), Refusal> {
    let case = oldest(scene, inject).ok_or(Refusal::NoIncidentForIt)?;
    if may_come(scene, case, inject) { Ok(()) } else { Err(Refusal::CameAlready) }
}

/// An inject comes: the room is told, and what it does is done.
fn fire(scene: &mut Scene, case: Case, inject: InjectId, nth: u32) {
    *counted(&mut seen(scene, case).came, inject) += 1;
    scene.record(Fact::Inject(Told::Fired { incident: IncidentNo(case.no), inject }));
    for (place, effect) in (0..).zip(&scene.plan.injects.injects[inject.at()].effects) {
        effects::apply(scene, effect, &effects::Of { case, inject, nth, place });
    }
}
