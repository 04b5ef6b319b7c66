//! What is found for a while only: single weeks unlike the others, minutes of a week, and those who know leaving one after the other.

use super::found::{expect, found, never};

/// Nobody has to rest.
const TIRELESS: (&str, &str) = (r#"rest: (longest_stretch: "16h"),"#, "");
const BEN: &str = r#"grants: ["console"], takes_times"#;
const KNOWS: &str = r#"grants: ["console", "domain-admin"], knows: ["restore-core"], takes_times"#;

/// A section before `rest`.
fn section(text: &str) -> (&'static str, String) {
    ("    rest: (longest", format!("    {text}, rest: (longest"))
}

#[test]
pub(super) fn a_rota_on_which_nobody_has_the_turn_in_one_week_is_found() {
    let out =
        |who: &str| section(&format!(r#"overrides: {{"out": Remove(people: {who}, from: "2026-01-12T09:00", to: "2026-01-19T09:00")}}"#));
    let title = "Nobody is on call on infra-rota for 7 d, from 2026-01-12 09:00 EST to 2026-01-19 09:00 EST";
    let (from, to) = out(r#"["ana", "ben"]"#);
    expect(&[(from, &to)], title, "From 2026-01-12 09:00 EST to 2026-01-19 09:00 EST. In a usual week somebody always is");
    assert_eq!(found(&[(from, &to)], title).when.dates.len(), 1);
    never(&[], "Nobody is on call on infra-rota");
    // The turn of that week is one's, and it is the other who is taken out.
    let [ana, ben] = [out(r#"["ana"]"#), out(r#"["ben"]"#)].map(|(from, to)| found_in(&[(from, &to)], title));
    assert!(ana != ben, "one of the two has the turn");
    let swapped = to
        .replace("\"out\"", r#""in": Add(people: ["boss"], from: "2026-01-12T09:00", to: "2026-01-19T09:00", rota: "infra-rota"), "out""#);
    never(&[(from, &swapped)], "Nobody is on call on infra-rota");
}

fn found_in(changes: &[(&str, &str)], title: &str) -> bool {
    super::super::findings(&super::plan(changes)).iter().any(|f| f.title.contains(title))
}

#[test]
pub(super) fn a_turn_that_falls_into_an_absence_and_stays_is_found() {
    let rota = |cover: &str| (r#"hand_over: "Mon 09:00")"#, format!(r#"hand_over: "Mon 09:00", cover: {cover})"#));
    let leave = |why: &str| {
        section(&format!(r#"overrides: {{"away": Away(people: ["ana"], from: "2026-01-12T00:00", to: "2026-01-26T00:00", why: {why})}}"#))
    };
    let title = "Ana is away and on call on infra-rota for";
    let (stays, passes, planned) = (rota("Nobody"), rota(r#"Next(sick_after: "4h")"#), rota("WhenPlanned"));
    let (on_leave, ill) = (leave("Leave"), leave("Sick"));
    let with = |rota: &(&'static str, String), away: &(&'static str, String)| found_in(&[(rota.0, &rota.1), (away.0, &away.1)], title);
    assert!(with(&stays, &on_leave) && with(&stays, &ill) && with(&planned, &ill));
    assert!(!with(&planned, &on_leave) && !with(&passes, &on_leave) && !with(&passes, &ill));
    expect(&[(stays.0, &stays.1), (on_leave.0, &on_leave.1)], title, "`cover` of the rota says that nobody takes the turn");
}

#[test]
pub(super) fn a_queue_that_is_empty_in_one_week_is_found() {
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    let out = |to: &str| section(&format!(r#"overrides: {{"out": Remove(people: ["agent"], from: "2026-01-12T00:00", to: "{to}")}}"#));
    let title = "Nobody of desk is on shift for 9 d 15 h, from 2026-01-09 17:30 EST to 2026-01-19 08:30 EST, and alerts of edr";
    let (from, to) = out("2026-01-17T00:00");
    expect(&[office, (from, &to)], title, "In a usual week somebody is");
    let (from, to) = out("2026-01-14T00:00");
    never(&[office, (from, &to)], "Nobody of desk is on shift for 9 d");
    // Where somebody is there around the clock a single night is told.
    let (from, to) = (
        "    rest: (longest_stretch: \"16h\"),",
        r#"    overrides: {"out": Remove(people: ["agent"], from: "2026-01-12T22:00", to: "2026-01-13T06:00")},"#,
    );
    expect(&[(from, to)], "Nobody of desk is on shift for 8 h, from 2026-01-12 22:00 EST to 2026-01-13 06:00 EST", "");
}

#[test]
pub(super) fn minutes_of_a_week_are_told_as_minutes() {
    let day = |to: &str| (r#""round": Always,"#, format!(r#""round": Weekly([(days: "daily", from: "00:00", to: "{to}")]),"#));
    let (from, to) = day("23:59");
    let slip = found(&[TIRELESS, (from, &to)], "Nobody of desk is on shift for 7 min a week");
    assert_eq!(slip.when.words, "daily 23:59–00:00");
    let (from, to) = day("24:00");
    never(&[TIRELESS, (from, &to)], "Nobody of desk is on shift");
    let lunch = r#"Weekly([(days: "Mon-Sat", from: "00:00", to: "24:00"), (days: "Sun", from: "00:00", to: "12:00"), (days: "Sun", from: "12:30", to: "24:00")]),"#;
    let half = found(&[TIRELESS, (r#""round": Always,"#, &format!(r#""round": {lunch}"#))], "Nobody of desk is on shift for 30 min a week");
    assert_eq!(half.when.words, "Sun 12:00–12:30");
    let longer = lunch.replace(r#"to: "12:00""#, r#"to: "11:00""#);
    let more =
        found(&[TIRELESS, (r#""round": Always,"#, &format!(r#""round": {longer}"#))], "Nobody of desk is on shift for 1 h 30 min a week");
    // What is less than an hour is worth less.
    assert!(half.weight < more.weight);
}

#[test]
pub(super) fn a_contract_that_ends_leaves_the_last_who_knows() {
    let title = "From 2026-01-12 08:00 EST on only Ana knows restore-core, which repair (fix)";
    let ends = |at: &str| ("fee_per_hour: 240", format!(r#"fee_per_hour: 240, ends: "{at}""#));
    let theirs = (r#""ben": (name: "Ben", team: "infra","#, r#""ben": (name: "Ben", employer: "northwind", team: "infra","#);
    let (from, to) = ends("2026-01-12T08:00");
    expect(&[theirs, (BEN, KNOWS), (from, &to)], title, "From 2026-01-12 08:00 EST on, at any hour. Ben is gone by then");
    let (from, later) = ends("2026-03-12T08:00");
    never(&[theirs, (BEN, KNOWS), (from, &later)], "on only Ana knows");
    never(&[(BEN, KNOWS), (from, &to)], "on only Ana knows");
}

#[test]
pub(super) fn a_named_absence_leaves_the_last_who_knows() {
    let away =
        |to: &str| section(&format!(r#"overrides: {{"court": Away(people: ["ben"], from: "2026-01-09T08:00", to: "{to}", why: Other)}}"#));
    let title = "From 2026-01-09 08:00 EST on only Ana knows restore-core, which repair (fix)";
    let (from, to) = away("2026-02-09T08:00");
    expect(&[(BEN, KNOWS), (from, &to)], title, "Ben is gone by then");
    // Somebody who is back while incidents still arrive is not gone.
    let (from, back) = away("2026-01-12T08:00");
    never(&[(BEN, KNOWS), (from, &back)], "on only Ana knows");
}
