//! What the base scenario compiles to.

use super::{BASE, changed, plan, read};
use crate::engine::chance::{combine, subject};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, RotaId, SystemId, TaskId};
use crate::model::plan::{Arrivals, Pagee, Plan, RequirementOf};

fn number<T>(all: &[T], id: &str, of: fn(&T) -> &str) -> usize {
    all.iter().position(|x| of(x) == id).unwrap_or_else(|| panic!("there is no {id}"))
}
fn person(plan: &Plan, id: &str) -> PersonId {
    PersonId(number(&plan.people, id, |p| &p.id) as u32)
}
fn task(plan: &Plan, id: &str) -> TaskId {
    TaskId(number(&plan.tasks, id, |t| &t.id) as u32)
}

#[test]
fn entries_are_numbered_in_the_order_of_their_ids() {
    let plan = plan(&[]);
    let people: Vec<&str> = plan.people.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(people, ["agent-1", "agent-2", "agent-3", "ana", "ben", "boss", "deputy"]);
    let systems: Vec<&str> = plan.systems.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(systems, ["app", "core", "pc-1", "pc-2", "pc-3", "pc-4", "pc-5"]);
    let tasks: Vec<&str> = plan.tasks.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(tasks, ["repair", "copy", "isolate", "restore", "triage", "verify"]);
    assert_eq!(plan.people[0].luck, combine(subject("agent"), 1));
    assert_eq!(plan.people[3].luck, subject("ana"));
    assert_eq!(plan.tasks[0].luck, combine(subject("fix"), subject("repair")));
}

#[test]
fn the_order_of_entries_in_the_file_does_not_matter() {
    let moved = {
        let line = BASE.lines().find(|l| l.contains("\"deputy\": (")).expect("it is there");
        BASE.replacen(&format!("{line}\n"), "", 1).replacen("    people: {\n", &format!("    people: {{\n{line}\n"), 1)
    };
    assert_ne!(moved, BASE);
    let moved = read(&moved).unwrap_or_else(|(problems, _)| panic!("{problems:?}"));
    assert_eq!(format!("{moved:?}"), format!("{:?}", plan(&[])));
}

#[test]
fn who_can_do_what_is_in_the_order_of_preference() {
    let plan = plan(&[]);
    let (ana, ben) = (person(&plan, "ana"), person(&plan, "ben"));
    let Some(RequirementOf::Task(repair)) = &plan.tasks[task(&plan, "repair").at()].requirement else { panic!("one for all") };
    // Ana knows it; Ben must improvise, twice as slow as anybody anyway.
    assert_eq!(plan.requirements[repair.at()].qualified, [(ana, 1.0, false), (ben, 4.0, true)]);
    assert_eq!(
        plan.people[ben.at()].qualifies.iter().find(|(r, _)| r == repair),
        Some(&(*repair, 3)),
        "two could do it; those who improvise rank behind all who could know"
    );
    let Some(RequirementOf::Task(isolate)) = &plan.tasks[task(&plan, "isolate").at()].requirement else { panic!("one for all") };
    assert_eq!(plan.requirements[isolate.at()].qualified, [(ana, 1.0, false)]);
    assert!(plan.people[ben.at()].lacks_grant.contains(isolate));
    assert_eq!(
        plan.requirements[isolate.at()].words,
        "somebody of Infrastructure with the skill windows (Working or better) and the grant domain-admin"
    );
    let Some(RequirementOf::System(restore)) = &plan.tasks[task(&plan, "restore").at()].requirement else { panic!("by system") };
    // Ransomware reaches app and core, but never the PCs, whose weight is 0.
    assert_eq!(restore.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, false, false, false, false]);
    // The least skill that suffices comes first.
    let app = restore[0].expect("app can be hit");
    assert_eq!(plan.requirements[app.at()].qualified, [(ben, 2.0, false), (ana, 1.0, false)]);
}

#[test]
fn work_speeds_apply_by_skill() {
    let plan = plan(&[("rest: (longest", "work: (working_takes: 1.5, expert_takes: 0.5), rest: (longest")]);
    let Some(RequirementOf::Task(repair)) = &plan.tasks[task(&plan, "repair").at()].requirement else { panic!("one for all") };
    let qualified: Vec<f64> = plan.requirements[repair.at()].qualified.iter().map(|(_, factor, _)| *factor).collect();
    assert_eq!(qualified, [1.5, 0.5 * 2.0 * 2.0]);
}

