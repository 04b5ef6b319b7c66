//! What is kept or not in every play: recovery objectives, notices, and whether any harm was done at all. One share a play, so that staffing
//! models can be compared play by play; the sums over all plays are in [`Tally`](super::Tally).

use super::measure::Measure;
use crate::measures::{Outcome, SystemOutcome};
use crate::model::ids::{NoticeId, SystemId};
use crate::model::plan::Plan;

/// Something that is kept or not.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Objective {
    /// An incident was contained before it did any harm.
    Harmless,
    /// An incident that did harm was recovered within the horizon.
    Recovered,
    /// The recovery time objective of one system that was lost, or of any.
    Rto(Option<SystemId>),
    /// The recovery point objective.
    Rpo(Option<SystemId>),
    /// The maximum tolerable period of disruption.
    Mtpd(Option<SystemId>),
    /// One notice was sent in time, or any.
    Notice(Option<NoticeId>),
}

impl Objective {
    /// All of a scenario: of the systems that are measured one by one those that promise something.
    pub fn all(plan: &Plan) -> Vec<Objective> {
        let mut all = Vec::new();
        if plan.kinds.iter().any(|kind| kind.attack.is_some()) {
            all.push(Objective::Harmless);
        }
        all.push(Objective::Recovered);
        let measured: Vec<SystemId> = Measure::all(plan).into_iter().filter_map(Measure::of_system).collect();
        let systems = &plan.systems;
        let promised = [
            (Objective::Rto as fn(Option<SystemId>) -> Objective, systems.iter().map(|s| s.rto.is_some()).collect::<Vec<_>>()),
            (Objective::Rpo, systems.iter().map(|s| s.rpo.is_some()).collect()),
            (Objective::Mtpd, systems.iter().map(|s| s.mtpd.is_some()).collect()),
        ];
        for (of, promises) in promised {
            if promises.iter().any(|promised| *promised) {
                all.push(of(None));
                all.extend(measured.iter().filter(|system| promises[system.at()]).map(|system| of(Some(*system))));
            }
        }
        if !plan.notices.is_empty() {
            all.push(Objective::Notice(None));
            all.extend((0..plan.notices.len() as u32).map(|notice| Objective::Notice(Some(NoticeId(notice)))));
        }
        all
    }

    /// Its name in files, as in `objectives` of summary.json.
    pub fn name(self, plan: &Plan) -> String {
        let of_system = |what: &str, system: Option<SystemId>| match system {
            Some(system) => format!("{what}.{}", plan.systems[system.at()].id),
            None => what.to_owned(),
        };
        match self {
            Objective::Harmless => "stopped_before_impact".to_owned(),
            Objective::Recovered => "recovered".to_owned(),
            Objective::Rto(system) => of_system("rto", system),
            Objective::Rpo(system) => of_system("rpo", system),
            Objective::Mtpd(system) => of_system("mtpd", system),
            Objective::Notice(None) => "notices".to_owned(),
            Objective::Notice(Some(notice)) => format!("notices.{}", plan.notices[notice.at()].id),
        }
    }

    /// Whether one incident kept it, once for each time that it was at stake.
    pub fn each(self, outcome: &Outcome, mut tell: impl FnMut(bool)) {
        let mut of_systems = |of: Option<SystemId>, kept: fn(&SystemOutcome) -> Option<bool>| {
            let lost = outcome.systems.iter().filter(|entry| of.is_none_or(|system| entry.system == system));
            lost.filter_map(kept).for_each(&mut tell);
        };
        match self {
            Objective::Rto(of) => of_systems(of, |entry| entry.rto_met),
            Objective::Rpo(of) => of_systems(of, |entry| entry.rpo_met),
            Objective::Mtpd(of) => of_systems(of, |entry| entry.mtpd_met),
            Objective::Harmless => tell(outcome.stopped_before_impact),
            Objective::Recovered => {
                if outcome.occurred.is_some() {
                    tell(outcome.recovered.is_some());
                }
            }
            Objective::Notice(of) => {
                let owed = outcome.notices.iter().filter(|told| of.is_none_or(|notice| told.notice == notice));
                owed.filter_map(|told| told.met).for_each(tell);
            }
        }
    }
}
