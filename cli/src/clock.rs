//! Times of a call as on a clock.
//!
//! In: milliseconds. Out: `mm:ss`, with hours and thousandths when there are some.

use std::fmt;

/// A time of a call in milliseconds.
pub(crate) struct Clock(pub(crate) i64);

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (hours, minutes) = (size / 3_600_000, size / 60_000 % 60);
        let (seconds, rest) = (size / 1000 % 60, size % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        let hours = if hours > 0 {
            format!("{hours}:")
        } else {
            String::new()
        };
        let rest = if rest > 0 {
            format!(".{rest:03}")
        } else {
            String::new()
        };
        out.pad(&format!("{sign}{hours}{minutes:02}:{seconds:02}{rest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_on_a_clock() {
        let cases = [
            (0, "00:00"),
            (65_250, "01:05.250"),
            (3_600_000, "1:00:00"),
            (-3_001, "-00:03.001"),
        ];
        for (time, text) in cases {
            assert_eq!(Clock(time).to_string(), text);
        }
    }
}
