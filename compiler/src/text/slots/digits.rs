//! Digits read one by one: telephone numbers, cards, codes.
//!
//! In: a unit. Out: the run of digits that starts there, if none starts before it.

use super::lexicon::{Class, Role};
use super::tokens::{ARABIC, ARABIC_X, Tokens, before, digit};

/// The most digits of a run.
const MAX_RUN: usize = 60;

impl Tokens<'_> {
    /// A run of `least` to `most` digits: where it ends, and the digits.
    pub(super) fn digits(&self, at: usize, least: usize, most: usize) -> Option<(usize, String)> {
        let (end, digits) = self.digit_run(at)?;
        (least..=most)
            .contains(&digits.len())
            .then_some((end, digits))
    }

    /// 18 digits, of which the last may be an x.
    pub(super) fn id_card(&self, at: usize) -> Option<(usize, String)> {
        let (end, mut digits) = self.digit_run(at).unwrap_or((at, String::new()));
        if digits.len() == 18 {
            return Some((end, digits));
        }
        if !self.starts_run(at) || end > at && !self.follows(end, before::JOINED) {
            return None;
        }
        if self.token(end).word == ARABIC_X {
            digits.extend(
                self.written(end)
                    .iter()
                    .filter_map(|c| digit(*c))
                    .map(figure),
            );
        } else if self.entry(end).roles & Role::Ex as u32 == 0 {
            return None;
        }
        (digits.len() == 17).then(|| (end + 1, digits + "x"))
    }

    /// All digits in a row, with nothing, spaces or dashes between.
    fn digit_run(&self, at: usize) -> Option<(usize, String)> {
        if !self.starts_run(at) || !self.is_digits(at) {
            return None;
        }
        let (mut end, mut digits) = (at, String::new());
        while digits.len() <= MAX_RUN
            && self.is_digits(end)
            && (end == at || self.follows(end, before::JOINED))
        {
            if self.token(end).word == ARABIC {
                digits.extend(
                    self.written(end)
                        .iter()
                        .filter_map(|c| digit(*c))
                        .map(figure),
                );
            } else {
                digits.push(figure(self.entry(end).value));
            }
            end += 1;
        }
        let numeral = matches!(self.next_class(end), Class::Unit | Class::Big);
        (!numeral && digits.len() <= MAX_RUN).then_some((end, digits))
    }

    /// No number and no run goes on here from before.
    fn starts_run(&self, at: usize) -> bool {
        let before = at.checked_sub(1).is_some_and(|left| self.is_digits(left));
        !(self.is_inside(at) || before && self.follows(at, before::JOINED))
    }

    fn is_digits(&self, at: usize) -> bool {
        let class = matches!(self.class(at), Class::Digit | Class::Zero | Class::Yao);
        class || self.token(at).word == ARABIC
    }
}

fn figure(digit: i64) -> char {
    let digit = u32::try_from(digit).unwrap_or(0);
    char::from_digit(digit, 10).unwrap_or('0')
}
