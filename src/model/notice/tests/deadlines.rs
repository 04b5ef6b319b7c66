//! Deadlines computed by hand. Each row gives the regime, where the organisation is and what its clock shows when the regime's clock starts (and, for
//! a regime with a second limit, when that one starts), what its clock shows when the notice is due, and why.

use jiff::civil::Date;

use crate::engine::time::{Instant, Span};
use crate::model::notice::deadline::{Cap, DayOff, END_OF_DAY, Term, Within, WorkingDays};
use crate::model::roster::Zone;

const DUBLIN: &str = "Europe/Dublin";
const BERLIN: &str = "Europe/Berlin";
const NEW_YORK: &str = "America/New_York";

/// Public holidays that the cases touch, from the sources in `scenarios/calendars/`.
const IRELAND: &[&str] = &[
    "2026-02-02",
    "2026-03-17",
    "2026-04-06",
    "2026-05-04",
    "2026-06-01",
    "2026-08-03",
    "2026-10-26",
    "2026-12-25",
    "2026-12-26",
    "2027-01-01",
];
const GERMANY: &[&str] = &[
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
    "2026-10-03",
    "2026-12-25",
    "2026-12-26",
    "2027-01-01",
];
const FEDERAL: &[&str] = &[
    "2026-01-01",
    "2026-01-19",
    "2026-02-16",
    "2026-05-25",
    "2026-06-19",
    "2026-07-03",
    "2026-09-07",
    "2026-10-12",
    "2026-11-11",
    "2026-11-26",
    "2026-12-25",
    "2027-01-01",
    "2027-12-24",
    "2027-12-31",
];

/// A regime's terms: how long, at most, by when of the day, on days off, and its own zone where it has one.
struct Regime {
    within: Within,
    at_most: Option<Cap>,
    by: i64,
    day_off: DayOff,
    zone: Option<&'static str>,
}
const fn plain(within: Within) -> Regime {
    Regime { within, at_most: None, by: END_OF_DAY, day_off: DayOff::Stands, zone: None }
}
const fn hours(count: i64) -> Regime {
    plain(Within::Elapsed(Span::hours(count)))
}

const GDPR: Regime = hours(72);
const NIS2_EARLY: Regime = hours(24);
const NIS2: Regime = hours(72);
const NIS2_FINAL: Regime = Regime { day_off: DayOff::NextWorkingDay, ..plain(Within::Months(1)) };
const DORA_INITIAL: Regime = Regime {
    at_most: Some(Cap { within: Within::Elapsed(Span::hours(24)), lapses: true }),
    day_off: DayOff::NoonNextWorkingDay,
    ..hours(4)
};
const DORA_CREDIT: Regime = Regime { day_off: DayOff::Stands, ..DORA_INITIAL };
const DORA_HARD: Regime = Regime { at_most: Some(Cap { within: Within::Elapsed(Span::hours(24)), lapses: false }), ..DORA_CREDIT };
const DORA_INTERMEDIATE: Regime = Regime { day_off: DayOff::NoonNextWorkingDay, ..hours(72) };
const DORA_FINAL: Regime = Regime { day_off: DayOff::NoonNextWorkingDay, ..plain(Within::Months(1)) };
const SEC: Regime = Regime { by: 17 * 60 + 30, zone: Some(NEW_YORK), ..plain(Within::BusinessDays(4)) };
const BANK: Regime = hours(36);
const NYDFS: Regime = hours(72);
const NYDFS_PAID: Regime = hours(24);
const NYDFS_REASONS: Regime = Regime { day_off: DayOff::NextWorkingDay, ..plain(Within::Days(30)) };
const CONNECTICUT: Regime = plain(Within::BusinessDays(3));

