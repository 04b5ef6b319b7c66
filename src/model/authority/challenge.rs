//! A decision that has been taken is questioned, perhaps at the very moment at which it is taken: then nothing begins on it.
//! Leaves to others: what had waited for it and has not begun (response).

use super::rules::{find, put, requests};
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Access, Case, Happening as Any, Response};
use crate::model::ids::{DecisionId, IncidentNo};

/// What waited for a decision may begin. Where decisions can be questioned this comes a step after the decision, so that the question is there
/// before anything begins.
pub(super) fn takes_effect(scene: &mut Scene, case: Case, decision: DecisionId) {
    scene.follow(match scene.plan.decisions[decision.at()].access {
        None => Any::Response(Response::Granted { case, decision }),
        Some(_) => Any::Access(Access::Allowed { case, decision }),
    });
}

/// A decision that has been taken is questioned: those who may take it are asked again, and no standing permission holds.
pub(super) fn challenge(scene: &mut Scene, case: Case, decision: DecisionId) {
    let Some(request) = find(scene, case, decision).filter(|r| r.granted) else { return };
    let (job, answers) = (request.job, request.answers);
    requests(scene, case).retain(|r| r.decision != decision);
    scene.record(Fact::Inject(Told::Challenged { incident: IncidentNo(case.no), decision }));
    put(scene, (case, decision, job), answers, true);
    scene.follow(Any::Response(Response::Reopened { case, decision }));
}
