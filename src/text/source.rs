//! The texts that were read, and places in them.

/// Which of the texts in [`Sources`] is meant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub(super) u32);

/// A range of bytes in one text.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The text that the range lies in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Place {
    /// The first byte of this place only: the opening bracket of a long value.
    pub fn head(self) -> Place {
        Place { end: self.end.min(self.start.saturating_add(1)), ..self }
    }
}

/// One text with its name.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    /// The byte at which each line starts; never empty.
    lines: Vec<u32>,
}

/// All files (and `--set` snippets) read for one scenario.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Keeps a text under the name that is shown to the user. A byte order mark
    /// at its start is dropped.
    pub fn add(&mut self, name: String, mut text: String) -> FileId {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| small(at + 1)));
        let id = FileId(small(self.files.len()));
        self.files.push(Source { name, text, lines });
        id
    }

    /// The name of a text as shown to the user; empty if there is no such text.
    pub fn name(&self, file: FileId) -> &str {
        self.source(file).map_or("", |source| &source.name)
    }

    /// A whole text; empty if there is no such text.
    pub fn text(&self, file: FileId) -> &str {
        self.source(file).map_or("", |source| &source.text)
    }

    /// The names of all texts in the order in which they were read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|source| source.name.as_str())
    }

    /// What is written at a place; empty if the place lies outside its text.
    pub fn excerpt(&self, place: Place) -> &str {
        self.text(place.file).get(place.start as usize..place.end as usize).unwrap_or("")
    }

    /// Line and column at which a place starts, both counted from 1, the column
    /// in characters.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let Some(source) = self.source(place.file) else {
            return (1, 1);
        };
        let line = source.lines.partition_point(|start| *start <= place.start).max(1);
        let start = source.lines.get(line - 1).map_or(0, |start| *start as usize);
        let before = floor(&source.text, place.start as usize);
        let column = source.text.get(start..before).map_or(0, |text| text.chars().count());
        (line, column + 1)
    }

    /// The bytes of one line (counted from 1) without its line ending.
    pub(super) fn line(&self, file: FileId, line: usize) -> std::ops::Range<usize> {
        let Some(source) = self.source(file) else {
            return 0..0;
        };
        let start = line.checked_sub(1).and_then(|line| source.lines.get(line));
        let Some(start) = start.map(|start| *start as usize) else {
            return source.text.len()..source.text.len();
        };
        let next = source.lines.get(line).map_or(source.text.len(), |next| *next as usize);
        let text = source.text.get(start..next).unwrap_or("");
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    fn source(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }
}

/// The nearest character boundary at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A length as stored in a [`Place`]; texts longer than 4 GB are refused long before.
pub(super) fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a".into(), "\u{feff}ab\r\nüx\n".into());
        let at = |start| sources.line_column(Place { file, start, end: start });
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 2));
        assert_eq!(at(4), (2, 1));
        assert_eq!(at(6), (2, 2));
        assert_eq!(at(8), (3, 1));
        assert_eq!(sources.line(file, 1), 0..2);
        assert_eq!(sources.line(file, 2), 4..7);
    }

    #[test]
    fn a_place_outside_its_text_is_harmless() {
        let mut sources = Sources::default();
        let file = sources.add("a".into(), "ab".into());
        assert_eq!(sources.line_column(Place { file, start: 99, end: 100 }), (1, 3));
        assert_eq!(sources.excerpt(Place { file, start: 1, end: 9 }), "");
        assert_eq!(sources.name(FileId(7)), "");
        assert_eq!(sources.line(FileId(7), 3), 0..0);
    }
}
