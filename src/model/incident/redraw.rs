//! What of incidents is not known yet: which are still to come, and how attacks go on.

use super::again::{WAVE, wave};
use super::alarm::{NEXT, NOTICED};
use super::attack::{SPREAD, STAGE};
use super::exposed::{BEYOND, CANDIDATE};
use super::rules::{ARRIVAL, by_rate};
use crate::engine::chance::branch::Key;
use crate::engine::chance::{Draw, Unknown, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::happening::Case;
use crate::model::ids::KindId;
use crate::model::plan::Arrivals;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    for kind in (0..scene.plan.kinds.len() as u32).map(KindId) {
        still_to_come(scene, unknown, kind);
        through_findings(scene, unknown, kind);
    }
    for sensor in &scene.plan.sensors {
        let Some(law) = &sensor.false_alarms else { continue };
        let at = |asked: Instant, draw: &mut Draw| asked + Span((-libm::log(draw.uniform()) * law.mean_gap.0 as f64).min(1e17) as i64);
        each(unknown, |nth| (NEXT, sensor.luck, nth), |asked, draw| Some(at(asked, draw)));
    }
    for case in scene.cases() {
        goes_on(scene, unknown, case);
    }
}

/// All of a row of draws, each made when the one before it has shown.
fn each(unknown: &mut Unknown, key: impl Fn(u64) -> Key, mut at: impl FnMut(Instant, &mut Draw) -> Option<Instant>) {
    for key in (0..).map(key) {
        if unknown.asked(key).is_none() {
            return;
        }
        unknown.shows(&[key], |asked, draws| at(asked, &mut draws[0]));
    }
}

fn still_to_come(scene: &Scene, unknown: &mut Unknown, kind: KindId) {
    let entry = &scene.plan.kinds[kind.at()];
    match &entry.arrivals {
        Arrivals::ByFailure | Arrivals::At(_) => {}
        Arrivals::Every(every) => {
            each(unknown, |nth| (ARRIVAL, entry.luck, nth), |asked, draw| Some(asked + every.sample(draw)));
        }
        Arrivals::Rate(_) => {
            let at = |asked, draw: &mut Draw| by_rate(scene, kind, asked, -libm::log(draw.uniform()));
            each(unknown, |nth| (ARRIVAL, entry.luck, nth), |asked, draw| Some(at(asked, draw)));
        }
    }
    waves(scene, unknown, kind, |nth| ((ARRIVAL, entry.luck, nth), combine(entry.luck, nth)));
}

fn through_findings(scene: &Scene, unknown: &mut Unknown, kind: KindId) {
    let Some(door) = scene.plan.exposure.door(kind) else { return };
    let luck = scene.plan.kinds[kind.at()].luck;
    let at = |asked, draw: &mut Draw| by_rate(scene, kind, asked, -libm::log(draw.uniform()) / (door.at_most - 1.0));
    each(unknown, |nth| (CANDIDATE, luck, nth), |asked, draw| Some(at(asked, draw)));
    waves(scene, unknown, kind, |nth| ((CANDIDATE, luck, nth), combine(combine(luck, BEYOND.0), nth)));
}

/// The others of waves of which only the first has come, each known by what the first came by and by the key of its luck.
fn waves(scene: &Scene, unknown: &mut Unknown, kind: KindId, first: impl Fn(u64) -> (Key, u64)) {
    let Some(law) = scene.plan.kinds[kind.at()].waves else { return };
    for (came, luck) in (0..).map(first) {
        if unknown.asked(came).is_none() {
            return;
        }
        unknown.shows(&[(WAVE, luck, 0)], |asked, draws| wave(law, &mut draws[0]).map(|after| asked + after).min());
    }
}

fn goes_on(scene: &Scene, unknown: &mut Unknown, case: Case) {
    let file = scene.rooms.incident.file(case);
    if let Some(attack) = scene.plan.kinds[file.kind.at()].attack.map(|a| &scene.plan.attacks[a.at()]) {
        for (stage, (_, next, _)) in (0..).zip(&attack.stages) {
            unknown.shows(&[scene.key_for(STAGE, case, stage, 0)], |asked, draws| Some(asked + next.sample(&mut draws[0])));
        }
        if let Some(spread) = &attack.spread {
            each(unknown, |nth| scene.key_for(SPREAD, case, 0, nth), |asked, draw| Some(asked + spread.every.sample(draw)));
        }
    }
    if let Some(law) = file.false_alarm.and_then(|sensor| scene.plan.sensors[sensor.at()].false_alarms.as_ref()) {
        let key = scene.key_for(NOTICED, case, 0, 0);
        unknown.shows(&[key], |asked, draws| Some(asked + law.noticed_after.sample(&mut draws[0])));
    }
}
