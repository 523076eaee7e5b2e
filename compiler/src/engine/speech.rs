//! What every utterance has: length, duration, speech rate, response time, overlap and
//! similarity. Of other events all of them are missing.

use super::Engine;
use super::arithmetic::MISSING;
use super::globals::{END, EVENT, PREVIOUS, SPEAKER, T, UNITS};
use super::layout::LONG_AGO;
use super::measures::{kind, other_end};
use super::spans::{greater, lesser};
use super::tallies::unless_missing;
use crate::book::SpeechValue;
use crate::wasm::{Body, I32, Local32, Local64, c64, select64};

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// Speaker codes below this have another side: agent and customer.
const SIDES: i32 = 2;

/// The event under judgement is an utterance.
pub(super) fn is_utterance() -> I32 {
    I32::from(EVENT)
        .ne(0)
        .and_then(EVENT.u16(4).eq(kind::UTTERANCE))
}

impl Engine<'_> {
    /// A value of the utterance, and whether it is there.
    pub(super) fn speech(&self, f: &mut Body, value: SpeechValue) -> (Local64, Local32) {
        let result = f.let64(MISSING);
        f.if_(is_utterance(), |f| match value {
            SpeechValue::Length => f.set64(result, UNITS.wide() * 1000),
            SpeechValue::Duration => f.set64(result, END - T),
            SpeechValue::SpeechRate => self.speech_rate(f, result),
            SpeechValue::ResponseTime => {
                let end = other(f);
                let since = greater(T - end, c64(0));
                f.set64(result, select64(end.eq(LONG_AGO), c64(MISSING), since));
            }
            SpeechValue::Overlap => {
                let end = other(f);
                f.set64(result, greater(lesser(END.into(), end.into()) - T, c64(0)));
            }
            SpeechValue::Similarity { turns } => self.similarity(f, turns, result),
        });
        unless_missing(f, result.into())
    }

    /// The attribute, else units a minute.
    fn speech_rate(&self, f: &mut Body, result: Local64) {
        let id = self.guards.attribute("speech_rate").cast_unsigned();
        let (at, there) = self.attribute_quietly(f, id, super::fields::NUMBER);
        f.if_else(
            there,
            |f| f.set64(result, at.i64(8)),
            |f| {
                let takes = f.let64(END - T);
                f.if_(takes.ne(0), |f| {
                    f.set64(result, (UNITS.wide() * (1000 * MINUTE)).div(takes));
                });
            },
        );
    }

    /// The utterance begins a turn: the one before it was not by the same speaker.
    pub(super) fn turn_start(&self, f: &mut Body) -> Local32 {
        f.let32(is_utterance() & PREVIOUS.ne(SPEAKER))
    }
}

/// E of the other side; [`LONG_AGO`] when there is none or it has not spoken.
fn other(f: &mut Body) -> Local64 {
    let end = f.let64(LONG_AGO);
    f.if_((SPEAKER - 1).lt(SIDES), |f| f.set64(end, other_end()));
    end
}
