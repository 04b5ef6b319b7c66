//! Findings: a change to the base scenario, and what a leader must read.

use super::super::{Finding, findings};
use super::plan;

fn all(changes: &[(&str, &str)]) -> Vec<Finding> {
    let all = findings(&plan(changes));
    all.iter().for_each(super::found_hours::says_when);
    all
}

fn shown(all: &[Finding]) -> String {
    all.iter().map(|f| format!("{:5.1} {}\n      {}\n", f.weight, f.title, f.in_full())).collect()
}

pub(super) fn expect(changes: &[(&str, &str)], title: &str, evidence: &str) {
    let all = all(changes);
    let found = all.iter().any(|f| f.title.contains(title) && f.in_full().contains(evidence));
    assert!(found, "{changes:?}: expected {title} / {evidence} in\n{}", shown(&all));
}

/// The finding with this title, which must be there.
pub(super) fn found(changes: &[(&str, &str)], title: &str) -> Finding {
    let all = all(changes);
    let told = shown(&all);
    all.into_iter().find(|f| f.title.contains(title)).unwrap_or_else(|| panic!("{changes:?}: expected {title} in\n{told}"))
}

pub(super) fn never(changes: &[(&str, &str)], title: &str) {
    let all = all(changes);
    assert!(!all.iter().any(|f| f.title.contains(title)), "{changes:?}: {title} in\n{}", shown(&all));
}

