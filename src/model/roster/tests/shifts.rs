//! Every kind of roster, and holidays.

use super::*;

#[test]
fn office_hours_come_every_week() {
    let text = r#"(rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30"), (days: "Sat", from: "09:00", to: "13:00")])},
        people: {"ana": (roster: "office"), "ben": ()})"#;
    let week = compiled(text, "America/New_York", "2026-03-09T00:00", 7);
    let expected = ["Mon", "Tue", "Wed", "Thu", "Fri"].map(|day| format!("{day} 08:30 - {day} 17:30"));
    assert_eq!(week.shifts("ana")[..5], expected);
    assert_eq!(week.shifts("ana")[5..], ["Sat 09:00 - Sat 13:00"]);
    assert!(week.shifts("ben").is_empty());
    assert_eq!(week.rosters.of_roster("office"), Some(week.rosters.of_person(week.person("ana"))));
    assert_eq!(week.rosters.of_roster("elsewhere"), None);
}

#[test]
fn shifts_that_overlap_or_abut_are_one_stretch() {
    let text = r#"(rosters: {"r": Weekly([(days: "Mon", from: "08:00", to: "12:00"), (days: "Mon", from: "11:00", to: "14:00"),
        (days: "Mon", from: "14:00", to: "18:00"), (days: "Mon", from: "22:00", to: "02:00"), (days: "Tue", from: "02:00", to: "03:00")])},
        people: {"ana": (roster: "r")})"#;
    let week = compiled(text, "Asia/Tokyo", "2026-03-09T00:00", 7);
    assert_eq!(week.shifts("ana"), ["Mon 08:00 - Mon 18:00", "Mon 22:00 - Tue 03:00"]);
}

#[test]
fn a_shift_under_way_when_the_scenario_starts_is_kept_whole() {
    let text = r#"(rosters: {"n": Weekly([(days: "daily", from: "19:00", to: "07:00")])}, people: {"ana": (roster: "n")})"#;
    let night = compiled(text, "America/New_York", "2026-03-07T02:14", 1);
    assert_eq!(night.shifts("ana"), ["Fri 19:00 - Sat 07:00", "Sat 19:00 - Sun 07:00"]);
}

#[test]
fn around_the_clock_is_one_stretch_and_a_holiday_takes_its_day_out() {
    let text = r#"(rosters: {"a": Always, "b": Always}, holidays: {"h": (days: ["2026-03-08"], rosters: ["b"])},
        people: {"ana": (roster: "a"), "ben": (roster: "b")})"#;
    let days = compiled(text, "America/New_York", "2026-03-07T12:00", 3);
    assert_eq!(days.hours("ana").spans().len(), 1);
    assert!(days.hours("ana").on_at(Instant(0)) && days.is_on("ana", "2026-03-10T11:59"));
    let off = Hours::between(Instant(0), Instant(0) + Span::days(3)).minus(days.hours("ben"));
    assert_eq!(off.spans(), [(days.at("2026-03-08T00:00"), days.at("2026-03-09T00:00"))]);
    assert_eq!(off.total(), Span::hours(23));
}

#[test]
fn alternate_weeks_take_turns_before_their_first_monday_as_well() {
    let text = r#"(rosters: {"tomasz": Weeks(from: "2026-03-09", weeks: [
        [(days: "Mon-Fri", from: "08:30", to: "17:30")], [(days: "Mon-Thu", from: "08:30", to: "17:30")]])}, people: {"tomasz": (roster: "tomasz")})"#;
    let weeks = compiled(text, "America/New_York", "2026-02-23T00:00", 28);
    let fridays = ["2026-02-27", "2026-03-06", "2026-03-13", "2026-03-20"].map(|day| weeks.is_on("tomasz", &format!("{day}T12:00")));
    assert_eq!(fridays, [true, false, true, false]);
    assert_eq!(weeks.hours("tomasz").spans().len(), 18);
}

const SOC: &str = r#"(rosters: {"soc": Rotating(cycle: "DDNN----", from: "2026-01-05", day: "07:00-19:00", night: "19:00-07:00")},
    people: {"soc-analyst": (count: 8, roster: "soc")})"#;

#[test]
fn eight_people_on_ddnn_are_two_at_every_instant_over_both_changes_of_the_clock() {
    for zone in ["America/New_York", "Europe/London", "Australia/Sydney", "Asia/Tokyo"] {
        let soc = compiled(SOC, zone, "2026-01-05T00:00", 365);
        let (from, to) = (Instant(0), Instant(0) + Span::YEAR);
        let mut at = from;
        let mut changes = 0;
        while at < to {
            let on = soc.names.iter().filter(|id| soc.hours(id).on_at(at)).count();
            assert_eq!(on, 2, "{}", soc.zone.format_long(at));
            let next = soc.names.iter().filter_map(|id| soc.hours(id).next_change(at)).min();
            at = next.expect("a change");
            changes += 1;
        }
        assert!(changes > 700);
        let worked: Span = soc.names.iter().map(|id| soc.hours(id).elapsed(from, to)).sum();
        assert_eq!(worked, Span(Span::YEAR.0 * 2));
    }
}

