//! Nobody is shown what they do not know.

use std::collections::BTreeSet;
use std::path::Path;

use firedrill::engine::time::Instant;
use firedrill::exercise::known::known_to;
use firedrill::exercise::{Opening, Session, Viewer};
use firedrill::model::fact::{AlertFrom, AlertTo, Fact, Job, PageFor, Wait};
use firedrill::model::ids::{IncidentNo, KindId, PersonId, PolicyId, SensorId, SystemId, TaskId};
use firedrill::model::incident::entry::Severity;

use super::open;
use super::sessions::wall;

const NO: IncidentNo = IncidentNo(0);

fn ransomware() -> firedrill::scenario::Scenario {
    open(Path::new("scenarios/harbour-mutual/ransomware.ron"))
}

#[test]
fn a_fact_is_known_once_somebody_has_been_told() {
    let scenario = ransomware();
    let plan = &scenario.plan;
    let role = |role: &str| Viewer::Role(role.to_owned());
    let (ana, ciso) = (person(plan, "ana"), person(plan, "ciso"));
    let hers = plan.people[ana.at()].role.clone().unwrap();
    let his = plan.people[ciso.at()].role.clone().unwrap();
    let job = Job { incident: NO, task: TaskId(0), system: Some(SystemId(1)) };
    let why = PageFor::Policy(PolicyId(0));
    let facts = [
        Fact::Began { incident: NO, kind: KindId(0), counted: true },
        Fact::Stage { incident: NO, stage: 1 },
        Fact::Occurred { incident: NO, severity: Severity::Critical },
        Fact::Hit { incident: NO, system: SystemId(1) },
        Fact::Down { system: SystemId(1), by: NO },
        Fact::Alerted { incident: NO, from: AlertFrom::Sensor(SensorId(0)), to: AlertTo::Policy(PolicyId(0)), severity: Severity::High },
        Fact::Paged { incident: NO, person: ana, why },
        Fact::Answered { incident: NO, person: ana, why },
        Fact::Waits { job, on: Wait::Busy },
        Fact::Released { job, by: None, attempt: 1 },
        Fact::Up { system: SystemId(1) },
        Fact::MustRest { person: ana },
        Fact::MustRest { person: ciso },
    ];
    let history: Vec<(Instant, Fact)> = facts.into_iter().zip(0..).map(|(fact, at)| (Instant(at), fact)).collect();
    let known = |viewer: &Viewer, upto: usize| (0..upto).filter(|nth| known_to(plan, viewer, *nth, &history[..upto])).collect::<Vec<_>>();
    for upto in 0..=7 {
        // Only telemetry knows, and a page lies unanswered.
        assert!(known(&Viewer::Room, upto).is_empty(), "{upto}");
        assert!(known(&role(&hers), upto).is_empty() && known(&Viewer::Person(ana), upto).is_empty());
    }
    // With the answer comes what was known before; not the truth, and not which system was hit before its turn comes.
    assert_eq!(known(&Viewer::Room, 8), [4, 5, 6, 7]);
    assert_eq!(known(&Viewer::Person(ana), 8), [4, 5, 6, 7]);
    assert_eq!(known(&role(&hers), 9), [4, 5, 6, 7, 8]);
    assert_eq!(known(&Viewer::Room, 11), [3, 4, 5, 6, 7, 8, 9, 10]);
    // Somebody else has still not been told anything.
    assert!(known(&Viewer::Person(ciso), 11).is_empty() && known(&role(&his), 11).is_empty());
    assert_eq!(known(&Viewer::Facilitator, 11).len(), 11);
    // Who must rest knows it, and whoever works with them; the room not, while they have nothing to do with it.
    assert_eq!(known(&Viewer::Room, 13), [3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(known(&Viewer::Person(ciso), 13), [12]);
    assert_eq!(known(&role(&his), 13), [12]);
}

fn person(plan: &firedrill::model::plan::Plan, id: &str) -> PersonId {
    PersonId(plan.people.iter().position(|p| p.id == id).unwrap() as u32)
}

/// Plays the ransomware with its offers, step by step, and looks at each step at what everybody is shown.
#[test]
fn no_page_ever_shows_what_its_viewer_does_not_know() {
    let scenario = ransomware();
    let plan = &scenario.plan;
    let mut session = Session::open(Opening { scenario: &scenario, seed: 4, seats: None, folder: None, wall: wall() }).unwrap();
    session.start(None).unwrap();
    let roles: BTreeSet<String> = plan.people.iter().filter_map(|p| p.role.clone()).collect();
    let (mut dark, mut light) = (0, 0);
    for step in 0..400 {
        while let Some((at, offer)) = session.pending().first().cloned() {
            session.choose(None, &at, offer, None).unwrap();
        }
        if !session.step().unwrap() {
            break;
        }
        // Who has to do with it, worked out here from the facts alone.
        let told: BTreeSet<PersonId> = session.facts().iter().filter_map(|(_, fact)| met(fact)).collect();
        let informed = session.facts().iter().any(|(_, fact)| matches!(fact, Fact::Informed { .. }));
        if step % 7 != 0 && step > 60 {
            continue;
        }
        let room = serde_json::to_value(session.view(&Viewer::Room)).unwrap();
        if told.is_empty() {
            dark += 1;
            for part in ["incidents", "pages", "decisions", "tasks", "notices", "waiting"] {
                assert_eq!(room[part], serde_json::json!([]), "{part}");
            }
            assert!(room["systems"].as_array().unwrap().iter().all(|s| s["up"] == true && s["hit"] == false));
        } else {
            light += 1;
        }
        let text = room.to_string();
        assert!(room["journal"].is_null() && room["about"].is_null() && !text.contains("\"offer\":{"));
        for role in &roles {
            let engaged = told.iter().any(|p| plan.people[p.at()].role.as_ref() == Some(role));
            if engaged || informed {
                continue;
            }
            let seat = serde_json::to_value(session.view(&Viewer::Role(role.clone()))).unwrap();
            for part in ["incidents", "pages", "decisions", "tasks", "notices"] {
                assert_eq!(seat[part], serde_json::json!([]), "{role}: {part}");
            }
            assert!(seat["systems"].as_array().unwrap().iter().all(|s| s["up"] == true && s["hit"] == false), "{role}");
        }
    }
    assert!(dark > 3 && light > 20, "{dark} steps in the dark, {light} after");
}

fn met(fact: &Fact) -> Option<PersonId> {
    match *fact {
        Fact::Answered { person, .. }
        | Fact::Acknowledged { person, .. }
        | Fact::CalledOut { person, .. }
        | Fact::Reached { person, .. }
        | Fact::Consulted { person, .. }
        | Fact::LeadTakesOver { person, .. }
        | Fact::Update { person, .. }
        | Fact::Started { person: Some(person), .. }
        | Fact::Declared { lead: Some(person), .. }
        | Fact::Decided { person: Some(person), .. } => Some(person),
        _ => None,
    }
}
