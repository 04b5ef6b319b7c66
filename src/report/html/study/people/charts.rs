//! The figures of a report on key people: how much longer it takes without each, how many hold what, how few it takes at each hour.

use super::{View, row};
use crate::report::figures::unit::Unit;
use crate::report::figures::{Figure, holders, lollipops, week};
use crate::report::people::read::Holder;
use crate::report::words::{duration, harmless};

impl View<'_> {
    /// How much longer it takes without each of a sort.
    pub(super) fn missed(&self, sort: &str) -> Option<Figure> {
        let (id, title) = match sort {
            "person" => ("people", "How much longer it takes without each person"),
            "team" => ("teams", "How much longer it takes without each team"),
            "provider" => ("providers", "How much longer it takes without each provider"),
            _ => ("pairs", "How much longer it takes without two people"),
        };
        let of = self.matter(sort);
        let rows: Vec<lollipops::Row> =
            of.iter().map(|absence| row(harmless(&self.who(absence)), &absence.time_to_recover.change.mean)).collect();
        let sure = rows.iter().filter(|row| row.sure() && row.value > 0.0).count();
        let first = rows.first().map_or(String::new(), |first| {
            format!("Without {} everything is back {} later on average", first.label, duration(first.value.max(0.0)))
        });
        let caption = match sure {
            0 => "So few plays cannot tell any of these from no change; more of them (-n) would.".to_owned(),
            1 => format!("{first}. Of the others luck alone may explain what is seen."),
            many => format!("{first}. {many} in all are missed by more than luck explains."),
        };
        let look = lollipops::Look { unit: Unit::Time, nothing: "no change", change: "later by, on average", more_is_worse: true };
        lollipops::of(id, title, caption, &look, &rows)
    }

    /// How many hold what is held by few.
    pub(super) fn holders(&self) -> Option<Figure> {
        let mut of: Vec<&Holder> = self.read.holders.iter().filter(|held| held.sort != "task" && !held.written).collect();
        of.sort_by_key(|held| held.people.len() as i64 - held.takes as i64);
        let rows: Vec<holders::Row> = of
            .iter()
            .map(|held| {
                let sort = if held.sort == "knowledge" { "knows" } else { held.sort.as_str() };
                holders::Row { label: format!("{sort}: {}", self.said(&held.name)), holders: held.people.len(), takes: held.takes }
            })
            .collect();
        let none = of.iter().filter(|held| held.nobody_to_spare()).count();
        let caption = format!(
            "{none} of {} have nobody to spare: one absence, and the work that takes them stops. What is written down is left out, since others can follow it.",
            of.len()
        );
        holders::of("holders", "How many hold each runbook, grant and decision", caption, &rows)
    }

    /// How few it takes at each hour, the least of all systems.
    pub(super) fn hours(&self) -> Option<Figure> {
        let lowest = |hour: usize| self.read.truck_factor_by_hour.iter().filter_map(|of| of.by_hour.get(hour)).min().copied();
        let cell = |factor: u64| week::Cell {
            // The fewer, the darker.
            shade: 4 - (factor.min(4) as usize),
            brief: if factor > 99 { "–".to_owned() } else { factor.to_string() },
            words: if factor > 99 { "nobody needed".to_owned() } else { factor.to_string() },
        };
        let cells: Vec<Option<week::Cell>> = (0..168).map(|hour| lowest(hour).map(cell)).collect();
        let missing = (0..168).filter(|hour| lowest(*hour) == Some(0)).count();
        let one = (0..168).filter(|hour| lowest(*hour) == Some(1)).count();
        let caption = format!(
            "At {missing} of 168 hours somebody who is needed for a tier-1 system is neither on shift nor on call (0); at {one} more it hangs on a single person (1)."
        );
        let legend = ["4 or more", "3", "2", "1: one person", "0: somebody is missing"].map(str::to_owned);
        let description = format!("How few of those on shift or on call it takes until a tier-1 system cannot come back. {caption}");
        week::of("hours", "How few absences it takes at each hour of the week", caption, &description, &cells, &legend)
    }
}
