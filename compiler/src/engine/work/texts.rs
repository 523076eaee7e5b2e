//! What a record of so many bytes can make the scanner do.
//!
//! In: the scanner, its walks, and the bytes of text and attributes of one event. Out:
//! [`Texts`], how often the loops of the functions of text go round.

use super::super::MAX_TEXT;
use super::super::scan::Scanner;
use super::count::Most;
use super::walks::{Walks, What};
use crate::phrases::listed::{Body, Listed};
use crate::text::slots::tokens::MAX_DIGITS;
use crate::text::words;

/// Rounds of a Chinese number for each of its units, and for each that is none.
const SECTIONS: u64 = 2;
/// Rows of parts that may come to one unit in different ways, for each of their parts.
const TRIES: u64 = 4;
/// Roles that are asked for a name: of a surname, and of four titles.
const ROLES: u64 = 5;

/// See above.
pub(super) struct Texts<'a> {
    /// Bytes of text and attributes; of text alone; attributes.
    pub bytes: u64,
    text: u64,
    pub attributes: u64,
    /// Units of a reading, and of all readings.
    units: u64,
    all_units: u64,
    /// What the walks do in all readings.
    walks: &'a Walks,
    /// How often the values at one unit may be looked at.
    looks: u64,
    captures: u64,
    probes: (u64, u64),
    couples: u64,
    machines: u64,
    composed: (u64, u64),
}

