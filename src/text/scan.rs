//! The structure of RON, read with the place of every part. Leaf literals are
//! read by the `ron` crate, so that their grammar is RON's own.

mod check;
mod literal;
mod part;

pub(super) use check::forbidden;

use super::problem::Problems;
use super::source::{FileId, Place, Sources, small};
use super::tree::{Node, Value, Word};

/// The largest text that is read.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The deepest nesting of brackets.
const MAX_DEPTH: usize = 64;
/// The most values in one text.
const MAX_VALUES: usize = 1_000_000;

/// Reads a whole file, which must be one `( … )`. None if there is any mistake.
pub fn parse(sources: &Sources, file: FileId, problems: &mut Problems) -> Option<Node> {
    let mut scanner = Scanner::new(sources, file, 0, 0, problems);
    let node = scanner.check_text().and_then(|()| scanner.document());
    scanner.finish(node)
}

/// Reads the value that begins at byte `start`, to be placed `depth` brackets deep.
pub(super) fn parse_value(sources: &Sources, file: FileId, start: usize, depth: usize, problems: &mut Problems) -> Option<Node> {
    let mut scanner = Scanner::new(sources, file, start, depth, problems);
    let node = scanner.check_text().and_then(|()| scanner.value());
    let node = node.and_then(|node| scanner.nothing_more().map(|()| node));
    scanner.finish(node)
}

/// How reading goes on after a mistake, which has been reported already.
enum Stop {
    /// At the next comma.
    Skip,
    /// Not at all: what follows could not be understood.
    End,
}

type Parsed<T> = Result<T, Stop>;

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    /// The brackets that are open: the closing one that is awaited, and where.
    open: Vec<(u8, usize)>,
    depth: usize,
    values: usize,
    mistakes: usize,
    problems: &'a mut Problems,
}

impl<'a> Scanner<'a> {
    fn new(sources: &'a Sources, file: FileId, at: usize, depth: usize, problems: &'a mut Problems) -> Self {
        let text = sources.text(file);
        Scanner { file, text, at, open: Vec::new(), depth, values: 0, mistakes: 0, problems }
    }

