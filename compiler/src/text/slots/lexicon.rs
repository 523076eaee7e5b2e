//! The words of values: numerals, units of time and money, names of days, titles.
//!
//! Each word of one unit has an entry: what it is as a numeral, its roles, its value. Words
//! of two units are pairs of entries with roles and a value of their own. The module has
//! the same tables in its data.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::Unit;

/// What a word is as a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Class {
    /// No numeral.
    #[default]
    None,
    /// 零
    Zero,
    /// 一 to 九
    Digit,
    /// 两
    Pair,
    /// 几, 数: 1, and only before what multiplies it
    Some,
    /// 十, 百, 千
    Unit,
    /// 万, 亿
    Big,
    /// 半
    Half,
    /// 点
    Point,
    /// 幺: a digit only when read one by one
    Yao,
    /// `one` to `nine`
    Ones,
    /// `ten` to `nineteen`
    Teens,
    /// `twenty` to `ninety`
    Tens,
    /// `hundred`
    Hundred,
    /// `thousand`
    Thousand,
    /// `and`
    And,
    /// `point`
    Dot,
    /// `a`: 1, and only before what multiplies it
    A,
    /// `zero`
    Nought,
}

/// What else a word is; a word may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Role {
    /// 年
    Year = 1,
    /// 月
    Month = 1 << 1,
    /// 日, 号
    Day = 1 << 2,
    /// 今天, `tomorrow`: days from today
    Relative = 1 << 3,
    /// `january`: its number
    MonthName = 1 << 4,
    /// 点, 时
    Hour = 1 << 5,
    /// 分
    Minute = 1 << 6,
    /// 刻
    Quarter = 1 << 7,
    /// 半
    HalfHour = 1 << 8,
    /// 整, 钟
    Sharp = 1 << 9,
    /// 下午: see [`super::composites`]
    Period = 1 << 10,
    /// `half`, `quarter`: minutes
    Part = 1 << 11,
    /// `past`
    Past = 1 << 12,
    /// `to`
    To = 1 << 13,
    /// `am`, `pm`: a period
    AmPm = 1 << 14,
    /// `oclock`
    OClock = 1 << 15,
    /// `noon`: minutes
    Moment = 1 << 16,
    /// 元, 块, 美元
    Yuan = 1 << 17,
    /// 块
    Kuai = 1 << 18,
    /// 钱
    Coin = 1 << 19,
    /// 角, 毛
    Jiao = 1 << 20,
    /// `dollars`
    Dollar = 1 << 21,
    /// `cents`
    Cent = 1 << 22,
    /// A surname (or 欧阳).
    Surname = 1 << 23,
    /// 先生
    Title = 1 << 24,
    /// 零
    Nil = 1 << 25,
    /// 个
    Piece = 1 << 26,
    /// `of`
    Of = 1 << 27,
    /// 半 behind 个
    AndHalf = 1 << 28,
    /// `x`
    Ex = 1 << 29,
}

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    /// As a numeral.
    pub class: Class,
    /// Bits of [`Role`].
    pub roles: u32,
    /// Its value.
    pub value: i64,
}

/// A word of two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Couple {
    /// Number of the first.
    pub first: u16,
    /// Number of the second.
    pub second: u16,
    /// Bits of [`Role`].
    pub roles: u32,
    /// Its value.
    pub value: i64,
}

/// All words.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Numbers of words of one unit.
    pub numbers: HashMap<Unit, u16>,
    /// Their entries; the first [`FIRST`] are of other tokens.
    pub entries: Vec<Entry>,
    /// Words of two units, in a fixed order.
    pub couples: Vec<Couple>,
    /// How many entries and couples there are before those of names.
    pub without_names: (usize, usize),
}

/// Tokens that are no words: see [`super::tokens`].
pub const FIRST: u16 = 5;

