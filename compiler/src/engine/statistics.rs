//! Statistics: a value over the utterances of somebody.
//!
//! In: the value at each utterance. Out: average, highest, lowest and sum so far, exact: the
//! sum has 128 bits.

use super::arithmetic::within;
use super::asked::Statistic;
use super::globals::{SPEAKER, STATE};
use super::tables::speaker_code;
use super::terms::Reading;
use super::{Engine, fns};
use crate::book::{StatisticHow, Term, Who};
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select64};

/// After [`Statistic::at`].
const LOW: u32 = 8;
const HIGH: u32 = 16;
const LEAST: u32 = 24;
const MOST: u32 = 32;

impl Engine<'_> {
    /// A statistic, and whether some utterance had the value.
    pub(super) fn statistic(
        &self,
        f: &mut Body,
        how: StatisticHow,
        value: &Term,
        who: Who,
    ) -> (Local64, Local32) {
        let same = |s: &&Statistic| s.value == *value && s.who == who;
        let at = self.asked.statistics.iter().find(same).map_or(0, |s| s.at);
        let there = f.let32(STATE.i64(at).ne(0));
        let value = match how {
            StatisticHow::Highest => f.let64(STATE.i64(at + MOST)),
            StatisticHow::Lowest => f.let64(STATE.i64(at + LEAST)),
            StatisticHow::Sum => {
                let low = f.let64(STATE.i64(at + LOW));
                // A sum beyond 64 bits is beyond what fits.
                let narrow = STATE.i64(at + HIGH).eq(low.shr_signed(63));
                let (sum, fits) = super::tallies::unless_missing(f, within(low));
                f.set(there, there & narrow & fits);
                sum
            }
            StatisticHow::Average => {
                let average = f.let64(0);
                f.if_(there, |f| self.average(f, at, average));
                average
            }
        };
        (value, there)
    }

    fn average(&self, f: &mut Body, at: u32, to: Local64) {
        let (low, high) = (f.let64(STATE.i64(at + LOW)), f.let64(STATE.i64(at + HIGH)));
        let negative = f.let32(high.lt(0));
        f.if_(negative, |f| {
            f.set64(high, c64(0) - high - low.ne(0).wide());
            f.set64(low, c64(0) - low);
        });
        let count = STATE.i64(at);
        let args = vec![high.into(), low.into(), count.into()];
        f.set64(to, I64::call(fns::DIVIDE, args));
        f.set64(to, select64(negative, c64(0) - to, to));
    }

    /// The utterance of the step counts for the statistics.
    pub(super) fn note_statistics(&self, f: &mut Body) {
        for statistic in &self.asked.statistics {
            let by = speaker_code(statistic.who);
            let by = by.map_or(I32::from(1), |code| SPEAKER.eq(code.cast_signed()));
            f.if_(by, |f| {
                let (value, there) = self.term(f, &statistic.value, Reading::QUIET);
                f.if_(there, |f| note(f, statistic.at, value));
            });
        }
    }
}

fn note(f: &mut Body, at: u32, value: Local64) {
    let (count, low) = (f.let64(STATE.i64(at)), f.let64(STATE.i64(at + LOW) + value));
    let carry = low.below(value).wide();
    f.store64(STATE, at + LOW, low);
    let high = STATE.i64(at + HIGH) + value.shr_signed(63) + carry;
    f.store64(STATE, at + HIGH, high);
    let first: Local32 = f.let32(count.is_zero());
    let (least, most) = (
        f.let64(STATE.i64(at + LEAST)),
        f.let64(STATE.i64(at + MOST)),
    );
    let lower = first | value.lt(least);
    f.store64(STATE, at + LEAST, select64(lower, value, least));
    let higher = first | value.gt(most);
    f.store64(STATE, at + MOST, select64(higher, value, most));
    f.store64(STATE, at, count + 1);
}