    fn finish(self, node: Parsed<Node>) -> Option<Node> {
        node.ok().filter(|_| self.mistakes == 0)
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place { file: self.file, start: small(start), end: small(end) }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// A whole file: an optional header, one bracket, nothing more.
    fn document(&mut self) -> Parsed<Node> {
        self.header()?;
        self.gap()?;
        let start = self.at;
        match self.peek() {
            Some(b'(') => {}
            None => {
                self.mistake(start, start, "the file is empty", "expected `( … )`")
                    .help("a scenario is a list of fields in round brackets: (name: \"…\", …)");
                return Err(Stop::End);
            }
            Some(_) => return Err(self.not_wrapped(start)),
        }
        let node = self.value()?;
        self.nothing_more()?;
        Ok(node)
    }

    fn not_wrapped(&mut self, start: usize) -> Stop {
        let word = self.word_here().map(str::to_string);
        let length = word.as_ref().map_or(1, String::len);
        self.at += word.as_ref().map_or(0, String::len);
        let named = word.is_some() && self.gap().is_ok() && self.peek() == Some(b'(');
        let help = if named {
            "leave out the name before the first bracket"
        } else {
            "put `(` before the first field and `)` behind the last one"
        };
        self.mistake(start, start + length, "the file does not begin with `(`", "expected `(`").help(help);
        Stop::End
    }

    fn header(&mut self) -> Parsed<()> {
        loop {
            self.gap()?;
            if !self.rest().starts_with("#!") {
                return Ok(());
            }
            let start = self.at;
            let line = self.rest().lines().next().unwrap_or("");
            let end = line.find(']').map_or(line.len(), |end| end + 1);
            let squeezed: String = line[..end].chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            self.at = start + end;
            if squeezed != "#![enable(implicit_some)]" {
                self.mistake(start, start + end, "unknown header", "not known here").help("leave this line out: no header is needed");
            }
        }
    }

    fn nothing_more(&mut self) -> Parsed<()> {
        self.gap()?;
        if self.at >= self.text.len() {
            return Ok(());
        }
        if self.mistakes == 0 {
            let (start, end) = self.token_here();
            self.mistake(start, end, "more text after the end", "nothing may follow here")
                .help("the value before this is complete; perhaps a bracket was closed too early");
        }
        Err(Stop::End)
    }

    fn value(&mut self) -> Parsed<Node> {
        self.gap()?;
        let start = self.at;
        self.values += 1;
        if self.values > MAX_VALUES {
            self.mistake(start, start + 1, "too many values", "the one-millionth value is here");
            return Err(Stop::End);
        }
        let value = match self.peek() {
            None => return Err(self.ended()),
            Some(b'"') => Value::Text(self.text_literal()?),
            Some(b'(') => self.round(None)?,
            Some(b'[') => {
                self.enter(b']')?;
                Value::List(self.entries(b']', Self::value, |_| false)?)
            }
            Some(b'{') => self.braces()?,
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => Value::Number(self.number()?),
            Some(_) if self.word_here().is_some() => return self.word(),
            Some(_) => return Err(self.no_value()),
        };
        Ok(Node { place: self.place(start, self.at), value })
    }

    /// A value that begins with a letter.
    fn word(&mut self) -> Parsed<Node> {
        let start = self.at;
        if let Some(raw) = self.raw_text()? {
            return Ok(Node { place: self.place(start, self.at), value: Value::Text(raw) });
        }
        let word = self.word_here().unwrap_or("");
        self.at += word.len();
        let end = self.at;
        let bare = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "inf" | "NaN" | "inff32" | "inff64" | "NaNf32" | "NaNf64" => {
                return Err(self.not_finite(start, end));
            }
            _ => Value::Word(word.to_string()),
        };
        self.gap()?;
        match self.peek() {
            Some(b'(') if word == "Some" => return self.some(start),
            Some(b'(') => {
                let name = Word { text: word.to_string(), place: self.place(start, end) };
                let value = self.round(Some(name))?;
                return Ok(Node { place: self.place(start, self.at), value });
            }
            Some(b'{') => {
                self.mistake(self.at, self.at + 1, "wrong kind of bracket", "expected `(`").help(format!("write {word}(…)"));
                return Err(Stop::Skip);
            }
            _ => self.at = end,
        }
        self.no_tail(start)?;
        Ok(Node { place: self.place(start, end), value: bare })
    }

    /// `Some(x)` is `x`.
    fn some(&mut self, start: usize) -> Parsed<Node> {
        let (bracket, before) = (self.at, self.mistakes);
        self.enter(b')')?;
        let mut items = self.entries(b')', Self::value, |_| false)?;
        match (items.pop(), items.is_empty()) {
            (Some(node), true) => Ok(node),
            _ if self.mistakes > before => Err(Stop::Skip),
            _ => {
                let end = self.at;
                self.at = bracket;
                self.mistake(start, end, "`Some` holds one value", "expected `Some(value)`")
                    .help("`Some` can be left out: just write the value");
                Err(Stop::Skip)
            }
        }
    }

    /// `( … )`, with or without a name before it.
    fn round(&mut self, name: Option<Word>) -> Parsed<Value> {
        let bracket = self.at;
        self.enter(b')')?;
        self.gap()?;
        match self.peek() {
            Some(b')') => {
                self.leave();
                return Ok(match name {
                    None => Value::Unit,
                    name => Value::Struct(name, Vec::new()),
                });
            }
            Some(b'"') if self.colon_follows() => {
                self.mistake(bracket, bracket + 1, "a name in quotes inside round brackets", "names in quotes stand in braces `{ }`")
                    .help("write {\"name\": …} where names are your own, (name: …) for given fields");
                self.at = bracket;
                return Err(Stop::Skip);
            }
            _ => {}
        }
        if self.field_follows() {
            let fields = self.entries(b')', Self::field, Self::field_follows)?;
            self.no_doubles(&fields, "field");
            return Ok(Value::Struct(name, fields));
        }
        let nodes = self.entries(b')', Self::value, |_| false)?;
        if nodes.is_empty() {
            return Err(Stop::Skip);
        }
        Ok(Value::Tuple(name, nodes))
    }

