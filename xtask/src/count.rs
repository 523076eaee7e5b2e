//! How many tests passed, as test runners say it.
//!
//! In: lines of their output. Out: counts.

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Passed.
    pub(crate) passed: u64,
    /// Failed.
    pub(crate) failed: u64,
}

impl Count {
    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }

    /// One check.
    pub(crate) fn of(well: bool) -> Self {
        Self {
            passed: u64::from(well),
            failed: u64::from(!well),
        }
    }

    /// What one line says: `test result: ok. 3 passed; 0 failed; …` of cargo's own runner,
    /// `Summary [   1.2s] 3 tests run: 3 passed, 1 failed, 2 skipped` of nextest, or
    /// `3 passed, 0 failed` of `zhunze test`; nothing otherwise.
    pub(crate) fn said_by(line: &str) -> Self {
        let summary = line.starts_with("test result:")
            || line.trim_start().starts_with("Summary")
            || line.starts_with(|c: char| c.is_ascii_digit());
        if !summary {
            return Self::default();
        }
        Self {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
        }
    }
}

/// The number before a word.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line
        .split([' ', ',', ';', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs
        .filter(|(_, after)| **after == word)
        .find_map(|(number, _)| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_are_understood() {
        let cases = [
            (
                "test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured",
                12,
                1,
            ),
            (
                "     Summary [   0.413s] 33 tests run: 31 passed, 2 failed, 0 skipped",
                31,
                2,
            ),
            ("18 passed, 2 failed", 18, 2),
            ("test a_test_that_passed ... ok", 0, 0),
            ("通过", 0, 0),
        ];
        for (line, passed, failed) in cases {
            assert_eq!(Count::said_by(line), Count { passed, failed }, "{line}");
        }
    }
}
