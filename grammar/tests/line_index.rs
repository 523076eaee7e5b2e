//! Places: bytes to lines and columns, and back, in three encodings.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::{Encoding, LineColumn, LineIndex};

const TEXT: &str = "a好😀b\r\nc\n\nd";

#[test]
fn columns_in_three_encodings() {
    let index = LineIndex::new(TEXT);
    let b = TEXT.find('b').unwrap() as u32;
    for (encoding, column) in [
        (Encoding::Utf8, 8),
        (Encoding::Utf16, 4),
        (Encoding::Utf32, 3),
    ] {
        assert_eq!(
            index.line_column(b, encoding),
            LineColumn { line: 0, column }
        );
    }
    assert_eq!(index.lines(), 4);
}

#[test]
fn every_character_goes_there_and_back() {
    let index = LineIndex::new(TEXT);
    for (at, c) in TEXT
        .char_indices()
        .filter(|(_, c)| !matches!(c, '\r' | '\n'))
    {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let place = index.line_column(at as u32, encoding);
            assert_eq!(
                index.byte(place, encoding),
                Some(at as u32),
                "{c:?} {encoding:?}"
            );
        }
    }
}

#[test]
fn odd_places() {
    let index = LineIndex::new(TEXT);
    assert_eq!(
        index.line_column(2, Encoding::Utf32),
        LineColumn { line: 0, column: 1 },
        "inside 好"
    );
    assert_eq!(
        index.line_column(9999, Encoding::Utf32),
        LineColumn { line: 3, column: 1 }
    );
    assert_eq!(
        index.byte(
            LineColumn {
                line: 1,
                column: 99
            },
            Encoding::Utf16
        ),
        Some(12)
    );
    assert_eq!(
        index.byte(LineColumn { line: 9, column: 0 }, Encoding::Utf16),
        None
    );
}
