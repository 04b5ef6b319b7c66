//! The parts of a bracket that have a name.

use super::{Parsed, Scanner, Stop};
use crate::text::tree::{Field, Word, short};

impl Scanner<'_> {
    /// `name: value`.
    pub(super) fn field(&mut self) -> Parsed<Field> {
        let start = self.at;
        let Some(word) = self.word_here() else {
            let (start, end) = self.token_here();
            let quoted = self.text.as_bytes().get(start) == Some(&b'"');
            let problem = self.mistake(start, end, "a field name is missing", "expected `name: …`");
            if quoted {
                problem.help("fields in round brackets have names without quotes");
            }
            return Err(Stop::Skip);
        };
        self.at += word.len();
        let place = self.place(start, self.at);
        self.colon(word, start)?;
        let node = self.value()?;
        Ok(Field { name: Word { text: word.to_string(), place }, node })
    }

    /// `"key": value`.
    pub(super) fn pair(&mut self) -> Parsed<Field> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            let (start, end) = self.token_here();
            self.mistake(start, end, "a name in quotes is missing", "expected `\"name\": …`");
            return Err(Stop::Skip);
        }
        let text = self.text_literal()?;
        let place = self.place(start, self.at);
        self.colon(&text, start)?;
        let node = self.value()?;
        Ok(Field { name: Word { text, place }, node })
    }

    fn colon(&mut self, name: &str, start: usize) -> Parsed<()> {
        let end = self.at;
        self.gap()?;
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(b'=') => {
                let length = if self.rest().starts_with("=>") { 2 } else { 1 };
                self.mistake(self.at, self.at + length, "`=` instead of `:`", "expected `:`");
                self.at += length;
                Ok(())
            }
            None => Err(self.ended()),
            Some(_) => {
                let name = short(name);
                self.mistake(start, end, format!("`{name}` has no value"), "expected `: …` behind it");
                Err(Stop::Skip)
            }
        }
    }
}
