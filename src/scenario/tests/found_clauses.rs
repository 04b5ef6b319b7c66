//! What `check` is there to find, clause by clause: each is found with its hours, and found no more once it is put right.

use super::found::{ABLE, found, never};

const ANY: &str = "at any hour";
const NIGHTS: &str = "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30";
/// Nobody has to rest.
const TIRELESS: (&str, &str) = (r#"rest: (longest_stretch: "16h"),"#, "");
const ASKS: (&str, &str) = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
const RESPONSIBLE: &str = r#"responsible: ["infra"]"#;
const STEPS: &str = r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#;
const FEE: &str = "fee_per_hour: 240";
const DESK: &str = r#"employer: "northwind", roster: "round""#;

type Change<'c> = (&'c str, &'c str);

/// A scenario in which something is found at those hours, and what puts it right.
fn clause(wrong: &[Change], title: &str, when: &str, right: &[Change]) {
    let finding = found(wrong, title);
    assert_eq!(finding.when.words, when, "{}", finding.title);
    let repaired: Vec<Change> = wrong.iter().chain(right).copied().collect();
    never(&repaired, title);
}

#[test]
fn a_team_that_receives_alerts_while_off_duty() {
    let office = r#"employer: "northwind", roster: "office""#;
    clause(&[TIRELESS, (DESK, office)], "Nobody of desk is on shift for 123 of the 168 hours of a week", NIGHTS, &[(office, DESK)]);
}

#[test]
fn a_team_that_is_off_duty_in_one_week_of_four() {
    let day = r#"[(days: "daily", from: "00:00", to: "24:00")]"#;
    let four = format!(
        r#""round": Always, "four": Weeks(from: "2026-01-05", weeks: [{day}, {day}, [(days: "Mon-Fri", from: "08:30", to: "17:30")], {day}]),"#
    );
    let theirs = r#"employer: "northwind", roster: "four""#;
    let title = "Nobody of desk is on shift for 123 of the 168 hours of a week";
    let wrong = [TIRELESS, (r#""round": Always,"#, four.as_str()), (DESK, theirs)];
    clause(&wrong, title, &format!("in 2 of 7 weeks, {NIGHTS}"), &[(theirs, DESK)]);
    // A whole week off is not always.
    let off = four.replace(r#"[(days: "Mon-Fri", from: "08:30", to: "17:30")]"#, "[]");
    let title = "Nobody of desk is on shift for 168 of the 168 hours of a week";
    clause(&[TIRELESS, (r#""round": Always,"#, off.as_str()), (DESK, theirs)], title, "in 2 of 7 weeks, at any hour", &[(theirs, DESK)]);
    // Holidays and changes to rosters are not what rosters of several weeks are.
    let away = r#"overrides: {"gone": Remove(people: ["agent"], from: "2026-01-13T00:00", to: "2026-01-14T00:00")}, people: {"#;
    never(&[TIRELESS, ("people: {", away)], "Nobody of desk is on shift for 24 of the 168 hours of a week");
}

#[test]
fn a_decision_that_nobody_on_nights_may_take() {
    let nights = r#""round": Always, "nights": Weekly([(days: "daily", from: "17:30", to: "08:30"), (days: "Sat,Sun", from: "08:30", to: "17:30")]),"#;
    let deputy = r#""deputy": (team: "bosses", roster: "office""#;
    let at_night = r#""deputy": (team: "bosses", roster: "nights""#;
    let title = "Nobody who may decide on isolate is on shift for 123 of the 168 hours of a week";
    clause(&[TIRELESS, ASKS, (r#""round": Always,"#, nights)], title, NIGHTS, &[(deputy, at_night)]);
    // A standing permission that holds from another severity on is none.
    let critical = ("from_severity: High", "from_severity: Critical");
    clause(&[TIRELESS, critical, ABLE[0], ABLE[1]], title, NIGHTS, &[("from_severity: Critical", "from_severity: High")]);
}

#[test]
fn accountable_missing_or_twice() {
    let one = r#"responsible: ["infra"], accountable: "ciso""#;
    clause(&[], "Nobody is accountable for response", ANY, &[(RESPONSIBLE, one)]);
    let two = r#"responsible: ["infra"], accountable: ["ciso", "deputy"]"#;
    clause(&[(RESPONSIBLE, two)], "2 people are accountable for response", ANY, &[(two, one)]);
}

#[test]
fn responsible_without_grant() {
    let bosses = (RESPONSIBLE, r#"responsible: ["infra", "bosses"]"#);
    let skilled = r#""deputy": (team: "bosses", skills: {"windows": Working},"#;
    let granted = r#""deputy": (team: "bosses", grants: ["domain-admin"], skills: {"windows": Working},"#;
    let title = "Nobody of bosses holds the grant for isolate (ransomware)";
    clause(&[bosses, (r#""deputy": (team: "bosses","#, skilled)], title, ANY, &[(skilled, granted)]);
}

#[test]
fn a_runbook_that_only_one_person_knows() {
    let ben = (r#"grants: ["console"], takes_times"#, r#"grants: ["console"], knows: ["restore-core"], takes_times"#);
    clause(&[], "Only Ana knows restore-core, which repair (fix) takes", ANY, &[ben]);
    let round = (r#""lead", team: "infra", roster: "office""#, r#""lead", team: "infra", roster: "round""#);
    let title = "For 123 of the 168 hours of a week nobody is on shift who knows restore-core";
    clause(&[TIRELESS], title, NIGHTS, &[round]);
}

#[test]
fn a_runbook_that_is_stored_on_what_it_restores() {
    let stored = r#"runbooks: {"restore-core": (documented: true)}, means: {"wiki": (system: "core", is_for: Runbooks(["restore-core"]))}, telemetry: {"#;
    let title = "The runbook restore-core for the restore and verify of core is stored on core, which is down then";
    let printed = (r#"is_for: Runbooks(["restore-core"])"#, r#"is_for: Runbooks(["restore-core"]), out_of_band: true"#);
    clause(&[("telemetry: {", stored)], title, ANY, &[printed]);
    let elsewhere = (r#""wiki": (system: "core""#, r#""wiki": (system: "pc-1""#);
    clause(&[("telemetry: {", stored)], title, ANY, &[elsewhere]);
}

#[test]
fn a_tier_1_system_never_test_restored() {
    let tested = r#"works: 0.9, last_tested: "2025-01-01","#;
    clause(&[(tested, "works: 0.9,")], "The restore of a tier 1 system was never tested: core", ANY, &[("works: 0.9,", tested)]);
}

#[test]
fn a_policy_that_ends_in_silence() {
    clause(&[], "The escalation page-infra falls silent after 3 h", ANY, &[("repeat: 3", "repeat: 40")]);
    // An accountable who is turned to last is given half an hour, and silent it is after that.
    let owned = (RESPONSIBLE, r#"responsible: ["infra"], accountable: "ciso""#);
    clause(&[owned], "The escalation page-infra falls silent after 3 h 30 min", ANY, &[("repeat: 3", "repeat: 31")]);
    // A day and more is no silence that anybody waits out.
    clause(
        &[("repeat: 3", "repeat: 30")],
        "The escalation page-infra falls silent after 23 h 15 min",
        ANY,
        &[("repeat: 30", "repeat: 31")],
    );
    // Unless that is over before anybody whom it pages is on duty again.
    let boss = [(STEPS, r#"(page: "ciso", wait: "15m")"#), ("repeat: 3", "repeat: 103")];
    let title = "The escalation page-infra falls silent after 1 d 2 h, before anybody whom it pages is on duty again";
    clause(&boss, title, "Fri 17:30 to Sun 06:30", &[("repeat: 103", "repeat: 251")]);
    // Steps that find nobody take no time: at night one round takes a quarter of an hour.
    let skips =
        [(STEPS, r#"(page: "infra", wait: "1h"), (page: "infra-rota", wait: "15m")"#), ("repeat: 3", "repeat: 40, skip_if_empty: true")];
    let title = "The escalation page-infra falls silent after 10 h 15 min without an answer";
    clause(&skips, title, ANY, &[("skip_if_empty: true", "skip_if_empty: false")]);
}

#[test]
fn a_step_that_skips_past_the_on_call_to_executives() {
    let past = r#"(page: "ciso", wait: "15m"), (page: "infra-rota", wait: "15m")"#;
    let title = "The escalation page-infra turns to boss past the on-call";
    clause(&[(STEPS, past)], title, NIGHTS, &[(past, r#"(page: "infra-rota", wait: "15m"), (page: "ciso", wait: "15m")"#)]);
    // Executives have a rota of their own.
    let theirs = r#""round": Always, "bosses-rota": OnCall(members: ["boss", "deputy"], hand_over: "Mon 09:00"),"#;
    let past = r#"(page: "infra", wait: "15m"), (page: "bosses-rota", wait: "15m"), (page: "infra-rota", wait: "15m")"#;
    let right = r#"(page: "infra", wait: "15m"), (page: "infra-rota", wait: "15m"), (page: "bosses-rota", wait: "15m")"#;
    let title = "The escalation page-infra turns to boss and deputy past the on-call";
    clause(&[(r#""round": Always,"#, theirs), (STEPS, past)], title, NIGHTS, &[(past, right)]);
}

#[test]
fn a_provider_responsible_without_any_pre_authorised_action() {
    let both = (RESPONSIBLE, r#"responsible: ["desk", "infra"]"#);
    let permitted = (r#"refuse: 0.05)"#, r#"refuse: 0.05), pre_authorised: [(to: "northwind", from_severity: High)]"#);
    let title = "northwind is responsible for response and has no pre-authorised action";
    clause(&[both, ASKS, ABLE[0], ABLE[1]], title, ANY, &[permitted]);
    // Nor is one that holds in no incident, or that names those who can do nothing of it.
    let critical = ("from_severity: High", "from_severity: Critical");
    clause(&[both, critical, ABLE[0], ABLE[1]], title, ANY, &[("from_severity: Critical", "from_severity: High")]);
    clause(&[both], title, ANY, &ABLE);
}

#[test]
fn a_provider_that_holds_risk_acceptance_notification_or_business_shutdown() {
    for (kind, what) in [
        ("RiskAcceptance", "which accepts a risk of the organisation"),
        ("Notification", "which is a notification the organisation answers for"),
        ("BusinessShutdown", "which stops a part of the business"),
    ] {
        let held = format!(r#"(kind: {kind}, held_by: ["agent"]"#);
        let ours = format!(r#"(kind: {kind}, held_by: ["ciso"]"#);
        let title = format!("northwind, a provider, may decide on isolate, {what}");
        clause(&[ASKS, (r#"(held_by: ["ciso"]"#, &held)], &title, ANY, &[(&held, &ours)]);
        // As a delegate, and by a standing permission.
        let delegate = [ASKS, (r#"(held_by: ["ciso"]"#, &*ours), (r#"delegates: ["deputy"]"#, r#"delegates: ["agent"]"#)];
        clause(&delegate, &title, ANY, &[(r#"delegates: ["agent"]"#, r#"delegates: ["deputy"]"#)]);
        clause(&[(r#"(held_by: ["ciso"]"#, &*ours)], &title, ANY, &[ASKS]);
    }
}

#[test]
fn an_approver_who_is_the_only_one() {
    let delegates = r#"delegates: ["deputy"], delegate_after: "45m", "#;
    let right = (r#"held_by: ["ciso"], "#, r#"held_by: ["ciso"], delegates: ["deputy"], delegate_after: "45m", "#);
    clause(&[ASKS, (delegates, "")], "boss alone may decide on isolate", ANY, &[right]);
}

#[test]
fn a_quorum_with_nobody_spare() {
    let both = r#"held_by: ["ciso", "deputy"], quorum: 2"#;
    let wrong = [ASKS, (r#"held_by: ["ciso"], delegates: ["deputy"], delegate_after: "45m""#, both)];
    let three = (both, r#"held_by: ["ciso", "deputy", "lead"], quorum: 2"#);
    clause(&wrong, "A decision on isolate takes all 2 who may take it", ANY, &[three]);
}

#[test]
fn a_break_glass_account_that_needs_the_directory() {
    let glass = ("    decisions: {", r#"    grants: {"domain-admin": (break_glass: (decision: "isolate"))}, decisions: {"#);
    let needs = ("telemetry: {", r#"means: {"directory": (system: "core", is_for: Grants(["domain-admin"]))}, telemetry: {"#);
    let title = "The restore and verify of core takes domain-admin, which cannot be used while core is down";
    assert!(found(&[glass, needs], title).evidence.contains("Breaking the glass is of no use then"));
    let sealed = (r#"is_for: Grants(["domain-admin"])"#, r#"is_for: Grants(["domain-admin"]), out_of_band: true"#);
    clause(&[glass, needs], title, ANY, &[sealed]);
    // Also where the directory is not what has to be brought back.
    let elsewhere = ("telemetry: {", r#"means: {"directory": (system: "pc-1", is_for: Grants(["domain-admin"]))}, telemetry: {"#);
    clause(&[glass, elsewhere], "The break-glass account for domain-admin needs pc-1", ANY, &[sealed]);
}

#[test]
fn an_rto_shorter_than_that_of_what_it_needs() {
    let soon = (r#"rto: "8h""#, r#"rto: "2h""#);
    clause(&[soon], "app promises to be back in 2 h, but needs core, which promises 4 h", ANY, &[(r#"rto: "4h""#, r#"rto: "2h""#)]);
}

#[test]
fn rto_plus_catch_up_over_mtpd() {
    let slow = (r#"rto: "4h", mtpd: "24h","#, r#"rto: "4h", catch_up: "6h", mtpd: "24h","#);
    let title = "core can be back within its RTO and break its MTPD all the same";
    clause(&[slow], title, ANY, &[(r#"catch_up: "6h""#, r#"catch_up: "5h""#)]);
    clause(&[slow], title, ANY, &[(r#"mtpd: "24h""#, r#"mtpd: "28h""#)]);
}

#[test]
fn a_backup_interval_over_the_rpo() {
    let daily = [
        (r#"(tier: 1, rto: "4h","#, r#"(tier: 1, rpo: "2h", rto: "4h","#),
        (r#"last_tested: "2025-01-01","#, r#"every: "1d", last_tested: "2025-01-01","#),
    ];
    let title = "core promises to lose 2 h of data at most, but is copied every 1 d";
    clause(&daily, title, ANY, &[(r#"every: "1d""#, r#"every: "2h""#)]);
}

#[test]
fn contract_hours_that_do_not_cover_the_step_they_are_assigned() {
    let office = (FEE, r#"fee_per_hour: 240, hours: "office""#);
    let paged = (r#"page: ["ciso", "desk"]"#, r#"page: "desk""#);
    let always = (r#"fee_per_hour: 240, hours: "office""#, FEE);
    let task = "Only northwind can do triage (ransomware), and the contract does not cover 123 of the 168 hours of a week";
    let step = "Step 2 of escalation page-infra pages northwind, whose contract does not cover 123 of the 168 hours of a week";
    let queue = "Nobody of desk is on shift for 123 of the 168 hours of a week, which the contract of northwind does not cover";
    for title in [task, step, queue] {
        clause(&[TIRELESS, office, paged], title, NIGHTS, &[always]);
    }
}

#[test]
pub(super) fn contract_scope_that_does_not_cover_the_step_it_is_assigned() {
    let order = r#"change_order: (decision: "isolate", takes: "1h")"#;
    let scope = format!("fee_per_hour: 240, covers: (phases: [Contain]), {order}");
    let covered = format!("fee_per_hour: 240, covers: (phases: [Contain, Triage]), {order}");
    let task = "Only northwind can do triage (ransomware), which its contract does not cover";
    clause(&[(FEE, &scope)], task, ANY, &[(&scope, &covered)]);
    // Others can, but are not there at night.
    let desk = (
        r#"(phase: Recover, skill: ("backup", Working), knows: "restore-core", improvise: 2"#,
        r#"(phase: Recover, teams: ["infra", "desk"], skill: ("backup", Working)"#,
    );
    let skills = (r#"skills: {"triage": Basic}"#, r#"skills: {"triage": Basic, "backup": Working}"#);
    let narrow = (FEE, "fee_per_hour: 240, covers: (phases: [Triage])");
    let wide = ("covers: (phases: [Triage])", "covers: (phases: [Triage, Recover])");
    let alone = "only agent-1, agent-2 and agent-3 could do repair (fix): they are there, but their contract does not cover it";
    clause(&[TIRELESS, desk, skills, narrow], alone, NIGHTS, &[wide]);
    // A step that pages those who may do none of the work.
    let none = (FEE, r#"fee_per_hour: 240, excludes: (services: ["response"])"#);
    let ours = (r#"teams: ["desk"], skill: ("triage", Basic), effort"#, r#"teams: ["infra"], effort"#);
    let paged = (r#"page: ["ciso", "desk"]"#, r#"page: "desk""#);
    let step = "Step 2 of escalation page-infra pages northwind, whose contract covers none of the work for response";
    clause(&[none, ours, paged], step, ANY, &[(r#"excludes: (services: ["response"])"#, "minimum: \"1h\"")]);
}
