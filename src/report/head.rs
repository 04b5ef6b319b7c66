//! The head of every `summary.json`: what was played, with which luck, how often, and what a reader must know first. A study flattens it into its own
//! layout, so that all begin alike.

use serde::{Deserialize, Serialize};

/// The version of the layout of `summary.json`: readers ignore names they do not know; this number grows when a name changes its meaning.
pub const SCHEMA: u32 = 1;

/// What a study does not know of itself.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Of the scenario's resolved, sorted form.
    pub scenario_hash: String,
    /// Names of the staffing models.
    pub models: Vec<String>,
    /// The seed.
    pub seed: u64,
    /// The precision asked for.
    pub precision: Option<f64>,
}

/// What was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of this layout.
    pub schema: u32,
    /// Version of the program.
    pub firedrill: String,
    /// Which study: "coverage", "people", "improve", "staff", "sweep"; absent in what `run` writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// Name of the scenario.
    pub scenario: String,
    /// Of its resolved, sorted form.
    pub scenario_hash: String,
    /// Names of the staffing models laid on it, joined by "+".
    pub model: Option<String>,
    /// Where all luck comes from.
    pub seed: u64,
    /// Replications played: of each variant, where there are several.
    pub replications: u64,
    /// Replications asked for, when they are not those played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u64>,
    /// Anything a reader must know first, such as that the study was interrupted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Setting {
    /// The head of a study of a scenario of this name.
    pub fn head(&self, study: &str, scenario: &str, replications: u64, note: Option<String>) -> Head {
        Head {
            schema: SCHEMA,
            firedrill: env!("CARGO_PKG_VERSION").to_owned(),
            study: Some(study.to_owned()).filter(|study| !study.is_empty()),
            scenario: scenario.to_owned(),
            scenario_hash: self.scenario_hash.clone(),
            model: (!self.models.is_empty()).then(|| self.models.join("+")),
            seed: self.seed,
            replications,
            asked: None,
            note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_was_played_and_no_more() {
        let setting = Setting { scenario_hash: "5eed".into(), models: vec!["a".into(), "b".into()], seed: 7, precision: None };
        let run = serde_json::to_value(setting.head("", "A night", 40, None)).expect("JSON");
        let names: Vec<&str> = run.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut known = ["schema", "firedrill", "scenario", "scenario_hash", "model", "seed", "replications"];
        known.sort_unstable();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(names, known);
        assert_eq!((&run["model"], &run["seed"]), (&"a+b".into(), &7.into()));
        let staff = setting.head("staff", "A night", 40, Some("interrupted".into()));
        let read: Head = serde_json::from_value(serde_json::to_value(&staff).expect("JSON")).expect("read back");
        assert_eq!((read.study.as_deref(), read.note.as_deref()), (Some("staff"), Some("interrupted")));
    }
}
