//! Sessions: their journals replay to the same facts, whatever is torn off their ends; they branch.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use firedrill::exercise::journal::{JOURNAL, Subject, What};
use firedrill::exercise::words::{Act, Bad, Choice, Ends, Says, Spot};
use firedrill::exercise::{Kind, Opening, Session, Upto, Viewer, headless};
use firedrill::scenario::Scenario;

use super::generator::Dice;
use super::{everybody, random};

/// A wall clock that tells another time each time it is asked: nothing may depend on it.
pub fn wall() -> Box<dyn Fn() -> u64 + Send> {
    static NOW: AtomicU64 = AtomicU64::new(1_700_000_000_000);
    Box::new(|| NOW.fetch_add(137, Ordering::Relaxed))
}

pub fn opened(scenario: &Scenario, seed: u64, folder: Option<&Path>) -> Session {
    let seats = Some(everybody(scenario));
    Session::open(Opening { scenario, seed, seats, folder, wall: wall() }).unwrap()
}

/// Makes a choice that is waited for: any, or the first.
fn choose(session: &mut Session, dice: &mut Dice, any: bool) {
    let pending = session.pending();
    let (at, offer) = &pending[if any { dice.below(pending.len()) } else { 0 }];
    let ms = |dice: &mut Dice| dice.below(90 * 60_000) as i64;
    let choice = match *offer {
        offer if dice.chance(50) => offer,
        Choice::Decide { .. } => {
            let says = [Says::Approve, Says::Approve, Says::Defer, Says::Refuse][dice.below(4)];
            Choice::Decide { says, takes_ms: ms(dice) }
        }
        Choice::Answer { .. } => Choice::Answer { after_ms: if dice.chance(70) { Some(ms(dice)) } else { None } },
    };
    session.choose(Some("the room"), at, choice, Some("as the dice fall")).unwrap();
}

/// Does anything that people could do, if it can be done.
fn act(session: &mut Session, dice: &mut Dice) -> bool {
    let view = session.view(&Viewer::Facilitator);
    let incident = 1 + dice.below(view.incidents.len().max(1)) as u32;
    let person = view.people[dice.below(view.people.len())].id.clone();
    let task = (!view.tasks.is_empty()).then(|| view.tasks[dice.below(view.tasks.len())].clone());
    let after_ms = if dice.chance(50) { 0 } else { dice.below(3_600_000) as i64 };
    let severity = [Bad::Low, Bad::Medium, Bad::High, Bad::Critical][dice.below(4)];
    let act = match (dice.below(10), task) {
        (8, _) => Act::Spot {
            says: "something comes up".to_owned(),
            to: None,
            effect: match dice.below(3) {
                0 => Spot::Away { person, lasts_ms: 1 + after_ms },
                1 if !view.systems.is_empty() => {
                    Spot::Down { incident, system: view.systems[dice.below(view.systems.len())].id.clone(), lasts_ms: 1 + after_ms }
                }
                _ => Spot::Severity { incident, severity },
            },
        },
        (0, _) => Act::Page { incident, person },
        (1, _) => Act::Declare { incident },
        (2, _) => Act::Assess { incident, severity },
        (3, _) if !view.injects.is_empty() => Act::Inject { inject: view.injects[dice.below(view.injects.len())].id.clone() },
        (4, Some(task)) => Act::Assign { incident: task.incident, task: task.id, system: task.system, person },
        (5, Some(task)) => {
            let ends = if dice.chance(70) { Ends::Done } else { Ends::Failed };
            Act::EndTask { incident: task.incident, task: task.id, system: task.system, after_ms, ends }
        }
        (6, _) => Act::AnswerPage { incident, person, after_ms: Some(after_ms).filter(|_| dice.chance(80)) },
        _ if !view.systems.is_empty() => Act::SystemBack { incident, system: view.systems[dice.below(view.systems.len())].id.clone() },
        _ => return false,
    };
    session.act(Some("facilitator"), &act, Some("to see what happens")).is_ok()
}

