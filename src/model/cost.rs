//! What work is paid, beyond the ordinary cost of an hour, and what is paid whether or not anything happens. Leaves to others: adding up what
//! an incident cost (measures), call-outs and providers' contracts.

use crate::model::names::Names;
use crate::model::organisation::entry::WorkEntry;
use crate::model::roster::entry::RosterEntry;
use crate::text::{Dict, Problems};

/// Factors and standing payments.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Pay {
    /// Pay after the end of a shift, times the ordinary cost; none where overtime is not told apart from other work.
    pub overtime: Option<f64>,
    /// What those on call are paid a week for being so, over all rotas.
    pub on_call_per_week: f64,
}

/// The pay of a scenario.
pub fn pay(work: Option<&WorkEntry>, rosters: &Dict<RosterEntry>, names: &Names, problems: &mut Problems) -> Pay {
    let overtime = work.and_then(|w| w.overtime_pay);
    if overtime.is_some_and(|factor| factor < 0.0) {
        problems.at(names.place(&["work", "overtime_pay"]), "pay cannot be negative", "0 or more");
    }
    Pay { overtime, on_call_per_week: rosters.iter().map(|(_, roster)| allowance(roster)).sum() }
}

/// What is paid a week for being on call on a rota.
fn allowance(roster: &RosterEntry) -> f64 {
    match roster {
        RosterEntry::Zoned(_, inner) => allowance(inner),
        RosterEntry::OnCall { allowance_per_week, .. } => allowance_per_week.0,
        _ => 0.0,
    }
}
