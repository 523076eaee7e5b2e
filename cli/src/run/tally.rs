//! Counts over many calls.
//!
//! In: reports. Out: how many passed, what was violated, how the scores lie.

use zhunze_calls::manifest::Manifest;
use zhunze_calls::report::{Report, Verdict};
use zhunze_calls::verdict::Verdicts;

/// Counts over some calls.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Calls, those that could not be scored too.
    pub(super) calls: u64,
    /// Calls that could not be scored.
    pub(super) bad: u64,
    /// Of these, through no fault of theirs.
    pub(super) internal: u64,
    /// Calls whose verdict is `fail`.
    pub(super) failed: u64,
    /// Calls in which a fatal rule is violated.
    pub(super) fatal: u64,
    /// Calls in which any rule is violated.
    pub(super) violated: u64,
    /// Calls with notes.
    pub(super) noted: u64,
    /// One for each rule.
    pub(super) rules: Vec<RuleTally>,
    /// One for each score.
    pub(super) scores: Vec<ScoreTally>,
}

/// Counts of one rule.
#[derive(Debug, Clone, Default)]
pub(super) struct RuleTally {
    /// Calls in which it is violated.
    pub(super) calls: u64,
    /// Violations.
    pub(super) times: u64,
    /// Points deducted in each score that it has a cost in, the main one first.
    pub(super) deducted: Vec<i64>,
}

impl RuleTally {
    fn take(&mut self, deducted: impl Iterator<Item = i64>) {
        for (at, more) in deducted.enumerate() {
            match self.deducted.get_mut(at) {
                Some(sum) => *sum = sum.saturating_add(more),
                None => self.deducted.push(more),
            }
        }
    }
}

/// How one score lies.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ScoreTally {
    /// The sum, for the average.
    pub(super) sum: i128,
    /// The least.
    pub(super) least: Option<i64>,
    /// The most.
    pub(super) most: Option<i64>,
}

impl Tally {
    /// Nothing counted yet.
    pub(super) fn of(manifest: &Manifest) -> Self {
        let rules = vec![RuleTally::default(); manifest.rules.len()];
        let scores = vec![ScoreTally::default(); manifest.scores.len()];
        Self {
            rules,
            scores,
            ..Self::default()
        }
    }

    /// Counts one more call.
    pub(super) fn count(&mut self, report: &Report<'_>, verdicts: &Verdicts) {
        self.calls += 1;
        self.failed += u64::from(report.verdict == Verdict::Fail);
        self.fatal += u64::from(verdicts.scores.iter().any(|score| score.fatal));
        self.noted += u64::from(!report.notes.is_empty());
        let mut violated = false;
        for (tally, row) in self.rules.iter_mut().zip(&verdicts.rules) {
            violated |= row.violated > 0;
            tally.calls += u64::from(row.violated > 0);
            tally.times += u64::from(row.violated);
            let others = row.others.iter().map(|amount| amount.deducted);
            tally.take(std::iter::once(row.deducted).chain(others));
        }
        self.violated += u64::from(violated);
        for (tally, row) in self.scores.iter_mut().zip(&verdicts.scores) {
            tally.add(ScoreTally {
                sum: row.value.into(),
                least: Some(row.value),
                most: Some(row.value),
            });
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.bad += other.bad;
        self.internal += other.internal;
        self.failed += other.failed;
        self.fatal += other.fatal;
        self.violated += other.violated;
        self.noted += other.noted;
        for (tally, other) in self.rules.iter_mut().zip(&other.rules) {
            tally.calls += other.calls;
            tally.times += other.times;
            tally.take(other.deducted.iter().copied());
        }
        for (tally, other) in self.scores.iter_mut().zip(&other.scores) {
            tally.add(*other);
        }
    }

    /// Calls that were scored.
    pub(super) fn scored(&self) -> u64 {
        self.calls - self.bad
    }
}

impl ScoreTally {
    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.least = self.least.into_iter().chain(other.least).min();
        self.most = self.most.into_iter().chain(other.most).max();
    }

    /// The average over so many calls, rounded to thousandths.
    pub(super) fn average(self, calls: u64) -> i64 {
        let calls = i128::from(calls.max(1));
        let half = if self.sum < 0 { -calls / 2 } else { calls / 2 };
        i64::try_from((self.sum + half) / calls).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_rounded() {
        let average = |sum, calls| {
            ScoreTally {
                sum,
                ..ScoreTally::default()
            }
            .average(calls)
        };
        assert_eq!(average(200_000, 3), 66_667);
        assert_eq!(average(-200_000, 3), -66_667);
        assert_eq!(average(0, 0), 0);
    }
}