/// Goes on with a session to its end. What is done depends on the seed and on the number of entries alone, so that one that was torn off goes on
/// as it would have.
pub fn go_on(session: &mut Session, seed: u64, acts: bool) {
    let most = 30 + seed % 20;
    if session.journal().entries().is_empty() {
        session.start(None).unwrap();
    }
    while session.over().is_none() && (session.journal().entries().len() as u64) < most {
        let entries = session.journal().entries().len();
        let mut dice = Dice::new(seed.wrapping_mul(1_000_003) ^ entries as u64);
        while session.journal().entries().len() == entries {
            if !session.pending().is_empty() && dice.chance(70) {
                choose(session, &mut dice, acts);
                continue;
            }
            match dice.below(10) {
                0..=2 => drop(session.step().unwrap()),
                3..=4 => drop(session.go().unwrap()),
                5 => {
                    let at = session.clock() + firedrill::engine::time::Span(dice.below(7_200_000) as i64);
                    session.until(at).unwrap();
                }
                6..=7 if acts => drop(act(session, &mut dice)),
                8 if acts => {
                    let people = &session.plan().people;
                    let person = people[dice.below(people.len())].id.clone();
                    session.seat(None, &person, dice.chance(50)).unwrap();
                }
                9 => {
                    let what = What::Note { text: "something to remember".to_owned(), about: Subject::ParkingLot };
                    session.note(Some("evaluator"), what, None).unwrap();
                }
                _ => {}
            }
        }
    }
    // To the end by the offers, if the play is not over yet.
    while session.over().is_none() {
        while let Some((at, offer)) = session.pending().first().cloned() {
            session.choose(None, &at, offer, None).unwrap();
        }
        if session.over().is_none() && session.pending().is_empty() {
            session.go().unwrap();
        }
    }
    if session.phase() != firedrill::exercise::Phase::Ended {
        session.end(None).unwrap();
    }
}

#[test]
fn a_hundred_random_sessions_replay_to_the_same_facts() {
    let mut acted = [0; 3];
    for seed in 0..100 {
        let dir = tempfile::tempdir().unwrap();
        let mut session = opened(&random(seed), seed, Some(dir.path()));
        go_on(&mut session, seed, true);
        for entry in session.journal().entries() {
            match entry.what {
                What::Chose { choice, offered, .. } => acted[usize::from(choice == offered)] += 1,
                What::Acted(_) => acted[2] += 1,
                _ => {}
            }
        }
        let (replayed, said) = Session::replay(dir.path(), wall()).unwrap_or_else(|trouble| panic!("{seed}: {trouble}"));
        assert!(said.is_empty(), "{seed}: {said:?}");
        assert_eq!(replayed.fingerprint(), session.fingerprint(), "{seed}");
        assert!(replayed.facts() == session.facts(), "{seed}");
        assert_eq!(replayed.journal().entries(), session.journal().entries());
    }
    assert!(acted.iter().all(|count| *count > 100), "other choices, offers, acts: {acted:?}");
}

#[test]
fn a_session_torn_off_anywhere_goes_on_to_the_same_end() {
    for seed in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let scenario = random(seed);
        let mut session = opened(&scenario, seed, Some(dir.path()));
        go_on(&mut session, seed, true);
        let (end, whole) = (session.fingerprint(), std::fs::read(dir.path().join(JOURNAL)).unwrap());
        let head = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let mut dice = Dice::new(seed ^ 0x0007_0A4E);
        for _ in 0..10 {
            let cut = head + dice.below(whole.len() - head);
            std::fs::write(dir.path().join(JOURNAL), &whole[..cut]).unwrap();
            let (mut torn, said) = Session::resume(dir.path(), wall()).unwrap_or_else(|trouble| panic!("{seed} at {cut}: {trouble}"));
            assert_eq!(said.len(), usize::from(whole[cut - 1] != b'\n'), "{said:?}");
            go_on(&mut torn, seed, true);
            assert_eq!(torn.fingerprint(), end, "{seed} at {cut}");
            drop(torn);
            let (again, _) = Session::replay(dir.path(), wall()).unwrap();
            assert_eq!(again.fingerprint(), end);
        }
    }
}

