//! What the pages of room, evaluator and seats are sent, looked at after every step of a session. What each may know is worked out here once more,
//! from the facts of a twin of the session alone: whoever takes a filter away is found out.

use std::collections::BTreeSet;

use firedrill::engine::time::Instant;
use firedrill::exercise::Session;
use firedrill::exercise::words::Choice;
use firedrill::model::fact::Fact;
use firedrill::model::ids::{IncidentNo, PersonId, SystemId};
use firedrill::model::plan::Plan;
use serde_json::{Value, json};

use super::Hall;

/// Whose eyes a place has.
struct Eyes {
    title: String,
    token: String,
    /// Who sits there; everybody where nobody does: the projector shows what anybody knows.
    people: Option<BTreeSet<PersonId>>,
}
impl Eyes {
    fn are(&self, person: PersonId) -> bool {
        self.people.as_ref().is_none_or(|people| people.contains(&person))
    }
}

/// What can be known, from the facts alone.
struct Truth<'a> {
    plan: &'a Plan,
    facts: &'a [(Instant, Fact)],
}
impl Truth<'_> {
    /// Incidents that somebody there has to do with, counted from 1.
    fn incidents(&self, eyes: &Eyes) -> BTreeSet<u64> {
        let mut known = BTreeSet::new();
        for (_, fact) in self.facts {
            let (incident, people): (IncidentNo, Vec<PersonId>) = match *fact {
                Fact::Answered { incident, person, .. }
                | Fact::Acknowledged { incident, person }
                | Fact::CalledOut { incident, person }
                | Fact::Reached { incident, person, .. }
                | Fact::Consulted { incident, person, .. }
                | Fact::LeadTakesOver { incident, person, .. }
                | Fact::Update { incident, person, .. }
                | Fact::Declared { incident, lead: Some(person) }
                | Fact::Decided { incident, person: Some(person), .. } => (incident, vec![person]),
                Fact::Started { job, person: Some(person), .. } => (job.incident, vec![person]),
                Fact::Informed { incident, service, .. } => {
                    let parties = &self.plan.services[service.at()].informed;
                    (incident, parties.iter().flat_map(|party| party.people.iter().copied()).collect())
                }
                _ => continue,
            };
            if people.iter().any(|person| eyes.are(*person)) {
                known.insert(u64::from(incident.0) + 1);
            }
        }
        known
    }
    fn aware(&self, incident: u64) -> bool {
        self.facts.iter().any(|(_, fact)| matches!(*fact, Fact::Aware { incident: of, .. } if u64::from(of.0) + 1 == incident))
    }
    fn clock_runs(&self, incident: u64, id: &str) -> bool {
        self.facts.iter().any(|(_, fact)| {
            matches!(*fact, Fact::NoticeClock { incident: of, notice, .. } if u64::from(of.0) + 1 == incident && self.plan.notices[notice.at()].id == id)
        })
    }
    fn seen_through(&self, incident: u64) -> bool {
        self.facts.iter().any(|(_, fact)| matches!(*fact, Fact::FoundFalse { incident: of } if u64::from(of.0) + 1 == incident))
    }
    /// Work for a system has come up, so that it is known to be hit.
    fn turned(&self, system: &str) -> bool {
        let id = |system: SystemId| self.plan.systems[system.at()].id.as_str();
        self.facts.iter().any(|(_, fact)| match *fact {
            Fact::Released { job, .. } | Fact::Started { job, .. } => job.system.map(id) == Some(system),
            _ => false,
        })
    }
    fn down_by(&self, system: &str) -> Option<u64> {
        self.facts.iter().rev().find_map(|(_, fact)| match *fact {
            Fact::Down { system: of, by } if self.plan.systems[of.at()].id == system => Some(u64::from(by.0) + 1),
            _ => None,
        })
    }
}

fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    of[name].as_array().map_or(&[], Vec::as_slice)
}