/// The words.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Lexicon {
        let mut lexicon = Lexicon {
            entries: vec![Entry::default(); usize::from(FIRST)],
            ..Lexicon::default()
        };
        let lines = include_str!("lexicon.txt").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let mut fields = line.split_whitespace();
            let (Some(kind), Some(value)) = (fields.next(), fields.next()) else {
                continue;
            };
            let value = value.parse().unwrap_or(0);
            if kind == "title" && lexicon.without_names == (0, 0) {
                lexicon.without_names = (lexicon.entries.len(), lexicon.couples.len());
            }
            fields.for_each(|word| lexicon.add(kind, value, word));
        }
        lexicon
    }

    fn add(&mut self, kind: &str, value: i64, word: &str) {
        let units: Vec<u16> = cut(word)
            .into_iter()
            .map(|unit| self.number(unit))
            .collect();
        let role = role(kind).map_or(0, |role| role as u32);
        match units.as_slice() {
            [first, second] => self.couples.push(Couple {
                first: *first,
                second: *second,
                roles: role,
                value,
            }),
            [only] => {
                if let Some(entry) = self.entries.get_mut(usize::from(*only)) {
                    let class = class(kind);
                    if class != Class::None {
                        entry.class = class;
                    }
                    if value != 0 {
                        entry.value = value;
                    }
                    entry.roles |= role;
                }
            }
            _ => {}
        }
    }

    fn number(&mut self, unit: Unit) -> u16 {
        let next = self.entries.len() as u16;
        let number = *self.numbers.entry(unit).or_insert(next);
        if number == next {
            self.entries.push(Entry::default());
        }
        number
    }

    /// The entry of a word.
    pub fn entry(&self, number: u16) -> Entry {
        let entry = self.entries.get(usize::from(number));
        entry.copied().unwrap_or_default()
    }
}

/// The units of a word of the table: Latin words are joined by `_`.
fn cut(word: &str) -> Vec<Unit> {
    if word.is_ascii() {
        let parts = word.split('_');
        return parts.map(|part| Unit::Word(part.to_owned())).collect();
    }
    word.chars().map(Unit::Char).collect()
}

fn class(kind: &str) -> Class {
    match kind {
        "zero" => Class::Zero,
        "digit" => Class::Digit,
        "pair" => Class::Pair,
        "some" => Class::Some,
        "unit" => Class::Unit,
        "big" => Class::Big,
        "half" => Class::Half,
        "point" => Class::Point,
        "yao" => Class::Yao,
        "ones" => Class::Ones,
        "teens" => Class::Teens,
        "tens" => Class::Tens,
        "hundred" => Class::Hundred,
        "thousand" => Class::Thousand,
        "and" => Class::And,
        "dot" => Class::Dot,
        "a" => Class::A,
        "nought" => Class::Nought,
        _ => Class::None,
    }
}

fn role(kind: &str) -> Option<Role> {
    Some(match kind {
        "year" => Role::Year,
        "month" => Role::Month,
        "day" => Role::Day,
        "relative" => Role::Relative,
        "monthname" => Role::MonthName,
        "hour" => Role::Hour,
        "minute" => Role::Minute,
        "quarter" => Role::Quarter,
        "halfhour" => Role::HalfHour,
        "sharp" => Role::Sharp,
        "period" => Role::Period,
        "part" => Role::Part,
        "past" => Role::Past,
        "to" => Role::To,
        "ampm" => Role::AmPm,
        "oclock" => Role::OClock,
        "moment" => Role::Moment,
        "yuan" => Role::Yuan,
        "kuai" => Role::Kuai,
        "coin" => Role::Coin,
        "jiao" => Role::Jiao,
        "dollar" => Role::Dollar,
        "cent" => Role::Cent,
        "surname" => Role::Surname,
        "title" => Role::Title,
        "nil" => Role::Nil,
        "piece" => Role::Piece,
        "of" => Role::Of,
        "andhalf" => Role::AndHalf,
        "ex" => Role::Ex,
        _ => return None,
    })
}
