//! Byte offsets to lines and columns.
//!
//! In: a text. Out: [`LineIndex`], the only thing that makes lines and columns of bytes.

use super::Place;
use crate::book::Span;
use crate::sources::Sources;

/// A line and a column, both from 1; columns count characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where the lines of a text start.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// The index of a text.
    pub fn new(text: &'a str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after).collect(),
        }
    }

    /// The position of a byte (the nearest character boundary at or before it).
    pub fn position(&self, byte: u32) -> Position {
        let byte = floor(self.text, byte as usize);
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let column = self
            .text
            .get(start..byte)
            .map_or(0, |before| before.chars().count());
        Position {
            line: narrow(line.max(1)),
            column: narrow(column + 1),
        }
    }
}

/// The lines of all sources, found once.
pub(super) struct AllLines<'a> {
    sources: &'a Sources,
    lines: Vec<LineIndex<'a>>,
}

impl<'a> AllLines<'a> {
    /// Finds the lines.
    pub(super) fn new(sources: &'a Sources) -> Self {
        let lines = sources.iter().map(|source| LineIndex::new(&source.text));
        Self {
            sources,
            lines: lines.collect(),
        }
    }

    /// The path of a place's file.
    pub(super) fn path(&self, place: Place) -> &'a str {
        self.sources.path(place.source)
    }

    /// Where a place starts and ends.
    pub(super) fn positions(&self, place: Place) -> (Position, Position) {
        let lines = self.lines.get(place.source.index());
        let at = |byte| {
            lines.map_or(Position { line: 1, column: 1 }, |lines| {
                lines.position(byte)
            })
        };
        (at(place.span.start), at(place.span.end))
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The nearest character boundary at or before `byte`.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// A span as a range that lies within `text`, at character boundaries, its end not before
/// its start.
pub(crate) fn clamp(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = floor(text, span.start as usize);
    start..floor(text, span.end as usize).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = LineIndex::new("规则 a\r\n  当\n");
        let at = |byte| {
            let at = lines.position(byte);
            (at.line, at.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(4), (1, 2));
        assert_eq!(at(7), (1, 4));
        assert_eq!(at(12), (2, 3));
        assert_eq!(at(999), (3, 1));
        assert_eq!(
            LineIndex::new("").position(5),
            Position { line: 1, column: 1 }
        );
    }
}
