//! Which assumed values turn a verdict, where `compare` was asked to look.

use super::super::Sheet;
use super::super::roles::Cast;
use crate::report::compare::assumptions::{AssumptionSummary, Turned};
use crate::report::words::{count, harmless};

/// In a sentence or two.
pub(super) fn words(asked: Option<&AssumptionSummary>) -> String {
    let Some(asked) = asked else {
        return "Which assumed values would turn a verdict was not asked: firedrill compare … --assumptions halves and doubles each of them.".to_owned();
    };
    if asked.varied == 0 {
        return "No value with a number or a time in it is said to be assumed, so that none could be varied.".to_owned();
    }
    let mut paths: Vec<&str> = asked.turned.iter().map(|turned| turned.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let turn = match paths.len() {
        0 => "none of them turns a verdict on a target, on the time to recover or on the cost".to_owned(),
        1 => "one turns a verdict: measure it before you decide".to_owned(),
        many => format!("{} turn a verdict: measure these before you decide", count(many as u64)),
    };
    format!(
        "Of {} values that are said to be assumed {} were halved and doubled, one at a time, {} plays each; {turn}.",
        count(asked.stated),
        count(asked.varied),
        count(asked.replications)
    )
}

/// Each verdict that turns; none where none does. `label` says what a measure is called.
pub(super) fn sheet(asked: Option<&AssumptionSummary>, cast: &Cast, label: &dyn Fn(&str) -> String) -> Option<Sheet> {
    let turned = asked.map(|asked| &asked.turned).filter(|turned| !turned.is_empty())?;
    let row = |turned: &Turned| {
        let path: Vec<String> = turned.path.split('.').map(|part| cast.called(part)).collect();
        vec![
            harmless(&path.join(".")),
            harmless(&cast.said(&turned.source)),
            if turned.varied == "half" { "halved" } else { "doubled" }.to_owned(),
            label(&turned.measure),
            harmless(&format!("{} against {}", turned.b, turned.a)),
            format!("{} becomes {}", verdict(&turned.before), verdict(&turned.after)),
        ]
    };
    Some(Sheet {
        caption: "Assumed values that turn a verdict".to_owned(),
        head: ["value", "its source says", "varied", "measure", "models", "verdict"].map(str::to_owned).to_vec(),
        rows: turned.iter().map(row).collect(),
    })
}

/// On the second model.
fn verdict(name: &str) -> &str {
    match name {
        "b_better" => "better",
        "a_better" => "worse",
        "same" => "no different",
        "differs" => "different",
        _ => "cannot tell",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::roles::Naming;
    use crate::report::testing;

    #[test]
    fn what_turns_a_verdict_is_named_by_role_and_what_was_not_asked_is_said() {
        let cast = Cast::of(testing::scenario(&[]), Naming::Roles).expect("renamed");
        assert!(words(None).contains("was not asked"));
        assert_eq!(sheet(None, &cast, &str::to_owned), None);
        let turned = Turned {
            path: "people.ana.reach.on_call.answers".to_owned(),
            source: "Ana said so".to_owned(),
            varied: "half".to_owned(),
            a: "as-written".to_owned(),
            b: "co-managed".to_owned(),
            measure: "time_to_recover".to_owned(),
            before: "b_better".to_owned(),
            after: "cannot_tell".to_owned(),
        };
        let asked = AssumptionSummary { stated: 3, varied: 2, replications: 200, turned: vec![turned.clone(), turned] };
        assert!(
            words(Some(&asked)).ends_with("200 plays each; one turns a verdict: measure it before you decide."),
            "{}",
            words(Some(&asked))
        );
        let sheet = sheet(Some(&asked), &cast, &|measure| format!("[{measure}]")).expect("there is one");
        let row = &sheet.rows[0];
        assert_eq!(row[0], "people.colleague-a.reach.on_call.answers");
        assert!(!row[1].contains("Ana") && row[2] == "halved" && row[3] == "[time_to_recover]", "{row:?}");
        assert_eq!((row[4].as_str(), row[5].as_str()), ("co-managed against as-written", "better becomes cannot tell"));
        let none = AssumptionSummary { turned: Vec::new(), ..asked };
        assert!(words(Some(&none)).contains("none of them turns a verdict"));
    }
}
