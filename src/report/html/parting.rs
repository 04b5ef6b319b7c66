//! Two plays of the same luck, of which one differs from the other by a change: how much longer the one takes, and where the two go apart. That is
//! where what a study found of a change can be seen to happen.

use std::sync::Arc;

use super::lanes::{Again, Shown, Told};
use super::roles::Cast;
use super::{evidence, typed};
use crate::engine::time::Instant;
use crate::measures::{Outcome, Recorder};
use crate::model::fact::Fact;
use crate::play::Play;
use crate::report::words::{count, duration, harmless};
use crate::study;
use crate::study::measure::seconds;

/// So many of a study's plays are looked at in any case.
const LOOKED_AT: u64 = 12;
/// And where none of these shows it more of them, until so many incidents have been seen: plays may have one or a year's.
const SEEN: usize = 300;

/// Which of two scenarios, and what a play of each is called in a sentence: "as it is", "without the CISO".
pub(super) struct Side<'a> {
    pub(super) cast: &'a Cast,
    pub(super) called: String,
}

/// What is looked for in the plays.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// One play that differs by about so many seconds, and in the same direction.
    About(f64),
    /// The play that is longer by most.
    Most,
    /// The play in the middle of those that differ.
    Middle,
}

/// Two plays that show a change.
pub(super) struct Parting {
    /// What is said of them, and where the second goes on from there.
    pub(super) shown: Shown,
    /// The second of them.
    pub(super) told: Told,
}

/// Looks through the first plays of a study for one in which the second scenario differs from the first as wanted. None where no play does.
/// `command` tells the second play again, its number left out; `id` is its name in links.
pub(super) fn of(
    [first, second]: [&Side; 2],
    (seed, plays): (u64, u64),
    wanted: Wanted,
    id: &str,
    (command, note): (Option<String>, String),
) -> Option<Parting> {
    let mut pairs = Pairs::of([first.cast, second.cast], seed);
    pairs.play_to(plays.min(LOOKED_AT));
    let fits = |by: f64| match wanted {
        Wanted::About(mean) => by * mean > 0.0,
        Wanted::Most => by > 0.0,
        Wanted::Middle => by != 0.0,
    };
    while pairs.played() < plays && pairs.incidents < SEEN && !pairs.differences().any(|(_, by)| fits(by)) {
        pairs.play_to(pairs.played() + 1);
    }
    let mut differing: Vec<f64> = pairs.differences().map(|(_, by)| by).filter(|by| *by != 0.0).collect();
    differing.sort_by(f64::total_cmp);
    let middle = differing.get(differing.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let far = |by: f64| match wanted {
        Wanted::About(mean) => libm::fabs(by - mean),
        Wanted::Most => -by,
        Wanted::Middle => libm::fabs(by - middle),
    };
    let known = pairs.differences().filter(|(_, by)| fits(*by));
    let (replication, _) = known.min_by(|a, b| far(a.1).total_cmp(&far(b.1)).then(a.0.cmp(&b.0)))?;
    let name = format!("play {replication} {}", second.called);
    let base = Again::play(first.cast, seed, replication, &name, id)?;
    let mut again = Again::play(second.cast, seed, replication, &name, id)?;
    let at = apart(&base, &again)?;
    let [sooner, later] = *pairs.times.get(replication as usize)?;
    let plan = &second.cast.scenario.plan;
    let words = format!(
        "Play {}: {}, everything is back after {}; {}, after {}. The two go apart on {}.",
        count(replication),
        first.called,
        told(sooner?),
        second.called,
        told(later?),
        plan.zone.civil(at).strftime("%A %-d %B %H:%M")
    );
    let link = again.point_at(at);
    let command = command.map(|command| typed::of_play(&command, seed, replication));
    Some(Parting { shown: Shown { words: harmless(&words), link }, told: again.told_as(command, note) })
}

/// A play that is neither short nor long among the first of a study, and the longest wait in it: where there is nothing to hold it against. None
/// where none of them did any harm.
pub(super) fn typical(of: &Side, (seed, plays): (u64, u64), id: &str, (command, note): (Option<String>, String)) -> Option<Parting> {
    let mut known: Vec<(u64, Recovery)> =
        (0..).zip(recoveries(of.cast, seed, plays.min(LOOKED_AT))).filter_map(|(k, of)| Some((k, of?))).collect();
    known.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
    let (replication, recovery) = *known.get(known.len().saturating_sub(1) / 2)?;
    let plan = &of.cast.scenario.plan;
    let mut again = Again::play(of.cast, seed, replication, &format!("play {replication} {}", of.called), id)?;
    let pieces = evidence::pieces(plan, &again);
    let begun = || again.facts.iter().find(|(_, fact)| matches!(fact, Fact::Began { .. })).map(|(at, _)| *at);
    let longest = evidence::longest(&pieces);
    let at = longest.map(|piece| piece.from).or_else(begun)?;
    let waited = longest.map_or(String::new(), |piece| format!(" Its longest wait, {}", of.cast.said(&piece.words(plan))));
    let words = format!("Play {}, {}: everything is back after {}.{waited}", count(replication), of.called, told(recovery));
    let link = again.point_at(at);
    let command = command.map(|command| typed::of_play(&command, seed, replication));
    Some(Parting { shown: Shown { words: harmless(&words), link }, told: again.told_as(command, note) })
}

/// Seconds from harm until everything is back, all incidents of a play together, and whether the horizon cut any of them short.
type Recovery = (f64, bool);

/// Plays of one scenario, one after the other.
struct Player<'a> {
    play: Play,
    recorder: Recorder<'a>,
    seed: u64,
}

