//! What is typed in a results folder to see a play: a reader copies it from the page, so it must do as it says.

use serde::Serialize;

use super::roles::Cast;
use crate::report::words::typed;

/// What is said where no play on the page shows it, and what is typed to see one.
#[derive(Clone, Debug, Serialize)]
pub(super) struct How {
    pub(super) words: String,
    pub(super) command: String,
}

/// Tells plays of a scenario of the folder with single values laid on it; which play is still to be said. None where a path or a value names a
/// person and people are called by their roles.
pub(super) fn trace(cast: &Cast, scenario: &str, sets: &[String]) -> Option<String> {
    let nobody = |word: &str| cast.called(word) == word;
    let names_nobody = |set: &String| {
        let (path, value) = set.split_once('=').unwrap_or((set, ""));
        let words = value.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        (cast.by_name() || cast.path(path) == *path) && nobody(set) && words.into_iter().all(nobody)
    };
    let laid: String = sets.iter().map(|set| format!(" --set {}", typed(set))).collect();
    sets.iter().all(names_nobody).then(|| format!("firedrill trace {}{laid}", typed(scenario)))
}

/// The same for one play.
pub(super) fn of_play(command: &str, seed: u64, replication: u64) -> String {
    format!("{command} --seed {seed} --replication {replication}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::roles::Naming;
    use crate::report::testing;

    #[test]
    fn a_command_is_as_a_shell_takes_it_and_names_nobody() {
        let cast = |naming| Cast::of(testing::scenario(&[]), naming).expect("as it is");
        let sets = |set: &str| vec![set.to_owned()];
        let (roles, full) = (cast(Naming::Roles), cast(Naming::Full));
        let spaced = trace(&roles, "scenario.ron", &sets("decisions.isolate.deliberation=\"2h 30m\"")).expect("nobody is named");
        assert_eq!(
            of_play(&spaced, 7, 3),
            "firedrill trace scenario.ron --set 'decisions.isolate.deliberation=\"2h 30m\"' --seed 7 --replication 3"
        );
        let named = sets("people.ana.cost_per_hour=95");
        assert_eq!(trace(&roles, "scenario.ron", &named), None);
        assert_eq!(trace(&roles, "scenario.ron", &sets("decisions.isolate.held_by=[\"ana\"]")), None);
        assert_eq!(
            trace(&full, "a b/scenario.ron", &named).expect("asked for"),
            "firedrill trace 'a b/scenario.ron' --set people.ana.cost_per_hour=95"
        );
    }
}
