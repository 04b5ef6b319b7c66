//! Turns on call.

use super::*;

const RING: &str = r#"(rosters: {"infra-rota": OnCall(members: ["ana", "ben", "kwame", "samir"], hand_over: "Mon 09:00", from: "2026-01-05")},
    people: {"ana": (), "ben": (), "kwame": (), "samir": ()})"#;

#[test]
fn week_8_of_2026_is_anas() {
    let ring = compiled(RING, "America/New_York", "2026-02-23T00:00", 40);
    assert_eq!(ring.on_call("infra-rota", "2026-03-02T08:59"), ["samir"]);
    assert_eq!(ring.on_call("infra-rota", "2026-03-02T09:00"), ["ana"]);
    // The Sunday on which the clock goes forward lies in her week; it is 167 hours long.
    assert_eq!(ring.on_call("infra-rota", "2026-03-09T08:59"), ["ana"]);
    assert_eq!(ring.on_call("infra-rota", "2026-03-09T09:00"), ["ben"]);
    let rota = &ring.rosters.rotas[0];
    assert_eq!(rota.next_change(ring.at("2026-03-02T09:00")), Some(ring.at("2026-03-09T09:00")));
    assert_eq!(ring.at("2026-03-09T09:00") - ring.at("2026-03-02T09:00"), Span::hours(167));
    assert_eq!(rota.everyone().len(), 4);
    assert_eq!(rota.id(), "infra-rota");
    assert_eq!(ring.rosters.rotas_of(ring.person("ben")).len(), 1);
    let turns: Vec<usize> = rota.turns().map(|(_, _, people)| people.len()).collect();
    assert_eq!(turns, [1; 7]);
}

#[test]
fn turns_come_round_before_the_first_one_as_well() {
    let ring = compiled(RING, "America/New_York", "2025-12-01T00:00", 40);
    assert_eq!(ring.on_call("infra-rota", "2026-01-05T08:59"), ["samir"]);
    assert_eq!(ring.on_call("infra-rota", "2025-12-08T09:00"), ["ana"]);
    assert_eq!(ring.on_call("infra-rota", "2025-12-08T08:00"), ["samir"]);
}

#[test]
fn the_first_turn_begins_at_the_hand_over_in_the_week_of_from() {
    // The week of Wednesday 7 January runs from Monday the 5th to Sunday the 11th.
    for (hand_over, first, before) in
        [("Mon 09:00", "2026-01-05T09:00", "2026-01-05T08:59"), ("Sun 18:00", "2026-01-11T18:00", "2026-01-11T17:59")]
    {
        let text = RING.replace("2026-01-05", "2026-01-07").replace("Mon 09:00", hand_over);
        let ring = compiled(&text, "America/New_York", "2026-01-01T00:00", 20);
        assert_eq!(ring.on_call("infra-rota", first), ["ana"]);
        assert_eq!(ring.on_call("infra-rota", before), ["samir"]);
    }
}

#[test]
fn without_from_the_first_turn_begins_in_the_week_of_the_start() {
    let text = RING.replace(r#", from: "2026-01-05""#, "");
    let ring = compiled(&text, "America/New_York", "2026-03-05T12:00", 10);
    assert_eq!(ring.on_call("infra-rota", "2026-03-05T12:00"), ["ana"]);
    assert_eq!(ring.on_call("infra-rota", "2026-03-09T12:00"), ["ben"]);
}

#[test]
fn a_turn_may_last_several_weeks_and_a_rota_of_one_never_changes() {
    let text = r#"(rosters: {"r": OnCall(members: ["ana", "ben"], hand_over: "Fri 17:00", from: "2026-01-05", weeks: 2),
        "alone": OnCall(members: ["raj"], hand_over: "Mon 09:00")}, people: {"ana": (), "ben": (), "raj": ()})"#;
    let rotas = compiled(text, "Europe/London", "2026-01-05T00:00", 60);
    for (at, who) in [("2026-01-09T17:00", "ana"), ("2026-01-23T16:59", "ana"), ("2026-01-23T17:00", "ben"), ("2026-02-06T17:00", "ana")] {
        assert_eq!(rotas.on_call("r", at), [who]);
    }
    assert_eq!(rotas.on_call("alone", "2026-02-01T03:00"), ["raj"]);
    let alone = &rotas.rosters.rotas[rotas.rosters.rota("alone").expect("alone").at()];
    assert_eq!(alone.turns().count(), 1);
    assert!(rotas.rosters.rota("alone") < rotas.rosters.rota("r"));
}

#[test]
fn all_of_a_count_take_turns_one_after_the_other() {
    let text = r#"(rosters: {"r": OnCall(members: ["lead", "bench"], hand_over: "Mon 09:00", from: "2026-01-05")}, people: {"bench": (count: 2), "lead": ()})"#;
    let rotas = compiled(text, "Europe/London", "2026-01-05T09:00", 28);
    let weeks = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"].map(|day| rotas.on_call("r", &format!("{day}T10:00")).concat());
    assert_eq!(weeks, ["lead", "bench-1", "bench-2", "lead"]);
}

#[test]
fn a_rota_of_another_zone_hands_over_by_its_own_clock_and_goes_on_over_holidays() {
    let text = r#"(rosters: {"r": Zoned("Australia/Sydney", OnCall(members: ["ana", "ben"], hand_over: "Mon 09:00", from: "2026-01-05"))},
        people: {"ana": (), "ben": ()})"#;
    let rotas = compiled(text, "America/New_York", "2026-01-04T00:00", 10);
    assert_eq!(rotas.on_call("r", "2026-01-04T16:59"), ["ben"]);
    assert_eq!(rotas.on_call("r", "2026-01-04T17:00"), ["ana"]);
}

#[test]
fn nobody_is_on_call_outside_the_time_that_was_compiled() {
    let ring = compiled(RING, "America/New_York", "2026-03-02T09:00", 7);
    let rota = &ring.rosters.rotas[0];
    assert!(rota.on_call(Instant(-1)).is_empty());
    assert!(rota.on_call(Instant(i64::MAX)).is_empty());
    assert_eq!(rota.next_change(Instant(i64::MAX)), None);
}
