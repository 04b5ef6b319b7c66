//! Scenarios read from files.

use std::path::PathBuf;

use super::BASE;
use crate::scenario::{Rejected, Scenario, open};
use crate::text::{Overlay, Request};

fn opened(text: &str, sets: &[&str]) -> Result<Scenario, Rejected> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path: PathBuf = folder.path().join("test.ron");
    std::fs::write(&path, text).expect("a file for the test");
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_string()).collect();
    open(&Request { scenario: &path, models: &[], sets: &sets })
}

#[test]
fn a_scenario_has_the_same_fingerprint_whatever_the_order_of_its_entries() {
    let line = BASE.lines().find(|l| l.contains("\"deputy\": (")).expect("it is there");
    let moved = BASE.replacen(&format!("{line}\n"), "", 1).replacen("    people: {\n", &format!("    people: {{\n{line}\n"), 1);
    let (one, other) = (opened(BASE, &[]).expect("it is right"), opened(&moved, &[]).expect("it is right"));
    assert_eq!((one.hash.len(), &one.hash, &one.canonical), (16, &other.hash, &other.canonical));
    let set = opened(BASE, &["horizon=31d"]).expect("it is right");
    assert_ne!(set.hash, one.hash);
    assert_eq!(set.plan.horizon, crate::engine::time::Span::days(31));
    assert_eq!(one.files.len(), 1);
    // What is written can be read again, and is the same scenario.
    let again = opened(&one.canonical, &[]).expect("what is written is right");
    assert_eq!(again.hash, one.hash);
}

#[test]
fn a_rejected_scenario_says_where() {
    let Err(rejected) = opened(&BASE.replace("needs: [\"core\"]", "needs: [\"cor\"]"), &[]) else { panic!("a mistake") };
    let shown = rejected.to_string();
    assert!(shown.contains("test.ron:33:34"), "{shown}");
    assert!(shown.contains("there is no system `cor`"), "{shown}");
    let Err(rejected) = opened(BASE, &["people.ana.team=infre"]) else { panic!("a mistake") };
    let shown = rejected.to_string();
    assert!(shown.contains("--set") && shown.contains("did you mean `infra`?"), "{shown}");
}

#[test]
fn a_variant_is_the_scenario_with_a_text_and_values_laid_on_it() {
    let scenario = opened(BASE, &[]).expect("it is right");
    let sets = ["horizon=31d".to_owned()];
    let text = r#"(people: {"ana": (cost_per_hour: 120)}, remove: ["targets.quick"])"#;
    let variant = scenario.with(&Overlay { name: "dearer", text, sets: &sets }).expect("it is right");
    assert_eq!((variant.plan.people[3].cost_per_hour, variant.plan.targets.len()), (120.0, 0));
    assert_eq!(variant.plan.horizon, crate::engine::time::Span::days(31));
    assert_eq!(scenario.plan.people[3].cost_per_hour, 95.0, "the scenario itself is as it was");
    // It is what files and options make of it.
    let again = opened(&variant.canonical, &[]).expect("what is written is right");
    assert_eq!(again.hash, variant.hash);
    assert_eq!(scenario.with(&Overlay::default()).expect("it is right").hash, scenario.hash, "nothing laid on it changes nothing");
}

#[test]
fn a_variant_that_makes_no_sense_says_where() {
    let scenario = opened(BASE, &[]).expect("it is right");
    let refused =
        |text: &str, set: &[String]| scenario.with(&Overlay { name: "patch", text, sets: set }).expect_err("a mistake").to_string();
    let said = refused("(people: {\"ana\": (team: \"infre\")})", &[]);
    assert!(said.contains("patch:1:25") && said.contains("did you mean `infra`?"), "{said}");
    let said = refused("(extends: \"other.ron\")", &[]);
    assert!(said.contains("patch is no file"), "{said}");
    let said = refused("", &["people.anna.team=infra".to_owned()]);
    assert!(said.contains("did you mean `ana`?"), "{said}");
    assert!(refused("(people: ", &[]).contains("patch"));
}

#[test]
fn what_is_assumed_can_be_varied_and_the_rest_stays() {
    let stated = BASE.replace(r#"deliberation: Fixed("15m"),"#, r#"deliberation: (value: Fixed("15m"), source: Assumed("a guess")),"#);
    let stated = stated.replace(r#"cost_per_hour: 95),"#, r#"cost_per_hour: 95, source: Assumed("another")),"#);
    let scenario = opened(&stated, &[]).expect("it is right");
    let all = scenario.assumptions();
    assert_eq!(all.iter().map(|a| a.source.as_str()).collect::<Vec<_>>(), ["another", "a guess"]);
    let [other, guess] = all.as_slice() else { panic!("two") };
    let longer = scenario.varied(guess, 2.0).expect("a time").expect("it makes sense");
    assert!(longer.canonical.contains("1800000ms") && !scenario.canonical.contains("1800000ms"));
    assert_eq!(longer.plan.people[3].cost_per_hour, 95.0);
    let dearer = scenario.varied(other, 2.0).expect("an amount").expect("it makes sense");
    assert_eq!(dearer.plan.people[3].cost_per_hour, 190.0);
    assert!(!dearer.canonical.contains("1800000ms"));
    let unknown = crate::scenario::Assumption { path: "people.nobody".into(), source: "nobody".into() };
    assert!(scenario.varied(&unknown, 2.0).is_none());
}

#[test]
fn what_was_measured_is_not_varied_and_a_factor_is_no_share() {
    let sets = [
        "people.ben.takes_times=0.5",
        r#"people.ben.cost_per_hour=(value: 95, source: Measured("payroll"))"#,
        r#"people.ben.source=Assumed("a guess")"#,
        r#"teams.infra.reach.on_call.answers=(value: 0.5, between: (0.2, 0.6))"#,
        r#"teams.infra.reach.source=Assumed("another")"#,
    ]
    .map(str::to_owned);
    let scenario = opened(BASE, &[]).expect("it is right");
    let scenario = scenario.with(&Overlay { sets: &sets, ..Overlay::default() }).unwrap_or_else(|rejected| panic!("{rejected}"));
    let stated = scenario.assumptions();
    let named = |source: &str| stated.iter().find(|of| of.source == source).unwrap_or_else(|| panic!("{source}: {stated:?}"));
    let doubled = |source: &str| scenario.varied(named(source), 2.0).expect("a number").unwrap_or_else(|rejected| panic!("{rejected}"));
    let guess = doubled("a guess").canonical;
    assert!(guess.contains("takes_times: 1,") && guess.contains("value: 95)"), "{guess}");
    // The odds of a share are doubled, and it leaves its range behind.
    let other = doubled("another").canonical;
    assert!(other.contains("answers: 0.666666") && !other.contains("between"), "{other}");
}
