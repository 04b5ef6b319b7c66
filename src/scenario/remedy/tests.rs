//! Patches say what they change and no more, and several make one list.

use super::patch::{Edit, lay};
use super::{Remedy, Seen, Sort, foremost, remedies};
use crate::model::fact::Wait;
use crate::scenario::{Scenario, open};
use crate::text::{Overlay, Request};

fn scenario() -> Scenario {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("scenario.ron");
    let text = r#"(name: "small", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "7d", horizon: "10d",
        rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")])}, teams: {"ops": ()},
        people: {"ana": (team: "ops", roster: "office", knows: ["restore"]), "bo": (team: "ops", roster: "office")},
        systems: {"db": ()}, decisions: {"isolate": (held_by: ["bo"], deliberation: "20m")},
        playbooks: {"p": (tasks: {"cut": (phase: Contain, teams: ["ops"], decision: "isolate", effort: "5m"),
            "mend": (phase: Recover, after: ["cut"], each: Affected, teams: ["ops"], knows: "restore", effort: "1h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-06T10:00", hits: ["db"], severity: High, reported: "0s")})"#;
    std::fs::write(&path, text).expect("written");
    open(&Request { scenario: &path, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn remedy(edits: Vec<Edit>) -> Remedy {
    Remedy::new(Sort::Grant, "x", ("title".into(), "why".into()), &[], edits)
}

#[test]
fn a_patch_says_what_it_changes_and_two_add_to_one_list() {
    let scenario = scenario();
    let first = remedy(vec![Edit::append(&["people", "ana", "grants"], "\"admin\"")]);
    let second =
        remedy(vec![Edit::append(&["people", "ana", "grants"], "\"vault\""), Edit::set(&["runbooks", "restore", "documented"], "true")]);
    let (with, text) = lay(&scenario, &[&first, &second]).unwrap_or_else(|rejected| panic!("{rejected}"));
    let flat: String = text.split_whitespace().collect();
    assert_eq!(flat, r#"(people:{"ana":(grants:["admin","vault"])},runbooks:{"restore":(documented:true)},)"#, "{text}");
    let again = scenario.with(&Overlay { text: &text, ..Overlay::default() }).unwrap_or_else(|rejected| panic!("{rejected}"));
    assert_eq!((again.hash == with.hash, again.hash == scenario.hash), (true, false));
    // What is there already is not added again.
    let (same, _) = lay(&with, &[&first]).unwrap_or_else(|rejected| panic!("{rejected}"));
    assert_eq!(same.hash, with.hash);
}

#[test]
fn remedies_are_the_same_each_time_and_their_names_differ() {
    let scenario = scenario();
    let seen = Seen { ledger: None, decisions: vec![1.0] };
    let names = || remedies(&scenario, &seen).into_iter().map(|(remedy, _, text)| (remedy.slug, text)).collect::<Vec<_>>();
    let all = names();
    assert!(all.iter().any(|(name, _)| name == "pre-authorise-isolate"), "{all:?}");
    assert_eq!(all, names());
    let mut distinct: Vec<&String> = all.iter().map(|(name, _)| name).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn the_foremost_answer_the_longest_waits_each_by_a_change_of_its_own() {
    let scenario = scenario();
    let mut ledger = [0.0; Wait::ALL.len()];
    ledger[Wait::DecisionReach as usize] = 50.0;
    ledger[Wait::NoKnowledge as usize] = 80.0;
    ledger[Wait::Working as usize] = 900.0;
    ledger[Wait::Vendor as usize] = 1.0;
    let seen = Seen { ledger: Some(ledger), decisions: vec![50.0] };
    let all = foremost(&scenario, &seen, 3);
    let waits: Vec<Wait> = all.iter().map(|(wait, _)| *wait).collect();
    assert_eq!(waits, [Wait::NoKnowledge, Wait::DecisionReach], "the longest first; neither work nor what takes next to no time");
    for (wait, remedy) in &all {
        let remedy = remedy.as_ref().expect("there is one");
        assert!(remedy.answers.contains(wait), "{}", remedy.title);
        assert!(remedies(&scenario, &seen).iter().any(|(proposed, ..)| proposed.slug == remedy.slug), "it is one that improve plays");
    }
    assert!(foremost(&scenario, &Seen { ledger: None, decisions: vec![] }, 3).is_empty());
}
