//! Absence in a scenario: what is refused, and what is found.

use super::mistakes::check;

const AT: &str = "    rest: (";

#[test]
fn absences_that_cannot_be_or_change_nothing_are_explained() {
    check(&[
        (AT, "    absence: (),\n    rest: (", &["this says nothing about absence", "annual_leave: \"22d\""], "absence: ()"),
        (
            AT,
            "    absence: (sick: \"6d\", annual_leav: \"22d\"),\n    rest: (",
            &["unknown field `annual_leav`", "`annual_leave`"],
            "absence",
        ),
        (AT, "    absence: (sick: \"2y\"),\n    rest: (", &["`sick` is longer than a year", "working days a year"], "absence"),
        (
            AT,
            "    absence: (sick: \"6d\", leave_lasts: \"3d\"),\n    rest: (",
            &["`leave_lasts` is given, but nobody it is about has any `annual_leave`", "give annual_leave too"],
            "leave_lasts",
        ),
        (AT, "    absence: (sick: \"6d\", sick_lasts: \"0s\"),\n    rest: (", &["`sick_lasts` is no time at all", "\"2d\""], "sick_lasts"),
        (
            AT,
            "    absence: (annual_leave: \"22d\", leave_by_month: [1, 2, 3]),\n    rest: (",
            &["needs a number for each month, January first", "3 numbers"],
            "leave_by_month",
        ),
        (
            AT,
            "    absence: (sick: \"6d\", leave_by_month: [1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1]),\n    rest: (",
            &["`leave_by_month` is given, but nobody it is about has any `annual_leave`"],
            "leave_by_month",
        ),
        (
            r#""boss": (role: "ciso", team: "bosses", roster: "office")"#,
            r#""boss": (role: "ciso", team: "bosses", roster: "office", absence: (annual_leave: "250d"))"#,
            &["`boss` cannot be away for 250 of their 261 working days a year", "of their own roster"],
            "\"boss\"",
        ),
        (
            r#""boss": (role: "ciso", team: "bosses", roster: "office")"#,
            r#""boss": (role: "ciso", team: "bosses", roster: "office", absence: (annual_leave: "60d", leave_by_month: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))"#,
            &["with so much of the leave in one month"],
            "\"boss\"",
        ),
        (r#""bosses": (),"#, r#""bosses": (absence: (covered: true)),"#, &["nobody it is about is ever away"], "bosses"),
        (
            r#""desk": (),"#,
            r#""desk": (absence: (sick: "6d")),"#,
            &["`sick` is given, but everybody it is about is covered", "covered: false"],
            "\"desk\"",
        ),
    ]);
}

#[test]
fn named_absences_of_nobody_or_no_time_are_explained() {
    let away = |from: &'static str, to: &'static [&'static str], line: &'static str| check(&[(AT, from, to, line)]);
    away(
        "    overrides: {\"gone\": Away(people: [\"bne\"], from: \"2026-01-06T00:00\", to: \"2026-01-09T00:00\")},\n    rest: (",
        &["there is no person `bne`", "did you mean `ben`?"],
        "gone",
    );
    away(
        "    overrides: {\"gone\": Away(people: [\"ben\"], from: \"2026-01-09T00:00\", to: \"2026-01-06T00:00\")},\n    rest: (",
        &["ends before it begins"],
        "gone",
    );
    away(
        "    overrides: {\"gone\": Away(people: [\"ben\"], from: \"2026-01-06T00:00\", to: \"2026-01-09T00:00\", why: Holiday)},\n    rest: (",
        &["unknown why `Holiday`", "`Sick`, `Training` or `Other`"],
        "gone",
    );
}