/// The base scenario with more said beside `responsible`.
fn raci(more: &str) -> (&'static str, String) {
    (r#"responsible: ["infra"]"#, format!(r#"responsible: ["infra"], {more}"#))
}

/// The agents of the provider can isolate, so that their standing permission to do so holds.
pub(super) const ABLE: [(&str, &str); 2] = [
    (r#"skills: {"triage": Basic}"#, r#"skills: {"triage": Basic, "windows": Working}"#),
    (r#""isolate": (phase: Contain, after"#, r#""isolate": (phase: Contain, teams: ["infra", "desk"], after"#),
];

/// Nobody has to rest: one person is there around the clock.
pub(super) const NO_REST: (&str, &str) = (r#"rest: (longest_stretch: "16h"),"#, "");

#[test]
pub(super) fn a_service_that_nobody_owns_or_two_is_found() {
    expect(&[], "Nobody is accountable for response", "At any hour. An escalation that runs out");
    let (from, to) = raci(r#"accountable: "ciso""#);
    never(&[(from, &to)], "accountable for response: ");
    never(&[(from, &to)], "Nobody is accountable");
    let (from, to) = raci(r#"accountable: ["ciso", "deputy"]"#);
    expect(&[(from, &to)], "2 people are accountable for response: boss and deputy", "Exactly one should be");
    let (from, to) = raci(r#"accountable: "agent""#);
    expect(&[(from, &to)], "3 people are accountable for response: agent-1, agent-2 and agent-3", "");
}

#[test]
pub(super) fn advice_that_comes_too_late_is_found() {
    let title = "deputy must be asked about isolate, and takes longer to answer than the work waits";
    let (from, slow) = raci(r#"consulted: [(who: "deputy", about: ["isolate"], takes: "5h", at_most: "4h")]"#);
    expect(&[(from, &slow)], title, "Once reached they take 5 h on average, and are given 4 h from the asking on");
    never(&[(from, &slow.replace("5h", "3h"))], title);
}

#[test]
pub(super) fn the_hours_without_anybody_responsible_are_found() {
    let title = "Nobody responsible for response is on shift for 123 of the 168 hours of a week";
    expect(
        &[],
        title,
        "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30. Responsible: Infrastructure. The longest gap is 2 d 15 h. On call meanwhile: infra-rota.",
    );
    never(&[(r#"responsible: ["infra"]"#, r#"responsible: ["infra", "desk"]"#)], "Nobody responsible for response");
}

#[test]
pub(super) fn who_must_be_asked_and_sleeps_is_found() {
    let (from, to) = raci(r#"accountable: "ciso", consulted: [(who: "deputy", about: ["isolate"], at_most: "3h")]"#);
    let owner = "boss is accountable for response, and can hardly be reached at night";
    expect(&[(from, &to)], owner, "Daily 22:00–07:00. Not on shift then; this person answers 15 % of calls at night.");
    let asked = "deputy must be asked about isolate (3 h at most), and can hardly be reached at night";
    expect(&[(from, &to)], asked, "");
    let awake = (r#""deputy": (team: "bosses", roster: "office""#, r#""deputy": (team: "bosses", roster: "round""#);
    never(&[(from, &to), awake, NO_REST], asked);
    let reached = (r#""deputy": (team: "bosses","#, r#""deputy": (team: "bosses", reach: (off_duty: (answers: 0.6, after: "1h")),"#);
    never(&[(from, &to), reached], asked);
}

#[test]
pub(super) fn a_provider_that_may_do_nothing_or_decide_too_much_is_found() {
    let nothing = "northwind is responsible for response and has no pre-authorised action";
    let teams = (r#"responsible: ["infra"]"#, r#"responsible: ["desk", "infra"]"#);
    never(&[teams, ABLE[0], ABLE[1]], nothing);
    let asks = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
    expect(&[teams, asks], nothing, "Its people must wait for a decision on isolate");
    never(&[asks], nothing);
    let title = "northwind, a provider, may decide on isolate, which stops a part of the business";
    let kind = (r#"(held_by: ["ciso"]"#, r#"(kind: BusinessShutdown, held_by: ["ciso"]"#);
    expect(&[kind], title, "by a standing permission: agent-1, agent-2 and agent-3");
    never(&[], "a provider, may decide");
    never(&[kind, asks], "a provider, may decide");
    let holds = (r#"(held_by: ["ciso"]"#, r#"(kind: RiskAcceptance, held_by: ["agent"]"#);
    expect(&[holds, asks], "northwind, a provider, may decide on isolate, which accepts a risk of the organisation", "");
    let notifies = (r#"delegates: ["deputy"]"#, r#"kind: Notification, delegates: ["agent"]"#);
    expect(&[notifies, asks], "which is a notification the organisation answers for", "as delegate");
}

#[test]
pub(super) fn a_responsible_team_without_the_grant_is_found() {
    let bosses = (r#"responsible: ["infra"]"#, r#"responsible: ["infra", "bosses"]"#);
    let skilled = (r#""deputy": (team: "bosses","#, r#""deputy": (team: "bosses", skills: {"windows": Basic, "backup": Working},"#);
    let able =
        (r#"skill: ("windows", Working), grant: "domain-admin", effort"#, r#"skill: ("windows", Basic), grant: "domain-admin", effort"#);
    expect(&[bosses, skilled, able], "Nobody of bosses holds the grant for isolate (ransomware)", "deputy would need only the grant");
}

#[test]
pub(super) fn silence_counts_the_time_the_accountable_is_given() {
    let (from, to) = raci(r#"accountable: "ciso", accountable_wait: "20m""#);
    let evidence = "gone through 4 times; then the accountable is paged and given 20 min; after that nobody is paged any more";
    expect(&[(from, &to)], "The escalation page-infra falls silent after 3 h 20 min without an answer", evidence);
}

#[test]
fn findings_come_worst_first() {
    let all = all(&[]);
    assert!(all.windows(2).all(|pair| pair[0].weight >= pair[1].weight), "{}", shown(&all));
    assert!(all.len() >= 5, "{}", shown(&all));
}

#[test]
pub(super) fn an_unstaffed_queue_is_found_with_its_hours() {
    never(&[], "of desk is on shift");
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    expect(
        &[office],
        "Nobody of desk is on shift for 123 of the 168 hours of a week, and alerts of edr wait there",
        "Fri 17:30 to Mon 08:30. ",
    );
    let none = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind""#);
    expect(&[none], "Nobody of desk is ever on shift, and alerts of edr", "At any hour. They page nobody");
}

#[test]
pub(super) fn calls_that_come_while_the_team_is_there_wait_for_nobody() {
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    let pages = (r#"after: Fixed("10m"), goes_to: "desk""#, r#"after: Fixed("10m"), pages: "page-infra""#);
    let title = "Nobody of desk is on shift for 123 of the 168 hours of a week";
    // Users call in office hours, in which the desk is there.
    never(&[office, pages], "Nobody of desk is on shift");
    expect(&[office], &format!("{title}, and alerts of edr wait there"), "");
    let calls = (r#"users: (hours: "office""#, r#"users: (hours: "round""#);
    expect(&[office, pages, calls], &format!("{title}, and calls about app wait there"), "Mon–Thu 17:30–08:30");
    // Those who work on Saturdays call then.
    let saturdays = (r#""round": Always,"#, r#""round": Always, "six": Weekly([(days: "Mon-Sat", from: "08:30", to: "17:30")]),"#);
    let calls = (r#"users: (hours: "office""#, r#"users: (hours: "six""#);
    expect(&[office, pages, saturdays, calls], "Nobody of desk is on shift for 9 of the 168 hours of a week", "Sat 08:30–17:30");
}

#[test]
pub(super) fn a_decision_nobody_on_shift_may_take_is_found() {
    let title = "Nobody who may decide on isolate is on shift for 123 of the 168 hours of a week";
    never(&ABLE, title);
    expect(
        &[(r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "")],
        title,
        "Held by boss; delegates: deputy. Nobody is pre-authorised. Off duty at night the easiest to reach of them answers 15 % of calls.",
    );
}

#[test]
pub(super) fn a_standing_permission_that_never_holds_is_found() {
    let nights = "Nobody who may decide on isolate is on shift for 123 of the 168 hours of a week";
    let title = "The standing permission of northwind for isolate is of no use";
    never(&ABLE, title);
    // Nobody of theirs can isolate, so that the decision is waited for all the same.
    expect(&[], title, "Nobody of those whom it names can do any of the work that waits for it");
    expect(&[], nights, "Nobody is pre-authorised");
    // The incident is High.
    let critical = ("from_severity: High", "from_severity: Critical");
    let [skill, task] = ABLE;
    expect(
        &[critical, skill, task],
        title,
        "It holds from Critical on, and no incident in which that is asked is taken for worse than High",
    );
    expect(&[critical, skill, task], nights, "The standing permission of northwind holds from Critical on only.");
    // One that is taken for Critical now and then is of use then, and at night nobody may decide in the others.
    let worse = ("hits: [\"app\"], severity: High", "hits: [\"app\"], severity: High, assessment: (too_high: 0.1)");
    never(&[critical, skill, task, worse], title);
    expect(&[critical, skill, task, worse], nights, "holds from Critical on only.");
}

#[test]
pub(super) fn what_recovery_waits_for_is_told_together_by_its_hours() {
    let asks = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
    let rights = (
        r#"    decisions: {"#,
        r#"    decisions: {
        "which-copy": (held_by: ["ciso"], deliberation: Fixed("5m")),
        "go-back": (held_by: ["deputy"], deliberation: Fixed("5m")),"#,
    );
    let gates = (r#"each: Affected, effort: Restore)"#, r#"each: Affected, decision: "which-copy", effort: Restore)"#);
    let verified = (r#"by_system: true, effort"#, r#"by_system: true, decision: "go-back", effort"#);
    let changes = [asks, rights, gates, verified];
    expect(&changes, "Nobody who may decide on isolate is on shift for 123 of the 168 hours of a week", "Held by boss");
    let title = "Nobody who may decide on go-back and which-copy is on shift for 123 of the 168 hours of a week";
    expect(
        &changes,
        title,
        "Fri 17:30 to Mon 08:30. The longest gap is 2 d 15 h. Off duty at night the easiest to reach of those who may answers 15 % of calls.",
    );
}

#[test]
pub(super) fn decisions_with_nobody_to_spare_are_found() {
    let asks = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
    let alone = (r#"delegates: ["deputy"], delegate_after: "45m", "#, "");
    expect(
        &[asks, alone],
        "boss alone may decide on isolate",
        "At any hour. This person on leave, ill or asleep holds it up. Name a delegate.",
    );
    expect(&[alone], "boss alone may decide on isolate", "unless somebody pre-authorised acts");
    let both = (r#"held_by: ["ciso"], delegates: ["deputy"], delegate_after: "45m""#, r#"held_by: ["ciso", "deputy"], quorum: 2"#);
    expect(&[asks, both], "A decision on isolate takes all 2 who may take it: boss and deputy", "Name a delegate");
    never(&[asks], "alone may decide");
    never(&[], "who may take it");
}

#[test]
pub(super) fn an_escalation_that_turns_to_executives_past_the_on_call_is_found() {
    let title = "The escalation page-infra turns to boss past the on-call";
    never(&[], "past the on-call");
    let first = (
        r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#,
        r#"(page: "ciso", wait: "15m"), (page: "infra-rota", wait: "15m")"#,
    );
    expect(&[first], title, "infra-rota could do some of the work, and is paged in step 2 only; for 123 of the 168 hours");
    let only = (r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#, r#"(page: "ciso", wait: "15m")"#);
    expect(&[only], title, "is never paged by it");
    let able = (r#""boss": (role: "ciso", team: "bosses","#, r#""boss": (role: "ciso", team: "infra", skills: {"backup": Expert},"#);
    never(&[only, able], "past the on-call");
    // Nobody on call could do anything, but those at the desk are there at night.
    let elsewhere = (r#"OnCall(members: ["ana", "ben"]"#, r#"OnCall(members: ["deputy"]"#);
    let title = "The escalation page-infra turns to boss past those on shift";
    let night = "desk could do some of the work, and is never paged by it; for 123 of the 168 hours of a week somebody of them is on shift";
    expect(&[only, elsewhere], title, night);
    let at_night = (
        r#""ana": (name: "Ana", role: "lead", team: "infra", roster: "office""#,
        r#""ana": (name: "Ana", role: "lead", team: "infra", roster: "round""#,
    );
    expect(&[only, elsewhere, NO_REST, at_night], title, "desk and Infrastructure could do some of the work, and are never paged by it");
    let awake = (r#""boss": (role: "ciso", team: "bosses", roster: "office""#, r#""boss": (role: "ciso", team: "bosses", roster: "round""#);
    never(&[only, elsewhere, NO_REST, awake], title);
}

#[test]
pub(super) fn a_holiday_does_not_make_a_week_untypical() {
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    let holiday = ("    rest: (", "    holidays: {\"new\": (days: [\"2026-01-06\", \"2026-01-07\"], rosters: [\"office\"])},\n    rest: (");
    expect(&[office, holiday], "123 of the 168 hours", "");
}

#[test]
pub(super) fn what_one_person_alone_can_do_is_found() {
    expect(&[], "Only Ana can do isolate (ransomware)", "Ben would need only the grant");
    let alone = ("improvise: 2, effort", "effort");
    expect(&[alone], "Only Ana knows restore-core, which repair (fix) takes", "Ben could do it but for that");
    expect(&[], "Only Ana knows restore-core, which repair (fix) takes", "Ben would have to improvise");
    expect(
        &[("improvise: 2, effort", "improvise: 2, improvise_works: 0.6, effort")],
        "Only Ana knows restore-core",
        "and succeed only 60 % as often",
    );
    let nobody = (r#"knows: ["restore-core"], "#, "");
    expect(&[nobody], "Nobody knows how to do repair (fix)", "");
}

#[test]
pub(super) fn rotas_are_looked_at_turn_by_turn() {
    expect(&[], "1 of the 2 on infra-rota cannot do isolate (ransomware)", "Only Ana can; Ben would need only the grant");
    expect(&[(r#"members: ["ana", "ben"]"#, r#"members: ["ana"]"#)], "The rota infra-rota is one person: Ana", "");
    never(&[], "is one person");
}

#[test]
pub(super) fn a_team_without_the_grant_is_found() {
    let teams = (r#"phase: Contain, after"#, r#"phase: Contain, teams: ["infra", "desk"], after"#);
    let skilled = (r#"skills: {"triage": Basic}"#, r#"skills: {"triage": Basic, "windows": Working}"#);
    expect(
        &[teams, skilled],
        "Nobody of desk holds the grant for isolate (ransomware)",
        "the grant domain-admin. agent-1, agent-2 and agent-3 would need only the grant; today only Ana can.",
    );
}

#[test]
pub(super) fn silence_is_found() {
    expect(&[], "The escalation page-infra falls silent after 3 h without an answer", "2 steps take 45 min and are gone through 4 times");
}

#[test]
pub(super) fn long_shifts_are_found() {
    expect(&[], "Shifts of agent-1, agent-2 and agent-3 do not end, but nobody may work longer than 16 h", "");
    expect(&[], "Shifts of agent-1", "After every 16 h they rest for 10 h, in turn: at times 1 of the 3 is there.");
    never(&[NO_REST], "nobody may work longer");
    let long = (r#""round": Always"#, r#""round": Weekly([(days: "Mon", from: "00:00", to: "20:00")])"#);
    expect(&[long], "last up to 20 h", "");
}

#[test]
pub(super) fn objectives_that_cannot_be_kept_are_found() {
    never(&[], "promises to be back");
    expect(&[(r#"rto: "8h""#, r#"rto: "2h""#)], "app promises to be back in 2 h, but needs core, which promises 4 h", "");
    expect(
        &[(r#"rto: "8h""#, r#"rto: "2h""#), (r#""pc": (count: 5,"#, r#""pc": (needs: ["core"], rto: "1h","#)],
        "2 systems promise to be back sooner than what they need: app and pc",
        "app in 2 h, core in 4 h; pc in 1 h, core in 4 h.",
    );
    expect(
        &[(r#"rto: "8h""#, r#"rto: "30m""#), (r#"rto: "4h""#, r#"rto: "40m""#)],
        "Restoring 2 systems takes longer than their RTO: app and core",
        "app 1 h, RTO 30 min; core 1 h, RTO 40 min.",
    );
    expect(&[(r#"mtpd: "24h""#, r#"mtpd: "1h""#)], "core may be down for 4 h, longer than the business can bear", "its MTPD 1 h");
    expect(&[(r#"rto: "8h""#, r#"rto: "30m""#)], "Restoring app takes longer than its RTO", "takes 1 h on average");
    never(&[], "never tested");
    expect(&[(r#"last_tested: "2025-01-01", "#, "")], "The restore of a tier 1 system was never tested: core", "90 %");
}

const FEE: &str = "fee_per_hour: 240";

#[test]
pub(super) fn contract_hours_that_do_not_cover_what_they_are_assigned_are_found() {
    let office = (FEE, r#"fee_per_hour: 240, hours: "office""#);
    expect(
        &[office],
        "Only northwind can do triage (ransomware), and the contract does not cover 123 of the 168 hours of a week",
        "Fri 17:30 to Mon 08:30. ",
    );
    let paged = (r#"page: ["ciso", "desk"]"#, r#"page: "desk""#);
    expect(
        &[office, paged],
        "Step 2 of escalation page-infra pages northwind, whose contract does not cover 123 of the 168 hours of a week",
        "Fri 17:30 to Mon 08:30. ",
    );
    never(&[(FEE, r#"fee_per_hour: 240, hours: "office", out_of_hours: 2"#), paged], "does not cover");
    never(&[paged], "does not cover");
}

#[test]
pub(super) fn work_beyond_the_scope_and_promises_that_are_not_kept_are_found() {
    let scope = r#"fee_per_hour: 240, covers: (phases: [Contain]), change_order: (decision: "isolate", takes: "1h")"#;
    expect(&[(FEE, scope)], "Only northwind can do triage (ransomware), which its contract does not cover", "for the decision isolate");
    expect(
        &[(FEE, r#"fee_per_hour: 240, response: (target: "15m", actual: "40m")"#)],
        "northwind promises to respond in 15 min, but takes 40 min on average",
        "",
    );
    let shared = (FEE, "fee_per_hour: 240, shared: (clients: 9, left_sector_wide: 0.34)");
    let wide = (r#"hits: ["app"], severity"#, r#"hits: ["app"], sector_wide: true, severity"#);
    expect(&[shared, wide], "When first hits the whole sector, 1 of the 3 people of northwind is left", "other clients");
    never(&[shared], "hits the whole sector");
}

#[test]
pub(super) fn a_contract_that_ends_or_goes_down_with_what_it_restores_is_found() {
    let ends = (FEE, r#"fee_per_hour: 240, ends: "2026-01-12T08:00""#);
    expect(
        &[ends],
        "Nobody but northwind can do triage (ransomware), and its contract ends on 2026-01-12 08:00 EST",
        "From 2026-01-12 08:00 EST on, at any hour. From then on nobody does it",
    );
    never(&[(FEE, r#"fee_per_hour: 240, ends: "2026-02-12T08:00""#)], "its contract ends");
    let ana = (
        r#"team: "infra", roster: "office", skills: {"windows": Expert"#,
        r#"team: "infra", employer: "northwind", roster: "office", skills: {"windows": Expert"#,
    );
    let ben = (
        r#"team: "infra", roster: "office", skills: {"windows": Working"#,
        r#"team: "infra", employer: "northwind", roster: "office", skills: {"windows": Working"#,
    );
    let needs = (FEE, r#"fee_per_hour: 240, needs: ["app"]"#);
    let title = "back, and it cannot work itself while that is down";
    expect(&[ana, ben, needs], &format!("Nobody but northwind can bring app {title}"), "At any hour. It needs it: nobody ever");
    expect(&[ana, ben, needs], &format!("Nobody but northwind can bring core {title}"), "It needs app, which goes down with it");
    // Where somebody of the own staff can do it too, or it needs what nobody hits, there is nothing to find.
    never(&[ana, needs], &format!("app {title}"));
    never(&[ana, ben], title);
}

#[test]
pub(super) fn a_third_party_that_cannot_be_called_at_night_is_found() {
    let named = (r#"takes: Fixed("2h"), vendor: true"#, r#"takes: Fixed("2h"), vendor: "f""#);
    let vendor = |hours: &'static str| ("    rest: (longest", hours);
    expect(
        &[named, vendor("    vendors: {\"f\": (name: \"Forensics\", activation: \"1h\", hours: \"office\")},\n    rest: (longest")],
        "Forensics is activated in 45 of the 168 hours of a week only, and copy (ransomware) waits for it",
        "Fri 17:30 to Mon 08:30. ",
    );
    never(&[named, vendor("    vendors: {\"f\": (name: \"Forensics\", activation: \"1h\")},\n    rest: (longest")], "is activated in");
}

#[test]
pub(super) fn what_an_attack_can_do_is_found() {
    expect(&[], "first can spread to a tier 1 system: core", "console and domain-admin");
    expect(&[], "first can destroy the only copies of core", "reached with console");
    never(&[(r#"reached_by: "console""#, r#"reached_by: "console", vault: (restore: Fixed("9h"))"#)], "only copies");
    let bare = [
        (r#"segment: "lan", backup: (restore: Fixed("1h")),"#, r#"segment: "lan","#),
        ("each: Affected, effort: Restore", "each: Affected, only: [\"core\"], effort: Restore"),
    ];
    expect(&bare, "app can be hit and has no backup", "");
}

#[test]
pub(super) fn work_handed_over_to_nobody_is_found() {
    let over = (r#""infra": (name: "Infrastructure","#, r#""infra": (name: "Infrastructure", at_shift_end: HandOver(cost: "20m"),"#);
    expect(
        &[over],
        "Infrastructure hands over isolate (ransomware), repair (fix), ",
        "The longest gap is 2 d 15 h. Until then it lies, unless somebody is called out. Whoever takes it up \
         reads in for 20 min.",
    );
    expect(&[over], "to nobody: for 123 of the 168 hours of a week nobody on shift can take it up", "");
    never(&[], "to nobody");
    let round = [
        over,
        (r#"team: "infra", roster: "office", skills: {"windows": E"#, r#"team: "infra", roster: "round", skills: {"windows": E"#),
        NO_REST,
    ];
    never(&round, "to nobody");
}

#[test]
pub(super) fn shifts_in_which_people_tire_are_found() {
    let fatigue = (r#"rest: (longest_stretch: "16h"),"#, r#"work: (fatigue: [(after: "8h", takes: 1.2), (after: "12h", takes: 1.5)]),"#);
    expect(
        &[fatigue],
        "last up to 9 h: each of them is tired for 5 hours a week, and work takes 1.2 times as long",
        "Fatigue begins after 8 h at work.",
    );
    expect(&[fatigue], "Shifts of agent-1, agent-2 and agent-3 do not end: each of them is tired for 168 hours a week", "");
    never(&[], "tired for");
    never(&[(r#"rest: (longest_stretch: "16h"),"#, r#"work: (fatigue: [(after: "9h", takes: 1.2)]),"#)], "last up to 9 h");
}

#[test]
pub(super) fn hours_without_anybody_who_may_lead_are_found() {
    let lead = ("    rest: (", "    lead: (by: [\"lead\", \"deputy\"], without: 1.3),\n    rest: (");
    let declares = (r#"effort: Fixed("30m")),"#, r#"effort: Fixed("30m"), declares: true),"#);
    let title = "Nobody who may lead an incident (ransomware) is on shift for 123 of the 168 hours of a week";
    expect(
        &[lead, declares],
        title,
        "It could be Ana and deputy. The longest gap is 2 d 15 h. Until one of them has come, what is done side by \
         side takes 1.3 times as long.",
    );
    never(&[lead, declares], "may lead an incident (ransomware): Ana");
    let alone = ("    rest: (", "    lead: (by: [\"lead\"], without: 1.3),\n    rest: (");
    expect(&[alone, declares], "Only Ana may lead an incident (ransomware)", "nobody to hand over to");
    let round = ("    rest: (", "    lead: (by: [\"agent\"], without: 1.3),\n    rest: (");
    never(&[round, declares], "may lead");
}

#[test]
pub(super) fn a_provider_responsible_together_with_others_without_a_shared_view_is_found() {
    let law = ("    rest: (", "    hand_offs: (cost: \"30m\", context: 1.1, duplicated: 0.15),\n    rest: (");
    let title = "internal and northwind are responsible for ransomware together without a shared view, for 45 of the 168 hours of a week side by side";
    let evidence = "who takes over from the other reads in for 30 min and takes 1.1 times as long; 15 % of the work is done twice";
    expect(&[law], title, evidence);
    never(&[], "shared view");
    let shared = (r#""northwind": (provider: true,"#, r#""northwind": (provider: true, shared_view: true,"#);
    never(&[law, shared], "shared view");
}

#[test]
pub(super) fn tickets_that_a_team_cannot_do_are_found_and_projects_that_cannot_be_in_time() {
    let rest = |more: &'static str| ("rest: (longest", more);
    // Ana and Ben are on shift for 45 hours each; Ben takes twice as long, so that an hour is an hour and a half on average.
    let title = "Tickets ask more of Infrastructure than it has: 120 hours of work a week for 63";
    let over = r#"work: (available: 0.7), demand: {"t": (team: "infra", rate_per_week: 80, effort: "1h")}, rest: (longest"#;
    expect(&[rest(over)], title, "70 % of their time on shift); for 123 of the 168 hours of a week nobody of them is on shift");
    let near = r#"demand: {"t": (team: "infra", rate_per_week: 54, effort: "1h")}, rest: (longest"#;
    expect(&[rest(near)], "Tickets take 90 % of the time of Infrastructure", "9 hours a week are left");
    let few = r#"demand: {"t": (team: "infra", rate_per_week: 30, effort: "1h")}, rest: (longest"#;
    never(&[rest(few)], "Tickets");
    // Due after two weeks, with 90 hours in each.
    let late = r#"projects: {"p": (team: "infra", effort: "200h", due: "2026-01-18")}, rest: (longest"#;
    expect(
        &[rest(late)],
        "p cannot be done in time, whatever happens: it is 200 hours of work",
        "90 hours a week, 180 in all until it is due",
    );
    let behind = r#"projects: {"p": (team: "infra", effort: "150h", due: "2026-01-18"), "q": (team: "infra", effort: "50h", due: "2026-01-11")}, rest: (longest"#;
    expect(&[rest(behind)], "p cannot be done in time", "50 hours go to 1 project that is due before it");
    never(&[rest(r#"projects: {"p": (team: "infra", effort: "150h", due: "2026-01-18")}, rest: (longest"#)], "cannot be done in time");
}

const DECISIONS: &str = "    decisions: {";

/// A section `grants` before the decisions.
fn with(grants: &str) -> (&'static str, String) {
    (DECISIONS, format!("    grants: {{{grants}}},\n{DECISIONS}"))
}

#[test]
pub(super) fn urgent_work_behind_a_grant_that_is_not_there_at_night_is_found() {
    let title =
        "nobody on shift holds domain-admin for isolate (ransomware), restore of core and verify of core, and it cannot be asked for";
    never(&[], title);
    let round = (
        r#"team: "infra", roster: "office", skills: {"windows": Working, "backup""#,
        r#"team: "infra", roster: "round", skills: {"windows": Working, "backup""#,
    );
    expect(
        &[round, NO_REST],
        &format!("For 123 of the 168 hours of a week {title}"),
        "Ben could do it but for the grant; it is held by Ana.",
    );
    let (from, to) = with(r#""domain-admin": (request: (decision: "isolate"))"#);
    never(&[round, NO_REST, (from, &to)], title);
}

#[test]
pub(super) fn a_decision_on_access_that_nobody_on_shift_may_take_is_found() {
    let (from, to) = with(r#""domain-admin": (request: (decision: "let-in"))"#);
    let right = (DECISIONS, "    decisions: {\n        \"let-in\": (held_by: [\"deputy\"], deliberation: Fixed(\"5m\")),");
    expect(&[right, (from, &to)], "Nobody who may decide on let-in is on shift for 123 of the 168 hours of a week", "Held by deputy.");
    never(&[right], "let-in");
}

#[test]
pub(super) fn glass_that_nobody_may_break_or_nobody_reviews_is_found() {
    let right = (DECISIONS, "    decisions: {\n        \"break\": (held_by: [\"ben\"], deliberation: Fixed(\"5m\")),");
    let (from, to) = with(r#""domain-admin": (break_glass: (decision: "break"))"#);
    expect(&[right, (from, &to)], "Breaking the glass for domain-admin owes no review", "without authority on record");
    expect(
        &[right, (from, &to)],
        "Nobody can allow Ben to break the glass for domain-admin",
        "Ben decides on break, and nobody decides about their own",
    );
    let (from, to) = with(r#""domain-admin": (break_glass: (decision: "break", review: (by: "bosses", effort: "1h")))"#);
    let two = (right.0, right.1.replace("[\"ben\"]", "[\"ben\", \"boss\"]"));
    never(&[(two.0, &two.1), (from, &to)], "owes no review");
    never(&[(two.0, &two.1), (from, &to)], "Nobody can allow");
}

#[test]
pub(super) fn holders_of_a_privileged_grant_who_need_it_for_nothing_are_found() {
    let (from, to) = with(r#""domain-admin": (privileged: true)"#);
    never(&[(from, &to)], "have no task that takes it");
    let boss = (r#"role: "ciso", team: "bosses","#, r#"role: "ciso", team: "bosses", grants: ["domain-admin"],"#);
    expect(
        &[boss, (from, &to)],
        "1 of the 2 who hold domain-admin have no task that takes it",
        "boss. It is taken by isolate (ransomware)",
    );
    never(&[boss], "have no task that takes it");
}

#[test]
pub(super) fn a_target_that_nobody_has_looked_at_when_it_was_due_is_found() {
    let review = |day: &str| (r#"owner: "cio""#, format!(r#"owner: "cio", baseline: "31h", review: "{day}""#));
    let (from, to) = review("2025-12-31");
    expect(
        &[(from, &to)],
        "The target \"quick\" is overdue for review",
        "by 2025-12-31, before the scenario starts (2026-01-05); its owner is cio",
    );
    let (from, to) = review("2026-01-05");
    never(&[(from, &to)], "overdue for review");
}
