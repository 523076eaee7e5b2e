//! Flat scalars and the small named sets of them that events and calls carry.
//!
//! In: numbers and texts as JSON has them. Out: numbers in thousandths, sets that are
//! looked up by name.

use std::borrow::Cow;

/// The name of an attribute; the usual ones are not allocated.
pub type Name = Cow<'static, str>;

/// A flat scalar.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in thousandths, rounded half away from zero; numbers beyond ±2^53 are
    /// treated as missing.
    Number(i64),
    /// A text.
    Text(String),
    /// A boolean.
    Boolean(bool),
}

/// A flat scalar that belongs to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRef<'a> {
    /// A number in thousandths.
    Number(i64),
    /// A text.
    Text(&'a str),
    /// A boolean.
    Boolean(bool),
}

impl Value {
    /// The same value, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Number(number) => ValueRef::Number(*number),
            Self::Text(text) => ValueRef::Text(text),
            Self::Boolean(boolean) => ValueRef::Boolean(*boolean),
        }
    }
}

/// Named scalars, in the order of their names. Sets are small: a sorted list is faster
/// than a tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes(Vec<(Name, Value)>);

impl Attributes {
    /// An empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// Sets a value and returns the one it replaces.
    pub fn insert(&mut self, name: impl Into<Name>, value: Value) -> Option<Value> {
        let name = name.into();
        match self.0.binary_search_by(|(key, _)| key.cmp(&name)) {
            Ok(at) => self
                .0
                .get_mut(at)
                .map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(at).1)
    }

    /// Whether there is a value of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values in the order of the names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl<N: Into<Name>> FromIterator<(N, Value)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(items: I) -> Self {
        let mut set = Self::new();
        for (name, value) in items {
            set.insert(name, value);
        }
        set
    }
}

/// The greatest whole number of which every neighbour is exact: 2^53.
const MAX_NUMBER: i64 = 1 << 53;

/// A whole number in thousandths; `None` beyond ±2^53.
#[must_use]
pub fn thousandths_of_integer(number: i64) -> Option<i64> {
    (-MAX_NUMBER..=MAX_NUMBER)
        .contains(&number)
        .then(|| number.saturating_mul(1000))
}

/// A decimal in thousandths, rounded half away from zero as its shortest decimal text
/// reads; `None` beyond ±2^53 and for what is no number.
#[must_use]
pub fn thousandths_of_decimal(number: f64) -> Option<i64> {
    const LIMIT: f64 = MAX_NUMBER as f64;
    if !(-LIMIT..=LIMIT).contains(&number) {
        return None;
    }
    let scaled = number * 1000.0;
    let far = (scaled.fract().abs() - 0.5).abs();
    // Away from a half, and where the product has digits to spare, it rounds as the text does.
    if far > 1e-3 && scaled.abs() < 1e12 {
        return Some(scaled.round() as i64);
    }
    round_text(&format!("{}", number.abs())).map(|size| if number < 0.0 { -size } else { size })
}

/// Thousandths of an unsigned decimal text without an exponent.
fn round_text(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut value: i64 = whole.parse().ok()?;
    let mut digits = fraction
        .bytes()
        .map(|digit| i64::from(digit.wrapping_sub(b'0')));
    for _ in 0..3 {
        value = value
            .checked_mul(10)?
            .checked_add(digits.next().unwrap_or(0))?;
    }
    let up = digits.next().is_some_and(|digit| digit >= 5);
    value.checked_add(i64::from(up))
}

/// The usual names, so that they need no allocation.
#[must_use]
pub fn name_of(word: &str) -> Name {
    const USUAL: [&str; 24] = [
        "name",
        "value",
        "score",
        "to",
        "field",
        "digits",
        "count",
        "confidence",
        "volume",
        "speech_rate",
        "emotion",
        "music",
        "internal",
        "op",
        "ticket",
        "type",
        "priority",
        "owner",
        "channel",
        "system",
        "activity",
        "seg",
        "noise",
        "contact",
    ];
    match USUAL.iter().find(|usual| **usual == word) {
        Some(usual) => Cow::Borrowed(usual),
        None => Cow::Owned(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_half_away_from_zero() {
        let cases = [
            (0.93, 930),
            (0.0005, 1),
            (1.0005, 1001),
            (-1.0005, -1001),
            (1.000_499_9, 1000),
            (2.675, 2675),
            (0.000_499_999, 0),
            (-0.0005, -1),
            (1e-9, 0),
            (123_456_789.123_456, 123_456_789_123),
            (4_503_599_627_370_495.5, 4_503_599_627_370_495_500),
            (0.0, 0),
            (-0.0, 0),
            (0.1 + 0.2, 300),
        ];
        for (number, thousandths) in cases {
            assert_eq!(
                thousandths_of_decimal(number),
                Some(thousandths),
                "{number}"
            );
        }
    }

    #[test]
    fn numbers_beyond_two_to_the_53_are_missing() {
        assert_eq!(thousandths_of_integer(MAX_NUMBER), Some(MAX_NUMBER * 1000));
        assert_eq!(thousandths_of_integer(MAX_NUMBER + 1), None);
        assert_eq!(thousandths_of_integer(i64::MIN), None);
        for number in [1e16, -1e300, f64::INFINITY, f64::NAN] {
            assert_eq!(thousandths_of_decimal(number), None);
        }
    }

    #[test]
    fn a_set_is_sorted_and_looked_up_by_name() {
        let mut set: Attributes = [("b", Value::Number(1)), ("a", Value::Boolean(true))]
            .into_iter()
            .collect();
        assert_eq!(set.insert("b", Value::Number(2)), Some(Value::Number(1)));
        assert_eq!(
            set.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(set.remove("a"), Some(Value::Boolean(true)));
        assert_eq!((set.len(), set.contains_key("a")), (1, false));
    }
}
