//! Mistakes found in a text, and how they are shown.

use super::source::{Place, Sources, floor};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// The most problems that are shown at once.
const SHOWN: usize = 50;
/// The most problems that are kept; further ones are only counted.
const KEPT: usize = 1000;
/// The most bytes of one line that are shown.
const LINE_BYTES: usize = 400;
/// The most lines between two places for them to be shown in one excerpt.
const NEAR_LINES: usize = 40;

/// One mistake: what is wrong, where, and what would be right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Where the mistake was made, if it was made in a text.
    pub place: Option<Place>,
    /// What is wrong.
    pub title: String,
    /// What was expected; shown beside the underline.
    pub label: String,
    /// What to do about it, for example "did you mean `count`?".
    pub help: Option<String>,
    /// Further places that explain the mistake, for example the first definition.
    pub also: Vec<(Place, String)>,
}

impl Problem {
    /// Says what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Shows a second place with a remark of its own.
    pub fn also(&mut self, place: Place, label: impl Into<String>) -> &mut Self {
        self.also.push((place, label.into()));
        self
    }
}

/// All mistakes found so far. At most 1000 are kept; the rest is counted.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    kept: Vec<Problem>,
    beyond: usize,
    /// Takes the last problem that is only counted.
    spare: Option<Box<Problem>>,
}

impl Problems {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a mistake made at a place and returns it, to add help and further places.
    pub fn at(&mut self, place: Place, title: impl Into<String>, label: impl Into<String>) -> &mut Problem {
        self.push(Problem { place: Some(place), title: title.into(), label: label.into(), ..Problem::default() })
    }

    /// Adds a mistake that has no place in a text, such as a missing file.
    pub fn general(&mut self, title: impl Into<String>) -> &mut Problem {
        self.push(Problem { title: title.into(), ..Problem::default() })
    }

    /// Adds a mistake.
    pub fn push(&mut self, problem: Problem) -> &mut Problem {
        if self.kept.len() >= KEPT {
            self.beyond += 1;
            return self.spare.insert(Box::new(problem));
        }
        let last = self.kept.len();
        self.kept.push(problem);
        &mut self.kept[last]
    }

    /// Adds all mistakes of another collection.
    pub fn append(&mut self, other: Problems) {
        for problem in other.kept {
            self.push(problem);
        }
        self.beyond += other.beyond;
    }

    /// Shows beside each mistake that was found elsewhere the place that it comes from.
    pub fn come_from(&mut self, place: Place, label: &str) {
        let elsewhere = |problem: &&mut Problem| problem.place.is_none_or(|at| at.file != place.file || at.start != place.start);
        self.kept.iter_mut().filter(elsewhere).for_each(|problem| {
            problem.also(place, label);
        });
    }

    /// Whether no mistake was found.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many mistakes were found.
    pub fn len(&self) -> usize {
        self.kept.len() + self.beyond
    }

    /// The mistakes in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }
}

/// Long numbers in words of ours are easier to read as 10,000; what stands in quotes, or belongs to a name, stays as it was written.
fn grouped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut quoted = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let part_of_a_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        let alone = !all.ends_with(part_of_a_name) && !rest[digits..].starts_with(|c: char| part_of_a_name(c) && c != '.' && c != ':');
        if digits > 4 && alone && quoted.is_none() {
            for (place, digit) in rest[..digits].chars().enumerate() {
                if place > 0 && (digits - place) % 3 == 0 {
                    all.push(',');
                }
                all.push(digit);
            }
            rest = &rest[digits..];
            continue;
        }
        match quoted {
            Some(quote) if c == quote => quoted = None,
            None if matches!(c, '`' | '"') => quoted = Some(c),
            _ => {}
        }
        let taken = digits.max(c.len_utf8());
        all.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    all
}

