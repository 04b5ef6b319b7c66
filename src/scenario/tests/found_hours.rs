//! Every kind of finding names its hours: what all the other tests find, and what is found in every sample.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::finding::{Finding, findings, made};
use super::*;

/// The tests in which findings are found.
const ALL: &[fn()] = &[
    found::a_service_that_nobody_owns_or_two_is_found,
    found::the_hours_without_anybody_responsible_are_found,
    found::advice_that_comes_too_late_is_found,
    found::who_must_be_asked_and_sleeps_is_found,
    found::a_provider_that_may_do_nothing_or_decide_too_much_is_found,
    found::a_responsible_team_without_the_grant_is_found,
    found::silence_counts_the_time_the_accountable_is_given,
    found::an_unstaffed_queue_is_found_with_its_hours,
    found::a_decision_nobody_on_shift_may_take_is_found,
    found::a_standing_permission_that_never_holds_is_found,
    found::calls_that_come_while_the_team_is_there_wait_for_nobody,
    found::what_recovery_waits_for_is_told_together_by_its_hours,
    found::decisions_with_nobody_to_spare_are_found,
    found::an_escalation_that_turns_to_executives_past_the_on_call_is_found,
    found::a_holiday_does_not_make_a_week_untypical,
    found::what_one_person_alone_can_do_is_found,
    found::rotas_are_looked_at_turn_by_turn,
    found::a_team_without_the_grant_is_found,
    found::silence_is_found,
    found::long_shifts_are_found,
    found::objectives_that_cannot_be_kept_are_found,
    found::contract_hours_that_do_not_cover_what_they_are_assigned_are_found,
    found::work_beyond_the_scope_and_promises_that_are_not_kept_are_found,
    found::a_contract_that_ends_or_goes_down_with_what_it_restores_is_found,
    found::a_third_party_that_cannot_be_called_at_night_is_found,
    found::what_an_attack_can_do_is_found,
    found::work_handed_over_to_nobody_is_found,
    found::shifts_in_which_people_tire_are_found,
    found::hours_without_anybody_who_may_lead_are_found,
    found::a_provider_responsible_together_with_others_without_a_shared_view_is_found,
    found::tickets_that_a_team_cannot_do_are_found_and_projects_that_cannot_be_in_time,
    found::urgent_work_behind_a_grant_that_is_not_there_at_night_is_found,
    found::a_decision_on_access_that_nobody_on_shift_may_take_is_found,
    found::glass_that_nobody_may_break_or_nobody_reviews_is_found,
    found::holders_of_a_privileged_grant_who_need_it_for_nothing_are_found,
    found::a_target_that_nobody_has_looked_at_when_it_was_due_is_found,
    found_contracts::those_who_are_there_and_may_not_by_their_contract_are_found,
    found_contracts::hours_that_the_contract_ends_are_said_to_be_its_hours,
    found_contracts::who_is_on_call_for_a_decision_is_said_with_how_often_they_answer,
    found_contracts::findings_give_their_hours_one_by_one,
    found_contracts::teams_of_nobody_are_found,
    found_contracts::the_last_who_knows_a_runbook_is_found_when_the_others_leave,
    found_contracts::executives_paged_in_place_of_a_team_off_duty_are_found_even_while_at_work,
    found_more::a_grant_that_all_its_holders_lose_in_mid_play_is_found,
    found_more::a_quorum_that_is_short_at_some_hours_only_is_found,
    found_more::off_line_copies_that_are_made_too_seldom_are_found,
    found_more::a_test_that_is_still_to_come_is_found,
    found_more::catching_up_that_takes_too_long_without_an_rto_is_found,
    found_more::executives_who_come_first_while_a_team_is_off_duty_or_a_rota_is_empty_are_found,
    found_more::an_escalation_that_pages_nobody_at_some_hours_is_found,
    found_more::a_break_glass_account_that_needs_the_directory_is_found,
    found_more::escalations_that_fall_silent_are_told_together,
    found_more::overrides_that_change_nothing_are_found,
    found_more::a_change_that_is_raised_after_its_window_is_found,
    absences::what_absence_leaves_uncovered_is_found_with_its_hours,
    absences::named_absences_that_leave_nobody_are_found_with_their_hours,
    absences::seats_that_empty_faster_than_they_fill_are_found,
    calendar::dear_times_without_anybody_who_restores_are_found,
    calendar::periods_that_never_come_or_fall_together_are_found,
    calendar::times_that_ask_more_of_a_team_than_it_has_are_found,
    exercises::exercises_that_cannot_be_played_as_prepared_are_found,
    exposure::remediation_is_compiled_for_those_who_hold_the_grant,
    exposure::findings_without_owner_and_deadlines_beyond_reach_are_found,
    exposure::exceptions_that_are_no_good_and_logs_that_are_gone_are_found,
    exposure::findings_that_nobody_owns_are_told_where_there_are_no_tickets_at_all,
    injects::injects_that_come_to_nothing_are_found,
    injects::injects_about_people_who_are_not_needed_or_away_anyway_are_found,
    injects::injects_that_contradict_each_other_are_found,
    injects::injects_that_change_shifts_and_turns_of_people_not_needed_are_found,
    knowledge::what_is_written_down_needs_nobody_who_knows_it,
    knowledge::heads_that_are_elsewhere_are_found_with_their_hours,
    knowledge::what_nobody_has_ever_tried_is_found,
    knowledge::what_is_stored_on_what_it_restores_is_found,
    notices::clocks_shorter_than_a_gap_are_found,
    notices::a_clock_that_starts_at_a_decision_nobody_on_nights_may_take_is_found,
    notices::a_clock_shorter_than_its_own_work_is_found,
    notices::notices_that_nobody_owes_and_working_days_without_holidays_are_found,
    penalties::a_promise_that_a_weekend_breaks_at_a_price_is_found,
    recovery::copies_that_cannot_do_what_is_promised_are_found,
    recovery::restores_that_cannot_be_in_time_together_are_found,
    recovery::catching_up_beyond_what_the_business_can_bear_is_found,
    recovery::restores_before_the_cause_is_removed_are_found,
    recovery::false_alarms_that_stop_services_are_found,
    recovery::means_that_are_gone_when_they_are_needed_are_found,
    found_dated::a_rota_on_which_nobody_has_the_turn_in_one_week_is_found,
    found_dated::a_turn_that_falls_into_an_absence_and_stays_is_found,
    found_dated::a_queue_that_is_empty_in_one_week_is_found,
    found_dated::minutes_of_a_week_are_told_as_minutes,
    found_dated::a_contract_that_ends_leaves_the_last_who_knows,
    found_dated::a_named_absence_leaves_the_last_who_knows,
    found_clauses::contract_scope_that_does_not_cover_the_step_it_is_assigned,
];

