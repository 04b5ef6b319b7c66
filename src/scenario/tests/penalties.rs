//! Penalties: mistakes in them, and what the checker finds.

use super::found::{expect, never};
use super::mistakes::check;

const CORE: &str = r#""core": (tier: 1, rto: "4h", mtpd: "24h""#;

#[test]
fn penalties_that_cost_nothing_or_never_grow_are_refused() {
    check(&[
        (
            CORE,
            r#""core": (tier: 1, rto: "4h", mtpd: "24h", penalty: ()"#,
            &["the penalty of `core` costs nothing", "per_hour: 5000"],
            "penalty",
        ),
        (
            CORE,
            r#""core": (tier: 1, rto: "4h", mtpd: "24h", penalty: (fixed: 100, at_most: 200)"#,
            &["changes nothing that grows", "take it out"],
            "penalty",
        ),
        (
            CORE,
            r#""core": (tier: 1, rto: "4h", mtpd: "24h", penalty: (fixed: 100, per_hour: 10, at_most: 100)"#,
            &["would never grow", "no more than what is fixed"],
            "penalty",
        ),
        (r#""pc": (count: 5"#, r#""pc": (penalty: (fixed: 100), count: 5"#, &["`pc` promises no MTPD", "without `mtpd`"], "penalty"),
        (CORE, r#""core": (tier: 1, rto: "4h", mtpd: "24h", penalty: (fixed: -1)"#, &["-1"], "penalty"),
    ]);
}

#[test]
pub(super) fn a_promise_that_a_weekend_breaks_at_a_price_is_found() {
    let with = |penalty: &str| format!(r#""core": (tier: 1, rto: "4h", mtpd: "24h", penalty: ({penalty})"#);
    // Ana, the only one with the grant, works from 8:30 to 17:30.
    expect(
        &[(CORE, &with("per_hour: 100"))],
        "The MTPD of core, which costs a penalty, can be broken with nobody on shift who restores it, for 123 of the 168 hours of a week",
        "It is promised within 1 d; restoring it takes Ana. The longest gap is 2 d 15 h.",
    );
    never(&[], "costs a penalty");
    let long = with("per_hour: 100").replace("24h", "72h");
    never(&[(CORE, &long)], "costs a penalty");
}