/// Nothing that is told as having happened lies ahead.
fn nothing_ahead(of: &Value, now: i64, who: &str) {
    const PAST: [&str; 12] = [
        "at_ms",
        "since_ms",
        "asked_ms",
        "granted_ms",
        "sent_ms",
        "came_ms",
        "alerted_ms",
        "acknowledged_ms",
        "aware_ms",
        "declared_ms",
        "contained_ms",
        "down_ms",
    ];
    match of {
        Value::Object(all) => {
            for (name, value) in all {
                let times = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                if PAST.contains(&name.as_str()) {
                    assert!(times.iter().filter_map(Value::as_i64).all(|at| at <= now), "{who}: {name} lies ahead: {value}");
                }
                nothing_ahead(value, now, who);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| nothing_ahead(value, now, who)),
        _ => {}
    }
}

/// What the facilitator says on the spot, and to whom.
const SAID: [(&str, &str); 2] =
    [("all", "A helicopter is over the building"), ("chief-information-security-officer", "Your deputy has rung you up")];

/// In which order answers are shown: to a decision, and to a page.
const ORDERS: [&str; 2] = ["approve defer refuse", "answers does-not"];

/// What an option is, without its time.
fn what(option: &Value) -> String {
    match &option["decide"]["says"] {
        Value::String(says) => says.clone(),
        _ if option["answer"]["after_ms"].is_null() => "does-not".to_owned(),
        _ => "answers".to_owned(),
    }
}

/// Looks at one page. Returns how many incidents it shows.
fn look(truth: &Truth, eyes: &Eyes, sent: &Value, (begun, said): (usize, bool), now: i64) -> usize {
    let (plan, view, who) = (truth.plan, &sent["view"], &eyes.title);
    let known = truth.incidents(eyes);
    for part in ["incidents", "tasks", "pages", "decisions", "notices"] {
        for one in list(view, part) {
            assert!(known.contains(&one["incident"].as_u64().unwrap()), "{who} sees among {part}: {one}");
        }
    }
    for incident in list(view, "incidents") {
        let named = !incident["name"].is_null() || !incident["assessed"].is_null();
        let number = incident["incident"].as_u64().unwrap();
        assert!(!named || truth.aware(number), "{who} knows what it is before anybody does");
        assert!(incident["false_alarm"] == false || truth.seen_through(number), "{who} knows that nothing is behind it");
    }
    for notice in list(view, "notices") {
        let number = notice["incident"].as_u64().unwrap();
        assert!(
            truth.aware(number) || truth.clock_runs(number, notice["id"].as_str().unwrap()),
            "{who} knows what it may owe before anybody does: {notice}"
        );
    }
    for system in list(view, "systems") {
        let id = system["id"].as_str().unwrap();
        assert!(system["up"] == true || truth.down_by(id).is_some_and(|by| known.contains(&by)), "{who} knows that {id} is down");
        assert!(system["hit"] == false || !known.is_empty() && truth.turned(id), "{who} knows that {id} is hit");
    }
    for person in list(view, "people") {
        let at_it = !person["task"].is_null() || person["leads"] == true || person["pages_open"] != 0 || person["duty"] == "called_out";
        assert!(!at_it || !known.is_empty(), "{who} sees what somebody does: {person}");
    }
    for waiting in list(view, "waiting") {
        assert!(waiting["offer"].is_null(), "{who} sees what would be drawn");
        let said: Vec<String> = list(waiting, "options").iter().map(what).collect();
        assert!(ORDERS.contains(&said.join(" ").as_str()), "{who} sees by the order what would be drawn: {waiting}");
        let person = waiting["at"]["person"].as_str().unwrap();
        let person = PersonId(plan.people.iter().position(|p| p.id == person).unwrap() as u32);
        let room = eyes.people.is_none();
        assert!(room || eyes.are(person), "{who} sees the choice of somebody else: {waiting}");
        let decision = waiting["at"]["point"] == "decision" && known.contains(&waiting["at"]["incident"].as_u64().unwrap());
        assert!(!room || decision, "{who} sees a choice that is not the room's to know: {waiting}");
    }
    hides(truth, eyes, sent, (begun, said));
    nothing_ahead(view, now, who);
    list(view, "incidents").len()
}

/// What is the facilitator's stands nowhere on a page: what is to come, what is judged, what is said to others.
fn hides(truth: &Truth, eyes: &Eyes, sent: &Value, (begun, said): (usize, bool)) {
    let (plan, view, who) = (truth.plan, &sent["view"], &eyes.title);
    for hidden in ["about", "journal"] {
        assert!(view[hidden].is_null(), "{who} sees the {hidden}");
    }
    assert!(sent["seats"].is_null() && sent["forecast"].is_null() && list(&sent["script"], "expectations").is_empty(), "{who}");
    assert!(sent["folder"].is_null() && sent["deeds"].is_null(), "{who} sees where the journal is");
    assert!(list(&sent["script"], "moves").iter().all(|of| list(of, "injects").is_empty()), "{who} sees what a move brings");
    assert!(who == "Evaluator" || list(&sent["script"], "objectives").is_empty(), "{who} sees what is judged");
    let exercise = plan.exercise.as_ref().unwrap();
    let fired = |at: usize| {
        truth
            .facts
            .iter()
            .any(|(_, fact)| matches!(*fact, Fact::Inject(firedrill::model::fact::Told::Fired { inject, .. }) if inject.at() == at))
    };
    let mut secrets: Vec<&str> = exercise.moves.iter().skip(begun).flat_map(|m| m.questions.iter().map(String::as_str)).collect();
    secrets.extend(exercise.expectations.iter().filter_map(|e| e.text.as_deref()));
    secrets.extend(exercise.cards.iter().flat_map(|card| card.expected.iter().chain(&card.notes).map(String::as_str)));
    for (at, inject) in plan.injects.injects.iter().enumerate() {
        let to = exercise.cards.iter().filter(|card| card.inject.at() == at).flat_map(|card| card.to.clone()).collect::<Vec<_>>();
        if !fired(at) || !to.is_empty() && !to.iter().any(|person| eyes.are(*person)) {
            secrets.push(&inject.says);
        }
    }
    let text = sent.to_string();
    // What is said to one role reaches whoever sits there; the projector shows what is said to all.
    for (role, words) in SAID {
        let theirs = |person: &PersonId| role == "all" || plan.people[person.at()].role.as_deref() == Some(role);
        let reached = eyes.people.as_ref().map_or(role == "all", |people| people.iter().any(theirs));
        assert_eq!(text.contains(words), reached && said, "{who}: {words}");
    }
    for secret in secrets {
        let secret = Value::from(secret).to_string();
        assert!(!text.contains(secret.trim_matches('"')), "{who} is told {secret}");
    }
}

#[test]
fn no_page_scraped_at_any_step_tells_what_its_place_does_not_know() {
    let hall = Hall::open();
    let mut twin = Hall::session();
    let (plan, facilitator) = (twin.plan().clone(), hall.token("Facilitator").to_owned());
    let people =
        |title: &str| plan.exercise.iter().flat_map(|e| &e.seats).find(|s| s.id == title).map(|s| s.people.iter().copied().collect());
    let places = hall.places.iter().filter(|(title, ..)| title != "Facilitator");
    let places: Vec<Eyes> =
        places.map(|(title, token, _)| Eyes { title: title.clone(), token: token.clone(), people: people(title) }).collect();
    assert_eq!(places.iter().filter(|eyes| eyes.people.is_some()).count(), 6);
    let does = |deed: Value| assert_eq!(hall.does(&facilitator, &deed.to_string()).0, 200, "{deed}");
    twin.start(None).unwrap();
    does(json!({"do": "start"}));
    const SAYS: i32 = 20;
    let (mut begun, mut seen, mut dark) = (1, vec![0_usize; places.len()], 0);
    for step in 0..260 {
        if !on(&mut twin, &does) {
            break;
        }
        if step == 40 || step == 120 {
            does(json!({"do": "note", "note": {"move": {"number": begun}}}));
            begun += 1;
        }
        if step == SAYS {
            for (role, text) in SAID {
                let to = Some(role).filter(|role| *role != "all");
                twin.tell(None, text, to).unwrap();
                does(json!({"do": "tell", "text": text, "to": to}));
            }
        }
        let truth = Truth { plan: &plan, facts: twin.facts() };
        for (eyes, seen) in places.iter().zip(&mut seen) {
            let sent = hall.view(&eyes.token);
            assert_eq!(sent["view"]["story_ms"], twin.clock().0, "the twin goes the same way");
            let shown = look(&truth, eyes, &sent, (begun, step >= SAYS), twin.clock().0);
            *seen += usize::from(shown > 0);
            dark += usize::from(shown == 0 && !truth.facts.is_empty());
        }
    }
    println!("steps with an incident on the page, by place: {seen:?}; in the dark: {dark}");
    assert!(dark > 100 && seen[0] > 100 && seen.iter().filter(|seen| **seen > 20).count() >= 4, "{seen:?}, {dark} in the dark");
}

/// One step of both: the choice that is waited for as it is offered, or on to the next thing.
fn on(twin: &mut Session, does: &impl Fn(Value)) -> bool {
    if let Some((at, offer)) = twin.pending().first().cloned() {
        // Nobody is away for ever: a page that would not be answered is answered after a while, so that seats come into it.
        let choice = if offer == (Choice::Answer { after_ms: None }) { Choice::Answer { after_ms: Some(1_800_000) } } else { offer };
        twin.choose(None, &at, choice, None).unwrap();
        does(json!({"do": "choose", "at": at, "choice": choice}));
        return true;
    }
    if !twin.step().unwrap() {
        return false;
    }
    does(json!({"do": "step"}));
    true
}
