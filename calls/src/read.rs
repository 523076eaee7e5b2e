//! Readers of calls: documents, lines, and streams grouped into calls.
//!
//! In: a reader, packed or not. Out: one item a call, not parsed yet, so that a caller can
//! parse in parallel; a call that is wrong is an error of its own, and reading goes on.

use crate::call::Call;
use crate::decompress;
use crate::error::{CallError, ReadError};
use crate::parse;
use crate::stream::Grouper;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::io::{BufRead, Read};

/// How calls are laid out in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One document, or an array of them (`.json`).
    Document,
    /// One document a line (`.jsonl`).
    Lines,
    /// One event a line; the events of a call are put together.
    Stream,
}

/// A call that was read and perhaps not parsed yet.
#[derive(Debug, Clone)]
pub enum Pending {
    /// The text of one call document.
    Text {
        /// The line where it starts, from 1.
        line: u64,
        /// The document.
        bytes: Vec<u8>,
    },
    /// A call put together from a stream, or what was wrong.
    Ready(Box<Result<Call, CallError>>),
}

impl Pending {
    /// Parses the call.
    ///
    /// # Errors
    ///
    /// When it is not a call document.
    pub fn parse(self) -> Result<Call, CallError> {
        match self {
            Self::Text { line, bytes } => parse::call(&bytes, line),
            Self::Ready(call) => *call,
        }
    }

    fn error(error: CallError) -> Self {
        Self::Ready(Box::new(Err(error)))
    }
}

/// The calls of one input, in its order.
pub struct Calls(Source);

enum Source {
    Lines {
        reader: Box<dyn BufRead + Send>,
        first: Option<Vec<u8>>,
        line: u64,
    },
    Ready(std::vec::IntoIter<Pending>),
}

/// Opens an input. Gzip and Zstandard are unpacked; without a `shape` it is recognised.
///
/// # Errors
///
/// When the input cannot be read.
pub fn open(input: impl Read + Send + 'static, shape: Option<Shape>) -> Result<Calls, ReadError> {
    let mut reader = decompress::plain(input)?;
    let (skipped, first) = first_line(&mut *reader)?;
    let line = skipped + 1;
    Ok(Calls(match shape.unwrap_or_else(|| recognise(&first)) {
        Shape::Lines => Source::Lines {
            reader,
            first: Some(first),
            line: skipped,
        },
        Shape::Document => {
            let mut text = first;
            reader.read_to_end(&mut text)?;
            Source::Ready(documents(&text, line).into_iter())
        }
        Shape::Stream => Source::Ready(group(first, reader, line)?.into_iter()),
    }))
}

impl Iterator for Calls {
    type Item = Result<Pending, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Ready(items) => items.next().map(Ok),
            Source::Lines {
                reader,
                first,
                line,
            } => loop {
                let bytes = match next_line(&mut **reader, first) {
                    Ok(bytes) => bytes?,
                    Err(error) => return Some(Err(error)),
                };
                *line += 1;
                if !bytes.trim_ascii().is_empty() {
                    return Some(Ok(Pending::Text { line: *line, bytes }));
                }
            },
        }
    }
}

/// The next line; `None` at the end.
fn next_line(
    reader: &mut dyn BufRead,
    first: &mut Option<Vec<u8>>,
) -> Result<Option<Vec<u8>>, ReadError> {
    if let Some(first) = first.take() {
        return Ok(Some(first));
    }
    let mut bytes = Vec::new();
    let count = reader.read_until(b'\n', &mut bytes)?;
    Ok((count > 0).then_some(bytes))
}

/// How many blank lines come first, and the line after them (without a byte order mark).
fn first_line(reader: &mut dyn BufRead) -> Result<(u64, Vec<u8>), ReadError> {
    let mut skipped = 0;
    loop {
        let mut bytes = Vec::new();
        let count = reader.read_until(b'\n', &mut bytes)?;
        if skipped == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        if count == 0 || !bytes.trim_ascii().is_empty() {
            return Ok((skipped, bytes));
        }
        skipped += 1;
    }
}

/// The shape of an input that starts with this line.
#[must_use]
pub fn recognise(first: &[u8]) -> Shape {
    if first.trim_ascii_start().first() == Some(&b'[') {
        return Shape::Document;
    }
    let mut json = serde_json::Deserializer::from_slice(first);
    match json.deserialize_map(KeysVisitor) {
        Ok(shape) => shape,
        Err(error) if error.is_eof() => Shape::Document,
        Err(_) => Shape::Lines,
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Shape;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let (mut document, mut event) = (false, false);
        while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
            document |= key == "events";
            event |= key == "kind" || key == "specversion";
        }
        Ok(if event && !document {
            Shape::Stream
        } else {
            Shape::Lines
        })
    }
}

fn group(
    first: Vec<u8>,
    mut reader: Box<dyn BufRead + Send>,
    mut line: u64,
) -> Result<Vec<Pending>, ReadError> {
    let mut grouper = Grouper::default();
    let mut first = Some(first);
    while let Some(bytes) = next_line(&mut *reader, &mut first)? {
        if !bytes.trim_ascii().is_empty() {
            grouper.line(&bytes, line);
        }
        line += 1;
    }
    Ok(grouper
        .finish()
        .into_iter()
        .map(|call| Pending::Ready(Box::new(call)))
        .collect())
}

/// The documents of a `.json` text that starts on `line`: an array's items, or all values
/// one after another. After a syntax error nothing more can be told apart.
#[must_use]
pub fn documents(bytes: &[u8], line: u64) -> Vec<Pending> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![Pending::error(CallError::on_line(
            line,
            "the text is not UTF-8",
        ))];
    };
    let mut values = Vec::new();
    let end = if text.trim_start().starts_with('[') {
        array(text, &mut values)
    } else {
        sequence(text, &mut values)
    };
    let mut lines = LineCounter { text, at: 0, line };
    let mut calls: Vec<Pending> = values.iter().map(|value| lines.pending(value)).collect();
    if let Err(error) = end {
        let at = line + u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
        calls.push(Pending::error(CallError::on_line(
            at,
            format!("this is not JSON: {error}"),
        )));
    }
    calls
}

/// Finds the lines of values that come in order.
struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn pending(&mut self, value: &RawValue) -> Pending {
        let start = value
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr());
        let between = self.text.as_bytes().get(self.at..start).unwrap_or_default();
        self.line += between
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.at = start;
        Pending::Text {
            line: self.line,
            bytes: value.get().as_bytes().to_vec(),
        }
    }
}

fn sequence<'t>(text: &'t str, values: &mut Vec<&'t RawValue>) -> Result<(), serde_json::Error> {
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        values.push(value?);
    }
    Ok(())
}

fn array<'t>(text: &'t str, values: &mut Vec<&'t RawValue>) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_seq(ItemsVisitor(values))?;
    json.end()
}

struct ItemsVisitor<'v, 't>(&'v mut Vec<&'t RawValue>);

impl<'t> Visitor<'t> for ItemsVisitor<'_, 't> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of calls")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&RawValue>()? {
            self.0.push(item);
        }
        Ok(())
    }
}
