//! What the room does of its own accord, and what the facilitator sets against the simulator: each has its effect to the minute, and is told.

use firedrill::engine::time::{Instant, Span};
use firedrill::exercise::words::{Act, Bad, Choice, Ends, Says, Spot};
use firedrill::exercise::{Opening, Phase, Session, Trouble};
use firedrill::model::choice::Told;
use firedrill::model::fact::{self, Ending, Fact, Stop};

use super::read;
use super::sessions::wall;

/// Triage of 30 min, a decision, then an hour of containment and a restore of 4 h; two operators, a boss who thinks for 20 min, an expert at home.
fn scenario() -> firedrill::scenario::Scenario {
    read(
        r#"(
    name: "acts", time_zone: "UTC", starts: "2026-01-05T08:00", runs_for: "1d", horizon: "20d",
    reach: (on_shift: (answers: 1.0, after: "1m"), off_duty: (answers: 1.0, after: "50m")),
    teams: {"ops": (), "bosses": ()},
    rosters: {"always": Always, "never": Weekly([(days: "Sun", from: "01:00", to: "02:00")])},
    people: {
        "amy": (name: "Amy", team: "ops", roster: "always"), "bob": (name: "Bob", team: "ops", roster: "always"),
        "eve": (name: "Eve", team: "ops", roster: "never"), "boss": (name: "Boss", role: "ciso", team: "bosses", roster: "always"),
    },
    systems: {"core": (tier: 1, rto: "4h", backup: (restore: "4h")), "web": (tier: 2, needs: ["core"])},
    decisions: {"isolate": (held_by: ["boss"], deliberation: "20m", ask_again: "2h")},
    playbooks: {"outage": (tasks: {
        "triage": (phase: Triage, teams: ["ops"], effort: "30m"),
        "contain": (phase: Contain, after: ["triage"], teams: ["ops"], decision: "isolate", effort: "1h"),
        "restore": (phase: Recover, after: ["contain"], each: Affected, teams: ["ops"], effort: Restore),
    })},
    incidents: {"loss": (playbook: "outage", at: "2026-01-05T08:00", hits: ["core"], severity: Medium, reported: "0s")},
    injects: {"press": (says: "The press is on the telephone.", held_back: true, effect: Call(person: "amy", takes: "15m")),
        "late": (says: "The regulator rings.", when: Acknowledged, after: "20m"),
        "rare": (says: "The badge fails.", when: Acknowledged, chance: 0.0001),
        "noon": (says: "It is noon.", at: "2026-01-05T12:00", chance: 0.0001)},
)"#,
    )
}

fn started(seats: &[&str]) -> Session {
    let seats = Some(seats.iter().map(|s| (*s).to_owned()).collect());
    let mut session = Session::open(Opening { scenario: &scenario(), seed: 1, seats, folder: None, wall: wall() }).unwrap();
    session.start(None).unwrap();
    session
}
fn minute(session: &mut Session, minute: i64) {
    session.until(Instant(minute * 60_000)).unwrap();
}
fn act(session: &mut Session, act: Act) -> Result<(), Trouble> {
    session.act(Some("facilitator"), &act, Some("to see"))
}
/// The minutes at which a fact was recorded.
fn at(session: &Session, of: impl Fn(&Fact) -> bool) -> Vec<i64> {
    session.facts().iter().filter(|(_, fact)| of(fact)).map(|(at, _)| at.0 / 60_000).collect()
}
fn id(session: &Session, person: &str) -> u32 {
    session.plan().people.iter().position(|p| p.id == person).unwrap() as u32
}
fn recovered(mut session: Session) -> Vec<i64> {
    while session.go().unwrap() {
        while let Some((point, offer)) = session.pending().first().cloned() {
            session.choose(None, &point, offer, None).unwrap();
        }
    }
    at(&session, |f| matches!(f, Fact::Recovered { .. }))
}
fn task(name: &str) -> (u32, String) {
    (1, name.to_owned())
}

#[test]
fn left_alone_it_takes_what_it_takes() {
    // Triage 30, a minute until Boss answers, thinking 20, containment 60, restore 240.
    assert_eq!(recovered(started(&[])), [351]);
}

