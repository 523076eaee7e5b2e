//! Numbers in Arabic digits, Chinese numerals and English words.
//!
//! In: a unit at which a number may start. Out: the longest number that starts there. The
//! module's `number` does the same, step by step.

use super::lexicon::{Class, Role};
use super::tokens::{ARABIC, Tokens, before};

/// The greatest number, in thousandths.
pub const MAX: i64 = 9_000_000_000_000_000;

/// A number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The unit behind it.
    pub end: usize,
    /// Its value in thousandths; none when it is beyond [`MAX`].
    pub value: Option<i64>,
    /// The unit behind its whole part.
    pub whole_end: usize,
    /// The value of its whole part; none when there is none.
    pub whole: Option<i64>,
}

impl Number {
    fn whole(end: usize, value: i64) -> Number {
        let thousandths = value.checked_mul(1000).filter(|value| *value <= MAX);
        Number {
            end,
            value: thousandths,
            whole_end: end,
            whole: Some(value).filter(|_| thousandths.is_some()),
        }
    }

    fn times(&mut self, factor: i64) {
        let times = |value: i64| value.checked_mul(factor).filter(|value| *value <= MAX);
        self.value = self.value.and_then(times);
        self.whole = self
            .whole
            .filter(|_| self.value.is_some())
            .map(|it| it * factor);
    }
}

