//! The layer that a script becomes, written out.

use crate::model::inject::Cue;
use crate::model::plan::Plan;
use crate::scenario::remedy::patch::quoted;

/// What a list comes to, on its way to a layer.
#[derive(Default)]
pub(super) struct Parts {
    remove: Vec<String>,
    /// Injects, written out.
    pub injects: Vec<String>,
    /// New objectives: id and words.
    pub objectives: Vec<(String, String)>,
    /// Cards, written out.
    pub cards: Vec<String>,
    /// How many injects the scenario had before.
    pub known: usize,
}
impl Parts {
    /// As RON.
    pub fn write(self) -> String {
        let mut text = String::from("(\n");
        if !self.remove.is_empty() {
            let paths: Vec<String> = self.remove.iter().map(|path| quoted(path)).collect();
            text.push_str(&format!("    remove: [{}],\n", paths.join(", ")));
        }
        text.push_str(&format!("    injects: {{\n{}    }},\n", self.injects.concat()));
        if !self.cards.is_empty() || !self.objectives.is_empty() {
            text.push_str("    exercise: (\n");
            if !self.objectives.is_empty() {
                let all: Vec<String> = self
                    .objectives
                    .iter()
                    .map(|(id, words)| format!("            {}: (text: {}, capability: {}),\n", quoted(id), said(words), said(words)))
                    .collect();
                text.push_str(&format!("        objectives: {{\n{}        }},\n", all.concat()));
            }
            text.push_str(&format!("        cards: {{\n{}        }},\n    ),\n", self.cards.concat()));
        }
        text.push_str(")\n");
        text
    }
}

/// A text of a cell in quotes, on one line.
pub(super) fn said(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    quoted(&text.chars().filter(|c| !c.is_control()).collect::<String>())
}

impl Parts {
    /// Takes fields of a known inject out that would contradict what the row says.
    pub fn take_out(&mut self, id: &str, known: Option<usize>, plan: &Plan, fields: &[&str]) {
        let Some(inject) = known.and_then(|at| plan.injects.injects.get(at)) else { return };
        // What stands in the file is seen from what was built of it.
        let relative = inject.at.is_none() && inject.cues == [Cue::Occurred];
        for field in fields {
            let there = match *field {
                "at" => inject.at.is_some(),
                "when" => !inject.cues.is_empty() && !relative,
                "after" => inject.after.is_some() && !relative,
                "chance" => inject.chance < 1.0,
                _ => inject.held_back,
            };
            if there {
                self.remove.push(format!("injects.{id}.{field}"));
            }
        }
    }
}
