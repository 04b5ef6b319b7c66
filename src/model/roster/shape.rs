//! A roster's entry checked and brought into one of two shapes: shifts that come round, or turns on call.

use jiff::civil::Date as Day;

use super::entry::{CoverEntry, RosterEntry, ShiftEntry};
use super::pattern::{Pattern, Turns};
use super::zone::{Zone, number_of, weekday_of};
use crate::model::absence::Cover;
use crate::model::quantity::{Date, HandOver, Window};
use crate::text::{Id, Place, Problems};

/// Dates this many days from the start of a scenario are slips.
const FAR: i64 = 36_525;
const MIDNIGHT: i64 = 24 * 60;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Shifts by day, in minutes of the local clock.
type Shifts = Vec<Vec<(i64, i64)>>;

/// What a roster comes to.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    /// Shifts; each further one of a `count` has them `step` days later.
    Shifts { pattern: Pattern, step: u32 },
    /// Turns on call of these members.
    Turns { turns: Turns, members: &'a [Id], cover: Cover },
}

/// The zones that an entry is given in, the innermost last, and the roster itself.
pub(super) fn peel(entry: &RosterEntry) -> (Vec<&str>, &RosterEntry) {
    let (mut zones, mut inner) = (Vec::new(), entry);
    while let RosterEntry::Zoned(zone, roster) = inner {
        zones.push(zone.as_str());
        inner = roster;
    }
    (zones, inner)
}

/// Whether an entry is an on-call rota.
pub(super) fn is_rota(entry: &RosterEntry) -> bool {
    matches!(peel(entry).1, RosterEntry::OnCall { .. })
}

/// Checks an entry and brings it into shape. None when it cannot be used; why is in `problems`.
pub(super) fn shape<'a>(id: &Id, entry: &'a RosterEntry, zone: &Zone, problems: &mut Problems) -> Option<Shape<'a>> {
    let (pattern, step) = match entry {
        RosterEntry::Always => (Pattern { anchor: 0, days: vec![vec![(0, MIDNIGHT)]] }, 0),
        RosterEntry::Weekly(shifts) => (Pattern { anchor: MONDAY, days: week(shifts, problems)? }, 0),
        RosterEntry::Weeks { from, weeks } => (several_weeks(id, from, weeks, zone, problems)?, 0),
        RosterEntry::Rotating { cycle, from, day, night, step } => {
            let days = rotation(id, cycle, day, night.as_ref(), problems);
            let near = check_far(from.civil, from.place, zone, problems);
            (Pattern { anchor: number_of(from.civil), days: days.filter(|_| near)? }, *step)
        }
        RosterEntry::OnCall { members, hand_over, from, weeks, cover, .. } => {
            let turns = turns(id, members, hand_over, from.as_ref(), *weeks, zone, problems)?;
            return Some(Shape::Turns { turns, members, cover: self::cover(cover) });
        }
        RosterEntry::Zoned(_, inner) => return shape(id, inner, zone, problems),
    };
    if !pattern.comes_round() {
        problems
            .at(id.place, format!("the roster `{id}` never comes round"), "nobody is ever on shift by it")
            .help("leave it out, or give it shifts");
        return None;
    }
    Some(Shape::Shifts { pattern, step })
}

/// A day that is a Monday: 1970-01-05.
pub(super) const MONDAY: i64 = 4;

/// Shifts of one week by the day on which they begin.
pub(super) fn week(shifts: &[ShiftEntry], problems: &mut Problems) -> Option<Shifts> {
    let mut days = vec![Vec::new(); 7];
    let mut good = true;
    for shift in shifts {
        match minutes(shift, problems) {
            Some(span) => days.iter_mut().zip(shift.days.on).filter(|(_, on)| *on).for_each(|(day, _)| day.push(span)),
            None => good = false,
        }
    }
    good.then_some(days)
}

fn several_weeks(id: &Id, from: &Date, weeks: &[Vec<ShiftEntry>], zone: &Zone, problems: &mut Problems) -> Option<Pattern> {
    let near = check_far(from.civil, from.place, zone, problems);
    let day = number_of(from.civil);
    let weekday = weekday_of(day);
    if weekday != 0 {
        let monday = from.civil.saturating_sub(jiff::Span::new().days(weekday));
        let title = format!("the weeks of `{id}` must begin on a Monday");
        problems.at(from.place, title, format!("a {}", WEEKDAYS[weekday as usize])).help(format!("the Monday of that week is {monday}"));
    }
    let weeks: Vec<Option<Shifts>> = weeks.iter().map(|shifts| week(shifts, problems)).collect();
    let days: Vec<Shifts> = weeks.into_iter().collect::<Option<_>>()?;
    (near && weekday == 0).then_some(Pattern { anchor: day, days: days.concat() })
}

