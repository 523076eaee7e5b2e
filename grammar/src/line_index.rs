//! The only place that makes lines and columns of bytes, and bytes of lines and columns.
//!
//! In: a text. Out: a [`LineIndex`] that counts columns in UTF-8, UTF-16 or UTF-32.

use crate::fold::{offset, slice};

/// The unit in which columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, as most editors count.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    fn width(self, c: char) -> u32 {
        offset(match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        })
    }
}

/// A line and a column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0.
    pub column: u32,
}

/// Where the lines of a text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    text: String,
    starts: Vec<u32>,
}

impl LineIndex {
    /// Looks for the lines of a text. A line ends at `\n`, `\r\n` or `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| offset(at + 1)))
            .collect();
        Self {
            text: text.to_owned(),
            starts,
        }
    }

    /// How many lines there are; the last may be empty.
    pub fn lines(&self) -> u32 {
        offset(self.starts.len())
    }

    /// The line and column of a byte; places past the end are the end, places inside a
    /// character are its start.
    pub fn line_column(&self, at: u32, encoding: Encoding) -> LineColumn {
        let at = at.min(offset(self.text.len()));
        let line = self
            .starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let rest = slice(&self.text, start, offset(self.text.len()));
        let before = rest
            .char_indices()
            .take_while(|(from, c)| start + offset(from + c.len_utf8()) <= at);
        LineColumn {
            line: offset(line),
            column: before.map(|(_, c)| encoding.width(c)).sum(),
        }
    }

    /// The byte of a line and column; columns past the end of the line are its end.
    /// `None` where there is no such line.
    pub fn byte(&self, place: LineColumn, encoding: Encoding) -> Option<u32> {
        let start = *self.starts.get(place.line as usize)?;
        let end = self.starts.get(place.line as usize + 1).copied();
        let line = slice(&self.text, start, end.unwrap_or(offset(self.text.len())));
        let mut column = 0;
        for (at, c) in line.trim_end_matches(['\r', '\n']).char_indices() {
            column += encoding.width(c);
            if column > place.column {
                return Some(start + offset(at));
            }
        }
        Some(start + offset(line.trim_end_matches(['\r', '\n']).len()))
    }
}
