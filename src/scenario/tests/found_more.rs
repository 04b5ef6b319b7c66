//! More findings: access and copies that run out, decisions and escalations that are short at some hours, changes to rosters without effect.

use super::found::{expect, never};

const ASKS: (&str, &str) = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
/// Nobody has to rest.
const TIRELESS: (&str, &str) = (r#"rest: (longest_stretch: "16h"),"#, "");
const DOMAIN_ADMIN: &str = r#"grants: ["domain-admin", "console"], knows"#;

#[test]
pub(super) fn a_grant_that_all_its_holders_lose_in_mid_play_is_found() {
    let title = "on nobody holds domain-admin, which isolate (ransomware), restore of core and verify of core takes";
    never(&[], title);
    let until = |at: &'static str| (DOMAIN_ADMIN, at);
    let ends = until(r#"grants: ["domain-admin", "console"], grants_until: {"domain-admin": "2026-01-10T17:00"}, knows"#);
    expect(
        &[ends],
        &format!("From 2026-01-10 17:00 EST {title}"),
        "From 2026-01-10 17:00 EST on, at any hour. The access of Ana has ended by then. Nobody can come by it then, while",
    );
    let later = until(r#"grants: ["domain-admin", "console"], grants_until: {"domain-admin": "2026-03-10T17:00"}, knows"#);
    never(&[later], title);
    // Ben keeps his.
    let ben = (r#""backup": Expert}, grants: ["console"]"#, r#""backup": Expert}, grants: ["console", "domain-admin"]"#);
    never(&[ends, ben], title);
}

#[test]
pub(super) fn a_quorum_that_is_short_at_some_hours_only_is_found() {
    let held = |more: &'static str| (r#"held_by: ["ciso"], delegates: ["deputy"], delegate_after: "45m""#, more);
    let two = held(r#"held_by: ["ciso", "deputy", "lead"], quorum: 2"#);
    let round = (r#""boss": (role: "ciso", team: "bosses", roster: "office""#, r#""boss": (role: "ciso", team: "bosses", roster: "round""#);
    let title = "A decision on isolate takes 2 of boss, deputy and Ana, and for 123 of the 168 hours of a week fewer of them are on shift";
    expect(&[ASKS, TIRELESS, two, round], title, "Fri 17:30 to Mon 08:30. The longest gap is 2 d 15 h. The others must be called.");
    let deputy = (r#""deputy": (team: "bosses", roster: "office""#, r#""deputy": (team: "bosses", roster: "round""#);
    never(&[ASKS, TIRELESS, two, round, deputy], "fewer of them are on shift");
    // With nobody there at all it is another finding.
    never(&[ASKS, two], "fewer of them are on shift");
}

#[test]
pub(super) fn off_line_copies_that_are_made_too_seldom_are_found() {
    let core = (r#"(tier: 1, rto: "4h","#, r#"(tier: 1, rpo: "1d", rto: "4h","#);
    let backup = |more: &'static str| (r#"last_tested: "2025-01-01", reached_by: "console""#, more);
    let title = "core promises to lose less data than its off-line copies would";
    let weekly = backup(r#"every: "1d", vault: (restore: "2h", every: "7d")"#);
    expect(&[core, weekly], title, "these are all there is: core every 7 d, RPO 1 d.");
    never(&[core, backup(r#"every: "1d", vault: (restore: "2h", every: "1d")"#)], title);
    never(&[weekly], title);
}

#[test]
pub(super) fn a_test_that_is_still_to_come_is_found() {
    let tested = |day: &'static str| (r#"last_tested: "2025-01-01""#, day);
    let title = "The last test of restoring core is dated after the start of the scenario";
    expect(&[tested(r#"last_tested: "2026-01-06""#)], title, "still to come");
    never(&[tested(r#"last_tested: "2026-01-05""#)], title);
}

#[test]
pub(super) fn catching_up_that_takes_too_long_without_an_rto_is_found() {
    let core = |more: &'static str| (r#"(tier: 1, rto: "4h", mtpd: "24h","#, more);
    let title = "core breaks its MTPD even if its restore begins at once";
    let slow = core(r#"(tier: 1, catch_up: "24h", mtpd: "24h","#);
    expect(&[slow], title, "The restore takes 1 h on average and the business catches up for 1 d: 1 d 1 h in all, and its MTPD is 1 d.");
    never(&[core(r#"(tier: 1, catch_up: "23h", mtpd: "24h","#)], title);
}

#[test]
pub(super) fn executives_who_come_first_while_a_team_is_off_duty_or_a_rota_is_empty_are_found() {
    let steps = |more: &'static str| (r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#, more);
    let title = "The escalation page-infra turns to boss past the on-call";
    let off_duty = [steps(r#"(page: "infra", wait: "15m"), (page: "ciso", wait: "30m"), (page: "infra-rota", wait: "15m")"#)];
    let boss = |roster: &'static str| (r#""boss": (role: "ciso", team: "bosses", roster: "office""#, roster);
    expect(&off_duty, title, "infra-rota could do some of the work, and is paged in step 3 only; for 123 of the 168 hours of a week");
    let at_work = boss(r#""boss": (role: "ciso", team: "bosses", roster: "round""#);
    expect(&[off_duty[0], TIRELESS, at_work], title, "nobody of the steps before is on shift");
    let staffed = [
        off_duty[0],
        TIRELESS,
        (r#"team: "infra", roster: "office", skills: {"windows": E"#, r#"team: "infra", roster: "round", skills: {"windows": E"#),
    ];
    never(&staffed, title);
}

#[test]
pub(super) fn an_escalation_that_pages_nobody_at_some_hours_is_found() {
    let steps = |more: &'static str| (r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#, more);
    let only = steps(r#"(page: "infra", wait: "15m")"#);
    let title = "The escalation page-infra pages nobody for 123 of the 168 hours of a week, for alerts of probe";
    expect(
        &[only],
        title,
        "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30. Its only step pages those who are on duty anyway. The longest gap is 2 d 15 h",
    );
    expect(
        &[only],
        "The escalation page-infra falls silent after 1 h without an answer",
        "Its only step takes 15 min and is gone through 4 times",
    );
    never(&[], "pages nobody");
    never(&[steps(r#"(page: "infra", wait: "15m"), (page: "desk", wait: "15m")"#)], "pages nobody");
}

#[test]
pub(super) fn a_break_glass_account_that_needs_the_directory_is_found() {
    let glass = ("    decisions: {", r#"    grants: {"domain-admin": (break_glass: (decision: "isolate"))}, decisions: {"#);
    let directory = |more: &'static str| ("    telemetry: {", more);
    let needs = directory(r#"    means: {"directory": (system: "core", is_for: Grants(["domain-admin"]))}, telemetry: {"#);
    let title = "The restore and verify of core takes domain-admin, which cannot be used while core is down";
    expect(&[glass, needs], title, "is down with it. Breaking the glass is of no use then");
    let apart =
        directory(r#"    means: {"directory": (system: "core", is_for: Grants(["domain-admin"]), out_of_band: true)}, telemetry: {"#);
    never(&[glass, apart], title);
}

#[test]
fn what_is_cured_is_found_no_more() {
    // An escalation that goes on for a day and longer.
    never(&[("repeat: 3", "repeat: 40")], "falls silent");
    // The grant of the responsible team.
    let teams = (r#"phase: Contain, after"#, r#"phase: Contain, teams: ["infra", "desk"], after"#);
    let skilled = (r#"skills: {"triage": Basic}"#, r#"skills: {"triage": Basic, "windows": Working}, grants: ["domain-admin"]"#);
    never(&[teams, skilled], "Nobody of desk holds the grant");
    // A runbook that two know.
    let ben = (r#""backup": Expert}, grants: ["console"]"#, r#""backup": Expert}, grants: ["console"], knows: ["restore-core"]"#);
    never(&[ben], "Only Ana knows");
    // A runbook that is printed.
    let wiki = r#"    means: {"wiki": (system: "core", is_for: Runbooks(["restore-core"]), out_of_band: true)}, telemetry: {"#;
    let known = (r#"runbook: "restore-core", improvise: 3,"#, r#"runbook: "restore-core","#);
    never(&[("    telemetry: {", wiki), known], "is stored on");
    // A change order that is not needed.
    never(&[("fee_per_hour: 240", r#"fee_per_hour: 240, covers: (phases: [Triage])"#)], "which its contract does not cover");
}

#[test]
pub(super) fn escalations_that_fall_silent_are_told_together() {
    let more = (r#"    escalation: {"#, r#"    escalation: {"call": (steps: [(page: "boss", wait: "20m")]), "#);
    let paged = (r#"notice: Fixed("10m"), team: "desk")"#, r#"notice: Fixed("10m"), pages: "call")"#);
    let evidence = "call after 20 min: one step takes 20 min and is gone through once; page-infra after 3 h: 2 steps take 45 min";
    expect(&[more, paged], "2 escalations fall silent without an answer: call and page-infra", evidence);
}

#[test]
pub(super) fn overrides_that_change_nothing_are_found() {
    let with = |entries: &'static str| ("    rest: (longest", entries);
    let title = "The override swap changes nobody's hours";
    // 10 and 11 January 2026 are a weekend, and Ben has the turn of the week.
    for (idle, entry) in [
        (true, r#"    overrides: {"swap": Remove(people: ["deputy"], from: "2026-01-10T00:00", to: "2026-01-12T00:00")}, rest: (longest"#),
        (false, r#"    overrides: {"swap": Remove(people: ["deputy"], from: "2026-01-10T00:00", to: "2026-01-12T12:00")}, rest: (longest"#),
        (
            false,
            r#"    overrides: {"swap": Remove(people: ["ana", "ben"], from: "2026-01-10T00:00", to: "2026-01-12T00:00")}, rest: (longest"#,
        ),
        (true, r#"    overrides: {"swap": Add(people: ["deputy"], from: "2026-01-09T09:00", to: "2026-01-09T12:00")}, rest: (longest"#),
        (false, r#"    overrides: {"swap": Add(people: ["deputy"], from: "2026-01-09T08:00", to: "2026-01-09T12:00")}, rest: (longest"#),
        (
            true,
            r#"    overrides: {"swap": Replace(person: "deputy", by: "boss", from: "2026-01-10T00:00", to: "2026-01-12T00:00")}, rest: (longest"#,
        ),
        (false, r#"    overrides: {"swap": Away(people: ["deputy"], from: "2025-12-10T00:00", to: "2025-12-12T00:00")}, rest: (longest"#),
        (false, r#"    overrides: {"swap": Away(people: ["deputy"], from: "2026-01-10T00:00", to: "2026-01-12T00:00")}, rest: (longest"#),
    ] {
        if idle { expect(&[with(entry)], title, "At none of the hours that are played") } else { never(&[with(entry)], title) }
    }
}

#[test]
pub(super) fn a_change_that_is_raised_after_its_window_is_found() {
    let changes = |at: &str| {
        format!(
            r#"    changes: {{"patch": (name: "Patch", kind: Standard, fails: 0, at: "{at}", teams: ["infra"], effort: "1h",
            window: Between("2026-01-09T09:00", "2026-01-09T12:00"))}}, rest: (longest"#
        )
    };
    let title = "Patch is raised after the last of its windows has ended";
    let (late, early) = (changes("2026-01-09T13:00"), changes("2026-01-09T08:00"));
    expect(&[("    rest: (longest", &late)], title, "It is raised at 2026-01-09 13:00 EST, and the window ended at 2026-01-09 12:00 EST");
    never(&[("    rest: (longest", &early)], title);
}