/// Shows problems with file, line, column and the line itself, sorted by file
/// and place. At most 50 are shown. Characters that could act on a terminal or
/// reorder the text are replaced by `�`.
pub fn render(problems: &Problems, sources: &Sources, colour: bool) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| (a.place, &a.title).cmp(&(b.place, &b.title)));
    sorted.dedup();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut shown: Vec<String> = sorted.iter().take(SHOWN).map(|problem| renderer.render(&[group(problem, sources)])).collect();
    let more = sorted.len().saturating_sub(SHOWN) + problems.beyond;
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.iter().map(|text| format!("{}\n", text.trim_end())).collect::<Vec<_>>().join("\n")
}

/// One problem as the renderer wants it.
fn group<'a>(problem: &Problem, sources: &Sources) -> Group<'a> {
    let mut group = Group::with_title(Level::ERROR.primary_title(harmless(&grouped(&problem.title))));
    if let Some(place) = problem.place {
        group = excerpts(group, problem, place, sources);
    } else if !problem.label.is_empty() {
        group = group.element(Level::NOTE.message(harmless(&grouped(&problem.label))));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(harmless(help)));
    }
    group
}

/// A place to underline.
struct Mark<'a> {
    place: Place,
    label: &'a str,
    kind: AnnotationKind,
    line: usize,
}

fn excerpts<'a>(mut group: Group<'a>, problem: &Problem, place: Place, sources: &Sources) -> Group<'a> {
    let line = |place| sources.line_column(place).0;
    let first = Mark { place, label: &problem.label, kind: AnnotationKind::Primary, line: line(place) };
    let mut near = vec![first];
    let mut far = Vec::new();
    for (also, label) in &problem.also {
        let mark = Mark { place: *also, label, kind: AnnotationKind::Context, line: line(*also) };
        let joined = also.file == place.file && mark.line.abs_diff(near[0].line) <= NEAR_LINES;
        if joined { near.push(mark) } else { far.push(mark) }
    }
    for marks in std::iter::once(near).chain(far.into_iter().map(|mark| vec![mark])) {
        group = excerpt(group, &marks, sources);
    }
    group
}

