//! The script of an exercise as exercise planners keep it: a master scenario events list, a row an inject. From rows to a layer of a scenario, and
//! from a scenario to rows. What a spreadsheet file looks like is the report's matter.
//!
//! **Columns** are known by their names, loosely: "Event / Inject", "event" and "Description" are one. Number, time, event, from, to, expected action,
//! objective and notes are read; others are named and left alone.
//!
//! **Times**: so long after the first harm (`+4h`, `H+4`, `T+0:45`, `D+1 H+2 M+30`), a moment (`2026-03-07 02:14`), or a time of day (`02:14`), which is
//! that of the day of the row before, or of the next day where it would be earlier. An empty one, or "held back", is the facilitator's to play.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::plan::{Arrivals, Plan};
use crate::model::roster::Zone;
use crate::scenario::remedy::patch::quoted;

mod heads;
mod parts;
mod times;

use heads::Heads;
use parts::{Parts, said};
use times::{after_harm, clock, moment, span};

/// The columns, as they are called in files that firedrill writes.
pub const COLUMNS: [&str; 8] = ["No.", "Time", "Event / Inject", "From", "To", "Expected action", "Objective", "Notes"];
/// More rows than this are no script that anybody could play.
const MOST_ROWS: usize = 2000;
/// A cell is no longer than this.
const LONGEST: usize = 10_000;

/// A row of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells, in the order of [`COLUMNS`].
    pub cells: [String; COLUMNS.len()],
}

/// What is wrong with a list, by row and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slips(pub Vec<String>);
impl fmt::Display for Slips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The layer, as RON.
    pub overlay: String,
    /// How many injects it has, and how many of these the scenario had before.
    pub injects: (usize, usize),
    /// What was read otherwise than a reader might expect.
    pub remarks: Vec<String>,
}

const NUMBER: usize = 0;
const TIME: usize = 1;
const EVENT: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const EXPECTED: usize = 5;
const OBJECTIVE: usize = 6;
const NOTES: usize = 7;

/// From the cells of a file to a layer for a scenario. `now_says` gives what a file of firedrill's own says as the time of each of the scenario's injects.
pub fn import(plan: &Plan, table: &[Vec<String>], now_says: &[String]) -> Result<Imported, Slips> {
    let heads = Heads::find(table)?;
    let mut import =
        Import { plan, heads, now_says, slips: Vec::new(), remarks: Vec::new(), day: first_day(plan), before: None, ids: BTreeSet::new() };
    import.unknown_columns();
    let mut parts = Parts::default();
    let body = table.iter().enumerate().skip(import.heads.row + 1).filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    for (row, cells) in body {
        if parts.injects.len() == MOST_ROWS {
            import.slips.push(format!("row {}: more than {MOST_ROWS} injects", row + 1));
            break;
        }
        import.row(row, cells, &mut parts);
    }
    if parts.injects.is_empty() && import.slips.is_empty() {
        import.slips.push("no row below the names of the columns says anything".to_owned());
    }
    if !import.slips.is_empty() {
        return Err(Slips(import.slips));
    }
    let injects = (parts.injects.len(), parts.known);
    Ok(Imported { overlay: parts.write(), injects, remarks: import.remarks })
}

/// The day on which times of day begin: that of the first dated move, or of the first dated incident, or of the start.
fn first_day(plan: &Plan) -> jiff::civil::Date {
    use crate::model::exercise::Begins;
    let of_move = plan.exercise.as_ref().and_then(|exercise| exercise.moves.first()).and_then(|m| match m.begins {
        Some(Begins::At(at)) => Some(at),
        _ => None,
    });
    let dated = plan.kinds.iter().filter_map(|kind| if let Arrivals::At(at) = kind.arrivals { Some(at) } else { None }).min();
    let at = of_move.or(dated).unwrap_or_default();
    day(&plan.zone, at)
}

fn day(zone: &Zone, at: crate::engine::time::Instant) -> jiff::civil::Date {
    zone.civil(at).date()
}

struct Import<'i> {
    plan: &'i Plan,
    heads: Heads,
    now_says: &'i [String],
    slips: Vec<String>,
    remarks: Vec<String>,
    day: jiff::civil::Date,
    before: Option<jiff::civil::Time>,
    ids: BTreeSet<String>,
}

