//! Every mistake says in the user's words what is wrong and what would be right.

use super::*;

/// The mistakes of sections; people are ana, ben and three of a desk.
fn mistakes(sections: &str) -> Vec<String> {
    let people = r#""ana": (), "ben": (), "desk": (count: 3)"#;
    let people = if sections.contains(", people: {") { String::new() } else { format!(", people: {{{people}}}") };
    attempt(&format!("({sections}{people})"), "America/New_York", "2026-03-02T00:00", 30).mistakes
}

fn check(sections: &str, parts: &[&str]) {
    let found = mistakes(sections);
    assert_eq!(found.len(), 1, "{sections}: {found:#?}");
    for part in parts {
        assert!(found[0].contains(part), "{sections}: {}", found[0]);
    }
}

#[test]
fn rosters_that_cannot_be_are_explained() {
    let rotating = |cycle: &str, more: &str| {
        format!(r#"rosters: {{"soc": Rotating(cycle: "{cycle}", from: "2026-01-05", day: "07:00-19:00"{more})}}"#)
    };
    check(&rotating("DDX-", ""), &["`X` in the cycle of `soc`", "[\"soc\"]", "D (day), N (night) and - (off)"]);
    check(&rotating("dd--", ""), &["`d` in the cycle"]);
    check(&rotating("", ""), &["the cycle of `soc` has no days"]);
    check(&rotating("---", ""), &["`soc` never comes round"]);
    check(&rotating("DN-", ""), &["has nights, but does not say when", "night: \"19:00-07:00\""]);
    check(
        &rotating("D", "").replace("2026-01-05", "2150-01-05"),
        &["2150-01-05 is 123 years from the start", "[\"2150-01-05\"]", "a slip in the year?"],
    );
    check(r#"rosters: {"r": Weekly([])}"#, &["`r` never comes round"]);
    check(r#"rosters: {"r": Weeks(from: "2026-01-05", weeks: [])}"#, &["`r` never comes round"]);
    check(r#"rosters: {"r": Weeks(from: "2026-01-05", weeks: [[], []])}"#, &["`r` never comes round"]);
    let weeks = r#"rosters: {"r": Weeks(from: "2026-01-07", weeks: [[(days: "Mon", from: "08:00", to: "09:00")]])}"#;
    check(weeks, &["must begin on a Monday", "[\"2026-01-07\"]", "a Wednesday", "2026-01-05"]);
    check(r#"rosters: {"r": Weekly([(days: "Mon", from: "08:00", to: "08:00")])}"#, &["lasts no time", "from 00:00 to 24:00"]);
    check(r#"rosters: {"r": Weekly([(days: "Mon", from: "24:00", to: "08:00")])}"#, &["cannot begin at 24:00", "the day after"]);
    check(
        r#"rosters: {"r": Zoned("Europe/Londn", Always)}"#,
        &["there is no time zone \"Europe/Londn\"", "did you mean \"Europe/London\"?"],
    );
    check(r#"rosters: {"r": Zoned("Nowhere/Land", Zoned("Europe/London", Always))}"#, &["\"Nowhere/Land\"", "zones have names such as"]);
}

#[test]
fn rotas_that_cannot_be_are_explained() {
    let rota = |members: &str, more: &str| format!(r#"rosters: {{"r": OnCall(members: [{members}], hand_over: "Mon 09:00"{more})}}"#);
    check(&rota("", ""), &["the rota `r` has no members"]);
    check(&rota("\"ana\"", ", weeks: 0"), &["lasts no time", "must be 1 or more"]);
    check(&rota("\"ana\", \"bne\"", ""), &["there is no person `bne`", "[\"bne\"]", "did you mean `ben`?"]);
    check(&rota("\"ana\", \"ben\", \"ana\"", ""), &["`ana` is twice in the rota `r`", "[\"ana\"]"]);
    check(&rota("\"desk\", \"desk-2\"", ""), &["`desk-2` is twice in the rota `r`"]);
    check(&rota("\"ana\"", ", from: \"1980-01-01\"").replace("1980", "2190"), &["2190-01-01 is 163 years from the start"]);
}

#[test]
fn people_whose_roster_is_not_one_are_explained_once() {
    let rosters = r#"rosters: {"office": Always, "r": OnCall(members: ["ana"], hand_over: "Mon 09:00")}"#;
    let person =
        |roster: &str| format!(r#"{rosters}, people: {{"ana": (roster: "{roster}", count: 3)}}"#).replace("[\"ana\"]", "[\"ana-1\"]");
    check(&person("offcie"), &["there is no roster `offcie`", "[\"offcie\"]", "did you mean `office`?"]);
    check(&person("r"), &["`r` is an on-call rota, not a roster", "[\"r\"]", "lists its own `members`"]);
    // The roster's own mistake is not told again at everybody who has it.
    check(r#"rosters: {"bad": Weekly([])}, people: {"ana": (roster: "bad")}"#, &["`bad` never comes round"]);
}

#[test]
fn holidays_of_unknown_rosters_are_explained() {
    let holiday = |roster: &str, day: &str| {
        format!(
            r#"rosters: {{"office": Always, "r": OnCall(members: ["ana"], hand_over: "Mon 09:00")}}, holidays: {{"h": (days: ["{day}"], rosters: ["{roster}"])}}"#
        )
    };
    check(&holiday("ofice", "2026-05-25"), &["there is no roster `ofice`", "did you mean `office`?"]);
    check(&holiday("r", "2026-05-25"), &["`r` is an on-call rota", "rotas go on over holidays"]);
    check(&holiday("office", "2199-05-25"), &["2199-05-25 is 173 years from the start"]);
}

#[test]
fn overrides_that_cannot_be_are_explained() {
    let all = |what: &str| {
        format!(r#"rosters: {{"office": Always, "r": OnCall(members: ["ana"], hand_over: "Mon 09:00")}}, overrides: {{"x": {what}}}"#)
    };
    let when = r#"from: "2026-03-03T00:00", to: "2026-03-04T00:00""#;
    let backwards = r#"from: "2026-03-04T00:00", to: "2026-03-03T00:00""#;
    let nothing = r#"from: "2026-03-04T00:00", to: "2026-03-04T00:00""#;
    let skipped = r#"from: "2026-03-08T02:30", to: "2026-03-09T00:00""#;
    check(&all(&format!(r#"Remove(people: ["anna"], {when})"#)), &["there is no person `anna`", "did you mean `ana`?"]);
    check(
        &all(&format!(r#"Remove(people: ["ana"], {backwards})"#)),
        &["ends before it begins", "[\"2026-03-03T00:00\"]", "later than `from`"],
    );
    check(&all(&format!(r#"Add(people: ["ana"], {nothing})"#)), &["lasts no time"]);
    check(&all(&format!(r#"Add(people: ["ana"], {skipped})"#)), &["daylight saving skips it"]);
    check(&all(&format!(r#"Add(people: ["ana"], {when}, rota: "rr")"#)), &["there is no rota `rr`", "did you mean `r`?"]);
    check(&all(&format!(r#"Add(people: ["ana"], {when}, rota: "office")"#)), &["`office` is not an on-call rota", "leave `rota` out"]);
    check(&all(&format!(r#"Replace(person: "ana", by: "ana", {when})"#)), &["cannot stand in for themselves"]);
    check(&all(&format!(r#"Replace(person: "ana", by: "desk", {when})"#)), &["does not say who takes over whom", "3 people for 1"]);
    check(&all(&format!(r#"Replace(person: "ana", by: "bn", {when})"#)), &["there is no person `bn`", "did you mean `ben`?"]);
}

#[test]
fn a_scenario_with_too_many_shifts_is_refused_once() {
    // 3,000 people, each at another day of the cycle, over 30 years: some 16 million shifts.
    let cycle = format!("DD{}", "D-".repeat(1500));
    let text = format!(
        r#"(rosters: {{"big": Rotating(cycle: "{cycle}", from: "2026-01-05", day: "07:00-19:00")}}, people: {{"crowd": (count: 3000, roster: "big")}})"#
    );
    let found = attempt(&text, "America/New_York", "2026-03-02T00:00", 30 * 365).mistakes;
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("covers too long a time for so many rosters") && found[0].contains("4,000,000"));
    let ages = attempt(r#"(rosters: {"a": Always, "b": Always})"#, "America/New_York", "2026-03-02T00:00", 500_000).mistakes;
    assert_eq!(ages.len(), 1, "{ages:?}");
    assert!(ages[0].contains("a thousand years"));
}

#[test]
fn what_is_mistaken_is_left_out_and_the_rest_is_compiled() {
    let text = r#"(rosters: {"bad": Weekly([]), "good": Always, "r": OnCall(members: [], hand_over: "Mon 09:00")},
        people: {"ana": (roster: "bad"), "ben": (roster: "good")})"#;
    let compiled = attempt(text, "America/New_York", "2026-03-02T00:00", 3);
    assert_eq!(compiled.mistakes.len(), 2);
    assert!(compiled.hours("ana").is_never() && compiled.hours("ben").on_at(Instant(0)));
    assert!(compiled.on_call("r", "2026-03-02T12:00").is_empty());
}
