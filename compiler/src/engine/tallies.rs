//! Tallies: how often a moment has happened (since another, lately), and when.
//!
//! In: the moments that match a step. Out: counts and times as conditions ask for them.

use super::Engine;
use super::arithmetic::MISSING;
use super::asked::Tally;
use super::globals::{END, STATE, T};
use crate::book::{Moment, TimeOf};
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select64};

/// The most times that are remembered.
pub(super) const RECENT: u32 = 64;
const LAST: i32 = RECENT as i32 - 1;
/// After [`Tally::first`].
const LAST_T: u32 = 8;
const LAST_END: u32 = 16;

impl Engine<'_> {
    /// How many steps matched so far.
    pub(super) fn count(&self, moment: &Moment, since: Option<&Moment>) -> I32 {
        STATE.i32(self.asked.tally(self.program, moment, since).at)
    }

    /// How many of the last steps that matched are no longer ago than `last`.
    pub(super) fn count_lately(
        &self,
        f: &mut Body,
        moment: &Moment,
        since: Option<&Moment>,
        last: u64,
    ) -> Local32 {
        let tally = self.asked.tally(self.program, moment, since);
        let least = f.let64(T - last.cast_signed());
        let kept = f.let32(STATE.i32(tally.at));
        f.if_(kept.gt(RECENT as i32), |f| f.set(kept, RECENT as i32));
        let (at, count) = (f.let32(STATE), f.let32(0));
        f.for_(0, kept, |f, _, _| {
            f.set(count, count + at.i64(tally.ring).ge(least));
            f.set(at, at + 8);
        });
        count
    }

    /// A time of a moment, and whether there is one.
    pub(super) fn time_of(
        &self,
        f: &mut Body,
        which: TimeOf,
        moment: &Moment,
    ) -> (Local64, Local32) {
        let tally = self.asked.tally(self.program, moment, None);
        let there = f.let32(STATE.i32(tally.at).ne(0));
        let value = match which {
            TimeOf::First => f.let64(STATE.i64(tally.first)),
            TimeOf::Last => f.let64(STATE.i64(tally.first + LAST_T)),
            TimeOf::Since => {
                let ago = f.let64(T - STATE.i64(tally.first + LAST_END));
                f.let64(select64(ago.lt(0), c64(0), ago))
            }
        };
        (value, there)
    }

    /// The step counts for all tallies.
    pub(super) fn tally_step(&self, f: &mut Body) {
        for tally in &self.asked.tallies {
            let matches = self.moment_matches(tally.moment);
            match tally.since {
                None => f.if_(matches, |f| count_step(f, tally)),
                // The step of `since` itself does not count.
                Some(since) => f.if_else(
                    self.moment_matches(since),
                    |f| f.store32(STATE, tally.at, 0),
                    |f| f.if_(matches, |f| count_step(f, tally)),
                ),
            }
        }
    }
}

fn count_step(f: &mut Body, tally: &Tally) {
    let count = f.let32(STATE.i32(tally.at));
    if tally.recent {
        f.store64((count & LAST) * 8 + STATE, tally.ring, T);
    }
    if tally.times {
        f.if_(count.not(), |f| f.store64(STATE, tally.first, T));
        f.store64(STATE, tally.first + LAST_T, T);
        f.store64(STATE, tally.first + LAST_END, END);
    }
    f.store32(STATE, tally.at, count + 1);
}

/// A number that is there unless it is [`MISSING`].
pub(super) fn unless_missing(f: &mut Body, value: I64) -> (Local64, Local32) {
    let value = f.let64(value);
    (value, f.let32(value.ne(MISSING)))
}
