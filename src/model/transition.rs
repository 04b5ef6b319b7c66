//! The way to a staffing model: what it costs once, how long it takes until it works as described, how much worse things are until then, and
//! what it costs to leave it again. No play is different for it: a comparison of models sets it beside what the models cost and save.

use crate::engine::time::Span;
use crate::model::names::Names;
use crate::text::Problems;

pub mod entry;

use entry::TransitionEntry;

/// The way to a staffing model.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Transition {
    /// Paid once: onboarding, tools, severance.
    pub one_off: f64,
    /// From the decision until the model works as described.
    pub takes: Span,
    /// Until then an incident costs so much more than with what there was before, as a share of it.
    pub dip: f64,
    /// Paid once to leave it: hand-over, notice, licences.
    pub exit: f64,
}

/// The transition of a scenario, as its staffing model has it.
pub fn transition(entry: Option<&TransitionEntry>, names: &Names, problems: &mut Problems) -> Option<Transition> {
    let entry = entry?;
    let made = Transition { one_off: entry.one_off.0, takes: entry.takes, dip: entry.dip, exit: entry.exit.0 };
    let place = |field: &str| names.place(&["transition", field]);
    if !(0.0..=10.0).contains(&made.dip) {
        let problem = problems.at(place("dip"), "a dip is a share of what an incident costs", "0 to 10");
        problem.help("0.2: until then an incident costs a fifth more than before");
    } else if made.dip > 0.0 && made.takes == Span(0) {
        let problem = problems.at(place("dip"), "a dip that lasts no time has no effect", "`takes` is not given");
        problem.help("say how long it takes until the model works: takes: \"70d\"");
    }
    if made == Transition::default() {
        problems.at(names.place(&["transition"]), "this transition costs nothing and takes no time", "no effect").help("take it out");
    }
    Some(made)
}
