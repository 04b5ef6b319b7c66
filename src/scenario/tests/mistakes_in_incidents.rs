//! Mistakes in what goes wrong: attacks, incidents and when they come.

use super::mistakes::check;
use super::{changed, read};
use crate::text::render;

#[test]
fn attacks_and_incidents_must_be_possible() {
    check(&[
        (r#"next: Fixed("1d"), "#, "", &["the stage `access` leads nowhere"], "stages"),
        (r#"(stage: "encryption")"#, r#"(stage: "encryption", next: Fixed("1h"))"#, &["nothing comes after the last stage"], "stages"),
        ("at_most: 9", "at_most: 0", &["reaches no system"], "spread"),
        ("over: [Grants, Network]", "over: []", &["spreads over nothing"], "spread"),
        (r#"weights: {"pc": 0}"#, r#"weights: {"pc": 0, "app": 0, "core": 0}"#, &["this spreads to nothing"], "spread"),
        (r#"weights: {"pc": 0}"#, r#"weights: {"pc": -1}"#, &["a weight cannot be negative"], "spread"),
        (r#"at: "2026-01-08T23:40", "#, "", &["it is not said when `first` begins"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-08T23:40", rate_per_year: 3"#, &["both `at` and `rate_per_year`"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-04T23:40""#, &["`first` begins before the play"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-15T00:00""#, &["begins when no incidents arrive any more"], "\"first\""),
        ("rate_per_year: 24", "rate_per_year: 0", &["`noise` cannot come 0 times a year"], "rate_per_year"),
        (r#"rate_per_year: 24"#, r#"every: Exponential(mean: "9d")"#, &["these weights have no effect"], "weight_by_hour"),
        (r#"to: "24:00", weight: 0"#, r#"to: "23:30", weight: 0"#, &["weights are given for full hours"], "weight_by_hour"),
        (
            r#"days: "Sat,Sun", from: "00:00", to: "24:00""#,
            r#"days: "daily", from: "00:00", to: "24:00""#,
            &["no hour at which `noise` could come"],
            "weight_by_hour",
        ),
        (
            "weight: 0)",
            r#"weight: 0), (days: "Sun", from: "02:00", to: "03:00", weight: 2)"#,
            &["an hour of the week has two weights"],
            "weight_by_hour",
        ),
        (r#"{"core": 2, "app": 1}"#, r#"{"core": -2, "app": 1}"#, &["a weight cannot be negative"], "hits_one_of"),
        (r#"{"core": 2, "app": 1}"#, r#"{"core": 0, "app": 0}"#, &["nothing can be hit"], "hits_one_of"),
        (r#"hits: ["app"]"#, r#"hits: ["app"], hits_one_of: {"core": 1}"#, &["both `hits` and `hits_one_of`"], "\"first\""),
        (r#"hits: ["app"], "#, "", &["the attack of `first` hits nothing"], "\"first\""),
        (
            r#"hits_one_of: {"core": 2, "app": 1}"#,
            r#"hits: ["pc-3"]"#,
            &["nobody would ever notice `noise`", "no telemetry watches what it hits"],
            "\"noise\"",
        ),
        (r#"hits_one_of: {"core": 2, "app": 1}, "#, "", &["nobody would ever notice `noise`", "it hits no system"], "\"noise\""),
        ("too_high: 0.1", "too_high: 0.6, too_low: 0.6", &["wrong more often than always"], "hits_one_of"),
        (
            r#"team: "desk")),
        "pc""#,
            r#"call: 0.5)),
        "pc""#,
            &["the users of `app` have nobody to call"],
            "users",
        ),
        (r#"after: Fixed("10m"), goes_to: "desk""#, r#"after: Fixed("10m")"#, &["the alerts of `edr` reach nobody"], "\"edr\""),
        (r#"watches: ["core"],"#, "watches: [],", &["`probe` watches nothing"], "\"probe\""),
        (r#"needs: ["core"]"#, r#"needs: ["app"]"#, &["these systems need each other: app → app"], "\"app\""),
        (r#"tier: 1, rto: "4h""#, r#"tier: 1, needs: ["app"], rto: "4h""#, &["need each other: app → core → app"], "\"app\""),
        (
            "rest: (",
            r#"lead: (by: ["lead"], without: 1.2), rest: ("#,
            &["declares a major incident", "nobody would ever lead", "declares: true"],
            "lead:",
        ),
        (
            r#""ransomware": ("#,
            r#""ransomware": (lead: (by: ["lead"], without: 1.2), "#,
            &["no task of `ransomware` declares a major incident"],
            "\"ransomware\"",
        ),
        ("rest: (", r#"hand_offs: (), rest: ("#, &["these hand-offs cost nothing", "no effect"], "hand_offs"),
        ("rest: (", r#"hand_offs: (context: 0.9), rest: ("#, &["cannot take 0.9 times as long"], "hand_offs"),
        (
            r#""northwind": (provider: true,"#,
            r#""northwind": (provider: true, shared_view: true,"#,
            &["no difference whether `northwind` has a shared view", "hand_offs: (cost"],
            "\"northwind\"",
        ),
        (
            r#""desk": (),"#,
            r#""desk": (at_shift_end: HandOver(then: Restart, loses: 0.2)),"#,
            &["work that starts again loses all that was done", "`loses` would have no effect", "then: Resume"],
            "\"desk\"",
        ),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "8h", takes: 1.5), (after: "10h", takes: 1.2)]), rest: ("#,
            &["tired people cannot take 1.2 times as long when they took 1.5 times", "more than 1.5"],
            "fatigue",
        ),
        ("rest: (", r#"work: (fatigue: [(after: "8h", takes: 0.9)]), rest: ("#, &["cannot take 0.9 times as long"], "fatigue"),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "8h", takes: 1.1), (after: "7h", takes: 1.2)]), rest: ("#,
            &["7 h comes after 8 h", "the shortest stretch comes first"],
            "fatigue",
        ),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "16h", takes: 1.1)]), rest: ("#,
            &["nobody works for 16 h: they must rest after 16 h", "no effect"],
            "fatigue",
        ),
        (r#""internal": ()"#, r#""internal": (contract: (fee_per_hour: 3))"#, &["has a contract but is not a provider"], "\"internal\""),
    ]);
}

#[test]
fn an_instant_that_daylight_saving_skips_is_refused() {
    let text = changed(&[("2026-01-05T00:00", "2026-03-01T00:00"), ("2026-01-08T23:40", "2026-03-08T02:30")]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert_eq!(problems.len(), 1, "{shown}");
    assert!(shown.contains("daylight saving skips it"), "{shown}");
}