impl<'a> Texts<'a> {
    pub(super) fn new(scanner: &'a Scanner, listed: &Listed, bytes: u32) -> Texts<'a> {
        let walks = &scanner.walks;
        let features = scanner.features;
        let text = u64::from(bytes.min(MAX_TEXT));
        // A unit of one byte is a word, and something is between two words.
        let units = if features.raw { text } else { text.div_ceil(2) };
        let units = units + 2 * u64::from(features.ends);
        let readings = 1 + u64::from(features.fillers) + u64::from(features.raw);
        let reads = [
            What::Numbers,
            What::NumberParts,
            What::DigitParts,
            What::Runs,
            What::Cards,
        ];
        let reads: u64 = reads.iter().map(|what| walks.back.of(*what)).sum();
        let made = listed.bodies.iter().filter_map(|body| match body {
            Body::AtLeast { of, .. } => Some(of.len() as u64),
            Body::ButNot { not, .. } => Some(not.len() as u64 + 1),
            Body::Pattern(_) | Body::Regex(_) => None,
        });
        Texts {
            bytes: u64::from(bytes),
            text,
            attributes: (u64::from(bytes) / 16).min(255),
            units,
            all_units: readings * units,
            looks: readings * (2 + reads.saturating_mul(TRIES)),
            walks,
            captures: u64::from(features.captures),
            probes: (
                u64::from(scanner.normaliser.probes),
                u64::from(scanner.normaliser.raw_probes),
            ),
            couples: u64::from(scanner.slots.couple_count),
            machines: u64::from(scanner.machines.count()),
            composed: (made.clone().count() as u64, made.sum()),
        }
    }

    /// So much for each unit of all readings.
    fn each(&self, what: What) -> u64 {
        self.all_units.saturating_mul(self.walks.most.of(what))
    }

    /// So much for each unit of all readings, of all ways that end at it: what reads on from
    /// there shares out the units behind.
    fn shared(&self, what: What) -> u64 {
        self.all_units.saturating_mul(self.walks.back.of(what))
    }

    /// Units of numbers, each as often as numbers are looked for: one starts behind the other,
    /// but those behind the first part of a row may be come to in several ways.
    fn numbers(&self) -> u64 {
        let first = self.shared(What::FirstNumbers);
        let later = self.shared(What::NumberParts).saturating_sub(first);
        let first = first.saturating_add(self.shared(What::Numbers));
        let all = first.saturating_add(later.saturating_mul(TRIES));
        all.saturating_add(self.all_units)
    }

    /// The most calls of a function.
    pub(super) fn calls(&self, function: &str) -> Option<u64> {
        Some(match function {
            "explore" => self.each(What::Nodes).saturating_add(self.all_units),
            "outputs" => self.each(What::Reports),
            "found" => self.each(What::Outputs).saturating_add(self.machines),
            "join" => self.each(What::Outputs),
            "is_word" => self.each(What::Words),
            "slot" => self.each(What::Values),
            "number" => {
                let values = self
                    .each(What::Numbers)
                    .saturating_add(self.each(What::NumberParts));
                values.saturating_add(self.all_units)
            }
            "digit_run" => self.each(What::Runs),
            "id_card" => self.each(What::Cards),
            "person_name" => self.each(What::Names),
            "composite" => self.each(What::Composites),
            "row" => self.each(What::Rows),
            "role" => {
                let names = self.each(What::Names).saturating_mul(ROLES);
                names.saturating_add(self.each(What::RoleParts))
            }
            "joined" => self.each(What::Joins),
            _ => return None,
        })
    }

    /// The most rounds of a loop.
    pub(super) fn rounds(&self, function: &str, place: &[usize]) -> Option<Most> {
        let Texts { text, units, .. } = *self;
        // Units, and their characters, as often as values may be looked for at one of them.
        let unit_reads = Most::all(self.looks.saturating_mul(units));
        let reads = Most::all(self.looks.saturating_mul(text));
        let digits = MAX_DIGITS as u64;
        Some(match (function, place) {
            ("units", _) => Most::call(text),
            ("word", [0]) => Most::round(self.probes.0),
            ("word", _) => Most::all(text.saturating_mul(self.probes.0)),
            ("chars", _) | ("regex", [0, _]) => Most::round(text + 1),
            ("raw_units", [0]) => Most::round(text),
            ("raw_units", _) => Most::round(self.probes.1),
            ("remove", [0]) => Most::call(units),
            ("remove", _) => Most::call(text),
            ("pass", [0]) => Most::round(units),
            ("pass", _) => Most::all(self.each(What::Nodes)),
            ("outputs", [0]) => Most::all(self.each(What::Outputs)),
            ("outputs" | "join", [0, 0]) | ("join", [0]) => Most::all(self.each(What::Windows)),
            ("join", _) | ("better", _) => Most::round(self.captures),
            ("explore", [0]) => Most::all(self.each(What::Sounds)),
            ("explore", [1]) => Most::all(self.each(What::Slots).saturating_mul(self.walks.specs)),
            ("explore", _) => Most::all(self.each(What::Values)),
            ("is_word", [2]) => Most::call(self.walks.longer.len() as u64),
            ("is_word", [2, 0]) => Most::call(self.walks.longer.iter().sum()),
            ("is_word", [2, ..]) => Most::call(self.walks.longer.iter().map(|it| it * it).sum()),
            ("is_word", [_]) => Most::call(words::AGAIN as u64),
            ("is_word", _) => Most::call((words::AGAIN as u64).saturating_mul(self.walks.word)),
            ("tokens", [0] | [1, ..]) => Most::call(units),
            ("tokens", _) => Most::call(text),
            ("role", _) => Most::round(self.couples),
            ("number", [3]) => Most::round(digits),
            ("number", [1]) | ("arabic", _) | ("digit_run", [0, 0]) | ("id_card", _) => reads,
            ("number" | "decimals", _) => unit_reads,
            ("digits_in_row", _) => Most {
                round: digits + 1,
                ..unit_reads
            },
            ("sections", _) => Most::all(self.numbers().saturating_mul(SECTIONS)),
            ("row", _) => Most::all(self.each(What::Parts)),
            ("composite", _) => Most::all(self.each(What::Rows)),
            // A run is read from its first digit on alone.
            ("digit_run", _) => Most::all(self.shared(What::Runs)),
            ("person_name", _) => Most::round(3),
            ("joined", _) => Most::all(self.each(What::Joined)),
            // A unit is in all these values, and twice in a sketch.
            ("unit_hash", _) => {
                let values = self.walks.back.of(What::Joined);
                Most::all(text.saturating_mul(values.saturating_add(2)))
            }
            ("sketch", _) => Most::round(units),
            ("regex", _) => Most::round(self.machines),
            ("composed", [0]) => Most::round(self.composed.0),
            ("composed", _) => Most::call(self.composed.1),
            _ => return None,
        })
    }
}
