//! The figures of a coverage report: strips of gaps, heat maps of the incident, times to a human.

use super::{CAUSES, FOLLOWED, UNTIL, View, hour_in_words, hours, level, mostly};
use crate::report::coverage::read::{Gap, Incident};
use crate::report::figures::{Figure, ranges, strips, week};
use crate::report::words::{capital, duration, share};

impl View<'_> {
    /// Strips of some needs, the largest gaps first.
    pub(super) fn strips(&self, id: &str, title: &str, many: &str, which: &dyn Fn(&&Gap) -> bool) -> Option<Figure> {
        let mut of: Vec<&Gap> = self.read.gaps.iter().filter(which).collect();
        of.sort_by(|a, b| b.effective_gap_hours.total_cmp(&a.effective_gap_hours).then(a.name.cmp(&b.name)));
        let cause = |name: &Option<String>| name.as_ref().and_then(|name| CAUSES.iter().position(|cause| cause.0 == name));
        // The playbook in brackets is said only where the task is in several.
        let plain =
            |gap: &Gap| gap.name.rsplit_once(" (").filter(|_| gap.sort == "work").map_or(gap.name.clone(), |(task, _)| task.to_owned());
        let alone = |gap: &Gap| of.iter().filter(|other| plain(other) == plain(gap)).count() == 1;
        let row = |gap: &&Gap| strips::Row {
            label: self.said(&if alone(gap) { plain(gap) } else { gap.name.clone() }),
            open: gap.covered_by_hour.iter().zip(&gap.cause_by_hour).map(|(covered, why)| (1.0 - covered, cause(why))).collect(),
            hours: gap.effective_gap_hours,
        };
        let rows: Vec<strips::Row> = of.iter().map(row).collect();
        let causes = CAUSES.map(|(_, letter, words)| strips::Cause { letter, words: words.to_owned() });
        let whole = of.iter().filter(|gap| gap.effective_gap_hours < 0.05).count();
        let caption = match (of.first(), whole == of.len()) {
            (Some(first), false) => format!(
                "Each strip is a week; a block is a gap, its letter says why. The largest: {}, open for {} of 168 hours, mostly {}. Of {} {many} {whole} {} no gap at all.",
                self.said(&first.name),
                hours(first.effective_gap_hours),
                mostly(first).unwrap_or("in few weeks"),
                of.len(),
                if whole == 1 { "has" } else { "have" }
            ),
            _ => format!("All {} {many} are covered at every hour of the week.", of.len()),
        };
        strips::of(id, title, caption, &causes, &rows)
    }

    /// One heat map of the incident at each hour.
    pub(super) fn map(&self, measure: &str, nine: bool) -> Option<Figure> {
        let incident = self.read.incident.as_ref()?;
        let (_, short, what) = UNTIL.into_iter().find(|(name, ..)| *name == measure)?;
        let known = self.times(incident, measure, nine);
        let limits = week::limits(known.iter().flatten().copied());
        let beyond = format!("not within {}", self.horizon());
        let cells: Vec<Option<week::Cell>> = known
            .iter()
            .map(|time| {
                time.map(|time| week::Cell {
                    shade: week::shade(&limits, time),
                    brief: if time.is_finite() { week::brief(time) } else { ">".to_owned() },
                    words: self.until(time),
                })
            })
            .collect();
        let any_beyond = known.iter().flatten().any(|time| !time.is_finite());
        let legend = week::legend(&limits, any_beyond.then_some(beyond.as_str()));
        let all = || known.iter().enumerate().filter_map(|(hour, time)| Some((hour, (*time)?)));
        let worst = all().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let best = all().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
        let kind = &self.cast.scenario.plan.kinds.iter().find(|kind| kind.id == incident.kind);
        let kind = kind.map_or(incident.kind.as_str(), |kind| if kind.name.is_empty() { &kind.id } else { &kind.name });
        let often = if nine { "In 9 of 10 plays" } else { "In half of the plays" };
        let caption = format!(
            "{}, begun at each hour of the week. {often} it takes no longer {what} than written in the cell: worst on {} ({}), best on {} ({}).",
            capital(&self.said(kind)),
            hour_in_words(worst.0),
            self.until(worst.1),
            hour_in_words(best.0),
            self.until(best.1)
        );
        let id = format!("{short}-{}", if nine { "9-in-10" } else { "half" });
        let title = format!("{}: {} are within", capital(what), if nine { "9 in 10" } else { "half" });
        week::of(&id, &title, caption.clone(), &caption, &cells, &legend)
    }

    /// By hour; infinite beyond the horizon, none where it was not played or never at stake.
    fn times(&self, incident: &Incident, measure: &str, nine: bool) -> Vec<Option<f64>> {
        let mut known = vec![None; 168];
        for hour in incident.hours.iter().filter(|hour| hour.hour < 168) {
            let found = hour.measures.get(measure).filter(|measure| measure.count > 0);
            known[hour.hour] = found.map(|measure| level(measure, nine).unwrap_or(f64::INFINITY));
        }
        known
    }

    pub(super) fn humans(&self) -> Option<Figure> {
        let rows: Vec<ranges::Row> = self
            .read
            .escalations
            .iter()
            .map(|of| ranges::Row {
                label: self.said(&of.policy),
                half: of.time_to_a_human.p50,
                nine: of.time_to_a_human.p90,
                worst: of.worst.p90,
            })
            .collect();
        let slow = self.slowest()?;
        let words = |time: Option<f64>| time.map_or("more than 7 d".to_owned(), duration);
        let caption = format!(
            "A page that is sent out is answered sooner or later: {} is slowest, with {} in 9 of 10 cases; begun at {}, its worst minute, {}. \
             In {} nobody has answered when it sends its last page.",
            self.said(&slow.policy),
            words(slow.time_to_a_human.p90),
            self.local(&slow.worst.at),
            words(slow.worst.p90),
            share(slow.nobody_when_silent)
        );
        ranges::of("humans", "How long an escalation takes to reach a human", caption, FOLLOWED, &rows)
    }
}
