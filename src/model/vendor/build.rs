//! Vendors as the plan has them, and what they ask of the tasks they do.

use super::Vendor;
use super::entry::{TaskVendor, VendorEntry};
use crate::engine::chance::subject;
use crate::engine::time::Span;
use crate::model::ids::{DecisionId, VendorId};
use crate::model::names::{Names, sorted};
use crate::model::playbook::build::Built;
use crate::model::roster::Hours;
use crate::text::{Dict, Id, Problems};

/// Builds the vendors. `hours_of` gives the hours of a roster.
pub fn vendors(
    entries: &Dict<VendorEntry>,
    hours_of: &mut dyn FnMut(&Id, &mut Problems) -> Option<Hours>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<Vendor> {
    let mut build = |(id, entry): &(Id, VendorEntry)| {
        if entry.minimum > Span(0) && entry.fee_per_hour.0 == 0.0 {
            let place = names.place(&["vendors", id, "minimum"]);
            let problem = problems.at(place, format!("`{id}` charges no hours"), "this has no effect without `fee_per_hour`");
            problem.help("add fee_per_hour: …, or take `minimum` out");
        }
        Vendor {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            luck: subject(id),
            retainer_per_month: entry.retainer_per_month.0,
            fee_per_hour: entry.fee_per_hour.0,
            minimum: entry.minimum,
            activation: entry.activation.clone(),
            hours: entry.hours.as_ref().and_then(|roster| hours_of(roster, problems)),
            decision: entry.decision.as_ref().and_then(|d| names.decisions.find(d, problems)).map(DecisionId),
        }
    };
    sorted(entries).into_iter().map(&mut build).collect()
}

/// Tells each task who does it, and lets it wait for the decision to bring that vendor in.
pub fn assign(built: &mut Built, vendors: &[Vendor], names: &Names, problems: &mut Problems) {
    for (task, text) in built.tasks.iter_mut().zip(&built.texts) {
        let TaskVendor::Named(id) = &text.entry.vendor else { continue };
        let Some(number) = names.vendors.find(id, problems) else { continue };
        task.by = Some(VendorId(number));
        let Some(needed) = vendors.get(number as usize).and_then(|v| v.decision) else { continue };
        match task.decision {
            Some(own) if own != needed => {
                let place = names.place(&["playbooks", text.playbook, "tasks", text.id, "decision"]);
                let title = format!("the task `{}` would need two decisions", text.id);
                let problem = problems.at(place, title, format!("`{id}` is brought in by a decision of its own"));
                problem.help("put what needs the other decision into a task before this one");
            }
            _ => task.decision = Some(needed),
        }
    }
    for playbook in &mut built.playbooks {
        playbook.has_decisions |= playbook.tasks.iter().any(|t| built.tasks[t.at()].decision.is_some());
    }
}
