//! Sentences about injects: what the room is told, and what comes of it that no domain tells by itself.

use super::{sentence, since};
use crate::engine::time::Instant;
use crate::model::fact::Told;
use crate::report::names::Names;
use crate::report::words::harmless;

/// What is said of an inject, or of what it alone has brought about.
pub(super) fn tell(names: Names, at: Instant, told: Told) -> String {
    match told {
        Told::Fired { inject, .. } => format!("INJECT: {}", harmless(&names.0.injects.injects[inject.at()].says)),
        Told::CopiesBad { system, copies: None, .. } => format!("The copies of {} are found BAD.", names.system(system)),
        Told::CopiesBad { system, copies: Some(1), .. } => format!("The newest copy of {} is found BAD.", names.system(system)),
        Told::CopiesBad { system, copies: Some(bad), .. } => format!("The newest {bad} copies of {} are found BAD.", names.system(system)),
        Told::Out { system, until, .. } => {
            let lasts = since(at, until);
            format!("{} is out for {lasts}, whatever is done about it here.", sentence(names.system(system)))
        }
        Told::Sight { sensor, blind: true } => format!("{} sees nothing from now on.", sentence(names.sensor(sensor))),
        Told::Sight { sensor, blind: false } => format!("{} sees again.", sentence(names.sensor(sensor))),
        Told::VendorAway { vendor, until } => {
            format!("{} cannot be had for {}.", sentence(names.vendor(vendor)), since(at, until))
        }
        Told::Challenged { decision, .. } => format!("The decision {} is QUESTIONED, and asked for again.", names.decision(decision)),
        Told::Call { person, takes, .. } => {
            format!("{} is on the telephone for {}.", names.person(person), since(at, at + takes))
        }
        Told::Shift { person, works: true, until } => format!("{} comes in and works for {}.", names.person(person), since(at, until)),
        Told::Shift { person, works: false, until } => format!("{} has time off for {}.", names.person(person), since(at, until)),
        Told::OnCall { rota, person: Some(person), until } => {
            format!("{} is on call on {} for {}.", names.person(person), names.0.rotas[rota.at()].id(), since(at, until))
        }
        Told::OnCall { rota, person: None, until } => {
            format!("Nobody is on call on {} for {}.", names.0.rotas[rota.at()].id(), since(at, until))
        }
        Told::Suspended { employer, until: Instant::NEVER } => {
            format!("The contract with {} is at an END: nobody of it works or answers any more.", names.employer(employer))
        }
        Told::Suspended { employer, until } => {
            let lasts = since(at, until);
            format!("The contract with {} is SUSPENDED for {lasts}: nobody of it works or answers.", names.employer(employer))
        }
        Told::Resumes { employer } => format!("The contract with {} holds again.", names.employer(employer)),
        Told::OwedIn { employer, until: Instant::NEVER } => {
            format!("{} works and answers in other hours from now on.", sentence(names.employer(employer)))
        }
        Told::OwedIn { employer, until } => {
            format!("{} works and answers in other hours for {}.", sentence(names.employer(employer)), since(at, until))
        }
        Told::RespondsAfter { employer, takes } => {
            let takes = since(at, at + takes);
            format!("{} responds after {takes} on average from now on.", sentence(names.employer(employer)))
        }
        Told::Turns { severity, in_truth: true, .. } => format!("It is {severity:?} from now on."),
        Told::Turns { severity, in_truth: false, .. } => format!("It is taken for {severity:?} from now on."),
    }
}