#[test]
fn work_goes_back_over_all_tasks_between() {
    let plan = plan(&[]);
    let verify = &plan.tasks[task(&plan, "verify").at()];
    assert_eq!(verify.back_to, Some((task(&plan, "copy"), 0.1)));
    assert_eq!(verify.redo, [task(&plan, "copy"), task(&plan, "restore"), task(&plan, "verify")]);
    assert_eq!(verify.each.as_ref().expect("each").iter().filter(|c| **c).count(), 2);
    let itself = super::plan(&[(r#"back_to: ("copy", 0.1)"#, r#"back_to: ("verify", 0.1)"#)]);
    assert_eq!(itself.tasks[task(&itself, "verify").at()].redo, [task(&itself, "verify")]);
}

#[test]
fn reach_comes_from_the_person_the_team_the_scenario_or_what_is_usual() {
    let plan = plan(&[(
        "rest: (longest",
        r#"reach: (on_call: (answers: 0.5, after: Fixed("1m")), off_duty: (answers: 0.4, at_night: 0.1, after: Fixed("1m"))), rest: (longest"#,
    )]);
    let of = |id| &plan.people[person(&plan, id).at()].reach;
    assert_eq!((of("ana").on_call.by_day, of("boss").on_call.by_day), (0.9, 0.5));
    assert_eq!((of("ana").off_duty.by_day, of("ana").off_duty.at_night), (0.4, 0.1));
    assert_eq!((of("ana").on_shift.by_day, of("ana").on_shift.at_night), (0.99, 0.99));
}

#[test]
fn a_provider_is_paid_its_fee() {
    let plan = plan(&[]);
    assert_eq!(plan.people[0].cost_per_hour, 240.0);
    assert_eq!(plan.people[person(&plan, "ana").at()].cost_per_hour, 95.0);
    let names: Vec<(&str, bool)> = plan.employers.iter().map(|e| (e.id.as_str(), e.provider)).collect();
    assert_eq!(names, [("internal", false), ("northwind", true)]);
}

#[test]
fn an_organisation_that_names_no_employer_employs_itself() {
    let plan = plan(&[("\"internal\": (),\n", "\n")]);
    assert_eq!(plan.employers.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["internal", "northwind"]);
}

#[test]
fn arrivals_follow_the_weights_and_keep_their_mean() {
    let plan = plan(&[]);
    let Arrivals::Rate(rates) = &plan.kinds[1].arrivals else { panic!("at random") };
    assert_eq!(rates.len(), 168);
    assert!(rates[120..].iter().all(|r| *r == 0.0) && rates[..120].iter().all(|r| *r > 0.0));
    let per_year = rates.iter().sum::<f64>() / 168.0 * 3_600_000.0 * 8_760.0;
    assert!((per_year - 24.0).abs() < 1e-9, "{per_year}");
    let Arrivals::At(at) = plan.kinds[0].arrivals else { panic!("scripted") };
    assert_eq!(at, Instant(0) + Span::hours(3 * 24 + 23) + Span::minutes(40));
}

#[test]
fn telemetry_is_matched_with_what_it_may_see() {
    let plan = plan(&[]);
    let ids = |kind: usize| plan.kinds[kind].sensors.iter().map(|s| plan.sensors[s.at()].id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids(0), ["edr", "probe"]);
    // The probe sees outages of core; the EDR sees stages of attacks only.
    assert_eq!(ids(1), ["probe"]);
}

#[test]
fn steps_page_rotas_roles_and_teams() {
    let plan = plan(&[]);
    let steps = &plan.policies[0].steps;
    assert!(matches!(steps[0].0.as_slice(), [Pagee::Rota(RotaId(0))]));
    assert!(matches!(steps[1].0.as_slice(), [Pagee::People(ciso), Pagee::Team(_)] if *ciso == [person(&plan, "boss")]));
    assert_eq!(plan.people[person(&plan, "ana").at()].rotas, [RotaId(0)]);
}

#[test]
fn those_who_take_no_part_are_marked() {
    let idle = r#""idle": (team: "bosses", roster: "office"), "deputy": (team"#;
    let plan = plan(&[(r#""deputy": (team"#, idle)]);
    let involved = |id: &str| plan.people[person(&plan, id).at()].involved;
    assert!(["agent-1", "ana", "ben", "boss", "deputy"].iter().all(|p| involved(p)));
    assert!(!involved("idle"));
}

#[test]
fn copies_that_cannot_be_changed_are_out_of_reach() {
    let core = |plan: &Plan| plan.systems[1].backup.clone().expect("it has one");
    assert!(core(&plan(&[])).reached_by.is_some());
    assert!(core(&plan(&[(r#"reached_by: "console""#, r#"reached_by: "console", immutable: true"#)])).reached_by.is_none());
}

#[test]
fn failures_hit_what_fails() {
    let text = changed(&[
        ("tier: 2, ", r#"tier: 2, fails: (every: Exponential(mean: "30d"), incident: "broken"), "#),
        ("incidents: {", r#"incidents: {"broken": (playbook: "fix", severity: Low),"#),
    ]);
    let plan = read(&text).unwrap_or_else(|(problems, _)| panic!("{problems:?}"));
    assert!(matches!(plan.kinds[0].arrivals, Arrivals::ByFailure));
    assert_eq!(plan.systems[0].fails.as_ref().map(|(_, kind)| kind.0), Some(0));
    assert_eq!(plan.systems[1].needed_by, [SystemId(0)]);
}

/// A large organisation as text.
fn large(people: usize, systems: usize) -> String {
    let mut text = String::from("(name: \"Large\", time_zone: \"UTC\", starts: \"2026-01-05T00:00\", runs_for: \"30d\",\n teams: {");
    (0..20).for_each(|t| text.push_str(&format!("\"team-{t}\": (),")));
    text.push_str("},\n rosters: {\"office\": Weekly([(days: \"Mon-Fri\", from: \"08:30\", to: \"17:30\")])},\n people: {\n");
    for p in 0..people {
        text.push_str(&format!(
            "\"p{p}\": (role: \"role-{}\", team: \"team-{}\", roster: \"office\", skills: {{\"s{}\": Working, \"s{}\": Expert}}, grants: [\"g{}\", \"g{}\"], knows: [\"k{p}\"]),\n",
            p % 30, p % 20, p % 10, (p + 1) % 10, p % 50, (p + 1) % 50
        ));
    }
    text.push_str("},\n systems: {\n");
    for s in 0..systems {
        let needs = if s == 0 { String::new() } else { format!("needs: [\"x{}\"], ", s / 2) };
        let needs = if s == 1 { "needs: [\"x0\"], ".to_string() } else { needs };
        text.push_str(&format!(
            "\"x{s}\": ({needs}grant: \"g{}\", skill: (\"s{}\", Working), runbook: \"k{s}\", improvise: 2, segment: \"lan\", backup: (restore: LogNormal(median: \"1h\", p90: \"4h\"))),\n",
            s % 50, s % 10
        ));
    }
    text.push_str("},\n responsibilities: {\"all\": (responsible: [");
    (0..20).for_each(|t| text.push_str(&format!("\"team-{t}\",")));
    text.push_str("])},\n playbooks: {\"p\": (service: \"all\", tasks: {\"c\": (phase: Contain, effort: Fixed(\"1h\")), \"r\": (phase: Recover, each: Affected, effort: Restore)})},\n");
    text.push_str(" attacks: {\"a\": (stages: [(stage: \"e\")], spread: (over: [Network], every: Fixed(\"1h\"), at_most: 999))},\n");
    text.push_str(" incidents: {\"i\": (attack: \"a\", playbook: \"p\", at: \"2026-01-06T00:00\", hits: [\"x0\"], severity: High, reported: Fixed(\"1h\"))})");
    text
}

#[test]
#[ignore = "a measurement"]
fn a_large_organisation_compiles_fast() {
    let text = large(2000, 1000);
    let (mut sources, mut problems) = (crate::text::Sources::default(), crate::text::Problems::new());
    let file = sources.add("large.ron".into(), text);
    let clock = std::time::Instant::now();
    let root = crate::text::parse(&sources, file, &mut problems).expect("it parses");
    let parsed = clock.elapsed();
    let plan = super::compile(&root, &mut problems);
    let compiled = clock.elapsed() - parsed;
    let plan = plan.unwrap_or_else(|| panic!("{}", crate::text::render(&problems, &sources, false)));
    let found = super::findings(&plan).len();
    let looked = clock.elapsed() - parsed - compiled;
    let took =
        format!("parsed in {parsed:?}, compiled in {compiled:?}, {found} findings in {looked:?}; {} requirements", plan.requirements.len());
    assert!(compiled < std::time::Duration::from_millis(200), "{took}");
}
