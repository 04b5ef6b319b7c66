//! A scenario without some of its people: the same plan in which their seats are empty from before its beginning to beyond its end.

use crate::engine::time::Instant;
use crate::model::absence::{Absence, Habits, Spell, Why};
use crate::model::ids::{PersonId, RotaId};
use crate::model::plan::Plan;

/// For as long as there is time.
const ALWAYS: Spell = Spell { from: Instant(i64::MIN / 4), to: Instant::NEVER, why: Why::Left };

/// The plan with some people away for all of it. Nobody else's luck changes.
pub fn without(plan: &Plan, people: &[PersonId]) -> Plan {
    let mut without = plan.clone();
    if people.is_empty() {
        return without;
    }
    if without.absence.is_none() {
        // Members who have no turn of their own so soon may be asked to take another's.
        for (rota, turns) in (0..).map(RotaId).zip(&plan.rotas) {
            for member in turns.members() {
                let person = &mut without.people[member.at()];
                person.involved = true;
                if !person.rotas.contains(&rota) {
                    person.rotas.push(rota);
                }
            }
        }
    }
    let absence = without.absence.get_or_insert_with(|| Absence {
        habits: vec![Habits::default(); plan.people.len()],
        end: plan.arrivals_end + plan.horizon,
        ..Absence::default()
    });
    for person in people {
        absence.habits[person.at()] = Habits::default();
    }
    absence.named.retain(|(person, _)| !people.contains(person));
    absence.named.extend(people.iter().map(|person| (*person, ALWAYS)));
    absence.named.sort_unstable();
    without
}
