//! Containment and recovery: mistakes and findings.

use super::found::{expect, never};
use super::mistakes::check;

#[test]
fn copies_that_make_no_sense_are_refused() {
    let backup = r#"restore: Fixed("1h"), works: 0.9, last_tested: "2025-01-01","#;
    check(&[
        (backup, r#"restore: Fixed("1h"), keep: "30d","#, &["nothing says when copies are made", "every:"], "backup"),
        (backup, r#"restore: Fixed("1h"), at: "22:00","#, &["nothing says when copies are made", "each night"], "backup"),
        (
            backup,
            r#"restore: Fixed("1h"), every: "1d", keep: "6h","#,
            &["no copy at all", "shorter than the 1 d", "at least \"1 d\""],
            "backup",
        ),
        (backup, r#"restore: Fixed("1h"), every: "1s","#, &["replication, not backup", "at least a minute"], "backup"),
        (backup, r#"restore: Fixed("1h"), every: "1h", at: "Sun 03:00","#, &["more often than once a day"], "backup"),
        (backup, r#"restore: Fixed("1h"), every: "1d", at: "10 pm","#, &["write \"22:00\""], "backup"),
        (backup, r#"restore: Fixed("1h"), every: "7d", at: "Sonday 10:00","#, &["did you mean"], "backup"),
        (backup, r#"restore: Fixed("1h"), if_fails: OlderCopy,"#, &["how much older the next copy is", "without `every`"], "backup"),
        (backup, r#"restore: Fixed("1h"), if_fails: Newest,"#, &["SameCopy"], "backup"),
        (backup, r#"restore: Fixed("1h"), untested_fails: 2,"#, &["never fail", "without `works`"], "backup"),
        (backup, r#"restore: Fixed("1h"), works: 0.9, untested_fails: 0.5,"#, &["does not fail less often", "1 or more"], "backup"),
        (backup, r#"restore: Fixed("1h"), works: 0.9, untested_fails: 10,"#, &["tried for ever", "10 times 10 % is all of them"], "backup"),
        (backup, r#"restore: Fixed("1h"), works: 0.000001,"#, &["tried for ever", "not one attempt in a thousand"], "backup"),
        (backup, r#"restore: Fixed("1h"), verify: Fixed("1h"),"#, &["no task checks what was restored", "effort: Verify"], "backup"),
        (
            r#"by_system: true, effort: Fixed("20m")"#,
            "effort: Verify",
            &["nothing says how long checking takes of `app`, `core`", "add verify: …"],
            "\"app\"",
        ),
    ]);
}

#[test]
pub(super) fn copies_that_cannot_do_what_is_promised_are_found() {
    let core = |more: &'static str| (r#"(tier: 1, rto: "4h","#, more);
    let backup = |more: &'static str| (r#"last_tested: "2025-01-01", reached_by: "console""#, more);
    never(&[], "is copied");
    let hourly = core(r#"(tier: 1, rpo: "1h", rto: "4h","#);
    expect(&[hourly], "core promises to lose 1 h of data at most, and nothing says how often it is copied", "`backup.every` is not");
    let daily = backup(r#"every: "1d""#);
    expect(&[hourly, daily], "core promises to lose 1 h of data at most, but is copied every 1 d", "the RPO is 1 h");
    expect(&[hourly, daily], "After first the RPO of core cannot be met", "It is in for 1 d on average");
    never(&[core(r#"(tier: 1, rpo: "2d", rto: "4h","#), daily], "promises to lose");
    never(&[core(r#"(tier: 1, rpo: "2d", rto: "4h","#), daily], "cannot be met");
    expect(&[backup(r#"every: "1h", keep: "12h""#)], "When first does harm, no clean copy of core is kept any more", "kept for 12 h");
    never(&[backup(r#"every: "1h", keep: "2d""#)], "no clean copy");
    expect(&[], "The last test of restoring core was more than a year before the start", "");
    never(&[backup(r#"last_tested: "2025-01-05", reached_by: "console""#)], "more than a year");
    let vault = backup(r#"reached_by: "console", vault: (restore: Fixed("9h"))"#);
    expect(&[vault], "first can destroy the first copies of core: they are not immutable", "reached with console");
    never(&[backup(r#"reached_by: "console", immutable: true, vault: (restore: Fixed("9h"))"#)], "not immutable");
}

#[test]
fn isolation_lanes_and_reinfection_that_make_no_sense_are_refused() {
    let restore = r#""restore": (phase: Recover, after: ["copy"],"#;
    let isolate = r#""isolate": (phase: Contain, after: ["triage"],"#;
    let section = "    telemetry: {";
    let array = r#"    restore_lanes: {"array": (at_once: 2)}, telemetry: {"#;
    check(&[
        (
            isolate,
            r#""isolate": (phase: Contain, isolates: true, after: ["triage"],"#,
            &["done once", "add each: Affected, or name"],
            "isolates",
        ),
        (isolate, r#""isolate": (phase: Contain, isolates: [], after: ["triage"],"#, &["names no system"], "isolates"),
        (isolate, r#""isolate": (phase: Contain, isolates: ["cor"], after: ["triage"],"#, &["no system `cor`", "`core`"], "isolates"),
        (isolate, r#""isolate": (phase: Contain, isolates: false, after: ["triage"],"#, &["or a list of systems"], "isolates"),
        (restore, r#""restore": (phase: Recover, reconnects: true, after: ["copy"],"#, &["isolates anything", "no effect"], "reconnects"),
        (section, array, &["nothing is restored through the lane `array`", "lane: \"array\""], "restore_lanes"),
        (
            section,
            r#"    restore_lanes: {"array": (at_once: 0)}, telemetry: {"#,
            &["nothing could ever be restored", "at least 1"],
            "restore_lanes",
        ),
        (r#"works: 0.9,"#, r#"works: 0.9, lane: "tape","#, &["no restore lane `tape`"], "backup"),
        (
            r#"decisions: {"#,
            r#"decisions: { "order": (held_by: ["boss"], deliberation: "1m", restore_order: ["core"]),"#,
            &["without `restore_lanes`"],
            "order",
        ),
        (
            r#"tier: 2, "#,
            r#"tier: 2, capacity: (minimum: 1.0, full_after: "1h"), "#,
            &["no minimum to come back with", "less than 1"],
            "capacity",
        ),
        (r#"tier: 2, "#, r#"tier: 2, catch_up: "0s", "#, &["longer than nothing"], "catch_up"),
        (r#""extortion": (stages"#, r#""extortion": (reinfects: 1.5, stages"#, &["1.5 is not a share"], "reinfects"),
    ]);
    let late = r#""clean": (phase: Eradicate, after: ["restore"], takes: "1h"), "restore": (phase: Recover, after: ["copy"],"#;
    let text = super::changed(&[(restore, late), (r#""extortion": (stages"#, r#""extortion": (reinfects: 0.5, stages"#)]);
    let Err((problems, sources)) = super::read(&text) else { panic!("nothing was said") };
    let shown = crate::text::render(&problems, &sources, false);
    assert!(
        shown.contains("its restore would wait for itself") && shown.contains("`clean` of `ransomware`, which comes after `restore`"),
        "{shown}"
    );
}

#[test]
pub(super) fn restores_that_cannot_be_in_time_together_are_found() {
    let lane = ("    telemetry: {", r#"    restore_lanes: {"array": (at_once: 1)}, telemetry: {"#);
    let core = (r#"restore: Fixed("1h"), works: 0.9,"#, r#"restore: Fixed("5h"), lane: "array", works: 0.9,"#);
    let app = (r#"segment: "lan", backup: (restore: Fixed("1h"))"#, r#"segment: "lan", backup: (restore: Fixed("5h"), lane: "array")"#);
    expect(
        &[lane, core, app],
        "The restore lane array cannot bring core and app back within 8 h together",
        "first can hit all of them; their restores take 10 h on average, 1 at once",
    );
    never(&[("    telemetry: {", r#"    restore_lanes: {"array": (at_once: 2)}, telemetry: {"#), core, app], "cannot bring");
}

#[test]
pub(super) fn catching_up_beyond_what_the_business_can_bear_is_found() {
    let core = |more: &'static str| (r#"(tier: 1, rto: "4h", mtpd: "24h","#, more);
    let title = "core can be back within its RTO and break its MTPD all the same";
    expect(&[core(r#"(tier: 1, catch_up: "6h", rto: "4h", mtpd: "24h","#)], title, "the business catches up for 1 d: 1 d 4 h in all");
    never(&[core(r#"(tier: 1, catch_up: "5h", rto: "4h", mtpd: "24h","#)], title);
    let slow = core(r#"(tier: 1, capacity: (minimum: 0.5, full_after: Fixed("1h")), catch_up: "5h", rto: "4h", mtpd: "24h","#);
    expect(&[slow], title, "1 h until it runs at full capacity");
}

#[test]
pub(super) fn restores_before_the_cause_is_removed_are_found() {
    let reinfects = (r#""extortion": (stages"#, r#""extortion": (reinfects: 0.5, stages"#);
    never(&[reinfects], "hit again");
    let clean = (r#""copy": ("#, r#""clean": (phase: Eradicate, after: ["isolate"], takes: Fixed("9h")), "copy": ("#);
    expect(&[reinfects, clean], "first: verify can be done before clean is", "50 %");
    let after = (r#"after: ["copy"], each: Affected, effort: Restore"#, r#"after: ["copy", "clean"], each: Affected, effort: Restore"#);
    never(&[reinfects, clean, after], "can be done before");
}

#[test]
fn false_alarms_that_make_no_sense_are_refused() {
    let edr = r#"after: Fixed("10m"), goes_to: "desk"),"#;
    check(&[
        (edr, r#"after: Fixed("10m"), goes_to: "desk", false_alarms_per_week: 40),"#, &["nobody knows what to do", "looks_like"], "edr"),
        (
            edr,
            r#"after: Fixed("10m"), goes_to: "desk", looks_like: "first"),"#,
            &["raises no false alarms", "false_alarms_per_week: 40"],
            "edr",
        ),
        (edr, r#"after: Fixed("10m"), goes_to: "desk", taken_for_real: 0.1),"#, &["raises no false alarms"], "edr"),
        (
            edr,
            r#"after: Fixed("10m"), goes_to: "desk", false_alarms_per_week: 0, looks_like: "first"),"#,
            &["cannot raise 0", "more than 0"],
            "edr",
        ),
        (
            edr,
            r#"after: Fixed("10m"), goes_to: "desk", false_alarms_per_week: 9, looks_like: "frist"),"#,
            &["no incident `frist`", "`first`"],
            "edr",
        ),
        (
            edr,
            r#"after: Fixed("10m"), goes_to: "desk", false_alarms_per_week: 9, looks_like: "first", noticed_after: "1h"),"#,
            &["sees through all", "taken_for_real"],
            "edr",
        ),
    ]);
}

#[test]
pub(super) fn false_alarms_that_stop_services_are_found() {
    let edr = r#"after: Fixed("10m"), goes_to: "desk"),"#;
    let noisy = (edr, r#"after: Fixed("10m"), goes_to: "desk", false_alarms_per_week: 40, looks_like: "first", taken_for_real: 0.05),"#);
    let cut = (r#""isolate": (phase: Contain,"#, r#""isolate": (phase: Contain, isolates: ["app"],"#);
    let title = "About 104 times a year a false alarm of edr isolates app with nobody asked";
    expect(&[noisy, cut], title, "It raises 40 a week, 5 % of which triage takes for real, and isolate needs no decision then.");
    never(&[noisy, cut, (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "")], "false alarm");
    never(&[noisy], "false alarm");
}

#[test]
fn means_that_make_no_sense_are_refused() {
    let section = "    telemetry: {";
    check(&[
        (section, r#"    means: {"m": (system: "cor", is_for: Paging)}, telemetry: {"#, &["no system `cor`", "`core`"], "means"),
        (section, r#"    means: {"m": (system: "core", is_for: Grants([]))}, telemetry: {"#, &["nothing depends on `m`"], "means"),
        (
            section,
            r#"    means: {"m": (system: "core", is_for: Grants(["rot"]))}, telemetry: {"#,
            &["nobody holds the grant `rot`"],
            "means",
        ),
        (
            section,
            r#"    means: {"m": (system: "core", is_for: Runbooks(["restore-cor"]))}, telemetry: {"#,
            &["nobody knows `restore-cor`"],
            "means",
        ),
        (section, r#"    means: {"m": (system: "core", is_for: Chat(1))}, telemetry: {"#, &["as fast as with it", "more than 1"], "means"),
        (
            section,
            r#"    means: {"m": (system: "core", is_for: Chat(1.3), fallback: "1h")}, telemetry: {"#,
            &["no way round `m`", "out_of_band"],
            "means",
        ),
        (section, r#"    means: {"m": (system: "core", is_for: Radio)}, telemetry: {"#, &["Paging"], "means"),
    ]);
}

#[test]
pub(super) fn means_that_are_gone_when_they_are_needed_are_found() {
    let means = |entries: &'static str| ("    telemetry: {", entries);
    let directory = means(r#"    means: {"directory": (system: "core", is_for: Grants(["domain-admin"]))}, telemetry: {"#);
    expect(&[directory], "The restore and verify of core takes domain-admin, which cannot be used while core is down", "sealed account");
    never(
        &[means(r#"    means: {"directory": (system: "core", is_for: Grants(["domain-admin"]), out_of_band: true)}, telemetry: {"#)],
        "cannot be used while",
    );
    never(&[means(r#"    means: {"directory": (system: "app", is_for: Grants(["console"]))}, telemetry: {"#)], "cannot be used while");
    // The application that holds it needs what it is for.
    expect(
        &[means(r#"    means: {"vault": (system: "app", is_for: Grants(["domain-admin"]))}, telemetry: {"#)],
        "of core takes domain-admin, which cannot be used while app is down",
        "",
    );
    let wiki = means(r#"    means: {"wiki": (system: "core", is_for: Runbooks(["restore-core"]))}, telemetry: {"#);
    let known = (r#"runbook: "restore-core", improvise: 3,"#, r#"runbook: "restore-core","#);
    expect(
        &[wiki, known],
        "The runbook restore-core for the restore and verify of core is stored on core, which is down then",
        "printed copy",
    );
    let pager = means(r#"    means: {"pager": (system: "core", is_for: Paging)}, telemetry: {"#);
    expect(&[pager], "When core is down, probe cannot page anybody about it", "there is no telephone tree");
    let tree = means(r#"    means: {"pager": (system: "core", is_for: Paging, fallback: "30m")}, telemetry: {"#);
    expect(&[tree], "probe cannot page anybody about it", "the telephone tree takes 30 min");
    never(&[means(r#"    means: {"pager": (system: "pc-1", is_for: Paging)}, telemetry: {"#)], "cannot page anybody");
}
