//! What is told of an exercise before and after it: the dry run, the script as a table, and the words that all of them share.

pub mod msel;
pub mod plan;

use super::names::Names;
use super::words::{duration, harmless, list};
use crate::engine::chance::Dist;
use crate::model::exercise::{Begins, Deed, Expectation, Milestone, Need, Trigger};
use crate::model::ids::PersonId;
use crate::model::inject::{Cue, Inject};
use crate::model::plan::Plan;
use crate::study::measure::seconds;

/// The rules of the room where a scenario gives none.
pub const GROUND_RULES: [&str; 6] = [
    "Nobody is tested here: plans, rights and numbers of people are.",
    "Say what you would do, with what you know by now.",
    "Who is not reached in the story does not speak until they are.",
    "The story's clock stands while we talk; a decision costs the story's time.",
    "Do not fight the scenario: say what could not happen, and it is noted.",
    "What leads away from the question goes to the parking lot.",
];

/// The rules of the room.
pub fn ground_rules(plan: &Plan) -> Vec<String> {
    let own = plan.exercise.as_ref().map_or(&[][..], |exercise| &exercise.ground_rules);
    if own.is_empty() { GROUND_RULES.map(str::to_owned).to_vec() } else { own.iter().map(|rule| harmless(rule)).collect() }
}

/// A stage that an incident comes to.
pub fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Occurred => "the first harm",
        Milestone::Alerted => "the first alert",
        Milestone::Acknowledged => "the first answer",
        Milestone::Aware => "it is known to be an incident",
        Milestone::Declared => "a major incident is declared",
        Milestone::Escalated => "one who may act and one who may decide are engaged",
        Milestone::Contained => "it is contained",
        Milestone::Recovered => "everything is back",
    }
}

/// What an expectation follows on.
pub fn trigger(plan: &Plan, trigger: Trigger) -> String {
    let names = Names(plan);
    match trigger {
        Trigger::Milestone(of) => milestone(of).to_owned(),
        Trigger::Down(system) => format!("{} is lost", names.system(system)),
        Trigger::Asked(decision) => format!("the decision {} is asked for", names.decision(decision)),
        Trigger::Decided(decision) => format!("{} is decided", names.decision(decision)),
        Trigger::Injected(inject) => format!("the inject {}", harmless(&plan.injects.injects[inject.at()].id)),
    }
}

/// What should happen.
pub fn deed(plan: &Plan, deed: &Deed) -> String {
    let names = Names(plan);
    match deed {
        Deed::Milestone(of) => milestone(*of).to_owned(),
        Deed::Decided(decision) => format!("{} is decided by those who may", names.decision(*decision)),
        Deed::Approved(decision) => format!("{} is approved by those who may", names.decision(*decision)),
        Deed::Restored(system) => format!("{} is back", names.system(*system)),
        Deed::Sent(notice) => format!("{} is told", names.notice(*notice)),
        Deed::Done(tasks) => tasks.first().map_or(String::new(), |task| format!("{} is done", names.task(*task))),
        Deed::Paged(name, _) => format!("{} is paged", harmless(name)),
    }
}

