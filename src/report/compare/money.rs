//! What a staffing model costs: standing cost by the year beside what incidents cost, once on the way to it and out of it, and how many incidents
//! a year it takes until what it costs more is saved.

use serde::{Deserialize, Serialize};

use super::super::summary::{finite, rounded};
use crate::engine::time::Span;
use crate::model::plan::{Person, Plan};
use crate::study::annual::{self, Annual};
use crate::study::measure::seconds;
use crate::study::{Arm, Measure};

/// What a model costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoneySummary {
    /// The organisation's own people named in the scenario: hours on shift times `cost_per_hour`, a year. Not what providers' people cost.
    pub payroll_per_year: f64,
    /// Providers and third parties, paid whether or not anything happens.
    pub retainers_per_year: f64,
    /// Those on call, for being so.
    pub on_call_allowances_per_year: f64,
    /// The sum of these.
    pub standing_per_year: f64,
    /// What one incident costs on average, up to its horizon.
    pub incident: Option<f64>,
    /// What the incidents of a year cost on average; null where nothing arrives again and again.
    pub incidents_per_year: Option<f64>,
    /// Standing cost and incidents; the hours that own people work in incidents are in both, so they are counted once. Null as above.
    pub all_per_year: Option<f64>,
    /// The way to the model; absent where the scenario gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<TransitionSummary>,
    /// So many incidents a year of this kind (by their mean cost) pay for what it costs more a year than the first model; null where it costs no more,
    /// or saves nothing.
    pub pays_from_incidents_per_year: Option<f64>,
}

/// The way to a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransitionSummary {
    /// Paid once.
    pub one_off: f64,
    /// Seconds until it works as described.
    pub takes: f64,
    /// Months of it, of a twelfth of a year.
    pub months: f64,
    /// Until then an incident costs so much more than with the first model, as a share.
    pub dip: f64,
    /// What one incident costs on average until then.
    pub incident_until_then: Option<f64>,
    /// Paid once to leave it.
    pub exit: f64,
    /// All that the first year costs; null where nothing arrives again and again. Until the model works, people of both models are paid, and incidents
    /// cost what they do with the first model and the dip.
    pub first_year: Option<f64>,
}

/// The mean of one annual measure.
fn of_a_year(arm: &Arm, wanted: fn(&Annual) -> bool) -> Option<f64> {
    arm.tally.annual.iter().find(|(annual, _)| wanted(annual)).and_then(|(_, sample)| sample.mean())
}

/// What the incidents of a year cost, own labour included and apart.
fn risk(arm: &Arm) -> Option<(f64, f64)> {
    let all = of_a_year(arm, |annual| *annual == Annual::Cost)?;
    let labour = of_a_year(arm, |annual| *annual == Annual::CostOf(crate::measures::Post::Labour))?;
    Some((all - annual::retainers(arm.plan()) - annual::allowances(arm.plan()), labour))
}

fn incident(arm: &Arm) -> Option<f64> {
    arm.tally.sample(Measure::Cost).and_then(|sample| sample.mean())
}

/// What is paid a year in the first model, until the other works, for those who are not in that one any more: own people and providers.
pub fn no_more(plan: &Plan, first: &Plan) -> f64 {
    let stays = |before: &Person| plan.people.iter().any(|person| person.id == before.id && annual::is_own(plan, person));
    let gone = first.employers.iter().filter(|before| !plan.employers.iter().any(|employer| employer.id == before.id));
    annual::payroll_of(first, |person| !stays(person)) + 12.0 * gone.map(|employer| employer.retainer_per_month).sum::<f64>()
}

/// What an arm costs, held against the first.
pub fn of(arm: &Arm, first: &Arm) -> MoneySummary {
    let plan = arm.plan();
    let payroll_here = annual::payroll(plan);
    let (retainers, allowances) = (annual::retainers(plan), annual::allowances(plan));
    let standing = payroll_here + retainers + allowances;
    let standing_before = annual::payroll(first.plan()) + annual::retainers(first.plan()) + annual::allowances(first.plan());
    let (risk_here, risk_before) = (risk(arm), risk(first));
    let all = risk_here.map(|(cost, labour)| standing + cost - labour);
    let transition = plan.transition.map(|way| {
        let share = (way.takes.0 as f64 / Span::YEAR.0 as f64).min(1.0);
        let first_year = risk_here.zip(risk_before).map(|((here, labour), (before, labour_before))| {
            let until = (before - labour_before) * (1.0 + way.dip);
            way.one_off + standing + share * (no_more(plan, first.plan()) + until) + (1.0 - share) * (here - labour)
        });
        TransitionSummary {
            one_off: way.one_off,
            takes: seconds(way.takes),
            months: rounded(12.0 * way.takes.0 as f64 / Span::YEAR.0 as f64),
            dip: way.dip,
            incident_until_then: finite(incident(first).map(|cost| cost * (1.0 + way.dip)).filter(|_| way.takes > Span(0))),
            exit: way.exit,
            first_year: finite(first_year),
        }
    });
    let (more, saved) = (standing - standing_before, incident(first).zip(incident(arm)).map(|(before, here)| before - here));
    MoneySummary {
        payroll_per_year: rounded(payroll_here),
        retainers_per_year: rounded(retainers),
        on_call_allowances_per_year: rounded(allowances),
        standing_per_year: rounded(standing),
        incident: finite(incident(arm)),
        incidents_per_year: finite(risk_here.map(|risk| risk.0)),
        all_per_year: finite(all),
        transition,
        pays_from_incidents_per_year: finite(saved.filter(|saved| more > 0.0 && *saved > 0.0).map(|saved| more / saved)),
    }
}
