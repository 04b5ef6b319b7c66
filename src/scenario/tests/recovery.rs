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
fn copies_that_cannot_do_what_is_promised_are_found() {
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
