//! Hours of a typical week as people say them: "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30".

use super::Weeks;
use super::when::minute;
use crate::engine::time::Instant;
use crate::model::plan::Plan;
use crate::model::roster::Hours;

const DAY: u32 = 24 * 60;
pub(super) const WEEK: u32 = 7 * DAY;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// How many stretches are listed before "and 3 more".
const LISTED: usize = 5;

/// Stretches of the week by the local clock, in minutes from Monday 00:00 on; one that goes on over the end of the week ends beyond it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretches(pub Vec<(u32, u32)>);

impl Weeks {
    /// What of a typical week does not lie in some hours: of the first week without so much as the middle one, of all. Where nothing is
    /// missing in that, of the worst week that rosters alone make.
    pub fn stretches(&self, plan: &Plan, cover: &Hours) -> Stretches {
        let typical = self.uncovered(cover);
        let mut weeks = self.plain.iter().copied().chain(self.usual());
        let alike = |(from, to): &(Instant, Instant)| (*to - *from) - cover.elapsed(*from, *to) == typical;
        let found = if self.at_times(cover).is_some() { weeks.find(alike) } else { self.usual().find(alike) };
        let Some((from, to)) = found else {
            return Stretches::default();
        };
        let of_week = |at| minute(&plan.zone, at);
        let missing = Hours::between(from, to).minus(cover);
        let all = missing.spans().iter().map(|(begins, ends)| (of_week(*begins), if *ends == to { WEEK } else { of_week(*ends) }));
        Stretches(all.collect()).joined()
    }
}

/// "Mon 17:30", of a minute of the week; its end is "Sun 24:00".
pub fn moment(minute: u32) -> String {
    if minute == WEEK {
        return "Sun 24:00".to_string();
    }
    format!("{} {}", DAYS[(minute % WEEK / DAY) as usize], clock(minute))
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute % DAY / 60, minute % 60)
}

impl Stretches {
    /// Their words leave none out.
    pub fn listed(&self) -> bool {
        self.groups().len() <= LISTED
    }

    /// Those alike on days in a row together: from, to, and on how many days.
    fn groups(&self) -> Vec<(u32, u32, u32)> {
        let mut groups: Vec<(u32, u32, u32)> = Vec::new();
        for &(from, to) in &self.0 {
            // Less than a day long, and as on the day before.
            let alike = |(first, until, days): &&mut (u32, u32, u32)| {
                to - from < DAY && from == *first + *days * DAY && to - from == *until - *first
            };
            match groups.iter_mut().find(alike) {
                Some((.., days)) => *days += 1,
                None => groups.push((from, to, 1)),
            }
        }
        groups
    }

    /// In words, those alike on days in a row together; empty where there are none, or the whole week.
    pub fn words(&self) -> String {
        let groups = self.groups();
        let told = |(from, to, days): &(u32, u32, u32)| {
            let day = DAYS[(from / DAY) as usize % 7];
            match days {
                1 if to - from >= DAY => format!("{} to {}", moment(*from), moment(*to)),
                1 => format!("{day} {}–{}", clock(*from), clock(*to)),
                7 => format!("daily {}–{}", clock(*from), clock(*to)),
                more => format!("{day}–{} {}–{}", DAYS[(from / DAY + more - 1) as usize % 7], clock(*from), clock(*to)),
            }
        };
        let mut words: Vec<String> = groups.iter().take(LISTED).map(told).collect();
        if groups.len() > LISTED {
            words.push(format!("and {} more", groups.len() - LISTED));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Stretches;

    #[test]
    fn hours_are_told_as_people_say_them() {
        let at = |day: u32, hour: u32| day * 1440 + hour * 60;
        let nights = (0..4).map(|day| (at(day, 17), at(day + 1, 9)));
        let office = Stretches(nights.chain([(at(4, 17), at(7, 9))]).collect());
        assert_eq!(office.words(), "Mon–Thu 17:00–09:00, Fri 17:00 to Mon 09:00");
        assert_eq!(Stretches((0..7).map(|day| (at(day, 0), at(day, 4))).collect()).words(), "daily 00:00–04:00");
        assert_eq!(Stretches(vec![(at(6, 3), at(6, 3) + 30)]).words(), "Sun 03:00–03:30");
        let twice = (0..7).flat_map(|day| [(at(day, 5), at(day, 7)), (at(day, 17), at(day, 19))]);
        assert_eq!(Stretches(twice.collect()).words(), "daily 05:00–07:00, daily 17:00–19:00");
        let many = (0..6).map(|n| (at(n, n), at(n, n + 1))).collect();
        assert_eq!(
            Stretches(many).words(),
            "Mon 00:00–01:00, Tue 01:00–02:00, Wed 02:00–03:00, Thu 03:00–04:00, Fri 04:00–05:00, and 1 more"
        );
    }
}
