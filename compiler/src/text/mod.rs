//! Text normalisation: text becomes units, and phrases are matched on units.
//!
//! A unit is one character of a script without spaces (Han, kana, Thai …) or one whole
//! word of a script with them; digits are letters of a word. Case, width and (in Chinese)
//! traditional forms are folded; an apostrophe inside a word is dropped; everything else
//! separates words and is not a unit. The module does the same by tables made from
//! [`classify`], so this is the only place that decides.

pub mod regex;
pub mod slots;
pub mod sounds;
pub mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::book::Language;

/// A unit of normalised text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// A character that is a unit of its own.
    Char(char),
    /// A word, folded.
    Word(String),
    /// Only in patterns: a character of the text as it is written (`exact`).
    Raw(char),
    /// Only in patterns: the start of the utterance.
    Start,
    /// Only in patterns: its end.
    End,
    /// Only in patterns: any one character or word (`about`). Never first or last.
    One,
    /// Only in patterns: a character of this syllable, confusions folded (`sounds like`).
    Sound(String),
}

/// What a character is to the normaliser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Not part of a unit; ends a word.
    Separator,
    /// Not part of a unit; does not end a word.
    Joiner,
    /// A letter or digit of a word, folded.
    Letter(char),
    /// A unit of its own, folded.
    Char(char),
}

/// A unit and where it stands: `[start, end)` in characters (Unicode scalar values).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The unit.
    pub unit: Unit,
    /// Its first character.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
}

/// Says what `c` is, folded as `language` asks.
pub fn classify(c: char, language: Language) -> Class {
    let c = fold(c, language);
    match c {
        '\'' | '’' | 'ʼ' | '\u{ad}' => Class::Joiner,
        c if is_mark(c) => Class::Joiner,
        c if !c.is_alphanumeric() => Class::Separator,
        c if stands_alone(c) => Class::Char(c),
        c => Class::Letter(c),
    }
}

/// Cuts `text` into its units, in order.
pub fn units(text: &str, language: Language) -> Vec<Placed> {
    let mut cutter = Cutter::default();
    for (c, at) in text.chars().zip(0..) {
        cutter.push(classify(c, language), at);
    }
    cutter.end_word();
    cutter.units
}

#[derive(Default)]
struct Cutter {
    units: Vec<Placed>,
    word: String,
    start: u32,
    end: u32,
}

impl Cutter {
    fn push(&mut self, class: Class, at: u32) {
        match class {
            Class::Joiner => {}
            Class::Separator => self.end_word(),
            Class::Letter(c) => {
                if self.word.is_empty() {
                    self.start = at;
                }
                self.word.push(c);
                self.end = at + 1;
            }
            Class::Char(c) => {
                self.end_word();
                let unit = Unit::Char(c);
                self.units.push(Placed {
                    unit,
                    start: at,
                    end: at + 1,
                });
            }
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            let unit = Unit::Word(std::mem::take(&mut self.word));
            self.units.push(Placed {
                unit,
                start: self.start,
                end: self.end,
            });
        }
    }
}

/// Full width to half width, upper case to lower, traditional to simplified.
pub(crate) fn fold(c: char, language: Language) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let c = c.to_lowercase().next().unwrap_or(c);
    match language {
        Language::Chinese => SIMPLIFIED.get(&c).copied().unwrap_or(c),
        Language::English => c,
    }
}

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    };
    let lines = include_str!("t2s.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(pair)
        .collect()
});

/// Combining marks, variation selectors and zero-width characters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters of scripts that put no spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{1b000}'..='\u{1b2ff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, language: Language) -> String {
        let unit = |placed: Placed| match placed.unit {
            Unit::Char(c) => format!("{c}@{}", placed.start),
            Unit::Word(word) => format!("{word}@{}-{}", placed.start, placed.end),
            other => format!("{other:?}"),
        };
        units(text, language)
            .into_iter()
            .map(unit)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn text_is_cut_into_characters_and_words() {
        let zh = |text| cut(text, Language::Chinese);
        assert_eq!(zh("您好，2号"), "您@0 好@1 2@3-4 号@4");
        assert_eq!(zh("謝謝ＡＰＰ下載"), "谢@0 谢@1 app@2-5 下@5 载@6");
        let en = |text| cut(text, Language::English);
        assert_eq!(en("Don't hang-up!"), "dont@0-5 hang@6-10 up@11-13");
        assert_eq!(en("don’t 12 A17"), "dont@0-5 12@6-8 a17@9-12");
        assert_eq!(en("謝"), "謝@0");
        assert_eq!(en("  …!?"), "");
    }
}
