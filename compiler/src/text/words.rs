//! Longer words that hide short ones: `word "喂"` is not found in 喂养.
//!
//! In: the units around a match. Out: whether the match counts.

use super::{Placed, Unit};

/// Common words that contain a short word people write rules about.
pub const LONGER: &str = include_str!("longer.txt");

/// How many times a word may be said again on each side for these to be taken together.
pub const AGAIN: usize = 8;

/// The longer words, as characters.
pub fn longer() -> impl Iterator<Item = Vec<char>> {
    let lines = LONGER.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(str::split_whitespace)
        .map(|word| word.chars().collect())
}

/// Whether the units `[start, end)` are a word of their own: they touch a boundary at
/// either side, up to [`AGAIN`] of the same word taken together, and are no part of a longer
/// word.
pub fn is_word(units: &[Placed], start: usize, end: usize) -> bool {
    let Some(length) = end.checked_sub(start).filter(|length| *length > 0) else {
        return false;
    };
    let run = |at: usize| {
        let there = units.get(at..at + length).unwrap_or(&[]);
        let word = units.get(start..end).unwrap_or(&[]);
        let alike = there.iter().zip(word).all(|(a, b)| a.unit == b.unit);
        alike && there.len() == length
    };
    let (mut left, mut right) = (start, end);
    for _ in 0..AGAIN {
        if !boundary(units, left) && left >= length && run(left - length) {
            left -= length;
        }
        if !boundary(units, right) && run(right) {
            right += length;
        }
    }
    (boundary(units, left) || boundary(units, right)) && !hidden(units, start, end)
}

/// Nothing joins the units on both sides of a place: an end of the utterance is there, or
/// characters that are no units, or a word of a script with spaces.
fn boundary(units: &[Placed], at: usize) -> bool {
    let (Some(left), Some(right)) = (
        at.checked_sub(1).and_then(|at| units.get(at)),
        units.get(at),
    ) else {
        return true;
    };
    let plain = |placed: &Placed| matches!(placed.unit, Unit::Char(_));
    left.end != right.start || !plain(left) || !plain(right)
}

/// A longer word stands around the units.
fn hidden(units: &[Placed], start: usize, end: usize) -> bool {
    longer().any(|word| {
        let spare = word.len().saturating_sub(end - start);
        let from = start.saturating_sub(spare)..=start;
        spare > 0 && from.into_iter().any(|at| stands(units, at, &word, end))
    })
}

/// The word stands at `at` without a boundary inside, and covers what is before `end`.
fn stands(units: &[Placed], at: usize, word: &[char], end: usize) -> bool {
    let same = |(i, c): (usize, &char)| {
        let here = units
            .get(at + i)
            .is_some_and(|it| it.unit == Unit::Char(*c));
        here && (i == 0 || !boundary(units, at + i))
    };
    at + word.len() >= end && word.iter().enumerate().all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Language;
    use crate::text::units;

    #[test]
    fn short_words_stand_alone() {
        let cases = [
            ("喂，你好", true),
            ("喂你好", true),
            ("我在喂鸭", false),
            ("喂喂喂听得到吗", true),
            ("在喂喂喂喂喂喂喂喂喂", true),
            ("在喂喂喂喂喂喂喂喂喂喂", false),
            ("喂奶的时候", false),
            ("他说喂", true),
            ("你喂APP", true),
            ("喂 奶的时候", true),
        ];
        for (text, expect) in cases {
            let units = units(text, Language::Chinese);
            let at = units
                .iter()
                .position(|it| it.unit == Unit::Char('喂'))
                .unwrap();
            assert_eq!(is_word(&units, at, at + 1), expect, "{text}");
        }
    }
}
