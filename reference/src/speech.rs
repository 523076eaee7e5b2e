//! What every utterance has: length, duration, speech rate, response time, overlap, and how
//! much it repeats.
//!
//! In: the step of an utterance. Out: the value, none for all other steps.

use std::collections::{BTreeSet, VecDeque};

use zhunze_calls::call::Value;
use zhunze_compiler::book::SpeechValue;
use zhunze_compiler::text::{Placed, Unit};

use crate::fields::as_number;
use crate::line::other_side;
use crate::steps::{Seen, Step};
use crate::world::World;

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// How many utterances of each speaker are remembered.
const REMEMBERED: usize = 16;
/// All of it, in thousandths of a percent.
const WHOLE: usize = 100_000;

/// A value of the utterance at the step.
pub(crate) fn value(world: &World, value: SpeechValue, number: usize) -> Option<i64> {
    let step = world.steps.get(number)?;
    let (by, seen) = (step.utterance_by()?, step.event()?);
    let other = other_side(by).and_then(|other| world.line(number)?.spoken_until(other));
    match value {
        SpeechValue::Length => Some(length(seen) * 1000),
        SpeechValue::Duration => Some(step.end - step.at),
        SpeechValue::SpeechRate => speech_rate(step, seen),
        SpeechValue::ResponseTime => Some((step.at - other?).max(0)),
        SpeechValue::Overlap => {
            Some(other.map_or(0, |other| (step.end.min(other) - step.at).max(0)))
        }
        SpeechValue::Similarity { turns } => similarity(world, number, turns as usize),
    }
}

fn length(seen: &Seen) -> i64 {
    i64::try_from(seen.units.len()).unwrap_or(i64::MAX)
}

fn speech_rate(step: &Step, seen: &Seen) -> Option<i64> {
    let own = seen.event.attributes.get("speech_rate");
    let computed = || (length(seen) * MINUTE * 1000).checked_div(step.end - step.at);
    own.map(Value::as_ref).and_then(as_number).or_else(computed)
}

/// The greatest likeness to one of the last utterances of the same speaker, of those in
/// turns no further back than `turns`.
fn similarity(world: &World, number: usize, turns: usize) -> Option<i64> {
    let present = sketch(&world.steps.get(number)?.event()?.units)?;
    let speaker = world.steps.get(number)?.utterance_by()?;
    let mut turn = 0;
    let mut remembered = VecDeque::new();
    for (earlier, step) in world.steps.iter().enumerate().take(number) {
        if step.utterance_by() == Some(speaker) {
            turn += usize::from(world.begins_turn(earlier));
            let units = step.event().map(|seen| seen.units.as_slice());
            if units.is_some_and(|units| units.len() > 1) {
                remembered.push_back((earlier, turn));
            }
        }
    }
    turn += usize::from(world.begins_turn(number));
    let last = remembered.into_iter().rev().take(REMEMBERED);
    let near = last.filter(|(_, of)| turn - of <= turns);
    let likenesses = near.filter_map(|(earlier, _)| {
        let units = &world.steps.get(earlier)?.event()?.units;
        likeness(&present, &sketch(units)?)
    });
    Some(likenesses.max().unwrap_or(0))
}

/// What of two sketches is in both, of what is in either.
fn likeness(one: &BTreeSet<u8>, other: &BTreeSet<u8>) -> Option<i64> {
    let both = one.intersection(other).count();
    let either = one.union(other).count();
    i64::try_from((WHOLE * both).checked_div(either)?).ok()
}

/// A number for each two neighbouring units; none when there are no two.
fn sketch(units: &[Placed]) -> Option<BTreeSet<u8>> {
    let pairs = units.iter().zip(units.iter().skip(1));
    let numbers = pairs.map(|(one, next)| {
        let between = [0x1f];
        let bytes = text(one).into_iter().chain(between).chain(text(next));
        fnv(bytes)
            .to_le_bytes()
            .into_iter()
            .fold(0, |all, byte| all ^ byte)
    });
    (units.len() > 1).then(|| numbers.collect())
}

fn text(placed: &Placed) -> Vec<u8> {
    match &placed.unit {
        Unit::Char(c) | Unit::Raw(c) => c.to_string().into_bytes(),
        Unit::Word(word) | Unit::Sound(word) => word.clone().into_bytes(),
        Unit::Start | Unit::End | Unit::One => vec![],
    }
}

/// FNV-1a, 64 bits.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.fold(0xcbf2_9ce4_8422_2325, step)
}
