//! Where the values of a scenario come from, by section, so that a reader knows what stands on measurements and what on assumptions.

use std::collections::BTreeMap;

use crate::text::{Node, SourceKind, Value, count_values, provenance};

/// How many values of a section come from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// By section: all values, then those measured, by contract, estimated and assumed, unmarked ones among the last.
    pub sections: BTreeMap<String, (usize, [usize; 4])>,
}

impl Origins {
    /// Of a scenario's tree.
    pub fn of(root: &Node) -> Origins {
        let mut sections: BTreeMap<String, (usize, [usize; 4])> = BTreeMap::new();
        if let Value::Struct(_, fields) | Value::Map(fields) = &root.value {
            for field in fields {
                sections.insert(field.name.text.clone(), (count_values(&field.node), [0; 4]));
            }
        }
        for statement in provenance(root) {
            let section = statement.path.split(['.', '[']).next().unwrap_or_default();
            if let Some((_, by)) = sections.get_mut(section) {
                by[statement.kind as usize] += statement.covers;
            }
        }
        for (all, by) in sections.values_mut() {
            let marked: usize = by.iter().sum();
            by[SourceKind::Assumed as usize] += all.saturating_sub(marked);
        }
        sections.retain(|_, (all, _)| *all > 0);
        Origins { sections }
    }

    /// All of them together.
    pub fn total(&self) -> (usize, [usize; 4]) {
        self.sections.values().fold((0, [0; 4]), |(all, by), (more, of)| (all + more, std::array::from_fn(|at| by[at] + of[at])))
    }
}
