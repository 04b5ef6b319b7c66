//! What of injects is not known yet: whether and when those come that have met their cue, and when what they do is over.

use super::Effect;
use super::effects::LASTS;
use super::rules::INJECT;
use crate::engine::chance::{Unknown, combine};
use crate::engine::time::Span;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for (inject, reached) in plan.injects.injects.iter().zip(&scene.rooms.inject.seen[case.at()].reached) {
            for nth in 1..=u64::from(*reached) {
                let key = scene.key_for(INJECT, case, inject.luck, nth);
                unknown.shows(&[key], |asked, draws| {
                    let comes = inject.chance >= 1.0 || draws[0].chance(inject.chance);
                    comes.then(|| asked + inject.after.as_ref().map_or(Span(0), |after| after.sample(&mut draws[0])))
                });
                for (place, effect) in (0..).zip(&inject.effects) {
                    // Of what else an inject does it is told at once when it is over.
                    let (Effect::Holds(.., Some(lasts)) | Effect::Blind(_, Some(lasts))) = effect else { continue };
                    let key = scene.key_for(LASTS, case, combine(inject.luck, place), nth);
                    unknown.shows(&[key], |asked, draws| Some(asked + lasts.sample(&mut draws[0]).max(Span(1))));
                }
            }
        }
    }
}
