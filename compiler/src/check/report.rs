//! Collects diagnostics while a rulebook is checked.
//!
//! In: diagnostics as they are found, in any order. Out: each once, in the order of their
//! places. What is checked a second time (a named moment at its use) is muted.

use std::collections::BTreeSet;

use crate::book::SourceId;
use crate::diagnostics::{Code, Diagnostic, Severity};

/// More would not help anybody.
const MOST: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Report {
    found: Vec<Diagnostic>,
    seen: BTreeSet<(SourceId, u32, Code)>,
    muted: u32,
    failed: bool,
}

impl Report {
    /// Adds a diagnostic, unless muted or said already at this place.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.muted == 0 {
            self.insist(diagnostic);
        }
    }

    /// Adds a diagnostic even when muted.
    pub(super) fn insist(&mut self, diagnostic: Diagnostic) {
        self.failed |= diagnostic.is_error();
        let key = diagnostic
            .place()
            .map(|at| (at.source, at.span.start, diagnostic.code));
        let new = key.is_none_or(|key| self.seen.insert(key));
        if new && self.found.len() < MOST {
            self.found.push(diagnostic);
        }
    }

    /// Whether there is no room for more.
    pub(super) fn full(&self) -> bool {
        self.found.len() >= MOST
    }

    /// Says nothing until [`Report::unmute`].
    pub(super) fn mute(&mut self) {
        self.muted += 1;
    }

    /// Undoes one [`Report::mute`].
    pub(super) fn unmute(&mut self) {
        self.muted = self.muted.saturating_sub(1);
    }

    /// Whether any error was found.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// Everything found, by place.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        let key = |d: &Diagnostic| {
            let place = d.place().map(|at| (at.source, at.span.start, at.span.end));
            (place, d.severity == Severity::Warning, d.code)
        };
        self.found.sort_by_key(key);
        self.found
    }
}