    /// `{ "key": value }`.
    fn braces(&mut self) -> Parsed<Value> {
        let bracket = self.at;
        self.enter(b'}')?;
        self.gap()?;
        if self.peek() != Some(b'"') && self.field_follows() {
            let word = self.word_here().unwrap_or("name").to_string();
            self.mistake(bracket, bracket + 1, "names in braces need quotes", "expected `(`")
                .help(format!("write ({word}: …) if it is a given field, {{\"{word}\": …}} if the name is your own"));
            self.at = bracket;
            return Err(Stop::Skip);
        }
        let fields = self.entries(b'}', Self::pair, Self::colon_follows)?;
        self.no_doubles(&fields, "entry");
        Ok(Value::Map(fields))
    }

    /// The parts of a bracket up to and with the closing one.
    fn entries<T>(&mut self, close: u8, part: impl Fn(&mut Self) -> Parsed<T>, follows: impl Fn(&mut Self) -> bool) -> Parsed<Vec<T>> {
        let level = self.open.len();
        let mut parts = Vec::new();
        loop {
            self.gap()?;
            if self.closes(close)? {
                return Ok(parts);
            }
            let start = self.at;
            match part(self) {
                Ok(part) => parts.push(part),
                Err(Stop::End) => return Err(Stop::End),
                Err(Stop::Skip) => {
                    self.open.truncate(level);
                    self.skip()?;
                }
            }
            let end = self.at;
            self.gap()?;
            match self.peek() {
                Some(b',') => self.at += 1,
                None | Some(b')' | b']' | b'}') => {}
                Some(_) => {
                    self.missing_comma(start, end, close)?;
                    if !follows(self) {
                        self.skip()?;
                        self.at += usize::from(self.peek() == Some(b','));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::problem::render;
    use crate::text::write::write;

    fn parsed(text: &str) -> (Option<Node>, Problems, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("a.ron".into(), text.into());
        let mut problems = Problems::new();
        let node = parse(&sources, file, &mut problems);
        assert_eq!(node.is_none(), !problems.is_empty(), "{text:.200}");
        (node, problems, sources)
    }

    fn good(text: &str) -> String {
        let (node, problems, sources) = parsed(text);
        let shown = render(&problems, &sources, false);
        node.map(|node| write(&node).split_whitespace().collect()).unwrap_or(shown)
    }

    /// Each mistake as "line:column title".
    fn bad(text: &str) -> Vec<String> {
        let (_, problems, sources) = parsed(text);
        let mut found: Vec<_> = problems.iter().collect();
        found.sort_by_key(|problem| problem.place);
        let show = |problem: &&crate::text::Problem| {
            let (line, column) = sources.line_column(problem.place.unwrap_or_default());
            format!("{line}:{column} {}", problem.title)
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        assert_eq!(
            good("(a:1,b:-2.5e3,c:1_000,d:0x10,e:+.5,f:true,g:\"x\\ty\\u{e4}\",h:r#\"a\"b\"#)"),
            "(a:1,b:-2500,c:1000,d:16,e:0.5,f:true,g:\"x\\tyä\",h:\"a\\\"b\",)"
        );
        assert_eq!(
            good("(a: [1, 2,], b: {\"k\": (), \"j\": {},}, c: Word, d: N(1, \"a\"), e: N(a: 1), f: N(),)"),
            "(a:[1,2],b:{\"j\":{},\"k\":()},c:Word,d:N(1,\"a\"),e:N(a:1),f:N(),)"
        );
        assert_eq!(good("(a: Some(1), b: None, c: Some(Some((x: 1))), d: (1,))"), "(a:1,b:None,c:(x:1),d:(1),)");
    }

    #[test]
    fn comments_header_mark_and_line_ends_are_tolerated() {
        let text = "\u{feff}#![enable(implicit_some)]\r\n// x\r\n/* a /* b */ \" */(\r\n a: 1, // )\r\n)\r\n/**/";
        assert_eq!(good(text), "(a:1,)");
        assert_eq!(good("(a: \"x\r\ny\")"), "(a:\"x\\ny\",)");
        assert_eq!(bad("#![enable(unwrap_newtypes)]\n(a: 1)"), ["1:1 unknown header"]);
    }

    #[test]
    fn infinite_numbers_are_refused_where_they_stand() {
        for word in ["1e400", "inf", "-inf", "NaN", "-1e999"] {
            assert_eq!(bad(&format!("(a: {word})")), ["1:5 this number is not finite"]);
        }
        assert_eq!(bad("(a: 1.2.3, b: -)"), ["1:5 this is not a number", "1:15 this is not a number"]);
        assert_eq!(bad("(a: 2h)"), ["1:5 this is not a number"]);
    }

    #[test]
    fn independent_mistakes_are_all_reported_and_nothing_else() {
        assert_eq!(
            bad("(\n a = 1,\n b: 'x',\n c: [1, , 2],\n d: 1\n e: 5\n)"),
            ["2:4 `=` instead of `:`", "3:5 single quotes", "4:9 a value is missing", "5:6 a comma is missing"]
        );
        assert_eq!(bad("(a: Hello World, b: 1)"), ["1:11 a comma is missing"]);
        assert_eq!(bad("(a: 2026-03-05T12:00, b: blue-team)").len(), 2);
        assert_eq!(bad("(a, b: 1)").len(), 1);
    }

    #[test]
    fn braces_and_round_brackets_are_told_apart() {
        assert_eq!(bad("(a: {b: 1}, c: 2)"), ["1:5 names in braces need quotes"]);
        assert_eq!(bad("(a: (\"b\": 1), c: 2)"), ["1:5 a name in quotes inside round brackets"]);
        assert_eq!(bad("(a: {1: 2})"), ["1:6 a name in quotes is missing"]);
        assert_eq!(bad("(a: N{b: 2}, c: 'x')"), ["1:6 wrong kind of bracket", "1:17 single quotes"]);
    }

    #[test]
    fn an_open_bracket_is_reported_where_it_was_opened() {
        assert_eq!(bad("(a: [1, 2"), ["1:5 `[` is not closed"]);
        assert_eq!(bad("(\n a: (\n  b: 1,\n c: (d: 1),\n)"), ["2:5 `(` is not closed"]);
        assert_eq!(bad("(\n a: [1, 2),\n b: 1,\n)"), ["2:10 the wrong closing bracket"]);
        assert_eq!(bad("(\n a: {\n  \"x\": [\n   1,\n }\n)"), ["3:8 `[` is not closed"]);
        assert_eq!(bad("(a: 1))"), ["1:7 more text after the end"]);
        assert_eq!(bad("(a: 1, /* b"), ["1:8 a comment is not closed"]);
    }

    #[test]
    fn a_missing_quote_is_reported_where_the_text_begins() {
        assert_eq!(bad("(\n a: \"Ana,\n b: \"x\",\n)"), ["2:5 this text is not closed"]);
        assert_eq!(bad("(\n a: \"Ana\n)"), ["2:5 this text is not closed"]);
        assert_eq!(bad("(a: r#\"x\")"), ["1:5 this text is not closed"]);
    }

    #[test]
    fn the_top_is_one_round_bracket() {
        for text in ["", "  // x", "a: 1", "[1]", "Scenario(a: 1)", ")", "\""] {
            assert_eq!(bad(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn doubles_are_reported_with_the_first() {
        let (_, problems, _) = parsed("(a: 1, b: {\"x\": 1, \"x\": 2}, a: 3)");
        assert_eq!(problems.len(), 2);
        assert!(problems.iter().all(|problem| problem.also.len() == 1));
    }

    #[test]
    fn misleading_characters_are_refused() {
        assert_eq!(bad("(a: \"x\u{202e}y\")"), ["1:7 an invisible character, U+202E"]);
        assert_eq!(bad("(a: \"\0\")"), ["1:6 an invisible character, U+0000"]);
        assert_eq!(bad("(a: 1,\rb: 2)"), ["1:7 an invisible character, U+000D"]);
        assert_eq!(bad("(a: \"\\u{202e}\", b: \"\\0\", c: \"\\q\")").len(), 3);
        assert_eq!(bad("(a:\u{a0}1)"), ["1:4 an unusual space, U+00A0"]);
    }

    #[test]
    fn deep_nesting_ends_with_a_mistake() {
        for open in ["(", "[", "(a:", "{\"a\":", "Some(", "N(", "[(", "/*"] {
            let text = format!("(a:{}", open.repeat(100_000));
            assert_eq!(bad(&text).len(), 1, "{open}");
        }
        assert_eq!(bad(&")".repeat(100_000)).len(), 1);
        let inner = format!("(a:{}{})", "[".repeat(63), "]".repeat(63));
        assert!(parsed(&inner).0.is_some());
    }

    #[test]
    fn large_and_hostile_texts_end_soon() {
        assert_eq!(bad(&"(".repeat(MAX_BYTES as usize + 1)), ["1:1 the file is too large"]);
        assert!(bad(&format!("(a:[{}])", "1,".repeat(MAX_VALUES)))[0].contains("too many values"));
        assert!(bad(&format!("(a:[{}])", "',".repeat(1_000_000))).len() < 50);
        assert!(bad(&format!("(a:[{}])", "x y,".repeat(1_000_000))).len() < 50);
        assert!(bad(&"\u{202e}".repeat(1_000_000)).len() < 50);
        assert!(bad(&format!("({}", "\"".repeat(1_000_001))).len() < 50);
        assert!(bad(&format!("({}", "a /**/ ".repeat(1_000_000))).len() < 50);
        let doubles = bad(&format!("({})", "a: 1,".repeat(100_000)));
        assert!(!doubles.is_empty());
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "time is what is tested")]
    fn a_megabyte_is_read_fast() {
        let entry = "\"p\": (name: \"Ana\", count: 3, share: 0.25, skills: {\"db\": Expert}),\n";
        let count = 1_000_000 / entry.len();
        let mut text = String::from("(people: {");
        for at in 0..count {
            text.push_str(&entry.replace("\"p\"", &format!("\"p{at}\"")));
        }
        text.push_str("})");
        let begin = std::time::Instant::now();
        assert!(parsed(&text).0.is_some());
        let took = begin.elapsed();
        assert!(took.as_millis() < 1000, "{} bytes in {took:?}", text.len());
    }

    #[test]
    fn cut_and_garbled_texts_never_panic() {
        let text = "(a: \"x\\u{e4}ü\", b: {\"k\": [1e3, N(a: 1)]}, /* ü */ c: r#\"y\"#, d: 'q', e: b\"z\")";
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in &places {
            parsed(&text[..*at]);
            parsed(&text[*at..]);
            for slip in ["\"", "(", ")", "]", "}", "{", "\\", ",", "ü", "'", "/*", ":", "-", "r#", "b'"] {
                let garbled = format!("{}{slip}{}", &text[..*at], &text[*at..]);
                let (_, problems, sources) = parsed(&garbled);
                render(&problems, &sources, true);
            }
        }
    }
}
