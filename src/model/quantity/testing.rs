//! Helpers for the tests of quantities.

use crate::text::{Problems, Read, Sources, parse, read};

fn tried<T: Read>(text: &str) -> (Option<T>, Problems, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    // A scenario is brackets with fields; the value is one of them.
    let file = sources.add("test".into(), format!("(it: {text})"));
    let root = parse(&sources, file, &mut problems);
    assert!(problems.is_empty(), "{text} is not well-formed: {problems:?}");
    let value = root.as_ref().and_then(|root| read::<T>(root.field("it")?, &mut problems));
    (value, problems, sources)
}

/// What a text says, which must be without mistakes.
pub fn said<T: Read>(text: &str) -> T {
    let (value, problems, _) = tried::<T>(text);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    value.unwrap_or_else(|| panic!("{text} says nothing"))
}

/// The mistakes of a text, each with what is underlined: title, underlined text, label and help, a line each.
pub fn mistake<T: Read>(text: &str) -> String {
    let (value, problems, sources) = tried::<T>(text);
    assert!(value.is_none() && !problems.is_empty(), "{text} has no mistake");
    let line = |problem: &crate::text::Problem| {
        let place = problem.place.map_or("", |place| sources.excerpt(place));
        assert!(!place.is_empty(), "{text}: a mistake without a place: {problem:?}");
        assert!(!problem.label.is_empty());
        format!("{} [{place}] {}: {}", problem.title, problem.label, problem.help.as_deref().unwrap_or(""))
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
