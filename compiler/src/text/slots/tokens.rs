//! Units as the recognisers see them: which word, and what stands before it.
//!
//! In: the units of a reading and the text as written, removed fillers blanked. Out:
//! [`Tokens`]. The module makes the same of its symbols and the text's characters.

use super::lexicon::{Class, Couple, Entry, FIRST, LEXICON, Role};
use crate::text::{Placed, Unit};

/// No word of the lexicon.
pub const OTHER: u16 = 0;
/// Digits.
pub const ARABIC: u16 = 1;
/// Digits and an x.
pub const ARABIC_X: u16 = 2;
/// Digits and `am`.
pub const CLOCK_AM: u16 = 3;
/// Digits and `pm`.
pub const CLOCK_PM: u16 = 4;

/// What stands between a unit and the one before it, one bit each; then other marks.
pub mod before {
    /// Nothing.
    pub const NOTHING: u16 = 1;
    /// Only spaces.
    pub const SPACE: u16 = 1 << 1;
    /// One character: a dot.
    pub const DOT: u16 = 1 << 2;
    /// One character: a comma of half width.
    pub const COMMA: u16 = 1 << 3;
    /// One character: a colon.
    pub const COLON: u16 = 1 << 4;
    /// One character: a dash.
    pub const DASH: u16 = 1 << 5;
    /// One character: a slash.
    pub const SLASH: u16 = 1 << 6;
    /// Anything else, and before the first unit.
    pub const ELSE: u16 = 1 << 7;
    /// The last character before it is ¥.
    pub const YUAN: u16 = 1 << 8;
    /// The last character before it is $.
    pub const DOLLAR: u16 = 1 << 9;
    /// It is a word of a script with spaces.
    pub const WORD: u16 = 1 << 10;
    /// It starts with a capital of A to Z.
    pub const CAPITAL: u16 = 1 << 11;
    /// What joins the words of a value when nothing else is said.
    pub const JOINED: u16 = NOTHING | SPACE | DASH;
}

/// The most digits a number of Arabic digits may have.
pub const MAX_DIGITS: usize = 15;

/// A unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Token {
    /// Its number in the lexicon, or one of those above.
    pub word: u16,
    /// Bits of [`before`].
    pub before: u16,
}

/// The units of one reading of an utterance.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    pub(super) units: &'a [Placed],
    pub(super) text: &'a [char],
    pub(super) tokens: Vec<Token>,
    /// Units inside a number that starts before them.
    pub(super) inside: Vec<bool>,
}

impl<'a> Tokens<'a> {
    /// Looks at the units of a text; characters of removed fillers must be spaces in it.
    pub fn new(units: &'a [Placed], text: &'a [char]) -> Self {
        let token = |at: usize| Token {
            word: word(units.get(at)),
            before: before_unit(units, text, at),
        };
        let mut all = Tokens {
            units,
            text,
            tokens: (0..units.len()).map(token).collect(),
            inside: vec![false; units.len() + 1],
        };
        let mut at = 0;
        while at < units.len() {
            let end = all.number(at).map_or(at + 1, |number| number.end);
            let places = all.inside.iter_mut();
            places.take(end).skip(at + 1).for_each(|it| *it = true);
            at = end;
        }
        all
    }

    pub(super) fn token(&self, at: usize) -> Token {
        self.tokens.get(at).copied().unwrap_or_default()
    }

    pub(super) fn entry(&self, at: usize) -> Entry {
        LEXICON.entry(self.token(at).word)
    }

    pub(super) fn class(&self, at: usize) -> Class {
        self.entry(at).class
    }

    /// The class of a numeral that follows without anything between.
    pub(super) fn next_class(&self, at: usize) -> Class {
        if self.follows(at, before::NOTHING) {
            self.class(at)
        } else {
            Class::None
        }
    }

    /// One of these stands before the unit.
    pub(super) fn follows(&self, at: usize, what: u16) -> bool {
        self.token(at).before & what != 0
    }