/// Regime, zone and holidays of the organisation, when its clock and the cap's started, when it is due, why.
type Case = (Regime, &'static str, &'static [&'static str], &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // GDPR Art. 33(1): 72 hours of any kind.
    (GDPR, DUBLIN, IRELAND, "2026-03-07T02:14", "", "2026-03-10 02:14 GMT", "Saturday to Tuesday: weekends count"),
    (GDPR, DUBLIN, IRELAND, "2026-03-27T10:00", "", "2026-03-30 11:00 IST", "29 March has 23 hours, so the clock shows one more"),
    (GDPR, DUBLIN, IRELAND, "2026-10-23T10:00", "", "2026-10-26 09:00 GMT", "25 October has 25 hours; the bank holiday of the 26th does not count"),
    (GDPR, DUBLIN, IRELAND, "2028-02-27T12:00", "", "2028-03-01 12:00 GMT", "28th, 29th, 1st: a leap year"),
    (GDPR, DUBLIN, IRELAND, "2027-02-27T12:00", "", "2027-03-02 12:00 GMT", "28th, 1st, 2nd: no leap year"),
    (GDPR, BERLIN, GERMANY, "2026-12-24T18:00", "", "2026-12-27 18:00 CET", "both Christmas days and Sunday count"),
    (GDPR, BERLIN, GERMANY, "2026-10-24T02:30", "", "2026-10-27 01:30 CET", "the night of the 25th is an hour longer"),
    (GDPR, BERLIN, GERMANY, "2026-10-25T02:30", "", "2026-10-28 01:30 CET", "02:30 comes twice; the first is CEST, so 71 hours of dates are left in CET"),
    (GDPR, "Australia/Sydney", &[], "2026-04-03T10:00", "", "2026-04-06 09:00 AEST", "summer time ends on 5 April in the south"),
    (GDPR, "Australia/Lord_Howe", &[], "2026-04-03T10:00", "", "2026-04-06 09:30 +1030", "there by half an hour"),
    // NIS2 Art. 23(4): 24 hours, 72 hours, one month after the notification.
    (NIS2_EARLY, BERLIN, GERMANY, "2026-03-28T14:00", "", "2026-03-29 15:00 CEST", "24 hours over the night that has one less"),
    (NIS2_EARLY, BERLIN, GERMANY, "2026-10-24T14:00", "", "2026-10-25 13:00 CET", "24 hours over the night that has one more"),
    (NIS2_EARLY, DUBLIN, IRELAND, "2026-12-31T23:30", "", "2027-01-01 23:30 GMT", "hours run on New Year's Day"),
    (NIS2, BERLIN, GERMANY, "2026-05-11T09:00", "", "2026-05-14 09:00 CEST", "hours end on Ascension Day all the same"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-05-12T16:20", "", "2026-06-13 00:00 CEST", "12 June is a Friday: by its end"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-05-14T16:20", "", "2026-06-16 00:00 CEST", "14 June is a Sunday: Monday the 15th, by its end"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-01-31T10:00", "", "2026-03-03 00:00 CET", "no 31 February: the 28th, a Saturday, so Monday 2 March"),
    (NIS2_FINAL, BERLIN, GERMANY, "2028-01-31T10:00", "", "2028-03-01 00:00 CET", "no 31 February: the 29th of the leap year, a Tuesday"),
    (NIS2_FINAL, BERLIN, GERMANY, "2028-02-29T10:00", "", "2028-03-30 00:00 CEST", "from the leap day: 29 March, a Wednesday, in summer time by then"),
    (NIS2_FINAL, BERLIN, GERMANY, "2027-01-29T10:00", "", "2027-03-02 00:00 CET", "no 29 February 2027: the 28th, a Sunday, so Monday 1 March"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-03-31T10:00", "", "2026-05-01 00:00 CEST", "no 31 April: Thursday the 30th, by its end"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-04-01T10:00", "", "2026-05-05 00:00 CEST", "1 May is Labour Day, a Friday: Monday the 4th"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-11-26T10:00", "", "2026-12-29 00:00 CET", "26 December is a Saturday and a holiday: Monday the 28th"),
    (NIS2_FINAL, BERLIN, GERMANY, "2026-12-01T10:00", "", "2027-01-05 00:00 CET", "New Year's Day is a Friday: Monday 4 January"),
    (NIS2_FINAL, DUBLIN, IRELAND, "2026-02-17T10:00", "", "2026-03-19 00:00 GMT", "St Patrick's Day is a Tuesday: Wednesday the 18th"),
    // DORA, Delegated Regulation 2025/301 Art. 5: 4 h from classification, at most 24 h from awareness, unless classified later.
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-09T10:30", "2026-06-09T09:00", "2026-06-09 14:30 IST", "four hours come first"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-10T07:00", "2026-06-09T09:00", "2026-06-10 09:00 IST", "24 hours from awareness come first"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-10T09:01", "2026-06-09T09:00", "2026-06-10 13:01 IST", "classified after 24 hours: four hours, Art. 5(2)"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-12T22:00", "2026-06-12T20:00", "2026-06-15 12:00 IST", "02:00 on a Saturday: noon of Monday, Art. 5(4)"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-12T17:00", "2026-06-12T16:00", "2026-06-12 21:00 IST", "Friday evening stands"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-05-31T10:00", "2026-05-30T22:00", "2026-06-02 12:00 IST", "Sunday; Monday 1 June is a bank holiday: Tuesday"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-14T23:00", "2026-06-14T06:00", "2026-06-15 03:00 IST", "Monday before dawn is a working day and stands"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-14T19:00", "2026-06-14T05:00", "2026-06-15 12:00 IST", "23:00 on Sunday is the earlier limit and moves; 05:00 on Monday falls away"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-12T20:00", "2026-06-12T19:00", "2026-06-13 00:00 IST", "the end of Friday is not Saturday"),
    (DORA_INITIAL, DUBLIN, IRELAND, "2026-06-14T20:00", "2026-06-14T19:00", "2026-06-15 12:00 IST", "the end of Sunday is Sunday"),
    (DORA_CREDIT, DUBLIN, IRELAND, "2026-06-12T22:00", "2026-06-12T20:00", "2026-06-13 02:00 IST", "banks get no weekend, Art. 5(5)"),
    (DORA_HARD, DUBLIN, IRELAND, "2026-06-10T09:01", "2026-06-09T09:00", "2026-06-10 09:00 IST", "a cap that does not lapse has passed when the clock starts"),
    (DORA_HARD, DUBLIN, IRELAND, "", "2026-06-09T09:00", "2026-06-10 09:00 IST", "and binds though the clock has not started"),
    (DORA_INTERMEDIATE, DUBLIN, IRELAND, "2026-06-10T10:00", "", "2026-06-15 12:00 IST", "72 hours end on Saturday: noon of Monday"),
    (DORA_INTERMEDIATE, DUBLIN, IRELAND, "2026-06-09T14:00", "", "2026-06-12 14:00 IST", "72 hours end on Friday"),
    (DORA_INTERMEDIATE, DUBLIN, IRELAND, "2026-03-31T15:00", "", "2026-04-03 15:00 IST", "Good Friday is no public holiday in Ireland"),
    (DORA_INTERMEDIATE, BERLIN, GERMANY, "2026-03-31T15:00", "", "2026-04-07 12:00 CEST", "in Germany it is, and Easter Monday too: Tuesday"),
    (DORA_INTERMEDIATE, DUBLIN, IRELAND, "2026-10-22T12:00", "", "2026-10-27 12:00 GMT", "Sunday 11:00 in winter time; Monday is a bank holiday"),
    (DORA_FINAL, DUBLIN, IRELAND, "2026-04-30T09:00", "", "2026-06-02 12:00 IST", "30 May is a Saturday, 1 June a bank holiday"),
    (DORA_FINAL, BERLIN, GERMANY, "2026-04-30T09:00", "", "2026-06-01 12:00 CEST", "1 June is a Monday like any other in Germany"),
    (DORA_FINAL, DUBLIN, IRELAND, "2026-08-31T09:00", "", "2026-10-01 00:00 IST", "no 31 September: Wednesday the 30th, by its end"),
    // SEC Form 8-K, General Instruction B.1: four business days, filed by 17:30 Eastern.
    (SEC, NEW_YORK, FEDERAL, "2026-03-05T16:00", "", "2026-03-11 17:30 EDT", "Thursday: Fri, Mon, Tue, Wed"),
    (SEC, NEW_YORK, FEDERAL, "2026-03-07T11:00", "", "2026-03-12 17:30 EDT", "Saturday: Monday is the first of the four"),
    (SEC, NEW_YORK, FEDERAL, "2026-05-22T18:00", "", "2026-05-29 17:30 EDT", "Friday; Memorial Day does not count: Tue, Wed, Thu, Fri"),
    (SEC, NEW_YORK, FEDERAL, "2026-05-25T10:00", "", "2026-05-29 17:30 EDT", "on Memorial Day itself: Tuesday is the first"),
    (SEC, NEW_YORK, FEDERAL, "2026-07-01T10:00", "", "2026-07-08 17:30 EDT", "Independence Day is kept on Friday the 3rd: Thu, Mon, Tue, Wed"),
    (SEC, NEW_YORK, FEDERAL, "2026-12-23T10:00", "", "2026-12-30 17:30 EST", "Thu, not Christmas Day, Mon, Tue, Wed"),
    (SEC, NEW_YORK, FEDERAL, "2026-12-29T10:00", "", "2027-01-05 17:30 EST", "Wed, Thu, not New Year's Day, Mon, Tue"),
    (SEC, NEW_YORK, FEDERAL, "2027-12-29T10:00", "", "2028-01-05 17:30 EST", "New Year's Day 2028 is kept on 31 December: Thu, Mon, Tue, Wed"),
    (SEC, NEW_YORK, FEDERAL, "2028-02-25T10:00", "", "2028-03-02 17:30 EST", "Friday: Mon, Tue the 29th, Wed, Thu"),
    (SEC, BERLIN, GERMANY, "2026-03-09T01:00", "", "2026-03-12 22:30 CET", "Sunday 20:00 in New York, so Monday is the first; 17:30 there"),
    // 12 CFR 53.3, 225.302, 304.23: 36 hours.
    (BANK, NEW_YORK, FEDERAL, "2026-03-07T20:00", "", "2026-03-09 09:00 EDT", "36 hours over the night that has one less"),
    (BANK, NEW_YORK, FEDERAL, "2026-10-31T20:00", "", "2026-11-02 07:00 EST", "36 hours over the night that has one more"),
    (BANK, NEW_YORK, FEDERAL, "2026-11-24T22:00", "", "2026-11-26 10:00 EST", "hours run on Thanksgiving"),
    (BANK, NEW_YORK, FEDERAL, "2028-02-28T20:00", "", "2028-03-01 08:00 EST", "over the leap day"),
    // 23 NYCRR 500.17: 72 hours; 24 hours and 30 days after a payment.
    (NYDFS, NEW_YORK, FEDERAL, "2026-03-07T12:00", "", "2026-03-10 13:00 EDT", "the spring weekend"),
    (NYDFS, NEW_YORK, FEDERAL, "2026-10-30T09:00", "", "2026-11-02 08:00 EST", "the autumn weekend"),
    (NYDFS, NEW_YORK, FEDERAL, "2026-07-03T17:00", "", "2026-07-06 17:00 EDT", "the long weekend of Independence Day"),
    (NYDFS_PAID, NEW_YORK, FEDERAL, "2026-03-07T14:00", "", "2026-03-08 15:00 EDT", "24 hours are a day and an hour on the clock"),
    (NYDFS_PAID, NEW_YORK, FEDERAL, "2026-11-01T01:30", "", "2026-11-02 00:30 EST", "01:30 comes twice and means its first"),
    (NYDFS_REASONS, NEW_YORK, FEDERAL, "2026-04-23T14:00", "", "2026-05-27 00:00 EDT", "23 May is a Saturday, Monday is Memorial Day: Tuesday the 26th"),
    (NYDFS_REASONS, NEW_YORK, FEDERAL, "2026-02-09T14:00", "", "2026-03-12 00:00 EDT", "28 days in February: Wednesday 11 March"),
    (NYDFS_REASONS, NEW_YORK, FEDERAL, "2028-02-09T14:00", "", "2028-03-11 00:00 EST", "29 days in February: Friday 10 March"),
    // Conn. Gen. Stat. 38a-38: three business days after the event.
    (CONNECTICUT, NEW_YORK, FEDERAL, "2026-03-07T02:14", "", "2026-03-12 00:00 EDT", "Saturday: Mon, Tue, Wed the 11th, by its end"),
    (CONNECTICUT, NEW_YORK, FEDERAL, "2026-11-25T09:00", "", "2026-12-02 00:00 EST", "not Thanksgiving: Fri, Mon, Tue the 1st"),
    // A day without a midnight: the end of the day before is where the clock goes on.
    (plain(Within::BusinessDays(1)), "Africa/Cairo", &[], "2026-04-22T09:00", "", "2026-04-24 01:00 EEST", "24 April begins at 01:00"),
];

fn term(regime: &Regime, home: &Zone, holidays: &[&str]) -> Term {
    let (zone, dates) = match regime.zone {
        Some(zone) => (home.elsewhere(zone).expect("a known zone"), FEDERAL),
        None => (home.clone(), holidays),
    };
    let dates = dates.iter().map(|date| date.parse::<Date>().expect("a date"));
    Term { within: regime.within, at_most: regime.at_most, by: regime.by, day_off: regime.day_off, days: WorkingDays::new(zone, dates) }
}

fn instant(zone: &Zone, local: &str) -> Option<Instant> {
    (!local.is_empty()).then(|| zone.instant(local.parse().expect("a local time")))
}

#[test]
fn deadlines_are_those_computed_by_hand() {
    let mut wrong = Vec::new();
    for (regime, zone, holidays, started, capped, expected, reason) in CASES {
        let home = Zone::new(zone, jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0)).expect("a known zone");
        let due = term(regime, &home, holidays).due(instant(&home, started), instant(&home, capped)).expect("a clock runs");
        let shown = home.format_long(due);
        if shown != *expected {
            wrong.push(format!("{zone} {started} {capped}: {shown}, not {expected} ({reason})"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(CASES.len() >= 40, "{} cases", CASES.len());
}

#[test]
fn nothing_is_due_before_a_clock_runs() {
    let home = Zone::new(DUBLIN, jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0)).expect("a known zone");
    let initial = term(&DORA_INITIAL, &home, IRELAND);
    assert_eq!(initial.due(None, None), None);
    assert_eq!(initial.due(None, instant(&home, "2026-06-09T09:00")), None, "its cap lapses, so it does not bind alone");
    assert_eq!(term(&GDPR, &home, IRELAND).due(None, None), None);
}
