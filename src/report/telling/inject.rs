//! Sentences about injects: what the room is told.

use crate::model::fact::Told;
use crate::report::names::Names;
use crate::report::words::harmless;

/// What is said of an inject, or of what it alone has brought about.
pub(super) fn tell(names: Names, told: Told) -> String {
    match told {
        Told::Fired { inject, .. } => format!("INJECT: {}", harmless(&names.0.injects.injects[inject.at()].says)),
        Told::Turns { severity, in_truth: true, .. } => format!("It is {severity:?} from now on."),
        Told::Turns { severity, in_truth: false, .. } => format!("It is taken for {severity:?} from now on."),
    }
}
