//! Thousandths as JSON numbers: whole ones as integers, others with at most three digits.

use crate::value::{thousandths_of_decimal, thousandths_of_integer};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Points (or any number) in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(pub i64);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 {
            return out.serialize_i64(self.0 / 1000);
        }
        out.serialize_f64(self.0 as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(PointsVisitor)
    }
}

struct PointsVisitor;

impl Visitor<'_> for PointsVisitor {
    type Value = Points;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number within ±2^53")
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Points, E> {
        thousandths_of_integer(number)
            .map(Points)
            .ok_or_else(|| E::custom("the number is too large"))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Points, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Points, E> {
        thousandths_of_decimal(number)
            .map(Points)
            .ok_or_else(|| E::custom("the number is too large"))
    }
}

impl fmt::Display for Points {
    /// As a person writes it: `85`, `-2.5`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let (whole, rest) = (size / 1000, size % 1000);
        if rest == 0 {
            return write!(out, "{sign}{whole}");
        }
        write!(
            out,
            "{sign}{whole}.{}",
            format!("{rest:03}").trim_end_matches('0')
        )
    }
}

impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number exact to thousandths",
            "type": "number"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_points_are_integers_and_others_have_three_digits_at_most() {
        for (points, text) in [
            (85_000, "85"),
            (-2_500, "-2.5"),
            (1, "0.001"),
            (0, "0"),
            (-1, "-0.001"),
            (i64::MAX, "9223372036854775.807"),
        ] {
            assert_eq!(Points(points).to_string(), text);
            if points != i64::MAX {
                assert_eq!(serde_json::to_string(&Points(points)).unwrap(), text);
                assert_eq!(
                    serde_json::from_str::<Points>(text).unwrap(),
                    Points(points)
                );
            }
        }
    }
}
