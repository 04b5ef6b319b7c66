//! When tickets arrive: for each hour a count, and within the hour a moment for each. One hour in which any arrive is looked at at a time.

use super::plan::Demand;
use crate::engine::chance::{Luck, Purpose};
use crate::engine::time::{Instant, Span};

pub(super) const ARRIVALS: Purpose = Purpose::named("ticket arrivals");
const HOUR: i64 = Span::HOUR.0;

/// What is still to come of one kind of ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Stream {
    /// The next hour to look at.
    hour: u32,
    /// Arrivals of the hour before that: when and which of the kind, the last one first.
    due: Vec<(Instant, u64)>,
}
impl Stream {
    /// As at the start.
    pub fn clear(&mut self) {
        self.hour = 0;
        self.due.clear();
    }
    /// The next hour to look at, counted from the one in which the play starts.
    pub fn hour(&self) -> u32 {
        self.hour
    }
    /// The next arrival; none when the hours of the plan are over.
    pub fn next(&mut self, demand: &Demand, class: usize, luck: &Luck) -> Option<(Instant, u64)> {
        loop {
            if let Some(arrival) = self.due.pop() {
                return Some(arrival);
            }
            let row = *demand.hours.get(self.hour as usize)?;
            let hour = i64::from(self.hour);
            self.hour += 1;
            let entry = &demand.classes[class];
            if entry.counts.never(row) {
                continue;
            }
            let mut draw = luck.draw(ARRIVALS, entry.luck, hour as u64);
            let begins = hour * HOUR - demand.before_start.0;
            for index in 0..entry.counts.of(row, draw.uniform()) {
                let at = begins + (draw.uniform() * HOUR as f64) as i64;
                // The first hour may have begun before the play.
                if at >= 0 {
                    self.due.push((Instant(at), (hour as u64) << 32 | u64::from(index)));
                }
            }
            self.due.sort_unstable_by(|a, b| b.cmp(a));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::counts::Counts;
    use super::super::plan::{Class, Sort};
    use super::*;
    use crate::engine::chance::Dist;
    use crate::model::ids::TeamId;

    fn demand(mean: f64, variance: f64, hours: usize) -> Demand {
        let class = Class {
            id: "t".into(),
            name: "t".into(),
            sort: Sort::Tickets,
            luck: 7,
            team: TeamId(0),
            desk: 0,
            level: 3,
            counts: Counts::new(&[mean, 0.0], variance),
            per_week: 168.0 * mean,
            effort: Dist::fixed(Span::MINUTE),
            after: None,
            gives_up_after: None,
            stays: false,
            then: Vec::new(),
            first_count: 0,
            raises: None,
        };
        // Every other hour is one in which nothing comes.
        let hours = (0..hours).map(|h| (h % 2) as u16).collect();
        Demand { classes: vec![class], hours, before_start: Span::minutes(30), ..Demand::default() }
    }
    fn all(demand: &Demand, replication: u64) -> Vec<(Instant, u64)> {
        let luck = Luck::new(1, replication, 0);
        let mut stream = Stream::default();
        std::iter::from_fn(|| stream.next(demand, 0, &luck)).collect()
    }

    #[test]
    fn counts_of_hours_have_the_mean_and_the_variance_that_were_asked_for() {
        for (mean, variance) in [(2.0, 1.0), (9.0, 3.0), (0.4, 6.0)] {
            let plan = demand(mean, variance, 40_001);
            let mut counts = vec![0.0_f64; 20_001];
            for (at, _) in all(&plan, 0) {
                let hour = (at.0 + plan.before_start.0) / HOUR;
                assert_eq!(hour % 2, 0, "nothing comes in the hours between");
                counts[(hour / 2) as usize] += 1.0;
            }
            let counts = &counts[1..];
            let n = counts.len() as f64;
            let m = counts.iter().sum::<f64>() / n;
            let v = counts.iter().map(|c| (c - m) * (c - m)).sum::<f64>() / (n - 1.0);
            assert!((m - mean).abs() < 4.0 * (mean * variance / n).sqrt(), "mean {m} for {mean}");
            assert!((v / (mean * variance) - 1.0).abs() < 0.08, "variance {v} for {mean} times {variance}");
        }
    }

    #[test]
    fn arrivals_are_in_order_within_the_play_and_each_is_told_apart() {
        let plan = demand(30.0, 2.0, 9);
        let all = all(&plan, 3);
        assert!(all.is_sorted() && all.iter().all(|(at, _)| *at >= Instant(0)));
        let mut numbers: Vec<u64> = all.iter().map(|(_, nth)| *nth).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all.len());
        // Another number of hours changes nothing of those before.
        assert_eq!(all[..50], self::all(&demand(30.0, 2.0, 5), 3)[..50]);
    }
}