impl Import<'_> {
    fn unknown_columns(&mut self) {
        let ours: Vec<usize> = self.heads.of.iter().flatten().copied().collect();
        let others = self.heads.names.iter().enumerate().filter(|(at, name)| !ours.contains(at) && !name.trim().is_empty());
        let others: Vec<&str> = others.map(|(_, name)| name.trim()).collect();
        if !others.is_empty() {
            self.remarks.push(format!("not read: the columns {}", others.join(", ")));
        }
        if self.heads.of[TIME].is_none() {
            self.remarks.push("there is no column Time: every inject is held back for the facilitator".to_owned());
        }
    }

    fn row(&mut self, row: usize, cells: &[String], parts: &mut Parts) {
        let cell = |ours: usize| self.heads.row(cells, ours).to_owned();
        let (number, time, event) = (cell(NUMBER), cell(TIME), cell(EVENT));
        if let Some(ours) = (0..COLUMNS.len()).find(|ours| self.heads.row(cells, *ours).len() > LONGEST) {
            self.slips.push(format!("{}: more than {LONGEST} characters", self.heads.place(row, ours)));
            return;
        }
        if event.is_empty() {
            self.slips.push(format!("{}: it says nothing, and nobody could read it out", self.heads.place(row, EVENT)));
            return;
        }
        let Some((id, known)) = self.id(row, &number) else { return };
        let mut fields = vec![format!("says: {}", said(&event))];
        match self.when(&time, known) {
            Ok(When::AsItIs) => {}
            Ok(When::HeldBack) => {
                let held = known.is_some_and(|at| self.plan.injects.injects[at].held_back);
                if !held {
                    fields.push("held_back: true".to_owned());
                    parts.take_out(&id, known, self.plan, &["at", "when", "after", "chance"]);
                }
            }
            Ok(When::At(at)) => {
                fields.push(format!("at: {}", quoted(&at)));
                parts.take_out(&id, known, self.plan, &["when", "after", "held_back"]);
            }
            Err(why) => {
                self.slips.push(format!("{}: {why}", self.heads.place(row, TIME)));
                return;
            }
        }
        parts.known += usize::from(known.is_some());
        let first = first_incident(self.plan);
        if known.is_none()
            && let Some(first) = first
        {
            fields.push(format!("r#for: [{}]", quoted(first)).replace("r#for", "for"));
        }
        parts.injects.push(format!("        {}: ({}),\n", quoted(&id), fields.join(", ")));
        self.card(row, cells, &id, parts);
    }

    fn card(&mut self, row: usize, cells: &[String], id: &str, parts: &mut Parts) {
        let cell = |ours: usize| self.heads.row(cells, ours).to_owned();
        let mut notes = cell(NOTES);
        let mut card = Vec::new();
        for (ours, field) in [(FROM, "from"), (EXPECTED, "expected")] {
            let text = cell(ours);
            if !text.is_empty() {
                card.push(format!("{field}: {}", said(&text)));
            }
        }
        let to = cell(TO);
        let (found, lost) = self.addressees(&to);
        if !found.is_empty() {
            let all: Vec<String> = found.iter().map(|id| quoted(id)).collect();
            card.push(format!("to: [{}]", all.join(", ")));
        }
        if !lost.is_empty() {
            let place = self.heads.place(row, TO);
            self.remarks
                .push(format!("{place}: the scenario has no person, role or team {}; the card says it in its notes", lost.join(", ")));
            notes = format!("{}To: {}", if notes.is_empty() { String::new() } else { format!("{notes} ") }, to);
        }
        let objective = cell(OBJECTIVE);
        if !objective.is_empty() {
            card.push(format!("objective: {}", quoted(&self.objective(&objective, parts))));
        }
        if !notes.is_empty() {
            card.push(format!("notes: {}", said(&notes)));
        }
        if !card.is_empty() {
            parts.cards.push(format!("            {}: ({}),\n", quoted(id), card.join(", ")));
        }
    }

    /// The id of a row's inject, and its place where the scenario has it already.
    fn id(&mut self, row: usize, number: &str) -> Option<(String, Option<usize>)> {
        let known = self.plan.injects.injects.iter().position(|inject| inject.id == number);
        let id = match known {
            Some(_) => number.to_owned(),
            None => {
                let bare = if number.is_empty() { (row - self.heads.row).to_string() } else { slug(number) };
                if bare.starts_with(|c: char| c.is_ascii_digit()) || bare.is_empty() { format!("msel-{bare}") } else { bare }
            }
        };
        // A number that has become the id of an inject by an import before is known again.
        let known = known.or_else(|| self.plan.injects.injects.iter().position(|inject| inject.id == id));
        if !self.ids.insert(id.clone()) {
            self.slips.push(format!("{}: another row has the number {number} too", self.heads.place(row, NUMBER)));
            return None;
        }
        Some((id, known))
    }

    fn when(&mut self, time: &str, known: Option<usize>) -> Result<When, String> {
        if known.and_then(|at| self.now_says.get(at)).is_some_and(|now| now.trim() == time) {
            return Ok(When::AsItIs);
        }
        let lower = time.to_lowercase();
        if ["", "-", "held back", "contingency", "tbd", "as needed", "ad hoc", "on call"].contains(&lower.as_str()) {
            return Ok(When::HeldBack);
        }
        if let Some(minutes) = after_harm(&lower) {
            return Ok(When::At(format!("+{}", span(minutes))));
        }
        if let Some(moment) = moment(time) {
            self.day = moment.date();
            self.before = Some(moment.time());
            return Ok(When::At(format!("{}T{:02}:{:02}", moment.date(), moment.hour(), moment.minute())));
        }
        if let Some(clock) = clock(&lower) {
            if self.before.is_some_and(|before| clock < before) {
                self.day = self.day.tomorrow().map_err(|_| "it is too far away".to_owned())?;
            }
            self.before = Some(clock);
            return Ok(When::At(format!("{}T{:02}:{:02}", self.day, clock.hour(), clock.minute())));
        }
        Err(format!(
            "\"{time}\" is no time; write +1h 30m after the first harm, 2026-03-07 02:14, 02:14, or leave it empty for one that is held back"
        ))
    }

    /// Whom a cell means: ids of the scenario, and what it does not know.
    fn addressees(&self, to: &str) -> (Vec<String>, Vec<String>) {
        let (mut found, mut lost) = (Vec::new(), Vec::new());
        for name in to.split([',', ';', '/', '\n', '&']).map(str::trim).filter(|name| !name.is_empty()) {
            if ["all", "everyone", "everybody", "the room", "all players", "players", "room", "exercise players"]
                .contains(&name.to_lowercase().as_str())
            {
                continue;
            }
            match self.addressee(name) {
                Some(id) if !found.contains(&id) => found.push(id),
                Some(_) => {}
                None => lost.push(format!("\"{name}\"")),
            }
        }
        (found, lost)
    }

    fn addressee(&self, name: &str) -> Option<String> {
        let wanted = slug(name);
        let alike = |text: &str| slug(text) == wanted;
        let people = &self.plan.people;
        let person = people.iter().find(|p| alike(&p.id)).or_else(|| people.iter().find(|p| alike(&p.name))).map(|p| p.id.clone());
        let role = || people.iter().filter_map(|p| p.role.as_ref()).find(|role| alike(role)).cloned();
        let team = || self.plan.teams.iter().find(|team| alike(&team.id) || alike(&team.name)).map(|team| team.id.clone());
        person.or_else(role).or_else(team)
    }

    fn objective(&mut self, words: &str, parts: &mut Parts) -> String {
        let wanted = slug(words);
        let own = self.plan.exercise.iter().flat_map(|exercise| &exercise.objectives);
        let starts = |id: &str| id.split('-').next() == Some(wanted.as_str());
        let known = own.clone().find(|o| o.id == wanted || slug(&o.text) == wanted).or_else(|| own.clone().find(|o| starts(&o.id)));
        if let Some(known) = known {
            return known.id.clone();
        }
        let id: String = if wanted.is_empty() { "objective".to_owned() } else { wanted.chars().take(60).collect() };
        if !parts.objectives.iter().any(|(other, _)| *other == id) {
            self.remarks.push(format!("new objective {id}: its capability is to be written, and nothing is expected for it yet"));
            parts.objectives.push((id.clone(), words.to_owned()));
        }
        id
    }
}

/// When a row's inject comes.
enum When {
    AsItIs,
    HeldBack,
    At(String),
}

/// The one incident that injects are written for: the first with a date, where there are several.
fn first_incident(plan: &Plan) -> Option<&str> {
    let real = plan.kinds.iter().filter(|kind| kind.change.is_none());
    if real.clone().count() < 2 {
        return None;
    }
    let dated = real.filter_map(|kind| if let Arrivals::At(at) = kind.arrivals { Some((at, kind.id.as_str())) } else { None });
    dated.min().map(|(_, id)| id)
}

/// A text as part of an id.
fn slug(text: &str) -> String {
    let kept: String = text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    kept.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").chars().take(70).collect()
}