#[test]
fn the_room_decides_and_the_story_takes_the_time_that_is_accepted() {
    let mut session = started(&["boss"]);
    session.go().unwrap();
    let (point, offer) = session.pending()[0].clone();
    // Boss is at work, so the page comes first.
    assert_eq!((point.person(), offer), ("boss", Choice::Answer { after_ms: Some(60_000) }));
    session.choose(None, &point, Choice::Answer { after_ms: Some(10 * 60_000) }, None).unwrap();
    session.go().unwrap();
    assert_eq!(session.clock(), Instant(40 * 60_000));
    let (point, offer) = session.pending()[0].clone();
    assert_eq!(offer, Choice::Decide { says: Says::Approve, takes_ms: 20 * 60_000 });
    session.choose(None, &point, Choice::Decide { says: Says::Refuse, takes_ms: 5 * 60_000 }, Some("payroll runs tonight")).unwrap();
    session.go().unwrap();
    // Refused at 45, asked again after two hours.
    assert_eq!(session.clock(), Instant(165 * 60_000));
    let (point, offer) = session.pending()[0].clone();
    assert_eq!(offer, Choice::Decide { says: Says::Approve, takes_ms: 20 * 60_000 });
    session.choose(None, &point, Choice::Decide { says: Says::Approve, takes_ms: 0 }, None).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Decided { .. })), [45, 165]);
    assert_eq!(recovered(session), [165 + 60 + 240]);
}

#[test]
fn a_task_goes_from_hand_to_hand() {
    let mut session = started(&[]);
    minute(&mut session, 10);
    let (incident, triage) = task("triage");
    let to = |person: &str| Act::Assign { incident, task: triage.clone(), system: None, person: person.to_owned() };
    let holds = |session: &Session| {
        let last = session.facts().iter().rev().find_map(|(_, f)| if let Fact::Started { person, .. } = f { *person } else { None });
        session.plan().people[last.unwrap().at()].id.clone()
    };
    assert_eq!(holds(&session), "amy");
    assert!(act(&mut session, to("amy")).unwrap_err().words.contains("in hand already"));
    assert!(act(&mut session, to("eve")).unwrap_err().words.contains("not at work"));
    assert!(act(&mut session, to("boss")).unwrap_err().words.contains("may not or cannot"));
    act(&mut session, to("bob")).unwrap();
    assert_eq!(holds(&session), "bob");
    assert_eq!(at(&session, |f| matches!(f, Fact::Stopped { why: Stop::Reassigned, .. })), [10]);
    assert_eq!(at(&session, |f| matches!(f, Fact::Room(Told::Assigns { .. }))), [10]);
    // Nothing of the work is lost.
    assert_eq!(recovered(session), [351]);
}

#[test]
fn a_task_ends_as_the_facilitator_says_and_only_with_a_reason() {
    let (incident, triage) = task("triage");
    let ends = |after: i64, ends| Act::EndTask { incident, task: triage.clone(), system: None, after_ms: after * 60_000, ends };
    let mut session = started(&[]);
    minute(&mut session, 10);
    assert!(session.act(None, &ends(0, Ends::Done), Some("  ")).unwrap_err().words.contains("needs a reason"));
    act(&mut session, ends(0, Ends::Done)).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Ended { ending: Ending::Done, .. })), [10]);
    assert_eq!(recovered(session), [331]);
    // Later than by itself, and failed, so that it is done again.
    let mut session = started(&[]);
    minute(&mut session, 10);
    act(&mut session, ends(60, Ends::Failed)).unwrap();
    let account = session.account();
    assert_eq!((account.overrides.len(), account.overrides[0].why.as_str()), (1, "to see"));
    assert_eq!(recovered(session), [70 + 351]);
    // What must be done before it is not done.
    let mut session = started(&[]);
    minute(&mut session, 10);
    let contain = Act::EndTask { incident, task: "contain".to_owned(), system: None, after_ms: 0, ends: Ends::Done };
    assert!(act(&mut session, contain.clone()).is_err());
    // It waits for a decision: it can be said to be done.
    minute(&mut session, 31);
    act(&mut session, contain).unwrap();
    assert_eq!(recovered(session), [31 + 240]);
}

#[test]
fn a_system_is_back_when_the_facilitator_says_so() {
    let mut session = started(&[]);
    minute(&mut session, 200);
    let back = |system: &str| Act::SystemBack { incident: 1, system: system.to_owned() };
    assert!(act(&mut session, back("web")).unwrap_err().words.contains("not taken that system down"));
    act(&mut session, back("core")).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Up { .. })), [200, 200]);
    assert_eq!(at(&session, |f| matches!(f, Fact::Recovered { .. })), [200]);
    assert!(act(&mut session, back("core")).is_err());
}

