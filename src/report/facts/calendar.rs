//! Lines about the business calendar.

use serde_json::{Value, json};

use super::Lines;
use crate::model::business_calendar::Turn;
use crate::model::ids::PeriodId;

impl Lines<'_> {
    pub(super) fn fields_of_period(&self, period: PeriodId, turn: Turn) -> (&'static str, Vec<(&'static str, Value)>) {
        let entry = &self.plan.calendar.periods[period.at()];
        let name = match turn {
            Turn::UnderWay => "period_under_way",
            Turn::Begins => "period_begins",
            Turn::Ends => "period_ends",
        };
        let scale = |times: f64| if times == 1.0 || turn == Turn::Ends { Value::Null } else { json!(times) };
        let freeze = if entry.freeze && turn != Turn::Ends { json!(true) } else { Value::Null };
        let fields = vec![
            ("period", json!(entry.id)),
            ("scales_downtime_cost", scale(entry.downtime_cost)),
            ("scales_demand", scale(entry.demand)),
            ("freeze", freeze),
        ];
        (name, fields)
    }
}
