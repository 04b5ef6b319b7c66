//! Changes for a while.

use super::*;

const TEAM: &str = r#"(rosters: {"office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]), "late": Weekly([(days: "Mon-Fri", from: "12:00", to: "20:00")]),
        "r": OnCall(members: ["ana", "ben"], hand_over: "Mon 09:00", from: "2026-03-02")},
    overrides: {OVERRIDES},
    people: {"ana": (roster: "office"), "ben": (roster: "late"), "cleo": (), "desk": (count: 3, roster: "office")})"#;

fn team(overrides: &str) -> Compiled {
    compiled(&TEAM.replace("OVERRIDES", overrides), "America/New_York", "2026-03-02T00:00", 5)
}

#[test]
fn added_hours_are_worked_in_addition() {
    let team = team(r#""x": Add(people: ["ana", "cleo"], from: "2026-03-02T15:00", to: "2026-03-02T19:00")"#);
    assert_eq!(team.shifts("ana")[..2], ["Mon 09:00 - Mon 19:00", "Tue 09:00 - Tue 17:00"]);
    assert_eq!(team.shifts("cleo"), ["Mon 15:00 - Mon 19:00"]);
    assert_eq!(team.on_call("r", "2026-03-02T16:00"), ["ana"]);
}

#[test]
fn added_to_a_rota_somebody_can_be_paged_in_addition_and_does_not_work_more() {
    let team = team(r#""x": Add(people: ["ben", "cleo"], from: "2026-03-03T12:00", to: "2026-03-04T12:00", rota: "r")"#);
    assert_eq!(team.on_call("r", "2026-03-03T11:59"), ["ana"]);
    assert_eq!(team.on_call("r", "2026-03-03T12:00"), ["ana", "ben", "cleo"]);
    assert_eq!(team.on_call("r", "2026-03-04T12:00"), ["ana"]);
    assert!(team.shifts("cleo").is_empty());
    let rota = &team.rosters.rotas[0];
    assert_eq!(rota.next_change(team.at("2026-03-02T12:00")), Some(team.at("2026-03-03T12:00")));
    assert_eq!(team.rosters.rotas_of(team.person("cleo")), [crate::model::ids::RotaId(0)]);
}

#[test]
fn somebody_removed_neither_works_nor_can_be_paged() {
    let team = team(r#""x": Remove(people: ["ana"], from: "2026-03-03T12:00", to: "2026-03-05T10:00")"#);
    assert_eq!(team.shifts("ana"), ["Mon 09:00 - Mon 17:00", "Tue 09:00 - Tue 12:00", "Thu 10:00 - Thu 17:00", "Fri 09:00 - Fri 17:00"]);
    assert_eq!(team.on_call("r", "2026-03-03T11:59"), ["ana"]);
    assert!(team.on_call("r", "2026-03-03T12:00").is_empty());
    assert_eq!(team.on_call("r", "2026-03-05T10:00"), ["ana"]);
}

#[test]
fn whoever_replaces_somebody_takes_their_shifts_and_turns_and_keeps_their_own() {
    let team = team(r#""x": Replace(person: "ana", by: "ben", from: "2026-03-03T00:00", to: "2026-03-04T00:00")"#);
    assert_eq!(team.shifts("ana")[..2], ["Mon 09:00 - Mon 17:00", "Wed 09:00 - Wed 17:00"]);
    assert_eq!(team.shifts("ben")[..3], ["Mon 12:00 - Mon 20:00", "Tue 09:00 - Tue 20:00", "Wed 12:00 - Wed 20:00"]);
    assert_eq!(team.on_call("r", "2026-03-02T23:59"), ["ana"]);
    assert_eq!(team.on_call("r", "2026-03-03T00:00"), ["ben"]);
    assert_eq!(team.on_call("r", "2026-03-04T00:00"), ["ana"]);
}

#[test]
fn two_can_swap() {
    let team = team(
        r#""x": Replace(person: "ana", by: "ben", from: "2026-03-03T00:00", to: "2026-03-04T00:00"),
           "y": Replace(person: "ben", by: "ana", from: "2026-03-03T00:00", to: "2026-03-04T00:00")"#,
    );
    assert_eq!(team.shifts("ana")[1], "Tue 12:00 - Tue 20:00");
    assert_eq!(team.shifts("ben")[1], "Tue 09:00 - Tue 17:00");
}

#[test]
fn the_id_of_a_count_means_all_of_them_and_one_with_a_number_one() {
    let all = team(r#""x": Remove(people: ["desk"], from: "2026-03-02T00:00", to: "2026-03-06T00:00")"#);
    assert_eq!(["desk-1", "desk-2", "desk-3"].map(|id| all.shifts(id).len()), [1, 1, 1]);
    let one = team(r#""x": Remove(people: ["desk-2"], from: "2026-03-02T00:00", to: "2026-03-06T00:00")"#);
    assert_eq!(["desk-1", "desk-2", "desk-3"].map(|id| one.shifts(id).len()), [5, 1, 5]);
    let by_one = team(r#""x": Replace(person: "desk", by: "cleo", from: "2026-03-02T00:00", to: "2026-03-03T00:00")"#);
    assert_eq!(by_one.shifts("cleo"), ["Mon 09:00 - Mon 17:00"]);
    assert_eq!(by_one.shifts("desk-3").len(), 4);
}

#[test]
fn what_changes_come_to_does_not_depend_on_their_order() {
    let parts = [
        r#""a": Add(people: ["ana"], from: "2026-03-02T18:00", to: "2026-03-02T22:00")"#,
        r#""b": Replace(person: "ana", by: "cleo", from: "2026-03-02T16:00", to: "2026-03-02T20:00")"#,
        r#""c": Replace(person: "cleo", by: "ben", from: "2026-03-02T12:00", to: "2026-03-03T12:00")"#,
        r#""d": Remove(people: ["cleo"], from: "2026-03-02T19:00", to: "2026-03-02T19:30")"#,
    ];
    let expected = team(&parts.join(","));
    assert_eq!(expected.shifts("ana")[..2], ["Mon 09:00 - Mon 16:00", "Mon 20:00 - Mon 22:00"]);
    assert_eq!(expected.shifts("cleo"), ["Mon 16:00 - Mon 17:00", "Mon 18:00 - Mon 19:00", "Mon 19:30 - Mon 20:00"]);
    for turn in 0..parts.len() {
        let mut other = parts;
        other.rotate_left(turn);
        other.swap(0, 1);
        let other = team(&other.join(","));
        for name in &expected.names {
            assert_eq!(other.hours(name), expected.hours(name));
        }
        assert_eq!(other.on_call("r", "2026-03-02T17:00"), expected.on_call("r", "2026-03-02T17:00"));
    }
}
