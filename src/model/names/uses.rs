//! Grants, skills and knowledge: they have no section of their own, so a name is right when somebody has it or something takes it.

use super::{Names, Table, unknown};
use crate::text::{Id, Problems};

/// Grants by what they are for.
#[derive(Debug)]
pub struct Grants {
    /// Held by somebody.
    pub held: Table,
    /// Open something: a system or its copies, or somebody holds them.
    pub opening: Table,
    /// Can be had: held by somebody, needed for a system, stolen or found.
    pub had: Table,
}

impl Default for Grants {
    fn default() -> Self {
        Grants {
            held: Table::new("grant", "the grants that anybody holds"),
            opening: Table::new("grant", "those that open anything"),
            had: Table::new("grant", "those that anybody can have"),
        }
    }
}

impl Names<'_> {
    /// Reports a grant that nobody holds.
    pub fn held(&self, id: &Id, problems: &mut Problems) {
        let help = format!("give it to somebody: grants: [\"{id}\"]");
        self.somebody_has(id, &self.uses.held, "nobody holds the grant", "no work that takes it could be done", help, problems);
    }
    /// Reports a skill that nobody has.
    pub fn skilled(&self, id: &Id, problems: &mut Problems) {
        let help = format!("give it to somebody: skills: {{\"{id}\": Working}}");
        self.somebody_has(id, &self.skills, "nobody has the skill", "no work that takes it could be done", help, problems);
    }
    /// Reports knowledge that nobody has.
    pub fn known(&self, id: &Id, problems: &mut Problems) {
        let help =
            "say who knows it (`knows`), in `runbooks` that it is written down, or with `improvise` how much longer it takes without it"
                .to_string();
        self.somebody_has(id, &self.knowledge, "nobody knows", "no work that takes it could be done", help, problems);
    }
    /// Reports a grant that an attacker may find and that opens nothing.
    pub fn opens(&self, id: &Id, problems: &mut Problems) {
        if self.whole && self.uses.opening.number(id).is_none() {
            unknown(id, "grant", "those that anybody holds or any system takes", self.uses.opening.names(), problems);
        }
    }
    /// Reports a grant that nobody, attackers included, can have.
    pub fn in_use(&self, id: &Id, problems: &mut Problems) {
        if self.whole && self.uses.had.number(id).is_none() {
            unknown(id, "grant", "those that anybody holds or can steal", self.uses.had.names(), problems);
        }
    }

    fn somebody_has(&self, id: &Id, table: &Table, what: &str, label: &str, help: String, problems: &mut Problems) {
        if !self.whole || table.number(id).is_some() {
            return;
        }
        let near = super::near(id, table.names(), problems);
        let problem = problems.at(id.place, format!("{what} `{id}`"), label);
        problem.help(near.map_or(help, |near| format!("did you mean `{near}`?")));
    }
}
