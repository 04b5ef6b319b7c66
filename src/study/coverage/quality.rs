//! How good an on-call rota is as a schedule: the quality score of Grafana OnCall. With `good` the share of the time in which somebody is on call
//! and `balance` the mean over all pairs of members of the smaller load by the larger, the score is (good + balance) / 2: with loads of 2 : 1 : 1
//! and nobody ever missing, balance is (1/2 + 1/2 + 1) / 3 and the score 0.8333. Unlike there, time in which two are on call counts once.

use crate::model::ids::{PersonId, RotaId};
use crate::model::plan::Plan;
use crate::model::roster::Hours;
use crate::scenario::finding::week::Weeks;

/// A rota below this balance is worth a word.
pub const BALANCED: f64 = 0.8;

/// How good a rota is.
#[derive(Clone, Debug)]
pub struct Quality {
    /// Its id.
    pub rota: RotaId,
    /// The share of the time in which somebody is on call.
    pub covered: f64,
    /// From 0, one bears everything, to 1, all bear the same.
    pub balance: f64,
    /// Hours on call of each member in an average week.
    pub loads: Vec<(PersonId, f64)>,
}
impl Quality {
    /// The score, from 0 to 1.
    pub fn score(&self) -> f64 {
        (self.covered + self.balance) / 2.0
    }
}

/// The balance between loads; one alone is in balance.
pub fn balance(loads: &[f64]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0_u32);
    for (at, a) in loads.iter().enumerate() {
        for b in &loads[at + 1..] {
            let larger = a.max(*b);
            sum += if larger > 0.0 { a.min(*b) / larger } else { 1.0 };
            pairs += 1;
        }
    }
    if pairs == 0 { 1.0 } else { sum / f64::from(pairs) }
}

/// The rotas of a plan over some weeks.
pub fn qualities(plan: &Plan, weeks: &Weeks) -> Vec<Quality> {
    let (from, to) = weeks.whole();
    let of = |(rota, turns): (RotaId, &crate::model::roster::Rota)| {
        let mut members: Vec<PersonId> = turns.members().iter().chain(turns.everyone()).copied().collect();
        members.sort_unstable();
        members.dedup();
        let mut own = vec![Vec::new(); members.len()];
        let mut all = Vec::new();
        for (begins, ends, people) in turns.turns() {
            all.push((begins, ends));
            for person in people {
                if let Ok(at) = members.binary_search(person) {
                    own[at].push((begins, ends));
                }
            }
        }
        let week = |hours: Hours| hours.within(from, to).total().hours_f64() / weeks.many() as f64;
        let loads: Vec<(PersonId, f64)> = members.iter().copied().zip(own.into_iter().map(|own| week(Hours::from_spans(own)))).collect();
        let covered = (week(Hours::from_spans(all)) / 168.0).min(1.0);
        let balance = balance(&loads.iter().map(|(_, load)| *load).collect::<Vec<_>>());
        Quality { rota, covered, balance, loads }
    };
    (0..).map(RotaId).zip(&plan.rotas).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_of_two_to_one_to_one_with_nobody_missing_score_five_sixths() {
        assert_eq!(balance(&[2.0, 1.0, 1.0]), (0.5 + 0.5 + 1.0) / 3.0);
        let quality = Quality { rota: RotaId(0), covered: 1.0, balance: balance(&[84.0, 42.0, 42.0]), loads: Vec::new() };
        assert_eq!(format!("{:.4}", quality.score()), "0.8333");
        assert_eq!(balance(&[5.0]), 1.0);
        assert_eq!(balance(&[5.0, 0.0]), 0.0);
    }
}
