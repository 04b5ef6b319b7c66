//! Ranges of what nobody knows: what is played is the value, and a range that makes no sense is refused.

use super::mistakes::check;
use super::{changed, read};

#[test]
fn with_a_range_the_value_itself_is_played() {
    let plan = |text: &str| {
        format!("{:?}", read(text).unwrap_or_else(|(problems, sources)| panic!("{}", crate::text::render(&problems, &sources, false))))
    };
    let with = changed(&[
        ("takes_times: 2.0", "takes_times: (value: 2.0, between: (1.0, 4), source: Estimated(\"his lead\"))"),
        (
            "answers: 0.9, after: Fixed(\"5m\")",
            "answers: (value: 0.9, between: (0.5, 0.95)), after: Fixed((value: \"5m\", between: (\"1m\", \"1h\")))",
        ),
        ("longest_stretch: \"16h\"", "longest_stretch: (between: (\"12h\", \"20h\"), value: \"16h\")"),
    ]);
    // Places differ, which the compiled scenario does not keep.
    assert_eq!(plan(&with), plan(super::BASE));
}

#[test]
fn a_range_that_makes_no_sense_is_refused() {
    check(&[
        (
            "takes_times: 2.0",
            "takes_times: (value: 2.0, between: (2.5, 4))",
            &["this value lies outside its range", "the range must hold it"],
            "\"ben\"",
        ),
        ("takes_times: 2.0", "takes_times: (value: 2.0, between: (4, 1))", &["this range runs backwards", "swap the two ends"], "\"ben\""),
        ("takes_times: 2.0", "takes_times: (value: 2.0, between: (2, 2))", &["this range has no width", "leave `between` out"], "\"ben\""),
        ("takes_times: 2.0", "takes_times: (value: 2.0, between: [1, 4])", &["this is no range", "round brackets"], "\"ben\""),
        ("takes_times: 2.0", "takes_times: (value: 2.0, between: (1, \"4h\"))", &["expected a number"], "\"ben\""),
        (
            "takes_times: 2.0",
            "takes_times: (value: 2.0, betwen: (1, 4))",
            &["expected a number", "beside `value` stand `between` and `source`"],
            "\"ben\"",
        ),
        ("answers: 0.9,", "answers: (value: 0.9, between: (0.5, 1.5)),", &["1.5 is not a share"], "\"infra\""),
        (
            "longest_stretch: \"16h\"",
            "longest_stretch: (value: \"16h\", between: (\"17h\", \"20h\"))",
            &["this value lies outside its range"],
            "rest",
        ),
        (
            "team: \"bosses\", roster: \"office\"),\n        \"deputy\"",
            "team: (value: \"bosses\", between: (\"a\", \"b\")), roster: \"office\"),\n        \"deputy\"",
            &["a range is of a number, a share, money or a length of time"],
            "\"boss\"",
        ),
        (
            "after: Fixed(\"5m\")",
            "after: (value: LogNormal(median: \"5m\", p90: \"1h\"), between: (\"1m\", \"1h\"))",
            &["a range is of a number, a share, money or a length of time", "put it on a parameter"],
            "\"infra\"",
        ),
    ]);
}