    /// The word of this role at a unit: where it ends and its value. A word of two units
    /// goes before one of one.
    pub(super) fn role(&self, at: usize, role: Role) -> Option<(usize, i64)> {
        if let Some(couple) = self.couple(at, role as u32) {
            return Some((at + 2, couple.value));
        }
        let entry = self.entry(at);
        (entry.roles & role as u32 != 0).then_some((at + 1, entry.value))
    }

    fn couple(&self, at: usize, roles: u32) -> Option<Couple> {
        let (first, second) = (self.token(at).word, self.token(at + 1));
        let joined = before::NOTHING | before::SPACE | before::DOT;
        let latin = second.before & before::WORD != 0;
        let near = second.before & if latin { joined } else { before::NOTHING } != 0;
        let fits = |couple: &&Couple| {
            (couple.first, couple.second) == (first, second.word) && couple.roles & roles != 0
        };
        let found = LEXICON.couples.iter().find(fits).copied();
        found.filter(|_| near && first >= FIRST)
    }

    /// The characters of a unit as written.
    pub(super) fn written(&self, at: usize) -> &[char] {
        let unit = self.units.get(at);
        let range = unit.map_or(0..0, |it| it.start as usize..it.end as usize);
        self.text.get(range).unwrap_or(&[])
    }

    /// The digits at the start of a unit as a number, and how many; none when too many.
    pub(super) fn arabic(&self, at: usize) -> Option<(i64, usize)> {
        let digits = self.written(at).iter().map_while(|c| digit(*c));
        let digits: Vec<i64> = digits.collect();
        let value = digits.iter().take(MAX_DIGITS);
        let value = value.fold(0, |value, digit| value * 10 + digit);
        (digits.len() <= MAX_DIGITS).then_some((value, digits.len()))
    }
}

/// A digit of half or full width.
pub(super) fn digit(c: char) -> Option<i64> {
    match c {
        '0'..='9' => Some(c as i64 - 0x30),
        '\u{ff10}'..='\u{ff19}' => Some(c as i64 - 0xff10),
        _ => None,
    }
}

fn word(placed: Option<&Placed>) -> u16 {
    let Some(Placed { unit, .. }) = placed else {
        return OTHER;
    };
    let Unit::Word(word) = unit else {
        return LEXICON.numbers.get(unit).copied().unwrap_or(OTHER);
    };
    let tail = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match tail {
        _ if tail.len() == word.len() => LEXICON.numbers.get(unit).copied().unwrap_or(OTHER),
        "" => ARABIC,
        "x" => ARABIC_X,
        "am" => CLOCK_AM,
        "pm" => CLOCK_PM,
        _ => OTHER,
    }
}

fn before_unit(units: &[Placed], text: &[char], at: usize) -> u16 {
    let Some(unit) = units.get(at) else { return 0 };
    let previous = at.checked_sub(1).and_then(|at| units.get(at));
    let from = previous.map_or(0, |unit| unit.end as usize);
    let between = text.get(from..unit.start as usize).unwrap_or(&[]);
    let mut bits = if previous.is_none() {
        before::ELSE
    } else {
        separator(between)
    };
    bits |= match between.last() {
        Some('¥' | '￥') => before::YUAN,
        Some('$' | '＄') => before::DOLLAR,
        _ => 0,
    };
    if let Unit::Word(_) = unit.unit {
        bits |= before::WORD;
    }
    let first = text.get(unit.start as usize);
    if first.is_some_and(|c| matches!(c, 'A'..='Z' | 'Ａ'..='Ｚ')) {
        bits |= before::CAPITAL;
    }
    bits
}

fn separator(between: &[char]) -> u16 {
    match between {
        [] => before::NOTHING,
        ['.' | '．'] => before::DOT,
        [','] => before::COMMA,
        [':' | '：'] => before::COLON,
        ['-' | '－' | '–'] => before::DASH,
        ['/' | '／'] => before::SLASH,
        _ if between.iter().all(|c| matches!(c, ' ' | '\u{3000}' | '\t')) => before::SPACE,
        _ => before::ELSE,
    }
}
