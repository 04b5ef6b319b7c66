//! Leaf values: text in quotes, numbers, bare words.

use super::check::forbidden;
use super::{Parsed, Scanner, Stop};

impl<'a> Scanner<'a> {
    /// Text in quotes.
    pub(super) fn text_literal(&mut self) -> Parsed<String> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        let mut escapes = false;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    end += 2;
                }
                Some(_) => end += 1,
                None => return Err(self.unclosed_text(start)),
            }
        }
        self.at = end + 1;
        let inner = self.text.get(start + 1..end).unwrap_or("");
        if !escapes {
            return Ok(inner.replace("\r\n", "\n"));
        }
        let Ok(text) = ron::from_str::<String>(&self.text[start..=end]) else {
            return Err(self.bad_escape(start, end));
        };
        if text.chars().any(|c| forbidden(c) || c == '\r') {
            self.mistake(start, end + 1, "an invisible character in this text", "written with `\\`").help("leave this character out");
            return Err(Stop::Skip);
        }
        Ok(text.replace("\r\n", "\n"))
    }

    fn unclosed_text(&mut self, start: usize) -> Stop {
        let line = self.text[start..].lines().next().unwrap_or("").len();
        self.mistake(start, start + line, "this text is not closed", "a closing `\"` is missing");
        Stop::End
    }

    /// Points at the first `\` that begins no escape, or one in figures.
    fn bad_escape(&mut self, start: usize, end: usize) -> Stop {
        let found = self.escape_unlike(start, end, "nrt0\\\"'ux");
        let found = found.or_else(|| self.escape_unlike(start, end, "nrt0\\\"'"));
        let (from, to) = found.unwrap_or((start, end + 1));
        self.mistake(from, to, "`\\` has a special meaning in text", "not understood").help("write \\\\ for the character \\ itself");
        Stop::Skip
    }

    /// The first `\` that is not followed by one of these characters.
    fn escape_unlike(&self, start: usize, end: usize, known: &str) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while at < end {
            if bytes[at] == b'\\' {
                let escaped = self.text[at + 1..].chars().next().unwrap_or('"');
                if !known.contains(escaped) {
                    return Some((at, at + 1 + escaped.len_utf8()));
                }
                at += 1;
            }
            at += 1;
        }
        None
    }

    /// Raw text `r"…"` or `r#"…"#`, if it begins here. Bytes are refused.
    pub(super) fn raw_text(&mut self) -> Parsed<Option<String>> {
        let start = self.at;
        let rest = self.rest();
        let bytes = rest.starts_with("b\"") || rest.starts_with("b'") || rest.starts_with("br");
        let body = if let Some(body) = rest.strip_prefix('r') { body } else { rest };
        let hashes = body.len() - body.trim_start_matches('#').len();
        let is_raw = rest.starts_with('r') && body[hashes..].starts_with('"');
        let body = rest.strip_prefix("br").map(|body| body.trim_start_matches('#'));
        if bytes && (!rest.starts_with("br") || body.is_some_and(|body| body.starts_with('"'))) {
            self.mistake(start, start + 1, "bytes are not used here", "expected text: \"…\"").help("leave out the `b`");
            return Err(Stop::Skip);
        }
        if !is_raw {
            return Ok(None);
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let from = start + hashes + 2;
        let Some(length) = self.text[from..].find(&close) else {
            self.mistake(start, from, "this text is not closed", format!("`{close}` is missing"));
            return Err(Stop::End);
        };
        self.at = from + length + close.len();
        Ok(Some(self.text[from..from + length].replace("\r\n", "\n")))
    }

    /// A finite number.
    pub(super) fn number(&mut self) -> Parsed<f64> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            let sign = matches!(byte, b'+' | b'-') && (end == start || matches!(bytes[end - 1], b'e' | b'E'));
            if !(sign || byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')) {
                break;
            }
            end += 1;
        }
        self.at = end;
        let token = &self.text[start..end];
        self.no_tail(start)?;
        if token.len() <= 15 && token.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(token.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0')));
        }
        let unsigned = token.trim_start_matches(['+', '-']);
        if matches!(unsigned, "inf" | "NaN") {
            return Err(self.not_finite(start, end));
        }
        let number = ron::from_str::<f64>(token)
            .ok()
            .or_else(|| ron::from_str::<i64>(token).ok().map(|whole| whole as f64))
            .or_else(|| ron::from_str::<u64>(token).ok().map(|whole| whole as f64));
        match number {
            Some(number) if number.is_finite() => Ok(number + 0.0),
            Some(_) => Err(self.not_finite(start, end)),
            None => Err(self.not_a_number(start, end)),
        }
    }

    pub(super) fn not_finite(&mut self, start: usize, end: usize) -> Stop {
        self.at = end;
        self.mistake(start, end, "this number is not finite", "expected an ordinary number");
        Stop::Skip
    }

    fn not_a_number(&mut self, start: usize, end: usize) -> Stop {
        let token = self.text.get(start..end).unwrap_or("");
        let unit = token.starts_with(|c: char| c.is_ascii_digit()) && token.ends_with(|c: char| c.is_ascii_alphabetic());
        let help = unit.then(|| format!("a number with a unit is text: \"{token}\""));
        let problem = self.mistake(start, end, "this is not a number", "expected a number such as 12 or 0.5");
        problem.help = help;
        Stop::Skip
    }

    /// Refuses bare text such as `2026-03-05T12:00` or `blue-team`, which begins
    /// like a number or a word and goes on.
    pub(super) fn no_tail(&mut self, start: usize) -> Parsed<()> {
        let rest = self.rest();
        let goes_on = match rest.chars().next() {
            Some('/') => !rest.starts_with("//") && !rest.starts_with("/*"),
            Some('-' | '+' | '.' | '%' | '@' | '&' | '$' | '#' | '*' | '\\' | ':' | '€') => true,
            Some(c) => !c.is_ascii() && !c.is_whitespace(),
            None => false,
        };
        if !goes_on {
            return Ok(());
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '{' | '}' | '"');
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at += length;
        let token = crate::text::tree::short(&self.text[start..self.at]);
        self.mistake(start, self.at, "text without quotes", "expected text in quotes").help(format!("write \"{token}\""));
        Err(Stop::Skip)
    }

    /// Something stands here that begins no value.
    pub(super) fn no_value(&mut self) -> Stop {
        let (start, end) = self.token_here();
        let shown = self.text.get(start..end).unwrap_or("");
        match shown.chars().next() {
            Some('\'') => {
                self.mistake(start, end, "single quotes", "expected double quotes: \"…\"");
                self.at = self.after_single_quotes();
            }
            Some('“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`') => {
                self.mistake(start, end, "these are not plain quotes", "expected straight quotes: \"…\"");
            }
            Some(',' | ')' | ']' | '}') => {
                self.mistake(start, end, "a value is missing", "expected a value before this");
            }
            Some(c) if c.is_whitespace() => {
                let title = format!("an unusual space, U+{:04X}", u32::from(c));
                self.mistake(start, end, title, "expected an ordinary space");
            }
            _ => {
                self.mistake(start, end, format!("`{shown}` begins no value"), "expected a value");
            }
        }
        Stop::Skip
    }

    fn after_single_quotes(&self) -> usize {
        let line = self.rest().lines().next().unwrap_or("");
        match line.get(1..).and_then(|inner| inner.find('\'')) {
            Some(length) => self.at + length + 2,
            None => self.at + 1,
        }
    }

    /// The bare word that begins here.
    pub(super) fn word_here(&self) -> Option<&'a str> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        if !(first == '_' || first.is_alphabetic()) {
            return None;
        }
        let end = rest.find(|c: char| !(c == '_' || c.is_alphanumeric()));
        rest.get(..end.unwrap_or(rest.len()))
    }

    /// The range of the word or character that begins here, to be underlined.
    pub(super) fn token_here(&self) -> (usize, usize) {
        let rest = self.rest();
        let length = match rest.chars().next() {
            None => 0,
            Some(quote @ ('"' | '\'')) => {
                let line = rest.lines().next().unwrap_or("");
                line.get(1..).and_then(|inner| inner.find(quote)).map_or(1, |inner| inner + 2)
            }
            Some(c) if c.is_alphanumeric() || c == '_' => rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
        };
        (self.at, self.at + length)
    }

    /// Whether `name:` (or `name =`) comes next; stays where it is.
    pub(super) fn field_follows(&mut self) -> bool {
        let start = self.at;
        let Some(word) = self.word_here() else {
            return false;
        };
        self.at += word.len();
        let follows = self.separator_here();
        self.at = start;
        follows
    }

    /// Whether `"name":` comes next; stays where it is.
    pub(super) fn colon_follows(&mut self) -> bool {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return false;
        }
        let rest = self.rest();
        let mut end = 1;
        loop {
            match rest.as_bytes().get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return false,
            }
        }
        self.at += end + 1;
        let follows = self.separator_here();
        self.at = start;
        follows
    }

    fn separator_here(&mut self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\n', '\r']);
        if rest.starts_with("/*") || rest.starts_with("//") {
            let mistakes = self.mistakes;
            return self.gap().is_ok() && mistakes == self.mistakes && matches!(self.peek(), Some(b':' | b'='));
        }
        rest.starts_with([':', '='])
    }
}