fn rotation(id: &Id, cycle: &str, day: &Window, night: Option<&Window>, problems: &mut Problems) -> Option<Shifts> {
    const LETTERS: &str = "a cycle is written with D (day), N (night) and - (off)";
    if let Some(letter) = cycle.chars().find(|letter| !"DN-".contains(*letter)) {
        let title = format!("`{letter}` in the cycle of `{id}` means nothing");
        problems.at(id.place, title, format!("its cycle is \"{cycle}\"")).help(LETTERS);
        return None;
    }
    if cycle.is_empty() {
        problems.at(id.place, format!("the cycle of `{id}` has no days"), "an empty `cycle`").help(LETTERS);
        return None;
    }
    if cycle.contains('N') && night.is_none() {
        let label = format!("its cycle is \"{cycle}\"");
        let problem = problems.at(id.place, format!("`{id}` has nights, but does not say when they are"), label);
        problem.help("give `night`, as in night: \"19:00-07:00\"");
        return None;
    }
    let shifts = |letter| match letter {
        'D' => vec![hours(day)],
        'N' => night.map(hours).into_iter().collect(),
        _ => Vec::new(),
    };
    Some(cycle.chars().map(shifts).collect())
}

/// Turn 0 begins at the hand-over in the week, Monday to Sunday, of `from`, or of the scenario's start. Turns come round before it as well.
fn turns(
    id: &Id,
    members: &[Id],
    hand_over: &HandOver,
    from: Option<&Date>,
    weeks: u32,
    zone: &Zone,
    problems: &mut Problems,
) -> Option<Turns> {
    let near = from.is_none_or(|from| check_far(from.civil, from.place, zone, problems));
    if members.is_empty() {
        problems.at(id.place, format!("the rota `{id}` has no members"), "nobody can ever be paged by it");
    }
    if weeks == 0 {
        problems.at(id.place, format!("a turn on the rota `{id}` lasts no time"), "its `weeks` must be 1 or more");
    }
    let week_of = from.map_or_else(|| zone.day_number(crate::engine::time::Instant(0)), |from| number_of(from.civil));
    let first = week_of - weekday_of(week_of) + hand_over.weekday as i64;
    let turns = Turns { first, minutes: i64::from(hand_over.at.minutes), long: 7 * i64::from(weeks) };
    (near && weeks > 0 && !members.is_empty()).then_some(turns)
}

fn cover(entry: &CoverEntry) -> Cover {
    match entry {
        CoverEntry::Next { sick_after } => Cover::Sick(*sick_after),
        CoverEntry::WhenPlanned => Cover::Planned,
        CoverEntry::Nobody => Cover::Nobody,
    }
}

/// A shift in minutes from the beginning of the day on which it begins.
fn minutes(shift: &ShiftEntry, problems: &mut Problems) -> Option<(i64, i64)> {
    let (begins, ends) = (i64::from(shift.from.minutes), i64::from(shift.to.minutes));
    if begins == ends {
        let problem = problems.at(shift.place, "this shift lasts no time", "it ends when it begins");
        problem.help("for a whole day write from 00:00 to 24:00");
        return None;
    }
    if begins >= MIDNIGHT {
        let problem = problems.at(shift.place, "a shift cannot begin at 24:00", "that is the end of its day");
        problem.help("begin it at 00:00 on the day after");
        return None;
    }
    Some((begins, if ends > begins { ends } else { ends + MIDNIGHT }))
}

/// Hours of a day, in minutes from its beginning.
fn hours(window: &Window) -> (i64, i64) {
    let begins = i64::from(window.from.minutes);
    (begins, begins + i64::from(window.minutes()))
}

/// Whether a date lies in the same century or so as the scenario; otherwise it is a mistake.
pub(super) fn check_far(date: Day, place: Place, zone: &Zone, problems: &mut Problems) -> bool {
    let days = (number_of(date) - zone.day_number(crate::engine::time::Instant(0))).abs();
    if days > FAR {
        let title = format!("{date} is {} years from the start of the scenario", days * 4 / 1461);
        problems.at(place, title, "a slip in the year?");
    }
    days <= FAR
}
