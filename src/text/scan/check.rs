//! What surrounds the values: spaces, comments and brackets, and the mistakes
//! people make with them.

use super::{MAX_BYTES, MAX_DEPTH, Parsed, Scanner, Stop};
use crate::text::problem::{Problem, is_invisible};
use crate::text::tree::Field;

/// After this many mistakes in one text, reading it ends.
const MAX_MISTAKES: usize = 30;

impl Scanner<'_> {
    /// Reports a mistake at a range of bytes.
    pub(super) fn mistake(&mut self, start: usize, end: usize, title: impl Into<String>, label: impl Into<String>) -> &mut Problem {
        self.mistakes += 1;
        let place = self.place(start, end);
        self.problems.at(place, title, label)
    }

    /// Refuses texts that are too long or hold characters that mislead.
    pub(super) fn check_text(&mut self) -> Parsed<()> {
        if self.text.len() as u64 > MAX_BYTES {
            let megabytes = MAX_BYTES / (1024 * 1024);
            self.mistake(0, 0, "the file is too large", format!("at most {megabytes} MB are read"));
            return Err(Stop::End);
        }
        let suspect = |at: usize, byte: u8| match byte {
            b'\n' | b'\t' => false,
            b'\r' => self.text.as_bytes().get(at + 1) != Some(&b'\n'),
            0..0x20 | 0x7f => true,
            0xc2 | 0xd8 | 0xe2 | 0xef | 0xf3 => {
                let c = self.text.get(at..).and_then(|rest| rest.chars().next());
                c.is_some_and(forbidden)
            }
            _ => false,
        };
        let found: Vec<usize> =
            self.text.bytes().enumerate().filter(|(at, byte)| suspect(*at, *byte)).map(|(at, _)| at).take(MAX_MISTAKES).collect();
        for at in &found {
            let c = self.text.get(*at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            let code = u32::from(c);
            self.mistake(*at, at + c.len_utf8(), format!("an invisible character, U+{code:04X}"), kind_of_invisible(c))
                .help("delete this character");
        }
        if found.is_empty() { Ok(()) } else { Err(Stop::End) }
    }

    /// Passes over spaces and comments.
    pub(super) fn gap(&mut self) -> Parsed<()> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Parsed<()> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0usize;
        loop {
            match (bytes.get(self.at), bytes.get(self.at + 1)) {
                (Some(b'/'), Some(b'*')) => depth += 1,
                (Some(b'*'), Some(b'/')) => depth -= 1,
                (None, _) => {
                    self.mistake(start, start + 2, "a comment is not closed", "opened here").help("close it with */");
                    return Err(Stop::End);
                }
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Goes behind an opening bracket.
    pub(super) fn enter(&mut self, close: u8) -> Parsed<()> {
        let at = self.at;
        if self.depth + self.open.len() >= MAX_DEPTH {
            self.mistake(at, at + 1, "brackets are nested too deeply", format!("at most {MAX_DEPTH} inside one another"));
            return Err(Stop::End);
        }
        self.open.push((close, at));
        self.at += 1;
        Ok(())
    }

    /// Goes behind a closing bracket.
    pub(super) fn leave(&mut self) {
        self.at += 1;
        self.open.pop();
    }

    /// Whether the innermost bracket ends here; if so, goes behind it.
    pub(super) fn closes(&mut self, close: u8) -> Parsed<bool> {
        match self.peek() {
            None => Err(self.ended()),
            _ if self.mistakes >= MAX_MISTAKES => Err(Stop::End),
            Some(byte) if byte == close => {
                self.leave();
                Ok(true)
            }
            Some(byte @ (b')' | b']' | b'}')) => self.wrong_closing(close, byte),
            Some(_) => Ok(false),
        }
    }

    /// A bracket of another kind closes here: either this one is mistyped, or
    /// the innermost bracket was left open and an outer one closes.
    fn wrong_closing(&mut self, close: u8, byte: u8) -> Parsed<bool> {
        let at = self.at;
        let (wanted, found) = (char::from(close), char::from(byte));
        let (_, opened) = self.open.pop().unwrap_or((close, at));
        let outer = self.open.iter().rev().find(|(awaited, _)| *awaited == byte);
        let same_line = |from: usize| !self.text.get(from..at).unwrap_or("").contains('\n');
        match outer.copied() {
            Some((_, outer)) if same_line(outer) || !same_line(opened) => {
                let bracket = self.text.get(opened..opened + 1).unwrap_or("(");
                let closer = self.place(at, at + 1);
                self.mistake(opened, opened + 1, format!("`{bracket}` is not closed"), "opened here")
                    .also(closer, format!("`{wanted}` is missing before this `{found}`"));
                Ok(true)
            }
            outer => {
                let opener = self.place(opened, opened + 1);
                self.mistake(at, at + 1, "the wrong closing bracket", format!("expected `{wanted}`")).also(opener, "opened here");
                self.at += 1;
                if outer.is_some() || same_line(opened) { Ok(true) } else { Err(Stop::End) }
            }
        }
    }

    /// The text ends inside a bracket.
    pub(super) fn ended(&mut self) -> Stop {
        let end = self.text.len();
        let Some((close, innermost)) = self.open.last().copied() else {
            self.mistake(end, end, "a value is missing", "expected a value");
            return Stop::End;
        };
        let suspect = self.suspect();
        let at = suspect.unwrap_or(innermost);
        let bracket = self.text.get(at..at + 1).unwrap_or("(");
        let close = match bracket {
            "(" => ')',
            "[" => ']',
            "{" => '}',
            _ => char::from(close),
        };
        let label = match suspect {
            Some(_) => "opened here; by the indentation, this is the one left open",
            None => "opened here",
        };
        self.mistake(at, at + 1, format!("`{bracket}` is not closed"), label).help(format!("the file ends before a matching `{close}`"));
        Stop::End
    }

    /// The first bracket whose closing one, at the start of a line, is indented
    /// less than the line that it was opened on: probably the one left open.
    fn suspect(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut at, mut line, mut indent, mut fresh) = (0, 0, 0, true);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\n' => (line, fresh) = (at + 1, true),
                b' ' | b'\t' | b'\r' => {}
                b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                    at = after_hidden(self.text, at);
                    continue;
                }
                b'"' => {
                    at = after_hidden(self.text, at);
                    fresh = false;
                    continue;
                }
                _ => {
                    if fresh {
                        (indent, fresh) = (at - line, false);
                        if let (b')' | b']' | b'}', Some((opened, was))) = (byte, open.last())
                            && indent < *was
                        {
                            return Some(*opened);
                        }
                    }
                    match byte {
                        b'(' | b'[' | b'{' => open.push((at, indent)),
                        b')' | b']' | b'}' => {
                            open.pop();
                        }
                        _ => {}
                    }
                }
            }
            at += 1;
        }
        None
    }

    /// After a mistake: goes to the next comma or closing bracket at this depth.
    pub(super) fn skip(&mut self) -> Parsed<()> {
        if self.mistakes >= MAX_MISTAKES {
            return Err(Stop::End);
        }
        let mut depth = 0usize;
        loop {
            self.gap()?;
            match self.peek() {
                None => return Err(Stop::End),
                Some(b',') if depth == 0 => return Ok(()),
                Some(b')' | b']' | b'}') if depth == 0 => return Ok(()),
                Some(b')' | b']' | b'}') => depth -= 1,
                Some(b'(' | b'[' | b'{') => depth += 1,
                Some(b'"') => {
                    self.at = after_hidden(self.text, self.at);
                    continue;
                }
                Some(_) => {}
            }
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Two parts follow one another without a comma.
    pub(super) fn missing_comma(&mut self, start: usize, end: usize, close: u8) -> Parsed<()> {
        let before = self.text.get(start..end).unwrap_or("");
        if before.ends_with('"') && before.contains('\n') && !before.contains("r#") {
            let open = start + before.find('"').unwrap_or(0);
            let stop = open + self.text[open..].lines().next().unwrap_or("").len();
            self.mistake(open, stop, "this text is not closed", "a closing `\"` is missing");
            return Err(Stop::End);
        }
        let (from, to) = self.token_here();
        let close = char::from(close);
        let together = !self.text.get(end..from).unwrap_or("").contains('\n');
        if !together {
            self.mistake(end, end + 1, "a comma is missing", format!("expected `,` or `{close}` here"));
            return Ok(());
        }
        let plain = before.ends_with(|c: char| c.is_alphanumeric());
        let problem = self.mistake(from, to, "a comma is missing", format!("expected `,` or `{close}` before this"));
        if plain {
            problem.help("text of several words is put in quotes: \"…\"");
        }
        Ok(())
    }

    /// Reports fields or entries that are given twice.
    pub(super) fn no_doubles(&mut self, fields: &[Field], what: &str) {
        let mut order: Vec<&Field> = fields.iter().collect();
        order.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        let mut first = None::<&Field>;
        for field in order {
            match first {
                Some(known) if known.name.text == field.name.text => {
                    let name = crate::text::tree::short(&field.name.text);
                    self.mistakes += 1;
                    self.problems
                        .at(field.name.place, format!("the {what} `{name}` is given twice"), "given again here")
                        .also(known.name.place, "first given here");
                }
                _ => first = Some(field),
            }
        }
    }
}

/// One past the text in quotes or the comment that begins here.
fn after_hidden(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let find = |from: usize, what: &str| {
        let found = text.get(from..).and_then(|rest| rest.find(what));
        found.map_or(text.len(), |found| from + found + what.len())
    };
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'/'), Some(b'/')) => find(at, "\n").saturating_sub(1).max(at + 2),
        (Some(b'/'), _) => find(at + 2, "*/"),
        _ => {
            let mut at = at + 1;
            loop {
                match bytes.get(at) {
                    None => return text.len(),
                    Some(b'"') => return at + 1,
                    Some(b'\\') => at += 2,
                    Some(_) => at += 1,
                }
            }
        }
    }
}

/// Characters that may not stand in a text, even inside quotes.
pub(in crate::text) fn forbidden(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' => false,
        // The joiners are part of ordinary words and pictures.
        '\u{200c}' | '\u{200d}' => false,
        c => c.is_control() || is_invisible(c),
    }
}

fn kind_of_invisible(c: char) -> &'static str {
    match c {
        '\0' => "this is not a text file, or it is damaged",
        '\r' => "a line ends in a way that is not understood",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "it changes the order in which the line is shown"
        }
        c if c.is_control() => "a control character",
        _ => "it cannot be seen",
    }
}