#[test]
fn a_policy_that_repeats_the_choices_of_the_room_plays_the_same() {
    let mut repeated = 0;
    for seed in 0..100 {
        let scenario = random(seed);
        let mut session = opened(&scenario, seed, None);
        go_on(&mut session, seed, false);
        let choices = headless::choices(session.journal().entries());
        let policy = &mut |at: &_, _: &_| {
            repeated += 1;
            choices[at]
        };
        let mut facts = Vec::new();
        let played = headless::play(&scenario.plan, seed, &everybody(&scenario), policy, &mut |at, fact| facts.push((at, *fact))).unwrap();
        assert!(facts == session.facts(), "{seed}");
        assert_eq!(Some(played), session.over());
    }
    assert!(repeated > 500, "{repeated}");
}

#[test]
fn a_branch_without_a_change_is_the_original_and_one_with_a_change_is_not() {
    let mut others = 0;
    for seed in 0..100 {
        let mut session = opened(&random(seed), seed, None);
        go_on(&mut session, seed, true);
        let entries = session.journal().entries().len() as u64;
        let whole = session.branch(Upto::Entries(entries), None, wall()).unwrap();
        assert!(whole.facts() == session.facts(), "{seed}");
        for part in [entries / 3, entries / 2] {
            let mut branch = session.branch(Upto::Entries(part), None, wall()).unwrap();
            assert_eq!(branch.journal().entries().len() as u64, part);
            go_on(&mut branch, seed, true);
            assert_eq!(branch.fingerprint(), session.fingerprint(), "{seed} at {part}");
            let mut other = session.branch(Upto::Entries(part), None, wall()).unwrap();
            go_on(&mut other, seed + 1_000, true);
            others += usize::from(other.fingerprint() != session.fingerprint());
        }
        let middle = session.facts()[session.facts().len() / 2].0;
        let branch = session.branch(Upto::Story(middle), None, wall()).unwrap();
        assert!(branch.clock() <= middle && session.facts().starts_with(branch.facts()), "{seed}");
    }
    assert!(others > 15, "{others}");
}

#[test]
fn a_journal_that_does_not_fit_is_said_to_be_so() {
    let dir = tempfile::tempdir().unwrap();
    let scenario = random(3);
    let mut session = opened(&scenario, 3, Some(dir.path()));
    go_on(&mut session, 3, false);
    let path = dir.path().join(JOURNAL);
    let whole = std::fs::read_to_string(&path).unwrap();
    let tried = |text: String| {
        std::fs::write(&path, text).unwrap();
        Session::replay(dir.path(), wall()).err().map(|trouble| trouble.words).unwrap_or_default()
    };
    let chose = whole.lines().find(|line| line.contains("\"chose\"")).unwrap();
    let other = chose.replace("\"page\":1", "\"page\":77").replace("\"asking\":1", "\"asking\":77");
    assert_ne!(chose, other);
    assert!(tried(whole.replace(chose, &other)).contains("does not wait for the choice"));
    assert!(tried(whole.replace(&format!("{chose}\n"), "")).contains("a line is missing or twice there"));
    assert!(tried(whole.replacen("\"seed\":3", "\"seed\":4", 1)).contains("does not fit this play"));
    assert!(tried(whole.replacen("{\"entry\":2", "{\"entri\":2", 1)).contains(":3: this is no line of a session's journal"));
    assert!(tried(String::new()).contains("ends before the session began"));
    assert_eq!(tried(whole.clone()), "");
    std::fs::write(dir.path().join("scenario.ron"), random(4).canonical).unwrap();
    assert!(tried(whole).contains("has been changed since the session"));
}

#[test]
fn of_two_who_press_at_once_one_wins_and_the_other_is_told() {
    let mut session = opened(&random(1), 1, None);
    session.start(None).unwrap();
    while session.pending().is_empty() {
        assert!(session.go().unwrap(), "a choice comes up");
    }
    let (at, offer) = session.pending()[0].clone();
    session.choose(Some("first"), &at, offer, None).unwrap();
    let second = session.choose(Some("second"), &at, offer, None).unwrap_err();
    assert_eq!(second.kind, Kind::Overtaken);
    let made = session.journal().entries().iter().filter(|entry| entry.what.has_effect());
    assert_eq!(made.map(|entry| entry.who.as_deref()).collect::<Vec<_>>(), [Some("first")]);
}
