//! Who owns a service, who must be asked, who is told: each costs what it says and nothing else.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, PageFor, Wait};
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

/// A night of the service `s`: one person of ops is there, leaders answer after 40 minutes. `raci` is what is said beside `responsible`.
fn night(ops: u32, raci: &str, tasks: &str, more: &str) -> String {
    format!(
        r#"(name: "raci", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1h", horizon: "2d",
        reach: (off_duty: (answers: 1.0, after: "40m")),
        rosters: {{"always": Always}}, teams: {{"ops": (), "board": ()}},
        people: {{
            "op": (count: {ops}, team: "ops", roster: "always", skills: {{"craft": Basic}}, cost_per_hour: 60),
            "ciso": (team: "board"), "counsel": (team: "board"), "cio": (team: "board"),
            "mute": (team: "board", role: "owner", reach: (off_duty: (answers: 0.0, after: "1m"))), "owner-b": (team: "board", role: "owner"),
        }},
        decisions: {{"cut-off": (held_by: ["cio"], deliberation: "20m")}},
        responsibilities: {{"s": (responsible: ["ops"], {raci})}},
        playbooks: {{"p": (service: "s", tasks: {{{tasks}}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T00:00", severity: High, reported: "0s")}}, {more})"#
    )
}
/// A triage that declares, half an hour; then an hour of work that waits for the CIO.
const GATED: &str = r#""triage": (phase: Triage, effort: "30m", declares: true),
    "do": (phase: Recover, after: ["triage"], effort: "1h", decision: "cut-off")"#;
/// The same without a decision.
const FREE: &str = r#""triage": (phase: Triage, effort: "30m", declares: true), "do": (phase: Recover, after: ["triage"], effort: "1h")"#;

fn outcome(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
/// The parts of the ledger in minutes, those of no length left out.
fn ledger(outcome: &Outcome) -> Vec<(Wait, i64)> {
    let parts = Wait::ALL.iter().zip(outcome.ledger).filter(|(_, length)| *length != Span(0));
    parts.map(|(wait, length)| (*wait, length.0 / 60_000)).collect()
}
fn minute(count: i64) -> Instant {
    Instant(0) + Span::minutes(count)
}
/// When facts of some sort were recorded.
fn times(text: &str, of: impl Fn(&Fact) -> bool) -> Vec<Instant> {
    facts(&plan_of(text), 1, 0).into_iter().filter(|(_, fact)| of(fact)).map(|(at, _)| at).collect()
}

#[test]
fn an_escalation_that_runs_out_of_steps_turns_to_the_accountable() {
    let night = |raci: &str| {
        let text =
            night(1, raci, r#""do": (phase: Recover, effort: "1h")"#, r#"escalation: {"e": (steps: [(page: "mute", wait: "15m")])}"#);
        text.replace(r#"service: "s","#, r#"service: "s", escalation: "e","#)
    };
    // Nobody answers for the two days it is followed.
    let silent = outcome(&night(""));
    assert_eq!((ledger(&silent), silent.silences), (vec![(Wait::Unanswered, 2 * 24 * 60)], 1));
    // Paged after a quarter of an hour, there 40 minutes later, before the hour they are given is over.
    let owned = outcome(&night(r#"accountable: "ciso", accountable_wait: "1h""#));
    assert_eq!((ledger(&owned), owned.silences), (vec![(Wait::Unanswered, 55), (Wait::Working, 60)], 0));
    // With less time it falls silent, which does not unsend the page.
    let text = night(r#"accountable: "ciso""#);
    assert_eq!((ledger(&outcome(&text)), outcome(&text).silences), (vec![(Wait::Unanswered, 55), (Wait::Working, 60)], 1));
    assert_eq!(times(&text, |f| matches!(f, Fact::Silent { .. })), [minute(45)]);
    // Two owners are both called.
    let both = night(r#"accountable: ["cio", "ciso"]"#);
    assert_eq!(times(&both, |f| matches!(f, Fact::Paged { why: PageFor::Accountable(_), .. })), [minute(15), minute(15)]);
}

#[test]
fn a_declaration_calls_the_accountable_who_decides_the_sooner_for_it() {
    // The triage declares after 30 minutes, and the decision is needed 10 minutes later.
    let tasks = r#""triage": (phase: Triage, effort: "30m", declares: true), "look": (phase: Contain, after: ["triage"], effort: "10m"),
        "do": (phase: Recover, after: ["look"], effort: "1h", decision: "cut-off")"#;
    let before = outcome(&night(1, "", tasks, ""));
    assert_eq!(ledger(&before), [(Wait::DecisionReach, 40), (Wait::Deliberation, 20), (Wait::Working, 100)]);
    let text = night(1, r#"accountable: "cio""#, tasks, "");
    assert_eq!(times(&text, |f| matches!(f, Fact::Paged { why: PageFor::Accountable(_), .. })), [minute(30)]);
    assert_eq!(ledger(&outcome(&text)), [(Wait::DecisionReach, 30), (Wait::Deliberation, 20), (Wait::Working, 100)]);
    // Whoever is accountable without holding the decision approves nothing.
    let other = outcome(&night(1, r#"accountable: "ciso""#, tasks, ""));
    assert_eq!((ledger(&other), &other.decisions), (ledger(&before), &before.decisions));
}

#[test]
fn a_decision_waits_until_everybody_consulted_has_answered() {
    let asked = |consulted: &str| outcome(&night(1, consulted, GATED, ""));
    let rest = [(Wait::DecisionReach, 40), (Wait::Deliberation, 20)];
    assert_eq!(ledger(&asked("")), [rest[0], rest[1], (Wait::Working, 90)]);
    // Reached after 40 minutes, they take 25.
    let by_field = asked(r#"consulted: [(who: "counsel", about: ["cut-off"], takes: "25m")]"#);
    assert_eq!(ledger(&by_field), [rest[0], rest[1], (Wait::Consultation, 65), (Wait::Working, 90)]);
    // Two are asked side by side: the later one counts.
    let two = asked(r#"consulted: [(who: "counsel", takes: "25m"), (who: "ciso", takes: "35m")]"#);
    assert_eq!(ledger(&two), [rest[0], rest[1], (Wait::Consultation, 75), (Wait::Working, 90)]);
    // With the anonymous consultation of the decision itself, whichever takes longer.
    let text = night(1, r#"consulted: [(who: "counsel", takes: "25m")]"#, GATED, "");
    for (anonymous, whole) in [("30m", 65), ("90m", 90)] {
        let both = outcome(&text.replace(r#"held_by: ["cio"],"#, &format!(r#"held_by: ["cio"], consultation: "{anonymous}","#)));
        assert_eq!(ledger(&both), [rest[0], rest[1], (Wait::Consultation, whole), (Wait::Working, 90)]);
    }
}

#[test]
fn after_the_time_allowed_work_goes_on_without_them() {
    let text = night(1, r#"consulted: [(who: "mute", at_most: "2h")]"#, GATED, "");
    let parts = [(Wait::DecisionReach, 40), (Wait::Deliberation, 20), (Wait::Consultation, 120), (Wait::Working, 90)];
    assert_eq!(ledger(&outcome(&text)), parts);
    assert_eq!(times(&text, |f| matches!(f, Fact::WentWithout { .. })), [minute(30 + 40 + 120)]);
    // The second holder of a role is called a quarter of an hour after the first, and answers for both.
    let role = night(1, r#"consulted: [(who: "owner", takes: "25m")]"#, GATED, "");
    assert_eq!(ledger(&outcome(&role))[2], (Wait::Consultation, 15 + 40 + 25));
    assert!(times(&role, |f| matches!(f, Fact::WentWithout { .. })).is_empty());
}

#[test]
fn who_need_not_ask_for_the_decision_need_not_consult_either() {
    let text = night(1, r#"consulted: [(who: "mute")]"#, GATED, "");
    let permitted = text.replace(r#"held_by: ["cio"],"#, r#"held_by: ["cio"], pre_authorised: [(to: "ops")],"#);
    assert_eq!(ledger(&outcome(&permitted)), [(Wait::Working, 90)]);
    let without = text.replace(r#"held_by: ["cio"],"#, r#"held_by: ["cio"], acts_without_authority_after: "1h","#);
    assert_eq!(ledger(&outcome(&without)), [(Wait::DecisionReach, 40), (Wait::Consultation, 20), (Wait::Working, 90)]);
    assert!(times(&without, |f| matches!(f, Fact::WentWithout { .. })).is_empty(), "nothing waits for them any more");
}

#[test]
fn what_is_said_about_a_decision_that_was_taken_meanwhile_counts_when_it_is_questioned() {
    // Taken without authority at 1:30 and questioned at 2:15, while the hour of work is in hand.
    let questioned = r#"injects: {"q": (says: "-", for: ["i"], at: "+2h 15m", effect: Challenged("cut-off"))}"#;
    let text = |consulted: &str| {
        let text = night(1, &format!("consulted: [{consulted}]"), GATED, questioned);
        text.replace(r#"held_by: ["cio"],"#, r#"held_by: ["cio"], acts_without_authority_after: "1h","#)
    };
    let asked = |text: &str| times(text, |f| matches!(f, Fact::Consulting { .. }));
    // Counsel is asked at 1:10, reached at 1:50 and heard at 2:00: nobody asks again, and the decision waits for no other advice.
    let heard = text(r#"(who: "counsel", takes: "10m")"#);
    assert_eq!((asked(&heard), times(&heard, |f| matches!(f, Fact::Consulted { .. }))), (vec![minute(70)], vec![minute(120)]));
    let taken = |text: &str| *times(text, |f| matches!(f, Fact::Decided { .. })).last().unwrap();
    // The time of who cannot be reached is over at 2:10; the decision goes on without them once its holder is asked again.
    let mute = text(r#"(who: "mute", at_most: "1h")"#);
    let without = times(&mute, |f| matches!(f, Fact::WentWithout { .. }));
    let reached = *times(&mute, |f| matches!(f, Fact::Reached { .. })).last().unwrap();
    assert_eq!((asked(&mute), without), (vec![minute(70)], vec![reached]));
    assert!(reached >= minute(135), "{reached:?}");
    assert_eq!(taken(&mute), taken(&heard));
}

#[test]
fn a_task_is_not_begun_before_the_consulted_have_answered_and_they_are_asked_once_for_all_systems() {
    let tasks = r#""triage": (phase: Triage, effort: "30m"), "do": (phase: Recover, after: ["triage"], each: Affected, effort: "1h")"#;
    let estate = r#"systems: {"a": (), "b": ()}"#;
    let text = |raci: &str| night(2, raci, tasks, estate).replace("severity: High", r#"severity: High, hits: ["a", "b"]"#);
    assert_eq!(ledger(&outcome(&text(""))), [(Wait::Working, 90)]);
    let asked = text(r#"consulted: [(who: "counsel", about: ["do"], takes: "25m")]"#);
    assert_eq!(ledger(&outcome(&asked)), [(Wait::Consultation, 65), (Wait::Working, 90)]);
    assert_eq!(times(&asked, |f| matches!(f, Fact::Consulting { .. })), [minute(30)]);
    assert_eq!(times(&asked, |f| matches!(f, Fact::Consulted { .. })), [minute(95)]);
}

#[test]
fn telling_the_informed_costs_whoever_declared_it_the_time_it_takes() {
    let raci = r#"informed: ["cio", "owner"], notice: "15m""#;
    let (alone, told) = (outcome(&night(1, "", FREE, "")), outcome(&night(1, raci, FREE, "")));
    assert_eq!(ledger(&alone), [(Wait::Working, 90)]);
    // The only one there tells them first; the work waits for their hands.
    assert_eq!(ledger(&told), [(Wait::Busy, 15), (Wait::Working, 90)]);
    assert_eq!(told.labour - alone.labour, 15.0);
    // With a second one there the work goes on meanwhile: only the labour shows it, and it is the one who declared who tells.
    let (alone, told) = (outcome(&night(2, "", FREE, "")), outcome(&night(2, raci, FREE, "")));
    assert_eq!((ledger(&told), told.labour - alone.labour), (ledger(&alone), 15.0));
    let declared = facts(&plan_of(&night(2, raci, FREE, "")), 1, 0);
    let lead = declared.iter().find_map(|(_, f)| if let Fact::Declared { lead, .. } = f { *lead } else { None }).unwrap();
    let by: Vec<_> =
        declared.iter().filter_map(|(at, f)| if let Fact::Informed { by, .. } = f { Some((*at, *by)) } else { None }).collect();
    assert_eq!(by, [(minute(45), Some(lead))]);
}

#[test]
fn nobody_is_told_of_what_was_not_declared() {
    let raci = r#"informed: ["cio"], notice: "15m""#;
    let never = FREE.replace("declares: true", "declares: true, from_severity: Critical");
    let (alone, told) = (outcome(&night(1, "", &never, "")), outcome(&night(1, raci, &never, "")));
    assert_eq!((ledger(&alone), alone.labour), (ledger(&told), told.labour));
    // A playbook that never declares tells them after the triage.
    let plain = FREE.replace(", declares: true", "");
    assert_eq!(times(&night(1, raci, &plain, ""), |f| matches!(f, Fact::Informed { .. })), [minute(45)]);
}

#[test]
fn whoever_acts_without_authority_engages_nobody_who_may_decide() {
    let text = night(1, "", GATED, "");
    let asked = outcome(&text);
    // The chief is reached after 40 minutes; half an hour after the beginning somebody would be there who can do something.
    assert_eq!(asked.escalated, Some(minute(30 + 40)));
    let without = outcome(&text.replace(r#"held_by: ["cio"],"#, r#"held_by: ["cio"], acts_without_authority_after: "39m","#));
    assert_eq!(without.escalated, None);
    assert!(times(&text, |f| matches!(f, Fact::Reached { .. })) == [minute(70)]);
}