impl<'a> Player<'a> {
    fn of(cast: &'a Cast, seed: u64) -> Player<'a> {
        let plan = &cast.scenario.plan;
        Player { play: Play::new(Arc::clone(plan)), recorder: Recorder::new(plan), seed }
    }

    /// None where nothing was harmed, or a limit was hit; and how many incidents there were.
    fn recovery(&mut self, replication: u64) -> (Option<Recovery>, usize) {
        let Ok(played) = study::one(&mut self.play, &mut self.recorder, self.seed, replication) else { return (None, 0) };
        let harmed = || played.outcomes.iter().filter(|outcome| outcome.occurred.is_some());
        let long = |outcome: &Outcome| outcome.occurred.map_or(0.0, |at| seconds(outcome.until() - at));
        let open = harmed().any(|outcome| outcome.recovered.is_none());
        (harmed().next().is_some().then(|| (harmed().map(long).sum(), open)), played.outcomes.len())
    }
}

/// The same plays of two scenarios.
struct Pairs<'a> {
    players: [Player<'a>; 2],
    times: Vec<[Option<Recovery>; 2]>,
    incidents: usize,
}

impl<'a> Pairs<'a> {
    fn of(casts: [&'a Cast; 2], seed: u64) -> Pairs<'a> {
        Pairs { players: casts.map(|cast| Player::of(cast, seed)), times: Vec::new(), incidents: 0 }
    }

    fn played(&self) -> u64 {
        self.times.len() as u64
    }

    fn play_to(&mut self, plays: u64) {
        for replication in self.played()..plays {
            let [(first, some), (second, others)] = self.players.each_mut().map(|player| player.recovery(replication));
            self.times.push([first, second]);
            // A play without any counts as well, so that there is an end.
            self.incidents += some.max(others).max(1);
        }
    }

    /// Plays in which both did harm, and by how much longer the second took.
    fn differences(&self) -> impl Iterator<Item = (u64, f64)> {
        (0_u64..).zip(&self.times).filter_map(|(play, [first, second])| Some((play, second.as_ref()?.0 - first.as_ref()?.0)))
    }
}

fn recoveries(cast: &Cast, seed: u64, plays: u64) -> Vec<Option<Recovery>> {
    let mut player = Player::of(cast, seed);
    (0..plays).map(|replication| player.recovery(replication).0).collect()
}

fn told((time, open): Recovery) -> String {
    if open { format!("more than {}", duration(time)) } else { duration(time) }
}

/// The first moment from the beginning of an incident on at which different things happen.
fn apart(base: &Again, again: &Again) -> Option<Instant> {
    let begun = |all: &[(Instant, Fact)]| all.iter().position(|(_, fact)| matches!(fact, Fact::Began { .. })).unwrap_or(0);
    let (before, after) = (&base.facts[begun(&base.facts)..], &again.facts[begun(&again.facts)..]);
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    match (before.get(same), after.get(same)) {
        (Some((a, _)), Some((b, _))) => Some(*a.min(b)),
        (one, other) => one.or(other).map(|(at, _)| *at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::roles::Naming;
    use crate::report::testing;

    /// The play that shows a change of this value against the scenario as it is.
    fn with(sets: &[&str], wanted: Wanted) -> Option<Parting> {
        let cast = |sets: &[&str]| Cast::of(testing::scenario(sets), Naming::Full).expect("as it is");
        let (as_it_is, changed) = (cast(&[]), cast(sets));
        let sides = [Side { cast: &as_it_is, called: "as it is".to_owned() }, Side { cast: &changed, called: "with it".to_owned() }];
        of([&sides[0], &sides[1]], (7, 30), wanted, "x", (Some("firedrill trace scenario.ron".to_owned()), String::new()))
    }

    #[test]
    fn two_plays_of_the_same_luck_go_apart_where_the_change_begins_to_matter() {
        let longer = ["playbooks.ransomware.tasks.restore.effort=Fixed(\"40h\")"];
        let hour = 3600.0;
        let parting = with(&longer, Wanted::About(40.0 * hour)).expect("it takes longer");
        let words = &parting.shown.words;
        assert!(words.contains("as it is, everything is back after ") && words.contains("; with it, after "), "{words}");
        assert!(words.contains(" go apart on "), "{words}");
        let told = serde_json::to_value(&parting.told).unwrap();
        let rows = told["rows"].as_array().unwrap();
        let at = rows.iter().position(|row| row["anchor"] == parting.shown.link.as_str()).expect("the line that is pointed at is there");
        // From there on is told what the change concerns: the restore that takes longer, or whoever works on it.
        let after: String = rows[at..].iter().filter_map(|row| row["text"].as_str()).collect::<Vec<_>>().join(" ");
        assert!(after.to_lowercase().contains("restore"), "{after}");
        assert!(told["command"].as_str().unwrap().contains("--seed 7 --replication "), "{told}");
    }

    #[test]
    fn a_typical_play_lies_in_the_middle_and_is_pointed_at_where_it_waits_longest() {
        let cast = Cast::of(testing::scenario(&[]), Naming::Full).expect("as it is");
        let side = Side { cast: &cast, called: "as it is".to_owned() };
        let typical = typical(&side, (7, 5), "x", (Some("firedrill trace scenario.ron".to_owned()), String::new())).expect("all do harm");
        let told = serde_json::to_value(&typical.told).unwrap();
        let replication: u64 = told["command"].as_str().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        let times: Vec<f64> = recoveries(&cast, 7, 5).into_iter().map(|of| of.expect("it does harm").0).collect();
        let below = times.iter().filter(|time| **time < times[replication as usize]).count();
        assert!(below <= 2 && times.iter().filter(|time| **time > times[replication as usize]).count() <= 2, "{times:?} {replication}");
        let words = &typical.shown.words;
        assert!(
            words.starts_with(&format!("Play {replication}, as it is: everything is back after ")) && words.contains("Its longest wait, "),
            "{words}"
        );
        let rows = told["rows"].as_array().unwrap();
        assert!(rows.iter().any(|row| row["anchor"] == typical.shown.link.as_str()), "{told}");
        let sets = ["incidents.first.at=\"2026-03-11T23:40\"", "telemetry.edr.stages=[\"access\"]", "telemetry.edr.after=Fixed(\"1s\")"];
        let seen = Cast::of(testing::scenario(&sets), Naming::Full).expect("as it is");
        let seen = Side { cast: &seen, called: "seen at once".to_owned() };
        assert!(super::typical(&seen, (7, 3), "x", (None, String::new())).is_none(), "no play does harm");
    }

    #[test]
    fn where_the_first_plays_show_nothing_more_are_looked_at() {
        let cast = |sets: &[&str]| Cast::of(testing::scenario(sets), Naming::Full).expect("as it is");
        // Seen in all plays but one in fifty: the others are the same.
        let (all, most) = (cast(&["telemetry.edr.sees=1.0"]), cast(&["telemetry.edr.sees=0.98"]));
        let sides = [Side { cast: &all, called: "seen".to_owned() }, Side { cast: &most, called: "mostly seen".to_owned() }];
        let first_apart = |seed: u64| {
            let [seen, mostly] = [&all, &most].map(|cast| recoveries(cast, seed, 60));
            seen.iter().zip(&mostly).position(|(a, b)| a != b).unwrap_or(0)
        };
        let (seed, first) =
            (1..40).map(|seed| (seed, first_apart(seed))).find(|(_, first)| *first >= LOOKED_AT as usize).expect("there is one");
        let shown = |plays| of([&sides[0], &sides[1]], (seed, plays), Wanted::Middle, "x", (None, String::new()));
        assert!(shown(LOOKED_AT).is_none() && shown(first as u64).is_none(), "the study has no more plays");
        let words = shown(60).expect("it shows").shown.words;
        assert!(words.starts_with(&format!("Play {first}: seen, ")), "{words}");
    }

    #[test]
    fn nothing_is_shown_where_no_play_differs_as_wanted() {
        let longer = ["playbooks.ransomware.tasks.restore.effort=Fixed(\"40h\")"];
        assert!(with(&longer, Wanted::About(-3600.0)).is_none(), "none is shorter");
        assert!(
            with(&[], Wanted::Most).is_none() && with(&[], Wanted::Middle).is_none() && with(&[], Wanted::About(3600.0)).is_none(),
            "none differs"
        );
        assert!(with(&longer, Wanted::Most).is_some() && with(&longer, Wanted::Middle).is_some());
    }
}