/// An expectation in a sentence, without its deadline.
pub fn expected(plan: &Plan, expectation: &Expectation) -> String {
    if let Some(text) = &expectation.text {
        return harmless(text);
    }
    let deeds: Vec<String> = expectation.deeds.iter().map(|of| deed(plan, of)).collect();
    let joined = match expectation.need {
        Need::All => list(&deeds, 20),
        Need::AtLeastOne => deeds.join(", or "),
    };
    let mut letters = joined.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// Its deadline: "within 45 min after the decision isolate is asked for".
pub fn due(plan: &Plan, expectation: &Expectation) -> String {
    format!("within {} after {}", duration(seconds(expectation.within)), trigger(plan, expectation.after))
}

/// A time of the story as a facilitator reads it: "Sat 02:14", or so long after the first harm.
pub fn begins(plan: &Plan, begins: Option<Begins>) -> String {
    match begins {
        None => "the start".to_owned(),
        Some(Begins::At(at)) => plan.zone.format(at),
        Some(Begins::After(span)) => format!("first harm + {}", duration(seconds(span))),
    }
}

/// When an inject comes, in words.
pub fn comes(plan: &Plan, inject: &Inject) -> String {
    let names = Names(plan);
    if inject.held_back {
        return "when the facilitator plays it".to_owned();
    }
    if let Some(at) = inject.at {
        return after(inject, plan.zone.format(at));
    }
    let cues: Vec<String> = inject.cues.iter().map(|of| cue(names, *of)).collect();
    let mut cues = cues;
    cues.dedup();
    let chance = if inject.chance < 1.0 { format!(", in {} of cases", super::words::share(inject.chance)) } else { String::new() };
    after(inject, cues.join(" or ")) + &chance
}

fn after(inject: &Inject, what: String) -> String {
    match &inject.after {
        Some(Dist::Fixed(fixed)) if *fixed == 0.0 => what,
        Some(after) => {
            let about = if matches!(after, Dist::Fixed(_)) { "" } else { "about " };
            format!("{about}{} after {what}", duration(after.mean() / 1000.0))
        }
        None => what,
    }
}

fn cue(names: Names, cue: Cue) -> String {
    match cue {
        Cue::Began => "it begins".to_owned(),
        Cue::Occurred => milestone(Milestone::Occurred).to_owned(),
        Cue::Stage(attack, stage) => {
            let stages = &names.0.attacks[attack.at()].stages;
            stages.get(usize::from(stage)).map_or(String::new(), |(name, ..)| format!("the attack reaches {}", harmless(name)))
        }
        Cue::Alerted => milestone(Milestone::Alerted).to_owned(),
        Cue::Silent => "an escalation has run out of steps".to_owned(),
        Cue::Acknowledged => milestone(Milestone::Acknowledged).to_owned(),
        Cue::Aware => milestone(Milestone::Aware).to_owned(),
        Cue::Declared => milestone(Milestone::Declared).to_owned(),
        Cue::Leaderless => "nobody leads it".to_owned(),
        Cue::Escalated => milestone(Milestone::Escalated).to_owned(),
        Cue::Contained => milestone(Milestone::Contained).to_owned(),
        Cue::Recovered => milestone(Milestone::Recovered).to_owned(),
        Cue::Down(system) => format!("{} is lost", names.system(system)),
        Cue::Lost(so_many) => format!("{so_many} systems are lost"),
        Cue::Started(task) => format!("work on {} starts", names.task(task)),
        Cue::Done(task) => format!("{} is done", names.task(task)),
        Cue::Failed(task) => format!("{} fails", names.task(task)),
        Cue::Asked(decision) => format!("the decision {} is asked for", names.decision(decision)),
        Cue::Approved(decision) => format!("{} is approved", names.decision(decision)),
        Cue::Refused(decision) => format!("{} is refused", names.decision(decision)),
        Cue::Sent(notice) => format!("{} is told", names.notice(notice)),
        Cue::Missed(notice) => format!("the deadline for {} passes", names.notice(notice)),
        Cue::Injected(inject) => format!("the inject {}", harmless(&names.0.injects.injects[inject.at()].id)),
    }
}

/// People by the names that the scenario gives them, or the whole room.
pub fn to(plan: &Plan, people: &[PersonId]) -> String {
    let names: Vec<String> = people.iter().map(|person| Names(plan).person(*person)).collect();
    if names.is_empty() { "the room".to_owned() } else { list(&names, 6) }
}

/// Rows as columns of text, two blanks apart; those named in `right` are set to the right.
pub(crate) fn columns(rows: &[Vec<String>], right: &[usize]) -> String {
    let many = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..many).map(wide).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let width = widths[at];
            line.push_str(&if right.contains(&at) { format!("{cell:>width$}  ") } else { format!("{cell:<width$}  ") });
        }
        text.push_str("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
