//! The way to a staffing model: mistakes in it.

use super::mistakes::check;
use super::plan;
use crate::engine::time::Span;

const TARGETS: &str = "    targets: {";

#[test]
fn a_transition_that_says_nothing_or_a_dip_without_time_is_refused() {
    let with = |transition: &str| format!("    transition: ({transition}),\n    targets: {{");
    let refused = |transition: &str, said: &'static [&'static str]| {
        // Each mistake is a line of a table that lives as long as the test.
        check(&[(TARGETS, &*with(transition).leak(), said, "transition")]);
    };
    refused("", &["costs nothing and takes no time", "take it out"]);
    refused("one_off: 0", &["costs nothing and takes no time"]);
    refused("dip: 0.2", &["a dip that lasts no time", "takes: \"70d\""]);
    refused("takes: \"10d\", dip: -0.2", &["a dip is a share", "0 to 10"]);
    refused("one_of: 5", &["did you mean `one_off`?"]);
    refused("one_off: -5", &["-5"]);
}

#[test]
fn a_transition_is_kept_in_the_plan() {
    assert_eq!(plan(&[]).transition, None);
    let plan = plan(&[(TARGETS, "    transition: (one_off: 95000, takes: \"70d\", dip: 0.2, exit: 100),\n    targets: {")]);
    let way = plan.transition.expect("it is given");
    assert_eq!((way.one_off, way.takes, way.dip, way.exit), (95_000.0, Span::days(70), 0.2, 100.0));
}
