//! Mistakes in the business calendar: what is added to the base scenario, and what must be said of it.

use super::{changed, read, said};
use crate::text::render;

/// Each adds this before `rest` and must hear that, once.
fn hears(cases: &[(&str, &[&str])]) {
    for (added, expected) in cases {
        let text = changed(&[("rest: (longest", &format!("{added}, rest: (longest"))]);
        let Err((problems, sources)) = read(&text) else { panic!("{added}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{added}: one mistake only, not\n{shown}");
        let problem = problems.iter().next().expect("just counted");
        for part in *expected {
            assert!(said(problem).contains(part), "{added}: expected {part}, not\n{shown}");
        }
    }
}

#[test]
fn periods_without_effect_are_refused() {
    hears(&[
        (r#"calendar: {"audit": (when: MonthEnd(last: Days(2)))}"#, &["the period `audit` changes nothing"]),
        (r#"calendar: {"audit": (when: MonthEnd(last: Days(2)), freeze: true)}"#, &["nothing is there that `audit` could freeze"]),
    ]);
}
