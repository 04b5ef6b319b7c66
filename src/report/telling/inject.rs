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
        Told::Turns { severity, in_truth: true, .. } => format!("It is {severity:?} from now on."),
        Told::Turns { severity, in_truth: false, .. } => format!("It is taken for {severity:?} from now on."),
    }
}