#[test]
fn each_member_of_a_count_starts_a_step_later() {
    let soc = compiled(SOC, "America/New_York", "2026-01-05T00:00", 8);
    // The first: two days, then two nights. The second the same a day later, its cycle's end still reaching into the first day.
    assert_eq!(
        soc.shifts("soc-analyst-1")[..4],
        ["Mon 07:00 - Mon 19:00", "Tue 07:00 - Tue 19:00", "Wed 19:00 - Thu 07:00", "Thu 19:00 - Fri 07:00"]
    );
    assert_eq!(soc.shifts("soc-analyst-2")[..2], ["Tue 07:00 - Tue 19:00", "Wed 07:00 - Wed 19:00"]);
    let by_two = SOC.replace("night:", "step: 2, night:");
    let soc = compiled(&by_two, "America/New_York", "2026-01-05T00:00", 8);
    assert_eq!(soc.shifts("soc-analyst-2")[..1], ["Wed 07:00 - Wed 19:00"]);
    assert_eq!(soc.rosters.of_person(soc.person("soc-analyst-1")), soc.rosters.of_person(soc.person("soc-analyst-5")));
}

#[test]
fn a_cycle_runs_before_its_first_day_as_well() {
    let soc = compiled(SOC, "Asia/Tokyo", "2025-12-28T00:00", 16);
    // 28 December is 8 days before the 5th of January: the cycle begins there, too.
    assert_eq!(soc.shifts("soc-analyst-1")[..1], ["Sun 07:00 - Sun 19:00"]);
}

#[test]
fn a_duty_of_a_whole_day_ends_when_the_next_begins() {
    let text = r#"(rosters: {"fire": Rotating(cycle: "D--", from: "2026-01-05", day: "08:00-08:00")}, people: {"crew": (count: 3, roster: "fire")})"#;
    let fire = compiled(text, "Asia/Tokyo", "2026-01-05T08:00", 6);
    assert_eq!(fire.shifts("crew-1")[..2], ["Mon 08:00 - Tue 08:00", "Thu 08:00 - Fri 08:00"]);
}

#[test]
fn many_people_share_the_hours_of_few_rosters() {
    let many = SOC.replace("count: 8", "count: 2000");
    let soc = compiled(&many, "America/New_York", "2026-01-05T00:00", 365);
    assert_eq!(soc.rosters.hours.len(), 9);
}

#[test]
fn a_shift_that_begins_on_a_holiday_does_not_take_place_and_one_begun_before_goes_on() {
    let text = r#"(rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")]), "n": Weekly([(days: "daily", from: "19:00", to: "07:00")])},
        holidays: {"memorial": (days: ["2026-05-25"], rosters: ["office", "n"])}, people: {"ana": (roster: "office"), "ben": (roster: "n")})"#;
    let week = compiled(text, "America/New_York", "2026-05-24T12:00", 3);
    assert_eq!(week.shifts("ana"), ["Tue 08:30 - Tue 17:30", "Wed 08:30 - Wed 17:30"]);
    assert_eq!(week.shifts("ben"), ["Sun 19:00 - Mon 07:00", "Tue 19:00 - Wed 07:00"]);
    assert_eq!(week.rosters.of_roster("office"), Some(week.rosters.of_person(week.person("ana"))));
}

#[test]
fn a_roster_of_another_zone_follows_the_sun_and_its_own_holidays() {
    let text = r#"(rosters: {
        "london": Zoned("Europe/London", Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])),
        "sydney": Zoned("Australia/Sydney", Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]))},
        holidays: {"h": (days: ["2026-01-06"], rosters: ["sydney"])},
        people: {"amy": (roster: "london"), "bo": (roster: "sydney")})"#;
    let sun = compiled(text, "America/New_York", "2026-01-05T00:00", 3);
    assert_eq!(sun.shifts("amy"), ["Mon 04:00 - Mon 12:00", "Tue 04:00 - Tue 12:00", "Wed 04:00 - Wed 12:00"]);
    // Sydney is 16 hours ahead; its Tuesday is a holiday.
    assert_eq!(sun.shifts("bo"), ["Sun 17:00 - Mon 01:00", "Tue 17:00 - Wed 01:00", "Wed 17:00 - Thu 01:00"]);
    // London changes on 29 March, New York on 8 March: for three weeks London's day begins at 05:00.
    let spring = compiled(text, "America/New_York", "2026-03-09T00:00", 22);
    assert_eq!(spring.shifts("amy")[..1], ["Mon 05:00 - Mon 13:00"]);
    assert_eq!(spring.shifts("amy").last().map(String::as_str), Some("Mon 04:00 - Mon 12:00"));
}

#[test]
fn business_hours_are_compiled_without_a_roster() {
    let zone = zone("America/New_York", "2026-03-02T00:00");
    let context = RosterContext { zone: &zone, from: Instant(0), to: Instant(0) + Span::WEEK };
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let file = sources.add("test".into(), r#"(b: [(days: "Mon-Fri", from: "08:00", to: "18:00")])"#.into());
    let root = parse(&sources, file, &mut problems).expect("well-formed");
    let shifts: Vec<super::super::entry::ShiftEntry> = read(root.field("b").expect("b"), &mut problems).expect("shifts");
    let hours = super::super::weekly(&context, &shifts, &mut problems);
    assert_eq!(hours.total(), Span::hours(50));
    assert!(super::super::weekly(&context, &[], &mut problems).is_never());
    assert!(problems.is_empty());
}