#[test]
fn people_are_paged_and_answer_as_the_facilitator_says() {
    let page = |person: &str| Act::Page { incident: 1, person: person.to_owned() };
    let answers = |after: Option<i64>| Act::AnswerPage { incident: 1, person: "eve".to_owned(), after_ms: after.map(|m| m * 60_000) };
    let comes = |after: Option<i64>| {
        let mut session = started(&[]);
        minute(&mut session, 5);
        assert!(act(&mut session, answers(after)).unwrap_err().words.contains("no page open"));
        act(&mut session, page("eve")).unwrap();
        minute(&mut session, 10);
        if let Some(after) = after {
            act(&mut session, answers(Some(after))).unwrap();
        }
        minute(&mut session, 120);
        let eve = id(&session, "eve");
        at(&session, |f| matches!(f, Fact::CalledOut { person, .. } if person.0 == eve))
    };
    // By itself after 50 min.
    assert_eq!(comes(None), [55]);
    assert_eq!(comes(Some(7)), [17]);
    let mut session = started(&["eve"]);
    minute(&mut session, 5);
    act(&mut session, page("eve")).unwrap();
    assert_eq!(session.pending().len(), 1, "the room says whether she answers");
    assert_eq!(session.pending()[0].1, Choice::Answer { after_ms: Some(50 * 60_000) });
    // What is done while a choice is waited for happens once it is made.
    act(&mut session, Act::Assess { incident: 1, severity: Bad::Critical }).unwrap();
    let (point, _) = session.pending()[0].clone();
    session.choose(None, &point, Choice::Answer { after_ms: None }, None).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Room(Told::Assesses { .. }))), [5]);
    minute(&mut session, 300);
    let eve = id(&session, "eve");
    assert!(at(&session, |f| matches!(f, Fact::CalledOut { person, .. } if person.0 == eve)).is_empty());
}

#[test]
fn the_room_declares_assesses_and_the_facilitator_plays_injects() {
    let mut session = started(&[]);
    let declare = Act::Declare { incident: 1 };
    minute(&mut session, 5);
    act(&mut session, declare.clone()).unwrap();
    assert!(act(&mut session, declare).unwrap_err().words.contains("declared already"));
    act(&mut session, Act::Assess { incident: 1, severity: Bad::Critical }).unwrap();
    assert!(act(&mut session, Act::Assess { incident: 1, severity: Bad::Critical }).is_err());
    act(&mut session, Act::Inject { inject: "press".to_owned() }).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Declared { .. } | Fact::Inject(_))).len(), 4);
    let wrong = act(&mut session, Act::Inject { inject: "pres".to_owned() }).unwrap_err();
    assert_eq!(wrong.words, "there is no inject \"pres\"; did you mean \"press\"?");
    // Amy was on the telephone for a quarter of an hour, in the middle of triage.
    assert_eq!(recovered(session), [366]);
}

/// The tray can be played at any moment: what luck has kept back, and what is on its way, which then does not come once more.
#[test]
fn an_inject_that_luck_keeps_back_or_that_is_on_its_way_can_be_played_once() {
    let mut session = started(&[]);
    let play = |session: &mut Session, inject: &str| act(session, Act::Inject { inject: inject.to_owned() });
    minute(&mut session, 10);
    let came = |session: &Session| at(session, |f| matches!(f, Fact::Inject(fact::Told::Fired { .. })));
    assert!(came(&session).is_empty());
    for inject in ["late", "rare", "noon", "press"] {
        play(&mut session, inject).unwrap();
    }
    minute(&mut session, 11);
    assert_eq!(came(&session), [10, 10, 10, 10]);
    for inject in ["late", "rare", "noon", "press"] {
        assert!(play(&mut session, inject).unwrap_err().words.contains("has come already"), "{inject}");
    }
    minute(&mut session, 300);
    assert_eq!(came(&session), [10, 10, 10, 10], "nothing comes twice");
    // With nothing in hand that it belongs to, who plays it is told so.
    let mut early = started(&[]);
    while early.go().unwrap() {}
    assert!(play(&mut early, "press").is_err());
}

#[test]
fn an_inject_of_an_incident_that_has_not_begun_is_refused_in_words() {
    let scenario = super::open(std::path::Path::new("scenarios/harbour-mutual/ransomware-tabletop.ron"));
    let mut session = Session::open(Opening { scenario: &scenario, seed: 1, seats: None, folder: None, wall: wall() }).unwrap();
    session.start(None).unwrap();
    let refused = act(&mut session, Act::Inject { inject: "reporter".to_owned() }).unwrap_err().words;
    assert!(refused.contains("has not begun") && refused.contains("said on the spot"), "{refused}");
    session.step().unwrap();
    act(&mut session, Act::Inject { inject: "reporter".to_owned() }).unwrap();
}

#[test]
fn nothing_goes_on_before_the_start_in_a_pause_or_after_the_end() {
    let mut session = Session::open(Opening { scenario: &scenario(), seed: 1, seats: None, folder: None, wall: wall() }).unwrap();
    assert!(session.step().unwrap_err().words.contains("has not started"));
    session.start(None).unwrap();
    assert!(session.step().unwrap());
    session.pause(None).unwrap();
    assert!(session.go().unwrap_err().words.contains("pauses"));
    assert!(act(&mut session, Act::Declare { incident: 1 }).is_err());
    session.start(None).unwrap();
    session.end(None).unwrap();
    assert_eq!(session.phase(), Phase::Ended);
    for tried in [session.go().err(), session.start(None).err(), session.end(None).err()] {
        assert!(tried.unwrap().words.contains("has ended"));
    }
    let account = session.account();
    assert!(account.ended && account.lasted > Span(0) && account.paused > Span(0) && account.began.starts_with("2023-11-"));
}

