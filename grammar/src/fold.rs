//! Full-width and half-width: one meaning, two widths.
//!
//! In: text as typed on any keyboard. Out: the same text with every full-width letter,
//! digit and sign in its half-width form, which is what names and keywords are compared by.

/// The half-width form of one character.
pub(crate) fn fold_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The half-width form of a text.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The form in which keywords are looked up: half width and lower case.
pub(crate) fn fold_word(text: &str) -> String {
    text.chars()
        .map(|c| fold_char(c).to_ascii_lowercase())
        .collect()
}

/// The bytes `start..end` of a text, or nothing where that is not a place in it.
pub(crate) fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or("")
}

/// A length or offset as the `u32` that spans are made of.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