/// A finding says when it holds: in words and by hours, which agree with each other and with its title.
pub(super) fn says_when(finding: &Finding) {
    let (when, hours) = (&finding.when, &finding.when.hours.0);
    assert!(!when.words.is_empty() && !hours.is_empty(), "{finding:?}");
    assert!(hours.iter().all(|(from, to)| from < to && *from < 7 * 1440), "{finding:?}");
    assert!(hours.windows(2).all(|pair| pair[0].1 < pair[1].0) && when.hours.total() <= 7 * 1440, "{finding:?}");
    assert_eq!(when.is_always(), when.words == "at any hour", "{finding:?}");
    for stale in ["hour of the week", "all 168 hours", "hours of every week"] {
        assert!(!finding.evidence.contains(stale), "said twice: {finding:?}");
    }
    // "For 123 of the 168 hours of a week …", "is activated in 45 of the 168 hours of a week only", "for 30 min a week".
    if let Some((before, _)) = finding.title.split_once(" of the 168 hours of a week") {
        let said: u32 = before.rsplit(' ').next().and_then(|n| n.parse().ok()).expect("hours are whole there");
        let said = if before.contains("is activated in") { 168 - said } else { said };
        assert_eq!(when.hours.total(), said * 60, "{finding:?}");
    }
    if let Some((before, _)) = finding.title.split_once(" min a week") {
        let mut words = before.rsplit(' ');
        let minutes: u32 = words.next().and_then(|n| n.parse().ok()).expect("minutes");
        let hours: u32 = if words.next() == Some("h") { words.next().and_then(|n| n.parse().ok()).expect("hours") } else { 0 };
        assert_eq!(when.hours.total(), hours * 60 + minutes, "{finding:?}");
    }
}

#[test]
fn every_kind_of_finding_has_been_found_and_says_when_it_holds() {
    ALL.iter().for_each(|test| test());
    what_is_found_in_the_samples_says_when_it_holds();
    let found = made::places();
    let mut never: BTreeSet<(String, u32)> = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario/finding");
    for file in std::fs::read_dir(folder).expect("the folder of findings").flatten().filter(|f| f.path().is_file()) {
        let name = file.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file.path()).expect("a source file");
        let made = (1..).zip(text.lines()).filter(|(_, line)| line.contains("Finding::new("));
        never.extend(made.map(|(line, _)| (name.clone(), line)).filter(|place| !found.contains(place)));
    }
    assert!(found.len() > 60 && never.is_empty(), "no test finds what these places tell: {never:?}");
}

#[test]
fn what_is_found_in_the_samples_says_when_it_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["scenarios/harbour-mutual", "scenarios/aughrim", "tests/traces"] {
        for file in std::fs::read_dir(root.join(folder)).expect("a folder of samples").flatten() {
            let path = file.path();
            let request = crate::text::Request { scenario: &path, models: &[], sets: &[] };
            // Parts that others build on are no scenarios by themselves.
            let Some(scenario) = path.extension().filter(|e| *e == "ron").and_then(|_| crate::scenario::open(&request).ok()) else {
                continue;
            };
            findings(&scenario.plan).iter().for_each(says_when);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} samples were read");
}