/// In a scenario in which nobody could be away and no system fails by itself: each effect moves its own part and nothing else.
#[test]
fn what_is_written_on_the_spot_has_its_effect_to_the_minute() {
    let on_the_spot = |effect: Spot| Act::Spot { says: "Something comes up.".to_owned(), to: None, effect };
    let hour = 3_600_000;
    // Amy has triage in hand and is called away at 10: Bob goes on at once with what is left of it, and nothing is lost.
    let mut session = started(&[]);
    minute(&mut session, 10);
    let away = |person: &str, lasts_ms| on_the_spot(Spot::Away { person: person.to_owned(), lasts_ms });
    act(&mut session, away("amy", 9 * hour)).unwrap();
    assert!(act(&mut session, away("amy", hour)).unwrap_err().words.contains("they are away"));
    let amy = id(&session, "amy");
    let until = |session: &Session| {
        session.facts().iter().find_map(|(_, f)| match *f {
            Fact::Away { person, until, .. } if person.0 == amy => Some(until.0 / 60_000),
            _ => None,
        })
    };
    assert_eq!(until(&session), Some(10 + 540));
    let started_by = |session: &Session| {
        let all = session
            .facts()
            .iter()
            .filter_map(|(at, f)| if let Fact::Started { person: Some(p), .. } = f { Some((at.0 / 60_000, p.0)) } else { None });
        all.collect::<Vec<_>>()
    };
    assert_eq!(started_by(&session), [(0, amy), (10, id(&session, "bob"))]);
    assert_eq!(recovered(session), [351]);
    // With both away until 3:10 nobody is there: the other is paged, and comes from home after 50 minutes.
    let mut session = started(&[]);
    minute(&mut session, 10);
    act(&mut session, away("amy", 3 * hour)).unwrap();
    act(&mut session, away("bob", 3 * hour)).unwrap();
    let account = session.account();
    assert_eq!(
        account.handed.iter().map(|h| h.says.as_str()).collect::<Vec<_>>(),
        ["Something comes up. (Amy is away for 3 h)", "Something comes up. (Bob is away for 3 h)"]
    );
    assert_eq!(recovered(session), [351 + 50]);
    // A system that nothing here can bring back is down for as long as is said, and then up again.
    let mut session = started(&[]);
    minute(&mut session, 10);
    act(&mut session, on_the_spot(Spot::Down { incident: 1, system: "web".to_owned(), lasts_ms: 8 * hour })).unwrap();
    let web = id_of_system(&session, "web");
    assert_eq!(recovered_at(&mut session, web), [490]);
    assert!(act(&mut session, on_the_spot(Spot::Down { incident: 7, system: "web".to_owned(), lasts_ms: hour })).is_err());
    // Worse in truth, and to those who have been through triage.
    let mut session = started(&[]);
    let severe = on_the_spot(Spot::Severity { incident: 1, severity: Bad::Critical });
    minute(&mut session, 40);
    act(&mut session, severe.clone()).unwrap();
    assert_eq!(at(&session, |f| matches!(f, Fact::Inject(fact::Told::Turns { in_truth: true, .. }))), [40]);
    assert_eq!(at(&session, |f| matches!(f, Fact::Inject(fact::Told::Turns { in_truth: false, .. }))), [40]);
    assert!(act(&mut session, severe).unwrap_err().words.contains("taken for that already"));
    assert_eq!(recovered(session), [351]);
    // Words, a role that somebody has, and a length are asked for.
    let mut session = started(&[]);
    let silent = Act::Spot { says: " ".to_owned(), to: None, effect: Spot::Away { person: "amy".to_owned(), lasts_ms: hour } };
    assert!(act(&mut session, silent).unwrap_err().words.contains("the words are missing"));
    let nobody =
        Act::Spot { says: "x".to_owned(), to: Some("cisso".to_owned()), effect: Spot::Away { person: "amy".to_owned(), lasts_ms: hour } };
    assert!(act(&mut session, nobody).unwrap_err().words.contains("did you mean \"ciso\"?"));
    assert!(act(&mut session, away("amy", 0)).unwrap_err().words.contains("say for how long"));
    assert!(session.tell(None, "", None).is_err() && session.tell(None, "x", Some("boss")).is_err());
}

/// When a system's service comes up, in minutes.
fn recovered_at(session: &mut Session, system: u32) -> Vec<i64> {
    while session.go().unwrap() {}
    at(session, |f| matches!(f, Fact::Up { system: of } if of.0 == system))
}
fn id_of_system(session: &Session, system: &str) -> u32 {
    session.plan().systems.iter().position(|s| s.id == system).unwrap() as u32
}