/// One excerpt with all its underlines. Only the lines needed are handed to the
/// renderer, and of very long lines only the part around the place.
fn excerpt<'a>(group: Group<'a>, marks: &[Mark<'_>], sources: &Sources) -> Group<'a> {
    let Some(main) = marks.first() else {
        return group;
    };
    let file = main.place.file;
    let name = harmless(sources.name(file));
    let from = marks.iter().map(|mark| mark.line).min().unwrap_or(1);
    let to = marks.iter().map(|mark| mark.line).max().unwrap_or(1);
    let mut shown = String::new();
    let mut spans: Vec<Option<Range<usize>>> = vec![None; marks.len()];
    let mut cut = false;
    for line in from..=to {
        let range = sources.line(file, line);
        let middle = marks.iter().find(|mark| mark.line == line).map(|mark| mark.place.start);
        let window = window(sources.text(file), range.clone(), middle);
        cut |= window != range;
        for (mark, span) in marks.iter().zip(&mut spans) {
            if mark.line == line {
                *span = Some(underline(sources.text(file), &window, mark.place, shown.len()));
            }
        }
        shown.push_str(&harmless(sources.text(file).get(window).unwrap_or("")));
        shown.push('\n');
    }
    let mut snippet = Snippet::source(shown).line_start(from);
    for (mark, span) in marks.iter().zip(spans) {
        let Some(span) = span else { continue };
        let label = (!mark.label.is_empty()).then(|| harmless(&grouped(mark.label)));
        snippet = snippet.annotation(mark.kind.span(span).label(label));
    }
    if cut {
        let (line, column) = sources.line_column(main.place);
        return group.element(Origin::path(name).line(line).char_column(column)).element(snippet);
    }
    group.element(snippet.path(name))
}

/// The part of a line that is shown: all of it, or some bytes around its middle.
fn window(text: &str, line: Range<usize>, middle: Option<u32>) -> Range<usize> {
    if line.len() <= LINE_BYTES {
        return line;
    }
    let middle = middle.map_or(line.start, |middle| middle as usize);
    let start = floor(text, middle.saturating_sub(60).max(line.start));
    start..floor(text, (start + LINE_BYTES / 2).min(line.end))
}

/// Where a place lies in the shown text whose bytes begin at `offset`; never
/// beyond its line, and at least one column wide.
fn underline(text: &str, window: &Range<usize>, place: Place, offset: usize) -> Range<usize> {
    let clip = |at: u32| floor(text, (at as usize).clamp(window.start, window.end));
    let (start, end) = (clip(place.start), clip(place.end));
    let width = |part: Range<usize>| harmless(text.get(part).unwrap_or("")).len();
    let first = offset + width(window.start..start);
    first..first + width(start..end.max(start)).max(usize::from(start == window.end))
}

/// A text without characters that act on a terminal, hide or reorder text.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' => c,
            c if c.is_control() || is_invisible(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Whether a character reorders text or cannot be seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The known word that is really near to the one given: a slip of the finger
/// or another use of capitals, not merely something similar.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    let mut best: Option<(usize, f64, &'a str)> = None;
    for candidate in known {
        let other = candidate.chars().count();
        let longer = length.max(other);
        let limit = match longer {
            0..=1 => 0,
            2..=5 => 1,
            6..=9 => 2,
            _ => 3,
        };
        if length.abs_diff(other) > limit || candidate == word {
            continue;
        }
        let folded = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&lower, &folded);
        if distance > limit {
            continue;
        }
        let alike = strsim::jaro_winkler(word, candidate);
        if best.is_none_or(|(d, a, _)| distance < d || (distance == d && alike > a)) {
            best = Some((distance, alike, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::Sources;

    fn at(sources: &mut Sources, text: &str, part: &str) -> Place {
        let file = sources.add("a.ron".into(), text.into());
        let start = text.find(part).unwrap_or(0) as u32;
        Place { file, start, end: start + part.len() as u32 }
    }

    #[test]
    fn long_numbers_are_grouped_outside_quotes_and_names() {
        for (text, shown) in [
            ("at most 10000", "at most 10,000"),
            ("4294967295 are too many", "4,294,967,295 are too many"),
            ("from 1 to 9999", "from 1 to 9999"),
            ("at most 36500d, `count` 10000.", "at most 36500d, `count` 10,000."),
            ("`n10000` and \"20000\" and x12345 and 2026-01-05", "`n10000` and \"20000\" and x12345 and 2026-01-05"),
            ("-10000, 0.123456 and 12345.5", "-10000, 0.123456 and 12,345.5"),
        ] {
            assert_eq!(grouped(text), shown);
        }
    }

    #[test]
    fn a_problem_is_shown_with_its_line_and_an_underline() {
        let mut sources = Sources::default();
        let place = at(&mut sources, "(\n\tüb: cuont,\n)\n", "cuont");
        let mut problems = Problems::new();
        problems.at(place, "unknown", "not known").help("did you mean `count`?");
        let shown =
            "error: unknown\n --> a.ron:2:6\n  |\n2 |     üb: cuont,\n  |         ^^^^^ not known\n  |\n  = help: did you mean `count`?\n";
        assert_eq!(render(&problems, &sources, false), shown);
    }

    #[test]
    fn at_most_fifty_are_shown_sorted_by_place() {
        let mut sources = Sources::default();
        let file = sources.add("a.ron".into(), "x\n".repeat(100));
        let mut problems = Problems::new();
        for line in (0..62).rev() {
            problems.at(Place { file, start: line * 2, end: line * 2 + 1 }, "wrong", "here");
        }
        let shown = render(&problems, &sources, false);
        assert_eq!(shown.matches("error: wrong").count(), 50);
        assert!(shown.contains(" --> a.ron:1:1\n"));
        assert!(!shown.contains(" --> a.ron:51:1\n"));
        assert!(shown.ends_with("\nand 12 more\n"));
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        let mut sources = Sources::default();
        let place = at(&mut sources, "a \u{1b}[31m\u{202e}\u{7} x", "x");
        let file = sources.add("b\u{1b}]0;evil\u{7}.ron".into(), "y".into());
        let mut problems = Problems::new();
        problems.at(place, "t\u{1b}\u{202e}", "l\u{9b}").help("h\u{1b}").also(Place { file, start: 0, end: 1 }, "also\u{1b}");
        let shown = render(&problems, &sources, false);
        assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
        assert!(!shown.contains('\u{202e}'));
        assert!(shown.contains("^ l"), "{shown}");
    }

    #[test]
    fn very_long_lines_are_shown_in_part() {
        let mut sources = Sources::default();
        let text = format!("{}cuont{}", "ü".repeat(500_000), "x".repeat(500_000));
        let place = at(&mut sources, &text, "cuont");
        let mut problems = Problems::new();
        for _ in 0..60 {
            problems.at(place, "unknown", "here");
            problems.at(Place { end: u32::MAX, ..place }, "unknown, to the end", "here");
            problems.at(Place { start: u32::MAX, end: u32::MAX, ..place }, "outside", "here");
        }
        let shown = render(&problems, &sources, false);
        assert!(shown.contains("a.ron:1:500001"), "{shown}");
        assert!(shown.len() < 5000, "{shown}");
    }

    #[test]
    fn places_outside_any_text_are_harmless() {
        let mut problems = Problems::new();
        problems.at(Place { start: 9, end: 3, ..Place::default() }, "a", "b");
        problems.general("no place").help("c");
        let shown = render(&problems, &Sources::default(), true);
        assert!(shown.contains("no place"));
    }

    #[test]
    fn far_places_get_an_excerpt_of_their_own() {
        let mut sources = Sources::default();
        let text = format!("a\n{}b\n", "\n".repeat(1000));
        let a = at(&mut sources, &text, "a");
        let b = Place { start: 1002, end: 1003, ..a };
        let mut problems = Problems::new();
        problems.at(b, "twice", "again").also(a, "first");
        let shown = render(&problems, &sources, false);
        assert!(shown.contains("first") && shown.contains("again"), "{shown}");
        assert!(shown.lines().count() < 14, "{shown}");
    }

    #[test]
    fn only_so_many_problems_are_kept() {
        let mut problems = Problems::new();
        for _ in 0..2_000 {
            problems.general("x").help("y");
        }
        let mut all = Problems::new();
        all.append(problems);
        assert_eq!((all.len(), all.iter().count()), (2000, 1000));
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_origin() {
        let words = [
            "name",
            "count",
            "team",
            "skills",
            "cost_per_hour",
            "time_zone",
            "starts",
            "warm_up",
            "runs_for",
            "horizon",
            "business_hours",
            "limits",
            "employers",
            "teams",
            "rosters",
            "holidays",
            "overrides",
            "rest",
            "work",
            "reach",
            "people",
            "systems",
            "telemetry",
            "decisions",
            "responsibilities",
            "escalation",
            "playbooks",
            "attacks",
            "incidents",
            "targets",
            "priya",
            "ana",
            "db-1",
            "ops",
            "Finish",
            "HandOver",
            "Exponential",
        ];
        let (mut tried, mut found) = (0, 0);
        for word in words {
            let letters: Vec<char> = word.chars().collect();
            for at in 0..letters.len() {
                let mut slips = vec![letters.clone(); 4];
                slips[0].remove(at);
                slips[1].insert(at, 'x');
                slips[2][at] = 'q';
                slips[3].swap(at, (at + 1).min(letters.len() - 1));
                for slip in slips {
                    let slip: String = slip.into_iter().collect();
                    if words.contains(&slip.as_str()) {
                        continue;
                    }
                    tried += 1;
                    found += usize::from(nearest(&slip, words) == Some(word));
                }
            }
        }
        assert!(found * 100 >= tried * 95, "{found} of {tried}");
    }

    #[test]
    fn nothing_is_proposed_that_is_not_near() {
        let words = ["name", "count", "team"];
        for word in ["cost", "x", "", "naming", "steam engine", "t"] {
            assert_eq!(nearest(word, words), None, "{word}");
        }
        assert_eq!(nearest("COUNT", words), Some("count"));
        assert_eq!(nearest("handover", ["Finish", "HandOver"]), Some("HandOver"));
    }
}