impl Tokens<'_> {
    /// The longest number that starts at a unit.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        if self.token(at).word == ARABIC {
            return self.arabic_number(at);
        }
        match self.class(at) {
            Class::Half => Some(Number {
                end: at + 1,
                value: Some(self.entry(at).value),
                whole_end: at,
                whole: None,
            }),
            Class::Ones | Class::Teens | Class::Tens | Class::A | Class::Nought => {
                self.english_number(at)
            }
            _ => self.chinese_number(at),
        }
    }

    /// `1,000`, `2.5`, `3万`, `20 thousand`
    fn arabic_number(&self, at: usize) -> Option<Number> {
        let (mut value, first) = self.arabic(at)?;
        let (mut end, mut count) = (at + 1, first);
        while first <= 3 && self.arabic_follows(end, before::COMMA) {
            let Some((group, 3)) = self.arabic(end) else {
                break;
            };
            count += 3;
            if count > super::tokens::MAX_DIGITS {
                break;
            }
            value = value * 1000 + group;
            end += 1;
        }
        let mut number = Number::whole(end, value);
        if self.arabic_follows(end, before::DOT) {
            let digits = self
                .written(end)
                .iter()
                .map_while(|c| super::tokens::digit(*c));
            number.value = number.value.map(|value| value + decimals(digits));
            number.end = end + 1;
        }
        self.multiplied(&mut number);
        Some(number)
    }

    fn arabic_follows(&self, at: usize, what: u16) -> bool {
        self.token(at).word == ARABIC && self.follows(at, what)
    }

    /// 百, 千, 万, 亿, `hundred`, `thousand` behind digits.
    fn multiplied(&self, number: &mut Number) {
        let plain = number.end == number.whole_end;
        let near = before::NOTHING | before::SPACE;
        for class in [
            Class::Unit,
            Class::Big,
            Class::Big,
            Class::Hundred,
            Class::Thousand,
        ] {
            let joined = if class == Class::Hundred || class == Class::Thousand {
                before::SPACE | before::DASH
            } else {
                near
            };
            if self.class(number.end) == class && self.follows(number.end, joined) {
                number.times(self.entry(number.end).value);
                number.end += 1;
            }
        }
        if plain {
            number.whole_end = number.end;
        }
    }

    fn chinese_number(&self, at: usize) -> Option<Number> {
        let run = self.run(at);
        let mut number = if self.class(at) == Class::Zero || run > 2 || run == 2 && !self.near(at) {
            Number::whole(at + run, self.read(at, run)?)
        } else {
            self.sections(at)?
        };
        self.with_decimals(&mut number);
        Some(number)
    }

    /// How many numerals of one digit stand in a row.
    fn run(&self, at: usize) -> usize {
        let is = |class| matches!(class, Class::Digit | Class::Zero);
        let behind = |at: &usize| is(self.next_class(*at));
        if is(self.class(at)) {
            1 + (at + 1..).take_while(behind).count()
        } else {
            0
        }
    }

    /// A run read digit by digit; none when it is too long.
    fn read(&self, at: usize, run: usize) -> Option<i64> {
        let digits = (at..at + run).map(|at| self.entry(at).value);
        (run <= super::tokens::MAX_DIGITS).then(|| digits.fold(0, |value, it| value * 10 + it))
    }

    /// Two numerals that mean "about so many": 三四, 一两, 二三十. The first counts.
    fn near(&self, at: usize) -> bool {
        let digit = |class| matches!(class, Class::Digit | Class::Pair);
        let both = digit(self.class(at)) && digit(self.next_class(at + 1));
        let next = self.entry(at + 1).value == self.entry(at).value + 1;
        both && (next || matches!(self.next_class(at + 2), Class::Unit | Class::Big))
    }

    /// 一千零五十, 三百五, 十二万, 一亿五
    fn sections(&self, at: usize) -> Option<Number> {
        let (mut high, mut mid, mut section) = (0i64, 0i64, 0i64);
        let (mut limit, mut last, mut end, mut p) = (10_000, 0, at, at);
        let (mut seen_high, mut seen_mid) = (false, false);
        loop {
            let class = |q: usize| {
                if q > at {
                    self.next_class(q)
                } else {
                    self.class(q)
                }
            };
            let zero = p > at && class(p) == Class::Zero;
            let q = p + usize::from(zero);
            let digit = self.digit(q, class(q), last == 10 && !zero);
            let (d, q) = digit.map_or((0, q), |(d, behind)| (d, behind));
            let value = self.entry(q).value;
            match class(q) {
                Class::Unit if value < limit && (d > 0 || value == 10 && section == 0 && !zero) => {
                    section += d.max(1) * value;
                    (limit, last) = (value, value);
                }
                Class::Big
                    if value == 10_000 && !seen_mid && section + d > 0 && (d > 0 || !zero) =>
                {
                    mid = (section + d) * value;
                    (section, seen_mid, limit, last) = (0, true, 10_000, value);
                }
                Class::Big
                    if value > 10_000
                        && !seen_high
                        && mid + section + d > 0
                        && (d > 0 || !zero) =>
                {
                    high = (mid + section + d) * value;
                    (mid, section, limit, last) = (0, 0, 10_000, value);
                    (seen_high, seen_mid) = (true, false);
                }
                Class::Unit | Class::Big => break,
                _ => {
                    if d > 0 {
                        let short = !zero && last >= 100;
                        section += if short { d * last / 10 } else { d };
                        end = q;
                    }
                    break;
                }
            }
            (p, end) = (q + 1, q + 1);
        }
        (end > at).then(|| Number::whole(end, high + mid + section))
    }

    /// The digit at `q` and what is behind it.
    fn digit(&self, q: usize, class: Class, after_ten: bool) -> Option<(i64, usize)> {
        let multiplied = matches!(self.next_class(q + 1), Class::Unit | Class::Big);
        match class {
            Class::Digit | Class::Pair if self.near(q) => Some((self.entry(q).value, q + 2)),
            Class::Digit | Class::Pair => Some((self.entry(q).value, q + 1)),
            Class::Some if multiplied || after_ten => Some((1, q + 1)),
            _ => None,
        }
    }

    /// 三点五, 三点五万, 一个半
    fn with_decimals(&self, number: &mut Number) {
        let point = number.end;
        let run =
            if self.next_class(point) == Class::Point && self.follows(point + 1, before::NOTHING) {
                self.run(point + 1)
            } else {
                0
            };
        let behind = point + 1 + run;
        if run > 0 && self.next_class(behind) != Class::Unit {
            let digits = (point + 1..behind).map(|at| self.entry(at).value);
            number.value = number.value.map(|value| value + decimals(digits));
            number.end = behind;
            while self.next_class(number.end) == Class::Big {
                number.times(self.entry(number.end).value);
                number.end += 1;
            }
        } else if self.half_behind(point) {
            number.value = number.value.map(|value| value + 500);
            number.end = point + 2;
        }
    }

    fn half_behind(&self, at: usize) -> bool {
        let role = |at, role| self.follows(at, before::NOTHING) && self.role(at, role).is_some();
        role(at, Role::Piece) && role(at + 1, Role::AndHalf)
    }

    /// `twenty four`, `one hundred and five`, `a thousand`, `two point five`
    fn english_number(&self, at: usize) -> Option<Number> {
        let mut number = if self.class(at) == Class::Nought {
            Number::whole(at + 1, 0)
        } else {
            let (mut end, mut value) = self.below_thousand(at)?;
            if self.joined_class(end) == Class::Thousand {
                (end, value) = (end + 1, value * 1000);
                let more = end + usize::from(self.joined_class(end) == Class::And);
                let rest = self.follows(more, before::SPACE | before::DASH);
                if let Some((behind, rest)) = self.below_thousand(more).filter(|_| rest) {
                    (end, value) = (behind, value + rest);
                }
            }
            Number::whole(end, value)
        };
        let digit = |at: &usize| matches!(self.joined_class(*at), Class::Ones | Class::Nought);
        let first = number.end + 1;
        if self.joined_class(number.end) == Class::Dot && digit(&first) {
            let behind = (first..).find(|at| !digit(at)).unwrap_or(first);
            let digits = (first..behind).map(|at| self.entry(at).value);
            number.value = number.value.map(|value| value + decimals(digits));
            number.end = behind;
        }
        Some(number)
    }

    fn joined_class(&self, at: usize) -> Class {
        if self.follows(at, before::SPACE | before::DASH) {
            self.class(at)
        } else {
            Class::None
        }
    }

    /// 1 to 999, or a single `a` before what multiplies it.
    fn below_thousand(&self, at: usize) -> Option<(usize, i64)> {
        let next = self.joined_class(at + 1);
        let (end, value) = if self.class(at) == Class::A {
            let multiplied = matches!(next, Class::Hundred | Class::Thousand);
            multiplied.then_some((at + 1, 1))?
        } else {
            self.below_hundred(at)?
        };
        if self.joined_class(end) != Class::Hundred || value > 9 {
            return Some((end, value));
        }
        let more = end + 1 + usize::from(self.joined_class(end + 1) == Class::And);
        let rest = self.follows(more, before::SPACE | before::DASH);
        let rest = self.below_hundred(more).filter(|_| rest);
        Some(rest.map_or((end + 1, value * 100), |(behind, rest)| {
            (behind, value * 100 + rest)
        }))
    }

    fn below_hundred(&self, at: usize) -> Option<(usize, i64)> {
        let value = self.entry(at).value;
        match self.class(at) {
            Class::Ones | Class::Teens => Some((at + 1, value)),
            Class::Tens if self.joined_class(at + 1) == Class::Ones => {
                Some((at + 2, value + self.entry(at + 1).value))
            }
            Class::Tens => Some((at + 1, value)),
            _ => None,
        }
    }
}

/// Digits behind a point, in thousandths; more than three are cut off.
fn decimals(digits: impl Iterator<Item = i64>) -> i64 {
    let places = [100, 10, 1];
    digits.zip(places).map(|(digit, place)| digit * place).sum()
}
